#include "../../support/app_people.h"

#include "app/house/office.h"
#include "app/house/work.h"
#include "app/session/person.h"
#include "trust/credential.h"

/* Under which of several rights on one key a person acts. */

static const char village[] = "451224100205";

/* The officer takes a right back in another window of louce. */
static void
taken_back_meanwhile(const struct id *credential)
{
	struct app *here = app;
	char *path = world_path("county.louce");
	struct err err = { 0 };

	must(app_open(path, APP_WRITE, &app, &err), &err);
	revoke_by(officer, credential, "retired");
	app_close(app);
	app = here;
	free(path);
}

/* The same right once more, for any laptop. */
static struct id
grant_portable(const char *number)
{
	const char *const areas[] = { village };
	struct app_request request = { .person = number, .role = "inspector", .areas = areas, .area_count = 1, .portable = true };
	struct app_ask ask = { demo_passphrase, NULL };
	char code[REQUEST_CODE_LEN + 1];
	struct err err = { 0 };
	struct id id;

	must(app_request(app, &request, &ask, code, &err), &err);
	must(app_request_find(app, code, &id, &err), &err);
	return give(&id);
}

static bool
acts_under(const struct id *credential)
{
	return id_equal(&app_credential(app)->id, credential);
}

static void
unlock__acts_under__the_newest_right(void **state)
{
	static const char *const villages[] = { "451224100001", "451224101201", "451224100212", "451224104203", "451224100203" };
	char person[33];

	(void)state;
	come("多处", person);
	for (size_t i = 0; i < ARRAY_LEN(villages); i++) {
		struct id newest = grant_in(person, villages[i]);

		unlock(person);
		assert_true(acts_under(&newest));
	}
}

static void
act__leaves_a_right__that_was_taken_back_meanwhile(void **state)
{
	char inspector[] = "inspector", *items[] = { inspector };
	const struct names roles = { .items = items, .count = 1 };
	struct err err = { 0 };
	struct id first, second;
	char person[33];

	(void)state;
	come("换证", person);
	first = grant_in(person, village);
	second = grant_portable(person);
	unlock(person);
	assert_true(act_under(app, &first));
	act_in_role(app, &roles, village);
	assert_true(acts_under(&first)); /* which fits, and stays */
	taken_back_meanwhile(&first);
	must(app_refresh(app, &err), &err);
	act_in_role(app, &roles, village);
	assert_true(acts_under(&second));
	assert_false(act_under(app, &first));
	taken_back_meanwhile(&second);
	assert_int_equal(act_needs_person(app, &err), STATUS_DENIED);
	assert_string_equal(err.text, "the credential of \"换证\" was revoked; ask the county office");
}

static void
act__goes_on_under_another_right__when_its_own_was_taken_back(void **state)
{
	struct err err = { 0 };
	struct id first, second;
	char person[33];

	(void)state;
	come("两证", person);
	first = grant_in(person, village);
	second = grant_in(person, "451224100206");
	unlock(person);
	assert_true(acts_under(&second));
	taken_back_meanwhile(&second);
	must(act_needs_person(app, &err), &err);
	assert_true(acts_under(&first));
}

/* What others owe is none of a department's officer's, until he has another right too. */
static void
person__of_an_office_alone__is_told_no_days_of_others(void **state)
{
	struct work *work = NULL;
	struct err err = { 0 };
	char number[33];
	struct id request;
	size_t late;

	(void)state;
	setenv("LOUCE_CLOCK", "1663400000", 1); /* 2022-09-17, a day after a deadline of every house */
	unlock(officer);
	must(work_open(app, &work, &err), &err);
	late = work->overdue;
	assert_true(late > 0);
	assert_false(house_person_is_of_offices(app));
	work_free(work);
	app_lock(app);
	come("商管理", number);
	request = ask_for(number, "dept_scjg", "451224", NULL);
	give(&request);
	unlock(number);
	assert_true(house_person_is_of_offices(app));
	must(work_open(app, &work, &err), &err);
	assert_int_equal(work->overdue, 0);
	work_free(work);
	app_lock(app);
	request = ask_for(number, "township_clerk", "451224100", NULL);
	give(&request);
	unlock(number);
	assert_false(house_person_is_of_offices(app));
	app_lock(app);
	unsetenv("LOUCE_CLOCK");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unlock__acts_under__the_newest_right),
		cmocka_unit_test(act__leaves_a_right__that_was_taken_back_meanwhile),
		cmocka_unit_test(act__goes_on_under_another_right__when_its_own_was_taken_back),
		cmocka_unit_test(person__of_an_office_alone__is_told_no_days_of_others),
	};

	return cmocka_run_group_tests(tests, open_county, drop_county);
}
