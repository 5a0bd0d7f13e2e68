#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "base/attr.h"
#include "base/err.h"
#include "eval/db.h"

/* The tables of a workspace file and how older files are brought up to them. Migrations are only ever appended; each
 * has an old file in tests/data. */

#define SCHEMA_APPLICATION_ID 0x4C4F5543 /* "LOUC" */
#define SCHEMA_VERSION 1

MUST_CHECK enum status schema_create(struct db *db, struct err *err);
/* Checks that it is a louce file this program can read; brings an older one up (needs a writable connection). */
MUST_CHECK enum status schema_open(struct db *db, bool read_only, struct err *err);
/* Empties every derived table, pack-made ones dropped. Inside a transaction. */
MUST_CHECK enum status schema_clear_derived(struct db *db, struct err *err);

#endif
