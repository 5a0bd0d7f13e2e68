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

#define GAPS_MOST 8 /* numbers for each look: then looks lie in a table of all numbers */

struct photo_look {
	int64_t n; /* of the photo */
	uint64_t look;
};

/* Looks by the numbers of their photos. */
struct photo_looks {
	struct photo_look *items; /* ascending */
	size_t count, cap;
	uint64_t *by_number; /* from the first number to the last, 0: none; NULL: there are too many numbers */
};

/* Every look that tells something. */
static enum status
read_looks(struct store *store, struct photo_looks *looks, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT n, look FROM look WHERE look <> 0 ORDER BY n");
	enum status status;
	uint64_t span;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		MEM_GROW(looks->items, looks->count, looks->cap);
		looks->items[looks->count++] = (struct photo_look){ sqlite3_column_int64(stmt, 0),
								    (uint64_t)sqlite3_column_int64(stmt, 1) };
	}
	span = looks->count ? (uint64_t)looks->items[looks->count - 1].n - (uint64_t)looks->items[0].n : 0;
	if (looks->count && span / GAPS_MOST <= looks->count)
		looks->by_number = mem_array(span + 1, sizeof(*looks->by_number));
	for (size_t i = 0; i < looks->count && looks->by_number; i++)
		looks->by_number[looks->items[i].n - looks->items[0].n] = looks->items[i].look;
	return status;
}

/* The look of a photo; 0: none is known. */
static uint64_t
look_of(const struct photo_looks *looks, int64_t n)
{
	size_t low = 0, high = looks->count;

	if (!looks->count || n < looks->items[0].n || n > looks->items[looks->count - 1].n)
		return 0;
	if (looks->by_number)
		return looks->by_number[n - looks->items[0].n];
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (looks->items[middle].n < n)
			low = middle + 1;
		else
			high = middle;
	}
	return low < looks->count && looks->items[low].n == n ? looks->items[low].look : 0;
}

/* Two indexes read side by side, both by the photos' ids, in place of one row of `photo` for each photo that a form names. */
struct look_reading {
	struct store *store;
	struct photo_looks looks;
	sqlite3_stmt *photos;	  /* stands at the first that is not before the one that is looked for; NULL: at the end */
	char hex[ID_HEX_LEN + 1]; /* the photo that forms name, and below what is known of it */
	struct id photo;
	bool is_one;   /* it has a number, as all have */
	bool has_look; /* `look` is its own; else nobody asked yet */
	uint64_t look;
	int64_t first, last; /* buildings whose forms name it */
	bool not_shared;     /* one of them does so in a field whose photo stands at one house */
};

/* Goes on to the photo that forms name: its look, or 0 where it is not here. */
static enum status
read_look(struct look_reading *reading, struct err *err)
{
	enum status status = STATUS_OK;
	bool row = true;
	int order = 1;

	reading->has_look = true;
	reading->look = 0;
	while (reading->photos && !status) {
		const void *id = sqlite3_column_blob(reading->photos, 0);

		order = id && sqlite3_column_bytes(reading->photos, 0) == ID_BYTES ? memcmp(id, reading->photo.b, ID_BYTES) : -1;
		if (order >= 0)
			break;
		status = db_row(reading->store->db, reading->photos, &row, err);
		if (status || !row)
			reading->photos = NULL;
	}
	if (reading->photos && !status && order == 0)
		reading->look = look_of(&reading->looks, sqlite3_column_int64(reading->photos, 1));
	return status;
}

static void
end_photo(struct look_reading *reading, struct photo_ids *several)
{
	if (!reading->is_one || reading->first == reading->last || !reading->not_shared)
		return;
	MEM_GROW(several->items, several->count, several->cap);
	several->items[several->count++] = reading->photo;
}

/* Takes the row of a form that names a photo. The text is read as bytes, since that makes no copy of it. */
static void
take_place(struct look_reading *reading, sqlite3_stmt *held, struct photo_ids *several)
{
	const void *hex = sqlite3_column_blob(held, 0);
	size_t len = hex ? (size_t)sqlite3_column_bytes(held, 0) : 0;
	int64_t building = sqlite3_column_int64(held, 1);

	if (len != ID_HEX_LEN || memcmp(reading->hex, hex, ID_HEX_LEN) != 0) {
		end_photo(reading, several);
		reading->is_one = len == ID_HEX_LEN;
		memcpy(reading->hex, hex ? hex : "", reading->is_one ? ID_HEX_LEN : 0);
		reading->is_one = reading->is_one && id_from_hex(reading->hex, &reading->photo);
		reading->first = building;
		reading->has_look = reading->not_shared = false;
	}
	reading->last = building; /* they ascend */
}

enum status
store_each_look(struct store *store, struct photo_ids *several, void (*visit)(int64_t building, uint64_t look, void *), void *ctx,
		struct err *err)
{
	struct look_reading reading = { .store = store };
	sqlite3_stmt *held;
	enum status status;
	bool row = false;

	if (!has_pack_tables(store))
		return STATUS_OK;
	status = read_looks(store, &reading.looks, err);
	reading.photos = db_use(store->db, "SELECT id, n FROM photo ORDER BY id");
	held = db_use(store->db, "SELECT id, building, shared FROM photo_of ORDER BY id, building");
	if (!status)
		status = db_row(store->db, reading.photos, &row, err);
	if (!row)
		reading.photos = NULL;
	while (!status && !(status = db_row(store->db, held, &row, err)) && row) {
		take_place(&reading, held, several);
		if (!reading.is_one || sqlite3_column_int(held, 2))
			continue;
		reading.not_shared = true;
		if (!reading.has_look)
			status = read_look(&reading, err);
		if (!status && reading.look)
			visit(sqlite3_column_int64(held, 1), reading.look, ctx);
	}
	end_photo(&reading, several);
	sqlite3_reset(held);
	if (reading.photos)
		sqlite3_reset(reading.photos);
	free(reading.looks.items);
	free(reading.looks.by_number);
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
