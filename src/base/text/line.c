#include "base/text/line.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Editing: the text and its verbs; what is seen of the text is in lineview.c. What is typed may be private or a passphrase, on any page: no copy
 * of it is left behind in memory that was given back. */

void
line_init(struct line *line, enum line_mode mode, size_t limit_chars)
{
	*line = (struct line){ .mode = mode, .limit_chars = limit_chars, .wish_cells = SIZE_MAX };
}

void
line_release(struct line *line)
{
	buf_release(&line->text);
	buf_release(&line->held);
	line->cursor_bytes = line->scroll_bytes = line->scroll_rows = 0;
}

const char *
line_text(const struct line *line)
{
	return buf_text(&line->text);
}

/* Bytes of the cluster that starts at `at`; 0 at the end. */
static size_t
cluster_at(const struct line *line, size_t at)
{
	size_t cells;

	return text_cluster(line_text(line) + at, line->text.len - at, &cells);
}

/* The first place between clusters that is not before `at`. */
static size_t
boundary_from(const struct line *line, size_t at)
{
	size_t place = 0;

	while (place < at)
		place += cluster_at(line, place);
	return place;
}

/* The start of the cluster that ends at `at`; 0 at the start. */
static size_t
cluster_before(const struct line *line, size_t at)
{
	size_t place = 0, before = 0;

	while (place < at) {
		before = place;
		place += cluster_at(line, place);
	}
	return before;
}

static bool
go(struct line *line, size_t place)
{
	bool moved = place != line->cursor_bytes;

	line->cursor_bytes = place;
	line->wish_cells = SIZE_MAX;
	return moved;
}

/* Takes the bytes [from, to) out and leaves the cursor there. */
static bool
cut(struct line *line, size_t from, size_t to)
{
	if (from == to)
		return false;
	memmove(line->text.data + from, line->text.data + to, line->text.len - to);
	line->text.len -= to - from;
	explicit_bzero(line->text.data + line->text.len, to - from);
	go(line, boundary_from(line, from)); /* a mark behind the gap may now sit on what is before it */
	return true;
}

/* ---- inserting */

/* What a typed character becomes in this mode. */
static uint32_t
admitted(const struct line *line, uint32_t c)
{
	if (c == '\r')
		c = '\n';
	if (c == '\t' || (c == '\n' && line->mode == LINE_SINGLE))
		return ' ';
	return c;
}

/* Appends to `out` what of the bytes may stand, `room_chars` at most; returns how many were left out. */
static size_t
admit(const struct line *line, const char *bytes, size_t len, size_t room_chars, struct buf *out)
{
	size_t left_out = 0;

	while (len > 0) {
		uint32_t c = 0, right;
		size_t used = text_decode(bytes, len, &c);
		char encoded[4];

		if (used && c == '\r' && len > 1 && bytes[1] == '\n')
			used = 2;
		right = used ? admitted(line, c) : 0;
		if (right && room_chars > 0) {
			buf_add(out, encoded, text_encode(right, encoded));
			room_chars--;
		} else {
			left_out++;
		}
		bytes += used ? used : 1;
		len -= used ? used : 1;
	}
	return left_out;
}

static size_t
room_chars(const struct line *line)
{
	size_t used;

	if (line->limit_chars == 0)
		return SIZE_MAX;
	used = text_chars(line_text(line));
	return used < line->limit_chars ? line->limit_chars - used : 0;
}

/* Inserts text without a flaw at the cursor; returns how many characters found no room or do not fit the mode. */
static size_t
insert(struct line *line, const char *bytes, size_t len)
{
	struct buf right = { .secret = true };
	size_t at = line->cursor_bytes;
	size_t left_out = admit(line, bytes, len, room_chars(line), &right);

	line->text.secret = true;
	if (right.len > 0) {
		buf_add(&line->text, right.data, right.len); /* the room; then what was behind moves back */
		memmove(line->text.data + at + right.len, line->text.data + at, line->text.len - right.len - at);
		memcpy(line->text.data + at, right.data, right.len);
		go(line, boundary_from(line, at + right.len));
	}
	buf_release(&right);
	return left_out;
}

/* Line breaks of other systems are no flaw: they become ours. */
static void
plain_breaks(const char *bytes, size_t len, struct buf *out)
{
	for (size_t i = 0; i < len; i++)
		if (bytes[i] != '\r')
			buf_add(out, bytes + i, 1);
		else if (i + 1 == len || bytes[i + 1] != '\n')
			buf_add(out, "\n", 1);
}

/* Would the text have a flaw with these bytes at the cursor? */
static bool
would_have_flaw(const struct line *line, const char *bytes, size_t len)
{
	struct text_flaw flaw;
	struct buf whole = { .secret = true };
	bool flawed;

	buf_add(&whole, line_text(line), line->cursor_bytes);
	buf_add(&whole, bytes, len);
	buf_text_add(&whole, line_text(line) + line->cursor_bytes);
	flawed = text_has_flaw(buf_text(&whole), whole.len, &flaw);
	buf_release(&whole);
	return flawed;
}

size_t
line_insert(struct line *line, const char *bytes, size_t len)
{
	struct buf plain = { .secret = true };
	size_t left_out;

	line_drop_held(line);
	plain_breaks(bytes, len, &plain);
	if (would_have_flaw(line, buf_text(&plain), plain.len)) {
		line->held = plain;
		return text_chars(buf_text(&plain));
	}
	left_out = insert(line, buf_text(&plain), plain.len);
	buf_release(&plain);
	return left_out;
}

bool
line_is_holding(const struct line *line, struct text_flaw *flaw)
{
	if (line->held.len == 0)
		return false;
	if (!text_has_flaw(buf_text(&line->held), line->held.len, flaw)) /* only with what stands before it */
		*flaw = (struct text_flaw){ .kind = TEXT_MARKS, .at_char = 1 };
	return true;
}

size_t
line_insert_held(struct line *line)
{
	size_t before, left_out;
	char *mended = text_mended(buf_text(&line->held), line->held.len, &before);

	left_out = would_have_flaw(line, mended, strlen(mended)) ? text_chars(mended) : insert(line, mended, strlen(mended));
	line_drop_held(line);
	explicit_bzero(mended, strlen(mended));
	free(mended);
	return left_out;
}

void
line_drop_held(struct line *line)
{
	buf_release(&line->held);
}

void
line_set(struct line *line, const char *text)
{
	struct buf right = { .secret = true };

	admit(line, text, strlen(text), SIZE_MAX, &right);
	buf_release(&line->text);
	line->text = right;
	line->no_room = 0;
	line->preset = false;
	line->scroll_bytes = line->scroll_rows = 0;
	go(line, line->text.len);
}

void
line_preset(struct line *line, const char *text)
{
	line_set(line, text);
	line->preset = line->text.len > 0;
}

/* ---- places */

static bool
is_break(const struct line *line, size_t at)
{
	return at < line->text.len && line->text.data[at] == '\n';
}

static size_t
start_of_line(const struct line *line)
{
	size_t at = line->cursor_bytes;

	while (at > 0 && !is_break(line, at - 1))
		at--;
	return at;
}

static size_t
end_of_line(const struct line *line)
{
	size_t at = line->cursor_bytes;

	while (at < line->text.len && !is_break(line, at))
		at++;
	return at;
}

enum word { WORD_SPACE, WORD_LATIN, WORD_MARKS, WORD_OTHER };

/* What kind of word the character at `at` belongs to. Chinese has no spaces, but its punctuation parts it well. */
static enum word
word_at(const struct line *line, size_t at)
{
	uint32_t c = 0;

	if (!text_decode(line_text(line) + at, line->text.len - at, &c))
		return WORD_MARKS;
	if (c == ' ' || c == '\n' || c == 0xa0 || c == 0x3000)
		return WORD_SPACE;
	if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_')
		return WORD_LATIN;
	if (c < 0x80 || (c >= 0x2010 && c <= 0x205e) || (c >= 0x3001 && c <= 0x3020) || (c >= 0xff01 && c <= 0xff0f) ||
	    (c >= 0xff1a && c <= 0xff20) || (c >= 0xff3b && c <= 0xff40) || (c >= 0xff5b && c <= 0xff65))
		return WORD_MARKS;
	return c < 0x2000 ? WORD_LATIN : WORD_OTHER;
}

static size_t
word_left(const struct line *line)
{
	size_t at = line->cursor_bytes, before = at;
	enum word kind;

	while (at > 0 && word_at(line, before = cluster_before(line, at)) == WORD_SPACE)
		at = before;
	if (at == 0)
		return 0;
	for (kind = word_at(line, before); at > 0 && word_at(line, before = cluster_before(line, at)) == kind;)
		at = before;
	return at;
}

static size_t
word_right(const struct line *line)
{
	size_t at = line->cursor_bytes;
	enum word kind;

	while (at < line->text.len && word_at(line, at) == WORD_SPACE)
		at += cluster_at(line, at);
	if (at == line->text.len)
		return at;
	for (kind = word_at(line, at); at < line->text.len && word_at(line, at) == kind;)
		at += cluster_at(line, at);
	return at;
}

/* ---- verbs */

bool
line_backspace(struct line *line)
{
	return cut(line, cluster_before(line, line->cursor_bytes), line->cursor_bytes);
}

bool
line_delete(struct line *line)
{
	return cut(line, line->cursor_bytes, line->cursor_bytes + cluster_at(line, line->cursor_bytes));
}

bool
line_backspace_word(struct line *line)
{
	return cut(line, word_left(line), line->cursor_bytes);
}

bool
line_kill_end(struct line *line)
{
	size_t end = end_of_line(line);

	return end == line->cursor_bytes ? line_delete(line) : cut(line, line->cursor_bytes, end);
}

bool
line_kill_start(struct line *line)
{
	return cut(line, start_of_line(line), line->cursor_bytes);
}

bool
line_clear(struct line *line)
{
	return cut(line, 0, line->text.len);
}

bool
line_left(struct line *line)
{
	return go(line, cluster_before(line, line->cursor_bytes));
}

bool
line_right(struct line *line)
{
	return go(line, line->cursor_bytes + cluster_at(line, line->cursor_bytes));
}

bool
line_word_left(struct line *line)
{
	return go(line, word_left(line));
}

bool
line_word_right(struct line *line)
{
	return go(line, word_right(line));
}

bool
line_home(struct line *line)
{
	return go(line, start_of_line(line));
}

bool
line_end(struct line *line)
{
	return go(line, end_of_line(line));
}

bool
line_first(struct line *line)
{
	return go(line, 0);
}

bool
line_last(struct line *line)
{
	return go(line, line->text.len);
}
