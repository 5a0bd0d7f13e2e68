#include "store/settle/runs.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/inside.h"

/* ---- the runs of one log, while steps are placed */

#define RUNS_FEW 16 /* as many are looked through one by one */

/* Runs that begin behind one step, as they say, are a list: its first is found in the map. */
static void
index_run(struct log_runs *runs, size_t at)
{
	struct placed_run *run = &runs->items[at];

	idmap_put(&runs->ends, &run->end, at);
	if (!run->has_before || run->listed)
		return;
	run->beside = idmap_get(&runs->befores, &run->before);
	run->listed = true;
	idmap_put(&runs->befores, &run->before, at);
}

static void
index_runs(struct log_runs *runs)
{
	for (size_t i = 0; i < runs->count; i++)
		if (!runs->items[i].gone)
			index_run(runs, i);
	runs->indexed = true;
}

static bool
ends_with(const struct placed_run *run, const struct id *id, int64_t seq)
{
	return !run->gone && run->seq == seq && id_equal(&run->end, id);
}

static bool
begins_behind(const struct placed_run *run, const struct id *id, int64_t seq)
{
	return !run->gone && run->from == seq + 1 && run->has_before && id_equal(&run->before, id);
}

/* The run that ends with this step, or SIZE_MAX. */
static size_t
find_end(struct log_runs *runs, const struct id *id, int64_t seq)
{
	size_t at;

	if (runs->last < runs->count && ends_with(&runs->items[runs->last], id, seq))
		return runs->last;
	if (runs->count > RUNS_FEW) {
		if (!runs->indexed)
			index_runs(runs);
		at = idmap_get(&runs->ends, id);
		return at != IDMAP_NONE && ends_with(&runs->items[at], id, seq) ? at : SIZE_MAX;
	}
	for (at = 0; at < runs->count; at++)
		if (ends_with(&runs->items[at], id, seq))
			return at;
	return SIZE_MAX;
}

static void
choose_earlier(const struct log_runs *runs, size_t at, const struct id *id, int64_t seq, size_t *found)
{
	const struct placed_run *run = &runs->items[at];

	if (begins_behind(run, id, seq) && (*found == SIZE_MAX || run->first_n < runs->items[*found].first_n))
		*found = at;
}

/* The run whose first step names this one as the step before it, or SIZE_MAX; of several the one that came first. A step is asked about once, when
 * it comes: so the lists are walked in as many steps as there are runs. */
static size_t
find_behind(struct log_runs *runs, const struct id *id, int64_t seq)
{
	size_t at, found = SIZE_MAX;

	if (runs->count > RUNS_FEW) {
		if (!runs->indexed)
			index_runs(runs);
		for (at = idmap_get(&runs->befores, id); at != IDMAP_NONE; at = runs->items[at].beside)
			choose_earlier(runs, at, id, seq, &found);
		return found;
	}
	for (at = 0; at < runs->count; at++)
		choose_earlier(runs, at, id, seq, &found);
	return found;
}

void
runs_add(struct log_runs *runs, int64_t n, const struct id *id, const struct step *step)
{
	size_t at = step->has_prev ? find_end(runs, &step->prev, step->seq - 1) : SIZE_MAX, behind;
	struct placed_run *run;

	if (at == SIZE_MAX) {
		at = runs->count;
		MEM_GROW(runs->items, runs->count, runs->cap);
		runs->items[runs->count++] = (struct placed_run){
			.first_n = n, .from = step->seq, .has_before = step->has_prev, .before = step->prev
		};
	}
	run = &runs->items[at];
	run->seq = step->seq;
	run->end = *id;
	run->end_n = n;
	behind = find_behind(runs, id, step->seq);
	if (behind != SIZE_MAX && behind != at) {
		struct placed_run *next = &runs->items[behind];

		run->seq = next->seq;
		run->end = next->end;
		run->end_n = next->end_n;
		next->gone = next->changed = true;
	}
	run->changed = true;
	runs->last = at;
	if (runs->indexed)
		index_run(runs, at);
}

void
runs_release(struct log_runs *runs)
{
	idmap_release(&runs->ends);
	idmap_release(&runs->befores);
	free(runs->items);
	*runs = (struct log_runs){ 0 };
}

/* ---- in the file */

enum status
runs_load(struct store *store, int64_t log, struct log_runs *out, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db,
				    "SELECT r.first, r.from_seq, r.seq, r.last, s.id, r.before FROM run r JOIN step s ON s.n = r.last "
				    "WHERE r.log = :log ORDER BY r.first");
	enum status status;
	bool row;

	bind_int(stmt, ":log", log);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct placed_run run = { .first_n = sqlite3_column_int64(stmt, 0),
					  .from = sqlite3_column_int64(stmt, 1),
					  .seq = sqlite3_column_int64(stmt, 2),
					  .end_n = sqlite3_column_int64(stmt, 3),
					  .stored = true };

		if (!column_id(stmt, 4, &run.end))
			continue;
		run.has_before = column_id(stmt, 5, &run.before);
		MEM_GROW(out->items, out->count, out->cap);
		out->items[out->count++] = run;
	}
	return status;
}

static enum status
write_run(struct store *store, int64_t log, const struct placed_run *run, struct err *err)
{
	sqlite3_stmt *stmt;

	if (run->gone) {
		stmt = db_use(store->db, "DELETE FROM run WHERE log = :log AND first = :first");
	} else {
		stmt = db_use(
			store->db,
			"INSERT INTO run (log, first, from_seq, seq, last, before) VALUES (:log, :first, :from, :seq, :last, :before) "
			"ON CONFLICT (log, first) DO UPDATE SET seq = excluded.seq, last = excluded.last");
		bind_int(stmt, ":from", run->from);
		bind_int(stmt, ":seq", run->seq);
		bind_int(stmt, ":last", run->end_n);
		bind_id(stmt, ":before", run->has_before ? &run->before : NULL);
	}
	bind_int(stmt, ":log", log);
	bind_int(stmt, ":first", run->first_n);
	return db_done(store->db, stmt, err);
}

enum status
runs_write(struct store *store, int64_t log, struct log_runs *runs, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < runs->count && !status; i++) {
		struct placed_run *run = &runs->items[i];

		if (run->changed && (run->stored || !run->gone))
			status = write_run(store, log, run, err);
		run->stored = !run->gone;
		run->changed = false;
	}
	return status;
}

enum status
store_each_run(struct store *store, bool (*visit)(const struct store_run *, void *), void *ctx, struct err *err)
{
	sqlite3_stmt *stmt =
		db_use(store->db, "SELECT r.log, r.from_seq, r.seq, s.id, p.kind = 'receipt', r.first, l.author, l.device, l.area, l.epoch "
				  "FROM log l JOIN run r ON r.log = l.log JOIN step s ON s.n = r.last JOIN place p ON p.n = r.last "
				  "ORDER BY l.author, l.device, l.area, l.epoch, r.from_seq, r.first");
	enum status status;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct store_run run = { .log_no = sqlite3_column_int64(stmt, 0),
					 .from = sqlite3_column_int64(stmt, 1),
					 .seq = sqlite3_column_int64(stmt, 2),
					 .receipt = sqlite3_column_int64(stmt, 4),
					 .first_n = sqlite3_column_int64(stmt, 5) };

		if (column_id(stmt, 3, &run.end) && column_log(stmt, 6, &run.log) && !visit(&run, ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}

enum status
store_each_in_log(struct store *store, int64_t log_no, int64_t after, int64_t to, bool (*visit)(const struct store_item *, void *),
		  void *ctx, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db,
				    "SELECT p.n, p.seq, s.id, length(CAST(s.body AS BLOB)) FROM place p JOIN step s ON s.n = p.n "
				    "WHERE p.log = :log AND p.seq > :after AND p.seq <= :to ORDER BY p.seq, p.n");
	enum status status;
	bool row;

	bind_int(stmt, ":log", log_no);
	bind_int(stmt, ":after", after);
	bind_int(stmt, ":to", to);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct store_item item = { .n = sqlite3_column_int64(stmt, 0),
					   .seq = sqlite3_column_int64(stmt, 1),
					   .len = (size_t)sqlite3_column_int64(stmt, 3) };

		if (column_id(stmt, 2, &item.id) && !visit(&item, ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}

enum status
store_each_link(struct store *store, const struct log_key *log, bool (*visit)(const struct store_link *, void *), void *ctx,
		struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT p.seq, s.id, s.body, p.kind = 'receipt', p.at FROM place p JOIN step s ON s.n = p.n "
					       "WHERE p.log = (SELECT log FROM log WHERE author = :author AND device = :device "
					       "AND area = :area AND epoch = :epoch) ORDER BY p.seq, s.id");
	enum status status;
	bool row;

	bind_log(stmt, log);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct store_link link = { .seq = sqlite3_column_int64(stmt, 0),
					   .receipt = sqlite3_column_int64(stmt, 3),
					   .at_unix = sqlite3_column_int64(stmt, 4) };
		const char *body = (const char *)sqlite3_column_text(stmt, 2);
		struct err unread = { 0 };
		struct step step = { 0 };

		if (!step_parse(body ? body : "", (size_t)sqlite3_column_bytes(stmt, 2), &step, &unread)) {
			link.has_prev = step.has_prev;
			link.prev = step.prev;
		}
		step_release(&step);
		if (column_id(stmt, 1, &link.id) && !visit(&link, ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}

enum status
store_find_item(struct store *store, const struct id *id, struct store_item *out, bool *found, struct err *err)
{
	sqlite3_stmt *stmt =
		db_use(store->db, "SELECT p.n, p.seq, length(CAST(s.body AS BLOB)) FROM step s JOIN place p ON p.n = s.n WHERE s.id = :id");
	enum status status;

	bind_id(stmt, ":id", id);
	status = db_row(store->db, stmt, found, err);
	if (status || !*found)
		return status;
	*out = (struct store_item){ .n = sqlite3_column_int64(stmt, 0),
				    .seq = sqlite3_column_int64(stmt, 1),
				    .id = *id,
				    .len = (size_t)sqlite3_column_int64(stmt, 2) };
	sqlite3_reset(stmt);
	return STATUS_OK;
}

enum status
store_building_at(struct store *store, int64_t n, int64_t *building, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT ifnull(building, 0) FROM place WHERE n = :n");
	enum status status;
	bool found;

	*building = 0;
	bind_int(stmt, ":n", n);
	status = db_row(store->db, stmt, &found, err);
	if (status || !found)
		return status;
	*building = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return STATUS_OK;
}

enum status
store_count_acts(struct store *store, int64_t log_no, int64_t after, int64_t to, int64_t before_unix, int64_t *count, int64_t *oldest_unix,
		 struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT count(*), ifnull(min(at), 0) FROM place WHERE log = :log AND seq > :after "
					       "AND seq <= :to AND kind <> 'receipt' AND at < :before");
	enum status status;
	bool row;

	*count = *oldest_unix = 0;
	bind_int(stmt, ":log", log_no);
	bind_int(stmt, ":after", after);
	bind_int(stmt, ":to", to);
	bind_int(stmt, ":before", before_unix);
	status = db_row(store->db, stmt, &row, err);
	if (status || !row)
		return status;
	*count = sqlite3_column_int64(stmt, 0);
	*oldest_unix = sqlite3_column_int64(stmt, 1);
	sqlite3_reset(stmt);
	return STATUS_OK;
}

enum status
store_place_of(struct store *store, const struct id *id, int64_t *log_no, int64_t *seq, bool *found, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT p.log, p.seq FROM step s JOIN place p ON p.n = s.n WHERE s.id = :id");
	enum status status;

	bind_id(stmt, ":id", id);
	status = db_row(store->db, stmt, found, err);
	if (status || !*found)
		return status;
	*found = sqlite3_column_type(stmt, 0) != SQLITE_NULL;
	*log_no = sqlite3_column_int64(stmt, 0);
	*seq = sqlite3_column_int64(stmt, 1);
	sqlite3_reset(stmt);
	return STATUS_OK;
}
