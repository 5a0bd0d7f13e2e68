#include <string.h>

#include "app/fill/filling.h"
#include "app/house/check.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/visible.h"
#include "form/answer/reason.h"
#include "step/step.h"
#include "store/store.h"

/* What was said for warnings. */

/* What a program wrote about the filling (doc/file-format, S13) is as a step has it, or refused: what is none would be left out without a word. */
static void
refuse_wrong_marks(struct form_filling *filling)
{
	struct err why = { 0 };

	for (size_t i = 0; i < filling->values.object.count; i++) {
		const char *name = filling->values.object.members[i].name;

		if (*name == '_' && !step_data_is_of_filling(name))
			filling_refuse(filling, name, 0, _("is no field of this form that holds a value"));
	}
	if (!step_data_check_filling(&filling->values, &why))
		return;
	filling->refusals++;
	visible_printf(filling->findings, "%s\n", why.text);
}

void
filling_mean_reasons(struct form_filling *filling)
{
	struct value *reasons = value_get_mut(&filling->values, "_reasons");

	refuse_wrong_marks(filling);
	for (size_t i = 0; reasons && reasons->type == VALUE_LIST && i < reasons->list.count; i++) {
		const char *rule = value_get_text(&reasons->list.items[i], "rule");
		bool twice = rule && reason_of(reasons, rule) != &reasons->list.items[i];
		bool tells = rule && reason_tells_number(&reasons->list.items[i]);

		filling->refusals += twice + tells;
		if (twice)
			visible_printf(filling->findings, _("%s: two reasons stand under _reasons; give one\n"), rule);
		if (tells)
			visible_printf(
				filling->findings,
				_("%s: the reason tells a telephone or identity number, and everybody who gets the file reads it: leave it out\n"),
				rule);
		if (rule)
			reason_meant(house_check_reasons(store_pack(app_store(filling->app)), rule), &reasons->list.items[i]);
	}
}

void
filling_drop_idle_reasons(struct form_filling *filling)
{
	const struct value *reasons = value_get_list(&filling->values, "_reasons");
	struct value kept = value_list();

	for (size_t i = 0; reasons && i < reasons->list.count; i++) {
		const char *rule = value_get_text(&reasons->list.items[i], "rule");
		bool wanted = !rule || strcmp(rule, CHECK_ANSWER) == 0; /* what the store refuses, or is taken out by itself */

		for (size_t k = 0; k < filling->wanted.list.count; k++)
			wanted |= rule && strcmp(filling->wanted.list.items[k].text, rule) == 0;
		if (wanted)
			value_append_take(&kept, value_copy(&reasons->list.items[i]));
		else if (*rule != '_' && !pack_rule(app_pack(filling->app), rule))
			visible_printf(filling->findings, _("%s: the forms have no such rule, so the reason given for it is left out\n"),
				       rule);
		else
			visible_printf(filling->findings, _("%s: found nothing, so the reason given for it is left out\n"), rule);
	}
	if (!reasons || kept.list.count == reasons->list.count) {
		value_release(&kept);
	} else if (kept.list.count) {
		value_set_take(&filling->values, "_reasons", kept);
	} else {
		value_release(&kept);
		value_remove(&filling->values, "_reasons");
	}
}
