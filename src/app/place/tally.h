#ifndef APP_PLACE_TALLY_H
#define APP_PLACE_TALLY_H

#include "app/session/workspace.h"
#include "base/division.h"
#include "base/number/phone_tally.h"

/* A township without today's stick tells six counts by telephone, as digits that are read out; the county types them in, until a stick proves or refutes
 * them (doc/phone-tally). Both are steps of the form that the pack's `tally` names. */

struct app_tally {
	char township[DIVISION_CODE_LEN + 1]; /* its 12 digits */
	char day[11], code[PHONE_TALLY_LEN + 1];
	int counts[PHONE_TALLY_COUNTS];
	const char *labels[PHONE_TALLY_COUNTS]; /* of the counts; borrowed from the pack */
};

/* May the unlocked person tell for the whole of a township (`take` false), or take in what townships tell? */
bool app_tally_can(struct app *app, bool take);
/* Counts what this file holds of the township (NULL: the person's own), signs the counts of today, and gives the digits to read out. NOT_FOUND: the pack
 * has no tally, or the area is no township. INVALID: a count is too large to be told. */
MUST_CHECK enum status app_tally_tell(struct app *app, const char *township, struct app_tally *out, struct err *err);
/* Takes in digits, and signs what was told. INVALID: no such code, with the group that seems wrong where that can be told; a township that is not of this
 * county; a day that is still to come. CONFLICT: told already, or an older one than what is told already. */
MUST_CHECK enum status app_tally_take(struct app *app, const char *code, struct app_tally *out, struct err *err);

/* The digits as a QR code for a terminal, appended as lines. INVALID: this louce was built without. */
MUST_CHECK enum status app_tally_qr(const struct app_tally *tally, struct buf *out, struct err *err);

#endif
