#ifndef APP_HOUSE_ORDER_H
#define APP_HOUSE_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"

/* The one order in which work on houses stands wherever it is listed for a person: first what is past its day, then by the rank of the house, then
 * by the day by which it is owed. What is equal in all that stands in the order of the roster, which each list asks for itself.
 *
 * The rank of a house is the place that what was found there (the summary of the pack's first chain) has in the pack's list: 0 the first choice. */

#define HOUSE_RANK_NONE INT16_MAX /* nothing was found yet, or who asks must not know: behind all others */

struct work_order {
	bool overdue; /* the day is past */
	int16_t rank;
	char day[11]; /* "": none, behind all days */
};

int work_order_cmp(const struct work_order *left, const struct work_order *right);

/* The rank by a code of the summary's list; HOUSE_RANK_NONE: NULL, or no such choice. */
int16_t house_rank_of(const struct pack *pack, const char *code);
/* The code of a rank; NULL: of none. */
const char *house_rank_code(const struct pack *pack, int16_t rank);
/* What was found, in words; NULL: nothing. Borrowed from the pack. */
const char *house_rank_label(const struct pack *pack, int16_t rank);
/* The same in a word or two, where the pack has one. */
const char *house_rank_short(const struct pack *pack, int16_t rank);

/* The ranks of many houses at once. Where a form waits that is blind to what was found, and that the person at the laptop may be asked to fill, the
 * house has none. */
struct house_ranks {
	struct house_rank {
		int64_t building;
		int16_t rank;
	} * items; /* ascending by building */
	size_t count, cap;
};

/* Adds the houses of an area, "": all. Each area once. What is read of tasks after it is what this person may see. */
MUST_CHECK enum status house_ranks_add(struct app *app, const char *area, struct house_ranks *ranks, struct err *err);
/* To be called when all were added. */
void house_ranks_sort(struct house_ranks *ranks);
int16_t house_rank_at(const struct house_ranks *ranks, int64_t building);
void house_ranks_release(struct house_ranks *ranks);

struct building_row;
/* The earliest day by which anything that the house waits for must be done, by whomever; of a house without a rank that of its first task, for what else
 * it waits for would tell what was found. "": none. Borrowed from the row. */
const char *house_first_day(const struct building_row *row, int16_t rank);

#endif
