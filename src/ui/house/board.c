#include "ui/house/board.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/person.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/page/listpage.h"

/* The quality board: a row a rule, kind, village, team or person, the worst first. */

enum { COMMAND_OPEN = 1, COMMAND_BY, COMMAND_BY_BACK, COMMAND_ONLY, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("the houses"), COMMAND_OPEN, true },
	{ UI_KEY_TAB, 0, "Tab", N_("count by another"), COMMAND_BY, true },
	{ UI_KEY_BACKTAB, 0, NULL, NULL, COMMAND_BY_BACK, false },
	{ UI_KEY_CHAR, 'w', "w", N_("only what was signed over"), COMMAND_ONLY, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct board_state {
	struct list_page page;
	enum board_by by;
	bool only; /* rows alone where a warning was signed over */
	struct board board;
	size_t *shown; /* indexes into the rows */
	size_t count;
	char *at; /* the code of the row that was chosen when the list was forgotten; NULL: none */
};

static const struct board_table *
table_of(const struct board_state *state)
{
	return &state->board.by[state->by];
}

/* What only cannot be judged here is counted above the list. */
static bool
is_told(const struct board_row *row)
{
	return row->houses || row->waived || row->undecided;
}

static void
show_rows(struct board_state *state)
{
	const struct board_table *table = table_of(state);

	state->shown = mem_resize(state->shown, table->count + 1, sizeof(*state->shown));
	state->count = 0;
	for (size_t i = 0; i < table->count; i++)
		if (state->only ? table->rows[i].waived > 0 : is_told(&table->rows[i]))
			state->shown[state->count++] = i;
}

static const struct board_row *
row_at(const struct board_state *state, size_t index)
{
	return &table_of(state)->rows[state->shown[index]];
}

static enum status
read_board(struct list_page *page, struct ui *ui, struct err *err)
{
	struct board_state *state = (struct board_state *)page;
	const struct board_ask ask = { .area = app_person_area(ui->app), .by = (1U << BOARD_BY_COUNT) - 1 };
	enum status status;

	ui_busy(ui, _("Counting...")); /* the page is drawn for it, with what stood there */
	board_release(&state->board);
	status = app_board(ui->app, &ask, &state->board, err);
	show_rows(state);
	for (size_t i = 0; state->at && i < state->count; i++)
		if (strcmp(row_at(state, i)->code, state->at) == 0)
			page->list.chosen = i;
	return status;
}

/* ---- rows */

/* A row's name as it stands behind its numbers. */
static char *
name_words(enum board_by by, const struct board_row *row)
{
	if (!*row->code)
		return mem_strdup(_("(nobody's)"));
	if (by == BOARD_RULE)
		return board_rule_words(row->code, row->name);
	return mem_strdup(*row->name ? row->name : row->code);
}

static void
board_text(const void *ctx, size_t index, struct buf *out)
{
	const struct board_state *state = ctx;
	char *name = name_words(state->by, row_at(state, index));

	buf_text_add(out, name);
	free(name);
}

enum { BOARD_HOUSES, BOARD_ERRORS, BOARD_WARNINGS, BOARD_NOTES, BOARD_UNJUDGED, BOARD_WAIVED, BOARD_PROVED, BOARD_COLUMN_COUNT };
#define BOARD_COLS 8 /* of a number and its word */

static const char *const heads[BOARD_COLUMN_COUNT] = { N_("Houses"), N_("Errors"), N_("Warned"), N_("Notes"),
						       N_("Sealed"), N_("Waived"), N_("Proved") };

/* A narrow page leaves out what cannot be judged here; where only what was signed over is counted, what is found besides is not told. */
static bool
has_column(const struct board_state *state, const struct area *area, int column)
{
	if (state->only)
		return column == BOARD_WAIVED || column == BOARD_PROVED;
	return column != BOARD_UNJUDGED || area->cols >= 90;
}

static void
draw_number(struct area *area, struct canvas *canvas, struct look look, int64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%*" PRId64, BOARD_COLS - 2, number);
	canvas_column(canvas, area, BOARD_COLS, look, number ? text : "");
}

static void
board_draw_row(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct board_state *state = ctx;
	const struct board_row *row = row_at(state, index);
	const int64_t numbers[BOARD_COLUMN_COUNT] = {
		row->houses, row->by_level[RULE_ERROR], row->by_level[RULE_WARNING], row->by_level[RULE_INFO], row->unjudged, row->waived,
		row->proved
	};
	const struct area whole = area;
	char *name = name_words(state->by, row);

	for (int c = 0; c < BOARD_COLUMN_COUNT; c++)
		if (has_column(state, &whole, c))
			draw_number(&area, canvas,
				    chosen				       ? CHOSEN
				    : c == BOARD_ERRORS			       ? BAD
				    : c == BOARD_WARNINGS || c == BOARD_PROVED ? WARN
									       : PLAIN,
				    numbers[c]);
	canvas_column(canvas, &area, area.cols, chosen ? CHOSEN : PLAIN, name);
	free(name);
}

static struct list_rows
rows_of(const struct list_page *page)
{
	const struct board_state *state = (const struct board_state *)page;

	return (struct list_rows){ .count = state->count, .ctx = state, .text = board_text, .draw = board_draw_row, .numbered = true };
}

/* ---- the page */

static char *
sum_words(const struct board_state *state)
{
	const struct board *board = &state->board;

	if (state->only)
		return mem_printf(_("%" PRId64 " warnings signed over, %" PRId64 " of them were right"), board->waived, board->proved);
	return mem_printf(_("%" PRId64 " findings at %" PRId64 " houses, %" PRId64 " of them errors; %" PRId64
			    " warnings signed over, %" PRId64 " of them were right"),
			  board->found, board->houses, board->errors, board->waived, board->proved);
}

static struct area
draw_head(const struct list_page *page, const struct ui *ui, struct canvas *canvas)
{
	const struct board_state *state = (const struct board_state *)page;
	struct area left = area_inside(ui_body(ui), 1, 1), head, whole;
	char *sum = sum_words(state), *by;

	canvas_paragraph(canvas, &left, BOLD, sum);
	free(sum);
	by = mem_printf(state->only ? _("Counted %s, only what was signed over") : _("Counted %s"), board_by_words(state->by));
	canvas_paragraph(canvas, &left, FAINT, by);
	free(by);
	if (state->board.unjudged && !state->only) {
		by = mem_printf(n_("%" PRId64 " more cannot be judged here: it hangs on sealed answers.",
				   "%" PRId64 " more cannot be judged here: they hang on sealed answers.", state->board.unjudged),
				state->board.unjudged);
		canvas_paragraph(canvas, &left, FAINT, by);
		free(by);
	}
	if (state->board.undecided && !state->only) {
		by = board_undecided_words(&state->board);
		canvas_paragraph(canvas, &left, WARN, by);
		free(by);
	}
	head = whole = area_inside(left, LIST_MARK_COLS + 2, 0);
	for (int c = 0; c < BOARD_COLUMN_COUNT; c++)
		if (has_column(state, &whole, c)) {
			const char *word = _(heads[c]);
			int cells = (int)text_cells(word), before = cells < BOARD_COLS - 2 ? BOARD_COLS - 2 - cells : 0;
			struct area column = area_inside(area_left(head, BOARD_COLS), before, 0);

			canvas_column(canvas, &column, column.cols, FAINT, word);
			head = area_inside(head, BOARD_COLS, 0);
		}
	return area_below(left, 1);
}

static const char *
none_words(const struct list_page *page, struct look *look)
{
	*look = GOOD;
	return ((const struct board_state *)page)->only ? _("No warning was signed over.") : _("The rules find nothing.");
}

static const struct list_page_kind board_kind = { .read = read_board, .rows = rows_of, .head = draw_head, .none = none_words };

static void
turn(struct board_state *state, int by)
{
	state->by = (enum board_by)(((int)state->by + by + BOARD_BY_COUNT) % BOARD_BY_COUNT);
	state->page.list.chosen = 0;
	show_rows(state);
}

static struct action
board_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct board_state *state = screen->state;
	const struct list_rows rows = rows_of(&state->page);
	size_t index = state->page.list.chosen;

	(void)ui;
	if (list_view_key(&state->page.list, &rows, key))
		return STAY;
	if (list_view_digit(&state->page.list, &rows, key, &index)) {
		if (index >= state->count)
			return STAY;
		state->page.list.chosen = index;
		command = COMMAND_OPEN;
	}
	switch (command) {
	case COMMAND_BACK:
		return BACK;
	case COMMAND_BY:
		turn(state, 1);
		return STAY;
	case COMMAND_BY_BACK:
		turn(state, -1);
		return STAY;
	case COMMAND_ONLY:
		state->only = !state->only;
		state->page.list.chosen = 0;
		show_rows(state);
		return STAY;
	case COMMAND_OPEN:
		return index < state->count ? (struct action){ ACTION_PUSH, board_list_screen(state->by, row_at(state, index)) } : STAY;
	}
	return NO_KEY;
}

/* The board is counted anew, and its row is chosen again wherever it stands then. */
static void
board_leave(struct screen *screen, struct ui *ui)
{
	struct board_state *state = screen->state;

	free(state->at);
	state->at = state->page.list.chosen < state->count ? mem_strdup(row_at(state, state->page.list.chosen)->code) : NULL;
	list_page_forget(screen, ui);
}

static void
board_close(struct screen *screen, struct ui *ui)
{
	struct board_state *state = screen->state;

	(void)ui;
	board_release(&state->board);
	list_view_release(&state->page.list);
	free(state->shown);
	free(state->at);
	free(state);
}

static const char *
board_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("Quality board");
}

static const struct screen_class board_class = {
	.name = "board",
	.about = N_(
		"What the rules find in your area, and how often a warning was signed over with a reason and was right all the same. Tab counts it by something else; a digit or Enter shows the houses of a row."),
	.bindings = bindings,
	.also = move_bindings,
	.title = board_title,
	.note = list_page_note,
	.recalc = list_page_recalc,
	.draw = list_page_draw,
	.key = board_key,
	.forget = board_leave,
	.leave = board_leave,
	.close = board_close,
};

struct screen *
board_screen(struct ui *ui)
{
	struct board_state *state;

	if (!app_pack(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("No form pack is in force in this file yet."));
		return NULL;
	}
	state = mem_alloc(sizeof(*state));
	state->page.kind = &board_kind;
	return screen_new(&board_class, state);
}
