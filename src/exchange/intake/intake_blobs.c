#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/intake/intake_state.h"
#include "store/blob.h"
#include "store/journal.h"

/* The photos and boxes of a file. */

/* ---- sets of ids */

void
id_set_add(struct id_set *set, const struct id *id)
{
	MEM_GROW(set->ids, set->count, set->cap);
	set->ids[set->count++] = *id;
	set->sorted = false;
}

static void
id_set_sort(struct id_set *set)
{
	if (!set->sorted)
		set->count = id_sort_unique(set->ids, set->count);
	set->sorted = true;
}

static bool
id_set_has(struct id_set *set, const struct id *id)
{
	id_set_sort(set);
	return set->count && bsearch(id, set->ids, set->count, sizeof(*set->ids), id_order);
}

/* ---- what is wanted, and taking it */

void
intake_name_blobs(struct taking *taking, const struct step *step)
{
	for (size_t p = 0; p < step->photo_count; p++)
		id_set_add(&taking->named[BLOB_PHOTO], &step->photos[p].id);
	if (step->has_private)
		id_set_add(&taking->named[BLOB_BOX], &step->box);
}

static enum status
find_missing(struct taking *taking, enum blob_kind kind, const struct id *id, bool *missing, struct err *err)
{
	int64_t len = -1;
	enum status status = store_has_blob(taking->store, kind, id, &len, err);

	*missing = len < 0;
	return status;
}

/* What a step names that is stored; one that waits, or cannot be read, names nothing. */
static enum status
name_of_stored(struct taking *taking, const struct id *id, struct err *err)
{
	struct err unread = { 0 };
	struct buf body = { 0 };
	struct step step;
	enum status status = store_get_step(taking->store, id, &body, NULL, &unread);

	if (status == STATUS_IO || status == STATUS_BUG)
		return err_set(err, status, "%s", unread.text);
	if (!step_parse(buf_text(&body), body.len, &step, &unread)) {
		intake_name_blobs(taking, &step);
		step_release(&step);
	}
	buf_release(&body);
	return STATUS_OK;
}

/* Reads what the unread steps of the file name, when a blob is offered that no new step names: a photo that was lost is sent again. What still
 * waits names nothing, since strangers could fill the file with it. Once a file, which may offer as many strange photos as it likes. */
static enum status
look_into_unread(struct taking *taking, struct err *err)
{
	enum status status = STATUS_OK;

	if (taking->looked)
		return STATUS_OK;
	taking->looked = true;
	for (size_t i = 0; i < taking->step_count && !status; i++)
		if (taking->steps[i].unread)
			status = name_of_stored(taking, &taking->steps[i].id, err);
	return status;
}

static enum status
wants_blob(enum blob_kind kind, const struct id *claimed, bool *wanted, void *ctx, struct err *err)
{
	struct taking *taking = ctx;
	bool missing = false;
	enum status status = find_missing(taking, kind, claimed, &missing, err);

	id_set_add(&taking->offered, claimed);
	taking->offers++;
	if (!status && missing && !id_set_has(&taking->named[kind], claimed))
		status = look_into_unread(taking, err);
	*wanted = missing && id_set_has(&taking->named[kind], claimed);
	return status;
}

static enum status
take_blob(enum blob_kind kind, const struct id *claimed, const void *bytes, size_t len, void *ctx, struct err *err)
{
	struct taking *taking = ctx;
	char shortened[9], subject[96];
	struct id id;

	hash_bytes(bytes, len, &id);
	if (!id_equal(&id, claimed)) {
		snprintf(subject, sizeof(subject), kind == BLOB_PHOTO ? _("photo %s") : _("sealed values %s"),
			 id_short(claimed, shortened));
		intake_refuse(taking, subject, _("these are not the bytes that were signed"));
		return STATUS_OK;
	}
	if (kind == BLOB_PHOTO)
		taking->out->photos++;
	else
		taking->out->boxes++;
	return store_put_blob(taking->store, kind, bytes, len, &id, err);
}

enum status
intake_blobs(struct taking *taking, struct file_reader *reader, struct err *err)
{
	struct reader_blobs blobs = { wants_blob, take_blob, taking };

	return reader_blobs(reader, &blobs, err);
}

enum status
intake_list_missing(struct taking *taking, struct err *err)
{
	struct id_set missing = { 0 };
	enum status status = STATUS_OK;

	for (int kind = BLOB_PHOTO; kind <= BLOB_BOX; kind++) {
		struct id_set *named = &taking->named[kind];

		id_set_sort(named);
		for (size_t i = 0; i < named->count && !status; i++) {
			bool is_missing = false;

			status = find_missing(taking, (enum blob_kind)kind, &named->ids[i], &is_missing, err);
			if (is_missing)
				id_set_add(&missing, &named->ids[i]);
		}
		free(named->ids); /* not while the register is derived */
		*named = (struct id_set){ 0 };
	}
	id_set_sort(&missing);
	taking->out->missing_count = missing.count;
	taking->out->missing = missing.count ? mem_resize(missing.ids, missing.count, sizeof(*missing.ids)) : missing.ids;
	return status;
}
