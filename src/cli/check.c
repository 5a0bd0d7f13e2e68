#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/due.h"
#include "app/house/findings.h"
#include "app/session/division.h"
#include "app/settle/questions.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/json.h"

/* What the rules find: counted by rule and village, or each finding as it is read. */

struct check_ask {
	const char *area, *rule;
	bool unlocked; /* by --as */
};

/* ---- the counts */

/* A heading above numbers of `cells` cells, behind two spaces. */
static void
print_heading(const char *text, int cells)
{
	int used = (int)text_cells(text);

	printf("  %*s%s", used < cells ? cells - used : 0, "", text);
}

static const char *
level_word(enum rule_level level)
{
	return level == RULE_ERROR ? _("error") : level == RULE_WARNING ? _("warning") : _("note");
}

static void
print_rules(const struct findings_count *count)
{
	print_heading(_("found at"), 8);
	print_heading(_("villages"), 8);
	print_heading(_("not judged"), 10);
	printf("  %s\n", _("rule"));
	for (size_t i = 0; i < count->rule_count; i++) {
		const struct findings_of_rule *rule = &count->rules[i];

		printf("  %8" PRId64 "  %8zu  %10" PRId64 "  ", rule->houses, rule->villages, rule->unjudged);
		cli_print("%s %s: %s\n", rule->id, level_word(rule->level), rule->message);
	}
}

static void
print_villages(const struct findings_count *count)
{
	printf("\n");
	print_heading(_("found at"), 8);
	print_heading(_("errors"), 8);
	print_heading(_("warnings"), 8);
	print_heading(_("notes"), 8);
	print_heading(_("not judged"), 10);
	printf("  %s\n", _("village"));
	for (size_t i = 0; i < count->village_count; i++) {
		const struct findings_of_village *village = &count->villages[i];

		printf("  %8" PRId64 "  %8" PRId64 "  %8" PRId64 "  %8" PRId64 "  %10" PRId64 "  ", village->houses,
		       village->by_level[RULE_ERROR], village->by_level[RULE_WARNING], village->by_level[RULE_INFO], village->unjudged);
		cli_print("%s %s\n", village->division, village->name);
	}
}

static void
print_count(const struct findings_count *count, bool unlocked)
{
	if (!count->rule_count) {
		cli_print(_("The rules find nothing.\n"));
		return;
	}
	print_rules(count);
	print_villages(count);
	printf("\n");
	if (unlocked)
		printf(_("%" PRId64 " findings at %" PRId64 " houses, %" PRId64 " of them errors; %" PRId64
			 " more cannot be judged: they hang on private values that are sealed for others.\n"),
		       count->found, count->houses, count->errors, count->unjudged);
	else
		printf(_("%" PRId64 " findings at %" PRId64 " houses, %" PRId64 " of them errors; %" PRId64
			 " more cannot be judged without private values: --as opens them to whoever may read them.\n"),
		       count->found, count->houses, count->errors, count->unjudged);
	cli_print("%s\n", _("With --rule ID one rule is counted by village; with --list each finding is a line."));
}

/* What a decision that two houses are one would hide, were it not told. */
static enum status
show_hidden(struct app *app, const char *area, struct err *err)
{
	struct app_questions questions = { 0 };
	enum status status = app_questions(app, &(struct questions_ask){ .area = area }, &questions, err);

	if (!status && questions.hiding_count)
		cli_print(n_("%zu house is counted for one that steps aside with a worse finding: louce decide names it.\n",
			     "%zu houses are counted for ones that step aside with worse findings: louce decide names them.\n",
			     (int64_t)questions.hiding_count),
			  questions.hiding_count);
	app_questions_release(&questions);
	return status;
}

/* Houses that were taken out of the roster while a case was open there. */
static enum status
show_gone(struct app *app, const char *area, struct err *err)
{
	struct due_row *rows = NULL;
	size_t count = 0;
	int64_t gone = 0;
	enum status status = due_list(app, &(struct due_ask){ .area = area }, &rows, &count, err);

	for (size_t i = 0; i < count && !status; i++)
		gone += rows[i].gone;
	free(rows);
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
		cli_print(_("Numbers and photos of all %zu houses were compared, addresses, owners and identity numbers of %zu.\n"),
			  count.extent.houses, count.extent.opened);
	return STATUS_OK;
}

static enum status
show_count(struct app *app, const struct check_ask *ask, int64_t *errors, struct err *err)
{
	struct findings_count count = { 0 };
	enum status status = app_count_findings(app, ask->area, ask->rule, &count, err);

	if (!status)
		status = app_trouble(app, err);
	if (!status) {
		print_count(&count, ask->unlocked);
		*errors = count.errors;
	}
	if (!status && !ask->rule)
		status = show_twins(app, ask->area, err);
	if (!status && !ask->rule)
		status = show_hidden(app, ask->area, err);
	if (!status && !ask->rule)
		status = show_gone(app, ask->area, err);
	findings_count_release(&count);
	return status;
}

/* ---- one by one */

struct check_list {
	bool json;
	int64_t printed, errors;
};

static bool
print_finding(const struct app_finding *finding, void *ctx)
{
	struct check_list *list = ctx;
	char hex[ID_HEX_LEN + 1];

	list->errors += finding->judged && finding->level == RULE_ERROR;
	if (list->json) {
		fputs(list->printed ? "," : "[", stdout);
		json_print_finding(finding);
	} else {
		printf("%-8s %-8s %.12s  %s%s\n", finding->rule, rule_level_name(finding->level), id_hex(finding->building, hex),
		       finding->division, finding->judged ? "" : _("  (not judged: private)"));
	}
	list->printed++;
	return !ferror(stdout);
}

/* Prints as it reads. A list that could not be read to its end says so: JSON lacks its last bracket then. */
static enum status
show_list(struct app *app, const struct check_ask *ask, bool json, int64_t *errors, struct err *err)
{
	struct check_list list = { .json = json };
	enum status status;

	status = app_each_finding(app, ask->area, ask->rule, print_finding, &list, err);
	if (!status)
		status = app_trouble(app, err);
	if (status && list.printed)
		cli_warn(_("The list is not whole: it ends after %" PRId64 " findings.\n"), list.printed);
	if (!status && json)
		fputs(list.printed ? "]\n" : "[]\n", stdout);
	if (!status && !json && !list.printed)
		cli_print(_("The rules find nothing.\n"));
	*errors = list.errors;
	return status;
}

/* ---- the command */

static int
run_check(struct args *args)
{
	struct check_ask ask = { "", arg_value(args, "rule"), args->as != NULL };
	struct app *app = NULL;
	struct err err = { 0 };
	int64_t errors = 0;
	enum status status = cli_open_reading(args, &app, &err);

	ask.area = arg_area(args);
	if (!status)
		status = args->json || arg_flag(args, "list") ? show_list(app, &ask, args->json, &errors, &err)
							      : show_count(app, &ask, &errors, &err);
	app_close(app);
	return status ? cli_fail(&err) : errors ? EXIT_FINDINGS : EXIT_DONE;
}

static const struct command_option check_options[] = {
	{ "area", OPTION_VALUE, N_("digits or name of a county, township or village") },
	{ "rule", OPTION_VALUE, N_("only this rule") },
	{ "list", OPTION_FLAG, N_("a line for each finding, by village and house") },
	{ 0 },
};

const struct command check_commands[] = {
	{ .name = "check",
	  .alone = true,
	  .usage = N_("check [--area DIGITS] [--rule ID] [--list] [--as NAME] [--json]"),
	  .help = N_("what the quality rules found, counted by rule and village"),
	  .example = "louce check --rule QR-21",
	  .options = check_options,
	  .json = "*",
	  .run = run_check },
	{ 0 },
};
