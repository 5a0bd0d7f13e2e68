#include "../../support/app_people.h"

#include "app/table/roster.h"
#include "base/file.h"
#include "store/journal.h"

/* A roster with rows of several villages, by a person who has a right of its own over each. */

static char *
write_roster(const char *const *villages, size_t count)
{
	char *path = world_path("roster.csv");
	struct buf text = { 0 };
	struct err err = { 0 };

	buf_text_add(&text, "village,group_name,road,door_no,owner_name\n");
	for (size_t i = 0; i < count; i++)
		buf_printf(&text, "%s,板坡,农村道路,%zu,覃秀英\n", villages[i], i + 1);
	must(file_write(path, buf_text(&text), text.len, 0600, &err), &err);
	buf_release(&text);
	return path;
}

static void
roster__is_taken__under_the_right_over_each_row(void **state)
{
	static const char *const villages[] = { "451224100207", "451224104208", "451224100207" };
	struct app_roster_result result;
	struct buf problems = { 0 };
	struct err err = { 0 };
	struct app_roster ask = { 0 };
	char person[33], *path = write_roster(villages, ARRAY_LEN(villages));
	int64_t before;

	(void)state;
	ask.path = path;
	come("两村", person);
	grant_in(person, villages[0]);
	grant_in(person, villages[1]);
	unlock(person);
	before = store_step_count(app_store(app));
	must(app_roster_import(app, &ask, &result, &problems, &err), &err);
	assert_int_equal(result.added, 3);
	assert_int_equal(store_step_count(app_store(app)), before + 3);
	must(app_roster_import(app, &ask, &result, &problems, &err), &err);
	assert_int_equal(result.known, 3);
	app_lock(app);
	buf_release(&problems);
	free(path);
}

static void
roster__names__the_row_outside_every_right(void **state)
{
	static const char *const villages[] = { "451224100209", "451224100210" };
	struct app_roster_result result;
	struct buf problems = { 0 };
	struct err err = { 0 };
	struct app_roster ask = { 0 };
	char person[33], *path = write_roster(villages, ARRAY_LEN(villages));

	(void)state;
	ask.path = path;
	come("一村", person);
	grant_in(person, villages[0]);
	unlock(person);
	assert_int_equal(app_roster_import(app, &ask, &result, &problems, &err), STATUS_INVALID);
	assert_string_equal(err.text, "nothing was added: 1 cells must be corrected first");
	assert_non_null(strstr(buf_text(&problems), "the village lies outside the signer's area"));
	app_lock(app);
	buf_release(&problems);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roster__is_taken__under_the_right_over_each_row),
		cmocka_unit_test(roster__names__the_row_outside_every_right),
	};

	return cmocka_run_group_tests(tests, open_county, drop_county);
}
