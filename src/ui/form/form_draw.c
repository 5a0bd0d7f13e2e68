#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/fill/sheet.h"
#include "app/fill/sheet_again.h"
#include "app/fill/sheet_photos.h"
#include "app/fill/sheet_problems.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/form/form_layout.h"
#include "ui/input.h"

/* The look of a form's lines: a label, its value, and below it problems, the hint and the choices at the cursor. */

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
	char number[2] = { form_option_digit(form, index) }, text[300]; /* "" where two on the page have one */

	if (area.rows < 1)
		return;
	snprintf(text, sizeof(text), code ? "%-3s %s" : "%s%s", code ? code : "", option->label);
	canvas_text(drawing->canvas, area.row, area.col, 1, option->on ? ACCENT : BOLD, form_digits_narrow(form) ? " " : number);
	canvas_text(drawing->canvas, area.row, area.col + 1, 1, ACCENT, option->on ? "*" : " ");
	area = area_inside(area, OPTION_MARK_COLS, 2);
	canvas_line(drawing->canvas, &area,
		    index == form->chosen		   ? CHOSEN
		    : option->on			   ? BOLD
		    : option->photo && option->photo->used ? FAINT
							   : PLAIN,
		    text);
}

static void
draw_options(struct drawing *drawing)
{
	const struct form_state *form = drawing->form;
	int col_width, columns = form_options_columns(form, drawing->lines.cols - OPTION_INDENT - 1, &col_width);
	size_t first = form_option_first(form), end = first + form_options_shown(form);
	struct area row = { 0 };

	for (size_t i = first; i < end; i++) {
		int column = (int)(i - first) % columns;

		if (column == 0)
			row = next_row(drawing, OPTION_INDENT, 1);
		draw_option(drawing, area_left(area_inside(row, column * col_width, 0), col_width), i);
	}
	if (form_options_have_line(form)) {
		char text[120];

		if (form->widget == WIDGET_PHOTO)
			snprintf(text, sizeof(text), _("%zu-%zu of %zu; b: those of this house one by one, ^P: all"), first + 1, end,
				 form->option_count);
		else if (*form->filter)
			snprintf(text, sizeof(text), _("%zu-%zu of %zu; more letters narrow, left and right move"), first + 1, end,
				 form->option_count);
		else
			snprintf(text, sizeof(text), _("page %zu of %zu: digits are of this page; letters narrow, arrows turn it"),
				 form_option_page(form, first) + 1, form_option_page(form, form->option_count - 1) + 1);
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
		char digit = form_digit_suggests(form) ? (char)('1' + i) : ' ';
		char *text = mem_printf("%c %s%s", digit, form->suggestions[i], i == 0 && !form->suggesting ? _("   (Down: choose)") : "");

		row = next_row(drawing, LABEL_COLS + 3, 1);
		canvas_line(drawing->canvas, &row, form->suggesting && form->chosen == i ? CHOSEN : FAINT, text);
		free(text);
	}
	if (form->more_suggestions) {
		row = next_row(drawing, LABEL_COLS + 3, 1);
		canvas_line(drawing->canvas, &row, FAINT, _("more entries fit; typing on narrows them"));
	}
}

/* Draws the day that a date is taken for, beside the text as it is written. */
static void
draw_understood(const struct drawing *drawing, const struct form_item *item, struct area area)
{
	const struct form_state *form = drawing->form;
	const struct value *value = item->kind == ITEM_FIELD && item->field->type == FIELD_DATE
					    ? sheet_value(form->sheet, item->field, form->row)
					    : NULL;
	char text[32];

	if (!value || strcmp(value->text, line_text(&form->line)) == 0)
		return;
	snprintf(text, sizeof(text), "= %.10s", value->text);
	area = area_inside(area, (int)text_cells(line_text(&form->line)) + 3, 0);
	canvas_line(drawing->canvas, &area, FAINT, text);
}

/* Draws beside an answer that stands there, and that no key went into yet, what typing does to it. */
static void
draw_typing(const struct drawing *drawing, struct area area)
{
	const struct form_state *form = drawing->form;
	const char *text = form->line.preset ? _("typing replaces it, ← → change it") : _("typing adds to it, ^U empties it");

	area = area_inside(area, (int)text_cells(line_text(&form->line)) + 3, 0);
	if (*line_text(&form->line) && form->fresh && (int)text_cells(text) <= area.cols)
		canvas_line(drawing->canvas, &area, FAINT, text);
}

/* Draws the answer of a question: the text being typed, or its words with the letters that narrow the choices. */
static void
draw_answer(const struct drawing *drawing, const struct form_item *item, struct area area, const char *value, bool focused)
{
	const struct form_state *form = drawing->form;
	bool fixed = item->kind == ITEM_FIELD && sheet_is_fixed(item->field);
	int used;

	if (focused && form->widget == WIDGET_TEXT) {
		area = area_inside(area, 0, 1);
		input_draw(drawing->canvas, area.row, area.col, area.cols, &form->line);
		draw_understood(drawing, item, area);
		draw_typing(drawing, area);
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

/* An answer without room in one line goes on below, all of it. */
static void
draw_long_answer(struct drawing *drawing, const struct form_item *item, const char *value, bool focused)
{
	bool fixed = item->kind == ITEM_FIELD && sheet_is_fixed(item->field);

	drawing->row--;
	if (focused && drawing->row >= drawing->lines.row)
		canvas_cursor(drawing->canvas, drawing->row, drawing->lines.col + LABEL_COLS + 1);
	draw_wrapped(drawing, LABEL_COLS + 1, focused ? BOLD : fixed ? FAINT : PLAIN, value, "");
}

static void
draw_question(struct drawing *drawing, size_t index)
{
	const struct form_item *item = &drawing->form->items[index];
	bool asked = item->kind != ITEM_FIELD || (item->field->required && !sheet_is_fixed(item->field)),
	     focused = index == drawing->form->focus, again;
	struct area row = next_row(drawing, 0, 0), label = area_inside(area_left(row, LABEL_COLS), 2, 0);
	char *value = form_value_words(drawing->form, item, focused);

	if (row.rows > 0) {
		canvas_text(drawing->canvas, row.row, row.col, 1, ACCENT, focused ? ">" : " ");
		again = item->kind == ITEM_FIELD && sheet_is_asked_again(drawing->form->sheet, item->field);
		canvas_text(drawing->canvas, row.row, row.col + 1, 1, BAD, again || (asked && !*value) ? "*" : " ");
		canvas_line(drawing->canvas, &label, focused ? ACCENT : PLAIN, form_label(item));
	}
	if (form_value_rows(drawing->form, index, row.cols) > 1)
		draw_long_answer(drawing, item, value, focused);
	else if (row.rows > 0)
		draw_answer(drawing, item, area_inside(row, LABEL_COLS, 0), value, focused);
	free(value);
}

static void
draw_field(struct drawing *drawing, size_t index)
{
	const struct form_state *form = drawing->form;
	const struct form_item *item = &form->items[index];
	bool focused = index == form->focus;
	char *mark = form_mark_words(form, item), room[TROUBLE_MAX];
	struct look bad;
	const char *text;

	draw_question(drawing, index);
	draw_wrapped(drawing, BELOW_INDENT, BAD, mark, "! ");
	free(mark);
	text = form_trouble(form, item, &bad, room);
	if (text)
		draw_wrapped(drawing, BELOW_INDENT, bad, text, "! ");
	if (!focused)
		return;
	if (form_is_long(item))
		draw_wrapped(drawing, BELOW_INDENT, ACCENT, form_label(item), "");
	draw_wrapped(drawing, BELOW_INDENT, FAINT, form_hint(item), "");
	if (form->widget == WIDGET_OPTIONS || form->widget == WIDGET_PHOTO)
		draw_options(drawing);
	else
		draw_suggestions(drawing);
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
	char *sealed;

	form_count_open(form, &missing, &wrong);
	if (missing && wrong)
		snprintf(text, sizeof(text), _("%zu questions open, %zu points to settle (Enter: the first)"), missing, wrong);
	else if (missing)
		snprintf(text, sizeof(text), n_("%zu question open (Enter: there)", "%zu questions open (Enter: the first)", missing),
			 missing);
	else if (wrong)
		snprintf(text, sizeof(text), n_("%zu point to settle (Enter: there)", "%zu points to settle (Enter: the first)", wrong),
			 wrong);
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
	sealed = focused ? form_sealed_words(form) : mem_strdup("");
	draw_wrapped(drawing, BELOW_INDENT, FAINT, sealed, "");
	free(sealed);
	problem = form_trouble(form, &form->items[form->item_count - 1], &bad, room);
	if (problem)
		draw_wrapped(drawing, BELOW_INDENT, bad, problem, "! ");
}

static void
draw_more(struct drawing *drawing, bool focused)
{
	const struct form_state *form = drawing->form;
	struct area row = next_row(drawing, 0, 1);
	char text[120];

	if (row.rows < 1)
		return;
	snprintf(text, sizeof(text),
		 form->more ? n_("%zu question that may stay empty (^N hides it)", "%zu questions that may stay empty (^N hides them)",
				 form->more_count)
			    : n_("%zu question that may stay empty (^N)", "%zu questions that may stay empty (^N)", form->more_count),
		 form->more_count);
	canvas_text(drawing->canvas, row.row, row.col, 1, ACCENT, focused ? ">" : " ");
	row = area_inside(row, 2, 0);
	if (focused)
		canvas_cursor(drawing->canvas, row.row, row.col);
	canvas_line(drawing->canvas, &row, focused ? CHOSEN : FAINT, text);
}

static void
draw_heading(struct drawing *drawing, const struct form_item *item)
{
	struct area row = next_row(drawing, 1, 1);

	if (row.rows < 1)
		return;
	row = area_inside(row, canvas_short(drawing->canvas, row.row, row.col, row.cols, BOLD, form_label(item)) + 1, 0);
	canvas_rule(drawing->canvas, row.row, row.col, row.cols);
}

void
form_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct form_state *form = screen->state;
	struct area photo = form_picture_area(ui_body(ui));
	struct drawing drawing = { .form = form, .ui = ui, .canvas = canvas, .lines = form_lines_area(form) };

	drawing.row = drawing.lines.row - (int)form->first_row;
	for (size_t i = 0; i < form->item_count && drawing.row < drawing.lines.row + drawing.lines.rows; i++) {
		const struct form_item *item = &form->items[i];

		switch (item->kind) {
		case ITEM_HEADING:
			draw_heading(&drawing, item);
			break;
		case ITEM_NOTE:
			draw_wrapped(&drawing, 2, item->words ? WARN : FAINT, form_label(item), "");
			break;
		case ITEM_MORE:
			draw_more(&drawing, i == form->focus);
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
	if (form->has_picture && form->shown_count) {
		struct area caption = { photo.row - 1, photo.col, 1, photo.cols };
		char *text = mem_printf(_("%s (^P: large, %zu photos)"), label_text(&form->shown[0].field->label, ui->lang),
					form->shown_count);

		canvas_line(canvas, &caption, FAINT, text);
		free(text);
	}
}
