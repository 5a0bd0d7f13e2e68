#include <stdlib.h>
#include <string.h>

#include "app/session/session.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/check.h"
#include "trust/covers.h"
#include "trust/genesis.h"
#include "trust/reason.h"

/* Reading: a building's history, an area's status, findings. */

static void
set_short(struct value *object, const char *name, const struct id *id)
{
	char hex[ID_HEX_LEN + 1];

	value_set_text(object, name, id_hex(id, hex));
}

/* What a form or level is called where people read it; the bare name when the pack does not know it. */
static const char *
called(const struct pack *pack, const char *form, const char *level)
{
	const struct form *known_form = form ? pack_form(pack, form) : NULL;
	const struct level *known_level = level ? pack_level(pack, level, NULL) : NULL;

	if (known_level)
		return label_text(&known_level->label, _("en"));
	if (known_form)
		return label_text(&known_form->label, _("en"));
	return level ? level : form;
}

bool
is_delivered(const struct trust *trust, const struct step *step)
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

	set_short(&line, "step", &flow->id);
	value_set_text(&line, "kind", flow->step->kind);
	value_set_text(&line, "label", called(dossier->input.pack, flow->step->kind, value_get_text(&flow->step->data, "level")));
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
	value_set_take(&line, "delivered", value_boolean(is_delivered(store_trust(store), flow->step)));
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
			       called(dossier->input.pack, todo->form ? todo->form->name : NULL, todo->level ? todo->level->name : NULL));
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
	set_short(out, "building", &root);
	value_set_text(out, "division", dossier->division);
	value_set_integer(out, "signed_levels", (int64_t)dossier->state.levels_signed);
	set_short(out, "state_hash", &dossier->state.hash);
	value_set_take(out, "next", todo_lines(dossier));
	for (size_t i = 0; i < dossier->step_count; i++)
		delivered &= dossier->slots.step_reasons[i] != FLOW_COUNTS || is_delivered(store_trust(app->store), dossier->steps[i].step);
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

struct listing {
	struct value *rows;
	const struct pack *pack;
};

static bool
add_row(const struct building_row *row, void *ctx)
{
	struct listing *listing = ctx;
	struct value item = value_object();
	bool of_level = flow_task_is_of_level(row->task);

	set_short(&item, "building", &row->root);
	value_set_text(&item, "division", row->division);
	value_set_text(&item, "task", flow_task_word(row->task));
	value_set_text(&item, "name", row->task_name);
	if (row->task_name && listing->pack)
		value_set_text(&item, "label", called(listing->pack, of_level ? NULL : row->task_name, of_level ? row->task_name : NULL));
	value_set_integer(&item, "signed_levels", row->level);
	value_append_take(listing->rows, item);
	return true;
}

enum status
app_status(struct app *app, const char *area, bool list, struct value *out, struct err *err)
{
	struct area_status counts;
	struct value tasks = value_object(), levels = value_list(), rows = value_list();
	const struct pack *pack = store_pack(app->store);
	struct listing listing = { &rows, pack };
	enum status status = store_area_status(app->store, area, &counts, err);

	if (!status && list)
		status = store_each_building(app->store, area, add_row, &listing, err);
	if (status) {
		value_release(&rows);
		return status;
	}
	*out = value_object();
	value_set_text(out, "area", area);
	value_set_text(out, "name", value_get_text(trust_genesis_data(store_trust(app->store)), "name"));
	value_set_integer(out, "buildings", counts.buildings);
	value_set_integer(out, "joined", counts.joined);
	value_set_integer(out, "steps", counts.steps);
	value_set_integer(out, "pending", store_pending_count(app->store));
	for (size_t i = 0; i < TASK_COUNT; i++)
		value_set_integer(&tasks, flow_task_word((enum flow_task)i), counts.by_task[i]);
	value_set_take(out, "tasks", tasks);
	for (size_t i = 0; pack && i <= pack->level_count; i++) {
		struct value item = value_object();

		value_set_text(&item, "level", i ? pack->levels[i - 1].name : "-");
		value_set_text(&item, "label", i ? label_text(&pack->levels[i - 1].label, _("en")) : "-");
		value_set_integer(&item, "buildings", counts.by_level[i]);
		value_append_take(&levels, item);
	}
	value_set_take(out, "signed_up_to", levels);
	set_short(out, "state_hash", &counts.hash);
	if (list)
		value_set_take(out, "list", rows);
	else
		value_release(&rows);
	return STATUS_OK;
}

enum status
app_check(struct app *app, const char *area, const char *rule, struct value *out, struct err *err)
{
	if (rule && store_pack(app->store) && !pack_rule(store_pack(app->store), rule))
		return err_set(err, STATUS_NOT_FOUND, _("there is no rule \"%s\" in the form pack"), rule);
	*out = value_list();
	return store_findings(app->store, area, rule, out, err);
}

enum status
app_rebuild(struct app *app, size_t *buildings, struct err *err)
{
	enum status status = store_rebuild(app->store, err);

	*buildings = store_last_derived(app->store);
	return status;
}
