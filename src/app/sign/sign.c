#include "app/house/finding_words.h"
#include "app/sign/sign.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/label.h"
#include "app/house/returned.h"
#include "app/session/act.h"
#include "app/session/tries.h"
#include "app/session/known.h"
#include "app/session/person.h"
#include "form/place.h"
#include "store/store.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text/skeleton.h"
#include "base/visible.h"
#include "trust/credential.h"
#include "trust/holders.h"
#include "store/journal.h"

/* Sign-offs: one step for each village and pack, its items ascending by building and slot. */

struct item {
	struct id root, slot, pack;
	char village[16];
	const struct names *by; /* who signs its level, by the pack that it is signed under */
	struct value value;
};

/* What a signer signs of one building (and slot): the heads, and of an approval the one below and what was shown. */
static struct value
sign_item(const struct dossier *dossier, const struct flow_progress *progress, const struct credential *signer, size_t level,
	  bool give_back)
{
	struct value item = value_object(), covers = value_list();
	const struct flow_state *state = &dossier->state;
	char hex[ID_HEX_LEN + 1];
	size_t prior = give_back ? SIZE_MAX : flow_prior(&dossier->input, state, progress, signer, level), count;
	struct id *ids = flow_cover_heads(state, progress->best, &count);

	step_data_set_id(&item, "building", &dossier->root);
	if (progress->chain->each)
		step_data_set_id(&item, "root", &progress->root);
	for (size_t i = 0; i < count; i++)
		value_append_take(&covers, value_text(id_hex(&ids[i], hex)));
	value_set_take(&item, "covers", covers);
	if (prior != SIZE_MAX)
		step_data_set_id(&item, "prior", &dossier->steps[state->signs[prior].step].id);
	if (!give_back && *state->covers[progress->best].shown)
		value_set_text(&item, "shown", state->covers[progress->best].shown);
	free(ids);
	return item;
}

/* Refuses marks of fields or kinds of error that the chain does not have. */
static enum status
check_marks(const struct pack *pack, const struct chain *chain, const struct return_marks *marks, struct err *err)
{
	for (size_t i = 0; marks && i < marks->count; i++) {
		const struct return_mark *mark = &marks->items[i];
		int row;

		if (!field_place_find(pack, mark->field, &row))
			return err_set(err, STATUS_NOT_FOUND, _("no form has a field \"%s\""), mark->field);
		if (!chain_error(chain, mark->kind)) {
			char *text = mem_printf(mark->kind ? "%s:%d" : "%s", mark->field, mark->kind);
			enum status status;

			if (chain->error_count)
				status = err_set(err, STATUS_INVALID,
						 _("\"%s\" is no error of a field: FIELD:KIND, the kind from 1 to %zu"), text,
						 chain->error_count);
			else
				status = err_set(err, STATUS_INVALID, _("\"%s\" has no kinds of error: say why in words"), chain->name);

			free(text);
			return status;
		}
	}
	return STATUS_OK;
}

static int
item_cmp(const void *a, const void *b)
{
	const struct item *left = a, *right = b;
	int order = strcmp(left->village, right->village);

	if (!order)
		order = id_cmp(&left->pack, &right->pack);
	if (!order)
		order = id_cmp(&left->root, &right->root);
	return order ? order : id_cmp(&left->slot, &right->slot);
}

/* Signs one step over items[0..count), all of one village and pack, whose values it takes. */
static enum status
put_sign(struct app *app, const struct app_sign *sign, struct item *items, size_t count, struct err *err)
{
	struct value list = value_list();
	enum status status;
	struct step step;
	struct id id;

	act_in_role(app, items[0].by, items[0].village);
	act_step_start(&step, STEP_SIGNOFF);
	step_set_area(&step, items[0].village);
	step.has_pack = !id_is_zero(&items[0].pack);
	step.pack = items[0].pack;
	value_set_text(&step.data, "chain", sign->chain);
	value_set_text(&step.data, "level", sign->level);
	value_set_text(&step.data, "decision", sign->give_back ? "return" : "approve");
	for (size_t i = 0; i < count; i++) {
		value_append_take(&list, items[i].value);
		items[i].value = (struct value){ 0 };
	}
	if (sign->give_back) {
		value_set_text(&step.data, "reason", sign->reason ? sign->reason : "");
		value_set_take(&step.data, "errors", sign->marks ? return_marks_value(sign->marks) : value_list());
	} else {
		value_set_take(&step.data, "summary", flow_signoff_summary(&list));
	}
	value_set_take(&step.data, "items", list);
	status = sign->give_back ? house_check_return_words(app, &items[0].root, sign->reason, err) : STATUS_OK;
	if (!status)
		status = act_put(app_store(app), app_signer(app), &step, &id, err);
	step_release(&step);
	return status;
}

static enum status
put_all(struct app *app, const struct app_sign *sign, struct item *items, size_t count, struct err *err)
{
	enum status status = STATUS_OK;

	qsort(items, count, sizeof(*items), item_cmp);
	for (size_t first = 0, last; first < count && !status; first = last) {
		for (last = first + 1; last < count && last - first < FLOW_ITEMS_MAX &&
				       strcmp(items[first].village, items[last].village) == 0 &&
				       id_equal(&items[first].pack, &items[last].pack);)
			last++;
		status = put_sign(app, sign, &items[first], last - first, err);
	}
	return status;
}

static bool
is_level_of_several(const struct pack *pack, const char *level)
{
	size_t count = 0;

	for (size_t c = 0; c < pack->chain_count; c++)
		count += chain_level(&pack->chains[c], level) != NULL;
	return count > 1;
}

/* One act of signing, judged and ready. */
struct prepared {
	struct item *items;
	size_t count, cap;
	struct app_sign sign; /* its chain by name */
};

static void
refuse(struct app *app, const struct dossier *dossier, const struct flow_progress *progress, enum flow_reason reason, struct buf *refused)
{
	char shortened[9];

	visible_printf(refused, _("%s: %s\n"), id_short(&dossier->root, shortened), flow_reason_text(reason));
	for (size_t i = 0; reason == FLOW_FINDINGS && i < dossier->finding_count; i++) {
		const struct dossier_finding *finding = &dossier->findings[i];
		char *text;

		if (!dossier_finding_blocks(finding) || !names_has(&progress->chain->covers, finding->rule->form->name))
			continue;
		text = house_finding_said(app, dossier, finding);
		if (!text)
			continue;
		if (house_finding_is_veiled(app, dossier, finding))
			visible_printf(refused, "  %s\n", text);
		else
			visible_printf(refused, _("  %s: %s\n"), finding->rule->id, text);
		free(text);
	}
}

static bool
is_prepared(const struct prepared *prepared, const struct id *root, const struct id *slot)
{
	for (size_t i = 0; i < prepared->count; i++)
		if (id_equal(&prepared->items[i].root, root) && id_equal(&prepared->items[i].slot, slot))
			return true;
	return false;
}

/* The person's own approval at the level, which stands of the same forms; NULL: none. */
static const struct id *
own_approval(struct app *app, const struct dossier *dossier, const struct flow_progress *progress, const struct app_sign *asked)
{
	const struct level *level = asked->give_back ? NULL : chain_level(progress->chain, asked->level);
	const struct credential *own;

	if (!level)
		return NULL;
	act_in_role(app, &level->by, dossier->division);
	own = app_credential(app);
	for (size_t i = 0; i < dossier->state.sign_count; i++) {
		const struct flow_sign *sign = &dossier->state.signs[i];

		if (sign->effective && sign->approve && sign->cover == progress->best && level_index(sign->level) == level_index(level) &&
		    flow_same_person(dossier->input.steps[sign->step].author, own))
			return &dossier->steps[sign->step].id;
	}
	return NULL;
}

static void
refuse_again(const struct dossier *dossier, const struct id *before, struct buf *refused)
{
	char house[9], sign[9];

	visible_printf(refused, _("%s: you signed this level already, by the sign-off %s, which stands\n"), id_short(&dossier->root, house),
		       id_short(before, sign));
}

/* Takes one chain of a building (one slot), or names the reason why it may not be signed in `refused`. */
static bool
take_progress(struct app *app, const struct dossier *dossier, const struct flow_progress *progress, struct prepared *out,
	      struct buf *refused)
{
	const struct level *level = chain_level(progress->chain, out->sign.level);
	enum flow_reason reason = FLOW_LEVEL_UNKNOWN;
	const struct credential *own;
	struct item *item;

	if (level)
		act_in_role(app, &level->by, dossier->division);
	own = app_credential(app);

	if (level && out->sign.give_back)
		reason = flow_may_return(&dossier->input, &dossier->state, progress, own, level_index(level));
	else if (level)
		reason = flow_may_sign(&dossier->input, &dossier->slots, &dossier->facts, &dossier->state, progress, own,
				       level_index(level));
	if (reason != FLOW_COUNTS) {
		refuse(app, dossier, progress, reason, refused);
		return false;
	}
	if (is_prepared(out, &dossier->root, &progress->root))
		return true;
	MEM_GROW(out->items, out->count, out->cap);
	item = &out->items[out->count++];
	*item = (struct item){ .root = dossier->root, .slot = progress->root, .pack = progress->pack, .by = &level->by };
	item->value = sign_item(dossier, progress, own, level_index(level), out->sign.give_back);
	memcpy(item->village, dossier->division, sizeof(dossier->division));
	return true;
}

/* One try: what it rests on, why houses may not be signed, and how many these are. */
struct signing {
	struct act_tries *tries;
	struct buf *refused;
	size_t refusals;
};

/* Reads one building and takes what of it is signed: the chain, or the slot that is asked for, or each of its slots. */
static enum status
take_building(struct app *app, size_t index, struct prepared *out, struct signing *signing, struct err *err)
{
	struct private_reader reader = vault_reader(app);
	const struct id *slot = out->sign.slots && !id_is_zero(&out->sign.slots[index]) ? &out->sign.slots[index] : NULL;
	struct dossier *dossier = NULL;
	enum status status = dossier_load(app_store(app), &out->sign.buildings[index], &reader, &dossier, err);
	const struct id *before = NULL;
	char shortened[9];
	size_t found = 0, again = 0;
	bool may = true;

	if (!status)
		status = act_rests_on(app, signing->tries, dossier, err);
	for (size_t i = 0; !status && i < dossier->state.progress_count; i++) {
		const struct flow_progress *progress = &dossier->state.progresses[i];
		const struct id *own;

		if (strcmp(progress->chain->name, out->sign.chain) != 0 || (slot && !id_equal(&progress->root, slot)))
			continue;
		found++;
		status = check_marks(store_pack(app_store(app)), progress->chain, out->sign.marks, err);
		own = own_approval(app, dossier, progress, &out->sign);
		if (own) { /* of several slots the others are signed */
			before = own;
			again++;
			continue;
		}
		may &= !status && take_progress(app, dossier, progress, out, signing->refused);
	}
	if (!status && again && again == found) {
		refuse_again(dossier, before, signing->refused);
		may = false;
	}
	if (!status && !found)
		visible_printf(signing->refused, _("%s: %s\n"), id_short(&dossier->root, shortened), flow_reason_text(FLOW_INCOMPLETE));
	signing->refusals += !status && (!found || !may);
	dossier_free(dossier);
	return status;
}

/* The level that is asked for, of the pack in force; one that this pack no longer has may still end what was begun under another. */
static enum status
find_level(const struct app *app, const struct app_sign *sign, const struct level **out, struct err *err)
{
	const struct pack *pack = store_pack(app_store(app));
	bool several = !sign->chain && is_level_of_several(pack, sign->level);

	*out = several ? NULL : house_level(app, sign->chain, sign->level);
	if (*out)
		return STATUS_OK;
	if (sign->chain && pack && !pack_chain(pack, sign->chain))
		return known_no_chain(app, sign->chain, err);
	return several ? err_set(err, STATUS_NOT_FOUND, _("several chains have a level \"%s\": write CHAIN:LEVEL"), sign->level)
		       : known_no_level(app, sign->level, err);
}

static enum status
prepare(struct app *app, const struct app_sign *sign, struct prepared *out, struct signing *signing, struct err *err)
{
	const struct level *level;
	enum status status = find_level(app, sign, &level, err);

	if (status)
		return status;
	out->sign = *sign;
	out->sign.chain = level->chain->name;
	if (sign->give_back && (!sign->reason || text_is_blank(sign->reason)) && !(sign->marks && sign->marks->count))
		return err_set(err, STATUS_INVALID, _("a return needs a reason or the kinds of error"));
	for (size_t i = 0; i < sign->building_count && !status; i++)
		status = take_building(app, i, out, signing, err);
	return status;
}

static enum status
try_sign(struct app *app, const struct app_sign *signs, size_t sign_count, size_t *signed_count, struct signing *signing, struct err *err)
{
	struct prepared *prepared = mem_array(sign_count, sizeof(*prepared));
	size_t count = 0, asked = 0;
	enum status status = act_needs_person(app, err);
	unsigned generation = store_generation(app_store(app));

	act_reads_begin(app);
	store_read_begin(app_store(app));
	if (!status && !store_pack(app_store(app)))
		status = err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	for (size_t i = 0; i < sign_count && !status; i++) {
		status = prepare(app, &signs[i], &prepared[i], signing, err);
		count += prepared[i].count;
		asked += signs[i].building_count;
	}
	store_read_end(app_store(app));
	status = act_reads_end(app, status, err);
	if (!status && signing->refusals)
		status = err_set(err, STATUS_DENIED,
				 n_("nothing was signed: %zu of %zu building cannot be signed now",
				    "nothing was signed: %zu of %zu buildings cannot be signed now", asked),
				 signing->refusals, asked);
	if (!status && count == 0)
		status = err_set(err, STATUS_INVALID, _("name at least one building"));
	if (!status)
		status = act_begin(app, err);
	if (!status) {
		status = act_still_judged(app, generation, err);
		for (size_t i = 0; i < sign_count && !status; i++)
			if (prepared[i].count)
				status = put_all(app, &prepared[i].sign, prepared[i].items, prepared[i].count, err);
		status = act_end(app, status, err);
	}
	if (!status)
		*signed_count = count;
	for (size_t i = 0; i < sign_count; i++) {
		for (size_t k = 0; k < prepared[i].count; k++)
			value_release(&prepared[i].items[k].value);
		free(prepared[i].items);
	}
	free(prepared);
	return status;
}

enum status
app_sign_all(struct app *app, const struct app_sign *signs, size_t sign_count, size_t *signed_count, struct buf *refused, struct err *err)
{
	const size_t said = refused->len;
	struct act_tries tries = { 0 };
	enum status status;

	do {
		buf_cut(refused, said);
		status = try_sign(app, signs, sign_count, signed_count, &(struct signing){ &tries, refused, 0 }, err);
	} while (act_try_again(app, &tries, &status, err));
	return status;
}

enum status
app_sign(struct app *app, const struct app_sign *sign, size_t *signed_count, struct buf *refused, struct err *err)
{
	return app_sign_all(app, sign, 1, signed_count, refused, err);
}
