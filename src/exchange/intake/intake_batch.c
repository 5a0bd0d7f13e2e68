#include "exchange/intake/intake_batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trust/credential.h"
#include "store/journal.h"

void
batch_init(struct batch *batch, const struct pool *pool, const struct id *asked)
{
	size_t workers = pool_workers(pool);

	*batch = (struct batch){ .jobs = mem_array(BATCH_STEPS, sizeof(*batch->jobs)),
				 .parsed = mem_array(workers, sizeof(*batch->parsed)),
				 .worker_count = workers,
				 .asked = asked };
}

void
batch_clear(struct batch *batch)
{
	arena_clear(&batch->bodies);
	for (size_t i = 0; i < batch->worker_count; i++)
		arena_clear(&batch->parsed[i]);
	batch->count = batch->bytes = 0;
	idmap_release(&batch->index);
}

void
batch_release(struct batch *batch)
{
	idmap_release(&batch->index);
	arena_release(&batch->bodies);
	for (size_t i = 0; i < batch->worker_count; i++)
		arena_release(&batch->parsed[i]);
	free(batch->parsed);
	free(batch->jobs);
	*batch = (struct batch){ 0 };
}

/* ---- what any core may do with one job */

static void
number_one(struct intake_job *job)
{
	step_id(job->read.body, job->read.len, &job->id);
}

static void
parse_one(struct intake_job *job, const struct id *asked, struct arena *arena)
{
	struct credential credential = { 0 };

	if (job->known && !id_equal(asked, &job->id))
		return;
	job->parsed = step_parse_into(arena, job->read.body, job->read.len, &job->step, &job->why) == STATUS_OK;
	if (step_kind_of(job->step.kind) != STEP_CREDENTIAL)
		return;
	job->has_credential = credential_from_step(&job->id, &job->step, &credential);
	job->credential_key = credential.sign_key;
	credential_release(&credential);
}

static void
verify_one(struct intake_job *job)
{
	if (job->has_key && !job->known)
		job->right = seal_verify(&job->key, &job->read.sig, job->read.body, job->read.len);
}

/* One piece of the round's work. Verifying takes longest and comes first, so that all cores end at about the same time. */
static void
work(void *ctx, size_t i, size_t who)
{
	struct batch_round *round = ctx;
	size_t verify = round->verify->count, parse = round->parse->count;

	if (i < verify)
		verify_one(&round->verify->jobs[i]);
	else if (i < verify + parse)
		parse_one(&round->parse->jobs[i - verify], round->parse->asked, &round->parse->parsed[who]);
	else
		number_one(&round->number->jobs[i - verify - parse]);
}

void
batch_round_start(struct batch_round *round, struct pool *pool)
{
	pool_start(pool, round->verify->count + round->parse->count + round->number->count, work, round);
}

/* ---- what is asked of the store, or of other jobs */

enum status
batch_look(struct batch *batch, struct store *store, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < batch->count && !status; i++) {
		struct intake_job *job = &batch->jobs[i];
		bool same = false;

		idmap_put(&batch->index, &job->id, i);
		status = store_has_step(store, &job->id, &job->read.sig, &job->known, &same, err);
		job->known &= same && !job->read.request; /* under another signature, or as a request, it is looked at anew */
	}
	return status;
}

static bool
key_in(const struct batch *batch, const struct id *credential, struct sign_key *key)
{
	size_t at = idmap_get(&batch->index, credential);

	if (at == IDMAP_NONE || !batch->jobs[at].has_credential)
		return false;
	*key = batch->jobs[at].credential_key;
	return true;
}

/* A credential's id is the hash of its bytes, the key among them: so it does not matter where the credential is found, or whether it will
 * be kept. The store asks whether it is here when the step is put. */
void
batch_find_keys(struct batch *batch, const struct batch *before, const struct store *store)
{
	for (size_t i = 0; i < batch->count; i++) {
		struct intake_job *job = &batch->jobs[i];
		const struct credential *author;

		if (!job->step.has_author) {
			job->has_key = job->has_credential;
			job->key = job->credential_key;
			continue;
		}
		author = store_author(store, &job->step.author);
		job->has_key = author || key_in(batch, &job->step.author, &job->key) || key_in(before, &job->step.author, &job->key);
		if (author)
			job->key = author->sign_key;
	}
}
