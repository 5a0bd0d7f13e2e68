#include "base/plural.h"

#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/attr.h"

/* One pass over the text that computes as it reads. Both sides of ?:, && and || are read, since none has an effect. */

#define DEEP_MAX 32

struct plural_rule {
	const char *at;
	unsigned long n;
	int deep;
	bool wrong;
};

/* By how strongly they bind; of one strength the longer first. */
static const struct {
	const char *sign;
	int strength;
} signs[] = {
	{ "||", 1 }, { "&&", 2 }, { "==", 3 }, { "!=", 3 }, { "<=", 4 }, { ">=", 4 }, { "<", 4 },
	{ ">", 4 },  { "+", 5 },  { "-", 5 },  { "*", 6 },  { "/", 6 },	 { "%", 6 },
};

static unsigned long read_choice(struct plural_rule *rule);

static bool
take(struct plural_rule *rule, const char *sign)
{
	while (isspace((unsigned char)*rule->at))
		rule->at++;
	if (strncmp(rule->at, sign, strlen(sign)) != 0)
		return false;
	rule->at += strlen(sign);
	return true;
}

static unsigned long
read_one(struct plural_rule *rule)
{
	unsigned long value = 0;

	if (++rule->deep > DEEP_MAX) {
		rule->wrong = true;
		return 0;
	}
	if (take(rule, "!")) {
		value = !read_one(rule);
	} else if (take(rule, "(")) {
		value = read_choice(rule);
		rule->wrong |= !take(rule, ")");
	} else if (take(rule, "n")) {
		value = rule->n;
	} else if (isdigit((unsigned char)*rule->at)) {
		char *end;

		value = strtoul(rule->at, &end, 10);
		rule->at = end;
	} else {
		rule->wrong = true;
	}
	rule->deep--;
	return value;
}

static unsigned long
compute(size_t sign, unsigned long a, unsigned long b)
{
	switch (signs[sign].sign[0]) {
	case '|':
		return a || b;
	case '&':
		return a && b;
	case '=':
		return a == b;
	case '!':
		return a != b;
	case '<':
		return signs[sign].sign[1] ? a <= b : a < b;
	case '>':
		return signs[sign].sign[1] ? a >= b : a > b;
	case '+':
		return a + b;
	case '-':
		return a - b;
	case '*':
		return a * b;
	default:
		return b == 0 ? 0 : signs[sign].sign[0] == '/' ? a / b : a % b;
	}
}

/* Everything that binds more strongly than `weakest`. */
static unsigned long
read_operators(struct plural_rule *rule, int weakest)
{
	unsigned long value = read_one(rule);

	while (!rule->wrong) {
		size_t sign = 0;

		while (isspace((unsigned char)*rule->at))
			rule->at++;
		while (sign < ARRAY_LEN(signs) && strncmp(rule->at, signs[sign].sign, strlen(signs[sign].sign)) != 0)
			sign++;
		if (sign == ARRAY_LEN(signs) || signs[sign].strength <= weakest)
			break;
		rule->at += strlen(signs[sign].sign);
		value = compute(sign, value, read_operators(rule, signs[sign].strength));
	}
	return value;
}

static unsigned long
read_choice(struct plural_rule *rule)
{
	unsigned long value = read_operators(rule, 0), yes, no;

	if (rule->wrong || !take(rule, "?"))
		return value;
	if (++rule->deep > DEEP_MAX) {
		rule->wrong = true;
		return 0;
	}
	yes = read_choice(rule);
	rule->wrong |= !take(rule, ":");
	no = read_choice(rule);
	rule->deep--;
	return value ? yes : no;
}

static unsigned long
read_rule(struct plural_rule *rule)
{
	unsigned long value = read_choice(rule);

	take(rule, "");
	rule->wrong |= *rule->at != '\0';
	return rule->wrong ? 0 : value;
}

bool
plural_is_right(const char *text)
{
	struct plural_rule rule = { .at = text, .n = 1 };

	read_rule(&rule);
	return !rule.wrong;
}

unsigned long
plural_form(const char *text, unsigned long n)
{
	struct plural_rule rule = { .at = text, .n = n };

	return read_rule(&rule);
}
