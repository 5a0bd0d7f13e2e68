#include "store/houses/looks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/inside.h"

/* How photos look. Looks that differ in seven bits at most have, of their four parts of sixteen bits, one that differs in one bit at most: so 17
 * values of each part find all of them. */

#define PARTS 4
#define PART_BITS 16

enum status
store_put_look(struct store *store, const struct id *photo, uint64_t look, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "INSERT OR IGNORE INTO look (n, look) SELECT n, :look FROM photo WHERE id = :id");

	bind_int(stmt, ":look", (int64_t)look);
	bind_id(stmt, ":id", photo);
	return db_done(store->db, stmt, err);
}

uint64_t
store_photo_look(struct store *store, const struct id *photo)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT l.look FROM photo p JOIN look l ON l.n = p.n WHERE p.id = :id");
	struct err ignored = { 0 };
	uint64_t look = 0;
	bool row;

	bind_id(stmt, ":id", photo);
	if (!db_row(store->db, stmt, &row, &ignored) && row) {
		look = (uint64_t)sqlite3_column_int64(stmt, 0);
		sqlite3_reset(stmt);
	}
	return look;
}

enum status
store_photo_look_next(struct store *store, uint64_t (*look)(const void *, size_t), bool *found, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db,
				    "SELECT id, data FROM photo WHERE n > coalesce((SELECT max(n) FROM look), 0) ORDER BY n LIMIT 1");
	enum status status = db_row(store->db, stmt, found, err);
	uint64_t seen;
	struct id id;

	if (status || !*found)
		return status;
	*found = column_id(stmt, 0, &id);
	seen = *found ? look(sqlite3_column_blob(stmt, 1), (size_t)sqlite3_column_bytes(stmt, 1)) : 0;
	sqlite3_reset(stmt);
	return *found ? store_put_look(store, &id, seen, err) : STATUS_OK;
}

/* ---- photos that look alike */

struct near_look {
	int64_t n;
	int apart;
};

struct near_looks {
	struct near_look *items;
	size_t count, cap;
};

static enum status
probe(struct store *store, sqlite3_stmt *stmt, uint64_t look, int part, uint64_t value, int apart_most, struct near_looks *out,
      struct err *err)
{
	enum status status;
	bool row;

	bind_int(stmt, ":value", (int64_t)value);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		uint64_t other = (uint64_t)sqlite3_column_int64(stmt, 1);
		int apart = __builtin_popcountll(look ^ other);
		bool before = false; /* found by an earlier part */

		for (int p = 0; p < part; p++)
			before |= __builtin_popcountll((look ^ other) >> (p * PART_BITS) & 0xffff) <= 1;
		if (apart > apart_most || before || !other)
			continue;
		MEM_GROW(out->items, out->count, out->cap);
		out->items[out->count++] = (struct near_look){ sqlite3_column_int64(stmt, 0), apart };
	}
	return status;
}

static enum status
find_near(struct store *store, uint64_t look, int apart_most, struct near_looks *out, struct err *err)
{
	sqlite3_stmt *stmts[PARTS] = {
		db_use(store->db, "SELECT n, look FROM look WHERE look & 65535 = :value"),
		db_use(store->db, "SELECT n, look FROM look WHERE look >> 16 & 65535 = :value"),
		db_use(store->db, "SELECT n, look FROM look WHERE look >> 32 & 65535 = :value"),
		db_use(store->db, "SELECT n, look FROM look WHERE look >> 48 & 65535 = :value"),
	};
	enum status status = STATUS_OK;

	for (int part = 0; part < PARTS && !status; part++)
		for (int bit = -1; bit < PART_BITS && !status; bit++) {
			uint64_t value = (look >> (part * PART_BITS) & 0xffff) ^ (bit < 0 ? 0 : UINT64_C(1) << bit);

			status = probe(store, stmts[part], look, part, value, apart_most, out, err);
		}
	return status;
}

static bool
has_pack_tables(struct store *store)
{
	return !sqlite3_table_column_metadata(db_handle(store->db), "main", "photo_of", "id", NULL, NULL, NULL, NULL, NULL);
}

/* Tells each form that names the photo. */
static enum status
tell_holders(struct store *store, const struct near_look *near, bool (*visit)(const struct alike_photo *, void *), void *ctx, bool *stopped,
	     struct err *err)
{
	sqlite3_stmt *stmt = db_use(
		store->db,
		"SELECT g.root, p.id, o.form, o.field, coalesce(g.division, ''), o.shared FROM photo p JOIN photo_of o ON o.id = lower(hex(p.id)) "
		"JOIN building g ON g.building = o.building WHERE p.n = :n ORDER BY g.root");
	enum status status;
	bool row;

	bind_int(stmt, ":n", near->n);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct id root, photo;

		if (!column_id(stmt, 0, &root) || !column_id(stmt, 1, &photo))
			continue;
		*stopped = !visit(&(struct alike_photo){ &root, &photo, (const char *)sqlite3_column_text(stmt, 4),
							 (const char *)sqlite3_column_text(stmt, 2),
							 (const char *)sqlite3_column_text(stmt, 3), sqlite3_column_int(stmt, 5) != 0,
							 near->apart },
				  ctx);
		if (*stopped) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}

enum status
store_each_alike(struct store *store, uint64_t look, int apart_most, bool (*visit)(const struct alike_photo *, void *), void *ctx,
		 struct err *err)
{
	struct near_looks near = { 0 };
	enum status status = STATUS_OK;
	bool stopped = false;

	if (!look || !has_pack_tables(store))
		return STATUS_OK;
	status = find_near(store, look, apart_most, &near, err);
	for (int apart = 0; apart <= apart_most && !status; apart++) /* the nearest first */
		for (size_t i = 0; i < near.count && !status && !stopped; i++)
			if (near.items[i].apart == apart)
				status = tell_holders(store, &near.items[i], visit, ctx, &stopped, err);
	free(near.items);
	return status;
}

/* ---- all looks */

struct photo_look {
	int64_t n; /* of the photo */
	uint64_t look;
};

/* Every look that tells something, by the photo's number; the caller frees. */
static enum status
read_looks(struct store *store, struct photo_look **looks, size_t *count, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT n, look FROM look WHERE look <> 0 ORDER BY n");
	enum status status;
	size_t cap = 0;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		MEM_GROW(*looks, *count, cap);
		(*looks)[(*count)++] = (struct photo_look){ sqlite3_column_int64(stmt, 0), (uint64_t)sqlite3_column_int64(stmt, 1) };
	}
	return status;
}

/* The look of a photo; 0: none is known. Numbers have few gaps, and so the first guess is mostly right. */
static uint64_t
look_of(const struct photo_look *looks, size_t count, int64_t n)
{
	size_t low = 0, high = count;

	if (count && n >= looks[0].n && (uint64_t)(n - looks[0].n) < count && looks[n - looks[0].n].n == n)
		return looks[n - looks[0].n].look;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (looks[middle].n < n)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && looks[low].n == n ? looks[low].look : 0;
}

/* Goes on among the photos, which ascend by their ids, to the first that is not before this one: its look, or 0 where it is another photo. */
static enum status
look_of_next(struct store *store, sqlite3_stmt **photos, const struct photo_look *looks, size_t count, const struct id *photo,
	     uint64_t *look, struct err *err)
{
	enum status status = STATUS_OK;
	bool row = true;
	int order = 1;

	*look = 0;
	while (*photos && !status) {
		const void *id = sqlite3_column_blob(*photos, 0);

		order = id && sqlite3_column_bytes(*photos, 0) == ID_BYTES ? memcmp(id, photo->b, ID_BYTES) : -1;
		if (order >= 0)
			break;
		status = db_row(store->db, *photos, &row, err);
		if (status || !row)
			*photos = NULL;
	}
	if (*photos && !status && order == 0)
		*look = look_of(looks, count, sqlite3_column_int64(*photos, 1));
	return status;
}

/* Two indexes are read side by side, both by the photos' ids, in place of one row of `photo` for each photo. */
enum status
store_each_look(struct store *store, bool (*visit)(int64_t building, uint64_t look, void *), void *ctx, struct err *err)
{
	sqlite3_stmt *photos, *held;
	struct photo_look *looks = NULL;
	struct id photo;
	size_t count = 0;
	uint64_t look = 0;
	enum status status;
	bool row = false, more = true;

	if (!has_pack_tables(store))
		return STATUS_OK;
	status = read_looks(store, &looks, &count, err);
	photos = db_use(store->db, "SELECT id, n FROM photo ORDER BY id");
	held = db_use(store->db, "SELECT id, building FROM photo_of WHERE NOT shared ORDER BY id, building");
	if (!status)
		status = db_row(store->db, photos, &row, err);
	if (!row)
		photos = NULL;
	while (!status && more && !(status = db_row(store->db, held, &row, err)) && row) {
		const char *hex = (const char *)sqlite3_column_text(held, 0);

		if (!hex || !id_from_hex(hex, &photo))
			continue;
		status = look_of_next(store, &photos, looks, count, &photo, &look, err);
		more = status || !look || visit(sqlite3_column_int64(held, 1), look, ctx);
	}
	sqlite3_reset(held);
	if (photos)
		sqlite3_reset(photos);
	free(looks);
	return status;
}

enum status
store_looks_of(struct store *store, int64_t building, struct named_look **looks, size_t *count, struct err *err)
{
	sqlite3_stmt *stmt;
	enum status status;
	size_t cap = 0, with = 0;
	bool row;

	*looks = NULL;
	*count = 0;
	if (!has_pack_tables(store))
		return STATUS_OK;
	stmt = db_use(store->db, "SELECT DISTINCT id, form, field FROM photo_of WHERE building = :b AND NOT shared");
	bind_int(stmt, ":b", building);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		const char *hex = (const char *)sqlite3_column_text(stmt, 0), *form = (const char *)sqlite3_column_text(stmt, 1),
			   *field = (const char *)sqlite3_column_text(stmt, 2);
		struct named_look *look;

		MEM_GROW(*looks, *count, cap);
		look = &(*looks)[*count];
		*look = (struct named_look){ 0 };
		if (!hex || !form || !field || !id_from_hex(hex, &look->photo))
			continue;
		snprintf(look->form, sizeof(look->form), "%s", form);
		snprintf(look->field, sizeof(look->field), "%s", field);
		++*count;
	}
	for (size_t i = 0; i < *count && !status; i++) {
		(*looks)[i].look = store_photo_look(store, &(*looks)[i].photo);
		if ((*looks)[i].look)
			(*looks)[with++] = (*looks)[i];
	}
	*count = with;
	return status;
}
