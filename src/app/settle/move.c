#include "app/settle/move_state.h"

#include <stdlib.h>
#include <string.h>

#include "app/fill/carried.h"
#include "app/house/aside.h"
#include "app/house/blind.h"
#include "app/house/fall.h"
#include "app/house/rights.h"
#include "app/house/slots.h"
#include "app/house/twins.h"
#include "app/session/act.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/tries.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/settle/right.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "seal/seal.h"
#include "store/dossier/dossier.h"
#include "store/store.h"
#include "trust/holders.h"

/* A house moved to the village where it belongs. */

#define NAMED_CELLS 60 /* of what is no village's name, as it is told */

/* ---- may it be moved? */

static enum status
check_village(const struct moving *moving, struct err *err)
{
	size_t cells;
	const struct division *village = pack_division(moving->pack, moving->ask->village);

	if (!village || village->level != DIVISION_VILLAGE)
		return err_set(err, STATUS_NOT_FOUND,
			       _("there is no village \"%.*s\"; give its twelve digits, or its name where no other bears it"),
			       (int)text_fit(moving->ask->village, NAMED_CELLS, &cells), moving->ask->village);
	if (*village->became)
		return err_set(err, STATUS_INVALID, _("%s is no more: a new house is listed in %s"), moving->ask->village,
			       pack_division_now(moving->pack, moving->ask->village)->code);
	return STATUS_OK;
}

static enum status
check_house(struct moving *moving, struct err *err)
{
	const struct dossier *from = moving->from;
	const struct pack *pack = moving->pack;
	const struct division *now;
	const struct value *listing;
	const char *gone;

	if (from->of_division)
		return err_set(err, STATUS_INVALID, _("a house is moved, no division"));
	for (size_t i = 0; i < from->slots.slot_count; i++)
		if (from->slots.slots[i].head_count > 1)
			return err_set(err, STATUS_CONFLICT, _("\"%s\" stands there in two versions; settle that first: louce versions"),
				       label_text(&from->slots.slots[i].form->label, _("en")));
	listing = dossier_values(from, pack->root->name);
	if (!listing)
		return err_set(err, STATUS_NOT_FOUND, _("the listing of this house does not count, so there is nothing to be moved"));
	gone = pack->root->gone ? value_get_text(listing, pack->root->gone->name) : NULL;
	if (gone)
		return err_set(err, STATUS_CONFLICT, _("the house was taken out of the roster (%s); bring it back first"), gone);
	now = pack_division_now(pack, from->division);
	if (moving->to) /* it is in the village */
		return STATUS_OK;
	if (strcmp(from->division, moving->ask->village) == 0 || (now && strcmp(now->code, moving->ask->village) == 0))
		return err_set(err, STATUS_INVALID, _("the house stands in this village already"));
	return STATUS_OK;
}

/* Who says that the two are one: by a decision, or, where the person may not decide, by a proposal. */
static enum status
check_saying(struct moving *moving, struct err *err)
{
	char *roles;

	if (settle_decides_in(moving->app, moving->area))
		return STATUS_OK;
	moving->told->proposed = true;
	if (settle_speaks_in(moving->app, moving->area))
		return STATUS_OK;
	roles = app_roles_text(moving->app, &moving->pack->acts_decision);
	(void)err_set(
		err, STATUS_DENIED,
		_("only who has a right over both villages moves a house between them, not \"%s\"; whoever decides about houses is: %s"),
		app_person_name(moving->app), roles);
	free(roles);
	return STATUS_DENIED;
}

/* Adds to a refusal who could read what is private in the village. */
static enum status
name_readers(const struct moving *moving, struct err *err)
{
	enum { MOST = 3 };
	const struct trust *trust = store_trust(app_store(moving->app));
	struct buf names = { 0 };
	struct err why = *err;
	size_t count = 0, all = trust_credential_count(trust);

	for (size_t i = 0; i < 2 * all && count < MOST; i++) { /* first who has a right over both villages */
		const struct credential *at = trust_credential_at(trust, i % all);

		if (credential_covers(at, moving->area) == (i >= all) ||
		    !vault_is_reader(app_store(moving->app), at, moving->from->division) ||
		    strcmp(at->person, app_person_number(moving->app)) == 0 || (names.len && strstr(buf_text(&names), at->name)))
			continue;
		buf_printf(&names, "%s%s", count++ ? _(", ") : "", at->name);
	}
	if (count)
		(void)err_set(err, STATUS_DENIED, _("%s; who moves the house has to read it: %s"), why.text, buf_text(&names));
	buf_release(&names);
	return STATUS_DENIED;
}

/* ---- what is told */

static void
tell_take(char ***items, size_t *count, size_t *cap, char *text)
{
	MEM_GROW(*items, *count, *cap);
	(*items)[(*count)++] = text;
}

static void
tell_carried(struct app_moved *told, const struct form *form, size_t slots)
{
	const char *label = label_text(&form->label, _("en"));

	tell_take(&told->carried, &told->carried_count, &told->carried_cap,
		  slots > 1 ? mem_printf("%s (%zu)", label, slots) : mem_strdup(label));
}

/* `why` "": the person has no role for it. */
static void
tell_left(struct moving *moving, const struct form *form, const char *why)
{
	const char *label = label_text(&form->label, _("en"));
	char *roles = app_roles_text(moving->app, &form->by);
	struct app_moved *told = moving->told;

	tell_take(&told->left, &told->left_count, &told->left_cap,
		  *why ? mem_printf(_("\"%s\", by %s: %s"), label, roles, why) : mem_printf(_("\"%s\", by %s"), label, roles));
	free(roles);
}

/* ---- carrying */

static enum status
reload(struct moving *moving, struct err *err)
{
	struct private_reader reader = vault_reader(moving->app);
	struct id root = moving->told->house;

	dossier_free(moving->to);
	moving->to = NULL;
	return dossier_load(app_store(moving->app), &root, &reader, &moving->to, err);
}

static enum status
list_anew(struct moving *moving, struct buf *findings, struct err *err)
{
	const struct flow_step *head = dossier_head(moving->from, moving->pack->root->name);
	const struct carried_form carried = {
		.form = moving->pack->root, .head = head, .village = moving->ask->village, .instead = moving->ask->listing
	};
	struct value listing = { 0 };
	struct twins_ask ask = { .village = moving->ask->village, .except = &moving->from->root };
	enum twin_clue clue;
	enum status status = carried_fits(moving->app, &carried, &listing, err);

	if (status == STATUS_DENIED)
		status = name_readers(moving, err);
	if (!status) { /* asked before anything is signed: what it reads is kept for other questions */
		ask.listing = &listing;
		moving->told->twin = twins_words(moving->app, &ask, &clue);
		status = carried_sign(moving->app, &carried, findings, &moving->told->house, err);
	}
	value_release(&listing);
	if (status)
		return status;
	status = reload(moving, err);
	if (!status && !dossier_values(moving->to, moving->pack->root->name))
		status = err_set(err, STATUS_INVALID, _("a listing by you would not count in that village"));
	if (!status) {
		moving_pair(moving, moving->pack->root, &head->id, &moving->told->house);
		tell_carried(moving->told, moving->pack->root, 1);
	}
	return status;
}

/* What the person must not see is not signed by him; nor is what each answers for himself. */
static bool
is_hidden(const struct moving *moving, const struct form *form)
{
	return blind_hides_form(moving->app, moving->from, form) || (form->blind.count && !blind_wrote(moving->app, moving->from, form));
}

/* Why the person does not sign the form there; NULL: he does. "": he has no role for it. Caller frees. DENIED: he may, and cannot read it. */
static enum status
why_left(struct moving *moving, const struct form *form, const struct move_slot *slots, size_t count, char **why, struct err *err)
{
	struct err refused = { 0 };
	enum status status = STATUS_OK;

	*why = NULL;
	if (!app_person_has_role(moving->app, &form->by))
		*why = mem_strdup("");
	else if (house_fill_right(moving->app, form, moving->to, moving->ask->village, &refused))
		*why = mem_strdup(refused.text);
	else if (is_hidden(moving, form))
		*why = mem_strdup(_("it is answered without seeing what others answered"));
	for (size_t i = 0; i < count && !*why && !status; i++) {
		const struct carried_form carried = {
			.form = form, .head = moving_head(moving->from, slots[i].old), .village = moving->ask->village, .to = moving->to
		};

		const struct form *lacks = moving_lacks(moving, form, carried.head->step);

		if (slots[i].old->head_count > 1) {
			*why = mem_strdup(_("it stands in two versions; settle that first: louce versions"));
			break;
		}
		if (lacks) {
			*why = mem_printf(_("the form \"%s\" must stand before this one"), label_text(&lacks->label, _("en")));
			break;
		}
		status = carried_fits(moving->app, &carried, NULL, &refused);
		if (status == STATUS_INVALID) {
			*why = mem_printf(_("its answers fit no more: %s"), refused.text);
			status = STATUS_OK;
		} else if (status == STATUS_DENIED && moving->source) { /* a house that moved on moves without what is behind it */
			*why = mem_strdup(refused.text);
			status = STATUS_OK;
		} else if (status) {
			*err = refused;
			status = status == STATUS_DENIED ? name_readers(moving, err) : status;
		}
	}
	return status;
}

static bool
stands_there(const struct moving *moving, const struct form *form, const struct id *step)
{
	size_t count;
	const struct flow_slot **slots = house_slots(moving->to, form, &count);
	bool stands = false;

	for (size_t i = 0; i < count && !stands; i++)
		stands = slots[i]->head_count == 1 && id_equal(&moving_head(moving->to, slots[i])->id, step);
	free(slots);
	return stands;
}

static enum status
carry_slots(struct moving *moving, const struct form *form, const struct move_slot *slots, size_t count, struct buf *findings,
	    struct err *err)
{
	struct id *steps = mem_array(count, sizeof(*steps));
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && !status; i++) {
		const struct flow_step *head = moving_head(moving->from, slots[i].old);
		struct value upon = moving_upon(moving, form, head->step);
		const struct carried_form carried = {
			.form = form, .head = head, .village = moving->ask->village, .to = moving->to, .over = slots[i].new, .upon = &upon
		};

		moving_tell_falls(moving, form, &slots[i]);
		status = carried_sign(moving->app, &carried, findings, &steps[i], err);
		if (!status)
			moving_pair(moving, form, &head->id, &steps[i]);
		value_release(&upon);
	}
	if (!status)
		status = reload(moving, err);
	for (size_t i = 0; i < count && !status; i++)
		if (!stands_there(moving, form, &steps[i]))
			status = err_set(err, STATUS_INVALID, _("\"%s\" would not count in that village; nothing was signed"),
					 label_text(&form->label, _("en")));
	if (!status)
		tell_carried(moving->told, form, count);
	free(steps);
	return status;
}

/* One form, as far as the old house has of it what the new one lacks. *carried: it is there now; `last`: what is left is told. */
static enum status
carry_form(struct moving *moving, const struct form *form, bool last, bool *carried, struct buf *findings, struct err *err)
{
	size_t count;
	struct move_slot *slots = moving_slots(moving, form, &count);
	char *why = NULL;
	enum status status = STATUS_OK;

	*carried = false;
	if (count) {
		status = why_left(moving, form, slots, count, &why, err);
		if (!status && why && last)
			tell_left(moving, form, why);
		else if (!status && !why)
			status = carry_slots(moving, form, slots, count, findings, err);
		*carried = !status && !why;
	}
	secret_free(why);
	free(slots);
	return status;
}

/* Goes through the forms until none is carried any more: one may stand only after another. */
static enum status
carry_forms(struct moving *moving, struct buf *findings, struct err *err)
{
	bool more = true, last = false, carried;
	enum status status = STATUS_OK;

	while (!status && (more || !last)) {
		last = !more;
		more = false;
		for (size_t i = 0; i < moving->pack->form_count && !status; i++) {
			if (moving->had[i] || !moving_is_carried(moving->pack, &moving->pack->forms[i]))
				continue;
			status = carry_form(moving, &moving->pack->forms[i], last, &carried, findings, err);
			more |= carried;
		}
	}
	return status;
}

/* What a nearer house has of a form goes before what those behind it have. */
static void
note_had(struct moving *moving)
{
	for (size_t i = 0; i < moving->pack->form_count; i++) {
		size_t count;

		free(house_slots(moving->from, &moving->pack->forms[i], &count));
		moving->had[i] |= count > 0;
	}
}

static enum status
carry_all(struct moving *moving, struct buf *findings, struct err *err)
{
	struct private_reader reader = vault_reader(moving->app);
	enum status status = STATUS_OK;

	moving->had = mem_array(moving->pack->form_count, sizeof(*moving->had));
	for (size_t i = 0; i < moving->source_count && !status; i++) {
		moving->source = i;
		moving->pair_count = 0;
		dossier_free(moving->from);
		moving->from = NULL;
		status = dossier_load(app_store(moving->app), &moving->sources[i], &reader, &moving->from, err);
		if (status)
			break;
		moving_pair_all(moving);
		status = carry_forms(moving, findings, err);
		note_had(moving);
	}
	return status;
}

/* ---- the two are one */

static enum status
put_same(struct moving *moving, struct err *err)
{
	struct step step;
	struct id id;
	enum status status;

	if (!(moving->told->proposed ? settle_speaks_in : settle_decides_in)(moving->app, moving->area)) /* carried under other rights */
		return err_set(err, STATUS_BUG, _("the right to decide about the two houses is gone"));
	act_step_start(&step, STEP_DECISION);
	step_set_area(&step, moving->area);
	step_data_set_id(&step.data, "about", &moving->told->house);
	step_data_set_id(&step.data, "with", moving->ask->house);
	value_set_text(&step.data, "verdict", "same");
	value_set_text(&step.data, "reason", moving->ask->reason);
	status = act_put(app_store(moving->app), app_signer(moving->app), &step, &id, err);
	step_release(&step);
	return status;
}

static enum status
do_move(struct moving *moving, struct buf *findings, struct err *err)
{
	struct private_reader reader = vault_reader(moving->app);
	enum status status = check_village(moving, err);

	if (!status)
		status = dossier_load(app_store(moving->app), moving->ask->house, &reader, &moving->from, err);
	if (!status)
		status = moving_find_moved(moving, err);
	if (!status)
		status = check_house(moving, err);
	if (!status)
		status = moving_find_sources(moving, err);
	if (!status && moving->ask->asked)
		status = act_rests_on(moving->app, moving->ask->asked, moving->from, err);
	if (!status && moving->ask->asked && moving->to)
		status = act_rests_on(moving->app, moving->ask->asked, moving->to, err);
	if (status)
		return status;
	division_common(moving->from->division, moving->ask->village, moving->area);
	moving->told->begins = !moving->to;
	if (moving->told->begins)
		status = settle_check_reason(moving->ask->reason, _("say in words why the house belongs there"), err);
	if (!status && moving->told->begins) {
		status = house_fill_right(moving->app, moving->pack->root, NULL, moving->ask->village, err);
		if (!status)
			status = check_saying(moving, err);
		if (!status && !moving->told->proposed)
			moving->told->falls = house_signatures(moving->pack, moving->from);
		if (!status)
			status = list_anew(moving, findings, err);
	} else if (!status) {
		moving->told->house = moving->to->root;
		status = reload(moving, err);
	}
	if (!status)
		status = carry_all(moving, findings, err);
	if (!status && moving->told->begins)
		status = app_aside_words(moving->app, &moving->told->house, moving->ask->house, &moving->told->hidden, err);
	else if (!status)
		status = house_aside_words(moving->app, moving->to, &moving->told->hidden, err);
	if (!status && moving->told->begins)
		status = put_same(moving, err);
	else if (!status && !moving->told->carried_count)
		status = err_set(err, STATUS_CONFLICT,
				 moving->told->left_count ? _("nothing of what the house lacks there is yours to sign")
							  : _("the house has moved, and lacks nothing there"));
	return status;
}

enum status
app_move(struct app *app, const struct app_move *ask, struct app_moved *told, struct buf *findings, struct err *err)
{
	struct moving moving = { .app = app, .ask = ask, .told = told };
	enum status status = settle_needs_pack(app, err);
	bool looked;

	*told = (struct app_moved){ 0 };
	if (!status)
		status = act_needs_person(app, err);
	if (!status)
		status = act_begin(app, err);
	if (status)
		return status;
	moving.pack = app_pack(app); /* another window may have written until now */
	act_reads_begin(app);
	status = act_reads_end(app, do_move(&moving, findings, err), err);
	dossier_free(moving.from);
	dossier_free(moving.to);
	free(moving.pairs);
	free(moving.sources);
	free(moving.had);
	looked = !status && ask->look;
	status = act_end(app, looked ? STATUS_CONFLICT : status, err);
	if (looked) /* all of it is undone */
		status = STATUS_OK;
	else if (!status)
		twins_keep(app);
	if (status)
		app_moved_release(told);
	return status;
}

void
app_moved_release(struct app_moved *told)
{
	for (size_t i = 0; i < told->carried_count; i++)
		free(told->carried[i]);
	for (size_t i = 0; i < told->left_count; i++)
		secret_free(told->left[i]);
	free(told->carried);
	free(told->left);
	secret_free(told->twin);
	free(told->falls);
	secret_free(told->hidden);
	*told = (struct app_moved){ 0 };
}
