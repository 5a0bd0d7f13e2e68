#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/attr.h"
#include "base/mem.h"
#include "corners.h"

/* What no other test comes to: forms that the pack in force does not have any more, slots of many versions, and who may write for which office. */

#define NONE SIZE_MAX
#define FORM(name, more)                                                                                                                   \
	name, "form: " name "\nlabel: {zh: 一}\nby: [inspector]\n" more "fields:\n  - {name: " name "_words, type: text, label: {zh: 一}}\n"
/* Written by the departments, each for itself. */
#define REPLY                                                                                                                                \
	"reply",                                                                                                                             \
		"form: reply\nlabel: {zh: 一}\nby: [inspector, village_secretary, village_deputy]\noffices: {field: reply_dept}\nfields:\n" \
		"  - {name: reply_dept, type: select_one dept, label: {zh: 一}}\n"

/* One level signs it; the other may go on. Under the older pack another form is covered, too. */
#define PAPERS(covers)                                                                                                                     \
	"\n  - chain: papers\n    label: {zh: 一}\n    covers: [" covers "]\n    levels:\n"                                                \
	"      - {level: first, label: {zh: 一}, by: [township_clerk]}\n"                                                                 \
	"      - {level: second, label: {zh: 二}, by: [county_officer]}\n"

/* Each visit is signed by itself. */
#define VISITS                                                                                                                             \
	"  - chain: visits\n    label: {zh: 一}\n    each: visit\n    summary: ground\n    levels:\n"                                     \
	"      - {level: only, label: {zh: 一}, by: [township_clerk]}\n"
#define VISIT                                                                                                                              \
	"visit", "form: visit\nlabel: {zh: 一}\nby: [inspector]\nrepeat: true\nfields:\n"                                                 \
		 "  - {name: ground, type: select_one conclusion, label: {zh: 一}}\n"

struct pack *corners_pack, *corners_older;

/* The campaign's departments are left out of the pack: here others answer for them. */
static void
answer_for(const char *role, const char *office)
{
	const struct list *list = pack_list(corners_pack, "dept");

	for (size_t i = 0; i < corners_pack->role_count; i++)
		if (strcmp(corners_pack->roles[i].name, role) == 0)
			corners_pack->roles[i].office = list_choice(list, office);
}

static int
load(void **state)
{
	static const char *const forms[] = { FORM("later", "after: [reply]\n"), VISIT, REPLY, NULL };
	static const char *const before[] = { FORM("dropped_b", ""), FORM("dropped", ""), FORM("later", "depends: [dropped_words]\n"),
					      VISIT, NULL };

	(void)state;
	corners_pack = scene_pack(PAPERS("later") VISITS, forms);
	answer_for("village_secretary", "1");
	answer_for("village_deputy", "2");
	corners_older = scene_pack(PAPERS("dropped, later"), before);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	pack_free(corners_pack);
	pack_free(corners_older);
	return 0;
}

static size_t
sign_papers(struct scene *scene, const char *level, const char *role, size_t prior)
{
	return scene_sign(scene, &(struct scene_sign){ .chain = "papers",
						       .level = level,
						       .who = 5,
						       .role = role,
						       .prior = prior,
						       .slot = NONE,
						       .pack = corners_older });
}

/* What the older pack calls for is missing; where it does not, nothing of it was seen and nothing is there. */
static void
form__is_dropped__by_the_pack_in_force(void **state)
{
	struct scene scene;
	size_t later, sign;

	(void)state;
	scene_start(&scene, corners_pack, corners_older, NULL);
	scene_filled(&scene);
	later = scene_add(&scene, "later", 1, "inspector", NONE);
	scene.flow[later].pack = corners_older;
	for (size_t i = 0; i < scene.state.todo_count; i++) /* it may come after a reply, and there is none */
		assert_true(scene.state.todos[i].task != TASK_FORM || scene.state.todos[i].form != pack_form(corners_pack, "later"));
	sign = sign_papers(&scene, "first", "township_clerk", NONE);
	assert_int_equal(scene_reason(&scene, sign), FLOW_INCOMPLETE);
	scene.relevant[1][pack_form(corners_older, "dropped") - corners_older->forms] = false;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, sign), FLOW_COUNTS);
	scene_release(&scene);
}

/* A chain goes on under the pack that it was begun under, with a form that no other pack has. */
static void
chain__goes_on__over_a_form_that_was_dropped(void **state)
{
	struct scene scene;
	const struct flow_progress *papers;
	struct credential signer;
	size_t later, dropped, first;
	bool waits = false;

	(void)state;
	scene_start(&scene, corners_pack, corners_older, NULL);
	scene_filled(&scene);
	later = scene_add(&scene, "later", 1, "inspector", NONE);
	dropped = scene_add(&scene, "dropped", 1, "inspector", NONE);
	scene.flow[dropped].pack = corners_older;
	first = sign_papers(&scene, "first", "township_clerk", NONE);
	value_set_take(scene_item(&scene, first), "covers", value_list());
	for (int turn = 0; turn < 2; turn++) /* ascending */
		scene_append_id(scene_item(&scene, first), "covers",
				&scene.flow[(id_cmp(&scene.flow[later].id, &scene.flow[dropped].id) < 0) == !turn ? later : dropped].id);
	value_set_take(&scene.steps[later].data, "_upon", value_list());
	scene_append_id(&scene.steps[later].data, "_upon", &scene.flow[dropped].id);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, first), FLOW_COUNTS);
	papers = flow_progress_of(&scene.state, "papers", NULL);
	assert_int_not_equal(papers->best, papers->cover);
	assert_int_equal(papers->levels_signed, 1);
	for (size_t i = 0; i < scene.state.todo_count; i++)
		waits |= scene.state.todos[i].task == TASK_SIGN && scene.state.todos[i].level == &papers->chain->levels[1];
	assert_true(waits);
	signer = scene.people[first];
	signer.role = (char[]){ "county_officer" };
	signer.person[0] = '9';
	signer.sign_key.b[0] = 9;
	assert_int_equal(flow_may_sign(&scene.input, &scene.slots, &scene.facts, &scene.state, papers, &signer, 1), FLOW_COUNTS);
	scene_release(&scene);
}

/* Slots of forms that the pack in force has are of these; others stand behind them, by their names. */
static void
slot_of_a_dropped_form__stands__behind_the_others(void **state)
{
	struct scene scene;
	size_t visit, last;

	(void)state;
	scene_start(&scene, corners_pack, corners_older, NULL);
	scene_filled(&scene);
	scene.flow[scene_add(&scene, "dropped_b", 1, "inspector", NONE)].pack = corners_older;
	visit = scene_add(&scene, "visit", 1, "inspector", NONE);
	scene.flow[visit].pack = corners_older;
	scene.flow[scene_add(&scene, "dropped", 1, "inspector", NONE)].pack = corners_older;
	scene_evaluate(&scene);
	last = scene.slots.slot_count - 1;
	assert_string_equal(scene.slots.slots[last].form->name, "dropped_b");
	assert_string_equal(scene.slots.slots[last - 1].form->name, "dropped");
	assert_ptr_equal(flow_slot_of(&scene.slots, "visit", &scene.flow[visit].id)->form, pack_form(corners_pack, "visit"));
	scene_release(&scene);
}

/* Through a step that does not count its own slot is followed, and no other that it names. */
static void
step__replaces_nothing__of_another_slot(void **state)
{
	struct scene scene;
	size_t wrong, right;

	(void)state;
	scene_start(&scene, corners_pack, NULL);
	scene_filled(&scene);
	wrong = scene_add(&scene, "classification", 1, "inspector", 1);
	right = scene_add(&scene, "classification", 1, "inspector", wrong);
	step_add_parent(&scene.steps[wrong], &scene.flow[3].id);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, wrong), FLOW_WRONG_PARENT);
	assert_int_equal(scene_reason(&scene, 1), FLOW_COUNTS);
	assert_int_equal(scene_reason(&scene, 3), FLOW_SUPERSEDED);
	assert_int_equal(scene_reason(&scene, right), FLOW_COUNTS);
	scene_release(&scene);
}

/* Two versions, each of which replaces both of before, thirty times: each step is looked at once. */
static void
heads__are_found__over_many_that_replace_two(void **state)
{
	struct scene scene;
	size_t left, right;

	(void)state;
	scene_start(&scene, corners_pack, NULL);
	scene_filled(&scene);
	left = right = 1;
	for (int level = 0; level < 30; level++) {
		size_t one = scene_add(&scene, "registration", 1, "inspector", left);
		size_t other = scene_add(&scene, "registration", 1, "inspector", left);

		if (left != right) {
			step_add_parent(&scene.steps[one], &scene.flow[right].id);
			step_add_parent(&scene.steps[other], &scene.flow[right].id);
		}
		left = one;
		right = other;
	}
	scene_evaluate(&scene);
	assert_int_equal(flow_slot(&scene.slots, "registration")->head_count, 2);
	scene_release(&scene);
}

static void
authors__are_known__each_once(void **state)
{
	static const int who[] = { 3, 1, 2, 3, 1, 3, 2, 1 };
	struct scene scene;
	size_t heads[ARRAY_LEN(who)];
	const struct flow_slot *slot;

	(void)state;
	scene_start(&scene, corners_pack, NULL);
	scene_add(&scene, "listing", 1, "inspector", NONE);
	for (size_t i = 0; i < ARRAY_LEN(who); i++) {
		heads[i] = scene_add(&scene, "registration", who[i], "inspector", NONE);
		for (size_t k = 0; k < i; k++)
			if (who[k] == who[i])
				scene.flow[heads[i]].author = scene.flow[heads[k]].author;
	}
	scene_evaluate(&scene);
	slot = flow_slot(&scene.slots, "registration");
	assert_int_equal(slot->head_count, ARRAY_LEN(who));
	assert_int_equal(slot->author_count, 3);
	for (size_t i = 0; i < 3; i++) {
		bool is = false;

		for (size_t k = 0; k < 3; k++)
			is |= slot->authors[k] == scene.flow[heads[i]].author;
		assert_true(is);
	}
	scene_release(&scene);
}

static void
house__is_not_begun__by_what_is_no_form(void **state)
{
	struct scene scene;
	size_t form;

	(void)state;
	scene_start(&scene, corners_pack, NULL);
	scene.flow[scene_add(&scene, "share", 1, "inspector", NONE)].pack = NULL;
	form = scene_add(&scene, "classification", 1, "inspector", NONE);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, form), FLOW_NO_ROOT);
	scene_release(&scene);
}

static void
reply__counts__of_who_answers_for_that_office(void **state)
{
	static const struct {
		const char *role, *office;
		enum flow_reason reason;
	} replies[] = { { "village_secretary", "1", FLOW_COUNTS },
			{ "village_secretary", "2", FLOW_WRONG_ROLE },
			{ "village_secretary", NULL, FLOW_WRONG_ROLE },
			{ "village_deputy", "2", FLOW_COUNTS },
			{ "inspector", "2", FLOW_COUNTS },
			{ "liaison_leader", "1", FLOW_WRONG_ROLE } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(replies); i++) {
		struct scene scene;
		size_t reply;

		scene_start(&scene, corners_pack, NULL);
		scene_add(&scene, "listing", 1, "inspector", NONE);
		reply = scene_add(&scene, "reply", 2, replies[i].role, NONE);
		if (replies[i].office)
			value_set_text(&scene.steps[reply].data, "reply_dept", replies[i].office);
		scene_evaluate(&scene);
		assert_int_equal(scene_reason(&scene, reply), replies[i].reason);
		scene_release(&scene);
	}
}

/* What is owed to several offices is owed to each by its own day, and is one task, by the first of these. */
static void
reply__is_owed__to_each_office_by_its_day(void **state)
{
	static const struct {
		const char *owed, *task;
		size_t count;
		struct {
			const char *office, *day;
		} dues[2];
	} cases[] = {
		{ NULL, "", 0, { { NULL, NULL } } },
		{ "", "", 0, { { NULL, NULL } } },
		{ "2:2022-08-05", "2022-08-05", 1, { { "2", "2022-08-05" } } },
		{ "1:2022-08-05 2:2022-08-01", "2022-08-01", 2, { { "1", "2022-08-05" }, { "2", "2022-08-01" } } },
		{ "1:2022-08-01 2:2022-08-05", "2022-08-01", 2, { { "1", "2022-08-01" }, { "2", "2022-08-05" } } },
	};
	struct form *reply = (struct form *)(uintptr_t)pack_form(corners_pack, "reply");

	(void)state;
	reply->offices.owe = &corners_pack->facts[0];
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct value facts = value_object();
		struct scene scene;
		size_t count = 0;

		scene_start(&scene, corners_pack, NULL);
		scene_add(&scene, "listing", 1, "inspector", NONE);
		if (cases[i].owed) {
			value_set_text(&facts, corners_pack->facts[0].name, cases[i].owed);
			scene.facts.fact_values = &facts;
		}
		scene_evaluate(&scene);
		for (size_t d = 0; d < scene.state.due_count; d++)
			if (scene.state.dues[d].form == reply) {
				assert_true(count < cases[i].count);
				assert_string_equal(scene.state.dues[d].office->name, cases[i].dues[count].office);
				assert_string_equal(scene.state.dues[d].day, cases[i].dues[count++].day);
			}
		assert_int_equal(count, cases[i].count);
		for (size_t t = 0; t < scene.state.todo_count; t++)
			if (scene.state.todos[t].form == reply)
				assert_string_equal(scene.state.todos[t].day, cases[i].task);
		value_release(&facts);
		scene_release(&scene);
	}
	reply->offices.owe = NULL;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(form__is_dropped__by_the_pack_in_force),
		cmocka_unit_test(chain__goes_on__over_a_form_that_was_dropped),
		cmocka_unit_test(slot_of_a_dropped_form__stands__behind_the_others),
		cmocka_unit_test(step__replaces_nothing__of_another_slot),
		cmocka_unit_test(heads__are_found__over_many_that_replace_two),
		cmocka_unit_test(authors__are_known__each_once),
		cmocka_unit_test(house__is_not_begun__by_what_is_no_form),
		cmocka_unit_test(reply__counts__of_who_answers_for_that_office),
		cmocka_unit_test(reply__is_owed__to_each_office_by_its_day),
		cmocka_unit_test(sign_off__has_no_effect__without_the_listing),
		cmocka_unit_test(withdrawal__is__by_the_same_credential),
		cmocka_unit_test(return__is_not_answered__by_a_form_of_another_chain),
		cmocka_unit_test(sign_off__counts__for_one_of_two_slots),
		cmocka_unit_test(return__asks__for_no_form_where_none_stands),
		cmocka_unit_test(approval__is_stale__of_nothing),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
