#include <string.h>

#include "exchange/reader/reader_tables.h"
#include "exchange/trailer.h"
#include "seal/seal.h"
#include "store/carrier.h"

/* A workspace's own choices and notes, read as its steps are: locked down, and no function may call malloc, print, or translate. An export has none. */

enum { PIN_GENESIS, PIN_HOW, PIN_IS_HERE };

/* The next pin that is carried over; false: that was all. One that the file made by itself, of a founding that is not in it, says nothing: the file follows
 * the first founding as a new one does. What a person chose is never passed over. */
static bool
next_pin(struct reader_child *child, sqlite3_stmt *stmt, struct said_pin *pin)
{
	int code;

	while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
		int64_t how = sqlite3_column_type(stmt, PIN_HOW) == SQLITE_INTEGER ? sqlite3_column_int64(stmt, PIN_HOW) : 0;
		bool is_id = sqlite3_column_type(stmt, PIN_GENESIS) == SQLITE_BLOB && sqlite3_column_bytes(stmt, PIN_GENESIS) == ID_BYTES;

		if ((how != 1 && how != 2) || !is_id || (how == 2 && !sqlite3_column_int(stmt, PIN_IS_HERE)))
			reader_child_give_up(child, FAULT_PIN, 0, 0);
		if (!sqlite3_column_int(stmt, PIN_IS_HERE))
			continue;
		pin->by_person = how == 2;
		memcpy(pin->genesis, sqlite3_column_blob(stmt, PIN_GENESIS), ID_BYTES);
		return true;
	}
	if (code != SQLITE_DONE)
		reader_child_give_up(child, FAULT_PIN, 0, 0);
	return false;
}

void
reader_own_say_pins(struct reader_child *child)
{
	static const char sql[] =
		"SELECT genesis, how, EXISTS (SELECT 1 FROM main.step s WHERE s.id = p.genesis) FROM main.pin p NOT INDEXED ORDER BY p.n";
	sqlite3_stmt *stmt = NULL;
	struct said_pin pin = { 0 };
	size_t count = 0;

	if (child->has[TABLE_TRAILER]) {
		reader_child_say_frame(child, FRAME_PINS, 0);
		return;
	}
	if (sqlite3_prepare_v2(child->db, sql, -1, &stmt, NULL) != SQLITE_OK)
		reader_child_give_up(child, FAULT_PIN, 0, 0);
	while (next_pin(child, stmt, &pin))
		if (++count > PINS_MOST) /* or rows that run in circles */
			reader_child_give_up(child, FAULT_PIN, 0, 0);
	reader_child_say_frame(child, FRAME_PINS, count * sizeof(pin));
	sqlite3_reset(stmt);
	while (next_pin(child, stmt, &pin))
		reader_child_say(child, &pin, sizeof(pin));
	sqlite3_finalize(stmt);
}

sqlite3_stmt *
reader_own_waiting(struct reader_child *child, enum reader_table table)
{
	static const char *const sqls[2][2] = {
		{ "SELECT n, body, sig, carrier FROM main.pending NOT INDEXED ORDER BY n",
		  "SELECT n, body, sig FROM main.pending NOT INDEXED ORDER BY n" },
		{ "SELECT n, body, sig, carrier FROM main.request NOT INDEXED ORDER BY n",
		  "SELECT n, body, sig FROM main.request NOT INDEXED ORDER BY n" },
	};
	sqlite3_stmt *stmt = NULL;

	for (int i = 0; i < 2 && !stmt; i++)
		if (sqlite3_prepare_v2(child->db, sqls[table == TABLE_REQUEST][i], -1, &stmt, NULL) != SQLITE_OK)
			stmt = NULL;
	return stmt;
}

void
reader_own_say_carrier(struct reader_child *child, sqlite3_stmt *stmt)
{
	struct said_carrier carrier = { .kind = CARRIER_STRANGER };
	int len = sqlite3_column_type(stmt, 3) == SQLITE_BLOB ? sqlite3_column_bytes(stmt, 3) : -1;

	if (len == 0)
		carrier.kind = CARRIER_HERE;
	if (len == ID_BYTES) {
		carrier.kind = CARRIER_KNOWN;
		memcpy(carrier.author, sqlite3_column_blob(stmt, 3), ID_BYTES);
	}
	reader_child_say_frame(child, FRAME_CARRIER, sizeof(carrier));
	reader_child_say(child, &carrier, sizeof(carrier));
}

/* Is the row one that can be said? What is not is a claim less, and what it claimed to have is sent once more. */
static bool
is_signed_row(sqlite3_stmt *stmt)
{
	return sqlite3_column_type(stmt, 1) == SQLITE_TEXT && sqlite3_column_bytes(stmt, 1) <= TRAILER_BODY_MAX_BYTES &&
	       sqlite3_column_type(stmt, 2) == SQLITE_BLOB && (size_t)sqlite3_column_bytes(stmt, 2) == signature_bytes();
}

void
reader_own_say_acks(struct reader_child *child)
{
	sqlite3_stmt *stmt = NULL;
	int64_t last = INT64_MIN;

	if (!child->has[TABLE_TRAILER] &&
	    sqlite3_prepare_v2(child->db, "SELECT n, body, sig FROM main.ack NOT INDEXED ORDER BY n", -1, &stmt, NULL) == SQLITE_OK)
		while (sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_int64(stmt, 0) > last) {
			last = sqlite3_column_int64(stmt, 0);
			if (is_signed_row(stmt))
				reader_tables_say_signed(child, stmt, FRAME_ACK, TABLE_TRAILER, TRAILER_BODY_MAX_BYTES);
		}
	sqlite3_finalize(stmt);
	reader_child_say_frame(child, FRAME_PASS, 0);
}
