#include "app/stick/lacks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "seal/seal.h"
#include "store/blob.h"
#include "store/beside/local.h"
#include "store/store.h"

#define LACKS_SETTING "lacks"

static enum status
is_here(struct app *app, const struct id *id, bool *here, struct err *err)
{
	int64_t photo = -1, box = -1;
	enum status status = store_has_blob(app_store(app), BLOB_PHOTO, id, &photo, err);

	if (!status)
		status = store_has_blob(app_store(app), BLOB_BOX, id, &box, err);
	*here = photo >= 0 || box >= 0;
	return status;
}

/* The note as it stands, ids ascending; the caller frees *out. */
static enum status
read_note(struct app *app, struct id **out, size_t *count, struct err *err)
{
	struct buf noted = { 0 };
	enum status status = app_local(app) ? local_setting(app_local(app), LACKS_SETTING, &noted, err) : STATUS_OK;

	if (status == STATUS_NOT_FOUND)
		status = STATUS_OK;
	*count = status ? 0 : noted.len / sizeof(**out);
	*out = mem_array(*count, sizeof(**out));
	if (*count)
		memcpy(*out, noted.data, *count * sizeof(**out));
	buf_release(&noted);
	return status;
}

/* Puts the first `wanted` of the ids into an order drawn anew. */
static void
draw(struct id *ids, size_t count, size_t wanted)
{
	for (size_t i = 0; i < count && i < wanted; i++) {
		uint64_t drawn;
		size_t other;
		struct id held = ids[i];

		random_bytes(&drawn, sizeof(drawn));
		other = i + (size_t)(drawn % (count - i));
		ids[i] = ids[other];
		ids[other] = held;
	}
}

/* Leaves of the ids those that are not here. */
static enum status
drop_arrived(struct app *app, struct id *ids, size_t *count, struct err *err)
{
	enum status status = STATUS_OK;
	size_t kept = 0;

	for (size_t i = 0; i < *count && !status; i++) {
		bool here = false;

		status = is_here(app, &ids[i], &here, err);
		ids[kept] = ids[i];
		kept += !here;
	}
	*count = kept;
	return status;
}

enum status
lacks_read(struct app *app, struct id **out, size_t *count, struct err *err)
{
	struct id *ids;
	size_t had, left;
	enum status status = read_note(app, &ids, &had, err);

	left = had;
	if (!status)
		status = drop_arrived(app, ids, &left, err);
	if (!status && left < had) /* what has come is not looked for again */
		status = local_set_setting(app_local(app), LACKS_SETTING, ids, left * sizeof(*ids), err);
	draw(ids, left, TRAILER_LACKS_MAX);
	*count = status ? 0 : id_sort_unique(ids, left < TRAILER_LACKS_MAX ? left : TRAILER_LACKS_MAX);
	*out = ids;
	if (status) {
		free(ids);
		*out = NULL;
	}
	return status;
}

enum status
lacks_note(struct app *app, const struct id *ids, size_t count, struct err *err)
{
	struct id *noted;
	size_t had;
	enum status status;

	if (!count || !app_local(app))
		return STATUS_OK;
	status = read_note(app, &noted, &had, err);
	noted = mem_resize(noted, had + count, sizeof(*noted));
	memcpy(noted + had, ids, count * sizeof(*ids));
	had = id_sort_unique(noted, had + count);
	if (had > LACKS_NOTED_MAX) {
		draw(noted, had, LACKS_NOTED_MAX);
		had = id_sort_unique(noted, LACKS_NOTED_MAX);
	}
	if (!status)
		status = local_set_setting(app_local(app), LACKS_SETTING, noted, had * sizeof(*noted), err);
	free(noted);
	return status;
}
