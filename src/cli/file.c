#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/paper/evidence.h"
#include "app/paper/verify.h"
#include "app/session/workspace.h"
#include "app/stick/takeover.h"
#include "app/stick/verify.h"
#include "app/table/draw.h"
#include "base/i18n.h"
#include "base/text/counted.h"
#include "cli/cli.h"

/* A whole file: proven, and its register derived anew. */

/* A paper, by the text of its code. */
static int
verify_sheet(struct args *args)
{
	enum sheet_verdict verdict = SHEET_STANDS;
	struct buf said = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;

	if (args->words.count != 1)
		return cli_usage(args, _("a paper is held against the workspace, -w FILE: name no other file beside --sheet"));
	status = cli_open_reading(args, &app, &err);
	if (!status)
		status = app_sheet_verify(app, arg_value(args, "sheet"), &verdict, &said, &err);
	if (!status)
		status = app_trouble(app, &err);
	app_close(app);
	if (!status)
		fputs(buf_text(&said), stdout);
	buf_release(&said);
	return status ? cli_fail(&err) : verdict == SHEET_STANDS ? EXIT_DONE : EXIT_FINDINGS;
}

/* What the file proves of a house: of the one that is named, or the one that the file is about. */
static enum status
say_house(const struct args *args, const struct app_verdict *verdict, bool *whole, struct err *err)
{
	const char *house = arg_value(args, "house");
	struct app_account_ask ask = {
		.path = args->words.items[1], .house = house ? house : verdict->house, .lang = cli_lang(), .end = &verdict->end
	};
	struct buf said = { 0 };
	enum status status;

	*whole = true;
	if (!house && !*verdict->house)
		return STATUS_OK;
	status = app_account(&ask, &said, whole, err);
	fputs(buf_text(&said), stdout);
	buf_release(&said);
	return status;
}

static int
run_verify(struct args *args)
{
	char steps[COUNTED_SIZE], photos[COUNTED_SIZE], sealed[COUNTED_SIZE];
	struct app_verdict verdict;
	bool whole;
	size_t wrong = 0;
	struct buf said = { 0 };
	struct err err = { 0 };
	enum status status;

	if (arg_value(args, "sheet"))
		return verify_sheet(args);
	if (args->words.count != 2)
		return cli_usage(args, _("name the file"));
	status = app_verify(args->words.items[1], &verdict, &said, &err);
	if (!status && verdict.workspace && !verdict.other_version)
		app_draws_verify(args->words.items[1], &said, &wrong);
	if (wrong)
		status = err_set(&err, STATUS_TAMPERED, _("\"%s\" does not verify; louce rebuild makes its register anew"),
				 args->words.items[1]);
	fputs(buf_text(&said), stdout);
	buf_release(&said);
	if (status)
		return cli_fail(&err) == EXIT_MACHINE ? EXIT_MACHINE : EXIT_REFUSED;
	cli_print(_("%s, %s and %s verify; not in this file: %" PRId64 ".\n"), counted(COUNTED_STEP, verdict.steps, steps),
		  counted(COUNTED_PHOTO, verdict.photos, photos), counted(COUNTED_SEALED, verdict.boxes, sealed), verdict.missing);
	if (say_house(args, &verdict, &whole, &err))
		return cli_fail(&err);
	if (verdict.findings)
		cli_print(n_("%" PRId64 " finding: what is told above was rightly signed so.\n",
			     "%" PRId64 " findings: what is told above was rightly signed so.\n", verdict.findings),
			  verdict.findings);
	if (verdict.other_version)
		cli_print(_(
			"Its register was made by another version of louce, and is made anew when it is opened next, or by louce rebuild.\n"));
	return verdict.findings || verdict.other_version || !whole ? EXIT_FINDINGS : EXIT_DONE;
}

static int
run_rebuild(struct args *args)
{
	struct app_rebuilt rebuilt = { 0 };
	struct err err = { 0 };
	const char *path = cli_workspace(args, &err);

	if (!path || app_rebuild(path, cli_progress(), &rebuilt, &err))
		return cli_fail(&err);
	if (rebuilt.kept)
		cli_print(_("\"%s\" was altered: it is a clean file of its steps now; the file as it was is kept as \"%s\"\n"), path,
			  rebuilt.kept);
	free(rebuilt.kept);
	if (cli_keep_today(args, path, &err))
		return cli_fail(&err);
	cli_print(n_("%zu building derived anew\n", "%zu buildings derived anew\n", rebuilt.buildings), rebuilt.buildings);
	return EXIT_DONE;
}

static const struct command_option verify_options[] = {
	{ "house", OPTION_VALUE,
	  N_("what the file proves of this house: what stands, who signed, proven when (a file of one house says it unasked)") },
	{ "sheet", OPTION_VALUE, N_("the text of a paper's QR code: what must the paper say, and does it still stand?") },
	{ 0 },
};

const struct command file_commands[] = {
	{ .name = "verify",
	  .usage = N_("verify FILE [--house BUILDING] | verify --sheet TEXT"),
	  .help = N_("verify every number, signature, chain and right; or a printed paper, by the text of its QR code"),
	  .example = "louce verify county.louce",
	  .options = verify_options,
	  .run = run_verify },
	{ .name = "rebuild",
	  .alone = true,
	  .usage = N_("rebuild"),
	  .help = N_("derive the register anew from the steps"),
	  .example = "louce rebuild -w county.louce",
	  .options = NULL,
	  .run = run_rebuild },
	{ 0 },
};
