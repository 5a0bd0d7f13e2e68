#include "app/table/sample.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "app/table/then.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/text/text_rule.h"
#include "seal/seal.h"
#include "step/step.h"
#include "store/houses/building.h"
#include "store/divisions/draws.h"
#include "store/houses/joined.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/receipts.h"

#define TYPE_FRAME "application/vnd.louce.frame.v1"

/* ---- what is drawn from */

struct framing {
	const struct list *list; /* of the summary field */
	const char *lang;
	const struct joined *uncounted; /* houses that step aside, or are none */
	size_t uncounted_count;
	struct sample_house *houses;
	size_t count, cap;
};

static bool
add_house(const struct building_row *row, const char *words, void *ctx)
{
	struct framing *framing = ctx;
	const struct list *list = framing->list;

	(void)words;
	if (!row->done || !row->summary || joined_find(framing->uncounted, framing->uncounted_count, row->number))
		return true;
	for (size_t i = 0; i < list->choice_count; i++) {
		if (strcmp(list->choices[i].name, row->summary) != 0)
			continue;
		MEM_GROW(framing->houses, framing->count, framing->cap);
		framing->houses[framing->count++] = (struct sample_house){ .root = row->root, .stratum = i };
	}
	return true;
}

static int
by_root(const void *a, const void *b)
{
	const struct sample_house *left = a, *right = b;

	return left->stratum != right->stratum ? (left->stratum > right->stratum) - (left->stratum < right->stratum)
					       : id_cmp(&left->root, &right->root);
}

static int
by_order(const void *a, const void *b)
{
	const struct sample_house *left = a, *right = b;

	return left->stratum != right->stratum ? (left->stratum > right->stratum) - (left->stratum < right->stratum)
					       : id_cmp(&left->order, &right->order);
}

/* One stratum for each choice of the summary, with the hash of the roots in it: what is told before the seed is known. */
static void
make_strata(struct framing *framing, struct sample *sample)
{
	const struct list *list = framing->list;
	size_t next = 0;

	if (framing->count)
		qsort(framing->houses, framing->count, sizeof(*framing->houses), by_root);
	sample->strata = mem_array(list->choice_count, sizeof(*sample->strata));
	for (size_t i = 0; i < list->choice_count; i++) {
		struct sample_stratum *stratum = &sample->strata[sample->stratum_count++];
		struct buf roots = { 0 };
		char hex[ID_HEX_LEN + 1];

		stratum->value = mem_strdup(list->choices[i].name);
		stratum->label = mem_strdup(label_text(&list->choices[i].label, framing->lang));
		for (; next < framing->count && framing->houses[next].stratum == i; next++) {
			buf_printf(&roots, "%s\n", id_hex(&framing->houses[next].root, hex));
			stratum->houses++;
		}
		hash_pae(TYPE_FRAME, buf_text(&roots), roots.len, &stratum->hash);
		buf_release(&roots);
	}
}

/* ---- the draw */

static enum status
take_quotas(const struct sample_ask *ask, struct sample *sample, struct err *err)
{
	for (size_t q = 0; q < ask->quota_count; q++) {
		const struct sample_quota *quota = &ask->quotas[q];
		struct sample_stratum *stratum = NULL;

		for (size_t i = 0; i < sample->stratum_count && !stratum; i++)
			if (strcmp(sample->strata[i].value, quota->value) == 0 || strcmp(sample->strata[i].label, quota->value) == 0)
				stratum = &sample->strata[i];
		if (!stratum)
			return err_set(err, STATUS_INVALID, _("\"%s\" is none of the conclusions that are drawn from"), quota->value);
		if (stratum->wanted)
			return err_set(err, STATUS_INVALID, _("\"%s\" has two quotas"), quota->value);
		if (!quota->houses || quota->houses > stratum->houses)
			return err_set(err, STATUS_INVALID,
				       n_("%zu house of \"%s\" cannot be drawn: there are %zu",
					  "%zu houses of \"%s\" cannot be drawn: there are %zu", quota->houses),
				       quota->houses, stratum->label, stratum->houses);
		stratum->wanted = quota->houses;
	}
	return STATUS_OK;
}

static void
put_in_order(struct framing *framing, const struct id *begins, const char *seed)
{
	char receipt[ID_HEX_LEN + 1], root[ID_HEX_LEN + 1], *same = draw_seed_text(seed);

	id_hex(begins, receipt);
	for (size_t i = 0; i < framing->count; i++) {
		id_hex(&framing->houses[i].root, root);
		draw_order(receipt, same, root, &framing->houses[i].order);
	}
	free(same);
	if (framing->count)
		qsort(framing->houses, framing->count, sizeof(*framing->houses), by_order);
}

static void
draw(const struct framing *framing, size_t spare, struct sample *sample)
{
	size_t rank = 0, cap = 0;

	for (size_t i = 0; i < framing->count; i++) {
		const struct sample_house *house = &framing->houses[i];
		const struct sample_stratum *stratum = &sample->strata[house->stratum];

		rank = i && framing->houses[i - 1].stratum == house->stratum ? rank + 1 : 1;
		if (!stratum->wanted || rank > stratum->wanted + spare)
			continue;
		MEM_GROW(sample->houses, sample->house_count, cap);
		sample->houses[sample->house_count] = *house;
		sample->houses[sample->house_count++].rank = rank;
	}
}

/* ---- all of it */

enum status
app_sample_may_know(struct app *app, struct err *err)
{
	const struct field *summary = app_pack(app)->chains[0].summary;
	size_t count;
	const struct form **blind = blind_forms(app, &count);
	bool tells = false;

	for (size_t i = 0; i < count && summary; i++)
		tells |= pack_is_blind(blind[i], summary->name);
	free(blind);
	if (tells && !app_person_name(app))
		return err_set(err, STATUS_DENIED, _("say first who asks: a draw tells what was found at houses"));
	return tells ? err_set(err, STATUS_DENIED,
			       _("who may have to look at a house again does not see yet what was found there; another person draws"))
		     : STATUS_OK;
}

static enum status
find_receipt(struct app *app, int64_t number, struct sample *sample, struct err *err)
{
	struct store *store = app_store(app);
	struct step step = { 0 };
	struct buf body = { 0 };
	const struct id *id;
	enum status status;

	sample->receipt = number ? number : trust_anchor_no(store_trust(store));
	id = trust_main_receipt(store_trust(store), sample->receipt);
	if (!id)
		return number ? err_set(err, STATUS_NOT_FOUND, _("no county receipt of the number %lld is here"), (long long)number)
			      : err_set(err, STATUS_NOT_FOUND, _("no county receipt is here; houses are drawn from what one covers"));
	sample->receipt_id = *id;
	status = store_get_step(store, id, &body, NULL, err);
	if (!status)
		status = step_parse(buf_text(&body), body.len, &step, err);
	if (!status)
		clock_date(step.at_unix, sample->received);
	step_release(&step);
	buf_release(&body);
	return status;
}

static enum status
check_seed(const char *seed, struct err *err)
{
	struct err why = { 0 };

	if (!*seed || seed[0] == ' ' || seed[strlen(seed) - 1] == ' ' || strpbrk(seed, "\n\t") || text_check(seed, &why))
		return err_set(err, STATUS_INVALID, _("the seed is one line of text, without spaces around it, as it was made public"));
	return STATUS_OK;
}

static enum status
frame_and_draw(struct app *app, const struct sample_ask *ask, struct sample *sample, struct err *err)
{
	struct framing framing = { .lang = ask->lang };
	struct register_then then = { 0 };
	struct joined *uncounted = NULL;
	const struct pack *pack;
	enum status status = register_then_open(app, sample->receipt, ask->area, &then, err);

	if (status)
		return status;
	status = joined_load(then.store, &uncounted, &framing.uncounted_count, err);
	framing.uncounted = uncounted;
	pack = store_pack(then.store);
	framing.list = pack && pack->chain_count && pack->chains[0].summary ? pack->chains[0].summary->list : NULL;
	if (!status && framing.list)
		status = store_each_listed(then.store, ask->area, add_house, &framing, err);
	if (!status && !framing.count)
		status = err_set(err, STATUS_NOT_FOUND, _("no house there was signed at every level as of county receipt no. %lld"),
				 (long long)sample->receipt);
	if (!status) {
		make_strata(&framing, sample);
		status = take_quotas(ask, sample, err);
	}
	if (!status && ask->seed) {
		put_in_order(&framing, ask->draw ? ask->draw : &sample->receipt_id, ask->seed);
		draw(&framing, ask->spare, sample);
	}
	free(framing.houses);
	free(uncounted);
	register_then_close(&then);
	return status;
}

enum status
app_sample(struct app *app, const struct sample_ask *ask, struct sample *out, struct err *err)
{
	const struct pack *pack = store_pack(app_store(app));
	struct sample sample = { 0 };
	enum status status = STATUS_OK;

	if (!pack)
		return err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!pack->chains[0].summary)
		return err_set(err, STATUS_NOT_FOUND,
			       _("the form pack in force sums nothing up in its first chain: there are no strata to draw from"));
	if (ask->seed)
		status = check_seed(ask->seed, err);
	if (!status && !ask->proves)
		status = app_check_area(app, ask->area, err);
	if (!status && !ask->proves)
		status = app_sample_may_know(app, err);
	if (!status)
		status = find_receipt(app, ask->receipt, &sample, err);
	if (!status)
		status = frame_and_draw(app, ask, &sample, err);
	if (status)
		app_sample_release(&sample);
	else
		*out = sample;
	return status;
}

void
app_sample_release(struct sample *sample)
{
	for (size_t i = 0; i < sample->stratum_count; i++) {
		free(sample->strata[i].value);
		free(sample->strata[i].label);
	}
	free(sample->strata);
	free(sample->houses);
	*sample = (struct sample){ 0 };
}
