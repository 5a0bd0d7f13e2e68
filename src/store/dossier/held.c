#include "store/dossier/held.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* A fact is asked again for what stood before: with each version that waits for signatures or was replaced by one, and without what nobody signed. The
 * highest answer is the floor. Several slots that wait are tried in every combination, since one alone may change nothing. */

#define COMBINATIONS_MOST 64 /* of more slots and versions each is tried by itself, over what stands and over what was first */
#define VERSIONS_MOST 100    /* of more none is: what they may say stands until they are signed */
#define NOTHING SIZE_MAX     /* as a version: the slot is not there */

/* A slot that waits for signatures. */
struct held_slot {
	const struct flow_slot *slot;
	size_t *versions; /* indexes of steps, or NOTHING; the first is what stands */
	size_t count, chosen;
};

struct fact_holding {
	struct eval *eval;
	const struct dossier *dossier;
	struct held_slot *slots;
	size_t count, cap;
	size_t *held_at;	     /* per slot of the dossier: where it stands among these; NOTHING: it waits for nothing */
	const struct form **repeats; /* the forms of these that repeat, each once */
	size_t repeat_count, repeat_cap;
	struct value floors;
};

static bool
is_asked_about(const struct pack *pack, const struct form *form)
{
	for (size_t i = 0; i < pack->fact_count; i++)
		if (names_has(&pack->facts[i].signed_forms, form->name))
			return true;
	return false;
}

static void
note_repeat(struct fact_holding *holding, const struct flow_slot *slot)
{
	for (size_t i = 0; i < holding->repeat_count; i++)
		if (holding->repeats[i] == slot->form)
			return;
	if (!slot->repeat)
		return;
	MEM_GROW(holding->repeats, holding->repeat_count, holding->repeat_cap);
	holding->repeats[holding->repeat_count++] = slot->form;
}

static void
take_slot(const struct flow_slot *slot, const struct flow_versions *versions, void *ctx)
{
	struct fact_holding *holding = ctx;
	struct held_slot *out;
	bool several = slot->head_count > 1; /* then no version has the say: nothing stands */

	if (!is_asked_about(holding->dossier->input.pack, slot->form) || (!several && versions->count == 1 && !versions->absent))
		return;
	note_repeat(holding, slot);
	MEM_GROW(holding->slots, holding->count, holding->cap);
	holding->held_at[slot - holding->dossier->slots.slots] = holding->count;
	out = &holding->slots[holding->count++];
	*out = (struct held_slot){ .slot = slot, .versions = mem_array(versions->count + 2, sizeof(*out->versions)) };
	if (several)
		out->versions[out->count++] = NOTHING;
	for (size_t i = 0; i < versions->count; i++)
		out->versions[out->count++] = versions->steps[i];
	if (versions->absent && !several)
		out->versions[out->count++] = NOTHING;
}

/* ---- loading what was chosen */

/* The version of a slot that is chosen, else its one head; NOTHING: it has no values. */
static size_t
chosen_of(const struct fact_holding *holding, const struct flow_slot *slot)
{
	size_t at = holding->held_at[slot - holding->dossier->slots.slots];

	if (at != NOTHING)
		return holding->slots[at].versions[holding->slots[at].chosen];
	return slot->head_count == 1 ? slot->heads[0] : NOTHING;
}

static void
load_repeat(const struct fact_holding *holding, const struct form *form)
{
	const struct dossier *dossier = holding->dossier;
	struct eval_slot *slots = mem_array(dossier->slots.slot_count + 1, sizeof(*slots));
	size_t count = 0;

	for (size_t i = 0; i < dossier->slots.slot_count; i++) {
		const struct flow_slot *slot = &dossier->slots.slots[i];
		size_t chosen = slot->form == form ? chosen_of(holding, slot) : NOTHING;
		const struct flow_step *step = chosen == NOTHING ? NULL : &dossier->steps[chosen];

		if (step)
			slots[count++] = (struct eval_slot){ .form = form,
							     .root = slot->repeat_root,
							     .head = step->id,
							     .values = &step->step->data,
							     .photos = dossier_photos(NULL, step->step, NULL),
							     .photo_count = step->step->photo_count };
	}
	eval_load_slots(holding->eval, form, slots, count);
	for (size_t i = 0; i < count; i++)
		free((void *)(uintptr_t)slots[i].photos);
	free(slots);
}

static void
load_one(const struct fact_holding *holding, const struct flow_slot *slot)
{
	size_t chosen = chosen_of(holding, slot);
	const struct flow_step *step = chosen == NOTHING ? NULL : &holding->dossier->steps[chosen];
	struct eval_photo *photos;

	if (!step) {
		eval_unload(holding->eval, slot->form);
		return;
	}
	photos = dossier_photos(NULL, step->step, NULL);
	eval_load_step(holding->eval, slot->form, &step->id, &step->step->data, false, photos, step->step->photo_count);
	free(photos);
}

static void
load_chosen(const struct fact_holding *holding)
{
	for (size_t i = 0; i < holding->count; i++)
		if (!holding->slots[i].slot->repeat)
			load_one(holding, holding->slots[i].slot);
	for (size_t i = 0; i < holding->repeat_count; i++)
		load_repeat(holding, holding->repeats[i]);
}

/* ---- asking */

/* Is the fact kept by each form of which another version than the one that stands is chosen? */
static bool
is_kept(const struct fact_holding *holding, const struct fact *fact)
{
	for (size_t i = 0; i < holding->count; i++)
		if (holding->slots[i].chosen && !names_has(&fact->signed_forms, holding->slots[i].slot->form->name))
			return false;
	return true;
}

/* Raises the floor of a fact, when the value is higher than it and than what stands. Takes the value. */
static void
raise_take(struct fact_holding *holding, const struct fact *fact, struct value value)
{
	const struct value *standing = value_get(&holding->dossier->fact_values, fact->name), *floor;
	const struct value none = { 0 };

	floor = holding->floors.type == VALUE_OBJECT ? value_get(&holding->floors, fact->name) : NULL;
	if (!eval_fact_is_higher(&value, floor ? floor : standing ? standing : &none)) {
		value_release(&value);
		return;
	}
	if (holding->floors.type != VALUE_OBJECT)
		holding->floors = value_object();
	value_set_take(&holding->floors, fact->name, value);
}

static void
ask_facts(struct fact_holding *holding)
{
	const struct pack *pack = holding->dossier->input.pack;

	load_chosen(holding);
	for (size_t i = 0; i < pack->fact_count; i++)
		if (pack->facts[i].signed_forms.count && is_kept(holding, &pack->facts[i]))
			raise_take(holding, &pack->facts[i], eval_fact(holding->eval, &pack->facts[i]));
}

static bool
is_waited_for(const struct fact_holding *holding, const struct fact *fact)
{
	for (size_t i = 0; i < holding->count; i++)
		if (names_has(&fact->signed_forms, holding->slots[i].slot->form->name))
			return true;
	return false;
}

/* So many wait that to ask about each would cost the square of them. Whoever fills a form could raise the fact by a word; that many words raise it, too, and it
 * falls by signatures as ever. */
static void
hold_all(struct fact_holding *holding)
{
	const struct pack *pack = holding->dossier->input.pack;

	for (size_t i = 0; i < pack->fact_count; i++)
		if (pack->facts[i].type == FACT_BOOLEAN && is_waited_for(holding, &pack->facts[i]))
			raise_take(holding, &pack->facts[i], value_boolean(true));
	for (int first = 0; first < 2; first++) {
		for (size_t i = 0; i < holding->count; i++)
			holding->slots[i].chosen = first ? holding->slots[i].count - 1 : 0;
		ask_facts(holding);
	}
}

static void
ask_combinations(struct fact_holding *holding, size_t combinations)
{
	for (size_t n = 1; n < combinations; n++) {
		size_t rest = n;

		for (size_t i = 0; i < holding->count; i++) {
			holding->slots[i].chosen = rest % holding->slots[i].count;
			rest /= holding->slots[i].count;
		}
		ask_facts(holding);
	}
}

static void
ask_each(struct fact_holding *holding)
{
	for (int first = 0; first < 2; first++)
		for (size_t i = 0; i < holding->count; i++)
			for (size_t v = 0; v < holding->slots[i].count; v++) {
				for (size_t k = 0; k < holding->count; k++)
					holding->slots[k].chosen = first ? holding->slots[k].count - 1 : 0;
				holding->slots[i].chosen = v;
				ask_facts(holding);
			}
}

static size_t
count_combinations(const struct fact_holding *holding)
{
	size_t combinations = 1;

	for (size_t i = 0; i < holding->count && combinations <= COMBINATIONS_MOST; i++)
		combinations *= holding->slots[i].count;
	return combinations;
}

static size_t
count_versions(const struct fact_holding *holding)
{
	size_t versions = 0;

	for (size_t i = 0; i < holding->count; i++)
		versions += holding->slots[i].count;
	return versions;
}

bool
held_floors(struct eval *eval, const struct dossier *dossier, struct value *floors)
{
	struct fact_holding holding = { .eval = eval, .dossier = dossier };
	size_t combinations;

	holding.held_at = mem_array(dossier->slots.slot_count + 1, sizeof(*holding.held_at));
	for (size_t i = 0; i < dossier->slots.slot_count; i++)
		holding.held_at[i] = NOTHING;
	flow_each_unsigned(&dossier->input, &dossier->slots, &dossier->state, take_slot, &holding);
	combinations = count_combinations(&holding);
	if (count_versions(&holding) > VERSIONS_MOST)
		hold_all(&holding);
	else if (combinations > COMBINATIONS_MOST)
		ask_each(&holding);
	else
		ask_combinations(&holding, combinations);
	for (size_t i = 0; i < holding.count; i++)
		free(holding.slots[i].versions);
	free(holding.slots);
	free(holding.repeats);
	free(holding.held_at);
	*floors = holding.floors;
	return holding.count > 0;
}
