#include "app/house/office.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/due.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "flow/flow.h"
#include "store/dossier/dossier.h"
#include "store/store.h"
#include "trust/holders.h"

/* Has the office somebody there who may fill the form? */
static bool
is_reached(const struct app *app, const struct form *form, const struct choice *office, const char *division)
{
	const struct trust *trust = store_trust(app_store(app));

	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *holder = trust_credential_at(trust, i);

		if (holder->reason == TRUST_COUNTS && !holder->revoked && names_has(&form->by, holder->role) &&
		    office_of_role(app_pack(app), holder->role) == office && credential_covers(holder, division))
			return true;
	}
	return false;
}

enum office_turn
house_office_turn(const struct app *app, const struct form *form, const struct choice *office, const char *division, int64_t days)
{
	return !is_reached(app, form, office, division) ? OFFICE_NOBODY : days < 0 ? OFFICE_LATE : OFFICE_THEIRS;
}

bool
house_office_is_mine(struct app *app, const struct dossier *dossier, const struct form *form, char day[11])
{
	const struct flow_state *state = &dossier->state;
	bool several = false, mine = false;

	*day = '\0';
	for (size_t i = 0; i < state->due_count; i++) {
		const struct flow_due *due = &state->dues[i];
		const struct names *roles;

		if (due->form != form || !due->office)
			continue;
		several = true;
		roles = office_roles(form, due->office, house_office_turn(app, form, due->office, dossier->division, due_days(due->day)));
		if (!app_person_has_role(app, roles))
			continue;
		if (!mine || strcmp(due->day, day) < 0)
			memcpy(day, due->day, sizeof(due->day));
		mine = true;
	}
	return mine || !several;
}

bool
house_office_owes(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	const struct choice *own = house_office_own(app, form);
	const struct flow_state *state = &dossier->state;
	bool several = false;

	for (size_t i = 0; own && i < state->due_count; i++) {
		if (state->dues[i].form == form && state->dues[i].office == own)
			return true;
		several |= state->dues[i].form == form && state->dues[i].office;
	}
	return !several;
}

char *
house_office_waits(const struct dossier *dossier, const struct form *form)
{
	const struct flow_state *state = &dossier->state;
	struct buf text = { 0 };

	for (size_t i = 0; i < state->due_count; i++) {
		const struct flow_due *due = &state->dues[i];

		if (due->form != form || !due->office)
			continue;
		buf_text_add(&text, text.len ? _(", ") : "");
		/* Translators: an office that owes an answer, and the day by which. */
		buf_printf(&text, due_days(due->day) < 0 ? _("%s (was due %s)") : _("%s (until %s)"),
			   label_text(&due->office->label, _("en")), due->day);
	}
	return text.len ? buf_detach(&text) : NULL;
}

const struct choice *
house_office_own(const struct app *app, const struct form *form)
{
	const struct credential *own = app_credential(app);

	return own && form->offices.field ? office_of_role(app_pack(app), own->role) : NULL;
}

struct office_search {
	const struct pack *pack;
	const struct list *offices;
	const struct choice *found;
	bool other; /* there is a right of another office, or of none */
};

static bool
look_at_right(const struct credential *own, const void *ctx)
{
	struct office_search *search = (struct office_search *)(uintptr_t)ctx;
	const struct role *role = pack_role(search->pack, own->role);
	const struct choice *office = role && role->offices == search->offices ? role->office : NULL;

	search->other |= !office || (search->found && search->found != office);
	search->found = office ? office : search->found;
	return false;
}

static bool
is_of_no_office(const struct credential *own, const void *pack)
{
	return !office_of_role(pack, own->role);
}

bool
house_person_is_of_offices(const struct app *app)
{
	return app_pack(app) && app_is_unlocked(app) && !act_could_as(app, is_of_no_office, app_pack(app));
}

const struct choice *
house_office_of_person(const struct app *app, const struct list *offices)
{
	struct office_search search = { .pack = app_pack(app), .offices = offices };

	if (!offices || !search.pack || !app_is_unlocked(app))
		return NULL;
	(void)act_could_as(app, look_at_right, &search);
	return search.other ? NULL : search.found;
}
