#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "../support/bundle.h"
#include "../support/little_file.h"
#include "exchange/intake/intake.h"

/* The intake over small files that a test writes: what each says of itself afterwards, and what is stored. A county of one officer and one inspector without any
 * house is copied for each. */

#define VILLAGE "451224204201"
#define BATCH 512     /* BATCH_STEPS of the intake */
#define ROOM 1000     /* CARRIER_ROWS_MAX of the store */
#define CHIEF "chief" /* a role that issues itself */

static char *folder;
static struct little_file county, stranger; /* who signs with which keys, on which device */
static struct id officer, inspector, pack, unknown;

static char *
path_of(const char *name)
{
	return mem_printf("%s/%s", folder, name);
}

static void
must(enum status status, const struct err *err)
{
	if (status)
		fail_msg("%s", err->text);
}

static void
shell(char *command_take)
{
	assert_int_equal(system(command_take), 0);
	free(command_take);
}

static void
copy(const char *from, const char *to)
{
	shell(mem_printf("cp '%s/%s' '%s/%s'", folder, from, folder, to));
}

static int
make(void **state)
{
	const char *tmp = getenv("TMPDIR");
	struct pack *forms = little_pack();
	struct err err = { 0 };
	char *path;

	(void)state;
	folder = mem_printf("%s/taken-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(folder))
		return -1;
	path = path_of("county.louce");
	little_open_at(&county, path);
	officer = little_person(&county, NULL, "000000000000000000000000000000aa", "county_officer", "451224", "inspector");
	little_found(&county, &officer, forms, &pack);
	inspector = little_person(&county, &officer, "000000000000000000000000000000bb", "inspector", VILLAGE, NULL);
	must(store_commit(county.store, &err), &err);
	store_close(county.store);
	county.store = NULL;
	stranger = (struct little_file){ .keys = keys_new(), .device = { { 9 } } };
	hash_bytes("nobody", 6, &unknown);
	pack_free(forms);
	free(path);
	return 0;
}

static int
drop(void **state)
{
	(void)state;
	shell(mem_printf("rm -rf '%s'", folder));
	keys_free(county.keys);
	keys_free(stranger.keys);
	free(county.path);
	free(folder);
	return 0;
}

/* ---- steps */

static struct little_signed
form_of(struct little_file *by, const struct id *author, const char *form, const struct id *building)
{
	struct step step = little_step(form, VILLAGE);

	step.has_pack = true;
	step.pack = pack;
	step.has_building = building != NULL;
	if (building)
		step.building = *building;
	else
		value_set_text(&step.data, "village", VILLAGE);
	return little_sign(by, 1, author, &step);
}

static struct little_signed
listing_of(struct little_file *by, const struct id *author)
{
	return form_of(by, author, "listing", NULL);
}

/* The credential, or with `issuer` NULL the request, of whose keys these are, in this role. */
static struct little_signed
credential_of(const struct little_file *of, const struct id *issuer, const char *role)
{
	struct step step = little_step("credential", "");
	struct value areas = value_list(), issues = value_list();
	char hex[SEAL_HEX_MAX + 1];
	struct little_file self = *of;

	value_append_take(&areas, value_text(VILLAGE));
	value_set_text(&step.data, "person", "000000000000000000000000000000cc");
	value_set_text(&step.data, "name", "Wu");
	value_set_text(&step.data, "role", role);
	value_set_take(&step.data, "areas", areas);
	if (strcmp(role, CHIEF) == 0)
		value_append_take(&issues, value_text(CHIEF));
	value_set_take(&step.data, "issues", issues);
	value_set_text(&step.data, "sign_key", sign_key_hex(keys_sign_public(of->keys), hex));
	value_set_text(&step.data, "box_key", box_key_hex(keys_box_public(of->keys), hex));
	return little_sign(issuer ? &county : &self, 0, issuer, &step);
}

/* ---- files */

struct writing {
	struct hand_made made;
	struct id *blobs;
	size_t blob_count, blob_cap;
};

static struct writing writing;

static void
begin(void)
{
	struct err err = { 0 };
	char *path = path_of("stick.louce");

	unlink(path);
	writing.blob_count = 0;
	must(hand_made_begin(&writing.made, path, &err), &err);
	free(path);
}

static void
put_in(const struct little_signed *is, bool request)
{
	struct err err = { 0 };

	must(hand_made_add(&writing.made, &(struct signed_body){ is->body.data, is->body.len, &is->sig }, request, &err), &err);
}

static void
put(const struct little_signed *is)
{
	put_in(is, false);
}

/* A photo, or a box, of this text under the id of another. */
static void
put_blob(enum blob_kind kind, const char *text, const char *claimed)
{
	struct err err = { 0 };
	struct id id;

	hash_bytes(claimed, strlen(claimed), &id);
	MEM_GROW(writing.blobs, writing.blob_count, writing.blob_cap);
	writing.blobs[writing.blob_count++] = id;
	must(bundle_add_blob(writing.made.bundle, kind, &id, text, strlen(text), &err), &err);
}

struct ending {
	const struct little_file *by; /* NULL: the county's officer */
	const struct id *author, *to;
	int more; /* steps that the trailer counts and the file does not hold */
};

static void
finish_as(const struct ending *ending)
{
	const struct little_file *by = ending->by ? ending->by : &county;
	struct trailer trailer = { .device = by->device, .author = ending->author ? *ending->author : officer, .at_unix = 1700000000 };
	struct signature sig;
	struct buf body = { 0 };
	struct err err = { 0 };

	trailer.has_to = ending->to != NULL;
	if (ending->to)
		trailer.to = *ending->to;
	id_sum_of(writing.made.ids, writing.made.count, &trailer.steps);
	trailer.steps.count += ending->more;
	id_sum_of(writing.blobs, writing.blob_count, &trailer.blobs);
	must(trailer_sign(&trailer, by->keys, &body, &sig, &err), &err);
	must(bundle_set_trailer(writing.made.bundle, &(struct signed_body){ buf_text(&body), body.len, &sig }, &err), &err);
	must(bundle_finish(writing.made.bundle, &err), &err);
	bundle_free(writing.made.bundle);
	free(writing.made.ids);
	buf_release(&body);
}

static void
finish(void)
{
	finish_as(&(struct ending){ .more = 0 });
}

/* Runs SQL on the stick, as a forger would. */
static void
forge_in(const char *name, const char *sql)
{
	char *path = path_of(name);
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
	free(path);
}

static void
forge(const char *sql)
{
	forge_in("stick.louce", sql);
}

/* ---- taking in */

static struct store *store; /* of the case */

static void
open_case(void)
{
	char *path = path_of("case.louce");
	struct err err = { 0 };

	store_close(store);
	store = NULL;
	copy("county.louce", "case.louce");
	must(store_open(path, STORE_WRITE, &store, &err), &err);
	free(path);
}

/* A new file, which follows nobody yet. */
static void
open_empty(void)
{
	char *path = path_of("case.louce");
	struct err err = { 0 };

	store_close(store);
	store = NULL;
	unlink(path);
	must(store_create(path, &err), &err);
	must(store_open(path, STORE_WRITE, &store, &err), &err);
	free(path);
}

static void
say(struct buf *out, const char *what, int64_t count)
{
	if (count)
		buf_printf(out, "%s%s %lld", out->len ? ", " : "", what, (long long)count);
}

static int
by_reason(const void *a, const void *b)
{
	return strcmp(((const struct intake_reason *)a)->why, ((const struct intake_reason *)b)->why);
}

/* What an intake says of itself, without the ids in its sentences, which its reasons are in order by. */
static void
say_intake(const struct intake *is, struct buf *out)
{
	if (is->reason_count)
		qsort(is->reasons, is->reason_count, sizeof(*is->reasons), by_reason);
	say(out, "steps", is->steps);
	say(out, "fresh", is->fresh);
	say(out, "houses", is->houses);
	say(out, "known", is->known);
	say(out, "requests", is->requests);
	say(out, "refused", is->refused);
	say(out, "pending", is->pending);
	say(out, "dropped", is->dropped);
	say(out, "idle", is->idle);
	say(out, "photos", is->photos);
	say(out, "boxes", is->boxes);
	say(out, "missing", (int64_t)is->missing_count);
	buf_printf(out, "; %s", is->complete > 0 ? "whole" : is->complete < 0 ? "no end" : "not whole");
	for (size_t i = 0; i < is->reason_count; i++)
		buf_printf(out, "; %lld idle: %s", (long long)is->reasons[i].count, is->reasons[i].why);
	for (size_t i = 0; i < is->refusal_count; i++) {
		const char *why = strstr(is->refusals[i], ": ");

		assert_non_null(why);
		if (i == 0 || strcmp(strstr(is->refusals[i - 1], ": "), why) != 0)
			buf_printf(out, "; %.4s%s", is->refusals[i], why);
	}
	if (is->refusal_count > 1)
		buf_printf(out, " (%zu told)", is->refusal_count);
	if (is->trailer.at_unix)
		buf_printf(out, "; by %s to %s", is->trailer.by ? is->trailer.by : "-", is->trailer.to ? is->trailer.to : "-");
}

static int64_t
ask(const char *sql)
{
	char *path = path_of("case.louce");
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	int64_t number;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	free(path);
	return number;
}

/* Takes the stick in; the sentence is what is said of it, behind the error's where it is refused. */
static void
takes_with(const struct intake_options *options, const char *wanted)
{
	char *path = path_of(options->workspace ? "other.louce" : "stick.louce");
	int fd = open(path, O_RDONLY);
	int64_t before = ask("SELECT count(*) FROM step");
	struct intake intake;
	struct buf said = { 0 };
	struct err err = { 0 };
	enum status status;

	assert_true(fd >= 0);
	status = intake_file(store, fd, "stick", options, &intake, &err);
	close(fd);
	if (status)
		buf_printf(&said, "%s%s; ",
			   status == STATUS_TAMPERED  ? "TAMPERED "
			   : status == STATUS_INVALID ? "INVALID "
						      : "FAILED ",
			   err.text);
	{
		struct buf more = { 0 };

		say_intake(&intake, &more);
		buf_text_add(&said, buf_text(&more));
		buf_release(&more);
	}
	assert_string_equal(buf_text(&said), wanted);
	assert_int_equal(ask("SELECT count(*) FROM step"), before + (options->look ? 0 : intake.fresh));
	buf_release(&said);
	intake_release(&intake);
	free(path);
}

static void
takes(const char *wanted)
{
	takes_with(&(struct intake_options){ .look = false }, wanted);
}

static void
salvages(const char *wanted)
{
	takes_with(&(struct intake_options){ .salvage = true }, wanted);
}

static void
looks(const char *wanted)
{
	takes_with(&(struct intake_options){ .look = true }, wanted);
}

static int
restart(void **state)
{
	(void)state;
	open_case();
	return 0;
}

static int
close_case(void **state)
{
	(void)state;
	store_close(store);
	store = NULL;
	free(writing.blobs);
	writing = (struct writing){ 0 };
	return 0;
}

static void
release(struct little_signed *steps, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_release(&steps[i].body);
}

/* ---- what is stored */

static void
steps__are_taken__once_in_any_order(void **state)
{
	struct little_signed steps[3] = { listing_of(&county, &inspector) };

	(void)state;
	steps[1] = form_of(&county, &inspector, "registration", &steps[0].id);
	steps[2] = listing_of(&county, &inspector);
	begin();
	put(&steps[1]); /* its house comes later */
	put(&steps[0]);
	finish_as(&(struct ending){ .to = &inspector });
	looks("steps 2, fresh 2, houses 1; whole; by county_officer to inspector");
	takes("steps 2, fresh 2, houses 1; whole; by county_officer to inspector");
	takes("steps 2, known 2; whole; by county_officer to inspector");
	begin();
	for (size_t i = 0; i < 3; i++)
		put(&steps[i]);
	finish_as(&(struct ending){ .to = &unknown });
	looks("steps 3, fresh 1, houses 1, known 2; whole; by county_officer to -");
	takes("steps 3, fresh 1, houses 1, known 2; whole; by county_officer to -");
	release(steps, 3);
}

/* A batch and more: the credential stands in an earlier one than what it signed, or behind it. */
static void
steps__are_taken__of_more_than_a_batch(void **state)
{
	static struct little_signed steps[BATCH + 3];
	struct little_file wu = stranger;
	struct little_signed credential = credential_of(&wu, &officer, "inspector");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		steps[i] = listing_of(&wu, &credential.id);
	for (int last = 0; last < 2; last++) {
		open_case();
		begin();
		if (!last)
			put(&credential);
		for (size_t i = 0; i < ARRAY_LEN(steps); i++)
			put(&steps[i]);
		if (last)
			put(&credential);
		finish();
		takes("steps 516, fresh 516, houses 515; whole; by county_officer to -");
	}
	release(steps, ARRAY_LEN(steps));
	buf_release(&credential.body);
}

static void
steps__wait__until_their_authors_credential_comes(void **state)
{
	struct little_file wu = stranger;
	struct little_signed credential = credential_of(&wu, &officer, "inspector"), steps[2];

	(void)state;
	steps[0] = listing_of(&wu, &credential.id);
	steps[1] = listing_of(&wu, &credential.id);
	begin();
	put(&steps[0]);
	finish();
	looks("steps 1, pending 1; whole; by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM pending"), 0);
	takes("steps 1, pending 1; whole; by county_officer to -");
	takes("steps 1, known 1, pending 1; whole; by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM pending WHERE carrier IS NOT NULL"), 1);
	begin();
	put(&steps[1]);
	put(&credential);
	finish();
	takes("steps 2, fresh 3, houses 2; whole; by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM pending"), 0);
	release(steps, 2);
	buf_release(&credential.body);
}

#define LATE "1001 idle: it grants a role or an area that its issuer does not have; 1002 idle: the signer's credential has no right"

/* More than may wait, ahead of what they wait for: the steps of a person ahead of his credential, and credentials each ahead of the next. */
static void
steps__are_all_taken__in_whatever_order_their_file_has_them(void **state)
{
	static struct little_signed chain[ROOM + 2], steps[ROOM + 2];
	const size_t count = ARRAY_LEN(steps);
	struct little_file holder = county;

	(void)state;
	for (size_t i = 0; i < count; i++)
		chain[i] = credential_of(&holder, i ? &chain[i - 1].id : &officer, CHIEF);
	for (size_t i = 0; i < count; i++)
		steps[i] = form_of(&county, &chain[count - 1].id, "nonsense", NULL);
	begin();
	for (size_t i = count; i-- > 0;)
		put(&steps[i]);
	for (size_t i = count; i-- > 0;)
		put(&chain[i]);
	finish();
	takes("steps 2004, fresh 2004, houses 1002, idle 2003; whole; " LATE "; by county_officer to -");
	store_close(store);
	store = NULL;
	copy("case.louce", "other.louce");
	open_case();
	takes_with(&(struct intake_options){ .workspace = true }, "steps 2008, fresh 2004, houses 1002, known 4, idle 2003; no end; " LATE);
	assert_int_equal(ask("SELECT count(*) FROM pending"), 0);
	release(chain, count);
	release(steps, count);
}

/* What has no room is told; a workspace that goes into a new file loses nothing of what waits in it. */
static void
steps__that_wait__are_dropped_and_told__beyond_their_room(void **state)
{
	static struct little_signed steps[ROOM + 2];
	struct little_file wu = stranger;
	struct little_signed request = credential_of(&wu, NULL, "inspector");

	(void)state;
	begin();
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		steps[i] = listing_of(&wu, &unknown);
		put(&steps[i]);
	}
	finish();
	looks("steps 1002, pending 1000, dropped 2; whole; by county_officer to -");
	takes("steps 1002, pending 1000, dropped 2; whole; by county_officer to -");
	begin();
	put_in(&request, true);
	put(&steps[0]);
	put(&steps[1]);
	finish_as(&(struct ending){ .by = &stranger, .author = &request.id });
	takes("steps 3, requests 1, pending 2; whole; by - to -");
	store_close(store);
	store = NULL;
	copy("case.louce", "other.louce");
	open_case();
	takes_with(&(struct intake_options){ .workspace = true }, "steps 1007, known 4, requests 1, pending 1002; no end");
	buf_release(&request.body);
	release(steps, ARRAY_LEN(steps));
}

/* What waits is carried by nobody when the file's end is by somebody who is not known here. */
static void
steps__of_a_strangers_file__wait_in_the_strangers_room(void **state)
{
	struct little_file wu = stranger;
	struct little_signed request = credential_of(&wu, NULL, "inspector"), step = listing_of(&wu, &request.id);

	(void)state;
	begin();
	put(&step);
	put_in(&request, true);
	finish_as(&(struct ending){ .by = &wu, .author = &request.id });
	takes("steps 2, requests 1, pending 1; whole; by - to -");
	assert_int_equal(ask("SELECT count(*) FROM pending WHERE carrier IS NULL"), 1);
	assert_int_equal(ask("SELECT count(*) FROM request WHERE carrier IS NULL"), 1);
	assert_int_equal(ask("SELECT count(*) FROM ack"), 0); /* strangers may make any number of trailers */
	takes("steps 2, known 2, pending 1; whole; by - to -");
	begin();
	put(&step);
	finish_as(&(struct ending){ .by = &wu, .author = &request.id }); /* nobody here knows whose key it is */
	takes("TAMPERED \"stick\": nothing was taken from it, because its end was not signed by whom it names; ask for it again; "
	      "steps 1, known 1; not whole");
	buf_release(&request.body);
	buf_release(&step.body);
}

/* ---- what is refused */

#define NOTHING "TAMPERED \"stick\": nothing was taken from it, because "

static void
step__is_refused__under_a_signature_that_is_not_its_authors(void **state)
{
	struct little_signed steps[3];

	(void)state;
	for (size_t i = 0; i < 3; i++)
		steps[i] = listing_of(&county, &inspector);
	begin();
	put(&steps[0]);
	finish();
	takes("steps 1, fresh 1, houses 1; whole; by county_officer to -");
	steps[0].sig.b[3] ^= 1; /* known under a right signature */
	steps[1].sig.b[3] ^= 1;
	begin();
	for (size_t i = 0; i < 3; i++)
		put(&steps[i]);
	finish();
	takes(NOTHING "2 parts of it are not what was signed; ask for it again; steps 3, refused 2; no end; "
		      "step: the signature does not fit; the step was altered (2 told)");
	salvages(
		"steps 3, fresh 1, houses 1, refused 2; whole; step: the signature does not fit; the step was altered (2 told); by county_officer to -");
	release(steps, 3);
}

static void
refusals__are_told__20_of_any_number(void **state)
{
	struct little_signed steps[22];

	(void)state;
	begin();
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		steps[i] = listing_of(&county, &inspector);
		steps[i].sig.b[3] ^= 1;
		put(&steps[i]);
	}
	finish();
	salvages("steps 22, refused 22; whole; step: the signature does not fit; the step was altered (20 told); by county_officer to -");
	release(steps, ARRAY_LEN(steps));
}

static void
body__is_refused__that_is_no_step(void **state)
{
	struct little_signed step = listing_of(&county, &inspector);

	(void)state;
	buf_clear(&step.body);
	buf_text_add(&step.body, "{\"v\":2}");
	begin();
	put(&step);
	finish();
	takes(NOTHING
	      "1 part of it is not what was signed; ask for it again; steps 1, refused 1; no end; step: the step's member \"kind\" is wrong: it is missing");
	buf_release(&step.body);
}

/* Nobody's log goes beyond his areas: such a step is refused, not stored without effect. */
static void
step__is_refused__outside_the_areas_of_its_author(void **state)
{
	struct step step = little_step("listing", "451224204202");
	struct little_signed written;

	(void)state;
	step.has_pack = true;
	step.pack = pack;
	value_set_text(&step.data, "village", "451224204202");
	written = little_sign(&county, 1, &inspector, &step);
	begin();
	put(&written);
	finish();
	takes(NOTHING "1 part of it is not what was signed; ask for it again; steps 1, refused 1; no end; "
		      "step: it is about an area that is none of \"inspector\"");
	buf_release(&written.body);
}

static void
step__is_refused__among_the_requests(void **state)
{
	struct little_signed step = listing_of(&county, &inspector), request = credential_of(&stranger, NULL, "inspector");

	(void)state;
	begin();
	put_in(&step, true);
	put_in(&request, true);
	finish();
	takes(NOTHING "1 part of it is not what was signed; ask for it again; steps 2, refused 1; no end; "
		      "step: it stands among the requests, and is none");
	begin();
	put(&request); /* among the steps it is a request all the same */
	finish();
	takes("steps 1, requests 1; whole; by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM request WHERE carrier IS NOT NULL"), 1);
	begin();
	put(&step); /* known steps among the requests are none either */
	finish();
	takes("steps 1, fresh 1, houses 1; whole; by county_officer to -");
	begin();
	put_in(&step, true);
	finish();
	takes(NOTHING "1 part of it is not what was signed; ask for it again; steps 1, refused 1; no end; "
		      "step: it stands among the requests, and is none");
	request.sig.b[0] ^= 1;
	begin();
	put_in(&request, true);
	finish();
	takes(NOTHING
	      "1 part of it is not what was signed; ask for it again; steps 1, refused 1; no end; step: the signature does not fit; the step was altered");
	buf_release(&step.body);
	buf_release(&request.body);
}

/* ---- the end of a file */

static void
end__says__what_the_file_holds(void **state)
{
	static const char cut[] = NOTHING "it does not hold just what its signed end says; copy it again from where it was made; ";
	struct little_signed steps[2] = { listing_of(&county, &inspector), listing_of(&county, &inspector) };
	char *wanted;

	(void)state;
	for (int change = 0; change < 3; change++) {
		begin();
		put(&steps[0]);
		put(&steps[1]);
		finish_as(&(struct ending){ .more = change == 0 });
		if (change == 1)
			forge("DELETE FROM step WHERE rowid = 1");
		if (change == 2)
			forge("INSERT INTO photo (id, data) VALUES (randomblob(32), x'00')");
		wanted = mem_printf("%ssteps %d; not whole; by county_officer to -", cut, change == 1 ? 1 : 2);
		takes(wanted);
		free(wanted);
	}
	salvages("steps 2, fresh 2, houses 2; not whole; by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM ack"), 0);
	begin();
	put(&steps[0]);
	finish();
	takes("steps 1, known 1; whole; by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM ack"), 1);
	release(steps, 2);
}

static void
end__is_by_whom_it_names(void **state)
{
	struct little_signed step = listing_of(&county, &inspector);
	struct little_file elsewhere = county;

	(void)state;
	elsewhere.device.b[0]++; /* the officer may sign on his laptop alone, the inspector on any */
	for (int who = 0; who < 4; who++) {
		const struct ending endings[] = { { .by = &stranger },
						  { .by = &stranger, .author = &inspector },
						  { .by = &elsewhere },
						  { .by = &elsewhere, .author = &inspector } };

		begin();
		put(&step);
		finish_as(&endings[who]);
		if (who < 3)
			takes(NOTHING "its end was not signed by whom it names; ask for it again; ; no end");
		else
			takes("steps 1, fresh 1, houses 1; whole; by inspector to -");
	}
	begin();
	put(&step);
	finish_as(&(struct ending){ .by = &stranger });
	salvages("steps 1, known 1; not whole");
	begin();
	put(&step);
	finish_as(&(struct ending){ .by = &stranger, .author = &unknown });
	takes(NOTHING "its end was not signed by whom it names; ask for it again; steps 1, known 1; not whole");
	salvages("steps 1, known 1; not whole");
	buf_release(&step.body);
}

/* Its author's credential may come with the file itself: as a step, or as a request that stays one. */
static void
end__is_by_whose_credential_comes_with_it(void **state)
{
	struct little_file wu = stranger;
	struct little_signed credential = credential_of(&wu, &officer, "inspector"), other = credential_of(&county, &officer, "inspector");

	(void)state;
	for (int who = 0; who < 2; who++) {
		open_case();
		begin();
		put(&other);
		put(&credential);
		finish_as(&(struct ending){ .by = &wu, .author = who ? &other.id : &credential.id });
		takes(who ? NOTHING "its end was not signed by whom it names; ask for it again; steps 2; not whole"
			  : "steps 2, fresh 2; whole; by Wu to -");
		assert_int_equal(ask("SELECT count(*) FROM ack"), !who);
	}
	buf_release(&credential.body);
	buf_release(&other.body);
}

static void
end__that_cannot_be_read__is_none(void **state)
{
	struct little_signed step = listing_of(&county, &inspector);

	(void)state;
	begin();
	put(&step);
	finish();
	forge("UPDATE trailer SET body = '{}'");
	takes("TAMPERED \"stick\": the trailer's member \"device\" is wrong: it is missing; ; no end");
	salvages("steps 1, fresh 1, houses 1; not whole");
	buf_release(&step.body);
}

/* ---- photos and boxes */

static struct little_signed
with_blobs(const char *photo, const char *box)
{
	struct step step = little_step("listing", VILLAGE);

	step.has_pack = true;
	step.pack = pack;
	value_set_text(&step.data, "village", VILLAGE);
	if (photo) {
		struct step_photo *named = step_add_photo(&step);

		hash_bytes(photo, strlen(photo), &named->id);
		named->field = mem_strdup("photo_front");
		named->mime = mem_strdup("image/jpeg");
		named->size = (int64_t)strlen(photo);
	}
	if (box) {
		step.has_private = true;
		hash_bytes("commit", 6, &step.commit);
		hash_bytes(box, strlen(box), &step.box);
		step.private_fields = mem_array(1, sizeof(char *));
		step.private_fields[step.private_field_count++] = mem_strdup("owner_phone");
	}
	return little_sign(&county, 1, &inspector, &step);
}

static void
blobs__are_taken__that_steps_of_the_file_name(void **state)
{
	struct little_signed steps[2] = { with_blobs("one", "sealed"), with_blobs("two", NULL) };

	(void)state;
	begin();
	put(&steps[0]);
	put(&steps[1]);
	put_blob(BLOB_PHOTO, "one", "one");
	put_blob(BLOB_PHOTO, "three", "three");	  /* that nobody names */
	put_blob(BLOB_PHOTO, "sealed", "sealed"); /* nor as a photo */
	finish();
	takes("steps 2, fresh 2, houses 2, photos 1, missing 2; whole; by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM photo"), 1);
	/* What was lost comes again with the step that names it, known by now; what is here is not taken twice. */
	begin();
	put(&steps[0]);
	put(&steps[1]);
	put_blob(BLOB_PHOTO, "one", "one");
	put_blob(BLOB_PHOTO, "two", "two");
	put_blob(BLOB_BOX, "sealed", "sealed");
	put_blob(BLOB_BOX, "three", "three");
	finish();
	looks("steps 2, known 2, photos 1, boxes 1; whole; by county_officer to -");
	takes("steps 2, known 2, photos 1, boxes 1; whole; by county_officer to -");
	takes("steps 2, known 2; whole; by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM photo"), 2);
	assert_int_equal(ask("SELECT count(*) FROM box"), 1);
	release(steps, 2);
}

static void
blob__is_refused__of_other_bytes(void **state)
{
	struct little_signed step = with_blobs("one", "sealed");

	(void)state;
	begin();
	put(&step);
	put_blob(BLOB_PHOTO, "changed", "one");
	put_blob(BLOB_BOX, "opened", "sealed");
	finish();
	takes(NOTHING "2 parts of it are not what was signed; ask for it again; steps 1, refused 2; no end; "
		      "phot: these are not the bytes that were signed (2 told)");
	salvages("steps 1, fresh 1, houses 1, refused 2, missing 2; whole; "
		 "phot: these are not the bytes that were signed (2 told); by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM photo"), 0);
	buf_release(&step.body);
}

/* ---- what has no effect */

static void
steps__without_effect__are_counted_by_reason(void **state)
{
	struct little_file wu = stranger;
	struct little_signed clerk = credential_of(&wu, &officer, "township_clerk"), steps[6];
	struct step step;
	struct value files = value_object();
	size_t count = 0;

	(void)state;
	step = little_step("pack", ""); /* that no louce can read */
	value_set_text(&files, "pack.yaml", "x");
	value_set_text(&step.data, "name", "history");
	value_set_integer(&step.data, "version", 2);
	value_set_take(&step.data, "files", files);
	steps[count++] = little_sign(&county, 0, &officer, &step);
	steps[count++] = listing_of(&wu, &clerk.id);
	steps[count++] = form_of(&county, &inspector, "registration", &unknown);
	steps[count++] = form_of(&county, &inspector, "registration", &unknown);
	steps[count++] = listing_of(&county, &inspector);
	step = little_step("nonsense", VILLAGE);
	step.has_pack = true;
	step.pack = pack;
	step.has_building = true;
	step.building = steps[count - 1].id;
	steps[count++] = little_sign(&county, 1, &inspector, &step);
	begin();
	put(&clerk);
	for (size_t i = 0; i < count; i++)
		put(&steps[i]);
	finish();
	takes("steps 7, fresh 7, houses 2, idle 5; whole; 1 idle: its form is not in the form pack; 2 idle: the building's listing is not here or does not "
	      "count; 1 idle: the signer's role may not sign this; 1 idle: this louce cannot read the form pack; by county_officer to -");
	takes("steps 7, known 7; whole; by county_officer to -");
	release(steps, count);
	buf_release(&clerk.body);
}

/* ---- a workspace */

/* The truth of a file without an end: requests and what waits in it as well. */
static void
workspace__is_taken_in__without_an_end(void **state)
{
	struct little_file wu = stranger;
	struct little_signed request = credential_of(&wu, NULL, "inspector"),
			     steps[2] = { listing_of(&wu, &unknown), with_blobs("one", NULL) };

	(void)state;
	begin();
	put(&steps[0]);
	put(&steps[1]);
	put_in(&request, true);
	put_blob(BLOB_PHOTO, "one", "one");
	finish();
	takes("steps 3, fresh 1, houses 1, requests 1, pending 1, photos 1; whole; by county_officer to -");
	store_close(store);
	store = NULL;
	copy("case.louce", "other.louce");
	open_case();
	takes_with(&(struct intake_options){ .workspace = true },
		   "steps 7, fresh 1, houses 1, known 4, requests 1, pending 1, photos 1; no end");
	takes("steps 3, known 3, pending 1; whole; by county_officer to -");
	release(steps, 2);
	buf_release(&request.body);
}

/* Whom it follows and whose ends it took in go along; an end that was changed is left behind, and so is a founding that it followed by itself
 * and does not hold; one that a person chose is missed. */
static void
workspace__goes_into_a_new_file__with_all_that_it_has(void **state)
{
	static const struct {
		const char *forgery, *said;
		int acks;
	} cases[] = {
		{ "UPDATE ack SET n = n", "steps 6, fresh 5, houses 1, requests 1, pending 1; no end", 1 },
		{ "UPDATE ack SET sig = zeroblob(64)", "steps 6, fresh 5, houses 1, requests 1, pending 1; no end", 0 },
		{ "UPDATE ack SET body = '{}'", "steps 6, fresh 5, houses 1, requests 1, pending 1; no end", 0 },
		{ "UPDATE pin SET how = 2", "steps 6, fresh 5, houses 1, requests 1, pending 1; no end", 1 },
		{ "DELETE FROM step WHERE body ->> 'kind' = 'genesis'", "steps 5, requests 1, pending 4; no end", 0 },
		{ "UPDATE pin SET how = 2; DELETE FROM step WHERE body ->> 'kind' = 'genesis'",
		  "TAMPERED \"stick\": which founding of the county it follows, and whether a person chose it, can no longer be read; use another copy of it; ; no end",
		  0 },
		{ "UPDATE pin SET how = 2; UPDATE step SET sig = zeroblob(64) WHERE body ->> 'kind' = 'genesis'",
		  "TAMPERED \"stick\": the founding of the county that it follows is not in it as it was signed; use another copy of it; "
		  "steps 6; no end",
		  0 },
	};
	struct little_file wu = stranger;
	struct little_signed steps[2] = { listing_of(&county, &inspector), listing_of(&wu, &unknown) };

	(void)state;
	begin();
	put(&steps[0]);
	put(&steps[1]);
	finish();
	takes("steps 2, fresh 1, houses 1, pending 1; whole; by county_officer to -");
	store_close(store);
	store = NULL;
	copy("case.louce", "whole.louce");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		copy("whole.louce", "other.louce");
		forge_in("other.louce", cases[i].forgery);
		open_empty();
		takes_with(&(struct intake_options){ .workspace = true }, cases[i].said);
		assert_int_equal(ask("SELECT count(*) FROM ack"), cases[i].acks);
		assert_int_equal(ask("SELECT count(*) FROM pin"), i < 4);
		assert_int_equal(ask("SELECT count(*) FROM pin WHERE how = 2"), i == 3);
		assert_int_equal(ask("SELECT count(*) FROM pending WHERE carrier IS NOT NULL") > 0, i < 5);
	}
	release(steps, 2);
}

/* ---- another county */

/* A county's founding and its officer, in the stick. */
static void
put_founding(const char *code)
{
	struct little_file other = { .keys = stranger.keys, .device = { { 8 } } };
	struct little_signed chief = credential_of(&other, NULL, "county_officer"), founding;
	struct step genesis = little_step("genesis", "");
	struct value officers = value_list();
	char hex[ID_HEX_LEN + 1];

	value_append_take(&officers, value_text(id_hex(&chief.id, hex)));
	value_set_text(&genesis.data, "county", code);
	value_set_text(&genesis.data, "name", "elsewhere");
	value_set_take(&genesis.data, "officers", officers);
	value_set_integer(&genesis.data, "threshold", 1);
	value_set_text(&genesis.data, "receiver", device_hex(&other.device, hex));
	founding = little_sign(&other, 0, &chief.id, &genesis);
	put(&chief);
	put(&founding);
	buf_release(&chief.body);
	buf_release(&founding.body);
}

static void
file__of_another_county__is_refused_where_it_is_asked(void **state)
{
	const struct intake_options own = { .own_county = true };
	struct little_signed step = listing_of(&county, &inspector);

	(void)state;
	begin();
	put_founding("451225");
	finish();
	takes_with(
		&own,
		"FAILED \"stick\": nothing was taken from it, because it is of another county, \"elsewhere\"; this file is of \"东兰县\"; "
		"steps 2; no end");
	takes("steps 2, requests 1, pending 1; whole; by county_officer to -");
	open_case();
	begin();
	put_founding("451224"); /* another founding of this one, which a person may follow */
	finish();
	takes_with(&own, "steps 2, requests 1, pending 1; whole; by county_officer to -");
	open_case();
	begin();
	put(&step); /* no founding at all */
	finish();
	takes_with(&own, "steps 1, fresh 1, houses 1; whole; by county_officer to -");
	buf_release(&step.body);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, restart, close_case)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(steps__are_taken__once_in_any_order),
		CASE(steps__are_taken__of_more_than_a_batch),
		CASE(steps__wait__until_their_authors_credential_comes),
		CASE(steps__are_all_taken__in_whatever_order_their_file_has_them),
		CASE(steps__that_wait__are_dropped_and_told__beyond_their_room),
		CASE(steps__of_a_strangers_file__wait_in_the_strangers_room),
		CASE(step__is_refused__under_a_signature_that_is_not_its_authors),
		CASE(refusals__are_told__20_of_any_number),
		CASE(body__is_refused__that_is_no_step),
		CASE(step__is_refused__outside_the_areas_of_its_author),
		CASE(step__is_refused__among_the_requests),
		CASE(end__says__what_the_file_holds),
		CASE(end__is_by_whom_it_names),
		CASE(end__is_by_whose_credential_comes_with_it),
		CASE(end__that_cannot_be_read__is_none),
		CASE(blobs__are_taken__that_steps_of_the_file_name),
		CASE(blob__is_refused__of_other_bytes),
		CASE(steps__without_effect__are_counted_by_reason),
		CASE(workspace__is_taken_in__without_an_end),
		CASE(workspace__goes_into_a_new_file__with_all_that_it_has),
		CASE(file__of_another_county__is_refused_where_it_is_asked),
	};

	setenv("LANGUAGE", "C", 1);
	return cmocka_run_group_tests(tests, make, drop);
}
