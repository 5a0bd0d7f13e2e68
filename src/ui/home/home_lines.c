#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/label.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "form/later/added.h"
#include "ui/home/home_state.h"
#include "ui/people/people.h"
#include "ui/place/draws.h"
#include "ui/place/manifest.h"
#include "ui/settle/decisions.h"
#include "ui/stick/receipt.h"

/* The lines of the first page: which there are, in what order and in what words. */

static bool
is_of(const struct work_row *row, const struct work_line *line)
{
	return line->about == ABOUT_WORK && row->kind == line->kind && row->task == line->task &&
	       (!line->form || row->form == line->form) && row->field == line->field && (!line->level || row->level == line->level) &&
	       row->by == line->by;
}

/* Does the row stand behind the house that was worked on, among those that wait for the same form? */
static bool
is_behind(const struct work_row *row, const struct ui_worked *worked)
{
	int order = work_order_cmp(&row->order, &worked->order);

	return worked->number && row->form == worked->form && (order > 0 || (order == 0 && row->number > worked->number));
}

/* Is it no less urgent than the first of its line? The house that one was at goes on before another of its kind, not before a worse one. */
static bool
is_like(const struct work_row *row, const struct work_row *first)
{
	return row->order.overdue == first->order.overdue && row->order.rank == first->order.rank;
}

const struct work_row *
home_row_of(const struct home_state *home, const struct work_line *line, const struct ui *ui, size_t nth)
{
	const struct ui_worked *worked = &ui->worked;
	const struct work_row *first = NULL, *behind = NULL;
	size_t start = 0, seen = 0, next = SIZE_MAX;
	bool here = false;

	for (size_t i = 0; i < home->work->row_count; i++) {
		const struct work_row *row = &home->work->rows[i];

		if (!is_of(row, line))
			continue;
		first = first ? first : row;
		if (!id_is_zero(&worked->building) && id_equal(&row->building, &worked->building) &&
		    (worked->signed_now || home->goes_on || row->form == worked->form || is_like(row, first)))
			start = seen, here = true;
		if (next == SIZE_MAX && is_behind(row, worked)) {
			next = seen;
			behind = row;
		}
		seen++;
	}
	if (!here && next != SIZE_MAX && (home->passes || is_like(behind, first))) /* the house is done with: the one behind it */
		start = next;
	nth = seen ? (start + nth) % seen : 0;
	for (size_t i = 0; i < home->work->row_count; i++)
		if (is_of(&home->work->rows[i], line) && nth-- == 0)
			return &home->work->rows[i];
	return NULL;
}

void
home_add_page_line(struct home_state *home, enum line_about about, size_t count)
{
	struct work_line *line;

	if (!count)
		return;
	MEM_GROW(home->lines, home->count, home->cap);
	line = &home->lines[home->count++];
	*line = (struct work_line){ .about = about, .kind = WORK_KIND_COUNT, .count = count };
	switch (about) {
	case ABOUT_AGREEMENTS:
		snprintf(line->text, sizeof(line->text),
			 n_("%zu waits for your agreement as a county officer", "%zu wait for your agreement as a county officer", count),
			 count);
		break;
	case ABOUT_REQUESTS:
		snprintf(line->text, sizeof(line->text),
			 n_("%zu asks for the right to sign: compare the code, and give it",
			    "%zu ask for the right to sign: compare the code, and give it", count),
			 count);
		break;
	case ABOUT_FORKS:
		snprintf(line->text, sizeof(line->text),
			 n_("%zu laptop has two accounts: say which counts", "%zu laptops have two accounts: say which counts", count),
			 count);
		break;
	case ABOUT_PROPOSALS:
		snprintf(line->text, sizeof(line->text),
			 n_("%zu pair of houses is proposed to be one house: decide",
			    "%zu pairs of houses are proposed to be one house: decide", count),
			 count);
		break;
	case ABOUT_RIVALS:
		snprintf(line->text, sizeof(line->text), _("%zu foundings of the county contend: compare the digits with its office"),
			 count);
		break;
	case ABOUT_FOUNDING:
		snprintf(line->text, sizeof(line->text), "%s", _("Compare the digits of the county's founding with its office"));
		break;
	case ABOUT_FORMS:
		snprintf(line->text, sizeof(line->text), "%s", _("No forms are in force yet: publish them, then the county can begin"));
		break;
	case ABOUT_MANIFEST:
		snprintf(line->text, sizeof(line->text), "%s",
			 home->manifest == MANIFEST_NONE  ? _("Every house of the village is accounted for: sign that none was left out")
			 : home->manifest == MANIFEST_TWO ? _("Two manifests of the village stand side by side: sign the one that is right")
							  : _("The manifest of the village is outdated: sign it anew"));
		break;
	case ABOUT_RECEIPT:
		snprintf(line->text, sizeof(line->text), "%s", _("The county's receipt of what came is still to be written"));
		break;
	case ABOUT_SEEDS:
		snprintf(line->text, sizeof(line->text),
			 n_("%zu spot check waits for the numbers of its lottery, whose day has come",
			    "%zu spot checks wait for the numbers of their lottery, whose day has come", count),
			 count);
		break;
	case ABOUT_WORK:
		break;
	}
}

void
home_add_work(struct home_state *home, const struct work_row *row)
{
	struct work_line *line;

	for (size_t i = 0; i < home->count; i++) {
		line = &home->lines[i];
		/* What came back and drafts are one line each, whatever the form; forms and levels have lines of their own. */
		if (line->about == ABOUT_WORK && line->kind == row->kind && line->task == row->task &&
		    (row->kind != WORK_FORM || line->form == row->form) && line->field == row->field &&
		    (row->kind != WORK_SIGN || line->level == row->level) && line->by == row->by) {
			line->count++;
			line->overdue += row->order.overdue;
			line->worst += row->order.rank == 0;
			return;
		}
	}
	MEM_GROW(home->lines, home->count, home->cap);
	line = &home->lines[home->count++];
	*line = (struct work_line){ .kind = row->kind,
				    .task = row->task,
				    .count = 1,
				    .overdue = row->order.overdue,
				    .worst = row->order.rank == 0,
				    .by = row->by,
				    .form = row->kind == WORK_FORM ? row->form : NULL,
				    .field = row->field,
				    .level = row->kind == WORK_SIGN ? row->level : NULL };
}

void
home_word_line(struct work_line *line, const struct ui *ui)
{
	char *level, *question;

	switch (line->kind) {
	case WORK_RETURNED:
		snprintf(line->text, sizeof(line->text),
			 line->overdue ? _("%zu given back, the day is past: correct what is marked")
				       : _("%zu given back: correct what is marked"),
			 line->count);
		break;
	case WORK_FOR_OTHER:
		if (line->task == TASK_RETURNED)
			snprintf(line->text, sizeof(line->text),
				 line->overdue ? _("%zu given back, the day is past: better corrected by who filled them")
					       : _("%zu given back: better corrected by who filled them"),
				 line->count);
		else
			snprintf(line->text, sizeof(line->text),
				 line->overdue ? _("%zu with errors, the day is past: better corrected by who filled them")
					       : _("%zu with errors: better corrected by who filled them"),
				 line->count);
		break;
	case WORK_CONFLICT:
		snprintf(line->text, sizeof(line->text),
			 line->overdue ? _("%zu with two versions, the day is past: say which holds")
				       : _("%zu with two versions: say which holds"),
			 line->count);
		break;
	case WORK_FINDINGS:
		snprintf(line->text, sizeof(line->text),
			 line->overdue ? _("%zu with errors, the day is past: correct what the checks found")
				       : _("%zu with errors: correct what the checks found"),
			 line->count);
		break;
	case WORK_SIGN:
		level = house_level_words(app_pack(ui->app), line->level);
		if (line->decided)
			snprintf(line->text, sizeof(line->text), _("%zu to sign (%s); %zu decided, unsigned"), line->count, level,
				 line->decided);
		else if (line->overdue)
			snprintf(line->text, sizeof(line->text), _("%zu to sign, the day is past: %s"), line->count, level);
		else
			snprintf(line->text, sizeof(line->text), _("%zu to sign (%s)"), line->count, level);
		free(level);
		break;
	case WORK_ADDED:
		question = added_question(app_pack(ui->app), line->field);
		snprintf(line->text, sizeof(line->text),
			 line->overdue ? _("%zu with an added question, the day is past: %s") : _("%zu with an added question: %s"),
			 line->count, question);
		free(question);
		break;
	case WORK_DRAFT:
		snprintf(line->text, sizeof(line->text),
			 line->task == TASK_FORM ? _("%zu to fill, begun here: go on") : _("%zu begun here: go on"), line->count);
		break;
	case WORK_BEGUN_BY_OTHER:
		if (line->task == TASK_FORM)
			snprintf(line->text, sizeof(line->text), _("%zu to fill, begun by %s: theirs to go on with"), line->count,
				 line->by);
		else
			snprintf(line->text, sizeof(line->text), _("%zu begun by %s and not signed: theirs to go on with"), line->count,
				 line->by);
		break;
	default:
		if (line->task == TASK_AGAIN)
			snprintf(line->text, sizeof(line->text),
				 line->overdue ? _("%zu to look at again, the day is past: %s") : _("%zu to look at again: %s"),
				 line->count, label_text(&line->form->label, ui->lang));
		else if (line->overdue)
			snprintf(line->text, sizeof(line->text), _("%zu to fill, the day is past: %s"), line->count,
				 label_text(&line->form->label, ui->lang));
		else
			snprintf(line->text, sizeof(line->text), _("%zu to fill: %s"), line->count,
				 label_text(&line->form->label, ui->lang));
	}
}

/* Is a house past its day that the other is not past, or was the worst found in it and not in the other? */
static bool
presses_more(const struct work_row *row, const struct work_row *than)
{
	if (row->order.overdue != than->order.overdue)
		return row->order.overdue;
	return row->order.rank == 0 && than->order.rank != 0;
}

size_t
home_pressing_line(const struct home_state *home, const struct ui *ui, size_t line)
{
	const struct work_row *row = home->lines[line].about == ABOUT_WORK ? home_row_of(home, &home->lines[line], ui, 0) : NULL;

	for (size_t i = 0; i < line && row; i++) {
		const struct work_row *above = home->lines[i].about == ABOUT_WORK ? home_row_of(home, &home->lines[i], ui, 0) : NULL;

		if (above && presses_more(above, row))
			return i;
	}
	return line;
}

void
home_stay(struct home_state *home, const struct work_line *before, struct ui *ui)
{
	size_t same = SIZE_MAX, house = SIZE_MAX, task = SIZE_MAX, begun = SIZE_MAX;

	home->goes_on = false;
	if (before->about == ABOUT_WORK && before->kind == WORK_KIND_COUNT)
		return;
	for (size_t i = 0; i < home->count; i++) {
		const struct work_line *line = &home->lines[i];
		const struct work_row *row = home_row_of(home, line, ui, 0);

		if (line->about == before->about && line->kind == before->kind && line->form == before->form &&
		    line->field == before->field && line->level == before->level)
			same = i;
		if (line->about == ABOUT_WORK && line->kind == WORK_DRAFT && row && row->form == ui->worked.form &&
		    id_equal(&row->building, &ui->worked.building))
			begun = i;
		if (line->about != ABOUT_WORK || line->kind != WORK_FORM)
			continue;
		if (line->form == home->task)
			task = i;
		if (house == SIZE_MAX && row && id_equal(&row->building, &ui->worked.building))
			house = i;
	}
	if (home->opened && !ui->worked.signed_now && begun != SIZE_MAX)
		same = begun;
	else if (ui->worked.signed_now && house != SIZE_MAX)
		same = house;
	else if (ui->worked.signed_now && task != SIZE_MAX)
		same = task;
	if (ui->worked.signed_now && same != SIZE_MAX && same != house && !home->passes)
		same = home_pressing_line(home, ui, same);
	home->goes_on = ui->worked.signed_now && home->task && same != SIZE_MAX && (same == house || same == task);
	ui->worked.signed_now = false;
	home->list.chosen = same == SIZE_MAX ? 0 : same;
}

struct screen *
home_page_of(const struct home_state *home, struct ui *ui, enum line_about about)
{
	switch (about) {
	case ABOUT_WORK:
		break;
	case ABOUT_AGREEMENTS:
		return waiting_screen(ui);
	case ABOUT_FORMS:
		return publish_screen(ui);
	case ABOUT_REQUESTS:
		return asking_screen(ui);
	case ABOUT_RECEIPT:
		return receipt_screen(home->owed.logs);
	case ABOUT_MANIFEST:
		return manifest_screen(ui, home->village);
	case ABOUT_SEEDS:
		return draws_screen(ui);
	case ABOUT_FORKS:
	case ABOUT_PROPOSALS:
		return decisions_screen();
	case ABOUT_RIVALS:
	case ABOUT_FOUNDING:
		return foundings_screen(ui);
	}
	return NULL;
}

/* ---- how they look */

static void
line_text_of(const void *ctx, size_t index, struct buf *out)
{
	const struct home_state *home = ctx;

	buf_text_add(out, home->lines[index].text);
}

#define WORDS_INDENT 2 /* of the words below the chosen line */

/* The house that the chosen line names, and by which keys another one: the arrows alone where words would take a row more. */
static const char *
first_of(const struct home_state *home, int cols)
{
	bool is_long = canvas_wrap_rows(home->first, cols) > 1 && canvas_wrap_rows(home->first_short, cols) == 1;

	return is_long ? home->first_short : home->first;
}

static int
line_height(const void *ctx, size_t index, int cols)
{
	const struct home_state *home = ctx;

	if (index != home->list.chosen)
		return 1;
	return 1 + canvas_wrap_rows(first_of(home, cols - WORDS_INDENT), cols - WORDS_INDENT) +
	       canvas_wrap_rows(home->why, cols - WORDS_INDENT);
}

/* Draws at the right edge how many houses of a line are of the first rank, and what was found there; *area is what is left of it. */
static void
draw_worst(const struct home_state *home, const struct work_line *line, struct area *area, struct canvas *canvas)
{
	char *text;
	int cells;

	if (!line->worst || !home->worst)
		return;
	/* Translators: how many houses, what was found there ("Severe hazard"): they stand before the others of the line. */
	text = mem_printf(_("%zu first: %s"), line->worst, home->worst);
	cells = (int)text_cells(text);
	if (cells > area->cols / 2)
		cells = area->cols / 2;
	canvas_short(canvas, area->row, area->col + area->cols - cells, cells, BAD, text);
	*area = area_inside(*area, 0, cells + 1);
	free(text);
}

static void
line_draw(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct home_state *home = ctx;
	struct area words = area_top(area, 1);

	draw_worst(home, &home->lines[index], &words, canvas);
	canvas_short(canvas, words.row, words.col, words.cols, chosen ? CHOSEN : PLAIN, home->lines[index].text);
	area = area_inside(area_below(area, 1), WORDS_INDENT, 0);
	if (chosen) {
		canvas_paragraph(canvas, &area, FAINT, first_of(home, area.cols));
		canvas_paragraph(canvas, &area, home->lines[index].kind == WORK_SIGN ? WARN : BAD, home->why);
	}
}

struct list_rows
home_rows(const struct home_state *home)
{
	return (struct list_rows){ .count = home->count, .ctx = home, .text = line_text_of, .draw = line_draw, .height = line_height };
}
