#include "app/house/unread.h"

#include <ctype.h>
#include <string.h>

static bool
has_name(const struct value *unread, const char *name)
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

bool
unread_is_in(const struct value *unread, const char *sql)
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

void
unread_add(struct value *unread, const char *name)
{
	if (!has_name(unread, name))
		value_append_take(unread, value_text(name));
}

/* A question that is asked, offered, taken or worked out by what cannot be read; and the repeat or group that it stands in. */
static bool
add_field(const struct field *field, void *ctx)
{
	struct value *unread = ctx;

	if (unread_is_in(unread, field->relevant.sql) || unread_is_in(unread, field->calculation.sql) ||
	    unread_is_in(unread, field->choices.sql) || unread_is_in(unread, field->constraint.sql) ||
	    (field->parent && unread_is_in(unread, field->parent->relevant.sql)))
		unread_add(unread, field->name);
	if (field->parent && field->parent->type == FIELD_REPEAT && has_name(unread, field->name))
		unread_add(unread, field->parent->name);
	return true;
}

void
unread_follow(const struct pack *pack, const struct form *form, struct value *unread)
{
	size_t before;

	do {
		before = unread->list.count;
		form_each_field(form, add_field, unread);
		for (size_t i = 0; i < pack->fact_count; i++)
			if (unread_is_in(unread, pack->facts[i].calculation.sql))
				unread_add(unread, pack->facts[i].name);
	} while (unread->list.count > before);
}

bool
unread_leaves(const struct value *unread, const struct form_problem *problem)
{
	const struct rule *rule = problem->rule;

	/* What has no expression looks at many answers: at names, addresses, photos. */
	if (rule)
		return rule->expr.sql && !unread_is_in(unread, rule->when.sql) && !unread_is_in(unread, rule->expr.sql);
	return problem->field && !has_name(unread, problem->field->name);
}
