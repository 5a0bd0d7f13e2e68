#include "form/reason.h"

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"

/* What may be said for a warning. */

const struct value *
reason_of(const struct value *reasons, const char *rule)
{
	for (size_t i = 0; reasons && reasons->type == VALUE_LIST && i < reasons->list.count; i++) {
		const char *named = value_get_text(&reasons->list.items[i], "rule");

		if (named && strcmp(named, rule) == 0)
			return &reasons->list.items[i];
	}
	return NULL;
}

bool
reason_wants_words(const struct list *list, const char *reason)
{
	const struct choice *choice = list ? list_choice(list, reason) : NULL;

	for (size_t i = 0; choice && i < list->column_count; i++)
		if (strcmp(list->columns[i].name, "words") == 0)
			return choice->values[i] && strcmp(choice->values[i], "1") == 0;
	return false;
}

bool
reason_stands(const struct list *list, const struct value *item)
{
	const char *reason = item ? value_get_text(item, "reason") : NULL, *words = item ? value_get_text(item, "words") : NULL;

	if (!reason || !*reason || !list)
		return reason && *reason;
	return list_choice(list, reason) && (!reason_wants_words(list, reason) || (words && *words));
}

char *
reason_text(const struct list *list, const struct value *item, const char *lang)
{
	const char *reason = item ? value_get_text(item, "reason") : NULL, *words = item ? value_get_text(item, "words") : NULL;
	const struct choice *choice = reason && list ? list_choice(list, reason) : NULL;

	if (!reason || !*reason)
		return NULL;
	if (choice)
		reason = label_text(&choice->label, lang);
	return words && *words ? mem_printf(_("%s: %s"), reason, words) : mem_strdup(reason);
}

void
reason_meant(const struct list *list, struct value *item)
{
	const char *reason = value_get_text(item, "reason");
	const struct choice *choice = list && reason ? list_choice_meant(list, reason) : NULL;

	if (choice)
		value_set_text(item, "reason", choice->name);
}

char *
reasons_offered(const struct list *list, const char *lang)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < list->choice_count; i++) {
		const struct choice *choice = &list->choices[i];

		buf_printf(&out, reason_wants_words(list, choice->name) ? _("%s%s (%s, with words)") : _("%s%s (%s)"), i ? _(", ") : "",
			   choice->name, label_text(&choice->label, lang));
	}
	return buf_detach(&out);
}
