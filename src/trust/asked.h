#ifndef TRUST_ASKED_H
#define TRUST_ASKED_H

#include <stdbool.h>
#include <stddef.h>

#include "trust/credential.h"
#include "trust/trust.h"

/* Requests for a right, held against the credentials: which of them answers one. */

/* The same texts, in any order: a request is not refused for that of its lists. */
bool trust_same_texts(const char *const *a, size_t a_count, const char *const *b, size_t b_count);
/* Do two requests of one key ask for the same role and areas on the same device? Then the later one stands for both. */
bool trust_same_right(const struct credential *a, const struct credential *b);
/* The credential that answers a request: one given for it, also when it was taken back since, as who asks again makes a request anew; or one
 * that stands on the same key and gives all that is asked for. NULL: none. */
const struct credential *trust_answer(const struct trust *trust, const struct credential *asked);

#endif
