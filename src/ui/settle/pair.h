#ifndef UI_SETTLE_PAIR_H
#define UI_SETTLE_PAIR_H

#include "base/id.h"
#include "ui/settle/compare.h"

/* Two houses side by side: where they are, which one stays, what was concluded of each, who listed them, how far they are, and what was registered of each. */

#define PAIR_SIDES 2

struct pair {
	struct id buildings[PAIR_SIDES];
	char *places[PAIR_SIDES];
	int stays;		     /* the side that is counted once they are one */
	char *hides;		     /* what weighs at the other side and not there; NULL: nothing */
	struct compare_table head;   /* where, what becomes of it, what was concluded, who, how far */
	struct compare_table fields; /* of the form that starts a building: those that hold a value; what is private covered */
	struct compare_table open;   /* the same, with what is private */
	bool has_covered;
};

/* `decided`: to be one house, of which `building` is counted. False when one of them cannot be read (said). */
bool pair_read(struct ui *ui, const struct id *building, const struct id *other, bool decided, struct pair *pair);
void pair_release(struct pair *pair);

/* The text, or "?" for what is not known here. */
const char *known_or_mark(const char *text);

#endif
