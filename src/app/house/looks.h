#ifndef APP_HOUSE_LOOKS_H
#define APP_HOUSE_LOOKS_H

#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "base/id.h"
#include "form/pack.h"
#include "store/dossier/dossier.h"

/* Photos that look alike: asked when a form is filled, within the house, in its village, and, where they are nearer, over all houses of the file. Private photos are not looked at. */

struct looks_photo {
	const char *place; /* NAME or REPEAT/ROW/NAME */
	struct id id;
	uint64_t look; /* 0: not to be asked about */
};
/* What one of the photos of a form that is filled looks like, in words: another photo of the form, of the house (`dossier` NULL: a new one) or of another
 * house, unless a decision joined that one with this or said that they are two; NULL: nothing. Of equal bytes nothing is said, which is for the rules.
 * The caller frees. */
char *looks_words(struct app *app, const struct dossier *dossier, const struct form *form, const struct looks_photo *photos, size_t count,
		  size_t index);

#endif
