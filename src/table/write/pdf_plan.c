#include "table/write/pdf_plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

const struct pdf_face pdf_title = { 18, 26, true, true }, pdf_small_title = { 10, 14, true, true }, pdf_small = { 8, 12, false, false },
		      pdf_label = { 9, 12, true, true }, pdf_cell = { 9, 12, false, false }, pdf_line = { 9, 14, false, false },
		      pdf_foot = { 8, 10, false, true };

#define FAMILIES "WenQuanYi Micro Hei,Noto Sans CJK SC,Source Han Sans SC,SimSun,sans"
#define LABEL_EMS 8   /* a longer name of a column goes on below */
#define WORDS_EMS 5   /* so much of a column of words stays */
#define LEAST_EMS 2.5 /* the narrowest column that a page is shared out to */

/* ---- type */

struct pdf_pen {
	PangoContext *context;
	double digit; /* the widest of the digits, of pdf_cell */
};

static double
width_of(PangoLayout *layout, const char *text)
{
	int width;

	pango_layout_set_text(layout, text, -1);
	pango_layout_get_size(layout, &width, NULL);
	return (double)width / PANGO_SCALE;
}

struct pdf_pen *
pdf_pen_new(cairo_t *cairo)
{
	struct pdf_pen *pen = mem_alloc(sizeof(*pen));
	PangoLayout *layout;

	pen->context = pango_cairo_create_context(cairo);
	/* Han characters as China writes them, whatever the machine's language. */
	pango_context_set_language(pen->context, pango_language_from_string("zh-cn"));
	layout = pdf_pen_layout(pen, &pdf_cell, -1);
	pen->digit = 0;
	for (const char *at = "0123456789"; *at; at++) {
		double width = width_of(layout, (const char[]){ *at, '\0' });

		pen->digit = width > pen->digit ? width : pen->digit;
	}
	g_object_unref(layout);
	return pen;
}

void
pdf_pen_free(struct pdf_pen *pen)
{
	g_object_unref(pen->context);
	free(pen);
}

PangoLayout *
pdf_pen_layout(struct pdf_pen *pen, const struct pdf_face *face, double width)
{
	PangoLayout *layout = pango_layout_new(pen->context);
	PangoFontDescription *font = pango_font_description_from_string(FAMILIES);
	PangoAttrList *attributes = pango_attr_list_new();

	pango_font_description_set_absolute_size(font, face->size * PANGO_SCALE);
	pango_font_description_set_weight(font, face->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_attr_list_insert(attributes, pango_attr_line_height_new_absolute((int)(face->line * PANGO_SCALE)));
	pango_layout_set_attributes(layout, attributes);
	pango_attr_list_unref(attributes);
	if (width >= 0)
		pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(layout, face->centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
	return layout;
}

/* No text of a cell is wider than this: digits are measured, and no other character is wider than an em. */
static double
bound_of(const struct pdf_pen *pen, const char *text)
{
	double width = 0;

	for (; *text; text++)
		if (((unsigned char)*text & 0xc0) != 0x80) /* a character, not the rest of one */
			width += *text >= '0' && *text <= '9' ? pen->digit : pdf_cell.size * 1.1;
	return width;
}

static size_t
lines_of(PangoLayout *layout, const char *text)
{
	pango_layout_set_text(layout, text, -1);
	return (size_t)pango_layout_get_line_count(layout);
}

/* ---- widths */

static double
natural_width(const struct table *table, size_t column, struct pdf_pen *pen)
{
	PangoLayout *label = pdf_pen_layout(pen, &pdf_label, -1), *layout = pdf_pen_layout(pen, &pdf_cell, -1);
	double width = width_of(label, table->columns[column].label), most = LABEL_EMS * pdf_label.size, widest = 0;
	const char *text = "";

	width = width > most ? most : width;
	for (size_t r = 0; r < table->row_count; r++) {
		double bound = bound_of(pen, table_cell_text(table, r, column));

		if (bound > widest) {
			widest = bound;
			text = table_cell_text(table, r, column);
		}
	}
	widest = width_of(layout, text);
	g_object_unref(label);
	g_object_unref(layout);
	return (widest > width ? widest : width) + 2 * PDF_PAD + 1;
}

double
pdf_least_width(const struct table *table, size_t column, struct pdf_pen *pen)
{
	PangoLayout *layout = pdf_pen_layout(pen, &pdf_cell, -1);
	bool words = table->columns[column].kind == TABLE_TEXT; /* these go on below; figures and codes are not cut */
	double least = LEAST_EMS * pdf_cell.size, most = words ? WORDS_EMS * pdf_cell.size : PDF_WIDTH, widest = 0;

	for (size_t r = 0; r < table->row_count && widest < most; r++) {
		const char *text = table_cell_text(table, r, column);

		if (bound_of(pen, text) > widest) {
			double width = width_of(layout, text);

			widest = width > widest ? width : widest;
		}
	}
	g_object_unref(layout);
	widest = widest > most ? most : widest;
	return (widest > least ? widest : least) + 2 * PDF_PAD + 1;
}

/* Takes from the widest columns what is too much for the page, down to what each needs; from all columns when that is not enough. */
static void
shrink(struct pdf_plan *plan, const struct table *table, struct pdf_pen *pen)
{
	double *least = mem_array(table->column_count, sizeof(*least)), sum = plan->width;

	for (size_t c = 0; c < table->column_count; c++)
		least[c] = pdf_least_width(table, c, pen);
	for (double cap = PDF_WIDTH; sum > PDF_WIDTH && cap > pdf_cell.size; cap *= 0.97) {
		sum = 0;
		for (size_t c = 0; c < table->column_count; c++) {
			double most = least[c] > cap ? least[c] : cap;

			if (plan->widths[c] > most)
				plan->widths[c] = most;
			sum += plan->widths[c];
		}
	}
	for (size_t c = 0; c < table->column_count && sum > PDF_WIDTH; c++)
		plan->widths[c] *= PDF_WIDTH / sum;
	free(least);
}

static void
fit_columns(struct pdf_plan *plan, const struct table *table, struct pdf_pen *pen)
{
	double spare;

	plan->widths = mem_array(table->column_count, sizeof(*plan->widths));
	for (size_t c = 0; c < table->column_count; c++) {
		plan->widths[c] = natural_width(table, c, pen);
		plan->width += plan->widths[c];
	}
	if (plan->width > PDF_WIDTH)
		shrink(plan, table, pen);
	/* A table of few columns is made wider, and does not look lost. */
	for (size_t c = plan->width = 0; c < table->column_count; c++)
		plan->width += plan->widths[c];
	spare = (PDF_WIDTH - plan->width) / (double)table->column_count;
	spare = spare > plan->width / (double)table->column_count ? plan->width / (double)table->column_count : spare;
	for (size_t c = 0; c < table->column_count && spare > 0; c++)
		plan->widths[c] += spare;
	plan->width += spare > 0 ? spare * (double)table->column_count : 0;
	plan->indent = plan->width < PDF_WIDTH ? (PDF_WIDTH - plan->width) / 2 : 0;
}

/* ---- pages */

struct paging {
	struct pdf_plan *plan;
	const struct table *table;
	struct pdf_pen *pen;
	PangoLayout **cells;
	double y, bottom; /* where the next thing stands, and where the foot begins */
};

static double
height_wide(struct paging *paging, const char *text, const struct pdf_face *face)
{
	PangoLayout *layout = pdf_pen_layout(paging->pen, face, PDF_WIDTH);
	double height = face->line * (double)lines_of(layout, text);

	g_object_unref(layout);
	return height;
}

/* What stands above the columns of a page takes this much, the margin counted. */
static double
head_height(struct paging *paging, bool first)
{
	const struct table *table = paging->table;
	double y = PDF_MARGIN + PDF_GAP;

	if (table->title)
		y += height_wide(paging, table->title, first ? &pdf_title : &pdf_small_title);
	y += first && table->official ? PDF_RED_RULE : 0;
	for (size_t h = 0; first && h < table->head_count; h++)
		y += height_wide(paging, table->heads[h], &pdf_small);
	if (table->notice)
		y += height_wide(paging, table->notice, &pdf_small);
	return y;
}

static struct pdf_page *
page_of(const struct paging *paging)
{
	return &paging->plan->pages[paging->plan->page_count - 1];
}

static void
new_page(struct paging *paging, bool labels)
{
	struct pdf_plan *plan = paging->plan;

	MEM_GROW(plan->pages, plan->page_count, plan->page_cap);
	plan->pages[plan->page_count] = (struct pdf_page){ .first_piece = plan->piece_count };
	paging->y = head_height(paging, plan->page_count == 0) + (labels ? plan->label_height : 0);
	plan->page_count++;
}

/* Lines of a row that fit on what is left of the page. */
static size_t
room(const struct paging *paging)
{
	double left = paging->bottom - paging->y - 2 * PDF_PAD;

	return left < pdf_cell.line ? 0 : (size_t)(left / pdf_cell.line);
}

static void
place_row(struct paging *paging, size_t row)
{
	struct pdf_plan *plan = paging->plan;
	size_t lines = 1, fit;

	for (size_t c = 0; c < paging->table->column_count; c++) {
		const char *text = table_cell_text(paging->table, row, c);
		bool one = bound_of(paging->pen, text) <= plan->widths[c] - 2 * PDF_PAD && !strchr(text, '\n');
		size_t own = one ? 1 : lines_of(paging->cells[c], text);

		lines = own > lines ? own : lines;
	}
	if (lines > room(paging) && page_of(paging)->piece_count)
		new_page(paging, true);
	for (size_t from = 0; from < lines; from += fit) {
		fit = room(paging);
		if (!fit) { /* a head so high that nothing fits below it: one line goes there all the same */
			if (page_of(paging)->piece_count)
				new_page(paging, true);
			fit = room(paging) ? room(paging) : 1;
		}
		fit = fit > lines - from ? lines - from : fit;
		MEM_GROW(plan->pieces, plan->piece_count, plan->piece_cap);
		plan->pieces[plan->piece_count++] = (struct pdf_piece){ row, from, fit, lines };
		page_of(paging)->piece_count++;
		paging->y += pdf_cell.line * (double)fit + 2 * PDF_PAD;
	}
}

static void
place_below(struct paging *paging, bool ends)
{
	const struct table *table = paging->table;
	double sign = pdf_line.line + PDF_SIGN_ROOM;

	paging->y += PDF_GAP;
	for (size_t l = 0; l < table->line_count; l++) {
		double height = height_wide(paging, table->lines[l], &pdf_line);

		if (paging->y + height > paging->bottom)
			new_page(paging, false);
		if (!page_of(paging)->line_count++)
			page_of(paging)->first_line = l;
		paging->y += height;
	}
	if (!table->official || !ends)
		return;
	if (paging->y + sign > paging->bottom)
		new_page(paging, false);
	page_of(paging)->signatures = true;
}

static void
measure_labels(struct paging *paging)
{
	struct pdf_plan *plan = paging->plan;
	size_t most = 1;

	for (size_t c = 0; c < paging->table->column_count; c++) {
		PangoLayout *layout = pdf_pen_layout(paging->pen, &pdf_label, plan->widths[c] - 2 * PDF_PAD);
		size_t lines = lines_of(layout, paging->table->columns[c].label);

		most = lines > most ? lines : most;
		g_object_unref(layout);
	}
	plan->label_height = pdf_label.line * (double)most + 2 * PDF_PAD;
}

void
pdf_plan_make(struct pdf_plan *plan, const struct table *table, bool ends, struct pdf_pen *pen)
{
	struct paging paging = {
		.plan = plan, .table = table, .pen = pen, .bottom = PDF_HEIGHT_ALL - PDF_MARGIN - pdf_foot.line - PDF_GAP
	};

	plan->most = table_bar_most(table);
	fit_columns(plan, table, pen);
	measure_labels(&paging);
	paging.cells = mem_array(table->column_count, sizeof(PangoLayout *));
	for (size_t c = 0; c < table->column_count; c++)
		paging.cells[c] = pdf_pen_layout(pen, &pdf_cell, plan->widths[c] - 2 * PDF_PAD);
	new_page(&paging, true);
	for (size_t r = 0; r < table->row_count; r++)
		place_row(&paging, r);
	place_below(&paging, ends);
	for (size_t c = 0; c < table->column_count; c++)
		g_object_unref(paging.cells[c]);
	free(paging.cells);
}

void
pdf_plan_release(struct pdf_plan *plan)
{
	free(plan->widths);
	free(plan->pieces);
	free(plan->pages);
}
