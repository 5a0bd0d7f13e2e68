#ifndef STORE_COMPILE_H
#define STORE_COMPILE_H

#include <sqlite3.h>

#include "store/eval.h"
#include "store/register.h"

/* Expressions of a pack as prepared statements, with what each reads. Internal to the floor. */

struct compiled {
	const struct expr *expr; /* the key */
	sqlite3_stmt *stmt;      /* columns: answer; inside a repeat: answer, row */
	const struct field **reads;
	size_t read_count, read_cap;
	bool reads_today, reads_private;
};

struct form_values {
	bool loaded, has_private;
	struct value values; /* a copy, to know what is filled */
	char **photos;       /* their fields */
	size_t photo_count;
};

struct eval {
	sqlite3 *db;
	const struct pack *pack;
	struct registrar *registrar;
	char today[11];
	struct compiled *compiled; /* ascending by expr's address */
	size_t count, cap;
	struct form_values *forms; /* per form of the pack */
};

/* Compiles every expression; bad ones are counted and written to problems. */
size_t compile_pack(struct eval *eval, struct buf *problems, struct err *err);
/* Borrowed; NULL when the expression is not given. */
const struct compiled *compiled_of(const struct eval *eval, const struct expr *expr);
void compiled_release(struct eval *eval);

#endif
