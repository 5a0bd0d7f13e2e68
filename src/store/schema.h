#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "base/attr.h"
#include "base/err.h"
#include "eval/db.h"
#include "form/pack.h"

/* The schema of a workspace: tables of the truth, whose text is the format, and derived tables, which any program drops and makes anew
 * that would write others. What is neither of the two is altered. */

#define SCHEMA_APPLICATION_ID 0x4C4F5543 /* "LOUC" */
/* The truth: user_version. A change of its tables is a new format. */
#define SCHEMA_FORMAT 2
/* The derived tables: a row of `derived`, beside a hash of their SQL. Raised when other rows are derived into the same tables. */
#define SCHEMA_DERIVED 15

MUST_CHECK enum status schema_create(struct db *db, struct err *err);
MUST_CHECK enum status schema_create_export(struct db *db, struct err *err);

enum schema_state {
	SCHEMA_OURS,
	SCHEMA_OTHER,	/* the truth is ours, the derived tables are another version's */
	SCHEMA_CARRIED, /* an export: step, photo, box, request and trailer */
	SCHEMA_ALTERED, /* the truth is ours, something else is nobody's; with TAMPERED */
};
/* INVALID: no louce file, or one of another format. TAMPERED: altered or damaged; *state is set, and SCHEMA_ALTERED when the truth at least
 * can be read. SCHEMA_OURS says nothing yet about tables of the pack. */
MUST_CHECK enum status schema_look(struct db *db, enum schema_state *state, struct err *err);
/* Every page belongs to one table or index. TAMPERED: one is used twice, or damaged. Reads the whole file. */
MUST_CHECK enum status schema_check_pages(struct db *db, struct err *err);
/* The rest of a file found SCHEMA_OURS: tables of the pack in force (NULL: none), and nothing else. */
MUST_CHECK enum status schema_look_at_register(struct db *db, const struct pack *pack, enum schema_state *state, struct err *err);

/* The derived tables that every workspace has, for trying reports on a database in memory. SQLite's code. */
MUST_CHECK int schema_exec_fixed(sqlite3 *db);

/* Inside a transaction: */
MUST_CHECK enum status schema_renew(struct db *db,
				    struct err *err); /* drops all but the truth; then empty derived tables, none of a pack */
/* Drops the tables of an older pack, makes those of this one. */
MUST_CHECK enum status schema_make_register(struct db *db, const struct pack *pack, struct err *err);

#endif
