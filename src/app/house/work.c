#include "app/house/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/due.h"
#include "app/house/mine.h"
#include "app/house/office.h"
#include "app/house/rights.h"
#include "app/house/work_about.h"
#include "app/house/work_gather.h"
#include "app/session/division.h"
#include "app/session/draft.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "store/store.h"
#include "base/division.h"
#include "base/mem.h"
#include "flow/flow.h"
#include "store/dossier/dossier.h"
#include "store/houses/building.h"
#include "store/journal.h"
#include "store/houses/joined.h"

/* ---- is it this person's? */

static struct work_row *
add(struct work *work, size_t *cap, enum work_kind kind, const struct work_building *raw, const struct form *form,
    const struct level *level)
{
	struct work_row *row;

	MEM_GROW(work->rows, work->row_count, *cap);
	row = &work->rows[work->row_count++];
	*row = (struct work_row){ .kind = kind, .task = raw->task, .number = raw->number, .form = form, .level = level };
	row->building = raw->root;
	row->root = raw->slot;
	strcpy(row->division, raw->division);
	row->order.rank = raw->rank;
	memcpy(row->order.day, raw->day, sizeof(row->order.day));
	work->count[kind]++;
	return row;
}

/* ---- houses that must be read for it */

#define SLICE 8	 /* are read at a time, */
#define SHOW 200 /* and so many before what they wait for is shown */

struct work_rest {
	struct app *app;
	struct mine_desk *desk;
	struct work_building *items;
	size_t count, cap, next;
	struct work rows; /* what was found and not shown yet: only its rows */
	size_t rows_cap, cap_of_shown;
};

static void
add_answer(struct app *app, struct work *work, size_t *cap, const struct work_building *building, const struct mine_answer *answer)
{
	work->wrote += answer->wrote;
	work_add_others(app, &work->others, building, answer);
	if (answer->is) {
		struct work_row *row = add(work, cap, answer->kind, building, answer->form, answer->level);

		row->for_other = answer->for_other;
		row->field = answer->field;
		if (*answer->day)
			memcpy(row->order.day, answer->day, sizeof(row->order.day));
	}
}

static void
free_rest(struct work_rest *rest)
{
	if (!rest)
		return;
	mine_close(rest->desk);
	free(rest->items);
	free(rest->rows.rows);
	free(rest->rows.others.names);
	free(rest);
}

/* Is it another person's to do? Then it stands behind all that is one's own. */
static bool
is_for_others(const struct work_row *row)
{
	return row->kind == WORK_FOR_OTHER || row->kind == WORK_BEGUN_BY_OTHER;
}

/* The order of work; what is equal in it goes by what there is to do, then as in the roster. */
static int
row_cmp(const void *a, const void *b)
{
	const struct work_row *left = a, *right = b;
	int order;

	if (is_for_others(left) != is_for_others(right))
		return is_for_others(left) - is_for_others(right);
	order = work_order_cmp(&left->order, &right->order);
	if (order)
		return order;
	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	if (left->form != right->form)
		return left->form < right->form ? -1 : 1; /* in the pack's order */
	if (left->for_other != right->for_other)
		return left->for_other - right->for_other;
	return left->number < right->number ? -1 : left->number > right->number;
}

/* The form of a draft, and in `slot` the first step of what it corrects (zeros: none). NULL: the pack has no such form. */
static const struct form *
form_of_draft(const struct pack *pack, const char *name, struct id *slot)
{
	const char *at = strchr(name, '@');
	char *form_name = mem_strndup(name, strcspn(name, "@"));
	const struct form *form = pack_form(pack, form_name);

	free(form_name);
	*slot = (struct id){ { 0 } };
	return at && !id_from_hex(at + 1, slot) ? NULL : form;
}

/* The first row of the register about a house; NULL: the house is none of this person's, or joined to another. */
static const struct work_building *
building_of(const struct work_gathering *gathering, const struct id *root)
{
	for (size_t i = 0; i < gathering->count; i++)
		if (id_equal(&gathering->rows[i].root, root))
			return &gathering->rows[i];
	return NULL;
}

/* Whose the draft is, where it is another person's than the one at the laptop; NULL: his own, or nobody knows. */
static const char *
other_of_draft(const struct app *app, struct work *work, const struct draft_row *draft)
{
	if (!*draft->person || strcmp(draft->person, app_person_number(app)) == 0)
		return NULL;
	for (size_t i = 0; i < work->name_count; i++)
		if (strcmp(work->names[i], draft->by) == 0)
			return work->names[i];
	MEM_GROW(work->names, work->name_count, work->name_cap);
	return work->names[work->name_count++] = mem_strdup(draft->by);
}

/* Does the house ask for the form already? Then its draft comes up when the form is opened from there; a form to fill becomes a draft to go on with, and
 * what another person (`by`) began is his, whatever it was before. */
static bool
is_asked_for(struct work *work, const struct id *building, const struct form *form, const struct id *slot, const char *by)
{
	bool asked = false;

	for (size_t i = 0; i < work->row_count; i++) {
		struct work_row *row = &work->rows[i];

		if (row->kind == WORK_SIGN || row->form != form || !id_equal(&row->building, building) || !id_equal(&row->root, slot))
			continue;
		asked = true;
		if (by || row->kind == WORK_FORM) {
			work->count[row->kind]--;
			row->kind = by ? WORK_BEGUN_BY_OTHER : WORK_DRAFT;
			row->by = by;
			work->count[row->kind]++;
		}
	}
	return asked;
}

static bool
may_fill(struct app *app, const struct form *form, const struct id *building)
{
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	bool may = !dossier_load(app_store(app), building, NULL, &dossier, &ignored) &&
		   !house_fill_right(app, form, dossier, dossier->division, &ignored);

	dossier_free(dossier);
	return may;
}

/* Drafts are gone on with, of corrections too: a house may ask for nothing while one of its forms is being corrected. */
static void
take_drafts(struct app *app, const struct work_gathering *gathering, struct work *work, size_t *cap)
{
	struct draft_row *drafts = NULL;
	struct err ignored = { 0 };
	size_t count = 0;

	if (app_drafts(app, &drafts, &count, &ignored))
		return;
	for (size_t i = 0; i < count; i++) {
		struct id slot;
		const struct form *form = form_of_draft(app_pack(app), drafts[i].form, &slot);
		bool is_new = id_is_zero(&drafts[i].building);
		const struct work_building *known = is_new ? NULL : building_of(gathering, &drafts[i].building);
		const char *by;
		struct work_building raw = known ? *known : (struct work_building){ 0 };

		if (!form || !app_person_has_role(app, &form->by) || (!is_new && !known))
			continue;
		raw.slot = slot;
		raw.rank = known ? known->rank : HOUSE_RANK_NONE;
		raw.task = TASK_NONE;
		by = other_of_draft(app, work, &drafts[i]);
		if (is_new || (!is_asked_for(work, &raw.root, form, &slot, by) && may_fill(app, form, &raw.root)))
			add(work, cap, by ? WORK_BEGUN_BY_OTHER : WORK_DRAFT, &raw, form, NULL)->by = by;
	}
	free(drafts);
}

/* The rows whose day is past. */
static void
mark_overdue(struct work *work)
{
	for (size_t i = 0; i < work->row_count; i++) {
		struct work_row *row = &work->rows[i];

		row->order.overdue = due_days(row->order.day) < 0;
	}
}

/* Counts the houses that wait for something whose day is past, whoever owes it. */
static void
count_overdue(const struct work_gathering *gathering, struct work *work)
{
	for (size_t i = 0; i < gathering->counted_count; i++) {
		const struct work_building *building = &gathering->rows[i];

		if (due_days(building->first_day) >= 0)
			continue;
		if (!work->overdue++ || strcmp(building->first_day, work->overdue_day) < 0)
			strcpy(work->overdue_day, building->first_day);
	}
}

/* ---- lists and keys that are missing */

/* The rows of the buildings come by division: each village is looked at once. Its private values are opened by the digits under which it was listed. */
static void
look_at_villages(struct work_gathering *gathering, struct work *work)
{
	const struct pack *pack = app_pack(gathering->app);
	size_t villages = 0;

	for (size_t i = 0; i < gathering->first_count; i++) {
		const struct work_building *row = &gathering->rows[i], *before = i ? row - 1 : NULL;

		if (!before || strcmp(row->division, before->division) != 0)
			work_look_at_village(gathering->app, work, row->division);
		work->listed += i < gathering->counted_count && (!before || strcmp(row->division_now, before->division_now) != 0);
	}
	for (size_t i = 0; i < pack->division_count; i++)
		villages += pack->divisions[i].level == DIVISION_VILLAGE && !*pack->divisions[i].became &&
			    division_covered(gathering->areas_now, gathering->area_now_count, pack->divisions[i].code);
	work->unlisted = villages > work->listed ? villages - work->listed : 0;
}

static bool
has_draft(const struct draft_row *drafts, size_t count, const struct id *root)
{
	for (size_t i = 0; i < count; i++)
		if (id_equal(&drafts[i].building, root))
			return true;
	return false;
}

/* Answers what the register's rows and kept answers tell, and the first of the others; a house with a draft is always read, for its draft takes the
 * place of what it asks for. */
static enum status
judge(const struct work_gathering *gathering, size_t at_once, struct work *work, size_t *cap, struct err *err)
{
	struct app *app = gathering->app;
	struct work_rest *rest = mem_alloc(sizeof(*rest));
	struct draft_row *drafts = NULL;
	struct err ignored = { 0 };
	size_t draft_count = 0, read = 0;
	enum status status = mine_open(app, &rest->desk, err);

	work->rest = rest;
	rest->app = app;
	if (!status && app_drafts(app, &drafts, &draft_count, &ignored))
		draft_count = 0;
	for (size_t i = 0; i < gathering->count && !status; i++) {
		const struct work_building *building = &gathering->rows[i];
		struct mine_answer answer;

		if (!mine_known(rest->desk, building, &answer)) {
			if (read >= at_once && i < gathering->aside_from && !has_draft(drafts, draft_count, &building->root)) {
				MEM_GROW(rest->items, rest->count, rest->cap);
				rest->items[rest->count++] = *building;
				continue;
			}
			mine_read(rest->desk, building, &answer);
			read++;
		}
		if (i >= gathering->aside_from && answer.form && building->task == TASK_FORM)
			answer.is &= strcmp(answer.form->name, building->name) == 0; /* nothing else is filled there */
		add_answer(app, work, cap, building, &answer);
	}
	work->unread = rest->count;
	free(drafts);
	return status;
}

static void
sort_rows(struct work *work)
{
	if (work->row_count)
		qsort(work->rows, work->row_count, sizeof(*work->rows), row_cmp);
}

static enum status
open_reading(struct app *app, size_t at_once, struct work **out, struct err *err)
{
	struct work_gathering gathering = { 0 };
	struct work *work = mem_alloc(sizeof(*work));
	size_t row_cap = 0, bar_cap = 0;
	enum division_level level = DIVISION_COUNTY;
	enum status status = app_refresh(app, err);

	if (!status)
		status = work_gather(app, &gathering, &level, err);
	for (size_t i = 0; i < gathering.counted_count && !status && app_pack(app); i++)
		work_count_bar(app, work, &bar_cap, &gathering.rows[i], level);
	if (!status && app_is_unlocked(app) && app_pack(app))
		status = judge(&gathering, at_once, work, &row_cap, err);
	if (!status && app_pack(app))
		look_at_villages(&gathering, work);
	if (!status && app_is_unlocked(app) && app_pack(app))
		work_look_below(app, work, gathering.rows, gathering.count);
	if (!status && app_is_unlocked(app) && app_pack(app))
		take_drafts(app, &gathering, work, &row_cap);
	if (!status && app_pack(app)) {
		mark_overdue(work);
		if (!house_person_is_of_offices(app)) /* whose own tasks say that their day is past */
			count_overdue(&gathering, work);
		work_find_due(app_pack(app), work);
	}
	work_gathering_release(&gathering);
	if (status) {
		work_free(work);
		return status;
	}
	if (work->rest)
		work->rest->cap_of_shown = row_cap;
	work->stamp = work_stamp_of(app);
	sort_rows(work);
	*out = work;
	return STATUS_OK;
}

enum status
work_open(struct app *app, struct work **out, struct err *err)
{
	return open_reading(app, SIZE_MAX, out, err);
}

enum status
work_begin(struct app *app, size_t at_once, struct work **out, struct err *err)
{
	return open_reading(app, at_once, out, err);
}

/* Shows what was found since. */
static void
take_found(struct work *work)
{
	struct work_rest *rest = work->rest;

	for (size_t i = 0; i < rest->rows.row_count; i++) {
		MEM_GROW(work->rows, work->row_count, rest->cap_of_shown);
		work->rows[work->row_count++] = rest->rows.rows[i];
		work->count[rest->rows.rows[i].kind]++;
	}
	rest->rows.row_count = 0;
	work->wrote += rest->rows.wrote;
	rest->rows.wrote = 0;
	work_take_others(&work->others, &rest->rows.others);
	mark_overdue(work);
	sort_rows(work);
	work->unread = rest->count - rest->next;
}

bool
work_go_on(struct work *work, bool *changed)
{
	struct work_rest *rest = work->rest;

	*changed = false;
	if (!rest || rest->next == rest->count)
		return false;
	for (int i = 0; i < SLICE && rest->next < rest->count; i++) {
		const struct work_building *building = &rest->items[rest->next++];
		struct mine_answer answer;

		mine_read(rest->desk, building, &answer);
		add_answer(rest->app, &rest->rows, &rest->rows_cap, building, &answer);
	}
	*changed = rest->next == rest->count || rest->next % SHOW < SLICE;
	if (*changed)
		take_found(work);
	return rest->next < rest->count;
}

void
work_free(struct work *work)
{
	if (!work)
		return;
	free_rest(work->rest);
	for (size_t i = 0; i < work->bar_count; i++)
		free(work->bars[i].name);
	free(work->bars);
	for (size_t i = 0; i < work->name_count; i++)
		free(work->names[i]);
	free(work->names);
	free(work->closed_village);
	free(work->below.where);
	free(work->others.names);
	free(work->opener);
	free(work->rows);
	free(work);
}
