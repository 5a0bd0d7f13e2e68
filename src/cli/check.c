#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/due.h"
#include "app/house/board.h"
#include "app/house/check.h"
#include "app/session/division.h"
#include "app/house/place.h"
#include "app/settle/questions.h"
#include "app/table/alike.h"
#include "base/i18n.h"
#include "base/text/counted.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/json.h"

/* What the rules find and what was signed over: counted as on the quality board, or each finding as it is read. */

struct check_ask {
	const char *area, *rule;
	bool unlocked;	 /* by --as */
	unsigned int by; /* as struct board_ask has it */
	bool one;	 /* --by: of one thing alone */
};

/* ---- the counts */

/* A heading above numbers of `cells` cells, behind two spaces. */
static void
print_heading(const char *text, int cells)
{
	int used = (int)text_cells(text);

	printf("  %*s%s", used < cells ? cells - used : 0, "", text);
}

const char *
cli_level_word(int level)
{
	return level == RULE_ERROR ? _("error") : level == RULE_WARNING ? _("warning") : _("note");
}

static void
print_rules(const struct board_table *table)
{
	print_heading(_("found at"), 8);
	print_heading(_("villages"), 8);
	print_heading(_("not judged"), 10);
	print_heading(_("waived"), 8);
	print_heading(_("proved"), 8);
	printf("  %s\n", _("rule"));
	for (size_t i = 0; i < table->count; i++) {
		const struct board_row *row = &table->rows[i];

		printf("  %8" PRId64 "  %8zu  %10" PRId64 "  %8" PRId64 "  %8" PRId64 "  ", row->houses, row->villages, row->unjudged,
		       row->waived, row->proved);
		cli_print(_("%s %s: %s\n"), row->code, cli_level_word(row->level), row->name);
	}
}

static void
print_rows(const struct board_table *table, enum board_by by)
{
	print_heading(_("found at"), 8);
	print_heading(_("errors"), 8);
	print_heading(_("warnings"), 8);
	print_heading(_("notes"), 8);
	print_heading(_("not judged"), 10);
	print_heading(_("waived"), 8);
	print_heading(_("proved"), 8);
	printf("  %s\n", by == BOARD_VILLAGE ? _("village")
			 : by == BOARD_KIND  ? _("kind of error")
			 : by == BOARD_TEAM  ? _("team")
					     : _("person"));
	for (size_t i = 0; i < table->count; i++) {
		const struct board_row *row = &table->rows[i];

		printf("  %8" PRId64 "  %8" PRId64 "  %8" PRId64 "  %8" PRId64 "  %10" PRId64 "  %8" PRId64 "  %8" PRId64 "  ", row->houses,
		       row->by_level[RULE_ERROR], row->by_level[RULE_WARNING], row->by_level[RULE_INFO], row->unjudged, row->waived,
		       row->proved);
		if (!*row->code)
			cli_print("%s\n", _("(nobody's)"));
		else if (by == BOARD_VILLAGE || by == BOARD_KIND)
			cli_print("%s %s\n", row->code, row->name);
		else
			cli_print("%s\n", *row->name ? row->name : row->code);
	}
}

static void
print_board(const struct board *board, const struct check_ask *ask)
{
	char findings[COUNTED_SIZE], houses[COUNTED_SIZE], errors[COUNTED_SIZE];
	bool first = true;

	if (!board->found && !board->unjudged && !board->waived && !board->undecided) {
		cli_print(_("The rules find nothing.\n"));
		return;
	}
	for (int by = 0; by < BOARD_BY_COUNT; by++) {
		if (!(ask->by & 1U << by))
			continue;
		printf("%s", first ? "" : "\n");
		first = false;
		if (by == BOARD_RULE)
			print_rules(&board->by[by]);
		else
			print_rows(&board->by[by], (enum board_by)by);
	}
	printf("\n");
	counted(COUNTED_FINDING, board->found, findings);
	counted(COUNTED_HOUSE, board->houses, houses);
	counted(COUNTED_ERROR, board->errors, errors);
	if (ask->unlocked)
		printf(_("%s at %s, of these %s; %" PRId64
			 " more cannot be judged: they hang on private values that are sealed for others or are not in this file.\n"),
		       findings, houses, errors, board->unjudged);
	else
		printf(_("%s at %s, of these %s; %" PRId64
			 " more cannot be judged without private values: --as opens them to whoever may read them.\n"),
		       findings, houses, errors, board->unjudged);
	printf(n_("%" PRId64 " warning was signed over with a reason; right in what it warned of: %" PRId64 ".\n",
		  "%" PRId64 " warnings were signed over with a reason; right in what they warned of: %" PRId64 ".\n", board->waived),
	       board->waived, board->proved);
	if (board->undecided) {
		char *words = board_undecided_words(board);

		cli_print("%s\n", words);
		free(words);
	}
	cli_print(
		"%s\n",
		_("With --rule ID one rule is counted by village; with --by kind, team or person all are; with --list each finding is a line."));
}

/* What a decision that two houses are one would hide, were it not told. */
static enum status
show_hidden(struct app *app, struct err *err)
{
	size_t count = 0;
	enum status status = app_count_hiding(app, &count, err);

	if (!status && count)
		cli_print(n_("%zu house is counted for one that steps aside with a worse finding: louce decide names it.\n",
			     "%zu houses are counted for ones that step aside with worse findings: louce decide names them.\n",
			     (int64_t)count),
			  count);
	return status;
}

/* Houses that were taken out of the roster while a case was open there. */
static enum status
show_gone(struct app *app, const char *area, struct err *err)
{
	int64_t gone = 0;
	enum status status = due_count_gone(app, area, &gone, err);

	if (gone)
		cli_print(n_("%" PRId64 " open case belongs to a house that was taken out of the roster: louce due names its next act.\n",
			     "%" PRId64
			     " open cases belong to houses that were taken out of the roster: louce due names their next acts.\n",
			     gone),
			  gone);
	return status;
}

/* Houses that may be listed twice, in one pass over the area. */
static enum status
show_twins(struct app *app, const char *area, struct err *err)
{
	struct twins_count count;
	enum status status = app_count_twins(app, area, 0, &count, err);

	if (status)
		return status;
	if (count.pairs)
		cli_print(n_("%zu pair may be one house: louce decide lists it.\n",
			     "%zu pairs may be one house: louce decide lists them.\n", (int64_t)count.pairs),
			  count.pairs);
	else
		cli_print("%s\n", _("No two houses seem to be one."));
	if (count.extent.opened < count.extent.houses)
		cli_print(n_("Numbers and photos of the %zu house were compared, addresses, owners and identity numbers of %zu.\n",
			     "Numbers and photos of all %zu houses were compared, addresses, owners and identity numbers of %zu.\n",
			     count.extent.houses),
			  count.extent.houses, count.extent.opened);
	return STATUS_OK;
}

/* Says of a rule whose form repeats that nobody looked again: that nothing is found does not say that all is well. */
static void
tell_when_judged(struct app *app, const char *id)
{
	const struct rule *rule = id && app_pack(app) ? pack_rule(app_pack(app), id) : NULL;

	if (rule && rule->form->repeat && !rule->county)
		cli_print(
			_("This rule is judged while \"%s\" is filled, and not again once it is signed: what was signed over it counts as waived.\n"),
			label_text(&rule->form->label, _("en")));
}

static enum status
show_board(struct app *app, const struct check_ask *ask, bool json, int64_t *errors, struct err *err)
{
	struct board board = { 0 };
	bool all = !ask->rule && !ask->one;
	enum status status = app_board(app, &(struct board_ask){ ask->area, ask->rule, ask->by }, &board, err);

	if (!status)
		status = app_trouble(app, err);
	if (!status && json)
		for (int by = 0; by < BOARD_BY_COUNT; by++) {
			if (ask->by & 1U << by)
				json_print_board(&board.by[by]);
		}
	else if (!status)
		print_board(&board, ask);
	if (!status && !json)
		tell_when_judged(app, ask->rule);
	if (!status)
		*errors = board.errors;
	if (!status && all)
		status = show_twins(app, ask->area, err);
	if (!status && all)
		status = show_hidden(app, err);
	if (!status && all)
		status = show_gone(app, ask->area, err);
	board_release(&board);
	return status;
}

/* What is counted, and by what. */
static enum status
read_by(struct args *args, struct check_ask *ask, struct err *err)
{
	const char *name = arg_value(args, "by");
	enum board_by by;

	ask->by = 1U << BOARD_RULE | 1U << BOARD_VILLAGE;
	if (!name)
		return STATUS_OK;
	if (!board_by_find(name, &by))
		return err_set(err, STATUS_INVALID, _("findings are counted by rule, kind, village, team or person, not by \"%s\""), name);
	ask->by = 1U << by;
	ask->one = true;
	return STATUS_OK;
}

/* ---- one by one */

struct check_list {
	const struct pack *pack; /* NULL: none is in force */
	bool json;
	int64_t printed, errors;
};

static const char *
rule_words(const struct pack *pack, const char *id)
{
	const struct rule *rule = pack ? pack_rule(pack, id) : NULL;

	return rule ? label_text(&rule->message, _("en")) : "";
}

static bool
print_finding(const struct app_finding *finding, void *ctx)
{
	struct check_list *list = ctx;
	char hex[ID_HEX_LEN + 1];

	list->errors += finding->judged && !finding->undecided && finding->level == RULE_ERROR;
	if (list->json) {
		fputs(list->printed ? "," : "[", stdout);
		json_print_finding(finding);
	} else {
		const char *level = cli_level_word(finding->level);
		int pad = 8 - (int)text_cells(level);

		cli_print("%-8s %s%*s %.12s  %s  %s%s\n", finding->rule, level, pad > 0 ? pad : 0, "", id_hex(finding->building, hex),
			  finding->division, finding->text ? finding->text : rule_words(list->pack, finding->rule),
			  !finding->judged     ? _("  (not judged: private)")
			  : finding->undecided ? _("  (undecided: both answers stay)")
					       : "");
	}
	list->printed++;
	return !ferror(stdout);
}

/* Prints as it reads. A list that could not be read to its end says so: JSON lacks its last bracket then. */
static enum status
show_list(struct app *app, const struct check_ask *ask, bool json, int64_t *errors, struct err *err)
{
	struct check_list list = { .pack = app_pack(app), .json = json };
	enum status status;

	status = app_each_finding(app, ask->area, ask->rule, print_finding, &list, err);
	if (!status)
		status = app_trouble(app, err);
	if (status && list.printed)
		cli_warn(n_("The list is not whole: it ends after %" PRId64 " finding.\n",
			    "The list is not whole: it ends after %" PRId64 " findings.\n", list.printed),
			 list.printed);
	if (!status && json)
		fputs(list.printed ? "]\n" : "[]\n", stdout);
	if (!status && !json && !list.printed)
		cli_print(_("The rules find nothing.\n"));
	*errors = list.errors;
	return status;
}

/* ---- the same elsewhere */

static enum status
show_alike(struct app *app, const struct check_ask *ask, const char *house, struct err *err)
{
	const struct rule *rule = ask->rule && app_pack(app) ? pack_rule(app_pack(app), ask->rule) : NULL;
	struct sift sift = { 0 };
	struct app_report report = { .area = ask->area, .lang = cli_lang(), .format = APP_FORMAT_TEXT };
	struct buf out = { 0 };
	struct id building;
	enum status status = STATUS_OK;

	if (!rule && ask->rule && strcmp(ask->rule, RULE_LIMITS) == 0)
		status = err_set(err, STATUS_INVALID, "%s",
				 _("Houses are looked for by what a rule is about: this is a limit of one field."));
	else if (!rule && ask->rule && strcmp(ask->rule, CHECK_PICTURE) == 0)
		status = err_set(err, STATUS_INVALID, "%s", _("Houses are looked for by what a rule is about: this is about a photo."));
	else if (!rule && ask->rule)
		status = err_set(err, STATUS_NOT_FOUND, _("there is no rule \"%s\" in the form pack"), ask->rule);
	else if (!rule)
		status = err_set(err, STATUS_INVALID,
				 _("--like names a house, and --rule the rule whose answers are looked for elsewhere"));
	if (!status)
		status = app_building_find(app, house, &building, err);
	if (!status)
		status = alike_filters(app, &building, rule, &sift, err);
	if (!status)
		status = app_sift(app, &sift, &report, &out, err);
	if (!status)
		fputs(buf_text(&out), stdout);
	sift_release(&sift);
	buf_release(&out);
	return status;
}

/* ---- the command */

static int
run_check(struct args *args)
{
	struct check_ask ask = { .area = "", .rule = arg_value(args, "rule"), .unlocked = args->as != NULL };
	struct app *app = NULL;
	struct err err = { 0 };
	int64_t errors = 0;
	enum status status = cli_open_reading(args, &app, &err);

	ask.area = arg_area(args);
	if (!status)
		status = read_by(args, &ask, &err);
	if (!status)
		cli_warn_became(app, ask.area);
	if (!status && arg_value(args, "like"))
		status = show_alike(app, &ask, arg_value(args, "like"), &err);
	else if (!status)
		status = arg_flag(args, "list") || (args->json && !ask.one) ? show_list(app, &ask, args->json, &errors, &err)
									    : show_board(app, &ask, args->json, &errors, &err);
	app_close(app);
	return status ? cli_fail(&err) : errors ? EXIT_FINDINGS : EXIT_DONE;
}

static const struct command_option check_options[] = {
	{ "area", OPTION_VALUE, N_("digits or name of a county, township or village") },
	{ "rule", OPTION_VALUE, N_("only this rule") },
	{ "by", OPTION_VALUE, N_("count by rule, kind, village, team or person") },
	{ "like", OPTION_VALUE, N_("the houses that answer as this one does to what --rule is about") },
	{ "list", OPTION_FLAG, N_("a line for each finding, by village and house") },
	{ 0 },
};

const struct command check_commands[] = {
	{ .name = "check",
	  .alone = true,
	  .usage = N_("check [--area DIGITS] [--rule ID] [--by WHAT] [--like HOUSE] [--list] [--as NAME] [--json]"),
	  .help = N_("what the quality rules found and what was signed over, counted by rule, village, kind, team or person"),
	  .example = "louce check --rule QR-21",
	  .options = check_options,
	  .json = "*",
	  .run = run_check },
	{ 0 },
};
