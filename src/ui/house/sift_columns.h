#ifndef UI_HOUSE_SIFT_COLUMNS_H
#define UI_HOUSE_SIFT_COLUMNS_H

#include "app/table/sift.h"
#include "ui/screen.h"

/* The columns that there are, kept for a page. */

struct kept_column {
	char *name, *words; /* words: its label and its form */
	const char *label, *group,
		*other;		 /* what it is found by; other: its label in the other language, or NULL. Borrowed from the pack */
	const struct list *list; /* NULL: it is no choice */
};
struct kept_columns {
	struct kept_column *items;
	size_t count, cap;
	bool facts;	   /* while they are read: what follows from the forms, and nothing else */
	bool with_private; /* private ones, too, and what a list alone has */
};
/* First those that the list shows, then the house's own, then those of each form in the pack's order, then what follows from them. */
void kept_columns_read(struct kept_columns *columns, const struct ui *ui);
void kept_columns_release(struct kept_columns *columns);

#endif
