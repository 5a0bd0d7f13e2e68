#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "app/app.h"

/* The commands. Each is a row of one table with its options, which usage, parsing and --help read. */

struct texts {
	const char **items;
	size_t count;
};

/* What was given on the line. */
struct cli_screens;
struct args {
	struct texts words;	       /* what is no option */
	const char *workspace, *as;    /* -w, --as */
	struct texts passphrase_files; /* --passphrase-file: in the order persons are asked */
	size_t passphrase_next;
	bool json, help;
	struct cli_screens *screens;
	const char *values[16]; /* of the command's own options, by their place in its table */
	struct texts lists[16];
	bool flags[16];
};

struct option {
	const char *name; /* without -- */
	enum option_kind { OPTION_FLAG, OPTION_VALUE, OPTION_LIST } kind;
	const char *help;
};

struct command {
	const char *name, *usage, *help;
	const struct option *options;
	size_t option_count;
	/* An exit code. */
	int (*run)(struct args *args);
};

enum { EXIT_DONE = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_REFUSED = 3, EXIT_MACHINE = 4 };

/* The commands do not know the screens: who calls them shows the screens when they say so. */
struct cli_screens {
	bool wanted;
	char *workspace; /* NULL: the one opened last; the caller's */
};
int cli_main(int argc, char **argv, struct cli_screens *screens);

/* For the commands. */
int cli_fail(const struct err *err); /* prints it; the exit code that fits */
int cli_usage(const struct args *args, const char *why);
struct app_ask cli_ask(struct args *args);
/* The workspace of -w or LOUCE_WORKSPACE, opened; with `sign` unlocked for --as. */
/* `cli_unlock` does the second half by itself. */
MUST_CHECK enum status cli_open(struct args *args, enum app_mode mode, bool sign, struct app **out, struct err *err);
MUST_CHECK enum status cli_unlock(struct args *args, struct app *app, struct err *err);
const char *cli_lang(void); /* "zh" or "en" */
void cli_print_json(const struct value *value);

int cmd_init(struct args *args);
int cmd_key(struct args *args);
int cmd_request(struct args *args);
int cmd_issue(struct args *args);
int cmd_endorse(struct args *args);
int cmd_officers(struct args *args);
int cmd_forms(struct args *args);
int cmd_roster(struct args *args);
int cmd_fill(struct args *args);
int cmd_sign(struct args *args);
int cmd_withdraw(struct args *args);
int cmd_verify(struct args *args);
int cmd_history(struct args *args);
int cmd_status(struct args *args);
int cmd_check(struct args *args);
int cmd_rebuild(struct args *args);
int cmd_report(struct args *args);
int cmd_demo(struct args *args);
int cmd_export(struct args *args);
int cmd_import(struct args *args);
int cmd_receipt(struct args *args);
int cmd_revoke(struct args *args);
int cmd_epoch(struct args *args);
int cmd_decide(struct args *args);
int cmd_versions(struct args *args);

#endif
