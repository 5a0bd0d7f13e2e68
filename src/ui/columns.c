#include "ui/columns.h"

#include "base/text.h"

void
columns_widen(struct list_column *column, const char *text)
{
	int cells = (int)text_cells(text);

	column->want = cells > column->want ? cells : column->want;
}

/* The cells that columns take, with the gaps between those that are not empty. */
static int
taken(const struct list_column *columns, size_t count)
{
	int cells = 0;

	for (size_t i = 0; i < count; i++)
		cells += columns[i].cols ? columns[i].cols + (cells ? COLUMNS_GAP : 0) : 0;
	return cells;
}

/* Takes a cell at a time from the widest column. */
static void
shrink_widest(struct list_column *columns, size_t count, int cells)
{
	for (; cells > 0; cells--) {
		size_t widest = 0;

		for (size_t i = 1; i < count; i++)
			if (columns[i].cols >= columns[widest].cols)
				widest = i;
		columns[widest].cols -= columns[widest].cols > 1;
	}
}

void
columns_share(struct list_column *columns, size_t count, const size_t *first, size_t first_count, int cols)
{
	struct list_column *last = &columns[count - 1];
	int lacks;

	for (size_t i = 0; i < count; i++)
		columns[i].cols = columns[i].want;
	lacks = taken(columns, count) - cols;
	for (size_t i = 0; i < first_count && lacks > 0; i++) {
		struct list_column *column = &columns[first[i]];
		int least = column->least && column->least < column->cols ? column->least : column->cols,
		    gives = column->cols - least < lacks ? column->cols - least : lacks;

		column->cols -= gives;
		lacks -= gives;
	}
	if (!first && lacks > 0)
		shrink_widest(columns, count, lacks);
	else if (last->cols)
		last->cols = last->cols > lacks ? last->cols - lacks : 0;
}

void
columns_draw(struct canvas *canvas, struct area *left, const struct list_column *column, struct look look, const char *text)
{
	int cols = column->cols < left->cols ? column->cols : left->cols;

	if (!column->cols)
		return;
	if (column->ends)
		canvas_end(canvas, left->row, left->col, cols, look, text);
	else
		canvas_short(canvas, left->row, left->col, cols, look, text);
	*left = area_inside(*left, column->cols + COLUMNS_GAP, 0);
}
