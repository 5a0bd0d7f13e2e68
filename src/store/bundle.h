#ifndef STORE_BUNDLE_H
#define STORE_BUNDLE_H

#include "step/log.h"
#include "store/blob.h"
#include "store/store.h"

/* A file for carrying steps has the truth tables of a workspace and no others. The file is written once, under a name that its writer chose
 * and will rename or throw away. */

struct bundle;

/* `path` must not exist. `genesis`: whom the file follows; NULL: none yet. */
MUST_CHECK enum status bundle_create(const char *path, const struct id *genesis, struct bundle **out, struct err *err);
MUST_CHECK enum status bundle_add_step(struct bundle *bundle, const struct id *id, const char *body, size_t len,
				       const struct signature *sig, struct err *err);
MUST_CHECK enum status bundle_add_blob(struct bundle *bundle, enum blob_kind kind, const struct id *id, const void *bytes, size_t len,
				       struct err *err);
/* Commits. The bytes are with the system then, not yet on the disk. */
MUST_CHECK enum status bundle_finish(struct bundle *bundle, struct err *err);
void bundle_free(struct bundle *bundle);

/* ---- what is to be carried: the journal by places */

struct store_place {
	int64_t n;
	struct id id;
	struct log_key log;
	int64_t seq; /* 0: a self-signed credential, in no log */
	const char *kind;
	/* Divisions of the buildings that the step is about: 12 digits each, joined by ','. NULL: about none, or not known here. */
	const char *divisions;
	size_t len; /* of the body, bytes */
};
/* Every step in the order it came; texts are borrowed for the call. The callback's false stops. */
MUST_CHECK enum status store_each_place(struct store *store, bool (*visit)(const struct store_place *, void *), void *ctx, struct err *err);

/* A log from a place on, by seq and id, with the `prev` that each step names (has_prev false: none). */
struct store_link {
	int64_t seq;
	struct id id, prev;
	bool has_prev;
};
MUST_CHECK enum status store_each_link(struct store *store, const struct log_key *log, int64_t after_seq,
				       bool (*visit)(const struct store_link *, void *), void *ctx, struct err *err);
/* Every log that has a place here, by author, device, area, epoch. */
MUST_CHECK enum status store_each_log(struct store *store, bool (*visit)(const struct log_key *, int64_t last_seq, void *), void *ctx,
				      struct err *err);

#endif
