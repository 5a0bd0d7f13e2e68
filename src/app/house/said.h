#ifndef APP_HOUSE_SAID_H
#define APP_HOUSE_SAID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "base/id.h"
#include "trust/same.h"

/* What was signed of a house and another one: decisions that they are one house or two, proposals of who may not decide it, and what took these
 * back. Such a step stands in no slot of the house; its page and its history tell it all the same. */

struct house_said {
	struct id step, other;
	enum trust_saying saying;
	bool same;
	bool waits; /* a proposal, and nothing is decided about the two */
	bool delivered;
	char at[17]; /* when it was signed, to the minute */
	char *by, *role, *reason;
	char *text; /* "proposes: one house with ..." */
	char *why;  /* of a proposal what became of it, of what has no effect why; NULL: it is a decision that stands */
};
struct house_said_list {
	struct house_said *items; /* decisions first, then what waits, then the rest; of very many the first */
	size_t count, more;	  /* beyond these */
};
/* `division`: of the house's root listing. A step that cannot be read is told without who signed it. */
void house_said_read(struct app *app, const struct id *root, const char *division, struct house_said_list *out);
void house_said_release(struct house_said_list *list);
/* One that waits, as a sentence; caller frees. */
char *house_said_words(const struct house_said *said);
/* Is anything decided about the two, at either of them? */
bool house_pair_is_decided(struct app *app, const struct id *one, const char *division, const struct id *other, const char *other_division);

#endif
