#include "../support/bundle.h"
#include "../support/carry.h"
#include "../support/instructions.h"

#include "seal/seal.h"
#include "store/settle/ack.h"
#include "store/divisions/area.h"
#include "trust/holders.h"

/* What strangers put on a stick costs one bounded table beside the journal, and nothing else: no honest file, no number and no later act
 * depends on it. A stranger needs no key of anybody: he writes files by himself, with whatever is on sticks that he finds. */

#define HOME "county.louce"
#define STICK "stranger.louce"
#define FLOOD 3000

struct writer {
	struct keys *keys;
	struct id credential; /* or request */
	struct device_id device;
	int64_t seq;
};

static struct writer officer, stranger;

/* ---- who writes */

static bool
take_key(const struct app_key *key, void *ctx)
{
	const struct trust *trust = ctx;
	struct keyfile_head head;
	struct err err = { 0 };

	if (keyfile_head(key->path, &head, &err))
		return true;
	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *credential = trust_credential_at(trust, i);

		if (credential->reason == TRUST_COUNTS && !credential->has_issuer &&
		    sign_key_equal(&credential->sign_key, &head.sign_key)) {
			officer.credential = credential->id;
			return keyfile_open(key->path, "demo", &officer.keys, &err) != STATUS_OK;
		}
	}
	return true;
}

static int
make(void **state)
{
	char *path, *folder;
	struct store *store = NULL;
	struct err err = { 0 };

	if (world_make(state))
		return -1;
	path = world_path(HOME);
	folder = world_path("home");
	setenv("LOUCE_HOME", folder, 1);
	if (store_open(path, STORE_READ_ONLY, &store, &err) || app_each_key(take_key, (void *)(uintptr_t)store_trust(store), &err))
		return -1;
	store_close(store);
	stranger.keys = keys_new();
	random_bytes(stranger.device.b, DEVICE_BYTES);
	random_bytes(officer.device.b, DEVICE_BYTES); /* another of his machines */
	free(path);
	free(folder);
	return officer.keys ? 0 : -1;
}

static int
drop(void **state)
{
	keys_free(officer.keys);
	keys_free(stranger.keys);
	return world_drop(state);
}

/* ---- what is written */

static struct hand_made made;

static void
begin(void)
{
	char *path = world_path(STICK);
	struct err err = { 0 };

	unlink(path);
	if (hand_made_begin(&made, path, &err))
		fail_msg("%s", err.text);
	free(path);
}

static void
finish(const struct writer *by)
{
	struct err err = { 0 };

	if (hand_made_finish(&made, by->keys, &by->credential, &by->device, &err))
		fail_msg("%s", err.text);
}

struct written {
	struct buf body;
	struct signature sig;
	struct id id;
};

/* A step by `by`, in his name; `self`: self-signed. The step is released; the caller releases the body. */
static struct written
write_step(struct writer *by, bool self, struct step *step)
{
	struct written out = { 0 };
	struct err err = { 0 };

	step->device = by->device;
	step->at_unix = 1700000000;
	step->has_author = !self;
	step->author = by->credential;
	step->epoch = self ? 1 : 77;
	step->seq = self ? 1 : ++by->seq;
	step->has_prev = step->seq > 1;
	random_bytes(step->prev.b, ID_BYTES);
	step->has_pack = step_kind_has_pack(step_kind_of(step->kind));
	if (step_write(step, &out.body, &err) || seal_sign(by->keys, out.body.data, out.body.len, &out.sig, &err))
		fail_msg("%s", err.text);
	step_id(out.body.data, out.body.len, &out.id);
	step_release(step);
	return out;
}

static void
put(const struct written *written, bool request)
{
	struct err err = { 0 };

	if (hand_made_add(&made, &(struct signed_body){ written->body.data, written->body.len, &written->sig }, request, &err))
		fail_msg("%s", err.text);
}

static struct step
a_step(const char *kind, const char *area)
{
	struct step step = { .data = value_object() };

	strcpy(step.kind, kind);
	step_set_area(&step, area);
	return step;
}

static struct step
a_credential(const struct keys *keys, const char *role)
{
	struct step step = a_step("credential", "");
	struct value areas = value_list();
	char hex[SEAL_HEX_MAX + 1], person[33];
	uint8_t number[16];

	random_bytes(number, sizeof(number));
	hex_encode(number, sizeof(number), person);
	value_set_text(&step.data, "person", person);
	value_set_text(&step.data, "name", "Mallory");
	value_set_text(&step.data, "role", role);
	value_append_take(&areas, value_text("451224204201"));
	value_set_take(&step.data, "areas", areas);
	value_set_take(&step.data, "issues", value_list());
	value_set_text(&step.data, "sign_key", sign_key_hex(keys_sign_public(keys), hex));
	value_set_text(&step.data, "box_key", box_key_hex(keys_box_public(keys), hex));
	return step;
}

static void
put_own_request(void)
{
	struct step step = a_credential(stranger.keys, "inspector");
	struct written written = write_step(&stranger, true, &step);

	stranger.credential = written.id;
	put(&written, true);
	buf_release(&written.body);
}

/* ---- what it costs */

/* SQLite's instructions for opening the file, looking at the county's state, and writing a file for a township. */
static int64_t
cost_of_a_day(const char *name)
{
	char *path = world_path(name);
	struct area_status status;
	struct store *store = NULL;
	struct err err = { 0 };
	struct app *app;
	int64_t from = instructions;

	if (store_open(path, STORE_READ_ONLY, &store, &err) || store_area_status(store, "", &status, &err))
		fail_msg("%s", err.text);
	store_close(store);
	app = open_app(name);
	unlock_as(app, "county_officer");
	export_to(app, "out.louce", "township_clerk", "451224100");
	app_close(app);
	free(path);
	return instructions_since(from);
}

static void
copy_home(const char *to)
{
	char *notes = mem_printf("%s.local", to);

	copy_file(HOME, to);
	copy_file(HOME ".local", notes);
	free(notes);
}

static void
take(const char *workspace, struct intake *intake)
{
	struct err why = { 0 };

	if (take_in(workspace, STICK, false, intake, &why))
		fail_msg("%s", why.text);
}

static void
costs_no_more_than_before(const char *name)
{
	int64_t before, after;
	struct intake intake;

	copy_home("quiet.louce");
	before = cost_of_a_day("quiet.louce");
	copy_home(name);
	take(name, &intake);
	assert_int_equal(intake.fresh, 0);
	intake_release(&intake);
	assert_int_equal(ask_number(name, "SELECT count(*) FROM step"), ask_number(HOME, "SELECT count(*) FROM step"));
	assert_true(ask_number(name, "SELECT count(*) FROM pending") <= 1000);
	assert_true(ask_number(name, "SELECT count(*) FROM request") <= 1000);
	after = cost_of_a_day(name);
	if (after > before + before / 8)
		fail_msg("a day cost %lld instructions, and %lld since", (long long)before, (long long)after);
}

/* ---- floods */

static void
flood__of_requests__costs_one_bounded_table(void **state)
{
	(void)state;
	begin();
	put_own_request();
	for (int i = 0; i < FLOOD; i++) {
		struct step step = a_credential(stranger.keys, "inspector");
		struct written written = write_step(&stranger, true, &step);

		put(&written, true);
		buf_release(&written.body);
	}
	finish(&stranger);
	costs_no_more_than_before("requests.louce");
	assert_int_equal(ask_number("requests.louce", "SELECT count(*) FROM request"), 1000);
}

static void
flood__of_steps_of_no_kind__costs_one_bounded_table(void **state)
{
	static const char *const kinds[] = { "nonsense", "revocation", "genesis", "pack", "receipt" };

	(void)state;
	begin();
	put_own_request();
	for (int i = 0; i < FLOOD; i++) {
		struct step step = a_step(kinds[i % 5], "");
		struct written written;

		if (i % 5 > 0)
			strcpy(step.kind,
			       "nonsense"); /* bodies of system kinds have members of their own; their kind makes no difference here */
		written = write_step(&stranger, false, &step);
		put(&written, false);
		buf_release(&written.body);
	}
	finish(&stranger);
	costs_no_more_than_before("nonsense.louce");
	assert_int_equal(ask_number("nonsense.louce", "SELECT count(*) FROM pending"), 1000);
}

/* Large bodies are bounded by their bytes, and the newest stay. */
static void
flood__of_large_steps__is_bounded_by_bytes(void **state)
{
	char *text = mem_alloc(600001);
	struct intake intake;
	struct id last = { { 0 } };
	struct buf query = { 0 };
	char hex[ID_HEX_LEN + 1];

	(void)state;
	memset(text, 'x', 600000);
	begin();
	put_own_request();
	for (int i = 0; i < 60; i++) {
		struct step step = a_step("nonsense", "");
		struct written written;

		value_set_text(&step.data, "text", text);
		written = write_step(&stranger, false, &step);
		put(&written, false);
		last = written.id;
		buf_release(&written.body);
	}
	finish(&stranger);
	copy_home("large.louce");
	take("large.louce", &intake);
	intake_release(&intake);
	assert_true(ask_number("large.louce", "SELECT sum(length(body)) FROM pending") <= 16 << 20);
	assert_true(ask_number("large.louce", "SELECT count(*) FROM pending") >= 20);
	buf_printf(&query, "SELECT count(*) FROM pending WHERE id = x'%s'", id_hex(&last, hex));
	assert_int_equal(ask_number("large.louce", buf_text(&query)), 1);
	buf_release(&query);
	free(text);
}

/* Who is known has a room of his own, which strangers cannot crowd. */
static void
pending__of_one_carrier__is_not_crowded_out_by_another(void **state)
{
	struct intake intake;
	struct writer nobody = { .keys = stranger.keys, .device = stranger.device };

	(void)state;
	random_bytes(nobody.credential.b, ID_BYTES);
	copy_home("rooms.louce");
	begin();
	for (int i = 0; i < 3; i++) {
		struct step step = a_step("nonsense", "");
		struct written written = write_step(&nobody, false, &step);

		put(&written, false);
		buf_release(&written.body);
	}
	finish(&officer);
	take("rooms.louce", &intake);
	assert_int_equal(intake.pending, 3);
	intake_release(&intake);
	begin();
	put_own_request();
	for (int i = 0; i < 1200; i++) {
		struct step step = a_step("nonsense", "");
		struct written written = write_step(&nobody, false, &step);

		put(&written, false);
		buf_release(&written.body);
	}
	finish(&stranger);
	take("rooms.louce", &intake);
	intake_release(&intake);
	assert_int_equal(ask_number("rooms.louce", "SELECT count(*) FROM pending WHERE carrier IS NULL"), 1000);
	assert_int_equal(ask_number("rooms.louce", "SELECT count(*) FROM pending WHERE carrier IS NOT NULL"), 3);
}

/* The signer of a file writes its device himself: of one signer few trailers are kept, whatever devices he names. */
static void
trailers__of_one_signer__are_bounded(void **state)
{
	struct writer many = officer;
	struct intake intake;

	(void)state;
	copy_home("trailers.louce");
	for (int i = 0; i < 12; i++) {
		random_bytes(many.device.b, DEVICE_BYTES);
		begin();
		finish(&many);
		take("trailers.louce", &intake);
		intake_release(&intake);
	}
	assert_int_equal(ask_number("trailers.louce", "SELECT max(n) FROM (SELECT count(*) AS n FROM ack GROUP BY author)"),
			 ACK_DEVICES_MAX);
	assert_int_equal(ask_number("trailers.louce", "SELECT count(*) FROM ack WHERE n = (SELECT max(n) FROM ack)"), 1);
}

/* A request travels in the clear, so a stranger may bring it first: that does not keep it in his room. */
static void
request__brought_by_a_known_carrier_too__is_not_crowded_out(void **state)
{
	struct keys *keys = keys_new();
	struct writer anna = { .keys = keys, .device = stranger.device };
	struct step step = a_credential(keys, "inspector");
	struct written written = write_step(&anna, true, &step);
	char hex[ID_HEX_LEN + 1], *query;
	struct intake intake;

	(void)state;
	query = mem_printf("SELECT count(*) FROM request WHERE id = x'%s'", id_hex(&written.id, hex));
	copy_home("copied.louce");
	begin();
	put_own_request();
	put(&written, true);
	finish(&stranger);
	take("copied.louce", &intake);
	intake_release(&intake);
	begin();
	put(&written, true);
	finish(&officer);
	take("copied.louce", &intake);
	assert_int_equal(intake.fresh, 0);
	intake_release(&intake);
	begin();
	put_own_request();
	for (int i = 0; i < 1100; i++) {
		struct step other = a_credential(stranger.keys, "inspector");
		struct written flood = write_step(&stranger, true, &other);

		put(&flood, true);
		buf_release(&flood.body);
	}
	finish(&stranger);
	take("copied.louce", &intake);
	intake_release(&intake);
	assert_int_equal(ask_number("copied.louce", "SELECT count(*) FROM request WHERE carrier IS NULL"), 1000);
	assert_int_equal(ask_number("copied.louce", query), 1);
	buf_release(&written.body);
	keys_free(keys);
	free(query);
}

/* The same of steps that wait. */
static void
pending__brought_by_a_known_carrier_too__is_not_crowded_out(void **state)
{
	struct writer nobody = { .keys = stranger.keys, .device = stranger.device };
	struct step step = a_step("nonsense", "");
	struct written written;
	struct intake intake;

	(void)state;
	random_bytes(nobody.credential.b, ID_BYTES);
	written = write_step(&nobody, false, &step);
	copy_home("waits.louce");
	begin();
	put_own_request();
	put(&written, false);
	finish(&stranger);
	take("waits.louce", &intake);
	intake_release(&intake);
	assert_int_equal(ask_number("waits.louce", "SELECT count(*) FROM pending WHERE carrier IS NULL"), 1);
	for (int i = 0; i < 2; i++) {
		begin();
		put(&written, false);
		finish(&officer);
		take("waits.louce", &intake);
		intake_release(&intake);
		assert_int_equal(ask_number("waits.louce", "SELECT count(*) FROM pending"), 1);
		assert_int_equal(ask_number("waits.louce", "SELECT count(*) FROM pending WHERE carrier IS NULL"), 0);
	}
	buf_release(&written.body);
}

/* What waits names no photo that is kept: photos are as large as they like. */
static void
photo__named_by_a_step_that_waits__is_not_kept(void **state)
{
	struct writer nobody = { .keys = stranger.keys, .device = stranger.device };
	struct step step = a_step("nonsense", "");
	struct step_photo *photo = step_add_photo(&step);
	struct written written;
	struct intake intake;
	struct err why = { 0 };
	char *query, hex[ID_HEX_LEN + 1];
	int64_t photos = ask_number(HOME, "SELECT count(*) FROM photo");

	(void)state;
	random_bytes(nobody.credential.b, ID_BYTES);
	hash_bytes("picture", 7, &photo->id);
	photo->field = mem_strdup("photo_front");
	photo->mime = mem_strdup("image/jpeg");
	photo->size = 7;
	query = mem_printf("INSERT INTO photo (id, data) VALUES (x'%s', CAST('picture' AS BLOB))", id_hex(&photo->id, hex));
	written = write_step(&nobody, false, &step);
	begin();
	put_own_request();
	put(&written, false);
	finish(&stranger);
	assert_true(forge(STICK, query));
	copy_home("photo.louce");
	assert_int_equal(take_in("photo.louce", STICK, true, &intake, &why), STATUS_OK); /* its end says nothing of the photo */
	assert_int_equal(ask_number("photo.louce", "SELECT count(*) FROM photo"), photos);
	intake_release(&intake);
	buf_release(&written.body);
	free(query);
}

/* ---- a false signature in the right one's way */

/* The step of a new person, his credential by an officer, and the step's body under a signature that is none. */
static void
right_step__is_taken__whatever_false_signature_came_before(void **state)
{
	struct writer person = { .keys = keys_new() };
	struct writer issuer = officer;
	struct step step = a_credential(person.keys, "inspector");
	struct written credential, right, wrong;
	struct intake intake;

	(void)state;
	random_bytes(person.device.b, DEVICE_BYTES);
	credential = write_step(&issuer, false, &step);
	person.credential = credential.id;
	step = a_step("nonsense", "451224204201");
	right = write_step(&person, false, &step);
	wrong = right;
	memset(wrong.sig.b, 7, wrong.sig.len);
	for (int order = 0; order < 3; order++) {
		copy_home("order.louce");
		/* the false one first; both in the stranger's file, the false one last; and the right one waits as well */
		begin();
		put_own_request();
		put(&wrong, false);
		finish(&stranger);
		take("order.louce", &intake);
		assert_int_equal(intake.pending, 1);
		intake_release(&intake);
		if (order > 0) {
			begin();
			put_own_request();
			put(&right, false);
			finish(&stranger);
			take("order.louce", &intake);
			assert_int_equal(intake.pending, 1);
			intake_release(&intake);
		}
		begin();
		if (order < 2)
			put(&right, false);
		put(&credential, false);
		finish(&officer);
		take("order.louce", &intake);
		assert_int_equal(intake.fresh, 2);
		assert_int_equal(intake.refused, 0);
		intake_release(&intake);
		assert_int_equal(ask_number("order.louce", "SELECT count(*) FROM step WHERE body LIKE '%\"nonsense\"%'"), 1);
		assert_int_equal(ask_number("order.louce", "SELECT count(*) FROM pending"), 0);
	}
	buf_release(&credential.body);
	buf_release(&right.body);
	keys_free(person.keys);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flood__of_requests__costs_one_bounded_table),
		cmocka_unit_test(flood__of_steps_of_no_kind__costs_one_bounded_table),
		cmocka_unit_test(flood__of_large_steps__is_bounded_by_bytes),
		cmocka_unit_test(pending__of_one_carrier__is_not_crowded_out_by_another),
		cmocka_unit_test(trailers__of_one_signer__are_bounded),
		cmocka_unit_test(request__brought_by_a_known_carrier_too__is_not_crowded_out),
		cmocka_unit_test(pending__brought_by_a_known_carrier_too__is_not_crowded_out),
		cmocka_unit_test(photo__named_by_a_step_that_waits__is_not_kept),
		cmocka_unit_test(right_step__is_taken__whatever_false_signature_came_before),
	};

	instructions_watch(true);
	return cmocka_run_group_tests(tests, make, drop);
}
