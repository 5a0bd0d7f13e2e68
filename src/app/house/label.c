#include "app/house/label.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "step/step.h"

const char *
house_label(const struct pack *pack, const char *form, const char *chain, const char *level)
{
	const struct form *known_form = form ? pack_form(pack, form) : NULL;
	const struct level *known_level = level ? pack_level(pack, chain, level) : NULL;

	if (known_level)
		return label_text(&known_level->label, _("en"));
	if (known_form)
		return label_text(&known_form->label, _("en"));
	if (form && step_kind_of(form) == STEP_MANIFEST)
		return _("Manifest: no house left out");
	return level ? level : form;
}

char *
house_level_words(const struct pack *pack, const struct level *level)
{
	const char *label = label_text(&level->label, _("en"));

	return strcmp(pack->chains[0].name, level->chain->name) == 0
		       ? mem_strdup(label)
		       : mem_printf("%s: %s", label_text(&level->chain->label, _("en")), label);
}
