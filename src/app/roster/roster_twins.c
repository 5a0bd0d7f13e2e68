#include "app/roster/roster_plan.h"

#include <stdlib.h>

#include "app/house/twins.h"
#include "base/i18n.h"
#include "base/mem.h"

/* Rows of a table among themselves: two that are one house. */

struct twin_search {
	struct roster_plan *plan;
	const struct roster_line *line;
	const struct field *by; /* the number that both have */
	size_t twin;
};

static bool
find_twin(const struct field *field, void *ctx)
{
	struct twin_search *search = ctx;
	struct roster_plan *plan = search->plan;
	size_t at, own = (size_t)(search->line - plan->lines);
	struct id name;

	if (!twin_number_name(plan->standing.pack, field, search->line->values, &name))
		return true;
	at = idmap_get(&plan->numbers, &name);
	if (at == IDMAP_NONE)
		idmap_put(&plan->numbers, &name, own);
	else if (search->twin == IDMAP_NONE) {
		search->twin = at;
		search->by = field;
	}
	return true;
}

bool
roster_plan_twin(struct roster_plan *plan, struct roster_line *line)
{
	struct twin_search search = { .plan = plan, .line = line, .twin = IDMAP_NONE };
	const struct pack *pack = plan->standing.pack;
	const struct roster_line *twin;

	form_each_field(pack->root, find_twin, &search);
	twin_row_name(pack, line->values, &line->place);
	if (search.twin == IDMAP_NONE) {
		size_t at = idmap_get(&plan->places, &line->place);

		if (at == IDMAP_NONE) {
			idmap_put(&plan->places, &line->place, (size_t)(line - plan->lines));
			return false;
		}
		if (standing_numbers_differ(pack, line->values, plan->lines[at].values)) {
			roster_plan_note(plan, line, _("the same address and owner as row %zu, and another number; taken for two houses"),
					 plan->lines[at].number);
			return false;
		}
		search.twin = at;
	}
	twin = &plan->lines[search.twin];
	if (value_equal(twin->values, line->values) && value_equal(twin->record, line->record)) {
		line->fate = ROSTER_LEFT_OUT;
		roster_plan_note_once(plan, ROSTER_ONCE_AGAIN, line, _("says the same as row %zu; taken once"), twin->number);
	} else if (search.by) {
		roster_plan_wrong(plan, line, search.by->name,
				  _("row %zu has the same number and says something else; one of the two is wrong"), twin->number);
	} else {
		roster_plan_wrong(
			plan, line, NULL,
			_("the same address and owner as row %zu, and no number tells them apart; give the numbers, or take one out"),
			twin->number);
	}
	return true;
}
