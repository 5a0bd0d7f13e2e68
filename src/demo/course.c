#include "demo/course.h"

#include <stdlib.h>
#include <string.h>

#include "base/machine/clock.h"
#include "base/mem.h"
#include "demo/put.h"

/* ---- the courses */

#define NOTICED ACT_CONTROL, ACT_NOTICE
#define READ NOTICED, ACT_APPRAISE, ACT_READ
#define FILED READ, ACT_PLAN, ACT_PLAN_CHECK, ACT_PLAN_FILE
#define DONE FILED, ACT_WORK, ACT_DONE
#define FIT ACT_APPRAISE_FIT, ACT_READ, ACT_PROVE, ACT_LIFT, ACT_CLOSE
#define STRUCK_OFF ACT_CLOSE_CHECK, ACT_CLOSE_ACCEPT

/* Of a severe house a report as A or B is none of the ordinary courses: what the team found would be doubted. */
static const struct demo_course courses[] = {
	{ 4, 0, 0, { ACT_NONE } }, /* nobody has put it under control */
	{ 8, 0, 0, { ACT_CONTROL } },
	{ 6, 0, 0, { ACT_CONTROL, ACT_PATROL } },
	{ 10, 0, 0, { NOTICED } },
	{ 4, 0, 0, { NOTICED, ACT_ENFORCE } },
	{ 6, 0, '3', { NOTICED, ACT_APPRAISE } },
	{ 8, 0, '3', { READ } },
	{ 6, 0, '3', { READ, ACT_PLAN } },
	{ 2, 0, '3', { READ, ACT_PLAN, ACT_PLAN_BACK } },
	{ 6, 0, '3', { READ, ACT_PLAN, ACT_PLAN_CHECK } },
	{ 8, 0, '3', { FILED } },
	{ 8, 0, '3', { FILED, ACT_WORK } },
	{ 4, 0, '3', { FILED, ACT_WORK, ACT_PATROL } },
	{ 2, 0, '1', { DONE } },
	{ 3, 0, '1', { DONE, ACT_CLOSE } },
	{ 3, 0, '1', { DONE, ACT_CLOSE, ACT_CLOSE_CHECK } },
	{ 1, 0, '1', { DONE, ACT_CLOSE, ACT_CLOSE_CHECK, ACT_CLOSE_BACK } },
	{ 4, 0, '1', { DONE, ACT_CLOSE, STRUCK_OFF } },
	{ 3, '2', '3', { DONE, FIT, STRUCK_OFF } },
	{ 4, '2', 0, { NOTICED, FIT, STRUCK_OFF } },
	{ 0, '2', 0, { NOTICED, FIT, STRUCK_OFF, ACT_APPRAISE_WORSE, ACT_READ } },
};

/* What was referred to departments: answered, past its day, sent back, and asked today; every so manieth house that was noticed has one. */
#define LETTER_EVERY 5
static const enum demo_act letters[][3] = {
	{ ACT_REFER_NOW, ACT_NONE },
	{ ACT_REFER, ACT_REPLY, ACT_NONE },
	{ ACT_REFER, ACT_NONE },
	{ ACT_REFER, ACT_REPLY_BACK, ACT_NONE },
};

static bool
fits(const struct demo_course *course, char conclusion)
{
	return !course->conclusion || course->conclusion == conclusion;
}

static const struct demo_course *
draw_course(struct random_stream *stream, char conclusion)
{
	uint32_t all = 0, at;

	for (size_t i = 0; i < ARRAY_LEN(courses); i++)
		all += fits(&courses[i], conclusion) ? (uint32_t)courses[i].share : 0;
	at = random_stream_below(stream, all);
	for (size_t i = 0; i < ARRAY_LEN(courses); i++) {
		if (!fits(&courses[i], conclusion))
			continue;
		if (at < (uint32_t)courses[i].share)
			return &courses[i];
		at -= (uint32_t)courses[i].share;
	}
	return &courses[0];
}

/* Houses whose hazard is dealt with were signed at all levels before. */
static void
take_course(struct demo_building *building, const struct demo_course *course)
{
	building->course = course;
	if (course->acts[0] != ACT_NONE && course->acts[1] != ACT_NONE)
		building->fate = DEMO_TOWNSHIP;
}

static const struct demo_course *
first_missing(const bool *given, char conclusion)
{
	for (size_t i = 0; i < ARRAY_LEN(courses); i++)
		if (!given[i] && (!conclusion || fits(&courses[i], conclusion)))
			return &courses[i];
	return NULL;
}

void
demo_courses_plan(struct demo_county *county)
{
	bool given[ARRAY_LEN(courses)] = { false };
	int64_t part = county->ask->buildings;
	const struct demo_course *course;

	if (part > 0 && part < DEMO_PART_LEAST)
		return;
	for (size_t i = 0; i < county->building_count; i++) {
		struct demo_building *building = &county->buildings[i];

		if (building->village == county->mid_village || (building->conclusion != '1' && building->conclusion != '2'))
			continue;
		course = first_missing(given, building->conclusion);
		if (!course)
			course = draw_course(&county->later, building->conclusion);
		given[course - courses] = true;
		take_course(building, course);
	}
	while ((course = first_missing(given, 0))) {
		char conclusion = course->conclusion ? course->conclusion : (course - courses) % 3 ? '2' : '1';

		given[course - courses] = true;
		take_course(demo_plan_add_again(county, conclusion), course);
	}
}

/* ---- walking one */

struct course_walk {
	struct demo_county *county;
	struct demo_building *building;
	struct eval_slot slots[DEMO_ACTS_MOST]; /* what was filled in of forms that repeat, with values that are the walk's */
	struct value values[DEMO_ACTS_MOST];
	size_t slot_count;
	struct id prior; /* the approval of the level below; zero: there is none */
};

static const struct {
	const char *form; /* what the act fills in; NULL: it signs the newest slot of the chain's form */
	const char *chain, *level;
	const char *reason; /* of a return */
} deeds[ACT_COUNT] = {
	[ACT_PATROL] = { "patrol", NULL, NULL, NULL },
	[ACT_NOTICE] = { "notice", NULL, NULL, NULL },
	[ACT_ENFORCE] = { "enforcement", NULL, NULL, NULL },
	[ACT_APPRAISE] = { "appraisal", NULL, NULL, NULL },
	[ACT_APPRAISE_FIT] = { "appraisal", NULL, NULL, NULL },
	[ACT_APPRAISE_WORSE] = { "appraisal", NULL, NULL, NULL },
	[ACT_PROVE] = { "safety_proof", NULL, NULL, NULL },
	[ACT_PLAN] = { "plan", NULL, NULL, NULL },
	[ACT_WORK] = { "work", NULL, NULL, NULL },
	[ACT_DONE] = { "work", NULL, NULL, NULL },
	[ACT_LIFT] = { "control", NULL, NULL, NULL },
	[ACT_CLOSE] = { "closure", NULL, NULL, NULL },
	[ACT_REFER] = { "referral", NULL, NULL, NULL },
	[ACT_REFER_NOW] = { "referral", NULL, NULL, NULL },
	[ACT_REPLY] = { "dept_reply", NULL, NULL, NULL },
	[ACT_REPLY_BACK] = { "dept_reply", NULL, NULL, NULL },
	[ACT_READ] = { NULL, "appraised", "second_reader", NULL },
	[ACT_PLAN_CHECK] = { NULL, "filing", "file_township", NULL },
	[ACT_PLAN_FILE] = { NULL, "filing", "file_county", NULL },
	[ACT_PLAN_BACK] = { NULL, "filing", "file_township", "演示：完成时限请与户主再商定" },
	[ACT_CLOSE_CHECK] = { NULL, "strikeoff", "strike_township", NULL },
	[ACT_CLOSE_ACCEPT] = { NULL, "strikeoff", "strike_county", NULL },
	[ACT_CLOSE_BACK] = { NULL, "strikeoff", "strike_county", "演示：场地还没有清理完，清理后重拍照片" },
};

static const struct signer *
signer_of(const struct course_walk *walk, enum demo_act act)
{
	const struct demo_village *village = &walk->county->villages[walk->building->village];
	const struct demo_township *township = &walk->county->townships[village->township];

	switch (act) {
	case ACT_PATROL:
	case ACT_WORK:
	case ACT_DONE:
	case ACT_LIFT:
		return &village->inspectors[0];
	case ACT_ENFORCE:
	case ACT_PLAN_FILE:
	case ACT_CLOSE_ACCEPT:
	case ACT_CLOSE_BACK:
		return &walk->county->officers[0];
	case ACT_READ:
	case ACT_PLAN_CHECK:
	case ACT_PLAN_BACK:
	case ACT_CLOSE_CHECK:
		return &township->head;
	default:
		return &township->clerk;
	}
}

/* Lays the slots of a form beside the other forms of the house, where rules find them. */
static void
load_form(const struct course_walk *walk, const char *name)
{
	struct store *store = walk->county->store;
	const struct form *form = pack_form(store_pack(store), name);
	struct eval_slot slots[DEMO_ACTS_MOST];
	size_t count = 0;

	for (size_t i = 0; i < walk->slot_count; i++)
		if (walk->slots[i].form == form)
			slots[count++] = walk->slots[i];
	eval_load_slots(store_eval(store), form, slots, count);
}

static enum status
fill_act(struct course_walk *walk, enum demo_act act, struct err *err)
{
	struct demo_building *building = walk->building;
	struct eval_slot *slot = &walk->slots[walk->slot_count];
	struct demo_put put = { walk->county, building, signer_of(walk, act), deeds[act].form, NULL, &walk->values[walk->slot_count] };
	struct demo_photos photos = { 0 };
	struct id id;
	enum status status;

	photos.count = demo_act_photos(building, act, photos.drawn);
	demo_photos_draw(&photos);
	status = demo_put_form(&put, demo_act_values(walk->county, building, act), photos.drawn, photos.count, &id, err);
	demo_photos_release(&photos);
	if (status)
		return status;
	if (strcmp(put.form, "appraisal") == 0)
		building->appraisals[building->appraisal_count++] = id;
	*slot = (struct eval_slot){
		.form = pack_form(store_pack(walk->county->store), put.form), .root = id, .head = id, .values = put.keep
	};
	walk->slot_count++;
	walk->prior = (struct id){ 0 };
	load_form(walk, put.form);
	return STATUS_OK;
}

static const struct eval_slot *
newest_slot(const struct course_walk *walk, const struct form *form)
{
	for (size_t i = walk->slot_count; i > 0; i--)
		if (walk->slots[i - 1].form == form)
			return &walk->slots[i - 1];
	return NULL;
}

/* The heads that a level of a chain over each slot signs: the slot, and what the case is about where the form belongs to one. */
static struct value
covers_of(const struct course_walk *walk, const struct chain *chain, const struct id *slot)
{
	struct id ids[2 + DEMO_APPRAISALS] = { *slot };
	struct value covers = value_list();
	size_t count = 1;
	char hex[ID_HEX_LEN + 1];

	if (chain->of.count) {
		ids[count++] = walk->building->classification;
		for (size_t i = 0; i < walk->building->appraisal_count; i++)
			ids[count++] = walk->building->appraisals[i];
	}
	count = id_sort_unique(ids, count);
	for (size_t i = 0; i < count; i++)
		value_append_take(&covers, value_text(id_hex(&ids[i], hex)));
	return covers;
}

static enum status
sign_act(struct course_walk *walk, enum demo_act act, struct err *err)
{
	const struct chain *chain = pack_chain(store_pack(walk->county->store), deeds[act].chain);
	const struct eval_slot *slot = newest_slot(walk, chain->each);
	const char *shown = chain->summary ? value_get_text(slot->values, chain->summary->name) : NULL;
	struct demo_decision decision = {
		.signer = signer_of(walk, act), .chain = chain->name, .level = deeds[act].level, .reason = deeds[act].reason
	};
	struct value items = value_list(), item = value_object();

	step_data_set_id(&item, "building", &walk->building->root);
	step_data_set_id(&item, "root", &slot->root);
	value_set_take(&item, "covers", covers_of(walk, chain, &slot->root));
	if (!decision.reason && !id_is_zero(&walk->prior))
		step_data_set_id(&item, "prior", &walk->prior);
	if (!decision.reason && shown)
		value_set_text(&item, "shown", shown);
	value_append_take(&items, item);
	return demo_put_decision(walk->county, &walk->county->villages[walk->building->village], &decision, items, &walk->prior, err);
}

bool
demo_has_letters(const struct demo_county *county)
{
	return county->ask->buildings <= 0 || county->ask->buildings >= DEMO_LETTERS_LEAST;
}

/* The letters of a house; none: it has none. Those of the village in mid-work and of the second look's township are left as they are. */
static const enum demo_act *
letters_of(struct demo_county *county, const struct demo_building *building)
{
	const enum demo_act *acts = building->course->acts;

	if (!demo_has_letters(county) || building->second || acts[0] == ACT_NONE || acts[1] != ACT_NOTICE ||
	    county->villages[building->village].township == county->villages[county->mid_village].township)
		return NULL;
	return county->noticed++ % LETTER_EVERY ? NULL : letters[county->noticed / LETTER_EVERY % ARRAY_LEN(letters)];
}

static enum status
walk_building(struct demo_county *county, struct demo_building *building, const char *today, struct err *err)
{
	struct store *store = county->store;
	struct course_walk walk = { .county = county, .building = building };
	enum status status = STATUS_OK;

	eval_clear(store_eval(store), today);
	eval_load(store_eval(store), pack_form(store_pack(store), "registration"), &building->registered, true, NULL, 0);
	eval_load(store_eval(store), pack_form(store_pack(store), "classification"), &building->classified, true, NULL, 0);
	for (const enum demo_act *act = building->course->acts; *act != ACT_NONE && !status; act++) {
		if (*act == ACT_CONTROL)
			continue; /* stands since the hazard was found */
		status = deeds[*act].form ? fill_act(&walk, *act, err) : sign_act(&walk, *act, err);
	}
	for (const enum demo_act *act = letters_of(county, building); act && *act != ACT_NONE && !status; act++)
		status = fill_act(&walk, *act, err);
	for (size_t i = 0; i < walk.slot_count; i++)
		value_release(&walk.values[i]);
	return status;
}

enum status
demo_village_loop(struct demo_county *county, size_t index, struct err *err)
{
	const struct demo_village *village = &county->villages[index];
	enum status status = STATUS_OK;
	char today[11];

	clock_date(clock_now_unix(), today);
	for (size_t i = 0; i < village->building_count && !status; i++) {
		struct demo_building *building = &county->buildings[village->buildings[i]];

		if (building->course)
			status = walk_building(county, building, today, err);
	}
	return status;
}
