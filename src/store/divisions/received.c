#include "store/divisions/received.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "eval/sql_text.h"
#include "step/step.h"
#include "store/inside.h"
#include "store/journal.h"
#include "trust/holders.h"
#include "trust/receipts.h"

#define CAME_TABLE "received_logs"
#define HELD_TABLE "held_logs"

struct received_all {
	struct trust_received *items; /* by log, whichever epoch it is of, the newest line of each first */
	size_t count, cap;
	struct device_id *devices; /* laptops on which the county writes receipts */
	size_t device_count, device_cap;
};

/* A line of the table. */
struct received_row {
	const struct log_key *log;
	const struct credential *author;
	struct id tip;
	int64_t seq, number;
	bool own;
	char day[11]; /* empty: it is not known */
};

static void
note_device(struct received_all *all, const struct device_id *device)
{
	for (size_t i = all->device_count; i > 0; i--) /* the newest are asked for most */
		if (device_equal(&all->devices[i - 1], device))
			return;
	MEM_GROW(all->devices, all->device_count, all->device_cap);
	all->devices[all->device_count++] = *device;
}

static void
take_line(const struct trust_received *line, void *ctx)
{
	struct received_all *all = ctx;

	if (id_is_zero(&line->receipt))
		return;
	if (line->own)
		note_device(all, &line->log.device);
	MEM_GROW(all->items, all->count, all->cap);
	all->items[all->count++] = *line;
}

static int
line_cmp(const void *a, const void *b)
{
	const struct trust_received *left = a, *right = b;
	struct log_key one = left->log, other = right->log;
	int order;

	one.epoch = other.epoch = 0;
	order = log_cmp(&one, &other);
	if (!order && left->number != right->number)
		return left->number > right->number ? -1 : 1;
	return order ? order : left->seq > right->seq ? -1 : left->seq < right->seq;
}

static bool
is_beside(const struct log_key *a, const struct log_key *b)
{
	return log_beside(a, b) || log_equal(a, b);
}

/* The day on which a receipt was written; empty: it cannot be read. */
static enum status
receipt_day(struct store *store, const struct id *receipt, char day[11], struct err *err)
{
	struct buf body = { 0 };
	struct step step = { 0 };
	enum status status = store_get_step(store, receipt, &body, NULL, err);

	if (!status)
		status = step_parse(buf_text(&body), body.len, &step, err);
	if (!status)
		clock_date(step.at_unix, day);
	step_release(&step);
	buf_release(&body);
	return status;
}

/* How wide the author's right is: the digits of its shortest area. */
static size_t
width_of(const struct credential *author)
{
	size_t least = DIVISION_CODE_LEN;

	for (size_t i = 0; i < author->area_count; i++)
		if (strlen(author->areas[i]) < least)
			least = strlen(author->areas[i]);
	return author->area_count ? least : 0;
}

static void
add_row(const struct pack *pack, const struct received_row *row, struct buf *out, size_t *rows)
{
	const struct division *now;
	char code[DIVISION_CODE_LEN + 1], tip[ID_HEX_LEN + 1], device[DEVICE_HEX_LEN + 1];

	division_code(row->log->area, code);
	now = pack_division_now(pack, code);
	buf_printf(out, "%s('%s', %zu, ", (*rows)++ ? "," : " UNION ALL VALUES ", now ? now->code : code, width_of(row->author));
	sql_text_add(out, row->author->name);
	device_hex(&row->log->device, device);
	id_hex(&row->tip, tip);
	buf_printf(out, ", '%.8s', %" PRId64 ", '%.4s %.4s %.4s %.4s %.4s', %" PRId64 ", '%s', %d)", device, row->seq, tip, tip + 4,
		   tip + 8, tip + 12, tip + 16, row->number, row->day, row->own);
}

/* What came from other laptops: each log as its newest line has it. */
static enum status
add_came(struct store *store, const struct received_all *all, struct buf *out, size_t *rows, struct err *err)
{
	struct received_row row = { 0 };
	struct id last = { 0 };
	enum status status = STATUS_OK;

	for (size_t i = 0; i < all->count && !status; i++) {
		const struct trust_received *line = &all->items[i];

		row.author = trust_credential(store->trust, &line->log.author);
		if (!row.author || line->own || (i && is_beside(&line->log, &all->items[i - 1].log)))
			continue;
		if (!id_equal(&line->receipt, &last))
			status = receipt_day(store, &line->receipt, row.day, err);
		last = line->receipt;
		row.log = &line->log;
		row.tip = line->tip;
		row.seq = line->seq;
		row.number = line->number;
		if (!status)
			add_row(store_pack(store), &row, out, rows);
	}
	return status;
}

static int
log_of_line_cmp(const void *key, const void *line)
{
	struct log_key log = ((const struct trust_received *)line)->log;

	log.epoch = 0;
	return log_cmp(key, &log);
}

/* The newest line that names the log, of whichever epoch; NULL: none does. */
static const struct trust_received *
newest_line(const struct received_all *all, const struct log_key *log)
{
	struct log_key key = *log;
	const struct trust_received *line;

	key.epoch = 0;
	line = all->count ? bsearch(&key, all->items, all->count, sizeof(*all->items), log_of_line_cmp) : NULL;
	while (line && line > all->items && is_beside(&line[-1].log, log))
		line--;
	return line;
}

/* What was signed on a laptop of the county itself came on no stick: each log as far as it goes here. */
static enum status
add_own(struct store *store, const struct received_all *all, const struct device_id *device, struct buf *out, size_t *rows, struct err *err)
{
	sqlite3_stmt *stmt =
		db_use(store->db, "SELECT l.author, l.device, l.area, l.epoch, p.seq, p.at, s.id FROM log l JOIN place p ON p.log = l.log "
				  "AND p.seq = (SELECT max(q.seq) FROM place q WHERE q.log = l.log) JOIN step s ON s.n = p.n "
				  "WHERE l.device = :device ORDER BY l.author, l.area, l.epoch DESC, s.id");
	struct log_key log, last = { 0 };
	enum status status;
	bool is_row;

	bind_blob(stmt, ":device", device->b, DEVICE_BYTES);
	while (!(status = db_row(store->db, stmt, &is_row, err)) && is_row) {
		struct received_row row = { .log = &log, .seq = sqlite3_column_int64(stmt, 4), .own = true };
		const struct trust_received *line;

		if (!column_log(stmt, 0, &log) || !column_id(stmt, 6, &row.tip) || is_beside(&log, &last))
			continue;
		last = log;
		line = newest_line(all, &log);
		row.author = trust_credential(store->trust, &log.author);
		if (!row.author || (line && !line->own)) /* another laptop of the county's has written receipts since */
			continue;
		row.number = line ? line->number : 0;
		clock_date(sqlite3_column_int64(stmt, 5), row.day);
		add_row(store_pack(store), &row, out, rows);
	}
	return status;
}

/* ---- what this file holds */

static void
add_held(struct store *store, const struct id *author, const char *area, bool whole, struct buf *out, size_t *rows)
{
	const struct credential *credential = trust_credential(store->trust, author);
	const struct division *now;
	char code[DIVISION_CODE_LEN + 1];

	if (!credential)
		return;
	division_code(area, code);
	now = pack_division_now(store_pack(store), code);
	buf_printf(out, "%s('%s', %zu, %d)", (*rows)++ ? "," : " UNION ALL VALUES ", now ? now->code : code, width_of(credential), whole);
}

static enum status
has_step(struct store *store, const struct id *step, bool *has, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT 1 FROM step WHERE id = :id");
	enum status status;

	bind_id(stmt, ":id", step);
	status = db_row(store->db, stmt, has, err);
	sqlite3_reset(stmt);
	return status;
}

/* Whatever log is here, and of each that a county receipt names whether it is as far as the newest one says. */
static enum status
add_all_held(struct store *store, const struct received_all *all, struct buf *out, size_t *rows, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT DISTINCT l.area, l.author FROM log l WHERE l.area <> '' ORDER BY l.area, l.author");
	enum status status;
	bool row, whole;
	struct id author;

	while (!(status = db_row(store->db, stmt, &row, err)) && row)
		if (column_id(stmt, 1, &author))
			add_held(store, &author, (const char *)sqlite3_column_text(stmt, 0), true, out, rows);
	for (size_t i = 0; i < all->count && !status; i++) {
		if (!*all->items[i].log.area || (i && is_beside(&all->items[i].log, &all->items[i - 1].log)))
			continue;
		status = has_step(store, &all->items[i].tip, &whole, err);
		if (!status && !whole)
			add_held(store, &all->items[i].log.author, all->items[i].log.area, false, out, rows);
	}
	return status;
}

/* ---- the tables */

static void
begin_table(struct buf *out, const char *name, const char *columns)
{
	buf_printf(out, "%s %s AS (SELECT %s WHERE 0", out->len ? "," : "WITH", name, columns);
}

enum status
received_add(struct store *store, const char *query, struct buf *out, struct err *err)
{
	bool came = strstr(query, CAME_TABLE), held = strstr(query, HELD_TABLE);
	struct received_all all = { 0 };
	size_t rows = 0;
	enum status status = STATUS_OK;

	if (store && (came || held))
		trust_each_received(store->trust, NULL, take_line, &all);
	if (all.count)
		qsort(all.items, all.count, sizeof(*all.items), line_cmp);
	if (came) {
		begin_table(
			out, CAME_TABLE,
			"'' AS division, 0 AS width, '' AS person, '' AS device, 0 AS seq, '' AS head, 0 AS receipt, '' AS day, 0 AS own");
		status = add_came(store, &all, out, &rows, err);
		for (size_t i = 0; i < all.device_count && !status; i++)
			status = add_own(store, &all, &all.devices[i], out, &rows, err);
		buf_char(out, ')');
	}
	if (held && !status) {
		rows = 0;
		begin_table(out, HELD_TABLE, "'' AS division, 0 AS width, 0 AS whole");
		if (store)
			status = add_all_held(store, &all, out, &rows, err);
		buf_char(out, ')');
	}
	free(all.items);
	free(all.devices);
	return status;
}
