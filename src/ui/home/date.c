#include "ui/home/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text/line.h"
#include "ui/input.h"

/* The day, asked when it is in doubt and told on demand. The line begins empty, and keys typed before the page was seen do not reach it: nobody confirms a wrong clock without
 * having read a calendar. */

enum { COMMAND_TAKE = 1, COMMAND_LATER };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("take the day typed"), COMMAND_TAKE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("asks again before signing"), COMMAND_LATER, true },
	{ 0 },
};

#define DAY_CHARS 20 /* of a day, however it is written */
#define DAY_COLS 24

struct date_state {
	struct app_clock clock;
	struct line line;
	bool before_signing; /* a signature waits: afterwards back to its page */
	char *unlikely;	     /* the day that was told to be unlikely; Enter takes it now */
};

/* Why the day is asked; caller frees. */
static char *
why(const struct app_clock *clock)
{
	switch (clock->doubt) {
	case APP_CLOCK_BEFORE_LOUCE:
		return mem_printf(_("The clock of this machine says %s. That is before this louce was made (%s)."), clock->today,
				  clock->beside);
	case APP_CLOCK_BEFORE_OWN:
		return mem_printf(_("The clock of this machine says %s. But it was used on %s already."), clock->today, clock->beside);
	case APP_CLOCK_AHEAD:
		return mem_printf(_("The clock of this machine says %s. That is over a year after everything known here (%s)."),
				  clock->today, clock->beside);
	case APP_CLOCK_FINE:
		break;
	}
	if (strcmp(clock->today, clock->machine) != 0)
		return mem_printf(_("louce takes today for %s, as somebody said here. The clock of this machine says %s."), clock->today,
				  clock->machine);
	return mem_printf(_("louce takes today for %s, as the clock of this machine says."), clock->today);
}

static void
date_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct date_state *state = screen->state;
	struct area area = area_below(area_inside(ui_body(ui), 2, 2), 1);
	char *text = why(&state->clock);

	canvas_paragraph(canvas, &area, PLAIN, text);
	area = area_below(area, 1);
	canvas_line(canvas, &area, BOLD, _("What day is it today?"));
	input_draw(canvas, area.row, area.col, DAY_COLS, &state->line);
	area = area_below(area, 2);
	canvas_paragraph(
		canvas, &area, FAINT,
		_("Year, month and day, as 2026-09-01, 20260901 or 2026年9月1日. What is signed bears this day from now on; d on the first page changes it."));
	free(text);
}

static struct action
leave(const struct date_state *state)
{
	return state->before_signing ? BACK : (struct action){ ACTION_HOME, NULL };
}

static struct action
take(struct date_state *state, struct ui *ui)
{
	const char *text = line_text(&state->line);
	struct err err = { 0 };
	enum status status;

	if (!*text) {
		ui_say(ui, TOAST_BAD, "%s", _("Type today's date first, or Esc: it is asked again before anything is signed."));
		return STAY;
	}
	status = state->unlikely && strcmp(state->unlikely, text) == 0 ? STATUS_OK : app_clock_check(ui->app, text, &err);
	if (status == STATUS_CONFLICT) {
		free(state->unlikely);
		state->unlikely = mem_strdup(text);
		ui_say(ui, TOAST_BAD, _("%s. Enter once more takes it all the same."), err.text);
		return STAY;
	}
	if (status || app_clock_answer(ui->app, text, &err)) {
		ui_fail(ui, &err);
		return STAY;
	}
	if (state->before_signing)
		ui_say(ui, TOAST_SAID, "%s", _("The day is kept. Nothing is signed yet: sign again."));
	return leave(state);
}

static struct action
date_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct date_state *state = screen->state;

	if (command == COMMAND_TAKE)
		return take(state, ui);
	if (command == COMMAND_LATER)
		return leave(state);
	input_key(ui, &state->line, key, DAY_COLS - 2);
	return STAY;
}

static bool
date_loses(const struct screen *screen)
{
	return *line_text(&((const struct date_state *)screen->state)->line) != '\0';
}

static void
date_close(struct screen *screen, struct ui *ui)
{
	struct date_state *state = screen->state;

	(void)ui;
	line_release(&state->line);
	free(state->unlikely);
	free(state);
}

static const char *
date_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("What day is it?");
}

static const struct screen_class date_class = {
	.name = "date",
	.about = N_("Says which day it is, as forms and signatures are dated by it. Type the day of today, then Enter."),
	.bindings = bindings,
	.title = date_title,
	.draw = date_draw,
	.key = date_key,
	.loses = date_loses,
	.close = date_close,
	.types = true,
	.drops_typeahead = true,
};

struct screen *
date_screen(struct ui *ui)
{
	struct date_state *state;
	struct app_clock clock;
	struct err err = { 0 };

	if (app_clock_judge(ui->app, &clock, &err)) {
		ui_fail(ui, &err);
		return NULL;
	}
	state = mem_alloc(sizeof(*state));
	state->clock = clock;
	line_init(&state->line, LINE_SINGLE, DAY_CHARS);
	return screen_new(&date_class, state);
}

struct screen *
date_doubted_screen(struct ui *ui)
{
	struct app_clock clock;
	struct err err = { 0 };

	if (!app_clock_judge(ui->app, &clock, &err))
		return clock.doubt == APP_CLOCK_FINE ? NULL : date_screen(ui);
	ui_fail(ui, &err);
	return NULL;
}

struct screen *
date_before_signing_screen(struct ui *ui)
{
	struct screen *screen = date_screen(ui);

	if (screen)
		((struct date_state *)screen->state)->before_signing = true;
	return screen;
}
