#ifndef STORE_REPORT_VEIL_H
#define STORE_REPORT_VEIL_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "form/pack.h"

/* The tables of the register as the query of a report shall see them. Internal to the folder. */

struct eval;
struct joined;
struct sqlite3;

/* Of `b` what stands aside: houses that are not counted, and at which a case goes on that is not open at the house which is counted for them. */
#define REPORT_ASIDE "b_aside"

/* What a query must not see: houses counted as another, what forms that are not filled yet are blind to, and what lapsed before the day that it is asked for. */
struct veil {
	const char *body;   /* of the query */
	bool compares;	    /* the query names all houses more than once: worked out once for all of them */
	const char *narrow; /* the query and the tables it is given, where it names the columns of all houses; NULL: they are left whole */
	const struct eval *eval;   /* NULL where no form is blind */
	const struct form **blind; /* those that are not filled somewhere */
	size_t blind_count;
	bool reads_blind; /* who reads has a form to fill that is blind to something, here or elsewhere */
	struct veil_own { /* of each of these, the houses where it hides nothing from who reads: own.h */
		int64_t *houses;
		size_t count;
	} * own; /* NULL: there are none */
	const struct joined *joined;
	size_t joined_count;
};
/* Writes the tables that the query shall not see as they are, or need not see whole: WITH, and no query yet. */
MUST_CHECK enum status report_veils_add(struct sqlite3 *db, const struct pack *pack, const struct veil *veil, struct buf *out,
					struct err *err);

#endif
