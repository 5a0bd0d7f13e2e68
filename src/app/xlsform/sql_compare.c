#include "app/xlsform/sql_read_state.h"

#include <string.h>

#include "base/attr.h"
#include "base/i18n.h"

/* Comparisons: signs, IS, IN, BETWEEN, GLOB. */

/* It has an answer. */
static struct formula *
answered(const struct formula *formula)
{
	return sql_binary("!=", sql_copy(formula), formula_new(FORMULA_TEXT, ""));
}

static bool
is_literal(const struct formula *formula)
{
	return formula->kind == FORMULA_TEXT || formula->kind == FORMULA_NUMBER;
}

/* NULL is no other value than any: an answer that is missing differs from none. */
static struct formula *
differs(struct formula *left, struct formula *right)
{
	struct formula *is = left && !is_literal(left) ? answered(left) : NULL, *other = sql_binary("!=", left, right);

	if (is && other)
		return sql_binary("and", is, other);
	formula_free(is);
	return other;
}

/* instr(a, b) > 0 is contains(a, b). */
static struct formula *
compared(const char *operator, struct formula * left, struct formula *right)
{
	struct formula *contains;

	if (!left || !right || !formula_is(left, FORMULA_CALL, "instr") || left->count != 2 || !formula_is(right, FORMULA_NUMBER, "0") ||
	    strcmp(operator, ">") != 0)
		return sql_binary(operator, left, right);
	contains = sql_call_of("contains", left->args[0], left->args[1]);
	left->count = 0;
	formula_free(left);
	formula_free(right);
	return contains;
}

/* IN (a, b): it is one of them. */
static struct formula *
read_in(struct sql *sql, struct formula *left, bool negated)
{
	struct formula *any = NULL, *is = left ? answered(left) : NULL;
	bool more = sql_take_sign(sql, "(");

	if (!more)
		sql_wrong(sql, _("IN is followed by no bracket"));
	while (more) {
		struct formula *one = sql_read_total(sql), *same = one ? sql_binary("=", sql_copy(left), one) : NULL;

		any = any ? sql_binary("or", any, same) : same;
		more = any && sql_take_sign(sql, ",");
	}
	if (any && !sql_take_sign(sql, ")")) {
		formula_free(any);
		any = sql_wrong(sql, _("IN holds no list of values"));
	}
	formula_free(left);
	if (!any || !negated) {
		formula_free(is);
		return any;
	}
	return sql_binary("and", is, sql_call_of("not", any, NULL));
}

static struct formula *
read_between(struct sql *sql, struct formula *left, bool negated)
{
	struct formula *least = sql_read_total(sql), *most = sql_take_word(sql, "AND") ? sql_read_total(sql) : NULL, *within;

	if (!least || !most) {
		formula_free(left);
		formula_free(least);
		formula_free(most);
		return sql_wrong(sql, _("BETWEEN holds no two values"));
	}
	within = sql_binary("and", sql_binary(">=", sql_copy(left), least), sql_binary("<=", left, most));
	return negated ? sql_call_of("not", within, NULL) : within;
}

/* GLOB 'pattern': * is any text, ? any letter. */
static struct formula *
read_glob(struct sql *sql, struct formula *left, bool negated)
{
	struct formula *pattern = sql_read_total(sql), *matches;
	struct buf regex = { 0 };

	if (!pattern || pattern->kind != FORMULA_TEXT) {
		formula_free(left);
		formula_free(pattern);
		return sql_wrong(sql, _("behind GLOB stands no text"));
	}
	buf_char(&regex, '^');
	for (const char *at = pattern->text; *at; at++) {
		size_t bracket = *at == '[' ? strcspn(at, "]") : 0;

		if (bracket) {
			buf_add(&regex, at, bracket);
			at += bracket;
		}
		if (*at == '*' || *at == '?')
			buf_text_add(&regex, *at == '*' ? ".*" : ".");
		else
			buf_printf(&regex, !bracket && strchr(".\\+^$(){}|", *at) ? "\\%c" : "%c", *at);
	}
	buf_char(&regex, '$');
	matches = sql_call_of("regex", left, formula_new(FORMULA_TEXT, buf_text(&regex)));
	buf_release(&regex);
	formula_free(pattern);
	return negated ? sql_call_of("not", matches, NULL) : matches;
}

/* IS TRUE and IS FALSE ask a condition, IS NULL and IS compare without regard to what is missing. */
static struct formula *
read_is(struct sql *sql, struct formula *left)
{
	bool negated = sql_take_word(sql, "NOT");

	if (sql_take_word(sql, "TRUE"))
		return negated ? sql_call_of("not", left, NULL) : left;
	if (sql_take_word(sql, "FALSE"))
		return negated ? left : sql_call_of("not", left, NULL);
	return sql_binary(negated ? "!=" : "=", left, sql_read_total(sql));
}

struct formula *
sql_read_comparison(struct sql *sql)
{
	static const char *const signs[] = { "==", "<=", ">=", "<>", "!=", "=", "<", ">" };
	struct formula *left = sql_read_total(sql);
	bool negated;

	if (!left)
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (sql_take_sign(sql, signs[i])) {
			const char *sign = strcmp(signs[i], "==") == 0 ? "=" : signs[i];

			return i == 3 || i == 4 ? differs(left, sql_read_total(sql)) : compared(sign, left, sql_read_total(sql));
		}
	if (sql_take_word(sql, "IS"))
		return read_is(sql, left);
	negated = sql_take_word(sql, "NOT");
	if (sql_take_word(sql, "IN"))
		return read_in(sql, left, negated);
	if (sql_take_word(sql, "BETWEEN"))
		return read_between(sql, left, negated);
	if (sql_take_word(sql, "GLOB"))
		return read_glob(sql, left, negated);
	if (!negated)
		return left;
	formula_free(left);
	return sql_wrong(sql, _("behind NOT stands neither IN nor BETWEEN nor GLOB"));
}
