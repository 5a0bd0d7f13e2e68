#include "store/derive/waivers.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "form/answer/reason.h"
#include "store/inside.h"

/* What is said in place of a rule about a return that a form answers: it is no warning. */
#define NO_WARNING "_answer"

const struct flow_step *
waiver_written_by(const struct dossier *dossier, const struct rule *rule)
{
	const struct form *forms[] = { pack_rule_mends(dossier->input.pack, rule), rule->form };

	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		const struct flow_step *head = forms[i] && !forms[i]->repeat ? dossier_head(dossier, forms[i]->name) : NULL;

		if (head)
			return head->author ? head : NULL;
	}
	return NULL;
}

/* Does a rule find something at the house, or can it not be judged? */
static bool
still_says(const struct dossier *dossier, const char *rule)
{
	for (size_t i = 0; i < dossier->finding_count; i++)
		if (strcmp(dossier->findings[i].rule->id, rule) == 0)
			return true;
	return false;
}

/* Is a private answer of the step's form another than the step has? It cannot be read, but a renewed box has another commitment. */
static bool
private_differs(const struct flow_step *flow, const struct flow_step *head)
{
	return head != flow && head->step->has_private && memcmp(&head->step->commit, &flow->step->commit, sizeof(flow->step->commit)) != 0;
}

/* Was anything that the rule is about answered otherwise than in this step, or than its author saw it? */
static bool
is_answered_otherwise(const struct dossier *dossier, const struct flow_step *flow, const struct flow_step *head, const struct rule *rule)
{
	const struct value *seen = value_get_list(&flow->step->data, "_upon");
	struct value upon = seen ? value_copy(seen) : value_list();
	char hex[ID_HEX_LEN + 1];
	bool differs = false;

	value_append_take(&upon, value_text(id_hex(&flow->id, hex)));
	for (size_t i = 0; i < rule->fields.count && !differs; i++) {
		const struct field *field = pack_field(dossier->input.pack, rule->fields.items[i]);

		if (field && field->is_private)
			differs = private_differs(flow, head);
		else if (field && !pack_form_of_field(dossier->input.pack, field->name)->repeat)
			differs = !flow_is_as_seen(dossier->steps, &dossier->slots, dossier->input.pack, field->name, &upon);
	}
	value_release(&upon);
	return differs;
}

/* What the form's last version says decides; of two versions none does. */
static bool
is_mended(const struct dossier *dossier, size_t step, const char *name)
{
	const struct flow_step *flow = &dossier->steps[step];
	const struct rule *rule = pack_rule(dossier->input.pack, name);
	const struct flow_slot *slot = &dossier->slots.slots[dossier->slots.slot_of[step]];
	const struct flow_step *head = slot->head_count == 1 ? &dossier->steps[slot->heads[0]] : NULL;

	if (!head)
		return false;
	if (!rule || slot->form->repeat) /* asked of a form while it is filled, and of no house later */
		return head != flow && !reason_of(value_get_list(&head->step->data, "_reasons"), name);
	return !still_says(dossier, name) && is_answered_otherwise(dossier, flow, head, rule);
}

static enum status
write_one(struct store *store, const struct dossier *dossier, size_t step, const struct value *item, struct err *err)
{
	const struct flow_step *flow = &dossier->steps[step];
	const struct flow_slot *slot = &dossier->slots.slots[dossier->slots.slot_of[step]];
	const char *rule = value_get_text(item, "rule"), *reason = value_get_text(item, "reason");
	char hex[ID_HEX_LEN + 1], *name;
	enum status status;
	sqlite3_stmt *stmt;

	if (!rule || !reason || strcmp(rule, NO_WARNING) == 0)
		return STATUS_OK;
	stmt = db_use(
		store->db,
		"INSERT INTO waived (building, rule, author, reason, slot, mended) VALUES (:b, :rule, :author, :reason, :slot, :mended) "
		"ON CONFLICT DO UPDATE SET mended = max(mended, excluded.mended)");
	bind_int(stmt, ":b", dossier->number);
	bind_text(stmt, ":rule", rule);
	bind_id(stmt, ":author", &flow->author->id);
	bind_text(stmt, ":reason", reason);
	name = slot->repeat ? mem_printf("%s %s", slot->form->name, id_hex(&slot->repeat_root, hex)) : mem_strdup(slot->form->name);
	bind_text(stmt, ":slot", name);
	bind_int(stmt, ":mended", is_mended(dossier, step, rule));
	status = db_done(store->db, stmt, err);
	free(name);
	return status;
}

enum status
waivers_write(struct store *store, const struct dossier *dossier, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < dossier->step_count && !status; i++) {
		const struct flow_step *flow = &dossier->steps[i];
		enum flow_reason why = dossier->slots.step_reasons[i];
		const struct value *reasons = flow->sign ? NULL : value_get_list(&flow->step->data, "_reasons");

		if (!reasons || !flow->author || (why != FLOW_COUNTS && why != FLOW_SUPERSEDED) || dossier->slots.slot_of[i] == SIZE_MAX)
			continue;
		for (size_t r = 0; r < reasons->list.count && !status; r++)
			status = write_one(store, dossier, i, &reasons->list.items[r], err);
	}
	return status;
}
