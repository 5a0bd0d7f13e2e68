#include "table/write/pdf_out.h"

#include <cairo-pdf.h>
#include <cairo.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "table/write/pdf_file.h"
#include "table/write/pdf_fold.h"
#include "table/write/pdf_plan.h"

/* The pages of a table, drawn as table/write/pdf_plan.h planned them. */

struct pdf {
	const struct table *table;
	const struct pdf_plan *plan;
	cairo_t *cairo;
	struct pdf_pen *pen;
	PangoLayout **cells;	       /* per column, as wide as it */
	size_t first_page, page_count; /* of this table; of all */
	char *unshown;		       /* a text of which no font has a character; NULL: none was met */
};

/* Draws the text that the layout has, its top left at the point. */
static void
show(struct pdf *pdf, PangoLayout *layout, double x, double y)
{
	if (!pdf->unshown && pango_layout_get_unknown_glyphs_count(layout))
		pdf->unshown = mem_strdup(pango_layout_get_text(layout));
	cairo_move_to(pdf->cairo, x, y);
	pango_cairo_show_layout(pdf->cairo, layout);
}

/* Draws a text over the whole width; returns its height. */
static double
show_wide(struct pdf *pdf, const char *text, const struct pdf_face *face, double y)
{
	PangoLayout *layout = pdf_pen_layout(pdf->pen, face, PDF_WIDTH);
	double height;

	pango_layout_set_text(layout, text, -1);
	height = face->line * pango_layout_get_line_count(layout);
	show(pdf, layout, PDF_MARGIN, y);
	g_object_unref(layout);
	return height;
}

static void
rule(struct pdf *pdf, double y, double width)
{
	cairo_set_line_width(pdf->cairo, width);
	cairo_move_to(pdf->cairo, PDF_MARGIN, y);
	cairo_line_to(pdf->cairo, PDF_MARGIN + PDF_WIDTH, y);
	cairo_stroke(pdf->cairo);
}

/* The head of a page: the title, large on the first one; what is counted; whose eyes it is for. */
static double
draw_head(struct pdf *pdf, bool first)
{
	const struct table *table = pdf->table;
	double y = PDF_MARGIN;

	if (first && table->official)
		cairo_set_source_rgb(pdf->cairo, 0.8, 0, 0);
	if (table->title)
		y += show_wide(pdf, table->title, first ? &pdf_title : &pdf_small_title, y);
	if (first && table->official)
		rule(pdf, y + PDF_RED_RULE / 2, 1.5);
	y += first && table->official ? PDF_RED_RULE : 0;
	cairo_set_source_rgb(pdf->cairo, 0, 0, 0);
	for (size_t h = 0; first && h < table->head_count; h++)
		y += show_wide(pdf, table->heads[h], &pdf_small, y);
	if (table->notice)
		y += show_wide(pdf, table->notice, &pdf_small, y);
	return y + PDF_GAP;
}

static void
draw_foot(struct pdf *pdf, size_t page)
{
	/* Translators: the number of a page, and how many there are. */
	char *text = mem_printf(_("Page %zu of %zu"), pdf->first_page + page + 1, pdf->page_count);

	show_wide(pdf, text, &pdf_foot, PDF_HEIGHT_ALL - PDF_MARGIN - pdf_foot.line);
	free(text);
}

static void
frame(struct pdf *pdf, double y, double height)
{
	double x = PDF_MARGIN + pdf->plan->indent;

	cairo_set_line_width(pdf->cairo, 0.5);
	cairo_set_source_rgb(pdf->cairo, 0.4, 0.4, 0.4);
	for (size_t c = 0; c < pdf->table->column_count; c++) {
		cairo_rectangle(pdf->cairo, x, y, pdf->plan->widths[c], height);
		x += pdf->plan->widths[c];
	}
	cairo_stroke(pdf->cairo);
	cairo_set_source_rgb(pdf->cairo, 0, 0, 0);
}

static double
draw_labels(struct pdf *pdf, double y)
{
	double x = PDF_MARGIN + pdf->plan->indent, height = pdf->plan->label_height;

	cairo_set_source_rgb(pdf->cairo, 0.93, 0.93, 0.93);
	cairo_rectangle(pdf->cairo, x, y, pdf->plan->width, height);
	cairo_fill(pdf->cairo);
	frame(pdf, y, height);
	for (size_t c = 0; c < pdf->table->column_count; c++) {
		PangoLayout *layout = pdf_pen_layout(pdf->pen, &pdf_label, pdf->plan->widths[c] - 2 * PDF_PAD);
		double own;

		pango_layout_set_text(layout, pdf->table->columns[c].label, -1);
		own = pdf_label.line * pango_layout_get_line_count(layout);
		show(pdf, layout, x + PDF_PAD, y + (height - own) / 2);
		x += pdf->plan->widths[c];
		g_object_unref(layout);
	}
	return y + height;
}

/* A light bar behind the figure that it stands for. */
static void
draw_bar(struct pdf *pdf, size_t row, double x, double y, double height)
{
	size_t column = table_bar_column(pdf->table);
	double value = strtod(table_cell_text(pdf->table, row, column), NULL);

	if (pdf->plan->most <= 0 || value <= 0 || table_is_total(pdf->table, row))
		return;
	cairo_set_source_rgb(pdf->cairo, 0.8, 0.87, 0.95);
	cairo_rectangle(pdf->cairo, x, y, pdf->plan->widths[column] * value / pdf->plan->most, height);
	cairo_fill(pdf->cairo);
	cairo_set_source_rgb(pdf->cairo, 0, 0, 0);
}

/* Draws some lines of a row: all of them, unless it is longer than a page. */
static double
draw_piece(struct pdf *pdf, const struct pdf_piece *piece, double y)
{
	double x = PDF_MARGIN + pdf->plan->indent, height = pdf_cell.line * (double)piece->lines + 2 * PDF_PAD;
	double skipped = pdf_cell.line * (double)piece->from;
	bool part = piece->from || piece->lines < piece->of;

	for (size_t c = 0; c < pdf->table->column_count; c++, x += pdf->plan->widths[c - 1]) {
		const char *text = table_cell_text(pdf->table, piece->row, c);

		if (c == table_bar_column(pdf->table))
			draw_bar(pdf, piece->row, x, y, height);
		if (!*text)
			continue;
		pango_layout_set_text(pdf->cells[c], text, -1);
		if (part) {
			cairo_save(pdf->cairo);
			cairo_rectangle(pdf->cairo, x, y + PDF_PAD, pdf->plan->widths[c], height - 2 * PDF_PAD);
			cairo_clip(pdf->cairo);
		}
		show(pdf, pdf->cells[c], x + PDF_PAD, y + PDF_PAD - skipped);
		if (part)
			cairo_restore(pdf->cairo);
	}
	frame(pdf, y, height);
	return y + height;
}

static void
draw_page(struct pdf *pdf, size_t number)
{
	const struct pdf_page *page = &pdf->plan->pages[number];
	double y = draw_head(pdf, number == 0);

	if (page->piece_count || number == 0)
		y = draw_labels(pdf, y);
	for (size_t p = 0; p < page->piece_count; p++)
		y = draw_piece(pdf, &pdf->plan->pieces[page->first_piece + p], y);
	if (page->line_count || page->signatures)
		y += PDF_GAP;
	for (size_t l = 0; l < page->line_count; l++)
		y += show_wide(pdf, pdf->table->lines[page->first_line + l], &pdf_line, y);
	if (page->signatures)
		show_wide(pdf, table_signatures(), &pdf_line, y + PDF_SIGN_ROOM);
	draw_foot(pdf, number);
	cairo_show_page(pdf->cairo);
}

/* The pages of one fold. */
static void
draw_pages(struct pdf *pdf)
{
	const struct table *table = pdf->table;

	pdf->cells = mem_array(table->column_count, sizeof(PangoLayout *));
	for (size_t c = 0; c < table->column_count; c++) {
		pdf->cells[c] = pdf_pen_layout(pdf->pen, &pdf_cell, pdf->plan->widths[c] - 2 * PDF_PAD);
		if (table_is_number(table->columns[c].kind))
			pango_layout_set_alignment(pdf->cells[c], PANGO_ALIGN_RIGHT);
	}
	for (size_t p = 0; p < pdf->plan->page_count; p++)
		draw_page(pdf, p);
	for (size_t c = 0; c < table->column_count; c++)
		g_object_unref(pdf->cells[c]);
	free(pdf->cells);
	pdf->first_page += pdf->plan->page_count;
}

/* Plans all folds before the first is drawn: each page says how many there are. */
static void
draw_table(struct pdf *pdf, const struct table *table)
{
	struct table *folds = NULL;
	size_t count = pdf_folds(table, pdf->pen, &folds);
	struct pdf_plan *plans = mem_array(count, sizeof(*plans));

	for (size_t i = 0; i < count; i++) {
		pdf_plan_make(&plans[i], &folds[i], i + 1 == count, pdf->pen);
		pdf->page_count += plans[i].page_count;
	}
	for (size_t i = 0; i < count; i++) {
		pdf->table = &folds[i];
		pdf->plan = &plans[i];
		draw_pages(pdf);
		pdf_plan_release(&plans[i]);
	}
	free(plans);
	pdf_folds_free(folds, count);
}

/* Where a table begins, for who looks for it in the outline. */
static void
add_outline(struct pdf_file *file, const struct table *table, size_t page)
{
	char *where = mem_printf("page=%zu pos=[0 0]", page);

	cairo_pdf_surface_add_outline(file->surface, CAIRO_PDF_OUTLINE_ROOT, table->part, where, 0);
	free(where);
}

enum status
table_write_pdf(const struct table *tables, size_t count, int64_t at_unix, struct buf *out, struct err *err)
{
	struct pdf_file file;
	struct pdf pdf = { 0 };
	enum status status;
	size_t page = 1;

	pdf_file_begin(&file, PDF_WIDTH_ALL, PDF_HEIGHT_ALL, tables[0].title, at_unix);
	pdf.cairo = file.cairo;
	pdf.pen = file.pen;
	for (size_t i = 0; i < count; i++) {
		if (tables[i].part)
			add_outline(&file, &tables[i], page);
		pdf.first_page = pdf.page_count = 0;
		draw_table(&pdf, &tables[i]);
		page += pdf.page_count;
	}
	status = pdf_file_end(&file, pdf.unshown, out, err);
	free(pdf.unshown);
	pdf_file_release(&file);
	return status;
}
