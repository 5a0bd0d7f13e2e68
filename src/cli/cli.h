#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "cli/args.h"

/* The commands. Each file of this floor holds the commands of one subject and, at its end, their table: a row per command, read by
 * parsing, usage and --help. Only cli.c lists the tables. */

struct command {
	const char *name;		      /* the first word */
	const char *usage;		      /* translated; begins with the name */
	const char *help;		      /* one phrase, translated */
	const char *example;		      /* a line that can be typed */
	const struct command_option *options; /* the command's own, up to one without name; NULL: none */
	bool alone;			      /* takes no word but its name */
	const char *json;	   /* what of it --json is for: "*" all, "-" the name alone, else first words behind it; NULL: nothing */
	const char *(*note)(void); /* a sentence of its --help that depends on how louce was built; NULL, or answers NULL: none */
	int (*run)(struct args *args); /* an exit code */
};

/* The tables; each ends with a row without name. */
extern const struct command demo_commands[];
extern const struct command init_commands[];
extern const struct command people_commands[];
extern const struct command request_commands[];
extern const struct command officers_commands[];
extern const struct command revoke_commands[];
extern const struct command forms_commands[];
extern const struct command fill_commands[];
extern const struct command roster_commands[];
extern const struct command sign_commands[];
extern const struct command stick_commands[];
extern const struct command place_commands[];
extern const struct command settle_commands[];
extern const struct command show_commands[];
extern const struct command check_commands[];
extern const struct command due_commands[];
extern const struct command sample_commands[];
extern const struct command dump_commands[];
extern const struct command tally_commands[];
extern const struct command list_commands[];
extern const struct command draw_commands[];
extern const struct command report_commands[];
extern const struct command print_paper_commands[];
extern const struct command evidence_commands[];
extern const struct command file_commands[];
extern const struct command doctor_commands[];

enum { EXIT_DONE = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_REFUSED = 3, EXIT_MACHINE = 4 };

/* The arguments of the screens. The commands do not include the screens: the caller shows them when cli says so. */
struct cli_screens {
	bool wanted;
	char *workspace; /* NULL: the one opened last; caller frees */
};
int cli_main(int argc, char **argv, struct cli_screens *screens);
/* Prints how many pairs of houses of an area are proposed to be one and wait for a decision, and whose; nothing where none does. */
void cli_print_proposals(struct app *app, const char *area);
/* Says what an area became that is asked for by the digits of before: what is told is of all of that. */
void cli_warn_became(const struct app *app, const char *area);
const char *cli_lang(void);	       /* "zh" or "en" */
const char *cli_level_word(int level); /* of an enum rule_level: error, warning or note */

/* ---- for the commands */

/* Output of a command, to standard output and to standard error: as printf, but control characters in an argument (a file's name, a cell)
 * are shown as escapes, so that none steers the terminal. */
void cli_print(const char *fmt, ...) PRINTF_FMT(1, 2);
void cli_warn(const char *fmt, ...) PRINTF_FMT(1, 2);
void cli_print_lines(const char *text); /* the lines of a text */
/* The same to standard error, and an empty one. */
void cli_warn_lines(const char *text);
int cli_fail(const struct err *err);			 /* prints the error; the exit code that fits */
int cli_usage(const struct args *args, const char *why); /* prints why and the usage; EXIT_USAGE */
int cli_command_help(const struct command *command);	 /* prints it; EXIT_DONE */
/* Prints what can be typed of a command, a line for a shell to read: name, TAB, words that may follow it, TAB, options (=: with a value, and those that
 * its usage names, parted by '|'). NULL: the options of all. */
void cli_command_words(const struct command *command);
/* Has what is asked for an output for programs? Words of a person are none, so --json is refused where nothing reads it. */
/* Reads the answer to a question at the terminal: is it yes, in either language (y, s for shi, or 1)? */
bool cli_says_yes(void);
bool cli_command_has_json(const struct args *args);
/* The first line of a file that holds a passphrase; caller frees. */
MUST_CHECK enum status cli_passphrase(const char *path, char **out, struct err *err);
/* The source of passphrases: the next --passphrase-file, or the terminal. */
struct app_ask cli_ask(struct args *args);
/* The progress of a long act, shown on the terminal; NULL: standard error is no terminal. */
const struct progress *cli_progress(void);
/* The path of the workspace, from -w or LOUCE_WORKSPACE; NULL, with the sentence in err: neither is given. */
const char *cli_workspace(const struct args *args, struct err *err);
/* Opens the workspace of -w or LOUCE_WORKSPACE, and unlocks it for --as unless it is only read. `sign`: DENIED without --as. */
MUST_CHECK enum status cli_open(struct args *args, enum app_mode mode, bool sign, struct app **out, struct err *err);
/* The same for a command that only reads: with --as what that person may see. */
MUST_CHECK enum status cli_open_reading(struct args *args, struct app **out, struct err *err);
/* Closes what such a command read from, before it prints: `status`, or that of a read that failed while nobody could pass its status on, so
 * that a count which could not be read is not shown as 0. `app` may be NULL. */
MUST_CHECK enum status cli_close_reading(struct app *app, enum status status, struct err *err);
/* Refuses an unlikely day of --today, as cli_open does, for an act that signs before there is a workspace. */
MUST_CHECK enum status cli_check_today(const struct args *args, struct err *err);
/* Keeps the day of --today with a workspace that cli_open did not open; without --today nothing is done. */
MUST_CHECK enum status cli_keep_today(const struct args *args, const char *path, struct err *err);
/* Unlocks an open workspace for --as. */
MUST_CHECK enum status cli_unlock(struct args *args, struct app *app, struct err *err);

struct app_report;
struct buf;
/* --format and --encoding; false: one of them is no such word. */
MUST_CHECK bool cli_read_format(const struct args *args, struct app_report *report);
/* The day of an option, as people write one (clock_day_meant; without a year it is this one's), in out; *day: out, or NULL where the option is not given.
 * INVALID: no such day. */
MUST_CHECK enum status cli_day(const struct args *args, const char *option, char out[11], const char **day, struct err *err);
/* Writes into the file of --out, or, without one or where it is "-", to standard output. `is_private`: the file is its owner's alone. */
MUST_CHECK enum status cli_write_out(const struct args *args, const struct buf *text, bool is_private, struct err *err);

struct app_texts;
/* The names of areas with their digits; caller frees. */
char *cli_places(const struct app *app, const struct app_texts *areas);

struct sample_quota;
/* VALUE=N of each text: `quotas` borrow from `texts`, which the caller frees one by one, whatever is answered. */
MUST_CHECK enum status cli_read_quotas(const struct texts *given, struct sample_quota *quotas, char **texts, struct err *err);

/* Files taken into an open workspace, as louce import does; nothing is printed before one of the two below, which free it and give an exit code. */
struct cli_taken;
struct cli_taken *cli_take_in(struct app *app, const char *const *paths, size_t count);
bool cli_taken_any(const struct cli_taken *taken); /* at least one was taken in */
/* Prints what came. */
int cli_taken_end(const struct args *args, struct cli_taken *taken);
/* The workspace is not kept: prints the files that were refused alone. */
int cli_taken_drop(struct cli_taken *taken);

#endif
