#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trust/state.h"

/* What waits for the officers' endorsements, and where a feed is known to have been. */

static bool
is_later_genesis(const struct trust *trust, const struct entry *entry)
{
	return entry->kind == STEP_GENESIS && entry->parent_count == 1 && trust->genesis_count &&
	       id_equal(&entry->parents[0], &trust->entries[trust->genesis[trust->genesis_count - 1]].id);
}

/* Would anything follow from an endorsement? */
static bool
waits(const struct trust *trust, const struct entry *entry)
{
	const struct person *author = entry->has_author ? trust_person(trust, &entry->author) : NULL;
	const struct entry *pack = trust->has_pack ? &trust->entries[idmap_get(&trust->entry_index, &trust->pack)] : NULL;

	if (entry->reason != TRUST_NOT_ENDORSED || !author || !author->officer)
		return false;
	switch (entry->kind) {
	case STEP_PACK:
		return !pack || value_get_integer(&entry->data, "version", 0) > value_get_integer(&pack->data, "version", 0);
	case STEP_GENESIS:
		return is_later_genesis(trust, entry);
	default:
		return true;
	}
}

void
trust_each_waiting(const struct trust *trust, void (*visit)(const struct trust_waiting *, void *), void *ctx)
{
	const struct entry *now = trust->genesis_count ? &trust->entries[trust->genesis[trust->genesis_count - 1]] : NULL;

	for (size_t i = 0; now && i < trust->entry_count; i++) {
		const struct entry *entry = &trust->entries[i];
		struct trust_waiting waiting = { .id = entry->id, .kind = entry->kind, .author = entry->author, .data = &entry->data };

		if (!waits(trust, entry))
			continue;
		waiting.have = (int64_t)trust_endorsers(trust, now, entry, entry->kind == STEP_PACK);
		waiting.need = value_get_integer(&now->data, "threshold", 1);
		if (entry->kind == STEP_GENESIS) {
			waiting.have_new = (int64_t)trust_endorsers(trust, entry, entry, false);
			waiting.need_new = value_get_integer(&entry->data, "threshold", 1);
		}
		visit(&waiting, ctx);
	}
}

bool
trust_has_endorsed(const struct trust *trust, const struct id *of, const struct id *credential)
{
	size_t at = idmap_get(&trust->entry_index, of);

	if (at != IDMAP_NONE && trust->entries[at].has_author && id_equal(&trust->entries[at].author, credential))
		return true;
	for (size_t i = 0; i < trust->entry_count; i++) {
		const struct entry *entry = &trust->entries[i];
		struct id named;

		if (entry->kind == STEP_ENDORSEMENT && entry->has_author && id_equal(&entry->author, credential) &&
		    step_data_id(&entry->data, "of", &named) && id_equal(&named, of))
			return true;
	}
	return false;
}

bool
trust_will_be_officer(const struct trust *trust, const struct id *credential)
{
	for (size_t i = 0; i < trust->entry_count; i++)
		if (is_later_genesis(trust, &trust->entries[i]) && waits(trust, &trust->entries[i]) &&
		    trust_names_officer(&trust->entries[i], credential))
			return true;
	return false;
}

/* The newest receipt of each device: a later one holds what an earlier one held, so the others need not be read. */
static const struct entry **
newest_receipts(const struct trust *trust, size_t *count)
{
	const struct entry **newest = NULL;
	size_t cap = 0;

	*count = 0;
	for (size_t i = 0; i < trust->entry_count; i++) {
		const struct entry *entry = &trust->entries[i];
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

int64_t
trust_received(const struct trust *trust, const struct device_id *device, int64_t *epoch, struct id *tip)
{
	const struct entry **receipts;
	char own[DEVICE_HEX_LEN + 1];
	int64_t seq = 0;
	size_t count;

	*epoch = 0;
	device_hex(device, own);
	receipts = newest_receipts(trust, &count);
	for (size_t i = 0; i < count; i++) {
		const struct value *feeds = value_get_list(&receipts[i]->data, "feeds");

		for (size_t f = 0; feeds && f < feeds->list.count; f++) {
			const struct value *feed = &feeds->list.items[f];
			const char *of = value_get_text(feed, "device");
			int64_t at, last;

			if (!of || strcmp(of, own) != 0)
				continue;
			at = value_get_integer(feed, "epoch", 0);
			last = value_get_integer(feed, "seq", 0);
			if (at < *epoch || (at == *epoch && last <= seq) || !step_data_id(feed, "tip", tip))
				continue;
			*epoch = at;
			seq = last;
		}
	}
	free(receipts);
	return seq;
}
