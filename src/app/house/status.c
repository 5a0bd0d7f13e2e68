#include "app/house/status.h"

#include <string.h>

#include "app/house/label.h"
#include "app/session/state.h"
#include "base/i18n.h"
#include "flow/task.h"
#include "step/step.h"
#include "trust/genesis.h"

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

	step_data_set_id(&item, "building", &row->root);
	value_set_text(&item, "division", row->division);
	value_set_text(&item, "task", flow_task_word(row->task));
	value_set_text(&item, "name", row->task_name);
	if (row->task_name && listing->pack)
		value_set_text(&item, "label",
			       house_label(listing->pack, of_level ? NULL : row->task_name, of_level ? row->task_name : NULL));
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
	step_data_set_id(out, "state_hash", &counts.hash);
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
