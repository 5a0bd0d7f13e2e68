#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "scene.h"

/* The days by which forms and signatures must stand: which of them are open, and which day each has. */

#define NONE SIZE_MAX

/* A form outside of the chains with an expression for its day, a repeat form, and a chain over each of its slots with a day a level. */
static const char *const forms[] = {
	"callback",
	"form: callback\nlabel: {zh: 回访}\nby: [inspector]\nafter: [listing]\ndue: \"days_after(survey_date, 3)\"\n"
	"fields:\n  - {name: callback_words, type: text, label: {zh: 一}}\n",
	"closure",
	"form: closure\nlabel: {zh: 销号}\nby: [inspector]\nrepeat: true\nfields:\n"
	"  - {name: closure_words, type: text, label: {zh: 一}}\n",
	NULL
};
static const char chains[] = "\n  - chain: strike_off\n    label: {zh: 销号}\n    each: closure\n    levels:\n"
			     "      - {level: first, label: {zh: 一}, by: [township_clerk], due: \"closure_words\"}\n"
			     "      - {level: second, label: {zh: 二}, by: [county_officer], due: plan}\n";

static struct pack *pack, *without; /* `without`: a later one, of which a level is taken out */

/* A later pack, which lacks what stands in pack.yaml from `first` up to `behind`. */
static struct pack *
pack_without(const struct pack *from, const char *first, const char *behind)
{
	struct value files = value_copy(&from->files);
	const char *text = value_get_text(&files, "pack.yaml"), *at = strstr(text, first), *end = strstr(at, behind);
	struct pack *out = NULL;
	struct err err = { 0 };
	char *made = mem_printf("%.*s%s", (int)(at - text), text, end);

	value_set_text(&files, "pack.yaml", made);
	free(made);
	if (pack_parse(&files, &out, NULL, &err))
		fail_msg("%s", err.text);
	out->version = 2;
	value_release(&files);
	return out;
}

static int
load(void **state)
{
	(void)state;
	pack = scene_pack(chains, forms);
	without = pack_without(pack, "      - level: liaison\n", "      - level: township\n");
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	pack_free(pack);
	pack_free(without);
	return 0;
}

/* What expressions answer in these tests: the form's has a day; a level's is the first sign of its slot. */
static bool
answer(void *ctx, const struct expr *due, const struct chain *chain, const struct id *root, char out[FLOW_DAY_SIZE])
{
	const struct scene *scene = ctx;

	if (!chain) {
		assert_ptr_equal(due, &pack_form(pack, "callback")->due);
		assert_true(id_is_zero(root));
		strcpy(out, "2022-08-13");
		return true;
	}
	assert_string_equal(chain->name, "strike_off");
	for (size_t i = 0; i < scene->count; i++)
		if (id_equal(&scene->flow[i].id, root) && value_get_text(&scene->steps[i].data, "closure_words")) {
			strcpy(out, value_get_text(&scene->steps[i].data, "closure_words"));
			return true;
		}
	return false;
}

/* The second look has days of its own, which every scene here would owe. */
static bool
is_of_second_look(const struct form *form)
{
	return form && (strcmp(form->name, "reinspection") == 0 || strcmp(form->name, "ruling") == 0);
}

/* "form callback 2022-08-13", "level team 2022-09-16", joined by commas. Caller frees. */
static char *
dues_of(const struct scene *scene)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < scene->state.due_count; i++) {
		const struct flow_due *due = &scene->state.dues[i];

		if (!due->level && is_of_second_look(due->form))
			continue;
		buf_printf(&text, "%s%s %s", text.len ? ", " : "", due->level ? due->level->name : due->form->name, due->day);
		if (due->level && due->form)
			buf_printf(&text, " (%s)", due->form->name);
	}
	return text.len ? buf_detach(&text) : mem_strdup("");
}

static void
expect(struct scene *scene, const char *wanted)
{
	char *dues;

	scene->facts.day = answer;
	scene->facts.ctx = scene;
	scene_evaluate(scene);
	dues = dues_of(scene);
	assert_string_equal(dues, wanted);
	free(dues);
}

static const struct flow_todo *
todo_of(const struct scene *scene, enum flow_task task, const char *name)
{
	for (size_t i = 0; i < scene->state.todo_count; i++) {
		const struct flow_todo *todo = &scene->state.todos[i];

		if (todo->task == task && strcmp(todo->level ? todo->level->name : todo->form->name, name) == 0)
			return todo;
	}
	return NULL;
}

static void
due__is_open__for_each_form_that_is_called_for_and_does_not_stand(void **state)
{
	struct scene scene;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_add(&scene, "listing", 1, "inspector", NONE);
	expect(&scene, "registration 2022-09-16, photo_check 2022-09-16, classification 2022-09-16, callback 2022-08-13");
	assert_string_equal(todo_of(&scene, TASK_FORM, "registration")->day, "2022-09-16");
	assert_string_equal(todo_of(&scene, TASK_FORM, "callback")->day, "2022-08-13");
	scene.relevant[0][pack_form(pack, "classification") - pack->forms] = false;
	scene_add(&scene, "callback", 1, "inspector", NONE);
	expect(&scene, "registration 2022-09-16, photo_check 2022-09-16");
	scene_release(&scene);
}

static void
due__is_open__for_the_next_signature_alone(void **state)
{
	struct scene scene;
	size_t team;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	scene_add(&scene, "callback", 1, "inspector", NONE);
	expect(&scene, "team 2022-09-16");
	team = scene_approve(&scene, 2, "inspector", "team", NONE);
	expect(&scene, "village 2022-09-16");
	assert_string_equal(todo_of(&scene, TASK_SIGN, "village")->day, "2022-09-16");
	scene.form_errors[pack_form(pack, "registration") - pack->forms] =
		1; /* errors keep it from being given: its day stays, with the form to look into */
	expect(&scene, "village 2022-09-16 (listing)");
	scene.form_errors[pack_form(pack, "registration") - pack->forms] = 0;
	scene_return_of(&scene, "survey", 3, "village_secretary", "village", NONE);
	expect(&scene, "classification 2022-09-16"); /* nothing is marked: the form last filled is to be corrected */
	assert_string_equal(todo_of(&scene, TASK_RETURNED, "village")->day, "2022-09-16");
	assert_true(team != NONE);
	scene_release(&scene);
}

static void
due__of_a_slot__is_asked_with_that_slot(void **state)
{
	struct scene scene;
	size_t one, two;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	scene_add(&scene, "callback", 1, "inspector", NONE);
	one = scene_add(&scene, "closure", 1, "inspector", NONE);
	two = scene_add(&scene, "closure", 1, "inspector", NONE);
	value_set_text(&scene.steps[two].data, "closure_words", "2022-10-02");
	expect(&scene, "team 2022-09-16, first 2022-10-02");
	assert_true(id_equal(&scene.state.dues[scene.state.due_count - 1].root, &scene.flow[two].id));
	scene_approve_of(&scene, "strike_off", 4, "township_clerk", "first", NONE, one);
	expect(&scene, id_cmp(&scene.flow[one].id, &scene.flow[two].id) < 0 ? "team 2022-09-16, second 2022-09-30, first 2022-10-02"
									    : "team 2022-09-16, first 2022-10-02, second 2022-09-30");
	scene_release(&scene);
}

static void
due__changes__no_state_hash(void **state)
{
	struct scene scene;
	struct id before;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_add(&scene, "listing", 1, "inspector", NONE);
	scene_evaluate(&scene); /* expressions have no day */
	before = scene.state.hash;
	expect(&scene, "registration 2022-09-16, photo_check 2022-09-16, classification 2022-09-16, callback 2022-08-13");
	assert_true(id_equal(&before, &scene.state.hash));
	scene_release(&scene);
}

static void
due__is_open__for_a_form_that_must_be_filled_again(void **state)
{
	struct scene scene;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_add(&scene, "listing", 1, "inspector", NONE);
	scene_add(&scene, "registration", 1, "inspector", NONE);
	scene_add(&scene, "photo_check", 1, "inspector", NONE); /* by the same person */
	scene_add(&scene, "classification", 1, "inspector", NONE);
	scene_add(&scene, "callback", 1, "inspector", NONE);
	expect(&scene, "photo_check 2022-09-16");
	assert_string_equal(todo_of(&scene, TASK_AGAIN, "photo_check")->day, "2022-09-16");
	scene_release(&scene);
}

/* What a return marks is owed by its form's own day; a form without a day by that of the level that signs next. */
static void
due__is_open__for_what_a_return_marks(void **state)
{
	static const char *const marks[][2] = { { "floors_main", "registration 2022-09-16" }, { "group_name", "listing 2022-09-16" } };
	struct scene scene;
	size_t back;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	scene_add(&scene, "callback", 1, "inspector", NONE);
	back = scene_return_of(&scene, "survey", 2, "inspector", "team", NONE);
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		struct value errors = value_list(), mark = value_object();

		value_set_text(&mark, "field", marks[i][0]);
		value_append_take(&errors, mark);
		value_set_take(&scene.steps[back].data, "errors", errors);
		expect(&scene, marks[i][1]);
		assert_string_equal(todo_of(&scene, TASK_RETURNED, "team")->day, "2022-09-16");
	}
	scene_release(&scene);
}

static void
due__is_open__for_what_two_levels_gave_back__once(void **state)
{
	struct scene scene;
	size_t team;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	scene_add(&scene, "callback", 1, "inspector", NONE);
	team = scene_approve(&scene, 2, "inspector", "team", NONE);
	scene_approve(&scene, 3, "village_secretary", "village", team);
	scene_return_of(&scene, "survey", 4, "village_secretary", "village", NONE);
	scene_return_of(&scene, "survey", 5, "liaison_leader", "liaison", NONE);
	expect(&scene, "classification 2022-09-16");
	scene_release(&scene);
}

static void
due__is_open__for_a_form_of_two_versions(void **state)
{
	struct scene scene;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	scene_add(&scene, "callback", 1, "inspector", NONE);
	scene_add(&scene, "callback", 1, "inspector", NONE);
	expect(&scene, "callback 2022-08-13, team 2022-09-16"); /* it is of no chain */
	assert_string_equal(todo_of(&scene, TASK_CONFLICT, "callback")->day, "2022-08-13");
	scene_release(&scene);
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	scene_add(&scene, "callback", 1, "inspector", NONE);
	scene_add(&scene, "listing", 1, "inspector", NONE);
	expect(&scene, "listing 2022-09-16"); /* without a day of its own: that of the level that signs next */
	assert_string_equal(todo_of(&scene, TASK_CONFLICT, "listing")->day, "2022-09-16");
	scene_release(&scene);
}

/* A house that waits for a level which a later pack took out waits for it all the same: by the day of the level behind it. */
static void
due__is_open__for_a_level_that_a_later_pack_took_out(void **state)
{
	struct scene scene;
	size_t team;

	(void)state;
	scene_start(&scene, pack, without, NULL);
	scene_filled(&scene);
	scene_add(&scene, "callback", 1, "inspector", NONE);
	team = scene_approve(&scene, 2, "inspector", "team", NONE);
	scene_approve(&scene, 3, "village_secretary", "village", team);
	expect(&scene, "liaison 2022-09-16");
	scene.pack = without;
	scene.called[0] = (struct flow_called){ without, scene.relevant[1] };
	scene.called[1] = (struct flow_called){ pack, scene.relevant[0] };
	expect(&scene, "liaison 2022-09-16");
	assert_string_equal(todo_of(&scene, TASK_SIGN, "liaison")->day, "2022-09-16");
	assert_ptr_equal(scene.state.dues[scene.state.due_count - 1].level, pack_level(pack, "survey", "liaison"));
	scene.form_errors[pack_form(without, "registration") - without->forms] = 1;
	expect(&scene, "liaison 2022-09-16 (listing)");
	scene_release(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(due__is_open__for_each_form_that_is_called_for_and_does_not_stand),
		cmocka_unit_test(due__is_open__for_the_next_signature_alone),
		cmocka_unit_test(due__of_a_slot__is_asked_with_that_slot),
		cmocka_unit_test(due__changes__no_state_hash),
		cmocka_unit_test(due__is_open__for_a_form_that_must_be_filled_again),
		cmocka_unit_test(due__is_open__for_what_a_return_marks),
		cmocka_unit_test(due__is_open__for_what_two_levels_gave_back__once),
		cmocka_unit_test(due__is_open__for_a_form_of_two_versions),
		cmocka_unit_test(due__is_open__for_a_level_that_a_later_pack_took_out),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
