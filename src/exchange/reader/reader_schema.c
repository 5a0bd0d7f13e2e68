#include "exchange/reader/reader_tables.h"

#include <string.h>

#include "store/schema.h"
#include "store/tables.h"

/* Is the file one of louce's, by its head and its schema? Everything here runs locked down: no function may call malloc, print, or translate. */

/* ---- what stands in the first hundred bytes */

static uint32_t
big_endian(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void
check_head(struct reader_child *child)
{
	const uint8_t *head = child->file;
	uint32_t version;
	uint64_t page;

	if (child->size < 100 || memcmp(head, "SQLite format 3", 16) != 0)
		reader_child_give_up(child, FAULT_NOT_A_DATABASE, 0, 0);
	if (big_endian(head + 68) != SCHEMA_APPLICATION_ID)
		reader_child_give_up(child, FAULT_FOREIGN, 0, 0);
	version = big_endian(head + 60);
	if (version == 0)
		reader_child_give_up(child, FAULT_NO_VERSION, 0, 0);
	if (version > SCHEMA_FORMAT)
		reader_child_give_up(child, FAULT_NEWER, 0, version);
	if (version < SCHEMA_FORMAT)
		reader_child_give_up(child, FAULT_OLDER, 0, version);
	if (head[18] != 1 || head[19] != 1)
		reader_child_give_up(child, FAULT_WAL, 0, 0);
	if (big_endian(head + 56) != 1)
		reader_child_give_up(child, FAULT_ENCODING, 0, 0);
	page = (uint64_t)head[16] << 8 | head[17];
	page = page == 1 ? 65536 : page;
	if (page * big_endian(head + 28) > child->size)
		reader_child_give_up(child, FAULT_CUT, 0, 0);
	if (page * big_endian(head + 28) < child->size && child->of != READER_WORKSPACE)
		reader_child_give_up(child, FAULT_TAIL, 0, 0);
}

/* ---- the schema */

/* The first pages of the objects of a file. */
struct reader_roots {
	int64_t items[16];
	size_t count;
};

/* The table of that name among those that are read; TABLE_COUNT: none. */
static enum reader_table
table_named(sqlite3_stmt *stmt, int column)
{
	unsigned t = 0;

	while (t < TABLE_COUNT && !reader_text_is(stmt, column, reader_table_names[t]))
		t++;
	return (enum reader_table)t;
}

/* Is it the text of a table of an export, letter by letter? The text belongs to the format, and louce verify holds a file to it as well. */
static bool
is_as_written(const char *sql)
{
	size_t len = strlen(sql);

	for (size_t i = 0; tables_of_export[i]; i++)
		for (const char *at = tables_of_export[i]; (at = strstr(at, sql)) != NULL; at++)
			if ((at == tables_of_export[i] || at[-1] == '\n') && at[len] == ';')
				return true;
	return false;
}

/* Notes where the object lies; true: another one lies there. */
static bool
lies_with_another(struct reader_roots *roots, int64_t root)
{
	for (size_t i = 0; i < roots->count; i++)
		if (roots->items[i] == root)
			return true;
	if (roots->count == ARRAY_LEN(roots->items))
		return true; /* an honest file has fewer */
	roots->items[roots->count++] = root;
	return false;
}

static void
check_object(struct reader_child *child, sqlite3_stmt *stmt, bool *others)
{
	const char *sql = (const char *)sqlite3_column_text(stmt, 2);
	enum reader_table table = table_named(stmt, 1);

	if (reader_text_is(stmt, 0, "trigger") && child->of != READER_WORKSPACE)
		reader_child_give_up(child, FAULT_TRIGGER, 0, 0);
	if (table == TABLE_COUNT) {
		*others |= sql != NULL; /* an index that SQLite made for a table has none */
		return;
	}
	if (!reader_text_is(stmt, 0, "table") || !sql || sqlite3_strnicmp(sql, "CREATE TABLE", 12) != 0 || child->has[table])
		reader_child_give_up(child, FAULT_TABLE, table, 0);
	child->has[table] = true;
	child->strange |= !reader_text_is(stmt, 3, reader_table_names[table]) || !is_as_written(sql);
}

static void
check_schema(struct reader_child *child)
{
	sqlite3_stmt *stmt = reader_prepare(child, "SELECT type, name, sql, tbl_name, rootpage FROM sqlite_schema", 0);
	struct reader_roots roots = { .count = 0 };
	bool others = false;
	int code;

	while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
		check_object(child, stmt, &others);
		child->strange |= lies_with_another(&roots, sqlite3_column_int64(stmt, 4));
	}
	if (code != SQLITE_DONE)
		reader_give_up_sql(child, code, 0, 0);
	sqlite3_finalize(stmt);
	for (unsigned t = 0; t < TABLE_TRAILER; t++)
		if (!child->has[t])
			reader_child_give_up(child, FAULT_TABLE, t, 0);
	if (child->of != READER_WORKSPACE && (others || !child->has[TABLE_TRAILER]))
		reader_child_give_up(child, child->has[TABLE_TRAILER] ? FAULT_TABLE : FAULT_TRAILER, TABLE_TRAILER, 0);
	child->has[TABLE_TRAILER] &= !others; /* somebody put a trailer into a workspace */
}

static bool
is_wanted(sqlite3_stmt *stmt, const char *const (*columns)[2], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (reader_text_is(stmt, 1, columns[i][0]))
			return true;
	return false;
}

/* The table must have exactly its columns. None may be computed, not even one that nobody reads: checking the pages evaluates it. In a workspace others may stand among them: the rows are read by name. */
static void
check_columns(struct reader_child *child, unsigned table)
{
	static const char *const pragmas[] = { "PRAGMA main.table_xinfo(step)", "PRAGMA main.table_xinfo(photo)",
					       "PRAGMA main.table_xinfo(box)", "PRAGMA main.table_xinfo(request)",
					       "PRAGMA main.table_xinfo(trailer)" };
	static const char *const columns[][4][2] = {
		{ { "n", "INTEGER" }, { "id", "BLOB" }, { "body", "TEXT" }, { "sig", "BLOB" } },
		{ { "n", "INTEGER" }, { "id", "BLOB" }, { "data", "BLOB" } },
		{ { "n", "INTEGER" }, { "id", "BLOB" }, { "data", "BLOB" } },
		{ { "n", "INTEGER" }, { "id", "BLOB" }, { "body", "TEXT" }, { "sig", "BLOB" } },
		{ { "body", "TEXT" }, { "sig", "BLOB" } },
	};
	static const size_t counts[] = { 4, 3, 3, 4, 2 };
	const size_t wanted = counts[table];
	sqlite3_stmt *stmt = reader_prepare(child, pragmas[table], table);
	size_t count = 0;
	int code;

	while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (sqlite3_column_int(stmt, 6) != 0)
			reader_child_give_up(child, FAULT_COLUMNS, table, 0);
		if (!child->has[TABLE_TRAILER] && !is_wanted(stmt, columns[table], wanted))
			continue;
		if (count >= wanted || !reader_text_is(stmt, 1, columns[table][count][0]) ||
		    !reader_text_is(stmt, 2, columns[table][count][1]))
			reader_child_give_up(child, FAULT_COLUMNS, table, 0);
		count++;
	}
	if (code != SQLITE_DONE)
		reader_give_up_sql(child, code, table, 0);
	if (count != wanted)
		reader_child_give_up(child, FAULT_COLUMNS, table, 0);
	sqlite3_finalize(stmt);
}

void
reader_check_schema(struct reader_child *child)
{
	check_head(child);
	check_schema(child);
	for (unsigned t = 0; t < TABLE_COUNT; t++)
		if (child->has[t])
			check_columns(child, t);
	if (child->strange && child->of != READER_WORKSPACE)
		reader_child_give_up(child, FAULT_TABLE, 0, 0);
}
