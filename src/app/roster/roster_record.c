#include "app/roster/roster_record.h"

#include <string.h>

#include "app/session/vault.h"
#include "app/roster/listing.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "seal/seal.h"
#include "step/step.h"
#include "store/dossier/dossier.h"
#include "store/journal.h"
#include "store/store.h"

/* Records of another system: those that stand, and what the rows of a table make of them. */

/* ---- those that stand */

static bool
note_record(const struct store_step *stored, void *ctx)
{
	struct standing *standing = ctx;
	struct private_reader reader = vault_reader(standing->app);
	struct standing_record *record;
	struct err ignored = { 0 };
	struct step step = { 0 };
	size_t at = IDMAP_NONE;

	if (!step_parse(stored->body, stored->len, &step, &ignored) && step.has_building)
		at = idmap_get(&standing->by_root, &step.building);
	if (at == IDMAP_NONE)
		goto out;
	record = &standing->houses[at].record;
	record->corrected = record->state != RECORD_NONE;
	if (record->corrected || standing->houses[at].elsewhere)
		goto out;
	record->state = RECORD_STANDS;
	record->head = stored->id;
	record->values = value_copy(&step.data);
	if (step.has_private && !reader.open(reader.ctx, &step, &record->values))
		record->state = RECORD_CLOSED;
out:
	step_release(&step);
	return true;
}

/* A record with several versions, or one that need not count, is judged with its house. */
static enum status
judge(struct standing *standing, struct standing_house *house, struct err *err)
{
	struct private_reader reader = vault_reader(standing->app);
	const char *name = standing->pack->record->name;
	struct standing_record *record = &house->record;
	struct dossier *dossier = NULL;
	enum status status = dossier_load(app_store(standing->app), &house->root, &reader, &dossier, err);
	const struct flow_slot *slot;
	const struct flow_step *head;

	if (status)
		return status;
	slot = flow_slot(&dossier->slots, name);
	head = dossier_head(dossier, name);
	value_release(&record->values);
	record->values = (struct value){ 0 };
	record->state = slot && slot->head_count ? RECORD_CLOSED : RECORD_NONE;
	if (head && dossier_values(dossier, name)) {
		record->head = head->id;
		record->values = value_copy(dossier_values(dossier, name));
		if (!head->step->has_private || !dossier->private_open || dossier->private_open[slot - dossier->slots.slots])
			record->state = RECORD_STANDS;
	}
	dossier_free(dossier);
	return STATUS_OK;
}

enum status
roster_records_load(struct standing *standing, struct err *err)
{
	enum status status = store_each_step_of(app_store(standing->app), standing->pack->record->name, note_record, standing, err);

	for (size_t i = 0; i < standing->count && !status; i++)
		if (standing->houses[i].record.corrected)
			status = judge(standing, &standing->houses[i], err);
	return status;
}

/* ---- a row and the record of its house */

struct record_merge {
	struct roster_plan *plan;
	const struct roster_line *line;
	struct value merged; /* what stands, with what the row says */
	size_t differ;
};

static bool
merge_said(const struct field *field, void *ctx)
{
	struct record_merge *merge = ctx;
	const struct pack *pack = merge->plan->standing.pack;
	const struct value *said = value_get(merge->line->record, field->name), *stood = value_get(&merge->merged, field->name);
	char *before, *after, number[9];

	if (!said || (stood && value_equal(said, stood)))
		return true;
	merge->differ++;
	before = field_value_text(pack, field, stood, _("en"));
	after = field_value_text(pack, field, said, _("en"));
	if (!merge->plan->keep)
		roster_plan_change(merge->plan,
				   mem_printf(_("row %zu, %s, %s: %s is \"%s\", becomes \"%s\""), merge->line->number,
					      id_short(&merge->line->house->root, number), label_text(&pack->record->label, _("en")),
					      label_text(&field->label, _("en")), before, after));
	secret_free(before);
	secret_free(after);
	value_set_take(&merge->merged, field->name, value_copy(said));
	return true;
}

/* The house has a record already: what the row says beside it or against it. */
static void
meet_record(struct roster_plan *plan, struct roster_line *line)
{
	struct standing_record *record = &line->house->record;
	struct record_merge merge = { .plan = plan, .line = line, .merged = value_copy(&record->values) };

	step_data_drop_filling(&merge.merged);
	form_drop_unknown(plan->standing.pack->record, &merge.merged);
	form_each_field(plan->standing.pack->record, merge_said, &merge);
	if (!merge.differ || plan->keep) {
		value_release(&merge.merged);
		return;
	}
	roster_plan_falls(plan, line, plan->standing.pack->record, &merge.merged);
	value_release(line->record);
	*line->record = merge.merged;
	line->puts_record = true;
	plan->records++;
	plan->record_changes += line->fate != ROSTER_CHANGES;
}

/* What a row says of a record that a row before did not say; NULL: nothing. */
static const struct member *
says_otherwise(const struct value *record, const struct value *met)
{
	for (size_t i = 0; i < record->object.count; i++) {
		const struct value *said = value_get(met, record->object.members[i].name);

		if (!said || !value_equal(said, &record->object.members[i].value))
			return &record->object.members[i];
	}
	return NULL;
}

void
roster_record_plan(struct roster_plan *plan, struct roster_line *line)
{
	struct standing_record *record = line->house ? &line->house->record : NULL;
	const struct value *met = record ? record->met : NULL;
	const struct member *other;
	char number[9];

	if (!line->record->object.count || line->fate == ROSTER_LEFT_OUT || plan->failed)
		return;
	other = met ? says_otherwise(line->record, met) : NULL;
	if (met && !other)
		return;
	if (met) {
		roster_plan_wrong(plan, line, other->name,
				  _("row %zu is about the same house and says something else; one of the two is wrong"), line->house->met);
		return;
	}
	if (record)
		record->met = line->record;
	if (!record || record->state == RECORD_NONE) {
		roster_plan_falls(plan, line, plan->standing.pack->record, line->record);
		line->puts_record = true;
		plan->records++;
	} else if (record->state == RECORD_CLOSED) {
		roster_plan_note(plan, line, _("what stands of house %s in \"%s\" cannot be read by you, or stands twice; it is kept"),
				 id_short(&line->house->root, number), label_text(&plan->standing.pack->record->label, _("en")));
	} else {
		meet_record(plan, line);
	}
}

/* ---- signing */

enum status
roster_record_sign(struct roster_plan *plan, const struct roster_line *line, const struct id *house, struct err *err)
{
	const struct pack *pack = plan->standing.pack;
	const struct putting putting = { .form = pack->record,
					 .values = line->record,
					 .village = value_get_text(line->values, pack->root_division->name),
					 .building = house,
					 .head = line->house && line->house->record.state == RECORD_STANDS ? &line->house->record.head
													   : NULL };
	struct id step;

	return putting_sign(plan->app, &putting, &step, err);
}
