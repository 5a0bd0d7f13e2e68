#include <stdlib.h>
#include <string.h>

#include "paper/pages.h"
#include "base/mem.h"

/* Rows of cells: labels beside their values, and tables, whose heads stand on every page. */

#define CELL_PAD 3.0
#define WRITING_HEIGHT 24.0 /* of a row that is written in by hand */
#define TICK_COLS 22.0
#define LEAST_COLS 30.0
#define BOX 9.0

static const char *
cell_of(const struct printed_block *block, size_t row, size_t column)
{
	const char *text = block->cells[row * block->columns + column];

	return text ? text : "";
}

/* ---- labels and values */

#define LABEL_WIDTH 92.0
#define VALUE_WIDTH (PAGE_WIDTH / 2 - LABEL_WIDTH)
#define WIDE_VALUE (PAGE_WIDTH - LABEL_WIDTH)

static bool
is_short(struct pages *pages, const char *text)
{
	return pages_text_height(pages, &page_cell, text, VALUE_WIDTH - 2 * CELL_PAD) <= 2 * page_cell.line;
}

static double
pair_height(struct pages *pages, const struct printed_block *block, size_t row, double width)
{
	double label = pages_text_height(pages, &page_label, cell_of(block, row, 0), LABEL_WIDTH - 2 * CELL_PAD);
	double value = pages_text_height(pages, &page_cell, cell_of(block, row, 1), width - 2 * CELL_PAD);

	if (!*cell_of(block, row, 1))
		value = WRITING_HEIGHT - 2 * CELL_PAD;
	return (label > value ? label : value) + 2 * CELL_PAD;
}

static void
draw_pair(struct pages *pages, const struct printed_block *block, size_t row, double x, double width, double height)
{
	pages_frame(pages, x, pages->y, LABEL_WIDTH, height);
	pages_show(pages, &page_label, cell_of(block, row, 0), x + CELL_PAD, pages->y + CELL_PAD, LABEL_WIDTH - 2 * CELL_PAD);
	pages_frame(pages, x + LABEL_WIDTH, pages->y, width, height);
	pages_show(pages, &page_cell, cell_of(block, row, 1), x + LABEL_WIDTH + CELL_PAD, pages->y + CELL_PAD, width - 2 * CELL_PAD);
}

/* A value that is longer than a page goes on overleaf. */
static void
flow_pair(struct pages *pages, const struct printed_block *block, size_t row)
{
	pages_flow(pages, &page_label, cell_of(block, row, 0), false);
	pages_flow(pages, &page_cell, cell_of(block, row, 1), false);
}

void
pages_pairs(struct pages *pages, const struct printed_block *block)
{
	for (size_t row = 0; row < block->rows; row++) {
		bool two = row + 1 < block->rows && is_short(pages, cell_of(block, row, 1)) && is_short(pages, cell_of(block, row + 1, 1));
		double width = two ? VALUE_WIDTH : WIDE_VALUE, height = pair_height(pages, block, row, width);

		if (two) {
			double other = pair_height(pages, block, row + 1, width);

			height = height > other ? height : other;
		}
		if (height > pages_room()) {
			flow_pair(pages, block, row);
			continue;
		}
		pages_need(pages, height);
		draw_pair(pages, block, row, PAGE_MARGIN, width, height);
		if (two)
			draw_pair(pages, block, ++row, PAGE_MARGIN + PAGE_WIDTH / 2, width, height);
		pages->y += height;
	}
}

/* ---- tables */

/* The widest text of a column on one line, but no more than half of the page. */
static double
natural_width(struct pages *pages, const struct printed_block *block, size_t column)
{
	double widest = LEAST_COLS;

	for (size_t r = 0; r < block->rows; r++) {
		PangoLayout *layout = pdf_pen_layout(pages->pen, r ? &page_cell : &page_label, -1);
		int width;

		pango_layout_set_text(layout, cell_of(block, r, column), -1);
		pango_layout_get_size(layout, &width, NULL);
		g_object_unref(layout);
		if ((double)width / PANGO_SCALE + 2 * CELL_PAD + 1 > widest)
			widest = (double)width / PANGO_SCALE + 2 * CELL_PAD + 1;
	}
	return widest < PAGE_WIDTH / 2 ? widest : PAGE_WIDTH / 2;
}

/* Columns as wide as their texts; what is left goes to those that are written in, else to all; what is too much is taken from the widest. */
static double *
widths_of(struct pages *pages, const struct printed_block *block)
{
	double *widths = mem_array(block->columns, sizeof(*widths)), sum = 0, cap = PAGE_WIDTH;

	for (size_t c = 0; c < block->columns; c++) {
		widths[c] = block->tick && c == 0 ? TICK_COLS : natural_width(pages, block, c);
		sum += widths[c];
	}
	while (sum > PAGE_WIDTH && cap > LEAST_COLS) {
		cap *= 0.97;
		sum = 0;
		for (size_t c = 0; c < block->columns; c++) {
			widths[c] = widths[c] > cap ? cap : widths[c];
			sum += widths[c];
		}
	}
	for (size_t c = 0; c < block->columns; c++) {
		size_t among = block->writing ? block->writing : block->columns - (block->tick ? 1 : 0);
		bool grows = block->writing ? c + block->writing >= block->columns : !(block->tick && c == 0);

		if (sum > PAGE_WIDTH)
			widths[c] *= PAGE_WIDTH / sum;
		else if (grows && among)
			widths[c] += (PAGE_WIDTH - sum) / (double)among;
	}
	return widths;
}

static double
row_height(struct pages *pages, const struct printed_block *block, const double *widths, size_t row)
{
	double height = row && block->writing ? WRITING_HEIGHT : page_cell.line + 2 * CELL_PAD;

	for (size_t c = 0; c < block->columns; c++) {
		double own = pages_text_height(pages, row ? &page_cell : &page_label, cell_of(block, row, c), widths[c] - 2 * CELL_PAD) +
			     2 * CELL_PAD;

		height = own > height ? own : height;
	}
	return height < pages_room() / 2 ? height : pages_room() / 2;
}

/* In the middle of the row's height. */
static void
show_cell(struct pages *pages, const struct pdf_face *face, const char *text, double x, double width, double height)
{
	double own = pages_text_height(pages, face, text, width);

	pages_show(pages, face, text, x, pages->y + (own < height ? (height - own) / 2 : CELL_PAD), width);
}

static void
draw_cells(struct pages *pages, const struct printed_block *block, const double *widths, size_t row, double height)
{
	double x = PAGE_MARGIN;

	for (size_t c = 0; c < block->columns; c++) {
		if (row == 0 && pages->draws) {
			cairo_set_source_rgb(pages->cairo, 0.93, 0.93, 0.93);
			cairo_rectangle(pages->cairo, x, pages->y, widths[c], height);
			cairo_fill(pages->cairo);
			cairo_set_source_rgb(pages->cairo, 0, 0, 0);
		}
		pages_frame(pages, x, pages->y, widths[c], height);
		if (row && block->tick && c == 0)
			pages_frame(pages, x + (widths[c] - BOX) / 2, pages->y + (height - BOX) / 2, BOX, BOX);
		else
			show_cell(pages, row ? &page_cell : &page_label, cell_of(block, row, c), x + CELL_PAD, widths[c] - 2 * CELL_PAD,
				  height);
		x += widths[c];
	}
	pages->y += height;
}

void
pages_table(struct pages *pages, const struct printed_block *block)
{
	double *widths = widths_of(pages, block), head = row_height(pages, block, widths, 0);
	size_t on_page = 0;

	for (size_t row = 1; row < block->rows || on_page == 0; row++, on_page++) {
		double height = row < block->rows ? row_height(pages, block, widths, row) : 0;
		size_t page = pages->page;

		pages_need(pages, height + (on_page ? 0 : head));
		if (on_page == 0 || pages->page != page)
			draw_cells(pages, block, widths, 0, head);
		if (row < block->rows)
			draw_cells(pages, block, widths, row, height);
	}
	free(widths);
}
