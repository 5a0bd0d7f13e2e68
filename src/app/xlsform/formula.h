#ifndef APP_XLSFORM_FORMULA_H
#define APP_XLSFORM_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "form/pack.h"

/* An expression of a survey, between the two languages in which it is written: XPath 1.0 with the functions that XLSForm adds, and the SQL of
 * form packs. It has the meaning, and the names of functions and operators, of XPath. */

enum formula_kind {
	FORMULA_TEXT,	/* 'abc' */
	FORMULA_NUMBER, /* 3.5, as it was written */
	FORMULA_FIELD,	/* ${name}, by the name that it has in the language it was read from */
	FORMULA_COLUMN, /* a column of the list whose choices are filtered */
	FORMULA_CALL,	/* name(...) */
	FORMULA_BINARY, /* = != < <= > >= + - * div mod and or */
	FORMULA_MINUS,	/* the sign */
};

struct formula {
	enum formula_kind kind;
	char *text; /* the text, digits, name or sign of an operation */
	struct formula **args;
	size_t count;
};

struct formula *formula_new(enum formula_kind kind, const char *text);
void formula_add(struct formula *formula, struct formula *arg); /* takes the argument over; NULL adds nothing */
void formula_free(struct formula *formula);
bool formula_is(const struct formula *formula, enum formula_kind kind, const char *text);
/* Notes why an expression cannot be read or written, unless a reason is there already; false. */
bool formula_cannot(struct buf *why, const char *fmt, ...) PRINTF_FMT(2, 3);
/* How tightly a sign binds, from 1 (or) to 6 (* div mod, and the / of SQL, which divides whole numbers to one); 0: it is none. */
int formula_binds(const char *sign);

/* Reads XPath. `self`: what "." is; `column`: is a plain name a column of a list? NULL: *why says what cannot be read. Caller frees. */
struct formula *xpath_read(const char *text, const char *self, bool column, struct buf *why);
/* Reads an expression of a pack; NULL: *why says what XPath has nothing for. `list`: whose columns are read; NULL: none. Caller frees. */
struct formula *sql_read(const char *text, const struct list *list, struct buf *why);

/* What a field of the survey is, for who writes an expression that reads it. */
struct formula_field {
	const char *name; /* to be written */
	enum field_type type;
	const char *list;   /* select_*: its list; NULL: none */
	const char *repeat; /* the repeat it stands in; NULL: none */
	bool other;	    /* it stands in another form */
};

/* Where an expression stands, and what its names mean. */
struct formula_scope {
	bool (*find)(void *ctx, const char *name, struct formula_field *out);
	/* The name in the pack of a choice; the same name where the list has no such choice. NULL: names are the same. */
	const char *(*choice)(void *ctx, const char *list, const char *name);
	void *ctx;
	const char *repeat; /* the one whose row it is asked of; NULL: none */
	const char *list;   /* whose choices are filtered; NULL: none */
	bool lasting;	    /* it must answer the same on every day */
	const char *self;   /* what "." is, by the name to be read; NULL: nothing */
};

/* Appends an SQL expression; `truth`: that is asked as a condition. False: *why says what a pack has nothing for, and nothing of `out` is of use. */
bool sql_write(const struct formula *formula, const struct formula_scope *scope, bool truth, struct buf *out, struct buf *why);
/* What such an expression gives: text, integer, decimal, date or boolean. */
enum field_type sql_type(const struct formula *formula, const struct formula_scope *scope);
/* Appends XPath, likewise. */
bool xpath_write(const struct formula *formula, const struct formula_scope *scope, struct buf *out, struct buf *why);

#endif
