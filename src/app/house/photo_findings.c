#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/check.h"
#include "app/house/findings.h"
#include "app/house/looks.h"
#include "app/house/twins_state.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "eval/eval.h"
#include "form/answer/reason.h"
#include "photo/photo.h"
#include "store/dossier/dossier.h"
#include "store/houses/looks.h"
#include "store/houses/photos.h"
#include "store/store.h"

/* Photos that stand at two houses, or look like one of another house, in whichever form: found when somebody looks, since a photo at one house changes what is
 * found at another, and what photos look like is known to this file alone. */

static const struct rule picture_rule = { .id = (char *)(uintptr_t)CHECK_PICTURE, .level = RULE_WARNING };

struct place_of_photo {
	size_t house; /* of the twins */
	char form[64], field[64];
	bool shared;
};

struct photo_search {
	struct app *app;
	const struct twins *twins;
	const char *area;
	struct county_findings *out;
	bool *told;   /* per house: what was found first is told */
	bool *judged; /* per form: a rule of the pack says that a photo of it stands elsewhere, whenever the house is judged */
	struct id photo;
	struct place_of_photo *places; /* of that photo */
	size_t count, cap;
};

/* The rules of a form that repeats are judged as it is signed alone. */
static bool *
judged_by_rules(struct app *app)
{
	const struct pack *pack = app_pack(app);
	const struct eval *eval = store_eval(app_store(app));
	bool *judged = mem_array(pack->form_count, sizeof(*judged));

	for (size_t i = 0; i < pack->rule_count; i++) {
		const struct rule *rule = &pack->rules[i];

		if (!rule->county && !rule->form->repeat && eval_rule_reads_elsewhere(eval, rule))
			judged[rule->form - pack->forms] = true;
	}
	return judged;
}

/* ---- what is found */

/* Who signed the form that has the photo, and whether he said why it is right. */
static void
note_author(struct app *app, const char *form, const struct id *photo, struct county_finding *found)
{
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };

	if (dossier_load_form(app_store(app), &found->root, form, NULL, &dossier, &ignored))
		return;
	for (size_t i = 0; i < dossier->slots.slot_count && !found->has_author; i++) {
		const struct flow_slot *slot = &dossier->slots.slots[i];
		const struct flow_step *head = slot->head_count == 1 ? &dossier->steps[slot->heads[0]] : NULL;

		for (size_t p = 0; head && head->author && p < head->step->photo_count && !found->has_author; p++)
			if (id_equal(&head->step->photos[p].id, photo)) {
				found->has_author = true;
				found->author = head->author->id;
				found->waived = reason_of(value_get_list(&head->step->data, "_reasons"), CHECK_PICTURE) != NULL;
			}
	}
	dossier_free(dossier);
}

static void
tell_photo(struct photo_search *search, size_t at, const char *form, const char *field, const struct id *photo, size_t other, bool same)
{
	const struct twin_house *house = &search->twins->houses[at];
	const struct field *asked = pack_field(app_pack(search->app), field);
	struct county_findings *out = search->out;
	struct county_finding found = { .number = house->number, .root = house->root, .rule = &picture_rule };

	if (search->told[at] || !division_covers(search->area, house->division))
		return;
	search->told[at] = true;
	snprintf(found.division, sizeof(found.division), "%s", house->division);
	found.kind = asked ? asked->kind : 0;
	found.text = looks_sentence(search->app, asked ? label_text(&asked->label, _("en")) : field, &search->twins->houses[other].root,
				    same);
	note_author(search->app, form, photo, &found);
	MEM_GROW(out->items, out->count, out->cap);
	out->items[out->count++] = found;
}

/* ---- the same bytes */

static void
tell_same(struct photo_search *search)
{
	for (size_t i = 0; i < search->count; i++) {
		const struct place_of_photo *place = &search->places[i];
		const struct form *form = pack_form(app_pack(search->app), place->form);

		if (!form || search->judged[form - app_pack(search->app)->forms])
			continue;
		for (size_t k = 0; k < search->count && !search->told[place->house]; k++)
			if (search->places[k].house != place->house && !(place->shared && search->places[k].shared))
				tell_photo(search, place->house, place->form, place->field, &search->photo, search->places[k].house, true);
	}
	search->count = 0;
}

static bool
on_held(const struct held_photo *held, void *ctx)
{
	struct photo_search *search = ctx;
	size_t at = idmap_get(&search->twins->by_root, held->root);
	struct place_of_photo *place;

	if (at == IDMAP_NONE || !search->twins->houses[at].stands)
		return true; /* gone, or counted as another */
	if (search->count && !id_equal(&search->photo, held->photo))
		tell_same(search);
	search->photo = *held->photo;
	MEM_GROW(search->places, search->count, search->cap);
	place = &search->places[search->count++];
	*place = (struct place_of_photo){ .house = at, .shared = held->shared };
	snprintf(place->form, sizeof(place->form), "%s", held->form);
	snprintf(place->field, sizeof(place->field), "%s", held->field);
	return true;
}

/* ---- what looks alike */

static enum status
tell_alike(struct photo_search *search, size_t a, size_t b, struct err *err)
{
	const struct twin_house *one = &search->twins->houses[a], *other = &search->twins->houses[b];
	int most = strcmp(one->division, other->division) == 0 ? PHOTO_ALIKE : PHOTO_ALIKE_FAR;
	struct named_look *looks = NULL, *others = NULL;
	size_t count = 0, other_count = 0;
	enum status status = store_looks_of(app_store(search->app), one->number, &looks, &count, err);

	if (!status)
		status = store_looks_of(app_store(search->app), other->number, &others, &other_count, err);
	for (size_t i = 0; i < count && !status; i++)
		for (size_t k = 0; k < other_count; k++)
			if (!id_equal(&looks[i].photo, &others[k].photo) && photo_look_apart(looks[i].look, others[k].look) <= most) {
				tell_photo(search, a, looks[i].form, looks[i].field, &looks[i].photo, b, false);
				tell_photo(search, b, others[k].form, others[k].field, &others[k].photo, a, false);
			}
	free(looks);
	free(others);
	return status;
}

enum status
photo_findings_add(struct app *app, const char *area, struct county_findings *out, struct err *err)
{
	struct twins *twins = twins_of(app);
	struct photo_search search = { .app = app, .twins = twins, .area = area, .out = out };
	enum status status = twins_list(app, twins, err);

	search.told = mem_array(twins->count + 1, sizeof(*search.told));
	search.judged = judged_by_rules(app);
	if (!status)
		status = store_each_held_photo(app_store(app), on_held, &search, err);
	if (!status)
		tell_same(&search);
	if (!status)
		status = twins_find_alike(app, twins, err);
	for (size_t i = 0; i < twins->alike_count && !status; i++) {
		size_t a = twins->alike[i].a, b = twins->alike[i].b;

		if (!(search.told[a] && search.told[b]) && !twin_are_apart(app, &twins->houses[a], &twins->houses[b]))
			status = tell_alike(&search, a, b, err);
	}
	free(search.told);
	free(search.judged);
	free(search.places);
	return status;
}
