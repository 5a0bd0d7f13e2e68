#include "app/house/record.h"
#include "ui/page/record_lines.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define LABEL_COLS 22

/* One line of the record: how many rows, and drawn when `canvas` is given and the rows lie in the window. */
struct laying {
	const struct record_page *page;
	const struct ui *ui;
	struct canvas *canvas; /* NULL: only counting */
	int row, col, width, height;
	size_t at; /* rows laid so far */
};

static bool
visible(const struct laying *laying)
{
	return laying->canvas && laying->at >= laying->page->first && laying->at < laying->page->first + (size_t)laying->height;
}

static int
row_of(const struct laying *laying)
{
	return laying->row + (int)(laying->at - laying->page->first);
}

static void
lay_wrapped(struct laying *laying, int indent, struct look look, const char *text)
{
	int rows = canvas_wrap_rows(text, laying->width - indent);

	/* Row by row, so that a text may begin above the window. */
	for (int r = 0; r < rows; r++, laying->at++)
		if (visible(laying) && (r == 0 || laying->at == laying->page->first)) {
			if (r == 0)
				canvas_wrap(laying->canvas, row_of(laying), laying->col + indent, laying->width - indent,
					    laying->height - (row_of(laying) - laying->row), look, text);
			else
				canvas_text(laying->canvas, row_of(laying), laying->col + indent, laying->width - indent, FAINT, "..");
		}
}

static void
lay_line(struct laying *laying, const struct record_line *line)
{
	const char *text = line->is_private && !laying->page->show_private && !line->closed ? "******" : line->text;

	if (!line->field) { /* a form begins */
		if (visible(laying)) {
			int used = canvas_text(laying->canvas, row_of(laying), laying->col, laying->width, BOLD,
					       label_text(&line->form->label, laying->ui->lang));

			canvas_rule(laying->canvas, row_of(laying), laying->col + used + 1, laying->width - used - 1);
		}
		laying->at++;
		return;
	}
	if (line->field->type == FIELD_REPEAT) {
		lay_wrapped(laying, 1, ACCENT, line->text);
		return;
	}
	if (visible(laying))
		canvas_short(laying->canvas, row_of(laying), laying->col + 1 + (line->row > 0), LABEL_COLS - 2, FAINT,
			     label_text(&line->field->label, laying->ui->lang));
	if (!*text)
		text = "-";
	lay_wrapped(laying, LABEL_COLS, line->closed ? FAINT : line->before ? BOLD : PLAIN, text);
	if (line->before) {
		char before[400];

		snprintf(before, sizeof(before), _("was: %s"),
			 line->is_private && !laying->page->show_private ? "******"
			 : *line->before				 ? line->before
									 : _("(nothing)"));
		lay_wrapped(laying, LABEL_COLS, WARN, before);
	}
	if (line->mark) {
		char mark[200];

		snprintf(mark, sizeof(mark), "! %s", line->mark);
		lay_wrapped(laying, LABEL_COLS, BAD, mark);
	}
}

static void
lay_lines(struct laying *laying, size_t start, size_t end)
{
	for (size_t i = start; i < end; i++)
		if (!laying->page->only_changed || laying->page->record->lines[i].before)
			lay_line(laying, &laying->page->record->lines[i]);
}

static void
lay(struct laying *laying)
{
	const struct record *record = laying->page->record;

	if (record->return_reason) {
		char text[500];

		snprintf(text, sizeof(text), _("Given back: %s"), record->return_reason);
		lay_wrapped(laying, 1, BAD, text);
	}
	if (record->own_return && !record->return_reason)
		lay_wrapped(laying, 1, WARN, record->own_return);
	for (size_t i = 0; i < record->finding_count; i++) {
		char text[500];

		if (i && strcmp(record->findings[i], record->findings[i - 1]) == 0)
			continue; /* the same about another row */
		snprintf(text, sizeof(text), "! %s", record->findings[i]);
		lay_wrapped(laying, 1, WARN, text);
	}
	if (laying->page->only_changed && record->changed == 0)
		lay_wrapped(laying, 1, PLAIN,
			    record->signed_before ? _("Nothing changed since you last signed.")
						  : _("You have not signed this house before."));
	if (laying->page->only_changed && record->changed)
		lay_wrapped(laying, 1, ACCENT, _("Only what changed since you last signed; c shows all."));
	if (!laying->page->last_first) {
		lay_lines(laying, 0, record->line_count);
		return;
	}
	for (size_t end = record->line_count, start; end > 0; end = start) {
		for (start = end - 1; start > 0 && record->lines[start].field; start--)
			continue;
		lay_lines(laying, start, end);
	}
}

size_t
record_page_rows(const struct record_page *page, const struct ui *ui, int width)
{
	struct laying laying = { .page = page, .ui = ui, .width = width };

	lay(&laying);
	return laying.at;
}

void
record_page_draw(const struct record_page *page, const struct ui *ui, struct canvas *canvas, int row, int col, int width, int height)
{
	struct laying laying = { page, ui, canvas, row, col, width, height, 0 };

	lay(&laying);
	if (laying.at > page->first + (size_t)height)
		canvas_text(canvas, row + height - 1, col + width - 4, 4, ACCENT, "PgDn");
}

int
record_stages_draw(const struct record *record, struct canvas *canvas, int row, int col, int width, int height)
{
	static const char *const signs[] = { "[x]", "[>]", "[ ]", "[!]", "[2]" };
	static const struct look looks[] = {
		{ INK_GOOD, 0 }, { INK_ACCENT, LOOK_BOLD }, { INK_FAINT, 0 }, { INK_BAD, LOOK_BOLD }, { INK_BAD, LOOK_BOLD }
	};
	int used = 0;

	for (size_t i = 0; i < record->stage_count && used < height; i++, used++) {
		const struct record_stage *stage = &record->stages[i];
		int at = col;

		at += canvas_text(canvas, row + used, at, 4, looks[stage->state], signs[stage->state]) + 1;
		canvas_short(canvas, row + used, at, 20, looks[stage->state], stage->label);
		canvas_short(canvas, row + used, col + 25, width - 25, PLAIN, stage->by);
	}
	return used;
}
