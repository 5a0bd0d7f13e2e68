#ifndef APP_TABLE_ROSTER_H
#define APP_TABLE_ROSTER_H

#include <stddef.h>

#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/progress.h"

/* The roster: each row of a table becomes a listing. A row that stands already changes nothing. */

struct app_roster {
	const char *path;
	bool dry_run;
	bool mend;			 /* take out of cells the characters that no step may hold (base/text_rule.h) */
	const struct progress *progress; /* NULL: nobody waits */
};
struct app_roster_result {
	size_t rows, added, known;
	size_t flawed;	  /* cells that held such characters, refused or mended */
	bool only_flawed; /* refused for nothing else: `mend` would let the table in */
	const char *encoding;
};
/* Lists the rows of a CSV file, by the unlocked person. Errors by row go to `problems`; with any, nothing is added. */
MUST_CHECK enum status app_roster_import(struct app *app, const struct app_roster *roster, struct app_roster_result *out,
					 struct buf *problems, struct err *err);

#endif
