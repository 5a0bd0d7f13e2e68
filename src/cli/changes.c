#include "cli/changes.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"

char *
changes_text(const struct app_forms_changes *changes)
{
	struct buf text = { 0 };

	if (changes->asked)
		buf_printf(&text, _("Asked anew at houses where the form stands already:\n%s"), changes->asked);
	if (changes->reworded)
		buf_printf(&text, _("What is different once these forms are in force:\n%s"), changes->reworded);
	return text.len ? buf_detach(&text) : mem_strdup("");
}

void
changes_print(const struct app_forms_changes *changes)
{
	char *text = changes_text(changes);

	cli_print_lines(text);
	free(text);
}

bool
changes_agree(const char *text, const char *question, const char *hint)
{
	cli_warn_lines(text);
	if (!isatty(STDIN_FILENO)) {
		cli_warn("%s\n", hint);
		return false;
	}
	cli_warn("%s", question);
	return cli_says_yes();
}
