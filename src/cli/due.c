#include <stdio.h>
#include <stdlib.h>

#include "app/house/due.h"
#include "app/house/label.h"
#include "app/house/others.h"
#include "app/house/place.h"
#include "app/session/division.h"
#include "app/session/known.h"
#include "app/session/person.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/json.h"

/* What is due: the houses that owe a form or a signature, who owes it, and the last day. */

/* Who may fill a form that wants another person than those who filled the house's other forms, or answer a question that was added to one; "": it is not asked.
 * Caller frees. */
static char *
who_may(struct app *app, const struct due_row *row)
{
	bool asked;
	char *names = house_others_at(app, &row->building, row->form, row->field != NULL, &asked), *text;

	text = names ? mem_printf(_("; who may: %s"), names)
		     : mem_strdup(
			       asked && row->field ? _("; nobody with a right there may answer it; it takes somebody from elsewhere")
			       : asked ? _("; nobody with a right there may: all filled other forms of the house; it takes another from elsewhere")
				       : "");
	free(names);
	return text;
}

static void
print_row(struct app *app, const struct due_row *row)
{
	bool about_place = row->form && row->form->of_division;
	char building[ID_HEX_LEN + 1], *roles = app_roles_text(app, due_by(row)), *hidden;
	char *place = about_place ? app_place_name(app, row->division) : app_building_place(app, &row->building);
	char *what = row->field ? house_added_words(app_pack(app), row->field)
		     : row->form && row->level
			     ? mem_printf(_("what the checks found, in \"%s\""), label_text(&row->form->label, cli_lang()))
		     : row->form ? mem_strdup(label_text(&row->form->label, cli_lang()))
				 : mem_printf(_("signature of %s"), label_text(&row->level->label, cli_lang()));
	const struct label *of = row->of_case ? &row->of_case->label : row->office ? &row->office->label : NULL;
	char *of_case = of ? mem_printf(_(" (%s)"), label_text(of, cli_lang())) : mem_strdup("");
	const char *found = house_rank_label(app_pack(app), row->rank);
	char *when = due_words(row->days), *may = about_place ? mem_strdup("") : who_may(app, row), number[9];

	if (row->gone)
		hidden = mem_strdup(_("; the house was taken out of the roster"));
	else
		hidden = id_is_zero(&row->counted_as)
				 ? mem_strdup("")
				 : mem_printf(_("; the house is counted as house %s"), id_short(&row->counted_as, number));
	cli_print(_("%s  %.12s  %s  %s%s%s%s  [%s]  %s%s: %s%s%s\n"), row->day,
		  about_place ? row->division : id_hex(&row->building, building), row->division, place, found ? " (" : "",
		  found ? found : "", found ? ")" : "", roles, what, of_case, when, may, hidden);
	free(may);
	free(hidden);
	free(place);
	free(roles);
	free(what);
	free(of_case);
	free(when);
}

static int
run_due(struct args *args)
{
	struct due_row *rows = NULL;
	size_t count = 0, overdue = 0;
	struct app *app = NULL;
	struct err err = { 0 };
	const char *day = NULL;
	char date[11];
	enum status status = cli_open_reading(args, &app, &err);

	if (!status)
		status = cli_day(args, "date", date, &day, &err);
	if (!status)
		status = due_list(app,
				  &(struct due_ask){ .area = arg_area(args),
						     .role = arg_value(args, "role") ? known_role(app, arg_value(args, "role")) : NULL,
						     .date = day },
				  &rows, &count, &err);
	if (!status)
		status = app_trouble(app, &err);
	if (!status)
		cli_warn_became(app, arg_area(args));
	for (size_t i = 0; i < count && !status; i++) {
		overdue += rows[i].days < 0;
		if (!args->json)
			print_row(app, &rows[i]);
	}
	if (!status && args->json)
		json_print_due(app_pack(app), rows, count);
	if (!status && !args->json && !arg_value(args, "role"))
		cli_print_proposals(app, arg_area(args));
	free(rows);
	status = cli_close_reading(app, status, &err); /* what is said of a row is read while it is printed */
	if (status)
		return cli_fail(&err);
	return overdue ? EXIT_FINDINGS : EXIT_DONE;
}

static const struct command_option due_options[] = {
	{ "area", OPTION_VALUE, N_("digits or name of a county, township or village") },
	{ "date", OPTION_VALUE, N_("the day it is asked for, YYYY-MM-DD; today's if none is given") },
	{ "role", OPTION_VALUE, N_("only what this role owes") },
	{ 0 },
};

const struct command due_commands[] = {
	{ .name = "due",
	  .alone = true,
	  .usage = N_("due [--area DIGITS] [--role ROLE] [--date DAY] [--json]"),
	  .help = N_("which houses owe which form or signature by when, and who owes it"),
	  .example = "louce due --area 451224204",
	  .options = due_options,
	  .json = "*",
	  .run = run_due },
	{ 0 },
};
