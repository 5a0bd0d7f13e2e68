#include "../support/bundle.h"
#include "../support/twin_reason.h"
#include "../support/carry.h"

#include "app/fill/fill.h"
#include "app/people/revoke.h"
#include "app/session/act.h"
#include "app/settle/epoch.h"
#include "base/machine/clock.h"
#include "exchange/export/holds.h"
#include "exchange/export/plan.h"
#include "exchange/export/receipt.h"
#include "store/journal.h"
#include "store/tip.h"
#include "store/houses/building.h"
#include "store/divisions/area.h"
#include "store/settle/runs.h"
#include "trust/covers.h"
#include "trust/forks.h"
#include "trust/genesis.h"
#include "trust/holders.h"
#include "trust/receipts.h"

/* Steps that are rightly signed and wrong all the same: by strangers, by people of other villages, with roles and areas stretched,
 * receipts that contradict each other. They are refused, or kept without counting, and the county's state stays what it was. */

#define HOME "county.louce"
#define BAD "bad.louce"

struct forger {
	struct keys *keys;
	struct keyfile_head head;
	struct id credential;
	struct device_id device;
	const char *area;   /* of the log; "": of any */
	struct log_key log; /* epoch 0: none yet */
	int64_t seq;	    /* the last place used in it */
};

static struct forger officer, receiver, inspector, secretary, stranger; /* receiver: the officer who writes county receipts */
static struct store *home;

struct searching {
	struct forger *out;
	const char *role;
	bool bound; /* by a credential for one device */
};

static bool
take_key(const struct app_key *key, void *ctx)
{
	struct searching *searching = ctx;
	struct forger *out = searching->out;
	const struct trust *trust = store_trust(home);
	struct err err = { 0 };

	if (out->keys || keyfile_head(key->path, &out->head, &err))
		return true;
	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *credential = trust_credential_at(trust, i);

		if (credential->reason != TRUST_COUNTS || strcmp(credential->role, searching->role) != 0 ||
		    (searching->bound != credential->has_device) || !sign_key_equal(&credential->sign_key, &out->head.sign_key))
			continue;
		out->credential = credential->id;
		out->device = credential->device;
		return keyfile_open(key->path, "demo", &out->keys, &err) != STATUS_OK;
	}
	return true;
}

static bool
take_log(const struct store_run *run, void *ctx)
{
	struct forger *out = ctx;

	if (!id_equal(&run->log.author, &out->credential) || (*out->area && strcmp(run->log.area, out->area) != 0))
		return true;
	out->log = run->log;
	out->seq = run->seq;
	return false;
}

/* The person of this role, and the end of his log about the area. */
static void
find_forger(struct forger *out, const char *role, const char *area, bool bound)
{
	struct searching searching = { out, role, bound };
	struct err err = { 0 };

	if (app_each_key(take_key, &searching, &err) || !out->keys)
		fail_msg("no key of a %s", role);
	out->area = area;
	if (store_each_run(home, take_log, out, &err))
		fail_msg("%s", err.text);
}

static int
make(void **state)
{
	char *path, *folder;
	struct err err = { 0 };

	if (world_make(state))
		return -1;
	path = world_path(HOME);
	folder = world_path("home");
	setenv("LOUCE_HOME", folder, 1);
	if (store_open(path, STORE_READ_ONLY, &home, &err))
		return -1;
	find_forger(&officer, "county_officer", "", false);
	find_forger(&receiver, "county_officer", "", true);
	find_forger(&inspector, "inspector", "451224204201", true);
	find_forger(&secretary, "village_secretary", "451224204201", false);
	stranger.keys = keys_new();
	random_bytes(stranger.device.b, DEVICE_BYTES);
	free(path);
	free(folder);
	return 0;
}

static int
drop(void **state)
{
	keys_free(officer.keys);
	keys_free(receiver.keys);
	keys_free(inspector.keys);
	keys_free(secretary.keys);
	keys_free(stranger.keys);
	store_close(home);
	return world_drop(state);
}

/* ---- forging */

static struct hand_made made;

static void
begin(void)
{
	char *path = world_path(BAD);
	struct err err = { 0 };

	unlink(path);
	if (hand_made_begin(&made, path, &err))
		fail_msg("%s", err.text);
	free(path);
}

static void
finish(void)
{
	struct err err = { 0 };

	if (hand_made_finish(&made, officer.keys, &officer.credential, &officer.device, &err))
		fail_msg("%s", err.text);
}

/* Signs with `by`'s key in the name of `author` (NULL: of nobody) and puts it into the file. The step is released. */
static struct id
forge_step(struct forger *by, const struct id *author, struct step *step)
{
	struct buf body = { 0 };
	struct err err = { 0 };
	struct signature sig;
	struct id id;

	step->device = by->device;
	if (!step->at_unix)
		step->at_unix = 1700000000;
	step->has_pack = step_kind_has_pack(step_kind_of(step->kind));
	step->pack = *store_pack_id(home);
	step->has_author = author != NULL;
	if (author)
		step->author = *author;
	if (!step->epoch) {
		step->epoch = author && by->log.epoch ? by->log.epoch : 1;
		step->seq = author ? ++by->seq : 1;
		step->has_prev = step->seq > 1;
		random_bytes(step->prev.b, ID_BYTES);
	}
	if (step_write(step, &body, &err) || seal_sign(by->keys, body.data, body.len, &sig, &err))
		fail_msg("%s", err.text);
	step_id(body.data, body.len, &id);
	if (hand_made_add(&made, &(struct signed_body){ body.data, body.len, &sig }, false, &err))
		fail_msg("%s", err.text);
	step_release(step);
	buf_release(&body);
	return id;
}

static struct step
a_step(const char *kind)
{
	struct step step = { .data = value_object() };

	strcpy(step.kind, kind);
	if (!step_kind_is_trust(step_kind_of(kind)))
		step_set_area(&step, "451224204201");
	return step;
}

static struct step
a_listing(const char *village)
{
	struct step step = a_step("listing");

	step_set_area(&step, village);
	value_set_text(&step.data, "village", village);
	value_set_text(&step.data, "group_name", "那亮");
	return step;
}

static struct step
a_credential(const struct forger *of, const char *role, const char *area, const char *issues)
{
	struct step step = a_step("credential");
	struct value areas = value_list(), list = value_list();
	char hex[SEAL_HEX_MAX + 1], person[33];
	uint8_t number[16];

	random_bytes(number, sizeof(number));
	hex_encode(number, sizeof(number), person);
	value_set_text(&step.data, "person", person);
	value_set_text(&step.data, "name", "Mallory");
	value_set_text(&step.data, "role", role);
	value_append_take(&areas, value_text(area));
	value_set_take(&step.data, "areas", areas);
	if (issues)
		value_append_take(&list, value_text(issues));
	value_set_take(&step.data, "issues", list);
	sign_key_hex(keys_sign_public(of->keys), hex);
	value_set_text(&step.data, "sign_key", hex);
	box_key_hex(keys_box_public(of->keys), hex);
	value_set_text(&step.data, "box_key", hex);
	return step;
}

static struct id
state_of(const char *name)
{
	char *path = world_path(name);
	struct store *store = NULL;
	struct area_status status;
	struct err err = { 0 };

	if (store_open(path, STORE_READ_ONLY, &store, &err) || store_area_status(store, "", &status, &err))
		fail_msg("%s", err.text);
	store_close(store);
	free(path);
	return status.hash;
}

/* Taken in by a copy of the county's file: what is new does not count, for this reason, and the state is as before. */
static void
kept_without_counting(const char *why)
{
	struct id before, after;
	struct intake intake = { 0 };
	struct err err = { 0 };
	bool said = false;

	copy_file(HOME, "taker.louce");
	before = state_of("taker.louce");
	if (take_in("taker.louce", BAD, false, &intake, &err))
		fail_msg("%s", err.text);
	after = state_of("taker.louce");
	assert_memory_equal(&before, &after, sizeof(after));
	assert_int_equal(ask_number("taker.louce", "SELECT count(*) FROM building WHERE division IS NOT NULL"),
			 ask_number(HOME, "SELECT count(*) FROM building WHERE division IS NOT NULL"));
	assert_true(intake.fresh > 0);
	assert_true(intake.idle > 0);
	for (size_t i = 0; i < intake.reason_count; i++)
		said |= strstr(intake.reasons[i].why, why) != NULL;
	if (!said)
		fail_msg("\"%s\" does not say: %s", intake.reasons[0].why, why);
	intake_release(&intake);
}

static void
refused_whole(const char *why)
{
	struct id before, after;
	struct intake intake = { 0 };
	struct err err = { 0 };

	copy_file(HOME, "taker.louce");
	before = truth_of("taker.louce");
	assert_int_equal(take_in("taker.louce", BAD, false, &intake, &err), STATUS_TAMPERED);
	after = truth_of("taker.louce");
	assert_memory_equal(&before, &after, sizeof(after));
	assert_true(intake.refusal_count > 0);
	if (!strstr(intake.refusals[0], why))
		fail_msg("\"%s\" does not say: %s", intake.refusals[0], why);
	intake_release(&intake);
}

/* Taken in by a copy of the county's file: nothing of it is stored, it waits beside the journal. */
static void
left_outside(int64_t pending, int64_t requests)
{
	struct intake intake = { 0 };
	struct id before, after;
	struct err err = { 0 };

	copy_file(HOME, "taker.louce");
	before = state_of("taker.louce");
	if (take_in("taker.louce", BAD, false, &intake, &err))
		fail_msg("%s", err.text);
	after = state_of("taker.louce");
	assert_memory_equal(&before, &after, sizeof(after));
	assert_int_equal(intake.fresh, 0);
	assert_int_equal(intake.pending, pending);
	assert_int_equal(intake.requests, requests);
	assert_int_equal(ask_number("taker.louce", "SELECT count(*) FROM step"), ask_number(HOME, "SELECT count(*) FROM step"));
	assert_int_equal(ask_number("taker.louce", "SELECT count(*) FROM pending"), pending);
	assert_int_equal(ask_number("taker.louce", "SELECT count(*) FROM request"), requests);
	intake_release(&intake);
}

/* ---- the cases */

static void
stranger__has_no_right__by_his_own_word(void **state)
{
	struct step credential = a_credential(&stranger, "inspector", "451224", NULL), listing = a_listing("451224204201");
	struct id own;

	(void)state;
	begin();
	own = forge_step(&stranger, NULL, &credential);
	forge_step(&stranger, &own, &listing);
	finish();
	left_outside(1, 1);
}

static void
stranger__cannot_sign__in_anothers_name(void **state)
{
	struct step listing = a_listing("451224204201");
	struct forger as_inspector = stranger;

	(void)state;
	as_inspector.device = inspector.device;
	as_inspector.seq = 500;
	begin();
	forge_step(&as_inspector, &inspector.credential, &listing);
	finish();
	refused_whole("the signature does not fit");
}

static void
count_fork(const struct trust_fork *fork, void *ctx)
{
	(void)fork;
	++*(size_t *)ctx;
}

/* After the forged file was taken in: the inspector's next step goes behind his own last one, at the clock's time, and nothing forks. */
static void
inspector_signs_on(void)
{
	struct step step = a_listing("451224204201");
	const struct own_end *ended;
	struct intake intake = { 0 };
	struct store *store = NULL;
	struct err err = { 0 };
	size_t forks = 0;
	char *path;

	copy_file(HOME, "taker.louce");
	if (take_in("taker.louce", BAD, false, &intake, &err))
		fail_msg("%s", err.text);
	assert_true(intake.fresh + intake.pending > 0);
	intake_release(&intake);
	path = world_path("taker.louce");
	assert_int_equal(store_open(path, STORE_READ_ONLY, &store, &err), STATUS_OK);
	trust_each_fork(store_trust(store), count_fork, &forks);
	assert_int_equal(forks, 0);
	step.device = inspector.device;
	step.has_author = true;
	step.author = inspector.credential;
	assert_int_equal(store_next_place(store, &step, &ended, &err), STATUS_OK);
	assert_null(ended);
	assert_int_equal(step.epoch, inspector.log.epoch);
	assert_int_equal(step.seq, inspector.seq + 1);
	assert_in_range(clock_now_unix() - step.at_unix, 0, 60);
	step_release(&step);
	store_close(store);
	free(path);
}

/* Two steps of a stranger's stick: his own request, and one signed by it under a victim's device, at the last place and the last second there
 * are. */
static void
stranger__takes_no_place__from_the_device_he_names(void **state)
{
	struct step credential = a_credential(&stranger, "inspector", "451224204201", NULL), listing = a_listing("451224204201");
	struct forger copy = stranger;
	struct id own;

	(void)state;
	begin();
	own = forge_step(&copy, NULL, &credential);
	copy.device = inspector.device;
	listing.epoch = inspector.log.epoch;
	listing.seq = STEP_NUMBER_MAX;
	listing.has_prev = true;
	listing.at_unix = STEP_AT_MAX;
	forge_step(&copy, &own, &listing);
	finish();
	inspector_signs_on();
}

/* A key that may sign on any device, at places of another's log. */
static void
portable_key__forks_no_log__but_its_own(void **state)
{
	struct forger copy = secretary;

	(void)state;
	copy.device = inspector.device;
	begin();
	for (int64_t seq = inspector.seq - 1; seq <= inspector.seq + 1; seq++) {
		struct step listing = a_listing("451224204201");

		listing.epoch = inspector.log.epoch;
		listing.seq = seq;
		listing.has_prev = seq > 1;
		forge_step(&copy, &secretary.credential, &listing);
	}
	finish();
	inspector_signs_on();
}

static void
inspector__cannot_sign__on_another_device(void **state)
{
	struct step listing = a_listing("451224204201");
	struct forger elsewhere = inspector;

	(void)state;
	elsewhere.device = stranger.device;
	elsewhere.seq = 0;
	begin();
	forge_step(&elsewhere, &inspector.credential, &listing);
	finish();
	refused_whole("another device");
}

static void
inspector__writes_nothing__in_another_village(void **state)
{
	struct step listing = a_listing("451224100201");
	struct forger copy = inspector;

	(void)state;
	begin();
	forge_step(&copy, &inspector.credential, &listing);
	finish();
	refused_whole("it is about an area that is none of");
}

static void
secretary__does_not_count__in_another_role(void **state)
{
	struct step listing = a_listing("451224204201");
	struct forger copy = secretary;

	(void)state;
	copy.device = stranger.device;
	copy.seq = 0;
	begin();
	forge_step(&copy, &secretary.credential, &listing);
	finish();
	kept_without_counting("role may not sign this");
}

/* What is about the whole county is written by officers and by those who may issue, and nobody who issues grants more than he has. */
static void
credential__is_refused__by_who_may_not_issue(void **state)
{
	struct step credential = a_credential(&stranger, "inspector", "451224204201", NULL);
	struct forger issuer = inspector;

	(void)state;
	begin();
	forge_step(&issuer, &inspector.credential, &credential);
	finish();
	refused_whole("may not sign what is about the whole county");
}

static void
credential__does_not_count__stretched(void **state)
{
	static const struct {
		const char *role, *area, *issues;
	} grants[] = { { "inspector", "451224", NULL },
		       { "county_officer", "451224204201", NULL },
		       { "inspector", "451224204201", "inspector" } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(grants); i++) {
		struct step right = a_credential(&secretary, "township_clerk", "451224204", "inspector"), word = a_step("endorsement");
		struct step credential = a_credential(&stranger, grants[i].role, grants[i].area, grants[i].issues);
		struct step listing = a_listing("451224204201");
		struct forger first = receiver, second = officer, issuer = secretary, issued = stranger;
		struct id above, granted;

		issuer.log.epoch = 7;
		issued.seq = issuer.seq = 0;
		second.device = stranger.device;
		second.seq = 0;
		begin();
		above = forge_step(&first, &receiver.credential, &right);
		step_data_set_id(&word.data, "of", &above);
		forge_step(&second, &officer.credential, &word);
		granted = forge_step(&issuer, &above, &credential);
		forge_step(&issued, &granted, &listing);
		finish();
		kept_without_counting("grants a role or an area");
		kept_without_counting("credential has no right");
	}
}

/* One officer alone cannot make an issuer, a pack, a new founding. */
static void
officer__does_not_count__alone(void **state)
{
	struct step credential = a_credential(&stranger, "county_officer", "451224", "inspector"), pack = a_step("pack"),
		    genesis = a_step("genesis");
	struct forger copy = officer;
	struct value officers = value_list(), files = value_object();
	const struct id *founding = trust_genesis(store_trust(home));
	char hex[ID_HEX_LEN + 1];
	struct id granted;

	(void)state;
	copy.device = stranger.device;
	copy.seq = 0;
	value_set_text(&pack.data, "name", "self-built-houses");
	value_set_integer(&pack.data, "version", 99);
	value_set_text(&files, "pack.yaml", "pack: x\n");
	value_set_take(&pack.data, "files", files);
	begin();
	granted = forge_step(&copy, &officer.credential, &credential);
	forge_step(&copy, &officer.credential, &pack);
	value_append_take(&officers, value_text(id_hex(&granted, hex)));
	value_set_text(&genesis.data, "county", "451224");
	value_set_text(&genesis.data, "name", "Mallory's");
	value_set_take(&genesis.data, "officers", officers);
	value_set_integer(&genesis.data, "threshold", 1);
	value_set_text(&genesis.data, "receiver", device_hex(&stranger.device, hex));
	value_set_take(&genesis.data, "upto", value_list());
	step_add_parent(&genesis, founding);
	forge_step(&copy, &officer.credential, &genesis);
	finish();
	kept_without_counting("too few county officers");
}

static void
stranger__waits__while_his_credential_is_not_here(void **state)
{
	struct step listing = a_listing("451224204201");
	struct id nobody = { { 7 } }, before, after;
	struct intake intake = { 0 };
	struct forger copy = stranger;
	struct err err = { 0 };

	(void)state;
	copy.seq = 0;
	begin();
	forge_step(&copy, &nobody, &listing);
	finish();
	copy_file(HOME, "taker.louce");
	before = state_of("taker.louce");
	assert_int_equal(take_in("taker.louce", BAD, false, &intake, &err), STATUS_OK);
	assert_int_equal(intake.pending, 1);
	assert_int_equal(intake.fresh, 0);
	after = state_of("taker.louce");
	assert_memory_equal(&before, &after, sizeof(after));
	intake_release(&intake);
}

/* What waited before counts for the file that lets it in; what waits now, for the file that brings it. A house is counted wherever its listing
 * stands in the file. */
static void
intake__counts_what_waits_and_what_is_let_in__each_for_its_file(void **state)
{
	struct forger newcomer = { .keys = inspector.keys, .head = inspector.head, .device = inspector.device, .log.epoch = 77 },
		      county = officer, other = stranger;
	struct step credential = a_step("credential"), first = a_listing("451224204201"), second = a_listing("451224204201"),
		    foreign = a_listing("451224204201");
	struct id nobody = { { 7 } };
	struct intake intake = { 0 };
	struct value areas = value_list();
	char hex[SEAL_HEX_MAX + 1];
	struct err err = { 0 };

	(void)state;
	value_append_take(&areas, value_text("451224204201"));
	value_set_text(&credential.data, "person", "000000000000000000000000000000cc");
	value_set_text(&credential.data, "name", "韦新");
	value_set_text(&credential.data, "role", "inspector");
	value_set_take(&credential.data, "areas", areas);
	value_set_take(&credential.data, "issues", value_list());
	value_set_text(&credential.data, "sign_key", sign_key_hex(&newcomer.head.sign_key, hex));
	value_set_text(&credential.data, "box_key", box_key_hex(&newcomer.head.box_key, hex));
	begin(); /* only to know the credential's id */
	newcomer.credential = forge_step(&county, &officer.credential, &credential);
	finish();
	copy_file(BAD, "credential.louce");
	begin();
	forge_step(&newcomer, &newcomer.credential, &first);
	finish();
	copy_file(HOME, "taker.louce");
	assert_int_equal(take_in("taker.louce", BAD, false, &intake, &err), STATUS_OK);
	assert_int_equal(intake.pending, 1);
	assert_int_equal(intake.fresh, 0);
	assert_int_equal(intake.houses, 0);
	intake_release(&intake);
	assert_int_equal(take_in("taker.louce", BAD, false, &intake, &err), STATUS_OK); /* the same once more */
	assert_int_equal(intake.pending, 1);
	intake_release(&intake);
	begin();
	forge_step(&other, &nobody, &foreign);
	forge_step(&newcomer, &newcomer.credential, &second);
	finish();
	assert_int_equal(take_in("taker.louce", BAD, false, &intake, &err), STATUS_OK);
	assert_int_equal(intake.pending, 2);
	intake_release(&intake);
	assert_int_equal(take_in("taker.louce", "credential.louce", false, &intake, &err), STATUS_OK);
	assert_int_equal(intake.fresh, 3);
	assert_int_equal(intake.houses, 2);
	assert_int_equal(intake.pending, 0);
	intake_release(&intake);
}

static struct step
a_receipt(const struct log_key *log, int64_t seq, const struct id *tip)
{
	struct step step = a_step("receipt");
	struct value logs = value_list(), line = value_object();

	log_write(log, &line);
	value_set_integer(&line, "seq", seq);
	step_data_set_id(&line, "tip", tip);
	value_append_take(&logs, line);
	value_set_take(&step.data, "prior", value_list());
	value_set_take(&step.data, "logs", logs);
	return step;
}

/* Two county receipts of one number that say different things, at one place of the log: the state is the same whichever comes first. */
static void
receipts__that_contradict__give_one_state(void **state)
{
	struct id tip = { { 1 } }, other = { { 2 } }, states[2];
	struct intake intake = { 0 };
	struct err err = { 0 };

	(void)state;
	for (int side = 0; side < 2; side++) {
		struct forger copy = officer;

		assert_true(trust_receiver(store_trust(home), &copy.device));
		for (int i = 0; i < 2; i++) {
			struct step receipt = a_receipt(&inspector.log, i == side ? 3 : 900, i == side ? &tip : &other);

			receipt.epoch = 1;
			receipt.seq = 400;
			receipt.has_prev = true;
			receipt.prev = tip;
			begin();
			forge_step(&copy, &officer.credential, &receipt);
			finish();
			copy_file(BAD, i ? "second.louce" : "first.louce");
		}
		copy_file(HOME, "taker.louce");
		for (int i = 0; i < 2; i++) {
			if (take_in("taker.louce", i ? "second.louce" : "first.louce", false, &intake, &err))
				fail_msg("%s", err.text);
			intake_release(&intake);
		}
		states[side] = state_of("taker.louce");
	}
	assert_memory_equal(&states[0], &states[1], sizeof(states[0]));
}

static void
receipt__is_refused__of_who_is_no_officer(void **state)
{
	struct step receipt = a_receipt(&inspector.log, 900, &(struct id){ { 1 } });
	struct forger copy = inspector;

	(void)state;
	begin();
	forge_step(&copy, &inspector.credential, &receipt);
	finish();
	refused_whole("may not sign what is about the whole county");
}

/* Attack 2: a receipt of an officer whose right is not for the receiver alone, written on it or elsewhere, covers nothing and is no number. */
static void
receipt__covers_nothing__by_a_portable_right(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		struct step receipt = a_receipt(&inspector.log, STEP_NUMBER_MAX, &(struct id){ { 1 } });
		struct intake intake = { 0 };
		struct forger copy = officer;
		struct store *store = NULL;
		struct err err = { 0 };
		char *path;

		if (i)
			copy.device = stranger.device;
		else
			assert_true(trust_receiver(store_trust(home), &copy.device));
		copy.seq = 0;
		copy.log.epoch = 9;
		begin();
		forge_step(&copy, &officer.credential, &receipt);
		finish();
		copy_file(HOME, "taker.louce");
		assert_int_equal(take_in("taker.louce", BAD, false, &intake, &err), STATUS_OK);
		assert_int_equal(intake.fresh, 1);
		intake_release(&intake);
		path = world_path("taker.louce");
		assert_int_equal(store_open(path, STORE_READ_ONLY, &store, &err), STATUS_OK);
		assert_int_equal(trust_covered(store_trust(store), &inspector.log, 0), trust_covered(store_trust(home), &inspector.log, 0));
		assert_int_equal(trust_anchor_no(store_trust(store)), trust_anchor_no(store_trust(home)));
		store_close(store);
		free(path);
	}
}

/* ---- steps that were signed already, signed anew */

struct picked {
	const char *kind, *prefix; /* kind; an area that its building must not lie in */
	struct store_step found;
	char *body;
	struct id root;
};

static bool
pick_root(const struct building_row *row, void *ctx)
{
	struct picked *picked = ctx;

	picked->root = row->root;
	return !row->division || strncmp(row->division, picked->prefix, strlen(picked->prefix)) == 0 || row->level == 0;
}

static bool
pick_step(const struct store_step *stored, void *ctx)
{
	struct picked *picked = ctx;
	struct err err = { 0 };
	struct step step;
	bool fits;

	if (step_parse(stored->body, stored->len, &step, &err))
		fail_msg("%s", err.text);
	fits = !picked->prefix || (step.has_building && id_equal(&step.building, &picked->root));
	step_release(&step);
	if (!fits)
		return true;
	picked->found = *stored;
	picked->body = mem_strndup(stored->body, stored->len);
	return false;
}

static void
pick(struct picked *picked)
{
	struct err err = { 0 };

	if (picked->prefix && store_each_building(home, "", pick_root, picked, &err))
		fail_msg("%s", err.text);
	if (store_each_step_of(home, picked->kind, pick_step, picked, &err) || !picked->body)
		fail_msg("no %s to sign anew", picked->kind);
}

static void
known_step__is_refused__signed_anew_by_a_stranger(void **state)
{
	struct picked picked = { .kind = "registration" };
	struct err err = { 0 };
	struct signature sig;
	struct id before, after;
	struct intake intake = { 0 };

	(void)state;
	pick(&picked);
	begin();
	assert_int_equal(seal_sign(stranger.keys, picked.body, picked.found.len, &sig, &err), STATUS_OK);
	assert_int_equal(hand_made_add(&made, &(struct signed_body){ picked.body, picked.found.len, &sig }, false, &err), STATUS_OK);
	finish();
	refused_whole("the signature does not fit");
	/* where the step is not known yet, but its author is */
	copy_file(HOME, "taker.louce");
	assert_true(forge("taker.louce",
			  "DELETE FROM place WHERE kind = 'registration'; DELETE FROM step WHERE body LIKE '%\"kind\":\"registration\"%'"));
	before = truth_of("taker.louce");
	assert_int_equal(take_in("taker.louce", BAD, false, &intake, &err), STATUS_TAMPERED);
	assert_non_null(strstr(intake.refusals[0], "the signature does not fit"));
	after = truth_of("taker.louce");
	assert_memory_equal(&before, &after, sizeof(after));
	intake_release(&intake);
	free(picked.body);
}

/* Word for word what another village's team signed, put in its place by the team of this one. */
static void
known_step__is_refused__signed_anew_in_another_village(void **state)
{
	struct picked picked = { .kind = "registration", .prefix = "451224204201" };
	struct forger copy = inspector;
	struct err err = { 0 };
	struct step step;

	(void)state;
	pick(&picked);
	assert_int_equal(step_parse(picked.body, picked.found.len, &step, &err), STATUS_OK);
	step.epoch = 0; /* the forger's own place */
	step_add_parent(&step, &picked.found.id);
	begin();
	forge_step(&copy, &inspector.credential, &step);
	finish();
	refused_whole("it is about an area that is none of");
	free(picked.body);
}

/* ---- a revoked key */

struct at_place {
	int64_t seq;
	struct id id;
};

static bool
find_place(const struct store_link *link, void *ctx)
{
	struct at_place *place = ctx;

	if (link->seq == place->seq)
		place->id = link->id;
	return link->seq < place->seq;
}

static struct value
id_list(const struct id *id)
{
	struct value list = value_list();
	char hex[ID_HEX_LEN + 1];

	value_append_take(&list, value_text(id_hex(id, hex)));
	return list;
}

/* A county receipt that covers the inspector's log up to a place, and the revocation of his credential up to that receipt. */
static void
forge_revocation(int64_t covered)
{
	struct step revocation = a_step("revocation"), receipt;
	struct at_place tip = { .seq = covered };
	struct forger county = receiver;
	struct err err = { 0 };
	struct id upto;

	assert_int_equal(store_each_link(home, &inspector.log, find_place, &tip, &err), STATUS_OK);
	assert_true(trust_receiver(store_trust(home), &county.device));
	receipt = a_receipt(&inspector.log, covered, &tip.id);
	upto = forge_step(&county, &receiver.credential, &receipt);
	step_data_set_id(&revocation.data, "of", &inspector.credential);
	value_set_text(&revocation.data, "reason", "stolen");
	value_set_take(&revocation.data, "upto", id_list(&upto));
	forge_step(&county, &receiver.credential, &revocation);
}

/* What was delivered before keeps its effect; what comes later has none, nor what is put back to a place that was delivered. */
static void
revoked_inspector__counts_up_to_the_receipt__and_no_further(void **state)
{
	static const int64_t back[] = { 0, 1, 5 }; /* behind the last place; instead of it; instead of an earlier one */

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(back); i++) {
		struct step listing = a_listing("451224204201");
		struct forger copy = inspector;

		copy.seq -= back[i];
		begin();
		forge_revocation(inspector.seq);
		forge_step(&copy, &inspector.credential, &listing);
		finish();
		kept_without_counting("nothing says that this was signed before");
	}
}

static void
revoked_inspector__counts_no_more__behind_the_receipt(void **state)
{
	struct id before = state_of(HOME), after;
	struct intake intake = { 0 };
	struct err err = { 0 };

	(void)state;
	begin();
	forge_revocation(3);
	finish();
	copy_file(HOME, "taker.louce");
	if (take_in("taker.louce", BAD, false, &intake, &err))
		fail_msg("%s", err.text);
	assert_int_equal(intake.fresh, 2);
	after = state_of("taker.louce");
	assert_memory_not_equal(&before, &after, sizeof(after));
	assert_true(ask_number("taker.louce", "SELECT count(*) FROM building WHERE division IS NOT NULL") <
		    ask_number(HOME, "SELECT count(*) FROM building WHERE division IS NOT NULL"));
	intake_release(&intake);
}

static void
unknown_kind__is_kept__without_counting(void **state)
{
	struct step step = a_step("horoscope");
	struct forger copy = inspector;

	(void)state;
	step.has_pack = true;
	step.pack = *store_pack_id(home);
	begin();
	forge_step(&copy, &inspector.credential, &step);
	finish();
	kept_without_counting("");
}

/* ---- what is due to be receipted */

static int64_t uncovered_acts; /* of the log that due_of was asked for last */

static void
add_uncovered(const struct uncovered_run *run, void *ctx)
{
	if (log_equal(&run->run->log, ctx))
		uncovered_acts += run->acts;
}

/* Takes the file in, and tells how many lines of the log are due; *end gets the highest of them. */
static size_t
due_of(struct log_key *log, int64_t *end)
{
	struct holds holds = { 0 };
	char *path = world_path("taker.louce");
	struct county_lines lines = { 0 };
	struct intake intake = { 0 };
	struct store *store = NULL;
	struct err err = { 0 };
	size_t count = 0;

	if (take_in("taker.louce", BAD, false, &intake, &err) || store_open(path, STORE_READ_ONLY, &store, &err) ||
	    county_lines_due(store, &lines, &err) || holds_gather(store, NULL, 0, &holds, &err))
		fail_msg("%s", err.text);
	uncovered_acts = 0;
	if (county_each_uncovered(store, &holds, 1700000001, add_uncovered, log, &err))
		fail_msg("%s", err.text);
	holds_release(&holds);
	*end = 0;
	for (size_t i = 0; i < lines.count; i++)
		if (log_equal(&lines.lines[i].log, log)) {
			count++;
			*end = lines.lines[i].seq;
		}
	county_lines_release(&lines);
	intake_release(&intake);
	store_close(store);
	free(path);
	return count;
}

/* A step of the inspector's log of that epoch. */
static struct id
forge_in(int64_t epoch, int64_t seq, const struct id *prev, int64_t at_unix)
{
	struct step listing = a_listing("451224204201");
	struct forger copy = inspector;

	listing.at_unix = at_unix;
	listing.epoch = epoch;
	listing.seq = seq;
	listing.has_prev = seq > 1;
	if (prev)
		listing.prev = *prev;
	return forge_step(&copy, &inspector.credential, &listing);
}

static void
forge_receipt(struct forger *county, const struct log_key *log, int64_t seq, const struct id *tip)
{
	struct step receipt = a_receipt(log, seq, tip);

	forge_step(county, &receiver.credential, &receipt);
}

/* What comes late into a gap is covered by no receipt that names what stands behind the gap, and a branch by none that names another. */
static void
receipt__is_due__for_each_run_by_itself(void **state)
{
	struct log_key log = inspector.log;
	struct forger county = receiver;
	struct id first, second, other;
	int64_t end;

	(void)state;
	log.epoch = 4711;
	copy_file(HOME, "taker.louce");
	begin();
	first = forge_in(log.epoch, 1, NULL, 1700000000);
	second = forge_in(log.epoch, 5, &(struct id){ { 5 } }, 1700000000); /* over a gap */
	finish();
	assert_int_equal(due_of(&log, &end), 2);
	assert_int_equal(uncovered_acts, 2);
	begin();
	forge_receipt(&county, &log, 1, &first);
	forge_receipt(&county, &log, 5, &second);
	finish();
	assert_int_equal(due_of(&log, &end), 0);
	assert_int_equal(uncovered_acts, 0);
	begin();
	other = forge_in(log.epoch, 2, &first, 1700000000); /* late */
	finish();
	assert_int_equal(due_of(&log, &end), 1);
	assert_int_equal(end, 2);
	assert_int_equal(uncovered_acts, 1);
	begin();
	forge_receipt(&county, &log, 2, &other);
	forge_in(log.epoch, 2, &first, 1699999999); /* a branch */
	finish();
	assert_int_equal(due_of(&log, &end), 1);
	assert_int_equal(end, 2);
	assert_int_equal(uncovered_acts, 1);
	begin();
	forge_in(log.epoch, 2, &first, 1700000001); /* a branch that is not old enough */
	finish();
	assert_int_equal(due_of(&log, &end), 2);
	assert_int_equal(uncovered_acts, 1);
}

/* ---- more logs than one revocation can name */

static void
revocation__of_more_logs_than_it_can_name__is_refused(void **state)
{
	struct app_revoke ask = { .receipt = -1, .credential = inspector.credential, .reason = "retired" };
	struct intake intake = { 0 };
	struct err err = { 0 };
	struct app *app;
	struct id id;
	int more;

	(void)state;
	copy_file(HOME, "many.louce");
	copy_file(HOME ".local", "many.louce.local");
	begin();
	for (int64_t epoch = 10000; epoch < 11025; epoch++)
		forge_in(epoch, 1, NULL, 1700000000);
	finish();
	if (take_in("many.louce", BAD, false, &intake, &err))
		fail_msg("%s", err.text);
	intake_release(&intake);
	app = open_app("many.louce");
	unlock_as(app, "county_officer");
	assert_int_equal(app_revoke(app, &ask, &id, &more, &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "more logs are here in no county receipt than one step can name"));
	app_close(app);
}

/* ---- what a receipt claims of this laptop */

/* A copy of the county's laptop that took in a receipt naming one more step of the inspector's log than there is; he is unlocked. */
static struct app *
claim_more(void)
{
	struct forger county = receiver;
	struct id nowhere = { { 9 } };
	struct intake intake = { 0 };
	struct err err = { 0 };
	struct app *app;

	copy_file(HOME, "claimed.louce");
	copy_file(HOME ".local", "claimed.louce.local");
	begin();
	forge_receipt(&county, &inspector.log, inspector.seq + 1, &nowhere);
	finish();
	if (take_in("claimed.louce", BAD, false, &intake, &err))
		fail_msg("%s", err.text);
	intake_release(&intake);
	app = open_app("claimed.louce");
	assert_true(app_has_claimed_loss(app));
	assert_false(app_is_older_copy(app));
	unlock_as(app, "inspector");
	assert_true(id_equal(&app_signer(app)->credential, &inspector.credential));
	return app;
}

static void
list_a_house(struct app *app)
{
	struct value values = value_object();
	struct app_fill fill = { .form = "listing", .values = &values };
	struct buf findings = { 0 };
	struct err err = { 0 };
	struct id id;

	value_set_text(&values, "village", "451224204201");
	value_set_text(&values, "group_name", "那亮");
	value_set_text(&values, "road", "农村道路");
	value_set_text(&values, "door_no", "77");
	value_set_text(&values, "owner_name", "韦建国");
	value_set_take(&values, "_reasons", twin_reason());
	if (app_fill(app, &fill, &id, &findings, &err))
		fail_msg("%s %s", err.text, buf_text(&findings));
	value_release(&values);
	buf_release(&findings);
}

/* How many logs the inspector began anew; all that is signed since stands in the last of them. */
static int64_t
logs_begun(void)
{
	return ask_number("claimed.louce", "SELECT count(*) FROM step WHERE body LIKE '%\"kind\":\"epoch\"%' AND "
					   "body LIKE '%a county receipt names steps of the log before that are not in this file%'");
}

static void
receipt__that_names_steps_not_here__stops_nobody(void **state)
{
	struct app *app = claim_more();

	(void)state;
	list_a_house(app); /* without an answer */
	assert_int_equal(logs_begun(), 1);
	assert_false(app_has_claimed_loss(app));
	list_a_house(app);
	app_close(app);
	app = open_app("claimed.louce");
	assert_false(app_has_claimed_loss(app));
	unlock_as(app, "inspector");
	list_a_house(app);
	app_close(app);
	assert_int_equal(logs_begun(), 1);
}

static void
receipt__that_names_steps_not_here__is_answered_once(void **state)
{
	struct app *app = claim_more();
	struct app_loss loss;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(app_loss(app, &loss, &err), STATUS_OK);
	assert_int_equal(loss.steps, 1);
	if (app_go_on_without(app, &err))
		fail_msg("%s", err.text);
	assert_false(app_has_claimed_loss(app));
	app_close(app);
	app = open_app("claimed.louce");
	assert_false(app_has_claimed_loss(app));
	assert_int_equal(logs_begun(), 0);
	unlock_as(app, "inspector");
	list_a_house(app);
	app_close(app);
	assert_int_equal(logs_begun(), 1);
}

/* ---- one clerk, all of it */

#define ELSEWHERE "451224100" /* another township */

/* How many steps a file for the other township would hold. */
static size_t
planned_elsewhere(const char *name)
{
	const char *areas[] = { ELSEWHERE };
	struct plan_addressee addressee = { .areas = areas, .area_count = 1 };
	struct plan_to to = { .addressees = &addressee, .addressee_count = 1 };
	char *path = world_path(name);
	struct store *store = NULL;
	struct plan plan;
	struct err err = { 0 };
	size_t count;

	if (store_open(path, STORE_READ_ONLY, &store, &err) || plan_make(store, &to, &plan, &err))
		fail_msg("%s", err.text);
	count = plan.count;
	plan_release(&plan);
	store_close(store);
	free(path);
	return count;
}

struct two_houses {
	struct id roots[2];
	size_t count;
};

static bool
take_house(const struct building_row *row, void *ctx)
{
	struct two_houses *houses = ctx;

	if (row->division && strncmp(row->division, ELSEWHERE, strlen(ELSEWHERE)) == 0)
		houses->roots[houses->count++] = row->root;
	return houses->count < ARRAY_LEN(houses->roots);
}

static void
forge_decision(struct forger *by, const struct id *about, const struct id *with, const char *verdict)
{
	struct step step = a_step("decision");

	step_set_area(&step, "451224204");
	step_data_set_id(&step.data, "about", about);
	if (with)
		step_data_set_id(&step.data, "with", with);
	value_set_text(&step.data, "verdict", verdict);
	value_set_text(&step.data, "reason", "x");
	forge_step(by, &by->credential, &step);
}

/* Ends the file by a trailer that claims to hold the inspector's log up to a step that nobody signed. */
static void
finish_claiming(const struct forger *by)
{
	struct trailer trailer = { .device = by->device, .author = by->credential, .at_unix = 1700000000 };
	struct log_run run = { .log = inspector.log, .from = 1, .seq = STEP_NUMBER_MAX, .end = { { 9 } } };
	struct buf body = { 0 };
	struct signature sig;
	struct err err = { 0 };
	struct id none;

	id_sum_of(made.ids, made.count, &trailer.steps);
	id_sum_of(&none, 0, &trailer.blobs);
	trailer_add_run(&trailer, &run);
	if (trailer_sign(&trailer, by->keys, &body, &sig, &err) ||
	    bundle_set_trailer(made.bundle, &(struct signed_body){ buf_text(&body), body.len, &sig }, &err) ||
	    bundle_finish(made.bundle, &err))
		fail_msg("%s", err.text);
	bundle_free(made.bundle);
	free(made.ids);
	trailer_release(&trailer);
	buf_release(&body);
	made = (struct hand_made){ 0 };
}

/* A step of a kind about the whole county. */
static struct step
a_county_step(const char *kind, const struct id *id)
{
	struct step step = strcmp(kind, "receipt") == 0	     ? a_receipt(&inspector.log, 900, id)
			   : strcmp(kind, "credential") == 0 ? a_credential(&stranger, "inspector", "451224204201", NULL)
							     : a_step(kind);
	struct value officers = value_list();
	char hex[ID_HEX_LEN + 1];

	value_append_take(&officers, value_text(id_hex(id, hex)));
	if (strcmp(kind, "endorsement") == 0)
		step_data_set_id(&step.data, "of", id);
	if (strcmp(kind, "pack") == 0 || strcmp(kind, "genesis") == 0)
		value_set_text(&step.data, "name", "x");
	if (strcmp(kind, "pack") == 0) {
		value_set_integer(&step.data, "version", 9);
		value_set_take(&step.data, "files", value_object());
	}
	if (strcmp(kind, "genesis") == 0) {
		value_set_text(&step.data, "county", "451224");
		value_set_take(&step.data, "officers", value_copy(&officers));
		value_set_integer(&step.data, "threshold", 1);
		value_set_text(&step.data, "receiver", device_hex(&stranger.device, hex));
	}
	value_release(&officers);
	return step;
}

/* All that a clerk may try on one stick: words about houses and logs that are none of his business, a manifest that is not his to sign, requests in
 * the name of others, floods of steps by nobody and of logs of his own, a receipt, a right and a founding, a lying trailer. One answer: what is
 * nobody's is refused or kept apart within its bounds, and no house, log, plan or later act of anybody else is another than before. */
static void
clerk__changes_nothing_of_others__whatever_he_forges(void **state)
{
	static const char *const not_his[] = { "receipt", "credential", "endorsement", "pack", "genesis" };
	struct two_houses houses = { 0 };
	struct forger clerk = { 0 }, copy;
	struct step manifest = a_step("manifest"), listing = a_listing("451224204201");
	struct id before = state_of(HOME), after, nobody = { { 7 } };
	struct intake intake = { 0 };
	struct err err = { 0 };
	size_t planned = planned_elsewhere(HOME);

	(void)state;
	find_forger(&clerk, "township_clerk", "451224204", false);
	clerk.device = stranger.device;
	clerk.log.epoch = 1;
	clerk.seq = 0;
	if (store_each_building(home, ELSEWHERE, take_house, &houses, &err))
		fail_msg("%s", err.text);
	assert_int_equal(houses.count, 2);
	for (size_t i = 0; i < ARRAY_LEN(not_his); i++) { /* one step that is not his, and the file is refused whole */
		struct step step = a_county_step(not_his[i], &nobody);

		copy = clerk;
		begin();
		forge_step(&copy, &clerk.credential, &step);
		finish_claiming(&clerk);
		refused_whole("may not sign what is about the whole county");
	}
	copy = clerk;
	begin();
	forge_decision(&copy, &houses.roots[0], &houses.roots[1], "same");
	forge_decision(&copy, &houses.roots[0], NULL, "keep");
	value_set_text(&manifest.data, "division", "451224204201");
	value_set_integer(&manifest.data, "buildings", 0);
	forge_step(&copy, &clerk.credential, &manifest);
	for (int i = 0; i < 300; i++) { /* more runs than a receipt or a trailer names */
		struct step epoch = a_step("epoch");

		step_set_area(&epoch, "451224204");
		value_set_text(&epoch.data, "reason", "x");
		epoch.epoch = 1000 + i;
		epoch.seq = 1;
		forge_step(&copy, &clerk.credential, &epoch);
	}
	for (int i = 0; i < 1500; i++) {
		struct step step = a_listing("451224204201"), request = a_credential(&stranger, "inspector", "451224204201", NULL);
		struct forger other = stranger;

		value_set_text(&request.data, "person", "00000000000000000000000000000001");
		request.at_unix = 1700000000 + i;
		other.seq = i;
		forge_step(&other, &nobody, &step);
		forge_step(&other, NULL, &request);
	}
	finish_claiming(&clerk);
	copy_file(HOME, "taker.louce");
	if (take_in("taker.louce", BAD, false, &intake, &err))
		fail_msg("%s", err.text);
	assert_int_equal(intake.fresh, 303);
	assert_int_equal(intake.houses, 0);
	intake_release(&intake);
	after = state_of("taker.louce");
	assert_memory_equal(&before, &after, sizeof(after));
	assert_int_equal(planned_elsewhere("taker.louce"), planned);
	assert_int_equal(ask_number("taker.louce", "SELECT count(*) FROM pending"), 1000);
	assert_int_equal(ask_number("taker.louce", "SELECT count(*) FROM request"), 1000);
	assert_int_equal(ask_number("taker.louce", "SELECT count(*) FROM ack"), ask_number(HOME, "SELECT count(*) FROM ack") + 1);
	inspector_signs_on();
	copy = inspector; /* and what he signs is taken in and counts */
	begin();
	forge_step(&copy, &inspector.credential, &listing);
	finish();
	if (take_in("taker.louce", BAD, false, &intake, &err))
		fail_msg("%s", err.text);
	assert_int_equal(intake.fresh, 1);
	assert_int_equal(intake.idle, 0);
	intake_release(&intake);
	keys_free(clerk.keys);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stranger__has_no_right__by_his_own_word),
		cmocka_unit_test(stranger__cannot_sign__in_anothers_name),
		cmocka_unit_test(stranger__takes_no_place__from_the_device_he_names),
		cmocka_unit_test(portable_key__forks_no_log__but_its_own),
		cmocka_unit_test(inspector__cannot_sign__on_another_device),
		cmocka_unit_test(inspector__writes_nothing__in_another_village),
		cmocka_unit_test(secretary__does_not_count__in_another_role),
		cmocka_unit_test(credential__is_refused__by_who_may_not_issue),
		cmocka_unit_test(credential__does_not_count__stretched),
		cmocka_unit_test(officer__does_not_count__alone),
		cmocka_unit_test(stranger__waits__while_his_credential_is_not_here),
		cmocka_unit_test(intake__counts_what_waits_and_what_is_let_in__each_for_its_file),
		cmocka_unit_test(receipts__that_contradict__give_one_state),
		cmocka_unit_test(receipt__is_refused__of_who_is_no_officer),
		cmocka_unit_test(receipt__covers_nothing__by_a_portable_right),
		cmocka_unit_test(known_step__is_refused__signed_anew_by_a_stranger),
		cmocka_unit_test(known_step__is_refused__signed_anew_in_another_village),
		cmocka_unit_test(revoked_inspector__counts_up_to_the_receipt__and_no_further),
		cmocka_unit_test(revoked_inspector__counts_no_more__behind_the_receipt),
		cmocka_unit_test(unknown_kind__is_kept__without_counting),
		cmocka_unit_test(receipt__is_due__for_each_run_by_itself),
		cmocka_unit_test(revocation__of_more_logs_than_it_can_name__is_refused),
		cmocka_unit_test(receipt__that_names_steps_not_here__stops_nobody),
		cmocka_unit_test(receipt__that_names_steps_not_here__is_answered_once),
		cmocka_unit_test(clerk__changes_nothing_of_others__whatever_he_forges),
	};

	return cmocka_run_group_tests(tests, make, drop);
}
