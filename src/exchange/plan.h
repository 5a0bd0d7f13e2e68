#ifndef EXCHANGE_PLAN_H
#define EXCHANGE_PLAN_H

#include "base/map.h"
#include "base/value.h"
#include "exchange/receipt.h"
#include "store/blob.h"
#include "store/store.h"

/* The plan of an export: every step about trust; of the other steps those that lie in the addressee's areas and are not covered by his last
 * receipt held here; their photos and boxes, and the ones that his receipt says he lacks. */

struct plan_to {
	const char *const *areas; /* division prefixes; NULL: everything held here */
	size_t area_count;
	const struct coverage *held; /* NULL: nothing is known to be there */
	bool trust_only;	     /* no step about a building */
};

struct plan_item {
	int64_t n;
	struct id id;
	struct log_key log;
	int64_t seq;		 /* 0: in no log */
	bool trust;		 /* goes into every part */
	size_t len;		 /* bytes of the body */
	size_t blob, blob_count; /* its blobs in plan.blobs, without those of an earlier item */
	int64_t blob_bytes;
};

struct plan_blob {
	enum blob_kind kind;
	struct id id;
	int64_t len;
};

struct plan {
	struct plan_item *items; /* trust first, then the rest, each in the order they came */
	size_t count, cap, trust_count;
	struct plan_blob *blobs;
	size_t blob_count, blob_cap;
};

MUST_CHECK enum status plan_make(struct store *store, const struct plan_to *to, struct plan *out, struct err *err);
void plan_release(struct plan *plan);

/* One file of the plan: the trust steps, and items[first..last). */
struct plan_part {
	size_t first, last;
	int64_t bytes; /* about as large as the file becomes */
};
/* Cuts the plan so that no part is much over `most_bytes`; at least one part. Caller frees. */
struct plan_part *plan_cut(const struct plan *plan, int64_t most_bytes, size_t *count);

/* Fills the members logs, steps and blobs of the export step that ends this part. */
void plan_promise(const struct plan *plan, const struct plan_part *part, struct value *data);
/* The items of a part, by index from 0. */
const struct plan_item *plan_item_at(const struct plan *plan, const struct plan_part *part, size_t index); /* NULL: no more */

#endif
