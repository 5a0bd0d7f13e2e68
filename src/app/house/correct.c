#include "app/house/correct.h"

#include "app/house/returned.h"
#include "app/house/rights.h"
#include "app/session/unlock.h"
#include "store/dossier.h"

const struct form *
house_form_returned(const struct dossier *dossier, const struct flow_sign *sign)
{
	return flow_returned_form(&dossier->input, &dossier->slots, sign);
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
