#ifndef FORM_ADDED_H
#define FORM_ADDED_H

#include "form/pack.h"

/* Questions that a pack adds to forms that stand: which these are, and what they are called. */

/* Visits each question of `now` that must be answered and that `before` does not ask, or does not insist upon, in a form that both have and that stands once.
 * Whether it applies at a house is not looked at. */
void added_each(const struct pack *before, const struct pack *now, void (*visit)(const struct form *, const struct field *, void *),
		void *ctx);
/* The question; behind its form, where another form of the pack asks one of the same words. Caller frees. */
char *added_question(const struct pack *pack, const struct field *field);
/* "added question: ..."; caller frees. */
char *added_words(const struct pack *pack, const struct field *field);

#endif
