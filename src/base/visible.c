#include "base/visible.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

struct char_range {
	uint32_t first, last;
};

/* Ascending. DerivedCoreProperties (Unicode 15, Default_Ignorable_Code_Point), with controls, separators and interlinear marks. */
static const struct char_range invisible[] = {
	{ 0x0000, 0x001f },   { 0x007f, 0x009f },   { 0x00ad, 0x00ad },	  { 0x034f, 0x034f }, { 0x061c, 0x061c }, { 0x115f, 0x1160 },
	{ 0x17b4, 0x17b5 },   { 0x180b, 0x180f },   { 0x200b, 0x200f },	  { 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0x3164, 0x3164 },
	{ 0xfdd0, 0xfdef },   { 0xfe00, 0xfe0f },   { 0xfeff, 0xfeff },	  { 0xffa0, 0xffa0 }, { 0xfff0, 0xfffc }, { 0xfffe, 0xffff },
	{ 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a }, { 0xe0000, 0xe0fff },
};

bool
char_is_invisible(uint32_t c)
{
	size_t low = 0, high = ARRAY_LEN(invisible);

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (c > invisible[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return (low < ARRAY_LEN(invisible) && c >= invisible[low].first) || (c & 0xfffe) == 0xfffe;
}

/* Appends with escapes; `line_end` and `tab` are bytes that stand for those of a format ('\0': none do). */
static void
add_escaped(struct buf *buf, const char *text, size_t len, char line_end, char tab)
{
	while (len > 0) {
		uint32_t c = 0;
		size_t used = text_decode(text, len, &c);

		if (line_end && *text == line_end)
			buf_char(buf, '\n');
		else if (tab && *text == tab)
			buf_char(buf, '\t');
		else if (used == 0 || c < 0x80)
			(used && !char_is_invisible(c)) ? buf_char(buf, *text) : buf_printf(buf, "\\x%02x", (unsigned char)*text);
		else if (char_is_invisible(c))
			buf_printf(buf, "\\u{%04x}", (unsigned)c);
		else
			buf_add(buf, text, used);
		text += used ? used : 1;
		len -= used ? used : 1;
	}
}

void
visible_add(struct buf *buf, const char *text)
{
	add_escaped(buf, text, strlen(text), '\0', '\0');
}

void
visible_add_line(struct buf *buf, const char *words)
{
	bool said = false, ends = false;

	for (size_t len; *words; words += len) {
		len = strcspn(words, "\r\n\t");
		if (!len) {
			ends |= *words != '\t';
			len = 1;
			continue;
		}
		if (said)
			buf_text_add(buf, ends ? " / " : " ");
		add_escaped(buf, words, len, '\0', '\0');
		said = true;
		ends = false;
	}
}

char *
visible_line(const char *words)
{
	struct buf line = { 0 };
	char *out;

	visible_add_line(&line, words);
	out = mem_strdup(line.len ? buf_text(&line) : "");
	buf_release(&line);
	return out;
}

/* A control character that the text does not hold, from `from` on; '\0': it holds all of them. */
static char
unused_control(const char *text, size_t len, char from)
{
	for (char c = from; c < 0x20; c++)
		if (c != '\n' && c != '\t' && !memchr(text, c, len))
			return c;
	return '\0';
}

static char *format(size_t *len, const char *fmt, va_list args) PRINTF_FMT(2, 0);

static char *
format(size_t *len, const char *fmt, va_list args)
{
	char *out = NULL;
	int got = vasprintf(&out, fmt, args);

	if (got < 0)
		return NULL;
	*len = (size_t)got;
	return out;
}

void
visible_vprintf(struct buf *buf, const char *fmt, va_list args)
{
	char *marked_fmt = mem_strdup(fmt), *text, line_end, tab;
	size_t len = 0;
	va_list again;

	/* A line end of the format is known from one of an argument by a control character that stands in no argument. */
	va_copy(again, args);
	text = format(&len, fmt, again);
	va_end(again);
	line_end = text ? unused_control(text, len, 1) : '\0';
	tab = line_end ? unused_control(text, len, (char)(line_end + 1)) : '\0';
	free(text);
	for (char *at = marked_fmt; *at; at++)
		if (*at == '\n' && line_end)
			*at = line_end;
		else if (*at == '\t' && tab)
			*at = tab;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	text = format(&len, marked_fmt, args);
#pragma GCC diagnostic pop
	if (text)
		add_escaped(buf, text, len, line_end, tab);
	free(text);
	free(marked_fmt);
}

void
visible_printf(struct buf *buf, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	visible_vprintf(buf, fmt, args);
	va_end(args);
}
