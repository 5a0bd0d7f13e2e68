#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "flow/flow.h"

/* A sign-off by itself: whom it names, and whether it counts them right. */

/* Counts the items by what was shown, and compares with `summary`. */
static bool
summary_fits(const struct step *sign)
{
	const struct value *items = value_get_list(&sign->data, "items"), *summary = value_get(&sign->data, "summary");
	const struct value *by = value_get(summary, "by");
	int64_t sum = 0;

	if (!items || value_get_integer(summary, "n", -1) != (int64_t)items->list.count || !by || by->type != VALUE_OBJECT)
		return false;
	for (size_t k = 0; k < by->object.count; k++) {
		const struct member *member = &by->object.members[k];
		int64_t counted = 0;

		for (size_t i = 0; i < items->list.count; i++) {
			const char *shown = value_get_text(&items->list.items[i], "shown");

			counted += strcmp(shown ? shown : "", member->name) == 0;
		}
		if (member->value.type != VALUE_INTEGER || member->value.integer != counted)
			return false;
		sum += counted;
	}
	return sum == (int64_t)items->list.count;
}

void
flow_signoff_read(const struct step *step, struct flow_signoff *out)
{
	const struct value *items = value_get_list(&step->data, "items");

	*out = (struct flow_signoff){ .ascending = true, .summary_fits = summary_fits(step) };
	if (!items)
		return;
	out->count = items->list.count;
	out->buildings = mem_array(out->count, sizeof(*out->buildings));
	for (size_t i = 0; i < out->count; i++) {
		if (!step_data_id(&items->list.items[i], "building", &out->buildings[i]))
			out->buildings[i] = (struct id){ { 0 } };
		if (i && id_cmp(&out->buildings[i - 1], &out->buildings[i]) >= 0)
			out->ascending = false;
	}
}

void
flow_signoff_release(struct flow_signoff *signoff)
{
	free(signoff->buildings);
	*signoff = (struct flow_signoff){ 0 };
}

const struct value *
flow_signoff_item(const struct flow_step *flow, const struct id *building)
{
	const struct value *items = value_get_list(&flow->step->data, "items");
	const struct flow_signoff *sign = flow->sign;
	const struct id *found = NULL;

	if (!items || !sign || !sign->count)
		return NULL;
	if (sign->ascending)
		found = bsearch(building, sign->buildings, sign->count, sizeof(*sign->buildings), id_order);
	for (size_t i = 0; !sign->ascending && i < sign->count && !found; i++)
		if (id_equal(&sign->buildings[i], building))
			found = &sign->buildings[i];
	return found ? &items->list.items[found - sign->buildings] : NULL;
}
