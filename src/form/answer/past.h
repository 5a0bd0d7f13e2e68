#ifndef FORM_PAST_H
#define FORM_PAST_H

#include "form/pack.h"

/* Choices that an earlier pack offered, and levels that it had, and the pack in force does not: what was answered and signed with them stands, and is shown as
 * what it was. */

/* Adds to the lists of `pack` what the lists of another pack, by their name or at a field of the same name, offer beyond them, and to its chains the levels that
 * the same chain there has beyond them. */
void pack_note_past(struct pack *pack, const struct pack *earlier);
/* The words of a choice that is not offered any more, as they are shown; caller frees. */
char *past_words(const struct choice *choice, const char *lang);
/* The words of a code, of an earlier pack's too; NULL: no pack has it. Caller frees. */
char *list_words(const struct list *list, const char *name, const char *lang);

#endif
