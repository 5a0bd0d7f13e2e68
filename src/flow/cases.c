#include "flow/cases.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "flow/case_next.h"
#include "flow/todo.h"

/* ---- slots */

struct case_slot { /* the most advanced of a form's */
	int rank;
	bool done;
	enum case_at at;
	struct id root;
	size_t progress; /* SIZE_MAX: nobody signs the form */
};

/* Did the author of a head see the values that the case is told by, as they are now? */
static bool
head_belongs(const struct flow_judging *judging, const struct pack_case *of, size_t head)
{
	const struct value *upon = value_get_list(&judging->input->steps[head].step->data, "_upon");

	for (size_t i = 0; i < of->same.count; i++)
		if (!flow_is_as_seen(judging->input->steps, judging->slots, judging->input->pack, of->same.items[i], upon))
			return false;
	return true;
}

static bool
slot_belongs(const struct flow_judging *judging, const struct pack_case *of, const struct flow_slot *slot)
{
	for (size_t h = 0; h < slot->head_count; h++)
		if (head_belongs(judging, of, slot->heads[h]))
			return true;
	return false;
}

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
		is.done = !done || !done->sql || (facts->holds && facts->holds(facts->ctx, done, slot->form, &slot->repeat_root));
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

static struct case_slot
best_slot(const struct flow_judging *judging, const struct pack_case *of, const struct form *form, const struct expr *done)
{
	const struct chain *chain = chain_over(judging->input->pack, form);
	const struct flow_state *out = judging->out;
	struct case_slot best = { .progress = SIZE_MAX };

	for (size_t i = 0; chain && i < out->progress_count; i++) {
		const struct flow_slot *slot;

		if (out->covers[out->progresses[i].cover].chain != chain)
			continue;
		slot = flow_slot_of(judging->slots, form->name, &out->progresses[i].root);
		if (slot && slot->head_count && slot_belongs(judging, of, slot))
			take_slot(judging, done, slot, i, &best);
	}
	for (size_t i = 0; !chain && i < judging->slots->slot_count; i++) {
		const struct flow_slot *slot = &judging->slots->slots[i];

		if (slot->form == form && slot->head_count && slot_belongs(judging, of, slot))
			take_slot(judging, done, slot, SIZE_MAX, &best);
	}
	return best;
}

/* ---- what opened it */

#define VERSIONS_MOST 64 /* a set of more heads holds two of one form: a pack has fewer forms */

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
	size_t *heads = mem_array(slots->slot_count + 1, sizeof(*heads)), count = 0;

	for (size_t i = 0; i < slots->slot_count; i++)
		if (slots->slots[i].head_count == 1 && names_has(&seen->of->of, slots->slots[i].form->name))
			heads[count++] = slots->slots[i].heads[0];
	if (count)
		is_asked(seen, heads, count);
	free(heads);
}

/* Do two of them stand side by side in one form? */
static bool
has_versions(const struct seen_heads *seen, const size_t *heads, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = i + 1; k < count; k++)
			if (strcmp(seen->judging->input->steps[heads[i]].step->kind, seen->judging->input->steps[heads[k]].step->kind) == 0)
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
	heads = mem_array(ids->list.count + 1, sizeof(*heads));
	for (size_t i = 0; i < ids->list.count; i++) {
		struct id id;
		size_t at = ids->list.items[i].type == VALUE_TEXT && id_from_hex(ids->list.items[i].text, &id)
				    ? idmap_get(&seen->judging->slots->steps, &id)
				    : IDMAP_NONE;

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

/* The heads of each version of what stands twice, by themselves. */
static void
ask_versions(struct seen_heads *seen)
{
	const struct flow_slots *slots = seen->judging->slots;

	size_t *heads = mem_array(slots->slot_count + 1, sizeof(*heads));

	for (size_t i = 0; i < slots->slot_count; i++) {
		const struct flow_slot *slot = &slots->slots[i];

		for (size_t h = 0; slot->head_count > 1 && h < slot->head_count && names_has(&seen->of->of, slot->form->name); h++) {
			size_t count = 0;

			heads[count++] = slot->heads[h];
			for (size_t k = 0; k < slots->slot_count; k++) /* with what else there is */
				if (k != i && slots->slots[k].head_count == 1 && names_has(&seen->of->of, slots->slots[k].form->name))
					heads[count++] = slots->slots[k].heads[0];
			ask_heads(seen, heads, count);
		}
	}
	free(heads);
}

/* Was the fact true of what the author of a stage saw, or the signer of an approval, taken back ones apart? What then happened does not end it. */
static bool
was_opened(struct flow_judging *judging, const struct pack_case *of)
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

/* What keeps the forms that the case is about from standing as they are; *form: the first such. */
static enum case_of_fault
fault_of(const struct flow_judging *judging, const struct pack_case *of, const struct form **form)
{
	for (size_t i = 0; i < judging->slots->slot_count; i++) {
		const struct flow_slot *slot = &judging->slots->slots[i];

		if (!slot->head_count || !names_has(&of->of, slot->form->name))
			continue;
		*form = slot->form;
		if (slot->head_count > 1)
			return CASE_OF_CONFLICT;
		if (cover_head_fault(judging->input, judging->slots, judging->input->pack, slot->form, slot->heads[0]) != FLOW_COUNTS)
			return CASE_OF_AGAIN;
	}
	return CASE_OF_RIGHT;
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
	const struct pack *pack = judging->input->pack;

	if (form_day(judging, form, out))
		return;
	for (size_t i = stage == CASE_OF ? 0 : stage; i-- > 0;)
		if (form_day(judging, of->stages[i].form, out))
			return;
	*out = '\0';
	for (size_t i = 0; i < pack->deadline_count; i++)
		if (strcmp(pack->deadlines[i].date, out) > 0)
			memcpy(out, pack->deadlines[i].date, FLOW_DAY_SIZE);
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
	if (slot && next->act != CASE_FILL)
		out->root = slot->root;
	stage_day(judging, out->of, next->stage, form, out->day);
	if (next->act != CASE_SIGN || !slot)
		return;
	progress = &judging->out->progresses[slot->progress];
	out->level = &progress->chain->levels[progress->levels_signed];
	out->by = &out->level->by;
	level = chain_level(chain_over(judging->input->pack, form), out->level->name);
	if (level)
		find_day(judging, level->deadline, &level->due, level->chain, &slot->root, out->day); /* else that of its form stays */
}

/* Is a slot of the form that ends the case approved, over what the case is about now? */
static bool
is_approved(const struct flow_judging *judging, const struct form *closing)
{
	const struct chain *chain = chain_over(judging->input->pack, closing);
	const struct flow_state *out = judging->out;

	for (size_t i = 0; chain && i < out->progress_count; i++)
		if (out->covers[out->progresses[i].cover].chain == chain && out->covers[out->progresses[i].best].reason == FLOW_COUNTS &&
		    flow_progress_is_done(&out->progresses[i]))
			return true;
	return false;
}

/* False: the case is not open. */
static bool
judge_case(struct flow_judging *judging, const struct pack_case *of, struct flow_case *out)
{
	struct case_stage_is *stages = mem_array(of->stage_count + 1, sizeof(*stages));
	struct case_slot *slots = mem_array(of->stage_count + 1, sizeof(*slots));
	const struct flow_facts *facts = judging->facts;
	struct case_is is = { .stages = stages, .stage_count = of->stage_count };
	const struct form *form = NULL;
	struct case_next next = { 0 };

	*out = (struct flow_case){ .of = of };
	slots[of->stage_count] = best_slot(judging, of, of->closing, NULL);
	is.closing = is_approved(judging, of->closing) ? CASE_AT_SIGNED : slots[of->stage_count].at;
	is.opens = facts->opens(facts->ctx, of, NULL, 0);
	is.held = !is.opens && is.closing != CASE_AT_SIGNED && was_opened(judging, of);
	if (is.opens || is.held) {
		is.fault = fault_of(judging, of, &form);
		for (size_t i = 0; i < of->stage_count; i++) {
			const struct case_stage *stage = &of->stages[i];

			slots[i] = best_slot(judging, of, stage->form, &stage->done);
			stages[i] = (struct case_stage_is){ .when = !stage->when.sql || facts->holds(facts->ctx, &stage->when, NULL, NULL),
							    .done = slots[i].done,
							    .at = slots[i].at };
		}
		case_decide(&is, &next);
	}
	if (next.open) {
		if (next.stage != CASE_OF)
			form = next.stage < of->stage_count ? of->stages[next.stage].form : of->closing;
		fill_case(judging, &next, next.stage == CASE_OF ? NULL : &slots[next.stage], form, out);
	}
	free(stages);
	free(slots);
	return next.open;
}

/* ---- the act as a task, and as what is due */

/* The task that the act already is; NULL: none. */
static struct flow_todo *
todo_of(struct flow_state *out, const struct flow_case *of)
{
	for (size_t i = 0; i < out->todo_count; i++) {
		struct flow_todo *todo = &out->todos[i];

		if (todo->task == of->task && id_equal(&todo->root, &of->root) &&
		    (of->level ? todo->level == of->level : todo->form == of->form))
			return todo;
	}
	return NULL;
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
	memcpy(todo->day, of->day, FLOW_DAY_SIZE);
}

static void
add_case_due(const struct flow_judging *judging, const struct flow_case *of)
{
	const struct chain *chain = chain_over(judging->input->pack, of->form);
	const struct level *level = of->level && chain ? chain_level(chain, of->level->name) : NULL;
	struct flow_state *out = judging->out;
	struct flow_due *due = NULL;

	for (size_t i = 0; i < out->due_count && !due; i++)
		if (out->dues[i].level == level && (level || out->dues[i].form == of->form) && id_equal(&out->dues[i].root, &of->root))
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
	out->cases = mem_array(pack->case_count + 1, sizeof(*out->cases));
	for (size_t i = 0; i < pack->case_count; i++)
		if (pack->cases[i].opens && judge_case(judging, &pack->cases[i], &out->cases[out->case_count]))
			out->case_count++;
	for (size_t i = 0; i < out->case_count; i++) {
		add_case_todo(judging, &out->cases[i]);
		add_case_due(judging, &out->cases[i]);
	}
}
