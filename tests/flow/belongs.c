#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/attr.h"
#include "flow/case_belongs.h"
#include "scene.h"

/* Which slots are a case's, compared with a second reading of doc/pack-format, "Cases", that knows what was drawn and looks at no step. */

#define NONE SIZE_MAX
#define FORM(name, more)                                                                                                                   \
	name, "form: " name "\nlabel: {zh: 一}\nby: [inspector]\nrepeat: true\n" more "fields:\n  - {name: " name                          \
	      "_words, type: text, label: {zh: 一}}\n"
#define VERDICT(order)                                                                                                                     \
	"verdict", "form: verdict\nlabel: {zh: 鉴定}\nby: [inspector]\nrepeat: true\n" order "fields:\n"                                   \
		   "  - {name: verdict_on, type: date, label: {zh: 一}}\n  - {name: grade, type: text, label: {zh: 一}}\n"               \
		   "  - {name: kept, type: text, label: {zh: 一}}\n"

static const char cases[] =
	"\n  - chain: strikeoff\n    label: {zh: 销号}\n    each: closure\n    levels:\n"
	"      - {level: county, label: {zh: 二}, by: [county_officer], due: plan}\n"
	"cases:\n  - {case: danger, label: {zh: 隐患}, opens: hazard, of: [classification, verdict], same: [conclusion, grade, kept], "
	"stages: [{form: control}], closes: closure}\n";

static struct pack *packs[2]; /* the verdict without an order, and with one */

static int
load(void **state)
{
	static const char *const unordered[] = { FORM("control", "due: control\n"), FORM("closure", "due: plan\n"), VERDICT(""), NULL };
	static const char *const ordered[] = { FORM("control", "due: control\n"), FORM("closure", "due: plan\n"),
					       VERDICT("order: verdict_on\n"), NULL };

	(void)state;
	packs[0] = scene_pack(cases, unordered);
	packs[1] = scene_pack(cases, ordered);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	pack_free(packs[0]);
	pack_free(packs[1]);
	return 0;
}

/* ---- what was drawn */

#define VERSIONS_MOST 16

struct version {
	size_t step;
	int slot;	       /* of its form */
	const char *day;       /* "": none */
	const char *values[2]; /* conclusion, or grade and what else there is beside it; NULL: none */
	bool counts, head;
};

struct versions {
	struct version of[VERSIONS_MOST];
	size_t count;
};

struct history {
	struct scene scene;
	bool ordered;
	struct versions conclusions, grades;
};

/* What an author saw. */
struct seen {
	bool conclusions[VERSIONS_MOST], grades[VERSIONS_MOST];
};

/* A version by somebody who may write it, or may not. */
static struct version *
add_version(struct history *history, struct versions *versions, const char *form, size_t first, size_t parent)
{
	static const char *const days[] = { "", "2022-09-01", "2022-09-02" }, *const values[] = { NULL, "1", "2" };
	struct version *version = &versions->of[versions->count++];
	bool counts = first == NONE && parent == NONE ? true : scene_draw(6) != 0, repeats = versions == &history->grades;
	const char *role = counts ? "inspector" : "county_officer";

	version->step = first == NONE ? scene_add(&history->scene, form, 1, role, parent)
				      : scene_add_to(&history->scene, first, 1, role, parent);
	version->counts = version->head = counts;
	version->day = repeats ? days[scene_draw(3)] : "";
	version->values[0] = values[scene_draw(3)];
	version->values[1] = repeats && scene_draw(6) == 0 ? "1" : NULL;
	if (*version->day)
		value_set_text(&history->scene.steps[version->step].data, "verdict_on", version->day);
	if (version->values[0])
		value_set_text(&history->scene.steps[version->step].data, repeats ? "grade" : "conclusion", version->values[0]);
	if (version->values[1])
		value_set_text(&history->scene.steps[version->step].data, "kept", version->values[1]);
	return version;
}

/* A slot of one version, of two behind each other, or of two beside each other. */
static void
add_slot(struct history *history, struct versions *versions, const char *form, int slot)
{
	struct version *first = add_version(history, versions, form, NONE, NONE), *second;
	size_t root = versions == &history->grades ? first->step : NONE;
	unsigned shape = scene_draw(5);

	first->slot = slot;
	if (shape > 1)
		return;
	second = add_version(history, versions, form, root, shape ? first->step : NONE);
	second->slot = slot;
	if (shape && second->counts)
		first->head = false;
}

/* Names in `_upon` what an author saw: of a slot one version at most, since nobody sees two as they stand one after the other. */
static struct seen
look(struct history *history, size_t step)
{
	static const struct id nowhere = { { 99, 99 } };
	struct value *data = &history->scene.steps[step].data;
	struct seen seen = { { false }, { false } };
	int named = -1;

	if (scene_draw(8) == 0)
		return seen;
	if (scene_draw(8) == 0)
		scene_append_id(data, "_upon", &nowhere);
	if (scene_draw(8) == 0)
		scene_append_id(data, "_upon", &history->scene.flow[0].id); /* a form that the case is not about */
	for (size_t i = 0; i < history->grades.count; i++)
		if (history->grades.of[i].slot != named && scene_draw(2)) {
			seen.grades[i] = true;
			named = history->grades.of[i].slot;
			scene_append_id(data, "_upon", &history->scene.flow[history->grades.of[i].step].id);
		}
	for (size_t i = 0; i < history->conclusions.count; i++)
		if (scene_draw(3)) {
			seen.conclusions[i] = true;
			scene_append_id(data, "_upon", &history->scene.flow[history->conclusions.of[i].step].id);
		}
	return seen;
}

/* ---- the second reading */

static bool
is_same(const char *one, const char *other)
{
	return one && other ? strcmp(one, other) == 0 : one == other;
}

/* The values of `same` that a form has which stands once are as they were: there is one head, which says what each that was seen said; or nothing is there and
 * nothing was seen. */
static bool
conclusion_stays(const struct history *history, const struct seen *seen)
{
	const struct versions *all = &history->conclusions;
	const struct version *now = NULL;
	size_t heads = 0, looked = 0, same = 0;

	for (size_t i = 0; i < all->count; i++)
		if (all->of[i].head) {
			heads++;
			now = &all->of[i];
		}
	for (size_t i = 0; i < all->count; i++)
		if (seen->conclusions[i]) {
			looked++;
			same += heads == 1 && is_same(all->of[i].values[0], now->values[0]);
		}
	return looked ? same == looked : heads == 0;
}

static const struct scene *sorting;
static bool sorting_by_day;

static int
by_day_and_root(const void *a, const void *b)
{
	const struct version *const *one = a, *const *other = b;
	const struct step *left = &sorting->steps[(*one)->step], *right = &sorting->steps[(*other)->step];
	int order = sorting_by_day ? strcmp((*one)->day, (*other)->day) : 0;

	return order ? order
		     : id_cmp(left->has_root ? &left->root : &sorting->flow[(*one)->step].id,
			      right->has_root ? &right->root : &sorting->flow[(*other)->step].id);
}

/* In a line by day and root stand the slots that have one head. The author went by the last version that was seen of any, or by the first slot there now is when
 * none was; from there on the value was no other. */
static bool
grade_stays(const struct history *history, const struct seen *seen, int value)
{
	const struct versions *all = &history->grades;
	const struct version *line[VERSIONS_MOST], *then = NULL;
	size_t count = 0;

	sorting = &history->scene;
	sorting_by_day = history->ordered;
	for (size_t i = 0; i < all->count; i++) {
		size_t heads = 0;

		for (size_t k = 0; k < all->count; k++)
			heads += all->of[k].head && all->of[k].slot == all->of[i].slot;
		if (all->of[i].head && heads == 1)
			line[count++] = &all->of[i];
		if (seen->grades[i] && all->of[i].counts) {
			const struct version *version = &all->of[i];

			if (!then || by_day_and_root(&version, &then) > 0)
				then = version;
		}
	}
	qsort(line, count, sizeof(*line), by_day_and_root);
	if (!count)
		return !then;
	if (!then)
		then = line[0];
	for (size_t i = 0; i < count; i++)
		if ((i == count - 1 || by_day_and_root(&line[i], &then) > 0) && !is_same(line[i]->values[value], then->values[value]))
			return false;
	return true;
}

static bool
belongs(const struct history *history, const struct seen *seen)
{
	return conclusion_stays(history, seen) && grade_stays(history, seen, 0) && grade_stays(history, seen, 1);
}

/* ---- compared */

static void
begin(struct history *history, bool ordered)
{
	memset(history, 0, sizeof(*history));
	history->ordered = ordered;
	scene_start(&history->scene, packs[ordered], NULL);
	scene_add(&history->scene, "listing", 1, "inspector", NONE);
}

static void
evaluate(struct scene *scene)
{
	scene->input = (struct flow_input){
		.pack = scene->pack, .root = scene_id(0), .steps = scene->flow, .step_count = scene->count, .division = SCENE_VILLAGE
	};
	flow_slots_eval(&scene->input, &scene->slots);
}

static void
slot__belongs__while_what_was_seen_stands(void **state)
{
	size_t tried[2] = { 0 };

	(void)state;
	for (int n = 0; n < 20000; n++) {
		struct history history;
		struct seen seen[2];
		struct case_lines lines = { 0 };
		struct flow_judging judging = { .input = &history.scene.input, .slots = &history.scene.slots, .lines = &lines };
		const struct flow_slot *slot;
		size_t first, second = NONE;
		bool wanted;

		begin(&history, n % 2);
		if (scene_draw(5))
			add_slot(&history, &history.conclusions, "classification", 0);
		for (int slots = (int)scene_draw(4), i = 0; i < slots; i++)
			add_slot(&history, &history.grades, "verdict", i);
		first = scene_add(&history.scene, "control", 1, "inspector", NONE);
		seen[0] = look(&history, first);
		value_set_text(&history.scene.steps[scene_add(&history.scene, "closure", 1, "inspector", NONE)].data, "grade", "9");
		if (scene_draw(3) == 0) { /* a second version beside the first: who saw what stands now is enough */
			second = scene_add_to(&history.scene, first, 1, "inspector", NONE);
			seen[1] = look(&history, second);
		}
		evaluate(&history.scene);
		slot = flow_slot_of(&history.scene.slots, "control", &history.scene.flow[first].id);
		assert_int_equal(slot->head_count, second == NONE ? 1 : 2);
		wanted = belongs(&history, &seen[0]) || (second != NONE && belongs(&history, &seen[1]));
		if (case_slot_belongs(&judging, &packs[n % 2]->cases[0], slot) != wanted)
			fail_msg("history %d: the second reading says %d", n, wanted);
		tried[wanted]++;
		case_lines_release(&lines);
		scene_release(&history.scene);
	}
	assert_true(tried[0] > 2000 && tried[1] > 2000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slot__belongs__while_what_was_seen_stands),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
