#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/place/manifest.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/json.h"

/* Villages: the manifest, that no house was left out. */

static const char *
standing_text(enum manifest_standing standing)
{
	static const char *const texts[MANIFEST_STANDING_COUNT] = {
		[MANIFEST_NONE] = N_("no manifest"),
		[MANIFEST_STANDS] = N_("stands"),
		[MANIFEST_OUTDATED] = N_("outdated"),
		[MANIFEST_TWO] = N_("two side by side"),
	};

	return _(texts[standing]);
}

static void
print_heads(const struct manifest_village *village)
{
	for (size_t i = 0; i < village->head_count; i++) {
		char *said = manifest_signed_text(&village->heads[i]), *since = manifest_since_text(&village->heads[i]);

		cli_print("    %s%s%s\n", said, *since ? _("; ") : "", since);
		free(said);
		free(since);
	}
}

static void
print_village(const struct manifest_village *village)
{
	cli_print(n_("%s  %s: %zu house, %zu not accounted for; %s\n", "%s  %s: %zu houses, %zu not accounted for; %s\n", village->houses),
		  village->code, village->name, village->houses, village->missing, standing_text(village->standing));
	print_heads(village);
}

/* One village by what its houses stand under, and each house that is missing. */
static void
print_houses(struct app *app, const struct manifest_village *village)
{
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; i < village->houses; i++) {
		const struct manifest_house *house = &village->items[i];

		if (i == 0 || strcmp(village->items[i - 1].by, house->by) != 0) {
			char *sum = manifest_sum_text(village, house->by);

			cli_print("%s  %s\n", *house->by ? house->by : "-", sum);
			free(sum);
		}
		if (house->missing) {
			char *place = app_building_place(app, &house->root);

			cli_print("    %.12s  %s  %s%s%s\n", id_hex(&house->root, hex), place,
				  house->form ? label_text(&house->form->label, cli_lang()) : "-", house->reason ? "  " : "",
				  house->reason ? label_text(&house->reason->label, cli_lang()) : "");
			free(place);
		}
	}
}

static int
list_manifests(struct args *args, struct app *app, const char *village)
{
	const char *area = village ? village : arg_area(args);
	struct app_manifests manifests = { 0 };
	struct err err = { 0 };
	size_t lacking;
	enum status status = app_manifests(app, area, village != NULL, &manifests, &err);

	if (!status)
		status = app_trouble(app, &err);
	if (status) {
		app_manifests_release(&manifests);
		return cli_fail(&err);
	}
	cli_warn_became(app, area);
	if (args->json)
		json_print_manifests(&manifests);
	for (size_t i = 0; i < manifests.count && !args->json; i++) {
		print_village(&manifests.villages[i]);
		if (village)
			print_houses(app, &manifests.villages[i]);
	}
	lacking = manifests.count - manifests.by_standing[MANIFEST_STANDS];
	if (!args->json && !village)
		cli_print(n_("%zu village: %zu without a manifest, %zu outdated, %zu with two\n",
			     "%zu villages: %zu without a manifest, %zu outdated, %zu with two\n", manifests.count),
			  manifests.count, manifests.by_standing[MANIFEST_NONE], manifests.by_standing[MANIFEST_OUTDATED],
			  manifests.by_standing[MANIFEST_TWO]);
	app_manifests_release(&manifests);
	return lacking ? EXIT_FINDINGS : EXIT_DONE;
}

/* Reads BUILDING=REASON. */
static enum status
read_reason(struct app *app, const char *text, struct manifest_reason *out, struct err *err)
{
	const char *sign = strchr(text, '=');
	char *building;
	enum status status;

	if (!sign || sign == text)
		return err_set(err, STATUS_INVALID, _("\"%s\" is no house with a reason: write it as BUILDING=REASON"), text);
	building = mem_strndup(text, (size_t)(sign - text));
	status = app_building_find(app, building, &out->building, err);
	out->reason = sign + 1;
	free(building);
	return status;
}

static int
sign_manifest(struct args *args, struct app *app, const char *village)
{
	const struct texts *missing = arg_list(args, "missing");
	struct manifest_reason *reasons = mem_array(missing->count, sizeof(*reasons));
	struct app_manifests manifests = { 0 };
	struct err err = { 0 }, unseen = { 0 };
	enum status status = STATUS_OK, seen = STATUS_OK;

	for (size_t i = 0; i < missing->count && !status; i++)
		status = read_reason(app, missing->items[i], &reasons[i], &err);
	if (!status)
		status = app_manifest_sign(app, village, reasons, missing->count, &err);
	if (!status)
		seen = app_village_manifest(app, village, false, &manifests, &unseen);
	if (seen)
		cli_warn(_("louce: What was signed stands; only how the village stands now could not be read: %s\n"), unseen.text);
	if (!status && !seen && args->json)
		json_print_manifests(&manifests);
	for (size_t i = 0; i < manifests.count && !seen && !args->json; i++)
		print_village(&manifests.villages[i]);
	app_manifests_release(&manifests);
	free(reasons);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static int
run_manifest(struct args *args)
{
	const char *name = args->words.count == 2 ? args->words.items[1] : NULL;
	char *village = NULL;
	struct app *app = NULL;
	struct err err = { 0 };
	int code;

	if (args->words.count > 2 || (!name && args->as) || (!args->as && arg_list(args, "missing")->count))
		return cli_usage(args, _("name the village, and who signs with --as NAME"));
	if (cli_open(args, args->as ? APP_WRITE : APP_READ, args->as != NULL, &app, &err))
		return cli_fail(&err);
	if (name) {
		village = app_area_named(app, name);
		village = village ? village : mem_strdup(name);
	}
	code = args->as ? sign_manifest(args, app, village) : list_manifests(args, app, village);
	free(village);
	if (args->as)
		app_close(app);
	else if (cli_close_reading(app, STATUS_OK, &err) && code != EXIT_MACHINE)
		code = cli_fail(&err);
	return code;
}

static const struct command_option manifest_options[] = {
	{ "area", OPTION_VALUE, N_("digits or name of a county, township or village") },
	{ "missing", OPTION_LIST, N_("BUILDING=REASON: a house that is not accounted for, and why") },
	{ 0 },
};

const struct command place_commands[] = {
	{ .name = "manifest",
	  .usage = N_(
		  "manifest [--area DIGITS] [--json] | manifest VILLAGE [--json] | manifest VILLAGE --as NAME [--missing BUILDING=REASON]..."),
	  .help = N_("which villages say that no house was left out, what a village would say, and signing it"),
	  .example = "louce manifest 451224204201 --as 韦桂香 --missing YS000000012=1",
	  .options = manifest_options,
	  .json = "*",
	  .run = run_manifest },
	{ 0 },
};
