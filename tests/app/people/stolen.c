#include "../../support/app_people.h"

#include "app/people/credential.h"
#include "app/people/doubts.h"
#include "app/people/waiting.h"
#include "app/session/act.h"
#include "store/store.h"
#include "trust/credential.h"
#include "trust/holders.h"

/* What an issuer can do to keys and requests of people who are none of his. */

static const char own_village[] = "451224208201", township[] = "451224208", village[] = "451224204201";

static char clerk[33];

/* Officers agree until the right is in force. */
static void
agree(const struct id *given)
{
	struct app_people people = { 0 };
	struct err err = { 0 };

	must(app_people(app, &people, &err), &err);
	for (size_t i = 0; i < people.count; i++) {
		if (!people.items[i].in_office || strcmp(people.items[i].person, officer) == 0 ||
		    trust_credential(store_trust(app_store(app)), given)->reason == TRUST_COUNTS)
			continue;
		unlock(people.items[i].person);
		must(app_endorse(app, given, &err), &err);
		app_lock(app);
	}
	app_people_release(&people);
}

static int
open_with_clerk(void **state)
{
	struct id request, credential;

	if (open_county(state))
		return -1;
	come("麻书记", clerk);
	request = ask_for(clerk, "township_clerk", township, "inspector");
	credential = give(&request);
	agree(&credential);
	return 0;
}

/* What a step says of a person's keys; the caller releases it. */
static struct step
credential_step(const char *person, const char *role, const char *area)
{
	struct keyfile_head head;
	struct err err = { 0 };
	struct step step;

	must(key_look(person, &head, &err), &err);
	credential_step_start(&step, &head, role, &area, 1, NULL, 0);
	return step;
}

/* The clerk gives a right that nobody asked for, or answers a request otherwise than it asks. */
static struct id
give_unasked(struct step *step)
{
	struct err err = { 0 };
	struct id id;

	unlock(clerk);
	must(act_begin(app, &err), &err);
	must(act_end(app, act_put(app_store(app), app_signer(app), step, &id, &err), &err), &err);
	app_lock(app);
	step_release(step);
	return id;
}

/* A request that the program would not write, signed with the person's key. */
static struct id
forge_request(const char *person, const char *number, const char *name)
{
	struct app_ask ask = { demo_passphrase, NULL };
	struct signer signer = { .device = *app_device(app) };
	struct step step = credential_step(person, "inspector", village);
	struct keyfile_head head;
	struct err err = { 0 };
	struct id id;

	value_set_text(&step.data, "name", name);
	if (number)
		value_set_text(&step.data, "person", number);
	must(key_open(person, &ask, &head, &signer.keys, &err), &err);
	must(act_begin(app, &err), &err);
	must(act_end(app, act_put(app_store(app), &signer, &step, &id, &err), &err), &err);
	keys_free(signer.keys);
	step_release(&step);
	return id;
}

static size_t
doubts_of(const struct id *request, enum doubt_kind kind)
{
	struct request_doubts doubts;
	struct err err = { 0 };
	size_t count = 0;

	must(app_request_doubts(app, request, &doubts, &err), &err);
	for (size_t i = 0; i < doubts.count; i++)
		count += doubts.items[i].kind == kind;
	app_request_doubts_release(&doubts);
	return count;
}

static bool
asks(const struct id *request)
{
	struct app_people people = { 0 };
	struct err err = { 0 };
	bool found = false;

	must(app_people(app, &people, &err), &err);
	for (size_t i = 0; i < people.count; i++)
		found |= id_equal(&people.items[i].credential, request) && app_holder_kind(&people.items[i]) == HOLDER_ASKS;
	app_people_release(&people);
	return found;
}

static void
refused(const struct id *request, enum status status, const char *sentence)
{
	struct err err = { 0 };
	struct id none;

	assert_int_equal(app_issue(app, request, &none, &err), status);
	if (!strstr(err.text, sentence))
		fail_msg("%s", err.text);
}

static void
report__by_one_issuer__bars_nobody_elses_rights(void **state)
{
	char victim[33];
	struct step step;
	struct id given, request;

	(void)state;
	come("石春梅", victim);
	step = credential_step(victim, "inspector", own_village);
	given = give_unasked(&step);
	revoke_by(clerk, &given, "stolen");
	request = ask_for(victim, "inspector", own_village, NULL);
	assert_true(asks(&request));
	assert_int_equal(doubts_of(&request, DOUBT_STOLEN), 1);
	unlock(clerk);
	assert_false(asks(&request));
	assert_int_equal(doubts_of(&request, DOUBT_STOLEN), 0);
	refused(&request, STATUS_DENIED, "the key of \"石春梅\" was reported as stolen");
	app_lock(app);
	given = give(&request);
	revoke_stolen(&given);
	request = ask_for(victim, "inspector", village, NULL);
	assert_false(asks(&request));
	unlock(officer);
	refused(&request, STATUS_DENIED, "the key of \"石春梅\" was reported as stolen");
	app_lock(app);
}

static void
request__still_asks__when_it_was_answered_otherwise(void **state)
{
	struct keyfile_head head;
	struct err err = { 0 };
	char victim[33], hex[SEAL_HEX_MAX + 1];
	struct id request;
	struct step step;

	(void)state;
	come("安娜", victim);
	request = ask_for(victim, "inspector", own_village, NULL);
	must(key_look(clerk, &head, &err), &err);
	step = credential_step(victim, "inspector", own_village);
	step_data_set_id(&step.data, "request", &request);
	value_set_text(&step.data, "device", device_hex(app_device(app), (char[DEVICE_HEX_LEN + 1]){ 0 }));
	value_set_text(&step.data, "box_key", box_key_hex(&head.box_key, hex));
	give_unasked(&step);
	assert_true(asks(&request));
	step = credential_step(victim, "inspector", own_village);
	step_data_set_id(&step.data, "request", &request); /* portable, which was not asked for */
	give_unasked(&step);
	assert_true(asks(&request));
	give(&request);
	assert_false(asks(&request));
}

static void
issue__asks_about__a_key_under_another_name_or_number(void **state)
{
	static const char other_number[] = "0123456789abcdef0123456789abcdef";
	struct id request;
	char person[33];

	(void)state;
	come("一人", person);
	grant_in(person, own_village);
	request = ask_for(person, "inspector", village, NULL);
	assert_int_equal(doubts_of(&request, DOUBT_OTHER), 0);
	request = forge_request(person, other_number, "一人");
	assert_int_equal(doubts_of(&request, DOUBT_OTHER), 1);
	request = forge_request(person, NULL, "别人");
	assert_int_equal(doubts_of(&request, DOUBT_OTHER), 1);
}

static void
issue__refuses__a_name_nobody_can_read(void **state)
{
	static const char *const names[] = { "", "   ", "\xe3\x80\x80", "Anna\n2422  Bert", "Anna  inspector\t" };
	char person[33], *wide = mem_alloc(200);
	struct id request;

	(void)state;
	come("有名", person);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		request = forge_request(person, NULL, names[i]);
		unlock(officer);
		refused(&request, STATUS_INVALID, "the request bears no name that can be read");
		app_lock(app);
	}
	memset(wide, 'a', 65);
	request = forge_request(person, NULL, wide);
	unlock(officer);
	refused(&request, STATUS_INVALID, "the request bears no name that can be read");
	app_lock(app);
	wide[64] = '\0';
	request = forge_request(person, NULL, wide);
	give(&request);
	free(wide);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(report__by_one_issuer__bars_nobody_elses_rights),
		cmocka_unit_test(request__still_asks__when_it_was_answered_otherwise),
		cmocka_unit_test(issue__asks_about__a_key_under_another_name_or_number),
		cmocka_unit_test(issue__refuses__a_name_nobody_can_read),
	};

	return cmocka_run_group_tests(tests, open_with_clerk, drop_county);
}
