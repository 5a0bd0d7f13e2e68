#include "acts_drawn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/attr.h"
#include "base/mem.h"

#define NONE SIZE_MAX
#define FORM(name, more)                                                                                                                   \
	name, "form: " name "\nlabel: {zh: 一}\nby: [inspector]\n" more "fields:\n  - {name: " name "_words, type: text, label: {zh: 一}}\n"
#define LEVEL(name, role, due) "      - {level: " name ", label: {zh: 一}, by: [" role "], due: " due "}\n"
#define CHAIN(name, over, levels) "  - chain: " name "\n    label: {zh: 一}\n    " over "\n    levels:\n" levels
#define CHAINS(before)                                                                                                                     \
	"\n" CHAIN("controls", "each: control", LEVEL(before "clerk", "township_clerk", "control"))                                        \
		CHAIN("filing", "each: remedy",                                                                                            \
		      LEVEL(before "township", "township_head", "plan") LEVEL(before "county", "county_officer", "(day_county)"))          \
			CHAIN("strikeoff", "each: closure",                                                                                \
			      LEVEL(before "township", "township_head", "plan") LEVEL(before "county", "county_officer", "plan"))          \
				CHAIN("appraised", "each: verdict", LEVEL(before "clerk", "township_clerk", "(day_clerk)"))                \
					CHAIN("more", "covers: [extra]", LEVEL(before "reader", "township_clerk", "(day_reader)"))

static const char *const forms[] = { FORM("control", "repeat: true\ndue: control\n"),
				     FORM("remedy", "repeat: true\ndue: (day_remedy)\n"),
				     FORM("patrolled", "repeat: true\ndue: (day_patrolled)\n"),
				     FORM("closure", "repeat: true\ndue: (day_closure)\n"),
				     FORM("verdict", "repeat: true\ndue: (day_verdict)\n"),
				     FORM("beside", "repeat: true\n"),
				     FORM("extra", "due: (day_extra)\n"),
				     NULL };
static const char cases[] =
	"cases:\n  - {case: danger, label: {zh: 一}, opens: hazard, of: [classification, verdict], same: [conclusion], stages: [{form: control, when: when_control}, "
	"{form: remedy, when: when_remedy, done: done_remedy}, {form: patrolled}], before_end: [{form: control, when: before_control}, {form: verdict, when: "
	"before_verdict}], needs: [survey, more], closes: closure}\n"
	"  - {case: idle, label: {zh: 二}, of: [classification], stages: [{form: control}], closes: closure}\n"; /* which never opens */

const char *const acts_forms[ACTS_FORMS] = { "control", "remedy", "patrolled", "closure", "verdict" };
struct pack *acts_pack, *acts_older;

static struct pack *
make_pack(const char *chains)
{
	char *text = mem_printf("%s%s", chains, cases);
	struct pack *pack = scene_pack(text, forms);

	free(text);
	strcpy(pack->deadlines[1].date, "2023-02-28"); /* so that the last of all is not the last of the list */
	pack->cases[0].stages = mem_resize(pack->cases[0].stages, STAGES + 1, sizeof(*pack->cases[0].stages));
	pack->cases[0].stages[STAGES] = pack->cases[0].stages[0]; /* for who looks behind the last */
	return pack;
}

int
acts_load(void **state)
{
	(void)state;
	acts_pack = make_pack(CHAINS(""));
	acts_older = make_pack(CHAINS("old_"));
	return 0;
}

int
acts_unload(void **state)
{
	(void)state;
	pack_free(acts_pack);
	pack_free(acts_older);
	return 0;
}

/* ---- looking at it */

const struct chain *
acts_chain_of(const struct pack *pack, int form)
{
	for (size_t c = 0; c < pack->chain_count; c++)
		if (pack->chains[c].each && strcmp(pack->chains[c].each->name, acts_forms[form]) == 0)
			return &pack->chains[c];
	return NULL;
}

const struct chain *
acts_chain(const struct acts_slot *slot)
{
	return acts_chain_of(slot->older ? acts_older : acts_pack, slot->form);
}

const struct id *
acts_root(const struct acts_house *house, const struct acts_slot *slot)
{
	return &house->scene.flow[slot->step].id;
}

const struct acts_slot *
acts_slot_of(const struct acts_house *house, const struct id *root)
{
	for (size_t i = 0; i < house->slot_count; i++)
		if (id_equal(acts_root(house, &house->slots[i]), root))
			return &house->slots[i];
	return NULL;
}

const struct acts_slot *
acts_slot(const struct acts_house *house, const struct flow_slot *slot)
{
	return slot->repeat ? acts_slot_of(house, &slot->repeat_root) : NULL;
}

const struct acts_answer *
acts_answer(const struct acts_house *house, const char *sql)
{
	for (size_t i = 0; i < house->answer_count; i++)
		if (strcmp(house->answers[i].sql, sql) == 0)
			return &house->answers[i];
	fail_msg("nobody answers %s", sql);
	return NULL;
}

/* ---- what is drawn */

static void
draw_answer(struct acts_house *house, const char *sql)
{
	static const char *const days[] = { NULL, "2022-08-01", "2022-12-31" };

	house->answers[house->answer_count++] = (struct acts_answer){ sql, scene_draw(2), days[scene_draw(3)] };
}

/* A slot, by who saw the classification as it stands, or by who saw nothing. */
static void
draw_slot(struct acts_house *house, int form)
{
	struct acts_slot *slot = &house->slots[house->slot_count++];
	struct scene *scene = &house->scene;
	const struct chain *chain = acts_chain_of(acts_pack, form);
	bool sees = scene_draw(4);

	*slot = (struct acts_slot){ .form = form,
				    .heads = scene_draw(6) ? 1 : 2,
				    .returned = scene_draw(5) == 0,
				    .again = scene_draw(5) == 0,
				    .done = scene_draw(2),
				    .older = chain && scene_draw(4) == 0 };
	slot->levels = chain ? scene_draw((unsigned)chain->level_count + 1) : 0;
	slot->step = scene_add(scene, acts_forms[form], 1, "inspector", NONE);
	for (size_t i = 1; sees && i <= 3; i++) /* the classification's versions */
		if (i < slot->step && strcmp(scene->steps[i].kind, "classification") == 0 &&
		    (house->conclusions != 1 || !house->replaced || i == 2))
			scene_append_id(&scene->steps[slot->step].data, "_upon", &scene->flow[i].id);
	if (slot->heads == 2)
		value_set_take(&scene->steps[scene_add_to(scene, slot->step, 1, "inspector", NONE)].data, "_upon",
			       sees && value_get(&scene->steps[slot->step].data, "_upon")
				       ? value_copy(value_get(&scene->steps[slot->step].data, "_upon"))
				       : value_list());
	/* With no classification nothing was seen, and nothing is there; two of them are as nobody saw them. */
	slot->belongs = house->conclusions == 0 || (house->conclusions == 1 && sees);
}

/* A sign-off that gives something back, with a mark of a field or without. */
static size_t
add_return(struct acts_house *house, const char *field)
{
	struct scene *scene = &house->scene;
	size_t at = scene_add(scene, "signoff", 5, "village_secretary", NONE);
	struct value items = value_list(), errors = value_list(), mark = value_object();

	value_append_take(&items, value_object());
	value_set_take(&scene->steps[at].data, "items", items);
	if (field) {
		value_set_text(&mark, "field", field);
		value_append_take(&errors, mark);
	}
	value_set_take(&scene->steps[at].data, "errors", errors);
	return at;
}

static void
add_todo(struct acts_house *house, const struct flow_todo *todo)
{
	static const char *const days[] = { "", "2022-08-01", "2022-08-15", "2022-12-31", "2023-03-01" };

	assert_true(house->todo_count < ACTS_TASKS);
	house->todos[house->todo_count] = *todo;
	strcpy(house->todos[house->todo_count++].day, days[scene_draw(ARRAY_LEN(days))]);
}

/* Tasks of the two chains that the case rests on, of others, and of none; then some of the slots. */
static void
draw_todos(struct acts_house *house)
{
	const struct chain *survey = pack_chain(acts_pack, "survey"), *more = pack_chain(acts_pack, "more"),
			   *appraised = pack_chain(acts_pack, "appraised"), *controls = pack_chain(acts_pack, "controls");
	const struct form *listing = pack_form(acts_pack, "listing"), *checked = pack_form(acts_pack, "photo_check"),
			  *registration = pack_form(acts_pack, "registration"), *classification = pack_form(acts_pack, "classification"),
			  *extra = pack_form(acts_pack, "extra"), *verdict = pack_form(acts_pack, "verdict"),
			  *control = pack_form(acts_pack, "control"), *beside = pack_form(acts_pack, "beside");
	const struct flow_todo tasks[] = {
		{ .task = TASK_FORM, .form = beside, .first = true },
		{ .task = TASK_RETURNED, .chain = survey, .first = true, .level = &survey->levels[0], .form = listing, .sign = 0 },
		{ .task = TASK_SIGN, .chain = survey, .first = true, .level = &survey->levels[0] },
		{ .task = TASK_SIGN, .chain = survey, .first = true, .level = &pack_chain(acts_older, "survey")->levels[1] },
		{ .task = TASK_FORM, .chain = survey, .first = true, .form = checked },
		{ .task = TASK_FORM, .chain = survey, .first = false, .form = registration },
		{ .task = TASK_ADDED, .chain = survey, .first = true, .form = classification, .field = &classification->fields[0] },
		{ .task = TASK_AGAIN, .chain = survey, .first = true, .form = classification },
		{ .task = TASK_SIGN, .chain = appraised, .first = true, .level = &appraised->levels[0] },
		{ .task = TASK_AGAIN, .chain = appraised, .first = true, .form = verdict },
		{ .task = TASK_FORM, .chain = appraised, .first = true, .form = verdict },
		{ .task = TASK_FORM, .chain = controls, .first = true, .form = control },
		{ .task = TASK_RETURNED, .chain = more, .first = true, .level = &more->levels[0], .form = extra, .sign = 1 },
		{ .task = TASK_SIGN, .chain = more, .first = true, .level = &more->levels[0] },
		{ .task = TASK_SIGN, .chain = more, .first = true, .level = &pack_chain(acts_older, "more")->levels[0] },
		{ .task = TASK_AGAIN, .chain = more, .first = true, .form = extra },
		{ .task = TASK_FORM, .chain = survey, .first = true, .form = classification },
		{ .task = TASK_RETURNED, .first = true, .level = &pack_chain(acts_older, "more")->levels[0], .sign = 1 },
		{ .task = TASK_FORM, .form = listing, .first = true },
		{ .task = TASK_ADDED, .form = beside, .field = &beside->fields[0], .first = true },
	};

	for (size_t i = 0; i < ARRAY_LEN(tasks); i++)
		if (scene_draw(5) == 0)
			add_todo(house, &tasks[i]);
	for (size_t i = 0; i < house->slot_count; i++) {
		const struct acts_slot *slot = &house->slots[i];
		const struct chain *chain = acts_chain_of(acts_pack, slot->form);
		struct flow_todo todo = { .chain = chain, .first = scene_draw(2), .root = *acts_root(house, slot) };

		if (scene_draw(3))
			continue;
		todo.task = scene_draw(2) ? TASK_AGAIN : chain && scene_draw(2) ? TASK_RETURNED : TASK_CONFLICT;
		todo.form = pack_form(acts_pack, acts_forms[slot->form]);
		if (chain && scene_draw(2)) {
			todo.task = TASK_SIGN;
			todo.form = NULL;
			todo.level = &acts_chain(slot)->levels[scene_draw((unsigned)chain->level_count)];
		}
		add_todo(house, &todo);
	}
}

/* Days of forms, of an added question and of levels; some are of another case's next act. */
static void
draw_dues(struct acts_house *house)
{
	static const struct pack_case other;
	const struct form *classification = pack_form(acts_pack, "classification");
	const struct flow_due dues[] = {
		{ .form = classification, .field = &classification->fields[0] },
		{ .form = classification },
		{ .form = pack_form(acts_pack, "photo_check"), .of_case = &other },
		{ .form = pack_form(acts_pack, "control") },
		{ .form = pack_form(acts_pack, "patrolled"), .of_case = &other },
		{ .level = &pack_chain(acts_pack, "survey")->levels[0] },
		{ .form = classification, .level = &pack_chain(acts_pack, "more")->levels[0] },
	};

	for (size_t i = 0; i < ARRAY_LEN(dues); i++)
		if (scene_draw(3) == 0)
			house->dues[house->due_count++] = dues[i];
	for (size_t i = 0; i < house->slot_count; i++) {
		const struct chain *chain = acts_chain_of(acts_pack, house->slots[i].form);
		struct flow_due due = { .root = *acts_root(house, &house->slots[i]) };

		if (scene_draw(3))
			continue;
		if (chain && scene_draw(2))
			due.level = &chain->levels[scene_draw((unsigned)chain->level_count)];
		else
			due.form = pack_form(acts_pack, acts_forms[house->slots[i].form]);
		house->dues[house->due_count++] = due;
	}
	for (size_t i = 0; i < house->due_count; i++)
		strcpy(house->dues[i].day, "2022-07-01");
}

void
acts_house_init(struct acts_house *house)
{
	static const char *const asked[] = { "when_control", "when_remedy",	"done_remedy",	 "before_control", "before_verdict",
					     "(day_remedy)", "(day_patrolled)", "(day_closure)", "(day_verdict)",  "(day_county)",
					     "(day_clerk)",  "(day_reader)",	"(day_extra)" };
	struct scene *scene = &house->scene;

	memset(house, 0, sizeof(*house));
	scene_start(scene, acts_pack, NULL);
	scene_add(scene, "listing", 1, "inspector", NONE);
	house->conclusions = scene_draw(5) ? 1 : scene_draw(3);
	if (house->conclusions) {
		house->replaced = scene_draw(2) || house->conclusions == 2;
		value_set_text(&scene->steps[scene_add(scene, "classification", 1, "inspector", NONE)].data, "conclusion", "2");
		if (house->replaced)
			value_set_text(&scene->steps[scene_add(scene, "classification", 1, "inspector", house->conclusions == 2 ? NONE : 1)]
						.data,
				       "conclusion", "1");
	}
	for (int form = 0; form < ACTS_FORMS; form++)
		for (int slots = (int)scene_draw(3); slots > 0; slots--)
			draw_slot(house, form);
	house->outdated = house->conclusions == 1 && scene_draw(6) == 0;
	if (house->outdated) /* what the classification depends on came when it stood */
		scene_add(scene, "registration", 1, "inspector", NONE);
	house->returns[0] = add_return(house, "roof");
	house->returns[1] = add_return(house, NULL);
	for (size_t i = 0; i < ARRAY_LEN(asked); i++)
		draw_answer(house, asked[i]);
	house->opens = scene_draw(3);
	house->was = scene_draw(2);
	house->held_back = scene_draw(2);
	house->surveyed = scene_draw(2);
	house->more_signed = scene_draw(2);
	draw_todos(house);
	draw_dues(house);
	scene->input = (struct flow_input){
		.pack = acts_pack, .root = scene_id(0), .steps = scene->flow, .step_count = scene->count, .division = SCENE_VILLAGE
	};
	flow_slots_eval(&scene->input, &scene->slots);
}

void
acts_house_release(struct acts_house *house)
{
	scene_release(&house->scene);
}

/* ---- what the program is told */

static void
tell_progress(struct flow_state *out, const struct chain *now, const struct chain *chain, const struct id *root, size_t levels)
{
	struct flow_progress *progress = &out->progresses[out->progress_count++];

	*progress = (struct flow_progress){ .chain = chain, .cover = out->cover_count, .levels_signed = levels };
	if (root)
		progress->root = *root;
	if (chain != now) /* which stands otherwise under the pack in force */
		out->covers[out->cover_count++] = (struct flow_cover){ .pack = acts_pack,
								       .chain = now,
								       .root = progress->root,
								       .returned = scene_draw(2),
								       .reason = scene_draw(2) ? FLOW_INCOMPLETE : FLOW_COUNTS };
	progress->best = out->cover_count;
	out->covers[out->cover_count++] = (struct flow_cover){ .pack = chain == now ? acts_pack : acts_older,
							       .chain = chain,
							       .root = progress->root };
}

void
acts_tell(const struct acts_house *house, struct flow_state *out)
{
	const struct chain *survey = pack_chain(acts_pack, "survey"), *more = pack_chain(acts_pack, "more");

	*out = (struct flow_state){ .sign_count = ARRAY_LEN(house->returns),
				    .todo_count = house->todo_count,
				    .due_count = house->due_count };
	out->signs = mem_array(out->sign_count, sizeof(*out->signs));
	out->signs[0] = (struct flow_sign){ .step = house->returns[0], .level = &survey->levels[0], .cover = NONE };
	out->signs[1] = (struct flow_sign){ .step = house->returns[1], .level = &more->levels[0], .cover = NONE };
	out->todos = mem_array(out->todo_count, sizeof(*out->todos));
	memcpy(out->todos, house->todos, out->todo_count * sizeof(*out->todos));
	out->dues = mem_array(out->due_count, sizeof(*out->dues));
	memcpy(out->dues, house->dues, out->due_count * sizeof(*out->dues));
	out->covers = mem_array(2 * ACTS_SLOTS + 2, sizeof(*out->covers));
	out->progresses = mem_array(ACTS_SLOTS + 2, sizeof(*out->progresses));
	tell_progress(out, survey, survey, NULL, house->surveyed ? survey->level_count : 0);
	tell_progress(out, more, more, NULL, house->more_signed ? more->level_count : 0);
	for (size_t s = 0; s < house->scene.slots.slot_count; s++) {
		const struct acts_slot *slot = acts_slot(house, &house->scene.slots.slots[s]);

		if (!slot || !acts_chain(slot))
			continue;
		tell_progress(out, acts_chain_of(acts_pack, slot->form), acts_chain(slot), acts_root(house, slot), slot->levels);
		out->covers[out->cover_count - 1].returned = slot->returned;
		out->covers[out->cover_count - 1].reason = slot->again ? FLOW_OUTDATED : FLOW_COUNTS;
	}
}

void
acts_told_release(struct flow_state *told)
{
	free(told->cases);
	free(told->todos);
	free(told->dues);
	free(told->covers);
	free(told->progresses);
	free(told->signs);
}

/* ---- what it may ask */

static bool
tell_opens(void *ctx, const struct pack_case *of, const size_t *heads, size_t count)
{
	struct acts_asking *asking = ctx;

	(void)heads;
	assert_ptr_equal(of, &acts_pack->cases[0]);
	asking->asked_then |= count > 0;
	return count ? asking->house->was : asking->house->opens;
}

static bool
tell_holds(void *ctx, const struct expr *expr, const struct form *form, const struct id *root)
{
	struct acts_asking *asking = ctx;

	if (strcmp(expr->sql, "done_remedy") != 0) {
		asking->asked_stage = true;
		return acts_answer(asking->house, expr->sql)->holds;
	}
	assert_string_equal(form->name, "remedy");
	assert_non_null(acts_slot_of(asking->house, root));
	return acts_slot_of(asking->house, root)->done;
}

static bool
tell_day(void *ctx, const struct expr *due, const struct chain *chain, const struct id *root, char out[FLOW_DAY_SIZE])
{
	struct acts_asking *asking = ctx;
	const char *day = acts_answer(asking->house, due->sql)->day;

	(void)chain;
	(void)root;
	asking->asked_day = true;
	if (day)
		memcpy(out, day, FLOW_DAY_SIZE);
	return day != NULL;
}

/* The slots of the case's own forms that do not belong to it are left out while it is asked. */
static void
note_narrow(void *ctx, const bool *left_out)
{
	struct acts_asking *asking = ctx;
	const struct flow_slots *slots = &asking->house->scene.slots;

	for (size_t i = 0; left_out && i < slots->slot_count; i++) {
		const struct acts_slot *is = acts_slot(asking->house, &slots->slots[i]);

		assert_int_equal(left_out[i], is && is->form != VERDICT && !is->belongs);
	}
	assert_true(asking->narrow == !left_out);
	asking->narrow = left_out != NULL;
	asking->was_narrowed = true;
}

struct flow_facts
acts_facts(struct acts_asking *asking, bool narrowing)
{
	return (struct flow_facts){
		.opens = tell_opens, .holds = tell_holds, .day = tell_day, .narrow = narrowing ? note_narrow : NULL, .ctx = asking
	};
}
