#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/intake/intake_batch.h"
#include "exchange/intake/intake_state.h"
#include "store/journal.h"
#include "trust/genesis.h"
#include "trust/verdict.h"

/* The steps of a file, from the reader to the store. */

/* ---- one step */

static void
refuse_step(struct taking *taking, const struct intake_job *job, const char *why)
{
	char shortened[9], subject[64];

	snprintf(subject, sizeof(subject), _("step %s"), id_short(&job->id, shortened));
	intake_refuse(taking, subject, why);
}

/* Is the founding of the county that is followed here, by its digits? A person may follow another founding of it. */
static void
note_genesis(struct taking *taking, const struct intake_job *job)
{
	const struct trust *trust = store_trust(taking->store);
	const char *code = value_get_text(&job->step.data, "county"), *own = trust_genesis(trust) ? trust_county_code(trust) : NULL;

	taking->geneses++;
	taking->own_genesis |= trust_step(trust, &job->id) != TRUST_UNKNOWN_KIND || (own && strcmp(code, own) == 0);
	if (!taking->county)
		taking->county = mem_strdup(value_get_text(&job->step.data, "name"));
}

static void
note_taken(struct taking *taking, const struct intake_job *job, enum fate fate)
{
	id_set_add(&taking->ids, &job->id);
	if (fate == FATE_REQUEST) {
		MEM_GROW(taking->asking, taking->asking_count, taking->asking_cap);
		taking->asking[taking->asking_count++] = job->id;
	}
	if (fate == FATE_KNOWN || fate == FATE_PENDING) {
		MEM_GROW(taking->steps, taking->step_count, taking->step_cap);
		taking->steps[taking->step_count++] = (struct taken){ .id = job->id, .unread = fate == FATE_PENDING || !job->parsed };
	}
	intake_note_author(taking, &job->id, &job->step);
	if (step_kind_of(job->step.kind) == STEP_GENESIS)
		note_genesis(taking, job);
	if (fate == FATE_STORED || fate == FATE_KNOWN)
		intake_name_blobs(taking, &job->step);
}

static enum status
put_job(struct taking *taking, const struct intake_job *job, struct err *err)
{
	struct checked_step checked = {
		.id = job->id, .body = job->read.body, .len = job->read.len, .sig = &job->read.sig, .step = &job->step
	};
	enum fate fate = FATE_REFUSED;
	struct err why = job->why;
	enum status status = STATUS_OK;

	if (taking->workspace)
		intake_carry(taking, &job->read);
	if (job->has_key)
		checked.signature = job->right ? CHECK_RIGHT : CHECK_WRONG;
	if (job->read.request && job->step.has_author)
		err_set(&why, STATUS_INVALID, _("it stands among the requests, and is none"));
	else if (job->known)
		fate = FATE_KNOWN;
	else if (job->parsed)
		status = store_put_checked(taking->store, &checked, &fate, &why, err);
	if (status)
		return status;
	taking->out->steps++;
	taking->out->known += fate == FATE_KNOWN;
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
fill_batch(struct file_reader *reader, struct batch *batch, bool *more, struct err *err)
{
	enum status status = STATUS_OK;

	while (*more && !status && batch->count < BATCH_STEPS && batch->bytes < BATCH_BYTES) {
		struct intake_job *job = &batch->jobs[batch->count];

		*job = (struct intake_job){ 0 };
		status = reader_step(reader, &batch->bodies, &job->read, more, err);
		if (!status && *more) {
			batch->count++;
			batch->bytes += job->read.len;
		}
	}
	return status;
}

/* The stages of the pipeline. Each round moves every batch on by one stage: read here, numbered by any core, looked up here, parsed and then
 * verified by any core, put here. So no core waits but for the slowest stage. */
enum stage { STAGE_READ, STAGE_NUMBER, STAGE_LOOK, STAGE_PARSE, STAGE_VERIFY, STAGE_PUT, STAGE_COUNT };

struct pipeline {
	struct batch batches[STAGE_COUNT];
	struct batch *at[STAGE_COUNT]; /* by stage */
};

static bool
pipeline_holds_any(const struct pipeline *pipeline)
{
	for (size_t i = 0; i < STAGE_COUNT; i++)
		if (pipeline->batches[i].count)
			return true;
	return false;
}

static void
pipeline_move(struct pipeline *pipeline)
{
	struct batch *done = pipeline->at[STAGE_PUT];

	for (size_t i = STAGE_PUT; i > STAGE_READ; i--)
		pipeline->at[i] = pipeline->at[i - 1];
	pipeline->at[STAGE_READ] = done;
	batch_clear(done);
}

static enum status
take_round(struct taking *taking, struct pipeline *pipeline, struct file_reader *reader, bool *more, struct err *err)
{
	struct batch **at = pipeline->at;
	struct batch_round round = { .number = at[STAGE_NUMBER], .parse = at[STAGE_PARSE], .verify = at[STAGE_VERIFY] };
	enum status status;

	batch_round_start(&round, taking->pool);
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

enum status
intake_steps(struct taking *taking, struct file_reader *reader, struct err *err)
{
	struct pipeline *pipeline = mem_alloc(sizeof(*pipeline));
	enum status status = STATUS_OK;
	bool more = true;

	for (size_t i = 0; i < STAGE_COUNT; i++) {
		batch_init(&pipeline->batches[i], taking->pool, &taking->end.trailer.author);
		pipeline->at[i] = &pipeline->batches[i];
	}
	while (!status && (more || pipeline_holds_any(pipeline))) {
		status = take_round(taking, pipeline, reader, &more, err);
		pipeline_move(pipeline);
	}
	for (size_t i = 0; i < STAGE_COUNT; i++)
		batch_release(&pipeline->batches[i]);
	free(pipeline);
	return status;
}
