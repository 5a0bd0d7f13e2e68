#include <ctype.h>
#include <string.h>

#include "app/xlsform/pattern.h"
#include "app/xlsform/sql_write_state.h"
#include "base/attr.h"
#include "base/i18n.h"
#include "eval/sql_text.h"

/* Calls: the functions of XPath and XLSForm that expressions of a pack have something for. */

/* How a function is written, where each argument stands once and in order: V a value, N a number, T a condition, all else as it is. */
static const struct {
	const char *name;
	size_t count;
	const char *sql;
} plain[] = {
	{ "true", 0, "1" },
	{ "false", 0, "0" },
	{ "not", 1, "((T) IS NOT TRUE)" },
	{ "boolean", 1, "((T) IS TRUE)" },
	{ "if", 3, "iif(T, V, V)" },
	{ "count-selected", 1, "count_selected(V)" },
	{ "contains", 2, "(ifnull(instr(V, V), 0) > 0)" },
	{ "ends-with", 2, "(ends_with(V, V) IS TRUE)" },
	{ "string-length", 1, "ifnull(chars(V), 0)" },
	{ "normalize-space", 1, "nullif(trim(V), '')" },
	{ "int", 1, "CAST(N AS INTEGER)" },
	{ "number", 1, "(N)" },
	{ "string", 1, "CAST(V AS TEXT)" },
	{ "round", 1, "CAST(round(N) AS INTEGER)" },
	{ "round", 2, "round(N, N)" },
	{ "abs", 1, "abs(N)" },
	{ "date", 1, "V" },
	{ "upper-case", 1, "upper(V)" },
	{ "lower-case", 1, "lower(V)" },
	{ "substring", 2, "substr(V, N)" },
	{ "substring", 3, "substr(V, N, N)" },
	{ "substr", 2, "substr(V, (N) + 1)" },
};

static bool
write_plain(struct sql_writing *writing, const struct formula *call, const char *sql, struct buf *out)
{
	size_t arg = 0;
	char before = ' ';
	bool done = true;

	for (; *sql && done; before = *sql++) {
		bool alone = !isalpha((unsigned char)sql[1]) && (before == '(' || before == ' ');

		if (alone && *sql == 'V')
			done = sql_value(writing, call->args[arg++], out);
		else if (alone && *sql == 'N')
			done = sql_number(writing, call->args[arg++], out);
		else if (alone && *sql == 'T')
			done = sql_truth(writing, call->args[arg++], out);
		else
			buf_char(out, *sql);
	}
	return done;
}

/* selected(${list}, 'name') */
static bool
write_selected(struct sql_writing *writing, const struct formula *call, struct buf *out)
{
	const struct formula *name = call->args[1];

	buf_text_add(out, "selected(");
	if (!sql_value(writing, call->args[0], out))
		return false;
	buf_text_add(out, ", ");
	if (!sql_choice(writing, name, call->args[0], out) && !sql_value(writing, name, out))
		return false;
	buf_char(out, ')');
	return true;
}

/* Several values, parted; `what` writes each. */
static bool
write_each(struct sql_writing *writing, const struct formula *call, const char *before, const char *between,
	   bool (*what)(struct sql_writing *, const struct formula *, struct buf *), struct buf *out)
{
	buf_text_add(out, before);
	for (size_t i = 0; i < call->count; i++) {
		if (i)
			buf_text_add(out, between);
		if (!what(writing, call->args[i], out))
			return false;
	}
	buf_char(out, ')');
	return true;
}

/* A part of a joined text: what was not answered adds nothing. */
static bool
write_part(struct sql_writing *writing, const struct formula *formula, struct buf *out)
{
	if (formula->kind == FORMULA_TEXT) {
		sql_text_add(out, formula->text);
		return true;
	}
	buf_text_add(out, "ifnull(");
	if (!sql_value(writing, formula, out))
		return false;
	buf_text_add(out, ", '')");
	return true;
}

static bool
write_joined(struct sql_writing *writing, const struct formula *call, struct buf *out)
{
	bool done;

	buf_text_add(out, "nullif(");
	done = write_each(writing, call, "(", " || ", write_part, out);
	buf_text_add(out, ", '')");
	return done;
}

/* sum(${field}), count(${repeat}): over the rows of a repeat. */
static bool
write_over_rows(struct sql_writing *writing, const struct formula *call, const struct formula_field *field, struct buf *out)
{
	bool counts = strcmp(call->text, "count") == 0, repeat = field->type == FIELD_REPEAT;
	const char *table = repeat ? field->name : field->repeat;

	if (!table || (repeat && !counts))
		return formula_cannot(writing->why, _("%s() is asked of \"%s\", which is no repeat and stands in none"), call->text,
				      call->args[0]->text);
	if (counts)
		buf_printf(out, "(SELECT count(*) FROM %s)", table);
	else if (strcmp(call->text, "sum") == 0)
		buf_printf(out, "(SELECT coalesce(sum(%s), 0) FROM %s)", field->name, table);
	else
		buf_printf(out, "(SELECT %s(%s) FROM %s)", call->text, field->name, table);
	return true;
}

/* min, max, sum, count: over rows, or, min and max, of several values. */
static bool
write_sum(struct sql_writing *writing, const struct formula *call, struct buf *out)
{
	struct formula_field field = { 0 };

	if (call->count == 1 && call->args[0]->kind == FORMULA_FIELD)
		return sql_find(writing, call->args[0], &field) && write_over_rows(writing, call, &field, out);
	if (call->count < 2 || strcmp(call->text, "sum") == 0 || strcmp(call->text, "count") == 0)
		return formula_cannot(writing->why, _("%s() is asked of something that is no question of a repeat"), call->text);
	return write_each(writing, call, strcmp(call->text, "min") == 0 ? "min(" : "max(", ", ", sql_number, out);
}

static bool
write_starts(struct sql_writing *writing, const struct formula *call, struct buf *out)
{
	buf_text_add(out, "(ifnull(instr(");
	if (!sql_value(writing, call->args[0], out))
		return false;
	buf_text_add(out, ", ");
	if (!sql_value(writing, call->args[1], out))
		return false;
	buf_text_add(out, "), 0) = 1)");
	return true;
}

/* substr(text, start, end): places are counted from 0, the end is not in. */
static bool
write_substr(struct sql_writing *writing, const struct formula *call, struct buf *out)
{
	buf_text_add(out, "substr(");
	if (!sql_value(writing, call->args[0], out))
		return false;
	buf_text_add(out, ", (");
	if (!sql_number(writing, call->args[1], out))
		return false;
	buf_text_add(out, ") + 1, (");
	if (!sql_number(writing, call->args[2], out))
		return false;
	buf_text_add(out, ") - (");
	if (!sql_number(writing, call->args[1], out))
		return false;
	buf_text_add(out, "))");
	return true;
}

/* floor and ceiling by whole numbers, which cut towards 0. */
static bool
write_rounded(struct sql_writing *writing, const struct formula *call, struct buf *out)
{
	struct buf number = { 0 };
	bool up = strcmp(call->text, "ceiling") == 0, done = sql_number(writing, call->args[0], &number);
	const char *n = buf_text(&number);

	buf_printf(out, "(CAST(%s AS INTEGER) %s (%s %s CAST(%s AS INTEGER)))", n, up ? "+" : "-", n, up ? ">" : "<", n);
	buf_release(&number);
	return done;
}

static bool
write_today(struct sql_writing *writing, struct buf *out)
{
	if (writing->scope->lasting)
		return formula_cannot(
			writing->why,
			_("it asks today(), so what it says would change from day to day: only constraints and defaults may"));
	buf_text_add(out, "today()");
	return true;
}

/* jr:choice-name(${field}, '${field}'): the words of a choice. */
static bool
write_choice_name(struct sql_writing *writing, const struct formula *call, struct buf *out)
{
	struct formula_field field = { 0 };

	if (!sql_find(writing, call->args[0], &field))
		return formula_cannot(writing->why, _("jr:choice-name() is asked of something that is no question"));
	if (field.type != FIELD_SELECT_ONE || !field.list)
		return formula_cannot(writing->why, _("jr:choice-name() is asked of \"%s\", which is no select_one"), call->args[0]->text);
	buf_printf(out, "(SELECT l.label_zh FROM list_%s l WHERE l.name = ", field.list);
	if (!sql_value(writing, call->args[0], out))
		return false;
	buf_char(out, ')');
	return true;
}

static bool
write_regex(struct sql_writing *writing, const struct formula *call, struct buf *out)
{
	struct buf of = { 0 };
	bool done = sql_value(writing, call->args[0], &of);

	if (done && (call->args[1]->kind != FORMULA_TEXT || !pattern_write(call->args[1]->text, buf_text(&of), out)))
		done = formula_cannot(writing->why,
				      _("of patterns, only letters and digits in classes can be said here, each once or several times"));
	buf_release(&of);
	return done;
}

static bool
write_position(struct sql_writing *writing, struct buf *out)
{
	if (!writing->scope->repeat)
		return formula_cannot(writing->why, _("position() is asked outside of a repeat"));
	buf_printf(out, "%s.row", writing->scope->repeat);
	return true;
}

bool
sql_call(struct sql_writing *writing, const struct formula *call, struct buf *out)
{
	const char *name = call->text;
	size_t count = call->count;

	for (size_t i = 0; i < ARRAY_LEN(plain); i++)
		if (strcmp(plain[i].name, name) == 0 && plain[i].count == count)
			return write_plain(writing, call, plain[i].sql, out);
	if (strcmp(name, "selected") == 0 && count == 2)
		return write_selected(writing, call, out);
	if (strcmp(name, "coalesce") == 0 && count >= 2)
		return write_each(writing, call, "coalesce(", ", ", sql_value, out);
	if (strcmp(name, "concat") == 0 && count >= 1)
		return write_joined(writing, call, out);
	if (strcmp(name, "min") == 0 || strcmp(name, "max") == 0 || strcmp(name, "sum") == 0 || strcmp(name, "count") == 0)
		return write_sum(writing, call, out);
	if (strcmp(name, "starts-with") == 0 && count == 2)
		return write_starts(writing, call, out);
	if (strcmp(name, "substr") == 0 && count == 3)
		return write_substr(writing, call, out);
	if ((strcmp(name, "floor") == 0 || strcmp(name, "ceiling") == 0) && count == 1)
		return write_rounded(writing, call, out);
	if (strcmp(name, "today") == 0 && count == 0)
		return write_today(writing, out);
	if (strcmp(name, "jr:choice-name") == 0 && count == 2)
		return write_choice_name(writing, call, out);
	if (strcmp(name, "regex") == 0 && count == 2)
		return write_regex(writing, call, out);
	if (strcmp(name, "position") == 0)
		return write_position(writing, out);
	return formula_cannot(writing->why, _("%s() with %zu values has nothing like it"), name, count);
}
