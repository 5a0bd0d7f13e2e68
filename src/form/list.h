#ifndef FORM_LIST_H
#define FORM_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "form/expr.h"

/* Lists of choices, and the columns that lists and tables of a pack have. */

enum column_type { COLUMN_TEXT, COLUMN_INTEGER, COLUMN_DECIMAL };

struct column {
	char *name;
	enum column_type type;
};

struct choice {
	char *name;
	struct label label, brief; /* brief: `short`, where the label has no room; empty: none */
	char *initials;		   /* or NULL */
	bool exclusive;
	char **values; /* column_count, as text; NULL: none */
};

struct list {
	char *name;
	struct column *columns;
	size_t column_count;
	struct choice *choices;
	size_t choice_count;
	struct choice *past; /* that earlier packs offered: form/past.h */
	size_t past_count;
	struct place place;
};

const struct choice *list_choice(const struct list *list, const char *name);	   /* or NULL */
const struct choice *list_choice_meant(const struct list *list, const char *text); /* by its name, or its label in any language; or NULL */

bool list_has_column(const struct list *list, const char *column);
/* The choice's code in a column of its list, ours where `column` is NULL or the list has none of the name; NULL: it has none there. */
const char *list_code(const struct list *list, const struct choice *choice, const char *column);

#endif
