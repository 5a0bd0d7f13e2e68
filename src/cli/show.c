#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/house/history.h"
#include "app/house/status.h"
#include "app/session/json.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/json.h"

/* What the register says, over an area and of one building. */

static const char *
task_text(const char *word)
{
	static const char *const texts[TASK_COUNT] = {
		[TASK_NONE] = N_("finished"),	      [TASK_FORM] = N_("a form to fill"),	 [TASK_RETURNED] = N_("given back"),
		[TASK_CONFLICT] = N_("two versions"), [TASK_FINDINGS] = N_("errors to correct"), [TASK_SIGN] = N_("to sign"),
	};
	enum flow_task task;

	return flow_task_from_word(word, &task) ? _(texts[task]) : "-";
}

static void
print_status(const struct value *status)
{
	const struct value *tasks = value_get(status, "tasks"), *levels = value_get_list(status, "signed_up_to");
	const struct value *list = value_get_list(status, "list");
	const char *name = value_get_text(status, "name");

	printf("%s\n", name ? name : "-");
	printf(_("%" PRId64 " buildings, %" PRId64 " steps, %" PRId64 " waiting for credentials\n"),
	       value_get_integer(status, "buildings", 0), value_get_integer(status, "steps", 0), value_get_integer(status, "pending", 0));
	if (value_get_integer(status, "joined", 0))
		printf(_("%" PRId64 " more counted as another, which it is decided to be one house with\n"),
		       value_get_integer(status, "joined", 0));
	for (size_t i = 0; tasks && i < tasks->object.count; i++)
		printf("  %8" PRId64 "  %s\n", tasks->object.members[i].value.integer, task_text(tasks->object.members[i].name));
	for (size_t i = 0; levels && i < levels->list.count; i++)
		printf(_("  %8" PRId64 "  signed up to: %s\n"), value_get_integer(&levels->list.items[i], "buildings", 0),
		       value_get_text(&levels->list.items[i], "label"));
	printf(_("state hash %s\n"), value_get_text(status, "state_hash"));
	for (size_t i = 0; list && i < list->list.count; i++) {
		const struct value *row = &list->list.items[i];
		const char *what = value_get_text(row, "label");

		printf("%.12s  %s  %s %s\n", value_get_text(row, "building"), value_get_text(row, "division"),
		       task_text(value_get_text(row, "task")), what ? what : "");
	}
}

static int
run_status(struct args *args)
{
	struct value status_value = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = cli_open(args, APP_READ, false, &app, &err);

	if (!status)
		status = app_status(app, arg_value(args, "area") ? arg_value(args, "area") : "", arg_flag(args, "list"), &status_value,
				    &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	if (args->json)
		cli_print_json(&status_value);
	else
		print_status(&status_value);
	value_release(&status_value);
	return EXIT_DONE;
}

static void
print_values(const struct value *values)
{
	for (size_t f = 0; values && f < values->object.count; f++) {
		const struct value *form = &values->object.members[f].value;

		printf("[%s]\n", values->object.members[f].name);
		for (size_t i = 0; i < form->object.count; i++) {
			struct buf text = { 0 };

			app_json(&form->object.members[i].value, &text);
			printf("  %s: %s\n", form->object.members[i].name, buf_text(&text));
			buf_release(&text);
		}
	}
}

static void
print_history(const struct value *history)
{
	const struct value *steps = value_get_list(history, "steps"), *next = value_get_list(history, "next");
	const struct value *findings = value_get_list(history, "findings");

	printf(_("building %s in %s\n"), value_get_text(history, "building"), value_get_text(history, "division"));
	if (value_get_boolean(history, "delivered", false))
		printf("%s\n", _("the county has all of it"));
	for (size_t i = 0; next && i < next->list.count; i++) {
		const char *label = value_get_text(&next->list.items[i], "label");

		printf("-> %s: %s\n", task_text(value_get_text(&next->list.items[i], "task")), label ? label : "");
	}
	for (size_t i = 0; steps && i < steps->list.count; i++) {
		const struct value *step = &steps->list.items[i];
		const char *by = value_get_text(step, "by"), *decision = value_get_text(step, "decision"),
			   *why = value_get_text(step, "why");
		const char *verdict = !decision ? "" : strcmp(decision, "return") == 0 ? _("given back") : _("approved");

		printf("%.8s  %s  %s%s%s  %s%s%s%s\n", value_get_text(step, "step"), value_get_text(step, "at"),
		       value_get_text(step, "label"), *verdict ? " " : "", verdict, by ? by : "?", why ? "  (" : "", why ? why : "",
		       why ? ")" : "");
	}
	for (size_t i = 0; findings && i < findings->list.count; i++) {
		const struct value *finding = &findings->list.items[i];

		printf("%s  %s  %s%s\n", value_get_text(finding, "rule"), value_get_text(finding, "level"),
		       value_get_text(finding, "message"), value_get_boolean(finding, "judged", true) ? "" : _("  (not judged: private)"));
	}
	print_values(value_get(history, "values"));
	printf(_("state hash %s\n"), value_get_text(history, "state_hash"));
}

static int
run_history(struct args *args)
{
	struct value history = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;

	if (args->words.count != 2)
		return cli_usage(args, _("name the building"));
	status = cli_open(args, args->as ? APP_WRITE : APP_READ, false, &app, &err);
	if (!status)
		status = app_history(app, args->words.items[1], &history, &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	if (args->json)
		cli_print_json(&history);
	else
		print_history(&history);
	value_release(&history);
	return EXIT_DONE;
}

static int
run_check(struct args *args)
{
	struct value findings = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	size_t errors = 0;
	enum status status = cli_open(args, APP_READ, false, &app, &err);

	if (!status)
		status = app_check(app, arg_value(args, "area") ? arg_value(args, "area") : "", arg_value(args, "rule"), &findings, &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	for (size_t i = 0; i < findings.list.count; i++) {
		const struct value *item = &findings.list.items[i];
		bool judged = value_get_boolean(item, "judged", true);

		errors += judged && strcmp(value_get_text(item, "level"), "error") == 0;
		if (!args->json)
			printf("%-8s %-8s %.12s%s\n", value_get_text(item, "rule"), value_get_text(item, "level"),
			       value_get_text(item, "building"), judged ? "" : _("  (not judged: private)"));
	}
	if (args->json)
		cli_print_json(&findings);
	value_release(&findings);
	return errors ? EXIT_FINDINGS : EXIT_DONE;
}

static const struct command_option status_options[] = {
	{ "area", OPTION_VALUE, N_("digits of a county, township or village") },
	{ "list", OPTION_FLAG, N_("a line for each building") },
	{ 0 },
};

static const struct command_option check_options[] = {
	{ "area", OPTION_VALUE, N_("digits of a county, township or village") },
	{ "rule", OPTION_VALUE, N_("only this rule") },
	{ 0 },
};

const struct command show_commands[] = {
	{ .name = "status",
	  .usage = N_("status [--area DIGITS] [--list] [--json]"),
	  .help = N_("counts and the state hash"),
	  .example = "louce status --area 451224204",
	  .options = status_options,
	  .run = run_status },
	{ .name = "history",
	  .usage = N_("history BUILDING [--as NAME] [--json]"),
	  .help = N_("everything about one building"),
	  .example = "louce history YS000000012",
	  .options = NULL,
	  .run = run_history },
	{ .name = "check",
	  .usage = N_("check [--area DIGITS] [--rule ID] [--json]"),
	  .help = N_("what the quality rules found"),
	  .example = "louce check --rule QR-20",
	  .options = check_options,
	  .run = run_check },
	{ 0 },
};
