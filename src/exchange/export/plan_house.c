#include "exchange/export/plan_house.h"

#include "step/step.h"

bool
plan_house_is_about(const struct plan_house *house, const struct id *id, const struct step *step)
{
	return id_equal(step->has_building ? &step->building : id, &house->root);
}
