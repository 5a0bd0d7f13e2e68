#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/session/workspace.h"
#include "app/table/sample.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/json.h"

/* Houses drawn for a spot check, by a receipt and a public seed. */

/* How many houses a quota asks for: digits and nothing else, not 0. */
static bool
read_houses(const char *text, size_t *out)
{
	if (!*text || strlen(text) > 6 || strspn(text, "0123456789") != strlen(text))
		return false;
	*out = strtoul(text, NULL, 10);
	return *out > 0;
}

enum status
cli_read_quotas(const struct texts *given, struct sample_quota *quotas, char **texts, struct err *err)
{
	for (size_t i = 0; i < given->count; i++) {
		char *sign;
		size_t houses = 0;

		texts[i] = mem_strdup(given->items[i]);
		sign = strrchr(texts[i], '=');
		if (sign)
			*sign = '\0';
		if (!sign || !*texts[i] || !read_houses(sign + 1, &houses))
			return err_set(err, STATUS_INVALID, _("\"%s\" is no quota; write a conclusion and a number of houses, as in 3=10"),
				       given->items[i]);
		quotas[i] = (struct sample_quota){ texts[i], houses };
	}
	return STATUS_OK;
}

static void
print_house(struct app *app, const struct sample_house *house)
{
	char building[ID_HEX_LEN + 1], *place = app_building_place(app, &house->root);

	cli_print("  %3zu  %.12s  %s\n", house->rank, id_hex(&house->root, building), place);
	free(place);
}

static void
print_sample(struct app *app, const struct sample *sample, bool drawn)
{
	char hex[ID_HEX_LEN + 1];
	size_t next = 0;

	cli_print(_("as of county receipt no. %lld of %s\n    %s\n"), (long long)sample->receipt, sample->received,
		  id_hex(&sample->receipt_id, hex));
	for (size_t i = 0; i < sample->stratum_count; i++) {
		const struct sample_stratum *stratum = &sample->strata[i];

		cli_print(n_("%s: %zu house, %s\n", "%s: %zu houses, %s\n", stratum->houses), stratum->label, stratum->houses,
			  id_hex(&stratum->hash, hex));
		for (; drawn && next < sample->house_count && sample->houses[next].stratum == i; next++) {
			if (sample->houses[next].rank == stratum->wanted + 1)
				cli_print(_("  in place of one that cannot be looked at, in this order:\n"));
			print_house(app, &sample->houses[next]);
		}
	}
	if (!drawn)
		cli_print(_("Nothing is drawn yet: make these lines public, and draw by a seed that comes after them.\n"));
}

static int
run_sample(struct args *args)
{
	const struct texts *given = arg_list(args, "quota");
	struct sample_ask ask = { .lang = cli_lang(), .seed = arg_value(args, "seed"), .quota_count = given->count };
	struct sample_quota *quotas = mem_array(given->count, sizeof(*quotas));
	char **texts = mem_array(given->count, sizeof(*texts));
	struct sample sample = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	int64_t spare;
	enum status status = STATUS_OK;

	if (!arg_integer(args, "receipt", 1, INT32_MAX, 0, &ask.receipt) || !arg_integer(args, "spare", 0, 1000, 0, &spare)) {
		free(texts);
		free(quotas);
		return EXIT_USAGE;
	}
	ask.spare = (size_t)spare;
	ask.quotas = quotas;
	if (!ask.seed != !given->count)
		status = err_set(&err, STATUS_INVALID,
				 _("a draw takes a seed and a quota for each conclusion that is drawn from: --seed and --quota"));
	if (!status)
		status = cli_read_quotas(given, quotas, texts, &err);
	if (!status)
		status = cli_open(args, args->as ? APP_WRITE : APP_READ, args->as, &app, &err);
	ask.area = arg_area(args);
	if (!status)
		status = app_sample(app, &ask, &sample, &err);
	if (!status)
		status = app_trouble(app, &err);
	if (!status && args->json)
		json_print_sample(&sample);
	else if (!status)
		print_sample(app, &sample, ask.seed);
	app_sample_release(&sample);
	status = cli_close_reading(app, status, &err);
	for (size_t i = 0; i < given->count; i++)
		free(texts[i]);
	free(texts);
	free(quotas);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static const struct command_option sample_options[] = {
	{ "area", OPTION_VALUE, N_("digits or name of a county, township or village") },
	{ "receipt", OPTION_VALUE, N_("number of the county receipt; the newest if none is given") },
	{ "seed", OPTION_VALUE, N_("a text that was unknown when the receipt was written: the numbers of a public lottery") },
	{ "quota", OPTION_LIST, N_("CONCLUSION=N: so many houses of which that was found; again for each") },
	{ "spare", OPTION_VALUE, N_("so many more of each, in place of houses that cannot be looked at") },
	{ 0 },
};

const struct command sample_commands[] = {
	{ .name = "sample",
	  .alone = true,
	  .usage = N_("sample [--area DIGITS] [--receipt N] [--seed TEXT --quota CONCLUSION=N... [--spare N]] [--as NAME] [--json]"),
	  .help = N_("draw houses for a spot check, so that anybody can draw the same again"),
	  .example = "louce sample --area 451224204 --seed 2022105-03-11-17 --quota 3=10 --as 韦秀英",
	  .options = sample_options,
	  .json = "*",
	  .run = run_sample },
	{ 0 },
};
