#include "flow/todo.h"

#include <string.h>

#include "base/mem.h"
#include "form/place.h"

size_t
chain_errors(const struct chain *chain, const struct pack *in_force, const struct flow_facts *facts)
{
	size_t count = 0;

	for (size_t i = 0; facts->form_errors && i < chain->covers.count; i++) {
		const struct form *form = pack_form(in_force, chain->covers.items[i]);

		count += form ? facts->form_errors[form - in_force->forms] : 0;
	}
	return count;
}

static void
add_todo(const struct flow_judging *judging, size_t *cap, const struct chain *chain, struct flow_todo todo)
{
	struct flow_state *out = judging->out;

	todo.chain = chain;
	MEM_GROW(out->todos, out->todo_count, *cap);
	out->todos[out->todo_count++] = todo;
}

static bool
may_begin(const struct flow_judging *judging, const struct form *form)
{
	for (size_t i = 0; i < form->after.count; i++) {
		const struct flow_slot *slot = flow_slot(judging->slots, form->after.items[i]);

		if (!slot || slot->head_count == 0)
			return false;
	}
	return true;
}

bool
todo_is_asked(const struct flow_judging *judging, size_t form)
{
	return judging->facts->asked ? judging->facts->asked[form] : judging->facts->called[0].forms[form];
}

bool
todo_is_asked_once(const struct flow_judging *judging, const struct form *form)
{
	if (!form->relevant.sql || form->of_division)
		return false;
	for (size_t i = 0; !form->always && i < judging->slots->slot_count; i++)
		if (judging->slots->slots[i].form == form)
			return false;
	return true;
}

/* Does a form that stands speak of what is no more? What was signed stays signed. */
static bool
is_old(const struct flow_judging *judging, const struct form *form)
{
	const struct flow_facts *facts = judging->facts;

	return form->again.sql && facts->holds && facts->holds(facts->ctx, &form->again, NULL, NULL);
}

/* Forms of the pack in force that belong to a chain (NULL: to none): those called for and not filled, and those to be filled again. */
static void
add_forms(const struct flow_judging *judging, const struct chain *chain, size_t *cap)
{
	const struct pack *pack = judging->input->pack;

	for (size_t i = 0; i < pack->form_count; i++) {
		const struct form *form = &pack->forms[i];
		const struct flow_slot *slot;

		if (pack_chain_of_form(pack, form) != chain)
			continue;
		slot = flow_slot(judging->slots, form->name); /* NULL of a form that repeats */
		if (!slot && todo_is_asked(judging, i) && todo_is_asked_once(judging, form) && may_begin(judging, form))
			add_todo(judging, cap, chain, (struct flow_todo){ .task = TASK_FORM, .form = form });
		if (!slot)
			continue;
		if (!slot->head_count && todo_is_asked(judging, i) && may_begin(judging, form))
			add_todo(judging, cap, chain, (struct flow_todo){ .task = TASK_FORM, .form = form });
		if (slot->head_count == 1 &&
		    (cover_head_fault(judging->input, judging->slots, pack, form, slot->heads[0]) != FLOW_COUNTS || is_old(judging, form)))
			add_todo(judging, cap, chain, (struct flow_todo){ .task = TASK_AGAIN, .form = form });
	}
}

const struct flow_added *
todo_added_to(const struct flow_judging *judging, const struct form *form)
{
	const struct flow_facts *facts = judging->facts;

	for (size_t i = 0; i < facts->added_count; i++)
		if (facts->added[i].form == form)
			return flow_form_is_again(judging->out, form) ? NULL : &facts->added[i];
	return NULL;
}

/* The questions added to the chain's forms (NULL: to those of none), one task a form. */
static void
add_added(const struct flow_judging *judging, const struct chain *chain, size_t *cap)
{
	const struct pack *pack = judging->input->pack;

	for (size_t i = 0; i < pack->form_count; i++) {
		const struct flow_added *added = pack_chain_of_form(pack, &pack->forms[i]) == chain
							 ? todo_added_to(judging, &pack->forms[i])
							 : NULL;

		if (added)
			add_todo(judging, cap, chain, (struct flow_todo){ .task = TASK_ADDED, .form = added->form, .field = added->field });
	}
}

bool
chain_is_added_to(const struct chain *chain, const struct flow_facts *facts)
{
	for (size_t i = 0; i < facts->added_count; i++)
		if (names_has(&chain->covers, facts->added[i].form->name))
			return true;
	return false;
}

/* Where a level signed an added question keeps nobody from going on: what was signed is not to fall for it, nor to be signed in
 * vain. Where none does it is answered first. */
bool
chain_is_begun(const struct flow_state *state, const struct chain *chain)
{
	const struct flow_progress *progress = flow_progress_of(state, chain->name, NULL);

	return progress && progress->levels_signed;
}

/* Is the chain carried on under the pack that it was begun under? Forms that the pack in force calls for do not keep it from its end. */
static bool
is_older(const struct flow_progress *progress)
{
	return progress->best != progress->cover;
}

/* The first form of the chain in which an error is mended; of the chain's first one where none is known. */
static const struct form *
mending_form(const struct chain *chain, const struct pack *in_force, const struct flow_facts *facts)
{
	for (size_t i = 0; facts->form_mends && i < chain->covers.count; i++) {
		const struct form *form = pack_form(in_force, chain->covers.items[i]);

		if (facts->form_mends[form - in_force->forms])
			return form;
	}
	return pack_form(in_force, chain->covers.items[0]);
}

static void
add_signature(const struct flow_judging *judging, const struct flow_progress *progress, size_t *cap)
{
	const struct flow_cover *cover = &judging->out->covers[progress->cover];
	const struct flow_cover *best = &judging->out->covers[progress->best];
	const struct chain *chain = cover->chain;
	struct flow_todo todo = { .task = TASK_SIGN, .root = progress->root };

	if ((cover->reason == FLOW_SAME_PERSON || cover->reason == FLOW_OUTDATED) && cover->form == chain->each)
		add_todo(judging, cap, chain, (struct flow_todo){ .task = TASK_AGAIN, .form = cover->form, .root = progress->root });
	if (best->reason != FLOW_COUNTS || best->returned || flow_progress_is_done(progress))
		return;
	if (chain_errors(progress->chain, judging->input->pack, judging->facts)) {
		todo.task = TASK_FINDINGS;
		todo.form = mending_form(chain, judging->input->pack, judging->facts);
		todo.blocked = &progress->chain->levels[progress->levels_signed];
	} else {
		todo.level = &progress->chain->levels[progress->levels_signed];
	}
	add_todo(judging, cap, chain, todo);
}

static void
add_conflicts(const struct flow_judging *judging, size_t *cap)
{
	for (size_t i = 0; i < judging->slots->slot_count; i++) {
		const struct flow_slot *slot = &judging->slots->slots[i];

		if (slot->head_count > 1)
			add_todo(judging, cap, pack_chain_of_form(judging->input->pack, slot->form),
				 (struct flow_todo){ .task = TASK_CONFLICT, .form = slot->form, .root = slot->repeat_root });
	}
}

static void
add_returns(const struct flow_judging *judging, size_t *cap)
{
	const struct pack *pack = judging->input->pack;

	for (size_t i = 0; i < judging->out->sign_count; i++) {
		const struct flow_sign *sign = &judging->out->signs[i];

		if (sign->effective && !sign->approve)
			add_todo(judging, cap, pack_chain(pack, sign->level->chain->name),
				 (struct flow_todo){ .task = TASK_RETURNED,
						     .level = sign->level,
						     .form = pack_form(pack, sign->level->chain->covers.items[0]),
						     .root = sign->root,
						     .sign = i });
	}
}

bool
flow_stands_as_signed(const struct flow_input *input, const struct flow_slots *slots, const struct flow_sign *sign, const struct form *form)
{
	const struct value *covers = value_get_list(flow_signoff_item(&input->steps[sign->step], sign->item), "covers");
	const struct flow_slot *slot = flow_slot(slots, form->name);

	return slot && slot->head_count == 1 && cover_list_names(covers, &input->steps[slot->heads[0]].id);
}

const struct form *
flow_returned_form(const struct flow_input *input, const struct flow_slots *slots, const struct flow_sign *sign)
{
	const struct value *errors = value_get_list(&input->steps[sign->step].step->data, "errors");
	const struct chain *chain = sign->level->chain;
	const struct form *first = NULL;

	for (size_t i = 0; errors && i < errors->list.count; i++) {
		const char *mark = value_get_text(&errors->list.items[i], "field");
		int row;
		const struct field *field = mark ? field_place_find(input->pack, mark, &row) : NULL;
		const struct form *of = field ? pack_form_of_field(input->pack, field->name) : NULL;

		if (of && flow_stands_as_signed(input, slots, sign, of))
			return of;
		first = first ? first : of;
	}
	for (size_t k = chain->covers.count; k-- > 0 && !first;) { /* the form last filled is the one most often meant */
		const struct flow_slot *slot = flow_slot(slots, chain->covers.items[k]);

		if (chain->each || (slot && slot->head_count == 1))
			first = pack_form(input->pack, chain->covers.items[k]);
	}
	return first;
}

/* Marks the first task of each chain and slot, and each signature with what keeps it from being given: under an older pack it waits for no
 * other task. */
static void
mark_first(struct flow_state *out)
{
	struct idmap seen = { 0 };

	for (size_t i = 0; i < out->todo_count; i++) {
		struct flow_todo *todo = &out->todos[i];
		struct id place;

		if (!todo->chain) { /* each by itself */
			todo->first = true;
			continue;
		}
		place = cover_place(todo->chain->name, &todo->root);
		todo->first = idmap_get(&seen, &place) == IDMAP_NONE || todo->task == TASK_SIGN || todo->task == TASK_FINDINGS ||
			      todo->task == TASK_ADDED;
		idmap_put(&seen, &place, i);
	}
	idmap_release(&seen);
}

void
find_todos(struct flow_judging *judging)
{
	const struct pack *pack = judging->input->pack;
	struct flow_state *out = judging->out;
	size_t cap = 0, progress = 0;

	add_conflicts(judging, &cap);
	add_returns(judging, &cap);
	for (size_t c = 0; c < pack->chain_count; c++) {
		size_t before = out->todo_count;

		add_forms(judging, &pack->chains[c], &cap);
		if (!chain_is_begun(out, &pack->chains[c]))
			add_added(judging, &pack->chains[c], &cap);
		for (; progress < out->progress_count && out->covers[out->progresses[progress].cover].chain == &pack->chains[c]; progress++)
			if (out->todo_count == before || pack->chains[c].each || is_older(&out->progresses[progress]))
				add_signature(judging, &out->progresses[progress], &cap);
		if (chain_is_begun(out, &pack->chains[c]))
			add_added(judging, &pack->chains[c], &cap);
	}
	add_forms(judging, NULL, &cap);
	add_added(judging, NULL, &cap);
	mark_first(out);
	find_days(judging);
}

bool
flow_form_is_again(const struct flow_state *state, const struct form *form)
{
	for (size_t i = 0; i < state->todo_count; i++)
		if (state->todos[i].task == TASK_AGAIN && state->todos[i].form == form)
			return true;
	return false;
}

bool
flow_is_added_to(const struct flow_state *state)
{
	for (size_t i = 0; i < state->todo_count; i++)
		if (state->todos[i].task == TASK_ADDED)
			return true;
	return false;
}
