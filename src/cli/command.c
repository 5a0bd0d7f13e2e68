#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "cli/args.h"
#include "cli/cli.h"

/* What a command's row in its table says of it. */

#define DAY_AHEAD "YYYY-MM-DD" /* in an example: a day that must lie ahead */
#define DAYS_AHEAD 14

static void
print_example(const char *example)
{
	const char *day = strstr(example, DAY_AHEAD);
	char ahead[11] = "", *text;

	clock_date(clock_now_unix() + DAYS_AHEAD * (int64_t)86400, ahead);
	text = day ? mem_printf("%.*s%s%s", (int)(day - example), example, ahead, day + strlen(DAY_AHEAD)) : mem_strdup(example);
	cli_print(_("\nfor example: %s\n"), text);
	free(text);
}

int
cli_command_help(const struct command *command)
{
	const char *note = command->note ? command->note() : NULL;

	cli_print(_("usage: louce %s\n"), _(command->usage));
	cli_print("\n%s\n\n", _(command->help));
	for (const struct command_option *option = command->options; option && option->name; option++)
		cli_print("  --%-20s %s\n", option->name, _(option->help));
	cli_print("  %-22s %s\n", "-w FILE", _("the workspace (or LOUCE_WORKSPACE)"));
	cli_print("  %-22s %s\n", "--as NAME", _("who signs: name, first digits of the number, or path of the key file"));
	cli_print("  %-22s %s\n", "--passphrase-file F", _("file with the passphrase, instead of asking"));
	cli_print("  %-22s %s\n", "--today YYYY-MM-DD", _("what day it is, when this machine's clock is wrong; kept by what writes"));
	cli_print("  %-22s %s\n", "--confirm-today", _("take that day, however unlikely it is"));
	if (command->json)
		cli_print("  %-22s %s\n", "--json", _("for a program to read"));
	if (note)
		cli_print("\n%s\n", note);
	print_example(command->example);
	return EXIT_DONE;
}

bool
cli_command_has_json(const struct args *args)
{
	const char *at = args->command->json, *word = args->words.count > 1 ? args->words.items[1] : "-";
	bool has = at && *at == '*';

	for (; at && *at && !has; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");

		has = strlen(word) == len && strncmp(at, word, len) == 0;
		at += len;
	}
	return has;
}

/* ---- for completion */

#define WORD_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

/* Words parted by '|' that a person may type as they stand there: their bytes; 0: what begins there is no such word. */
static size_t
literal_len(const char *at)
{
	size_t len = strspn(at, WORD_LETTERS "|");

	return *at >= 'a' && *at <= 'z' && (at[len] == ' ' || at[len] == ']' || !at[len]) ? len : 0;
}

/* What may stand behind the command's name: "init county FILE | init device FILE" has county and device. */
static void
print_second_words(const struct command *command)
{
	size_t name = strlen(command->name);
	const char *parted = "";

	putchar('\t');
	for (const char *at = command->usage; at; at = strstr(at, " | ")) {
		at += *at == ' ' ? strlen(" | ") : 0;
		if (strncmp(at, command->name, name) != 0 || at[name] != ' ' || !literal_len(at + name + 1))
			continue;
		fputs(parted, stdout);
		for (size_t i = 0, len = literal_len(at + name + 1); i < len; i++)
			putchar(at[name + 1 + i] == '|' ? ' ' : at[name + 1 + i]);
		parted = " ";
	}
}

/* The values of an option that its usage names: "--format text|csv". */
static void
print_option_values(const struct command *command, const char *option)
{
	const char *at = command->usage;
	size_t name = strlen(option), len;

	for (; (at = strstr(at, option)); at += name) {
		len = at[name] == ' ' ? literal_len(at + name + 1) : 0;
		if (len && memchr(at + name + 1, '|', len)) {
			printf("%.*s", (int)len, at + name + 1);
			return;
		}
	}
}

void
cli_command_words(const struct command *command)
{
	const char *parted = "";

	if (!command) {
		puts("*\t\t-w= --as= --passphrase-file= --today= --confirm-today --help");
		return;
	}
	fputs(command->name, stdout);
	print_second_words(command);
	putchar('\t');
	for (const struct command_option *option = command->options; option && option->name; option++, parted = " ") {
		printf("%s--%s%s", parted, option->name, option->kind == OPTION_FLAG ? "" : "=");
		if (option->kind != OPTION_FLAG)
			print_option_values(command, option->name);
	}
	printf("%s\n", !command->json ? "" : *parted ? " --json" : "--json");
}
