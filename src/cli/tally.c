#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/place/tally.h"
#include "app/session/division.h"
#include "app/session/libraries.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"

/* What a township tells by telephone, and taking that in. */

#define AREA_LONGEST 12 /* digits of a code of a division: more are told counts */

/* The words put together, when they are more digits than a place has; NULL: they are none. Caller frees. */
static char *
code_of(const struct args *args)
{
	struct buf text = { 0 };
	size_t digits = 0;

	for (size_t i = 1; i < args->words.count; i++)
		buf_printf(&text, "%s%s", text.len ? " " : "", args->words.items[i]);
	for (const char *at = buf_text(&text); *at; at++)
		digits += (*at >= '0' && *at <= '9') || (unsigned char)*at == 0xef; /* of full-width ones the first byte */
	if (digits > AREA_LONGEST)
		return buf_detach(&text);
	buf_release(&text);
	return NULL;
}

static void
print_counts(struct app *app, const struct app_tally *tally)
{
	char *name = app_place_name(app, tally->township);

	cli_print(_("%s, %s\n"), name, tally->day);
	for (size_t i = 0; i < PHONE_TALLY_COUNTS; i++)
		cli_print(_("  %s: %d\n"), tally->labels[i], tally->counts[i]);
	free(name);
}

static enum status
print_qr(const struct app_tally *tally, struct err *err)
{
	struct buf picture = { 0 };
	enum status status = app_tally_qr(tally, &picture, err);

	if (!status)
		fputs(buf_text(&picture), stdout);
	buf_release(&picture);
	return status;
}

static int
run_tally(struct args *args)
{
	struct app_tally tally = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	char *code = code_of(args);
	enum status status = STATUS_OK;

	if (!code && args->words.count > 2)
		return cli_usage(args, _("name one township to tell of, or type the digits that were told"));
	if (!args->as)
		status = err_set(&err, STATUS_DENIED, _("what is told is signed: name who tells or takes it in with --as NAME"));
	else
		status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = code ? app_tally_take(app, code, &tally, &err)
			      : app_tally_tell(app, args->words.count > 1 ? args->words.items[1] : NULL, &tally, &err);
	if (!status) {
		print_counts(app, &tally);
		if (code)
			cli_print(_("Taken in as told by telephone; the bulletin counts it until a stick proves or refutes it.\n"));
		else
			cli_print(_("Read these digits out, in fours; the county types them in with louce tally:\n%s\n"), tally.code);
	}
	app_close(app);
	if (!status && !code && arg_flag(args, "qr"))
		status = print_qr(&tally, &err);
	free(code);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static const struct command_option tally_options[] = {
	{ "qr", OPTION_FLAG, N_("show the digits as a QR code, too") },
	{ 0 },
};

const struct command tally_commands[] = {
	{ .name = "tally",
	  .usage = N_("tally [TOWNSHIP] --as NAME [--qr] | tally DIGITS --as NAME"),
	  .help = N_("the counts of a township without today's stick, as digits to read out by telephone; and taking such digits in"),
	  .example = "louce tally --as 蓝国庆",
	  .options = tally_options,
	  .note = libraries_without_office,
	  .run = run_tally },
	{ 0 },
};
