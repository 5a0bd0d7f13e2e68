#ifndef TRUST_FOLD_H
#define TRUST_FOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "step/log.h"
#include "trust/receipts.h"
#include "trust/trust.h"

/* The fold: old county receipts that are not added. They are a piece of the main line in which each names the one before it alone, and neither a
 * genesis' upto nor anything beside the main line names one of them; each log that holds one is a single chain. What trust needs of them is told
 * once: where the piece ends (trust_fold_begin), and since when they cover the steps that are added (trust_fold_mark). All else is asked for. Every
 * answer of this floor is the same as if they were added. That holds until a step comes that is more than the next of all this
 * (trust_fold_takes): then they are added after all (trust_fold_end). */

/* Answers about folded receipts, by who keeps them. */
struct trust_fold_source {
	void *ctx;
	int64_t (*number)(void *ctx, const struct id *receipt);			  /* 0: it is none of them */
	const struct id *(*receipt)(void *ctx, int64_t number);			  /* borrowed; NULL: it cannot be read */
	int64_t (*covered)(void *ctx, const struct log_key *log, int64_t number); /* highest seq named up to this number; 0: none */
	bool (*names)(void *ctx, const struct log_key *log, int64_t seq, const struct id *tip);
	/* of each log, the lines that reach furthest */
	void (*received)(void *ctx, const struct device_id *device, void (*visit)(const struct trust_received *, void *), void *visit_ctx);
};

/* Receipts `first` to `last` of the main line, which ends with `base`, are folded. Before any step is added. */
void trust_fold_begin(struct trust *trust, int64_t first, int64_t last, const struct id *base, const struct trust_fold_source *source);
/* A log that holds folded receipts, and the last of these in it. Before its steps are added. */
void trust_fold_log(struct trust *trust, const struct log_key *log, int64_t seq, const struct id *id);
/* The folded receipt of this number covers the step and what it descends from: `named`, as the end of a run; else since the receipt stands behind it
 * in its log. */
void trust_fold_mark(struct trust *trust, const struct log_key *log, int64_t seq, const struct id *step, int64_t number, bool named);
bool trust_has_fold(const struct trust *trust);
/* May this step be added while receipts are folded? Notes that it is, since what comes next must follow it. */
bool trust_fold_takes(struct trust *trust, const struct id *id, const struct step *step);
/* The folded receipts have been added: nothing is folded any more. trust_settle follows. */
void trust_fold_end(struct trust *trust);

/* What may be folded, after trust_settle: receipts *first to *last of the main line, which are added; *first > *last: none more. false: nothing may, nor
 * may what is folded stay so. */
bool trust_foldable(const struct trust *trust, int64_t *first, int64_t *last);
/* Each line of a receipt of the main line that is added, as far as it counts. */
void trust_each_fold_line(const struct trust *trust, int64_t number, void (*visit)(const struct trust_received *, void *), void *ctx);

#endif
