#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "base/text/line.h"

/* A text with the cursor written as '|', both ways. */

static struct line
made(enum line_mode mode, const char *text)
{
	const char *bar = strchr(text, '|');
	struct line line;

	line_init(&line, mode, 0);
	line_insert(&line, text, (size_t)(bar - text));
	line_insert(&line, bar + 1, strlen(bar + 1));
	line.cursor_bytes = (size_t)(bar - text);
	return line;
}

static void
is(const struct line *line, const char *expected)
{
	char *shown = calloc(1, line->text.len + 2);

	memcpy(shown, line_text(line), line->cursor_bytes);
	shown[line->cursor_bytes] = '|';
	strcpy(shown + line->cursor_bytes + 1, line_text(line) + line->cursor_bytes);
	assert_string_equal(shown, expected);
	free(shown);
}

static bool
holds_bytes(const struct buf *buf, const char *bytes)
{
	size_t len = strlen(bytes);

	for (size_t at = 0; at + len <= buf->cap; at++)
		if (memcmp(buf->data + at, bytes, len) == 0)
			return true;
	return false;
}

/* What was typed and taken back is nowhere in the room that the line keeps. */
static void
line__forgets__what_is_taken_back(void **state)
{
	static const struct line_forgets {
		bool (*verb)(struct line *);
		const char *gone;
	} cases[] = { { line_backspace_word, "geheim" }, { line_kill_start, "wort" }, { line_clear, "wort" } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct line line = made(LINE_SINGLE, "wort geheim|");

		assert_true(holds_bytes(&line.text, cases[i].gone));
		assert_true(cases[i].verb(&line));
		assert_false(holds_bytes(&line.text, cases[i].gone));
		line_release(&line);
	}
}

static void
secret_buf__is_wiped__where_it_is_cleared(void **state)
{
	struct buf buf = { .secret = true };
	char *first;

	(void)state;
	buf_text_add(&buf, "geheim");
	assert_true(holds_bytes(&buf, "geheim"));
	buf_clear(&buf);
	assert_false(holds_bytes(&buf, "geheim"));
	buf_text_add(&buf, "geheim");
	first = buf_detach(&buf);
	assert_true(buf.secret);
	free(first);
	buf_release(&buf);
	assert_true(buf.secret);
}

struct verb_case {
	bool (*verb)(struct line *);
	const char *before, *after;
	bool changed;
};

static void
line_verbs__change_text_and_cursor__case_by_case(void **state)
{
	static const struct verb_case cases[] = {
		{ line_backspace, "文字|框", "文|框", true },
		{ line_backspace, "|文", "|文", false },
		{ line_backspace, "xe\xcc\x81|y", "x|y", true }, /* e and its accent go together */
		{ line_delete, "文|字框", "文|框", true },
		{ line_delete, "|e\xcc\x81y", "|y", true },
		{ line_delete, "文|", "文|", false },
		{ line_left, "文字|", "文|字", true },
		{ line_left, "|文", "|文", false },
		{ line_left, "xe\xcc\x81|", "x|e\xcc\x81", true },
		{ line_right, "|e\xcc\x81x", "e\xcc\x81|x", true },
		{ line_right, "文|", "文|", false },
		{ line_home, "一\n二三|四", "一\n|二三四", true },
		{ line_end, "一\n|二三\n四", "一\n二三|\n四", true },
		{ line_end, "一|\n二", "一|\n二", false },
		{ line_first, "一\n二|", "|一\n二", true },
		{ line_last, "|一\n二", "一\n二|", true },
		{ line_kill_end, "一|二三\n四", "一|\n四", true },
		{ line_kill_end, "一|\n四", "一|四", true },
		{ line_kill_end, "一|", "一|", false },
		{ line_kill_start, "一\n二三|四", "一\n|四", true },
		{ line_clear, "一\n二|三", "|", true },
		{ line_clear, "|", "|", false },
		{ line_word_left, "abc 12|", "abc |12", true },
		{ line_word_left, "abc  |", "|abc  ", true },
		{ line_word_left, "三层，砖混|", "三层，|砖混", true },
		{ line_word_left, "三层，|砖混", "三层|，砖混", true },
		{ line_word_left, "三层A2栋|", "三层A2|栋", true },
		{ line_word_left, "  |", "|  ", true },
		{ line_word_left, "|", "|", false },
		{ line_word_right, "|abc 12", "abc| 12", true },
		{ line_word_right, "abc| 12", "abc 12|", true },
		{ line_word_right, "|三层，砖混", "三层|，砖混", true },
		{ line_word_right, "abc|  ", "abc  |", true },
		{ line_backspace_word, "三层，砖混|。", "三层，|。", true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct line line = made(LINE_MULTI, cases[i].before);
		bool changed = cases[i].verb(&line);

		is(&line, cases[i].after);
		assert_int_equal(changed, cases[i].changed);
		line_release(&line);
	}
}

static void
line_backspace__joins_a_mark_to_the_line_before__cursor_not_inside(void **state)
{
	struct line line = made(LINE_MULTI, "e\n|\xcc\x81x");

	(void)state;
	assert_true(line_backspace(&line));
	is(&line, "e\xcc\x81|x"); /* the accent now sits on the e */
	line_release(&line);
}

static void
line_insert__puts_cursor_behind__marks_that_join_what_was_typed(void **state)
{
	struct line line = made(LINE_SINGLE, "|\xcc\x81x");

	(void)state;
	assert_int_equal(line_insert(&line, "e", 1), 0);
	is(&line, "e\xcc\x81|x");
	line_release(&line);
}

struct insert_case {
	enum line_mode mode;
	const char *typed, *after;
	size_t left_out;
};

static void
line_insert__takes_what_the_mode_takes__case_by_case(void **state)
{
	static const struct insert_case cases[] = {
		{ LINE_SINGLE, "砖\n混\r\n三\t层", "砖 混 三 层|", 0 },
		{ LINE_MULTI, "砖\r\n混\r三", "砖\n混\n三|", 0 },
		{ LINE_SINGLE, "\xf0\xa0\xae\xb7", "\xf0\xa0\xae\xb7|", 0 }, /* a rare Han character */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct line line;

		line_init(&line, cases[i].mode, 0);
		assert_int_equal(line_insert(&line, cases[i].typed, strlen(cases[i].typed)), cases[i].left_out);
		is(&line, cases[i].after);
		line_release(&line);
	}
}

static void
line_insert__holds_whole__what_has_a_character_that_may_not_stand(void **state)
{
	static const struct {
		const char *before, *pasted, *after;
		enum text_flaw_kind kind;
		size_t at_char;
	} cases[] = {
		{ "", "a\x1b[31mb", "a[31mb|", TEXT_CONTROL, 2 },
		{ "号",
		  "\xe2\x80\xaa"
		  "13800138000"
		  "\xe2\x80\xac",
		  "号13800138000|", TEXT_INVISIBLE, 1 },
		{ "", "b\xc2\x85", "b|", TEXT_CONTROL, 2 },
		{ "", "a\xff\xe4\xb8z", "az|", TEXT_NOT_UTF8, 2 },
		{ "a\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81", "\xcc\x81", NULL, TEXT_MARKS, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct text_flaw flaw;
		struct line line;

		line_init(&line, LINE_SINGLE, 0);
		assert_false(line_is_holding(&line, &flaw));
		assert_int_equal(line_insert(&line, cases[i].before, strlen(cases[i].before)), 0);
		assert_int_not_equal(line_insert(&line, cases[i].pasted, strlen(cases[i].pasted)), 0);
		assert_string_equal(line_text(&line), cases[i].before);
		assert_true(line_is_holding(&line, &flaw));
		assert_int_equal(flaw.kind, cases[i].kind);
		assert_int_equal(flaw.at_char, cases[i].at_char);
		assert_int_equal(line_insert_held(&line) == 0, cases[i].after != NULL);
		if (cases[i].after)
			is(&line, cases[i].after);
		else
			assert_string_equal(line_text(&line), cases[i].before);
		assert_false(line_is_holding(&line, &flaw));
		line_release(&line);
	}
}

static void
line_drop_held__leaves_the_text_as_it_was(void **state)
{
	struct text_flaw flaw;
	struct line line;

	(void)state;
	line_init(&line, LINE_SINGLE, 0);
	line_insert(&line, "ab", 2);
	line_insert(&line, "\xe2\x80\x8b", 3);
	line_drop_held(&line);
	assert_false(line_is_holding(&line, &flaw));
	assert_int_equal(line_insert_held(&line), 0);
	is(&line, "ab|");
	line_release(&line);
}

static void
line_insert__stops_at_the_limit__and_says_how_many_were_left_out(void **state)
{
	struct line line;

	(void)state;
	line_init(&line, LINE_SINGLE, 4);
	assert_int_equal(line_insert(&line, "一二", 6), 0);
	line_left(&line);
	assert_int_equal(line_insert(&line, "甲乙丙", 9), 1);
	is(&line, "一甲乙|二");
	assert_int_equal(line_insert(&line, "x", 1), 1);
	line_release(&line);
}

static void
line_set__keeps_a_text_over_the_limit__which_then_only_gets_shorter(void **state)
{
	struct line line;

	(void)state;
	line_init(&line, LINE_SINGLE, 2);
	line_set(&line, "一二三四");
	is(&line, "一二三四|");
	assert_int_equal(line_insert(&line, "x", 1), 1);
	assert_true(line_backspace(&line));
	is(&line, "一二三|");
	line_set(&line, "");
	is(&line, "|");
	line_release(&line);
}

static void
line_insert__five_hundred_pasted__in_the_middle(void **state)
{
	char pasted[1500];
	struct line line = made(LINE_SINGLE, "甲|乙");

	(void)state;
	for (size_t i = 0; i < sizeof(pasted); i += 3)
		memcpy(pasted + i, "房", 3);
	assert_int_equal(line_insert(&line, pasted, sizeof(pasted)), 0);
	assert_int_equal(text_chars(line_text(&line)), 502);
	assert_int_equal(line.cursor_bytes, 1503);
	assert_memory_equal(line_text(&line), "甲房", 6);
	assert_string_equal(line_text(&line) + 1500, "房乙");
	line_release(&line);
}

/* ---- one line on the screen */

struct view_case {
	const char *text;
	size_t width;
	const char *shown;
	size_t cells, cursor_cells;
	bool more_left, more_right;
};

static void
line_view__shows_whole_clusters_with_the_cursor__case_by_case(void **state)
{
	static const struct view_case cases[] = {
		{ "|", 1, "", 0, 0, false, false },
		{ "abc|", 4, "abc", 3, 3, false, false },
		{ "abcd|", 4, "bcd", 3, 3, true, false },
		{ "|abcde", 4, "abcd", 4, 0, false, true },
		{ "abc|d", 4, "abcd", 4, 3, false, false },
		{ "文字框|", 7, "文字框", 6, 6, false, false },
		{ "文字框|", 6, "字框", 4, 4, true, false }, /* a half would be left over: a blank instead */
		{ "文字框|", 5, "字框", 4, 4, true, false },
		{ "|文字框", 5, "文字", 4, 0, false, true }, /* right edge inside a wide character */
		{ "文字|框", 5, "字框", 4, 2, true, false }, /* the one at the cursor is entirely in view */
		{ "文字|框x", 5, "字框x", 5, 2, true, false },
		{ "a文字|框", 6, "文字框", 6, 4, true, false },
		{ "|文", 1, "", 0, 0, false, true },
		{ "xe\xcc\x81|y", 2, "e\xcc\x81y", 2, 1, true, false }, /* a mark takes no cell and stays */
		{ "文\xcc\x81字|", 5, "文\xcc\x81字", 4, 4, false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct line line = made(LINE_SINGLE, cases[i].text);
		struct line_view view = line_view(&line, cases[i].width);

		if (view.len_bytes != strlen(cases[i].shown) ||
		    memcmp(line_text(&line) + view.first_bytes, cases[i].shown, view.len_bytes) != 0)
			fail_msg("%s in %zu: \"%.*s\"", cases[i].text, cases[i].width, (int)view.len_bytes,
				 line_text(&line) + view.first_bytes);
		assert_int_equal(view.cells, cases[i].cells);
		assert_int_equal(view.cursor_cells, cases[i].cursor_cells);
		assert_int_equal(view.more_left, cases[i].more_left);
		assert_int_equal(view.more_right, cases[i].more_right);
		line_release(&line);
	}
}

static void
line_scroll__moves_as_little_as_needed__there_and_back(void **state)
{
	struct line line = made(LINE_SINGLE, "abcdefghij|");

	(void)state;
	line_scroll(&line, 5, 1);
	assert_int_equal(line.scroll_bytes, 6);
	for (int i = 0; i < 3; i++)
		line_left(&line);
	line_scroll(&line, 5, 1);
	assert_int_equal(line.scroll_bytes, 6); /* still in view: nothing moves */
	line_left(&line);
	line_left(&line);
	line_scroll(&line, 5, 1);
	assert_int_equal(line.scroll_bytes, 5);
	line_last(&line);
	for (int i = 0; i < 5; i++)
		line_backspace(&line);
	line_scroll(&line, 5, 1);
	assert_int_equal(line.scroll_bytes, 1); /* shorter: no blank while text is hidden */
	line_release(&line);
}

/* Whatever happens, the cursor is in the field and nothing is drawn outside it. */
static void
line_view__stays_inside__under_random_keys(void **state)
{
	static const char *const typed[] = { "文", "a", "\xcc\x81", "，", " ", "\xf0\x9f\x8f\xa0", "\xe2\x80\x8b", "字串" };
	static bool (*const verbs[])(struct line *) = { line_left,	 line_right, line_backspace, line_delete,   line_word_left,
							line_word_right, line_home,  line_end,	     line_kill_end, line_backspace_word };
	uint32_t seed = 7;
	struct line line;

	(void)state;
	line_init(&line, LINE_SINGLE, 60);
	for (int i = 0; i < 20000; i++) {
		struct line_view view;
		size_t width;

		seed = seed * 1664525u + 1013904223u;
		width = 2 + (seed >> 20) % 12;
		if ((seed >> 16) % 3 > 0)
			line_insert(&line, typed[(seed >> 8) % ARRAY_LEN(typed)], strlen(typed[(seed >> 8) % ARRAY_LEN(typed)]));
		else
			verbs[(seed >> 8) % ARRAY_LEN(verbs)](&line);
		line_scroll(&line, width, 1);
		view = line_view(&line, width);
		assert_true(text_is_utf8(line_text(&line), line.text.len));
		assert_true(text_chars(line_text(&line)) <= 60);
		assert_true(view.cells <= width);
		assert_true(view.cursor_cells < width);
		assert_true(view.first_bytes <= line.cursor_bytes);
		assert_true(line.cursor_bytes <= view.first_bytes + view.len_bytes);
	}
	line_release(&line);
}

/* ---- several lines on the screen */

/* The rows, each in brackets; a wrapped one without its closing bracket. */
static void
rows_are(const struct line *line, size_t width, const char *expected)
{
	struct line_row row = { 0 };
	struct buf rows = { 0 };

	while (line_row_next(line, width, &row))
		buf_printf(&rows, "[%.*s%s", (int)row.len_bytes, line_text(line) + row.first_bytes, row.wrapped ? "" : "]");
	assert_string_equal(buf_text(&rows), expected);
	buf_release(&rows);
}

static void
line_row_next__wraps_between_clusters__with_room_for_the_cursor(void **state)
{
	static const struct {
		const char *text;
		size_t width;
		const char *rows;
	} cases[] = {
		{ "|", 5, "[]" },
		{ "|\n", 5, "[][]" },
		{ "|一\n二\n", 5, "[一][二][]" },
		{ "|一二", 5, "[一二]" },
		{ "|一二三", 5, "[一二[三]" },
		{ "|a一二", 5, "[a一[二]" }, /* four cells left would cut a wide one */
		{ "|abcd", 5, "[abcd]" },
		{ "|abcde", 5, "[abcd[e]" },
		{ "|abc\xcc\x81"
		  "de\xcc\x81",
		  4, "[abc\xcc\x81[de\xcc\x81]" },
		{ "|一二\n三", 3, "[一[二][三]" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct line line = made(LINE_MULTI, cases[i].text);

		rows_are(&line, cases[i].width, cases[i].rows);
		line_release(&line);
	}
}

static void
line_place__gives_row_and_column__case_by_case(void **state)
{
	static const struct {
		const char *text;
		size_t width, row, col;
	} cases[] = {
		{ "|", 5, 0, 0 },	 { "一二|", 5, 0, 4 },	  { "一二|三", 5, 1, 0 }, { "一二三|", 5, 1, 2 },
		{ "abcd|\nx", 5, 0, 4 }, { "abcd\n|x", 5, 1, 0 }, { "a\n|", 5, 1, 0 },	  { "xe\xcc\x81|", 5, 0, 2 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct line line = made(LINE_MULTI, cases[i].text);
		size_t row, col;

		line_place(&line, cases[i].width, &row, &col);
		assert_int_equal(row, cases[i].row);
		assert_int_equal(col, cases[i].col);
		line_release(&line);
	}
}

static void
line_up_and_down__keep_the_column__over_short_and_wide_rows(void **state)
{
	struct line line = made(LINE_MULTI, "abcdef|g\nx\n一二三四");

	(void)state;
	assert_false(line_up(&line, 20));
	assert_true(line_down(&line, 20));
	is(&line, "abcdefg\nx|\n一二三四");
	assert_true(line_down(&line, 20));
	is(&line, "abcdefg\nx\n一二三|四");
	assert_false(line_down(&line, 20));
	assert_true(line_up(&line, 20));
	assert_true(line_up(&line, 20));
	is(&line, "abcdef|g\nx\n一二三四");
	line_left(&line);
	assert_true(line_down(&line, 20));
	assert_true(line_down(&line, 20));
	is(&line, "abcdefg\nx\n一二|三四"); /* column 5 is inside a wide character: before it */
	line_release(&line);
}

static void
line_down__stays_in_a_wrapped_row__at_its_last_cluster(void **state)
{
	struct line line = made(LINE_MULTI, "abcd|\nabcdefgh");

	(void)state;
	assert_true(line_down(&line, 5)); /* rows: abcd, abcd, efgh */
	is(&line, "abcd\nabc|defgh");
	assert_true(line_down(&line, 5));
	is(&line, "abcd\nabcdefgh|");
	line_release(&line);
}

static void
line_up__does_nothing__in_a_single_line(void **state)
{
	struct line line = made(LINE_SINGLE, "abcdefgh|");

	(void)state;
	assert_false(line_up(&line, 3));
	is(&line, "abcdefgh|");
	line_release(&line);
}

static void
line_scroll__brings_the_row_into_view__of_several_lines(void **state)
{
	struct line line = made(LINE_MULTI, "1\n2\n3\n4\n5|");

	(void)state;
	line_scroll(&line, 10, 2);
	assert_int_equal(line.scroll_rows, 3);
	line_up(&line, 10);
	line_scroll(&line, 10, 2);
	assert_int_equal(line.scroll_rows, 3);
	line_first(&line);
	line_scroll(&line, 10, 2);
	assert_int_equal(line.scroll_rows, 0);
	line_last(&line);
	line_scroll(&line, 10, 3);
	line_kill_start(&line);
	line_backspace(&line);
	line_backspace(&line);
	line_scroll(&line, 10, 3);
	assert_int_equal(line.scroll_rows, 1); /* rows 2, 3, 4 without their last digit: no blank below */
	line_release(&line);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line_verbs__change_text_and_cursor__case_by_case),
		cmocka_unit_test(line__forgets__what_is_taken_back),
		cmocka_unit_test(secret_buf__is_wiped__where_it_is_cleared),
		cmocka_unit_test(line_backspace__joins_a_mark_to_the_line_before__cursor_not_inside),
		cmocka_unit_test(line_insert__puts_cursor_behind__marks_that_join_what_was_typed),
		cmocka_unit_test(line_insert__takes_what_the_mode_takes__case_by_case),
		cmocka_unit_test(line_insert__holds_whole__what_has_a_character_that_may_not_stand),
		cmocka_unit_test(line_drop_held__leaves_the_text_as_it_was),
		cmocka_unit_test(line_insert__stops_at_the_limit__and_says_how_many_were_left_out),
		cmocka_unit_test(line_set__keeps_a_text_over_the_limit__which_then_only_gets_shorter),
		cmocka_unit_test(line_insert__five_hundred_pasted__in_the_middle),
		cmocka_unit_test(line_view__shows_whole_clusters_with_the_cursor__case_by_case),
		cmocka_unit_test(line_scroll__moves_as_little_as_needed__there_and_back),
		cmocka_unit_test(line_view__stays_inside__under_random_keys),
		cmocka_unit_test(line_row_next__wraps_between_clusters__with_room_for_the_cursor),
		cmocka_unit_test(line_place__gives_row_and_column__case_by_case),
		cmocka_unit_test(line_up_and_down__keep_the_column__over_short_and_wide_rows),
		cmocka_unit_test(line_down__stays_in_a_wrapped_row__at_its_last_cluster),
		cmocka_unit_test(line_up__does_nothing__in_a_single_line),
		cmocka_unit_test(line_scroll__brings_the_row_into_view__of_several_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
