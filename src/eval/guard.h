#ifndef EVAL_GUARD_H
#define EVAL_GUARD_H

#include "base/buf.h"

/* What a stranger's SQL expression may look like, before and after SQLite reads it. Internal to the floor. */

/* The text is put between brackets: what would step out of them, bring a second statement, a parameter, or hide from the
 * authorizer what is read. NULL, or what is wrong: a sentence, translated, constant. */
const char *guard_text(const char *sql);

/* SQLite's message about a statement that does not prepare, as a sentence of ours. */
void guard_sentence(const char *message, struct buf *out);

#endif
