#include "ui/home/home.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/rights.h"
#include "app/house/work.h"
#include "app/place/tally.h"
#include "app/session/accounts.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/sign/sitting.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "ui/home/date.h"
#include "ui/home/home_state.h"
#include "ui/form/form.h"
#include "ui/home/machine.h"
#include "ui/home/reports.h"
#include "ui/home/unlock.h"
#include "ui/house/board.h"
#include "ui/house/building.h"
#include "ui/house/buildings.h"
#include "ui/people/people.h"
#include "ui/place/draws.h"
#include "ui/place/tally.h"
#include "ui/place/manifests.h"
#include "ui/place/places.h"
#include "ui/roster/roster.h"
#include "ui/screen.h"
#include "ui/settle/versions.h"
#include "ui/sitting/sitting.h"
#include "ui/stick/old_copy.h"
#include "ui/stick/sticks.h"

/* Home: the first line is the next thing to do, and Enter does it. */

enum {
	COMMAND_DO = 1,
	COMMAND_PERSON,
	COMMAND_BUILDINGS,
	COMMAND_REPORTS,
	COMMAND_ROSTERS,
	COMMAND_MANIFESTS,
	COMMAND_DRAWS,
	COMMAND_BOARD,
	COMMAND_PLACES,
	COMMAND_KEYS,
	COMMAND_STICKS,
	COMMAND_SEND_AGAIN,
	COMMAND_NEW,
	COMMAND_LOCK,
	COMMAND_DAY,
	COMMAND_MACHINE,
	COMMAND_MISSING,
	COMMAND_TALLY,
	COMMAND_OTHER,
	COMMAND_QUIT
};

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("go"), COMMAND_DO, true },
	{ UI_KEY_CHAR, 'p', "P", N_("person"), COMMAND_PERSON, true },
	{ UI_KEY_CHAR, 'P', NULL, NULL, COMMAND_PERSON, false },
	{ UI_KEY_CHAR, 'a', "a", N_("houses"), COMMAND_BUILDINGS, true },
	{ UI_KEY_CHAR, '/', NULL, NULL, COMMAND_BUILDINGS, false },
	{ UI_KEY_CHAR, 'n', "n", N_("new"), COMMAND_NEW, true },
	{ UI_KEY_CHAR, 'r', "r", N_("reports"), COMMAND_REPORTS, true },
	{ UI_KEY_CHAR, 't', "t", N_("rosters: take a table in, or take an import back"), COMMAND_ROSTERS, false },
	{ UI_KEY_CHAR, 'v', "v", N_("villages: that no house was left out"), COMMAND_MANIFESTS, false },
	{ UI_KEY_CHAR, 'c', "c", N_("spot checks: draws and their houses"), COMMAND_DRAWS, false },
	{ UI_KEY_CHAR, 'e', "e", N_("errors: the quality board"), COMMAND_BOARD, false },
	{ UI_KEY_CHAR, 'g', "g", N_("places: forms about villages and townships"), COMMAND_PLACES, false },
	{ UI_KEY_CHAR, 'b', "b", N_("counts: tell them by telephone, or take them in"), COMMAND_TALLY, false },
	{ UI_KEY_CHAR, 'x', "x", N_("sticks"), COMMAND_STICKS, true },
	{ UI_KEY_CHAR, 'S', "S", N_("send all: onto a stick, also what was sent"), COMMAND_SEND_AGAIN, false },
	{ UI_KEY_CHAR, 'm', "m", N_("missing: steps that are not in this file"), COMMAND_MISSING, false },
	{ UI_KEY_CHAR, 'k', "k", N_("keys"), COMMAND_KEYS, true },
	{ UI_KEY_CHAR, 'l', "l", N_("lock"), COMMAND_LOCK, false },
	{ UI_KEY_CHAR, 'd', "d", N_("day: say what day it is"), COMMAND_DAY, false },
	{ UI_KEY_CHAR, 'D', "D", N_("machine: what is wrong with it, and how to mend it"), COMMAND_MACHINE, false },
	{ UI_KEY_RIGHT, 0, N_("Right"), N_("name another house of the chosen line"), COMMAND_OTHER, false },
	{ UI_KEY_LEFT, 0, NULL, NULL, COMMAND_OTHER, false },
	{ UI_KEY_CHAR, 'q', "q", N_("end"), COMMAND_QUIT, true },
	{ 0 },
};

/* Covered by another page, where what is done changes what there is to do; or the file was written by another window. */
static void
home_leave(struct screen *screen, struct ui *ui)
{
	struct home_state *home = screen->state;

	(void)ui;
	home->left = true;
}

/* Has another day begun since the page was read, as on a laptop that slept? Then what is due, and which day it is, is asked anew. */
static bool
home_watch(struct screen *screen, struct ui *ui)
{
	struct home_state *home = screen->state;
	char today[11];

	(void)ui;
	clock_date(clock_now_unix(), today);
	if (!*home->day || strcmp(home->day, today) == 0)
		return false;
	home->left = true;
	return true;
}

/* ---- keys */

static struct action
push(struct screen *screen)
{
	return screen ? (struct action){ ACTION_PUSH, screen } : STAY;
}

static struct action
do_it(struct home_state *home, struct ui *ui)
{
	const struct work_line *line;
	const struct work_row *row;

	if (!app_person_name(ui->app))
		return push(home_compares_first(home, ui) ? foundings_screen(ui)
			    : home_starts_with_key(ui)	  ? enrol_screen(ui)
			    : home_waits_for_right(home)  ? sticks_screen(ui)
							  : person_screen(ui));
	if (home->count == 0) {
		if (home->work && !home->failed) /* else the failure is said */
			ui_say(ui, TOAST_SAID, "%s",
			       home_lacks_list(home)	? _("The list of houses is missing here.")
			       : home->work->unread	? _("Houses are still being looked at.")
			       : home_has_nothing(home) ? _("Nothing waits for you.")
							: _("What waits stands on this page, and the key to press with it."));
		return STAY;
	}
	line = &home->lines[home->list.chosen];
	if (line->about != ABOUT_WORK)
		return push(home_page_of(home, ui, line->about));
	row = home_row_of(home, line, ui, home->nth);
	if (!row)
		return STAY;
	if (line->kind == WORK_SIGN) {
		home->nth = 0;
		return push(sitting_screen(ui, line->level, &row->building)); /* with the house that is named here */
	}
	if (line->kind == WORK_BEGUN_BY_OTHER && id_is_zero(&row->building)) {
		ui_say(ui, TOAST_SAID, _("%s began it and goes on with it: P changes the person."), row->by);
		return STAY;
	}
	if (line->kind == WORK_BEGUN_BY_OTHER)
		return push(building_screen(ui, &row->building));
	ui->worked = (struct ui_worked){ .building = row->building, .form = row->form, .order = row->order, .number = row->number };
	home->opened = true;
	home->nth = 0;
	if (line->kind == WORK_CONFLICT)
		return push(versions_screen(ui, &row->building, row->form->name, id_is_zero(&row->root) ? NULL : &row->root));
	return push(id_is_zero(&row->root) ? form_screen(ui, &row->building, row->form->name)
					   : form_slot_screen(ui, &row->building, row->form->name, &row->root));
}

static struct action
home_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct home_state *home = screen->state;
	const struct list_rows rows = home_rows(home);
	size_t count;

	home->goes_on = home->opened = false;
	if (command != COMMAND_DO)
		home->task = NULL;
	if (list_view_move(&home->list, &rows, key)) { /* `/` and n are about all houses here */
		home->nth = 0;
		return STAY;
	}
	/* Nothing can be signed: who wants to is shown the way out. */
	if (app_is_older_copy(ui->app) && (command == COMMAND_DO || command == COMMAND_PERSON || command == COMMAND_NEW))
		return push(old_copy_screen());
	switch (command) {
	case COMMAND_DO:
		home->passes = home->count && (home->nth || home_pressing_line(home, ui, home->list.chosen) != home->list.chosen);
		home->task = home->count && home->lines[home->list.chosen].kind == WORK_FORM ? home->lines[home->list.chosen].form : NULL;
		return do_it(home, ui);
	case COMMAND_PERSON:
		return push(app_has_device(ui->app) ? person_screen(ui) : keys_screen(ui));
	case COMMAND_BUILDINGS:
		return push(buildings_screen(ui));
	case COMMAND_REPORTS:
		return push(reports_screen(ui));
	case COMMAND_MANIFESTS:
		return push(ui_has_person(ui) ? manifests_screen(ui) : NULL);
	case COMMAND_PLACES:
		return push(ui_has_person(ui) ? places_screen(ui) : NULL);
	case COMMAND_BOARD:
		return push(ui_has_person(ui) ? board_screen(ui) : NULL);
	case COMMAND_DRAWS:
		return push(ui_has_person(ui) ? draws_screen(ui) : NULL);
	case COMMAND_TALLY:
		return push(ui_has_person(ui) ? tally_screen(ui) : NULL);
	case COMMAND_ROSTERS:
		if (ui_has_person(ui) && app_pack(ui->app))
			return push(roster_screen(ui));
		break;
	case COMMAND_KEYS:
		return push(keys_screen(ui));
	case COMMAND_STICKS:
		return push(sticks_screen(ui));
	case COMMAND_SEND_AGAIN:
		return push(sticks_send_again_screen(ui));
	case COMMAND_NEW:
		if (ui_has_person(ui) && app_pack(ui->app))
			return push(form_screen(ui, NULL, app_pack(ui->app)->root->name));
		break;
	case COMMAND_MISSING:
		if (app_is_older_copy(ui->app) || app_has_claimed_loss(ui->app))
			return push(old_copy_screen());
		ui_say(ui, TOAST_SAID, "%s", _("No step of this laptop is known to be missing."));
		break;
	case COMMAND_OTHER:
		if ((count = home->count ? home->lines[home->list.chosen].count : 0))
			home->nth = (home->nth + (key->kind == UI_KEY_RIGHT ? 1 : count - 1)) % count;
		break;
	case COMMAND_LOCK:
		app_lock(ui->app);
		ui_forget_said(ui);
		ui_say(ui, TOAST_SAID, "%s", _("Locked."));
		break;
	case COMMAND_DAY:
		return push(date_screen(ui));
	case COMMAND_MACHINE:
		return push(machine_screen(ui));
	case COMMAND_QUIT:
		return (struct action){ ACTION_QUIT, NULL };
	default:
		return NO_KEY;
	}
	return STAY;
}

static struct action
home_resume(struct screen *screen, struct ui *ui)
{
	struct home_state *home = screen->state;
	struct action action = home->goes_on ? do_it(home, ui) : STAY;

	home->goes_on = false;
	return action;
}

static void
home_close(struct screen *screen, struct ui *ui)
{
	struct home_state *home = screen->state;

	(void)ui;
	home_forget_work(home);
	app_silent_release(&home->silent);
	list_view_release(&home->list);
	free(home->lines);
	free(home);
}

static const char *
home_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	return app_county_name(ui->app);
}

static const char *
home_note(const struct screen *screen)
{
	return ((const struct home_state *)screen->state)->list.note;
}

/* While nobody is unlocked, Enter is where everything begins. */
static bool
home_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct home_state *home = screen->state;
	bool person = app_person_name(ui->app) != NULL;

	switch (command) {
	case COMMAND_DO:
		return !person || home->count > 0;
	case COMMAND_NEW:
	case COMMAND_ROSTERS:
		return person && house_may_list(ui->app);
	case COMMAND_MANIFESTS:
	case COMMAND_DRAWS:
	case COMMAND_BOARD:
	case COMMAND_PLACES:
	case COMMAND_SEND_AGAIN:
	case COMMAND_LOCK:
		return person;
	case COMMAND_TALLY:
		return person && (app_tally_can(ui->app, true) || app_tally_can(ui->app, false));
	default:
		return true;
	}
}

static const struct screen_class home_class = {
	.name = "home",
	.about = N_(
		"What there is to do, the first thing on top. Enter does the chosen line; the other keys open houses, reports, sticks, keys."),
	.bindings = bindings,
	.also = MOVE_ONLY_BINDINGS,
	.offers = home_offers,
	.title = home_title,
	.note = home_note,
	.recalc = home_recalc,
	.draw = home_draw,
	.key = home_key,
	.resume = home_resume,
	.forget = home_leave,
	.leave = home_leave,
	.watch = home_watch,
	.idle = home_idle,
	.close = home_close,
	.suspends = true,
};

struct screen *
home_screen(struct ui *ui)
{
	app_ask_day(ui->app);
	return screen_new(&home_class, mem_alloc(sizeof(struct home_state)));
}
