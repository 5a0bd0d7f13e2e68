#include "ui/page/where.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/machine/sticks.h"
#include "base/mem.h"

char *
save_place_words(const struct save_place *place)
{
	return place->stick ? mem_printf(_("Saved onto the stick: %s; u: beside the file of this laptop"), place->stick)
			    : mem_strdup(_("Saved beside the file of this laptop; u: onto the stick."));
}

/* The folder of the first stick that can be written on; NULL, with the reason said: none is in, or all are read only. */
static char *
find_stick(struct ui *ui)
{
	struct sticks sticks;
	char *folder = NULL;

	sticks_find(&sticks);
	for (size_t i = 0; i < sticks.count && !folder; i++)
		folder = sticks.items[i].read_only ? NULL : mem_strdup(sticks.items[i].folder);
	if (!folder)
		ui_say(ui, TOAST_BAD, "%s",
		       sticks.count ? _("This stick is read only: slide its switch, or put another one in.") : _("Put a stick in first."));
	sticks_release(&sticks);
	return folder;
}

void
save_place_turn(struct save_place *place, struct ui *ui)
{
	char *stick = place->stick ? NULL : find_stick(ui);

	free(place->stick);
	place->stick = stick;
}

void
save_place_release(struct save_place *place)
{
	free(place->stick);
	place->stick = NULL;
}
