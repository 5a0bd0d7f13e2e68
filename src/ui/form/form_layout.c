#include "ui/form/form_layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/fill/sheet.h"
#include "app/fill/sheet_photos.h"
#include "app/fill/sheet_problems.h"
#include "app/house/check.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"

/* What stands at the lines of a form and how many rows it takes. */

#define OPTION_COLS_MIN 20
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
struct area
form_lines_area(const struct form_state *form)
{
	int beside = form_is_wide(form->body) ? form->body.cols - QUESTION_COLS : PHOTO_COLS + 2;

	return area_inside(form->body, 0, form->has_picture ? beside : 0);
}

int
form_text_cols(const struct form_state *form)
{
	return form_lines_area(form).cols - LABEL_COLS - 5;
}

static bool
is_masked(const struct form_state *form, const struct form_item *item, bool focused)
{
	/* A full number went on by itself before anybody could read its last digit: it stays in sight until the next key. */
	return item->kind == ITEM_FIELD && field_is_covered(item->field) && !form->show_private && !focused &&
	       !(form->moved_on && item->field == form->moved_from);
}

/* True for a rule broken only because its question has no answer yet; the problem is told when somebody wants to sign. */
static bool
is_no_news(const struct form_state *form, const struct sheet_problem *problem)
{
	return problem->kind == FORM_RULE && problem->field && !form->show_missing &&
	       !sheet_value(form->sheet, problem->field, form->row) && !sheet_photo(form->sheet, problem->field, form->row);
}

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
const char *
form_trouble(const struct form_state *form, const struct form_item *item, struct look *look, char room[TROUBLE_MAX])
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
	if (item->kind != ITEM_FIELD || (form->begun && item == &form->items[form->focus]))
		return NULL;
	missing_too = form->show_missing;
	problem = sheet_problem_of(form->sheet, item->field, form->row, missing_too);
	/* A problem in a row of a repeat shows at the line of its list. */
	for (size_t i = 0; !problem && item->field->type == FIELD_REPEAT && i < sheet_problem_count(form->sheet); i++)
		if (sheet_problem_at(form->sheet, i)->row && sheet_problem_at(form->sheet, i)->field->parent == item->field)
			problem = sheet_problem_at(form->sheet, i);
	if (!problem || problem->kind == FORM_WARNING) /* a warning stands at its reason's line */
		return NULL;
	if (is_no_news(form, problem) || (problem->kind == FORM_AGAIN && item != &form->items[form->focus]))
		return NULL;
	*look = problem->kind == FORM_AGAIN ? WARN : BAD;
	return problem_words(form, item, problem, room);
}

int
form_options_columns(const struct form_state *form, int width, int *col_width)
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

/* Is there a line below the choices that says what keys go on? */
bool
form_options_have_line(const struct form_state *form)
{
	return form->option_count > CHOICE_PAGE || (form->widget == WIDGET_PHOTO && form->option_count > 1);
}

static int
choices_rows(const struct form_state *form, int width)
{
	int col_width, columns;

	if (form->widget == WIDGET_TEXT)
		return (int)form->suggestion_count + form->more_suggestions;
	if (form->widget != WIDGET_OPTIONS && form->widget != WIDGET_PHOTO)
		return 0;
	columns = form_options_columns(form, width - OPTION_INDENT - 1, &col_width);
	return ((int)form_options_shown(form) + columns - 1) / columns + form_options_have_line(form);
}

/* What the signer who gave it back marked at a question, or "". The caller frees. */
char *
form_mark_words(const struct form_state *form, const struct form_item *item)
{
	const char *mark = item->kind == ITEM_FIELD ? sheet_mark(form->sheet, item->field, form->row) : NULL;

	return mark ? mem_printf(_("marked by the signer: %s"), mark) : mem_strdup("");
}

/* What is sealed with the signature, as it was typed: shown once at its line, when nothing is open any more. "" for nothing; the caller frees. */
char *
form_sealed_words(const struct form_state *form)
{
	struct buf out = { 0 };
	size_t missing, wrong;

	form_count_open(form, &missing, &wrong);
	for (size_t i = 0; !form->repeat && !missing && !wrong && i < form->item_count; i++) {
		const struct form_item *item = &form->items[i];
		char *text;

		if (item->kind != ITEM_FIELD || !item->field->is_private || !field_type_has_value(item->field->type))
			continue;
		text = sheet_text(form->sheet, item->field, 0, _("en"));
		if (*text)
			buf_printf(&out, _("%s%s: %s"), out.len ? _("; ") : _("Sealed with it: "), form_label(item), text);
		free(text);
	}
	return out.len ? buf_detach(&out) : mem_strdup("");
}

/* True for the line that says what was done about a return; others give the reason for a warning. */
static bool
form_is_answer(const struct form_item *item)
{
	return item->kind == ITEM_REASON && strcmp(item->rule->id, CHECK_ANSWER) == 0;
}

const char *
form_hint(const struct form_item *item)
{
	const char *text;

	if (item->kind == ITEM_REASON && strcmp(item->rule->id, CHECK_TWIN) == 0)
		return _(
			"Another house: say how you know. The same house: = (of a new listing nothing is kept; of two that stand one is counted, by a page of its own).");
	if (item->kind == ITEM_WORDS)
		return _("In a few words, for who signs it next.");
	if (item->kind == ITEM_REASON)
		return form_is_answer(item) ? _("In words, for who gave it back: what was changed, or why nothing was.")
					    : _("Why is it so all the same?");
	if (item->kind != ITEM_FIELD)
		return "";
	text = label_text(&item->field->hint, _("en"));
	if (*text)
		return text;
	if (item->field->type == FIELD_DATE)
		return _("t: today; 0901 is the first of September");
	return item->field->type == FIELD_SELECT_MULTIPLE ? _("digits switch on and off, Enter goes on") : "";
}

const char *
form_label(const struct form_item *item)
{
	if (item->words)
		return item->words;
	if (item->kind == ITEM_WORDS)
		return _("  in words");
	return item->kind == ITEM_REASON ? (form_is_answer(item) ? _("  what was done") : _("  reason"))
					 : label_text(&item->field->label, _("en"));
}

/* A label too long for its place is written out while the cursor stands there. */
bool
form_is_long(const struct form_item *item)
{
	return item->kind == ITEM_FIELD && text_cells(form_label(item)) > LABEL_COLS - 2;
}

char *
form_value_words(const struct form_state *form, const struct form_item *item, bool focused)
{
	const struct sheet_photo *photo;
	char *text;
	int rows;

	if (item->kind == ITEM_REASON) {
		const struct list *list = sheet_reasons(form->sheet, item->rule->id);
		const char *reason = sheet_reason(form->sheet, item->rule->id);
		const struct choice *choice = list ? list_choice(list, reason) : NULL;

		return mem_strdup(choice ? label_text(&choice->label, _("en")) : reason);
	}
	if (item->kind == ITEM_WORDS)
		return mem_strdup(sheet_reason_words(form->sheet, item->rule->id));
	if (item->field->type == FIELD_PHOTO) {
		photo = sheet_photo(form->sheet, item->field, form->row);
		return !photo	     ? mem_strdup("")
		       : photo->kept ? mem_strdup(photo->bytes.len || !item->field->is_private ? _("as signed")
											       : _("as signed, sealed for others"))
				     : mem_strdup(photo->name ? photo->name : _("photo"));
	}
	if (item->field->type == FIELD_REPEAT) {
		rows = sheet_row_count(form->sheet, item->field);
		if (focused)
			return rows ? mem_printf(n_("%d row   (Space: open, +: one more, Enter: on)",
						    "%d rows   (Space: open, +: one more, Enter: on)", rows),
						 rows)
				    : mem_strdup(_("none   (+: add one, Enter: on)"));
		return rows ? mem_printf(n_("%d row", "%d rows", rows), rows) : mem_strdup(_("none"));
	}
	text = sheet_text(form->sheet, item->field, form->row, _("en"));
	if (*text && is_masked(form, item, focused)) {
		free(text);
		return mem_strdup("******");
	}
	return text;
}

/* The lines of an answer: all of it is seen, but for a text that is being typed, which scrolls, and while letters narrow the choices. */
int
form_value_rows(const struct form_state *form, size_t index, int width)
{
	const struct form_item *item = &form->items[index];
	bool focused = index == form->focus;
	char *words;
	int rows;

	if (item->kind == ITEM_SIGN || (focused && (form->widget == WIDGET_TEXT || *form->filter)))
		return 1;
	words = form_value_words(form, item, focused);
	rows = canvas_wrap_rows(words, width - LABEL_COLS - 1);
	free(words);
	return rows > 1 ? rows : 1;
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
	const char *text = form_trouble(form, item, &look, room);
	int rows;

	if (item->kind == ITEM_MORE)
		return 1;
	rows = item->kind == ITEM_HEADING || item->kind == ITEM_NOTE ? 1 : form_value_rows(form, index, width);
	if (item->kind == ITEM_SIGN && index == form->focus) {
		mark = form_sealed_words(form);
		rows += rows_below(mark, width);
		free(mark);
	}
	if (item->kind == ITEM_NOTE)
		return canvas_wrap_rows(form_label(item), width - 2);
	mark = form_mark_words(form, item);
	rows += rows_below(mark, width);
	free(mark);
	if (text)
		rows += rows_below(text, width);
	if (index != form->focus)
		return rows;
	if (form_is_long(item))
		rows += rows_below(form_label(item), width);
	return rows + rows_below(form_hint(item), width) + choices_rows(form, width);
}

/* Keeps the line at the cursor, with all that belongs to it, in view. */
void
form_scroll(struct form_state *form)
{
	int width = form_lines_area(form).cols, top = 0, height = 0;

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

/* Says how much of the form is still open. */
void
form_count_open(const struct form_state *form, size_t *missing, size_t *wrong)
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
		else if (sheet_problem_blocks(form->sheet, problem))
			(*wrong)++;
	}
	if (!*missing && !*wrong)
		*wrong = quiet; /* quiet problems stand in the way too */
}

/* What a form is in which nothing is open. One that stands just like this, and from which another form differs, is looked at before it is signed so. */
static const char *
complete_words(const struct form_state *form)
{
	if (form->repeat)
		return _("row complete");
	if (!sheet_is_as_signed(form->sheet))
		return _("complete: ^S signs");
	return sheet_differs(form->sheet) ? _("another form differs: look again") : _("signed just like this");
}

/* Says in a few words, for the line above the keys, how much is still open. */
void
form_note(struct form_state *form)
{
	size_t missing, wrong;

	form_count_open(form, &missing, &wrong);
	if (missing && wrong)
		snprintf(form->note, sizeof(form->note), _("%zu open, %zu to settle"), missing, wrong);
	else if (missing)
		snprintf(form->note, sizeof(form->note), _("%zu open"), missing);
	else if (wrong)
		snprintf(form->note, sizeof(form->note), _("%zu to settle"), wrong);
	else
		snprintf(form->note, sizeof(form->note), "%s", complete_words(form));
}
