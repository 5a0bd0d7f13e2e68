#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/people/publish.h"
#include "app/people/officers.h"
#include "app/session/workspace.h"
#include "app/xlsform/survey.h"
#include "app/xlsform/survey_out.h"
#include "app/xlsform/survey_pack.h"
#include "base/i18n.h"
#include "cli/asked.h"
#include "cli/changes.h"
#include "cli/cli.h"

/* The form pack: checked and published. */

static int
check_forms(const char *dir)
{
	struct buf problems = { 0 };
	struct err err = { 0 };
	enum status status = app_forms_check(dir, &problems, &err);
	bool said;

	fputs(buf_text(&problems), stdout);
	said = status && status != STATUS_IO && status != STATUS_BUG &&
	       strstr(buf_text(&problems), err.text); /* a line of the list says it already */
	buf_release(&problems);
	if (status)
		return said ? EXIT_REFUSED : cli_fail(&err);
	cli_print(_("The form pack in \"%s\" is in order.\n"), dir);
	return EXIT_DONE;
}

/* What a survey became, and what of it did not come over, a line each. The pack is checked as any other: an expression that it refuses is said, too. */
static int
from_survey(const char *path, const char *dir)
{
	struct survey survey = { 0 };
	struct err err = { 0 };
	enum status status = survey_read(path, &survey, &err);
	int code = EXIT_MACHINE;

	if (!status)
		status = survey_write_pack(&survey, dir, &err);
	for (size_t i = 0; i < survey.lost_count; i++)
		cli_print("%s\n", survey.lost[i].said);
	if (status)
		code = cli_fail(&err);
	else if ((code = check_forms(dir)) != EXIT_DONE) {
		survey_drop_pack(&survey, dir);
		cli_warn(_("louce: nothing was written: mend the survey where its pack would be refused, and do it again\n"));
	} else if (survey.lost_count) {
		cli_print(_("Did not come over: %zu. All else did.\n"), survey.lost_count);
		code = EXIT_FINDINGS;
	}
	survey_release(&survey);
	return code;
}

static int
to_survey(const char *dir, const char *form, const char *path)
{
	struct buf lost = { 0 };
	struct err err = { 0 };
	size_t count = 0;
	enum status status = survey_write(dir, form, path, &lost, &count, &err);

	fputs(buf_text(&lost), stdout);
	buf_release(&lost);
	if (status)
		return cli_fail(&err);
	cli_print(_("A survey: \"%s\". What a survey has nothing for: %zu.\n"), path, count);
	return count ? EXIT_FINDINGS : EXIT_DONE;
}

struct publishing {
	struct app *app;
	const char *dir;
	struct id step;
	bool in_force;
};

static char *
publish_words(void *ctx, struct err *err)
{
	const struct publishing *publishing = ctx;
	struct app_forms_changes changes = { 0 };
	enum status status = app_forms_changes(publishing->app, publishing->dir, &changes, err);
	char *text = status ? NULL : changes_text(&changes);

	app_forms_changes_release(&changes);
	return text;
}

static enum status
publish_now(void *ctx, struct err *err)
{
	struct publishing *publishing = ctx;

	return app_forms_publish(publishing->app, publishing->dir, &publishing->step, &publishing->in_force, err);
}

static bool
agrees_to_publish(const char *words)
{
	return changes_agree(words, _("Publish? [y/N] "), _("To publish all the same: add --yes"));
}

static int
publish(struct args *args)
{
	struct publishing publishing = { .dir = args->words.items[2] };
	struct cli_asked asked = { .shown = { .now = publish_words, .act = publish_now, .ctx = &publishing },
				   .yes = arg_flag(args, "yes"),
				   .agrees = agrees_to_publish };
	struct err err = { 0 };
	char shortened[9];
	enum status status = cli_open(args, APP_WRITE, true, &publishing.app, &err);

	if (!status) {
		asked.tells = app_person_is_officer(publishing.app); /* who else publishes is refused */
		asked.yes |= !asked.tells;
		status = cli_act_as_asked(publishing.app, &asked, &err);
	}
	app_close(publishing.app);
	if (status)
		return cli_fail(&err);
	if (publishing.in_force)
		puts(_("The form pack is published and in force."));
	else
		cli_print(
			_("The form pack is published; it comes into force when enough officers endorse it:\n\n    louce endorse %s --as NAME\n\n"),
			id_short(&publishing.step, shortened));
	return EXIT_DONE;
}

static int
run_forms(struct args *args)
{
	if (args->words.count == 4 && strcmp(args->words.items[1], "from-xlsform") == 0)
		return from_survey(args->words.items[2], args->words.items[3]);
	if (args->words.count == 5 && strcmp(args->words.items[1], "to-xlsform") == 0)
		return to_survey(args->words.items[2], args->words.items[3], args->words.items[4]);
	if (args->words.count != 3)
		return cli_usage(
			args,
			_("say check or publish, and name the folder; or from-xlsform, the survey and a new folder; or to-xlsform, the folder, the form and a new file"));
	if (strcmp(args->words.items[1], "check") == 0)
		return check_forms(args->words.items[2]);
	if (strcmp(args->words.items[1], "publish") != 0)
		return cli_usage(args, _("say check or publish, and name the folder"));
	return publish(args);
}

static const struct command_option forms_options[] = {
	{ "yes", OPTION_FLAG, N_("publish without asking, although questions are asked anew or something is different from then on") },
	{ 0 },
};

const struct command forms_commands[] = {
	{ .name = "forms",
	  .usage = N_(
		  "forms check DIR | forms publish DIR --as NAME [--yes] | forms from-xlsform SURVEY.xlsx DIR | forms to-xlsform DIR FORM SURVEY.xlsx"),
	  .help = N_("check and publish a form pack, make one of a survey (XLSForm) and back"),
	  .example = "louce forms publish /usr/local/share/louce/forms --as 韦明",
	  .options = forms_options,
	  .run = run_forms },
	{ 0 },
};
