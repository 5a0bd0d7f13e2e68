#include "app/house/work_gather.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/work_about.h"
#include "app/session/person.h"
#include "base/mem.h"
#include "store/houses/building.h"

static bool
visit(const struct building_row *row, void *ctx)
{
	struct work_gathering *gathering = ctx;
	const struct joined *joined = joined_find(gathering->joined, gathering->joined_count, row->number);
	struct work_building *out;

	/* A house listed twice is surveyed and counted once. */
	if (joined && !joined->case_goes_on)
		return true;
	if (joined)
		MEM_GROW(gathering->aside, gathering->aside_count, gathering->aside_cap);
	else
		MEM_GROW(gathering->rows, gathering->count, gathering->cap);
	out = joined ? &gathering->aside[gathering->aside_count++] : &gathering->rows[gathering->count++];
	*out = (struct work_building){
		.root = row->root,
		.hash = row->hash,
		.number = row->number,
		.slot = row->task_root,
		.done = row->done,
		.task = row->task,
		.rank = house_rank_at(&gathering->ranks, row->number),
	};
	strncpy(out->division, row->division ? row->division : "", sizeof(out->division) - 1);
	strncpy(out->division_now, row->division_now ? row->division_now : "", sizeof(out->division_now) - 1);
	strncpy(out->name, row->task_name ? row->task_name : "", sizeof(out->name) - 1);
	strncpy(out->day, row->task_day ? row->task_day : "", sizeof(out->day) - 1);
	snprintf(out->first_day, sizeof(out->first_day), "%s", house_first_day(row, out->rank));
	strncpy(out->chain, row->task_chain ? row->task_chain : "", sizeof(out->chain) - 1);
	return true;
}

/* A house of a village that went to another area is counted there, while rights go by its listing: who had the village signs for it until others may. */
static bool
visit_elsewhere(const struct building_row *row, void *ctx)
{
	const struct work_gathering *gathering = ctx;

	return !row->division || division_covered(gathering->areas_now, gathering->area_now_count, row->division_now) ||
	       !division_covered(gathering->areas, gathering->area_count, row->division) || visit(row, ctx);
}

/* What a house that is not counted still waits for: its cases go on. */
static void
add_aside(struct work_gathering *gathering)
{
	gathering->aside_from = gathering->count;
	for (size_t i = 0; i < gathering->aside_count; i++) {
		const struct work_building *row = &gathering->aside[i];

		if (!work_is_of_case(gathering->app, row, joined_find(gathering->joined, gathering->joined_count, row->number)))
			continue;
		MEM_GROW(gathering->rows, gathering->count, gathering->cap);
		gathering->rows[gathering->count++] = *row;
	}
}

static enum status
gather(struct work_gathering *gathering, enum division_level *level, struct err *err)
{
	struct app *app = gathering->app;
	struct store *store = app_store(app);
	bool moved = pack_has_moved(app_pack(app));
	enum status status = joined_load(store, &gathering->joined, &gathering->joined_count, err);

	if (!status && moved)
		status = house_ranks_add(app, "", &gathering->ranks, err);
	for (size_t i = 0; i < gathering->area_now_count && !status && !moved; i++)
		status = house_ranks_add(app, gathering->areas_now[i], &gathering->ranks, err);
	house_ranks_sort(&gathering->ranks);
	for (size_t i = 0; i < gathering->area_now_count && !status; i++) {
		*level = work_bar_level(gathering->areas_now[i], *level);
		status = store_each_building(store, gathering->areas_now[i], visit, gathering, err);
	}
	gathering->counted_count = gathering->count;
	if (!status && moved)
		status = store_each_building(store, "", visit_elsewhere, gathering, err);
	gathering->first_count = gathering->count;
	for (size_t i = 0; i < gathering->area_now_count && !status; i++)
		status = store_each_further(store, gathering->areas_now[i], visit, gathering, err);
	if (!status && moved)
		status = store_each_further(store, "", visit_elsewhere, gathering, err);
	add_aside(gathering);
	return status;
}

enum status
work_gather(struct app *app, struct work_gathering *out, enum division_level *level, struct err *err)
{
	*out = (struct work_gathering){ .app = app };
	out->areas = app_areas(app, &out->area_count);
	out->areas_now = app_areas_now(app, &out->area_now_count);
	return gather(out, level, err);
}

void
work_gathering_release(struct work_gathering *gathering)
{
	free(gathering->areas);
	free(gathering->areas_now);
	house_ranks_release(&gathering->ranks);
	free(gathering->joined);
	free(gathering->aside);
	free(gathering->rows);
	*gathering = (struct work_gathering){ 0 };
}
