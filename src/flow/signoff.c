#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "flow/flow.h"

/* A sign-off by itself: whom it names, whether its list is in order, and whether it counts right what was shown. */

static int
shown_cmp(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct value
flow_signoff_summary(const struct value *items)
{
	struct value summary = value_object(), by = value_object();

	for (size_t i = 0; i < items->list.count; i++) {
		const char *shown = value_get_text(&items->list.items[i], "shown");

		value_set_integer(&by, shown ? shown : "", value_get_integer(&by, shown ? shown : "", 0) + 1);
	}
	value_set_integer(&summary, "n", (int64_t)items->list.count);
	value_set_take(&summary, "by", by);
	return summary;
}

/* Counts the items by what was shown, and compares with `summary`. */
static bool
summary_fits(const struct step *sign, const struct value *items)
{
	const struct value *summary = value_get(&sign->data, "summary"), *by = value_get(summary, "by");
	const char **shown;
	size_t kinds = 0, next = 0;
	bool fits;

	if (!items || value_get_integer(summary, "n", -1) != (int64_t)items->list.count || !by || by->type != VALUE_OBJECT)
		return false;
	shown = mem_array(items->list.count, sizeof(*shown));
	for (size_t i = 0; i < items->list.count; i++) {
		shown[i] = value_get_text(&items->list.items[i], "shown");
		shown[i] = shown[i] ? shown[i] : "";
	}
	qsort(shown, items->list.count, sizeof(*shown), shown_cmp);
	fits = true;
	for (size_t i = 0; i < items->list.count; i = next, kinds++) {
		while (next < items->list.count && strcmp(shown[next], shown[i]) == 0)
			next++;
		fits &= value_get_integer(by, shown[i], 0) == (int64_t)(next - i);
	}
	free(shown);
	return fits && kinds == by->object.count;
}

static int
item_cmp(const struct flow_item *left, const struct flow_item *right)
{
	int order = id_cmp(&left->building, &right->building);

	if (order)
		return order;
	return left->has_root != right->has_root ? left->has_root - right->has_root : id_cmp(&left->root, &right->root);
}

void
flow_signoff_read(const struct step *step, struct flow_signoff *out)
{
	const struct value *items = value_get_list(&step->data, "items");

	*out = (struct flow_signoff){ .summary_fits = summary_fits(step, items) };
	if (!items || items->list.count == 0 || items->list.count > FLOW_ITEMS_MAX)
		return;
	out->items = mem_array(items->list.count, sizeof(*out->items));
	out->well_formed = true;
	for (size_t i = 0; i < items->list.count && out->well_formed; i++) {
		const struct value *item = &items->list.items[i];
		struct flow_item *to = &out->items[i];

		to->has_root = value_get(item, "root") != NULL;
		out->well_formed = step_data_id(item, "building", &to->building) &&
				   (!to->has_root || step_data_id(item, "root", &to->root)) && (!i || item_cmp(&out->items[i - 1], to) < 0);
	}
	out->count = out->well_formed ? items->list.count : 0;
}

void
flow_signoff_release(struct flow_signoff *signoff)
{
	free(signoff->items);
	*signoff = (struct flow_signoff){ 0 };
}

size_t
flow_signoff_items(const struct flow_step *flow, const struct id *building, size_t *first)
{
	const struct flow_signoff *sign = flow->sign;
	size_t low = 0, high = sign ? sign->count : 0, count = 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (id_cmp(&sign->items[middle].building, building) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*first = low;
	while (sign && low + count < sign->count && id_equal(&sign->items[low + count].building, building))
		count++;
	return count;
}

const struct value *
flow_signoff_item(const struct flow_step *flow, size_t index)
{
	return &value_get_list(&flow->step->data, "items")->list.items[index];
}
