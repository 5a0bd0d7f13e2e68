#include "flow/case_opened.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* What opened a case, and keeps it open. */

#define VERSIONS_MOST 64 /* a set of more heads is not compared with each other, and each is asked about by itself */

/* Sets of heads of the forms that a case is about, as somebody saw them: each is asked about once. */
struct seen_heads {
	struct flow_judging *judging;
	const struct pack_case *of;
	struct idmap asked;
	bool held;
};

static bool
is_of_case(const struct seen_heads *seen, size_t step)
{
	return seen->judging->slots->slot_of[step] != SIZE_MAX && names_has(&seen->of->of, seen->judging->input->steps[step].step->kind);
}

static int
index_cmp(const void *a, const void *b)
{
	size_t left = *(const size_t *)a, right = *(const size_t *)b;

	return (left > right) - (left < right);
}

/* Was the set asked about before? It is from now on. */
static bool
is_asked(struct seen_heads *seen, size_t *heads, size_t count)
{
	struct id key;

	qsort(heads, count, sizeof(*heads), index_cmp);
	hash_bytes(heads, count * sizeof(*heads), &key);
	if (idmap_get(&seen->asked, &key) != IDMAP_NONE)
		return true;
	idmap_put(&seen->asked, &key, 0);
	return false;
}

static void
ask_heads(struct seen_heads *seen, size_t *heads, size_t count)
{
	const struct flow_facts *facts = seen->judging->facts;

	if (!seen->held && count && !is_asked(seen, heads, count))
		seen->held = facts->opens(facts->ctx, seen->of, heads, count);
}

/* What stands now was asked about first: most approvals saw nothing else. */
static void
leave_out_current(struct seen_heads *seen)
{
	const struct flow_slots *slots = seen->judging->slots;
	size_t *heads = mem_array(slots->slot_count, sizeof(*heads)), count = 0;

	for (size_t i = 0; i < slots->slot_count; i++)
		if (slots->slots[i].head_count == 1 && names_has(&seen->of->of, slots->slots[i].form->name))
			heads[count++] = slots->slots[i].heads[0];
	is_asked(seen, heads, count);
	free(heads);
}

/* Do two of them stand side by side in one slot? */
static bool
has_versions(const struct seen_heads *seen, const size_t *heads, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = i + 1; k < count; k++)
			if (seen->judging->slots->slot_of[heads[i]] == seen->judging->slots->slot_of[heads[k]])
				return true;
	return false;
}

/* Asks about the steps that a list of hex ids names, as far as they are of the case's forms. */
static void
ask_list(struct seen_heads *seen, const struct value *ids)
{
	size_t *heads, count = 0;

	if (!ids || seen->held)
		return;
	heads = mem_array(ids->list.count, sizeof(*heads));
	for (size_t i = 0; i < ids->list.count; i++) {
		size_t at = cover_step_named(seen->judging->slots, ids, i);

		if (at != IDMAP_NONE && is_of_case(seen, at))
			heads[count++] = at;
	}
	if (count > VERSIONS_MOST || has_versions(seen, heads, count)) /* each version by itself */
		for (size_t i = 0; i < count; i++)
			ask_heads(seen, &heads[i], 1);
	else
		ask_heads(seen, heads, count);
	free(heads);
}

/* Each version of what stands twice, with what else there is; of very many, by itself. */
static void
ask_versions(struct seen_heads *seen)
{
	const struct flow_slots *slots = seen->judging->slots;
	size_t *heads = mem_array(slots->slot_count, sizeof(*heads)), versions = 0;

	for (size_t i = 0; i < slots->slot_count; i++)
		if (slots->slots[i].head_count > 1 && names_has(&seen->of->of, slots->slots[i].form->name))
			versions += slots->slots[i].head_count;
	for (size_t i = 0; i < slots->slot_count; i++) {
		const struct flow_slot *slot = &slots->slots[i];

		for (size_t h = 0; slot->head_count > 1 && h < slot->head_count && names_has(&seen->of->of, slot->form->name); h++) {
			size_t count = 0;

			heads[count++] = slot->heads[h];
			for (size_t k = 0; versions <= VERSIONS_MOST && k < slots->slot_count; k++) /* with what else there is */
				if (slots->slots[k].head_count == 1 && names_has(&seen->of->of, slots->slots[k].form->name))
					heads[count++] = slots->slots[k].heads[0];
			ask_heads(seen, heads, count);
		}
	}
	free(heads);
}

/* Was the fact true of what the author of a stage saw, or the signer of an approval, taken back ones apart? What then happened does not end it. */
bool
case_was_opened(struct flow_judging *judging, const struct pack_case *of)
{
	struct seen_heads seen = { .judging = judging, .of = of };
	const struct flow_state *out = judging->out;

	leave_out_current(&seen);
	for (size_t i = 0; i < judging->slots->slot_count && !seen.held; i++) {
		const struct flow_slot *slot = &judging->slots->slots[i];

		for (size_t h = 0; h < slot->head_count && case_has_form(of, slot->form); h++)
			ask_list(&seen, value_get_list(&judging->input->steps[slot->heads[h]].step->data, "_upon"));
	}
	for (size_t i = 0; i < out->sign_count && !seen.held; i++) {
		const struct flow_sign *sign = &out->signs[i];

		if (sign->approve &&
		    sign->cover != SIZE_MAX) /* judged with its cover: the signer had the right, and did not take it back */
			ask_list(&seen, value_get_list(flow_signoff_item(&judging->input->steps[sign->step], sign->item), "covers"));
	}
	ask_versions(&seen);
	idmap_release(&seen.asked);
	return seen.held;
}
