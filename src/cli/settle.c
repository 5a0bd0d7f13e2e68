#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/house/place.h"
#include "app/session/division.h"
#include "app/session/json.h"
#include "app/session/known.h"
#include "app/session/tries.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/settle/decide.h"
#include "app/settle/epoch.h"
#include "app/settle/move.h"
#include "app/settle/propose.h"
#include "app/settle/questions.h"
#include "app/settle/versions.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/asked.h"
#include "cli/cli.h"
#include "cli/json.h"

/* Conflicts that only a person can settle: older copies, forks, houses listed twice or in the wrong village, versions side by side. */

static int
run_epoch(struct args *args)
{
	struct app_ask ask = cli_ask(args);
	const char *as = args->as;
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;

	if (args->words.count != 1 || !as || !arg_value(args, "reason"))
		return cli_usage(args, _("say why with --reason, and who signs with --as NAME"));
	args->as = NULL; /* an older copy is not unlocked in the ordinary way */
	status = cli_open(args, APP_WRITE, false, &app, &err);
	if (!status)
		status = app_epoch(app, as, &ask, arg_value(args, "reason"), &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	cli_print(_("A new epoch of this laptop has begun. Steps that were lost are still taken in, should they come back.\n"));
	return EXIT_DONE;
}

static void
print_fork(const struct app_fork *fork)
{
	char hex[ID_HEX_LEN + 1];

	cli_print(_("a log of device %.8s splits at %" PRId64 "%s\n"), device_hex(&fork->device, hex), fork->seq,
		  fork->settled ? _(" (settled)") : "");
	for (size_t i = 0; i < fork->rival_count; i++) {
		const struct app_rival *rival = &fork->rivals[i];

		cli_print("    %.16s  %s  %s  %s%s\n", id_hex(&rival->step, hex), rival->at, rival->kind ? rival->kind : "",
			  rival->by ? rival->by : "?", rival->keeps ? _("  (keeps its effect)") : "");
	}
}

/* A house among what is to be decided: the digits that the command takes, and what people call it. The caller frees. */
static char *
house_words(struct app *app, const struct id *root)
{
	char hex[ID_HEX_LEN + 1], *place = app_building_place(app, root), *words;

	words = mem_printf(*place ? "%.12s %s" : "%.12s", id_hex(root, hex), place);
	free(place);
	return words;
}

static void
print_questions(struct app *app, const struct app_questions *out)
{

	for (size_t i = 0; i < out->fork_count; i++)
		print_fork(&out->forks[i]);
	for (size_t i = 0; i < out->twin_count; i++) {
		const struct twin_pair *pair = &out->twins[i];

		char *one = house_words(app, &pair->building), *other = house_words(app, &pair->other);

		cli_print(_("%s and %s may be one house: %s\n"), one, other, twin_clue_words(pair->clue));
		free(one);
		free(other);
	}
	for (size_t i = 0; i < out->joined_count; i++) {
		char *one = house_words(app, &out->joined[i].building), *other = house_words(app, &out->joined[i].other);

		cli_print(_("%s and %s are decided to be one house\n"), one, other);
		free(one);
		free(other);
		if (out->joined[i].hides)
			cli_print("    %s\n", out->joined[i].hides);
	}
}

static int
list_questions(struct args *args)
{
	struct app_questions out = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = cli_open_reading(args, &app, &err);

	if (!status)
		status = app_questions(app, &(struct questions_ask){ .area = arg_area(args), .compare = true, .most_twins = SIZE_MAX },
				       &out, &err);
	if (!status)
		status = app_trouble(app, &err);
	if (!status && args->json)
		json_print_questions(&out);
	else if (!status && out.fork_count + out.twin_count + out.joined_count)
		print_questions(app, &out); /* what the houses are called is read while it is printed */
	else if (!status)
		cli_print(_("Nothing waits for a decision.\n"));
	app_questions_release(&out);
	status = cli_close_reading(app, status, &err);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static void
say_joined(struct app *app, const struct id *stays, const struct id *aside)
{
	char *one = house_words(app, stays), *other = house_words(app, aside);

	cli_print(_("Decided: the two are one house: %s is counted, %s steps aside.\n"), one, other);
	free(one);
	free(other);
}

static enum status
decide_same(const struct args *args, struct app *app, bool same, struct err *err)
{
	struct id building, other;
	struct app_decide ask = { &building, &other, same, arg_value(args, "reason") };
	bool first = true;
	enum status status = app_building_find(app, args->words.items[2], &building, err);

	if (!status)
		status = app_building_find(app, args->words.items[3], &other, err);
	if (!status)
		status = app_decide_same(app, &ask, &first, err);
	if (!status && same)
		say_joined(app, first ? &building : &other, first ? &other : &building);
	return status;
}

static enum status
propose_same(const struct args *args, struct app *app, bool withdraws, struct err *err)
{
	struct id building, other;
	enum status status = app_building_find(app, args->words.items[2], &building, err);

	if (!status)
		status = app_building_find(app, args->words.items[3], &other, err);
	if (status)
		return status;
	return withdraws ? app_propose_withdraw(app, &building, &other, arg_value(args, "reason"), err)
			 : app_propose_same(app, &building, &other, arg_value(args, "reason"), err);
}

static int
run_decide(struct args *args)
{
	const char *what = args->words.count > 1 ? args->words.items[1] : "", *reason = arg_value(args, "reason");
	bool keep = strcmp(what, "keep") == 0, same = strcmp(what, "same") == 0, apart = strcmp(what, "apart") == 0,
	     withdraw = strcmp(what, "withdraw") == 0, propose = strcmp(what, "propose") == 0;
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;

	if (args->words.count == 1)
		return list_questions(args);
	if (!(keep && args->words.count == 3) && !((same || apart || propose || withdraw) && args->words.count == 4))
		return cli_usage(args, _("say keep and a step, or same, apart, propose or withdraw and two buildings"));
	if (!reason)
		return cli_usage(args, _("say why with --reason, and who signs with --as NAME"));
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = keep		       ? app_decide_keep(app, args->words.items[2], reason, &err)
			 : propose || withdraw ? propose_same(args, app, withdraw, &err)
					       : decide_same(args, app, same, &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	if (!same)
		cli_print(withdraw  ? _("Taken back: nobody is asked any more whether the two are one house.\n")
			  : propose ? _("Proposed: the two are one house. Who may decide it has it on the first page.\n")
			  : keep    ? _("Decided: this branch keeps its effect.\n")
				    : _("Decided: the two are two houses.\n"));
	return EXIT_DONE;
}

static void
print_version(const struct app_version *version)
{
	char shortened[9];

	cli_print("%s  %s  %s\n", id_short(&version->step, shortened), version->at, version->by ? version->by : "?");
	cli_print_lines(version->answers ? version->answers : "");
	if (version->unasked)
		cli_print("    %s\n", version->unasked);
}

static int
run_versions(struct args *args)
{
	struct app_versions versions = { 0 };
	struct app *app = NULL;
	struct id building;
	struct err err = { 0 };
	enum status status;

	if (args->words.count != 3)
		return cli_usage(args, _("name the building and the form"));
	status = cli_open_reading(args, &app, &err);
	if (!status)
		status = app_building_find(app, args->words.items[1], &building, &err);
	if (!status)
		status = app_form_check(app, args->words.items[2], &err);
	if (!status)
		status = app_versions(app, &building, args->words.items[2], NULL, &versions, &err);
	if (!status && !versions.count) /* of a form that repeats no slot is in conflict */
		status = app_versions_each(app, &building, args->words.items[2], &versions, &err);
	status = cli_close_reading(app, status, &err);
	if (status)
		return cli_fail(&err);
	if (args->json)
		json_print_versions(&versions);
	for (size_t i = 0; i < versions.count && !args->json; i++)
		print_version(&versions.items[i]);
	if (!versions.count && !args->json)
		cli_print(_("Nobody has filled this form there yet.\n"));
	app_versions_release(&versions);
	return EXIT_DONE;
}

/* ---- moving a house */

/* What is to be agreed to before a house moves; "": nothing. Caller frees. */
static char *
move_question(const struct app_moved *told)
{
	struct buf text = { 0 };

	if (told->twin)
		buf_printf(&text, _("The house may stand there already: %s If it is, join the two instead: louce decide same\n"),
			   told->twin);
	if (told->falls)
		buf_printf(&text, _("These signatures do not move, and the house is signed anew there: %s\n"), told->falls);
	if (told->hidden)
		buf_printf(&text, _("Not carried with the house: %s\n"), told->hidden);
	if (told->hidden && told->left_count)
		buf_text_add(&text, _("Still to be signed at the new house:\n"));
	for (size_t i = 0; told->hidden && i < told->left_count; i++)
		buf_printf(&text, "    %s\n", told->left[i]);
	return text.len ? buf_detach(&text) : mem_strdup("");
}

/* Without a terminal the option is named. */
static bool
agrees_to_move(const char *words)
{
	cli_warn_lines(words);
	if (!isatty(STDIN_FILENO)) {
		cli_warn(_("To move it all the same: add --yes\n"));
		return false;
	}
	cli_warn(_("Move it all the same? [y/N] "));
	return cli_says_yes();
}

static void
print_moved(struct app *app, const struct app_move *ask, const struct app_moved *told)
{
	char *new = house_words(app, &told->house), *old = house_words(app, ask->house);

	if (!told->begins)
		cli_print(_("Carried to the house that moved: %s\n"), new);
	else if (told->proposed)
		cli_print(_("Listed anew: %s. It is proposed that %s steps aside for it; both are counted until that is decided.\n"), new,
			  old);
	else
		cli_print(_("Moved: %s is counted, %s steps aside.\n"), new, old);
	cli_print(_("Signed there:\n"));
	for (size_t i = 0; i < told->carried_count; i++)
		cli_print("    %s\n", told->carried[i]);
	if (told->left_count)
		cli_print(_("Still to be signed there; who signs it carries it with the same command:\n"));
	for (size_t i = 0; i < told->left_count; i++)
		cli_print("    %s\n", told->left[i]);
	if (told->hidden)
		cli_print("%s\n", told->hidden);
	if (told->falls)
		cli_print(_("These signatures do not move, and the house is signed anew there: %s\n"), told->falls);
	else
		cli_print(_("Signatures do not move with the house: the levels sign it there anew.\n"));
	free(new);
	free(old);
}

static void
print_moved_json(const struct app_move *ask, const struct app_moved *told)
{
	struct value out = value_object(), carried = value_list(), left = value_list();
	char hex[ID_HEX_LEN + 1];

	value_set_text(&out, "building", id_hex(&told->house, hex));
	value_set_text(&out, "aside", id_hex(ask->house, hex));
	value_set_take(&out, "proposed", value_boolean(told->proposed));
	for (size_t i = 0; i < told->carried_count; i++)
		value_append_take(&carried, value_text(told->carried[i]));
	for (size_t i = 0; i < told->left_count; i++)
		value_append_take(&left, value_text(told->left[i]));
	value_set_take(&out, "signed", carried);
	value_set_take(&out, "left", left);
	value_set_text(&out, "falls", told->falls);
	value_set_text(&out, "hidden", told->hidden);
	cli_print_json(&out);
	value_release(&out);
}

struct asking_move {
	struct app *app;
	struct app_move ask;
	struct app_moved *told;
	struct buf *findings;
	struct act_tries tries;
	struct buf said; /* what was signed about the house while the question waited, a line each */
};

static enum status
try_move(struct asking_move *asking, bool look, struct err *err)
{
	asking->ask.look = look;
	buf_clear(asking->findings);
	return app_move(asking->app, &asking->ask, asking->told, asking->findings, err);
}

static char *
look_at_move(void *ctx, struct err *err)
{
	struct asking_move *asking = ctx;
	enum status status;
	char *question, *words;

	do
		status = try_move(asking, true, err);
	while (act_tries_tell(&asking->tries, &asking->said, &status, err));
	if (status)
		return NULL;
	question = move_question(asking->told);
	app_moved_release(asking->told);
	words = mem_printf("%s%s", buf_text(&asking->said), question);
	free(question);
	return words;
}

static enum status
sign_move(void *ctx, struct err *err)
{
	return try_move(ctx, false, err);
}

/* Looks first, asks where something is to be agreed to, then moves. */
static enum status
move_asking(struct app *app, const struct app_move *ask, bool yes, struct app_moved *told, struct buf *findings, struct err *err)
{
	struct asking_move asking = { .app = app, .ask = *ask, .told = told, .findings = findings, .tries = { .kept = true } };
	struct cli_asked asked = { .shown = { .now = look_at_move, .act = sign_move, .ctx = &asking },
				   .yes = yes,
				   .agrees = agrees_to_move };
	enum status status;

	asking.ask.asked = yes ? NULL : &asking.tries;
	status = cli_act_as_asked(app, &asked, err);
	act_tries_release(&asking.tries);
	buf_release(&asking.said);
	return status;
}

static int
run_move(struct args *args)
{
	struct app_move ask = { .reason = arg_value(args, "reason") };
	struct value values = value_object();
	struct app_moved told = { 0 };
	struct buf findings = { 0 };
	struct app *app = NULL;
	struct id house;
	struct err err = { 0 };
	char *village = NULL;
	enum status status = STATUS_OK;

	if (args->words.count != 3)
		return cli_usage(args, _("name the building and the village where it belongs"));
	if (arg_value(args, "data")) {
		status = app_read_values(arg_value(args, "data"), &values, &err);
		ask.listing = &values;
	}
	if (!status)
		status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_building_find(app, args->words.items[1], &house, &err);
	if (!status) {
		village = app_area_named(app, args->words.items[2]);
		ask.house = &house;
		ask.village = village ? village : args->words.items[2];
		status = move_asking(app, &ask, arg_flag(args, "yes"), &told, &findings, &err);
	}
	cli_warn_lines(buf_text(&findings));
	if (!status && args->json)
		print_moved_json(&ask, &told);
	else if (!status)
		print_moved(app, &ask, &told);
	app_close(app);
	app_moved_release(&told);
	value_release(&values);
	buf_release(&findings);
	free(village);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static const struct command_option move_options[] = {
	{ "reason", OPTION_VALUE, N_("why it belongs there, in words; not asked of a house that moved before") },
	{ "data", OPTION_VALUE, N_("JSON file with answers of the listing that are others there: group, road, door") },
	{ "yes", OPTION_FLAG, N_("move it without asking, whatever is not carried with it") },
	{ 0 },
};

static const struct command_option epoch_options[] = {
	{ "reason", OPTION_VALUE, N_("why, in words") },
	{ 0 },
};

static const struct command_option decide_options[] = {
	{ "reason", OPTION_VALUE, N_("why, in words") },
	{ "area", OPTION_VALUE, N_("digits or name of a county, township or village") },
	{ 0 },
};

const struct command settle_commands[] = {
	{ .name = "epoch",
	  .alone = true,
	  .usage = N_("epoch --reason TEXT --as NAME"),
	  .help = N_("begin anew on this laptop when the newer file is lost"),
	  .example = "louce epoch --reason \"the laptop was repaired\" --as 班秋菊",
	  .options = epoch_options,
	  .run = run_epoch },
	{ .name = "decide",
	  .usage = N_(
		  "decide [--area DIGITS] | decide keep STEP | decide same|apart|propose|withdraw BUILDING BUILDING --reason TEXT --as NAME"),
	  .help = N_("what waits for a decision, and deciding it"),
	  .example = "louce decide same YS000000012 YS000000031 --reason \"one house\" --as 罗文",
	  .options = decide_options,
	  .json = "-",
	  .run = run_decide },
	{ .name = "move",
	  .usage = N_("move BUILDING VILLAGE [--reason TEXT] [--data FILE.json] [--yes] --as NAME"),
	  .help = N_("move a house to the village where it belongs; again: carry what is yours to sign there"),
	  .example = "louce move YS000000012 451224204203 --reason \"it stands across the river\" --as 罗文",
	  .options = move_options,
	  .json = "*",
	  .run = run_move },
	{ .name = "versions",
	  .usage = N_("versions BUILDING FORM [--as NAME]"),
	  .help = N_("versions of a form side by side; fill merges them"),
	  .example = "louce versions YS000000012 registration",
	  .options = NULL,
	  .json = "*",
	  .run = run_versions },
	{ 0 },
};
