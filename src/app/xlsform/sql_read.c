#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/xlsform/sql_read_state.h"
#include "base/attr.h"
#include "base/i18n.h"
#include "base/mem.h"

/* Expressions of packs that XPath has something for: operators, IN, BETWEEN, IS, calls. No subquery: a survey knows one form alone. What compares is
 * read with the meaning that SQL gives an answer which is missing. */

#define DEPTH_MAX 60

static struct formula *read_or(struct sql *sql);

struct formula *
sql_wrong(struct sql *sql, const char *sentence)
{
	if (!sql->why->len)
		buf_text_add(sql->why, sentence);
	return NULL;
}

static void
skip(struct sql *sql)
{
	while (isspace((unsigned char)*sql->at))
		sql->at++;
}

static size_t
word_len(const char *at)
{
	size_t len = 0;

	if (isalpha((unsigned char)*at) || *at == '_')
		while (isalnum((unsigned char)at[len]) || at[len] == '_')
			len++;
	return len;
}

/* Takes the word, in any case of letters, if it stands next. */
bool
sql_take_word(struct sql *sql, const char *word)
{
	skip(sql);
	if (word_len(sql->at) != strlen(word) || strncasecmp(sql->at, word, strlen(word)) != 0)
		return false;
	sql->at += strlen(word);
	return true;
}

bool
sql_take_sign(struct sql *sql, const char *sign)
{
	skip(sql);
	if (strncmp(sql->at, sign, strlen(sign)) != 0)
		return false;
	sql->at += strlen(sign);
	return true;
}

/* ---- making */

struct formula *
sql_call_of(const char *name, struct formula *first, struct formula *second)
{
	struct formula *call = formula_new(FORMULA_CALL, name);

	formula_add(call, first);
	formula_add(call, second);
	return call;
}

/* Takes both over; NULL when either is. */
struct formula *
sql_binary(const char *operator, struct formula * left, struct formula *right)
{
	struct formula *both;

	if (!left || !right) {
		formula_free(left);
		formula_free(right);
		return NULL;
	}
	both = formula_new(FORMULA_BINARY, operator);
	formula_add(both, left);
	formula_add(both, right);
	return both;
}

struct formula *
sql_copy(const struct formula *formula)
{
	struct formula *copy = formula_new(formula->kind, formula->text);

	for (size_t i = 0; i < formula->count; i++)
		formula_add(copy, sql_copy(formula->args[i]));
	return copy;
}

/* ---- reading */

static struct formula *
read_text(struct sql *sql)
{
	struct buf text = { 0 };
	struct formula *formula = NULL;
	const char *at = sql->at + 1;

	for (; *at && (*at != '\'' || at[1] == '\''); at++) {
		buf_char(&text, *at);
		at += *at == '\'';
	}
	if (*at)
		formula = formula_new(FORMULA_TEXT, buf_text(&text));
	else
		sql_wrong(sql, _("a quotation mark is not closed"));
	sql->at = at + (*at != '\0');
	buf_release(&text);
	return formula;
}

/* Columns of the list are told from questions by their names, and by the table that stands before the point. */
static struct formula *
read_name(struct sql *sql, size_t len)
{
	char *name = mem_strndup(sql->at, len);
	struct formula *formula;
	bool column = sql->list && (list_has_column(sql->list, name) || strcmp(name, "name") == 0);

	sql->at += len;
	if (*sql->at == '.' && word_len(sql->at + 1)) {
		column = strncmp(name, "list_", 5) == 0;
		free(name);
		len = word_len(++sql->at);
		name = mem_strndup(sql->at, len);
		sql->at += len;
	}
	formula = formula_new(column ? FORMULA_COLUMN : FORMULA_FIELD, name);
	free(name);
	return formula;
}

static struct formula *
read_args(struct sql *sql, const char *name)
{
	struct formula *call = formula_new(FORMULA_CALL, name);

	sql->at++; /* the bracket */
	while (!sql_take_sign(sql, ")")) {
		struct formula *arg = read_or(sql);

		formula_add(call, arg);
		if (!arg || (!sql_take_sign(sql, ",") && *sql->at != ')')) {
			sql_wrong(sql, _("a bracket is not closed"));
			formula_free(call);
			return NULL;
		}
	}
	return call;
}

static struct formula *
read_cast(struct sql *sql)
{
	struct formula *of;
	const char *name;

	sql->at++;
	of = read_or(sql);
	if (!of || !sql_take_word(sql, "AS")) {
		formula_free(of);
		return sql_wrong(sql, _("a CAST cannot be read"));
	}
	name = sql_take_word(sql, "INTEGER") ? "int" : sql_take_word(sql, "REAL") ? "number" : sql_take_word(sql, "TEXT") ? "string" : NULL;
	if (!name || !sql_take_sign(sql, ")")) {
		formula_free(of);
		return sql_wrong(sql, _("a CAST cannot be read"));
	}
	return sql_call_of(name, of, NULL);
}

/* selected_any(f, 'a', 'b') */
static struct formula *
any_selected(struct formula *call)
{
	struct formula *any = NULL;

	for (size_t i = 1; i < call->count; i++) {
		struct formula *one = sql_call_of("selected", sql_copy(call->args[0]), sql_copy(call->args[i]));

		any = any ? sql_binary("or", any, one) : one;
	}
	formula_free(call);
	return any;
}

/* A call with the name and the order of arguments that XPath has. */
static struct formula *
renamed(struct sql *sql, struct formula *call)
{
	static const struct {
		const char *sql, *xpath;
	} names[] = {
		{ "selected", "selected" },
		{ "count_selected", "count-selected" },
		{ "chars", "string-length" },
		{ "length", "string-length" },
		{ "iif", "if" },
		{ "coalesce", "coalesce" },
		{ "ifnull", "coalesce" },
		{ "abs", "abs" },
		{ "round", "round" },
		{ "min", "min" },
		{ "max", "max" },
		{ "trim", "normalize-space" },
		{ "today", "today" },
		{ "ends_with", "ends-with" },
		{ "instr", "instr" },
	};
	char *said;

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcasecmp(call->text, names[i].sql) == 0) {
			free(call->text);
			call->text = mem_strdup(names[i].xpath);
			return call;
		}
	if (strcasecmp(call->text, "selected_any") == 0 && call->count >= 2)
		return any_selected(call);
	if ((strcasecmp(call->text, "days_between") == 0 || strcasecmp(call->text, "days_after") == 0) && call->count == 2) {
		bool between = strcasecmp(call->text, "days_between") == 0;
		struct formula *days = between ? sql_binary("-", call->args[1], call->args[0])
					       : sql_binary("+", call->args[0], call->args[1]);

		call->count = 0;
		formula_free(call);
		return between ? days : sql_call_of("date", days, NULL);
	}
	said = mem_printf(_("%s() has nothing like it in a survey"), call->text);
	sql_wrong(sql, said);
	free(said);
	formula_free(call);
	return NULL;
}

/* CASE WHEN a THEN b ELSE c END is if(a, b, c). */
static struct formula *
read_case(struct sql *sql)
{
	struct formula *chosen = formula_new(FORMULA_CALL, "if"), *otherwise;

	if (!sql_take_word(sql, "WHEN")) {
		formula_free(chosen);
		return sql_wrong(sql, _("CASE compares a value: a survey has only conditions"));
	}
	formula_add(chosen, read_or(sql));
	if (sql_take_word(sql, "THEN"))
		formula_add(chosen, read_or(sql));
	skip(sql);
	if (word_len(sql->at) == 4 && strncasecmp(sql->at, "WHEN", 4) == 0)
		otherwise = read_case(sql);
	else if (sql_take_word(sql, "ELSE"))
		otherwise = read_or(sql);
	else
		otherwise = formula_new(FORMULA_TEXT, "");
	formula_add(chosen, otherwise);
	if (chosen->count == 3)
		return chosen;
	formula_free(chosen);
	return sql_wrong(sql, _("a CASE cannot be read"));
}

static struct formula *
read_word(struct sql *sql)
{
	size_t len = word_len(sql->at);
	char *name = mem_strndup(sql->at, len);
	struct formula *out = NULL, *call;
	const char *behind;

	for (behind = sql->at + len; isspace((unsigned char)*behind); behind++)
		;
	if (strcasecmp(name, "SELECT") == 0 || strcasecmp(name, "EXISTS") == 0) {
		sql_wrong(sql, _("it looks something up in a table or list: a survey has nothing like it"));
	} else if (strcasecmp(name, "CASE") == 0) {
		sql->at += len;
		out = read_case(sql);
		if (out && !sql_take_word(sql, "END")) {
			formula_free(out);
			out = sql_wrong(sql, _("a CASE cannot be read"));
		}
	} else if (strcasecmp(name, "NULL") == 0) {
		sql->at += len;
		out = formula_new(FORMULA_TEXT, "");
	} else if (strcasecmp(name, "TRUE") == 0 || strcasecmp(name, "FALSE") == 0) {
		sql->at += len;
		out = sql_call_of(strcasecmp(name, "TRUE") == 0 ? "true" : "false", NULL, NULL);
	} else if (*behind == '(') {
		sql->at = behind;
		call = strcasecmp(name, "CAST") == 0 ? NULL : read_args(sql, name);
		out = strcasecmp(name, "CAST") == 0 ? read_cast(sql) : call ? renamed(sql, call) : NULL;
	} else {
		out = read_name(sql, len);
	}
	free(name);
	return out;
}

static struct formula *
read_one(struct sql *sql)
{
	struct formula *inside;

	skip(sql);
	if (*sql->at == '\'')
		return read_text(sql);
	if (isdigit((unsigned char)*sql->at)) {
		size_t len = strspn(sql->at, "0123456789.");
		char *digits = mem_strndup(sql->at, len);

		inside = formula_new(FORMULA_NUMBER, digits);
		free(digits);
		sql->at += len;
		return inside;
	}
	if (sql_take_sign(sql, "-")) {
		struct formula *minus = formula_new(FORMULA_MINUS, "-");

		formula_add(minus, read_one(sql));
		if (minus->count)
			return minus;
		formula_free(minus);
		return NULL;
	}
	if (word_len(sql->at))
		return read_word(sql);
	if (!sql_take_sign(sql, "("))
		return sql_wrong(sql, _("it cannot be read as an expression"));
	inside = read_or(sql);
	if (inside && !sql_take_sign(sql, ")")) {
		formula_free(inside);
		return sql_wrong(sql, _("a bracket is not closed"));
	}
	return inside;
}

static struct formula *
read_joined(struct sql *sql)
{
	struct formula *left = read_one(sql);

	while (left && sql_take_sign(sql, "||")) {
		struct formula *right = read_one(sql);

		if (!right) {
			formula_free(left);
			return NULL;
		}
		left = sql_call_of("concat", left, right);
	}
	return left;
}

static struct formula *
read_product(struct sql *sql)
{
	struct formula *left = read_joined(sql);

	for (;;) {
		if (!left)
			return NULL;
		if (sql_take_sign(sql, "*"))
			left = sql_binary("*", left, read_joined(sql));
		else if (sql_take_sign(sql, "/"))
			left = sql_binary("/", left, read_joined(sql));
		else if (sql_take_sign(sql, "%"))
			left = sql_binary("mod", left, read_joined(sql));
		else
			return left;
	}
}

struct formula *
sql_read_total(struct sql *sql)
{
	struct formula *left = read_product(sql);

	for (;;) {
		if (!left)
			return NULL;
		if (sql_take_sign(sql, "+"))
			left = sql_binary("+", left, read_product(sql));
		else if (sql_take_sign(sql, "-"))
			left = sql_binary("-", left, read_product(sql));
		else
			return left;
	}
}

static struct formula *
read_not(struct sql *sql)
{
	struct formula *of;

	if (!sql_take_word(sql, "NOT"))
		return sql_read_comparison(sql);
	if (++sql->depth > DEPTH_MAX)
		return sql_wrong(sql, _("it has too many brackets in each other"));
	of = read_not(sql);
	sql->depth--;
	return of ? sql_call_of("not", of, NULL) : NULL;
}

static struct formula *
read_and(struct sql *sql)
{
	struct formula *left = read_not(sql);

	while (left && sql_take_word(sql, "AND"))
		left = sql_binary("and", left, read_not(sql));
	return left;
}

static struct formula *
read_or(struct sql *sql)
{
	struct formula *left;

	if (++sql->depth > DEPTH_MAX)
		return sql_wrong(sql, _("it has too many brackets in each other"));
	left = read_and(sql);
	while (left && sql_take_word(sql, "OR"))
		left = sql_binary("or", left, read_and(sql));
	sql->depth--;
	return left;
}

struct formula *
sql_read(const char *text, const struct list *list, struct buf *why)
{
	struct sql sql = { .at = text, .list = list, .why = why };
	struct formula *formula;

	buf_clear(why);
	formula = read_or(&sql);
	skip(&sql);
	if (formula && *sql.at) {
		formula_free(formula);
		formula = sql_wrong(&sql, _("behind what can be read more stands"));
	}
	if (!formula)
		sql_wrong(&sql, _("it cannot be read as an expression"));
	return formula;
}
