#include "store/dossier/dossier.h"

/* Two answers of which one was given without seeing the other, while they differ. */

/* Does the form differ from what it is blind to, and is that still looked into? */
static bool
differs_blindly(const struct dossier *dossier, const struct form *form)
{
	for (size_t i = 0; i < dossier->finding_count; i++)
		if (dossier->findings[i].rule->form == form && dossier->findings[i].tells_blind &&
		    dossier_finding_blocks(&dossier->findings[i]))
			return true;
	return false;
}

bool
dossier_stays_blind(const struct dossier *dossier, const struct form *form)
{
	const struct flow_slot *slot = flow_slot(&dossier->slots, form->name);

	if (!form->blind.count || !dossier->form_relevant[form - dossier->input.pack->forms])
		return false;
	return !slot || !slot->head_count || flow_form_is_again(&dossier->state, form) || differs_blindly(dossier, form);
}

bool
dossier_is_undecided(const struct dossier *dossier, const struct dossier_finding *finding)
{
	if (finding->turn != TURN_CHAIN)
		return false;
	for (size_t i = 0; i < dossier->state.progress_count; i++)
		if (names_has(&dossier->state.progresses[i].chain->covers, finding->rule->form->name) &&
		    dossier->state.progresses[i].levels_signed)
			return false;
	return true;
}
