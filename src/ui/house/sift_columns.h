#ifndef UI_HOUSE_SIFT_COLUMNS_H
#define UI_HOUSE_SIFT_COLUMNS_H

#include "app/table/sift.h"
#include "ui/screen.h"

/* The columns that there are, kept for a page. */

struct kept_column {
	char *name, *words; /* words: its label and its form */
};
struct kept_columns {
	struct kept_column *items;
	size_t count, cap;
	bool with_private; /* private ones, too */
};
void kept_columns_read(struct kept_columns *columns, const struct ui *ui);
void kept_columns_release(struct kept_columns *columns);

#endif
