#ifndef BASE_LINE_H
#define BASE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text/text_rule.h"

/* Editing a text: one line, or several. Pure: it owns the text, the cursor and how far it is scrolled; it draws
 * nothing and reads no keys. The cursor stands between clusters (a character with the marks on it), never inside.
 * Places are bytes into the text, sizes on the screen are cells. Every verb returns whether it changed anything, so that
 * the caller may beep or pass the key on. */

enum line_mode {
	LINE_SINGLE, /* line breaks become spaces */
	LINE_MULTI,  /* line breaks stay */
};

struct line {
	struct buf text;     /* UTF-8; read it with line_text */
	size_t cursor_bytes; /* 0 to text.len, between two clusters */
	enum line_mode mode;
	size_t limit_chars;  /* what is typed beyond it is left out; 0: no limit */
	size_t scroll_bytes; /* LINE_SINGLE: the first byte shown */
	size_t scroll_rows;  /* LINE_MULTI: the first row shown */
	size_t wish_cells;   /* the column that up and down keep to; SIZE_MAX: where the cursor is */
	bool preset;	     /* what stands in it was put there by line_preset, and no key came since */
	size_t no_room;	     /* characters that found no room since the text was set */
	struct buf held;     /* what was refused whole for a character in it, until line_insert_held or line_drop_held */
};

void line_init(struct line *line, enum line_mode mode, size_t limit_chars);
void line_release(struct line *line);

const char *line_text(const struct line *line); /* never NULL, borrowed until the next change */
/* Replaces the text and goes to its end. A text over the limit is kept: what was stored before is not cut. */
void line_set(struct line *line, const char *text);
/* The same with a number or a day that is to be mended as a whole: the first character typed replaces it, any key of the editor begins to change it
 * (ui/input.h). Words are no such text: they would be lost by one key. */
void line_preset(struct line *line, const char *text);

/* ---- verbs */

/* Inserts at the cursor, as typed or pasted; returns how many characters were left out: those that are no text, or that
 * are beyond the limit. A tab becomes a space, CR LF one line break. What would put a character into the text that no step may hold
 * (base/text/text_rule.h) is not inserted at all but held, and all its characters count as left out. */
size_t line_insert(struct line *line, const char *bytes, size_t len);
/* The character that what is held was refused for; false: nothing is held. */
bool line_is_holding(const struct line *line, struct text_flaw *flaw);
/* Inserts what is held without the characters that may not stand; returns what line_insert does. */
size_t line_insert_held(struct line *line);
void line_drop_held(struct line *line);

bool line_backspace(struct line *line);	     /* the cluster before the cursor */
bool line_delete(struct line *line);	     /* the cluster behind it */
bool line_backspace_word(struct line *line); /* to where line_word_left goes */
/* Cuts to the end of this line of the text, or the line break when the cursor stands at it. */
bool line_kill_end(struct line *line);
bool line_kill_start(struct line *line); /* from the start of this line of the text */
bool line_clear(struct line *line);

bool line_left(struct line *line);
bool line_right(struct line *line);
/* Go over spaces, then over a run of letters and digits, of Han and other characters, or of punctuation. */
bool line_word_left(struct line *line);
bool line_word_right(struct line *line);
bool line_home(struct line *line); /* of this line of the text */
bool line_end(struct line *line);
bool line_first(struct line *line); /* of the whole text */
bool line_last(struct line *line);

/* ---- one line on the screen */

/* What is seen in a field: whole clusters only, so a wide character at an edge is drawn entirely or left blank. */
struct line_view {
	size_t first_bytes, len_bytes; /* the part of the text that is shown */
	size_t cells;		       /* that it takes; the rest of the field is blank */
	size_t cursor_cells;	       /* the cursor's column, below the field's width */
	bool more_left, more_right;    /* text goes on beyond the edge */
};

/* The view with the cursor in it, scrolled as little as that needs, and no blank space at the end while text is hidden at the
 * start. width_cells >= 1; from 2 on the cluster at the cursor is in view. */
struct line_view line_view(const struct line *line, size_t width_cells);

/* ---- several lines on the screen */

/* A row: a part of the text between line breaks, wrapped between clusters. A row holds width - 1 cells at most, so the
 * cursor behind its last character is in view too. width_cells >= 3. */
struct line_row {
	size_t first_bytes, len_bytes; /* without the line break */
	size_t cells;
	bool wrapped;	/* the next row goes on with the same line of the text */
	bool has_begun; /* for line_row_next */
};

/* The first row into a zeroed `row`, then the next ones; false behind the last. An empty text has one row. */
bool line_row_next(const struct line *line, size_t width_cells, struct line_row *row);
/* The row and column where the cursor stands. */
void line_place(const struct line *line, size_t width_cells, size_t *row, size_t *col_cells);
/* False at the first (last) row, and without LINE_MULTI: then the cursor stays, and the caller may leave the field. */
bool line_up(struct line *line, size_t width_cells);
bool line_down(struct line *line, size_t width_cells);

/* ---- scrolling */

/* Remembers where line_view has scrolled to (LINE_MULTI: brings the cursor's row into view in scroll_rows). Call it after keys and
 * when the size changes; drawing only reads. */
void line_scroll(struct line *line, size_t width_cells, size_t height_rows);

#endif
