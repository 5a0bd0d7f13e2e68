#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "table/table.h"

/* A table for a terminal. */

static void
add_row(struct table *table, const char *name, const char *number)
{
	char **cells = table_add_row(table);

	cells[0] = mem_strdup(name);
	cells[1] = mem_strdup(number);
}

static void
long_names_of_columns__go_on_below__in_whole_words(void **state)
{
	struct table table = { .column_count = 2, .title = mem_strdup("Villages") };
	struct table_heading heading;
	struct buf out = { 0 };

	(void)state;
	table.columns = mem_array(2, sizeof(*table.columns));
	table.columns[0] = (struct table_column){ .name = mem_strdup("place"), .label = mem_strdup("Name of the village or town") };
	table.columns[1] = (struct table_column){ .name = mem_strdup("severe"),
						  .label = mem_strdup("存在严重安全隐患（需要管控并进行安全鉴定）"),
						  .kind = TABLE_NUMBER };
	add_row(&table, "金谷乡", "12");
	table_write_text(&table, &out, &heading);
	assert_int_equal(heading.from, 2);
	assert_int_equal(heading.count, 3);
	assert_string_equal(buf_text(&out), "Villages\n\n"
					    "Name of the       存在严重安全隐患\n"
					    "village or town   （需要管控并进行\n"
					    "                        安全鉴定）\n"
					    "金谷乡                          12\n");
	buf_release(&out);
	table_release(&table);
}

static void
long_texts__go_on_below__and_bars_stand_behind_the_figures(void **state)
{
	struct table table = { .column_count = 2, .has_total = true, .total_first = true };
	struct table_heading heading;
	struct buf out = { 0 };

	(void)state;
	table.columns = mem_array(2, sizeof(*table.columns));
	table.columns[0] = (struct table_column){ .name = mem_strdup("place"), .label = mem_strdup("乡镇") };
	table.columns[1] = (struct table_column){ .name = mem_strdup("n"), .label = mem_strdup("N"), .kind = TABLE_NUMBER, .bar = true };
	add_row(&table, "东兰县", "30");
	add_row(&table, "金谷乡", "20");
	add_row(&table, "一二三四五六七八九十一二三四五六七八九十末尾", "10");
	add_row(&table, "三石镇", "0");
	table_write_text(&table, &out, &heading);
	assert_string_equal(buf_text(&out), "乡镇                                       N\n"
					    "东兰县                                    30\n"
					    "金谷乡                                    20  ########################\n"
					    "一二三四五六七八九十一二三四五六七八九十  10  ############\n"
					    "末尾\n"
					    "三石镇                                     0\n");
	buf_release(&out);
	table_release(&table);
}

/* Whoever fills a form chooses its texts: no text makes another row of the table. */
static void
line_ends_in_a_text__begin_no_row(void **state)
{
	struct table table = { .column_count = 2 };
	struct table_heading heading;
	struct buf out = { 0 };

	(void)state;
	table.columns = mem_array(2, sizeof(*table.columns));
	table.columns[0] = (struct table_column){ .name = mem_strdup("place"), .label = mem_strdup("Hamlet") };
	table.columns[1] = (struct table_column){ .name = mem_strdup("n"), .label = mem_strdup("N"), .kind = TABLE_NUMBER };
	add_row(&table, "那亮\nYS000000099\tnone", "1");
	add_row(&table, "坡索", "22");
	table_write_text(&table, &out, &heading);
	assert_null(strstr(buf_text(&out), "\nYS"));
	assert_null(strchr(buf_text(&out), '\t'));
	assert_non_null(strstr(buf_text(&out), "那亮 YS000000099 none"));
	buf_release(&out);
	table_release(&table);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(long_names_of_columns__go_on_below__in_whole_words),
		cmocka_unit_test(long_texts__go_on_below__and_bars_stand_behind_the_figures),
		cmocka_unit_test(line_ends_in_a_text__begin_no_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
