#include "app/sign/sign.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/returned.h"
#include "app/session/act.h"
#include "app/session/person.h"
#include "store/store.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/visible.h"
#include "trust/credential.h"
#include "trust/holders.h"
#include "store/journal.h"

/* Sign-offs: one step for each village, its items ascending by building. */

#define ITEMS_MAX 1000

struct item {
	struct id root;
	char village[16];
	struct value value;
	const char *shown; /* inside value, "" when there is none */
};

/* What a signer signs of one building: covers, the approval below, and what was shown. */
static struct value
sign_item(const struct dossier *dossier, size_t level)
{
	struct value item = value_object(), covers = value_list();
	char hex[ID_HEX_LEN + 1];
	size_t count;
	struct id *ids = flow_covers(&dossier->input, &dossier->slots, &count);

	step_data_set_id(&item, "building", &dossier->root);
	for (size_t i = 0; i < count; i++)
		value_append_take(&covers, value_text(id_hex(&ids[i], hex)));
	value_set_take(&item, "covers", covers);
	if (level > 0 && dossier->state.level_effective[level - 1] != SIZE_MAX)
		step_data_set_id(&item, "prior", &dossier->steps[dossier->state.signs[dossier->state.level_effective[level - 1]].step].id);
	if (dossier->shown)
		value_set_text(&item, "shown", dossier->shown);
	free(ids);
	return item;
}

/* {n, by: {shown: count}} of the items of one step. */
struct value
sign_summary(const struct value *items)
{
	struct value summary = value_object(), by = value_object();

	for (size_t i = 0; i < items->list.count; i++) {
		const char *shown = value_get_text(&items->list.items[i], "shown");

		value_set_integer(&by, shown ? shown : "", value_get_integer(&by, shown ? shown : "", 0) + 1);
	}
	value_set_integer(&summary, "n", (int64_t)items->list.count);
	value_set_take(&summary, "by", by);
	return summary;
}

/* Refuses marks of fields or kinds of error that the pack does not have. */
static enum status
check_marks(const struct pack *pack, const struct return_marks *marks, struct err *err)
{
	for (size_t i = 0; marks && i < marks->count; i++) {
		const struct return_mark *mark = &marks->items[i];
		bool known = false;

		for (size_t k = 0; k < pack->chains[0].error_count; k++)
			known |= pack->chains[0].errors[k].kind == mark->kind;
		if (!known || !pack_field(pack, mark->field)) {
			char *text = mem_printf(mark->kind ? "%s:%d" : "%s", mark->field, mark->kind);
			enum status status = err_set(err, STATUS_INVALID,
						     _("\"%s\" is no error of a field: FIELD:KIND, the kind from 1 to %zu"), text,
						     pack->chains[0].error_count);

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

	return order ? order : id_cmp(&left->root, &right->root);
}

/* Signs one step over items[0..count), all of one village, whose values it takes. */
static enum status
put_sign(struct app *app, const struct app_sign *sign, struct item *items, size_t count, struct err *err)
{
	struct value list = value_list();
	enum status status;
	struct step step;
	struct id id;

	act_step_start(&step, STEP_SIGNOFF);
	step_set_area(&step, items[0].village);
	value_set_text(&step.data, "level", sign->level);
	value_set_text(&step.data, "decision", sign->give_back ? "return" : "approve");
	for (size_t i = 0; i < count; i++) {
		value_append_take(&list, items[i].value);
		items[i].value = (struct value){ 0 };
	}
	value_set_take(&step.data, "summary", sign_summary(&list));
	value_set_take(&step.data, "items", list);
	if (sign->give_back) {
		value_set_text(&step.data, "reason", sign->reason);
		value_set_take(&step.data, "errors", sign->marks ? return_marks_value(sign->marks) : value_list());
	}
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
		for (last = first + 1; last < count && last - first < ITEMS_MAX && strcmp(items[first].village, items[last].village) == 0;)
			last++;
		status = put_sign(app, sign, &items[first], last - first, err);
	}
	return status;
}

/* Reads one building and says whether it may be signed; the reason goes to `refused`. */
static enum status
take_building(struct app *app, const struct app_sign *sign, size_t level, const struct id *building, struct item *out, bool *may,
	      struct buf *refused, struct err *err)
{
	const struct credential *own = app_credential(app);
	struct private_reader reader = vault_reader(app);
	struct dossier *dossier = NULL;
	enum flow_reason reason;
	char shortened[9];
	enum status status = dossier_load(app_store(app), building, &reader, &dossier, err);

	out->root = *building;
	if (status)
		return status;
	reason = flow_may_sign(&dossier->input, &dossier->slots, &dossier->facts, &dossier->state, own, level);
	/* A return needs a version to return, and that no errors stand in the way is what it is for. */
	if (sign->give_back && (reason == FLOW_FINDINGS || reason == FLOW_SAME_PERSON))
		reason = FLOW_COUNTS;
	*may = reason == FLOW_COUNTS;
	if (*may) {
		out->value = sign_item(dossier, level);
		memcpy(out->village, dossier->division, sizeof(out->village));
	} else {
		visible_printf(refused, "%s: %s\n", id_short(&out->root, shortened), flow_reason_text(reason));
		for (size_t i = 0; reason == FLOW_FINDINGS && i < dossier->finding_count; i++)
			if (dossier->findings[i].kind == FINDING_FIRES && dossier->findings[i].rule->level == RULE_ERROR)
				visible_printf(refused, "  %s: %s\n", dossier->findings[i].rule->id,
					       label_text(&dossier->findings[i].rule->message, _("en")));
	}
	dossier_free(dossier);
	return STATUS_OK;
}

/* One act of signing, judged and ready. */
struct prepared {
	struct item *items;
	size_t count;
};

static enum status
prepare(struct app *app, const struct app_sign *sign, struct prepared *out, size_t *refusals, struct buf *refused, struct err *err)
{
	const struct level *known;
	size_t level;
	enum status status = STATUS_OK;

	out->items = mem_array(sign->building_count, sizeof(*out->items));
	known = chain_level(&store_pack(app_store(app))->chains[0], sign->level);
	if (!known)
		return err_set(err, STATUS_NOT_FOUND, _("the chain has no level \"%s\""), sign->level);
	level = level_index(known);
	act_in_role(app, &known->by);
	if (sign->give_back && (!sign->reason || !*sign->reason) && !(sign->marks && sign->marks->count))
		return err_set(err, STATUS_INVALID, _("a return needs a reason or the kinds of error"));
	status = check_marks(store_pack(app_store(app)), sign->marks, err);
	for (size_t i = 0; i < sign->building_count && !status; i++) {
		struct item item = { 0 };
		bool may = false, twice = false;

		status = take_building(app, sign, level, &sign->buildings[i], &item, &may, refused, err);
		for (size_t k = 0; may && k < out->count; k++)
			twice |= id_equal(&out->items[k].root, &item.root);
		if (may && !twice)
			out->items[out->count++] = item;
		else
			value_release(&item.value);
		*refusals += !may && !status;
	}
	return status;
}

enum status
app_sign_all(struct app *app, const struct app_sign *signs, size_t sign_count, size_t *signed_count, struct buf *refused, struct err *err)
{
	struct prepared *prepared = mem_array(sign_count, sizeof(*prepared));
	size_t count = 0, refusals = 0, asked = 0;
	enum status status = act_needs_person(app, err);
	unsigned generation = store_generation(app_store(app));

	if (!status && !store_pack(app_store(app)))
		status = err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	for (size_t i = 0; i < sign_count && !status; i++) {
		status = prepare(app, &signs[i], &prepared[i], &refusals, refused, err);
		count += prepared[i].count;
		asked += signs[i].building_count;
	}
	if (!status && refusals)
		status = err_set(err, STATUS_DENIED, _("nothing was signed: %zu of %zu buildings cannot be signed now"), refusals, asked);
	if (!status && count == 0)
		status = err_set(err, STATUS_INVALID, _("name at least one building"));
	if (!status)
		status = act_begin(app, err);
	if (!status) {
		status = act_still_judged(app, generation, err);
		for (size_t i = 0; i < sign_count && !status; i++)
			if (prepared[i].count)
				status = put_all(app, &signs[i], prepared[i].items, prepared[i].count, err);
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
app_sign(struct app *app, const struct app_sign *sign, size_t *signed_count, struct buf *refused, struct err *err)
{
	return app_sign_all(app, sign, 1, signed_count, refused, err);
}

enum status
app_withdraw(struct app *app, const char *text, struct err *err)
{
	const struct credential *own, *author;
	struct buf body = { 0 };
	struct step step = { 0 }, of = { 0 };
	struct id sign, id;
	enum status status = act_needs_person(app, err);

	if (!status)
		status = store_find_step(app_store(app), text, &sign, err);
	if (!status)
		status = store_get_step(app_store(app), &sign, &body, NULL, err);
	if (!status)
		status = step_parse(buf_text(&body), body.len, &of, err);
	if (status)
		goto out;
	own = app_credential(app);
	author = trust_credential(store_trust(app_store(app)), &of.author);
	if (step_kind_of(of.kind) != STEP_SIGNOFF || !author || strcmp(author->person, own->person) != 0) {
		status = err_set(err, STATUS_DENIED, _("only a sign-off can be withdrawn, and only by who signed it"));
		goto out;
	}
	act_step_start(&step, STEP_WITHDRAWAL);
	step_set_area(&step, of.area);
	step_data_set_id(&step.data, "of", &sign);
	status = act_begin(app, err);
	if (!status)
		status = act_end(app, act_put(app_store(app), app_signer(app), &step, &id, err), err);
out:
	step_release(&of);
	step_release(&step);
	buf_release(&body);
	return status;
}
