#ifndef STORE_LOOKS_H
#define STORE_LOOKS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/id.h"
#include "store/houses/photos.h"

/* How the photos of the file look: 64 bits each (photo/photo.h), told by who can decode a photo and kept, since decoding all of a county again takes
 * hours. They follow from the photos alone; a file may lack those of its newest photos. Found by an index: no search looks at all of them. */

struct store;

/* Keeps the look of a photo that is here; inside a transaction. */
MUST_CHECK enum status store_put_look(struct store *store, const struct id *photo, uint64_t look, struct err *err);
/* The look of a photo; 0: it shows nothing, or its look is not known. */
uint64_t store_photo_look(struct store *store, const struct id *photo);
/* The next photo without a look, in the order in which they came, and its bytes (borrowed until the callback returns); *found false: all have one.
 * The callback gives the look, which is kept; inside a transaction. */
MUST_CHECK enum status store_photo_look_next(struct store *store, uint64_t (*look)(const void *bytes, size_t len), bool *found,
					     struct err *err);

struct alike_photo { /* borrowed for the call */
	const struct id *root, *photo;
	const char *division; /* of the root; "": it is not here */
	const char *form, *field;
	bool shared; /* the field's photo may stand at several houses */
	int apart;   /* bits */
};
#define LOOKS_APART_MOST 7 /* that the index finds */
/* Photos of current forms whose look differs from this one in so many bits at most. The callback's false stops. */
MUST_CHECK enum status store_each_alike(struct store *store, uint64_t look, int apart_most,
					bool (*visit)(const struct alike_photo *, void *), void *ctx, struct err *err);
struct named_look {
	uint64_t look;
	struct id photo;
	char form[64], field[64]; /* where it stands: names of a pack have 48 letters */
};
/* The looks of the photos that the forms of a building name, as far as they are known, but of fields whose photo may stand at several houses; the caller
 * frees. */
MUST_CHECK enum status store_looks_of(struct store *store, int64_t building, struct named_look **looks, size_t *count, struct err *err);
/* Each look of a photo of a current form, with its house's row; none of 0, nor of a field whose photo may stand at several houses. Adds to `several` the
 * photos of several buildings: all are looked at here. */
MUST_CHECK enum status store_each_look(struct store *store, struct photo_ids *several,
				       void (*visit)(int64_t building, uint64_t look, void *), void *ctx, struct err *err);

#endif
