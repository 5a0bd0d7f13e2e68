#include "app/fill/filling.h"

#include "app/house/check.h"
#include "app/house/unread.h"
#include "app/session/workspace.h"
#include "base/attr.h"
#include "form/answer/check.h"
#include "form/answer/meant.h"
#include "form/place.h"

/* What else is wrong with a form of which some cells are no values: told in the same run, as far as it does not hang on these cells, which are taken out of a copy. */

void
filling_note_missing(struct form_filling *filling, const struct field *field)
{
	unread_add(&filling->missing, field->name);
	unread_follow(app_pack(filling->app), filling->form, &filling->missing);
}

bool
filling_waits_for_missing(const struct form_filling *filling, const struct field *field)
{
	bool waits = false;

	for (const struct field *at = field; at && !waits; at = at->parent)
		waits = unread_is_in(&filling->missing, at->relevant.sql);
	return waits;
}

void
filling_note_wrong(struct form_filling *filling, const struct field *field)
{
	unread_add(&filling->unread, field->name);
	unread_follow(app_pack(filling->app), filling->form, &filling->unread);
}

bool
filling_rule_waits(const struct rule *rule, void *ctx)
{
	const struct form_filling *filling = ctx;
	const struct value *lists[] = { &filling->missing, &filling->unread };
	bool waits = false;

	for (size_t i = 0; i < ARRAY_LEN(lists) && !waits; i++)
		waits = unread_is_in(lists[i], rule->when.sql) || unread_is_in(lists[i], rule->expr.sql);
	return waits;
}

static void
on_problem_beside(const struct form_problem *problem, void *ctx)
{
	struct form_filling *filling = ctx;

	if (unread_leaves(&filling->unread, problem))
		filling_problem(problem, filling);
}

void
filling_note_unread(struct form_filling *filling, const char *place, const struct field *field)
{
	struct field_place at;

	field_place_read_typed(place, &at);
	if (field)
		unread_add(&filling->unread, field->name);
	field_place_remove(&at, &filling->rest);
}

static void
ignore_value(const struct value_problem *problem, void *ctx)
{
	(void)problem, (void)ctx;
}

void
filling_tell_rest(struct form_filling *filling, const struct form_check *check)
{
	const struct pack *pack = app_pack(filling->app);
	struct form_check rest = *check;
	struct value looked;

	if (form_values_meant(pack, filling->form, &filling->rest, ignore_value, NULL))
		return; /* a cell that could not be taken out */
	looked = value_copy(&filling->rest);
	if (form_check_values(pack, filling->form, &looked, VALUES_TO_SIGN, filling_refuse_value, filling) &&
	    form_check_values(pack, filling->form, &filling->rest, VALUES_TO_SIGN, ignore_value, NULL))
		goto out;
	unread_follow(pack, filling->form, &filling->unread);
	rest.values = &filling->rest;
	rest.problem = on_problem_beside;
	house_check_form(filling->app, &rest);
out:
	value_release(&looked);
}
