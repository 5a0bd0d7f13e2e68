#include "eval/register_tables.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "eval/db.h"
#include "form/parts/register_names.h"

enum status
register_failed(struct registrar *registrar, struct err *err)
{
	return db_handle_failed(registrar->db, sqlite3_extended_errcode(registrar->db), err);
}

enum status
register_run(struct registrar *registrar, const char *sql, struct err *err)
{
	if (registrar->script) {
		buf_text_add(registrar->script, sql);
		buf_text_add(registrar->script, ";\n");
		return STATUS_OK;
	}
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

/* The open fields of the form itself are columns of the table of its slots. */
static bool
add_slots_column(const struct field *field, void *ctx)
{
	struct columns *columns = ctx;

	if (field->is_private || (field->parent && field->parent->type == FIELD_REPEAT) ||
	    !(field_type_has_value(field->type) || field->type == FIELD_PHOTO))
		return true;
	MEM_GROW(columns->fields, columns->count, columns->cap);
	columns->fields[columns->count++] = field;
	return true;
}

static void
add_slots(struct registrar *registrar, const struct form *form)
{
	struct columns *columns = add_table(registrar, form, NULL);

	columns->slots = true;
	form_each_field(form, add_slots_column, columns);
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

/* In the evaluator the form that is loaded has a table of its own beside that of its slots. */
char *
register_table_name(const struct registrar *registrar, const struct columns *columns)
{
	return mem_printf("%s%s", columns->slots && registrar->with_private ? SLOTS_PREFIX : VALUE_PREFIX,
			  columns->repeat ? columns->repeat->name : columns->form->name);
}

bool
register_is_only(const struct registrar *registrar, const struct columns *columns)
{
	return registrar->with_private && !columns->repeat && !columns->slots;
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

const char register_building_sql[] =
	"CREATE TABLE building (\n"
	"  -- Derived. One row a building; division NULL: its listing is not here or does not count.\n"
	"  building INTEGER PRIMARY KEY, root BLOB NOT NULL UNIQUE, division TEXT,\n"
	"  division_now TEXT, -- what that became: there the house is counted\n"
	"  level INTEGER NOT NULL DEFAULT 0, -- signed up to this level of the first chain\n"
	"  done INTEGER NOT NULL DEFAULT 0, -- 1: by all levels that it has\n"
	"  added INTEGER NOT NULL DEFAULT 0, -- 1: a form lacks the answer to a question that was added to it\n"
	"  task TEXT, task_name TEXT, -- what comes next, and of which form or level\n"
	"  task_chain TEXT, task_root BLOB, -- of a level: its chain, and the slot that it is over\n"
	"  task_day TEXT, -- by which it must be done\n"
	"  changed INTEGER NOT NULL DEFAULT 0, -- newest step's at\n"
	"  hash BLOB -- state hash\n"
	") STRICT;\n"
	"CREATE INDEX building_division ON building (division_now, division, root);\n"
	"CREATE INDEX building_task ON building (task, task_name, division);\n";

static enum status
make_table(struct registrar *registrar, const struct columns *columns, struct err *err)
{
	char *name = register_table_name(registrar, columns);
	struct buf sql = { 0 };
	enum status status;

	buf_printf(&sql, "CREATE TABLE %s (%s", name,
		   columns->slots    ? "-- Derived: the slots of a form of the pack that repeats; root and head are ids in hex.\n"
				       "  building INTEGER NOT NULL, root TEXT NOT NULL, head TEXT NOT NULL, nth INTEGER NOT NULL"
		   : columns->repeat ? "-- Derived: a repeat of the form pack.\n  building INTEGER NOT NULL, row INTEGER NOT NULL"
				     : "-- Derived: a form of the pack.\n  building INTEGER PRIMARY KEY");
	for (size_t i = 0; i < columns->count; i++)
		buf_printf(&sql, ",\n  \"%s\" %s", columns->fields[i]->name, sql_type(columns->fields[i]));
	/* In the evaluator a row is asked for by its number alone. */
	buf_text_add(&sql, columns->slots				? ",\n  PRIMARY KEY (building, nth)\n) WITHOUT ROWID"
			   : columns->repeat && registrar->with_private ? ",\n  PRIMARY KEY (row)\n) WITHOUT ROWID"
			   : columns->repeat				? ",\n  PRIMARY KEY (building, row)\n) WITHOUT ROWID"
									: "\n)");
	status = register_run(registrar, buf_text(&sql), err);
	buf_release(&sql);
	free(name);
	return status;
}

/* Houses that are gone are left out of every count: they are found without reading all. */
static enum status
make_gone(struct registrar *registrar, struct err *err)
{
	const struct form *root = registrar->pack->root;
	struct buf sql = { 0 };
	enum status status;

	buf_printf(&sql, "CREATE INDEX value_%s_gone ON value_%s (building) WHERE \"%s\" IS NOT NULL", root->name, root->name,
		   root->gone->name);
	status = register_run(registrar, buf_text(&sql), err);
	buf_release(&sql);
	return status;
}

static const char *const fact_sql[] = {
	[FACT_BOOLEAN] = "INTEGER", [FACT_INTEGER] = "INTEGER", [FACT_TEXT] = "TEXT", [FACT_DATE] = "TEXT"
};

static enum status
make_facts(struct registrar *registrar, struct err *err)
{
	struct buf sql = { 0 };
	enum status status;

	buf_text_add(&sql, "CREATE TABLE fact (-- Derived: facts of the pack.\n  building INTEGER PRIMARY KEY");
	for (size_t i = 0; i < registrar->pack->fact_count; i++)
		buf_printf(&sql, ",\n  \"%s\" %s", registrar->pack->facts[i].name, fact_sql[registrar->pack->facts[i].type]);
	buf_text_add(&sql, "\n)");
	status = register_run(registrar, buf_text(&sql), err);
	buf_release(&sql);
	return status;
}

static enum status
make_photos(struct registrar *registrar, struct err *err)
{
	return register_run(registrar,
			    registrar->with_private
				    ? "CREATE TABLE photo_of (building INTEGER, form TEXT, field TEXT, row INTEGER, name TEXT, mime TEXT,"
				      " size INTEGER, taken INTEGER, id TEXT, elsewhere INTEGER, sealed INTEGER);"
				      "CREATE VIEW photos AS SELECT form, field, row, name, mime, size,"
				      " CASE WHEN sealed THEN " SEALED_DAY_FUNCTION
				      "() ELSE taken END AS taken, id, elsewhere FROM photo_of"
				    : "CREATE TABLE photo_of (-- Derived: photos of current forms.\n"
				      "  building INTEGER, form TEXT, field TEXT, row INTEGER, name TEXT, mime TEXT, size INTEGER,"
				      " taken INTEGER, id TEXT, shared INTEGER);"
				      "CREATE INDEX photo_of_building ON photo_of (building, form);"
				      /* Finds the other buildings of a photo without sorting them. */
				      "CREATE INDEX photo_of_id_building ON photo_of (id, building, shared)",
			    err);
}

/* In the evaluator, where there is one building, a repeat is simply the view by its name, and so are the slots of a form that repeats. */
static enum status
make_repeat(struct registrar *registrar, const struct columns *columns, struct err *err)
{
	char *name = register_table_name(registrar, columns);
	struct buf sql = { 0 };
	enum status status;

	buf_printf(&sql, "CREATE VIEW \"%s\" AS SELECT %s", columns->slots ? columns->form->name : columns->repeat->name,
		   columns->slots ? "root, head, nth" : "row");
	for (size_t c = 0; c < columns->count; c++)
		buf_printf(&sql, ", \"%s\"", columns->fields[c]->name);
	buf_printf(&sql, " FROM %s", name);
	status = register_run(registrar, buf_text(&sql), err);
	buf_release(&sql);
	free(name);
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

/* How far the first chain is signed, in the levels of the pack in force: a house that every level of the pack it was signed under signed is signed by
 * all of them, any other by the highest that signed it and is there still. And the name of the level that signed last, which may be gone. */
static void
add_levels(const struct pack *pack, struct buf *out)
{
	const struct chain *chain = &pack->chains[0];

	buf_printf(out, ",\n  CASE WHEN g.level = 0 THEN 0 WHEN g.done = 1 THEN %zu ELSE coalesce((SELECT max(CASE s.level",
		   chain->level_count);
	for (size_t i = 0; i < chain->level_count; i++)
		buf_printf(out, " WHEN '%s' THEN %zu", chain->levels[i].name, i + 1);
	buf_printf(
		out,
		" ELSE 0 END) FROM signed s WHERE s.building = g.building AND s.chain = '%s' AND s.root = x'' AND s.n <= g.level), 0) END AS \"level\"",
		chain->name);
	buf_printf(
		out,
		",\n  (SELECT s.level FROM signed s WHERE s.building = g.building AND s.chain = '%s' AND s.root = x'' AND s.n = g.level) AS \"level_name\"",
		chain->name);
}

static enum status
make_view(struct registrar *registrar, struct err *err)
{
	struct buf select = { 0 }, from = { 0 };
	enum status status;

	buf_printf(&select,
		   "CREATE VIEW b AS SELECT g.building AS building, lower(hex(g.root)) AS root, g.division_now AS division, "
		   "substr(g.division_now, 1, %zu) || '%0*d' AS township, g.task AS state",
		   division_digits(DIVISION_TOWNSHIP), DIVISION_CODE_LEN - (int)division_digits(DIVISION_TOWNSHIP), 0);
	add_levels(registrar->pack, &select);
	buf_text_add(&from, "\nFROM building g");
	for (size_t i = 0; i < registrar->table_count; i++) {
		const struct columns *columns = &registrar->tables[i];

		if (columns->repeat || columns->slots)
			continue;
		for (size_t c = 0; c < columns->count; c++)
			buf_printf(&select, ",\n  v%zu.\"%s\" AS \"%s\"", i, columns->fields[c]->name, columns->fields[c]->name);
		form_each_field(columns->form, add_null_column, &select);
		buf_printf(&from, "\nLEFT JOIN value_%s v%zu ON v%zu.building = g.building", columns->form->name, i, i);
	}
	for (size_t i = 0; i < registrar->pack->fact_count; i++)
		buf_printf(&select, ",\n  f.\"%s\" AS \"%s\"", registrar->pack->facts[i].name, registrar->pack->facts[i].name);
	buf_text_add(&from, "\nLEFT JOIN fact f ON f.building = g.building WHERE g.division IS NOT NULL");
	buf_text_add(&select, buf_text(&from));
	status = register_run(registrar, buf_text(&select), err);
	buf_release(&select);
	buf_release(&from);
	return status;
}

static enum status
make_values(struct registrar *registrar, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < registrar->table_count && !status; i++)
		if (!register_is_only(registrar, &registrar->tables[i]))
			status = make_table(registrar, &registrar->tables[i], err);
	if (!status && !registrar->with_private && registrar->pack->root->gone)
		status = make_gone(registrar, err);
	for (size_t i = 0; i < registrar->table_count && !status && registrar->with_private; i++)
		if (registrar->tables[i].repeat || registrar->tables[i].slots)
			status = make_repeat(registrar, &registrar->tables[i], err);
	return status || registrar->with_private ? status : make_facts(registrar, err);
}

static enum status
make_all(struct registrar *registrar, struct err *err)
{
	enum status status = make_values(registrar, err);

	if (!status)
		status = make_photos(registrar, err);
	if (!status)
		status = register_make_lists(registrar, err);
	if (status)
		return status;
	return registrar->with_private ? STATUS_OK : make_view(registrar, err); /* the only row is made when it is opened */
}

static struct registrar *
registrar_new(struct sqlite3 *db, const struct pack *pack, bool with_private)
{
	struct registrar *registrar = mem_alloc(sizeof(*registrar));

	*registrar = (struct registrar){ .db = db, .pack = pack, .with_private = with_private };
	for (size_t i = 0; i < pack->form_count; i++) {
		if (pack->forms[i].of_division && !with_private)
			continue; /* no building has values of it */
		if (pack->forms[i].repeat)
			add_slots(registrar, &pack->forms[i]);
		if (pack->forms[i].repeat && !with_private)
			continue;
		add_table(registrar, &pack->forms[i], NULL);
		add_columns(registrar, registrar->table_count - 1, pack->forms[i].fields, pack->forms[i].field_count);
	}
	return registrar;
}

static enum status
make_and_fill(struct registrar *registrar, struct err *err)
{
	enum status status = make_all(registrar, err);

	if (!status)
		status = register_fill_lists(registrar, err);
	register_close(registrar);
	return status;
}

enum status
register_make(struct sqlite3 *db, const struct pack *pack, struct err *err)
{
	return make_and_fill(registrar_new(db, pack, false), err);
}

enum status
register_make_one(struct sqlite3 *db, const struct pack *pack, const struct register_named *named, struct err *err)
{
	struct registrar *registrar = registrar_new(db, pack, true);

	registrar->named = named;
	return make_and_fill(registrar, err);
}

void
register_script(const struct pack *pack, struct buf *sql)
{
	struct registrar *registrar = registrar_new(NULL, pack, false);
	struct err none = { 0 };
	enum status status;

	registrar->script = sql;
	status = make_all(registrar, &none);
	(void)status; /* nothing is run that could fail */
	register_close(registrar);
}

/* ---- the only row */

/* The columns of a building that the view of all of them has, too. */
static const struct {
	const char *name;
	enum only_type type;
} only_columns[] = {
	[ONLY_BUILDING] = { "building", ONLY_INTEGER }, [ONLY_ROOT] = { "root", ONLY_TEXT },   [ONLY_DIVISION] = { "division", ONLY_TEXT },
	[ONLY_TOWNSHIP] = { "township", ONLY_TEXT },	[ONLY_STATE] = { "state", ONLY_TEXT }, [ONLY_LEVEL] = { "level", ONLY_INTEGER },
};

static enum only_type
only_type(const char *sql)
{
	return strcmp(sql, "INTEGER") == 0 ? ONLY_INTEGER : strcmp(sql, "REAL") == 0 ? ONLY_REAL : ONLY_TEXT;
}

/* The evaluator's `b` is one row: what an expression costs to prepare and to ask does not grow with the forms that a view would join. */
static enum status
make_only(struct registrar *registrar, struct only_row *only, struct err *err)
{
	const struct pack *pack = registrar->pack;

	for (size_t i = 0; i < ARRAY_LEN(only_columns); i++)
		only_row_add(only, only_columns[i].name, only_columns[i].type);
	for (size_t i = 0; i < registrar->table_count; i++) {
		struct columns *columns = &registrar->tables[i];

		for (size_t c = 0; c < columns->count && register_is_only(registrar, columns); c++) {
			size_t at = only_row_add(only, columns->fields[c]->name, only_type(sql_type(columns->fields[c])));

			columns->first = c ? columns->first : at;
		}
	}
	for (size_t i = 0, at; i < pack->fact_count; i++) {
		at = only_row_add(only, pack->facts[i].name, only_type(fact_sql[pack->facts[i].type]));
		registrar->first_fact = i ? registrar->first_fact : at;
	}
	registrar->only = only;
	registrar->photo_rows = mem_array(pack->form_count + 1, sizeof(*registrar->photo_rows));
	register_empty_only(registrar);
	return only_row_make(only, registrar->db, "b", err);
}

enum status
register_open(struct sqlite3 *db, const struct pack *pack, struct only_row *only, struct registrar **out, struct err *err)
{
	struct registrar *registrar = registrar_new(db, pack, only != NULL);
	enum status status = only ? make_only(registrar, only, err) : STATUS_OK;

	if (!status)
		status = register_prepare_put(registrar, err);
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
	free(registrar->photo_rows);
	free(registrar);
}
