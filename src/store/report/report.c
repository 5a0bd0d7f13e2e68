#include "store/report/report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/visible.h"
#include "store/divisions/compared.h"
#include "store/divisions/draws.h"
#include "store/houses/joined.h"
#include "store/inside.h"
#include "store/divisions/received.h"
#include "store/report/report_acts.h"
#include "store/report/report_divisions.h"
#include "store/report/report_narrow.h"
#include "store/report/report_past.h"
#include "store/report/report_veil.h"
#include "store/report/report_private.h"
#include "eval/eval.h"
#include "eval/register.h"
#include "eval/sql_text.h"
#include "store/schema.h"
#include "store/houses/own.h"
#include "form/parts/papers.h"
#include "form/parts/register_names.h"
#include "form/parts/views.h"

enum private_tables { PRIVATE_NONE, PRIVATE_SHAPE, PRIVATE_OPEN };

struct confined {
	const struct pack *pack;
	struct store *store; /* whose draws there are; NULL: none */
	enum private_tables private;
	const char *denied;
};

static bool
may_read(const struct pack *pack, const char *table)
{
	if (register_is_of_pack(pack, table))
		return true;
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
	if (action == SQLITE_READ && (!*first || may_read(confined->pack, first) || report_divisions_reads(first)))
		return SQLITE_OK;
	if (action == SQLITE_FUNCTION &&
	    (register_function_allowed(second) || strcmp(second, "row_number") == 0 || report_divisions_calls(second) ||
	     compared_function_allowed(second) || (confined->private == PRIVATE_OPEN && strcmp(second, PRIVATE_FUNCTION) == 0)))
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

/* Writes the tables that the pack promises its queries beside those of the register. */
static enum status
add_promised(sqlite3 *db, const char *body, const struct veil *veil, struct confined confined, struct buf *out, struct err *err)
{
	const struct pack *pack = confined.pack;
	enum status status;

	for (size_t i = 0; i < pack->form_count; i++)
		if (pack->forms[i].of_division)
			continue;
		else if (pack->forms[i].repeat) /* its slots */
			buf_printf(out, "%s %s AS (SELECT * FROM value_%s)", out->len ? "," : "WITH", pack->forms[i].name,
				   pack->forms[i].name);
		else
			form_each_field(&pack->forms[i], add_repeat, out);
	compared_add(pack, body, out);
	report_acts_add(confined.store, pack, body, out);
	report_questions_add(pack, body, out);
	report_past_add(pack, body, out);
	report_divisions_tables(db, pack, body, out);
	status = draws_add(confined.store, body, veil && veil->reads_blind, out, err);
	if (!status)
		status = received_add(confined.store, body, out, err);
	if (!status && confined.private != PRIVATE_NONE)
		report_private_tables(pack, confined.private == PRIVATE_SHAPE, out);
	return status;
}

/* Writes a query behind the tables that it is given: WITH, and no query yet, or nothing. */
static void
add_query(const char *body, struct buf *out)
{
	if (out->len && strncasecmp(body, "WITH", 4) == 0 && body[4] && strchr(" \t\n", body[4]))
		buf_printf(out, ", %s", body + 5);
	else
		buf_printf(out, " %s", body);
}

/* Writes the names of all columns of the view of all houses that a query may read, among other words. False: they are not known. */
static bool
add_names(sqlite3 *db, const char *body, const struct buf *promised, struct buf *out)
{
	struct buf whole = { 0 };
	bool known = report_names_columns(body);

	buf_printf(out, "%s %s", body, buf_text(promised));
	if (!known) {
		buf_text_add(&whole, buf_text(promised));
		add_query(body, &whole);
		known = report_columns_read(db, buf_text(&whole), out);
	}
	buf_release(&whole);
	return known;
}

/* Writes all tables before a query that are not as the register has them: WITH, and no query yet. */
static enum status
add_tables(sqlite3 *db, const char *body, const struct veil *veil, struct confined confined, struct buf *out, struct err *err)
{
	struct buf promised = { 0 }, names = { 0 };
	struct veil narrowed;
	enum status status = add_promised(db, body, veil, confined, &promised, err);

	if (!status && veil) {
		narrowed = *veil;
		narrowed.narrow = add_names(db, body, &promised, &names) ? buf_text(&names) : NULL;
		status = report_veils_add(db, confined.pack, &narrowed, out, err);
	} else if (!status) { /* a query that is only checked finds the names taken that are taken when it is asked */
		buf_text_add(out, "WITH b AS (SELECT * FROM main.b), " REPORT_ASIDE
				  " AS (SELECT * FROM main.b), fact AS (SELECT * FROM main.fact)");
	}
	if (!status && promised.len)
		buf_printf(out, "%s%s", out->len ? "," : "WITH", buf_text(&promised) + strlen("WITH"));
	buf_release(&names);
	buf_release(&promised);
	return status;
}

static enum status
prepare(sqlite3 *db, const struct expr *sql, const struct veil *veil, struct confined confined, sqlite3_stmt **out, struct err *err)
{
	struct buf text = { 0 };
	const char *tail = NULL;
	const char *body = sql->sql + strspn(sql->sql, " \t\n");
	enum status status = add_tables(db, body, veil, confined, &text, err);

	*out = NULL;
	if (status) {
		buf_release(&text);
		return status;
	}
	add_query(body, &text);
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

static const char *const parameters[] = { ":area", ":date", ":for" };

static bool
is_asked(const char *parameter)
{
	for (size_t i = 0; parameter && i < ARRAY_LEN(parameters); i++)
		if (strcmp(parameters[i], parameter) == 0)
			return true;
	return parameter && report_divisions_asks(parameter);
}

static void
check_one(sqlite3 *db, struct confined confined, const struct expr *sql, struct buf *problems, size_t *bad, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	struct err why = { 0 };
	struct buf wrong = { 0 };
	enum status status;

	if (eval_constant_wrong(confined.pack, sql->sql, &wrong))
		status = err_set(&why, STATUS_INVALID, "%s:%d: %s: %s", sql->place.file, sql->place.line, sql->place.key, buf_text(&wrong));
	else
		status = prepare(db, sql, NULL, confined, &stmt, &why);
	for (int i = 1; !status && i <= sqlite3_bind_parameter_count(stmt); i++)
		if (!is_asked(sqlite3_bind_parameter_name(stmt, i)))
			status = err_set(&why, STATUS_INVALID, "%s:%d: %s: %s", sql->place.file, sql->place.line, sql->place.key,
					 _("a report is asked for :area, :date and, where it names a list, :for"));
	if (status) {
		if ((*bad)++ == 0)
			err_set(err, STATUS_INVALID, "%s", why.text);
		if (problems)
			visible_printf(problems, "%s\n", why.text);
	}
	sqlite3_finalize(stmt);
	buf_release(&wrong);
}

/* The tables of a paper. */
static void
check_tables(sqlite3 *db, const struct pack *pack, const struct pack_paper *paper, struct buf *problems, size_t *bad, struct err *err)
{
	for (size_t b = 0; b < paper->block_count; b++) {
		const struct report *rows = &paper->blocks[b].rows;

		if (rows->sql.sql)
			check_one(db, (struct confined){ .pack = pack, .private = report_is_private(rows) ? PRIVATE_SHAPE : PRIVATE_NONE },
				  &rows->sql, problems, bad, err);
	}
}

/* What a view selects, asked for by nothing else: so its mistake is told where it stands. */
static void
check_view(sqlite3 *db, const struct pack *pack, const struct report *view, struct buf *problems, size_t *bad, struct err *err)
{
	struct expr all = { .sql = mem_printf("SELECT * FROM %s", view->name), .place = view->sql.place };

	views_add(pack, &all);
	check_one(db, (struct confined){ .pack = pack }, &all, problems, bad, err);
	free(all.sql);
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
	status = register_functions(db, pack, "1970-01-01", err);
	if (!status)
		status = compared_functions(db, err);
	if (!status)
		status = register_make(db, pack, err);
	for (size_t i = 0; i < pack->view_count && !status; i++)
		check_view(db, pack, &pack->views[i], problems, &bad, err);
	for (size_t i = 0; i < pack->report_count && !status; i++) {
		struct confined confined = { .pack = pack, .private = report_is_private(&pack->reports[i]) ? PRIVATE_SHAPE : PRIVATE_NONE };

		check_one(db, confined, &pack->reports[i].sql, problems, &bad, err);
		for (size_t l = 0; l < pack->reports[i].line_count; l++)
			check_one(db, confined, &pack->reports[i].lines[l].sql, problems, &bad, err);
		if (pack->reports[i].rows.sql.sql)
			check_one(db, confined, &pack->reports[i].rows.sql, problems, &bad, err);
	}
	for (size_t r = 0; r < pack->rule_count && !status; r++)
		if (pack->rules[r].county)
			check_one(db, (struct confined){ .pack = pack }, &pack->rules[r].expr, problems, &bad, err);
	if (!status && pack->quality.wrong.sql)
		check_one(db, (struct confined){ .pack = pack }, &pack->quality.wrong, problems, &bad, err);
	for (size_t p = 0; p < pack->paper_count && !status; p++)
		check_tables(db, pack, &pack->papers[p], problems, &bad, err);
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

/* Leaves out the forms that hide nothing, since they are filled at each house that they are called for at: a query costs less without each column's veil. */
static enum status
find_blind(struct store *store, const struct report_ask *ask, struct veil *veil, struct err *err)
{
	enum status status = STATUS_OK;

	veil->reads_blind = ask->blind_count > 0;
	veil->blind = mem_array(ask->blind_count, sizeof(*veil->blind));
	for (size_t i = 0; i < ask->blind_count && !status; i++) {
		sqlite3_stmt *stmt = db_use(store->db, "SELECT 1 FROM blind WHERE form = :form LIMIT 1");
		bool row = false;

		bind_text(stmt, ":form", ask->blind[i]->name);
		status = db_row(store->db, stmt, &row, err);
		if (!status && row)
			veil->blind[veil->blind_count++] = ask->blind[i];
		sqlite3_reset(stmt);
	}
	return status;
}

/* Finds the houses of which the blind forms hide nothing from who reads. */
static enum status
find_own(struct store *store, struct veil *veil, struct err *err)
{
	enum status status = STATUS_OK;

	veil->own = mem_array(veil->blind_count, sizeof(*veil->own));
	for (size_t i = 0; i < veil->blind_count && !status; i++)
		status = own_houses(store, veil->blind[i], &veil->own[i].houses, &veil->own[i].count, err);
	return status;
}

static void
free_own(struct veil *veil)
{
	for (size_t i = 0; veil->own && i < veil->blind_count; i++)
		free(veil->own[i].houses);
	free(veil->own);
}

enum status
report_run(struct store *store, const struct expr *sql, const struct report_ask *ask, void (*row)(const struct report_row *, void *),
	   void *ctx, struct err *err)
{
	sqlite3 *db = db_handle(store->db);
	sqlite3_stmt *stmt = NULL;
	enum status status = register_functions(db, store_pack(store), "1970-01-01", err);
	const char **names = NULL, **texts = NULL;
	bool *numbers = NULL;
	struct veil veil = { .body = sql->sql, .compares = ask->compares };
	struct joined *joined = NULL;
	char area[DIVISION_CODE_LEN + 1];
	struct private_call call = { .pack = store_pack(store), .opened = ask->opened };
	int code, count;

	if (!status)
		status = compared_functions(db, err);
	if (!status)
		status = joined_load(store, &joined, &veil.joined_count, err);
	veil.joined = joined;
	if (!status)
		status = find_blind(store, ask, &veil, err);
	if (!status && veil.blind_count) /* making the evaluator costs as much as a short report */
		veil.eval = store_eval(store);
	if (!status)
		status = find_own(store, &veil, err);
	if (!status && ask->opened)
		status = report_private_begin(db, &call, err);
	if (!status)
		status = prepare(db, sql, &veil,
				 (struct confined){
					 .pack = store_pack(store), .store = store, .private = ask->opened ? PRIVATE_OPEN : PRIVATE_NONE },
				 &stmt, err);
	free(joined);
	free_own(&veil);
	free(veil.blind);
	if (status) {
		if (ask->opened)
			report_private_end(db);
		return status;
	}
	pack_area_now(store_pack(store), ask->area, area);
	for (size_t i = 0; i < ARRAY_LEN(parameters); i++) {
		const char *const answers[] = { area, ask->date, ask->office };

		_Static_assert(ARRAY_LEN(answers) == ARRAY_LEN(parameters), "an answer for each");
		if (sqlite3_bind_parameter_index(stmt, parameters[i]))
			sqlite3_bind_text(stmt, sqlite3_bind_parameter_index(stmt, parameters[i]), answers[i], -1, SQLITE_STATIC);
	}
	status = report_divisions_bind(store, stmt, err);
	if (status) {
		sqlite3_finalize(stmt);
		if (ask->opened)
			report_private_end(db);
		return status;
	}
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
	else if (call.status)
		status = err_set(err, call.status, "%s", call.err.text);
	else if (code != SQLITE_DONE)
		status = db_failed(store->db, code, err);
	sqlite3_finalize(stmt);
	if (ask->opened)
		report_private_end(db);
	free(names);
	free(texts);
	free(numbers);
	return status;
}
