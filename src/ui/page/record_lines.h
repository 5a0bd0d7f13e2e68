#ifndef UI_PAGE_RECORD_LINES_H
#define UI_PAGE_RECORD_LINES_H

#include "app/house/record.h"
#include "ui/page/textview.h"
#include "ui/picture.h"
#include "ui/screen.h"

/* A house's record as lines of a text, and its stepper; for the house's page and the sitting. */

struct record_page {
	const struct record *record; /* borrowed */
	bool headed;		     /* what was concluded stands above the lines */
	bool only_changed;	     /* what changed since this person last signed */
	bool show_private;
	bool last_first;       /* the form filled last at the top: what a signer judges; */
	const struct id *slot; /* and before it the slot that he signs; zeros: he signs none */
};

/* Adds the lines to a text; it is laid out by its owner. */
void record_lines_add(const struct record_page *page, const struct ui *ui, struct text_view *view);
/* Draws in the lower right corner that there is more below. */
void record_more_draw(const struct text_view *view, struct canvas *canvas);

/* Draws a photo of the house under its caption: which of how many, and what it shows. */
struct record_photo_areas {
	struct area caption, photo;
};
void record_photo_draw(const struct record *record, size_t at, const struct picture *picture, struct canvas *canvas,
		       const struct record_photo_areas *areas);

/* The stepper: each form that is called for and each level, what is done, where it stands. A form that repeats is one row. Where there
 * are more than rows, the levels come first, and what is left out is counted. Returns the rows used; `canvas` NULL: only that. */
int record_stages_draw(const struct record *record, struct canvas *canvas, struct area area);
/* The sign of a stage, "[x]" or the like, and its look. */
const char *record_stage_sign(const struct record_stage *stage, struct look *look);

#endif
