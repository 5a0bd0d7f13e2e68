#include "step/check.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"

static bool
is_filled_text(const struct value *value)
{
	return value && value->type == VALUE_TEXT && *value->text;
}

static bool
is_id(const struct value *value)
{
	struct id id;

	return value && value->type == VALUE_TEXT && id_from_hex(value->text, &id);
}

static bool
is_count(const struct value *value)
{
	return value->type == VALUE_INTEGER && value->integer >= 0;
}

/* {rule, reason, words or absent} */
static bool
is_reason(const struct value *item)
{
	const struct value *words = value_get(item, "words");

	return is_filled_text(value_get(item, "rule")) && is_filled_text(value_get(item, "reason")) && (!words || is_filled_text(words)) &&
	       item->object.count == (words ? 3 : 2);
}

/* {of, words} */
static bool
is_answer(const struct value *item)
{
	return is_id(value_get(item, "of")) && is_filled_text(value_get(item, "words")) && item->object.count == 2;
}

static bool
is_list_of(const struct value *value, bool (*is_item)(const struct value *))
{
	if (value->type != VALUE_LIST)
		return false;
	for (size_t i = 0; i < value->list.count; i++)
		if (!is_item(&value->list.items[i]))
			return false;
	return true;
}

static bool
is_reasons(const struct value *value)
{
	return is_list_of(value, is_reason);
}

static bool
is_answers(const struct value *value)
{
	return is_list_of(value, is_answer);
}

static bool
is_ascending_ids(const struct value *value)
{
	if (!is_list_of(value, is_id))
		return false;
	for (size_t i = 1; i < value->list.count; i++)
		if (strcmp(value->list.items[i - 1].text, value->list.items[i].text) >= 0)
			return false;
	return true;
}

enum status
check_form_data(const struct value *data, struct err *err)
{
	static const struct {
		const char *name;
		bool (*is_right)(const struct value *);
		const char *why;
	} members[] = {
		{ "_seconds", is_count, N_("it must be a whole number from 0") },
		{ "_keys", is_count, N_("it must be a whole number from 0") },
		{ "_reasons", is_reasons, N_("it must be a list of {rule, reason, words or absent}, none of them empty") },
		{ "_answers", is_answers, N_("it must be a list of {of: an id, words}, these not empty") },
		{ "_upon", is_ascending_ids, N_("it must be a list of ids that ascend and differ") },
	};

	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		const struct value *value = value_get(data, members[i].name);

		if (value && !members[i].is_right(value))
			return err_set(err, STATUS_INVALID, _("the step's member \"%s\" is wrong: %s"), members[i].name, _(members[i].why));
	}
	return STATUS_OK;
}
