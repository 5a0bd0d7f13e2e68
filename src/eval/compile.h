#ifndef EVAL_COMPILE_H
#define EVAL_COMPILE_H

#include <sqlite3.h>

#include "base/id.h"
#include "eval/eval.h"
#include "eval/register.h"

/* Expressions of a pack as prepared statements, with what each reads: all at once where the pack is not known to be right, else each when it is
 * asked about first. Internal to the floor. */

struct eval;

enum purity {
	PURE,	  /* relevant, due, when, done, bulk.when, facts: the same answer everywhere and every day */
	PURE_OWN, /* calculation: and from its own form alone */
	OPEN,	  /* default: of a field that is not private: any day, but nothing private */
	PRINTED,  /* conditions of papers: any day, but nothing private */
	UNBOUND,  /* constraint, rules */
};

/* Where in a pack an expression stands. */
struct where {
	const struct form *form;
	const struct form *about;   /* the form, where it is about a division */
	const struct field *repeat; /* a row of which the expression is asked for */
	const struct list *list;    /* over whose choices it is asked; NULL: none */
	enum purity purity;
	bool author;
};

struct compiled {
	const struct expr *expr; /* the key */
	struct where where;
	bool tried;		    /* it was prepared, or does not prepare: what is below is known */
	sqlite3_stmt *stmt;	    /* its answer; inside a repeat ?1 is the row. Of `choices` the names that it is false for */
	const struct field **reads; /* fields and repeats, also those that its facts read */
	size_t read_count, read_cap;
	bool reads_fact, reads_photos;
	size_t fact_layer;		/* of a fact: 0: it reads no fact, else one more than the highest that it reads */
	bool reads_slots;		/* the table of a form that repeats */
	const struct field *reads_slot; /* a field of the slot of a form that repeats that is loaded */
	bool reads_private;
	bool reads_elsewhere;  /* what other buildings here hold */
	const char *reads_day; /* a function whose answer changes from day to day, or NULL */
};

/* Is the number there one that a field of this type holds? True for types that hold none. */
bool eval_column_fits(sqlite3_stmt *stmt, int column, enum field_type type);

enum answer { ANSWER_NULL, ANSWER_FALSE, ANSWER_TRUE, ANSWER_FAILED };

/* A bunch: what is asked of one form each time, as one statement with a column each: a building has forty rules, and most of the cost of asking them
 * one by one is the asking. */
struct bunch {
	bool made;
	sqlite3_stmt *stmt; /* NULL: each is asked alone */
	const void **asked; /* in the pack's order: struct rule, struct field, struct fact, struct expr */
	size_t count, cap;
	bool reads_fact;
};

#define BUNCH_MOST 200 /* SQLite allows 2000 columns, and statements of a certain size */

void eval_bunch_add(struct bunch *bunch, const void *asked, const struct compiled *reads);
/* What a column answers. */
enum answer eval_bunch_answer(const struct bunch *bunch, size_t column);
/* Prepares "SELECT `columns` FROM b"; a bunch that is too large stays to be asked one by one. */
void eval_bunch_prepare(struct eval *eval, struct bunch *bunch, const char *columns);
/* Asks a prepared bunch; false: each must be asked alone. After true its row stands until eval_bunch_reset. */
bool eval_bunch_ask(struct eval *eval, const struct bunch *bunch);
void eval_bunch_reset(const struct bunch *bunch);
/* A column of the row as a value of this field; VALUE_NONE for NULL and for an empty text. */
struct value eval_bunch_value(const struct bunch *bunch, size_t column, const struct field *field);

struct form_values {
	bool loaded, has_private;
	bool has_step; /* the values are those of `step`, its photos among them */
	struct id step;
	struct value values; /* a copy, to know what is filled */
	char **photos;	     /* their fields */
	size_t photo_count;
	size_t slot_count; /* of a form that repeats: rows of its table */
};

struct eval {
	sqlite3 *db;
	const struct pack *pack;
	struct registrar *registrar;
	struct only_row *only; /* `b` */
	char today[11];
	bool asking;		   /* an expression is being asked: it may not run away */
	bool met_sealed;	   /* what was asked read the day of a sealed photo */
	struct compiled *compiled; /* ascending by expr's address once all are compiled */
	size_t count, cap;
	struct form_values *forms;  /* per form of the pack */
	struct bunch *rules;	    /* per form of the pack, made when first asked: the rules that read nothing private */
	struct bunch called;	    /* of all forms that say when they are called for */
	struct bunch *calculations; /* per form, of fields outside of repeats */
	struct bunch *checks;	    /* per form: when its fields are asked for, and what they admit; */
	size_t *check_columns;	    /* ... per compiled expression its column there, from 1; 0: none. NULL: no form has its checks yet */
	struct bunch *facts;	    /* a layer each: those of one read only facts of the layers before */
	size_t fact_layers;	    /* 0: not made */
	bool facts_fresh;	    /* the facts answer for what is loaded */
	struct value *fact_values;  /* per fact of the pack */
	struct value floors;	    /* object: facts that are no lower than this */
	struct compiling *compiling;
};

/* One is the authorizer's for as long as the evaluator lives: to set another one would make SQLite prepare all statements again. */
struct compiling {
	struct eval *eval;
	struct compiled *into;	  /* NULL: no expression is being prepared, and everything is allowed */
	const struct form *form;  /* whose expression it is, or NULL */
	const struct form *about; /* that is about a division; NULL: it is asked of a building */
	struct buf denied;	  /* why the authorizer said no */
	struct buf *problems;
	struct err *err;
	size_t bad;
};

void eval_expr_bad(struct compiling *compiling, const struct place *place, const char *why);
/* Prepares it under the authorizer; false: what is wrong has been said. Of what it reads compiling->into is told. */
bool eval_expr_prepare(struct compiling *compiling, const struct expr *expr, const char *sql, sqlite3_stmt **stmt);
/* SQLite's question what the expression in compiling->into may read and call, and the note of it; reads.c. */
int eval_authorize(void *compiling, int action, const char *first, const char *second, const char *database, const char *view);
/* Refuses what answers may not be or tell, once all are compiled; answers.c. */
void eval_check_answers(struct compiling *compiling);

/* Finds every expression that the pack gives, and which lists and tables they name. */
void eval_find_expressions(struct eval *eval, struct register_named *named);
/* Prepares what was found, of a trusted pack the facts alone; bad ones are counted and written to problems. */
size_t eval_compile_pack(struct eval *eval, bool trusted, struct buf *problems, struct err *err);
/* The compiled expression, borrowed; NULL: the pack does not give it. Without a statement: it does not prepare, which is a failure to whoever asks it. */
const struct compiled *eval_compiled_of(const struct eval *eval, const struct expr *expr);
void eval_compiled_release(struct eval *eval);
/* Is the field, or a group or repeat around it, hidden from the form's author? */
bool eval_form_is_blind(const struct form *form, const struct field *field);

/* ---- asking a compiled expression; ask.c. row: of its repeat, from 1; 0: none */

enum answer eval_ask(struct eval *eval, const struct expr *expr, int row);
/* The field's calculation, as a value of its type; VALUE_NONE for NULL, for none and for one that fails. */
struct value eval_ask_value(struct eval *eval, const struct field *field, int row);
struct form_values *eval_values_of(const struct eval *eval, const struct form *form);
/* Does the expression read a private value that is there but closed? */
bool eval_reads_closed(const struct eval *eval, const struct expr *expr);

#endif
