#ifndef FORM_RECOUNTED_H
#define FORM_RECOUNTED_H

#include "form/pack.h"

/* What a later pack counts otherwise of houses that stand: its reports, facts, tables, the codes of its lists for other systems, and what a signer
 * sees summed up. No answer changes by any of it, and figures that were printed do. */

enum recounted_what {
	RECOUNTED_REPORT_NEW,  /* after: its title */
	RECOUNTED_REPORT_GONE, /* before */
	RECOUNTED_TITLE,       /* before, after */
	RECOUNTED_QUERY,       /* of: a report that counts otherwise */
	RECOUNTED_LINES,       /* of: a report; the lines below its table are others */
	RECOUNTED_COLUMN_NEW,  /* of: a report; after */
	RECOUNTED_COLUMN_GONE, /* of: a report; before */
	RECOUNTED_COLUMN,      /* of: a report; before, after: what stands above a column */
	RECOUNTED_COLUMN_MADE, /* of: a report; after: a column of another type, sum, or day that it is compared with, or not sealed as before */
	RECOUNTED_COLUMNS_MOVED, /* of: a report whose columns stand in another order */
	RECOUNTED_VIEW,		 /* of: a query that reports share */
	RECOUNTED_FACT_NEW,	 /* after */
	RECOUNTED_FACT_GONE,	 /* before */
	RECOUNTED_FACT_CALLED,	 /* before, after */
	RECOUNTED_FACT,		 /* of: a fact that is worked out otherwise */
	RECOUNTED_TABLE_NEW,	 /* of: a table */
	RECOUNTED_TABLE_GONE,	 /* of */
	RECOUNTED_TABLE_COLUMN,	 /* of: a table; after: a column that is new, or before: one that is gone */
	RECOUNTED_ROW,		 /* of: a table; before: a row that is gone, after: one that is new; both: one that became another */
	RECOUNTED_ROWS_MORE,	 /* of: a table; more: rows beside those that were told */
	RECOUNTED_LIST_COLUMN,	 /* of: a list; after: a column that is new, or before: one that is gone */
	RECOUNTED_VALUE,	 /* of: a list, choice, column; before, after: what stands there, NULL: nothing */
	RECOUNTED_CODE_MOVED,	 /* the same, and after: the code that choice `had` had in this column, where each choice has its own */
	RECOUNTED_SUMMARY,	 /* of: a chain; before, after: the question that its signers see summed up, NULL: none */
};
enum { RECOUNTED_ROWS_MOST = 12 }; /* rows of a table that are told one by one */

struct recounted {
	enum recounted_what what;
	const char *of, *before, *after;
	const char *choice, *had, *column; /* of a list */
	size_t more;
};

/* Visits each difference; the texts are gone afterwards. */
void recounted_each(const struct pack *before, const struct pack *now, const char *lang,
		    void (*visit)(const struct recounted *recounted, void *ctx), void *ctx);

#endif
