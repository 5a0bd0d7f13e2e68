#include "store/beside/drafts.h"

#include <stdlib.h>
#include <string.h>

#include "base/machine/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/process.h"
#include "seal/seal.h"
#include "store/beside/beside.h"

struct drafts {
	struct db *db;
	int64_t window; /* drawn at opening: two windows of one process differ too */
	char process[PROCESS_NAME_LEN + 1];
	bool holds; /* or held something */
};

enum { TABLE_DRAFT, TABLE_BYTES, TABLE_HOLD };

static const struct beside_table tables[] = {
	[TABLE_DRAFT] = { .name = "draft",
			  .schema =
				  "CREATE TABLE draft (\n"
				  "  -- What is being filled, sealed; root of zeros: a building not listed yet. ended: the step that ends it,\n"
				  "  -- noted before that step is committed; once the journal holds the step, the draft is gone.\n"
				  "  root BLOB NOT NULL, form TEXT NOT NULL, at INTEGER NOT NULL, data BLOB NOT NULL, ended BLOB,\n"
				  "  PRIMARY KEY (root, form)\n"
				  ") STRICT",
			  .forwards = "SELECT root, form, at, data, ended FROM draft NOT INDEXED ORDER BY rowid",
			  .backwards = "SELECT root, form, at, data, ended FROM draft NOT INDEXED ORDER BY rowid DESC",
			  .insert = "INSERT OR IGNORE INTO draft (root, form, at, data, ended) VALUES (?, ?, ?, ?, ?)" },
	[TABLE_BYTES] = { .name = "draft_bytes",
			  .schema = "CREATE TABLE draft_bytes (\n"
				    "  -- Photos of a draft, sealed, by the field they stand in.\n"
				    "  root BLOB NOT NULL, form TEXT NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL,\n"
				    "  PRIMARY KEY (root, form, name)\n"
				    ") STRICT",
			  .forwards = "SELECT root, form, name, data FROM draft_bytes NOT INDEXED ORDER BY rowid",
			  .backwards = "SELECT root, form, name, data FROM draft_bytes NOT INDEXED ORDER BY rowid DESC",
			  .insert = "INSERT OR IGNORE INTO draft_bytes (root, form, name, data) VALUES (?, ?, ?, ?)",
			  .unchecked = true },
	[TABLE_HOLD] = { .name = "hold",
			 .schema =
				 "CREATE TABLE hold (\n"
				 "  -- Which window has a form open. process: see src/base/process.h; a hold of one that has ended is void.\n"
				 "  root BLOB NOT NULL, form TEXT NOT NULL, held_by INTEGER NOT NULL, process TEXT NOT NULL,\n"
				 "  at INTEGER NOT NULL, PRIMARY KEY (root, form)\n"
				 ") STRICT",
			 .forwards = "SELECT root, form, held_by, process, at FROM hold NOT INDEXED ORDER BY rowid",
			 .backwards = "SELECT root, form, held_by, process, at FROM hold NOT INDEXED ORDER BY rowid DESC",
			 .insert = "INSERT OR IGNORE INTO hold (root, form, held_by, process, at) VALUES (?, ?, ?, ?, ?)" },
};

static void
say_drafts_damaged(const struct beside_news *news, const char *workspace_path, struct buf *said)
{
	buf_printf(said, _("The drafts beside \"%s\" were damaged; the damaged file is set aside as \"%s\"."), workspace_path, news->aside);
	buf_char(said, '\n');
	if (news->recovered[TABLE_DRAFT] > 0)
		buf_printf(said, _("Drafts recovered: %d. Look through the forms begun last; others may be lost."),
			   (int)news->recovered[TABLE_DRAFT]);
	else
		buf_text_add(said, _("No draft could be recovered: what was typed and not signed is lost. What was signed is safe."));
}

static const struct beside_kind kind = {
	.suffix = "drafts",
	.mode = DB_WRITE_AHEAD,
	.synchronous = "NORMAL",
	.tables = tables,
	.table_count = ARRAY_LEN(tables),
	.say_set_aside = say_drafts_damaged,
};

enum status
drafts_open(const char *workspace_path, struct drafts **out, struct buf *said, struct err *err)
{
	struct drafts *drafts = mem_alloc(sizeof(*drafts));
	enum status status = beside_open(workspace_path, &kind, &drafts->db, said, err);

	if (status) {
		drafts_close(drafts);
		return status;
	}
	random_bytes(&drafts->window, sizeof(drafts->window));
	process_name(drafts->process);
	*out = drafts;
	return STATUS_OK;
}

static void
let_go_all(struct drafts *drafts)
{
	struct err ignored = { 0 };
	sqlite3_stmt *stmt;

	if (!drafts->holds || db_begin(drafts->db, &ignored))
		return; /* the hold of an ended process is void anyway */
	stmt = db_use(drafts->db, "DELETE FROM hold WHERE held_by = :window");
	bind_int(stmt, ":window", drafts->window);
	if (db_done(drafts->db, stmt, &ignored) || db_commit(drafts->db, &ignored))
		db_rollback(drafts->db);
}

void
drafts_close(struct drafts *drafts)
{
	if (!drafts)
		return;
	if (drafts->db)
		let_go_all(drafts);
	db_close(drafts->db);
	free(drafts);
}

bool
drafts_exist(const char *workspace_path)
{
	char *path = mem_printf("%s.%s", workspace_path, kind.suffix);
	bool exist = file_exists(path);

	free(path);
	return exist;
}

/* Commits what went well, takes back what did not. */
static enum status
finish(struct drafts *drafts, enum status status, struct err *err)
{
	if (!status)
		return db_commit(drafts->db, err);
	db_rollback(drafts->db);
	return status;
}

/* The same, and waits until it is on the disk. */
static enum status
begin_synced(struct drafts *drafts, struct err *err)
{
	enum status status = db_script(drafts->db, "PRAGMA synchronous=FULL", err);

	return status ? status : db_begin(drafts->db, err);
}

static enum status
finish_synced(struct drafts *drafts, enum status status, struct err *err)
{
	struct err ignored = { 0 };

	status = finish(drafts, status, err);
	if (db_script(drafts->db, "PRAGMA synchronous=NORMAL", &ignored))
		return status; /* it waits for the disk from now on: slower, not worse */
	return status;
}

/* ---- drafts */

static enum status
take_blob(struct drafts *drafts, sqlite3_stmt *stmt, const char *form, struct buf *out, struct err *err)
{
	bool row;
	enum status status = db_row(drafts->db, stmt, &row, err);

	if (status)
		return status;
	if (!row)
		return err_set(err, STATUS_NOT_FOUND, _("there is no draft of \"%s\" for this building"), form);
	buf_add(out, sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0));
	sqlite3_reset(stmt);
	return STATUS_OK;
}

enum status
drafts_get(struct drafts *drafts, const struct id *root, const char *form, struct buf *out, struct err *err)
{
	sqlite3_stmt *stmt = db_use(drafts->db, "SELECT data FROM draft WHERE root = :root AND form = :form");

	bind_id(stmt, ":root", root);
	bind_text(stmt, ":form", form);
	return take_blob(drafts, stmt, form, out, err);
}

enum status
drafts_get_bytes(struct drafts *drafts, const struct id *root, const char *form, const char *name, struct buf *out, struct err *err)
{
	sqlite3_stmt *stmt = db_use(drafts->db, "SELECT data FROM draft_bytes WHERE root = :root AND form = :form AND name = :name");

	bind_id(stmt, ":root", root);
	bind_text(stmt, ":form", form);
	bind_text(stmt, ":name", name);
	return take_blob(drafts, stmt, form, out, err);
}

enum status
drafts_holder(struct drafts *drafts, const struct id *root, const char *form, struct drafts_holder *out, struct err *err)
{
	sqlite3_stmt *stmt = db_use(drafts->db, "SELECT held_by, process, at FROM hold WHERE root = :root AND form = :form");
	enum status status;
	bool row;

	*out = (struct drafts_holder){ 0 };
	bind_id(stmt, ":root", root);
	bind_text(stmt, ":form", form);
	status = db_row(drafts->db, stmt, &row, err);
	if (status || !row)
		return status;
	out->own = sqlite3_column_int64(stmt, 0) == drafts->window;
	if (!out->own)
		out->other = process_look((const char *)sqlite3_column_text(stmt, 1)) != PROCESS_ENDED;
	out->since_unix = sqlite3_column_int64(stmt, 2);
	sqlite3_reset(stmt);
	return STATUS_OK;
}

/* Keeping what another window has open, or had since, would overwrite what was typed there. */
static enum status
check_hold(struct drafts *drafts, const struct id *root, const char *form, struct err *err)
{
	struct drafts_holder holder;
	enum status status = drafts_holder(drafts, root, form, &holder, err);

	if (!status && !holder.own)
		status = err_set(
			err, STATUS_CONFLICT,
			_("another window has taken this form over; what is typed here is not kept: go on there, or open the form anew here"));
	return status;
}

static enum status
write_draft(struct drafts *drafts, const struct id *root, const char *form, const void *bytes, size_t len, struct err *err)
{
	sqlite3_stmt *stmt = db_use(drafts->db,
				    "INSERT INTO draft (root, form, at, data) VALUES (:root, :form, :at, :data) "
				    "ON CONFLICT (root, form) DO UPDATE SET at = excluded.at, data = excluded.data, ended = NULL");

	bind_id(stmt, ":root", root);
	bind_text(stmt, ":form", form);
	bind_int(stmt, ":at", clock_now_unix());
	bind_blob(stmt, ":data", bytes, len);
	return db_done(drafts->db, stmt, err);
}

enum status
drafts_set(struct drafts *drafts, const struct id *root, const char *form, const void *bytes, size_t len, struct err *err)
{
	enum status status = db_begin(drafts->db, err);

	if (status)
		return status;
	status = check_hold(drafts, root, form, err);
	if (!status)
		status = write_draft(drafts, root, form, bytes, len, err);
	return finish(drafts, status, err);
}

enum status
drafts_put(struct drafts *drafts, const struct id *root, const char *form, const void *bytes, size_t len, struct err *err)
{
	enum status status = db_begin(drafts->db, err);

	return status ? status : finish(drafts, write_draft(drafts, root, form, bytes, len, err), err);
}

enum status
drafts_set_bytes(struct drafts *drafts, const struct id *root, const char *form, const char *name, const void *bytes, size_t len,
		 struct err *err)
{
	enum status status = db_begin(drafts->db, err);
	sqlite3_stmt *stmt;

	if (status)
		return status;
	status = check_hold(drafts, root, form, err);
	if (!status) {
		stmt = db_use(drafts->db, "INSERT INTO draft_bytes (root, form, name, data) VALUES (:root, :form, :name, :data) "
					  "ON CONFLICT (root, form, name) DO UPDATE SET data = excluded.data");
		bind_id(stmt, ":root", root);
		bind_text(stmt, ":form", form);
		bind_text(stmt, ":name", name);
		bind_blob(stmt, ":data", bytes, len);
		status = db_done(drafts->db, stmt, err);
	}
	return finish(drafts, status, err);
}

static enum status
drop_both(struct drafts *drafts, const struct id *root, const char *form, struct err *err)
{
	sqlite3_stmt *stmt = db_use(drafts->db, "DELETE FROM draft WHERE root = :root AND form = :form");
	enum status status;

	bind_id(stmt, ":root", root);
	bind_text(stmt, ":form", form);
	status = db_done(drafts->db, stmt, err);
	if (status)
		return status;
	stmt = db_use(drafts->db, "DELETE FROM draft_bytes WHERE root = :root AND form = :form");
	bind_id(stmt, ":root", root);
	bind_text(stmt, ":form", form);
	return db_done(drafts->db, stmt, err);
}

enum status
drafts_drop(struct drafts *drafts, const struct id *root, const char *form, struct err *err)
{
	enum status status = db_begin(drafts->db, err);

	if (status)
		return status;
	status = check_hold(drafts, root, form, err);
	if (!status)
		status = drop_both(drafts, root, form, err);
	return finish(drafts, status, err);
}

enum status
drafts_remove(struct drafts *drafts, const struct id *root, const char *form, struct err *err)
{
	enum status status = db_begin(drafts->db, err);

	return status ? status : finish(drafts, drop_both(drafts, root, form, err), err);
}

enum status
drafts_each(struct drafts *drafts, drafts_visit *visit, void *ctx, struct err *err)
{
	sqlite3_stmt *stmt = db_use(drafts->db, "SELECT root, form, at FROM draft ORDER BY at DESC, root, form");
	enum status status;
	bool row;

	while (!(status = db_row(drafts->db, stmt, &row, err)) && row) {
		struct id root;

		if (column_id(stmt, 0, &root) &&
		    !visit(&root, (const char *)sqlite3_column_text(stmt, 1), sqlite3_column_int64(stmt, 2), ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}

/* ---- the step that ends a draft */

enum status
drafts_note_end(struct drafts *drafts, const struct id *root, const char *form, const struct id *step, struct err *err)
{
	enum status status = begin_synced(drafts, err);
	sqlite3_stmt *stmt;

	if (!status)
		status = check_hold(drafts, root, form, err);
	if (!status) {
		stmt = db_use(drafts->db, "UPDATE draft SET ended = :step WHERE root = :root AND form = :form");
		bind_id(stmt, ":step", step);
		bind_id(stmt, ":root", root);
		bind_text(stmt, ":form", form);
		status = db_done(drafts->db, stmt, err);
	}
	return finish_synced(drafts, status, err);
}

struct ended {
	struct id root, step;
	char *form;
};

static enum status
read_ended(struct drafts *drafts, struct ended **out, size_t *count, struct err *err)
{
	sqlite3_stmt *stmt = db_use(drafts->db, "SELECT root, form, ended FROM draft WHERE ended IS NOT NULL");
	size_t cap = 0;
	enum status status;
	bool row;

	while (!(status = db_row(drafts->db, stmt, &row, err)) && row) {
		struct ended ended;

		if (!column_id(stmt, 0, &ended.root) || !column_id(stmt, 2, &ended.step))
			continue;
		ended.form = mem_strdup((const char *)sqlite3_column_text(stmt, 1));
		MEM_GROW(*out, *count, cap);
		(*out)[(*count)++] = ended;
	}
	return status;
}

/* Nobody holds it: its window stopped after the commit. */
static enum status
drop_ended(struct drafts *drafts, const struct ended *ended, struct err *err)
{
	enum status status = db_begin(drafts->db, err);

	return status ? status : finish(drafts, drop_both(drafts, &ended->root, ended->form, err), err);
}

enum status
drafts_settle_ends(struct drafts *drafts, enum status (*is_here)(const struct id *step, bool *here, void *, struct err *), void *ctx,
		   struct err *err)
{
	struct ended *ended = NULL;
	size_t count = 0;
	enum status status = read_ended(drafts, &ended, &count, err);

	for (size_t i = 0; i < count && !status; i++) {
		struct drafts_holder holder;
		bool here = false;

		/* Another window may be between its note and its commit. */
		status = drafts_holder(drafts, &ended[i].root, ended[i].form, &holder, err);
		if (!status && !holder.other)
			status = is_here(&ended[i].step, &here, ctx, err);
		if (!status && here)
			status = drop_ended(drafts, &ended[i], err);
	}
	for (size_t i = 0; i < count; i++)
		free(ended[i].form);
	free(ended);
	return status;
}

/* ---- holds */

enum status
drafts_hold(struct drafts *drafts, const struct id *root, const char *form, bool take, struct drafts_holder *out, struct err *err)
{
	enum status status = db_begin(drafts->db, err);
	sqlite3_stmt *stmt;

	if (status)
		return status;
	status = drafts_holder(drafts, root, form, out, err);
	if (!status && (!out->other || take)) {
		stmt = db_use(drafts->db,
			      "INSERT INTO hold (root, form, held_by, process, at) VALUES (:root, :form, :window, :process, :at) "
			      "ON CONFLICT (root, form) DO UPDATE SET at = iif(held_by = excluded.held_by, at, excluded.at), "
			      "held_by = excluded.held_by, process = excluded.process");
		bind_id(stmt, ":root", root);
		bind_text(stmt, ":form", form);
		bind_int(stmt, ":window", drafts->window);
		bind_text(stmt, ":process", drafts->process);
		bind_int(stmt, ":at", clock_now_unix());
		status = db_done(drafts->db, stmt, err);
		drafts->holds = true;
	}
	return finish(drafts, status, err);
}

enum status
drafts_let_go(struct drafts *drafts, const struct id *root, const char *form, struct err *err)
{
	enum status status = db_begin(drafts->db, err);
	sqlite3_stmt *stmt;

	if (status)
		return status;
	stmt = db_use(drafts->db, "DELETE FROM hold WHERE root = :root AND form = :form AND held_by = :window");
	bind_id(stmt, ":root", root);
	bind_text(stmt, ":form", form);
	bind_int(stmt, ":window", drafts->window);
	return finish(drafts, db_done(drafts->db, stmt, err), err);
}
