#include "flow/todo.h"

#include <string.h>

#include "base/mem.h"
#include "form/parts/office.h"
#include "form/place.h"
#include "seal/seal.h"

/* The days by which what is next at a building must be done. */

bool
find_day(const struct flow_judging *judging, const struct deadline *deadline, const struct expr *due, const struct chain *chain,
	 const struct id *root, char out[FLOW_DAY_SIZE])
{
	const struct flow_facts *facts = judging->facts;

	if (deadline) {
		memcpy(out, deadline->date, FLOW_DAY_SIZE);
		return true;
	}
	return due->sql && facts->day && facts->day(facts->ctx, due, chain, root, out);
}

void
last_day(const struct pack *pack, char out[FLOW_DAY_SIZE])
{
	*out = '\0';
	for (size_t i = 0; i < pack->deadline_count; i++)
		if (strcmp(pack->deadlines[i].date, out) > 0)
			memcpy(out, pack->deadlines[i].date, FLOW_DAY_SIZE);
}

const struct level *
level_of_day(const struct chain *chain, const struct level *level)
{
	const struct level *found = chain_level(chain, level->name);
	size_t at = level_index(level), count = level->chain->level_count;

	for (size_t i = at + 1; i < count && !found; i++)
		found = chain_level(chain, level->chain->levels[i].name);
	for (size_t i = at; i-- > 0 && !found;)
		found = chain_level(chain, level->chain->levels[i].name);
	return found;
}

static void
add_due(const struct flow_judging *judging, size_t *cap, struct flow_due due)
{
	struct flow_state *out = judging->out;

	MEM_GROW(out->dues, out->due_count, *cap);
	out->dues[out->due_count++] = due;
}

static bool
must_be_filled(const struct flow_judging *judging, size_t form)
{
	const struct pack *pack = judging->input->pack;
	const struct flow_slot *slot = flow_slot(judging->slots, pack->forms[form].name); /* NULL of a form that repeats */

	if (!slot)
		return todo_is_asked(judging, form) && todo_is_asked_once(judging, &pack->forms[form]);
	return slot->head_count ? flow_form_is_again(judging->out, &pack->forms[form]) : todo_is_asked(judging, form);
}

/* Each office that owes the form, by its own day; *first: the earliest of these days. False: none does, or the form is owed as a whole. */
static bool
add_office_days(struct flow_judging *judging, size_t *cap, const struct form *form, char first[FLOW_DAY_SIZE])
{
	const struct value *facts = judging->facts->fact_values;
	const char *owed = form->offices.owe ? value_get_text(facts, form->offices.owe->name) : NULL;
	struct office_owed each;
	size_t count = 0;

	for (; office_owed_read(form, owed, count, &each); count++) {
		struct flow_due due = { .form = form, .office = each.office };

		memcpy(due.day, each.day, FLOW_DAY_SIZE);
		if (!count || strcmp(due.day, first) < 0)
			memcpy(first, due.day, FLOW_DAY_SIZE);
		add_due(judging, cap, due);
	}
	return count > 0;
}

static void
find_form_days(struct flow_judging *judging, size_t *cap)
{
	const struct pack *pack = judging->input->pack;
	struct flow_state *out = judging->out;

	for (size_t i = 0; i < pack->form_count; i++) {
		const struct form *form = &pack->forms[i];
		struct flow_due due = { .form = form };

		if (!must_be_filled(judging, i))
			continue;
		if (!add_office_days(judging, cap, form, due.day)) {
			if (!find_day(judging, form->deadline, &form->due, NULL, &due.root, due.day))
				continue;
			add_due(judging, cap, due);
		}
		for (size_t t = 0; t < out->todo_count; t++)
			if (out->todos[t].form == form && (out->todos[t].task == TASK_FORM || out->todos[t].task == TASK_AGAIN) &&
			    id_is_zero(&out->todos[t].root))
				memcpy(out->todos[t].day, due.day, FLOW_DAY_SIZE);
	}
}

/* Notes that the form is due in the slot; true: it was noted before. */
static bool
note_form_due(struct idmap *noted, const struct form *form, const struct id *root)
{
	uint8_t both[sizeof(form) + ID_BYTES];
	struct id key;

	memcpy(both, &form, sizeof(form));
	memcpy(&both[sizeof(form)], root->b, ID_BYTES);
	hash_bytes(both, sizeof(both), &key);
	if (idmap_get(noted, &key) != IDMAP_NONE)
		return true;
	idmap_put(noted, &key, 0);
	return false;
}

/* What was given back, or has two versions, is owed until it is corrected, or decided: by the form's day, else by that of the chain's first level. */
static void
find_mending_days(struct flow_judging *judging, size_t *cap)
{
	static const struct id none;
	const struct flow_state *out = judging->out;
	struct idmap noted = { 0 };

	for (size_t i = 0; i < out->due_count; i++)
		(void)note_form_due(&noted, out->dues[i].form, &out->dues[i].root);
	for (size_t t = 0; t < out->todo_count; t++) {
		struct flow_todo *todo = &out->todos[t];
		const struct level *level = todo->chain ? &todo->chain->levels[0] : NULL;
		struct flow_due due = { .form = todo->form, .root = todo->root };

		if (todo->task != TASK_RETURNED && todo->task != TASK_CONFLICT)
			continue;
		if (todo->task == TASK_RETURNED)
			due.form = flow_returned_form(judging->input, judging->slots, &out->signs[todo->sign]);
		if (!due.form || (!find_day(judging, due.form->deadline, &due.form->due, NULL, &none, due.day) &&
				  (!level || !find_day(judging, level->deadline, &level->due, todo->chain, &todo->root, due.day))))
			continue;
		memcpy(todo->day, due.day, FLOW_DAY_SIZE);
		if (!note_form_due(&noted, due.form, &due.root))
			add_due(judging, cap, due);
	}
	idmap_release(&noted);
}

/* An added question is owed by its own day, else by that of its form, of the chain's first level, or the last of the campaign. */
static bool
added_day(const struct flow_judging *judging, const struct flow_added *added, char out[FLOW_DAY_SIZE])
{
	static const struct id none;
	const struct pack *pack = judging->input->pack;
	const struct chain *chain = pack_chain_of_form(pack, added->form);
	const struct level *level = chain ? &chain->levels[0] : NULL;

	if (find_day(judging, added->field->due, &added->form->due, NULL, &none, out) ||
	    find_day(judging, added->form->deadline, &added->form->due, NULL, &none, out) ||
	    (level && find_day(judging, level->deadline, &level->due, chain, &none, out)))
		return true;
	last_day(pack, out);
	return *out;
}

/* Each question is owed by itself, so that a list of who lacks it is whole; the form's task has the earliest day. */
static void
find_added_days(struct flow_judging *judging, size_t *cap)
{
	const struct flow_facts *facts = judging->facts;
	struct flow_state *out = judging->out;

	for (size_t i = 0; i < facts->added_count; i++) {
		struct flow_due due = { .form = facts->added[i].form, .field = facts->added[i].field };

		if (!todo_added_to(judging, due.form) || !added_day(judging, &facts->added[i], due.day))
			continue;
		add_due(judging, cap, due);
		for (size_t t = 0; t < out->todo_count; t++)
			if (out->todos[t].task == TASK_ADDED && out->todos[t].form == due.form &&
			    (!*out->todos[t].day || strcmp(due.day, out->todos[t].day) < 0))
				memcpy(out->todos[t].day, due.day, FLOW_DAY_SIZE);
	}
}

static void
find_sign_days(struct flow_judging *judging, size_t *cap)
{
	struct flow_state *out = judging->out;

	for (size_t t = 0; t < out->todo_count; t++) {
		struct flow_todo *todo = &out->todos[t];
		const struct level *level = todo->task == TASK_SIGN ? todo->level : todo->blocked, *by_day, *known;
		struct flow_due due = { .root = todo->root };

		if (todo->task != TASK_SIGN && todo->task != TASK_FINDINGS)
			continue;
		by_day = level_of_day(todo->chain, level);
		if (!by_day || !find_day(judging, by_day->deadline, &by_day->due, todo->chain, &todo->root, todo->day))
			continue;
		known = chain_level(todo->chain, level->name);
		due.level = known ? known : level;
		due.form = todo->form;
		memcpy(due.day, todo->day, FLOW_DAY_SIZE);
		add_due(judging, cap, due);
	}
}

void
find_days(struct flow_judging *judging)
{
	size_t cap = 0;

	find_form_days(judging, &cap);
	find_mending_days(judging, &cap);
	find_sign_days(judging, &cap);
	find_added_days(judging, &cap);
}
