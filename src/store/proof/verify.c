#include "store/blob.h"
#include "store/proof/verify.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/map.h"
#include "base/mem.h"
#include "store/inside.h"
#include "store/journal.h"
#include "store/schema.h"
#include "store/proof/verify_rows.h"
#include "trust/credential.h"
#include "trust/genesis.h"

#define BATCH 512
#define WORKERS_MAX 16

/* A step as read, and what a worker found. */
struct verify_job {
	int64_t n;
	struct id id;
	char *body;
	size_t len;
	struct signature sig;
	struct step step;
	bool request;	   /* stands among the requests; n is its row there */
	const char *wrong; /* NULL: fine so far */
	char why[200];
	const struct credential *author;
};

struct verifying {
	struct store *store;
	struct verify_counts *counts;
	verify_said *said;
	void *ctx;
	struct verify_job *jobs;
	size_t count;
	struct idmap named_photos, named_boxes; /* id -> n of the step that names it */
	bool several;				/* buildings have photos or boxes here */
};

PRINTF_FMT(3, 4)
static void
say(struct verifying *verifying, enum verify_weight weight, const char *fmt, ...)
{
	char text[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	verifying->said(weight, text, verifying->ctx);
}

/* ---- one step, on any core */

static void
verify_one(struct verify_job *job)
{
	struct err why = { 0 };
	struct id id;

	step_id(job->body, job->len, &id);
	if (!id_equal(&id, &job->id)) {
		job->wrong = N_("its bytes are not those that its number stands for");
		return;
	}
	if (step_parse(job->body, job->len, &job->step, &why)) {
		snprintf(job->why, sizeof(job->why), "%.190s", why.text);
		job->wrong = job->why;
	} else if (job->request && job->step.has_author) {
		job->wrong = N_("it stands among the requests, and is none");
	}
}

static void
verify_signature(struct verify_job *job)
{
	struct credential own = { 0 };
	bool right = false;

	if (job->wrong)
		return;
	if (job->author)
		right = seal_verify(&job->author->sign_key, &job->sig, job->body, job->len);
	else if (!job->step.has_author && credential_from_step(&job->id, &job->step, &own))
		right = seal_verify(&own.sign_key, &job->sig, job->body, job->len);
	credential_release(&own);
	if (!right)
		job->wrong = job->step.has_author && !job->author ? N_("its author's credential is not in the file")
								  : N_("its signature does not fit");
	else if (job->author && !credential_fits_device(job->author, &job->step.device))
		job->wrong = N_("it was signed on another device than its credential is for");
}

struct verify_share {
	struct verify_job *jobs;
	size_t first, step, count;
	void (*work)(struct verify_job *);
};

static void *
work(void *ctx)
{
	struct verify_share *share = ctx;

	for (size_t i = share->first; i < share->count; i += share->step)
		share->work(&share->jobs[i]);
	return NULL;
}

static void
on_all_cores(struct verify_job *jobs, size_t count, void (*one)(struct verify_job *))
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t workers = cores < 1 ? 1 : cores > WORKERS_MAX ? WORKERS_MAX : (size_t)cores;
	struct verify_share shares[WORKERS_MAX];
	pthread_t threads[WORKERS_MAX];
	bool started[WORKERS_MAX] = { false };

	for (size_t i = 0; i < workers; i++) {
		shares[i] = (struct verify_share){ jobs, i, workers, count, one };
		if (i > 0)
			started[i] = pthread_create(&threads[i], NULL, work, &shares[i]) == 0;
	}
	work(&shares[0]);
	for (size_t i = 1; i < workers; i++) {
		if (started[i])
			pthread_join(threads[i], NULL);
		else
			work(&shares[i]);
	}
}

/* ---- batches */

static void
note_blobs(struct verifying *verifying, const struct verify_job *job)
{
	for (size_t p = 0; p < job->step.photo_count; p++)
		idmap_put(&verifying->named_photos, &job->step.photos[p].id, (size_t)job->n);
	if (job->step.has_private)
		idmap_put(&verifying->named_boxes, &job->step.box, (size_t)job->n);
}

static void
finish_batch(struct verifying *verifying)
{
	char shortened[9];

	on_all_cores(verifying->jobs, verifying->count, verify_one);
	for (size_t i = 0; i < verifying->count; i++) {
		struct verify_job *job = &verifying->jobs[i];

		if (!job->wrong && job->step.has_author)
			job->author = store_known_credential(verifying->store, &job->step.author);
	}
	on_all_cores(verifying->jobs, verifying->count, verify_signature);
	for (size_t i = 0; i < verifying->count; i++) {
		struct verify_job *job = &verifying->jobs[i];

		if (job->wrong)
			say(verifying, VERIFY_PROBLEM, job->request ? _("request %s (row %lld): %s") : _("step %s (row %lld): %s"),
			    id_short(&job->id, shortened), (long long)job->n, job->wrong == job->why ? job->why : _(job->wrong));
		else if (!job->request)
			note_blobs(verifying, job);
		step_release(&job->step);
		free(job->body);
	}
	verifying->count = 0;
}

static void
add_job(struct verifying *verifying, const struct store_step *stored, bool request)
{
	struct verify_job *job = &verifying->jobs[verifying->count++];

	*job = (struct verify_job){ .n = stored->n, .id = stored->id, .len = stored->len, .request = request };
	job->body = mem_alloc(stored->len + 1);
	memcpy(job->body, stored->body ? stored->body : "", stored->len);
	job->sig = *stored->sig;
	if (verifying->count == BATCH)
		finish_batch(verifying);
}

static bool
take(const struct store_step *stored, void *ctx)
{
	struct verifying *verifying = ctx;

	verifying->counts->steps++;
	add_job(verifying, stored, false);
	return true;
}

/* What asks for a right is signed as well, and whoever issues it reads names and areas there. */
static enum status
take_requests(struct verifying *verifying, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store_db(verifying->store), "SELECT n, id, body, sig FROM request ORDER BY n");
	enum status status;
	bool row;

	while (!(status = db_row(store_db(verifying->store), stmt, &row, err)) && row) {
		struct signature sig = { 0 };
		struct store_step stored = { .n = sqlite3_column_int64(stmt, 0),
					     .body = (const char *)sqlite3_column_text(stmt, 2),
					     .len = (size_t)sqlite3_column_bytes(stmt, 2),
					     .sig = &sig };

		/* Without a proper number or signature its own do not fit. */
		if (!column_id(stmt, 1, &stored.id) || !store_column_signature(stmt, 3, &sig))
			sig = (struct signature){ 0 };
		add_job(verifying, &stored, true);
	}
	return status;
}

/* ---- credentials first: signatures are checked against them */

static bool
learn_credential(const struct store_step *stored, void *ctx)
{
	struct verifying *verifying = ctx;
	struct step step = { 0 };
	struct err ignored = { 0 };
	struct id id;

	/* Credentials are looked for in every body, not in the derived table of places, which a forger may have changed. */
	if (!memmem(stored->body ? stored->body : "", stored->len, "\"credential\"", 12))
		return true;
	step_id(stored->body, stored->len, &id);
	if (!step_parse(stored->body, stored->len, &step, &ignored) && step_kind_of(step.kind) == STEP_CREDENTIAL)
		store_learn_credential(verifying->store, &id, &step);
	step_release(&step);
	return true;
}

/* ---- logs, photos, boxes */

/* Rule L2: a prev that is here and is not the step before it in the log. Its author alone can have written it, and any stick may bring it. */
static enum status
find_misled(struct verifying *verifying, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store_db(verifying->store),
				    "SELECT s.id FROM run r JOIN step s ON s.n = r.first JOIN step b ON b.id = r.before "
				    "LEFT JOIN place p ON p.n = b.n WHERE p.log IS NOT r.log OR p.seq <> r.from_seq - 1 ORDER BY r.first");
	enum status status;
	bool row;

	while (!(status = db_row(store_db(verifying->store), stmt, &row, err)) && row) {
		char shortened[9];
		struct id id;

		if (column_id(stmt, 0, &id))
			say(verifying, VERIFY_FINDING, _("step %s: it does not follow the step before it in its log"),
			    id_short(&id, shortened));
	}
	return status;
}

/* Rule L6: steps of a log without those before them. */
static enum status
count_gaps(struct verifying *verifying, struct err *err)
{
	sqlite3_stmt *stmt =
		db_use(store_db(verifying->store),
		       "SELECT count(*) FROM run r WHERE r.from_seq > 1 AND NOT EXISTS (SELECT 1 FROM step WHERE id = r.before)");
	enum status status;
	int64_t count;
	bool row;

	status = db_row(store_db(verifying->store), stmt, &row, err);
	if (status || !row)
		return status;
	count = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	if (count)
		say(verifying, VERIFY_FINDING,
		    n_("in %lld place a log goes on here without the steps before; another file may bring them",
		       "in %lld places a log goes on here without the steps before; another file may bring them", count),
		    (long long)count);
	return STATUS_OK;
}

/* Whose photo or box it is: a file that holds those of one building alone is about that one. */
static void
note_house(struct verifying *verifying, size_t n)
{
	struct verify_counts *counts = verifying->counts;
	struct err ignored = { 0 };
	struct buf body = { 0 };
	struct signature sig;
	struct step step = { 0 };
	struct id id;

	if (verifying->several || store_step_at(verifying->store, (int64_t)n, &id, &body, &sig, &ignored) ||
	    step_parse(buf_text(&body), body.len, &step, &ignored)) {
		buf_release(&body);
		return;
	}
	if (step.has_building)
		id = step.building;
	if (!counts->one_house)
		counts->house = id;
	verifying->several = counts->one_house && !id_equal(&counts->house, &id);
	counts->one_house = !verifying->several;
	step_release(&step);
	buf_release(&body);
}

static enum status
verify_blobs(struct verifying *verifying, enum blob_kind kind, struct err *err)
{
	struct db *db = store_db(verifying->store);
	sqlite3_stmt *stmt = kind == BLOB_PHOTO ? db_use(db, "SELECT id, data FROM photo") : db_use(db, "SELECT id, data FROM box");
	struct idmap *named = kind == BLOB_PHOTO ? &verifying->named_photos : &verifying->named_boxes;
	int64_t *count = kind == BLOB_PHOTO ? &verifying->counts->photos : &verifying->counts->boxes;
	size_t found = 0;
	enum status status;
	bool row;

	while (!(status = db_row(db, stmt, &row, err)) && row) {
		struct id id, is;
		char shortened[9];
		size_t n;

		(*count)++;
		hash_bytes(sqlite3_column_blob(stmt, 1) ? sqlite3_column_blob(stmt, 1) : "", (size_t)sqlite3_column_bytes(stmt, 1), &is);
		if (!column_id(stmt, 0, &id)) {
			say(verifying, VERIFY_PROBLEM, _("a photo or box has no proper number"));
			continue;
		}
		n = idmap_get(named, &id);
		found += n != IDMAP_NONE;
		if (n != IDMAP_NONE)
			note_house(verifying, n);
		if (!id_equal(&id, &is))
			say(verifying, VERIFY_PROBLEM,
			    kind == BLOB_PHOTO ? _("photo %s of the step in row %zu was altered")
					       : _("private values %s of the step in row %zu were altered"),
			    id_short(&id, shortened), n == IDMAP_NONE ? (size_t)0 : n);
	}
	verifying->counts->missing += (int64_t)(named->count - found);
	return status;
}

/* What is wrong with the file is told, and no failure; what this machine could not do is one, and so is another louce that is writing. */
static enum status
tell_wrong(struct verifying *verifying, enum status status, const struct err *why, struct err *err)
{
	if (status != STATUS_TAMPERED && status != STATUS_INVALID && status != STATUS_NOT_FOUND)
		return err_set(err, status, "%s", why->text);
	say(verifying, VERIFY_PROBLEM, "%s", why->text);
	return STATUS_OK;
}

/* Whichever is followed, somebody has signed what he should not have. */
static void
verify_rivals(struct verifying *verifying)
{
	size_t count;

	(void)trust_rivals(store_trust(verifying->store), &count);
	if (count)
		say(verifying, VERIFY_FINDING,
		    _("%zu foundings of the county contend with each other; compare the digits of yours with its office by voice"), count);
}

/* The derived tables of a workspace, against those derived now from its steps. */
static enum status
verify_derived(struct verifying *verifying, const char *path, enum schema_state state, struct err *err)
{
	struct store *store = verifying->store, *scratch = NULL;
	struct err why = { 0 };
	enum status status = store_open_scratch(path, &scratch, &why), looked = STATUS_OK, pinned;

	if (status)
		return tell_wrong(verifying, status, &why, err);
	if (state == SCHEMA_OURS)
		looked = schema_look_at_register(store_db(store), store_pack(scratch), &state, &why);
	if (looked) {
		status = tell_wrong(verifying, looked, &why, err);
		state = SCHEMA_OTHER;
	}
	verifying->counts->other_version = !looked && state != SCHEMA_OURS;
	verifying->store = scratch;
	pinned = status ? STATUS_OK : store_check_pin(scratch, &why);
	if (pinned)
		status = tell_wrong(verifying, pinned, &why, err);
	if (!status)
		status = find_misled(verifying, err);
	if (!status)
		status = count_gaps(verifying, err);
	if (!status)
		verify_rivals(verifying);
	if (!status && state == SCHEMA_OURS)
		status = verify_rows(scratch, verifying->said, verifying->ctx, err);
	store_close(scratch);
	verifying->store = store;
	return status;
}

enum status
store_verify(const char *path, struct verify_counts *counts, verify_said *said, void *ctx, struct err *err)
{
	struct verifying verifying = { .counts = counts, .said = said, .ctx = ctx };
	enum schema_state state = SCHEMA_OURS;
	struct err why = { 0 };
	enum status status = store_open_raw(path, &verifying.store, err), looked;

	if (status)
		return status;
	looked = schema_look(store_db(verifying.store), &state, &why);
	if (looked && state == SCHEMA_ALTERED) {
		say(&verifying, VERIFY_PROBLEM, "%s", why.text);
	} else if (looked) {
		store_close(verifying.store);
		return err_set(err, looked, "%s", why.text);
	}
	if (!looked) {
		why = (struct err){ 0 };
		status = schema_check_pages(store_db(verifying.store), &why);
		if (status)
			status = tell_wrong(&verifying, status, &why, err);
	}
	counts->exported = state == SCHEMA_CARRIED;
	verifying.jobs = mem_array(BATCH, sizeof(*verifying.jobs));
	if (!status)
		status = store_each_step(verifying.store, learn_credential, &verifying, err);
	if (!status)
		status = store_each_step(verifying.store, take, &verifying, err);
	if (!status && !looked)
		status = take_requests(&verifying, err);
	if (!status)
		finish_batch(&verifying);
	for (enum blob_kind kind = BLOB_PHOTO; kind <= BLOB_BOX && !status; kind++)
		status = verify_blobs(&verifying, kind, err);
	if (!status && !looked && state != SCHEMA_CARRIED)
		status = verify_derived(&verifying, path, state, err);
	store_close(verifying.store);
	idmap_release(&verifying.named_photos);
	idmap_release(&verifying.named_boxes);
	free(verifying.jobs);
	return status;
}
