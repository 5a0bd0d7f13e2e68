#include "store/received.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/division.h"
#include "base/mem.h"
#include "eval/sql_text.h"
#include "step/step.h"
#include "store/inside.h"
#include "store/journal.h"
#include "trust/holders.h"
#include "trust/receipts.h"

#define TABLE_NAME "received_logs"

struct received_all {
	struct trust_received *items; /* by log, whichever epoch it is of, the newest line of each first */
	size_t count, cap;
};

static void
take_line(const struct trust_received *line, void *ctx)
{
	struct received_all *all = ctx;

	if (line->own || id_is_zero(&line->receipt))
		return;
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
add_line(const struct pack *pack, const struct trust_received *line, const struct credential *author, const char *before, struct buf *out)
{
	const struct division *now;
	char code[DIVISION_CODE_LEN + 1], tip[ID_HEX_LEN + 1], device[DEVICE_HEX_LEN + 1];

	division_code(line->log.area, code);
	now = pack_division_now(pack, code);
	buf_printf(out, "%s('%s', %zu, ", before, now ? now->code : code, width_of(author));
	sql_text_add(out, author->name);
	device_hex(&line->log.device, device);
	id_hex(&line->tip, tip);
	buf_printf(out, ", '%.8s', %" PRId64 ", '%.4s %.4s %.4s %.4s %.4s', %" PRId64 ", ", device, line->seq, tip, tip + 4, tip + 8,
		   tip + 12, tip + 16, line->number);
}

static enum status
add_lines(struct store *store, const struct received_all *all, struct buf *out, struct err *err)
{
	struct id last = { 0 };
	char day[11] = "";
	size_t rows = 0;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < all->count && !status; i++) {
		const struct trust_received *line = &all->items[i];
		const struct credential *author = trust_credential(store->trust, &line->log.author);

		if (!author || (i && is_beside(&line->log, &all->items[i - 1].log)))
			continue;
		if (!id_equal(&line->receipt, &last))
			status = receipt_day(store, &line->receipt, day, err);
		last = line->receipt;
		if (!status) {
			add_line(store_pack(store), line, author, rows++ ? "," : " UNION ALL VALUES ", out);
			buf_printf(out, "'%s')", day);
		}
	}
	return status;
}

enum status
received_add(struct store *store, const char *query, struct buf *out, struct err *err)
{
	struct received_all all = { 0 };
	enum status status = STATUS_OK;

	if (!strstr(query, TABLE_NAME))
		return STATUS_OK;
	if (store)
		trust_each_received(store->trust, NULL, take_line, &all);
	if (all.count)
		qsort(all.items, all.count, sizeof(*all.items), line_cmp);
	buf_printf(out,
		   "%s " TABLE_NAME
		   " AS (SELECT '' AS division, 0 AS width, '' AS person, '' AS device, 0 AS seq, '' AS head, 0 AS receipt, "
		   "'' AS day WHERE 0",
		   out->len ? "," : "WITH");
	status = add_lines(store, &all, out, err);
	buf_char(out, ')');
	free(all.items);
	return status;
}
