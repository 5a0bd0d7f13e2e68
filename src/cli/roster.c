#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/house/place.h"
#include "app/session/libraries.h"
#include "app/session/workspace.h"
#include "app/roster/gone.h"
#include "app/roster/roster.h"
#include "app/roster/roster_read.h"
#include "app/roster/roster_template.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/asked.h"
#include "cli/cli.h"
#include "cli/json.h"

/* The roster: houses listed and corrected from a table, and taken out again. */

/* A question at the terminal; nobody there: no. */
static bool
agrees(void)
{
	return isatty(STDIN_FILENO) && cli_says_yes();
}

/* One question for a whole file: phone books and spreadsheets put invisible marks round honest numbers. Without a terminal the option
 * is named instead. */
static bool
agrees_to_mend(size_t cells)
{
	if (!isatty(STDIN_FILENO)) {
		cli_warn(n_("%zu cell holds characters that no record may hold. To take them out of all: add --take-out\n",
			    "%zu cells hold characters that no record may hold. To take them out of all: add --take-out\n", cells),
			 cells);
		return false;
	}
	cli_warn(n_("%zu cell holds characters that no record may hold. Take them out of all? [y/N] ",
		    "%zu cells hold characters that no record may hold. Take them out of all? [y/N] ", cells),
		 cells);
	return agrees();
}

static void
print_sentences(FILE *to, char *const *sentences, size_t count)
{
	for (size_t i = 0; i < count; i++)
		to == stderr ? cli_warn("%s\n", sentences[i]) : cli_print("%s\n", sentences[i]);
}

/* What the table asks stands above; one yes is for all of it. */
static bool
agrees_to_all(void)
{
	if (!isatty(STDIN_FILENO)) {
		cli_warn(_("To say yes to what is asked above: add --yes\n"));
		return false;
	}
	cli_warn(_("Yes to all that is asked above? [y/N] "));
	return agrees();
}

/* Shows what changes and asks; false: no. Without a terminal the options are named. */
static bool
agrees_to_change(const struct app_roster_result *result)
{
	cli_warn(n_("%zu row changes:\n", "%zu rows change:\n", result->changed), result->changed);
	print_sentences(stderr, result->changes, result->change_count);
	if (!isatty(STDIN_FILENO)) {
		cli_warn(_("To correct these houses: add --change; to leave them as they are, and add the new ones alone: --keep\n"));
		return false;
	}
	cli_warn(_("Correct these houses? [y/N] "));
	return agrees();
}

/* Takes the table in once; what it says of single rows goes to standard error. */
static enum status
import_once(struct app *app, const struct app_roster *roster, struct app_roster_result *result, struct err *err)
{
	struct buf problems = { 0 };
	enum status status;

	app_roster_result_release(result);
	status = app_roster_import(app, roster, result, &problems, err);
	fputs(buf_text(&problems), stderr);
	buf_release(&problems);
	return status;
}

static void
say_imported(const struct app_roster *roster, const struct app_roster_result *result, const char *person)
{
	print_sentences(stdout, result->notes, result->note_count);
	if (result->flawed)
		cli_print(n_("Characters that are not seen were taken out of %zu cell.\n",
			     "Characters that are not seen were taken out of %zu cells.\n", result->flawed),
			  result->flawed);
	if (roster->dry_run && result->changed) {
		cli_print(n_("%zu row changes:\n", "%zu rows change:\n", result->changed), result->changed);
		print_sentences(stdout, result->changes, result->change_count);
	} else if (result->changed && roster->answer != ROSTER_KEEP) {
		cli_print(n_("%zu house that stood was corrected.\n", "%zu houses that stood were corrected.\n", result->changed),
			  result->changed);
	}
	cli_print(roster->dry_run ? n_("%s: %zu row; %zu would be added, %zu stand already.\n",
				       "%s: %zu rows; %zu would be added, %zu stand already.\n", result->rows)
				  : n_("%s: %zu row; %zu added, %zu stood already.\n", "%s: %zu rows; %zu added, %zu stood already.\n",
				       result->rows),
		  result->encoding, result->rows, result->added, result->known);
	if (result->records)
		cli_print(roster->dry_run ? n_("Of %zu house the other system's record would be put beside.\n",
					       "Of %zu houses the other system's record would be put beside.\n", result->records)
					  : n_("Of %zu house the other system's record was put beside.\n",
					       "Of %zu houses the other system's record was put beside.\n", result->records),
			  result->records);
	if (result->done && (result->added || (result->changed && roster->answer != ROSTER_KEEP)))
		cli_print(_("To take back what was added and corrected: louce roster undo \"%s\" --reason WORDS --as \"%s\"\n"),
			  result->batch, person ? person : _("NAME"));
}

/* Asks what the table asks, all in one: the answer is to what was told just now. False: it asks nothing, or the answer was no. */
static bool
agrees_to_table(struct app_roster *roster, const struct app_roster_result *result, struct roster_yeses *said)
{
	if (result->only_flawed) {
		roster->mended = result->table;
		roster->mend = agrees_to_mend(result->flawed);
		return roster->mend;
	}
	if (!result->asked || !agrees_to_all())
		return false;
	roster_yeses_add_all(said, &result->open);
	return true;
}

/* Takes the table in, with what it asks answered; where the table or the houses are others by the time of an answer it is asked again. */
static enum status
import_asking(struct app *app, struct app_roster *roster, struct app_roster_result *result, struct roster_yeses *said, struct err *err)
{
	const struct app_roster given = *roster;
	enum status status;
	bool again = true;

	while (again) {
		*err = (struct err){ 0 };
		status = import_once(app, roster, result, err);
		again = false;
		if (result->others) {
			cli_warn("louce: %s\n", err->text);
			*roster = given;
			again = true;
		} else if (status) {
			again = agrees_to_table(roster, result, said);
		} else if (result->asks && !roster->dry_run) {
			again = agrees_to_change(result);
			roster->answer = ROSTER_CHANGE_AGREED;
			roster->agreed_changes = result->changes_name;
			if (!again)
				status = err_set(err, STATUS_CONFLICT, _("nothing was done"));
		}
	}
	return status;
}

static int
import_table(struct args *args)
{
	struct roster_yeses said = { 0 };
	struct app_roster roster = { .path = args->words.items[2],
				     .dry_run = arg_flag(args, "dry-run"),
				     .correct = arg_flag(args, "correct"),
				     .mend = arg_flag(args, "take-out"),
				     .sheet = arg_value(args, "sheet"),
				     .map = arg_value(args, "map"),
				     .agreed = arg_flag(args, "yes") ? ROSTER_YES_ALL : 0,
				     .said = &said,
				     .answer = arg_flag(args, "change") ? ROSTER_CHANGE
					       : arg_flag(args, "keep") ? ROSTER_KEEP
									: ROSTER_ASK,
				     .progress = cli_progress() };
	struct app_roster_result result = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = cli_open(args, APP_WRITE, true, &app, &err);

	if (!status)
		status = import_asking(app, &roster, &result, &said, &err);
	roster_yeses_release(&said);
	app_close(app);
	if (result.faults && !roster.correct)
		cli_warn(_("To have all of this written beside the rows, in a table to correct: add --correct\n"));
	if (status && result.unknown_words)
		cli_warn(
			n_("%zu word stands in a column of codes and means nothing yet. To say once what it means: in the file of --map, below the header of the column and indented, a line \"word: option\"\n",
			   "%zu words stand in columns of codes and mean nothing yet. To say once what they mean: in the file of --map, below the header of the column and indented, a line \"word: option\" each\n",
			   result.unknown_words),
			result.unknown_words);
	if (!status)
		say_imported(&roster, &result, args->as);
	app_roster_result_release(&result);
	return status ? cli_fail(&err) : EXIT_DONE;
}

/* Houses that are taken out, or (`back`) brought back, by one command. */
struct moving_out {
	struct app *app;
	struct id *houses;
	size_t count;
	const char *why;
	bool yes, open_case; /* what was said on the command line */
	struct out_asks asks;
};

static char *
out_words(void *ctx, struct err *err)
{
	struct moving_out *moving = ctx;
	const struct out_asks *asks = &moving->asks;
	struct buf text = { 0 };

	if (app_houses_out_asks(moving->app, moving->houses, moving->count, &moving->asks, err))
		return NULL;
	if (moving->yes && (!asks->open_cases || moving->open_case)) /* whatever there is to say */
		return mem_strdup("");
	buf_text_add(&text, buf_text(&asks->said));
	for (size_t i = 0; i < asks->count; i++)
		buf_printf(&text, "%s\n", asks->items[i]);
	if (!isatty(STDIN_FILENO) && asks->count)
		buf_text_add(&text, asks->open_cases
					    ? _("To take these houses out all the same, with their open cases: add --yes --open-case\n")
					    : _("To take these houses out all the same: add --yes\n"));
	return text.len ? buf_detach(&text) : mem_strdup("");
}

/* Names the houses that are more than a row, and asks; without a terminal the option is named: one more where a case is open. */
static bool
agrees_to_out(const char *words)
{
	cli_warn_lines(words);
	if (isatty(STDIN_FILENO))
		cli_warn(_("Take these houses out all the same? [y/N] "));
	return agrees();
}

static enum status
sign_out(void *ctx, struct err *err)
{
	struct moving_out *moving = ctx;

	return app_houses_out(moving->app, moving->houses, moving->count, moving->why, &moving->asks, err);
}

/* Takes the named houses out, or (`back`) brings them back. */
static int
move_houses(struct args *args, bool back)
{
	struct moving_out moving = { .count = args->words.count - 2,
				     .yes = arg_flag(args, "yes"),
				     .open_case = arg_flag(args, "open-case") };
	struct cli_asked asked = { .shown = { .now = out_words, .act = sign_out, .ctx = &moving }, .yes = back, .agrees = agrees_to_out };
	struct err err = { 0 };
	enum status status = cli_open(args, APP_WRITE, true, &moving.app, &err);

	moving.houses = mem_array(moving.count, sizeof(*moving.houses));
	moving.why = back ? NULL : arg_value(args, "reason") ? arg_value(args, "reason") : "";
	for (size_t i = 0; i < moving.count && !status; i++)
		status = app_building_find(moving.app, args->words.items[i + 2], &moving.houses[i], &err);
	if (!status)
		status = cli_act_as_asked(moving.app, &asked, &err);
	app_close(moving.app);
	out_asks_release(&moving.asks);
	free(moving.houses);
	if (status)
		return cli_fail(&err);
	cli_print(back ? n_("%zu house stands on the roster again.\n", "%zu houses stand on the roster again.\n", moving.count)
		       : n_("%zu house was taken out: it stands in no list and no total, and its history stays.\n",
			    "%zu houses were taken out: they stand in no list and no total, and their history stays.\n", moving.count),
		  moving.count);
	return EXIT_DONE;
}

static int
list_imports(struct args *args)
{
	struct roster_batch *imports = NULL;
	struct app *app = NULL;
	struct err err = { 0 };
	size_t count = 0;
	enum status status = cli_open(args, APP_READ, false, &app, &err);

	if (!status)
		status = roster_batches(app, &imports, &count, &err);
	status = cli_close_reading(app, status, &err);
	if (!status && args->json)
		json_print_batches(imports, count);
	for (size_t i = 0; i < count && !status && !args->json; i++) {
		char *words = roster_batch_words(&imports[i]);

		cli_print("%s\n", words);
		free(words);
	}
	if (!status && !count && !args->json)
		cli_print(_("No house here came by a roster that this program took in.\n"));
	roster_batches_free(imports, count);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static int
undo_import(struct args *args)
{
	const char *why = arg_value(args, "reason");
	bool look = arg_flag(args, "dry-run");
	struct app_undone undone = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = cli_open(args, APP_WRITE, true, &app, &err);

	if (!status)
		status = app_import_undo(app, args->words.items[2], why, look, cli_progress(), &undone, &err);
	app_close(app);
	if (!status) {
		print_sentences(stdout, undone.kept, undone.kept_count);
		if (undone.out || undone.kept_count || !(undone.back + undone.out_before + undone.back_before))
			cli_print(look ? n_("%zu house would be taken out, %zu would stay.\n",
					    "%zu houses would be taken out, %zu would stay.\n", undone.out)
				       : n_("%zu house was taken out, %zu stay.\n", "%zu houses were taken out, %zu stay.\n", undone.out),
				  undone.out, undone.kept_count);
		if (undone.back)
			cli_print(look ? n_("Of %zu house what this import corrected would be again as it was before.\n",
					    "Of %zu houses what this import corrected would be again as it was before.\n", undone.back)
				       : n_("Of %zu house what this import corrected is again as it was before.\n",
					    "Of %zu houses what this import corrected is again as it was before.\n", undone.back),
				  undone.back);
		if (undone.out_before)
			cli_print(n_("%zu house of it was taken out before.\n", "%zu houses of it were taken out before.\n",
				     undone.out_before),
				  undone.out_before);
		if (undone.back_before)
			cli_print(n_("Of %zu house what it corrected was put back before.\n",
				     "Of %zu houses what it corrected was put back before.\n", undone.back_before),
				  undone.back_before);
	}
	app_undone_release(&undone);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static int
write_template(struct args *args)
{
	const char *path = args->words.items[2];
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = cli_open(args, APP_READ, false, &app, &err);

	if (!status)
		status = app_roster_template(app, path, arg_value(args, "area"), cli_lang(), &err);
	status = cli_close_reading(app, status, &err);
	if (status)
		return cli_fail(&err);
	cli_print(_("A roster to fill in: \"%s\".\n"), path);
	return EXIT_DONE;
}

static int
run_roster(struct args *args)
{
	const char *what = args->words.count > 1 ? args->words.items[1] : "";

	if (strcmp(what, "import") == 0 && args->words.count == 3 && !(arg_flag(args, "change") && arg_flag(args, "keep")))
		return import_table(args);
	if (strcmp(what, "template") == 0 && args->words.count == 3)
		return write_template(args);
	if ((strcmp(what, "out") == 0 || strcmp(what, "back") == 0) && args->words.count > 2)
		return move_houses(args, strcmp(what, "back") == 0);
	if (strcmp(what, "imports") == 0 && args->words.count == 2)
		return list_imports(args);
	if (strcmp(what, "undo") == 0 && args->words.count == 3)
		return undo_import(args);
	return cli_usage(args, _("say import or template, and name the table"));
}

static const struct command_option roster_options[] = {
	{ "dry-run", OPTION_FLAG, N_("only say what would be added, changed and taken out") },
	{ "take-out", OPTION_FLAG, N_("take out of all cells the characters that are not seen and that no record may hold") },
	{ "yes", OPTION_FLAG,
	  N_("say yes to what is asked: columns left out, numbers that end in zeros, villages taken from the row above, hidden rows, what looks odd, houses that you cannot read, signatures that fall; signed houses taken out") },
	{ "correct", OPTION_FLAG, N_("write what is wrong beside the rows, in a new table NAME-to-correct") },
	{ "sheet", OPTION_VALUE, N_("which sheet of the table") },
	{ "map", OPTION_VALUE,
	  N_("file that says what the columns of another system mean, a line \"header: field\" each, and below it, indented, what its words mean, a line \"word: option\" each; kept for the next time") },
	{ "change", OPTION_FLAG, N_("correct the houses that stand where the table says something else, without asking") },
	{ "keep", OPTION_FLAG, N_("leave the houses that stand as they are, and add the new ones alone") },
	{ "area", OPTION_VALUE, N_("of a template: the villages of this area alone") },
	{ "open-case", OPTION_FLAG, N_("with --yes: take out also houses where a case is open; it stays due, and is named") },
	{ "reason", OPTION_VALUE, N_("why there is no such house") },
	{ 0 },
};

const struct command roster_commands[] = {
	{ .name = "roster",
	  .usage = N_(
		  "roster import FILE.csv|xlsx --as NAME [--dry-run] [--take-out] [--yes] [--correct] [--sheet NAME] [--map FILE] [--change | --keep] | roster template FILE.xlsx|csv [--area DIGITS] | roster out BUILDING... --reason WORDS --as NAME [--yes [--open-case]] | "
		  "roster back BUILDING... --as NAME | roster imports | roster undo IMPORT --reason WORDS --as NAME [--dry-run]"),
	  .help = N_("list buildings from a table, correct them, and take them out again"),
	  .example = "louce roster import roster.csv --as 班秋菊 --dry-run",
	  .options = roster_options,
	  .json = "imports",
	  .note = libraries_without_office,
	  .run = run_roster },
	{ 0 },
};
