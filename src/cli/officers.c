#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/session/workspace.h"
#include "app/stick/exchange.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/json.h"

/* What county officers agree on: forms, issuers, revocations, and who they are. */

static void
print_waiting(const struct value *line)
{
	const char *kind = value_get_text(line, "kind"), *name = value_get_text(line, "name"), *at = value_get_text(line, "at"),
		   *by = value_get_text(line, "by");
	const struct value *officers = value_get_list(line, "officers");

	printf("%.16s  %s  %s  ", value_get_text(line, "step"), at ? at : "", by ? by : "?");
	if (strcmp(kind, "pack") == 0)
		printf(_("form pack %s, version %" PRId64), value_get_text(line, "pack"), value_get_integer(line, "version", 0));
	else if (strcmp(kind, "credential") == 0)
		printf(_("%s may give others the right to sign"), name);
	else if (strcmp(kind, "revocation") == 0)
		printf(_("the right of %s is taken back"), name ? name : "?");
	else
		printf(_("new officers, %" PRId64 " must agree:"), value_get_integer(line, "threshold", 0));
	for (size_t i = 0; officers && i < officers->list.count; i++)
		printf(" %s", officers->list.items[i].text);
	printf(_("  (%" PRId64 " of %" PRId64 " agreed)"), value_get_integer(line, "have", 0), value_get_integer(line, "need", 0));
	if (officers)
		printf(_("  (of the new ones %" PRId64 " of %" PRId64 ")"), value_get_integer(line, "have_new", 0),
		       value_get_integer(line, "need_new", 0));
	putchar('\n');
}

static int
list_waiting(struct args *args)
{
	struct value waiting = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = cli_open(args, APP_READ, false, &app, &err);

	if (!status)
		status = app_waiting(app, &waiting, &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	if (args->json)
		cli_print_json(&waiting);
	for (size_t i = 0; i < waiting.list.count && !args->json; i++)
		print_waiting(&waiting.list.items[i]);
	value_release(&waiting);
	return EXIT_DONE;
}

static int
run_endorse(struct args *args)
{
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;

	if (args->words.count == 1)
		return list_waiting(args);
	if (args->words.count != 2)
		return cli_usage(args, _("name the step by the first digits of its number"));
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_endorse(app, args->words.items[1], &err);
	app_close(app);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static int
run_officers(struct args *args)
{
	struct app_officers ask = { .officers = arg_list(args, "officer")->items,
				    .officer_count = arg_list(args, "officer")->count,
				    .receive_here = arg_flag(args, "receive-here") };
	struct value waiting = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	char hex[ID_HEX_LEN + 1];
	int64_t threshold;
	bool waits = false;
	struct id step;
	enum status status;

	if (args->words.count != 1 || !ask.officer_count)
		return cli_usage(args, _("name the officers"));
	if (!arg_integer(args, "threshold", 1, INT16_MAX, (int64_t)ask.officer_count, &threshold))
		return EXIT_USAGE;
	ask.threshold = (int)threshold;
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_new_officers(app, &ask, &step, &err);
	if (!status)
		status = app_waiting(app, &waiting, &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	id_hex(&step, hex);
	for (size_t i = 0; i < waiting.list.count; i++)
		waits |= strcmp(value_get_text(&waiting.list.items[i], "step"), hex) == 0;
	if (waits)
		printf(_("Written, and without effect until enough officers of before and of after agree: louce endorse %.16s --as OFFICER\n"),
		       hex);
	else
		printf(_("The new officers are in force.\n"));
	value_release(&waiting);
	return EXIT_DONE;
}

static int
run_revoke(struct args *args)
{
	struct app_revoke ask = { .reason = arg_value(args, "reason") };
	char hex[ID_HEX_LEN + 1];
	struct app *app = NULL;
	struct err err = { 0 };
	struct id step;
	int endorse = 0;
	enum status status;

	if (args->words.count != 2)
		return cli_usage(args, _("name the credential or the person"));
	if (!arg_integer(args, "receipt", 0, INT64_MAX, -1, &ask.receipt))
		return EXIT_USAGE;
	ask.credential = args->words.items[1];
	ask.receipt_first = ask.receipt < 0 && ask.reason && strcmp(ask.reason, "retired") == 0;
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_revoke(app, &ask, &step, &endorse, &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	id_hex(&step, hex);
	if (endorse)
		printf(_("Written, and without effect until %d more officers agree: louce endorse %.16s --as OFFICER\n"), endorse, hex);
	else
		printf(_("Revoked: %s\n"), hex);
	return EXIT_DONE;
}

static const struct command_option officers_options[] = {
	{ "officer", OPTION_LIST, N_("one who is an officer or asks to be one (request --issues): by name or first digits of the number") },
	{ "threshold", OPTION_VALUE, N_("how many of them must agree (default: all)") },
	{ "receive-here", OPTION_FLAG, N_("this laptop writes the county's receipts from now on") },
	{ 0 },
};

static const struct command_option revoke_options[] = {
	{ "reason", OPTION_VALUE, N_("retired, stolen, or in words") },
	{ "receipt", OPTION_VALUE, N_("what county receipts up to this number cover keeps its effect (default: the newest)") },
	{ 0 },
};

const struct command officers_commands[] = {
	{ .name = "endorse",
	  .usage = N_("endorse | endorse STEP --as NAME"),
	  .help = N_("what waits for the county officers to agree; agreeing as one of them"),
	  .example = "louce endorse 4be19d02 --as 陆芳",
	  .options = NULL,
	  .run = run_endorse },
	{ .name = "officers",
	  .usage = N_("officers --officer NAME... --threshold K [--receive-here] --as NAME"),
	  .help = N_("name the county's officers anew; those of before and those of after endorse it"),
	  .example = "louce officers --officer 韦明 --officer 陆芳 --officer 黄强 --threshold 2 --as 韦明",
	  .options = officers_options,
	  .run = run_officers },
	{ .name = "revoke",
	  .usage = N_("revoke CREDENTIAL|NAME --reason retired|stolen [--receipt N] --as NAME"),
	  .help = N_("take a credential back"),
	  .example = "louce revoke 覃海波 --reason retired --as 韦明",
	  .options = revoke_options,
	  .run = run_revoke },
	{ 0 },
};
