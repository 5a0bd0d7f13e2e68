#ifndef APP_TABLE_SAMPLE_H
#define APP_TABLE_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "base/id.h"

/* The draw of a spot check: which houses are looked at again follows from a county receipt and a seed that nobody chose, so that whoever holds the
 * steps draws the same ones. Drawn from are the houses of an area that were signed at every level as of the receipt, in strata by what the first chain's
 * summary says of them. doc/file-format, section W. */

struct sample_quota {
	const char *value; /* of the summary field */
	size_t houses;
};

struct sample_ask {
	const char *area, *lang;
	bool proves;	       /* nothing of it is shown: whoever is there may draw, of any area */
	int64_t receipt;       /* its number; 0: the newest */
	const char *seed;      /* NULL: nothing is drawn, the strata alone are told */
	const struct id *draw; /* the first step of a signed draw: it takes the place of the receipt in the order; NULL: none is signed */
	const struct sample_quota *quotas;
	size_t quota_count;
	size_t spare; /* houses behind each quota, in whose order one is replaced that cannot be looked at */
};

struct sample_stratum {
	char *value, *label; /* of the summary field */
	size_t houses;	     /* that stand in it */
	struct id hash;	     /* of their roots */
	size_t wanted;
};

struct sample_house {
	struct id root;
	size_t stratum;
	struct id order; /* the smallest is drawn first */
	size_t rank;	 /* in its stratum, from 1; those behind the quota are spare */
};

struct sample {
	int64_t receipt;
	struct id receipt_id;
	char received[11]; /* its day */
	struct sample_stratum *strata;
	size_t stratum_count;
	struct sample_house *houses; /* drawn and spare, by stratum and rank */
	size_t house_count;
};

/* NOT_FOUND: no county receipt, or none of that number, is here; or no house was signed by then. INVALID: a quota of no such value, twice, of more houses
 * than there are; a seed that is empty or no text. DENIED: who asks must not know yet what was found. */
MUST_CHECK enum status app_sample(struct app *app, const struct sample_ask *ask, struct sample *out, struct err *err);
/* Who is to judge a house blind must not learn from a draw by strata what was found there: DENIED. */
MUST_CHECK enum status app_sample_may_know(struct app *app, struct err *err);
void app_sample_release(struct sample *sample);

#endif
