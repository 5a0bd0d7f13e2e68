#ifndef TESTS_SUPPORT_BUNDLE_H
#define TESTS_SUPPORT_BUNDLE_H

#include <stdlib.h>

#include "base/machine/clock.h"
#include "base/mem.h"
#include "exchange/trailer.h"
#include "store/beside/bundle.h"
#include "step/step.h"

/* Exports made by hand: steps that a test signs, ended by a right trailer. */

struct hand_made {
	struct bundle *bundle;
	struct id *ids;
	size_t count, cap;
};

static inline enum status
hand_made_begin(struct hand_made *made, const char *path, struct err *err)
{
	*made = (struct hand_made){ 0 };
	return bundle_create(path, &made->bundle, err);
}

/* `request`: into the table of requests. */
static inline enum status
hand_made_add(struct hand_made *made, const struct signed_body *is, bool request, struct err *err)
{
	struct id id;

	step_id(is->body, is->len, &id);
	MEM_GROW(made->ids, made->count, made->cap);
	made->ids[made->count++] = id;
	return request ? bundle_add_request(made->bundle, &id, is, err) : bundle_add_step(made->bundle, &id, is, err);
}

/* Signs the trailer and closes the file. */
static inline enum status
hand_made_finish(struct hand_made *made, const struct keys *keys, const struct id *author, const struct device_id *device, struct err *err)
{
	struct trailer trailer = { .device = *device, .author = *author, .at_unix = 1700000000 };
	struct signature sig;
	struct buf body = { 0 };
	struct id none;
	enum status status;

	id_sum_of(made->ids, made->count, &trailer.steps);
	id_sum_of(&none, 0, &trailer.blobs);
	status = trailer_sign(&trailer, keys, &body, &sig, err);
	if (!status)
		status = bundle_set_trailer(made->bundle, &(struct signed_body){ buf_text(&body), body.len, &sig }, err);
	if (!status)
		status = bundle_finish(made->bundle, err);
	bundle_free(made->bundle);
	free(made->ids);
	buf_release(&body);
	*made = (struct hand_made){ 0 };
	return status;
}

#endif
