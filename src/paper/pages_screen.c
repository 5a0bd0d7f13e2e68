#include "paper/pages.h"

#include <pango/pangocairo.h>
#include <string.h>

#include "base/text.h"

/* A page of a terminal on paper: every character stands in its own cell, so that columns stay columns in whatever fonts there are. */

#define SCREEN_FAMILIES                                                                                                                    \
	"WenQuanYi Micro Hei Mono,Noto Sans Mono CJK SC,DejaVu Sans Mono,WenQuanYi Micro Hei,Noto Sans CJK SC,SimSun,monospace"
#define SCREEN_PAD 4.0

static const struct pdf_face screen_face = { 10, 12, false, false };

/* A character that fills quarters of its cell: 1 and 2 the upper ones, 4 and 8 the lower ones; 0: it is another. */
static unsigned
quarters(uint32_t c)
{
	static const unsigned char of[] = { 4, 8, 1, 13, 9, 7, 11, 2, 6, 14 }; /* U+2596 to U+259F */

	switch (c) {
	case 0x2580:
		return 1 | 2;
	case 0x2584:
		return 4 | 8;
	case 0x2588:
		return 15;
	case 0x258c:
		return 1 | 4;
	case 0x2590:
		return 2 | 8;
	}
	return c >= 0x2596 && c <= 0x259f ? of[c - 0x2596] : 0;
}

static void
fill_quarters(cairo_t *cairo, unsigned of, double x, double y, double cell)
{
	double width = cell / 2, height = screen_face.line / 2;

	for (int i = 0; i < 4; i++)
		if (of & 1u << i)
			cairo_rectangle(cairo, x + (i % 2) * width, y + (i / 2) * height, width, height);
	cairo_fill(cairo);
}

static void
draw_cluster(struct pages *pages, PangoLayout *layout, const char *bytes, size_t len, size_t cells, double x, double y, double cell)
{
	uint32_t c = 0;

	text_decode(bytes, len, &c);
	if (c == ' ')
		return;
	if (c == 0x2500) {
		cairo_rectangle(pages->cairo, x, y + screen_face.line / 2, cell, 0.5);
		cairo_fill(pages->cairo);
	} else if (quarters(c)) {
		fill_quarters(pages->cairo, quarters(c), x, y, cell);
	} else {
		pango_layout_set_text(layout, bytes, (int)len);
		if (!pages->unshown && pango_layout_get_unknown_glyphs_count(layout))
			pages->unshown = g_strndup(bytes, len);
		cairo_move_to(pages->cairo, x + (cells == 2 ? (2 * cell - screen_face.size) / 2 : 0), y);
		pango_cairo_show_layout(pages->cairo, layout);
	}
}

static void
draw_row(struct pages *pages, PangoLayout *layout, const char *row, size_t len, double y, double cell)
{
	double x = PAGE_MARGIN + SCREEN_PAD;

	while (len > 0) {
		size_t cells = 0, bytes = text_cluster(row, len, &cells);

		draw_cluster(pages, layout, row, bytes, cells, x, y, cell);
		x += (double)cells * cell;
		row += bytes;
		len -= bytes;
	}
}

static size_t
count_rows(const char *text)
{
	size_t rows = 0;

	for (const char *at = strchr(text, '\n'); at; at = strchr(at + 1, '\n'))
		rows++;
	return rows;
}

double
pages_screen_height(const struct printed_block *block)
{
	return (double)count_rows(block->text) * screen_face.line + 2 * SCREEN_PAD;
}

void
pages_screen(struct pages *pages, const struct printed_block *block)
{
	double height = pages_screen_height(block), cell = (PAGE_WIDTH - 2 * SCREEN_PAD) / (double)block->columns, y;
	PangoLayout *layout;
	PangoFontDescription *font;

	pages_need(pages, height);
	y = pages->y + SCREEN_PAD;
	pages_frame(pages, PAGE_MARGIN, pages->y, PAGE_WIDTH, height);
	pages->y += height;
	if (!pages->draws)
		return;
	layout = pdf_pen_layout(pages->pen, &screen_face, -1);
	font = pango_font_description_copy(pango_layout_get_font_description(layout));
	pango_font_description_set_family(font, SCREEN_FAMILIES);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	for (const char *row = block->text; *row; y += screen_face.line) {
		size_t len = strcspn(row, "\n");

		draw_row(pages, layout, row, len, y, cell);
		row += len + (row[len] == '\n');
	}
	g_object_unref(layout);
}
