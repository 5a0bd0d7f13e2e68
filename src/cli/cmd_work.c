#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"

/* forms, roster, fill, sign, withdraw */

static int
check_forms(const char *dir)
{
	struct buf problems = { 0 };
	struct err err = { 0 };
	enum status status = app_forms_check(dir, &problems, &err);

	fputs(buf_text(&problems), stdout);
	buf_release(&problems);
	if (status)
		return cli_fail(&err);
	printf(_("The form pack in \"%s\" is in order.\n"), dir);
	return EXIT_DONE;
}

int
cmd_forms(struct args *args)
{
	struct app *app = NULL;
	struct err err = { 0 };
	bool in_force = false;
	char shortened[9];
	struct id step;
	enum status status;

	if (args->words.count != 3)
		return cli_usage(args, _("say check or publish, and name the folder"));
	if (strcmp(args->words.items[1], "check") == 0)
		return check_forms(args->words.items[2]);
	if (strcmp(args->words.items[1], "publish") != 0)
		return cli_usage(args, _("say check or publish, and name the folder"));
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_forms_publish(app, args->words.items[2], &step, &in_force, &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	if (in_force)
		puts(_("The form pack is published and in force."));
	else
		printf(_("The form pack is published; it comes into force when enough officers endorse it:\n\n    louce endorse %s --as NAME\n\n"),
		       id_short(&step, shortened));
	return EXIT_DONE;
}

int
cmd_roster(struct args *args)
{
	struct app_roster roster = { .dry_run = args->flags[0] };
	struct app_roster_result result = { 0 };
	struct buf problems = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;

	if (args->words.count != 3 || strcmp(args->words.items[1], "import") != 0)
		return cli_usage(args, _("say import, and name the table"));
	roster.path = args->words.items[2];
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_roster_import(app, &roster, &result, &problems, &err);
	app_close(app);
	fputs(buf_text(&problems), stderr);
	buf_release(&problems);
	if (status)
		return cli_fail(&err);
	printf(roster.dry_run ? _("%s: %zu rows; %zu would be added, %zu stand already.\n")
			      : _("%s: %zu rows; %zu added, %zu stood already.\n"),
	       result.encoding, result.rows, result.added, result.known);
	return EXIT_DONE;
}

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

int
cmd_fill(struct args *args)
{
	struct app_photo *photos = mem_array(args->lists[1].count, sizeof(*photos));
	char **held = mem_array(args->lists[1].count, sizeof(*held)), hex[ID_HEX_LEN + 1];
	struct app_fill fill = { .photos = photos };
	struct value values = value_object();
	struct buf findings = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = STATUS_OK;
	struct id step;
	size_t words = args->flags[2] ? 2 : 3;
	int code = EXIT_DONE;

	fill.photo_count = split_photos(&args->lists[1], photos, held);
	if (args->words.count != words || fill.photo_count != args->lists[1].count) {
		code = cli_usage(args, _("name the building and the form, and photos as FIELD=FILE"));
		goto out;
	}
	fill.building = args->flags[2] ? NULL : args->words.items[1];
	fill.form = args->words.items[words - 1];
	fill.values = &values;
	if (args->values[0])
		status = app_read_values(args->values[0], &values, &err);
	if (!status)
		status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_fill(app, &fill, &step, &findings, &err);
	app_close(app);
	fputs(buf_text(&findings), stderr);
	if (status)
		code = cli_fail(&err);
	else
		printf(fill.building ? _("Signed: step %s\n") : _("Listed: building %s\n"), id_hex(&step, hex));
out:
	for (size_t i = 0; i < args->lists[1].count; i++)
		free(held[i]);
	free(held);
	free(photos);
	value_release(&values);
	buf_release(&findings);
	return code;
}

int
cmd_sign(struct args *args)
{
	struct app_sign sign = {
		.give_back = args->flags[0], .reason = args->values[1], .errors = args->lists[2].items, .error_count = args->lists[2].count
	};
	struct buf refused = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	size_t count = 0;
	enum status status;

	if (args->words.count < 3)
		return cli_usage(args, _("name the level and at least one building"));
	sign.level = args->words.items[1];
	sign.buildings = args->words.items + 2;
	sign.building_count = args->words.count - 2;
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_sign(app, &sign, &count, &refused, &err);
	app_close(app);
	fputs(buf_text(&refused), stderr);
	buf_release(&refused);
	if (status)
		return cli_fail(&err);
	printf(sign.give_back ? _("Given back: %zu\n") : _("Signed: %zu\n"), count);
	return EXIT_DONE;
}

int
cmd_withdraw(struct args *args)
{
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;

	if (args->words.count != 2)
		return cli_usage(args, _("name the sign-off by the first digits of its number"));
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_withdraw(app, args->words.items[1], &err);
	app_close(app);
	return status ? cli_fail(&err) : EXIT_DONE;
}
