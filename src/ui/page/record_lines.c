#include "ui/page/record_lines.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attr.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/visible.h"

#define LABEL_COLS 22

struct laying {
	const struct record_page *page;
	const struct ui *ui;
	struct text_view *view;
};

static void
lay(const struct laying *laying, int indent, struct look look, const char *text)
{
	(void)text_view_add(laying->view, look, indent, text);
}

static void
lay_line(const struct laying *laying, const struct record_line *line)
{
	bool hidden = line->is_covered && !laying->page->show_private;
	struct view_line *laid;
	struct look look;
	const char *text, *label;
	int indent;
	bool is_long;

	if (!line->field) { /* a form begins */
		text_view_add(laying->view, BOLD, 0, line->text)->rule = true;
		return;
	}
	if (line->field->type == FIELD_REPEAT) {
		lay(laying, 1, ACCENT, line->text);
		return;
	}
	text = line->other_photo ? line->text : hidden && !line->closed ? "******" : *line->text ? line->text : "-";
	label = label_text(&line->field->label, laying->ui->lang);
	look = line->closed ? FAINT : line->before || line->other_photo ? BOLD : PLAIN;
	indent = 1 + (line->row > 0);
	is_long = (int)text_cells(label) > LABEL_COLS - 1 - indent;
	if (is_long) /* has rows of its own, whole */
		lay(laying, indent, look, label);
	laid = text_view_add(laying->view, look, LABEL_COLS, text);
	if (!is_long) {
		laid->head = mem_strdup(label);
		laid->head_indent = indent;
	}
	if (line->before) {
		char *before = mem_printf(_("was: %s"), hidden ? "******" : *line->before ? line->before : _("(nothing)"));

		lay(laying, LABEL_COLS, WARN, before);
		free(before);
	}
	if (line->mark) {
		char *mark = mem_printf("! %s", line->mark);

		lay(laying, LABEL_COLS, BAD, mark);
		free(mark);
	}
}

static void
lay_lines(const struct laying *laying, size_t start, size_t end)
{
	for (size_t i = start; i < end; i++)
		if (!laying->page->only_changed || laying->page->record->lines[i].before || laying->page->record->lines[i].other_photo)
			lay_line(laying, &laying->page->record->lines[i]);
}

/* What somebody said, or what was found of what he said, on a line of its own: a line end inside of it begins no other. */
PRINTF_FMT(3, 4)
static void
lay_said(const struct laying *laying, struct look look, const char *format, ...)
{
	struct buf line = { 0 };
	va_list said;

	va_start(said, format);
	visible_vprintf(&line, format, said);
	va_end(said);
	lay(laying, 1, look, buf_text(&line));
	buf_release(&line);
}

/* Lines before the values: the return, the findings of the checks, and what is left out here. */
static void
lay_top(const struct laying *laying)
{
	const struct record *record = laying->page->record;

	for (size_t i = 0; i < record->told_count && !(laying->page->headed && *record->concluded); i++)
		lay_said(laying, BOLD, "%s", record->told[i]);
	if (record->return_reason)
		lay_said(laying, BAD, _("Given back: %s"), record->return_reason);
	else if (record->own_return)
		lay_said(laying, WARN, "%s", record->own_return);
	for (size_t i = 0; i < record->answer_count; i++)
		lay_said(laying, WARN, "%s", record->answers[i]);
	for (size_t i = 0; i < record->finding_count; i++)
		if (!i || strcmp(record->findings[i], record->findings[i - 1]) != 0) /* else the same sentence about another row */
			lay_said(laying, WARN, "! %s", record->findings[i]);
	for (size_t i = 0; i < record->printed_count && !laying->page->only_changed; i++)
		lay_said(laying, PLAIN, "%s", record->printed[i]);
	if (laying->page->only_changed && record->changed == 0)
		lay(laying, 1, PLAIN,
		    record->signed_before ? _("Nothing changed since you last signed.") : _("You have not signed this house before."));
	if (laying->page->only_changed && record->changed)
		lay(laying, 1, ACCENT, _("Only what changed since you last signed; c shows all."));
}

/* Lays the forms from the last to the first: the slot that is signed alone, or all but that. */
static void
lay_forms(const struct laying *laying, bool signed_slot)
{
	const struct record *record = laying->page->record;
	const struct id *slot = laying->page->slot;

	for (size_t end = record->line_count, start; end > 0; end = start) {
		for (start = end - 1; start > 0 && record->lines[start].field; start--)
			continue;
		if ((!id_is_zero(slot) && id_equal(&record->lines[start].root, slot)) == signed_slot)
			lay_lines(laying, start, end);
	}
}

void
record_lines_add(const struct record_page *page, const struct ui *ui, struct text_view *view)
{
	struct laying laying = { page, ui, view };

	lay_top(&laying);
	if (!page->last_first) {
		lay_lines(&laying, 0, page->record->line_count);
		return;
	}
	lay_forms(&laying, true);
	lay_forms(&laying, false);
}

/* Whether a text reaches under the words "more below"; the line of a heading may. */
static bool
text_stands_at(const struct canvas *canvas, int row, int col, int width)
{
	if (row < 0 || row >= canvas->rows)
		return false;
	for (int i = col < 0 ? 0 : col; i < col + width && i < canvas->cols; i++) {
		const char *text = canvas->cell[row * canvas->cols + i].text;

		if (strcmp(text, " ") != 0 && strcmp(text, "─") != 0 && strcmp(text, "-") != 0)
			return true;
	}
	return false;
}

void
record_more_draw(const struct text_view *view, struct canvas *canvas)
{
	const int row = view->area.row + view->area.rows - 1, end = view->area.col + view->area.cols;

	if (text_view_rows(view) <= view->first + (size_t)view->area.rows)
		return;
	if (view->area.cols > 7 && text_stands_at(canvas, row, end - 5, 5))
		canvas_text(canvas, row, end - 7, 3, PLAIN, ".. ");
	canvas_text(canvas, row, end - 4, 4, ACCENT, "PgDn");
}

void
record_photo_draw(const struct record *record, size_t at, const struct picture *picture, struct canvas *canvas,
		  const struct record_photo_areas *areas)
{
	const struct record_photo *photo = &record->photos[at];
	struct area caption = areas->caption;
	char *line = mem_printf("%zu/%zu %s%s", at + 1, record->photo_count, photo->field ? label_text(&photo->field->label, _("en")) : "",
				photo->missing ? _(" (not in this file)") : "");

	canvas_line(canvas, &caption, BOLD, line);
	free(line);
	if (!photo->missing)
		picture_draw(picture, canvas, areas->photo.row, areas->photo.col);
}

/* ---- the stepper */

const char *
record_stage_sign(const struct record_stage *stage, struct look *look)
{
	static const char *const signs[] = { "[x]", "[>]", "[ ]", "[!]", "[2]" };
	static const struct look looks[] = {
		{ INK_GOOD, 0 }, { INK_ACCENT, LOOK_BOLD }, { INK_FAINT, 0 }, { INK_BAD, LOOK_BOLD }, { INK_BAD, LOOK_BOLD }
	};

	*look = looks[stage->state];
	return signs[stage->state];
}

/* The stages of one kind, forms or levels, that the stepper shows. */
struct stepper {
	const struct record *record;
	struct canvas *canvas;
	struct area area;
	bool levels;
	int label_cols;
	int spare; /* rows that no stage needs: what is said at one may take more than its own */
};

#define STAGE_LABEL_COLS 20 /* of what a form or level is called, at least */
#define STAGE_SIGN_COLS 5

#define STAGE_SLOTS_MOST 2 /* levels over slots: more of them would take the place of the house's own */

static bool
waits_in_slot(const struct record_stage *stage)
{
	return !id_is_zero(&stage->level_root) && (stage->state == STAGE_NOW || stage->state == STAGE_BACK);
}

/* Slots stand in the list of all stages; where few of them wait for a level, that stands here, too. */
static bool
is_on_page(const struct record *record, const struct record_stage *stage)
{
	size_t waiting = 0;

	if (!stage->called_for || !id_is_zero(&stage->root))
		return false;
	if (id_is_zero(&stage->level_root))
		return true;
	for (size_t i = 0; i < record->stage_count; i++)
		waiting += waits_in_slot(&record->stages[i]);
	return waits_in_slot(stage) && waiting <= STAGE_SLOTS_MOST;
}

static bool
is_in(const struct stepper *stepper, const struct record_stage *stage)
{
	return is_on_page(stepper->record, stage) && (stage->level != NULL) == stepper->levels;
}

static int
count_stages(const struct stepper *stepper, int *current)
{
	int count = 0;

	*current = -1;
	for (size_t i = 0; i < stepper->record->stage_count; i++) {
		const struct record_stage *stage = &stepper->record->stages[i];

		if (!is_in(stepper, stage))
			continue;
		if (*current < 0 && stage->state != STAGE_DONE)
			*current = count;
		count++;
	}
	if (*current < 0)
		*current = count;
	return count;
}

/* The rows that a stage takes, of which all but the first are spare ones. */
static int
stage_rows(const struct stepper *stepper, const struct record_stage *stage, int spare)
{
	int rows = canvas_wrap_rows(stage->by, stepper->area.cols - STAGE_SIGN_COLS - stepper->label_cols);

	return rows < 2 ? 1 : rows <= 1 + spare ? rows : 1 + spare;
}

/* Spare rows that the stages of a kind use, of so many. */
static int
extra_rows(const struct stepper *stepper, int spare)
{
	int used = 0;

	for (size_t i = 0; i < stepper->record->stage_count; i++)
		if (is_in(stepper, &stepper->record->stages[i]))
			used += stage_rows(stepper, &stepper->record->stages[i], spare - used) - 1;
	return used;
}

static void
draw_stage(const struct stepper *stepper, const struct record_stage *stage, int row, int rows)
{
	int col = stepper->area.col;
	struct look look;
	const char *sign = record_stage_sign(stage, &look);

	col += canvas_text(stepper->canvas, row, col, 4, look, sign) + 1;
	canvas_short(stepper->canvas, row, col, stepper->label_cols, look, stage->label);
	col = STAGE_SIGN_COLS + stepper->label_cols;
	if (rows > 1)
		canvas_wrap(stepper->canvas, row, stepper->area.col + col, stepper->area.cols - col, rows, PLAIN, stage->by);
	else
		canvas_short(stepper->canvas, row, stepper->area.col + col, stepper->area.cols - col, PLAIN, stage->by);
}

/* Draws the stages. Where there are more than rows, the ones around the first that is not done are shown, the others counted. */
static void
draw_stages(const struct stepper *stepper)
{
	int current, count = count_stages(stepper, &current), rows = stepper->area.rows - stepper->spare, first = 0, at = 0,
		     row = stepper->area.row, spare = stepper->spare;

	if (count > rows) {
		rows--;
		first = current > 0 ? current - 1 : 0;
		first = first + rows > count ? count - rows : first;
	}
	for (size_t i = 0; i < stepper->record->stage_count; i++) {
		if (!is_in(stepper, &stepper->record->stages[i]))
			continue;
		if (at >= first && at < first + rows) {
			int height = stage_rows(stepper, &stepper->record->stages[i], spare);

			draw_stage(stepper, &stepper->record->stages[i], row, height);
			row += height;
			spare -= height - 1;
		}
		at++;
	}
	if (count > rows) {
		char text[100];

		/* Translators: forms and signatures of a house. */
		snprintf(text, sizeof(text),
			 stepper->levels
				 ? n_("%d more signature: Tab twice shows it", "%d more signatures: Tab twice shows them",
				      (size_t)(count - rows))
				 : n_("%d more form: Tab twice shows it", "%d more forms: Tab twice shows them", (size_t)(count - rows)),
			 count - rows);
		canvas_short(stepper->canvas, stepper->area.row + rows, stepper->area.col + 4, stepper->area.cols - 4, FAINT, text);
	}
}

/* As much for the longest label as who signed leaves, and a cell between them. */
static int
stage_label_cols(const struct record *record, int cols)
{
	int label = STAGE_LABEL_COLS - 1, by = 0;

	for (size_t i = 0; i < record->stage_count; i++) {
		const struct record_stage *stage = &record->stages[i];
		int label_cells = (int)text_cells(stage->label), by_cells = (int)text_cells(stage->by);

		if (!is_on_page(record, stage))
			continue;
		label = label_cells > label ? label_cells : label;
		by = by_cells > by ? by_cells : by;
	}
	if (label + 1 > cols - STAGE_SIGN_COLS - by)
		label = cols - STAGE_SIGN_COLS - by - 1;
	return label + 1 > STAGE_LABEL_COLS ? label + 1 : STAGE_LABEL_COLS;
}

int
record_stages_draw(const struct record *record, struct canvas *canvas, struct area area)
{
	int label_cols = stage_label_cols(record, area.cols - 1);
	struct stepper forms = { record, canvas, area, false, label_cols, 0 }, levels = { record, canvas, area, true, label_cols, 0 };
	int current, form_count = count_stages(&forms, &current), level_count = count_stages(&levels, &current),
		     level_rows = level_count < area.rows - 3 ? level_count : area.rows - 3,
		     form_rows = form_count < area.rows - level_rows ? form_count : area.rows - level_rows;

	if (level_count > level_rows && form_rows + level_rows < area.rows)
		level_rows = level_count < area.rows - form_rows ? level_count : area.rows - form_rows;
	/* What is said at a level, as who signed an older version and by which day it is signed anew, may be long: it wraps while there is room. */
	if (level_count <= level_rows && form_count <= form_rows)
		levels.spare = extra_rows(&levels, area.rows - form_rows - level_rows);
	level_rows += levels.spare;
	forms.area = area_top(area, form_rows);
	levels.area = area_top(area_below(area, form_rows), level_rows);
	if (canvas) {
		draw_stages(&forms);
		draw_stages(&levels);
	}
	return form_rows + level_rows;
}
