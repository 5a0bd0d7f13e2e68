#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/next.h"
#include "app/house/place.h"
#include "app/house/returned.h"
#include "app/house/twins.h"
#include "app/session/workspace.h"
#include "app/sign/sign.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"

/* Levels of the chain: approving, giving back, withdrawing. */

/* Marks of a return, written FIELD:KIND; a missing kind is read as 0, which no pack has. */
static void
read_marks(const struct texts *given, struct return_marks *out)
{
	for (size_t i = 0; i < given->count; i++) {
		const char *colon = strchr(given->items[i], ':');
		char *field = colon ? mem_strndup(given->items[i], (size_t)(colon - given->items[i])) : mem_strdup(given->items[i]);

		return_marks_add(out, field, colon ? atoi(colon + 1) : 0);
		free(field);
	}
}

/* A building, or BUILDING/STEP: what a chain signs by itself, by the first digits of the step that began it. */
static enum status
find_signed(struct app *app, const char *text, struct id *building, struct id *slot, struct err *err)
{
	const char *slash = strchr(text, '/');
	char *name = slash ? mem_strndup(text, (size_t)(slash - text)) : mem_strdup(text);
	enum status status = app_building_find(app, name, building, err);

	if (!status && slash)
		status = app_step_find(app, slash + 1, slot, err);
	free(name);
	return status;
}

/* What is signed about a house may be of another one: one that is alike, or the one that it is counted as. */
static enum status
warn_of_others(struct app *app, const char *named, const struct id *building, struct err *err)
{
	char *twin = NULL, *aside = app_aside_sentence(app, building);
	enum status status = twins_words_of(app, building, &twin, err);

	if (twin)
		cli_warn(_("louce: %s: %s\n"), named, twin);
	if (aside)
		cli_warn(_("louce: %s: %s\n"), named, aside);
	free(twin);
	free(aside);
	return status;
}

static int
run_sign(struct args *args)
{
	struct return_marks marks = { 0 };
	struct app_sign sign = { .give_back = arg_flag(args, "return"), .reason = arg_value(args, "reason"), .marks = &marks };
	struct id *buildings = NULL, *slots = NULL;
	const char *colon;
	char *chain;
	struct buf refused = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	size_t count = 0;
	enum status status;

	if (args->words.count < 3)
		return cli_usage(args, _("name the level and at least one building"));
	colon = strchr(args->words.items[1], ':');
	sign.chain = chain = colon ? mem_strndup(args->words.items[1], (size_t)(colon - args->words.items[1])) : NULL;
	sign.level = colon ? colon + 1 : args->words.items[1];
	sign.building_count = args->words.count - 2;
	sign.buildings = buildings = mem_array(sign.building_count, sizeof(*buildings));
	sign.slots = slots = mem_array(sign.building_count, sizeof(*slots));
	read_marks(arg_list(args, "error"), &marks);
	status = cli_open(args, APP_WRITE, true, &app, &err);
	for (size_t i = 0; i < sign.building_count && !status; i++)
		status = find_signed(app, args->words.items[2 + i], &buildings[i], &slots[i], &err);
	for (size_t i = 0; i < sign.building_count && !status && !sign.give_back; i++)
		status = warn_of_others(app, args->words.items[2 + i], &buildings[i], &err);
	if (!status)
		status = app_sign(app, &sign, &count, &refused, &err);
	app_close(app);
	fputs(buf_text(&refused), stderr);
	buf_release(&refused);
	return_marks_release(&marks);
	free(buildings);
	free(slots);
	free(chain);
	if (status)
		return cli_fail(&err);
	cli_print(sign.give_back ? _("Given back: %zu\n") : _("Signed: %zu\n"), count);
	return EXIT_DONE;
}

static int
run_withdraw(struct args *args)
{
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;
	char *falls = NULL, *leaves = NULL;

	if (args->words.count != 2)
		return cli_usage(args, _("name the sign-off by the first digits of its number"));
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_withdraw_falls(app, args->words.items[1], &falls, &err);
	if (!status)
		status = app_withdraw(app, args->words.items[1], NULL, &err);
	if (!status && app_withdraw_leaves(app, args->words.items[1], &leaves, &err))
		cli_warn("louce: %s\n", err.text);
	app_close(app);
	if (!status)
		cli_print(_("Withdrawn: the sign-off %s.\n"), args->words.items[1]);
	if (!status && falls)
		cli_print(_("With it fell what was signed above it: %s.\n"), falls);
	if (!status && leaves)
		cli_print(_("The same stays signed by other sign-offs of yours, which are withdrawn each by itself: %s.\n"), leaves);
	free(leaves);
	free(falls);
	if (status)
		return cli_fail(&err);
	return EXIT_DONE;
}

static const struct command_option sign_options[] = {
	{ "return", OPTION_FLAG, N_("give back instead of approving") },
	{ "reason", OPTION_VALUE, N_("why it is given back") },
	{ "error", OPTION_LIST, N_("FIELD:KIND, the kind of error from 1 to 6; may be given several times") },
	{ 0 },
};

const struct command sign_commands[] = {
	{ .name = "sign",
	  .usage = N_("sign [CHAIN:]LEVEL BUILDING[/STEP]... --as NAME [--return --reason TEXT --error FIELD:KIND...]"),
	  .help = N_("approve or give back at a level of the chain"),
	  .example = "louce sign village YS000000012 --as 覃海波",
	  .options = sign_options,
	  .run = run_sign },
	{ .name = "withdraw",
	  .usage = N_("withdraw STEP --as NAME"),
	  .help = N_("withdraw a sign-off of one's own"),
	  .example = "louce withdraw 5d01c2aa --as 覃海波",
	  .options = NULL,
	  .run = run_withdraw },
	{ 0 },
};
