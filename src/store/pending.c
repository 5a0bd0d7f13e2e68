#include "store/pending.h"

/* Steps that wait, and the bounds of both tables of what waits. */

/* ---- bounds */

/* One of the two tables: statements are kept by their literals. */
struct room_sql {
	const char *level, *oldest, *drop, *move;
};

static const struct room_sql room_sqls[ROOM_COUNT] = {
	[ROOM_PENDING] = { "SELECT count(*), total(length(CAST(body AS BLOB))) FROM pending WHERE carrier IS :carrier",
			   "SELECT n, length(CAST(body AS BLOB)) FROM pending WHERE carrier IS :carrier ORDER BY n LIMIT 1",
			   "DELETE FROM pending WHERE n = :n",
			   "UPDATE pending SET carrier = :carrier, n = (SELECT max(n) + 1 FROM pending) "
			   "WHERE id = :id AND sig = :sig AND carrier IS NULL" },
	[ROOM_REQUEST] = { "SELECT count(*), total(length(CAST(body AS BLOB))) FROM request WHERE carrier IS :carrier",
			   "SELECT n, length(CAST(body AS BLOB)) FROM request WHERE carrier IS :carrier ORDER BY n LIMIT 1",
			   "DELETE FROM request WHERE n = :n",
			   "UPDATE request SET carrier = :carrier, n = (SELECT max(n) + 1 FROM request) "
			   "WHERE id = :id AND sig = :sig AND carrier IS NULL" },
};

static void
bind_carrier(const struct store *store, sqlite3_stmt *stmt)
{
	if (store->carrier.kind == CARRIER_HERE)
		bind_blob(stmt, ":carrier", "", 0);
	else
		bind_id(stmt, ":carrier", store->carrier.kind == CARRIER_KNOWN ? &store->carrier.author : NULL);
}

void
store_set_carrier(struct store *store, enum carrier_kind kind, const struct id *author)
{
	store->carrier.kind = kind;
	if (author)
		store->carrier.author = *author;
	pending_forget(store);
}

void
pending_forget(struct store *store)
{
	for (int room = 0; room < ROOM_COUNT; room++)
		store->rooms[room].counted = false;
	store->pending_none = false;
}

enum status
room_count(struct store *store, enum room room, struct err *err)
{
	struct room_level *level = &store->rooms[room];
	sqlite3_stmt *stmt;
	enum status status;
	bool row;

	if (level->counted || store->rooms_are == ROOMS_OPEN) /* carriers change row by row there, and nobody asks how full a room is */
		return STATUS_OK;
	stmt = db_use(store->db, room_sqls[room].level);
	bind_carrier(store, stmt);
	status = db_row(store->db, stmt, &row, err);
	if (status || !row)
		return status;
	*level = (struct room_level){ true, sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1) };
	sqlite3_reset(stmt);
	return STATUS_OK;
}

static enum status
drop_row(struct store *store, enum room room, int64_t n, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, room_sqls[room].drop);

	bind_int(stmt, ":n", n);
	return db_done(store->db, stmt, err);
}

static bool
is_full(const struct store *store, const struct room_level *level)
{
	switch (store->rooms_are) {
	case ROOMS_OPEN:
		return false;
	case ROOMS_READING:
		return level->rows > READING_ROWS_MAX || level->bytes > READING_BYTES_MAX;
	default:
		return level->rows > CARRIER_ROWS_MAX || level->bytes > CARRIER_BYTES_MAX;
	}
}

/* Drops the carrier's oldest rows until all that stand are within the bounds. The room was counted. */
static enum status
keep_within(struct store *store, enum room room, struct err *err)
{
	struct room_level *level = &store->rooms[room];
	enum status status = STATUS_OK;

	while (!status && is_full(store, level)) {
		sqlite3_stmt *stmt = db_use(store->db, room_sqls[room].oldest);
		int64_t n, bytes;
		bool row;

		bind_carrier(store, stmt);
		status = db_row(store->db, stmt, &row, err);
		if (status || !row)
			return status;
		n = sqlite3_column_int64(stmt, 0);
		bytes = sqlite3_column_int64(stmt, 1);
		sqlite3_reset(stmt);
		status = drop_row(store, room, n, err);
		level->rows--;
		level->bytes -= bytes;
		store->dropped++;
	}
	return status;
}

/* One more row stands, of `len` bytes. */
static enum status
one_more(struct store *store, enum room room, size_t len, struct err *err)
{
	store->rooms[room].rows++;
	store->rooms[room].bytes += (int64_t)len;
	return keep_within(store, room, err);
}

void
store_open_rooms(struct store *store, enum carrier_rooms rooms)
{
	store->rooms_are = rooms;
	store->dropped = 0;
}

enum status
store_close_rooms(struct store *store, int64_t *dropped, struct err *err)
{
	enum status status = STATUS_OK;

	if (store->rooms_are == ROOMS_READING) {
		store->rooms_are = ROOMS_BOUNDED;
		for (int room = 0; room < ROOM_COUNT && !status; room++) {
			status = room_count(store, (enum room)room, err);
			if (!status)
				status = keep_within(store, (enum room)room, err);
		}
	}
	store->rooms_are = ROOMS_BOUNDED;
	*dropped = store->dropped;
	return status;
}

/* A row that strangers brought first, and that a known carrier brings now, moves to the carrier's room: strangers cannot crowd it out there. */
static enum status
move_in(struct store *store, enum room room, const struct checked_step *step, struct err *err)
{
	sqlite3_stmt *stmt;
	enum status status;

	if (store->carrier.kind == CARRIER_STRANGER)
		return STATUS_OK;
	stmt = db_use(store->db, room_sqls[room].move);
	bind_id(stmt, ":id", &step->id);
	bind_blob(stmt, ":sig", step->sig->b, step->sig->len);
	bind_carrier(store, stmt);
	status = db_done(store->db, stmt, err);
	return status || !sqlite3_changes(db_handle(store->db)) ? status : one_more(store, room, step->len, err);
}

enum status
room_insert(struct store *store, sqlite3_stmt *stmt, enum room room, const struct checked_step *step, bool *known, struct err *err)
{
	enum status status;

	bind_id(stmt, ":id", &step->id);
	sqlite3_bind_text64(stmt, sqlite3_bind_parameter_index(stmt, ":body"), step->body, step->len, SQLITE_STATIC, SQLITE_UTF8);
	bind_blob(stmt, ":sig", step->sig->b, step->sig->len);
	bind_carrier(store, stmt);
	status = db_done(store->db, stmt, err);
	*known = !status && sqlite3_changes(db_handle(store->db)) == 0;
	if (status)
		return status;
	return *known ? move_in(store, room, step, err) : one_more(store, room, step->len, err);
}

/* ---- steps that wait */

enum status
pending_insert(struct store *store, const struct checked_step *step, bool *known, struct err *err)
{
	enum status status = room_count(store, ROOM_PENDING, err);
	sqlite3_stmt *stmt;

	if (status)
		return status;
	store->pending_none = false;
	stmt = db_use(store->db, "INSERT INTO pending (id, author, body, sig, carrier) VALUES (:id, :author, :body, :sig, :carrier) "
				 "ON CONFLICT (id, sig) DO NOTHING");
	bind_id(stmt, ":author", &step->step->author);
	return room_insert(store, stmt, ROOM_PENDING, step, known, err);
}

enum status
pending_has(struct store *store, const struct id *id, const struct signature *sig, bool *has, struct err *err)
{
	sqlite3_stmt *stmt;
	enum status status;

	*has = false;
	if (store->pending_none)
		return STATUS_OK;
	stmt = db_use(store->db, "SELECT 1 FROM pending LIMIT 1");
	status = db_row(store->db, stmt, has, err);
	if (status || !*has) {
		store->pending_none = !status;
		return status;
	}
	sqlite3_reset(stmt);
	/* What strangers brought is put once more by a known carrier, to move to that one's room. */
	stmt = db_use(store->db, "SELECT 1 FROM pending WHERE id = :id AND sig = :sig AND (carrier IS NOT NULL OR :stranger)");
	bind_int(stmt, ":stranger", store->carrier.kind == CARRIER_STRANGER);
	bind_id(stmt, ":id", id);
	bind_blob(stmt, ":sig", sig->b, sig->len);
	status = db_row(store->db, stmt, has, err);
	if (*has)
		sqlite3_reset(stmt);
	return status;
}

enum status
pending_drop(struct store *store, const struct pending_step *pending, struct err *err)
{
	struct room_level *level = &store->rooms[ROOM_PENDING];

	/* Counted on, not anew: many may leave, one by one, while others come. */
	if (pending->is_carriers) {
		level->rows--;
		level->bytes -= (int64_t)pending->body.len;
	}
	return drop_row(store, ROOM_PENDING, pending->n, err);
}

enum status
pending_next(struct store *store, const struct id *author, struct pending_step *out, bool *found, struct err *err)
{
	sqlite3_stmt *stmt = author ? db_use(store->db, "SELECT n, id, body, sig, carrier IS :carrier FROM pending "
							"WHERE author = :author AND n > :after ORDER BY n LIMIT 1")
				    : db_use(store->db, "SELECT n, id, body, sig, carrier IS :carrier FROM pending "
							"WHERE n > :after ORDER BY n LIMIT 1");
	enum status status;

	if (author)
		bind_id(stmt, ":author", author);
	bind_int(stmt, ":after", out->n);
	bind_carrier(store, stmt);
	status = db_row(store->db, stmt, found, err);
	if (status || !*found)
		return status;
	out->n = sqlite3_column_int64(stmt, 0);
	out->is_carriers = sqlite3_column_int(stmt, 4) != 0;
	buf_clear(&out->body);
	if (!column_id(stmt, 1, &out->id) || !store_column_signature(stmt, 3, &out->sig))
		out->id = (struct id){ 0 }; /* an altered row: its body is no step of that number */
	buf_add(&out->body, sqlite3_column_text(stmt, 2), (size_t)sqlite3_column_bytes(stmt, 2));
	sqlite3_reset(stmt);
	return STATUS_OK;
}
