#include "cli/changes.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"

/* As lines; the caller frees. */
static char *
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

enum status
changes_agree(const struct app_forms_changes *changes, struct args *args, const char *question, const char *hint, struct err *err)
{
	bool yes = arg_flag(args, "yes");
	char *text = changes_text(changes);
	bool asks = *text && !yes;

	if (*text)
		cli_warn_lines(text);
	free(text);
	if (!asks)
		return STATUS_OK;
	if (isatty(STDIN_FILENO)) {
		cli_warn("%s", question);
		yes = cli_says_yes();
	} else {
		cli_warn("%s\n", hint);
	}
	return yes ? STATUS_OK : err_set(err, STATUS_CONFLICT, _("nothing was done"));
}
