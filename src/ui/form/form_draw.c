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
#define OPTION_COLS_MIN 24
#define CODE_COLS 4

int
form_width(const struct form_state *form, int cols)
{
	if (!form->has_picture)
		return cols;
	return cols >= 110 ? 78 : cols - 38;
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
	size_t widest = OPTION_COLS_MIN - 4;
	size_t shown = form->option_count < OPTIONS_NUMBERED ? form->option_count : OPTIONS_NUMBERED;

	for (size_t i = form->menu.first; i < form->menu.first + shown; i++) {
		size_t cells = text_cells(form->options[i].label) + (form_option_code(form, i) ? CODE_COLS : 0);

		if (cells > widest)
			widest = cells;
	}
	*col_width = (int)widest + 6;
	if (*col_width > width)
		*col_width = width;
	return width / *col_width > 0 ? width / *col_width : 1;
}

static int
choices_rows(const struct form_state *form, int width)
{
	int col_width, columns, shown;

	if (form->widget == WIDGET_TEXT)
		return (int)form->suggestion_count;
	if (form->widget != WIDGET_OPTIONS && form->widget != WIDGET_PHOTO)
		return 0;
	shown = form->option_count < OPTIONS_NUMBERED ? (int)form->option_count : OPTIONS_NUMBERED;
	columns = options_columns(form, width - 4, &col_width);
	return (shown + columns - 1) / columns + (form->option_count > OPTIONS_NUMBERED);
}

static const char *
hint_of(const struct form_item *item, const struct ui *ui)
{
	const char *text;

	if (item->kind == ITEM_REASON)
		return _("Why is it so all the same?");
	if (item->kind != ITEM_FIELD)
		return "";
	text = label_text(&item->field->hint, ui ? ui->lang : _("en"));
	if (*text)
		return text;
	if (item->field->type == FIELD_DATE)
		return _("t: today; 0901 is the first of September");
	return item->field->type == FIELD_SELECT_MULTIPLE ? _("digits switch on and off, Enter goes on") : "";
}

static int
form_item_rows(const struct form_state *form, size_t index, int width)
{
	const struct form_item *item = &form->items[index];
	struct look look;
	char room[TROUBLE_MAX];
	const char *text = trouble(form, item, &look, room);
	int rows = 1;

	if (item->kind == ITEM_NOTE)
		return canvas_wrap_rows(label_text(&item->field->label, _("en")), width - 2);
	if (item->kind == ITEM_FIELD && sheet_mark(form->sheet, item->field))
		rows++;
	if (text)
		rows += canvas_wrap_rows(text, width - 4);
	if (index == form->focus) {
		if (*hint_of(item, NULL))
			rows++;
		rows += choices_rows(form, width);
	}
	return rows;
}

/* Keeps the line at the cursor, with all that belongs to it, in view. */
void
form_scroll(struct form_state *form)
{
	int width = form_width(form, form->cols), top = 0, height = 0;

	for (size_t i = 0; i <= form->focus; i++) {
		top += height;
		height = form_item_rows(form, i, width);
	}
	if (height > form->rows)
		height = form->rows;
	if (form->focus + 1 < form->item_count) /* and a line of the next question */
		height++;
	if (top + height > (int)form->first_row + form->rows)
		form->first_row = (size_t)(top + height - form->rows);
	if (top < (int)form->first_row + (top > 0))
		form->first_row = top > 0 ? (size_t)top - 1 : 0;
}

/* ---- drawing */

struct drawing {
	const struct form_state *form;
	const struct ui *ui;
	struct canvas *canvas;
	int row, width; /* the next row on the page, may lie above it */
	int bottom;
};

static bool
in_view(const struct drawing *drawing)
{
	return drawing->row >= BODY_TOP && drawing->row < drawing->bottom;
}

static void
draw_wrapped(struct drawing *drawing, int indent, struct look look, const char *text, const char *sign)
{
	int rows = canvas_wrap_rows(text, drawing->width - indent);

	if (in_view(drawing))
		canvas_text(drawing->canvas, drawing->row, indent - 2, 2, look, sign);
	/* A text that begins above the page is drawn only as far as it shows. */
	for (int skipped = 0; skipped < rows; skipped++, drawing->row++)
		if (in_view(drawing) && skipped == 0)
			canvas_wrap(drawing->canvas, drawing->row, indent, drawing->width - indent, drawing->bottom - drawing->row, look,
				    text);
}

static void
draw_options(struct drawing *drawing)
{
	const struct form_state *form = drawing->form;
	int col_width, columns = options_columns(form, drawing->width - 4, &col_width), column = 0;
	size_t last = form->menu.first + OPTIONS_NUMBERED < form->option_count ? form->menu.first + OPTIONS_NUMBERED : form->option_count;
	bool digits_narrow = form_digits_narrow(form);

	for (size_t i = form->menu.first; i < last; i++) {
		const struct form_option *option = &form->options[i];
		bool chosen = i == form->menu.chosen;
		const char *code = form_option_code(form, i);
		char number[8], text[300];

		if (in_view(drawing)) {
			int col = 3 + column * col_width;

			snprintf(number, sizeof(number), "%zu", i - form->menu.first + 1);
			snprintf(text, sizeof(text), code ? "%-3s %s" : "%s%s", code ? code : "", option->label);
			canvas_text(drawing->canvas, drawing->row, col, 1, option->on ? ACCENT : BOLD, digits_narrow ? " " : number);
			canvas_text(drawing->canvas, drawing->row, col + 1, 1, ACCENT, option->on ? "*" : " ");
			canvas_short(drawing->canvas, drawing->row, col + 3, col_width - 5,
				     chosen	  ? CHOSEN
				     : option->on ? BOLD
						  : PLAIN,
				     text);
		}
		if (++column == columns || i + 1 == last) {
			column = 0;
			drawing->row++;
		}
	}
	if (form->option_count > OPTIONS_NUMBERED) {
		char text[120];

		snprintf(text, sizeof(text),
			 form->widget == WIDGET_PHOTO ? _("%zu-%zu of %zu; right: more, ^P: all")
						      : _("%zu-%zu of %zu; first letters narrow, left and right move"),
			 form->menu.first + 1, last, form->option_count);
		if (in_view(drawing))
			canvas_short(drawing->canvas, drawing->row, 3, drawing->width - 4, FAINT, text);
		drawing->row++;
	}
}

static void
draw_suggestions(struct drawing *drawing)
{
	const struct form_state *form = drawing->form;

	for (size_t i = 0; i < form->suggestion_count; i++, drawing->row++) {
		char text[300];

		snprintf(text, sizeof(text), "%zu %s%s", i + 1, form->suggestions[i],
			 i == 0 && !form->suggesting ? _("   (Down: choose)") : "");
		if (in_view(drawing))
			canvas_short(drawing->canvas, drawing->row, LABEL_COLS + 3, drawing->width - LABEL_COLS - 4,
				     form->suggesting && form->menu.chosen == i ? CHOSEN : FAINT, text);
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

static void
draw_field(struct drawing *drawing, size_t index)
{
	const struct form_state *form = drawing->form;
	const struct form_item *item = &form->items[index];
	bool focused = index == form->focus;
	const char *label = item->kind == ITEM_REASON ? _("  reason") : label_text(&item->field->label, drawing->ui->lang);
	struct look look = PLAIN, bad;
	const char *mark = item->kind == ITEM_FIELD ? sheet_mark(form->sheet, item->field) : NULL, *text;
	char *value, room[TROUBLE_MAX];

	if (in_view(drawing)) {
		bool asked = item->kind == ITEM_REASON || (item->field->required && !sheet_is_calculated(item->field));

		value = words_of(drawing, item, focused);
		canvas_text(drawing->canvas, drawing->row, 0, 1, ACCENT, focused ? ">" : " ");
		canvas_text(drawing->canvas, drawing->row, 1, 1, BAD, asked && !*value ? "*" : " ");
		canvas_short(drawing->canvas, drawing->row, 2, LABEL_COLS - 2, focused ? ACCENT : PLAIN, label);
		if (focused && form->widget == WIDGET_TEXT) {
			input_draw(drawing->canvas, drawing->row, LABEL_COLS, drawing->width - LABEL_COLS - 1, &form->line);
		} else {
			if (item->kind == ITEM_FIELD && sheet_is_calculated(item->field))
				look = FAINT;
			canvas_short(drawing->canvas, drawing->row, LABEL_COLS + 1, drawing->width - LABEL_COLS - 2, focused ? BOLD : look,
				     value);
			if (focused) {
				int at = LABEL_COLS + 1 + (int)text_cells(value);

				if (*form->filter)
					at += canvas_text(drawing->canvas, drawing->row, at + 1, 20, CHOSEN, form->filter) + 1;
				canvas_cursor(drawing->canvas, drawing->row, at < drawing->width ? at : drawing->width - 1);
			}
		}
		free(value);
	}
	drawing->row++;
	if (mark) {
		char line[200];

		snprintf(line, sizeof(line), _("marked by the signer: %s"), mark);
		draw_wrapped(drawing, 4, BAD, line, "! ");
	}
	text = trouble(form, item, &bad, room);
	if (text)
		draw_wrapped(drawing, 4, bad, text, "! ");
	if (!focused)
		return;
	text = hint_of(item, drawing->ui);
	if (*text) {
		if (in_view(drawing))
			canvas_short(drawing->canvas, drawing->row, 4, drawing->width - 5, FAINT, text);
		drawing->row++;
	}
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

	count_open(form, &missing, &wrong);
	if (missing && wrong)
		snprintf(text, sizeof(text), _("%zu questions open, %zu points to settle (Enter: the first)"), missing, wrong);
	else if (missing)
		snprintf(text, sizeof(text), _("%zu questions open (Enter: the first)"), missing);
	else if (wrong)
		snprintf(text, sizeof(text), _("%zu points to settle (Enter: the first)"), wrong);
	else
		snprintf(text, sizeof(text), "%s", form->repeat ? _("[Enter] this row is complete") : _("[Enter] sign this form"));
	if (in_view(drawing)) {
		canvas_text(drawing->canvas, drawing->row, 0, 1, ACCENT, focused ? ">" : " ");
		canvas_short(drawing->canvas, drawing->row, 2, drawing->width - 3, focused ? CHOSEN : missing || wrong ? WARN : GOOD, text);
		if (focused)
			canvas_cursor(drawing->canvas, drawing->row, 2);
	}
	drawing->row++;
	problem = trouble(form, &form->items[form->item_count - 1], &bad, room);
	if (problem)
		draw_wrapped(drawing, 4, bad, problem, "! ");
}

static void
draw_heading(struct drawing *drawing, const struct field *field)
{
	if (in_view(drawing)) {
		int used = canvas_text(drawing->canvas, drawing->row, 1, drawing->width - 2, BOLD,
				       label_text(&field->label, drawing->ui->lang));

		canvas_rule(drawing->canvas, drawing->row, used + 2, drawing->width - used - 3);
	}
	drawing->row++;
}

void
form_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct form_state *form = screen->state;
	struct drawing drawing = {
		form, ui, canvas, BODY_TOP - (int)form->first_row, form_width(form, canvas->cols), BODY_TOP + body_rows(canvas)
	};

	for (size_t i = 0; i < form->item_count && drawing.row < drawing.bottom; i++) {
		const struct form_item *item = &form->items[i];

		switch (item->kind) {
		case ITEM_HEADING:
			draw_heading(&drawing, item->field);
			break;
		case ITEM_NOTE:
			draw_wrapped(&drawing, 2, FAINT, label_text(&item->field->label, ui->lang), "");
			break;
		case ITEM_SIGN:
			draw_sign(&drawing, i == form->focus);
			break;
		default:
			draw_field(&drawing, i);
		}
	}
	if (form->has_picture)
		picture_draw(&form->picture, canvas, BODY_TOP + 1, drawing.width + 1);
}
