#include "ui/settle/compare.h"

#include <stdlib.h>

#include "base/mem.h"

#define CELL_MARK_COLS 2 /* of a mark before a text */
#define SIDE_COLS_MIN 26 /* of a side beside others: a name with its date and time */

struct compare_cell *
compare_add(struct compare_table *table, const char *label)
{
	MEM_GROW(table->rows, table->count, table->cap);
	table->rows[table->count] = (struct compare_row){ mem_strdup(label), mem_array(table->sides, sizeof(struct compare_cell)) };
	return table->rows[table->count++].cells;
}

void
compare_release(struct compare_table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		for (size_t side = 0; side < table->sides; side++)
			free(table->rows[i].cells[side].text);
		free(table->rows[i].cells);
		free(table->rows[i].label);
	}
	free(table->rows);
	*table = (struct compare_table){ 0 };
}

/* ---- columns, of an area without the list's mark */

static int
label_cols(int cols)
{
	return cols / 4;
}

static size_t
shown(const struct compare_table *table, int cols)
{
	size_t room = (size_t)((cols - label_cols(cols)) / SIDE_COLS_MIN);

	return table->sides < room ? table->sides : room > 0 ? room : 1;
}

size_t
compare_shown(const struct compare_table *table, int cols)
{
	return shown(table, cols - LIST_MARK_COLS);
}

/* The last cell of each column stays blank. */
static struct area
label_area(struct area area)
{
	return (struct area){ area.row, area.col, area.rows, label_cols(area.cols) - 1 };
}

static struct area
cell_area(const struct compare_table *table, struct area area, size_t place)
{
	int first = label_cols(area.cols), each = (area.cols - first) / (int)shown(table, area.cols);

	return area_inside((struct area){ area.row, area.col + first + (int)place * each, area.rows, each - 1 },
			   table->marks ? CELL_MARK_COLS : 0, 0);
}

/* ---- rows */

static int
row_height(const void *ctx, size_t index, int cols)
{
	const struct compare_table *table = ctx;
	const struct compare_row *row = &table->rows[index];
	struct area area = { 0, 0, 1, cols };
	int most = canvas_wrap_rows(row->label, label_area(area).cols);

	for (size_t place = 0; place < shown(table, cols); place++) {
		const struct compare_cell *cell = &row->cells[table->first + place];
		int lines = canvas_wrap_rows(cell->text, cell_area(table, area, place).cols);

		if (lines > most)
			most = lines;
	}
	return most > 1 ? most : 1;
}

static void
draw_row(const struct compare_table *table, const struct compare_row *row, struct look look, struct area area, struct canvas *canvas)
{
	struct area at = label_area(area);

	canvas_paragraph(canvas, &at, look, row->label);
	for (size_t place = 0; place < shown(table, area.cols); place++) {
		const struct compare_cell *cell = &row->cells[table->first + place];

		at = cell_area(table, area, place);
		if (table->marks && cell->mark)
			canvas_text(canvas, at.row, at.col - CELL_MARK_COLS, CELL_MARK_COLS, cell->look, cell->mark);
		canvas_paragraph(canvas, &at, cell->look, cell->text);
	}
}

static void
draw_listed(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct compare_table *table = ctx;

	draw_row(table, &table->rows[index], chosen ? CHOSEN : PLAIN, area, canvas);
}

static void
row_text(const void *ctx, size_t index, struct buf *out)
{
	const struct compare_table *table = ctx;

	buf_text_add(out, table->rows[index].label);
	for (size_t side = 0; side < table->sides; side++)
		buf_printf(out, "  %s", table->rows[index].cells[side].text);
}

struct list_rows
compare_rows(const struct compare_table *table)
{
	return (struct list_rows){ .count = table->count, .ctx = table, .text = row_text, .draw = draw_listed, .height = row_height };
}

char *
compare_whole_row(const struct compare_table *head, const struct compare_table *table, size_t index)
{
	struct buf text = { 0 };

	buf_printf(&text, "%s\n", table->rows[index].label);
	for (size_t side = 0; side < table->sides; side++)
		buf_printf(&text, "\n%s\n%s\n", head->rows[0].cells[side].text, table->rows[index].cells[side].text);
	return buf_detach(&text);
}

int
compare_head_lines(const struct compare_table *table, int cols)
{
	int lines = 0;

	for (size_t i = 0; i < table->count; i++)
		lines += row_height(table, i, cols - LIST_MARK_COLS);
	return lines;
}

void
compare_draw_head(const struct compare_table *table, struct canvas *canvas, struct area area, struct look look)
{
	area = area_inside(area, LIST_MARK_COLS, 0);
	for (size_t i = 0; i < table->count; i++) {
		int height = row_height(table, i, area.cols);

		draw_row(table, &table->rows[i], look, area_top(area, height), canvas);
		area = area_below(area, height);
	}
}
