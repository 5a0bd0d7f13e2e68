#ifndef UI_SETTLE_PAIR_H
#define UI_SETTLE_PAIR_H

#include "base/id.h"
#include "ui/settle/compare.h"

/* Two houses side by side: where they are, who listed them, how far they are, and what was registered of each. */

#define PAIR_SIDES 2

struct pair {
	struct id buildings[PAIR_SIDES];
	char *places[PAIR_SIDES];
	struct compare_table head;   /* where, who, how far */
	struct compare_table fields; /* of the form that starts a building: those that hold a value */
};

/* False when one of them cannot be read (said). */
bool pair_read(struct ui *ui, const struct id *building, const struct id *other, struct pair *pair);
void pair_release(struct pair *pair);

/* The text, or "?" for what is not known here. */
const char *known_or_mark(const char *text);

#endif
