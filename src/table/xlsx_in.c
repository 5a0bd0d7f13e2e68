#include <expat.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "table/input.h"
#include "table/xlsx_parts.h"

/* XLSX in: one sheet, row by row. A first pass over the sheet finds its merged cells, which stand behind its rows. */

#define MERGES_MAX 65536
#define CHUNK_BYTES 65536

struct merge {
	size_t first_row, last_row, column;
	char *text, *shown; /* of the first row, once it was read */
	enum table_cell_kind kind;
};

struct xlsx_input {
	struct xlsx_book *book;
	struct xlsx_part *part; /* of the sheet that is read; NULL: none */
	XML_Parser parser;
	struct table_filler filler;
	struct merge *merges; /* ascending by first row */
	size_t merge_count, merge_cap;
	size_t merges_of;      /* the sheet that they are of; SIZE_MAX: none yet */
	size_t merge_next;     /* the first that has not begun */
	struct merge **active; /* those that reach the row being read */
	size_t active_count;
	struct err *err; /* of the call that runs */
	enum status status;
	bool at_end, row_ready;
	bool for_merges; /* the first pass */
	size_t row;	 /* number of the row being read, or read last */
	/* the cell being read */
	size_t column;
	char type[12];
	size_t style;
	bool in_value, in_formula, in_text, in_phonetic, has_value, has_formula;
	struct buf value, formula;
};

static void
stop(struct xlsx_input *xlsx, enum status status)
{
	if (!xlsx->status)
		xlsx->status = status;
	XML_StopParser(xlsx->parser, XML_FALSE);
}

static void
stop_damaged(struct xlsx_input *xlsx)
{
	if (!xlsx->status)
		stop(xlsx, err_set(xlsx->err, STATUS_INVALID,
				   _("row %zu: the table is damaged there; open it in a spreadsheet and save it anew"), xlsx->row));
}

/* ---- what a cell holds */

/* As a spreadsheet shows it: 15 digits, and zeros behind them. */
static void
number_text(double number, char out[32])
{
	char digits[32];
	int exponent;

	snprintf(digits, sizeof(digits), "%.14e", fabs(number));
	exponent = atoi(strchr(digits, 'e') + 1);
	if (exponent < 15 || exponent > 24) {
		snprintf(out, 32, "%.15g", number);
		return;
	}
	memmove(digits + 1, digits + 2, 14);
	snprintf(out, 32, "%s%.15s%.*s", number < 0 ? "-" : "", digits, exponent - 14, "0000000000");
}

/* A number of days since the epoch of the book as a day; false: it is none. `shown` is what a format without a year shows. */
static bool
day_text(const struct xlsx_book *book, double serial, const struct xlsx_format *format, char out[32], char shown[32])
{
	double days = floor(serial);
	int64_t day = (int64_t)days;
	char date[11];
	int minutes;

	if (!(serial >= 0 && serial < 2958466)) /* 9999-12-31 */
		return false;
	if (book->from_1904)
		day += 1462;
	else if (day < 60)
		day++; /* they count a day that never was, 1900-02-29 */
	clock_date((day - 25569) * 86400, date);
	minutes = (int)((serial - days) * 1440 + 0.5);
	if (days < 1 && !format->has_day) {
		snprintf(out, 32, "%02d:%02d", minutes / 60 % 24, minutes % 60);
		strcpy(shown, out);
		return true;
	}
	strcpy(out, date);
	strcpy(shown, date);
	if (!format->has_year && format->has_day)
		snprintf(shown, 32, "%d月%d日", atoi(date + 5), atoi(date + 8));
	else if (format->has_time)
		snprintf(shown, 32, "%s %02d:%02d", date, minutes / 60 % 24, minutes % 60);
	return true;
}

static enum status
set_number(struct xlsx_input *xlsx, const char *text)
{
	const struct xlsx_format *format = xlsx_book_format(xlsx->book, xlsx->style);
	char *end, out[32], shown[32];
	double number = strtod(text, &end);
	enum table_cell_kind kind = TABLE_CELL_NUMBER;

	if (end == text || *end || !isfinite(number)) {
		stop_damaged(xlsx);
		return STATUS_INVALID;
	}
	if (format->is_date && day_text(xlsx->book, number, format, out, shown))
		return table_filler_set(&xlsx->filler, xlsx->column, TABLE_CELL_DATE, out, shown, xlsx->err);
	number_text(number, out);
	strcpy(shown, out);
	if (fabs(number) >= 1e15) {
		kind = TABLE_CELL_LOST;
		snprintf(out, sizeof(out), "%.14E", number); /* as text it is told again for what it is */
	} else if (format->zeros && number >= 0 && number == floor(number))
		snprintf(shown, sizeof(shown), "%0*.0f", (int)format->zeros, number); /* 0012 is kept as 12 */
	return table_filler_set(&xlsx->filler, xlsx->column, kind, format->zeros ? shown : out, shown, xlsx->err);
}

static void
set_cell(struct xlsx_input *xlsx)
{
	const char *text = buf_text(&xlsx->value);
	enum status status = STATUS_OK;
	char *plain = NULL;

	if (xlsx->has_formula && !xlsx->has_value) {
		plain = mem_printf("=%s", buf_text(&xlsx->formula));
		status = table_filler_set(&xlsx->filler, xlsx->column, TABLE_CELL_FORMULA, plain, NULL, xlsx->err);
	} else if (strcmp(xlsx->type, "s") == 0 && xlsx->value.len) {
		char *end;
		unsigned long index = strtoul(text, &end, 10);
		const char *shared = *end ? NULL : xlsx_book_text(xlsx->book, index);

		if (!shared) {
			stop_damaged(xlsx);
			return;
		}
		status = table_filler_set(&xlsx->filler, xlsx->column, table_kind_of_text(shared), shared, NULL, xlsx->err);
	} else if (strcmp(xlsx->type, "str") == 0 || strcmp(xlsx->type, "inlineStr") == 0) {
		plain = xlsx_text_decode(text);
		status = table_filler_set(&xlsx->filler, xlsx->column, table_kind_of_text(plain), plain, NULL, xlsx->err);
	} else if (strcmp(xlsx->type, "e") == 0 && xlsx->value.len) {
		status = table_filler_set(&xlsx->filler, xlsx->column, TABLE_CELL_ERROR, text, NULL, xlsx->err);
	} else if (strcmp(xlsx->type, "b") == 0 && xlsx->value.len) {
		status = table_filler_set(&xlsx->filler, xlsx->column, TABLE_CELL_TEXT, *text == '1' ? "TRUE" : "FALSE", NULL, xlsx->err);
	} else if (strcmp(xlsx->type, "d") == 0 && xlsx->value.len) {
		plain = mem_strndup(text, 10);
		status = table_filler_set(&xlsx->filler, xlsx->column, TABLE_CELL_DATE, plain, text, xlsx->err);
	} else if (xlsx->value.len) {
		status = set_number(xlsx, text);
	}
	free(plain);
	if (status)
		stop(xlsx, status);
}

/* ---- merged cells */

static int
by_first_row(const void *a, const void *b)
{
	const struct merge *one = a, *two = b;

	return one->first_row < two->first_row ? -1 : one->first_row > two->first_row;
}

static void
note_merge(struct xlsx_input *xlsx, const char *range)
{
	size_t first_row, first_column, last_row, last_column;
	const char *rest = xlsx_cell_place(range, &first_column, &first_row);

	if (!rest || *rest != ':' || !(rest = xlsx_cell_place(rest + 1, &last_column, &last_row)) || *rest || last_row < first_row ||
	    last_column < first_column) {
		stop_damaged(xlsx);
		return;
	}
	if (last_row == first_row || first_column >= TABLE_COLUMNS_MAX)
		return; /* beside one another: a title, which is not repeated */
	if (xlsx->merge_count == MERGES_MAX) {
		stop(xlsx, err_set(xlsx->err, STATUS_INVALID, _("there are more than %d merged cells"), MERGES_MAX));
		return;
	}
	MEM_GROW(xlsx->merges, xlsx->merge_count, xlsx->merge_cap);
	xlsx->merges[xlsx->merge_count++] = (struct merge){ .first_row = first_row, .last_row = last_row, .column = first_column };
}

/* Before the first row: of no merged cell is the value known. */
static void
rewind_merges(struct xlsx_input *xlsx)
{
	for (size_t i = 0; i < xlsx->merge_count; i++) {
		free(xlsx->merges[i].text);
		free(xlsx->merges[i].shown);
		xlsx->merges[i].text = xlsx->merges[i].shown = NULL;
	}
	xlsx->merge_next = xlsx->active_count = 0;
}

static void
release_merges(struct xlsx_input *xlsx)
{
	rewind_merges(xlsx);
	free(xlsx->merges);
	xlsx->merges = NULL;
	xlsx->merge_count = xlsx->merge_cap = 0;
	xlsx->merges_of = SIZE_MAX;
}

static bool
is_blank(const struct table_filler *filler)
{
	for (size_t i = 0; i < filler->count; i++)
		if (filler->cells[i].kind != TABLE_CELL_EMPTY)
			return false;
	return true;
}

/* Takes the value of a merged cell in its first row, gives it to the empty places below. A blank row stays one. */
static enum status
fill_merged(struct xlsx_input *xlsx, struct err *err)
{
	struct table_filler *filler = &xlsx->filler;
	bool blank = is_blank(filler);
	size_t kept = 0;

	while (xlsx->merge_next < xlsx->merge_count && xlsx->merges[xlsx->merge_next].first_row <= xlsx->row) {
		struct merge *merge = &xlsx->merges[xlsx->merge_next++];

		if (merge->last_row < xlsx->row)
			continue;
		if (xlsx->active_count == TABLE_COLUMNS_MAX)
			return err_set(err, STATUS_INVALID, _("row %zu: more merged cells meet there than columns"), xlsx->row);
		xlsx->active[xlsx->active_count++] = merge;
		if (merge->first_row == xlsx->row && merge->column < filler->count &&
		    filler->cells[merge->column].kind != TABLE_CELL_EMPTY) {
			const struct table_filler_cell *cell = &filler->cells[merge->column];

			merge->kind = cell->kind;
			merge->text = mem_strdup(filler->texts.data + cell->text);
			merge->shown = mem_strdup(filler->texts.data + cell->shown);
		}
	}
	for (size_t i = 0; i < xlsx->active_count; i++) {
		struct merge *merge = xlsx->active[i];

		if (merge->last_row < xlsx->row)
			continue;
		xlsx->active[kept++] = merge;
		if (!blank && merge->text && merge->first_row < xlsx->row &&
		    (merge->column >= filler->count || filler->cells[merge->column].kind == TABLE_CELL_EMPTY)) {
			enum status status = table_filler_set(filler, merge->column, merge->kind, merge->text, merge->shown, err);

			if (status)
				return status;
			filler->cells[merge->column].filled = true;
		}
	}
	xlsx->active_count = kept;
	return STATUS_OK;
}

/* ---- the sheet */

static void
begin_row(struct xlsx_input *xlsx, const char *number)
{
	size_t row = number ? strtoul(number, NULL, 10) : xlsx->row + 1;

	if (row <= xlsx->row || row > TABLE_ROWS_MAX) {
		stop_damaged(xlsx);
		return;
	}
	xlsx->row = row;
	xlsx->column = SIZE_MAX; /* the first cell's is one more */
	table_filler_clear(&xlsx->filler);
}

static void
begin_cell(struct xlsx_input *xlsx, const char *const *attributes)
{
	const char *place = xlsx_attribute(attributes, "r"), *type = xlsx_attribute(attributes, "t"),
		   *style = xlsx_attribute(attributes, "s");
	size_t column = xlsx->column + 1, row;

	if (place && (!xlsx_cell_place(place, &column, &row) || row != xlsx->row || (xlsx->column != SIZE_MAX && column <= xlsx->column))) {
		stop_damaged(xlsx);
		return;
	}
	xlsx->column = column;
	snprintf(xlsx->type, sizeof(xlsx->type), "%s", type ? type : "n");
	xlsx->style = style ? strtoul(style, NULL, 10) : 0;
	xlsx->has_value = xlsx->has_formula = false;
	buf_clear(&xlsx->value);
	buf_clear(&xlsx->formula);
}

static void
on_start(void *ctx, const char *element, const char **attributes)
{
	struct xlsx_input *xlsx = ctx;
	const char *name = xlsx_local_name(element);
	const char *range;

	xlsx_part_heard(xlsx->part);
	if (xlsx->for_merges) {
		range = strcmp(name, "mergeCell") == 0 ? xlsx_attribute((const char *const *)attributes, "ref") : NULL;
		if (range)
			note_merge(xlsx, range);
		return;
	}
	if (strcmp(name, "row") == 0)
		begin_row(xlsx, xlsx_attribute((const char *const *)attributes, "r"));
	else if (strcmp(name, "c") == 0)
		begin_cell(xlsx, (const char *const *)attributes);
	else if (strcmp(name, "v") == 0)
		xlsx->in_value = xlsx->has_value = true;
	else if (strcmp(name, "f") == 0)
		xlsx->in_formula = xlsx->has_formula = true;
	else if (strcmp(name, "rPh") == 0)
		xlsx->in_phonetic = true; /* how it is read, beside the text */
	else if (strcmp(name, "t") == 0)
		xlsx->in_text = !xlsx->in_phonetic;
}

static void
on_end(void *ctx, const char *element)
{
	struct xlsx_input *xlsx = ctx;
	const char *name = xlsx_local_name(element);

	xlsx_part_heard(xlsx->part);
	if (xlsx->for_merges)
		return;
	if (strcmp(name, "v") == 0)
		xlsx->in_value = false;
	else if (strcmp(name, "f") == 0)
		xlsx->in_formula = false;
	else if (strcmp(name, "rPh") == 0)
		xlsx->in_phonetic = false;
	else if (strcmp(name, "t") == 0)
		xlsx->in_text = false;
	else if (strcmp(name, "c") == 0)
		set_cell(xlsx);
	else if (strcmp(name, "row") == 0 && !xlsx->status) {
		xlsx->row_ready = true;
		XML_StopParser(xlsx->parser, XML_TRUE);
	}
}

static void
on_text(void *ctx, const char *text, int len)
{
	struct xlsx_input *xlsx = ctx;
	struct buf *to = xlsx->in_value || xlsx->in_text ? &xlsx->value : xlsx->in_formula ? &xlsx->formula : NULL;

	xlsx_part_heard(xlsx->part);
	if (!to || xlsx->for_merges)
		return;
	if (to->len + (size_t)len > TABLE_CELL_BYTES_MAX) {
		stop(xlsx, err_set(xlsx->err, STATUS_INVALID, _("row %zu: a cell is longer than any spreadsheet makes it"), xlsx->row));
		return;
	}
	buf_add(to, text, (size_t)len);
}

static void
on_doctype(void *ctx, const char *name, const char *system_id, const char *public_id, int has_subset)
{
	struct xlsx_input *xlsx = ctx;

	(void)name, (void)system_id, (void)public_id, (void)has_subset;
	stop(xlsx, xlsx_doctype_refused(xlsx->err));
}

static void
end_pass(struct xlsx_input *xlsx)
{
	if (xlsx->parser)
		XML_ParserFree(xlsx->parser);
	xlsx_part_close(xlsx->part);
	xlsx->parser = NULL;
	xlsx->part = NULL;
}

static enum status
begin_pass(struct xlsx_input *xlsx, size_t sheet, bool for_merges, struct err *err)
{
	enum status status;

	end_pass(xlsx);
	xlsx->for_merges = for_merges;
	xlsx->at_end = xlsx->row_ready = xlsx->in_value = xlsx->in_formula = xlsx->in_text = xlsx->in_phonetic = false;
	xlsx->row = 0;
	xlsx->status = STATUS_OK;
	status = xlsx_part_open(xlsx->book, xlsx_book_sheet_part(xlsx->book, sheet), XLSX_SHEET_BYTES_MAX, &xlsx->part, err);
	if (status)
		return status;
	xlsx->parser = XML_ParserCreate(NULL);
	if (!xlsx->parser)
		mem_exhausted();
	XML_SetUserData(xlsx->parser, xlsx);
	XML_SetElementHandler(xlsx->parser, on_start, on_end);
	XML_SetCharacterDataHandler(xlsx->parser, on_text);
	XML_SetStartDoctypeDeclHandler(xlsx->parser, on_doctype);
	return STATUS_OK;
}

/* Goes on until a row is there or the sheet ends. */
static enum status
run(struct xlsx_input *xlsx, struct err *err)
{
	XML_ParsingStatus at;

	xlsx->err = err;
	xlsx->row_ready = false;
	while (!xlsx->row_ready && !xlsx->at_end) {
		enum XML_Status parsed;
		size_t got = 0;

		XML_GetParsingStatus(xlsx->parser, &at);
		if (at.parsing == XML_SUSPENDED) {
			xlsx->at_end = at.finalBuffer;
			parsed = XML_ResumeParser(xlsx->parser);
		} else {
			void *room = XML_GetBuffer(xlsx->parser, CHUNK_BYTES);
			enum status status;

			if (!room)
				mem_exhausted();
			status = xlsx_part_read(xlsx->part, room, CHUNK_BYTES, &got, err);
			if (status)
				return status;
			xlsx->at_end = got == 0;
			parsed = XML_ParseBuffer(xlsx->parser, (int)got, got == 0);
		}
		if (xlsx->status)
			return xlsx->status;
		if (parsed == XML_STATUS_ERROR && xlsx->for_merges) /* the pass over the rows will say where */
			xlsx->at_end = true;
		else if (parsed == XML_STATUS_ERROR)
			return err_set(err, STATUS_INVALID,
				       _("row %zu: the table is damaged there; open it in a spreadsheet and save it anew"), xlsx->row);
		if (parsed == XML_STATUS_SUSPENDED)
			xlsx->at_end = false;
	}
	return STATUS_OK;
}

/* Do its bytes name merged cells at all? Most sheets have none, and need no pass over all their cells. */
static enum status
may_merge(struct xlsx_input *xlsx, size_t sheet, bool *out, struct err *err)
{
	static const char word[] = "mergeCell";
	const size_t overlap = sizeof(word) - 2;
	struct xlsx_part *part = NULL;
	char *bytes = mem_alloc(CHUNK_BYTES + overlap);
	size_t held = 0, got = 1;
	bool first = true;
	enum status status = xlsx_part_open(xlsx->book, xlsx_book_sheet_part(xlsx->book, sheet), XLSX_SHEET_BYTES_MAX, &part, err);

	*out = false;
	while (!status && got > 0 && !*out) {
		status = xlsx_part_read(part, bytes + held, CHUNK_BYTES, &got, err);
		if (status || !got)
			break;
		xlsx_part_heard(part);
		*out = memmem(bytes, held + got, word, sizeof(word) - 1) ||
		       (first && ((unsigned char)bytes[0] >= 0xfe || !bytes[0])); /* UTF-16 */
		first = false;
		got += held;
		held = got < overlap ? got : overlap;
		memmove(bytes, bytes + got - held, held);
	}
	xlsx_part_close(part);
	free(bytes);
	return status;
}

static enum status
find_merges(struct xlsx_input *xlsx, size_t sheet, struct err *err)
{
	bool merges = false;
	enum status status;

	release_merges(xlsx);
	status = may_merge(xlsx, sheet, &merges, err);
	if (!status && merges)
		status = begin_pass(xlsx, sheet, true, err);
	while (!status && merges && !xlsx->at_end)
		status = run(xlsx, err);
	if (xlsx->merge_count)
		qsort(xlsx->merges, xlsx->merge_count, sizeof(*xlsx->merges), by_first_row);
	if (!status)
		xlsx->merges_of = sheet;
	return status;
}

static enum status
xlsx_start(void *input, size_t sheet, struct err *err)
{
	struct xlsx_input *xlsx = input;
	enum status status = xlsx->merges_of == sheet ? STATUS_OK : find_merges(xlsx, sheet, err);

	rewind_merges(xlsx);
	return status ? status : begin_pass(xlsx, sheet, false, err);
}

static enum status
xlsx_next(void *input, struct table_row *row, bool *more, struct err *err)
{
	struct xlsx_input *xlsx = input;
	enum status status = run(xlsx, err);

	*more = !status && xlsx->row_ready;
	if (*more)
		status = fill_merged(xlsx, err);
	if (*more && !status)
		table_filler_row(&xlsx->filler, xlsx->row, row);
	return status;
}

enum status
table_xlsx_open_take(int fd, void **out, struct err *err)
{
	struct xlsx_input *xlsx = mem_alloc(sizeof(*xlsx));
	enum status status = xlsx_book_open_take(fd, &xlsx->book, err);

	if (status) {
		free(xlsx);
		return status;
	}
	xlsx->active = mem_array(TABLE_COLUMNS_MAX, sizeof(struct merge *));
	xlsx->merges_of = SIZE_MAX;
	*out = xlsx;
	return status;
}

static void
xlsx_close(void *input)
{
	struct xlsx_input *xlsx = input;

	end_pass(xlsx);
	release_merges(xlsx);
	free(xlsx->active);
	xlsx_book_close(xlsx->book);
	table_filler_release(&xlsx->filler);
	buf_release(&xlsx->value);
	buf_release(&xlsx->formula);
	free(xlsx);
}

static const char *
xlsx_format_name(const void *input)
{
	(void)input;
	return "XLSX";
}

static char
xlsx_separator(const void *input)
{
	(void)input;
	return '\0';
}

static const struct table_sheet *
xlsx_sheets(const void *input, size_t *count)
{
	return xlsx_book_sheets(((const struct xlsx_input *)input)->book, count);
}

const struct table_input_class table_xlsx_class = { xlsx_start, xlsx_next, xlsx_format_name, xlsx_separator, xlsx_sheets, xlsx_close };
