#include "step/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/i18n.h"
#include "base/text.h"

/* What the library lets through and a step must not: characters, depth, null, integers beyond what a double holds. */

static enum status from_json(const json_t *json, int depth, struct value *out, struct err *err);

static enum status
text_from(const char *text, size_t len, struct err *err)
{
	if (strlen(text) != len || !text_allowed(text, len))
		return err_set(err, STATUS_INVALID, _("a text holds a character that may not stand there"));
	return STATUS_OK;
}

static enum status
list_from(const json_t *json, int depth, struct value *out, struct err *err)
{
	enum status status = STATUS_OK;

	*out = value_list();
	for (size_t i = 0; i < json_array_size(json) && !status; i++) {
		struct value item = { 0 };

		status = from_json(json_array_get(json, i), depth - 1, &item, err);
		value_append_take(out, item);
	}
	return status;
}

static enum status
object_from(const json_t *json, int depth, struct value *out, struct err *err)
{
	enum status status = STATUS_OK;
	const char *name;
	json_t *member;

	*out = value_object();
	json_object_foreach((json_t *)(uintptr_t)json, name, member) {
		struct value value = { 0 };

		status = text_from(name, strlen(name), err);
		if (status)
			return status; /* such a name is not shown either */
		status = from_json(member, depth - 1, &value, err);
		if (status) {
			value_release(&value);
			if (depth > 1 && strlen(name) < 64)
				err_context(err, "\"%s\"", name);
			return status;
		}
		value_add_take(out, name, value); /* the library refused doubles */
	}
	return STATUS_OK;
}

static enum status
from_json(const json_t *json, int depth, struct value *out, struct err *err)
{
	enum status status;

	if ((json_is_object(json) || json_is_array(json)) && depth < 1)
		return err_set(err, STATUS_INVALID, _("objects and lists are nested too deep"));
	switch (json_typeof(json)) {
	case JSON_OBJECT:
		return object_from(json, depth, out, err);
	case JSON_ARRAY:
		return list_from(json, depth, out, err);
	case JSON_STRING:
		status = text_from(json_string_value(json), json_string_length(json), err);
		if (!status)
			*out = value_text(json_string_value(json));
		return status;
	case JSON_INTEGER:
		if (json_integer_value(json) > JSON_INTEGER_MAX || json_integer_value(json) < -JSON_INTEGER_MAX)
			return err_set(err, STATUS_INVALID, _("a number is larger than 2^53"));
		*out = value_integer(json_integer_value(json));
		return STATUS_OK;
	case JSON_REAL:
		if (!isfinite(json_real_value(json)))
			return err_set(err, STATUS_INVALID, _("a number is not finite"));
		*out = value_real(json_real_value(json));
		return STATUS_OK;
	case JSON_TRUE:
	case JSON_FALSE:
		*out = value_boolean(json_is_true(json));
		return STATUS_OK;
	default:
		return err_set(err, STATUS_INVALID, _("null stands where an empty value must be left out"));
	}
}

/* The library takes white space around the value; only a person's file may have it, and a step may not: its caller
 * sees that the first and last bytes are braces. */
static json_t *
load(const char *text, size_t len, struct err *err)
{
	json_error_t problem;
	json_t *json = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_ANY, &problem);

	if (json)
		return json;
	/* The library quotes what it met; a hostile file must not write to the terminal that way. */
	if (text_allowed(problem.text, strlen(problem.text)))
		err_set(err, STATUS_INVALID, _("line %d: this is not JSON: %s"), problem.line, problem.text);
	else
		err_set(err, STATUS_INVALID, _("line %d: this is not JSON"), problem.line);
	return NULL;
}

enum status
json_parse(const char *text, size_t len, int depth, struct value *out, struct err *err)
{
	json_t *json = load(text, len, err);
	struct value value = { 0 };
	enum status status;

	if (!json)
		return STATUS_INVALID;
	status = from_json(json, depth, &value, err);
	json_decref(json);
	if (status)
		value_release(&value);
	else
		*out = value;
	return status;
}

/* An object in which null may stand: the step itself and, with `photos`, the objects of that list. */
static enum status
nullable_from(const json_t *json, int depth, bool photos, struct value *out, struct err *err)
{
	enum status status;
	const char *name;
	json_t *member;

	*out = value_object();
	json_object_foreach((json_t *)(uintptr_t)json, name, member) {
		struct value value = { 0 };

		status = text_from(name, strlen(name), err);
		if (status)
			return status;
		if (json_is_null(member)) {
			value_add_take(out, name, value);
			continue;
		}
		if (photos && strcmp(name, "photos") == 0 && json_is_array(member)) {
			value = value_list();
			for (size_t i = 0; i < json_array_size(member) && !status; i++) {
				const json_t *photo = json_array_get(member, i);
				struct value item = { 0 };

				status = json_is_object(photo) ? nullable_from(photo, depth - 2, false, &item, err)
							       : from_json(photo, depth - 2, &item, err);
				value_append_take(&value, item);
			}
		} else {
			status = from_json(member, depth - 1, &value, err);
		}
		value_add_take(out, name, value);
		if (status)
			return status;
	}
	return STATUS_OK;
}

enum status
json_parse_step(const char *text, size_t len, int depth, struct value *out, struct err *err)
{
	json_t *json = load(text, len, err);
	struct value value = { 0 };
	enum status status;

	if (!json)
		return STATUS_INVALID;
	status = json_is_object(json) ? nullable_from(json, depth, true, &value, err)
				      : err_set(err, STATUS_INVALID, _("a step must be one JSON object"));
	json_decref(json);
	if (status)
		value_release(&value);
	else
		*out = value;
	return status;
}

/* ---- writing */

static void
write_text(const char *text, struct buf *out)
{
	buf_char(out, '"');
	for (const char *from = text; *from;) {
		size_t plain = strcspn(from, "\"\\\n\t\r\b\f");

		buf_add(out, from, plain);
		from += plain;
		switch (*from) {
		case '\0':
			continue;
		case '\n':
			buf_text_add(out, "\\n");
			break;
		case '\t':
			buf_text_add(out, "\\t");
			break;
		case '"':
		case '\\':
			buf_char(out, '\\');
			buf_char(out, *from);
			break;
		default:
			buf_printf(out, "\\u%04x", (unsigned char)*from);
		}
		from++;
	}
	buf_char(out, '"');
}

/* The shortest digits that read back as the same number, and always as a real. */
static void
write_real(double real, struct buf *out)
{
	char text[40];

	for (int digits = 1; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, real);
		if (strtod(text, NULL) == real)
			break;
	}
	for (char *at = text; *at; at++)
		if (*at == ',')
			*at = '.'; /* the person's locale may write a comma */
	if (!strpbrk(text, ".eE"))
		strcat(text, ".0");
	buf_text_add(out, text);
}

void
json_write(const struct value *value, struct buf *out)
{
	switch (value->type) {
	case VALUE_TEXT:
		write_text(value->text, out);
		break;
	case VALUE_INTEGER:
		buf_printf(out, "%" PRId64, value->integer);
		break;
	case VALUE_REAL:
		write_real(value->real, out);
		break;
	case VALUE_BOOLEAN:
		buf_text_add(out, value->boolean ? "true" : "false");
		break;
	case VALUE_LIST:
		buf_char(out, '[');
		for (size_t i = 0; i < value->list.count; i++) {
			if (i)
				buf_char(out, ',');
			json_write(&value->list.items[i], out);
		}
		buf_char(out, ']');
		break;
	case VALUE_OBJECT:
		buf_char(out, '{');
		for (size_t i = 0; i < value->object.count; i++) {
			if (i)
				buf_char(out, ',');
			write_text(value->object.members[i].name, out);
			buf_char(out, ':');
			json_write(&value->object.members[i].value, out);
		}
		buf_char(out, '}');
		break;
	default:
		buf_text_add(out, "null");
	}
}
