#include "cli/args.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"

static size_t
option_count(const struct command *command)
{
	size_t count = 0;

	while (command->options && command->options[count].name)
		count++;
	return count;
}

static void
add_text(struct texts *texts, const char *text)
{
	texts->items = mem_resize(texts->items, texts->count + 1, sizeof(*texts->items));
	texts->items[texts->count++] = text;
}

/* The value of an option, written --name VALUE or --name=VALUE; NULL: the value is missing. */
static const char *
value_of(int argc, char **argv, int *at, const char *equals)
{
	if (equals)
		return equals + 1;
	return *at + 1 < argc ? argv[++*at] : NULL;
}

/* Finds the place for the value of an option that every command has; false: the option is none of them. */
static bool
common_value(struct args *args, const char *name, size_t len, const char ***value, struct texts **list)
{
	static const struct {
		const char *name;
		enum { COMMON_AS, COMMON_WORKSPACE, COMMON_PASSPHRASE, COMMON_TODAY } what;
	} common[] = {
		{ "as", COMMON_AS }, { "workspace", COMMON_WORKSPACE }, { "passphrase-file", COMMON_PASSPHRASE }, { "today", COMMON_TODAY }
	};

	for (size_t i = 0; i < ARRAY_LEN(common); i++) {
		if (strlen(common[i].name) != len || strncmp(name, common[i].name, len) != 0)
			continue;
		*value = common[i].what == COMMON_AS	      ? &args->as
			 : common[i].what == COMMON_WORKSPACE ? &args->workspace
			 : common[i].what == COMMON_TODAY     ? &args->today
							      : NULL;
		*list = &args->passphrase_files;
		return true;
	}
	return false;
}

#define CONFIRM_TODAY "confirm-today"

static int
given_twice(const struct args *args, const char *option)
{
	char *why = mem_printf(_("the option %s is given twice"), option);
	int code = cli_usage(args, why);

	free(why);
	return code;
}

static int
parse_option(struct args *args, int argc, char **argv, int *at)
{
	const char *name = argv[*at] + 2, *equals = strchr(name, '='), *text, **value = NULL;
	size_t len = equals ? (size_t)(equals - name) : strlen(name), own = 0, count = option_count(args->command);
	struct texts *list = NULL;
	bool flag;

	if (len == 4 && (strncmp(name, "help", len) == 0 || strncmp(name, "json", len) == 0)) {
		*(*name == 'h' ? &args->help : &args->json) = true;
		return EXIT_DONE;
	}
	while (own < count &&
	       (strlen(args->command->options[own].name) != len || strncmp(name, args->command->options[own].name, len) != 0))
		own++;
	if (own < count) {
		list = &args->given[own];
	} else if (len == strlen(CONFIRM_TODAY) && strncmp(name, CONFIRM_TODAY, len) == 0) {
		args->confirm_today = true;
		return EXIT_DONE;
	} else if (!common_value(args, name, len, &value, &list)) {
		cli_warn(_("louce: the option %s is not known\n"), argv[*at]);
		return EXIT_USAGE;
	}
	flag = own < count && args->command->options[own].kind == OPTION_FLAG;
	if (value ? *value != NULL : own < count && args->command->options[own].kind == OPTION_VALUE && list->count)
		return given_twice(args, argv[*at]);
	text = flag ? name : value_of(argc, argv, at, equals);
	if (!text)
		return cli_usage(args, _("an option lacks its value"));
	if (!*text && (value || list == &args->passphrase_files || strncmp(name, "out", len) == 0))
		return cli_usage(args, _("an option that names a file or a person has an empty value"));
	if (value)
		*value = text;
	else
		add_text(list, text);
	return EXIT_DONE;
}

void
args_parse(struct args *args, int argc, char **argv, int *code)
{
	args->given = mem_array(option_count(args->command), sizeof(*args->given));
	*code = EXIT_DONE;
	for (int at = 0; at < argc && *code == EXIT_DONE; at++) {
		if (strcmp(argv[at], "-w") == 0 && at + 1 < argc) { /* "-" alone is a word: standard input or output */
			if (args->workspace)
				*code = given_twice(args, argv[at]);
			args->workspace = argv[++at];
		} else if (strncmp(argv[at], "--", 2) == 0 && argv[at][2])
			*code = parse_option(args, argc, argv, &at);
		else if (!*argv[at]) /* a name that a script's variable lacked: a folder "" would be the root of the machine */
			*code = cli_usage(args, _("a word is empty: give it its text, or leave it out"));
		else
			add_text(&args->words, argv[at]);
	}
}

void
args_release(struct args *args)
{
	free(args->words.items);
	free(args->passphrase_files.items);
	for (size_t i = 0; args->given && i < option_count(args->command); i++)
		free(args->given[i].items);
	free(args->given);
	for (size_t i = 0; i < args->digit_count; i++)
		free(args->digits[i]);
	free(args->digits);
}

void
args_name_areas(struct args *args, const char *name, char *(*digits_of)(const void *, const char *), const void *ctx)
{
	for (size_t i = 0; i < option_count(args->command); i++) {
		struct texts *values = &args->given[i];

		if (strcmp(args->command->options[i].name, name) != 0)
			continue;
		for (size_t k = 0; k < values->count; k++) {
			char *digits = digits_of(ctx, values->items[k]);

			if (!digits)
				continue;
			MEM_GROW(args->digits, args->digit_count, args->digit_cap);
			values->items[k] = args->digits[args->digit_count++] = digits;
		}
	}
}

/* ---- asking by name */

static const struct texts *
given(const struct args *args, const char *name, enum command_option_kind kind)
{
	for (size_t i = 0; i < option_count(args->command); i++)
		if (strcmp(args->command->options[i].name, name) == 0 && args->command->options[i].kind == kind)
			return &args->given[i];
	fprintf(stderr, "louce: bug: the command %s has no such option: %s\n", args->command->name, name);
	abort();
}

bool
arg_flag(const struct args *args, const char *name)
{
	return given(args, name, OPTION_FLAG)->count > 0;
}

const char *
arg_value(const struct args *args, const char *name)
{
	const struct texts *texts = given(args, name, OPTION_VALUE);

	return texts->count ? texts->items[texts->count - 1] : NULL;
}

const char *
arg_area(const struct args *args)
{
	const char *area = arg_value(args, "area");

	return area ? area : "";
}

bool
arg_choice(const struct args *args, const char *name, const char *const *words, size_t count, int *out)
{
	const char *text = arg_value(args, name);

	for (size_t i = 0; text && i < count; i++)
		if (strcmp(text, words[i]) == 0) {
			*out = (int)i;
			return true;
		}
	return !text;
}

const struct texts *
arg_list(const struct args *args, const char *name)
{
	return given(args, name, OPTION_LIST);
}

bool
arg_integer(const struct args *args, const char *name, int64_t min, int64_t max, int64_t otherwise, int64_t *out)
{
	const char *text = arg_value(args, name);
	char *end = NULL;
	long long number;

	*out = otherwise;
	if (!text)
		return true;
	errno = 0;
	number = strtoll(text, &end, 10);
	if (errno == 0 && end != text && !*end && number >= min && number <= max) {
		*out = number;
		return true;
	}
	cli_warn(_("louce: --%s takes a whole number from %" PRId64 " to %" PRId64 ", not \"%s\"\n"), name, min, max, text);
	return false;
}
