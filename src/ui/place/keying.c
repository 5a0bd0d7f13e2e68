#include "ui/place/keying_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text/line.h"
#include "ui/form/form.h"
#include "ui/house/building.h"
#include "ui/input.h"
#include "ui/page/listview.h"

/* The houses of a printed list in the order of the paper: what stands in its boxes and columns is keyed beside each, then put into the forms and signed. */

enum { COMMAND_NEXT = 1, COMMAND_TICK, COMMAND_EMPTY, COMMAND_LEFT, COMMAND_RIGHT, COMMAND_DAY, COMMAND_SIGN, COMMAND_OPEN, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_CTRL, 'S', "^S", N_("into the forms"), COMMAND_SIGN, true },
	{ UI_KEY_CHAR, ' ', N_("space"), N_("tick the box"), COMMAND_TICK, true },
	{ UI_KEY_CHAR, 0, "1-9", N_("the digit in the column"), BINDING_READ, true },
	{ UI_KEY_CHAR, 'o', "o", N_("open it"), COMMAND_OPEN, true },
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("next house"), COMMAND_NEXT, true },
	{ UI_KEY_LEFT, 0, N_("arrows"), N_("to another box or house"), COMMAND_LEFT, false },
	{ UI_KEY_RIGHT, 0, NULL, NULL, COMMAND_RIGHT, false },
	{ UI_KEY_TAB, 0, NULL, NULL, COMMAND_RIGHT, false },
	{ UI_KEY_BACKTAB, 0, NULL, NULL, COMMAND_LEFT, false },
	{ UI_KEY_BACKSPACE, 0, N_("Backspace"), N_("empty it"), COMMAND_EMPTY, false },
	{ UI_KEY_CHAR, 'd', "d", N_("day of the walk"), COMMAND_DAY, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back, kept"), COMMAND_BACK, true },
	{ 0 },
};

#define CELL_COLS 4 /* of a box or a digit */
#define NUMBER_COLS 5
#define DAY_COLS 24

struct keying_page {
	struct keying *keying;
	struct list_view list;
	size_t column;
	struct line day; /* while it is typed */
	bool typing;
	bool filled;   /* ^S put all into the forms, and nothing was keyed since: once more signs */
	bool lost;     /* what is keyed could not be kept */
	size_t opened; /* the row whose form, or house, is on top; SIZE_MAX: none */
};

/* ---- rows */

static void
row_text(const void *ctx, size_t index, struct buf *out)
{
	const struct keying_row *row = &((const struct keying_page *)ctx)->keying->rows[index];

	buf_printf(out, "%zu  %s", row->number, row->words);
}

static const char *
state_words(const struct keying_row *row)
{
	switch (row->state) {
	case KEYING_NOT:
		return "";
	case KEYING_KEYED:
		return _("keyed");
	case KEYING_FILLED:
		return _("complete");
	case KEYING_TODO:
		return _("to do");
	case KEYING_SIGNED:
		return _("signed");
	}
	return "";
}

static void
draw_cell(const struct keying_page *page, size_t index, size_t column, struct canvas *canvas, struct area *left)
{
	const struct keying *keying = page->keying;
	char cell = keying->rows[index].cells[column], text[8];
	bool here = index == page->list.chosen && column == page->column;

	snprintf(text, sizeof(text), keying->columns[column].box ? "[%c]" : " %c ",
		 cell			       ? keying->columns[column].box ? 'x' : cell
		 : keying->columns[column].box ? ' '
					       : '_');
	canvas_column(canvas, left, CELL_COLS, here ? CHOSEN : PLAIN, text);
}

/* The column at the cursor: what it asks, and its digits. Caller frees. */
static char *
column_words(const struct keying_page *page)
{
	const struct keyed_column *column = &page->keying->columns[page->column];
	struct buf out = { 0 };

	if (column->box) {
		/* Translators: a box on a paper, by what it says and which question that answers. */
		buf_printf(&out, _("Box %s: space ticks it"), label_text(&column->of->ticked->label, page->keying->lang));
		return buf_detach(&out);
	}
	buf_text_add(&out, label_text(&column->field->label, page->keying->lang));
	for (char digit = '1'; digit <= '9' && keying_digit_words(page->keying, page->column, digit); digit++)
		buf_printf(&out, "  %c %s", digit, keying_digit_words(page->keying, page->column, digit));
	return buf_detach(&out);
}

/* The chosen row has the name of its column below it, from the cell on as far as the width leaves it. */
static int
row_height(const void *ctx, size_t index, int cols)
{
	const struct keying_page *page = ctx;
	char *column = index == page->list.chosen ? column_words(page) : NULL;
	int rows = column ? 1 + canvas_wrap_rows(column, cols - NUMBER_COLS) : 1;

	free(column);
	return rows;
}

static void
draw_column_words(const struct keying_page *page, struct canvas *canvas, struct area area, int cell)
{
	char *column = column_words(page);
	int indent = area.cols - (int)text_cells(column);

	indent = indent < cell ? indent : cell;
	area = area_inside(area, indent > NUMBER_COLS ? indent : NUMBER_COLS, 0);
	canvas_paragraph(canvas, &area, ACCENT, column);
	free(column);
}

static void
row_draw(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct keying_page *page = ctx;
	const struct keying_row *row = &page->keying->rows[index];
	int cells = CELL_COLS * (int)page->keying->column_count, state = 10;
	char number[24];

	if (chosen)
		draw_column_words(page, canvas, area_below(area, 1), area.cols - cells - state + CELL_COLS * (int)page->column);
	area = area_top(area, 1);
	snprintf(number, sizeof(number), "%3zu", row->number);
	canvas_column(canvas, &area, NUMBER_COLS, chosen ? BOLD : FAINT, number);
	canvas_column(canvas, &area, area.cols - cells - state, chosen ? BOLD : PLAIN, row->words);
	for (size_t c = 0; c < page->keying->column_count; c++)
		draw_cell(page, index, c, canvas, &area);
	canvas_line(canvas, &area, row->state == KEYING_TODO ? WARN : row->state == KEYING_KEYED ? PLAIN : GOOD, state_words(row));
}

static struct list_rows
rows_of(const struct keying_page *page)
{
	return (struct list_rows){
		.count = page->keying->row_count, .ctx = page, .text = row_text, .draw = row_draw, .height = row_height
	};
}

/* ---- the page */

static struct area
draw_head(const struct keying_page *page, const struct ui *ui, struct canvas *canvas)
{
	struct area left = area_below(area_inside(ui_body(ui), 1, 1), 0), line, day;
	char *words;

	line = left;
	words = page->typing ? mem_strdup(_("Day of the walk, then Enter:"))
			     : mem_printf(_("Paper %s   day of the walk: %s (d: another)"), page->keying->serial, page->keying->day);
	canvas_paragraph(canvas, &left, page->typing ? BOLD : PLAIN, words);
	if (page->typing && canvas->rows) {
		day = area_inside(line, text_cells(words) + 1, 0);
		input_draw(canvas, day.row, day.col, day.cols < DAY_COLS ? day.cols : DAY_COLS, &page->day);
	}
	free(words);
	if (page->keying->denied)
		canvas_paragraph(canvas, &left, WARN, page->keying->denied);
	return area_below(left, 1);
}

/* Below the rows: why the house is to do. */
static struct area
draw_foot(const struct keying_page *page, struct canvas *canvas, struct area left)
{
	const struct keying_row *row = &page->keying->rows[page->list.chosen];
	int rows = row->why ? canvas_wrap_rows(row->why, left.cols) : 0;
	struct area foot = area_bottom(left, rows);

	if (row->why)
		canvas_paragraph(canvas, &foot, WARN, row->why);
	return rows ? area_above(left, rows + 1) : left;
}

/* A form that was signed on its own page is to do no more. */
static void
look_at_opened(struct keying_page *page)
{
	size_t at = page->opened;

	page->opened = SIZE_MAX;
	if (at != SIZE_MAX && keying_look(page->keying, at))
		page->lost = !keying_keep(page->keying);
}

static void
keying_recalc(struct screen *screen, struct ui *ui)
{
	struct keying_page *page = screen->state;
	const struct list_rows rows = rows_of(page);
	struct canvas nowhere = { 0 };

	look_at_opened(page);
	list_view_fit(&page->list, &rows, draw_foot(page, &nowhere, draw_head(page, ui, &nowhere)));
}

static void
keying_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct keying_page *page = screen->state;
	const struct list_rows rows = rows_of(page);

	draw_foot(page, canvas, draw_head(page, ui, canvas));
	list_view_draw(&page->list, &rows, canvas);
}

/* ---- keys */

static void
go_down(struct keying_page *page)
{
	if (page->list.chosen + 1 < page->keying->row_count)
		page->list.chosen++;
	page->column = 0;
}

/* Behind a box the next house follows; behind a digit the next column of the same form, else the next house. */
static void
go_on(struct keying_page *page)
{
	const struct keying *keying = page->keying;
	size_t next = page->column + 1;

	if (!keying->columns[page->column].box && next < keying->column_count &&
	    keying->columns[next].of == keying->columns[page->column].of)
		page->column = next;
	else
		go_down(page);
}

/* At a box a digit belongs to the first column behind it. */
static void
take_digit(struct keying_page *page, struct ui *ui, char digit)
{
	struct keying *keying = page->keying;

	while (keying->columns[page->column].box && page->column + 1 < keying->column_count)
		page->column++;
	if (!keying_set(keying, page->list.chosen, page->column, digit)) {
		ui_say(ui, TOAST_BAD, "%s", _("This column has no such digit; below the house stand those that it has."));
		return;
	}
	page->filled = false;
	go_on(page);
}

static void
tick(struct keying_page *page)
{
	struct keying *keying = page->keying;
	size_t at = page->list.chosen;

	for (size_t c = 0; !keying->columns[page->column].box && c < keying->column_count; c++)
		if (keying->columns[c].box)
			page->column = c;
	if (!keying->columns[page->column].box)
		return;
	(void)keying_set(keying, at, page->column, keying->rows[at].cells[page->column] ? '\0' : '1');
	page->filled = false;
	if (keying->rows[at].cells[page->column])
		go_on(page);
}

static size_t
count_state(const struct keying_page *page, enum keying_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < page->keying->row_count; i++)
		count += page->keying->rows[i].state == state;
	return count;
}

/* The first house to do, with its reason below the houses. */
static void
go_to_todo(struct keying_page *page)
{
	for (size_t i = 0; i < page->keying->row_count; i++)
		if (page->keying->rows[i].state == KEYING_TODO) {
			page->list.chosen = i;
			page->column = 0;
			return;
		}
}

static void
fill(struct keying_page *page, struct ui *ui)
{
	bool sign = page->filled;
	size_t done, todo;

	ui_busy(ui, sign ? _("Signing...") : _("Putting it into the forms..."));
	done = keying_fill(page->keying, sign);
	todo = count_state(page, KEYING_TODO);
	go_to_todo(page);
	page->lost = !keying_keep(page->keying);
	page->filled = !sign && done > 0;
	if (!done && !todo)
		ui_say(ui, TOAST_SAID, "%s", _("Nothing is keyed yet."));
	else if (sign)
		ui_say(ui, TOAST_GOOD, _("Signed: %zu forms. Houses to do: %zu, each with its reason; o opens the form."), done, todo);
	else
		ui_say(ui, done ? TOAST_GOOD : TOAST_BAD,
		       done ? _("Forms complete: %zu; ^S once more signs them. Houses to do: %zu, each with its reason.")
			    : _("Forms complete: %zu. Houses to do: %zu, each with its reason; o opens the form."),
		       done, todo);
}

static void
day_key(struct keying_page *page, struct ui *ui, const struct ui_key *key)
{
	char today[11], day[11];

	clock_date(clock_now_unix(), today);
	if (key->kind == UI_KEY_ESC) {
		page->typing = false;
	} else if (key->kind != UI_KEY_ENTER) {
		input_key(ui, &page->day, key, DAY_COLS - 2);
	} else if (!clock_day_meant(line_text(&page->day), today, day)) {
		ui_say(ui, TOAST_BAD, _("\"%s\" is no date; write it as 2022-09-16"), line_text(&page->day));
	} else {
		keying_set_day(page->keying, day);
		page->typing = page->filled = false;
	}
}

/* What is to do of the house: its form, at the question that lacks; else the house. */
static struct action
open_todo(struct keying_page *page, struct ui *ui)
{
	const struct keying_row *row = &page->keying->rows[page->list.chosen];
	struct screen *screen = row->todo ? form_field_screen(ui, &row->root, row->todo->name, row->lacks)
					  : building_screen(ui, &row->root);

	if (!screen)
		return STAY; /* why not was said */
	keying_remember(page->keying, page->list.chosen);
	page->opened = page->list.chosen;
	return action_push(screen);
}

static struct action
keying_command(struct keying_page *page, struct ui *ui, int command)
{
	struct keying *keying = page->keying;

	switch (command) {
	case COMMAND_NEXT:
		go_down(page);
		break;
	case COMMAND_TICK:
		tick(page);
		break;
	case COMMAND_EMPTY:
		(void)keying_set(keying, page->list.chosen, page->column, '\0');
		page->filled = false;
		break;
	case COMMAND_LEFT:
		page->column -= page->column > 0;
		break;
	case COMMAND_RIGHT:
		page->column += page->column + 1 < keying->column_count;
		break;
	case COMMAND_DAY:
		line_preset(&page->day, keying->day);
		page->typing = true;
		break;
	case COMMAND_SIGN:
		fill(page, ui);
		break;
	case COMMAND_OPEN:
		return open_todo(page, ui);
	default:
		return NO_KEY;
	}
	return STAY;
}

static struct action
keying_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct keying_page *page = screen->state;
	const struct list_rows rows = rows_of(page);
	uint32_t c = ui_key_ascii(key);

	if (page->typing) {
		day_key(page, ui, key);
		return STAY;
	}
	if (command != COMMAND_NEXT && list_view_key(&page->list, &rows, key))
		return STAY;
	if (command == COMMAND_BACK)
		return BACK;
	if (c >= '1' && c <= '9') {
		take_digit(page, ui, (char)c);
		return STAY;
	}
	return keying_command(page, ui, command);
}

static void
keying_keep_keyed(struct screen *screen, struct ui *ui)
{
	struct keying_page *page = screen->state;

	(void)ui;
	page->lost = !keying_keep(page->keying);
}

static bool
keying_loses(const struct screen *screen)
{
	return ((const struct keying_page *)screen->state)->lost;
}

static void
keying_close(struct screen *screen, struct ui *ui)
{
	struct keying_page *page = screen->state;

	(void)ui;
	keying_free(page->keying);
	list_view_release(&page->list);
	line_release(&page->day);
	free(page);
}

static const char *
keying_title(const struct screen *screen, const struct ui *ui)
{
	return label_text(&((const struct keying_page *)screen->state)->keying->paper->title, ui->lang);
}

static const char *
keying_note(const struct screen *screen)
{
	return ((const struct keying_page *)screen->state)->list.note;
}

static const struct screen_class keying_class = {
	.name = "keying",
	.about = N_(
		"A printed list that came back, its houses in the order of the paper. Key what stands beside each; ^S puts it into the forms of the houses, and once more signs those that are complete."),
	.bindings = bindings,
	.also = move_bindings,
	.title = keying_title,
	.note = keying_note,
	.recalc = keying_recalc,
	.draw = keying_draw,
	.key = keying_key,
	.keep = keying_keep_keyed,
	.leave = keying_keep_keyed,
	.loses = keying_loses,
	.close = keying_close,
};

struct screen *
keying_screen(struct ui *ui, struct keying *keying_take)
{
	struct keying_page *page = mem_alloc(sizeof(*page));

	(void)ui;
	page->keying = keying_take;
	page->opened = SIZE_MAX;
	line_init(&page->day, LINE_SINGLE, 20);
	return screen_new(&keying_class, page);
}
