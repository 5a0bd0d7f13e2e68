#include "trust/officers.h"

#include <string.h>

#include "trust/state.h"

bool
trust_names_officer(const struct trust_entry *genesis, const struct id *credential)
{
	const struct value *officers = value_get_list(&genesis->data, "officers");
	char hex[ID_HEX_LEN + 1];

	id_hex(credential, hex);
	for (size_t i = 0; officers && i < officers->list.count; i++)
		if (officers->list.items[i].type == VALUE_TEXT && strcmp(officers->list.items[i].text, hex) == 0)
			return true;
	return false;
}

bool
trust_named_officer(const struct trust *trust, const struct id *credential)
{
	for (size_t g = 0; g < trust->genesis_count; g++)
		if (trust_names_officer(&trust->entries[trust->genesis[g]], credential))
			return true;
	return false;
}

bool
trust_is_officer(const struct trust *trust, const struct id *credential)
{
	const struct trust_holder *holder = trust_holder(trust, credential);

	return holder && holder->officer;
}

bool
trust_in_office(const struct trust *trust, const struct id *credential)
{
	return trust->genesis_count && trust_names_officer(&trust->entries[trust->genesis[trust->genesis_count - 1]], credential);
}
