#include "ui/place/draws.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/officers.h"
#include "app/session/person.h"
#include "app/session/workspace.h"
#include "app/table/draw.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/page/listpage.h"

/* The townships of the person's area, each with the draws about it: how they stand, and how many houses were looked at. */

enum { COMMAND_OPEN = 1, COMMAND_NEW, COMMAND_RECEIVE, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("open"), COMMAND_OPEN, true },
	{ UI_KEY_CHAR, 'n', "n", N_("new draw"), COMMAND_NEW, true },
	{ UI_KEY_CHAR, 'w', "w", N_("write the county's receipt"), COMMAND_RECEIVE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct draws_row {
	const char *township; /* its code; borrowed from the pack */
	const char *name;
	size_t draw; /* index; SIZE_MAX: none about the township */
};

struct draws_state {
	struct list_page page;
	struct app_draws draws;
	struct draws_row *rows;
	size_t count, cap;
	bool receives; /* the county's receipt is written here, by who is at the laptop */
};

static void
list_rows_of(struct draws_state *state, const struct ui *ui)
{
	const struct pack *pack = app_pack(ui->app);
	char own[DIVISION_CODE_LEN + 1];

	state->count = 0;
	pack_area_now(pack, app_person_area(ui->app), own);
	for (size_t i = 0; i < pack->division_count; i++) {
		const struct division *division = &pack->divisions[i];
		size_t before = state->count;

		if (division->level != DIVISION_TOWNSHIP || !division_covers(own, pack_division_now(pack, division->code)->code))
			continue;
		for (size_t d = 0; d < state->draws.count; d++) {
			if (strcmp(state->draws.items[d].township, division->code) != 0)
				continue;
			MEM_GROW(state->rows, state->count, state->cap);
			state->rows[state->count++] = (struct draws_row){ division->code, division->name, d };
		}
		if (state->count > before || *division->became)
			continue;
		MEM_GROW(state->rows, state->count, state->cap);
		state->rows[state->count++] = (struct draws_row){ division->code, division->name, SIZE_MAX };
	}
}

static enum status
read_draws(struct list_page *page, struct ui *ui, struct err *err)
{
	struct draws_state *state = (struct draws_state *)page;
	enum status status;

	app_draws_release(&state->draws);
	status = app_draws(ui->app, app_person_area(ui->app), ui->lang, &state->draws, err);
	list_rows_of(state, ui);
	state->receives = app_draw_may_receive(ui->app);
	return status;
}

/* ---- rows */

static char *
row_words(const struct draws_state *state, const struct draws_row *row)
{
	const struct app_draw *draw = row->draw == SIZE_MAX ? NULL : &state->draws.items[row->draw];

	if (!draw)
		return mem_strdup(_("nothing drawn yet"));
	if (!draw->seed)
		return mem_strdup(app_draw_words(draw->standing));
	/* Translators: looked at, of so many; houses with errors; how the draw stands. */
	return mem_printf(_("looked at %zu of %zu, wrong %zu; %s"), draw->done, draw->wanted, draw->wrong, app_draw_words(draw->standing));
}

static void
row_text(const void *ctx, size_t index, struct buf *out)
{
	const struct draws_state *state = ctx;
	char *words = row_words(state, &state->rows[index]);
	const char *name = state->rows[index].name;
	size_t widest = 0;

	for (size_t i = 0; i < state->count; i++)
		if (text_cells(state->rows[i].name) > widest)
			widest = text_cells(state->rows[i].name);
	buf_printf(out, "%s%*s  %s", name, (int)(widest - text_cells(name)), "", words);
	free(words);
}

static struct look
row_look(const void *ctx, size_t index)
{
	const struct draws_state *state = ctx;
	const struct draws_row *row = &state->rows[index];

	if (row->draw == SIZE_MAX)
		return FAINT;
	return state->draws.items[row->draw].standing == DRAW_STANDS ? PLAIN : WARN;
}

static struct list_rows
rows_of(const struct list_page *page)
{
	const struct draws_state *state = (const struct draws_state *)page;

	return (struct list_rows){ .count = state->count, .ctx = state, .text = row_text, .look = row_look, .wraps = true };
}

/* ---- the page */

static struct area
draw_head(const struct list_page *page, const struct ui *ui, struct canvas *canvas)
{
	const struct draws_state *state = (const struct draws_state *)page;
	struct area left = area_inside(ui_body(ui), 1, 1);
	size_t open = 0, rivals = 0;

	for (size_t i = 0; i < state->draws.count; i++) {
		open += !state->draws.items[i].seed;
		rivals += state->draws.items[i].rivals > 0;
	}
	canvas_paragraph(
		canvas, &left, FAINT,
		_("Houses that every level signed are drawn by a public seed; the county looks at them again and says what is wrong."));
	if (open || rivals) {
		char *line = mem_printf(_("Told and not drawn: %zu. About one township with another: %zu."), open, rivals);

		canvas_paragraph(canvas, &left, WARN, line);
		free(line);
	}
	return area_below(left, 1);
}

static const struct list_page_kind draws_kind = { .read = read_draws, .rows = rows_of, .head = draw_head };

static void
receive(struct draws_state *state, struct ui *ui)
{
	struct err err = { 0 };
	int64_t number;

	if (app_draw_receive(ui->app, &number, &err)) {
		ui_fail(ui, &err);
		return;
	}
	ui_say(ui, TOAST_GOOD, _("County receipt no. %lld is written."), (long long)number);
	state->page.read = false;
}

static struct action
push(struct screen *screen)
{
	return screen ? (struct action){ ACTION_PUSH, screen } : STAY;
}

static struct action
draws_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct draws_state *state = screen->state;
	const struct list_rows rows = rows_of(&state->page);
	const struct draws_row *row = state->page.list.chosen < state->count ? &state->rows[state->page.list.chosen] : NULL;

	if (command != COMMAND_NEW && list_view_key(&state->page.list, &rows, key))
		return STAY;
	switch (command) {
	case COMMAND_BACK:
		return BACK;
	case COMMAND_OPEN:
		if (row)
			return push(row->draw == SIZE_MAX ? draw_tell_screen(ui, row->township)
							  : draw_screen(ui, &state->draws.items[row->draw].id));
		break;
	case COMMAND_NEW:
		if (row)
			return push(draw_tell_screen(ui, row->township));
		break;
	case COMMAND_RECEIVE:
		receive(state, ui);
		break;
	default:
		return NO_KEY;
	}
	return STAY;
}

static void
draws_close(struct screen *screen, struct ui *ui)
{
	struct draws_state *state = screen->state;

	(void)ui;
	app_draws_release(&state->draws);
	list_view_release(&state->page.list);
	free(state->rows);
	free(state);
}

static const char *
draws_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("Spot checks");
}

/* Who may tell of a draw, and who looks at its houses. */
static bool
draws_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct draws_state *state = screen->state;
	const struct draws_row *row = state->page.list.chosen < state->count ? &state->rows[state->page.list.chosen] : NULL;
	const struct pack *pack = app_pack(ui->app);
	bool tells = pack && pack->draw.form && app_person_has_role(ui->app, &pack->draw.form->by) && row &&
		     !app_draws_wait(&state->draws, row->township);

	if (command == COMMAND_NEW)
		return tells;
	if (command == COMMAND_OPEN)
		return row && (tells || row->draw != SIZE_MAX);
	return command != COMMAND_RECEIVE || state->receives;
}

static const struct screen_class draws_class = {
	.name = "draws",
	.about = N_(
		"The draws of houses for spot checks, township by township. Enter opens one, n tells another; w writes the receipt that must lie between a draw's two signatures."),
	.bindings = bindings,
	.also = move_bindings,
	.offers = draws_offers,
	.title = draws_title,
	.note = list_page_note,
	.recalc = list_page_recalc,
	.draw = list_page_draw,
	.key = draws_key,
	.forget = list_page_forget,
	.leave = list_page_forget,
	.close = draws_close,
};

struct screen *
draws_screen(struct ui *ui)
{
	struct app_draws draws = { 0 };
	struct draws_state *state;
	struct err err = { 0 };

	if (!app_pack(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("No form pack is in force in this file yet."));
		return NULL;
	}
	if (app_draws(ui->app, app_person_area(ui->app), ui->lang, &draws, &err)) {
		ui_fail(ui, &err);
		return NULL;
	}
	app_draws_release(&draws);
	state = mem_alloc(sizeof(*state));
	state->page.kind = &draws_kind;
	return screen_new(&draws_class, state);
}
