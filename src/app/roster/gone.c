#include "app/roster/gone_state.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/aside.h"
#include "app/house/check.h"
#include "app/house/fall.h"
#include "app/house/open_case.h"
#include "app/house/place.h"
#include "app/house/rights.h"
#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/roster/listing.h"
#include "app/roster/standing.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text/skeleton.h"
#include "base/visible.h"
#include "form/answer/check.h"
#include "step/step.h"
#include "store/houses/building.h"
#include "store/dossier/dossier.h"
#include "store/store.h"

/* Houses taken out of the roster, one by one. */

/* ---- one house */

static void
note_problem(const struct form_problem *problem, void *ctx)
{
	struct buf *text = ctx;

	if (problem->kind != FORM_WARNING && !text->len)
		visible_printf(text, "%s", problem->text);
}

/* The listing as it would be signed. */
static void
write_why(const struct pack *pack, const struct dossier *dossier, const char *why, struct value *out)
{
	*out = value_copy(dossier_values(dossier, pack->root->name));
	step_data_drop_filling(out);
	form_drop_unknown(pack->root, out);
	value_set_text(out, pack->root->gone->name, why);
}

static enum status
finding_right(struct app *app, struct dossier *dossier, struct err *err)
{
	const struct names *deciders = &app_pack(app)->acts_decision;
	char *words, *roles, *open;
	enum house_found found;
	enum status status = STATUS_OK;

	if (app_person_has_role(app, deciders))
		return STATUS_OK;
	found = house_what_was_found(app, dossier, &words);
	roles = app_roles_text(app, deciders);
	open = house_case_words(app, dossier); /* a milder version of what was found does not end it */
	if (found == FOUND_HIDDEN)
		status = err_set(err, STATUS_DENIED,
				 _("what was found there is hidden from you until you have checked the house: only %s takes it out"),
				 roles);
	else if (found == FOUND_MUCH)
		status = err_set(err, STATUS_DENIED, _("what was found there (%s) weighs too much: only %s takes it out"), words, roles);
	else if (open)
		status = err_set(err, STATUS_DENIED, _("a case weighs too much there (%s): only %s takes it out"), open, roles);
	free(roles);
	free(open);
	secret_free(words);
	return status;
}

enum status
going_prepare(struct app *app, const struct id *house, const char *why, struct act_tries *tries, struct going *out, struct err *err)
{
	const struct pack *pack = app_pack(app);
	const struct form *root = pack->root;
	struct private_reader reader = vault_reader(app);
	struct buf problem = { 0 };
	struct form_check check = { .form = root, .values = &out->values, .problem = note_problem, .ctx = &problem };
	struct dossier *dossier = NULL;
	const struct flow_slot *slot;
	const struct flow_step *head;
	enum status status = dossier_load(app_store(app), house, &reader, &dossier, err);

	if (status)
		return status;
	slot = flow_slot(&dossier->slots, root->name);
	head = dossier_head(dossier, root->name);
	if (tries)
		status = act_rests_on(app, tries, dossier, err);
	if (!status && (!head || !slot || !dossier_values(dossier, root->name)))
		status = err_set(err, STATUS_CONFLICT, _("two versions of its roster row stand, which must be settled first"));
	if (!status && !dossier->private_open[slot - dossier->slots.slots])
		status = err_set(err, STATUS_DENIED, _("what is private of it cannot be read by you, and would be lost"));
	if (!status)
		status = house_fill_right(app, root, dossier, dossier->division, err);
	if (!status && (value_get(dossier_values(dossier, root->name), root->gone->name) != NULL) == (why != NULL))
		status = err_set(err, STATUS_CONFLICT, why ? _("it is taken out already") : _("it is not taken out"));
	if (!status && why)
		status = finding_right(app, dossier, err);
	if (!status) {
		out->house = *house;
		out->head = head->id;
		out->place = building_place(app, dossier);
		write_why(pack, dossier, why, &out->values);
		status = listing_fits(pack, root, &out->values, err);
	}
	if (!status) {
		house_check_form(app, &check);
		if (why && problem.len)
			status = err_set(err, STATUS_INVALID, "%s", buf_text(&problem));
	}
	buf_release(&problem);
	dossier_free(dossier);
	return status;
}

void
going_release(struct going *going, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		value_release(&going[i].values);
		secret_free(going[i].place);
	}
	free(going);
}

enum status
going_needs_field(struct app *app, struct err *err)
{
	enum status status = act_needs_person(app, err);

	if (!status && !store_eval(app_store(app)))
		status = err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!status && !app_pack(app)->root->gone)
		status = err_set(err, STATUS_NOT_FOUND, _("the form pack has no field that says that there is no such house (gone:)"));
	return status;
}

enum status
going_sign(struct app *app, const struct going *going, size_t count, unsigned generation, const struct progress *progress, struct err *err)
{
	enum status status = act_begin(app, err);

	if (status)
		return status;
	store_expect_many(app_store(app), true);
	store_set_progress(app_store(app), progress);
	status = act_still_judged(app, generation, err);
	for (size_t i = 0; i < count && !status; i++) {
		struct id step;

		status = listing_put(app, &going[i].values, &going[i].house, &going[i].head, &step, err);
		progress_tell(progress, _("Signing the rows"), (int64_t)i + 1, (int64_t)count);
	}
	status = act_end(app, status, err);
	store_set_progress(app_store(app), NULL);
	store_expect_many(app_store(app), false);
	return status;
}

static bool
is_among(const struct id *ids, size_t count, const struct id *id)
{
	for (size_t i = 0; i < count; i++)
		if (id_equal(&ids[i], id))
			return true;
	return false;
}

static enum status
try_out(struct app *app, const struct id *houses, size_t count, const char *why, struct act_tries *tries, struct err *err)
{
	struct going *going = mem_array(count, sizeof(*going));
	size_t ready = 0;
	enum status status = going_needs_field(app, err);
	unsigned generation = store_generation(app_store(app));

	if (!status && why && text_is_blank(why))
		status = err_set(err, STATUS_INVALID, _("say why there is no such house"));
	for (size_t i = 0; i < count && !status; i++) {
		if (is_among(houses, i, &houses[i])) /* named twice, it goes once */
			continue;
		status = going_prepare(app, &houses[i], why, tries, &going[ready++], err);
		if (status) {
			char *place = app_building_place(app, &houses[i]), number[9];

			err_context(err, "%s %s", id_short(&houses[i], number), place);
			free(place);
		}
	}
	if (!status)
		status = going_sign(app, going, ready, generation, NULL, err);
	going_release(going, ready);
	return status;
}

enum status
app_houses_out(struct app *app, const struct id *houses, size_t count, const char *why, struct out_asks *asks, struct err *err)
{
	struct act_tries own = { 0 }, *tries = asks ? &asks->read : &own;
	enum status status;

	do
		status = try_out(app, houses, count, why, tries, err);
	while (act_try_again(app, tries, &status, err));
	return status;
}

static void
add_ask(struct out_asks *out, char *words_take)
{
	MEM_GROW(out->items, out->count, out->cap);
	out->items[out->count++] = words_take;
}

static void
drop_items(struct out_asks *asks)
{
	for (size_t i = 0; i < asks->count; i++)
		secret_free(asks->items[i]);
	asks->count = asks->open_cases = 0;
}

static enum status
ask_about(struct app *app, const struct id *house, struct out_asks *out, struct err *err)
{
	struct private_reader reader = vault_reader(app);
	const struct pack *pack = app_pack(app);
	struct dossier *dossier = NULL;
	enum status status = dossier_load(app_store(app), house, &reader, &dossier, err);
	char *found, *falls = NULL, *open = NULL, *place, number[9];
	struct value values = { 0 };

	if (!status)
		status = act_rests_on(app, &out->read, dossier, err);
	if (status) {
		dossier_free(dossier);
		return status;
	}
	if (house_what_was_found(app, dossier, &found) == FOUND_HIDDEN)
		found = mem_strdup(_("hidden from you until you have checked the house"));
	else if (app_person_has_role(app, &pack->acts_decision)) /* who else asks is refused */
		open = house_case_words(app, dossier);
	if (dossier_values(dossier, pack->root->name)) {
		write_why(pack, dossier, "-", &values);
		falls = house_falls_with(pack, dossier, pack->root, NULL, &values);
	}
	place = building_place(app, dossier);
	id_short(house, number);
	if (found || falls)
		add_ask(out, found && falls
				     ? mem_printf(_("%s %s: found there: %s; signed, and this falls: %s"), number, place, found, falls)
			     : found ? mem_printf(_("%s %s: found there: %s"), number, place, found)
				     : mem_printf(_("%s %s: signed, and this falls: %s"), number, place, falls));
	if (open)
		add_ask(out,
			mem_printf(
				_("%s %s: a case is open there and is not closed by this: %s. It stays due, and is named, until the house is back"),
				number, place, open));
	out->open_cases += open != NULL;
	value_release(&values);
	secret_free(found);
	free(falls);
	free(open);
	free(place);
	dossier_free(dossier);
	return STATUS_OK;
}

enum status
app_houses_out_asks(struct app *app, const struct id *houses, size_t count, struct out_asks *out, struct err *err)
{
	enum status status = going_needs_field(app, err);

	drop_items(out);
	out->read.kept = true;
	for (size_t i = 0; i < count && !status; i++) {
		if (is_among(houses, i, &houses[i]))
			continue;
		do
			status = ask_about(app, &houses[i], out, err);
		while (act_tries_tell(&out->read, &out->said, &status, err));
	}
	return status;
}

void
out_asks_release(struct out_asks *asks)
{
	drop_items(asks);
	free(asks->items);
	buf_release(&asks->said);
	act_tries_release(&asks->read);
	*asks = (struct out_asks){ 0 };
}

char *
app_house_gone(struct app *app, const struct id *house)
{
	const struct pack *pack = app_pack(app);
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	const struct value *values;
	char *why = NULL;

	if (!pack || !pack->root->gone || dossier_load(app_store(app), house, NULL, &dossier, &ignored))
		return NULL;
	values = dossier_values(dossier, pack->root->name);
	if (values)
		why = mem_strdup(value_get_text(values, pack->root->gone->name));
	dossier_free(dossier);
	return why;
}
