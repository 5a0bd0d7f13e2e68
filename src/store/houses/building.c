#include "store/houses/building.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "eval/eval.h"
#include "store/dossier/dossier.h"
#include "store/houses/called.h"
#include "store/inside.h"
#include "store/houses/own.h"

/* Rows of the table `building`. */

/* ---- writing */

/* A house stands, and is counted, when its listing counts: anybody may send one, and without it no step of the house counts. */
static bool
stands(const struct dossier *dossier)
{
	for (size_t i = 0; i < dossier->slots.slot_count; i++)
		if (dossier->slots.slots[i].head_count)
			return true;
	return false;
}

void
building_bind_task(sqlite3_stmt *stmt, const struct flow_todo *todo)
{
	bind_text(stmt, ":task", flow_task_word(todo ? todo->task : TASK_NONE));
	bind_text(stmt, ":name",
		  !todo		? NULL
		  : todo->level ? todo->level->name
		  : todo->field ? todo->field->name
		  : todo->form	? todo->form->name
				: NULL);
	bind_text(stmt, ":chain", todo && todo->level ? todo->level->chain->name : NULL);
	bind_blob(stmt, ":root", todo && !id_is_zero(&todo->root) ? &todo->root : NULL, sizeof(todo->root));
	bind_text(stmt, ":day", todo && *todo->day ? todo->day : NULL);
}

enum status
building_write(struct store *store, const struct dossier *dossier, struct err *err)
{
	const struct flow_progress *first = &dossier->state.progresses[0]; /* of the first chain, which is over a list of forms */
	int64_t changed = 0;
	const char *division = stands(dossier) ? dossier->input.division : NULL;
	const struct division *now = division ? pack_division_now(store_pack(store), division) : NULL;
	sqlite3_stmt *stmt;

	for (size_t i = 0; i < dossier->step_count; i++)
		if (dossier->steps[i].step->at_unix > changed)
			changed = dossier->steps[i].step->at_unix;
	stmt = db_use(
		store->db,
		"UPDATE building SET division = :division, division_now = :now, level = :level, done = :done, added = :added, task = :task, task_name = :name, "
		"task_chain = :chain, task_root = :root, task_day = :day, changed = :changed, hash = :hash WHERE building = :building");
	bind_int(stmt, ":building", dossier->number);
	bind_text(stmt, ":division", division);
	bind_text(stmt, ":now", now ? now->code : division);
	bind_int(stmt, ":level", (int64_t)first->levels_signed);
	bind_int(stmt, ":done", flow_progress_is_done(first));
	bind_int(stmt, ":added", flow_is_added_to(&dossier->state));
	building_bind_task(stmt, dossier->state.todo_count ? &dossier->state.todos[0] : NULL);
	bind_int(stmt, ":changed", changed);
	bind_id(stmt, ":hash", &dossier->state.hash);
	return db_done(store->db, stmt, err);
}

/* ---- lists */

/* What read_row reads of the table as g, first in its statement. */
#define ROW_COLUMNS_OF(task)                                                                                                               \
	"SELECT g.building, g.root, g.division, " task ".task, " task ".task_name, g.level, g.changed, g.done, " task ".task_chain, " task \
	".task_root, g.hash, " task                                                                                                        \
	".task_day, (SELECT min(o.task_day || o.task || '/' || coalesce(o.task_chain, '') || '/' || coalesce(o.task_name, '')) "           \
	"FROM further o WHERE o.building = g.building), g.added, g.division_now"
#define ROW_COLUMNS ROW_COLUMNS_OF("g")
#define ROW_COLUMN_COUNT 15

/* NULL is behind all days. */
static const char *
earlier_day(const char *day, const char *other)
{
	return !day || (other && strcmp(other, day) < 0) ? other : day;
}

/* False when the root is none. */
static bool
read_row(sqlite3_stmt *stmt, struct building_row *out)
{
	*out = (struct building_row){
		.number = sqlite3_column_int64(stmt, 0),
		.division = (const char *)sqlite3_column_text(stmt, 2),
		.task_name = (const char *)sqlite3_column_text(stmt, 4),
		.level = sqlite3_column_int(stmt, 5),
		.changed_unix = sqlite3_column_int64(stmt, 6),
		.done = sqlite3_column_int(stmt, 7) != 0,
		.task_chain = (const char *)sqlite3_column_text(stmt, 8),
		.added = sqlite3_column_int(stmt, 13) != 0,
		.division_now = (const char *)sqlite3_column_text(stmt, 14),
	};
	if (!column_id(stmt, 9, &out->task_root))
		out->task_root = (struct id){ { 0 } };
	if (!column_id(stmt, 10, &out->hash))
		out->hash = (struct id){ { 0 } };
	out->task_day = (const char *)sqlite3_column_text(stmt, 11);
	/* A text with more behind the day is behind that day alone: of one day the house's own task stays the first. */
	out->first_day = earlier_day(out->task_day, (const char *)sqlite3_column_text(stmt, 12));
	flow_task_from_word((const char *)sqlite3_column_text(stmt, 3), &out->task);
	return column_id(stmt, 1, &out->root);
}

/* Rows of a statement that is as it is written, for who may see everything, or with the tables that who reads may see. */
static enum status
each_row(struct store *store, const char *literal, const char *area, bool (*visit)(const struct building_row *, void *), void *ctx,
	 struct err *err)
{
	enum status status = STATUS_OK;
	struct buf sql = { 0 };
	sqlite3_stmt *stmt = NULL;
	char now[DIVISION_CODE_LEN + 1];
	bool row;
	int code = SQLITE_OK;

	called_tables_add(store, &sql);
	if (sql.len) {
		buf_text_add(&sql, literal);
		code = sqlite3_prepare_v2(db_handle(store->db), buf_text(&sql), (int)sql.len, &stmt, NULL);
	}
	if (code != SQLITE_OK)
		status = db_failed(store->db, code, err);
	else if (!sql.len)
		stmt = db_use(store->db, literal);
	pack_area_now(store_pack(store), area, now);
	if (!status)
		bind_text(stmt, ":area", now);
	while (!status && !(status = db_row(store->db, stmt, &row, err)) && row) {
		struct building_row building;

		if (read_row(stmt, &building) && !visit(&building, ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	if (sql.len)
		sqlite3_finalize(stmt);
	buf_release(&sql);
	return status;
}

enum status
store_each_building(struct store *store, const char *area, bool (*visit)(const struct building_row *, void *), void *ctx, struct err *err)
{
	return each_row(store, ROW_COLUMNS " FROM building g WHERE " G_IN_AREA " ORDER BY " G_ORDER, area, visit, ctx, err);
}

enum status
store_each_further(struct store *store, const char *area, bool (*visit)(const struct building_row *, void *), void *ctx, struct err *err)
{
	return each_row(store,
			ROW_COLUMNS_OF("f") " FROM further f JOIN building g ON g.building = f.building WHERE " G_IN_AREA
					    " ORDER BY " G_ORDER ", f.n",
			area, visit, ctx, err);
}

/* Would the field, or what it is calculated from, tell something that some form is blind to? */
static bool
tells_somewhere(struct store *store, const struct field *field)
{
	const struct pack *pack = store_pack(store);

	for (size_t i = 0; i < pack->form_count; i++)
		if (eval_field_tells(store_eval(store), &pack->forms[i], field))
			return true;
	return false;
}

/* " || coalesce(' ' || v.NAME, '')" for each field of the root form that is open to all and holds a text. *first: the first of them; NULL: none yet. */
static void
add_words(struct store *store, const struct field *fields, size_t count, const struct field **first, struct buf *sql)
{
	for (size_t i = 0; i < count; i++) {
		const struct field *field = &fields[i];

		if (field->type == FIELD_GROUP)
			add_words(store, field->fields, field->field_count, first, sql);
		if (field->type != FIELD_TEXT || field->is_private || field->by_act || tells_somewhere(store, field))
			continue;
		buf_printf(sql, " || coalesce(' ' || v.%s, '')", field->name); /* names of the pack are [a-z0-9_] */
		*first = *first ? *first : field;
	}
}

/* Rows of a statement made of the pack: ROW_COLUMNS, a text that may be missing, and the area as its first parameter. Releases the SQL. */
static enum status
each_of_pack(struct store *store, struct buf *sql, const char *area, bool (*visit)(const struct building_row *, const char *words, void *),
	     void *ctx, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	enum status status = STATUS_OK;
	char now[DIVISION_CODE_LEN + 1];
	int code = sqlite3_prepare_v2(db_handle(store->db), buf_text(sql), (int)sql->len, &stmt, NULL);

	buf_release(sql);
	pack_area_now(store_pack(store), area, now);
	if (code == SQLITE_OK)
		code = sqlite3_bind_text(stmt, 1, now, -1, SQLITE_STATIC);
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		struct building_row building;

		code = sqlite3_step(stmt);
		if (code != SQLITE_ROW)
			break;
		if (!read_row(stmt, &building))
			continue;
		if (sqlite3_column_count(stmt) > ROW_COLUMN_COUNT + 1)
			building.summary = (const char *)sqlite3_column_text(stmt, ROW_COLUMN_COUNT + 1);
		if (sqlite3_column_count(stmt) > ROW_COLUMN_COUNT + 2)
			building.first_bytes = sqlite3_column_int64(stmt, ROW_COLUMN_COUNT + 2);
		if (!visit(&building, (const char *)sqlite3_column_text(stmt, ROW_COLUMN_COUNT), ctx)) {
			code = SQLITE_DONE;
			break;
		}
	}
	if (code != SQLITE_DONE)
		status = db_failed(store->db, code, err);
	sqlite3_finalize(stmt);
	return status;
}

enum status
store_each_listed(struct store *store, const char *area, bool (*visit)(const struct building_row *, const char *words, void *), void *ctx,
		  struct err *err)
{
	const struct pack *pack = store_pack(store);
	const struct field *summary = pack && pack->chain_count ? pack->chains[0].summary : NULL, *first = NULL;
	struct buf sql = { 0 };

	if (!pack || !pack->root)
		return STATUS_OK;
	called_tables_add(store, &sql);
	buf_text_add(&sql, ROW_COLUMNS ", ''");
	add_words(store, pack->root->fields, pack->root->field_count, &first, &sql);
	buf_printf(&sql, ", %s%s", summary ? "s." : "NULL", summary ? summary->name : "");
	buf_printf(&sql, ", coalesce(length(CAST(' ' || %s%s AS BLOB)), 0)", first ? "v." : "NULL", first ? first->name : "");
	buf_printf(&sql, " FROM building g");
	if (summary)
		buf_printf(&sql, " LEFT JOIN value_%s s ON s.building = g.building", pack_form_of_field(pack, summary->name)->name);
	buf_printf(&sql, " LEFT JOIN value_%s v ON v.building = g.building WHERE +g.division_now >= ?1 AND +g.division_now < ?1 || ':'",
		   pack->root->name); /* in the tables' own order, side by side: a list sorts by itself */
	if (pack->root->gone)
		buf_printf(&sql, " AND v.%s IS NULL", pack->root->gone->name);
	return each_of_pack(store, &sql, area, visit, ctx, err);
}

struct wordless {
	bool (*visit)(const struct building_row *, void *);
	void *ctx;
};

static bool
visit_wordless(const struct building_row *row, const char *words, void *ctx)
{
	const struct wordless *wordless = ctx;

	(void)words;
	return wordless->visit(row, wordless->ctx);
}

enum status
store_each_unfilled(struct store *store, const char *area, const struct form *form, bool (*visit)(const struct building_row *, void *),
		    void *ctx, struct err *err)
{
	struct wordless wordless = { visit, ctx };
	struct buf sql = { 0 };

	buf_printf(&sql, ROW_COLUMNS ", NULL FROM blind v JOIN building g ON g.building = v.building WHERE v.form = '%s' AND " G_IN_AREA,
		   form->name); /* names of the pack are [a-z0-9_] */
	own_condition_add(store, form, &sql);
	return each_of_pack(store, &sql, area, visit_wordless, &wordless, err);
}

enum status
store_each_due(struct store *store, const char *area, bool (*visit)(const struct building_row *, const struct due_item *, void *),
	       void *ctx, struct err *err)
{
	const struct pack *pack = store_pack(store);
	const char *gone = pack && pack->root->gone ? pack->root->gone->name : NULL;
	char now[DIVISION_CODE_LEN + 1];
	sqlite3_stmt *stmt = NULL;
	struct buf sql = { 0 };
	int code;

	if (!pack)
		return STATUS_OK;
	called_tables_add(store, &sql);
	buf_printf(
		&sql,
		ROW_COLUMNS
		", d.form, d.chain, d.level, d.root, d.day, d.of_case, d.field, d.office FROM due d JOIN building g ON g.building = d.building "
		"LEFT JOIN value_%s v ON v.building = g.building WHERE +g.division_now >= ?1 AND +g.division_now < ?1 || ':'%s%s%s",
		pack->root->name, gone ? " AND (d.of_case IS NOT NULL OR v." : "", gone ? gone : "", gone ? " IS NULL)" : "");
	code = sqlite3_prepare_v2(db_handle(store->db), buf_text(&sql), (int)sql.len, &stmt, NULL);
	buf_release(&sql);
	pack_area_now(pack, area, now);
	if (code == SQLITE_OK)
		code = sqlite3_bind_text(stmt, 1, now, -1, SQLITE_STATIC);
	while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct building_row row;
		struct due_item item = { .form = (const char *)sqlite3_column_text(stmt, ROW_COLUMN_COUNT),
					 .chain = (const char *)sqlite3_column_text(stmt, ROW_COLUMN_COUNT + 1),
					 .level = (const char *)sqlite3_column_text(stmt, ROW_COLUMN_COUNT + 2),
					 .day = (const char *)sqlite3_column_text(stmt, ROW_COLUMN_COUNT + 4),
					 .of_case = (const char *)sqlite3_column_text(stmt, ROW_COLUMN_COUNT + 5),
					 .field = (const char *)sqlite3_column_text(stmt, ROW_COLUMN_COUNT + 6),
					 .office = (const char *)sqlite3_column_text(stmt, ROW_COLUMN_COUNT + 7) };

		if (!column_id(stmt, ROW_COLUMN_COUNT + 3, &item.root))
			item.root = (struct id){ { 0 } };
		code = !read_row(stmt, &row) || visit(&row, &item, ctx) ? SQLITE_OK : SQLITE_DONE;
	}
	sqlite3_finalize(stmt);
	return code == SQLITE_DONE ? STATUS_OK : db_failed(store->db, code, err);
}

enum status
store_each_summary(struct store *store, const char *area, bool (*visit)(int64_t building, const char *code, void *), void *ctx,
		   struct err *err)
{
	const struct pack *pack = store_pack(store);
	const struct field *summary = pack && pack->chain_count ? pack->chains[0].summary : NULL;
	char now[DIVISION_CODE_LEN + 1];
	sqlite3_stmt *stmt = NULL;
	char *sql;
	int code;

	if (!summary)
		return STATUS_OK;
	/* All of a file is read side by side in the tables' own order; of an area its houses are looked up. */
	sql = *area ? mem_printf("SELECT g.building, s.%s FROM building g JOIN value_%s s ON s.building = g.building "
				 "WHERE g.division_now >= ?1 AND g.division_now < ?1 || ':' AND s.%s IS NOT NULL",
				 summary->name, pack_form_of_field(pack, summary->name)->name, summary->name)
		    : mem_printf("SELECT s.building, s.%s FROM value_%s s WHERE s.%s IS NOT NULL", summary->name,
				 pack_form_of_field(pack, summary->name)->name, summary->name);
	code = sqlite3_prepare_v2(db_handle(store->db), sql, -1, &stmt, NULL);
	free(sql);
	pack_area_now(pack, area, now);
	if (code == SQLITE_OK && *area)
		code = sqlite3_bind_text(stmt, 1, now, -1, SQLITE_STATIC);
	while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW)
		code = visit(sqlite3_column_int64(stmt, 0), (const char *)sqlite3_column_text(stmt, 1), ctx) ? SQLITE_OK : SQLITE_DONE;
	sqlite3_finalize(stmt);
	return code == SQLITE_DONE ? STATUS_OK : db_failed(store->db, code, err);
}

/* ---- imports of a roster */

/* As table `said`: the imports that the versions of each listing bear, and whether the first version does. Of most houses one version is all there is. */
static char *
imports_sql(const struct pack *pack, const char *query)
{
	const char *root = pack->root->name, *batch = pack->root->batch->name;

	return mem_printf(
		"WITH several(building) AS (SELECT building FROM place WHERE kind = '%s' AND building IS NOT NULL GROUP BY building HAVING count(*) > 1), "
		"said(batch, building, listed) AS (SELECT v.%s, v.building, 1 FROM value_%s v WHERE v.building NOT IN (SELECT building FROM several) "
		"UNION ALL SELECT json_extract(s.body, '$.data.%s'), p.building, max(s.id = h.root) FROM several m "
		"JOIN place p ON p.building = m.building AND p.kind = '%s' JOIN step s ON s.n = p.n JOIN building h ON h.building = p.building "
		"GROUP BY 1, 2) %s",
		root, batch, root, batch, root, query);
}

enum status
store_each_batch(struct store *store, bool (*visit)(const struct store_batch *, void *), void *ctx, struct err *err)
{
	const struct pack *pack = store_pack(store);
	sqlite3_stmt *stmt = NULL;
	char *sql, *query;
	int code;

	if (!pack || !pack->root->batch)
		return STATUS_OK;
	query = mem_printf("SELECT b.batch, sum(b.listed), sum(b.listed AND %s%s IS NOT NULL), sum(NOT b.listed), "
			   "sum(NOT b.listed AND v.%s IS b.batch) FROM said b JOIN building g ON g.building = b.building "
			   "LEFT JOIN value_%s v ON v.building = b.building WHERE g.division IS NOT NULL AND b.batch IS NOT NULL "
			   "GROUP BY 1 ORDER BY 1 DESC",
			   pack->root->gone ? "v." : "", pack->root->gone ? pack->root->gone->name : "NULL", pack->root->batch->name,
			   pack->root->name);
	sql = imports_sql(pack, query);
	code = sqlite3_prepare_v2(db_handle(store->db), sql, -1, &stmt, NULL);
	free(sql);
	free(query);
	while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct store_batch batch = { (const char *)sqlite3_column_text(stmt, 0), sqlite3_column_int64(stmt, 1),
					     sqlite3_column_int64(stmt, 2), sqlite3_column_int64(stmt, 3), sqlite3_column_int64(stmt, 4) };

		code = visit(&batch, ctx) ? SQLITE_OK : SQLITE_DONE;
	}
	sqlite3_finalize(stmt);
	return code == SQLITE_DONE ? STATUS_OK : db_failed(store->db, code, err);
}

enum status
store_each_of_batch(struct store *store, const char *batch, bool (*visit)(const struct building_row *, int64_t steps, void *), void *ctx,
		    struct err *err)
{
	const struct pack *pack = store_pack(store);
	sqlite3_stmt *stmt = NULL;
	char *sql;
	int code;

	if (!pack || !pack->root->batch)
		return STATUS_OK;
	sql = imports_sql(
		pack, ROW_COLUMNS
		", (SELECT count(*) FROM place p WHERE p.building = g.building) + (SELECT count(*) FROM item i WHERE i.building = "
		"g.building) FROM said b JOIN building g ON g.building = b.building WHERE b.batch = ?1 AND g.division IS NOT NULL "
		"ORDER BY g.building");
	code = sqlite3_prepare_v2(db_handle(store->db), sql, -1, &stmt, NULL);
	free(sql);
	if (code == SQLITE_OK)
		code = sqlite3_bind_text(stmt, 1, batch, -1, SQLITE_STATIC);
	while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct building_row row;

		code = !read_row(stmt, &row) || visit(&row, sqlite3_column_int64(stmt, ROW_COLUMN_COUNT), ctx) ? SQLITE_OK : SQLITE_DONE;
	}
	sqlite3_finalize(stmt);
	return code == SQLITE_DONE ? STATUS_OK : db_failed(store->db, code, err);
}
