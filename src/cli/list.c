#include <stdlib.h>
#include <string.h>

#include "app/session/libraries.h"
#include "app/session/workspace.h"
#include "app/table/report.h"
#include "app/table/sift.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"

/* Houses by any fields and facts of the pack. */

static void
print_column(const struct sift_column *column, void *ctx)
{
	const char *other = column->other && strcmp(column->other, column->label) != 0 ? column->other : NULL;

	(void)ctx;
	cli_print(_("%-24s  %s%s%s (%s)%s\n"), column->name, column->label, other ? " / " : "", other ? other : "", column->group,
		  column->is_private ? _(" (personal data: with --as)") : "");
}

static int
list_columns(struct args *args)
{
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = cli_open(args, APP_READ, false, &app, &err);

	if (!status && !app_pack(app))
		status = err_set(&err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!status)
		sift_each_column(app, cli_lang(), false, print_column, NULL);
	app_close(app);
	return status ? cli_fail(&err) : EXIT_DONE;
}

/* With commas between them; one that has a comma itself stands in quotation marks. */
static void
add_shown(struct sift *sift, const char *columns)
{
	while (*columns) {
		bool quoted = *columns == '"' && strchr(columns + 1, '"');
		size_t len = strcspn(columns += quoted, quoted ? "\"" : ",");
		char *name = mem_strndup(columns, len);

		if (*name)
			sift_add_column(sift, name);
		free(name);
		columns += len + quoted;
		columns += *columns == ',';
	}
}

static enum status
read_sift(const struct args *args, struct sift *sift, struct err *err)
{
	const struct texts *filters = arg_list(args, "where"), *columns = arg_list(args, "show"), *counted = arg_list(args, "count");
	enum status status = STATUS_OK;

	for (size_t i = 0; i < filters->count && !status; i++)
		status = sift_read_filter(sift, filters->items[i], err);
	for (size_t i = 0; i < columns->count; i++) {
		add_shown(sift, columns->items[i]);
	}
	if (!status && counted->count > SIFT_COUNTED_MOST)
		status = err_set(err, STATUS_INVALID, _("houses are counted by one or two columns"));
	for (size_t i = 0; i < counted->count && !status; i++)
		sift->counted[i] = mem_strdup(counted->items[i]);
	if (arg_value(args, "sort"))
		sift->order = mem_strdup(arg_value(args, "sort"));
	sift->descending = arg_flag(args, "reverse");
	return status;
}

static int
run_list(struct args *args)
{
	struct app_report ask = { .name = "list", .lang = cli_lang() };
	struct sift sift = { 0 };
	struct buf text = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;
	char date[11];

	if (arg_flag(args, "columns"))
		return list_columns(args);
	if (!cli_read_format(args, &ask))
		return cli_usage(args, _("the format is text, csv, xlsx, pdf or html, the encoding utf-8, utf-8-bom or gb18030"));
	if (app_format_is_binary(ask.format) && !arg_value(args, "out"))
		return cli_usage(args, _("name the file that it is written to: --out FILE"));
	status = cli_open_reading(args, &app, &err);
	ask.area = arg_area(args);
	if (!status)
		status = cli_day(args, "date", date, &ask.date, &err);
	if (!status)
		status = read_sift(args, &sift, &err);
	if (!status)
		status = sift_name_columns(app, &sift, &err);
	if (!status)
		status = app_sift(app, &sift, &ask, &text, &err);
	if (!status)
		status = app_trouble(app, &err);
	if (!status)
		status = cli_write_out(args, &text, sift_is_private(app, &sift), &err);
	app_close(app);
	sift_release(&sift);
	buf_release(&text);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static const struct command_option list_options[] = {
	{ "where", OPTION_LIST, N_("a filter: a column, = != < <= > >= or ~ (holds), and a value; may be given again, and all hold") },
	{ "show", OPTION_LIST, N_("columns, with commas between; one that has a comma itself in quotation marks") },
	{ "sort", OPTION_VALUE, N_("the column that they are in the order of") },
	{ "reverse", OPTION_FLAG, N_("the last first") },
	{ "count", OPTION_LIST, N_("how many there are of each value of a column; may be given twice") },
	{ "columns", OPTION_FLAG, N_("which columns there are") },
	{ "area", OPTION_VALUE, N_("digits or name of a county, township or village") },
	{ "date", OPTION_VALUE, N_("the day it is asked for, YYYY-MM-DD; today's if none is given") },
	{ "format", OPTION_VALUE, N_("text, csv, xlsx, pdf or html") },
	{ "out", OPTION_VALUE, N_("file to write instead of the screen; - is standard output") },
	{ "overwrite", OPTION_FLAG, N_("write over an older file of that name") },
	{ "encoding", OPTION_VALUE, N_("utf-8, utf-8-bom or gb18030") },
	{ 0 },
};

const struct command list_commands[] = {
	{ .name = "list",
	  .alone = true,
	  .usage = N_(
		  "list [--where FILTER] [--show COLUMN,...] [--sort COLUMN] [--count COLUMN] [--columns] [--area DIGITS] [--date DAY] [--format F] [--out FILE] [--overwrite] [--encoding E] [--as NAME]"),
	  .help = N_("houses by any of their columns, or how many of each"),
	  .example = "louce list --where conclusion=1 --show _number,_village,floors_main,_stage --format xlsx --out severe.xlsx",
	  .options = list_options,
	  .note = libraries_without_office,
	  .run = run_list },
	{ 0 },
};
