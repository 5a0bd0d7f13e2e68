#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "flow/turn.h"
#include "scene.h"

/* Whose turn it is where the photo check is not what was registered. Steps of a filled scene: 1 the registration, 2 the photo check. */

static struct pack *pack;

static int
load(void **state)
{
	static const char *const forms[] = {
		"visit",
		"form: visit\nlabel: {zh: 一}\nby: [inspector]\nrepeat: true\nfields:\n  - {name: words, type: text, label: {zh: 一}}\n",
		NULL
	};

	(void)state;
	pack = scene_pack(NULL, forms);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	pack_free(pack);
	return 0;
}

/* Another step of a form, replacing one, with its number of storeys. */
static size_t
answer(struct scene *scene, const char *form, int who, size_t parent, int storeys)
{
	size_t step = scene_add(scene, form, who, "inspector", parent);
	const char *field = strcmp(form, "registration") == 0 ? "floors_main" : "photo_floors";

	value_set_take(&scene->steps[step].data, field, value_integer(storeys));
	return step;
}

static enum flow_turn
turn_between(struct scene *scene, const char *finds, const char *mends)
{
	static char *fields[] = { (char *)(uintptr_t) "floors_main", (char *)(uintptr_t) "photo_floors", (char *)(uintptr_t) "unknown" };
	const struct names names = { .items = fields, .count = 3 };

	scene_evaluate(scene);
	return flow_turn_of(&scene->input, &scene->slots, pack_form(pack, finds), pack_form(pack, mends), &names);
}

static enum flow_turn
turn(struct scene *scene)
{
	return turn_between(scene, "photo_check", "registration");
}

static void
turn__goes_from_one_to_the_other__with_each_signature(void **state)
{
	struct scene scene;
	size_t registered, checked;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_add(&scene, "listing", 1, "inspector", SIZE_MAX);
	assert_int_equal(turn(&scene), TURN_MENDS); /* nothing stands */
	registered = answer(&scene, "registration", 1, SIZE_MAX, 3);
	checked = answer(&scene, "photo_check", 2, SIZE_MAX, 4);
	assert_int_equal(turn(&scene), TURN_MENDS);
	registered = answer(&scene, "registration", 1, registered, 3); /* as it stands */
	assert_int_equal(turn(&scene), TURN_FINDS);
	checked = answer(&scene, "photo_check", 2, checked, 5); /* another answer, and wrong still */
	assert_int_equal(turn(&scene), TURN_MENDS);
	registered = answer(&scene, "registration", 1, registered, 3);
	assert_int_equal(turn(&scene), TURN_FINDS);
	checked = answer(&scene, "photo_check", 3, checked, 5); /* the same again */
	assert_int_equal(turn(&scene), TURN_CHAIN);
	checked = answer(&scene, "photo_check", 3, checked, 5); /* once more: he looked at the same registration */
	assert_int_equal(turn(&scene), TURN_CHAIN);
	registered = answer(&scene, "registration", 1, registered, 2);
	assert_int_equal(turn(&scene), TURN_FINDS);
	answer(&scene, "photo_check", 2, checked, 5);
	assert_int_equal(turn(&scene), TURN_MENDS); /* the registration is another one than before */
	scene_release(&scene);
}

static void
turn__is_of_the_form_that_mends__unless_both_stand_once(void **state)
{
	struct scene scene;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	assert_int_equal(turn_between(&scene, "registration", "registration"), TURN_MENDS);
	assert_int_equal(turn_between(&scene, "registration", "photo_check"), TURN_MENDS); /* whose author did not see it */
	answer(&scene, "registration", 1, 1, 3);
	answer(&scene, "registration", 1, 1, 4); /* two versions */
	assert_int_equal(turn(&scene), TURN_MENDS);
	scene_release(&scene);
}

/* One person's own contradiction is not decided by those above, however often he signs it. */
static void
turn__is_never_of_who_signs_both__where_one_person_may_fill_both(void **state)
{
	struct scene scene;
	size_t registered = 1, classified = 3;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	for (int i = 0; i < 3; i++) {
		registered = scene_add(&scene, "registration", 1, "inspector", registered);
		assert_int_equal(turn_between(&scene, "classification", "registration"), TURN_FINDS);
		classified = scene_add(&scene, "classification", 1, "inspector", classified);
		assert_int_equal(turn_between(&scene, "classification", "registration"), TURN_MENDS);
	}
	scene_release(&scene);
}

/* What a step says that it saw may be anything: ids that are nowhere, of another form, no ids at all. */
static void
turn__is_told__whatever_a_step_says_it_saw(void **state)
{
	struct scene scene;
	struct id nowhere = { { 9 } };
	struct value *data;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	data = &scene.steps[2].data;
	value_set_take(data, "_upon", value_list());
	value_append_take(value_get_mut(data, "_upon"), value_text("none"));
	value_append_take(value_get_mut(data, "_upon"), value_boolean(true));
	scene_append_id(data, "_upon", &nowhere);
	scene_append_id(data, "_upon", &scene.flow[0].id);
	assert_int_equal(turn(&scene), TURN_MENDS);
	value_set_take(data, "_upon", value_text("none"));
	assert_int_equal(turn(&scene), TURN_MENDS);
	scene_release(&scene);
}

/* A form that repeats has no one head; what a form says it saw of itself, or what does not count, is nothing that was seen of the other one. */
static void
turn__is_of_the_form_that_mends__where_nothing_else_was_seen(void **state)
{
	struct scene scene;
	size_t lost;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	scene_add(&scene, "visit", 1, "inspector", SIZE_MAX);
	assert_int_equal(turn_between(&scene, "visit", "registration"), TURN_MENDS);
	assert_int_equal(turn_between(&scene, "registration", "visit"), TURN_MENDS);
	scene_append_id(&scene.steps[answer(&scene, "registration", 1, 1, 3)].data, "_upon", &scene.flow[1].id);
	assert_int_equal(turn_between(&scene, "registration", "registration"), TURN_MENDS);
	lost = answer(&scene, "registration", 1, SIZE_MAX, 3);
	scene.flow[lost].trust = TRUST_REVOKED;
	value_set_take(&scene.steps[2].data, "_upon", value_list());
	scene_append_id(&scene.steps[2].data, "_upon", &scene.flow[lost].id);
	assert_int_equal(turn(&scene), TURN_MENDS);
	scene_release(&scene);
}

/* Who saw the registration that stands saw no other one, whatever else he names. */
static void
turn__is_told__by_the_head_where_it_was_seen(void **state)
{
	struct scene scene;
	size_t registered;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	registered = answer(&scene, "registration", 1, 1, 3);
	value_set_take(&scene.steps[2].data, "_upon", value_list());
	scene_append_id(&scene.steps[2].data, "_upon", &scene.flow[registered].id);
	scene_append_id(&scene.steps[2].data, "_upon", &scene.flow[1].id);
	assert_int_equal(turn(&scene), TURN_MENDS);
	scene_release(&scene);
}

/* Both gave their answers again when the one before saw another registration; a step that does not count, or saw none, tells nothing. */
static void
turn__is_of_who_signs_both__by_steps_that_count_and_saw_something(void **state)
{
	for (int n = 0; n < 4; n++) {
		struct scene scene;
		size_t registered, checked, before;

		(void)state;
		scene_start(&scene, pack, NULL);
		scene_add(&scene, "listing", 1, "inspector", SIZE_MAX);
		registered = answer(&scene, "registration", 1, SIZE_MAX, 3);
		before = answer(&scene, "photo_check", 2, SIZE_MAX, 5);
		registered = answer(&scene, "registration", 1, registered, 3);
		checked = answer(&scene, "photo_check", 2, before, 5);
		if (n == 1)
			scene.flow[before].trust = TRUST_REVOKED;
		if (n == 2)
			value_set_take(&scene.steps[before].data, "_upon", value_list());
		if (n == 3) /* he saw what stands now, both times */
			value_set_take(&scene.steps[before].data, "_upon", value_copy(value_get(&scene.steps[checked].data, "_upon")));
		assert_int_equal(turn(&scene), n ? TURN_MENDS : TURN_CHAIN);
		assert_int_equal(scene_reason(&scene, registered), FLOW_COUNTS);
		scene_release(&scene);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(turn__goes_from_one_to_the_other__with_each_signature),
		cmocka_unit_test(turn__is_of_the_form_that_mends__unless_both_stand_once),
		cmocka_unit_test(turn__is_never_of_who_signs_both__where_one_person_may_fill_both),
		cmocka_unit_test(turn__is_told__whatever_a_step_says_it_saw),
		cmocka_unit_test(turn__is_of_the_form_that_mends__where_nothing_else_was_seen),
		cmocka_unit_test(turn__is_told__by_the_head_where_it_was_seen),
		cmocka_unit_test(turn__is_of_who_signs_both__by_steps_that_count_and_saw_something),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
