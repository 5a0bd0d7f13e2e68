#include "trust/endorsements.h"

#include <string.h>

#include "trust/state.h"

/* The person behind an officer's credential. Nothing need have been judged: credentials of officers are self-signed. */
static const char *
officer_person(const struct trust *trust, const struct id *credential)
{
	size_t index = idmap_get(&trust->entry_index, credential);
	const struct trust_entry *entry = index == IDMAP_NONE ? NULL : &trust->entries[index];

	if (!entry || entry->kind != STEP_CREDENTIAL || entry->has_author)
		return NULL;
	return value_get_text(&entry->data, "person");
}

/* Does the author's word still count? A revoked officer's does where a county receipt covers it. */
static bool
still_holds(const struct trust *trust, const struct trust_entry *entry)
{
	const struct trust_holder *holder = trust_holder(trust, &entry->author);

	return holder && trust_place_counts(trust, &entry->log, entry->seq, holder->cut);
}

size_t
trust_endorsers(const struct trust *trust, const struct trust_entry *genesis, const struct trust_entry *of, bool within_cuts)
{
	const char *persons[64];
	size_t count = 0;
	char hex[ID_HEX_LEN + 1];

	id_hex(&of->id, hex);
	for (size_t i = 0; i < trust->entry_count && count < ARRAY_LEN(persons); i++) {
		const struct trust_entry *entry = &trust->entries[i];
		const char *person, *named;
		bool known = false;

		if (!entry->has_author)
			continue;
		named = entry->kind == STEP_ENDORSEMENT ? value_get_text(&entry->data, "of") : NULL;
		if (entry != of && (!named || strcmp(named, hex) != 0))
			continue;
		person = trust_names_officer(genesis, &entry->author) ? officer_person(trust, &entry->author) : NULL;
		if (person && within_cuts && !still_holds(trust, entry))
			continue;
		for (size_t p = 0; person && p < count; p++)
			known |= strcmp(persons[p], person) == 0;
		if (person && !known)
			persons[count++] = person;
	}
	return count;
}

bool
trust_endorsed(const struct trust *trust, const struct trust_entry *of, size_t genesis, bool within_cuts)
{
	for (size_t i = 0; i < trust->genesis_count; i++) {
		const struct trust_entry *entry = &trust->entries[trust->genesis[i]];

		if (genesis != SIZE_MAX && genesis != trust->genesis[i])
			continue;
		if ((int64_t)trust_endorsers(trust, entry, of, within_cuts) >= value_get_integer(&entry->data, "threshold", INT64_MAX))
			return true;
	}
	return false;
}

bool
trust_has_endorsed(const struct trust *trust, const struct id *of, const struct id *credential)
{
	size_t at = idmap_get(&trust->entry_index, of);

	if (at != IDMAP_NONE && trust->entries[at].has_author && id_equal(&trust->entries[at].author, credential))
		return true;
	for (size_t i = 0; i < trust->entry_count; i++) {
		const struct trust_entry *entry = &trust->entries[i];
		struct id named;

		if (entry->kind == STEP_ENDORSEMENT && entry->has_author && id_equal(&entry->author, credential) &&
		    step_data_id(&entry->data, "of", &named) && id_equal(&named, of))
			return true;
	}
	return false;
}
