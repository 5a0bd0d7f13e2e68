#include "store/proof/verify_rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/inside.h"
#include "store/objects.h"
#include "store/schema.h"

struct comparing {
	struct store *scratch;
	verify_said *said;
	void *ctx;
};

/* ---- what depends on the day */

/* Rules that ask for the date, as what is compared leaves them out of a table. */
struct undated {
	struct buf where;  /* " WHERE rule NOT IN ('a','b')" */
	struct buf column; /* the column `rules` of `unjudged` without them */
	bool blocks;	   /* one of them blocks signatures, and so changes tasks */
};

static void
find_undated(const struct pack *pack, struct undated *out)
{
	bool any = false;

	buf_text_add(&out->column, "\"rules\"");
	for (size_t i = 0; pack && i < pack->rule_count; i++) {
		const struct rule *rule = &pack->rules[i];
		char *quoted, *listed;
		struct buf inner = out->column;

		if (!expr_asks_today(&rule->when) && !expr_asks_today(&rule->expr))
			continue;
		quoted = sqlite3_mprintf("%Q", rule->id);
		listed = sqlite3_mprintf("'[%q]'", rule->id);
		buf_printf(&out->where, "%s%s", any ? "," : " WHERE rule NOT IN (", quoted ? quoted : "''");
		out->column = (struct buf){ 0 };
		buf_printf(&out->column, "replace(%s, %s, '')", buf_text(&inner), listed ? listed : "''");
		buf_release(&inner);
		sqlite3_free(quoted);
		sqlite3_free(listed);
		out->blocks |= rule->level == RULE_ERROR;
		any = true;
	}
	if (any)
		buf_char(&out->where, ')');
}

static void
undated_release(struct undated *undated)
{
	buf_release(&undated->where);
	buf_release(&undated->column);
}

/* ---- one table */

/* "a","b": the columns to compare. *building: is one of them the building's number? */
static int
add_columns(sqlite3 *db, const char *table, bool without_task, struct buf *out, bool *building)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(db, "SELECT name FROM main.pragma_table_info(?1)", -1, &stmt, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
	while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(stmt, 0);

		code = SQLITE_OK;
		*building |= strcmp(name, "building") == 0;
		if (without_task && (strcmp(name, "task") == 0 || strcmp(name, "task_name") == 0))
			continue;
		buf_printf(out, "%s\"%s\"", out->len ? "," : "", name);
	}
	sqlite3_finalize(stmt);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

static void
tell(const struct comparing *comparing, const char *table, const void *root, size_t root_len)
{
	char text[300], shortened[9];
	struct id id;

	if (root && root_len == ID_BYTES) {
		memcpy(id.b, root, ID_BYTES);
		snprintf(text, sizeof(text), _("building %s: the table \"%s\" says other than the steps; run louce rebuild"),
			 id_short(&id, shortened), table);
	} else {
		snprintf(text, sizeof(text), _("the table \"%s\" says other than the steps; run louce rebuild"), table);
	}
	comparing->said(VERIFY_PROBLEM, text, comparing->ctx);
}

/* `name AS (...)`: the rows of the table in one of the two files, each with how often it stands there. */
static void
add_rows(const char *name, const char *file, const char *table, const struct undated *undated, const char *columns, struct buf *out)
{
	buf_printf(out, "%s AS (SELECT %s, count(*) AS times_ FROM ", name, columns);
	if (strcmp(table, "unjudged") == 0)
		buf_printf(out, "(SELECT building, author, undecided, %s AS rules FROM %s.unjudged WHERE %s <> '')",
			   buf_text(&undated->column), file, buf_text(&undated->column));
	else if (strcmp(table, "findings_of_rules") == 0 ||
		 strcmp(table, "waived") == 0) /* a warning that was waived may lapse with the day */
		buf_printf(out, "%s.\"%s\"%s", file, table, buf_text(&undated->where));
	else
		buf_printf(out, "%s.\"%s\"", file, table);
	buf_printf(out, " GROUP BY %s), ", columns);
}

/* Rows are compared as often as they stand: a table without a key may hold one twice. */
static enum status
compare_table(const struct comparing *comparing, const char *table, struct err *err)
{
	struct db *db = store_db(comparing->scratch);
	struct buf columns = { 0 }, sql = { 0 };
	struct undated undated = { 0 };
	sqlite3_stmt *stmt = NULL;
	bool building = false;
	enum status status = STATUS_OK;
	int code;

	find_undated(store_pack(comparing->scratch), &undated);
	code = add_columns(db_handle(db), table, undated.blocks && strcmp(table, "building") == 0, &columns, &building);
	buf_text_add(&sql, "WITH ");
	add_rows("made", "main", table, &undated, buf_text(&columns), &sql);
	add_rows("kept", "file", table, &undated, buf_text(&columns), &sql);
	buf_text_add(&sql, "other AS (SELECT * FROM (SELECT * FROM made EXCEPT SELECT * FROM kept) UNION ALL "
			   "SELECT * FROM (SELECT * FROM kept EXCEPT SELECT * FROM made)) ");
	buf_text_add(&sql, building ? "SELECT DISTINCT coalesce(m.root, k.root) FROM other o LEFT JOIN main.building m ON "
				      "m.building = o.building LEFT JOIN file.building k ON k.building = o.building ORDER BY 1"
				    : "SELECT NULL FROM other LIMIT 1");
	if (code == SQLITE_OK)
		code = sqlite3_prepare_v2(db_handle(db), buf_text(&sql), -1, &stmt, NULL);
	while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
		code = SQLITE_OK;
		tell(comparing, table, sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0));
	}
	if (code != SQLITE_DONE)
		status = db_failed(db, code, err);
	sqlite3_finalize(stmt);
	buf_release(&columns);
	undated_release(&undated);
	buf_release(&sql);
	return status;
}

/* ---- all tables */

/* Does the file have the table? An altered file, or one of another version, may not. */
static enum status
stands_in_file(struct comparing *comparing, const char *table, bool *stands, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store_db(comparing->scratch), "SELECT 1 FROM file.sqlite_schema WHERE name = :name AND type = 'table'");
	enum status status;

	bind_text(stmt, ":name", table);
	status = db_row(store_db(comparing->scratch), stmt, stands, err);
	sqlite3_reset(stmt);
	return status;
}

enum status
verify_rows(struct store *scratch, verify_said *said, void *ctx, struct err *err)
{
	struct comparing comparing = { scratch, said, ctx };
	struct db *db = store_db(scratch);
	struct objects tables = { 0 };
	enum status status = STATUS_OK;
	int code = objects_read(db_handle(db), &tables);

	if (code != SQLITE_OK)
		status = db_failed(db, code, err);
	for (size_t i = 0; i < tables.count && !status; i++) {
		bool stands = false;

		/* A look is a help in searching, and the scratch file has no photo to look at; nor is a draw drawn again there: who verifies does that (app_draws_verify). */
		if (strcmp(tables.items[i].type, "table") != 0 || strcmp(tables.items[i].name, "look") == 0 ||
		    strcmp(tables.items[i].name, "drawn_again") == 0)
			continue;
		status = stands_in_file(&comparing, tables.items[i].name, &stands, err);
		if (!status && !stands)
			tell(&comparing, tables.items[i].name, NULL, 0);
		else if (!status)
			status = compare_table(&comparing, tables.items[i].name, err);
	}
	objects_release(&tables);
	return status;
}
