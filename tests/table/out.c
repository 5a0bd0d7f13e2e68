#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "table/write/html_out.h"
#include "table/write/pdf_out.h"
#include "table/read/reader.h"
#include "table/table.h"
#include "table/write/xlsx_out.h"
#include "../support/office.h"

/* One table in every format that it leaves in: what comes back is the same, and what a spreadsheet would spoil is whole. */

#define ROWS 4
#define COLUMNS 5

static const struct {
	const char *name, *label;
	enum table_kind kind;
} columns[COLUMNS] = {
	{ "code", "编号", TABLE_CODE },	     { "name", "名称", TABLE_TEXT }, { "count", "栋数", TABLE_NUMBER },
	{ "rate", "完成率", TABLE_DECIMAL }, { "day", "日期", TABLE_DATE },
};
static const char *const cells[ROWS][COLUMNS] = {
	{ "", "东兰县", "4040", "62.5", "2022-09-17" },
	{ "451224190001010013", "金谷乡", "4028", "97.5", "2022-09-16" },
	{ "000123", "=1+1", "12", "0.1", "2022-09-17" },
	{ "3-1", "@SUM(A1)", "=2", "", "+5" },
};

static struct table *
table_of(void)
{
	struct table *table = mem_alloc(sizeof(*table));

	*table = (struct table){ .column_count = COLUMNS, .official = true, .has_total = true, .total_first = true };
	table->title = mem_strdup("技术初步判定信息统计表：=1");
	table->notice = mem_strdup("含个人信息 A&B");
	table->columns = mem_array(COLUMNS, sizeof(*table->columns));
	for (size_t c = 0; c < COLUMNS; c++)
		table->columns[c] = (struct table_column){ .name = mem_strdup(columns[c].name),
							   .label = mem_strdup(columns[c].label),
							   .kind = columns[c].kind };
	for (size_t r = 0; r < ROWS; r++) {
		char **row = table_add_row(table);

		for (size_t c = 0; c < COLUMNS; c++)
			row[c] = *cells[r][c] ? mem_strdup(cells[r][c]) : NULL;
	}
	table_add_head(table, "统计范围：东兰县");
	table_add_line(table, "=其中签字：3 栋");
	return table;
}

static void
drop(struct table *table)
{
	table_release(table);
	free(table);
}

/* Writes bytes beside the test; the name is the caller's to free. */
static char *
keep(const struct buf *bytes, const char *ending)
{
	char *path = mem_printf("out-%d%s", (int)getpid(), ending);
	struct err err = { 0 };

	assert_int_equal(file_write(path, bytes->data, bytes->len, 0600, &err), STATUS_OK);
	return path;
}

/* The texts of all cells of a table from the row that begins with the first label on, a row a line, cells parted by '|', up to the first blank row. */
static char *
read_cells(const char *path)
{
	struct table_reader *reader = NULL;
	struct table_row row;
	struct buf out = { 0 };
	struct err err = { 0 };
	bool more = true, inside = false;
	size_t last = 0;

	assert_int_equal(table_reader_open(path, &reader, &err), STATUS_OK);
	assert_int_equal(table_reader_start(reader, 0, &err), STATUS_OK);
	while (!table_reader_next(reader, &row, &more, &err) && more) {
		if (inside && (!row.count || row.number > last + 1))
			break;
		last = row.number;
		inside |= row.count && strcmp(row.cells[0].text, columns[0].label) == 0;
		for (size_t c = 0; inside && c < row.count; c++)
			buf_printf(&out, "%s|", row.cells[c].text);
		if (inside)
			buf_char(&out, '\n');
	}
	table_reader_close(reader);
	return buf_detach(&out);
}

static void
xlsx__holds__what_csv_holds(void **state)
{
	struct table *table = table_of();
	struct buf csv = { 0 }, xlsx = { 0 };
	struct err err = { 0 };
	char *csv_path, *xlsx_path, *of_csv, *of_xlsx;

	(void)state;
	table_write_csv(table, true, &csv);
	assert_int_equal(table_write_xlsx(table, 1, 1662000000, &xlsx, &err), STATUS_OK);
	csv_path = keep(&csv, ".csv");
	xlsx_path = keep(&xlsx, ".xlsx");
	of_csv = read_cells(csv_path);
	of_xlsx = read_cells(xlsx_path);
	assert_string_equal(of_csv, "编号|名称|栋数|完成率|日期|\n"
				    "|东兰县|4040|62.5|2022-09-17|\n"
				    "451224190001010013|金谷乡|4028|97.5|2022-09-16|\n"
				    "000123|=1+1|12|0.1|2022-09-17|\n"
				    "3-1|@SUM(A1)|=2||+5|\n");
	assert_string_equal(of_xlsx, of_csv);
	unlink(csv_path);
	unlink(xlsx_path);
	free(csv_path);
	free(xlsx_path);
	free(of_csv);
	free(of_xlsx);
	buf_release(&csv);
	buf_release(&xlsx);
	drop(table);
}

static void
csv__begins_with_labels__and_says_below_what_is_counted(void **state)
{
	struct table *table = table_of();
	struct buf csv = { 0 };

	(void)state;
	table_write_csv(table, true, &csv);
	assert_string_equal(buf_text(&csv), "编号,名称,栋数,完成率,日期\n"
					    ",东兰县,4040,62.5,2022-09-17\n"
					    "\"=\"\"451224190001010013\"\"\",金谷乡,4028,97.5,2022-09-16\n"
					    "\"=\"\"000123\"\"\",'=1+1,12,0.1,2022-09-17\n"
					    "\"=\"\"3-1\"\"\",'@SUM(A1),'=2,,'+5\n"
					    "\n"
					    "技术初步判定信息统计表：=1\n"
					    "统计范围：东兰县\n"
					    "含个人信息 A&B\n"
					    "'=其中签字：3 栋\n");
	buf_release(&csv);
	drop(table);
}

/* A part of an XLSX file as text. Caller frees. */
static char *
part(const char *path, const char *name)
{
	int why = 0;
	struct zip *zip = zip_open(path, ZIP_RDONLY, &why);
	struct zip_file *file = zip_fopen(zip, name, 0);
	struct buf out = { 0 };
	char piece[4096];
	zip_int64_t len;

	assert_non_null(file);
	while ((len = zip_fread(file, piece, sizeof(piece))) > 0)
		buf_add(&out, piece, (size_t)len);
	zip_fclose(file);
	zip_discard(zip);
	return buf_detach(&out);
}

/* Forty columns on one sheet of paper nobody can read: they go over several, each with what names the rows. */
static void
xlsx__goes_over_several_pages__where_it_is_wide(void **state)
{
	struct table table = { .column_count = 40 };
	struct buf xlsx = { 0 };
	struct err err = { 0 };
	char *path, *sheet, *book, **row;

	(void)state;
	table.title = mem_strdup("汇总表");
	table.columns = mem_array(table.column_count, sizeof(*table.columns));
	for (size_t c = 0; c < table.column_count; c++)
		table.columns[c] = (struct table_column){ .name = mem_strdup("x"),
							  .label = mem_strdup("很长的一列的名称"),
							  .kind = c == 1 ? TABLE_TEXT : TABLE_NUMBER };
	row = table_add_row(&table);
	for (size_t c = 0; c < table.column_count; c++)
		row[c] = mem_strdup("1");
	assert_int_equal(table_write_xlsx(&table, 1, 1662000000, &xlsx, &err), STATUS_OK);
	path = keep(&xlsx, "-wide.xlsx");
	sheet = part(path, "xl/worksheets/sheet1.xml");
	book = part(path, "xl/workbook.xml");
	assert_non_null(strstr(sheet, "fitToWidth=\"2\""));
	assert_non_null(strstr(sheet, "<mergeCell ref=\"C1:T1\"/>")); /* on the first page, and on no other */
	assert_non_null(strstr(book, "$A:$B"));			      /* up to the first column of words */
	assert_non_null(strstr(book, "$2:$2"));
	unlink(path);
	free(sheet);
	free(book);
	free(path);
	buf_release(&xlsx);
	table_release(&table);
}

static void
xlsx__is_ready_to_print__and_has_no_formula(void **state)
{
	static const char *const wanted[] = {
		"<mergeCell ref=\"A1:E1\"/>",  /* title */
		"state=\"frozen\"",	       /* head */
		"<autoFilter ref=\"A4:E8\"/>", /* labels and rows */
		"orientation=\"landscape\"",
		"paperSize=\"9\"",
		"fitToHeight=\"0\"",
		"<oddHeader>&amp;L含个人信息 A&amp;&amp;B</oddHeader>",
	};
	struct table *table = table_of();
	struct buf xlsx = { 0 };
	struct err err = { 0 };
	char *path, *sheet, *book;

	(void)state;
	assert_int_equal(table_write_xlsx(table, 1, 1662000000, &xlsx, &err), STATUS_OK);
	path = keep(&xlsx, "-print.xlsx");
	sheet = part(path, "xl/worksheets/sheet1.xml");
	book = part(path, "xl/workbook.xml");
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
		if (!strstr(sheet, wanted[i]))
			fail_msg("%s is not in %s", wanted[i], sheet);
	assert_null(strstr(sheet, "<f>"));
	assert_non_null(strstr(sheet, "&amp;N")); /* of how many pages */
	assert_non_null(strstr(book, "_xlnm.Print_Titles"));
	assert_non_null(strstr(book, "$1:$4"));
	unlink(path);
	free(sheet);
	free(book);
	free(path);
	buf_release(&xlsx);
	drop(table);
}

/* What a program prints that is given a file; NULL: it is not here. Caller frees. */
static char *
printed(const char *command, const char *path)
{
	char *line = mem_printf("%s %s - 2>/dev/null", command, path);
	FILE *pipe = popen(line, "r");
	struct buf out = { 0 };
	char piece[4096];
	size_t len;

	while (pipe && (len = fread(piece, 1, sizeof(piece), pipe)) > 0)
		buf_add(&out, piece, len);
	free(line);
	if (pipe && pclose(pipe) == 0)
		return buf_detach(&out);
	buf_release(&out);
	return NULL;
}

/* The table as PDF, as pdftotext reads it; skips where louce makes none or no pdftotext is here. Caller frees. */
static char *
pdf_text(const struct table *table, const char *command)
{
	struct buf pdf = { 0 };
	struct err err = { 0 };
	enum status status = table_write_pdf(table, 1, 1662000000, &pdf, &err);
	char *path, *text;

	assert_int_equal(status, STATUS_OK);
	path = keep(&pdf, ".pdf");
	text = printed(command, path);
	unlink(path);
	free(path);
	buf_release(&pdf);
	if (!text)
		skip();
	return text;
}

static void
pdf__says__what_the_table_says(void **state)
{
	struct table *table = table_of();
	char *text = pdf_text(table, "pdftotext -layout");

	(void)state;
	for (size_t r = 0; r < ROWS; r++)
		for (size_t c = 0; c < COLUMNS; c++)
			assert_non_null(strstr(text, cells[r][c]));
	for (size_t c = 0; c < COLUMNS; c++)
		assert_non_null(strstr(text, columns[c].label));
	assert_non_null(strstr(text, table->title));
	assert_non_null(strstr(text, table->heads[0]));
	assert_non_null(strstr(text, table->notice));
	assert_non_null(strstr(text, table->lines[0]));
	assert_non_null(strstr(text, "1 of 1"));
	free(text);
	drop(table);
}

/* Many rows, one of which is longer than a page. */
static struct table *
long_table(size_t rows)
{
	struct table *table = table_of();
	struct buf text = { 0 };

	for (size_t r = 0; r < rows; r++) {
		char **row = table_add_row(table);

		row[0] = mem_printf("%06zu", r);
		row[1] = mem_strdup("存在一定安全隐患，需要安全鉴定");
		row[2] = mem_strdup("7");
	}
	for (size_t i = 0; i < 3000; i++)
		buf_printf(&text, "%s", i == 2999 ? "末" : "长");
	free(table->cells[1]);
	table->cells[1] = buf_detach(&text);
	return table;
}

static void
pdf__keeps__within_its_margins__and_repeats_its_head(void **state)
{
	struct table *table = long_table(90);
	char *text = pdf_text(table, "pdftotext -bbox");
	size_t words = 0, pages = 0, labels = 0, notices = 0;

	(void)state;
	for (const char *at = text; (at = strchr(at, '<')); at++) {
		double x, y, right, bottom;

		pages += strncmp(at, "<page ", 6) == 0;
		if (sscanf(at, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"", &x, &y, &right, &bottom) != 4)
			continue;
		words++;
		labels += strncmp(strchr(at, '>') + 1, "完成率", strlen("完成率")) == 0;
		notices += strncmp(strchr(at, '>') + 1, "含个人信息", strlen("含个人信息")) == 0;
		if (x < 39 || y < 36 || right > 803 || bottom > 559)
			fail_msg("it leaves the page: %.80s", at);
	}
	assert_true(words > 270);
	assert_true(pages > 4);
	assert_int_equal(labels, pages);
	assert_int_equal(notices, pages);
	free(text);
	text = pdf_text(table, "pdftotext -layout");
	assert_non_null(strstr(text, "000089"));
	assert_non_null(strstr(text, "末"));
	free(text);
	drop(table);
}

static void
pdf__is_refused__where_a_character_has_no_glyph(void **state)
{
	struct table *table = table_of();
	struct buf pdf = { 0 };
	struct err err = { 0 };

	(void)state;
	free(table->cells[1]);
	table->cells[1] = mem_strdup("\xf3\xb0\x80\x80");
	assert_int_not_equal(table_write_pdf(table, 1, 1662000000, &pdf, &err), STATUS_OK);
	assert_true(err.status == STATUS_IO ? strstr(err.text, "no font of this machine") : strstr(err.text, "built without"));
	assert_int_equal(pdf.len, 0);
	buf_release(&pdf);
	drop(table);
}

static void
html__says__what_the_table_says__and_runs_nothing(void **state)
{
	struct table *table = table_of();
	struct buf html = { 0 };

	(void)state;
	free(table->cells[1]);
	table->cells[1] = mem_strdup("<script>alert('x')</script>&\"");
	table->columns[2].bar = true;
	table_write_html(table, &html);
	assert_non_null(strstr(html.data, "<td>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;</td>"));
	assert_null(strstr(html.data, "<script"));
	assert_null(strstr(html.data, "http://"));
	assert_non_null(strstr(html.data, "default-src 'none'"));
	assert_non_null(strstr(html.data, "<td>451224190001010013</td>"));
	assert_non_null(strstr(html.data, "<td class=\"n\">97.5</td>"));
	assert_non_null(strstr(html.data, "<rect width=\"1000\" height=\"10\"/></svg><span>4028</span>"));
	assert_null(strstr(html.data, "<span>4040</span>")); /* the total has no bar */
	assert_non_null(strstr(html.data, table->heads[0]));
	assert_non_null(strstr(html.data, "含个人信息 A&amp;B"));
	assert_non_null(strstr(html.data, table->lines[0]));
	buf_release(&html);
	drop(table);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		office_unit_test(xlsx__holds__what_csv_holds),
		cmocka_unit_test(csv__begins_with_labels__and_says_below_what_is_counted),
		office_unit_test(xlsx__is_ready_to_print__and_has_no_formula),
		office_unit_test(xlsx__goes_over_several_pages__where_it_is_wide),
		office_unit_test(pdf__says__what_the_table_says),
		office_unit_test(pdf__keeps__within_its_margins__and_repeats_its_head),
		office_unit_test(pdf__is_refused__where_a_character_has_no_glyph),
		cmocka_unit_test(html__says__what_the_table_says__and_runs_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
