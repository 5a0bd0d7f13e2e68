#ifndef STORE_DRAWS_H
#define STORE_DRAWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/division.h"
#include "base/err.h"
#include "base/id.h"
#include "base/value.h"

/* Draws of houses for spot checks, as they are signed about townships: what is drawn from, and, in a second step, the seed and the houses. A draw stands when
 * a county receipt covers the first step and a later one the second: nobody knew the seed when it was told what is drawn from. doc/file-format, W. */

struct store;

#define DRAW_OF_LEN 12 /* digits of a draw's id by which checks name it */

enum draw_standing {
	DRAW_TOLD,	/* its first step is signed; no county receipt covers it yet, so no seed can follow */
	DRAW_RECEIVED,	/* a county receipt covers that; the seed is still to come */
	DRAW_SEEDED,	/* seed and houses are signed; no later county receipt covers that yet */
	DRAW_STANDS,	/* one does */
	DRAW_TOO_EARLY, /* the seed was signed before a county receipt covered the first step: it may have been known */
	DRAW_CONFLICT,	/* two seeds, or two versions, stand beside each other */
	DRAW_MISDATED, /* the lottery is not on a later day than the telling and the receipt drawn from, or the telling or the seed is too early */
	DRAW_UNPROVEN, /* it would stand or wait to, but was not drawn again here yet */
	DRAW_DIFFERS,  /* its receipt is not here, or its second step or its houses are not those that the rule gives */
	DRAW_STANDING_COUNT
};

struct store_draw {
	struct id id;			      /* its first step */
	struct id head;			      /* its last one */
	char township[DIVISION_CODE_LEN + 1]; /* its code: 12 digits */
	char *by;			      /* who told it */
	int64_t told_unix;		      /* when, by that machine's clock */
	struct value data;		      /* of the head */
	enum draw_standing standing;
	bool fails;    /* it was drawn again here, and other houses came out */
	size_t rivals; /* other draws about the same township */
};

/* Draws of an area, by township and id; none where the pack draws nothing. *out needs store_draws_free. */
MUST_CHECK enum status store_draws(struct store *store, const char *area, struct store_draw **out, size_t *count, struct err *err);
void store_draws_free(struct store_draw *draws, size_t count);

/* Knows, until the file is closed, what came of drawing again what its last step says. */
void store_note_drawn_again(struct store *store, const struct id *head, bool same);
/* Keeps it; inside a transaction. */
MUST_CHECK enum status store_keep_drawn_again(struct store *store, const struct id *head, bool same, struct err *err);

/* A seed in its one spelling: groups of digits, a space between two, whatever parted them; a text without digits as it is. Caller frees. */
char *draw_seed_text(const char *seed);
/* The order of a house in a draw: of the smallest is drawn first. `begins`, `root`: 64 hex digits; the seed in its one spelling. */
void draw_order(const char *begins, const char *seed, const char *root, struct id *out);

/* A check of a drawn house. Texts are borrowed for the call. */
struct draw_check {
	struct id building;
	struct id slot;	       /* its first step */
	const char *unreached; /* why the house could not be looked at; NULL: it was */
	const char *wrong;     /* kinds of errors, a space between two; NULL: none */
};
/* The checks that name this draw, in no order. `visit` returns false to stop. */
MUST_CHECK enum status store_each_check(struct store *store, const struct id *draw, bool (*visit)(const struct draw_check *, void *),
					void *ctx, struct err *err);

/* The same as tables of a report's query, `draws` and `drawn` (doc/pack-format), behind what stands there ("WITH x AS (...)"), where the query names one.
 * `store` NULL: without rows. `hides`: without strata, which tell what was found there. */
struct buf;
MUST_CHECK enum status draws_add(struct store *store, const char *query, bool hides, struct buf *out, struct err *err);

#endif
