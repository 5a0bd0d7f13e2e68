#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/request.h"
#include "app/session/workspace.h"
#include "app/stick/export.h"
#include "app/settle/propose.h"
#include "app/settle/questions.h"
#include "app/stick/import.h"
#include "app/stick/receipt.h"
#include "app/table/draw.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/text/counted.h"
#include "cli/cli.h"
#include "cli/json.h"

/* Files that travel, and the county's receipts. */

/* With a key that has no right yet, only its own request is written. */
static enum status
export_as(struct args *args, struct app *app, const struct app_export *ask, struct app_exported *out, struct err *err)
{
	struct app_ask passphrase = cli_ask(args);
	enum status status;

	if (!args->as)
		return app_export(app, ask, out, err);
	if (app_asks_only(app, args->as))
		return app_export_request(app, ask->path, args->as, &passphrase, out, err);
	status = cli_unlock(args, app, err);
	return status ? status : app_export(app, ask, out, err);
}

static void
print_left(void *ctx, const char *sentence)
{
	const bool *to_stdout = ctx;

	(*to_stdout ? cli_warn : cli_print)("  %s\n", sentence);
}

/* What the files hold is told in a line each; what stays here, below. */
static void
print_export(const struct args *args, const struct app_exported *out, bool to_stdout)
{
	char minute[17], houses[COUNTED_SIZE], steps[COUNTED_SIZE], photos[COUNTED_SIZE], sealed[COUNTED_SIZE];

	for (size_t i = 0; i < out->file_count; i++) {
		const struct app_exported_file *file = &out->files[i];

		(to_stdout ? cli_warn
			   : cli_print)(_("%s: %s, %s, %s, %s; read back and proven\n"), to_stdout ? _("standard output") : file->path,
					counted(COUNTED_HOUSE, file->houses, houses), counted(COUNTED_STEP, file->steps, steps),
					counted(COUNTED_PHOTO, file->photos, photos), counted(COUNTED_SEALED, file->boxes, sealed));
	}
	if (out->heard_unix) {
		char *words;

		clock_minute(out->heard_unix, minute);
		words = mem_printf(_("What they have already, by their file of %s, is left out."), minute);
		print_left(&to_stdout, words);
		free(words);
	}
	app_export_left_each(&out->left, print_left, &to_stdout);
	if (out->left.asker && (arg_value(args, "to") || arg_value(args, "area") || arg_flag(args, "all")))
		print_left(&to_stdout, _("--to, --area and --all change nothing in a file with requests alone."));
}

static int
run_export(struct args *args)
{
	struct app_export ask = { .to = arg_value(args, "to"), .all = arg_flag(args, "all"), .overwrite = arg_flag(args, "overwrite") };
	struct app_exported out = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;
	const char *as = args->as;
	int64_t part_mib;
	bool to_stdout;

	if (!arg_integer(args, "part-mib", 1, 1 << 20, 0, &part_mib))
		return EXIT_USAGE;
	if (args->words.count != 2)
		return cli_usage(args, _("name the file to write, or - for standard output"));
	ask.path = args->words.items[1];
	ask.part_bytes = part_mib << 20;
	to_stdout = strcmp(ask.path, "-") == 0;
	args->as = NULL;
	status = cli_open(args, APP_WRITE, false, &app, &err);
	args->as = as;
	ask.area = arg_value(args, "area");
	if (!status)
		status = export_as(args, app, &ask, &out, &err);
	app_close(app);
	if (!status && args->json && !to_stdout)
		json_print_export(&out);
	if (!status && (to_stdout || !args->json))
		print_export(args, &out, to_stdout);
	app_exported_release(&out);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static void
print_refusals(const struct app_imported_file *file)
{
	for (size_t i = 0; i < file->refusal_count; i++)
		cli_print("    %s\n", file->refusals[i]);
}

static void
print_file(const struct app_imported_file *file)
{
	char steps[COUNTED_SIZE], photos[COUNTED_SIZE], sealed[COUNTED_SIZE];

	if (!file->taken) {
		cli_warn("louce: %s\n", file->why);
		print_refusals(file);
		return;
	}
	cli_print(_("%s: %s: %" PRId64 " new, %" PRId64 " known, %" PRId64 " waiting for credentials, %" PRId64 " refused; %s, %s\n"),
		  file->path, counted(COUNTED_STEP, file->steps, steps), file->fresh, file->known, file->pending, file->refused,
		  counted(COUNTED_PHOTO, file->photos, photos), counted(COUNTED_SEALED, file->boxes, sealed));
	if (file->dropped)
		cli_print(_("  %" PRId64
			    " that waited were dropped, the oldest first: one carrier may have 1,000 waiting; take their file in again "
			    "once the credentials are here\n"),
			  file->dropped);
	if (file->requests)
		cli_print(n_("  %" PRId64 " request for a right\n", "  %" PRId64 " requests for a right\n", file->requests),
			  file->requests);
	print_refusals(file);
	if (file->idle)
		cli_print(n_("  %" PRId64 " is kept but does not count:\n", "  %" PRId64 " are kept but do not count:\n", file->idle),
			  file->idle);
	for (size_t i = 0; i < file->reason_count; i++)
		cli_print("    %6" PRId64 "  %s\n", file->reasons[i].count, file->reasons[i].why);
	if (file->missing)
		cli_print(n_("  %" PRId64 " photo or sealed value is not here; it is asked for in what you export next\n",
			     "  %" PRId64 " photos or sealed values are not here; they are asked for in what you export next\n",
			     file->missing),
			  file->missing);
	if (file->complete == 0)
		cli_print(_("  something was added to this file or left out of it since it was exported\n"));
}

/* The last line: all files in one. */
static void
print_sum(const struct app_imported *out)
{
	char files[COUNTED_SIZE], steps[COUNTED_SIZE], requests[COUNTED_SIZE], photos[COUNTED_SIZE], sealed[COUNTED_SIZE];

	cli_print(_("%s: %" PRId64 " taken in, %" PRId64 " refused, %" PRId64 " unread; %s: %" PRId64 " new (%" PRId64
		    " about new houses, %" PRId64 " without effect), %" PRId64 " known, %" PRId64 " waiting, %s; %s, %s\n"),
		  counted(COUNTED_FILE, (int64_t)out->file_count, files), out->taken_files, out->refused_files, out->unread_files,
		  counted(COUNTED_STEP, out->steps, steps), out->fresh, out->houses, out->idle, out->known, out->pending,
		  counted(COUNTED_REQUEST, out->requests, requests), counted(COUNTED_PHOTO, out->photos, photos),
		  counted(COUNTED_SEALED, out->boxes, sealed));
}

/* How many pairs of houses that came, or changed, with others may be one; that this could not be found out takes nothing back, and is said. */
static size_t
count_twins(struct app *app, const struct app_imported *out)
{
	struct twins_count count = { 0 };
	struct err err = { 0 };

	if (out->fresh && app_count_twins(app, "", out->since, &count, &err))
		cli_warn("louce: %s\n", err.text);
	return count.pairs;
}

/* An import, and what its houses ask. */
struct import_told {
	const struct app_imported *out;
	size_t twins;
	const char *proposed; /* NULL: nothing was */
};

static void
print_import(const struct import_told *told)
{
	const struct app_imported *out = told->out;
	char genesis[REQUEST_CODE_LEN + 1];
	size_t twins = told->twins;

	for (size_t i = 0; i < out->file_count; i++)
		print_file(&out->files[i]);
	if (out->follows) {
		request_code(&out->founding, genesis);
		cli_print(_("This workspace now follows: %s, founding step %.19s. Compare these digits with the county office.\n"),
			  out->follows, genesis);
	}
	if (out->forks)
		cli_print(n_("%" PRId64 " log splits and waits for a decision: see louce decide\n",
			     "%" PRId64 " logs split and wait for a decision: see louce decide\n", out->forks),
			  out->forks);
	if (twins)
		cli_print(n_("%zu pair with a house of this import may be one house: louce decide lists it.\n",
			     "%zu pairs with houses of this import may be one house: louce decide lists them.\n", (int64_t)twins),
			  twins);
	if (told->proposed)
		cli_print(_("%s See louce decide.\n"), told->proposed);
	if (out->older_copy)
		cli_print(_("This file is still an older copy: the last step signed on this laptop is not in it.\n"));
	if (out->claimed)
		cli_print(_(
			"A county receipt names steps signed on this laptop that are not in this file: take them in from a stick. Until then, what is signed stands in another log.\n"));
	if (out->parts)
		cli_print("%s", out->parts);
	if (out->receipt)
		cli_print(_("County receipt no. %" PRId64 " is written; it goes back with the next export.\n"), out->receipt);
	print_sum(out);
}

/* Says what an import did, and how the command ends: `status` is that of this machine, with `err`. */
static int
end_import(const struct args *args, const struct import_told *told, enum status status, const struct err *err)
{
	const struct app_imported *out = told->out;

	if (args->json)
		json_print_import(out, told->twins);
	else
		print_import(told);
	return status ? cli_fail(err) : out->refused_files ? EXIT_REFUSED : out->unread_files ? EXIT_MACHINE : EXIT_DONE;
}

struct cli_taken {
	struct app_imported out;
	size_t twins;
	char *proposed;
	enum status status; /* of this machine, with `err` */
	struct err err;
};

struct cli_taken *
cli_take_in(struct app *app, const char *const *paths, size_t count)
{
	struct app_import ask = { .paths = paths, .count = count, .progress = cli_progress() };
	struct cli_taken *taken = mem_alloc(sizeof(*taken));
	struct app_imported *out = &taken->out;

	taken->status = app_import(app, &ask, out, &taken->err);
	app_draws_prove(app, out->fresh > 0 ? DRAWS_FAILED : DRAWS_UNPROVEN);
	taken->twins = count_twins(app, out);
	taken->proposed = app_proposals_came_words(app, out->proposals, out->withdrawals);
	return taken;
}

bool
cli_taken_any(const struct cli_taken *taken)
{
	return taken->out.taken_files > 0;
}

static void
taken_free(struct cli_taken *taken)
{
	app_imported_release(&taken->out);
	free(taken->proposed);
	free(taken);
}

int
cli_taken_end(const struct args *args, struct cli_taken *taken)
{
	int code = end_import(args, &(struct import_told){ &taken->out, taken->twins, taken->proposed }, taken->status, &taken->err);

	taken_free(taken);
	return code;
}

int
cli_taken_drop(struct cli_taken *taken)
{
	int code = taken->status ? cli_fail(&taken->err) : taken->out.unread_files ? EXIT_MACHINE : EXIT_REFUSED;

	for (size_t i = 0; i < taken->out.file_count; i++)
		if (!taken->out.files[i].taken)
			print_file(&taken->out.files[i]);
	taken_free(taken);
	return code;
}

/* What writes the receipt that was said to wait. */
static void
say_how_receipt(struct app *app)
{
	const char *by;

	if (app_receipt_waits(app, &by) && by)
		cli_warn(_("louce receipt --as \"%s\" writes it.\n"), by);
}

static int
run_import(struct args *args)
{
	struct app_import ask = { .salvage = arg_flag(args, "salvage") };
	struct app_imported out = { 0 };
	struct app *app = NULL;
	struct err err = { 0 }, unlock = { 0 };
	const char *as = args->as;
	enum status status, unlocked = STATUS_OK;
	char *proposed;
	size_t twins;
	int code;

	if (args->words.count < 2)
		return cli_usage(args, _("name the files, or - for standard input"));
	ask.paths = args->words.items + 1;
	ask.count = args->words.count - 1;
	args->as = NULL;
	status = cli_open(args, APP_WRITE, false, &app, &err);
	args->as = as;
	if (status)
		return cli_fail(&err);
	/* Taking in needs nobody's key. Only the receipt does, and its key may be one that the file itself brings into force. */
	unlocked = as ? cli_unlock(args, app, &unlock) : STATUS_OK;
	status = app_import(app, &ask, &out, &err);
	app_draws_prove(app, out.fresh > 0 ? DRAWS_FAILED : DRAWS_UNPROVEN);
	if (!status && unlocked) {
		int64_t no = 0;

		unlock = (struct err){ 0 };
		unlocked = cli_unlock(args, app, &unlock);
		if (!unlocked)
			unlocked = app_receipt(app, &no, &unlock);
		if (no && !unlocked)
			out.receipt = no;
	}
	/* A machine that fails after the files were taken in takes nothing of them back; a person who may not sign is told so. */
	if (!status && out.fresh && (unlocked == STATUS_IO || unlocked == STATUS_BUG)) {
		app_import_say_open(app, &out, &unlock);
		unlocked = STATUS_OK;
	}
	if (!status)
		say_how_receipt(app);
	twins = count_twins(app, &out);
	proposed = app_proposals_came_words(app, out.proposals, out.withdrawals);
	app_close(app);
	code = end_import(args, &(struct import_told){ &out, twins, proposed }, status, &err);
	if (code == EXIT_DONE && unlocked)
		code = cli_fail(&unlock);
	app_imported_release(&out);
	free(proposed);
	return code;
}

static void
say_receipt_waits(const char *by)
{
	char *text = app_receipt_waits_text(by);

	cli_warn("%s\n", text);
	free(text);
}

static int
run_receipt(struct args *args)
{
	struct buf slip = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	const char *by;
	int64_t no = 0;
	enum status status = cli_open(args, APP_WRITE, false, &app, &err);

	if (!status && args->as)
		status = app_receipt(app, &no, &err);
	if (no)
		cli_warn(_("County receipt no. %" PRId64 " is written; it goes back with the next export.\n"), no);
	else if (!status && args->as && !app_receives(app))
		cli_warn(_("This laptop does not write the county's receipts; here is the slip alone.\n"));
	else if (!status && args->as && app_receipt_waits(app, &by)) {
		say_receipt_waits(by);
		say_how_receipt(app);
	}
	if (!status)
		status = app_slip(app, &slip, &err);
	if (!status) /* a count that could not be read must not be handed over as 0 */
		status = app_trouble(app, &err);
	if (!status) {
		fputs(buf_text(&slip), stdout);
	} else if (no) { /* the receipt was asked for, and stands */
		cli_warn(_("The receipt stands; only its slip could not be read now: %s\n\"louce receipt\" without --as prints it.\n"),
			 err.text);
		status = STATUS_OK;
	}
	buf_release(&slip);
	app_close(app);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static const struct command_option export_options[] = {
	{ "to", OPTION_VALUE, N_("a role or a person: what is there already, by the last file taken in from there, is left out") },
	{ "area", OPTION_VALUE, N_("digits: only what lies there (default: the addressee's areas)") },
	{ "all", OPTION_FLAG, N_("also what is there already") },
	{ "overwrite", OPTION_FLAG, N_("write over an export of that name that is somebody else's, or for somebody else") },
	{ "part-mib", OPTION_VALUE, N_("cut into parts of about so many MiB (default 2048)") },
	{ 0 },
};

static const struct command_option import_options[] = {
	{ "salvage", OPTION_FLAG, N_("take the sound rest of a file in which something was altered") },
	{ 0 },
};

const struct command stick_commands[] = {
	{ .name = "export",
	  .usage = N_("export FILE|- [--to ROLE|PERSON] [--area DIGITS] [--all] [--overwrite] [--as NAME]"),
	  .help = N_("write what the next level lacks to a stick"),
	  .example = "louce export /media/stick/village.louce --to township_clerk --as 班秋菊",
	  .options = export_options,
	  .json = "*",
	  .run = run_export },
	{ .name = "import",
	  .usage = N_("import FILE...|- [--as NAME] [--salvage] [--json]"),
	  .help = N_("take in files from sticks, in any order, any number of times"),
	  .example = "louce import /media/stick/*.louce --as 罗文",
	  .options = import_options,
	  .json = "*",
	  .run = run_import },
	{ .name = "receipt",
	  .alone = true,
	  .usage = N_("receipt [--as NAME]"),
	  .help = N_("write the county's receipt where it is written, and print the slip of a hand-over"),
	  .example = "louce receipt --as 罗文",
	  .options = NULL,
	  .run = run_receipt },
	{ 0 },
};
