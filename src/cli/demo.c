#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "demo/demo.h"

/* The demonstration county. */

static void
print_progress(void *ctx, const char *what, int64_t done, int64_t all)
{
	(void)ctx;
	if (done == all || done % 500 == 0)
		cli_warn("%s %" PRId64 "/%" PRId64 "\n", what, done, all);
}

static int
run_demo(struct args *args)
{
	struct demo_ask demo = { .seed = arg_value(args, "seed") ? arg_value(args, "seed") : "1",
				 .this_day = args->today != NULL,
				 .fresh = arg_flag(args, "fresh"),
				 .single = arg_flag(args, "single"),
				 .progress = print_progress };
	struct err err = { 0 };
	char *file, *home;

	if (!arg_integer(args, "buildings", 1, 1000000, 0, &demo.buildings))
		return EXIT_USAGE;
	if (args->words.count != 2)
		return cli_usage(args, _("name the folder to make"));
	demo.dir = args->words.items[1];
	file = file_join(demo.dir, "county.louce");
	home = file_join(demo.dir, "home");
	setenv("LOUCE_HOME", home,
	       1); /* it holds the keys of its people, and the numbers of its laptops: those of this user are left alone */
	free(home);
	if (demo.fresh || arg_flag(args, "no-ui") || !file_exists(file) || demo_is_unfinished(demo.dir)) {
		if (demo_county_make(&demo, &err)) {
			free(file);
			return cli_fail(&err);
		}
	}
	if (!arg_flag(args, "no-ui")) {
		args->screens->wanted = true;
		args->screens->workspace = file;
		return EXIT_DONE;
	}
	free(file);
	cli_print(_("The demonstration is in \"%s\"; the passphrase of every person is: demo\n"), demo.dir);
	return EXIT_DONE;
}

static const struct command_option demo_options[] = {
	{ "buildings", OPTION_VALUE, N_("how many buildings (default 4028)") },
	{ "seed", OPTION_VALUE, N_("the same seed gives the same buildings") },
	{ "no-ui", OPTION_FLAG, N_("make it and stop") },
	{ "fresh", OPTION_FLAG, N_("make it anew, throwing away the one there") },
	{ "single", OPTION_FLAG, N_("the county's file alone, without the laptops of townships and villages") },
	{ 0 },
};

const struct command demo_commands[] = {
	{ .name = "demo",
	  .usage = N_("demo DIR [--buildings N] [--seed S] [--no-ui] [--fresh] [--single]"),
	  .help = N_("make a county to try"),
	  .example = "louce demo /tmp/county",
	  .options = demo_options,
	  .run = run_demo },
	{ 0 },
};
