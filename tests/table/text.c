#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

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
	struct table table = { .column_count = 2 };
	struct buf out = { 0 };

	(void)state;
	table.columns = mem_array(2, sizeof(*table.columns));
	table.columns[0] = (struct table_column){ mem_strdup("place"), mem_strdup("Name of the village or town"), TABLE_TEXT };
	table.columns[1] = (struct table_column){ mem_strdup("severe"), mem_strdup("存在严重安全隐患（需要管控并进行安全鉴定）"),
						  TABLE_NUMBER };
	add_row(&table, "金谷乡", "12");
	table_write_text(&table, &out);
	assert_string_equal(buf_text(&out), "Name of the       存在严重安全隐患\n"
					    "village or town   （需要管控并进行\n"
					    "                        安全鉴定）\n"
					    "金谷乡                          12\n");
	buf_release(&out);
	table_release(&table);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(long_names_of_columns__go_on_below__in_whole_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
