#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/reason.h"
#include "store/dossier/dossier.h"
#include "store/dossier/held.h"
#include "store/inside.h"
#include "store/dossier/refused.h"

/* What the expressions of the packs answer about one building: facts, findings, and what flow asks. */

/* ---- facts and findings */

static void
on_rule(const struct eval_finding *found, void *ctx)
{
	struct findings *findings = ctx;

	findings_add(findings, (struct dossier_finding){ .rule = found->rule,
							 .kind = found->kind,
							 .reason = reason_text(findings->dossier->input.pack->reasons,
									       reason_of(findings->reasons, found->rule->id), _("en")) });
}

const char *
dossier_finding_text(const struct dossier_finding *finding, const char *lang)
{
	return finding->text ? finding->text : label_text(&finding->rule->message, lang);
}

bool
dossier_finding_blocks(const struct dossier_finding *finding)
{
	return finding->kind == FINDING_FIRES && finding->rule->level == RULE_ERROR && finding->turn != TURN_CHAIN && !finding->of_slot;
}

bool
dossier_is_disputed(const struct dossier *dossier)
{
	for (size_t i = 0; i < dossier->finding_count; i++)
		if (dossier->findings[i].turn == TURN_CHAIN)
			return true;
	return false;
}

const struct form *
dossier_finding_form(const struct dossier *dossier, const struct dossier_finding *finding)
{
	return finding->turn == TURN_FINDS ? finding->rule->form : pack_rule_mends(dossier->input.pack, finding->rule);
}

static bool *
forms_called_for(struct eval *eval, const struct pack *pack)
{
	bool *forms = mem_array(pack->form_count, sizeof(*forms));

	if (eval)
		eval_forms_relevant(eval, forms);
	for (size_t i = 0; i < pack->form_count && !eval; i++)
		forms[i] = true;
	return forms;
}

static void
release_findings(struct dossier *dossier)
{
	for (size_t i = 0; i < dossier->finding_count; i++) {
		free(dossier->findings[i].text);
		free(dossier->findings[i].reason);
	}
	free(dossier->findings);
	dossier->findings = NULL;
	dossier->finding_count = 0;
}

/* What is private stands sealed in a step, or in a photo of it. */
static bool
has_sealed(const struct step *step)
{
	bool has = step->has_private;

	for (size_t i = 0; i < step->photo_count && !has; i++)
		has = strcmp(step->photos[i].mime, PRIVATE_PHOTO_MIME) == 0;
	return has;
}

/* The finding of a rule at slots that hold what is sealed, each once; NULL: there is none. */
static struct dossier_finding *
find_of(const struct findings *findings, const struct rule *rule)
{
	const struct dossier *dossier = findings->dossier;

	for (size_t i = 0; i < dossier->finding_count; i++)
		if (dossier->findings[i].rule == rule)
			return &dossier->findings[i];
	return NULL;
}

/* Adds a rule that cannot be judged. */
static void
on_sealed_rule(const struct eval_finding *found, void *ctx)
{
	struct findings *findings = ctx;

	if (found->kind == FINDING_NOT_JUDGED && !find_of(findings, found->rule))
		on_rule(found, ctx);
}

struct opened_slot {
	struct findings *findings;
	const struct rule **sealed; /* rules that cannot be judged without what was opened */
	size_t count, cap;
};

static void
note_sealed_rule(const struct eval_finding *found, void *ctx)
{
	struct opened_slot *slot = ctx;

	if (found->kind != FINDING_NOT_JUDGED)
		return;
	MEM_GROW(slot->sealed, slot->count, slot->cap);
	slot->sealed[slot->count++] = found->rule;
}

/* Of what was opened those rules are judged again, and no others: what another one found was answered for as the slot was signed. */
static void
on_opened_rule(const struct eval_finding *found, void *ctx)
{
	const struct opened_slot *slot = ctx;
	struct dossier_finding *known = find_of(slot->findings, found->rule);
	bool is = false;

	for (size_t i = 0; i < slot->count && !is; i++)
		is = slot->sealed[i] == found->rule;
	if (is && !known) {
		on_rule(found, slot->findings);
		slot->findings->dossier->findings[slot->findings->dossier->finding_count - 1].of_slot = true;
	} else if (is && found->kind == FINDING_FIRES) { /* at another slot it cannot be judged */
		known->kind = FINDING_FIRES;
	}
}

/* The rules over a slot with what is sealed in it: those that read that are "not judged" where it stays shut, and judged by who opens it. */
static void
ask_sealed_slot(struct eval *eval, struct findings *findings, size_t index)
{
	const struct dossier *dossier = findings->dossier;
	const struct flow_slot *slot = &dossier->slots.slots[index];
	const struct flow_step *head = &dossier->steps[slot->heads[0]];
	const struct value *opened = dossier->opened && dossier->opened[index].type == VALUE_OBJECT ? &dossier->opened[index] : NULL;
	struct opened_slot asking = { .findings = findings };
	struct eval_photo *photos = dossier_photos(NULL, head->step, NULL), *shut = dossier_photos(NULL, head->step, NULL);

	findings->reasons = value_get_list(&head->step->data, "_reasons");
	for (size_t i = 0; opened && i < head->step->photo_count; i++)
		shut[i].is_sealed = strcmp(shut[i].mime, PRIVATE_PHOTO_MIME) == 0;
	eval_load_step(eval, slot->form, &head->id, &head->step->data, !head->step->has_private, shut, head->step->photo_count);
	eval_rules(eval, slot->form, false, opened ? note_sealed_rule : on_sealed_rule, opened ? (void *)&asking : (void *)findings);
	if (asking.count) {
		bool *left_out = mem_array(dossier->slots.slot_count, sizeof(*left_out));

		left_out[index] = true; /* as it was filled it was not among those that stood */
		dossier_load_slots(eval, slot->form, dossier, left_out);
		eval_load(eval, slot->form, opened, true, photos, head->step->photo_count);
		eval_rules(eval, slot->form, false, on_opened_rule, &asking);
		dossier_load_slots(eval, slot->form, dossier, NULL);
		free(left_out);
	}
	eval_unload(eval, slot->form);
	free(asking.sealed);
	free(photos);
	free(shut);
}

/* The rules of a form that repeats are judged as it is signed, with what is private in clear, and find nothing later: it tells of its day. Of one that holds
 * what is sealed it must not look as if they had been asked anew. */
static void
find_sealed_slots(struct eval *eval, struct findings *findings)
{
	const struct dossier *dossier = findings->dossier;

	for (size_t i = 0; i < dossier->slots.slot_count; i++) {
		const struct flow_slot *slot = &dossier->slots.slots[i];
		const struct flow_step *head = slot->head_count == 1 ? &dossier->steps[slot->heads[0]] : NULL;

		if (head && slot->form->repeat && has_sealed(head->step) && slot->form == pack_form(dossier->input.pack, slot->form->name))
			ask_sealed_slot(eval, findings, i);
	}
}

static void
answer_rules(struct eval *eval, struct dossier *dossier)
{
	const struct pack *pack = dossier->input.pack;
	struct findings findings = { .dossier = dossier };

	release_findings(dossier);
	memset(dossier->form_errors, 0, pack->form_count * sizeof(*dossier->form_errors));
	memset(dossier->form_mends, 0, pack->form_count * sizeof(*dossier->form_mends));
	memset(dossier->form_disputed, 0, pack->form_count * sizeof(*dossier->form_disputed));
	for (size_t i = 0; eval && i < pack->form_count; i++) {
		const struct value *values = pack->forms[i].repeat ? NULL : value_get(&dossier->values, pack->forms[i].name);

		if (!values)
			continue;
		findings.reasons = value_get_list(values, "_reasons");
		dossier->form_errors[i] = eval_rules(eval, &pack->forms[i], false, on_rule, &findings);
	}
	if (eval && !dossier->of_division)
		find_sealed_slots(eval, &findings);
	refused_find(eval, &findings);
	dossier->facts.added = dossier->added;
	dossier->facts.added_count = dossier->added_count;
	for (size_t i = 0; i < dossier->finding_count; i++) {
		struct dossier_finding *finding = &dossier->findings[i];
		const struct rule *rule = finding->rule;

		if (finding->kind != FINDING_FIRES || rule->level != RULE_ERROR || finding->of_slot)
			continue;
		finding->turn = flow_turn_of(&dossier->input, &dossier->slots, rule->form, pack_rule_mends(pack, rule), &rule->fields);
		finding->tells_blind = eval && rule->form->blind.count && eval_rule_tells(eval, rule->form, rule);
		if (dossier_finding_blocks(finding)) {
			dossier->form_mends[dossier_finding_form(dossier, finding) - pack->forms]++;
			continue;
		}
		dossier->form_errors[rule->form - pack->forms]--;
		dossier->form_disputed[rule->form - pack->forms] = true;
		dossier->form_disputed[pack_rule_mends(pack, rule) - pack->forms] = true;
	}
}

static void
answer_facts(struct eval *eval, struct dossier *dossier)
{
	const struct pack *pack = dossier->input.pack;

	dossier->form_relevant = forms_called_for(eval, pack);
	value_release(&dossier->fact_values);
	dossier->fact_values = value_object();
	for (size_t i = 0; eval && !dossier->of_division && i < pack->fact_count; i++)
		value_set_take(&dossier->fact_values, pack->facts[i].name, eval_fact(eval, &pack->facts[i]));
	answer_rules(eval, dossier);
}

static void
answer_first(struct eval *eval, struct dossier *dossier)
{
	const struct pack *pack = dossier->input.pack;

	dossier->form_errors = mem_array(pack->form_count, sizeof(*dossier->form_errors));
	dossier->form_mends = mem_array(pack->form_count, sizeof(*dossier->form_mends));
	dossier->form_disputed = mem_array(pack->form_count, sizeof(*dossier->form_disputed));
	answer_facts(eval, dossier);
	dossier->facts.form_errors = dossier->form_errors;
	dossier->facts.form_mends = dossier->form_mends;
	dossier->facts.disputed = dossier->form_disputed;
	dossier->facts.fact_values = &dossier->fact_values;
}

/* What each pack calls for under which somebody signed: a sign-off is judged by its own. */
static void
answer_packs(const struct dossier_desk *desk, struct dossier *dossier)
{
	struct flow_facts *facts = &dossier->facts;
	size_t cap = 0;

	MEM_GROW(facts->called, facts->called_count, cap);
	facts->called[facts->called_count++] = (struct flow_called){ dossier->input.pack, dossier->form_relevant };
	for (size_t i = 0; i < dossier->step_count; i++) {
		const struct flow_step *flow = &dossier->steps[i];
		struct eval *eval;
		bool known = false;

		for (size_t k = 0; flow->pack && k < facts->called_count; k++)
			known |= facts->called[k].pack == flow->pack;
		if (!flow->sign || !flow->pack || known)
			continue;
		eval = store_pack_eval(desk->store, desk->evaluators, &flow->step->pack);
		if (eval) {
			eval_clear(eval, desk->today);
			dossier_load_heads(eval, flow->pack, NULL, dossier, NULL);
		}
		MEM_GROW(facts->called, facts->called_count, cap);
		facts->called[facts->called_count++] = (struct flow_called){ flow->pack, forms_called_for(eval, flow->pack) };
	}
}

/* ---- what flow asks about by itself */

struct flow_asking {
	struct eval *eval; /* the building's heads are loaded */
	struct dossier *dossier;
	struct store *others; /* of the desk */
	bool is_narrowed;     /* the slots that are loaded are those of a case alone */
};

/* Keeps up what waits for signatures, and answers anew what follows from it. What is called for by approvals stays as it was: no signature hangs on
 * another chain's. */
static bool
answer_settle(void *ctx)
{
	const struct flow_asking *asking = ctx;
	struct dossier *dossier = asking->dossier;

	if (!asking->eval)
		return false;
	if (held_floors(asking->eval, dossier, &dossier->fact_floors))
		dossier_load_heads(asking->eval, dossier->input.pack, asking->others, dossier, NULL);
	if (dossier->fact_floors.type != VALUE_OBJECT)
		return false;
	eval_set_floors(asking->eval, &dossier->fact_floors);
	answer_facts(asking->eval, dossier);
	dossier->facts.asked = dossier->form_relevant;
	return true;
}

static void
load_head(struct eval *eval, const struct form *form, const struct flow_step *head)
{
	struct eval_photo *photos = dossier_photos(NULL, head->step, NULL);

	eval_load_step(eval, form, &head->id, &head->step->data, false, photos, head->step->photo_count);
	free(photos);
}

/* The head of a slot of a form that repeats, loaded so that the form's own values can be read; false: there is none. */
static bool
load_slot(const struct flow_asking *asking, const struct form *form, const struct id *root)
{
	const struct flow_slot *slot = flow_slot_of(&asking->dossier->slots, form->name, root);

	if (!slot || slot->head_count != 1)
		return false;
	load_head(asking->eval, form, &asking->dossier->steps[slot->heads[0]]);
	return true;
}

/* What a level of a chain over a repeat form says is asked with the slot's own values beside the building's. */
static bool
answer_day(void *ctx, const struct expr *due, const struct chain *chain, const struct id *root, char out[FLOW_DAY_SIZE])
{
	const struct flow_asking *asking = ctx;
	bool loaded = asking->eval && chain && chain->each && load_slot(asking, chain->each, root);
	bool is = asking->eval && eval_day(asking->eval, due, out);

	_Static_assert(FLOW_DAY_SIZE == EVAL_DAY_SIZE, "a day is a day");
	if (loaded)
		eval_unload(asking->eval, chain->each);
	return is;
}

static bool
answer_holds(void *ctx, const struct expr *expr, const struct form *form, const struct id *root)
{
	const struct flow_asking *asking = ctx;
	bool loaded = asking->eval && form && load_slot(asking, form, root);
	bool is = asking->eval && (!form || loaded) && eval_holds(asking->eval, expr);

	if (loaded)
		eval_unload(asking->eval, form);
	return is;
}

static bool
is_true(struct eval *eval, const struct fact *fact)
{
	struct value value = eval_fact(eval, fact);
	bool is = (value.type == VALUE_BOOLEAN && value.boolean) || (value.type == VALUE_INTEGER && value.integer != 0);

	value_release(&value);
	return is;
}

/* The heads of one form among those given, as its slots. */
static void
load_seen(const struct flow_asking *asking, const struct form *form, const size_t *heads, size_t count)
{
	const struct dossier *dossier = asking->dossier;
	struct eval_slot *slots = mem_array(count + 1, sizeof(*slots));
	size_t filled = 0;

	for (size_t i = 0; i < count; i++) {
		const struct flow_step *head = &dossier->steps[heads[i]];

		if (strcmp(head->step->kind, form->name) != 0 || dossier->slots.slot_of[heads[i]] == SIZE_MAX)
			continue;
		slots[filled++] = (struct eval_slot){ .form = form,
						      .root = dossier->slots.slots[dossier->slots.slot_of[heads[i]]].repeat_root,
						      .head = head->id,
						      .values = &head->step->data,
						      .photos = dossier_photos(NULL, head->step, NULL),
						      .photo_count = head->step->photo_count };
	}
	eval_load_slots(asking->eval, form, slots, filled);
	for (size_t i = 0; i < filled; i++)
		free((void *)(uintptr_t)slots[i].photos);
	free(slots);
}

/* Was the fact true when these were the heads of the forms that the case is about? The building's other forms are taken as they stand. */
static bool
answer_opens(void *ctx, const struct pack_case *of, const size_t *heads, size_t count)
{
	struct flow_asking *asking = ctx;
	const struct pack *pack = asking->dossier->input.pack;
	bool is;

	if (!asking->eval)
		return false;
	if (!count)
		return is_true(asking->eval, of->opens);
	eval_set_floors(asking->eval, NULL); /* it is asked of what was, not of what waits */
	for (size_t i = 0; i < of->of.count; i++) {
		const struct form *form = pack_form(pack, of->of.items[i]);

		if (form->repeat)
			load_seen(asking, form, heads, count);
		else
			eval_unload(asking->eval, form);
	}
	for (size_t i = 0; i < count; i++) {
		const struct flow_step *head = &asking->dossier->steps[heads[i]];
		const struct form *form = pack_form(pack, head->step->kind);

		if (form && !form->repeat)
			load_head(asking->eval, form, head);
	}
	is = is_true(asking->eval, of->opens);
	if (asking->is_narrowed)
		dossier_load_heads(asking->eval, pack, NULL, asking->dossier, NULL);
	else
		dossier_load_some(asking->eval, &of->of,
				  asking->dossier); /* the others stand as they stood: it may be asked of a thousand versions */
	asking->is_narrowed = false;
	if (asking->dossier->fact_floors.type == VALUE_OBJECT)
		eval_set_floors(asking->eval, &asking->dossier->fact_floors);
	return is;
}

/* In a case a form that repeats has only the slots that belong to it. */
static void
answer_narrow(void *ctx, const bool *left_out)
{
	struct flow_asking *asking = ctx;
	const struct pack *pack = asking->dossier->input.pack;

	for (size_t i = 0; asking->eval && i < pack->form_count; i++)
		if (pack->forms[i].repeat)
			dossier_load_slots(asking->eval, &pack->forms[i], asking->dossier, left_out);
	asking->is_narrowed = left_out != NULL;
}

/* ---- the whole */

void
dossier_answer(const struct dossier_desk *desk, struct eval *eval, struct dossier *dossier)
{
	struct flow_asking asking = { .eval = eval, .dossier = dossier, .others = desk->others };

	if (eval)
		dossier_load_heads(eval, dossier->input.pack, desk->others, dossier, NULL);
	answer_first(eval, dossier);
	answer_packs(desk, dossier);
	dossier->facts.day = answer_day;
	dossier->facts.opens = answer_opens;
	dossier->facts.holds = answer_holds;
	dossier->facts.narrow = answer_narrow;
	dossier->facts.settle = answer_settle;
	dossier->facts.ctx = &asking;
	flow_state_eval(&dossier->input, &dossier->slots, &dossier->facts, &dossier->state);
	dossier->facts.day = NULL;
	dossier->facts.opens = NULL;
	dossier->facts.holds = NULL;
	dossier->facts.narrow = NULL;
	dossier->facts.settle = NULL;
	dossier->facts.ctx = NULL;
}

void
dossier_answer_division(struct eval *eval, struct dossier *dossier)
{
	const struct pack *pack = dossier->input.pack;
	size_t cap = 0;

	if (eval) {
		dossier_load_heads(eval, pack, NULL, dossier, NULL);
		eval_set_division(eval, dossier->division);
	}
	answer_first(eval, dossier);
	MEM_GROW(dossier->facts.called, dossier->facts.called_count, cap);
	dossier->facts.called[dossier->facts.called_count++] = (struct flow_called){ pack, dossier->form_relevant };
	for (size_t i = 0; i < pack->form_count; i++)
		dossier->form_relevant[i] &= pack->forms[i].of_division && pack->forms[i].about == division_level(dossier->division);
	if (!flow_division_hash(&dossier->input, &dossier->slots, &dossier->state.hash))
		dossier->state.hash = (struct id){ { 0 } };
}
