#ifndef EXCHANGE_INTAKE_JOBS_H
#define EXCHANGE_INTAKE_JOBS_H

#include "base/map.h"
#include "base/pool.h"
#include "exchange/reader.h"
#include "store/store.h"

/* A batch of steps on its way from the reader to the store: what any core may do with it. Internal to the floor. */

#define BATCH_STEPS 512
#define BATCH_BYTES (2u << 20) /* a hostile body takes forty times as much when it is read, and three batches are */

struct job {
	struct read_step read;
	struct id id;
	struct step step;
	bool parsed, known;   /* what is known is not parsed */
	bool known_otherwise; /* known under another signature */
	struct err why;	      /* not parsed: why */
	bool has_key;
	struct sign_key key; /* its author's, or its own when it signs itself */
	bool has_credential;
	struct sign_key credential_key; /* the one that this credential step tells */
	bool right;			/* the signature, where there is a key */
};

struct batch {
	struct job *jobs; /* BATCH_STEPS */
	size_t count, bytes;
	struct idmap index; /* id -> job */
	struct arena bodies;
	struct arena *parsed; /* one a worker: its steps lie there */
	size_t worker_count;
};

void batch_init(struct batch *batch, const struct pool *pool);
void batch_clear(struct batch *batch);
void batch_release(struct batch *batch);

/* What the cores do of a round, each of another batch. */
struct round {
	struct batch *number; /* hashes each step */
	struct batch *parse;  /* what is not known */
	struct batch *verify; /* the signatures for which there is a key */
};
/* Begins a round, which must stay where it is; pool_finish ends it. */
void round_start(struct round *round, struct pool *pool);

/* Which of the numbered are known here. */
MUST_CHECK enum status batch_look(struct batch *batch, struct store *store, struct err *err);
/* Finds each author's key: here, in this parsed batch, or in the one before it, which is not put yet. */
void batch_find_keys(struct batch *batch, const struct batch *before, const struct store *store);

#endif
