#include "eval/register_tables.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "eval/db.h"

enum status
register_failed(struct registrar *registrar, struct err *err)
{
	return db_handle_failed(registrar->db, sqlite3_extended_errcode(registrar->db), err);
}

static enum status
run(struct registrar *registrar, const char *sql, struct err *err)
{
	return sqlite3_exec(registrar->db, sql, NULL, NULL, NULL) == SQLITE_OK ? STATUS_OK : register_failed(registrar, err);
}

/* ---- which field is a column of which table */

static bool
is_column(const struct registrar *registrar, const struct field *field)
{
	if (field->type == FIELD_NOTE || field->type == FIELD_GROUP || field->type == FIELD_REPEAT)
		return false;
	return registrar->with_private || !field->is_private;
}

static struct columns *
add_table(struct registrar *registrar, const struct form *form, const struct field *repeat)
{
	MEM_GROW(registrar->tables, registrar->table_count, registrar->table_cap);
	registrar->tables[registrar->table_count] = (struct columns){ .form = form, .repeat = repeat };
	return &registrar->tables[registrar->table_count++];
}

static void
add_columns(struct registrar *registrar, size_t table, const struct field *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct columns *columns = &registrar->tables[table];

		if (fields[i].type == FIELD_GROUP)
			add_columns(registrar, table, fields[i].fields, fields[i].field_count);
		if (fields[i].type == FIELD_REPEAT) {
			add_table(registrar, columns->form, &fields[i]);
			add_columns(registrar, registrar->table_count - 1, fields[i].fields, fields[i].field_count);
		}
		columns = &registrar->tables[table];
		if (!is_column(registrar, &fields[i]))
			continue;
		MEM_GROW(columns->fields, columns->count, columns->cap);
		columns->fields[columns->count++] = &fields[i];
	}
}

const char *
register_table_name(const struct columns *columns)
{
	return columns->repeat ? columns->repeat->name : columns->form->name;
}

static const char *
sql_type(const struct field *field)
{
	switch (field->type) {
	case FIELD_INTEGER:
	case FIELD_YEAR:
	case FIELD_BOOLEAN:
	case FIELD_PHOTO:
		return "INTEGER";
	case FIELD_DECIMAL:
		return "REAL";
	default:
		return "TEXT";
	}
}

/* ---- tables */

static bool
column_exists(struct registrar *registrar, const char *table, const char *column)
{
	return sqlite3_table_column_metadata(registrar->db, "main", table, column, NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

static enum status
make_table(struct registrar *registrar, const struct columns *columns, struct err *err)
{
	char *table = mem_printf("value_%s", register_table_name(columns)), *sql;
	enum status status;

	sql = mem_printf(columns->repeat ? "CREATE TABLE IF NOT EXISTS %s (building INTEGER NOT NULL, row INTEGER NOT NULL, "
					   "PRIMARY KEY (building, row)) WITHOUT ROWID -- derived from steps: a repeat of the form pack\n"
					 : "CREATE TABLE IF NOT EXISTS %s (building INTEGER PRIMARY KEY) -- derived from steps: a form\n",
			 table);
	status = run(registrar, sql, err);
	for (size_t i = 0; i < columns->count && !status; i++) {
		const struct field *field = columns->fields[i];

		if (column_exists(registrar, table, field->name))
			continue;
		free(sql);
		sql = mem_printf("ALTER TABLE %s ADD COLUMN \"%s\" %s", table, field->name, sql_type(field));
		status = run(registrar, sql, err);
	}
	free(sql);
	free(table);
	return status;
}

static enum status
make_facts(struct registrar *registrar, struct err *err)
{
	static const char *const types[] = { "INTEGER", "INTEGER", "TEXT" };
	enum status status = run(registrar,
				 "CREATE TABLE IF NOT EXISTS fact (building INTEGER PRIMARY KEY) -- derived: facts of the pack\n", err);

	for (size_t i = 0; i < registrar->pack->fact_count && !status; i++) {
		const struct fact *fact = &registrar->pack->facts[i];
		char *sql;

		if (column_exists(registrar, "fact", fact->name))
			continue;
		sql = mem_printf("ALTER TABLE fact ADD COLUMN \"%s\" %s", fact->name, types[fact->type]);
		status = run(registrar, sql, err);
		free(sql);
	}
	return status;
}

static enum status
make_photos(struct registrar *registrar, struct err *err)
{
	return run(registrar,
		   registrar->with_private
			   ? "CREATE TABLE photo_of (building INTEGER, form TEXT, field TEXT, row INTEGER, name TEXT, mime TEXT,"
			     " size INTEGER, taken INTEGER, id TEXT, elsewhere INTEGER);"
			     "CREATE VIEW photos AS SELECT form, field, row, name, mime, size, taken, id, elsewhere FROM photo_of"
			   : "CREATE TABLE IF NOT EXISTS photo_of ( -- derived: photos of current forms\n"
			     " building INTEGER, form TEXT, field TEXT, row INTEGER, name TEXT, mime TEXT, size INTEGER,"
			     " taken INTEGER, id TEXT);"
			     "CREATE INDEX IF NOT EXISTS photo_of_building ON photo_of (building, form);"
			     /* Finds the other buildings of a photo without sorting them; older files have one by id alone. */
			     "DROP INDEX IF EXISTS photo_of_id; DROP VIEW IF EXISTS photos_all;"
			     "CREATE INDEX IF NOT EXISTS photo_of_id_building ON photo_of (id, building)",
		   err);
}

/* In the evaluator, where there is one building, a repeat is simply the view by its name. */
static enum status
make_repeat(struct registrar *registrar, const struct columns *columns, struct err *err)
{
	struct buf sql = { 0 };
	enum status status;

	buf_printf(&sql, "CREATE VIEW \"%s\" AS SELECT row", columns->repeat->name);
	for (size_t c = 0; c < columns->count; c++)
		buf_printf(&sql, ", \"%s\"", columns->fields[c]->name);
	buf_printf(&sql, " FROM value_%s", columns->repeat->name);
	status = run(registrar, buf_text(&sql), err);
	buf_release(&sql);
	return status;
}

/* ---- lists */

static enum status
fill_list(struct registrar *registrar, const struct list *list, struct err *err)
{
	static const char *const types[] = { "TEXT", "INTEGER", "REAL" };
	struct buf sql = { 0 };
	sqlite3_stmt *stmt = NULL;
	enum status status;

	buf_printf(&sql, "DROP TABLE IF EXISTS list_%s; CREATE TABLE list_%s (name TEXT PRIMARY KEY, label_zh TEXT, label_en TEXT",
		   list->name, list->name);
	for (size_t c = 0; c < list->column_count; c++)
		buf_printf(&sql, ", \"%s\" %s", list->columns[c].name, types[list->columns[c].type]);
	buf_text_add(&sql, ") WITHOUT ROWID -- derived: a list of the form pack\n");
	status = run(registrar, buf_text(&sql), err);
	buf_clear(&sql);
	buf_printf(&sql, "INSERT INTO list_%s VALUES (?1, ?2, ?3", list->name);
	for (size_t c = 0; c < list->column_count; c++)
		buf_printf(&sql, ", ?%zu", c + 4);
	buf_char(&sql, ')');
	if (!status && sqlite3_prepare_v2(registrar->db, buf_text(&sql), -1, &stmt, NULL) != SQLITE_OK)
		status = register_failed(registrar, err);
	for (size_t i = 0; i < list->choice_count && !status; i++) {
		const struct choice *choice = &list->choices[i];

		sqlite3_bind_text(stmt, 1, choice->name, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 2, choice->label.zh, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 3, choice->label.en, -1, SQLITE_STATIC);
		for (size_t c = 0; c < list->column_count; c++)
			sqlite3_bind_text(stmt, (int)c + 4, choice->values[c], -1, SQLITE_STATIC);
		if (sqlite3_step(stmt) != SQLITE_DONE)
			status = register_failed(registrar, err);
		sqlite3_reset(stmt);
	}
	sqlite3_finalize(stmt);
	buf_release(&sql);
	return status;
}

static enum status
fill_divisions(struct registrar *registrar, struct err *err)
{
	static const char insert[] = "INSERT INTO divisions VALUES (?1, ?2, ?3, ?4)";
	sqlite3_stmt *stmt = NULL;
	enum status status = run(registrar,
				 "DROP TABLE IF EXISTS divisions; CREATE TABLE divisions (code TEXT PRIMARY KEY, name TEXT, level TEXT,"
				 " parent TEXT) WITHOUT ROWID -- derived: divisions of the form pack\n",
				 err);

	if (!status && sqlite3_prepare_v2(registrar->db, insert, -1, &stmt, NULL) != SQLITE_OK)
		status = register_failed(registrar, err);
	for (size_t i = 0; i < registrar->pack->division_count && !status; i++) {
		const struct division *division = &registrar->pack->divisions[i];

		sqlite3_bind_text(stmt, 1, division->code, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 2, division->name, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 3, division_level_name(division->level), -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 4, division->parent, -1, SQLITE_STATIC);
		if (sqlite3_step(stmt) != SQLITE_DONE)
			status = register_failed(registrar, err);
		sqlite3_reset(stmt);
	}
	sqlite3_finalize(stmt);
	return status;
}

/* ---- the view of all fields */

static bool
add_null_column(const struct field *field, void *ctx)
{
	if (field->is_private && field->type != FIELD_GROUP && !(field->parent && field->parent->type == FIELD_REPEAT))
		buf_printf(ctx, ",\n  NULL AS \"%s\"", field->name);
	return true;
}

static enum status
make_view(struct registrar *registrar, struct err *err)
{
	struct buf select = { 0 }, from = { 0 };
	enum status status;

	buf_text_add(&select, "DROP VIEW IF EXISTS b; CREATE VIEW b AS SELECT g.building AS building, lower(hex(g.root)) AS root,"
			      " g.division AS division, ");
	buf_printf(&select, "substr(g.division, 1, %zu) || '%0*d' AS township, g.task AS state, g.level AS level",
		   division_digits(DIVISION_TOWNSHIP), DIVISION_CODE_LEN - (int)division_digits(DIVISION_TOWNSHIP), 0);
	buf_text_add(&from, "\nFROM building g");
	for (size_t i = 0; i < registrar->table_count; i++) {
		const struct columns *columns = &registrar->tables[i];

		if (columns->repeat)
			continue;
		for (size_t c = 0; c < columns->count; c++)
			buf_printf(&select, ",\n  v%zu.\"%s\" AS \"%s\"", i, columns->fields[c]->name, columns->fields[c]->name);
		if (!registrar->with_private)
			form_each_field(columns->form, add_null_column, &select);
		buf_printf(&from, "\nLEFT JOIN value_%s v%zu ON v%zu.building = g.building", columns->form->name, i, i);
	}
	for (size_t i = 0; i < registrar->pack->fact_count; i++)
		buf_printf(&select, ",\n  f.\"%s\" AS \"%s\"", registrar->pack->facts[i].name, registrar->pack->facts[i].name);
	buf_text_add(&from, "\nLEFT JOIN fact f ON f.building = g.building WHERE g.division IS NOT NULL");
	buf_text_add(&select, buf_text(&from));
	status = run(registrar, buf_text(&select), err);
	buf_release(&select);
	buf_release(&from);
	return status;
}

static enum status
make_all(struct registrar *registrar, struct err *err)
{
	const struct pack *pack = registrar->pack;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < registrar->table_count && !status; i++)
		status = make_table(registrar, &registrar->tables[i], err);
	for (size_t i = 0; i < registrar->table_count && !status && registrar->with_private; i++)
		if (registrar->tables[i].repeat)
			status = make_repeat(registrar, &registrar->tables[i], err);
	if (!status)
		status = make_facts(registrar, err);
	if (!status)
		status = make_photos(registrar, err);
	for (size_t i = 0; i < pack->list_count && !status; i++)
		status = fill_list(registrar, &pack->lists[i], err);
	if (!status)
		status = fill_divisions(registrar, err);
	if (!status)
		status = make_view(registrar, err);
	return status;
}

enum status
register_open(struct sqlite3 *db, const struct pack *pack, bool make, bool with_private, struct registrar **out, struct err *err)
{
	struct registrar *registrar = mem_alloc(sizeof(*registrar));
	enum status status = STATUS_OK;

	*registrar = (struct registrar){ .db = db, .pack = pack, .with_private = with_private };
	for (size_t i = 0; i < pack->form_count; i++) {
		if (pack->forms[i].repeat && !with_private)
			continue;
		add_table(registrar, &pack->forms[i], NULL);
		add_columns(registrar, registrar->table_count - 1, pack->forms[i].fields, pack->forms[i].field_count);
	}
	if (make)
		status = make_all(registrar, err);
	if (!status)
		status = register_prepare_put(registrar, err);
	if (status)
		register_close(registrar);
	else
		*out = registrar;
	return status;
}

enum status
register_clear(struct registrar *registrar, struct err *err)
{
	struct buf sql = { 0 };
	enum status status;

	buf_text_add(&sql, "DELETE FROM photo_of; DELETE FROM fact");
	for (size_t i = 0; i < registrar->table_count; i++)
		buf_printf(&sql, "; DELETE FROM value_%s", register_table_name(&registrar->tables[i]));
	status = run(registrar, buf_text(&sql), err);
	buf_release(&sql);
	return status;
}

void
register_close(struct registrar *registrar)
{
	if (!registrar)
		return;
	for (size_t i = 0; i < registrar->table_count; i++) {
		sqlite3_finalize(registrar->tables[i].insert);
		sqlite3_finalize(registrar->tables[i].remove);
		free(registrar->tables[i].fields);
	}
	free(registrar->tables);
	sqlite3_finalize(registrar->photo_insert);
	sqlite3_finalize(registrar->photo_remove);
	sqlite3_finalize(registrar->fact_insert);
	free(registrar);
}
