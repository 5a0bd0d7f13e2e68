#include "app/house/twins_state.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "store/houses/joined.h"
#include "store/houses/sharing.h"
#include "store/store.h"

/* Answers that many houses give: an identity number of somebody else, one telephone for all, a report about two houses. */

struct sharing {
	struct app *app;
	struct twins *twins;
	const struct twins_ask *ask;
	const struct form *form;
	const struct value *values;
	uint64_t owner;	   /* of the house that is asked about; 0: nobody is named */
	struct id *joined; /* what decisions say is one house with it */
	size_t joined_count;
	const struct field *first;
	struct buf words;
	/* of one field: */
	size_t count;
	const struct twin_house *other; /* one of them */
};

static void
count_house(struct sharing *sharing, const struct twin_house *house)
{
	if (!house->stands || (sharing->ask->except && id_equal(&house->root, sharing->ask->except)))
		return;
	if (id_is_among(sharing->joined, sharing->joined_count, &house->root))
		return;
	sharing->count++;
	if (!sharing->other || id_cmp(&house->root, &sharing->other->root) < 0)
		sharing->other = house;
}

static bool
on_sharing(const struct id *root, void *ctx)
{
	struct sharing *sharing = ctx;
	size_t at = idmap_get(&sharing->twins->by_root, root);

	if (at != IDMAP_NONE)
		count_house(sharing, &sharing->twins->houses[at]);
	return true;
}

static void
count_private(struct sharing *sharing, uint64_t answer)
{
	for (size_t i = 0; i < sharing->twins->count; i++) {
		const struct twin_house *house = &sharing->twins->houses[i];
		bool same_owner = house->owner && house->owner == sharing->owner;

		for (size_t k = 0; k < house->answer_count && !same_owner; k++)
			if (house->answers[k] == answer) {
				count_house(sharing, house);
				break;
			}
	}
}

static bool
ask_field(const struct field *field, void *ctx)
{
	struct sharing *sharing = ctx;
	uint64_t answer = twin_answer_name(field, sharing->values);
	struct err ignored = { 0 };
	char *place;

	if (!answer)
		return true;
	sharing->count = 0;
	sharing->other = NULL;
	if (field->is_private)
		count_private(sharing, answer);
	else if (store_each_sharing(app_store(sharing->app), sharing->form, field, value_get_text(sharing->values, field->name), on_sharing,
				    sharing, &ignored))
		return true; /* nothing is asked while one types; signing fails (act_reads_end) */
	if (sharing->count + 1 < (size_t)field->asked_from)
		return true;
	if (!sharing->first)
		sharing->first = field;
	place = app_building_place(sharing->app, &sharing->other->root);
	if (sharing->words.len)
		buf_char(&sharing->words, ' ');
	buf_printf(&sharing->words,
		   n_("\"%s\" is that of %zu other house, \"%s\": is it right here?",
		      "\"%s\" is that of %zu other houses, as of \"%s\": is it right here?", sharing->count),
		   label_text(&field->label, _("en")), sharing->count, place);
	secret_free(place);
	return true;
}

char *
twins_shared_words(struct app *app, const struct twins_ask *ask, const struct field **first)
{
	struct twins *twins = twins_of(app);
	struct sharing sharing = { .app = app, .twins = twins, .ask = ask, .words.secret = true };
	struct twin_house house = { 0 };
	struct err ignored = { 0 };

	sharing.form = ask->form ? ask->form : app_pack(app)->root;
	sharing.values = ask->form ? ask->values : ask->listing;
	if (ask->listing)
		twin_mark_listing(app_pack(app), ask->listing, &house);
	sharing.owner = house.owner;
	twin_house_release(&house);
	if (ask->except && joined_kin(app_store(app), ask->except, &sharing.joined, &sharing.joined_count, &ignored))
		sharing.joined_count = 0;
	if (!twins_read_area(app, twins, ask->village, &ignored))
		form_each_field(sharing.form, ask_field, &sharing);
	free(sharing.joined);
	*first = sharing.first;
	return sharing.first ? buf_detach(&sharing.words) : NULL;
}
