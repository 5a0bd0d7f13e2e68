#include "paper/pages.h"

#include <cairo.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "table/write/pdf_file.h"

/* Drawing papers: one page after the other, the blocks one below the other. */

const struct pdf_face page_small = { 8, 11, false, false }, page_cell = { 9, 12, false, false }, page_label = { 9, 12, true, false };
static const struct pdf_face page_title = { 18, 26, true, true }, page_head = { 12, 18, true, false },
			     page_line = { 10.5, 17, false, false }, page_centre = { 12, 19, false, true },
			     page_foot = { 8, 10, false, false }, page_band = { 64, 88, true, true };

#define TITLE_RULE 10.0
#define BAND_PAD 24.0
#define WRITING_GAP 9.0 /* above a line that is written on */

double
pages_room(void)
{
	return PAGE_HEIGHT_ALL - 2 * PAGE_MARGIN - PAGE_FOOT;
}

static double
left_on_page(const struct pages *pages)
{
	return PAGE_HEIGHT_ALL - PAGE_MARGIN - PAGE_FOOT - pages->y;
}

static PangoLayout *
layout_of(struct pages *pages, const struct pdf_face *face, const char *text, double width)
{
	PangoLayout *layout = pdf_pen_layout(pages->pen, face, width);

	pango_layout_set_text(layout, text, -1);
	if (!pages->unshown && pango_layout_get_unknown_glyphs_count(layout))
		pages->unshown = mem_strdup(text);
	return layout;
}

static void
show_layout(struct pages *pages, PangoLayout *layout, double x, double y)
{
	if (!pages->draws)
		return;
	cairo_move_to(pages->cairo, x, y);
	pango_cairo_show_layout(pages->cairo, layout);
}

double
pages_text_height(struct pages *pages, const struct pdf_face *face, const char *text, double width)
{
	PangoLayout *layout = layout_of(pages, face, text, width);
	double height = face->line * pango_layout_get_line_count(layout);

	g_object_unref(layout);
	return height;
}

double
pages_show(struct pages *pages, const struct pdf_face *face, const char *text, double x, double y, double width)
{
	PangoLayout *layout = layout_of(pages, face, text, width);
	double height = face->line * pango_layout_get_line_count(layout);

	show_layout(pages, layout, x, y);
	g_object_unref(layout);
	return height;
}

void
pages_frame(struct pages *pages, double x, double y, double width, double height)
{
	if (!pages->draws)
		return;
	cairo_set_line_width(pages->cairo, 0.5);
	cairo_set_source_rgb(pages->cairo, 0.4, 0.4, 0.4);
	cairo_rectangle(pages->cairo, x, y, width, height);
	cairo_stroke(pages->cairo);
	cairo_set_source_rgb(pages->cairo, 0, 0, 0);
}

/* ---- pages */

static void
draw_foot(struct pages *pages)
{
	/* Translators: the number of a page, and how many there are. */
	char *text = mem_printf(_("Page %zu of %zu"), pages->page, pages->page_count);
	double y = PAGE_HEIGHT_ALL - PAGE_MARGIN - page_foot.line;
	PangoLayout *layout = layout_of(pages, &page_foot, text, PAGE_WIDTH);

	pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
	show_layout(pages, layout, PAGE_MARGIN, y);
	g_object_unref(layout);
	free(text);
	if (!pages->paper->serial)
		return;
	text = mem_printf(_("Serial %s"), pages->paper->serial);
	pages_show(pages, &page_foot, text, PAGE_MARGIN, y, PAGE_WIDTH / 2);
	free(text);
}

static void
end_page(struct pages *pages)
{
	draw_foot(pages);
	if (pages->draws)
		cairo_show_page(pages->cairo);
}

static void
turn(struct pages *pages)
{
	end_page(pages);
	pages->page++;
	pages->y = PAGE_MARGIN;
}

void
pages_need(struct pages *pages, double height)
{
	if (height > left_on_page(pages) && pages->y > PAGE_MARGIN)
		turn(pages);
}

void
pages_flow(struct pages *pages, const struct pdf_face *face, const char *text, bool right)
{
	PangoLayout *layout = layout_of(pages, face, text, PAGE_WIDTH);
	int count = pango_layout_get_line_count(layout), first = 0;

	if (right)
		pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
	while (first < count) {
		int fit = (int)(left_on_page(pages) / face->line);

		if (fit < 1) {
			turn(pages);
			continue;
		}
		fit = fit < count - first ? fit : count - first;
		if (pages->draws) {
			cairo_save(pages->cairo);
			cairo_rectangle(pages->cairo, PAGE_MARGIN, pages->y, PAGE_WIDTH, fit * face->line);
			cairo_clip(pages->cairo);
			show_layout(pages, layout, PAGE_MARGIN, pages->y - first * face->line);
			cairo_restore(pages->cairo);
		}
		pages->y += fit * face->line;
		first += fit;
	}
	g_object_unref(layout);
}

/* ---- blocks */

static void
draw_title(struct pages *pages)
{
	bool red = pages->paper->official && pages->draws;

	if (red)
		cairo_set_source_rgb(pages->cairo, 0.8, 0, 0);
	pages->y += pages_show(pages, &page_title, pages->paper->title, PAGE_MARGIN, pages->y, PAGE_WIDTH);
	if (red) {
		cairo_set_line_width(pages->cairo, 1.5);
		cairo_move_to(pages->cairo, PAGE_MARGIN, pages->y + TITLE_RULE / 2);
		cairo_line_to(pages->cairo, PAGE_MARGIN + PAGE_WIDTH, pages->y + TITLE_RULE / 2);
		cairo_stroke(pages->cairo);
		cairo_set_source_rgb(pages->cairo, 0, 0, 0);
	}
	pages->y += TITLE_RULE;
}

/* Large letters on a colour, with a frame: what the colour says stands in words. */
static void
draw_band(struct pages *pages, const struct printed_block *block)
{
	static const double colours[PRINTED_COLOUR_COUNT][3] = { { 0.93, 0.36, 0.33 }, { 0.98, 0.85, 0.25 }, { 0.45, 0.78, 0.47 } };
	double height = pages_text_height(pages, &page_band, block->text, PAGE_WIDTH - 2 * BAND_PAD) + 2 * BAND_PAD;

	pages_need(pages, height);
	if (pages->draws) {
		const double *colour = colours[block->colour];

		cairo_set_source_rgb(pages->cairo, colour[0], colour[1], colour[2]);
		cairo_rectangle(pages->cairo, PAGE_MARGIN, pages->y, PAGE_WIDTH, height);
		cairo_fill_preserve(pages->cairo);
		cairo_set_source_rgb(pages->cairo, 0, 0, 0);
		cairo_set_line_width(pages->cairo, 3);
		cairo_stroke(pages->cairo);
	}
	pages_show(pages, &page_band, block->text, PAGE_MARGIN + BAND_PAD, pages->y + BAND_PAD, PAGE_WIDTH - 2 * BAND_PAD);
	pages->y += height;
}

static void
draw_text(struct pages *pages, const struct printed_block *block)
{
	static const struct pdf_face *const faces[PRINTED_STYLE_COUNT] = { &page_line, &page_head, &page_small, &page_centre, &page_line };

	if (strstr(block->text, "____"))
		pages->y += WRITING_GAP;
	pages_flow(pages, faces[block->style], block->text, block->style == PRINTED_RIGHT);
}

/* What must be on a page of a block that begins there. */
static double
least_height(const struct printed_block *block)
{
	switch (block->kind) {
	case PRINTED_PHOTOS:
		return PAGE_PHOTO_HEIGHT + 3 * page_small.line;
	case PRINTED_CODE:
		return PAGE_CODE_SIDE;
	case PRINTED_SCREEN:
		return pages_screen_height(block);
	case PRINTED_BAND:
	case PRINTED_NEW_PAGE:
		return 0;
	case PRINTED_TEXT:
	case PRINTED_PAIRS:
	case PRINTED_TABLE:
		break;
	}
	return 4 * page_cell.line;
}

static void
draw_block(struct pages *pages, const struct printed_block *block)
{
	switch (block->kind) {
	case PRINTED_TEXT:
		draw_text(pages, block);
		break;
	case PRINTED_BAND:
		draw_band(pages, block);
		break;
	case PRINTED_PAIRS:
		pages_pairs(pages, block);
		break;
	case PRINTED_TABLE:
		pages_table(pages, block);
		break;
	case PRINTED_PHOTOS:
		pages_photos(pages, block);
		break;
	case PRINTED_CODE:
		pages_code(pages, block);
		break;
	case PRINTED_SCREEN:
		pages_screen(pages, block);
		break;
	case PRINTED_NEW_PAGE:
		turn(pages);
		return;
	}
	pages->y += PAGE_GAP;
}

/* A heading stays with what it is the heading of, and a text with the screen that it is about. */
static void
keep_together(struct pages *pages, const struct printed_block *block, const struct printed_block *next)
{
	double height = 0;

	if (block->kind != PRINTED_TEXT)
		return;
	if (block->style == PRINTED_HEAD)
		height = page_head.line;
	else if (next->kind == PRINTED_SCREEN)
		height = pages_text_height(pages, &page_line, block->text, PAGE_WIDTH);
	if (height > 0)
		pages_need(pages, height + PAGE_GAP + least_height(next));
}

static void
draw_paper(struct pages *pages)
{
	pages->page = 1;
	pages->y = PAGE_MARGIN;
	draw_title(pages);
	for (size_t i = 0; i < pages->paper->block_count; i++) {
		const struct printed_block *block = &pages->paper->blocks[i];

		if (i + 1 < pages->paper->block_count)
			keep_together(pages, block, block + 1);
		draw_block(pages, block);
	}
	end_page(pages);
}

/* ---- the file */

enum status
printed_can(struct err *err)
{
	(void)err;
	return STATUS_OK;
}

enum status
printed_write(const struct printed *papers, size_t count, int64_t at_unix, struct buf *out, struct err *err)
{
	struct pdf_file file;
	struct pages pages = { 0 };
	enum status status;

	pdf_file_begin(&file, PAGE_WIDTH_ALL, PAGE_HEIGHT_ALL, papers->title, at_unix);
	pages.cairo = file.cairo;
	pages.pen = file.pen;
	for (size_t i = 0; i < count && !pages.fault; i++) {
		pages.paper = &papers[i];
		pages.draws = false;
		draw_paper(&pages);
		pages.page_count = pages.page;
		pages.draws = true;
		draw_paper(&pages);
	}
	status = pages.fault ? err_set(err, STATUS_INVALID, "%s", pages.fault) : pdf_file_end(&file, pages.unshown, out, err);
	free(pages.unshown);
	free(pages.fault);
	pdf_file_release(&file);
	return status;
}
