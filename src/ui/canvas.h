#ifndef UI_CANVAS_H
#define UI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "ui/area.h"

/* A page of cells that screens draw into. The canvas knows no terminal: paint.c shows it, tests read it. Drawing is cut at the edges; a
 * wide character that does not fit entirely is left out. Places and sizes are cells, from 0. */

/* The meaning of a colour; colour is never its only sign. */
enum ink {
	INK_PLAIN,
	INK_HEAD,   /* title and key line */
	INK_ACCENT, /* what can be chosen, what is current */
	INK_GOOD,
	INK_WARN,
	INK_BAD,
	INK_FAINT,
	INK_COUNT
};

enum { LOOK_BOLD = 1, LOOK_REVERSE = 2, LOOK_UNDERLINE = 4 };

struct look {
	enum ink ink;
	unsigned flags;
};

#define CELL_BYTES 28 /* a cluster: a character and a few marks on it; more marks are left out */

struct cell {
	char text[CELL_BYTES]; /* "" in the right half of a wide character */
	uint8_t cells;	       /* 1, 2; 0: right half */
	struct look look;
	int32_t fg, bg; /* 0xRRGGBB of a picture, or -1 */
};

struct canvas {
	int rows, cols;
	struct cell *cell; /* rows * cols */
	bool has_cursor;
	int cursor_row, cursor_col;
	enum {
		LISTS_NONE,
		LISTS_EMPTY,
		LISTS_FULL
	} lists;	  /* drawn on it, of which none or some had a row: what can be searched and moved in */
	bool fine_lines;  /* the terminal draws lines and blocks one cell wide */
	unsigned colours; /* of the terminal: 0, 16, 256 */
};

void canvas_init(struct canvas *canvas, int rows, int cols);
void canvas_release(struct canvas *canvas);
void canvas_clear(struct canvas *canvas);				      /* blanks; no cursor */
bool canvas_is_same(const struct canvas *canvas, const struct canvas *other); /* would both look the same? */

/* Writes text from (row, col), at most `width` cells; control characters become '?', characters of no common font 〓. Returns
 * the cells used. */
int canvas_text(struct canvas *canvas, int row, int col, int width, struct look look, const char *text);
int canvas_textn(struct canvas *canvas, int row, int col, int width, struct look look, const char *text, size_t len);
/* Writes text as canvas_text does, with "…" or ".." at the end when it does not fit. */
int canvas_short(struct canvas *canvas, int row, int col, int width, struct look look, const char *text);
/* The same, but of a text that does not fit the end is written, behind "..": where the end tells it from others. */
int canvas_end(struct canvas *canvas, int row, int col, int width, struct look look, const char *text);
/* Writes text wrapped at spaces and between Han characters; returns the rows used, at most `height`. The last row ends in ".." when text is
 * left. */
int canvas_wrap(struct canvas *canvas, int row, int col, int width, int height, struct look look, const char *text);
/* Writes wrapped text from its row `from` on, for a text that scrolls: cut without a mark. */
int canvas_wrap_from(struct canvas *canvas, int from, int row, int col, int width, int height, struct look look, const char *text);
int canvas_wrap_rows(const char *text, int width); /* rows the text takes */
/* The same at the top of an area, which loses the rows used: one line, or all that the text needs. Nothing is drawn in an area without rows. */
void canvas_line(struct canvas *canvas, struct area *left, struct look look, const char *text);
void canvas_paragraph(struct canvas *canvas, struct area *left, struct look look, const char *text);
/* One column of a row: so many cells at the left, the last one blank; the area loses them. A text too long ends with a mark. */
void canvas_column(struct canvas *canvas, struct area *left, int cols, struct look look, const char *text);
/* Changes only the look of a stretch. */
void canvas_look(struct canvas *canvas, int row, int col, int width, struct look look);
void canvas_blank(struct canvas *canvas, int row, int col, int width, int height);
void canvas_rule(struct canvas *canvas, int row, int col, int width); /* a horizontal line */
/* One cell of a picture. */
void canvas_pixel(struct canvas *canvas, int row, int col, uint32_t character, int32_t fg, int32_t bg);
void canvas_cursor(struct canvas *canvas, int row, int col);

#define PLAIN ((struct look){ INK_PLAIN, 0 })
#define BOLD ((struct look){ INK_PLAIN, LOOK_BOLD })
#define FAINT ((struct look){ INK_FAINT, 0 })
#define HEAD ((struct look){ INK_HEAD, LOOK_REVERSE })
#define ACCENT ((struct look){ INK_ACCENT, LOOK_BOLD })
#define CHOSEN ((struct look){ INK_ACCENT, LOOK_REVERSE })
#define GOOD ((struct look){ INK_GOOD, 0 })
#define WARN ((struct look){ INK_WARN, 0 })
#define BAD ((struct look){ INK_BAD, LOOK_BOLD })

#endif
