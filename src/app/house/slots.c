#include "app/house/slots.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/dossier/dossier.h"

/* The time a slot was begun, as its first step says; 0 for a form that does not repeat, which has one slot. */
static int64_t
begun_at(const struct dossier *dossier, const struct flow_slot *slot)
{
	for (size_t i = 0; slot->repeat && i < dossier->step_count; i++)
		if (id_equal(&dossier->steps[i].id, &slot->repeat_root))
			return dossier->steps[i].step->at_unix;
	return 0;
}

const struct flow_slot **
house_slots(const struct dossier *dossier, const struct form *form, size_t *count)
{
	const struct flow_slots *slots = &dossier->slots;
	const struct flow_slot **of = mem_array(slots->slot_count, sizeof(*of));

	*count = 0;
	for (size_t i = 0; i < slots->slot_count; i++) {
		size_t at;

		if (slots->slots[i].form != form || slots->slots[i].head_count == 0)
			continue;
		for (at = (*count)++; at > 0 && begun_at(dossier, of[at - 1]) > begun_at(dossier, &slots->slots[i]); at--)
			of[at] = of[at - 1];
		of[at] = &slots->slots[i];
	}
	return of;
}

char *
house_slot_label(const struct form *form, size_t number, size_t count)
{
	return mem_printf("%s %zu/%zu", label_text(&form->label, _("en")), number, count);
}
