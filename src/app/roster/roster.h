#ifndef APP_ROSTER_ROSTER_H
#define APP_ROSTER_ROSTER_H

#include <stddef.h>

#include "app/session/workspace.h"
#include "app/roster/roster_yes.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/machine/progress.h"

/* The roster: each row of a table becomes a listing. A row whose house stands already, by a number that another system gave it, else by address
 * and owner, changes nothing where it says the same, and corrects the listing where it says something else: after a yes. An empty cell says
 * nothing. */

#define ROSTER_BATCH_SIZE 40

enum roster_answer {
	ROSTER_ASK,	      /* where listings would change, nothing is signed, and `asks` is set */
	ROSTER_CHANGE,	      /* they change */
	ROSTER_CHANGE_AGREED, /* they change, when they are the ones of `agreed_changes` */
	ROSTER_KEEP,	      /* they stay as they are; what is new is added */
};

struct roster_map;

struct app_roster {
	const char *path;
	bool dry_run;
	const char *sheet;		  /* of a table with several; NULL: the one that names the form's columns */
	const struct roster_map *columns; /* what was said of its columns on the way; NULL: nothing */
	const char *map; /* a file that names another system's columns (roster_map.h); NULL: none, or the one that was kept */
	unsigned agreed; /* enum roster_yes: yes to whatever is asked of these kinds */
	const struct roster_yeses *said; /* yes to these questions, `open` of the results that were shown; NULL: none */
	bool correct;			 /* what is wrong is also written beside the rows, in a table to correct */
	bool mend;			 /* take out of cells the characters that no step may hold (base/text/text_rule.h) */
	bool tells_new;			 /* the result has a sentence for each row that is a new house */
	struct id mended; /* `mend` was said yes to of this table, `table` of the result that was shown; zeros: of whichever */
	enum roster_answer answer;
	struct id agreed_changes;	 /* changes_name of the result that was shown */
	const struct progress *progress; /* NULL: nobody waits */
};
struct app_roster_result {
	size_t rows, added, known, changed; /* would be, where nothing was done */
	size_t records;			    /* records of another system that were signed beside; would be, where nothing was done */
	size_t left_out;		    /* rows of which a note says why */
	size_t flawed;			    /* cells that held such characters, refused or mended */
	unsigned asked;			    /* enum roster_yes: what needs a yes first; the questions stand in `problems` */
	struct roster_yeses open;	    /* these questions */
	struct id table;		    /* the rows as they were read */
	bool read;			    /* the table was read to its end */
	size_t unknown_columns;		    /* that mean nothing yet */
	size_t unknown_words;		    /* of columns of codes, that mean nothing yet */
	bool only_flawed;		    /* refused for nothing else: `mend` would let the table in */
	size_t faults;			    /* cells that must be corrected first, which a table to correct can hold */
	bool asks;			    /* a yes is wanted; nothing was signed */
	bool others; /* CONFLICT: the table, or the houses that it changes, are others than those that were said yes to */
	bool done;   /* something was signed */
	const char *encoding;
	char **changes, **notes; /* sentences by row, house and field; what else a person should know */
	size_t change_count, note_count;
	char **news; /* with `tells_new` */
	size_t new_count;
	struct id changes_name;
	char batch[ROSTER_BATCH_SIZE]; /* of what was added */
};
/* Takes a table in, by the unlocked person, in one act: all of it or nothing. What was passed over, what is asked and errors by row go to
 * `problems`; with any, nothing is added. Release
 * `out` whatever the call gives. */
MUST_CHECK enum status app_roster_import(struct app *app, const struct app_roster *roster, struct app_roster_result *out,
					 struct buf *problems, struct err *err);
/* Keeps what was said of columns and words for the next table, beside what was kept before. */
MUST_CHECK enum status app_roster_map_keep(struct app *app, const struct roster_map *said, struct err *err);
void app_roster_result_release(struct app_roster_result *result);

#endif
