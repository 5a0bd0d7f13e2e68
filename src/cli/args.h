#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

/* The arguments of a command: its words, the options that every command takes (-w, --as, --passphrase-file, --json), and the options of
 * its own, which are asked for by name. Asking for an option that the command's table does not have is a mistake of ours and ends the
 * program. All texts are borrowed from argv, but for the digits of
 * areas that were named. */

struct command;
struct cli_screens;

struct command_option {
	const char *name; /* without -- */
	enum command_option_kind { OPTION_FLAG, OPTION_VALUE, OPTION_LIST } kind;
	const char *help;
};

struct texts {
	const char **items;
	size_t count;
};

struct args {
	const struct command *command;
	struct texts words;	       /* what is no option; the command's name first */
	const char *workspace, *as;    /* -w, --as */
	const char *today;	       /* --today */
	struct texts passphrase_files; /* files of --passphrase-file, in the order persons are asked */
	size_t passphrase_next;
	bool json, help, confirm_today;
	struct cli_screens *screens;
	char **digits; /* of areas that were named in words; owned */
	size_t digit_count, digit_cap;
	struct texts *given; /* values of the command's options, by their place in its table; a flag has one */
};

/* Reads argv from the command's name on. *code: EXIT_DONE, or EXIT_USAGE after the reason was printed. */
void args_parse(struct args *args, int argc, char **argv, int *code);
void args_release(struct args *args);

/* Puts the digits that `digits_of` gives for a name (caller's to free; NULL: none) in the place of each value of the option. An option that the
 * command does not have is none. */
void args_name_areas(struct args *args, const char *name, char *(*digits_of)(const void *, const char *), const void *ctx);

bool arg_flag(const struct args *args, const char *name);
const char *arg_value(const struct args *args, const char *name); /* the last value given; NULL: none */
const struct texts *arg_list(const struct args *args, const char *name);
/* The value of --area: digits, once a workspace is open that knows the name which was given; "": none was. */
const char *arg_area(const struct args *args);
/* Which of the words the value is; *out stays when none was given. False: the value is another word. */
bool arg_choice(const struct args *args, const char *name, const char *const *words, size_t count, int *out);
/* The value as a whole number; `otherwise` when none was given. False: no number from `min` to `max`, which was printed. */
MUST_CHECK bool arg_integer(const struct args *args, const char *name, int64_t min, int64_t max, int64_t otherwise, int64_t *out);

#endif
