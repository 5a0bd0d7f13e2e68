#include "app/house/history.h"

#include <string.h>

#include "app/house/label.h"
#include "app/session/state.h"
#include "app/session/vault.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "flow/task.h"
#include "store/dossier.h"
#include "trust/covers.h"
#include "trust/reason.h"

bool
history_is_delivered(const struct trust *trust, const struct step *step)
{
	return step->has_author && trust_covered(trust, &step->device, step->epoch, 0) >= step->seq;
}

/* Photos and sealed values that it names and that are not in this file: it counts all the same, and they are sent again. */
static int64_t
missing_of(struct store *store, const struct step *step)
{
	struct err ignored = { 0 };
	int64_t missing = 0, len = 0;

	for (size_t i = 0; i < step->photo_count; i++)
		missing += !store_has_blob(store, BLOB_PHOTO, &step->photos[i].id, &len, &ignored) && len < 0;
	return missing + (step->has_private && !store_has_blob(store, BLOB_BOX, &step->box, &len, &ignored) && len < 0);
}

static struct value
step_line(struct store *store, const struct dossier *dossier, size_t index)
{
	const struct flow_step *flow = &dossier->steps[index];
	enum flow_reason reason = dossier->slots.step_reasons[index];
	struct value line = value_object();
	char at[17];

	step_data_set_id(&line, "step", &flow->id);
	value_set_text(&line, "kind", flow->step->kind);
	value_set_text(&line, "label", house_label(dossier->input.pack, flow->step->kind, value_get_text(&flow->step->data, "level")));
	clock_minute(flow->step->at_unix, at);
	value_set_text(&line, "at", at);
	if (flow->author) {
		value_set_text(&line, "by", flow->author->name);
		value_set_text(&line, "role", flow->author->role);
	}
	if (step_kind_of(flow->step->kind) == STEP_SIGNOFF) {
		value_set_text(&line, "level", value_get_text(&flow->step->data, "level"));
		value_set_text(&line, "decision", value_get_text(&flow->step->data, "decision"));
		value_set_text(&line, "reason", value_get_text(&flow->step->data, "reason"));
		if (value_get_list(&flow->step->data, "errors"))
			value_set_take(&line, "errors", value_copy(value_get_list(&flow->step->data, "errors")));
	}
	value_set_take(&line, "counts", value_boolean(reason == FLOW_COUNTS));
	value_set_take(&line, "delivered", value_boolean(history_is_delivered(store_trust(store), flow->step)));
	if (missing_of(store, flow->step))
		value_set_integer(&line, "missing", missing_of(store, flow->step));
	if (reason != FLOW_COUNTS)
		value_set_text(&line, "why", reason == FLOW_TRUST ? trust_reason_text(flow->trust) : flow_reason_text(reason));
	return line;
}

static struct value
todo_lines(const struct dossier *dossier)
{
	struct value lines = value_list();

	for (size_t i = 0; i < dossier->state.todo_count; i++) {
		const struct flow_todo *todo = &dossier->state.todos[i];
		struct value line = value_object();

		value_set_text(&line, "task", flow_task_word(todo->task));
		if (todo->level)
			value_set_text(&line, "level", todo->level->name);
		if (todo->form)
			value_set_text(&line, "form", todo->form->name);
		value_set_text(&line, "label",
			       house_label(dossier->input.pack, todo->form ? todo->form->name : NULL,
					   todo->level ? todo->level->name : NULL));
		value_append_take(&lines, line);
	}
	return lines;
}

static struct value
finding_lines(const struct dossier *dossier)
{
	static const char *const levels[] = { "error", "warning", "info" };
	struct value lines = value_list();

	for (size_t i = 0; i < dossier->finding_count; i++) {
		const struct dossier_finding *finding = &dossier->findings[i];
		struct value line = value_object();

		value_set_text(&line, "rule", finding->rule->id);
		value_set_text(&line, "level", levels[finding->rule->level]);
		value_set_take(&line, "judged", value_boolean(finding->kind == FINDING_FIRES));
		value_set_text(&line, "message", label_text(&finding->rule->message, _("en")));
		value_set_text(&line, "reason", finding->reason);
		value_append_take(&lines, line);
	}
	return lines;
}

enum status
app_history(struct app *app, const char *building, struct value *out, struct err *err)
{
	struct private_reader reader = vault_reader(app);
	struct dossier *dossier = NULL;
	struct value steps = value_list(), same = value_list();
	char hex[ID_HEX_LEN + 1];
	bool delivered = true;
	struct id root;
	enum status status = store_find_building(app->store, building, &root, err);

	if (!status)
		status = dossier_load(app->store, &root, app->unlocked ? &reader : NULL, &dossier, err);
	if (status)
		return status;
	*out = value_object();
	step_data_set_id(out, "building", &root);
	value_set_text(out, "division", dossier->division);
	value_set_integer(out, "signed_levels", (int64_t)dossier->state.levels_signed);
	step_data_set_id(out, "state_hash", &dossier->state.hash);
	value_set_take(out, "next", todo_lines(dossier));
	for (size_t i = 0; i < dossier->step_count; i++)
		delivered &= dossier->slots.step_reasons[i] != FLOW_COUNTS ||
			     history_is_delivered(store_trust(app->store), dossier->steps[i].step);
	value_set_take(out, "delivered", value_boolean(delivered));
	for (size_t i = 0; i < dossier->input.same_count; i++)
		value_append_take(&same, value_text(id_hex(&dossier->input.same[i], hex)));
	value_set_take(out, "same", same);
	for (size_t i = 0; i < dossier->step_count; i++)
		value_append_take(&steps, step_line(app->store, dossier, i));
	value_set_take(out, "steps", steps);
	value_set_take(out, "values", value_copy(&dossier->values));
	value_set_take(out, "facts", value_copy(&dossier->fact_values));
	value_set_take(out, "findings", finding_lines(dossier));
	dossier_free(dossier);
	return STATUS_OK;
}
