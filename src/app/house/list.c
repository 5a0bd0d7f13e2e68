/* The rows: read from the register, sorted, given back one by one. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/due.h"
#include "app/house/list_rows.h"
#include "app/house/place.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "base/mem.h"
#include "store/houses/building.h"
#include "store/houses/joined.h"
#include "store/journal.h"
#include "store/store.h"

#define DAY_CHARS 10 /* 2022-09-25 */

static uint16_t
name_index(struct building_list *list, const char *name)
{
	for (size_t i = 0; i < list->name_count; i++)
		if (strcmp(list->names[i], name) == 0)
			return (uint16_t)i;
	MEM_GROW(list->names, list->name_count, list->name_cap);
	list->names[list->name_count] = mem_strdup(name);
	return (uint16_t)list->name_count++;
}

/* What stands behind the first day: the task, when it is another one than the house's own. */
static void
read_first(struct building_list *list, const char *from, struct list_row *row)
{
	const char *word = strlen(from) > DAY_CHARS ? from + DAY_CHARS : "", *chain = strchr(word, '/'),
		   *name = chain ? strchr(chain + 1, '/') : NULL;
	enum flow_task task = TASK_NONE;
	char *part;

	snprintf(row->first_day, sizeof(row->first_day), "%.*s", DAY_CHARS, from);
	if (!name)
		return;
	part = mem_strndup(word, (size_t)(chain - word));
	(void)flow_task_from_word(part, &task);
	free(part);
	part = mem_strndup(chain + 1, (size_t)(name - chain - 1));
	row->first_task = (uint8_t)task;
	row->first_chain = name_index(list, part);
	row->first_name = name_index(list, name + 1);
	free(part);
}

static bool
visit(const struct building_row *from, const char *words, void *ctx)
{
	struct building_list *list = ctx;
	const struct joined *joined = joined_find(list->joined, list->joined_count, from->number);
	struct list_row *row;

	if (!from->division)
		return true;
	MEM_GROW(list->rows, list->count, list->cap);
	row = &list->rows[list->count++];
	*row = (struct list_row){ .root = from->root,
				  .hash = from->hash,
				  .building = from->number,
				  .level = (int16_t)from->level,
				  .task = (uint8_t)from->task,
				  .done = from->done,
				  .added = from->added };
	row->task_name = name_index(list, from->task_name ? from->task_name : "");
	row->task_chain = name_index(list, from->task_chain ? from->task_chain : "");
	strncpy(row->day, from->task_day ? from->task_day : "", sizeof(row->day) - 1);
	row->rank = house_rank_at(&list->ranks, from->number);
	read_first(list, house_first_day(from, row->rank), row);
	strncpy(row->division, from->division, sizeof(row->division) - 1);
	strncpy(row->division_now, from->division_now, sizeof(row->division_now) - 1);
	row->mine = division_covered(list->areas, list->area_count, row->division_now);
	row->aside = joined != NULL;
	row->case_goes_on = joined && joined->case_goes_on;
	list->own_count += row->mine;
	for (const char *at = row->division_now; *at >= '0' && *at <= '9'; at++)
		row->number = row->number * 10 + (uint64_t)(*at - '0');
	row->words = mem_strdup(words ? words : "");
	row->first = from->first_bytes < UINT16_MAX ? (uint16_t)from->first_bytes : 0;
	list_recall(list, row);
	return true;
}

/* Rows of the person's own area come first, then by village, then as a person counts: 2 before 10. */
static int
row_cmp(const void *a, const void *b)
{
	const struct list_row *left = a, *right = b;
	int order;

	if (left->mine != right->mine)
		return right->mine - left->mine;
	if (left->number != right->number)
		return left->number < right->number ? -1 : 1;
	order = strverscmp(left->words, right->words);
	return order ? order : id_cmp(&left->root, &right->root);
}

static void
name_villages(struct building_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct list_row *row = &list->rows[i];

		if (i == 0 || row->number != list->rows[i - 1].number) {
			MEM_GROW(list->villages, list->village_count, list->village_cap);
			list->villages[list->village_count++] = app_place_name(list->app, row->division_now);
		}
		row->village = (uint16_t)(list->village_count - 1);
	}
}

/* ---- the order of work */

struct urgent_row {
	struct work_order order;
	uint32_t index; /* in the order of the roster */
	bool mine;
};

static int
urgent_cmp(const void *a, const void *b)
{
	const struct urgent_row *left = a, *right = b;
	int order;

	if (left->mine != right->mine)
		return right->mine - left->mine;
	order = work_order_cmp(&left->order, &right->order);
	return order ? order : left->index < right->index ? -1 : 1;
}

/* Of the sorted rows. A house that steps aside for another one waits for nothing; one with a case that goes on stands where what was found puts it. */
static void
order_rows(struct building_list *list)
{
	struct urgent_row *rows = mem_array(list->count + 1, sizeof(*rows));

	list->urgent = mem_array(list->count + 1, sizeof(*list->urgent));
	for (size_t i = 0; i < list->count; i++) {
		const struct list_row *row = &list->rows[i];

		rows[i] = (struct urgent_row){ .order.rank = row->aside && !row->case_goes_on ? HOUSE_RANK_NONE : row->rank,
					       .index = (uint32_t)i,
					       .mine = row->mine };
		if (!row->aside)
			memcpy(rows[i].order.day, row->day, sizeof(row->day));
		rows[i].order.overdue = !row->aside && due_days(row->first_day) < 0;
	}
	if (list->count)
		qsort(rows, list->count, sizeof(*rows), urgent_cmp);
	for (size_t i = 0; i < list->count; i++)
		list->urgent[i] = rows[i].index;
	free(rows);
}

void
building_list_order(struct building_list *list, bool urgent)
{
	list->is_urgent = urgent;
	free(list->words); /* which rows show is asked of all of them */
	list->words = NULL;
}

/* Names the house that each one which steps aside is counted as. */
static void
name_counted(struct building_list *list)
{
	for (size_t i = 0; list->joined_count && i < list->count; i++) {
		struct list_row *row = &list->rows[i];

		if (row->aside)
			row->counted_as = app_building_number(list->app,
							      &joined_find(list->joined, list->joined_count, row->building)->counted_as);
	}
}

/* The number of who is at the laptop; "": nobody. */
static const char *
person_now(const struct app *app)
{
	return app_is_unlocked(app) ? app_person_number(app) : "";
}

enum status
building_list_open(struct app *app, struct building_list **out, struct err *err)
{
	struct building_list *list = mem_alloc(sizeof(*list));
	enum status status;

	list->app = app;
	list->generation = store_generation(app_store(app));
	list->last_step = store_last_step(app_store(app));
	snprintf(list->person, sizeof(list->person), "%s", person_now(app));
	list->blind = list_is_blind(list);
	list->areas = app_areas_now(app, &list->area_count);
	status = joined_load(app_store(app), &list->joined, &list->joined_count, err);
	if (!status)
		status = house_ranks_add(app, "", &list->ranks, err);
	house_ranks_sort(&list->ranks);
	if (!status)
		status = store_each_listed(app_store(app), "", visit, list, err);
	if (!status)
		name_counted(list);
	free(list->areas);
	list->areas = NULL;
	free(list->joined);
	list->joined = NULL;
	house_ranks_release(&list->ranks);
	if (status) {
		building_list_free(list);
		return status;
	}
	if (list->count)
		qsort(list->rows, list->count, sizeof(*list->rows), row_cmp);
	name_villages(list);
	order_rows(list);
	list->shown = mem_array(list->count + 1, sizeof(*list->shown));
	building_list_filter(list, "", TASK_ANY);
	*out = list;
	return STATUS_OK;
}

bool
building_list_is_current(const struct building_list *list)
{
	struct store *store = app_store(list->app);

	return list->generation == store_generation(store) && list->last_step == store_last_step(store) &&
	       strcmp(list->person, person_now(list->app)) == 0;
}

void
building_list_free(struct building_list *list)
{
	if (!list)
		return;
	for (size_t i = 0; i < list->count; i++) {
		struct list_row *row = &list->rows[i];

		if (row->units)
			secret_zero(row->units, row->unit_count * sizeof(*row->units));
		secret_free(row->owner);
		free(row->counted_as);
		free(row->units);
		free(row->words);
	}
	for (size_t i = 0; i < list->name_count; i++)
		free(list->names[i]);
	free(list->names);
	free(list->rows);
	free(list->shown);
	free(list->urgent);
	free(list->words);
	for (size_t i = 0; i < list->village_count; i++)
		free(list->villages[i]);
	free(list->villages);
	free(list);
}

size_t
building_list_count(const struct building_list *list)
{
	return list->shown_count;
}

bool
building_list_is_learning(const struct building_list *list, size_t *read)
{
	*read = list->learned;
	return app_is_unlocked(list->app) && list->learned < list->count;
}

void
building_list_narrow(struct building_list *list, bool own)
{
	list->own = own;
	free(list->words); /* which rows show is asked of all of them */
	list->words = NULL;
}

size_t
building_list_in_reach(const struct building_list *list)
{
	return list->own ? list->own_count : list->count;
}

size_t
building_list_total(const struct building_list *list)
{
	return list->count;
}

void
building_list_counted(const struct building_list *list, size_t *shown, size_t *reach)
{
	*shown = *reach = 0;
	for (size_t i = 0; i < list->shown_count; i++)
		*shown += !list->rows[list->shown[i]].aside;
	for (size_t i = 0; i < list->count; i++)
		*reach += !list->rows[i].aside && (!list->own || list->rows[i].mine);
}

struct id *
building_list_roots(const struct building_list *list, size_t *count)
{
	struct id *roots = mem_array(list->shown_count + 1, sizeof(*roots));

	*count = 0;
	for (size_t i = 0; i < list->shown_count; i++)
		if (!list->rows[list->shown[i]].aside)
			roots[(*count)++] = list->rows[list->shown[i]].root;
	return roots;
}

void
building_list_at(const struct building_list *list, size_t index, struct listed *out)
{
	const struct list_row *row = &list->rows[list->shown[index]];

	*out = (struct listed){ .root = row->root,
				.village = list->villages[row->village],
				.words = row->words,
				.first = row->first,
				.owner = row->owner ? row->owner : "",
				.rank = row->rank,
				.level = row->level,
				.done = row->done,
				.task = TASK_NONE,
				.counted_as = row->counted_as,
				.case_goes_on = row->case_goes_on };
	memcpy(out->division, row->division, sizeof(row->division));
	if (row->aside)
		return;
	out->task = (enum flow_task)row->task;
	strncpy(out->task_name, list->names[row->task_name], sizeof(out->task_name) - 1);
	strncpy(out->task_chain, list->names[row->task_chain], sizeof(out->task_chain) - 1);
	memcpy(out->day, row->day, sizeof(out->day));
	out->other_overdue = !row->aside && due_days(row->first_day) < 0 && due_days(row->day) >= 0;
	memcpy(out->other.day, row->first_day, sizeof(out->other.day));
	out->other.task = (enum flow_task)row->first_task;
	out->other.name = list->names[row->first_name];
	out->other.chain = list->names[row->first_chain];
}
