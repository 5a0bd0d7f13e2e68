#ifndef APP_PAPER_PROOF_H
#define APP_PAPER_PROOF_H

#include <stdbool.h>
#include <stdint.h>

#include "app/house/history.h"
#include "app/session/workspace.h"

/* What proves a house: each of its steps, who signed it, and between which county receipts. */

struct dossier;

struct proof_step {
	char *what, *who, *when;
	char code[9];
	bool stands;	 /* a head of its form, an approval with effect, an open return, or the withdrawal of what was not signed again */
	bool reopened;	 /* it stands, and ends a case that is open all the same */
	const char *why; /* it does not count; NULL: it does */
	int64_t missing; /* photos and sealed values that are not here */
};
/* One for each step of the history, in its order. `history` and `dossier` are of one house, read at one time. For proof_free. */
struct proof_step *proof_steps(struct app *app, const struct app_history *history, const struct dossier *dossier, const char *lang);
void proof_free(struct proof_step *steps, size_t count);
/* The first 32 digits of an id, in fours. */
#define PROOF_DIGITS_LEN 39
const char *proof_digits(const struct id *id, char out[PROOF_DIGITS_LEN + 1]);

#endif
