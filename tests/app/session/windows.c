#include "../../support/app_world.h"

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/fill/fill.h"
#include "app/fill/sheet_keep.h"
#include "app/fill/sheet_problems.h"
#include "app/fill/sheet_window.h"
#include "app/house/place.h"
#include "app/house/work.h"
#include "app/session/accounts.h"
#include "app/session/person.h"
#include "app/session/shown.h"
#include "app/session/tries.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/settle/propose.h"
#include "app/sign/sitting.h"
#include "app/stick/verify.h"
#include "app/roster/gone.h"
#include "app/roster/roster.h"
#include "base/file.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/journal.h"

/* Two windows on one workspace, as two connections: what one signs, the other knows before it acts. */

static struct app *first, *second;

/* ---- what the other window does between what this one judged and its signing */

static sqlite3 *newest_file, *first_file; /* SQLite's handles of the workspace */
static void (*meanwhile)(void);		  /* before the first window's next transaction; NULL: nothing */
static int left;			  /* so often */

static int
note_file(sqlite3 *db, char **text, const sqlite3_api_routines *api)
{
	const char *path = sqlite3_db_filename(db, "main"), *name = path ? strrchr(path, '/') : NULL;

	(void)text, (void)api;
	newest_file = name && strcmp(name, "/county.louce") == 0 ? db : newest_file;
	return SQLITE_OK;
}

static int
on_statement(unsigned type, void *ctx, void *stmt, void *sql)
{
	(void)type, (void)ctx, (void)stmt;
	if (left > 0 && strcmp(sql, "BEGIN IMMEDIATE") == 0) {
		left--;
		meanwhile();
	}
	return 0;
}

static void
let_write(void (*what)(void), int times)
{
	meanwhile = what;
	left = times;
}

static void
must(enum status status, const struct err *err)
{
	if (status)
		fail_msg("%s", err->text);
}

static struct app *
window(void)
{
	char *path = world_path("county.louce"), *home = world_path("home");
	struct app_person_row *rows = NULL;
	struct app *app = NULL;
	struct err err = { 0 };
	size_t count = 0;

	setenv("LOUCE_HOME", home, 1);
	newest_file = NULL;
	must(app_open(path, APP_WRITE, &app, &err), &err);
	must(app_person_list(app, "", &rows, &count, &err), &err);
	assert_true(count > 0);
	must(app_unlock_with(app, rows[0].person, "demo", &err), &err);
	free(rows);
	free(path);
	free(home);
	return app;
}

static int
begin(void **state)
{
	(void)state;
	first = window();
	first_file = newest_file;
	sqlite3_trace_v2(first_file, SQLITE_TRACE_STMT, on_statement, NULL);
	second = window();
	return 0;
}

static int
end(void **state)
{
	char *path = world_path("county.louce");
	struct app_verdict verdict = { 0 };
	struct buf problems = { 0 };
	struct err err = { 0 };

	(void)state;
	app_close(first);
	app_close(second);
	must(app_verify(path, &verdict, &problems, &err), &err);
	if (verdict.problems)
		fail_msg("%s", buf_text(&problems));
	buf_release(&problems);
	free(path);
	return 0;
}

static void
set(struct app *app, struct sheet *sheet, const char *field, const char *text)
{
	sheet_set_text(sheet, pack_field(app_pack(app), field), 0, text);
}

static void
type(struct app *app, struct sheet *sheet, const char *door)
{
	set(app, sheet, "group_name", "那烈");
	set(app, sheet, "road", "农村道路");
	set(app, sheet, "door_no", door);
	set(app, sheet, "owner_name", "韦建国");
}

static struct id
list_house(struct app *app, const char *door)
{
	struct sheet *sheet = NULL;
	struct buf findings = { 0 };
	struct err err = { 0 };
	struct id step;

	must(sheet_open(app, NULL, "listing", NULL, &sheet, &err), &err);
	type(app, sheet, door);
	sheet_set_reason(sheet, CHECK_TWIN, "1");
	if (sheet_sign(sheet, &step, &findings, &err))
		fail_msg("%s %s", err.text, buf_text(&findings));
	sheet_free(sheet);
	buf_release(&findings);
	return step;
}

static void
windows__sign_in_turn__and_the_file_proves_itself(void **state)
{
	int64_t before = store_step_count(app_store(first));
	struct err err = { 0 };
	struct id house;
	struct sheet *sheet = NULL;

	(void)state;
	for (int i = 0; i < 3; i++) {
		list_house(first, "1");
		house = list_house(second, "2");
	}
	assert_int_equal(store_step_count(app_store(first)), before + 6);
	must(sheet_open(first, &house, "listing", NULL, &sheet, &err), &err); /* what the other one listed is here */
	assert_false(app_is_older_copy(first));
	sheet_free(sheet);
}

/* A command has no window and asks nobody. */
static void
correct_house(struct app *app, const struct id *house, const char *door)
{
	struct value values = value_object();
	struct app_fill fill = { .building = house, .form = "listing", .values = &values };
	struct buf findings = { 0 };
	struct err err = { 0 };
	struct id step;

	value_set_text(&values, "village", app_person_area(app));
	value_set_text(&values, "group_name", "那烈");
	value_set_text(&values, "road", "农村道路");
	value_set_text(&values, "door_no", door);
	value_set_text(&values, "owner_name", "韦建国");
	if (app_fill(app, &fill, &step, &findings, &err))
		fail_msg("%s %s", err.text, buf_text(&findings));
	value_release(&values);
	buf_release(&findings);
}

static void
sign__asks__when_the_form_was_signed_in_the_other_window(void **state)
{
	struct id house = list_house(first, "7"), step;
	struct sheet *mine = NULL;
	struct buf findings = { 0 };
	struct err err = { 0 };
	int64_t steps;

	(void)state;
	must(sheet_open(first, &house, "listing", NULL, &mine, &err), &err);
	set(first, mine, "door_no", "8");
	must(sheet_save(mine, &err), &err);
	correct_house(second, &house, "9");
	steps = store_step_count(app_store(first));
	assert_int_equal(sheet_sign(mine, &step, &findings, &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "signed this form while it was open here; nothing is signed yet"));
	assert_int_equal(store_step_count(app_store(first)), steps);
	must(sheet_sign(mine, &step, &findings, &err), &err); /* meant */
	assert_int_equal(store_step_count(app_store(first)), steps + 1);
	sheet_free(mine);
	buf_release(&findings);
}

/* What a form is based on is as its author saw it: while the form was open, and when a draft of it is taken up again. */
static void
sign__asks__when_the_form_before_was_signed_since(void **state)
{
	struct id house = list_house(first, "31"), step;
	struct sheet *mine = NULL;
	struct buf findings = { 0 };
	struct err err = { 0 };

	(void)state;
	must(sheet_open(first, &house, "registration", NULL, &mine, &err), &err);
	set(first, mine, "residents", "4");
	must(sheet_save(mine, &err), &err);
	correct_house(second, &house, "32");
	assert_int_equal(sheet_sign(mine, &step, &findings, &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "was signed anew since these answers were begun"));
	assert_int_equal(sheet_sign(mine, &step, &findings, &err), STATUS_INVALID); /* seen now; its other answers are missing */
	must(sheet_save(mine, &err), &err);
	sheet_free(mine);
	must(sheet_open(first, &house, "registration", NULL, &mine, &err), &err);
	assert_int_equal(sheet_sign(mine, &step, &findings, &err), STATUS_INVALID);
	sheet_free(mine);
	correct_house(second, &house, "33");
	must(sheet_open(first, &house, "registration", NULL, &mine, &err), &err);
	assert_int_equal(sheet_sign(mine, &step, &findings, &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "was signed anew since these answers were begun"));
	must(sheet_discard(mine, &err), &err);
	sheet_free(mine);
	must(sheet_open(first, &house, "registration", NULL, &mine, &err), &err);
	assert_int_equal(sheet_sign(mine, &step, &findings, &err), STATUS_INVALID);
	sheet_free(mine);
	buf_release(&findings);
}

/* A form that was begun yesterday proposes today's date, and keeps one that was typed. */
static void
draft__gets_its_defaults_anew__where_nobody_typed_them(void **state)
{
	struct id house = list_house(first, "34");
	const struct field *date = pack_field(app_pack(first), "survey_date");
	struct sheet *mine = NULL;
	struct err err = { 0 };
	char later[11], *now;

	(void)state;
	must(sheet_open(first, &house, "registration", NULL, &mine, &err), &err);
	set(first, mine, "residents", "4");
	must(sheet_save(mine, &err), &err);
	sheet_free(mine);
	clock_date(clock_now_unix() + 2 * 86400, later);
	now = mem_printf("%lld", (long long)clock_now_unix() + 2 * 86400);
	setenv("LOUCE_CLOCK", now, 1);
	free(now);
	must(sheet_open(first, &house, "registration", NULL, &mine, &err), &err);
	assert_string_equal(sheet_value(mine, date, 0)->text, later);
	set(first, mine, "survey_date", "2022-08-01");
	must(sheet_save(mine, &err), &err);
	sheet_free(mine);
	unsetenv("LOUCE_CLOCK");
	must(sheet_open(first, &house, "registration", NULL, &mine, &err), &err);
	assert_string_equal(sheet_value(mine, date, 0)->text, "2022-08-01");
	must(sheet_discard(mine, &err), &err);
	sheet_free(mine);
}

static void
form__is_told_held__and_taken_over_only_when_asked(void **state)
{
	struct sheet *mine = NULL, *theirs = NULL;
	struct buf findings = { 0 };
	struct err err = { 0 };
	int64_t since;
	struct id step;
	bool held;

	(void)state;
	must(sheet_held(first, NULL, "listing", NULL, &held, &since, &err), &err);
	assert_false(held);
	must(sheet_held(second, NULL, "listing", NULL, &held, &since, &err), &err);
	assert_false(held); /* who only asks has nothing open */
	must(sheet_open(first, NULL, "listing", NULL, &mine, &err), &err);
	type(first, mine, "11");
	must(sheet_save(mine, &err), &err);
	must(sheet_held(second, NULL, "listing", NULL, &held, &since, &err), &err);
	assert_true(held);
	assert_int_equal(sheet_open(second, NULL, "listing", NULL, &theirs, &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "another window of louce has this form open since"));
	must(sheet_take_over(second, NULL, "listing", NULL, &err), &err);
	must(sheet_open(second, NULL, "listing", NULL, &theirs, &err), &err);
	set(first, mine, "door_no", "12");
	assert_int_equal(sheet_save(mine, &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "another window has taken this form over"));
	assert_int_equal(sheet_sign(mine, &step, &findings, &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "another window has taken this over"));
	must(sheet_sign(theirs, &step, &findings, &err), &err);
	sheet_free(theirs);
	sheet_free(mine);
	buf_release(&findings);
}

/* Opens the sitting of whoever has one; both windows are theirs then. */
static struct sitting *
open_sitting(void)
{
	struct app_person_row *rows = NULL;
	struct sitting *sitting = NULL;
	struct err err = { 0 };
	size_t count = 0;

	must(app_person_list(first, "", &rows, &count, &err), &err);
	for (size_t i = 0; i < count && !sitting; i++) {
		must(app_unlock_with(first, rows[i].person, "demo", &err), &err);
		must(app_unlock_with(second, rows[i].person, "demo", &err), &err);
		if (sitting_open(first, NULL, NULL, &sitting, &err))
			sitting = NULL;
	}
	free(rows);
	assert_non_null(sitting);
	return sitting;
}

/* What one window decided after it had taken a sitting over stays, also when that window has been closed since. */
static void
sitting__keeps__what_the_window_that_took_it_decided(void **state)
{
	struct sitting *mine = open_sitting(), *theirs = NULL;
	struct buf refused = { 0 };
	struct err err = { 0 };
	size_t count;
	int64_t since;
	char *said;

	(void)state;
	sitting_decide(mine, 0, DECISION_LATER);
	must(sitting_open(second, NULL, NULL, &theirs, &err), &err);
	assert_true(sitting_held(theirs, &since));
	must(sitting_take_over(theirs, &err), &err);
	sitting_decide(theirs, 0, DECISION_APPROVE);
	sitting_free(theirs);
	for (int i = 0; i < 2; i++) { /* having been told does not make it the holder */
		sitting_decide(mine, 0, DECISION_LATER);
		said = app_take_said(first);
		assert_non_null(said);
		assert_non_null(strstr(said, "another window has taken this form over"));
		free(said);
		assert_int_equal(sitting_sign(mine, "demo", &count, &refused, &err), STATUS_CONFLICT);
	}
	sitting_free(mine);
	must(sitting_open(second, NULL, NULL, &theirs, &err), &err);
	assert_false(sitting_held(theirs, &since));
	assert_int_equal(sitting_at(theirs, 0)->decision, DECISION_APPROVE);
	sitting_free(theirs);
	buf_release(&refused);
}

static void
home__shows__what_the_other_window_did(void **state)
{
	struct work *work = NULL;
	struct err err = { 0 };
	size_t rows;

	(void)state;
	must(work_open(second, &work, &err), &err);
	rows = work->row_count;
	work_free(work);
	list_house(first, "21");
	must(work_open(second, &work, &err), &err);
	assert_true(work->row_count > rows);
	work_free(work);
}

/* ---- a race for one commit */

static struct id raced_house;
static const char *raced_door = "100";

static void
list_another(void)
{
	(void)list_house(second, raced_door);
}

static void
correct_it(void)
{
	correct_house(second, &raced_house, "109");
}

static enum status
fill_new(struct app *app, const char *door, struct err *err)
{
	struct value values = value_object();
	struct app_fill fill = { .form = "listing", .values = &values };
	struct buf findings = { 0 };
	struct id step;
	enum status status;

	value_set_text(&values, "village", app_person_area(app));
	value_set_text(&values, "group_name", "那烈");
	value_set_text(&values, "road", "农村道路");
	value_set_text(&values, "door_no", door);
	value_set_text(&values, "owner_name", "韦建国");
	status = app_fill(app, &fill, &step, &findings, err);
	buf_release(&findings);
	value_release(&values);
	return status;
}

static int64_t
steps_now(void)
{
	struct err err = { 0 };

	must(app_refresh(first, &err), &err);
	return store_step_count(app_store(first));
}

/* Another window's writing about other houses holds nobody up: what was judged is judged anew, and signed. */
static void
act__is_tried_again__when_the_other_window_wrote_between(void **state)
{
	struct buf findings = { 0 };
	struct sheet *mine = NULL;
	struct err err = { 0 };
	int64_t before;
	struct id step;

	(void)state;
	raced_house = list_house(first, "101");
	before = steps_now();
	let_write(list_another, 1);
	correct_house(first, &raced_house, "102");
	assert_int_equal(left, 0);
	assert_int_equal(steps_now(), before + 2);

	let_write(list_another, 3); /* and three times in a row */
	correct_house(first, &raced_house, "103");
	assert_int_equal(left, 0);
	assert_int_equal(steps_now(), before + 6);

	must(sheet_open(first, &raced_house, "listing", NULL, &mine, &err), &err);
	set(first, mine, "door_no", "104");
	must(sheet_save(mine, &err), &err);
	let_write(list_another, 1);
	must(sheet_sign(mine, &step, &findings, &err), &err);
	assert_int_equal(left, 0);
	assert_int_equal(steps_now(), before + 8);
	sheet_free(mine);

	/* not for ever: each try that is lost is another's that was signed */
	let_write(list_another, 100);
	assert_int_equal(fill_new(first, "105", &err), STATUS_CONFLICT);
	assert_string_equal(err.text, "another window of louce has just written this file; nothing was signed here: do it again");
	assert_int_equal(left, 88);
	assert_int_equal(steps_now(), before + 20);
	let_write(NULL, 0);
	buf_release(&findings);
}

/* ... but what was signed about the same house meanwhile is told, and nothing is signed over it unseen. */
static void
act__says_what_was_signed__about_its_house_meanwhile(void **state)
{
	struct value values = value_object();
	struct app_fill fill = { .building = &raced_house, .form = "listing", .values = &values };
	struct buf findings = { 0 };
	struct sheet *mine = NULL;
	struct err err = { 0 };
	int64_t before;
	struct id step;

	(void)state;
	raced_house = list_house(first, "111");
	before = steps_now();
	value_set_text(&values, "village", app_person_area(first));
	value_set_text(&values, "group_name", "那烈");
	value_set_text(&values, "road", "农村道路");
	value_set_text(&values, "door_no", "112");
	value_set_text(&values, "owner_name", "韦建国");
	let_write(correct_it, 1);
	assert_int_equal(app_fill(first, &fill, &step, &findings, &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "\"Roster row\" was signed by "));
	assert_non_null(strstr(err.text, " in another window meanwhile; nothing was signed here: look at it, then do it again"));
	assert_int_equal(steps_now(), before + 1);
	must(app_fill(first, &fill, &step, &findings, &err), &err); /* done again it is meant */

	must(sheet_open(first, &raced_house, "listing", NULL, &mine, &err), &err);
	set(first, mine, "door_no", "113");
	must(sheet_save(mine, &err), &err);
	let_write(correct_it, 1);
	assert_int_equal(sheet_sign(mine, &step, &findings, &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "in another window meanwhile"));
	assert_int_equal(steps_now(), before + 3);
	assert_int_equal(sheet_sign(mine, &step, &findings, &err), STATUS_CONFLICT); /* the page's own question */
	assert_non_null(strstr(err.text, "signed this form while it was open here; nothing is signed yet"));
	must(sheet_sign(mine, &step, &findings, &err), &err);
	sheet_free(mine);
	value_release(&values);
	buf_release(&findings);
}

/* ... so is what was signed while a question waited for its answer, though nothing of what was asked about falls any more. */
static void
act__says_what_was_signed__while_it_asked(void **state)
{
	struct value values = value_object();
	struct act_tries asked = { .kept = true };
	struct app_fill fill = { .building = &raced_house, .form = "listing", .values = &values, .asked = &asked };
	struct out_asks asks = { 0 };
	struct buf findings = { 0 };
	struct err err = { 0 };
	char *falls = NULL;
	int64_t before;
	struct id step;

	(void)state;
	raced_house = list_house(first, "141");
	value_set_text(&values, "village", app_person_area(first));
	value_set_text(&values, "group_name", "那烈");
	value_set_text(&values, "road", "农村道路");
	value_set_text(&values, "door_no", "112");
	value_set_text(&values, "owner_name", "韦");
	fill.falls = &falls;
	assert_int_equal(app_fill(first, &fill, &step, &findings, &err), STATUS_INVALID); /* it was read, and not signed */
	assert_false(asked.changed);
	value_set_text(&values, "owner_name", "韦建国");
	correct_it();
	before = steps_now();
	assert_int_equal(app_fill(first, &fill, &step, &findings, &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "\"Roster row\" was signed by "));
	assert_true(asked.changed);
	assert_int_equal(steps_now(), before);
	must(app_fill(first, &fill, &step, &findings, &err), &err); /* told, it is meant */
	assert_int_equal(steps_now(), before + 1);
	act_tries_release(&asked);

	must(app_houses_out_asks(first, &raced_house, 1, &asks, &err), &err);
	correct_it();
	assert_int_equal(app_houses_out(first, &raced_house, 1, "查无此房", &asks, &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "\"Roster row\" was signed by "));
	assert_int_equal(steps_now(), before + 2);
	must(app_houses_out(first, &raced_house, 1, "查无此房", &asks, &err), &err);
	out_asks_release(&asks);
	value_release(&values);
	buf_release(&findings);
}

static char *
house_words(void *ctx, struct err *err)
{
	(void)ctx, (void)err;
	return app_building_place(first, &raced_house);
}

static enum status
sign_another_door(void *ctx, struct err *err)
{
	return fill_new(first, ctx, err);
}

/* A yes is to what was shown: what another window wrote about other houses holds it up no more than any act, what it wrote about this one is shown first. */
static void
act__rests_on_what_was_shown__when_somebody_said_yes(void **state)
{
	char door[] = "161";
	struct act_shown shown = { .now = house_words, .act = sign_another_door, .ctx = door };
	struct err err = { 0 };
	int64_t before;

	(void)state;
	raced_house = list_house(first, "160");
	shown.words = house_words(NULL, &err);
	before = steps_now();
	let_write(list_another, 2); /* after the words were made again, twice */
	must(act_as_shown(first, &shown, &err), &err);
	assert_int_equal(left, 0);
	assert_false(shown.changed);
	assert_int_equal(steps_now(), before + 3);

	door[2] = '2';
	let_write(correct_it, 1);
	assert_int_equal(act_as_shown(first, &shown, &err), STATUS_CONFLICT);
	assert_int_equal(left, 0);
	assert_true(shown.changed);
	assert_non_null(strstr(err.text, "what was asked about is another by now"));
	assert_non_null(strstr(shown.words, "109"));
	assert_int_equal(steps_now(), before + 4);
	err = (struct err){ 0 };
	must(act_as_shown(first, &shown, &err), &err);
	assert_int_equal(steps_now(), before + 5);

	/* not for ever */
	door[2] = '3';
	let_write(list_another, 100);
	assert_int_equal(act_as_shown(first, &shown, &err), STATUS_CONFLICT);
	assert_false(shown.changed);
	assert_in_range(100 - left, 2, 20);
	left = 0;
	act_shown_release(&shown);
}

static struct id one, other;

static void
propose_it(void)
{
	struct err err = { 0 };

	must(app_propose_same(second, &one, &other, "同一道门", &err), &err);
}

/* What judges by reading and asks nobody judges anew: here a proposal that two houses are one, and taking it back. */
static void
decision__is_judged_anew__when_the_other_window_wrote_between(void **state)
{
	struct err err = { 0 };
	int64_t before;

	(void)state;
	one = list_house(first, "171");
	other = list_house(first, "172");
	before = steps_now();
	let_write(list_another, 1);
	must(app_propose_same(first, &one, &other, "同一道门", &err), &err);
	assert_int_equal(left, 0);
	let_write(list_another, 2);
	must(app_propose_withdraw(first, &one, &other, "看错了门牌", &err), &err);
	assert_int_equal(left, 0);
	assert_int_equal(steps_now(), before + 5);
	let_write(propose_it, 1); /* the same: it stands then, and is not signed twice */
	assert_int_equal(app_propose_same(first, &one, &other, "同一道门", &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "it is proposed already"));
	assert_int_equal(steps_now(), before + 6);
}

/* A table is planned anew: what the other window listed meanwhile is no new house any more. */
static void
roster__is_planned_anew__when_the_other_window_listed_a_house_of_it(void **state)
{
	char *path = world_path("raced.csv");
	struct buf text = { 0 }, problems = { 0 };
	struct app_roster_result result;
	struct err err = { 0 };
	int64_t before = steps_now();

	(void)state;
	raced_door = "121";
	buf_printf(&text, "village,group_name,road,door_no,owner_name\n%s,那烈,农村道路,121,韦建国\n%s,那烈,农村道路,122,韦建国\n",
		   app_person_area(first), app_person_area(first));
	must(file_write(path, buf_text(&text), text.len, 0600, &err), &err);
	let_write(list_another, 1);
	must(app_roster_import(first, &(struct app_roster){ .path = path, .agreed = 255 }, &result, &problems, &err), &err);
	assert_int_equal(left, 0);
	assert_int_equal(result.added, 1);
	assert_int_equal(result.known, 1);
	assert_int_equal(steps_now(), before + 2);
	app_roster_result_release(&result);
	buf_release(&problems);
	buf_release(&text);
	raced_door = "100";
	free(path);
}

/* The same in a process of its own, which has the file open while this one writes it. */
static void
process__signs__what_another_wrote_before_it_knows_nothing_of(void **state)
{
	int go[2], done[2];
	char told = 0;
	int64_t before = steps_now();
	pid_t child;

	(void)state;
	assert_int_equal(pipe(go), 0);
	assert_int_equal(pipe(done), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct app *own = window();
		struct err err = { 0 };

		told = write(done[1], "o", 1) == 1 && read(go[0], &told, 1) == 1 && !fill_new(own, "131", &err) ? 'y' : 'n';
		_exit(write(done[1], &told, 1) == 1 ? 0 : 1);
	}
	assert_int_equal(read(done[0], &told, 1), 1); /* it has the file open */
	(void)list_house(first, "132");
	assert_int_equal(write(go[1], "g", 1), 1);
	assert_int_equal(read(done[0], &told, 1), 1);
	assert_int_equal(told, 'y');
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(steps_now(), before + 2);
	for (int i = 0; i < 2; i++) {
		close(go[i]);
		close(done[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(windows__sign_in_turn__and_the_file_proves_itself, begin, end),
		cmocka_unit_test_setup_teardown(sign__asks__when_the_form_was_signed_in_the_other_window, begin, end),
		cmocka_unit_test_setup_teardown(sign__asks__when_the_form_before_was_signed_since, begin, end),
		cmocka_unit_test_setup_teardown(draft__gets_its_defaults_anew__where_nobody_typed_them, begin, end),
		cmocka_unit_test_setup_teardown(form__is_told_held__and_taken_over_only_when_asked, begin, end),
		cmocka_unit_test_setup_teardown(sitting__keeps__what_the_window_that_took_it_decided, begin, end),
		cmocka_unit_test_setup_teardown(home__shows__what_the_other_window_did, begin, end),
		cmocka_unit_test_setup_teardown(act__is_tried_again__when_the_other_window_wrote_between, begin, end),
		cmocka_unit_test_setup_teardown(act__says_what_was_signed__about_its_house_meanwhile, begin, end),
		cmocka_unit_test_setup_teardown(act__says_what_was_signed__while_it_asked, begin, end),
		cmocka_unit_test_setup_teardown(act__rests_on_what_was_shown__when_somebody_said_yes, begin, end),
		cmocka_unit_test_setup_teardown(decision__is_judged_anew__when_the_other_window_wrote_between, begin, end),
		cmocka_unit_test_setup_teardown(roster__is_planned_anew__when_the_other_window_listed_a_house_of_it, begin, end),
		cmocka_unit_test_setup_teardown(process__signs__what_another_wrote_before_it_knows_nothing_of, begin, end),
	};

	sqlite3_auto_extension((void (*)(void))note_file);
	return cmocka_run_group_tests(tests, world_make, world_drop);
}
