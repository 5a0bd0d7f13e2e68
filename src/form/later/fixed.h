#ifndef FORM_FIXED_H
#define FORM_FIXED_H

#include "form/pack.h"

/* What a pack fixes for all packs after it (file-format C16): a pack that changes any of it never comes into force. */

enum fixed_what { FIXED_ROOT, FIXED_FORM, FIXED_FIELD, FIXED_CHAIN };

struct fixed_fact {
	enum fixed_what what;
	const char *name, *value; /* of the root form the name is "" */
};

/* Calls `visit` for each until it answers false; the texts are gone afterwards. */
void fixed_each(const struct pack *pack, bool (*visit)(const struct fixed_fact *fact, void *ctx), void *ctx);
/* What `now` changes of what `before` fixed, in a sentence; NULL: nothing. Caller frees. */
char *fixed_changed(const struct pack *before, const struct pack *now);

#endif
