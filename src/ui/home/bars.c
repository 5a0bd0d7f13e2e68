#include "ui/home/bars.h"

#include <stdio.h>

#include "base/i18n.h"

/* Where the parts of a bar begin: the name, the numbers, the bar itself. */
struct bar_columns {
	int name, count;
};

static int
count_text(const struct work_bar *bar, char *text, size_t size)
{
	return snprintf(text, size, "%zu/%zu", bar->done, bar->total);
}

/* The columns of all bars: room for the longest numbers among them, the rest as wished. */
static struct bar_columns
fit_columns(const struct work *work, struct bar_columns wished, int cols)
{
	char text[48];

	for (size_t i = 0; i < work->bar_count; i++) {
		int cells = count_text(&work->bars[i], text, sizeof(text));

		wished.count = cells > wished.count ? cells : wished.count;
	}
	if (wished.name + 1 + wished.count > cols)
		wished.name = cols > wished.count + 1 ? cols - wished.count - 1 : 0;
	return wished;
}

static void
draw_bar(const struct work_bar *bar, struct canvas *canvas, struct area area, struct bar_columns columns)
{
	struct area name = area_left(area, columns.name), count = area_left(area_inside(area, columns.name + 1, 0), columns.count),
		    rest = area_inside(area, columns.name + columns.count + 2, 0);
	char text[48];
	int done = (int)((double)bar->done / (double)bar->total * rest.cols),
	    waiting = (int)((double)(bar->done + bar->waiting) / (double)bar->total * rest.cols),
	    begun = (int)((double)(bar->done + bar->waiting + bar->begun) / (double)bar->total * rest.cols);

	canvas_line(canvas, &name, PLAIN, bar->name);
	count_text(bar, text, sizeof(text));
	canvas_line(canvas, &count, PLAIN, text);
	for (int c = 0; c < rest.cols; c++)
		canvas_text(canvas, rest.row, rest.col + c, 1,
			    c < done	  ? GOOD
			    : c < waiting ? ACCENT
					  : FAINT,
			    c < done	  ? "#"
			    : c < waiting ? "="
			    : c < begun	  ? "-"
					  : ".");
}

void
bars_draw(const struct work *work, struct canvas *canvas, struct area left)
{
	static const struct bar_columns whole = { 24, 14 }, halved = { 14, 9 };
	struct area half, at;
	size_t rows, shown;

	if (work->bar_count == 0 || left.rows < 2)
		return;
	canvas_line(canvas, &left, BOLD, _("How far it is: # signed by all, = signing, - begun"));
	left = area_inside(left, 1, 3);
	rows = (size_t)left.rows;
	if (work->bar_count <= rows) {
		for (size_t i = 0; i < work->bar_count; i++, left = area_below(left, 1))
			draw_bar(&work->bars[i], canvas, left, fit_columns(work, whole, left.cols));
		return;
	}
	half = area_left(left, left.cols / 2);
	shown = work->bar_count <= 2 * rows ? work->bar_count : 2 * rows - 1;
	for (size_t i = 0; i <= shown && i < work->bar_count; i++) {
		char text[100];

		at = area_below(i < rows ? half : area_inside(left, half.cols, 0), (int)(i % rows));
		if (i < shown) {
			draw_bar(&work->bars[i], canvas, area_inside(at, 0, 1), fit_columns(work, halved, at.cols - 1));
			continue;
		}
		snprintf(text, sizeof(text), _("and %zu more; r: reports show all"), work->bar_count - shown);
		canvas_line(canvas, &at, FAINT, text);
	}
}
