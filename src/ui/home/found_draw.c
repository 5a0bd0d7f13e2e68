#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/home/found_state.h"
#include "ui/input.h"

/* How the pages of founding a county look. */

#define LABEL_COLS 24 /* before what is typed */

static void
draw_field(struct canvas *canvas, struct area *left, const char *label, const struct line *line, bool typed)
{
	struct area row = *left;

	canvas_column(canvas, &row, LABEL_COLS, PLAIN, label);
	if (typed)
		input_draw(canvas, row.row, row.col - 1, FIELD_COLS, line);
	else
		canvas_line(canvas, &row, BOLD, line_text(line));
	*left = area_below(*left, 1);
}

static const char *
officers_hint(size_t count)
{
	return count == 0 ? _("Type the name of the first county officer. Officers give others their right and publish the forms.")
	       : count == 1
		       ? _("One officer is enough to begin. Or type the others' names: a county has one officer, or three and more. Officers at another laptop ask there with a key of their own, and are named later: k, o, n.")
	       : count == 2 ? _("A county has one officer, or three and more: type the next name.")
			    : _("Type the next name; Enter on the empty line goes on.");
}

static void
draw_officers(const struct found_state *state, struct canvas *canvas, struct area *left)
{
	for (size_t i = 0; i < state->count; i++) {
		struct area row = *left;
		char label[100];

		snprintf(label, sizeof(label), _("Officer %zu"), i + 1);
		canvas_column(canvas, &row, LABEL_COLS, PLAIN, label);
		canvas_line(canvas, &row, BOLD, state->officers[i].name);
		*left = area_below(*left, 1);
	}
}

static void
draw_threshold(const struct found_state *state, struct canvas *canvas, struct area *left)
{
	char text[200];

	snprintf(text, sizeof(text), _("%zu officers; of these %d must agree"), state->count, state->threshold);
	canvas_line(canvas, left, state->stage == FOUND_THRESHOLD ? CHOSEN : PLAIN, text);
}

static void
draw_threshold_words(struct canvas *canvas, struct area *left)
{
	canvas_paragraph(
		canvas, left, PLAIN,
		_("So many officers must agree before forms, the right to give rights to others, or other officers count: one alone cannot do any of it."));
	*left = area_below(*left, 1);
	canvas_paragraph(
		canvas, left, FAINT,
		_("A digit, or Up and Down, chooses; Enter goes on. Over half must agree, and not all: one lost key would end the county."));
}

/* The officer whose turn it is. */
static void
draw_officer(const struct found_state *state, struct canvas *canvas, struct area left)
{
	const struct found_officer *officer = &state->officers[state->at];
	char *text;

	if (state->stage == FOUND_PAPER) {
		text = mem_printf(_("%s: write this passphrase on paper. It is shown only now, and nobody can tell it to you again:"),
				  officer->name);
		paper_draw(&state->paper, canvas, left, text, officer->passphrase);
		free(text);
		return;
	}
	text = mem_printf(_("Now %s alone looks at the screen, with paper and a pen."), officer->name);
	canvas_paragraph(canvas, &left, BOLD, text);
	free(text);
	left = area_below(left, 1);
	canvas_paragraph(canvas, &left, PLAIN, _("Enter shows the passphrase. It is shown only once."));
}

void
found_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct found_state *state = screen->state;
	struct area left = area_below(area_inside(ui_body(ui), 2, 2), 1);
	char *text;

	if (state->stage >= FOUND_CALL) {
		draw_officer(state, canvas, left);
		return;
	}
	draw_field(canvas, &left, _("County, 6 digits"), &state->county, state->stage == FOUND_COUNTY);
	if (state->stage >= FOUND_TITLE)
		draw_field(canvas, &left, _("Title of the county"), &state->title, state->stage == FOUND_TITLE);
	if (state->stage >= FOUND_OFFICERS)
		draw_officers(state, canvas, &left);
	if (state->stage == FOUND_OFFICERS) {
		if (state->count < OFFICERS_MOST)
			draw_field(canvas, &left, _("Next officer"), &state->name, true);
		left = area_below(left, 1);
		canvas_paragraph(canvas, &left, FAINT, officers_hint(state->count));
		if (state->count)
			canvas_paragraph(canvas, &left, FAINT, _("Backspace on the empty line takes the last name back."));
	}
	if (state->stage >= FOUND_THRESHOLD)
		draw_threshold(state, canvas, &left);
	left = area_below(left, 1);
	if (state->stage == FOUND_THRESHOLD)
		draw_threshold_words(canvas, &left);
	if (state->stage == FOUND_TITLE && state->untouched)
		canvas_paragraph(canvas, &left, FAINT, _("Enter takes this title; what you type stands in its place."));
	if (state->stage != FOUND_ASK)
		return;
	text = mem_printf(_("The county's file will be %s. This laptop writes the county's receipts."), state->path);
	canvas_paragraph(canvas, &left, PLAIN, text);
	free(text);
	left = area_below(left, 1);
	canvas_paragraph(
		canvas, &left, PLAIN,
		_("Enter: each officer is shown his passphrase, once, while the others look away, and types its first word from his paper. After the last one the keys are made and the county is founded. Esc goes back and makes nothing."));
}
