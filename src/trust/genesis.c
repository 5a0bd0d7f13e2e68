#include "trust/genesis.h"

#include "base/mem.h"
#include "trust/state.h"

static bool
genesis_is_whole(const struct trust_entry *entry)
{
	const struct value *officers = value_get_list(&entry->data, "officers");
	int64_t threshold = value_get_integer(&entry->data, "threshold", 0);

	return officers && threshold >= 1 && threshold <= (int64_t)officers->list.count && value_get_text(&entry->data, "county") &&
	       value_get_text(&entry->data, "name") && entry->has_author && trust_names_officer(entry, &entry->author);
}

/* The genesis after this one: it names this one as its only parent, and the thresholds of the old and of the new officers endorsed it. */
static size_t
next_genesis(struct trust *trust, size_t current)
{
	for (size_t i = 0; i < trust->entry_count; i++) {
		struct trust_entry *entry = &trust->entries[i];

		if (entry->kind != STEP_GENESIS || entry->parent_count != 1 || !genesis_is_whole(entry) ||
		    !id_equal(&entry->parents[0], &trust->entries[current].id))
			continue;
		if (trust_endorsed(trust, entry, current, false) &&
		    (int64_t)trust_endorsers(trust, entry, entry, false) >= value_get_integer(&entry->data, "threshold", INT64_MAX))
			return i; /* entries are ascending by id: of two geneses the smaller id */
	}
	return SIZE_MAX;
}

void
trust_settle_genesis(struct trust *trust)
{
	size_t current = trust->has_pin ? idmap_get(&trust->entry_index, &trust->pin) : IDMAP_NONE;

	for (size_t i = 0; i < trust->entry_count; i++)
		trust->entries[i].reason = trust->entries[i].kind == STEP_GENESIS ? TRUST_NOT_ENDORSED : TRUST_NO_GENESIS;
	if (current == IDMAP_NONE || trust->entries[current].kind != STEP_GENESIS)
		return;
	if (!genesis_is_whole(&trust->entries[current])) {
		trust->entries[current].reason = TRUST_MALFORMED;
		return;
	}
	while (current != SIZE_MAX && trust->genesis_count <= trust->entry_count) {
		if (trust->genesis_count)
			trust->entries[trust->genesis[trust->genesis_count - 1]].reason = TRUST_SUPERSEDED;
		trust->entries[current].reason = TRUST_COUNTS;
		MEM_GROW(trust->genesis, trust->genesis_count, trust->genesis_cap);
		trust->genesis[trust->genesis_count++] = current;
		current = next_genesis(trust, current);
	}
}

const struct id *
trust_genesis(const struct trust *trust)
{
	return trust->genesis_count ? &trust->entries[trust->genesis[trust->genesis_count - 1]].id : NULL;
}

static const struct value *
data_in_force(const struct trust *trust)
{
	return trust->genesis_count ? &trust->entries[trust->genesis[trust->genesis_count - 1]].data : NULL;
}

const char *
trust_county_code(const struct trust *trust)
{
	return value_get_text(data_in_force(trust), "county");
}

const char *
trust_county_name(const struct trust *trust)
{
	return value_get_text(data_in_force(trust), "name");
}

bool
trust_receiver(const struct trust *trust, struct device_id *out)
{
	const char *receiver = value_get_text(data_in_force(trust), "receiver");

	return receiver && device_from_hex(receiver, out);
}

int64_t
trust_threshold(const struct trust *trust)
{
	return value_get_integer(data_in_force(trust), "threshold", 1);
}

bool
trust_is_receiver(const struct trust *trust, const struct device_id *device)
{
	for (size_t g = 0; g < trust->genesis_count; g++) {
		const char *receiver = value_get_text(&trust->entries[trust->genesis[g]].data, "receiver");
		struct device_id of;

		if (receiver && device_from_hex(receiver, &of) && device_equal(&of, device))
			return true;
	}
	return false;
}
