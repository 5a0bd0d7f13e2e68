#include "store/photos.h"
#include "store/dossier.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/check.h"
#include "store/inside.h"
#include "trust/holders.h"
#include "trust/same.h"
#include "trust/verdict.h"

/* ---- reading what was gathered */

/* Parses the steps; shared sign-offs are parsed already. */
static enum status
read_steps(struct dossier *dossier, struct err *err)
{
	for (size_t i = 0; i < dossier->step_count; i++) {
		struct gathered *gathered = &dossier->gathered[i];
		struct err ignored = { 0 };

		if (dossier->steps[i].step)
			continue;
		if (step_parse_into(dossier->arena, gathered->body, gathered->len, &gathered->step, &ignored))
			return dossier_altered(err);
		dossier->steps[i].step = &gathered->step;
		if (step_kind_of(gathered->step.kind) != STEP_SIGNOFF)
			continue;
		flow_signoff_read(&gathered->step, &gathered->sign);
		dossier->steps[i].sign = &gathered->sign;
	}
	return STATUS_OK;
}

/* The building's division is its root's, as the root's own pack has it: rights go by it for ever. */
static void
find_division(const struct store *store, struct dossier *dossier)
{
	for (size_t i = 0; i < dossier->step_count; i++) {
		const struct step *step = dossier->steps[i].step;
		const struct pack *pack;
		const char *division;

		if (!id_equal(&dossier->steps[i].id, &dossier->root) || !step->has_pack)
			continue;
		pack = store_found_pack(store, &step->pack);
		division = pack ? value_get_text(&step->data, pack->root_division->name) : NULL;
		if (division && division_is_code(division))
			division_code(division, dossier->division);
	}
}

/* ---- values */

struct eval_photo *
dossier_photos(struct store *store, const struct step *step, const struct id *root)
{
	struct eval_photo *photos = mem_array(step->photo_count ? step->photo_count : 1, sizeof(*photos));

	for (size_t i = 0; i < step->photo_count; i++) {
		const struct step_photo *from = &step->photos[i];

		photos[i] = (struct eval_photo){ .field = from->field,
						 .mime = from->mime,
						 .size_bytes = from->size,
						 .has_taken = from->has_taken,
						 .taken_unix = from->taken_unix,
						 .elsewhere = root ? store_photo_elsewhere(store, &from->id, root) : 0 };
		id_hex(&from->id, photos[i].id_hex);
	}
	return photos;
}

/* Do types, choices and calculations of a step break its own pack? */
static bool
has_value_problem(const struct dossier_desk *desk, const struct flow_step *flow)
{
	const struct form *form = pack_form(flow->pack, flow->step->kind);
	struct eval_photo *photos;
	struct eval *eval;
	bool holds;

	if (!form)
		return false; /* flow says what is wrong with it */
	if (form_check_values(flow->pack, form, &flow->step->data, false, NULL, NULL) > 0)
		return true;
	eval = store_pack_eval(desk->store, desk->evaluators, &flow->step->pack);
	if (!eval)
		return false;
	photos = dossier_photos(NULL, flow->step, NULL);
	holds = eval_calculations_hold(eval, form, &flow->id, &flow->step->data, photos, flow->step->photo_count);
	free(photos);
	return !holds;
}

static void
judge_steps(const struct dossier_desk *desk, struct dossier *dossier)
{
	const struct trust *trust = desk->store->trust;
	const char *division = *dossier->division ? dossier->division : NULL;

	for (size_t i = 0; i < dossier->step_count; i++) {
		struct flow_step *flow = &dossier->steps[i];

		if (flow->step->has_author)
			flow->author = trust_credential(trust, &flow->step->author);
		flow->trust = trust_judge(trust, &flow->id, flow->step, division);
		if (flow->step->has_pack)
			flow->pack = store_found_pack(desk->store, &flow->step->pack);
		if (step_kind_of(flow->step->kind) == STEP_FORM && flow->pack && flow->trust == TRUST_COUNTS)
			flow->value_problem = has_value_problem(desk, flow);
	}
}

static void
collect_values(struct dossier *dossier, const struct private_reader *reader)
{
	dossier->values = value_object();
	dossier->private_open = mem_array(dossier->slots.slot_count + 1, sizeof(bool));
	for (size_t i = 0; i < dossier->slots.slot_count; i++) {
		const struct flow_slot *slot = &dossier->slots.slots[i];
		const struct step *head;
		struct value values;

		if (slot->repeat || slot->head_count != 1)
			continue;
		head = dossier->steps[slot->heads[0]].step;
		values = value_lend(&head->data); /* the step stays as long as the dossier */
		dossier->private_open[i] = !head->has_private || (reader && reader->open(reader->ctx, head, &values));
		value_set_take(&dossier->values, slot->form->name, values);
	}
}

/* `store`: asked which other buildings hold a photo; NULL: none is. */
static void
load_eval(struct eval *eval, struct store *store, const struct dossier *dossier, const char *except_form)
{
	for (size_t i = 0; i < dossier->slots.slot_count; i++) {
		const struct flow_slot *slot = &dossier->slots.slots[i];
		const struct value *values = value_get(&dossier->values, slot->form->name);
		struct eval_photo *photos;
		const struct flow_step *head;

		if (slot->repeat)
			continue;
		if (!values || slot->head_count != 1 || (except_form && strcmp(slot->form->name, except_form) == 0)) {
			eval_unload(eval, slot->form);
			continue;
		}
		head = &dossier->steps[slot->heads[0]];
		photos = dossier_photos(store, head->step, store ? &dossier->root : NULL);
		if (!store && (!head->step->has_private || !dossier->private_open[i]))
			eval_load_step(eval, slot->form, &head->id, values, dossier->private_open[i], photos, head->step->photo_count);
		else
			eval_load(eval, slot->form, values, dossier->private_open[i], photos, head->step->photo_count);
		free(photos);
	}
}

void
dossier_load_eval(struct store *store, const struct dossier *dossier, const char *except_form, const char *today)
{
	struct eval *eval = store_eval(store);

	if (!eval)
		return;
	eval_clear(eval, today);
	load_eval(eval, store, dossier, except_form);
}

/* ---- facts and findings */

struct findings {
	struct dossier *dossier;
	const struct value *reasons; /* of the form's head */
	size_t cap;
};

static const char *
reason_for(const struct value *reasons, const char *rule)
{
	for (size_t i = 0; reasons && i < reasons->list.count; i++) {
		const char *named = value_get_text(&reasons->list.items[i], "rule");

		if (named && strcmp(named, rule) == 0)
			return value_get_text(&reasons->list.items[i], "reason");
	}
	return NULL;
}

static void
add_finding(const struct eval_finding *found, void *ctx)
{
	struct findings *findings = ctx;
	struct dossier *dossier = findings->dossier;

	MEM_GROW(dossier->findings, dossier->finding_count, findings->cap);
	dossier->findings[dossier->finding_count++] = (struct dossier_finding){
		.rule = found->rule,
		.kind = found->kind,
		.reason = reason_for(findings->reasons, found->rule->id),
	};
}

static void
answer_facts(struct eval *eval, struct dossier *dossier)
{
	const struct pack *pack = dossier->input.pack;
	struct findings findings = { .dossier = dossier };

	dossier->form_relevant = mem_array(pack->form_count, sizeof(bool));
	dossier->fact_values = value_object();
	for (size_t i = 0; i < pack->form_count; i++)
		dossier->form_relevant[i] = !eval || eval_form_relevant(eval, &pack->forms[i]);
	for (size_t i = 0; eval && i < pack->fact_count; i++)
		value_set_take(&dossier->fact_values, pack->facts[i].name, eval_fact(eval, &pack->facts[i]));
	for (size_t i = 0; eval && i < dossier->slots.slot_count; i++) {
		const struct form *form = dossier->slots.slots[i].form;
		const struct value *values = value_get(&dossier->values, form->name);

		if (!values)
			continue;
		findings.reasons = value_get_list(values, "_reasons");
		dossier->facts.error_findings += eval_rules(eval, form, false, add_finding, &findings);
	}
	if (pack->chains[0].summary) {
		const struct form *form = pack_form_of_field(pack, pack->chains[0].summary->name);
		const struct value *values = form ? value_get(&dossier->values, form->name) : NULL;
		const struct value *shown = values ? value_get(values, pack->chains[0].summary->name) : NULL;

		if (shown && shown->type == VALUE_TEXT)
			dossier->shown = mem_strdup(shown->text);
	}
	dossier->facts.form_relevant = dossier->form_relevant;
	dossier->facts.shown = dossier->shown;
}

/* Finds the houses that decisions join with this one, by authors who may decide where it lies. Each end of a pair is judged by itself, since
 * a file may hold one alone. */
static size_t
find_same(const struct store *store, struct dossier *dossier)
{
	const struct trust *trust = store->trust;
	size_t count = 0, cap = 0;

	for (size_t i = 0; i < trust_same_count(trust); i++) {
		const struct trust_same *same = trust_same_at(trust, i);
		bool first = id_equal(&same->a, &dossier->root);

		if ((!first && !id_equal(&same->b, &dossier->root)) || !*dossier->division ||
		    !credential_covers(same->author, dossier->division))
			continue;
		MEM_GROW(dossier->same, count, cap);
		dossier->same[count++] = first ? same->b : same->a;
	}
	return id_sort_unique(dossier->same, count);
}

/* ---- the whole */

static enum status
number_of(struct store *store, const struct id *root, int64_t *out, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT building FROM building WHERE root = :root");
	enum status status;
	char shortened[9];
	bool row;

	bind_id(stmt, ":root", root);
	status = db_row(store->db, stmt, &row, err);
	if (status)
		return status;
	if (!row)
		return err_set(err, STATUS_NOT_FOUND, _("there is no building %s in this file"), id_short(root, shortened));
	*out = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return STATUS_OK;
}

enum status
dossier_judge(const struct dossier_desk *desk, struct dossier *dossier, const struct private_reader *reader, struct err *err)
{
	const struct store *store = desk->store;
	struct eval *eval = store_pack_eval(store, desk->evaluators, &store->pack_id);
	enum status status = read_steps(dossier, err);

	if (status)
		return status;
	if (eval)
		eval_clear(eval, desk->today);
	find_division(store, dossier);
	judge_steps(desk, dossier);
	dossier->input = (struct flow_input){
		.pack = store_found_pack(store, &store->pack_id),
		.root = dossier->root,
		.steps = dossier->steps,
		.step_count = dossier->step_count,
		.division = *dossier->division ? dossier->division : NULL,
	};
	dossier->input.same_count = find_same(store, dossier);
	dossier->input.same = dossier->same;
	flow_slots_eval(&dossier->input, &dossier->slots);
	collect_values(dossier, reader);
	if (eval)
		load_eval(eval, desk->others, dossier, NULL);
	answer_facts(eval, dossier);
	flow_state_eval(&dossier->input, &dossier->slots, &dossier->facts, &dossier->state);
	return STATUS_OK;
}

enum status
dossier_load(struct store *store, const struct id *root, const struct private_reader *reader, struct dossier **out, struct err *err)
{
	struct dossier_desk desk = { .store = store, .evaluators = &store->evaluators, .others = store };
	struct dossier *dossier = NULL;
	enum status status = STATUS_OK;
	int64_t building = 0;

	if (!store_pack(store))
		return err_set(err, STATUS_NOT_FOUND, _("no form pack is published in this file; run louce forms publish"));
	status = number_of(store, root, &building, err);
	if (!status)
		status = store_load_packs(store, err);
	if (!status)
		status = dossier_gather(store, building, root, NULL, NULL, &dossier, err);
	clock_date(clock_now_unix(), desk.today);
	if (!status)
		status = dossier_judge(&desk, dossier, reader, err);
	if (status)
		dossier_free(dossier);
	else
		*out = dossier;
	return status;
}

void
dossier_free(struct dossier *dossier)
{
	if (!dossier)
		return;
	flow_state_release(&dossier->state);
	flow_slots_release(&dossier->slots);
	dossier_release_gathered(dossier);
	value_release(&dossier->values);
	value_release(&dossier->fact_values);
	free(dossier->private_open);
	free(dossier->shown);
	free(dossier->same);
	free(dossier->findings);
	free(dossier->form_relevant);
	free(dossier);
}

const struct flow_step *
dossier_head(const struct dossier *dossier, const char *form)
{
	const struct flow_slot *slot = flow_slot(&dossier->slots, form);

	return slot && slot->head_count == 1 ? &dossier->steps[slot->heads[0]] : NULL;
}

const struct value *
dossier_values(const struct dossier *dossier, const char *form)
{
	return value_get(&dossier->values, form);
}
