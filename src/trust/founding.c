#include <stdlib.h>

#include "base/mem.h"
#include "trust/genesis.h"
#include "trust/state.h"

/* One genesis by itself, and how many persons its officers are: rule C2. */

static size_t
first_of(size_t *persons, size_t at)
{
	while (persons[at] != at)
		at = persons[at] = persons[persons[at]];
	return at;
}

static void
join(struct idmap *seen, const struct id *name, size_t *persons, size_t at)
{
	size_t other = idmap_get(seen, name);

	if (other == IDMAP_NONE)
		idmap_put(seen, name, at);
	else
		persons[first_of(persons, at)] = first_of(persons, other);
}

/* Gives each officer the number of his person: the credentials named here that share a person or a key are of one. */
static void
count_persons(const struct trust *trust, const struct trust_entry *entry, struct trust_founding *out)
{
	size_t *persons = mem_array(entry->named_count, sizeof(*persons)), *numbers = mem_array(entry->named_count, sizeof(*numbers));
	struct idmap names = { 0 };

	for (size_t i = 0; i < entry->named_count; i++)
		persons[i] = i;
	for (size_t i = 0; i < entry->named_count; i++) {
		const struct trust_holder *holder = trust_holder(trust, &entry->named[i]);

		join(&names, &holder->person_name, persons, i);
		join(&names, &holder->key_name, persons, i);
	}
	for (size_t i = 0; i < entry->named_count; i++)
		if (first_of(persons, i) == i)
			numbers[i] = out->person_count++;
	for (size_t i = 0; i < entry->named_count; i++)
		idmap_put(&out->index, &entry->named[i], numbers[first_of(persons, i)]);
	idmap_release(&names);
	free(numbers);
	free(persons);
}

bool
trust_threshold_fits(int64_t threshold, size_t persons)
{
	int64_t n = (int64_t)persons;

	return n == 1 ? threshold == 1 : threshold > n / 2 && threshold < n; /* of two, and of nobody, none fits */
}

bool
trust_founding_init(const struct trust *trust, size_t at, struct trust_founding *out)
{
	const struct trust_entry *entry = &trust->entries[at];
	const char *receiver = value_get_text(&entry->data, "receiver");
	struct trust_founding founding = { .entry = at, .threshold = value_get_integer(&entry->data, "threshold", 0) };

	if (*entry->area || !value_get_text(&entry->data, "county") || !value_get_text(&entry->data, "name") || !receiver ||
	    !device_from_hex(receiver, &founding.receiver)) /* of no other kind there is a county */
		return false;
	for (size_t i = 0; i < entry->named_count; i++) {
		const struct trust_holder *holder = trust_holder(trust, &entry->named[i]);

		if (!holder || holder->credential.has_issuer)
			return false;
	}
	count_persons(trust, entry, &founding);
	if (!trust_threshold_fits(founding.threshold, founding.person_count)) {
		trust_founding_release(&founding);
		return false;
	}
	*out = founding;
	return true;
}

void
trust_founding_release(struct trust_founding *founding)
{
	idmap_release(&founding->index);
	free(founding->covered);
	*founding = (struct trust_founding){ 0 };
}
