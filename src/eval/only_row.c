#include "eval/only_row.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/buf.h"
#include "base/mem.h"
#include "eval/db.h"

#define MODULE "only_row"
#define LARGEST_WHOLE 9223372036854774784.0 /* the largest double below 2^63 */

struct only_cell {
	enum only_type type; /* of the column */
	enum { CELL_NULL, CELL_TEXT, CELL_INTEGER, CELL_REAL } is;
	int64_t integer;
	double real;
	struct buf text;
};

struct only_row {
	struct only_cell *cells;
	size_t count, cap;
	struct buf columns; /* as SQLite is told of them */
};

/* ---- as SQLite asks */

struct only_table {
	sqlite3_vtab base;
	const struct only_row *row;
};

struct only_cursor {
	sqlite3_vtab_cursor base;
	bool is_behind;
};

static int
table_open(sqlite3 *db, void *ctx, int count, const char *const *args, sqlite3_vtab **out, char **why)
{
	const struct only_row *row = ctx;
	struct only_table *table;
	struct buf sql = { 0 };
	int code;

	(void)count;
	(void)args;
	buf_printf(&sql, "CREATE TABLE only_row (%s)", buf_text(&row->columns));
	code = sqlite3_declare_vtab(db, buf_text(&sql));
	buf_release(&sql);
	if (code != SQLITE_OK) {
		*why = sqlite3_mprintf("%s", sqlite3_errmsg(db));
		return code;
	}
	table = mem_alloc(sizeof(*table));
	table->row = row;
	*out = &table->base;
	return SQLITE_OK;
}

static int
table_close(sqlite3_vtab *table)
{
	free(table);
	return SQLITE_OK;
}

static int
table_best_index(sqlite3_vtab *table, sqlite3_index_info *index)
{
	(void)table;
	index->estimatedCost = 1;
	index->estimatedRows = 1;
	index->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
	return SQLITE_OK;
}

static int
cursor_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
	struct only_cursor *cursor = mem_alloc(sizeof(*cursor));

	(void)table;
	*out = &cursor->base;
	return SQLITE_OK;
}

static int
cursor_close(sqlite3_vtab_cursor *cursor)
{
	free(cursor);
	return SQLITE_OK;
}

static int
cursor_start(sqlite3_vtab_cursor *cursor, int index, const char *name, int count, sqlite3_value **args)
{
	(void)index;
	(void)name;
	(void)count;
	(void)args;
	((struct only_cursor *)cursor)->is_behind = false;
	return SQLITE_OK;
}

static int
cursor_next(sqlite3_vtab_cursor *cursor)
{
	((struct only_cursor *)cursor)->is_behind = true;
	return SQLITE_OK;
}

static int
cursor_is_behind(sqlite3_vtab_cursor *cursor)
{
	return ((const struct only_cursor *)cursor)->is_behind;
}

static int
cursor_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
	const struct only_cell *cell = &((const struct only_table *)cursor->pVtab)->row->cells[column];

	switch (cell->is) {
	case CELL_TEXT:
		sqlite3_result_text(context, buf_text(&cell->text), (int)cell->text.len, SQLITE_STATIC);
		break;
	case CELL_INTEGER:
		sqlite3_result_int64(context, cell->integer);
		break;
	case CELL_REAL:
		sqlite3_result_double(context, cell->real);
		break;
	case CELL_NULL:
		break;
	}
	return SQLITE_OK;
}

static int
cursor_number(sqlite3_vtab_cursor *cursor, sqlite3_int64 *number)
{
	(void)cursor;
	*number = 1;
	return SQLITE_OK;
}

static const sqlite3_module module = {
	.iVersion = 1,
	.xCreate = table_open,
	.xConnect = table_open,
	.xBestIndex = table_best_index,
	.xDisconnect = table_close,
	.xDestroy = table_close,
	.xOpen = cursor_open,
	.xClose = cursor_close,
	.xFilter = cursor_start,
	.xNext = cursor_next,
	.xEof = cursor_is_behind,
	.xColumn = cursor_column,
	.xRowid = cursor_number,
};

/* ---- made */

struct only_row *
only_row_new(void)
{
	return mem_alloc(sizeof(struct only_row));
}

void
only_row_free(struct only_row *row)
{
	if (!row)
		return;
	for (size_t i = 0; i < row->count; i++)
		buf_release(&row->cells[i].text);
	free(row->cells);
	buf_release(&row->columns);
	free(row);
}

size_t
only_row_add(struct only_row *row, const char *name, enum only_type type)
{
	static const char *const types[] = { [ONLY_TEXT] = "TEXT", [ONLY_INTEGER] = "INTEGER", [ONLY_REAL] = "REAL" };

	buf_printf(&row->columns, "%s\"%s\" %s", row->count ? ",\n  " : "", name, types[type]);
	MEM_GROW(row->cells, row->count, row->cap);
	row->cells[row->count] = (struct only_cell){ .type = type, .text.secret = true };
	return row->count++;
}

enum status
only_row_make(struct only_row *row, struct sqlite3 *db, const char *name, struct err *err)
{
	char *sql = mem_printf("CREATE VIRTUAL TABLE \"%s\" USING " MODULE, name);
	int code = sqlite3_create_module_v2(db, MODULE, &module, row, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_exec(db, sql, NULL, NULL, NULL);
	free(sql);
	return code == SQLITE_OK ? STATUS_OK : db_handle_failed(db, sqlite3_extended_errcode(db), err);
}

/* ---- filled */

static void
put_text(struct only_cell *cell, const char *text)
{
	buf_clear(&cell->text);
	buf_text_add(&cell->text, text);
	cell->is = CELL_TEXT;
}

void
only_row_put_text(struct only_row *row, size_t column, const char *text)
{
	put_text(&row->cells[column], text);
}

/* A number in a column of text is what SQLite would write for it. */
static void
put_number_text(struct only_cell *cell, const char *format, double real, int64_t integer)
{
	char text[64];

	if (format)
		sqlite3_snprintf(sizeof(text), text, format, real);
	else
		sqlite3_snprintf(sizeof(text), text, "%lld", (long long)integer);
	put_text(cell, text);
}

void
only_row_put_integer(struct only_row *row, size_t column, int64_t integer)
{
	struct only_cell *cell = &row->cells[column];

	if (cell->type == ONLY_TEXT) {
		put_number_text(cell, NULL, 0, integer);
		return;
	}
	cell->is = cell->type == ONLY_REAL ? CELL_REAL : CELL_INTEGER;
	cell->integer = integer;
	cell->real = (double)integer;
}

void
only_row_put_real(struct only_row *row, size_t column, double real)
{
	struct only_cell *cell = &row->cells[column];

	if (cell->type == ONLY_TEXT) {
		put_number_text(cell, "%!.15g", real, 0);
		return;
	}
	cell->is = CELL_REAL;
	cell->real = real;
	if (cell->type == ONLY_INTEGER && real >= -LARGEST_WHOLE && real <= LARGEST_WHOLE && (double)(int64_t)real == real) {
		cell->is = CELL_INTEGER;
		cell->integer = (int64_t)real;
	}
}

void
only_row_empty(struct only_row *row, size_t column, size_t count)
{
	for (size_t i = column; i < column + count; i++) {
		if (row->cells[i].is == CELL_TEXT)
			buf_clear(&row->cells[i].text);
		row->cells[i].is = CELL_NULL;
	}
}
