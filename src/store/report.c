#include "store/report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/visible.h"
#include "store/compared.h"
#include "store/draws.h"
#include "store/joined.h"
#include "store/inside.h"
#include "store/report_acts.h"
#include "store/report_divisions.h"
#include "store/report_private.h"
#include "eval/eval.h"
#include "eval/register.h"
#include "eval/sql_text.h"
#include "store/schema.h"
#include "form/papers.h"
#include "form/register_names.h"

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

/* What a query must not see: houses counted as another, what forms that are not filled yet are blind to, and what lapsed before the day that it is asked for. */
struct veil {
	const char *body; /* of the query */
	const struct eval *eval;
	const struct form *const *blind;
	size_t blind_count;
	const struct joined *joined;
	size_t joined_count;
};

/* Does the column of a table of the register tell something of what the form is blind to? */
static bool
column_tells(const struct pack *pack, const struct veil *veil, const struct form *form, const char *column)
{
	const struct field *field = pack_field(pack, column);

	if (field && eval_field_tells(veil->eval, form, field))
		return true;
	for (size_t i = 0; i < pack->fact_count; i++)
		if (strcmp(pack->facts[i].name, column) == 0)
			return eval_expr_tells(veil->eval, form, &pack->facts[i].calculation);
	return false;
}

/* The view of all houses is a join, and a further table costs it little; another one the query may join from the left, which SQLite makes anew as a whole
 * when it is a join itself. Of so many forms that SQLite might not join more tables (64), all is asked for each column. */
#define JOINED_MOST 40

static bool
joins_blind(const struct pack *pack, const struct veil *veil, const char *table)
{
	return strcmp(table, "b") == 0 && pack->form_count + veil->blind_count <= JOINED_MOST;
}

/* Writes what a column holds on the day that is asked for. True: it may be another thing than what stands there. */
static bool
add_on_day(const struct pack *pack, const struct veil *veil, const char *column, struct buf *out)
{
	for (size_t i = 0; i < pack->fact_count; i++) {
		const struct fact *fact = &pack->facts[i];

		if (!fact->lapse_day || strcmp(fact->name, column) != 0 || !strstr(veil->body, column))
			continue;
		buf_printf(out, "CASE WHEN t.\"%s\" < :date AND t.\"%s\" IS NOT NULL THEN ", fact->lapse_day->name, column);
		sql_text_add(out, fact->lapse_to);
		buf_printf(out, " ELSE t.\"%s\" END", column);
		return true;
	}
	buf_printf(out, "t.\"%s\"", column);
	return false;
}

/* Writes a column of a table, NULL where a form that is blind to it is still to be filled. True: it is not as it stands. */
static bool
add_column(const struct pack *pack, const struct veil *veil, const char *table, const char *column, struct buf *out)
{
	size_t forms = 0;
	bool lapses;

	for (size_t i = 0; i < veil->blind_count; i++) {
		if (!column_tells(pack, veil, veil->blind[i], column))
			continue;
		buf_text_add(out, forms++ ? " AND " : "CASE WHEN ");
		if (joins_blind(pack, veil, table))
			buf_printf(out, "veil_%zu.building IS NULL", i);
		else
			buf_printf(out, "NOT EXISTS (SELECT 1 FROM main.blind v WHERE v.building = t.building AND v.form = '%s')",
				   veil->blind[i]->name);
	}
	buf_text_add(out, forms ? " THEN " : "");
	lapses = add_on_day(pack, veil, column, out);
	buf_text_add(out, forms ? " END" : "");
	if (forms || lapses)
		buf_printf(out, " AS \"%s\"", column);
	return forms > 0 || lapses;
}

/* Writes where the columns come from. */
static void
add_veiled_from(const struct pack *pack, const struct veil *veil, const char *table, struct buf *out)
{
	bool is_b = strcmp(table, "b") == 0;

	buf_printf(out, " FROM main.%s t", table);
	for (size_t i = 0; i < veil->blind_count && joins_blind(pack, veil, table); i++)
		buf_printf(out, " LEFT JOIN main.blind veil_%zu ON veil_%zu.building = t.building AND veil_%zu.form = '%s'", i, i, i,
			   veil->blind[i]->name);
	for (size_t i = 0; is_b && i < veil->joined_count; i++)
		buf_printf(out, "%s%" PRId64, i ? "," : " WHERE t.building NOT IN (", veil->joined[i].building);
	buf_text_add(out, is_b && veil->joined_count ? "))" : ")");
}

/* Writes a table as the query shall see it, when that is not as it is. */
static enum status
add_veiled(sqlite3 *db, const struct pack *pack, const struct veil *veil, const char *table, struct buf *out, struct err *err)
{
	char *sql = mem_printf("SELECT name FROM pragma_table_info('%s')", table);
	struct buf columns = { 0 };
	sqlite3_stmt *stmt = NULL;
	bool veiled = false;
	int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

	while (code == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
		buf_text_add(&columns, columns.len ? ", " : "");
		veiled |= add_column(pack, veil, table, (const char *)sqlite3_column_text(stmt, 0), &columns);
	}
	free(sql);
	if (code == SQLITE_OK)
		code = sqlite3_finalize(stmt);
	if (code == SQLITE_OK && (veiled || (strcmp(table, "b") == 0 && veil->joined_count))) {
		buf_printf(out, "%s %s AS NOT MATERIALIZED (SELECT %s", out->len ? "," : "WITH", table, buf_text(&columns));
		add_veiled_from(pack, veil, table, out);
	}
	buf_release(&columns);
	return code == SQLITE_OK ? STATUS_OK : db_handle_failed(db, code, err);
}

struct veiling {
	sqlite3 *db;
	const struct pack *pack;
	const struct veil *veil;
	struct buf *out;
	enum status status;
	struct err *err;
};

static bool
veil_repeat(const struct field *field, void *ctx)
{
	struct veiling *veiling = ctx;
	char *table = field->type == FIELD_REPEAT ? mem_printf("%s%s", VALUE_PREFIX, field->name) : NULL;

	if (table && !veiling->status)
		veiling->status = add_veiled(veiling->db, veiling->pack, veiling->veil, table, veiling->out, veiling->err);
	free(table);
	return true;
}

/* Leaves out what a rule finds while a form that it would tell of is not filled. */
static void
add_hidden_rule(const struct veil *veil, size_t blind, const struct rule *rule, struct buf *where)
{
	if (eval_rule_tells(veil->eval, veil->blind[blind], rule))
		buf_printf(where,
			   "%s(t.rule <> '%s' OR NOT EXISTS (SELECT 1 FROM main.blind v WHERE v.building = t.building AND v.form = '%s'))",
			   where->len ? " AND " : "", rule->id, veil->blind[blind]->name);
}

/* Writes what the rules find without what would tell of a form that is not filled. */
static void
add_findings(const struct pack *pack, const struct veil *veil, struct buf *out)
{
	struct buf where = { 0 };

	for (size_t i = 0; i < veil->blind_count; i++) {
		for (size_t r = 0; r < pack->rule_count; r++)
			add_hidden_rule(veil, i, &pack->rules[r], &where);
		for (size_t f = 0; f < pack->form_count; f++)
			add_hidden_rule(veil, i, &pack->limits[f], &where);
	}
	if (where.len)
		buf_printf(out, "%s findings_of_rules AS NOT MATERIALIZED (SELECT * FROM main.findings_of_rules t WHERE %s)",
			   out->len ? "," : "WITH", buf_text(&where));
	buf_release(&where);
}

/* Writes the tables that the query shall not see as they are. */
static enum status
add_veils(sqlite3 *db, const struct pack *pack, const struct veil *veil, struct buf *out, struct err *err)
{
	struct veiling veiling = { db, pack, veil, out, STATUS_OK, err };

	veiling.status = add_veiled(db, pack, veil, "b", out, err);
	if (!veiling.status)
		veiling.status = add_veiled(db, pack, veil, "fact", out, err);
	if (!veil->blind_count)
		return veiling.status;
	for (size_t i = 0; i < pack->form_count && !veiling.status; i++) {
		char *table = mem_printf("%s%s", VALUE_PREFIX, pack->forms[i].name);

		veiling.status = add_veiled(db, pack, veil, table, out, err);
		form_each_field(&pack->forms[i], veil_repeat, &veiling);
		free(table);
	}
	add_findings(pack, veil, out);
	return veiling.status;
}

static enum status
prepare(sqlite3 *db, const struct expr *sql, const struct veil *veil, struct confined confined, sqlite3_stmt **out, struct err *err)
{
	const struct pack *pack = confined.pack;
	struct buf text = { 0 };
	const char *tail = NULL;
	enum status status = veil ? add_veils(db, pack, veil, &text, err) : STATUS_OK;
	const char *body = sql->sql + strspn(sql->sql, " \t\n");

	*out = NULL;
	if (status) {
		buf_release(&text);
		return status;
	}
	for (size_t i = 0; i < pack->form_count; i++)
		if (pack->forms[i].of_division)
			continue;
		else if (pack->forms[i].repeat) /* its slots */
			buf_printf(&text, "%s %s AS (SELECT * FROM value_%s)", text.len ? "," : "WITH", pack->forms[i].name,
				   pack->forms[i].name);
		else
			form_each_field(&pack->forms[i], add_repeat, &text);
	compared_add(pack, body, &text);
	report_acts_add(pack, body, &text);
	report_divisions_tables(db, pack, body, &text);
	status = draws_add(confined.store, body, veil && veil->blind_count, &text, err);
	if (status) {
		buf_release(&text);
		return status;
	}
	if (confined.private != PRIVATE_NONE)
		report_private_tables(pack, confined.private == PRIVATE_SHAPE, &text);
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

	if (eval_deadline_wrong(confined.pack, sql->sql, &wrong))
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
		status = register_make(db, pack, REGISTER_OF_ALL, err);
	for (size_t i = 0; i < pack->report_count && !status; i++) {
		struct confined confined = { .pack = pack, .private = report_is_private(&pack->reports[i]) ? PRIVATE_SHAPE : PRIVATE_NONE };

		check_one(db, confined, &pack->reports[i].sql, problems, &bad, err);
		for (size_t l = 0; l < pack->reports[i].line_count; l++)
			check_one(db, confined, &pack->reports[i].lines[l].sql, problems, &bad, err);
		if (pack->reports[i].rows.sql.sql)
			check_one(db, confined, &pack->reports[i].rows.sql, problems, &bad, err);
	}
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

enum status
report_run(struct store *store, const struct expr *sql, const struct report_ask *ask, void (*row)(const struct report_row *, void *),
	   void *ctx, struct err *err)
{
	sqlite3 *db = db_handle(store->db);
	sqlite3_stmt *stmt = NULL;
	enum status status = register_functions(db, store_pack(store), "1970-01-01", err);
	const char **names = NULL, **texts = NULL;
	bool *numbers = NULL;
	struct veil veil = { sql->sql, store_eval(store), ask->blind, ask->blind_count, NULL, 0 };
	struct joined *joined = NULL;
	char area[DIVISION_CODE_LEN + 1];
	struct private_call call = { .pack = store_pack(store), .opened = ask->opened };
	int code, count;

	if (!status)
		status = compared_functions(db, err);
	if (!status)
		status = joined_load(store, &joined, &veil.joined_count, err);
	veil.joined = joined;
	if (!status && ask->opened)
		status = report_private_begin(db, &call, err);
	if (!status)
		status = prepare(db, sql, &veil,
				 (struct confined){
					 .pack = store_pack(store), .store = store, .private = ask->opened ? PRIVATE_OPEN : PRIVATE_NONE },
				 &stmt, err);
	free(joined);
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
