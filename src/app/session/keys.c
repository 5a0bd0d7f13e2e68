#include "app/session/keys.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/session/unlock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "base/machine/sticks.h"
#include "base/mem.h"
#include "base/text/skeleton.h"
#include "seal/seal.h"

/* Key files of one folder; *more false: the visitor had enough. A folder that is not there holds none; a file that is no key is none. One that
 * cannot be read may be the one that is looked for: IO, when the others were not enough. */
static enum status
each_key_in(const char *dir, bool (*visit)(const struct app_key *, void *), void *ctx, bool *more, struct err *err)
{
	struct dirent **entries = NULL;
	struct err unread = { 0 };
	int count = scandir(dir, &entries, NULL, alphasort);

	if (count < 0 && errno != ENOENT && errno != ENOTDIR)
		return err_errno(err, errno, _("the folder of keys \"%s\" cannot be read"), dir);
	for (int i = 0; i < count; i++) {
		size_t len = strlen(entries[i]->d_name);
		struct keyfile_head head;
		struct err why = { 0 };

		if (*more && len > 4 && strcmp(entries[i]->d_name + len - 4, ".key") == 0) {
			char *path = file_join(dir, entries[i]->d_name);

			if (keyfile_head(path, &head, &why)) {
				if (why.status == STATUS_IO)
					unread = why;
			} else {
				struct app_key key = { .name = head.name, .portable = head.portable, .demo = head.demo, .path = path };

				memcpy(key.person, head.person, 33);
				*more = visit(&key, ctx);
			}
			free(path);
		}
		free(entries[i]);
	}
	free(entries);
	return *more && unread.status ? err_set(err, unread.status, "%s", unread.text) : STATUS_OK;
}

/* Passes each person's key on once: a second stick holds a copy. */
struct key_visiting {
	bool (*visit)(const struct app_key *, void *);
	void *ctx;
	char (*seen)[33];
	size_t count, cap;
};

static bool
visit_once(const struct app_key *key, void *ctx)
{
	struct key_visiting *visiting = ctx;

	for (size_t i = 0; i < visiting->count; i++)
		if (strcmp(visiting->seen[i], key->person) == 0)
			return true;
	MEM_GROW(visiting->seen, visiting->count, visiting->cap);
	memcpy(visiting->seen[visiting->count++], key->person, sizeof(key->person));
	return visiting->visit(key, visiting->ctx);
}

/* Every key file of this machine, then those on sticks, copies too, until the visitor says false. */
static enum status
each_key_file(bool (*visit)(const struct app_key *, void *), void *ctx, struct err *err)
{
	char *dir = path_of(PATH_KEYS);
	struct sticks sticks;
	bool more = true;
	enum status status = each_key_in(dir, visit, ctx, &more, err);

	sticks_find(&sticks); /* leaders carry their key on a stick of their own */
	for (size_t i = 0; i < sticks.count && more && !status; i++) {
		struct err ignored = { 0 };

		/* A stick that cannot be read is no reason to hide the keys of this machine. */
		if (each_key_in(sticks.items[i].folder, visit, ctx, &more, &ignored))
			continue;
	}
	sticks_release(&sticks);
	free(dir);
	return status;
}

enum status
app_each_key(bool (*visit)(const struct app_key *, void *), void *ctx, struct err *err)
{
	struct key_visiting visiting = { visit, ctx, NULL, 0, 0 };
	enum status status = each_key_file(visit_once, &visiting, err);

	free(visiting.seen);
	return status;
}

struct wanted_key {
	const char *person;
	char *path;
	size_t count;
};

static bool
fits(const struct app_key *key, void *ctx)
{
	struct wanted_key *wanted = ctx;
	size_t len = strlen(wanted->person);

	if (strcmp(key->name, wanted->person) == 0 || (len >= 4 && strncmp(key->person, wanted->person, len) == 0)) {
		wanted->count++;
		free(wanted->path);
		wanted->path = mem_strdup(key->path);
	}
	return true;
}

struct naming {
	const char *skeleton;
	struct app_named_key *items;
	size_t count, cap;
};

static bool
note_named(const struct app_key *key, void *ctx)
{
	struct naming *naming = ctx;
	char *skeleton = text_skeleton(key->name);
	struct app_named_key *at;

	if (strcmp(skeleton, naming->skeleton) == 0) {
		MEM_GROW(naming->items, naming->count, naming->cap);
		at = &naming->items[naming->count++];
		memcpy(at->person, key->person, sizeof(at->person));
		snprintf(at->name, sizeof(at->name), "%s", key->name);
	}
	free(skeleton);
	return true;
}

enum status
app_keys_named(const char *name, struct app_named_key **out, size_t *count, struct err *err)
{
	char *skeleton = text_skeleton(name);
	struct naming naming = { .skeleton = skeleton };
	enum status status = app_each_key(note_named, &naming, err);

	if (status) {
		free(naming.items);
		naming = (struct naming){ 0 };
	}
	*out = naming.items;
	*count = naming.count;
	free(skeleton);
	return status;
}

/* The path of a person's key file by name or number; caller frees. */
static enum status
key_path(const char *person, char **out, struct err *err)
{
	struct wanted_key wanted = { .person = person };
	enum status status;

	if (strchr(person, '/')) { /* the file itself, on its owner's stick */
		*out = mem_strdup(person);
		return STATUS_OK;
	}
	status = app_each_key(fits, &wanted, err);
	if (!status && wanted.count == 0)
		status = err_set(
			err, STATUS_NOT_FOUND,
			_("there is no key of \"%s\" on this machine; insert the stick with the key file and give its path, or see louce key list"),
			person);
	if (!status && wanted.count > 1)
		status = err_set(err, STATUS_CONFLICT,
				 _("\"%s\" is the name of more than one key here; give the first digits of the person's number"), person);
	if (status) {
		free(wanted.path);
		return status;
	}
	*out = wanted.path;
	return STATUS_OK;
}

enum status
app_key_check(const char *person, struct err *err)
{
	struct keyfile_head head;

	return key_look(person, &head, err);
}

enum status
key_serves(const struct keyfile_head *head, bool demonstration, struct err *err)
{
	if (head->demo && !demonstration)
		return err_set(err, STATUS_DENIED, _("\"%s\" is a key of the demonstration and signs nowhere else"), head->name);
	return STATUS_OK;
}

enum status
key_open(const char *person, const struct app_ask *ask, struct keyfile_head *head, struct keys **out, struct err *err)
{
	char *path = NULL, *passphrase = NULL;
	enum status status = key_path(person, &path, err);

	if (!status)
		status = keyfile_head(path, head, err);
	if (!status)
		status = ask->passphrase(ask->ctx, head->name, &passphrase, err);
	if (!status)
		status = keyfile_open(path, passphrase, out, err);
	secret_free(passphrase);
	free(path);
	return status;
}

enum status
key_look(const char *person, struct keyfile_head *head, struct err *err)
{
	char *path = NULL;
	enum status status = key_path(person, &path, err);

	if (!status)
		status = keyfile_head(path, head, err);
	free(path);
	return status;
}

enum status
app_key_opens(const char *person, const char *passphrase, struct err *err)
{
	struct keys *keys = NULL;
	char *path = NULL;
	enum status status = seal_init(err);

	if (!status)
		status = key_path(person, &path, err);
	if (!status)
		status = keyfile_open(path, passphrase, &keys, err);
	keys_free(keys);
	free(path);
	return status;
}

enum status
app_key_change(const char *person, const char *old, const char *new_passphrase, char **changed, struct err *err)
{
	struct keyfile_head head;
	struct keys *keys = NULL;
	char *path = NULL;
	enum status status = seal_init(err);

	if (!status)
		status = app_check_passphrase(new_passphrase, err);
	if (!status)
		status = key_path(person, &path, err);
	if (!status)
		status = keyfile_head(path, &head, err);
	if (!status)
		status = keyfile_open(path, old, &keys, err);
	if (!status)
		status = keyfile_write(path, &head, keys,
				       head.demo       ? KEY_COST_DEMO
				       : head.portable ? KEY_COST_PORTABLE
						       : KEY_COST_MACHINE,
				       new_passphrase, err);
	if (!status) {
		*changed = path;
		path = NULL;
	}
	keys_free(keys);
	free(path);
	return status;
}

struct copies_visiting {
	void (*visit)(const char *path, void *);
	void *ctx;
	const char *person, *of;
};

/* Is it one file, however the paths were written? */
static bool
is_one_file(const char *path, const char *other)
{
	struct stat a, b;

	return stat(path, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static bool
visit_copy(const struct app_key *key, void *ctx)
{
	struct copies_visiting *copies = ctx;

	if (strcmp(key->person, copies->person) == 0 && !is_one_file(key->path, copies->of))
		copies->visit(key->path, copies->ctx);
	return true;
}

enum status
app_each_key_copy(const char *of, void (*visit)(const char *path, void *), void *ctx, struct err *err)
{
	struct keyfile_head head;
	struct copies_visiting copies = { .visit = visit, .ctx = ctx, .person = head.person, .of = of };
	enum status status = keyfile_head(of, &head, err);

	return status ? status : each_key_file(visit_copy, &copies, err);
}

/* ---- copies */

enum { KEY_FILE_LONGEST = 65536 };

/* Writes the bytes under the key's own name in the folder, and reads them back. */
static enum status
put_copy(const struct buf *bytes, const char *person, const char *folder, char **path, struct err *err)
{
	char *name = mem_printf("%s.key", person), *to = file_join(folder, name);
	struct buf back = { 0 };
	enum status status = STATUS_OK;

	if (file_exists(to))
		status = err_set(err, STATUS_CONFLICT, _("\"%s\" lies there already"), to);
	if (!status)
		status = file_write(to, buf_text(bytes), bytes->len, 0600, err);
	if (!status)
		status = file_read(to, KEY_FILE_LONGEST, &back, err);
	if (!status && (back.len != bytes->len || memcmp(buf_text(&back), buf_text(bytes), back.len) != 0))
		status = err_set(err, STATUS_IO, _("\"%s\" was read back otherwise than it was written: take another stick"), to);
	if (!status) {
		*path = to;
		to = NULL;
	}
	buf_release(&back);
	free(to);
	free(name);
	return status;
}

/* The bytes of the person's key file, with its path and whole number. */
static enum status
read_key_file(const char *person, struct buf *bytes, char **from, struct keyfile_head *head, struct err *err)
{
	enum status status = key_path(person, from, err);

	if (!status)
		status = keyfile_head(*from, head, err);
	return status ? status : file_read(*from, KEY_FILE_LONGEST, bytes, err);
}

enum status
app_key_copy(const char *person, const char *folder, char **path, struct err *err)
{
	struct keyfile_head head;
	struct buf bytes = { 0 };
	char *from = NULL;
	enum status status = read_key_file(person, &bytes, &from, &head, err);

	if (!status)
		status = put_copy(&bytes, head.person, folder, path, err);
	buf_release(&bytes);
	free(from);
	return status;
}

enum status
app_key_restore(const char *person, char **path, struct err *err)
{
	char *keys = path_of(PATH_KEYS);
	enum status status = file_make_dirs(keys, 0700, err);

	if (!status)
		status = app_key_copy(person, keys, path, err);
	free(keys);
	return status;
}

enum status
app_key_copy_to_stick(const char *person, char **path, struct err *err)
{
	struct keyfile_head head;
	struct buf bytes = { 0 };
	char *from = NULL;
	struct sticks sticks;
	enum status status = read_key_file(person, &bytes, &from, &head, err);
	bool found = false, all_read_only = true;

	sticks_find(&sticks);
	for (size_t i = 0; i < sticks.count && !status && !found; i++) {
		char *name = mem_printf("%s.key", head.person), *there = file_join(sticks.items[i].folder, name);

		all_read_only &= sticks.items[i].read_only;
		found = !sticks.items[i].read_only && !file_exists(there);
		if (found)
			status = put_copy(&bytes, head.person, sticks.items[i].folder, path, err);
		free(there);
		free(name);
	}
	if (!status && !found)
		status = err_set(err, STATUS_NOT_FOUND, "%s",
				 sticks.count && all_read_only ? _("the stick that is in can only be read: put another one in")
				 : sticks.count		       ? _("this stick has the key already: put another one in")
							       : _("put a stick in first"));
	sticks_release(&sticks);
	buf_release(&bytes);
	free(from);
	return status;
}

enum status
app_key_move_to_stick(const char *person, char **path, struct err *err)
{
	char *here = key_place(person);
	enum status status = app_key_copy_to_stick(person, path, err);

	if (!status && unlink(here) != 0) {
		status = err_errno(err, errno, _("\"%s\" cannot be removed"), here);
		free(*path);
		*path = NULL;
	}
	free(here);
	return status;
}

static bool
is_of_number(const struct app_key *key, void *ctx)
{
	struct wanted_key *wanted = ctx;

	wanted->count += strcmp(key->person, wanted->person) == 0;
	return !wanted->count;
}

bool
app_key_is_here(const char *person)
{
	struct wanted_key wanted = { .person = person };
	struct err ignored = { 0 };

	return !app_each_key(is_of_number, &wanted, &ignored) && wanted.count;
}
