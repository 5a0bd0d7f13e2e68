#include "app/house/order.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "eval/eval.h"
#include "form/pack.h"
#include "store/houses/building.h"
#include "store/store.h"

/* ---- the order */

/* A day of its own before none. */
static int
day_cmp(const char *left, const char *right)
{
	if (!*left || !*right)
		return !*left - !*right;
	return strcmp(left, right);
}

int
work_order_cmp(const struct work_order *left, const struct work_order *right)
{
	if (left->overdue != right->overdue)
		return right->overdue - left->overdue;
	if (left->rank != right->rank)
		return left->rank < right->rank ? -1 : 1;
	return day_cmp(left->day, right->day);
}

/* ---- the rank of a house */

static const struct field *
summary_of(const struct pack *pack)
{
	return pack && pack->chain_count ? pack->chains[0].summary : NULL;
}

int16_t
house_rank_of(const struct pack *pack, const char *code)
{
	const struct field *summary = summary_of(pack);
	const struct choice *choice = summary && summary->list && code ? list_choice(summary->list, code) : NULL;

	return choice ? (int16_t)(choice - summary->list->choices) : HOUSE_RANK_NONE;
}

static const struct choice *
choice_of(const struct pack *pack, int16_t rank)
{
	const struct field *summary = summary_of(pack);

	return summary && summary->list && rank >= 0 && (size_t)rank < summary->list->choice_count ? &summary->list->choices[rank] : NULL;
}

const char *
house_rank_code(const struct pack *pack, int16_t rank)
{
	const struct choice *choice = choice_of(pack, rank);

	return choice ? choice->name : NULL;
}

const char *
house_rank_label(const struct pack *pack, int16_t rank)
{
	const struct choice *choice = choice_of(pack, rank);

	return choice ? label_text(&choice->label, _("en")) : NULL;
}

const char *
house_rank_short(const struct pack *pack, int16_t rank)
{
	const struct choice *choice = choice_of(pack, rank);

	return !choice ? NULL : choice->brief.zh ? label_text(&choice->brief, _("en")) : label_text(&choice->label, _("en"));
}

/* ---- of many houses */

struct ranks_reading {
	const struct pack *pack;
	struct house_ranks *ranks;
};

static bool
add_rank(int64_t building, const char *code, void *ctx)
{
	struct ranks_reading *reading = ctx;
	int16_t rank = house_rank_of(reading->pack, code);

	if (rank == HOUSE_RANK_NONE)
		return true;
	MEM_GROW(reading->ranks->items, reading->ranks->count, reading->ranks->cap);
	reading->ranks->items[reading->ranks->count++] = (struct house_rank){ building, rank };
	return true;
}

static int
rank_cmp(const void *a, const void *b)
{
	const struct house_rank *left = a, *right = b;

	return left->building < right->building ? -1 : left->building > right->building;
}

static struct house_rank *
rank_find(const struct house_ranks *ranks, int64_t building)
{
	const struct house_rank key = { .building = building };

	return ranks->count ? bsearch(&key, ranks->items, ranks->count, sizeof(*ranks->items), rank_cmp) : NULL;
}

static bool
hide_rank(const struct building_row *row, void *ctx)
{
	struct house_rank *found = rank_find(ctx, row->number);

	if (found)
		found->rank = HOUSE_RANK_NONE;
	return true;
}

enum status
house_ranks_add(struct app *app, const char *area, struct house_ranks *ranks, struct err *err)
{
	const struct field *summary = summary_of(app_pack(app));
	struct house_ranks of_area = { 0 };
	struct ranks_reading reading = { .pack = app_pack(app), .ranks = &of_area };
	size_t count;
	const struct form **blind = blind_forms(app, &count);
	enum status status;

	if (!summary) {
		free(blind);
		return STATUS_OK;
	}
	if (division_level(area) <= DIVISION_COUNTY) /* the whole file, or nearly: it is quicker read without looking houses up */
		area = "";
	status = store_each_summary(app_store(app), area, add_rank, &reading, err);
	house_ranks_sort(&of_area);
	for (size_t i = 0; i < count && of_area.count && !status; i++)
		if (eval_field_tells(store_eval(app_store(app)), blind[i], summary))
			status = store_each_unfilled(app_store(app), area, blind[i], hide_rank, &of_area, err);
	for (size_t i = 0; i < of_area.count && !status; i++) {
		MEM_GROW(ranks->items, ranks->count, ranks->cap);
		ranks->items[ranks->count++] = of_area.items[i];
	}
	house_ranks_release(&of_area);
	free(blind);
	return status;
}

void
house_ranks_sort(struct house_ranks *ranks)
{
	if (ranks->count)
		qsort(ranks->items, ranks->count, sizeof(*ranks->items), rank_cmp);
}

int16_t
house_rank_at(const struct house_ranks *ranks, int64_t building)
{
	const struct house_rank *found = rank_find(ranks, building);

	return found ? found->rank : HOUSE_RANK_NONE;
}

void
house_ranks_release(struct house_ranks *ranks)
{
	free(ranks->items);
	*ranks = (struct house_ranks){ 0 };
}

const char *
house_first_day(const struct building_row *row, int16_t rank)
{
	const char *day = rank == HOUSE_RANK_NONE ? row->task_day : row->first_day;

	return day ? day : "";
}
