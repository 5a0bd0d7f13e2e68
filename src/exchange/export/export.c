#include "exchange/export/export.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/temporary.h"
#include "exchange/reader/reader.h"
#include "store/journal.h"
#include "store/blob.h"
#include "store/beside/bundle.h"
#include "store/request.h"
#include "trust/credential.h"

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
altered(struct err *err)
{
	return err_set(err, STATUS_TAMPERED, _("a stored step was altered; run louce verify, and use another copy of the file"));
}

static enum status
write_step(struct store *store, struct bundle *bundle, const struct plan_item *item, struct err *err)
{
	struct signature sig = { 0 };
	struct buf body = { 0 };
	struct id id;
	enum status status = store_step_at(store, item->n, &id, &body, &sig, err);

	if (!status) {
		step_id(buf_text(&body), body.len, &id);
		status = id_equal(&id, &item->id)
				 ? bundle_add_step(bundle, &id, &(struct signed_body){ buf_text(&body), body.len, &sig }, err)
				 : altered(err);
	}
	buf_release(&body);
	return status;
}

static enum status
write_request(struct store *store, struct bundle *bundle, const struct id *wanted, struct err *err)
{
	struct signature sig = { 0 };
	struct buf body = { 0 };
	bool found;
	struct id id;
	enum status status = store_get_request(store, wanted, &body, &sig, &found, err);

	if (!status) {
		step_id(buf_text(&body), body.len, &id);
		status = found && id_equal(&id, wanted)
				 ? bundle_add_request(bundle, &id, &(struct signed_body){ buf_text(&body), body.len, &sig }, err)
				 : altered(err);
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
write_bundle(struct store *store, const struct plan *plan, const struct plan_part *part, const struct signed_trailer *trailer,
	     const char *path, struct err *err)
{
	const struct plan_item *item;
	struct bundle *bundle = NULL;
	enum status status = bundle_create(path, &bundle, err);

	for (size_t i = 0; !status && (item = plan_item_at(plan, part, i)); i++) {
		status = write_step(store, bundle, item, err);
		if (!status)
			status = write_blobs(store, bundle, plan, item, err);
	}
	for (size_t i = 0; !status && i < plan->request_count; i++)
		status = write_request(store, bundle, &plan->requests[i], err);
	if (!status)
		status = bundle_set_trailer(bundle, &(struct signed_body){ buf_text(&trailer->body), trailer->body.len, &trailer->sig },
					    err);
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
other_bytes(struct err *err)
{
	return err_set(err, STATUS_IO, _("the stick gives back other bytes than were written; use another stick"));
}

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
		return other_bytes(err);
	checking->blobs++;
	return STATUS_OK;
}

static bool
is_as_read(const struct read_step *read, const struct buf *body, const struct signature *sig)
{
	return body->len == read->len && memcmp(buf_text(body), read->body, read->len) == 0 && signature_equal(sig, &read->sig);
}

/* Compares what lies on the stick, the next after `count` others, with the same thing here. */
static enum status
check_next(struct reading_back *checking, const struct read_step *read, size_t count, struct err *err)
{
	const struct plan *plan = checking->plan;
	size_t steps = plan->trust_count + checking->part->last - checking->part->first;
	struct signature sig = { 0 };
	struct buf body = { 0 };
	bool found = true;
	enum status status = STATUS_OK;

	if (count >= steps + plan->request_count || read->request != (count >= steps))
		return other_bytes(err);
	if (read->request)
		status = store_get_request(checking->store, &plan->requests[count - steps], &body, &sig, &found, err);
	else
		status = store_get_step(checking->store, &plan_item_at(plan, checking->part, count)->id, &body, &sig, err);
	if (!status && (!found || !is_as_read(read, &body, &sig)))
		status = other_bytes(err);
	buf_release(&body);
	return status;
}

static enum status
read_back(struct reading_back *checking, const struct signed_trailer *trailer, int fd, const char *path, struct err *err)
{
	struct reader_blobs blobs = { wants_all, check_blob, checking };
	const struct plan *plan = checking->plan;
	const struct plan_item *item;
	struct file_reader *reader = NULL;
	struct arena arena = { 0 };
	struct read_step read = { 0 };
	size_t count = 0, wanted = 0;
	bool more = true;
	enum status status = reader_open(fd, path, READER_BACK, &reader, err);

	if (!status)
		status = reader_trailer(reader, &arena, &read, err);
	if (!status && !is_as_read(&read, &trailer->body, &trailer->sig))
		status = other_bytes(err);
	while (!status && more) {
		arena_clear(&arena);
		status = reader_step(reader, &arena, &read, &more, err);
		if (!status && more)
			status = check_next(checking, &read, count++, err);
	}
	arena_release(&arena);
	for (size_t i = 0; (item = plan_item_at(plan, checking->part, i)); i++)
		wanted += item->blob_count;
	if (!status)
		status = reader_blobs(reader, &blobs, err);
	reader_close(reader);
	if (!status &&
	    (count != plan->trust_count + checking->part->last - checking->part->first + plan->request_count || checking->blobs != wanted))
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

/* Is it one author, or one person with two rights? A request is nobody's but its own. */
static bool
are_of_one_person(const struct store *store, const struct id *a, const struct id *b)
{
	const struct credential *left = store_author(store, a), *right = store_author(store, b);

	return id_equal(a, b) || (left && right && strcmp(left->person, right->person) == 0);
}

static bool
tells_of(const struct trailer *trailer, const struct id *author, const char *area)
{
	bool tells = false;

	for (size_t i = 0; i < trailer->run_count && !tells; i++)
		tells = id_equal(&trailer->runs[i].log.author, author) && strcmp(trailer->runs[i].log.area, area) == 0;
	for (size_t i = 0; i < trailer->rest_count && !tells; i++)
		tells = id_equal(&trailer->rests[i].author, author) && strcmp(trailer->rests[i].area, area) == 0;
	return tells;
}

/* Written by the same person on the same laptop, for the same one, and about no place that the new one is not about? */
static bool
follows_on(const struct store *store, const struct trailer *now, const struct trailer *then)
{
	bool follows = device_equal(&now->device, &then->device) && are_of_one_person(store, &now->author, &then->author) &&
		       now->has_to == then->has_to && (!now->has_to || are_of_one_person(store, &now->to, &then->to));

	for (size_t i = 0; i < then->run_count && follows; i++)
		follows = tells_of(now, &then->runs[i].log.author, then->runs[i].log.area);
	for (size_t i = 0; i < then->rest_count && follows; i++)
		follows = tells_of(now, &then->rests[i].author, then->rests[i].area);
	return follows;
}

/* The trailer of the file, if that is an export in its form. */
static bool
read_trailer_of(const char *path, struct trailer *out)
{
	struct file_reader *reader = NULL;
	struct arena arena = { 0 };
	struct read_step read = { 0 };
	struct err ignored = { 0 };
	int fd = -1;
	bool is_export = !file_open(path, &fd, &ignored) && !reader_open(fd, path, READER_EXPORT, &reader, &ignored) &&
			 !reader_trailer(reader, &arena, &read, &ignored) && !trailer_parse(read.body, read.len, out, &ignored);

	reader_close(reader);
	arena_release(&arena);
	if (fd >= 0)
		close(fd);
	return is_export;
}

enum status
export_may_replace(const struct store *store, const char *path, const struct trailer *by, struct err *err)
{
	struct trailer then = { 0 };
	struct stat info;
	enum status status = file_is_new(path, err);

	if (status != STATUS_CONFLICT || lstat(path, &info) != 0 || !S_ISREG(info.st_mode))
		return status;
	if (info.st_size == 0)
		return STATUS_OK;
	if (read_trailer_of(path, &then))
		status =
			!by || follows_on(store, by, &then)
				? STATUS_OK
				: err_set(err, STATUS_CONFLICT,
					  _("\"%s\" is an export of somebody else, or for somebody else: choose another name, or write over it "
					    "with --overwrite"),
					  path);
	trailer_release(&then);
	return status;
}

/* The same, by the trailer as it was signed. */
static enum status
may_replace_with(struct store *store, const struct signed_trailer *trailer, const char *path, struct err *err)
{
	struct trailer by = { 0 };
	enum status status = trailer->overwrites ? STATUS_OK : trailer_parse(buf_text(&trailer->body), trailer->body.len, &by, err);

	if (!status)
		status = export_may_replace(store, path, trailer->overwrites ? NULL : &by, err);
	trailer_release(&by);
	return status;
}

enum status
export_write(struct store *store, const struct plan *plan, const struct plan_part *part, const struct signed_trailer *trailer,
	     const char *path, struct err *err)
{
	struct reading_back checking = { .store = store, .plan = plan, .part = part };
	struct err gone = { 0 };
	char *temporary = temporary_name(path);
	int fd = -1;
	enum status status;

	status = may_replace_with(store, trailer, path, err);
	if (!status) {
		temporary_clear(path); /* before the room is measured: an old temporary file may take most of it */
		status = temporary_possible(path, err);
	}
	if (!status)
		status = export_room(path, part->bytes, err);
	if (status) {
		free(temporary);
		return status;
	}
	status = write_bundle(store, plan, part, trailer, temporary, err);
	if (status == STATUS_IO && temporary_possible(path, &gone)) /* the stick was pulled out, or fell back to reading alone */
		status = err_set(err, STATUS_IO, "%s", gone.text);
	if (!status && (fd = open(temporary, O_RDONLY | O_CLOEXEC)) < 0)
		status = err_errno(err, errno, _("\"%s\" cannot be written"), path);
	if (!status)
		status = sync_and_drop(fd, path, err);
	if (!status && plan->own_only)
		(void)!fchmod(fd, 0600); /* a stick may know no such rights */
	if (!status)
		status = read_back(&checking, trailer, fd, path, err);
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
