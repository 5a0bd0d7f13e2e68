#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acts_drawn.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/mem.h"
#include "flow/case_belongs.h"
#include "flow/case_next.h"
#include "flow/cases.h"

/* The next act of a case, over drawn slots whose signatures are said to be so far: compared with a second reading of doc/pack-format, "Cases". */

/* ---- the second reading */

struct act {
	bool open, before_end;
	enum flow_task task;
	size_t stage;
	const char *form, *day;
	const struct level *level;
	const struct acts_slot *slot; /* NULL: a new one, or none */
};

static enum case_at
state_of(const struct acts_slot *slot)
{
	const struct chain *chain = acts_chain(slot);

	return slot->heads > 1			    ? CASE_AT_CONFLICT
	       : !chain				    ? CASE_AT_SIGNED
	       : slot->returned			    ? CASE_AT_RETURNED
	       : slot->again			    ? CASE_AT_AGAIN
	       : slot->levels == chain->level_count ? CASE_AT_SIGNED
						    : CASE_AT_SIGNING;
}

static bool
is_over(const struct acts_slot *slot)
{
	return state_of(slot) == CASE_AT_SIGNED && (slot->form != REMEDY || slot->done);
}

/* The one that has come furthest: over, most levels signed, given back, to be filled again, two versions, signed and not over. Of equal ones the first. */
static const struct acts_slot *
furthest(const struct acts_house *house, int form)
{
	static const int order[] = {
		[CASE_AT_SIGNED] = 0, [CASE_AT_CONFLICT] = 1, [CASE_AT_AGAIN] = 2, [CASE_AT_RETURNED] = 3, [CASE_AT_SIGNING] = 4
	};
	const struct acts_slot *best = NULL;
	int best_rank = -1;

	for (size_t s = 0; s < house->scene.slots.slot_count; s++) {
		const struct flow_slot *at = &house->scene.slots.slots[s];
		const struct acts_slot *slot = acts_slot(house, at);
		int rank;

		if (!slot || slot->form != form || !slot->belongs)
			continue;
		rank = is_over(slot) ? 100 : order[state_of(slot)] + (state_of(slot) == CASE_AT_SIGNING ? (int)slot->levels : 0);
		if (rank > best_rank) {
			best = slot;
			best_rank = rank;
		}
	}
	return best;
}

static const char *
last_deadline(void)
{
	const char *last = "";

	for (size_t i = 0; i < acts_pack->deadline_count; i++)
		last = strcmp(acts_pack->deadlines[i].date, last) > 0 ? acts_pack->deadlines[i].date : last;
	return last;
}

static const char *
own_day(const struct acts_house *house, const struct deadline *deadline, const struct expr *due)
{
	return deadline ? deadline->date : due->sql ? acts_answer(house, due->sql)->day : NULL;
}

/* The form's own, then that of the stages before, then the last of all. */
static const char *
day_of(const struct acts_house *house, const char *form, int stage)
{
	const struct form *is = pack_form(acts_pack, form);
	const char *day = own_day(house, is->deadline, &is->due);

	while (!day && stage-- > 0)
		day = own_day(house, pack_form(acts_pack, acts_forms[stage])->deadline, &pack_form(acts_pack, acts_forms[stage])->due);
	return day ? day : last_deadline();
}

static const char *
level_day(const struct acts_house *house, const struct level *level, const char *otherwise)
{
	const char *day = own_day(house, level->deadline, &level->due);

	return day ? day : otherwise;
}

/* The first task of a chain that keeps what the case is about from being signed. An added question does so until a level signed. NULL: none. */
static const struct flow_todo *
holding_task(const struct acts_house *house)
{
	for (size_t i = 0; i < house->todo_count; i++) {
		const struct flow_todo *todo = &house->todos[i];

		if (todo->chain && todo->first && strcmp(todo->chain->name, "survey") == 0 &&
		    !(todo->task == TASK_ADDED && house->surveyed))
			return todo;
	}
	return NULL;
}

/* The first task of the first chain that the case rests on and that is not signed; else what is to be filled again in one of them. NULL: none. */
static const struct flow_todo *
resting_task(const struct acts_house *house)
{
	const char *wanted = !house->surveyed ? "survey" : !house->more_signed ? "more" : NULL;

	for (size_t i = 0; i < house->todo_count; i++) {
		const struct flow_todo *todo = &house->todos[i];
		const char *chain = todo->chain ? todo->chain->name : "";

		if (todo->first && (wanted ? strcmp(chain, wanted) == 0
					   : todo->task == TASK_AGAIN && (strcmp(chain, "survey") == 0 || strcmp(chain, "more") == 0)))
			return todo;
	}
	return NULL;
}

/* What is given back is corrected where it is marked; a signature is told by what the case is about, or by what is signed. */
static void
owe_other(const struct acts_house *house, const struct flow_todo *todo, struct act *out)
{
	bool survey = strcmp(todo->chain->name, "survey") == 0;

	out->task = todo->task;
	out->form = todo->task == TASK_RETURNED ? (survey ? "registration" : "extra")
		    : todo->form		? todo->form->name
		    : survey			? "classification"
						: "extra";
	out->level = todo->task == TASK_SIGN ? todo->level : NULL;
	out->day = day_of(house, out->form, 0);
	if (out->level && chain_level(todo->chain, out->level->name)) /* carried on under an older pack, it is due by the one in force */
		out->day = level_day(house, chain_level(todo->chain, out->level->name), out->day);
}

static void
owe_slot(const struct acts_house *house, const struct acts_slot *slot, const char *form, int stage, struct act *out)
{
	static const enum flow_task tasks[] = { [CASE_AT_CONFLICT] = TASK_CONFLICT,
						[CASE_AT_RETURNED] = TASK_RETURNED,
						[CASE_AT_AGAIN] = TASK_AGAIN,
						[CASE_AT_SIGNING] = TASK_SIGN };

	out->form = form;
	out->day = day_of(house, form, stage);
	out->task = TASK_FORM;
	if (!slot || state_of(slot) == CASE_AT_SIGNED)
		return;
	out->task = tasks[state_of(slot)];
	out->slot = slot;
	if (out->task == TASK_SIGN) { /* a level that the pack in force does not know has the form's day */
		const struct chain *chain = acts_chain_of(acts_pack, slot->form);

		out->level = &acts_chain(slot)->levels[slot->levels];
		if (!slot->older)
			out->day = level_day(house, &chain->levels[slot->levels], out->day);
	}
}

/* What is wrong with the forms that the case is about, in the pack's order; false: nothing. */
static bool
owe_about(const struct acts_house *house, struct act *out)
{
	if (house->conclusions == 2 || house->outdated) {
		out->task = house->conclusions == 2 ? TASK_CONFLICT : TASK_AGAIN;
		out->form = "classification";
		out->day = day_of(house, out->form, 0);
		return true;
	}
	for (size_t s = 0; s < house->scene.slots.slot_count; s++) {
		const struct flow_slot *at = &house->scene.slots.slots[s];
		const struct acts_slot *slot = acts_slot(house, at);

		if (slot && slot->form == VERDICT && state_of(slot) != CASE_AT_SIGNED) {
			owe_slot(house, slot, acts_forms[VERDICT], 0, out);
			return true;
		}
	}
	return false;
}

static struct act
next_act(const struct acts_house *house, bool asked_then)
{
	const struct flow_todo *resting = resting_task(house);
	struct act out = { .stage = CASE_OF }, about = out;
	bool approved = false, wrong, waits;
	size_t stage = 0;

	for (size_t i = 0; i < house->slot_count; i++) /* over what the case is about now: said by the cover, whatever its author saw */
		approved |= house->slots[i].form == CLOSURE && house->slots[i].levels == 2 && !house->slots[i].again;
	if (!approved && furthest(house, CLOSURE))
		approved = state_of(furthest(house, CLOSURE)) == CASE_AT_SIGNED;
	approved &= !resting;
	wrong = owe_about(house, &about);
	waits = !wrong && house->held_back && house->replaced && holding_task(house);
	for (; stage < STAGES; stage++) {
		const struct acts_slot *slot = furthest(house, (int)stage);
		const char *const when[] = { "when_control", "when_remedy" };

		if ((stage > 1 || acts_answer(house, when[stage])->holds) && !(slot && is_over(slot)))
			break;
	}
	out.open = (house->opens || (!approved && asked_then && house->was)) &&
		   !(approved && stage == STAGES && !waits && !(wrong && (about.task == TASK_RETURNED || about.task == TASK_SIGN)));
	if (!out.open)
		return out;
	if (wrong) {
		about.open = true;
		return about;
	}
	if (waits) {
		owe_other(house, holding_task(house), &out);
		return out;
	}
	out.stage = stage;
	out.before_end = true;
	if (stage == STAGES && (acts_answer(house, "before_control")->holds || acts_answer(house, "before_verdict")->holds)) {
		out.task = TASK_FORM;
		out.form = acts_answer(house, "before_control")->holds ? "control" : "verdict";
		out.day = day_of(house, "closure", STAGES);
		return out;
	}
	if (stage == STAGES && resting) {
		owe_other(house, resting, &out);
		return out;
	}
	out.before_end = false;
	owe_slot(house, furthest(house, stage == STAGES ? CLOSURE : (int)stage), acts_forms[stage], (int)stage, &out);
	return out;
}

/* ---- the act as a task, and as what is due */

/* Is the form of a slot at a stage that the case has left, or is the case not open? */
static bool
is_left(const struct acts_house *house, const struct act *act, const struct form *form, const struct id *root)
{
	const struct acts_slot *slot = acts_slot_of(house, root);
	bool ahead;

	if (!slot || !form || strcmp(form->name, acts_forms[slot->form]) != 0 || slot->form == VERDICT)
		return false;
	ahead = act->stage == CASE_OF	? true
		: slot->form == CLOSURE ? act->stage == STAGES && !act->before_end
					: (size_t)slot->form >= act->stage;
	return !(act->open && ahead && slot->belongs);
}

static bool
is_same_act(const struct flow_todo *todo, const struct act *act, const struct id *root)
{
	if (todo->task != act->task || !id_equal(&todo->root, root))
		return false;
	if (act->level)
		return todo->level == act->level;
	if (act->task == TASK_RETURNED)
		return todo->chain && names_has(&todo->chain->covers, act->form);
	return todo->form && strcmp(todo->form->name, act->form) == 0;
}

/* The act is put before what else is to be filled in a new slot for the case, unless that is owed on an earlier day. */
static bool
goes_before(const struct act *act, const struct flow_todo *other)
{
	bool of_case = false;

	for (int form = 0; form < ACTS_FORMS; form++)
		of_case |= other->form && strcmp(other->form->name, acts_forms[form]) == 0;
	return other->task == TASK_FORM && of_case && (!*other->day || strcmp(other->day, act->day) >= 0);
}

static size_t
want_todos(const struct acts_house *house, const struct act *act, const struct id *root, struct flow_todo out[ACTS_TASKS + 1])
{
	size_t count = 0, at = SIZE_MAX;
	struct flow_todo own;

	for (size_t i = 0; i < house->todo_count; i++) {
		const struct flow_todo *todo = &house->todos[i];

		if (is_left(house, act, todo->chain ? todo->chain->each : todo->form, &todo->root))
			continue;
		if (act->open && at == SIZE_MAX && is_same_act(todo, act, root))
			at = count;
		out[count++] = *todo;
	}
	if (!act->open)
		return count;
	if (at == SIZE_MAX) {
		const struct form *form = pack_form(acts_pack, act->form);

		at = count++;
		out[at] = (struct flow_todo){ .task = act->task, .form = form, .level = act->level, .root = *root };
		for (int i = 0; i < ACTS_FORMS; i++)
			if (strcmp(acts_forms[i], act->form) == 0)
				out[at].chain = acts_chain_of(acts_pack, i);
	}
	own = out[at];
	own.first = true;
	strcpy(own.day, act->day);
	for (size_t i = 0; i < at; i++)
		if (goes_before(act, &out[i])) {
			memmove(&out[i + 1], &out[i], (at - i) * sizeof(own));
			at = i;
		}
	out[at] = own;
	return count;
}

static size_t
want_dues(const struct acts_house *house, const struct act *act, const struct id *root, struct flow_due out[ACTS_TASKS + 1])
{
	size_t count = 0, at = SIZE_MAX;
	const struct level *known = act->level ? pack_level(acts_pack, act->level->chain->name, act->level->name) : NULL,
			   *level = known ? known : act->level; /* of an older pack: its own */

	for (size_t i = 0; i < house->due_count; i++) {
		const struct flow_due *due = &house->dues[i];
		bool fits = due->form && !due->level && strcmp(due->form->name, act->open ? act->form : "") == 0 &&
			    (due->field != NULL) == (act->task == TASK_ADDED);

		if (is_left(house, act, due->level ? due->level->chain->each : due->form, &due->root))
			continue;
		if (act->open && at == SIZE_MAX && id_equal(&due->root, root) && (level ? due->level == level : fits))
			at = count;
		out[count++] = *due;
	}
	if (!act->open)
		return count;
	if (at == SIZE_MAX) {
		at = count++;
		out[at] = (struct flow_due){ .form = level ? NULL : pack_form(acts_pack, act->form), .level = level, .root = *root };
	}
	out[at].of_case = out[at].of_case ? out[at].of_case : &acts_pack->cases[0];
	strcpy(out[at].day, act->day);
	return count;
}

/* ---- compared */

static void
write_todos(struct buf *out, const struct flow_todo *todos, size_t count)
{
	char shortened[9];

	for (size_t i = 0; i < count; i++)
		buf_printf(out, "%d%s %s %s %s %s %s %s\n", todos[i].task, todos[i].first ? "*" : "",
			   todos[i].chain ? todos[i].chain->name : "-", todos[i].form ? todos[i].form->name : "-",
			   todos[i].field ? todos[i].field->name : "-", todos[i].level ? todos[i].level->name : "-",
			   id_short(&todos[i].root, shortened), todos[i].day);
}

static void
write_dues(struct buf *out, const struct flow_due *dues, size_t count)
{
	char shortened[9];

	for (size_t i = 0; i < count; i++)
		buf_printf(out, "%s %s %s %s %s %s\n", dues[i].form ? dues[i].form->name : "-", dues[i].field ? dues[i].field->name : "-",
			   dues[i].level ? dues[i].level->name : "-", id_short(&dues[i].root, shortened), dues[i].day,
			   !dues[i].of_case			     ? "-"
			   : dues[i].of_case == &acts_pack->cases[0] ? "case"
								     : "other");
}

static void
compare_case(const struct flow_state *state, const struct act *wanted, const struct id *root, int n)
{
	const struct flow_case *is = &state->cases[0];

	if (state->case_count != wanted->open)
		fail_msg("%d: open %d", n, wanted->open);
	if (!wanted->open)
		return;
	if (is->task != wanted->task || is->stage != wanted->stage || is->before_end != wanted->before_end ||
	    strcmp(is->form->name, wanted->form) != 0 || !id_equal(&is->root, root) || is->level != wanted->level ||
	    strcmp(is->day, wanted->day) != 0)
		fail_msg("%d: it is %d of %s, %s, stage %zu %d by %s; wanted %d of %s, %s, stage %zu %d by %s", n, is->task, is->form->name,
			 is->level ? is->level->name : "-", is->stage, is->before_end, is->day, wanted->task, wanted->form,
			 wanted->level ? wanted->level->name : "-", wanted->stage, wanted->before_end, wanted->day);
	assert_ptr_equal(is->by, wanted->level ? &is->level->by : &is->form->by);
}

static void
compare_rest(const struct acts_house *house, const struct flow_state *state, const struct act *wanted, const struct id *root, int n)
{
	static struct flow_todo todos[ACTS_TASKS + 1];
	static struct flow_due dues[ACTS_TASKS + 1];
	struct buf left = { 0 }, right = { 0 };
	size_t todo_count = want_todos(house, wanted, root, todos), due_count = want_dues(house, wanted, root, dues);

	write_todos(&left, todos, todo_count);
	write_dues(&left, dues, due_count);
	write_todos(&right, state->todos, state->todo_count);
	write_dues(&right, state->dues, state->due_count);
	if (strcmp(buf_text(&left), buf_text(&right)) != 0)
		fail_msg("%d: wanted\n%sis\n%s", n, buf_text(&left), buf_text(&right));
	buf_release(&left);
	buf_release(&right);
}

#define HOUSES 8000

static void
case__has_the_next_act__of_what_stands(void **state)
{
	size_t open = 0, ended = 0;

	(void)state;
	for (int n = 0; n < HOUSES; n++) {
		static const struct id none;
		static struct acts_house house;
		struct acts_asking asking = { .house = &house };
		struct flow_state told;
		struct flow_facts facts = acts_facts(&asking, n % 8);
		struct case_lines lines = { 0 };
		struct flow_judging judging = { .facts = &facts, .out = &told, .lines = &lines };
		const struct id *root;
		bool alien = false;
		struct act wanted;

		acts_house_init(&house);
		acts_tell(&house, &told);
		judging.input = &house.scene.input;
		judging.slots = &house.scene.slots;
		judging.held_back = house.held_back;
		find_cases(&judging);
		case_lines_release(&lines);
		for (size_t i = 0; i < house.slot_count; i++)
			alien |= house.slots[i].form != VERDICT && !house.slots[i].belongs;
		assert_false(asking.narrow);
		assert_int_equal(asking.was_narrowed, alien && facts.narrow);
		assert_false(house.opens && asking.asked_then);
		wanted = next_act(&house, asking.asked_then);
		assert_true(house.opens || (asking.asked_then && house.was) || !asking.asked_stage);
		assert_true(wanted.open || !asking.asked_day);
		root = wanted.slot ? acts_root(&house, wanted.slot) : &none;
		compare_case(&told, &wanted, root, n);
		compare_rest(&house, &told, &wanted, root, n);
		open += wanted.open;
		ended += !wanted.open;
		acts_told_release(&told);
		acts_house_release(&house);
	}
	assert_true(open > HOUSES / 4 && ended > HOUSES / 40);
}

/* Where nobody says whether a case opens none does, and what is to be done stays. */
static void
no_case__opens__where_nobody_answers(void **state)
{
	static struct acts_house house;
	struct flow_facts facts = { .asked = NULL };
	struct flow_state told;
	struct flow_judging judging = { .input = &house.scene.input, .slots = &house.scene.slots, .facts = &facts, .out = &told };

	(void)state;
	acts_house_init(&house);
	acts_tell(&house, &told);
	find_cases(&judging);
	assert_int_equal(told.case_count, 0);
	assert_int_equal(told.todo_count, house.todo_count);
	acts_told_release(&told);
	acts_house_release(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_case__opens__where_nobody_answers),
		cmocka_unit_test(case__has_the_next_act__of_what_stands),
	};

	return cmocka_run_group_tests(tests, acts_load, acts_unload);
}
