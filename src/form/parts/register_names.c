#include "form/parts/register_names.h"

#include <string.h>
#include <strings.h>

#include "base/attr.h"

static const struct {
	const char *name;
	bool reports, hidden;
} names[] = {
	{ "b", true, false },	       { "building", true, true },
	{ "fact", true, true },	       { "photo_of", true, true },
	{ "photos", false, false },    { "signed", true, false },
	{ "returned", true, false },   { "due", true, false },
	{ "divisions", true, false },  { "findings_of_rules", true, false },
	{ "blind", true, true },       { "acts", false, false },
	{ "questions", false, false }, { "draws", false, false },
	{ "drawn", false, false },     { "received_logs", false, false },
	{ "held_logs", false, false }, { "b_aside", false, false },
};

const char *
register_name_at(size_t i)
{
	return i < ARRAY_LEN(names) ? names[i].name : NULL;
}

/* A table's, a view's, or one that begins as those of lists and values do. */
static bool
is_taken(const char *name)
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

/* Columns that the evaluator adds itself, and words of SQL (https://www.sqlite.org/lang_keywords.html) that no name can be without quotation marks. */
bool
register_name_is_reserved(const char *name)
{
	static const char *const words[] = {
		"root",
		"township",
		"state",
		"row",
		"n",
		"rowid",
		"division",
		"form",
		"level",
		"task",
		"changed",
		"hash",
		"head",
		"nth",
		"compared",
		"add",
		"all",
		"alter",
		"and",
		"as",
		"autoincrement",
		"between",
		"by",
		"case",
		"cast",
		"check",
		"collate",
		"commit",
		"constraint",
		"create",
		"cross",
		"current_date",
		"current_time",
		"current_timestamp",
		"default",
		"deferrable",
		"delete",
		"distinct",
		"drop",
		"else",
		"end",
		"escape",
		"except",
		"exists",
		"false",
		"foreign",
		"from",
		"full",
		"glob",
		"group",
		"having",
		"in",
		"index",
		"inner",
		"insert",
		"intersect",
		"into",
		"is",
		"isnull",
		"join",
		"left",
		"like",
		"limit",
		"natural",
		"not",
		"notnull",
		"nothing",
		"null",
		"on",
		"or",
		"order",
		"outer",
		"primary",
		"references",
		"returning",
		"right",
		"select",
		"set",
		"table",
		"then",
		"to",
		"transaction",
		"true",
		"union",
		"unique",
		"update",
		"using",
		"values",
		"when",
		"where",
		"with",
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(name, words[i]) == 0)
			return true;
	return is_taken(name);
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
		if (names[i].hidden && *names[i].name == (*word | 0x20) && strlen(names[i].name) == len &&
		    strncasecmp(word, names[i].name, len) == 0)
			return true;
	return false;
}
