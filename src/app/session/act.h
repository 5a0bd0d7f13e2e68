#ifndef APP_SESSION_ACT_H
#define APP_SESSION_ACT_H

#include "app/session/workspace.h"
#include "base/id.h"
#include "seal/seal.h"
#include "step/step.h"

/* The one way a step is signed. */

/* Who signs: keys, the credential they fit, and the device it happens on. */
struct signer {
	struct keys *keys;
	struct id credential;
	struct device_id device;
};

void act_step_start(struct step *step, enum step_kind kind);
/* Writes, signs and puts one step inside the store's transaction; the caller sets `area` (doc/file-format, "The step"); place, author and
 * pack are filled here. Where the author's log about that area cannot go on, another is begun first, with an `epoch`. */
MUST_CHECK enum status act_put(struct store *store, const struct signer *signer, struct step *step, struct id *id, struct err *err);
/* CONFLICT when another window wrote the file since `generation` (store_generation): what was judged before the act began is judged anew by
 * doing it again, which tries.h does. To be asked after act_begin. */
MUST_CHECK enum status act_still_judged(struct app *app, unsigned generation, struct err *err);
/* Between the two lies what an act reads before its transaction. The second fails when a read failed there whose status nobody could pass on: a
 * question that could not be asked is not one that had not to be asked. `status`: of the reading so far; a read that failed goes before it, since
 * what could not be read was then found missing. */
void act_reads_begin(struct app *app);
MUST_CHECK enum status act_reads_end(struct app *app, enum status status, struct err *err);
/* Begins an act's transaction; ends it: commits and notes the head, or rolls back when `status` says that the act failed. */
MUST_CHECK enum status act_begin(struct app *app, struct err *err);
/* The same of an act that was judged at that generation. CONFLICT, and nothing is begun: as act_still_judged. */
MUST_CHECK enum status act_begin_judged(struct app *app, unsigned generation, struct err *err);
MUST_CHECK enum status act_end(struct app *app, enum status status, struct err *err);
/* The next act ends this draft: the draft bears the act's last step before it is committed, and is dropped after. `form` NULL: none (again). */
void act_ends_draft(struct app *app, const struct id *root, const char *form);
/* For a new epoch: from start to end an older copy, in which nothing may be signed, can be unlocked and signed in. `begun`: the epoch
 * began, and the file is no older copy any more. */
void act_epoch_start(struct app *app);
void act_epoch_end(struct app *app, bool begun);
const struct signer *app_signer(const struct app *app);

#endif
