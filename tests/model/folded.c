#include "folded.h"

#include "trust/fold.h"
#include "trust/receipts.h"

bool
old_receipts_find(struct old_receipts *old, const struct trust *whole)
{
	old->whole = whole;
	return trust_foldable(whole, &old->first, &old->last);
}

static int64_t
number_of(void *ctx, const struct id *receipt)
{
	const struct old_receipts *old = ctx;
	int64_t number = trust_receipt_no(old->whole, receipt);
	const struct id *main = number >= old->first && number <= old->last ? trust_main_receipt(old->whole, number) : NULL;

	return main && id_equal(main, receipt) ? number : 0;
}

bool
old_receipts_have(const struct old_receipts *old, const struct id *id)
{
	return number_of((void *)(uintptr_t)old, id) > 0;
}

static const struct id *
receipt_of(void *ctx, int64_t number)
{
	const struct old_receipts *old = ctx;

	return trust_main_receipt(old->whole, number);
}

/* ---- what they name */

struct asking {
	const struct log_key *log;
	int64_t seq;
	const struct id *tip;
	int64_t reach;
	bool named;
};

static void
look_at_line(const struct trust_received *line, void *ctx)
{
	struct asking *asking = ctx;

	if (!log_equal(&line->log, asking->log))
		return;
	asking->reach = line->seq > asking->reach ? line->seq : asking->reach;
	asking->named |= asking->tip && line->seq == asking->seq && id_equal(&line->tip, asking->tip);
}

static void
ask(const struct old_receipts *old, int64_t until, struct asking *asking)
{
	for (int64_t number = old->first; number <= old->last && number <= until; number++)
		trust_each_fold_line(old->whole, number, look_at_line, asking);
}

static int64_t
covered(void *ctx, const struct log_key *log, int64_t number)
{
	struct asking asking = { .log = log };

	ask(ctx, number, &asking);
	return asking.reach;
}

static bool
names(void *ctx, const struct log_key *log, int64_t seq, const struct id *tip)
{
	struct asking asking = { .log = log, .seq = seq, .tip = tip };

	ask(ctx, INT64_MAX, &asking);
	return asking.named;
}

static void
received(void *ctx, const struct device_id *device, void (*visit)(const struct trust_received *, void *), void *visit_ctx)
{
	(void)ctx, (void)device, (void)visit, (void)visit_ctx; /* nobody asks here */
}

/* ---- folding */

struct marking {
	struct trust *into;
	int64_t number;
};

static void
mark_line(const struct trust_received *line, void *ctx)
{
	const struct marking *marking = ctx;

	trust_fold_mark(marking->into, &line->log, line->seq, &line->tip, marking->number, true);
}

/* Marks the step before a folded receipt in its log. */
static void
mark_before(struct old_receipts *old, struct trust *into, const struct step *receipt, int64_t number, const struct step *steps,
	    const struct id *ids, const bool *has, size_t count)
{
	struct log_key log, other;

	if (!log_of_step(receipt, &log))
		return;
	for (size_t i = 0; i < count; i++)
		if (has[i] && !old_receipts_have(old, &ids[i]) && steps[i].seq == receipt->seq - 1 && log_of_step(&steps[i], &other) &&
		    log_equal(&log, &other))
			trust_fold_mark(into, &log, steps[i].seq, &ids[i], number, false);
}

void
old_receipts_fold(struct old_receipts *old, struct trust *into, const struct step *steps, const struct id *ids, const bool *has,
		  size_t count)
{
	const struct trust_fold_source source = { old, number_of, receipt_of, covered, names, received };

	trust_fold_begin(into, old->first, old->last, trust_main_receipt(old->whole, old->last), &source);
	for (int64_t number = old->first; number <= old->last; number++) {
		const struct id *id = trust_main_receipt(old->whole, number);
		struct marking marking = { into, number };
		struct log_key log;

		for (size_t i = 0; i < count; i++) {
			if (!has[i] || !id_equal(&ids[i], id) || !log_of_step(&steps[i], &log))
				continue;
			trust_fold_log(into, &log, steps[i].seq, id); /* the last of a log stays */
			mark_before(old, into, &steps[i], number, steps, ids, has, count);
		}
		trust_each_fold_line(old->whole, number, mark_line, &marking);
	}
}
