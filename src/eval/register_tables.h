#ifndef EVAL_REGISTER_TABLES_H
#define EVAL_REGISTER_TABLES_H

#include <sqlite3.h>

#include "eval/only_row.h"
#include "eval/register.h"

/* The register's tables as its files know them: register.c makes those of values, register_lists.c those of lists, register_put.c writes values. */

struct columns { /* a table of values and the fields that are its columns */
	const struct form *form;
	const struct field *repeat; /* NULL: the form's own table */
	bool slots;		    /* of a form that repeats: a row for each slot */
	const struct field **fields;
	size_t count, cap;
	sqlite3_stmt *insert, *remove; /* NULL: the columns stand in the only row */
	size_t first;		       /* of them there */
	size_t rows;		       /* of the only building: so many there are */
};

/* The first columns of the only row; behind them stand the fields of all forms, then the facts. */
enum { ONLY_BUILDING, ONLY_ROOT, ONLY_DIVISION, ONLY_TOWNSHIP, ONLY_STATE, ONLY_LEVEL };

struct registrar {
	sqlite3 *db;
	struct buf *script; /* where SQL is written instead of being run; NULL: it is run */
	const struct pack *pack;
	bool with_private;		    /* of the only building */
	const struct register_named *named; /* NULL: all lists and tables */
	struct only_row *only;		    /* its row, where that is filled; borrowed */
	size_t *photo_rows;		    /* of the only building, for each form of the pack: so many photos there are */
	size_t first_fact;		    /* column of the only row */
	struct columns *tables;
	size_t table_count, table_cap;
	sqlite3_stmt *photo_insert, *photo_remove, *fact_insert;
};

/* What the table is called; caller frees. */
char *register_table_name(const struct registrar *registrar, const struct columns *columns);
/* Do these stand as columns of the evaluator's `b`, without a table of their own? */
bool register_is_only(const struct registrar *registrar, const struct columns *columns);
/* The failure of the last call, with the SQL that failed. */
enum status register_failed(struct registrar *registrar, struct err *err);
MUST_CHECK enum status register_run(struct registrar *registrar, const char *sql, struct err *err);
/* The tables of the pack's lists and of its tables, as far as they are named, and of the divisions; and their rows. */
MUST_CHECK enum status register_make_lists(struct registrar *registrar, struct err *err);
MUST_CHECK enum status register_fill_lists(struct registrar *registrar, struct err *err);
MUST_CHECK enum status register_prepare_put(struct registrar *registrar, struct err *err);

#endif
