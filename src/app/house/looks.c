#include "app/house/looks.h"

#include <stdlib.h>

#include <string.h>

#include "app/house/place.h"
#include "app/house/twins.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/place.h"
#include "photo/photo.h"
#include "seal/seal.h"
#include "store/houses/joined.h"
#include "store/houses/looks.h"
#include "store/houses/photos.h"
#include "store/store.h"
#include "trust/same.h"

struct looks_search {
	struct app *app;
	const struct dossier *dossier; /* NULL: a new house */
	const struct form *form;
	const struct looks_photo *photo;
	const char *label;
	bool shared; /* its field's photo may stand at several houses */
	char *words;
};

/* What a place of a photo is called. */
static const char *
place_label(const struct pack *pack, const char *place)
{
	int row;
	const struct field *field = field_place_find(pack, place, &row);

	return field ? label_text(&field->label, _("en")) : place;
}

/* Did somebody decide that the two houses are one, or that they are two? Then nobody is asked again. */
static bool
is_decided(const struct looks_search *search, const struct alike_photo *alike)
{
	const struct trust *trust = store_trust(app_store(search->app));
	const struct dossier *dossier = search->dossier;
	struct err ignored = { 0 };
	struct id *kin;
	size_t count;
	bool is;

	if (trust_are_joined(trust, &dossier->root, dossier->division, alike->root))
		return true;
	is = !joined_kin(app_store(search->app), &dossier->root, &kin, &count, &ignored) && id_is_among(kin, count, alike->root);
	free(kin);
	return is || trust_are_apart(trust, &dossier->root, dossier->division, alike->root) ||
	       trust_are_apart(trust, alike->root, alike->division, &dossier->root);
}

char *
looks_sentence(struct app *app, const char *label, const struct id *house, bool same)
{
	char *place = app_building_place(app, house), *words;

	words = mem_printf(same ? _("\"%s\" is the same photo as one of \"%s\": is it of this house?")
				: _("\"%s\" looks like a photo of \"%s\": is it of this house?"),
			   label, place);
	secret_free(place);
	return words;
}

static bool
on_alike(const struct alike_photo *alike, void *ctx)
{
	struct looks_search *search = ctx;
	const struct field *field = pack_field(app_pack(search->app), alike->field);

	if (id_equal(alike->photo, &search->photo->id))
		return true;
	if (search->dossier && id_equal(&search->dossier->root, alike->root)) {
		if (strcmp(alike->form, search->form->name) == 0)
			return true; /* of the form as it was signed, which this one replaces */
		search->words = mem_printf(_("\"%s\" looks like \"%s\" of this house: is it the right photo?"), search->label,
					   field ? label_text(&field->label, _("en")) : alike->field);
		return false;
	}
	if (search->shared && alike->shared)
		return true;
	if (alike->apart > PHOTO_ALIKE_FAR && search->dossier && strcmp(alike->division, search->dossier->division) != 0)
		return true;
	if (search->dossier && is_decided(search, alike))
		return true;
	search->words = looks_sentence(search->app, search->label, alike->root, false);
	return false;
}

/* The same bytes at another house; NULL: at none. */
static char *
same_words(const struct looks_search *search)
{
	struct app *app = search->app;
	const struct dossier *dossier = search->dossier;
	static const struct id none = { { 0 } };
	const struct id *root = dossier ? &dossier->root : &none, *content = &search->photo->content;
	struct id house;

	if (!store_photo_holder(app_store(app), content, root, search->shared, &house) &&
	    !(dossier && twins_paper_elsewhere(app, dossier->division, content, root, search->shared, &house)))
		return NULL;
	return looks_sentence(app, search->label, &house, true);
}

/* The same bytes under another question or another act of this house, as it is signed; NULL: under none. A paper may serve several acts, as it may several
 * houses. */
static char *
words_within(const struct looks_search *search, const struct flow_slot *own)
{
	const struct pack *pack = app_pack(search->app);
	const struct flow_slots *slots = search->dossier ? &search->dossier->slots : NULL;

	for (size_t i = 0; slots && i < slots->slot_count; i++)
		for (size_t h = 0; &slots->slots[i] != own && h < slots->slots[i].head_count; h++) {
			const struct step *step = search->dossier->steps[slots->slots[i].heads[h]].step;

			for (size_t k = 0; k < step->photo_count; k++) {
				const struct step_photo *photo = &step->photos[k];
				int row;
				const struct field *field = field_place_find(pack, photo->field, &row);

				if (!id_equal(photo->has_content ? &photo->content : &photo->id, &search->photo->content) ||
				    search->shared || (field && field->is_shared))
					continue;
				/* Translators: a question of the form that is filled; a question, and its form, of the same house. */
				return mem_printf(_("\"%s\" is the same photo as \"%s\" in \"%s\" of this house: is it the right photo?"),
						  search->label, place_label(pack, photo->field),
						  label_text(&slots->slots[i].form->label, _("en")));
			}
		}
	return NULL;
}

char *
looks_words(struct app *app, const struct dossier *dossier, const struct flow_slot *own, const struct form *form,
	    const struct looks_photo *photos, size_t count, size_t index)
{
	const struct looks_photo *photo = &photos[index];
	const char *label = place_label(app_pack(app), photo->place);
	int row;
	const struct field *field = field_place_find(app_pack(app), photo->place, &row);
	struct looks_search search = { app, dossier, form, photo, label, field && field->is_shared, NULL };
	struct err ignored = { 0 };

	search.words = same_words(&search);
	if (!search.words)
		search.words = words_within(&search, own);
	if (search.words)
		return search.words;
	if (!photo->look)
		return NULL;
	for (size_t i = 0; i < count; i++)
		if (i < index && photos[i].look && !id_equal(&photos[i].id, &photo->id) &&
		    photo_look_apart(photos[i].look, photo->look) <= PHOTO_ALIKE)
			return mem_printf(_("\"%s\" looks like \"%s\" of this house: is it the right photo?"), label,
					  place_label(app_pack(app), photos[i].place));
	if (store_each_alike(app_store(app), photo->look, PHOTO_ALIKE, on_alike, &search, &ignored))
		return NULL; /* the list of pairs asks */
	return search.words;
}
