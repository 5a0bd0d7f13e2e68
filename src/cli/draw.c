#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/session/division.h"
#include "app/session/workspace.h"
#include "app/table/draw.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/json.h"

/* Draws of houses for spot checks that are signed: told, then made by a seed; and how far their checks are. */

/* ---- signing */

static enum status
tell(struct args *args, struct app *app, struct id *id, char day[11], struct err *err)
{
	const struct texts *given = arg_list(args, "quota");
	struct sample_quota *quotas = mem_array(given->count + 1, sizeof(*quotas));
	char **texts = mem_array(given->count + 1, sizeof(*texts));
	struct draw_ask ask = { .township = arg_area(args), .lang = cli_lang(), .source = arg_value(args, "source"), .quotas = quotas };
	struct sample proposed = { 0 };
	int64_t spare = 0;
	enum status status = STATUS_OK;

	if (!arg_integer(args, "receipt", 1, INT32_MAX, 0, &ask.receipt) || !arg_integer(args, "spare", 0, 1000, 3, &spare))
		status = err_set(err, STATUS_INVALID, _("--receipt and --spare take whole numbers"));
	if (!status)
		status = cli_day(args, "day", day, &ask.day, err);
	ask.spare = (size_t)spare;
	if (!status && given->count)
		status = cli_read_quotas(given, quotas, texts, err);
	ask.quota_count = given->count;
	if (!status && !given->count) /* those that the pack proposes */
		status = app_draw_propose(app, ask.township, ask.lang, ask.receipt, &proposed, err);
	if (!given->count)
		quotas = mem_resize(quotas, proposed.stratum_count + 1, sizeof(*quotas));
	for (size_t i = 0; i < proposed.stratum_count; i++)
		if (proposed.strata[i].wanted)
			quotas[ask.quota_count++] = (struct sample_quota){ proposed.strata[i].value, proposed.strata[i].wanted };
	ask.quotas = quotas;
	if (!status)
		status = app_draw_tell(app, &ask, id, err);
	app_sample_release(&proposed);
	for (size_t i = 0; i < given->count; i++)
		free(texts[i]);
	free(texts);
	free(quotas);
	return status;
}

/* ---- showing */

static void
print_house(struct app *app, const struct drawn_house *house)
{
	static const char *const states[] = {
		[CHECK_WAITS] = N_("to be looked at"),
		[CHECK_DONE] = N_("looked at, nothing wrong"),
		[CHECK_UNREACHED] = N_("could not be looked at, the next one takes its place"),
		[CHECK_SPARE] = N_("spare"),
	};
	char building[ID_HEX_LEN + 1], *place = app_building_place(app, &house->root);

	id_hex(&house->root, building);
	if (house->state == CHECK_DONE && house->words)
		cli_print(_("  %3zu  %.12s  %s: wrong: %s\n"), house->rank, building, place, house->words);
	else if (house->words)
		cli_print(_("  %3zu  %.12s  %s: %s: %s\n"), house->rank, building, place, _(states[house->state]), house->words);
	else
		cli_print(_("  %3zu  %.12s  %s: %s\n"), house->rank, building, place, _(states[house->state]));
	free(place);
}

static void
print_draw(const struct app_draw *draw)
{
	char hex[ID_HEX_LEN + 1];

	cli_print("%.12s  %s  %s\n", id_hex(&draw->id, hex), draw->place, app_draw_words(draw->standing));
	cli_print(_("    told on %s by %s, from county receipt no. %lld; seed: %s of %s\n"), draw->told, draw->by, (long long)draw->receipt,
		  draw->source, draw->day);
	if (draw->rivals)
		cli_print(n_("    %zu other draw is about the same township\n", "    %zu other draws are about the same township\n",
			     draw->rivals),
			  draw->rivals);
	for (size_t i = 0; i < draw->stratum_count; i++)
		cli_print(n_("    %s: %lld of %lld house\n", "    %s: %lld of %lld houses\n", draw->strata[i].houses),
			  draw->strata[i].label, (long long)draw->strata[i].quota, (long long)draw->strata[i].houses);
	if (draw->seed)
		cli_print(_("    seed %s; looked at: %zu of %zu, wrong: %zu, not reached: %zu\n"), draw->seed, draw->done, draw->wanted,
			  draw->wrong, draw->unreached);
}

static enum status
show(struct app *app, struct app_draw *draw, bool as_json, struct err *err)
{
	bool same = true;
	enum status status = draw->seed ? app_draw_prove(app, draw, &same, err) : STATUS_OK;

	if (status)
		return status;
	if (as_json) {
		json_print_draw(draw, same);
		return STATUS_OK;
	}
	print_draw(draw);
	for (size_t i = 0; i < draw->house_count; i++) {
		if (i == 0 || draw->houses[i].stratum != draw->houses[i - 1].stratum)
			cli_print("%s\n", draw->strata[draw->houses[i].stratum].label);
		print_house(app, &draw->houses[i]);
	}
	if (draw->seed)
		cli_print("%s\n", same ? _("Drawn again by receipt and seed: the same houses.")
				       : _("Drawn again by receipt and seed: OTHER houses than those that were signed."));
	return STATUS_OK;
}

static enum status
list_or_show(struct args *args, struct app *app, struct err *err)
{
	struct app_draws draws = { 0 };
	struct app_draw *draw = NULL;
	enum status status = app_draws(app, arg_area(args), cli_lang(), &draws, err);

	if (status)
		return status;
	if (args->words.count == 2)
		status = app_draw_find(&draws, args->words.items[1], &draw, err);
	if (draw)
		status = show(app, draw, args->json, err);
	else if (!status && args->json)
		json_print_draws(&draws);
	for (size_t i = 0; !status && !draw && !args->json && i < draws.count; i++)
		print_draw(&draws.items[i]);
	if (!status && !draws.count && !args->json)
		cli_print(_("No draw is signed here.\n"));
	app_draws_release(&draws);
	return status;
}

static enum status
make(struct args *args, struct app *app, struct id *id, struct err *err)
{
	struct app_draws draws = { 0 };
	struct app_draw *draw;
	enum status status = app_draws(app, "", cli_lang(), &draws, err);

	if (!status)
		status = app_trouble(app, err);
	if (!status)
		status = app_draw_find(&draws, args->words.items[1], &draw, err);
	if (!status) {
		*id = draw->id;
		status = app_draw_seed(app, id, arg_value(args, "seed"), err);
	}
	app_draws_release(&draws);
	return status;
}

static enum status
receive(struct app *app, struct err *err)
{
	int64_t number;
	enum status status = app_draw_receive(app, &number, err);

	if (!status)
		cli_print(_("County receipt no. %lld is written.\n"), (long long)number);
	return status;
}

static int
run_draw(struct args *args)
{
	bool tells = arg_value(args, "source") || arg_value(args, "day") || arg_list(args, "quota")->count;
	bool seeds = arg_value(args, "seed") != NULL, receives = arg_flag(args, "receive");
	struct app *app = NULL;
	struct err err = { 0 };
	char day[11] = "";
	struct id id = { { 0 } };
	char hex[ID_HEX_LEN + 1];
	enum status status;

	if (args->words.count > 2 || (tells && (seeds || args->words.count == 2)) || (seeds && args->words.count != 2) ||
	    (receives && (tells || seeds || args->words.count == 2)))
		return cli_usage(
			args,
			_("tell a draw by --area, --source and --day; make it by its digits and --seed; else name its digits or nothing"));
	status = tells || seeds || receives ? cli_open(args, APP_WRITE, true, &app, &err)
					    : cli_open(args, args->as ? APP_WRITE : APP_READ, args->as, &app, &err);
	if (!status)
		status = tells	    ? tell(args, app, &id, day, &err)
			 : seeds    ? make(args, app, &id, &err)
			 : receives ? receive(app, &err)
				    : list_or_show(args, app, &err);
	if (!status && !tells && !seeds && !receives)
		status = app_trouble(app, &err);
	if (status == STATUS_DENIED && app && !args->as)
		status = err_set(&err, status, _("name who asks with --as NAME: a draw tells what was found at houses"));
	if (!status && tells)
		cli_print(
			_("Told: draw %.12s. Tell the township these digits in writing before %s: nothing else proves that no other draw was told and thrown away. The seed can be given once a county receipt covers it.\n"),
			id_hex(&id, hex), day);
	if (!status && seeds)
		cli_print(_("Drawn: louce draw %.12s lists the houses.\n"), id_hex(&id, hex));
	if (!tells && !seeds && !receives)
		status = cli_close_reading(app, status, &err);
	else
		app_close(app);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static const struct command_option draw_options[] = {
	{ "area", OPTION_VALUE, N_("digits or name of the township") },
	{ "receipt", OPTION_VALUE, N_("number of the county receipt that is drawn from; the newest if none is given") },
	{ "quota", OPTION_LIST, N_("CONCLUSION=N: so many houses of which that was found; again for each; else what the forms propose") },
	{ "spare", OPTION_VALUE, N_("so many more of each, in place of houses that cannot be looked at; 3 if none is given") },
	{ "source", OPTION_VALUE, N_("the numbered issue of a public lottery whose numbers will be the seed") },
	{ "day", OPTION_VALUE, N_("its day, YYYY-MM-DD, later than today") },
	{ "seed", OPTION_VALUE, N_("the numbers that came out") },
	{ "receive", OPTION_FLAG,
	  N_("write the county's receipt of what was told or drawn: by the officer who has the right for this laptop") },
	{ 0 },
};

const struct command draw_commands[] = {
	{ .name = "draw",
	  .usage = N_(
		  "draw --area TOWNSHIP --source ISSUE --day DAY [--quota CONCLUSION=N...] [--receipt N] [--spare N] --as NAME | draw DRAW --seed NUMBERS --as NAME | draw --receive --as NAME | draw [DRAW] [--area DIGITS] [--json]"),
	  .help = N_("sign a draw of houses for spot checks: first what is drawn from, then the seed"),
	  .example = "louce draw --area 451224204 --source 双色球2022111期 --day YYYY-MM-DD --as 韦秀英",
	  .options = draw_options,
	  .json = "*",
	  .run = run_draw },
	{ 0 },
};
