#include "step/check.h"

#include "base/i18n.h"
#include "step/shape.h"

static bool
is_filled_text(const struct value *value)
{
	return shape_text(value) && *value->text;
}

static bool
is_count(const struct value *value)
{
	return value->type == VALUE_INTEGER && value->integer >= 0;
}

static bool
is_reason(const struct value *value)
{
	static const struct shape reason[] = {
		{ "rule", is_filled_text, false }, { "reason", is_filled_text, false }, { "words", is_filled_text, true }, { 0 }
	};

	return shape_fits(value, reason);
}

static bool
is_answer(const struct value *value)
{
	static const struct shape answer[] = { { "of", shape_id, false }, { "words", is_filled_text, false }, { 0 } };

	return shape_fits(value, answer);
}

static bool
is_reasons(const struct value *value)
{
	return shape_list_of(value, is_reason);
}

static bool
is_answers(const struct value *value)
{
	return shape_list_of(value, is_answer);
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
		{ "_upon", shape_ids, N_("it must be a list of ids that ascend and differ") },
	};

	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		const struct value *value = value_get(data, members[i].name);

		if (value && !members[i].is_right(value))
			return err_set(err, STATUS_INVALID, _("the step's member \"%s\" is wrong: %s"), members[i].name, _(members[i].why));
	}
	return STATUS_OK;
}
