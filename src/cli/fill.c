#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/fill/fill.h"
#include "app/house/place.h"
#include "app/session/json.h"
#include "app/session/workspace.h"
#include "app/table/roster.h"
#include "app/table/roster_read.h"
#include "app/table/roster_template.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"

/* Filling: buildings listed from a table, and forms. */

/* One question for a whole file: phone books and spreadsheets put invisible marks round honest numbers. Without a terminal the option
 * is named instead. */
static bool
agrees_to_mend(size_t cells)
{
	char answer[16] = "";

	if (!isatty(STDIN_FILENO)) {
		cli_warn(_("%zu cells hold characters that no record may hold. To take them out of all: add --take-out\n"), cells);
		return false;
	}
	cli_warn(_("%zu cells hold characters that no record may hold. Take them out of all? [y/N] "), cells);
	return fgets(answer, sizeof(answer), stdin) && (answer[0] == 'y' || answer[0] == 'Y');
}

/* What the table asks stands above; one yes is for all of it. */
static bool
agrees_to_all(void)
{
	char answer[16] = "";

	if (!isatty(STDIN_FILENO)) {
		cli_warn(_("To say yes to what is asked above: add --yes\n"));
		return false;
	}
	cli_warn(_("Yes to all that is asked above? [y/N] "));
	return fgets(answer, sizeof(answer), stdin) && (answer[0] == 'y' || answer[0] == 'Y');
}

static int
write_template(struct args *args)
{
	const char *path = args->words.items[2], *area = arg_value(args, "area");
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = cli_open(args, APP_READ, false, &app, &err);

	if (!status)
		status = app_roster_template(app, path, area, cli_lang(), &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	cli_print(_("A roster to fill in: \"%s\".\n"), path);
	return EXIT_DONE;
}

static int
run_roster(struct args *args)
{
	struct app_roster roster = { .dry_run = arg_flag(args, "dry-run"), .mend = arg_flag(args, "take-out"), .progress = cli_progress() };
	struct app_roster_result result = { 0 };
	struct buf problems = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;

	if (args->words.count == 3 && strcmp(args->words.items[1], "template") == 0)
		return write_template(args);
	if (args->words.count != 3 || strcmp(args->words.items[1], "import") != 0)
		return cli_usage(args, _("say import or template, and name the table"));
	roster.path = args->words.items[2];
	roster.sheet = arg_value(args, "sheet");
	roster.map = arg_value(args, "map");
	roster.agreed = arg_flag(args, "yes") ? ROSTER_YES_ALL : 0;
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_roster_import(app, &roster, &result, &problems, &err);
	fputs(buf_text(&problems), stderr);
	if (status && result.only_flawed && agrees_to_mend(result.flawed)) {
		roster.mend = true;
		buf_clear(&problems);
		status = app_roster_import(app, &roster, &result, &problems, &err);
		fputs(buf_text(&problems), stderr);
	}
	if (status && result.asked && agrees_to_all()) {
		roster.agreed |= result.asked;
		buf_clear(&problems);
		status = app_roster_import(app, &roster, &result, &problems, &err);
		fputs(buf_text(&problems), stderr);
	}
	app_close(app);
	buf_release(&problems);
	if (status)
		return cli_fail(&err);
	if (result.flawed)
		cli_print(_("Characters that are not seen were taken out of %zu cells.\n"), result.flawed);
	cli_print(roster.dry_run ? _("%s: %zu rows; %zu would be added, %zu stand already.\n")
				 : _("%s: %zu rows; %zu added, %zu stood already.\n"),
		  result.encoding, result.rows, result.added, result.known);
	return EXIT_DONE;
}

static size_t
split_photos(const struct texts *given, struct app_photo *photos, char **held)
{
	for (size_t i = 0; i < given->count; i++) {
		const char *equals = strchr(given->items[i], '=');

		if (!equals)
			return i;
		held[i] = mem_strndup(given->items[i], (size_t)(equals - given->items[i]));
		photos[i] = (struct app_photo){ .field = held[i], .path = equals + 1 };
	}
	return given->count;
}

static int
run_fill(struct args *args)
{
	struct app_photo *photos = mem_array(arg_list(args, "photo")->count, sizeof(*photos));
	char **held = mem_array(arg_list(args, "photo")->count, sizeof(*held)), hex[ID_HEX_LEN + 1];
	struct app_fill fill = { .photos = photos };
	struct value values = value_object();
	struct buf findings = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = STATUS_OK;
	struct id step, building;
	size_t words = arg_flag(args, "new") ? 2 : 3;
	int code = EXIT_DONE;

	fill.photo_count = split_photos(arg_list(args, "photo"), photos, held);
	if (args->words.count != words || fill.photo_count != arg_list(args, "photo")->count) {
		code = cli_usage(args, _("name the building and the form, and photos as FIELD=FILE"));
		goto out;
	}
	fill.form = args->words.items[words - 1];
	fill.values = &values;
	if (arg_value(args, "data"))
		status = app_read_values(arg_value(args, "data"), &values, &err);
	if (!status)
		status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status && !arg_flag(args, "new")) {
		status = app_building_find(app, args->words.items[1], &building, &err);
		fill.building = &building;
	}
	if (!status)
		status = app_fill(app, &fill, &step, &findings, &err);
	app_close(app);
	fputs(buf_text(&findings), stderr);
	if (status)
		code = cli_fail(&err);
	else
		cli_print(fill.building ? _("Signed: step %s\n") : _("Listed: building %s\n"), id_hex(&step, hex));
out:
	for (size_t i = 0; i < arg_list(args, "photo")->count; i++)
		free(held[i]);
	free(held);
	free(photos);
	value_release(&values);
	buf_release(&findings);
	return code;
}

static const struct command_option roster_options[] = {
	{ "dry-run", OPTION_FLAG, N_("only say what would be added") },
	{ "take-out", OPTION_FLAG, N_("take out of all cells the characters that are not seen and that no record may hold") },
	{ "yes", OPTION_FLAG,
	  N_("say yes to what the table asks: columns left out, numbers that end in zeros, villages taken from the row above") },
	{ "sheet", OPTION_VALUE, N_("which sheet of the table") },
	{ "map", OPTION_VALUE,
	  N_("file that says what the columns of another system mean, a line \"header: field\" each; kept for the next time") },
	{ "area", OPTION_VALUE, N_("of a template: the villages of this area alone") },
	{ 0 },
};

static const struct command_option fill_options[] = {
	{ "data", OPTION_VALUE, N_("JSON file with the form's values") },
	{ "photo", OPTION_LIST, N_("FIELD=FILE, or REPEAT/ROW/FIELD=FILE; may be given several times") },
	{ "new", OPTION_FLAG, N_("start a new building; then no BUILDING is named") },
	{ 0 },
};

const struct command fill_commands[] = {
	{ .name = "roster",
	  .usage = N_(
		  "roster import FILE.csv|xlsx --as NAME [--dry-run] [--take-out] [--yes] [--sheet NAME] [--map FILE] | roster template FILE.xlsx|csv [--area DIGITS]"),
	  .help = N_("list buildings from a table"),
	  .example = "louce roster import roster.csv --as 班秋菊 --dry-run",
	  .options = roster_options,
	  .run = run_roster },
	{ .name = "fill",
	  .usage = N_("fill BUILDING FORM --data FILE.json [--photo FIELD=FILE]... --as NAME | fill --new FORM ..."),
	  .help = N_("fill and sign a form"),
	  .example = "louce fill YS000000012 registration --data values.json --photo photo_front=IMG_1.jpg --as 班秋菊",
	  .options = fill_options,
	  .run = run_fill },
	{ 0 },
};
