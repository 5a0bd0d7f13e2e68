#ifndef STORE_BESIDE_H
#define STORE_BESIDE_H

#include "base/buf.h"
#include "eval/db.h"

/* Files that lie beside a workspace and are made by SQLite too: NAME.louce.local, NAME.louce.drafts. Opened with their integrity and
 * schema looked at; a damaged one is set aside under another name and what can still be read of it goes into a new one. Internal to the
 * folder. */

struct beside_table {
	const char *name;
	const char *schema; /* as SQLite keeps it */
	/* How its rows are carried out of a damaged file: forwards to the first damage, then from the other end. */
	const char *forwards, *backwards, *insert;
	bool unchecked; /* too large to be looked through at every opening; what lies in it proves itself */
};

#define BESIDE_TABLES_MAX 4

struct beside_news {
	char *aside;			      /* the name of the damaged file now */
	int64_t recovered[BESIDE_TABLES_MAX]; /* rows of each table */
};

struct beside_kind {
	const char *suffix;
	enum db_mode mode;
	const char *synchronous;
	const struct beside_table *tables;
	size_t table_count;
	/* Adds the sentences for the person. */
	void (*say_set_aside)(const struct beside_news *news, const char *workspace_path, struct buf *said);
};

/* Makes the file when it is not there, readable by its owner alone. A damaged one is set aside: `said` (NULL: nobody asks) gets the
 * sentences about it. A file that cannot be read now is not damaged: IO. */
MUST_CHECK enum status beside_open(const char *workspace_path, const struct beside_kind *kind, struct db **out, struct buf *said,
				   struct err *err);

#endif
