#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/paper/print.h"
#include "app/session/libraries.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "cli/asked.h"
#include "cli/cli.h"

/* Papers: about houses, a village, or a file. */

static void
print_paper(const char *name, const char *title, const char *about)
{
	cli_print(_("%-16s  %s (%s)\n"), name, title, about);
}

/* Which papers there are, and what each is about. */
static int
list_papers(struct args *args)
{
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = cli_open(args, APP_READ, false, &app, &err);

	if (!status && !app_pack(app))
		status = err_set(&err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!status)
		app_print_each(app, cli_lang(), print_paper);
	app_close(app);
	return status ? cli_fail(&err) : EXIT_DONE;
}

/* Shows what would be printed and signed, and asks; without a terminal the option is named. */
static bool
agrees_to_print(const char *words)
{
	cli_warn_lines(words);
	if (!isatty(STDIN_FILENO)) {
		cli_warn(_("To write it and sign that it was printed: add --yes\n"));
		return false;
	}
	cli_warn(_("Write it and sign? [y/N] "));
	return cli_says_yes();
}

struct print_run {
	struct app *app;
	const struct app_print *ask;
	struct printing *printing; /* NULL: nobody is asked */
	struct app_print_done *done;
};

static char *
print_words(void *ctx, struct err *err)
{
	struct print_run *run = ctx;
	enum status status = run->printing ? app_print_prepare_anew(&run->printing, err)
					   : app_print_prepare(run->app, run->ask, &run->printing, err);

	return status ? NULL : app_print_words(run->printing);
}

static enum status
print_now(void *ctx, struct err *err)
{
	struct print_run *run = ctx;

	return run->printing ? app_print_sign(run->printing, run->done, err) : app_print(run->app, run->ask, run->done, err);
}

static enum status
print_asking(struct app *app, const struct app_print *ask, bool yes, struct app_print_done *done, struct err *err)
{
	struct print_run run = { app, ask, NULL, done };
	struct cli_asked asked = { .shown = { .now = print_words, .act = print_now, .ctx = &run }, .yes = yes, .agrees = agrees_to_print };
	enum status status = cli_act_as_asked(app, &asked, err);

	app_print_drop(run.printing);
	return status;
}

static int
run_print(struct args *args)
{
	struct app_print ask = {
		.lang = cli_lang(), .path = arg_value(args, "out"), .copy = arg_value(args, "copy"), .replace = arg_flag(args, "overwrite")
	};
	struct app_print_done done = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = STATUS_OK;

	if (args->words.count == 1)
		return list_papers(args);
	if (app_print_can(&err))
		return cli_fail(&err);
	if (args->words.count < 3 || !ask.path)
		return cli_usage(args, _("name the paper, what it is about, and the file that it is written to: --out FILE"));
	ask.paper = args->words.items[1];
	ask.words = (const char *const *)&args->words.items[2];
	ask.word_count = args->words.count - 2;
	if (!args->as)
		status = err_set(&err, STATUS_DENIED, _("what is printed is signed for: name who prints with --as NAME"));
	else
		status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = print_asking(app, &ask, arg_flag(args, "yes"), &done, &err);
	app_close(app);
	if (!status)
		cli_print(_("\"%s\": papers: %zu, serial %s\n"), done.path, done.papers, done.serial);
	if (!status && done.unfit)
		cli_print(_("Houses there that the paper is not for as they stand: %zu.\n"), done.unfit);
	app_print_done_release(&done);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static const struct command_option print_options[] = {
	{ "out", OPTION_VALUE, N_("the PDF that is written") },
	{ "copy", OPTION_VALUE, N_("the paper of an act that stands, once more: by the number or the day that is written in it") },
	{ "overwrite", OPTION_FLAG, N_("write over an older file of that name") },
	{ "yes", OPTION_FLAG, N_("write it and sign that it was printed, without asking") },
	{ 0 },
};

const struct command print_paper_commands[] = {
	{ .name = "print",
	  .usage = N_("print [PAPER BUILDING...|VILLAGE|FILE --out FILE.pdf [--copy NUMBER|DAY] [--overwrite] [--yes] --as NAME]"),
	  .help = N_("a paper of the form pack as PDF, with a serial; each house's history tells of it; alone, which there are"),
	  .example = "louce print sheet YS000000012 --out sheet.pdf --yes --as 班秋菊",
	  .options = print_options,
	  .note = libraries_without_office,
	  .run = run_print },
	{ 0 },
};
