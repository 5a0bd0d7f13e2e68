#ifndef UI_PAGE_RECORD_LINES_H
#define UI_PAGE_RECORD_LINES_H

#include "app/house/record.h"
#include "ui/screen.h"

/* A building's record as lines of text, drawn into a part of the page; for the building and the sitting. */

struct record_page {
	const struct record *record; /* borrowed */
	bool only_changed;	     /* what changed since this person last signed */
	bool show_private;
	bool last_first; /* the form filled last at the top: what a signer judges */
	size_t first;	 /* the first row shown */
};

/* Rows it would take at this width. */
size_t record_page_rows(const struct record_page *page, const struct ui *ui, int width);
void record_page_draw(const struct record_page *page, const struct ui *ui, struct canvas *canvas, int row, int col, int width, int height);
/* The stepper: each form and level, what is done, where it stands. Returns the rows used. */
int record_stages_draw(const struct record *record, struct canvas *canvas, int row, int col, int width, int height);

#endif
