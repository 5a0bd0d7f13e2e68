#include "app/fill/filling.h"

#include <ctype.h>
#include <string.h>

#include "app/house/check.h"
#include "app/session/workspace.h"
#include "form/answer/check.h"
#include "form/answer/meant.h"
#include "form/place.h"

/* What else is wrong with a form of which some cells are no values: told in the same run, as far as it does not hang on these cells. They are taken out of a copy, and
 * nothing is said of questions, facts and rules that read them, since that may be right once they are. */

static bool
is_unread(const struct value *unread, const char *name)
{
	bool is = false;

	for (size_t i = 0; i < unread->list.count && !is; i++)
		is = strcmp(unread->list.items[i].text, name) == 0;
	return is;
}

static bool
is_of_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Does the expression say one of the names? */
static bool
says_unread(const struct value *unread, const char *sql)
{
	for (size_t i = 0; sql && i < unread->list.count; i++) {
		const char *name = unread->list.items[i].text;
		size_t len = strlen(name);

		for (const char *at = strstr(sql, name); at; at = strstr(at + 1, name))
			if ((at == sql || !is_of_name(at[-1])) && !is_of_name(at[len]))
				return true;
	}
	return false;
}

static void
add_unread(struct value *unread, const char *name)
{
	if (!is_unread(unread, name))
		value_append_take(unread, value_text(name));
}

/* A question that is asked, offered, taken or worked out by what cannot be read; and the repeat or group that it stands in. */
static bool
add_field(const struct field *field, void *ctx)
{
	struct value *unread = ctx;

	if (says_unread(unread, field->relevant.sql) || says_unread(unread, field->calculation.sql) ||
	    says_unread(unread, field->choices.sql) || says_unread(unread, field->constraint.sql) ||
	    (field->parent && says_unread(unread, field->parent->relevant.sql)))
		add_unread(unread, field->name);
	if (field->parent && field->parent->type == FIELD_REPEAT && is_unread(unread, field->name))
		add_unread(unread, field->parent->name);
	return true;
}

/* All that follows from what cannot be read, until nothing more does. */
static void
add_followers(const struct pack *pack, const struct form *form, struct value *unread)
{
	size_t before;

	do {
		before = unread->list.count;
		form_each_field(form, add_field, unread);
		for (size_t i = 0; i < pack->fact_count; i++)
			if (says_unread(unread, pack->facts[i].calculation.sql))
				add_unread(unread, pack->facts[i].name);
	} while (unread->list.count > before);
}

void
filling_note_missing(struct form_filling *filling, const struct field *field)
{
	add_unread(&filling->missing, field->name);
	add_followers(app_pack(filling->app), filling->form, &filling->missing);
}

bool
filling_waits_for_missing(const struct form_filling *filling, const struct field *field)
{
	bool waits = false;

	for (const struct field *at = field; at && !waits; at = at->parent)
		waits = says_unread(&filling->missing, at->relevant.sql);
	return waits;
}

static void
on_problem_beside(const struct form_problem *problem, void *ctx)
{
	struct form_filling *filling = ctx;
	const struct rule *rule = problem->rule;

	/* What has no expression looks at many answers: at names, addresses, photos. */
	if (rule ? rule->expr.sql && !says_unread(&filling->unread, rule->when.sql) && !says_unread(&filling->unread, rule->expr.sql)
		 : problem->field && !is_unread(&filling->unread, problem->field->name))
		filling_problem(problem, filling);
}

void
filling_note_unread(struct form_filling *filling, const char *place, const struct field *field)
{
	struct field_place at;

	field_place_read(place, &at);
	if (field)
		add_unread(&filling->unread, field->name);
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
	add_followers(pack, filling->form, &filling->unread);
	rest.values = &filling->rest;
	rest.problem = on_problem_beside;
	house_check_form(filling->app, &rest);
out:
	value_release(&looked);
}
