#include "app/fill/sheet_state.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "form/answer/check.h"
#include "seal/seal.h"
#include "store/dossier/dossier.h"
#include "store/store.h"

/* A form of a house that moved from another village and was not carried with it: it begins with the answers that stand there. Nobody types them twice. */

/* Is `from` a house of another village that steps aside for this one? */
static bool
moved_from(const struct sheet *sheet, const struct dossier *from)
{
	return strcmp(from->division, sheet->dossier->division) != 0 &&
	       id_is_among(from->input.aside, from->input.aside_count, &sheet->dossier->root);
}

/* What the person must not see, or answers for himself, is not put before him. */
static bool
may_be_shown(const struct sheet *sheet, const struct dossier *from)
{
	return !blind_hides_form(sheet->app, from, sheet->form) && !blind_waits(sheet->app, sheet->dossier, sheet->form) &&
	       (!sheet->form->blind.count || blind_wrote(sheet->app, from, sheet->form));
}

static bool
take_answers(struct sheet *sheet, const struct dossier *from)
{
	const struct value *stood = dossier_values(from, sheet->form->name);
	struct value values;

	if (!stood)
		return false;
	values = value_copy(stood);
	step_data_drop_filling(&values);
	form_drop_unknown(sheet->form, &values);
	for (size_t i = 0; i < sheet->form->field_count; i++)
		if (sheet->form->fields[i].by_act)
			value_remove(&values, sheet->form->fields[i].name);
	value_release(&sheet->typed);
	sheet->typed = values;
	return true;
}

bool
sheet_take_moved(struct sheet *sheet)
{
	struct private_reader reader = vault_reader(sheet->app);
	struct id *joined;
	size_t count = 0;
	bool taken = false;

	if (!sheet->dossier || sheet->dossier->of_division || sheet->form->repeat)
		return false;
	joined = dossier_joined(app_store(sheet->app), sheet->dossier, &count);
	for (size_t i = 0; i < count && !taken; i++) {
		struct dossier *from = NULL;
		struct err ignored = { 0 };

		if (dossier_load(app_store(sheet->app), &joined[i], &reader, &from, &ignored))
			continue;
		taken = moved_from(sheet, from) && may_be_shown(sheet, from) && take_answers(sheet, from);
		dossier_free(from);
	}
	free(joined);
	return taken;
}
