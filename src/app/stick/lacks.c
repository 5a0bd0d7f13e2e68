#include "app/stick/lacks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/blob.h"
#include "store/local.h"
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

enum status
lacks_read(struct app *app, struct id **out, size_t *count, struct err *err)
{
	struct buf noted = { 0 };
	enum status status = STATUS_OK;
	size_t kept = 0;

	*count = 0;
	*out = NULL;
	if (app_local(app))
		status = local_setting(app_local(app), LACKS_SETTING, &noted, err);
	if (status == STATUS_NOT_FOUND)
		status = STATUS_OK;
	*out = mem_array(noted.len / sizeof(**out) + 1, sizeof(**out));
	for (size_t at = 0; at + sizeof(**out) <= noted.len && !status && kept < LACKS_MAX; at += sizeof(**out)) {
		bool here = false;

		memcpy((*out)[kept].b, noted.data + at, sizeof(**out));
		status = is_here(app, &(*out)[kept], &here, err);
		kept += !here;
	}
	*count = id_sort_unique(*out, kept);
	buf_release(&noted);
	if (status) {
		free(*out);
		*out = NULL;
	}
	return status;
}

enum status
lacks_note(struct app *app, const struct id *ids, size_t count, struct err *err)
{
	struct id *lacks;
	size_t had;
	enum status status;

	if (!count || !app_local(app))
		return STATUS_OK;
	status = lacks_read(app, &lacks, &had, err);
	if (status)
		return status;
	lacks = mem_resize(lacks, had + count, sizeof(*lacks));
	memcpy(lacks + had, ids, count * sizeof(*ids));
	had = id_sort_unique(lacks, had + count);
	if (had > LACKS_MAX)
		had = LACKS_MAX;
	status = local_set_setting(app_local(app), LACKS_SETTING, lacks, had * sizeof(*lacks), err);
	free(lacks);
	return status;
}
