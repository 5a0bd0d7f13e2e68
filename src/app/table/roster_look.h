#ifndef APP_TABLE_ROSTER_LOOK_H
#define APP_TABLE_ROSTER_LOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "app/session/workspace.h"
#include "app/table/roster_map.h"

/* The head of a table, before its rows are read: its sheets, what its columns are called, and which field each is taken for. What a person says of them
 * goes into a map. */

struct roster_look_column {
	char *header, *example;	   /* as it stands in the table; of the first row below that has one, "" */
	const struct field *field; /* that it is taken for; NULL: none */
	bool left_out;		   /* by the map, or it numbers the rows */
	bool within;		   /* holds the division above the row's, and is compared with it */
	bool address;		   /* holds a whole address, which is taken apart */
	const struct field
		*guess; /* of a column that means nothing yet: the likeliest field that no other column is; NULL: none is likely */
};

struct roster_look {
	char **sheets; /* those that are seen; of a CSV file none */
	size_t sheet_count;
	size_t sheet; /* that was looked at */
	struct roster_look_column *columns;
	size_t count, unknown; /* columns; those that mean nothing yet */
};

/* Looks at a sheet of a table: `sheet` NULL, at the first that names columns. `given`: what was said of its columns; NULL: nothing. INVALID: no table.
 * Release `out` whatever the call gives. */
MUST_CHECK enum status app_roster_look(struct app *app, const char *path, const char *sheet, const struct roster_map *given,
				       struct roster_look *out, struct err *err);
void roster_look_release(struct roster_look *look);

#endif
