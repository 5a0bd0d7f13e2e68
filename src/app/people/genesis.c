#include "app/people/genesis.h"

#include "app/session/act.h"

void
genesis_step_start(struct step *step, const char *county, const char *name, const struct id *officers, size_t officer_count,
		   int64_t threshold, const struct device_id *receiver)
{
	struct value list = value_list();
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; i < officer_count; i++)
		value_append_take(&list, value_text(id_hex(&officers[i], hex)));
	value_sort_texts(&list);
	act_step_start(step, STEP_GENESIS);
	value_set_text(&step->data, "county", county);
	value_set_text(&step->data, "name", name);
	value_set_take(&step->data, "officers", list);
	value_set_integer(&step->data, "threshold", threshold);
	if (receiver)
		value_set_text(&step->data, "receiver", device_hex(receiver, hex));
}
