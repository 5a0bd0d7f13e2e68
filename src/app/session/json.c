#include "app/session/json.h"

#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/number/number.h"
#include "step/json.h"

#define VALUES_MAX_BYTES (1u << 20)

void
app_json(const struct value *value, struct buf *out)
{
	json_write(value, out);
}

/* What editors of Windows write before a text. */
static const char byte_order_mark[] = "\xef\xbb\xbf";

enum status
app_read_values(const char *path, struct value *out, struct err *err)
{
	struct buf text = { 0 };
	enum status status = file_read(path, VALUES_MAX_BYTES, &text, err);
	size_t from = !status && strncmp(buf_text(&text), byte_order_mark, 3) == 0 ? 3 : 0;

	if (!status)
		status = json_parse(buf_text(&text) + from, text.len - from, 6, out, err);
	if (!status && out->type != VALUE_OBJECT) {
		value_release(out);
		status = err_set(err, STATUS_INVALID, _("it must hold one object of field names and values"));
	}
	if (status == STATUS_INVALID)
		err_context(err, "%s", path);
	buf_release(&text);
	return status;
}

void
app_value_words(const struct value *value, struct buf *out)
{
	char number[NUMBER_TEXT_MAX];

	switch (value->type) {
	case VALUE_REAL:
		number_write(value->real, number);
		buf_text_add(out, number);
		break;
	case VALUE_LIST:
		buf_char(out, '[');
		for (size_t i = 0; i < value->list.count; i++) {
			buf_text_add(out, i ? "," : "");
			app_value_words(&value->list.items[i], out);
		}
		buf_char(out, ']');
		break;
	case VALUE_OBJECT:
		buf_char(out, '{');
		for (size_t i = 0; i < value->object.count; i++) {
			buf_printf(out, "%s\"%s\":", i ? "," : "", value->object.members[i].name);
			app_value_words(&value->object.members[i].value, out);
		}
		buf_char(out, '}');
		break;
	default:
		json_write(value, out);
	}
}
