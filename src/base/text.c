#include "base/text.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

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

/* Every character passes `test` (NULL: any). */
static bool
each_char(const char *bytes, size_t len, bool (*test)(uint32_t))
{
	while (len > 0) {
		uint32_t c;
		size_t used = text_decode(bytes, len, &c);

		if (!used || (test && !test(c)))
			return false;
		bytes += used;
		len -= used;
	}
	return true;
}

bool
text_is_utf8(const char *bytes, size_t len)
{
	return each_char(bytes, len, NULL);
}

bool
text_char_allowed(uint32_t c)
{
	if (c == '\n' || c == '\t')
		return true;
	if (c < 0x20 || (c >= 0x7f && c < 0xa0))
		return false;
	/* bidi controls: ALM, LRM, RLM, embeddings and overrides, isolates */
	if (c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
		return false;
	return c != 0x2028 && c != 0x2029 && c != 0xfeff;
}

bool
text_allowed(const char *text, size_t len)
{
	return each_char(text, len, text_char_allowed);
}

/* ---- cells */

struct range {
	uint32_t first, last;
};

static bool
in_ranges(uint32_t c, const struct range *ranges, size_t count)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (c > ranges[middle].last)
			low = middle + 1;
		else if (c < ranges[middle].first)
			high = middle;
		else
			return true;
	}
	return false;
}

/* Unicode 14, East Asian Width W and F, merged where nothing assigned lies between. */
static const struct range wide[] = {
	{ 0x1100, 0x115f },   { 0x231a, 0x231b },   { 0x2329, 0x232a },	  { 0x23e9, 0x23ec },	{ 0x23f0, 0x23f0 },
	{ 0x23f3, 0x23f3 },   { 0x25fd, 0x25fe },   { 0x2614, 0x2615 },	  { 0x2648, 0x2653 },	{ 0x267f, 0x267f },
	{ 0x2693, 0x2693 },   { 0x26a1, 0x26a1 },   { 0x26aa, 0x26ab },	  { 0x26bd, 0x26be },	{ 0x26c4, 0x26c5 },
	{ 0x26ce, 0x26ce },   { 0x26d4, 0x26d4 },   { 0x26ea, 0x26ea },	  { 0x26f2, 0x26f3 },	{ 0x26f5, 0x26f5 },
	{ 0x26fa, 0x26fa },   { 0x26fd, 0x26fd },   { 0x2705, 0x2705 },	  { 0x270a, 0x270b },	{ 0x2728, 0x2728 },
	{ 0x274c, 0x274c },   { 0x274e, 0x274e },   { 0x2753, 0x2755 },	  { 0x2757, 0x2757 },	{ 0x2795, 0x2797 },
	{ 0x27b0, 0x27b0 },   { 0x27bf, 0x27bf },   { 0x2b1b, 0x2b1c },	  { 0x2b50, 0x2b50 },	{ 0x2b55, 0x2b55 },
	{ 0x2e80, 0x303e },   { 0x3041, 0x3247 },   { 0x3250, 0x4dbf },	  { 0x4e00, 0xa4c6 },	{ 0xa960, 0xa97c },
	{ 0xac00, 0xd7a3 },   { 0xf900, 0xfaff },   { 0xfe10, 0xfe19 },	  { 0xfe30, 0xfe6b },	{ 0xff01, 0xff60 },
	{ 0xffe0, 0xffe6 },   { 0x16fe0, 0x1b2fb }, { 0x1f004, 0x1f004 }, { 0x1f0cf, 0x1f0cf }, { 0x1f18e, 0x1f18e },
	{ 0x1f191, 0x1f19a }, { 0x1f200, 0x1f265 }, { 0x1f300, 0x1f64f }, { 0x1f680, 0x1f6fc }, { 0x1f7e0, 0x1f7f0 },
	{ 0x1f90c, 0x1f9ff }, { 0x1fa70, 0x1faf6 }, { 0x20000, 0x2fffd }, { 0x30000, 0x3fffd },
};

/* Marks that sit on the character before them, and characters that show nothing. */
static const struct range zero[] = {
	{ 0x0300, 0x036f },   { 0x0483, 0x0489 },   { 0x0591, 0x05bd }, { 0x0610, 0x061a }, { 0x064b, 0x065f },
	{ 0x06d6, 0x06dc },   { 0x0900, 0x0902 },   { 0x093a, 0x093a }, { 0x093c, 0x093c }, { 0x0941, 0x0948 },
	{ 0x0e31, 0x0e31 },   { 0x0e34, 0x0e3a },   { 0x0e47, 0x0e4e }, { 0x1ab0, 0x1ace }, { 0x1dc0, 0x1dff },
	{ 0x200b, 0x200f },   { 0x202a, 0x202e },   { 0x2060, 0x206f }, { 0x20d0, 0x20f0 }, { 0x302a, 0x302d },
	{ 0x3099, 0x309a },   { 0xfe00, 0xfe0f },   { 0xfe20, 0xfe2f }, { 0xfeff, 0xfeff }, { 0xe0100, 0xe01ef },
};

int
char_cells(uint32_t c)
{
	if (c < 0x300)
		return c >= 0x20 && !(c >= 0x7f && c < 0xa0);
	if (in_ranges(c, zero, ARRAY_LEN(zero)))
		return 0;
	return in_ranges(c, wide, ARRAY_LEN(wide)) ? 2 : 1;
}

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
		return (c >= 0xff10 && c <= 0xff19) || (c >= 0xff21 && c <= 0xff3a) || (c >= 0xff41 && c <= 0xff5a) ||
				       c == 0xff0d || c == 0xff0f || c == 0xff0e
			       ? c - 0xfee0
			       : c;
	if (c == 0x3000 || c == 0xa0)
		return ' ';
	return c;
}

char *
text_normalise(const char *text)
{
	struct buf out = { 0 };
	size_t len = strlen(text);
	char *result;

	while (len > 0) {
		uint32_t c;
		size_t used = text_decode(text, len, &c);
		char bytes[4];

		if (used && !(c >= 0x200b && c <= 0x200f) && c != 0xfeff && c != 0x2060)
			buf_add(&out, bytes, text_encode(plain(c), bytes));
		if (!used)
			buf_add(&out, text, used = 1); /* left for the caller to refuse */
		text += used;
		len -= used;
	}
	while (out.len > 0 && strchr(" \t\r\n", out.data[out.len - 1]))
		out.data[--out.len] = '\0';
	result = mem_strdup(buf_text(&out) + strspn(buf_text(&out), " \t\r\n"));
	buf_release(&out);
	return result;
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

enum status
text_import(const char *bytes, size_t len, struct buf *out, const char **name, struct err *err)
{
	size_t before = out->len;
	enum status status;

	if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 && text_is_utf8(bytes + 3, len - 3)) {
		*name = "UTF-8 BOM";
		buf_add(out, bytes + 3, len - 3);
		return STATUS_OK;
	}
	if (text_is_utf8(bytes, len)) {
		*name = "UTF-8";
		buf_add(out, bytes, len);
		return STATUS_OK;
	}
	*name = "GB 18030";
	status = convert("UTF-8", "GB18030", bytes, len, out, err);
	if (!status)
		return STATUS_OK;
	out->len = before;
	return err_set(err, STATUS_INVALID, _("the file is neither UTF-8 nor GB 18030; save it as UTF-8 CSV"));
}

enum status
text_to_gb18030(const char *text, size_t len, struct buf *out, struct err *err)
{
	return convert("GB18030", "UTF-8", text, len, out, err);
}
