#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "scene.h"

/* One building, by the campaign's pack: heads, conflicts, signatures and what takes their effect. */

static struct pack *pack, *visits;

/* A form of many slots, which only a later test signs. */
static const char *const visit_form[] = { "callback",
					  "form: callback\nlabel: {zh: 走访}\nby: [inspector]\nrepeat: true\nfields:\n"
					  "  - {name: callback_words, type: text, label: {zh: 情况}}\n",
					  NULL };

static int
load(void **state)
{
	(void)state;
	pack = scene_pack(NULL, NULL);
	visits = scene_pack(NULL, visit_form);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	pack_free(pack);
	pack_free(visits);
	return 0;
}

static void
filled(struct scene *scene)
{
	scene_start(scene, pack, NULL);
	scene_filled(scene);
}

/* ---- slots */

static void
slots__hold__the_heads(void **state)
{
	struct scene scene;
	size_t newer, other;

	(void)state;
	filled(&scene);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(scene_reason(&scene, i), FLOW_COUNTS);
	assert_int_equal(scene.state.todos[0].task, TASK_SIGN);
	newer = scene_add(&scene, "registration", 1, "inspector", 1);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, 1), FLOW_SUPERSEDED);
	assert_int_equal(flow_slot(&scene.slots, "registration")->heads[0], newer);
	other = scene_add(&scene, "registration", 2, "inspector", 1);
	scene_evaluate(&scene);
	assert_int_equal(flow_slot(&scene.slots, "registration")->head_count, 2);
	assert_int_equal(scene.state.todos[0].task, TASK_CONFLICT);
	step_add_parent(&scene.steps[scene_add(&scene, "registration", 1, "inspector", newer)], &scene.flow[other].id);
	scene_evaluate(&scene);
	assert_int_equal(flow_slot(&scene.slots, "registration")->head_count, 1);
	scene_release(&scene);
}

static void
step__does_not_count__and_says_why(void **state)
{
	struct scene scene;
	size_t role, values, form, wrong, gone, area, root;
	struct id elsewhere = scene_id(200);

	(void)state;
	filled(&scene);
	role = scene_add(&scene, "registration", 3, "village_secretary", 1);
	values = scene_add(&scene, "registration", 1, "inspector", 1);
	scene.flow[values].value_problem = true;
	form = scene_add(&scene, "nothing", 1, "inspector", SIZE_MAX);
	wrong = scene_add(&scene, "classification", 1, "inspector", 1);
	gone = scene_add(&scene, "registration", 1, "inspector", 1);
	step_add_parent(&scene.steps[gone], &elsewhere);
	area = scene_add(&scene, "registration", 1, "inspector", 1);
	strcpy(scene.steps[area].area, "451224204202");
	root = scene_add_to(&scene, 1, 1, "inspector", 1);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, role), FLOW_WRONG_ROLE);
	assert_int_equal(scene_reason(&scene, values), FLOW_VALUES);
	assert_int_equal(scene_reason(&scene, form), FLOW_UNKNOWN_FORM);
	assert_int_equal(scene_reason(&scene, wrong), FLOW_WRONG_PARENT);
	assert_int_equal(scene_reason(&scene, gone), FLOW_WRONG_PARENT); /* not all its parents are here */
	assert_int_equal(scene_reason(&scene, area), FLOW_AREA);
	assert_int_equal(scene_reason(&scene, root), FLOW_NO_SLOT); /* the form has one slot */
	assert_int_equal(scene_reason(&scene, 1), FLOW_COUNTS);	    /* what they meant to replace still stands */
	scene.flow[0].trust = TRUST_WRONG_AREA;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, 0), FLOW_TRUST);
	assert_int_equal(scene_reason(&scene, 1), FLOW_NO_ROOT);
	scene_release(&scene);
}

static void
slots_of_a_repeat_form__go__by_root(void **state)
{
	struct scene scene;
	size_t one, two, corrected, astray, nowhere, twice;

	(void)state;
	scene_start(&scene, visits, NULL);
	scene_filled(&scene);
	one = scene_add(&scene, "callback", 1, "inspector", SIZE_MAX);
	two = scene_add(&scene, "callback", 2, "inspector", SIZE_MAX);
	corrected = scene_add_to(&scene, one, 1, "inspector", one);
	astray = scene_add_to(&scene, one, 1, "inspector", two);
	nowhere = scene_add_to(&scene, 1, 1, "inspector", SIZE_MAX);
	strcpy(scene.steps[nowhere].kind, "callback"); /* its root is a registration */
	twice = scene_add_to(&scene, corrected, 1, "inspector", SIZE_MAX);
	scene_evaluate(&scene);
	assert_int_equal(flow_slot_of(&scene.slots, "callback", &scene.flow[one].id)->heads[0], corrected);
	assert_int_equal(flow_slot_of(&scene.slots, "callback", &scene.flow[two].id)->heads[0], two);
	assert_int_equal(scene_reason(&scene, astray), FLOW_WRONG_PARENT);
	assert_int_equal(scene_reason(&scene, nowhere), FLOW_NO_SLOT);
	assert_int_equal(scene_reason(&scene, twice), FLOW_NO_SLOT); /* a root is a slot's first step */
	assert_null(flow_slot(&scene.slots, "callback"));
	/* A slot's first step may not count: those that follow it do. */
	scene.flow[one].trust = TRUST_REVOKED;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, corrected), FLOW_COUNTS);
	scene_release(&scene);
}

/* Through a version that does not count, too. */
static void
heads__are__what_nothing_that_counts_replaces(void **state)
{
	struct scene scene;
	size_t second, third;

	(void)state;
	filled(&scene);
	second = scene_add(&scene, "registration", 1, "inspector", 1);
	third = scene_add(&scene, "registration", 1, "inspector", second);
	scene.flow[second].trust = TRUST_REVOKED;
	scene_evaluate(&scene);
	assert_int_equal(flow_slot(&scene.slots, "registration")->head_count, 1);
	assert_int_equal(flow_slot(&scene.slots, "registration")->heads[0], third);
	assert_int_equal(scene_reason(&scene, 1), FLOW_SUPERSEDED);
	scene_release(&scene);
}

/* What is no form has no slot, and is not judged as one. */
static void
step_of_another_kind__has__no_slot(void **state)
{
	struct scene scene;
	size_t manifest, share;

	(void)state;
	filled(&scene);
	manifest = scene_add(&scene, "manifest", 4, "village_secretary", SIZE_MAX);
	share = scene_add(&scene, "share", 4, "village_secretary", SIZE_MAX);
	for (int rooted = 1; rooted >= 0; rooted--) {
		scene.flow[0].trust = rooted ? TRUST_COUNTS : TRUST_REVOKED;
		scene_evaluate(&scene);
		assert_int_equal(scene_reason(&scene, manifest), FLOW_COUNTS);
		assert_int_equal(scene_reason(&scene, share), FLOW_COUNTS);
		assert_int_equal(scene.slots.slot_of[manifest], SIZE_MAX);
		assert_int_equal(scene_reason(&scene, 1), rooted ? FLOW_COUNTS : FLOW_NO_ROOT);
	}
	scene_release(&scene);
}

static void
step__does_not_count__without_author_or_division(void **state)
{
	struct scene scene;
	size_t visit, astray;

	(void)state;
	scene_start(&scene, visits, NULL);
	scene_filled(&scene);
	scene.flow[1].author = NULL;
	visit = scene_add(&scene, "callback", 1, "inspector", SIZE_MAX);
	astray = scene_add_to(&scene, visit, 1, "inspector", SIZE_MAX);
	scene.steps[visit].building = scene_id(99); /* another house's visit begins no slot of this one */
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, 1), FLOW_WRONG_ROLE);
	assert_int_equal(scene_reason(&scene, visit), FLOW_NO_SLOT);
	assert_int_equal(scene_reason(&scene, astray), FLOW_NO_SLOT);
	scene.input.division = NULL; /* a listing of a division that no pack has */
	flow_slots_release(&scene.slots);
	flow_slots_eval(&scene.input, &scene.slots);
	assert_int_equal(scene_reason(&scene, 2), FLOW_NO_ROOT);
	scene_release(&scene);
}

static void
slots__stand__in_the_pack_s_order_then_by_root(void **state)
{
	struct scene scene;
	size_t last = 0;

	(void)state;
	scene_start(&scene, pack, visits, NULL);
	scene_filled(&scene);
	for (size_t i = 0; i < 12; i++)
		scene.flow[scene_add(&scene, i % 3 ? "callback" : "registration", 1, "inspector", SIZE_MAX)].pack = visits;
	scene_evaluate(&scene);
	for (size_t s = 0; s < scene.slots.slot_count; s++) {
		const struct flow_slot *slot = &scene.slots.slots[s], *before = s ? slot - 1 : NULL;

		assert_int_equal(flow_slot_of(&scene.slots, slot->form->name, &slot->repeat_root) != NULL, slot->repeat);
		if (!before)
			continue;
		if (slot->repeat && before->repeat)
			assert_true(id_cmp(&before->repeat_root, &slot->repeat_root) < 0);
		assert_true(!before->repeat || slot->repeat); /* visits are of no form of the pack in force: they stand last */
		if (!slot->repeat)
			assert_true(before->form < slot->form);
		last += slot->repeat;
	}
	assert_int_equal(last, 8);
	/* A slot is not found by its form's name written as an id. */
	assert_null(flow_slot_of(&scene.slots, "registration", &(struct id){ .b = "registration" }));
	scene_release(&scene);
}

static void
form_of_an_older_pack__keeps__its_slot(void **state)
{
	struct scene scene;
	size_t visit;

	(void)state;
	scene_start(&scene, pack, visits, NULL);
	scene_filled(&scene);
	visit = scene_add(&scene, "callback", 1, "inspector", SIZE_MAX);
	scene.flow[visit].pack = visits;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, visit), FLOW_COUNTS);
	assert_non_null(flow_slot_of(&scene.slots, "callback", &scene.flow[visit].id));
	scene_release(&scene);
}

/* ---- the chain */

static void
chain__takes_effect__level_by_level(void **state)
{
	struct scene scene;
	size_t team, village, skipped, twice;

	(void)state;
	filled(&scene);
	skipped = scene_approve(&scene, 4, "village_secretary", "village", SIZE_MAX);
	assert_int_equal(scene_reason(&scene, skipped), FLOW_NO_PRIOR);
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
	village = scene_approve(&scene, 4, "village_secretary", "village", team);
	assert_int_equal(scene_reason(&scene, village), FLOW_COUNTS);
	assert_int_equal(scene_survey(&scene)->levels_signed, 2);
	twice = scene_approve(&scene, 4, "liaison_leader", "liaison", village);
	assert_int_equal(scene_reason(&scene, twice), FLOW_LOWER_LEVEL);
	/* No level is skipped. */
	assert_int_equal(scene_reason(&scene, scene_approve(&scene, 5, "liaison_leader", "liaison", team)), FLOW_NO_PRIOR);
	assert_int_equal(scene_reason(&scene, scene_approve(&scene, 5, "inspector", "liaison", village)), FLOW_WRONG_ROLE);
	assert_int_equal(scene_reason(&scene, scene_approve(&scene, 5, "liaison_leader", "moon", village)), FLOW_LEVEL_UNKNOWN);
	assert_int_equal(scene_reason(&scene, scene_approve(&scene, 1, "inspector", "team", SIZE_MAX)), FLOW_SAME_PERSON);
	scene_release(&scene);
}

static void
signature__goes_stale__when_a_head_changes(void **state)
{
	struct scene scene;
	struct id before;
	size_t team;

	(void)state;
	filled(&scene);
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	before = scene.state.hash;
	scene_add(&scene, "registration", 1, "inspector", 1);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_STALE);
	assert_int_equal(scene_survey(&scene)->levels_signed, 0);
	assert_false(id_equal(&before, &scene.state.hash));
	scene_release(&scene);
}

/* Who fills a form that another must fill is not stopped by the format, but nobody can sign over it. */
static void
signature__has_no_effect__over_a_head_by_the_wrong_person(void **state)
{
	struct scene scene;
	size_t team;

	(void)state;
	filled(&scene);
	scene_add(&scene, "photo_check", 1, "inspector", 2);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, 4), FLOW_COUNTS);
	assert_int_equal(scene.state.todos[0].task, TASK_AGAIN);
	assert_string_equal(scene.state.todos[0].form->name, "photo_check");
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	assert_int_equal(scene_reason(&scene, team), FLOW_SAME_PERSON);
	scene_release(&scene);
}

static void
return__stays_open__until_answered(void **state)
{
	struct scene scene;
	size_t team, back, newer, answered;
	struct value answer = value_object(), answers = value_list();

	(void)state;
	filled(&scene);
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	back = scene_return_of(&scene, "survey", 4, "village_secretary", "village", SIZE_MAX);
	assert_int_equal(scene_reason(&scene, back), FLOW_COUNTS);
	assert_int_equal(scene_reason(&scene, team), FLOW_RETURNED);
	assert_int_equal(scene.state.todos[0].task, TASK_RETURNED);
	/* A new version that does not answer leaves it open, and so does one of a form outside the chain. */
	newer = scene_add(&scene, "registration", 1, "inspector", 1);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, back), FLOW_COUNTS);
	assert_int_equal(scene_reason(&scene, scene_approve(&scene, 2, "inspector", "team", SIZE_MAX)), FLOW_RETURNED);
	answered = scene_add(&scene, "registration", 1, "inspector", newer);
	step_data_set_id(&answer, "of", &scene.flow[back].id);
	value_set_text(&answer, "words", "measured again");
	value_append_take(&answers, answer);
	value_set_take(&scene.steps[answered].data, "_answers", answers);
	scene.flow[answered].value_problem = true; /* it does not count yet */
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, back), FLOW_COUNTS);
	scene.flow[answered].value_problem = false;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, back), FLOW_ANSWERED);
	assert_int_equal(scene.state.todos[0].task, TASK_SIGN);
	/* What answered it stays its answer when the form is corrected again. */
	scene_add(&scene, "registration", 1, "inspector", answered);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, back), FLOW_ANSWERED);
	assert_int_equal(scene_reason(&scene, scene_approve(&scene, 2, "inspector", "team", SIZE_MAX)), FLOW_COUNTS);
	scene_release(&scene);
}

static void
return__stays_open__though_everything_it_saw_has_changed(void **state)
{
	struct scene scene;
	size_t back;

	(void)state;
	filled(&scene);
	back = scene_return_of(&scene, "survey", 4, "village_secretary", "village", SIZE_MAX);
	for (size_t i = 1; i < 4; i++)
		scene_add(&scene, scene.steps[i].kind, i == 2 ? 2 : 1, "inspector", i);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, back), FLOW_COUNTS);
	assert_int_equal(scene.state.todos[0].task, TASK_RETURNED);
	scene_release(&scene);
}

/* A withdrawal by person `who` under a credential of role and area. */
static size_t
withdraw(struct scene *scene, int who, const char *role, const char *area, size_t of)
{
	size_t at = scene_add(scene, "withdrawal", who, role, SIZE_MAX);

	scene->steps[at].has_building = false;
	scene->people[at].id.b[1] = (uint8_t)at; /* a credential of its own */
	strcpy(scene->people[at].areas[0], area);
	step_data_set_id(&scene->steps[at].data, "of", &scene->flow[of].id);
	return at;
}

static void
withdrawal__is__by_the_author_or_the_same_person_in_that_right(void **state)
{
	struct scene scene;
	size_t team, back, other, role, area, right;
	struct id elsewhere = scene_id(200), here = scene_id(0);

	(void)state;
	filled(&scene);
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	back = scene_return_of(&scene, "survey", 4, "village_secretary", "village", SIZE_MAX);
	other = withdraw(&scene, 5, "village_secretary", SCENE_VILLAGE, back);
	role = withdraw(&scene, 4, "inspector", SCENE_VILLAGE, back);
	area = withdraw(&scene, 4, "village_secretary", "451224204202", back);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, other), FLOW_WRONG_ROLE);
	assert_int_equal(scene_reason(&scene, role), FLOW_WRONG_ROLE);
	assert_int_equal(scene_reason(&scene, area), FLOW_WRONG_ROLE);
	assert_int_equal(scene_reason(&scene, team), FLOW_RETURNED);
	right = withdraw(&scene, 4, "village_secretary", SCENE_VILLAGE, back);
	scene_append_id(&scene.steps[right].data, "buildings", &elsewhere);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_RETURNED); /* of other houses */
	scene_append_id(&scene.steps[right].data, "buildings", &here);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, right), FLOW_COUNTS);
	assert_int_equal(scene_reason(&scene, back), FLOW_WITHDRAWN);
	assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
	scene_release(&scene);
}

/* ---- what a sign-off must be */

static void
sign_off__has_no_effect__with_its_list_out_of_order(void **state)
{
	struct id other = scene_id(201), root = scene_id(0);
	const struct {
		const char *what;
		size_t copies; /* of the item about this building */
		size_t filler; /* items about others, behind it */
		bool counts;
	} lists[] = {
		{ "one", 1, 0, true },
		{ "doubled", 2, 0, false },
		{ "nobody", 0, 0, false },
		{ "a thousand", 1, 999, true },
		{ "more than a thousand", 1, 1000, false },
	};

	(void)state;
	assert_true(id_cmp(&root, &other) < 0);
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		struct value items = value_list();
		struct scene scene;
		size_t team;

		filled(&scene);
		team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
		for (size_t k = 0; k < lists[i].copies; k++)
			value_append_take(&items, value_copy(scene_item(&scene, team)));
		for (size_t k = 0; k < lists[i].filler; k++) {
			struct value item = value_object();
			struct id id = other;

			id.b[30] = (uint8_t)(k / 256);
			id.b[31] = (uint8_t)k;
			step_data_set_id(&item, "building", &id);
			value_append_take(&items, item);
		}
		value_set_take(&scene.steps[team].data, "items", items);
		scene_evaluate(&scene);
		if (scene_reason(&scene, team) != (lists[i].counts ? FLOW_COUNTS : FLOW_ITEMS))
			fail_msg("%s: %s", lists[i].what, flow_reason_text(scene_reason(&scene, team)));
		scene_release(&scene);
	}
}

static void
sign_off__has_no_effect__with_its_houses_descending(void **state)
{
	struct value items = value_list(), other = value_object();
	struct id lower = { { 1 } };
	struct scene scene;
	size_t team;

	(void)state;
	filled(&scene);
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	step_data_set_id(&other, "building", &lower);
	value_append_take(&items, value_copy(scene_item(&scene, team)));
	value_append_take(&items, other);
	value_set_take(&scene.steps[team].data, "items", items);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_ITEMS);
	scene_release(&scene);
}

static void
sign_off__has_no_effect__of_another_village_or_without_a_pack(void **state)
{
	struct scene scene;
	size_t team;

	(void)state;
	filled(&scene);
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	strcpy(scene.steps[team].area, "451224204202");
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_AREA);
	strcpy(scene.steps[team].area, SCENE_VILLAGE);
	scene.flow[team].pack = NULL;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_NO_PACK);
	scene_release(&scene);
}

/* Whatever somebody signs: it is judged, and has no effect. */
static void
sign_off__has_no_effect__with_what_is_missing_in_it(void **state)
{
	struct value number = value_list();
	struct scene scene;
	size_t team;

	(void)state;
	filled(&scene);
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
	/* The lowest level is signed upon nothing. */
	step_data_set_id(scene_item(&scene, team), "prior", &scene.flow[3].id);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_NO_PRIOR);
	value_remove(scene_item(&scene, team), "prior");
	value_append_take(&number, value_integer(1));
	value_set_take(scene_item(&scene, team), "covers", number);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_STALE);
	value_remove(scene_item(&scene, team), "covers");
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_STALE);
	value_set_text(&scene.steps[team].data, "decision", "perhaps");
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_LEVEL_UNKNOWN);
	value_remove(&scene.steps[team].data, "decision");
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_LEVEL_UNKNOWN);
	value_set_text(&scene.steps[team].data, "decision", "approve");
	value_remove(&scene.steps[team].data, "level");
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_LEVEL_UNKNOWN);
	value_set_text(&scene.steps[team].data, "level", "team");
	value_remove(&scene.steps[team].data, "chain");
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_LEVEL_UNKNOWN);
	scene.flow[team].author = NULL;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_TRUST);
	scene_release(&scene);
}

static void
approval__has_no_effect__while_a_form_that_is_called_for_is_missing(void **state)
{
	struct scene scene;
	size_t team;

	(void)state;
	filled(&scene);
	scene.flow[2].trust = TRUST_REVOKED; /* the second inspector's look at the photos */
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	assert_int_equal(scene_reason(&scene, team), FLOW_INCOMPLETE);
	assert_string_equal(scene.state.covers[0].form->name, "photo_check");
	scene.relevant[0][flow_slot(&scene.slots, "photo_check")->form - pack->forms] = false;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
	/* Of several faults the gravest is told: two versions before what is missing, and that before a wrong hand. */
	scene.relevant[0][flow_slot(&scene.slots, "photo_check")->form - pack->forms] = true;
	scene_add(&scene, "classification", 1, "inspector", SIZE_MAX);
	scene_evaluate(&scene);
	assert_int_equal(scene.state.covers[0].reason, FLOW_CONFLICT);
	assert_string_equal(scene.state.covers[0].form->name, "classification");
	scene_add(&scene, "registration", 1, "inspector", SIZE_MAX);
	scene_evaluate(&scene);
	assert_string_equal(scene.state.covers[0].form->name, "registration"); /* the first of equal ones */
	scene_release(&scene);
}

static void
fault__is_the_gravest__of_what_is_missing_and_a_wrong_hand(void **state)
{
	struct scene scene;

	(void)state;
	filled(&scene);
	scene_add(&scene, "photo_check", 1, "inspector", 2);
	scene.flow[3].trust = TRUST_REVOKED; /* without a classification, and the photos seen by who took them */
	scene_evaluate(&scene);
	assert_int_equal(scene.state.covers[0].reason, FLOW_INCOMPLETE);
	assert_string_equal(scene.state.covers[0].form->name, "classification");
	assert_string_equal(scene.state.covers[0].shown, "");
	scene.flow[3].trust = TRUST_COUNTS;
	scene.flow[1].trust = TRUST_REVOKED; /* the missing one comes before the wrong hand */
	scene_evaluate(&scene);
	assert_int_equal(scene.state.covers[0].reason, FLOW_INCOMPLETE);
	assert_string_equal(scene.state.covers[0].shown, "3");
	scene_release(&scene);
}

static void
withdrawal__takes_back__only_what_it_names_and_what_had_effect(void **state)
{
	struct scene scene;
	size_t team, village, wrong, back, of_wrong;
	struct id near;

	(void)state;
	filled(&scene);
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	village = scene_approve(&scene, 4, "village_secretary", "village", team);
	wrong = scene_approve(&scene, 5, "inspector", "liaison", village);
	back = withdraw(&scene, 2, "inspector", SCENE_VILLAGE, team);
	/* An id beside that of the sign-off. */
	near = scene.flow[team].id;
	near.b[31] = 1;
	step_data_set_id(&scene.steps[back].data, "of", &near);
	scene_evaluate(&scene);
	near.b[31] = 0;
	assert_int_equal(scene_reason(&scene, back), FLOW_COUNTS);
	assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
	near.b[2] = 0;
	for (size_t i = 0; i < 256; i++) {
		near.b[0] = (uint8_t)i;
		near.b[1] = 77;
		step_data_set_id(&scene.steps[back].data, "of", &near);
		scene_evaluate(&scene);
		assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
		assert_int_equal(scene_reason(&scene, village), FLOW_COUNTS);
	}
	value_remove(&scene.steps[back].data, "of");
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, back), FLOW_COUNTS);
	step_data_set_id(&scene.steps[back].data, "of", &scene.flow[team].id);
	/* Houses that it names without this one. */
	for (uint8_t i = 0; i < 9; i++) {
		struct id house = { .b = { 1, i } };

		scene_append_id(&scene.steps[back].data, "buildings", &house);
		scene_evaluate(&scene);
		assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
	}
	value_remove(&scene.steps[back].data, "buildings");
	scene.flow[back].pack = NULL;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, back), FLOW_NO_PACK);
	scene.flow[back].pack = pack;
	strcpy(scene.steps[back].area, "451224204202");
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, back), FLOW_AREA);
	assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
	strcpy(scene.steps[back].area, SCENE_VILLAGE);
	scene.flow[back].trust = TRUST_REVOKED;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, back), FLOW_TRUST);
	scene.flow[back].trust = TRUST_COUNTS;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, back), FLOW_COUNTS);
	assert_int_equal(scene_reason(&scene, team), FLOW_WITHDRAWN);
	/* What was signed upon it falls with it. */
	assert_int_equal(scene_reason(&scene, village), FLOW_NO_PRIOR);
	assert_int_equal(scene_survey(&scene)->levels_signed, 0);
	/* What never had effect is told as what it is. */
	of_wrong = withdraw(&scene, 5, "inspector", SCENE_VILLAGE, wrong);
	scene.people[of_wrong].id = scene.people[wrong].id;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, wrong), FLOW_WRONG_ROLE);
	/* Under a level that no pack has, and by another right of the same person: nobody's to take back. */
	value_set_text(&scene.steps[wrong].data, "level", "moon");
	scene.people[of_wrong].id.b[1] = 9;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, of_wrong), FLOW_WRONG_ROLE);
	scene.flow[of_wrong].author = NULL;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, of_wrong), FLOW_TRUST);
	scene_release(&scene);
}

/* What was shown is recomputed by who reads; a lie is a finding there. */
static void
signature__stands__whatever_it_says_was_shown(void **state)
{
	struct scene scene;
	size_t team;

	(void)state;
	filled(&scene);
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	assert_true(scene.signoffs[team].summary_fits);
	value_set_integer(value_get_mut(&scene.steps[team].data, "summary"), "n", 2);
	value_set_text(scene_item(&scene, team), "shown", "1");
	scene_evaluate(&scene);
	assert_false(scene.signoffs[team].summary_fits);
	assert_int_equal(scene_reason(&scene, team), FLOW_COUNTS);
	scene_release(&scene);
}

static void
may_sign__says__why_not(void **state)
{
	struct credential signer = { .role = mem_strdup("inspector"), .areas = mem_array(1, sizeof(char *)), .area_count = 1 };
	struct scene scene;

	(void)state;
	signer.areas[0] = mem_strdup(SCENE_VILLAGE);
	memset(signer.person, '0', 32);
	signer.person[31] = '9';
	signer.sign_key.len = 32;
	signer.sign_key.b[0] = 9;
	filled(&scene);
#define MAY(level) flow_may_sign(&scene.input, &scene.slots, &scene.facts, &scene.state, scene_survey(&scene), &signer, (level))
	assert_int_equal(MAY(0), FLOW_COUNTS);
	assert_int_equal(MAY(1), FLOW_WRONG_ROLE);
	assert_int_equal(MAY(9), FLOW_LEVEL_UNKNOWN);
	scene.form_errors[1] = 1;
	assert_int_equal(MAY(0), FLOW_FINDINGS);
	scene.form_errors[1] = 0;
	strcpy(signer.areas[0], "451225");
	assert_int_equal(MAY(0), FLOW_AREA);
	strcpy(signer.areas[0], "451224");
	signer.person[31] = '1';
	assert_int_equal(MAY(0), FLOW_SAME_PERSON);
	signer.person[31] = '9';
	signer.sign_key.b[0] = 1; /* another number on the same key */
	assert_int_equal(MAY(0), FLOW_SAME_PERSON);
#undef MAY
	credential_release(&signer);
	scene_release(&scene);
}

/* The same steps in another order: the same hash. */
static void
hash__does_not_depend__on_the_order(void **state)
{
	struct scene scene;
	struct id before;

	(void)state;
	filled(&scene);
	scene_add(&scene, "registration", 1, "inspector", 1);
	scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	before = scene.state.hash;
	for (size_t i = 0; i + 1 < scene.count; i++) {
		struct flow_step held = scene.flow[i];

		scene.flow[i] = scene.flow[scene.count - 1];
		scene.flow[scene.count - 1] = held;
		scene_evaluate(&scene);
		assert_memory_equal(&before, &scene.state.hash, sizeof(before));
	}
	scene_release(&scene);
}

static void
reasons__have__a_sentence_each(void **state)
{
	(void)state;
	for (int i = 0; i < FLOW_REASON_COUNT; i++)
		assert_true(strlen(flow_reason_text((enum flow_reason)i)) > 5);
}

/* A parent of the same form in another house, a pack that is not here, a house without its listing: each is told. */
static void
step_of_a_house__leans_on__that_house_alone(void **state)
{
	struct scene scene;
	struct flow_input input;
	struct flow_slots slots;
	size_t elsewhere, child, lone;

	(void)state;
	filled(&scene);
	elsewhere = scene_add(&scene, "registration", 1, "inspector", SIZE_MAX);
	scene.steps[elsewhere].building = scene_id(30);
	child = scene_add(&scene, "registration", 1, "inspector", elsewhere);
	step_add_parent(&scene.steps[child], &scene.flow[1].id);
	lone = scene_add(&scene, "registration", 1, "inspector", 1);
	scene.flow[lone].pack = NULL;
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, elsewhere), FLOW_NO_SLOT);
	assert_int_equal(scene_reason(&scene, child), FLOW_WRONG_PARENT);
	assert_int_equal(scene_reason(&scene, lone), FLOW_NO_PACK);
	assert_int_equal(scene_reason(&scene, 1), FLOW_COUNTS);
	input = scene.input; /* of a house whose root is not here, is no listing, or does not count */
	for (int i = 0; i < 3; i++) {
		input.root = i == 0 ? scene_id(31) : i == 1 ? scene_id(1) : scene_id(0);
		scene.flow[0].trust = i == 2 ? TRUST_REVOKED : TRUST_COUNTS;
		flow_slots_eval(&input, &slots);
		for (size_t k = 1; k < 4; k++)
			assert_int_equal(slots.step_reasons[k], i == 2 ? FLOW_NO_ROOT : FLOW_NO_SLOT);
		assert_int_not_equal(slots.step_reasons[0], FLOW_COUNTS);
		flow_slots_release(&slots);
	}
	scene_release(&scene);
}

/* The root must be of the root form: a house begun by another is none, whatever stands on it. */
static void
house__is_begun__by_a_listing_alone(void **state)
{
	struct scene scene;
	size_t root, form;

	(void)state;
	scene_start(&scene, pack, NULL);
	root = scene_add(&scene, "registration", 1, "inspector", SIZE_MAX);
	form = scene_add(&scene, "classification", 1, "inspector", SIZE_MAX);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, root), FLOW_NO_ROOT);
	assert_int_equal(scene_reason(&scene, form), FLOW_NO_ROOT);
	scene_release(&scene);
}

/* A later step of a repeat form names the first of its slot: one that is here, of that form, and itself a first. */
static void
slot_of_a_repeat_form__is_begun__by_a_first_step(void **state)
{
	struct scene scene;
	size_t first, second, lost, of_other, of_second;

	(void)state;
	scene_start(&scene, visits, NULL);
	scene_filled(&scene);
	first = scene_add(&scene, "callback", 1, "inspector", SIZE_MAX);
	second = scene_add_to(&scene, first, 1, "inspector", first);
	lost = scene_add_to(&scene, first, 1, "inspector", SIZE_MAX);
	scene.steps[lost].root = scene_id(30);
	of_other = scene_add_to(&scene, first, 1, "inspector", SIZE_MAX);
	scene.steps[of_other].root = scene_id(1);
	of_second = scene_add_to(&scene, first, 1, "inspector", SIZE_MAX);
	scene.steps[of_second].root = scene_id(second);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, first), FLOW_SUPERSEDED);
	assert_int_equal(scene_reason(&scene, second), FLOW_COUNTS);
	assert_int_equal(scene_reason(&scene, lost), FLOW_NO_SLOT);
	assert_int_equal(scene_reason(&scene, of_other), FLOW_NO_SLOT);
	assert_int_equal(scene_reason(&scene, of_second), FLOW_NO_SLOT);
	assert_null(flow_slot_of(&scene.slots, "registration", &scene.flow[first].id));
	assert_non_null(flow_slot_of(&scene.slots, "callback", &scene.flow[first].id));
	assert_null(flow_slot_of(&scene.slots, "callback", &scene.flow[second].id));
	scene_release(&scene);
}

/* What is no sign-off's to end: an answer names an approval, a withdrawal without right names nothing, one is withdrawn and answered. */
static void
answer_and_withdrawal__end__only_what_is_open(void **state)
{
	struct scene scene;
	struct value answers = value_list(), one = value_object(), other = value_object();
	size_t team, back, withdrawn, again, nothing;

	(void)state;
	filled(&scene);
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	back = scene_return_of(&scene, "survey", 5, "village_secretary", "village", SIZE_MAX);
	withdrawn = scene_add(&scene, "withdrawal", 5, "village_secretary", SIZE_MAX);
	scene.steps[withdrawn].has_building = false;
	step_data_set_id(&scene.steps[withdrawn].data, "of", &scene.flow[back].id);
	nothing = scene_add(&scene, "withdrawal", 5, "village_secretary", SIZE_MAX);
	scene.steps[nothing].has_building = false;
	scene.flow[nothing].trust = TRUST_REVOKED;
	step_data_set_id(&scene.steps[nothing].data, "of", &scene.flow[1].id);
	again = scene_add(&scene, "registration", 1, "inspector", 1);
	step_data_set_id(&one, "of", &scene.flow[team].id);
	step_data_set_id(&other, "of", &scene.flow[back].id);
	value_append_take(&answers, one);
	value_append_take(&answers, other);
	value_set_take(&scene.steps[again].data, "_answers", answers);
	scene_evaluate(&scene);
	assert_int_equal(scene_reason(&scene, team), FLOW_STALE);
	assert_int_equal(scene_reason(&scene, back), FLOW_WITHDRAWN);
	assert_int_equal(scene_reason(&scene, withdrawn), FLOW_COUNTS);
	assert_int_equal(scene_reason(&scene, nothing), FLOW_TRUST);
	scene_release(&scene);
}

/* Who may sign or give back what, asked before it is done: by level, role, place, and what stands. */
static void
may_return__says__why_not(void **state)
{
	struct scene scene;
	struct flow_input input;
	const struct flow_progress *progress;
	const struct credential *inspector, *secretary;
	size_t team;

	(void)state;
	filled(&scene);
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	scene_add(&scene, "comment", 5, "village_secretary", SIZE_MAX);
	scene_evaluate(&scene);
	inspector = &scene.people[team];
	secretary = &scene.people[team + 1];
	progress = scene_survey(&scene);
	input = scene.input;
	assert_int_equal(flow_may_return(&input, &scene.state, progress, secretary, 1), FLOW_COUNTS);
	assert_int_equal(flow_may_return(&input, &scene.state, progress, secretary, 0), FLOW_WRONG_ROLE);
	assert_int_equal(flow_may_return(&input, &scene.state, progress, secretary, 4), FLOW_LEVEL_UNKNOWN);
	assert_int_equal(flow_may_return(&input, &scene.state, progress, secretary, 5), FLOW_LEVEL_UNKNOWN);
	input.division = "451224204202";
	assert_int_equal(flow_may_return(&input, &scene.state, progress, secretary, 1), FLOW_AREA);
	input.division = NULL;
	assert_int_equal(flow_may_return(&input, &scene.state, progress, secretary, 1), FLOW_NO_ROOT);
	input = scene.input;
	assert_int_equal(flow_prior(&input, &scene.state, progress, secretary, 0), SIZE_MAX);
	assert_int_equal(scene.state.signs[flow_prior(&input, &scene.state, progress, secretary, 1)].step, team);
	assert_int_equal(flow_prior(&input, &scene.state, progress, secretary, 2), SIZE_MAX);
	assert_int_equal(flow_prior(&input, &scene.state, progress, inspector, 1), SIZE_MAX); /* who signed it himself */
	assert_int_equal(flow_may_sign(&input, &scene.slots, &scene.facts, &scene.state, progress, secretary, 1), FLOW_COUNTS);
	scene_return_of(&scene, "survey", 6, "township_head", "township", SIZE_MAX);
	progress = scene_survey(&scene);
	assert_int_equal(flow_may_sign(&input, &scene.slots, &scene.facts, &scene.state, progress, secretary, 1), FLOW_RETURNED);
	assert_int_equal(flow_may_return(&input, &scene.state, progress, secretary, 1), FLOW_COUNTS);
	scene_add(&scene, "registration", 1, "inspector", 1); /* stale: no prior any more */
	scene_evaluate(&scene);
	assert_int_equal(flow_prior(&scene.input, &scene.state, scene_survey(&scene), secretary, 1), SIZE_MAX);
	scene_add(&scene, "registration", 1, "inspector", 1); /* two heads */
	scene_evaluate(&scene);
	assert_int_equal(flow_may_sign(&scene.input, &scene.slots, &scene.facts, &scene.state, scene_survey(&scene), secretary, 1),
			 FLOW_CONFLICT);
	assert_null(flow_progress_of(&scene.state, "no_such_chain", NULL));
	scene_release(&scene);
	scene_start(&scene, pack, NULL);
	scene_add(&scene, "listing", 1, "inspector", SIZE_MAX);
	scene_add(&scene, "comment", 5, "village_secretary", SIZE_MAX);
	scene_evaluate(&scene);
	assert_int_equal(flow_may_sign(&scene.input, &scene.slots, &scene.facts, &scene.state, scene_survey(&scene), &scene.people[1], 1),
			 FLOW_INCOMPLETE);
	scene_release(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slots__hold__the_heads),
		cmocka_unit_test(step__does_not_count__and_says_why),
		cmocka_unit_test(slots_of_a_repeat_form__go__by_root),
		cmocka_unit_test(form_of_an_older_pack__keeps__its_slot),
		cmocka_unit_test(chain__takes_effect__level_by_level),
		cmocka_unit_test(signature__goes_stale__when_a_head_changes),
		cmocka_unit_test(signature__has_no_effect__over_a_head_by_the_wrong_person),
		cmocka_unit_test(return__stays_open__until_answered),
		cmocka_unit_test(return__stays_open__though_everything_it_saw_has_changed),
		cmocka_unit_test(withdrawal__is__by_the_author_or_the_same_person_in_that_right),
		cmocka_unit_test(sign_off__has_no_effect__with_its_list_out_of_order),
		cmocka_unit_test(sign_off__has_no_effect__with_its_houses_descending),
		cmocka_unit_test(sign_off__has_no_effect__of_another_village_or_without_a_pack),
		cmocka_unit_test(signature__stands__whatever_it_says_was_shown),
		cmocka_unit_test(sign_off__has_no_effect__with_what_is_missing_in_it),
		cmocka_unit_test(approval__has_no_effect__while_a_form_that_is_called_for_is_missing),
		cmocka_unit_test(fault__is_the_gravest__of_what_is_missing_and_a_wrong_hand),
		cmocka_unit_test(withdrawal__takes_back__only_what_it_names_and_what_had_effect),
		cmocka_unit_test(heads__are__what_nothing_that_counts_replaces),
		cmocka_unit_test(step_of_another_kind__has__no_slot),
		cmocka_unit_test(step__does_not_count__without_author_or_division),
		cmocka_unit_test(slots__stand__in_the_pack_s_order_then_by_root),
		cmocka_unit_test(may_sign__says__why_not),
		cmocka_unit_test(hash__does_not_depend__on_the_order),
		cmocka_unit_test(reasons__have__a_sentence_each),
		cmocka_unit_test(step_of_a_house__leans_on__that_house_alone),
		cmocka_unit_test(house__is_begun__by_a_listing_alone),
		cmocka_unit_test(slot_of_a_repeat_form__is_begun__by_a_first_step),
		cmocka_unit_test(answer_and_withdrawal__end__only_what_is_open),
		cmocka_unit_test(may_return__says__why_not),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
