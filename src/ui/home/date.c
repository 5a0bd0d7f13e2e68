#include "ui/home/date.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/clock.h"
#include "base/i18n.h"
#include "base/line.h"
#include "base/mem.h"
#include "ui/input.h"

/* The day, asked once: the clock's day stands in the line, so that Enter alone says that it is right. */

enum { COMMAND_TAKE = 1, COMMAND_LATER };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("this is today"), COMMAND_TAKE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("ask me later"), COMMAND_LATER, true },
	{ 0 },
};

struct date_state {
	struct app_clock clock;
	struct line line;
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
	return mem_strdup("");
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
	input_draw(canvas, area.row, area.col, 14, &state->line);
	area = area_below(area, 2);
	canvas_paragraph(
		canvas, &area, FAINT,
		_("Year, month and day, as 2026-09-01 or 20260901. What is signed bears this day from now on; it is asked only once."));
	free(text);
}

/* Eight digits are a day as well. */
static char *
day_meant(const char *text)
{
	if (strlen(text) == 8 && strspn(text, "0123456789") == 8)
		return mem_printf("%.4s-%.2s-%.2s", text, text + 4, text + 6);
	return mem_strdup(text);
}

static struct action
take(struct date_state *state, struct ui *ui)
{
	char *day = day_meant(line_text(&state->line));
	struct err err = { 0 };
	enum status status = app_clock_answer(ui->app, day, &err);

	if (status)
		ui_fail(ui, &err);
	free(day);
	return status ? STAY : (struct action){ ACTION_HOME, NULL };
}

static struct action
date_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct date_state *state = screen->state;

	if (command == COMMAND_TAKE)
		return take(state, ui);
	if (command == COMMAND_LATER)
		return (struct action){ ACTION_HOME, NULL };
	input_key(ui, &state->line, key, 14);
	return STAY;
}

static void
date_close(struct screen *screen, struct ui *ui)
{
	struct date_state *state = screen->state;

	(void)ui;
	line_release(&state->line);
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
	.bindings = bindings,
	.title = date_title,
	.draw = date_draw,
	.key = date_key,
	.close = date_close,
	.types = true,
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
	if (clock.doubt == APP_CLOCK_FINE)
		return NULL;
	state = mem_alloc(sizeof(*state));
	state->clock = clock;
	line_init(&state->line, LINE_DIGITS, 10);
	state->line.also = "-";
	line_set(&state->line, clock.today);
	return screen_new(&date_class, state);
}
