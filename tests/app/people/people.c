#include "../../support/app_world.h"

#include "app/people/doubts.h"
#include "app/people/officers.h"
#include "app/people/people.h"
#include "app/people/revoke.h"
#include "app/people/waiting.h"
#include "app/session/keys.h"
#include "app/session/unlock.h"
#include "app/stick/export.h"
#include "app/stick/verify.h"

/* People of the demonstration county, its three officers of whom two must agree: asking for rights, giving them, agreeing, taking them back. */

static struct app *app;
static char numbers[3][33];  /* of the officers: two persons may bear one name */
static char officers[3][96]; /* names */
static char newcomer[33];    /* the person's number of a key made here */
static struct id officer_ids[3];

static void
must(enum status status, const struct err *err)
{
	if (status)
		fail_msg("%s", err->text);
}

static void
must_refuse(enum status status, enum status wanted, const struct err *err, const char *sentence)
{
	if (status != wanted || !strstr(err->text, sentence))
		fail_msg("status %d, \"%s\" instead of %d, \"%s\"", (int)status, err->text, (int)wanted, sentence);
}

static enum status
demo_passphrase(void *ctx, const char *name, char **out, struct err *err)
{
	(void)ctx;
	(void)name;
	(void)err;
	*out = mem_strdup("demo");
	return STATUS_OK;
}

static void
unlock(const char *number)
{
	struct err err = { 0 };

	must(app_unlock_with(app, number, "demo", &err), &err);
}

static int
open_county(void **state)
{
	struct app_people people = { 0 };
	struct err err = { 0 };
	char *path, *home;
	size_t count = 0;

	if (world_make(state))
		return -1;
	path = world_path("county.louce");
	home = world_path("home");
	setenv("LOUCE_HOME", home, 1);
	must(app_open(path, APP_WRITE, &app, &err), &err);
	must(app_key_new("新来的", false, "demo", NULL, newcomer, &err), &err);
	must(app_people(app, &people, &err), &err);
	for (size_t i = 0; i < people.count; i++)
		if (people.items[i].in_office && count < 3) {
			snprintf(officers[count], sizeof(officers[count]), "%s", people.items[i].name);
			memcpy(numbers[count], people.items[i].person, 33);
			officer_ids[count++] = people.items[i].credential;
		}
	app_people_release(&people);
	free(path);
	free(home);
	return count == 3 ? 0 : -1;
}

static int
drop_county(void **state)
{
	app_close(app);
	return world_drop(state);
}

/* A request of the newcomer's for a role in the county; `issues`: to give others that role. */
static struct id
ask_for(const char *role, const char *area, const char *issues)
{
	struct app_request request = { .person = newcomer, .role = role, .areas = &area, .area_count = 1, .issues = &issues };
	struct app_ask ask = { demo_passphrase, NULL };
	char code[REQUEST_CODE_LEN + 1];
	struct err err = { 0 };
	struct id id;

	request.issue_count = issues != NULL;
	must(app_request(app, &request, &ask, code, &err), &err);
	code[19] = '\0'; /* half of it is enough */
	must(app_request_find(app, code, &id, &err), &err);
	return id;
}

static struct app_holder
holder_of(const struct id *credential)
{
	struct app_people people = { 0 };
	struct app_holder found = { 0 };
	struct err err = { 0 };

	must(app_people(app, &people, &err), &err);
	for (size_t i = 0; i < people.count; i++)
		if (id_equal(&people.items[i].credential, credential))
			app_holder_copy(&people.items[i], &found);
	app_people_release(&people);
	return found;
}

static void
people__are_listed__by_kind_and_name(void **state)
{
	struct app_people people = { 0 };
	struct err err = { 0 };
	size_t bound = 0;

	(void)state;
	ask_for("village_secretary", "451224100001", NULL);
	must(app_people(app, &people, &err), &err);
	assert_true(people.count > 3);
	assert_int_equal(app_holder_kind(&people.items[0]), HOLDER_ASKS);
	for (size_t i = 1; i < people.count; i++) {
		const struct app_holder *before = &people.items[i - 1], *holder = &people.items[i];

		assert_true(app_holder_kind(before) <= app_holder_kind(holder));
		if (app_holder_kind(before) == app_holder_kind(holder))
			assert_true(strcmp(before->name, holder->name) <= 0);
		assert_non_null(holder->standing);
		if (holder->in_office)
			assert_true(holder->officer && holder->may_be_officer && holder->issues.count && !holder->issuer);
		bound += holder->in_office && !holder->portable;
	}
	app_people_release(&people);
	assert_int_equal(bound, 1); /* who writes the county's receipts */
}

static void
issue__gives_the_right_once__to_a_request(void **state)
{
	struct err err = { 0 };
	struct app_holder holder;
	struct id request, credential, nobody = { { 7 } };

	(void)state;
	app_lock(app);
	request = ask_for("inspector", "451224100001", NULL);
	must_refuse(app_issue(app, &request, &credential, &err), STATUS_DENIED, &err, "name who signs");
	unlock(numbers[0]);
	must_refuse(app_request_find(app, "0123 4567", &credential, &err), STATUS_NOT_FOUND, &err,
		    "no request with the code \"0123 4567\"");
	must_refuse(app_issue(app, &nobody, &credential, &err), STATUS_NOT_FOUND, &err, "no request with the code \"0700 0000");
	must_refuse(app_issue(app, &officer_ids[0], &credential, &err), STATUS_NOT_FOUND, &err, "no request with the code");
	must(app_issue(app, &request, &credential, &err), &err);
	holder = holder_of(&credential);
	assert_string_equal(holder.name, "新来的");
	assert_string_equal(holder.role, "inspector");
	assert_string_equal(holder.issuer, officers[0]);
	assert_int_equal(app_holder_kind(&holder), HOLDER_SIGNS);
	assert_false(holder.portable || holder.officer);
	app_holder_release(&holder);
	holder = holder_of(&request); /* the credential stands for it */
	assert_null(holder.name);
	must_refuse(app_issue(app, &request, &credential, &err), STATUS_CONFLICT, &err, "\"新来的\" was given this right already");
}

static void
waiting__says_who_agreed__until_enough_did(void **state)
{
	struct app_waiting_list waiting = { 0 };
	struct err err = { 0 };
	struct id request, credential, found;
	char hex[ID_HEX_LEN + 1];

	(void)state;
	request = ask_for("township_clerk", "451224100", "inspector");
	unlock(numbers[0]);
	must(app_issue(app, &request, &credential, &err), &err);
	must(app_waiting(app, &waiting, &err), &err);
	assert_int_equal(waiting.count, 1);
	assert_int_equal(waiting.items[0].kind, WAITING_CREDENTIAL);
	assert_true(id_equal(&waiting.items[0].step, &credential));
	assert_string_equal(waiting.items[0].by, officers[0]);
	assert_int_equal(strlen(waiting.items[0].at), 16);
	assert_int_equal(waiting.items[0].have, 1);
	assert_int_equal(waiting.items[0].need, 2);
	assert_int_equal(waiting.items[0].need_new, 0);
	assert_true(waiting.items[0].mine);
	assert_string_equal(waiting.items[0].credential.name, "新来的");
	assert_string_equal(waiting.items[0].credential.issues.items[0], "inspector");
	app_waiting_release(&waiting);
	must_refuse(app_endorse(app, &credential, &err), STATUS_CONFLICT, &err, "you agreed to this already");

	unlock(numbers[1]);
	must(app_waiting(app, &waiting, &err), &err);
	assert_false(waiting.items[0].mine);
	app_waiting_release(&waiting);
	id_hex(&credential, hex);
	hex[10] = '\0';
	must(app_waiting_find(app, hex, &found, &err), &err);
	must(app_endorse(app, &found, &err), &err);
	must(app_waiting(app, &waiting, &err), &err);
	assert_int_equal(waiting.count, 0);
	app_waiting_release(&waiting);
	must_refuse(app_endorse(app, &credential, &err), STATUS_NOT_FOUND, &err, "this does not wait for the officers to agree");
}

static void
officers__are_named_anew__by_one_who_stays(void **state)
{
	struct app_waiting_list waiting = { 0 };
	struct id named[3], step, request;
	struct app_officers ask = { .officers = named, .officer_count = 2, .threshold = 2 };
	struct err err = { 0 };

	(void)state;
	unlock(numbers[0]);
	must_refuse(app_officer_find(app, "没有此人", &named[0], &err), STATUS_NOT_FOUND, &err, "\"没有此人\" is no officer");
	must(app_officer_find(app, numbers[1], &named[0], &err), &err);
	assert_true(id_equal(&named[0], &officer_ids[1]));
	named[1] = named[0];
	must_refuse(app_new_officers(app, &ask, &step, &err), STATUS_INVALID, &err, "is named twice");
	named[1] = officer_ids[2];
	must_refuse(app_new_officers(app, &ask, &step, &err), STATUS_INVALID, &err, "who signs this must be an officer afterwards too");
	named[1] = officer_ids[0];
	for (ask.threshold = 0; ask.threshold < 4; ask.threshold++) /* two can never be, whatever the threshold */
		must_refuse(app_new_officers(app, &ask, &step, &err), STATUS_INVALID, &err, "a county has one officer, or three and more");
	ask.threshold = 2;
	named[2] = ask_for("inspector", "451224100002", NULL);
	ask.officer_count = 3;
	must_refuse(app_new_officers(app, &ask, &step, &err), STATUS_NOT_FOUND, &err, "\"新来的\" is no officer and has not asked");
	request = ask_for("county_officer", "451224", "inspector");
	must(app_officer_find(app, newcomer, &named[2], &err), &err);
	assert_true(id_equal(&named[2], &request));
	must(app_new_officers(app, &ask, &step, &err), &err);
	must(app_waiting(app, &waiting, &err), &err);
	assert_int_equal(waiting.count, 1);
	assert_int_equal(waiting.items[0].kind, WAITING_GENESIS);
	assert_int_equal(waiting.items[0].genesis.officers.count, 3);
	assert_string_equal(waiting.items[0].genesis.officers.items[2], "新来的");
	assert_int_equal(waiting.items[0].genesis.threshold, 2);
	assert_int_equal(waiting.items[0].need_new, 2);
	assert_false(waiting.items[0].genesis.receiver_changes);
	app_waiting_release(&waiting);
}

/* Who is named by a genesis that waits agrees on his own laptop, and his word must travel. */
static void
export__carries__the_word_of_a_future_officer(void **state)
{
	char *path = world_path("agreed.louce");
	struct app_export ask = { .path = path };
	struct app_exported out = { 0 };
	struct app_waiting_list waiting = { 0 };
	struct app_verdict verdict;
	struct buf problems = { 0 };
	struct err err = { 0 };

	(void)state;
	unlock(newcomer);
	must(app_waiting(app, &waiting, &err), &err);
	assert_int_equal(waiting.items[0].kind, WAITING_GENESIS);
	must(app_endorse(app, &waiting.items[0].step, &err), &err);
	app_waiting_release(&waiting);
	must(app_export(app, &ask, &out, &err), &err);
	assert_true(out.steps > 0);
	app_exported_release(&out);
	must(app_verify(path, &verdict, &problems, &err), &err);
	buf_release(&problems);
	free(path);
}

static void
revoke__takes_back__what_stands(void **state)
{
	struct app_revoke ask = { .receipt = -1 };
	struct app_county_receipts receipts = { 0 };
	struct app_reach reach;
	struct app_holder holder;
	struct err err = { 0 };
	struct id request, credential, step;
	int more = -1;

	(void)state;
	unlock(numbers[0]);
	request = ask_for("inspector", "451224101201", NULL);
	must_refuse(app_standing_find(app, "没有此人", &step, &err), STATUS_NOT_FOUND, &err, "no standing credential goes by \"没有此人\"");
	ask.credential = request;
	ask.reason = "retired";
	must_refuse(app_revoke(app, &ask, &step, &more, &err), STATUS_NOT_FOUND, &err, "no standing credential goes by \"新来的\"");
	must(app_issue(app, &request, &credential, &err), &err);
	must_refuse(app_standing_find(app, "新来的", &step, &err), STATUS_CONFLICT, &err, "\"新来的\" fits more than one credential");
	ask.credential = credential;
	must(app_revoke_reach(app, &ask, &reach, &err), &err);
	assert_int_equal(reach.steps, 0);
	assert_int_equal(reach.people, 0);
	ask.reason = "";
	must_refuse(app_revoke(app, &ask, &step, &more, &err), STATUS_INVALID, &err, "say why");
	ask.reason = "retired";
	must(app_county_receipts(app, &receipts, &err), &err);
	for (size_t i = 1; i < receipts.count; i++)
		assert_true(receipts.items[i - 1].no > receipts.items[i].no);
	ask.receipt = 1 + (receipts.count ? receipts.items[0].no : 0);
	app_county_receipts_release(&receipts);
	must_refuse(app_revoke(app, &ask, &step, &more, &err), STATUS_INVALID, &err, "there is no county receipt no.");
	ask.receipt = -1;
	must(app_revoke(app, &ask, &step, &more, &err), &err);
	assert_int_equal(more, 0);
	holder = holder_of(&credential);
	assert_true(holder.revoked);
	assert_int_equal(app_holder_kind(&holder), HOLDER_NEITHER);
	app_holder_release(&holder);
}

static struct request_doubts
doubts_about(const struct id *request)
{
	struct request_doubts doubts;
	struct err err = { 0 };

	must(app_request_doubts(app, request, &doubts, &err), &err);
	return doubts;
}

static void
take_back(const struct id *credential, const char *reason)
{
	struct app_revoke ask = { .receipt = -1, .credential = *credential, .reason = reason };
	struct err err = { 0 };
	struct id step;
	int more;

	must(app_revoke(app, &ask, &step, &more, &err), &err);
}

static void
issue__asks_about__a_key_that_lost_a_right(void **state)
{
	struct request_doubts doubts;
	struct app_holder holder;
	struct err err = { 0 };
	struct id request, again, credential;

	(void)state;
	unlock(numbers[0]);
	request = ask_for("inspector", "451224101202", NULL);
	must(app_issue(app, &request, &credential, &err), &err);
	doubts = doubts_about(&request);
	assert_int_equal(doubts.count, 1); /* of the test before: retired */
	app_request_doubts_release(&doubts);
	take_back(&credential, "retired");
	holder = holder_of(&request);
	assert_null(holder.name); /* was answered: it asks no more */
	again = ask_for("inspector", "451224101203", NULL);
	holder = holder_of(&again);
	assert_int_equal(app_holder_kind(&holder), HOLDER_ASKS);
	app_holder_release(&holder);
	doubts = doubts_about(&again);
	assert_int_equal(doubts.count, 1);
	assert_int_equal(doubts.items[0].kind, DOUBT_KEY);
	assert_true(doubts.items[0].revoked);
	app_request_doubts_release(&doubts);
	must(app_issue(app, &again, &credential, &err), &err);
}

static void
issue__refuses__a_key_reported_as_stolen(void **state)
{
	struct app_people people = { 0 };
	struct app_holder holder;
	struct err err = { 0 };
	struct id request, before, credential, none, officer, named[2];
	struct app_officers ask = { .officers = named, .officer_count = 2, .threshold = 2 };

	(void)state;
	unlock(numbers[0]);
	request = ask_for("inspector", "451224101204", NULL);
	must(app_issue(app, &request, &credential, &err), &err);
	before = ask_for("inspector", "451224101205", NULL);
	take_back(&credential, "stolen");
	must_refuse(app_issue(app, &before, &none, &err), STATUS_DENIED, &err, "the key of \"新来的\" was reported as stolen");
	must_refuse(app_issue(app, &request, &none, &err), STATUS_DENIED, &err, "the key of \"新来的\" was reported as stolen");
	request = ask_for("village_secretary", "451224101204", NULL);
	must_refuse(app_issue(app, &request, &none, &err), STATUS_DENIED, &err, "have a new key made");
	officer = ask_for("county_officer", "451224", "inspector");
	named[0] = officer_ids[0];
	named[1] = officer;
	must_refuse(app_new_officers(app, &ask, &none, &err), STATUS_DENIED, &err, "was reported as stolen");
	holder = holder_of(&request);
	assert_true(holder.stolen);
	assert_int_equal(app_holder_kind(&holder), HOLDER_NEITHER);
	app_holder_release(&holder);
	must(app_people(app, &people, &err), &err);
	for (size_t i = 0; i < people.count; i++)
		if (app_holder_kind(&people.items[i]) == HOLDER_ASKS)
			assert_string_not_equal(people.items[i].name, "新来的");
	app_people_release(&people);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people__are_listed__by_kind_and_name),
		cmocka_unit_test(issue__gives_the_right_once__to_a_request),
		cmocka_unit_test(waiting__says_who_agreed__until_enough_did),
		cmocka_unit_test(revoke__takes_back__what_stands),
		cmocka_unit_test(officers__are_named_anew__by_one_who_stays),
		cmocka_unit_test(export__carries__the_word_of_a_future_officer),
		cmocka_unit_test(issue__asks_about__a_key_that_lost_a_right),
		cmocka_unit_test(issue__refuses__a_key_reported_as_stolen),
	};

	return cmocka_run_group_tests(tests, open_county, drop_county);
}
