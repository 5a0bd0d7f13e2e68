#include "table/write/xlsx_out.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"

#define SHEET_NAME_CHARS 31
#define HEADER_BYTES 255 /* of what stands on each page: more is refused by the library */
#define CELLS_LEAST 6
#define CELLS_MOST 40
#define LABEL_CELLS 16
#define LINE_POINTS 15.0 /* a line of text */
#define CELL_UNITS_MAX 32767
#define LABEL_CELLS_WIDE 8 /* of a table that is too wide for a page */
#define PAGE_CELLS 200	   /* that can still be read on a sheet of A4 across, at some 70 of 100 */

struct xlsx_sheet {
	const struct table *table;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *title, *head, *label, *line, *cell[TABLE_DATE + 1], *sum[TABLE_DATE + 1];
	size_t *widths, width; /* of the columns, and of all */
	size_t pages;	       /* that are side by side where it is printed */
	lxw_col_t from, span;  /* columns that texts above and below lie over: those of the first page that are on no other */
	lxw_col_t names;       /* the columns up to here name a row, and stand on each page of a wide table */
	lxw_row_t row;	       /* the next */
};

static lxw_format *
format_new(struct xlsx_sheet *sheet, double points, bool bold, const char *shown, enum lxw_format_alignments align)
{
	lxw_format *format = workbook_add_format(sheet->book);

	format_set_font_name(format, "SimSun");
	format_set_font_size(format, points);
	if (bold)
		format_set_bold(format);
	if (shown)
		format_set_num_format(format, shown);
	format_set_align(format, (uint8_t)align);
	format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
	format_set_text_wrap(format);
	return format;
}

static void
make_formats(struct xlsx_sheet *sheet)
{
	/* "@": a text stays one when somebody edits it. */
	static const char *const shown[] = {
		[TABLE_TEXT] = "@", [TABLE_NUMBER] = "0", [TABLE_CODE] = "@", [TABLE_DECIMAL] = "0.0#", [TABLE_DATE] = "yyyy-mm-dd",
	};

	sheet->title = format_new(sheet, 16, true, "@", LXW_ALIGN_CENTER);
	if (sheet->table->official)
		format_set_font_color(sheet->title, LXW_COLOR_RED);
	sheet->head = format_new(sheet, 9, false, "@", LXW_ALIGN_LEFT);
	sheet->line = format_new(sheet, 10, false, "@", LXW_ALIGN_LEFT);
	sheet->label = format_new(sheet, 10, true, "@", LXW_ALIGN_CENTER);
	format_set_border(sheet->label, LXW_BORDER_THIN);
	for (size_t kind = 0; kind < ARRAY_LEN(shown); kind++) {
		enum lxw_format_alignments align = table_is_number((enum table_kind)kind) ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT;

		sheet->cell[kind] = format_new(sheet, 10, false, shown[kind], align);
		sheet->sum[kind] = format_new(sheet, 10, true, shown[kind], align);
		format_set_border(sheet->cell[kind], LXW_BORDER_THIN);
		format_set_border(sheet->sum[kind], LXW_BORDER_THIN);
	}
}

static void
measure_columns(struct xlsx_sheet *sheet, size_t label_cells)
{
	const struct table *table = sheet->table;

	sheet->width = 0;
	for (size_t c = 0; c < table->column_count; c++) {
		size_t cells = text_cells(table->columns[c].label);

		cells = cells > label_cells ? label_cells : cells < CELLS_LEAST ? CELLS_LEAST : cells;
		for (size_t r = 0; r < table->row_count; r++) {
			size_t own = text_cells(table_cell_text(table, r, c));

			cells = own > cells ? own : cells;
		}
		sheet->widths[c] = (cells > CELLS_MOST ? CELLS_MOST : cells) + 2;
		sheet->width += sheet->widths[c];
	}
}

static void
fit_columns(struct xlsx_sheet *sheet)
{
	size_t count = sheet->table->column_count;

	sheet->widths = mem_array(count, sizeof(*sheet->widths));
	measure_columns(sheet, LABEL_CELLS);
	if (sheet->width > PAGE_CELLS)
		measure_columns(sheet, LABEL_CELLS_WIDE);
	for (size_t c = 0; c < count; c++)
		worksheet_set_column(sheet->sheet, (lxw_col_t)c, (lxw_col_t)c, (double)sheet->widths[c], NULL);
}

/* A table that is too wide for a page goes over several of one height, each with what names its rows. */
static void
fit_pages(struct xlsx_sheet *sheet)
{
	const struct table *table = sheet->table;
	size_t last = table->column_count - 1, used = 0;

	sheet->pages = (sheet->width + PAGE_CELLS - 1) / PAGE_CELLS;
	sheet->span = (lxw_col_t)last;
	if (sheet->pages < 2)
		return;
	while (sheet->names < last && table->columns[sheet->names].kind != TABLE_TEXT && table->columns[sheet->names].kind != TABLE_CODE)
		sheet->names++;
	for (size_t c = 0; c <= last && used + sheet->widths[c] <= PAGE_CELLS; c++) {
		used += sheet->widths[c];
		sheet->span = (lxw_col_t)c;
	}
	if (sheet->names + 2 > sheet->span)
		sheet->names = 0;
	sheet->from = sheet->names + 1;
	for (size_t c = 0; c < sheet->from; c++)
		used -= sheet->widths[c];
	sheet->width = used;
}

/* Rows of text that a text of so many cells takes in a column; a character of two cells may not fit at the end of one. */
static size_t
lines_of(const char *text, size_t width)
{
	return text_cells(text) / (width > 3 ? width - 2 : 1) + 1;
}

/* A text over the whole width of the table. */
static void
add_wide(struct xlsx_sheet *sheet, const char *text, lxw_format *format, double points)
{
	lxw_col_t first = sheet->from, last = sheet->span;

	worksheet_set_row(sheet->sheet, sheet->row, points * (double)lines_of(text, (size_t)((double)sheet->width * LINE_POINTS / points)),
			  NULL);
	if (last > first)
		worksheet_merge_range(sheet->sheet, sheet->row, first, sheet->row, last, text, format);
	else
		worksheet_write_string(sheet->sheet, sheet->row, first, text, format);
	sheet->row++;
}

static void
add_labels(struct xlsx_sheet *sheet)
{
	const struct table *table = sheet->table;
	size_t lines = 1;

	for (size_t c = 0; c < table->column_count; c++) {
		size_t own = lines_of(table->columns[c].label, sheet->widths[c]);

		lines = own > lines ? own : lines;
		worksheet_write_string(sheet->sheet, sheet->row, (lxw_col_t)c, table->columns[c].label, sheet->label);
	}
	worksheet_set_row(sheet->sheet, sheet->row++, LINE_POINTS * (double)lines + 3, NULL);
}

/* As much of the text as a cell holds, in whole characters: at most so many characters of the first plane. */
static char *
cut_to_cell(const char *text)
{
	size_t kept = 0, units = 0;

	while (text[kept]) {
		uint32_t c = 0;
		size_t len = text_decode(text + kept, strnlen(text + kept, 4), &c);

		units += c > 0xffff ? 2 : 1;
		if (units > CELL_UNITS_MAX)
			break;
		kept += len ? len : 1;
	}
	return text[kept] ? mem_strndup(text, kept) : NULL;
}

static void
add_cell(struct xlsx_sheet *sheet, size_t row, size_t column)
{
	enum table_kind kind = sheet->table->columns[column].kind;
	const char *text = table_cell_text(sheet->table, row, column);
	lxw_format *format = table_is_total(sheet->table, row) ? sheet->sum[kind] : sheet->cell[kind];
	lxw_col_t at = (lxw_col_t)column;

	if (!*text) {
		worksheet_write_blank(sheet->sheet, sheet->row, at, format);
	} else if (!table_is_plain(kind, text)) {
		char *cut = cut_to_cell(text);

		worksheet_write_string(sheet->sheet, sheet->row, at, cut ? cut : text,
				       table_is_number(kind) || kind == TABLE_DATE ? sheet->cell[TABLE_TEXT] : format);
		free(cut);
	} else if (kind == TABLE_DATE) {
		lxw_datetime day = { .year = atoi(text), .month = atoi(text + 5), .day = atoi(text + 8) };

		worksheet_write_datetime(sheet->sheet, sheet->row, at, &day, format);
	} else {
		worksheet_write_number(sheet->sheet, sheet->row, at, strtod(text, NULL), format);
	}
}

/* Paper: A4 across, the head again on every page, the number of the page, and for whose eyes it is. */
static void
set_print(struct xlsx_sheet *sheet, lxw_row_t label_row)
{
	/* Translators: &P is the number of the page, &N of how many: leave both. */
	const char *pages = _("Page &P of &N");
	struct buf header = { 0 };
	char *footer = mem_printf("&C%s", pages);

	worksheet_set_landscape(sheet->sheet);
	worksheet_set_paper(sheet->sheet, 9);
	worksheet_set_margins(sheet->sheet, 0.5, 0.5, 0.7, 0.7);
	worksheet_fit_to_pages(sheet->sheet, (uint16_t)sheet->pages, 0);
	if (sheet->pages > 1)
		worksheet_repeat_columns(sheet->sheet, 0, sheet->names);
	worksheet_center_horizontally(sheet->sheet);
	worksheet_repeat_rows(sheet->sheet, sheet->pages > 1 ? label_row : 0, label_row);
	worksheet_set_footer(sheet->sheet, footer);
	for (const char *at = sheet->table->notice ? sheet->table->notice : ""; *at; at++) {
		buf_char(&header, *at);
		if (*at == '&') /* else it would be taken for a mark as in the footer */
			buf_char(&header, '&');
	}
	if (header.len) {
		char *whole = mem_printf("&L%s", buf_text(&header));

		if (strlen(whole) < HEADER_BYTES)
			worksheet_set_header(sheet->sheet, whole);
		free(whole);
	}
	buf_release(&header);
	free(footer);
}

static void
fill_sheet(struct xlsx_sheet *sheet)
{
	const struct table *table = sheet->table;
	lxw_row_t label_row;

	if (table->title)
		add_wide(sheet, table->title, sheet->title, 28);
	for (size_t h = 0; h < table->head_count; h++)
		add_wide(sheet, table->heads[h], sheet->head, LINE_POINTS);
	if (table->notice)
		add_wide(sheet, table->notice, sheet->head, LINE_POINTS);
	label_row = sheet->row;
	add_labels(sheet);
	for (size_t r = 0; r < table->row_count; r++, sheet->row++)
		for (size_t c = 0; c < table->column_count; c++)
			add_cell(sheet, r, c);
	worksheet_freeze_panes(sheet->sheet, label_row + 1, sheet->pages > 1 ? sheet->names + 1 : 0);
	if (table->row_count)
		worksheet_autofilter(sheet->sheet, label_row, 0,
				     label_row + (lxw_row_t)(table->row_count - (table->has_total && !table->total_first ? 1 : 0)),
				     (lxw_col_t)(table->column_count - 1));
	sheet->row++;
	for (size_t l = 0; l < table->line_count; l++)
		add_wide(sheet, table->lines[l], sheet->line, LINE_POINTS);
	if (table->official) {
		sheet->row++;
		add_wide(sheet, table_signatures(), sheet->line, LINE_POINTS * 2);
	}
	set_print(sheet, label_row);
}

/* The sheet's name: what the table is called among several, else the title's beginning, without what may not stand in one. Caller frees. */
static char *
name_of(const struct table *table)
{
	struct buf name = { 0 };
	const char *title = table->part ? table->part : table->title ? table->title : "";
	size_t chars = 0;

	while (*title && chars < SHEET_NAME_CHARS) {
		uint32_t c = 0;
		size_t len = text_decode(title, strnlen(title, 4), &c);

		if (!len)
			break;
		if (!strchr("[]:*?/\\'", c < 0x80 ? (int)c : 'x')) {
			buf_add(&name, title, len);
			chars += c > 0xffff ? 2 : 1;
		}
		title += len;
	}
	return buf_detach(&name);
}

static enum status
read_back(int fd, struct buf *out, struct err *err)
{
	char piece[65536];
	ssize_t len = 0;

	if (lseek(fd, 0, SEEK_SET) != 0)
		return err_errno(err, errno, _("the spreadsheet cannot be made"));
	while ((len = read(fd, piece, sizeof(piece))) > 0)
		buf_add(out, piece, (size_t)len);
	return len < 0 ? err_errno(err, errno, _("the spreadsheet cannot be made")) : STATUS_OK;
}

/* Adds a sheet of this name; one that no sheet may have, or that another has, is the library's to name. */
static lxw_worksheet *
sheet_new(lxw_workbook *book, const char *name)
{
	bool fits = *name && workbook_validate_sheet_name(book, name) == LXW_NO_ERROR;

	return workbook_add_worksheet(book, fits ? name : NULL);
}

static void
add_sheet(lxw_workbook *book, const struct table *table)
{
	char *name = name_of(table);
	struct xlsx_sheet sheet = { .table = table, .book = book, .sheet = sheet_new(book, name) };

	if (!sheet.sheet)
		mem_exhausted();
	make_formats(&sheet);
	fit_columns(&sheet);
	fit_pages(&sheet);
	fill_sheet(&sheet);
	free(sheet.widths);
	free(name);
}

enum status
table_write_xlsx(const struct table *tables, size_t count, int64_t at_unix, struct buf *out, struct err *err)
{
	/* The library writes to a name: one of memory, so that nothing of it lies about should the program end here. */
	int fd = memfd_create("table", MFD_CLOEXEC);
	char path[64], *title = name_of(&tables[0]);
	enum status status = STATUS_OK;
	lxw_workbook *book;
	lxw_error failed;

	if (fd < 0) {
		free(title);
		return err_errno(err, errno, _("the spreadsheet cannot be made"));
	}
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	book = workbook_new(path);
	if (!book)
		mem_exhausted();
	workbook_set_properties(book, &(lxw_doc_properties){ .title = count > 1 ? tables[0].title : title, .created = (time_t)at_unix });
	for (size_t i = 0; i < count; i++)
		add_sheet(book, &tables[i]);
	failed = workbook_close(book);
	if (failed)
		status = err_set(err, STATUS_IO, _("the spreadsheet cannot be made: %s"), lxw_strerror(failed));
	if (!status)
		status = read_back(fd, out, err);
	close(fd);
	free(title);
	return status;
}
