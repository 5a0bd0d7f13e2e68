#include "store/report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/visible.h"
#include "store/joined.h"
#include "store/inside.h"
#include "eval/register.h"
#include "store/schema.h"
#include "form/register_names.h"

struct confined {
	const struct pack *pack;
	const char *denied;
};

static bool
may_read(const struct pack *pack, const char *table)
{
	if (strncmp(table, LIST_PREFIX, strlen(LIST_PREFIX)) == 0)
		return pack_list(pack, table + strlen(LIST_PREFIX)) != NULL;
	/* Values of private fields do not stand in the register. */
	return register_name_is_for_reports(table) || strncmp(table, VALUE_PREFIX, strlen(VALUE_PREFIX)) == 0;
}

static int
authorize(void *ctx, int action, const char *first, const char *second, const char *database, const char *view)
{
	struct confined *confined = ctx;

	(void)database;
	(void)view;
	if (action == SQLITE_SELECT)
		return SQLITE_OK;
	if (action == SQLITE_READ && (!*first || may_read(confined->pack, first)))
		return SQLITE_OK;
	if (action == SQLITE_FUNCTION && (register_function_allowed(second) || strcmp(second, "row_number") == 0))
		return SQLITE_OK;
	confined->denied = action == SQLITE_FUNCTION	? _("it calls a function that reports may not call")
			   : action == SQLITE_RECURSIVE ? _("it selects from itself, which need not come to an end")
							: _("it reads a table that reports may not read");
	return SQLITE_DENY;
}

/* The repeats by their own names, as doc/pack-format promises. */
static bool
add_repeat(const struct field *field, void *ctx)
{
	struct buf *out = ctx;

	if (field->type == FIELD_REPEAT)
		buf_printf(out, "%s %s AS (SELECT * FROM value_%s)", out->len ? "," : "WITH", field->name, field->name);
	return true;
}

/* `hidden`: houses counted as another, which `b` does not show. */
static enum status
prepare(sqlite3 *db, const struct pack *pack, const struct expr *sql, const struct joined *hidden, size_t hidden_count, sqlite3_stmt **out,
	struct err *err)
{
	struct confined confined = { .pack = pack };
	struct buf text = { 0 };
	const char *tail = NULL;
	enum status status = STATUS_OK;
	const char *body = sql->sql + strspn(sql->sql, " \t\n");

	for (size_t i = 0; i < pack->form_count; i++)
		if (!pack->forms[i].repeat)
			form_each_field(&pack->forms[i], add_repeat, &text);
	if (hidden_count)
		buf_printf(&text, "%s b AS NOT MATERIALIZED (SELECT * FROM main.b WHERE building NOT IN (", text.len ? "," : "WITH");
	for (size_t i = 0; i < hidden_count; i++)
		buf_printf(&text, "%s%" PRId64, i ? "," : "", hidden[i].building);
	if (hidden_count)
		buf_text_add(&text, "))");
	if (text.len && strncasecmp(body, "WITH ", 5) == 0)
		buf_printf(&text, ", %s", body + 5);
	else
		buf_printf(&text, " %s", body);
	sqlite3_set_authorizer(db, authorize, &confined);
	if (sqlite3_prepare_v2(db, buf_text(&text), -1, out, &tail) != SQLITE_OK)
		status = err_set(err, STATUS_INVALID, "%s:%d: %s: %s", sql->place.file, sql->place.line, sql->place.key,
				 confined.denied ? confined.denied : sqlite3_errmsg(db));
	else if (!*out || !sqlite3_stmt_readonly(*out) || tail[strspn(tail, " \t\n;")])
		status = err_set(err, STATUS_INVALID, "%s:%d: %s: %s", sql->place.file, sql->place.line, sql->place.key,
				 _("it must be one query that only reads"));
	sqlite3_set_authorizer(db, NULL, NULL);
	if (status) {
		sqlite3_finalize(*out);
		*out = NULL;
	}
	buf_release(&text);
	return status;
}

static void
check_one(sqlite3 *db, const struct pack *pack, const struct expr *sql, struct buf *problems, size_t *bad, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	struct err why = { 0 };

	if (prepare(db, pack, sql, NULL, 0, &stmt, &why)) {
		if ((*bad)++ == 0)
			err_set(err, STATUS_INVALID, "%s", why.text);
		if (problems)
			visible_printf(problems, "%s\n", why.text);
	}
	sqlite3_finalize(stmt);
}

enum status
report_check_all(const struct pack *pack, struct buf *problems, struct err *err)
{
	sqlite3 *db = NULL;
	enum status status;
	size_t bad = 0;

	db_start();
	if (sqlite3_open(":memory:", &db) != SQLITE_OK || schema_exec_fixed(db) != SQLITE_OK) {
		sqlite3_close(db);
		return err_set(err, STATUS_IO, _("the evaluator does not start; memory may be short"));
	}
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	status = register_functions(db, "1970-01-01", err);
	if (!status)
		status = register_make(db, pack, REGISTER_OF_ALL, err);
	for (size_t i = 0; i < pack->report_count && !status; i++) {
		check_one(db, pack, &pack->reports[i].sql, problems, &bad, err);
		for (size_t l = 0; l < pack->reports[i].line_count; l++)
			check_one(db, pack, &pack->reports[i].lines[l].sql, problems, &bad, err);
	}
	sqlite3_close(db);
	return status ? status : bad ? STATUS_INVALID : STATUS_OK;
}

/* The most operations of SQLite for a report: one over a county takes some ten million; one that joins all with all must not hang. */
#define MOST_OPS 1000000000

static int
stop_runaway(void *ctx)
{
	(void)ctx;
	return 1;
}

enum status
report_run(struct store *store, const struct expr *sql, const char *area, void (*row)(const struct report_row *, void *), void *ctx,
	   struct err *err)
{
	sqlite3 *db = db_handle(store->db);
	sqlite3_stmt *stmt = NULL;
	enum status status = register_functions(db, "1970-01-01", err);
	const char **names = NULL, **texts = NULL;
	bool *numbers = NULL;
	struct joined *hidden = NULL;
	size_t hidden_count = 0;
	int code, count;

	if (!status)
		status = joined_load(store, &hidden, &hidden_count, err);
	if (!status)
		status = prepare(db, store_pack(store), sql, hidden, hidden_count, &stmt, err);
	free(hidden);
	if (status)
		return status;
	if (sqlite3_bind_parameter_index(stmt, ":area"))
		sqlite3_bind_text(stmt, sqlite3_bind_parameter_index(stmt, ":area"), area, -1, SQLITE_STATIC);
	count = sqlite3_column_count(stmt);
	names = mem_array((size_t)count, sizeof(*names));
	texts = mem_array((size_t)count, sizeof(*texts));
	numbers = mem_array((size_t)count, sizeof(*numbers));
	sqlite3_progress_handler(db, MOST_OPS, stop_runaway, NULL);
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
		for (int i = 0; i < count; i++) {
			int type = sqlite3_column_type(stmt, i);

			names[i] = sqlite3_column_name(stmt, i);
			numbers[i] = type == SQLITE_INTEGER || type == SQLITE_FLOAT;
			texts[i] = (const char *)sqlite3_column_text(stmt, i);
		}
		row(&(struct report_row){ count, names, texts, numbers }, ctx);
	}
	sqlite3_progress_handler(db, 0, NULL, NULL);
	if (code == SQLITE_INTERRUPT)
		status = err_set(err, STATUS_INVALID, "%s:%d: %s: %s", sql->place.file, sql->place.line, sql->place.key,
				 _("it takes too long and was stopped; it may join tables without saying what joins them"));
	else if (code != SQLITE_DONE)
		status = db_failed(store->db, code, err);
	sqlite3_finalize(stmt);
	free(names);
	free(texts);
	free(numbers);
	return status;
}
