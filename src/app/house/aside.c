#include "app/house/aside.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/open_case.h"
#include "app/house/place.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "eval/eval.h"
#include "form/answer/check.h"
#include "store/dossier/dossier.h"
#include "store/houses/joined.h"
#include "store/journal.h"
#include "trust/same.h"

static const struct form *
summary_form(const struct pack *pack)
{
	const struct field *summary = pack->chains[0].summary;

	return summary ? pack_form_of_field(pack, summary->name) : NULL;
}

/* The code of what was concluded; NULL: nothing was. The smaller, the more severe, as in a sitting. */
static const char *
conclusion_of(const struct pack *pack, const struct dossier *dossier)
{
	const struct value *values = summary_form(pack) ? dossier_values(dossier, summary_form(pack)->name) : NULL;

	return values ? value_get_text(values, pack->chains[0].summary->name) : NULL;
}

enum house_found
house_what_was_found(struct app *app, const struct dossier *dossier, char **words)
{
	const struct pack *pack = app_pack(app);
	const struct level *lowest = &pack->chains[0].levels[0];
	const struct field *summary = pack->chains[0].summary;
	char today[11];

	*words = NULL;
	if (!lowest->bulk_when.sql || !conclusion_of(pack, dossier))
		return FOUND_LITTLE;
	if (blind_hides_field(app, dossier, summary))
		return FOUND_HIDDEN;
	clock_date(clock_now_unix(), today);
	dossier_load_eval(app_store(app), dossier, NULL, today);
	if (eval_bulk(store_eval(app_store(app)), lowest))
		return FOUND_LITTLE;
	*words = field_value_text(pack, summary, value_get(dossier_values(dossier, summary_form(pack)->name), summary->name), _("en"));
	return FOUND_MUCH;
}

/* When it was decided that the house steps aside, by the clock of who decided; INT64_MAX: it is not. */
static int64_t
decided_at(struct app *app, const struct dossier *aside)
{
	const struct trust *trust = store_trust(app_store(app));
	size_t count = 0;
	struct id *decisions = aside->input.aside_count
				       ? trust_decisions_about(trust, &aside->root, aside->division, &aside->input.aside[0], &count)
				       : NULL;
	struct buf body = { 0 };
	struct step step = { 0 };
	struct err ignored = { 0 };
	int64_t at_unix = INT64_MAX;

	if (count && !store_get_step(app_store(app), &decisions[0], &body, NULL, &ignored) &&
	    !step_parse(buf_text(&body), body.len, &step, &ignored))
		at_unix = step.at_unix;
	step_release(&step);
	buf_release(&body);
	free(decisions);
	return at_unix;
}

/* Did somebody look at the house that is counted, and conclude, since it was decided, and since that was found which weighs more? */
static bool
was_looked_at(struct app *app, const struct dossier *counted, const struct dossier *aside)
{
	const char *form = summary_form(app_pack(app))->name;
	const struct flow_step *head = dossier_head(counted, form), *found = dossier_head(aside, form);

	return head && head->step->at_unix > decided_at(app, aside) && found && head->step->at_unix > found->step->at_unix;
}

/* The first fact that falls with signatures alone and is higher at the one house; NULL: none. What restricts a house may come of any form: a grade, as
 * well as what the team concluded. */
static const struct fact *
stricter_fact(struct app *app, const struct dossier *one, const struct dossier *other)
{
	const struct pack *pack = app_pack(app);
	const struct value none = { 0 };

	for (size_t i = 0; i < pack->fact_count; i++) {
		const struct value *own = value_get(&one->fact_values, pack->facts[i].name),
				   *beside = value_get(&other->fact_values, pack->facts[i].name);

		if (pack->facts[i].signed_forms.count && own && own->type == VALUE_BOOLEAN && own->boolean &&
		    eval_fact_is_higher(own, beside ? beside : &none))
			return &pack->facts[i];
	}
	return NULL;
}

static bool
weighs_more(struct app *app, const struct dossier *one, const struct dossier *other, enum house_found found)
{
	const char *own = conclusion_of(app_pack(app), one), *beside = conclusion_of(app_pack(app), other);

	return found == FOUND_MUCH && (!beside || strcmp(own, beside) < 0);
}

bool
house_outweighs(struct app *app, const struct dossier *one, const struct dossier *other)
{
	char *found;
	enum house_found what = house_what_was_found(app, one, &found);
	bool much = weighs_more(app, one, other, what) || (what != FOUND_HIDDEN && stricter_fact(app, one, other));

	secret_free(found);
	return much;
}

/* NULL: nothing in the one weighs more than what was concluded of the other, and no case is open there alone. */
static char *
hidden_words(struct app *app, const struct dossier *counted, const struct dossier *aside)
{
	const struct fact *stricter;
	char *found, *open = NULL, *place, *words = NULL;
	enum house_found much = house_what_was_found(app, aside, &found);

	place = building_place(app, aside);
	if (much != FOUND_HIDDEN && house_has_case_beyond(aside, counted))
		open = house_case_words(app, aside);
	if (open)
		words = mem_printf(_("\"%s\" steps aside for this house, and its case goes on there: %s"), place, open);
	else if (much != FOUND_HIDDEN && (stricter = stricter_fact(app, aside, counted)) && !found)
		words = mem_printf(_("\"%s\" steps aside for this house, and there it stands: %s. Look at the house again"), place,
				   label_text(&stricter->label, _("en")));
	else if (weighs_more(app, aside, counted, much) && !was_looked_at(app, counted, aside))
		words = mem_printf(_("\"%s\" steps aside for this house, and there was found: %s. Look at the house again"), place, found);
	free(open);
	secret_free(place);
	secret_free(found);
	return words;
}

/* About the house and those behind it, the nearest first, until one hides something. `own`: that house, too. */
static enum status
first_hidden(struct app *app, const struct dossier *counted, const struct id *aside, bool own, char **words, struct err *err)
{
	struct joined_behind *behind;
	size_t count;
	enum status status = joined_behind(app_store(app), aside, &behind, &count, err);

	*words = NULL;
	for (size_t i = own ? 0 : 1; i <= count && !*words && !status; i++) {
		const struct id *house = i ? &behind[i - 1].root : aside;
		struct dossier *of = NULL;

		if (id_equal(house, &counted->root))
			continue;
		status = dossier_load(app_store(app), house, NULL, &of, err);
		if (!status)
			*words = hidden_words(app, counted, of);
		dossier_free(of);
	}
	free(behind);
	return status;
}

enum status
house_aside_words(struct app *app, const struct dossier *dossier, char **words, struct err *err)
{
	return first_hidden(app, dossier, &dossier->root, false, words, err);
}

enum status
app_aside_words(struct app *app, const struct id *counted, const struct id *aside, char **words, struct err *err)
{
	struct dossier *stays = NULL;
	struct id end;
	enum status status = joined_end(app_store(app), counted, &end, err);

	*words = NULL;
	if (!status) /* of a pair the other way round, and in a circle, it is about those two */
		status = dossier_load(app_store(app), id_equal(&end, aside) ? counted : &end, NULL, &stays, err);
	if (!status)
		status = first_hidden(app, stays, aside, true, words, err);
	dossier_free(stays);
	return status;
}
