#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"

/* The table of commands, parsing, and what all commands share. */

static const struct option init_options[] = {
	{ "county", OPTION_VALUE, N_("6 digits of the county") },
	{ "name", OPTION_VALUE, N_("title of the workspace") },
	{ "officer", OPTION_LIST, N_("a county officer whose key is on this machine; may be given several times") },
	{ "threshold", OPTION_VALUE, N_("how many officers must agree (default: all)") },
	{ "forms", OPTION_VALUE, N_("folder of the form pack (default: the installed one)") },
};
static const struct option key_options[] = {
	{ "portable", OPTION_FLAG, N_("for a leader who signs on others' laptops; keep the file on your own stick") },
	{ "new-passphrase-file", OPTION_VALUE, N_("file with the new passphrase") },
};
static const struct option request_options[] = {
	{ "role", OPTION_VALUE, N_("role in the form pack") },
	{ "area", OPTION_LIST, N_("6, 9 or 12 digits; may be given several times") },
	{ "portable", OPTION_FLAG, N_("not bound to this laptop") },
	{ "issues", OPTION_LIST, N_("a role it wants to give others; may be given several times, and needs the officers' endorsements") },
};
static const struct option roster_options[] = {
	{ "dry-run", OPTION_FLAG, N_("only say what would be added") },
};
static const struct option fill_options[] = {
	{ "data", OPTION_VALUE, N_("JSON file with the form's values") },
	{ "photo", OPTION_LIST, N_("FIELD=FILE, or REPEAT/ROW/FIELD=FILE; may be given several times") },
	{ "new", OPTION_FLAG, N_("start a new building; then no BUILDING is named") },
};
static const struct option sign_options[] = {
	{ "return", OPTION_FLAG, N_("give back instead of approving") },
	{ "reason", OPTION_VALUE, N_("why it is given back") },
	{ "error", OPTION_LIST, N_("FIELD:KIND, the kind of error from 1 to 6; may be given several times") },
};
static const struct option status_options[] = {
	{ "area", OPTION_VALUE, N_("digits of a county, township or village") },
	{ "list", OPTION_FLAG, N_("a line for each building") },
};
static const struct option check_options[] = {
	{ "area", OPTION_VALUE, N_("digits of a county, township or village") },
	{ "rule", OPTION_VALUE, N_("only this rule") },
};
static const struct option report_options[] = {
	{ "area", OPTION_VALUE, N_("digits of a county, township or village") },
	{ "format", OPTION_VALUE, N_("text or csv") },
	{ "out", OPTION_VALUE, N_("file to write instead of the screen") },
	{ "encoding", OPTION_VALUE, N_("utf-8, utf-8-bom or gb18030") },
};
static const struct option export_options[] = {
	{ "to", OPTION_VALUE, N_("a role or a person: what that addressee's last receipt covers is left out") },
	{ "area", OPTION_VALUE, N_("digits: only what lies there (default: the addressee's areas)") },
	{ "all", OPTION_FLAG, N_("also what the receipts say is there already") },
	{ "part-mib", OPTION_VALUE, N_("cut into parts of about so many MiB (default 2048)") },
};
static const struct option import_options[] = {
	{ "salvage", OPTION_FLAG, N_("take the sound rest of a file in which something was altered") },
};
static const struct option officers_options[] = {
	{ "officer", OPTION_LIST, N_("one who is an officer or asks to be one (request --issues): by name or first digits of the number") },
	{ "threshold", OPTION_VALUE, N_("how many of them must agree (default: all)") },
	{ "receive-here", OPTION_FLAG, N_("this laptop writes the county's receipts from now on") },
};
static const struct option revoke_options[] = {
	{ "reason", OPTION_VALUE, N_("retired, stolen, or in words") },
	{ "receipt", OPTION_VALUE, N_("what county receipts up to this number cover keeps its effect (default: the newest)") },
};
static const struct option reason_options[] = {
	{ "reason", OPTION_VALUE, N_("why, in words") },
	{ "area", OPTION_VALUE, N_("digits of a county, township or village") },
};
static const struct option demo_options[] = {
	{ "buildings", OPTION_VALUE, N_("how many buildings (default 4028)") },
	{ "seed", OPTION_VALUE, N_("the same seed gives the same buildings") },
	{ "no-ui", OPTION_FLAG, N_("make it and stop") },
	{ "fresh", OPTION_FLAG, N_("make it anew, throwing away the one there") },
	{ "single", OPTION_FLAG, N_("the county's file alone, without the laptops of townships and villages") },
};

#define OPTIONS(array) array, ARRAY_LEN(array)

static const struct command commands[] = {
	{ "demo", N_("demo DIR [--buildings N] [--seed S] [--no-ui] [--fresh] [--single]"), N_("make a county to try"),
	  OPTIONS(demo_options), cmd_demo },
	{ "init", N_("init county FILE --county DIGITS --name TITLE --officer NAME... | init device FILE"),
	  N_("found a county's workspace, or make this laptop one of its devices"), OPTIONS(init_options), cmd_init },
	{ "key", N_("key new NAME [--portable] | key list | key change NAME | key requests"), N_("keys of the people of this machine"),
	  OPTIONS(key_options), cmd_key },
	{ "request", N_("request NAME --role ROLE --area DIGITS... [--portable] [--issues ROLE...]"), N_("ask for a credential"),
	  OPTIONS(request_options), cmd_request },
	{ "issue", N_("issue CODE --as NAME"), N_("issue the credential that a request asks for"), NULL, 0, cmd_issue },
	{ "endorse", N_("endorse | endorse STEP --as NAME"), N_("what waits for the county officers to agree; agreeing as one of them"),
	  NULL, 0, cmd_endorse },
	{ "officers", N_("officers --officer NAME... --threshold K [--receive-here] --as NAME"),
	  N_("name the county's officers anew; those of before and those of after endorse it"), OPTIONS(officers_options), cmd_officers },
	{ "forms", N_("forms check DIR | forms publish DIR --as NAME"), N_("check and publish a form pack"), NULL, 0, cmd_forms },
	{ "roster", N_("roster import FILE.csv --as NAME [--dry-run]"), N_("list buildings from a table"), OPTIONS(roster_options),
	  cmd_roster },
	{ "fill", N_("fill BUILDING FORM --data FILE.json [--photo FIELD=FILE]... --as NAME | fill --new FORM ..."),
	  N_("fill and sign a form"), OPTIONS(fill_options), cmd_fill },
	{ "sign", N_("sign LEVEL BUILDING... --as NAME [--return --reason TEXT --error FIELD:KIND...]"),
	  N_("approve or give back at a level of the chain"), OPTIONS(sign_options), cmd_sign },
	{ "withdraw", N_("withdraw STEP --as NAME"), N_("withdraw a sign-off of one's own"), NULL, 0, cmd_withdraw },
	{ "export", N_("export FILE|- [--to ROLE|PERSON] [--area DIGITS] [--all] [--as NAME]"),
	  N_("write what the next level lacks to a stick"), OPTIONS(export_options), cmd_export },
	{ "import", N_("import FILE...|- [--as NAME] [--salvage] [--json]"),
	  N_("take in files from sticks, in any order, any number of times"), OPTIONS(import_options), cmd_import },
	{ "receipt", N_("receipt [--as NAME]"), N_("write a receipt of what is held here, and print its slip"), NULL, 0, cmd_receipt },
	{ "revoke", N_("revoke CREDENTIAL|NAME --reason retired|stolen [--receipt N] --as NAME"), N_("take a credential back"),
	  OPTIONS(revoke_options), cmd_revoke },
	{ "epoch", N_("epoch --reason TEXT --as NAME"), N_("begin anew on this laptop when the newer file is lost"),
	  OPTIONS(reason_options), cmd_epoch },
	{ "decide", N_("decide [--area DIGITS] | decide keep STEP | decide same|apart BUILDING BUILDING --reason TEXT --as NAME"),
	  N_("what waits for a decision, and deciding it"), OPTIONS(reason_options), cmd_decide },
	{ "versions", N_("versions BUILDING FORM [--as NAME]"), N_("versions of a form side by side; fill merges them"), NULL, 0,
	  cmd_versions },
	{ "verify", N_("verify FILE"), N_("verify every number, signature, chain and right"), NULL, 0, cmd_verify },
	{ "status", N_("status [--area DIGITS] [--list] [--json]"), N_("counts and the state hash"), OPTIONS(status_options), cmd_status },
	{ "history", N_("history BUILDING [--as NAME] [--json]"), N_("everything about one building"), NULL, 0, cmd_history },
	{ "check", N_("check [--area DIGITS] [--rule ID] [--json]"), N_("what the quality rules found"), OPTIONS(check_options),
	  cmd_check },
	{ "report", N_("report NAME [--area DIGITS] [--format text|csv] [--out FILE] [--encoding E]"), N_("a report of the form pack"),
	  OPTIONS(report_options), cmd_report },
	{ "rebuild", N_("rebuild"), N_("derive the register anew from the steps"), NULL, 0, cmd_rebuild },
};

/* ---- what all share */

int
cli_fail(const struct err *err)
{
	fprintf(stderr, "louce: %s\n", err->text);
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
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

int
cli_usage(const struct args *args, const char *why)
{
	const struct command *command = args->words.count ? command_of(args->words.items[0]) : NULL;

	fprintf(stderr, "louce: %s\n", why);
	if (command)
		fprintf(stderr, _("usage: louce %s\n"), _(command->usage));
	return EXIT_USAGE;
}

const char *
cli_lang(void)
{
	/* The catalogue says which language it is: its translation of "en". */
	return strcmp(_("en"), "zh") == 0 ? "zh" : "en";
}

/* A line from the terminal without echo. */
static char *
read_hidden(const char *prompt)
{
	struct termios before, hidden;
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;

	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &before) != 0)
		return NULL;
	fputs(prompt, stderr);
	hidden = before;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	len = getline(&line, &cap, stdin);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	fputc('\n', stderr);
	if (len <= 0) {
		free(line);
		return NULL;
	}
	line[strcspn(line, "\n")] = '\0';
	return line;
}

/* From the next --passphrase-file (the last serves all that follow), or the terminal. */
static char *
ask_passphrase(void *ctx, const char *name)
{
	struct args *args = ctx;
	struct buf text = { 0 };
	struct err err = { 0 };
	char *prompt, *line;

	if (args->passphrase_files.count) {
		size_t at = args->passphrase_next < args->passphrase_files.count ? args->passphrase_next++
										 : args->passphrase_files.count - 1;

		if (file_read(args->passphrase_files.items[at], 4096, &text, &err)) {
			fprintf(stderr, "louce: %s\n", err.text);
			return NULL;
		}
		line = buf_detach(&text);
		line[strcspn(line, "\r\n")] = '\0';
		return line;
	}
	prompt = mem_printf(_("Passphrase of %s: "), name);
	line = read_hidden(prompt);
	free(prompt);
	return line;
}

struct app_ask
cli_ask(struct args *args)
{
	return (struct app_ask){ ask_passphrase, args };
}

enum status
cli_open(struct args *args, enum app_mode mode, bool sign, struct app **out, struct err *err)
{
	const char *path = args->workspace ? args->workspace : getenv("LOUCE_WORKSPACE");
	enum status status;

	if (!path || !*path)
		return err_set(err, STATUS_INVALID, _("name the workspace with -w FILE, or set LOUCE_WORKSPACE"));
	if (sign && !args->as)
		return err_set(err, STATUS_DENIED, _("name who signs with --as NAME"));
	status = app_open(path, mode, out, err);
	if (status || !args->as || mode == APP_READ)
		return status;
	status = cli_unlock(args, *out, err);
	if (status) {
		app_close(*out);
		*out = NULL;
	}
	return status;
}

enum status
cli_unlock(struct args *args, struct app *app, struct err *err)
{
	struct app_ask ask = cli_ask(args);

	return app_unlock(app, args->as, &ask, err);
}

void
cli_print_json(const struct value *value)
{
	struct buf text = { 0 };

	app_json(value, &text);
	printf("%s\n", buf_text(&text));
	buf_release(&text);
}

/* ---- parsing */

static void
add_text(struct texts *texts, const char *text)
{
	texts->items = mem_resize(texts->items, texts->count + 1, sizeof(*texts->items));
	texts->items[texts->count++] = text;
}

/* The value of an option written --name VALUE or --name=VALUE; NULL when none is there. */
static const char *
value_of(int argc, char **argv, int *at, const char *equals)
{
	if (equals)
		return equals + 1;
	return *at + 1 < argc ? argv[++*at] : NULL;
}

static int
parse_option(const struct command *command, struct args *args, int argc, char **argv, int *at)
{
	const char *name = argv[*at] + 2, *equals = strchr(name, '='), *value;
	size_t len = equals ? (size_t)(equals - name) : strlen(name);

#define IS(text) (strlen(text) == len && strncmp(name, text, len) == 0)
	if (IS("help") || IS("json")) {
		args->help |= IS("help");
		args->json |= IS("json");
		return EXIT_DONE;
	}
	if (IS("as") || IS("passphrase-file") || IS("workspace")) {
		bool as = IS("as"), workspace = IS("workspace");

		value = value_of(argc, argv, at, equals);
		if (!value)
			return cli_usage(args, _("an option lacks its value"));
		if (as)
			args->as = value;
		else if (workspace)
			args->workspace = value;
		else
			add_text(&args->passphrase_files, value);
		return EXIT_DONE;
	}
	for (size_t i = 0; i < command->option_count; i++) {
		const struct option *option = &command->options[i];

		if (!IS(option->name))
			continue;
		if (option->kind == OPTION_FLAG) {
			args->flags[i] = true;
			return EXIT_DONE;
		}
		value = value_of(argc, argv, at, equals);
		if (!value)
			return cli_usage(args, _("an option lacks its value"));
		if (option->kind == OPTION_LIST)
			add_text(&args->lists[i], value);
		else
			args->values[i] = value;
		return EXIT_DONE;
	}
#undef IS
	fprintf(stderr, _("louce: the option %s is not known\n"), argv[*at]);
	return EXIT_USAGE;
}

static int
print_help(const struct command *command)
{
	printf(_("usage: louce %s\n"), _(command->usage));
	printf("\n%s\n\n", _(command->help));
	for (size_t i = 0; i < command->option_count; i++)
		printf("  --%-20s %s\n", command->options[i].name, _(command->options[i].help));
	printf("  %-22s %s\n", "-w FILE", _("the workspace (or LOUCE_WORKSPACE)"));
	printf("  %-22s %s\n", "--as NAME", _("who signs: name, first digits of the number, or path of the key file"));
	printf("  %-22s %s\n", "--passphrase-file F", _("file with the passphrase, instead of asking"));
	printf("  %-22s %s\n", "--json", _("for a program to read"));
	return EXIT_DONE;
}

static int
print_commands(FILE *to)
{
	fprintf(to, _("louce %s: signed safety surveys of self-built houses, offline\n\n"), PACKAGE_VERSION);
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		fprintf(to, "  louce %-10s %s\n", commands[i].name, _(commands[i].help));
	fprintf(to, _("\nlouce COMMAND --help says more. louce alone opens the screens. To see what it is: louce demo DIR\n"));
	return to == stderr ? EXIT_USAGE : EXIT_DONE;
}

static void
release_args(struct args *args)
{
	free(args->words.items);
	free(args->passphrase_files.items);
	for (size_t i = 0; i < ARRAY_LEN(args->lists); i++)
		free(args->lists[i].items);
}

/* louce [-w FILE]: no command, but screens. */
static int
open_screens(int argc, char **argv, struct cli_screens *screens)
{
	const char *workspace = getenv("LOUCE_WORKSPACE");

	for (int at = 1; at < argc; at++) {
		if ((strcmp(argv[at], "-w") == 0 || strcmp(argv[at], "--workspace") == 0) && at + 1 < argc)
			workspace = argv[++at];
		else
			return print_commands(stderr);
	}
	screens->wanted = true;
	screens->workspace = workspace && *workspace ? mem_strdup(workspace) : NULL;
	return EXIT_DONE;
}

int
cli_main(int argc, char **argv, struct cli_screens *screens)
{
	/* The workspace may also be named before the command, as for the screens. */
	bool before = argc > 3 && (strcmp(argv[1], "-w") == 0 || strcmp(argv[1], "--workspace") == 0) && argv[3][0] != '-';
	int first = before ? 3 : 1, code = EXIT_DONE;
	const struct command *command = argc > first ? command_of(argv[first]) : NULL;
	struct args args = { .screens = screens, .workspace = before ? argv[2] : NULL };

	if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0))
		return print_commands(stdout);
	if (argc > 1 && strcmp(argv[1], "--version") == 0) {
		printf("louce %s\n", PACKAGE_VERSION);
		return EXIT_DONE;
	}
	if (argc == 1 || (!command && argv[first][0] == '-'))
		return open_screens(argc, argv, screens);
	if (!command) {
		fprintf(stderr, _("louce: \"%s\" is no command\n\n"), argv[first]);
		return print_commands(stderr);
	}
	for (int at = first; at < argc && code == EXIT_DONE; at++) {
		if (strcmp(argv[at], "-w") == 0 && at + 1 < argc) /* "-" alone is a word: standard input or output */
			args.workspace = argv[++at];
		else if (strncmp(argv[at], "--", 2) == 0 && argv[at][2])
			code = parse_option(command, &args, argc, argv, &at);
		else
			add_text(&args.words, argv[at]);
	}
	if (code == EXIT_DONE)
		code = args.help ? print_help(command) : command->run(&args);
	release_args(&args);
	return code;
}
