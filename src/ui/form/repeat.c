#include "app/fill/sheet.h"
#include "app/fill/sheet_keep.h"
#include "app/fill/sheet_problems.h"
#include "app/fill/sheet_undo.h"
#include "ui/form/repeat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "form/answer/check.h"
#include "ui/form/form.h"
#include "ui/page/listview.h"
#include "ui/screen.h"

/* The rows of a repeat: findings, businesses. A list, each row a page of its own. */

enum { COMMAND_OPEN = 1, COMMAND_ADD, COMMAND_REMOVE, COMMAND_UNDO, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("open"), COMMAND_OPEN, true },
	{ UI_KEY_CHAR, '+', "+", N_("add a row"), COMMAND_ADD, true },
	{ UI_KEY_CHAR, 'a', NULL, NULL, COMMAND_ADD, false },
	{ UI_KEY_CHAR, 'd', "d d", N_("remove the row"), COMMAND_REMOVE, true },
	{ UI_KEY_CTRL, 'Z', "^Z", N_("undo"), COMMAND_UNDO, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back to the form"), COMMAND_BACK, true },
	{ 0 },
};

struct rows_state {
	struct sheet *sheet;
	const struct field *repeat;
	char title[200];
	struct list_view list;
	char **texts;
	size_t count;
	bool looked; /* the page was shown before */
	bool confirm;
};

static void
forget(struct rows_state *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		free(rows->texts[i]);
	free(rows->texts);
	rows->texts = NULL;
	rows->count = 0;
}

static bool
row_is_open(const struct rows_state *rows, int row)
{
	for (size_t i = 0; i < rows->repeat->field_count; i++)
		if (sheet_problem_of(rows->sheet, &rows->repeat->fields[i], row, true))
			return true;
	return false;
}

/* What a signer marked in the row; NULL: nothing. */
static const char *
row_mark(const struct rows_state *rows, int row)
{
	const char *mark = NULL;

	for (size_t i = 0; i < rows->repeat->field_count && !mark; i++)
		mark = sheet_mark(rows->sheet, &rows->repeat->fields[i], row);
	return mark;
}

/* Adds what the row's field holds to the line of the row: a number and a yes behind their label, no no. What is calculated stands there as far as
 * it is a choice. */
static void
add_to_line(const struct rows_state *rows, const struct ui *ui, const struct field *field, int row, struct buf *out)
{
	const struct value *value = sheet_value(rows->sheet, field, row);
	bool labelled = field->type == FIELD_INTEGER || field->type == FIELD_DECIMAL || field->type == FIELD_BOOLEAN;
	char *text;

	if (!field_type_has_value(field->type) || field->is_private || (field->calculation.sql && !field->list) ||
	    (field->type == FIELD_BOOLEAN && !(value && value->type == VALUE_BOOLEAN && value->boolean)))
		return;
	text = sheet_text(rows->sheet, field, row, ui->lang);
	if (*text)
		buf_printf(out, "%s%s%s%s", out->len ? "  " : "", labelled ? label_text(&field->label, ui->lang) : "", labelled ? " " : "",
			   text);
	free(text);
}

/* A row in one line, its values in order, and a note when something is missing. */
static char *
row_text(const struct rows_state *rows, const struct ui *ui, int row)
{
	const char *mark = row_mark(rows, row);
	struct buf out = { 0 };

	for (size_t i = 0; i < rows->repeat->field_count; i++)
		add_to_line(rows, ui, &rows->repeat->fields[i], row, &out);
	if (row_is_open(rows, row))
		buf_printf(&out, "%s%s", out.len ? "  " : "", _("(not complete)"));
	if (mark)
		buf_printf(&out, "%s<%s>", out.len ? "  " : "", mark);
	return buf_detach(&out);
}

static void
line_of(const void *ctx, size_t index, struct buf *out)
{
	const struct rows_state *rows = ctx;

	if (index == rows->count)
		buf_text_add(out, _("    no further row: Enter goes back to the form"));
	else
		buf_printf(out, "%2zu  %s", index + 1, rows->texts[index]);
}

static struct list_rows
list_of(const struct rows_state *rows)
{
	return (struct list_rows){ .count = rows->count ? rows->count + 1 : 0, .ctx = rows, .text = line_of, .wraps = true };
}

static const struct sheet_problem *
problem_of(const struct rows_state *rows)
{
	return sheet_problem_of(rows->sheet, rows->repeat, 0, false);
}

/* The parts of the page: what the rows are for, the rows, what is wrong with them. */
struct rows_layout {
	struct area hint, list, problem;
};

static struct rows_layout
layout_of(const struct rows_state *rows, const struct ui *ui)
{
	struct area page = area_inside(ui_body(ui), 2, 2);
	const struct sheet_problem *problem = problem_of(rows);
	int hint = canvas_wrap_rows(label_text(&rows->repeat->hint, ui->lang), page.cols),
	    below = problem ? canvas_wrap_rows(problem->text, page.cols) : 0;

	return (struct rows_layout){ .hint = area_top(page, hint),
				     .list = area_above(area_below(area_inside(ui_body(ui), 1, 1), hint + 1), below),
				     .problem = area_bottom(page, below) };
}

/* The first row that is not complete or was marked by who gave the house back, else the line behind all. */
static size_t
first_to_do(const struct rows_state *rows)
{
	size_t row = 0;

	while (row < rows->count && !row_is_open(rows, (int)row + 1) && !row_mark(rows, (int)row + 1))
		row++;
	return row;
}

static void
rows_recalc(struct screen *screen, struct ui *ui)
{
	struct rows_state *rows = screen->state;
	size_t before = rows->count;
	struct list_rows list;

	forget(rows);
	rows->count = (size_t)sheet_row_count(rows->sheet, rows->repeat);
	if (!rows->looked || rows->count > before) /* at what is left to do; behind a row that was added */
		rows->list.chosen = rows->looked ? rows->count : first_to_do(rows);
	rows->looked = true;
	rows->texts = mem_array(rows->count, sizeof(*rows->texts));
	for (size_t i = 0; i < rows->count; i++)
		rows->texts[i] = row_text(rows, ui, (int)i + 1);
	list = list_of(rows);
	list_view_fit(&rows->list, &list, layout_of(rows, ui).list);
}

static void
rows_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct rows_state *rows = screen->state;
	const struct sheet_problem *problem = problem_of(rows);
	const struct list_rows list = list_of(rows);
	struct rows_layout layout = layout_of(rows, ui);

	canvas_paragraph(canvas, &layout.hint, FAINT, label_text(&rows->repeat->hint, ui->lang));
	list_view_draw(&rows->list, &list, canvas);
	if (rows->count == 0)
		canvas_paragraph(canvas, &layout.list, PLAIN, _("No row yet. + adds one; Enter goes back."));
	if (problem)
		canvas_paragraph(canvas, &layout.problem, WARN, problem->text);
}

static void
undo(struct rows_state *rows, struct ui *ui)
{
	const struct field *field;
	int row;

	if (sheet_undo(rows->sheet, &field, &row))
		ui_say(ui, TOAST_SAID, _("Taken back: %s."), field ? label_text(&field->label, ui->lang) : _("what was changed last"));
	else
		ui_say(ui, TOAST_SAID, "%s", _("Nothing was changed here since the form was opened."));
}

static struct action
rows_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct rows_state *rows = screen->state;
	const struct list_rows list = list_of(rows);

	if (command != COMMAND_REMOVE)
		rows->confirm = false;
	if (list_view_key(&rows->list, &list, key))
		return STAY;
	switch (command) {
	case COMMAND_OPEN:
		if (rows->list.chosen < rows->count)
			return (struct action){ ACTION_PUSH, row_screen(ui, rows->sheet, rows->repeat, (int)rows->list.chosen + 1) };
		return BACK;
	case COMMAND_ADD:
		return (struct action){ ACTION_PUSH, row_screen(ui, rows->sheet, rows->repeat, sheet_add_row(rows->sheet, rows->repeat)) };
	case COMMAND_REMOVE:
		if (rows->list.chosen >= rows->count)
			return NO_KEY;
		if (!rows->confirm) {
			rows->confirm = true;
			ui_say(ui, TOAST_BAD, "%s", _("d once more removes this row with its photo."));
			break;
		}
		rows->confirm = false;
		sheet_remove_row(rows->sheet, rows->repeat, (int)rows->list.chosen + 1);
		break;
	case COMMAND_UNDO:
		undo(rows, ui);
		break;
	case COMMAND_BACK:
		return BACK;
	}
	return STAY;
}

static void
rows_leave(struct screen *screen, struct ui *ui)
{
	struct rows_state *rows = screen->state;
	struct err err = { 0 };

	if (sheet_save(rows->sheet, &err))
		ui_fail(ui, &err);
}

static void
rows_close(struct screen *screen, struct ui *ui)
{
	struct rows_state *rows = screen->state;

	(void)ui;
	forget(rows);
	list_view_release(&rows->list);
	free(rows);
}

static const char *
rows_title(const struct screen *screen, const struct ui *ui)
{
	(void)ui;
	return ((const struct rows_state *)screen->state)->title;
}

static const char *
rows_note(const struct screen *screen)
{
	return ((const struct rows_state *)screen->state)->list.note;
}

static bool
rows_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct rows_state *rows = screen->state;

	(void)ui;
	return command != COMMAND_REMOVE || rows->list.chosen < rows->count;
}

static const struct screen_class rows_class = {
	.name = "rows",
	.about = N_("The rows of this part of the form. Enter opens one, + adds one."),
	.bindings = bindings,
	.also = move_bindings,
	.offers = rows_offers,
	.title = rows_title,
	.note = rows_note,
	.recalc = rows_recalc,
	.draw = rows_draw,
	.key = rows_key,
	.leave = rows_leave,
	.pause = rows_leave,
	.close = rows_close,
};

struct screen *
rows_screen(struct ui *ui, struct sheet *sheet, const struct field *repeat)
{
	struct rows_state *rows = mem_alloc(sizeof(*rows));

	rows->sheet = sheet;
	rows->repeat = repeat;
	snprintf(rows->title, sizeof(rows->title), "%s  %s", label_text(&repeat->label, ui->lang), sheet_place(sheet));
	return screen_new(&rows_class, rows);
}
