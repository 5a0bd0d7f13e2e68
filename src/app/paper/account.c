#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/house/history.h"
#include "app/house/place.h"
#include "app/paper/evidence.h"
#include "app/paper/proof.h"
#include "app/stick/takeover.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/visible.h"
#include "store/dossier.h"
#include "store/store.h"
#include "trust/genesis.h"

/* What a file proves of one house: it is taken in as on a new laptop, and read. */

struct accounting {
	struct app *app;
	const char *lang;
	struct dossier *dossier;
	struct app_history history;
	struct proof_step *steps;
	struct buf *said;
};

static void
say_digits(struct accounting *accounting)
{
	const struct trust *trust = store_trust(app_store(accounting->app));
	char digits[PROOF_DIGITS_LEN + 1], *place = building_place(accounting->app, accounting->dossier);

	visible_printf(accounting->said, _("House: %s\n"), place);
	visible_printf(accounting->said, _("  its number: %s\n"), proof_digits(&accounting->dossier->root, digits));
	visible_printf(accounting->said, _("  its state: %s\n"), proof_digits(&accounting->history.state_hash, digits));
	if (trust_genesis(trust))
		visible_printf(
			accounting->said,
			_("  signed for: %s, founding %s: ask the county office for these digits. Anybody can found a county of that name.\n"),
			app_county_name(accounting->app), proof_digits(trust_genesis(trust), digits));
	free(place);
}

static void
say_step(struct accounting *accounting, const struct proof_step *step)
{
	if (step->why)
		visible_printf(accounting->said, _("  %s: %s, %s; code %s; without effect: %s\n"), step->what, step->who, step->when,
			       step->code, step->why);
	else
		visible_printf(accounting->said, _("  %s: %s, %s; code %s\n"), step->what, step->who, step->when, step->code);
}

/* The steps of one lot, under its heading when there is one. */
static void
say_lot(struct accounting *accounting, const char *heading, bool counts, bool stands)
{
	bool any = false;

	for (size_t i = 0; i < accounting->history.step_count; i++) {
		const struct proof_step *step = &accounting->steps[i];

		if (!step->why != counts || (counts && step->stands != stands))
			continue;
		if (!any)
			visible_printf(accounting->said, "%s\n", heading);
		any = true;
		say_step(accounting, step);
	}
}

static void
say_missing(struct accounting *accounting)
{
	int64_t missing = 0;

	for (size_t i = 0; i < accounting->history.step_count; i++)
		missing += accounting->steps[i].missing;
	if (missing)
		visible_printf(accounting->said,
			       _("Missing: %" PRId64 " photos or sealed values that its steps name are not in this file.\n"), missing);
	else
		visible_printf(accounting->said, "%s\n",
			       _("Nothing is missing: every photo and sealed value that its steps name is in this file."));
}

static void
say(struct accounting *accounting)
{
	say_digits(accounting);
	say_lot(accounting, _("What stands:"), true, true);
	say_lot(accounting, _("Replaced since:"), true, false);
	say_lot(accounting, _("Without effect:"), false, false);
	say_missing(accounting);
}

static enum status
read_house(struct accounting *accounting, const char *house, struct err *err)
{
	struct id root;
	enum status status = app_pack(accounting->app)
				     ? app_building_find(accounting->app, house, &root, err)
				     : err_set(err, STATUS_NOT_FOUND,
					       _("the file holds no form pack that counts, so nothing of a house can be told"));

	if (!status)
		status = dossier_load(app_store(accounting->app), &root, NULL, &accounting->dossier, err);
	if (!status)
		status = app_history(accounting->app, &root, &accounting->history, err);
	if (status)
		return status;
	accounting->steps = proof_steps(accounting->app, &accounting->history, accounting->dossier, accounting->lang);
	say(accounting);
	proof_free(accounting->steps, accounting->history.step_count);
	app_history_release(&accounting->history);
	return STATUS_OK;
}

/* Removes what was made of the file for a while. */
static void
clear_away(const char *folder, const char *path)
{
	static const char *const endings[] = { "", ".local", ".drafts" };

	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		char *name = mem_printf("%s%s", path, endings[i]);

		unlink(name);
		free(name);
	}
	rmdir(folder);
}

enum status
app_account(const char *path, const char *house, const char *lang, struct buf *said, struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	struct accounting accounting = { .lang = lang, .said = said };
	char *folder = mem_printf("%s/louce-verify-XXXXXX", tmp && *tmp ? tmp : "/tmp"), *made;
	enum status status;

	if (!mkdtemp(folder)) {
		free(folder);
		return err_set(err, STATUS_IO, _("\"%s\" cannot be written"), tmp && *tmp ? tmp : "/tmp");
	}
	made = file_join(folder, "house.louce");
	status = app_take_over(path, made, NULL, err);
	if (!status)
		status = app_open(made, APP_READ, &accounting.app, err);
	if (!status)
		status = read_house(&accounting, house, err);
	if (!status)
		status = app_trouble(accounting.app, err);
	dossier_free(accounting.dossier);
	app_close(accounting.app);
	clear_away(folder, made);
	free(made);
	free(folder);
	return status;
}
