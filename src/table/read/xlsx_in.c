#include <expat.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "table/read/xlsx_input.h"

/* XLSX in: one sheet, row by row. A first pass over the sheet finds its merged cells, which stand behind its rows. */

#define MERGES_MAX 65536
#define CHUNK_BYTES 65536

void
xlsx_stop(struct xlsx_input *xlsx, enum status status)
{
	if (!xlsx->status)
		xlsx->status = status;
	XML_StopParser(xlsx->parser, XML_FALSE);
}

void
xlsx_stop_damaged(struct xlsx_input *xlsx)
{
	if (!xlsx->status)
		xlsx_stop(xlsx, err_set(xlsx->err, STATUS_INVALID,
					_("row %zu: the table is damaged there; open it in a spreadsheet and save it anew"), xlsx->row));
}

/* ---- merged cells */

static int
by_first_row(const void *a, const void *b)
{
	const struct xlsx_merge *one = a, *two = b;

	return one->first_row < two->first_row ? -1 : one->first_row > two->first_row;
}

static void
note_merge(struct xlsx_input *xlsx, const char *range)
{
	size_t first_row, first_column, last_row, last_column;
	const char *rest = xlsx_cell_place(range, &first_column, &first_row);

	if (!rest || *rest != ':' || !(rest = xlsx_cell_place(rest + 1, &last_column, &last_row)) || *rest || last_row < first_row ||
	    last_column < first_column) {
		xlsx_stop_damaged(xlsx);
		return;
	}
	if (last_row == first_row || first_column >= TABLE_COLUMNS_MAX)
		return; /* beside one another: a title, which is not repeated */
	if (xlsx->merge_count == MERGES_MAX) {
		xlsx_stop(xlsx, err_set(xlsx->err, STATUS_INVALID, _("there are more than %d merged cells"), MERGES_MAX));
		return;
	}
	MEM_GROW(xlsx->merges, xlsx->merge_count, xlsx->merge_cap);
	xlsx->merges[xlsx->merge_count++] = (struct xlsx_merge){ .first_row = first_row, .last_row = last_row, .column = first_column };
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
		struct xlsx_merge *merge = &xlsx->merges[xlsx->merge_next++];

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
		struct xlsx_merge *merge = xlsx->active[i];

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
begin_row(struct xlsx_input *xlsx, const char *number, const char *hidden)
{
	size_t row = number ? strtoul(number, NULL, 10) : xlsx->row + 1;

	if (row <= xlsx->row || row > TABLE_ROWS_MAX) {
		xlsx_stop_damaged(xlsx);
		return;
	}
	xlsx->row = row;
	xlsx->hidden = hidden && (strcmp(hidden, "1") == 0 || strcmp(hidden, "true") == 0);
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
		xlsx_stop_damaged(xlsx);
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
	enum status status = xlsx_part_deeper(xlsx->part, xlsx->err);

	xlsx_part_heard(xlsx->part);
	if (status) {
		xlsx_stop(xlsx, status);
		return;
	}
	if (xlsx->for_merges) {
		range = strcmp(name, "mergeCell") == 0 ? xlsx_attribute((const char *const *)attributes, "ref") : NULL;
		if (range)
			note_merge(xlsx, range);
		return;
	}
	if (strcmp(name, "row") == 0)
		begin_row(xlsx, xlsx_attribute((const char *const *)attributes, "r"),
			  xlsx_attribute((const char *const *)attributes, "hidden"));
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
	xlsx_part_shallower(xlsx->part);
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
		xlsx_cell_set(xlsx);
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
		xlsx_stop(xlsx,
			  err_set(xlsx->err, STATUS_INVALID, _("row %zu: a cell is longer than any spreadsheet makes it"), xlsx->row));
		return;
	}
	buf_add(to, text, (size_t)len);
}

static void
on_doctype(void *ctx, const char *name, const char *system_id, const char *public_id, int has_subset)
{
	struct xlsx_input *xlsx = ctx;

	(void)name, (void)system_id, (void)public_id, (void)has_subset;
	xlsx_stop(xlsx, xlsx_doctype_refused(xlsx->err));
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
	row->hidden = *more && xlsx->hidden;
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
	xlsx->active = mem_array(TABLE_COLUMNS_MAX, sizeof(struct xlsx_merge *));
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
