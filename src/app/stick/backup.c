#include "app/stick/backup.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/keys.h"
#include "app/session/person.h"
#include "app/session/settings.h"
#include "app/stick/import.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/divisions/area.h"
#include "store/houses/building.h"
#include "store/journal.h"
#include "store/store.h"

/* What is remembered beside the workspace: of the last backup its minute and the step it went up to, of a restored file the backup's minute. */
#define REMEMBERS_BACKUP "backup"
#define REMEMBERS_RESTORED "restored"

/* ---- writing one */

/* A key that lies on a stick already, here or as the person's only one, is no failure: the work is what must not be lost. */
static enum status
copy_key(struct app *app, const char *folder, char **path, struct err *err)
{
	struct err why = { 0 };
	enum status status = app_key_copy(app_person_number(app), folder, path, &why);

	return status == STATUS_OK || status == STATUS_CONFLICT ? STATUS_OK : err_set(err, status, "%s", why.text);
}

enum status
app_backup(struct app *app, const char *folder, struct app_backup *out, struct err *err)
{
	struct app_export ask = { .path = folder, .all = true };
	char minute[17], *noted;
	enum status status;

	*out = (struct app_backup){ 0 };
	status = app_export(app, &ask, &out->exported, err);
	for (size_t i = 0; i < out->exported.file_count; i++)
		out->steps += out->exported.files[i].steps;
	if (!status)
		status = copy_key(app, folder, &out->key, err);
	if (status)
		return status;
	clock_minute(clock_now_unix(), minute);
	noted = mem_printf("%s %" PRId64, minute, store_last_step(app_store(app)));
	app_remember(app, REMEMBERS_BACKUP, noted);
	free(noted);
	return STATUS_OK;
}

void
app_backup_release(struct app_backup *backup)
{
	app_exported_release(&backup->exported);
	free(backup->key);
	*backup = (struct app_backup){ 0 };
}

char *
app_backup_last(struct app *app, int64_t *since)
{
	char *noted = app_remembered(app, REMEMBERS_BACKUP);

	if (!noted || strlen(noted) < 17) {
		free(noted);
		return NULL;
	}
	*since = store_last_step(app_store(app)) - strtoll(noted + 16, NULL, 10);
	noted[16] = '\0';
	return noted;
}

/* ---- coming back from one */

struct key_search {
	const char *folder;
	struct app_restored *found;
};

/* The first file of each key is shown: one that lies in the folder lies on no other place. */
static bool
note_key(const struct app_key *key, void *ctx)
{
	struct key_search *search = ctx;
	size_t len = strlen(search->folder);
	struct app_restored *found = search->found;

	if (key->portable || strncmp(key->path, search->folder, len) != 0 || key->path[len] != '/' || strchr(key->path + len + 1, '/'))
		return true;
	found->keys = mem_resize(found->keys, found->key_count + 1, sizeof(*found->keys));
	found->keys[found->key_count] = (struct restored_key){ .name = mem_strdup(key->name) };
	snprintf(found->keys[found->key_count++].person, sizeof(found->keys->person), "%s", key->person);
	return true;
}

static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? mem_strndup(path, (size_t)(slash - path)) : mem_strdup(".");
}

enum status
app_restored(struct app *app, const char *path, struct app_restored *out, struct err *err)
{
	struct key_search search = { .found = out };
	struct area_status counts;
	struct app_peek peek = { 0 };
	struct err untold = { 0 };
	char *folder = folder_of(path);
	enum status status;

	*out = (struct app_restored){ 0 };
	search.folder = folder;
	status = app_each_key(note_key, &search, err);
	if (!status)
		status = store_area_status(app_store(app), "", &counts, err);
	if (!status) {
		out->houses = counts.buildings;
		out->steps = store_last_step(app_store(app));
		out->state = counts.hash;
	}
	if (!status && !app_peek(app, path, &peek, &untold)) { /* a copy of a workspace says neither when nor by whom */
		memcpy(out->at, peek.file.at, sizeof(out->at));
		out->by = mem_strdup(peek.by);
	}
	app_peek_release(&peek);
	free(folder);
	return status;
}

void
app_restored_release(struct app_restored *restored)
{
	for (size_t i = 0; i < restored->key_count; i++)
		free(restored->keys[i].name);
	free(restored->keys);
	free(restored->by);
	*restored = (struct app_restored){ 0 };
}

enum status
app_restore_keys(struct app *app, const char *path, const struct app_restored *restored, struct err *err)
{
	char *folder = folder_of(path);
	enum status status = STATUS_OK;

	for (size_t i = 0; i < restored->key_count && !status; i++) {
		char *name = mem_printf("%s.key", restored->keys[i].person), *from = file_join(folder, name), *to = NULL;

		status = app_key_restore(from, &to, err);
		free(to);
		free(from);
		free(name);
	}
	free(folder);
	if (!status && *restored->at)
		app_remember(app, REMEMBERS_RESTORED, restored->at);
	return status;
}

char *
app_restored_at(struct app *app)
{
	return app_remembered(app, REMEMBERS_RESTORED);
}

struct root_list {
	struct id *items;
	size_t count, cap;
};

static bool
note_root(const struct id *root, void *ctx)
{
	struct root_list *list = ctx;

	MEM_GROW(list->items, list->count, list->cap);
	list->items[list->count++] = *root;
	return true;
}

enum status
app_houses_since(struct app *app, int64_t step, struct id **out, size_t *count, struct err *err)
{
	struct root_list list = { 0 };
	enum status status = store_each_building_since(app_store(app), step, note_root, &list, err);

	*out = list.items;
	*count = list.count;
	return status;
}
