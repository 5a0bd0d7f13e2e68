#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/fill/sheet.h"
#include "app/fill/sheet_photos.h"
#include "app/fill/sheet_problems.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/form/form_state.h"
#include "ui/input.h"

/* The look of a form's lines: a label, its value, and below it problems, the hint and the choices at the cursor. */

#define LABEL_COLS 25
#define OPTION_COLS_MIN 20
#define OPTION_MARK_COLS 3 /* of a choice's digit and its star */
#define OPTION_INDENT 3
#define CODE_COLS 4
#define BELOW_INDENT 4 /* of what stands below a question */

#define WIDE_COLS 110	 /* of a page that has a photo beside the questions */
#define QUESTION_COLS 78 /* of the questions there */
#define PHOTO_COLS 36	 /* of a photo on a narrow page */

bool
form_is_wide(struct area body)
{
	return body.cols >= WIDE_COLS;
}

struct area
form_picture_area(struct area body)
{
	int cols = form_is_wide(body) ? body.cols - QUESTION_COLS - 2 : PHOTO_COLS;

	return area_above(area_below(area_inside(body, body.cols - cols - 1, 1), 1), 2);
}

/* The part of the page for the lines: without a picture beside them. */
static struct area
lines_area(const struct form_state *form)
{
	int beside = form_is_wide(form->body) ? form->body.cols - QUESTION_COLS : PHOTO_COLS + 2;

	return area_inside(form->body, 0, form->has_picture ? beside : 0);
}

int
form_text_cols(const struct form_state *form)
{
	return lines_area(form).cols - LABEL_COLS - 5;
}

static bool
is_masked(const struct form_state *form, const struct form_item *item, bool focused)
{
	return item->kind == ITEM_FIELD && item->field->is_private && !form->show_private && !focused;
}

/* True for a rule broken only because its question has no answer yet; the problem is told when somebody wants to sign. */
static bool
is_no_news(const struct form_state *form, const struct sheet_problem *problem)
{
	return problem->kind == FORM_RULE && problem->field && !form->show_missing &&
	       !sheet_value(form->sheet, problem->field, form->row) && !sheet_photo(form->sheet, problem->field, form->row);
}

#define TROUBLE_MAX 300

/* A problem in words, written into `room` when its own text is not enough. */
static const char *
problem_words(const struct form_state *form, const struct form_item *item, const struct sheet_problem *problem, char room[TROUBLE_MAX])
{
	const char *label = label_text(&problem->field->label, _("en"));

	if (item->field->type == FIELD_REPEAT && problem->row) {
		snprintf(room, TROUBLE_MAX, _("row %d, %s: %s"), problem->row, label, problem->text);
		return room;
	}
	/* The problem's sentence may repeat a masked answer. */
	if (problem->kind == FORM_WRONG && is_masked(form, item, item == &form->items[form->focus]))
		return _("not right; go to this line to see why");
	return problem->text;
}

/* The sentence below a line: the mark of a return, or a problem. */
static const char *
trouble(const struct form_state *form, const struct form_item *item, struct look *look, char room[TROUBLE_MAX])
{
	const struct sheet_problem *problem;
	bool missing_too;

	if (item->kind == ITEM_REASON) {
		*look = WARN;
		for (size_t i = 0; i < sheet_problem_count(form->sheet); i++)
			if (sheet_problem_at(form->sheet, i)->rule == item->rule)
				return sheet_problem_at(form->sheet, i)->text;
		return NULL;
	}
	if (item->kind == ITEM_SIGN) { /* problems of no line stand at the end */
		*look = BAD;
		for (size_t i = 0; i < sheet_problem_count(form->sheet) && !form->repeat; i++)
			if (!sheet_problem_at(form->sheet, i)->field && sheet_problem_at(form->sheet, i)->kind != FORM_WARNING)
				return sheet_problem_at(form->sheet, i)->text;
		return NULL;
	}
	if (item->kind != ITEM_FIELD)
		return NULL;
	missing_too = form->show_missing;
	problem = sheet_problem_of(form->sheet, item->field, form->row, missing_too);
	/* A problem in a row of a repeat shows at the line of its list. */
	for (size_t i = 0; !problem && item->field->type == FIELD_REPEAT && i < sheet_problem_count(form->sheet); i++)
		if (sheet_problem_at(form->sheet, i)->row && sheet_problem_at(form->sheet, i)->field->parent == item->field)
			problem = sheet_problem_at(form->sheet, i);
	if (!problem || problem->kind == FORM_WARNING) /* a warning stands at its reason's line */
		return NULL;
	if (is_no_news(form, problem))
		return NULL;
	*look = BAD;
	return problem_words(form, item, problem, room);
}

static int
options_columns(const struct form_state *form, int width, int *col_width)
{
	size_t widest = OPTION_COLS_MIN;
	size_t first = form_option_first(form);

	for (size_t i = first; i < first + form_options_shown(form); i++) {
		size_t cells = text_cells(form->options[i].label) + (form_option_code(form, i) ? CODE_COLS : 0);

		if (cells > widest)
			widest = cells;
	}
	*col_width = (int)widest + OPTION_MARK_COLS + 3;
	if (*col_width > width)
		*col_width = width;
	return width / *col_width > 0 ? width / *col_width : 1;
}

static int
choices_rows(const struct form_state *form, int width)
{
	int col_width, columns;

	if (form->widget == WIDGET_TEXT)
		return (int)form->suggestion_count + form->more_suggestions;
	if (form->widget != WIDGET_OPTIONS && form->widget != WIDGET_PHOTO)
		return 0;
	columns = options_columns(form, width - OPTION_INDENT - 1, &col_width);
	return ((int)form_options_shown(form) + columns - 1) / columns + (form->option_count > CHOICE_PAGE);
}

/* What the signer who gave it back marked at a question, or "". The caller frees. */
static char *
mark_words(const struct form_state *form, const struct form_item *item)
{
	const char *mark = item->kind == ITEM_FIELD ? sheet_mark(form->sheet, item->field) : NULL;

	return mark ? mem_printf(_("marked by the signer: %s"), mark) : mem_strdup("");
}

static const char *
hint_of(const struct form_item *item)
{
	const char *text;

	if (item->kind == ITEM_REASON)
		return _("Why is it so all the same?");
	if (item->kind != ITEM_FIELD)
		return "";
	text = label_text(&item->field->hint, _("en"));
	if (*text)
		return text;
	if (item->field->type == FIELD_DATE)
		return _("t: today; 0901 is the first of September");
	return item->field->type == FIELD_SELECT_MULTIPLE ? _("digits switch on and off, Enter goes on") : "";
}

static const char *
label_of(const struct form_item *item)
{
	return item->kind == ITEM_REASON ? _("  reason") : label_text(&item->field->label, _("en"));
}

/* A label too long for its place is written out while the cursor stands there. */
static bool
is_long(const struct form_item *item)
{
	return item->kind == ITEM_FIELD && text_cells(label_of(item)) > LABEL_COLS - 2;
}

static int
rows_below(const char *text, int width)
{
	return canvas_wrap_rows(text, width - BELOW_INDENT);
}

static int
form_item_rows(const struct form_state *form, size_t index, int width)
{
	const struct form_item *item = &form->items[index];
	struct look look;
	char room[TROUBLE_MAX], *mark;
	const char *text = trouble(form, item, &look, room);
	int rows = 1;

	if (item->kind == ITEM_NOTE)
		return canvas_wrap_rows(label_of(item), width - 2);
	mark = mark_words(form, item);
	rows += rows_below(mark, width);
	free(mark);
	if (text)
		rows += rows_below(text, width);
	if (index != form->focus)
		return rows;
	if (is_long(item))
		rows += rows_below(label_of(item), width);
	return rows + rows_below(hint_of(item), width) + choices_rows(form, width);
}

/* Keeps the line at the cursor, with all that belongs to it, in view. */
void
form_scroll(struct form_state *form)
{
	int width = lines_area(form).cols, top = 0, height = 0;

	for (size_t i = 0; i <= form->focus; i++) {
		top += height;
		height = form_item_rows(form, i, width);
	}
	if (height > form->body.rows)
		height = form->body.rows;
	if (form->focus + 1 < form->item_count) /* and a line of the next question */
		height++;
	if (top + height > (int)form->first_row + form->body.rows)
		form->first_row = (size_t)(top + height - form->body.rows);
	if (top < (int)form->first_row + (top > 0))
		form->first_row = top > 0 ? (size_t)top - 1 : 0;
}

/* ---- drawing */

struct drawing {
	const struct form_state *form;
	const struct ui *ui;
	struct canvas *canvas;
	struct area lines; /* of the page, without a picture */
	int row;	   /* the next row of the form, may lie above the page or below it */
};

/* The next row of the form, inside margins: an area of one row, or of none when it is not on the page. */
static struct area
next_row(struct drawing *drawing, int left, int right)
{
	struct area area = area_inside(drawing->lines, left, right);

	area.row = drawing->row++;
	area.rows = area.row >= drawing->lines.row && area.row < drawing->lines.row + drawing->lines.rows;
	return area;
}

/* Draws a text of several rows, as far as it is on the page, with a sign before its first row. */
static void
draw_wrapped(struct drawing *drawing, int indent, struct look look, const char *text, const char *sign)
{
	struct area area = area_inside(drawing->lines, indent, 0), before = area_inside(drawing->lines, indent - 2, 0);
	int rows = canvas_wrap_rows(text, area.cols), bottom = area.row + area.rows,
	    above = drawing->row < area.row ? area.row - drawing->row : 0;

	before.row = drawing->row;
	if (rows && !above && drawing->row < bottom)
		canvas_line(drawing->canvas, &before, look, sign);
	if (above < rows && drawing->row + above < bottom)
		canvas_wrap_from(drawing->canvas, above, drawing->row + above, area.col, area.cols, bottom - drawing->row - above, look,
				 text);
	drawing->row += rows;
}

/* Draws one of the choices: its digit, a star when it is on, its code and its words. */
static void
draw_option(const struct drawing *drawing, struct area area, size_t index)
{
	const struct form_state *form = drawing->form;
	const struct form_option *option = &form->options[index];
	const char *code = form_option_code(form, index);
	char number[8], text[300];

	if (area.rows < 1)
		return;
	snprintf(number, sizeof(number), "%zu", index - form_option_first(form) + 1);
	snprintf(text, sizeof(text), code ? "%-3s %s" : "%s%s", code ? code : "", option->label);
	canvas_text(drawing->canvas, area.row, area.col, 1, option->on ? ACCENT : BOLD, form_digits_narrow(form) ? " " : number);
	canvas_text(drawing->canvas, area.row, area.col + 1, 1, ACCENT, option->on ? "*" : " ");
	area = area_inside(area, OPTION_MARK_COLS, 2);
	canvas_line(drawing->canvas, &area, index == form->chosen ? CHOSEN : option->on ? BOLD : PLAIN, text);
}

static void
draw_options(struct drawing *drawing)
{
	const struct form_state *form = drawing->form;
	int col_width, columns = options_columns(form, drawing->lines.cols - OPTION_INDENT - 1, &col_width);
	size_t first = form_option_first(form), end = first + form_options_shown(form);
	struct area row = { 0 };

	for (size_t i = first; i < end; i++) {
		int column = (int)(i - first) % columns;

		if (column == 0)
			row = next_row(drawing, OPTION_INDENT, 1);
		draw_option(drawing, area_left(area_inside(row, column * col_width, 0), col_width), i);
	}
	if (form->option_count > CHOICE_PAGE) {
		char text[120];

		snprintf(text, sizeof(text),
			 form->widget == WIDGET_PHOTO ? _("%zu-%zu of %zu; right: more, ^P: all")
						      : _("%zu-%zu of %zu; first letters narrow, left and right move"),
			 first + 1, end, form->option_count);
		row = next_row(drawing, OPTION_INDENT, 1);
		canvas_line(drawing->canvas, &row, FAINT, text);
	}
}

static void
draw_suggestions(struct drawing *drawing)
{
	const struct form_state *form = drawing->form;
	struct area row;

	for (size_t i = 0; i < form->suggestion_count; i++) {
		char *text = mem_printf("%zu %s%s", i + 1, form->suggestions[i], i == 0 && !form->suggesting ? _("   (Down: choose)") : "");

		row = next_row(drawing, LABEL_COLS + 3, 1);
		canvas_line(drawing->canvas, &row, form->suggesting && form->chosen == i ? CHOSEN : FAINT, text);
		free(text);
	}
	if (form->more_suggestions) {
		row = next_row(drawing, LABEL_COLS + 3, 1);
		canvas_line(drawing->canvas, &row, FAINT, _("more entries fit; typing on narrows them"));
	}
}

static char *
words_of(const struct drawing *drawing, const struct form_item *item, bool focused)
{
	const struct form_state *form = drawing->form;
	const struct sheet_photo *photo;
	char *text;
	int rows;

	if (item->kind == ITEM_REASON)
		return mem_strdup(sheet_reason(form->sheet, item->rule->id));
	if (item->field->type == FIELD_PHOTO) {
		photo = sheet_photo(form->sheet, item->field, form->row);
		return !photo	     ? mem_strdup("")
		       : photo->kept ? mem_strdup(_("as signed"))
				     : mem_strdup(photo->name ? photo->name : _("photo"));
	}
	if (item->field->type == FIELD_REPEAT) {
		rows = sheet_row_count(form->sheet, item->field);
		if (focused)
			return rows ? mem_printf(_("%d rows   (Enter: open, +: one more)"), rows)
				    : mem_strdup(_("none   (+: add one, Down: on)"));
		return rows ? mem_printf(_("%d rows"), rows) : mem_strdup(_("none"));
	}
	text = sheet_text(form->sheet, item->field, form->row, drawing->ui->lang);
	if (*text && is_masked(form, item, focused)) {
		free(text);
		return mem_strdup("******");
	}
	return text;
}

/* Draws the answer of a question: the text being typed, or its words with the letters that narrow the choices. */
static void
draw_answer(const struct drawing *drawing, const struct form_item *item, struct area area, const char *value, bool focused)
{
	const struct form_state *form = drawing->form;
	bool fixed = item->kind == ITEM_FIELD && sheet_is_calculated(item->field);
	int used;

	if (focused && form->widget == WIDGET_TEXT) {
		input_draw(drawing->canvas, area.row, area.col, area.cols, &form->line);
		return;
	}
	area = area_inside(area, 1, 0);
	used = canvas_short(drawing->canvas, area.row, area.col, area.cols, focused ? BOLD : fixed ? FAINT : PLAIN, value);
	if (!focused)
		return;
	if (*form->filter) {
		area = area_inside(area, used + 1, 0);
		used = canvas_short(drawing->canvas, area.row, area.col, area.cols, CHOSEN, form->filter);
	}
	canvas_cursor(drawing->canvas, area.row, area.col + (used < area.cols ? used : area.cols));
}

static void
draw_question(struct drawing *drawing, const struct form_item *item, bool focused)
{
	bool asked = item->kind == ITEM_REASON || (item->field->required && !sheet_is_calculated(item->field));
	struct area row = next_row(drawing, 0, 0), label = area_inside(area_left(row, LABEL_COLS), 2, 0);
	char *value;

	if (row.rows < 1)
		return;
	value = words_of(drawing, item, focused);
	canvas_text(drawing->canvas, row.row, row.col, 1, ACCENT, focused ? ">" : " ");
	canvas_text(drawing->canvas, row.row, row.col + 1, 1, BAD, asked && !*value ? "*" : " ");
	canvas_line(drawing->canvas, &label, focused ? ACCENT : PLAIN, label_of(item));
	draw_answer(drawing, item, area_inside(row, LABEL_COLS, 1), value, focused);
	free(value);
}

static void
draw_field(struct drawing *drawing, size_t index)
{
	const struct form_state *form = drawing->form;
	const struct form_item *item = &form->items[index];
	bool focused = index == form->focus;
	char *mark = mark_words(form, item), room[TROUBLE_MAX];
	struct look bad;
	const char *text;

	draw_question(drawing, item, focused);
	draw_wrapped(drawing, BELOW_INDENT, BAD, mark, "! ");
	free(mark);
	text = trouble(form, item, &bad, room);
	if (text)
		draw_wrapped(drawing, BELOW_INDENT, bad, text, "! ");
	if (!focused)
		return;
	if (is_long(item))
		draw_wrapped(drawing, BELOW_INDENT, ACCENT, label_of(item), "");
	draw_wrapped(drawing, BELOW_INDENT, FAINT, hint_of(item), "");
	if (form->widget == WIDGET_OPTIONS || form->widget == WIDGET_PHOTO)
		draw_options(drawing);
	else
		draw_suggestions(drawing);
}

/* Says how much of the form is still open. */
static void
count_open(const struct form_state *form, size_t *missing, size_t *wrong)
{
	size_t quiet = 0;

	*missing = *wrong = 0;
	for (size_t i = 0; i < sheet_problem_count(form->sheet); i++) {
		const struct sheet_problem *problem = sheet_problem_at(form->sheet, i);

		if (form->repeat && problem->row != form->row)
			continue;
		if (is_no_news(form, problem))
			quiet++;
		else if (problem->kind == FORM_MISSING)
			(*missing)++;
		else if (problem->kind != FORM_WARNING || !*sheet_reason(form->sheet, problem->rule->id))
			(*wrong)++;
	}
	if (!*missing && !*wrong)
		*wrong = quiet; /* quiet problems stand in the way too */
}

/* Says in a few words, for the line above the keys, how much is still open. */
void
form_note(struct form_state *form)
{
	size_t missing, wrong;

	count_open(form, &missing, &wrong);
	if (missing && wrong)
		snprintf(form->note, sizeof(form->note), _("%zu open, %zu to settle"), missing, wrong);
	else if (missing)
		snprintf(form->note, sizeof(form->note), _("%zu open"), missing);
	else if (wrong)
		snprintf(form->note, sizeof(form->note), _("%zu to settle"), wrong);
	else
		snprintf(form->note, sizeof(form->note), "%s", form->repeat ? _("row complete") : _("complete: ^S signs"));
}

static void
draw_sign(struct drawing *drawing, bool focused)
{
	const struct form_state *form = drawing->form;
	char text[200], room[TROUBLE_MAX];
	size_t missing, wrong;
	const char *problem;
	struct look bad;
	struct area row;

	count_open(form, &missing, &wrong);
	if (missing && wrong)
		snprintf(text, sizeof(text), _("%zu questions open, %zu points to settle (Enter: the first)"), missing, wrong);
	else if (missing)
		snprintf(text, sizeof(text), _("%zu questions open (Enter: the first)"), missing);
	else if (wrong)
		snprintf(text, sizeof(text), _("%zu points to settle (Enter: the first)"), wrong);
	else
		snprintf(text, sizeof(text), "%s", form->repeat ? _("[Enter] this row is complete") : _("[Enter] sign this form"));
	row = next_row(drawing, 0, 1);
	if (row.rows > 0) {
		canvas_text(drawing->canvas, row.row, row.col, 1, ACCENT, focused ? ">" : " ");
		row = area_inside(row, 2, 0);
		if (focused)
			canvas_cursor(drawing->canvas, row.row, row.col);
		canvas_line(drawing->canvas, &row, focused ? CHOSEN : missing || wrong ? WARN : GOOD, text);
	}
	problem = trouble(form, &form->items[form->item_count - 1], &bad, room);
	if (problem)
		draw_wrapped(drawing, BELOW_INDENT, bad, problem, "! ");
}

static void
draw_heading(struct drawing *drawing, const struct form_item *item)
{
	struct area row = next_row(drawing, 1, 1);

	if (row.rows < 1)
		return;
	row = area_inside(row, canvas_short(drawing->canvas, row.row, row.col, row.cols, BOLD, label_of(item)) + 1, 0);
	canvas_rule(drawing->canvas, row.row, row.col, row.cols);
}

void
form_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct form_state *form = screen->state;
	struct area photo = form_picture_area(ui_body(ui));
	struct drawing drawing = { .form = form, .ui = ui, .canvas = canvas, .lines = lines_area(form) };

	drawing.row = drawing.lines.row - (int)form->first_row;
	for (size_t i = 0; i < form->item_count && drawing.row < drawing.lines.row + drawing.lines.rows; i++) {
		const struct form_item *item = &form->items[i];

		switch (item->kind) {
		case ITEM_HEADING:
			draw_heading(&drawing, item);
			break;
		case ITEM_NOTE:
			draw_wrapped(&drawing, 2, FAINT, label_of(item), "");
			break;
		case ITEM_SIGN:
			draw_sign(&drawing, i == form->focus);
			break;
		default:
			draw_field(&drawing, i);
		}
	}
	if (form->has_picture)
		picture_draw(&form->picture, canvas, photo.row, photo.col);
}
