#include "table/write/pdf_fold.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"

#define SLACK 30.0 /* points: about a column */

/* The columns that name a row: up to the first one of words or codes. */
static size_t
key_columns(const struct table *table)
{
	for (size_t c = 0; c < table->column_count; c++)
		if (table->columns[c].kind == TABLE_TEXT || table->columns[c].kind == TABLE_CODE)
			return c + 1;
	return 0;
}

/* One fold, of the columns from `first` to before `end` behind the first `keys`. */
static void
take_columns(const struct table *table, size_t keys, size_t first, size_t end, struct table *out)
{
	size_t count = keys + end - first;

	*out = *table;
	out->columns = mem_array(count, sizeof(*out->columns));
	out->column_count = count;
	out->cells = mem_array(table->row_count * count, sizeof(*out->cells));
	for (size_t c = 0; c < count; c++) {
		size_t from = c < keys ? c : first + c - keys;

		out->columns[c] = table->columns[from];
		for (size_t r = 0; r < table->row_count; r++)
			out->cells[r * count + c] = table->cells[r * table->column_count + from];
	}
	out->heads = mem_array(table->head_count + 1, sizeof(*out->heads));
	for (size_t h = 0; h < table->head_count; h++)
		out->heads[h] = table->heads[h];
	/* Translators: columns of a table, by their numbers. */
	if (count < table->column_count)
		out->heads[out->head_count++] = mem_printf(_("Columns %zu to %zu of %zu."), first + 1, end, table->column_count);
	if (end < table->column_count) { /* what stands below follows the last */
		out->lines = NULL;
		out->line_count = 0;
	}
}

size_t
pdf_folds(const struct table *table, struct pdf_pen *pen, struct table **out)
{
	double *least = mem_array(table->column_count + 1, sizeof(*least)), keys_width = 0, all = 0, room, sum;
	size_t keys = key_columns(table), count = 0, cap = 0, next = keys;

	for (size_t c = 0; c < table->column_count; c++) {
		least[c] = pdf_least_width(table, c, pen);
		keys_width += c < keys ? least[c] : 0;
		all += c < keys ? 0 : least[c];
	}
	/* Folds of about the same width, not one full and one of two columns. */
	room = keys_width < PDF_WIDTH / 2 ? PDF_WIDTH - keys_width : PDF_WIDTH / 2;
	room = all > room ? all / (double)(size_t)(all / room + 1) + SLACK : room;
	*out = NULL;
	do {
		size_t first = next;

		sum = 0;
		while (next < table->column_count &&
		       (next == first || (sum + least[next] <= room && keys_width + sum + least[next] <= PDF_WIDTH)))
			sum += least[next++];
		MEM_GROW(*out, count, cap);
		take_columns(table, keys, first, next, &(*out)[count++]);
	} while (next < table->column_count);
	free(least);
	return count;
}

void
pdf_folds_free(struct table *folds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (count > 1)
			free(folds[i].heads[folds[i].head_count - 1]);
		free(folds[i].heads);
		free(folds[i].columns);
		free(folds[i].cells);
	}
	free(folds);
}
