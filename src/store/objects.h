#ifndef STORE_OBJECTS_H
#define STORE_OBJECTS_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/id.h"
#include "form/pack.h"

/* Schema objects: the tables, views, indexes and triggers of a database with the exact SQL that sqlite_schema keeps of them, so that two
 * schemas are compared object by object. Internal to the floor. */

struct object {
	char *type, *name, *table; /* table: the one that an index or a trigger is of; of a table its own name */
	char *sql;		   /* NULL: an index that SQLite made by itself */
	sqlite3_int64 root;	   /* the page that its rows begin on; 0: it has none */
};

struct objects {
	struct object *items; /* by name */
	size_t count, cap;
};

/* The objects of the main database. CORRUPT schemas give SQLite's code, else SQLITE_OK. */
MUST_CHECK int objects_read(sqlite3 *db, struct objects *out);
/* The objects that our own scripts make, by their text, added to those that stand there. */
void objects_expect(const char *const *scripts, struct objects *out);
/* Those that the register of the pack has besides. */
void objects_expect_register(const struct pack *pack, struct objects *out);
/* By name, as all other functions want them. */
void objects_sort(struct objects *objects);
void objects_release(struct objects *objects);

const struct object *objects_find(const struct objects *objects, const char *name);
/* Leaves in `objects` those whose names `others` does not have. */
void objects_subtract(struct objects *objects, const struct objects *others);
/* The first object of `wanted` that `is` does not have exactly so; NULL: all stand. */
const struct object *objects_missing(const struct objects *wanted, const struct objects *is);
/* An object whose rows begin on a page where those of another begin too; NULL: each has pages of its own. */
const struct object *objects_sharing(const struct objects *objects);
/* BLAKE2b-256 of type, name, table and SQL of all. */
void objects_hash(const struct objects *objects, struct id *out);

#endif
