#ifndef APP_TABLE_SIFT_H
#define APP_TABLE_SIFT_H

#include "app/table/report.h"
#include "base/id.h"

/* Houses by what the pack's fields and facts hold: which of them, which columns, in which order, or how many of each; for a question that no report of the
 * pack asks. What is hidden from the person is as in reports. */

struct sift_filter {
	char *column;
	enum sift_op { SIFT_IS, SIFT_IS_NOT, SIFT_LESS, SIFT_AT_MOST, SIFT_MORE, SIFT_AT_LEAST, SIFT_HAS, SIFT_OP_COUNT } op;
	char *value; /* a code or the words of a choice, a number, a date, a text; "": nothing stands there */
};

#define SIFT_COUNTED_MOST 2

/* A house as a list shows it, in the order of the list. */
struct sift_seen {
	struct id root;
	char *waits;  /* what it waits for, in words: the column _waits */
	char day[11]; /* by when: the column _waits_day; "": none */
};

struct sift {
	struct sift_filter *filters; /* all of them hold */
	size_t filter_count, filter_cap;
	struct sift_seen *seen; /* none but these houses, and in their order; NULL: no list shows them, and all that the filters leave */
	size_t seen_count;
	char *seen_words;  /* what else they have in common, said above the table; NULL: nothing */
	char *order_words; /* in what order they are seen, said above the table; NULL: nothing */
	char **columns;	   /* none: the number, the place and what is filtered by */
	size_t column_count, column_cap;
	char *counted[SIFT_COUNTED_MOST]; /* how many of each, in place of the houses; NULL: none */
	char *order;			  /* a column; NULL: as they are seen, else by village and number */
	bool descending;
};
void sift_release(struct sift *sift);
void sift_add_filter(struct sift *sift, const char *column, enum sift_op op, const char *value);
void sift_drop_filters(struct sift *sift);
void sift_drop_seen(struct sift *sift);
/* The columns that tell a house on a list: its village, what it is called, what was found there, what it waits for. `named`: what is private of its name, too. */
void sift_add_seen_columns(const struct app *app, struct sift *sift, bool named);
void sift_add_column(struct sift *sift, const char *column);
bool sift_has_column(const struct sift *sift, const char *column);
void sift_drop_column(struct sift *sift, const char *column);
/* COLUMN=VALUE, with != < <= > >= or ~ (holds the words) in place of = . INVALID: it is none. */
MUST_CHECK enum status sift_read_filter(struct sift *sift, const char *text, struct err *err);

/* Puts the names of columns in the place of their labels, in either language. INVALID: several columns are called so. */
MUST_CHECK enum status sift_name_columns(const struct app *app, struct sift *sift, struct err *err);

/* A column that there is: a field of a form, a fact, or of the house itself (its name begins with _). */
struct sift_column {
	const char *name, *label, *group; /* group: its form */
	const char *other;		  /* its label in the other language of the pack; NULL: none */
	const struct list *list;	  /* its choices; NULL: none, or it is no choice */
	bool is_private;		  /* only shown, and to who may read it */
	bool is_fact;			  /* follows from the forms */
};
/* `seen`: those that a list alone has, too. */
void sift_each_column(const struct app *app, const char *lang, bool seen, void (*visit)(const struct sift_column *, void *), void *ctx);

/* In words: 结论 = 严重. Caller frees. */
char *sift_filter_words(const struct app *app, const struct sift_filter *filter, const char *lang);
/* What stands in a column of the houses that are left in the area that is asked for, and of how many; `words` as a person reads it. Of a column with a list
 * or of yes and no every choice comes, in the list's order, also that of no house; numbers and days ascend; of others the most frequent come first. */
MUST_CHECK enum status sift_each_value(struct app *app, const struct sift *sift, const char *column, const struct app_report *ask,
				       void (*visit)(const char *value, const char *words, int64_t houses, void *), void *ctx,
				       struct err *err);
/* The numbers of the buildings that the filters leave, ascending, whatever `seen` says; caller frees. */
MUST_CHECK enum status sift_houses(struct app *app, const struct sift *sift, int64_t **houses, size_t *count, struct err *err);
/* The table, in the format that is asked for; of `ask` area, date, format, encoding and language count. NOT_FOUND: there is no such column. DENIED: one
 * is private. */
MUST_CHECK enum status app_sift(struct app *app, const struct sift *sift, const struct app_report *ask, struct buf *out, struct err *err);
bool sift_is_private(const struct app *app, const struct sift *sift); /* some column is */

#endif
