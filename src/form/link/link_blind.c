#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "form/yaml/read.h"

/* What a form is blind to: fields, and forms, which stand for all their fields but dates: when something was done is no judgement, and days by which
 * more is due follow from it. */

static bool
add_name(const struct field *field, void *ctx)
{
	struct names *names = ctx;

	if (field->type == FIELD_DATE)
		return true;
	names->items = mem_resize(names->items, names->count + 1, sizeof(*names->items));
	names->items[names->count++] = mem_strdup(field->name);
	return true;
}

void
link_blind(struct reader *reader, struct form *form)
{
	struct names all = { .place = form->blind.place };

	for (size_t i = 0; i < form->blind.count; i++) {
		const char *name = form->blind.items[i];
		const struct form *of = pack_field(reader->pack, name) ? NULL : pack_form(reader->pack, name);

		if (of)
			form_each_field(of, add_name, &all);
		else
			add_name(&(struct field){ .name = form->blind.items[i], .type = FIELD_TEXT }, &all);
		free(form->blind.items[i]);
	}
	free(form->blind.items);
	names_sort(&all); /* every field of the pack is looked for in them */
	form->blind = all;
}
