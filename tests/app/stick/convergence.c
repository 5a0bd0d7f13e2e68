#include "app/session/act.h"
#include "app/session/keys.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "../../support/app_world.h"

#include "store/journal.h"
#include "store/houses/building.h"
#include "store/divisions/area.h"
#include "store/dossier/dossier.h"
#include "trust/holders.h"

/* State is a function of the set of steps: any order, any doubles, any part first and the rest later give the same state hash, and the same
 * findings of the rules. */

struct held {
	char *body;
	size_t len;
	struct signature sig;
};

struct history {
	struct held *steps;
	size_t count, cap;
};

static struct history history;
static struct id wanted;
static char *wanted_findings;

static bool
write_finding(const struct finding_row *row, void *ctx)
{
	char hex[ID_HEX_LEN + 1];

	buf_printf(ctx, "%s %s %s %lld %d\n", id_hex(&row->building, hex), row->rule, rule_level_name(row->level), (long long)row->kind,
		   row->judged);
	return true;
}

static char *
findings_of(struct store *store)
{
	struct err err = { 0 };
	struct buf text = { 0 };

	if (store_each_finding(store, "", NULL, write_finding, &text, &err))
		fail_msg("%s", err.text);
	return buf_detach(&text);
}

/* ---- two houses with one photo: each laptop took its own for unused */

struct pair {
	struct store *store;
	const struct credential *inspector;
	struct dossier *dossiers[2];
	size_t count;
};

static bool
pick(const struct building_row *row, void *ctx)
{
	struct pair *pair = ctx;
	struct dossier *dossier = NULL;
	struct err err = { 0 };

	if (!credential_covers(pair->inspector, row->division))
		return true;
	if (dossier_load(pair->store, &row->root, NULL, &dossier, &err))
		fail_msg("%s", err.text);
	if (dossier_head(dossier, "registration") && dossier_head(dossier, "registration")->step->photo_count)
		pair->dossiers[pair->count++] = dossier;
	else
		dossier_free(dossier);
	return pair->count < 2;
}

static enum status
say_demo(void *ctx, const char *name, char **out, struct err *err)
{
	(void)ctx;
	(void)name;
	(void)err;
	*out = mem_strdup("demo");
	return STATUS_OK;
}

/* Stops at the first who may register houses here. */
static bool
unlock(const struct app_key *key, void *ctx)
{
	struct app_ask ask = { say_demo, NULL };
	struct app *app = ctx;
	struct names roles = pack_form(store_pack(app_store(app)), "registration")->by;
	struct err err = { 0 };

	if (app_unlock(app, key->person, &ask, &err))
		return true;
	act_in_role(app, &roles, NULL);
	return !names_has(&roles, trust_credential(store_trust(app_store(app)), &app_signer(app)->credential)->role);
}

static void
share_a_photo(const char *path)
{
	const struct flow_step *from, *to;
	char *home = world_path("home");
	struct pair pair = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	struct step step = { 0 };
	struct id id;

	setenv("LOUCE_HOME", home, 1);
	free(home);
	if (app_open(path, APP_WRITE, &app, &err))
		fail_msg("%s", err.text);
	assert_int_equal(app_each_key(unlock, app, &err), STATUS_OK);
	pair.store = app_store(app);
	pair.inspector = trust_credential(store_trust(app_store(app)), &app_signer(app)->credential);
	assert_int_equal(store_each_building(app_store(app), "", pick, &pair, &err), STATUS_OK);
	assert_int_equal(pair.count, 2);
	from = dossier_head(pair.dossiers[0], "registration");
	to = dossier_head(pair.dossiers[1], "registration");
	strcpy(step.kind, "registration");
	step_set_area(&step, pair.dossiers[1]->division);
	step.has_building = true;
	step.building = pair.dossiers[1]->root;
	step.data = value_copy(&to->step->data);
	step_add_parent(&step, &to->id);
	for (size_t i = 0; i < from->step->photo_count; i++) {
		struct step_photo *photo = step_add_photo(&step);

		*photo = from->step->photos[i];
		photo->field = mem_strdup(photo->field);
		photo->mime = mem_strdup(photo->mime);
	}
	if (act_begin(app, &err) || act_end(app, act_put(app_store(app), app_signer(app), &step, &id, &err), &err))
		fail_msg("%s", err.text);
	step_release(&step);
	dossier_free(pair.dossiers[0]);
	dossier_free(pair.dossiers[1]);
	app_close(app);
}

static bool
take(const struct store_step *step, void *ctx)
{
	struct history *into = ctx;

	MEM_GROW(into->steps, into->count, into->cap);
	into->steps[into->count] = (struct held){ .body = mem_strndup(step->body, step->len), .len = step->len };
	into->steps[into->count++].sig = *step->sig;
	return true;
}

static int
load(void **state)
{
	struct area_status status;
	struct store *store = NULL;
	struct err err = { 0 };
	char *path;

	if (world_make(state))
		return -1;
	path = world_path("county.louce");
	share_a_photo(path);
	if (store_open(path, STORE_READ_ONLY, &store, &err) || store_each_step(store, take, &history, &err) ||
	    store_area_status(store, "", &status, &err))
		return -1;
	wanted = status.hash;
	wanted_findings = findings_of(store);
	store_close(store);
	free(path);
	return 0;
}

static int
unload(void **state)
{
	for (size_t i = 0; i < history.count; i++)
		free(history.steps[i].body);
	free(history.steps);
	free(wanted_findings);
	return world_drop(state);
}

static void
shuffle(struct random_stream *stream, size_t *order, size_t count)
{
	for (size_t i = count; i > 1; i--) {
		size_t other = random_stream_below(stream, (uint32_t)i), held = order[i - 1];

		order[i - 1] = order[other];
		order[other] = held;
	}
}

static void
check_state(struct store *store)
{
	struct area_status status;
	struct err err = { 0 };
	char *findings = findings_of(store);

	assert_int_equal(store_area_status(store, "", &status, &err), STATUS_OK);
	assert_memory_equal(&status.hash, &wanted, sizeof(wanted));
	assert_string_equal(findings, wanted_findings);
	free(findings);
}

/* Puts every step once or twice, in this order, in transactions of random size; checks what comes out. */
static void
replay(struct random_stream *stream, const size_t *order, const char *name)
{
	struct store *store = NULL;
	struct err err = { 0 };
	char *path = world_path(name);

	assert_int_equal(store_create(path, &err), STATUS_OK);
	assert_int_equal(store_open(path, STORE_WRITE, &store, &err), STATUS_OK);
	for (size_t i = 0; i < history.count;) {
		size_t until = i + 1 + random_stream_below(stream, 400);

		assert_int_equal(store_begin(store, &err), STATUS_OK);
		for (; i < history.count && i < until; i++) {
			const struct held *step = &history.steps[order[i]];
			struct err why = { 0 };
			enum fate fate;
			struct id id;

			if (store_put_step(store, step->body, step->len, &step->sig, &fate, &id, &why, &err))
				fail_msg("%s", err.text);
			assert_int_not_equal(fate, FATE_REFUSED);
			if (random_stream_below(stream, 10) == 0) {
				assert_int_equal(store_put_step(store, step->body, step->len, &step->sig, &fate, &id, &why, &err),
						 STATUS_OK);
				assert_int_equal(fate, FATE_KNOWN);
			}
		}
		if (store_commit(store, &err))
			fail_msg("%s", err.text);
	}
	assert_int_equal(store_pending_count(store), 0);
	check_state(store);
	assert_int_equal(store_step_count(store), (int64_t)history.count);
	store_close(store);
	unlink(path);
	free(path);
}

static void
state__is_the_same__in_any_order(void **state)
{
	size_t *order = mem_array(history.count, sizeof(*order));
	struct random_stream stream;

	(void)state;
	random_stream_init(&stream, "orders", 6);
	for (size_t i = 0; i < history.count; i++)
		order[i] = i;
	for (int round = 0; round < 4; round++) {
		shuffle(&stream, order, history.count);
		replay(&stream, order, "shuffled.louce");
	}
	for (size_t i = 0; i < history.count; i++)
		order[i] = history.count - 1 - i;
	replay(&stream, order, "backwards.louce");
	free(order);
}

static void
finding__is_told__at_both_houses_of_a_photo(void **state)
{
	size_t told = 0;

	(void)state;
	for (const char *at = wanted_findings; (at = strstr(at, " QR-61 ")); at++)
		told++;
	assert_int_equal(told, 2);
}

static void
state__differs__when_a_step_is_missing(void **state)
{
	struct area_status status;
	struct store *store = NULL;
	struct err err = { 0 };
	char *path = world_path("part.louce");
	struct id id;

	(void)state;
	assert_int_equal(store_create(path, &err), STATUS_OK);
	assert_int_equal(store_open(path, STORE_WRITE, &store, &err), STATUS_OK);
	assert_int_equal(store_begin(store, &err), STATUS_OK);
	for (size_t i = 0; i + 1 < history.count; i++) {
		struct err why = { 0 };
		enum fate fate;

		assert_int_equal(store_put_step(store, history.steps[i].body, history.steps[i].len, &history.steps[i].sig, &fate, &id, &why,
						&err),
				 STATUS_OK);
	}
	assert_int_equal(store_commit(store, &err), STATUS_OK);
	assert_int_equal(store_area_status(store, "", &status, &err), STATUS_OK);
	assert_memory_not_equal(&status.hash, &wanted, sizeof(wanted));
	store_close(store);
	free(path);
}

static void
rebuild__keeps__the_state(void **state)
{
	struct store *store = NULL;
	struct err err = { 0 };
	char *path = world_path("county.louce");

	(void)state;
	assert_int_equal(store_open(path, STORE_WRITE, &store, &err), STATUS_OK);
	assert_int_equal(store_rebuild(store, &err), STATUS_OK);
	check_state(store);
	store_close(store);
	free(path);
}

static void
put__refuses__an_altered_step(void **state)
{
	struct store *store = NULL;
	struct err err = { 0 };
	char *path = world_path("altered.louce");
	struct id id;

	(void)state;
	assert_int_equal(store_create(path, &err), STATUS_OK);
	assert_int_equal(store_open(path, STORE_WRITE, &store, &err), STATUS_OK);
	assert_int_equal(store_begin(store, &err), STATUS_OK);
	for (size_t i = 0; i < history.count && i < 60; i++) {
		struct held altered = history.steps[i];
		struct err why = { 0 };
		enum fate fate;

		altered.sig.b[i % signature_bytes()] ^= 1;
		assert_int_equal(store_put_step(store, altered.body, altered.len, &altered.sig, &fate, &id, &why, &err), STATUS_OK);
		/* Without its author's credential a step only waits; with it, it is refused. */
		assert_true(fate == FATE_REFUSED || fate == FATE_PENDING);
		if (fate == FATE_REFUSED)
			assert_non_null(strstr(why.text, "signature"));
	}
	store_rollback(store);
	assert_int_equal(store_step_count(store), 0);
	store_close(store);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finding__is_told__at_both_houses_of_a_photo),
		cmocka_unit_test(state__is_the_same__in_any_order),
		cmocka_unit_test(state__differs__when_a_step_is_missing),
		cmocka_unit_test(put__refuses__an_altered_step),
		cmocka_unit_test(rebuild__keeps__the_state),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
