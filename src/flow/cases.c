#include "flow/cases.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "flow/case_belongs.h"
#include "flow/case_left.h"
#include "flow/case_next.h"
#include "flow/case_opened.h"
#include "flow/progress.h"
#include "flow/todo.h"

/* ---- slots */

struct case_slot { /* the most advanced of a form's */
	int rank;
	bool done;
	enum case_at at;
	struct id root;
	size_t progress; /* SIZE_MAX: nobody signs the form */
};

/* Where a slot is in its chain. `progress` NULL: there is none. */
static enum case_at
at_of(const struct flow_judging *judging, const struct flow_slot *slot, const struct flow_progress *progress)
{
	const struct flow_cover *cover = progress ? &judging->out->covers[progress->best] : NULL;

	if (slot->head_count > 1)
		return CASE_AT_CONFLICT;
	if (!cover)
		return cover_head_fault(judging->input, judging->slots, judging->input->pack, slot->form, slot->heads[0]) == FLOW_COUNTS
			       ? CASE_AT_SIGNED
			       : CASE_AT_AGAIN;
	if (cover->returned)
		return CASE_AT_RETURNED;
	if (cover->reason != FLOW_COUNTS)
		return CASE_AT_AGAIN;
	return flow_progress_is_done(progress) ? CASE_AT_SIGNED : CASE_AT_SIGNING;
}

static void
take_slot(const struct flow_judging *judging, const struct expr *done, const struct flow_slot *slot, size_t progress,
	  struct case_slot *best)
{
	/* What is over goes before what is being signed, and that before what came back; a slot that is signed and not over waits for a next one. */
	static const int ranks[CASE_AT_COUNT] = {
		[CASE_AT_SIGNED] = 1, [CASE_AT_CONFLICT] = 2, [CASE_AT_AGAIN] = 3, [CASE_AT_RETURNED] = 4, [CASE_AT_SIGNING] = 5
	};
	const struct flow_facts *facts = judging->facts;
	struct case_slot is = { .root = slot->repeat_root, .progress = progress };

	is.at = at_of(judging, slot, progress == SIZE_MAX ? NULL : &judging->out->progresses[progress]);
	is.rank = ranks[is.at];
	if (is.at == CASE_AT_SIGNED)
		is.done = !done || !done->sql || facts->holds(facts->ctx, done, slot->form, &slot->repeat_root);
	if (is.done)
		is.rank = CASE_AT_COUNT + CHAIN_LEVELS_MAX;
	else if (is.at == CASE_AT_SIGNING)
		is.rank += (int)judging->out->progresses[progress].levels_signed;
	if (is.rank > best->rank)
		*best = is;
}

/* The chain over each slot of a form; NULL: nobody signs it. */
static const struct chain *
chain_over(const struct pack *pack, const struct form *form)
{
	for (size_t c = 0; c < pack->chain_count; c++)
		if (pack->chains[c].each == form)
			return &pack->chains[c];
	return NULL;
}

/* The progress of a slot in the chain over each of its form; SIZE_MAX: nobody signs it. */
static size_t
progress_of(const struct flow_judging *judging, const struct idmap *index, const struct flow_slot *slot)
{
	const struct chain *chain = chain_over(judging->input->pack, slot->form);
	struct id place;

	if (!chain)
		return SIZE_MAX;
	place = cover_place(chain->name, &slot->repeat_root);
	return idmap_get(index, &place);
}

static struct case_slot
best_slot(const struct flow_judging *judging, const struct idmap *index, const struct pack_case *of, const struct form *form,
	  const struct expr *done)
{
	struct case_slot best = { .progress = SIZE_MAX };

	for (size_t i = 0; i < judging->slots->slot_count; i++) {
		const struct flow_slot *slot = &judging->slots->slots[i];

		if (slot->form == form && case_slot_belongs(judging, of, slot))
			take_slot(judging, done, slot, progress_of(judging, index, slot), &best);
	}
	return best;
}

/* What keeps the forms that the case is about from standing as they are; *form and *at: the first such, and its slot. */
static enum case_of_fault
fault_of(const struct flow_judging *judging, const struct idmap *index, const struct pack_case *of, const struct form **form,
	 struct case_slot *at)
{
	static const enum case_of_fault faults[CASE_AT_COUNT] = {
		[CASE_AT_NONE] = CASE_OF_RIGHT,	 [CASE_AT_CONFLICT] = CASE_OF_CONFLICT, [CASE_AT_RETURNED] = CASE_OF_RETURNED,
		[CASE_AT_AGAIN] = CASE_OF_AGAIN, [CASE_AT_SIGNING] = CASE_OF_SIGNING,	[CASE_AT_SIGNED] = CASE_OF_RIGHT
	};
	enum case_of_fault fault = CASE_OF_RIGHT;

	for (size_t i = 0; i < judging->slots->slot_count && fault == CASE_OF_RIGHT; i++) {
		const struct flow_slot *slot = &judging->slots->slots[i];

		if (!slot->head_count || !names_has(&of->of, slot->form->name))
			continue;
		*form = slot->form;
		*at = (struct case_slot){ .root = slot->repeat_root, .progress = progress_of(judging, index, slot) };
		at->at = at_of(judging, slot, at->progress == SIZE_MAX ? NULL : &judging->out->progresses[at->progress]);
		fault = faults[at->at];
	}
	return fault;
}

/* ---- the next act, who owes it and by when */

static bool
form_day(const struct flow_judging *judging, const struct form *form, char out[FLOW_DAY_SIZE])
{
	static const struct id none;

	return find_day(judging, form->deadline, &form->due, NULL, &none, out);
}

/* The day of a stage, or of the one before where it has none, or of the campaign's end. */
static void
stage_day(const struct flow_judging *judging, const struct pack_case *of, size_t stage, const struct form *form, char out[FLOW_DAY_SIZE])
{
	if (form_day(judging, form, out))
		return;
	for (size_t i = stage == CASE_OF ? 0 : stage; i-- > 0;)
		if (form_day(judging, of->stages[i].form, out))
			return;
	last_day(judging->input->pack, out);
}

static void
fill_case(struct flow_judging *judging, const struct case_next *next, const struct case_slot *slot, const struct form *form,
	  struct flow_case *out)
{
	static const enum flow_task tasks[] = { [CASE_FILL] = TASK_FORM,
						[CASE_MERGE] = TASK_CONFLICT,
						[CASE_CORRECT] = TASK_RETURNED,
						[CASE_AGAIN] = TASK_AGAIN,
						[CASE_SIGN] = TASK_SIGN };
	const struct flow_progress *progress;
	const struct level *level;

	out->task = tasks[next->act];
	out->stage = next->stage;
	out->form = form;
	out->by = &form->by;
	if (next->act != CASE_FILL)
		out->root = slot->root;
	stage_day(judging, out->of, next->stage, form, out->day);
	if (next->act != CASE_SIGN)
		return;
	progress = &judging->out->progresses[slot->progress];
	out->level = &progress->chain->levels[progress->levels_signed];
	out->by = &out->level->by;
	level = level_of_day(chain_over(judging->input->pack, form), out->level);
	if (level)
		find_day(judging, level->deadline, &level->due, level->chain, &slot->root, out->day); /* else that of its form stays */
}

/* Did something stand before what stands in the slot of a form, which is not in conflict? A first version lifts nothing. */
static bool
was_replaced(const struct flow_judging *judging, const char *form)
{
	const struct flow_slot *slot = flow_slot(judging->slots, form);

	return slot->head_count && judging->input->steps[slot->heads[0]].step->parent_count;
}

/* What waits for signatures under a chain over forms that the case is about: its first task. NULL: nothing does. */
static const struct flow_todo *
held_by(const struct flow_judging *judging, const struct pack_case *of)
{
	const struct flow_state *out = judging->out;

	for (size_t i = 0; i < out->todo_count && judging->held_back; i++) {
		const struct flow_todo *todo = &out->todos[i];

		if (todo->task == TASK_ADDED && todo->chain && chain_is_begun(out, todo->chain))
			continue; /* it keeps nothing from being signed */
		for (size_t k = 0; todo->first && todo->chain && !todo->chain->each && k < of->of.count; k++)
			if (names_has(&todo->chain->covers, of->of.items[k]) && was_replaced(judging, of->of.items[k]))
				return todo;
	}
	return NULL;
}

/* The case waits for a task of another chain: that is its next act. */
static void
fill_held(struct flow_judging *judging, const struct flow_todo *todo, struct flow_case *out)
{
	const struct level *by_day = todo->task == TASK_SIGN ? level_of_day(todo->chain, todo->level) : NULL;
	const struct names *of = &out->of->of;

	out->task = todo->task;
	out->stage = CASE_OF;
	out->form = todo->task == TASK_RETURNED ? flow_returned_form(judging->input, judging->slots, &judging->out->signs[todo->sign])
						: todo->form;
	for (size_t i = 0; i < of->count && !out->form; i++) /* a signature is told by what the case is about */
		if (names_has(&todo->chain->covers, of->items[i]))
			out->form = pack_form(judging->input->pack, of->items[i]);
	if (!out->form)
		out->form = pack_form(judging->input->pack, todo->chain->covers.items[0]);
	out->level = todo->task == TASK_SIGN ? todo->level : NULL;
	out->by = out->level ? &out->level->by : &out->form->by;
	stage_day(judging, out->of, CASE_OF, out->form, out->day);
	if (by_day)
		find_day(judging, by_day->deadline, &by_day->due, by_day->chain, &todo->root, out->day);
}

/* Is a slot of the form that ends the case approved, over what the case is about now? */
static bool
is_approved(const struct flow_judging *judging, const struct form *closing)
{
	const struct chain *chain = chain_over(judging->input->pack, closing);
	const struct flow_state *out = judging->out;

	for (size_t i = 0; i < out->progress_count; i++)
		if (out->covers[out->progresses[i].cover].chain == chain && out->covers[out->progresses[i].best].reason == FLOW_COUNTS &&
		    flow_progress_is_done(&out->progresses[i]))
			return true;
	return false;
}

/* Leaves out, of the forms that are stages of the case or end it, the slots that do not belong to it; false: there are none. */
static bool
narrow(const struct flow_judging *judging, const struct pack_case *of, bool *left_out)
{
	bool any = false;

	for (size_t i = 0; i < judging->slots->slot_count; i++) {
		const struct flow_slot *slot = &judging->slots->slots[i];

		left_out[i] = case_has_form(of, slot->form) && !case_slot_belongs(judging, of, slot);
		any |= left_out[i];
	}
	return any;
}

/* The first task of the chains that a case rests on: one that is not signed to its end, or a form of one that is to be filled again. NULL: none. */
static const struct flow_todo *
needed_task(const struct flow_state *state, const struct pack_case *of)
{
	const struct flow_progress *progress = flow_needed(state, of);

	for (size_t i = 0; i < state->todo_count; i++) {
		const struct flow_todo *todo = &state->todos[i];

		if (!todo->first || !todo->chain)
			continue;
		if (progress ? strcmp(todo->chain->name, progress->chain->name) == 0
			     : todo->task == TASK_AGAIN && names_has(&of->needs, todo->chain->name))
			return todo;
	}
	return NULL;
}

/* False: the case is not open. */
static bool
judge_case(struct flow_judging *judging, const struct pack_case *of, struct flow_case *out)
{
	struct case_stage_is *stages = mem_array(of->stage_count, sizeof(*stages));
	struct case_slot *slots = mem_array(of->stage_count + 1, sizeof(*slots));
	const struct flow_facts *facts = judging->facts;
	struct case_is is = { .stages = stages, .stage_count = of->stage_count };
	const struct form *form = NULL;
	struct case_slot about = { 0 };
	struct case_next next = { 0 };
	const struct flow_todo *held = NULL;
	struct idmap index = progress_places(judging->out);

	*out = (struct flow_case){ .of = of };
	slots[of->stage_count] = best_slot(judging, &index, of, of->closing, NULL);
	is.closing = is_approved(judging, of->closing) ? CASE_AT_SIGNED : slots[of->stage_count].at;
	if (needed_task(judging->out, of))
		is.closing = CASE_AT_NONE; /* accepted over what nobody signed to its end, or what is no more */
	is.opens = facts->opens(facts->ctx, of, NULL, 0);
	is.held = !is.opens && is.closing != CASE_AT_SIGNED && case_was_opened(judging, of);
	if (is.opens || is.held) {
		is.fault = fault_of(judging, &index, of, &form, &about);
		held = is.fault == CASE_OF_RIGHT ? held_by(judging, of) : NULL;
		is.fault = held ? CASE_OF_SIGNING : is.fault;
		for (size_t i = 0; i < of->stage_count; i++) {
			const struct case_stage *stage = &of->stages[i];

			slots[i] = best_slot(judging, &index, of, stage->form, &stage->done);
			stages[i] = (struct case_stage_is){ .when = !stage->when.sql || facts->holds(facts->ctx, &stage->when, NULL, NULL),
							    .done = slots[i].done,
							    .at = slots[i].at };
		}
		case_decide(&is, &next);
	}
	if (held) {
		fill_held(judging, held, out);
	} else if (next.open) {
		if (next.stage != CASE_OF)
			form = next.stage < of->stage_count ? of->stages[next.stage].form : of->closing;
		fill_case(judging, &next, next.stage == CASE_OF ? &about : &slots[next.stage], form, out);
	}
	idmap_release(&index);
	free(stages);
	free(slots);
	return next.open;
}

/* What the case asks for between its last stage and its end takes the place of the act that ends it. It sees all slots: what a former grade called for stands
 * until it is ended. */
static void
ask_before_end(const struct flow_judging *judging, struct flow_case *out)
{
	const struct flow_facts *facts = judging->facts;
	const struct pack_case *of = out->of;

	for (size_t i = 0; i < of->before_end_count && !out->before_end; i++) {
		const struct case_stage *before = &of->before_end[i];

		if (!facts->holds(facts->ctx, &before->when, NULL, NULL))
			continue;
		*out = (struct flow_case){ .of = of,
					   .task = TASK_FORM,
					   .stage = of->stage_count,
					   .before_end = true,
					   .form = before->form,
					   .by = &before->form->by };
		stage_day(judging, of, of->stage_count, of->closing, out->day); /* that of the form itself was about another slot */
	}
}

/* A chain that the case rests on is signed to its end before the case is: its first task takes the place of the act that ends it. */
static void
ask_needed(struct flow_judging *judging, struct flow_case *out)
{
	const struct flow_todo *todo = needed_task(judging->out, out->of);

	if (!todo)
		return;
	*out = (struct flow_case){ .of = out->of };
	fill_held(judging, todo, out);
	out->stage = out->of->stage_count;
	out->before_end = true;
}

/* What the case asks sees its own slots alone. */
static bool
judge_narrowed(struct flow_judging *judging, const struct pack_case *of, struct flow_case *out)
{
	bool *left_out = mem_array(judging->slots->slot_count, sizeof(*left_out));
	const struct flow_facts *facts = judging->facts;
	bool narrowed = facts->narrow && narrow(judging, of, left_out), is;

	if (narrowed)
		facts->narrow(facts->ctx, left_out);
	is = judge_case(judging, of, out);
	if (narrowed)
		facts->narrow(facts->ctx, NULL);
	if (out->stage == of->stage_count)
		ask_before_end(judging, out);
	if (out->stage == of->stage_count && !out->before_end)
		ask_needed(judging, out);
	free(left_out);
	return is;
}

/* ---- the act as a task, and as what is due */

/* The task that the act already is; NULL: none. */
static struct flow_todo *
todo_of(struct flow_state *out, const struct flow_case *of)
{
	for (size_t i = 0; i < out->todo_count; i++) {
		struct flow_todo *todo = &out->todos[i];

		if (todo->task == of->task && id_equal(&todo->root, &of->root) &&
		    (of->level			 ? todo->level == of->level
		     : of->task == TASK_RETURNED ? todo->chain && names_has(&todo->chain->covers, of->form->name)
						 : todo->form == of->form))
			return todo;
	}
	return NULL;
}

/* The act goes before what else is to be filled for the case: a plan, or a paper that is owed anyway, comes in its turn; but not before what is owed on an
 * earlier day, of which nobody would think else. */
static void
put_before_later(struct flow_state *out, const struct pack_case *of, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		const struct flow_todo *other = &out->todos[i];
		struct flow_todo act = out->todos[at];

		if (other->task != TASK_FORM || !other->form->repeat ||
		    (!case_has_form(of, other->form) && !names_has(&of->of, other->form->name)) ||
		    (*other->day && strcmp(other->day, act.day) < 0))
			continue;
		memmove(&out->todos[i + 1], &out->todos[i], (at - i) * sizeof(act));
		out->todos[i] = act;
		return;
	}
}

static void
add_case_todo(const struct flow_judging *judging, const struct flow_case *of)
{
	struct flow_state *out = judging->out;
	struct flow_todo *todo = todo_of(out, of);

	if (!todo) {
		out->todos = mem_resize(out->todos, out->todo_count + 1, sizeof(*out->todos));
		todo = &out->todos[out->todo_count++];
		*todo = (struct flow_todo){ .task = of->task,
					    .chain = chain_over(judging->input->pack, of->form),
					    .first = true,
					    .form = of->form,
					    .level = of->level,
					    .root = of->root };
	}
	todo->first = true;
	memcpy(todo->day, of->day, FLOW_DAY_SIZE);
	put_before_later(out, of->of, (size_t)(todo - out->todos));
}

static void
add_case_due(const struct flow_judging *judging, const struct flow_case *of)
{
	const struct level *known = of->level ? pack_level(judging->input->pack, of->level->chain->name, of->level->name) : NULL,
			   *level = known ? known : of->level;
	struct flow_state *out = judging->out;
	struct flow_due *due = NULL;

	for (size_t i = 0; i < out->due_count && !due; i++)
		if (out->dues[i].level == level &&
		    (level || (out->dues[i].form == of->form && !out->dues[i].field == (of->task != TASK_ADDED))) &&
		    id_equal(&out->dues[i].root, &of->root))
			due = &out->dues[i];
	if (!due) {
		out->dues = mem_resize(out->dues, out->due_count + 1, sizeof(*out->dues));
		due = &out->dues[out->due_count++];
		*due = (struct flow_due){ .form = level ? NULL : of->form, .level = level, .root = of->root };
	}
	due->of_case = due->of_case ? due->of_case : of->of;
	memcpy(due->day, of->day, FLOW_DAY_SIZE);
}

void
find_cases(struct flow_judging *judging)
{
	const struct pack *pack = judging->input->pack;
	struct flow_state *out = judging->out;

	if (!judging->facts->opens)
		return;
	out->cases = mem_array(pack->case_count, sizeof(*out->cases));
	for (size_t i = 0; i < pack->case_count; i++)
		if (pack->cases[i].opens && judge_narrowed(judging, &pack->cases[i], &out->cases[out->case_count]))
			out->case_count++;
	case_drop_left(judging);
	for (size_t i = 0; i < out->case_count; i++) {
		add_case_todo(judging, &out->cases[i]);
		add_case_due(judging, &out->cases[i]);
	}
}
