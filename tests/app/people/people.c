#include "../../support/app_world.h"
#include "../../support/shares.h"

#include <ctype.h>

#include "app/house/work.h"
#include "app/people/doubts.h"
#include "app/people/officers.h"
#include "app/people/attention.h"
#include "app/people/people.h"
#include "app/people/replace.h"
#include "app/people/revoke.h"
#include "app/people/waiting.h"
#include "app/session/act.h"
#include "app/session/clock.h"
#include "app/session/keys.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/settle/questions.h"
#include "app/stick/export.h"
#include "app/stick/verify.h"
#include "base/division.h"
#include "base/machine/clock.h"
#include "store/journal.h"
#include "store/request.h"
#include "trust/credential.h"

/* People of the demonstration county, its three officers of whom two must agree: asking for rights, giving them, agreeing, taking them back. */

static struct app *app;
static char numbers[3][33];  /* of the officers: two persons may bear one name */
static char officers[3][96]; /* names */
static char head[33];	     /* of the person's number of a township's head */
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

/* The first key here of a head of a township. */
static bool
find_head(const struct app_key *key, void *ctx)
{
	const struct app_people *people = ctx;

	for (size_t i = 0; i < people->count && !*head; i++)
		if (strcmp(people->items[i].role, "township_head") == 0 && strcmp(people->items[i].person, key->person) == 0)
			memcpy(head, key->person, 33);
	return !*head;
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
	must(app_each_key(find_head, &people, &err), &err);
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

/* The digits of a request of the newcomer's to be an officer that begin as those of another request: four of them are found in no time. */
static struct id
twin_of(const struct id *request)
{
	struct app_ask ask = { demo_passphrase, NULL };
	struct value areas = value_list();
	struct keyfile_head key_head;
	struct keys *keys = NULL;
	struct buf body = { 0 };
	struct signature sig;
	struct err err = { 0 }, why = { 0 };
	struct step step = { 0 };
	struct id id, put;
	enum fate fate;
	bool found;

	must(store_get_request(app_store(app), request, &body, &sig, &found, &err), &err);
	assert_true(found);
	must(step_parse(buf_text(&body), body.len, &step, &err), &err);
	value_set_text(&step.data, "role", "county_officer");
	value_append_take(&areas, value_text("451224"));
	value_set_take(&step.data, "areas", areas);
	do {
		step.at_unix++;
		buf_clear(&body);
		must(step_write(&step, &body, &err), &err);
		step_id(buf_text(&body), body.len, &id);
	} while (memcmp(&id, request, 2) != 0);
	must(key_open(newcomer, &ask, &key_head, &keys, &err), &err);
	must(seal_sign(keys, body.data, body.len, &sig, &err), &err);
	must(store_begin(app_store(app), &err), &err);
	must(store_put_step(app_store(app), body.data, body.len, &sig, &fate, &put, &why, &err), &err);
	must(store_commit(app_store(app), &err), &err);
	assert_true(id_equal(&put, &id));
	keys_free(keys);
	value_release(&step.data); /* changed, so it lies in the parsed step no more */
	step_release(&step);
	buf_release(&body);
	return id;
}

/* Whoever makes requests can make two whose codes begin alike: a beginning gives nobody a right. */
static void
issue__needs__the_whole_code(void **state)
{
	struct id request, twin, found;
	struct app_holder holder;
	struct err err = { 0 };
	char hex[ID_HEX_LEN + 1];

	(void)state;
	request = ask_for("inspector", "451224100003", NULL);
	id_hex(&request, hex);
	hex[31] = '\0';
	must_refuse(app_request_find(app, hex, &found, &err), STATUS_INVALID, &err, "is not the whole code: 8 groups of 4 digits");
	must_refuse(app_request_find(app, "", &found, &err), STATUS_NOT_FOUND, &err, "no request with the code");
	twin = twin_of(&request);
	hex[4] = '\0';
	must_refuse(app_request_find(app, hex, &found, &err), STATUS_CONFLICT, &err, "fits more than one request: that of \"新来的\"");
	assert_non_null(strstr(err.text, "inspector, 451224100003"));
	assert_non_null(strstr(err.text, "county_officer, 451224)"));
	id_hex(&twin, hex);
	hex[32] = '\0';
	for (char *digit = hex; *digit; digit++)
		*digit = (char)toupper((unsigned char)*digit); /* as it may be typed */
	must(app_request_find(app, hex, &found, &err), &err);
	assert_true(id_equal(&found, &twin));
	must(app_request_read(app, &twin, &holder, &err), &err);
	assert_string_equal(holder.role, "county_officer");
	assert_string_equal(holder.areas.items[0], "451224");
	assert_true(holder.request);
	app_holder_release(&holder);
	must_refuse(app_request_read(app, &officer_ids[0], &holder, &err), STATUS_NOT_FOUND, &err, "no request with the code");
}

/* Requests travel in the clear, and whoever issues can name one in a credential for somebody else. */
static void
issue__is_not_barred__by_a_credential_that_gives_something_else(void **state)
{
	struct id request, credential;
	struct signature sig;
	struct buf body = { 0 };
	struct step asked, step;
	struct app_holder holder;
	struct err err = { 0 };
	bool found;

	(void)state;
	unlock(numbers[0]);
	request = ask_for("inspector", "451224100002", NULL);
	must(store_get_request(app_store(app), &request, &body, &sig, &found, &err), &err);
	must(step_parse(buf_text(&body), body.len, &asked, &err), &err);
	act_step_start(&step, STEP_CREDENTIAL);
	value_release(&step.data);
	step.data = value_copy(&asked.data);
	value_set_text(&step.data, "role", "village_secretary");
	step_data_set_id(&step.data, "request", &request);
	must(act_begin(app, &err), &err);
	must(act_end(app, act_put(app_store(app), app_signer(app), &step, &credential, &err), &err), &err);
	step_release(&asked);
	step_release(&step);
	buf_release(&body);
	holder = holder_of(&request);
	assert_non_null(holder.name); /* asks still */
	assert_int_equal(app_holder_kind(&holder), HOLDER_ASKS);
	app_holder_release(&holder);
	must(app_issue(app, &request, &credential, &err), &err);
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
	bool named_here = false;
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
	named[2] = ask_for("inspector", "451224100202", NULL);
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
	for (size_t i = 0; i < 3; i++) { /* by name */
		named_here |= strcmp(waiting.items[0].genesis.officers.items[i], "新来的") == 0;
		assert_true(!i || strcmp(waiting.items[0].genesis.officers.items[i - 1], waiting.items[0].genesis.officers.items[i]) <= 0);
	}
	assert_true(named_here);
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
	must(app_confirm(app, "demo", &err), &err); /* as the page asks for it before */
	must(app_endorse(app, &waiting.items[0].step, &err), &err);
	app_waiting_release(&waiting);
	must(app_export(app, &ask, &out, &err), &err);
	assert_true(out.steps > 0);
	app_exported_release(&out);
	must(app_verify(path, &verdict, &problems, &err), &err);
	buf_release(&problems);
	free(path);
}

/* Who leaves keeps all that is here; of a stolen key nothing stays that no receipt holds. */
static void
revoke_reach__is_all_or_what_receipts_hold__by_the_reason(void **state)
{
	struct app_revoke left = { .receipt = -1, .reason = "retired" }, lost = { .receipt = 0, .reason = "stolen" };
	struct app_people people = { 0 };
	struct app_reach reach = { 0 };
	struct err err = { 0 };

	(void)state;
	unlock(numbers[0]);
	must(app_people(app, &people, &err), &err);
	for (size_t i = 0; i < people.count && !reach.steps; i++) /* somebody who has signed */
		if (people.items[i].counts && !people.items[i].in_office) {
			left.credential = lost.credential = people.items[i].credential;
			must(app_revoke_reach(app, &left, &reach, &err), &err);
		}
	app_people_release(&people);
	assert_true(reach.steps > 0);
	assert_int_equal(reach.kept, reach.steps);
	must(app_revoke_reach(app, &lost, &reach, &err), &err);
	assert_true(reach.steps > 0);
	assert_int_equal(reach.kept, 0);
	assert_int_equal(reach.people, 0);
}

static void
revoke__takes_back__what_stands(void **state)
{
	struct app_revoke ask = { .receipt = -1 };
	struct app_county_receipts receipts = { 0 };
	struct app_reach reach;
	struct app_holder holder;
	struct app_revocation revocation;
	struct err err = { 0 };
	struct id request, credential, step;
	int more = -1;

	(void)state;
	unlock(numbers[0]);
	request = ask_for("inspector", "451224101201", NULL);
	must_refuse(app_standing_find(app, "没有此人", false, &step, &err), STATUS_NOT_FOUND, &err,
		    "no standing credential goes by \"没有此人\"");
	ask.credential = request;
	ask.reason = "retired";
	must_refuse(app_revoke(app, &ask, &step, &more, &err), STATUS_NOT_FOUND, &err, "no standing credential goes by \"新来的\"");
	must(app_issue(app, &request, &credential, &err), &err);
	must_refuse(app_standing_find(app, "新来的", false, &step, &err), STATUS_CONFLICT, &err,
		    "\"新来的\" fits more than one credential");
	ask.credential = credential;
	ask.again = true;
	must_refuse(app_revoke_reach(app, &ask, &reach, &err), STATUS_NOT_FOUND, &err, "is in force: no word about it is to be replaced");
	ask.again = false;
	must(app_revoke_reach(app, &ask, &reach, &err), &err);
	assert_int_equal(reach.steps, 0);
	assert_int_equal(reach.people, 0);
	for (size_t i = 0; i < 4; i++) {
		static const char *const wrong[] = { NULL, "", "moved away", "lifted" };

		ask.reason = wrong[i];
		must_refuse(app_revoke(app, &ask, &step, &more, &err), STATUS_INVALID, &err, "say why: retired, stolen or mistake");
	}
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
	must(app_revocation_of(app, &credential, &revocation, &err), &err);
	assert_true(revocation.found && revocation.by);
	assert_string_equal(revocation.reason, "retired");
	app_revocation_release(&revocation);

	/* A second word says that it takes the first one's place, or is not written. */
	must_refuse(app_revoke_reach(app, &ask, &reach, &err), STATUS_CONFLICT, &err, "was taken back already");
	must_refuse(app_revoke(app, &ask, &step, &more, &err), STATUS_CONFLICT, &err, "another word in its place");
	must_refuse(app_standing_find(app, "没有此人", true, &step, &err), STATUS_NOT_FOUND, &err, "no right that was taken back goes by");
	ask.again = true;
	must(app_revoke_reach(app, &ask, &reach, &err), &err);
	assert_int_equal(reach.let_in + reach.felled, 0);
	must(app_revoke(app, &ask, &step, &more, &err), &err);
	assert_int_equal(more, 0);
	must(app_revocation_of(app, &credential, &revocation, &err), &err);
	app_revocation_release(&revocation);
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

struct epoch_count {
	struct id author;
	size_t count;
};

static bool
count_epoch(const struct store_step *stored, void *ctx)
{
	struct epoch_count *counting = ctx;
	struct err err = { 0 };
	struct step step;

	must(step_parse(stored->body, stored->len, &step, &err), &err);
	counting->count += id_equal(&step.author, &counting->author);
	step_release(&step);
	return true;
}

/* The epochs that an author signed. */
static size_t
epochs_of(const struct id *author)
{
	struct epoch_count counting = { .author = *author };
	struct err err = { 0 };

	must(store_each_step_of(app_store(app), "epoch", count_epoch, &counting, &err), &err);
	return counting.count;
}

/* A village whose key the unlocked person holds; caller frees. */
static char *
village_with_key(void)
{
	const struct pack *pack = app_pack(app);
	struct data_key key;

	for (size_t i = 0; i < pack->division_count; i++)
		if (vault_has_key(app, pack->divisions[i].code, &key))
			return mem_strdup(pack->divisions[i].code);
	fail_msg("no key is held");
	return NULL;
}

static size_t
asking(const char *role, const char *area, struct id *newest)
{
	struct app_people people = { 0 };
	struct err err = { 0 };
	size_t count = 0;

	must(app_requests(app, &people, &err), &err);
	for (size_t i = 0; i < people.count; i++)
		if (app_holder_kind(&people.items[i]) == HOLDER_ASKS && strcmp(people.items[i].role, role) == 0 &&
		    strcmp(people.items[i].areas.items[0], area) == 0) {
			*newest = people.items[i].credential;
			count++;
		}
	app_people_release(&people);
	return count;
}

/* Who asks twice for one right asks once. */
static void
request__takes_the_place__of_the_one_before(void **state)
{
	struct app_request twice = { .person = newcomer, .role = "village_deputy", .area_count = 1 };
	const char *area = "451224100204";
	char code[REQUEST_CODE_LEN + 1];
	struct app_ask ask = { demo_passphrase, NULL };
	struct app_attention attention;
	struct err err = { 0 };
	struct id first, again, other, listed, credential;

	(void)state;
	unlock(numbers[0]);
	first = ask_for("village_deputy", area, NULL);
	again = ask_for("village_deputy", area, NULL);
	assert_true(id_equal(&first, &again)); /* the same words: not made twice */
	assert_int_equal(asking("village_deputy", area, &listed), 1);
	other = ask_for("village_deputy", area, "inspector");
	assert_false(id_equal(&first, &other));
	assert_int_equal(asking("village_deputy", area, &listed), 1);
	assert_true(id_equal(&listed, &other)); /* the last one, within one second too */
	must(app_attention(app, &attention, &err), &err);
	assert_true(attention.requests >= 1);
	assert_true(attention.asked >= 1);
	app_request_put_away(app, &listed, true);
	assert_int_equal(asking("village_deputy", area, &again), 0);
	app_request_put_away(app, &listed, false);
	assert_int_equal(asking("village_deputy", area, &again), 1);
	/* Nobody is given it twice. */
	must(app_issue(app, &first, &credential, &err), &err);
	must_refuse(app_issue(app, &first, &credential, &err), STATUS_CONFLICT, &err, "was given this right already");
	twice.areas = &area;
	must_refuse(app_request(app, &twice, &ask, code, &err), STATUS_CONFLICT, &err, "has this right already");
}

/* One key asks for one right once, in whatever order the areas stand. */
static void
request__is_refused__of_one_right_twice(void **state)
{
	const char *areas[] = { "451224100203", "451224100204" }, *turned[] = { "451224100204", "451224100203" };
	struct app_request requests[] = {
		{ .person = newcomer, .role = "village_secretary", .areas = areas, .area_count = 2 },
		{ .person = newcomer, .role = "village_secretary", .areas = turned, .area_count = 2 },
	};
	struct app_ask ask = { demo_passphrase, NULL };
	char codes[REQUESTS_MOST][REQUEST_CODE_LEN + 1];
	struct err err = { 0 };
	struct id listed;

	(void)state;
	unlock(numbers[0]);
	must_refuse(app_request_all(app, requests, 2, &ask, codes, &err), STATUS_INVALID, &err,
		    "the same right is asked for twice: village_secretary");
	assert_int_equal(asking("village_secretary", areas[0], &listed), 0);
}

/* A key that a request stands by is kept when the act seemed to fail; one that nothing stands by goes. */
static void
key__goes__when_nothing_was_asked_with_it(void **state)
{
	struct app_request request = { .role = "inspector", .areas = (const char *const[]){ "451224100001" }, .area_count = 1 };
	struct app_ask ask = { demo_passphrase, NULL };
	char code[REQUEST_CODE_LEN + 1], person[33];
	struct app_named_key *keys = NULL;
	struct err err = { 0 };
	size_t count = 0;

	(void)state;
	must(app_key_new("覃冬妹", false, "demo", NULL, person, &err), &err);
	app_request_failed(app, person);
	must(app_keys_named("覃冬妹", &keys, &count, &err), &err);
	assert_int_equal(count, 0);
	free(keys);
	must(app_key_new("覃冬妹", false, "demo", NULL, person, &err), &err);
	request.person = person;
	must(app_request(app, &request, &ask, code, &err), &err);
	app_request_failed(app, person);
	must(app_keys_named("覃冬妹", &keys, &count, &err), &err);
	assert_int_equal(count, 1);
	free(keys);
}

/* A right of more areas would be given and would not count: it is not even asked for. */
static void
request__is_refused__of_more_areas_than_a_right_has(void **state)
{
	const struct pack *pack = app_pack(app);
	const char *areas[CREDENTIAL_LIST_MAX + 1];
	struct app_request request = { .person = newcomer, .role = "inspector", .areas = areas, .area_count = CREDENTIAL_LIST_MAX + 1 };
	struct app_ask ask = { demo_passphrase, NULL };
	char code[REQUEST_CODE_LEN + 1];
	struct err err = { 0 };
	size_t count = 0;

	(void)state;
	for (size_t i = 0; i < pack->division_count && count < CREDENTIAL_LIST_MAX + 1; i++)
		if (pack->divisions[i].level == DIVISION_VILLAGE)
			areas[count++] = pack->divisions[i].code;
	assert_int_equal(count, CREDENTIAL_LIST_MAX + 1);
	must_refuse(app_request(app, &request, &ask, code, &err), STATUS_INVALID, &err, "a right has at most 64 areas, and here are 65");
}

/* Of several hundred people those of one's own area are not looked for. */
static void
people__of_ones_own_area__come_first(void **state)
{
	struct app_people people = { 0 };
	struct err err = { 0 };
	size_t near = 0, far = 0;

	(void)state;
	unlock(head);
	must(app_people(app, &people, &err), &err);
	for (size_t i = 0; i < people.count; i++) {
		const struct app_holder *holder = &people.items[i];

		if (app_holder_kind(holder) != HOLDER_SIGNS)
			continue;
		assert_false(holder->near && far); /* nobody of elsewhere before one of here */
		assert_int_equal(holder->near, holder->areas.count && division_covers(app_person_area(app), holder->areas.items[0]));
		near += holder->near;
		far += !holder->near;
	}
	assert_true(near && far);
	app_people_release(&people);
}

/* The time that a request claims may be years ahead, and hides none that comes later. */
static void
request__takes_the_place__of_one_that_claims_a_later_time(void **state)
{
	const char *area = "451224100205";
	char *clock = mem_strdup(getenv("LOUCE_CLOCK"));
	struct id first, again, listed;

	(void)state;
	unlock(numbers[0]);
	setenv("LOUCE_CLOCK", "1900000000", 1);
	first = ask_for("village_deputy", area, NULL);
	if (clock)
		setenv("LOUCE_CLOCK", clock, 1);
	else
		unsetenv("LOUCE_CLOCK");
	again = ask_for("village_deputy", area, "inspector");
	assert_false(id_equal(&first, &again));
	assert_int_equal(asking("village_deputy", area, &listed), 1);
	assert_true(id_equal(&listed, &again));
	listed = ask_for("village_deputy", area, "inspector"); /* the same words as the last one: not made twice */
	assert_true(id_equal(&listed, &again));
	free(clock);
}

/* The keys of private values go to a new reader at once; while the day is in doubt they wait until it was said. */
static void
issue__passes_keys_on__when_the_day_is_known(void **state)
{
	char *village, *clock = mem_strdup(getenv("LOUCE_CLOCK"));
	struct err err = { 0 };
	struct id request, credential;
	size_t before;

	(void)state;
	unlock(numbers[0]);
	village = village_with_key();
	request = ask_for("liaison_leader", village, NULL);
	before = shares_in(app_store(app));
	must(app_issue(app, &request, &credential, &err), &err);
	assert_true(shares_in(app_store(app)) > before);
	request = ask_for("village_secretary", village, NULL);
	unsetenv("LOUCE_CLOCK");
	clock_correct(INT64_C(-20) * 366 * 86400);
	before = shares_in(app_store(app));
	must(app_issue(app, &request, &credential, &err), &err);
	assert_int_equal(shares_in(app_store(app)), before);
	unlock(numbers[0]);
	assert_int_equal(shares_in(app_store(app)), before);
	clock_correct(0);
	must(app_clock_answer(app, "2099-01-01", &err), &err);
	assert_true(shares_in(app_store(app)) > before);
	clock_correct(0);
	if (clock)
		setenv("LOUCE_CLOCK", clock, 1);
	free(clock);
	free(village);
}

/* Who may read what is private and was passed no key is told where, and who can open it. */
static void
work__names__who_opens_what_is_private(void **state)
{
	char *clock = mem_strdup(getenv("LOUCE_CLOCK")), before[33];
	char *village;
	struct err err = { 0 };
	struct id request, credential;
	struct work *work;

	(void)state;
	unlock(numbers[0]);
	village = village_with_key();
	memcpy(before, newcomer, sizeof(before)); /* who holds keys already */
	must(app_key_new("后来的", false, "demo", NULL, newcomer, &err), &err);
	request = ask_for("village_secretary", village, NULL);
	unsetenv("LOUCE_CLOCK"); /* while the day is in doubt no key is passed on */
	clock_correct(INT64_C(-20) * 366 * 86400);
	must(app_issue(app, &request, &credential, &err), &err);
	unlock(newcomer);
	must(work_open(app, &work, &err), &err);
	assert_true(work->listed >= 1);
	assert_int_equal(work->closed, 1);
	assert_non_null(work->closed_village);
	assert_non_null(work->opener);
	work_free(work);
	unlock(numbers[0]);
	clock_correct(0);
	must(app_clock_answer(app, "2099-01-01", &err), &err);
	unlock(newcomer);
	must(work_open(app, &work, &err), &err);
	assert_int_equal(work->closed, 0);
	work_free(work);
	memcpy(newcomer, before, sizeof(before));
	clock_correct(0);
	if (clock)
		setenv("LOUCE_CLOCK", clock, 1);
	free(clock);
	free(village);
}

/* A log that forks goes on in another one, whose first step says so, for whoever signs: nobody gives a lost end up here, so the role that
 * does (acts.epoch) is not asked for. */
static void
act__begins_another_log__behind_a_fork_of_its_own(void **state)
{
	struct log_key log;
	struct err err = { 0 }, why = { 0 };
	struct step step, rival = { 0 };
	struct buf body = { 0 }, again = { 0 };
	struct signature sig;
	struct id id, other;
	enum fate fate;

	(void)state;
	unlock(head);
	assert_false(names_has(&app_pack(app)->acts_epoch, app_credential(app)->role));
	for (int turn = 0; turn < 2; turn++) {
		act_step_start(&step, STEP_WITHDRAWAL);
		step_set_area(&step, app_person_area(app));
		step_data_set_id(&step.data, "of", &officer_ids[turn]);
		must(act_begin(app, &err), &err);
		must(act_end(app, act_put(app_store(app), app_signer(app), &step, &id, &err), &err), &err);
		step_release(&step);
		must(store_get_step(app_store(app), &id, &body, NULL, &err), &err);
		must(step_parse(buf_text(&body), body.len, &rival, &err), &err);
		if (turn) {
			assert_int_equal(rival.seq, 2);
			assert_true(epochs_of(&rival.author) == 1);
			break;
		}
		step_data_set_id(&rival.data, "of", &officer_ids[2]);
		must(step_write(&rival, &again, &err), &err);
		must(seal_sign(app_signer(app)->keys, again.data, again.len, &sig, &err), &err);
		must(store_begin(app_store(app), &err), &err);
		must(store_put_step(app_store(app), again.data, again.len, &sig, &fate, &other, &why, &err), &err);
		assert_int_equal(fate, FATE_STORED);
		must(store_commit(app_store(app), &err), &err);
		value_release(&rival.data);
		step_release(&rival);
		buf_clear(&body);
	}
	assert_true(log_of_step(&rival, &log)); /* which another person decides about */
	assert_true(app_is_own_log(app, &log));
	unlock(numbers[0]);
	assert_false(app_is_own_log(app, &log));
	step_release(&rival);
	buf_release(&body);
	buf_release(&again);
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
	officer = ask_for("county_officer", "451224", "township_clerk"); /* other words than those of an officer above, within one second */
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
		cmocka_unit_test(issue__needs__the_whole_code),
		cmocka_unit_test(issue__is_not_barred__by_a_credential_that_gives_something_else),
		cmocka_unit_test(waiting__says_who_agreed__until_enough_did),
		cmocka_unit_test(revoke_reach__is_all_or_what_receipts_hold__by_the_reason),
		cmocka_unit_test(revoke__takes_back__what_stands),
		cmocka_unit_test(officers__are_named_anew__by_one_who_stays),
		cmocka_unit_test(export__carries__the_word_of_a_future_officer),
		cmocka_unit_test(issue__asks_about__a_key_that_lost_a_right),
		cmocka_unit_test(request__takes_the_place__of_the_one_before),
		cmocka_unit_test(request__is_refused__of_more_areas_than_a_right_has),
		cmocka_unit_test(request__is_refused__of_one_right_twice),
		cmocka_unit_test(key__goes__when_nothing_was_asked_with_it),
		cmocka_unit_test(people__of_ones_own_area__come_first),
		cmocka_unit_test(request__takes_the_place__of_one_that_claims_a_later_time),
		cmocka_unit_test(issue__passes_keys_on__when_the_day_is_known),
		cmocka_unit_test(work__names__who_opens_what_is_private),
		cmocka_unit_test(issue__refuses__a_key_reported_as_stolen),

		cmocka_unit_test(act__begins_another_log__behind_a_fork_of_its_own),
	};

	return cmocka_run_group_tests(tests, open_county, drop_county);
}
