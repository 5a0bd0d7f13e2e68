#include "exchange/intake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/intake_jobs.h"
#include "exchange/reader.h"
#include "flow/flow.h"
#include "trust/credential.h"
#include "trust/verdict.h"

#define REFUSALS_TOLD 20
#define VERDICT_NONE (-1)

/* A step of the file. There may be half a million: nothing is kept of each but this. */
struct taken {
	struct id id;
	uint8_t kind; /* enum step_kind */
	bool fresh;
	bool unread;	     /* known here already, and nobody looked what it names */
	bool request, waits; /* waits: was pending when it was put */
	int8_t flow, trust;  /* the best verdict of its buildings; VERDICT_NONE: not told */
};

struct id_set {
	struct id *ids;
	size_t count, cap;
	bool sorted; /* ascending, each once */
};

struct taking {
	struct store *store;
	struct intake *out;
	struct pool *pool;
	struct taken *steps; /* in the file's order while it is read, then by id */
	size_t step_count, step_cap;
	bool looked;		/* into what the steps name that were known already */
	struct id last;		/* the file's last step */
	struct id_set named[2]; /* by enum blob_kind: named by a step of this file */
};

static void
id_set_add(struct id_set *set, const struct id *id)
{
	MEM_GROW(set->ids, set->count, set->cap);
	set->ids[set->count++] = *id;
	set->sorted = false;
}

static void
id_set_sort(struct id_set *set)
{
	if (!set->sorted)
		set->count = id_sort_unique(set->ids, set->count);
	set->sorted = true;
}

static bool
id_set_has(struct id_set *set, const struct id *id)
{
	id_set_sort(set);
	return set->count && bsearch(id, set->ids, set->count, sizeof(*set->ids), id_order);
}

static int
compare_taken(const void *a, const void *b)
{
	const struct taken *left = a, *right = b;

	return id_cmp(&left->id, &right->id);
}

/* By id; of a step that the file holds twice, the one that was new. */
static void
sort_taken(struct taking *taking)
{
	size_t kept = 0;

	if (taking->step_count)
		qsort(taking->steps, taking->step_count, sizeof(*taking->steps), compare_taken);
	for (size_t i = 0; i < taking->step_count; i++)
		if (kept == 0 || !id_equal(&taking->steps[kept - 1].id, &taking->steps[i].id))
			taking->steps[kept++] = taking->steps[i];
		else if (taking->steps[i].fresh)
			taking->steps[kept - 1] = taking->steps[i];
	taking->step_count = kept;
}

static struct taken *
find_taken(const struct taking *taking, const struct id *id)
{
	const struct taken key = { .id = *id };

	return taking->step_count ? bsearch(&key, taking->steps, taking->step_count, sizeof(key), compare_taken) : NULL;
}

/* ---- what is refused */

static void
refuse(struct taking *taking, const char *subject, const char *why)
{
	struct intake *out = taking->out;

	if (out->refused++ >= REFUSALS_TOLD)
		return;
	MEM_GROW(out->refusals, out->refusal_count, out->refusal_cap);
	out->refusals[out->refusal_count++] = mem_printf("%s: %s", subject, why);
}

static void
refuse_step(struct taking *taking, const struct job *job, const char *why)
{
	char shortened[9], subject[64];

	snprintf(subject, sizeof(subject), _("step %s"), id_short(&job->id, shortened));
	refuse(taking, subject, why);
}

/* ---- steps */

static void
note_named(struct taking *taking, const struct step *step)
{
	for (size_t p = 0; p < step->photo_count; p++)
		id_set_add(&taking->named[BLOB_PHOTO], &step->photos[p].id);
	if (step->has_private)
		id_set_add(&taking->named[BLOB_BOX], &step->box);
}

static void
note_taken(struct taking *taking, const struct job *job, enum fate fate)
{
	MEM_GROW(taking->steps, taking->step_count, taking->step_cap);
	taking->steps[taking->step_count++] = (struct taken){
		.id = job->id,
		.kind = job->parsed ? (uint8_t)step_kind_of(job->step.kind) : 0,
		.fresh = fate == FATE_STORED || fate == FATE_PENDING,
		.unread = fate == FATE_KNOWN && !job->parsed,
		.request = job->parsed && !job->step.has_author,
		.waits = fate == FATE_PENDING,
		.flow = VERDICT_NONE,
	};
	taking->last = job->id;
	if (job->parsed && fate != FATE_REFUSED)
		note_named(taking, &job->step);
}

static enum status
put_job(struct taking *taking, const struct job *job, struct err *err)
{
	struct checked_step checked = {
		.id = job->id, .body = job->read.body, .len = job->read.len, .sig = &job->read.sig, .step = &job->step
	};
	enum fate fate = FATE_REFUSED;
	struct err why = job->why;
	enum status status = STATUS_OK;

	if (job->has_key)
		checked.signature = job->right ? CHECK_RIGHT : CHECK_WRONG;
	if (job->known_otherwise)
		err_set(&why, STATUS_TAMPERED, _("it is known here under another signature"));
	else if (job->known)
		fate = FATE_KNOWN;
	else if (job->parsed)
		status = store_put_checked(taking->store, &checked, &fate, &why, err);
	if (status)
		return status;
	taking->out->steps++;
	taking->out->known += fate == FATE_KNOWN;
	taking->out->houses += fate == FATE_STORED && job->parsed && step_kind_of(job->step.kind) == STEP_FORM && !job->step.has_building;
	note_taken(taking, job, fate);
	if (fate == FATE_REFUSED)
		refuse_step(taking, job, why.text);
	return STATUS_OK;
}

static enum status
put_batch(struct taking *taking, const struct batch *batch, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < batch->count && !status; i++)
		status = put_job(taking, &batch->jobs[i], err);
	return status;
}

static enum status
fill_batch(struct reader *reader, struct batch *batch, bool *more, struct err *err)
{
	enum status status = STATUS_OK;

	while (*more && !status && batch->count < BATCH_STEPS && batch->bytes < BATCH_BYTES) {
		struct job *job = &batch->jobs[batch->count];

		*job = (struct job){ 0 };
		status = reader_step(reader, &batch->bodies, &job->read, more, err);
		if (!status && *more) {
			batch->count++;
			batch->bytes += job->read.len;
		}
	}
	return status;
}

/* Batches go through the file one behind the other, each round all of them by one stage: read here, numbered by any core, looked up here,
 * parsed and then verified by any core, put here. So nobody waits for anybody but the slowest. */
enum stage { STAGE_READ, STAGE_NUMBER, STAGE_LOOK, STAGE_PARSE, STAGE_VERIFY, STAGE_PUT, STAGE_COUNT };

struct conveyor {
	struct batch batches[STAGE_COUNT];
	struct batch *at[STAGE_COUNT]; /* by stage */
};

static bool
conveyor_holds_any(const struct conveyor *conveyor)
{
	for (size_t i = 0; i < STAGE_COUNT; i++)
		if (conveyor->batches[i].count)
			return true;
	return false;
}

static void
conveyor_move(struct conveyor *conveyor)
{
	struct batch *done = conveyor->at[STAGE_PUT];

	for (size_t i = STAGE_PUT; i > STAGE_READ; i--)
		conveyor->at[i] = conveyor->at[i - 1];
	conveyor->at[STAGE_READ] = done;
	batch_clear(done);
}

static enum status
take_round(struct taking *taking, struct conveyor *conveyor, struct reader *reader, bool *more, struct err *err)
{
	struct batch **at = conveyor->at;
	struct round round = { .number = at[STAGE_NUMBER], .parse = at[STAGE_PARSE], .verify = at[STAGE_VERIFY] };
	enum status status;

	round_start(&round, taking->pool);
	status = put_batch(taking, at[STAGE_PUT], err);
	if (!status)
		status = batch_look(at[STAGE_LOOK], taking->store, err);
	if (!status)
		status = fill_batch(reader, at[STAGE_READ], more, err);
	pool_finish(taking->pool);
	if (!status)
		batch_find_keys(at[STAGE_PARSE], at[STAGE_VERIFY], taking->store);
	return status;
}

static enum status
take_steps(struct taking *taking, struct reader *reader, struct err *err)
{
	struct conveyor *conveyor = mem_alloc(sizeof(*conveyor));
	enum status status = STATUS_OK;
	bool more = true;

	for (size_t i = 0; i < STAGE_COUNT; i++) {
		batch_init(&conveyor->batches[i], taking->pool);
		conveyor->at[i] = &conveyor->batches[i];
	}
	while (!status && (more || conveyor_holds_any(conveyor))) {
		status = take_round(taking, conveyor, reader, &more, err);
		conveyor_move(conveyor);
	}
	for (size_t i = 0; i < STAGE_COUNT; i++)
		batch_release(&conveyor->batches[i]);
	free(conveyor);
	return status;
}

/* ---- photos and boxes: only those that a step of the same file names, and that are not here */

static bool
is_missing(struct taking *taking, enum blob_kind kind, const struct id *id)
{
	struct err ignored = { 0 };
	int64_t len = -1;

	return !store_has_blob(taking->store, kind, id, &len, &ignored) && len < 0;
}

/* What the known steps name, once something is offered that only they can want: a photo that was lost is sent again. */
static void
look_into_known(struct taking *taking)
{
	if (taking->looked)
		return; /* once: a file may offer as many strange photos as it likes */
	taking->looked = true;
	for (size_t i = 0; i < taking->step_count; i++) {
		const struct taken *taken = &taking->steps[i];
		struct err ignored = { 0 };
		struct buf body = { 0 };
		struct step step = { 0 };

		if (taken->unread && !store_get_step(taking->store, &taken->id, &body, NULL, &ignored) &&
		    !step_parse(buf_text(&body), body.len, &step, &ignored))
			note_named(taking, &step);
		step_release(&step);
		buf_release(&body);
	}
}

static bool
wants_blob(enum blob_kind kind, const struct id *claimed, void *ctx)
{
	struct taking *taking = ctx;

	if (!is_missing(taking, kind, claimed))
		return false;
	if (!id_set_has(&taking->named[kind], claimed))
		look_into_known(taking);
	return id_set_has(&taking->named[kind], claimed);
}

static enum status
take_blob(enum blob_kind kind, const struct id *claimed, const void *bytes, size_t len, void *ctx, struct err *err)
{
	struct taking *taking = ctx;
	char shortened[9], subject[96];
	struct id id;

	hash_bytes(bytes, len, &id);
	if (!id_equal(&id, claimed)) {
		snprintf(subject, sizeof(subject), kind == BLOB_PHOTO ? _("photo %s") : _("sealed values %s"),
			 id_short(claimed, shortened));
		refuse(taking, subject, _("these are not the bytes that were signed"));
		return STATUS_OK;
	}
	if (kind == BLOB_PHOTO)
		taking->out->photos++;
	else
		taking->out->boxes++;
	return store_put_blob(taking->store, kind, bytes, len, &id, err);
}

/* Inside the transaction: each question would otherwise lock the file by itself. */
static void
count_missing(struct taking *taking)
{
	struct id_set missing = { 0 };

	for (int kind = BLOB_PHOTO; kind <= BLOB_BOX; kind++) {
		struct id_set *named = &taking->named[kind];

		id_set_sort(named);
		for (size_t i = 0; i < named->count; i++)
			if (is_missing(taking, (enum blob_kind)kind, &named->ids[i]))
				id_set_add(&missing, &named->ids[i]);
		free(named->ids); /* not while the register is derived */
		*named = (struct id_set){ 0 };
	}
	id_set_sort(&missing);
	taking->out->missing_count = missing.count;
	taking->out->missing = missing.ids;
}

/* ---- is it whole? */

/* An export ends with the step that says what it holds. */
static void
check_promise(struct taking *taking)
{
	struct err ignored = { 0 };
	struct buf body = { 0 };
	struct step step = { 0 };
	const struct credential *author;
	const char *wanted;
	char hex[ID_HEX_LEN + 1];
	struct id hash;

	taking->out->complete = -1;
	if (taking->step_count && !store_get_step(taking->store, &taking->last, &body, NULL, &ignored) &&
	    !step_parse(buf_text(&body), body.len, &step, &ignored) && step_kind_of(step.kind) == STEP_EXPORT) {
		struct id_set others = { 0 };

		for (size_t i = 0; i < taking->step_count; i++)
			if (!id_equal(&taking->steps[i].id, &taking->last))
				id_set_add(&others, &taking->steps[i].id);
		id_set_sort(&others);
		wanted = value_get_text(value_get(&step.data, "steps"), "hash");
		hash_bytes(others.ids, others.count * sizeof(*others.ids), &hash);
		taking->out->complete = wanted && strcmp(id_hex(&hash, hex), wanted) == 0;
		free(others.ids);
		author = step.has_author ? store_author(taking->store, &step.author) : NULL;
		taking->out->promise = (struct intake_promise){ .by = mem_strdup(author ? author->name : NULL),
								.to = mem_strdup(value_get_text(&step.data, "to")),
								.at_unix = step.at_unix,
								.no = value_get_integer(&step.data, "no", 0) };
	}
	step_release(&step);
	buf_release(&body);
}

/* ---- which do not count, and why */

static bool
better(const struct taken *had, int flow)
{
	return had->flow == VERDICT_NONE || (had->flow != FLOW_COUNTS && (flow == FLOW_COUNTS || flow == FLOW_SUPERSEDED));
}

static void
on_verdict(const struct id *step, int flow, int trust, void *ctx)
{
	struct taking *taking = ctx;
	struct taken *taken = find_taken(taking, step);

	if (taken && taken->fresh && better(taken, flow)) {
		taken->flow = (int8_t)flow;
		taken->trust = (int8_t)trust;
	}
}

static void
add_reason(struct taking *taking, const char *why)
{
	struct intake *out = taking->out;

	out->idle++;
	for (size_t i = 0; i < out->reason_count; i++)
		if (strcmp(out->reasons[i].why, why) == 0) {
			out->reasons[i].count++;
			return;
		}
	MEM_GROW(out->reasons, out->reason_count, out->reason_cap);
	out->reasons[out->reason_count++] = (struct intake_reason){ mem_strdup(why), 1 };
}

/* A step about no building: what trust says of it alone. */
static enum trust_reason
trust_alone(struct taking *taking, const struct id *id)
{
	enum trust_reason reason = TRUST_COUNTS;
	struct err ignored = { 0 };
	struct buf body = { 0 };
	struct step step = { 0 };

	if (!store_get_step(taking->store, id, &body, NULL, &ignored) && !step_parse(buf_text(&body), body.len, &step, &ignored))
		reason = trust_judge(store_trust(taking->store), id, &step, NULL);
	step_release(&step);
	buf_release(&body);
	return reason;
}

static void
explain_one(struct taking *taking, const struct taken *fresh)
{
	enum trust_reason reason;

	if (fresh->request)
		return; /* a request asks for a right, it claims none */
	if (fresh->kind == STEP_FORM || fresh->kind == STEP_SIGNOFF || fresh->kind == STEP_WITHDRAWAL) {
		if (fresh->flow == VERDICT_NONE)
			add_reason(taking, store_pack(taking->store) ? _("this program does not know what it is about")
								     : _("no form pack is in force here yet"));
		else if (fresh->flow == FLOW_TRUST)
			add_reason(taking, trust_reason_text((enum trust_reason)fresh->trust));
		else if (fresh->flow != FLOW_COUNTS && fresh->flow != FLOW_SUPERSEDED)
			add_reason(taking, flow_reason_text((enum flow_reason)fresh->flow));
		return;
	}
	reason = fresh->kind == STEP_SHARE || fresh->kind == STEP_EXPORT || fresh->kind == STEP_MANIFEST
			 ? trust_alone(taking, &fresh->id)
			 : trust_step(store_trust(taking->store), &fresh->id);
	if (reason != TRUST_COUNTS && reason != TRUST_SUPERSEDED)
		add_reason(taking, trust_reason_text(reason));
}

static bool
is_stored(struct store *store, const struct id *id)
{
	struct err ignored = { 0 };
	struct buf body = { 0 };
	bool stored = !store_get_step(store, id, &body, NULL, &ignored);

	buf_release(&body);
	return stored;
}

/* ---- the whole */

static enum status
take_file(struct taking *taking, int fd, const char *name, const struct intake_options *options, struct err *err)
{
	struct reader_blobs blobs = { wants_blob, take_blob, taking };
	struct reader *reader = NULL;
	enum status status = reader_open(fd, name, &reader, err);

	/* Threads begin after the child: a process that forks has one. */
	taking->pool = pool_new();
	store_expect_many(taking->store, true);
	if (!status)
		status = take_steps(taking, reader, err);
	store_expect_many(taking->store, false);
	if (!status)
		status = reader_blobs(reader, &blobs, err);
	reader_close(reader);
	pool_free(taking->pool);
	if (!status && taking->out->refused && !options->salvage)
		status = err_set(err, STATUS_TAMPERED,
				 _("\"%s\": nothing was taken from it, because %lld parts of it are not what was signed; ask for it again"),
				 name, (long long)taking->out->refused);
	if (!status)
		count_missing(taking);
	return status;
}

enum status
intake_file(struct store *store, int fd, const char *name, const struct intake_options *options, struct intake *out, struct err *err)
{
	struct taking taking = { .store = store, .out = out };
	int64_t waiting, steps;
	enum status status;

	*out = (struct intake){ .complete = -1 };
	status = store_begin(store, err);
	if (status)
		return status;
	waiting = store_pending_count(store);
	steps = store_last_step(store);
	status = take_file(&taking, fd, name, options, err);
	/* A credential lets in what waited for it, from this file or an earlier one. */
	out->fresh = store_last_step(store) - steps;
	out->pending = store_pending_count(store) > waiting ? store_pending_count(store) - waiting : 0;
	if (!status && options->look) {
		check_promise(&taking);
		store_rollback(store);
		goto out;
	}
	if (status) {
		store_rollback(store);
		out->houses = 0;
		out->fresh = out->pending = out->photos = out->boxes = 0;
	} else {
		sort_taken(&taking);
		store_set_watch(store, on_verdict, &taking);
		status = store_commit(store, err);
		store_set_watch(store, NULL, NULL);
	}
	if (!status) {
		check_promise(&taking);
		for (size_t i = 0; i < taking.step_count; i++)
			if (taking.steps[i].fresh && (!taking.steps[i].waits || is_stored(store, &taking.steps[i].id)))
				explain_one(&taking, &taking.steps[i]);
	}
out:
	free(taking.steps);
	free(taking.named[BLOB_PHOTO].ids);
	free(taking.named[BLOB_BOX].ids);
	return status;
}

void
intake_release(struct intake *intake)
{
	for (size_t i = 0; i < intake->reason_count; i++)
		free(intake->reasons[i].why);
	for (size_t i = 0; i < intake->refusal_count; i++)
		free(intake->refusals[i]);
	free(intake->reasons);
	free(intake->refusals);
	free(intake->missing);
	free(intake->promise.by);
	free(intake->promise.to);
	*intake = (struct intake){ 0 };
}
