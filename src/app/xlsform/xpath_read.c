#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app/xlsform/formula.h"
#include "base/i18n.h"
#include "base/mem.h"

/* XPath as surveys use it: operators, calls, ${name} and paths to questions. */

#define DEPTH_MAX 60

struct xpath {
	const char *at;
	const char *self;
	bool column;
	int depth;
	struct buf *why;
};

static struct formula *read_binary(struct xpath *xpath, int least);

static void
skip(struct xpath *xpath)
{
	while (isspace((unsigned char)*xpath->at))
		xpath->at++;
}

static bool
is_name_start(char c)
{
	return isalpha((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* A name ends before "-" and "." alone where a letter or digit follows, as in "count-selected" and "a.b". */
static size_t
name_len(const char *at)
{
	size_t len = 0;

	if (!is_name_start(*at))
		return 0;
	while (is_name_start(at[len]) || isdigit((unsigned char)at[len]) || at[len] == ':' ||
	       ((at[len] == '-' || at[len] == '.') && (is_name_start(at[len + 1]) || isdigit((unsigned char)at[len + 1]))))
		len++;
	return len;
}

static struct formula *
wrong(struct xpath *xpath, const char *sentence)
{
	if (!xpath->why->len)
		buf_text_add(xpath->why, sentence);
	return NULL;
}

/* "${name}", and the text that many sheets have between: "${ name }". */
static struct formula *
read_reference(struct xpath *xpath)
{
	const char *end = strchr(xpath->at, '}');
	struct formula *formula;
	const char *from;
	char *name;
	size_t len;

	if (!end)
		return wrong(xpath, _("a \"${\" has no \"}\""));
	for (from = xpath->at + 2; isspace((unsigned char)*from); from++)
		;
	for (len = (size_t)(end - from); len && isspace((unsigned char)from[len - 1]); len--)
		;
	name = mem_strndup(from, len);
	formula = formula_new(FORMULA_FIELD, name);
	free(name);
	xpath->at = end + 1;
	return formula;
}

static struct formula *
read_text(struct xpath *xpath)
{
	const char *end = strchr(xpath->at + 1, *xpath->at);
	struct formula *formula;
	char *text;

	if (!end)
		return wrong(xpath, _("a quotation mark is not closed"));
	text = mem_strndup(xpath->at + 1, (size_t)(end - xpath->at - 1));
	formula = formula_new(FORMULA_TEXT, text);
	free(text);
	xpath->at = end + 1;
	return formula;
}

static struct formula *
read_number(struct xpath *xpath)
{
	size_t len = strspn(xpath->at, "0123456789.");
	char *digits = mem_strndup(xpath->at, len);
	struct formula *formula = NULL;

	if (strchr(digits, '.') != strrchr(digits, '.') || strcmp(digits, ".") == 0)
		wrong(xpath, _("a number has more than one point"));
	else
		formula = formula_new(FORMULA_NUMBER, digits);
	free(digits);
	xpath->at += len;
	return formula;
}

/* A path leads to the question that it ends with: "../age", "/data/house/age". */
static struct formula *
read_path(struct xpath *xpath)
{
	struct formula *formula;
	char *name = NULL;

	while (*xpath->at == '/' || *xpath->at == '.' || is_name_start(*xpath->at)) {
		size_t len = name_len(xpath->at);

		if (len) {
			free(name);
			name = mem_strndup(xpath->at, len);
			xpath->at += len;
			skip(xpath);
			if (*xpath->at != '/')
				break;
		} else {
			xpath->at++;
		}
	}
	if (*xpath->at == '[')
		wrong(xpath, _("a path with a condition in brackets has nothing like it"));
	else if (!name)
		wrong(xpath, _("a path leads to no question"));
	formula = name && !xpath->why->len ? formula_new(FORMULA_FIELD, name) : NULL;
	free(name);
	return formula;
}

static struct formula *
read_call(struct xpath *xpath, size_t len)
{
	char *name = mem_strndup(xpath->at, len);
	struct formula *call = formula_new(FORMULA_CALL, name);

	free(name);
	xpath->at += len;
	skip(xpath);
	xpath->at++; /* the bracket */
	skip(xpath);
	if (strcmp(call->text, "position") == 0) /* of the row, "..", always */
		xpath->at += strcspn(xpath->at, ")");
	while (*xpath->at != ')') {
		struct formula *arg = read_binary(xpath, 1);

		formula_add(call, arg);
		skip(xpath);
		if (!arg || (*xpath->at != ',' && *xpath->at != ')')) {
			wrong(xpath, _("a bracket is not closed"));
			formula_free(call);
			return NULL;
		}
		xpath->at += *xpath->at == ',';
		skip(xpath);
	}
	xpath->at++;
	return call;
}

static struct formula *
read_bracket(struct xpath *xpath)
{
	struct formula *inside;

	xpath->at++;
	inside = read_binary(xpath, 1);
	skip(xpath);
	if (inside && *xpath->at != ')') {
		formula_free(inside);
		return wrong(xpath, _("a bracket is not closed"));
	}
	xpath->at += inside != NULL;
	return inside;
}

static struct formula *
read_one(struct xpath *xpath)
{
	size_t len;
	const char *behind;

	skip(xpath);
	if (*xpath->at == '(')
		return read_bracket(xpath);
	if (*xpath->at == '\'' || *xpath->at == '"')
		return read_text(xpath);
	if (strncmp(xpath->at, "${", 2) == 0)
		return read_reference(xpath);
	if (isdigit((unsigned char)*xpath->at) || (*xpath->at == '.' && isdigit((unsigned char)xpath->at[1])))
		return read_number(xpath);
	if (*xpath->at == '.' && xpath->at[1] != '.' && xpath->at[1] != '/') {
		xpath->at++;
		return xpath->self ? formula_new(FORMULA_FIELD, xpath->self) : wrong(xpath, _("\".\" stands for no answer here"));
	}
	if (*xpath->at == '/' || *xpath->at == '.')
		return read_path(xpath);
	len = name_len(xpath->at);
	if (!len)
		return wrong(xpath, *xpath->at ? _("it cannot be read as an expression") : _("it ends too early"));
	for (behind = xpath->at + len; isspace((unsigned char)*behind); behind++)
		;
	if (*behind == '(')
		return read_call(xpath, len);
	if (*behind == '/')
		return read_path(xpath);
	{
		char *name = mem_strndup(xpath->at, len);
		struct formula *plain = formula_new(xpath->column ? FORMULA_COLUMN : FORMULA_FIELD, name);

		free(name);
		xpath->at += len;
		return plain;
	}
}

static struct formula *
read_signed(struct xpath *xpath)
{
	struct formula *formula, *of;

	skip(xpath);
	if (*xpath->at != '-')
		return read_one(xpath);
	xpath->at++;
	if (++xpath->depth > DEPTH_MAX)
		return wrong(xpath, _("it has too many brackets in each other"));
	of = read_signed(xpath);
	xpath->depth--;
	if (!of)
		return NULL;
	formula = formula_new(FORMULA_MINUS, "-");
	formula_add(formula, of);
	return formula;
}

/* The sign that stands next, and its length in the text; NULL: none. */
static const char *
next_operator(const struct xpath *xpath, size_t *len)
{
	static const char *const operators[] = { "!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "and", "or", "div", "mod" };

	for (size_t i = 0; i < ARRAY_LEN(operators); i++) {
		*len = strlen(operators[i]);
		if (strncmp(xpath->at, operators[i], *len) == 0 &&
		    (!isalpha((unsigned char)operators[i][0]) || name_len(xpath->at) == *len))
			return operators[i];
	}
	return NULL;
}

static struct formula *
read_binary(struct xpath *xpath, int least)
{
	struct formula *left;
	const char *sign;
	size_t len;

	if (++xpath->depth > DEPTH_MAX)
		return wrong(xpath, _("it has too many brackets in each other"));
	left = read_signed(xpath);
	skip(xpath);
	while (left && (sign = next_operator(xpath, &len)) && formula_binds(sign) >= least) {
		struct formula *both = formula_new(FORMULA_BINARY, sign), *right;

		xpath->at += len;
		right = read_binary(xpath, formula_binds(sign) + 1);
		formula_add(both, left);
		formula_add(both, right);
		left = both;
		if (!right) {
			formula_free(left);
			left = NULL;
		}
		skip(xpath);
	}
	xpath->depth--;
	return left;
}

struct formula *
xpath_read(const char *text, const char *self, bool column, struct buf *why)
{
	struct xpath xpath = { .at = text, .self = self, .column = column, .why = why };
	struct formula *formula;

	buf_clear(why);
	formula = read_binary(&xpath, 1);
	skip(&xpath);
	if (formula && *xpath.at) {
		formula_free(formula);
		formula = wrong(&xpath, _("behind what can be read more stands"));
	}
	return formula;
}
