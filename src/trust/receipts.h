#ifndef TRUST_RECEIPTS_H
#define TRUST_RECEIPTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "step/log.h"
#include "trust/trust.h"

/* County receipts: which receipts are the county's, and what they cover; valid after trust_settle. */

/* The county receipt of the highest number, or NULL: the `anchor` of the next step. */
const struct id *trust_anchor(const struct trust *trust);
int64_t trust_anchor_no(const struct trust *trust); /* its number; 0: none is here */
/* The receipt of the main line with this number; NULL: there is none. */
const struct id *trust_main_receipt(const struct trust *trust, int64_t number);
int64_t trust_receipt_no(const struct trust *trust, const struct id *step); /* the number of a county receipt; 0: the step is none */
/* Does a step that is none of these receipts (id -> anything) name one of them: a receipt in its prior, a revocation or genesis in its upto? */
struct idmap;
bool trust_names_receipt_of(const struct trust *trust, const struct idmap *receipts);
/* Those that no other county receipt is behind, ascending: the `prior` of the next, and what an `upto` names. Borrowed. */
const struct id *trust_newest_receipts(const struct trust *trust, size_t *count);
/* What county receipts name of the logs of a device (NULL: of every one), a line each; of the folded ones (fold.h) the lines that reach furthest. */
struct trust_received {
	struct log_key log;
	int64_t seq;
	struct id tip;
	struct id receipt; /* that names it; zeros: it cannot be read */
	int64_t number;	   /* its number */
	bool own;	   /* the receiver's own log: it came on no stick */
};
void trust_each_received(const struct trust *trust, const struct device_id *device, void (*visit)(const struct trust_received *, void *),
			 void *ctx);

#endif
