#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "drawn.h"

/* What is to be done at a house, and by which day, over drawn houses: compared with a second reading of flow.h and of doc/pack-format. Slots, covers and
 * verdicts are as flow made them; other tests look at these. */

/* ---- the second reading */

struct wanted {
	struct flow_todo todos[200];
	size_t count;
};

static void
want(struct wanted *wanted, enum flow_task task, const struct chain *chain, const struct flow_todo *more)
{
	assert_true(wanted->count < ARRAY_LEN(wanted->todos));
	wanted->todos[wanted->count] = *more;
	wanted->todos[wanted->count].task = task;
	wanted->todos[wanted->count++].chain = chain;
}

/* Did the same person write a form that this one must not be by, or has what it depends on changed since? Here every head saw the head before it. */
static bool
is_at_fault(const struct scene *scene, const struct form *form)
{
	const struct flow_slot *slot = drawn_slot(scene, form);
	const struct flow_step *head = &scene->flow[slot->heads[0]];
	const struct value *upon = value_get_list(&head->step->data, "_upon");

	for (size_t i = 0; i < scene->slots.slot_count; i++)
		for (size_t h = 0;
		     names_has(&form->distinct_from, scene->slots.slots[i].form->name) && h < scene->slots.slots[i].head_count; h++)
			if (flow_same_person(scene->flow[scene->slots.slots[i].heads[h]].author, head->author))
				return true;
	for (size_t d = 0; d < form->depends.count; d++) {
		const struct form *of = pack_form_of_field(drawn_pack, form->depends.items[d]);
		const struct step *now = drawn_head(scene, of);
		size_t seen = 0;

		for (size_t u = 0; upon && u < upon->list.count; u++)
			for (size_t i = 0; i < scene->count; i++) {
				char hex[ID_HEX_LEN + 1];
				const char *then, *value;

				if (strcmp(upon->list.items[u].text, id_hex(&scene->flow[i].id, hex)) != 0 ||
				    strcmp(scene->steps[i].kind, of->name) != 0)
					continue;
				seen++;
				then = value_get_text(&scene->steps[i].data, form->depends.items[d]);
				value = now ? value_get_text(&now->data, form->depends.items[d]) : NULL;
				if (!now || strcmp(then ? then : "", value ? value : "") != 0)
					return true;
			}
		if (seen ? !now : drawn_heads(scene, of) > 0)
			return true;
	}
	return false;
}

static bool
is_asked_for(const struct drawn_house *house, size_t form)
{
	const struct flow_facts *facts = &house->scene.facts;

	return facts->asked ? house->asked[form] : house->scene.relevant[0][form];
}

static bool
must_wait(const struct scene *scene, const struct form *form)
{
	for (size_t i = 0; i < form->after.count; i++)
		if (!drawn_heads(scene, pack_form(drawn_pack, form->after.items[i])))
			return true;
	return false;
}

static bool
is_filled_again(const struct drawn_house *house, size_t at)
{
	const struct scene *scene = &house->scene;
	const struct form *form = &drawn_pack->forms[at];

	if (form->repeat || form->of_division || drawn_heads(scene, form) != 1)
		return false;
	return is_at_fault(scene, form) || (form->again.sql && scene->facts.holds && house->again[at]);
}

static bool
is_to_fill(const struct drawn_house *house, size_t at)
{
	const struct form *form = &drawn_pack->forms[at];

	if (!is_asked_for(house, at) || must_wait(&house->scene, form) || form->of_division)
		return false;
	if (!form->repeat)
		return drawn_heads(&house->scene, form) == 0;
	return form->relevant.sql && (form->always || drawn_heads(&house->scene, form) == 0);
}

static void
want_forms(const struct drawn_house *house, const struct chain *chain, struct wanted *wanted)
{
	for (size_t i = 0; i < drawn_pack->form_count; i++) {
		const struct flow_todo todo = { .form = &drawn_pack->forms[i] };

		if (drawn_chain_of(&drawn_pack->forms[i]) != chain)
			continue;
		if (is_to_fill(house, i))
			want(wanted, TASK_FORM, chain, &todo);
		if (is_filled_again(house, i))
			want(wanted, TASK_AGAIN, chain, &todo);
	}
}

/* A form that somebody fills again answers what was added by the way; one task a form, of its first question. */
static void
want_added(const struct drawn_house *house, const struct chain *chain, struct wanted *wanted)
{
	for (size_t i = 0; i < house->scene.facts.added_count; i++) {
		const struct flow_added *added = &house->added[i];
		bool again = false;

		for (size_t t = 0; t < wanted->count; t++)
			again |= wanted->todos[t].task == TASK_AGAIN && wanted->todos[t].form == added->form;
		if (drawn_chain_of(added->form) == chain && !again && (i == 0 || added[-1].form != added->form))
			want(wanted, TASK_ADDED, chain, &(struct flow_todo){ .form = added->form, .field = added->field });
	}
}

static void
want_signature(const struct drawn_house *house, const struct flow_progress *progress, struct wanted *wanted)
{
	const struct scene *scene = &house->scene;
	const struct flow_cover *now = &scene->state.covers[progress->cover], *best = &scene->state.covers[progress->best];
	struct flow_todo todo = { .root = progress->root };

	if (now->chain->each && now->form == now->chain->each && (now->reason == FLOW_SAME_PERSON || now->reason == FLOW_OUTDATED))
		want(wanted, TASK_AGAIN, now->chain, &(struct flow_todo){ .form = now->chain->each, .root = progress->root });
	if (best->reason != FLOW_COUNTS || best->returned || progress->levels_signed == progress->chain->level_count)
		return;
	if (!drawn_errors(scene, now->chain)) {
		todo.level = &progress->chain->levels[progress->levels_signed];
		want(wanted, TASK_SIGN, now->chain, &todo);
		return;
	}
	todo.form = pack_form(drawn_pack, now->chain->covers.items[0]);
	for (size_t i = now->chain->covers.count; scene->facts.form_mends && i-- > 0;)
		if (house->mends[pack_form(drawn_pack, now->chain->covers.items[i]) - drawn_pack->forms])
			todo.form = pack_form(drawn_pack, now->chain->covers.items[i]);
	todo.blocked = &progress->chain->levels[progress->levels_signed];
	want(wanted, TASK_FINDINGS, now->chain, &todo);
}

static void
want_of_chain(const struct drawn_house *house, const struct chain *chain, struct wanted *wanted)
{
	const struct scene *scene = &house->scene;
	bool begun = false, bare;
	size_t before = wanted->count;

	for (size_t i = 0; i < scene->state.progress_count; i++)
		begun |= !chain->each && strcmp(scene->state.progresses[i].chain->name, chain->name) == 0 &&
			 scene->state.progresses[i].levels_signed > 0;
	want_forms(house, chain, wanted);
	if (!begun)
		want_added(house, chain, wanted);
	bare = wanted->count == before;
	for (size_t i = 0; i < scene->state.progress_count; i++) {
		const struct flow_progress *progress = &scene->state.progresses[i];

		if (strcmp(progress->chain->name, chain->name) == 0 && (bare || chain->each || progress->best != progress->cover))
			want_signature(house, progress, wanted);
	}
	if (begun)
		want_added(house, chain, wanted);
}

static void
want_all(const struct drawn_house *house, struct wanted *wanted)
{
	const struct scene *scene = &house->scene;

	wanted->count = 0;
	for (size_t i = 0; i < scene->slots.slot_count; i++)
		if (scene->slots.slots[i].head_count > 1)
			want(wanted, TASK_CONFLICT, drawn_chain_of(scene->slots.slots[i].form),
			     &(struct flow_todo){ .form = scene->slots.slots[i].form, .root = scene->slots.slots[i].repeat_root });
	for (size_t i = 0; i < scene->state.sign_count; i++) {
		const struct flow_sign *sign = &scene->state.signs[i];
		const struct chain *chain = sign->level ? pack_chain(drawn_pack, sign->level->chain->name) : NULL;

		if (sign->effective && !sign->approve)
			want(wanted, TASK_RETURNED, chain,
			     &(struct flow_todo){ .form = pack_form(drawn_pack, chain->covers.items[0]),
						  .level = sign->level,
						  .root = sign->root,
						  .sign = i });
	}
	for (size_t c = 0; c < drawn_pack->chain_count; c++)
		want_of_chain(house, &drawn_pack->chains[c], wanted);
	want_forms(house, NULL, wanted);
	want_added(house, NULL, wanted);
	for (size_t i = 0; i < wanted->count; i++) {
		struct flow_todo *todo = &wanted->todos[i];

		todo->first = true;
		for (size_t k = 0; k < i && todo->chain; k++)
			todo->first &= wanted->todos[k].chain != todo->chain || !id_equal(&wanted->todos[k].root, &todo->root);
		todo->first |= todo->task == TASK_SIGN || todo->task == TASK_FINDINGS || todo->task == TASK_ADDED;
	}
}

/* ---- the days */

struct wanted_dues {
	struct flow_due dues[200];
	size_t count;
};

static void
want_due(struct wanted_dues *wanted, const struct flow_due *due)
{
	assert_true(wanted->count < ARRAY_LEN(wanted->dues));
	wanted->dues[wanted->count++] = *due;
}

static bool
has_day(const struct drawn_house *house, const struct deadline *deadline, const struct expr *due, const struct chain *chain,
	const struct id *root, char out[FLOW_DAY_SIZE])
{
	if (deadline)
		strcpy(out, deadline->date);
	return deadline || (due->sql && house->scene.facts.day && drawn_day((void *)(uintptr_t)house, due, chain, root, out));
}

static bool
form_has_day(const struct drawn_house *house, const struct form *form, char out[FLOW_DAY_SIZE])
{
	static const struct id none;

	return has_day(house, form->deadline, &form->due, NULL, &none, out);
}

static bool
level_has_day(const struct drawn_house *house, const struct chain *chain, const struct level *level, const struct id *root,
	      char out[FLOW_DAY_SIZE])
{
	const struct level *now = chain && level ? chain_level(chain, level->name) : NULL;

	return now && has_day(house, now->deadline, &now->due, chain, root, out);
}

/* Asked for, though what comes before it may be missing. */
static bool
is_owed(const struct drawn_house *house, size_t at, const struct wanted *wanted)
{
	const struct form *form = &drawn_pack->forms[at];
	size_t heads = drawn_heads(&house->scene, form);

	for (size_t t = 0; t < wanted->count && !form->repeat; t++)
		if (wanted->todos[t].task == TASK_AGAIN && wanted->todos[t].form == form)
			return true;
	if (form->of_division || !is_asked_for(house, at))
		return false;
	return form->repeat ? form->relevant.sql && (form->always || !heads) : !heads;
}

static void
want_form_days(const struct drawn_house *house, struct wanted *wanted, struct wanted_dues *dues)
{
	for (size_t i = 0; i < drawn_pack->form_count; i++) {
		struct flow_due due = { .form = &drawn_pack->forms[i] };

		if (!is_owed(house, i, wanted) || !form_has_day(house, due.form, due.day))
			continue;
		want_due(dues, &due);
		for (size_t t = 0; t < wanted->count; t++) {
			struct flow_todo *todo = &wanted->todos[t];

			if (todo->form == due.form && id_is_zero(&todo->root) && (todo->task == TASK_FORM || todo->task == TASK_AGAIN))
				strcpy(todo->day, due.day);
		}
	}
}

static void
want_mending_days(const struct drawn_house *house, struct wanted *wanted, struct wanted_dues *dues)
{
	const struct scene *scene = &house->scene;

	for (size_t t = 0; t < wanted->count; t++) {
		struct flow_todo *todo = &wanted->todos[t];
		struct flow_due due = { .form = todo->form, .root = todo->root };
		bool noted = false;

		if (todo->task != TASK_CONFLICT && todo->task != TASK_RETURNED)
			continue;
		if (todo->task == TASK_RETURNED)
			due.form = flow_returned_form(&scene->input, &scene->slots, &scene->state.signs[todo->sign]);
		if (!due.form || (!form_has_day(house, due.form, due.day) &&
				  !level_has_day(house, todo->chain, todo->chain ? &todo->chain->levels[0] : NULL, &todo->root, due.day)))
			continue;
		strcpy(todo->day, due.day);
		for (size_t i = 0; i < dues->count; i++)
			noted |= dues->dues[i].form == due.form && id_equal(&dues->dues[i].root, &due.root);
		if (!noted)
			want_due(dues, &due);
	}
}

static void
want_sign_days(const struct drawn_house *house, struct wanted *wanted, struct wanted_dues *dues)
{
	for (size_t t = 0; t < wanted->count; t++) {
		struct flow_todo *todo = &wanted->todos[t];
		const struct level *level = todo->task == TASK_SIGN ? todo->level : todo->task == TASK_FINDINGS ? todo->blocked : NULL;
		struct flow_due due = { .form = todo->task == TASK_FINDINGS ? todo->form : NULL, .root = todo->root };

		if (!level || !level_has_day(house, todo->chain, level, &todo->root, due.day))
			continue;
		strcpy(todo->day, due.day);
		due.level = chain_level(todo->chain, level->name);
		want_due(dues, &due);
	}
}

static void
want_added_days(const struct drawn_house *house, struct wanted *wanted, struct wanted_dues *dues)
{
	static const struct id none;

	for (size_t i = 0; i < house->scene.facts.added_count; i++) {
		const struct flow_added *added = &house->added[i];
		struct flow_due due = { .form = added->form, .field = added->field };
		const struct chain *chain = drawn_chain_of(added->form);
		bool again = false, found;

		for (size_t t = 0; t < wanted->count; t++)
			again |= wanted->todos[t].task == TASK_AGAIN && wanted->todos[t].form == added->form;
		if (again)
			continue;
		found = has_day(house, added->field->due, &added->form->due, NULL, &none, due.day) ||
			form_has_day(house, due.form, due.day) ||
			level_has_day(house, chain, chain ? &chain->levels[0] : NULL, &none, due.day);
		for (size_t d = 0; d < drawn_pack->deadline_count && !found; d++)
			if (d == 0 || strcmp(drawn_pack->deadlines[d].date, due.day) > 0)
				strcpy(due.day, drawn_pack->deadlines[d].date);
		want_due(dues, &due);
		for (size_t t = 0; t < wanted->count; t++) {
			struct flow_todo *todo = &wanted->todos[t];

			if (todo->task == TASK_ADDED && todo->form == due.form && (!*todo->day || strcmp(due.day, todo->day) < 0))
				strcpy(todo->day, due.day);
		}
	}
}

static void
want_days(const struct drawn_house *house, struct wanted *wanted, struct wanted_dues *dues)
{
	dues->count = 0;
	want_form_days(house, wanted, dues);
	want_mending_days(house, wanted, dues);
	want_sign_days(house, wanted, dues);
	want_added_days(house, wanted, dues);
}

/* ---- the two beside each other */

static char *
in_words(const struct flow_todo *todos, size_t count)
{
	struct buf out = { 0 };
	char shortened[9];

	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%d%s %s %s %s %s %s %s %zu %s\n", todos[i].task, todos[i].first ? "*" : "",
			   todos[i].chain ? todos[i].chain->name : "-", todos[i].form ? todos[i].form->name : "-",
			   todos[i].field ? todos[i].field->name : "-", todos[i].level ? todos[i].level->name : "-",
			   todos[i].blocked ? todos[i].blocked->name : "-", id_short(&todos[i].root, shortened), todos[i].sign,
			   todos[i].day);
	return out.len ? buf_detach(&out) : mem_strdup("");
}

static char *
dues_in_words(const struct flow_due *dues, size_t count)
{
	struct buf out = { 0 };
	char shortened[9];

	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%s %s %s %s %s\n", dues[i].form ? dues[i].form->name : "-", dues[i].field ? dues[i].field->name : "-",
			   dues[i].level ? dues[i].level->name : "-", id_short(&dues[i].root, shortened), dues[i].day);
	return out.len ? buf_detach(&out) : mem_strdup("");
}

static void
compare(const struct drawn_house *house, size_t number)
{
	const struct flow_state *state = &house->scene.state;
	struct wanted_dues dues;
	struct wanted wanted;
	bool any = false;
	char *left, *right;

	want_all(house, &wanted);
	want_days(house, &wanted, &dues);
	left = dues_in_words(dues.dues, dues.count);
	right = dues_in_words(state->dues, state->due_count);
	if (strcmp(left, right) != 0)
		fail_msg("house %zu: wanted dues\n%ssaid\n%s", number, left, right);
	free(left);
	free(right);
	left = in_words(wanted.todos, wanted.count);
	right = in_words(state->todos, state->todo_count);
	if (strcmp(left, right) != 0)
		fail_msg("house %zu: wanted\n%ssaid\n%s", number, left, right);
	free(left);
	free(right);
	for (size_t t = 0; t < wanted.count; t++)
		any |= wanted.todos[t].task == TASK_ADDED;
	assert_int_equal(flow_is_added_to(state), any);
	for (size_t i = 0; i < drawn_pack->form_count; i++) {
		bool again = false;

		for (size_t t = 0; t < wanted.count; t++)
			again |= wanted.todos[t].task == TASK_AGAIN && wanted.todos[t].form == &drawn_pack->forms[i];
		assert_int_equal(flow_form_is_again(state, &drawn_pack->forms[i]), again);
	}
}

#define HOUSES 1500

static void
todos__are_what_a_second_reading_makes_of_them__over_drawn_houses(void **state)
{
	size_t tally[TASK_COUNT] = { 0 };

	(void)state;
	for (size_t number = 0; number < HOUSES; number++) {
		struct drawn_house house;

		drawn_house_init(&house);
		compare(&house, number);
		for (size_t i = 0; i < house.scene.state.todo_count; i++)
			tally[house.scene.state.todos[i].task]++;
		drawn_house_release(&house);
	}
	for (size_t task = TASK_FORM; task < TASK_COUNT; task++)
		assert_true(tally[task] > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(todos__are_what_a_second_reading_makes_of_them__over_drawn_houses),
	};

	return cmocka_run_group_tests(tests, drawn_load, drawn_unload);
}
