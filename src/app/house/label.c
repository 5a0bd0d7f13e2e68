#include "app/house/label.h"

#include "base/i18n.h"

const char *
house_label(const struct pack *pack, const char *form, const char *level)
{
	const struct form *known_form = form ? pack_form(pack, form) : NULL;
	const struct level *known_level = level ? chain_level(&pack->chains[0], level) : NULL;

	if (known_level)
		return label_text(&known_level->label, _("en"));
	if (known_form)
		return label_text(&known_form->label, _("en"));
	return level ? level : form;
}
