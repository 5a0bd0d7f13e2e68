#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/draft.h"
#include "app/session/private.h"
#include "demo/county.h"
#include "demo/course.h"
#include "demo/put.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "form/place.h"
#include "store/blob.h"
#include "store/beside/drafts.h"

/* Forms, photos and sign-offs of the demonstration, a village at a time. */

/* What is filled in at a house: the answers of a village are thought up in the plan's order before anything is signed, for its photos are drawn
 * ahead of the signing, and the number of floors comes from the registration. */
struct demo_answers {
	struct value listing, registration, photo_check, classification, control;
};

static bool
is_surveyed(const struct demo_building *building)
{
	return building->fate != DEMO_ROSTERED && building->fate != DEMO_DRAFT;
}

bool
demo_is_controlled(const struct demo_building *building)
{
	return (building->conclusion == '1' || building->conclusion == '2') &&
	       (!building->course || building->course->acts[0] == ACT_CONTROL);
}

static void
answer_building(struct demo_county *county, struct demo_building *building, struct demo_answers *out)
{
	out->listing = demo_listing(county, building);
	if (!is_surveyed(building))
		return;
	out->registration = demo_registration(county, building);
	out->photo_check = demo_photo_check(building);
	out->classification = demo_classification(county, building);
	if (demo_is_controlled(building))
		out->control = demo_control(county, building);
}

static struct value
take_value(struct value *from)
{
	struct value taken = *from;

	*from = (struct value){ 0 };
	return taken;
}

static enum status
fill_building(struct demo_county *county, struct demo_building *building, struct demo_answers *answers, const struct demo_photos *photos,
	      struct err *err)
{
	const struct demo_village *village = &county->villages[building->village];
	struct demo_put put = { county, building, &village->inspectors[0], "listing", NULL, NULL };
	struct id control;
	char today[11];
	enum status status;

	clock_date(clock_now_unix(), today);
	eval_clear(store_eval(county->store), today);
	status = demo_put_form(&put, take_value(&answers->listing), NULL, 0, &building->root, err);
	if (status || !is_surveyed(building))
		return status;
	put.form = "registration";
	put.keep = building->course || building->second ? &building->registered : NULL;
	status = demo_put_form(&put, take_value(&answers->registration), photos->drawn, photos->count, &building->registration, err);
	put.form = "photo_check";
	put.keep = NULL;
	put.signer = &village->inspectors[1];
	if (!status)
		status = demo_put_form(&put, take_value(&answers->photo_check), NULL, 0, &building->photo_check, err);
	put.form = "classification";
	put.signer = &village->inspectors[0];
	put.keep = building->course || building->second ? &building->classified : NULL;
	if (!status)
		status = demo_put_form(&put, take_value(&answers->classification), photos->drawn, photos->count, &building->classification,
				       err);
	put.form = "control";
	put.keep = NULL;
	if (!status && demo_is_controlled(building))
		status = demo_put_form(&put, take_value(&answers->control), photos->drawn, photos->count, &control, err);
	return status;
}

enum status
demo_village_forms(struct demo_county *county, size_t village, struct err *err)
{
	const struct demo_village *at = &county->villages[village];
	size_t count = at->building_count;
	struct demo_answers *answers = mem_array(count, sizeof(*answers));
	struct demo_photos *photos = mem_array(count, sizeof(*photos));
	struct demo_painter *painter;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count; i++) {
		struct demo_building *building = &county->buildings[at->buildings[i]];

		answer_building(county, building, &answers[i]);
		if (is_surveyed(building))
			photos[i].count = demo_photos_plan(building, photos[i].drawn);
	}
	painter = demo_painter_start(photos, count);
	for (size_t i = 0; i < count && !status; i++) {
		status = fill_building(county, &county->buildings[at->buildings[i]], &answers[i], demo_painter_photos(painter, i), err);
		demo_photos_release(&photos[i]);
		county->made++;
		if (county->ask->progress)
			county->ask->progress(county->ask->ctx, _("buildings"), (int64_t)county->made, (int64_t)county->building_count);
	}
	demo_painter_end(painter);
	for (size_t i = 0; i < count; i++) {
		value_release(&answers[i].listing);
		value_release(&answers[i].registration);
		value_release(&answers[i].photo_check);
		value_release(&answers[i].classification);
		value_release(&answers[i].control);
		demo_photos_release(&photos[i]);
	}
	free(answers);
	free(photos);
	return status;
}

/* ---- sign-offs */

struct value
demo_item(const struct demo_building *building, int level)
{
	struct id covers[4] = { building->root, building->registration, building->photo_check, building->classification };
	struct value item = value_object(), list = value_list();
	char hex[ID_HEX_LEN + 1], shown[2] = { building->conclusion, '\0' };
	size_t count = id_sort_unique(covers, 4);

	step_data_set_id(&item, "building", &building->root);
	for (size_t i = 0; i < count; i++)
		value_append_take(&list, value_text(id_hex(&covers[i], hex)));
	value_set_take(&item, "covers", list);
	if (level > 0)
		step_data_set_id(&item, "prior", &building->approvals[level - 1]);
	value_set_text(&item, "shown", shown);
	return item;
}

int
demo_root_cmp(const void *a, const void *b, void *ctx)
{
	const struct demo_county *county = ctx;

	return id_cmp(&county->buildings[*(const size_t *)a].root, &county->buildings[*(const size_t *)b].root);
}

static bool
reaches(const struct demo_building *building, int level)
{
	if (building->fate == DEMO_RETURNED || building->fate == DEMO_STALE)
		return level == 0;
	return (int)building->fate >= (int)DEMO_TEAM + level && building->fate <= DEMO_TOWNSHIP;
}

static struct demo_decision
survey_decision(const struct demo_county *county, int level, const struct signer *signer)
{
	const struct chain *chain = &store_pack(county->store)->chains[0];

	return (struct demo_decision){ .signer = signer, .chain = chain->name, .level = chain->levels[level].name };
}

/* Signs one level of one village: houses with findings one by one, the rest in one step. */
static enum status
sign_level(struct demo_county *county, struct demo_village *village, int level, const struct signer *signer, struct err *err)
{
	const struct demo_decision approval = survey_decision(county, level, signer);
	struct value bulk = value_list();
	enum status status = STATUS_OK;
	struct id id;

	for (size_t i = 0; i < village->building_count && !status; i++) {
		struct demo_building *building = &county->buildings[village->buildings[i]];
		struct value one = value_list();

		if (!building->conclusion || !reaches(building, level) || building->at_home) {
			value_release(&one);
			continue;
		}
		if (building->conclusion == '3') {
			value_append_take(&bulk, demo_item(building, level));
			continue;
		}
		value_append_take(&one, demo_item(building, level));
		status = demo_put_decision(county, village, &approval, one, &building->approvals[level], err);
	}
	if (status || bulk.list.count == 0) {
		value_release(&bulk);
		return status;
	}
	status = demo_put_decision(county, village, &approval, bulk, &id, err);
	for (size_t i = 0; i < village->building_count; i++) {
		struct demo_building *building = &county->buildings[village->buildings[i]];

		if (building->conclusion == '3' && reaches(building, level) && !building->at_home)
			building->approvals[level] = id;
	}
	return status;
}

/* Leaves the first house that the team alone signs to the village's own laptop, where there is one. */
static void
leave_one(struct demo_county *county, struct demo_village *village)
{
	for (size_t i = 0; i < village->building_count && village->has_laptop; i++) {
		struct demo_building *building = &county->buildings[village->buildings[i]];

		if (building->conclusion && building->fate == DEMO_TEAM) {
			building->at_home = true;
			return;
		}
	}
}

enum status
demo_signs_at_home(struct demo_county *county, size_t index, struct err *err)
{
	struct demo_village *village = &county->villages[index];
	const struct demo_decision approval = survey_decision(county, 0, &village->inspectors[1]);
	enum status status = STATUS_OK;

	for (size_t i = 0; i < village->building_count && !status; i++) {
		struct demo_building *building = &county->buildings[village->buildings[i]];
		struct value one;

		if (!building->at_home)
			continue;
		one = value_list();
		value_append_take(&one, demo_item(building, 0));
		status = demo_put_decision(county, village, &approval, one, &building->approvals[0], err);
	}
	return status;
}

static enum status
return_one(struct demo_county *county, struct demo_village *village, struct demo_building *building, struct err *err)
{
	struct demo_decision decision = survey_decision(county, 1, &village->secretary);
	struct value items = value_list();
	struct value item = demo_item(building, 1);
	struct id id;

	value_remove(&item, "prior");
	value_remove(&item, "shown");
	value_append_take(&items, item);
	decision.reason = "演示：结构类型请到现场再看一次";
	decision.field = "structure";
	decision.kind = 3;
	return demo_put_decision(county, village, &decision, items, &id, err);
}

static enum status
correct_one(struct demo_county *county, struct demo_village *village, struct demo_building *building, struct err *err)
{
	struct demo_put put = { county, building, &village->inspectors[0], "classification", &building->classification, NULL };
	const struct form *registration = pack_form(store_pack(county->store), "registration");
	struct demo_photos photos = { 0 };
	struct value values = demo_classification(county, building), house = value_object();
	enum status status;
	char today[11];

	clock_date(clock_now_unix(), today);
	eval_clear(store_eval(county->store), today);
	value_set_integer(&house, "floors_main", building->floors); /* whether floors are looked at follows from it */
	eval_load(store_eval(county->store), registration, &house, true, NULL, 0);
	value_set_text(&values, "other_hazard", "演示：复查后补充");
	photos.count = demo_photos_plan(building, photos.drawn);
	demo_photos_draw(&photos);
	status = demo_put_form(&put, values, photos.drawn, photos.count, &building->classification, err);
	demo_photos_release(&photos);
	value_release(&house);
	return status;
}

enum status
demo_village_signs(struct demo_county *county, size_t index, struct err *err)
{
	struct demo_village *village = &county->villages[index];
	const struct signer *signers[DEMO_LEVELS] = { &village->inspectors[1], &village->secretary, &village->liaison,
						      &county->townships[village->township].head };
	enum status status = STATUS_OK;

	qsort_r(village->buildings, village->building_count, sizeof(*village->buildings), demo_root_cmp, county);
	leave_one(county, village);
	for (int level = 0; level < DEMO_LEVELS && !status; level++)
		status = sign_level(county, village, level, signers[level], err);
	for (size_t i = 0; i < village->building_count && !status; i++) {
		struct demo_building *building = &county->buildings[village->buildings[i]];

		if (building->fate == DEMO_RETURNED)
			status = return_one(county, village, building, err);
		else if (building->fate == DEMO_STALE)
			status = correct_one(county, village, building, err);
	}
	return status;
}
