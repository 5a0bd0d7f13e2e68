#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "drawn.h"
#include "flow/turn.h"

/* Who may sign what at a house, and what a return asks to be corrected, over drawn houses: compared with a second reading of flow.h and of doc/file-format,
 * section A. */

#define NONE SIZE_MAX

static bool
saw(const struct scene *scene, const struct flow_sign *sign, const struct form *form)
{
	const struct value *covers = value_get_list(flow_signoff_item(&scene->flow[sign->step], sign->item), "covers");
	const struct flow_slot *slot = drawn_slot(scene, form);
	char hex[ID_HEX_LEN + 1];

	if (!slot || slot->head_count != 1)
		return false;
	for (size_t i = 0; covers && i < covers->list.count; i++)
		if (strcmp(covers->list.items[i].text, id_hex(&scene->flow[slot->heads[0]].id, hex)) == 0)
			return true;
	return false;
}

/* Of a return: the first marked form that stands as it was seen, else the first marked one, else the last of the chain that stands once. */
static void
compare_returned(const struct drawn_house *house)
{
	const struct scene *scene = &house->scene;

	for (size_t i = 0; i < scene->state.sign_count; i++) {
		const struct flow_sign *sign = &scene->state.signs[i];
		const struct form *wanted = NULL, *first = NULL;

		if (sign->approve || !sign->level)
			continue;
		for (size_t m = 0; m < house->mark_count && !sign->level->chain->each; m++) {
			first = first ? first : house->marks[m];
			if (!wanted && house->marks[m] && saw(scene, sign, house->marks[m]))
				wanted = house->marks[m];
		}
		wanted = wanted ? wanted : first;
		for (size_t k = sign->level->chain->covers.count; k-- > 0 && !wanted;)
			if (sign->level->chain->each || drawn_head(scene, pack_form(drawn_pack, sign->level->chain->covers.items[k])))
				wanted = pack_form(drawn_pack, sign->level->chain->covers.items[k]);
		assert_ptr_equal(flow_returned_form(&scene->input, &scene->slots, sign), wanted);
		for (size_t f = 0; f < drawn_pack->form_count; f++)
			assert_int_equal(flow_stands_as_signed(&scene->input, &scene->slots, sign, &drawn_pack->forms[f]),
					 saw(scene, sign, &drawn_pack->forms[f]));
	}
}

/* ---- how far a chain has come */

struct signed_so_far {
	size_t effective[CHAIN_LEVELS_MAX], levels;
};

/* The first effective approval of each level over a cover, and how many follow each other from the lowest. */
static struct signed_so_far
signed_over(const struct scene *scene, size_t cover)
{
	const struct chain *chain = scene->state.covers[cover].chain;
	struct signed_so_far so_far = { .levels = 0 };

	for (size_t level = 0; level < chain->level_count; level++) {
		so_far.effective[level] = NONE;
		for (size_t i = scene->state.sign_count; i-- > 0;) {
			const struct flow_sign *sign = &scene->state.signs[i];

			if (sign->approve && sign->effective && sign->cover == cover && sign->level == &chain->levels[level])
				so_far.effective[level] = i;
		}
		if (so_far.levels == level && so_far.effective[level] != NONE)
			so_far.levels++;
	}
	return so_far;
}

static bool
covers_all_of(const struct scene *scene, size_t cover, size_t other)
{
	size_t count, wanted_count, found = 0;
	struct id *heads = flow_cover_heads(&scene->state, cover, &count), *wanted = flow_cover_heads(&scene->state, other, &wanted_count);

	for (size_t w = 0; w < wanted_count; w++)
		for (size_t i = 0; i < count; i++)
			found += id_equal(&heads[i], &wanted[w]);
	free(heads);
	free(wanted);
	return cover == other || (wanted_count && found == wanted_count);
}

/* The chain's end, then more levels, then the pack in force, then the newer one. */
static int64_t
weight_of(const struct scene *scene, size_t cover)
{
	const struct flow_cover *is = &scene->state.covers[cover];
	struct signed_so_far so_far = signed_over(scene, cover);

	return (so_far.levels == is->chain->level_count ? 1000000 : 0) + (int64_t)so_far.levels * 10000 +
	       (is->pack == drawn_pack ? 1000 : 0) + is->pack->version;
}

static size_t
wanted_best(const struct scene *scene, const struct flow_progress *progress)
{
	const struct flow_cover *now = &scene->state.covers[progress->cover];
	size_t best = progress->cover;

	for (size_t i = 0; i < scene->state.cover_count; i++) {
		const struct flow_cover *cover = &scene->state.covers[i];

		if (strcmp(cover->chain->name, now->chain->name) == 0 && id_equal(&cover->root, &now->root) &&
		    signed_over(scene, i).levels > 0 && covers_all_of(scene, i, progress->cover) &&
		    weight_of(scene, i) > weight_of(scene, best))
			best = i;
	}
	return best;
}

static void
compare_progress(const struct drawn_house *house, size_t *others)
{
	const struct scene *scene = &house->scene;

	for (size_t i = 0; i < scene->state.progress_count; i++) {
		const struct flow_progress *progress = &scene->state.progresses[i];
		size_t best = wanted_best(scene, progress);
		struct signed_so_far so_far = signed_over(scene, best);

		assert_int_equal(progress->best, best);
		assert_ptr_equal(progress->chain, scene->state.covers[best].chain);
		assert_int_equal(progress->levels_signed, so_far.levels);
		assert_memory_equal(progress->effective, so_far.effective, progress->chain->level_count * sizeof(*so_far.effective));
		assert_ptr_equal(flow_progress_of(&scene->state, progress->chain->name, &progress->root), progress);
		*others += best != progress->cover;
	}
	for (size_t i = 0; i < scene->state.sign_count; i++)
		assert_true(scene->state.signs[i].approve || scene->state.signs[i].cover == NONE);
	for (size_t i = 0; i < scene->state.cover_count; i++) {
		for (size_t k = 0; k < i; k++)
			assert_true(scene->state.covers[i].chain->each || scene->state.covers[i].chain != scene->state.covers[k].chain);
		assert_true(scene->state.covers[i].chain->each || scene->state.covers[i].head_count ||
			    scene->state.covers[i].reason == FLOW_INCOMPLETE);
		assert_int_equal(scene->state.covers[i].reason == FLOW_COUNTS, !scene->state.covers[i].form);
	}
}

/* ---- who may sign */

/* Is the sign, or one that it stands on, by this person? */
static bool
is_signed_by(const struct scene *scene, size_t sign, const struct credential *person)
{
	struct id prior;

	for (bool more = true; more;) {
		const struct flow_step *flow = &scene->flow[scene->state.signs[sign].step];
		const struct value *item = flow_signoff_item(flow, scene->state.signs[sign].item);

		if (flow_same_person(flow->author, person))
			return true;
		more = false;
		for (size_t i = 0; step_data_id(item, "prior", &prior) && i < scene->state.sign_count && !more; i++)
			if (id_equal(&scene->flow[scene->state.signs[i].step].id, &prior)) {
				sign = i;
				more = true;
			}
	}
	return false;
}

static size_t
prior_for(const struct scene *scene, const struct flow_progress *progress, const struct credential *person, size_t level)
{
	for (size_t i = 0; i < scene->state.sign_count && level; i++) {
		const struct flow_sign *sign = &scene->state.signs[i];

		if (sign->approve && sign->effective && sign->cover == progress->best &&
		    strcmp(sign->level->name, progress->chain->levels[level - 1].name) == 0 && !is_signed_by(scene, i, person))
			return i;
	}
	return NONE;
}

static bool
wrote_what_is_signed(const struct scene *scene, const struct flow_progress *progress, size_t level, const struct credential *person)
{
	for (size_t i = 0; i < scene->slots.slot_count; i++) {
		const struct flow_slot *slot = &scene->slots.slots[i];
		bool own = progress->chain->each && strcmp(progress->chain->each->name, slot->form->name) == 0;

		if (!names_has(&progress->chain->levels[level].distinct_from, slot->form->name) ||
		    (slot->repeat && (!own || !id_equal(&slot->repeat_root, &progress->root))))
			continue;
		for (size_t h = 0; h < slot->head_count; h++)
			if (flow_same_person(scene->flow[slot->heads[h]].author, person))
				return true;
	}
	return false;
}

/* Two answers differ and both stay, which the chain covers one of, and the person gave one. */
static bool
decides_own(const struct drawn_house *house, const struct chain *chain, const struct credential *person)
{
	bool covers = false, wrote = false;

	for (size_t i = 0; i < drawn_pack->form_count && house->scene.facts.disputed; i++) {
		const struct flow_slot *slot = drawn_slot(&house->scene, &drawn_pack->forms[i]);

		if (!house->disputed[i])
			continue;
		covers |= names_has(&chain->covers, drawn_pack->forms[i].name);
		for (size_t h = 0; slot && h < slot->head_count; h++)
			wrote |= flow_same_person(house->scene.flow[slot->heads[h]].author, person);
	}
	return covers && wrote;
}

/* The first of what stands in the way. */
static enum flow_reason
wanted_to_sign(const struct drawn_house *house, const struct flow_progress *progress, const struct credential *person, size_t level)
{
	const struct scene *scene = &house->scene;
	const struct flow_cover *cover = &scene->state.covers[progress->best];
	const struct chain *chain = progress->chain;

	if (level >= chain->level_count)
		return FLOW_LEVEL_UNKNOWN;
	if (!names_has(&chain->levels[level].by, person->role))
		return FLOW_WRONG_ROLE;
	if (!credential_covers(person, SCENE_VILLAGE))
		return FLOW_AREA;
	if (!cover->head_count)
		return FLOW_INCOMPLETE;
	if (cover->reason != FLOW_COUNTS)
		return cover->reason;
	if (cover->returned)
		return FLOW_RETURNED;
	for (size_t t = 0; t < scene->state.todo_count && !chain->each; t++)
		if (scene->state.todos[t].task == TASK_AGAIN && scene->state.todos[t].form->again.sql &&
		    names_has(&chain->covers, scene->state.todos[t].form->name))
			return FLOW_OUTDATED;
	for (size_t i = 0; i < scene->facts.added_count && !progress->levels_signed; i++)
		if (names_has(&chain->covers, house->added[i].form->name))
			return FLOW_ADDED;
	if (drawn_errors(scene, chain))
		return FLOW_FINDINGS;
	if (wrote_what_is_signed(scene, progress, level, person))
		return FLOW_SAME_PERSON;
	if (decides_own(house, chain, person))
		return FLOW_DECIDES_OWN;
	if (progress->levels_signed < level)
		return FLOW_NO_PRIOR;
	return level == 0 || prior_for(scene, progress, person, level) != NONE ? FLOW_COUNTS : FLOW_LOWER_LEVEL;
}

static void
compare_signing(const struct drawn_house *house, size_t reasons[FLOW_REASON_COUNT])
{
	static char here[] = SCENE_VILLAGE, there[] = "451224204202";
	const struct scene *scene = &house->scene;

	assert_false(flow_decides_own(&scene->input, &scene->slots, &scene->facts, &drawn_pack->chains[0], NULL));
	for (size_t i = 0; i < scene->state.progress_count; i++)
		for (size_t level = 0; level <= scene->state.progresses[i].chain->level_count; level++)
			for (size_t p = 0; p < scene->count; p++) {
				const struct flow_progress *progress = &scene->state.progresses[i];
				const struct level *of = &progress->chain->levels[level < progress->chain->level_count ? level : 0];
				struct credential person = scene->people[p];
				char *areas[] = { scene_draw(12) ? here : there };
				enum flow_reason reason;

				person.areas = areas;
				if (scene_draw(4))
					person.role = of->by.items[0];
				reason = wanted_to_sign(house, progress, &person, level);
				assert_int_equal(flow_may_sign(&scene->input, &scene->slots, &scene->facts, &scene->state, progress,
							       &person, level),
						 reason);
				if (level < progress->chain->level_count)
					assert_int_equal(flow_prior(&scene->input, &scene->state, progress, &person, level),
							 prior_for(scene, progress, &person, level));
				reasons[reason]++;
			}
}

/* ---- a house whose listing names no village */

static void
nothing__stands__without_a_division(void **state)
{
	(void)state;
	for (size_t number = 0; number < 200; number++) {
		struct drawn_house house;
		struct scene *scene = &house.scene;

		drawn_house_init(&house);
		flow_state_release(&scene->state);
		flow_slots_release(&scene->slots);
		scene->input.division = NULL;
		flow_slots_eval(&scene->input, &scene->slots);
		flow_state_eval(&scene->input, &scene->slots, &scene->facts, &scene->state);
		for (size_t i = 0; i < scene->count; i++)
			assert_int_not_equal(scene->slots.step_reasons[i], FLOW_COUNTS);
		for (size_t i = 0; i < scene->state.sign_count; i++)
			assert_false(scene->state.signs[i].effective);
		for (size_t i = 0; i < scene->state.progress_count; i++)
			assert_int_not_equal(flow_may_sign(&scene->input, &scene->slots, &scene->facts, &scene->state,
							   &scene->state.progresses[i], &scene->people[0], 0),
					     FLOW_COUNTS);
		drawn_house_release(&house);
	}
}

#define HOUSES 1500

static void
signing__is_as_a_second_reading_has_it__over_drawn_houses(void **state)
{
	static const enum flow_reason all[] = { FLOW_COUNTS,	  FLOW_RETURNED,   FLOW_ADDED,	     FLOW_FINDINGS,
						FLOW_SAME_PERSON, FLOW_NO_PRIOR,   FLOW_LOWER_LEVEL, FLOW_OUTDATED,
						FLOW_CONFLICT,	  FLOW_INCOMPLETE, FLOW_DECIDES_OWN };
	size_t reasons[FLOW_REASON_COUNT] = { 0 }, others = 0;

	(void)state;
	for (size_t number = 0; number < HOUSES; number++) {
		struct drawn_house house;

		drawn_house_init(&house);
		compare_returned(&house);
		compare_progress(&house, &others);
		compare_signing(&house, reasons);
		drawn_house_release(&house);
	}
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		assert_true(reasons[all[i]] > 0);
	assert_true(others > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing__stands__without_a_division),
		cmocka_unit_test(signing__is_as_a_second_reading_has_it__over_drawn_houses),
	};

	return cmocka_run_group_tests(tests, drawn_load, drawn_unload);
}
