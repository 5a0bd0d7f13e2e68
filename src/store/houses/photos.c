#include "store/houses/photos.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/blob.h"
#include "store/houses/joined.h"
#include "store/inside.h"

/* Photos that current forms name. */

#define LOOK_AT_ALL_FROM 1000 /* buildings: then one look over all photos is cheaper */

/* How many other houses' current forms name the photo, of one that stands in a field with `shared` those that name it in another kind of field; *first: the
 * one of the smallest root. */
static int64_t
other_holders(struct store *store, const struct id *photo, const struct id *root, bool shared, struct id *first)
{
	sqlite3_stmt *stmt;
	struct err ignored = { 0 };
	struct id other, *joined = NULL;
	char hex[ID_HEX_LEN + 1];
	size_t joined_count = 0;
	int64_t count = 0;
	bool row, asked = false, same;

	if (sqlite3_table_column_metadata(db_handle(store->db), "main", "photo_of", "id", NULL, NULL, NULL, NULL, NULL))
		return 0; /* no pack yet: nothing is derived */
	stmt = db_use(store->db, "SELECT DISTINCT g.root FROM photo_of o JOIN building g ON g.building = o.building "
				 "WHERE o.id = :id AND o.shared <= 1 - :shared AND g.root <> :root ORDER BY g.root");
	bind_text(stmt, ":id", id_hex(photo, hex));
	bind_int(stmt, ":shared", shared);
	bind_id(stmt, ":root", root);
	while (!db_row(store->db, stmt, &row, &ignored) && row) {
		if (!asked && joined_kin(store, root, &joined, &joined_count, &ignored)) /* what is one house with it is no other house */
			break;
		asked = true;
		same = !column_id(stmt, 0, &other) || id_is_among(joined, joined_count, &other);
		if (!same && count++ == 0)
			*first = other;
	}
	free(joined);
	return count;
}

int64_t
store_photo_elsewhere(struct store *store, const struct id *photo, const struct id *root, bool shared)
{
	struct id first;

	return other_holders(store, photo, root, shared, &first);
}

bool
store_photo_holder(struct store *store, const struct id *photo, const struct id *root, bool shared, struct id *out)
{
	return other_holders(store, photo, root, shared, out) > 0;
}

enum status
store_each_photo_twin(struct store *store, const struct photo_ids *several, bool (*visit)(const struct id *, const struct id *, void *),
		      void *ctx, struct err *err)
{
	enum status status = STATUS_OK;
	bool stopped = false;

	for (size_t i = 0; i < several->count && !status && !stopped; i++) {
		sqlite3_stmt *stmt = db_use(store->db, "SELECT DISTINCT g.root FROM photo_of p JOIN building g ON g.building = p.building "
						       "WHERE p.id = :id AND NOT p.shared AND g.division IS NOT NULL ORDER BY g.root");
		char hex[ID_HEX_LEN + 1];
		struct id first, root;
		bool row, begun = false;

		bind_text(stmt, ":id", id_hex(&several->items[i], hex));
		while (!stopped && !(status = db_row(store->db, stmt, &row, err)) && row) {
			if (!column_id(stmt, 0, &root))
				continue;
			if (!begun)
				first = root;
			else
				stopped = !visit(&first, &root, ctx);
			begun = true;
		}
		if (stopped)
			sqlite3_reset(stmt);
	}
	return status;
}

/* *stopped: the callback said so. */
static enum status
each_held(struct store *store, sqlite3_stmt *stmt, bool (*visit)(const struct held_photo *, void *), void *ctx, bool *stopped,
	  struct err *err)
{
	enum status status;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		const char *hex = (const char *)sqlite3_column_text(stmt, 0);
		struct id photo, root;

		if (!hex || !id_from_hex(hex, &photo) || !column_id(stmt, 1, &root))
			continue;
		*stopped = !visit(&(struct held_photo){ &photo, &root, (const char *)sqlite3_column_text(stmt, 2),
							(const char *)sqlite3_column_text(stmt, 3), sqlite3_column_int(stmt, 4) != 0 },
				  ctx);
		if (*stopped) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}

enum status
store_each_held_photo(struct store *store, const struct photo_ids *several, bool (*visit)(const struct held_photo *, void *), void *ctx,
		      struct err *err)
{
	enum status status = STATUS_OK;
	bool stopped = false;

	for (size_t i = 0; i < several->count && !status && !stopped; i++) {
		sqlite3_stmt *stmt =
			db_use(store->db,
			       "SELECT p.id, g.root, p.form, p.field, p.shared FROM photo_of p JOIN building g ON g.building = p.building "
			       "WHERE p.id = :id AND g.division IS NOT NULL ORDER BY g.root, p.form, p.field");
		char hex[ID_HEX_LEN + 1];

		bind_text(stmt, ":id", id_hex(&several->items[i], hex));
		status = each_held(store, stmt, visit, ctx, &stopped, err);
	}
	return status;
}

enum status
store_each_photo_beside(struct store *store, int64_t building, bool (*visit)(const struct held_photo *, void *), void *ctx, struct err *err)
{
	sqlite3_stmt *stmt;
	bool stopped = false;

	if (sqlite3_table_column_metadata(db_handle(store->db), "main", "photo_of", "id", NULL, NULL, NULL, NULL, NULL))
		return STATUS_OK; /* no pack yet: nothing is derived */
	stmt = db_use(store->db, "SELECT DISTINCT p.id, g.root, p.form, p.field, p.shared FROM photo_of p JOIN photo_of o ON o.id = p.id "
				 "AND o.building <> p.building AND NOT (p.shared AND o.shared) JOIN building g ON g.building = o.building "
				 "WHERE p.building = :b AND g.division IS NOT NULL ORDER BY p.form, p.field, p.id, g.root");
	bind_int(stmt, ":b", building);
	return each_held(store, stmt, visit, ctx, &stopped, err);
}

bool
store_share_photo(struct store *store, int64_t a, int64_t b)
{
	sqlite3_stmt *stmt;
	struct err ignored = { 0 };
	bool row = false;

	if (sqlite3_table_column_metadata(db_handle(store->db), "main", "photo_of", "id", NULL, NULL, NULL, NULL, NULL))
		return false; /* no pack yet: nothing is derived */
	stmt = db_use(store->db, "SELECT 1 FROM photo_of p JOIN photo_of o ON o.id = p.id AND o.building = :other AND NOT o.shared "
				 "WHERE p.building = :b AND NOT p.shared LIMIT 1");
	bind_int(stmt, ":b", a);
	bind_int(stmt, ":other", b);
	if (db_row(store->db, stmt, &row, &ignored))
		return false;
	sqlite3_reset(stmt);
	return row;
}

enum status
store_photo_twin(struct store *store, int64_t building, struct id *other, bool *found, struct err *err)
{
	sqlite3_stmt *stmt;
	enum status status;

	*found = false;
	if (sqlite3_table_column_metadata(db_handle(store->db), "main", "photo_of", "id", NULL, NULL, NULL, NULL, NULL))
		return STATUS_OK; /* no pack yet: nothing is derived */
	stmt = db_use(store->db,
		      "SELECT g.root FROM photo_of p JOIN photo_of o ON o.id = p.id AND o.building <> p.building AND NOT o.shared "
		      "JOIN building g ON g.building = o.building WHERE p.building = :b AND NOT p.shared AND g.division IS NOT NULL "
		      "ORDER BY g.root LIMIT 1");
	bind_int(stmt, ":b", building);
	status = db_row(store->db, stmt, found, err);
	if (!status && *found)
		*found = column_id(stmt, 0, other);
	sqlite3_reset(stmt);
	return status;
}

enum status
store_each_missing_photo(struct store *store, bool (*visit)(const struct id *, const struct id *, void *), void *ctx, struct err *err)
{
	sqlite3_stmt *stmt;
	enum status status;
	bool row;

	if (sqlite3_table_column_metadata(db_handle(store->db), "main", "photo_of", "id", NULL, NULL, NULL, NULL, NULL))
		return STATUS_OK; /* no pack yet: nothing is derived */
	stmt = db_use(store->db, "SELECT g.root, p.id FROM photo_of p JOIN building g ON g.building = p.building ORDER BY p.building");
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		const char *hex = (const char *)sqlite3_column_text(stmt, 1);
		struct id root, photo;
		int64_t len = 0;

		if (!column_id(stmt, 0, &root) || !hex || !id_from_hex(hex, &photo))
			continue;
		status = store_has_blob(store, BLOB_PHOTO, &photo, &len, err);
		if (status || (len < 0 && !visit(&root, &photo, ctx))) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}

/* ---- who shares one */

static void
add_number(struct building_numbers *numbers, int64_t number)
{
	MEM_GROW(numbers->items, numbers->count, numbers->cap);
	numbers->items[numbers->count++] = number;
}

/* Adds the buildings that share a photo with this one, as the rows say now; when there are any, this one too. */
static enum status
add_sharers(struct store *store, int64_t building, struct building_numbers *out, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT DISTINCT o.building FROM photo_of p JOIN photo_of o ON o.id = p.id "
					       "WHERE p.building = :b AND o.building <> :b AND NOT (p.shared AND o.shared)");
	size_t before = out->count;
	enum status status;
	bool row;

	bind_int(stmt, ":b", building);
	while (!(status = db_row(store->db, stmt, &row, err)) && row)
		add_number(out, sqlite3_column_int64(stmt, 0));
	if (out->count > before)
		add_number(out, building);
	return status;
}

static enum status
add_all_sharers(struct store *store, struct building_numbers *out, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db,
				    "SELECT DISTINCT building FROM photo_of WHERE id IN "
				    "(SELECT id FROM photo_of GROUP BY id HAVING min(building) < max(building) AND NOT min(shared))");
	enum status status;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row)
		add_number(out, sqlite3_column_int64(stmt, 0));
	return status;
}

enum status
photos_add_sharers(struct store *store, const int64_t *buildings, size_t count, struct building_numbers *out, struct err *err)
{
	enum status status = STATUS_OK;

	if (count >= LOOK_AT_ALL_FROM)
		return add_all_sharers(store, out, err);
	for (size_t i = 0; i < count && !status; i++)
		status = add_sharers(store, buildings[i], out, err);
	return status;
}
