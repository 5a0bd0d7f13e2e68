#include "trust/receipts.h"

#include <stdlib.h>

#include "base/mem.h"
#include "trust/state.h"

/* Rules R1 to R7. */

void
trust_settle_receipts(struct trust *trust)
{
	size_t cap = 0;

	for (size_t i = 0; i < trust->entry_count; i++) {
		struct trust_entry *entry = &trust->entries[i];

		entry->receipt = TRUST_NONE;
		if (entry->kind != STEP_RECEIPT || entry->node == TRUST_NONE || *entry->area)
			continue;
		entry->receipt = trust->receipt_count;
		MEM_GROW(trust->receipts, trust->receipt_count, cap);
		trust->receipts[trust->receipt_count++] = (struct trust_receipt){ .entry = i };
	}
}

/* Rules R1 and C5: a genesis names the receipt's author and receiver, and where one drops either, the first that does holds the receipt. */
void
trust_judge_receipts(struct trust *trust)
{
	for (size_t i = 0; i < trust->receipt_count; i++) {
		struct trust_receipt *receipt = &trust->receipts[i];

		receipt->counts = receipt->named && (!receipt->is_bounded || receipt->bounded_in);
	}
}

/* The receipt of that id when it counts, or TRUST_NONE. */
static size_t
receipt_of(const struct trust *trust, const struct id *id)
{
	size_t entry = trust_entry_of(trust, id), at = entry == TRUST_NONE ? TRUST_NONE : trust->entries[entry].receipt;

	return at != TRUST_NONE && trust->receipts[at].counts ? at : TRUST_NONE;
}

/* ---- pasts */

/* Receipts that wait to be visited. */
struct walk {
	size_t *stack, count, cap;
};

static void
walk_to(struct trust *trust, struct walk *walk, size_t receipt)
{
	if (receipt == TRUST_NONE || trust->receipts[receipt].round == trust->round)
		return;
	trust->receipts[receipt].round = trust->round;
	MEM_GROW(walk->stack, walk->count, walk->cap);
	walk->stack[walk->count++] = receipt;
}

/* Walks the past of a receipt, but what lies behind receipts of the main line when `beside`. Returns the number of the last of those. */
static int64_t
mark_past(struct trust *trust, size_t receipt, struct trust_marks *marks, bool beside)
{
	struct walk walk = { 0 };
	int64_t main = 0;

	trust->round++;
	walk_to(trust, &walk, receipt);
	while (walk.count) {
		const struct trust_receipt *at = &trust->receipts[walk.stack[--walk.count]];
		const struct trust_entry *entry = &trust->entries[at->entry];

		if (beside && at->main) {
			main = at->main > main ? at->main : main;
			continue;
		}
		trust_mark(trust, marks, entry->node);
		for (size_t i = 0; i < entry->line_count; i++)
			trust_mark(trust, marks, trust_line_tip(trust, &entry->lines[i]));
		for (size_t i = 0; i < entry->named_count; i++)
			walk_to(trust, &walk, receipt_of(trust, &entry->named[i]));
	}
	free(walk.stack);
	return main;
}

void
trust_mark_past(struct trust *trust, size_t receipt, struct trust_marks *marks)
{
	mark_past(trust, receipt, marks, false);
}

int64_t
trust_mark_beside(struct trust *trust, size_t receipt, struct trust_marks *marks)
{
	return mark_past(trust, receipt, marks, true);
}

/* ---- numbers and the main line */

enum { NUMBER_NEW = 0, NUMBER_BEGUN = -1 };

/* Leaves the receipt's prior to be numbered first. */
static void
begin_number(struct trust *trust, struct walk *walk, size_t receipt)
{
	const struct trust_entry *entry = &trust->entries[trust->receipts[receipt].entry];

	trust->receipts[receipt].number = NUMBER_BEGUN;
	for (size_t i = 0; i < entry->named_count; i++) {
		size_t at = receipt_of(trust, &entry->named[i]);

		if (at == TRUST_NONE)
			continue;
		MEM_GROW(walk->stack, walk->count, walk->cap);
		walk->stack[walk->count++] = at;
	}
}

/* Of folded receipts none but the last is named by others: what else comes ends the fold. */
static int64_t
folded_number(const struct trust *trust, const struct id *receipt)
{
	return trust->fold && id_equal(receipt, &trust->fold->base) ? trust->fold->last : 0;
}

/* A circle, which no hash can make, would end at what is begun. */
static int64_t
number_of(const struct trust *trust, size_t receipt)
{
	const struct trust_entry *entry = &trust->entries[trust->receipts[receipt].entry];
	int64_t highest = 0;

	for (size_t i = 0; i < entry->named_count; i++) {
		size_t at = receipt_of(trust, &entry->named[i]);
		int64_t number = at == TRUST_NONE ? folded_number(trust, &entry->named[i]) : trust->receipts[at].number;

		highest = number > highest ? number : highest;
	}
	return highest + 1;
}

static void
number_receipts(struct trust *trust)
{
	struct walk walk = { 0 };

	for (size_t i = 0; i < trust->receipt_count; i++) {
		trust->receipts[i].number = NUMBER_NEW;
		trust->receipts[i].main = 0;
		trust->receipts[i].since = TRUST_AFTER_ALL;
	}
	for (size_t i = 0; i < trust->receipt_count; i++) {
		MEM_GROW(walk.stack, walk.count, walk.cap);
		walk.stack[walk.count++] = i;
		while (walk.count) {
			size_t at = walk.stack[walk.count - 1];

			if (trust->receipts[at].number == NUMBER_NEW) {
				begin_number(trust, &walk, at);
				continue;
			}
			walk.count--;
			if (trust->receipts[at].number == NUMBER_BEGUN)
				trust->receipts[at].number = number_of(trust, at);
		}
	}
	free(walk.stack);
}

/* Is receipt `a` rather than `b` the next of the main line? Receipts lie by id, so of equal numbers the first. */
static bool
goes_before(const struct trust *trust, size_t a, size_t b)
{
	if (b == TRUST_NONE)
		return true;
	return trust->receipts[a].number == trust->receipts[b].number ? a < b : trust->receipts[a].number > trust->receipts[b].number;
}

/* The last receipt of the main line that is added up to this number. */
static size_t
highest_until(const struct trust *trust, int64_t number)
{
	size_t at = TRUST_NONE;

	for (size_t i = 0; i < trust->receipt_count; i++)
		if (trust->receipts[i].counts && trust->receipts[i].number <= number && goes_before(trust, i, at))
			at = i;
	return at;
}

/* Which receipt goes before this one on the main line. All others that are added and bear a lower number than a folded one are in its past. */
static size_t
next_of_main_line(const struct trust *trust, size_t receipt)
{
	const struct trust_entry *entry = &trust->entries[trust->receipts[receipt].entry];
	size_t next = TRUST_NONE;

	for (size_t i = 0; i < entry->named_count; i++) {
		size_t prior = receipt_of(trust, &entry->named[i]);

		if (prior == TRUST_NONE && folded_number(trust, &entry->named[i]))
			return highest_until(trust, trust->fold->first - 1);
		if (prior != TRUST_NONE && !trust->receipts[prior].main && goes_before(trust, prior, next))
			next = prior;
	}
	return next;
}

static void
find_main_line(struct trust *trust)
{
	size_t at = highest_until(trust, INT64_MAX);

	trust->main_count = 0;
	while (at != TRUST_NONE) {
		MEM_GROW(trust->main, trust->main_count, trust->main_cap);
		trust->main[trust->main_count++] = at;
		trust->receipts[at].main = trust->receipts[at].number;
		at = next_of_main_line(trust, at);
	}
	for (size_t i = 0; i < trust->main_count / 2; i++) {
		size_t other = trust->main[i];

		trust->main[i] = trust->main[trust->main_count - 1 - i];
		trust->main[trust->main_count - 1 - i] = other;
	}
}

int64_t
trust_main_number(const struct trust *trust, size_t index)
{
	return trust->receipts[trust->main[index]].number;
}

size_t
trust_main_index(const struct trust *trust, int64_t number)
{
	int64_t folded = trust->fold && number > trust->fold->last ? trust->fold->last + 1 - trust->fold->first : 0;

	return (size_t)(number - folded - 1);
}

static void
forget_places(struct trust *trust)
{
	trust_times_release(&trust->places);
	trust_times_release(&trust->stood);
}

/* Each receipt of the main line adds to what was in the past of the one before it. */
void
trust_judge_places(struct trust *trust)
{
	struct walk walk = { 0 };
	bool folded = trust->fold != NULL; /* not marked yet */

	forget_places(trust);
	number_receipts(trust);
	find_main_line(trust);
	trust_times_init(trust, &trust->places);
	trust_times_init(trust, &trust->stood);
	trust->round++;
	for (size_t m = 0; m < trust->main_count; m++) {
		int64_t number = trust_main_number(trust, m);

		if (folded && number > trust->fold->last) {
			trust_fold_mark_times(trust);
			folded = false;
		}
		walk_to(trust, &walk, trust->main[m]);
		while (walk.count) {
			struct trust_receipt *at = &trust->receipts[walk.stack[--walk.count]];
			const struct trust_entry *entry = &trust->entries[at->entry];

			at->since = number;
			trust_time_mark(trust, &trust->stood, entry->node, number);
			for (size_t i = 0; i < entry->line_count; i++) {
				size_t tip = trust_line_node(trust, &entry->lines[i]);

				trust_time_mark(trust, &trust->places, tip, number);
				trust_time_mark(trust, &trust->stood, tip, number);
			}
			for (size_t i = 0; i < entry->named_count; i++)
				walk_to(trust, &walk, receipt_of(trust, &entry->named[i]));
		}
	}
	if (folded)
		trust_fold_mark_times(trust);
	free(walk.stack);
}

static bool
names_any(const struct id *ids, size_t count, const struct idmap *of)
{
	for (size_t i = 0; i < count; i++)
		if (idmap_get(of, &ids[i]) != IDMAP_NONE)
			return true;
	return false;
}

bool
trust_names_receipt_of(const struct trust *trust, const struct idmap *receipts)
{
	for (size_t i = 0; i < trust->entry_count && receipts->count; i++) {
		const struct trust_entry *entry = &trust->entries[i];

		if (idmap_get(receipts, &entry->id) != IDMAP_NONE)
			continue;
		if (names_any(entry->named, entry->named_count, receipts) || names_any(entry->upto, entry->upto_count, receipts))
			return true;
	}
	return false;
}

int64_t
trust_place(const struct trust *trust, size_t node)
{
	return trust_time(trust, &trust->places, node);
}

/* ---- once the chain is known */

/* Why a receipt is the county's or is not. */
static enum trust_reason
judge(const struct trust *trust, const struct trust_entry *entry)
{
	if (!trust->chain_count)
		return TRUST_NO_GENESIS;
	if (!trust_holder(trust, &entry->author))
		return TRUST_AUTHOR_UNKNOWN;
	if (*entry->area)
		return TRUST_HAS_AREA;
	if (idmap_get(&trust->officer_index, &entry->author) == IDMAP_NONE)
		return TRUST_AUTHOR_NO_RIGHT;
	if (!trust->receipts[entry->receipt].named)
		return TRUST_NOT_RECEIVER;
	return trust->receipts[entry->receipt].counts ? TRUST_COUNTS : TRUST_REVOKED;
}

/* The receipt before the fold has one behind it; the last of the fold is the newest where none is behind it. */
static void
end_fold(struct trust *trust, bool base_is_prior, size_t *cap)
{
	size_t before = highest_until(trust, trust->fold->first - 1);

	if (before != TRUST_NONE)
		trust->receipts[before].is_prior = true;
	if (base_is_prior)
		return;
	MEM_GROW(trust->newest, trust->newest_count, *cap);
	trust->newest[trust->newest_count++] = trust->fold->base;
}

void
trust_end_receipts(struct trust *trust)
{
	bool base_is_prior = false;
	size_t cap = 0;

	for (size_t i = 0; i < trust->entry_count; i++)
		if (trust->entries[i].kind == STEP_RECEIPT)
			trust->entries[i].reason = judge(trust, &trust->entries[i]);
	for (size_t i = 0; i < trust->receipt_count; i++) {
		struct trust_entry *entry = &trust->entries[trust->receipts[i].entry];

		if (!trust->receipts[i].counts)
			continue;
		trust_add_covers(trust, entry, trust->receipts[i].since);
		for (size_t p = 0; p < entry->named_count; p++) {
			size_t prior = receipt_of(trust, &entry->named[p]);

			if (prior != TRUST_NONE)
				trust->receipts[prior].is_prior = true;
			else
				base_is_prior |= folded_number(trust, &entry->named[p]) > 0;
		}
	}
	trust_sort_covers(trust);
	if (trust->fold)
		end_fold(trust, base_is_prior, &cap);
	for (size_t i = 0; i < trust->receipt_count; i++) {
		if (!trust->receipts[i].counts || trust->receipts[i].is_prior)
			continue;
		MEM_GROW(trust->newest, trust->newest_count, cap);
		trust->newest[trust->newest_count++] = trust->entries[trust->receipts[i].entry].id;
	}
}

void
trust_forget_receipts(struct trust *trust)
{
	forget_places(trust);
	free(trust->receipts);
	trust->receipts = NULL;
	free(trust->newest);
	trust->newest = NULL;
	trust->receipt_count = trust->main_count = trust->newest_count = trust->cover_count = trust->tip_count = trust->round = 0;
}

/* ---- answers */

/* The highest number of a receipt that is added, or of a folded one. */
const struct id *
trust_anchor(const struct trust *trust)
{
	return trust_main_receipt(trust, trust_anchor_no(trust));
}

int64_t
trust_anchor_no(const struct trust *trust)
{
	int64_t added = trust->main_count ? trust_main_number(trust, trust->main_count - 1) : 0;

	return trust->fold && added < trust->fold->last ? trust->fold->last : added;
}

int64_t
trust_receipt_no(const struct trust *trust, const struct id *step)
{
	size_t at = receipt_of(trust, step);

	return at == TRUST_NONE ? trust_fold_number(trust, step) : trust->receipts[at].number;
}

const struct id *
trust_newest_receipts(const struct trust *trust, size_t *count)
{
	*count = trust->newest_count;
	return trust->newest;
}

const struct id *
trust_main_receipt(const struct trust *trust, int64_t number)
{
	const struct trust_fold *fold = trust->fold;

	if (number < 1 || number > trust_anchor_no(trust))
		return NULL;
	if (fold && number == fold->last)
		return &fold->base;
	if (fold && number >= fold->first && number < fold->last)
		return fold->source.receipt(fold->source.ctx, number);
	return &trust->entries[trust->receipts[trust->main[trust_main_index(trust, number)]].entry].id;
}

void
trust_each_received(const struct trust *trust, const struct device_id *device, void (*visit)(const struct trust_received *, void *),
		    void *ctx)
{
	if (trust->fold)
		trust->fold->source.received(trust->fold->source.ctx, device, visit, ctx);
	for (size_t i = 0; i < trust->receipt_count; i++) {
		const struct trust_entry *entry = &trust->entries[trust->receipts[i].entry];

		for (size_t l = 0; trust->receipts[i].counts && l < entry->line_count; l++) {
			const struct trust_received received = { .log = trust->logs[entry->lines[l].log],
								 .seq = entry->lines[l].seq,
								 .tip = entry->lines[l].tip,
								 .receipt = entry->id,
								 .number = trust->receipts[i].number,
								 .own = device_equal(&entry->device,
										     &trust->logs[entry->lines[l].log].device) };

			if (!device || device_equal(&received.log.device, device))
				visit(&received, ctx);
		}
	}
}
