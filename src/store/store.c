#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/temporary.h"
#include "store/inside.h"
#include "eval/register.h"
#include "store/schema.h"
#include "trust/credential.h"
#include "trust/genesis.h"
#include "trust/trust.h"

/* Opening, making and closing a workspace. */

/* A workspace is its owner's alone: the file is made before SQLite would make it for everybody to read. `path`: what it is for. */
static enum status
make_private(const char *made, const char *path, struct err *err)
{
	int fd = open(made, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return err_errno(err, errno, _("\"%s\" cannot be made"), path);
	close(fd);
	return STATUS_OK;
}

enum status
store_create(const char *path, struct err *err)
{
	char *made = temporary_name(path);
	struct db *db = NULL;
	enum status status;

	/* Under another name until it is whole: one that was cut off could neither be opened nor made again. */
	temporary_clear(path);
	status = file_is_new(path, err);
	if (!status)
		status = make_private(made, path, err);
	if (!status)
		status = db_open(made, DB_WRITE, "EXTRA", &db, err);
	if (!status)
		status = schema_create(db, err);
	db_close(db);
	if (!status)
		status = file_put_in_place(made, path, err);
	if (status)
		unlink(made);
	free(made);
	return status;
}

enum status
store_read_pins(struct store *store, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT genesis, how FROM pin ORDER BY n");
	enum status status;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct store_pin pin = { .by_person = sqlite3_column_int(stmt, 1) == 2 };

		if (!column_id(stmt, 0, &pin.genesis)) {
			sqlite3_reset(stmt);
			return err_set(err, STATUS_TAMPERED, _("the note of the founding steps followed is damaged"));
		}
		MEM_GROW(store->pins, store->pin_count, store->pin_cap);
		store->pins[store->pin_count++] = pin;
	}
	return status;
}

static enum status
open_file(struct store *store, const char *path, struct err *err)
{
	if (!file_exists(path))
		return err_set(err, STATUS_NOT_FOUND, _("there is no file \"%s\"; check the name"), path);
	return db_open(path, store->mode == STORE_WRITE ? DB_WRITE : DB_READ_ONLY, "EXTRA", &store->db, err);
}

static struct store *
store_new(enum store_mode mode, const struct progress *progress)
{
	struct store *store = mem_alloc(sizeof(*store));

	store->mode = mode;
	store->progress = progress;
	return store;
}

enum status
store_read_version(struct store *store, int64_t *out, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "PRAGMA data_version");
	bool row;
	enum status status = db_row(store->db, stmt, &row, err);

	if (status)
		return status;
	*out = row ? sqlite3_column_int64(stmt, 0) : 0;
	sqlite3_reset(stmt);
	return STATUS_OK;
}

static enum status
say_carried(struct store *store, struct err *err)
{
	return err_set(err, STATUS_INVALID, _("\"%s\" is an export, no workspace: x on the first page takes it in, or louce import"),
		       db_path(store->db));
}

static bool
note_there_is_one(const struct store_step *step, void *ctx)
{
	(void)step;
	*(bool *)ctx = true;
	return false;
}

enum status
store_check_pin(struct store *store, struct err *err)
{
	bool founded = false;
	enum status status = trust_genesis(store->trust) ? STATUS_OK
							 : store_each_step_of(store, "genesis", note_there_is_one, &founded, err);

	if (!status && founded)
		status = err_set(
			err, STATUS_TAMPERED,
			_("\"%s\" follows no county: the founding step it is pinned to is not in it, or does not count; louce rebuild "
			  "makes a clean file of its steps"),
			db_path(store->db));
	return status;
}

/* Looks at the schema, and loads trust when all tables are ours. One transaction for both: another program may be writing. */
static enum status
look_and_load(struct store *store, enum schema_state *state, struct err *err)
{
	struct err ignored = { 0 };
	enum status status = db_script(store->db, "BEGIN", err);

	if (status)
		return status;
	status = store_read_version(store, &store->data_version, err);
	if (!status)
		status = schema_look(store->db, state, err);
	if (!status && *state == SCHEMA_CARRIED)
		status = say_carried(store, err);
	if (!status)
		status = store_read_pins(store, err);
	if (!status && *state == SCHEMA_OURS)
		status = store_load_trust(store, err);
	if (!status && *state == SCHEMA_OURS)
		status = store_check_pin(store, err);
	/* A pack that this program cannot read may have asked for any table. */
	if (!status && *state == SCHEMA_OURS && (!store->has_pack || store_pack(store)))
		status = schema_look_at_register(store->db, store_pack(store), state, err);
	if (db_script(store->db, "COMMIT", &ignored) && !status)
		status = err_set(err, ignored.status, "%s", ignored.text);
	return status;
}

static enum status
open_once(const char *path, enum store_mode mode, const struct progress *progress, struct store **out, enum schema_state *state,
	  struct err *err)
{
	struct store *store = store_new(mode, progress);
	enum status status = open_file(store, path, err);

	if (!status)
		status = look_and_load(store, state, err);
	if (!status && *state == SCHEMA_OTHER && mode == STORE_WRITE)
		status = store_make_anew(store, err);
	if (!status && *state == SCHEMA_OTHER && mode == STORE_WRITE)
		status = store_check_pin(store, err);
	store->progress = NULL;
	if (status)
		store_close(store);
	else
		*out = store;
	return status;
}

enum status
store_open_telling(const char *path, enum store_mode mode, const struct progress *progress, struct store **out, struct err *err)
{
	enum schema_state state = SCHEMA_OURS;
	struct store *store = NULL;
	enum status status = open_once(path, mode, progress, &store, &state, err);

	/* Derived tables of another version, for who only reads: they are made anew first. */
	if (!status && state == SCHEMA_OTHER && mode == STORE_READ_ONLY) {
		store_close(store);
		status = open_once(path, STORE_WRITE, progress, &store, &state, err);
		if (status)
			return status;
		store_close(store);
		status = open_once(path, mode, NULL, &store, &state, err);
	}
	if (!status)
		*out = store;
	return status;
}

enum status
store_open(const char *path, enum store_mode mode, struct store **out, struct err *err)
{
	return store_open_telling(path, mode, NULL, out, err);
}

enum status
store_open_raw(const char *path, struct store **out, struct err *err)
{
	struct store *store = store_new(STORE_READ_ONLY, NULL);
	enum status status = open_file(store, path, err);

	if (status)
		store_close(store);
	else
		*out = store;
	return status;
}

enum status
store_look(const char *path, struct err *err)
{
	enum schema_state state = SCHEMA_OURS;
	struct store *store = NULL;
	enum status status = store_open_raw(path, &store, err);

	if (!status)
		status = schema_look(store->db, &state, err);
	if (!status && state == SCHEMA_CARRIED)
		status = say_carried(store, err);
	store_close(store);
	return status;
}

enum status
store_open_scratch(const char *path, struct store **out, struct err *err)
{
	struct store *store = store_new(STORE_WRITE, NULL);
	enum status status = db_open_over(path, &store->db, err);

	if (!status)
		status = store_read_pins(store, err);
	if (!status)
		status = store_make_anew(store, err);
	if (status)
		store_close(store);
	else
		*out = store;
	return status;
}

void
store_forget_trust(struct store *store)
{
	for (size_t i = 0; i < store->key_count; i++)
		credential_release(&store->keys[i].credential);
	free(store->keys);
	idmap_release(&store->key_index);
	register_close(store->registrar);
	store->registrar = NULL;
	trust_free(store->trust);
	store_release_main_ids(store);
	store->keys = NULL;
	store->trust = NULL;
	store->unfolding = false;
	store->key_count = store->key_cap = 0;
	store->has_pack = store->has_branches = false;
	store->trust_dirty = store->recheck_all = store->all_dirty = false;
	store->dirty_count = store->rejoined_count = store->covered_count = 0;
	store->last_genesis = store->last_packs = (struct id){ { 0 } };
}

/* Packs live as long as the store does: what shows a form points into its pack, and a pack is the same under its id for ever. */
static void
forget_packs(struct store *store)
{
	store_evaluators_release(&store->evaluators);
	free(store->prepared);
	for (size_t i = 0; i < store->pack_count; i++)
		pack_free(store->packs[i].pack);
	free(store->packs);
	free(store->parsed);
	idmap_release(&store->pack_index);
}

void
store_close(struct store *store)
{
	if (!store)
		return;
	store_placing_release(&store->placing);
	store_forget_trust(store);
	forget_packs(store);
	free(store->dirty);
	free(store->rejoined);
	free(store->whose);
	for (size_t i = 0; i < store->blind.count; i++)
		free(store->blind.items[i]);
	free(store->blind.items);
	free(store->covered);
	free(store->arrived);
	free(store->pins);
	free(store->drawn);
	store_release_own_ends(store);
	db_close(store->db);
	free(store);
}

enum status
store_write_loosely(struct store *store, struct err *err)
{
	return db_script(store->db, "PRAGMA synchronous=OFF", err);
}

void
store_read_begin(struct store *store)
{
	db_read_begin(store->db);
}

void
store_read_end(struct store *store)
{
	db_read_end(store->db);
}

struct db *
store_db(struct store *store)
{
	return store->db;
}

void
store_set_progress(struct store *store, const struct progress *progress)
{
	store->progress = progress;
}

void
store_set_watch(struct store *store, store_watch *watch, void *ctx)
{
	store->watch = watch;
	store->watch_ctx = ctx;
}

const char *
store_warning(const struct store *store)
{
	return db_warning(store->db);
}

bool
store_trouble(struct store *store, struct err *out)
{
	return db_trouble(store->db, out);
}

size_t
store_last_derived(const struct store *store)
{
	return store->derived;
}

const struct trust *
store_trust(const struct store *store)
{
	return store->trust;
}

const struct pack *
store_pack(const struct store *store)
{
	const struct pack *pack = NULL;
	struct err ignored = { 0 };

	/* One that cannot be read is none; the database remembers that it failed. */
	if (store->has_pack && store_load_pack((struct store *)(uintptr_t)store, &store->pack_id, &pack, &ignored))
		return NULL;
	return pack;
}

const struct id *
store_pack_id(const struct store *store)
{
	return store->has_pack ? &store->pack_id : NULL;
}

struct eval *
store_eval(struct store *store)
{
	return store_pack(store) ? store_pack_eval(store, &store->evaluators, &store->pack_id) : NULL;
}

static int
number_cmp(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

size_t
store_sort_numbers(int64_t *numbers, size_t count)
{
	size_t kept = 0;

	if (count)
		qsort(numbers, count, sizeof(*numbers), number_cmp);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || numbers[i] != numbers[kept - 1])
			numbers[kept++] = numbers[i];
	return kept;
}

void
store_mark(struct store *store, int64_t building)
{
	/* Each of a house's steps marks it: room is made for houses and not for steps. */
	if (store->dirty_count && store->dirty_count == store->dirty_cap) {
		store->dirty_count = store_sort_numbers(store->dirty, store->dirty_count);
		if (store->dirty_count <= store->dirty_cap / 2) {
			store->dirty[store->dirty_count++] = building;
			return;
		}
	}
	MEM_GROW(store->dirty, store->dirty_count, store->dirty_cap);
	store->dirty[store->dirty_count++] = building;
}
