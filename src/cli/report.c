#include <stdio.h>
#include <string.h>

#include "app/session/libraries.h"
#include "app/session/workspace.h"
#include "app/table/report.h"
#include "app/table/report_parts.h"
#include "base/attr.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "cli/cli.h"

/* Reports of the form pack. */

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

static void
print_known(const struct app_report_known *known, void *ctx)
{
	cli_print("%-*s  %s%s%s\n", *(int *)ctx, known->name, known->title, known->is_private ? _(" (personal data: with --as)") : "",
		  known->for_offices ? _(" (--for an office)") : "");
}

static void
widen(const struct app_report_known *known, void *ctx)
{
	int *widest = ctx, len = (int)strlen(known->name);

	*widest = len > *widest ? len : *widest;
}

/* The reports that there are, a line each. */
static int
list_reports(struct args *args)
{
	struct app *app = NULL;
	struct err err = { 0 };
	int widest = 0;
	enum status status = cli_open(args, APP_READ, false, &app, &err);

	if (!status)
		status = app_report_each(app, cli_lang(), widen, &widest, &err);
	if (!status)
		status = app_report_each(app, cli_lang(), print_known, &widest, &err);
	app_close(app);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static const char *const each_words[APP_BY_COUNT] = {
	[APP_BY_TOWNSHIP] = "township", [APP_BY_VILLAGE] = "village", [APP_BY_OFFICE] = "office"
};

/* Reads the options; false: one is none, and the usage is to be printed. */
static bool
read_report(const struct args *args, struct app_report *report)
{
	const char *formats[APP_FORMAT_COUNT];
	static const char *const encodings[] = { "utf-8", "utf-8-bom", "gb18030" };
	int format = 0, encoding = 0, by;

	for (int i = 0; i < APP_FORMAT_COUNT; i++)
		formats[i] = app_format_name((enum app_format)i);
	if (args->words.count != 2 || !read_choice(arg_value(args, "format"), formats, APP_FORMAT_COUNT, &format) ||
	    !read_choice(arg_value(args, "encoding"), encodings, 3, &encoding) ||
	    !read_choice(arg_value(args, "each"), each_words, APP_BY_COUNT, &by))
		return false;
	report->name = args->words.items[1];
	report->office = arg_value(args, "for");
	report->format = (enum app_format)format;
	report->encoding = (enum app_encoding)encoding;
	report->date = arg_value(args, "date");
	report->since = arg_value(args, "since");
	return true;
}

static enum status
check_days(const struct app_report *report, struct err *err)
{
	const char *const days[] = { report->since, report->date };

	for (size_t i = 0; i < ARRAY_LEN(days); i++)
		if (days[i] && clock_days(days[i]) == INT64_MIN)
			return err_set(err, STATUS_INVALID, _("\"%s\" is no date; write it as 2022-09-16"), days[i]);
	return STATUS_OK;
}

/* A file for each part. */
static enum status
write_each(const struct args *args, struct app *app, const struct app_report *report, struct err *err)
{
	struct app_report_parts parts = { .ask = *report,
					  .path = arg_value(args, "out"),
					  .mode = app_report_is_private(app, report->name) ? 0600 : 0644,
					  .replace = args->sure,
					  .progress = cli_progress() };
	size_t written;
	int by = 0;
	enum status status;

	(void)read_choice(arg_value(args, "each"), each_words, APP_BY_COUNT, &by);
	parts.by = (enum app_report_by)by;
	status = app_report_write_parts(app, &parts, &written, err);
	if (!status)
		status = app_trouble(app, err);
	if (!status)
		cli_print(n_("%zu file written.\n", "%zu files written.\n", written), written);
	return status;
}

static enum status
write_one(const struct args *args, struct app *app, const struct app_report *report, struct err *err)
{
	struct buf text = { 0 };
	enum status status = app_report(app, report, &text, err);

	if (!status)
		status = app_trouble(app, err);
	if (!status && arg_value(args, "out"))
		status = app_report_write(arg_value(args, "out"), &text, app_report_is_private(app, report->name) ? 0600 : 0644, args->sure,
					  err);
	else if (!status)
		fwrite(buf_text(&text), 1, text.len, stdout);
	buf_release(&text);
	return status;
}

static int
run_report(struct args *args)
{
	struct app_report report = { .area = "", .lang = cli_lang() };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;

	if (args->words.count == 1 && !arg_value(args, "out") && !arg_value(args, "format"))
		return list_reports(args);
	if (!read_report(args, &report))
		return cli_usage(
			args,
			_("name the report; the format is text, csv, xlsx, pdf or html, the encoding utf-8, utf-8-bom or gb18030, a file for each township, village or office"));
	if ((app_format_is_binary(report.format) || arg_value(args, "each")) && !arg_value(args, "out"))
		return cli_usage(args, _("name the file that it is written to: --out FILE"));
	status = cli_open_reading(args, &app, &err);
	if (arg_value(args, "area")) /* as digits now, also where it was named */
		report.area = arg_value(args, "area");
	if (!status)
		status = check_days(&report, &err);
	if (!status)
		status = arg_value(args, "each") ? write_each(args, app, &report, &err) : write_one(args, app, &report, &err);
	app_close(app);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static const struct command_option report_options[] = {
	{ "area", OPTION_VALUE, N_("digits or name of a county, township or village") },
	{ "date", OPTION_VALUE, N_("the day it is asked for, YYYY-MM-DD; today's if none is given") },
	{ "for", OPTION_VALUE, N_("the office that it is made for, by code or name, where a report is one for each") },
	{ "since", OPTION_VALUE, N_("the day that it is compared with, YYYY-MM-DD, where it tells a change") },
	{ "format", OPTION_VALUE, N_("text, csv, xlsx, pdf or html") },
	{ "each", OPTION_VALUE, N_("a file for each township, village or office; --out says how their names begin") },
	{ "out", OPTION_VALUE, N_("file to write instead of the screen") },
	{ "encoding", OPTION_VALUE, N_("utf-8, utf-8-bom or gb18030") },
	{ 0 },
};

const struct command report_commands[] = {
	{ .name = "report",
	  .usage = N_(
		  "report [NAME] [--area DIGITS] [--date DAY] [--since DAY] [--for OFFICE] [--each township|village|office] [--format text|csv|xlsx|pdf|html] [--out FILE] [--encoding E] [--as NAME]"),
	  .help = N_("a report of the form pack; without a name, which there are"),
	  .example = "louce report annex1 --format csv --out annex1.csv",
	  .options = report_options,
	  .note = libraries_without_office,
	  .run = run_report },
	{ 0 },
};
