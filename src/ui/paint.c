#include "ui/paint.h"

#include <curses.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/text.h"

#define PROBE_MS 300 /* wait for the answer where the cursor stands */
#define PAIRS_OWN 8  /* colour pairs of the inks */
#define PICTURE_PAIRS 4096

struct paint {
	SCREEN *screen;
	struct termios before;
	unsigned colours;
	bool fine_lines, paused, whole;
	struct canvas last;					/* what is on the screen */
	int32_t pair_fg[PICTURE_PAIRS], pair_bg[PICTURE_PAIRS]; /* palette numbers of the pairs made for pictures */
	int pairs;
};

static void
send(const char *text)
{
	size_t len = strlen(text);

	while (len > 0) {
		ssize_t put = write(STDOUT_FILENO, text, len);

		if (put <= 0)
			return;
		text += put;
		len -= (size_t)put;
	}
}

/* Draws a line character and asks where the cursor is: on a terminal set to wide "ambiguous" characters it stands a cell further. A
 * terminal that does not answer gets ASCII. */
static bool
draws_fine_lines(struct decoder *decoder)
{
	int64_t until = clock_monotonic_ms() + PROBE_MS, left;
	size_t replies = decoder->replies;
	char bytes[512];

	if (getenv("LOUCE_ASCII") || strncmp(getenv("TERM") ? getenv("TERM") : "", "linux", 5) == 0)
		return false;
	send("\r\xe2\x94\x80\xe2\x96\x84\x1b[6n");
	while (decoder->replies == replies && (left = until - clock_monotonic_ms()) > 0) {
		struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
		ssize_t got;

		if (poll(&fd, 1, (int)left) <= 0)
			continue;
		got = read(STDIN_FILENO, bytes, sizeof(bytes));
		if (got <= 0)
			break;
		decoder_feed(decoder, bytes, (size_t)got);
		/* The answer stands behind keys typed before, which are left for the decoder. */
		for (const char *at = decoder->bytes.data + decoder->used, *end = decoder->bytes.data + decoder->bytes.len; at < end;
		     at++) {
			int row, col, len = 0;

			if (*at == '\x1b' && sscanf(at, "\x1b[%d;%dR%n", &row, &col, &len) == 2 && len > 0) {
				size_t gone = (size_t)len, offset = (size_t)(at - decoder->bytes.data);

				decoder->replies++;
				decoder->reply_row = row;
				decoder->reply_col = col;
				memmove(decoder->bytes.data + offset, decoder->bytes.data + offset + gone,
					decoder->bytes.len - offset - gone);
				decoder->bytes.len -= gone;
				decoder->bytes.data[decoder->bytes.len] = '\0';
				break;
			}
		}
	}
	send("\r  \r");
	return decoder->replies != replies && decoder->reply_col == 3;
}

static void
set_colours(struct paint *paint)
{
	static const short inks[INK_COUNT] = { -1, COLOR_BLUE, COLOR_CYAN, COLOR_GREEN, COLOR_YELLOW, COLOR_RED, -1 };
	const char *none = getenv("NO_COLOR");

	if ((none && *none) || !has_colors())
		return;
	start_color();
	use_default_colors();
	paint->colours = COLORS >= 256 ? 256 : COLORS >= 8 ? 16 : 0;
	for (int i = 1; i < INK_COUNT; i++)
		init_pair((short)i, inks[i], -1);
}

static void
enter(struct paint *paint)
{
	raw();
	noecho();
	nonl();
	meta(stdscr, TRUE);
	typeahead(-1);
	leaveok(stdscr, FALSE);
	send("\x1b[?2004h");
	paint->paused = false;
	paint->whole = true;
}

enum status
paint_start(struct decoder *decoder, struct paint **out, struct err *err)
{
	const char *term = getenv("TERM");
	struct paint *paint;
	struct termios quiet;
	int found = 0;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(err, STATUS_INVALID, _("the screens need a terminal; louce --help lists the commands that do not"));
	if (!term || !*term || setupterm(term, STDOUT_FILENO, &found) != OK)
		return err_set(err, STATUS_NOT_FOUND, _("the terminal type \"%s\" is not known here; try: TERM=xterm-256color louce"),
			       term ? term : "");
	if (!cursor_address) /* lines can only follow each other there */
		return err_set(err, STATUS_NOT_FOUND, _("the terminal type \"%s\" cannot show screens; try: TERM=xterm-256color louce"),
			       term);
	paint = mem_alloc(sizeof(*paint));
	tcgetattr(STDIN_FILENO, &paint->before);
	quiet = paint->before;
	cfmakeraw(&quiet);
	tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
	paint->fine_lines = draws_fine_lines(decoder);
	if (!getenv("ESCDELAY"))
		set_escdelay(50);
	tcsetattr(STDIN_FILENO, TCSANOW, &paint->before); /* the state that curses gives back */
	paint->screen = newterm(NULL, stdout, stdin);
	if (!paint->screen) {
		free(paint);
		return err_set(err, STATUS_NOT_FOUND, _("the terminal type \"%s\" cannot show screens; try: TERM=xterm-256color louce"),
			       term);
	}
	set_term(paint->screen);
	set_colours(paint);
	enter(paint);
	*out = paint;
	return STATUS_OK;
}

void
paint_pause(struct paint *paint)
{
	if (paint->paused)
		return;
	paint->paused = true;
	/* The terminal is still raw here, so that a ^S typed now does not hold these sequences back. */
	send("\x1b[?2004l");
	curs_set(1);
	endwin();
	tcsetattr(STDIN_FILENO, TCSANOW, &paint->before);
}

void
paint_resume(struct paint *paint)
{
	if (!paint->paused)
		return;
	refresh(); /* leaves endwin */
	enter(paint);
	paint_resized(paint);
}

void
paint_stop(struct paint *paint)
{
	if (!paint)
		return;
	paint_pause(paint);
	delscreen(paint->screen);
	canvas_release(&paint->last);
	free(paint);
}

void
paint_resized(struct paint *paint)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
		resizeterm(size.ws_row, size.ws_col);
	paint->whole = true;
}

void
paint_size(const struct paint *paint, int *rows, int *cols)
{
	(void)paint;
	*rows = LINES;
	*cols = COLS;
}

unsigned
paint_colours(const struct paint *paint)
{
	return paint->colours;
}

bool
paint_fine_lines(const struct paint *paint)
{
	return paint->fine_lines;
}

void
paint_redraw(struct paint *paint)
{
	paint->whole = true;
}

void
paint_bell(struct paint *paint)
{
	(void)paint;
	beep();
}

/* ---- cells */

/* The nearest colour of the palette: of the 6 x 6 x 6 cube, or of the eight colours with their bright ones. */
static int32_t
palette(const struct paint *paint, int32_t rgb)
{
	int r = (rgb >> 16) & 0xff, g = (rgb >> 8) & 0xff, b = rgb & 0xff;

	if (rgb < 0)
		return -1;
	if (paint->colours == 256) {
		int spread = (r > g ? r : g) > b ? (r > g ? r : g) : b, least = (r < g ? r : g) < b ? (r < g ? r : g) : b;

		if (spread - least < 12) /* the ramp of greys is finer than the cube */
			return r < 4 ? 16 : r > 246 ? 231 : 232 + (r - 3) * 24 / 244;
#define CUBE(x) ((x) < 48 ? 0 : (x) < 115 ? 1 : ((x)-35) / 40)
		return 16 + 36 * CUBE(r) + 6 * CUBE(g) + CUBE(b);
#undef CUBE
	}
	return (r > 127) | (g > 127) << 1 | (b > 127) << 2;
}

static int
picture_pair(struct paint *paint, int32_t fg, int32_t bg)
{
	int32_t f = palette(paint, fg), b = palette(paint, bg);

	for (int i = 0; i < paint->pairs; i++)
		if (paint->pair_fg[i] == f && paint->pair_bg[i] == b)
			return PAIRS_OWN + i;
	if (paint->pairs == PICTURE_PAIRS || PAIRS_OWN + paint->pairs >= COLOR_PAIRS) {
		paint->pairs = 0; /* starts over and paints the screen anew */
		paint->whole = true;
	}
	paint->pair_fg[paint->pairs] = f;
	paint->pair_bg[paint->pairs] = b;
	init_extended_pair(PAIRS_OWN + paint->pairs, f, b);
	return PAIRS_OWN + paint->pairs++;
}

static attr_t
attributes(const struct look *look)
{
	attr_t attributes = A_NORMAL;

	if (look->flags & LOOK_BOLD)
		attributes |= A_BOLD;
	if (look->flags & LOOK_REVERSE)
		attributes |= A_REVERSE;
	if (look->flags & LOOK_UNDERLINE)
		attributes |= A_UNDERLINE;
	if (look->ink == INK_FAINT)
		attributes |= A_DIM;
	return attributes;
}

static void
paint_cell(struct paint *paint, int row, int col, const struct cell *cell)
{
	wchar_t wide[CCHARW_MAX + 1];
	size_t count = 0;
	const char *text = cell->text;
	size_t len = strlen(text), used;
	uint32_t c;
	cchar_t out;
	int pair = 0;

	while (count < CCHARW_MAX && (used = text_decode(text, len, &c)) > 0) {
		wide[count++] = (wchar_t)c;
		text += used;
		len -= used;
	}
	wide[count] = L'\0';
	if (paint->colours && (cell->fg >= 0 || cell->bg >= 0))
		pair = picture_pair(paint, cell->fg, cell->bg);
	else if (paint->colours)
		pair = cell->look.ink;
	/* A character that the C library calls unprintable would shift the row. */
	if (count == 0 || wcwidth(wide[0]) != cell->cells)
		wcscpy(wide, cell->cells == 2 ? L"〓" : L"?");
	setcchar(&out, wide, attributes(&cell->look), 0, &pair);
	mvadd_wch(row, col, &out);
}

static bool
same_cell(const struct cell *a, const struct cell *b)
{
	return a->cells == b->cells && a->look.ink == b->look.ink && a->look.flags == b->look.flags && a->fg == b->fg && a->bg == b->bg &&
	       strcmp(a->text, b->text) == 0;
}

void
paint_canvas(struct paint *paint, const struct canvas *canvas)
{
	int rows = canvas->rows < LINES ? canvas->rows : LINES, cols = canvas->cols < COLS ? canvas->cols : COLS;

	if (paint->last.rows != canvas->rows || paint->last.cols != canvas->cols) {
		canvas_release(&paint->last);
		canvas_init(&paint->last, canvas->rows, canvas->cols);
		paint->whole = true;
	}
	if (paint->whole)
		clear();
	for (int pass = 0; pass < 2; pass++) { /* the second only when a picture's pairs ran out in the first */
		bool whole = paint->whole;

		paint->whole = false;
		for (int row = 0; row < rows; row++)
			for (int col = 0; col < cols; col++) {
				const struct cell *cell = &canvas->cell[row * canvas->cols + col];

				if (cell->cells == 0 || (!whole && same_cell(cell, &paint->last.cell[row * canvas->cols + col])))
					continue;
				paint_cell(paint, row, col, cell);
			}
		if (!paint->whole)
			break;
	}
	memcpy(paint->last.cell, canvas->cell, sizeof(*canvas->cell) * (size_t)(canvas->rows * canvas->cols));
	curs_set(canvas->has_cursor ? 1 : 0);
	if (canvas->has_cursor)
		move(canvas->cursor_row, canvas->cursor_col);
	else
		move(0, 0);
	refresh();
}
