#include "../../support/app_world.h"

#include "app/fill/fill.h"
#include "app/fill/sheet_keep.h"
#include "app/fill/sheet_problems.h"
#include "app/fill/sheet_window.h"
#include "app/house/work.h"
#include "app/session/accounts.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/sign/sitting.h"
#include "app/stick/verify.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/journal.h"

/* Two windows on one workspace, as two connections: what one signs, the other knows before it acts. */

static struct app *first, *second;

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
	};

	return cmocka_run_group_tests(tests, world_make, world_drop);
}
