#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/session/person.h"
#include "app/session/workspace.h"
#include "app/table/draw.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/form/form.h"
#include "ui/house/building.h"
#include "ui/page/listview.h"
#include "ui/place/draws.h"

/* One draw: what was told, its seed, and its houses: Enter opens the check of the chosen one, as a new form or as it was signed. */

enum { COMMAND_CHECK = 1, COMMAND_HOUSE, COMMAND_SEED, COMMAND_PROVE, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("check this house"), COMMAND_CHECK, true },
	{ UI_KEY_CHAR, 'o', "o", N_("the house"), COMMAND_HOUSE, true },
	{ UI_KEY_CHAR, 's', "s", N_("give the seed"), COMMAND_SEED, true },
	{ UI_KEY_CHAR, 'p', "p", N_("draw again to prove it"), COMMAND_PROVE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct draw_state {
	struct id id;
	struct app_draws draws; /* all of the area; the one is among them */
	struct app_draw *draw;
	struct id proved; /* the head that was drawn again */
	bool same;
	char **places; /* per house */
	size_t place_count;
	bool read;
	struct list_view list;
};

static void
forget(struct draw_state *state)
{
	for (size_t i = 0; i < state->place_count; i++)
		free(state->places[i]);
	free(state->places);
	state->places = NULL;
	state->place_count = 0;
	state->draw = NULL;
	app_draws_release(&state->draws);
}

/* Draws again, once for each head that is looked at: houses that somebody signed prove nothing. */
static void
prove(struct draw_state *state, struct ui *ui)
{
	struct err err = { 0 };

	if (!id_equal(&state->proved, &state->draw->head)) {
		ui_busy(ui, _("Drawing again..."));
		if (app_draw_prove(ui->app, state->draw, &state->same, &err)) {
			ui_fail(ui, &err);
			return;
		}
		state->proved = state->draw->head;
	}
	if (!state->same && state->draw->standing != DRAW_CONFLICT)
		state->draw->standing = DRAW_DIFFERS;
}

static enum status
read_draw(struct draw_state *state, struct ui *ui, struct err *err)
{
	enum status status;

	forget(state);
	status = app_draws(ui->app, app_person_area(ui->app), ui->lang, &state->draws, err);
	if (status)
		return status;
	for (size_t i = 0; i < state->draws.count; i++)
		if (id_equal(&state->draws.items[i].id, &state->id))
			state->draw = &state->draws.items[i];
	if (state->draw) {
		state->places = mem_array(state->draw->house_count + 1, sizeof(*state->places));
		for (; state->place_count < state->draw->house_count; state->place_count++)
			state->places[state->place_count] = app_building_place(ui->app, &state->draw->houses[state->place_count].root);
	}
	state->read = true;
	if (state->draw && state->draw->seed)
		prove(state, ui); /* last: while it waits, the page is drawn */
	return STATUS_OK;
}

/* ---- rows */

static void
house_text(const void *ctx, size_t index, struct buf *out)
{
	const struct draw_state *state = ctx;
	const struct drawn_house *house = &state->draw->houses[index];
	static const char *const signs[] = {
		[CHECK_WAITS] = "[ ]", [CHECK_DONE] = "[x]", [CHECK_UNREACHED] = "[-]", [CHECK_SPARE] = "   "
	};

	buf_printf(out, "%s %s %zu  %s", signs[house->state], state->draw->strata[house->stratum].label, house->rank, state->places[index]);
	if (house->state == CHECK_SPARE)
		buf_printf(out, "  %s", _("spare"));
	else if (house->state == CHECK_DONE && !house->words)
		buf_printf(out, "  %s", _("nothing wrong"));
	else if (house->state == CHECK_DONE)
		buf_printf(out, _("  wrong: %s"), house->words);
	else if (house->words)
		buf_printf(out, _("  not reached: %s"), house->words);
}

static struct look
house_look(const void *ctx, size_t index)
{
	const struct draw_state *state = ctx;
	const struct drawn_house *house = &state->draw->houses[index];

	if (house->state == CHECK_DONE)
		return house->words ? BAD : GOOD;
	return house->state == CHECK_WAITS ? PLAIN : FAINT;
}

static struct list_rows
rows_of(const struct draw_state *state)
{
	return (struct list_rows){
		.count = state->draw ? state->draw->house_count : 0, .ctx = state, .text = house_text, .look = house_look, .wraps = true
	};
}

/* ---- the page */

static struct area
draw_head(const struct draw_state *state, const struct ui *ui, struct canvas *canvas)
{
	struct area left = area_inside(ui_body(ui), 1, 1);
	const struct app_draw *draw = state->draw;
	char *line;

	if (!draw) {
		canvas_paragraph(canvas, &left, BAD, _("The draw could not be read."));
		return left;
	}
	canvas_paragraph(canvas, &left, draw->standing == DRAW_STANDS ? GOOD : WARN, app_draw_words(draw->standing));
	line = mem_printf(_("Told on %s by %s, from county receipt no. %lld. The seed: %s, drawn on %s."), draw->told, draw->by,
			  (long long)draw->receipt, draw->source, draw->day);
	canvas_paragraph(canvas, &left, PLAIN, line);
	free(line);
	for (size_t i = 0; i < draw->stratum_count; i++) {
		line = mem_printf(_("%s: %lld of %lld houses"), draw->strata[i].label, (long long)draw->strata[i].quota,
				  (long long)draw->strata[i].houses);
		canvas_line(canvas, &left, FAINT, line);
		free(line);
	}
	if (draw->seed) {
		line = mem_printf(_("Seed %s. Looked at: %zu of %zu; with errors: %zu; not reached and replaced: %zu."), draw->seed,
				  draw->done, draw->wanted, draw->wrong, draw->unreached);
		canvas_paragraph(canvas, &left, BOLD, line);
		free(line);
	} else if (draw->standing == DRAW_RECEIVED) {
		canvas_paragraph(canvas, &left, BOLD, _("When the numbers are public: s gives them, and the houses are drawn."));
	}
	if (draw->rivals)
		canvas_paragraph(canvas, &left, WARN, _("Another draw is about the same township: both stand on the reports."));
	return area_below(left, 1);
}

static void
draw_recalc(struct screen *screen, struct ui *ui)
{
	struct draw_state *state = screen->state;
	struct canvas nowhere = { 0 };
	struct list_rows rows;
	struct err err = { 0 };

	if (!state->read && read_draw(state, ui, &err)) {
		screen_unread(screen, &err);
		return;
	}
	rows = rows_of(state);
	list_view_fit(&state->list, &rows, draw_head(state, ui, &nowhere));
}

static void
draw_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct draw_state *state = screen->state;
	const struct list_rows rows = rows_of(state);

	draw_head(state, ui, canvas);
	list_view_draw(&state->list, &rows, canvas);
}

/* ---- keys */

/* Opens the check of a house: a new one that names the draw, or as it was signed. */
static struct action
open_check(const struct draw_state *state, struct ui *ui, const struct drawn_house *house)
{
	const struct draw_words *words = &app_pack(ui->app)->draw;
	char hex[ID_HEX_LEN + 1];
	struct screen *screen;

	if (!ui_has_person(ui))
		return STAY;
	if (house->state == CHECK_SPARE) {
		ui_say(ui, TOAST_SAID, "%s", _("This house is spare: it is looked at when one before it could not be."));
		return STAY;
	}
	if (!id_is_zero(&house->slot)) {
		screen = form_slot_screen(ui, &house->root, words->checks->name, &house->slot);
	} else {
		id_hex(&state->id, hex);
		hex[DRAW_OF_LEN] = '\0';
		screen = form_preset_screen(ui, &house->root, words->checks->name, words->fields[DRAW_OF], hex);
	}
	return screen ? (struct action){ ACTION_PUSH, screen } : STAY;
}

static void
say_proof(struct draw_state *state, struct ui *ui)
{
	struct err err = { 0 };

	state->proved = (struct id){ { 0 } };
	if (!state->draw->seed)
		ui_say(ui, TOAST_SAID, "%s", _("No seed is given yet: there is nothing to prove."));
	else if (app_draw_prove(ui->app, state->draw, &state->same, &err))
		ui_fail(ui, &err);
	else if (state->same)
		ui_say(ui, TOAST_GOOD, "%s", _("Drawn again by receipt and seed: the same houses."));
	else
		ui_say(ui, TOAST_BAD, "%s", _("Drawn again by receipt and seed: OTHER houses than those that were signed."));
}

static struct action
draw_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct draw_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	const struct drawn_house *house;
	struct screen *next;
	struct err err = { 0 };

	if (list_view_key(&state->list, &rows, key))
		return STAY;
	if (command == COMMAND_BACK)
		return BACK;
	if (!state->draw)
		return STAY;
	house = state->list.chosen < state->draw->house_count ? &state->draw->houses[state->list.chosen] : NULL;
	if ((command == COMMAND_SEED || (command == COMMAND_CHECK && !state->draw->seed))) {
		if (app_draw_turn(&(struct draw_turn){ state->draw->standing, state->draw->day }, &err)) {
			ui_fail(ui, &err);
			return STAY;
		}
		next = draw_seed_screen(ui, &state->id);
		return next ? (struct action){ ACTION_PUSH, next } : STAY;
	}
	if (command == COMMAND_PROVE) {
		say_proof(state, ui);
		return STAY;
	}
	if (!house)
		return NO_KEY;
	if (command == COMMAND_HOUSE)
		return (struct action){ ACTION_PUSH, building_screen(ui, &house->root) };
	return command == COMMAND_CHECK ? open_check(state, ui, house) : NO_KEY;
}

static void
draw_leave(struct screen *screen, struct ui *ui)
{
	(void)ui;
	((struct draw_state *)screen->state)->read = false;
}

static void
draw_close(struct screen *screen, struct ui *ui)
{
	struct draw_state *state = screen->state;

	(void)ui;
	forget(state);
	list_view_release(&state->list);
	free(state);
}

static const char *
draw_title(const struct screen *screen, const struct ui *ui)
{
	const struct draw_state *state = screen->state;

	(void)ui;
	return state->draw ? state->draw->place : "";
}

static const char *
draw_note(const struct screen *screen)
{
	return ((const struct draw_state *)screen->state)->list.note;
}

static bool
draw_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct draw_state *state = screen->state;
	const struct pack *pack = app_pack(ui->app);
	const struct app_draw *draw = state->draw;
	const struct drawn_house *house = draw && state->list.chosen < draw->house_count ? &draw->houses[state->list.chosen] : NULL;
	struct err early = { 0 };

	if (command == COMMAND_SEED)
		return draw && pack && pack->draw.form && app_person_has_role(ui->app, &pack->draw.form->by) &&
		       !app_draw_turn(&(struct draw_turn){ draw->standing, draw->day }, &early);
	if (command == COMMAND_CHECK)
		return house && house->state != CHECK_SPARE && pack && pack->draw.form &&
		       app_person_has_role(ui->app, &pack->draw.checks->by);
	if (command == COMMAND_HOUSE)
		return house;
	return command != COMMAND_PROVE || (draw && draw->seed);
}

static const struct screen_class draw_class = {
	.name = "draw",
	.about = N_(
		"One draw: how it stands, and its houses. Enter checks the chosen house; a house that nobody could look at is replaced by the next spare one."),
	.bindings = bindings,
	.also = move_bindings,
	.offers = draw_offers,
	.title = draw_title,
	.note = draw_note,
	.recalc = draw_recalc,
	.draw = draw_draw,
	.key = draw_key,
	.forget = draw_leave,
	.leave = draw_leave,
	.close = draw_close,
};

struct screen *
draw_screen(struct ui *ui, const struct id *draw)
{
	struct draw_state *state = mem_alloc(sizeof(*state));

	(void)ui;
	state->id = *draw;
	return screen_new(&draw_class, state);
}
