#include "app/stick/late.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/person.h"
#include "app/session/unlock.h"
#include "base/division.h"
#include "base/machine/clock.h"
#include "exchange/export/holds.h"
#include "exchange/export/receipt.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/genesis.h"

#define DAY_SECONDS 86400

struct late {
	int64_t steps, oldest_unix;
};

static void
add_late(const struct uncovered_run *run, void *ctx)
{
	struct late *late = ctx;

	if (run->acts && (!late->steps || run->oldest_unix < late->oldest_unix))
		late->oldest_unix = run->oldest_unix;
	late->steps += run->acts;
}

static enum status
count_late(struct app *app, struct app_late *out, struct err *err)
{
	struct store *store = app_store(app);
	int64_t before = clock_now_unix() - (int64_t)LATE_DAYS * DAY_SECONDS;
	struct late late = { 0 };
	struct holds holds;
	const char **areas;
	size_t area_count;
	enum status status;

	if (!app_is_unlocked(app) || !app_has_device(app) || !trust_genesis(store_trust(store)) ||
	    trust_is_receiver(store_trust(store), app_device(app)))
		return STATUS_OK;
	areas = app_areas(app, &area_count);
	status = holds_gather(store, areas, area_count, &holds, err);
	if (!status)
		status = county_each_uncovered(store, &holds, before, add_late, &late, err);
	out->steps = status ? 0 : late.steps;
	if (out->steps)
		clock_date(late.oldest_unix, out->since);
	holds_release(&holds);
	free(areas);
	return status;
}

enum status
app_late(struct app *app, struct app_late *late, struct err *err)
{
	struct app_late now = { .read = true, .last_step = store_last_step(app_store(app)) };
	enum status status;

	clock_date(clock_now_unix(), now.day);
	snprintf(now.person, sizeof(now.person), "%s", app_person_number(app) ? app_person_number(app) : "");
	if (late->read && late->last_step == now.last_step && strcmp(late->day, now.day) == 0 && strcmp(late->person, now.person) == 0)
		return STATUS_OK;
	status = count_late(app, &now, err);
	*late = status ? (struct app_late){ 0 } : now;
	return status;
}
