#ifndef TABLE_PDF_PLAN_H
#define TABLE_PDF_PLAN_H

#include <pango/pangocairo.h>

#include "table/table.h"

/* How a table lies on pages: widths of its columns, and which rows, lines below and signatures stand on which page. Sizes are points, 72 an inch. */

#define PDF_WIDTH_ALL 842.0 /* A4 across */
#define PDF_HEIGHT_ALL 595.0
#define PDF_MARGIN 40.0
#define PDF_WIDTH (PDF_WIDTH_ALL - 2 * PDF_MARGIN)
#define PDF_PAD 3.0 /* within a cell */
#define PDF_GAP 8.0 /* above the columns and below the rows */
#define PDF_RED_RULE 10.0
#define PDF_SIGN_ROOM 18.0

/* A size of type: every line of it is as high as any other, whatever font a character comes from. */
struct pdf_face {
	double size, line;
	bool bold, centred;
};
extern const struct pdf_face pdf_title, pdf_small_title, pdf_small, pdf_label, pdf_cell, pdf_line, pdf_foot;

struct pdf_pen;
struct pdf_pen *pdf_pen_new(cairo_t *cairo);
void pdf_pen_free(struct pdf_pen *pen);
/* A layout that wraps at the width; the caller unrefs it. */
PangoLayout *pdf_pen_layout(struct pdf_pen *pen, const struct pdf_face *face, double width);

/* Some lines of a row: all of them, unless the row is longer than a page. */
struct pdf_piece {
	size_t row, from, lines, of;
};

struct pdf_page {
	size_t first_piece, piece_count, first_line, line_count;
	bool signatures;
};

struct pdf_plan {
	double *widths, width, indent; /* of the columns, of all; to the left of them */
	double label_height;
	double most; /* the largest number that is drawn as a bar */
	struct pdf_piece *pieces;
	size_t piece_count, piece_cap;
	struct pdf_page *pages;
	size_t page_count, page_cap;
};

double pdf_least_width(const struct table *table, size_t column, struct pdf_pen *pen);
/* `ends`: an office's own paper is signed behind it. */
void pdf_plan_make(struct pdf_plan *plan, const struct table *table, bool ends, struct pdf_pen *pen);
void pdf_plan_release(struct pdf_plan *plan);

#endif
