#include <stdio.h>
#include <stdlib.h>

#include "app/house/record.h"
#include "app/house/returned.h"
#include "app/session/workspace.h"
#include "app/sign/sitting.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/record_lines.h"
#include "ui/sitting/sitting_state.h"

/* How the sitting looks: the house, what is decided of it, its record and a photo. */

const char *
decision_word(enum decision decision)
{
	switch (decision) {
	case DECISION_APPROVE:
		return _("approve");
	case DECISION_RETURN:
		return _("give back");
	case DECISION_LATER:
		return _("later");
	default:
		return _("undecided");
	}
}

struct look
decision_look(enum decision decision)
{
	return decision == DECISION_APPROVE ? GOOD : decision == DECISION_RETURN ? BAD : decision == DECISION_LATER ? WARN : PLAIN;
}

#define RECORD_COLS 72 /* of the record, on a wide page */
#define PHOTO_COLS 34  /* beside it, on a narrow one */
#define WIDE_COLS 110

struct sitting_layout
sitting_layout_of(const struct sitting_state *state, struct area body)
{
	const struct sitting_house *house = sitting_at(state->sitting, state->at);
	struct area inside = area_inside(body, 1, 1);
	int photo_cols = body.cols >= WIDE_COLS ? body.cols - RECORD_COLS : PHOTO_COLS,
	    place_rows = canvas_wrap_rows(house->place, inside.cols);
	struct sitting_layout layout = { .place = area_top(inside, place_rows) };
	struct area left = area_below(body, place_rows), beside;

	beside = area_inside(left, left.cols - photo_cols, 0);
	layout.caption = area_top(beside, 1);
	layout.photo = area_below(beside, 2);
	left = area_inside(left, 1, 0);
	layout.decided = area_inside(area_top(left, 1), 0, photo_cols + 1);
	layout.counts = area_top(area_below(left, 1), 1);
	layout.record = area_inside(area_below(left, 2), 0, photo_cols + 1);
	return layout;
}

/* Draws words at the left of what is left of a line, with a gap behind them. */
static void
draw_word(struct canvas *canvas, struct area *left, struct look look, const char *word)
{
	*left = area_inside(*left, canvas_short(canvas, left->row, left->col, left->cols, look, word) + 2, 0);
}

static void
draw_decided(const struct sitting_house *house, const struct ui *ui, struct canvas *canvas, struct area left)
{
	draw_word(canvas, &left, house->bulk ? GOOD : BAD, house->shown);
	draw_word(canvas, &left, decision_look(house->decision), decision_word(house->decision));
	if (house->sample)
		draw_word(canvas, &left, ACCENT, _("(drawn by lot)"));
	if (house->decision == DECISION_RETURN) {
		char *why = return_marks_words(&house->marks, house->reason, app_pack(ui->app));

		draw_word(canvas, &left, BAD, why);
		free(why);
	}
}

static void
draw_counts(const struct sitting *sitting, struct canvas *canvas, struct area left)
{
	size_t counts[4], open = sitting_sample_left(sitting);
	char line[300];

	sitting_counts(sitting, counts);
	snprintf(line, sizeof(line), _("%zu approved, %zu back, %zu later, %zu open"), counts[DECISION_APPROVE], counts[DECISION_RETURN],
		 counts[DECISION_LATER], counts[DECISION_NONE]);
	draw_word(canvas, &left, FAINT, line);
	if (open == 0) {
		draw_word(canvas, &left, ACCENT, _("b approves the rest"));
	} else if (open != SIZE_MAX) {
		snprintf(line, sizeof(line), _("b is open after %zu more drawn by lot"), open);
		draw_word(canvas, &left, FAINT, line);
	}
}

void
sitting_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct sitting_state *state = screen->state;
	const struct sitting_house *house = sitting_at(state->sitting, state->at);
	struct sitting_layout layout = sitting_layout_of(state, ui_body(ui));
	struct area place = layout.place;

	canvas_paragraph(canvas, &place, BOLD, house->place);
	draw_decided(house, ui, canvas, layout.decided);
	draw_counts(state->sitting, canvas, layout.counts);
	if (state->record) {
		text_view_draw(&state->text, canvas);
		record_more_draw(&state->text, canvas);
		if (state->record->photo_count)
			record_photo_draw(state->record, state->photo, &state->picture, canvas,
					  &(struct record_photo_areas){ layout.caption, layout.photo });
	}
	canvas_cursor(canvas, layout.place.row, layout.place.col);
}
