#include <string.h>

#include "app/xlsform/formula.h"
#include "base/i18n.h"

/* An expression as XPath. A question that is answered by yes or no is a select_one of 1 and 0 in a survey, so that a condition asks for 1. */

struct xpath_writing {
	const struct formula_scope *scope;
	struct buf *why;
};

static bool value(struct xpath_writing *writing, const struct formula *formula, struct buf *out);

static bool
is_boolean_field(const struct xpath_writing *writing, const struct formula *formula)
{
	struct formula_field field = { 0 };

	return formula->kind == FORMULA_FIELD && writing->scope->find(writing->scope->ctx, formula->text, &field) &&
	       field.type == FIELD_BOOLEAN;
}

static bool
condition(struct xpath_writing *writing, const struct formula *formula, struct buf *out)
{
	bool done = value(writing, formula, out);

	if (done && is_boolean_field(writing, formula))
		buf_text_add(out, " = 1");
	return done;
}

static bool
write_field(struct xpath_writing *writing, const struct formula *formula, struct buf *out)
{
	const struct formula_scope *scope = writing->scope;
	struct formula_field field = { 0 };

	if (scope->self && strcmp(scope->self, formula->text) == 0) {
		buf_char(out, '.');
		return true;
	}
	if (!scope->find(scope->ctx, formula->text, &field))
		return formula_cannot(writing->why, _("\"%s\" follows from several forms, and a survey is one"), formula->text);
	if (field.other)
		return formula_cannot(writing->why, _("\"%s\" stands in another form"), formula->text);
	if (field.repeat && (!scope->repeat || strcmp(scope->repeat, field.repeat) != 0))
		return formula_cannot(writing->why, _("\"%s\" stands in another repeat"), formula->text);
	buf_printf(out, "${%s}", field.name);
	return true;
}

static bool
write_text(struct xpath_writing *writing, const char *text, struct buf *out)
{
	const char mark = strchr(text, '\'') ? '"' : '\'';

	if (mark == '"' && strchr(text, '"'))
		return formula_cannot(writing->why, _("a text has both quotation marks in it: %s"), text);
	buf_printf(out, "%c%s%c", mark, text, mark);
	return true;
}

/* An operand in brackets where it binds less tightly than `binds`. */
static bool
operand(struct xpath_writing *writing, const struct formula *formula, int binds, bool truth, struct buf *out)
{
	bool brackets = formula->kind == FORMULA_BINARY && formula_binds(formula->text) < binds;
	bool done;

	if (brackets)
		buf_char(out, '(');
	done = (truth ? condition : value)(writing, formula, out);
	if (brackets)
		buf_char(out, ')');
	return done;
}

/* A division of whole numbers is one in SQL. */
static bool
write_divided(struct xpath_writing *writing, const struct formula *formula, struct buf *out)
{
	bool whole = sql_type(formula->args[0], writing->scope) == FIELD_INTEGER &&
		     sql_type(formula->args[1], writing->scope) == FIELD_INTEGER;
	bool done;

	if (whole)
		buf_text_add(out, "int(");
	done = operand(writing, formula->args[0], 6, false, out);
	buf_text_add(out, " div ");
	done = done && operand(writing, formula->args[1], 7, false, out);
	if (whole)
		buf_char(out, ')');
	return done;
}

static bool
write_binary(struct xpath_writing *writing, const struct formula *formula, struct buf *out)
{
	int binds = formula_binds(formula->text);

	if (strcmp(formula->text, "/") == 0)
		return write_divided(writing, formula, out);
	if (!operand(writing, formula->args[0], binds, binds <= 2, out))
		return false;
	buf_printf(out, " %s ", formula->text);
	return operand(writing, formula->args[1], binds + 1, binds <= 2, out);
}

static bool
write_call(struct xpath_writing *writing, const struct formula *formula, struct buf *out)
{
	bool asks = strcmp(formula->text, "not") == 0;

	if (strcmp(formula->text, "instr") == 0)
		return formula_cannot(writing->why, "%s", _("a place in a text can only be asked as whether it is in it"));
	buf_printf(out, "%s(", formula->text);
	for (size_t i = 0; i < formula->count; i++) {
		bool is_condition = asks || (i == 0 && strcmp(formula->text, "if") == 0);

		if (i)
			buf_text_add(out, ", ");
		if (!(is_condition ? condition : value)(writing, formula->args[i], out))
			return false;
	}
	buf_char(out, ')');
	return true;
}

static bool
value(struct xpath_writing *writing, const struct formula *formula, struct buf *out)
{
	switch (formula->kind) {
	case FORMULA_TEXT:
		return write_text(writing, formula->text, out);
	case FORMULA_NUMBER:
	case FORMULA_COLUMN:
		buf_text_add(out, formula->text);
		return true;
	case FORMULA_FIELD:
		return write_field(writing, formula, out);
	case FORMULA_MINUS:
		buf_char(out, '-');
		return operand(writing, formula->args[0], 7, false, out);
	case FORMULA_BINARY:
		return write_binary(writing, formula, out);
	case FORMULA_CALL:
		return write_call(writing, formula, out);
	}
	return false;
}

bool
xpath_write(const struct formula *formula, const struct formula_scope *scope, struct buf *out, struct buf *why)
{
	struct xpath_writing writing = { scope, why };

	buf_clear(why);
	return condition(&writing, formula, out);
}
