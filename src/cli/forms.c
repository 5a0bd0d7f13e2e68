#include <stdio.h>
#include <string.h>

#include "app/people/publish.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "cli/cli.h"

/* The form pack: checked and published. */

static int
check_forms(const char *dir)
{
	struct buf problems = { 0 };
	struct err err = { 0 };
	enum status status = app_forms_check(dir, &problems, &err);
	bool said;

	fputs(buf_text(&problems), stdout);
	said = status && status != STATUS_IO && status != STATUS_BUG &&
	       strstr(buf_text(&problems), err.text); /* a line of the list says it already */
	buf_release(&problems);
	if (status)
		return said ? EXIT_REFUSED : cli_fail(&err);
	cli_print(_("The form pack in \"%s\" is in order.\n"), dir);
	return EXIT_DONE;
}

static int
run_forms(struct args *args)
{
	struct app *app = NULL;
	struct err err = { 0 };
	bool in_force = false;
	char shortened[9];
	struct id step;
	enum status status;

	if (args->words.count != 3)
		return cli_usage(args, _("say check or publish, and name the folder"));
	if (strcmp(args->words.items[1], "check") == 0)
		return check_forms(args->words.items[2]);
	if (strcmp(args->words.items[1], "publish") != 0)
		return cli_usage(args, _("say check or publish, and name the folder"));
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_forms_publish(app, args->words.items[2], &step, &in_force, &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	if (in_force)
		puts(_("The form pack is published and in force."));
	else
		cli_print(
			_("The form pack is published; it comes into force when enough officers endorse it:\n\n    louce endorse %s --as NAME\n\n"),
			id_short(&step, shortened));
	return EXIT_DONE;
}

const struct command forms_commands[] = {
	{ .name = "forms",
	  .usage = N_("forms check DIR | forms publish DIR --as NAME"),
	  .help = N_("check and publish a form pack"),
	  .example = "louce forms publish /usr/local/share/louce/forms --as 韦明",
	  .options = NULL,
	  .run = run_forms },
	{ 0 },
};
