#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "flow/cover.h"

/* What stands in a slot without the signatures of its chain. What was signed once by every level stays known as such when something else of the chain changes:
 * approvals that are stale say what they covered. */

/* Does the sign-off say that somebody with the right to it approved what it covers, then or now? One that is given back, or taken back, does not. */
static bool
is_approval(const struct flow_sign *sign)
{
	return sign->approve && sign->cover != SIZE_MAX && sign->reason != FLOW_RETURNED && sign->reason != FLOW_SAME_PERSON &&
	       sign->reason != FLOW_LOWER_LEVEL && sign->reason != FLOW_WITHDRAWN;
}

static const struct value *
item_of(const struct flow_input *input, const struct flow_sign *sign)
{
	return flow_signoff_item(&input->steps[sign->step], sign->item);
}

/* The first of the sign-offs of a step, which stand by step; sign_count: none. */
static size_t
first_of_step(const struct flow_input *input, const struct flow_state *state, const struct id *step)
{
	size_t low = 0, high = state->sign_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (id_cmp(&input->steps[state->signs[middle].step].id, step) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The approval of the level below that an approval stands on, over the same heads; NULL: none. */
static const struct flow_sign *
below(const struct flow_input *input, const struct flow_state *state, const struct flow_sign *sign)
{
	const struct value *covers = value_get_list(item_of(input, sign), "covers");
	struct id prior;

	if (!step_data_id(item_of(input, sign), "prior", &prior))
		return NULL;
	for (size_t i = first_of_step(input, state, &prior);
	     i < state->sign_count && id_equal(&input->steps[state->signs[i].step].id, &prior); i++) {
		const struct flow_sign *other = &state->signs[i];
		const struct value *its = is_approval(other) && other->level + 1 == sign->level && id_equal(&other->root, &sign->root)
						  ? value_get_list(item_of(input, other), "covers")
						  : NULL;

		if (its && value_equal(its, covers))
			return other;
	}
	return NULL;
}

/* Is it the highest level's, on one of each level below, by as many persons? */
static bool
ends_chain(const struct flow_input *input, const struct flow_state *state, const struct flow_sign *sign)
{
	const struct credential *persons[CHAIN_LEVELS_MAX];
	size_t count = 0;

	if (!is_approval(sign) || level_index(sign->level) + 1 != sign->level->chain->level_count)
		return false;
	for (; sign; sign = below(input, state, sign)) {
		const struct credential *author = input->steps[sign->step].author;

		for (size_t i = 0; i < count; i++)
			if (flow_same_person(persons[i], author))
				return false;
		persons[count++] = author;
		if (level_index(sign->level) == 0)
			return true;
	}
	return false;
}

/* Is the chain over the end of a case that rests on another one, which is not signed to its end? Then it ends nothing yet. */
static bool
ends_too_soon(const struct flow_input *input, const struct flow_state *state, const struct chain *chain)
{
	for (size_t c = 0; chain->each && c < input->pack->case_count; c++)
		if (input->pack->cases[c].opens && strcmp(input->pack->cases[c].closes, chain->each->name) == 0 &&
		    flow_needed(state, &input->pack->cases[c]))
			return true;
	return false;
}

/* Marks the steps that an approval of the highest level covers, or covered: of the forms of its own chain. What else it covers, as a strike-off what the case
 * is about, is signed by other levels. */
static void
mark_signed(const struct flow_input *input, const struct flow_slots *slots, const struct flow_sign *sign, bool *is_signed)
{
	const struct value *covers = value_get_list(item_of(input, sign), "covers");

	for (size_t i = 0; i < covers->list.count; i++) {
		size_t at = cover_step_named(slots, covers, i);

		if (at != IDMAP_NONE && names_has(&sign->level->chain->covers, input->steps[at].step->kind))
			is_signed[at] = true;
	}
}

struct version_walk {
	const struct flow_input *input;
	const struct flow_slots *slots;
	bool *is_signed, *seen; /* by step: each is of one slot, so that nothing is walked twice */
	size_t slot;
	struct flow_versions versions;
	size_t cap;
};

static void
add_version(struct version_walk *walk, size_t step)
{
	if (walk->seen[step] || walk->slots->slot_of[step] != walk->slot)
		return;
	walk->seen[step] = true;
	MEM_GROW(walk->versions.steps, walk->versions.count, walk->cap);
	walk->versions.steps[walk->versions.count++] = step;
}

/* The heads and what they replaced, one after the other and without recursion. */
static void
walk_back(struct version_walk *walk, const struct flow_slot *slot)
{
	bool ended = false;

	walk->slot = (size_t)(slot - walk->slots->slots);
	walk->versions.count = 0;
	for (size_t h = 0; h < slot->head_count; h++)
		add_version(walk, slot->heads[h]);
	for (size_t i = 0; i < walk->versions.count; i++) {
		const struct step *step = walk->input->steps[walk->versions.steps[i]].step;

		if (walk->is_signed[walk->versions.steps[i]]) {
			ended = true;
			continue;
		}
		for (size_t p = 0; p < step->parent_count; p++) /* which are here, since the step counts */
			add_version(walk, idmap_get(&walk->slots->steps, &step->parents[p]));
	}
	walk->versions.absent = slot->repeat && !ended;
}

void
flow_each_unsigned(const struct flow_input *input, const struct flow_slots *slots, const struct flow_state *state,
		   void (*visit)(const struct flow_slot *slot, const struct flow_versions *versions, void *ctx), void *ctx)
{
	struct version_walk walk = { .input = input,
				     .slots = slots,
				     .is_signed = mem_array(input->step_count, sizeof(bool)),
				     .seen = mem_array(input->step_count, sizeof(bool)) };

	for (size_t i = 0; i < state->sign_count; i++)
		if (ends_chain(input, state, &state->signs[i]) && !ends_too_soon(input, state, state->signs[i].level->chain))
			mark_signed(input, slots, &state->signs[i], walk.is_signed);
	for (size_t i = 0; i < state->progress_count; i++) {
		const struct flow_progress *progress = &state->progresses[i];
		const struct names *forms = &state->covers[progress->cover].chain->covers;

		bool done = flow_progress_is_done(progress) && !ends_too_soon(input, state, progress->chain);

		for (size_t f = 0; f < forms->count && !done; f++) {
			const struct flow_slot *slot = id_is_zero(&progress->root) ? flow_slot(slots, forms->items[f])
										   : flow_slot_of(slots, forms->items[f], &progress->root);

			if (!slot->head_count || pack_chain_of_form(input->pack, slot->form) != state->covers[progress->cover].chain)
				continue;
			walk_back(&walk, slot);
			visit(slot, &walk.versions, ctx);
		}
	}
	free(walk.versions.steps);
	free(walk.seen);
	free(walk.is_signed);
}
