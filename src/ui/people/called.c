#include "ui/people/called.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

bool
called_is_settled(struct ui *ui, const char *text, char *doubt_take, char **asked)
{
	bool settled = !doubt_take || (*asked && strcmp(*asked, text) == 0);

	if (!settled) {
		free(*asked);
		*asked = mem_strdup(text);
		ui_say(ui, TOAST_BAD, _("%s. Change it; or, if it is right, Enter again takes it as it is."), doubt_take);
	}
	free(doubt_take);
	return settled;
}
