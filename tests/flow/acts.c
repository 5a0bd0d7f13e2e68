#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/attr.h"
#include "base/mem.h"
#include "flow/case_belongs.h"
#include "flow/case_next.h"
#include "flow/cases.h"
#include "flow/cover.h"
#include "scene.h"

/* The next act of a case, over drawn slots whose signatures are said to be so far: compared with a second reading of doc/pack-format, "Cases". */

#define NONE SIZE_MAX
#define FORM(name, more)                                                                                                                   \
	name, "form: " name "\nlabel: {zh: 一}\nby: [inspector]\nrepeat: true\n" more "fields:\n  - {name: " name                          \
	      "_words, type: text, label: {zh: 一}}\n"
#define LEVEL(name, role, due) "      - {level: " name ", label: {zh: 一}, by: [" role "], due: " due "}\n"

static const char *const forms[] = { FORM("control", "due: control\n"),		  FORM("remedy", "due: (day_remedy)\n"),
				     FORM("patrolled", "due: (day_patrolled)\n"), FORM("closure", "due: (day_closure)\n"),
				     FORM("verdict", "due: (day_verdict)\n"),	  NULL };
static const char chains[] = "\n  - chain: controls\n    label: {zh: 一}\n    each: control\n    levels:\n" LEVEL(
	"clerk", "township_clerk",
	"control") "  - chain: filing\n    label: {zh: 一}\n    each: remedy\n    levels:\n" LEVEL("township", "township_head", "plan")
	LEVEL("county", "county_officer",
	      "(day_county)") "  - chain: strikeoff\n    label: {zh: 一}\n    each: closure\n    levels:\n" LEVEL("township",
														  "township_head", "plan")
		LEVEL("county", "county_officer", "plan") "  - chain: appraised\n    label: {zh: 一}\n    each: verdict\n    levels:\n" LEVEL(
			"clerk", "township_clerk",
			"(day_clerk)") "cases:\n  - {case: danger, label: {zh: 一}, opens: hazard, of: [classification, verdict], same: [conclusion], stages: [{form: control, when: when_control}, "
				       "{form: remedy, when: when_remedy, done: done_remedy}, {form: patrolled}], before_end: [{form: control, when: before_control}, {form: verdict, when: "
				       "before_verdict}], needs: [survey], closes: closure}\n";

enum { STAGES = 3 };
/* The stages, the end, and the other form that the case is about. */
static const char *const names[] = { "control", "remedy", "patrolled", "closure", "verdict" };
enum { CONTROL, REMEDY, PATROLLED, CLOSURE, VERDICT, FORMS };

static struct pack *pack;

static int
load(void **state)
{
	(void)state;
	pack = scene_pack(chains, forms);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	pack_free(pack);
	return 0;
}

/* ---- what is drawn */

struct drawn_slot {
	int form;
	size_t step, heads;
	bool belongs, returned, again, done; /* done: what its stage asks of a signed one */
	size_t levels;			     /* signed */
};

#define SLOTS_MOST 12
#define ANSWERS_MOST 16

struct drawn {
	struct scene scene;
	struct drawn_slot slots[SLOTS_MOST];
	size_t slot_count;
	size_t conclusions; /* heads of the classification */
	bool replaced, outdated;
	bool opens, was, asked; /* the fact now, then, and whether it was asked about what was */
	bool held_back, surveyed;
	struct {
		const char *sql;
		bool holds;
		const char *day;
	} answers[ANSWERS_MOST];
	size_t answer_count;
	struct flow_todo todos[6];
	size_t todo_count;
	bool narrowed;
};

static const struct chain *
chain_of(int form)
{
	for (size_t c = 0; c < pack->chain_count; c++)
		if (pack->chains[c].each && strcmp(pack->chains[c].each->name, names[form]) == 0)
			return &pack->chains[c];
	return NULL;
}

static void
draw_answer(struct drawn *drawn, const char *sql)
{
	static const char *const days[] = { NULL, "2022-08-01", "2022-12-31" };

	drawn->answers[drawn->answer_count].sql = sql;
	drawn->answers[drawn->answer_count].holds = scene_draw(2);
	drawn->answers[drawn->answer_count++].day = days[scene_draw(3)];
}

static size_t
answer_of(const struct drawn *drawn, const char *sql)
{
	for (size_t i = 0; i < drawn->answer_count; i++)
		if (strcmp(drawn->answers[i].sql, sql) == 0)
			return i;
	fail_msg("nobody answers %s", sql);
	return 0;
}

/* A slot, by who saw the classification as it stands, or by who saw nothing. */
static void
draw_slot(struct drawn *drawn, int form)
{
	struct drawn_slot *slot = &drawn->slots[drawn->slot_count++];
	struct scene *scene = &drawn->scene;
	const struct chain *chain = chain_of(form);
	bool sees = scene_draw(4);

	*slot = (struct drawn_slot){ .form = form,
				     .heads = scene_draw(6) ? 1 : 2,
				     .returned = scene_draw(5) == 0,
				     .again = scene_draw(5) == 0,
				     .done = scene_draw(2) };
	slot->levels = chain ? scene_draw((unsigned)chain->level_count + 1) : 0;
	slot->step = scene_add(scene, names[form], 1, "inspector", NONE);
	for (size_t i = 1; sees && i <= 3; i++) /* the classification's versions */
		if (i < slot->step && strcmp(scene->steps[i].kind, "classification") == 0 &&
		    (drawn->conclusions != 1 || !drawn->replaced || i == 2))
			scene_append_id(&scene->steps[slot->step].data, "_upon", &scene->flow[i].id);
	if (slot->heads == 2)
		value_set_take(&scene->steps[scene_add_to(scene, slot->step, 1, "inspector", NONE)].data, "_upon",
			       sees && value_get(&scene->steps[slot->step].data, "_upon")
				       ? value_copy(value_get(&scene->steps[slot->step].data, "_upon"))
				       : value_list());
	/* With no classification nothing was seen, and nothing is there; two of them are as nobody saw them. */
	slot->belongs = drawn->conclusions == 0 || (drawn->conclusions == 1 && sees);
}

static void
draw_todos(struct drawn *drawn)
{
	const struct chain *survey = pack_chain(pack, "survey");
	struct flow_todo tasks[] = {
		{ .task = TASK_SIGN, .chain = survey, .first = true, .level = &survey->levels[0] },
		{ .task = TASK_FORM, .chain = survey, .first = true, .form = pack_form(pack, "photo_check") },
		{ .task = TASK_FORM, .chain = survey, .first = false, .form = pack_form(pack, "registration") },
		{ .task = TASK_AGAIN, .chain = survey, .first = true, .form = pack_form(pack, "classification") },
		{ .task = TASK_FORM, .form = pack_form(pack, "listing"), .first = true },
	};

	for (size_t i = 0; i < ARRAY_LEN(tasks); i++)
		if (scene_draw(4) == 0)
			drawn->todos[drawn->todo_count++] = tasks[i];
}

static void
draw_case(struct drawn *drawn)
{
	static const char *const asked[] = { "when_control",   "when_remedy",  "done_remedy",	  "before_control",
					     "before_verdict", "(day_remedy)", "(day_patrolled)", "(day_closure)",
					     "(day_verdict)",  "(day_county)", "(day_clerk)" };
	struct scene *scene = &drawn->scene;

	memset(drawn, 0, sizeof(*drawn));
	scene_start(scene, pack, NULL);
	scene_add(scene, "listing", 1, "inspector", NONE);
	drawn->conclusions = scene_draw(5) ? 1 : scene_draw(3);
	if (drawn->conclusions) {
		drawn->replaced = scene_draw(2) || drawn->conclusions == 2;
		value_set_text(&scene->steps[scene_add(scene, "classification", 1, "inspector", NONE)].data, "conclusion", "2");
		if (drawn->replaced)
			value_set_text(&scene->steps[scene_add(scene, "classification", 1, "inspector", drawn->conclusions == 2 ? NONE : 1)]
						.data,
				       "conclusion", "1");
	}
	for (int form = 0; form < FORMS; form++)
		for (int slots = (int)scene_draw(3); slots > 0; slots--)
			draw_slot(drawn, form);
	drawn->outdated = drawn->conclusions == 1 && scene_draw(6) == 0;
	if (drawn->outdated) /* what the classification depends on came when it stood */
		scene_add(scene, "registration", 1, "inspector", NONE);
	for (size_t i = 0; i < ARRAY_LEN(asked); i++)
		draw_answer(drawn, asked[i]);
	drawn->opens = scene_draw(3);
	drawn->was = scene_draw(2);
	drawn->held_back = scene_draw(2);
	drawn->surveyed = scene_draw(2);
	draw_todos(drawn);
	scene->input = (struct flow_input){
		.pack = pack, .root = scene_id(0), .steps = scene->flow, .step_count = scene->count, .division = SCENE_VILLAGE
	};
	flow_slots_eval(&scene->input, &scene->slots);
}

/* ---- what the program is told */

static bool
tell_opens(void *ctx, const struct pack_case *of, const size_t *heads, size_t count)
{
	struct drawn *drawn = ctx;

	(void)heads;
	assert_ptr_equal(of, &pack->cases[0]);
	drawn->asked |= count > 0;
	return count ? drawn->was : drawn->opens;
}

static bool
tell_holds(void *ctx, const struct expr *expr, const struct form *form, const struct id *root)
{
	struct drawn *drawn = ctx;

	if (strcmp(expr->sql, "done_remedy") != 0)
		return drawn->answers[answer_of(drawn, expr->sql)].holds;
	assert_string_equal(form->name, "remedy");
	for (size_t i = 0; i < drawn->slot_count; i++)
		if (id_equal(&drawn->scene.flow[drawn->slots[i].step].id, root))
			return drawn->slots[i].done;
	fail_msg("no such slot");
	return false;
}

static bool
tell_day(void *ctx, const struct expr *due, const struct chain *chain, const struct id *root, char out[FLOW_DAY_SIZE])
{
	const struct drawn *drawn = ctx;
	const char *day = drawn->answers[answer_of(drawn, due->sql)].day;

	(void)chain;
	(void)root;
	if (day)
		memcpy(out, day, FLOW_DAY_SIZE);
	return day != NULL;
}

/* Of which slot a slot of the program is; NULL: of none that was drawn. */
static const struct drawn_slot *
slot_drawn(const struct drawn *drawn, const struct id *root)
{
	for (size_t i = 0; i < drawn->slot_count; i++)
		if (id_equal(&drawn->scene.flow[drawn->slots[i].step].id, root))
			return &drawn->slots[i];
	return NULL;
}

/* The slots of the case's own forms that do not belong to it are left out while it is asked. */
static void
note_narrow(void *ctx, const bool *left_out)
{
	struct drawn *drawn = ctx;

	for (size_t i = 0; left_out && i < drawn->scene.slots.slot_count; i++) {
		const struct flow_slot *slot = &drawn->scene.slots.slots[i];
		const struct drawn_slot *is = slot->repeat ? slot_drawn(drawn, &slot->repeat_root) : NULL;

		assert_int_equal(left_out[i], is && is->form != VERDICT && !is->belongs);
	}
	assert_true(drawn->narrowed == !left_out);
	drawn->narrowed = left_out != NULL;
}

/* ---- the second reading */

struct act {
	bool open, before_end;
	enum flow_task task;
	size_t stage;
	const char *form, *level, *day;
	const struct drawn_slot *slot; /* NULL: a new one, or none */
};

static enum case_at
state_of(const struct drawn_slot *slot)
{
	const struct chain *chain = chain_of(slot->form);

	return slot->heads > 1			    ? CASE_AT_CONFLICT
	       : !chain				    ? CASE_AT_SIGNED
	       : slot->returned			    ? CASE_AT_RETURNED
	       : slot->again			    ? CASE_AT_AGAIN
	       : slot->levels == chain->level_count ? CASE_AT_SIGNED
						    : CASE_AT_SIGNING;
}

static bool
is_over(const struct drawn_slot *slot)
{
	return state_of(slot) == CASE_AT_SIGNED && (slot->form != REMEDY || slot->done);
}

/* The one that has come furthest: over, most levels signed, given back, to be filled again, two versions, signed and not over. Of equal ones the first. */
static const struct drawn_slot *
furthest(const struct drawn *drawn, int form)
{
	static const int order[] = {
		[CASE_AT_SIGNED] = 0, [CASE_AT_CONFLICT] = 1, [CASE_AT_AGAIN] = 2, [CASE_AT_RETURNED] = 3, [CASE_AT_SIGNING] = 4
	};
	const struct drawn_slot *best = NULL;
	int best_rank = -1;

	for (size_t s = 0; s < drawn->scene.slots.slot_count; s++) {
		const struct flow_slot *at = &drawn->scene.slots.slots[s];
		const struct drawn_slot *slot = at->repeat ? slot_drawn(drawn, &at->repeat_root) : NULL;
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

	for (size_t i = 0; i < pack->deadline_count; i++)
		last = strcmp(pack->deadlines[i].date, last) > 0 ? pack->deadlines[i].date : last;
	return last;
}

static const char *
own_day(const struct drawn *drawn, const struct deadline *deadline, const struct expr *due)
{
	return deadline ? deadline->date : due->sql ? drawn->answers[answer_of(drawn, due->sql)].day : NULL;
}

/* The form's own, then that of the stages before, then the last of all. */
static const char *
day_of(const struct drawn *drawn, const char *form, int stage)
{
	const struct form *is = pack_form(pack, form);
	const char *day = own_day(drawn, is->deadline, &is->due);

	while (!day && stage-- > 0)
		day = own_day(drawn, pack_form(pack, names[stage])->deadline, &pack_form(pack, names[stage])->due);
	return day ? day : last_deadline();
}

static const char *
level_day(const struct drawn *drawn, const struct level *level, const char *otherwise)
{
	const char *day = own_day(drawn, level->deadline, &level->due);

	return day ? day : otherwise;
}

/* The first task of the survey; NULL: it has none. `only`: one of this kind. */
static const struct flow_todo *
survey_task(const struct drawn *drawn, bool again_only)
{
	for (size_t i = 0; i < drawn->todo_count; i++)
		if (drawn->todos[i].chain && drawn->todos[i].first && (!again_only || drawn->todos[i].task == TASK_AGAIN))
			return &drawn->todos[i];
	return NULL;
}

static void
owe_survey(const struct drawn *drawn, const struct flow_todo *todo, struct act *out)
{
	out->task = todo->task;
	out->form = todo->form ? todo->form->name : "classification";
	out->level = todo->level ? todo->level->name : NULL;
	out->day = day_of(drawn, out->form, 0);
	if (todo->level)
		out->day = level_day(drawn, todo->level, out->day);
}

static void
owe_slot(const struct drawn *drawn, const struct drawn_slot *slot, const char *form, int stage, struct act *out)
{
	static const enum flow_task tasks[] = { [CASE_AT_CONFLICT] = TASK_CONFLICT,
						[CASE_AT_RETURNED] = TASK_RETURNED,
						[CASE_AT_AGAIN] = TASK_AGAIN,
						[CASE_AT_SIGNING] = TASK_SIGN };

	out->form = form;
	out->day = day_of(drawn, form, stage);
	out->task = TASK_FORM;
	if (!slot || state_of(slot) == CASE_AT_SIGNED)
		return;
	out->task = tasks[state_of(slot)];
	out->slot = slot;
	if (out->task == TASK_SIGN) {
		out->level = chain_of(slot->form)->levels[slot->levels].name;
		out->day = level_day(drawn, &chain_of(slot->form)->levels[slot->levels], out->day);
	}
}

/* What is wrong with the forms that the case is about, in the pack's order; false: nothing. */
static bool
owe_about(const struct drawn *drawn, struct act *out)
{
	if (drawn->conclusions == 2 || drawn->outdated) {
		out->task = drawn->conclusions == 2 ? TASK_CONFLICT : TASK_AGAIN;
		out->form = "classification";
		out->day = day_of(drawn, out->form, 0);
		return true;
	}
	for (size_t s = 0; s < drawn->scene.slots.slot_count; s++) {
		const struct flow_slot *at = &drawn->scene.slots.slots[s];
		const struct drawn_slot *slot = at->repeat ? slot_drawn(drawn, &at->repeat_root) : NULL;

		if (slot && slot->form == VERDICT && state_of(slot) != CASE_AT_SIGNED) {
			owe_slot(drawn, slot, names[VERDICT], 0, out);
			return true;
		}
	}
	return false;
}

/* Is what is wrong with those forms of a kind that no approval of the end makes good? */
static bool
is_grave(const struct act *about)
{
	return about->task == TASK_RETURNED || about->task == TASK_SIGN;
}

static struct act
next_act(const struct drawn *drawn)
{
	const struct flow_todo *resting = survey_task(drawn, drawn->surveyed);
	struct act out = { .stage = CASE_OF }, about = out;
	bool approved = false, wrong, waits;
	size_t stage = 0;

	for (size_t i = 0; i < drawn->slot_count; i++) /* over what the case is about now: said by the cover, whatever its author saw */
		approved |= drawn->slots[i].form == CLOSURE && drawn->slots[i].levels == 2 && !drawn->slots[i].again;
	if (!approved && furthest(drawn, CLOSURE))
		approved = state_of(furthest(drawn, CLOSURE)) == CASE_AT_SIGNED;
	approved &= !resting;
	wrong = owe_about(drawn, &about);
	waits = !wrong && drawn->held_back && drawn->replaced && survey_task(drawn, false);
	for (; stage < STAGES; stage++) {
		const struct drawn_slot *slot = furthest(drawn, (int)stage);
		const char *const when[] = { "when_control", "when_remedy" };

		if ((stage > 1 || drawn->answers[answer_of(drawn, when[stage])].holds) && !(slot && is_over(slot)))
			break;
	}
	out.open = (drawn->opens || (!approved && drawn->asked && drawn->was)) &&
		   !(approved && stage == STAGES && !waits && !(wrong && is_grave(&about)));
	if (!out.open)
		return out;
	if (wrong) {
		about.open = true;
		return about;
	}
	if (waits) {
		owe_survey(drawn, survey_task(drawn, false), &out);
		return out;
	}
	out.stage = stage;
	out.before_end = true;
	if (stage == STAGES &&
	    (drawn->answers[answer_of(drawn, "before_control")].holds || drawn->answers[answer_of(drawn, "before_verdict")].holds)) {
		out.task = TASK_FORM;
		out.form = drawn->answers[answer_of(drawn, "before_control")].holds ? "control" : "verdict";
		out.day = day_of(drawn, "closure", STAGES);
		return out;
	}
	if (stage == STAGES && resting) {
		owe_survey(drawn, resting, &out);
		return out;
	}
	out.before_end = false;
	owe_slot(drawn, furthest(drawn, stage == STAGES ? CLOSURE : (int)stage), names[stage], (int)stage, &out);
	return out;
}

/* ---- compared */

/* The progress of each slot, and of the survey. */
static void
tell_progress(const struct drawn *drawn, struct flow_state *state)
{
	const struct chain *survey = pack_chain(pack, "survey");

	state->covers = mem_array(SLOTS_MOST + 1, sizeof(*state->covers));
	state->progresses = mem_array(SLOTS_MOST + 1, sizeof(*state->progresses));
	state->covers[state->cover_count++] = (struct flow_cover){ .pack = pack, .chain = survey };
	state->progresses[state->progress_count++] = (struct flow_progress){ .chain = survey,
									     .levels_signed = drawn->surveyed ? survey->level_count : 0 };
	for (size_t s = 0; s < drawn->scene.slots.slot_count; s++) {
		const struct flow_slot *at = &drawn->scene.slots.slots[s];
		const struct drawn_slot *slot = at->repeat ? slot_drawn(drawn, &at->repeat_root) : NULL;
		const struct chain *chain = slot ? chain_of(slot->form) : NULL;

		if (!chain)
			continue;
		state->progresses[state->progress_count++] = (struct flow_progress){ .chain = chain,
										     .root = at->repeat_root,
										     .cover = state->cover_count,
										     .best = state->cover_count,
										     .levels_signed = slot->levels };
		state->covers[state->cover_count++] = (struct flow_cover){ .pack = pack,
									   .chain = chain,
									   .root = at->repeat_root,
									   .returned = slot->returned,
									   .reason = slot->again ? FLOW_OUTDATED : FLOW_COUNTS };
	}
}

static void
compare(const struct drawn *drawn, const struct flow_state *state, const struct act *wanted, int n)
{
	static const struct id none;
	const struct flow_case *is = &state->cases[0];
	const struct id *root = wanted->slot ? &drawn->scene.flow[wanted->slot->step].id : &none;
	size_t found = 0, due = 0, before = 0;

	if (state->case_count != wanted->open)
		fail_msg("%d: open %d", n, wanted->open);
	if (!wanted->open) {
		assert_int_equal(state->todo_count, drawn->todo_count);
		return;
	}
	if (is->task != wanted->task || is->stage != wanted->stage || is->before_end != wanted->before_end ||
	    strcmp(is->form->name, wanted->form) != 0 || !id_equal(&is->root, root) || (is->level != NULL) != (wanted->level != NULL) ||
	    (is->level && strcmp(is->level->name, wanted->level) != 0) || strcmp(is->day, wanted->day) != 0)
		fail_msg("%d: it is %d of %s, %s, stage %zu %d by %s; wanted %d of %s, %s, stage %zu %d by %s", n, is->task, is->form->name,
			 is->level ? is->level->name : "-", is->stage, is->before_end, is->day, wanted->task, wanted->form,
			 wanted->level ? wanted->level : "-", wanted->stage, wanted->before_end, wanted->day);
	assert_ptr_equal(is->by, wanted->level ? &is->level->by : &is->form->by);
	/* It is one task, with the day, and one thing that is due. */
	for (size_t i = 0; i < state->todo_count; i++) {
		const struct flow_todo *todo = &state->todos[i];

		found += todo->first && todo->task == wanted->task && id_equal(&todo->root, root) && strcmp(todo->day, wanted->day) == 0 &&
			 (wanted->level ? todo->level == is->level : todo->form == is->form);
	}
	for (size_t i = 0; i < drawn->todo_count; i++)
		before += drawn->todos[i].task == wanted->task && id_equal(&drawn->todos[i].root, root) &&
			  (wanted->level ? drawn->todos[i].level == is->level : drawn->todos[i].form == is->form);
	assert_int_equal(found, 1);
	assert_int_equal(state->todo_count, drawn->todo_count + (before == 0));
	for (size_t i = 0; i < state->due_count; i++)
		due += state->dues[i].of_case == &pack->cases[0] && strcmp(state->dues[i].day, wanted->day) == 0;
	assert_int_equal(due, 1);
}

static void
case__has_the_next_act__of_what_stands(void **state)
{
	size_t open = 0, ended = 0;

	(void)state;
	for (int n = 0; n < 20000; n++) {
		static struct drawn drawn;
		struct flow_state told = { 0 };
		struct flow_facts facts = {
			.opens = tell_opens, .holds = tell_holds, .day = tell_day, .narrow = note_narrow, .ctx = &drawn
		};
		struct case_lines lines = { 0 };
		struct flow_judging judging = { .facts = &facts, .out = &told, .lines = &lines };
		struct act wanted;

		draw_case(&drawn);
		judging.input = &drawn.scene.input;
		judging.slots = &drawn.scene.slots;
		judging.held_back = drawn.held_back;
		tell_progress(&drawn, &told);
		told.todos = mem_array(ARRAY_LEN(drawn.todos) + 1, sizeof(*told.todos));
		memcpy(told.todos, drawn.todos, sizeof(drawn.todos));
		told.todo_count = drawn.todo_count;
		find_cases(&judging);
		case_lines_release(&lines);
		assert_false(drawn.narrowed);
		wanted = next_act(&drawn);
		compare(&drawn, &told, &wanted, n);
		open += wanted.open;
		ended += !wanted.open;
		free(told.cases);
		free(told.todos);
		free(told.dues);
		free(told.covers);
		free(told.progresses);
		scene_release(&drawn.scene);
	}
	assert_true(open > 5000 && ended > 500);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(case__has_the_next_act__of_what_stands),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
