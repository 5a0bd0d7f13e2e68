#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/little_file.h"
#include "store/building.h"
#include "store/verify.h"

/* Forms about a division, of a pack that has one. */

#define VILLAGE "451224204201"

static char *path;
static struct little_file little;
static struct id inspector, pack;
static int64_t before; /* the last step that is no form */

static const char grid[] = "form: grid\nlabel: {zh: 网格, en: Grid}\nby: [inspector]\nabout: village\nrepeat: true\n"
			   "fields:\n  - {name: grid_name, type: text, label: {zh: 名称, en: Name}}\n";

static int
make(void **state)
{
	const char *tmp = getenv("TMPDIR");
	struct pack *forms = little_pack();
	const char *text = value_get_text(&forms->files, "pack.yaml"), *at = strstr(text, "classification]");
	char *with_grid = mem_printf("%.*sclassification, grid]%s", (int)(at - text), text, at + 15);
	struct id officer;

	(void)state;
	value_set_text(&forms->files, "pack.yaml", with_grid);
	value_set_text(&forms->files, "grid.yaml", grid);
	path = mem_printf("%s/divisions-%d.louce", tmp ? tmp : "/tmp", (int)getpid());
	little_open(&little, path);
	officer = little_person(&little, NULL, "000000000000000000000000000000aa", "county_officer", "451224", "inspector");
	little_found(&little, &officer, forms, &pack);
	inspector = little_person(&little, &officer, "000000000000000000000000000000bb", "inspector", VILLAGE, NULL);
	before = store_last_step(little.store);
	pack_free(forms);
	free(with_grid);
	return 0;
}

static int
drop(void **state)
{
	(void)state;
	store_close(little.store);
	keys_free(little.keys);
	unlink(path);
	free(path);
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
	assert_int_equal(store_verify(path, &counts, expect_no_problem, NULL, &err), STATUS_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(form_about_a_division__begins_no_building, make, drop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
