#ifndef PAPER_PAGES_H
#define PAPER_PAGES_H

#include "paper/printed.h"
#include "table/write/pdf_plan.h"

/* The pages of a paper while they are drawn: where the next thing stands, and turning to a new one. A paper is drawn twice, first only to count its
 * pages. Sizes are points. Internal to the floor. */

#define PAGE_WIDTH_ALL 595.0 /* A4 upright */
#define PAGE_HEIGHT_ALL 842.0
#define PAGE_MARGIN 50.0
#define PAGE_WIDTH (PAGE_WIDTH_ALL - 2 * PAGE_MARGIN)
#define PAGE_FOOT 22.0 /* below the blocks, within the margin's frame */
#define PAGE_GAP 6.0
#define PAGE_PHOTO_HEIGHT 175.0
#define PAGE_CODE_SIDE 120.0 /* with the quiet zone around it */

struct pages {
	const struct printed *paper;
	cairo_t *cairo;
	struct pdf_pen *pen;
	bool draws; /* false: pages are only counted */
	double y;
	size_t page, page_count; /* from 1; of the paper, once it is counted */
	char *unshown;		 /* a text of which no font has a character; NULL: none was met */
	char *fault;		 /* why the paper cannot be drawn; NULL: it can */
};

/* A page that holds nothing else shows at most this much. */
double pages_room(void);
/* Turns to a new page when less than `height` is left on this one. */
void pages_need(struct pages *pages, double height);

/* Text that wraps at `width`; the height it takes. Draws nothing where pages are only counted. */
double pages_text_height(struct pages *pages, const struct pdf_face *face, const char *text, double width);
double pages_show(struct pages *pages, const struct pdf_face *face, const char *text, double x, double y, double width);
/* A text that may be longer than the rest of the page, at the left margin: goes on overleaf, line by line. */
void pages_flow(struct pages *pages, const struct pdf_face *face, const char *text, bool right);
void pages_frame(struct pages *pages, double x, double y, double width, double height);

void pages_code(struct pages *pages, const struct printed_block *block);
void pages_photos(struct pages *pages, const struct printed_block *block);
void pages_pairs(struct pages *pages, const struct printed_block *block);
void pages_table(struct pages *pages, const struct printed_block *block);
void pages_screen(struct pages *pages, const struct printed_block *block);
double pages_screen_height(const struct printed_block *block);

extern const struct pdf_face page_small, page_cell, page_label;

#endif
