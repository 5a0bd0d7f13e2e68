#include <inttypes.h>

#include "base/buf.h"
#include "store/houses/building.h"
#include "store/inside.h"

/* The houses with the numbers by which other systems know them. */

static bool
add_number_column(const struct field *field, void *ctx)
{
	if (field_is_number(field))
		buf_printf(ctx, ", v.\"%s\"", field->name);
	return true;
}

#define FIRST_NUMBER 5 /* among the columns */

struct reading_numbers {
	sqlite3_stmt *stmt;
	int column;
	struct buf text;
};

static bool
read_number(const struct field *field, void *ctx)
{
	struct reading_numbers *numbers = ctx;
	const char *number;

	if (!field_is_number(field))
		return true;
	number = (const char *)sqlite3_column_text(numbers->stmt, numbers->column++);
	if (number)
		buf_printf(&numbers->text, "%s\x1f%s\x1f", field->name, number);
	return true;
}

/* No more columns than asked for: a county's houses are all looked at. */
static void
write_numbered_sql(const struct pack *pack, int64_t since, struct buf *sql)
{
	buf_text_add(sql, "SELECT g.building, g.root, g.hash, g.division, g.division_now");
	form_each_field(pack->root, add_number_column, sql);
	buf_printf(sql, " FROM building g LEFT JOIN value_%s v ON v.building = g.building WHERE g.division IS NOT NULL", pack->root->name);
	if (pack->root->gone)
		buf_printf(sql, " AND v.\"%s\" IS NULL", pack->root->gone->name);
	if (since)
		buf_printf(sql, " AND g.building IN (SELECT building FROM place WHERE n > %" PRId64 " AND building IS NOT NULL)", since);
}

enum status
store_each_numbered(struct store *store, int64_t since, bool (*visit)(const struct numbered_house *, void *), void *ctx, struct err *err)
{
	const struct pack *pack = store_pack(store);
	struct numbered_house house;
	struct reading_numbers numbers = { 0 };
	sqlite3_stmt *stmt = NULL;
	struct buf sql = { 0 };
	int code;

	if (!pack || !pack->root)
		return STATUS_OK;
	write_numbered_sql(pack, since, &sql);
	code = sqlite3_prepare_v2(db_handle(store->db), buf_text(&sql), -1, &stmt, NULL);
	buf_release(&sql);
	while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
		code = SQLITE_OK;
		buf_clear(&numbers.text);
		numbers.stmt = stmt;
		numbers.column = FIRST_NUMBER;
		form_each_field(pack->root, read_number, &numbers);
		house = (struct numbered_house){ .number = sqlite3_column_int64(stmt, 0),
						 .division = (const char *)sqlite3_column_text(stmt, 3),
						 .division_now = (const char *)sqlite3_column_text(stmt, 4),
						 .numbers = buf_text(&numbers.text) };
		if (column_id(stmt, 1, &house.root) && column_id(stmt, 2, &house.hash) && !visit(&house, ctx))
			code = SQLITE_DONE;
	}
	buf_release(&numbers.text);
	sqlite3_finalize(stmt);
	return code == SQLITE_DONE ? STATUS_OK : db_failed(store->db, code, err);
}
