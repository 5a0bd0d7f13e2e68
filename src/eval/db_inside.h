#ifndef EVAL_DB_INSIDE_H
#define EVAL_DB_INSIDE_H

#include "eval/db.h"

/* The insides of a connection, which the files db*.c share. */

#define DB_BUSY_MS 5000 /* a call waits so long for another program that writes */

struct kept_statement {
	const char *literal; /* the key: its address */
	sqlite3_stmt *stmt;
};

struct db {
	sqlite3 *handle;
	char *path;
	struct kept_statement *kept;
	size_t kept_count, kept_cap;
	bool writing;
	unsigned readings;     /* db_read_begin without db_read_end */
	struct err unprepared; /* why db_use had no statement to give */
	struct err failed;     /* the first failure in the transaction: what failed once is not committed */
	uint32_t counter;      /* the file's change counter when the transaction began */
	struct err warning;    /* of the last commit; no text: none */
	struct err trouble;    /* the first failure since somebody asked */
};

#endif
