#include "app/house/photo_beside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/check.h"
#include "app/house/looks.h"
#include "app/house/place.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "eval/eval.h"
#include "form/answer/reason.h"
#include "photo/photo.h"
#include "seal/seal.h"
#include "store/houses/joined.h"
#include "store/houses/looks.h"
#include "store/houses/photos.h"
#include "store/store.h"
#include "trust/same.h"

struct beside_place {
	char form[64], field[64];
	struct id photo, other;
};

struct beside_search {
	struct app *app;
	const struct dossier *dossier; /* NULL: nothing that looks alike is looked for */
	const char *form;	       /* NULL: all */
	struct joined *joined;
	size_t joined_count;
	struct beside_place *places; /* each photo of a form once, with the first other house */
	size_t count, cap;
	struct beside_place alike; /* the photo that is looked at, and what looks like it */
	bool has_alike;
};

static bool
is_joined(const struct beside_search *search, const struct id *root)
{
	for (size_t i = 0; i < search->joined_count; i++)
		if (id_equal(&search->joined[i].root, root))
			return true;
	return false;
}

static bool
on_beside(const struct held_photo *held, void *ctx)
{
	struct beside_search *search = ctx;
	const struct beside_place *last = search->count ? &search->places[search->count - 1] : NULL;
	struct beside_place *place;

	if ((search->form && strcmp(search->form, held->form) != 0) || is_joined(search, held->root) ||
	    (last && id_equal(&last->photo, held->photo) && strcmp(last->form, held->form) == 0 && strcmp(last->field, held->field) == 0))
		return true;
	MEM_GROW(search->places, search->count, search->cap);
	place = &search->places[search->count++];
	*place = (struct beside_place){ .photo = *held->photo, .other = *held->root };
	snprintf(place->form, sizeof(place->form), "%s", held->form);
	snprintf(place->field, sizeof(place->field), "%s", held->field);
	return true;
}

static enum status
read_beside(struct beside_search *search, int64_t building, struct err *err)
{
	enum status status = joined_load(app_store(search->app), &search->joined, &search->joined_count, err);

	return status ? status : store_each_photo_beside(app_store(search->app), building, on_beside, search, err);
}

static void
search_end(struct beside_search *search)
{
	free(search->joined);
	free(search->places);
}

static const char *
field_words(const struct pack *pack, const char *name)
{
	const struct field *field = pack_field(pack, name);

	return field ? label_text(&field->label, _("en")) : name;
}

char *
photo_beside_words(struct app *app, int64_t building, const struct rule *rule)
{
	struct beside_search search = { .app = app, .form = rule->form->name };
	struct err ignored = { 0 };
	struct buf out = { 0 };
	const char *between = _(": ");

	if (!eval_rule_reads_elsewhere(store_eval(app_store(app)), rule))
		return NULL;
	if (read_beside(&search, building, &ignored))
		search.count = 0;
	for (size_t i = 0; i < search.count; i++) {
		char *place = app_building_place(app, &search.places[i].other);

		buf_printf(&out, "%s", between);
		/* Translators: a photo by its field; another house. */
		buf_printf(&out, _("\"%s\" stands at \"%s\", too"), field_words(app_pack(app), search.places[i].field), place);
		between = _("; ");
		secret_free(place);
	}
	search_end(&search);
	return search.count ? buf_detach(&out) : NULL;
}

/* ---- all that is found of the photos of a house */

/* Does a rule of the pack ask about the photos of this form, whenever the house is judged? */
static bool
is_asked_by_a_rule(struct app *app, const char *form)
{
	const struct pack *pack = app_pack(app);

	for (size_t i = 0; i < pack->rule_count; i++)
		if (!pack->rules[i].county && !pack->rules[i].form->repeat && strcmp(pack->rules[i].form->name, form) == 0 &&
		    eval_rule_reads_elsewhere(store_eval(app_store(app)), &pack->rules[i]))
			return true;
	return false;
}

/* The reason of the form that has the photo, in words; of several that have it none where one says none. */
static char *
reason_for(const struct dossier *dossier, const char *form, const struct id *photo)
{
	char *words = NULL;
	bool missing = false;

	for (size_t i = 0; i < dossier->slots.slot_count && !missing; i++) {
		const struct flow_slot *slot = &dossier->slots.slots[i];
		const struct flow_step *head = slot->head_count == 1 ? &dossier->steps[slot->heads[0]] : NULL;

		for (size_t p = 0; head && strcmp(slot->form->name, form) == 0 && p < head->step->photo_count; p++)
			if (id_equal(&head->step->photos[p].id, photo)) {
				free(words);
				words = reason_text(dossier->input.pack->reasons,
						    reason_of(value_get_list(&head->step->data, "_reasons"), CHECK_PICTURE), _("en"));
				missing |= !words;
			}
	}
	return words;
}

static struct photo_beside
tell_place(const struct beside_search *search, const struct beside_place *place, bool same)
{
	return (struct photo_beside){ .text = looks_sentence(search->app, field_words(app_pack(search->app), place->field), &place->other,
							     same),
				      .reason = reason_for(search->dossier, place->form, &place->photo) };
}

static bool
on_look(const struct alike_photo *alike, void *ctx)
{
	struct beside_search *search = ctx;
	const struct trust *trust = store_trust(app_store(search->app));
	const struct dossier *dossier = search->dossier;
	int most = strcmp(alike->division, dossier->division) == 0 ? PHOTO_ALIKE : PHOTO_ALIKE_FAR;

	search->has_alike = !id_equal(alike->photo, &search->alike.photo) && !id_equal(alike->root, &dossier->root) && !alike->shared &&
			    alike->apart <= most && *alike->division && !is_joined(search, alike->root) &&
			    !trust_are_apart(trust, &dossier->root, dossier->division, alike->root) &&
			    !trust_are_apart(trust, alike->root, alike->division, &dossier->root);
	search->alike.other = *alike->root;
	return !search->has_alike;
}

static bool
is_told(const struct beside_search *search, const struct named_look *look)
{
	for (size_t i = 0; i < search->count; i++)
		if (id_equal(&search->places[i].photo, &look->photo) && strcmp(search->places[i].form, look->form) == 0 &&
		    strcmp(search->places[i].field, look->field) == 0)
			return true;
	return false;
}

/* Is the photo one of a form to which this person is blind? */
static bool
is_hidden_place(const struct beside_search *search, const char *name)
{
	const struct field *field = pack_field(app_pack(search->app), name);

	return field && blind_hides_field(search->app, search->dossier, field);
}

struct photo_beside *
photo_beside_of(struct app *app, const struct dossier *dossier, size_t *count)
{
	struct beside_search search = { .app = app, .dossier = dossier };
	struct named_look *looks = NULL;
	struct err ignored = { 0 };
	size_t look_count = 0, cap = 0;
	struct photo_beside *photos = NULL;
	enum status status = read_beside(&search, dossier->number, &ignored);

	*count = 0;
	for (size_t i = 0; i < search.count && !status; i++)
		if (!is_asked_by_a_rule(app, search.places[i].form) && !is_hidden_place(&search, search.places[i].field)) {
			MEM_GROW(photos, *count, cap);
			photos[(*count)++] = tell_place(&search, &search.places[i], true);
		}
	if (!status)
		status = store_looks_of(app_store(app), dossier->number, &looks, &look_count, &ignored);
	for (size_t i = 0; i < look_count && !status; i++) {
		search.alike = (struct beside_place){ .photo = looks[i].photo };
		memcpy(search.alike.form, looks[i].form, strlen(looks[i].form) + 1);
		memcpy(search.alike.field, looks[i].field, strlen(looks[i].field) + 1);
		search.has_alike = false;
		if (is_told(&search, &looks[i]) || is_hidden_place(&search, looks[i].field))
			continue;
		status = store_each_alike(app_store(app), looks[i].look, PHOTO_ALIKE, on_look, &search, &ignored);
		if (!status && search.has_alike) {
			MEM_GROW(photos, *count, cap);
			photos[(*count)++] = tell_place(&search, &search.alike, false);
		}
	}
	free(looks);
	search_end(&search);
	return photos;
}

void
photo_beside_free(struct photo_beside *photos, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		secret_free(photos[i].text);
		free(photos[i].reason);
	}
	free(photos);
}
