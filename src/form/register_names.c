#include "form/register_names.h"

#include <string.h>
#include <strings.h>

#include "base/attr.h"

static const struct {
	const char *name;
	bool reports, hidden;
} names[] = {
	{ "b", true, false },	      { "building", true, true },
	{ "fact", true, true },	      { "photo_of", true, true },
	{ "photos", false, false },   { "signed", true, false },
	{ "returned", true, false },  { "due", true, false },
	{ "divisions", true, false }, { "findings_of_rules", true, false },
	{ "blind", true, true },      { "acts", false, false },
};

const char *
register_name_at(size_t i)
{
	return i < ARRAY_LEN(names) ? names[i].name : NULL;
}

bool
register_name_is_taken(const char *name)
{
	static const char *const prefixes[] = { LIST_PREFIX, TABLE_PREFIX, VALUE_PREFIX, PRIVATE_PREFIX, SLOTS_PREFIX, "sqlite_" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(name, names[i].name) == 0)
			return true;
	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++)
		if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0)
			return true;
	return false;
}

bool
register_name_is_for_reports(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (names[i].reports && strcmp(name, names[i].name) == 0)
			return true;
	return false;
}

bool
register_name_is_hidden(const char *word, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (names[i].hidden && strlen(names[i].name) == len && strncasecmp(word, names[i].name, len) == 0)
			return true;
	return false;
}
