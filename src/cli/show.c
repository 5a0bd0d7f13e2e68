#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/history.h"
#include "app/house/label.h"
#include "app/house/place.h"
#include "app/house/status.h"
#include "app/people/people.h"
#include "app/people/waiting.h"
#include "app/session/clock.h"
#include "app/session/workspace.h"
#include "app/settle/propose.h"
#include "base/attr.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text/counted.h"
#include "cli/cli.h"
#include "cli/json.h"

/* The register, over an area and of one building. */

/* Above which no level of the pack in force signs: whom it signed stands mostly below as signed by all. */
static bool
is_highest(const struct app_status *status, size_t level)
{
	return level + 1 == status->level_count || status->levels[level + 1].gone;
}

static void
print_status(const struct app_status *status)
{
	static const enum flow_task tasks[] = { TASK_RETURNED, TASK_FORM,     TASK_ADDED, TASK_AGAIN,
						TASK_FINDINGS, TASK_CONFLICT, TASK_SIGN,  TASK_NONE };
	char hex[ID_HEX_LEN + 1], buildings[COUNTED_SIZE], steps[COUNTED_SIZE];

	printf("%s\n", status->county ? status->county : "-");
	if (status->contending) {
		printf(n_("%zu founding of the county contends with another; compare the digits of yours with its office by voice",
			  "%zu foundings of the county contend with each other; compare the digits of yours with its office by voice",
			  status->contending),
		       status->contending);
		printf("\n");
	}
	printf(_("%s, %s, %" PRId64 " waiting for credentials\n"), counted(COUNTED_BUILDING, status->buildings, buildings),
	       counted(COUNTED_STEP, status->steps, steps), status->pending);
	if (status->joined)
		printf(_("%" PRId64 " more counted as another, which it is decided to be one house with\n"), status->joined);
	if (status->gone)
		printf(_("%" PRId64 " more taken out of the roster: there is no such house\n"), status->gone);
	printf("%s\n", _("what they wait for next"));
	for (size_t i = 0; i < ARRAY_LEN(tasks); i++)
		printf("  %8" PRId64 "  %s\n", status->by_task[tasks[i]], house_task_words(tasks[i]));
	if (status->added)
		printf(n_("%" PRId64 " house in all has an added question to answer: louce due names it\n",
			  "%" PRId64 " houses in all have an added question to answer: louce due names them\n", status->added),
		       status->added);
	printf("%s\n", _("how far they are signed"));
	if (status->level_count)
		printf(_("  %8" PRId64 "  not signed at any level\n"), status->levels[0].buildings);
	for (size_t i = 1; i < status->level_count; i++)
		if (status->levels[i].gone)
			printf(_("  %8" PRId64 "  signed up to: %s (signed no more)\n"), status->levels[i].buildings,
			       status->levels[i].label);
		else if (status->levels[i].buildings || !is_highest(status, i))
			printf(_("  %8" PRId64 "  signed up to: %s\n"), status->levels[i].buildings, status->levels[i].label);
	printf("  %8" PRId64 "  %s\n", status->done, house_task_words(TASK_DONE));
	printf(_("state hash %s\n"), id_hex(&status->state_hash, hex));
	for (size_t i = 0; i < status->row_count; i++) {
		const struct status_building *row = &status->rows[i];

		printf("%.12s  %s  %s %s\n", id_hex(&row->building, hex), row->division, house_task_words(row->task),
		       row->label ? row->label : "");
	}
}

void
cli_print_proposals(struct app *app, const char *area)
{
	char *roles;
	size_t pairs = app_proposals_waiting(app, area ? area : "", &roles);

	if (pairs)
		printf(n_("%zu pair of houses is proposed to be one house and waits for a decision by %s: louce decide\n",
			  "%zu pairs of houses are proposed to be one house and wait for a decision by %s: louce decide\n", pairs),
		       pairs, roles);
	free(roles);
}

/* What waits for people beside the houses, so that an empty list of these is not taken for rest. */
static enum status
print_waiting(struct app *app, const char *area, struct err *err)
{
	struct app_people asking = { 0 };
	struct app_waiting_list waiting = { 0 };
	size_t requests = 0;
	enum status status = app_requests(app, &asking, err);

	if (!status)
		status = app_waiting(app, &waiting, err);
	for (size_t i = 0; i < asking.count; i++)
		requests += app_holder_kind(&asking.items[i]) == HOLDER_ASKS;
	if (!status && requests)
		printf(n_("%zu asks for a right: louce key requests\n", "%zu ask for a right: louce key requests\n", requests), requests);
	if (!status && waiting.count)
		printf(n_("%zu waits for the county's officers to agree: louce endorse\n",
			  "%zu wait for the county's officers to agree: louce endorse\n", waiting.count),
		       waiting.count);
	if (!status)
		cli_print_proposals(app, area);
	app_waiting_release(&waiting);
	app_people_release(&asking);
	return status;
}

static int
run_status(struct args *args)
{
	const char *area;
	struct app_status counts = { 0 };
	struct app_clock clock;
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = cli_open_reading(args, &app, &err);

	area = arg_area(args);
	if (!status)
		status = app_status(app, area, arg_flag(args, "list"), &counts, &err);
	if (!status)
		status = app_trouble(app, &err);
	if (!status)
		status = app_clock_judge(app, &clock, &err);
	if (!status && !args->json && strcmp(clock.today, clock.machine) != 0)
		printf(_("today is %s in this workspace; this machine says %s\n"), clock.today, clock.machine);
	if (!status)
		cli_warn_became(app, area);
	if (!status && args->json)
		json_print_status(&counts, area, arg_flag(args, "list"));
	if (!status && !args->json) {
		print_status(&counts);
		status = print_waiting(app, area, &err);
	}
	status = cli_close_reading(app, status, &err);
	app_status_release(&counts);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static void
print_step(const struct history_step *step)
{
	const char *verdict = !step->decision ? "" : strcmp(step->decision, "return") == 0 ? _("given back") : _("approved");
	char shortened[9];

	printf("%s  %s  %s%s%s  %s%s%s%s\n", id_short(&step->id, shortened), step->at, step->label, *verdict ? " " : "", verdict,
	       step->by ? step->by : "?", step->why ? "  (" : "", step->why ? step->why : "", step->why ? ")" : "");
	if (step->reason)
		cli_print(_("          why: %s\n"), step->reason);
}

static void
print_task(const struct history_task *task)
{
	const char *label = task->label ? task->label : "";

	/* Translators: offices, each with its day; a form. */
	if (task->waits)
		cli_print(_("-> waits for %s: %s\n"), task->waits, label);
	else
		cli_print(_("-> %s: %s\n"), house_task_words(task->task), label);
}

static void
print_history(const struct app_history *history)
{
	char hex[ID_HEX_LEN + 1], *delivered;

	if (history->of_division)
		cli_print(_("about %s %s\n"), history->place, history->division);
	else
		cli_print(_("house %s\nbuilding %s in %s\n"), history->place, id_hex(&history->building, hex), history->division);
	delivered = house_delivery_words(&history->delivery);
	if (history->delivery.undelivered <
	    history->delivery.steps) /* of a house of which the county has nothing that goes without saying */
		printf("%s\n", delivered);
	free(delivered);
	for (size_t i = 0; i < history->told_count; i++)
		printf("%s\n", history->told[i]);
	for (size_t i = 0; i < history->next_count; i++)
		print_task(&history->next[i]);
	for (size_t i = 0; i < history->step_count; i++)
		print_step(&history->steps[i]);
	if (history->said_more)
		printf(n_("          and %zu more step about this house and another one\n",
			  "          and %zu more steps about this house and another one\n", history->said_more),
		       history->said_more);
	for (size_t i = 0; i < history->finding_count; i++) {
		const struct history_finding *finding = &history->findings[i];

		cli_print("%s  %s  %s%s\n", finding->rule, cli_level_word(finding->level), finding->message,
			  finding->judged ? "" : _("  (not judged: private)"));
		if (finding->reason)
			cli_print(_("          why: %s\n"), finding->reason);
	}
	cli_print_lines(history->answers);
	printf(_("state hash %s\n"), id_hex(&history->state_hash, hex));
}

static int
run_history(struct args *args)
{
	struct app_history history = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	struct id building;
	enum status status;

	if (args->words.count != 2)
		return cli_usage(args, _("name the building, or the division"));
	status = cli_open_reading(args, &app, &err);
	if (!status)
		status = app_subject_find(app, args->words.items[1], NULL, &building, &err);
	if (!status)
		status = app_history(app, &building, &history, &err);
	status = cli_close_reading(app, status, &err);
	if (status)
		return cli_fail(&err);
	if (args->json)
		json_print_history(&history);
	else
		print_history(&history);
	app_history_release(&history);
	return EXIT_DONE;
}

static const struct command_option status_options[] = {
	{ "area", OPTION_VALUE, N_("digits or name of a county, township or village") },
	{ "list", OPTION_FLAG, N_("a line for each building") },
	{ 0 },
};

const struct command show_commands[] = {
	{ .name = "status",
	  .alone = true,
	  .usage = N_("status [--area DIGITS] [--list] [--json]"),
	  .help = N_("counts and the state hash"),
	  .example = "louce status --area 451224204",
	  .options = status_options,
	  .json = "*",
	  .run = run_status },
	{ .name = "history",
	  .usage = N_("history BUILDING|DIVISION [--as NAME] [--json]"),
	  .help = N_("everything about one building, or signed about a division itself"),
	  .example = "louce history YS000000012",
	  .options = NULL,
	  .json = "*",
	  .run = run_history },
	{ 0 },
};
