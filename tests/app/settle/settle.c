#include "../../support/carry.h"
#include "../../support/twin_reason.h"

#include <sqlite3.h>

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/fill/fill.h"
#include "app/house/history.h"
#include "app/house/list.h"
#include "app/house/record.h"
#include "app/settle/decide.h"
#include "app/settle/propose.h"
#include "app/settle/questions.h"
#include "app/settle/right.h"
#include "app/settle/versions.h"
#include "eval/db.h"
#include "store/journal.h"
#include "store/store.h"

/* What waits for a decision, deciding it, and the versions of a form, as the screens and commands get them. */

#define HOME "county.louce"

static struct app *
sit_down(const char *file, const char *role)
{
	struct app *app = open_app(file);

	unlock_as(app, role);
	return app;
}

static struct id
list_house(struct app *app, const char *door, const char *owner)
{
	struct value values = value_object();
	struct app_fill fill = { .form = "listing", .values = &values };
	struct buf findings = { 0 };
	struct err err = { 0 };
	char village[16];
	const char **areas;
	size_t area_count;
	struct id id;

	areas = app_areas(app, &area_count);
	snprintf(village, sizeof(village), "%lld", (long long)ask_number(HOME, "SELECT min(division) FROM building"));
	if (area_count && strlen(areas[0]) == 12) /* who works in one village lists houses there */
		strcpy(village, areas[0]);
	free(areas);
	value_set_text(&values, "village", village);
	value_set_text(&values, "group_name", "那亮");
	value_set_text(&values, "road", "农村道路");
	value_set_text(&values, "door_no", door);
	value_set_text(&values, "owner_name", owner);
	value_set_take(&values, "_reasons", twin_reason());
	if (app_fill(app, &fill, &id, &findings, &err))
		fail_msg("%s %s", err.text, buf_text(&findings));
	value_release(&values);
	buf_release(&findings);
	return id;
}

static enum status
decide_same(struct app *app, const struct id *building, const struct id *other, bool same, const char *reason, struct err *err)
{
	const struct app_decide ask = { building, other, same, reason };
	bool first;

	return app_decide_same(app, &ask, &first, err);
}

static struct app_questions
ask(struct app *app, bool compare)
{
	struct app_questions questions = { 0 };
	struct err err = { 0 };

	if (app_questions(app, &(struct questions_ask){ .area = "", .compare = compare, .most_twins = SIZE_MAX }, &questions, &err))
		fail_msg("%s", err.text);
	return questions;
}

/* A house that steps aside is found on the list, marked, and counts nowhere; its page asks for nothing. */
static void
assert_asks_for_nothing(struct app *app, const struct id *counted, const struct id *aside)
{
	struct building_list *list = NULL;
	struct record *record = NULL;
	struct app_history history = { 0 };
	struct err err = { 0 };
	size_t shown, reach, marked = 0;

	if (building_list_open(app, &list, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < building_list_count(list); i++) {
		struct listed row;

		building_list_at(list, i, &row);
		assert_true(!row.counted_as == !id_equal(&row.root, aside));
		if (!row.counted_as)
			continue;
		marked++;
		assert_true(strlen(row.counted_as) >= 8);
		assert_int_equal(row.task, TASK_NONE);
		assert_string_equal(row.day, "");
	}
	assert_int_equal(marked, 1);
	building_list_counted(list, &shown, &reach);
	assert_int_equal(shown, building_list_count(list) - 1);
	assert_int_equal(reach, building_list_total(list) - 1);
	building_list_filter(list, "", TASK_FORM);
	building_list_counted(list, &shown, &reach);
	assert_int_equal(shown, building_list_count(list)); /* it is among no work */
	building_list_free(list);

	if (record_open(app, aside, &record, &err))
		fail_msg("%s", err.text);
	assert_int_equal(record->next.task, TASK_NONE);
	assert_non_null(strstr(record->next.text, "counted as that one"));
	for (size_t i = 0; i < record->stage_count; i++)
		assert_true(record->stages[i].state == STAGE_DONE || (record->stages[i].state == STAGE_LATER && !*record->stages[i].by));
	record_free(record);
	if (app_history(app, aside, &history, &err))
		fail_msg("%s", err.text);
	assert_int_equal(history.next_count, 0);
	app_history_release(&history);
	if (record_open(app, counted, &record, &err))
		fail_msg("%s", err.text);
	assert_int_equal(record->next.task, TASK_FORM);
	record_free(record);
}

static void
questions__name__houses_at_one_address__however_it_is_typed(void **state)
{
	struct app_questions questions;
	struct err err = { 0 };
	struct app *app = sit_down(HOME, "county_officer");
	struct id first = list_house(app, "903", "韦建国"), second = list_house(app, "９ 0３", "覃秀英");
	size_t at = SIZE_MAX;

	(void)state;
	questions = ask(app, true);
	for (size_t i = 0; i < questions.twin_count; i++)
		if (id_equal(&questions.twins[i].building, &first) || id_equal(&questions.twins[i].other, &first))
			at = i;
	assert_true(at != SIZE_MAX);
	assert_true(id_equal(&questions.twins[at].building, &second) || id_equal(&questions.twins[at].other, &second));
	assert_int_equal(questions.twins[at].clue, TWIN_ADDRESS);
	at = questions.twin_count;
	assert_int_equal(questions.twins_more, 0);
	app_questions_release(&questions);
	if (app_questions(app, &(struct questions_ask){ .area = "", .compare = true, .most_twins = at - 1 }, &questions, &err))
		fail_msg("%s", err.text);
	assert_int_equal(questions.twin_count, at - 1); /* what does not stand in the list is counted */
	assert_int_equal(questions.twins_more, 1);
	app_questions_release(&questions);

	assert_int_equal(decide_same(app, &first, &second, true, "", &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "say in words why"));
	assert_int_equal(decide_same(app, &first, &first, true, "one house", &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "one building already"));
	if (decide_same(app, &first, &second, true, "one house", &err))
		fail_msg("%s", err.text);
	assert_int_equal(decide_same(app, &second, &first, true, "one house", &err), STATUS_CONFLICT);
	questions = ask(app, true);
	assert_int_equal(questions.joined_count, 1);
	/* The first of the two is the one that is counted: signed further, or with more forms, or of the smaller root. */
	assert_true((id_equal(&questions.joined[0].building, &first) && id_equal(&questions.joined[0].other, &second)) ||
		    (id_equal(&questions.joined[0].building, &second) && id_equal(&questions.joined[0].other, &first)));
	for (size_t i = 0; i < questions.twin_count; i++)
		assert_false(id_equal(&questions.twins[i].building, &first) || id_equal(&questions.twins[i].other, &first));
	assert_asks_for_nothing(app, &questions.joined[0].building, &questions.joined[0].other);
	app_questions_release(&questions);

	if (decide_same(app, &second, &first, false, "two after all", &err))
		fail_msg("%s", err.text);
	questions = ask(app, false);
	assert_int_equal(questions.joined_count, 0);
	app_questions_release(&questions);
	app_close(app);
}

/* A listing in the n-th village of the county, with a number or none. Returns what the act returned; `why` takes the refusal. */
static enum status
list_numbered(struct app *app, int village, const char *door, const char *number, bool reason, struct id *id, struct buf *why)
{
	struct value values = value_object();
	struct app_fill fill = { .form = "listing", .values = &values };
	struct err err = { 0 };
	char sql[120], code[16];
	enum status status;

	snprintf(sql, sizeof(sql), "SELECT DISTINCT division FROM building ORDER BY 1 LIMIT 1 OFFSET %d", village);
	snprintf(code, sizeof(code), "%lld", (long long)ask_number(HOME, sql));
	value_set_text(&values, "village", code);
	value_set_text(&values, "group_name", "那亮");
	value_set_text(&values, "road", "农村道路");
	value_set_text(&values, "door_no", door);
	value_set_text(&values, "owner_name", "韦建国");
	if (number)
		value_set_text(&values, "platform_no", number);
	if (reason)
		value_set_take(&values, "_reasons", twin_reason());
	status = app_fill(app, &fill, id, why, &err);
	value_release(&values);
	return status;
}

static enum twin_clue
clue_between(const struct app_questions *questions, const struct id *a, const struct id *b)
{
	for (size_t i = 0; i < questions->twin_count; i++) {
		const struct twin_pair *pair = &questions->twins[i];

		if ((id_equal(&pair->building, a) && id_equal(&pair->other, b)) ||
		    (id_equal(&pair->building, b) && id_equal(&pair->other, a)))
			return pair->clue;
	}
	return TWIN_CLUE_COUNT;
}

/* A number is the same in every village, and asked about in all of them, by commands as on the screens. */
static void
twins__are_asked_about__by_their_number__in_the_whole_county(void **state)
{
	struct app *app = sit_down(HOME, "county_officer");
	struct app_questions questions;
	struct err err = { 0 };
	struct buf why = { 0 };
	struct id first, second;

	(void)state;
	assert_int_equal(list_numbered(app, 0, "801", "YS999000801", false, &first, &why), STATUS_OK);
	assert_int_equal(list_numbered(app, 1, "802", "ys999000801", false, &second, &why), STATUS_INVALID);
	assert_non_null(strstr(buf_text(&why), "has this number: is it the same house?"));
	assert_non_null(strstr(buf_text(&why), "YS999000801"));
	assert_int_equal(list_numbered(app, 1, "802", "ys999000801", true, &second, &why), STATUS_OK);
	questions = ask(app, false); /* nothing private is needed for it */
	assert_int_equal(clue_between(&questions, &first, &second), TWIN_NUMBER);
	app_questions_release(&questions);

	/* Two houses after all: decided once, and asked no more; what nobody asks about is a slip. */
	assert_int_equal(decide_same(app, &first, &second, false, "the number was mistyped", &err), STATUS_OK);
	questions = ask(app, true);
	assert_int_equal(clue_between(&questions, &first, &second), TWIN_CLUE_COUNT);
	app_questions_release(&questions);
	assert_int_equal(decide_same(app, &first, &second, false, "again", &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "two houses already"));
	assert_int_equal(list_numbered(app, 1, "803", NULL, false, &second, &why), STATUS_OK);
	assert_int_equal(decide_same(app, &first, &second, false, "two", &err), STATUS_NOT_FOUND);
	assert_non_null(strstr(err.text, "they share nothing"));
	buf_release(&why);
	app_close(app);
}

/* No read of the table of listings succeeds outside of a transaction. */
static int
deny_listings(void *db, int action, const char *table, const char *column, const char *database, const char *trigger)
{
	(void)column, (void)database, (void)trigger;
	return action == SQLITE_READ && sqlite3_get_autocommit(db) && strcmp(table, "value_listing") == 0 ? SQLITE_DENY : SQLITE_OK;
}

/* What could not be compared is not what is alike to nothing: the listing is refused with what failed, and asked about when it can be read. */
static void
twins__that_cannot_be_compared__let_no_listing_pass(void **state)
{
	struct app *app = sit_down(HOME, "county_officer");
	sqlite3 *db = db_handle(store_db(app_store(app)));
	int64_t steps;
	struct buf why = { 0 };
	struct id id;

	(void)state;
	assert_int_equal(list_numbered(app, 0, "811", "YS999000811", false, &id, &why), STATUS_OK);
	steps = store_step_count(app_store(app));
	sqlite3_set_authorizer(db, deny_listings, db);
	assert_int_equal(list_numbered(app, 1, "812", "YS999000811", false, &id, &why), STATUS_TAMPERED);
	sqlite3_set_authorizer(db, NULL, NULL);
	assert_int_equal(store_step_count(app_store(app)), steps);
	buf_clear(&why);
	assert_int_equal(list_numbered(app, 1, "812", "YS999000811", false, &id, &why), STATUS_INVALID);
	assert_non_null(strstr(buf_text(&why), "has this number: is it the same house?"));
	buf_release(&why);
	app_close(app);
}

static size_t
count_clue(const struct app_questions *questions, enum twin_clue clue)
{
	size_t count = 0;

	for (size_t i = 0; i < questions->twin_count; i++)
		count += questions->twins[i].clue == clue;
	return count;
}

/* So many houses of one address are one pair less, and each house is opened once as long as it does not change. */
static void
twins__of_one_address__are_compared_in_one_pass(void **state)
{
	enum { HOUSES = 12 };
	struct app *app = sit_down(HOME, "county_officer");
	struct app_questions questions;
	struct buf why = { 0 };
	size_t pairs, openings;
	struct id id;

	(void)state;
	questions = ask(app, true);
	pairs = count_clue(&questions, TWIN_ADDRESS);
	openings = questions.extent.openings;
	assert_int_equal(questions.extent.opened, openings);
	assert_true(questions.extent.houses >= openings);
	app_questions_release(&questions);
	questions = ask(app, true);
	assert_int_equal(questions.extent.openings, openings);
	app_questions_release(&questions);
	for (int i = 0; i < HOUSES; i++)
		assert_int_equal(list_numbered(app, 0, "700", NULL, true, &id, &why), STATUS_OK);
	questions = ask(app, true);
	assert_int_equal(count_clue(&questions, TWIN_ADDRESS), pairs + HOUSES - 1);
	assert_int_equal(questions.extent.openings, openings + HOUSES);
	app_questions_release(&questions);
	buf_release(&why);
	app_close(app);
}

static void
decide__refuses__a_role_without_the_right(void **state)
{
	struct app *app = sit_down(HOME, "inspector");
	struct err err = { 0 };

	(void)state;
	assert_int_equal(app_decide_keep(app, "0000", "because", &err), STATUS_DENIED);
	assert_non_null(strstr(err.text, "may not do this"));
	app_close(app);
}

static void
versions__tell__values_and_photos(void **state)
{
	struct app_versions versions = { 0 };
	struct err err = { 0 };
	struct app *app = open_app(HOME);
	char *path = world_path(HOME), hex[ID_HEX_LEN + 1] = "";
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	struct id building;

	(void)state;
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db,
					    "SELECT json_extract(body, '$.building') FROM step WHERE json_extract(body, '$.kind') = "
					    "'registration' AND json_array_length(body, '$.photos') > 0",
					    -1, &stmt, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	snprintf(hex, sizeof(hex), "%s", (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	assert_true(id_from_hex(hex, &building));
	if (app_versions(app, &building, "registration", NULL, &versions, &err))
		fail_msg("%s", err.text);
	assert_int_equal(versions.count, 1);
	assert_non_null(versions.items[0].by);
	assert_int_equal(strlen(versions.items[0].at), 16);
	assert_true(versions.items[0].values.object.count > 0);
	assert_true(versions.items[0].photo_count > 0);
	assert_true(id_equal(app_version_photo(&versions.items[0], versions.items[0].photos[0].field), &versions.items[0].photos[0].id));
	assert_null(app_version_photo(&versions.items[0], "no_field"));
	assert_false(versions.items[0].private_open); /* nobody is unlocked */
	app_versions_release(&versions);

	if (app_versions(app, &building, "no_form", NULL, &versions, &err))
		fail_msg("%s", err.text);
	assert_int_equal(versions.count, 0);
	app_versions_release(&versions);
	if (app_versions(app, &building, "registration", &(struct id){ { 1 } }, &versions, &err)) /* no slot of this form */
		fail_msg("%s", err.text);
	assert_int_equal(versions.count, 0);
	app_versions_release(&versions);
	assert_int_equal(app_versions(app, &(struct id){ { 1 } }, "listing", NULL, &versions, &err), STATUS_NOT_FOUND);
	app_versions_release(&versions);
	app_close(app);
	free(path);
}

/* A file copied with the notes beside it: both go on as the same laptop. */
static void
questions__tell__both_accounts_of_a_copied_laptop(void **state)
{
	char *stick = world_path("copied.louce");
	struct app_import import = { .paths = (const char *const[]){ stick }, .count = 1 };
	struct app_imported imported = { 0 };
	struct app_questions questions;
	struct app_fork copy;
	struct err err = { 0 };
	struct app *app;

	(void)state;
	/* No officer: the county receipt he would write says which account came first. */
	app = sit_down(HOME, "inspector");
	list_house(app, "900", "韦建国"); /* begins the log that both go on in */
	app_close(app);
	copy_file(HOME, "copy.louce");
	copy_file(HOME ".local", "copy.louce.local");
	app = sit_down("copy.louce", "inspector");
	list_house(app, "902", "韦建国");
	export_to(app, "copied.louce", "county_officer", NULL);
	app_close(app);
	app = sit_down(HOME, "inspector");
	list_house(app, "901", "韦建国");
	app_close(app);

	app = open_app(HOME);
	questions = ask(app, false);
	assert_int_equal(questions.fork_count, 0);
	app_questions_release(&questions);
	assert_int_equal(app_import(app, &import, &imported, &err), STATUS_OK);
	assert_int_equal(imported.forks, 1);
	app_imported_release(&imported);
	questions = ask(app, false);
	assert_int_equal(questions.fork_count, 1);
	assert_true(questions.forks[0].own);
	assert_false(questions.forks[0].settled);
	assert_true(questions.forks[0].people_count > 0);
	assert_int_equal(questions.forks[0].rival_count, 2);
	for (size_t i = 0; i < 2; i++) {
		const struct app_rival *rival = &questions.forks[0].rivals[i];

		assert_string_equal(rival->kind, "listing");
		assert_non_null(rival->by);
		assert_true(rival->steps > 0);
		assert_false(rival->keeps);
	}
	app_fork_copy(&questions.forks[0], &copy);
	app_questions_release(&questions);
	assert_int_equal(copy.rival_count, 2);
	assert_string_equal(copy.rivals[1].kind, "listing");
	app_fork_release(&copy);
	app_close(app);
	free(stick);
}

static void
must_be(enum status status, const struct err *err)
{
	if (status)
		fail_msg("%s", err->text);
}

/* Who may not decide says that two houses are one: nothing changes by it, and who may decide is asked, though the two share nothing. */
static void
proposal__has_no_effect__and_asks_who_may_decide(void **state)
{
	struct app *app = sit_down(HOME, "inspector");
	struct id first = list_house(app, "931", "覃秀英"), second = list_house(app, "957", "黄文军"),
		  third = list_house(app, "975", "陆海波");
	struct app_questions questions;
	struct err err = { 0 };
	char *words;

	(void)state;
	assert_int_equal(decide_same(app, &first, &second, true, "one house", &err), STATUS_DENIED);
	assert_false(app_may_decide_same(app, &first, &second));
	assert_null(app_proposed_words(app, &first, &second));
	assert_int_equal(app_propose_same(app, &first, &second, " ", &err), STATUS_INVALID);
	assert_int_equal(app_propose_same(app, &first, &first, "one house", &err), STATUS_INVALID);
	must_be(app_propose_same(app, &first, &second, "同一道门，两个组各登记了一次", &err), &err);
	must_be(app_propose_same(app, &third, &first, "后门", &err), &err);
	assert_int_equal(app_propose_same(app, &second, &first, "again", &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "proposed already"));
	questions = ask(app, false);
	assert_int_equal(clue_between(&questions, &first, &second), TWIN_PROPOSED);
	assert_int_equal(questions.twins[0].clue, TWIN_PROPOSED); /* before what only looks alike */
	assert_int_equal(questions.joined_count, 0);
	app_questions_release(&questions);
	assert_int_equal(app_proposals_to_decide(app), 0); /* not by who proposed it */
	app_close(app);

	app = sit_down(HOME, "county_officer");
	assert_int_equal(app_proposals_to_decide(app), 2);
	assert_true(app_may_decide_same(app, &first, &second));
	words = app_proposed_words(app, &second, &first);
	assert_non_null(strstr(words, "同一道门"));
	free(words);
	assert_int_equal(app_propose_same(app, &first, &third, "one house", &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "you may decide this yourself"));
	must_be(decide_same(app, &first, &second, false, "中间有防火墙", &err), &err);
	must_be(decide_same(app, &third, &first, true, "看过现场", &err), &err);
	assert_int_equal(app_proposals_to_decide(app), 0);
	questions = ask(app, false);
	assert_int_equal(clue_between(&questions, &first, &second), TWIN_CLUE_COUNT);
	assert_int_equal(clue_between(&questions, &first, &third), TWIN_CLUE_COUNT);
	assert_int_equal(questions.joined_count, 1);
	app_questions_release(&questions);
	app_close(app);

	app = sit_down(HOME, "inspector");
	assert_int_equal(app_propose_same(app, &first, &second, "one house", &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "decided already"));
	app_close(app);
}

static bool
is_told(struct app *app, const struct id *house, const char *what)
{
	struct app_history history = { .levels_signed = 0 };
	struct record *record = NULL;
	struct err err = { 0 };
	bool of_history = false, of_page = false;

	must_be(app_history(app, house, &history, &err), &err);
	must_be(record_open(app, house, &record, &err), &err);
	for (size_t i = 0; i < history.step_count; i++)
		of_history |= history.steps[i].why && strstr(history.steps[i].why, what);
	for (size_t i = 0; i < record->step_count; i++)
		of_page |= record->steps[i].why && strstr(record->steps[i].why, what);
	app_history_release(&history);
	record_free(record);
	assert_int_equal(of_history, of_page);
	return of_page;
}

/* Both houses tell what was proposed; who proposed it, and nobody else, takes it back, and not once it is decided. */
static void
proposal__is_told_by_both_houses__and_taken_back(void **state)
{
	struct app *app = sit_down(HOME, "inspector");
	struct id first = list_house(app, "831", "覃秀丽"), second = list_house(app, "833", "黄文丽");
	struct record *record = NULL;
	struct err err = { 0 };
	bool found = false;
	size_t before;

	(void)state;
	assert_int_equal(app_propose_withdraw(app, &first, &second, "错了", &err), STATUS_NOT_FOUND);
	assert_non_null(strstr(err.text, "proposed nothing about these two"));
	assert_false(is_told(app, &first, "waits for a decision"));
	must_be(app_propose_same(app, &first, &second, "同一道门", &err), &err);
	assert_true(is_told(app, &first, "waits for a decision"));
	assert_true(is_told(app, &second, "waits for a decision"));
	must_be(record_open(app, &second, &record, &err), &err);
	for (size_t i = 0; i < record->finding_count; i++)
		found |= strstr(record->findings[i], "同一道门") && strstr(record->findings[i], "waits for a decision, by: ");
	assert_true(found);
	record_free(record);
	assert_true(app_proposed_by_own(app, &second, &first));
	app_close(app);

	app = sit_down(HOME, "county_officer");
	before = app_proposals_to_decide(app);
	assert_false(app_proposed_by_own(app, &first, &second));
	assert_int_equal(app_propose_withdraw(app, &first, &second, "错了", &err), STATUS_NOT_FOUND);
	app_close(app);

	app = sit_down(HOME, "inspector");
	assert_int_equal(app_propose_withdraw(app, &first, &second, " ", &err), STATUS_INVALID);
	must_be(app_propose_withdraw(app, &second, &first, "看错了门牌", &err), &err);
	assert_false(app_proposed_by_own(app, &first, &second));
	assert_false(is_told(app, &first, "waits for a decision"));
	assert_true(is_told(app, &first, "taken back"));
	assert_int_equal(app_propose_withdraw(app, &first, &second, "again", &err), STATUS_NOT_FOUND);
	must_be(app_propose_same(app, &first, &second, "还是一户", &err), &err); /* it can be proposed anew */
	app_close(app);

	app = sit_down(HOME, "county_officer");
	assert_int_equal(app_proposals_to_decide(app), before);
	must_be(decide_same(app, &first, &second, false, "中间有墙", &err), &err);
	assert_int_equal(app_proposals_to_decide(app), before - 1);
	app_close(app);

	app = sit_down(HOME, "inspector");
	assert_true(is_told(app, &first, "decided since"));
	assert_int_equal(app_propose_withdraw(app, &first, &second, "too late", &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "decided already"));
	app_close(app);
}

/* Signs without asking what app_propose_same asks: as another program may. */
static void
sign_proposal(struct app *app, const struct id *building, const struct id *other)
{
	struct step step;
	struct err err = { 0 };

	act_step_start(&step, STEP_DECISION);
	step_set_area(&step, app_person_area(app));
	step_data_set_id(&step.data, "about", building);
	step_data_set_id(&step.data, "with", other);
	value_set_text(&step.data, "verdict", "same");
	value_set_text(&step.data, "reason", "one house");
	must_be(settle_put(app, &step, store_generation(app_store(app)), &err), &err);
	step_release(&step);
}

/* What the first page counts stands in the list, and nobody's proposal reaches beyond the houses that his right covers. */
static void
proposal__counts__for_houses_that_stand_and_that_its_author_covers(void **state)
{
	struct app *app = sit_down(HOME, "county_officer");
	struct app_questions questions = ask(app, false);
	struct err err = { 0 };
	struct buf why = { 0 };
	struct id first, second, third, far;
	size_t before = app_proposals_to_decide(app);

	(void)state;
	assert_int_equal(count_clue(&questions, TWIN_PROPOSED), before);
	app_questions_release(&questions);
	assert_int_equal(list_numbered(app, 1, "947", NULL, true, &far, &why), STATUS_OK);
	buf_release(&why);
	app_close(app);

	app = sit_down(HOME, "inspector");
	first = list_house(app, "941", "覃秀兰");
	second = list_house(app, "943", "黄文清");
	third = list_house(app, "945", "陆海清");
	must_be(app_propose_same(app, &first, &second, "one house", &err), &err);
	must_be(app_propose_same(app, &third, &second, "one house", &err), &err);
	sign_proposal(app, &first, &far);
	app_close(app);

	app = sit_down(HOME, "county_officer");
	assert_int_equal(app_proposals_to_decide(app), before + 2);
	assert_null(app_proposed_words(app, &first, &far));
	questions = ask(app, false);
	assert_int_equal(clue_between(&questions, &first, &far), TWIN_CLUE_COUNT);
	assert_int_equal(count_clue(&questions, TWIN_PROPOSED), before + 2);
	app_questions_release(&questions);
	must_be(decide_same(app, &first, &second, true, "looked", &err), &err); /* one of the two stands no more */
	questions = ask(app, false);
	assert_int_equal(count_clue(&questions, TWIN_PROPOSED), app_proposals_to_decide(app));
	assert_true(app_proposals_to_decide(app) <= before + 1);
	app_questions_release(&questions);
	app_close(app);
}

/* Of one person's many proposals a few stand before what houses share, and the others behind it. */
static void
proposals__of_one_person__hide_nothing(void **state)
{
	static const char *const owners[] = { "韦一鸣", "韦二虎", "韦三省", "韦四海", "韦五洲", "韦六合" };
	struct app *app = sit_down(HOME, "inspector");
	struct id houses[ARRAY_LEN(owners)];
	struct app_questions questions;
	struct err err = { 0 };
	size_t first = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(owners); i++) {
		char door[8];

		snprintf(door, sizeof(door), "97%zu1", i);
		houses[i] = list_house(app, door, owners[i]);
		for (size_t k = 0; k < i; k++)
			must_be(app_propose_same(app, &houses[k], &houses[i], "one house", &err), &err);
	}
	app_close(app);
	app = sit_down(HOME, "county_officer");
	questions = ask(app, true);
	assert_true(count_clue(&questions, TWIN_PROPOSED) >= 15);
	assert_true(questions.twin_count > count_clue(&questions, TWIN_PROPOSED));
	while (questions.twins[first].clue == TWIN_PROPOSED)
		first++;
	assert_int_equal(first, 10);
	assert_int_equal(questions.twins[questions.twin_count - 1].clue, TWIN_PROPOSED);
	app_questions_release(&questions);
	app_close(app);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(questions__name__houses_at_one_address__however_it_is_typed),
		cmocka_unit_test(twins__are_asked_about__by_their_number__in_the_whole_county),
		cmocka_unit_test(twins__that_cannot_be_compared__let_no_listing_pass),
		cmocka_unit_test(twins__of_one_address__are_compared_in_one_pass),
		cmocka_unit_test(decide__refuses__a_role_without_the_right),
		cmocka_unit_test(versions__tell__values_and_photos),
		cmocka_unit_test(proposal__has_no_effect__and_asks_who_may_decide),
		cmocka_unit_test(proposal__is_told_by_both_houses__and_taken_back),
		cmocka_unit_test(proposal__counts__for_houses_that_stand_and_that_its_author_covers),
		cmocka_unit_test(proposals__of_one_person__hide_nothing),
		cmocka_unit_test(questions__tell__both_accounts_of_a_copied_laptop),
	};

	return cmocka_run_group_tests(tests, world_make, world_drop);
}
