#include <string.h>

#include "form/list.h"

/* Choices of a list: by their name, their label, or the code that another system has for them. */

const struct choice *
list_choice(const struct list *list, const char *name)
{
	for (size_t i = 0; i < list->choice_count; i++)
		if (strcmp(list->choices[i].name, name) == 0)
			return &list->choices[i];
	return NULL;
}

const struct choice *
list_choice_meant(const struct list *list, const char *text)
{
	const struct choice *choice = list_choice(list, text);

	for (size_t i = 0; !choice && i < list->choice_count; i++) {
		const struct choice *at = &list->choices[i];

		if ((at->label.zh && strcmp(at->label.zh, text) == 0) || (at->label.en && strcmp(at->label.en, text) == 0))
			choice = at;
	}
	return choice;
}

static size_t
column_at(const struct list *list, const char *column)
{
	size_t at = 0;

	while (at < list->column_count && strcmp(list->columns[at].name, column) != 0)
		at++;
	return at;
}

bool
list_has_column(const struct list *list, const char *column)
{
	return column_at(list, column) < list->column_count;
}

const char *
list_code(const struct list *list, const struct choice *choice, const char *column)
{
	return column && list_has_column(list, column) ? choice->values[column_at(list, column)] : choice->name;
}
