#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "flow/case_belongs.h"
#include "flow/case_left.h"
#include "flow/case_next.h"
#include "flow/cover.h"
#include "scene.h"

/* What is owed no more at a stage that a case has left, compared with a second reading of doc/pack-format, "Cases". */

#define NONE SIZE_MAX
#define FORM(name, more)                                                                                                                   \
	name, "form: " name "\nlabel: {zh: 一}\nby: [inspector]\nrepeat: true\n" more "fields:\n  - {name: " name                          \
	      "_words, type: text, label: {zh: 一}}\n"
#define CHAIN(name, form)                                                                                                                  \
	"  - chain: " name "\n    label: {zh: 一}\n    each: " form "\n    levels:\n"                                                      \
	"      - {level: county, label: {zh: 二}, by: [county_officer], due: plan}\n"

static const char *const forms[] = { FORM("control", "due: plan\n"), FORM("remedy", "due: plan\n"), FORM("closure", "due: plan\n"),
				     FORM("visited", "due: plan\n"), FORM("ending", "due: plan\n"), FORM("watching", "due: plan\n"),
				     FORM("over", "due: plan\n"),    FORM("verdict", ""),	    NULL };
static const char chains[] = "\n" CHAIN("controls", "control") CHAIN("strikeoff", "closure") CHAIN("ended", "ending") CHAIN(
	"overs",
	"over") "cases:\n"
		"  - {case: danger, label: {zh: 一}, opens: hazard, of: [classification, verdict], same: [conclusion], stages: [{form: control}, {form: "
		"remedy}], closes: closure}\n"
		"  - {case: second, label: {zh: 二}, opens: hazard, of: [classification], same: [conclusion], stages: [{form: visited}, {form: remedy}], "
		"closes: ending}\n"
		"  - {case: idle, label: {zh: 三}, of: [classification], stages: [{form: watching}], closes: over}\n";

static struct pack *pack;

static int
load(void **state)
{
	(void)state;
	pack = scene_pack(chains, forms);
	for (size_t c = 0; c < pack->case_count; c++) { /* behind the last stage stands the first once more, for who looks there */
		struct pack_case *of = &pack->cases[c];

		of->stages = mem_resize(of->stages, of->stage_count + 1, sizeof(*of->stages));
		of->stages[of->stage_count] = of->stages[0];
	}
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	pack_free(pack);
	return 0;
}

/* Forms of the pack that tasks are about, each with a slot that belongs to the cases and one that does not. */
static const char *const owing[] = { "control", "remedy", "closure", "visited", "ending", "watching", "over", "verdict", "classification" };
#define OWING (sizeof(owing) / sizeof(*owing))

struct leaving {
	struct scene scene;
	size_t slots[OWING][2]; /* first steps: belongs, does not */
	struct flow_case cases[2];
	size_t case_count;
};

static const struct chain *
chain_of(const struct form *form)
{
	for (size_t c = 0; c < pack->chain_count; c++)
		if (pack->chains[c].each == form)
			return &pack->chains[c];
	return NULL;
}

/* Is the form, in one case, behind where the case is? `at`: NONE: the case is not open. */
static bool
is_ahead(const struct pack_case *of, const char *form, const struct flow_case *at)
{
	if (strcmp(of->closing->name, form) == 0)
		return at->stage == CASE_OF || (at->stage == of->stage_count && !at->before_end);
	for (size_t i = 0; i < of->stage_count; i++)
		if (strcmp(of->stages[i].form->name, form) == 0 && (at->stage == CASE_OF || i >= at->stage))
			return true;
	return false;
}

/* Is what is owed in a slot owed still? */
static bool
stays(const struct leaving *leaving, size_t form, bool belongs)
{
	/* By the pack above; the third case never opens. */
	static const char *const of_cases[2][3] = { { "control", "remedy", "closure" }, { "visited", "remedy", "ending" } };
	bool of_any = false, ahead = false;

	for (size_t c = 0; c < 2; c++)
		for (size_t i = 0; i < 3; i++)
			of_any |= strcmp(of_cases[c][i], owing[form]) == 0;
	for (size_t c = 0; c < leaving->case_count; c++)
		ahead |= is_ahead(leaving->cases[c].of, owing[form], &leaving->cases[c]);
	return !of_any || (ahead && belongs);
}

/* A task and a day for each slot, by its form and by its chain, and of what is no slot here; then those that are left. */
static void
check_left(struct leaving *leaving)
{
	static const struct id nowhere = { { 99, 99 } };
	struct flow_todo todos[4 * OWING + 4] = { 0 };
	struct flow_due dues[4 * OWING + 4] = { 0 };
	struct flow_state state = { .todos = todos, .dues = dues, .cases = leaving->cases, .case_count = leaving->case_count };
	struct case_lines lines = { 0 };
	struct flow_judging judging = { .input = &leaving->scene.input, .slots = &leaving->scene.slots, .out = &state, .lines = &lines };
	bool keeps[4 * OWING + 4];
	size_t count = 0, kept = 0, at = 0;

	for (size_t f = 0; f < OWING; f++)
		for (int alien = 0; alien < 2; alien++) {
			const struct form *form = pack_form(pack, owing[f]);
			const struct chain *chain = chain_of(form);
			bool repeats = form->repeat;

			for (int by_chain = 0; by_chain < 2; by_chain++) {
				if (by_chain && !chain)
					continue;
				todos[count] = (struct flow_todo){ .chain = by_chain ? chain : NULL,
								   .form = by_chain ? NULL : form,
								   .sign = count };
				dues[count] = (struct flow_due){ .level = by_chain ? chain->levels : NULL, .form = by_chain ? NULL : form };
				dues[count].day[0] = (char)count;
				if (repeats)
					dues[count].root = todos[count].root = leaving->scene.flow[leaving->slots[f][alien]].id;
				keeps[count++] = !repeats || stays(leaving, f, !alien);
			}
		}
	/* A new slot, one that is not here, and what is about no form: nobody has left them. */
	todos[count] = (struct flow_todo){ .form = pack_form(pack, "control"), .sign = count };
	dues[count] = (struct flow_due){ .form = pack_form(pack, "control"), .day = { (char)count } };
	keeps[count++] = true;
	todos[count] = (struct flow_todo){ .form = pack_form(pack, "control"), .root = nowhere, .sign = count };
	dues[count] = (struct flow_due){ .form = pack_form(pack, "control"), .root = nowhere, .day = { (char)count } };
	keeps[count++] = true;
	todos[count] = (struct flow_todo){ .chain = &pack->chains[0], .root = nowhere, .sign = count };
	dues[count] = (struct flow_due){ .level = pack->chains[0].levels, .root = nowhere, .day = { (char)count } };
	keeps[count++] = true;
	state.todo_count = state.due_count = count;
	case_drop_left(&judging);
	case_lines_release(&lines);
	for (size_t i = 0; i < count; i++)
		kept += keeps[i];
	assert_int_equal(state.todo_count, kept);
	assert_int_equal(state.due_count, kept);
	for (size_t i = 0; i < count; i++)
		if (keeps[i]) {
			assert_int_equal(todos[at].sign, i);
			assert_int_equal(dues[at++].day[0], (char)i);
		}
}

/* Two cases, each not open or at any of its stages, at its end or before it, or at what it is about. */
static void
task__is_owed_no_more__at_a_stage_that_is_left(void **state)
{
	struct leaving leaving = { .case_count = 0 };
	struct id unseen;

	(void)state;
	scene_start(&leaving.scene, pack, NULL);
	scene_add(&leaving.scene, "listing", 1, "inspector", NONE);
	value_set_text(&leaving.scene.steps[scene_add(&leaving.scene, "classification", 1, "inspector", NONE)].data, "conclusion", "2");
	unseen = leaving.scene.flow[1].id;
	value_set_text(&leaving.scene.steps[scene_add(&leaving.scene, "classification", 1, "inspector", 1)].data, "conclusion", "1");
	for (size_t f = 0; f < OWING - 1; f++)
		for (int alien = 0; alien < 2; alien++) {
			size_t at = leaving.slots[f][alien] = scene_add(&leaving.scene, owing[f], 1, "inspector", NONE);

			scene_append_id(&leaving.scene.steps[at].data, "_upon", alien ? &unseen : &leaving.scene.flow[2].id);
		}
	leaving.scene.input = (struct flow_input){
		.pack = pack, .root = scene_id(0), .steps = leaving.scene.flow, .step_count = leaving.scene.count, .division = SCENE_VILLAGE
	};
	flow_slots_eval(&leaving.scene.input, &leaving.scene.slots);
	for (size_t one = 0; one < 6; one++)
		for (size_t two = 0; two < 6; two++) {
			/* 0 to 2: a stage, or the end; 3: before the end; 4: at what it is about; 5: not open */
			const size_t at[] = { one, two };

			leaving.case_count = 0;
			for (size_t c = 0; c < 2; c++)
				if (at[c] < 5)
					leaving.cases[leaving.case_count++] = (struct flow_case){ .of = &pack->cases[c],
												  .stage = at[c] == 4	? CASE_OF
													   : at[c] == 3 ? 2
															: at[c],
												  .before_end = at[c] == 3 };
			check_left(&leaving);
		}
	scene_release(&leaving.scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(task__is_owed_no_more__at_a_stage_that_is_left),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
