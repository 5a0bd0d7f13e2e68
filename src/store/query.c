#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "flow/flow.h"
#include "store/joined.h"
#include "store/journal.h"
#include "trust/genesis.h"

/* Questions to the register. */

/* division_covers(area, house) for SQLite, so that an index serves it: digits, and then less than ':'. */
#define G_IN_AREA "g.division >= :area AND g.division < :area || ':'"
#define H_IN_AREA "h.division >= :area AND h.division < :area || ':'"

int64_t
store_photo_elsewhere(struct store *store, const struct id *photo, const struct id *root)
{
	sqlite3_stmt *stmt;
	struct err ignored = { 0 };
	char hex[ID_HEX_LEN + 1];
	int64_t count = 0;
	bool row;

	if (sqlite3_table_column_metadata(db_handle(store->db), "main", "photo_of", "id", NULL, NULL, NULL, NULL, NULL))
		return 0; /* no pack yet: nothing is derived */
	stmt = db_use(store->db, "SELECT count(DISTINCT o.building) FROM photo_of o JOIN building g ON g.building = o.building "
				 "WHERE o.id = :id AND g.root <> :root");
	bind_text(stmt, ":id", id_hex(photo, hex));
	bind_id(stmt, ":root", root);
	if (!db_row(store->db, stmt, &row, &ignored) && row) {
		count = sqlite3_column_int64(stmt, 0);
		sqlite3_reset(stmt);
	}
	return count;
}

/* ---- finding a building */

struct found {
	struct id root;
	size_t count;
};

/* The lowest and the highest id that begin with these digits; false when they are no start of an id. */
static bool
id_span(const char *text, struct id *low, struct id *high)
{
	char low_hex[ID_HEX_LEN + 1], high_hex[ID_HEX_LEN + 1];
	size_t len = strlen(text);

	if (len < 8 || len > ID_HEX_LEN)
		return false;
	memset(low_hex, '0', ID_HEX_LEN);
	memset(high_hex, 'f', ID_HEX_LEN);
	low_hex[ID_HEX_LEN] = high_hex[ID_HEX_LEN] = '\0';
	memcpy(low_hex, text, len);
	memcpy(high_hex, text, len);
	return id_from_hex(low_hex, low) && id_from_hex(high_hex, high);
}

static enum status
find_in_span(struct store *store, sqlite3_stmt *stmt, const char *text, struct found *found, struct err *err)
{
	struct id low, high;
	enum status status;
	bool row;

	if (!id_span(text, &low, &high))
		return STATUS_OK;
	bind_id(stmt, ":low", &low);
	bind_id(stmt, ":high", &high);
	while (!(status = db_row(store->db, stmt, &row, err)) && row)
		found->count += column_id(stmt, 0, &found->root);
	return status;
}

static enum status
find_by_prefix(struct store *store, const char *text, struct found *found, struct err *err)
{
	return find_in_span(store, db_use(store->db, "SELECT root FROM building WHERE root >= :low AND root <= :high LIMIT 2"), text, found,
			    err);
}

enum status
store_find_step(struct store *store, const char *text, struct id *out, struct err *err)
{
	struct found found = { 0 };
	enum status status = find_in_span(store, db_use(store->db, "SELECT id FROM step WHERE id >= :low AND id <= :high LIMIT 2"), text,
					  &found, err);

	if (!status && found.count != 1)
		status = err_set(err, found.count ? STATUS_CONFLICT : STATUS_NOT_FOUND,
				 _("there is no single step \"%s\" here; give the first 8 or more digits of its number"), text);
	if (!status)
		*out = found.root;
	return status;
}

static bool
add_number(const struct field *field, void *ctx)
{
	if (field->type == FIELD_TEXT && !field->is_private && !(field->parent && field->parent->type == FIELD_REPEAT) && !field->complete)
		buf_printf(ctx, " OR \"%s\" = ?1", field->name);
	return true;
}

/* A number that the roster gave the house: a text field of the root form that is not completed from others. */
static enum status
find_by_number(struct store *store, const char *text, struct found *found, struct err *err)
{
	const struct pack *pack = store_pack(store);
	sqlite3_stmt *stmt = NULL;
	struct buf sql = { 0 };
	enum status status = STATUS_OK;
	int code;

	if (!pack)
		return STATUS_OK;
	buf_printf(&sql, "SELECT g.root FROM value_%s v JOIN building g ON g.building = v.building WHERE 0", pack->root->name);
	form_each_field(pack->root, add_number, &sql);
	buf_text_add(&sql, " LIMIT 2");
	code = sqlite3_prepare_v2(db_handle(store->db), buf_text(&sql), -1, &stmt, NULL);
	if (code == SQLITE_OK) {
		sqlite3_bind_text(stmt, 1, text, -1, SQLITE_STATIC);
		while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
			found->count += column_id(stmt, 0, &found->root);
	}
	if (code != SQLITE_DONE)
		status = db_failed(store->db, code, err);
	sqlite3_finalize(stmt);
	buf_release(&sql);
	return status;
}

enum status
store_find_building(struct store *store, const char *text, struct id *root, struct err *err)
{
	struct found found = { 0 };
	enum status status = find_by_prefix(store, text, &found, err);

	if (!status && found.count == 0)
		status = find_by_number(store, text, &found, err);
	if (status)
		return status;
	if (found.count > 1)
		return err_set(err, STATUS_CONFLICT, _("\"%s\" fits more than one building; give more of its number"), text);
	if (found.count == 0)
		return err_set(err, STATUS_NOT_FOUND,
			       _("there is no building \"%s\" here; give the first 8 signs of its number, or its platform number"), text);
	*root = found.root;
	return STATUS_OK;
}

/* ---- areas */

enum status
store_area_status(struct store *store, const char *area, struct area_status *out, struct err *err)
{
	sqlite3_stmt *stmt;
	struct id *roots = NULL, *hashes = NULL;
	size_t count = 0, cap = 0, hash_cap = 0, joined_count = 0;
	struct joined *joined = NULL;
	enum status status = joined_load(store, &joined, &joined_count, err);
	bool row;

	*out = (struct area_status){ .steps = store_step_count(store) };
	stmt = db_use(store->db, "SELECT root, hash, level, task, building FROM building g WHERE " G_IN_AREA " ORDER BY root");
	bind_text(stmt, ":area", area);
	while (!status && !(status = db_row(store->db, stmt, &row, err)) && row) {
		enum flow_task task;
		int64_t level = sqlite3_column_int64(stmt, 2);
		size_t before = count;

		MEM_GROW(roots, count, cap);
		MEM_GROW(hashes, before, hash_cap);
		if (!column_id(stmt, 0, &roots[count]) || !column_id(stmt, 1, &hashes[count]))
			continue;
		count++;
		if (joined_find(joined, joined_count, sqlite3_column_int64(stmt, 4))) {
			out->joined++;
			continue;
		}
		out->buildings++;
		if (level >= 0 && level < (int64_t)ARRAY_LEN(out->by_level))
			out->by_level[level]++;
		if (flow_task_from_word((const char *)sqlite3_column_text(stmt, 3), &task))
			out->by_task[task]++;
	}
	flow_area_hash(trust_genesis(store->trust), store_pack_id(store), roots, hashes, count, &out->hash);
	free(joined);
	free(roots);
	free(hashes);
	return status;
}

/* The columns building, root, division, task, task_name, level, changed; false when the root is none. */
static bool
read_row(sqlite3_stmt *stmt, struct building_row *out)
{
	*out = (struct building_row){
		.number = sqlite3_column_int64(stmt, 0),
		.division = (const char *)sqlite3_column_text(stmt, 2),
		.task_name = (const char *)sqlite3_column_text(stmt, 4),
		.level = sqlite3_column_int(stmt, 5),
		.changed_unix = sqlite3_column_int64(stmt, 6),
	};
	flow_task_from_word((const char *)sqlite3_column_text(stmt, 3), &out->task);
	return column_id(stmt, 1, &out->root);
}

enum status
store_each_building(struct store *store, const char *area, bool (*visit)(const struct building_row *, void *), void *ctx, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT building, root, division, task, task_name, level, changed FROM building g "
					       "WHERE " G_IN_AREA " ORDER BY division, root");
	enum status status;
	bool row;

	bind_text(stmt, ":area", area);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct building_row building;

		if (read_row(stmt, &building) && !visit(&building, ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}

/* " || coalesce(' ' || v.NAME, '')" for each field of the root form that is open and holds a text. */
static void
add_words(const struct field *fields, size_t count, struct buf *sql)
{
	for (size_t i = 0; i < count; i++) {
		const struct field *field = &fields[i];

		if (field->type == FIELD_GROUP)
			add_words(field->fields, field->field_count, sql);
		else if (field->type == FIELD_TEXT && !field->is_private)
			buf_printf(sql, " || coalesce(' ' || v.%s, '')", field->name); /* names of the pack are [a-z0-9_] */
	}
}

enum status
store_each_listed(struct store *store, const char *area, bool (*visit)(const struct building_row *, const char *words, void *), void *ctx,
		  struct err *err)
{
	const struct pack *pack = store_pack(store);
	struct buf sql = { 0 };
	sqlite3_stmt *stmt = NULL;
	enum status status = STATUS_OK;
	int code;

	if (!pack || !pack->root)
		return STATUS_OK;
	buf_text_add(&sql, "SELECT g.building, g.root, g.division, g.task, g.task_name, g.level, g.changed, ''");
	add_words(pack->root->fields, pack->root->field_count, &sql);
	buf_printf(&sql,
		   " FROM building g LEFT JOIN value_%s v ON v.building = g.building WHERE +g.division >= ?1 AND +g.division < ?1 || ':'",
		   pack->root->name); /* in the tables' own order, side by side: a list sorts by itself */
	code = sqlite3_prepare_v2(db_handle(store->db), sql.data, (int)sql.len, &stmt, NULL);
	buf_release(&sql);
	if (code == SQLITE_OK)
		code = sqlite3_bind_text(stmt, 1, area, -1, SQLITE_STATIC);
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		struct building_row building;

		code = sqlite3_step(stmt);
		if (code != SQLITE_ROW)
			break;
		if (read_row(stmt, &building) && !visit(&building, (const char *)sqlite3_column_text(stmt, 7), ctx)) {
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
store_each_photo_twin(struct store *store, const char *area, bool (*visit)(const struct id *, const struct id *, void *), void *ctx,
		      struct err *err)
{
	sqlite3_stmt *stmt;
	enum status status;
	bool row;

	if (sqlite3_table_column_metadata(db_handle(store->db), "main", "photo_of", "id", NULL, NULL, NULL, NULL, NULL))
		return STATUS_OK; /* no pack yet: nothing is derived */
	stmt = db_use(store->db,
		      "SELECT DISTINCT g.root, h.root FROM (SELECT id FROM photo_of GROUP BY id HAVING min(building) < max(building)) s "
		      "JOIN photo_of p ON p.id = s.id JOIN photo_of q ON q.id = s.id AND q.building > p.building "
		      "JOIN building g ON g.building = p.building JOIN building h ON h.building = q.building "
		      "WHERE (" G_IN_AREA ") OR (" H_IN_AREA ") "
		      "ORDER BY g.root, h.root");
	bind_text(stmt, ":area", area);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct id a, b;

		if (column_id(stmt, 0, &a) && column_id(stmt, 1, &b) && !visit(&a, &b, ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}

enum status
store_each_missing_photo(struct store *store, bool (*visit)(const struct id *, int64_t, void *), void *ctx, struct err *err)
{
	struct id root, last;
	sqlite3_stmt *stmt;
	int64_t missing = 0;
	enum status status;
	bool row, any = false;

	if (sqlite3_table_column_metadata(db_handle(store->db), "main", "photo_of", "id", NULL, NULL, NULL, NULL, NULL))
		return STATUS_OK; /* no pack yet: nothing is derived */
	stmt = db_use(store->db, "SELECT g.root, p.id FROM photo_of p JOIN building g ON g.building = p.building ORDER BY p.building");
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		const char *hex = (const char *)sqlite3_column_text(stmt, 1);
		int64_t len = 0;
		struct id photo;

		if (!column_id(stmt, 0, &root) || !hex || !id_from_hex(hex, &photo))
			continue;
		if (any && missing && !id_equal(&root, &last)) {
			if (!visit(&last, missing, ctx)) {
				sqlite3_reset(stmt);
				return STATUS_OK;
			}
			missing = 0;
		}
		any = true;
		last = root;
		status = store_has_blob(store, BLOB_PHOTO, &photo, &len, err);
		if (status) {
			sqlite3_reset(stmt);
			return status;
		}
		missing += len < 0;
	}
	if (!status && missing)
		visit(&last, missing, ctx);
	return status;
}

enum status
store_each_finding(struct store *store, const char *area, const char *rule, bool (*visit)(const struct finding_row *, void *), void *ctx,
		   struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT g.root, f.rule, f.level, f.kind, f.judged FROM findings_of_rules f "
					       "JOIN building g ON g.building = f.building WHERE " G_IN_AREA
					       " AND (:rule IS NULL OR f.rule = :rule) ORDER BY f.rule, g.division, g.root");
	enum status status;
	bool row;

	bind_text(stmt, ":area", area);
	bind_text(stmt, ":rule", rule);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct finding_row found = { .rule = (const char *)sqlite3_column_text(stmt, 1),
					     .level = (const char *)sqlite3_column_text(stmt, 2),
					     .kind = sqlite3_column_int64(stmt, 3),
					     .judged = sqlite3_column_int(stmt, 4) != 0 };

		if (column_id(stmt, 0, &found.building) && found.rule && found.level && !visit(&found, ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}
