#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/fill/fill.h"
#include "app/house/next.h"
#include "app/house/place.h"
#include "app/session/json.h"
#include "app/session/tries.h"
#include "app/session/workspace.h"
#include "app/settle/move.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/json.h"

/* Filling forms. */

static size_t
split_photos(const struct texts *given, struct app_photo *photos, char **held)
{
	for (size_t i = 0; i < given->count; i++) {
		const char *equals = strchr(given->items[i], '=');

		if (!equals)
			return i;
		held[i] = mem_strndup(given->items[i], (size_t)(equals - given->items[i]));
		photos[i] = (struct app_photo){ .field = held[i], .path = equals + 1 };
	}
	return given->count;
}

static void
print_defaults(const struct value *defaults)
{
	for (size_t i = 0; i < defaults->object.count; i++) {
		const struct member *put = &defaults->object.members[i];
		struct buf text = { 0 };

		app_value_words(&put->value, &text);
		cli_print(_("default: %s = %s\n"), put->name, put->value.type == VALUE_TEXT ? put->value.text : buf_text(&text));
		buf_release(&text);
	}
}

/* What was signed, for a program. */
static void
print_signed(bool listed, const char *step, const struct value *defaults)
{
	struct value out = value_object();

	value_set_text(&out, listed ? "building" : "step", step);
	value_set_take(&out, "defaults", value_copy(defaults));
	cli_print_json(&out);
	value_release(&out);
}

/* Names the signatures that fall, and asks; without a terminal the option is named. */
static bool
agrees_to_fall(const char *falls)
{
	cli_warn(_("With your signature these fall, and the house is signed anew: %s\n"), falls);
	if (!isatty(STDIN_FILENO)) {
		cli_warn(_("To sign all the same: add --yes\n"));
		return false;
	}
	cli_warn(_("Sign all the same? [y/N] "));
	return cli_says_yes();
}

/* Something was signed about the house while a question waited: tells it, and asks. */
static bool
agrees_to_follow(const struct err *told)
{
	cli_warn("louce: %s\n", told->text);
	cli_warn(_("Sign after it? [y/N] "));
	return cli_says_yes();
}

static enum status
fill_asking(struct app *app, struct app_fill *fill, bool yes, struct id *step, struct buf *findings, struct err *err)
{
	struct act_tries asked = { .kept = true };
	char *falls = NULL, *agreed = NULL;
	bool at_terminal = isatty(STDIN_FILENO), goes_on = true;
	enum status status;

	fill->falls = yes ? NULL : &falls;
	fill->asked = yes ? NULL : &asked;
	status = app_fill(app, fill, step, findings, err);
	while (goes_on &&
	       (falls || (asked.changed && at_terminal))) { /* another may have signed while it was asked: then it is asked again */
		if (falls) {
			free(agreed);
			fill->agreed = agreed = falls;
			falls = NULL;
			goes_on = agrees_to_fall(agreed);
		} else {
			goes_on = agrees_to_follow(err);
		}
		asked.changed = false;
		status = goes_on ? app_fill(app, fill, step, findings, err) : err_set(err, STATUS_CONFLICT, _("nothing was done"));
	}
	fill->falls = NULL;
	fill->agreed = NULL;
	fill->asked = NULL;
	act_tries_release(&asked);
	free(agreed);
	return status;
}

/* What is signed at a house that is counted as another one stands there once it is carried. */
static void
warn_aside(struct app *app, const struct id *building)
{
	char *sentence = app_aside_sentence(app, building), village[DIVISION_CODE_LEN + 1], hex[ID_HEX_LEN + 1];
	struct id old;

	if (sentence)
		cli_warn("%s\n", sentence);
	if (sentence && app_move_goes_on(app, building, &old, village))
		cli_warn(_("What was signed here counts at that house once it is carried: louce move %.12s %s\n"), id_hex(&old, hex),
			 village);
	free(sentence);
}

static int
run_fill(struct args *args)
{
	struct app_photo *photos = mem_array(arg_list(args, "photo")->count, sizeof(*photos));
	char **held = mem_array(arg_list(args, "photo")->count, sizeof(*held)), hex[ID_HEX_LEN + 1];
	struct app_fill fill = { .photos = photos };
	struct value values = value_object(), defaults = value_object();
	struct buf findings = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = STATUS_OK;
	struct id step, building;
	size_t words = arg_flag(args, "new") ? 2 : 3;
	int code = EXIT_DONE;

	fill.photo_count = split_photos(arg_list(args, "photo"), photos, held);
	if (args->words.count != words || fill.photo_count != arg_list(args, "photo")->count) {
		code = cli_usage(args, _("name the building, or the division, and the form, and photos as FIELD=FILE"));
		goto out;
	}
	fill.form = args->words.items[words - 1];
	fill.values = &values;
	fill.begun = &defaults;
	fill.begins = true; /* what a file leaves out of a form that stands was taken out */
	if (arg_value(args, "data"))
		status = app_read_values(arg_value(args, "data"), &values, &err);
	if (!status)
		status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status && !arg_flag(args, "new")) {
		status = app_subject_find(app, args->words.items[1], fill.form, &building, &err);
		fill.building = &building;
	}
	if (!status)
		status = fill_asking(app, &fill, arg_flag(args, "yes"), &step, &findings, &err);
	if (!status && fill.building)
		warn_aside(app, fill.building);
	app_close(app);
	fputs(buf_text(&findings), stderr);
	if (status)
		code = cli_fail(&err);
	else if (args->json)
		print_signed(!fill.building, id_hex(&step, hex), &defaults);
	else {
		print_defaults(&defaults);
		cli_print(fill.building ? _("Signed: step %s\n") : _("Listed: building %s\n"), id_hex(&step, hex));
	}
out:
	for (size_t i = 0; i < arg_list(args, "photo")->count; i++)
		free(held[i]);
	free(held);
	free(photos);
	value_release(&values);
	value_release(&defaults);
	buf_release(&findings);
	return code;
}

static const struct command_option fill_options[] = {
	{ "data", OPTION_VALUE, N_("JSON file with the form's values") },
	{ "photo", OPTION_LIST, N_("FIELD=FILE, or REPEAT/ROW/FIELD=FILE; may be given several times") },
	{ "yes", OPTION_FLAG, N_("sign although signatures above it fall, without asking") },
	{ "new", OPTION_FLAG, N_("start a new building; then no BUILDING is named") },
	{ 0 },
};

const struct command fill_commands[] = {
	{ .name = "fill",
	  .usage = N_("fill BUILDING|DIVISION FORM --data FILE.json [--photo FIELD=FILE]... [--yes] --as NAME | fill --new FORM ..."),
	  .help = N_("fill and sign a form"),
	  .example = "louce fill YS000000012 registration --data values.json --photo photo_front=IMG_1.jpg --as 班秋菊",
	  .options = fill_options,
	  .json = "*",
	  .run = run_fill },
	{ 0 },
};
