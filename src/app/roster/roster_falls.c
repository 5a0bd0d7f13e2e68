#include "app/roster/roster_plan.h"

#include <stdlib.h>

#include "app/house/fall.h"
#include "app/house/place.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/visible.h"
#include "store/dossier/dossier.h"

/* Signatures that fall by what a table corrects: told before it, and agreed to by a word of its own. */

#define FALLS_SHOWN 200

void
roster_plan_falls(struct roster_plan *plan, const struct roster_line *line, const struct form *form, const struct value *values)
{
	struct dossier *dossier = NULL;
	struct err ignored = { 0 };
	char *falls, *place, number[9];

	if (plan->keep || !line->house || !line->house->level) /* nobody signed it */
		return;
	if (dossier_load(app_store(plan->app), &line->house->root, NULL, &dossier, &ignored))
		return;
	falls = house_falls_with(plan->standing.pack, dossier, form, NULL, values);
	if (falls) {
		place = app_building_place(plan->app, &line->house->root);
		MEM_GROW(plan->falls_of, plan->falls, plan->falls_cap);
		plan->falls_of[plan->falls++] = mem_printf(_("row %zu, %s %s: %s"), line->number, id_short(&line->house->root, number),
							   place, falls);
		free(place);
	}
	free(falls);
	dossier_free(dossier);
}

void
roster_plan_falls_text(const struct roster_plan *plan, struct buf *out)
{
	visible_printf(out,
		       n_("%zu house is signed, and these signatures fall when the table corrects it. Correct it all the same?\n",
			  "%zu houses are signed, and these signatures fall when the table corrects them. Correct them all the same?\n",
			  plan->falls),
		       plan->falls);
	for (size_t i = 0; i < plan->falls && i < FALLS_SHOWN; i++)
		visible_printf(out, "%s\n", plan->falls_of[i]);
	if (plan->falls > FALLS_SHOWN)
		visible_printf(out, _("and %zu more\n"), plan->falls - FALLS_SHOWN);
}
