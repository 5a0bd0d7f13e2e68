#ifndef APP_SESSION_TRIES_H
#define APP_SESSION_TRIES_H

#include <stdbool.h>
#include <stddef.h>

#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/map.h"
#include "store/dossier/dossier.h"

/* An act that is judged by reading and then signed, tried again where only another window's or command's writing came between the two (act_still_judged). The
 * file is read anew for each try, and what the act rests on must be what it was: houses that were signed about meanwhile end it, with who signed what.
 *
 *	struct act_tries tries = { 0 };
 *	do
 *		status = judge_and_sign(app, &tries, err);
 *	while (act_try_again(app, &tries, &status, err));
 *
 * An act that asks a question keeps them (`kept`) from its question to the answer: what was signed while it waited is told as well. What was told once is known,
 * and the act that is done again rests on it.
 */

struct act_tries {
	size_t count; /* tries that lost the race */
	struct act_rest {
		struct id root;
		struct idmap steps; /* about it when it was first read */
	} * rests;
	size_t rest_count, rest_cap;
	bool kept;    /* by who asks, until act_tries_release */
	bool changed; /* something was signed about a house since: the act was refused for that */
};

/* The act rests on what stands about this house, or division, as it was first read. CONFLICT: something was signed about it since. */
MUST_CHECK enum status act_rests_on(struct app *app, struct act_tries *tries, const struct dossier *dossier, struct err *err);
/* Was the act refused for that? Then the sentence is put into `said`, as a line of what is asked about, and the act may be judged again. */
bool act_tries_tell(struct act_tries *tries, struct buf *said, enum status *status, struct err *err);
void act_tries_release(struct act_tries *tries);
/* After a try: did it lose a race, and may it be tried again? Then *status and *err are clear and the file is read anew. Else the tries are released, unless they
 * are kept. */
bool act_try_again(struct app *app, struct act_tries *tries, enum status *status, struct err *err);

#endif
