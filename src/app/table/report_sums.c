#include "app/table/report_sums.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

/* Totals, and what must add up. */

size_t
report_column(const struct report *report, const char *name)
{
	for (size_t i = 0; i < report->column_count; i++)
		if (strcmp(report->columns[i].name, name) == 0)
			return i;
	return SIZE_MAX;
}

int64_t
report_number_at(const struct table *table, size_t row, size_t column)
{
	const char *text = table->cells[row * table->column_count + column];

	return text ? strtoll(text, NULL, 10) : 0;
}

/* Adds the total row, first or last. */
void
report_add_total(const struct report *report, struct table *table, const struct app_report *ask)
{
	size_t rows = table->row_count, labelled = SIZE_MAX;
	char **cells = table_add_row(table);

	table->has_total = true;
	table->total_first = report->total_first;
	for (size_t c = 0; c < report->column_count; c++) {
		int64_t sum = 0;

		if (!report->columns[c].total || (report->columns[c].change_of && !ask->since)) {
			/* Its name stands in the last column of words before the numbers. */
			if (table->columns[c].kind == TABLE_TEXT && labelled == SIZE_MAX)
				labelled = c;
			continue;
		}
		for (size_t r = 0; r < rows; r++)
			sum += report_number_at(table, r, c);
		cells[c] = mem_printf("%" PRId64, sum);
		table->columns[c].kind = TABLE_NUMBER;
	}
	if (labelled != SIZE_MAX)
		cells[labelled] = mem_strdup(label_text(&report->total_label, ask->lang));
	if (!report->total_first || rows == 0)
		return;
	for (size_t c = 0; c < table->column_count; c++) {
		char *held = table->cells[rows * table->column_count + c];

		for (size_t r = rows; r > 0; r--)
			table->cells[r * table->column_count + c] = table->cells[(r - 1) * table->column_count + c];
		table->cells[c] = held;
	}
}

/* Refuses rows that must add up and do not (rule QR-80). */
static enum status
check_partition(const struct report *report, const struct report_partition *partition, const struct table *table, struct err *err)
{
	size_t whole = report_column(report, partition->whole);

	for (size_t r = 0; r < table->row_count; r++) {
		int64_t sum = 0;

		for (size_t p = 0; p < partition->parts.count; p++)
			sum += report_number_at(table, r, report_column(report, partition->parts.items[p]));
		if (sum != report_number_at(table, r, whole))
			return err_set(err, STATUS_TAMPERED,
				       _("the report \"%s\" is not printed: row %zu does not add up (%" PRId64 ", its parts %" PRId64
					 "); run louce rebuild and louce check"),
				       report->name, r + 1, report_number_at(table, r, whole), sum);
	}
	return STATUS_OK;
}

enum status
report_check_partitions(const struct report *report, const struct table *table, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < report->partition_count && !status; i++)
		status = check_partition(report, &report->partitions[i], table, err);
	return status;
}

static void
read_count(const struct report_row *row, void *ctx)
{
	const char *text = row->count ? row->texts[0] : NULL;

	*(int64_t *)ctx = text ? strtoll(text, NULL, 10) : 0;
}

/* The lines, or what their column adds up to. */
static int64_t
count_lines(const struct report *report, const struct table *table)
{
	size_t of = report->rows.of ? report_column(report, report->rows.of) : SIZE_MAX;
	int64_t sum = 0;

	for (size_t r = 0; r < table->row_count; r++)
		sum += of == SIZE_MAX ? 1 : report_number_at(table, r, of);
	return sum;
}

enum status
report_check_rows(struct store *store, const struct report *report, const struct report_ask *ask, struct table *table, struct err *err)
{
	int64_t count = 0, lines = count_lines(report, table);
	enum status status;
	char *said = NULL;

	if (report->rows.kind == REPORT_ROWS_UNSAID)
		return STATUS_OK;
	status = report_run(store, &report->rows.sql, ask, read_count, &count, err);
	if (status)
		return status;
	if (report->rows.kind == REPORT_ROWS_OVERLAPPING)
		said = mem_printf(_("What is counted may stand in several lines, or in none: the lines add up to %" PRId64
				    ", counted once it is %" PRId64 "."),
				  lines, count);
	else if (lines != count)
		return err_set(err, STATUS_TAMPERED,
			       _("the report \"%s\" is not printed: its lines come to %" PRId64 ", and %" PRId64
				 " are to be counted; run louce rebuild and louce check"),
			       report->name, lines, count);
	else if (report->rows.kind == REPORT_ROWS_PARTS)
		said = mem_printf(_("All that is counted stands in one line: the lines add up to %" PRId64 "."), count);
	else
		said = mem_printf(n_("%" PRId64 " line, nothing left out.", "%" PRId64 " lines, nothing left out.", (size_t)count), count);
	table_add_line(table, said);
	free(said);
	return STATUS_OK;
}

void
report_add_line(const struct report_row *row, void *ctx)
{
	struct report_line_filling *line = ctx;
	struct buf text = { 0 };
	int next = 0;

	for (const char *at = line->label; *at;) {
		const char *mark = strstr(at, "%s");

		if (!mark) {
			buf_text_add(&text, at);
			break;
		}
		buf_add(&text, at, (size_t)(mark - at));
		if (next < row->count)
			buf_text_add(&text, row->texts[next] ? row->texts[next] : "0");
		next++;
		at = mark + 2;
	}
	table_add_line(line->table, buf_text(&text));
	buf_release(&text);
}
