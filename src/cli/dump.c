#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/session/libraries.h"
#include "app/session/workspace.h"
#include "app/table/dump.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/temporary.h"
#include "cli/cli.h"

/* All that a file holds, for another program. */

static bool
write_out(void *ctx, const char *bytes, size_t len)
{
	return fwrite(bytes, 1, len, ctx) == len;
}

static const char *const masks[ID_MASK_COUNT] = { [ID_MASK_WHOLE] = "whole", [ID_MASK_MIDDLE] = "middle", [ID_MASK_LAST] = "last" };

static bool
read_dump(const struct args *args, struct app_dump *dump)
{
	const char *formats[APP_DUMP_FORMAT_COUNT];
	int format = APP_DUMP_JSONL, mask = ID_MASK_WHOLE;

	for (int i = 0; i < APP_DUMP_FORMAT_COUNT; i++)
		formats[i] = app_dump_format_name((enum app_dump_format)i);
	if (!arg_choice(args, "format", formats, APP_DUMP_FORMAT_COUNT, &format) || !arg_choice(args, "id", masks, ID_MASK_COUNT, &mask))
		return false;
	dump->format = (enum app_dump_format)format;
	dump->mask = (enum id_mask)mask;
	dump->with_private = arg_flag(args, "private");
	dump->as_record = arg_flag(args, "record");
	dump->table = arg_value(args, "table");
	dump->path = arg_value(args, "out");
	return true;
}

/* The file that is written: the screen, or a new one under a name for the time being (*made), so that half a dump never bears its own. */
static enum status
open_out(const struct app_dump *dump, FILE **out, char **made, struct err *err)
{
	enum status status;
	int fd;

	*out = stdout;
	if (!dump->path || dump->format == APP_DUMP_XLSX)
		return STATUS_OK;
	*out = NULL;
	status = file_is_new(dump->path, err);
	if (status)
		return status;
	temporary_clear(dump->path);
	*made = temporary_name(dump->path);
	fd = open(*made, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	*out = fd < 0 ? NULL : fdopen(fd, "w");
	return *out ? STATUS_OK : err_set(err, STATUS_IO, _("cannot write \"%s\": %s"), dump->path, strerror(errno));
}

static enum status
close_out(const struct app_dump *dump, FILE *out, const char *made, enum status status, struct err *err)
{
	if (!made || !out)
		return status;
	if ((fflush(out) != 0 || fsync(fileno(out)) != 0) && !status)
		status = err_set(err, STATUS_IO, _("cannot write \"%s\": %s"), dump->path, strerror(errno));
	if (fclose(out) != 0 && !status)
		status = err_set(err, STATUS_IO, _("cannot write \"%s\": %s"), dump->path, strerror(errno));
	if (!status)
		return file_put_in_place(made, dump->path, err);
	unlink(made);
	return status;
}

static void
say(const struct app_dump *dump, size_t written, size_t left_out)
{
	cli_warn(n_("%zu row written.\n", "%zu rows written.\n", written), written);
	if (left_out && dump->as_record)
		cli_warn(n_("%zu house is not in it: not all levels signed.\n", "%zu houses are not in it: not all levels signed.\n",
			    left_out),
			 left_out);
	else if (left_out)
		cli_warn(n_("%zu house is not in it: no coordinates.\n", "%zu houses are not in it: no coordinates.\n", left_out),
			 left_out);
}

static int
run_dump(struct args *args)
{
	struct app_dump dump = { .lang = cli_lang(), .write = write_out };
	struct app *app = NULL;
	struct err err = { 0 };
	FILE *out = NULL;
	char *made = NULL;
	size_t written = 0, left_out = 0;
	enum status status;

	if (!read_dump(args, &dump))
		return cli_usage(args, _("the format is jsonl, csv, xlsx or geojson, an ID number whole, middle or last"));
	if (dump.format == APP_DUMP_XLSX && !dump.path)
		return cli_usage(args, _("name the file that it is written to: --out FILE"));
	status = cli_open_reading(args, &app, &err);
	dump.area = arg_area(args);
	if (!status)
		status = open_out(&dump, &out, &made, &err);
	dump.ctx = out;
	if (!status)
		status = close_out(&dump, out, made, app_dump(app, &dump, &written, &left_out, &err), &err);
	free(made);
	if (!status && dump.path)
		say(&dump, written, left_out);
	app_close(app);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static const struct command_option dump_options[] = {
	{ "format", OPTION_VALUE, N_("jsonl (a line each), csv (one table), xlsx (a sheet a table), geojson (where houses stand)") },
	{ "table", OPTION_VALUE, N_("of csv: houses, signatures, steps, or a form or part of a form that repeats") },
	{ "record", OPTION_FLAG, N_("houses that all levels signed, in the columns and codes of the system whose record the forms know") },
	{ "private", OPTION_FLAG, N_("with personal data, for a person whose keys open it") },
	{ "id", OPTION_VALUE, N_("ID numbers whole, or with the middle six or the last eight hidden: whole, middle, last") },
	{ "area", OPTION_VALUE, N_("digits or name of a county, township or village") },
	{ "out", OPTION_VALUE, N_("file to write instead of the screen; a new one") },
	{ 0 },
};

const struct command dump_commands[] = {
	{ .name = "dump",
	  .alone = true,
	  .usage = N_(
		  "dump [--format jsonl|csv|xlsx|geojson] [--table TABLE] [--record] [--private] [--id whole|middle|last] [--area DIGITS] [--out FILE] [--as NAME]"),
	  .help = N_("all houses, steps and signatures, for another program"),
	  .example = "louce dump --format csv --record --private --id middle --out platform.csv --as 1a2b3c4d",
	  .options = dump_options,
	  .note = libraries_without_office,
	  .run = run_dump },
	{ 0 },
};
