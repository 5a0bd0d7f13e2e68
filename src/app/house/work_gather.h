#ifndef APP_HOUSE_WORK_GATHER_H
#define APP_HOUSE_WORK_GATHER_H

#include <stddef.h>

#include "app/house/mine.h"
#include "app/house/order.h"
#include "app/session/workspace.h"
#include "base/division.h"
#include "store/houses/joined.h"

/* The rows of the register in which something may be this person's to do. Internal to app/house/work.h. */

struct work_gathering {
	struct app *app;
	struct work_building *rows;
	size_t count, cap;
	struct joined *joined;
	size_t joined_count;
	struct house_ranks ranks;
	size_t counted_count; /* of the rows: the first task of each building that is counted in an area of this person */
	size_t first_count; /* the same, and of those that are counted elsewhere since, where his right is still needed; further tasks follow */
	size_t aside_from; /* the rows from here on are of houses that are not counted, whose cases go on */
	struct work_building *aside;
	size_t aside_count, aside_cap;
	const char **areas, **areas_now; /* app_areas, app_areas_now */
	size_t area_count, area_now_count;
};
/* *level: the bars' (work_bar_level), as it was before the areas were looked at. *out needs work_gathering_release, after a failure too. */
MUST_CHECK enum status work_gather(struct app *app, struct work_gathering *out, enum division_level *level, struct err *err);
void work_gathering_release(struct work_gathering *gathering);

#endif
