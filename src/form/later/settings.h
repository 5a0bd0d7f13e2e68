#ifndef FORM_SETTINGS_H
#define FORM_SETTINGS_H

#include "form/pack.h"

/* What a later pack sets otherwise, key by key of doc/pack-format: by which day something is owed, what is hidden from whom, what rests on what, what is
 * offered, sealed and carried. Keys that reworded.h, recounted.h and ruled.h tell of are left to them. A key of which nobody thought is told by its name: what a
 * pack changes is never silent. */

enum setting_what {
	SETTING_NEW,   /* kind, of */
	SETTING_GONE,  /* kind, of */
	SETTING_MOVED, /* kind: of what; of: in which; they stand in another order */
	SETTING_LIST,  /* kind, of, says; before: what of the list is gone, after: what is new in it, NULL: nothing */
	SETTING_QUERY, /* kind, of, says: nothing but its query, or its queries, is another */
	SETTING_VALUE, /* kind, of, says; before, after: what stands there, NULL: nothing; both NULL: it is too long to be told, and is another */
};

struct setting {
	enum setting_what what;
	const char *kind; /* "form", "question" ..., in the reader's language; NULL: it is the pack's own */
	const char *of;	  /* which one, in its own words */
	const char *says; /* what the key says, in the reader's language */
	const char *before, *after;
};

/* Visits each difference; the texts are gone afterwards. */
void settings_each(const struct pack *before, const struct pack *now, const char *lang,
		   void (*visit)(const struct setting *setting, void *ctx), void *ctx);

#endif
