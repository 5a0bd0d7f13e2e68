#include "app/session/clock.h"
#include "app/session/libraries.h"
#include "cli/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "base/mem.h"
#include "base/visible.h"
#include "cli/commit.h"

/* The commands together: their tables, and what all of them share. */

/* The tables of the commands, in the order in which --help lists them. */

static const struct command *const tables[] = {
	demo_commands,	      init_commands,	 people_commands, request_commands, officers_commands, revoke_commands, forms_commands,
	roster_commands,      fill_commands,	 sign_commands,	  stick_commands,   settle_commands,   place_commands,	show_commands,
	check_commands,	      due_commands,	 sample_commands, draw_commands,    report_commands,   list_commands,	dump_commands,
	print_paper_commands, evidence_commands, tally_commands,  file_commands,    doctor_commands,
};

/* ---- what all share */

static void print_visible(FILE *to, const char *fmt, va_list args) PRINTF_FMT(2, 0);

static void
print_visible(FILE *to, const char *fmt, va_list args)
{
	struct buf text = { 0 };

	visible_vprintf(&text, fmt, args);
	fwrite(buf_text(&text), 1, text.len, to);
	buf_release(&text);
}

void
cli_print(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	print_visible(stdout, fmt, args);
	va_end(args);
}

void
cli_warn(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	print_visible(stderr, fmt, args);
	va_end(args);
}

void
cli_print_lines(const char *text)
{
	for (const char *end; *text; text = end + (*end == '\n')) {
		end = strchrnul(text, '\n');
		cli_print("%.*s\n", (int)(end - text), text);
	}
}

void
cli_warn_lines(const char *text)
{
	for (const char *end; *text; text = end + (*end == '\n')) {
		end = strchrnul(text, '\n');
		cli_warn("%.*s\n", (int)(end - text), text);
	}
	cli_warn("\n");
}

bool
cli_says_yes(void)
{
	static const char *const yes[] = { "y", "yes", "s", "shi", "1", "是" };
	char answer[32] = "";

	if (!fgets(answer, sizeof(answer), stdin))
		return false;
	answer[strcspn(answer, " \r\n")] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(yes); i++)
		if (strcasecmp(answer, yes[i]) == 0)
			return true;
	return false;
}

int
cli_fail(const struct err *err)
{
	cli_warn("louce: %s\n", err->text);
	switch (err->status) {
	case STATUS_OK:
		return EXIT_DONE;
	case STATUS_IO:
	case STATUS_BUG:
		return EXIT_MACHINE;
	case STATUS_INVALID:
	case STATUS_NOT_FOUND:
	case STATUS_CONFLICT:
	case STATUS_DENIED:
	case STATUS_TAMPERED:
		return EXIT_REFUSED;
	}
	return EXIT_MACHINE;
}

static const struct command *
command_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		for (const struct command *command = tables[i]; command->name; command++)
			if (strcmp(command->name, name) == 0)
				return command;
	return NULL;
}

int
cli_usage(const struct args *args, const char *why)
{
	cli_warn("louce: %s\n", why);
	cli_warn(_("usage: louce %s\n"), _(args->command->usage));
	return EXIT_USAGE;
}

const char *
cli_lang(void)
{
	/* The catalogue names its language by its translation of "en". */
	return strcmp(_("en"), "zh") == 0 ? "zh" : "en";
}

/* ---- which command */

/* Where the handbook lies; nothing where none was installed. */
static void
print_handbook(FILE *to)
{
	char *folder = path_of(PATH_HANDBOOK);

	if (file_exists(folder))
		/* Translators: a folder, and the name of the file in your language: handbook.zh.html. */
		fprintf(to, _("The handbook, step by step: %s/handbook.en.html (.pdf and .txt lie beside it)\n"), folder);
	free(folder);
}

static int
print_commands(FILE *to)
{
	fprintf(to, _("louce %s: signed safety surveys of self-built houses, offline\n\n"), PACKAGE_VERSION);
	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		for (const struct command *command = tables[i]; command->name; command++)
			fprintf(to, "  louce %-10s %s\n", command->name, _(command->help));
	fprintf(to, _("\nlouce COMMAND --help says more. louce alone opens the screens. To see what it is: louce demo DIR\n"));
	print_handbook(to);
	return to == stderr ? EXIT_USAGE : EXIT_DONE;
}

/* louce --words, for completion and for the test of the manual page. */
static int
print_words(void)
{
	cli_command_words(NULL);
	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		for (const struct command *command = tables[i]; command->name; command++)
			cli_command_words(command);
	return EXIT_DONE;
}

/* A single word that no command is called: a file to be opened, as a file manager and a habit would name it. */
static bool
is_workspace_name(const char *word)
{
	static const char suffix[] = ".louce";
	size_t len = strlen(word);

	return len >= sizeof(suffix) && strcmp(word + len - (sizeof(suffix) - 1), suffix) == 0;
}

/* louce [-w FILE] or louce FILE.louce: the screens, no command. */
static int
open_screens(int argc, char **argv, struct cli_screens *screens)
{
	const char *workspace = getenv("LOUCE_WORKSPACE");

	for (int at = 1; at < argc; at++) {
		if ((strcmp(argv[at], "-w") == 0 || strcmp(argv[at], "--workspace") == 0) && at + 1 < argc)
			workspace = argv[++at];
		else if (argc == 2 && is_workspace_name(argv[at]))
			workspace = argv[at];
		else {
			cli_warn(
				_("louce: \"%s\" needs a command after it; the screens take -w FILE and --lang alone. louce --help lists the commands\n"),
				argv[at]);
			return EXIT_USAGE;
		}
	}
	screens->wanted = true;
	screens->workspace = workspace && *workspace ? mem_strdup(workspace) : NULL;
	return EXIT_DONE;
}

/* How many letters must be put in, taken out or changed to make one word of the other. */
static size_t
distance(const char *a, const char *b)
{
	size_t costs[32], len = strlen(b);

	if (len >= ARRAY_LEN(costs))
		return SIZE_MAX;
	for (size_t k = 0; k <= len; k++)
		costs[k] = k;
	for (size_t i = 0; a[i]; i++) {
		size_t diagonal = costs[0];

		costs[0] = i + 1;
		for (size_t k = 1; k <= len; k++) {
			size_t least = costs[k] < costs[k - 1] ? costs[k] : costs[k - 1], changed = diagonal + (a[i] != b[k - 1]);

			diagonal = costs[k];
			costs[k] = least + 1 < changed ? least + 1 : changed;
		}
	}
	return costs[len];
}

static int
no_command(const char *word)
{
	const char *meant = NULL;
	size_t least = 3;

	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		for (const struct command *command = tables[i]; command->name; command++)
			if (distance(word, command->name) < least) {
				least = distance(word, command->name);
				meant = command->name;
			}
	cli_warn(_("louce: \"%s\" is no command\n"), word);
	if (!meant) {
		cli_warn("\n");
		return print_commands(stderr);
	}
	cli_warn(_("louce: did you mean \"%s\"? louce --help lists the commands\n"), meant);
	return EXIT_USAGE;
}

/* Options that every command takes may also stand before it, as the workspace does for the screens: the command is moved to its place. */
static void
put_command_first(int argc, char **argv)
{
	static const char *const with_value[] = { "-w", "--workspace", "--as", "--passphrase-file", "--today" };
	int at = 1;
	char *name;

	while (at < argc && argv[at][0] == '-') {
		int step = 1;

		for (size_t i = 0; i < ARRAY_LEN(with_value); i++)
			if (strcmp(argv[at], with_value[i]) == 0)
				step = 2;
		at += step;
	}
	if (at <= 1 || at >= argc)
		return;
	name = argv[at];
	memmove(&argv[2], &argv[1], sizeof(*argv) * (size_t)(at - 1));
	argv[1] = name;
}

int
cli_main(int argc, char **argv, struct cli_screens *screens)
{
	int code = EXIT_DONE;
	const struct command *command;
	struct args args = { .screens = screens };
	struct err err = { 0 };

	put_command_first(argc, argv);
	args.command = command = argc > 1 ? command_of(argv[1]) : NULL;

	if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0))
		return print_commands(stdout);
	if (argc > 1 && strcmp(argv[1], "--version") == 0) {
		char *libraries = libraries_in_use();

		cli_print("louce %s (%s)\n%s\n", PACKAGE_VERSION, LOUCE_COMMIT, libraries);
		free(libraries);
		return EXIT_DONE;
	}
	if (argc > 1 && strcmp(argv[1], "--words") == 0)
		return print_words();
	if (argc == 1 || (!command && (argv[1][0] == '-' || (argc == 2 && is_workspace_name(argv[1])))))
		return open_screens(argc, argv, screens);
	if (!command)
		return no_command(argv[1]);
	args_parse(&args, argc - 1, argv + 1, &code);
	if (code == EXIT_DONE && !args.help && command->alone && args.words.count > 1)
		code = cli_usage(&args, _("it takes no word but its name"));
	if (code == EXIT_DONE && !args.help && args.json && !cli_command_has_json(&args))
		code = cli_usage(&args, _("it has nothing for a program to read: leave --json out"));
	if (code == EXIT_DONE && args.today && clock_set_day(args.today, &err)) /* for commands that open no workspace, too */
		code = cli_fail(&err);
	if (code == EXIT_DONE)
		code = args.help ? cli_command_help(command) : command->run(&args);
	args_release(&args);
	return code;
}
