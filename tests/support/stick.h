#ifndef TESTS_SUPPORT_STICK_H
#define TESTS_SUPPORT_STICK_H

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "bundle.h"
#include "exchange/intake/intake.h"
#include "little_file.h"

/* Small files that a test writes, and the intake over them: what it says of itself. Each case has a copy of a county of one officer and one inspector. */

#define VILLAGE "451224204201"
#define CHIEF "chief" /* a role that issues itself */

static char *folder;
static struct little_file county, stranger; /* who signs with which keys, on which device */
static struct id officer, inspector, pack, unknown;

static inline char *
path_of(const char *name)
{
	return mem_printf("%s/%s", folder, name);
}

static inline void
must(enum status status, const struct err *err)
{
	if (status)
		fail_msg("%s", err->text);
}

static inline void
copy(const char *from, const char *to)
{
	char *source = path_of(from), *target = path_of(to), bytes[1 << 16];
	FILE *in = fopen(source, "rb"), *out = fopen(target, "wb");
	size_t len;

	assert_true(in && out);
	while ((len = fread(bytes, 1, sizeof(bytes), in)))
		assert_int_equal(fwrite(bytes, 1, len, out), len);
	assert_int_equal(ferror(in) | fclose(out), 0);
	fclose(in);
	free(source);
	free(target);
}

static inline int
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

static inline int
drop(void **state)
{
	static const char *const files[] = { "county.louce", "case.louce", "other.louce", "whole.louce", "stick.louce" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		char *path = path_of(files[i]);

		unlink(path);
		free(path);
	}
	rmdir(folder);
	keys_free(county.keys);
	keys_free(stranger.keys);
	free(county.path);
	free(folder);
	return 0;
}

/* ---- steps */

static inline struct little_signed
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

static inline struct little_signed
listing_of(struct little_file *by, const struct id *author)
{
	return form_of(by, author, "listing", NULL);
}

/* A form pack that no louce can read. */
static inline struct little_signed
unreadable_pack(void)
{
	struct step step = little_step("pack", "");
	struct value files = value_object();

	value_set_text(&files, "pack.yaml", "x");
	value_set_text(&step.data, "name", "history");
	value_set_integer(&step.data, "version", 2);
	value_set_take(&step.data, "files", files);
	return little_sign(&county, 0, &officer, &step);
}

/* The credential, or with `issuer` NULL the request, of whose keys these are, in this role and area; NULL: in none. */
static inline struct little_signed
credential_in(const struct little_file *of, const struct id *issuer, const char *role, const char *area)
{
	struct step step = little_step("credential", "");
	struct value areas = value_list(), issues = value_list();
	char hex[SEAL_HEX_MAX + 1];
	struct little_file self = *of;

	if (area)
		value_append_take(&areas, value_text(area));
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

static inline struct little_signed
credential_of(const struct little_file *of, const struct id *issuer, const char *role)
{
	return credential_in(of, issuer, role, VILLAGE);
}

/* ---- files */

struct writing {
	struct hand_made made;
	struct id *blobs;
	size_t blob_count, blob_cap;
};

static struct writing writing;

static inline void
begin(void)
{
	struct err err = { 0 };
	char *path = path_of("stick.louce");

	unlink(path);
	writing.blob_count = 0;
	must(hand_made_begin(&writing.made, path, &err), &err);
	free(path);
}

static inline void
put_in(const struct little_signed *is, bool request)
{
	struct err err = { 0 };

	must(hand_made_add(&writing.made, &(struct signed_body){ is->body.data, is->body.len, &is->sig }, request, &err), &err);
}

static inline void
put(const struct little_signed *is)
{
	put_in(is, false);
}

/* A photo, or a box, of this text under the id of another. */
static inline void
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

static inline void
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

static inline void
finish(void)
{
	finish_as(&(struct ending){ .more = 0 });
}

/* Runs SQL on the stick, as a forger would. */
static inline void
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

static inline void
forge(const char *sql)
{
	forge_in("stick.louce", sql);
}

/* ---- taking in */

static struct store *store; /* of the case */

/* The case's file from now on is a copy of this one. */
static inline void
open_copy(const char *of)
{
	char *path = path_of("case.louce");
	struct err err = { 0 };

	store_close(store);
	store = NULL;
	copy(of, "case.louce");
	must(store_open(path, STORE_WRITE, &store, &err), &err);
	free(path);
}

static inline void
open_case(void)
{
	open_copy("county.louce");
}

/* The case's file, closed and copied. */
static inline void
keep_copy(const char *as)
{
	store_close(store);
	store = NULL;
	copy("case.louce", as);
}

/* A new file, which follows nobody yet. */
static inline void
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

static inline void
say(struct buf *out, const char *what, int64_t count)
{
	if (count)
		buf_printf(out, "%s%s %lld", out->len ? ", " : "", what, (long long)count);
}

static inline int
by_reason(const void *a, const void *b)
{
	return strcmp(((const struct intake_reason *)a)->why, ((const struct intake_reason *)b)->why);
}

/* What an intake says of itself, without the ids in its sentences, which its reasons are in order by. */
static inline void
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
	say(out, "proposals", is->proposals);
	say(out, "withdrawals", is->withdrawals);
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
	if (is->trailer.by ? strcmp(is->trailer.area, strcmp(is->trailer.by, "county_officer") == 0 ? "451224" : VILLAGE)
			   : *is->trailer.area)
		buf_printf(out, " of \"%s\"", is->trailer.area);
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
static inline void
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

static inline void
takes(const char *wanted)
{
	takes_with(&(struct intake_options){ .look = false }, wanted);
}

static inline void
salvages(const char *wanted)
{
	takes_with(&(struct intake_options){ .salvage = true }, wanted);
}

static inline void
looks(const char *wanted)
{
	takes_with(&(struct intake_options){ .look = true }, wanted);
}

static inline int
restart(void **state)
{
	(void)state;
	open_case();
	return 0;
}

static inline int
close_case(void **state)
{
	(void)state;
	store_close(store);
	store = NULL;
	free(writing.blobs);
	writing = (struct writing){ 0 };
	return 0;
}

static inline void
release(struct little_signed *steps, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_release(&steps[i].body);
}

static inline struct little_signed
blobs_by(struct little_file *by, const struct id *author, const char *photo, const char *box)
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
	return little_sign(by, 1, author, &step);
}

static inline struct little_signed
with_blobs(const char *photo, const char *box)
{
	return blobs_by(&county, &inspector, photo, box);
}

#endif
