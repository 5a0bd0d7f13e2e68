#ifndef STORE_BESIDE_H
#define STORE_BESIDE_H

#include "base/buf.h"
#include "eval/db.h"

/* Files that lie beside a workspace and are made by SQLite too: NAME.louce.local, NAME.louce.drafts. Opened with their integrity and
 * schema looked at; a damaged one is set aside under another name and what can still be read of it goes into a new one. Internal to the
 * floor. */

struct beside_table {
	const char *name;
	const char *schema; /* as SQLite keeps it */
	/* How its rows are carried out of a damaged file: forwards to the first damage, then from the other end. */
	const char *forwards, *backwards, *insert;
	bool unchecked; /* too large to be looked through at every opening; what lies in it proves itself */
};

struct beside_kind {
	const char *suffix;
	enum db_mode mode;
	const char *synchronous;
	const struct beside_table *tables;
	size_t table_count;
};

#define BESIDE_TABLES_MAX 4

struct beside_news {
	bool set_aside;
	char *aside;			      /* its name now; the caller frees */
	int64_t recovered[BESIDE_TABLES_MAX]; /* rows of each table */
};

/* Makes the file when it is not there, readable by its owner alone. */
MUST_CHECK enum status beside_open(const char *workspace_path, const struct beside_kind *kind, struct db **out, struct beside_news *news,
				   struct err *err);
bool beside_has_table(struct db *db, const char *name);

#endif
