#include "store/report/report_veil.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/db.h"
#include "eval/eval.h"
#include "eval/register.h"
#include "eval/sql_text.h"
#include "form/parts/register_names.h"
#include "store/houses/called.h"
#include "store/houses/joined.h"
#include "store/report/report_narrow.h"

/* Does the column of a table of the register tell something of what the form is blind to, or what was answered to it before? */
static bool
column_tells(const struct pack *pack, const struct veil *veil, const struct form *form, const char *column)
{
	const struct field *field = pack_field(pack, column);

	if (field && (eval_field_tells(veil->eval, form, field) || pack_form_of_field(pack, field->name) == form))
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

/* Writes the rows of `blind` of a form, as `name`, that hide something from who reads. */
static void
add_blind(const struct veil *veil, size_t blind, const char *name, struct buf *out)
{
	buf_printf(out, "%s.building = t.building AND %s.form = '%s'", name, name, veil->blind[blind]->name);
	if (veil->own && veil->own[blind].count)
		buf_printf(out, " AND %s.building NOT IN (SELECT building FROM veil_own_%zu)", name, blind);
}

/* Writes the houses of which a form hides nothing as tables that the others read. */
static void
add_own(const struct veil *veil, struct buf *out)
{
	for (size_t i = 0; veil->own && i < veil->blind_count; i++) {
		if (!veil->own[i].count)
			continue;
		buf_printf(out, "%s veil_own_%zu (building) AS (VALUES ", out->len ? "," : "WITH", i);
		for (size_t h = 0; h < veil->own[i].count; h++)
			buf_printf(out, "%s(%" PRId64 ")", h ? "," : "", veil->own[i].houses[h]);
		buf_char(out, ')');
	}
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
		else {
			buf_text_add(out, "NOT EXISTS (SELECT 1 FROM main.blind v WHERE ");
			add_blind(veil, i, "v", out);
			buf_char(out, ')');
		}
	}
	buf_text_add(out, forms ? " THEN " : "");
	lapses = add_on_day(pack, veil, column, out);
	buf_text_add(out, forms ? " END" : "");
	if (forms || lapses)
		buf_printf(out, " AS \"%s\"", column);
	return forms > 0 || lapses;
}

/* Writes where the columns come from. `columns`: how they are made. */
static void
add_veiled_from(sqlite3 *db, const struct pack *pack, const struct veil *veil, const char *table, bool aside, const char *columns,
		struct buf *out)
{
	bool is_b = strcmp(table, "b") == 0;
	size_t houses = 0;
	struct buf narrow = { 0 };

	if (is_b && veil->narrow) {
		char *text = mem_printf("%s %s", veil->narrow, columns);

		report_narrow(db, text, &narrow);
		free(text);
	}
	if (narrow.len)
		buf_printf(out, " FROM (%s) t", buf_text(&narrow));
	else
		buf_printf(out, " FROM main.%s t", table);
	buf_release(&narrow);
	for (size_t i = 0; i < veil->blind_count && joins_blind(pack, veil, table); i++) {
		char *name = mem_printf("veil_%zu", i);

		buf_printf(out, " LEFT JOIN main.blind %s ON ", name);
		add_blind(veil, i, name, out);
		free(name);
	}
	for (size_t i = 0; is_b && i < veil->joined_count; i++)
		if (!aside || veil->joined[i].case_goes_on)
			buf_printf(out, "%s%" PRId64,
				   houses++ ? ","
				   : aside  ? " WHERE t.building IN ("
					    : " WHERE t.building NOT IN (",
				   veil->joined[i].building);
	buf_text_add(out, houses ? "))" : aside ? " WHERE 0)" : ")");
}

/* Writes a table as the query shall see it, when that is not as it is. `aside`: of `b` the houses that are not counted and at which a case goes on. */
static enum status
add_veiled(sqlite3 *db, const struct pack *pack, const struct veil *veil, const char *table, bool aside, struct buf *out, struct err *err)
{
	char *sql = mem_printf("SELECT name FROM pragma_table_info('%s')", table);
	struct buf columns = { 0 };
	sqlite3_stmt *stmt = NULL;
	bool narrows = strcmp(table, "b") == 0 && veil->narrow, once = narrows && veil->compares, veiled = narrows;
	int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

	while (code == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
		const char *column = (const char *)sqlite3_column_text(stmt, 0);

		if (narrows && columns.len && !report_names(veil->narrow, column))
			continue;
		buf_text_add(&columns, columns.len ? ", " : "");
		veiled |= add_column(pack, veil, table, column, &columns);
	}
	free(sql);
	if (code == SQLITE_OK)
		code = sqlite3_finalize(stmt);
	if (code == SQLITE_OK && (veiled || aside || (strcmp(table, "b") == 0 && veil->joined_count))) {
		buf_printf(out, "%s %s AS %sMATERIALIZED (SELECT %s", out->len ? "," : "WITH", aside ? REPORT_ASIDE : table,
			   once ? "" : "NOT ", buf_text(&columns));
		add_veiled_from(db, pack, veil, table, aside, buf_text(&columns), out);
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
		veiling->status = add_veiled(veiling->db, veiling->pack, veiling->veil, table, false, veiling->out, veiling->err);
	free(table);
	return true;
}

/* Leaves out what a rule finds while a form that it would tell of is not filled. */
static void
add_hidden_rule(const struct veil *veil, size_t blind, const struct rule *rule, struct buf *where)
{
	if (!eval_rule_tells(veil->eval, veil->blind[blind], rule))
		return;
	buf_printf(where, "%s(t.rule <> '%s' OR NOT EXISTS (SELECT 1 FROM main.blind v WHERE ", where->len ? " AND " : "", rule->id);
	add_blind(veil, blind, "v", where);
	buf_text_add(where, "))");
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

/* Leaves out what a house waits for where that would tell of a form that is not filled. */
static void
add_dues(const struct pack *pack, const struct veil *veil, struct buf *out)
{
	struct buf where = { 0 };

	for (size_t i = 0; i < veil->blind_count; i++) {
		struct buf tells = { 0 };

		if (called_tells_add(veil->eval, pack, veil->blind[i], "t", CALLED_DUES, &tells)) {
			buf_printf(&where, "%sNOT (%s AND EXISTS (SELECT 1 FROM main.blind v WHERE ", where.len ? " AND " : "",
				   buf_text(&tells));
			add_blind(veil, i, "v", &where);
			buf_text_add(&where, "))");
		}
		buf_release(&tells);
	}
	if (where.len)
		buf_printf(out, "%s due AS NOT MATERIALIZED (SELECT * FROM main.due t WHERE %s)", out->len ? "," : "WITH",
			   buf_text(&where));
	buf_release(&where);
}

enum status
report_veils_add(sqlite3 *db, const struct pack *pack, const struct veil *veil, struct buf *out, struct err *err)
{
	struct veiling veiling = { db, pack, veil, out, STATUS_OK, err };

	add_own(veil, out);
	veiling.status = add_veiled(db, pack, veil, "b", false, out, err);
	if (!veiling.status && strstr(veil->body, REPORT_ASIDE))
		veiling.status = add_veiled(db, pack, veil, "b", true, out, err);
	if (!veiling.status)
		veiling.status = add_veiled(db, pack, veil, "fact", false, out, err);
	if (!veil->blind_count)
		return veiling.status;
	for (size_t i = 0; i < pack->form_count && !veiling.status; i++) {
		char *table = mem_printf("%s%s", VALUE_PREFIX, pack->forms[i].name);

		veiling.status = add_veiled(db, pack, veil, table, false, out, err);
		form_each_field(&pack->forms[i], veil_repeat, &veiling);
		free(table);
	}
	add_findings(pack, veil, out);
	add_dues(pack, veil, out);
	return veiling.status;
}
