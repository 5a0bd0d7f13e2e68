#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/fact.h"
#include "app/house/history.h"
#include "app/house/place.h"
#include "app/paper/evidence.h"
#include "app/paper/now.h"
#include "app/paper/proof.h"
#include "app/paper/times.h"
#include "app/session/division.h"
#include "app/stick/cut.h"
#include "app/stick/takeover.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/temporary.h"
#include "base/visible.h"
#include "store/dossier/dossier.h"
#include "store/store.h"
#include "trust/genesis.h"
#include "trust/holders.h"
#include "trust/receipts.h"

/* What a file proves of one house: it is taken in as on a new laptop, and read. */

struct accounting {
	struct app *app;
	const struct app_account_ask *ask;
	struct dossier *dossier;
	struct app_history history;
	struct proof_step *steps;
	struct buf *said;
	bool whole;
};

/* A person by the credential, "NAME (ROLE)"; caller frees. */
static char *
person_words(const struct accounting *accounting, const struct id *credential)
{
	const struct credential *known = trust_credential(store_trust(app_store(accounting->app)), credential);

	return known ? mem_printf(_("%s (%s)"), known->name, paper_role(app_pack(accounting->app), known->role, accounting->ask->lang))
		     : mem_strdup("?");
}

/* Who wrote the file, on which day, and up to which receipt it goes: an honest file that is old is seen as old. */
static void
say_origin(struct accounting *accounting)
{
	struct store *store = app_store(accounting->app);
	int64_t number = trust_anchor_no(store_trust(store));
	char minute[17];

	if (accounting->ask->end->at_unix) {
		char *who = person_words(accounting, &accounting->ask->end->author);

		clock_minute(accounting->ask->end->at_unix, minute);
		visible_printf(accounting->said, _("Written by %s, %s by the clock of that laptop\n"), who, minute);
		free(who);
	}
	if (number && paper_receipt_minute(store, trust_anchor(store_trust(store)), minute))
		visible_printf(accounting->said,
			       _("Up to county receipt %" PRId64
				 " of %s: what the county received later is not in this file; ask the county "
				 "office whether there is more\n"),
			       number, minute);
	else
		visible_printf(accounting->said, "%s\n", _("No county receipt is in this file: nothing shows whether it is whole"));
	accounting->whole &= number > 0;
}

/* The logs of which the end was cut off, or has not come yet. */
static enum status
say_cuts(struct accounting *accounting, struct err *err)
{
	struct app_cut *cuts;
	size_t count;
	enum status status = app_cuts(accounting->app, accounting->dossier, &cuts, &count, err);

	if (status || !count)
		return status;
	accounting->whole = false;
	visible_printf(
		accounting->said, "%s\n",
		_("Steps that the county received are not in this file. What stands may have been changed by them; use another file:"));
	for (size_t i = 0; i < count; i++) {
		char *who = person_words(accounting, &cuts[i].log.author), *where = app_place_name(accounting->app, cuts[i].log.area);

		/* Translators: a person (role), a place, a number. */
		visible_printf(accounting->said, _("  of %s, %s: up to step %" PRId64 "\n"), who,
			       *cuts[i].log.area ? where : app_county_name(accounting->app), cuts[i].to);
		free(who);
		free(where);
	}
	free(cuts);
	return STATUS_OK;
}

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

enum lot { LOT_STANDS, LOT_REOPENED, LOT_REPLACED, LOT_WITHOUT_EFFECT };

static enum lot
lot_of(const struct proof_step *step)
{
	if (step->why)
		return LOT_WITHOUT_EFFECT;
	return step->reopened ? LOT_REOPENED : step->stands ? LOT_STANDS : LOT_REPLACED;
}

/* The steps of one lot, under its heading when there is one. */
static void
say_lot(struct accounting *accounting, const char *heading, enum lot lot)
{
	bool any = false;

	for (size_t i = 0; i < accounting->history.step_count; i++) {
		const struct proof_step *step = &accounting->steps[i];

		if (lot_of(step) != lot)
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
	accounting->whole &= !missing;
	if (missing)
		visible_printf(accounting->said,
			       n_("Missing: %" PRId64 " photo or sealed value that its steps name is not in this file.\n",
				  "Missing: %" PRId64 " photos or sealed values that its steps name are not in this file.\n", missing),
			       missing);
	else if (accounting->whole)
		visible_printf(
			accounting->said, "%s\n",
			_("Nothing is missing: every step of its village and above that the county received until then is in this file, and every photo "
			  "and sealed value that its steps name."));
}

static enum status
say_now(struct accounting *accounting, struct err *err)
{
	struct buf lines = { 0 };
	enum status status = now_lines(accounting->app, accounting->dossier, &lines, err);
	char *text = buf_detach(&lines), *rest = text, *line;

	visible_printf(accounting->said, "%s\n", _("How it stands:"));
	while (!status && rest && (line = strsep(&rest, "\n")) != NULL)
		if (*line)
			visible_printf(accounting->said, "  %s\n", line);
	free(text);
	return status;
}

static enum status
say(struct accounting *accounting, struct err *err)
{
	enum status status;

	say_digits(accounting);
	say_origin(accounting);
	status = say_cuts(accounting, err);
	if (!status)
		status = say_now(accounting, err);
	if (status)
		return status;
	say_lot(accounting, _("What stands:"), LOT_STANDS);
	say_lot(accounting, _("Signed as its end, but the case is open:"), LOT_REOPENED);
	say_lot(accounting, _("Replaced since:"), LOT_REPLACED);
	say_lot(accounting, _("Without effect:"), LOT_WITHOUT_EFFECT);
	say_missing(accounting);
	return STATUS_OK;
}

static enum status
read_house(struct accounting *accounting, struct err *err)
{
	struct id root;
	char today[11];
	enum status status = app_pack(accounting->app)
				     ? app_building_find(accounting->app, accounting->ask->house, &root, err)
				     : err_set(err, STATUS_NOT_FOUND,
					       _("the file holds no form pack that counts, so nothing of a house can be told"));

	if (!status)
		status = dossier_load(app_store(accounting->app), &root, NULL, &accounting->dossier, err);
	if (!status)
		status = app_history(accounting->app, &root, &accounting->history, err);
	if (status)
		return status;
	clock_date(clock_now_unix(), today);
	house_facts_today(app_pack(accounting->app), accounting->dossier, today);
	accounting->steps = proof_steps(accounting->app, &accounting->history, accounting->dossier, accounting->ask->lang);
	status = say(accounting, err);
	proof_free(accounting->steps, accounting->history.step_count);
	app_history_release(&accounting->history);
	return status;
}

enum status
app_account(const struct app_account_ask *ask, struct buf *said, bool *whole, struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	struct accounting accounting = { .ask = ask, .said = said, .whole = true };
	char *folder = temporary_folder(tmp && *tmp ? tmp : "/tmp"), *made;
	enum status status;

	if (!folder)
		return err_set(err, STATUS_IO, _("\"%s\" cannot be written"), tmp && *tmp ? tmp : "/tmp");
	made = file_join(folder, "house.louce");
	status = app_take_over(ask->path, made, NULL, err);
	if (!status)
		status = app_open(made, APP_READ, &accounting.app, err);
	temporary_remove_folder(folder); /* what is open is read all the same, and nothing lies about whatever ends us */
	if (!status)
		status = read_house(&accounting, err);
	if (!status)
		status = app_trouble(accounting.app, err);
	dossier_free(accounting.dossier);
	app_close(accounting.app);
	*whole = !status && accounting.whole;
	free(made);
	free(folder);
	return status;
}
