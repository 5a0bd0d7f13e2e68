#include "store/dossier/dossier.h"

#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "store/inside.h"
#include "trust/holders.h"
#include "trust/same.h"
#include "trust/verdict.h"

/* ---- reading what was gathered */

/* Parses the steps; shared sign-offs are parsed already. */
static enum status
read_steps(struct dossier *dossier, struct err *err)
{
	for (size_t i = 0; i < dossier->step_count; i++) {
		struct gathered *gathered = &dossier->gathered[i];
		struct err ignored = { 0 };

		if (dossier->steps[i].step)
			continue;
		if (step_parse_into(dossier->arena, gathered->body, gathered->len, &gathered->step, &ignored))
			return dossier_altered(err);
		dossier->steps[i].step = &gathered->step;
		if (step_kind_of(gathered->step.kind) != STEP_SIGNOFF)
			continue;
		flow_signoff_read(&gathered->step, &gathered->sign);
		dossier->steps[i].sign = &gathered->sign;
	}
	return STATUS_OK;
}

/* The building's division is its root's, as the root's own pack has it: rights go by it for ever. */
static void
find_division(const struct store *store, struct dossier *dossier)
{
	for (size_t i = 0; i < dossier->step_count; i++) {
		const struct step *step = dossier->steps[i].step;
		const struct pack *pack;
		const char *division;

		if (!id_equal(&dossier->steps[i].id, &dossier->root) || !step->has_pack)
			continue;
		pack = store_found_pack(store, &step->pack);
		division = pack ? value_get_text(&step->data, pack->root_division->name) : NULL;
		if (division && division_is_code(division))
			division_code(division, dossier->division);
	}
}

/* ---- values */

const struct step_photo *
dossier_photo(const struct dossier *dossier, const struct id *photo)
{
	for (size_t i = 0; i < dossier->step_count; i++) {
		const struct step *step = dossier->steps[i].step;

		for (size_t k = 0; k < step->photo_count; k++)
			if (id_equal(&step->photos[k].id, photo))
				return &step->photos[k];
	}
	return NULL;
}

bool
dossier_value_problem(const struct dossier_desk *desk, const struct flow_step *flow)
{
	const struct form *form = pack_form(flow->pack, flow->step->kind);
	struct eval_photo *photos;
	struct eval *eval;
	bool holds;

	if (!form)
		return false; /* flow says what is wrong with it */
	if (form_check_values(flow->pack, form, &flow->step->data, VALUES_OF_STEP, NULL, NULL) > 0)
		return true;
	eval = store_pack_eval(desk->store, desk->evaluators, &flow->step->pack);
	if (!eval)
		return false;
	if (form->of_division)
		eval_set_division(eval, flow->step->area);
	photos = dossier_photos(NULL, flow->step, NULL);
	holds = eval_calculations_hold(eval, form, &flow->id, &flow->step->data, photos, flow->step->photo_count);
	free(photos);
	return !holds;
}

static void
judge_steps(const struct dossier_desk *desk, struct dossier *dossier)
{
	const struct trust *trust = desk->store->trust;
	const char *division = *dossier->division ? dossier->division : NULL;

	for (size_t i = 0; i < dossier->step_count; i++) {
		struct flow_step *flow = &dossier->steps[i];

		if (flow->step->has_author)
			flow->author = trust_credential(trust, &flow->step->author);
		flow->trust = trust_judge(trust, &flow->id, flow->step, division);
		if (flow->step->has_pack)
			flow->pack = store_found_pack(desk->store, &flow->step->pack);
		if (step_kind_of(flow->step->kind) == STEP_FORM && flow->pack && flow->trust == TRUST_COUNTS)
			flow->value_problem = dossier_value_problem(desk, flow);
	}
}

/* The head of a slot, as the dossier alone has it. */
static struct step *
own_head(const struct dossier *dossier, const struct flow_slot *slot)
{
	return slot->head_count == 1 ? (struct step *)(uintptr_t)dossier->steps[slot->heads[0]].step : NULL;
}

static bool
has_sealed_photo(const struct step *step)
{
	for (size_t i = 0; i < step->photo_count; i++)
		if (strcmp(step->photos[i].mime, PRIVATE_PHOTO_MIME) == 0)
			return true;
	return false;
}

static void
collect_values(struct dossier *dossier, const struct private_reader *reader)
{
	dossier->values = value_object();
	dossier->private_open = mem_array(dossier->slots.slot_count + 1, sizeof(bool));
	dossier->opened = mem_array(dossier->slots.slot_count + 1, sizeof(*dossier->opened));
	for (size_t i = 0; i < dossier->slots.slot_count; i++) {
		const struct flow_slot *slot = &dossier->slots.slots[i];
		const struct step *head;
		struct step *own = own_head(dossier, slot);
		struct value values;

		if (reader && own && own->has_private && has_sealed_photo(own))
			reader->photos(reader->ctx, own);
		if (reader && own && own->has_private && slot->repeat) {
			values = value_lend(&own->data);
			if (reader->open(reader->ctx, own, &values))
				dossier->opened[i] = values;
			else
				value_release(&values);
		}
		if (slot->repeat || slot->head_count != 1)
			continue;
		head = dossier->steps[slot->heads[0]].step;
		values = value_lend(&head->data); /* the step stays as long as the dossier */
		dossier->private_open[i] = !head->has_private || (reader && reader->open(reader->ctx, head, &values));
		value_set_take(&dossier->values, slot->form->name, values);
	}
}

/* ---- the whole */

/* The houses that it steps aside for. Each end of a pair is judged by itself, since a file may hold one alone. */
static void
find_asides(const struct store *store, struct dossier *dossier)
{
	if (!*dossier->division)
		return;
	dossier->aside = trust_asides(store->trust, &dossier->root, dossier->division, &dossier->input.aside_count);
	dossier->input.aside = dossier->aside;
}

struct id *
dossier_joined(const struct store *store, const struct dossier *dossier, size_t *count)
{
	*count = 0;
	return *dossier->division && !dossier->of_division ? trust_joined_with(store->trust, &dossier->root, dossier->division, count)
							   : NULL;
}

static enum status
number_of(struct store *store, const struct id *root, int64_t *out, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT building FROM building WHERE root = :root");
	enum status status;
	char shortened[9];
	bool row;

	bind_id(stmt, ":root", root);
	status = db_row(store->db, stmt, &row, err);
	if (status)
		return status;
	if (!row)
		return err_set(err, STATUS_NOT_FOUND, _("there is no building %s in this file"), id_short(root, shortened));
	*out = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return STATUS_OK;
}

/* Which steps count, the heads of the slots and what they say. */
static enum status
judge_slots(const struct dossier_desk *desk, struct dossier *dossier, const struct private_reader *reader, struct err *err)
{
	const struct store *store = desk->store;
	struct eval *eval = store_pack_eval(store, desk->evaluators, &store->pack_id);
	enum status status = read_steps(dossier, err);

	if (status)
		return status;
	if (eval)
		eval_clear(eval, desk->today);
	if (!dossier->of_division)
		find_division(store, dossier);
	judge_steps(desk, dossier);
	dossier->input = (struct flow_input){
		.pack = store_found_pack(store, &store->pack_id),
		.root = dossier->root,
		.steps = dossier->steps,
		.step_count = dossier->step_count,
		.division = *dossier->division ? dossier->division : NULL,
		.of_division = dossier->of_division,
	};
	flow_slots_eval(&dossier->input, &dossier->slots);
	collect_values(dossier, reader);
	return STATUS_OK;
}

enum status
dossier_judge(const struct dossier_desk *desk, struct dossier *dossier, const struct private_reader *reader, struct err *err)
{
	enum status status = judge_slots(desk, dossier, reader, err);
	struct eval *eval;

	if (status)
		return status;
	eval = store_pack_eval(desk->store, desk->evaluators, &desk->store->pack_id);
	if (dossier->of_division) {
		dossier_answer_division(eval, dossier);
	} else {
		find_asides(desk->store, dossier);
		dossier_answer(desk, eval, dossier);
	}
	return STATUS_OK;
}

/* ---- a division in the place of a building */

static const char division_mark[] = "louce division ";

void
division_root(const char *division, struct id *out)
{
	_Static_assert(sizeof(division_mark) + DIVISION_CODE_LEN <= ID_BYTES, "an id holds both");
	*out = (struct id){ { 0 } };
	memcpy(out->b, division_mark, sizeof(division_mark) - 1);
	memcpy(out->b + sizeof(division_mark) - 1, division, strnlen(division, DIVISION_CODE_LEN));
}

/* Is it such a one? Then `division` gets the digits. */
static bool
is_division_root(const struct id *root, char division[DIVISION_CODE_LEN + 1])
{
	const char *digits = (const char *)root->b + sizeof(division_mark) - 1;

	if (memcmp(root->b, division_mark, sizeof(division_mark) - 1) != 0 || digits[DIVISION_CODE_LEN])
		return false;
	strcpy(division, digits);
	return division_level(division) != DIVISION_LEVEL_COUNT;
}

/* `form`: only the steps of that one; NULL: all. */
static enum status
gather(struct store *store, const struct id *root, const char *form, struct dossier **out, struct err *err)
{
	char division[DIVISION_CODE_LEN + 1];
	int64_t building = 0;
	enum status status;

	if (!store_pack(store))
		return err_set(err, STATUS_NOT_FOUND, _("no form pack is published in this file; run louce forms publish"));
	if (is_division_root(root, division))
		return dossier_gather_division(store, division, out, err);
	status = number_of(store, root, &building, err);
	if (status)
		return status;
	return form ? dossier_gather_form(store, building, root, form, out, err)
		    : dossier_gather(store, building, root, NULL, NULL, out, err);
}

enum status
dossier_load(struct store *store, const struct id *root, const struct private_reader *reader, struct dossier **out, struct err *err)
{
	struct dossier_desk desk = { .store = store, .evaluators = &store->evaluators, .others = store };
	struct dossier *dossier = NULL;
	enum status status;

	store_read_begin(store);
	status = gather(store, root, NULL, &dossier, err);
	clock_date(clock_now_unix(), desk.today);
	if (!status)
		status = dossier_judge(&desk, dossier, reader, err);
	store_read_end(store);
	if (status)
		dossier_free(dossier);
	else
		*out = dossier;
	return status;
}

enum status
dossier_load_form(struct store *store, const struct id *root, const char *form, const struct private_reader *reader, struct dossier **out,
		  struct err *err)
{
	struct dossier_desk desk = { .store = store, .evaluators = &store->evaluators };
	struct dossier *dossier = NULL;
	enum status status;

	store_read_begin(store);
	status = gather(store, root, form, &dossier, err);
	clock_date(clock_now_unix(), desk.today);
	if (!status)
		status = judge_slots(&desk, dossier, reader, err);
	store_read_end(store);
	if (status)
		dossier_free(dossier);
	else
		*out = dossier;
	return status;
}

void
dossier_free(struct dossier *dossier)
{
	if (!dossier)
		return;
	for (size_t i = 0; dossier->opened && i < dossier->slots.slot_count; i++)
		value_release(&dossier->opened[i]);
	free(dossier->opened);
	flow_state_release(&dossier->state);
	flow_slots_release(&dossier->slots);
	dossier_release_gathered(dossier);
	value_release(&dossier->values);
	value_release(&dossier->fact_values);
	value_release(&dossier->fact_floors);
	free(dossier->private_open);
	free(dossier->aside);
	for (size_t i = 0; i < dossier->finding_count; i++) {
		free(dossier->findings[i].text);
		free(dossier->findings[i].reason);
	}
	free(dossier->findings);
	free(dossier->added);
	if (dossier->facts.asked) /* else it is the first of these */
		free(dossier->form_relevant);
	for (size_t i = 0; i < dossier->facts.called_count; i++)
		free((void *)(uintptr_t)dossier->facts.called[i].forms);
	free(dossier->facts.called);
	free(dossier->form_errors);
	free(dossier->form_mends);
	free(dossier->form_disputed);
	free(dossier);
}

const struct flow_step *
dossier_head(const struct dossier *dossier, const char *form)
{
	const struct flow_slot *slot = flow_slot(&dossier->slots, form);

	return slot && slot->head_count == 1 ? &dossier->steps[slot->heads[0]] : NULL;
}

const struct value *
dossier_values(const struct dossier *dossier, const char *form)
{
	return value_get(&dossier->values, form);
}
