#include "trust/receipts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trust/genesis.h"
#include "trust/state.h"

/* County receipts are signed on the device that a genesis names as receiver, by someone who stands by the chain of issuers. Revocations are not
 * asked: they are judged by receipts. */
void
trust_settle_receipts(struct trust *trust)
{
	for (size_t i = 0; i < trust->entry_count && trust->genesis_count; i++) {
		struct trust_entry *entry = &trust->entries[i];
		int64_t no = value_get_integer(&entry->data, "no", 0);
		struct trust_holder *holder;

		if (entry->kind != STEP_RECEIPT)
			continue;
		holder = entry->has_author ? trust_holder(trust, &entry->author) : NULL;
		entry->reason = !holder					     ? TRUST_AUTHOR_UNKNOWN
				: trust_chain(trust, holder) != TRUST_COUNTS ? TRUST_AUTHOR_NO_RIGHT
				: no < 1				     ? TRUST_MALFORMED
									     : TRUST_COUNTS;
		/* Others on that laptop write no receipts for the county. */
		if (entry->reason != TRUST_COUNTS || !trust_is_receiver(trust, &entry->device) ||
		    !trust_named_officer(trust, &entry->author))
			continue;
		trust_add_covers(trust, entry, no);
		if (no > trust->anchor_no) { /* of equal numbers the first: the smaller id */
			trust->anchor_no = no;
			trust->anchor = entry->id;
			trust->has_anchor = true;
		}
	}
	trust_sort_covers(trust);
}

const struct id *
trust_anchor(const struct trust *trust)
{
	return trust->has_anchor ? &trust->anchor : NULL;
}

int64_t
trust_anchor_no(const struct trust *trust)
{
	return trust->anchor_no;
}

/* The newest receipt of each device: a later receipt holds what an earlier one held, so the others need not be read. */
static const struct trust_entry **
newest_receipts(const struct trust *trust, size_t *count)
{
	const struct trust_entry **newest = NULL;
	size_t cap = 0;

	*count = 0;
	for (size_t i = 0; i < trust->entry_count; i++) {
		const struct trust_entry *entry = &trust->entries[i];
		size_t at = 0;

		if (entry->kind != STEP_RECEIPT || entry->reason != TRUST_COUNTS)
			continue;
		while (at < *count && !device_equal(&newest[at]->device, &entry->device))
			at++;
		if (at == *count) {
			MEM_GROW(newest, *count, cap);
			newest[(*count)++] = entry;
		} else if (value_get_integer(&entry->data, "no", 0) > value_get_integer(&newest[at]->data, "no", 0)) {
			newest[at] = entry;
		}
	}
	return newest;
}

void
trust_each_received(const struct trust *trust, const struct device_id *device, void (*visit)(const struct trust_received *, void *),
		    void *ctx)
{
	const struct trust_entry **receipts;
	size_t count;

	receipts = newest_receipts(trust, &count);
	for (size_t i = 0; i < count; i++) {
		const struct value *logs = value_get_list(&receipts[i]->data, "logs");

		for (size_t l = 0; logs && l < logs->list.count; l++) {
			const struct value *line = &logs->list.items[l];
			struct trust_received received = { .seq = value_get_integer(line, "seq", 0) };

			if (log_read(line, &received.log) && device_equal(&received.log.device, device) &&
			    step_data_id(line, "tip", &received.tip))
				visit(&received, ctx);
		}
	}
	free(receipts);
}
