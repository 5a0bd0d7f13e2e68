#include "base/text.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "base/attr.h"
#include "base/i18n.h"
#include "base/mem.h"

/* ---- UTF-8 */

size_t
text_decode(const char *bytes, size_t len, uint32_t *out)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *at = (const unsigned char *)bytes;
	size_t need;
	uint32_t c;

	if (len == 0)
		return 0;
	if (at[0] < 0x80) {
		*out = at[0];
		return 1;
	}
	need = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
	if (at[0] < 0xc2 || at[0] > 0xf4 || len < need)
		return 0;
	c = at[0] & (0x7fu >> need);
	for (size_t i = 1; i < need; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (at[i] & 0x3f);
	}
	if (c < least[need] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*out = c;
	return need;
}

uint32_t
text_half_width(uint32_t c)
{
	return c >= 0xff01 && c <= 0xff5e ? c - 0xfee0 : c;
}

size_t
text_encode(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

bool
text_is_utf8(const char *bytes, size_t len)
{
	while (len > 0) {
		uint32_t c;
		size_t used;

		if (*bytes >= 0x20 && *bytes < 0x7f) { /* always fine, and most of what there is */
			bytes++;
			len--;
			continue;
		}
		used = text_decode(bytes, len, &c);
		if (!used)
			return false;
		bytes += used;
		len -= used;
	}
	return true;
}

/* ---- cells */

size_t
text_cluster(const char *text, size_t len, size_t *cells)
{
	uint32_t c;
	size_t used = text_decode(text, len, &c);

	if (len == 0)
		return 0;
	if (!used) { /* a byte that is no character takes one cell */
		*cells = 1;
		return 1;
	}
	*cells = (size_t)char_cells(c);
	if (c == '\n') /* a mark at the start of a line does not sit on the line before */
		return used;
	for (;;) {
		size_t next = text_decode(text + used, len - used, &c);

		if (!next || c < 0x300 || char_cells(c) != 0)
			return used;
		used += next;
	}
}

size_t
text_cells(const char *text)
{
	size_t len = strlen(text), total = 0, cells = 0, used;

	for (; (used = text_cluster(text, len, &cells)) > 0; text += used, len -= used)
		total += cells;
	return total;
}

size_t
text_chars(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

size_t
text_fit(const char *text, size_t cells, size_t *used_cells)
{
	size_t len = strlen(text), bytes = 0, total = 0, next = 0, used;

	while ((used = text_cluster(text + bytes, len - bytes, &next)) > 0 && total + next <= cells) {
		bytes += used;
		total += next;
	}
	if (used_cells)
		*used_cells = total;
	return bytes;
}

/* ---- what a person meant */

static uint32_t
plain(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e) /* full-width ASCII: digits and letters, and the signs in codes */
		return (c >= 0xff10 && c <= 0xff19) || (c >= 0xff21 && c <= 0xff3a) || (c >= 0xff41 && c <= 0xff5a) || c == 0xff0d ||
				       c == 0xff0f || c == 0xff0e
			       ? text_half_width(c)
			       : c;
	if (c == 0x3000 || c == 0xa0)
		return ' ';
	return c;
}

char *
text_normalise(const char *text)
{
	size_t len = strlen(text), at = 0, blanks;
	char *out = mem_alloc(len + 1); /* no character grows by it */

	while (len > 0) {
		uint32_t c;
		size_t used = (unsigned char)*text < 0x80 ? 0 : text_decode(text, len, &c);

		if (used) {
			at += text_encode(plain(c), out + at);
		} else {
			out[at++] = *text; /* ASCII, or left for the caller to refuse */
			used = 1;
		}
		text += used;
		len -= used;
	}
	while (at > 0 && strchr(" \t\r\n", out[at - 1]))
		at--;
	out[at] = '\0';
	blanks = strspn(out, " \t\r\n");
	memmove(out, out + blanks, at - blanks + 1);
	return out;
}

/* ---- other encodings */

static enum status
convert(const char *to, const char *from, const char *bytes, size_t len, struct buf *out, struct err *err)
{
	iconv_t state = iconv_open(to, from);
	char *in = (char *)(uintptr_t)bytes; /* iconv does not write to its input */
	enum status status = STATUS_OK;

	if (state == (iconv_t)-1)
		return err_set(err, STATUS_IO, _("this machine cannot convert from %s to %s"), from, to);
	while (len > 0) {
		char chunk[4096], *at = chunk;
		size_t room = sizeof(chunk);
		size_t done = iconv(state, &in, &len, &at, &room);

		buf_add(out, chunk, sizeof(chunk) - room);
		if (done == (size_t)-1 && errno != E2BIG) {
			status = err_set(err, STATUS_INVALID, _("the text is not %s"), from);
			break;
		}
	}
	iconv_close(state);
	return status;
}

/* Characters of the private use area that stood for rare ones (in names, too) before these had a place of their own: the standard's codes for them now mean
 * these. Without them the conversion would stop at such a letter. */
static const struct {
	uint32_t old, now;
} gb18030_moved[] = {
	{ 0xe78d, 0xfe10 },  { 0xe78e, 0xfe12 },  { 0xe78f, 0xfe11 }, { 0xe790, 0xfe13 }, { 0xe791, 0xfe14 },  { 0xe792, 0xfe15 },
	{ 0xe793, 0xfe16 },  { 0xe794, 0xfe17 },  { 0xe795, 0xfe18 }, { 0xe796, 0xfe19 }, { 0xe816, 0x20087 }, { 0xe817, 0x20089 },
	{ 0xe818, 0x200cc }, { 0xe81e, 0x9fb4 },  { 0xe826, 0x9fb5 }, { 0xe82b, 0x9fb6 }, { 0xe82c, 0x9fb7 },  { 0xe831, 0x215d7 },
	{ 0xe832, 0x9fb8 },  { 0xe83b, 0x2298f }, { 0xe843, 0x9fb9 }, { 0xe854, 0x9fba }, { 0xe855, 0x241fe }, { 0xe864, 0x9fbb },
};

/* Appends the text with what moved in its new place. */
static void
move_private(const char *text, size_t len, struct buf *out)
{
	while (len > 0) {
		uint32_t c;
		size_t used = text_decode(text, len, &c), i = 0;
		char bytes[4];

		while (used == 3 && i < ARRAY_LEN(gb18030_moved) && gb18030_moved[i].old != c)
			i++;
		if (used == 3 && i < ARRAY_LEN(gb18030_moved))
			buf_add(out, bytes, text_encode(gb18030_moved[i].now, bytes));
		else
			buf_add(out, text, used ? used : 1);
		text += used ? used : 1;
		len -= used ? used : 1;
	}
}

#define NAMES_MARK "、"

static int
name_order(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

char *
text_names_in_order(const char *names)
{
	struct buf out = { 0 };
	char *copy = mem_strdup(names), **items = NULL, *next;
	size_t count = 0, cap = 0;

	for (char *at = copy; at; at = next) {
		next = strstr(at, NAMES_MARK);
		if (next) {
			*next = '\0';
			next += strlen(NAMES_MARK);
		}
		MEM_GROW(items, count, cap);
		items[count++] = at;
	}
	qsort(items, count, sizeof(*items), name_order);
	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%s%s", i ? NAMES_MARK : "", items[i]);
	free(items);
	free(copy);
	return buf_detach(&out);
}

enum status
text_to_gb18030(const char *text, size_t len, struct buf *out, struct err *err)
{
	struct buf moved = { 0 };
	enum status status;

	move_private(text, len, &moved);
	status = convert("GB18030", "UTF-8", moved.data, moved.len, out, err);
	buf_release(&moved);
	return status;
}
