#include "store/tip.h"

#include <stdlib.h>
#include <string.h>

#include "base/machine/clock.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "store/inside.h"
#include "store/journal.h"
#include "trust/credential.h"
#include "trust/forks.h"
#include "trust/receipts.h"

/* ---- notes */

static void
put_end(struct own_ends *ends, const struct own_end *end, int64_t order)
{
	struct noted_end *at = NULL;
	char *lost = mem_strdup(end->lost);

	for (size_t i = 0; i < ends->count && !at; i++)
		if (log_beside(&ends->items[i].end.log, &end->log))
			at = &ends->items[i];
	if (!at) {
		MEM_GROW(ends->items, ends->count, ends->cap);
		at = &ends->items[ends->count++];
		*at = (struct noted_end){ 0 };
	}
	free(at->lost);
	*at = (struct noted_end){ .end = *end, .lost = lost, .order = order };
	at->end.lost = lost;
}

static void
clear_ends(struct own_ends *ends)
{
	for (size_t i = 0; i < ends->count; i++)
		free(ends->items[i].lost);
	ends->count = 0;
}

void
store_know_own_end(struct store *store, const struct own_end *end)
{
	put_end(&store->own_ends, end, ++store->end_order);
}

void
store_note_own_end(struct store *store, const struct own_end *end)
{
	put_end(&store->new_ends, end, ++store->end_order);
}

void
store_keep_own_ends(struct store *store)
{
	for (size_t i = 0; i < store->new_ends.count; i++)
		put_end(&store->own_ends, &store->new_ends.items[i].end, store->new_ends.items[i].order);
	clear_ends(&store->new_ends);
}

void
store_drop_new_ends(struct store *store)
{
	clear_ends(&store->new_ends);
}

void
store_forget_own_ends(struct store *store)
{
	clear_ends(&store->own_ends);
	clear_ends(&store->new_ends);
}

void
store_release_own_ends(struct store *store)
{
	store_forget_own_ends(store);
	free(store->own_ends.items);
	free(store->new_ends.items);
}

static int
noted_cmp(const void *a, const void *b)
{
	const struct noted_end *left = *(const struct noted_end *const *)a, *right = *(const struct noted_end *const *)b;

	return (left->order > right->order) - (left->order < right->order);
}

void
store_each_new_end(const struct store *store, void (*visit)(const struct own_end *, void *), void *ctx)
{
	size_t count = store->new_ends.count;
	const struct noted_end **sorted = mem_array(count, sizeof(*sorted));

	for (size_t i = 0; i < count; i++)
		sorted[i] = &store->new_ends.items[i];
	if (count)
		qsort(sorted, count, sizeof(*sorted), noted_cmp);
	for (size_t i = 0; i < count; i++)
		visit(&sorted[i]->end, ctx);
	free(sorted);
}

static const struct noted_end *
find_end(const struct own_ends *ends, const struct log_key *log)
{
	for (size_t i = 0; i < ends->count; i++)
		if (log_beside(&ends->items[i].end.log, log))
			return &ends->items[i];
	return NULL;
}

/* ---- what is here */

enum status
store_arrival(struct store *store, const struct id *id, int64_t *n, int64_t *at_unix, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT s.n, ifnull(p.at, 0) FROM step s LEFT JOIN place p ON p.n = s.n WHERE s.id = :id");
	enum status status;
	bool row;

	*n = *at_unix = 0;
	bind_id(stmt, ":id", id);
	status = db_row(store->db, stmt, &row, err);
	if (status || !row)
		return status;
	*n = sqlite3_column_int64(stmt, 0);
	*at_unix = sqlite3_column_int64(stmt, 1);
	sqlite3_reset(stmt);
	return STATUS_OK;
}

enum status
store_log_end(struct store *store, const struct log_key *log, int64_t *seq, struct id *id, struct err *err)
{
	sqlite3_stmt *stmt =
		db_use(store->db,
		       "SELECT p.seq, s.id FROM place p JOIN step s ON s.n = p.n WHERE p.log = (SELECT log FROM log "
		       "WHERE author = :author AND device = :device AND area = :area AND epoch = :epoch) ORDER BY p.seq DESC LIMIT 1");
	enum status status;
	bool row;

	*seq = 0;
	bind_log(stmt, log);
	status = db_row(store->db, stmt, &row, err);
	if (status || !row)
		return status;
	if (column_id(stmt, 1, id))
		*seq = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return STATUS_OK;
}

enum status
store_has_device(struct store *store, const struct device_id *device, bool *has, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT 1 FROM log WHERE device = :device LIMIT 1");
	enum status status;

	bind_blob(stmt, ":device", device->b, DEVICE_BYTES);
	status = db_row(store->db, stmt, has, err);
	if (!status)
		sqlite3_reset(stmt);
	return status;
}

/* Was this log written on the device, and not only under its number? By the notes of this machine; where these are lost, by the author's
 * credential, which is for no other. */
static bool
is_own(const struct store *store, const struct log_key *log)
{
	const struct noted_end *noted = find_end(&store->own_ends, log);
	const struct credential *author;

	if (store->own_ends.count)
		return noted && log_equal(&noted->end.log, log);
	author = store_author(store, &log->author);
	return author && author->has_device;
}

/* The logs that bear a device's number; the caller frees *out. */
static enum status
logs_of(struct store *store, const struct device_id *device, struct log_key **out, size_t *count, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT author, device, area, epoch FROM log WHERE device = :device");
	size_t cap = 0;
	enum status status;
	bool row;

	*out = NULL;
	*count = 0;
	bind_blob(stmt, ":device", device->b, DEVICE_BYTES);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		MEM_GROW(*out, *count, cap);
		*count += column_log(stmt, 0, &(*out)[*count]);
	}
	return status;
}

enum status
store_newest_own(struct store *store, const struct device_id *device, struct own_end *out, bool *found, struct err *err)
{
	struct log_key *logs;
	int64_t newest = 0;
	size_t count;
	enum status status = logs_of(store, device, &logs, &count, err);

	*out = (struct own_end){ 0 };
	for (size_t i = 0; i < count && !status; i++) {
		struct own_end end = { .log = logs[i] };
		int64_t n = 0;

		if (!is_own(store, &logs[i]))
			continue;
		status = store_log_end(store, &end.log, &end.seq, &end.id, err);
		if (!status && end.seq)
			status = store_arrival(store, &end.id, &n, &end.at_unix, err);
		if (!status && n > newest) {
			newest = n;
			*out = end;
		}
	}
	*found = newest > 0;
	free(logs);
	return status;
}

/* The author's log about this area that was begun here last, when nothing is noted of any; *found false: there is none. */
static enum status
newest_log(struct store *store, const struct log_key *beside, struct own_end *out, bool *found, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT author, device, area, epoch FROM log WHERE author = :author AND device = :device "
					       "AND area = :area ORDER BY log DESC LIMIT 1");
	enum status status;

	*out = (struct own_end){ 0 };
	bind_id(stmt, ":author", &beside->author);
	bind_blob(stmt, ":device", beside->device.b, DEVICE_BYTES);
	bind_text(stmt, ":area", beside->area);
	status = db_row(store->db, stmt, found, err);
	if (status || !*found)
		return status;
	*found = column_log(stmt, 0, &out->log);
	sqlite3_reset(stmt);
	return store_log_end(store, &out->log, &out->seq, &out->id, err);
}

/* ---- the next place */

static bool
forks(const struct store *store, const struct log_key *log)
{
	return trust_forked_from(store->trust, log) != INT64_MAX;
}

/* Can the log go on behind this end? What was noted in this transaction was put by it. */
static enum status
goes_on(struct store *store, const struct own_end *end, bool *out, struct err *err)
{
	struct id id;
	int64_t seq;
	enum status status = store_log_end(store, &end->log, &seq, &id, err);

	*out = !status && !end->lost && seq == end->seq && id_equal(&id, &end->id) && !forks(store, &end->log);
	return status;
}

static enum status
find_log(struct store *store, const struct log_key *beside, struct own_end *end, bool *on, bool *ends, struct err *err)
{
	const struct noted_end *fresh = find_end(&store->new_ends, beside), *noted = fresh ? fresh : find_end(&store->own_ends, beside);
	enum status status = STATUS_OK;
	bool found = true;

	*on = *ends = false;
	if (noted)
		*end = noted->end;
	else
		status = newest_log(store, beside, end, &found, err);
	if (status || !found)
		return status;
	if (fresh)
		*on = !end->lost;
	else
		status = goes_on(store, end, on, err);
	if (end->seq == STEP_NUMBER_MAX)
		*on = false;
	*ends = !*on;
	return status;
}

static int64_t
draw_epoch(void)
{
	uint32_t number = 0;

	while (number == 0) {
		random_bytes(&number, sizeof(number));
		number &= STEP_NUMBER_MAX;
	}
	return number;
}

/* Fills `after`. */
static void
lean_on_others(const struct store *store, const struct log_key *log, struct step *step)
{
	const struct own_ends *both[] = { &store->own_ends, &store->new_ends };
	int64_t newest = -1;

	step->has_after = false;
	for (size_t b = 0; b < 2; b++)
		for (size_t i = 0; i < both[b]->count; i++) {
			const struct noted_end *noted = &both[b]->items[i];

			if (!device_equal(&noted->end.log.device, &log->device))
				continue;
			if (log_equal(&noted->end.log, log) || noted->order <= newest || noted->end.lost)
				continue;
			newest = noted->order;
			step->has_after = true;
			step->after = noted->end.id;
		}
}

enum status
store_next_place(struct store *store, struct step *step, const struct own_end **ended, struct err *err)
{
	const struct id *anchor = trust_anchor(store->trust);
	struct own_end *end = &store->ended;
	struct log_key log;
	bool on, ends;
	enum status status;

	*ended = NULL;
	step->at_unix = clock_now_unix();
	if (log_of_step(step, &log)) {
		status = find_log(store, &log, end, &on, &ends, err);
		if (status)
			return status;
		step->epoch = on ? end->log.epoch : draw_epoch();
		step->seq = on ? end->seq + 1 : 1;
		step->has_prev = on;
		step->prev = end->id;
		step->has_anchor = anchor != NULL;
		if (anchor)
			step->anchor = *anchor;
		log.epoch = step->epoch;
		lean_on_others(store, &log, step);
		if (ends)
			*ended = end;
	} else {
		step->epoch = step->seq = 1;
	}
	if (step->at_unix < STEP_AT_MIN)
		step->at_unix = STEP_AT_MIN;
	if (step->at_unix > STEP_AT_MAX)
		step->at_unix = STEP_AT_MAX;
	return STATUS_OK;
}
