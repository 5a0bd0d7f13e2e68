#ifndef UI_PAGE_TEXTVIEW_H
#define UI_PAGE_TEXTVIEW_H

#include "base/attr.h"
#include "ui/area.h"
#include "ui/canvas.h"
#include "ui/find.h"
#include "ui/screen.h"

/* Text in a part of a page, of any length and width: sentences wrap, lines of a table scroll sideways by columns, with a mark at the edge that hides
 * more and words for the line above the keys; a number is shown whole or not at all. All of it scrolls up and down, below the labels of a table that is read,
 * and can be searched with `/`. Owns copies of the lines. */

struct view_line {
	char *text;
	struct look look;
	int indent;
	bool wraps;
	char *head; /* a label before the text, on its first row; NULL: none */
	int head_indent;
	bool rule; /* a heading: a line is drawn behind it */
};

struct text_view {
	struct view_line *lines;
	size_t count, cap;
	struct area area;    /* as last fitted */
	size_t *starts;	     /* the row at which each line begins, and the sum of all at the end */
	bool laid;	     /* the rows fit the lines and the width there are now */
	size_t first;	     /* the row at the top */
	int left, left_most; /* cells scrolled sideways, and how far that goes */
	char *filled;	     /* of each cell of the tables: does any row have something there? Two that none has part columns */
	int filled_cells;
	bool freezes; /* the first column of a table stays where it is; with the second, where the first only counts the rows */
	int frozen;   /* its cells; 0: none does */
	size_t heading, heading_lines; /* the lines of a table's labels, which stay at the top while its rows go by; 0 lines: none do */
	struct find find;
	size_t hit;	/* the line that the search is at; drawn with a mark */
	char note[160]; /* for the line above the keys: "1-20/55", or what is searched; "" when all is seen */
};

void text_view_clear(struct text_view *view); /* no lines; the place stays */
void text_view_release(struct text_view *view);
/* Adds a line and returns it, so that its head and rule can be set; valid until the next one is added. */
struct view_line *text_view_add(struct text_view *view, struct look look, int indent, const char *text);
struct view_line *text_view_addf(struct text_view *view, struct look look, int indent, const char *fmt, ...) PRINTF_FMT(4, 5);
/* Adds the lines of a text. A line with a gap of two blanks is a row of a table and does not wrap. */
void text_view_add_text(struct text_view *view, const char *text);
/* Lays the lines out; called after lines were added and when the area changes. */
void text_view_fit(struct text_view *view, struct area area);
size_t text_view_rows(const struct text_view *view);
/* Moves by arrows, page keys, Space, Home and End, and searches; false when the key is none of them. */
bool text_view_key(struct text_view *view, const struct ui_key *key);
/* The same on a page where letters are typed: ^F searches, and Space is a letter. Asked before the page reads a key, as Enter and Esc end the
 * typing of the words. */
bool text_view_typed_key(struct text_view *view, const struct ui_key *key);
void text_view_draw(const struct text_view *view, struct canvas *canvas);

#endif
