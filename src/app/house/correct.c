#include "app/house/correct.h"

#include "app/house/returned.h"
#include "app/house/rights.h"
#include "app/session/unlock.h"
#include "store/dossier.h"

const struct form *
house_form_returned(const struct dossier *dossier, const struct flow_sign *sign)
{
	const struct pack *pack = dossier->input.pack;
	const struct chain *chain = sign->level->chain;
	const struct form *first = NULL, *form = NULL;
	struct return_marks marks;

	return_marks_read(value_get_list(&dossier->steps[sign->step].step->data, "errors"), &marks);
	for (size_t i = 0; i < marks.count && !form; i++) {
		const struct form *of = return_mark_form(pack, &marks.items[i]);

		first = first ? first : of;
		if (of && house_return_stands(dossier, sign, of))
			form = of;
	}
	return_marks_release(&marks);
	form = form ? form : first;
	for (size_t k = chain->covers.count; k-- > 0 && !form;) /* the form last filled is the one most often meant */
		if (chain->each || dossier_head(dossier, chain->covers.items[k]))
			form = pack_form(pack, chain->covers.items[k]);
	return form;
}

const struct form *
house_form_found(struct app *app, const struct dossier *dossier, const struct chain *chain)
{
	const struct form *first = NULL;
	struct err ignored = { 0 };

	for (size_t i = 0; i < dossier->finding_count; i++) {
		const struct rule *rule = dossier->findings[i].rule;

		if (dossier->findings[i].kind != FINDING_FIRES || rule->level != RULE_ERROR ||
		    (chain && !names_has(&chain->covers, rule->form->name)))
			continue;
		if (app_is_unlocked(app) &&
		    !house_fill_right(app, pack_rule_mends(dossier->input.pack, rule), dossier, dossier->division, &ignored))
			return pack_rule_mends(dossier->input.pack, rule);
		first = first ? first : pack_rule_mends(dossier->input.pack, rule);
	}
	return first;
}
