#include "app/roster/roster_correct.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "table/read/reader.h"
#include "table/write/office.h"
#include "table/write/writer.h"

/* How the name of a table to correct ends, in each language. */
static const char *const suffixes[] = { N_("-to-correct"), "-待改" };

/* The roster's name without its ending, and without what an earlier table to correct has behind it. */
static char *
stem_of(const char *path)
{
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path, *dot = strrchr(name, '.');
	size_t len = dot && dot != name ? (size_t)(dot - path) : strlen(path);
	char *stem = mem_strndup(path, len), *suffix;

	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
		suffix = strstr(stem + (name - path), suffixes[i]);
		if (suffix && suffix != stem + (name - path) &&
		    strspn(suffix + strlen(suffixes[i]), "-0123456789") == strlen(suffix + strlen(suffixes[i])))
			*suffix = '\0';
	}
	return stem;
}

static enum status
free_name(const char *roster, bool xlsx, char **out, struct err *err)
{
	char *stem = stem_of(roster), *name = mem_printf("%s%s", stem, _(suffixes[0]));
	enum status status = file_free_name(name, xlsx ? ".xlsx" : ".csv", out, err);

	free(name);
	free(stem);
	return status;
}

struct fault_order {
	const struct roster_fault *fault;
	size_t at;
};

static int
by_row(const void *a, const void *b)
{
	const struct fault_order *one = a, *two = b;

	if (one->fault->row != two->fault->row)
		return one->fault->row < two->fault->row ? -1 : 1;
	return one->at < two->at ? -1 : one->at > two->at;
}

/* What is wrong in a row, each fault with its column. */
static char *
row_problems(const struct roster_reading *reading, const struct fault_order *order, size_t count, size_t *at, size_t row)
{
	struct buf out = { 0 };

	while (*at < count && order[*at].fault->row < row)
		++*at;
	for (; *at < count && order[*at].fault->row == row; ++*at) {
		const struct roster_fault *fault = order[*at].fault;
		char letters[8] = "";

		if (fault->column != SIZE_MAX)
			table_column_letters(fault->column, letters);
		buf_printf(&out, "%s%s%s%s", out.len ? _("; ") : "", letters, *letters ? ": " : "", roster_fault_text(reading, fault));
	}
	return out.data ? buf_detach(&out) : NULL;
}

/* A cell as the table to correct has it: one that nobody mends is told once more, and never passes for a text. */
static const char *
text_of(const struct table_cell *cell)
{
	if (cell->kind == TABLE_CELL_FORMULA)
		return "#VALUE!";
	return cell->kind == TABLE_CELL_LOST ? cell->text : cell->shown;
}

static enum status
copy_rows(const struct roster_reading *reading, struct table_reader *table, struct table_writer *writer, struct err *err)
{
	struct fault_order *order = mem_array(reading->faults_kept, sizeof(*order));
	size_t problem_column = reading->width > reading->column_count ? reading->width : reading->column_count, at = 0;
	struct table_row row;
	enum status status = STATUS_OK;
	bool more = true;

	for (size_t i = 0; i < reading->faults_kept; i++)
		order[i] = (struct fault_order){ &reading->faults[i], i };
	qsort(order, reading->faults_kept, sizeof(*order), by_row);
	for (size_t c = 0; c < reading->column_count; c++)
		if (roster_is_problem_column(reading->columns[c].header))
			problem_column = c;
	while (!status && more && !(status = table_reader_next(table, &row, &more, err)) && more) {
		char *problems = row_problems(reading, order, reading->faults_kept, &at, row.number);

		for (size_t c = 0; c < row.count; c++)
			if (row.cells[c].kind != TABLE_CELL_EMPTY && c != problem_column)
				table_writer_cell(writer, row.number - 1, c, text_of(&row.cells[c]), row.number == reading->header_row);
		if (row.number == reading->header_row)
			table_writer_cell(writer, row.number - 1, problem_column, _("problem"), true);
		else if (problems)
			table_writer_cell(writer, row.number - 1, problem_column, problems, false);
		free(problems);
	}
	free(order);
	return status;
}

enum status
roster_correct_write(const struct roster_reading *reading, char **path, struct err *err)
{
	struct table_writer *writer = NULL;
	struct table_reader *table = NULL;
	const struct table_sheet *sheets;
	char *name = NULL;
	size_t count;
	enum status status = table_reader_open(reading->path, &table, err);

	if (!status)
		status = table_reader_start(table, reading->sheet_index, err);
	if (!status)
		status = free_name(reading->path, strcmp(reading->format, "XLSX") == 0 && table_has_office(), &name, err);
	if (!status) {
		sheets = table_reader_sheets(table, &count);
		writer = table_writer_new(name, table_reader_separator(table), strcmp(reading->format, "GB 18030") == 0);
		table_writer_sheet(writer, sheets[reading->sheet_index].name, false);
		status = copy_rows(reading, table, writer, err);
	}
	if (!status)
		status = table_writer_close(writer, err);
	else
		table_writer_drop(writer);
	table_reader_close(table);
	if (status)
		free(name);
	else
		*path = name;
	return status;
}
