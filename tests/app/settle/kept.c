#include "../../support/carry.h"
#include "../../support/twin_reason.h"

#include <sqlite3.h>

#include "app/fill/fill.h"
#include "app/house/twins_state.h"
#include "app/session/vault.h"
#include "store/beside/local.h"

/* What was read of a village's houses is kept beside the file for the next sitting. */

#define HOME "county.louce"
#define HOUSES 25

static char village[16], name[32];

static struct app *
sit_down(void)
{
	struct app *app = open_app(HOME);

	unlock_as(app, "county_officer");
	return app;
}

static struct value
house_at(const char *door)
{
	struct value values = value_object();

	value_set_text(&values, "village", village);
	value_set_text(&values, "group_name", "那亮");
	value_set_text(&values, "road", "农村道路");
	value_set_text(&values, "door_no", door);
	value_set_text(&values, "owner_name", "韦建国");
	return values;
}

/* A new house, or one that stands, at the door. */
static struct id
list_house(struct app *app, const struct id *stands, const char *door)
{
	struct value values = house_at(door);
	struct app_fill fill = { .building = stands, .form = "listing", .values = &values };
	struct buf findings = { 0 };
	struct err err = { 0 };
	struct id id;

	value_set_take(&values, "_reasons", twin_reason());
	if (app_fill(app, &fill, &id, &findings, &err))
		fail_msg("%s %s", err.text, buf_text(&findings));
	value_release(&values);
	buf_release(&findings);
	return id;
}

static bool
no_pair(const struct twin_pair *pair, void *ctx)
{
	(void)pair, (void)ctx;
	return false;
}

/* How many houses of the village the sitting opens to compare a new one at the door, and whether it finds the one that is there. */
static size_t
opened_for(struct app *app, const char *door, bool *found)
{
	struct value values = house_at(door);
	struct twins_extent extent;
	struct err err = { 0 };
	enum twin_clue clue;
	char *words = twins_words(app, &(struct twins_ask){ .village = village, .listing = &values }, &clue);

	*found = words && clue == TWIN_ADDRESS;
	free(words);
	value_release(&values);
	if (twins_each_pair(app, village, no_pair, NULL, &extent, &err))
		fail_msg("%s", err.text);
	return extent.openings;
}

static int
list_village(void **state)
{
	struct app *app;

	if (world_make(state))
		return -1;
	snprintf(village, sizeof(village), "%lld", (long long)ask_number(HOME, "SELECT min(division) FROM building"));
	snprintf(name, sizeof(name), "read %s", village);
	app = sit_down();
	for (int i = 0; i < HOUSES; i++) {
		char door[16];

		snprintf(door, sizeof(door), "%d", 700 + i);
		list_house(app, NULL, door);
	}
	app_close(app);
	return 0;
}

static struct buf
kept(struct app *app)
{
	struct buf bytes = { 0 };
	struct err err = { 0 };

	if (local_kept(app_local(app), name, &bytes, &err))
		fail_msg("%s", err.text);
	return bytes;
}

static void
keep(struct app *app, const void *bytes, size_t len)
{
	struct err err = { 0 };

	if (local_keep(app_local(app), name, bytes, len, &err))
		fail_msg("%s", err.text);
}

static void
next_sitting__opens__few_houses_of_a_village_and_finds_the_same(void **state)
{
	struct app *app = sit_down();
	bool found;

	(void)state;
	assert_true(opened_for(app, "703", &found) < HOUSES);
	assert_true(found);
	assert_true(opened_for(app, "999", &found) < HOUSES);
	assert_false(found);
	app_close(app);
}

static void
house_that_changed__is_read_again(void **state)
{
	struct app *app = sit_down();
	size_t before;
	struct id house;
	bool found;

	(void)state;
	house = list_house(app, NULL, "801");
	before = opened_for(app, "801", &found);
	app_close(app);
	app = sit_down();
	list_house(app, &house, "802");
	app_close(app);
	app = sit_down();
	assert_int_equal(opened_for(app, "802", &found), before);
	assert_true(found);
	opened_for(app, "801", &found);
	assert_false(found);
	app_close(app);
}

static void
what_is_kept__is_sealed(void **state)
{
	struct app *app = sit_down();
	struct twin_house house = { 0 };
	struct value values = house_at("703");
	struct buf bytes = kept(app);

	(void)state;
	twin_mark_listing(app_pack(app), &values, &house);
	assert_true(house.count > 0);
	assert_true(bytes.len > HOUSES * sizeof(house.root));
	for (size_t i = 0; i < house.count; i++)
		assert_null(memmem(bytes.data, bytes.len, &house.marks[i].hash, sizeof(house.marks[i].hash)));
	twin_house_release(&house);
	value_release(&values);
	buf_release(&bytes);
	app_close(app);
}

static void
what_is_damaged__is_read_again_and_kept_anew(void **state)
{
	struct app *app = sit_down();
	struct buf bytes = kept(app), again;
	bool found;

	(void)state;
	bytes.data[bytes.len / 2] ^= 1;
	keep(app, bytes.data, bytes.len);
	app_close(app);
	app = sit_down();
	assert_true(opened_for(app, "703", &found) >= HOUSES);
	assert_true(found);
	list_house(app, NULL, "811");
	again = kept(app);
	assert_false(again.len == bytes.len && memcmp(again.data, bytes.data, bytes.len) == 0);
	app_close(app);
	app = sit_down();
	assert_true(opened_for(app, "703", &found) < HOUSES);
	assert_true(found);
	app_close(app);
	buf_release(&bytes);
	buf_release(&again);
}

/* Whoever holds the village's key can seal anything: cut at each byte, it gives no house that is half read. */
static void
what_is_cut__gives_whole_houses_or_none(void **state)
{
	struct app *app = sit_down();
	struct buf bytes = kept(app), plain = { 0 };
	struct id commit, key_id, named;
	const struct data_key *held;
	struct data_key key; /* of one's own: each lock lets the held ones go */
	struct err err = { 0 };
	bool found;

	(void)state;
	memcpy(&commit, bytes.data, sizeof(commit));
	assert_true(private_key_id(bytes.data + sizeof(commit), bytes.len - sizeof(commit), &key_id));
	held = vault_held(app, &key_id);
	assert_non_null(held);
	key = *held;
	assert_int_equal(private_open(&key, &commit, bytes.data + sizeof(commit), bytes.len - sizeof(commit), &plain, &err), STATUS_OK);
	for (size_t len = 0; len < plain.len; len += len < 200 ? 5 : 97) {
		struct buf cut = { 0 }, box = { 0 };

		private_seal(&key, plain.data, len, &commit, &box, &named);
		buf_add(&cut, &commit, sizeof(commit));
		buf_add(&cut, box.data, box.len);
		keep(app, cut.data, cut.len);
		app_lock(app);
		unlock_as(app, "county_officer");
		opened_for(app, "703", &found);
		assert_true(found);
		opened_for(app, "724", &found);
		assert_true(found);
		buf_release(&cut);
		buf_release(&box);
	}
	buf_release(&plain);
	buf_release(&bytes);
	app_close(app);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(next_sitting__opens__few_houses_of_a_village_and_finds_the_same),
		cmocka_unit_test(house_that_changed__is_read_again),
		cmocka_unit_test(what_is_kept__is_sealed),
		cmocka_unit_test(what_is_damaged__is_read_again_and_kept_anew),
		cmocka_unit_test(what_is_cut__gives_whole_houses_or_none),
	};

	return cmocka_run_group_tests(tests, list_village, world_drop);
}
