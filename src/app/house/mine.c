#include "app/house/mine.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/correct.h"
#include "app/house/label.h"
#include "app/house/office.h"
#include "app/house/others.h"
#include "app/house/returned.h"
#include "app/house/rights.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/machine/clock.h"
#include "base/map.h"
#include "base/mem.h"
#include "flow/flow.h"
#include "store/dossier/dossier.h"
#include "store/journal.h"
#include "trust/credential.h"

/* ---- answers that are kept */

/* What answers hang on beside the house itself, and the person: they are forgotten at lock. */
struct mine_stamp {
	const struct pack *pack;
	int64_t last_trust; /* the newest step about who may sign and what counts */
	char today[11];
};

struct mine_kept {
	struct mine_stamp stamp;
	struct kept_answer {
		struct work_building of;
		struct mine_answer answer;
		size_t next; /* of the same house, from 1; 0: none */
	} * items;
	size_t count, cap;
	struct idmap index; /* a house -> its answer that was kept last */
};

static void
free_kept(void *data)
{
	struct mine_kept *kept = data;

	idmap_release(&kept->index);
	free(kept->items);
	free(kept);
}

static bool
is_same_stamp(const struct mine_stamp *a, const struct mine_stamp *b)
{
	return a->pack == b->pack && a->last_trust == b->last_trust && strcmp(a->today, b->today) == 0;
}

static bool
is_same_task(const struct work_building *a, const struct work_building *b)
{
	return a->task == b->task && id_equal(&a->root, &b->root) && id_equal(&a->slot, &b->slot) && strcmp(a->name, b->name) == 0 &&
	       strcmp(a->chain, b->chain) == 0;
}

static struct kept_answer *
find_kept(const struct mine_kept *kept, const struct work_building *building)
{
	size_t at = idmap_get(&kept->index, &building->root);

	for (at = at == IDMAP_NONE ? 0 : at + 1; at; at = kept->items[at - 1].next)
		if (is_same_task(&kept->items[at - 1].of, building))
			return &kept->items[at - 1];
	return NULL;
}

static void
keep_answer(struct mine_kept *kept, const struct work_building *building, const struct mine_answer *answer)
{
	struct kept_answer *found = find_kept(kept, building);
	size_t before = idmap_get(&kept->index, &building->root);

	if (found) {
		found->of = *building;
		found->answer = *answer;
		return;
	}
	MEM_GROW(kept->items, kept->count, kept->cap);
	kept->items[kept->count] = (struct kept_answer){ *building, *answer, before == IDMAP_NONE ? 0 : before + 1 };
	idmap_put(&kept->index, &building->root, kept->count++);
}

/* ---- the desk */

/* Who signs a level is asked of every pack there is: once for each level. */
struct level_signs {
	char chain[64], level[64];
	bool signs;
};

struct mine_desk {
	struct app *app;
	bool fills_any;
	struct level_signs *levels;
	size_t level_count, level_cap;
};

static bool
fills_any(const struct app *app)
{
	const struct pack *pack = app_pack(app);

	for (size_t i = 0; i < pack->form_count; i++)
		if (&pack->forms[i] != pack->root && !pack->forms[i].of_division && app_person_has_role(app, &pack->forms[i].by))
			return true;
	return false;
}

static bool
signs_level(struct mine_desk *desk, const struct work_building *building)
{
	struct level_signs *at;

	for (size_t i = 0; i < desk->level_count; i++)
		if (strcmp(desk->levels[i].level, building->name) == 0 && strcmp(desk->levels[i].chain, building->chain) == 0)
			return desk->levels[i].signs;
	MEM_GROW(desk->levels, desk->level_count, desk->level_cap);
	at = &desk->levels[desk->level_count++];
	*at = (struct level_signs){ .signs = house_signs_level(desk->app, building->chain, building->name) };
	strcpy(at->chain, building->chain);
	strcpy(at->level, building->name);
	return at->signs;
}

static enum status
read_stamp(struct app *app, struct mine_stamp *out, struct err *err)
{
	*out = (struct mine_stamp){ .pack = app_pack(app) };
	clock_date(clock_now_unix(), out->today);
	return store_last_trust(app_store(app), &out->last_trust, err);
}

enum status
mine_open(struct app *app, struct mine_desk **out, struct err *err)
{
	struct mine_stamp stamp;
	struct mine_kept *kept = app_kept(app, APP_KEEP_WORK);
	enum status status = read_stamp(app, &stamp, err);

	if (status)
		return status;
	if (!kept || !is_same_stamp(&kept->stamp, &stamp)) {
		kept = mem_alloc(sizeof(*kept));
		kept->stamp = stamp;
		app_keep_take(app, APP_KEEP_WORK, kept, free_kept);
	}
	*out = mem_alloc(sizeof(**out));
	**out = (struct mine_desk){ .app = app, .fills_any = fills_any(app) };
	return STATUS_OK;
}

void
mine_close(struct mine_desk *desk)
{
	if (!desk)
		return;
	free(desk->levels);
	free(desk);
}

/* ---- what is known without the house */

/* Does it not matter who filled the forms before? */
static bool
stands_alone(const struct pack *pack, const struct form *form)
{
	const struct chain *chain = pack_chain_of_form(pack, form);
	const struct names *apart = chain ? &chain->levels[0].distinct_from : NULL;

	if (form->distinct_from.count || form->offices.field)
		return false;
	for (size_t i = 0; apart && i < form->after.count; i++)
		if (names_has(apart, form->after.items[i]))
			return false;
	return true;
}

bool
mine_known(struct mine_desk *desk, const struct work_building *building, struct mine_answer *out)
{
	const struct pack *pack = app_pack(desk->app);
	const struct form *form = pack_form(pack, building->name);
	const struct mine_kept *answers = app_kept(desk->app, APP_KEEP_WORK); /* asked for each time: a lock takes them away */
	const struct kept_answer *kept;

	*out = (struct mine_answer){ 0 };
	if (building->task == TASK_NONE)
		return true;
	/* A task that the person's role excludes. */
	if ((building->task == TASK_FORM || building->task == TASK_AGAIN || building->task == TASK_ADDED) && !desk->fills_any)
		return true;
	if (building->task == TASK_ADDED) {
		form = pack_form_of_field(pack, building->name);
		if (!form || !app_person_has_role(desk->app, &form->by))
			return true;
	}
	if (building->task == TASK_SIGN && !signs_level(desk, building))
		return true;
	if (building->task == TASK_FORM && form && stands_alone(pack, form) && app_person_has_role(desk->app, &form->by)) {
		*out = (struct mine_answer){ .is = true, .kind = WORK_FORM, .form = form };
		return true;
	}
	kept = answers ? find_kept(answers, building) : NULL;
	if (!kept || !id_equal(&kept->of.hash, &building->hash))
		return false;
	*out = kept->answer;
	return true;
}

/* ---- what the house says */

/* The task of a row as the house itself has it now; NULL: it waits for something else. */
static const struct flow_todo *
task_of(const struct dossier *dossier, const struct work_building *building)
{
	for (size_t i = 0; i < dossier->state.todo_count; i++) {
		const struct flow_todo *todo = &dossier->state.todos[i];
		const char *name = todo->level ? todo->level->name : todo->field ? todo->field->name : todo->form ? todo->form->name : "";

		if (todo->task == building->task && strcmp(name, building->name) == 0 && id_equal(&todo->root, &building->slot) &&
		    strcmp(todo->level ? todo->level->chain->name : "", building->chain) == 0)
			return todo;
	}
	return NULL;
}

static bool
is_for_other(const struct app *app, const struct dossier *dossier, const struct form *form)
{
	char *warning = house_fill_warning(app, dossier, form);
	bool is = warning != NULL;

	free(warning);
	return is;
}

static bool
may_fill_form(struct app *app, const struct form *form, const struct dossier *dossier)
{
	struct err ignored = { 0 };

	return form && !house_fill_right(app, form, dossier, dossier->division, &ignored);
}

/* May the person sign the level that the house waits for? */
static bool
may_sign_level(struct app *app, const struct dossier *dossier, const struct flow_todo *todo)
{
	const struct flow_progress *progress = flow_progress_of(&dossier->state, todo->level->chain->name, &todo->root);

	act_in_role(app, &todo->level->by, dossier->division);
	return flow_may_sign(&dossier->input, &dossier->slots, &dossier->facts, &dossier->state, progress, app_credential(app),
			     level_index(todo->level)) == FLOW_COUNTS;
}

/* A form that waits for another person than those who filled the house's other forms: is it kept from this one, or from everybody here? */
static void
look_for_others(struct app *app, const struct dossier *dossier, const struct form *form, struct mine_answer *answer)
{
	char *names;

	if (!form || !form->distinct_from.count || answer->form == form || may_fill_form(app, form, dossier))
		return;
	names = house_others_who_may(app, dossier, form);
	answer->barred = house_others_bars(app, dossier, form);
	answer->nobody = !names;
	free(names);
}

static struct mine_answer
answer_form(bool is, enum work_kind kind, const struct form *form, const struct level *level)
{
	return (struct mine_answer){ .is = is, .kind = kind, .form = form, .level = level };
}

struct mine_answer
mine_of_todo(struct app *app, const struct dossier *dossier, const struct flow_todo *todo)
{
	const struct form *form = todo->form, *own;
	const struct level *known = todo->level ? house_level(app, todo->level->chain->name, todo->level->name) : NULL,
			   *level = known ? known : todo->level;
	struct mine_answer answer = { 0 };
	char day[sizeof(answer.day)];
	bool is;

	switch (todo->task) {
	case TASK_FORM:
	case TASK_AGAIN:
		if (form->repeat) { /* a slot of it to be filled again, or another one as the next act of a case */
			is = house_office_is_mine(app, dossier, form, day);
			answer = answer_form(is && may_fill_form(app, form, dossier), WORK_FORM, form, NULL);
			memcpy(answer.day, day, sizeof(day));
			break;
		}
		own = house_form_to_fill(app, dossier);
		answer = answer_form(own != NULL, WORK_FORM, own, NULL);
		answer.for_other = own && is_for_other(app, dossier, own);
		look_for_others(app, dossier, form, &answer);
		break;
	case TASK_ADDED:
		answer = answer_form(may_fill_form(app, form, dossier) && house_others_answers(app, dossier, form), WORK_ADDED, form, NULL);
		answer.field = todo->field;
		answer.for_other = answer.is && is_for_other(app, dossier, form);
		break;
	case TASK_SIGN:
		if (may_sign_level(app, dossier, todo))
			answer = answer_form(true, WORK_SIGN, NULL, level);
		else
			answer.wrote = flow_wrote(&dossier->slots, &todo->level->distinct_from, app_credential(app)) ||
				       flow_decides_own(&dossier->input, &dossier->slots, &dossier->facts, todo->level->chain,
							app_credential(app));
		break;
	case TASK_RETURNED:
		form = house_form_returned(dossier, &dossier->state.signs[todo->sign]);
		answer = answer_form(may_fill_form(app, form, dossier), WORK_RETURNED, form, level);
		if (answer.is && is_for_other(app, dossier, form))
			answer.kind = WORK_FOR_OTHER;
		break;
	case TASK_FINDINGS:
		form = house_form_found(app, dossier, todo->chain);
		answer = answer_form(may_fill_form(app, form, dossier), WORK_FINDINGS, form, NULL);
		if (answer.is && is_for_other(app, dossier, form))
			answer.kind = WORK_FOR_OTHER;
		break;
	case TASK_CONFLICT:
		answer = answer_form(may_fill_form(app, form, dossier), WORK_CONFLICT, form, NULL);
		break;
	default:
		break;
	}
	return answer;
}

void
mine_read(struct mine_desk *desk, const struct work_building *building, struct mine_answer *out)
{
	struct mine_kept *answers = app_kept(desk->app, APP_KEEP_WORK);
	struct dossier *dossier = NULL;
	const struct flow_todo *todo;
	struct err ignored = { 0 };

	*out = (struct mine_answer){ 0 };
	if (dossier_load(app_store(desk->app), &building->root, NULL, &dossier, &ignored))
		return;
	todo = task_of(dossier, building);
	if (todo)
		*out = mine_of_todo(desk->app, dossier, todo);
	if (answers)
		keep_answer(answers, building, out);
	dossier_free(dossier);
}
