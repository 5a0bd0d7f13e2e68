#include <string.h>

#include "base/i18n.h"
#include "form/read.h"

/* Forms that do not stand once in a building: those about a division, and those that repeat. */

/* A form about a division stands by itself: no other form comes before it or is signed with it. */
void
link_about(struct reader *reader, const struct form *form)
{
	const struct names *none[] = { &form->after, &form->depends, &form->blind };
	const struct pack *pack = reader->pack;

	for (size_t i = 0; i < pack->form_count; i++)
		if (form->of_division && names_has(&pack->forms[i].after, form->name))
			problem(reader, pack->forms[i].after.place.file, pack->forms[i].after.place.line, "after",
				_("the form \"%s\" is about a division"), form->name);
	for (size_t i = 0; i < ARRAY_LEN(none); i++)
		if (form->of_division && none[i]->count)
			problem(reader, none[i]->place.file, none[i]->place.line, none[i]->place.key,
				_("a form about a division comes after no other, depends on none and hides none"));
	for (size_t c = 0; c < pack->chain_count; c++)
		if (form->of_division && (names_has(&pack->chains[c].covers, form->name) ||
					  (pack->chains[c].each_name && strcmp(pack->chains[c].each_name, form->name) == 0)))
			problem(reader, pack->chains[c].place.file, pack->chains[c].place.line, "covers",
				_("the form \"%s\" is about a division"), form->name);
}

/* Slots are rows of a table by the form's name, in the order of an open date that all of them have at the top. */
void
link_order(struct reader *reader, struct form *form)
{
	const struct place *place = &form->place;

	if (form->repeat && link_is_reserved(form->name))
		problem(reader, place->file, place->line, "form", _("the name \"%s\" is taken by the program"), form->name);
	for (size_t i = 0; form->order_name && i < form->field_count; i++)
		if (strcmp(form->fields[i].name, form->order_name) == 0 && form->fields[i].type == FIELD_DATE &&
		    !form->fields[i].is_private)
			form->order = &form->fields[i];
	if (form->order_name && (!form->repeat || !form->order))
		problem(reader, place->file, place->line, "order",
			_("\"%s\" is no date of this form that stands at its top and is not private, or the form does not repeat"),
			form->order_name);
}
