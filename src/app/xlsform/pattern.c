#include "app/xlsform/pattern.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define PARTS_MAX 24
#define LETTERS_MAX 60 /* of a pattern written out */
#define OPEN_END 1000

/* One part of a pattern: the class of a letter, as in GLOB without its brackets, and how many of it there are. */
struct part {
	char class[40];
	bool any; /* every letter */
	long least, most;
};

struct parts {
	struct part items[PARTS_MAX];
	size_t count;
};

static bool
add_letter(struct part *part, char c)
{
	size_t len = strlen(part->class);

	if (len + 2 > sizeof(part->class) || c == ']' || c == '\'')
		return false;
	part->class[len] = c;
	part->class[len + 1] = '\0';
	return true;
}

static bool
add_run(struct part *part, const char *run)
{
	bool fits = true;

	for (; *run && fits; run++)
		fits = add_letter(part, *run);
	return fits;
}

/* What a backslash and a letter stand for. */
static bool
read_escaped(char c, struct part *part)
{
	if (c == 'd')
		return add_run(part, "0-9");
	if (c == 'w')
		return add_run(part, "A-Za-z0-9_");
	return c && !isalnum((unsigned char)c) && add_letter(part, c);
}

/* "[...]": the text behind it; NULL: it cannot be said. */
static const char *
read_class(const char *at, struct part *part)
{
	for (at++; *at && *at != ']'; at++) {
		bool fits = *at == '\\' ? read_escaped(*++at, part) : *at != '[' && (unsigned char)*at < 0x80 && add_letter(part, *at);

		if (!fits)
			return NULL;
	}
	return *at && *part->class ? at + 1 : NULL;
}

/* "{2}", "{2,4}", "{2,}", "+", "*", "?", or nothing: the text behind it; NULL: it cannot be read. */
static const char *
read_count(const char *at, struct part *part)
{
	char *end;

	part->least = part->most = 1;
	if (*at == '+' || *at == '*' || *at == '?') {
		part->least = *at == '+';
		part->most = *at == '?' ? 1 : OPEN_END;
		return at + 1;
	}
	if (*at != '{')
		return at;
	if (!isdigit((unsigned char)at[1]))
		return NULL;
	part->least = part->most = strtol(at + 1, &end, 10);
	if (*end == ',' && end[1] == '}') {
		part->most = OPEN_END;
		end++;
	} else if (*end == ',') {
		part->most = strtol(end + 1, &end, 10);
	}
	return *end == '}' && part->least <= part->most && part->most <= OPEN_END ? end + 1 : NULL;
}

static const char *
read_part(const char *at, struct part *part)
{
	*part = (struct part){ 0 };
	if (*at == '[')
		at = read_class(at, part);
	else if (*at == '\\')
		at = read_escaped(at[1], part) ? at + 2 : NULL;
	else if (*at == '.')
		part->any = (at++, true);
	else if (strchr("()|{}*+?^$", *at) || (unsigned char)*at >= 0x80 || !add_letter(part, *at))
		at = NULL;
	else
		at++;
	return at ? read_count(at, part) : NULL;
}

static bool
read_parts(const char *pattern, struct parts *parts)
{
	size_t len = strlen(pattern);
	char *inner = mem_strndup(pattern + (*pattern == '^'), len - (*pattern == '^'));
	const char *at = inner;

	len = strlen(inner);
	if (len && inner[len - 1] == '$' && (len < 2 || inner[len - 2] != '\\'))
		inner[len - 1] = '\0';
	while (at && *at && parts->count < PARTS_MAX)
		at = read_part(at, &parts->items[parts->count++]);
	len = at && !*at ? parts->count : 0;
	free(inner);
	return len > 0;
}

/* The letters of a part, as many as there are at least; the count of letters. */
static long
write_letters(const struct part *part, struct buf *out)
{
	for (long i = 0; i < part->least && i < LETTERS_MAX; i++) {
		if (part->any)
			buf_char(out, '?');
		else
			buf_printf(out, "[%s]", part->class);
	}
	return part->least;
}

bool
pattern_write(const char *pattern, const char *of, struct buf *out)
{
	struct parts parts = { 0 };
	struct part *open = NULL;
	struct buf glob = { 0 };
	long before = 0, behind = 0;
	bool fits = read_parts(pattern, &parts);

	for (size_t i = 0; i < parts.count && fits; i++) {
		struct part *part = &parts.items[i];

		if (part->least == part->most) {
			*(open ? &behind : &before) += write_letters(part, &glob);
			continue;
		}
		fits = !open; /* where the first ends could not be said */
		open = part;
		buf_char(&glob, '*');
	}
	fits = fits && before + behind <= LETTERS_MAX;
	if (fits && !open) {
		buf_printf(out, "(%s GLOB '%s')", of, buf_text(&glob));
	} else if (fits) {
		buf_printf(out, "(%s GLOB '%s' AND chars(%s) BETWEEN %ld AND %ld", of, buf_text(&glob), of, before + open->least + behind,
			   before + open->most + behind);
		if (!open->any)
			buf_printf(out, " AND substr(%s, %ld, chars(%s) - %ld) NOT GLOB '*[%s%s]*'", of, before + 1, of, before + behind,
				   *open->class == '^' ? "" : "^", *open->class == '^' ? open->class + 1 : open->class);
		buf_char(out, ')');
	}
	buf_release(&glob);
	return fits;
}
