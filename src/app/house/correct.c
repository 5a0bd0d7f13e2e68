#include "app/house/correct.h"

#include "app/house/returned.h"
#include "app/house/rights.h"
#include "app/session/unlock.h"
#include "store/dossier/dossier.h"

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
		const struct dossier_finding *finding = &dossier->findings[i];
		const struct form *form = dossier_finding_form(dossier, finding);

		if (!dossier_finding_blocks(finding) || (chain && !names_has(&chain->covers, finding->rule->form->name)))
			continue;
		if (app_is_unlocked(app) && !house_fill_right(app, form, dossier, dossier->division, &ignored))
			return form;
		first = first ? first : form;
	}
	return first;
}
