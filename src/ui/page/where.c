#include "ui/page/where.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/sticks.h"

char *
save_place_words(const struct save_place *place)
{
	return place->stick ? mem_printf(_("Saved onto the stick: %s; u: beside the file of this laptop"), place->stick)
			    : mem_strdup(_("Saved beside the file of this laptop; u: onto the stick."));
}

void
save_place_turn(struct save_place *place, struct ui *ui)
{
	char *stick = place->stick ? NULL : sticks_first();

	if (!place->stick && !stick)
		ui_say(ui, TOAST_BAD, "%s", _("Put a stick in first."));
	free(place->stick);
	place->stick = stick;
}

void
save_place_release(struct save_place *place)
{
	free(place->stick);
	place->stick = NULL;
}
