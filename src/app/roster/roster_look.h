#ifndef APP_ROSTER_ROSTER_LOOK_H
#define APP_ROSTER_ROSTER_LOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "app/session/workspace.h"
#include "app/roster/roster_map.h"
#include "app/roster/roster_read.h"

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
	char *under;	/* its name with that of the group it stands under; NULL: under none */
	/* once its rows were read (app_roster_words): */
	struct roster_word *words; /* of a column of codes */
	size_t word_count;
	bool empty; /* nothing stands below the header */
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
/* Reads the table to its end, and adds to the look what words stand in columns of codes, with how many rows have each, and which columns are empty: those are
 * no longer unknown. Of a table that cannot be read so far, which the import says why, nothing is added. */
void app_roster_words(struct app *app, const char *path, const char *sheet, const struct roster_map *given, struct roster_look *look);
void roster_look_release(struct roster_look *look);

#endif
