#ifndef STORE_PHOTOS_H
#define STORE_PHOTOS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/id.h"

/* Photos that current forms name: in several buildings, and not in this file. Whether a photo is held elsewhere is a finding of every
 * building that holds it. */

struct store;

/* How many other buildings' current forms name this photo; one that decisions join with this one is no other. `shared`: it stands in a field whose photo
 * may stand at several houses, and who has it in such a field is none either. */
int64_t store_photo_elsewhere(struct store *store, const struct id *photo, const struct id *root, bool shared);
/* One of them; false: none. */
bool store_photo_holder(struct store *store, const struct id *photo, const struct id *root, bool shared, struct id *out);

/* Photos that current forms name and that are not here, building by building. The callback's false stops. */
MUST_CHECK enum status store_each_missing_photo(struct store *store, bool (*visit)(const struct id *root, const struct id *photo, void *),
						void *ctx, struct err *err);
/* Photos that the current forms of several buildings name, not all of them in fields whose photo may stand at several houses; ascending. Found by
 * store_each_look (looks.h), which looks at all of them. The owner frees `items`. */
struct photo_ids {
	struct id *items;
	size_t count, cap;
};
/* Each of these photos: one of the buildings with each other one, so that n buildings are n - 1 pairs. A pair that
 * shares several photos comes several times. Here and below fields whose photo may stand at several houses are not looked at. */
MUST_CHECK enum status store_each_photo_twin(struct store *store, const struct photo_ids *several,
					     bool (*visit)(const struct id *a, const struct id *b, void *), void *ctx, struct err *err);
/* A place of a photo; borrowed for the call. */
struct held_photo {
	const struct id *photo, *root;
	const char *form, *field;
	bool shared; /* the field's photo may stand at several houses */
};
/* Each place of each of these, the places of one photo together. The callback's false stops. */
MUST_CHECK enum status store_each_held_photo(struct store *store, const struct photo_ids *several,
					     bool (*visit)(const struct held_photo *, void *), void *ctx, struct err *err);
/* Each place of a photo of one building that another building's current forms name as well, and (`root`) that other one, the places by form and field. */
MUST_CHECK enum status store_each_photo_beside(struct store *store, int64_t building, bool (*visit)(const struct held_photo *, void *),
					       void *ctx, struct err *err);
bool store_share_photo(struct store *store, int64_t a, int64_t b); /* do the current forms of both name one photo? */
/* A building whose current forms name a photo that this one's name as well; *found false: none. */
MUST_CHECK enum status store_photo_twin(struct store *store, int64_t building, struct id *other, bool *found, struct err *err);

/* Numbers of buildings, growing. */
struct building_numbers {
	int64_t *items;
	size_t count, cap;
};
/* Adds the buildings that share a photo with one of these, and of these the ones that do, as the rows say now. Unsorted, with doubles. */
MUST_CHECK enum status photos_add_sharers(struct store *store, const int64_t *buildings, size_t count, struct building_numbers *out,
					  struct err *err);

#endif
