#ifndef EXCHANGE_READER_TABLES_H
#define EXCHANGE_READER_TABLES_H

#include <stddef.h>

#include <sqlite3.h>

#include "exchange/reader/reader_child.h"

/* What the reading child looks at: the file's tables, which may be anything, checked and then said to the parent. Internal to the floor. */

#define CHUNK_BYTES 65536

enum reader_table { TABLE_STEP, TABLE_PHOTO, TABLE_BOX, TABLE_REQUEST, TABLE_TRAILER, TABLE_COUNT };

struct reader_child {
	int in, out;
	enum reader_of of;
	bool has[TABLE_COUNT]; /* the file's tables */
	bool strange;	       /* one of them is not written as louce writes it, or two lie in one place */
	const uint8_t *file;   /* mapped */
	uint64_t size;
	sqlite3 *db;
	size_t filled; /* of the buffer */
	uint8_t buffer[CHUNK_BYTES];
	struct offer offers[OFFERS_MAX];
	int64_t rows[OFFERS_MAX]; /* of the offers */
	uint8_t answers[OFFERS_MAX];
	uint8_t chunk[CHUNK_BYTES];
};

/* Opens the mapped file; before the lock-down: nothing of the file is read yet. False: the machine refuses. */
bool reader_tables_open(struct reader_child *child);
/* Checks the file and says its trailer, steps, requests, photos and boxes, all but the last frame. Gives up when the file is not what it should be. */
void reader_tables_say(struct reader_child *child);

/* ---- for the other files that look into tables */

/* The row that the statement stands on: n, body, sig. */
void reader_tables_say_signed(struct reader_child *child, sqlite3_stmt *stmt, enum frame_type type, unsigned table, size_t most);

/* What a workspace has of its own beside steps and photos, in reader_own.c: whom it follows; who brought the row that the statement stands on (its fourth
 * column); the trailers last taken in. */
void reader_own_say_pins(struct reader_child *child);
/* Over the rows that wait, steps or requests, with who brought each as a fourth column unless somebody took that away; NULL: they cannot be read. */
sqlite3_stmt *reader_own_waiting(struct reader_child *child, enum reader_table table);
void reader_own_say_carrier(struct reader_child *child, sqlite3_stmt *stmt);
void reader_own_say_acks(struct reader_child *child);

/* Gives up unless the head and the schema are those of a file that louce writes; reader_schema.c. */
void reader_check_schema(struct reader_child *child);
extern const char *const reader_table_names[TABLE_COUNT];
/* Does not return: says what SQLite's code means for the row. */
void reader_give_up_sql(struct reader_child *child, int code, unsigned table, int64_t row);
sqlite3_stmt *reader_prepare(struct reader_child *child, const char *sql, unsigned table);
bool reader_text_is(sqlite3_stmt *stmt, int column, const char *wanted);

/* ---- talking to the parent, in reader_child.c; each ends the process when the parent is gone */

void reader_child_say(struct reader_child *child, const void *bytes, size_t len);
void reader_child_say_frame(struct reader_child *child, enum frame_type type, size_t len);
/* Sends what was said, and waits for one byte an offer. */
void reader_child_hear(struct reader_child *child, uint8_t *answers, size_t count);
/* Says the fault and ends the process. Does not return; see reader_leave for why the compiler is not told. */
void reader_child_give_up(struct reader_child *child, enum fault_code code, unsigned table, int64_t row);

#endif
