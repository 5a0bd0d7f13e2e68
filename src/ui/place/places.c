#include "ui/place/places.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/due.h"
#include "app/place/places.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/form/form.h"
#include "ui/page/listpage.h"
#include "ui/screen.h"
#include "ui/settle/versions.h"

/* The forms about divisions: what stands, who signed it and when, and what is to fill. */

enum { COMMAND_OPEN = 1, COMMAND_ONLY, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("fill or correct"), COMMAND_OPEN, true },
	{ UI_KEY_TAB, 0, "Tab", N_("only what stands"), COMMAND_ONLY, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct places_state {
	struct list_page page;
	struct app_places places;
	bool only;     /* what somebody filled alone */
	size_t *shown; /* indexes into the items */
	size_t count;
};

static void
show_rows(struct places_state *state)
{
	state->shown = mem_resize(state->shown, state->places.count + 1, sizeof(*state->shown));
	state->count = 0;
	for (size_t i = 0; i < state->places.count; i++)
		if (!state->only || state->places.items[i].heads)
			state->shown[state->count++] = i;
	if (state->page.list.chosen >= state->count)
		state->page.list.chosen = 0;
}

static enum status
read_places(struct list_page *page, struct ui *ui, struct err *err)
{
	struct places_state *state = (struct places_state *)page;
	enum status status;

	app_places_release(&state->places);
	status = app_places(ui->app, &state->places, err);
	show_rows(state);
	return status;
}

static const struct place_form *
row_at(const struct places_state *state, size_t index)
{
	return &state->places.items[state->shown[index]];
}

/* ---- rows */

static char *
standing_words(const struct place_form *place)
{
	if (place->heads > 1)
		return mem_strdup(_("two versions: choose what stands"));
	if (place->heads)
		return mem_printf("%.10s %s  %s", place->at, place->by, place->says);
	if (*place->day) {
		char *when = due_words(due_days(place->day)),
		     *words = place->below ? mem_printf(_("not filled below yet: %s (%s)"), when, place->day + 5)
					   : mem_printf(_("not filled yet: %s (%s)"), when, place->day + 5);

		free(when);
		return words;
	}
	return mem_strdup(place->form->repeat ? _("a new one") : place->below ? _("not filled below yet") : _("not filled yet"));
}

static void
place_text(const void *ctx, size_t index, struct buf *out)
{
	const struct place_form *place = row_at(ctx, index);
	char *standing = standing_words(place);

	buf_printf(out, "%s %s %s", place->name, label_text(&place->form->label, _("en")), standing);
	free(standing);
}

/* The columns of places and of forms: as wide as the widest of them, at most a third of the page each. */
static void
widths(const struct places_state *state, int cols, int *name, int *form)
{
	*name = *form = 0;
	for (size_t i = 0; i < state->count; i++) {
		const struct place_form *place = row_at(state, i);
		int place_cols = (int)text_cells(place->name) + 2,
		    form_cols = (int)text_cells(label_text(&place->form->label, _("en"))) + 2;

		*name = place_cols > *name ? place_cols : *name;
		*form = form_cols > *form ? form_cols : *form;
	}
	*name = *name < cols / 3 ? *name : cols / 3;
	*form = *form < cols / 3 ? *form : cols / 3;
}

static void
place_draw(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct place_form *place = row_at(ctx, index);
	struct look look = chosen ? CHOSEN : PLAIN;
	char *standing = standing_words(place);
	int name, form;

	widths(ctx, area.cols, &name, &form);
	canvas_column(canvas, &area, name, look, place->name);
	canvas_column(canvas, &area, form, look, label_text(&place->form->label, _("en")));
	canvas_column(canvas, &area, area.cols,
		      chosen				 ? CHOSEN
		      : place->heads > 1 || place->waits ? WARN
		      : place->heads			 ? PLAIN
							 : FAINT,
		      standing);
	free(standing);
}

static struct list_rows
rows_of(const struct list_page *page)
{
	const struct places_state *state = (const struct places_state *)page;

	return (struct list_rows){ .count = state->count, .ctx = state, .text = place_text, .draw = place_draw };
}

/* ---- the page */

static struct area
draw_head(const struct list_page *page, const struct ui *ui, struct canvas *canvas)
{
	const struct places_state *state = (const struct places_state *)page;
	struct area left = area_inside(ui_body(ui), 1, 1);

	canvas_paragraph(canvas, &left, FAINT, _("Forms about a village, a township or the county itself, no house."));
	if (state->places.waiting || state->places.below) {
		char *line =
			!state->places.below ? mem_printf(_("About your village or township nobody filled yet: %zu"), state->places.waiting)
			: state->places.waiting
				? mem_printf(
					  _("About your village or township nobody filled yet: %zu; about those below it: %zu, which those who work there fill"),
					  state->places.waiting, state->places.below)
				: mem_printf(
					  _("About the villages or townships below you nobody filled yet: %zu, which those who work there fill"),
					  state->places.below);

		canvas_paragraph(canvas, &left, PLAIN, line);
		free(line);
	}
	return area_below(left, 1);
}

static const char *
none_words(const struct list_page *page, struct look *look)
{
	(void)page, (void)look;
	return _("None stands in your area, and there is none that you may fill.");
}

static const struct list_page_kind places_kind = { .read = read_places, .rows = rows_of, .head = draw_head, .none = none_words };

static struct screen *
open_place(struct ui *ui, const struct place_form *place)
{
	const struct id *slot = id_is_zero(&place->slot) ? NULL : &place->slot;

	if (place->heads > 1)
		return versions_screen(ui, &place->root, place->form->name, slot);
	return form_slot_screen(ui, &place->root, place->form->name, slot);
}

static struct action
places_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct places_state *state = screen->state;
	const struct list_rows rows = rows_of(&state->page);
	struct screen *next;

	if (list_view_key(&state->page.list, &rows, key))
		return STAY;
	switch (command) {
	case COMMAND_BACK:
		return BACK;
	case COMMAND_ONLY:
		state->only = !state->only;
		show_rows(state);
		break;
	case COMMAND_OPEN:
		next = state->page.list.chosen < state->count ? open_place(ui, row_at(state, state->page.list.chosen)) : NULL;
		if (next)
			return (struct action){ ACTION_PUSH, next };
		break;
	}
	return STAY;
}

static void
places_close(struct screen *screen, struct ui *ui)
{
	struct places_state *state = screen->state;

	(void)ui;
	app_places_release(&state->places);
	list_view_release(&state->page.list);
	free(state->shown);
	free(state);
}

static const char *
places_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("Villages and townships");
}

static bool
places_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct places_state *state = screen->state;

	(void)ui;
	return command != COMMAND_OPEN || (state->page.list.chosen < state->count && row_at(state, state->page.list.chosen)->may_fill);
}

static const struct screen_class places_class = {
	.name = "places",
	.about = N_("The forms about the villages and townships of your area: who signed each and when. Enter fills or corrects one."),
	.bindings = bindings,
	.also = move_bindings,
	.offers = places_offers,
	.title = places_title,
	.note = list_page_note,
	.recalc = list_page_recalc,
	.draw = list_page_draw,
	.key = places_key,
	.forget = list_page_forget,
	.leave = list_page_forget,
	.close = places_close,
};

struct screen *
places_screen(struct ui *ui)
{
	struct places_state *state;

	if (!app_pack(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("No form pack is in force in this file yet."));
		return NULL;
	}
	state = mem_alloc(sizeof(*state));
	state->page.kind = &places_kind;
	return screen_new(&places_class, state);
}
