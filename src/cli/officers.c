#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/people/follow.h"
#include "app/people/officers.h"
#include "app/people/publish.h"
#include "app/people/request.h"
#include "app/people/waiting.h"
#include "app/session/unlock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/asked.h"
#include "cli/changes.h"
#include "cli/cli.h"
#include "cli/json.h"

/* Decisions of the county officers: forms, issuers, revocations, and who is an officer. */

/* What the officers are to agree to. */
static void
print_what(const struct app_waiting *waiting)
{
	const struct app_texts *officers = &waiting->genesis.officers;
	const char *name = waiting->credential.name;

	switch (waiting->kind) {
	case WAITING_PACK:
		cli_print(_("form pack %s, version %" PRId64), waiting->pack.name, waiting->pack.version);
		break;
	case WAITING_CREDENTIAL:
		cli_print(_("%s may give others the right to sign"), name);
		break;
	case WAITING_REVOCATION:
		cli_print(_("the right of %s is taken back"), name ? name : "?");
		break;
	case WAITING_GENESIS:
	case WAITING_KIND_COUNT:
		cli_print(_("new officers, %" PRId64 " must agree:"), waiting->genesis.threshold);
		break;
	}
	for (size_t i = 0; i < officers->count; i++)
		cli_print(" %s", officers->items[i]);
}

static void
print_agreed(const struct app_waiting *waiting)
{
	cli_print(_("  (%" PRId64 " of %" PRId64 " agreed)"), waiting->have, waiting->need);
	if (waiting->kind == WAITING_GENESIS)
		cli_print(_("  (of the new ones %" PRId64 " of %" PRId64 ")"), waiting->have_new, waiting->need_new);
	putchar('\n');
}

static void
print_waiting(const struct app_waiting *waiting)
{
	char hex[ID_HEX_LEN + 1];

	cli_print("%.16s  %s  %s  ", id_hex(&waiting->step, hex), waiting->at, waiting->by ? waiting->by : "?");
	print_what(waiting);
	print_agreed(waiting);
}

/* What waits, and what a pack says otherwise of what stands. */
static enum status
print_all(struct app *app, const struct app_waiting_list *waiting, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < waiting->count && !status; i++) {
		struct app_forms_changes changes = { 0 };

		print_waiting(&waiting->items[i]);
		if (waiting->items[i].kind == WAITING_PACK)
			status = app_forms_changes_of(app, &waiting->items[i].step, &changes, err);
		changes_print(&changes);
		app_forms_changes_release(&changes);
	}
	if (!waiting->count)
		cli_print(_("Nothing waits for the officers to agree.\n"));
	return status;
}

static int
list_waiting(struct args *args)
{
	struct app_waiting_list waiting = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = cli_open(args, APP_READ, false, &app, &err);

	if (!status)
		status = app_waiting(app, &waiting, &err);
	if (!status && args->json)
		json_print_waiting(&waiting);
	else if (!status)
		status = print_all(app, &waiting, &err);
	app_waiting_release(&waiting);
	status = cli_close_reading(app, status, &err);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static const struct app_waiting *
waiting_of(const struct app_waiting_list *list, const struct id *step)
{
	for (size_t i = 0; i < list->count; i++)
		if (id_equal(&list->items[i].step, step))
			return &list->items[i];
	return NULL;
}

/* What was agreed to, and who has agreed by now. */
static void
say_agreed(const struct app_waiting *before, const struct app_waiting *now)
{
	cli_print(_("Agreed to: "));
	if (before)
		print_what(before);
	if (now)
		print_agreed(now);
	else
		putchar('\n');
}

struct agree_run {
	struct app *app;
	struct id step;
};

/* Of a pack what it changes; of all else nothing more than what the step is. */
static char *
agree_words(void *ctx, struct err *err)
{
	const struct agree_run *run = ctx;
	struct app_waiting_list waiting = { 0 };
	struct app_forms_changes changes = { 0 };
	enum status status = app_waiting(run->app, &waiting, err);
	const struct app_waiting *step = status ? NULL : waiting_of(&waiting, &run->step);
	char *text;

	if (step && step->kind == WAITING_PACK)
		status = app_forms_changes_of(run->app, &step->step, &changes, err);
	text = status ? NULL : changes_text(&changes);
	app_forms_changes_release(&changes);
	app_waiting_release(&waiting);
	return text;
}

static enum status
agree_now(void *ctx, struct err *err)
{
	const struct agree_run *run = ctx;

	return app_endorse(run->app, &run->step, err);
}

static bool
agrees_to_step(const char *words)
{
	return changes_agree(words, _("Agree? [y/N] "), _("To agree all the same: add --yes"));
}

static int
run_endorse(struct args *args)
{
	struct app_waiting_list before = { 0 }, waiting = { 0 };
	struct agree_run run = { 0 };
	struct cli_asked asked = { .shown = { .now = agree_words, .act = agree_now, .ctx = &run },
				   .yes = arg_flag(args, "yes"),
				   .tells = true,
				   .agrees = agrees_to_step };
	const struct id *step = &run.step;
	struct app *app = NULL;
	struct err err = { 0 }, why = { 0 };
	enum status status, seen = STATUS_OK;

	if (args->words.count == 1)
		return list_waiting(args);
	if (args->words.count != 2)
		return cli_usage(args, _("name the step by the first digits of its number"));
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_waiting_find(app, args->words.items[1], &run.step, &err);
	if (!status)
		status = app_waiting(app, &before, &err);
	run.app = app;
	if (!status)
		status = cli_act_as_asked(app, &asked, &err);
	if (!status)
		seen = app_waiting(app, &waiting, &why);
	app_close(app);
	if (status)
		goto out;
	say_agreed(waiting_of(&before, step), waiting_of(&waiting, step));
	if (seen)
		cli_warn("louce: %s\nlouce: %s\n",
			 _("It is written. Only whether officers must still agree could not be read; louce endorse shows it:"), why.text);
	else if (waiting_of(&waiting, step))
		cli_print(_("It waits for more officers to agree.\n"));
	else
		cli_print(_("It has its effect now.\n"));
out:
	app_waiting_release(&before);
	app_waiting_release(&waiting);
	if (status)
		return cli_fail(&err);
	return EXIT_DONE;
}

static enum status
find_officers(const struct app *app, const struct texts *names, struct id *officers, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < names->count && !status; i++)
		status = app_officer_find(app, names->items[i], &officers[i], err);
	return status;
}

static void
print_code(const struct id *founding)
{
	char code[REQUEST_CODE_LEN + 1];

	request_code(founding, code);
	cli_print("    %s\n", code);
}

/* Signs with a key that has no right yet. */
static int
found_anew(struct args *args, struct app_officers *ask, struct id *officers)
{
	const struct texts *names = arg_list(args, "officer");
	const char *person = args->as;
	struct app_ask keys = cli_ask(args);
	struct app *app = NULL;
	struct err err = { 0 };
	struct id step;
	enum status status;

	if (!person)
		return cli_usage(args, _("name who signs: --as NAME"));
	args->as = NULL;
	status = cli_open(args, APP_WRITE, false, &app, &err);
	if (!status)
		status = find_officers(app, names, officers, &err);
	if (!status)
		status = app_found_anew(app, ask, person, &keys, &step, &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	cli_print(_(
		"The county is founded anew, and this file follows it. Each other file must be told: louce follow, with these digits, read out "
		"by voice:\n"));
	print_code(&step);
	return EXIT_DONE;
}

static int
run_officers(struct args *args)
{
	const struct texts *names = arg_list(args, "officer");
	struct id *officers = mem_array(names->count, sizeof(*officers)), step;
	struct app_officers ask = { .officers = officers, .officer_count = names->count, .receive_here = arg_flag(args, "receive-here") };
	struct app_waiting_list waiting = { 0 };
	struct app *app = NULL;
	struct err err = { 0 }, why = { 0 };
	char hex[ID_HEX_LEN + 1];
	int64_t threshold;
	int code = EXIT_DONE;
	enum status status, seen = STATUS_OK;

	if (args->words.count != 1 || !names->count) {
		code = cli_usage(args, _("name the officers"));
		goto out;
	}
	if (!arg_integer(args, "threshold", 1, INT16_MAX, 0, &threshold)) {
		code = EXIT_USAGE;
		goto out;
	}
	ask.threshold = (int)threshold;
	if (arg_flag(args, "anew")) {
		code = found_anew(args, &ask, officers);
		goto out;
	}
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = find_officers(app, names, officers, &err);
	if (!status)
		status = app_new_officers(app, &ask, &step, &err);
	if (!status)
		seen = app_waiting(app, &waiting, &why);
	app_close(app);
	if (status)
		code = cli_fail(&err);
	else if (seen)
		cli_warn("louce: %s\nlouce: %s\n",
			 _("It is written. Only whether officers must still agree could not be read; louce endorse shows it:"), why.text);
	else if (waiting_of(&waiting, &step))
		cli_print(
			_("Written, and without effect until enough officers of before and of after agree: louce endorse %.16s --as OFFICER\n"),
			id_hex(&step, hex));
	else
		cli_print(_("The new officers are in force.\n"));
out:
	app_waiting_release(&waiting);
	free(officers);
	return code;
}

static const char *
founding_words(enum app_founding_kind kind)
{
	switch (kind) {
	case FOUNDING_IN_FORCE:
		return _("followed, in force");
	case FOUNDING_BEFORE:
		return _("followed before");
	case FOUNDING_OTHER:
		return _("not followed");
	case FOUNDING_WAITS:
	case FOUNDING_KIND_COUNT:
		break;
	}
	return _("not followed, by somebody who is not known here");
}

static int
list_foundings(struct args *args)
{
	struct app_foundings foundings = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = cli_open(args, APP_READ, false, &app, &err);

	if (!status)
		status = app_foundings(app, &foundings, &err);
	status = cli_close_reading(app, status, &err);
	if (status)
		return cli_fail(&err);
	for (size_t i = 0; i < foundings.count; i++) {
		const struct app_founding *at = &foundings.items[i];

		cli_print(n_("%s, by %s, %s: %s; %" PRId64 " officer's credential, %" PRId64 " must agree\n",
			     "%s, by %s, %s: %s; %" PRId64 " officers' credentials, %" PRId64 " must agree\n", at->officers),
			  at->county, at->by ? at->by : "?", at->at, founding_words(at->kind), at->officers, at->threshold);
		print_code(&at->id);
	}
	app_foundings_release(&foundings);
	return EXIT_DONE;
}

static int
run_follow(struct args *args)
{
	struct app *app = NULL;
	struct err err = { 0 };
	struct id founding;
	enum status status;

	if (args->words.count == 1)
		return list_foundings(args);
	if (args->words.count != 2)
		return cli_usage(args, _("give the digits of the founding step, in quotes when they stand in groups"));
	status = cli_open(args, APP_WRITE, false, &app, &err);
	if (!status)
		status = app_founding_find(app, args->words.items[1], &founding, &err);
	if (!status)
		status = app_follow(app, &founding, &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	cli_print(_("This file follows that founding from now on.\n"));
	return EXIT_DONE;
}

static const struct command_option officers_options[] = {
	{ "officer", OPTION_LIST, N_("one who is an officer or asks to be one (request --issues): by name or first digits of the number") },
	{ "threshold", OPTION_VALUE, N_("how many of them must agree (default: more than half)") },
	{ "receive-here", OPTION_FLAG, N_("this laptop writes the county's receipts from now on") },
	{ "anew", OPTION_FLAG,
	  N_("found the county anew, since too few officers have their keys: those named have asked, and --as is one of them") },
	{ 0 },
};

static const struct command_option endorse_options[] = {
	{ "yes", OPTION_FLAG,
	  N_("agree to forms without asking, although questions are asked anew or something is different from then on") },
	{ 0 },
};

const struct command officers_commands[] = {
	{ .name = "endorse",
	  .usage = N_("endorse | endorse STEP --as NAME [--yes]"),
	  .help = N_("what waits for the county officers to agree; agreeing as one of them"),
	  .example = "louce endorse 4be19d02 --as 陆芳",
	  .options = endorse_options,
	  .json = "-",
	  .run = run_endorse },
	{ .name = "follow",
	  .usage = N_("follow | follow DIGITS"),
	  .help = N_("the foundings of the county that are here; following another one, when its office has read out its digits"),
	  .example = "louce follow \"4be1 9d02 77a0 c3f1\"",
	  .options = NULL,
	  .run = run_follow },
	{ .name = "officers",
	  .alone = true,
	  .usage = N_("officers --officer NAME... --threshold K [--receive-here|--anew] --as NAME"),
	  .help = N_("name the county's officers anew; those of before and those of after endorse it"),
	  .example = "louce officers --officer 韦明 --officer 陆芳 --officer 黄强 --threshold 2 --as 韦明",
	  .options = officers_options,
	  .run = run_officers },
	{ 0 },
};
