#include "flow/turn.h"

#include <string.h>

#include "flow/cover.h"

/* What one side of a difference says: the head of a form that stands once, or a step before it. SIZE_MAX: there is none. */
struct turn_reading {
	const struct flow_input *input;
	const struct flow_slots *slots;
	const struct form *mends;
	const struct names *fields;
};

static size_t
head_of(const struct turn_reading *reading, const struct form *form)
{
	const struct flow_slot *slot = flow_slot(reading->slots, form->name);

	return slot && slot->head_count == 1 ? slot->heads[0] : SIZE_MAX;
}

/* The step of a form that a list of ids names: the one at `wanted` where it is among them, else the last in the list; SIZE_MAX: none, or `wanted` is none. */
static size_t
named_step(const struct turn_reading *reading, const struct value *ids, const struct form *form, size_t wanted)
{
	size_t found = SIZE_MAX;

	for (size_t i = 0; ids && i < ids->list.count && found != wanted; i++) {
		size_t at = cover_step_named(reading->slots, ids, i);

		if (at != IDMAP_NONE && reading->slots->slot_of[at] != SIZE_MAX &&
		    strcmp(reading->slots->slots[reading->slots->slot_of[at]].form->name, form->name) == 0)
			found = at;
	}
	return found;
}

/* The step of the other form that the author of this one saw. */
static size_t
seen_by(const struct turn_reading *reading, size_t step, size_t wanted)
{
	return named_step(reading, value_get_list(&reading->input->steps[step].step->data, "_upon"), reading->mends, wanted);
}

static size_t
step_before(const struct turn_reading *reading, size_t step)
{
	const struct step *of = reading->input->steps[step].step;
	size_t at = of->parent_count == 1 ? idmap_get(&reading->slots->steps, &of->parents[0]) : IDMAP_NONE;

	return at == IDMAP_NONE || reading->slots->slot_of[at] != reading->slots->slot_of[step] ? SIZE_MAX : at;
}

/* Do two steps of a form answer alike what the rule names? */
static bool
is_same_answer(const struct turn_reading *reading, size_t one, size_t other)
{
	const struct pack *pack = reading->input->pack;

	for (size_t i = 0; i < reading->fields->count; i++) {
		const struct field *field = pack_field(pack, reading->fields->items[i]);

		if (field && !cover_same_value(field, reading->input->steps[one].step, reading->input->steps[other].step))
			return false;
	}
	return true;
}

/* Did each give the same answer again: this one, over the other's second, what he gave over the first? */
static bool
both_stay(const struct turn_reading *reading, size_t found, size_t mended)
{
	for (size_t before = step_before(reading, found); before != SIZE_MAX; before = step_before(reading, before)) {
		size_t seen = seen_by(reading, before, mended);

		if (!is_same_answer(reading, found, before))
			return false;
		if (seen != SIZE_MAX && seen != mended)
			return is_same_answer(reading, mended, seen);
	}
	return false;
}

enum flow_turn
flow_turn_of(const struct flow_input *input, const struct flow_slots *slots, const struct form *finds, const struct form *mends,
	     const struct names *fields)
{
	const struct turn_reading reading = { input, slots, mends, fields };
	size_t found = head_of(&reading, finds), mended = head_of(&reading, mends), seen;

	if (finds == mends || found == SIZE_MAX)
		return TURN_MENDS;
	seen = seen_by(&reading, found, mended); /* none, too, where the other form does not stand once */
	if (seen == SIZE_MAX)
		return TURN_MENDS;
	if (seen != mended)
		return TURN_FINDS;
	return names_has(&finds->distinct_from, mends->name) && both_stay(&reading, found, mended) ? TURN_CHAIN : TURN_MENDS;
}

bool
flow_decides_own(const struct flow_input *input, const struct flow_slots *slots, const struct flow_facts *facts, const struct chain *chain,
		 const struct credential *person)
{
	const struct pack *pack = input->pack;
	bool covers = false, wrote = false;

	for (size_t i = 0; facts->disputed && person && i < pack->form_count; i++) {
		const struct names one = { .items = (char *[]){ pack->forms[i].name }, .count = 1 };

		if (!facts->disputed[i])
			continue;
		covers |= names_has(&chain->covers, pack->forms[i].name);
		wrote |= flow_wrote(slots, &one, person);
	}
	return covers && wrote;
}
