#include "app/house/status.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/label.h"
#include "app/session/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/later/added.h"
#include "store/journal.h"
#include "store/houses/building.h"
#include "store/divisions/area.h"
#include "store/houses/joined.h"
#include "store/store.h"
#include "trust/genesis.h"

/* ---- counts */

struct status_reading {
	const struct app *app;
	struct app_status *out;
	const struct pack *pack;
	size_t cap;
	struct joined *joined; /* those that are counted as another house are in no row */
	size_t joined_count;
};

static bool
add_building(const struct building_row *row, void *ctx)
{
	struct status_reading *reading = ctx;
	struct app_status *out = reading->out;
	const char *name = row->task_name;
	const struct level *level = name && flow_task_is_of_level(row->task) ? house_level(reading->app, row->task_chain, name) : NULL;
	struct status_building *to;

	if (joined_find(reading->joined, reading->joined_count, row->number))
		return true;
	MEM_GROW(out->rows, out->row_count, reading->cap);
	to = &out->rows[out->row_count++];
	*to = (struct status_building){ .building = row->root, .task = row->task, .name = mem_strdup(name), .levels_signed = row->level };
	strncpy(to->division, row->division_now ? row->division_now : "", sizeof(to->division) - 1);
	if (name && reading->pack && row->task == TASK_ADDED && pack_field(reading->pack, name))
		to->label = added_question(reading->pack, pack_field(reading->pack, name));
	else if (name && reading->pack)
		to->label = mem_strdup(level ? label_text(&level->label, _("en")) : house_label(reading->pack, name, NULL, NULL));
	return true;
}

struct levels_reading {
	const struct app *app;
	struct app_status *out;
	const char *chain;
	size_t cap;
};

static struct status_level *
add_level(struct levels_reading *reading, const char *name, const char *label, bool gone)
{
	struct app_status *out = reading->out;

	MEM_GROW(out->levels, out->level_count, reading->cap);
	out->levels[out->level_count] = (struct status_level){ .name = mem_strdup(name), .label = mem_strdup(label), .gone = gone };
	return &out->levels[out->level_count++];
}

/* Each house under the level that signed last, as the pack calls it that it was signed under. */
static void
count_level(const char *name, void *ctx)
{
	struct levels_reading *reading = ctx;
	struct app_status *out = reading->out;
	const struct level *level;
	size_t at = name ? 1 : 0;

	while (name && at < out->level_count && strcmp(out->levels[at].name, name) != 0)
		at++;
	if (at < out->level_count) {
		out->levels[at].buildings++;
		return;
	}
	level = house_level(reading->app, reading->chain, name);
	add_level(reading, name, level ? label_text(&level->label, _("en")) : name, true)->buildings = 1;
}

static enum status
read_levels(const struct app *app, const struct pack *pack, const char *area, struct app_status *out, struct err *err)
{
	struct levels_reading reading = { .app = app, .out = out };

	if (!pack)
		return STATUS_OK;
	reading.chain = pack->chains[0].name;
	add_level(&reading, "-", "-", false);
	for (size_t i = 0; i < pack->chains[0].level_count; i++)
		add_level(&reading, pack->chains[0].levels[i].name, label_text(&pack->chains[0].levels[i].label, _("en")), false);
	return store_area_levels(app_store(app), area, reading.chain, count_level, &reading, err);
}

enum status
app_status(struct app *app, const char *area, bool list, struct app_status *out, struct err *err)
{
	struct store *store = app_store(app);
	struct status_reading reading = { .app = app, .out = out, .pack = app_pack(app) };
	struct area_status counts;
	size_t blind_count;
	enum status status = app_check_area(app, area, err);

	*out = (struct app_status){ 0 };
	if (!status) /* totals and rows as this person may see them */
		free(blind_forms(app, &blind_count));
	if (!status)
		status = store_area_status(store, area, &counts, err);
	if (!status)
		status = read_levels(app, reading.pack, area, out, err);
	if (!status && list)
		status = joined_load(store, &reading.joined, &reading.joined_count, err);
	if (!status && list)
		status = store_each_building(store, area, add_building, &reading, err);
	free(reading.joined);
	if (status) {
		app_status_release(out);
		return status;
	}
	out->county = mem_strdup(trust_county_name(store_trust(store)));
	out->buildings = counts.buildings;
	out->joined = counts.joined;
	out->gone = counts.gone;
	out->steps = counts.steps;
	out->pending = store_pending_count(store);
	(void)trust_rivals(store_trust(store), &out->contending);
	memcpy(out->by_task, counts.by_task, sizeof(out->by_task));
	out->done = counts.done;
	out->added = counts.added;
	out->state_hash = counts.hash;
	return STATUS_OK;
}

void
app_status_release(struct app_status *status)
{
	for (size_t i = 0; i < status->level_count; i++) {
		free(status->levels[i].name);
		free(status->levels[i].label);
	}
	for (size_t i = 0; i < status->row_count; i++) {
		free(status->rows[i].name);
		free(status->rows[i].label);
	}
	free(status->county);
	free(status->levels);
	free(status->rows);
	*status = (struct app_status){ 0 };
}
