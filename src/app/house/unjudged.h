#ifndef APP_HOUSE_UNJUDGED_H
#define APP_HOUSE_UNJUDGED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/division.h"
#include "base/id.h"
#include "base/map.h"
#include "store/divisions/area.h"

/* Findings that nobody could judge, counted by what they have in common: a county has some forty of each house, and its houses lack the same. Pure; what is
 * hidden from whom is the caller's. */

struct unjudged_count {
	const char *rules; /* their ids, "[QR-01][QR-02]"; of the counts */
	const char *division;
	struct id author;
	bool has_author, undecided;
	uint64_t hidden; /* what the caller said of the house */
	int64_t houses;
};

struct unjudged_counts {
	struct unjudged_count *items;
	size_t count, cap;
	struct unjudged_texts {
		char **items;
		size_t count, cap;
		struct textmap index;
	} rules, divisions;
	struct idmap authors, index;
	size_t author_count;
};

/* Counts a row of one house. `hidden`: rows are counted together only where this is the same. */
void unjudged_add(struct unjudged_counts *counts, const struct unjudged_row *row, uint64_t hidden);
/* In an order that follows from what is counted alone. */
void unjudged_sort(struct unjudged_counts *counts);
void unjudged_release(struct unjudged_counts *counts);

#endif
