#include "app/fill/inbox.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/fill/sheet_photos.h"
#include "app/house/place.h"
#include "app/session/settings.h"
#include "app/session/workspace.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "base/mem.h"
#include "photo/photo.h"
#include "seal/seal.h"

#define FILE_MAX_BYTES (32u << 20)
#define HEAD_BYTES (256u << 10) /* what a camera writes about a photo stands at its beginning */
#define GROUP_SECONDS 600

enum status
photo_take(const char *path, struct photo_taken *out, struct err *err)
{
	struct buf file = { 0 };
	struct photo_ready ready = { 0 };
	enum status status = file_read(path, FILE_MAX_BYTES, &file, err);

	*out = (struct photo_taken){ 0 };
	if (!status)
		status = photo_prepare(buf_text(&file), file.len, &ready, err);
	if (status) {
		if (status == STATUS_INVALID)
			err_context(err, "%s", path);
		buf_release(&file);
		buf_release(&ready.bytes);
		return status;
	}
	*out = (struct photo_taken){ .bytes = ready.bytes,
				     .has_taken = ready.has_taken,
				     .taken_unix = ready.taken_unix,
				     .has_position = ready.has_position,
				     .lat = ready.lat,
				     .lon = ready.lon };
	hash_bytes(file.data, file.len, &out->original);
	hash_bytes(out->bytes.data, out->bytes.len, &out->id);
	buf_release(&file);
	return STATUS_OK;
}

/* ---- the inbox */

char *
app_inbox_dir(struct app *app)
{
	const char *set = getenv("LOUCE_INBOX");
	char *home, *dir = set && *set ? mem_strdup(set) : app_remembered(app, "inbox");

	if (dir)
		return dir;
	/* The inbox of a demonstration lies beside its file. */
	if (app_is_demo(app)) {
		const char *slash = strrchr(app_workspace(app), '/');

		return mem_printf("%.*sinbox", slash ? (int)(slash - app_workspace(app) + 1) : 0, app_workspace(app));
	}
	home = path_of(PATH_HOME);
	dir = file_join(home, "inbox");
	free(home);
	return dir;
}

/* Reads the head of a photo, and all of it when much stands before the picture: an inbox of hundreds opens at once. */
static enum status
probe_file(const char *path, size_t size, struct photo_info *info, struct err *err)
{
	struct buf bytes = { 0 };
	char *head = mem_alloc(HEAD_BYTES);
	FILE *file = NULL;
	int fd;
	enum status status = file_open(path, &fd, err);

	if (!status && !(file = fdopen(fd, "rb"))) {
		close(fd);
		status = err_errno(err, errno, _("\"%s\" cannot be opened"), path);
	}
	if (!status) {
		size_t got = fread(head, 1, HEAD_BYTES, file);

		status = photo_probe(head, got, info, err);
		/* Another kind of file is told by its beginning: a folder of HEIC is not read whole. */
		if (status && size > HEAD_BYTES && size <= FILE_MAX_BYTES && got == HEAD_BYTES && memcmp(head, "\xff\xd8\xff", 3) == 0) {
			status = file_read(path, FILE_MAX_BYTES, &bytes, err);
			if (!status)
				status = photo_probe(buf_text(&bytes), bytes.len, info, err);
		}
	}
	if (file)
		fclose(file);
	buf_release(&bytes);
	free(head);
	return status;
}

/* False: it is no file, as a folder. */
static bool
read_one(const char *dir, const char *name, struct inbox_photo *out)
{
	struct photo_info info = { 0 };
	struct err err = { 0 };
	struct stat about;
	char *path = file_join(dir, name);
	bool is_file = stat(path, &about) == 0 && S_ISREG(about.st_mode), is_photo;

	if (!is_file) {
		free(path);
		return false;
	}
	is_photo = probe_file(path, (size_t)about.st_size, &info, &err) == STATUS_OK;
	*out = (struct inbox_photo){ .path = path,
				     .name = mem_strdup(name),
				     .has_taken = is_photo && info.has_taken,
				     .taken_unix = is_photo && info.has_taken ? info.taken_unix : about.st_mtime,
				     .why = is_photo ? NULL : mem_strdup(err.text) };
	return true;
}

static int
newest_first(const void *a, const void *b)
{
	const struct inbox_photo *left = a, *right = b;

	if (left->taken_unix != right->taken_unix)
		return left->taken_unix > right->taken_unix ? -1 : 1;
	return strcmp(right->name, left->name);
}

/* The name under which this laptop remembers that a file of the inbox went into a signed form. */
static char *
signed_name(const char *name, int64_t taken_unix)
{
	return mem_printf("inbox:%s:%lld", name, (long long)taken_unix);
}

/* Marks photos that are in use: drafts say the name of the file they took. */
static void
mark_used(struct app *app, struct inbox *inbox)
{
	struct draft_photo *drafts = NULL;
	struct err ignored = { 0 };
	size_t count = 0;

	if (app_draft_photos(app, &drafts, &count, &ignored))
		return;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < inbox->count; k++)
			if (strcmp(inbox->photos[k].name, drafts[i].name) == 0 && !inbox->photos[k].used) {
				inbox->photos[k].used = id_is_zero(&drafts[i].building) ? mem_strdup("")
											: app_building_place(app, &drafts[i].building);
				inbox->photos[k].in_draft = true;
			}
	draft_photos_free(drafts, count);
	for (size_t i = 0; i < inbox->count; i++) {
		char *name = signed_name(inbox->photos[i].name, inbox->photos[i].has_taken ? inbox->photos[i].taken_unix : 0), *hex;
		struct id building;

		hex = inbox->photos[i].used ? NULL : app_remembered(app, name);
		if (hex)
			inbox->photos[i].used = id_from_hex(hex, &building) ? app_building_place(app, &building) : mem_strdup("");
		free(hex);
		free(name);
	}
}

void
inbox_note_signed(struct app *app, const struct sheet_photo *photo, const struct id *building)
{
	char hex[ID_HEX_LEN + 1];
	char *name = photo->name ? signed_name(photo->name, photo->has_taken ? photo->taken_unix : 0) : NULL;

	if (name)
		app_remember(app, name, id_is_zero(building) ? "" : id_hex(building, hex));
	free(name);
}

enum status
inbox_open(struct app *app, const char *dir, struct inbox *out, struct err *err)
{
	struct dirent **entries = NULL;
	size_t cap = 0;
	int count = scandir(dir, &entries, NULL, alphasort);

	*out = (struct inbox){ 0 };
	if (count < 0 && errno != ENOENT)
		return err_errno(err, errno, _("the folder of photos \"%s\" cannot be read"), dir);
	for (int i = 0; i < count; i++) {
		struct inbox_photo photo;

		if (entries[i]->d_name[0] != '.' && read_one(dir, entries[i]->d_name, &photo)) {
			MEM_GROW(out->photos, out->count, cap);
			out->photos[out->count++] = photo;
		}
		free(entries[i]);
	}
	free(entries);
	if (out->count)
		qsort(out->photos, out->count, sizeof(*out->photos), newest_first);
	for (size_t i = 1; i < out->count; i++)
		out->photos[i].group = out->photos[i - 1].group +
				       (out->photos[i - 1].taken_unix - out->photos[i].taken_unix > GROUP_SECONDS);
	mark_used(app, out);
	return STATUS_OK;
}

void
inbox_release(struct inbox *inbox)
{
	for (size_t i = 0; i < inbox->count; i++) {
		free(inbox->photos[i].path);
		free(inbox->photos[i].name);
		free(inbox->photos[i].used);
		free(inbox->photos[i].why);
	}
	free(inbox->photos);
	*inbox = (struct inbox){ 0 };
}

uint64_t
inbox_stamp(const char *dir)
{
	struct dirent **entries = NULL;
	int count = scandir(dir, &entries, NULL, alphasort);
	struct buf text = { 0 };
	uint64_t stamp = 0;
	struct id id;

	for (int i = 0; i < count; i++) {
		char *path = file_join(dir, entries[i]->d_name);
		struct stat about;

		if (entries[i]->d_name[0] != '.' && stat(path, &about) == 0)
			buf_printf(&text, "%s/%lld/%lld/%ld\n", entries[i]->d_name, (long long)about.st_size,
				   (long long)about.st_mtim.tv_sec, about.st_mtim.tv_nsec);
		free(path);
		free(entries[i]);
	}
	free(entries);
	hash_bytes(buf_text(&text), text.len, &id);
	memcpy(&stamp, &id, sizeof(stamp));
	buf_release(&text);
	return stamp;
}

static bool
is_free(const struct inbox_photo *photo)
{
	return !photo->used && !photo->why;
}

size_t *
inbox_burst(const struct inbox *inbox, size_t index, size_t *count)
{
	size_t *burst = mem_array(inbox->count, sizeof(*burst));

	*count = 0;
	for (size_t i = inbox->count; index < inbox->count && i > 0; i--) /* the newest stands first */
		if (inbox->photos[i - 1].group == inbox->photos[index].group && is_free(&inbox->photos[i - 1]))
			burst[(*count)++] = i - 1;
	return burst;
}

static bool
is_untouched(const struct inbox *inbox, int group)
{
	for (size_t i = 0; i < inbox->count; i++)
		if (inbox->photos[i].group == group && inbox->photos[i].used)
			return false;
	return true;
}

/* The first free photo from `from` towards newer ones, of the group or of any that is untouched (group -1); the count: there is none. */
static size_t
next_newer(const struct inbox *inbox, size_t from, int group)
{
	for (size_t i = from; i > 0; i--) {
		const struct inbox_photo *photo = &inbox->photos[i - 1];

		if (is_free(photo) && (group < 0 ? is_untouched(inbox, photo->group) : photo->group == group))
			return i - 1;
	}
	return inbox->count;
}

size_t
inbox_next(const struct inbox *inbox, const char *name, const char *house)
{
	size_t at = 0, next = inbox->count;

	while (at < inbox->count && strcmp(inbox->photos[at].name, name) != 0)
		at++;
	if (at < inbox->count) {
		const char *used = inbox->photos[at].used;

		if (!used || strcmp(used, house) == 0)
			next = next_newer(inbox, at, inbox->photos[at].group);
		if (next == inbox->count)
			next = next_newer(inbox, at, -1);
	}
	for (size_t i = 0; i < inbox->count && next == inbox->count; i++)
		if (is_free(&inbox->photos[i]) && is_untouched(inbox, inbox->photos[i].group))
			next = i;
	for (size_t i = 0; i < inbox->count && next == inbox->count; i++)
		if (is_free(&inbox->photos[i]))
			next = i;
	return next < inbox->count ? next : 0;
}
