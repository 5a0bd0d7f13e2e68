#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/house/place.h"
#include "app/paper/evidence.h"
#include "app/paper/print.h"
#include "app/session/libraries.h"
#include "base/i18n.h"
#include "base/text/counted.h"
#include "cli/cli.h"

/* The evidence of one house: a file that proves itself, and its paper. */

static void
print_evidence(const struct app_evidence *evidence)
{
	const struct app_house_file *file = &evidence->file;
	char bytes[COUNTED_SIZE], steps[COUNTED_SIZE], photos[COUNTED_SIZE], sealed[COUNTED_SIZE];

	cli_print(_("%s: %s, %s, %s, %s; read back and proven\n"), evidence->path, counted(COUNTED_BYTE, file->bytes, bytes),
		  counted(COUNTED_STEP, file->steps, steps), counted(COUNTED_PHOTO, file->photos, photos),
		  counted(COUNTED_SEALED, file->boxes, sealed));
	if (file->houses > 1)
		cli_print(n_("  its logs are whole, or they would prove nothing: the open record of %" PRId64
			     " other house is in them, without photos and sealed values\n",
			     "  its logs are whole, or they would prove nothing: the open records of %" PRId64
			     " other houses are in them, without photos and sealed values\n",
			     file->houses - 1),
			  file->houses - 1);
	if (evidence->paper)
		cli_print(_("%s: serial %s\n"), evidence->paper, evidence->serial);
	else
		cli_warn(_("No paper goes with it: %s\n"), evidence->why);
	cli_print(_("louce verify proves the file on any machine, without a workspace.\n"));
}

/* Says what would be written and signed, and asks; without a terminal the option is named. */
static bool
agrees_to_write(const struct app *app, const char *folder)
{
	char *words;
	struct err ignored = { 0 };

	if (app_print_can(&ignored)) /* nothing is printed, and so nothing signed */
		return true;
	words = app_evidence_words(app, folder);
	cli_warn_lines(words);
	free(words);
	if (!isatty(STDIN_FILENO)) {
		cli_warn(_("To write it and sign that it was printed: add --yes\n"));
		return false;
	}
	cli_warn(_("Write it and sign? [y/N] "));
	return cli_says_yes();
}

static int
run_evidence(struct args *args)
{
	struct app_evidence evidence = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = STATUS_OK;
	struct id house;

	if (args->words.count != 3)
		return cli_usage(args, _("name the house, and the folder that its file and paper are written to"));
	if (!args->as)
		status = err_set(&err, STATUS_DENIED, _("what is printed is signed for: name who prints with --as NAME"));
	if (!status)
		status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_building_find(app, args->words.items[1], &house, &err);
	if (!status && !arg_flag(args, "yes") && !agrees_to_write(app, args->words.items[2]))
		status = err_set(&err, STATUS_CONFLICT, _("nothing was done"));
	if (!status)
		status = app_evidence(app, &house, args->words.items[2], cli_lang(), &evidence, &err);
	app_close(app);
	if (!status)
		print_evidence(&evidence);
	app_evidence_release(&evidence);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static const struct command_option evidence_options[] = {
	{ "yes", OPTION_FLAG, N_("write it and sign that it was printed, without asking") },
	{ 0 },
};

const struct command evidence_commands[] = {
	{ .name = "evidence",
	  .usage = N_("evidence BUILDING FOLDER [--yes] --as NAME"),
	  .help = N_("a file of one house that proves itself (its steps, photos, keys, receipts), and the paper that goes with it"),
	  .example = "louce evidence YS000000012 /media/stick --yes --as 班秋菊",
	  .options = evidence_options,
	  .note = libraries_without_office,
	  .run = run_evidence },
	{ 0 },
};
