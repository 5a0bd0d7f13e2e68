#include "drawn.h"

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

#define NONE SIZE_MAX
#define FORM(name, more)                                                                                                                   \
	name, "form: " name "\nlabel: {zh: 一}\nby: [inspector]\n" more "fields:\n  - {name: " name                                        \
	      "_words, type: text, label: {zh: 一}}\n  - {name: " name "_more, type: text, label: {zh: 二}, required: true, due: plan}\n"

static const char *const forms[] = { FORM("callback",
					  "after: [listing, classification]\nagain: \"1 = 1\"\ndue: \"days_after(survey_date, 3)\"\n"),
				     FORM("closure", "repeat: true\ndistinct_from: [registration]\nagain: \"1 = 2\"\n"),
				     FORM("remark", "repeat: true\nrelevant: \"1 = 1\"\nafter: [registration]\ndue: plan\n"),
				     FORM("diary", "repeat: true\nrelevant: \"1 = 1\"\nalways: true\n"),
				     FORM("loose", "repeat: true\ndue: plan\n"),
				     SCENE_GRID,
				     "bulletin",
				     "form: bulletin\nlabel: {zh: 通报}\nby: [village_secretary]\nabout: township\nrepeat: true\n"
				     "relevant: \"1 = 1\"\nfields:\n  - {name: bulletin_words, type: text, label: {zh: 一}}\n",
				     NULL };
static const char chains[] = "\n  - chain: strikeoff\n    label: {zh: 一}\n    each: closure\n    levels:\n"
			     "      - {level: first, label: {zh: 一}, by: [township_clerk], due: \"closure_words\"}\n"
			     "      - {level: second, label: {zh: 二}, by: [county_officer], due: plan}\n";

struct pack *drawn_pack, *drawn_older, *drawn_oldest;

int
drawn_load(void **state)
{
	(void)state;
	drawn_pack = scene_pack(chains, forms);
	drawn_older = scene_pack(chains, forms);
	drawn_oldest = scene_pack(chains, forms);
	strcpy(drawn_pack->deadlines[1].date, "2023-02-28"); /* so that the last of all is not the last of the list */
	drawn_older->version = drawn_pack->version - 1;
	drawn_oldest->version = drawn_pack->version - 2;
	return 0;
}

int
drawn_unload(void **state)
{
	(void)state;
	pack_free(drawn_pack);
	pack_free(drawn_older);
	pack_free(drawn_oldest);
	return 0;
}

/* ---- what is drawn */

static bool
holds(void *ctx, const struct expr *expr, const struct form *form, const struct id *root)
{
	const struct drawn_house *house = ctx;

	assert_true(!form && !root);
	for (size_t i = 0; i < drawn_pack->form_count; i++)
		if (expr == &drawn_pack->forms[i].again)
			return house->again[i];
	fail_msg("no `again` of a form was asked about");
	return false;
}

/* A step of the form, in the place of one of before, beside it, or of a slot of its own. */
static void
draw_step(struct scene *scene, const char *name)
{
	const struct form *form = pack_form(drawn_pack, name);
	size_t before = NONE, at;
	int who = 1 + (int)scene_draw(2);

	for (size_t i = 0; i < scene->count; i++)
		if (strcmp(scene->steps[i].kind, name) == 0)
			before = i;
	if (!form->repeat || before == NONE || scene_draw(3) == 0)
		at = scene_add(scene, name, who, "inspector", form->repeat || scene_draw(6) == 0 ? NONE : before);
	else
		at = scene_add_to(scene, scene->steps[before].has_root ? before - 1 : before, who, "inspector",
				  scene_draw(5) ? before : NONE);
	if (scene->steps[at].has_root && before != NONE && scene->steps[before].has_root)
		scene->steps[at].root = scene->steps[before].root;
	if (strcmp(name, "registration") == 0)
		value_set_text(&scene->steps[at].data, "roof", scene_draw(3) ? "1" : "2");
	if (strcmp(name, "classification") == 0)
		value_set_text(&scene->steps[at].data, "conclusion", "3");
}

static void
draw_forms(struct scene *scene)
{
	static const char *const survey[] = { "listing", "registration", "photo_check", "classification" };
	static const char *const rest[] = { "callback", "closure",	"remark",      "diary",
					    "loose",	"registration", "photo_check", "classification" };

	for (size_t i = 0; i < ARRAY_LEN(survey); i++) {
		if (i && scene_draw(7) == 0)
			continue;
		scene_add(scene, survey[i], i == 2 && scene_draw(6) ? 2 : 1, "inspector", NONE);
		if (i == 1)
			value_set_text(&scene->steps[scene->count - 1].data, "roof", "1");
	}
	for (unsigned more = scene_draw(5); more > 0; more--)
		draw_step(scene, rest[scene_draw(ARRAY_LEN(rest))]);
}

static size_t
closure_of(const struct scene *scene)
{
	for (size_t i = 0; i < scene->count; i++)
		if (strcmp(scene->steps[i].kind, "closure") == 0 && !scene->steps[i].has_root)
			return i;
	return NONE;
}

/* From the lowest level on, so far; each level by another person. */
static void
draw_survey(struct scene *scene, const struct pack *under, int who)
{
	const struct chain *survey = pack_chain(drawn_pack, "survey");
	unsigned levels = scene_draw((unsigned)survey->level_count + 2);
	size_t prior = NONE;

	for (unsigned level = 0; level < levels && level < survey->level_count; level++)
		prior = scene_sign(scene, &(struct scene_sign){ .level = survey->levels[level].name,
								.who = who + (int)level,
								.role = survey->levels[level].by.items[0],
								.prior = prior,
								.slot = NONE,
								.pack = under });
}

static void
draw_signs(struct scene *scene)
{
	const struct pack *const packs[] = { drawn_pack, drawn_pack, drawn_older, drawn_oldest };
	size_t closure = closure_of(scene), prior;

	draw_survey(scene, packs[scene_draw(ARRAY_LEN(packs))], 3);
	while (scene_draw(3) == 0)
		draw_survey(scene, packs[scene_draw(ARRAY_LEN(packs))], 4);
	if (closure == NONE || scene_draw(2) == 0)
		return;
	prior = scene_approve_of(scene, "strikeoff", 7, "township_clerk", "first", NONE, closure);
	if (scene_draw(2) == 0)
		scene_approve_of(scene, "strikeoff", 8, "county_officer", "second", prior, closure);
	if (scene_draw(3) == 0)
		scene_return_of(scene, "strikeoff", 7, "township_clerk", "first", closure);
}

/* A return of the survey with marks of fields, some of none. */
static void
draw_return(struct drawn_house *house)
{
	static const char *const fields[] = { "roof", "structure", "conclusion", "callback_more", "nothing", "closure_words" };
	struct scene *scene = &house->scene;
	size_t at = scene_return_of(scene, "survey", 4, "village_secretary", "village", NONE);
	struct value *item;

	house->mark_count = 0;
	for (unsigned i = scene_draw(4); i > 0; i--) {
		const char *name = fields[scene_draw(ARRAY_LEN(fields))];
		struct value mark = value_object();

		value_set_integer(&mark, "kind", 1);
		if (scene_draw(8))
			value_set_text(&mark, "field", name);
		house->marks[house->mark_count++] = value_get(&mark, "field") ? pack_form_of_field(drawn_pack, name) : NULL;
		value_append_take(value_get_mut(&scene->steps[at].data, "errors"), mark);
	}
	item = scene_item(scene, at); /* what its author saw */
	for (size_t i = 0; i < at; i++)
		if (step_kind_of(scene->steps[i].kind) == STEP_FORM && scene_draw(3))
			scene_append_id(item, "covers", &scene->flow[i].id);
	if (scene_draw(4) == 0)
		draw_step(scene, "registration"); /* and what came since */
	if (scene_draw(4) == 0) {
		size_t back = scene_add(scene, "withdrawal", 4, "village_secretary", NONE);

		step_data_set_id(&scene->steps[back].data, "of", &scene->flow[at].id);
	}
}

static void
draw_facts(struct drawn_house *house)
{
	struct scene *scene = &house->scene;
	struct flow_facts *facts = &scene->facts;

	house->asked = mem_array(drawn_pack->form_count, sizeof(*house->asked));
	house->again = mem_array(drawn_pack->form_count, sizeof(*house->again));
	house->disputed = mem_array(drawn_pack->form_count, sizeof(*house->disputed));
	house->mends = mem_array(drawn_pack->form_count, sizeof(*house->mends));
	for (size_t i = 0; i < drawn_pack->form_count; i++) {
		scene->relevant[0][i] = scene_draw(5) > 0;
		scene->relevant[1][i] = scene_draw(3) > 0;
		scene->relevant[2][i] = scene_draw(3) > 0;
		house->asked[i] = scene_draw(4) > 0;
		house->again[i] = scene_draw(3) == 0;
		house->disputed[i] = scene_draw(6) == 0;
		scene->form_errors[i] = scene_draw(30) == 0;
		house->mends[i] = scene_draw(4) == 0;
	}
	if (scene_draw(2))
		facts->asked = house->asked;
	if (scene_draw(2))
		facts->form_mends = house->mends;
	if (scene_draw(2))
		facts->disputed = house->disputed;
	if (scene_draw(6) == 0)
		facts->form_errors = NULL;
	facts->ctx = house;
	house->salt = scene_draw(1000);
	if (scene_draw(4))
		facts->holds = holds;
	if (scene_draw(4))
		facts->day = drawn_day;
	facts->added = house->added;
	for (size_t i = 0; i < drawn_pack->form_count && facts->added_count < ARRAY_LEN(house->added); i++)
		for (size_t f = 0;
		     f < 2 && f < drawn_pack->forms[i].field_count && scene_draw(9) == 0 && facts->added_count < ARRAY_LEN(house->added);
		     f++)
			house->added[facts->added_count++] = (struct flow_added){ &drawn_pack->forms[i], &drawn_pack->forms[i].fields[f] };
}

/* Some have none. */
bool
drawn_day(void *ctx, const struct expr *due, const struct chain *chain, const struct id *root, char out[FLOW_DAY_SIZE])
{
	const struct drawn_house *house = ctx;
	unsigned drawn = house->salt + (unsigned)strlen(due->sql) * 7 + root->b[1] * 3u + (chain ? 1 : 0);

	assert_true(chain || id_is_zero(root));
	if (drawn % 4)
		snprintf(out, FLOW_DAY_SIZE, "2022-1%u-0%u", drawn % 3, drawn % 7 + 1);
	return drawn % 4 > 0;
}

void
drawn_house_init(struct drawn_house *house)
{
	*house = (struct drawn_house){ .mark_count = 0 };
	scene_start(&house->scene, drawn_pack, drawn_older, drawn_oldest, NULL);
	draw_forms(&house->scene);
	scene_evaluate(&house->scene);
	draw_signs(&house->scene);
	if (scene_draw(4) == 0)
		draw_return(house);
	draw_facts(house);
	scene_evaluate(&house->scene);
}

void
drawn_house_release(struct drawn_house *house)
{
	scene_release(&house->scene);
	free(house->asked);
	free(house->again);
	free(house->disputed);
	free(house->mends);
}

/* ---- looking at it */

size_t
drawn_heads(const struct scene *scene, const struct form *form)
{
	size_t heads = 0;

	for (size_t i = 0; i < scene->slots.slot_count; i++)
		if (strcmp(scene->slots.slots[i].form->name, form->name) == 0)
			heads += scene->slots.slots[i].head_count;
	return heads;
}

const struct flow_slot *
drawn_slot(const struct scene *scene, const struct form *form)
{
	const struct flow_slot *found = NULL;

	for (size_t i = 0; i < scene->slots.slot_count; i++)
		if (!form->repeat && strcmp(scene->slots.slots[i].form->name, form->name) == 0)
			found = &scene->slots.slots[i];
	return found;
}

const struct step *
drawn_head(const struct scene *scene, const struct form *form)
{
	const struct flow_slot *slot = drawn_slot(scene, form);

	return slot && slot->head_count == 1 ? scene->flow[slot->heads[0]].step : NULL;
}

const struct chain *
drawn_chain_of(const struct form *form)
{
	for (size_t c = 0; c < drawn_pack->chain_count; c++)
		for (size_t i = 0; i < drawn_pack->chains[c].covers.count; i++)
			if (strcmp(drawn_pack->chains[c].covers.items[i], form->name) == 0)
				return &drawn_pack->chains[c];
	return form == drawn_pack->root ? &drawn_pack->chains[0] : NULL;
}

bool
drawn_errors(const struct scene *scene, const struct chain *chain)
{
	for (size_t i = 0; scene->facts.form_errors && i < drawn_pack->form_count; i++)
		if (names_has(&chain->covers, drawn_pack->forms[i].name) && scene->form_errors[i])
			return true;
	return false;
}
