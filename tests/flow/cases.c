#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "flow/case_next.h"
#include "scene.h"

/* Cases: no state of a house leaves an open one without a next act, who owes it and a day, and none ends without its evidence. */

#define NONE SIZE_MAX
#define LIST(name, more)                                                                                                                   \
	"form: " name "\nlabel: {zh: 一}\nby: [inspector]\nrepeat: true\n" more "fields:\n  - {name: " name                                \
	"_words, type: text, label: {zh: 一}}\n"

static const char *const forms[] = { "control", LIST("control", "due: control\n"),
				     "remedy",	LIST("remedy", "due: \"days_after(survey_date, 30)\"\n"),
				     "closure", LIST("closure", "due: plan\n"),
				     NULL };
static const char chains[] =
	"\n  - chain: controls\n    label: {zh: 管控}\n    each: control\n    levels:\n"
	"      - {level: clerk, label: {zh: 一}, by: [township_clerk], due: control}\n"
	"  - chain: filing\n    label: {zh: 备案}\n    each: remedy\n    levels:\n"
	"      - {level: township, label: {zh: 一}, by: [township_head], due: plan}\n"
	"      - {level: county, label: {zh: 二}, by: [county_officer], due: \"remedy_words\"}\n"
	"  - chain: strikeoff\n    label: {zh: 销号}\n    each: closure\n    levels:\n"
	"      - {level: township, label: {zh: 一}, by: [township_head], due: plan}\n"
	"      - {level: county, label: {zh: 二}, by: [county_officer], due: plan}\n"
	"cases:\n  - {case: danger, label: {zh: 隐患}, opens: hazard, of: [classification], same: [conclusion], stages: [{form: control, when: "
	"in_business}, {form: remedy, done: \"remedy_words = 'over'\"}], closes: closure}\n";

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

/* ---- deciding, over every state */

/* What the act must be, told another way than by the program. */
static bool
act_fits(enum case_act act, enum case_at at)
{
	switch (act) {
	case CASE_FILL:
		return at == CASE_AT_NONE || at == CASE_AT_SIGNED;
	case CASE_MERGE:
		return at == CASE_AT_CONFLICT;
	case CASE_CORRECT:
		return at == CASE_AT_RETURNED;
	case CASE_AGAIN:
		return at == CASE_AT_AGAIN;
	case CASE_SIGN:
		return at == CASE_AT_SIGNING;
	}
	return false;
}

static void
check_next(const struct case_is *is)
{
	static const enum case_at ats[CASE_OF_COUNT] = { CASE_AT_NONE, CASE_AT_CONFLICT, CASE_AT_AGAIN, CASE_AT_RETURNED, CASE_AT_SIGNING };
	struct case_next next;
	size_t first = 0;
	bool skipped = false;

	for (size_t i = 0; i < is->stage_count; i++)
		skipped |= is->stages[i].when && !(is->stages[i].at == CASE_AT_SIGNED && is->stages[i].done);
	case_decide(is, &next);
	assert_int_equal(next.open, (is->opens || is->held) && (is->closing != CASE_AT_SIGNED || is->fault == CASE_OF_SIGNING ||
								is->fault == CASE_OF_RETURNED || skipped));
	if (!next.open)
		return;
	if (is->fault) {
		assert_true(next.stage == CASE_OF && act_fits(next.act, ats[is->fault]));
		return;
	}
	for (; first < is->stage_count; first++)
		if (is->stages[first].when && !(is->stages[first].at == CASE_AT_SIGNED && is->stages[first].done))
			break;
	assert_int_equal(next.stage, first);
	assert_true(act_fits(next.act, first < is->stage_count ? is->stages[first].at : is->closing));
}

/* A case of no stage, of one and of two: each called for or not, over or not, in each state; whatever opens it, keeps it open, is wrong with what it is about,
 * and wherever its end stands. */
static void
every_open_case__has_a_next_act__in_every_state(void **state)
{
	enum { STATES = 2 * 2 * CASE_AT_COUNT };
	static const int most[] = { 1, STATES, STATES * STATES };
	size_t tried = 0;

	(void)state;
	for (size_t count = 0; count < ARRAY_LEN(most); count++)
		for (int states = 0; states < most[count]; states++) {
			struct case_stage_is stages[2];

			for (int i = 0, of = states; i < 2; i++, of /= STATES)
				stages[i] = (struct case_stage_is){ of % 2, of / 2 % 2, (enum case_at)(of % STATES / 4) };
			for (int other = 0; other < 2 * 2 * CASE_OF_COUNT * CASE_AT_COUNT; other++, tried++)
				check_next(&(struct case_is){ .opens = other % 2,
							      .held = other / 2 % 2,
							      .fault = (enum case_of_fault)(other / 4 % CASE_OF_COUNT),
							      .stages = stages,
							      .stage_count = count,
							      .closing = (enum case_at)(other / 4 / CASE_OF_COUNT) });
		}
	assert_int_equal(tried, (1 + STATES + STATES * STATES) * 4 * CASE_OF_COUNT * CASE_AT_COUNT);
}

/* ---- by steps */

static bool business, rebuilt;
static size_t asked; /* how often the fact was */

static const char *
text_of(const struct flow_step *flow, const char *name)
{
	const char *text = value_get_text(&flow->step->data, name);

	return text ? text : "";
}

static bool
answer_opens(void *ctx, const struct pack_case *of, const size_t *heads, size_t count)
{
	const struct scene *scene = ctx;
	const struct flow_slot *slot = flow_slot(&scene->slots, "classification");
	size_t head = count ? heads[0] : slot && slot->head_count == 1 ? slot->heads[0] : NONE;

	asked++;
	assert_string_equal(of->opens->name, "hazard");
	assert_true(count <= 1);
	return head != NONE && strpbrk(text_of(&scene->flow[head], "conclusion"), "12");
}

static const struct flow_step *
head_of(const struct scene *scene, const char *form, const struct id *root)
{
	const struct flow_slot *slot = flow_slot_of(&scene->slots, form, root);

	return slot && slot->head_count == 1 ? &scene->flow[slot->heads[0]] : NULL;
}

static bool
answer_holds(void *ctx, const struct expr *expr, const struct form *form, const struct id *root)
{
	const struct scene *scene = ctx;

	if (!form && strcmp(expr->sql, "rebuilt") == 0)
		return rebuilt;
	if (!form)
		return strcmp(expr->sql, "in_business") == 0 && business;
	assert_string_equal(form->name, "remedy");
	return strcmp(text_of(head_of(scene, form->name, root), "remedy_words"), "over") == 0;
}

/* No expression gives a day: what stands before, or the last deadline, must do. */
static bool
answer_day(void *ctx, const struct expr *due, const struct chain *chain, const struct id *root, char out[FLOW_DAY_SIZE])
{
	(void)ctx;
	(void)due;
	(void)chain;
	(void)root;
	(void)out;
	return false;
}

static void
start(struct scene *scene, const char *conclusion)
{
	scene_start(scene, pack, NULL);
	scene->facts.day = answer_day;
	scene->facts.opens = answer_opens;
	scene->facts.holds = answer_holds;
	scene->facts.ctx = scene;
	business = true;
	scene_filled(scene);
	value_set_text(&scene->steps[3].data, "conclusion", conclusion);
	scene_evaluate(scene);
}

/* A stage's form, filled by who sees the classification as it stands. */
static size_t
add_stage(struct scene *scene, const char *form, const char *words)
{
	const struct flow_slot *slot = flow_slot(&scene->slots, "classification");
	size_t at = scene_add(scene, form, 1, "inspector", NONE);
	char *field = mem_printf("%s_words", form);

	for (size_t h = 0; h < slot->head_count; h++)
		scene_append_id(&scene->steps[at].data, "_upon", &scene->flow[slot->heads[h]].id);
	value_set_text(&scene->steps[at].data, field, words);
	free(field);
	scene_evaluate(scene);
	return at;
}

static size_t
reclassify(struct scene *scene, size_t parent, const char *conclusion)
{
	size_t at = scene_add(scene, "classification", 1, "inspector", parent);

	value_set_text(&scene->steps[at].data, "conclusion", conclusion);
	scene_evaluate(scene);
	return at;
}

/* "form control 2022-09-25 inspector", "sign clerk ..."; "": no case is open. */
static void
expect(const struct scene *scene, const char *wanted)
{
	const struct flow_case *of = scene->state.case_count ? &scene->state.cases[0] : NULL;
	char *is = of ? mem_printf("%s %s %s %s", flow_task_word(of->task), of->level ? of->level->name : of->form->name, of->day,
				   of->by->items[0])
		      : mem_strdup("");

	assert_true(scene->state.case_count <= 1);
	assert_string_equal(is, wanted);
	free(is);
}

static void
case__goes_through__its_stages_to_its_end(void **state)
{
	struct scene scene;
	size_t control, remedy, closure, sign;

	(void)state;
	start(&scene, "1");
	expect(&scene, "form control 2022-09-25 inspector");
	control = add_stage(&scene, "control", "");
	expect(&scene, "sign clerk 2022-09-25 township_clerk");
	sign = scene_return_of(&scene, "controls", 5, "township_clerk", "clerk", control);
	expect(&scene, "returned control 2022-09-25 inspector");
	control = scene_add_to(&scene, control, 1, "inspector", control);
	scene_append_id(&scene.steps[control].data, "_upon", &scene.flow[3].id);
	{
		struct value answers = value_list(), answer = value_object();

		step_data_set_id(&answer, "of", &scene.flow[sign].id);
		value_append_take(&answers, answer);
		value_set_take(&scene.steps[control].data, "_answers", answers);
	}
	scene_evaluate(&scene);
	expect(&scene, "sign clerk 2022-09-25 township_clerk");
	scene_approve_of(&scene, "controls", 5, "township_clerk", "clerk", NONE, control - 2);
	expect(&scene, "form remedy 2022-09-25 inspector"); /* its own day is NULL: that of the stage before */
	remedy = add_stage(&scene, "remedy", "half");
	expect(&scene, "sign township 2022-09-30 township_head");
	sign = scene_approve_of(&scene, "filing", 6, "township_head", "township", NONE, remedy);
	expect(&scene, "sign county 2022-09-25 county_officer"); /* the level's is NULL, and so is its form's */
	scene_approve_of(&scene, "filing", 7, "county_officer", "county", sign, remedy);
	expect(&scene, "form remedy 2022-09-25 inspector"); /* signed, and not over */
	remedy = add_stage(&scene, "remedy", "over");
	expect(&scene, "sign township 2022-09-30 township_head");
	sign = scene_approve_of(&scene, "filing", 6, "township_head", "township", NONE, remedy);
	scene_approve_of(&scene, "filing", 7, "county_officer", "county", sign, remedy);
	expect(&scene, "form closure 2022-09-30 inspector");
	closure = add_stage(&scene, "closure", "");
	sign = scene_approve_of(&scene, "strikeoff", 6, "township_head", "township", NONE, closure);
	expect(&scene, "sign county 2022-09-30 county_officer");
	scene_approve_of(&scene, "strikeoff", 7, "county_officer", "county", sign, closure);
	expect(&scene, "");
	/* A corrected letter of the classification: the stages stand, and the strike-off must be signed again. */
	reclassify(&scene, 3, "1");
	expect(&scene, "sign clerk 2022-09-25 township_clerk");
	scene_release(&scene);
}

/* Levels whose program let them sign the end over a stage that was skipped: it stands open, and this program refuses the next. */
static void
case__is_not_ended__over_a_stage_that_was_skipped(void **state)
{
	struct scene scene;
	size_t control, closure, sign;

	(void)state;
	start(&scene, "1");
	closure = add_stage(&scene, "closure", "");
	sign = scene_approve_of(&scene, "strikeoff", 6, "township_head", "township", NONE, closure);
	sign = scene_approve_of(&scene, "strikeoff", 7, "county_officer", "county", sign, closure);
	expect(&scene, "form control 2022-09-25 inspector");
	assert_int_equal(flow_may_sign(&scene.input, &scene.slots, &scene.facts, &scene.state,
				       flow_progress_of(&scene.state, "strikeoff", &scene.flow[closure].id), scene.flow[sign].author, 1),
			 FLOW_STAGES);
	control = add_stage(&scene, "control", "");
	scene_approve_of(&scene, "controls", 5, "township_clerk", "clerk", NONE, control);
	expect(&scene, "form remedy 2022-09-25 inspector");
	scene_release(&scene);
}

static void
case__is_another__with_another_conclusion(void **state)
{
	struct scene scene;

	(void)state;
	start(&scene, "1");
	add_stage(&scene, "control", "");
	expect(&scene, "sign clerk 2022-09-25 township_clerk");
	reclassify(&scene, 3, "2");
	expect(&scene, "form control 2022-09-25 inspector");
	scene_release(&scene);
}

static void
case__stays_open__whatever_later_steps_say(void **state)
{
	struct scene scene;
	size_t closure, sign, head;

	(void)state;
	start(&scene, "3");
	expect(&scene, "");
	head = reclassify(&scene, 3, "1");
	expect(&scene, "form control 2022-09-25 inspector");
	reclassify(&scene, head, "3"); /* nobody had acted or signed */
	expect(&scene, "");
	scene_release(&scene);

	start(&scene, "1"); /* somebody signed the hazard */
	scene_approve(&scene, 2, "inspector", "team", NONE);
	business = false;
	head = reclassify(&scene, 3, "3");
	expect(&scene, "form remedy 2022-09-25 inspector");
	closure = add_stage(&scene, "remedy", "over");
	sign = scene_approve_of(&scene, "filing", 6, "township_head", "township", NONE, closure);
	scene_approve_of(&scene, "filing", 7, "county_officer", "county", sign, closure);
	closure = add_stage(&scene, "closure", "");
	sign = scene_approve_of(&scene, "strikeoff", 6, "township_head", "township", NONE, closure);
	scene_approve_of(&scene, "strikeoff", 7, "county_officer", "county", sign, closure);
	expect(&scene, "");
	scene_release(&scene);

	start(&scene, "2"); /* a stage of it stands */
	add_stage(&scene, "control", "");
	reclassify(&scene, 3, "3");
	assert_int_equal(scene.state.case_count, 1);
	scene_release(&scene);
}

static void
case__asks_first__for_what_it_is_about(void **state)
{
	struct scene scene;

	(void)state;
	start(&scene, "1");
	reclassify(&scene, 3, "1");
	reclassify(&scene, 3, "3"); /* two versions, one of which is a hazard */
	expect(&scene, "conflict classification 2022-09-16 inspector");
	scene_release(&scene);
}

/* Asking about other heads costs as much as reading the house: of one that nobody changed it is not done. */
static void
fact__is_asked_once__of_a_house_that_was_signed_as_it_is(void **state)
{
	struct scene scene;
	size_t team;

	(void)state;
	start(&scene, "3");
	team = scene_approve(&scene, 2, "inspector", "team", NONE);
	scene_approve(&scene, 8, "village_secretary", "village", team);
	asked = 0;
	scene_evaluate(&scene);
	assert_int_equal(asked, 1);
	reclassify(&scene, 3, "3"); /* one more set of heads, which two signers saw */
	asked = 0;
	scene_evaluate(&scene);
	assert_int_equal(asked, 2);
	scene_release(&scene);
}

static void
act__is_a_task__with_its_day(void **state)
{
	struct scene scene;
	size_t found = 0;

	(void)state;
	start(&scene, "1");
	for (size_t i = 0; i < scene.state.todo_count; i++) {
		const struct flow_todo *todo = &scene.state.todos[i];

		if (todo->task == TASK_FORM && strcmp(todo->form->name, "control") == 0) {
			assert_true(todo->first);
			assert_string_equal(todo->day, "2022-09-25");
			found++;
		}
	}
	assert_int_equal(found, 1);
	found = 0;
	for (size_t i = 0; i < scene.state.due_count; i++)
		found += scene.state.dues[i].of_case != NULL && strcmp(scene.state.dues[i].form->name, "control") == 0;
	assert_int_equal(found, 1);
	add_stage(&scene, "control", ""); /* the signature is a task already: no second one */
	for (size_t i = found = 0; i < scene.state.todo_count; i++)
		found += scene.state.todos[i].task == TASK_SIGN && strcmp(scene.state.todos[i].level->name, "clerk") == 0;
	assert_int_equal(found, 1);
	scene_release(&scene);
}

/* ---- drawn histories */

/* One of the acts that people do to a house, in any order. */
static void
act(struct scene *scene)
{
	static const char *const stages[] = { "control", "remedy", "closure" };
	static const char *const conclusions[] = { "1", "2", "3" };
	const struct flow_progress *progress;
	const struct flow_slot *slot = flow_slot(&scene->slots, "classification");
	size_t head = slot->heads[scene_draw((unsigned)slot->head_count)], at, prior;
	const char *form = stages[scene_draw(3)];

	switch (scene_draw(6)) {
	case 0:
		reclassify(scene, scene_draw(4) ? head : 3, conclusions[scene_draw(3)]);
		return;
	case 1:
	case 2:
		add_stage(scene, form, scene_draw(2) ? "over" : "half");
		return;
	case 3:
		business = scene_draw(2);
		scene_evaluate(scene);
		return;
	default:
		break;
	}
	if (scene->state.progress_count < 2)
		return;
	progress = &scene->state.progresses[1 + scene_draw((unsigned)scene->state.progress_count - 1)];
	if (flow_progress_is_done(progress) || !progress->chain->each)
		return;
	at = idmap_get(&scene->slots.steps, &progress->root);
	prior = progress->levels_signed ? scene->state.signs[progress->effective[progress->levels_signed - 1]].step : NONE;
	scene_approve_of(scene, progress->chain->name, 5 + (int)progress->levels_signed,
			 progress->chain->levels[progress->levels_signed].by.items[0],
			 progress->chain->levels[progress->levels_signed].name, prior, at);
}

static bool
is_struck_off(const struct scene *scene)
{
	for (size_t i = 0; i < scene->state.progress_count; i++)
		if (strcmp(scene->state.progresses[i].chain->name, "strikeoff") == 0 && flow_progress_is_done(&scene->state.progresses[i]))
			return true;
	return false;
}

static void
every_open_case__has_a_next_act__in_drawn_histories(void **state)
{
	size_t open = 0, closed = 0;

	(void)state;
	for (int n = 0; n < 1000; n++) {
		struct scene scene;

		start(&scene, scene_draw(4) ? "1" : "3");
		for (int i = 0; i < 20 && scene.count < SCENE_STEPS - 2; i++) {
			bool hazard, struck;

			act(&scene);
			hazard = answer_opens(&scene, &pack->cases[0], NULL, 0);
			struck = is_struck_off(&scene);
			if (hazard && !struck)
				assert_int_equal(scene.state.case_count, 1);
			if (struck && scene.state.case_count)
				assert_true(scene.state.cases[0].stage < scene.state.cases[0].of->stage_count);
			closed += struck && !scene.state.case_count;
			for (size_t c = 0; c < scene.state.case_count; c++) {
				const struct flow_case *of = &scene.state.cases[c];
				bool task = false, due = false;

				open++;
				assert_non_null(of->form);
				assert_true(of->by->count > 0);
				assert_int_equal(strlen(of->day), 10);
				assert_true(of->task != TASK_SIGN || of->level);
				for (size_t t = 0; t < scene.state.todo_count; t++)
					task |= scene.state.todos[t].task == of->task && id_equal(&scene.state.todos[t].root, &of->root);
				for (size_t d = 0; d < scene.state.due_count; d++)
					due |= scene.state.dues[d].of_case == of->of && strcmp(scene.state.dues[d].day, of->day) == 0;
				assert_true(task && due);
			}
		}
		scene_release(&scene);
	}
	assert_true(open > 1000 && closed > 10);
}

/* ---- about a form that repeats */

static const char *const repeat_forms[] = {
	"control",
	LIST("control", "due: control\n"),
	"closure",
	LIST("closure", "due: plan\n"),
	"verdict",
	"form: verdict\nlabel: {zh: 鉴定}\nby: [inspector]\nrepeat: true\norder: verdict_on\n"
	"relevant: \"in_business\"\ndue: appraisal\nfields:\n"
	"  - {name: verdict_on, type: date, label: {zh: 一}}\n  - {name: grade, type: text, label: {zh: 一}}\n",
	NULL
};
#define REPEAT_CHAINS(more)                                                                                                                \
	"\n  - chain: appraised\n    label: {zh: 鉴定}\n    each: verdict\n    levels:\n"                                                \
	"      - {level: clerk, label: {zh: 一}, by: [township_clerk], due: appraisal}\n"                                                 \
	"  - chain: strikeoff\n    label: {zh: 销号}\n    each: closure\n    levels:\n"                                                  \
	"      - {level: county, label: {zh: 二}, by: [county_officer], due: plan}\n"                                                     \
	"cases:\n  - {case: danger, label: {zh: 隐患}, opens: hazard, of: [classification, verdict], same: [conclusion, grade], "        \
	"stages: [{form: control}], " more "closes: closure}\n"
static const char repeat_chains[] = REPEAT_CHAINS("");
static const char resting_chains[] = REPEAT_CHAINS("needs: [survey], ");

static bool
always(void *ctx, const struct pack_case *of, const size_t *heads, size_t count)
{
	(void)ctx;
	(void)of;
	(void)heads;
	(void)count;
	return true;
}

/* A form filled by who sees the forms of the case as they stand, of this day and grade. */
static size_t
add_seeing(struct scene *scene, const char *form, const char *day, const char *grade)
{
	size_t at = scene_add(scene, form, 1, "inspector", NONE);

	for (size_t s = 0; s < scene->slots.slot_count; s++)
		for (size_t h = 0; h < scene->slots.slots[s].head_count; h++)
			if (strcmp(scene->slots.slots[s].form->name, "classification") == 0 ||
			    strcmp(scene->slots.slots[s].form->name, "verdict") == 0)
				scene_append_id(&scene->steps[at].data, "_upon", &scene->flow[scene->slots.slots[s].heads[h]].id);
	if (day)
		value_set_text(&scene->steps[at].data, "verdict_on", day);
	if (grade)
		value_set_text(&scene->steps[at].data, "grade", grade);
	scene_evaluate(scene);
	return at;
}

static size_t
approve_verdict(struct scene *scene, size_t verdict)
{
	return scene_approve_of(scene, "appraised", 3, "township_clerk", "clerk", NONE, verdict);
}

static void
case__goes_by_the_last_slot__of_a_form_that_repeats(void **state)
{
	struct pack *own = scene_pack(repeat_chains, repeat_forms), *held = pack;
	struct scene scene;
	size_t first, second, closure;

	(void)state;
	pack = own;
	start(&scene, "2");
	scene.facts.opens = always;
	scene_evaluate(&scene);
	expect(&scene, "form control 2022-09-25 inspector");
	add_seeing(&scene, "control", NULL, NULL);
	expect(&scene, "form closure 2022-09-30 inspector");
	first = add_seeing(&scene, "verdict", "2022-09-01", "C"); /* seen by nobody yet, and the first: the control stays */
	expect(&scene, "sign clerk 2022-09-25 township_clerk");
	approve_verdict(&scene, first);
	expect(&scene, "form closure 2022-09-30 inspector");
	closure = add_seeing(&scene, "closure", NULL, NULL);
	scene_approve_of(&scene, "strikeoff", 4, "county_officer", "county", NONE, closure);
	expect(&scene, "");
	second = add_seeing(&scene, "verdict", "2022-09-20", "D"); /* another grade is another case */
	expect(&scene, "sign clerk 2022-09-25 township_clerk");
	approve_verdict(&scene, second);
	expect(&scene, "form control 2022-09-25 inspector");
	add_seeing(&scene, "control", NULL, NULL);
	expect(&scene, "form closure 2022-09-30 inspector");
	approve_verdict(&scene, add_seeing(&scene, "verdict", "2022-09-10", "A")); /* an older one changes nothing */
	expect(&scene, "form closure 2022-09-30 inspector");
	scene_release(&scene);
	pack = held;
	pack_free(own);
}

/* Of two verdicts the last one decides: by the day that the form is in order by, without one the first, and of one day by where they began. */
static void
last_slot__is_told__by_its_day_and_then_by_its_root(void **state)
{
	static const char *const unordered[] = {
		"control",
		LIST("control", "due: control\n"),
		"closure",
		LIST("closure", "due: plan\n"),
		"verdict",
		"form: verdict\nlabel: {zh: 鉴定}\nby: [inspector]\nrepeat: true\n"
		"relevant: \"in_business\"\ndue: appraisal\nfields:\n"
		"  - {name: verdict_on, type: date, label: {zh: 一}}\n  - {name: grade, type: text, label: {zh: 一}}\n",
		NULL
	};
	static const char *const days[] = { NULL, "2022-09-01", "2022-09-20" };
	struct pack *held = pack;

	(void)state;
	for (int ordered = 0; ordered < 2; ordered++) {
		pack = scene_pack(repeat_chains, ordered ? repeat_forms : unordered);
		for (size_t one = 0; one < 3; one++)
			for (size_t two = 0; two < 3; two++) {
				struct scene scene;
				size_t first, second;
				bool later, last;

				start(&scene, "2");
				scene.facts.opens = always;
				first = add_seeing(&scene, "verdict", days[one], "C");
				approve_verdict(&scene, first);
				add_seeing(&scene, "control", NULL, NULL);
				expect(&scene, "form closure 2022-09-30 inspector");
				second = add_seeing(&scene, "verdict", days[two], "D");
				approve_verdict(&scene, second);
				later = id_cmp(&scene.flow[second].id, &scene.flow[first].id) > 0;
				last = ordered && one != two ? two > one : later;
				expect(&scene, last ? "form control 2022-09-25 inspector" : "form closure 2022-09-30 inspector");
				scene_release(&scene);
			}
		pack_free(pack);
	}
	pack = held;
}

/* Who saw none of it, but what is not here, went by the first one. */
static void
case__goes_by_the_first_slot__of_who_saw_none(void **state)
{
	struct pack *own = scene_pack(repeat_chains, repeat_forms), *held = pack;
	struct id nowhere = { { 99 } };
	struct scene scene;
	size_t control;

	(void)state;
	pack = own;
	start(&scene, "2");
	scene.facts.opens = always;
	control = add_seeing(&scene, "control", NULL, NULL);
	scene_append_id(&scene.steps[control].data, "_upon", &nowhere);
	approve_verdict(&scene, add_seeing(&scene, "verdict", "2022-09-01", "C"));
	expect(&scene, "form closure 2022-09-30 inspector");
	approve_verdict(&scene, add_seeing(&scene, "verdict", "2022-09-20", "D"));
	expect(&scene, "form control 2022-09-25 inspector");
	scene_release(&scene);
	pack = held;
	pack_free(own);
}

static size_t
count_calls(const struct scene *scene, const char *form)
{
	size_t count = 0;

	for (size_t t = 0; t < scene->state.todo_count; t++)
		count += scene->state.todos[t].task == TASK_FORM && strcmp(scene->state.todos[t].form->name, form) == 0;
	for (size_t d = 0; d < scene->state.due_count; d++)
		count += scene->state.dues[d].form && strcmp(scene->state.dues[d].form->name, form) == 0 ? 10 : 0;
	return count;
}

/* A form that repeats and has a `relevant` is called for until one of it stands; one without is not. */
static void
repeat_form__is_called_for__until_one_stands(void **state)
{
	struct pack *own = scene_pack(repeat_chains, repeat_forms), *held = pack;
	struct scene scene;

	(void)state;
	pack = own;
	start(&scene, "3");
	scene.relevant[0][pack_form(own, "verdict") - own->forms] = true;
	scene.relevant[0][pack_form(own, "closure") - own->forms] = true;
	scene_evaluate(&scene);
	assert_int_equal(count_calls(&scene, "verdict"), 11);
	assert_int_equal(count_calls(&scene, "closure"), 0);
	add_seeing(&scene, "verdict", "2022-09-01", "A");
	assert_int_equal(count_calls(&scene, "verdict"), 0);
	scene_release(&scene);
	pack = held;
	pack_free(own);
}

static void
sign_survey(struct scene *scene)
{
	size_t team = scene_approve(scene, 2, "inspector", "team", NONE);
	size_t village = scene_approve(scene, 8, "village_secretary", "village", team);
	size_t liaison = scene_approve(scene, 9, "liaison_leader", "liaison", village);

	scene_approve(scene, 6, "township_head", "township", liaison);
	scene_evaluate(scene);
}

/* A survey of a house that is no more is filled again before the case ends, and signed by nobody until then; what was signed stays. */
static void
case__is_not_ended__over_a_house_that_was_rebuilt(void **state)
{
	struct pack *own = scene_pack(resting_chains, repeat_forms), *held = pack;
	struct form *registration = (struct form *)(uintptr_t)pack_form(own, "registration");
	const struct flow_progress *survey;
	struct scene scene;
	size_t closure, sign;

	(void)state;
	pack = own;
	registration->again.sql = mem_strdup("rebuilt");
	start(&scene, "1");
	sign_survey(&scene);
	add_seeing(&scene, "control", NULL, NULL);
	expect(&scene, "form closure 2022-09-30 inspector");
	rebuilt = true;
	scene_evaluate(&scene);
	expect(&scene, "again registration 2022-09-16 inspector");
	survey = scene_survey(&scene);
	assert_int_equal(survey->levels_signed, 4);
	assert_int_equal(flow_may_sign(&scene.input, &scene.slots, &scene.facts, &scene.state, survey,
				       scene.flow[scene.state.signs[survey->effective[3]].step].author, 3),
			 FLOW_OUTDATED);
	closure = add_seeing(&scene, "closure", NULL, NULL);
	sign = scene_approve_of(&scene, "strikeoff", 4, "county_officer", "county", NONE, closure);
	assert_int_equal(flow_may_sign(&scene.input, &scene.slots, &scene.facts, &scene.state,
				       flow_progress_of(&scene.state, "strikeoff", &scene.flow[closure].id), scene.flow[sign].author, 0),
			 FLOW_STAGES);
	rebuilt = false;
	scene_evaluate(&scene);
	expect(&scene, "");
	scene_release(&scene);
	pack = held;
	pack_free(own);
}

/* What is owed on an earlier day than the next act of the case stands before it. */
static void
act__stands_behind__what_is_owed_earlier(void **state)
{
	struct pack *own = scene_pack(repeat_chains, repeat_forms), *held = pack;
	struct scene scene;

	(void)state;
	pack = own;
	start(&scene, "1");
	scene.facts.opens = always;
	scene.relevant[0][pack_form(own, "verdict") - own->forms] = true;
	sign_survey(&scene);
	assert_string_equal(scene.state.todos[0].form->name, "control"); /* of one day the act comes first */
	add_seeing(&scene, "control", NULL, NULL);
	expect(&scene, "form closure 2022-09-30 inspector");
	assert_string_equal(scene.state.todos[0].form->name, "verdict");
	assert_string_equal(scene.state.todos[0].day, "2022-09-25");
	scene_release(&scene);
	pack = held;
	pack_free(own);
}

static void
note_closure(const struct flow_slot *slot, const struct flow_versions *versions, void *ctx)
{
	if (strcmp(slot->form->name, "closure") == 0)
		*(bool *)ctx = versions->absent;
}

/* Does the strike-off wait for signatures, so that it lifts nothing? */
static bool
closure_waits(const struct scene *scene)
{
	bool waits = false;

	flow_each_unsigned(&scene->input, &scene->slots, &scene->state, note_closure, &waits);
	return waits;
}

/* A case is ended over a survey that every level signed: one that nobody did, or that was filled again, keeps it open, and is asked for after the stages. */
static void
case__is_not_ended__over_a_survey_that_nobody_signed(void **state)
{
	struct pack *own = scene_pack(resting_chains, repeat_forms), *held = pack;
	const struct credential *county;
	struct scene scene;
	size_t closure, sign;

	(void)state;
	pack = own;
	start(&scene, "1");
	expect(&scene, "form control 2022-09-25 inspector");
	add_seeing(&scene, "control", NULL, NULL);
	expect(&scene, "sign team 2022-09-16 inspector");
	closure = add_seeing(&scene, "closure", NULL, NULL);
	expect(&scene, "sign team 2022-09-16 inspector");
	sign = scene_approve_of(&scene, "strikeoff", 4, "county_officer", "county", NONE, closure); /* by another program */
	expect(&scene, "sign team 2022-09-16 inspector");
	assert_true(closure_waits(&scene));
	county = scene.flow[sign].author;
	assert_int_equal(flow_may_sign(&scene.input, &scene.slots, &scene.facts, &scene.state,
				       flow_progress_of(&scene.state, "strikeoff", &scene.flow[closure].id), county, 0),
			 FLOW_STAGES);
	sign_survey(&scene);
	expect(&scene, "");
	assert_false(closure_waits(&scene));
	scene_add(&scene, "registration", 1, "inspector", 1); /* the strike-off stands as it was signed, the survey does not */
	scene_evaluate(&scene);
	assert_int_equal(scene.state.case_count, 1);
	assert_true(scene.state.cases[0].before_end);
	assert_true(closure_waits(&scene));
	scene_release(&scene);
	pack = held;
	pack_free(own);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_open_case__has_a_next_act__in_every_state),
		cmocka_unit_test(case__goes_through__its_stages_to_its_end),
		cmocka_unit_test(case__is_not_ended__over_a_stage_that_was_skipped),
		cmocka_unit_test(case__is_another__with_another_conclusion),
		cmocka_unit_test(case__stays_open__whatever_later_steps_say),
		cmocka_unit_test(case__asks_first__for_what_it_is_about),
		cmocka_unit_test(fact__is_asked_once__of_a_house_that_was_signed_as_it_is),
		cmocka_unit_test(act__is_a_task__with_its_day),
		cmocka_unit_test(every_open_case__has_a_next_act__in_drawn_histories),
		cmocka_unit_test(case__goes_by_the_last_slot__of_a_form_that_repeats),
		cmocka_unit_test(last_slot__is_told__by_its_day_and_then_by_its_root),
		cmocka_unit_test(case__goes_by_the_first_slot__of_who_saw_none),
		cmocka_unit_test(repeat_form__is_called_for__until_one_stands),
		cmocka_unit_test(case__is_not_ended__over_a_survey_that_nobody_signed),
		cmocka_unit_test(act__stands_behind__what_is_owed_earlier),
		cmocka_unit_test(case__is_not_ended__over_a_house_that_was_rebuilt),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
