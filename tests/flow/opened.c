#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/attr.h"
#include "base/mem.h"
#include "flow/case_opened.h"
#include "flow/cover.h"
#include "scene.h"

/* What opened a case, compared with a second reading of doc/pack-format, "Cases". */

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
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	pack_free(pack);
	return 0;
}

static void
evaluate(struct scene *scene)
{
	scene->input = (struct flow_input){
		.pack = scene->pack, .root = scene_id(0), .steps = scene->flow, .step_count = scene->count, .division = SCENE_VILLAGE
	};
	flow_slots_eval(&scene->input, &scene->slots);
}

/* ---- what opened a case */

/* Steps, as bits. */
struct set {
	bool has[SCENE_STEPS];
};

struct sets {
	struct set of[2 * SCENE_STEPS];
	size_t count;
};

static size_t
find_set(const struct sets *sets, const struct set *set)
{
	for (size_t i = 0; i < sets->count; i++)
		if (memcmp(&sets->of[i], set, sizeof(*set)) == 0)
			return i;
	return NONE;
}

static void
add_set(struct sets *sets, const struct set *set)
{
	static const struct set empty;

	if (memcmp(set, &empty, sizeof(empty)) != 0 && find_set(sets, set) == NONE)
		sets->of[sets->count++] = *set;
}

struct opening {
	struct scene scene;
	struct flow_sign signs[4];
	size_t sign_count;
	struct sets asked;
	const struct set *holds; /* the set of which the fact is true; NULL: of none */
	/* What was drawn. */
	bool of_case[SCENE_STEPS], head[SCENE_STEPS];
	int slot[SCENE_STEPS], slots;
};

static bool
note_heads(void *ctx, const struct pack_case *of, const size_t *heads, size_t count)
{
	struct opening *opening = ctx;
	struct set set = { { false } };

	assert_ptr_equal(of, &pack->cases[0]);
	for (size_t i = 0; i < count; i++)
		set.has[heads[i]] = true;
	assert_int_equal(find_set(&opening->asked, &set), NONE); /* each set is asked about once */
	opening->asked.of[opening->asked.count++] = set;
	return opening->holds && memcmp(opening->holds, &set, sizeof(set)) == 0;
}

static size_t
add_head(struct opening *opening, const char *form, size_t first, size_t parent, const char *role, int slot)
{
	size_t at = first == NONE ? scene_add(&opening->scene, form, 1, role, parent)
				  : scene_add_to(&opening->scene, first, 1, role, parent);

	opening->slot[at] = slot;
	opening->head[at] = opening->of_case[at] = strcmp(role, "inspector") == 0;
	return at;
}

/* A slot of a form that the case is about: one version, two behind each other or beside each other, or one that does not count. */
static void
add_slot(struct opening *opening, const char *form, bool repeats)
{
	unsigned shape = scene_draw(6);
	int slot = opening->slots++;
	size_t first = add_head(opening, form, NONE, NONE, shape == 5 ? "county_officer" : "inspector", slot);

	if (shape == 0 || shape == 1)
		add_head(opening, form, repeats ? first : NONE, shape ? first : NONE, "inspector", slot);
	if (shape == 1)
		opening->head[first] = false;
}

static void
ask_set(const struct opening *opening, struct sets *out, const struct set *seen)
{
	bool twice = false;

	for (size_t i = 0; i < SCENE_STEPS; i++)
		for (size_t k = 0; k < i; k++)
			twice |= seen->has[i] && seen->has[k] && opening->slot[i] == opening->slot[k];
	if (!twice) {
		add_set(out, seen);
		return;
	}
	for (size_t i = 0; i < SCENE_STEPS; i++) {
		struct set one = { { false } };

		one.has[i] = seen->has[i];
		add_set(out, &one);
	}
}

/* Names drawn steps in a list, others among them; *seen: those of the forms that the case is about, which count. */
static struct set
name_steps(struct opening *opening, struct value *object, const char *list)
{
	static const struct id nowhere = { { 99, 99 } };
	struct set seen = { { false } };

	if (scene_draw(6) == 0)
		scene_append_id(object, list, &nowhere);
	for (size_t i = 0; i < opening->scene.count; i++)
		if (scene_draw(3) == 0) {
			scene_append_id(object, list, &opening->scene.flow[i].id);
			seen.has[i] = opening->of_case[i];
		}
	return seen;
}

static void
add_stage(struct opening *opening, const char *form, struct sets *sets)
{
	size_t at = scene_add(&opening->scene, form, 1, "inspector", NONE);
	struct set seen = name_steps(opening, &opening->scene.steps[at].data, "_upon");

	if (strcmp(form, "photo_check") != 0 && strcmp(form, "visited") != 0) /* neither a stage of this case nor its end */
		ask_set(opening, sets, &seen);
	if (strcmp(form, "closure") == 0 && scene_draw(2)) { /* a version beside it saw something else */
		at = scene_add_to(&opening->scene, at, 1, "inspector", NONE);
		seen = name_steps(opening, &opening->scene.steps[at].data, "_upon");
		ask_set(opening, sets, &seen);
	}
}

/* An approval or a return, standing or taken back. */
static void
add_sign(struct opening *opening, struct sets *sets)
{
	size_t at = scene_add(&opening->scene, "signoff", 5, "county_officer", NONE);
	struct value items = value_list(), other = value_object(), item = value_object();
	struct flow_sign sign = { .step = at, .item = 1, .approve = scene_draw(4), .cover = scene_draw(4) ? 0 : NONE };
	struct set seen = name_steps(opening, &item, "covers");

	name_steps(opening, &other, "covers"); /* of another house */
	value_append_take(&items, other);
	value_append_take(&items, item);
	value_set_take(&opening->scene.steps[at].data, "items", items);
	opening->signs[opening->sign_count++] = sign;
	if (sign.approve && sign.cover != NONE)
		ask_set(opening, sets, &seen);
}

/* The heads there are, of slots that have one; `with`: and this one in the place of its slot's others. */
static struct set
heads_with(const struct opening *opening, size_t with)
{
	struct set set = { { false } };

	for (size_t i = 0; i < opening->scene.count; i++) {
		size_t beside = 0;

		for (size_t k = 0; k < opening->scene.count; k++)
			beside += opening->of_case[k] && opening->head[k] && opening->slot[k] == opening->slot[i];
		set.has[i] = i == with || (opening->of_case[i] && opening->head[i] && beside == 1);
	}
	return set;
}

static bool
was_opened(struct opening *opening, const struct set *holds)
{
	struct flow_facts facts = { .opens = note_heads, .ctx = opening };
	struct flow_state state = { .signs = opening->signs, .sign_count = opening->sign_count };
	struct flow_judging judging = { .input = &opening->scene.input, .slots = &opening->scene.slots, .facts = &facts, .out = &state };

	opening->asked.count = 0;
	opening->holds = holds;
	return case_was_opened(&judging, &pack->cases[0]);
}

static void
case__was_opened__by_what_somebody_saw(void **state)
{
	static const char *const stages[] = { "control", "remedy", "closure", "photo_check", "visited" };
	static struct opening opening; /* too large for a stack that the sanitizers watch */
	size_t asked = 0, none = 0;

	(void)state;
	for (int n = 0; n < 6000; n++) {
		struct sets wanted = { .count = 0 };
		struct set now;

		memset(&opening, 0, sizeof(opening));
		scene_start(&opening.scene, pack, NULL);
		scene_add(&opening.scene, "listing", 1, "inspector", NONE);
		if (scene_draw(4))
			add_slot(&opening, "classification", false);
		for (int verdicts = (int)scene_draw(3); verdicts > 0; verdicts--)
			add_slot(&opening, "verdict", true);
		/* What is asked about first: what stands now, by the caller. */
		now = heads_with(&opening, NONE);
		add_set(&wanted, &now);
		for (int count = (int)scene_draw(3); count > 0; count--)
			add_stage(&opening, stages[scene_draw(ARRAY_LEN(stages))], &wanted);
		for (int count = (int)scene_draw(3); count > 0; count--)
			add_sign(&opening, &wanted);
		for (size_t i = 0; i < opening.scene.count; i++) {
			size_t beside = 0;

			for (size_t k = 0; k < opening.scene.count; k++)
				beside += opening.of_case[k] && opening.head[k] && opening.slot[k] == opening.slot[i];
			if (opening.of_case[i] && opening.head[i] && beside > 1) {
				struct set set = heads_with(&opening, i);

				add_set(&wanted, &set);
			}
		}
		evaluate(&opening.scene);
		assert_false(was_opened(&opening, NULL));
		for (size_t i = 0; i < opening.asked.count; i++)
			if (find_set(&wanted, &opening.asked.of[i]) == NONE || memcmp(&opening.asked.of[i], &now, sizeof(now)) == 0)
				fail_msg("history %d: the second reading does not ask about set %zu", n, i);
		assert_int_equal(opening.asked.count + (find_set(&wanted, &now) != NONE), wanted.count);
		asked += opening.asked.count;
		none += opening.asked.count == 0;
		for (size_t i = 0; i < wanted.count; i++) {
			bool is_now = memcmp(&wanted.of[i], &now, sizeof(now)) == 0;

			assert_int_equal(was_opened(&opening, &wanted.of[i]), !is_now);
			if (!is_now) /* and nothing is asked any more */
				assert_memory_equal(&opening.asked.of[opening.asked.count - 1], &wanted.of[i], sizeof(now));
		}
		scene_release(&opening.scene);
	}
	assert_true(asked > 4000 && none > 100);
}

/* Up to 64 heads are asked about together, more each by itself: to compare each with each would take too long. */
static void
heads__are_asked_about_together__up_to_64(void **state)
{
	static struct opening opening;

	(void)state;
	for (size_t named = 63; named <= 65; named++) {
		size_t stage;

		memset(&opening, 0, sizeof(opening));
		scene_start(&opening.scene, pack, NULL);
		scene_add(&opening.scene, "listing", 1, "inspector", NONE);
		for (int i = 0; i < 66; i++)
			add_head(&opening, "verdict", NONE, NONE, "inspector", i);
		stage = scene_add(&opening.scene, "control", 1, "inspector", NONE);
		for (size_t i = 1; i <= named; i++)
			scene_append_id(&opening.scene.steps[stage].data, "_upon", &opening.scene.flow[i].id);
		evaluate(&opening.scene);
		assert_false(was_opened(&opening, NULL));
		assert_int_equal(opening.asked.count, named > 64 ? named : 1);
		scene_release(&opening.scene);
	}
}

/* Of a slot that stands twice each version is asked about with what else there is; of more than 64 versions each by itself. */
static void
versions__are_asked_about_with_the_rest__up_to_64(void **state)
{
	static struct opening opening;

	(void)state;
	for (size_t versions = 63; versions <= 65; versions++) {
		size_t first;

		memset(&opening, 0, sizeof(opening));
		scene_start(&opening.scene, pack, NULL);
		scene_add(&opening.scene, "listing", 1, "inspector", NONE);
		add_head(&opening, "classification", NONE, NONE, "inspector", 0);
		scene_add_to(&opening.scene, scene_add(&opening.scene, "control", 1, "inspector", NONE), 1, "inspector", NONE);
		first = add_head(&opening, "verdict", NONE, NONE, "inspector", 1);
		for (size_t i = 1; i < versions; i++)
			add_head(&opening, "verdict", first, NONE, "inspector", 1);
		evaluate(&opening.scene);
		assert_false(was_opened(&opening, NULL));
		assert_int_equal(opening.asked.count, versions);
		for (size_t i = 0; i < versions; i++)
			assert_int_equal(opening.asked.of[i].has[1], versions <= 64);
		scene_release(&opening.scene);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(case__was_opened__by_what_somebody_saw),
		cmocka_unit_test(heads__are_asked_about_together__up_to_64),
		cmocka_unit_test(versions__are_asked_about_with_the_rest__up_to_64),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
