#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/attr.h"
#include "base/mem.h"
#include "flow/cover.h"
#include "scene.h"

/* Which versions wait for signatures, over drawn sign-offs whose verdicts are said: compared with a second reading of doc/pack-format, "Facts that fall with
 * signatures". */

#define NONE SIZE_MAX
#define FORM(name, more)                                                                                                                   \
	name, "form: " name "\nlabel: {zh: 一}\nby: [inspector]\n" more "fields:\n  - {name: " name "_words, type: text, label: {zh: 一}}\n"
#define LEVEL(name, role) "      - {level: " name ", label: {zh: 一}, by: [" role "], due: plan}\n"

#define CHAIN(name, over, levels) "  - chain: " name "\n    label: {zh: 一}\n    " over "\n    levels:\n" levels
/* A case that rests on the survey, or on nothing; one that never opens, and one of another end, rest on what nobody signs. */
#define CASES(needs)                                                                                                                       \
	"\n" CHAIN("strikeoff", "each: closure", LEVEL("township", "township_head") LEVEL("county", "county_officer"))                     \
		CHAIN("others", "each: other", LEVEL("clerk", "township_clerk"))                                                           \
			CHAIN("more", "covers: [extra, registration]",                                                                     \
			      LEVEL("reader", "township_clerk")) "cases:\n" CASE("danger", "opens: hazard, ", needs, "closure")            \
				CASE("idle", "", "needs: [more], ", "closure")                                                             \
					CASE("third", "opens: hazard, ", "needs: [more], ", "other")
#define CASE(name, opens, needs, closes)                                                                                                   \
	"  - {case: " name ", label: {zh: 一}, " opens "of: [classification], same: [conclusion], stages: [{form: control}], " needs       \
	"closes: " closes "}\n"

static const char *const forms[] = { FORM("control", "repeat: true\ndue: plan\n"), FORM("closure", "repeat: true\ndue: plan\n"),
				     FORM("other", "repeat: true\ndue: plan\n"), FORM("extra", ""), NULL };

static struct pack *packs[2]; /* the case rests on the survey; or on nothing */

static int
load(void **state)
{
	(void)state;
	packs[0] = scene_pack(CASES("needs: [survey], "), forms);
	packs[1] = scene_pack(CASES(""), forms);
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

/* ---- what is drawn */

#define SIGNS_MOST 14
#define VERSIONS_MOST 5

struct line { /* the versions of a slot, each in the place of the one before, the last ones perhaps beside each other */
	const char *form;
	size_t steps[VERSIONS_MOST], count;
	bool beside; /* the last two replace the same one, or none */
	size_t lost; /* a version in between that does not count; NONE */
};

struct drawn_sign {
	const struct chain *chain;
	size_t step, level, prior; /* a drawn sign-off's step; NONE: it names none */
	struct line *root;	   /* of a chain over each */
	size_t covers[4], cover_count;
	bool counts; /* it is an approval that nobody gave or took back */
	int who;
};

struct drawn {
	struct scene scene;
	struct line lines[4]; /* registration, classification, two of the closure */
	size_t line_count;
	struct drawn_sign signs[SIGNS_MOST];
	size_t sign_count;
	bool surveyed, done[2]; /* the progress of the survey, and of each closure */
	const struct pack *pack;
	bool needs, unknown; /* does the case rest on the survey; do approvals name what is not here? */
};

static void
draw_line(struct drawn *drawn, const char *form, bool repeats)
{
	struct line *line = &drawn->lines[drawn->line_count++];
	size_t count = 1 + scene_draw(4);

	line->form = form;
	line->beside = count > 1 && scene_draw(4) == 0;
	for (size_t i = 0; i < count; i++) {
		size_t before = line->beside && i == count - 1 ? (i > 1 ? line->steps[i - 2] : NONE) : i ? line->steps[i - 1] : NONE;

		line->steps[line->count++] = i && repeats ? scene_add_to(&drawn->scene, line->steps[0], 1, "inspector", before)
							  : scene_add(&drawn->scene, form, 1, "inspector", before);
	}
	line->lost = count > 2 && !line->beside && scene_draw(5) == 0 ? line->steps[1] : NONE;
	if (line->lost != NONE)
		drawn->scene.flow[line->lost].trust = TRUST_REVOKED;
}

/* A sign-off of each level in turn, each upon the one below; one in some is missing, over other things, by the same person, or does not count. */
static void
draw_signs(struct drawn *drawn, const struct chain *chain, struct line *root)
{
	struct drawn_sign sign = { .chain = chain, .root = root };
	size_t prior = NONE;

	if (root) {
		sign.covers[sign.cover_count++] = root->steps[scene_draw((unsigned)root->count)];
		sign.covers[sign.cover_count++] =
			drawn->lines[1].steps[scene_draw((unsigned)drawn->lines[1].count)]; /* what the case is about */
	} else {
		for (size_t i = 0; i < 2; i++)
			sign.covers[sign.cover_count++] = drawn->lines[i].steps[scene_draw((unsigned)drawn->lines[i].count)];
	}
	for (size_t level = 0; level < chain->level_count; level++) {
		struct drawn_sign *is = &drawn->signs[drawn->sign_count];

		if (drawn->sign_count == SIGNS_MOST)
			return;
		if (scene_draw(14) == 0)
			continue;
		drawn->sign_count++;
		*is = sign;
		is->level = level;
		is->counts = scene_draw(14) > 0;
		is->who = scene_draw(14) ? 2 + (int)level : 2;
		is->prior = scene_draw(14) ? prior : NONE;
		if (scene_draw(14) == 0)
			is->cover_count = 1;
		if (root && scene_draw(14) == 0)
			is->root = root == &drawn->lines[2] ? &drawn->lines[3] : &drawn->lines[2];
		is->step = prior = scene_add(&drawn->scene, "signoff", is->who, chain->levels[level].by.items[0], NONE);
	}
}

static const struct chain *
strikeoff(const struct drawn *drawn)
{
	return pack_chain(drawn->pack, "strikeoff");
}

static void
draw_house(struct drawn *drawn)
{
	static const struct id nowhere = { { 99, 99 } };
	struct scene *scene = &drawn->scene;

	memset(drawn, 0, sizeof(*drawn));
	drawn->needs = scene_draw(2);
	drawn->unknown = scene_draw(4) == 0;
	drawn->pack = packs[!drawn->needs];
	scene_start(scene, drawn->pack, NULL);
	scene_add(scene, "listing", 1, "inspector", NONE);
	draw_line(drawn, "registration", false);
	draw_line(drawn, "classification", false);
	draw_line(drawn, "closure", true);
	draw_line(drawn, "closure", true);
	for (int count = (int)scene_draw(3); count > 0; count--)
		draw_signs(drawn, pack_chain(drawn->pack, "survey"), NULL);
	for (size_t i = 2; i < 4; i++)
		if (scene_draw(2))
			draw_signs(drawn, strikeoff(drawn), &drawn->lines[i]);
	drawn->surveyed = scene_draw(2);
	drawn->done[0] = scene_draw(3) == 0;
	drawn->done[1] = scene_draw(3) == 0;
	for (size_t i = 0; i < drawn->sign_count; i++) {
		const struct drawn_sign *is = &drawn->signs[i];
		struct value items = value_list(), item = value_object();

		for (size_t c = 0; c < is->cover_count; c++)
			scene_append_id(&item, "covers", &scene->flow[is->covers[c]].id);
		if (drawn->unknown)
			scene_append_id(&item, "covers", &nowhere);
		if (is->prior != NONE)
			step_data_set_id(&item, "prior", &scene->flow[is->prior].id);
		value_append_take(&items, item);
		value_set_take(&scene->steps[is->step].data, "items", items);
	}
	scene->input = (struct flow_input){
		.pack = drawn->pack, .root = scene_id(0), .steps = scene->flow, .step_count = scene->count, .division = SCENE_VILLAGE
	};
	flow_slots_eval(&scene->input, &scene->slots);
}

/* ---- what the program is told */

static const struct scene *sorting;

static int
by_step(const void *a, const void *b)
{
	const struct flow_sign *one = a, *other = b;

	return id_cmp(&sorting->flow[one->step].id, &sorting->flow[other->step].id);
}

static void
tell_signs(const struct drawn *drawn, struct flow_state *state)
{
	static const struct {
		bool approve;
		size_t cover;
		enum flow_reason reason;
	} rights[] = { { true, 0, FLOW_COUNTS }, { true, 0, FLOW_STALE }, { true, 0, FLOW_NO_PRIOR }, { true, 0, FLOW_INCOMPLETE } },
	  wrongs[] = { { false, 0, FLOW_COUNTS },     { true, NONE, FLOW_COUNTS },   { true, 0, FLOW_RETURNED },
		       { true, 0, FLOW_SAME_PERSON }, { true, 0, FLOW_LOWER_LEVEL }, { true, 0, FLOW_WITHDRAWN } };

	state->signs = mem_array(SIGNS_MOST + 1, sizeof(*state->signs));
	for (size_t i = 0; i < drawn->sign_count; i++) {
		const struct drawn_sign *is = &drawn->signs[i];
		size_t right = scene_draw(ARRAY_LEN(rights)), wrong = scene_draw(ARRAY_LEN(wrongs));

		state->signs[state->sign_count++] = (struct flow_sign){
			.step = is->step,
			.root = is->root ? drawn->scene.flow[is->root->steps[0]].id : (struct id){ { 0 } },
			.level = &is->chain->levels[is->level],
			.approve = is->counts ? rights[right].approve : wrongs[wrong].approve,
			.cover = is->counts ? rights[right].cover : wrongs[wrong].cover,
			.reason = is->counts ? rights[right].reason : wrongs[wrong].reason
		};
	}
	sorting = &drawn->scene;
	qsort(state->signs, state->sign_count, sizeof(*state->signs), by_step);
	if (state->sign_count) { /* behind the last stands it once more as one that counts, for who looks there */
		struct flow_sign *behind = &state->signs[state->sign_count];

		*behind = behind[-1];
		behind->approve = true;
		behind->cover = 0;
		behind->reason = FLOW_COUNTS;
	}
}

static void
tell_progress(const struct drawn *drawn, struct flow_state *state)
{
	const struct chain *survey = pack_chain(drawn->pack, "survey"), *more = pack_chain(drawn->pack, "more");

	state->covers = mem_array(4, sizeof(*state->covers));
	state->progresses = mem_array(4, sizeof(*state->progresses));
	for (size_t i = 0; i < 4; i++) {
		const struct chain *chain = i == 3 ? more : i ? strikeoff(drawn) : survey;
		bool done = i < 3 && (i ? drawn->done[i - 1] : drawn->surveyed);

		state->covers[i] = (struct flow_cover){ .pack = drawn->pack, .chain = chain };
		state->progresses[i] = (struct flow_progress){
			.chain = chain, .cover = i, .best = i, .levels_signed = done ? chain->level_count : chain->level_count - 1
		};
		if (i == 1 || i == 2)
			state->progresses[i].root = drawn->scene.flow[drawn->lines[i + 1].steps[0]].id;
	}
	state->cover_count = state->progress_count = 4;
}

/* ---- the second reading */

/* The sign-off below, over the same, in the same slot, that counts; NULL: none. */
static const struct drawn_sign *
below(const struct drawn *drawn, const struct drawn_sign *sign)
{
	for (size_t i = 0; i < drawn->sign_count; i++) {
		const struct drawn_sign *other = &drawn->signs[i];

		if (other->step == sign->prior && other->counts && other->chain == sign->chain && other->level + 1 == sign->level &&
		    other->root == sign->root && other->cover_count == sign->cover_count &&
		    memcmp(other->covers, sign->covers, sign->cover_count * sizeof(*sign->covers)) == 0)
			return other;
	}
	return NULL;
}

/* Did all levels sign, down from this sign-off of the highest, each by another person? */
static bool
is_signed_by_all(const struct drawn *drawn, const struct drawn_sign *top)
{
	bool met[16] = { false };
	size_t levels = 0;

	if (!top->counts || top->level + 1 != top->chain->level_count)
		return false;
	for (const struct drawn_sign *sign = top; sign; sign = below(drawn, sign), levels++) {
		if (met[sign->who])
			return false;
		met[sign->who] = true;
	}
	return levels == top->chain->level_count;
}

static bool
was_signed(const struct drawn *drawn, size_t step, bool closure)
{
	for (size_t i = 0; i < drawn->sign_count; i++) {
		const struct drawn_sign *sign = &drawn->signs[i];

		if ((sign->chain == strikeoff(drawn)) != closure || !is_signed_by_all(drawn, sign) ||
		    (closure && drawn->needs && !drawn->surveyed))
			continue;
		for (size_t c = 0; c < sign->cover_count; c++)
			if (sign->covers[c] == step)
				return true;
	}
	return false;
}

struct waiting {
	const struct drawn *drawn;
	bool visited[4];
};

/* From the heads back to what was signed, that included. */
static void
check_slot(const struct flow_slot *slot, const struct flow_versions *versions, void *ctx)
{
	struct waiting *waiting = ctx;
	const struct drawn *drawn = waiting->drawn;
	bool wanted[SCENE_STEPS] = { false }, ended = false, closure = slot->repeat;
	const struct line *line = NULL;
	size_t count = 0, back;

	for (size_t i = 0; i < 4; i++)
		if (strcmp(drawn->lines[i].form, slot->form->name) == 0 &&
		    (!closure || id_equal(&drawn->scene.flow[drawn->lines[i].steps[0]].id, &slot->repeat_root))) {
			line = &drawn->lines[i];
			assert_false(waiting->visited[i]);
			waiting->visited[i] = true;
		}
	if (!line) { /* another form of the survey, of one version */
		assert_int_equal(versions->count, 1);
		return;
	}
	back = line->count;
	if (line->beside) { /* the last by itself; then what both replaced, unless both are signed */
		size_t last = line->steps[line->count - 1], other = line->steps[line->count - 2];
		bool both = was_signed(drawn, last, closure) && was_signed(drawn, other, closure);

		ended |= was_signed(drawn, last, closure) || was_signed(drawn, other, closure);
		wanted[last] = wanted[other] = true;
		count += 2;
		back = both ? 0 : line->count - 2;
	}
	while (back > 0) {
		size_t step = line->steps[--back];

		if (step == line->lost)
			break;
		wanted[step] = true;
		count++;
		if (was_signed(drawn, step, closure)) {
			ended = true;
			break;
		}
	}
	assert_int_equal(versions->count, count);
	for (size_t i = 0; i < versions->count; i++)
		assert_true(wanted[versions->steps[i]]);
	for (size_t h = 0; h < slot->head_count; h++)
		assert_int_equal(versions->steps[h], slot->heads[h]);
	assert_int_equal(versions->absent, closure && !ended);
}

static void
version__waits__until_every_level_signed(void **state)
{
	size_t visited = 0, signed_once = 0;

	(void)state;
	for (int n = 0; n < 14000; n++) {
		static struct drawn drawn;
		struct waiting waiting = { .drawn = &drawn };
		struct flow_state told = { 0 };

		draw_house(&drawn);
		tell_signs(&drawn, &told);
		tell_progress(&drawn, &told);
		flow_each_unsigned(&drawn.scene.input, &drawn.scene.slots, &told, check_slot, &waiting);
		for (size_t i = 0; i < 4; i++) {
			bool done = i < 2 ? drawn.surveyed : drawn.done[i - 2] && (drawn.surveyed || !drawn.needs);

			assert_int_equal(waiting.visited[i], !done);
			visited += waiting.visited[i];
			for (size_t v = 0; v < drawn.lines[i].count; v++)
				signed_once += was_signed(&drawn, drawn.lines[i].steps[v], i > 1);
		}
		free(told.signs);
		free(told.covers);
		free(told.progresses);
		scene_release(&drawn.scene);
	}
	assert_true(visited > 14000 && signed_once > 3500);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(version__waits__until_every_level_signed),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
