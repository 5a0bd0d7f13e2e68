#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "table/write/office.h"
#include "table/write/pdf_out.h"
#include "table/write/writer.h"
#include "table/write/xlsx_out.h"

/* What --disable-office leaves: linked with src/table/write/office_none.c in every build, so that it compiles and refuses wherever louce is tested. */

static void
pdf__is_refused__in_a_sentence(void **state)
{
	struct table table = { 0 };
	struct buf out = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(table_write_pdf(&table, 1, 0, &out, &err), STATUS_INVALID);
	assert_string_equal(err.text, "this louce was built without PDF; html does without, and a browser prints it");
	assert_int_equal(out.len, 0);
}

static void
xlsx__is_refused__in_a_sentence(void **state)
{
	struct table table = { 0 };
	struct buf out = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(table_write_xlsx(&table, 1, 0, &out, &err), STATUS_INVALID);
	assert_string_equal(err.text, "this louce was built without XLSX; csv does without, and a spreadsheet opens it");
	assert_int_equal(out.len, 0);
}

static enum status
write_cells(const char *path, struct err *err)
{
	struct table_writer *writer = table_writer_new(path, ',', false);

	table_writer_sheet(writer, "x", false);
	table_writer_width(writer, 0, 8);
	table_writer_cell(writer, 0, 0, "屯", true);
	table_writer_choices(writer, 0, 1, 9, "y", 0, 2);
	return table_writer_close(writer, err);
}

static void
writer__refuses_xlsx__and_leaves_nothing_behind(void **state)
{
	char *path = mem_printf("without-%d.xlsx", (int)getpid());
	struct err err = { 0 };

	(void)state;
	assert_int_equal(write_cells(path, &err), STATUS_INVALID);
	assert_string_equal(err.text, "this louce was built without XLSX; csv does without, and a spreadsheet opens it");
	assert_false(file_exists(path));
	free(path);
}

static void
writer__writes_csv__all_the_same(void **state)
{
	char *path = mem_printf("without-%d.csv", (int)getpid());
	struct buf text = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(write_cells(path, &err), STATUS_OK);
	assert_int_equal(file_read(path, 64, &text, &err), STATUS_OK);
	assert_string_equal(buf_text(&text), "\xef\xbb\xbf屯\n");
	buf_release(&text);
	unlink(path);
	free(path);
}

static void
office__is_not_there__and_names_no_library(void **state)
{
	(void)state;
	assert_false(table_has_office());
	assert_null(table_office_version());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pdf__is_refused__in_a_sentence),
		cmocka_unit_test(xlsx__is_refused__in_a_sentence),
		cmocka_unit_test(writer__refuses_xlsx__and_leaves_nothing_behind),
		cmocka_unit_test(writer__writes_csv__all_the_same),
		cmocka_unit_test(office__is_not_there__and_names_no_library),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
