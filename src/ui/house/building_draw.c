#include "ui/house/building_state.h"

#include <stdlib.h>

#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/page/record_lines.h"

/* How a house's page looks: what was concluded of it, what comes next, its stages, its record and a photo. */

#define STAGE_ROWS 9  /* of the stepper; more when half of the page is more */
#define NEXT_ROWS 3   /* of what comes next, at most */
#define PHOTO_COLS 28 /* beside the record, on a narrow page */
#define PHOTO_ROWS 14
#define RECORD_COLS 78 /* of the record, on a wide one */
#define WIDE_COLS 110

/* "the county has it", or that it has received it where not all of it counts; NULL: it has not. */
static const char *
delivered_words(const struct record *record)
{
	return record->delivery.undelivered ? NULL
	       : record->delivery.idle	    ? _("the county received it, not all counts")
					    : _("the county has it");
}

/* The cells that it takes at the right edge, with the space before it. */
static int
delivered_cells(const struct record *record)
{
	const char *words = delivered_words(record);

	return words ? (int)text_cells(words) + 2 : 0;
}

struct house_layout
house_layout_of(const struct building_state *state, struct area body)
{
	int head = *state->record->concluded ? canvas_wrap_rows(state->record->concluded, body.cols - 2) : 0;
	int next = canvas_wrap_rows(state->record->next.text, body.cols - 2 - delivered_cells(state->record));
	struct area whole = body, below;
	bool wide = body.cols >= WIDE_COLS, with_photo = state->record->photo_count && state->page == PAGE_RECORD;
	int photo = !with_photo ? 0 : wide ? body.cols - RECORD_COLS : PHOTO_COLS, half;

	next = next < 1 ? 1 : next > NEXT_ROWS ? NEXT_ROWS : next;
	below = area_below(body, head + next);
	half = (below.rows + head) / 2;
	return (struct house_layout){ .head = area_top(area_inside(whole, 1, 1), head),
				      .next = area_top(area_inside(area_below(whole, head), 1, 1), next),
				      .stages = area_top(area_inside(below, 1, photo), half > STAGE_ROWS ? half : STAGE_ROWS),
				      .caption = area_top(area_inside(below, body.cols - photo, 0), 1),
				      .photo = area_top(area_inside(area_below(below, 1), body.cols - photo, 0),
							wide ? below.rows - 2 : PHOTO_ROWS) };
}

/* Writes a row of the list: a form, a slot of it, or a level. */
static void
stage_text(const void *ctx, size_t index, struct buf *out)
{
	const struct building_state *state = ctx;
	const struct record_stage *stage = &state->record->stages[index];
	struct look look;

	buf_printf(out, "%s%s %s%s%s", id_is_zero(&stage->root) ? "" : "  ", stage->called_for ? record_stage_sign(stage, &look) : "   ",
		   stage->label, *stage->by ? "   " : "", stage->by);
}

struct list_rows
house_stage_rows(const struct building_state *state)
{
	return (struct list_rows){ .count = state->record->stage_count, .ctx = state, .text = stage_text, .numbered = true };
}

/* Draws it at the right edge; returns the cells used. */
static int
draw_delivered(const struct record *record, struct canvas *canvas, struct area next)
{
	const char *text = delivered_words(record);
	int used = delivered_cells(record);

	if (text)
		canvas_text(canvas, next.row, next.col + next.cols - used + 2, used - 2, record->delivery.idle ? WARN : GOOD, text);
	return used;
}

void
building_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct building_state *state = screen->state;
	const struct record *record = state->record;
	const struct list_rows stages = house_stage_rows(state);
	struct house_layout layout;
	struct area head, next, asked;
	int used;

	layout = house_layout_of(state, ui_body(ui));
	head = layout.head;
	if (head.rows)
		canvas_paragraph(canvas, &head, record->rank == 0 ? BAD : BOLD, record->concluded);
	next = area_inside(layout.next, 0, draw_delivered(record, canvas, layout.next));
	canvas_paragraph(canvas, &next, ACCENT, record->next.text);
	used = record_stages_draw(record, canvas, layout.stages);
	canvas_rule(canvas, layout.stages.row + used, 0, layout.stages.cols);
	if (state->page == PAGE_FORMS) {
		asked = state->text.area;
		canvas_line(canvas, &asked, FAINT, _("Which form? Enter fills or corrects it."));
		list_view_draw(&state->list, &stages, canvas);
	} else {
		text_view_draw(&state->text, canvas);
		if (state->page == PAGE_RECORD)
			record_more_draw(&state->text, canvas);
	}
	if (layout.photo.cols)
		record_photo_draw(state->record, state->photo, &state->picture, canvas,
				  &(struct record_photo_areas){ layout.caption, layout.photo });
	canvas_cursor(canvas, layout.next.row, layout.next.col);
}
