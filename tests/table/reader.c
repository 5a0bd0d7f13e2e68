#include "../support/sanitizer.h"
#include "../support/archive.h"
#include "../support/office.h"

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "table/read/reader.h"
#include "table/write/writer.h"

/* Tables of every kind, read to a text: "ROW: A=text B#number C@date ..." a line. */

static char *
temporary(void)
{
	const char *tmp = getenv("TMPDIR");
	char *path = mem_printf("%s/reader-XXXXXX", tmp ? tmp : "/tmp");
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	close(fd);
	return path;
}

static void
write_row(const struct table_row *row, struct buf *out)
{
	static const char marks[] = { [TABLE_CELL_TEXT] = '=',	  [TABLE_CELL_NUMBER] = '#',  [TABLE_CELL_DATE] = '@',
				      [TABLE_CELL_ROUNDED] = '~', [TABLE_CELL_LOST] = '?',    [TABLE_CELL_WIDE] = 'W',
				      [TABLE_CELL_ERROR] = '!',	  [TABLE_CELL_FORMULA] = 'F', [TABLE_CELL_DAMAGED] = 'D' };

	buf_printf(out, "%zu:", row->number);
	for (size_t c = 0; c < row->count; c++) {
		const struct table_cell *cell = &row->cells[c];
		char letters[8];

		if (cell->kind == TABLE_CELL_EMPTY)
			continue;
		table_column_letters(c, letters);
		buf_printf(out, " %s%c%s%s", letters, marks[cell->kind], cell->filled ? "^" : "", cell->text);
		if (strcmp(cell->text, cell->shown) != 0)
			buf_printf(out, "(%s)", cell->shown);
	}
	buf_char(out, '\n');
}

static enum status
read_table(const char *path, size_t sheet, struct buf *out, struct err *err)
{
	struct table_reader *reader = NULL;
	enum status status = table_reader_open(path, &reader, err);
	struct table_row row;
	bool more = true;

	if (!status)
		status = table_reader_start(reader, sheet, err);
	while (!status && more)
		if (!(status = table_reader_next(reader, &row, &more, err)) && more && row.count)
			write_row(&row, out);
	table_reader_close(reader);
	return status;
}

struct case_of {
	const char *text, *reads, *refused;
	size_t len;
};

static void
check(const char *path, size_t sheet, const char *reads, const char *refused)
{
	struct buf out = { 0 };
	struct err err = { 0 };
	enum status status = read_table(path, sheet, &out, &err);

	if (status && !refused)
		fail_msg("%s", err.text);
	if (refused) {
		assert_int_equal(status, STATUS_INVALID);
		if (!strstr(err.text, refused))
			fail_msg("%s", err.text);
	} else {
		assert_string_equal(buf_text(&out), reads);
	}
	buf_release(&out);
}

static void
csv__is_read__as_it_was_meant(void **state)
{
	static const struct case_of cases[] = {
		{ "a,b\n1,2\n", "1: A=a B=b\n2: A=1 B=2\n", NULL, 0 },
		{ "a\tb,c\n1\t2\n", "1: A=a B=b,c\n2: A=1 B=2\n", NULL, 0 },
		{ "a;b\n\"1;2\";3\n", "1: A=a B=b\n2: A=1;2 B=3\n", NULL, 0 },
		{ "sep=;\na;b\n", "1: A=a B=b\n", NULL, 0 },
		{ "sep=|\na|b,c\n", "1: A=a B=b,c\n", NULL, 0 },
		{ "a|b,c|d\n1|2|3\n", "1: A=a B=b,c C=d\n2: A=1 B=2 C=3\n", NULL, 0 },
		{ "sep=\"\na,b\n", "1: A=sep=\"\n2: A=a B=b\n", NULL, 0 },
		{ "sep=\r\na,b\n", "1: A=sep=\n2: A=a B=b\n", NULL, 0 },
		{ "sep=,\r\na,b;c;d\r\n", "1: A=a B=b;c;d\n", NULL, 0 },
		{ "村社区,屯组路街巷\n产权\xe4\xba,x\n", "1: A=村社区 B=屯组路街巷\n2: AD产权\xef\xbf\xbd\xef\xbf\xbd B=x\n", NULL, 0 },
		{ "a,b\r1,2\r", "1: A=a B=b\n2: A=1 B=2\n", NULL, 0 },
		{ "a,b\r\n1,2", "1: A=a B=b\n2: A=1 B=2\n", NULL, 0 },
		{ "a,b,,,\n,,,,\n\n1,2,,,\n\n", "1: A=a B=b\n4: A=1 B=2\n", NULL, 0 },
		{ "a,\"x \"\"y\"\"\nz\",c\n1,2\n", "1: A=a B=x \"y\"\nz C=c\n2: A=1 B=2\n", NULL, 0 },
		{ "\"a\" ,b\n", "1: A=a B=b\n", NULL, 0 },
		{ "=\"0012\",'=1+1,'@x,'＝2,'s\n", "1: A=0012 B==1+1 C=@x D=＝2 E='s\n", NULL, 0 },
		{ "=1+1,+3,-4,@x\n", "1: A==1+1 B=+3 C=-4 D=@x\n", NULL, 0 },
		{ "3月1日,2022/3/1,1-Mar,Mar-22,3-1,12E3\n", "1: A@3月1日 B@2022/3/1 C@1-Mar D@Mar-22 E=3-1 F=12E3\n", NULL, 0 },
		{ "#N/A,#REF!,#1,########,Err:502\n", "1: A!#N/A B!#REF! C=#1 DW######## E!Err:502\n", NULL, 0 },
		{ "451224101201123000,451224101201123456,4.5E+17,45122410120\n",
		  "1: A~451224101201123000 B=451224101201123456 C?4.5E+17 D=45122410120\n", NULL, 0 },
		{ "a\n\"x\n", NULL, "line 2: a quotation mark is opened and not closed", 0 },
		{ "a\n\"x\"y,z\n", NULL, "line 2: a quoted cell must end before the next comma", 0 },
		{ "a,b\nx\0y,z\n", NULL, "line 2: a byte of zero stands there", 10 },
		{ "", NULL, "the file is empty", 0 },
		{ "\xd0\xcf\x11\xe0\xa1\xb1", NULL, "this is an .xls of an older Excel, or a table with a password", 0 },
		{ "%PDF-1.4\n", NULL, "this is a PDF", 0 },
		{ "<html><table>", NULL, "this is a web page under the name of a table", 0 },
		{ "\xff\xd8\xff\xe0", NULL, "this is a picture", 0 },
		{ "PK\x03\x04zz", NULL, "cut off or damaged", 0 },
	};
	char *path = temporary();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct err err = { 0 };

		assert_int_equal(file_write(path, cases[i].text, cases[i].len ? cases[i].len : strlen(cases[i].text), 0600, &err),
				 STATUS_OK);
		check(path, 0, cases[i].reads, cases[i].refused);
	}
	unlink(path);
	free(path);
}

static void
csv__refuses__what_grows_without_end(void **state)
{
	char *path = temporary();
	struct buf text = { 0 };
	struct err err = { 0 };

	(void)state;
	for (int i = 0; i < 2000; i++)
		buf_text_add(&text, "x,");
	assert_int_equal(file_write(path, text.data, text.len, 0600, &err), STATUS_OK);
	check(path, 0, NULL, "line 1: there are more than 1024 columns");
	buf_clear(&text);
	for (int i = 0; i < 200000; i++)
		buf_char(&text, 'x');
	assert_int_equal(file_write(path, text.data, text.len, 0600, &err), STATUS_OK);
	check(path, 0, NULL, "line 1: a cell is longer than any spreadsheet makes it");
	buf_release(&text);
	unlink(path);
	free(path);
}

#define FORMATS                                                                                                                                                       \
	"<numFmts><numFmt numFmtId=\"180\" formatCode=\"m&quot;月&quot;d&quot;日&quot;;@\"/><numFmt numFmtId=\"181\" formatCode=\"0000\"/>"                         \
	"<numFmt numFmtId=\"182\" formatCode=\"[$-804]yyyy&quot;年&quot;m&quot;月&quot;\"/><numFmt numFmtId=\"183\" formatCode=\"0.00&quot;day&quot;\"/></numFmts>" \
	"<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"180\"/>"                                  \
	"<xf numFmtId=\"181\"/><xf numFmtId=\"58\"/><xf numFmtId=\"182\"/><xf numFmtId=\"183\"/><xf numFmtId=\"22\"/></cellXfs>"

static void
xlsx__is_read__as_it_was_meant(void **state)
{
	static const struct {
		struct archive_book book;
		const char *reads, *refused;
	} cases[] = {
		{ { .sheet =
			    "<sheetData><row r=\"2\"><c r=\"B2\" t=\"s\"><v>1</v></c><c r=\"D2\" t=\"inlineStr\"><is><t>里</t></is></c></row></sheetData>",
		    .strings =
			    "<si><t>甲</t></si><si><r><t>韦</t></r><r><t xml:space=\"preserve\">建_x0041_</t></r><rPh><t>wei</t></rPh></si>" },
		  "2: B=韦建A D=里\n",
		  NULL },
		{ { .sheet =
			    "<sheetData><row><c><v>3</v></c><c><v>0.1</v></c><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#REF!</v></c><c t=\"str\"><f>A1</f><v>x</v></c>"
			    "<c><f>SUM(A1)</f></c><c/><c><v>4.5122410120112301E17</v></c></row></sheetData>" },
		  "1: A#3 B#0.1 C=TRUE D!#REF! E=x FF=SUM(A1) H?4.51224101201123E+17(451224101201123000)\n",
		  NULL },
		{ { .sheet =
			    "<sheetData><row><c s=\"1\"><v>44621</v></c><c s=\"2\"><v>44621</v></c><c s=\"3\"><v>12</v></c><c s=\"4\"><v>44621</v></c>"
			    "<c s=\"5\"><v>44621</v></c><c s=\"6\"><v>1.5</v></c><c s=\"7\"><v>44621.5</v></c><c t=\"d\"><v>2022-03-01T00:00:00</v></c></row></sheetData>",
		    .formats = FORMATS },
		  "1: A@2022-03-01 B@2022-03-01(3月1日) C#0012 D@2022-03-01(3月1日) E@2022-03-01 F#1.5 G@2022-03-01(2022-03-01 12:00) "
		  "H@2022-03-01(2022-03-01T00:00:00)\n",
		  NULL },
		{ { .sheet = "<sheetData><row><c s=\"1\"><v>0</v></c></row></sheetData>",
		    .formats = FORMATS,
		    .book = "<workbookPr date1904=\"1\"/>" },
		  "1: A@1904-01-01\n",
		  NULL },
		{ { .sheet =
			    "<sheetData><row><c t=\"str\"><v>title</v></c></row><row><c t=\"str\"><v>v</v></c><c><v>1</v></c></row><row r=\"3\"><c r=\"B3\"><v>2</v></c></row>"
			    "<row r=\"4\"/><row r=\"6\"><c r=\"B6\"><v>3</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:C1\"/>"
			    "<mergeCell ref=\"A2:A5\"/></mergeCells>" },
		  "1: A=title\n2: A=v B#1\n3: A=^v B#2\n6: B#3\n",
		  NULL },
		{ { .sheet = "<sheetData><x:row xmlns:x=\"y\"><x:c t=\"str\"><x:v>p</x:v></x:c></x:row></sheetData>" }, "1: A=p\n", NULL },
		{ { .sheet = "<sheetData><row r=\"2\"/><row r=\"1\"/></sheetData>" }, NULL, "row 2: the table is damaged there" },
		{ { .sheet = "<sheetData><row><c t=\"s\"><v>9</v></c></row></sheetData>" }, NULL, "row 1: the table is damaged there" },
		{ { .sheet = "<sheetData><row><c r=\"B1\"><v>9</v></c><c r=\"A1\"><v>9</v></c></row></sheetData>" },
		  NULL,
		  "row 1: the table is damaged there" },
		{ { .sheet = "<sheetData><row><c><v>nine</v></c></row></sheetData>" }, NULL, "row 1: the table is damaged there" },
		{ { .sheet = "<sheetData><row r=\"7\"><c></row></sheetData>" }, NULL, "row 7: the table is damaged there" },
		{ { .sheet = "", .sheets = "<sheet name=\"x\" sheetId=\"1\" r:id=\"rId9\"/>" }, NULL, "the table has no sheet" },
	};
	char *path = temporary();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_true(archive_book_make(path, &cases[i].book));
		check(path, 0, cases[i].reads, cases[i].refused);
	}
	unlink(path);
	free(path);
}

/* The word that tells of merged cells lies across the end of a chunk, at each of its letters. */
static void
xlsx__finds_merged_cells__wherever_they_stand(void **state)
{
	char *path = temporary();

	(void)state;
	for (size_t shift = 0; shift < 12; shift++) {
		struct buf sheet = { 0 };
		struct archive_book book = { 0 };

		buf_text_add(
			&sheet,
			"<sheetData><row><c t=\"str\"><v>v</v></c><c><v>1</v></c></row><row r=\"2\"><c r=\"B2\"><v>2</v></c></row></sheetData><!--");
		while (sheet.len + strlen("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet>--><mergeCells><") <
		       65536 - shift)
			buf_char(&sheet, 'x');
		buf_text_add(&sheet, "--><mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells>");
		book.sheet = buf_text(&sheet);
		assert_true(archive_book_make(path, &book));
		check(path, 0, "1: A=v B#1\n2: A=^v B#2\n", NULL);
		buf_release(&sheet);
	}
	unlink(path);
	free(path);
}

static void
xlsx__names_its_sheets__and_reads_any(void **state)
{
	struct archive_book book = {
		.sheet = "<sheetData><row><c><v>1</v></c></row></sheetData>",
		.second = "<sheetData><row><c><v>2</v></c></row></sheetData>",
		.sheets =
			"<sheet name=\"名册\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"选项\" sheetId=\"2\" state=\"veryHidden\" r:id=\"rId2\"/>"
	};
	char *path = temporary();
	struct table_reader *reader = NULL;
	const struct table_sheet *sheets;
	struct err err = { 0 };
	size_t count;

	(void)state;
	assert_true(archive_book_make(path, &book));
	assert_int_equal(table_reader_open(path, &reader, &err), STATUS_OK);
	sheets = table_reader_sheets(reader, &count);
	assert_int_equal(count, 2);
	assert_string_equal(sheets[0].name, "名册");
	assert_string_equal(sheets[1].name, "选项");
	assert_false(sheets[0].hidden);
	assert_true(sheets[1].hidden);
	table_reader_close(reader);
	check(path, 0, "1: A#1\n", NULL);
	check(path, 1, "1: A#2\n", NULL);
	unlink(path);
	free(path);
}

static void
read_again_and_again(const char *path)
{
	struct table_reader *reader = NULL;
	struct err err = { 0 };
	struct table_row row;
	size_t times = 0;
	bool more;

	assert_int_equal(table_reader_open(path, &reader, &err), STATUS_OK);
	do {
		err = (struct err){ 0 };
		assert_true(times++ < 4);
		if (!table_reader_start(reader, 0, &err))
			assert_int_equal(table_reader_next(reader, &row, &more, &err), STATUS_INVALID);
	} while (!strstr(err.text, "the sheets of the table are larger than 768 MiB together when they are unpacked; split it"));
	table_reader_close(reader);
}

static void
xlsx__takes__each_part_for_one_sheet(void **state)
{
	struct archive_book book = {
		.sheet = "<sheetData><row><c><v>1</v></c></row></sheetData>",
		.sheets = "<sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"b\" sheetId=\"2\" r:id=\"rId1\"/>"
	};
	char *path = temporary();
	struct table_reader *reader = NULL;
	struct err err = { 0 };
	size_t count;

	(void)state;
	assert_true(archive_book_make(path, &book));
	assert_int_equal(table_reader_open(path, &reader, &err), STATUS_OK);
	assert_string_equal(table_reader_sheets(reader, &count)[0].name, "a");
	assert_int_equal(count, 1);
	table_reader_close(reader);
	unlink(path);
	free(path);
}

/* A spreadsheet holds 32,767 units of UTF-16 in a cell. */
static void
xlsx__cuts_a_long_text__between_characters(void **state)
{
	char *path = temporary(), *xlsx = mem_printf("%s.xlsx", path);
	struct table_writer *writer = table_writer_new(xlsx, ',', false);
	struct buf text = { 0 }, out = { 0 };
	struct err err = { 0 };

	(void)state;
	buf_char(&text, 'a');
	for (int i = 0; i < 20000; i++)
		buf_text_add(&text, "𠮷");
	table_writer_sheet(writer, "x", false);
	table_writer_cell(writer, 0, 0, buf_text(&text), false);
	assert_int_equal(table_writer_close(writer, &err), STATUS_OK);
	assert_int_equal(read_table(xlsx, 0, &out, &err), STATUS_OK);
	assert_int_equal(out.len, strlen("1: A=") + 1 + (size_t)16383 * 4 + 1);
	assert_true(text_is_utf8(out.data, out.len));
	buf_release(&text);
	buf_release(&out);
	unlink(xlsx);
	unlink(path);
	free(xlsx);
	free(path);
}

static void
xlsx__refuses__entities_and_what_grows_without_end(void **state)
{
	struct archive_part parts[] = {
		{ "_rels/.rels",
		  "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>", 0 },
		{ "xl/workbook.xml", "<workbook xmlns:r=\"r\"><sheets><sheet name=\"s\" r:id=\"a\"/></sheets></workbook>", 0 },
		{ "xl/_rels/workbook.xml.rels",
		  "<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"s.xml\"/></Relationships>", 0 },
		{ "xl/s.xml", "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><worksheet>&b;</worksheet>", 0 },
	};
	struct archive_part book;
	char *path = temporary(), *huge;
	size_t size = (256u << 20) + 4096;

	(void)state;
	assert_true(archive_make(path, parts, ARRAY_LEN(parts)));
	check(path, 0, NULL, "the file names a document type");

	/* A bomb: 256 MiB of blanks are 260 kB in the file. */
	huge = mem_alloc(size);
	memset(huge, ' ', size);
	memcpy(huge, "<worksheet>", 11);
	parts[3] = (struct archive_part){ "xl/s.xml", huge, size };
	assert_true(archive_make(path, parts, ARRAY_LEN(parts)));
	check(path, 0, NULL, "the table is larger than 256 MiB when it is unpacked; split it");

	/* One such sheet is read twice, not for ever. */
	parts[3] = (struct archive_part){ "xl/s.xml", huge, 256u << 20 };
	assert_true(archive_make(path, parts, ARRAY_LEN(parts)));
	read_again_and_again(path);

	/* One mark of 2 MiB. */
	memset(huge, 'x', size);
	memcpy(huge, "<worksheet a=\"", 14);
	parts[3] = (struct archive_part){ "xl/s.xml", huge, 2u << 20 };
	assert_true(archive_make(path, parts, ARRAY_LEN(parts)));
	check(path, 0, NULL, "one of its marks is longer than 1 MiB");

	/* Marks within marks without end, of which a parser keeps every one: in the sheet, and in a part beside it. */
	for (size_t i = 0; i < 300; i++)
		memcpy(huge + 11 + i * 3, "<a>", 3);
	memcpy(huge, "<worksheet>", 11);
	parts[3] = (struct archive_part){ "xl/s.xml", huge, 911 };
	assert_true(archive_make(path, parts, ARRAY_LEN(parts)));
	check(path, 0, NULL, "more than 256 of its marks lie within one another");
	parts[3] = (struct archive_part){ "xl/s.xml", "<worksheet/>", 0 };
	book = parts[1];
	parts[1] = (struct archive_part){ book.name, huge, 911 };
	assert_true(archive_make(path, parts, ARRAY_LEN(parts)));
	parts[1] = book;
	check(path, 0, NULL, "more than 256 of its marks lie within one another");

	/* A cell of 200,000 bytes. */
	memset(huge, 'x', 1000);
	memcpy(huge, "<worksheet><sheetData><row><c t=\"str\"><v>", 41);
	parts[3] = (struct archive_part){ "xl/s.xml", huge, 200000 };
	assert_true(archive_make(path, parts, ARRAY_LEN(parts)));
	check(path, 0, NULL, "row 1: a cell is longer than any spreadsheet makes it");
	free(huge);

	/* No table within. */
	assert_true(archive_make(path, &(struct archive_part){ "content.xml", "x", 0 }, 1));
	check(path, 0, NULL, "this is an OpenDocument file");
	assert_true(archive_make(path, &(struct archive_part){ "photo.jpg", "x", 0 }, 1));
	check(path, 0, NULL, "this is an archive and no table");
	unlink(path);
	free(path);
}

/* A large table costs time, no memory: its rows come one by one. */
static void
csv__holds__one_row_at_a_time(void **state)
{
	char *path = temporary();
	FILE *file = fopen(path, "w");
	struct err err = { 0 };
	struct table_reader *reader = NULL;
	struct table_row row;
	struct rusage before, after;
	size_t rows = 0;
	bool more = true;

	(void)state;
	for (int i = 0; i < 400000; i++)
		fprintf(file, "451224101201,那亮,农村道路,%d,王甲,1,T%d\n", i, i);
	assert_true(ftell(file) > 16l << 20);
	fclose(file);
	assert_int_equal(table_reader_open(path, &reader, &err), STATUS_OK);
	assert_int_equal(table_reader_start(reader, 0, &err), STATUS_OK);
	getrusage(RUSAGE_SELF, &before);
	while (!table_reader_next(reader, &row, &more, &err) && more)
		rows += row.count == 7;
	getrusage(RUSAGE_SELF, &after);
	assert_int_equal(rows, 400000);
	if (!UNDER_SANITIZER)						/* which keeps what is freed */
		assert_true(after.ru_maxrss - before.ru_maxrss < 4096); /* KiB */
	table_reader_close(reader);
	unlink(path);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv__holds__one_row_at_a_time), /* first: the most that was ever held is what it measures */
		cmocka_unit_test(csv__is_read__as_it_was_meant),
		cmocka_unit_test(csv__refuses__what_grows_without_end),
		cmocka_unit_test(xlsx__is_read__as_it_was_meant),
		cmocka_unit_test(xlsx__finds_merged_cells__wherever_they_stand),
		cmocka_unit_test(xlsx__names_its_sheets__and_reads_any),
		cmocka_unit_test(xlsx__takes__each_part_for_one_sheet),
		office_unit_test(xlsx__cuts_a_long_text__between_characters),
		cmocka_unit_test(xlsx__refuses__entities_and_what_grows_without_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
