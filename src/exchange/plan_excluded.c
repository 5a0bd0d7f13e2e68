#include "exchange/plan_excluded.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/about.h"
#include "store/journal.h"
#include "trust/covers.h"
#include "trust/excluded.h"

bool
plan_is_excluded(const struct planning *planning, const struct log_key *log, const struct id *step)
{
	return !(planning->to->own && device_equal(planning->to->own, &log->device)) &&
	       trust_is_excluded(store_trust(planning->store), &log->author, step);
}

void
plan_hold_back(struct planning *planning, const struct log_key *log, const struct store_item *item)
{
	struct held_back *held = &planning->held;

	if (idmap_get(&held->index, &item->id) != IDMAP_NONE)
		return;
	idmap_put(&held->index, &item->id, held->count);
	MEM_GROW(held->items, held->count, held->cap);
	held->items[held->count++] = (struct held_step){ .item = *item, .log = log };
}

static void
let_go(struct planning *planning, const struct id *step)
{
	size_t at = idmap_get(&planning->held.index, step);
	struct held_step *held;

	if (at == IDMAP_NONE || planning->held.items[at].goes)
		return;
	held = &planning->held.items[at];
	held->goes = true;
	plan_add(planning, &held->item, *held->log->area == '\0');
	note_author(planning, &held->log->author);
}

/* ---- what is named */

/* Lets go of the steps of one log that a county receipt or an upto names, and of those that these descend from. */
static enum status
let_named_go(struct planning *planning, const struct log_key *log, const struct idmap *ends, struct err *err)
{
	struct log_links links;
	enum status status = log_links_load(planning->store, log, &links, err);

	for (size_t i = links.count; i-- > 0;) {
		const struct log_link *link = &links.items[i];

		if (!link->marked && idmap_get(ends, &link->id) == IDMAP_NONE &&
		    !trust_names(store_trust(planning->store), log, link->seq, &link->id))
			continue;
		let_go(planning, &link->id);
		if (link->has_prev)
			log_links_mark(&links, &link->prev, link->seq - 1, link->seq - 1);
	}
	log_links_release(&links);
	return status;
}

/* ---- what others lean on */

struct leaning {
	struct planning *planning;
	struct idmap seen;  /* what was looked at: things that steps are about, by name; what steps lean on */
	struct idmap apart; /* excluded steps about the thing that is looked at */
	struct id *todo;    /* steps whose references are to be read */
	size_t count, cap;
	struct err *err;
};

static bool
is_new(struct leaning *leaning, const struct id *id)
{
	if (idmap_get(&leaning->seen, id) != IDMAP_NONE)
		return false;
	idmap_put(&leaning->seen, id, 1);
	return true;
}

static void
push(struct leaning *leaning, const struct id *id)
{
	MEM_GROW(leaning->todo, leaning->count, leaning->cap);
	leaning->todo[leaning->count++] = *id;
}

static bool
sort_about(const struct store_about *about, void *ctx)
{
	struct leaning *leaning = ctx;

	if (trust_is_excluded(store_trust(leaning->planning->store), &about->author, &about->id))
		idmap_put(&leaning->apart, &about->id, 1);
	else if (!about->signoff)
		push(leaning, &about->id);
	return true;
}

static void
lean_on(struct leaning *leaning, const struct id *id)
{
	if (idmap_get(&leaning->apart, id) == IDMAP_NONE || !is_new(leaning, id))
		return;
	let_go(leaning->planning, id);
	push(leaning, id);
}

static void
lean(struct leaning *leaning, const struct step *step)
{
	const struct value *upon = value_get_list(&step->data, "_upon"), *answers = value_get_list(&step->data, "_answers");
	struct id id;

	for (size_t i = 0; i < step->parent_count; i++)
		lean_on(leaning, &step->parents[i]);
	if (step->has_root)
		lean_on(leaning, &step->root);
	for (size_t i = 0; upon && i < upon->list.count; i++)
		if (id_from_hex(upon->list.items[i].text, &id))
			lean_on(leaning, &id);
	for (size_t i = 0; answers && i < answers->list.count; i++)
		if (step_data_id(&answers->list.items[i], "of", &id))
			lean_on(leaning, &id);
}

static enum status
read_step(struct planning *planning, const struct id *id, struct step *out, struct err *err)
{
	struct buf body = { 0 };
	enum status status = store_get_step(planning->store, id, &body, NULL, err);

	if (!status)
		status = step_parse(buf_text(&body), body.len, out, err);
	buf_release(&body);
	return status;
}

/* Reads what the steps about one thing lean on, and what the excluded of them lean on that are leaned on themselves. */
static enum status
read_leaning(struct leaning *leaning)
{
	enum status status = STATUS_OK;

	while (leaning->count && !status) {
		struct step step = { 0 };

		status = read_step(leaning->planning, &leaning->todo[--leaning->count], &step, leaning->err);
		if (!status)
			lean(leaning, &step);
		step_release(&step);
	}
	leaning->count = 0;
	idmap_release(&leaning->apart);
	return status;
}

static enum status
look_at_building(struct leaning *leaning, int64_t building)
{
	struct id name;
	enum status status;

	hash_bytes(&building, sizeof(building), &name);
	if (!building || !is_new(leaning, &name))
		return STATUS_OK;
	status = store_each_about(leaning->planning->store, building, sort_about, leaning, leaning->err);
	return status ? status : read_leaning(leaning);
}

static enum status
look_at_area(struct leaning *leaning, const char *kind, const char *area)
{
	char *words = mem_printf("%s %s", kind, area);
	enum status status = STATUS_OK;
	struct id name;

	hash_bytes(words, strlen(words), &name);
	free(words);
	if (!is_new(leaning, &name))
		return STATUS_OK;
	status = store_each_about_area(leaning->planning->store, kind, area, sort_about, leaning, leaning->err);
	return status ? status : read_leaning(leaning);
}

/* A return is answered by forms of the buildings that it names. */
static enum status
look_at_returned(struct leaning *leaning, const struct step *signoff)
{
	const struct value *items = value_get_list(&signoff->data, "items");
	enum status status = STATUS_OK;

	for (size_t i = 0; items && i < items->list.count && !status; i++) {
		struct store_item root;
		int64_t building = 0;
		bool found = false;
		struct id id;

		if (!step_data_id(&items->list.items[i], "building", &id))
			continue;
		status = store_find_item(leaning->planning->store, &id, &root, &found, leaning->err);
		if (!status && found)
			status = store_building_at(leaning->planning->store, root.n, &building, leaning->err);
		if (!status)
			status = look_at_building(leaning, building);
	}
	return status;
}

/* Looks at the steps that may lean on one that was held back. */
static enum status
look_around(struct leaning *leaning, const struct held_step *held)
{
	struct step step = { 0 };
	int64_t building;
	enum status status = store_building_at(leaning->planning->store, held->item.n, &building, leaning->err);

	if (status || building)
		return status ? status : look_at_building(leaning, building);
	status = read_step(leaning->planning, &held->item.id, &step, leaning->err);
	if (!status && step_kind_of(step.kind) == STEP_SIGNOFF)
		status = look_at_returned(leaning, &step);
	else if (!status && (step_kind_of(step.kind) == STEP_FORM || step_kind_of(step.kind) == STEP_MANIFEST))
		status = look_at_area(leaning, step.kind, step.area);
	step_release(&step);
	return status;
}

static enum status
let_leaned_on_go(struct planning *planning, struct err *err)
{
	struct leaning leaning = { .planning = planning, .err = err };
	struct idmap of_trust = { 0 };
	enum status status = STATUS_OK;

	trust_add_leaned_on(store_trust(planning->store), &of_trust);
	for (size_t i = 0; i < planning->held.count && !status; i++) {
		const struct held_step *held = &planning->held.items[i];

		if (idmap_get(&of_trust, &held->item.id) != IDMAP_NONE)
			let_go(planning, &held->item.id);
		if (!held->goes)
			status = look_around(&leaning, held);
	}
	idmap_release(&of_trust);
	idmap_release(&leaning.seen);
	idmap_release(&leaning.apart);
	free(leaning.todo);
	return status;
}

enum status
plan_let_go(struct planning *planning, struct err *err)
{
	const struct log_key *last = NULL;
	struct idmap ends = { 0 };
	enum status status = STATUS_OK;

	if (!planning->held.count)
		return STATUS_OK;
	trust_add_upto_ends(store_trust(planning->store), &ends);
	for (size_t i = 0; i < planning->held.count && !status; i++) {
		const struct log_key *log = planning->held.items[i].log;

		if (!planning->held.items[i].goes && log != last)
			status = let_named_go(planning, log, &ends, err);
		last = log;
	}
	idmap_release(&ends);
	return status ? status : let_leaned_on_go(planning, err);
}
