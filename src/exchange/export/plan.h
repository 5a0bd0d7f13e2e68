#ifndef EXCHANGE_PLAN_H
#define EXCHANGE_PLAN_H

#include "base/map.h"
#include "exchange/trailer.h"
#include "store/blob.h"
#include "store/store.h"

/* The plan of an export: whole logs. Of each log whose area touches the addressee's, what he lacks by the trailer last taken in of just that
 * author on that device; their photos and boxes, and those that his trailer says he lacks; the credentials that lead to the authors, asked or
 * not; requests for whom may issue them. */

/* One person on one machine. */
struct plan_addressee {
	const char *const *areas; /* division prefixes; NULL: everything held here */
	size_t area_count;
	const struct trailer *held;	 /* his; NULL: nothing is known to be there */
	const struct device_id *devices; /* the end of each run of their logs goes, whatever its area, asked or not */
	size_t device_count;
};

/* One house, proven by itself: no other's photos and boxes. */
struct plan_house {
	struct id root;
};

struct plan_to {
	const struct plan_addressee *addressees; /* what any of them lacks goes */
	size_t addressee_count;
	const struct id *issuers; /* credentials of theirs: requests that one of these may issue go */
	size_t issuer_count;
	bool own_requests;		/* requests made on this machine go */
	const struct id *author;	/* who signs the trailer; his credential goes along */
	const struct plan_house *house; /* NULL: of no house in particular */
};

struct plan_item {
	int64_t n;
	struct id id;
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
	struct id *requests;
	size_t request_count, request_cap;
	int64_t request_bytes;
	bool own_only;	   /* nobody else on the machine may read the file */
	int64_t elsewhere; /* steps that do not go, as their logs are of places that are none of an addressee's */
	int64_t missing;   /* photos and boxes of steps that go, and are not here themselves */
};

MUST_CHECK enum status plan_make(struct store *store, const struct plan_to *to, struct plan *out, struct err *err);
void plan_release(struct plan *plan);

/* One file of the plan: the trust steps and requests, and items[first..last). */
struct plan_part {
	size_t first, last;
	int64_t bytes; /* about as large as the file becomes */
};
/* Cuts the plan so that no part is much over `most_bytes`; at least one part. Caller frees. */
struct plan_part *plan_cut(const struct plan *plan, int64_t most_bytes, size_t *count);

/* The sums that the trailer of this part tells. */
void plan_sum(const struct plan *plan, const struct plan_part *part, struct trailer *trailer);
/* The items of a part, by index from 0. */
const struct plan_item *plan_item_at(const struct plan *plan, const struct plan_part *part, size_t index); /* NULL: no more */

#endif
