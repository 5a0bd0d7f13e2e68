#include "app/table/gone.h"

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
#include "app/table/listing.h"
#include "app/table/standing.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/skeleton.h"
#include "base/visible.h"
#include "step/step.h"
#include "store/building.h"
#include "store/dossier.h"
#include "store/store.h"

/* Houses taken out of the roster. */

/* What is signed of one house. */
struct going {
	struct id house, head;
	struct value values;
	char *place; /* in words */
};

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

/* Reads the house's listing, and writes `why` into it (NULL: takes it out). DENIED, CONFLICT, INVALID say why that cannot be. */
static enum status
prepare(struct app *app, const struct id *house, const char *why, struct going *out, struct err *err)
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
	if (!head || !slot || !dossier_values(dossier, root->name))
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
		house_check_form(app, &check);
		if (why && problem.len)
			status = err_set(err, STATUS_INVALID, "%s", buf_text(&problem));
	}
	buf_release(&problem);
	dossier_free(dossier);
	return status;
}

static void
release(struct going *going, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		value_release(&going[i].values);
		secret_free(going[i].place);
	}
	free(going);
}

static enum status
needs_field(struct app *app, struct err *err)
{
	enum status status = act_needs_person(app, err);

	if (!status && !store_eval(app_store(app)))
		status = err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!status && !app_pack(app)->root->gone)
		status = err_set(err, STATUS_NOT_FOUND, _("the form pack has no field that says that there is no such house (gone:)"));
	return status;
}

static enum status
sign_all(struct app *app, const struct going *going, size_t count, unsigned generation, const struct progress *progress, struct err *err)
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

enum status
app_houses_out(struct app *app, const struct id *houses, size_t count, const char *why, struct err *err)
{
	struct going *going = mem_array(count, sizeof(*going));
	size_t ready = 0;
	enum status status = needs_field(app, err);
	unsigned generation = store_generation(app_store(app));

	if (!status && why && text_is_blank(why))
		status = err_set(err, STATUS_INVALID, _("say why there is no such house"));
	for (size_t i = 0; i < count && !status; i++) {
		if (is_among(houses, i, &houses[i])) /* named twice, it goes once */
			continue;
		status = prepare(app, &houses[i], why, &going[ready++], err);
		if (status) {
			char *place = app_building_place(app, &houses[i]), number[9];

			err_context(err, "%s %s", id_short(&houses[i], number), place);
			free(place);
		}
	}
	if (!status)
		status = sign_all(app, going, ready, generation, NULL, err);
	release(going, ready);
	return status;
}

static void
add_ask(struct out_asks *out, char *words_take)
{
	MEM_GROW(out->items, out->count, out->cap);
	out->items[out->count++] = words_take;
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

	if (status)
		return status;
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
	enum status status = needs_field(app, err);

	*out = (struct out_asks){ 0 };
	for (size_t i = 0; i < count && !status; i++)
		if (!is_among(houses, i, &houses[i]))
			status = ask_about(app, &houses[i], out, err);
	return status;
}

void
out_asks_release(struct out_asks *asks)
{
	for (size_t i = 0; i < asks->count; i++)
		secret_free(asks->items[i]);
	free(asks->items);
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

/* ---- imports */

struct imports {
	struct roster_batch *items;
	size_t count, cap;
};

static bool
add_import(const char *batch, int64_t houses, int64_t gone, void *ctx)
{
	struct imports *imports = ctx;

	MEM_GROW(imports->items, imports->count, imports->cap);
	imports->items[imports->count++] = (struct roster_batch){ mem_strdup(batch), houses, gone };
	return true;
}

enum status
roster_batches(struct app *app, struct roster_batch **out, size_t *count, struct err *err)
{
	struct imports imports = { 0 };
	enum status status = store_each_batch(app_store(app), add_import, &imports, err);

	if (status) {
		roster_batches_free(imports.items, imports.count);
		return status;
	}
	*out = imports.items;
	*count = imports.count;
	return STATUS_OK;
}

void
roster_batches_free(struct roster_batch *imports, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(imports[i].batch);
	free(imports);
}

/* ---- an import taken back */

struct listed_house {
	struct id root;
	bool touched; /* something but its listing was signed about it */
};

struct undoing {
	struct listed_house *houses;
	size_t count, cap;
};

static bool
add_house(const struct building_row *row, int64_t steps, void *ctx)
{
	struct undoing *undoing = ctx;

	MEM_GROW(undoing->houses, undoing->count, undoing->cap);
	undoing->houses[undoing->count++] = (struct listed_house){ row->root, steps > 1 };
	return true;
}

/* Does the listing say something else than the import said? That it was taken out and brought back says nothing. */
static bool
is_corrected(struct app *app, const struct dossier *dossier)
{
	const struct pack *pack = app_pack(app);
	struct private_reader reader = vault_reader(app);
	const struct value *head = dossier_values(dossier, pack->root->name);
	struct value now = head ? value_copy(head) : value_object(), first = value_object();
	bool same;

	value_remove(&now, pack->root->gone->name);
	for (size_t i = 0; i < dossier->step_count; i++)
		if (id_equal(&dossier->steps[i].id, &dossier->root)) {
			value_release(&first);
			first = value_copy(&dossier->steps[i].step->data);
			if (dossier->steps[i].step->has_private)
				(void)reader.open(reader.ctx, dossier->steps[i].step, &first); /* what is closed to both says nothing */
		}
	same = listing_says_nothing_new(pack, &now, &first) && listing_says_nothing_new(pack, &first, &now);
	value_release(&now);
	value_release(&first);
	return !same;
}

/* Why a house that was touched stays; NULL: nothing of it counts, and it goes. Caller frees. */
static char *
why_it_stays(struct app *app, const struct id *root)
{
	const struct pack *pack = app_pack(app);
	struct private_reader reader = vault_reader(app);
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	char *why = NULL;

	if (dossier_load(app_store(app), root, &reader, &dossier, &ignored))
		return mem_strdup(ignored.text);
	if (dossier_values(dossier, pack->root->name) && value_get(dossier_values(dossier, pack->root->name), pack->root->gone->name))
		why = mem_strdup(_("it is taken out already"));
	for (size_t i = 0; i < dossier->slots.slot_count && !why; i++) {
		const struct flow_slot *slot = &dossier->slots.slots[i];

		if (slot->form != pack->root && slot->head_count)
			why = mem_printf(_("surveyed since: %s, %s"), label_text(&slot->form->label, _("en")),
					 slot->author_count ? slot->authors[0]->name : "");
	}
	if (!why && dossier->state.sign_count)
		why = mem_strdup(_("signed since"));
	if (!why && is_corrected(app, dossier))
		why = mem_strdup(_("its roster row was corrected since"));
	dossier_free(dossier);
	return why;
}

static void
tell_gone(struct app_undone *out, const struct going *going)
{
	char number[9];

	MEM_GROW(out->gone, out->out, out->gone_cap);
	out->gone[out->out] = mem_printf("%s %s", id_short(&going->house, number), going->place);
}

static void
keep(struct app *app, struct app_undone *out, const struct id *root, const char *why)
{
	char *place = app_building_place(app, root), number[9];

	MEM_GROW(out->kept, out->kept_count, out->kept_cap);
	out->kept[out->kept_count++] = mem_printf(_("%s %s stays: %s"), id_short(root, number), place, why);
	free(place);
}

enum status
app_import_undo(struct app *app, const char *batch, const char *why, bool look, const struct progress *progress, struct app_undone *out,
		struct err *err)
{
	struct undoing undoing = { 0 };
	struct going *going = NULL;
	enum status status = needs_field(app, err);
	unsigned generation = store_generation(app_store(app));

	*out = (struct app_undone){ 0 };
	if (!status && (!why || text_is_blank(why)))
		status = err_set(err, STATUS_INVALID, _("say why the import is taken back"));
	if (!status)
		status = store_each_of_batch(app_store(app), batch, add_house, &undoing, err);
	if (!status && !undoing.count)
		status = err_set(err, STATUS_NOT_FOUND, _("there is no import \"%s\" here; see louce roster imports"), batch);
	going = mem_array(undoing.count, sizeof(*going));
	for (size_t i = 0; i < undoing.count && !status; i++) {
		const struct listed_house *house = &undoing.houses[i];
		char *stays = house->touched ? why_it_stays(app, &house->root) : NULL;
		struct err refused = { 0 };

		if (!stays && prepare(app, &house->root, why, &going[out->out], &refused))
			stays = mem_strdup(refused.text);
		if (!stays && look)
			tell_gone(out, &going[out->out]);
		if (stays)
			keep(app, out, &house->root, stays);
		else
			out->out++;
		free(stays);
		progress_tell(progress, _("Looking at the houses"), (int64_t)i + 1, (int64_t)undoing.count);
	}
	if (!status && !look && out->out)
		status = sign_all(app, going, out->out, generation, progress, err);
	release(going, undoing.count);
	free(undoing.houses);
	return status;
}

void
app_undone_release(struct app_undone *undone)
{
	for (size_t i = 0; i < undone->kept_count; i++)
		secret_free(undone->kept[i]);
	for (size_t i = 0; undone->gone && i < undone->out; i++)
		secret_free(undone->gone[i]);
	free(undone->gone);
	free(undone->kept);
	*undone = (struct app_undone){ 0 };
}
