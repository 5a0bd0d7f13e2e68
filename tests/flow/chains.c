#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "scene.h"

/* Several chains on one building, chains over each slot of a repeat form, packs that follow each other, and forms that depend on others. */

static struct pack *pack, *newer, *longer, *shorter, *shifted, *refiled;

#define FIELDS(name) "fields:\n  - {name: " name ", type: text, label: {zh: 一}}\n"
#define GROUND "fields:\n  - {name: ground, type: select_one conclusion, label: {zh: 一}}\n"

/* A plan that township and county file, and closures that the township checks and the county accepts; a closure ends a case about the
 * classification. What the plan says depends on the conclusion. */
static const char *const more_forms[] = {
	"plan",
	"form: plan\nlabel: {zh: 方案}\nby: [inspector]\nafter: [classification]\nrelevant: \"0\"\ndepends: [conclusion, photo_front]\n" FIELDS(
		"plan_words"),
	"closure",
	"form: closure\nlabel: {zh: 销号}\nby: [inspector]\nrepeat: true\n" GROUND,
	NULL,
};
static const char more_chains[] = "\n  - chain: filing\n    label: {zh: 备案}\n    covers: [plan]\n    levels:\n"
				  "      - {level: township, label: {zh: 乡}, by: [township_head], distinct_from: [plan]}\n"
				  "      - {level: county, label: {zh: 县}, by: [county_officer]}\n"
				  "  - chain: strikeoff\n    label: {zh: 销号}\n    each: closure\n    summary: ground\n    levels:\n"
				  "      - {level: township, label: {zh: 乡}, by: [township_head], distinct_from: [closure]}\n"
				  "      - {level: county, label: {zh: 县}, by: [county_officer]}\n"
				  "cases:\n  - {case: hazard, label: {zh: 隐患}, of: [classification], stages: [], closes: closure}";

/* A later version of the pack. */
static void
changed(const char *from, const char *to, struct pack **out)
{
	struct value files = value_copy(&pack->files);
	const char *text = value_get_text(&files, "pack.yaml"), *at = strstr(text, from);
	struct err err = { 0 };
	char *made;

	assert_non_null(at);
	made = mem_printf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	value_set_text(&files, "pack.yaml", made);
	free(made);
	if (pack_parse(&files, out, NULL, &err))
		fail_msg("%s", err.text);
	(*out)->version = 2;
	value_release(&files);
}

static int
load(void **state)
{
	(void)state;
	pack = scene_pack(more_chains, more_forms);
	changed("covers: [listing, registration, photo_check, classification]",
		"covers: [listing, registration, photo_check, classification, plan]", &newer);
	changed("    errors:\n", "      - {level: county, label: {zh: 县}, by: [county_officer]}\n    errors:\n", &longer);
	changed("covers: [listing, registration, photo_check, classification]", "covers: [listing, registration, classification]",
		&shorter);
	changed("covers: [listing, registration, photo_check, classification]", "covers: [registration, classification, plan]", &shifted);
	changed("covers: [plan]", "covers: [photo_check]", &refiled);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	pack_free(pack);
	pack_free(newer);
	pack_free(longer);
	pack_free(shorter);
	pack_free(shifted);
	pack_free(refiled);
	return 0;
}

static void
filled(struct scene *scene)
{
	scene_start(scene, pack, newer, longer, shorter, NULL);
	scene_filled(scene);
}

/* A plan that saw the house as it is. */
static size_t
add_plan(struct scene *scene, size_t parent)
{
	size_t plan = scene_add(scene, "plan", 3, "inspector", parent);

	for (size_t i = 1; i < 4; i++)
		for (size_t s = 0; s < scene->slots.slot_count; s++)
			if (scene->slots.slots[s].head_count && strcmp(scene->slots.slots[s].form->name, scene->steps[i].kind) == 0)
				scene_append_id(&scene->steps[plan].data, "_upon", &scene->flow[scene->slots.slots[s].heads[0]].id);
	scene_evaluate(scene);
	return plan;
}

static bool
has_todo(const struct scene *scene, enum flow_task task, const char *chain, const char *name)
{
	for (size_t i = 0; i < scene->state.todo_count; i++) {
		const struct flow_todo *todo = &scene->state.todos[i];

		if (todo->task == task &&
		    (todo->level ? strcmp(todo->level->chain->name, chain) == 0 && strcmp(todo->level->name, name) == 0
				 : todo->form && strcmp(todo->form->name, name) == 0))
			return true;
	}
	return false;
}

static void
chains__are_signed__beside_each_other(void **state)
{
	struct scene scene;
	size_t team, township;

	(void)state;
	filled(&scene);
	assert_true(has_todo(&scene, TASK_SIGN, "survey", "team"));
	assert_false(has_todo(&scene, TASK_SIGN, "filing", "township"));
	add_plan(&scene, SIZE_MAX);
	assert_true(has_todo(&scene, TASK_SIGN, "survey", "team"));
	assert_true(has_todo(&scene, TASK_SIGN, "filing", "township"));
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	township = scene_approve_of(&scene, "filing", 6, "township_head", "township", SIZE_MAX, SIZE_MAX);
	assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
	assert_int_equal(scene_reason(&scene, township), FLOW_COUNTS);
	assert_int_equal(flow_progress_of(&scene.state, "filing", NULL)->levels_signed, 1);
	assert_true(has_todo(&scene, TASK_SIGN, "survey", "village"));
	assert_true(has_todo(&scene, TASK_SIGN, "filing", "county"));
	for (size_t i = 0; i < scene.state.todo_count; i++)
		assert_true(scene.state.todos[i].task != TASK_RETURNED && scene.state.todos[i].first);
	/* A level of one chain is none of the other. */
	assert_int_equal(scene_reason(&scene, scene_approve_of(&scene, "filing", 8, "village_secretary", "village", team, SIZE_MAX)),
			 FLOW_LEVEL_UNKNOWN);
	assert_int_equal(scene_reason(&scene, scene_approve_of(&scene, "filing", 8, "county_officer", "county", team, SIZE_MAX)),
			 FLOW_NO_PRIOR);
	/* A change of what one covers leaves the other standing. */
	scene_add(&scene, "registration", 1, "inspector", 1);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_STALE);
	assert_int_equal(scene_reason(&scene, township), FLOW_COUNTS);
	scene_release(&scene);
}

static void
return__keeps__other_chains_standing(void **state)
{
	struct scene scene;
	size_t team, back;

	(void)state;
	filled(&scene);
	add_plan(&scene, SIZE_MAX);
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	back = scene_return_of(&scene, "filing", 8, "county_officer", "county", SIZE_MAX);
	assert_int_equal(scene_reason(&scene, back), FLOW_COUNTS);
	assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
	assert_true(has_todo(&scene, TASK_RETURNED, "filing", "county"));
	assert_false(has_todo(&scene, TASK_SIGN, "filing", "township"));
	assert_true(has_todo(&scene, TASK_SIGN, "survey", "village"));
	scene_release(&scene);
}

static void
each_slot__is_signed__by_itself(void **state)
{
	struct scene scene;
	size_t one, two, township, wrong;

	(void)state;
	filled(&scene);
	one = scene_add(&scene, "closure", 1, "inspector", SIZE_MAX);
	two = scene_add(&scene, "closure", 2, "inspector", SIZE_MAX);
	scene_evaluate(&scene);
	assert_int_equal(scene.state.progress_count, pack->chain_count - 1 + 2);
	for (size_t i = 0; i < 2; i++) { /* each waits for its signature */
		size_t waiting = 0;

		for (size_t t = 0; t < scene.state.todo_count; t++)
			waiting += scene.state.todos[t].task == TASK_SIGN && scene.state.todos[t].first &&
				   id_equal(&scene.state.todos[t].root, &scene.flow[i ? two : one].id);
		assert_int_equal(waiting, 1);
	}
	township = scene_approve_of(&scene, "strikeoff", 6, "township_head", "township", SIZE_MAX, one);
	assert_int_equal(scene_reason(&scene, township), FLOW_COUNTS);
	assert_int_equal(flow_progress_of(&scene.state, "strikeoff", &scene.flow[one].id)->levels_signed, 1);
	assert_int_equal(flow_progress_of(&scene.state, "strikeoff", &scene.flow[two].id)->levels_signed, 0);
	assert_int_equal(scene_reason(&scene, scene_approve_of(&scene, "strikeoff", 8, "county_officer", "county", township, two)),
			 FLOW_NO_PRIOR);
	/* An item of such a chain says which, one of another chain does not. */
	wrong = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	step_data_set_id(scene_item(&scene, wrong), "root", &scene.flow[one].id);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, wrong), FLOW_NO_SLOT);
	value_remove(scene_item(&scene, township), "root");
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, township), FLOW_NO_SLOT);
	scene_release(&scene);
}

/* A chain over a stage of a case covers what the case is about, too. */
static void
closure__covers__the_heads_of_its_case(void **state)
{
	struct scene scene;
	size_t closure, township, count;
	struct id *heads;

	(void)state;
	filled(&scene);
	closure = scene_add(&scene, "closure", 1, "inspector", SIZE_MAX);
	scene_evaluate(&scene);
	heads = flow_cover_heads(&scene.state, flow_progress_of(&scene.state, "strikeoff", &scene.flow[closure].id)->cover, &count);
	assert_int_equal(count, 2);
	assert_true(id_cmp(&heads[0], &heads[1]) < 0);
	free(heads);
	township = scene_approve_of(&scene, "strikeoff", 6, "township_head", "township", SIZE_MAX, closure);
	assert_int_equal(scene_reason(&scene, township), FLOW_COUNTS);
	scene_add(&scene, "classification", 1, "inspector", 3);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, township), FLOW_STALE);
	scene_add(&scene, "classification", 2, "inspector", 3); /* two heads */
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, township), FLOW_CONFLICT);
	scene_release(&scene);
}

/* Whatever stands first in them, the heads of the slot and those of its case are one ascending list. */
static void
closure__covers__heads_that_ascend(void **state)
{
	struct scene scene;
	bool own_first = false, own_last = false;

	(void)state;
	filled(&scene);
	for (size_t i = 0; i < 24; i++) {
		size_t closure = scene_add(&scene, "closure", 1, "inspector", SIZE_MAX), count;
		struct id *heads;

		scene_evaluate(&scene);
		heads = flow_cover_heads(&scene.state, flow_progress_of(&scene.state, "strikeoff", &scene.flow[closure].id)->cover, &count);
		assert_int_equal(count, 2);
		assert_true(id_cmp(&heads[0], &heads[1]) < 0);
		own_first |= id_equal(&heads[0], &scene.flow[closure].id);
		own_last |= id_equal(&heads[1], &scene.flow[closure].id);
		free(heads);
	}
	assert_true(own_first && own_last);
	scene_release(&scene);
}

/* A signature is over just what stands: who names something beyond has seen another house. */
static void
approval__has_no_effect__when_it_names_more_than_stands(void **state)
{
	struct scene scene;
	size_t closure, team, township;
	struct id more;

	(void)state;
	filled(&scene);
	closure = scene_add(&scene, "closure", 1, "inspector", SIZE_MAX);
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	township = scene_approve_of(&scene, "strikeoff", 6, "township_head", "township", SIZE_MAX, closure);
	assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
	assert_int_equal(scene_reason(&scene, township), FLOW_COUNTS);
	memset(&more, 0xff, sizeof(more)); /* behind all others */
	scene_append_id(scene_item(&scene, team), "covers", &more);
	scene_append_id(scene_item(&scene, township), "covers", &more);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_STALE);
	assert_int_equal(scene_reason(&scene, township), FLOW_STALE);
	assert_int_equal(scene_survey(&scene)->levels_signed, 0);
	scene_release(&scene);
}

/* An approval that has no effect carries none above it, though that one sees what stands. */
static void
approval__has_no_effect__above_one_that_has_none(void **state)
{
	struct scene scene;
	size_t team, village;
	struct id more;

	(void)state;
	filled(&scene);
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	village = scene_approve(&scene, 4, "village_secretary", "village", team);
	assert_int_equal(scene_reason(&scene, village), FLOW_COUNTS);
	memset(&more, 0xff, sizeof(more));
	scene_append_id(scene_item(&scene, team), "covers", &more);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_STALE);
	assert_int_equal(scene_reason(&scene, village), FLOW_NO_PRIOR);
	scene_release(&scene);
}

/* What a form depends on may never have been filled: then its author saw as much as there is. */
static void
form__is_not_outdated__by_a_form_that_was_never_filled(void **state)
{
	struct scene scene;
	size_t plan, township;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_add(&scene, "listing", 1, "inspector", SIZE_MAX);
	plan = scene_add(&scene, "plan", 3, "inspector", SIZE_MAX);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, plan), FLOW_COUNTS);
	township = scene_approve_of(&scene, "filing", 6, "township_head", "township", SIZE_MAX, SIZE_MAX);
	assert_int_equal(scene_reason(&scene, township), FLOW_COUNTS);
	scene_add(&scene, "registration", 1, "inspector", SIZE_MAX);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, township), FLOW_OUTDATED);
	scene_release(&scene);
}

/* What an item names as its root is anything its signer likes: it is no other slot's, and not what all slots of a case have in common. */
static void
slot_that_is_not_here__is_never_approved(void **state)
{
	struct id invented = { { 0 } };
	struct scene scene;
	size_t closure, township;

	(void)state;
	filled(&scene);
	closure = scene_add(&scene, "closure", 1, "inspector", SIZE_MAX);
	township = scene_approve_of(&scene, "strikeoff", 6, "township_head", "township", SIZE_MAX, closure);
	assert_int_equal(scene_reason(&scene, township), FLOW_COUNTS);
	value_remove(scene_item(&scene, township), "covers");
	scene_append_id(scene_item(&scene, township), "covers", &scene.flow[3].id);
	step_data_set_id(scene_item(&scene, township), "root", &invented);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, township), FLOW_INCOMPLETE);
	/* Nor is it what another chain covers, whatever can be guessed of where the chains lie in memory. */
	for (size_t other = 0; other < pack->chain_count; other++) {
		uintptr_t difference = (uintptr_t)&pack->chains[other] ^ (uintptr_t)pack_chain(pack, "strikeoff");
		size_t team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);

		memset(&invented, 0, sizeof(invented));
		memcpy(invented.b, &difference, sizeof(difference));
		step_data_set_id(scene_item(&scene, township), "root", &invented);
		scene_evaluate(&scene);
		assert_int_equal(scene_reason(&scene, township), FLOW_INCOMPLETE);
		assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
		assert_int_equal(scene_survey(&scene)->levels_signed, 1);
	}
	scene_release(&scene);
}

/* No step could answer a return of it. */
static void
slot_that_is_not_here__is_never_given_back(void **state)
{
	struct id invented = { { 7 } }, hash;
	struct scene scene;
	size_t closure, back;

	(void)state;
	filled(&scene);
	closure = scene_add(&scene, "closure", 1, "inspector", SIZE_MAX);
	scene_evaluate(&scene);
	hash = scene.state.hash;
	back = scene_return_of(&scene, "strikeoff", 8, "county_officer", "county", closure);
	assert_int_equal(scene_reason(&scene, back), FLOW_COUNTS);
	assert_true(has_todo(&scene, TASK_RETURNED, "strikeoff", "county"));
	for (size_t i = 0; i < 3; i++) {
		step_data_set_id(scene_item(&scene, back), "root", i == 0 ? &invented : &scene.flow[i == 1 ? 0 : closure].id);
		scene.flow[closure].trust = i == 2 ? TRUST_REVOKED : TRUST_COUNTS; /* nothing of it counts any more */
		scene_evaluate(&scene);
		assert_int_equal(scene_reason(&scene, back), FLOW_NO_SLOT);
		assert_false(has_todo(&scene, TASK_RETURNED, "strikeoff", "county"));
		assert_int_equal(id_equal(&scene.state.hash, &hash), i < 2);
	}
	scene_release(&scene);
}

static void
return_of_a_slot__is_answered__in_that_slot(void **state)
{
	struct value answer = value_object(), answers = value_list();
	struct scene scene;
	size_t one, two, back, later;

	(void)state;
	filled(&scene);
	one = scene_add(&scene, "closure", 1, "inspector", SIZE_MAX);
	two = scene_add(&scene, "closure", 1, "inspector", SIZE_MAX);
	back = scene_return_of(&scene, "strikeoff", 8, "county_officer", "county", one);
	assert_int_equal(scene_reason(&scene, back), FLOW_COUNTS);
	assert_int_equal(scene_reason(&scene, scene_approve_of(&scene, "strikeoff", 6, "township_head", "township", SIZE_MAX, one)),
			 FLOW_RETURNED);
	assert_int_equal(scene_reason(&scene, scene_approve_of(&scene, "strikeoff", 6, "township_head", "township", SIZE_MAX, two)),
			 FLOW_COUNTS);
	step_data_set_id(&answer, "of", &scene.flow[back].id);
	value_append_take(&answers, answer);
	later = scene_add_to(&scene, two, 1, "inspector", two);
	value_set_take(&scene.steps[later].data, "_answers", value_copy(&answers));
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, back), FLOW_COUNTS);
	later = scene_add_to(&scene, one, 1, "inspector", one);
	value_set_take(&scene.steps[later].data, "_answers", answers);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, back), FLOW_ANSWERED);
	scene_release(&scene);
}

/* ---- packs that follow each other */

/* Signed under one pack: another that covers more takes no effect from it and gives it none. */
static void
sign_off__is_judged__by_its_own_pack(void **state)
{
	struct scene scene;
	size_t team, village, plan, again;

	(void)state;
	filled(&scene);
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	village = scene_approve(&scene, 4, "village_secretary", "village", team);
	plan = add_plan(&scene, SIZE_MAX);
	scene.pack = newer; /* covers the plan, which these did not see */
	scene.called[0] = (struct flow_called){ newer, scene.relevant[1] };
	scene.called[1] = (struct flow_called){ pack, scene.relevant[0] };
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
	assert_int_equal(scene_reason(&scene, village), FLOW_COUNTS);
	/* What the newer calls for is work of its own, with signatures of its own. */
	assert_int_equal(scene_survey(&scene)->levels_signed, 0);
	assert_true(has_todo(&scene, TASK_SIGN, "survey", "team"));
	again = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	assert_int_equal(scene_reason(&scene, again), FLOW_COUNTS);
	assert_int_equal(scene_reason(&scene, scene_approve(&scene, 5, "liaison_leader", "liaison", village)), FLOW_NO_PRIOR);
	/* Back under the first, what the second asked for has no effect on what was signed. */
	scene.flow[plan].trust = TRUST_REVOKED;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, village), FLOW_COUNTS);
	assert_int_equal(scene_reason(&scene, again), FLOW_STALE);
	scene_release(&scene);
}

/* A chain begun under one pack is ended under it, with its levels. */
static void
chain__is_ended__under_the_pack_it_was_begun_under(void **state)
{
	struct scene scene;
	size_t prior = SIZE_MAX;
	static const struct {
		int who;
		const char *role, *level;
	} levels[] = { { 2, "inspector", "team" },
		       { 4, "village_secretary", "village" },
		       { 5, "liaison_leader", "liaison" },
		       { 6, "township_head", "township" } };
	struct id old_pack = scene_id(210);

	(void)state;
	filled(&scene);
	scene.pack = longer;
	scene.called[0] = (struct flow_called){ longer, scene.relevant[2] };
	scene.called[2] = (struct flow_called){ pack, scene.relevant[0] };
	for (size_t i = 0; i < 4; i++) {
		prior = scene_sign(&scene, &(struct scene_sign){ .level = levels[i].level,
								 .who = levels[i].who,
								 .role = levels[i].role,
								 .prior = prior,
								 .slot = SIZE_MAX,
								 .pack = pack });
		scene.steps[prior].has_pack = true;
		scene.steps[prior].pack = old_pack;
		scene_evaluate(&scene);
		assert_int_equal(scene_reason(&scene, prior), FLOW_COUNTS);
		assert_int_equal(scene_survey(&scene)->levels_signed, i + 1);
		assert_true(id_equal(&scene_survey(&scene)->pack, &old_pack));
	}
	assert_true(flow_progress_is_done(scene_survey(&scene)));
	assert_false(has_todo(&scene, TASK_SIGN, "survey", "county"));
	/* An approval under another pack than its prior's has no effect. */
	assert_int_equal(scene_reason(&scene, scene_approve(&scene, 8, "county_officer", "county", prior)), FLOW_NO_PRIOR);
	scene_release(&scene);
}

/* Puts another pack in force. */
static void
put_in_force(struct scene *scene, const struct pack *now)
{
	size_t at = 0;

	while (scene->called[at].pack != now)
		at++;
	scene->called[at] = scene->called[0];
	scene->called[0] = (struct flow_called){ now, scene->relevant[at] };
	scene->relevant[at] = scene->relevant[0];
	scene->relevant[0] = (bool *)(uintptr_t)scene->called[0].forms;
	scene->pack = now;
	scene_evaluate(scene);
}

static enum flow_reason
may_sign(const struct scene *scene, size_t signer, size_t level)
{
	return flow_may_sign(&scene->input, &scene->slots, &scene->facts, &scene->state, scene_survey(scene), scene->flow[signer].author,
			     level);
}

/* What the pack in force calls for beyond is work beside; what it no longer covers takes nothing from what was begun. */
static void
chain__goes_on__under_its_pack_beside_what_a_newer_one_calls_for(void **state)
{
	const struct pack *const others[] = { newer, shorter };
	struct scene scene;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		size_t team, village;

		filled(&scene);
		team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
		put_in_force(&scene, others[i]);
		assert_true(has_todo(&scene, TASK_FORM, "", "plan"));
		assert_int_equal(scene_survey(&scene)->levels_signed, 1);
		assert_true(has_todo(&scene, TASK_SIGN, "survey", "village"));
		for (size_t k = 0; k < scene.state.todo_count; k++)
			assert_true(scene.state.todos[k].task != TASK_SIGN || scene.state.todos[k].first);
		scene.form_errors[1] = 1; /* an error that keeps the chain from its next level is told beside that work, too */
		scene_evaluate(&scene);
		assert_true(has_todo(&scene, TASK_FINDINGS, "", "listing"));
		for (size_t k = 0; k < scene.state.todo_count; k++)
			assert_true(scene.state.todos[k].task != TASK_FINDINGS || scene.state.todos[k].first);
		scene.form_errors[1] = 0;
		scene_evaluate(&scene);
		village = scene_add(&scene, "signoff", 4, "village_secretary", SIZE_MAX);
		assert_int_equal(may_sign(&scene, village, 1), FLOW_COUNTS);
		scene.count--;
		step_release(&scene.steps[village]);
		credential_release(&scene.people[village]);
		village = scene_sign(&scene, &(struct scene_sign){ .level = "village",
								   .who = 4,
								   .role = "village_secretary",
								   .prior = team,
								   .slot = SIZE_MAX,
								   .pack = pack });
		assert_int_equal(scene_reason(&scene, village), FLOW_COUNTS);
		assert_int_equal(scene_survey(&scene)->levels_signed, 2);
		scene_release(&scene);
	}
}

/* An added question is answered before anybody signs; who has begun to sign goes on beside it, and nothing falls. */
static void
added_question__comes_first_where_nobody_signed__and_waits_beside_where_somebody_did(void **state)
{
	struct flow_added added = { pack_form(pack, "registration"), pack_field(pack, "floors_main") };
	const struct flow_todo *first;
	struct scene scene;
	size_t team, secretary;

	(void)state;
	filled(&scene);
	scene.facts.added = &added;
	scene.facts.added_count = 1;
	team = scene_add(&scene, "signoff", 2, "inspector", SIZE_MAX);
	scene.steps[team].has_building = false;
	scene_evaluate(&scene);
	first = &scene.state.todos[0];
	assert_true(first->task == TASK_ADDED && first->first && first->form == added.form && first->field == added.field);
	assert_false(has_todo(&scene, TASK_SIGN, "survey", "team"));
	assert_int_equal(may_sign(&scene, team, 0), FLOW_ADDED);
	/* Signed all the same, as by a program that does not know: it counts, and the next level goes on. */
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
	assert_int_equal(scene_survey(&scene)->levels_signed, 1);
	first = &scene.state.todos[0];
	assert_true(first->task == TASK_SIGN && strcmp(first->level->name, "village") == 0);
	assert_true(has_todo(&scene, TASK_ADDED, "", "registration"));
	secretary = scene_add(&scene, "signoff", 4, "village_secretary", SIZE_MAX);
	scene.steps[secretary].has_building = false;
	scene_evaluate(&scene);
	assert_int_equal(may_sign(&scene, secretary, 1), FLOW_COUNTS);
	/* What must be filled again answers it by the way; what no chain signs asks by itself. */
	added.form = pack_form(pack, "plan");
	add_plan(&scene, SIZE_MAX);
	assert_true(has_todo(&scene, TASK_ADDED, "", "plan"));
	scene.facts.added_count = 0;
	scene_evaluate(&scene);
	assert_false(has_todo(&scene, TASK_ADDED, "", "plan"));
	scene_release(&scene);
}

/* Who may sign is asked of the very approvals that the signature would stand on, of several those that the signer had no part in. */
static void
signer__is_kept__from_what_he_signed_below_alone(void **state)
{
	struct scene scene;
	size_t teams[2], villages[2], prior;

	(void)state;
	filled(&scene);
	teams[0] = scene_approve(&scene, 7, "inspector", "team", SIZE_MAX);
	teams[1] = scene_approve(&scene, 8, "inspector", "team", SIZE_MAX);
	for (size_t i = 0; i < 2; i++) {
		villages[i] = scene_approve(&scene, (int)(4 + i), "village_secretary", "village", teams[i]);
		for (size_t who = 0; who < 2; who++) {
			size_t at = scene_add(&scene, "signoff", (int)(7 + who), "liaison_leader", SIZE_MAX);
			const struct credential *signer = scene.flow[at].author;

			assert_int_equal(may_sign(&scene, at, 2), i == 0 && who == 0 ? FLOW_LOWER_LEVEL : FLOW_COUNTS);
			prior = flow_prior(&scene.input, &scene.state, scene_survey(&scene), signer, 2);
			if (i == 0 && who == 0)
				assert_int_equal(prior, SIZE_MAX);
			else /* another's */
				assert_int_equal(scene.state.signs[prior].step, villages[1 - who]);
			scene.count--;
			step_release(&scene.steps[at]);
			credential_release(&scene.people[at]);
		}
	}
	scene_release(&scene);
}

/* ---- forms that depend on others */

static void
form__is_outdated__when_what_it_saw_has_changed(void **state)
{
	struct scene scene;
	size_t plan, newer_classification, township;
	struct step_photo *photo;

	(void)state;
	filled(&scene);
	plan = add_plan(&scene, SIZE_MAX);
	township = scene_approve_of(&scene, "filing", 6, "township_head", "township", SIZE_MAX, SIZE_MAX);
	assert_int_equal(scene_reason(&scene, township), FLOW_COUNTS);
	/* A new version with the same conclusion changes nothing. */
	newer_classification = scene_add(&scene, "classification", 1, "inspector", 3);
	value_set_text(&scene.steps[newer_classification].data, "conclusion", "3");
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, township), FLOW_COUNTS);
	value_set_text(&scene.steps[newer_classification].data, "conclusion", "1");
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, township), FLOW_OUTDATED);
	assert_true(has_todo(&scene, TASK_AGAIN, "", "plan"));
	assert_false(has_todo(&scene, TASK_SIGN, "filing", "township"));
	/* Looked at again, with the same answers. */
	plan = add_plan(&scene, plan);
	assert_int_equal(scene_reason(&scene, township), FLOW_STALE);
	assert_false(has_todo(&scene, TASK_AGAIN, "", "plan"));
	assert_int_equal(scene_reason(&scene, scene_approve_of(&scene, "filing", 6, "township_head", "township", SIZE_MAX, SIZE_MAX)),
			 FLOW_COUNTS);
	/* Photos count by their bytes. */
	photo = step_add_photo(&scene.steps[scene_add(&scene, "registration", 1, "inspector", 1)]);
	photo->field = mem_strdup("photo_front");
	photo->mime = mem_strdup("image/jpeg");
	photo->id = scene_id(99);
	scene_evaluate(&scene);
	assert_true(has_todo(&scene, TASK_AGAIN, "", "plan"));
	/* Without a word of what it saw a form is outdated. */
	value_remove(&scene.steps[plan].data, "_upon");
	scene_evaluate(&scene);
	assert_true(has_todo(&scene, TASK_AGAIN, "", "plan"));
	scene_release(&scene);
}

/* Ids that are not here, and those of other forms, are passed over. */
static void
upon__ignores__what_is_not_here(void **state)
{
	struct id elsewhere = scene_id(222);
	struct scene scene;
	size_t plan;

	(void)state;
	filled(&scene);
	plan = add_plan(&scene, SIZE_MAX);
	scene_append_id(&scene.steps[plan].data, "_upon", &elsewhere);
	scene_append_id(&scene.steps[plan].data, "_upon", &scene.flow[0].id);
	scene_evaluate(&scene);
	assert_false(has_todo(&scene, TASK_AGAIN, "", "plan"));
	scene_release(&scene);
}

/* What it saw of each field: the same, another, or nothing then and now. */
static void
form__is_as_seen__field_by_field(void **state)
{
	static const struct {
		const char *then, *now; /* the conclusion; "": none */
		const char *photos_then, *photos_now;
		bool same;
	} cases[] = {
		{ "3", "3", "", "", true },
		{ "3", "1", "", "", false },
		{ "3", "", "", "", false },
		{ "", "3", "", "", false },
		{ "", "", "", "", true },
		{ "3", "3", "f1", "f1", true },
		{ "3", "3", "f1", "f2", false },
		{ "3", "3", "f1", "", false },
		{ "3", "3", "", "f1", false },
		{ "3", "3", "f1", "f1f2", false },
		{ "3", "3", "f1f2", "f1", false },
		{ "3", "3", "f1f2", "f1f2", true },
		{ "3", "3", "f1f2", "f2f1", false }, /* in the order in which they were taken up */
		{ "3", "3", "s5f1", "f1s6", true },  /* of another field */
		{ "3", "3", "f1s5f2", "s6f1f2", true },
		{ "3", "3", "s5f1", "f1f2s6", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct scene scene;
		size_t steps[4];

		filled(&scene);
		if (*cases[i].then)
			value_set_text(&scene.steps[3].data, "conclusion", cases[i].then);
		else
			value_remove(&scene.steps[3].data, "conclusion");
		for (size_t later = 0; later < 2; later++) {
			const char *photos = later ? cases[i].photos_now : cases[i].photos_then;

			steps[later] = later ? scene_add(&scene, "registration", 1, "inspector", 1) : 1;
			for (; *photos; photos += 2) {
				struct step_photo *photo = step_add_photo(&scene.steps[steps[later]]);

				photo->field = mem_strdup(*photos == 'f' ? "photo_front" : "photo_side");
				photo->mime = mem_strdup("image/jpeg");
				photo->id = scene_id((size_t)(100 + photos[1]));
			}
			if (later)
				continue;
			scene_evaluate(&scene);
			add_plan(&scene, SIZE_MAX);
			assert_false(has_todo(&scene, TASK_AGAIN, "", "plan"));
		}
		steps[2] = scene_add(&scene, "classification", 1, "inspector", 3);
		if (*cases[i].now)
			value_set_text(&scene.steps[steps[2]].data, "conclusion", cases[i].now);
		scene_evaluate(&scene);
		if (has_todo(&scene, TASK_AGAIN, "", "plan") == cases[i].same)
			fail_msg("case %zu", i);
		scene_release(&scene);
	}
}

static void
form__is_outdated__while_what_it_saw_stands_twice_or_nowhere(void **state)
{
	struct value number = value_list();
	struct scene scene;
	size_t plan, twice;

	(void)state;
	filled(&scene);
	plan = add_plan(&scene, SIZE_MAX);
	twice = scene_add(&scene, "classification", 2, "inspector", SIZE_MAX);
	value_set_text(&scene.steps[twice].data, "conclusion", "3");
	scene_evaluate(&scene);
	assert_true(has_todo(&scene, TASK_AGAIN, "", "plan"));
	assert_true(flow_form_is_again(&scene.state, pack_form(pack, "plan")));
	assert_false(flow_form_is_again(&scene.state, pack_form(pack, "classification"))); /* a conflict is another task */
	scene.flow[twice].trust = TRUST_REVOKED;
	scene_evaluate(&scene);
	assert_false(flow_form_is_again(&scene.state, pack_form(pack, "plan")));
	assert_false(has_todo(&scene, TASK_AGAIN, "", "plan"));
	scene.flow[3].trust = TRUST_REVOKED; /* what it saw counts no more, and nothing stands there now */
	scene_evaluate(&scene);
	assert_true(has_todo(&scene, TASK_AGAIN, "", "plan"));
	scene.flow[1].trust = TRUST_REVOKED; /* neither form stood there, and it saw neither */
	value_remove(&scene.steps[plan].data, "_upon");
	scene_evaluate(&scene);
	assert_false(has_todo(&scene, TASK_AGAIN, "", "plan"));
	value_append_take(&number, value_integer(1)); /* what is no id is passed over */
	value_append_take(&number, value_text("x"));
	value_set_take(&scene.steps[plan].data, "_upon", number);
	scene_evaluate(&scene);
	assert_false(has_todo(&scene, TASK_AGAIN, "", "plan"));
	scene_release(&scene);
}

static void
signature__has_no_effect__over_a_slot_that_the_signer_wrote(void **state)
{
	struct scene scene;
	size_t own, others, township;

	(void)state;
	filled(&scene);
	own = scene_add(&scene, "closure", 6, "inspector", SIZE_MAX);
	others = scene_add(&scene, "closure", 7, "inspector", SIZE_MAX);
	township = scene_approve_of(&scene, "strikeoff", 6, "township_head", "township", SIZE_MAX, own);
	assert_int_equal(scene_reason(&scene, township), FLOW_SAME_PERSON);
	assert_int_equal(flow_may_sign(&scene.input, &scene.slots, &scene.facts, &scene.state,
				       flow_progress_of(&scene.state, "strikeoff", &scene.flow[own].id), scene.flow[township].author, 0),
			 FLOW_SAME_PERSON);
	/* Another's slot he may sign. */
	assert_int_equal(scene_reason(&scene, scene_approve_of(&scene, "strikeoff", 6, "township_head", "township", SIZE_MAX, others)),
			 FLOW_COUNTS);
	scene_release(&scene);
}

static void
may_sign__says_no__where_a_lower_level_is_missing_or_the_same_person_s(void **state)
{
	struct scene scene;
	size_t team, secretary, same;

	(void)state;
	filled(&scene);
	secretary = scene_add(&scene, "signoff", 4, "village_secretary", SIZE_MAX);
	same = scene_add(&scene, "signoff", 3, "village_secretary", SIZE_MAX);
	scene.steps[secretary].has_building = scene.steps[same].has_building = false;
	scene_evaluate(&scene);
	assert_int_equal(may_sign(&scene, secretary, 1), FLOW_NO_PRIOR);
	team = scene_approve(&scene, 3, "inspector", "team", SIZE_MAX);
	assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
	assert_int_equal(may_sign(&scene, secretary, 1), FLOW_COUNTS);
	assert_int_equal(may_sign(&scene, same, 1), FLOW_LOWER_LEVEL);
	/* Where nothing is filled nothing is given back. */
	assert_int_equal(flow_may_return(&scene.input, &scene.state, flow_progress_of(&scene.state, "survey", NULL),
					 scene.flow[secretary].author, 1),
			 FLOW_COUNTS);
	free(scene.people[secretary].role);
	scene.people[secretary].role = mem_strdup("township_head");
	assert_int_equal(flow_may_return(&scene.input, &scene.state, flow_progress_of(&scene.state, "filing", NULL),
					 scene.flow[secretary].author, 0),
			 FLOW_INCOMPLETE);
	scene_release(&scene);
}

static void
form__is_no_task__while_it_is_not_called_for(void **state)
{
	struct scene scene;

	(void)state;
	filled(&scene);
	assert_true(has_todo(&scene, TASK_FORM, "", "plan"));
	scene.relevant[0][pack_form(pack, "plan") - pack->forms] = false;
	scene_evaluate(&scene);
	assert_false(has_todo(&scene, TASK_FORM, "", "plan"));
	assert_false(has_todo(&scene, TASK_FORM, "", "closure")); /* one of many slots is begun by who has a reason */
	scene_release(&scene);
}

/* Each pack says for itself what it calls for. */
static void
form__is_called_for__by_the_pack_of_the_sign_off(void **state)
{
	struct scene scene;
	size_t team;

	(void)state;
	filled(&scene);
	scene.flow[2].trust = TRUST_REVOKED;
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	assert_int_equal(scene_reason(&scene, team), FLOW_INCOMPLETE);
	scene.relevant[0][pack_form(pack, "photo_check") - pack->forms] = false;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
	put_in_force(&scene, longer); /* which calls for it */
	assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
	scene_release(&scene);
}

static void
chain__is_not_carried_on__under_a_pack_that_covers_less(void **state)
{
	struct scene scene;

	(void)state;
	filled(&scene);
	add_plan(&scene, SIZE_MAX);
	scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	assert_int_equal(scene_survey(&scene)->levels_signed, 1);
	/* It covers the plan, which the team did not see, and not what the team saw besides. */
	scene.called[0] = (struct flow_called){ shifted, scene.relevant[1] };
	scene.called[1] = (struct flow_called){ pack, scene.relevant[0] };
	scene.pack = shifted;
	scene_evaluate(&scene);
	assert_int_equal(scene_survey(&scene)->levels_signed, 0);
	scene_release(&scene);
}

/* What a newer pack has signed, and nobody has filled, is not ended by what was signed of other forms. */
static void
chain__is_not_ended__while_nothing_of_what_it_covers_is_filled(void **state)
{
	const struct flow_progress *filing;
	struct scene scene;
	size_t township;

	(void)state;
	scene_start(&scene, refiled, pack, NULL);
	scene_filled(&scene);
	township = scene_approve_of(&scene, "filing", 6, "township_head", "township", SIZE_MAX, SIZE_MAX);
	scene_approve_of(&scene, "filing", 8, "county_officer", "county", township, SIZE_MAX);
	assert_true(flow_progress_is_done(flow_progress_of(&scene.state, "filing", NULL)));
	put_in_force(&scene, pack); /* whose filing is of the plan */
	filing = flow_progress_of(&scene.state, "filing", NULL);
	assert_int_equal(filing->levels_signed, 0);
	assert_false(flow_progress_is_done(filing));
	assert_true(has_todo(&scene, TASK_FORM, "", "plan"));
	scene_release(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chains__are_signed__beside_each_other),
		cmocka_unit_test(return__keeps__other_chains_standing),
		cmocka_unit_test(each_slot__is_signed__by_itself),
		cmocka_unit_test(closure__covers__the_heads_of_its_case),
		cmocka_unit_test(closure__covers__heads_that_ascend),
		cmocka_unit_test(approval__has_no_effect__when_it_names_more_than_stands),
		cmocka_unit_test(approval__has_no_effect__above_one_that_has_none),
		cmocka_unit_test(form__is_not_outdated__by_a_form_that_was_never_filled),
		cmocka_unit_test(slot_that_is_not_here__is_never_approved),
		cmocka_unit_test(slot_that_is_not_here__is_never_given_back),
		cmocka_unit_test(return_of_a_slot__is_answered__in_that_slot),
		cmocka_unit_test(sign_off__is_judged__by_its_own_pack),
		cmocka_unit_test(chain__is_ended__under_the_pack_it_was_begun_under),
		cmocka_unit_test(chain__goes_on__under_its_pack_beside_what_a_newer_one_calls_for),
		cmocka_unit_test(added_question__comes_first_where_nobody_signed__and_waits_beside_where_somebody_did),
		cmocka_unit_test(signer__is_kept__from_what_he_signed_below_alone),
		cmocka_unit_test(form__is_outdated__when_what_it_saw_has_changed),
		cmocka_unit_test(upon__ignores__what_is_not_here),
		cmocka_unit_test(form__is_as_seen__field_by_field),
		cmocka_unit_test(form__is_outdated__while_what_it_saw_stands_twice_or_nowhere),
		cmocka_unit_test(signature__has_no_effect__over_a_slot_that_the_signer_wrote),
		cmocka_unit_test(form__is_called_for__by_the_pack_of_the_sign_off),
		cmocka_unit_test(chain__is_not_carried_on__under_a_pack_that_covers_less),
		cmocka_unit_test(chain__is_not_ended__while_nothing_of_what_it_covers_is_filled),
		cmocka_unit_test(may_sign__says_no__where_a_lower_level_is_missing_or_the_same_person_s),
		cmocka_unit_test(form__is_no_task__while_it_is_not_called_for),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
