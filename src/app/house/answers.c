#include "app/house/answers.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/json.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/visible.h"
#include "form/answer/check.h"

/* ---- what the form asks */

static void
add_line(int indent, const char *label, const char *words, struct buf *out)
{
	char *line = visible_line(words);

	buf_printf(out, "%*s", indent, "");
	buf_printf(out, _("%s: %s\n"), label, line);
	free(line);
}

static void add_answers(const struct pack *pack, const struct field *fields, size_t count, const struct value *values, int indent,
			struct buf *out);

static void
add_rows(const struct pack *pack, const struct field *repeat, const struct value *rows, int indent, struct buf *out)
{
	for (size_t r = 0; rows && r < rows->list.count; r++) {
		buf_printf(out, "%*s%s %zu\n", indent, "", label_text(&repeat->label, _("en")), r + 1);
		add_answers(pack, repeat->fields, repeat->field_count, &rows->list.items[r], indent + 2, out);
	}
}

static void
add_answers(const struct pack *pack, const struct field *fields, size_t count, const struct value *values, int indent, struct buf *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct field *field = &fields[i];
		const struct value *value = field_type_has_value(field->type) ? value_get(values, field->name) : NULL;

		if (field->type == FIELD_GROUP) {
			add_answers(pack, field->fields, field->field_count, values, indent, out);
		} else if (field->type == FIELD_REPEAT) {
			add_rows(pack, field, value_get_list(values, field->name), indent, out);
		} else if (value) {
			char *words = field_value_text(pack, field, value, _("en"));

			add_line(indent, label_text(&field->label, _("en")), words, out);
			free(words);
		}
	}
}

/* ---- what it does not */

static bool
is_asked(const struct field *fields, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(fields[i].name, name) == 0 ||
		    (fields[i].type == FIELD_GROUP && is_asked(fields[i].fields, fields[i].field_count, name)))
			return true;
	return false;
}

char *
house_answers_words(const struct pack *pack, const struct form *form, const struct value *values, int indent)
{
	struct buf out = { 0 };

	if (form)
		add_answers(pack, form->fields, form->field_count, values, indent, &out);
	for (size_t i = 0; i < values->object.count; i++) {
		const struct member *member = &values->object.members[i];
		struct buf text = { 0 };

		if (*member->name == '_' || (form && is_asked(form->fields, form->field_count, member->name)))
			continue;
		app_value_words(&member->value, &text);
		add_line(indent, member->name, buf_text(&text), &out);
		buf_release(&text);
	}
	return buf_detach(&out);
}
