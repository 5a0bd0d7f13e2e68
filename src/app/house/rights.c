#include "app/house/blind.h"
#include "app/house/finding_words.h"
#include "app/house/office.h"
#include "app/house/others.h"
#include "app/house/rights.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/dossier/dossier.h"
#include "trust/credential.h"
#include "trust/holders.h"

/* The credential that filled a form of the house, or NULL. */
static const struct credential *
filler_of(const struct dossier *dossier, const char *form)
{
	const struct flow_step *head = dossier_head(dossier, form);

	return head ? head->author : NULL;
}

/* A form that another person filled and that the first level's signer must not have filled either: with both of a team among the authors
 * neither may sign. NULL: none. */
static const struct form *
form_of_other(const struct app *app, const struct dossier *dossier, const struct form *form, const struct credential **other)
{
	const struct pack *pack = app_pack(app);
	const struct chain *chain = pack_chain_of_form(pack, form);
	const struct names *apart = chain ? &chain->levels[0].distinct_from : NULL;
	const struct credential *own = app_credential(app);

	for (size_t i = 0; apart && names_has(apart, form->name) && i < apart->count; i++) {
		*other = filler_of(dossier, apart->items[i]);
		if (*other && strcmp(apart->items[i], form->name) != 0 && !flow_same_person(*other, own))
			return pack_form(pack, apart->items[i]);
	}
	return NULL;
}

char *
house_fill_warning(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	const struct pack *pack = app_pack(app);
	const struct credential *other;
	const struct form *before;

	for (size_t i = 0; i < pack->form_count; i++) {
		other = filler_of(dossier, pack->forms[i].name);
		if (names_has(&pack->forms[i].distinct_from, form->name) && other && flow_same_person(other, app_credential(app)))
			return mem_printf(_("You filled \"%s\": if you correct this form as well, somebody else must check it anew."),
					  label_text(&pack->forms[i].label, _("en")));
	}
	before = form_of_other(app, dossier, form, &other);
	return before ? mem_printf(
				_("\"%s\" was filled by %s: one of you two should fill both forms, so that the other may sign for the team."),
				label_text(&before->label, _("en")), other->name)
		      : NULL;
}

/* Is the form mended because a blind one differs from it, and none of those who wrote it left to do that? Then another takes it over. */
static bool
is_left_behind(const struct app *app, const struct form *form, const struct dossier *dossier)
{
	for (size_t i = 0; i < dossier->finding_count; i++)
		if (house_finding_is_veiled(app, dossier, &dossier->findings[i]) &&
		    dossier_finding_form(dossier, &dossier->findings[i]) == form)
			return house_others_left(app, dossier, form);
	return false;
}

/* Does the form hold answers that this person must not see yet? Not those that he gave, and not the form that he is to answer. */
static bool
hides_answers(const struct app *app, const struct form *form, const struct dossier *dossier)
{
	const struct flow_slot *slot = flow_slot(&dossier->slots, form->name);

	return slot && slot->head_count && !blind_waits(app, dossier, form) && blind_hides_form(app, dossier, form) &&
	       !blind_wrote(app, dossier, form) && !is_left_behind(app, form, dossier);
}

/* Says until when: what a check of this person differs from is looked at by who wrote it; else he checks first. */
static enum status
hidden_yet(const struct app *app, const struct form *form, const struct dossier *dossier, struct err *err)
{
	const char *label = label_text(&form->label, _("en"));
	const struct credential *wrote = filler_of(dossier, form->name);

	for (size_t i = 0; wrote && i < dossier->finding_count; i++)
		if (house_finding_is_veiled(app, dossier, &dossier->findings[i]) &&
		    dossier_finding_form(dossier, &dossier->findings[i]) == form)
			return err_set(err, STATUS_DENIED, _("\"%s\" is looked at again by %s; you must not see it before this is settled"),
				       label, wrote->name);
	return err_set(err, STATUS_DENIED, _("\"%s\" holds answers you must not see before you have checked the house"), label);
}

static enum status
wrong_role(const struct app *app, const struct form *form, const struct credential *own, struct err *err)
{
	char *roles = app_roles_text(app, &form->by);
	enum status status = err_set(err, STATUS_DENIED, _("\"%s\" is signed by %s, not by \"%s\""), label_text(&form->label, _("en")),
				     roles, own ? own->name : "");

	free(roles);
	return status;
}

enum status
house_area_right(struct app *app, const struct form *form, const char *area, struct err *err)
{
	const struct credential *own;

	act_in_role(app, &form->by, area);
	own = app_credential(app);
	if (!own || !names_has(&form->by, own->role))
		return wrong_role(app, form, own, err);
	if (!credential_covers(own, area))
		return err_set(err, STATUS_DENIED, _("%s is outside the area of \"%s\""), area, app_person_name(app));
	return STATUS_OK;
}

static enum status
wrong_area(const struct app *app, const char *division, const struct credential *own, struct err *err)
{
	char *place = app_place_name(app, division);
	enum status status = err_set(err, STATUS_DENIED, _("the building lies in %s, outside the area of \"%s\""),
				     *place ? place : division, own->name);

	free(place);
	return status;
}

static enum status
form_too_early(const struct pack *pack, const char *before, struct err *err)
{
	const struct form *form = pack_form(pack, before);

	return err_set(err, STATUS_CONFLICT, _("the form \"%s\" must stand before this one"),
		       form ? label_text(&form->label, _("en")) : before);
}

/* Says which form the person filled himself, and who may fill this one. */
static enum status
by_another(const struct app *app, const struct form *form, const struct dossier *dossier, struct err *err)
{
	const char *label = label_text(&form->label, _("en")), *wrote = house_others_wrote(app, dossier, form);
	char *names = house_others_who_may(app, dossier, form);

	if (names)
		(void)err_set(err, STATUS_DENIED,
			      _("\"%s\" must be filled by another person: you filled \"%s\" of this house; who may: %s"), label, wrote,
			      names);
	else
		(void)err_set(
			err, STATUS_DENIED,
			_("\"%s\" must be filled by another person: you filled \"%s\" of this house, and nobody else has the right here; somebody from elsewhere asks for it"),
			label, wrote);
	free(names);
	return STATUS_DENIED;
}

static enum status
wrong_level(const struct form *form, struct err *err)
{
	const char *label = label_text(&form->label, _("en"));

	if (form->about == DIVISION_VILLAGE)
		return err_set(err, STATUS_INVALID, _("\"%s\" is about a village: give its twelve digits or its name"), label);
	if (form->about == DIVISION_TOWNSHIP)
		return err_set(err, STATUS_INVALID, _("\"%s\" is about a township: give its nine digits or its name"), label);
	return err_set(err, STATUS_INVALID, _("\"%s\" is about the county: give its six digits or its name"), label);
}

/* Of a form about a division: a role of its own, in whose area the division lies, and of the level that the form is about. */
static enum status
division_fill_right(struct app *app, const struct form *form, const struct dossier *dossier, struct err *err)
{
	const char *label = label_text(&form->label, _("en"));
	const struct credential *own;

	if (!form->of_division)
		return err_set(err, STATUS_INVALID, _("\"%s\" is about a house, no division"), label);
	if (form == store_pack(app_store(app))->draw.form)
		return err_set(err, STATUS_INVALID, _("\"%s\" is signed by drawing houses, never filled by hand"), label);
	if (!dossier || !dossier->of_division || division_level(dossier->division) != form->about)
		return wrong_level(form, err);
	if (!app_has_area(app, dossier->division))
		return err_set(err, STATUS_NOT_FOUND, _("%s is no division of the form pack in force"), dossier->division);
	act_in_role(app, &form->by, dossier->division);
	own = app_credential(app);
	if (!names_has(&form->by, own->role))
		return wrong_role(app, form, own, err);
	if (!credential_covers(own, dossier->division))
		return err_set(err, STATUS_DENIED, _("%s is outside the area of \"%s\""), dossier->division, own->name);
	return STATUS_OK;
}

enum status
house_fill_right(struct app *app, const struct form *form, const struct dossier *dossier, const char *division, struct err *err)
{
	const struct pack *pack = store_pack(app_store(app));
	const struct credential *own;

	if (form->of_division || (dossier && dossier->of_division))
		return division_fill_right(app, form, dossier, err);
	act_in_role(app, &form->by, division && *division ? division : NULL);
	own = app_credential(app);
	if (!names_has(&form->by, own->role))
		return wrong_role(app, form, own, err);
	if (division && *division && !credential_covers(own, division))
		return wrong_area(app, division, own, err);
	if (!dossier)
		return form == pack->root ? STATUS_OK
					  : err_set(err, STATUS_INVALID, _("name the building: only a listing starts a new one"));
	if (form != pack->root && pack->root->gone && dossier_values(dossier, pack->root->name) &&
	    value_get(dossier_values(dossier, pack->root->name), pack->root->gone->name))
		return err_set(err, STATUS_CONFLICT, _("the house was taken out of the roster (%s); bring it back first"),
			       value_get_text(dossier_values(dossier, pack->root->name), pack->root->gone->name));
	for (size_t i = 0; i < form->after.count; i++) {
		const struct flow_slot *slot = flow_slot(&dossier->slots, form->after.items[i]);

		if (!slot || slot->head_count == 0)
			return form_too_early(pack, form->after.items[i], err);
	}
	if (flow_wrote(&dossier->slots, &form->distinct_from, own))
		return by_another(app, form, dossier, err);
	if (hides_answers(app, form, dossier))
		return hidden_yet(app, form, dossier, err);
	return STATUS_OK;
}

/* Is the form one of which another may be begun only while the house asks for it, and does it not? */
static bool
is_uncalled(const struct form *form, const struct dossier *dossier)
{
	return form->asked_only && dossier && !dossier->of_division && !dossier->form_relevant[form - dossier->input.pack->forms];
}

enum status
house_begin_right(struct app *app, const struct form *form, const struct dossier *dossier, const char *division, struct err *err)
{
	enum status status = house_fill_right(app, form, dossier, division, err);

	if (!status && is_uncalled(form, dossier))
		status = err_set(err, STATUS_CONFLICT, _("the house does not ask for \"%s\" now: there is nothing it could be about"),
				 label_text(&form->label, _("en")));
	if (!status && dossier && !house_office_owes(app, dossier, form))
		status = err_set(err, STATUS_CONFLICT, _("\"%s\" owes no answer about this house now"),
				 label_text(&house_office_own(app, form)->label, _("en")));
	return status;
}

struct level_asked {
	const struct app *app;
	const char *chain, *level;
	bool signs;
};

static bool
ask_pack(const struct pack *pack, void *ctx)
{
	struct level_asked *asked = ctx;
	const struct level *level = pack_level(pack, asked->chain, asked->level);

	asked->signs = level && app_person_has_role(asked->app, &level->by);
	return !asked->signs;
}

bool
house_signs_level(const struct app *app, const char *chain, const char *level)
{
	struct level_asked asked = { app, chain, level, false };

	store_each_pack(app_store(app), ask_pack, &asked);
	return asked.signs;
}

const struct form *
house_form_to_fill(struct app *app, const struct dossier *dossier)
{
	const struct pack *pack = app_pack(app);
	struct err ignored = { 0 };

	for (size_t i = 0; i < pack->form_count; i++) {
		const struct flow_slot *slot = flow_slot(&dossier->slots, pack->forms[i].name);

		if (!pack->forms[i].repeat && !pack->forms[i].of_division && dossier->form_relevant[i] &&
		    !blind_hides_call(app, dossier, &pack->forms[i]) &&
		    (!(slot && slot->head_count) || flow_form_is_again(&dossier->state, &pack->forms[i])) &&
		    !house_fill_right(app, &pack->forms[i], dossier, dossier->division, &ignored))
			return &pack->forms[i];
	}
	return NULL;
}

bool
house_may_list(const struct app *app)
{
	const struct pack *pack = app_pack(app);

	return pack && pack->root && app_person_has_role(app, &pack->root->by);
}

struct house_beginning {
	const struct pack *pack;
	const struct form *form;
	bool *may;
};

/* Marks the divisions that a right covers; false: the next one is asked, too. */
static bool
mark_covered(const struct credential *own, const void *ctx)
{
	const struct house_beginning *beginning = ctx;

	for (size_t i = 0; names_has(&beginning->form->by, own->role) && i < beginning->pack->division_count; i++)
		beginning->may[i] |= !*beginning->pack->divisions[i].became && credential_covers(own, beginning->pack->divisions[i].code);
	return false;
}

bool *
house_may_begin(const struct app *app, const struct form *form)
{
	const struct pack *pack = app_pack(app);
	struct house_beginning beginning = { pack, form, mem_array(pack->division_count, sizeof(*beginning.may)) };

	(void)act_could_as(app, mark_covered, &beginning);
	return beginning.may;
}
