#include "cli/changes.h"

#include <unistd.h>

#include "base/i18n.h"
#include "cli/cli.h"

void
changes_print(const struct app_forms_changes *changes)
{
	if (changes->asked) {
		cli_print(_("Asked anew at houses where the form stands already:\n%s"), "");
		cli_print_lines(changes->asked);
	}
	if (changes->reworded) {
		cli_print(_("What is different once these forms are in force:\n%s"), "");
		cli_print_lines(changes->reworded);
	}
}

static void
warn_of(const struct app_forms_changes *changes)
{
	if (changes->asked) {
		cli_warn(_("Asked anew at houses where the form stands already:\n%s"), "");
		cli_warn_lines(changes->asked);
	}
	if (changes->reworded) {
		cli_warn(_("What is different once these forms are in force:\n%s"), "");
		cli_warn_lines(changes->reworded);
	}
}

enum status
changes_agree(const struct app_forms_changes *changes, struct args *args, const char *question, const char *hint, struct err *err)
{
	bool yes = arg_flag(args, "yes");

	warn_of(changes);
	if ((!changes->asked && !changes->reworded) || yes)
		return STATUS_OK;
	cli_warn("%s", isatty(STDIN_FILENO) ? question : hint);
	if (isatty(STDIN_FILENO))
		yes = cli_says_yes();
	return yes ? STATUS_OK : err_set(err, STATUS_CONFLICT, _("nothing was done"));
}
