#ifndef EXCHANGE_TRAILER_H
#define EXCHANGE_TRAILER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "seal/seal.h"
#include "step/log.h"

/* The trailer: the signed end of every export. A trailer is no step and stands in no log: it tells what is in its file, and what its author
 * held and lacked on his device when he signed. doc/file-format, "Exports". Pure: reading, writing, signing, verifying. */

#define TRAILER_BODY_MAX_BYTES 4194304
#define TRAILER_LACKS_MAX 2000
/* Of one author in one area, at most as many runs have a line of their own in a trailer or a county receipt. */
#define LOG_RUNS_MAX 256

/* Ids as a count and a hash: BLAKE2b-256 of the raw ids, ascending, one after another. */
struct id_sum {
	int64_t count;
	struct id hash;
};
void id_sum_of(struct id *ids, size_t count, struct id_sum *out); /* sorts the ids and removes doubles */
bool id_sum_equal(const struct id_sum *a, const struct id_sum *b);

/* An unbroken run of a log: the step `end`, and those it descends from by `prev` down to seq `from`. */
struct log_run {
	struct log_key log;
	int64_t from, seq; /* seq is that of `end` */
	struct id end;
};

/* Steps of one author in one area that lie in no run named. */
struct log_rest {
	struct id author;
	char area[DIVISION_CODE_LEN + 1];
	struct id_sum steps;
};

bool log_rest_is_of(const struct log_rest *rest, const struct log_key *log);

struct trailer {
	struct device_id device;
	struct id author; /* credential or request */
	bool has_to;
	struct id to; /* credential or request */
	int64_t at_unix;
	struct id_sum steps, blobs; /* steps: those of the tables step and request */
	struct log_run *runs;	    /* by log, from, end */
	size_t run_count, run_cap;
	struct log_rest *rests; /* by author, area */
	size_t rest_count, rest_cap;
	struct id *lacks; /* photos and boxes, ascending */
	size_t lack_count;
};

/* Reads a body as strictly as a step is read. INVALID says which member is wrong and why. *out needs trailer_release in any case. */
MUST_CHECK enum status trailer_parse(const char *body, size_t len, struct trailer *out, struct err *err);
void trailer_release(struct trailer *trailer);
/* Writes a body and signs it; runs and rests are sorted first. INVALID when the body would be refused elsewhere. */
MUST_CHECK enum status trailer_sign(struct trailer *trailer, const struct keys *keys, struct buf *body, struct signature *sig,
				    struct err *err);

/* What of a credential or request a trailer is judged by. */
struct trailer_key {
	struct sign_key key;
	bool has_device;
	struct device_id device;
};
struct credential;
struct trailer_key trailer_key_of(const struct credential *credential);
/* Is the trailer, whose bytes these are, signed by its author, on a device that he may sign on? */
bool trailer_is_by(const struct trailer *trailer, const struct trailer_key *author, const struct signature *sig, const char *body,
		   size_t len);

struct log_run *trailer_add_run(struct trailer *trailer, const struct log_run *run); /* copies; valid until the next call */
void trailer_add_rest(struct trailer *trailer, const struct log_rest *rest);

#endif
