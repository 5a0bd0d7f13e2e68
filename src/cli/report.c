#include <stdio.h>
#include <string.h>

#include "app/session/libraries.h"
#include "app/session/workspace.h"
#include "app/table/report.h"
#include "app/table/report_parts.h"
#include "base/division.h"
#include "base/i18n.h"
#include "cli/cli.h"

/* Reports of the form pack. */

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
	const char *level = arg_value(args, "by");
	int by;

	if (args->words.count != 2 || !cli_read_format(args, report) || !arg_choice(args, "each", each_words, APP_BY_COUNT, &by))
		return false;
	if (level) {
		report->by = division_level_named(level);
		if ((report->by != DIVISION_TOWNSHIP && report->by != DIVISION_VILLAGE) || arg_value(args, "each"))
			return false;
	}
	report->name = args->words.items[1];
	report->office = arg_value(args, "for");
	return true;
}

/* A file for each part. */
static enum status
write_each(const struct args *args, struct app *app, const struct app_report *report, struct err *err)
{
	struct app_report_parts parts = { .ask = *report,
					  .path = arg_value(args, "out"),
					  .mode = app_report_is_private(app, report->name) ? 0600 : 0644,
					  .replace = arg_flag(args, "overwrite"),
					  .progress = cli_progress() };
	size_t written;
	int by = 0;
	enum status status;

	(void)arg_choice(args, "each", each_words, APP_BY_COUNT, &by);
	parts.by = (enum app_report_by)by;
	status = app_report_write_parts(app, &parts, &written, err);
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
	if (!status)
		status = cli_write_out(args, &text, app_report_is_private(app, report->name), err);
	buf_release(&text);
	return status;
}

static int
run_report(struct args *args)
{
	struct app_report report = { .lang = cli_lang() };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;
	char date[11], since[11];

	if (args->words.count == 1 && !arg_value(args, "out") && !arg_value(args, "format"))
		return list_reports(args);
	if (!read_report(args, &report))
		return cli_usage(
			args,
			_("name the report; the format is text, csv, xlsx, pdf or html, the encoding utf-8, utf-8-bom or gb18030, a file for each township, village or office, or one file by township or village"));
	if ((app_format_is_binary(report.format) || arg_value(args, "each")) && !arg_value(args, "out"))
		return cli_usage(args, _("name the file that it is written to: --out FILE"));
	if (arg_value(args, "each") && strcmp(arg_value(args, "out"), "-") == 0)
		return cli_usage(args, _("several files do not go to standard output: say with --out how their names begin"));
	status = cli_open_reading(args, &app, &err);
	report.area = arg_area(args);
	if (!status)
		status = cli_day(args, "since", since, &report.since, &err);
	if (!status)
		status = cli_day(args, "date", date, &report.date, &err);
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
	{ "by", OPTION_VALUE, N_("one file, XLSX or PDF, with a sheet or pages for each township or village, behind one that sums them") },
	{ "out", OPTION_VALUE, N_("file to write instead of the screen; - is standard output") },
	{ "overwrite", OPTION_FLAG, N_("write over an older file of that name") },
	{ "encoding", OPTION_VALUE, N_("utf-8, utf-8-bom or gb18030") },
	{ 0 },
};

const struct command report_commands[] = {
	{ .name = "report",
	  .usage = N_(
		  "report [NAME] [--area DIGITS] [--date DAY] [--since DAY] [--for OFFICE] [--each township|village|office] [--by township|village] [--format text|csv|xlsx|pdf|html] [--out FILE] [--overwrite] [--encoding E] [--as NAME]"),
	  .help = N_("a report of the form pack; without a name, which there are"),
	  .example = "louce report annex1 --format csv --out annex1.csv",
	  .options = report_options,
	  .note = libraries_without_office,
	  .run = run_report },
	{ 0 },
};
