#include "exchange/export.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/temporary.h"
#include "exchange/reader.h"
#include "store/journal.h"
#include "store/blob.h"
#include "store/bundle.h"
#include "trust/genesis.h"

/* ---- room */

static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? mem_strndup(path, (size_t)(slash - path) + 1) : mem_strdup(".");
}

enum status
export_room(const char *path, int64_t bytes, struct err *err)
{
	char *folder = folder_of(path);
	enum status status = STATUS_OK;
	struct statvfs info;

	if (statvfs(folder, &info) != 0)
		status = err_errno(err, errno, _("\"%s\" cannot be written"), path);
	else if ((double)info.f_bavail * (double)info.f_frsize < (double)bytes)
		status = err_set(err, STATUS_IO, _("there is no room for \"%s\": about %" PRId64 " MiB are needed; nothing was written"),
				 path, bytes / 1048576 + 1);
	free(folder);
	return status;
}

/* ---- writing */

static enum status
write_step(struct store *store, struct bundle *bundle, int64_t n, const struct id *wanted, struct err *err)
{
	struct buf body = { 0 };
	struct signature sig = { 0 };
	enum status status;
	struct id id;

	status = n ? store_step_at(store, n, &id, &body, &sig, err) : store_get_step(store, wanted, &body, &sig, err);
	if (!status) {
		step_id(buf_text(&body), body.len, &id);
		status = id_equal(&id, wanted)
				 ? bundle_add_step(bundle, wanted, buf_text(&body), body.len, &sig, err)
				 : err_set(err, STATUS_TAMPERED,
					   _("a stored step was altered; run louce verify, and use another copy of the file"));
	}
	buf_release(&body);
	return status;
}

static enum status
write_blobs(struct store *store, struct bundle *bundle, const struct plan *plan, const struct plan_item *item, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t b = item->blob; b < item->blob + item->blob_count && !status; b++) {
		struct buf bytes = { 0 };

		status = store_get_blob(store, plan->blobs[b].kind, &plan->blobs[b].id, &bytes, err);
		if (!status)
			status = bundle_add_blob(bundle, plan->blobs[b].kind, &plan->blobs[b].id, buf_text(&bytes), bytes.len, err);
		buf_release(&bytes);
	}
	return status;
}

static enum status
write_bundle(struct store *store, const struct plan *plan, const struct plan_part *part, const struct id *promise, const char *path,
	     struct err *err)
{
	const struct plan_item *item;
	struct bundle *bundle = NULL;
	enum status status = bundle_create(path, trust_genesis(store_trust(store)), &bundle, err);

	for (size_t i = 0; !status && (item = plan_item_at(plan, part, i)); i++) {
		status = write_step(store, bundle, item->n, &item->id, err);
		if (!status)
			status = write_blobs(store, bundle, plan, item, err);
	}
	if (!status && promise)
		status = write_step(store, bundle, 0, promise, err);
	if (!status)
		status = bundle_finish(bundle, err);
	bundle_free(bundle);
	return status;
}

/* ---- reading back */

struct reading_back {
	struct store *store;
	const struct plan *plan;
	const struct plan_part *part;
	size_t blobs;
};

static enum status
wants_all(enum blob_kind kind, const struct id *claimed, bool *wanted, void *ctx, struct err *err)
{
	(void)kind;
	(void)claimed;
	(void)ctx;
	(void)err;
	*wanted = true;
	return STATUS_OK;
}

static enum status
check_blob(enum blob_kind kind, const struct id *claimed, const void *bytes, size_t len, void *ctx, struct err *err)
{
	struct reading_back *checking = ctx;
	struct id id;

	(void)kind;
	hash_bytes(bytes, len, &id);
	if (!id_equal(&id, claimed))
		return err_set(err, STATUS_IO, _("the stick gives back other bytes than were written; use another stick"));
	checking->blobs++;
	return STATUS_OK;
}

/* Compares a step as it lies on the stick with the same step here. */
static enum status
check_step(struct reading_back *checking, const struct read_step *read, const struct id *wanted, struct err *err)
{
	struct buf body = { 0 };
	struct signature sig = { 0 };
	enum status status = store_get_step(checking->store, wanted, &body, &sig, err);

	if (!status && (body.len != read->len || memcmp(buf_text(&body), read->body, read->len) != 0 || !signature_equal(&sig, &read->sig)))
		status = err_set(err, STATUS_IO, _("the stick gives back other bytes than were written; use another stick"));
	buf_release(&body);
	return status;
}

static enum status
read_back(struct reading_back *checking, const struct id *promise, int fd, const char *path, struct err *err)
{
	struct reader_blobs blobs = { wants_all, check_blob, checking };
	const struct plan_item *item;
	struct file_reader *reader = NULL;
	struct arena arena = { 0 };
	size_t count = 0, wanted = 0;
	bool more = true;
	enum status status = reader_open(fd, path, READER_STRANGER, &reader, err);

	while (!status && more) {
		struct read_step read = { 0 };

		status = reader_step(reader, &arena, &read, &more, err);
		if (status || !more)
			break;
		item = plan_item_at(checking->plan, checking->part, count++);
		status = item || promise
				 ? check_step(checking, &read, item ? &item->id : promise, err)
				 : err_set(err, STATUS_IO, _("the stick gives back other bytes than were written; use another stick"));
		arena_clear(&arena);
	}
	arena_release(&arena);
	for (size_t i = 0; (item = plan_item_at(checking->plan, checking->part, i)); i++)
		wanted += item->blob_count;
	if (!status)
		status = reader_blobs(reader, &blobs, err);
	reader_close(reader);
	for (size_t i = 0; plan_item_at(checking->plan, checking->part, i); i++)
		count--;
	if (!status && (count != (promise ? 1 : 0) || checking->blobs != wanted))
		status = err_set(err, STATUS_IO, _("the stick gives back less than was written; use another stick"));
	return status;
}

/* Syncs the file and drops it from the page cache, so that reading back asks the stick and not memory. */
static enum status
sync_and_drop(int fd, const char *path, struct err *err)
{
	if (fsync(fd) != 0)
		return err_errno(err, errno, _("\"%s\" cannot be written"), path);
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	return STATUS_OK;
}

enum status
export_write(struct store *store, const struct plan *plan, const struct plan_part *part, const struct id *promise, const char *path,
	     struct err *err)
{
	struct reading_back checking = { .store = store, .plan = plan, .part = part };
	char *temporary = temporary_name(path);
	int fd = -1;
	enum status status;

	temporary_clear(path); /* before the room is measured: an old temporary file may take most of it */
	status = export_room(path, part->bytes, err);
	if (status) {
		free(temporary);
		return status;
	}
	status = write_bundle(store, plan, part, promise, temporary, err);
	if (!status && (fd = open(temporary, O_RDONLY | O_CLOEXEC)) < 0)
		status = err_errno(err, errno, _("\"%s\" cannot be written"), path);
	if (!status)
		status = sync_and_drop(fd, path, err);
	if (!status)
		status = read_back(&checking, promise, fd, path, err);
	if (fd >= 0)
		close(fd);
	if (!status && rename(temporary, path) != 0)
		status = err_errno(err, errno, _("\"%s\" cannot be written"), path);
	if (status)
		unlink(temporary);
	else
		file_sync_folder(path);
	free(temporary);
	return status;
}
