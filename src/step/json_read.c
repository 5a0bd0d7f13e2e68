#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text/text_rule.h"
#include "step/json.h"

/* The strict reader of JSON: one pass over the bytes into a tree that lies in an arena. A county's file holds half a million steps, and each
 * is read twice: our own reader, and no library's, because one reading must cost a small part of verifying one signature. For the same
 * reason letters, texts, numbers and objects stand in this one file, of more than 500 lines: what is read for every byte is inlined.
 * What is refused, and with which second reader it must agree, stands in tests/step. */

/* Where null may stand: among the members of the step, and of the objects in its list of photos. */
enum place {
	PLACE_PLAIN,
	PLACE_STEP,
	PLACE_PHOTOS,
	PLACE_PHOTO,
};

/* Objects up to this size are searched for a member that stands twice, larger ones are sorted. */
#define SMALL_OBJECT 24
/* Members that may be open before memory is asked for. */
#define ROOM 64

struct json_reading {
	const char *start, *at, *end;
	struct arena *arena;
	/* The members, or items, of the lists and objects that are open; those of a closed one move into the arena. */
	struct member *open; /* the caller's room, then memory */
	size_t count, cap;
	bool grown;
	struct err *err;
};

static enum status read_value(struct json_reading *reading, int depth, enum place place, struct value *out);

/* ---- what is wrong, and where */

static int
line_number(const struct json_reading *reading)
{
	int line = 1;

	for (const char *at = reading->start; at < reading->at; at++)
		line += *at == '\n';
	return line;
}

static enum status
not_json(struct json_reading *reading, const char *why)
{
	return err_set(reading->err, STATUS_INVALID, _("line %d: this is not JSON: %s"), line_number(reading), why);
}

static enum status
ends_early(struct json_reading *reading)
{
	return not_json(reading, _("it ends too early"));
}

/* ---- letters */

static void
skip_space(struct json_reading *reading)
{
	while (reading->at < reading->end && (*reading->at == ' ' || *reading->at == '\n' || *reading->at == '\t' || *reading->at == '\r'))
		reading->at++;
}

/* Skips white space; true, and past it, when `c` comes next. */
static bool
take_char(struct json_reading *reading, char c)
{
	skip_space(reading);
	if (reading->at == reading->end || *reading->at != c)
		return false;
	reading->at++;
	return true;
}

static bool
take_word(struct json_reading *reading, const char *word)
{
	size_t len = strlen(word);

	if ((size_t)(reading->end - reading->at) < len || memcmp(reading->at, word, len) != 0)
		return false;
	reading->at += len;
	return true;
}

/* ---- texts */

static enum status
not_allowed(struct json_reading *reading, uint32_t c)
{
	return err_set(reading->err, STATUS_INVALID, _("a text holds a character that may not stand there: U+%04X in line %d"), (unsigned)c,
		       line_number(reading));
}

/* Four hex digits of either case, as JSON has them. */
static bool
read_unit(struct json_reading *reading, uint32_t *out)
{
	uint32_t unit = 0;

	if (reading->end - reading->at < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		char c = *reading->at++;

		if (c >= '0' && c <= '9')
			unit = unit << 4 | (uint32_t)(c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			unit = unit << 4 | (uint32_t)((c | 0x20) - 'a' + 10);
		else
			return false;
	}
	*out = unit;
	return true;
}

/* Reads an escape, from behind its backslash. */
static enum status
read_escape(struct json_reading *reading, uint32_t *out)
{
	static const char names[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
	const char *name;
	uint32_t low;

	if (reading->at == reading->end)
		return ends_early(reading);
	if (*reading->at != 'u') {
		name = *reading->at ? strchr(names, *reading->at) : NULL;
		if (!name)
			return not_json(reading, _("a backslash stands before what it cannot stand before"));
		reading->at++;
		*out = (unsigned char)means[name - names];
		return STATUS_OK;
	}
	reading->at++;
	if (!read_unit(reading, out))
		return not_json(reading, _("four hex digits must follow \\u"));
	if (*out < 0xd800 || *out > 0xdfff)
		return STATUS_OK;
	if (*out > 0xdbff || !take_word(reading, "\\u") || !read_unit(reading, &low) || low < 0xdc00 || low > 0xdfff)
		return not_json(reading, _("half a character is written with \\u"));
	*out = 0x10000 + ((*out - 0xd800) << 10 | (low - 0xdc00));
	return STATUS_OK;
}

/* One character that is no plain ASCII: checked as it stands behind those before it, and copied to *to. */
static enum status
read_char(struct json_reading *reading, struct text_rule *rule, char **to)
{
	enum status status = STATUS_OK;
	size_t used;
	uint32_t c;

	if (*reading->at == '\\') {
		reading->at++;
		status = read_escape(reading, &c);
		if (status)
			return status;
	} else {
		if ((unsigned char)*reading->at < 0x20)
			return not_json(reading, _("a text goes over the end of its line"));
		used = text_decode(reading->at, (size_t)(reading->end - reading->at), &c);
		if (!used)
			return not_json(reading, _("it is not UTF-8"));
		reading->at += used;
	}
	if (text_rule_next(rule, c))
		return not_allowed(reading, c);
	*to += text_encode(c, *to);
	return STATUS_OK;
}

/* Bytes from here on that are plain: ASCII, no control, no quote, no backslash. Eight at a time, since most of a step is ids and codes:
 * of bytes below 0x80, c - 0x20 has its high bit when c is a control, and (c ^ q) - 1 when c is q. */
static size_t
plain_len(const char *at, const char *end)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
	const char *from = at;

	for (; end - at >= 8; at += 8) {
		uint64_t eight, quote, backslash, last;

		memcpy(&eight, at, 8);
		quote = eight ^ ones * '"';
		backslash = eight ^ ones * '\\';
		last = eight ^ ones * 0x7f;
		if ((eight | (eight - ones * 0x20) | (quote - ones) | (backslash - ones) | (last - ones)) & highs)
			break; /* one of the eight is not plain; which, is looked at below */
	}
	while (at < end && *at >= 0x20 && *at < 0x7f && *at != '"' && *at != '\\')
		at++;
	return (size_t)(at - from);
}

/* Bytes of the text as it is written: no fewer than it has when it is read. */
static size_t
written_len(const struct json_reading *reading)
{
	const char *at = reading->at;

	while (at < reading->end && *at != '"')
		at += *at == '\\' && reading->end - at > 1 ? 2 : 1;
	return (size_t)(at - reading->at);
}

/* Reads a text, from its opening quote. */
static enum status
read_text(struct json_reading *reading, char **out)
{
	enum status status = STATUS_OK;
	size_t plain = plain_len(++reading->at, reading->end);
	bool all = reading->at + plain < reading->end && reading->at[plain] == '"';
	char *text = arena_take(reading->arena, (all ? plain : written_len(reading)) + 1), *to = text;
	struct text_rule rule = { 0 };

	for (;;) {
		memcpy(to, reading->at, plain);
		to += plain;
		reading->at += plain;
		if (reading->at == reading->end)
			return ends_early(reading);
		if (*reading->at == '"')
			break;
		status = read_char(reading, &rule, &to);
		if (status)
			return status;
		plain = plain_len(reading->at, reading->end);
		if (plain)
			rule = (struct text_rule){ 0 };
	}
	reading->at++;
	*to = '\0';
	*out = text;
	return STATUS_OK;
}

/* ---- numbers */

static locale_t plain_locale;

static void
make_plain_locale(void)
{
	plain_locale = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
	if (!plain_locale)
		mem_exhausted(); /* the one reason for which the locale that is built in could fail */
}

static enum status
read_real(struct json_reading *reading, const char *from, struct value *out)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	size_t len = (size_t)(reading->at - from);
	char *text = arena_take(reading->arena, len + 1);
	double real;

	memcpy(text, from, len);
	text[len] = '\0';
	pthread_once(&once, make_plain_locale);
	real = strtod_l(text, NULL, plain_locale); /* the person's locale may want a comma */
	if (!isfinite(real))
		return err_set(reading->err, STATUS_INVALID, _("a number is not finite"));
	*out = value_real(real);
	return STATUS_OK;
}

static bool
take_digits(struct json_reading *reading)
{
	const char *from = reading->at;

	while (reading->at < reading->end && *reading->at >= '0' && *reading->at <= '9')
		reading->at++;
	return reading->at > from;
}

static enum status
read_integer(struct json_reading *reading, const char *from, struct value *out)
{
	bool negative = *from == '-';
	int64_t integer = 0;

	for (from += negative; from < reading->at; from++) {
		integer = integer * 10 + (*from - '0');
		if (integer > JSON_INTEGER_MAX)
			return err_set(reading->err, STATUS_INVALID, _("a number is larger than 2^53"));
	}
	*out = value_integer(negative ? -integer : integer);
	return STATUS_OK;
}

static enum status
read_number(struct json_reading *reading, struct value *out)
{
	const char *from = reading->at;
	bool whole = true;

	if (*reading->at == '-')
		reading->at++;
	if (reading->at < reading->end && *reading->at == '0')
		reading->at++; /* no other digit may follow it */
	else if (!take_digits(reading))
		return not_json(reading, _("a value must stand here"));
	if (reading->at < reading->end && *reading->at == '.') {
		whole = false;
		reading->at++;
		if (!take_digits(reading))
			return not_json(reading, _("a digit must follow the point"));
	}
	if (reading->at < reading->end && (*reading->at == 'e' || *reading->at == 'E')) {
		whole = false;
		reading->at++;
		if (reading->at < reading->end && (*reading->at == '+' || *reading->at == '-'))
			reading->at++;
		if (!take_digits(reading))
			return not_json(reading, _("a digit must follow the exponent's letter"));
	}
	return whole ? read_integer(reading, from, out) : read_real(reading, from, out);
}

/* ---- lists and objects */

static struct member *
open_member(struct json_reading *reading)
{
	if (reading->count == reading->cap) {
		struct member *more = mem_resize(reading->grown ? reading->open : NULL, reading->cap * 2, sizeof(*more));

		if (!reading->grown)
			memcpy(more, reading->open, reading->count * sizeof(*more));
		reading->open = more;
		reading->cap *= 2;
		reading->grown = true;
	}
	reading->open[reading->count] = (struct member){ 0 };
	return &reading->open[reading->count++];
}

static enum status
read_items(struct json_reading *reading, int depth, enum place place)
{
	enum status status;
	struct value item = { 0 };

	if (take_char(reading, ']'))
		return STATUS_OK;
	for (;;) {
		skip_space(reading);
		status = read_value(reading, depth - 1, place == PLACE_PHOTOS ? PLACE_PHOTO : PLACE_PLAIN, &item);
		if (status)
			return status;
		open_member(reading)->value = item;
		if (take_char(reading, ']'))
			return STATUS_OK;
		if (!take_char(reading, ','))
			return reading->at == reading->end ? ends_early(reading) : not_json(reading, _("a comma or ] must stand here"));
	}
}

static enum status
read_list(struct json_reading *reading, int depth, enum place place, struct value *out)
{
	size_t first = reading->count, count;
	enum status status;
	struct value *items;

	if (depth < 1)
		return err_set(reading->err, STATUS_INVALID, _("objects and lists are nested too deep"));
	reading->at++;
	status = read_items(reading, depth, place);
	count = reading->count - first;
	reading->count = first;
	if (status)
		return status;
	items = arena_take(reading->arena, count * sizeof(*items));
	for (size_t i = 0; i < count; i++)
		items[i] = reading->open[first + i].value;
	*out = (struct value){ .type = VALUE_LIST, .lent = true, .list = { .items = items, .count = count, .cap = count } };
	return STATUS_OK;
}

static int
compare_names(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

static bool
stands_twice(const struct member *members, size_t count)
{
	bool found = false;
	const char **names;

	if (count <= SMALL_OBJECT) {
		for (size_t i = 1; i < count; i++)
			for (size_t k = 0; k < i; k++)
				if (*members[i].name == *members[k].name && strcmp(members[i].name, members[k].name) == 0)
					return true;
		return false;
	}
	names = mem_array(count, sizeof(*names));
	for (size_t i = 0; i < count; i++)
		names[i] = members[i].name;
	qsort(names, count, sizeof(*names), compare_names);
	for (size_t i = 1; i < count && !found; i++)
		found = strcmp(names[i - 1], names[i]) == 0;
	free(names);
	return found;
}

static enum place
place_of_member(enum place object, const char *name)
{
	return object == PLACE_STEP && strcmp(name, "photos") == 0 ? PLACE_PHOTOS : PLACE_PLAIN;
}

/* `"name": value`; the value of a null that may stand is VALUE_NONE. */
static enum status
read_member(struct json_reading *reading, int depth, enum place place)
{
	struct member member = { 0 };
	enum status status;

	skip_space(reading);
	if (reading->at == reading->end)
		return ends_early(reading);
	if (*reading->at != '"')
		return not_json(reading, _("a name in double quotes must stand here"));
	status = read_text(reading, &member.name);
	if (status)
		return status;
	if (!take_char(reading, ':'))
		return reading->at == reading->end ? ends_early(reading) : not_json(reading, _("a colon must follow the name"));
	skip_space(reading);
	if ((place == PLACE_STEP || place == PLACE_PHOTO) && take_word(reading, "null")) {
		*open_member(reading) = member;
		return STATUS_OK;
	}
	status = read_value(reading, depth - 1, place_of_member(place, member.name), &member.value);
	if (!status)
		*open_member(reading) = member;
	else if (strlen(member.name) < 64)
		err_context(reading->err, "\"%s\"", member.name);
	return status;
}

static enum status
read_members(struct json_reading *reading, int depth, enum place place)
{
	enum status status;

	if (take_char(reading, '}'))
		return STATUS_OK;
	for (;;) {
		status = read_member(reading, depth, place);
		if (status)
			return status;
		if (take_char(reading, '}'))
			return STATUS_OK;
		if (!take_char(reading, ','))
			return reading->at == reading->end ? ends_early(reading) : not_json(reading, _("a comma or } must stand here"));
	}
}

static enum status
read_object(struct json_reading *reading, int depth, enum place place, struct value *out)
{
	size_t first = reading->count, count;
	enum status status;
	struct member *members;

	if (depth < 1)
		return err_set(reading->err, STATUS_INVALID, _("objects and lists are nested too deep"));
	reading->at++;
	status = read_members(reading, depth, place);
	count = reading->count - first;
	reading->count = first;
	if (!status && stands_twice(&reading->open[first], count))
		status = not_json(reading, _("a name stands twice in one object"));
	if (status)
		return status;
	members = arena_take(reading->arena, count * sizeof(*members));
	memcpy(members, &reading->open[first], count * sizeof(*members));
	*out = (struct value){ .type = VALUE_OBJECT, .lent = true, .object = { .members = members, .count = count, .cap = count } };
	return STATUS_OK;
}

/* ---- the whole */

static enum status
read_word(struct json_reading *reading, struct value *out)
{
	if (take_word(reading, "true"))
		*out = value_boolean(true);
	else if (take_word(reading, "false"))
		*out = value_boolean(false);
	else if (take_word(reading, "null"))
		return err_set(reading->err, STATUS_INVALID, _("null stands where an empty value must be left out"));
	else
		return not_json(reading, _("a value must stand here"));
	return STATUS_OK;
}

/* Reads a value; the white space before it is skipped already. */
static enum status
read_value(struct json_reading *reading, int depth, enum place place, struct value *out)
{
	enum status status;

	if (reading->at == reading->end)
		return ends_early(reading);
	switch (*reading->at) {
	case '{':
		return read_object(reading, depth, place, out);
	case '[':
		return read_list(reading, depth, place, out);
	case '"':
		*out = (struct value){ .type = VALUE_TEXT, .lent = true };
		status = read_text(reading, &out->text);
		return status;
	case '-':
	case '0':
	case '1':
	case '2':
	case '3':
	case '4':
	case '5':
	case '6':
	case '7':
	case '8':
	case '9':
		return read_number(reading, out);
	default:
		return read_word(reading, out);
	}
}

static enum status
read_whole(struct json_reading *reading, int depth, enum place place, struct value *out)
{
	enum status status;

	skip_space(reading);
	status = read_value(reading, depth, place, out);
	skip_space(reading);
	if (!status && reading->at < reading->end)
		status = not_json(reading, _("something stands behind the value"));
	if (reading->grown)
		free(reading->open);
	return status;
}

enum status
json_parse(const char *text, size_t len, int depth, struct value *out, struct err *err)
{
	struct arena arena = { .hint = len };
	struct member room[ROOM];
	struct json_reading reading = {
		.start = text, .at = text, .end = text + len, .arena = &arena, .open = room, .cap = ROOM, .err = err
	};
	struct value value = { 0 };
	enum status status = read_whole(&reading, depth, PLACE_PLAIN, &value);

	if (!status)
		*out = value_copy(&value);
	arena_release(&arena);
	return status;
}

enum status
json_parse_step(const char *text, size_t len, int depth, struct arena *arena, struct value *out, struct err *err)
{
	struct member room[ROOM];
	struct json_reading reading = {
		.start = text, .at = text, .end = text + len, .arena = arena, .open = room, .cap = ROOM, .err = err
	};
	struct value value = { 0 };
	enum status status;

	if (len == 0 || *text != '{')
		return err_set(err, STATUS_INVALID, _("a step must be one JSON object"));
	status = read_whole(&reading, depth, PLACE_STEP, &value);
	if (!status)
		*out = value;
	return status;
}
