#include "ui/home/home_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/finding_words.h"
#include "app/house/place.h"
#include "app/house/returned.h"
#include "app/house/rights.h"
#include "app/house/work.h"
#include "app/settle/propose.h"
#include "app/settle/questions.h"
#include "app/session/accounts.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/sign/sitting.h"
#include "app/stick/backup.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"

/* What home reads from the file: what there is to do, its lines, and which house the chosen one names. */

#define READ_AT_ONCE 150 /* houses, before the page shows: a tenth of a second */

static void
forget_words(struct home_state *home)
{
	for (size_t i = 0; home->words && i < home->word_count; i++) {
		free(home->words[i].place);
		free(home->words[i].why);
	}
	free(home->words);
	home->words = NULL;
	home->word_count = 0;
}

void
home_forget_work(struct home_state *home)
{
	forget_words(home);
	work_free(home->work);
	home->work = NULL;
	home->count = 0;
}

/* Whose keys lie here, while nobody is unlocked. */
static enum status
look_for_keys(struct home_state *home, struct ui *ui, struct err *err)
{
	struct app_person_row *rows = NULL;
	size_t count = 0;
	enum status status = app_person_list(ui->app, "", &rows, &count, err);
	char *restored = app_restored_at(ui->app);

	home->no_keys = !status && !count;
	home->restored = restored && count;
	free(restored);
	home->may_sign = false;
	for (size_t i = 0; i < count; i++)
		home->may_sign |= rows[i].may_sign;
	free(rows);
	return status;
}

/* Puts the lines together from what was read, and goes on at the line of before. */
static void
list_lines(struct home_state *home, const struct work_line *before, struct ui *ui)
{
	bool person = app_person_number(ui->app) != NULL;

	home->count = 0;
	home->worst = house_rank_label(app_pack(ui->app), 0);
	if (person) {
		home_add_page_line(home, ABOUT_FORMS, home->attention.no_forms);
		home_add_page_line(home, ABOUT_AGREEMENTS, home->attention.agreements);
		home_add_page_line(home, ABOUT_REQUESTS, home->attention.requests);
		home_add_page_line(home, ABOUT_FORKS, app_forks_to_decide(ui->app));
		home_add_page_line(home, ABOUT_PROPOSALS, app_proposals_to_decide(ui->app));
	}
	home->words = mem_array(home->work->row_count, sizeof(*home->words));
	home->word_count = home->work->row_count;
	for (size_t i = 0; i < home->work->row_count; i++)
		home_add_work(home, &home->work->rows[i]);
	for (size_t i = 0; i < home->count; i++)
		if (home->lines[i].about == ABOUT_WORK && home->lines[i].kind == WORK_SIGN)
			home->lines[i].decided = sitting_decided(ui->app, home->work, home->lines[i].level);
	for (size_t i = 0; i < home->count; i++)
		if (home->lines[i].about == ABOUT_WORK)
			home_word_line(&home->lines[i], ui);
	if (person) {
		home_add_page_line(home, ABOUT_MANIFEST, home->manifest != MANIFEST_STANDS);
		home_add_page_line(home, ABOUT_SEEDS, home->seeds);
		home_add_page_line(home, ABOUT_RECEIPT, home->owed.mine ? home->owed.logs : 0);
		home_add_page_line(home, ABOUT_RIVALS, home->attention.rivals);
		home_add_page_line(home, ABOUT_FOUNDING, home->attention.uncompared);
	}
	home_stay(home, before, ui);
}

/* Reads from the file what there is to do, and where nothing has changed since it was read, only the words around it. */
static void
read_work(struct home_state *home, struct ui *ui)
{
	struct err err = { 0 };
	struct work_line before = { .kind = WORK_KIND_COUNT };
	const char *person = app_person_number(ui->app) ? app_person_number(ui->app) : "";

	if (strcmp(home->person, person) != 0) { /* where the one before was says nothing of what this one begins with */
		home->list.chosen = home->nth = 0;
		ui->worked = (struct ui_worked){ 0 };
	} else if (home->list.chosen < home->count) {
		before = home->lines[home->list.chosen];
	} else {
		home->list.chosen = 0;
	}
	snprintf(home->person, sizeof(home->person), "%s", person);
	clock_date(clock_now_unix(), home->day);
	home->left = false;
	if (home->work && work_is_current(ui->app, home->work))
		forget_words(home);
	else
		home_forget_work(home);
	/* What cannot be read of one thing leaves the others. */
	home->late_unread = app_late(ui->app, &home->late, &err) != STATUS_OK;
	if (app_receipt_owed(ui->app, &home->owed, &err))
		ui_fail(ui, &err);
	if (app_silent(ui->app, &home->silent, &err))
		ui_fail(ui, &err);
	if (app_clock_judge(ui->app, &home->clock, &err))
		home->clock = (struct app_clock){ 0 };
	home->no_keys = home->restored = home->may_sign = false;
	home->may_list = house_may_list(ui->app);
	home->claimed = app_has_claimed_loss(ui->app);
	home_read_places(home, ui);
	home->failed = app_attention(ui->app, &home->attention, &err) || (!*person && look_for_keys(home, ui, &err));
	if ((!home->work && work_begin(ui->app, READ_AT_ONCE, &home->work, &err)) || home->failed)
		ui_fail(ui, &err);
	if (home->work)
		list_lines(home, &before, ui);
}

static const struct house_words *
words_of(struct home_state *home, const struct work_row *row, struct ui *ui)
{
	struct house_words *words = &home->words[row - home->work->rows];

	if (words->read)
		return words;
	words->read = true;
	words->place = app_building_place(ui->app, &row->building);
	if (row->kind == WORK_RETURNED || row->kind == WORK_FOR_OTHER || row->kind == WORK_SIGN)
		words->why = app_building_returned(ui->app, &row->building);
	if (row->kind == WORK_FINDINGS || (row->kind == WORK_FOR_OTHER && !*words->why)) {
		free(words->why);
		words->why = house_found_words(ui->app, &row->building);
	}
	return words;
}

/* The house that the chosen line names. */
static const struct work_row *
named_row(const struct home_state *home, const struct ui *ui)
{
	return home->work && home->count ? home_row_of(home, &home->lines[home->list.chosen], ui, home->nth) : NULL;
}

/* Says which house the chosen line names, and fits the lines into the page. */
static void
name_house(struct home_state *home, struct ui *ui)
{
	const struct work_row *row;

	home->first[0] = '\0';
	home->why = "";
	if (home->list.chosen >= home->count)
		home->list.chosen = home->count ? home->count - 1 : 0;
	row = named_row(home, ui);
	if (row && !id_is_zero(&row->building)) {
		const struct house_words *words = words_of(home, row, ui);

		const char *found = house_rank_short(app_pack(ui->app), row->order.rank);

		/* Translators: where the house is, and in brackets what was found there. */
		char *place = found ? mem_printf(_("%s (%s)"), words->place, found) : mem_strdup(words->place);

		if (home->lines[home->list.chosen].count > 1)
			snprintf(home->first, sizeof(home->first), _("%s   (Left, Right: another)"), place);
		else
			snprintf(home->first, sizeof(home->first), "%s", place);
		snprintf(home->first_short, sizeof(home->first_short), _("%s   Left, Right"), place);
		free(place);
		if (words->why)
			home->why = words->why;
	}
	home_fit(home, ui);
}

void
home_recalc(struct screen *screen, struct ui *ui)
{
	struct home_state *home = screen->state;
	const char *person = app_person_number(ui->app) ? app_person_number(ui->app) : "";

	if (!home->work || home->left || home->failed || strcmp(home->person, person) != 0)
		read_work(home, ui);
	name_house(home, ui);
}

/* Goes on naming the same house, wherever it stands among those that were found since. */
static void
name_again(struct home_state *home, const struct id *building, const struct ui *ui)
{
	size_t count = home->count ? home->lines[home->list.chosen].count : 0;

	for (home->nth = 0; home->nth < count; home->nth++) {
		const struct work_row *row = named_row(home, ui);

		if (row && id_equal(&row->building, building))
			return;
	}
	home->nth = 0;
}

/* Looks at more houses that may wait for this person. */
bool
home_idle(struct screen *screen, struct ui *ui)
{
	struct home_state *home = screen->state;
	struct work_line before = { .kind = WORK_KIND_COUNT };
	const struct work_row *row = named_row(home, ui);
	struct id building = row ? row->building : (struct id){ { 0 } };
	bool more, changed = false;

	if (!home->work || home->left)
		return false;
	more = work_go_on(home->work, &changed);
	if (!changed)
		return more;
	if (home->count)
		before = home->lines[home->list.chosen];
	forget_words(home);
	list_lines(home, &before, ui);
	name_again(home, &building, ui);
	name_house(home, ui);
	return more;
}
