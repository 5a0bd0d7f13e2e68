#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/county.h"
#include "app/people/follow.h"
#include "app/session/init.h"
#include "app/session/unlock.h"
#include "app/stick/takeover.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "cli/cli.h"

/* Founding a county, and making a laptop one of its devices. */

/* A name that nothing lies under is a slip of the keys, unless files are named that the new workspace begins with. */
static int
init_device(const struct args *args)
{
	const char *file = args->words.items[2];
	const char *const *begin = args->words.items + 3;
	size_t count = args->words.count - 3;
	bool is_new = !file_exists(file) && !app_has_notes(file);
	struct err err = { 0 };
	int code = EXIT_DONE;
	bool taken = false;

	if (is_new && !count && !arg_flag(args, "empty")) {
		err_set(&err, STATUS_NOT_FOUND,
			_("there is no file \"%s\"; check the name. For a laptop that has nothing yet name the office's file behind it: louce init device \"%s\" START.louce (--empty: that comes later)"),
			file, file);
		return cli_fail(&err);
	}
	for (size_t i = 0; i < count; i++)
		if (!file_exists(begin[i])) {
			err_set(&err, STATUS_NOT_FOUND, _("there is no file \"%s\"; check the name"), begin[i]);
			return cli_fail(&err);
		}
	if (app_init_device(file, cli_progress(), &err) || cli_keep_today(args, file, &err))
		return cli_fail(&err);
	if (count)
		code = cli_take_in(args, file, begin, count, &taken);
	if (is_new && taken && app_check_begun(file, begin[0], &err)) {
		code = cli_fail(&err);
		taken = false;
	}
	if (code != EXIT_DONE && !taken) {
		if (is_new)
			app_remove_made(file);
		return code;
	}
	cli_print(_("This laptop is now a device of \"%s\".\n"), file);
	return code;
}

/* The digits that the office reads out to each new laptop. */
static void
print_founding(const char *file)
{
	char founding[REQUEST_CODE_LEN + 1];
	struct app *app = NULL;
	struct err ignored = { 0 };

	if (app_open(file, APP_READ, &app, &ignored))
		return;
	if (app_founding_code(app, founding))
		cli_print(
			_("Founding step: %s. New laptops compare its first four groups with you by voice; louce people shows it again.\n"),
			founding);
	app_close(app);
}

static int
init_county(struct args *args, const char *file)
{
	const struct texts *officers = arg_list(args, "officer");
	struct app_ask ask = cli_ask(args);
	char *installed = path_of(PATH_FORMS), *doubt = NULL;
	struct app_county county = { .path = file,
				     .county = arg_value(args, "county"),
				     .name = arg_value(args, "name"),
				     .officers = officers->items,
				     .officer_count = officers->count,
				     .forms = arg_value(args, "forms") ? arg_value(args, "forms") : installed };
	struct err err = { 0 };
	int64_t threshold;
	int code = EXIT_USAGE;

	if (!arg_integer(args, "threshold", 1, INT16_MAX, (int64_t)officers->count / 2 + 1, &threshold))
		goto out;
	county.threshold = (int)threshold;
	if (!arg_flag(args, "sure") && (doubt = app_county_title_doubt(county.name)) != NULL) {
		err_set(&err, STATUS_DENIED, _("%s; if that is its title, add --sure"), doubt);
		code = cli_fail(&err);
		goto out;
	}
	if (cli_check_today(args, &err) || app_init_county(&county, &ask, &err) || cli_keep_today(args, file, &err)) {
		code = cli_fail(&err);
		goto out;
	}
	code = EXIT_DONE;
	print_founding(file);
	cli_print(_("The workspace \"%s\" is founded. Next: louce forms publish \"%s\" -w \"%s\" --as \"%s\"\n"), county.path, county.forms,
		  county.path, county.officers[0]);
out:
	free(doubt);
	free(installed);
	return code;
}

static int
run_init(struct args *args)
{
	if (args->words.count >= 3 && strcmp(args->words.items[1], "device") == 0)
		return init_device(args);
	if (args->words.count == 3 && strcmp(args->words.items[1], "county") == 0 && arg_value(args, "county") && arg_value(args, "name"))
		return init_county(args, args->words.items[2]);
	return cli_usage(args, _("say whether a county or a device, and name its file"));
}

static const struct command_option init_options[] = {
	{ "county", OPTION_VALUE, N_("6 digits of the county") },
	{ "name", OPTION_VALUE, N_("title of the workspace") },
	{ "officer", OPTION_LIST, N_("a county officer whose key is on this machine: one, or three and more") },
	{ "threshold", OPTION_VALUE, N_("how many officers must agree (default: more than half)") },
	{ "sure", OPTION_FLAG, N_("the title is right, although it does not say what kind of place it is") },
	{ "forms", OPTION_VALUE, N_("folder of the form pack (default: the installed one)") },
	{ "empty", OPTION_FLAG, N_("a device's new file begins with nothing; the office's file is taken in later") },
	{ 0 },
};

const struct command init_commands[] = {
	{ .name = "init",
	  .usage = N_("init county FILE --county DIGITS --name TITLE --officer NAME... | init device FILE [START.louce...|--empty]"),
	  .help = N_("found a county's workspace, or make this laptop one of its devices"),
	  .example =
		  "louce init county dong.louce --county 451224 --name 东兰县 --officer 韦明 --officer 陆芳 --officer 黄强 --threshold 2",
	  .options = init_options,
	  .run = run_init },
	{ 0 },
};
