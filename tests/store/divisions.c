#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/instructions.h"
#include "../support/little_file.h"
#include "store/divisions/area.h"
#include "store/houses/building.h"
#include "store/inside.h"
#include "store/proof/verify.h"

/* Forms about a division, of a pack that has one. */

#define VILLAGE "451224204201"

static struct little_file little;
static struct id inspector, pack;
static int64_t before; /* the last step that is no form */

static const char grid[] = "form: grid\nlabel: {zh: 网格, en: Grid}\nby: [inspector]\nabout: village\nrepeat: true\n"
			   "fields:\n  - {name: grid_name, type: text, label: {zh: 名称, en: Name}}\n";

static int
make(void **state)
{
	struct pack *forms = little_pack();
	const char *text = value_get_text(&forms->files, "pack.yaml"), *at = strstr(text, "classification]");
	char *with_grid = mem_printf("%.*sclassification, grid]%s", (int)(at - text), text, at + 15);
	struct id officer;

	(void)state;
	value_set_text(&forms->files, "pack.yaml", with_grid);
	value_set_text(&forms->files, "grid.yaml", grid);
	instructions_watch(true);
	little_open(&little, "divisions");
	instructions_watch(false);
	officer = little_person(&little, NULL, "000000000000000000000000000000aa", "county_officer", "451224", "inspector");
	little_found(&little, &officer, forms, &pack);
	inspector = little_person(&little, &officer, "000000000000000000000000000000bb", "inspector", "451224", NULL);
	before = store_last_step(little.store);
	pack_free(forms);
	free(with_grid);
	return 0;
}

static int
drop(void **state)
{
	(void)state;
	little_close(&little);
	return 0;
}

static void
expect_no_problem(enum verify_weight weight, const char *text, void *ctx)
{
	(void)ctx;
	fail_msg("%d: %s", weight, text);
}

static int64_t
buildings(void)
{
	int64_t count;
	struct err err = { 0 };

	assert_int_equal(store_buildings_since(little.store, before, &count, &err), STATUS_OK);
	return count;
}

/* A form about a village begins no building, and the rows are the same when they are derived anew. */
static void
form_about_a_division__begins_no_building(void **state)
{
	struct verify_counts counts = { 0 };
	struct step step = little_step("grid", VILLAGE);
	struct err err = { 0 };

	(void)state;
	step.has_pack = true;
	step.pack = pack;
	value_set_text(&step.data, "grid_name", "一");
	little_put(&little, 1, &inspector, &step);
	assert_int_equal(buildings(), 0);
	little_house(&little, &inspector, &pack);
	assert_int_equal(buildings(), 1);
	assert_int_equal(store_commit(little.store, &err), STATUS_OK);
	assert_int_equal(buildings(), 1);
	assert_int_equal(store_verify(little.path, &counts, expect_no_problem, NULL, &err), STATUS_OK);
}

/* ---- many of them */

/* The instructions of asking for the county's state with a grid in so many more villages. */
static int64_t
cost_with(int from, int to)
{
	struct area_status status;
	struct err err = { 0 };
	int64_t counted;

	for (int village = from; village < to; village++) {
		char area[24];
		struct step step;

		snprintf(area, sizeof(area), "451224204%03u", (unsigned)village % 1000);
		step = little_step("grid", area);
		step.has_pack = true;
		step.pack = pack;
		value_set_text(&step.data, "grid_name", "一");
		little.seq[1] = 0; /* each village is a log of its own */
		little_put(&little, 1, &inspector, &step);
	}
	assert_int_equal(store_commit(little.store, &err), STATUS_OK);
	counted = instructions;
	assert_int_equal(store_area_status(little.store, "451224", &status, &err), STATUS_OK);
	counted = instructions_since(counted);
	assert_int_equal(store_begin(little.store, &err), STATUS_OK);
	return counted;
}

static void
state_of_an_area__costs_twice_as_much__with_twice_the_divisions(void **state)
{
	int64_t once, twice;

	(void)state;
	once = cost_with(0, 200);
	twice = cost_with(200, 400);
	if (twice > once * 5 / 2)
		fail_msg("%lld instructions with 200 divisions, %lld with 400", (long long)once, (long long)twice);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(form_about_a_division__begins_no_building, make, drop),
		cmocka_unit_test_setup_teardown(state_of_an_area__costs_twice_as_much__with_twice_the_divisions, make, drop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
