#include "store/inside.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "trust/fold.h"
#include "trust/trust.h"

/* County receipts that an opening need not read: they stand in `folded`, and what they name in `covered` (trust/fold.h). Written when trust is
 * settled, and a function of the steps alone, so that who verifies the file makes the same rows. */

/* ---- answers about them */

static int64_t
number_of_receipt(void *ctx, const struct id *receipt)
{
	struct store *store = ctx;
	sqlite3_stmt *stmt = db_use(store->db, "SELECT f.number FROM step s JOIN folded f ON f.n = s.n WHERE s.id = :id");
	struct err dropped = { 0 }; /* the database remembers it */
	int64_t number = 0;
	bool row;

	bind_id(stmt, ":id", receipt);
	if (!db_row(store->db, stmt, &row, &dropped) && row)
		number = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return number;
}

/* *found: the receipt of this number is folded. */
static enum status
read_main_id(struct store *store, int64_t number, struct id *out, bool *found, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT s.id FROM folded f JOIN step s ON s.n = f.n WHERE f.number = :number");
	enum status status;

	bind_int(stmt, ":number", number);
	status = db_row(store->db, stmt, found, err);
	*found = !status && *found && column_id(stmt, 0, out);
	sqlite3_reset(stmt);
	return status;
}

/* Ids once asked for stay where they are: they are lent. */
static const struct id *
receipt_of_number(void *ctx, int64_t number)
{
	struct store *store = ctx;
	struct main_ids *ids = &store->main_ids;
	struct err dropped = { 0 };
	struct id id;
	bool found;
	size_t at;

	if (number < ids->first || number > ids->last)
		return NULL;
	if (!ids->items)
		ids->items = mem_array((size_t)(ids->last - ids->first + 1), sizeof(*ids->items));
	at = (size_t)(number - ids->first);
	if (!ids->items[at] && !read_main_id(store, number, &id, &found, &dropped) && found) {
		ids->items[at] = mem_alloc(sizeof(id));
		*ids->items[at] = id;
	}
	return ids->items[at];
}

void
store_release_main_ids(struct store *store)
{
	struct main_ids *ids = &store->main_ids;

	for (int64_t i = ids->first; ids->items && i <= ids->last; i++)
		free(ids->items[i - ids->first]);
	free(ids->items);
	*ids = (struct main_ids){ 0 };
}

static int64_t
covered_until(void *ctx, const struct log_key *log, int64_t number)
{
	struct store *store = ctx;
	sqlite3_stmt *stmt = db_use(store->db, "SELECT reach FROM covered WHERE log = :log AND number <= :number "
					       "ORDER BY number DESC, seq DESC LIMIT 1");
	struct err dropped = { 0 };
	int64_t reach = 0;
	struct id name;
	bool row;

	log_name(log, &name);
	bind_id(stmt, ":log", &name);
	bind_int(stmt, ":number", number);
	if (!db_row(store->db, stmt, &row, &dropped) && row)
		reach = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return reach;
}

static bool
names_tip(void *ctx, const struct log_key *log, int64_t seq, const struct id *tip)
{
	struct store *store = ctx;
	sqlite3_stmt *stmt = db_use(store->db, "SELECT 1 FROM covered WHERE log = :log AND seq = :seq AND tip = :tip LIMIT 1");
	struct err dropped = { 0 };
	struct id name;
	bool row, named;

	log_name(log, &name);
	bind_id(stmt, ":log", &name);
	bind_int(stmt, ":seq", seq);
	bind_id(stmt, ":tip", tip);
	named = !db_row(store->db, stmt, &row, &dropped) && row;
	sqlite3_reset(stmt);
	return named;
}

/* Did the receipt's own laptop sign what the line names? */
#define RECEIVERS_OWN "(SELECT l.device = c.device FROM folded f JOIN log l ON l.log = f.log WHERE f.number = v.number)"

static void
each_furthest(void *ctx, const struct device_id *device, void (*visit)(const struct trust_received *, void *), void *visit_ctx)
{
	struct store *store = ctx;
	sqlite3_stmt *of_one = db_use(store->db, "SELECT c.author, c.device, c.area, c.epoch, v.seq, v.tip, v.number, " RECEIVERS_OWN
						 " FROM covered_log c "
						 "JOIN covered v ON v.log = c.log WHERE c.device = :device "
						 "AND v.seq = (SELECT max(m.seq) FROM covered m WHERE m.log = c.log)");
	sqlite3_stmt *of_all = db_use(store->db, "SELECT c.author, c.device, c.area, c.epoch, v.seq, v.tip, v.number, " RECEIVERS_OWN
						 " FROM covered_log c "
						 "JOIN covered v ON v.log = c.log "
						 "WHERE v.seq = (SELECT max(m.seq) FROM covered m WHERE m.log = c.log)");
	sqlite3_stmt *stmt = device ? of_one : of_all;
	struct trust_received *lines = NULL;
	struct err dropped = { 0 };
	size_t count = 0, cap = 0;
	bool row;

	if (device)
		bind_blob(stmt, ":device", device->b, DEVICE_BYTES);
	while (!db_row(store->db, stmt, &row, &dropped) && row) {
		struct trust_received line = { .seq = sqlite3_column_int64(stmt, 4),
					       .number = sqlite3_column_int64(stmt, 6),
					       .own = sqlite3_column_int(stmt, 7) != 0 };

		if (!column_log(stmt, 0, &line.log) || !column_id(stmt, 5, &line.tip))
			continue;
		MEM_GROW(lines, count, cap);
		lines[count++] = line;
	}
	for (size_t i = 0; i < count; i++) {
		bool found;

		if (read_main_id(store, lines[i].number, &lines[i].receipt, &found, &dropped) || !found)
			lines[i].receipt = (struct id){ 0 };
		visit(&lines[i], visit_ctx);
	}
	free(lines);
}

/* ---- read at an opening */

/* The logs that hold folded receipts, and the last of these in each. */
static enum status
load_logs(struct store *store, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT l.author, l.device, l.area, l.epoch, p.seq, s.id FROM folded_log f "
					       "JOIN log l ON l.log = f.log JOIN place p ON p.n = f.n JOIN step s ON s.n = f.n");
	enum status status;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct log_key log;
		struct id id;

		if (column_log(stmt, 0, &log) && column_id(stmt, 5, &id))
			trust_fold_log(store->trust, &log, sqlite3_column_int64(stmt, 4), &id);
	}
	return status;
}

enum status
store_load_fold(struct store *store, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT (SELECT min(number) FROM folded), (SELECT max(number) FROM folded)");
	const struct trust_fold_source source = { store, number_of_receipt, receipt_of_number, covered_until, names_tip, each_furthest };
	enum status status;
	struct id base;
	bool row, found;

	store_release_main_ids(store);
	status = db_row(store->db, stmt, &row, err);
	if (status || !row)
		return status;
	store->main_ids.first = sqlite3_column_int64(stmt, 0);
	store->main_ids.last = store->fold_written = sqlite3_column_int64(stmt, 1);
	sqlite3_reset(stmt);
	if (!store->main_ids.last)
		return STATUS_OK;
	status = read_main_id(store, store->main_ids.last, &base, &found, err);
	if (!status && !found)
		status = err_set(err, STATUS_TAMPERED, _("\"%s\": a stored step was altered; run louce verify, and use another copy"),
				 db_path(store->db));
	if (status)
		return status;
	trust_fold_begin(store->trust, store->main_ids.first, store->main_ids.last, &base, &source);
	return load_logs(store, err);
}

/* Rows: a log, seq, step, number. */
static enum status
add_marks(struct store *store, sqlite3_stmt *stmt, bool named, struct err *err)
{
	enum status status;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct log_key log;
		struct id id;

		if (column_log(stmt, 0, &log) && column_id(stmt, 5, &id))
			trust_fold_mark(store->trust, &log, sqlite3_column_int64(stmt, 4), &id, sqlite3_column_int64(stmt, 6), named);
	}
	return status;
}

enum status
store_fold_of_author(struct store *store, const struct id *author, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT c.author, c.device, c.area, c.epoch, v.seq, v.tip, v.number FROM covered_log c "
					       "JOIN covered v ON v.log = c.log WHERE c.author = :author");

	if (!trust_has_fold(store->trust))
		return STATUS_OK;
	bind_id(stmt, ":author", author);
	return add_marks(store, stmt, true, err);
}

enum status
store_fold_of_log(struct store *store, int64_t log, struct err *err)
{
	sqlite3_stmt *stmt =
		db_use(store->db,
		       "SELECT c.author, c.device, c.area, c.epoch, v.seq, v.tip, v.number FROM log l "
		       "JOIN covered_log c ON c.author = l.author AND c.device = l.device AND c.area = l.area AND c.epoch = l.epoch "
		       "JOIN covered v ON v.log = c.log WHERE l.log = :log");

	if (!trust_has_fold(store->trust))
		return STATUS_OK;
	bind_int(stmt, ":log", log);
	return add_marks(store, stmt, true, err);
}

enum status
store_fold_between(struct store *store, struct err *err)
{
	/* CROSS, INDEXED: the few that say something first, whatever else stands there. */
	sqlite3_stmt *named = db_use(store->db,
				     "SELECT c.author, c.device, c.area, c.epoch, v.seq, v.tip, v.number "
				     "FROM covered v INDEXED BY covered_moves CROSS JOIN covered_log c ON c.log = v.log WHERE v.moves = 1");
	sqlite3_stmt *behind = db_use(store->db, "SELECT l.author, l.device, l.area, l.epoch, p.seq, s.id, f.number "
						 "FROM folded f INDEXED BY folded_before CROSS JOIN place p ON p.n = f.before "
						 "JOIN log l ON l.log = p.log JOIN step s ON s.n = p.n WHERE f.before IS NOT NULL");
	enum status status;

	if (!trust_has_fold(store->trust))
		return STATUS_OK;
	status = add_marks(store, named, true, err);
	return status ? status : add_marks(store, behind, false, err);
}

/* ---- read after all */

enum status
store_unfold(struct store *store, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT s.id, s.body FROM folded f JOIN step s ON s.n = f.n");
	enum status status = STATUS_OK;
	bool row;

	store->unfolding = false;
	if (!trust_has_fold(store->trust))
		return STATUS_OK;
	while (!status && !(status = db_row(store->db, stmt, &row, err)) && row)
		status = store_add_trust(store, stmt, err);
	sqlite3_reset(stmt);
	trust_fold_end(store->trust);
	store->trust_dirty = true;
	return status;
}

/* ---- written */

/* What one line of a receipt is written with. */
struct writing_lines {
	struct store *store;
	int64_t number;
	enum status status;
	struct err *err;
};

/* How far the log was named before. */
static enum status
reached(struct store *store, const struct id *log, int64_t *reach, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT reach FROM covered WHERE log = :log ORDER BY number DESC, seq DESC LIMIT 1");
	enum status status;
	bool row;

	bind_id(stmt, ":log", log);
	status = db_row(store->db, stmt, &row, err);
	*reach = !status && row ? sqlite3_column_int64(stmt, 0) : 0;
	sqlite3_reset(stmt);
	return status;
}

/* Does the line give a place in time to a step that every opening reads? A line that goes back, or names a place again, may. */
static enum status
moves_a_step(struct store *store, const struct trust_received *line, int64_t reach, bool *moves, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT 1 FROM log l JOIN place p ON p.log = l.log WHERE l.author = :author "
					       "AND l.device = :device AND l.area = :area AND l.epoch = :epoch AND p.seq > :reach "
					       "AND p.seq <= :seq AND p.n NOT IN (SELECT n FROM folded) LIMIT 1");
	enum status status;

	*moves = !*line->log.area && line->seq <= reach;
	if (*line->log.area || *moves)
		return STATUS_OK;
	bind_log(stmt, &line->log);
	bind_int(stmt, ":reach", reach);
	bind_int(stmt, ":seq", line->seq);
	status = db_row(store->db, stmt, moves, err);
	sqlite3_reset(stmt);
	return status;
}

static enum status
write_covered(struct store *store, const struct id *log, const struct trust_received *line, int64_t number, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "INSERT OR IGNORE INTO covered (log, number, seq, tip, reach, moves) "
					       "VALUES (:log, :number, :seq, :tip, max(:seq, :reach), :moves)");
	int64_t reach;
	bool moves;
	enum status status = reached(store, log, &reach, err);

	if (!status)
		status = moves_a_step(store, line, reach, &moves, err);
	if (status)
		return status;
	bind_id(stmt, ":log", log);
	bind_int(stmt, ":number", number);
	bind_int(stmt, ":seq", line->seq);
	bind_id(stmt, ":tip", &line->tip);
	bind_int(stmt, ":reach", reach);
	bind_int(stmt, ":moves", moves);
	return db_done(store->db, stmt, err);
}

static void
write_line(const struct trust_received *line, void *ctx)
{
	struct writing_lines *writing = ctx;
	sqlite3_stmt *stmt = db_use(writing->store->db, "INSERT OR IGNORE INTO covered_log (log, author, device, area, epoch) "
							"VALUES (:log, :author, :device, :area, :epoch)");
	struct id name;

	if (writing->status)
		return;
	log_name(&line->log, &name);
	bind_id(stmt, ":log", &name);
	bind_log(stmt, &line->log);
	writing->status = db_done(writing->store->db, stmt, writing->err);
	if (!writing->status)
		writing->status = write_covered(writing->store, &name, line, writing->number, writing->err);
}

static enum status
write_receipt(struct store *store, int64_t number, struct err *err)
{
	const struct id *id = trust_main_receipt(store->trust, number);
	struct writing_lines writing = { .store = store, .number = number, .err = err };
	sqlite3_stmt *folded = db_use(store->db,
				      "INSERT INTO folded (number, n, log, seq, before) SELECT :number, p.n, p.log, p.seq, "
				      "(SELECT b.n FROM place b WHERE b.log = p.log AND b.seq = p.seq - 1 "
				      "AND b.n NOT IN (SELECT n FROM folded)) FROM step s JOIN place p ON p.n = s.n WHERE s.id = :id");
	sqlite3_stmt *log = db_use(store->db,
				   "INSERT OR REPLACE INTO folded_log (log, n) SELECT log, n FROM folded WHERE number = :number");
	sqlite3_stmt *apart = db_use(store->db, "DELETE FROM apart WHERE n = (SELECT n FROM folded WHERE number = :number)");

	bind_int(folded, ":number", number);
	bind_id(folded, ":id", id);
	writing.status = db_done(store->db, folded, err);
	bind_int(log, ":number", number);
	if (!writing.status)
		writing.status = db_done(store->db, log, err);
	bind_int(apart, ":number", number);
	if (!writing.status)
		writing.status = db_done(store->db, apart, err);
	if (!writing.status)
		trust_each_fold_line(store->trust, number, write_line, &writing);
	return writing.status;
}

enum status
store_write_fold(struct store *store, struct err *err)
{
	enum status status = STATUS_OK;
	int64_t first, last;
	bool may = trust_foldable(store->trust, &first, &last);

	/* All are here: they are folded anew, as another step may have ended what was folded before, or moved where it begins. */
	if (!trust_has_fold(store->trust)) {
		status = db_script(store->db,
				   "INSERT OR IGNORE INTO main.apart (n) SELECT n FROM main.folded; DELETE FROM main.folded; "
				   "DELETE FROM main.folded_log; DELETE FROM main.covered; DELETE FROM main.covered_log;",
				   err);
		store->fold_written = first - 1;
	}
	while (may && store->fold_written < last && !status)
		status = write_receipt(store, ++store->fold_written, err);
	return status;
}

enum status
store_note_apart(struct store *store, int64_t n, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "INSERT OR IGNORE INTO apart (n) VALUES (:n)");

	bind_int(stmt, ":n", n);
	return db_done(store->db, stmt, err);
}
