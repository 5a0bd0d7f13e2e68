#include "../../support/app_people.h"

#include <glob.h>
#include <sqlite3.h>

#include "app/session/act.h"
#include "app/roster/gone.h"
#include "app/roster/listing.h"
#include "app/roster/roster.h"
#include "app/house/status.h"
#include "app/fill/complete.h"
#include "app/fill/fill.h"
#include "app/fill/sheet_keep.h"
#include "app/people/publish.h"
#include "app/people/waiting.h"
#include "app/house/pick.h"
#include "app/house/place.h"
#include "app/settle/versions.h"
#include "app/stick/takeover.h"
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
	assert_string_equal(err.text, "nothing was added: 1 cell must be corrected first");
	assert_non_null(strstr(buf_text(&problems), "the village lies outside the signer's area"));
	app_lock(app);
	buf_release(&problems);
	free(path);
}

/* ---- a table taken in again */

#define HEAD "village,group_name,road,door_no,owner_name,platform_no\n"
#define VILLAGE "451224100208"

static char *
write_table(const char *text)
{
	char *path = world_path("table.csv");
	struct err err = { 0 };

	must(file_write(path, text, strlen(text), 0600, &err), &err);
	return path;
}

/* Takes a table in; the caller releases. */
static enum status
take(const char *text, enum roster_answer answer, const struct id *agreed, struct app_roster_result *result, struct buf *problems,
     struct err *err)
{
	char *path = write_table(text);
	struct app_roster ask = { .path = path, .answer = answer, .agreed_changes = agreed ? *agreed : (struct id){ { 0 } } };
	enum status status = app_roster_import(app, &ask, result, problems, err);

	free(path);
	return status;
}

static void
take_well(const char *text, enum roster_answer answer, struct app_roster_result *result)
{
	struct buf problems = { 0 };
	struct err err = { 0 };

	must(take(text, answer, NULL, result, &problems, &err), &err);
	assert_int_equal(problems.len, 0);
	buf_release(&problems);
}

static int64_t
houses(void)
{
	struct app_status status;
	struct err err = { 0 };
	int64_t count;

	must(app_status(app, "", false, &status, &err), &err);
	count = status.buildings;
	app_status_release(&status);
	return count;
}

/* The table is refused, with both texts in what is said of its rows. */
static void
refuse_with(const char *text, enum roster_answer answer, const char *because, const char *also)
{
	struct app_roster_result result = { 0 };
	struct buf problems = { 0 };
	struct err err = { 0 };
	int64_t before = store_step_count(app_store(app));

	assert_int_equal(take(text, answer, NULL, &result, &problems, &err), STATUS_INVALID);
	if (!strstr(buf_text(&problems), because) || !strstr(buf_text(&problems), also))
		fail_msg("\"%s\" and \"%s\" are not in: %s", because, also, buf_text(&problems));
	assert_int_equal(store_step_count(app_store(app)), before);
	app_roster_result_release(&result);
	buf_release(&problems);
}

static void
refuse(const char *text, const char *because)
{
	refuse_with(text, ROSTER_CHANGE, because, "");
}

static void
come_for(const char *name, const char *village)
{
	char person[33];

	come(name, person);
	grant_in(person, village);
	unlock(person);
}

static const char first_table[] = HEAD VILLAGE ",板坡,农村道路,1,覃秀英,U1\n" VILLAGE ",板坡,农村道路,2,黄志明,U2\n" VILLAGE
					       ",板坡,农村道路,3,韦国庆,\n";

static void
update__asks__row_by_row_and_signs_after_a_yes(void **state)
{
	static const char changed[] = HEAD VILLAGE ",板坡,农村道路,1,覃秀英,U1\n" VILLAGE ",那亮,农村道路,2,黄志明,U2\n" VILLAGE
						   ",板坡,农村道路,3,韦国庆,U3\n";
	struct app_roster_result result = { 0 };
	struct buf problems = { 0 };
	struct err err = { 0 };
	struct id other = { { 1 } };
	int64_t before, steps;

	(void)state;
	come_for("改名册", VILLAGE);
	take_well(first_table, ROSTER_ASK, &result);
	assert_int_equal(result.added, 3);
	assert_true(result.done && *result.batch);
	app_roster_result_release(&result);
	before = houses();
	steps = store_step_count(app_store(app));

	/* nothing new: nothing is signed */
	take_well(first_table, ROSTER_ASK, &result);
	assert_int_equal(result.known, 3);
	assert_false(result.asks || result.done);
	assert_int_equal(store_step_count(app_store(app)), steps);
	app_roster_result_release(&result);

	/* two rows differ: they are named with what stands and what comes, and nothing is signed */
	take_well(changed, ROSTER_ASK, &result);
	assert_true(result.asks && !result.done);
	assert_int_equal(result.changed, 2);
	assert_int_equal(result.change_count, 2);
	assert_non_null(strstr(result.changes[0], "row 3, "));
	assert_non_null(strstr(result.changes[0], ": Hamlet is \"板坡\", becomes \"那亮\""));
	assert_non_null(strstr(result.changes[1], "row 4, "));
	assert_non_null(strstr(result.changes[1], ": Number in the platform is \"\", becomes \"U3\""));
	assert_int_equal(store_step_count(app_store(app)), steps);

	app_roster_result_release(&result);

	/* a yes to something else is none */
	assert_int_equal(take(changed, ROSTER_CHANGE_AGREED, &other, &result, &problems, &err), STATUS_CONFLICT);
	assert_string_equal(err.text, "the table or the register was changed since the changes were shown; nothing was done: look again");
	app_roster_result_release(&result);
	take_well(changed, ROSTER_KEEP, &result);
	assert_int_equal(store_step_count(app_store(app)), steps);
	app_roster_result_release(&result);

	take_well(changed, ROSTER_CHANGE, &result);
	assert_true(result.done);
	assert_int_equal(store_step_count(app_store(app)), steps + 2);
	assert_int_equal(houses(), before);
	app_roster_result_release(&result);

	/* the first table again: what another table replaced is asked about, and stands as before after a yes */
	take_well(first_table, ROSTER_ASK, &result);
	assert_int_equal(result.known, 2); /* of U3 the first table says nothing */
	assert_true(result.asks);
	app_roster_result_release(&result);
	take_well(first_table, ROSTER_CHANGE, &result);
	assert_int_equal(result.changed, 1);
	assert_int_equal(store_step_count(app_store(app)), steps + 3);
	app_roster_result_release(&result);
	buf_release(&problems);
	app_lock(app);
}

static void
update__makes__a_step_for_each_changed_row_and_no_house(void **state)
{
	struct app_roster_result result = { 0 };
	struct buf text[2] = { 0 };
	int64_t before, steps;

	(void)state;
	come_for("百行", "451224100212");
	for (int t = 0; t < 2; t++) {
		buf_text_add(&text[t], HEAD);
		for (int i = 1; i <= 300; i++)
			buf_printf(&text[t], "451224100212,%s,农村道路,%d,覃秀英,H%d\n", t && i % 3 == 0 ? "那亮" : "板坡", i, i);
	}
	take_well(buf_text(&text[0]), ROSTER_ASK, &result);
	app_roster_result_release(&result);
	before = houses();
	steps = store_step_count(app_store(app));
	take_well(buf_text(&text[1]), ROSTER_CHANGE, &result);
	assert_int_equal(result.changed, 100);
	assert_int_equal(store_step_count(app_store(app)), steps + 100);
	assert_int_equal(houses(), before);
	app_roster_result_release(&result);
	take_well(buf_text(&text[1]), ROSTER_ASK, &result);
	assert_int_equal(result.known, 300);
	assert_int_equal(result.note_count, 0);
	assert_int_equal(store_step_count(app_store(app)), steps + 100);
	app_roster_result_release(&result);
	buf_release(&text[0]);
	buf_release(&text[1]);
	app_lock(app);
}

static void
doubles__are_told__by_row_and_house(void **state)
{
	struct app_roster_result result = { 0 };

	(void)state;
	come_for("重复", "451224100213");
#define V "451224100213"
	take_well(HEAD V ",板坡,农村道路,1,覃秀英,D1\n" V ",板坡,农村道路,1,覃秀英,D1\n" V ",板坡,农村道路,1,覃秀英,D2\n", ROSTER_ASK,
		  &result);
	assert_int_equal(result.added, 2);
	assert_int_equal(result.left_out, 1);
	assert_int_equal(result.note_count, 2);
	assert_string_equal(result.notes[0], "row 3: says the same as row 2; taken once");
	assert_string_equal(result.notes[1], "row 4: the same address and owner as row 2, and another number; taken for two houses");
	app_roster_result_release(&result);
	take_well(HEAD V ",板坡,农村道路,1,黄志明,\n" V ",板坡,农村道路,1,覃秀英,D3\n", ROSTER_ASK, &result);
	assert_int_equal(result.added, 2);
	assert_non_null(strstr(result.notes[0], "row 2: house "));
	assert_non_null(strstr(result.notes[0], "stands at this address with another owner; taken for two houses"));
	assert_non_null(strstr(result.notes[1], "has the same address and owner, and another number; taken for two houses"));
	app_roster_result_release(&result);

	refuse(HEAD V ",板坡,农村道路,8,覃秀英,D8\n" V ",板坡,农村道路,9,黄志明,D8\n", "row 2 has the same number");
	refuse("village,group_name,road,door_no,owner_name,listed_use\n" V ",板坡,农村道路,8,覃秀英,1\n" V ",板坡,农村道路,8,覃秀英,2\n",
	       "row 3: the same address and owner as row 2, and no number tells them apart");
	refuse("village,group_name,road,door_no,owner_name,listed_use\n" V ",板坡,农村道路,1,覃秀英,2\n",
	       "row 2: 3 houses have this address and owner");

	/* one house met by its number and by its address: what stands and what is new contradict each other, in either order */
	take_well(HEAD V ",板坡,农村道路,30,韦国庆,D30\n", ROSTER_ASK, &result);
	app_roster_result_release(&result);
	refuse(HEAD V ",那亮,农村道路,30,韦国庆,D30\n" V ",板坡,农村道路,30,韦国庆,\n",
	       "row 3: row 2 is about the same house and says something else");
	refuse(HEAD V ",板坡,农村道路,30,韦国庆,\n" V ",那亮,农村道路,30,韦国庆,D30\n",
	       "row 3, column F \"platform_no\": row 2 is about the same house and says something else");
#undef V
	app_lock(app);
}

static void
a_house_keeps__its_village(void **state)
{
	struct app_roster_result result = { 0 };
	char person[33];

	(void)state;
	come("跨村", person);
	grant_in(person, "451224100215");
	grant_in(person, "451224100216");
	unlock(person);
	take_well(HEAD "451224100215,板坡,农村道路,1,覃秀英,K1\n451224100216,板坡,农村道路,1,覃秀英,K2\n", ROSTER_ASK, &result);
	app_roster_result_release(&result);
	refuse(HEAD "451224100216,板坡,农村道路,1,覃秀英,K1\n", "row 2, column F \"platform_no\": a house with this number stands in");
	refuse("village,group_name,road,door_no,owner_name,platform_no,census_house_no\n451224100215,板坡,农村道路,1,覃秀英,K1,\n"
	       "451224100216,板坡,农村道路,1,覃秀英,K1,\n",
	       "row 2 has the same number");
	app_lock(app);
}

/* A census number of a few digits counts the rows of a list: the next list has it too, of another house. */
static void
a_number_of_few_digits__leads_to_no_house_by_itself(void **state)
{
#define CENSUS "village,group_name,road,door_no,owner_name,census_house_no\n"
#define V "451224102201"
	struct app_roster_result result = { 0 };
	struct app_undone undone = { 0 };
	struct err err = { 0 };
	char person[33];
	int64_t before;

	(void)state;
	come("短号", person);
	grant_in(person, V);
	grant_in(person, "451224102202");
	unlock(person);
	take_well(CENSUS V ",板坡,农村道路,1,覃秀英,1\n" V ",板坡,农村道路,2,黄志明,2022\n" V ",板坡,农村道路,3,韦国庆,\n", ROSTER_ASK,
		  &result);
	app_roster_result_release(&result);
	before = houses();
	/* in the same village another house: told, whatever was said yes to */
	refuse_with(CENSUS V ",那亮,农村道路,7,莫新,1\n", ROSTER_CHANGE, "row 2, column F \"census_house_no\": house ",
		    " has this number, and another address and owner: a number of so few digits");
	refuse_with(CENSUS V ",那亮,农村道路,7,莫新,1\n", ROSTER_KEEP, "has this number, and another address and owner", "");
	assert_int_equal(houses(), before);
	/* the owner or the address stays: it is that house */
	take_well(CENSUS V ",板坡,农村道路,1,覃秀美,1\n" V ",那亮,农村道路,8,黄志明,2022\n", ROSTER_CHANGE, &result);
	assert_int_equal(result.changed, 2);
	assert_int_equal(result.added, 0);
	app_roster_result_release(&result);
	/* in another village it is another house */
	take_well(CENSUS "451224102202,板坡,农村道路,1,卢大,1\n", ROSTER_CHANGE, &result);
	assert_int_equal(result.added, 1);
	app_roster_result_release(&result);
	/* a number of many digits is the house's own, also where owner and address are others now */
	take_well(CENSUS V ",板坡,农村道路,11,覃秀英,4512241\n", ROSTER_ASK, &result);
	app_roster_result_release(&result);
	take_well(CENSUS V ",那亮,农村道路,12,莫新,4512241\n", ROSTER_CHANGE, &result);
	assert_int_equal(result.changed, 1);
	app_roster_result_release(&result);
	/* ... but not where these are a house that stands */
	refuse_with(CENSUS V ",板坡,农村道路,3,韦国庆,4512241\n", ROSTER_CHANGE,
		    "row 2, column F \"census_house_no\": its number belongs to house ", "; one of the two is wrong");
	/* a list that was taken out again keeps no number from the next: its rows are other houses, but for one that shares more with a house of it */
	take_well(CENSUS V ",板坡,农村道路,31,覃大山,41\n" V ",板坡,农村道路,32,覃小山,42\n" V ",板坡,农村道路,33,覃高山,43\n", ROSTER_ASK,
		  &result);
	assert_int_equal(result.added, 3);
	must(app_import_undo(app, result.batch, "导错了", false, NULL, &undone, &err), &err);
	assert_int_equal(undone.out, 3);
	app_undone_release(&undone);
	app_roster_result_release(&result);
	before = houses();
	for (size_t again = 0; again < 2; again++) {
		take_well(CENSUS V ",那亮,农村道路,51,莫大海,41\n" V ",那亮,农村道路,52,莫小海,42\n", ROSTER_CHANGE, &result);
		assert_int_equal(result.added, again ? 0 : 2);
		assert_int_equal(result.changed, 0);
		assert_int_equal(houses(), before + 2);
		app_roster_result_release(&result);
	}
	take_well(CENSUS V ",板坡,农村道路,33,覃高山,43\n", ROSTER_CHANGE, &result);
	assert_int_equal(result.changed, 1);
	assert_int_equal(result.added, 0);
	app_roster_result_release(&result);
#undef V
#undef CENSUS
	app_lock(app);
}

/* A list that was taken out again keeps no number of many digits either: of houses that stand the row's numbers and its address say which one it is. */
static void
a_list_that_was_taken_out__keeps_no_number__of_any_length(void **state)
{
#define CENSUS "village,group_name,road,door_no,owner_name,platform_no,census_house_no\n"
#define V "451224102204"
	struct app_roster_result result = { 0 };
	struct app_undone undone = { 0 };
	struct err err = { 0 };
	char **texts = NULL;
	int64_t before;
	size_t count;

	(void)state;
	come_for("长号", V);
	take_well(CENSUS V ",板坡,农村道路,1,覃大山,,4512241022040001\n" V ",板坡,农村道路,2,覃小山,,4512241022040002\n" V
			   ",板坡,农村道路,3,覃高山,,4512241022040003\n" V ",板坡,农村道路,4,覃低山,,4512241022040004\n",
		  ROSTER_ASK, &result);
	must(app_import_undo(app, result.batch, "编号错了一行", false, NULL, &undone, &err), &err);
	assert_int_equal(undone.out, 4);
	app_undone_release(&undone);
	app_roster_result_release(&result);
	app_complete(app, pack_field(app_pack(app), "group_name"), "", 5, &texts, &count); /* nor is what it said offered */
	assert_int_equal(count, 0);
	free(texts);
	take_well(CENSUS V ",那亮,农村道路,1,莫大海,P4512240001,\n" V ",那亮,农村道路,2,莫小海,,\n", ROSTER_ASK, &result);
	app_roster_result_release(&result);
	before = houses();
	/* a number of a house that stands and one of a house that is out: the first is meant; an address and owner that stand go before a number that is out */
	take_well(CENSUS V ",那亮,农村道路,1,莫大海,P4512240001,4512241022040001\n" V ",那亮,农村道路,2,莫小海,,4512241022040002\n",
		  ROSTER_CHANGE, &result);
	assert_int_equal(result.changed, 2);
	assert_int_equal(result.added, 0);
	app_roster_result_release(&result);
	/* the list again, its numbers a row further: other houses, told in one line */
	take_well(CENSUS V ",板坡,农村道路,3,覃高山,,4512241022040004\n" V ",板坡,农村道路,4,覃低山,,4512241022040003\n", ROSTER_CHANGE,
		  &result);
	assert_int_equal(result.added, 2);
	assert_int_equal(result.changed, 0);
	assert_int_equal(result.note_count, 1);
	assert_non_null(strstr(result.notes[0], "row 2: its number was that of house "));
	assert_non_null(strstr(result.notes[0],
			       ", which was taken out (编号错了一行); the row is taken for another house (the same in 1 more row: 3)"));
	assert_int_equal(houses(), before + 2);
	app_roster_result_release(&result);
	/* two that stand: each number is named by its column */
	refuse_with(CENSUS V ",板坡,农村道路,1,覃大山,P4512240001,4512241022040003\n", ROSTER_CHANGE,
		    "row 2, column F \"platform_no\": its number is that of house ",
		    ", and the one under \"Census number\" that of house ");
	/* the row of a house that is out brings it back after a yes, whatever else is out at its door */
	take_well(CENSUS V ",板坡,农村道路,1,覃大山,,\n", ROSTER_ASK, &result);
	assert_true(result.asks);
	assert_int_equal(result.changed, 1);
	app_roster_result_release(&result);
#undef V
#undef CENSUS
	app_lock(app);
}

/* What one sentence says of many rows is told once, whichever houses it names. */
static void
a_fault_of_many_rows__is_told_once(void **state)
{
#define CENSUS "village,group_name,road,door_no,owner_name,census_house_no\n"
#define V "451224102205"
	struct buf text[2] = { 0 };
	struct app_roster_result result = { 0 };

	(void)state;
	come_for("三十行", V);
	for (int t = 0; t < 2; t++) {
		buf_text_add(&text[t], CENSUS);
		for (int i = 1; i <= 30; i++)
			buf_printf(&text[t], V ",%s,农村道路,%d,%s,%d\n", t ? "那亮" : "板坡", t ? i + 50 : i, t ? "莫新海" : "覃秀英", i);
	}
	take_well(buf_text(&text[0]), ROSTER_ASK, &result);
	app_roster_result_release(&result);
	refuse_with(buf_text(&text[1]), ROSTER_CHANGE, "row 2, column F \"census_house_no\": house ",
		    "correct the house itself (the same in 29 more rows: 3, 4, 5, 6, 7 and so on)\n");
	buf_release(&text[0]);
	buf_release(&text[1]);
#undef V
#undef CENSUS
	app_lock(app);
}

/* Where no door tells houses apart, the owner or the telephone does: a short number leads to the house whose owner is corrected, and by its phone elsewhere. Two lists
 * that number the houses of a hamlet without doors each from 1 on are never one. */
static void
a_number_of_few_digits__leads_to_the_house__whose_owner_is_corrected(void **state)
{
#define NO_DOORS "village,group_name,road,door_no,owner_name,listed_phone,census_house_no\n"
#define V "451224102203"
	struct app_roster_result result = { 0 };
	int64_t before;

	(void)state;
	come_for("改姓名", V);
	take_well(NO_DOORS V ",那洪,无名路,,韦大山,13977651250,17\n" V ",无,无,,韦大海,13977651251,18\n" V
			     ",那洪,农村道路,9,韦大河,13977651252,19\n" V ",那洪,内部道路,,韦大江,13977651253,\n",
		  ROSTER_ASK, &result);
	app_roster_result_release(&result);
	before = houses();
	take_well(NO_DOORS V ",那洪,无名路,,韦大珊,13977651250,17\n" V ",无,无,,韦小海,13977651251,18\n" V
			     ",那亮,农村道路,10,韦小河,13977651252,19\n",
		  ROSTER_ASK, &result);
	assert_true(result.asks);
	assert_int_equal(result.changed, 3);
	assert_int_equal(result.added, 0);
	assert_non_null(strstr(result.changes[0], ": Owner is \"韦大山\", becomes \"韦大珊\""));
	assert_non_null(strstr(result.changes[1], ": Owner is \"韦大海\", becomes \"韦小海\""));
	app_roster_result_release(&result);

	/* without the number it may be that house: told; another phone, or another door, is another house */
	take_well(NO_DOORS V ",那洪,内部道路,,韦大疆,13977651253,\n" V ",那洪,内部道路,,韦小江,13977651254,\n" V
			     ",那洪,农村道路,12,韦小河,13977651252,\n",
		  ROSTER_ASK, &result);
	assert_int_equal(result.added, 3);
	assert_int_equal(result.note_count, 1);
	assert_non_null(strstr(result.notes[0], "row 2: house "));
	assert_non_null(strstr(result.notes[0], "stands in this place with the same phone and another owner; it may be that house"));
	app_roster_result_release(&result);
	assert_int_equal(houses(), before + 3);

	/* at the same door with the same phone it is that house, whose owner is asked about */
	take_well(NO_DOORS V ",那洪,农村道路,61,周三山,13977651261,\n" V ",那洪,农村道路,62,周四山,13977651262,\n", ROSTER_ASK, &result);
	assert_int_equal(result.added, 2);
	app_roster_result_release(&result);
	take_well(NO_DOORS V ",那洪,农村道路,61,周三新,13977651261,\n" V ",那洪,农村道路,62,周四新,13977651269,\n", ROSTER_ASK, &result);
	assert_true(result.asks);
	assert_int_equal(result.changed, 1);
	assert_non_null(strstr(result.changes[0], ": Owner is \"周三山\", becomes \"周三新\""));
	assert_non_null(strstr(result.notes[0], "stands at this address with another owner; taken for two houses"));
	app_roster_result_release(&result);
	before += 2;

	refuse_with(NO_DOORS V ",那洪,无名路,,韦新,13977651299,17\n", ROSTER_CHANGE, "has this number, and another address and owner", "");
	/* where both are others, a door of one of the two too, it is refused, with an advice that makes no second house */
	refuse_with(NO_DOORS V ",那亮,无名路,,莫新,13977651260,17\n", ROSTER_CHANGE, "has this number, and another address and owner",
		    "where it is that house, take the row out and correct the house itself");
	refuse_with(NO_DOORS V ",那洪,无名路,3,莫新,13977651260,17\n", ROSTER_CHANGE, "has this number, and another address and owner", "");
	assert_int_equal(houses(), before + 3);
#undef V
#undef NO_DOORS
	app_lock(app);
}

/* A listing that a form of before let pass: what is wrong with it is told by column, unless it stays as it is. */
static void
a_fault_of_a_house_that_stands__names_the_columns(void **state)
{
	static const char table[] = HEAD "451224100217,那亮,农村道路,,韦国庆,Z1\n";
	struct app_roster_result result = { 0 };
	struct value values = value_object();
	struct id step;
	struct err err = { 0 };

	(void)state;
	come_for("旧册", "451224100217");
	value_set_text(&values, "village", "451224100217");
	value_set_text(&values, "group_name", "板坡");
	value_set_text(&values, "road", "农村道路");
	value_set_text(&values, "door_no", "3号");
	value_set_text(&values, "owner_name", "韦国庆");
	value_set_text(&values, "platform_no", "Z1");
	must(act_begin(app, &err), &err);
	must(act_end(app, listing_put(app, &values, NULL, NULL, &step, &err), &err), &err);
	value_release(&values);
	refuse(table,
	       "row 2: Leave out 组, 屯, 路, 号: the form adds them (column B \"group_name\": \"那亮\"; column C \"road\": \"农村道路\")");
	take_well(table, ROSTER_KEEP, &result);
	assert_int_equal(result.changed, 1);
	assert_false(result.done);
	app_roster_result_release(&result);
	app_lock(app);
}

/* ---- taken out again */

/* Picks two who may survey in the village of the imports. */
static void
set_surveyors(struct value *values)
{
	const struct field *field = pack_field(app_pack(app), "surveyors");
	char **names, *pair;
	size_t count;

	house_people_to_pick(app, field, "451224100214", NULL, &names, &count);
	assert_true(count >= 2);
	pair = mem_printf("%s" PICK_JOINS "%s", names[0], names[1]);
	value_set_text(values, "surveyors", pair);
	free(pair);
	house_people_free(names, count);
}

/* Registers a house as one that is gone: the shortest survey there is. No photo stands in two houses. */
static void
survey(const struct id *house, size_t nth_photo)
{
	struct value values = value_object(), reasons = value_list(), reason = value_object();
	struct app_photo photo = { .field = "photo_state" };
	struct app_fill fill = { .building = house, .form = "registration", .values = &values, .photos = &photo, .photo_count = 1 };
	struct buf findings = { 0 };
	struct err err = { 0 };
	char *pattern = world_path("inbox/*.jpg");
	struct id id;
	glob_t found;

	if (glob(pattern, 0, NULL, &found) != 0)
		fail_msg("no photo: %s", pattern);
	assert_true(nth_photo < found.gl_pathc);
	photo.path = found.gl_pathv[nth_photo];
	value_set_text(&values, "survey_state", "4");
	value_set_text(&values, "no_survey_text", "八月拆除，有照片");
	set_surveyors(&values);
	value_set_text(&values, "survey_date", "2022-08-20");
	value_set_text(&reason, "rule", "QR-62");
	value_set_text(&reason, "reason", "5");
	value_append_take(&reasons, reason);
	value_set_take(&values, "_reasons", reasons);
	if (app_fill(app, &fill, &id, &findings, &err))
		fail_msg("%s: %s", err.text, buf_text(&findings));
	value_release(&values);
	buf_release(&findings);
	globfree(&found);
	free(pattern);
}

static struct id
house_of(const char *number)
{
	struct err err = { 0 };
	struct id root;

	must(app_building_find(app, number, &root, &err), &err);
	return root;
}

static void
import__is_taken_back__but_for_houses_that_were_surveyed(void **state)
{
	static const char table[] = HEAD "451224100214,板坡,农村道路,1,覃秀英,B1\n451224100214,板坡,农村道路,2,黄志明,B2\n"
					 "451224100214,板坡,农村道路,3,韦国庆,B3\n";
	struct app_roster_result result = { 0 };
	struct app_undone undone = { 0 };
	struct err err = { 0 };
	struct id one, two;
	int64_t before, steps;
	char batch[ROSTER_BATCH_SIZE];

	(void)state;
	come_for("退回", "451224100214");
	before = houses();
	take_well(table, ROSTER_ASK, &result);
	strcpy(batch, result.batch);
	app_roster_result_release(&result);
	one = house_of("B1");
	two = house_of("B2");

	/* one house, and back */
	assert_int_equal(app_houses_out(app, &one, 1, "", NULL, &err), STATUS_INVALID);
	assert_string_equal(err.text, "say why there is no such house");
	err = (struct err){ 0 };
	assert_int_equal(app_houses_out(app, &one, 1, "\xe2\x80\xaa查无此房", NULL, &err), STATUS_INVALID);
	err = (struct err){ 0 };
	steps = store_step_count(app_store(app));
	must(app_houses_out(app, (struct id[]){ one, one }, 2, "查无此房", NULL, &err), &err); /* named twice, it goes once */
	assert_int_equal(store_step_count(app_store(app)), steps + 1);
	assert_int_equal(houses(), before + 2);
	assert_int_equal(app_houses_out(app, &one, 1, "再来", NULL, &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "it is taken out already"));
	err = (struct err){ 0 };

	/* a table that has the house asks whether it comes back */
	take_well(table, ROSTER_ASK, &result);
	assert_true(result.asks);
	assert_non_null(strstr(result.changes[0], "was taken out (查无此房), stands on the roster again"));
	app_roster_result_release(&result);
	must(app_houses_out(app, &one, 1, NULL, NULL, &err), &err);
	assert_int_equal(houses(), before + 3);
	assert_int_equal(app_houses_out(app, &one, 1, NULL, NULL, &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "it is not taken out"));
	err = (struct err){ 0 };

	/* two is visited: it stays */
	survey(&two, 0);
	steps = store_step_count(app_store(app));
	must(app_import_undo(app, batch, "导错了", true, NULL, &undone, &err), &err);
	assert_int_equal(undone.out, 2);
	assert_int_equal(store_step_count(app_store(app)), steps);
	app_undone_release(&undone);
	must(app_import_undo(app, batch, "导错了", false, NULL, &undone, &err), &err);
	assert_int_equal(undone.out, 2);
	assert_int_equal(undone.kept_count, 1);
	assert_non_null(strstr(undone.kept[0], "stays: surveyed since: Registration, 退回"));
	assert_int_equal(houses(), before + 1);
	app_undone_release(&undone);
	assert_int_equal(app_import_undo(app, "1999", "x", false, NULL, &undone, &err), STATUS_NOT_FOUND);
	app_undone_release(&undone);

	/* the right table afterwards brings them in again, by corrections, and no house twice */
	take_well(table, ROSTER_CHANGE, &result);
	assert_int_equal(result.changed, 2);
	assert_int_equal(houses(), before + 3);
	app_roster_result_release(&result);
	app_lock(app);
}

/* Two imports of one second are two; a row corrected since stays; a house that is out takes no form; a table says so when it leaves it out. */
static void
import__is_taken_back__as_it_came(void **state)
{
	static const char one_row[] = HEAD "451224101202,板坡,农村道路,1,覃秀英,W1\n",
			  other_row[] = HEAD "451224101202,板坡,农村道路,2,黄志明,W2\n",
			  corrected[] = HEAD "451224101202,那亮,农村道路,1,覃秀英,W1\n";
	struct app_roster_result result = { 0 };
	struct app_undone undone = { 0 };
	struct app_fill fill = { .form = "registration" };
	struct value values = value_object();
	struct buf findings = { 0 };
	struct err err = { 0 };
	struct id one, two, step;
	char first[ROSTER_BATCH_SIZE], second[ROSTER_BATCH_SIZE];

	(void)state;
	come_for("同秒", "451224101202");
	setenv("LOUCE_CLOCK", "1662000000", 1);
	take_well(one_row, ROSTER_ASK, &result);
	strcpy(first, result.batch);
	app_roster_result_release(&result);
	take_well(other_row, ROSTER_ASK, &result);
	strcpy(second, result.batch);
	app_roster_result_release(&result);
	unsetenv("LOUCE_CLOCK");
	assert_string_not_equal(first, second);
	one = house_of("W1");
	two = house_of("W2");

	/* out and back is no correction */
	must(app_houses_out(app, &one, 1, "查无此房", NULL, &err), &err);
	must(app_houses_out(app, &one, 1, NULL, NULL, &err), &err);
	must(app_import_undo(app, first, "导错了", true, NULL, &undone, &err), &err);
	assert_int_equal(undone.out, 1);
	app_undone_release(&undone);
	take_well(corrected, ROSTER_CHANGE, &result);
	app_roster_result_release(&result);
	must(app_import_undo(app, first, "导错了", false, NULL, &undone, &err), &err);
	assert_int_equal(undone.out, 0);
	assert_non_null(strstr(undone.kept[0], "stays: its roster row was corrected since"));
	app_undone_release(&undone);
	assert_int_equal(app_import_undo(app, second, "", false, NULL, &undone, &err), STATUS_INVALID);
	assert_string_equal(err.text, "say why the import is taken back");
	app_undone_release(&undone);
	err = (struct err){ 0 };
	must(app_import_undo(app, second, "导错了", false, NULL, &undone, &err), &err);
	assert_int_equal(undone.out, 1);
	app_undone_release(&undone);

	fill.building = &two;
	fill.values = &values;
	assert_int_equal(app_fill(app, &fill, &step, &findings, &err), STATUS_CONFLICT);
	assert_string_equal(err.text, "the house was taken out of the roster (导错了); bring it back first");
	take_well(other_row, ROSTER_KEEP, &result);
	assert_non_null(strstr(result.notes[0], "was taken out (导错了) and stays out; louce roster back brings it back"));
	app_roster_result_release(&result);
	value_release(&values);
	buf_release(&findings);
	app_lock(app);
}

/* ---- a wrong table, taken back */

static struct roster_batch
import_named(const char *name)
{
	struct roster_batch *batches = NULL, found = { 0 };
	struct err err = { 0 };
	size_t count = 0;

	must(roster_batches(app, &batches, &count, &err), &err);
	for (size_t i = 0; i < count; i++)
		if (strcmp(batches[i].batch, name) == 0)
			found = batches[i];
	roster_batches_free(batches, count);
	found.batch = NULL;
	return found;
}

static void
undo(const char *batch, bool look, struct app_undone *out)
{
	struct err err = { 0 };

	app_undone_release(out);
	must(app_import_undo(app, batch, "导错了", look, NULL, out, &err), &err);
}

/* Owners moved by one row, and one house more: all of it is taken back but for what was touched since. */
static void
import__is_taken_back__with_what_it_corrected(void **state)
{
	static const char good[] = HEAD "451224100213,板坡,农村道路,1,覃秀英,Q1\n451224100213,板坡,农村道路,2,黄志明,Q2\n"
					"451224100213,板坡,农村道路,3,韦国庆,Q3\n",
			  bad[] = HEAD "451224100213,板坡,农村道路,1,覃秀英,Q1\n451224100213,板坡,农村道路,2,韦国庆,Q2\n"
				       "451224100213,板坡,农村道路,3,黄志明,Q3\n451224100213,板坡,农村道路,9,莫新,Q9\n",
			  hand[] = HEAD "451224100213,板坡,农村道路,2,卢大,Q2\n";
	struct app_roster_result result = { 0 };
	struct app_undone undone = { 0 };
	struct err err = { 0 };
	char first[ROSTER_BATCH_SIZE], wrong[ROSTER_BATCH_SIZE], third[ROSTER_BATCH_SIZE];
	struct roster_batch import;
	char *words;
	int64_t steps;
	struct id house;

	(void)state;
	come_for("移行", "451224100213");
	take_well(good, ROSTER_ASK, &result);
	strcpy(first, result.batch);
	app_roster_result_release(&result);
	take_well(bad, ROSTER_CHANGE, &result);
	strcpy(wrong, result.batch);
	assert_int_equal(result.changed, 2);
	app_roster_result_release(&result);
	import = import_named(first);
	assert_int_equal(import.houses, 3);
	assert_int_equal(import.corrected, 0);
	import = import_named(wrong);
	assert_int_equal(import.houses, 1);
	assert_int_equal(import.corrected, 2);
	assert_int_equal(import.stand, 2);

	/* A look signs nothing; of the first import two stay, which another corrected. */
	steps = store_step_count(app_store(app));
	undo(first, true, &undone);
	assert_int_equal(undone.out, 1);
	assert_int_equal(undone.kept_count, 2);
	assert_non_null(strstr(undone.kept[0], "stays: its roster row was corrected since"));
	undo(wrong, true, &undone);
	assert_int_equal(undone.out, 1);
	assert_int_equal(undone.back, 2);
	assert_int_equal(undone.back_count, 2);
	assert_int_equal(store_step_count(app_store(app)), steps);
	undo(wrong, false, &undone);
	assert_int_equal(undone.back, 2);
	assert_int_equal(store_step_count(app_store(app)), steps + 3);
	import = import_named(wrong);
	import.batch = wrong;
	words = roster_batch_words(&import);
	assert_non_null(strstr(
		words,
		": 1 house listed (taken out of these: 1); 2 houses corrected (changed again since: 2). Nothing of it stands any more"));
	free(words);
	assert_int_equal(import.gone, 1);
	assert_int_equal(import.corrected, 2);
	assert_int_equal(import.stand, 0);
	take_well(good, ROSTER_ASK, &result);
	assert_int_equal(result.known, 3);
	assert_int_equal(result.note_count + result.change_count, 0);
	app_roster_result_release(&result);

	/* Once more there is nothing to take back; the houses are those of the first import again. */
	undo(wrong, true, &undone);
	assert_int_equal(undone.out + undone.back, 0);
	assert_int_equal(undone.kept_count, 0);
	assert_int_equal(undone.out_before, 1);
	assert_int_equal(undone.back_before, 2);
	undo(first, true, &undone);
	assert_int_equal(undone.out, 3);

	/* An import of corrections alone is one, and what was corrected or taken out after it stays. */
	take_well("village,group_name,road,door_no,owner_name,platform_no\n451224100213,板坡,农村道路,2,韦国庆,Q2\n"
		  "451224100213,板坡,农村道路,3,黄志明,Q3\n",
		  ROSTER_CHANGE, &result);
	strcpy(third, result.batch);
	assert_int_equal(result.added, 0);
	app_roster_result_release(&result);
	import = import_named(third);
	assert_int_equal(import.houses, 0);
	assert_int_equal(import.corrected, 2);
	take_well(hand, ROSTER_CHANGE, &result);
	app_roster_result_release(&result);
	house = house_of("Q3");
	must(app_houses_out(app, &house, 1, "查无此房", NULL, &err), &err);
	undo(third, false, &undone);
	assert_int_equal(undone.out + undone.back, 0);
	assert_int_equal(undone.kept_count, 1);
	assert_int_equal(undone.out_before, 1);
	app_undone_release(&undone);
	app_lock(app);
}

/* A person's correction came into the file before what it corrects: it is no less a correction. */
static void
import__is_taken_back__whatever_came_first_into_the_file(void **state)
{
	static const char good[] = HEAD "451224100215,板坡,农村道路,1,覃秀英,R1\n", bad[] = HEAD "451224100215,板坡,农村道路,1,黄志明,R1\n";
	struct app_roster_result result = { 0 };
	struct app_undone undone = { 0 };
	struct buf findings = { 0 };
	struct err err = { 0 };
	char wrong[ROSTER_BATCH_SIZE], person[33], *sql, *path;
	struct app_rebuilt rebuilt = { 0 };
	sqlite3 *db = NULL;
	struct sheet *sheet = NULL;
	struct id house, step;
	int64_t last;

	(void)state;
	come("次序", person);
	grant_in(person, "451224100215");
	unlock(person);
	take_well(good, ROSTER_ASK, &result);
	app_roster_result_release(&result);
	take_well(bad, ROSTER_CHANGE, &result);
	strcpy(wrong, result.batch);
	app_roster_result_release(&result);
	house = house_of("R1");
	must(sheet_open(app, &house, "listing", NULL, &sheet, &err), &err);
	sheet_set_text(sheet, pack_field(app_pack(app), "owner_name"), 0, "卢大");
	must(sheet_sign(sheet, &step, &findings, &err), &err);
	sheet_free(sheet);
	last = store_step_count(app_store(app));
	sql = mem_printf("UPDATE step SET n = 0 - n WHERE n > %lld; UPDATE step SET n = %lld + n WHERE n < 0", (long long)last - 2,
			 2 * (long long)last - 1);
	app_close(app);
	path = world_path("county.louce");
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	must(app_rebuild(path, NULL, &rebuilt, &err), &err);
	must(app_open(path, APP_WRITE, &app, &err), &err);
	unlock(person);
	undo(wrong, false, &undone);
	assert_int_equal(undone.back, 0);
	assert_int_equal(undone.kept_count, 1);
	assert_non_null(strstr(undone.kept[0], "stays: its roster row was corrected since"));
	app_undone_release(&undone);
	buf_release(&findings);
	free(sql);
	free(path);
	app_lock(app);
}

/* Another system's record that came with the import is no reason to keep its houses. */
static void
import__is_taken_back__with_the_records_that_it_brought(void **state)
{
	struct app_roster_result result = { 0 };
	struct app_undone undone = { 0 };

	(void)state;
	unlock(officer); /* who may write another system's record */
	take_well("village,group_name,road,door_no,owner_name,platform_no,p_floors_main\n451224100216,板坡,农村道路,1,覃秀英,S1,3\n",
		  ROSTER_ASK, &result);
	assert_int_equal(result.records, 1);
	undo(result.batch, false, &undone);
	assert_int_equal(undone.out, 1);
	assert_int_equal(undone.kept_count, 0);
	app_undone_release(&undone);
	app_roster_result_release(&result);
	app_lock(app);
}

/* The other system's record that somebody else brought, or that came in another act, is no part of the import: the house stays, with who and when. */
static void
import__is_taken_back__but_for_houses_with_a_record_of_another_act(void **state)
{
	static const char
		listed[] = HEAD "451224100216,板坡,农村道路,2,黄志明,S2\n451224100216,板坡,农村道路,3,韦国庆,S3\n",
		one[] = "village,group_name,road,door_no,owner_name,platform_no,p_floors_main\n451224100216,板坡,农村道路,2,黄志明,S2,3\n",
		two[] = "village,group_name,road,door_no,owner_name,platform_no,p_floors_main\n451224100216,板坡,农村道路,3,韦国庆,S3,3\n";
	struct app_roster_result result = { 0 };
	struct app_undone undone = { 0 };
	struct app_people people = { 0 };
	struct err err = { 0 };
	char batch[ROSTER_BATCH_SIZE];

	(void)state;
	unlock(officer);
	take_well(listed, ROSTER_ASK, &result);
	strcpy(batch, result.batch);
	app_roster_result_release(&result);
	take_well(one, ROSTER_CHANGE, &result);
	assert_int_equal(result.records, 1);
	app_roster_result_release(&result);
	must(app_people(app, &people, &err), &err);
	for (size_t i = 0; i < people.count; i++)
		if (people.items[i].in_office && strcmp(people.items[i].person, officer) != 0) {
			unlock(people.items[i].person);
			break;
		}
	app_people_release(&people);
	take_well(two, ROSTER_CHANGE, &result);
	assert_int_equal(result.records, 1);
	app_roster_result_release(&result);
	unlock(officer);
	undo(batch, false, &undone);
	assert_int_equal(undone.out, 0);
	assert_int_equal(undone.kept_count, 2);
	assert_non_null(strstr(undone.kept[0], "was put beside it in another act: "));
	assert_non_null(strstr(undone.kept[1], "was put beside it in another act: "));
	app_undone_release(&undone);
	app_lock(app);
}

/* A clock that is behind makes no survey older than the listing that it was signed after. */
static void
import__is_taken_back__but_for_a_survey_with_a_clock_behind(void **state)
{
	static const char good[] = HEAD "451224100214,板坡,农村道路,7,覃秀英,B7\n451224100214,板坡,农村道路,8,黄志明,B8\n",
			  bad[] = HEAD "451224100214,那亮,农村道路,7,覃秀英,B7\n451224100214,那亮,农村道路,8,黄志明,B8\n";
	struct app_roster_result result = { 0 };
	struct app_undone undone = { 0 };
	char wrong[ROSTER_BATCH_SIZE];
	struct id house;

	(void)state;
	come_for("表慢", "451224100214");
	take_well(good, ROSTER_ASK, &result);
	app_roster_result_release(&result);
	setenv("LOUCE_CLOCK", "1663200000", 1);
	take_well(bad, ROSTER_CHANGE, &result);
	strcpy(wrong, result.batch);
	app_roster_result_release(&result);
	setenv("LOUCE_CLOCK", "1663190000", 1);
	house = house_of("B7");
	survey(&house, 1);
	app_lock(app);
	come_for("另一人", "451224100214");
	house = house_of("B8");
	survey(&house, 2);
	undo(wrong, false, &undone);
	unsetenv("LOUCE_CLOCK");
	assert_int_equal(undone.back, 0);
	assert_int_equal(undone.kept_count, 2);
	assert_non_null(strstr(undone.kept[0], "stays: surveyed since: Registration, 表慢"));
	assert_non_null(strstr(undone.kept[1], "stays: surveyed since: Registration, 另一人"));
	app_undone_release(&undone);
	app_lock(app);
}

/* A pack without a question of the roster, which versions before hold an answer to. */
static void
publish_without(const char *question, const char *next)
{
	char *forms = world_path("forms-without"),
	     *command = mem_printf("mkdir '%s' && cp '%s'/forms/*.yaml '%s'/forms/*.csv '%s' && cd '%s' && "
				   "sed -i 's/^version: .*/version: 100/' pack.yaml && "
				   "sed -i '/- name: %s$/,/- name: %s$/{/- name: %s$/!d}' listing.yaml && "
				   "sed -i -e 's/\"%s IN/\"use_class IN/' -e 's/\\[%s, /[/; s/, %s//; s/\\[%s\\]/[use_class]/' rules.yaml",
				   forms, getenv("LOUCE_DATADIR"), getenv("LOUCE_DATADIR"), forms, forms, question, next, next, question,
				   question, question, question);
	struct app_people people = { 0 };
	struct err err = { 0 };
	bool in_force = false;
	struct id step;

	assert_int_equal(system(command), 0);
	unlock(officer);
	must(app_forms_publish(app, forms, &step, &in_force, &err), &err);
	must(app_people(app, &people, &err), &err);
	for (size_t i = 0; i < people.count; i++)
		if (people.items[i].in_office && strcmp(people.items[i].person, officer) != 0) {
			unlock(people.items[i].person);
			must(app_endorse(app, &step, &err), &err);
			break;
		}
	app_people_release(&people);
	app_lock(app);
	assert_int_equal(app_pack(app)->version, 100);
	free(command);
	free(forms);
}

/* What the roster does not ask any more is left out of what is signed about it, and what is signed counts. */
static void
import__is_taken_back__under_a_pack_that_asks_less(void **state)
{
	static const char good[] =
		"village,group_name,road,door_no,owner_name,platform_no,listed_use\n451224100217,板坡,农村道路,1,覃秀英,T1,1\n"
		"451224100217,板坡,农村道路,2,黄志明,T2,1\n",
			  bad[] = HEAD "451224100217,那亮,农村道路,1,覃秀英,T1\n",
			  again[] = HEAD "451224100217,那亮,农村道路,2,黄志明,T2\n";
	struct app_roster_result result = { 0 };
	struct app_undone undone = { 0 };
	struct err err = { 0 };
	char wrong[ROSTER_BATCH_SIZE], person[33];
	struct app_versions versions = { 0 };
	struct sheet *sheet = NULL;
	struct id house;

	(void)state;
	come("少一项", person);
	grant_in(person, "451224100217");
	unlock(person);
	take_well(good, ROSTER_ASK, &result);
	app_roster_result_release(&result);
	take_well(bad, ROSTER_CHANGE, &result);
	strcpy(wrong, result.batch);
	app_roster_result_release(&result);
	app_lock(app);
	publish_without("listed_use", "platform_no");
	unlock(person);
	undo(wrong, false, &undone);
	assert_int_equal(undone.back, 1);
	app_undone_release(&undone);
	assert_int_equal(import_named(wrong).stand, 0); /* it is so */
	house = house_of("T2");				/* what is asked no more is told where it would be left out */
	must(sheet_open(app, &house, "listing", NULL, &sheet, &err), &err);
	assert_string_equal(sheet_unasked(sheet), "Asked no more, and not in what you sign: Use according to the roster. "
						  "The version before keeps the answers.");
	sheet_free(sheet);
	must(app_versions(app, &house, "listing", NULL, &versions, &err), &err);
	assert_non_null(versions.items[0].unasked);
	assert_ptr_equal(strstr(versions.items[0].unasked, "Use according to the roster: "), versions.items[0].unasked);
	app_versions_release(&versions);
	take_well(again, ROSTER_CHANGE, &result);
	assert_int_equal(result.changed, 1);
	app_roster_result_release(&result);
	must(app_houses_out(app, &house, 1, "查无此房", NULL, &err), &err);
	app_lock(app);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roster__is_taken__under_the_right_over_each_row),
		cmocka_unit_test(roster__names__the_row_outside_every_right),
		cmocka_unit_test(update__asks__row_by_row_and_signs_after_a_yes),
		cmocka_unit_test(update__makes__a_step_for_each_changed_row_and_no_house),
		cmocka_unit_test(doubles__are_told__by_row_and_house),
		cmocka_unit_test(a_house_keeps__its_village),
		cmocka_unit_test(a_number_of_few_digits__leads_to_no_house_by_itself),
		cmocka_unit_test(a_number_of_few_digits__leads_to_the_house__whose_owner_is_corrected),
		cmocka_unit_test(a_list_that_was_taken_out__keeps_no_number__of_any_length),
		cmocka_unit_test(a_fault_of_many_rows__is_told_once),
		cmocka_unit_test(a_fault_of_a_house_that_stands__names_the_columns),
		cmocka_unit_test(import__is_taken_back__but_for_houses_that_were_surveyed),
		cmocka_unit_test(import__is_taken_back__as_it_came),
		cmocka_unit_test(import__is_taken_back__with_what_it_corrected),
		cmocka_unit_test(import__is_taken_back__whatever_came_first_into_the_file),
		cmocka_unit_test(import__is_taken_back__with_the_records_that_it_brought),
		cmocka_unit_test(import__is_taken_back__but_for_houses_with_a_record_of_another_act),
		cmocka_unit_test(import__is_taken_back__but_for_a_survey_with_a_clock_behind),
		cmocka_unit_test(import__is_taken_back__under_a_pack_that_asks_less),
	};

	return cmocka_run_group_tests(tests, open_county, drop_county);
}
