#include <stdlib.h>
#include <string.h>

#include "app/house/due.h"
#include "app/house/office.h"
#include "app/place/manifest.h"
#include "app/place/places.h"
#include "app/session/person.h"
#include "app/session/workspace.h"
#include "app/table/draw.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "ui/home/home_state.h"

/* What home says of whole villages: whether a manifest stands. */

/* Who signs for one village is asked for its manifest once every house is accounted for, or what stands is outdated. */
static void
read_own_village(struct home_state *home, struct ui *ui)
{
	struct app_manifests manifests;
	struct err err = { 0 };
	const struct manifest_village *village;

	if (app_village_manifest(ui->app, home->village, false, &manifests, &err)) {
		ui_fail(ui, &err);
		return;
	}
	village = manifests.count ? &manifests.villages[0] : NULL;
	if (village && village->houses && (village->standing != MANIFEST_NONE || !village->missing))
		home->manifest = village->standing;
	app_manifests_release(&manifests);
}

static void
read_waiting(struct home_state *home, struct ui *ui)
{
	struct app_places places;
	struct err err = { 0 };

	if (app_places(ui->app, &places, &err)) {
		ui_fail(ui, &err);
		return;
	}
	home->places = places.waiting;
	home->places_below = places.below;
	strcpy(home->places_day, places.day);
	app_places_release(&places);
}

/* Who checks drawn houses is told how many wait. */
static void
read_draws(struct home_state *home, struct ui *ui)
{
	const struct draw_words *words = &app_pack(ui->app)->draw;
	struct app_draws draws = { 0 };
	struct err err = { 0 };
	char today[11];
	bool gives;

	gives = words->form && app_person_has_role(ui->app, &words->form->by);
	if (!words->form || (!gives && !app_person_has_role(ui->app, &words->checks->by)))
		return;
	clock_date(clock_now_unix(), today);
	if (app_draws(ui->app, app_person_area(ui->app), ui->lang, &draws, &err)) {
		if (err.status != STATUS_DENIED)
			ui_fail(ui, &err);
		return;
	}
	for (size_t i = 0; i < draws.count; i++) {
		bool waits = draws.items[i].standing == DRAW_RECEIVED ||
			     (draws.items[i].standing == DRAW_TOLD && !draws.items[i].seed); /* its receipt is still to come */

		home->untold += waits;
		home->seeds += waits && gives && strcmp(draws.items[i].day, today) <= 0;
		for (size_t h = 0; h < draws.items[i].house_count; h++)
			home->to_check += draws.items[i].houses[h].state == CHECK_WAITS;
	}
	app_draws_release(&draws);
}

void
home_read_places(struct home_state *home, struct ui *ui)
{
	struct err err = { 0 };

	home->manifest = MANIFEST_STANDS;
	home->villages = home->lacking = home->places = home->places_below = 0;
	home->to_check = home->untold = home->seeds = 0;
	if (!app_person_name(ui->app) || !app_pack(ui->app))
		return;
	read_waiting(home, ui);
	read_draws(home, ui);
	if (app_manifest_own_village(ui->app, home->village))
		read_own_village(home, ui);
	else if (division_level(app_person_area(ui->app)) < DIVISION_VILLAGE && !house_person_is_of_offices(ui->app) &&
		 app_manifests_lacking(ui->app, app_person_area(ui->app), &home->villages, &home->lacking, &err))
		ui_fail(ui, &err);
}

/* What nobody filled yet: this person's own, and that of the places below, as the page behind `g` has both. The caller frees. */
static char *
places_words(const struct home_state *home)
{
	char *when = *home->places_day ? due_words(due_days(home->places_day)) : NULL, *line;

	if (!home->places)
		line = mem_printf(_("Forms about the places below you that nobody filled yet: %zu; g lists them"), home->places_below);
	else if (home->places_below && when)
		line = mem_printf(_("Forms nobody filled yet: %zu of your own, the first due %s, %zu of the places below; g lists them"),
				  home->places, when, home->places_below);
	else if (home->places_below)
		line = mem_printf(_("Forms nobody filled yet: %zu of your own, %zu of the places below; g lists them"), home->places,
				  home->places_below);
	else if (when)
		line = mem_printf(_("Forms about your village or township that nobody filled yet: %zu, the first due %s; g lists them"),
				  home->places, when);
	else
		line = mem_printf(_("Forms about your village or township that nobody filled yet: %zu; g lists them"), home->places);
	free(when);
	return line;
}

void
home_draw_places(const struct home_state *home, struct canvas *canvas, struct area *left)
{
	char *line;

	if (home->places || home->places_below) {
		line = places_words(home);
		canvas_line(canvas, left, FAINT, line);
		free(line);
	}
	if (home->to_check || home->untold) {
		line = mem_printf(_("Spot checks: %zu drawn houses to be looked at, %zu draws wait for their seed; c lists them"),
				  home->to_check, home->untold);
		canvas_line(canvas, left, PLAIN, line);
		free(line);
	}
	if (!home->lacking)
		return;
	line = mem_printf(_("Villages without a manifest: %zu of %zu; v lists them"), home->lacking, home->villages);
	canvas_line(canvas, left, FAINT, line);
	free(line);
}
