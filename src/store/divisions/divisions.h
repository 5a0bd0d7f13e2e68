#ifndef STORE_DIVISIONS_H
#define STORE_DIVISIONS_H

#include "base/attr.h"
#include "base/err.h"
#include "flow/flow.h"

/* What is signed about divisions themselves, no house: forms with `about` and manifests. Judged when it is asked for; no table has it. */

struct store;

/* The divisions in an area that have a head, with their hashes, ascending by code. Caller frees. Here, too, a division lies where what it became does
 * (store/houses/building.h). */
MUST_CHECK enum status store_divisions(struct store *store, const char *area, struct flow_division **out, size_t *count, struct err *err);

/* A head of a slot of a division. Borrowed for the call. */
struct division_head {
	const char *code; /* of the division */
	const char *kind; /* "manifest" or the form */
	struct id slot;	  /* of a form that repeats: its first step; else zeros */
	struct id id;	  /* of the step */
	const struct step *step;
	const struct credential *author;
};
/* The heads of the divisions in an area, of one kind (NULL: of all), by division and slot: a slot with two is in conflict. `visit` returns false to
 * stop. */
MUST_CHECK enum status store_each_division_head(struct store *store, const char *area, const char *kind,
						bool (*visit)(const struct division_head *, void *), void *ctx, struct err *err);

#endif
