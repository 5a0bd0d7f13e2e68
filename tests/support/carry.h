#ifndef TESTS_SUPPORT_CARRY_H
#define TESTS_SUPPORT_CARRY_H

#include <fcntl.h>

#include <sqlite3.h>

#include "app/people/people.h"
#include "app/session/init.h"
#include "app/session/keys.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/stick/export.h"
#include "app/stick/import.h"
#include "app_world.h"
#include "base/file.h"
#include "exchange/intake/intake.h"
#include "seal/seal.h"

/* A demonstration county, sticks, and what the tests of this floor ask of a file. */

static inline enum status
demo_passphrase(void *ctx, const char *name, char **out, struct err *err)
{
	(void)ctx;
	(void)name;
	(void)err;
	*out = mem_strdup("demo");
	return STATUS_OK;
}

static inline struct app *
open_app(const char *name)
{
	char *path = world_path(name);
	struct app *app = NULL;
	struct err err = { 0 };

	if (app_open(path, APP_WRITE, &app, &err))
		fail_msg("%s", err.text);
	free(path);
	return app;
}

/* Runs SQL on a file of the world, as a forger would; false when SQLite refuses it. */
static inline bool
forge(const char *name, const char *sql)
{
	char *path = world_path(name);
	sqlite3 *db = NULL;
	bool done = sqlite3_open(path, &db) == SQLITE_OK && sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;

	if (!done)
		fprintf(stderr, "# %s: %s\n", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
	free(path);
	return done;
}

static inline int64_t
ask_number(const char *name, const char *sql)
{
	char *path = world_path(name);
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	int64_t number = -1;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	free(path);
	return number;
}

/* A hash of every byte of the tables that are the truth. */
static inline struct id
truth_of(const char *name)
{
	static const char *const queries[] = { "SELECT n, id, body, sig FROM step ORDER BY n", "SELECT n, id, data FROM photo ORDER BY n",
					       "SELECT n, id, data FROM box ORDER BY n",
					       "SELECT n, id, author, body, sig FROM pending ORDER BY n",
					       "SELECT n, genesis, how FROM pin ORDER BY n" };
	char *path = world_path(name);
	struct buf all = { 0 };
	sqlite3 *db = NULL;
	struct id id;

	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	for (size_t q = 0; q < ARRAY_LEN(queries); q++) {
		sqlite3_stmt *stmt = NULL;

		assert_int_equal(sqlite3_prepare_v2(db, queries[q], -1, &stmt, NULL), SQLITE_OK);
		while (sqlite3_step(stmt) == SQLITE_ROW)
			for (int c = 0; c < sqlite3_column_count(stmt); c++) {
				int len = sqlite3_column_bytes(stmt, c);

				buf_add(&all, &len, sizeof(len));
				buf_add(&all, sqlite3_column_blob(stmt, c), (size_t)len);
			}
		sqlite3_finalize(stmt);
	}
	sqlite3_close(db);
	hash_bytes(buf_text(&all), all.len, &id);
	buf_release(&all);
	free(path);
	return id;
}

static inline void
copy_file(const char *from, const char *to)
{
	char *command = mem_printf("cp '%s/%s' '%s/%s'", world_dir, from, world_dir, to);

	assert_int_equal(system(command), 0);
	free(command);
}

/* Takes in one file of the world; why gets the sentence when it is refused. */
static inline enum status
take_in(const char *workspace, const char *name, bool salvage, struct intake *out, struct err *why)
{
	char *path = world_path(workspace), *file = world_path(name);
	struct intake_options options = { .salvage = salvage };
	struct store *store = NULL;
	enum status status;
	struct err err = { 0 };
	int fd;

	if (store_open(path, STORE_WRITE, &store, &err))
		fail_msg("%s", err.text);
	fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	assert_true(fd >= 0);
	status = intake_file(store, fd, name, &options, out, why);
	close(fd);
	store_close(store);
	free(path);
	free(file);
	return status;
}

/* The first of this home's people whose credential in the open file has the role; unlocked. Who may sign on just this laptop goes first. */
struct unlocking {
	struct app *app;
	const char *role;
	bool here_alone, done;
	struct app_people people;
};

static inline bool
try_key(const struct app_key *key, void *ctx)
{
	struct unlocking *unlocking = ctx;
	struct app_ask ask = { demo_passphrase, NULL };
	struct err err = { 0 };

	for (size_t i = 0; i < unlocking->people.count && !unlocking->done; i++) {
		const struct app_holder *holder = &unlocking->people.items[i];

		if (holder->counts && strcmp(holder->person, key->person) == 0 && strcmp(holder->role, unlocking->role) == 0 &&
		    !(unlocking->here_alone && holder->portable))
			unlocking->done = !app_unlock(unlocking->app, key->person, &ask, &err);
	}
	return !unlocking->done;
}

/* The keys are those of LOUCE_HOME. */
static inline void
unlock_here(struct app *app, const char *role)
{
	struct unlocking unlocking = { .app = app, .role = role, .here_alone = true };
	struct err err = { 0 };

	assert_int_equal(app_people(app, &unlocking.people, &err), STATUS_OK);
	assert_int_equal(app_each_key(try_key, &unlocking, &err), STATUS_OK);
	unlocking.here_alone = false;
	if (!unlocking.done)
		assert_int_equal(app_each_key(try_key, &unlocking, &err), STATUS_OK);
	assert_true(unlocking.done);
	app_people_release(&unlocking.people);
}

static inline void
unlock_as(struct app *app, const char *role)
{
	char *home = world_path("home");

	setenv("LOUCE_HOME", home, 1);
	unlock_here(app, role);
	free(home);
}

static inline void
export_to(struct app *app, const char *name, const char *to, const char *area)
{
	char *path = world_path(name);
	struct app_export ask = { .path = path, .to = to, .area = area, .overwrite = true };
	struct app_exported out = { 0 };
	struct err err = { 0 };

	if (app_export(app, &ask, &out, &err))
		fail_msg("%s", err.text);
	app_exported_release(&out);
	free(path);
}

static inline void
empty_workspace(const char *name)
{
	char *path = world_path(name);
	struct err err = { 0 };

	unlink(path);
	if (store_create(path, &err) || app_make_notes(path, &err))
		fail_msg("%s", err.text);
	free(path);
}

#endif
