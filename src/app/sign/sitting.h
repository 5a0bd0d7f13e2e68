#ifndef APP_SIGN_SITTING_H
#define APP_SIGN_SITTING_H

#include <stddef.h>

#include "app/house/order.h"
#include "app/house/returned.h"
#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/id.h"

/* A sitting: the houses that wait for one level's signature, decided one after the other, signed together at the end. Severe ones come
 * first. What the pack lets be signed many at a time may be approved in bulk once a random sample of it was opened and decided. Nothing is
 * signed before sitting_sign. */

struct sitting;
struct work;

enum decision { DECISION_NONE, DECISION_APPROVE, DECISION_RETURN, DECISION_LATER };

struct sitting_house {
	struct id building;
	struct id slot; /* of a chain over a repeat form: its first step; else zeros */
	int64_t number; /* the order of the roster */
	struct work_order order;
	char division[16];
	char *place, *shown; /* shown: the summary field in words */
	bool bulk;	     /* may be approved with others */
	bool sample;	     /* of the bulk, drawn by lot: must be opened */
	bool opened, in_bulk;
	enum decision decision;
	struct return_marks marks; /* of a return */
	char *reason;
	char *typing; /* words of a return that are still typed; NULL: none */
};

/* `level` NULL: the lowest one that waits for this person; `chain` NULL: any with such a level. NOT_FOUND: nothing waits. */
MUST_CHECK enum status sitting_open(struct app *app, const char *chain, const char *level, struct sitting **out, struct err *err);
/* How many of the houses that wait for this level were decided in a sitting and are not signed yet. */
size_t sitting_decided(struct app *app, const struct work *work, const struct level *level);
/* Has another window of louce the same sitting open? Then deciding here would overwrite what is decided there. */
bool sitting_held(const struct sitting *sitting, int64_t *since_unix);
/* Makes the sitting this window's; what the other window kept so far is taken up. */
MUST_CHECK enum status sitting_take_over(struct sitting *sitting, struct err *err);
void sitting_free(struct sitting *sitting);
const struct level *sitting_level(const struct sitting *sitting);
size_t sitting_count(const struct sitting *sitting);
const struct sitting_house *sitting_at(const struct sitting *sitting, size_t index);

void sitting_opened(struct sitting *sitting, size_t index); /* the signer saw its record */
void sitting_decide(struct sitting *sitting, size_t index, enum decision decision);
/* Ticks or unticks a kind of error; the field it is put down to is `field`, or the first one of the forms that fits nothing better. */
void sitting_tick(struct sitting *sitting, size_t index, const char *field, int kind);
/* A tick goes from one field to another; one act, as for undo. */
void sitting_move_tick(struct sitting *sitting, size_t index, const char *from, const char *to, int kind);
void sitting_set_reason(struct sitting *sitting, size_t index, const char *reason);
/* Keeps words that are still being typed: no act, as for undo, before sitting_set_reason. */
void sitting_type_reason(struct sitting *sitting, size_t index, const char *words);
/* Takes the last decision back, with the marks and words that belong to it, or all that were approved together; the index of its house, SIZE_MAX: nothing
 * was decided since the sitting was opened. */
size_t sitting_undo(struct sitting *sitting);
/* Takes back the last mark or words of a return that is not decided yet. False: there is none at this house. */
bool sitting_undo_tick(struct sitting *sitting, size_t index);
/* How many of the random sample are still to be opened and decided before the rest may be approved in bulk; SIZE_MAX: nothing to approve so. */
size_t sitting_sample_left(const struct sitting *sitting);
/* Approves every undecided house that may go in bulk; how many. 0 while the sample is not done. */
size_t sitting_bulk(struct sitting *sitting);
/* Keeps all that was decided in the sealed draft, as every decision does by itself. CONFLICT: another window has taken the sitting over. */
MUST_CHECK enum status sitting_save(struct sitting *sitting, struct err *err);
bool sitting_is_kept(const struct sitting *sitting);		      /* false: the last decision could not be kept */
void sitting_counts(const struct sitting *sitting, size_t counts[4]); /* by decision */

/* Proves the signer, judges every house anew and signs all decisions in one commit. DENIED with a line a house in `refused`; then nothing is
 * signed. */
MUST_CHECK enum status sitting_sign(struct sitting *sitting, const char *passphrase, size_t *signed_count, struct buf *refused,
				    struct err *err);

#endif
