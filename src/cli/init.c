#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/people/county.h"
#include "app/people/follow.h"
#include "app/session/init.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/stick/takeover.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "base/mem.h"
#include "base/temporary.h"
#include "cli/cli.h"

/* Founding a county, and making a laptop one of its devices. */

struct device_begun {
	const char *file;
	const char **starts; /* the files that it begins with; their texts borrowed */
	size_t count;
};

/* A new workspace, under another name until its files are taken in and found a county: nothing of it stays where they do not. */
static int
begin_new(const struct args *args, const struct device_begun *is)
{
	char *made = temporary_name(is->file);
	struct device_id device = { 0 };
	struct cli_taken *taken = NULL;
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = app_make(is->file, made, &app, &err);
	int code;

	if (!status) {
		device = *app_device(app);
		taken = cli_take_in(app, is->starts, is->count);
		if (cli_taken_any(taken))
			status = app_check_begun(app, is->starts[0], &err);
	}
	app_close(app);
	if (!status && cli_taken_any(taken))
		status = app_put_in_place(made, is->file, &device, &err);
	if (status || !cli_taken_any(taken)) {
		app_remove_made(made);
		code = taken ? cli_taken_drop(taken) : EXIT_REFUSED;
		code = status ? cli_fail(&err) : code;
	} else {
		code = cli_taken_end(args, taken);
		cli_print(_("This laptop is now a device of \"%s\".\n"), is->file);
	}
	free(made);
	return code;
}

/* A file that lies there becomes this laptop's, then what it begins with is taken in. */
static int
begin_there(const struct args *args, const struct device_begun *is)
{
	struct cli_taken *taken = NULL;
	struct app *app = NULL;
	struct err err = { 0 };
	bool was_there = file_exists(is->file);
	enum status status = app_init_device(is->file, cli_progress(), &err);

	if (!status && is->count)
		status = app_open(is->file, APP_WRITE, &app, &err);
	if (!status && is->count)
		taken = cli_take_in(app, is->starts, is->count);
	if (taken && !was_there && cli_taken_any(taken))
		status = app_check_begun(app, is->starts[0], &err);
	app_close(app);
	if (taken && !was_there &&
	    (status || !cli_taken_any(taken))) { /* the notes of a workspace that is gone stay for who brings it back */
		int code = cli_taken_drop(taken);

		unlink(is->file);
		return status ? cli_fail(&err) : code;
	}
	if (status)
		return cli_fail(&err);
	cli_print(_("This laptop is now a device of \"%s\".\n"), is->file);
	return taken ? cli_taken_end(args, taken) : EXIT_DONE;
}

/* The files to begin with; what is the workspace itself is no second file. */
static enum status
find_starts(const struct args *args, struct device_begun *is, struct err *err)
{
	is->file = args->words.items[2];
	is->starts = mem_array(args->words.count, sizeof(*is->starts));
	for (size_t i = 3; i < args->words.count; i++) {
		const char *start = args->words.items[i];

		if (!file_exists(start))
			return err_set(err, STATUS_NOT_FOUND, _("there is no file \"%s\"; check the name"), start);
		if (file_is_same(start, is->file))
			cli_print(_("\"%s\" is the workspace itself: nothing else is to be taken in from it.\n"), start);
		else
			is->starts[is->count++] = start;
	}
	return STATUS_OK;
}

/* A name that nothing lies under is a slip of the keys, unless files are named that the new workspace begins with. */
static int
init_device(const struct args *args)
{
	struct device_begun is = { 0 };
	struct err err = { 0 };
	int code;
	enum status status = cli_check_today(args, &err);
	bool is_new;

	if (!status)
		status = find_starts(args, &is, &err);
	is_new = !status && !file_exists(is.file) && !app_notes_are_own(is.file);
	if (is_new && !is.count && !arg_flag(args, "empty"))
		status = err_set(
			&err, STATUS_NOT_FOUND,
			_("there is no file \"%s\"; check the name. For a laptop that has nothing yet name the office's file behind it: louce init device \"%s\" START.louce (--empty: that comes later)"),
			is.file, is.file);
	if (status)
		code = cli_fail(&err);
	else
		code = is_new && is.count ? begin_new(args, &is) : begin_there(args, &is);
	if (code == EXIT_DONE && cli_keep_today(args, is.file, &err))
		code = cli_fail(&err);
	free(is.starts);
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
