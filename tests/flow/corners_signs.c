#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "corners.h"

/* Sign-offs that no other test comes to: without a listing, an author, a form or anything that they are about; over two slots, and answered from elsewhere. */

#define NONE SIZE_MAX

/* A house filled, whose survey the team gave back. */
static size_t
given_back(struct scene *scene)
{
	scene_start(scene, corners_pack, NULL);
	scene_filled(scene);
	return scene_return_of(scene, "survey", 2, "inspector", "team", NONE);
}

void
sign_off__has_no_effect__without_the_listing(void **state)
{
	struct id nowhere = { { 99, 99 } };
	struct scene scene;
	size_t sign;

	(void)state;
	sign = given_back(&scene);
	assert_int_equal(scene_reason(&scene, sign), FLOW_COUNTS);
	scene.flow[0].trust = TRUST_REVOKED;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, sign), FLOW_NO_ROOT);
	scene.flow[0].trust = TRUST_COUNTS;
	step_data_set_id(scene_item(&scene, sign), "building", &nowhere); /* and where the listing is not here */
	scene_evaluate(&scene);
	flow_state_release(&scene.state);
	flow_slots_release(&scene.slots);
	scene.input.root = nowhere;
	flow_slots_eval(&scene.input, &scene.slots);
	flow_state_eval(&scene.input, &scene.slots, &scene.facts, &scene.state);
	assert_int_equal(scene_reason(&scene, sign), FLOW_NO_ROOT);
	scene_release(&scene);
}

/* Who made a sign-off takes it back with the same credential, whatever it says; of nobody's none is taken back. */
void
withdrawal__is__by_the_same_credential(void **state)
{
	struct scene scene;
	size_t sign, back;

	(void)state;
	sign = given_back(&scene);
	value_set_text(&scene.steps[sign].data, "level", "no such level");
	back = scene_add(&scene, "withdrawal", 2, "inspector", NONE);
	step_data_set_id(&scene.steps[back].data, "of", &scene.flow[sign].id);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, back), FLOW_COUNTS);
	scene.flow[sign].author = NULL;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, back), FLOW_TRUST);
	scene_release(&scene);
}

/* A return is answered by a form of its chain, and of its slot. */
void
return__is_not_answered__by_a_form_of_another_chain(void **state)
{
	struct scene scene;
	size_t sign, visit, of_visit;
	struct value answers = value_list(), answer = value_object();

	(void)state;
	sign = given_back(&scene);
	visit = scene_add(&scene, "visit", 1, "inspector", NONE);
	of_visit = scene_return_of(&scene, "visits", 5, "township_clerk", "only", visit);
	step_data_set_id(&answer, "of", &scene.flow[sign].id);
	value_append_take(&answers, answer);
	value_set_take(&scene.steps[visit].data, "_answers", answers);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, sign), FLOW_COUNTS);
	assert_int_equal(scene_reason(&scene, of_visit), FLOW_COUNTS);
	for (size_t i = 0; i < scene.state.sign_count; i++) {
		const struct flow_sign *at = &scene.state.signs[i];

		assert_int_equal(flow_sign_covers(at, pack_form(corners_pack, "classification"), NULL), at->step == sign);
		assert_int_equal(flow_sign_covers(at, pack_form(corners_pack, "visit"), &scene.flow[visit].id), at->step == of_visit);
		assert_false(flow_sign_covers(at, pack_form(corners_pack, "visit"), NULL));
	}
	scene_release(&scene);
}

/* One step over two slots counts when it does for either. What is shown of a slot is its own, where it stands once. */
void
sign_off__counts__for_one_of_two_slots(void **state)
{
	struct scene scene;
	size_t visits[2], sign;
	struct value items = value_list();

	(void)state;
	scene_start(&scene, corners_pack, NULL);
	scene_filled(&scene);
	visits[0] = scene_add(&scene, "visit", 1, "inspector", NONE);
	visits[1] = scene_add(&scene, "visit", 1, "inspector", NONE);
	if (id_cmp(&scene.flow[visits[0]].id, &scene.flow[visits[1]].id) > 0) {
		size_t first = visits[0];

		visits[0] = visits[1];
		visits[1] = first;
	}
	for (size_t i = 0; i < 2; i++)
		value_set_text(&scene.steps[visits[i]].data, "ground", i ? "1" : "2");
	sign = scene_approve_of(&scene, "visits", 5, "township_clerk", "only", NONE, visits[1]);
	for (size_t i = 0; i < 2; i++) { /* the first one is stale */
		struct value item = value_copy(scene_item(&scene, sign));

		step_data_set_id(&item, "root", &scene.flow[visits[i]].id);
		value_append_take(&items, item);
	}
	value_set_take(&scene.steps[sign].data, "items", items);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, sign), FLOW_COUNTS);
	assert_int_equal(scene.state.signs[0].reason, FLOW_STALE);
	assert_int_equal(scene.state.signs[1].reason, FLOW_COUNTS);
	for (size_t i = 0; i < 2; i++) {
		const struct flow_progress *progress = flow_progress_of(&scene.state, "visits", &scene.flow[visits[i]].id);

		assert_string_equal(scene.state.covers[progress->cover].shown, i ? "1" : "2");
	}
	value_set_text(&scene.steps[scene_add_to(&scene, visits[1], 2, "inspector", NONE)].data, "ground", "3");
	scene_evaluate(&scene);
	assert_string_equal(scene.state.covers[flow_progress_of(&scene.state, "visits", &scene.flow[visits[1]].id)->cover].shown, "");
	scene_release(&scene);
}

/* A return that asks for nothing that there is: of the forms of its chain none stands that the pack in force has. */
void
return__asks__for_no_form_where_none_stands(void **state)
{
	struct scene scene;
	size_t sign, dropped;

	(void)state;
	scene_start(&scene, corners_pack, corners_older, NULL);
	scene_filled(&scene);
	dropped = scene_add(&scene, "dropped", 1, "inspector", NONE);
	sign = scene_return_of(&scene, "papers", 5, "township_clerk", "first", NONE);
	scene.flow[dropped].pack = scene.flow[sign].pack = corners_older;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, sign), FLOW_COUNTS);
	assert_null(flow_returned_form(&scene.input, &scene.slots, &scene.state.signs[0]));
	for (size_t i = 0; i < scene.state.due_count; i++)
		assert_true(scene.state.dues[i].form != pack_form(corners_pack, "later"));
	scene_release(&scene);
}

/* Who approves nothing, where nothing stands, approved no version. */
void
approval__is_stale__of_nothing(void **state)
{
	struct scene scene;
	size_t sign;

	(void)state;
	scene_start(&scene, corners_pack, NULL);
	scene_filled(&scene);
	sign = scene_approve_of(&scene, "papers", 5, "township_clerk", "first", NONE, NONE);
	assert_int_equal(value_get_list(scene_item(&scene, sign), "covers")->list.count, 0);
	assert_int_equal(scene_reason(&scene, sign), FLOW_STALE);
	scene_release(&scene);
}
