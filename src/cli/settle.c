#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/session/json.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/stick/exchange.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/json.h"

/* What no rule can settle: older copies, forks, houses listed twice, versions side by side. */

static int
run_epoch(struct args *args)
{
	struct app_ask ask = cli_ask(args);
	const char *as = args->as;
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;

	if (args->words.count != 1 || !as)
		return cli_usage(args, _("say why with --reason, and who signs with --as NAME"));
	args->as = NULL; /* an older copy is not unlocked in the ordinary way */
	status = cli_open(args, APP_WRITE, false, &app, &err);
	if (!status)
		status = app_epoch(app, as, &ask, arg_value(args, "reason"), &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	printf(_("A new epoch of this laptop has begun. Steps that were lost are still taken in, should they come back.\n"));
	return EXIT_DONE;
}

static void
print_questions(const struct value *out)
{
	const struct value *forks = value_get_list(out, "forks"), *same = value_get_list(out, "same"),
			   *joined = value_get_list(out, "joined");

	for (size_t i = 0; forks && i < forks->list.count; i++) {
		const struct value *fork = &forks->list.items[i], *rivals = value_get_list(fork, "rivals");

		printf(_("the feed of device %.8s splits at %" PRId64 "/%" PRId64 "%s\n"), value_get_text(fork, "device"),
		       value_get_integer(fork, "epoch", 0), value_get_integer(fork, "seq", 0),
		       value_get_boolean(fork, "settled", false) ? _(" (settled)") : "");
		for (size_t r = 0; rivals && r < rivals->list.count; r++) {
			const struct value *rival = &rivals->list.items[r];
			const char *by = value_get_text(rival, "by"), *at = value_get_text(rival, "at"),
				   *kind = value_get_text(rival, "kind");

			printf("    %.16s  %s  %s  %s%s\n", value_get_text(rival, "step"), at ? at : "", kind ? kind : "", by ? by : "?",
			       value_get_boolean(rival, "keeps", false) ? _("  (keeps its effect)") : "");
		}
	}
	for (size_t i = 0; same && i < same->list.count; i++) {
		const struct value *pair = &same->list.items[i];
		const char *why = value_get_text(pair, "why");

		printf(_("%.12s and %.12s may be one house: %s\n"), value_get_text(pair, "building"), value_get_text(pair, "other"),
		       strcmp(why, "photo") == 0     ? _("the same photo")
		       : strcmp(why, "address") == 0 ? _("the same address")
						     : _("the same owner in one place"));
	}
	for (size_t i = 0; joined && i < joined->list.count; i++)
		printf(_("%.12s and %.12s are decided to be one house\n"), value_get_text(&joined->list.items[i], "building"),
		       value_get_text(&joined->list.items[i], "other"));
}

static int
list_questions(struct args *args)
{
	struct value out = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = cli_open(args, args->as ? APP_WRITE : APP_READ, false, &app, &err);

	if (!status)
		status = app_questions(app, arg_value(args, "area") ? arg_value(args, "area") : "", true, &out, &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	if (args->json)
		cli_print_json(&out);
	else
		print_questions(&out);
	value_release(&out);
	return EXIT_DONE;
}

static int
run_decide(struct args *args)
{
	const char *what = args->words.count > 1 ? args->words.items[1] : "", *reason = arg_value(args, "reason");
	bool keep = strcmp(what, "keep") == 0, same = strcmp(what, "same") == 0, apart = strcmp(what, "apart") == 0;
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;

	if (args->words.count == 1)
		return list_questions(args);
	if (!(keep && args->words.count == 3) && !((same || apart) && args->words.count == 4))
		return cli_usage(args, _("say keep and a step, or same or apart and two buildings"));
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = keep ? app_decide_keep(app, args->words.items[2], reason, &err)
			      : app_decide_same(app, args->words.items[2], args->words.items[3], same, reason, &err);
	app_close(app);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static int
run_versions(struct args *args)
{
	struct value versions = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;

	if (args->words.count != 3)
		return cli_usage(args, _("name the building and the form"));
	status = cli_open(args, args->as ? APP_WRITE : APP_READ, false, &app, &err);
	if (!status)
		status = app_versions(app, args->words.items[1], args->words.items[2], &versions, &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	if (args->json)
		cli_print_json(&versions);
	for (size_t i = 0; i < versions.list.count && !args->json; i++) {
		const struct value *version = &versions.list.items[i], *values = value_get(version, "values");
		const char *by = value_get_text(version, "by");

		printf("%.8s  %s  %s\n", value_get_text(version, "step"), value_get_text(version, "at"), by ? by : "?");
		for (size_t v = 0; values && v < values->object.count; v++) {
			struct buf text = { 0 };

			app_json(&values->object.members[v].value, &text);
			printf("    %s: %s\n", values->object.members[v].name, buf_text(&text));
			buf_release(&text);
		}
	}
	value_release(&versions);
	return EXIT_DONE;
}

static const struct command_option epoch_options[] = {
	{ "reason", OPTION_VALUE, N_("why, in words") },
	{ 0 },
};

static const struct command_option decide_options[] = {
	{ "reason", OPTION_VALUE, N_("why, in words") },
	{ "area", OPTION_VALUE, N_("digits of a county, township or village") },
	{ 0 },
};

const struct command settle_commands[] = {
	{ .name = "epoch",
	  .usage = N_("epoch --reason TEXT --as NAME"),
	  .help = N_("begin anew on this laptop when the newer file is lost"),
	  .example = "louce epoch --reason \"the laptop was repaired\" --as 班秋菊",
	  .options = epoch_options,
	  .run = run_epoch },
	{ .name = "decide",
	  .usage = N_("decide [--area DIGITS] | decide keep STEP | decide same|apart BUILDING BUILDING --reason TEXT --as NAME"),
	  .help = N_("what waits for a decision, and deciding it"),
	  .example = "louce decide same YS000000012 YS000000031 --reason \"one house\" --as 罗文",
	  .options = decide_options,
	  .run = run_decide },
	{ .name = "versions",
	  .usage = N_("versions BUILDING FORM [--as NAME]"),
	  .help = N_("versions of a form side by side; fill merges them"),
	  .example = "louce versions YS000000012 registration",
	  .options = NULL,
	  .run = run_versions },
	{ 0 },
};
