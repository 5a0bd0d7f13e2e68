#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/due.h"
#include "app/house/rights.h"
#include "app/house/work.h"
#include "app/people/follow.h"
#include "app/people/officers.h"
#include "app/session/person.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/home/bars.h"
#include "ui/home/home_state.h"

/* How home looks: what there is to do, the next date, and bars of how far each place has come. */

/* ---- nobody is unlocked */

bool
home_starts_with_key(const struct ui *ui)
{
	return !app_has_device(ui->app);
}

bool
home_compares_first(const struct home_state *home, const struct ui *ui)
{
	return home_starts_with_key(ui) && home->attention.uncompared;
}

bool
home_waits_for_right(const struct home_state *home)
{
	return home->attention.asked && !home->may_sign;
}

/* ---- the parts of the page */

#define UNDER_ROWS 6 /* below the lines: the next date and some of the bars */

static struct area
page_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 1, 1), 1);
}

/* Draws a line that Enter does, with the cursor at it. */
static void
draw_first(struct canvas *canvas, struct area *left, const char *text)
{
	canvas_cursor(canvas, left->row, left->col);
	canvas_line(canvas, left, CHOSEN, text);
}

static void
draw_older(const struct ui *ui, struct canvas *canvas, struct area *left)
{
	struct area words;

	draw_first(canvas, left,
		   app_is_dropped(ui->app) ? _("> Nothing can be signed on this laptop: see what to do (Enter)")
					   : _("> This file is an older copy: see what to do (Enter)"));
	words = area_inside(*left, 2, 0);
	canvas_paragraph(
		canvas, &words, BAD,
		app_is_dropped(ui->app)
			? _("It was decided that another account of this laptop counts.")
			: _("What was last signed on this laptop is missing from it. Until that is settled nothing can be signed here."));
	*left = area_below(*left, left->rows - words.rows + 1);
}

/* What Enter does while nobody is unlocked. With keys that came back from a backup no other is made. */
static const char *
first_words(const struct home_state *home, const struct ui *ui)
{
	if (home_compares_first(home, ui))
		return home->restored ? _("> Compare the county's digits, then ask for your right again (Enter)")
				      : _("> Compare the county's digits with the office, then make your key (Enter)");
	if (home_starts_with_key(ui))
		return home->restored ? _("> Ask for your right again, with the key that lies here (Enter)")
				      : _("> Set up this laptop and your key (Enter)");
	return home_waits_for_right(home) ? _("> Take in the file that brings your right (Enter)")
					  : _("> Say who is at the laptop (Enter)");
}

static void
draw_nobody(const struct home_state *home, const struct ui *ui, struct canvas *canvas, struct area *left)
{
	static const char *const tour[] = {
		N_("1 Enter, choose an inspector by number, passphrase: demo"),
		N_("2 Enter does the next thing: correct what came back, fill a house, ^S signs"),
		N_("3 P: the other inspector checks the photos and signs for the team"),
		N_("4 P: the village secretary, then the leader, sign (1 approve, 2 give back)"),
		N_("5 P: the township head signs last. Everybody's passphrase is demo; ? helps."),
		N_("6 P: the county office files plans and strikes houses off; r: reports"),
	};
	struct area steps;

	draw_first(canvas, left, first_words(home, ui));
	*left = area_below(*left, 1);
	if (home_compares_first(home, ui)) {
		canvas_paragraph(
			canvas, left, PLAIN,
			home->restored
				? _("The office reads them to you by telephone: only so it is certain that this is the right county's file. Your key is back already. Without a telephone now: k, then n asks for the right with it, and the digits are compared later.")
				: _("The office reads them to you by telephone: only so it is certain that this is the right county's file. Without a telephone now: k, then n makes the key, and the digits are compared later."));
		*left = area_below(*left, 1);
	} else if (home->attention.uncompared) {
		canvas_paragraph(canvas, left, WARN,
				 _("Is it the right county's file? Compare the digits of its founding with the office: k, then g."));
		*left = area_below(*left, 1);
	}
	if (home_waits_for_right(home)) {
		char *text = mem_printf(
			_("The right asked for here on %s has not come yet. Take the file with the request to the office on a stick, if that was not done; the office gives a file back, and x takes it in. k shows the request."),
			home->attention.asked_at);

		canvas_paragraph(canvas, left, PLAIN, text);
		free(text);
		*left = area_below(*left, 1);
	}
	if (home->no_keys) {
		canvas_paragraph(
			canvas, left, PLAIN,
			_("No key of anybody lies on this laptop. Put in the stick with your key file, or make a key: k, then n."));
		*left = area_below(*left, 1);
	}
	if (!app_is_demo(ui->app) || home->no_keys || home->restored) /* nobody of the tour can be chosen */
		return;
	canvas_line(canvas, left, BOLD, _("A tour of the demonstration"));
	steps = area_inside(*left, 2, 0);
	for (size_t i = 0; i < ARRAY_LEN(tour); i++)
		canvas_paragraph(canvas, &steps, PLAIN, _(tour[i]));
	*left = area_below(*left, left->rows - steps.rows + 1);
}

/* Draws what was signed long ago and is not known to be with the county. */
static void
draw_late(const struct app_late *late, struct canvas *canvas, struct area *left)
{
	char *text = mem_printf(
		n_("%lld step, signed on %s, has not come to the county, as far as is known here. S sends all again.",
		   "%lld steps, the first signed on %s, have not come to the county, as far as is known here. S sends all again.",
		   late->steps),
		(long long)late->steps, late->since);

	canvas_paragraph(canvas, left, WARN, text);
	free(text);
	*left = area_below(*left, 1);
}

/* Draws the alarm that officers signed more than one founding for one place. */
static void
draw_contending(size_t count, struct canvas *canvas, struct area *left)
{
	char *text =
		mem_printf(_("%zu foundings of the county contend with each other; compare the digits of yours with its office by voice"),
			   count);

	canvas_paragraph(canvas, left, BAD, text);
	free(text);
	*left = area_below(*left, 1);
}

/* Draws which day is taken for today, where this machine's clock says another or is doubted. */
static void
draw_day(const struct app_clock *clock, struct canvas *canvas, struct area *left)
{
	bool doubted = clock->doubt != APP_CLOCK_FINE;
	char *text;

	if (!doubted && strcmp(clock->today, clock->machine) == 0)
		return;
	text = doubted ? mem_printf(
				 _("This machine's clock says %s, which cannot be right. Nothing is signed before you say what day it is: d."),
				 clock->today)
		       : mem_printf(_("louce takes today for %s; this machine's clock says %s. d changes it."), clock->today,
				    clock->machine);
	canvas_paragraph(canvas, left, doubted ? BAD : FAINT, text);
	free(text);
	*left = area_below(*left, 1);
}

/* Asks about what receipts claim; whoever works goes on meanwhile. */
static void
draw_claimed(struct canvas *canvas, struct area *left)
{
	canvas_paragraph(
		canvas, left, WARN,
		_("A county receipt names steps signed on this laptop that are not in this file. m shows them and asks what to do; work can go on."));
	*left = area_below(*left, 1);
}

bool
home_lacks_list(const struct home_state *home)
{
	return home->work && !home->work->listed && home->work->unlisted;
}

bool
home_has_nothing(const struct home_state *home)
{
	const struct work *work = home->work;

	if (!work || home->failed || work->unread || home->count)
		return false;
	return !home_lacks_list(home) && !(work->unlisted && home->may_list) && !home->claimed && !home->silent.count &&
	       !home->late_unread && !home->late.steps && !home->places && !home->to_check && home->clock.doubt == APP_CLOCK_FINE;
}

/* Draws that no house is on the list, or in which part of the area. */
static void
draw_unlisted(const struct work *work, const struct ui *ui, struct canvas *canvas, struct area *left)
{
	char *text =
		!work->listed
			? mem_strdup(
				  app_is_office(ui->app) && app_person_is_officer(ui->app)
					  ? _("Next, the file that all other laptops begin with: x, e, 0 (everybody) writes it on a stick. Then take the roster in from a table: t. No house is on the list yet.")
				  : house_may_list(ui->app)
					  ? _("No house is on the list here yet. The list comes with a file on a stick (x), is taken from a table, or n begins a house.")
					  : _("No house is on the list here yet. The list comes with a file on a stick: x."))
			: mem_printf(_("%zu of %zu villages here have no house on the list yet."), work->unlisted,
				     work->listed + work->unlisted);

	canvas_paragraph(canvas, left, WARN, text);
	free(text);
	*left = area_below(*left, 1);
}

/* Draws what waits for other officers after this one agreed. */
static void
draw_for_others(size_t count, struct canvas *canvas, struct area *left)
{
	char *text = mem_printf(_("%zu that you agreed to wait for another county officer: he unlocks here or on his laptop (k, o)."),
				count);

	canvas_paragraph(canvas, left, PLAIN, text);
	free(text);
	*left = area_below(*left, 1);
}

/* Draws that the county's receipt waits, and for whom. */
static void
draw_owed(const struct app_owed *owed, struct canvas *canvas, struct area *left)
{
	char *text = owed->by ? mem_printf(_("The county's receipt of what came is still to be written: %s unlocks here (P)."), owed->by)
			      : mem_strdup(
					_("The county's receipt of this cannot be written: no officer has a right for just this laptop."));

	canvas_paragraph(canvas, left, WARN, text);
	free(text);
	*left = area_below(*left, 1);
}

/* Draws from whom nothing has come for long. */
static void
draw_silent(const struct app_silent *silent, struct canvas *canvas, struct area *left)
{
	char *text = app_silent_words(silent);

	canvas_paragraph(canvas, left, WARN, text);
	free(text);
	*left = area_below(*left, 1);
}

/* Draws what this person may read and cannot yet, and who opens it. */
static void
draw_closed(const struct work *work, struct canvas *canvas, struct area *left)
{
	char *text = mem_printf(
		_("Names and other private values of %zu villages (%s) are not opened to you yet. %s opens them: by unlocking louce there and writing you a file, which x takes in."),
		work->closed, work->closed_village, work->opener ? work->opener : _("Whoever reads them"));

	canvas_paragraph(canvas, left, WARN, text);
	free(text);
	*left = area_below(*left, 1);
}

/* Draws why a signature that is this person's by role is not asked of him. */
static void
draw_wrote(size_t count, struct canvas *canvas, struct area *left)
{
	char *text = mem_printf(
		n_("%zu house waits for a signature of your role that you may not give: you filled a form of it, so another signs.",
		   "%zu houses wait for a signature of your role that you may not give: you filled a form of them, so another signs.",
		   count),
		count);

	canvas_paragraph(canvas, left, PLAIN, text);
	free(text);
	*left = area_below(*left, 1);
}

/* Draws how many houses of the first rank have not come up to this person, and where they are. */
static void
draw_below(const struct home_state *home, struct canvas *canvas, struct area *left)
{
	/* Translators: a number of houses, what was found there ("Severe hazard"), and for whom they wait, with numbers. */
	char *text = mem_printf(_("%zu of the gravest houses (%s) have not come up to you yet: %s."), home->work->below.count,
				home->worst ? home->worst : "", home->work->below.where);

	canvas_paragraph(canvas, left, BOLD, text);
	free(text);
	*left = area_below(*left, 1);
}

/* Draws which form waits for others, who they are, or that nobody of the kind is here and where one must come from. */
static void
draw_others(const struct work_others *others, const struct ui *ui, struct canvas *canvas, struct area *left)
{
	const char *label = label_text(&others->form->label, ui->lang);
	char *roles = app_roles_text(ui->app, &others->form->by), *text;

	if (others->nobody) {
		text = mem_printf(
			n_("%zu house waits for \"%s\", and nobody who has the right there may fill it, having filled other forms of it: it takes another (%s), of the township or of another village, who asks for a right there (k).",
			   "%zu houses wait for \"%s\", and nobody who has the right there may fill it, having filled other forms of them: it takes another (%s), of the township or of another village, who asks for a right there (k).",
			   others->nobody),
			others->nobody, label, roles);
		canvas_paragraph(canvas, left, WARN, text);
		free(text);
	}
	if (others->barred) {
		text = mem_printf(n_("%zu house waits for \"%s\" by another than you, who filled other forms of it: %s.",
				     "%zu houses wait for \"%s\" by another than you, who filled other forms of them: %s.", others->barred),
				  others->barred, label, others->names ? others->names : roles);
		canvas_paragraph(canvas, left, PLAIN, text);
		free(text);
	}
	free(roles);
	*left = area_below(*left, 1);
}

/* Draws how many houses nobody has looked at yet for what waits: until then the lines are not all. */
static void
draw_unread(size_t count, struct canvas *canvas, struct area *left)
{
	char *text = mem_printf(n_("%zu more house is being looked at for what waits for you; the lines below grow.",
				   "%zu more houses are being looked at for what waits for you; the lines below grow.", count),
				count);

	canvas_paragraph(canvas, left, FAINT, text);
	free(text);
	*left = area_below(*left, 1);
}

/* Draws what stands before the lines, and leaves what is below; `canvas` of no rows: only that. */
static void
draw_top(const struct home_state *home, const struct ui *ui, struct canvas *canvas, struct area *left)
{
	if (home->attention.rivals)
		draw_contending(home->attention.rivals, canvas, left);
	if (app_is_older_copy(ui->app)) {
		draw_older(ui, canvas, left);
	} else if (!app_person_name(ui->app)) {
		draw_nobody(home, ui, canvas, left);
	} else if (!home->work || (home->failed && !home->count)) {
		canvas_paragraph(canvas, left, BAD, _("What waits for you could not be read. It is tried again at the next key."));
		*left = area_below(*left, 1);
	} else if (home->work->unread) {
		draw_unread(home->work->unread, canvas, left);
	} else if (home->count == 0 && !home_lacks_list(home)) {
		if (home_has_nothing(home))
			canvas_line(canvas, left, GOOD, _("Nothing waits for you."));
		canvas_paragraph(canvas, left, PLAIN,
				 home->may_list ? _("n begins a house that is not on the list; a shows all of them; P changes the person.")
						: _("a shows all houses; P changes the person."));
		*left = area_below(*left, 1);
	}
	if (home->claimed && !app_is_older_copy(ui->app))
		draw_claimed(canvas, left);
	if (app_person_name(ui->app) && home->work && home->work->unlisted && (!home->work->listed || home->may_list))
		draw_unlisted(home->work, ui, canvas, left);
	if (app_person_name(ui->app) && home->attention.for_others)
		draw_for_others(home->attention.for_others, canvas, left);
	if (home->owed.logs && !home->owed.mine && !app_is_older_copy(ui->app) &&
	    (app_person_name(ui->app) ? app_person_is_officer(ui->app) : !app_is_demo(ui->app))) /* the tour begins elsewhere */
		draw_owed(&home->owed, canvas, left);
	if (app_person_name(ui->app) && home->work && home->work->wrote)
		draw_wrote(home->work->wrote, canvas, left);
	if (app_person_name(ui->app) && home->work && home->work->below.count)
		draw_below(home, canvas, left);
	if (app_person_name(ui->app) && home->work && (home->work->others.nobody || home->work->others.barred))
		draw_others(&home->work->others, ui, canvas, left);
	if (app_person_name(ui->app) && home->silent.count)
		draw_silent(&home->silent, canvas, left);
	if (app_person_name(ui->app) && home->work && home->work->closed)
		draw_closed(home->work, canvas, left);
	if (home->late_unread && app_person_name(ui->app)) {
		canvas_paragraph(canvas, left, BAD, _("Whether all that was signed here has come to the county could not be read."));
		*left = area_below(*left, 1);
	} else if (home->late.steps && app_person_name(ui->app)) {
		draw_late(&home->late, canvas, left);
	}
	draw_day(&home->clock, canvas, left);
}

/* ---- the lines */

void
home_fit(struct home_state *home, const struct ui *ui)
{
	const struct list_rows rows = home_rows(home);
	struct canvas nowhere = { 0 };
	struct area left = page_area(ui);

	draw_top(home, ui, &nowhere, &left);
	list_view_fit(&home->list, &rows,
		      list_view_area(&home->list, &rows,
				     area_above(left, UNDER_ROWS + (home->work && home->work->overdue ? 1 : 0) + (home->lacking ? 1 : 0) +
							      (home->places || home->places_below ? 1 : 0) +
							      (home->to_check || home->untold ? 1 : 0))));
}

/* ---- what is below them */

/* Draws how many houses of the area are past their day, by which of the campaign's days, and where to look. */
static void
draw_overdue(const struct work *work, const struct ui *ui, struct canvas *canvas, struct area *left)
{
	const struct pack *pack = app_pack(ui->app);
	const char *name = "";
	int64_t days = due_days(work->overdue_day);
	char *words = due_words(days), *line;

	for (size_t i = 0; pack && i < pack->deadline_count; i++)
		if (strcmp(pack->deadlines[i].date, work->overdue_day) == 0)
			name = label_text(&pack->deadlines[i].label, ui->lang);
	/* Translators: the earliest day, which of the campaign's days that is (or nothing), "overdue by 3 days". */
	line = due_is_urgent(days)
		       ? mem_printf(_("Houses past their day here: %zu (%s%s%s, %s); a, then Tab lists them"), work->overdue,
				    work->overdue_day, *name ? " " : "", name, words)
		       /* Translators: the day, which of the campaign's days that is (or nothing), days, houses. */
		       : mem_printf(_("The day %s%s%s passed %lld days ago; houses still open here: %zu. a, then Tab lists them"),
				    work->overdue_day, *name ? " " : "", name, -(long long)days, work->overdue);
	free(words);
	canvas_paragraph(canvas, left, due_is_urgent(days) ? WARN : PLAIN, line);
	free(line);
}

static void
draw_due(const struct work *work, bool doubted, const struct ui *ui, struct canvas *canvas, struct area *left)
{
	const char *name;
	char *line;

	if (!work->due)
		return;
	name = label_text(&work->due->label, ui->lang);
	line = doubted		     ? mem_printf(_("Next date: %s %s, as far as this clock can tell"), work->due->date, name)
	       : work->due_days == 0 ? mem_printf(_("Next date: %s %s, today"), work->due->date, name)
	       : work->due_days == 1 ? mem_printf(_("Next date: %s %s, tomorrow"), work->due->date, name)
	       : work->due_days > 0  ? mem_printf(n_("Next date: %s %s, in %lld day", "Next date: %s %s, in %lld days", work->due_days),
						  work->due->date, name, (long long)work->due_days)
				     : mem_printf(n_("The last date, %s %s, was %lld day ago", "The last date, %s %s, was %lld days ago",
						     -(long long)work->due_days),
						  work->due->date, name, -(long long)work->due_days);
	canvas_line(canvas, left, FAINT, line);
	*left = area_below(*left, 1);
	free(line);
}

void
home_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct home_state *home = screen->state;
	const struct list_rows rows = home_rows(home);
	struct area left = page_area(ui);

	draw_top(home, ui, canvas, &left);
	if (!home->work)
		return;
	if (home->count) {
		list_view_draw(&home->list, &rows, canvas);
		left = area_below(left, home->list.area.rows + 1);
	}
	if (home->work->overdue && app_person_name(ui->app))
		draw_overdue(home->work, ui, canvas, &left);
	home_draw_places(home, canvas, &left);
	draw_due(home->work, home->clock.doubt != APP_CLOCK_FINE, ui, canvas, &left);
	bars_draw(home->work, canvas, left);
}
