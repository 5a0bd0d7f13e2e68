#include "app/session/json.h"

#include "base/file.h"
#include "base/i18n.h"
#include "step/json.h"

#define VALUES_MAX_BYTES (1u << 20)

void
app_json(const struct value *value, struct buf *out)
{
	json_write(value, out);
}

enum status
app_read_values(const char *path, struct value *out, struct err *err)
{
	struct buf text = { 0 };
	enum status status = file_read(path, VALUES_MAX_BYTES, &text, err);

	if (!status)
		status = json_parse(buf_text(&text), text.len, 6, out, err);
	if (!status && out->type != VALUE_OBJECT) {
		value_release(out);
		status = err_set(err, STATUS_INVALID, _("it must hold one object of field names and values"));
	}
	if (status == STATUS_INVALID)
		err_context(err, "%s", path);
	buf_release(&text);
	return status;
}
