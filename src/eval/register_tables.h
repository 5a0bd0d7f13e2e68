#ifndef EVAL_REGISTER_TABLES_H
#define EVAL_REGISTER_TABLES_H

#include <sqlite3.h>

#include "eval/register.h"

/* The register's tables as its files know them: register.c makes those of values, register_lists.c those of lists, register_put.c writes values. */

struct columns { /* a table of values and the fields that are its columns */
	const struct form *form;
	const struct field *repeat; /* NULL: the form's own table */
	bool slots;		    /* of a form that repeats: a row for each slot */
	const struct field **fields;
	size_t count, cap;
	sqlite3_stmt *insert, *remove; /* of the only building: they set the columns of `b` */
};

struct registrar {
	sqlite3 *db;
	const struct pack *pack;
	bool with_private;
	struct columns *tables;
	size_t table_count, table_cap;
	sqlite3_stmt *photo_insert, *photo_remove, *fact_insert, *only_empty, *division_put;
};

/* What the table is called; caller frees. */
char *register_table_name(const struct registrar *registrar, const struct columns *columns);
/* Do these stand as columns of the evaluator's `b`, without a table of their own? */
bool register_is_only(const struct registrar *registrar, const struct columns *columns);
/* Puts the only building's row in the place of what it held. */
extern const char register_only_sql[];
/* The failure of the last call, with the SQL that failed. */
enum status register_failed(struct registrar *registrar, struct err *err);
MUST_CHECK enum status register_run(struct registrar *registrar, const char *sql, struct err *err);
/* The tables of the pack's lists, of its tables and of the divisions; and their rows. */
MUST_CHECK enum status register_make_lists(struct registrar *registrar, struct err *err);
MUST_CHECK enum status register_fill_lists(struct registrar *registrar, struct err *err);
MUST_CHECK enum status register_prepare_put(struct registrar *registrar, struct err *err);

#endif
