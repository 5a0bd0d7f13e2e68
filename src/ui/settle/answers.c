#include "ui/settle/answers.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/check.h"

const struct value *
answer_value(const struct app_version *version, const struct field *field)
{
	return value_get(&version->values, field->name);
}

/* The rows of a repeat, a line each; caller frees. */
static char *
rows_text(const struct pack *pack, const struct field *repeat, const struct value *rows, const char *lang)
{
	struct buf text = { 0 };

	for (size_t i = 0; rows && rows->type == VALUE_LIST && i < rows->list.count; i++) {
		const char *between = " ";

		buf_printf(&text, "%s%zu.", i ? "\n" : "", i + 1);
		for (size_t k = 0; k < repeat->field_count; k++) {
			const struct field *field = &repeat->fields[k];
			char *said;

			if (!field_type_has_value(field->type))
				continue;
			said = field_value_text(pack, field, value_get(&rows->list.items[i], field->name), lang);
			if (*said) {
				buf_printf(&text, "%s%s", between, said);
				between = _(", ");
			}
			free(said);
		}
	}
	return text.len ? buf_detach(&text) : mem_strdup("-");
}

char *
answer_text(const struct ui *ui, const struct app_version *version, const struct field *field)
{
	const struct value *value = answer_value(version, field);
	const struct id *photo = app_version_photo(version, field->name);
	char shortened[9], *text;

	if (field->type == FIELD_REPEAT)
		return rows_text(app_pack(ui->app), field, value, ui->lang);
	if (field->type == FIELD_PHOTO && photo)
		return mem_printf(_("photo %.8s"), id_short(photo, shortened));
	text = field_value_text(app_pack(ui->app), field, value, ui->lang);
	if (*text)
		return text;
	free(text);
	return mem_strdup("-");
}

bool
answers_agree(const struct app_version *a, const struct app_version *b, const struct field *field)
{
	if (field->type == FIELD_PHOTO) {
		const struct id *one = app_version_photo(a, field->name), *other = app_version_photo(b, field->name);

		return one && other ? id_equal(one, other) : one == other;
	} else {
		const struct value *one = answer_value(a, field), *other = answer_value(b, field);

		return one && other ? value_equal(one, other) : one == other;
	}
}
