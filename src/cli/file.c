#include <inttypes.h>
#include <stdio.h>

#include "app/house/status.h"
#include "app/session/workspace.h"
#include "app/stick/verify.h"
#include "base/i18n.h"
#include "cli/cli.h"

/* A whole file: proven, and its register derived anew. */

static int
run_verify(struct args *args)
{
	struct app_verdict verdict;
	struct buf problems = { 0 };
	struct err err = { 0 };
	enum status status;

	if (args->words.count != 2)
		return cli_usage(args, _("name the file"));
	status = app_verify(args->words.items[1], &verdict, &problems, &err);
	fputs(buf_text(&problems), stdout);
	buf_release(&problems);
	if (status)
		return cli_fail(&err) == EXIT_MACHINE ? EXIT_MACHINE : EXIT_REFUSED;
	cli_print(_("%" PRId64 " steps, %" PRId64 " photos and %" PRId64 " sealed values verify; %" PRId64 " are not in this file.\n"),
		  verdict.steps, verdict.photos, verdict.boxes, verdict.missing);
	return EXIT_DONE;
}

static int
run_rebuild(struct args *args)
{
	struct app *app = NULL;
	struct err err = { 0 };
	size_t buildings = 0;
	enum status status = cli_open(args, APP_WRITE, false, &app, &err);

	if (!status)
		status = app_rebuild(app, &buildings, &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	cli_print(_("%zu buildings derived anew\n"), buildings);
	return EXIT_DONE;
}

const struct command file_commands[] = {
	{ .name = "verify",
	  .usage = N_("verify FILE"),
	  .help = N_("verify every number, signature, chain and right"),
	  .example = "louce verify county.louce",
	  .options = NULL,
	  .run = run_verify },
	{ .name = "rebuild",
	  .usage = N_("rebuild"),
	  .help = N_("derive the register anew from the steps"),
	  .example = "louce rebuild -w county.louce",
	  .options = NULL,
	  .run = run_rebuild },
	{ 0 },
};
