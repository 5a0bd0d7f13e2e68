#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "../support/dump.h"
#include "base/attr.h"
#include "base/mem.h"
#include "ui/canvas.h"
#include "ui/home/home_state.h"
#include "ui/input.h"
#include "ui/keys.h"
#include "ui/page/house_columns.h"
#include "ui/page/house_columns.h"
#include "ui/page/listview.h"
#include "ui/page/record_lines.h"
#include "ui/stack.h"

/* ---- keys */

/* The keys of some bytes as a line: characters as they are, others by letters in brackets. */
static void
spell(const char *bytes, size_t len, size_t slice, char *out)
{
	static const char *const names[UI_KEY_KIND_COUNT] = { "?",	"",	"^",   "enter", "tab",	"backtab", "bs",
							      "del",	"esc",	"up",  "down",	"left", "right",   "wleft",
							      "wright", "home", "end", "pgup",	"pgdn", "paste",   "invalid" };
	struct decoder decoder;
	struct ui_key key;
	size_t at = 0;

	*out = '\0';
	decoder_init(&decoder);
	while (at < len || decoder_is_waiting(&decoder)) {
		size_t part = len - at < slice ? len - at : slice;
		bool last = part == 0;

		decoder_feed(&decoder, bytes + at, part);
		at += part;
		while (decoder_next(&decoder, last, &key)) {
			size_t used = strlen(out);

			if (key.kind == UI_KEY_CHAR && key.c < 0x80) {
				out[used] = (char)key.c;
				out[used + 1] = '\0';
			} else if (key.kind == UI_KEY_CHAR) {
				sprintf(out + used, "[U+%X]", (unsigned)key.c);
			} else if (key.kind == UI_KEY_CTRL) {
				sprintf(out + used, "[^%c]", (int)key.c);
			} else if (key.kind == UI_KEY_PASTE) {
				sprintf(out + used, "[paste %.*s]", (int)key.len, key.text);
			} else {
				sprintf(out + used, "[%s]", names[key.kind]);
			}
		}
		if (last)
			break;
	}
	decoder_release(&decoder);
}

static void
bytes__become_keys__however_they_are_cut(void **state)
{
	static const struct {
		const char *bytes, *keys;
	} cases[] = {
		{ "abc\r\t\x7f", "abc[enter][tab][bs]" },
		{ "\x1b[A\x1bOB\x1b[C\x1b[D\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[3~\x1b[5~\x1b[6~\x1b[Z",
		  "[up][down][right][left][home][end][home][end][del][pgup][pgdn][backtab]" },
		{ "\x1b[1;5C\x1b[1;3D", "[wright][wleft]" },
		{ "\x01\x13\x19", "[^A][^S][^Y]" },
		{ "\xe4\xb8\x9c\xf0\x9f\x8f\xa0", "[U+4E1C][U+1F3E0]" },
		{ "a\xff\xfe"
		  "b",
		  "a[invalid][invalid]b" },
		{ "\xc0\xaf\xed\xa0\x80x", "[invalid][invalid][invalid]x" }, /* overlong, a surrogate */
		{ "\x1b[99;99;99~\x1b[?1;2cx", "x" },
		{ "\x1b]11;rgb:1/2/3\ax\x1bP1$r\x1b\\y", "xy" },
		{ "\x1b[[Ax", "x" },
		{ "\x1b[200~a\nb\x1b[A\x1b[201~c", "[paste a\nb\x1b[A]c" },
		{ "\x1b[12;40Rx", "x" },
		{ "\x1b\x1b[A", "[esc][up]" },
	};
	char out[512];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		for (size_t slice = 1; slice < 64; slice = slice * 2 + 1) {
			spell(cases[i].bytes, strlen(cases[i].bytes), slice, out);
			assert_string_equal(out, cases[i].keys);
		}
}

static void
escape__is_the_key__when_nothing_follows(void **state)
{
	char out[64];

	(void)state;
	spell("\x1b", 1, 1, out);
	assert_string_equal(out, "[esc]");
	spell("\x1b[1;", 4, 4, out); /* half a sequence is noise */
	assert_string_equal(out, "");
	spell("\x1b[200~abc", 9, 9, out); /* a paste whose end never came */
	assert_string_equal(out, "[paste abc]");
}

static void
decoder__survives__random_bytes(void **state)
{
	struct decoder decoder;
	struct ui_key key;
	uint32_t stream = 3;
	char bytes[64];

	(void)state;
	decoder_init(&decoder);
	for (int i = 0; i < 20000; i++) {
		for (size_t k = 0; k < sizeof(bytes); k++) {
			stream = stream * 1664525u + 1013904223u;
			bytes[k] = (stream >> 30) == 0 ? '\x1b' : (stream >> 30) == 1 ? '[' : (char)(stream >> 16);
		}
		decoder_feed(&decoder, bytes, stream % sizeof(bytes));
		while (decoder_next(&decoder, i % 3 == 0, &key)) {
			assert_true(key.kind > UI_KEY_NONE && key.kind < UI_KEY_KIND_COUNT);
			assert_true(key.kind != UI_KEY_CHAR || (key.c >= 0x20 && key.c <= 0x10ffff));
		}
	}
	decoder_release(&decoder);
}

/* ---- canvas */

static void
expect(struct canvas *canvas, const char *wanted)
{
	struct buf out = { 0 };

	canvas_dump(canvas, false, &out);
	assert_string_equal(buf_text(&out), wanted);
	buf_release(&out);
}

static void
text__is_cut_at_the_edges__wide_characters_whole(void **state)
{
	struct canvas canvas = { 0 };

	(void)state;
	canvas_init(&canvas, 3, 6);
	assert_int_equal(canvas_text(&canvas, 0, 1, 6, PLAIN, "东兰县"), 4);
	assert_int_equal(canvas_text(&canvas, 1, 0, 3, PLAIN, "a东兰"), 3);
	assert_int_equal(canvas_short(&canvas, 2, 0, 6, PLAIN, "东兰县城"), 6);
	expect(&canvas, " 东兰\na东\n东兰..\n");
	canvas_text(&canvas, 0, 2, 1, PLAIN, "x"); /* half of a wide character goes with the other */
	expect(&canvas, "  x兰\na东\n东兰..\n");
	assert_int_equal(canvas_text(&canvas, 7, 0, 6, PLAIN, "x"), 0);
	assert_int_equal(canvas_text(&canvas, -1, 0, 6, PLAIN, "x"), 0);
	canvas_release(&canvas);
}

static void
text__shows_something__for_what_no_font_draws(void **state)
{
	struct canvas canvas = { 0 };

	(void)state;
	canvas_init(&canvas, 1, 8);
	canvas_text(&canvas, 0, 0, 8, PLAIN,
		    "a\x01\xee\x80\x80"
		    "b"); /* a control, a private character */
	expect(&canvas, "a?〓b\n");
	canvas_release(&canvas);
}

static void
text__wraps__at_spaces_and_between_han(void **state)
{
	struct canvas canvas = { 0 };

	(void)state;
	canvas_init(&canvas, 4, 10);
	assert_int_equal(canvas_wrap(&canvas, 0, 0, 10, 4, PLAIN, "one two three"), 2);
	assert_int_equal(canvas_wrap(&canvas, 2, 0, 5, 2, PLAIN, "东兰县城"), 2);
	expect(&canvas, "one two\nthree\n东兰\n县城\n");
	assert_int_equal(canvas_wrap_rows("one two three", 10), 2);
	canvas_clear(&canvas); /* the full stop does not stand alone */
	assert_int_equal(canvas_wrap(&canvas, 0, 0, 10, 4, PLAIN, "东兰县城关”。"), 2);
	expect(&canvas, "东兰县城\n关”。\n\n\n");
	canvas_release(&canvas);
}

static void
text__that_does_not_fit__ends_in_a_mark(void **state)
{
	struct canvas canvas = { 0 };

	(void)state;
	canvas_init(&canvas, 4, 10);
	assert_int_equal(canvas_wrap(&canvas, 0, 0, 10, 2, PLAIN, "one two three fourteen"), 2);
	assert_int_equal(canvas_wrap(&canvas, 2, 0, 8, 2, PLAIN, "罗德胜、覃金花、陆彩云"), 2);
	expect(&canvas, "one two\nthree..\n罗德胜、\n覃金花..\n");
	canvas_clear(&canvas); /* what fits has none */
	assert_int_equal(canvas_wrap(&canvas, 0, 0, 10, 2, PLAIN, "one two three"), 2);
	expect(&canvas, "one two\nthree\n\n\n");
	canvas_release(&canvas);
}

static void
more_below__cuts_what_it_stands_on__with_a_mark(void **state)
{
	struct canvas canvas = { 0 };
	struct text_view view = { 0 };

	(void)state;
	canvas_init(&canvas, 2, 18);
	text_view_add(&view, PLAIN, 0, "Residents  2");
	text_view_add(&view, PLAIN, 0, "Homestead approval");
	text_view_add(&view, PLAIN, 0, "3");
	text_view_fit(&view, (struct area){ 0, 0, 2, 18 });
	text_view_draw(&view, &canvas);
	record_more_draw(&view, &canvas);
	expect(&canvas, "Residents  2\nHomestead a.. PgDn\n");
	canvas_clear(&canvas);
	text_view_fit(&view, (struct area){ 0, 0, 1, 18 }); /* a short row keeps all of itself */
	text_view_draw(&view, &canvas);
	record_more_draw(&view, &canvas);
	expect(&canvas, "Residents  2  PgDn\n\n");
	text_view_release(&view);
	canvas_release(&canvas);
}

/* A number and a day that stand in a field are mended as a whole: what is typed replaces them, and any key of the editor begins to change them. Words
 * are added to. */
static void
input__of_a_number_that_stands__is_replaced_by_what_is_typed(void **state)
{
	static const struct preset_case {
		bool words;
		enum ui_key_kind first; /* a key before the digit; UI_KEY_CHAR: none */
		const char *stands, *becomes;
	} cases[] = {
		{ false, UI_KEY_CHAR, "3", "1" },     { false, UI_KEY_CHAR, "480.5", "1" },    { false, UI_KEY_CHAR, "2022-09-16", "1" },
		{ false, UI_KEY_END, "3", "31" },     { false, UI_KEY_HOME, "3", "13" },       { false, UI_KEY_LEFT, "35", "315" },
		{ false, UI_KEY_RIGHT, "35", "351" }, { false, UI_KEY_BACKSPACE, "35", "31" }, { true, UI_KEY_CHAR, "see no.", "see no.1" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct line line;

		line_init(&line, LINE_SINGLE, 0);
		if (cases[i].words)
			line_set(&line, cases[i].stands);
		else
			line_preset(&line, cases[i].stands);
		if (cases[i].first != UI_KEY_CHAR)
			assert_true(input_key(NULL, &line, &(struct ui_key){ .kind = cases[i].first }, 20));
		assert_true(input_key(NULL, &line, &(struct ui_key){ .kind = UI_KEY_CHAR, .c = '1' }, 20));
		assert_string_equal(line_text(&line), cases[i].becomes);
		assert_true(input_key(NULL, &line, &(struct ui_key){ .kind = UI_KEY_CHAR, .c = '0' }, 20)); /* once only */
		assert_int_equal(strlen(line_text(&line)), strlen(cases[i].becomes) + 1);
		line_release(&line);
	}
}

/* ---- passphrase */

/* A row that goes on below, with blanks for the first columns, does not count: the names of the rows stay. */
static void
table__keeps__its_first_column__when_scrolled_sideways(void **state)
{
	struct canvas canvas = { 0 };
	struct text_view view = { .freezes = true };
	const struct ui_key right = { .kind = UI_KEY_RIGHT };

	(void)state;
	canvas_init(&canvas, 4, 24);
	text_view_add_text(
		&view, "Village  Storeys  Conclusion  Signed\n城东     3        severe      up to the village\n                  hazard\n");
	text_view_fit(&view, (struct area){ 0, 0, 4, 24 });
	assert_int_equal(view.frozen, 9);
	assert_true(text_view_key(&view, &right));
	text_view_draw(&view, &canvas);
	expect(&canvas, "Village <Conclusion  Si>\n城东    <severe      up>\n        <hazard\n\n");
	view.freezes = view.laid = false;
	text_view_fit(&view, (struct area){ 0, 0, 4, 24 });
	assert_int_equal(view.frozen, 0);
	text_view_release(&view);
	canvas_release(&canvas);
}

/* By columns; a number that has no room is left out, not cut, and words say where more is. */
static void
table__goes_sideways__by_columns_and_cuts_no_number(void **state)
{
	struct canvas canvas = { 0 };
	struct text_view view = { .freezes = true };
	const struct ui_key right = { .kind = UI_KEY_RIGHT }, left = { .kind = UI_KEY_LEFT };

	(void)state;
	canvas_init(&canvas, 3, 27);
	text_view_add_text(&view,
			   "No.  Place   Houses  Signed  Open\n  1  East     12345   67890    12\n 12  West        10       2     3\n");
	text_view_fit(&view, (struct area){ 0, 0, 3, 27 });
	text_view_draw(&view, &canvas);
	expect(&canvas, "No.  Place   Houses  Signe>\n  1  East     12345       >\n 12  West        10       >\n");
	assert_string_equal(view.note, "more to the right: →");
	assert_true(text_view_key(&view, &right));
	canvas_clear(&canvas);
	text_view_draw(&view, &canvas);
	expect(&canvas, "No.  Place  <Signed  Open\n  1  East   < 67890    12\n 12  West   <     2     3\n");
	assert_string_equal(view.note, "more to the left: ←");
	assert_true(text_view_key(&view, &left));
	assert_int_equal(view.left, 0);
	text_view_release(&view);
	canvas_release(&canvas);
}

/* Every row comes into view once below the labels; those stay away where nearly nothing of the rows would be left. */
static void
labels_of_a_table__stay__while_its_rows_go_by(void **state)
{
	struct canvas canvas = { 0 };
	struct text_view view = { .heading = 1, .heading_lines = 1 };
	const struct ui_key down = { .kind = UI_KEY_DOWN }, page = { .kind = UI_KEY_PAGE_DOWN }, end = { .kind = UI_KEY_END };

	(void)state;
	canvas_init(&canvas, 4, 12);
	text_view_add_text(&view, "Report\nNo.  Place\n1    a\n2    b\n3    c\n4    d\n5    e\n6    f\n7    g\nend\n");
	text_view_fit(&view, (struct area){ 0, 0, 4, 12 });
	text_view_draw(&view, &canvas);
	expect(&canvas, "Report\nNo.  Place\n1    a\n2    b\n");
	text_view_key(&view, &down);
	canvas_clear(&canvas);
	text_view_draw(&view, &canvas);
	expect(&canvas, "No.  Place\n1    a\n2    b\n3    c\n");
	text_view_key(&view, &down);
	canvas_clear(&canvas);
	text_view_draw(&view, &canvas);
	expect(&canvas, "No.  Place\n2    b\n3    c\n4    d\n");
	assert_string_equal(view.note, "4-6/10");
	text_view_key(&view, &page);
	canvas_clear(&canvas);
	text_view_draw(&view, &canvas);
	expect(&canvas, "No.  Place\n4    d\n5    e\n6    f\n");
	text_view_key(&view, &end);
	canvas_clear(&canvas);
	text_view_draw(&view, &canvas);
	expect(&canvas, "No.  Place\n6    f\n7    g\nend\n");
	text_view_fit(&view, (struct area){ 0, 0, 3, 12 });
	canvas_clear(&canvas);
	text_view_draw(&view, &canvas);
	expect(&canvas, "5    e\n6    f\n7    g\n\n");
	text_view_release(&view);
	canvas_release(&canvas);
}

static void
found_row__stands_below_the_labels(void **state)
{
	struct canvas canvas = { 0 };
	struct text_view view = { .heading = 0, .heading_lines = 1 };
	const struct ui_key words[] = { { .kind = UI_KEY_CHAR, .c = '/' }, { .kind = UI_KEY_CHAR, .c = 'd' }, { .kind = UI_KEY_ENTER } };

	(void)state;
	canvas_init(&canvas, 4, 12);
	text_view_add_text(&view, "No.  Place\n1    a\n2    b\n3    c\n4    d\n5    e\n6    f\n7    g\n8    h\n");
	text_view_fit(&view, (struct area){ 0, 0, 4, 12 });
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		text_view_key(&view, &words[i]);
	text_view_draw(&view, &canvas);
	expect(&canvas, "No.  Place\n4    d\n5    e\n6    f\n");
	text_view_release(&view);
	canvas_release(&canvas);
}

static void
secret__takes_back_whole_characters__and_leaves_nothing(void **state)
{
	struct secret secret = { 0 };
	const struct ui_key keys[] = { { .kind = UI_KEY_CHAR, .c = 'a' },
				       { .kind = UI_KEY_CHAR, .c = 0xff42 /* ｂ */ },
				       { .kind = UI_KEY_CHAR, .c = 0x4e1c } };
	const struct ui_key back = { .kind = UI_KEY_BACKSPACE };
	static const struct secret empty;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		assert_true(secret_key(&secret, &keys[i]));
	assert_string_equal(secret.text, "ab\xe4\xb8\x9c");
	assert_int_equal(secret.chars, 3);
	secret_key(&secret, &back);
	assert_string_equal(secret.text, "ab");
	assert_int_equal(secret.chars, 2);
	for (int i = 0; i < 5; i++)
		secret_key(&secret, &back);
	assert_int_equal(secret.len, 0);
	for (int i = 0; i < 600; i++)
		secret_key(&secret, &keys[0]);
	assert_true(secret.len < SECRET_MAX);
	secret_clear(&secret);
	assert_memory_equal(&secret, &empty, sizeof(secret));
}

static void
number_text(const void *ctx, size_t index, struct buf *out)
{
	(void)ctx;
	buf_printf(out, "row %zu", index + 1);
}

static void
draw_columns(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	(void)ctx;
	canvas_short(canvas, area.row, area.col, 5, chosen ? CHOSEN : PLAIN, index == 2 ? "too long" : "name");
	canvas_short(canvas, area.row + 1, area.col + 2, area.cols - 2, PLAIN, "below");
}

static void
list__of_columns_and_two_lines_each__scrolls_by_rows(void **state)
{
	const struct list_rows rows = { .count = 5, .text = number_text, .draw = draw_columns, .lines = 2 };
	const struct ui_key end = { .kind = UI_KEY_END };
	struct list_view list = { 0 };
	struct canvas canvas = { 0 };
	struct buf page = { 0 };

	(void)state;
	canvas_init(&canvas, 5, 12);
	list_view_fit(&list, &rows, (struct area){ 0, 0, 5, 12 });
	assert_string_equal(list.note, "1/5");
	list_view_draw(&list, &rows, &canvas);
	canvas_dump(&canvas, false, &page);
	assert_string_equal(buf_text(&page), "> name\n    below\n  name\n    below\n\n");
	assert_true(list_view_key(&list, &rows, &end));
	assert_string_equal(list.note, "5/5");
	assert_int_equal(list.first, 3);
	list.chosen = 2;
	list_view_fit(&list, &rows, list.area);
	canvas_clear(&canvas);
	buf_clear(&page);
	list_view_draw(&list, &rows, &canvas);
	canvas_dump(&canvas, false, &page);
	assert_non_null(strstr(buf_text(&page), "> too"));
	assert_null(strstr(buf_text(&page), "too l\n"));
	buf_release(&page);
	canvas_release(&canvas);
	list_view_release(&list);
}

static void
search__says_so__when_no_line_has_the_words(void **state)
{
	const struct ui_key slash = { .kind = UI_KEY_CHAR, .c = '/' }, z = { .kind = UI_KEY_CHAR, .c = 'z' },
			    back = { .kind = UI_KEY_BACKSPACE };
	struct text_view view = { 0 };

	(void)state;
	text_view_add(&view, PLAIN, 0, "first");
	text_view_add(&view, PLAIN, 0, "second");
	text_view_fit(&view, (struct area){ 0, 0, 1, 18 });
	assert_true(text_view_key(&view, &slash));
	assert_true(text_view_key(&view, &z));
	assert_non_null(strstr(view.note, "z_   not found"));
	assert_true(text_view_key(&view, &back));
	assert_null(strstr(view.note, "not found"));
	text_view_release(&view);
}

/* ---- lists */

static void
numbered_text(const void *ctx, size_t index, struct buf *out)
{
	(void)ctx;
	buf_printf(out, index % 10 ? "row %zu" : "ten %zu", index);
}

static void
press_list(struct list_view *list, const struct list_rows *rows, const char *keys)
{
	struct decoder decoder;
	struct ui_key key;

	decoder_init(&decoder);
	decoder_feed(&decoder, keys, strlen(keys));
	while (decoder_next(&decoder, true, &key))
		(void)list_view_key(list, rows, &key);
	decoder_release(&decoder);
}

static void
list__keeps_the_chosen_row__in_view(void **state)
{
	struct list_view list = { 0 };
	struct list_rows rows = { .count = 20, .text = numbered_text };
	const struct ui_key letter = { .kind = UI_KEY_CHAR, .c = 'x' };

	(void)state;
	list_view_fit(&list, &rows, (struct area){ 0, 0, 5, 20 });
	press_list(&list, &rows, "\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B");
	assert_int_equal(list.chosen, 7);
	assert_int_equal(list.first, 3);
	assert_string_equal(list.note, "8/20");
	press_list(&list, &rows, "\x1b[F");
	assert_int_equal(list.chosen, 19);
	assert_int_equal(list.first, 15);
	press_list(&list, &rows, "\x1b[5~");
	assert_int_equal(list.chosen, 15);
	press_list(&list, &rows, "\x1b[H");
	assert_int_equal(list.chosen, 0);
	assert_int_equal(list.first, 0);
	assert_false(list_view_key(&list, &rows, &letter));
	press_list(&list, &rows, "\x1b[F");
	rows.count = 3;
	list_view_fit(&list, &rows, list.area);
	assert_int_equal(list.chosen, 2);
	assert_int_equal(list.first, 0);
	assert_string_equal(list.note, "");
	rows.count = 0;
	list_view_fit(&list, &rows, list.area);
	assert_int_equal(list.chosen, 0);
	list_view_release(&list);
}

static void
list__searches__and_n_goes_to_the_next_hit(void **state)
{
	struct list_view list = { 0 };
	const struct list_rows rows = { .count = 40, .text = numbered_text };
	const struct ui_key n = { .kind = UI_KEY_CHAR, .c = 'n' }, other = { .kind = UI_KEY_CHAR, .c = 'x' };

	(void)state;
	list_view_fit(&list, &rows, (struct area){ 0, 0, 5, 20 });
	assert_false(list_view_key(&list, &rows, &n)); /* a key of the page while nothing is searched */
	press_list(&list, &rows, "\x1b[B/ten\r");
	assert_int_equal(list.chosen, 10);
	assert_non_null(strstr(list.note, "11/40"));
	assert_non_null(strstr(list.note, "ten"));
	press_list(&list, &rows, "n");
	assert_int_equal(list.chosen, 20);
	press_list(&list, &rows, "\xef\xbd\x8e"); /* a full-width n */
	assert_int_equal(list.chosen, 30);
	press_list(&list, &rows, "n"); /* round once */
	assert_int_equal(list.chosen, 0);
	press_list(&list, &rows, "N");
	assert_int_equal(list.chosen, 30);
	press_list(&list, &rows, "\x1b[B");
	assert_true(list_view_key(&list, &rows, &n)); /* moving keeps the words */
	assert_int_equal(list.chosen, 0);
	assert_false(list_view_key(&list, &rows, &other));
	assert_false(list_view_key(&list, &rows, &n));
	assert_string_equal(list.note, "1/40");
	list_view_release(&list);
}

/* A row keeps its digit however the list is scrolled; page keys go nine rows on. */
static void
list__gives_each_nine_rows__their_digits(void **state)
{
	struct list_view list = { 0 };
	const struct list_rows rows = { .count = 30, .text = numbered_text, .numbered = true };
	struct ui_key key = { .kind = UI_KEY_CHAR, .c = '3' };
	struct canvas canvas = { 0 };
	size_t index;

	(void)state;
	canvas_init(&canvas, 10, 12);
	list_view_fit(&list, &rows, (struct area){ 0, 0, 10, 12 });
	assert_true(list_view_digit(&list, &rows, &key, &index));
	assert_int_equal(index, 2);
	list_view_draw(&list, &rows, &canvas);
	expect(&canvas, "> 1 ten 0\n  2 row 1\n  3 row 2\n  4 row 3\n  5 row 4\n  6 row 5\n  7 row 6\n  8 row 7\n  9 row 8\n    row 9\n");
	press_list(&list, &rows, "\x1b[6~");
	assert_int_equal(list.chosen, 9);
	assert_true(list_view_digit(&list, &rows, &key, &index));
	assert_int_equal(index, 11);
	canvas_clear(&canvas);
	list_view_draw(&list, &rows, &canvas);
	expect(&canvas,
	       "    row 8\n> 1 row 9\n  2 ten 10\n  3 row 11\n  4 row 12\n  5 row 13\n  6 row 14\n  7 row 15\n  8 row 16\n  9 row 17\n");
	press_list(&list, &rows, "\x1b[F");
	key.c = 0xff14; /* a full-width 4: there are only three rows in the last nine */
	assert_false(list_view_digit(&list, &rows, &key, &index));
	key.c = 0xff13;
	assert_true(list_view_digit(&list, &rows, &key, &index));
	assert_int_equal(index, 29);
	list_view_release(&list);
	canvas_release(&canvas);
}

static void
long_text(const void *ctx, size_t index, struct buf *out)
{
	(void)ctx;
	buf_printf(out, "%zu: a sentence that is longer than its line", index);
}

/* Rows of one list, of short and long texts: the columns of all begin at the same cells, and what has no room ends in the mark. */
static void
table_text(const void *ctx, size_t index, struct buf *out)
{
	const char *const *texts = ctx;

	buf_text_add(out, texts[index]);
}

static void
list__columns_begin_at_the_same_cells__in_every_row(void **state)
{
	static const char *const texts[] = { "李金花\t村排查人员\t隘洞镇百建村委会", "Li\t县整治办工作人员\t东兰县", "欧阳建国\t\t金谷乡" };
	const struct list_rows rows = { .count = 3, .ctx = texts, .text = table_text, .columns = true };
	struct list_view list = { .chosen = 1 };
	struct canvas canvas = { 0 };

	(void)state;
	canvas_init(&canvas, 3, 48);
	list_view_fit(&list, &rows, (struct area){ 0, 0, 3, 48 });
	list_view_draw(&list, &rows, &canvas);
	expect(&canvas,
	       "  李金花    村排查人员        隘洞镇百建村委会\n> Li        县整治办工作人员  东兰县\n  欧阳建国                    金谷乡\n");
	canvas_release(&canvas);
	canvas_init(&canvas, 3, 34);
	list_view_fit(&list, &rows, (struct area){ 0, 0, 3, 34 });
	list_view_draw(&list, &rows, &canvas);
	expect(&canvas, "  李金花    村排查人员  隘洞镇百..\n> Li        县整治办..  东兰县\n  欧阳建国              金谷乡\n");
	canvas_release(&canvas);
	list_view_release(&list);
}

static void
list__houses_keep_their_numbers__where_villages_and_hamlets_have_no_room(void **state)
{
	static const struct listed houses[] = {
		{ .village = "金谷乡金谷村委会", .words = " 下垌新屯 YS000000012", .first = 13, .owner = "农村道路 13 陈金花" },
		{ .village = "隘洞镇百建村委会", .words = " YS9", .owner = "班氏" },
	};
	struct list_column columns[HOUSE_COLUMNS] = { { 0 } };
	struct canvas canvas = { 0 };

	(void)state;
	for (int i = 0; i < 2; i++)
		house_columns_widen(columns, &houses[i], true);
	for (int cols = 52; cols >= 43; cols -= 9) {
		columns_share(columns, HOUSE_COLUMNS, house_columns_give, ARRAY_LEN(house_columns_give), cols);
		canvas_init(&canvas, 2, cols);
		for (int i = 0; i < 2; i++) {
			struct area left = { i, 0, 1, cols };

			house_columns_draw(&canvas, &left, columns, PLAIN, &houses[i]);
		}
		expect(&canvas, cols == 52
					? "金谷乡金谷.. 下垌新屯 YS000000012 农村道路 13 陈金花\n隘洞镇百建..          YS9         班氏\n"
					: "金谷.. 下垌.. YS000000012 ..道路 13 陈金花\n隘洞..        YS9         班氏\n");
		canvas_release(&canvas);
	}
}

static void
list__wraps_or_marks__a_long_row(void **state)
{
	struct list_view list = { 0 };
	struct list_rows rows = { .count = 3, .text = long_text };
	struct canvas canvas = { 0 };

	(void)state;
	canvas_init(&canvas, 5, 22);
	list_view_fit(&list, &rows, (struct area){ 0, 0, 5, 22 });
	list_view_draw(&list, &rows, &canvas);
	expect(&canvas, "> 0: a sentence that..\n  1: a sentence that..\n  2: a sentence that..\n\n\n");
	assert_string_equal(list.note, "");
	rows.wraps = true;
	canvas_clear(&canvas);
	list_view_fit(&list, &rows, (struct area){ 0, 0, 5, 22 });
	press_list(&list, &rows, "\x1b[F");
	list_view_draw(&list, &rows, &canvas);
	expect(&canvas, "> 2: a sentence that\n  is longer than its\n  line\n\n\n"); /* the one before does not fit entirely */
	assert_string_equal(list.note, "3/3");
	list_view_release(&list);
	canvas_release(&canvas);
}

/* ---- the sentence above the keys */

static void
plain_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	struct area body = ui_body(ui);

	(void)screen;
	canvas_text(canvas, body.row + body.rows - 1, 0, 20, PLAIN, "last of the body");
}

static struct action
plain_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	(void)screen, (void)key, (void)command;
	ui_say(ui, TOAST_SAID, "line 1\nline 2\nline 3\nline 4\nline 5\nline 6\nline 7\nline 8\nline 9\nline 10\nline 11\nline 12");
	return STAY;
}

static void
see(const struct stack *stack, const struct ui *ui, struct buf *seen)
{
	struct canvas canvas = { 0 };

	canvas_init(&canvas, ui->rows, ui->cols);
	screen_draw(stack_top(stack), ui, &canvas);
	buf_clear(seen);
	canvas_dump(&canvas, false, seen);
	canvas_release(&canvas);
}

static void
sentence__of_any_length__is_read_to_its_end(void **state)
{
	static const struct screen_class class = { .name = "plain", .draw = plain_draw, .key = plain_key };
	static const int rows[] = { 24, 40 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct ui ui = { .lang = "en", .rows = rows[i], .cols = 80 };
		const struct ui_key page = { .kind = UI_KEY_PAGE_DOWN }, x = { .kind = UI_KEY_CHAR, .c = 'x' };
		struct stack stack = { 0 };
		struct buf seen = { 0 };
		bool met[13] = { false };

		stack_push(&stack, &ui, screen_new(&class, NULL));
		stack_key(&stack, &ui, &x);
		for (int turn = 0; turn < 3; turn++) {
			see(&stack, &ui, &seen);
			assert_non_null(strstr(buf_text(&seen), "last of the body"));
			for (int line = 1; line <= 12; line++) {
				char words[20];

				snprintf(words, sizeof(words), " line %d\n", line);
				met[line] |= strstr(buf_text(&seen), words) != NULL;
			}
			if (!strstr(buf_text(&seen), " line 12\n")) /* more is to come, and it says so */
				assert_non_null(strstr(buf_text(&seen), "PgDn"));
			stack_key(&stack, &ui, &page);
		}
		for (int line = 1; line <= 12; line++)
			if (!met[line])
				fail_msg("line %d is not reached with %d rows", line, rows[i]);
		stack_release(&stack, &ui);
		buf_release(&seen);
	}
}

static void
sentence__shows_its_end__when_the_window_grows(void **state)
{
	static const struct screen_class class = { .name = "plain", .draw = plain_draw, .key = plain_key };
	struct ui ui = { .lang = "en", .rows = 24, .cols = 80 };
	const struct ui_key page = { .kind = UI_KEY_PAGE_DOWN }, back = { .kind = UI_KEY_PAGE_UP }, x = { .kind = UI_KEY_CHAR, .c = 'x' };
	struct stack stack = { 0 };
	struct buf seen = { 0 };

	(void)state;
	stack_push(&stack, &ui, screen_new(&class, NULL));
	stack_key(&stack, &ui, &x);
	stack_key(&stack, &ui, &page);
	see(&stack, &ui, &seen);
	assert_non_null(strstr(buf_text(&seen), " line 12\n"));
	assert_null(strstr(buf_text(&seen), " line 2\n"));
	ui.rows = 40; /* room for all twelve */
	see(&stack, &ui, &seen);
	assert_non_null(strstr(buf_text(&seen), " line 1\n"));
	assert_non_null(strstr(buf_text(&seen), " line 12\n"));
	ui.rows = 33; /* for eleven: the first of them can be reached again */
	see(&stack, &ui, &seen);
	assert_non_null(strstr(buf_text(&seen), " line 12\n"));
	stack_key(&stack, &ui, &back);
	see(&stack, &ui, &seen);
	assert_non_null(strstr(buf_text(&seen), " line 1\n"));
	stack_release(&stack, &ui);
	buf_release(&seen);
}

/* A text of a mebibyte: its length is not measured anew for each character. */
static void
text__wraps_in_linear_time__however_long(void **state)
{
	enum { BYTES = 1 << 20 };
	char *text = mem_alloc(BYTES + 1);
	clock_t begun = clock();

	(void)state;
	memset(text, 'a', BYTES);
	assert_int_equal(canvas_wrap_rows(text, 64), BYTES / 64);
	assert_true(clock() - begun < 5 * CLOCKS_PER_SEC);
	free(text);
}

/* ---- a session that is locked */

static void
leave_fails(struct screen *screen, struct ui *ui)
{
	(void)screen;
	ui_say(ui, TOAST_BAD, "%s", "the disk is full");
}

static void
leave_works(struct screen *screen, struct ui *ui)
{
	(void)screen, (void)ui;
}

static void
lock__says_what_is_not_kept__of_any_page(void **state)
{
	static const struct screen_class home = { .name = "home", .draw = plain_draw, .key = plain_key },
					 full = { .name = "full", .draw = plain_draw, .key = plain_key, .leave = leave_fails },
					 fine = { .name = "fine", .draw = plain_draw, .key = plain_key, .leave = leave_works };
	struct ui ui = { .lang = "en", .rows = 24, .cols = 80 };
	struct stack stack = { 0 };

	(void)state;
	stack_push(&stack, &ui, screen_new(&home, NULL));
	stack_push(&stack, &ui, screen_new(&fine, NULL));
	ui_say(&ui, TOAST_BAD, "%s", "an older sentence");
	stack_lock(&stack, &ui);
	assert_string_equal(ui.toast, "Locked after ten minutes without a key. Forms and sittings are kept as they stood.");
	assert_int_equal(stack.count, 1);
	stack_push(&stack, &ui, screen_new(&full, NULL));
	stack_push(&stack, &ui, screen_new(&fine, NULL));
	stack_lock(&stack, &ui);
	assert_int_equal(ui.toast_kind, TOAST_BAD);
	assert_non_null(strstr(ui.toast, "Not all that was typed is kept: the disk is full"));
	assert_int_equal(stack.count, 1);
	stack_release(&stack, &ui);
}

/* ---- a text that is typed */

static void
type(struct ui *ui, struct line *line, const char *text)
{
	for (; *text; text++)
		input_key(ui, line, &(struct ui_key){ .kind = UI_KEY_CHAR, .c = (uint32_t)*text }, 20);
}

static void
input__says_why__a_character_does_not_go_in(void **state)
{
	struct ui ui = { .lang = "en", .rows = 24, .cols = 80 };
	struct line line;

	(void)state;
	line_init(&line, LINE_SINGLE, 4);
	type(&ui, &line, "12x45");
	assert_string_equal(line_text(&line), "12x4");
	assert_string_equal(ui.toast, "There is room for 4 characters; 1 were left out.");
	line_release(&line);
	ui_hush(&ui);
}

/* Once a house is done with, the line of its task leads to the one behind it in the roster, and after the last one to the first. */
static void
home__goes_on__to_the_next_house_of_the_task(void **state)
{
	static const struct form form;
	struct work_row rows[3] = { 0 };
	struct work work = { .rows = rows, .row_count = 3 };
	struct home_state home = { .work = &work };
	struct work_line line = { .about = ABOUT_WORK, .kind = WORK_FORM, .form = &form, .count = 3 };
	struct ui ui = { .lang = "en", .worked = { .building = { { 9 } }, .form = &form, .number = 4 } };

	(void)state;
	for (size_t i = 0; i < 3; i++)
		rows[i] = (struct work_row){
			.kind = WORK_FORM, .form = &form, .number = (int64_t[]){ 2, 5, 7 }[i], .building = { { (unsigned char)(i + 1) } }
		};
	assert_int_equal(home_row_of(&home, &line, &ui, 0)->number, 5);
	assert_int_equal(home_row_of(&home, &line, &ui, 1)->number, 7);
	assert_int_equal(home_row_of(&home, &line, &ui, 2)->number, 2);
	ui.worked.number = 8;
	assert_int_equal(home_row_of(&home, &line, &ui, 0)->number, 2);
	ui.worked.building = rows[2].building; /* it asks for more: it comes first */
	assert_int_equal(home_row_of(&home, &line, &ui, 0)->number, 7);
}

/* Who leaves a form that he began finds it chosen on the first page, and not the next house of the line that he opened it from. */
static void
home__goes_back__to_the_form_that_was_begun(void **state)
{
	static const struct form form;
	struct work_row rows[4] = { 0 };
	struct work work = { .rows = rows, .row_count = 4 };
	struct work_line lines[2] = { { .about = ABOUT_WORK, .kind = WORK_DRAFT, .count = 2 },
				      { .about = ABOUT_WORK, .kind = WORK_FORM, .form = &form, .count = 2 } };
	struct home_state home = { .work = &work, .lines = lines, .count = 2, .opened = true };
	struct ui ui = { .lang = "en", .worked = { .building = { { 2 } }, .form = &form, .number = 5 } };

	(void)state;
	for (size_t i = 0; i < 4; i++)
		rows[i] = (struct work_row){ .kind = i < 2 ? WORK_DRAFT : WORK_FORM,
					     .form = &form,
					     .number = (int64_t)(4 + i),
					     .building = { { (unsigned char)(i + 1) } } };
	home_stay(&home, &lines[1], &ui);
	assert_int_equal(home.list.chosen, 0);
	assert_int_equal(home_row_of(&home, &lines[0], &ui, 0)->number, 5); /* the second one that was begun */
	home.opened = false;						    /* he went elsewhere since */
	home_stay(&home, &lines[1], &ui);
	assert_int_equal(home.list.chosen, 1);
	home.opened = true;
	ui.worked.building = rows[3].building; /* nothing was begun there */
	home_stay(&home, &lines[1], &ui);
	assert_int_equal(home.list.chosen, 1);
	assert_int_equal(home_row_of(&home, &lines[1], &ui, 0)->number, 7);
}

/* A line opens the first in the order of work; who is at a house of another task is not led past one where worse was found; and whoever works through
 * a line goes on behind the house he signed, though one before it was left out. */
static void
home__names_first__what_is_past_its_day_then_the_worst(void **state)
{
	static const struct form form, other;
	struct work_row rows[3] = { 0 };
	struct work work = { .rows = rows, .row_count = 3 };
	struct home_state home = { .work = &work };
	struct work_line line = { .about = ABOUT_WORK, .kind = WORK_FORM, .form = &form, .count = 3 };
	struct ui ui = { .lang = "en", .worked = { .form = &other, .order = { .rank = 1 }, .number = 3 } };

	(void)state;
	for (size_t i = 0; i < 3; i++)
		rows[i] = (struct work_row){ .kind = WORK_FORM,
					     .form = &form,
					     .number = (int64_t[]){ 9, 7, 2 }[i],
					     .order = { .overdue = i == 0, .rank = (int16_t[]){ 2, 0, 1 }[i] },
					     .building = { { (unsigned char)(i + 1) } } };
	assert_int_equal(home_row_of(&home, &line, &ui, 0)->number, 9); /* not behind the house of the other task */
	ui.worked.building = rows[2].building;
	assert_int_equal(home_row_of(&home, &line, &ui, 0)->number, 9);
	ui.worked.signed_now = true; /* this house's next form: it goes on */
	assert_int_equal(home_row_of(&home, &line, &ui, 0)->number, 2);
	ui.worked = (struct ui_worked){ .building = { { 8 } }, .form = &form, .order = { .rank = 0 }, .number = 5 };
	assert_int_equal(home_row_of(&home, &line, &ui, 0)->number, 9); /* a signature leads him past none that is late */
	home.passes = true;						/* but he left it out himself */
	assert_int_equal(home_row_of(&home, &line, &ui, 0)->number, 7);
	ui.worked.number = 8;
	assert_int_equal(home_row_of(&home, &line, &ui, 0)->number, 2);
}

/* "Nothing waits" is said where nothing does: not beside a line of whatever kind, nor beside a sentence that names what to do. */
static void
home__says_nothing_waits__only_where_nothing_does(void **state)
{
	static const struct form form;
	struct work work = { .listed = 1 };
	const struct home_state calm = { .work = &work };
	struct home_state lines, told[] = { calm, calm, calm, calm, calm, calm, calm, calm, calm };
	size_t at = 0;

	(void)state;
	assert_true(home_has_nothing(&calm));
	for (int about = ABOUT_WORK + 1; about <= ABOUT_SEEDS; about++) {
		lines = calm;
		home_add_page_line(&lines, (enum line_about)about, 0);
		assert_true(home_has_nothing(&lines));
		home_add_page_line(&lines, (enum line_about)about, 1);
		assert_false(home_has_nothing(&lines));
		assert_true(*lines.lines[0].text);
		free(lines.lines);
	}
	for (int kind = 0; kind < WORK_KIND_COUNT; kind++) {
		const struct work_row row = { .kind = (enum work_kind)kind, .form = &form };

		lines = calm;
		home_add_work(&lines, &row);
		assert_false(home_has_nothing(&lines));
		free(lines.lines);
	}
	told[at++].work = NULL; /* it could not be read */
	told[at++].failed = true;
	told[at++].claimed = true;
	told[at++].silent.count = 1;
	told[at++].late_unread = true;
	told[at++].late.steps = 1; /* files that the county has not read for days */
	told[at++].places = 1;
	told[at++].to_check = 1;
	told[at++].clock.doubt = APP_CLOCK_AHEAD;
	assert_int_equal(at, ARRAY_LEN(told));
	while (at-- > 0)
		assert_false(home_has_nothing(&told[at]));
	work.unread = 1;
	assert_false(home_has_nothing(&calm));
	work.unread = 0;
	work.unlisted = 1; /* who may not list waits for the office's list */
	assert_true(home_has_nothing(&calm));
	told[1] = calm;
	told[1].may_list = true;
	assert_false(home_has_nothing(&told[1]));
	work.listed = 0;
	assert_false(home_has_nothing(&calm));
}

static void
work_order__puts__past_days_then_rank_then_the_day(void **state)
{
	static const struct work_order orders[] = { { true, 0, "2022-09-20" },	{ true, 1, "2022-09-01" },
						    { true, 1, "2022-09-02" },	{ true, HOUSE_RANK_NONE, "" },
						    { false, 0, "2022-10-01" }, { false, 0, "" },
						    { false, 2, "2022-09-30" }, { false, HOUSE_RANK_NONE, "2022-09-30" } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(orders); i++)
		for (size_t j = 0; j < ARRAY_LEN(orders); j++) {
			int order = work_order_cmp(&orders[i], &orders[j]);

			assert_int_equal(order < 0 ? -1 : order > 0, i < j ? -1 : i > j);
		}
}

/* How often a pattern stands in the pages' sources. */
static int
count_in_pages(const char *pattern)
{
	char command[600];
	FILE *found;
	int count = -1;

	snprintf(command, sizeof(command), "cat '%s'/src/ui/*/*.c | grep -cE '%s'", getenv("LOUCE_SRC"), pattern);
	found = popen(command, "r");
	assert_non_null(found);
	assert_int_equal(fscanf(found, "%d", &count), 1);
	assert_int_equal(pclose(found), 0);
	return count;
}

/* Its help begins with what a page is for. */
static void
page__says_what_it_is_for__each_of_them(void **state)
{
	int pages = count_in_pages("^static const struct screen_class [a-z_]+ = ");

	(void)state;
	assert_true(pages > 40);
	assert_int_equal(count_in_pages("^\t\\.about = N_\\("), pages);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(page__says_what_it_is_for__each_of_them),
		cmocka_unit_test(list__of_columns_and_two_lines_each__scrolls_by_rows),
		cmocka_unit_test(list__keeps_the_chosen_row__in_view),
		cmocka_unit_test(home__goes_on__to_the_next_house_of_the_task),
		cmocka_unit_test(home__goes_back__to_the_form_that_was_begun),
		cmocka_unit_test(home__names_first__what_is_past_its_day_then_the_worst),
		cmocka_unit_test(home__says_nothing_waits__only_where_nothing_does),
		cmocka_unit_test(work_order__puts__past_days_then_rank_then_the_day),
		cmocka_unit_test(list__searches__and_n_goes_to_the_next_hit),
		cmocka_unit_test(list__gives_each_nine_rows__their_digits),
		cmocka_unit_test(list__columns_begin_at_the_same_cells__in_every_row),
		cmocka_unit_test(list__houses_keep_their_numbers__where_villages_and_hamlets_have_no_room),
		cmocka_unit_test(list__wraps_or_marks__a_long_row),
		cmocka_unit_test(sentence__of_any_length__is_read_to_its_end),
		cmocka_unit_test(sentence__shows_its_end__when_the_window_grows),
		cmocka_unit_test(text__wraps_in_linear_time__however_long),
		cmocka_unit_test(lock__says_what_is_not_kept__of_any_page),
		cmocka_unit_test(input__says_why__a_character_does_not_go_in),
		cmocka_unit_test(search__says_so__when_no_line_has_the_words),
		cmocka_unit_test(bytes__become_keys__however_they_are_cut),
		cmocka_unit_test(escape__is_the_key__when_nothing_follows),
		cmocka_unit_test(decoder__survives__random_bytes),
		cmocka_unit_test(text__is_cut_at_the_edges__wide_characters_whole),
		cmocka_unit_test(text__shows_something__for_what_no_font_draws),
		cmocka_unit_test(text__wraps__at_spaces_and_between_han),
		cmocka_unit_test(text__that_does_not_fit__ends_in_a_mark),
		cmocka_unit_test(more_below__cuts_what_it_stands_on__with_a_mark),
		cmocka_unit_test(input__of_a_number_that_stands__is_replaced_by_what_is_typed),
		cmocka_unit_test(table__goes_sideways__by_columns_and_cuts_no_number),
		cmocka_unit_test(table__keeps__its_first_column__when_scrolled_sideways),
		cmocka_unit_test(labels_of_a_table__stay__while_its_rows_go_by),
		cmocka_unit_test(found_row__stands_below_the_labels),
		cmocka_unit_test(secret__takes_back_whole_characters__and_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
