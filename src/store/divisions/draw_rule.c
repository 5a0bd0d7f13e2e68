#include "store/divisions/draw_rule.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "store/inside.h"
#include "store/journal.h"
#include "trust/receipts.h"

/* What a signed draw must be by itself, whatever program signed it. Whether its houses are all that the rule gives takes the register of its receipt:
 * that is drawn again in src/app. */

#define TYPE_DRAW "application/vnd.louce.draw.v1"

/* ---- the seed and the order that it gives */

/* The digit that stands here, also a wide one; '\0': none does. *len: its bytes. */
static char
digit_at(const char *at, size_t *len)
{
	*len = 1;
	if (*at >= '0' && *at <= '9')
		return *at;
	if (strncmp(at, "\xef\xbc", 2) == 0 && (unsigned char)at[2] >= 0x90 && (unsigned char)at[2] <= 0x99) {
		*len = 3;
		return (char)('0' + ((unsigned char)at[2] - 0x90));
	}
	return '\0';
}

char *
draw_seed_text(const char *seed)
{
	struct buf out = { 0 };
	bool parted = false;
	size_t len;

	for (const char *at = seed; *at; at += len) {
		char digit = digit_at(at, &len);

		if (digit && parted && out.len)
			buf_char(&out, ' ');
		if (digit)
			buf_char(&out, digit);
		parted = !digit;
	}
	return out.len ? buf_detach(&out) : mem_strdup(seed);
}

void
draw_order(const char *begins, const char *seed, const char *root, struct id *out)
{
	struct buf lines = { 0 };

	buf_printf(&lines, "%s\n%s\n%s\n", begins, seed, root);
	hash_pae(TYPE_DRAW, buf_text(&lines), lines.len, out);
	buf_release(&lines);
}

/* ---- the days */

/* Days since 1970 of the receipt that is drawn from; INT64_MIN: it is not here, or no county receipt. */
static enum status
receipt_day(struct store *store, const struct value *data, int64_t *day, struct err *err)
{
	const char *hex = value_get_text(data, store_pack(store)->draw.names[DRAW_RECEIPT]);
	struct buf body = { 0 };
	struct step step = { 0 };
	const struct id *main;
	struct id id;
	char date[11];
	enum status status;

	*day = INT64_MIN;
	if (!hex || !id_from_hex(hex, &id))
		return STATUS_OK;
	main = trust_main_receipt(store->trust, trust_receipt_no(store->trust, &id));
	if (!main || !id_equal(main, &id))
		return STATUS_OK;
	status = store_get_step(store, &id, &body, NULL, err);
	if (!status)
		status = step_parse(buf_text(&body), body.len, &step, err);
	if (!status) {
		clock_date(step.at_unix, date);
		*day = clock_days(date);
	}
	step_release(&step);
	buf_release(&body);
	return status;
}

static int64_t
day_of(const struct step *step)
{
	char date[11];

	clock_date(step->at_unix, date);
	return clock_days(date);
}

/* ---- the second step */

static bool
told_again(const struct draw_words *words, const struct value *first, const struct value *head)
{
	static const enum draw_field told[] = { DRAW_RECEIPT, DRAW_SOURCE, DRAW_DAY, DRAW_SPARE, DRAW_STRATA };

	for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++) {
		const struct value *before = value_get(first, words->names[told[i]]), *now = value_get(head, words->names[told[i]]);

		if (!before != !now || (before && !value_equal(before, now)))
			return false;
	}
	return true;
}

static const char *
text_in(const struct value *list, size_t index, const char *name)
{
	return list && index < list->list.count ? value_get_text(&list->list.items[index], name) : NULL;
}

/* As many of a stratum as are wanted, spare ones with them, by rank, and each later by its order than the one before. *at: behind them. */
static bool
stratum_ordered(const struct draw_words *words, const struct store_draw *draw, const struct value *stratum, size_t *at)
{
	const struct value *drawn = value_get_list(&draw->data, words->names[DRAW_DRAWN]);
	const char *seed = value_get_text(&draw->data, words->names[DRAW_SEED]),
		   *value = value_get_text(stratum, words->names[DRAW_STRATUM]);
	int64_t quota = value_get_integer(stratum, words->names[DRAW_QUOTA], 0),
		houses = value_get_integer(stratum, words->names[DRAW_HOUSES], 0),
		wanted = quota > 0 ? quota + value_get_integer(&draw->data, words->names[DRAW_SPARE], 0) : 0;
	struct id last, order;
	char begins[ID_HEX_LEN + 1];

	if (quota < 0 || quota > houses || !value)
		return false;
	id_hex(&draw->id, begins);
	for (int64_t rank = 1; rank <= (wanted < houses ? wanted : houses); rank++, ++*at) {
		const char *root = text_in(drawn, *at, words->names[DRAW_HOUSE]), *from = text_in(drawn, *at, words->names[DRAW_FROM]);

		if (!root || !from || strcmp(from, value) != 0 ||
		    value_get_integer(&drawn->list.items[*at], words->names[DRAW_RANK], 0) != rank)
			return false;
		draw_order(begins, seed, root, &order);
		if (rank > 1 && id_cmp(&last, &order) >= 0)
			return false;
		last = order;
	}
	return true;
}

static bool
houses_ordered(const struct draw_words *words, const struct store_draw *draw)
{
	const struct value *strata = value_get_list(&draw->data, words->names[DRAW_STRATA]),
			   *drawn = value_get_list(&draw->data, words->names[DRAW_DRAWN]);
	const char *seed = value_get_text(&draw->data, words->names[DRAW_SEED]);
	char *same = draw_seed_text(seed ? seed : "");
	bool right = seed && strcmp(seed, same) == 0;
	size_t at = 0;

	for (size_t i = 0; strata && i < strata->list.count && right; i++)
		right = stratum_ordered(words, draw, &strata->list.items[i], &at);
	free(same);
	return right && drawn && at == drawn->list.count;
}

enum status
draw_judge(struct store *store, const struct step *first, const struct step *head, struct store_draw *draw, struct err *err)
{
	const struct draw_words *words = &store_pack(store)->draw;
	const char *text = value_get_text(&first->data, words->names[DRAW_DAY]);
	bool seeded = value_get(&head->data, words->names[DRAW_SEED]) != NULL;
	int64_t received, told = day_of(first), day = text ? clock_days(text) : INT64_MIN;
	enum status status = receipt_day(store, &first->data, &received, err);

	if (status)
		return status;
	if (received == INT64_MIN || !told_again(words, &first->data, &head->data) || (seeded && !houses_ordered(words, draw)))
		draw->standing = DRAW_DIFFERS;
	else if (told < received || day <= told || day <= received || (seeded && day_of(head) < day))
		draw->standing = DRAW_MISDATED;
	return STATUS_OK;
}
