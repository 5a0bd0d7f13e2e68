#include "app/xlsform/formula.h"

#include <stdlib.h>
#include <string.h>

#include "base/attr.h"
#include "base/mem.h"

struct formula *
formula_new(enum formula_kind kind, const char *text)
{
	struct formula *formula = mem_alloc(sizeof(*formula));

	formula->kind = kind;
	formula->text = mem_strdup(text);
	return formula;
}

void
formula_add(struct formula *formula, struct formula *arg)
{
	if (!arg)
		return;
	formula->args = mem_resize(formula->args, formula->count + 1, sizeof(struct formula *));
	formula->args[formula->count++] = arg;
}

void
formula_free(struct formula *formula)
{
	if (!formula)
		return;
	for (size_t i = 0; i < formula->count; i++)
		formula_free(formula->args[i]);
	free(formula->args);
	free(formula->text);
	free(formula);
}

bool
formula_is(const struct formula *formula, enum formula_kind kind, const char *text)
{
	return formula->kind == kind && strcmp(formula->text, text) == 0;
}

bool
formula_cannot(struct buf *why, const char *fmt, ...)
{
	va_list args;
	char *said;

	if (why->len)
		return false;
	va_start(args, fmt);
	said = mem_vprintf(fmt, args);
	va_end(args);
	buf_text_add(why, said);
	free(said);
	return false;
}

int
formula_binds(const char *sign)
{
	static const struct {
		const char *sign;
		int binds;
	} table[] = {
		{ "or", 1 }, { "and", 2 }, { "=", 3 }, { "!=", 3 }, { "<", 4 },	  { "<=", 4 },	{ ">", 4 },
		{ ">=", 4 }, { "+", 5 },   { "-", 5 }, { "*", 6 },  { "div", 6 }, { "mod", 6 }, { "/", 6 },
	};

	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		if (strcmp(table[i].sign, sign) == 0)
			return table[i].binds;
	return 0;
}
