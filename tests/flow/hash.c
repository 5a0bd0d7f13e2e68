#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "scene.h"

/* The state hash, line by line as doc/file-format has it (H1, H2): every program must come to the same bytes. */

static struct pack *pack;

static const char *const forms[] = {
	"look_in",
	"form: look_in\nlabel: {zh: 走访}\nby: [inspector]\nrepeat: true\nfields:\n  - {name: visit_words, type: text, label: {zh: 情况}}\n",
	"closure",
	"form: closure\nlabel: {zh: 销号}\nby: [inspector]\nrepeat: true\nfields:\n  - {name: ground, type: text, label: {zh: 一}}\n",
	SCENE_GRID,
	NULL,
};
static const char chains[] = "\n  - chain: strikeoff\n    label: {zh: 销号}\n    each: closure\n    levels:\n"
			     "      - {level: township, label: {zh: 乡}, by: [township_head], distinct_from: [closure]}\n"
			     "      - {level: county, label: {zh: 县}, by: [county_officer]}";

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

/* ---- lines, written a second time */

struct group {
	char *lines[SCENE_STEPS];
	size_t count;
};

static int
line_cmp(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
sorted(struct group *group, struct buf *out)
{
	if (group->count)
		qsort(group->lines, group->count, sizeof(*group->lines), line_cmp);
	for (size_t i = 0; i < group->count; i++) {
		buf_printf(out, "%s\n", group->lines[i]);
		free(group->lines[i]);
	}
	group->count = 0;
}

/* "WORDS ID..." of the steps, ended by SIZE_MAX. */
static void
line(struct group *group, const struct scene *scene, const char *words, ...)
{
	struct buf text = { 0 };
	char hex[ID_HEX_LEN + 1];
	va_list steps;

	buf_text_add(&text, words);
	va_start(steps, words);
	for (size_t at = va_arg(steps, size_t); at != SIZE_MAX; at = va_arg(steps, size_t))
		buf_printf(&text, " %s", id_hex(&scene->flow[at].id, hex));
	va_end(steps);
	group->lines[group->count++] = buf_detach(&text);
}

static void
hash_of_lines(struct buf *text, struct id *out)
{
	hash_pae("application/vnd.louce.state.v2", buf_text(text), text->len, out);
	buf_release(text);
}

/* ---- the hash */

static void
building__is_hashed__line_by_line(void **state)
{
	struct id aside[] = { { .b = { 3 } }, { .b = { 4 } } }, wanted;
	struct scene scene;
	struct group group = { 0 };
	struct buf text = { 0 };
	char hex[ID_HEX_LEN + 1];
	size_t one, two, visit, twice, team, village, back, closure, township, revoked, conflict[2];

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	one = scene_add(&scene, "look_in", 1, "inspector", SIZE_MAX);
	two = scene_add(&scene, "look_in", 1, "inspector", SIZE_MAX);
	visit = scene_add_to(&scene, two, 1, "inspector", two);
	twice = scene_add_to(&scene, one, 1, "inspector", SIZE_MAX); /* a second head beside the first */
	closure = scene_add(&scene, "closure", 1, "inspector", SIZE_MAX);
	team = scene_approve(&scene, 2, "inspector", "team", SIZE_MAX);
	village = scene_approve(&scene, 4, "village_secretary", "village", team);
	township = scene_approve_of(&scene, "strikeoff", 6, "township_head", "township", SIZE_MAX, closure);
	back = scene_return_of(&scene, "strikeoff", 8, "county_officer", "county", closure);
	revoked = scene_approve(&scene, 3, "inspector", "team", SIZE_MAX);
	scene.flow[revoked].trust = TRUST_REVOKED;
	for (int held = 0; held <= 1; held++) {
		/* With the return the township's approval has no effect; taken back by trust, it has. */
		scene.flow[back].trust = held ? TRUST_COUNTS : TRUST_REVOKED;
		scene_evaluate(&scene);
		scene.input.aside = aside;
		scene.input.aside_count = 2;
		flow_state_release(&scene.state);
		flow_slots_release(&scene.slots);
		flow_slots_eval(&scene.input, &scene.slots);
		flow_state_eval(&scene.input, &scene.slots, &scene.facts, &scene.state);

		buf_printf(&text, "%s\n", id_hex(&scene.flow[0].id, hex));
		line(&group, &scene, "slot listing", (size_t)0, SIZE_MAX);
		line(&group, &scene, "slot registration", (size_t)1, SIZE_MAX);
		line(&group, &scene, "slot photo_check", (size_t)2, SIZE_MAX);
		line(&group, &scene, "slot classification", (size_t)3, SIZE_MAX);
		line(&group, &scene, "slot look_in", two, visit, SIZE_MAX);
		conflict[0] = id_cmp(&scene.flow[one].id, &scene.flow[twice].id) < 0 ? one : twice;
		conflict[1] = one + twice - conflict[0];
		line(&group, &scene, "slot look_in", one, conflict[0], conflict[1], SIZE_MAX);
		line(&group, &scene, "slot closure", closure, closure, SIZE_MAX);
		sorted(&group, &text);
		line(&group, &scene, "sign survey team -", team, SIZE_MAX);
		line(&group, &scene, "sign survey village -", village, SIZE_MAX);
		if (!held)
			line(&group, &scene, "sign strikeoff township", closure, township, SIZE_MAX);
		sorted(&group, &text);
		if (held)
			line(&group, &scene, "return strikeoff county", closure, back, SIZE_MAX);
		sorted(&group, &text);
		for (size_t i = 0; i < 2; i++)
			buf_printf(&text, "aside %s\n", id_hex(&aside[i], hex));
		hash_of_lines(&text, &wanted);
		assert_true(id_equal(&scene.state.hash, &wanted));
	}
	scene_release(&scene);
}

static void
division__is_hashed__line_by_line(void **state)
{
	struct scene scene;
	struct group group = { 0 };
	struct buf text = { 0 };
	struct id wanted, hash;
	size_t steps[3];

	(void)state;
	scene_start(&scene, pack, NULL);
	for (size_t i = 0; i < 3; i++) {
		steps[i] = scene_add(&scene, i == 1 ? "manifest" : "grid", 4, "village_secretary", SIZE_MAX);
		scene.steps[steps[i]].has_building = false;
		value_set_text(&scene.steps[steps[i]].data, "division", SCENE_VILLAGE);
	}
	scene.flow[steps[2]].trust = TRUST_REVOKED;
	assert_true(scene_evaluate_division(&scene, SCENE_VILLAGE, &hash));
	line(&group, &scene, "slot manifest", steps[1], SIZE_MAX);
	line(&group, &scene, "slot grid", steps[0], SIZE_MAX);
	sorted(&group, &text);
	hash_of_lines(&text, &wanted);
	assert_true(id_equal(&hash, &wanted));
	/* A step about a house has no place there. */
	scene.steps[steps[0]].has_building = true;
	scene_evaluate_division(&scene, SCENE_VILLAGE, &hash);
	assert_int_equal(scene_reason(&scene, steps[0]), FLOW_NO_SLOT);
	scene_release(&scene);
}

static void
area__is_hashed__line_by_line(void **state)
{
	struct id geneses[] = { { .b = { 1 } }, { .b = { 2 } } }, in_force = { .b = { 3 } }, roots[] = { { .b = { 4 } }, { .b = { 5 } } },
		  hashes[] = { { .b = { 6 } }, { .b = { 7 } } }, wanted, hash;
	struct flow_division divisions[] = { { .code = "451224204", .hash = { .b = { 8 } } },
					     { .code = SCENE_VILLAGE, .hash = { .b = { 9 } } } };
	struct flow_area area = {
		.geneses = geneses, .genesis_count = 2, .roots = roots, .hashes = hashes, .count = 2, .divisions = divisions
	};
	char hex[ID_HEX_LEN + 1], other[ID_HEX_LEN + 1];

	(void)state;
	for (int with = 0; with <= 1; with++) {
		struct buf text = { 0 };

		area.pack = with ? &in_force : NULL;
		area.division_count = with ? 2 : 0;
		for (size_t i = 0; i < 2; i++)
			buf_printf(&text, "%s\n", id_hex(&geneses[i], hex));
		buf_printf(&text, "%s\n", with ? id_hex(&in_force, hex) : "-");
		for (size_t i = 0; i < 2; i++)
			buf_printf(&text, "%s %s\n", id_hex(&roots[i], hex), id_hex(&hashes[i], other));
		for (size_t i = 0; i < area.division_count; i++)
			buf_printf(&text, "division %s %s\n", divisions[i].code, id_hex(&divisions[i].hash, hex));
		hash_of_lines(&text, &wanted);
		flow_area_hash(&area, &hash);
		assert_true(id_equal(&hash, &wanted));
	}
}

/* A form that nobody filled has no line. */
static void
building__is_hashed__without_what_is_not_filled(void **state)
{
	struct scene scene;
	struct group group = { 0 };
	struct buf text = { 0 };
	struct id wanted;
	char hex[ID_HEX_LEN + 1];

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_add(&scene, "listing", 1, "inspector", SIZE_MAX);
	scene_evaluate(&scene);
	buf_printf(&text, "%s\n", id_hex(&scene.flow[0].id, hex));
	line(&group, &scene, "slot listing", (size_t)0, SIZE_MAX);
	sorted(&group, &text);
	hash_of_lines(&text, &wanted);
	assert_true(id_equal(&scene.state.hash, &wanted));
	scene_release(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(building__is_hashed__line_by_line),
		cmocka_unit_test(division__is_hashed__line_by_line),
		cmocka_unit_test(area__is_hashed__line_by_line),
		cmocka_unit_test(building__is_hashed__without_what_is_not_filled),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
