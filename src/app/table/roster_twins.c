#include "app/table/roster_plan.h"

#include <stdlib.h>

#include "app/house/twins.h"
#include "app/table/roster_read.h"
#include "base/i18n.h"
#include "base/mem.h"

/* Rows of a table among themselves: two that are one house. */

enum { ROSTER_AGAIN_ROWS = 10 };

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

/* A row that says the same as one before: the first is told, and which others there are. */
static void
note_again(struct roster_plan *plan, const struct roster_line *line, const struct roster_line *twin)
{
	if (plan->again++ == 0) {
		plan->again_note = plan->note_count;
		roster_plan_note(plan, line, _("says the same as row %zu; taken once"), twin->number);
	} else if (plan->again <= ROSTER_AGAIN_ROWS + 1) {
		buf_printf(&plan->again_rows, "%s%zu", plan->again_rows.len ? _(", ") : "", line->number);
	}
}

void
roster_plan_twins_told(struct roster_plan *plan)
{
	struct buf text = { 0 };

	if (plan->again < 2)
		return;
	buf_text_add(&text, plan->notes[plan->again_note]);
	roster_others_add(plan->again - 1, plan->again > ROSTER_AGAIN_ROWS + 1, buf_text(&plan->again_rows), &text);
	free(plan->notes[plan->again_note]);
	plan->notes[plan->again_note] = buf_detach(&text);
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
		note_again(plan, line, twin);
	} else if (search.by) {
		roster_plan_wrong(plan, line, search.by->name,
				  mem_printf(_("row %zu has the same number and says something else; one of the two is wrong"),
					     twin->number));
	} else {
		roster_plan_wrong(
			plan, line, pack->root_division->name,
			mem_printf(
				_("the same address and owner as row %zu, and no number tells them apart; give the numbers, or take one out"),
				twin->number));
	}
	return true;
}
