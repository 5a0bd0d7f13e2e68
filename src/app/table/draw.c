#include "app/table/draw.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/rights.h"
#include "app/session/act.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/tries.h"
#include "app/session/unlock.h"
#include "app/stick/receipt.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text/skeleton.h"
#include "base/text/text_rule.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/credential.h"
#include "trust/receipts.h"

/* Signing a draw: what is drawn from, then the seed and the houses. How the draws stand is draws.c's. */

static const struct draw_words *
words_of(const struct app *app)
{
	return app_pack(app) && app_pack(app)->draw.form ? &app_pack(app)->draw : NULL;
}

static enum status
may_sign(struct app *app, const char *township, struct err *err)
{
	const struct draw_words *words = words_of(app);
	enum status status = act_needs_person(app, err);

	if (status)
		return status;
	if (!words)
		return err_set(err, STATUS_NOT_FOUND, _("the form pack in force draws no houses"));
	if (!*township || division_level(township) != DIVISION_TOWNSHIP)
		return err_set(err, STATUS_INVALID, _("\"%s\" is no township: houses are drawn township by township"), township);
	status = app_check_area(app, township, err);
	if (status)
		return status;
	return house_area_right(app, words->form, township, err);
}

/* ---- what is proposed */

enum status
app_draw_propose(struct app *app, const char *township, const char *lang, int64_t receipt, struct sample *out, struct err *err)
{
	const struct draw_words *words = words_of(app);
	struct sample sample = { 0 };
	enum status status = may_sign(app, township, err);

	status = status ? status : app_draws_none_waits(app, township, err);
	status = status ? status
			: app_sample(app, &(struct sample_ask){ .area = township, .lang = lang, .receipt = receipt }, &sample, err);
	if (status)
		return status;
	for (size_t i = 0; i < sample.stratum_count; i++) {
		struct sample_stratum *stratum = &sample.strata[i];
		size_t times = words->lean && strcmp(words->lean, stratum->value) == 0 ? 2 : 1;
		size_t wanted = (stratum->houses * (size_t)words->percent * times + 99) / 100, least = (size_t)words->least * times;

		wanted = wanted < least ? least : wanted;
		stratum->wanted = wanted < stratum->houses ? wanted : stratum->houses;
	}
	*out = sample;
	return STATUS_OK;
}

/* ---- the first step */

static enum status
check_source(const struct draw_ask *ask, const struct draw_words *words, struct err *err)
{
	char today[11];
	struct err why = { 0 };

	clock_date(clock_now_unix(), today);
	if (!ask->source || text_is_blank(ask->source) || strpbrk(ask->source, "\n\t") || text_check(ask->source, &why))
		return err_set(err, STATUS_INVALID,
			       _("say which numbered issue of a public lottery the seed will be taken from, in one line of text"));
	if (text_chars(ask->source) > (size_t)words->fields[DRAW_SOURCE]->max_chars)
		return err_set(err, STATUS_INVALID, _("the issue of the lottery is too long: at most %d characters"),
			       words->fields[DRAW_SOURCE]->max_chars);
	if (!ask->day || clock_days(ask->day) == INT64_MIN)
		return err_set(err, STATUS_INVALID, _("\"%s\" is no date; write it as 2022-09-16"), ask->day ? ask->day : "");
	if (clock_days(ask->day) == clock_days(today))
		return err_set(err, STATUS_INVALID,
			       _("the lottery of today may be over, and its numbers known: take an issue of a later day"));
	if (clock_days(ask->day) < clock_days(today))
		return err_set(err, STATUS_INVALID,
			       _("the lottery of %s is over, and its numbers are known: take an issue that is still to come"), ask->day);
	return STATUS_OK;
}

static struct value
first_data(const struct draw_ask *ask, const struct draw_words *words, const struct sample *sample)
{
	struct value data = value_object(), strata = value_list();
	char hex[ID_HEX_LEN + 1];

	value_set_text(&data, words->names[DRAW_RECEIPT], id_hex(&sample->receipt_id, hex));
	value_set_text(&data, words->names[DRAW_SOURCE], ask->source);
	value_set_text(&data, words->names[DRAW_DAY], ask->day);
	value_set_integer(&data, words->names[DRAW_SPARE], (int64_t)ask->spare);
	for (size_t i = 0; i < sample->stratum_count; i++) {
		const struct sample_stratum *stratum = &sample->strata[i];
		struct value row = value_object();

		value_set_text(&row, words->names[DRAW_STRATUM], stratum->value);
		value_set_integer(&row, words->names[DRAW_HOUSES], (int64_t)stratum->houses);
		value_set_text(&row, words->names[DRAW_HASH], id_hex(&stratum->hash, hex));
		value_set_integer(&row, words->names[DRAW_QUOTA], (int64_t)stratum->wanted);
		value_append_take(&strata, row);
	}
	value_set_take(&data, words->names[DRAW_STRATA], strata);
	return data;
}

/* Signs a step of the draw's form, and the county's receipt of it where this is the laptop that writes them. `data` is taken. */
static enum status
put_step(struct app *app, unsigned generation, const char *township, const struct id *draw, const struct id *head, struct value *data_take,
	 struct id *id, struct err *err)
{
	struct step step = { .data = *data_take };
	struct err later = { 0 };
	int64_t number;
	enum status status;

	strcpy(step.kind, words_of(app)->form->name);
	step_set_area(&step, township);
	if (draw) {
		step.has_root = true;
		step.root = *draw;
		step_add_parent(&step, head);
	}
	status = act_begin_judged(app, generation, err);
	if (!status)
		status = act_end(app, act_put(app_store(app), app_signer(app), &step, id, err), err);
	step_release(&step);
	/* Signed is signed: a receipt that cannot be written now is written later. */
	if (!status && app_receipt(app, &number, &later))
		return STATUS_OK;
	return status;
}

enum status
app_draw_check(struct app *app, const struct draw_ask *ask, struct err *err)
{
	const struct field *spare = words_of(app) ? words_of(app)->fields[DRAW_SPARE] : NULL;
	size_t wanted = 0;
	enum status status = may_sign(app, ask->township, err);

	status = status ? status : app_draws_none_waits(app, ask->township, err);
	status = status ? status : check_source(ask, words_of(app), err);
	if (!status && spare->has_range && ask->spare > (size_t)spare->greatest)
		status = err_set(err, STATUS_INVALID, _("too many spare houses: at most %zu"), (size_t)spare->greatest);
	if (status)
		return status;
	for (size_t i = 0; i < ask->quota_count; i++)
		wanted += ask->quotas[i].houses;
	return wanted ? STATUS_OK : err_set(err, STATUS_INVALID, _("no house would be drawn: give a quota for one of the conclusions"));
}

static enum status
try_tell(struct app *app, const struct draw_ask *ask, struct id *id, struct err *err)
{
	unsigned generation = store_generation(app_store(app));
	char township[DIVISION_CODE_LEN + 1];
	struct sample sample = { 0 };
	struct value data;
	char today[11];
	enum status status = app_draw_check(app, ask, err);

	clock_date(clock_now_unix(), today);
	division_area(ask->township, DIVISION_TOWNSHIP, township);
	if (!status)
		status = app_sample(app,
				    &(struct sample_ask){ .area = township,
							  .lang = ask->lang,
							  .receipt = ask->receipt,
							  .quotas = ask->quotas,
							  .quota_count = ask->quota_count },
				    &sample, err);
	if (!status && clock_days(today) < clock_days(sample.received)) {
		status = err_set(err, STATUS_CONFLICT,
				 _("by this laptop's clock county receipt no. %lld, of %s, is still to come: set its day right"),
				 (long long)sample.receipt, sample.received);
		app_sample_release(&sample);
	}
	if (status)
		return status;
	data = first_data(ask, words_of(app), &sample);
	app_sample_release(&sample);
	status = may_sign(app, ask->township, err); /* the act is his of the role, whatever was asked meanwhile */
	if (status) {
		value_release(&data);
		return status;
	}
	return put_step(app, generation, township, NULL, NULL, &data, id, err);
}

enum status
app_draw_tell(struct app *app, const struct draw_ask *ask, struct id *id, struct err *err)
{
	struct act_tries tries = { 0 };
	enum status status;

	do
		status = try_tell(app, ask, id, err);
	while (act_try_again(app, &tries, &status, err));
	return status;
}

/* ---- the second */

/* Draws as a signed draw says. *sample needs a release where this succeeds. */
static enum status
draw_again(struct app *app, const struct draw_words *words, const struct store_draw *draw, const char *seed, struct sample *sample,
	   struct err *err)
{
	const struct value *strata = value_get_list(&draw->data, words->names[DRAW_STRATA]);
	const char *receipt_hex = value_get_text(&draw->data, words->names[DRAW_RECEIPT]);
	struct sample_quota *quotas = mem_array(strata ? strata->list.count + 1 : 1, sizeof(*quotas));
	char township[DIVISION_CODE_LEN + 1], hex[ID_HEX_LEN + 1];
	struct sample_ask ask = { .area = township, .lang = _("en"), .seed = seed, .quotas = quotas, .draw = &draw->id, .proves = true };
	struct id receipt;
	enum status status = STATUS_OK;

	division_area(draw->township, DIVISION_TOWNSHIP, township);
	ask.spare = (size_t)value_get_integer(&draw->data, words->names[DRAW_SPARE], 0);
	ask.receipt = receipt_hex && id_from_hex(receipt_hex, &receipt) ? trust_receipt_no(store_trust(app_store(app)), &receipt) : 0;
	for (size_t i = 0; strata && i < strata->list.count; i++) {
		int64_t quota = value_get_integer(&strata->list.items[i], words->names[DRAW_QUOTA], 0);

		if (quota > 0)
			quotas[ask.quota_count++] = (struct sample_quota){
				value_get_text(&strata->list.items[i], words->names[DRAW_STRATUM]), (size_t)quota
			};
	}
	if (!ask.receipt)
		status = err_set(err, STATUS_NOT_FOUND, _("the county receipt that is drawn from is not here"));
	if (!status)
		status = app_sample(app, &ask, sample, err);
	free(quotas);
	if (status)
		return status;
	for (size_t i = 0; strata && i < strata->list.count && !status; i++) {
		const char *hash = value_get_text(&strata->list.items[i], words->names[DRAW_HASH]);

		if (i >= sample->stratum_count || !hash || strcmp(hash, id_hex(&sample->strata[i].hash, hex)) != 0)
			status = err_set(err, STATUS_CONFLICT, _("the houses that are drawn from are not those that were told"));
	}
	if (status)
		app_sample_release(sample);
	return status;
}

static struct value
second_data(const struct draw_words *words, const struct value *first, const struct sample *sample, const char *seed)
{
	struct value data = value_copy(first), drawn = value_list();
	char hex[ID_HEX_LEN + 1], *same = draw_seed_text(seed);

	value_set_text(&data, words->names[DRAW_SEED], same);
	free(same);
	for (size_t i = 0; i < sample->house_count; i++) {
		const struct sample_house *house = &sample->houses[i];
		struct value row = value_object();

		value_set_text(&row, words->names[DRAW_HOUSE], id_hex(&house->root, hex));
		value_set_text(&row, words->names[DRAW_FROM], sample->strata[house->stratum].value);
		value_set_integer(&row, words->names[DRAW_RANK], (int64_t)house->rank);
		value_append_take(&drawn, row);
	}
	value_set_take(&data, words->names[DRAW_DRAWN], drawn);
	return data;
}

/* May this seed come now? */
static enum status
check_turn(const struct draw_words *words, const struct store_draw *draw, const char *seed, struct err *err)
{
	struct draw_turn turn = { draw->standing, value_get_text(&draw->data, words->names[DRAW_DAY]) };
	enum status status = app_draw_turn(&turn, err);

	if (status)
		return status;
	if (!seed || text_is_blank(seed))
		return err_set(err, STATUS_INVALID, _("the seed is one line of text, without spaces around it, as it was made public"));
	if (text_chars(seed) > (size_t)words->fields[DRAW_SEED]->max_chars)
		return err_set(err, STATUS_INVALID, _("the seed is too long: at most %d characters"), words->fields[DRAW_SEED]->max_chars);
	return STATUS_OK;
}

static enum status
find_draw(struct app *app, const struct id *id, struct store_draw **all, size_t *count, const struct store_draw **out, struct err *err)
{
	enum status status = store_draws(app_store(app), "", all, count, err);

	*out = NULL;
	for (size_t i = 0; !status && i < *count; i++)
		if (id_equal(&(*all)[i].id, id))
			*out = &(*all)[i];
	return status || *out ? status : err_set(err, STATUS_NOT_FOUND, _("this draw is not here"));
}

static void
keep_drawn_again(struct app *app, const struct id *head, bool same)
{
	struct err ignored = { 0 };

	store_note_drawn_again(app_store(app), head, same);
	if (store_begin(app_store(app), &ignored)) /* a file that is only read */
		return;
	if (store_keep_drawn_again(app_store(app), head, same, &ignored) || store_commit(app_store(app), &ignored))
		store_rollback(app_store(app));
}

enum status
app_draw_check_seed(struct app *app, const struct id *id, const char *seed, struct err *err)
{
	struct store_draw *all = NULL;
	const struct store_draw *draw = NULL;
	char township[DIVISION_CODE_LEN + 1];
	size_t count = 0;
	enum status status = words_of(app) ? find_draw(app, id, &all, &count, &draw, err)
					   : err_set(err, STATUS_NOT_FOUND, _("the form pack in force draws no houses"));

	if (!status) {
		division_area(draw->township, DIVISION_TOWNSHIP, township);
		status = may_sign(app, township, err);
	}
	if (!status)
		status = check_turn(words_of(app), draw, seed, err);
	store_draws_free(all, count);
	return status;
}

static enum status
try_seed(struct app *app, const struct id *id, const char *seed, struct err *err)
{
	unsigned generation = store_generation(app_store(app));
	const struct draw_words *words = words_of(app);
	struct store_draw *all = NULL;
	const struct store_draw *draw = NULL;
	struct sample sample = { 0 };
	char township[DIVISION_CODE_LEN + 1];
	struct value data = { 0 };
	struct id step;
	size_t count = 0;
	enum status status;

	if (!words)
		return err_set(err, STATUS_NOT_FOUND, _("the form pack in force draws no houses"));
	status = find_draw(app, id, &all, &count, &draw, err);
	if (!status) {
		division_area(draw->township, DIVISION_TOWNSHIP, township);
		status = may_sign(app, township, err);
	}
	if (!status)
		status = check_turn(words, draw, seed, err);
	if (!status)
		status = draw_again(app, words, draw, seed, &sample, err);
	if (!status) {
		data = second_data(words, &draw->data, &sample, seed);
		app_sample_release(&sample);
		status = may_sign(app, township, err);
		if (status)
			value_release(&data);
		else
			status = put_step(app, generation, township, id, &draw->head, &data, &step, err);
	}
	if (!status)
		keep_drawn_again(app, &step, true);
	store_draws_free(all, count);
	return status;
}

enum status
app_draw_seed(struct app *app, const struct id *id, const char *seed, struct err *err)
{
	struct act_tries tries = { 0 };
	enum status status;

	do
		status = try_seed(app, id, seed, err);
	while (act_try_again(app, &tries, &status, err));
	return status;
}

/* Are the houses that are signed those that came out? */
static bool
is_signed_so(const struct draw_words *words, const struct value *data, const struct sample *sample)
{
	const struct value *drawn = value_get_list(data, words->names[DRAW_DRAWN]);
	bool same = drawn && drawn->list.count == sample->house_count;
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; same && i < sample->house_count; i++) {
		const struct value *row = &drawn->list.items[i];
		const char *root = value_get_text(row, words->names[DRAW_HOUSE]), *from = value_get_text(row, words->names[DRAW_FROM]);

		same = root && from && strcmp(root, id_hex(&sample->houses[i].root, hex)) == 0 &&
		       strcmp(from, sample->strata[sample->houses[i].stratum].value) == 0 &&
		       value_get_integer(row, words->names[DRAW_RANK], 0) == (int64_t)sample->houses[i].rank;
	}
	return same;
}

static void
prove_one(struct app *app, const struct draw_words *words, const struct store_draw *draw)
{
	struct sample sample = { 0 };
	struct err why = { 0 };
	enum status status = draw_again(app, words, draw, value_get_text(&draw->data, words->names[DRAW_SEED]), &sample, &why);
	bool same = !status && is_signed_so(words, &draw->data, &sample);

	app_sample_release(&sample);
	/* What cannot be drawn at all, for its receipt, strata or quotas, is not the same. */
	if (!status || status == STATUS_NOT_FOUND || status == STATUS_INVALID || status == STATUS_CONFLICT)
		keep_drawn_again(app, &draw->head, same);
}

void
app_draws_prove(struct app *app, enum draws_again which)
{
	const struct draw_words *words = words_of(app);
	struct store_draw *draws = NULL;
	struct err ignored = { 0 };
	size_t count = 0;

	if (!words || store_draws(app_store(app), "", &draws, &count, &ignored))
		return;
	for (size_t i = 0; i < count; i++)
		if (draws[i].standing == DRAW_UNPROVEN || (which >= DRAWS_FAILED && draws[i].fails) ||
		    (which == DRAWS_ALL && (draws[i].standing == DRAW_SEEDED || draws[i].standing == DRAW_STANDS)))
			prove_one(app, words, &draws[i]);
	store_draws_free(draws, count);
}

enum status
app_draw_prove(struct app *app, struct app_draw *of, bool *same, struct err *err)
{
	const struct draw_words *words = words_of(app);
	struct store_draw *all = NULL;
	const struct store_draw *draw = NULL;
	struct sample sample = { 0 };
	bool drawn = false;
	size_t count = 0;
	enum status status;

	if (!of->seed)
		return err_set(err, STATUS_CONFLICT, _("no seed is given yet: there is nothing to prove"));
	status = find_draw(app, &of->id, &all, &count, &draw, err);

	*same = false;
	if (!status) {
		status = draw_again(app, words, draw, value_get_text(&draw->data, words->names[DRAW_SEED]), &sample, err);
		drawn = !status;
		if (status == STATUS_NOT_FOUND || status == STATUS_INVALID || status == STATUS_CONFLICT) {
			*err = (struct err){ 0 };
			status = STATUS_OK;
		}
	}
	if (drawn) {
		*same = sample.house_count == of->house_count;
		for (size_t i = 0; i < of->house_count && *same; i++)
			*same = id_equal(&sample.houses[i].root, &of->houses[i].root) && sample.houses[i].rank == of->houses[i].rank;
		app_sample_release(&sample);
	}
	if (!status)
		keep_drawn_again(app, &of->head, *same);
	if (!status && !*same && of->standing != DRAW_CONFLICT)
		of->standing = DRAW_DIFFERS;
	store_draws_free(all, count);
	return status;
}
