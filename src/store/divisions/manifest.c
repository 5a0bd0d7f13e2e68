#include "store/divisions/manifest.h"

#include <stdlib.h>

#include "base/mem.h"
#include "form/parts/register_names.h"
#include "store/houses/called.h"
#include "store/houses/joined.h"
#include "store/inside.h"

/* Appends ", TABLE.FIELD", and the table to join. */
static void
add_field(struct store *store, const struct field *field, size_t nth, struct buf *columns, struct buf *joins)
{
	if (!field) {
		buf_text_add(columns, ", NULL");
		return;
	}
	buf_printf(columns, ", v%zu.\"%s\"", nth, field->name); /* names of the pack are [a-z0-9_] */
	buf_printf(joins, " LEFT JOIN %s%s v%zu ON v%zu.building = g.building", VALUE_PREFIX,
		   pack_form_of_field(store_pack(store), field->name)->name, nth, nth);
}

static void
make_sql(struct store *store, struct buf *sql)
{
	const struct manifest_words *words = &store_pack(store)->manifest;
	struct buf joins = { 0 };

	buf_text_add(sql, "SELECT g.building, g.root, g.division, g.task, g.task_name");
	add_field(store, words->by, 0, sql, &joins);
	if (words->tries) {
		buf_printf(sql, ", (SELECT count(*) FROM %s%s t WHERE t.building = g.building)", VALUE_PREFIX, words->tries->name);
		if (words->tries->order)
			buf_printf(sql, ", (SELECT max(t.\"%s\") FROM %s%s t WHERE t.building = g.building)", words->tries->order->name,
				   VALUE_PREFIX, words->tries->name);
		else
			buf_text_add(sql, ", NULL");
	} else {
		buf_text_add(sql, ", 0, NULL");
	}
	for (size_t i = 0; i < words->state_count; i++)
		add_field(store, words->states[i], i + 1, sql, &joins);
	buf_printf(sql, " FROM building g%s WHERE " G_IN_AREA " ORDER BY " G_ORDER, buf_text(&joins));
	buf_release(&joins);
}

enum { COLUMN_BUILDING, COLUMN_ROOT, COLUMN_DIVISION, COLUMN_TASK, COLUMN_NAME, COLUMN_BY, COLUMN_TRIES, COLUMN_LAST, COLUMN_STATES };

/* False when the root is none. */
static bool
read_manifest_row(sqlite3_stmt *stmt, size_t state_count, const char **states, struct building_row *house, struct manifest_row *out)
{
	*house = (struct building_row){ .number = sqlite3_column_int64(stmt, COLUMN_BUILDING),
					.division = (const char *)sqlite3_column_text(stmt, COLUMN_DIVISION),
					.task_name = (const char *)sqlite3_column_text(stmt, COLUMN_NAME) };
	flow_task_from_word((const char *)sqlite3_column_text(stmt, COLUMN_TASK), &house->task);
	for (size_t i = 0; i < state_count; i++)
		states[i] = (const char *)sqlite3_column_text(stmt, COLUMN_STATES + (int)i);
	*out = (struct manifest_row){ .house = house,
				      .by = (const char *)sqlite3_column_text(stmt, COLUMN_BY),
				      .states = states,
				      .tries = sqlite3_column_int64(stmt, COLUMN_TRIES),
				      .last_try = (const char *)sqlite3_column_text(stmt, COLUMN_LAST) };
	return column_id(stmt, COLUMN_ROOT, &house->root);
}

enum status
store_each_manifest_row(struct store *store, const char *area, bool (*visit)(const struct manifest_row *, void *), void *ctx,
			struct err *err)
{
	const struct pack *pack = store_pack(store);
	struct buf sql = { 0 };
	struct joined *joined = NULL;
	size_t joined_count = 0;
	const char **states;
	sqlite3_stmt *stmt = NULL;
	enum status status;
	char now[DIVISION_CODE_LEN + 1];
	int code;

	if (!pack)
		return STATUS_OK;
	pack_area_now(pack, area, now);
	status = joined_load(store, &joined, &joined_count, err);
	if (status)
		return status;
	states = mem_array(pack->manifest.state_count, sizeof(*states));
	called_tables_add(store, &sql);
	make_sql(store, &sql);
	code = sqlite3_prepare_v2(db_handle(store->db), buf_text(&sql), (int)sql.len, &stmt, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_bind_text(stmt, 1, now, -1, SQLITE_STATIC);
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		struct building_row house;
		struct manifest_row row;

		code = sqlite3_step(stmt);
		if (code != SQLITE_ROW)
			break;
		if (!read_manifest_row(stmt, pack->manifest.state_count, states, &house, &row) ||
		    joined_find(joined, joined_count, house.number))
			continue;
		if (!visit(&row, ctx)) {
			code = SQLITE_DONE;
			break;
		}
	}
	if (code != SQLITE_DONE)
		status = db_failed(store->db, code, err);
	sqlite3_finalize(stmt);
	buf_release(&sql);
	free(states);
	free(joined);
	return status;
}
