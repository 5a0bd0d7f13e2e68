#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"

/* Forms about a division and manifests: their slots, what counts there, and the hash of a division. */

static struct pack *pack;

static const char *const forms[] = {
	SCENE_GRID,
	"bulletin",
	"form: bulletin\nlabel: {zh: 通报}\nby: [village_secretary]\nabout: township\nrepeat: true\nfields:\n"
	"  - {name: bulletin_words, type: text, label: {zh: 一}}\n",
	NULL,
};

static int
load(void **state)
{
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

static size_t
add(struct scene *scene, const char *kind, const char *role, size_t parent)
{
	size_t at = scene_add(scene, kind, 4, role, parent);

	scene->steps[at].has_building = false;
	return at;
}

static void
division__has__slots_of_its_forms_and_manifest(void **state)
{
	struct id before, after;
	struct scene scene;
	size_t grid, manifest, newer;

	(void)state;
	scene_start(&scene, pack, NULL);
	assert_false(scene_evaluate_division(&scene, SCENE_VILLAGE, &before));
	grid = add(&scene, "grid", "village_secretary", SIZE_MAX);
	manifest = add(&scene, "manifest", "village_secretary", SIZE_MAX);
	value_set_text(&scene.steps[manifest].data, "division", SCENE_VILLAGE);
	assert_true(scene_evaluate_division(&scene, SCENE_VILLAGE, &before));
	assert_int_equal(scene_reason(&scene, grid), FLOW_COUNTS);
	assert_int_equal(scene_reason(&scene, manifest), FLOW_COUNTS);
	assert_int_equal(scene.slots.slot_count, 2);
	newer = add(&scene, "manifest", "village_deputy", manifest);
	value_set_text(&scene.steps[newer].data, "division", SCENE_VILLAGE);
	assert_true(scene_evaluate_division(&scene, SCENE_VILLAGE, &after));
	assert_int_equal(scene_reason(&scene, manifest), FLOW_SUPERSEDED);
	assert_false(id_equal(&before, &after));
	scene_release(&scene);
}

static void
step__does_not_count__about_another_division(void **state)
{
	struct scene scene;
	size_t role, area, house, level, manifest, nameless, of_house;
	struct id hash;

	(void)state;
	scene_start(&scene, pack, NULL);
	role = add(&scene, "grid", "inspector", SIZE_MAX);
	area = add(&scene, "grid", "village_secretary", SIZE_MAX);
	strcpy(scene.steps[area].area, "451224204202");
	house = add(&scene, "registration", "inspector", SIZE_MAX);
	level = add(&scene, "bulletin", "village_secretary", SIZE_MAX);
	manifest = add(&scene, "manifest", "village_secretary", SIZE_MAX);
	value_set_text(&scene.steps[manifest].data, "division", "451224204202");
	nameless = add(&scene, "manifest", "village_secretary", SIZE_MAX);
	of_house = scene_add(&scene, "grid", 4, "village_secretary", SIZE_MAX);
	assert_false(scene_evaluate_division(&scene, SCENE_VILLAGE, &hash));
	assert_int_equal(scene_reason(&scene, nameless), FLOW_AREA);
	assert_int_equal(scene_reason(&scene, of_house), FLOW_NO_SLOT);
	assert_int_equal(scene_reason(&scene, role), FLOW_WRONG_ROLE);
	assert_int_equal(scene_reason(&scene, area), FLOW_AREA);
	assert_int_equal(scene_reason(&scene, house), FLOW_NO_SLOT);
	assert_int_equal(scene_reason(&scene, level), FLOW_NO_SLOT); /* about townships */
	assert_int_equal(scene_reason(&scene, manifest), FLOW_AREA);
	scene_release(&scene);
}

static void
form_about_a_division__has_no_slot__in_a_house(void **state)
{
	struct scene scene;
	size_t grid;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	grid = scene_add(&scene, "grid", 4, "village_secretary", SIZE_MAX);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, grid), FLOW_NO_SLOT);
	assert_null(flow_slot(&scene.slots, "grid"));
	for (size_t i = 0; i < scene.state.todo_count; i++)
		assert_true(!scene.state.todos[i].form || !scene.state.todos[i].form->of_division);
	scene_release(&scene);
}

/* What replaces a step of another village replaces nothing; a step that is no form has no slot here either, and no fault. */
static void
step_of_a_division__leans_on__that_division_alone(void **state)
{
	struct scene scene;
	struct id hash;
	size_t there, here, share;

	(void)state;
	scene_start(&scene, pack, NULL);
	there = scene_add(&scene, "grid", 5, "village_secretary", SIZE_MAX);
	strcpy(scene.steps[there].area, "451224204202");
	here = scene_add(&scene, "grid", 5, "village_secretary", there);
	scene.steps[here].has_building = false;
	share = scene_add(&scene, "share", 5, "village_secretary", SIZE_MAX);
	scene.steps[share].has_building = false;
	assert_false(scene_evaluate_division(&scene, SCENE_VILLAGE, &hash));
	assert_int_equal(scene_reason(&scene, there), FLOW_AREA);
	assert_int_equal(scene_reason(&scene, here), FLOW_WRONG_PARENT);
	assert_int_equal(scene_reason(&scene, share), FLOW_COUNTS);
	scene_release(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(division__has__slots_of_its_forms_and_manifest),
		cmocka_unit_test(step__does_not_count__about_another_division),
		cmocka_unit_test(form_about_a_division__has_no_slot__in_a_house),
		cmocka_unit_test(step_of_a_division__leans_on__that_division_alone),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
