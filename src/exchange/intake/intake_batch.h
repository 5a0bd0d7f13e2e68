#ifndef EXCHANGE_INTAKE_BATCH_H
#define EXCHANGE_INTAKE_BATCH_H

#include "base/machine/pool.h"
#include "base/map.h"
#include "exchange/reader/reader.h"
#include "store/store.h"

/* A batch of steps on its way from the reader to the store: what any core may do with it. Internal to the floor. */

#define BATCH_STEPS 512
#define BATCH_BYTES (2u << 20) /* a hostile body takes forty times its size when it is parsed, and three batches are parsed at a time */

struct intake_job {
	struct read_step read;
	struct id id;
	struct step step;
	bool parsed;	/* else the step is empty */
	bool known;	/* here under just this signature: it is not verified, and parsed only when it is asked for */
	struct err why; /* why it is not parsed */
	bool has_key;
	struct sign_key key; /* its author's; its own for a self-signed credential */
	bool has_credential;
	struct sign_key credential_key; /* of a credential: the key it gives its holder */
	bool right;			/* the signature fits, where there is a key */
};

struct batch {
	struct intake_job *jobs; /* BATCH_STEPS */
	size_t count, bytes;
	struct idmap index; /* from a step's id to its job */
	struct arena bodies;
	struct arena *parsed; /* one for each worker: the steps that it parsed */
	size_t worker_count;
	const struct id *asked; /* a step that is parsed also when it is known */
};

void batch_init(struct batch *batch, const struct pool *pool, const struct id *asked); /* `asked`: borrowed */
void batch_clear(struct batch *batch);
void batch_release(struct batch *batch);

/* What all cores do in one round of the pipeline, with three batches. */
struct batch_round {
	struct batch *number; /* each step is hashed */
	struct batch *parse;  /* each step that is not known is parsed */
	struct batch *verify; /* each signature is verified for which there is a key */
};
/* Begins a round; the struct must stay where it is until pool_finish. */
void batch_round_start(struct batch_round *round, struct pool *pool);

/* Looks up which of the hashed steps are known here. */
MUST_CHECK enum status batch_look(struct batch *batch, struct store *store, struct err *err);
/* Finds each author's key: in the store, in this parsed batch, or in the batch before it, which is not put yet. */
void batch_find_keys(struct batch *batch, const struct batch *before, const struct store *store);

#endif
