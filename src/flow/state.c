#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "flow/case_belongs.h"
#include "flow/cases.h"
#include "flow/cover.h"
#include "flow/hash.h"
#include "flow/progress.h"
#include "flow/todo.h"
#include "flow/turn.h"

/* Sign-offs: which have effect, and who may sign next. */

static bool
is_kind(const struct flow_step *flow, enum step_kind kind)
{
	return step_kind_of(flow->step->kind) == kind;
}

/* ---- the sign-offs that name this building, an item each */

/* The level that a sign-off names, in its own pack; NULL: there is none. */
static const struct level *
level_of(const struct flow_step *flow)
{
	const char *chain_name = value_get_text(&flow->step->data, "chain"), *level = value_get_text(&flow->step->data, "level");
	const struct chain *chain = flow->pack && chain_name ? pack_chain(flow->pack, chain_name) : NULL;

	return chain && level ? chain_level(chain, level) : NULL;
}

static bool
has_decision(const struct flow_step *flow, const char *wanted)
{
	const char *decision = value_get_text(&flow->step->data, "decision");

	return decision && strcmp(decision, wanted) == 0;
}

static int
sign_cmp(const void *a, const void *b, void *ctx)
{
	const struct flow_input *input = ctx;
	const struct flow_sign *left = a, *right = b;
	int order = id_cmp(&input->steps[left->step].id, &input->steps[right->step].id);

	return order ? order : (int)left->item - (int)right->item;
}

static void
collect_signs(struct flow_judging *judging)
{
	const struct flow_input *input = judging->input;
	struct flow_state *out = judging->out;
	size_t cap = 0;

	for (size_t i = 0; i < input->step_count; i++) {
		const struct flow_step *flow = &input->steps[i];
		size_t first, count;

		count = flow_signoff_items(flow, &input->root, &first);
		for (size_t k = 0; k < count; k++) {
			MEM_GROW(out->signs, out->sign_count, cap);
			out->signs[out->sign_count++] = (struct flow_sign){
				.step = i,
				.item = first + k,
				.root = flow->sign->items[first + k].root,
				.level = has_decision(flow, "approve") || has_decision(flow, "return") ? level_of(flow) : NULL,
				.approve = has_decision(flow, "approve"),
				.cover = SIZE_MAX,
			};
		}
	}
	if (out->sign_count)
		qsort_r(out->signs, out->sign_count, sizeof(*out->signs), sign_cmp, (void *)(uintptr_t)input);
}

/* The first sign of a step; sign_count: none. */
static size_t
first_sign(const struct flow_judging *judging, const struct id *step)
{
	size_t low = 0, high = judging->out->sign_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (id_cmp(&judging->input->steps[judging->out->signs[middle].step].id, step) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct flow_sign *
sign_at(const struct flow_judging *judging, size_t index, const struct id *step)
{
	struct flow_state *out = judging->out;

	return index < out->sign_count && id_equal(&judging->input->steps[out->signs[index].step].id, step) ? &out->signs[index] : NULL;
}

/* ---- each by itself */

static enum flow_reason
judge_alone(const struct flow_judging *judging, const struct flow_sign *sign)
{
	const struct flow_input *input = judging->input;
	const struct flow_step *flow = &input->steps[sign->step];
	size_t root = idmap_get(&judging->slots->steps, &input->root);
	const struct form *each;

	if (flow->trust != TRUST_COUNTS || !flow->author)
		return FLOW_TRUST;
	if (!flow->pack)
		return FLOW_NO_PACK;
	if (!sign->level)
		return FLOW_LEVEL_UNKNOWN;
	if (!names_has(&sign->level->by, flow->author->role))
		return FLOW_WRONG_ROLE;
	if (root == IDMAP_NONE || judging->slots->slot_of[root] == SIZE_MAX) /* nor does it count where nobody knows the division */
		return FLOW_NO_ROOT;
	if (strcmp(flow->step->area, input->division) != 0)
		return FLOW_AREA;
	each = sign->level->chain->each;
	if ((each != NULL) != flow->sign->items[sign->item].has_root)
		return FLOW_NO_SLOT;
	/* What an approval covers is judged later; a return covers nothing, and is of a slot that stands. */
	return each && !sign->approve && !flow_slot_of(judging->slots, each->name, &sign->root) ? FLOW_NO_SLOT : FLOW_COUNTS;
}

/* May the author of a withdrawal take this sign-off back: his own, or the same person's under a right that fits the level and the place? */
static enum flow_reason
may_withdraw(const struct flow_input *input, const struct flow_step *flow, const struct flow_sign *sign)
{
	const struct flow_step *of = &input->steps[sign->step];

	if (flow->trust != TRUST_COUNTS || !flow->author || !of->author)
		return FLOW_TRUST;
	if (!flow->pack)
		return FLOW_NO_PACK;
	if (!input->division || strcmp(flow->step->area, input->division) != 0)
		return FLOW_AREA;
	if (id_equal(&flow->author->id, &of->author->id))
		return FLOW_COUNTS;
	return sign->level && flow_same_person(flow->author, of->author) && names_has(&sign->level->by, flow->author->role) &&
			       credential_covers(flow->author, of->step->area)
		       ? FLOW_COUNTS
		       : FLOW_WRONG_ROLE;
}

static void
withdraw(struct flow_judging *judging, enum flow_reason *step_reasons)
{
	const struct flow_input *input = judging->input;

	for (size_t i = 0; i < input->step_count; i++) {
		const struct flow_step *flow = &input->steps[i];
		const struct value *buildings;
		struct flow_sign *sign;
		struct id of;

		if (!is_kind(flow, STEP_WITHDRAWAL))
			continue;
		step_reasons[i] = flow->trust == TRUST_COUNTS ? FLOW_COUNTS : FLOW_TRUST;
		if (!step_data_id(&flow->step->data, "of", &of))
			continue;
		buildings = value_get_list(&flow->step->data, "buildings");
		if (buildings && !cover_list_names(buildings, &input->root))
			continue;
		for (size_t k = first_sign(judging, &of); (sign = sign_at(judging, k, &of)); k++) {
			step_reasons[i] = may_withdraw(input, flow, sign);
			if (step_reasons[i] == FLOW_COUNTS && sign->reason == FLOW_COUNTS)
				sign->reason = FLOW_WITHDRAWN;
		}
	}
}

bool
flow_sign_covers(const struct flow_sign *sign, const struct form *form, const struct id *slot)
{
	const struct chain *chain = sign->level->chain;

	return names_has(&chain->covers, form->name) && (!chain->each || (slot && id_equal(&sign->root, slot)));
}

/* Returns end when a step that counts, of a form of the chain and of the slot, names them in `_answers`. */
static void
answer(struct flow_judging *judging)
{
	const struct flow_slots *slots = judging->slots;

	for (size_t i = 0; i < judging->input->step_count; i++) {
		const struct flow_slot *slot = slots->slot_of[i] == SIZE_MAX ? NULL : &slots->slots[slots->slot_of[i]];
		const struct value *answers = slot ? value_get_list(&judging->input->steps[i].step->data, "_answers") : NULL;

		for (size_t a = 0; answers && a < answers->list.count; a++) {
			struct flow_sign *sign;
			struct id of;

			if (!step_data_id(&answers->list.items[a], "of", &of))
				continue;
			for (size_t k = first_sign(judging, &of); (sign = sign_at(judging, k, &of)); k++)
				if (!sign->approve && sign->reason == FLOW_COUNTS && flow_sign_covers(sign, slot->form, &slot->repeat_root))
					sign->reason = FLOW_ANSWERED;
		}
	}
}

/* What a chain of any pack covers in one place is returned when a return of a chain of that name is open there. */
static void
mark_returned(struct flow_judging *judging)
{
	struct flow_state *out = judging->out;
	struct id *places = mem_array(out->sign_count, sizeof(*places));
	size_t count = 0;

	for (size_t i = 0; i < out->sign_count; i++)
		if (!out->signs[i].approve && out->signs[i].effective)
			places[count++] = cover_place(out->signs[i].level->chain->name, &out->signs[i].root);
	count = id_sort_unique(places, count);
	for (size_t i = 0; i < out->cover_count && count; i++) {
		struct id place = cover_place(out->covers[i].chain->name, &out->covers[i].root);

		out->covers[i].returned = bsearch(&place, places, count, sizeof(*places), id_order) != NULL;
	}
	free(places);
}

/* ---- approvals */

static const struct value *
item_of(const struct flow_judging *judging, const struct flow_sign *sign)
{
	return flow_signoff_item(&judging->input->steps[sign->step], sign->item);
}

/* Did the person write a head that the level must not sign over: of a form with one slot, or of the slot that is signed? */
static bool
wrote_own(const struct flow_slots *slots, const struct level *level, const struct id *root, const struct credential *person)
{
	const struct chain *chain = level->chain;
	const struct flow_slot *slot = chain->each && names_has(&level->distinct_from, chain->each->name)
					       ? flow_slot_of(slots, chain->each->name, root)
					       : NULL;

	for (size_t a = 0; slot && a < slot->author_count; a++)
		if (flow_same_person(slot->authors[a], person))
			return true;
	return flow_wrote(slots, &level->distinct_from, person);
}

static enum flow_reason
judge_approval(struct flow_judging *judging, struct flow_sign *sign)
{
	const struct flow_step *flow = &judging->input->steps[sign->step];
	const struct flow_cover *cover = &judging->out->covers[sign->cover];

	if (cover->reason == FLOW_CONFLICT)
		return FLOW_CONFLICT;
	if (!cover_is(judging->out, sign->cover, value_get_list(item_of(judging, sign), "covers")))
		return FLOW_STALE;
	if (cover->reason != FLOW_COUNTS)
		return cover->reason;
	if (wrote_own(judging->slots, sign->level, &sign->root, flow->author))
		return FLOW_SAME_PERSON;
	return cover->returned ? FLOW_RETURNED : FLOW_COUNTS;
}

/* The approval that an approval names as the one below; NULL: none with effect. Both are over one cover, so over the same heads and pack. */
static const struct flow_sign *
prior_of(const struct flow_judging *judging, const struct flow_sign *sign)
{
	const struct flow_sign *prior;
	struct id id;

	if (!step_data_id(item_of(judging, sign), "prior", &id))
		return NULL;
	for (size_t k = first_sign(judging, &id); (prior = sign_at(judging, k, &id)); k++)
		if (prior->effective && prior->cover == sign->cover && prior->level + 1 == sign->level)
			return prior;
	return NULL;
}

/* Did the person sign an approval or one of those that it stands on? */
static bool
signed_below(const struct flow_judging *judging, const struct flow_sign *sign, const struct credential *person)
{
	for (; sign; sign = prior_of(judging, sign))
		if (flow_same_person(judging->input->steps[sign->step].author, person))
			return true;
	return false;
}

/* The chain below an approval: each level's `prior` has effect, and another person signed it. */
static enum flow_reason
judge_prior(const struct flow_judging *judging, const struct flow_sign *sign)
{
	const struct flow_sign *prior;

	if (level_index(sign->level) == 0)
		return value_get(item_of(judging, sign), "prior") ? FLOW_NO_PRIOR : FLOW_COUNTS;
	prior = prior_of(judging, sign);
	if (!prior)
		return FLOW_NO_PRIOR;
	return signed_below(judging, prior, judging->input->steps[sign->step].author) ? FLOW_LOWER_LEVEL : FLOW_COUNTS;
}

static void
judge_signs(struct flow_judging *judging, enum flow_reason *step_reasons)
{
	struct flow_state *out = judging->out;
	size_t levels = 0;

	for (size_t i = 0; i < out->sign_count; i++)
		out->signs[i].reason = judge_alone(judging, &out->signs[i]);
	withdraw(judging, step_reasons);
	answer(judging);
	for (size_t i = 0; i < out->sign_count; i++) {
		struct flow_sign *sign = &out->signs[i];

		if (sign->reason != FLOW_COUNTS)
			continue;
		sign->effective = !sign->approve;
		if (sign->approve)
			sign->cover = cover_of(judging, judging->input->steps[sign->step].pack, sign->level->chain,
					       sign->level->chain->each ? &sign->root : NULL);
		if (level_index(sign->level) >= levels)
			levels = level_index(sign->level) + 1;
	}
	mark_returned(judging);
	for (size_t level = 0; level < levels; level++)
		for (size_t i = 0; i < out->sign_count; i++) {
			struct flow_sign *sign = &out->signs[i];

			if (!sign->approve || sign->reason != FLOW_COUNTS || level_index(sign->level) != level)
				continue;
			sign->reason = judge_approval(judging, sign);
			if (sign->reason == FLOW_COUNTS)
				sign->reason = judge_prior(judging, sign);
			sign->effective = sign->reason == FLOW_COUNTS;
		}
}

/* ---- the whole */

/* Why a sign-off counts or does not for this building: as its first item with effect does, or its first. */
static void
give_reasons(const struct flow_judging *judging, enum flow_reason *step_reasons)
{
	const struct flow_state *out = judging->out;

	for (size_t i = 0; i < judging->input->step_count; i++)
		if (judging->input->steps[i].sign && !judging->input->steps[i].sign->well_formed)
			step_reasons[i] = FLOW_ITEMS;
	for (size_t i = out->sign_count; i-- > 0;)
		step_reasons[out->signs[i].step] = out->signs[i].reason;
	for (size_t i = 0; i < out->sign_count; i++)
		if (out->signs[i].effective)
			step_reasons[out->signs[i].step] = FLOW_COUNTS;
}

void
flow_state_eval(const struct flow_input *input, struct flow_slots *slots, const struct flow_facts *facts, struct flow_state *out)
{
	struct case_lines lines = { 0 };
	struct flow_judging judging = { .input = input, .slots = slots, .facts = facts, .out = out, .lines = &lines };

	*out = (struct flow_state){ 0 };
	collect_signs(&judging);
	judge_signs(&judging, slots->step_reasons);
	find_progresses(&judging);
	mark_returned(&judging);
	judge_progresses(&judging);
	judging.held_back = facts->settle && facts->settle(facts->ctx);
	find_todos(&judging);
	find_cases(&judging);
	hash_state(&judging);
	give_reasons(&judging, slots->step_reasons);
	case_lines_release(&lines);
}

void
flow_state_release(struct flow_state *state)
{
	for (size_t i = 0; i < state->cover_count; i++)
		free(state->covers[i].heads);
	for (size_t i = 0; i < state->progress_count; i++)
		free(state->progresses[i].effective);
	free(state->signs);
	free(state->covers);
	free(state->progresses);
	free(state->todos);
	free(state->dues);
	free(state->cases);
	idmap_release(&state->cover_index);
	*state = (struct flow_state){ 0 };
}

/* ---- asking before signing */

bool
flow_progress_is_done(const struct flow_progress *progress)
{
	return progress->levels_signed == progress->chain->level_count;
}

enum flow_reason
flow_may_return(const struct flow_input *input, const struct flow_state *state, const struct flow_progress *progress,
		const struct credential *signer, size_t level)
{
	const struct flow_cover *cover = &state->covers[progress->best];

	if (level >= progress->chain->level_count)
		return FLOW_LEVEL_UNKNOWN;
	if (!names_has(&progress->chain->levels[level].by, signer->role))
		return FLOW_WRONG_ROLE;
	if (!input->division || !credential_covers(signer, input->division))
		return input->division ? FLOW_AREA : FLOW_NO_ROOT;
	return cover->head_count ? FLOW_COUNTS : FLOW_INCOMPLETE;
}

size_t
flow_prior(const struct flow_input *input, const struct flow_state *state, const struct flow_progress *progress,
	   const struct credential *signer, size_t level)
{
	const struct flow_judging judging = { .input = input, .out = (struct flow_state *)(uintptr_t)state };

	for (size_t i = 0; i < state->sign_count; i++) {
		const struct flow_sign *sign = &state->signs[i];

		if (sign->effective && sign->cover == progress->best && level_index(sign->level) + 1 == level &&
		    !signed_below(&judging, sign, signer))
			return i;
	}
	return SIZE_MAX;
}

/* Does the chain end an open case of which a stage that is called for is not over, or that asks for something before? */
static bool
skips_stages(const struct flow_state *state, const struct chain *chain)
{
	for (size_t i = 0; chain->each && i < state->case_count; i++)
		if (strcmp(state->cases[i].of->closing->name, chain->each->name) == 0 &&
		    (state->cases[i].stage < state->cases[i].of->stage_count || state->cases[i].before_end))
			return true;
	return false;
}

enum flow_reason
flow_may_sign(const struct flow_input *input, const struct flow_slots *slots, const struct flow_facts *facts,
	      const struct flow_state *state, const struct flow_progress *progress, const struct credential *signer, size_t level)
{
	const struct flow_cover *cover = &state->covers[progress->best];
	enum flow_reason reason = flow_may_return(input, state, progress, signer, level);

	if (reason != FLOW_COUNTS)
		return reason;
	if (cover->reason != FLOW_COUNTS || cover->returned)
		return cover->reason != FLOW_COUNTS ? cover->reason : FLOW_RETURNED;
	if (chain_is_old(state, input->pack, progress->chain))
		return FLOW_OUTDATED;
	if (skips_stages(state, progress->chain))
		return FLOW_STAGES;
	if (!progress->levels_signed && chain_is_added_to(progress->chain, facts))
		return FLOW_ADDED;
	if (chain_errors(progress->chain, input->pack, facts))
		return FLOW_FINDINGS;
	if (wrote_own(slots, &progress->chain->levels[level], &progress->root, signer))
		return FLOW_SAME_PERSON;
	if (flow_decides_own(input, slots, facts, progress->chain, signer))
		return FLOW_DECIDES_OWN;
	if (progress->levels_signed < level)
		return FLOW_NO_PRIOR;
	return level == 0 || flow_prior(input, state, progress, signer, level) != SIZE_MAX ? FLOW_COUNTS : FLOW_LOWER_LEVEL;
}
