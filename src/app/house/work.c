#include "app/house/work.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/correct.h"
#include "app/house/due.h"
#include "app/house/returned.h"
#include "app/house/rights.h"
#include "app/session/division.h"
#include "app/session/draft.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "store/store.h"
#include "app/session/workspace.h"
#include "base/division.h"
#include "base/mem.h"
#include "flow/flow.h"
#include "store/dossier.h"
#include "store/building.h"
#include "store/joined.h"
#include "trust/credential.h"
#include "trust/holders.h"

/* ---- gathering rows of the register */

struct work_building {
	struct id root;
	int64_t number;
	char division[16], name[64], chain[64];
	struct id slot; /* of a chain over a repeat form; zeros: none */
	enum flow_task task;
	bool done;
};

struct work_gathering {
	struct app *app;
	struct work_building *rows;
	size_t count, cap;
	struct joined *joined;
	size_t joined_count;
	size_t first_count; /* of the rows: each building's first task; further ones follow */
};

static bool
visit(const struct building_row *row, void *ctx)
{
	struct work_gathering *gathering = ctx;
	struct work_building *out;

	/* A house listed twice is surveyed and counted once. */
	if (joined_find(gathering->joined, gathering->joined_count, row->number))
		return true;
	MEM_GROW(gathering->rows, gathering->count, gathering->cap);
	out = &gathering->rows[gathering->count++];
	*out = (struct work_building){
		.root = row->root, .number = row->number, .slot = row->task_root, .done = row->done, .task = row->task
	};
	strncpy(out->division, row->division ? row->division : "", sizeof(out->division) - 1);
	strncpy(out->name, row->task_name ? row->task_name : "", sizeof(out->name) - 1);
	strncpy(out->chain, row->task_chain ? row->task_chain : "", sizeof(out->chain) - 1);
	return true;
}

/* ---- is it this person's? */

static struct work_row *
add(struct work *work, size_t *cap, enum work_kind kind, const struct work_building *raw, const struct form *form,
    const struct level *level)
{
	struct work_row *row;

	MEM_GROW(work->rows, work->row_count, *cap);
	row = &work->rows[work->row_count++];
	*row = (struct work_row){
		.kind = kind, .number = raw->number, .building = raw->root, .root = raw->slot, .form = form, .level = level
	};
	strcpy(row->division, raw->division);
	work->count[kind]++;
	return row;
}

/* The task of a row as the house itself has it now; NULL: it waits for something else. */
static const struct flow_todo *
task_of(const struct dossier *dossier, const struct work_building *raw)
{
	for (size_t i = 0; i < dossier->state.todo_count; i++) {
		const struct flow_todo *todo = &dossier->state.todos[i];
		const char *name = todo->level ? todo->level->name : todo->form ? todo->form->name : "";

		if (todo->task == raw->task && strcmp(name, raw->name) == 0 && id_equal(&todo->root, &raw->slot) &&
		    strcmp(todo->level ? todo->level->chain->name : "", raw->chain) == 0)
			return todo;
	}
	return NULL;
}

static bool
fills_any(const struct app *app)
{
	const struct pack *pack = app_pack(app);

	for (size_t i = 0; i < pack->form_count; i++)
		if (&pack->forms[i] != pack->root && !pack->forms[i].of_division && app_person_has_role(app, &pack->forms[i].by))
			return true;
	return false;
}

/* Does it not matter who filled the forms before? */
static bool
stands_alone(const struct pack *pack, const struct form *form)
{
	const struct chain *chain = pack_chain_of_form(pack, form);
	const struct names *apart = chain ? &chain->levels[0].distinct_from : NULL;

	if (form->distinct_from.count)
		return false;
	for (size_t i = 0; apart && i < form->after.count; i++)
		if (names_has(apart, form->after.items[i]))
			return false;
	return true;
}

static bool
is_for_other(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	char *warning = house_fill_warning(app, dossier, form);
	bool is = warning != NULL;

	free(warning);
	return is;
}

static void
judge(struct app *app, const struct work_building *raw, struct work *work, size_t *cap)
{
	const struct pack *pack = app_pack(app);
	const struct credential *own;
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	const struct form *form = pack_form(pack, raw->name);
	const struct level *level = *raw->chain ? pack_level(pack, raw->chain, raw->name) : NULL;
	const struct flow_todo *todo;

	/* A task that the person's role excludes is known without reading the building. */
	if ((raw->task == TASK_FORM || raw->task == TASK_AGAIN) && !fills_any(app))
		return;
	if (raw->task == TASK_SIGN && !house_signs_level(app, raw->chain, raw->name))
		return;
	if (raw->task == TASK_FORM && form && stands_alone(pack, form) && app_person_has_role(app, &form->by)) {
		add(work, cap, WORK_FORM, raw, form, NULL);
		return;
	}
	if (dossier_load(app_store(app), &raw->root, NULL, &dossier, &ignored))
		return;
	todo = task_of(dossier, raw);
	if (raw->task == TASK_AGAIN && !id_is_zero(&raw->slot)) {
		if (form && !house_fill_right(app, form, dossier, dossier->division, &ignored))
			add(work, cap, WORK_FORM, raw, form, NULL);
	} else if (raw->task == TASK_FORM || raw->task == TASK_AGAIN) {
		form = house_form_to_fill(app, dossier);
		if (form)
			add(work, cap, WORK_FORM, raw, form, NULL)->for_other = is_for_other(app, dossier, form);
	} else if (raw->task == TASK_SIGN && todo && todo->level) {
		act_in_role(app, &todo->level->by, dossier->division);
		own = app_credential(app);
		if (flow_may_sign(&dossier->input, &dossier->slots, &dossier->facts, &dossier->state,
				  flow_progress_of(&dossier->state, raw->chain, &raw->slot), own, level_index(todo->level)) == FLOW_COUNTS)
			add(work, cap, WORK_SIGN, raw, NULL, level ? level : todo->level);
	} else if (raw->task == TASK_RETURNED) {
		form = todo ? house_form_returned(dossier, &dossier->state.signs[todo->sign]) : NULL;
		if (form && !house_fill_right(app, form, dossier, dossier->division, &ignored))
			add(work, cap, is_for_other(app, dossier, form) ? WORK_FOR_OTHER : WORK_RETURNED, raw, form, level);
	} else if (raw->task == TASK_FINDINGS) {
		form = house_form_found(app, dossier, todo ? todo->chain : NULL);
		if (form && !house_fill_right(app, form, dossier, dossier->division, &ignored))
			add(work, cap, is_for_other(app, dossier, form) ? WORK_FOR_OTHER : WORK_FINDINGS, raw, form, NULL);
	} else if (raw->task == TASK_CONFLICT) {
		if (form && !house_fill_right(app, form, dossier, dossier->division, &ignored))
			add(work, cap, WORK_CONFLICT, raw, form, NULL);
	}
	dossier_free(dossier);
}

static int
row_cmp(const void *a, const void *b)
{
	const struct work_row *left = a, *right = b;
	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	if (left->overdue != right->overdue)
		return right->overdue - left->overdue;
	if (left->form != right->form)
		return left->form < right->form ? -1 : 1; /* in the pack's order */
	if (left->for_other != right->for_other)
		return left->for_other - right->for_other;
	return left->number < right->number ? -1 : left->number > right->number; /* in the order of the roster */
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

/* The first row of the register about a house; NULL: the house is none of this person's areas, or joined to another. */
static const struct work_building *
building_of(const struct work_gathering *gathering, const struct id *root)
{
	for (size_t i = 0; i < gathering->first_count; i++)
		if (id_equal(&gathering->rows[i].root, root))
			return &gathering->rows[i];
	return NULL;
}

/* Does the house ask for the form already? Then its draft comes up when the form is opened from there; a form to fill becomes a draft to go on with. */
static bool
is_asked_for(struct work *work, const struct id *building, const struct form *form, const struct id *slot)
{
	bool asked = false;

	for (size_t i = 0; i < work->row_count; i++) {
		struct work_row *row = &work->rows[i];

		if (row->kind == WORK_SIGN || row->form != form || !id_equal(&row->building, building) || !id_equal(&row->root, slot))
			continue;
		asked = true;
		if (row->kind == WORK_FORM) {
			work->count[WORK_FORM]--;
			work->count[WORK_DRAFT]++;
			row->kind = WORK_DRAFT;
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
		struct work_building raw = known ? *known : (struct work_building){ 0 };

		if (!form || !app_person_has_role(app, &form->by) || (!is_new && !known))
			continue;
		raw.slot = slot;
		if (is_new || (!is_asked_for(work, &raw.root, form, &slot) && may_fill(app, form, &raw.root)))
			add(work, cap, WORK_DRAFT, &raw, form, NULL);
	}
	free(drafts);
}

/* The forms whose day is past. */
static void
mark_overdue(const struct pack *pack, struct work *work)
{
	for (size_t f = 0; f < pack->form_count; f++) {
		if (due_form_days(pack, &pack->forms[f]) >= 0)
			continue;
		for (size_t i = 0; i < work->row_count; i++)
			work->rows[i].overdue |= work->rows[i].form == &pack->forms[f] && work->rows[i].kind == WORK_FORM;
	}
}

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

static void
look_at_village(struct app *app, struct work *work, const char *village)
{
	const struct village_of of = { app, village };
	const struct credential *opener;

	work->listed++;
	if (!app_is_unlocked(app) || vault_reads(app, village) || !act_could_as(app, reads_there, &of))
		return;
	if (!work->closed++) {
		opener = find_opener(app, village);
		work->closed_village = app_place_name(app, village);
		work->opener = opener ? mem_printf("%s (%s)", opener->name, app_role_label(app, opener->role)) : NULL;
	}
}

/* The rows of the buildings come by division: each village is looked at once. */
static void
look_at_villages(struct work_gathering *gathering, struct work *work, const char *const *areas, size_t area_count)
{
	const struct pack *pack = app_pack(gathering->app);
	size_t villages = 0;

	for (size_t i = 0; i < gathering->first_count; i++)
		if (!i || strcmp(gathering->rows[i].division, gathering->rows[i - 1].division) != 0)
			look_at_village(gathering->app, work, gathering->rows[i].division);
	for (size_t i = 0; i < pack->division_count; i++)
		villages += pack->divisions[i].level == DIVISION_VILLAGE && division_covered(areas, area_count, pack->divisions[i].code);
	work->unlisted = villages > work->listed ? villages - work->listed : 0;
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

static void
count_bar(struct app *app, struct work *work, size_t *cap, const struct work_building *raw, enum division_level level)
{
	const struct pack *pack = app_pack(app);
	struct work_bar *bar = work->bar_count ? &work->bars[work->bar_count - 1] : NULL;

	if (!bar || !division_covers(bar->division, raw->division)) { /* rows come by division */
		MEM_GROW(work->bars, work->bar_count, *cap);
		bar = &work->bars[work->bar_count++];
		*bar = (struct work_bar){ 0 };
		division_area(raw->division, level, bar->division);
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

/* The level of the bars' divisions: below a person's area, the last of several. */
static enum division_level
bar_level(const char *area, enum division_level before)
{
	enum division_level level = division_level(area);

	if (level > DIVISION_COUNTY)
		return DIVISION_VILLAGE;
	return level == DIVISION_COUNTY || before == DIVISION_COUNTY ? DIVISION_TOWNSHIP : before;
}

static void
find_due(const struct pack *pack, struct work *work)
{
	for (size_t i = 0; i < pack->deadline_count; i++) {
		int64_t days = due_days(&pack->deadlines[i]);

		/* The nearest deadline that is still to come; when all are over, the latest. */
		if (!work->due || (days >= 0 && (work->due_days < 0 || days < work->due_days)) ||
		    (days < 0 && work->due_days < 0 && days > work->due_days)) {
			work->due = &pack->deadlines[i];
			work->due_days = days;
		}
	}
}

enum status
work_open(struct app *app, struct work **out, struct err *err)
{
	struct work_gathering gathering = { .app = app };
	struct work *work = mem_alloc(sizeof(*work));
	size_t area_count, row_cap = 0, bar_cap = 0;
	enum division_level level = DIVISION_COUNTY;
	enum status status = app_refresh(app, err);
	const char **areas = app_areas(app, &area_count);

	if (!status)
		status = joined_load(app_store(app), &gathering.joined, &gathering.joined_count, err);

	for (size_t i = 0; i < area_count && !status; i++) {
		level = bar_level(areas[i], level);
		status = store_each_building(app_store(app), areas[i], visit, &gathering, err);
	}
	gathering.first_count = gathering.count;
	for (size_t i = 0; i < area_count && !status; i++)
		status = store_each_further(app_store(app), areas[i], visit, &gathering, err);
	for (size_t i = 0; i < gathering.count && !status && app_pack(app); i++) {
		if (i < gathering.first_count)
			count_bar(app, work, &bar_cap, &gathering.rows[i], level);
		if (app_is_unlocked(app))
			judge(app, &gathering.rows[i], work, &row_cap);
	}
	if (!status && app_pack(app))
		look_at_villages(&gathering, work, areas, area_count);
	if (!status && app_is_unlocked(app) && app_pack(app))
		take_drafts(app, &gathering, work, &row_cap);
	if (!status && app_pack(app)) {
		mark_overdue(app_pack(app), work);
		find_due(app_pack(app), work);
	}
	free(areas);
	free(gathering.joined);
	free(gathering.rows);
	if (status) {
		work_free(work);
		return status;
	}
	if (work->row_count)
		qsort(work->rows, work->row_count, sizeof(*work->rows), row_cmp);
	*out = work;
	return STATUS_OK;
}

void
work_free(struct work *work)
{
	if (!work)
		return;
	for (size_t i = 0; i < work->bar_count; i++)
		free(work->bars[i].name);
	free(work->bars);
	free(work->closed_village);
	free(work->opener);
	free(work->rows);
	free(work);
}
