#include "app/fill/sheet_again.h"

#include <stdlib.h>

#include "app/fill/sheet_photos.h"
#include "app/fill/sheet_problems.h"
#include "app/fill/sheet_state.h"
#include "app/fill/sheet_unfit.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"

static bool
ask(const struct field *field, void *ctx)
{
	struct sheet *sheet = ctx;
	bool blind = sheet->form->blind.count > 0,
	     answered = value_get(&sheet->typed, field->name) || value_get(&sheet->raw, field->name) || sheet_photo(sheet, field, 0);

	if (sheet_repeat_of(field) || sheet_is_fixed(field) || field->type == FIELD_GROUP || field->type == FIELD_NOTE)
		return true;
	if (blind && field->type != FIELD_PHOTO) {
		value_remove(&sheet->typed, field->name);
		value_remove(&sheet->raw, field->name);
		value_remove(&sheet->unfit, field->name);
	}
	if (answered || (blind && field->required))
		value_set_take(&sheet->again, field->name, value_boolean(true));
	return true;
}

bool
sheet_ask_again(struct sheet *sheet, const struct value *upon)
{
	const struct names *depends = &sheet->form->depends;
	struct value changed = value_list();

	for (size_t i = 0; sheet->dossier && i < depends->count; i++)
		if (!flow_is_as_seen(sheet->dossier->steps, &sheet->dossier->slots, app_pack(sheet->app), depends->items[i], upon))
			value_append_take(&changed, value_text(depends->items[i]));
	if (!changed.list.count) {
		value_release(&changed);
		return false;
	}
	value_release(&sheet->changed_below);
	sheet->changed_below = changed;
	form_each_field(sheet->form, ask, sheet);
	if (sheet->form->blind.count)
		value_remove(&sheet->typed, "_reasons");
	return true;
}

bool
sheet_is_asked_again(const struct sheet *sheet, const struct field *field)
{
	return value_get(&sheet->again, field->name) != NULL;
}

void
sheet_confirm(struct sheet *sheet, const struct field *field, int row)
{
	bool confirmed = sheet_confirm_unfit(sheet, field, row);

	if (!confirmed && !sheet_is_asked_again(sheet, field))
		return;
	value_remove(&sheet->again, field->name);
	sheet->changed = true;
	sheet_check(sheet);
}

char *
sheet_again_words(const struct sheet *sheet)
{
	struct buf labels = { 0 };
	char *words = NULL;

	for (size_t i = 0; i < sheet->changed_below.list.count; i++) {
		const struct field *field = pack_field(app_pack(sheet->app), sheet->changed_below.list.items[i].text);

		if (field)
			buf_printf(&labels, "%s%s", labels.len ? _(", ") : "", label_text(&field->label, _("en")));
	}
	if (sheet->again.object.count && labels.len)
		words = mem_printf(sheet->form->blind.count
					   ? _("Changed since this was answered: %s. Look at it and answer anew.")
					   : _("Changed since this was answered: %s. Enter confirms an answer that still holds."),
				   buf_text(&labels));
	buf_release(&labels);
	return words;
}
