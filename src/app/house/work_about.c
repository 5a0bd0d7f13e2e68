#include "app/house/work_about.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/due.h"
#include "app/house/label.h"
#include "app/house/mine.h"
#include "app/house/open_case.h"
#include "app/house/others.h"
#include "app/house/rights.h"
#include "app/session/division.h"
#include "app/session/draft.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "store/dossier/dossier.h"
#include "store/houses/joined.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/holders.h"

/* ---- lists and keys that are missing */

/* Who reads what is private in the village: somebody of the village before one of a wider area. */
static const struct credential *
find_opener(const struct app *app, const char *village)
{
	const struct trust *trust = store_trust(app_store(app));
	const struct credential *found = NULL;

	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *at = trust_credential_at(trust, i);

		if (!vault_is_reader(app_store(app), at, village) || strcmp(at->person, app_person_number(app)) == 0)
			continue;
		if (!found || strlen(at->areas[0]) > strlen(found->areas[0]))
			found = at;
	}
	return found;
}

struct village_of {
	const struct app *app;
	const char *village;
};

static bool
reads_there(const struct credential *own, const void *ctx)
{
	const struct village_of *of = ctx;

	return vault_is_reader(app_store(of->app), own, of->village);
}

void
work_look_at_village(struct app *app, struct work *work, const char *village)
{
	const struct village_of of = { app, village };
	const struct credential *opener;

	if (!app_is_unlocked(app) || vault_reads(app, village) || !act_could_as(app, reads_there, &of))
		return;
	if (!work->closed++) {
		opener = find_opener(app, village);
		work->closed_village = app_place_name(app, village);
		work->opener = opener ? mem_printf(_("%s (%s)"), opener->name, app_role_label(app, opener->role)) : NULL;
	}
}

/* ---- houses that are not counted */

bool
work_is_of_case(struct app *app, const struct work_building *row, const struct joined *joined)
{
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	bool is = false;

	if (dossier_load(app_store(app), &row->root, NULL, &dossier, &ignored))
		return false;
	for (size_t i = 0; i < dossier->state.case_count && !is; i++) {
		const struct flow_case *of = &dossier->state.cases[i];
		bool has = false;

		if (row->task == of->task && id_equal(&row->slot, &of->root) &&
		    strcmp(row->name, of->level	 ? of->level->name
				      : of->form ? of->form->name
						 : "") == 0)
			is = joined->gone || house_has_case(app, &joined->counted_as, of->of->name, &has, &ignored) || !has;
	}
	dossier_free(dossier);
	return is;
}

/* ---- forms that wait for others */

void
work_add_others(struct app *app, struct work_others *others, const struct work_building *building, const struct mine_answer *answer)
{
	const struct form *form = pack_form(app_pack(app), building->name);
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };

	if (!answer->barred && !answer->nobody)
		return;
	others->form = others->form ? others->form : form;
	others->nobody += answer->nobody;
	others->barred += answer->barred && !answer->nobody;
	if (answer->nobody || others->names || dossier_load(app_store(app), &building->root, NULL, &dossier, &ignored))
		return;
	others->names = house_others_who_may(app, dossier, form);
	dossier_free(dossier);
}

void
work_take_others(struct work_others *to, struct work_others *from)
{
	to->barred += from->barred;
	to->nobody += from->nobody;
	to->form = to->form ? to->form : from->form;
	if (to->names)
		free(from->names);
	else
		to->names = from->names;
	*from = (struct work_others){ 0 };
}

/* ---- grave houses below */

/* Where a level stands among those of the chain in force, which have the even places from 2: a level that it lacks is before the next that it has. */
static size_t
place_of_level(const struct chain *chain, const struct level *level)
{
	size_t at = level_index(level);
	const struct level *next = chain_level(chain, level->name);

	if (next)
		return 2 * level_index(next) + 2;
	while (++at < level->chain->level_count && !next)
		next = chain_level(chain, level->chain->levels[at].name);
	return 2 * (next ? level_index(next) : chain->level_count) + 1;
}

/* The place of what a task waits for: that of a level, 0 where a form comes first; SIZE_MAX: it is no task of the chain. */
static size_t
place_of(const struct app *app, const struct chain *chain, const struct work_building *row, const struct level **level)
{
	*level = flow_task_is_of_level(row->task) && strcmp(row->chain, chain->name) == 0 ? house_level(app, row->chain, row->name) : NULL;
	if (row->task == TASK_SIGN)
		return *level ? place_of_level(chain, *level) : SIZE_MAX;
	return *level || names_has(&chain->covers, row->name) ? 0 : SIZE_MAX;
}

/* The place of the highest level of the chain that the person signs, but the lowest; 0: none. */
static size_t
highest_own(const struct app *app, const struct chain *chain)
{
	for (size_t i = chain->level_count; i-- > 1;)
		if (house_signs_level(app, chain->name, chain->levels[i].name))
			return place_of_level(chain, &chain->levels[i]);
	return 0;
}

/* A task for which a house of the first rank waits, by its place; what was given back to be corrected stands before all. */
struct below {
	int64_t building;
	size_t place;
	const struct work_building *back; /* given back; NULL: not */
};

/* The day on which a house was given back by the level that its task names; false: it is not. */
static bool
day_given_back(struct app *app, const struct work_building *row, char day[11])
{
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	bool found = false;
	char at[17];

	if (dossier_load(app_store(app), &row->root, NULL, &dossier, &ignored))
		return false;
	for (size_t i = 0; i < dossier->state.todo_count && !found; i++) {
		const struct flow_todo *todo = &dossier->state.todos[i];

		if (todo->task != TASK_RETURNED || strcmp(todo->level->name, row->name) != 0)
			continue;
		clock_minute(dossier->steps[dossier->state.signs[todo->sign].step].step->at_unix, at);
		snprintf(day, 11, "%.10s", at);
		found = true;
	}
	dossier_free(dossier);
	return found;
}

#define BACK_READ 50 /* houses that came back are read for the day, at most */

/* Writes how many came back to be corrected, and since when the first. */
static void
add_back(struct app *app, const struct below *found, size_t count, struct buf *where)
{
	char first[11] = "", day[11];
	size_t back = 0;

	for (size_t i = 0; i < count; i++) {
		if (!found[i].back || (i && found[i].building == found[i - 1].building))
			continue;
		if (back++ < BACK_READ && day_given_back(app, found[i].back, day) && (!*first || strcmp(day, first) < 0))
			memcpy(first, day, sizeof(first));
	}
	if (back && *first)
		/* Translators: of the gravest houses: a number; the day on which the first was given back. */
		buf_printf(where, _("given back and being corrected %zu (since %s)"), back, first);
	else if (back)
		buf_printf(where, _("given back and being corrected %zu"), back);
}

static int
below_cmp(const void *a, const void *b)
{
	const struct below *left = a, *right = b;

	if (left->building != right->building)
		return left->building < right->building ? -1 : 1;
	if (!left->back != !right->back)
		return left->back ? -1 : 1;
	return left->place < right->place ? -1 : left->place > right->place;
}

void
work_look_below(struct app *app, struct work *work, const struct work_building *rows, size_t count)
{
	const struct chain *chain = &app_pack(app)->chains[0];
	size_t places = 2 * chain->level_count + 2, *at = mem_array(places, sizeof(*at)), found_count = 0, found_cap = 0;
	const struct level **levels = mem_array(places, sizeof(*levels)), *level; /* by place, what is waited for there */
	size_t highest = highest_own(app, chain);
	struct below *found = NULL;
	struct buf where = { 0 };

	for (size_t i = 0; i < count && highest; i++) {
		size_t place = rows[i].rank == 0 ? place_of(app, chain, &rows[i], &level) : SIZE_MAX;

		if (place == SIZE_MAX || place >= highest || (place && house_signs_level(app, chain->name, level->name)))
			continue;
		levels[place] = levels[place] ? levels[place] : level;
		MEM_GROW(found, found_count, found_cap);
		found[found_count++] = (struct below){ rows[i].number, place, rows[i].task == TASK_RETURNED ? &rows[i] : NULL };
	}
	if (found_count)
		qsort(found, found_count, sizeof(*found), below_cmp);
	for (size_t i = 0; i < found_count; i++) /* a house is one, however much it waits for: where it is furthest from this person */
		if (!i || found[i].building != found[i - 1].building) {
			at[found[i].place] += !found[i].back;
			work->below.count++;
		}
	add_back(app, found, found_count, &where);
	if (at[0]) {
		buf_text_add(&where, where.len ? _("; ") : "");
		buf_printf(&where, _("still being filled %zu"), at[0]);
	}
	for (size_t i = 1; i < places; i++)
		if (at[i])
			buf_printf(&where, "%s%s %zu", where.len ? _("; ") : "", label_text(&levels[i]->label, _("en")), at[i]);
	work->below.where = work->below.count ? buf_detach(&where) : NULL;
	buf_release(&where);
	free(found);
	free(levels);
	free(at);
}

/* ---- the campaign's days */

void
work_find_due(const struct pack *pack, struct work *work)
{
	for (size_t i = 0; i < pack->deadline_count; i++) {
		int64_t days = due_days(pack->deadlines[i].date);

		/* The nearest deadline that is still to come; when all are over, the latest. */
		if (!work->due || (days >= 0 && (work->due_days < 0 || days < work->due_days)) ||
		    (days < 0 && work->due_days < 0 && days > work->due_days)) {
			work->due = &pack->deadlines[i];
			work->due_days = days;
		}
	}
}

/* ---- bars */

/* The form with which the work on a listed house begins, or "". */
static const char *
first_of_chain(const struct pack *pack)
{
	for (size_t i = 0; i < pack->chains[0].covers.count; i++) /* bars count the first chain */
		if (!pack->root || strcmp(pack->chains[0].covers.items[i], pack->root->name) != 0)
			return pack->chains[0].covers.items[i];
	return "";
}

void
work_count_bar(struct app *app, struct work *work, size_t *cap, const struct work_building *raw, enum division_level level)
{
	const struct pack *pack = app_pack(app);
	struct work_bar *bar = work->bar_count ? &work->bars[work->bar_count - 1] : NULL;

	if (!bar || !division_covers(bar->division, raw->division_now)) { /* rows come by division_now */
		MEM_GROW(work->bars, work->bar_count, *cap);
		bar = &work->bars[work->bar_count++];
		*bar = (struct work_bar){ 0 };
		division_area(raw->division_now, level, bar->division);
		bar->name = app_place_name(app, bar->division);
	}
	bar->total++;
	if (raw->done)
		bar->done++;
	else if (raw->task == TASK_SIGN)
		bar->waiting++;
	else if (raw->task != TASK_FORM || strcmp(raw->name, first_of_chain(pack)) != 0)
		bar->begun++;
}

enum division_level
work_bar_level(const char *area, enum division_level before)
{
	enum division_level level = division_level(area);

	if (level > DIVISION_COUNTY)
		return DIVISION_VILLAGE;
	return level == DIVISION_COUNTY || before == DIVISION_COUNTY ? DIVISION_TOWNSHIP : before;
}

/* ---- whether it is as it was read */

struct work_stamp
work_stamp_of(struct app *app)
{
	struct work_stamp stamp = { .generation = store_generation(app_store(app)), .last_step = store_last_step(app_store(app)) };
	struct draft_row *drafts = NULL;
	struct err ignored = { 0 };
	struct buf names = { 0 };
	size_t count = 0;

	clock_date(clock_now_unix(), stamp.today);
	if (app_is_unlocked(app))
		snprintf(stamp.person, sizeof(stamp.person), "%s", app_person_number(app));
	if (*stamp.person && !app_drafts(app, &drafts, &count, &ignored))
		for (size_t i = 0; i < count; i++) {
			buf_add(&names, &drafts[i].building, sizeof(drafts[i].building));
			buf_printf(&names, "%s\n", drafts[i].form);
		}
	hash_bytes(names.data, names.len, &stamp.drafts);
	buf_release(&names);
	free(drafts);
	return stamp;
}

bool
work_is_current(struct app *app, const struct work *work)
{
	struct work_stamp now = work_stamp_of(app);
	const struct work_stamp *was = &work->stamp;

	return now.generation == was->generation && now.last_step == was->last_step && strcmp(now.person, was->person) == 0 &&
	       strcmp(now.today, was->today) == 0 && id_equal(&now.drafts, &was->drafts);
}
