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
	const char *sheet; /* of a table with several; NULL: the one that names the form's columns */
	const char *map;   /* a file that names another system's columns (roster_map.h); NULL: none, or the one that was kept */
	unsigned agreed;   /* enum roster_yes (roster_read.h): what was said yes to */
	bool mend;	   /* take out of cells the characters that no step may hold (base/text_rule.h) */
	const struct progress *progress; /* NULL: nobody waits */
};
struct app_roster_result {
	size_t rows, added, known;
	size_t flawed;	  /* cells that held such characters, refused or mended */
	unsigned asked;	  /* enum roster_yes: what needs a yes first; the questions stand in `problems` */
	bool only_flawed; /* refused for nothing else: `mend` would let the table in */
	const char *encoding;
};
/* Lists the rows of a CSV or XLSX file, by the unlocked person. What was passed over, what is asked and errors by row go to `problems`; with any, nothing is added. */
MUST_CHECK enum status app_roster_import(struct app *app, const struct app_roster *roster, struct app_roster_result *out,
					 struct buf *problems, struct err *err);

#endif
