#include "flow/case_left.h"

#include "flow/case_belongs.h"
#include "flow/case_next.h"

/* What is owed at a stage that its case has left: nothing. A plan that was filed under a former grade, or whose signatures fell with a later one, asks nobody
 * for his once the work is done. */

static const struct flow_case *
open_case(const struct flow_state *state, const struct pack_case *of)
{
	for (size_t i = 0; i < state->case_count; i++)
		if (state->cases[i].of == of)
			return &state->cases[i];
	return NULL;
}

/* Is the form at a stage that the open case has still to come through, or at its end once all stages are over? */
static bool
is_ahead(const struct flow_case *is, const struct form *form)
{
	bool at_of = is->stage == CASE_OF; /* what it is about is put in order first; then it is seen at which stage the case is */

	if (form == is->of->closing)
		return at_of || (is->stage == is->of->stage_count && !is->before_end);
	for (size_t i = at_of ? 0 : is->stage; i < is->of->stage_count; i++)
		if (is->of->stages[i].form == form)
			return true;
	return false;
}

/* Does a slot stand at a stage of cases, and at none that is ahead of one? */
static bool
is_left(const struct flow_judging *judging, const struct flow_slot *slot)
{
	const struct pack *pack = judging->input->pack;
	bool of_case = false;

	for (size_t i = 0; i < pack->case_count; i++) {
		const struct pack_case *of = &pack->cases[i];
		const struct flow_case *is = open_case(judging->out, of);

		if (!of->opens || !case_has_form(of, slot->form))
			continue;
		of_case = true;
		if (is && is_ahead(is, slot->form) && case_slot_belongs(judging, of, slot))
			return false;
	}
	return of_case;
}

/* Is a task, or a day, of a form or level and a slot about one that was left? */
static bool
is_over(const struct flow_judging *judging, const struct chain *chain, const struct form *form, const struct id *root)
{
	const struct form *of = chain ? chain->each : form;
	const struct flow_slot *slot = of ? flow_slot_of(judging->slots, of->name, root) : NULL;

	return slot && is_left(judging, slot);
}

void
case_drop_left(struct flow_judging *judging)
{
	struct flow_state *out = judging->out;
	size_t kept = 0;

	for (size_t i = 0; i < out->todo_count; i++)
		if (!is_over(judging, out->todos[i].chain, out->todos[i].form, &out->todos[i].root))
			out->todos[kept++] = out->todos[i];
	out->todo_count = kept;
	kept = 0;
	for (size_t i = 0; i < out->due_count; i++)
		if (!is_over(judging, out->dues[i].level ? out->dues[i].level->chain : NULL, out->dues[i].form, &out->dues[i].root))
			out->dues[kept++] = out->dues[i];
	out->due_count = kept;
}
