#ifndef APP_TABLE_SIFT_SQL_H
#define APP_TABLE_SIFT_SQL_H

#include "app/table/sift.h"
#include "form/pack.h"
#include "table/table.h"

/* A sift as a query of the register. Internal to the folder. */

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
const char *sift_label(const struct sift_source *source, const char *lang);
enum table_kind sift_kind(const struct sift_source *source);
/* Appends the value as it is stored, or as a person reads it. */
void sift_add_value(const struct pack *pack, const struct sift_source *source, struct buf *sql);
void sift_add_words(const struct pack *pack, const struct sift_source *source, const char *lang, struct buf *sql);
/* Appends FROM and WHERE. INVALID: a filter's value is none of its column; NOT_FOUND: no such column. */
MUST_CHECK enum status sift_add_from(const struct pack *pack, const struct sift *sift, struct buf *sql, struct err *err);
/* Is the house's own column called so? */
bool sift_own_is_called(size_t own, const char *words);
/* Is it the label, in either language? */
bool sift_label_is(const struct label *label, const char *words);
/* INVALID: several choices of the column bear this label. */
MUST_CHECK enum status sift_choice_is_one(const struct sift_source *source, const char *value, struct err *err);
/* The form or level of this label as columns of the house itself tell it, in the language of the program; else the text itself. Borrowed. */
const char *sift_act_words(const struct pack *pack, const char *words);
/* The code of the choice that a person names by code or label; else the text itself. Borrowed. NULL: a choice is asked for, and this is none. */
const char *sift_code(const struct sift_source *source, const char *value);

#endif
