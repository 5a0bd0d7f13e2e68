#include "store/divisions/draws.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/machine/clock.h"
#include "base/map.h"
#include "base/mem.h"
#include "eval/sql_text.h"
#include "form/parts/register_names.h"
#include "step/log.h"
#include "step/step.h"
#include "store/divisions/divisions.h"
#include "store/divisions/draw_rule.h"
#include "store/inside.h"
#include "store/journal.h"
#include "trust/covers.h"
#include "trust/receipts.h"

/* ---- when a step was received */

/* The number of the first county receipt that covers a step; 0: none does. */
static int64_t
received_by(const struct store *store, const struct step *step, const struct id *id)
{
	int64_t low = 1, high = trust_anchor_no(store->trust);
	struct log_key log;

	if (!high || !log_of_step(step, &log) || !trust_covers(store->trust, high, &log, step->seq, id))
		return 0;
	while (low < high) {
		int64_t middle = low + (high - low) / 2;

		if (trust_covers(store->trust, middle, &log, step->seq, id))
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static enum draw_standing
standing_of(int64_t first, int64_t second, bool seeded)
{
	if (!seeded)
		return first ? DRAW_RECEIVED : DRAW_TOLD;
	if (!second)
		return first ? DRAW_SEEDED : DRAW_TOO_EARLY;
	return first && first < second ? DRAW_STANDS : DRAW_TOO_EARLY;
}

/* ---- the draws */

struct draw_reading {
	struct store *store;
	struct store_draw *items;
	size_t count, cap;
	enum status status;
	struct err *err;
};

static void
release_draw(struct store_draw *draw)
{
	free(draw->by);
	value_release(&draw->data);
}

enum status
store_keep_drawn_again(struct store *store, const struct id *head, bool same, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "INSERT OR REPLACE INTO drawn_again (head, same) VALUES (:head, :same)");

	bind_id(stmt, ":head", head);
	bind_int(stmt, ":same", same);
	return db_done(store->db, stmt, err);
}

void
store_note_drawn_again(struct store *store, const struct id *head, bool same)
{
	for (size_t i = 0; i < store->drawn_count; i++)
		if (id_equal(&store->drawn[i].head, head)) {
			store->drawn[i].same = same;
			return;
		}
	MEM_GROW(store->drawn, store->drawn_count, store->drawn_cap);
	store->drawn[store->drawn_count++] = (struct drawn_again){ *head, same };
}

/* What came of drawing it again; *known false: nobody did here. */
static enum status
drawn_again(struct store *store, const struct id *head, bool *known, bool *same, struct err *err)
{
	sqlite3_stmt *stmt;
	enum status status;

	for (size_t i = 0; i < store->drawn_count; i++)
		if (id_equal(&store->drawn[i].head, head)) {
			*known = true;
			*same = store->drawn[i].same;
			return STATUS_OK;
		}
	stmt = db_use(store->db, "SELECT same FROM drawn_again WHERE head = :head");
	bind_id(stmt, ":head", head);
	status = db_row(store->db, stmt, known, err);
	*same = !status && *known && sqlite3_column_int(stmt, 0) != 0;
	sqlite3_reset(stmt);
	return status;
}

/* Of a draw in which nothing is wrong by itself: were its houses drawn again, and are they the same? */
static enum status
look_up(struct store *store, struct store_draw *draw, struct err *err)
{
	bool known = false, same = false;
	enum status status;

	if (draw->standing != DRAW_SEEDED && draw->standing != DRAW_STANDS)
		return STATUS_OK;
	status = drawn_again(store, &draw->head, &known, &same, err);
	draw->fails = !status && known && !same;
	if (!same)
		draw->standing = draw->fails ? DRAW_DIFFERS : DRAW_UNPROVEN;
	return status;
}

/* Reads the first step, and says how the draw stands. */
static enum status
read_first(struct store *store, const struct division_head *head, struct store_draw *out, struct err *err)
{
	const struct draw_words *words = &store_pack(store)->draw;
	struct buf body = { 0 };
	struct step first = { 0 };
	int64_t told, seeded;
	enum status status = store_get_step(store, &out->id, &body, NULL, err);

	if (!status)
		status = step_parse(buf_text(&body), body.len, &first, err);
	if (!status) {
		told = received_by(store, &first, &out->id);
		seeded = received_by(store, head->step, &head->id);
		out->told_unix = first.at_unix;
		out->standing = standing_of(told, seeded, value_get(&head->step->data, words->names[DRAW_SEED]) != NULL);
		out->data = value_copy(&head->step->data);
		status = draw_judge(store, &first, head->step, out, err);
	}
	if (!status)
		status = look_up(store, out, err);
	step_release(&first);
	buf_release(&body);
	return status;
}

static bool
take_head(const struct division_head *head, void *ctx)
{
	struct draw_reading *reading = ctx;
	struct store_draw draw = { .id = id_is_zero(&head->slot) ? head->id : head->slot, .head = head->id };

	if (reading->count && id_equal(&reading->items[reading->count - 1].id, &draw.id)) {
		reading->items[reading->count - 1].standing = DRAW_CONFLICT;
		return true;
	}
	reading->status = read_first(reading->store, head, &draw, reading->err);
	if (reading->status) {
		release_draw(&draw);
		return false;
	}
	division_code(head->code, draw.township);
	draw.by = mem_strdup(head->author ? head->author->name : "");
	MEM_GROW(reading->items, reading->count, reading->cap);
	reading->items[reading->count++] = draw;
	return true;
}

/* Draws of one township are rivals of each other. */
static void
count_rivals(struct store_draw *draws, size_t count)
{
	size_t *of_township = mem_array(count + 1, sizeof(*of_township));
	struct textmap townships = { 0 };

	for (size_t i = 0; i < count; i++) {
		size_t first = textmap_add(&townships, draws[i].township, i);

		of_township[first == IDMAP_NONE ? i : first]++;
	}
	for (size_t i = 0; i < count; i++)
		draws[i].rivals = of_township[textmap_get(&townships, draws[i].township)] - 1;
	textmap_release(&townships);
	free(of_township);
}

enum status
store_draws(struct store *store, const char *area, struct store_draw **out, size_t *count, struct err *err)
{
	const struct pack *pack = store_pack(store);
	struct draw_reading reading = { .store = store, .err = err };
	enum status status = STATUS_OK;

	*out = NULL;
	*count = 0;
	if (!pack || !pack->draw.form)
		return STATUS_OK;
	status = store_each_division_head(store, area, pack->draw.form->name, take_head, &reading, err);
	if (!status)
		status = reading.status;
	if (status) {
		store_draws_free(reading.items, reading.count);
		return status;
	}
	count_rivals(reading.items, reading.count);
	*out = reading.items;
	*count = reading.count;
	return STATUS_OK;
}

void
store_draws_free(struct store_draw *draws, size_t count)
{
	for (size_t i = 0; i < count; i++)
		release_draw(&draws[i]);
	free(draws);
}

/* ---- checks */

static bool
column_hex(sqlite3_stmt *stmt, int column, struct id *out)
{
	const char *hex = (const char *)sqlite3_column_text(stmt, column);

	return hex && id_from_hex(hex, out);
}

enum status
store_each_check(struct store *store, const struct id *draw, bool (*visit)(const struct draw_check *, void *), void *ctx, struct err *err)
{
	const struct draw_words *words = &store_pack(store)->draw;
	/* Names of the pack are [a-z0-9_]. */
	char hex[ID_HEX_LEN + 1],
		*sql = mem_printf("SELECT g.root, v.root, v.\"%s\", v.\"%s\" FROM %s%s v JOIN building g ON g.building = v.building "
				  "WHERE v.\"%s\" = ?1",
				  words->names[DRAW_UNREACHED], words->names[DRAW_WRONG], VALUE_PREFIX, words->checks->name,
				  words->names[DRAW_OF]);
	sqlite3 *db = db_handle(store->db);
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

	if (code == SQLITE_OK)
		sqlite3_bind_text(stmt, 1, id_hex(draw, hex), DRAW_OF_LEN, SQLITE_STATIC);
	while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct draw_check check = { .unreached = (const char *)sqlite3_column_text(stmt, 2),
					    .wrong = (const char *)sqlite3_column_text(stmt, 3) };

		code = SQLITE_OK;
		if (column_id(stmt, 0, &check.building) && column_hex(stmt, 1, &check.slot) && !visit(&check, ctx))
			code = SQLITE_DONE;
	}
	sqlite3_finalize(stmt);
	free(sql);
	return code == SQLITE_DONE || code == SQLITE_OK ? STATUS_OK : db_handle_failed(db, code, err);
}

/* ---- tables of a report */

#define ROWS " UNION ALL VALUES " /* of any number: the terms of a compound SELECT are limited */

static void
add_draw(const struct draw_words *words, const struct store_draw *draw, const char *before, struct buf *out)
{
	static const char *const standings[DRAW_STANDING_COUNT] = { "told",	"received", "seeded",	"stands", "too_early",
								    "conflict", "misdated", "unproven", "differs" };
	char hex[ID_HEX_LEN + 1], told[11];

	clock_date(draw->told_unix, told);
	buf_printf(out, "%s('%.12s', '%s', '%s', ", before, id_hex(&draw->id, hex), draw->township, told);
	sql_text_add(out, value_get_text(&draw->data, words->names[DRAW_SOURCE]));
	buf_char(out, ',');
	sql_text_add(out, value_get_text(&draw->data, words->names[DRAW_DAY]));
	buf_printf(out, ", '%s', %zu)", standings[draw->standing], draw->rivals);
}

/* Where each stratum stands in the draw's list of them. */
static struct textmap
index_strata(const struct draw_words *words, const struct value *strata)
{
	struct textmap index = { 0 };

	for (size_t i = 0; strata && i < strata->list.count; i++) {
		const char *name = value_get_text(&strata->list.items[i], words->names[DRAW_STRATUM]);

		if (name)
			(void)textmap_add(&index, name, i);
	}
	return index;
}

static void
add_drawn(const struct draw_words *words, const struct store_draw *draw, bool hides, size_t *rows, struct buf *out)
{
	const struct value *drawn = value_get_list(&draw->data, words->names[DRAW_DRAWN]),
			   *strata = value_get_list(&draw->data, words->names[DRAW_STRATA]);
	struct textmap index = index_strata(words, strata);
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; drawn && i < drawn->list.count; i++) {
		const struct value *row = &drawn->list.items[i];
		const char *root = value_get_text(row, words->names[DRAW_HOUSE]), *from = value_get_text(row, words->names[DRAW_FROM]);
		size_t at = from ? textmap_get(&index, from) : IDMAP_NONE;
		struct id id;

		if (!root || !id_from_hex(root, &id))
			continue;
		buf_printf(out, "%s('%.12s', '%s', x'%s', ", (*rows)++ ? "," : ROWS, id_hex(&draw->id, hex), draw->township, root);
		sql_text_add(out, hides ? "" : from);
		buf_printf(out, ", %lld, %lld)", (long long)value_get_integer(row, words->names[DRAW_RANK], 0),
			   at == IDMAP_NONE ? 0LL : (long long)value_get_integer(&strata->list.items[at], words->names[DRAW_QUOTA], 0));
	}
	textmap_release(&index);
}

enum status
draws_add(struct store *store, const char *query, bool hides, struct buf *out, struct err *err)
{
	struct store_draw *draws = NULL;
	size_t count = 0, rows = 0;
	enum status status = STATUS_OK;

	if (!strstr(query, "draws") && !strstr(query, "drawn"))
		return STATUS_OK;
	if (store)
		status = store_draws(store, "", &draws, &count, err);
	if (status)
		return status;
	buf_printf(
		out,
		"%s draws AS (SELECT '' AS draw, '' AS township, '' AS told, '' AS source, '' AS day, '' AS standing, 0 AS rivals WHERE 0",
		out->len ? "," : "WITH");
	for (size_t i = 0; i < count; i++)
		add_draw(&store_pack(store)->draw, &draws[i], i ? "," : ROWS, out);
	buf_text_add(
		out,
		"), drawn AS (SELECT h.draw AS draw, h.township AS township, g.building AS building, h.stratum AS stratum, h.rank AS rank, "
		"h.wanted AS wanted FROM (SELECT '' AS draw, '' AS township, x'' AS root, '' AS stratum, 0 AS rank, 0 AS wanted WHERE 0");
	for (size_t i = 0; i < count; i++)
		add_drawn(&store_pack(store)->draw, &draws[i], hides, &rows, out);
	buf_text_add(out, ") h JOIN main.building g ON g.root = h.root)");
	store_draws_free(draws, count);
	return STATUS_OK;
}
