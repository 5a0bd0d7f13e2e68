#include "app/fill/sheet_state.h"
#include "app/house/check.h"
#include "app/session/workspace.h"

/* The defaults of a form: put where it begins empty, and made anew where a draft goes on. */

void
sheet_put_defaults(struct sheet *sheet)
{
	struct value before = value_copy(&sheet->typed);
	const struct value *put;

	house_form_defaults(sheet->app, sheet->form, sheet->dossier, &sheet->typed);
	for (size_t i = 0; i < sheet->typed.object.count; i++) {
		const char *name = sheet->typed.object.members[i].name;

		put = &sheet->typed.object.members[i].value;
		if (!value_get(&before, name))
			value_set_take(&sheet->begun_with, name, value_copy(put));
	}
	value_release(&before);
}

void
sheet_renew_defaults(struct sheet *sheet, const struct value *put)
{
	const char *root = app_pack(sheet->app)->root_division->name, *area = value_get_text(&sheet->typed, root);
	struct value anew = value_object();

	if (area && !sheet->dossier)
		value_set_text(&anew, root, area);
	house_form_defaults(sheet->app, sheet->form, sheet->dossier, &anew);
	for (size_t i = 0; i < put->object.count; i++) {
		const char *name = put->object.members[i].name;
		const struct value *now = value_get(&sheet->typed, name), *next = value_get(&anew, name);

		if (!now || !value_equal(now, &put->object.members[i].value))
			continue;
		if (!next) {
			value_remove(&sheet->typed, name);
			continue;
		}
		value_set_take(&sheet->begun_with, name, value_copy(next));
		value_set_take(&sheet->typed, name, value_copy(next));
	}
	value_release(&anew);
}
