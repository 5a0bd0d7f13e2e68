#include "app/fill/upon.h"

#include <stdlib.h>
#include <string.h>

#include "store/dossier.h"

static void
add_heads(const struct dossier *dossier, const char *form, struct value *upon)
{
	const struct flow_slots *slots = &dossier->slots;

	for (size_t s = 0; s < slots->slot_count; s++) {
		if (strcmp(slots->slots[s].form->name, form) != 0)
			continue;
		for (size_t h = 0; h < slots->slots[s].head_count; h++) {
			char hex[ID_HEX_LEN + 1];

			value_append_take(upon, value_text(id_hex(&dossier->steps[slots->slots[s].heads[h]].id, hex)));
		}
	}
}

static void
add_heads_of(const struct dossier *dossier, const struct names *forms, struct value *upon)
{
	for (size_t i = 0; i < forms->count; i++)
		add_heads(dossier, forms->items[i], upon);
}

struct value
upon_heads(const struct pack *pack, const struct form *form, const struct dossier *dossier)
{
	struct value upon = value_list();

	if (!dossier)
		return upon;
	add_heads_of(dossier, &form->after, &upon);
	for (size_t i = 0; i < form->depends.count; i++)
		add_heads(dossier, pack_form_of_field(pack, form->depends.items[i])->name, &upon);
	for (size_t i = 0; i < pack->case_count; i++)
		if (names_has(&pack->cases[i].stages, form->name) || strcmp(pack->cases[i].closes, form->name) == 0)
			add_heads_of(dossier, &pack->cases[i].of, &upon);
	value_sort_texts(&upon);
	return upon;
}

/* The form of the first text of a list that the other list has not; NULL: it has all. */
static const struct form *
form_missing(const struct pack *pack, const struct dossier *dossier, const struct value *from, const struct value *in)
{
	for (size_t i = 0; i < from->list.count; i++) {
		bool has = false;
		struct id id;

		for (size_t k = 0; k < in->list.count && !has; k++)
			has = value_equal(&from->list.items[i], &in->list.items[k]);
		if (has || from->list.items[i].type != VALUE_TEXT || !id_from_hex(from->list.items[i].text, &id))
			continue;
		for (size_t s = 0; s < dossier->step_count; s++)
			if (id_equal(&dossier->steps[s].id, &id))
				return pack_form(pack, dossier->steps[s].step->kind);
	}
	return NULL;
}

const struct form *
upon_changed(const struct pack *pack, const struct dossier *dossier, const struct value *seen, const struct value *now)
{
	const struct form *form = dossier ? form_missing(pack, dossier, now, seen) : NULL;

	return form || !dossier ? form : form_missing(pack, dossier, seen, now);
}
