#include "app/fill/upon.h"

#include <stdlib.h>
#include <string.h>

#include "store/dossier/dossier.h"

static void
each_name(const struct names *forms, void (*each)(const char *name, void *ctx), void *ctx)
{
	for (size_t i = 0; i < forms->count; i++)
		each(forms->items[i], ctx);
}

void
upon_each_form(const struct pack *pack, const struct form *form, void (*each)(const char *name, void *ctx), void *ctx)
{
	each_name(&form->after, each, ctx);
	for (size_t i = 0; i < form->depends.count; i++)
		each(pack_form_of_field(pack, form->depends.items[i])->name, ctx);
	for (size_t i = 0; i < pack->case_count; i++)
		if (case_has_form(&pack->cases[i], form))
			each_name(&pack->cases[i].of, each, ctx);
}

struct gathering_heads {
	const struct dossier *dossier;
	struct value *upon;
};

static void
add_heads(const char *form, void *ctx)
{
	const struct gathering_heads *gathering = ctx;
	const struct flow_slots *slots = &gathering->dossier->slots;

	for (size_t s = 0; s < slots->slot_count; s++) {
		if (strcmp(slots->slots[s].form->name, form) != 0)
			continue;
		for (size_t h = 0; h < slots->slots[s].head_count; h++) {
			char hex[ID_HEX_LEN + 1];

			value_append_take(gathering->upon,
					  value_text(id_hex(&gathering->dossier->steps[slots->slots[s].heads[h]].id, hex)));
		}
	}
}

struct value
upon_heads(const struct pack *pack, const struct form *form, const struct dossier *dossier)
{
	struct value upon = value_list();

	if (!dossier)
		return upon;
	upon_each_form(pack, form, add_heads, &(struct gathering_heads){ dossier, &upon });
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
