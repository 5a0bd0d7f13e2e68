#ifndef APP_TABLE_SIFT_SQL_H
#define APP_TABLE_SIFT_SQL_H

#include "app/table/sift.h"
#include "form/pack.h"
#include "table/table.h"

/* A sift as a query of the register. Internal to the folder. */

/* What a house has beside its fields. Names of a pack never begin with _. */
enum {
	OWN_NUMBER,
	OWN_TOWNSHIP,
	OWN_VILLAGE,
	OWN_SIGNED,
	OWN_STAGE,
	OWN_STAGE_BY,
	OWN_STAGE_DAY,
	OWN_DAY,
	OWN_WAITS,
	OWN_WAITS_DAY,
	OWN_COUNT
};

/* A column by its name: one of field, fact and own. */
struct sift_source {
	const char *name;
	const struct field *field;
	const struct fact *fact;
	const struct list *list; /* of the field, or the one that bears the fact's name; NULL: none */
	int own;		 /* of the house itself; -1: none of these */
};

size_t sift_own_count(void);
const char *sift_own_name(size_t own);
/* False: there is none, or nothing of it can stand in a column. */
bool sift_find(const struct pack *pack, const char *name, struct sift_source *out);
/* The same of a sift: what a list alone has is a column only of one that a list shows. */
bool sift_find_in(const struct sift *sift, const struct pack *pack, const char *name, struct sift_source *out);
const char *sift_label(const struct sift_source *source, const char *lang);
enum table_kind sift_kind(const struct sift_source *source);
/* Appends the value as it is stored, or as a person reads it. */
void sift_add_value(const struct pack *pack, const struct sift_source *source, struct buf *sql);
void sift_add_words(const struct pack *pack, const struct sift_source *source, const char *lang, struct buf *sql);
/* Begins a query: what the list shows as a table, where there is one. Appended before SELECT. */
void sift_add_with(const struct sift *sift, struct buf *sql);
bool sift_is_seen_column(const struct sift_source *source); /* of what a list shows */
/* Appends FROM and WHERE. INVALID: a filter's value is none of its column; NOT_FOUND: no such column. */
MUST_CHECK enum status sift_add_from(const struct pack *pack, const struct sift *sift, struct buf *sql, struct err *err);
/* Is the house's own column called so? */
bool sift_own_is_called(size_t own, const char *words);
const char *sift_own_label(size_t index, const char *lang); /* in "zh" or "en" */
/* Is it the label, in either language? */
bool sift_label_is(const struct label *label, const char *words);
/* INVALID: several choices of the column bear this label. */
MUST_CHECK enum status sift_choice_is_one(const struct sift_source *source, const char *value, struct err *err);
/* The code of the choice that a person names by code or label; else the text itself. Borrowed. NULL: a choice is asked for, and this is none. */
const char *sift_code(const struct sift_source *source, const char *value);
/* The value as the register has it that a person names so, in either language; of what no list knows the text itself. The caller frees. NULL: the column
 * can have none of this name, and err says some that it can. */
char *sift_value(const struct pack *pack, const struct sift_source *source, const char *words, struct err *err);

#endif
