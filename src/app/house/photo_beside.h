#ifndef APP_HOUSE_PHOTO_BESIDE_H
#define APP_HOUSE_PHOTO_BESIDE_H

#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "form/pack.h"
#include "store/dossier/dossier.h"

/* Where else the photos of one house stand. Houses that are gone or counted as another are no other houses. */

/* What is told behind a rule of the pack that says that a photo stands elsewhere: each photo of its form that does, and where, beginning with ": "; NULL: none
 * is found, or the rule says no such thing. The caller frees. */
char *photo_beside_words(struct app *app, int64_t building, const struct rule *rule);
struct photo_beside {
	char *text, *reason; /* reason: why it is right, as the form says that has it; NULL: it says nothing */
};
/* What is found of the photos of a house (CHECK_PICTURE), as photo_findings_add says it: each photo of a form once, but nothing of a form to which this person is
 * blind. The caller frees with photo_beside_free. */
struct photo_beside *photo_beside_of(struct app *app, const struct dossier *dossier, size_t *count);
void photo_beside_free(struct photo_beside *photos, size_t count);

#endif
