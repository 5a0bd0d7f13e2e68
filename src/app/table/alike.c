#include "app/table/alike.h"

#include <inttypes.h>
#include <stdlib.h>

#include "app/house/blind.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/dossier/dossier.h"

static void
add_answer(struct sift *sift, const struct field *field, const struct value *value)
{
	char *text = NULL;

	switch (value->type) {
	case VALUE_LIST: /* of several choices */
		for (size_t i = 0; i < value->list.count; i++)
			add_answer(sift, field, &value->list.items[i]);
		return;
	case VALUE_TEXT:
		text = mem_strdup(value->text);
		break;
	case VALUE_INTEGER:
		text = mem_printf("%" PRId64, value->integer);
		break;
	case VALUE_REAL:
		text = mem_printf("%.15g", value->real);
		break;
	case VALUE_BOOLEAN:
		text = mem_strdup(value->boolean ? "1" : "0");
		break;
	default:
		return;
	}
	sift_add_filter(sift, field->name, SIFT_IS, text);
	free(text);
}

/* Can houses be looked for by it? */
static bool
is_searched(const struct app *app, const struct dossier *dossier, const struct field *field)
{
	const struct form *form = field ? pack_form_of_field(app_pack(app), field->name) : NULL;

	return form && !form->repeat && !form->of_division && !field->is_private && field_type_has_value(field->type) &&
	       !(field->parent && field->parent->type == FIELD_REPEAT) && !blind_hides_field(app, dossier, field);
}

enum status
alike_filters(struct app *app, const struct id *building, const struct rule *rule, struct sift *sift, struct err *err)
{
	struct dossier *dossier = NULL;
	enum status status = dossier_load(app_store(app), building, NULL, &dossier, err);

	for (size_t i = 0; !status && i < rule->fields.count; i++) {
		const struct field *field = pack_field(app_pack(app), rule->fields.items[i]);
		const struct value *values = is_searched(app, dossier, field)
						     ? dossier_values(dossier, pack_form_of_field(app_pack(app), field->name)->name)
						     : NULL;
		const struct value *value = values ? value_get(values, field->name) : NULL;

		if (value)
			add_answer(sift, field, value);
	}
	dossier_free(dossier);
	if (!status && !sift->filter_count)
		status = err_set(err, STATUS_NOT_FOUND,
				 _("this rule is about photos, rows or sealed answers: houses are looked for by open answers alone"));
	return status;
}
