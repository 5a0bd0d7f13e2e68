#include "app/roster/roster_run.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

/* Columns of a roster that is read: which sheet, which row names them, and what each means. */

size_t
roster_column_of(const struct roster_reading *reading, const char *field)
{
	for (size_t c = 0; field && c < reading->column_count; c++)
		if (reading->columns[c].field && strcmp(reading->columns[c].field->name, field) == 0)
			return c;
	return SIZE_MAX;
}

/* ---- which sheet, which row names the columns */

static const struct field *
field_of_header(const struct roster_reading *reading, const char *header, bool *left_out)
{
	return roster_map_column(reading->map, reading->pack, header, left_out);
}

/* The row of a sheet that names most of the form's columns; *row 0: none. */
static enum status
find_header(struct roster_run *run, size_t sheet, size_t *row, size_t *rows, struct err *err)
{
	const struct roster_reading *reading = run->reading;
	enum status status = table_reader_start(run->table, sheet, err);
	struct roster_head head = { 0 };
	struct table_row at;
	bool more = true;

	*row = 0;
	while (!status && more && head.rows < ROSTER_HEAD_ROWS && !(status = table_reader_next(run->table, &at, &more, err)))
		if (more && at.count && roster_head_weigh(&head, reading->map, reading->pack, &at))
			*row = at.number;
	*rows = head.rows;
	if (!head.known)
		*row = 0;
	return status;
}

static bool
add_name(const struct field *field, void *ctx)
{
	struct buf *names = ctx;

	if (roster_map_takes(field))
		buf_printf(names, "%s%s", names->len ? _(", ") : "", field->label.zh ? field->label.zh : field->name);
	return true;
}

static enum status
no_header(const struct roster_reading *reading, bool empty, struct err *err)
{
	struct buf names = { 0 };
	enum status status;

	if (empty)
		return err_set(err, STATUS_INVALID, _("the file is empty"));
	form_each_field(reading->pack->root, add_name, &names);
	status = err_set(
		err, STATUS_INVALID,
		_("no row of the first %d names the columns: \"%s\" has no such field as stands there; name them %s, or say once what each column is"),
		ROSTER_HEAD_ROWS, label_text(&reading->pack->root->label, _("en")), buf_text(&names));
	buf_release(&names);
	return status;
}

enum status
roster_find_sheet(struct roster_run *run, struct err *err)
{
	struct roster_reading *reading = run->reading;
	const struct table_sheet *sheets;
	size_t count, found = 0, rows_seen = 0;
	struct buf names = { 0 };
	enum status status = STATUS_OK;

	sheets = table_reader_sheets(run->table, &count);
	for (size_t i = 0; i < count && !status; i++) {
		size_t row, rows;

		if (reading->sheet ? strcmp(sheets[i].name, reading->sheet) != 0 : sheets[i].hidden)
			continue;
		status = find_header(run, i, &row, &rows, err);
		rows_seen += rows;
		if (status || !row)
			continue;
		buf_printf(&names, "%s%s", found ? _(", ") : "", sheets[i].name);
		if (!found++) {
			reading->sheet_index = i;
			reading->header_row = row;
		}
	}
	if (!status && found > 1)
		status = err_set(err, STATUS_INVALID, _("several sheets hold rows: %s; say which one is meant"), buf_text(&names));
	if (!status && !found && reading->sheet && !rows_seen)
		status = err_set(err, STATUS_NOT_FOUND, _("there is no sheet \"%s\""), reading->sheet);
	if (!status && !found)
		status = no_header(reading, rows_seen == 0, err);
	if (!status && count > 1)
		roster_note(reading, _("sheet \"%s\" of %zu is read"), sheets[reading->sheet_index].name, count);
	buf_release(&names);
	return status;
}

/* A header as it is told, and called in a file of `--map`: without the lines of its cell, which are the width of a column. Caller frees. */
static char *
one_line(const char *header)
{
	struct buf out = { 0 };

	for (const char *at = header; *at; at++) {
		bool breaks = *at == '\n' || *at == '\r';

		if (!breaks)
			buf_char(&out, *at);
		else if (out.len && isalnum((unsigned char)buf_text(&out)[out.len - 1]) && isalnum((unsigned char)at[1]))
			buf_char(&out, ' ');
	}
	return buf_detach(&out);
}

static void
set_field(struct roster_reading *reading, size_t c, const struct field *field)
{
	struct roster_column *column = &reading->columns[c];

	column->field = field;
	column->of_record = field && reading->pack->record && pack_form_of_field(reading->pack, field->name) == reading->pack->record;
}

/* A column that shares its field with another one, and of which something else was said once, is that. */
static bool
gives_way(struct roster_reading *reading, size_t c)
{
	const struct field *said;

	if (!roster_map_other(reading->map, reading->pack, reading->columns[c].header, &said) ||
	    (said && roster_column_of(reading, said->name) != SIZE_MAX))
		return false;
	set_field(reading, c, said);
	return true;
}

/* What a column is, by what it is called. INVALID: another one is the same. */
static enum status
name_column(struct roster_reading *reading, size_t c, const char *header, struct err *err)
{
	struct roster_column *column = &reading->columns[c];
	bool left_out = false;
	size_t twin;
	char one[8], two[8];

	free(column->header);
	column->header = one_line(header);
	column->field = *header ? field_of_header(reading, header, &left_out) : NULL;
	column->within = *header && !column->field && !left_out && roster_header_is_within(reading->pack, header);
	column->address = *header && !column->field && !left_out && roster_header_is_address(reading->pack, header);
	set_field(reading, c, column->field);
	twin = column->field ? roster_column_of(reading, column->field->name) : c;
	if (twin >= c || gives_way(reading, c) || gives_way(reading, twin))
		return STATUS_OK;
	table_column_letters(twin, one);
	table_column_letters(c, two);
	return err_set(err, STATUS_INVALID, _("columns %s and %s are both \"%s\": take one of them out"), one, two,
		       label_text(&column->field->label, _("en")));
}

void
roster_keep_above(struct roster_run *run, const struct table_row *row)
{
	for (size_t c = 0; c < run->above_head_count; c++)
		free(run->above_head[c]);
	run->above_head = mem_resize(run->above_head, row->count ? row->count : 1, sizeof(*run->above_head));
	for (size_t c = 0; c < row->count; c++)
		run->above_head[c] = mem_strdup(row->cells[c].text);
	run->above_head_count = row->count;
	run->above_head_row = row->number;
}

/* A row that names columns, and the one above it. */
struct named_under {
	struct roster_reading *reading;
	const struct table_row *row;
	const char *const *above;
	size_t above_count;
};

/* Names a column by its own row, under the head of a group that stands in the row above. INVALID: another column is the same. */
static enum status
name_under(const struct named_under *in, size_t c, struct err *err)
{
	struct roster_reading *reading = in->reading;
	const struct table_row *row = in->row;
	const char **own = mem_array(row->count + 1, sizeof(*own)), *alone;
	enum status status;
	char *under;

	for (size_t i = 0; i < row->count; i++)
		own[i] = row->cells[i].text;
	alone = c < row->count ? own[c] : "";
	under = roster_head_under(reading->map, reading->pack, alone, roster_head_group(in->above, in->above_count, own, row->count, c));
	status = name_column(reading, c,
			     under ? under : roster_head_cell(reading->map, reading->pack, alone, c < in->above_count ? in->above[c] : ""),
			     err);
	free(under);
	free(own);
	return status;
}

enum status
roster_name_columns(struct roster_run *run, const struct table_row *row, struct err *err)
{
	struct roster_reading *reading = run->reading;
	size_t above = run->above_head_row + 1 == row->number ? run->above_head_count : 0;
	enum status status = STATUS_OK;

	reading->column_count = row->count > above ? row->count : above;
	reading->columns = mem_array(reading->column_count, sizeof(*reading->columns));
	for (size_t c = 0; c < reading->column_count; c++)
		reading->columns[c].header = mem_strdup("");
	for (size_t c = 0; c < reading->column_count && !status; c++)
		status = name_under(&(struct named_under){ reading, row, (const char *const *)run->above_head, above }, c, err);
	while (reading->column_count > row->count && !*reading->columns[reading->column_count - 1].header) /* of a title above */
		free(reading->columns[--reading->column_count].header);
	return status;
}

enum status
roster_name_more(struct roster_run *run, const struct table_row *row, bool *named, struct err *err)
{
	struct roster_reading *reading = run->reading;
	enum status status = STATUS_OK;
	char **heads;

	*named = false;
	if (row->number != reading->header_row + 1 || row->count > reading->column_count ||
	    !roster_head_goes_on(reading->map, reading->pack, row))
		return STATUS_OK;
	heads = mem_array(reading->column_count + 1, sizeof(*heads));
	for (size_t c = 0; c < reading->column_count; c++)
		heads[c] = mem_strdup(reading->columns[c].header);
	for (size_t c = 0; c < row->count && !status; c++) {
		if (row->cells[c].kind == TABLE_CELL_EMPTY || row->cells[c].filled || reading->columns[c].field ||
		    reading->columns[c].within || reading->columns[c].address)
			continue;
		*named = true;
		status = name_under(&(struct named_under){ reading, row, (const char *const *)heads, reading->column_count }, c, err);
	}
	for (size_t c = 0; c < reading->column_count; c++)
		free(heads[c]);
	free(heads);
	return status;
}

bool
roster_is_problem_column(const char *header)
{
	return strcmp(header, "问题") == 0 || strcmp(header, "problem") == 0;
}

/* The columns that mean nothing here and hold something are left out after a yes; so is our own column of problems, without one. */
void
roster_tell_columns(struct roster_run *run)
{
	struct roster_reading *reading = run->reading;
	struct buf names = { 0 }, numbers = { 0 };

	for (size_t c = 0; c < reading->column_count; c++) {
		const struct roster_column *column = &reading->columns[c];
		struct buf *to = roster_header_is_number(column->header) ? &numbers : &names;
		char letters[8];
		bool left_out;

		if (column->field || column->within || column->address || !*column->header || !column->used ||
		    field_of_header(reading, column->header, &left_out) || left_out || roster_is_problem_column(column->header))
			continue;
		table_column_letters(c, letters);
		reading->unknown_columns += to == &names;
		buf_text_add(to, to->len ? _(", ") : "");
		buf_printf(to, _("%s \"%s\""), letters, column->header);
	}
	if (numbers.len)
		roster_note(reading, _("what only numbers the rows is not read: column %s"), buf_text(&numbers));
	if (names.len)
		roster_question(reading, ROSTER_YES_COLUMNS, _("the form \"%s\" has no such field as these columns: %s. Leave them out?"),
				label_text(&reading->pack->root->label, _("en")), buf_text(&names));
	buf_release(&names);
	buf_release(&numbers);
}

/* What an earlier table taught is never applied in silence. */
void
roster_tell_kept(struct roster_run *run)
{
	struct roster_reading *reading = run->reading;
	struct buf names = { 0 };

	for (size_t c = 0; c < reading->column_count; c++) {
		const struct roster_column *column = &reading->columns[c];
		const struct roster_map_line *line = reading->map && *column->header && column->used
							     ? roster_map_find(reading->map, column->header)
							     : NULL;
		const struct field *own = line ? roster_header_field(reading->pack, column->header) : NULL;
		char letters[8];

		if (!line || !line->kept || (own && column->field == own) || (*line->field && !column->field))
			continue;
		table_column_letters(c, letters);
		buf_text_add(&names, names.len ? _(", ") : "");
		buf_printf(&names, _("%s \"%s\": %s"), letters, column->header,
			   column->field ? label_text(&column->field->label, _("en")) : _("left out"));
	}
	if (names.len)
		roster_note(reading, _("columns are taken for what they were named once: %s"), buf_text(&names));
	buf_release(&names);
}
