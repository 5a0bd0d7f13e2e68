#include "store/dossier/refused.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/check.h"

void
findings_add(struct findings *findings, struct dossier_finding finding)
{
	struct dossier *dossier = findings->dossier;

	MEM_GROW(dossier->findings, dossier->finding_count, findings->cap);
	dossier->findings[dossier->finding_count++] = finding;
}

static void
add_limit(struct findings *findings, const char *label, const char *text)
{
	findings_add(findings, (struct dossier_finding){
				       .rule = findings->limits, .kind = FINDING_FIRES, .text = mem_printf(_("%s: %s"), label, text) });
}

static void
on_limit(const struct value_problem *problem, void *ctx)
{
	add_limit(ctx, problem->field ? label_text(&problem->field->label, _("en")) : problem->name, problem->text);
}

static void
on_problem(const struct eval_problem *problem, void *ctx)
{
	add_limit(ctx, label_text(&problem->field->label, _("en")), problem->text);
}

/* Which heads hold a value beyond the limits that the pack they were filled under sets? */
static void
find_limits(struct dossier *dossier, struct findings *findings)
{
	const struct pack *pack = dossier->input.pack;

	for (size_t i = 0; i < dossier->slots.slot_count; i++) {
		const struct flow_slot *slot = &dossier->slots.slots[i];
		const struct form *form = pack_form(pack, slot->form->name);

		if (!form)
			continue;
		findings->limits = &pack->limits[form - pack->forms];
		for (size_t h = 0; h < slot->head_count; h++) {
			const struct flow_step *head = &dossier->steps[slot->heads[h]];

			dossier->form_errors[form - pack->forms] += form_check_values(head->pack, pack_form(head->pack, form->name),
										      &head->step->data, VALUES_TO_SIGN, on_limit,
										      findings);
		}
	}
}

/* What must stand before a form that stands, by the pack that it was filled under, too. */
static size_t
find_before(struct findings *findings, const struct form *form, const struct pack *own)
{
	const struct dossier *dossier = findings->dossier;
	const struct form *then = pack_form(own, form->name);
	size_t missing = 0;

	for (size_t i = 0; i < form->after.count; i++) {
		const struct flow_slot *before = flow_slot(&dossier->slots, form->after.items[i]);
		char *text;

		if ((before && before->head_count) || !then || !names_has(&then->after, form->after.items[i]))
			continue;
		text = mem_printf(_("\"%s\", which comes before, is not filled"),
				  label_text(&pack_form(dossier->input.pack, form->after.items[i])->label, _("en")));
		add_limit(findings, label_text(&form->label, _("en")), text);
		free(text);
		missing++;
	}
	return missing;
}

/* ---- heads that were filled under another pack */

/* What is asked of a head, and what was asked as it was filled. */
struct older {
	struct eval *eval;
	struct findings *findings;
	const struct flow_step *head;
	const struct form *form; /* of the pack in force */
	bool held;		 /* to what stands now */
	size_t count;		 /* findings */
};

static const char *
text_of(const char *sql)
{
	return sql ? sql : "";
}

/* Do both say the same of whoever fills the form, whatever else their packs say? What reads more than answers, as facts and lists, is another thing in
 * another pack. */
static bool
is_same_expr(const struct older *older, const struct expr *then, const struct expr *now)
{
	return strcmp(text_of(then->sql), text_of(now->sql)) == 0 && eval_reads_answers_alone(older->eval, now);
}

/* Is the field asked for under the same condition, the groups around it too? */
static bool
is_asked_alike(const struct older *older, const struct field *then, const struct field *now)
{
	for (; then && now; then = then->parent, now = now->parent)
		if (!is_same_expr(older, &then->relevant, &now->relevant))
			return false;
	return !then && !now;
}

/* Would who filled the form have been refused under his own pack, too? */
static bool
was_refused(const struct older *older, const struct field *then, const struct eval_problem *problem)
{
	const struct field *now = problem->field;

	switch (problem->problem) {
	case PROBLEM_REQUIRED:
		return then->required && is_asked_alike(older, then, now);
	case PROBLEM_NOT_RELEVANT:
		return is_asked_alike(older, then, now);
	case PROBLEM_CONSTRAINT:
		return now->constraint.sql && !now->choices.sql && !then->choices.sql && is_asked_alike(older, then, now) &&
		       is_same_expr(older, &then->constraint, &now->constraint);
	default:
		return false;
	}
}

/* A question that was not asked of who filled the form. What is calculated answers itself when the form is filled next. */
static void
add_question(const struct older *older, const struct field *field)
{
	struct dossier *dossier = older->findings->dossier;
	struct flow_added added = { older->form, field };

	for (size_t i = 0; i < dossier->added_count; i++)
		if (dossier->added[i].field == field)
			return; /* of another row */
	if (field->calculation.sql || !dossier->form_relevant[older->form - dossier->input.pack->forms])
		return;
	MEM_GROW(dossier->added, dossier->added_count, older->findings->added_cap);
	dossier->added[dossier->added_count++] = added;
}

static void
on_older_problem(const struct eval_problem *problem, void *ctx)
{
	const struct field *field = problem->field;
	struct older *older = ctx;
	const struct pack *pack = older->head->pack;
	const struct form *of = pack_form_of_field(pack, field->name);
	const struct field *then = of && strcmp(of->name, older->form->name) == 0 ? pack_field(pack, field->name) : NULL;

	if (then && was_refused(older, then, problem)) {
		older->count += older->held;
		if (older->held)
			on_problem(problem, older->findings);
	} else if (problem->problem == PROBLEM_REQUIRED) {
		add_question(older, field);
	}
}

/* ---- heads as they stand beside the others */

/* What of the head of a slot is not filled though it must be, may not stand, or came too early. */
static size_t
find_in_slot(struct eval *eval, struct findings *findings, const struct flow_slot *slot, bool held)
{
	const struct dossier *dossier = findings->dossier;
	const struct flow_step *head = &dossier->steps[slot->heads[0]];
	const struct value *opened = value_get(&dossier->values, slot->form->name);
	bool older = head->pack != dossier->input.pack;
	struct older asking = { .eval = eval, .findings = findings, .head = head, .form = slot->form, .held = held };
	struct eval_slot step = { .form = slot->form,
				  .head = head->id,
				  .values = opened ? opened : &head->step->data,
				  .photos = dossier_photos(NULL, head->step, NULL),
				  .photo_count = head->step->photo_count };
	size_t count = 0;

	if (older) {
		step.has_sealed = true;
		step.sealed = head->step->private_fields;
		step.sealed_count = head->step->private_field_count;
		eval_check_step(eval, &step, _("en"), on_older_problem, &asking);
		count = asking.count;
	} else {
		count = eval_check_step(eval, &step, _("en"), on_problem, findings);
	}
	free((void *)(uintptr_t)step.photos);
	return held ? count + find_before(findings, slot->form, head->pack) : count;
}

/* Is the form one of those that a chain signs together, each of them as it stands beside the others? A form that stands many times, or is signed by itself, tells
 * of the day on which it was filled: what stood there then may stand otherwise since, and it was right all the same. */
static bool
is_held_to_now(const struct pack *pack, const struct form *form)
{
	for (size_t i = 0; i < pack->chain_count && !form->repeat; i++)
		if (!pack->chains[i].each && names_has(&pack->chains[i].covers, form->name))
			return true;
	return false;
}

/* Looks at each form that stands once. Of one that was filled under another pack than the one in force, and is called for still, every question that this one adds is
 * asked, whoever signs the form; else those alone are looked at that a chain signs together. */
static void
find_unanswered(struct eval *eval, struct findings *findings)
{
	struct dossier *dossier = findings->dossier;
	const struct pack *pack = dossier->input.pack;

	for (size_t i = 0; i < dossier->slots.slot_count; i++) {
		const struct flow_slot *slot = &dossier->slots.slots[i];
		size_t form = (size_t)(slot->form - pack->forms);
		bool held = is_held_to_now(pack, slot->form), older;

		if (slot->head_count != 1 || slot->form->repeat || slot->form != pack_form(pack, slot->form->name))
			continue;
		older = dossier->steps[slot->heads[0]].pack != pack;
		if (!held && !(older && dossier->form_relevant[form]))
			continue;
		findings->limits = &pack->limits[form];
		dossier->form_errors[form] += find_in_slot(eval, findings, slot, held);
	}
}

void
refused_find(struct eval *eval, struct findings *findings)
{
	struct dossier *dossier = findings->dossier;

	free(dossier->added);
	dossier->added = NULL;
	dossier->added_count = 0;
	find_limits(dossier, findings);
	if (eval && !dossier->of_division)
		find_unanswered(eval, findings);
}
