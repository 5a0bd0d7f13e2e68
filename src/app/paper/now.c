#include "app/paper/now.h"

#include <stdlib.h>

#include "app/house/fact.h"
#include "app/house/next.h"
#include "app/house/open_case.h"
#include "app/house/place.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/visible.h"
#include "step/step.h"
#include "store/dossier/dossier.h"
#include "store/journal.h"
#include "trust/holders.h"
#include "trust/same.h"

static void
add_facts(struct app *app, const struct dossier *dossier, struct buf *out)
{
	size_t count;
	char **lines = house_fact_lines(app, dossier, &count);

	for (size_t i = 0; i < count; i++) {
		visible_printf(out, "%s\n", lines[i]);
		free(lines[i]);
	}
	free(lines);
}

static void
add_cases(struct app *app, const struct dossier *dossier, struct buf *out)
{
	char *open = house_case_words(app, dossier);
	const struct pack_case *closed = app_is_unlocked(app) ? house_closed_case(app, dossier) : NULL; /* else what comes next says so */

	if (open)
		visible_printf(out, "%s\n", open);
	if (closed)
		/* Translators: the name of a case, as of a hazard, that every level has signed as ended. */
		visible_printf(out, _("%s: closed\n"), label_text(&closed->label, _("en")));
	free(open);
}

/* Who decided, "NAME (ROLE), day"; caller frees. */
static enum status
decided_by(struct app *app, const struct id *decision, char **out, struct err *err)
{
	const struct credential *author;
	struct buf body = { 0 };
	struct step step = { 0 };
	char minute[17];
	enum status status = store_get_step(app_store(app), decision, &body, NULL, err);

	if (!status)
		status = step_parse(buf_text(&body), body.len, &step, err);
	if (!status) {
		clock_minute(step.at_unix, minute);
		author = trust_credential(store_trust(app_store(app)), &step.author);
		/* Translators: a person, the role, a day. */
		*out = author ? mem_printf(_("%s (%s), %s"), author->name, app_role_label(app, author->role), minute) : mem_strdup(minute);
	}
	step_release(&step);
	buf_release(&body);
	return status;
}

static bool
steps_aside_for(const struct dossier *dossier, const struct id *other)
{
	return id_is_among(dossier->input.aside, dossier->input.aside_count, other);
}

static enum status
add_joined(struct app *app, const struct dossier *dossier, const struct id *other, struct buf *out, struct err *err)
{
	size_t count;
	struct id *decisions = trust_decisions_about(store_trust(app_store(app)), &dossier->root, dossier->division, other, &count);
	char *place = app_building_place(app, other), shortened[9];
	enum status status = STATUS_OK;

	id_short(other, shortened);
	for (size_t i = 0; i < count && !status; i++) {
		char *who = NULL;

		status = decided_by(app, &decisions[i], &who, err);
		if (!status)
			/* Translators: a number, a place, a person with the role and the day. */
			visible_printf(out,
				       steps_aside_for(dossier, other)
					       ? _("It is one house with %s (%s), and is counted as that one: decided by %s\n")
					       : _("It is one house with %s (%s), which is counted as this one: decided by %s\n"),
				       shortened, place, who);
		free(who);
	}
	free(place);
	free(decisions);
	return status;
}

enum status
now_lines(struct app *app, const struct dossier *dossier, struct buf *out, struct err *err)
{
	size_t count;
	struct id *joined = dossier_joined(app_store(app), dossier, &count);
	enum status status = STATUS_OK;

	add_facts(app, dossier, out);
	if (!app_is_unlocked(app)) {
		struct house_next next;

		house_next_read(app, dossier, &next);
		visible_printf(out, "%s\n", next.text);
		house_next_release(&next);
	}
	add_cases(app, dossier, out);
	for (size_t i = 0; i < count && !status; i++)
		status = add_joined(app, dossier, &joined[i], out, err);
	free(joined);
	return status;
}
