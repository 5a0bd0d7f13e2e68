#ifndef APP_HOUSE_LOOKS_H
#define APP_HOUSE_LOOKS_H

#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "base/id.h"
#include "form/pack.h"
#include "store/dossier/dossier.h"

/* Photos that stand at two houses, or twice at one: asked when a form is filled, whichever it is, of the bytes over all houses of the file, and of what looks alike within the
 * house, in its village, and, where they are nearer, over all houses. The bytes, of a private photo or not, are compared with private photos as well, those
 * that the unlocked person may read in the village; what a private one looks like is not. Where both stand in fields whose photo may serve several houses (`shared`) nothing is asked. */

struct looks_photo {
	const char *place;     /* NAME or REPEAT/ROW/NAME */
	struct id id, content; /* content: of the bytes in clear */
	uint64_t look;	       /* 0: what it looks like is not to be asked about */
};
/* What one of the photos of a form that is filled is or looks like, in words: a photo of another house, of the form, or of the house (`dossier` NULL: a new
 * one), `own`: the slot that is signed anew, whose photos are its own (NULL: none). Of what only looks alike nothing is said where a decision joined the house with this or said that they are two; NULL: nothing. The caller frees. */
char *looks_words(struct app *app, const struct dossier *dossier, const struct flow_slot *own, const struct form *form,
		  const struct looks_photo *photos, size_t count, size_t index);
/* The question of one photo, called `label`: that it is the same as one of that house (`same`), or looks like one. The caller frees. */
char *looks_sentence(struct app *app, const char *label, const struct id *house, bool same);

#endif
