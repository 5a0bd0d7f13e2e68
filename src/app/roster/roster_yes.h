#ifndef APP_ROSTER_ROSTER_YES_H
#define APP_ROSTER_ROSTER_YES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/id.h"

/* What a roster asks a yes to. A yes is to one question, in its words and about the rows that the table had: of other rows, or about other houses, it is
 * asked again. */

enum roster_yes {
	ROSTER_YES_COLUMNS = 1,	 /* leave out the columns that the form does not know */
	ROSTER_YES_ROUNDED = 2,	 /* take numbers that end in zeros as if a spreadsheet had lost their digits */
	ROSTER_YES_ABOVE = 4,	 /* take what is empty from the row above, as a merged cell that was saved as CSV */
	ROSTER_YES_UNREAD = 8,	 /* list rows that may be houses which this person cannot read */
	ROSTER_YES_FALLS = 16,	 /* correct houses that are signed: these signatures fall */
	ROSTER_YES_HIDDEN = 32,	 /* take rows that the spreadsheet hides */
	ROSTER_YES_ADDRESS = 64, /* take addresses apart as it is shown */
	ROSTER_YES_DOUBTS = 128, /* take what rules of the form find odd as it stands */
	ROSTER_YES_ALL = 255
};

/* Questions, each by a name that follows from it. */
struct roster_yeses {
	struct roster_yes_to {
		enum roster_yes kind;
		struct id question;
	} * items;
	size_t count, cap;
};

/* The name of a question: `about` that of all it rests on beside its words. */
struct id roster_yes_name(enum roster_yes kind, const char *words, const struct id *about);
/* Is it among them? NULL: none are. */
bool roster_yeses_have(const struct roster_yeses *yeses, const struct id *question);
/* Is one of this kind? */
bool roster_yeses_have_kind(const struct roster_yeses *yeses, enum roster_yes kind);
void roster_yeses_add(struct roster_yeses *yeses, enum roster_yes kind, const struct id *question);
void roster_yeses_add_all(struct roster_yeses *yeses, const struct roster_yeses *more);
/* Keeps those of the kinds alone. */
void roster_yeses_keep(struct roster_yeses *yeses, unsigned kinds);
void roster_yeses_release(struct roster_yeses *yeses);

#endif
