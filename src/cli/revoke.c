#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "app/people/revoke.h"
#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "cli/asked.h"
#include "cli/cli.h"

/* Taking a right back. */

/* What the other word about a right that was taken back lets in, or fells; caller frees. */
static char *
replace_words(const struct app_reach *reach)
{
	struct buf text = { 0 };

	buf_printf(&text,
		   _("Steps signed under this right, as far as it is here: %" PRId64 ". Of these %" PRId64
		     " that do not count now will count, and %" PRId64 " that count now will not.\n"),
		   reach->steps, reach->let_in, reach->felled);
	if (reach->people)
		buf_printf(&text,
			   n_("%" PRId64 " person who got a right under it loses it.\n",
			      "%" PRId64 " people who got their right under it lose it.\n", reach->people),
			   reach->people);
	if (reach->wants_officers)
		buf_text_add(&text, _("What is let in counts only when enough county officers agree.\n"));
	return buf_detach(&text);
}

/* Without a terminal the option is named. */
static bool
agrees_to_replace(const char *words)
{
	cli_warn_lines(words);
	if (!isatty(STDIN_FILENO)) {
		cli_warn(_("To sign it: add --yes\n"));
		return false;
	}
	cli_warn(_("Sign it in the place of the word before? [y/N] "));
	return cli_says_yes();
}

struct revoked {
	struct id step;
	int endorse; /* how many more officers must agree */
	bool holds;  /* ... though it has an effect already */
};

struct revoke_run {
	struct app *app;
	const struct app_revoke *ask;
	struct revoked *out;
};

static char *
revoke_words(void *ctx, struct err *err)
{
	const struct revoke_run *run = ctx;
	struct app_reach reach = { 0 };

	return app_revoke_reach(run->app, run->ask, &reach, err) ? NULL : replace_words(&reach);
}

static enum status
revoke_now(void *ctx, struct err *err)
{
	const struct revoke_run *run = ctx;
	struct revoked *out = run->out;
	enum status status = app_revoke(run->app, run->ask, &out->step, &out->endorse, err);

	out->holds = !status && app_revocation_holds(run->app, &out->step);
	return status;
}

static enum status
revoke_asking(const struct args *args, struct app *app, const struct app_revoke *ask, struct revoked *out, struct err *err)
{
	struct revoke_run run = { app, ask, out };
	struct cli_asked asked = { .shown = { .now = revoke_words, .act = revoke_now, .ctx = &run },
				   .yes = !ask->again || arg_flag(args, "yes"),
				   .agrees = agrees_to_replace };

	return cli_act_as_asked(app, &asked, err);
}

static void
print_revoked(const struct revoked *revoked)
{
	char hex[ID_HEX_LEN + 1];
	int more = revoked->endorse;

	id_hex(&revoked->step, hex);
	if (!more)
		cli_print(_("Revoked: %s\n"), hex);
	else if (revoked->holds)
		cli_print(
			n_("It holds now, beside the word before. What it lets in counts when %d more officer agrees: louce endorse %.16s --as OFFICER\n",
			   "It holds now, beside the word before. What it lets in counts when %d more officers agree: louce endorse %.16s --as OFFICER\n",
			   more),
			more, hex);
	else
		cli_print(n_("Written, and without effect until %d more officer agrees: louce endorse %.16s --as OFFICER\n",
			     "Written, and without effect until %d more officers agree: louce endorse %.16s --as OFFICER\n", more),
			  more, hex);
}

static int
run_revoke(struct args *args)
{
	struct app_revoke ask = { .reason = arg_value(args, "reason"), .again = arg_flag(args, "again") };
	struct app *app = NULL;
	struct err err = { 0 };
	struct revoked revoked = { .endorse = 0 };
	enum status status;

	if (args->words.count != 2)
		return cli_usage(args, _("name the credential or the person"));
	if (!arg_integer(args, "receipt", 0, INT64_MAX, -1, &ask.receipt))
		return EXIT_USAGE;
	ask.receipt_first = ask.receipt < 0 && ask.reason && strcmp(ask.reason, "stolen") != 0;
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_standing_find(app, args->words.items[1], ask.again, &ask.credential, &err);
	if (!status)
		status = revoke_asking(args, app, &ask, &revoked, &err);
	app_close(app);
	if (status == STATUS_CONFLICT && !ask.again)
		cli_warn(_("Another word about a right that was taken back: add --again\n"));
	if (status)
		return cli_fail(&err);
	print_revoked(&revoked);
	return EXIT_DONE;
}

static const struct command_option revoke_options[] = {
	{ "reason", OPTION_VALUE, N_("retired, stolen or mistake") },
	{ "receipt", OPTION_VALUE,
	  N_("what county receipts up to this number cover keeps its effect (default: all that is here; stolen: the newest receipt)") },
	{ "again", OPTION_FLAG,
	  N_("of a right that was taken back: another word in the place of that one, to let in what came late or to fell more") },
	{ "yes", OPTION_FLAG, N_("of --again: sign it without asking") },
	{ 0 },
};

const struct command revoke_commands[] = {
	{ .name = "revoke",
	  .usage = N_("revoke CREDENTIAL|NAME --reason retired|stolen|mistake [--receipt N] [--again [--yes]] --as NAME"),
	  .help = N_("take a credential back"),
	  .example = "louce revoke 覃海波 --reason retired --as 韦明",
	  .options = revoke_options,
	  .run = run_revoke },
	{ 0 },
};
