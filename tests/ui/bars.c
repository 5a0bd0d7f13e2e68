#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/dump.h"
#include "base/attr.h"
#include "ui/home/bars.h"

/* How far each place has come: at a county's full size no digit is cut, however narrow the page. */

/* The bars of so many places, on a page of so many cells. */
static char *
drawn(size_t places, size_t done, size_t total, int rows, int cols)
{
	struct work_bar bars[64] = { 0 };
	const struct work work = { .bars = bars, .bar_count = places };
	struct canvas canvas = { 0 };
	struct buf out = { 0 };

	for (size_t i = 0; i < places; i++)
		bars[i] = (struct work_bar){ .name = (char[]){ "Place of a long name" }, .total = total, .done = done };
	canvas_init(&canvas, rows, cols);
	bars_draw(&work, &canvas, (struct area){ 0, 0, rows, cols });
	canvas_dump(&canvas, false, &out);
	canvas_release(&canvas);
	return buf_detach(&out);
}

static size_t
times(const char *text, const char *part)
{
	size_t count = 0;

	for (; (text = strstr(text, part)); text += strlen(part))
		count++;
	return count;
}

static void
numbers__are_whole__in_one_column_and_in_two(void **state)
{
	static const struct {
		size_t done, total;
		const char *shown;
	} cases[] = { { 3, 40, "3/40" },
		      { 2251, 11767, "2251/11767" },
		      { 79158, 79158, "79158/79158" },
		      { 123456789, 123456789, "123456789/123456789" } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		for (int cols = 72; cols <= 120; cols += 48)
			for (size_t places = 4; places <= 14; places += 10) {
				char *page = drawn(places, cases[i].done, cases[i].total, 10, cols);

				if (times(page, cases[i].shown) != places)
					fail_msg("%s is not there %zu times at %d cells:\n%s", cases[i].shown, places, cols, page);
				free(page);
			}
}

static void
places__left_out__are_counted(void **state)
{
	char *page = drawn(40, 2251, 11767, 10, 80);

	(void)state;
	assert_int_equal(times(page, "2251/11767"), 17);
	assert_non_null(strstr(page, "and 23 more"));
	free(page);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers__are_whole__in_one_column_and_in_two),
		cmocka_unit_test(places__left_out__are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
