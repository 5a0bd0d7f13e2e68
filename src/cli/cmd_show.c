#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "demo/demo.h"

/* verify, status, history, check, rebuild, report, demo */

int
cmd_verify(struct args *args)
{
	struct app_verdict verdict;
	struct buf problems = { 0 };
	struct err err = { 0 };
	enum status status;

	if (args->words.count != 2)
		return cli_usage(args, _("name the file"));
	status = app_verify(args->words.items[1], &verdict, &problems, &err);
	fputs(buf_text(&problems), stdout);
	buf_release(&problems);
	if (status)
		return cli_fail(&err) == EXIT_MACHINE ? EXIT_MACHINE : EXIT_REFUSED;
	printf(_("%" PRId64 " steps, %" PRId64 " photos and %" PRId64 " sealed values verify; %" PRId64 " are not in this file.\n"),
	       verdict.steps, verdict.photos, verdict.boxes, verdict.missing);
	return EXIT_DONE;
}

static const char *
task_text(const char *task)
{
	static const char *const names[][2] = {
		{ "none", N_("finished") },	    { "form", N_("a form to fill") },	     { "returned", N_("given back") },
		{ "conflict", N_("two versions") }, { "findings", N_("errors to correct") }, { "sign", N_("to sign") },
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (task && strcmp(task, names[i][0]) == 0)
			return _(names[i][1]);
	return "-";
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

int
cmd_status(struct args *args)
{
	struct value status_value = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = cli_open(args, APP_READ, false, &app, &err);

	if (!status)
		status = app_status(app, args->values[0] ? args->values[0] : "", args->flags[1], &status_value, &err);
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

int
cmd_history(struct args *args)
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

int
cmd_check(struct args *args)
{
	struct value findings = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	size_t errors = 0;
	enum status status = cli_open(args, APP_READ, false, &app, &err);

	if (!status)
		status = app_check(app, args->values[0] ? args->values[0] : "", args->values[1], &findings, &err);
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

int
cmd_rebuild(struct args *args)
{
	struct app *app = NULL;
	struct err err = { 0 };
	size_t buildings = 0;
	enum status status = cli_open(args, APP_WRITE, false, &app, &err);

	if (!status)
		status = app_rebuild(app, &buildings, &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	printf(_("%zu buildings derived anew\n"), buildings);
	return EXIT_DONE;
}

static bool
read_choice(const char *text, const char *const *names, size_t count, int *out)
{
	for (size_t i = 0; text && i < count; i++)
		if (strcmp(text, names[i]) == 0) {
			*out = (int)i;
			return true;
		}
	return !text;
}

int
cmd_report(struct args *args)
{
	static const char *const formats[] = { "text", "csv" };
	static const char *const encodings[] = { "utf-8", "utf-8-bom", "gb18030" };
	struct app_report report = { .area = args->values[0] ? args->values[0] : "", .lang = cli_lang() };
	struct buf text = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	int format = 0, encoding = 0;
	enum status status;

	if (args->words.count != 2 || !read_choice(args->values[1], formats, 2, &format) ||
	    !read_choice(args->values[3], encodings, 3, &encoding))
		return cli_usage(args, _("name the report; the format is text or csv, the encoding utf-8, utf-8-bom or gb18030"));
	report.name = args->words.items[1];
	report.format = (enum app_format)format;
	report.encoding = (enum app_encoding)encoding;
	status = cli_open(args, APP_READ, false, &app, &err);
	if (!status)
		status = app_report(app, &report, &text, &err);
	if (!status && args->values[2])
		status = file_write(args->values[2], buf_text(&text), text.len, 0644, &err);
	else if (!status)
		fwrite(buf_text(&text), 1, text.len, stdout);
	app_close(app);
	buf_release(&text);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static void
print_progress(void *ctx, const char *what, int64_t done, int64_t all)
{
	(void)ctx;
	if (done == all || done % 500 == 0)
		fprintf(stderr, "%s %" PRId64 "/%" PRId64 "\n", what, done, all);
}

int
cmd_demo(struct args *args)
{
	struct demo_ask demo = { .seed = args->values[1] ? args->values[1] : "1",
				 .buildings = args->values[0] ? atoll(args->values[0]) : 0,
				 .fresh = args->flags[3],
				 .single = args->flags[4],
				 .progress = print_progress };
	struct err err = { 0 };
	char *file;

	if (args->words.count != 2)
		return cli_usage(args, _("name the folder to make"));
	demo.dir = args->words.items[1];
	file = file_join(demo.dir, "county.louce");
	if (demo.fresh || args->flags[2] || !file_exists(file)) {
		if (demo_county_make(&demo, &err)) {
			free(file);
			return cli_fail(&err);
		}
	}
	if (!args->flags[2]) { /* the screens follow, as its people: their keys lie in it */
		char *home = file_join(demo.dir, "home");

		setenv("LOUCE_HOME", home, 1);
		free(home);
		args->screens->wanted = true;
		args->screens->workspace = file;
		return EXIT_DONE;
	}
	free(file);
	printf(_("The demonstration is in \"%s\"; the passphrase of every person is: demo\n"), demo.dir);
	return EXIT_DONE;
}
