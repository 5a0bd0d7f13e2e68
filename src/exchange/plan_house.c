#include "exchange/plan_house.h"

#include <string.h>

#include "base/division.h"
#include "step/step.h"
#include "store/journal.h"

/* One log, looked through for a step that tells of the house. */
struct log_look {
	struct planning *planning;
	bool tells;
	enum status status;
	struct err *err;
};

bool
plan_house_is_about(const struct plan_house *house, const struct id *id, const struct step *step)
{
	return id_equal(step->has_building ? &step->building : id, &house->root);
}

static bool
is_one_of(const struct plan_house *house, const struct id *root)
{
	bool found = id_equal(root, &house->root);

	for (size_t i = 0; i < house->kin_count && !found; i++)
		found = id_equal(root, &house->kin[i]);
	return found;
}

static bool
signs_one_of(const struct plan_house *house, const struct step *step)
{
	const struct value *items = value_get_list(&step->data, "items");
	struct id building;

	for (size_t i = 0; items && i < items->list.count; i++)
		if (step_data_id(&items->list.items[i], "building", &building) && is_one_of(house, &building))
			return true;
	return false;
}

/* A withdrawal and a decision name another step, which may be one about the house. */
static bool
tells(const struct plan_house *house, const struct id *id, const struct step *step)
{
	switch (step_kind_of(step->kind)) {
	case STEP_DECISION:
	case STEP_WITHDRAWAL:
		return true;
	case STEP_SIGNOFF:
		return signs_one_of(house, step);
	case STEP_FORM:
		return is_one_of(house, step->has_building ? &step->building : id);
	default:
		return false;
	}
}

static bool
look(const struct store_item *item, void *ctx)
{
	struct log_look *looking = ctx;
	struct buf body = { 0 };
	struct step step = { 0 };

	looking->status = store_get_step(looking->planning->store, &item->id, &body, NULL, looking->err);
	if (!looking->status)
		looking->status = step_parse(buf_text(&body), body.len, &step, looking->err);
	if (!looking->status)
		looking->tells = tells(looking->planning->to->house, &item->id, &step);
	step_release(&step);
	buf_release(&body);
	return !looking->status && !looking->tells;
}

enum status
plan_house_needs(struct planning *planning, const struct store_run *run, bool *needs, struct err *err)
{
	struct log_look looking = { .planning = planning, .err = err };
	enum status status = STATUS_OK;

	looking.tells = strlen(run->log.area) < DIVISION_CODE_LEN;
	if (!looking.tells)
		status = store_each_in_log(planning->store, run->log_no, 0, STEP_NUMBER_MAX, look, &looking, err);
	*needs = looking.tells;
	return status ? status : looking.status;
}
