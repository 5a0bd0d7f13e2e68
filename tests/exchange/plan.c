#include "../support/carry.h"

#include "exchange/export/plan.h"
#include "store/settle/runs.h"

/* Which steps a file is planned to hold. */

#define HOME "county.louce"
#define VILLAGE "451224204201"

static struct store *store;

static int
make(void **state)
{
	char *path;
	struct err err = { 0 };

	if (world_make(state))
		return -1;
	path = world_path(HOME);
	if (store_open(path, STORE_READ_ONLY, &store, &err))
		return -1;
	free(path);
	return 0;
}

static int
drop(void **state)
{
	store_close(store);
	return world_drop(state);
}

struct seeking {
	const struct plan *plan;
	struct device_id device;
	size_t runs, elsewhere, planned;
};

static bool
on_other_village(const struct store_run *run, void *ctx)
{
	struct seeking *seeking = ctx;

	seeking->device = run->log.device;
	return strlen(run->log.area) < strlen(VILLAGE) || strcmp(run->log.area, VILLAGE) == 0;
}

static bool
on_run(const struct store_run *run, void *ctx)
{
	struct seeking *seeking = ctx;

	if (!device_equal(&run->log.device, &seeking->device))
		return true;
	seeking->runs++;
	seeking->elsewhere += strlen(run->log.area) == strlen(VILLAGE) && strcmp(run->log.area, VILLAGE) != 0;
	for (size_t i = 0; i < seeking->plan->count; i++)
		seeking->planned += id_equal(&seeking->plan->items[i].id, &run->end);
	return true;
}

/* A laptop put back from a backup must learn what it had signed, in whatever village. */
static void
plan__holds_the_end_of_each_run_on_the_device__outside_the_areas_too(void **state)
{
	const char *areas[] = { VILLAGE };
	struct seeking seeking = { 0 };
	struct plan_addressee addressee = { .areas = areas, .area_count = 1, .devices = &seeking.device, .device_count = 1 };
	struct plan_to to = { .addressees = &addressee, .addressee_count = 1 };
	struct plan plan;
	struct err err = { 0 };

	(void)state;
	if (store_each_run(store, on_other_village, &seeking, &err) || plan_make(store, &to, &plan, &err))
		fail_msg("%s", err.text);
	seeking.plan = &plan;
	assert_int_equal(store_each_run(store, on_run, &seeking, &err), STATUS_OK);
	assert_true(seeking.elsewhere > 0);
	assert_int_equal(seeking.planned, seeking.runs);
	plan_release(&plan);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plan__holds_the_end_of_each_run_on_the_device__outside_the_areas_too),
	};

	return cmocka_run_group_tests(tests, make, drop);
}
