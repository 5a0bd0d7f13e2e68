#include "app/xlsform/sql_write_state.h"

#include <string.h>

#include "base/attr.h"
#include "base/i18n.h"
#include "eval/sql_text.h"

/* An expression as SQL over one building: operators and what they compare. In XPath a question without an answer is an empty text, in SQL NULL: what
 * compares is written so that it says the same of it. */

bool
sql_find(struct sql_writing *writing, const struct formula *formula, struct formula_field *field)
{
	if (formula->kind != FORMULA_FIELD)
		return false;
	if (!writing->scope->find(writing->scope->ctx, formula->text, field))
		return formula_cannot(writing->why, _("there is no question \"%s\" that came over"), formula->text);
	return true;
}

static bool
same_row(const struct formula_scope *scope, const struct formula_field *field)
{
	return !field->repeat || (scope->repeat && strcmp(scope->repeat, field->repeat) == 0);
}

static bool
write_field(struct sql_writing *writing, const struct formula *formula, struct buf *out)
{
	struct formula_field field = { 0 };

	if (!sql_find(writing, formula, &field))
		return false;
	if (field.type == FIELD_NOTE || field.type == FIELD_GROUP || field.type == FIELD_REPEAT)
		return formula_cannot(writing->why, _("\"%s\" has no answer"), formula->text);
	if (!same_row(writing->scope, &field))
		return formula_cannot(
			writing->why,
			_("\"%s\" stands in the repeat \"%s\": outside of its row only sum, count, min and max of it can be asked"),
			formula->text, field.repeat);
	if (writing->scope->list) /* a column of the list may have the same name */
		buf_printf(out, "%s.%s", field.repeat ? field.repeat : "b", field.name);
	else
		buf_text_add(out, field.name);
	return true;
}

/* ---- what kind of value */

static bool
is_number(enum field_type type)
{
	return type == FIELD_INTEGER || type == FIELD_DECIMAL;
}

static enum field_type
type_of_call(const struct formula *call, const struct formula_scope *scope)
{
	static const struct {
		const char *name;
		enum field_type type;
	} table[] = {
		{ "selected", FIELD_BOOLEAN },
		{ "not", FIELD_BOOLEAN },
		{ "true", FIELD_BOOLEAN },
		{ "false", FIELD_BOOLEAN },
		{ "boolean", FIELD_BOOLEAN },
		{ "contains", FIELD_BOOLEAN },
		{ "starts-with", FIELD_BOOLEAN },
		{ "ends-with", FIELD_BOOLEAN },
		{ "regex", FIELD_BOOLEAN },
		{ "int", FIELD_INTEGER },
		{ "count", FIELD_INTEGER },
		{ "string-length", FIELD_INTEGER },
		{ "count-selected", FIELD_INTEGER },
		{ "position", FIELD_INTEGER },
		{ "floor", FIELD_INTEGER },
		{ "ceiling", FIELD_INTEGER },
		{ "number", FIELD_DECIMAL },
		{ "sum", FIELD_DECIMAL },
		{ "today", FIELD_DATE },
		{ "date", FIELD_DATE },
	};

	if (strcmp(call->text, "round") == 0)
		return call->count == 1 ? FIELD_INTEGER : FIELD_DECIMAL;
	if (strcmp(call->text, "sum") == 0 && call->count == 1)
		return sql_type(call->args[0], scope);
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		if (strcmp(table[i].name, call->text) == 0)
			return table[i].type;
	if ((strcmp(call->text, "coalesce") == 0 || strcmp(call->text, "min") == 0 || strcmp(call->text, "max") == 0 ||
	     strcmp(call->text, "abs") == 0) &&
	    call->count)
		return sql_type(call->args[0], scope);
	if (strcmp(call->text, "if") == 0 && call->count == 3) {
		enum field_type yes = sql_type(call->args[1], scope), no = sql_type(call->args[2], scope);

		if (call->args[2]->kind == FORMULA_TEXT && !*call->args[2]->text)
			return yes;
		if (call->args[1]->kind == FORMULA_TEXT && !*call->args[1]->text)
			return no;
		return yes == no ? yes : is_number(yes) && is_number(no) ? FIELD_DECIMAL : FIELD_TEXT;
	}
	return FIELD_TEXT;
}

static enum field_type
type_of_binary(const struct formula *formula, const struct formula_scope *scope)
{
	enum field_type left, right;

	if (formula_binds(formula->text) < 5)
		return FIELD_BOOLEAN;
	left = sql_type(formula->args[0], scope);
	right = sql_type(formula->args[1], scope);
	if (left == FIELD_DATE)
		return right == FIELD_DATE ? FIELD_INTEGER : FIELD_DATE;
	if (strcmp(formula->text, "div") == 0)
		return FIELD_DECIMAL;
	return left == FIELD_INTEGER && right == FIELD_INTEGER ? FIELD_INTEGER : FIELD_DECIMAL;
}

enum field_type
sql_type(const struct formula *formula, const struct formula_scope *scope)
{
	struct formula_field field = { 0 };

	switch (formula->kind) {
	case FORMULA_TEXT:
	case FORMULA_COLUMN:
		return FIELD_TEXT;
	case FORMULA_NUMBER:
		return strchr(formula->text, '.') ? FIELD_DECIMAL : FIELD_INTEGER;
	case FORMULA_MINUS:
		return sql_type(formula->args[0], scope);
	case FORMULA_CALL:
		return type_of_call(formula, scope);
	case FORMULA_BINARY:
		return type_of_binary(formula, scope);
	case FORMULA_FIELD:
		if (!scope->find(scope->ctx, formula->text, &field))
			return FIELD_TEXT;
		return field.type == FIELD_YEAR ? FIELD_INTEGER : field.type;
	}
	return FIELD_TEXT;
}

/* ---- writing */

/* A number: of what is text, as XPath reads one in it. */
bool
sql_number(struct sql_writing *writing, const struct formula *formula, struct buf *out)
{
	enum field_type type = sql_type(formula, writing->scope);
	bool as_is = is_number(type) || type == FIELD_BOOLEAN || type == FIELD_PHOTO;
	bool done;

	if (type == FIELD_DATE)
		return formula_cannot(writing->why, _("a date stands where a number is wanted"));
	if (!as_is)
		buf_text_add(out, "CAST(");
	done = sql_value(writing, formula, out);
	if (!as_is)
		buf_text_add(out, " AS REAL)");
	return done;
}

/* A condition: a number is one unless it is 0, a text unless it is empty. */
bool
sql_truth(struct sql_writing *writing, const struct formula *formula, struct buf *out)
{
	enum field_type type = sql_type(formula, writing->scope);
	bool done = sql_value(writing, formula, out);

	if (type != FIELD_BOOLEAN)
		buf_text_add(out, is_number(type) || type == FIELD_PHOTO ? " <> 0" : " IS NOT NULL");
	return done;
}

bool
sql_choice(struct sql_writing *writing, const struct formula *formula, const struct formula *of, struct buf *out)
{
	const struct formula_scope *scope = writing->scope;
	struct formula_field field = { 0 };

	if ((formula->kind != FORMULA_NUMBER && formula->kind != FORMULA_TEXT) || !*formula->text)
		return false;
	if (of->kind == FORMULA_COLUMN) {
		sql_text_add(out, formula->text);
		return true;
	}
	if (of->kind != FORMULA_FIELD || !scope->find(scope->ctx, of->text, &field) || !field.list)
		return false;
	sql_text_add(out, scope->choice ? scope->choice(scope->ctx, field.list, formula->text) : formula->text);
	return true;
}

static bool
is_empty(const struct formula *formula)
{
	return formula->kind == FORMULA_TEXT && !*formula->text;
}

/* An answer beside what it is compared with; the box of an acknowledgement holds OK. */
static bool
write_beside(struct sql_writing *writing, const struct formula *formula, const struct formula *other, struct buf *out)
{
	enum field_type type = sql_type(other, writing->scope);

	if (sql_choice(writing, formula, other, out))
		return true;
	if (type == FIELD_BOOLEAN && formula->kind == FORMULA_TEXT) {
		buf_text_add(out, is_empty(formula) ? "NULL" : "1");
		return true;
	}
	if (is_number(type) && !is_empty(formula))
		return sql_number(writing, formula, out);
	if (is_empty(formula)) {
		buf_text_add(out, "NULL");
		return true;
	}
	return sql_value(writing, formula, out);
}

static bool
write_comparison(struct sql_writing *writing, const struct formula *formula, struct buf *out)
{
	const struct formula *left = formula->args[0], *right = formula->args[1];
	bool same = strcmp(formula->text, "=") == 0, other = strcmp(formula->text, "!=") == 0;
	bool dates = sql_type(left, writing->scope) == FIELD_DATE || sql_type(right, writing->scope) == FIELD_DATE;

	if (dates && !same && !other && (is_number(sql_type(left, writing->scope)) || is_number(sql_type(right, writing->scope))))
		return formula_cannot(writing->why, _("a date is compared with a number"));
	if (!same && !other && !dates) {
		if (!sql_number(writing, left, out))
			return false;
		buf_printf(out, " %s ", formula->text);
		return sql_number(writing, right, out);
	}
	if (!write_beside(writing, left, right, out))
		return false;
	if (same)
		buf_text_add(out, " IS ");
	else if (other)
		buf_text_add(out, " IS NOT ");
	else
		buf_printf(out, " %s ", formula->text);
	return write_beside(writing, right, left, out);
}

/* Dates are counted in days: one less another is a number, one and a number is a date. */
static bool
write_of_dates(struct sql_writing *writing, const struct formula *formula, struct buf *out)
{
	bool minus = strcmp(formula->text, "-") == 0;
	const struct formula *left = formula->args[0], *right = formula->args[1];
	enum field_type first = sql_type(left, writing->scope), second = sql_type(right, writing->scope);

	if (minus && first == FIELD_DATE && second == FIELD_DATE) {
		buf_text_add(out, "days_between(");
		if (!sql_value(writing, right, out))
			return false;
		buf_text_add(out, ", ");
		if (!sql_value(writing, left, out))
			return false;
		buf_char(out, ')');
		return true;
	}
	if (first != FIELD_DATE || second == FIELD_DATE || (!minus && strcmp(formula->text, "+") != 0))
		return formula_cannot(writing->why,
				      _("dates can be taken from each other, and days added to or taken from one, nothing else"));
	buf_text_add(out, "days_after(");
	if (!sql_value(writing, left, out))
		return false;
	buf_text_add(out, minus ? ", -(" : ", (");
	if (!sql_number(writing, right, out))
		return false;
	buf_text_add(out, "))");
	return true;
}

static bool
write_arithmetic(struct sql_writing *writing, const struct formula *formula, struct buf *out)
{
	bool divided = strcmp(formula->text, "div") == 0;

	if (sql_type(formula->args[0], writing->scope) == FIELD_DATE || sql_type(formula->args[1], writing->scope) == FIELD_DATE)
		return write_of_dates(writing, formula, out);
	if (!sql_number(writing, formula->args[0], out))
		return false;
	buf_printf(out, " %s ", divided ? "* 1.0 /" : strcmp(formula->text, "mod") == 0 ? "%" : formula->text);
	return sql_number(writing, formula->args[1], out);
}

static bool
write_binary(struct sql_writing *writing, const struct formula *formula, struct buf *out)
{
	int binds = formula_binds(formula->text);
	bool done;

	buf_char(out, '(');
	if (binds <= 2) {
		done = sql_truth(writing, formula->args[0], out);
		buf_text_add(out, binds == 1 ? " OR " : " AND ");
		done = done && sql_truth(writing, formula->args[1], out);
	} else {
		done = binds <= 4 ? write_comparison(writing, formula, out) : write_arithmetic(writing, formula, out);
	}
	buf_char(out, ')');
	return done;
}

bool
sql_value(struct sql_writing *writing, const struct formula *formula, struct buf *out)
{
	switch (formula->kind) {
	case FORMULA_TEXT:
		if (is_empty(formula))
			buf_text_add(out, "NULL");
		else
			sql_text_add(out, formula->text);
		return true;
	case FORMULA_NUMBER:
		buf_text_add(out, formula->text);
		return true;
	case FORMULA_FIELD:
		return write_field(writing, formula, out);
	case FORMULA_COLUMN:
		buf_printf(out, "list_%s.%s", writing->scope->list ? writing->scope->list : "", formula->text);
		return true;
	case FORMULA_MINUS:
		buf_text_add(out, "(-");
		if (!sql_number(writing, formula->args[0], out))
			return false;
		buf_char(out, ')');
		return true;
	case FORMULA_BINARY:
		return write_binary(writing, formula, out);
	case FORMULA_CALL:
		return sql_call(writing, formula, out);
	}
	return false;
}

bool
sql_write(const struct formula *formula, const struct formula_scope *scope, bool truth, struct buf *out, struct buf *why)
{
	struct sql_writing writing = { scope, why };

	buf_clear(why);
	return truth ? sql_truth(&writing, formula, out) : sql_value(&writing, formula, out);
}
