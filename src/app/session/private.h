#ifndef APP_SESSION_PRIVATE_H
#define APP_SESSION_PRIVATE_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/value.h"
#include "form/pack.h"
#include "seal/seal.h"
#include "step/step.h"

/* Sealing the private values of a form. */

#define PRIVATE_DEPTH 4 /* of the JSON that is sealed */

/* What was sealed with a form, in `opened`, put among its values in `into`: the members that private.fields of the step names and the form in the
 * step's own pack has as private fields of this type. Others are left where they are: what stands in the body is never another's in the box
 * (doc/file-format, P5). Strings are moved. */
void private_join(const struct pack *pack, const struct step *step, struct value *opened, struct value *into);

/* What was sealed of the step's private photos beside their bytes, in `opened`: when each was taken, and its content (doc/file-format, P6). */
void private_note_photos(const struct pack *pack, const struct value *opened, struct step *step);

/* DENIED, with nothing done, when a row of a repeat holds a private value. Splits the private fields out of values, seals them, and fills
 * step->data and the rest; with them goes what is to be known of the private photos that the step has already. `box` gets the stored bytes. */
MUST_CHECK enum status private_split(const struct pack *pack, const struct form *form, const struct value *values,
				     const struct data_key *key, struct step *step, struct buf *box, struct err *err);
/* A private photo as it is stored: the commitment, then a box over the photo's bytes, both as of private values (doc/file-format). What is stored
 * begins as no JPEG does, by which the two are told apart; its type is PRIVATE_PHOTO_MIME. */
void private_photo_seal(const struct data_key *key, const void *bytes, size_t len, struct buf *out);
bool private_photo_is_sealed(const struct buf *stored);
bool private_has_values(const struct pack *pack, const struct value *values);

#endif
