#include <string.h>

#include "base/i18n.h"
#include "cli/args.h"
#include "cli/cli.h"

/* What a command's row in its table says of it. */

int
cli_command_help(const struct command *command)
{
	const char *note = command->note ? command->note() : NULL;

	cli_print(_("usage: louce %s\n"), _(command->usage));
	cli_print("\n%s\n\n", _(command->help));
	for (const struct command_option *option = command->options; option && option->name; option++)
		cli_print("  --%-20s %s\n", option->name, _(option->help));
	cli_print("  %-22s %s\n", "-w FILE", _("the workspace (or LOUCE_WORKSPACE)"));
	cli_print("  %-22s %s\n", "--as NAME", _("who signs: name, first digits of the number, or path of the key file"));
	cli_print("  %-22s %s\n", "--passphrase-file F", _("file with the passphrase, instead of asking"));
	cli_print("  %-22s %s\n", "--today YYYY-MM-DD", _("what day it is, when this machine's clock is wrong; kept by what writes"));
	cli_print("  %-22s %s\n", "--sure", _("take that day, however unlikely it is"));
	if (command->json)
		cli_print("  %-22s %s\n", "--json", _("for a program to read"));
	if (note)
		cli_print("\n%s\n", note);
	cli_print(_("\nfor example: %s\n"), command->example);
	return EXIT_DONE;
}

bool
cli_command_has_json(const struct args *args)
{
	const char *at = args->command->json, *word = args->words.count > 1 ? args->words.items[1] : "-";
	bool has = at && *at == '*';

	for (; at && *at && !has; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");

		has = strlen(word) == len && strncmp(at, word, len) == 0;
		at += len;
	}
	return has;
}
