#ifndef TRUST_TRUST_H
#define TRUST_TRUST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/id.h"
#include "step/step.h"

/* Does a step count? A pure function of the set of steps and of the geneses a file follows: no clock, file or global. Every stored step
 * about trust (step_kind_is_trust) is added, in any order; after trust_settle the other headers of this floor answer. Judged in this order,
 * each only by those before it: genesis chain, county receipts, credentials and revocations, packs, forks; slots and sign-offs are the
 * floor above (flow). doc/file-format, sections L, R, U, D, C. */

struct trust;

struct trust *trust_new(void);
/* A genesis that the file has followed, in that order: by itself, or because a person said so. */
void trust_pin(struct trust *trust, const struct id *genesis, bool by_person);
void trust_free(struct trust *trust);

/* Adds one step about trust (copies what it needs); others are ignored. Adding twice changes nothing. */
void trust_add(struct trust *trust, const struct id *id, const struct step *step);
/* Adds a step's place in its log, of any kind. Needed of every step of a log of area "" or that has two steps at one place, and of every
 * step of an author whose acts are bounded (trust_wants_logs); of others it changes nothing. */
void trust_add_link(struct trust *trust, const struct id *id, const struct step *step);
/* Derives everything from what was added. May be called again after more is added. */
void trust_settle(struct trust *trust);

/* Is a step's effect decided by its place in its log, since its author was revoked or dropped, from this file's steps about trust? Then all
 * of his are added as links, and trust is settled again. */
bool trust_wants_logs(const struct trust *trust, const struct id *author);

#endif
