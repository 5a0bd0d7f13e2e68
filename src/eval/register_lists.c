#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "form/parts/register_names.h"
#include "eval/register_tables.h"

/* What a pack's values are looked up in: its lists, its tables and the divisions. */

bool
register_is_of_pack(const struct pack *pack, const char *name)
{
	size_t list = strlen(LIST_PREFIX), table = strlen(TABLE_PREFIX);

	return (strncmp(name, LIST_PREFIX, list) == 0 && pack_list(pack, name + list)) ||
	       (strncmp(name, TABLE_PREFIX, table) == 0 && pack_table(pack, name + table));
}

/* ---- which of them are named */

/* Does the word that begins there say the name? A table's name may stand in capitals. */
static bool
says_name(const char *word, const char *name)
{
	size_t len = strlen(name);

	return strncasecmp(word, name, len) == 0 && word[len] != '_' && !isalnum((unsigned char)word[len]);
}

void
register_note_named(const struct pack *pack, const char *sql, struct register_named *named)
{
	if (!named->lists)
		named->lists = mem_array(pack->list_count + 1, sizeof(*named->lists));
	if (!named->tables)
		named->tables = mem_array(pack->table_count + 1, sizeof(*named->tables));
	for (const char *at = sql; (at = strcasestr(at, LIST_PREFIX)); at++)
		for (size_t i = 0; i < pack->list_count; i++)
			named->lists[i] = named->lists[i] || says_name(at + strlen(LIST_PREFIX), pack->lists[i].name);
	for (const char *at = sql; (at = strcasestr(at, TABLE_PREFIX)); at++)
		for (size_t i = 0; i < pack->table_count; i++)
			named->tables[i] = named->tables[i] || says_name(at + strlen(TABLE_PREFIX), pack->tables[i].name);
}

static bool
wants_list(const struct registrar *registrar, size_t list)
{
	return !registrar->named || (registrar->named->lists && registrar->named->lists[list]);
}

static bool
wants_table(const struct registrar *registrar, size_t table)
{
	return !registrar->named || (registrar->named->tables && registrar->named->tables[table]);
}

/* ---- tables */

static const char *const column_sql[] = { [COLUMN_TEXT] = "TEXT", [COLUMN_INTEGER] = "INTEGER", [COLUMN_DECIMAL] = "REAL" };

static enum status
make_list(struct registrar *registrar, const struct list *list, struct err *err)
{
	struct buf sql = { 0 };
	enum status status;

	buf_printf(&sql,
		   "CREATE TABLE list_%s (-- Derived: a list of the form pack.\n  name TEXT PRIMARY KEY, label_zh TEXT, label_en TEXT",
		   list->name);
	for (size_t c = 0; c < list->column_count; c++)
		buf_printf(&sql, ", \"%s\" %s", list->columns[c].name, column_sql[list->columns[c].type]);
	buf_text_add(&sql, ") WITHOUT ROWID");
	status = register_run(registrar, buf_text(&sql), err);
	buf_release(&sql);
	return status;
}

static enum status
make_pack_table(struct registrar *registrar, const struct pack_table *table, struct err *err)
{
	struct buf sql = { 0 };
	enum status status;

	buf_printf(&sql, "CREATE TABLE table_%s (-- Derived: a table of the form pack.\n  ", table->name);
	for (size_t c = 0; c < table->column_count; c++)
		buf_printf(&sql, "%s\"%s\" %s", c ? ", " : "", table->columns[c].name, column_sql[table->columns[c].type]);
	buf_char(&sql, ')');
	status = register_run(registrar, buf_text(&sql), err);
	buf_release(&sql);
	return status;
}

enum status
register_make_lists(struct registrar *registrar, struct err *err)
{
	const struct pack *pack = registrar->pack;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < pack->list_count && !status; i++)
		if (wants_list(registrar, i))
			status = make_list(registrar, &pack->lists[i], err);
	for (size_t i = 0; i < pack->table_count && !status; i++)
		if (wants_table(registrar, i))
			status = make_pack_table(registrar, &pack->tables[i], err);
	if (status)
		return status;
	return register_run(registrar,
			    "CREATE TABLE divisions (-- Derived: divisions of the form pack.\n"
			    "  code TEXT PRIMARY KEY, name TEXT, level TEXT, parent TEXT) WITHOUT ROWID",
			    err);
}

/* ---- their rows */

struct filling {
	const char *prefix, *name; /* of the table */
	size_t rows, columns;
	const char *(*cell)(const void *of, size_t row, size_t column); /* NULL: nothing stands there */
	const void *of;
};

static enum status
fill(struct registrar *registrar, const struct filling *filling, struct err *err)
{
	struct buf sql = { 0 };
	sqlite3_stmt *stmt = NULL;
	enum status status = STATUS_OK;

	buf_printf(&sql, "INSERT INTO %s%s VALUES (", filling->prefix, filling->name);
	for (size_t c = 0; c < filling->columns; c++)
		buf_printf(&sql, "%s?%zu", c ? ", " : "", c + 1);
	buf_char(&sql, ')');
	if (sqlite3_prepare_v2(registrar->db, buf_text(&sql), -1, &stmt, NULL) != SQLITE_OK)
		status = register_failed(registrar, err);
	for (size_t r = 0; r < filling->rows && !status; r++) {
		for (size_t c = 0; c < filling->columns; c++)
			sqlite3_bind_text(stmt, (int)c + 1, filling->cell(filling->of, r, c), -1, SQLITE_STATIC);
		if (sqlite3_step(stmt) != SQLITE_DONE)
			status = register_failed(registrar, err);
		sqlite3_reset(stmt);
	}
	sqlite3_finalize(stmt);
	buf_release(&sql);
	return status;
}

enum { LIST_OWN_COLUMNS = 3 };

static const char *
list_cell(const void *of, size_t row, size_t column)
{
	const struct choice *choice = &((const struct list *)of)->choices[row];
	const char *const own[LIST_OWN_COLUMNS] = { choice->name, choice->label.zh, choice->label.en };

	return column < LIST_OWN_COLUMNS ? own[column] : choice->values[column - LIST_OWN_COLUMNS];
}

static const char *
table_cell(const void *of, size_t row, size_t column)
{
	const char *cell = ((const struct pack_table *)of)->rows[row][column];

	return *cell ? cell : NULL;
}

static const char *
division_cell(const void *of, size_t row, size_t column)
{
	const struct division *division = &((const struct pack *)of)->divisions[row];
	const char *const cells[] = { division->code, division->name, division_level_name(division->level), division->parent };

	return cells[column];
}

/* Reports see the divisions that are there still: the houses of the others stand under what these became. */
static enum status
remove_changed(struct registrar *registrar, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < registrar->pack->division_count && !status; i++)
		if (*registrar->pack->divisions[i].became) {
			char *sql = mem_printf("DELETE FROM divisions WHERE code = '%s'", registrar->pack->divisions[i].code);

			status = register_run(registrar, sql, err);
			free(sql);
		}
	return status;
}

enum status
register_fill_lists(struct registrar *registrar, struct err *err)
{
	const struct pack *pack = registrar->pack;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < pack->list_count && !status; i++) {
		const struct list *list = &pack->lists[i];

		if (!wants_list(registrar, i))
			continue;
		status = fill(registrar,
			      &(struct filling){ LIST_PREFIX, list->name, list->choice_count, LIST_OWN_COLUMNS + list->column_count,
						 list_cell, list },
			      err);
	}
	for (size_t i = 0; i < pack->table_count && !status; i++) {
		const struct pack_table *table = &pack->tables[i];

		if (!wants_table(registrar, i))
			continue;
		status = fill(registrar,
			      &(struct filling){ TABLE_PREFIX, table->name, table->row_count, table->column_count, table_cell, table },
			      err);
	}
	status = status ? status : fill(registrar, &(struct filling){ "", "divisions", pack->division_count, 4, division_cell, pack }, err);
	return status || registrar->with_private ? status : remove_changed(registrar, err);
}
