#ifndef APP_ROSTER_ROSTER_RECORD_H
#define APP_ROSTER_ROSTER_RECORD_H

#include "app/roster/roster_plan.h"
#include "app/roster/standing.h"

/* What another system holds of a house (the record, form/pack.h), as a table brings it: beside the listing, and only where the table says something
 * that the record here does not. An empty cell says nothing. */

/* The records that stand, put to their houses. */
MUST_CHECK enum status roster_records_load(struct standing *standing, struct err *err);
/* What a planned row means for the record of its house. */
void roster_record_plan(struct roster_plan *plan, struct roster_line *line);
/* Signs it, between act_begin and act_end. */
MUST_CHECK enum status roster_record_sign(struct roster_plan *plan, const struct roster_line *line, const struct id *house,
					  struct err *err);

#endif
