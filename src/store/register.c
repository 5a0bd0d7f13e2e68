#include "store/register.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/i18n.h"
#include "base/mem.h"

struct columns { /* a table of values and the fields that are its columns */
	const struct form *form;
	const struct field *repeat; /* NULL: the form's own table */
	const struct field **fields;
	size_t count, cap;
	sqlite3_stmt *insert, *remove;
};

struct registrar {
	sqlite3 *db;
	const struct pack *pack;
	bool with_private;
	struct columns *tables;
	size_t table_count, table_cap;
	sqlite3_stmt *photo_insert, *photo_remove, *fact_insert, *fact_remove;
};

static enum status
failed(struct registrar *registrar, const char *sql, struct err *err)
{
	return err_set(err, STATUS_IO, _("the register cannot be written (%s): %.200s"), sqlite3_errmsg(registrar->db), sql);
}

static enum status
run(struct registrar *registrar, const char *sql, struct err *err)
{
	return sqlite3_exec(registrar->db, sql, NULL, NULL, NULL) == SQLITE_OK ? STATUS_OK : failed(registrar, sql, err);
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

static const char *
table_name(const struct columns *columns)
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
	char *table = mem_printf("value_%s", table_name(columns)), *sql;
	enum status status;

	sql = mem_printf(columns->repeat
				 ? "CREATE TABLE IF NOT EXISTS %s (building INTEGER NOT NULL, row INTEGER NOT NULL, "
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
	enum status status =
		run(registrar, "CREATE TABLE IF NOT EXISTS fact (building INTEGER PRIMARY KEY) -- derived: facts of the pack\n", err);

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
			     "CREATE VIEW photos_all AS SELECT * FROM photo_of"
			   : "CREATE TABLE IF NOT EXISTS photo_of ( -- derived: photos of current forms\n"
			     " building INTEGER, form TEXT, field TEXT, row INTEGER, name TEXT, mime TEXT, size INTEGER,"
			     " taken INTEGER, id TEXT);"
			     "CREATE INDEX IF NOT EXISTS photo_of_building ON photo_of (building, form);"
			     "CREATE INDEX IF NOT EXISTS photo_of_id ON photo_of (id);"
			     "CREATE VIEW IF NOT EXISTS photos_all AS SELECT p.*, (SELECT count(DISTINCT o.building) FROM photo_of o"
			     " WHERE o.id = p.id AND o.building <> p.building) AS elsewhere FROM photo_of p",
		   err);
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
		status = failed(registrar, buf_text(&sql), err);
	for (size_t i = 0; i < list->choice_count && !status; i++) {
		const struct choice *choice = &list->choices[i];

		sqlite3_bind_text(stmt, 1, choice->name, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 2, choice->label.zh, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 3, choice->label.en, -1, SQLITE_STATIC);
		for (size_t c = 0; c < list->column_count; c++)
			sqlite3_bind_text(stmt, (int)c + 4, choice->values[c], -1, SQLITE_STATIC);
		if (sqlite3_step(stmt) != SQLITE_DONE)
			status = failed(registrar, buf_text(&sql), err);
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
		status = failed(registrar, insert, err);
	for (size_t i = 0; i < registrar->pack->division_count && !status; i++) {
		const struct division *division = &registrar->pack->divisions[i];

		sqlite3_bind_text(stmt, 1, division->code, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 2, division->name, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 3, division->level, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 4, division->parent, -1, SQLITE_STATIC);
		if (sqlite3_step(stmt) != SQLITE_DONE)
			status = failed(registrar, insert, err);
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
			      " g.division AS division, substr(g.division, 1, 9) || '000' AS township, g.task AS state, g.level AS level");
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

/* ---- statements */

static enum status
prepare(struct registrar *registrar, const char *sql, sqlite3_stmt **out, struct err *err)
{
	if (sqlite3_prepare_v3(registrar->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL) == SQLITE_OK)
		return STATUS_OK;
	return failed(registrar, sql, err);
}

static enum status
prepare_table(struct registrar *registrar, struct columns *columns, struct err *err)
{
	struct buf sql = { 0 }, marks = { 0 };
	enum status status;

	buf_printf(&sql, "INSERT INTO value_%s (building%s", table_name(columns), columns->repeat ? ", row" : "");
	buf_text_add(&marks, columns->repeat ? "?1, ?2" : "?1");
	for (size_t c = 0; c < columns->count; c++) {
		buf_printf(&sql, ", \"%s\"", columns->fields[c]->name);
		buf_printf(&marks, ", ?%zu", c + 3);
	}
	buf_printf(&sql, ") VALUES (%s)", buf_text(&marks));
	status = prepare(registrar, buf_text(&sql), &columns->insert, err);
	buf_clear(&sql);
	buf_printf(&sql, "DELETE FROM value_%s WHERE building = ?1", table_name(columns));
	if (!status)
		status = prepare(registrar, buf_text(&sql), &columns->remove, err);
	buf_release(&sql);
	buf_release(&marks);
	return status;
}

static enum status
prepare_rest(struct registrar *registrar, struct err *err)
{
	struct buf sql = { 0 };
	enum status status;

	/* Older packs may have left further facts: the columns are named. */
	buf_text_add(&sql, "INSERT INTO fact (building");
	for (size_t i = 0; i < registrar->pack->fact_count; i++)
		buf_printf(&sql, ", \"%s\"", registrar->pack->facts[i].name);
	buf_text_add(&sql, ") VALUES (?1");
	for (size_t i = 0; i < registrar->pack->fact_count; i++)
		buf_printf(&sql, ", ?%zu", i + 2);
	buf_char(&sql, ')');
	status = prepare(registrar, buf_text(&sql), &registrar->fact_insert, err);
	buf_release(&sql);
	if (!status)
		status = prepare(registrar, "DELETE FROM fact WHERE building = ?1", &registrar->fact_remove, err);
	if (!status)
		status = prepare(registrar, "DELETE FROM photo_of WHERE building = ?1 AND form = ?2", &registrar->photo_remove, err);
	if (!status)
		status = prepare(registrar,
				 registrar->with_private
					 ? "INSERT INTO photo_of VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
					 : "INSERT INTO photo_of VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
				 &registrar->photo_insert, err);
	return status;
}

static enum status
make_all(struct registrar *registrar, struct err *err)
{
	const struct pack *pack = registrar->pack;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < registrar->table_count && !status; i++)
		status = make_table(registrar, &registrar->tables[i], err);
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
		if (pack->forms[i].repeat)
			continue;
		add_table(registrar, &pack->forms[i], NULL);
		add_columns(registrar, registrar->table_count - 1, pack->forms[i].fields, pack->forms[i].field_count);
	}
	if (make)
		status = make_all(registrar, err);
	for (size_t i = 0; i < registrar->table_count && !status; i++)
		status = prepare_table(registrar, &registrar->tables[i], err);
	if (!status)
		status = prepare_rest(registrar, err);
	if (status)
		register_close(registrar);
	else
		*out = registrar;
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
	sqlite3_finalize(registrar->fact_remove);
	free(registrar);
}

/* ---- writing values */

static void
bind_set(sqlite3_stmt *stmt, int at, const struct value *value)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < value->list.count; i++)
		if (value->list.items[i].type == VALUE_TEXT)
			buf_printf(&text, "%s%s", i ? " " : "", value->list.items[i].text);
	sqlite3_bind_text(stmt, at, buf_text(&text), -1, SQLITE_TRANSIENT);
	buf_release(&text);
}

static void
bind_value(sqlite3_stmt *stmt, int at, const struct value *value)
{
	switch (value ? value->type : VALUE_NONE) {
	case VALUE_TEXT:
		sqlite3_bind_text(stmt, at, value->text, -1, SQLITE_STATIC);
		break;
	case VALUE_INTEGER:
		sqlite3_bind_int64(stmt, at, value->integer);
		break;
	case VALUE_REAL:
		sqlite3_bind_double(stmt, at, value->real);
		break;
	case VALUE_BOOLEAN:
		sqlite3_bind_int(stmt, at, value->boolean);
		break;
	case VALUE_LIST:
		bind_set(stmt, at, value);
		break;
	default:
		sqlite3_bind_null(stmt, at);
	}
}

/* NAME, or REPEAT/ROW/NAME. */
static bool
photo_is_at(const char *at, const char *repeat, size_t row, const char *name)
{
	char *wanted;
	bool same;

	if (!repeat)
		return strcmp(at, name) == 0;
	wanted = mem_printf("%s/%zu/%s", repeat, row, name);
	same = strcmp(at, wanted) == 0;
	free(wanted);
	return same;
}

static enum status
put_row(struct registrar *registrar, struct columns *columns, int64_t building, size_t row, const struct value *values,
	const struct eval_photo *photos, size_t photo_count, struct err *err)
{
	sqlite3_stmt *stmt = columns->insert;
	int code;

	sqlite3_bind_int64(stmt, 1, building);
	if (columns->repeat)
		sqlite3_bind_int64(stmt, 2, (sqlite3_int64)row);
	for (size_t c = 0; c < columns->count; c++) {
		const struct field *field = columns->fields[c];
		int64_t held = 0;

		if (field->type != FIELD_PHOTO) {
			bind_value(stmt, (int)c + 3, value_get(values, field->name));
			continue;
		}
		for (size_t p = 0; p < photo_count; p++)
			held += photo_is_at(photos[p].field, columns->repeat ? columns->repeat->name : NULL, row, field->name);
		if (held)
			sqlite3_bind_int64(stmt, (int)c + 3, held);
		else
			sqlite3_bind_null(stmt, (int)c + 3);
	}
	code = sqlite3_step(stmt);
	sqlite3_reset(stmt);
	return code == SQLITE_DONE ? STATUS_OK : failed(registrar, sqlite3_sql(stmt), err);
}

static enum status
put_photo(struct registrar *registrar, const struct form *form, int64_t building, const struct eval_photo *photo, struct err *err)
{
	sqlite3_stmt *stmt = registrar->photo_insert;
	const char *slash = strchr(photo->field, '/'), *last = strrchr(photo->field, '/');
	int code;

	sqlite3_bind_int64(stmt, 1, building);
	sqlite3_bind_text(stmt, 2, form->name, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 3, last ? last + 1 : photo->field, -1, SQLITE_STATIC);
	if (slash)
		sqlite3_bind_int64(stmt, 4, strtoll(slash + 1, NULL, 10));
	else
		sqlite3_bind_null(stmt, 4);
	sqlite3_bind_text(stmt, 5, photo->field, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 6, photo->mime, -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 7, photo->size_bytes);
	if (photo->has_taken)
		sqlite3_bind_int64(stmt, 8, photo->taken_unix);
	else
		sqlite3_bind_null(stmt, 8);
	sqlite3_bind_text(stmt, 9, photo->id_hex, -1, SQLITE_STATIC);
	if (registrar->with_private)
		sqlite3_bind_int64(stmt, 10, photo->elsewhere);
	code = sqlite3_step(stmt);
	sqlite3_reset(stmt);
	return code == SQLITE_DONE ? STATUS_OK : failed(registrar, sqlite3_sql(stmt), err);
}

static enum status
remove_rows(struct registrar *registrar, sqlite3_stmt *stmt, int64_t building, const char *form, struct err *err)
{
	int code;

	sqlite3_bind_int64(stmt, 1, building);
	if (form)
		sqlite3_bind_text(stmt, 2, form, -1, SQLITE_STATIC);
	code = sqlite3_step(stmt);
	sqlite3_reset(stmt);
	return code == SQLITE_DONE ? STATUS_OK : failed(registrar, sqlite3_sql(stmt), err);
}

enum status
register_put_form(struct registrar *registrar, const struct form *form, int64_t building, const struct value *values,
		  const struct eval_photo *photos, size_t photo_count, struct err *err)
{
	enum status status = remove_rows(registrar, registrar->photo_remove, building, form->name, err);

	for (size_t t = 0; t < registrar->table_count && !status; t++) {
		struct columns *columns = &registrar->tables[t];
		const struct value *rows;

		if (columns->form != form)
			continue;
		status = remove_rows(registrar, columns->remove, building, NULL, err);
		if (status || !values)
			continue;
		if (!columns->repeat) {
			status = put_row(registrar, columns, building, 0, values, photos, photo_count, err);
			continue;
		}
		rows = value_get_list(values, columns->repeat->name);
		for (size_t r = 0; rows && r < rows->list.count && !status; r++)
			status = put_row(registrar, columns, building, r + 1, &rows->list.items[r], photos, photo_count, err);
	}
	for (size_t p = 0; p < photo_count && values && !status; p++)
		status = put_photo(registrar, form, building, &photos[p], err);
	return status;
}

enum status
register_put_facts(struct registrar *registrar, int64_t building, const struct value *facts, struct err *err)
{
	sqlite3_stmt *stmt = registrar->fact_insert;
	enum status status = remove_rows(registrar, registrar->fact_remove, building, NULL, err);
	int code;

	if (status || !facts)
		return status;
	sqlite3_bind_int64(stmt, 1, building);
	for (size_t i = 0; i < registrar->pack->fact_count; i++)
		bind_value(stmt, (int)i + 2, value_get(facts, registrar->pack->facts[i].name));
	code = sqlite3_step(stmt);
	sqlite3_reset(stmt);
	return code == SQLITE_DONE ? STATUS_OK : failed(registrar, sqlite3_sql(stmt), err);
}

/* ---- expressions */

static bool
add_repeat(const struct field *field, void *ctx)
{
	if (field->type == FIELD_REPEAT)
		buf_printf(ctx, ", %s AS (SELECT * FROM value_%s v_ WHERE v_.building = b.building)", field->name, field->name);
	return true;
}

void
register_wrap(const struct pack *pack, const struct expr *expr, struct buf *out)
{
	buf_text_add(out, "(WITH photos AS (SELECT * FROM photos_all p_ WHERE p_.building = b.building)");
	for (size_t i = 0; i < pack->form_count; i++)
		if (!pack->forms[i].repeat)
			form_each_field(&pack->forms[i], add_repeat, out);
	/* The line end keeps a comment in the expression from swallowing the bracket. */
	buf_printf(out, " SELECT (%s\n))", expr->sql);
}
