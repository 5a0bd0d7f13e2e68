#include "app/house/others.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/person.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/dossier/dossier.h"
#include "store/store.h"
#include "trust/holders.h"

static bool
may_fill_there(const struct dossier *dossier, const struct form *form, const struct credential *holder)
{
	return holder->reason == TRUST_COUNTS && !holder->revoked && names_has(&form->by, holder->role) &&
	       credential_covers(holder, dossier->division) && !flow_wrote(&dossier->slots, &form->distinct_from, holder);
}

static int
by_name(const void *a, const void *b)
{
	const struct credential *left = *(const struct credential *const *)a, *right = *(const struct credential *const *)b;
	int order = strcmp(left->name, right->name);

	return order ? order : strcmp(left->person, right->person);
}

/* A third person, where two answers stay: does he sign the level? */
static bool
may_decide_there(const struct dossier *dossier, const struct level *level, const struct credential *holder)
{
	return holder->reason == TRUST_COUNTS && !holder->revoked && names_has(&level->by, holder->role) &&
	       credential_covers(holder, dossier->division) && !flow_wrote(&dossier->slots, &level->distinct_from, holder) &&
	       !flow_decides_own(&dossier->input, &dossier->slots, &dossier->facts, level->chain, holder);
}

/* Which holders are named: who may fill the form, of these only who wrote what stands of it, or, without a form, who may sign the level. */
struct others_asked {
	const struct form *form;
	bool wrote;
	const struct level *level;
};

static bool
is_asked(const struct dossier *dossier, const struct others_asked *asked, const struct credential *holder)
{
	const struct form *form = asked->form;
	const struct names one = { .items = form ? (char *[]){ form->name } : NULL, .count = form != NULL };

	return form ? may_fill_there(dossier, form, holder) && (!asked->wrote || flow_wrote(&dossier->slots, &one, holder))
		    : may_decide_there(dossier, asked->level, holder);
}

/* The names of the holders that are asked. */
static char *
names_of(const struct app *app, const struct dossier *dossier, struct others_asked asked)
{
	const struct trust *trust = store_trust(app_store(app));
	size_t all = trust_credential_count(trust), count = 0;
	const struct credential **found = mem_array(all + 1, sizeof(*found));
	struct buf names = { 0 };
	char *text;

	for (size_t i = 0; i < all; i++)
		if (is_asked(dossier, &asked, trust_credential_at(trust, i)))
			found[count++] = trust_credential_at(trust, i);
	if (count)
		qsort(found, count, sizeof(*found), by_name);
	for (size_t i = 0; i < count; i++)
		if (!i || !credential_same_human(found[i - 1], found[i]))
			buf_printf(&names, "%s%s", names.len ? _(", ") : "", found[i]->name);
	free(found);
	text = names.len ? mem_strndup(buf_text(&names), names.len) : NULL;
	buf_release(&names);
	return text;
}

char *
house_others_who_may(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	return names_of(app, dossier, (struct others_asked){ .form = form });
}

char *
house_others_who_decide(const struct app *app, const struct dossier *dossier, const struct level *level)
{
	return names_of(app, dossier, (struct others_asked){ .level = level });
}

bool
house_others_left(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	const struct trust *trust = store_trust(app_store(app));
	const struct names one = { .items = (char *[]){ form->name }, .count = 1 };

	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *holder = trust_credential_at(trust, i);

		if (may_fill_there(dossier, form, holder) && flow_wrote(&dossier->slots, &one, holder))
			return false;
	}
	return true;
}

char *
house_others_who_answer(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	char *names = names_of(app, dossier, (struct others_asked){ .form = form, .wrote = true });

	return names ? names : house_others_who_may(app, dossier, form);
}

bool
house_others_answers(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	const struct names one = { .items = (char *[]){ form->name }, .count = 1 };

	return flow_wrote(&dossier->slots, &one, app_credential(app)) || house_others_left(app, dossier, form);
}

char *
house_others_at(const struct app *app, const struct id *building, const struct form *form, bool added, bool *asked)
{
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	char *names;

	*asked = form && (added || form->distinct_from.count) && !dossier_load(app_store(app), building, NULL, &dossier, &ignored);
	names = !*asked ? NULL : added ? house_others_who_answer(app, dossier, form) : house_others_who_may(app, dossier, form);
	dossier_free(dossier);
	return names;
}

bool
house_others_bars(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	return app_person_number(app) && app_person_has_role(app, &form->by) && *house_others_wrote(app, dossier, form);
}

const char *
house_others_wrote(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	const struct credential *own = app_credential(app);

	for (size_t i = 0; own && i < form->distinct_from.count; i++) {
		const struct names one = { .items = &form->distinct_from.items[i], .count = 1 };
		const struct form *wrote = pack_form(app_pack(app), form->distinct_from.items[i]);

		if (wrote && flow_wrote(&dossier->slots, &one, own))
			return label_text(&wrote->label, _("en"));
	}
	return "";
}
