#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/act.h"
#include "app/session/draft.h"
#include "app/session/private.h"
#include "demo/county.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/place.h"
#include "store/blob.h"
#include "store/drafts.h"
#include "store/looks.h"

/* Forms, photos and sign-offs of the demonstration, a village at a time. */

/* ---- one step of a form */

struct signing {
	struct demo_county *county;
	struct demo_building *building;
	const struct signer *signer;
	const char *form;
	const struct id *parent; /* NULL: none */
};

static enum status
add_photos(struct demo_county *county, struct step *step, const struct demo_drawn *drawn, size_t count, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && !status; i++) {
		struct step_photo *photo;
		struct field_place place;

		field_place_read(drawn[i].field, &place);
		if (strcmp(pack_form_of_field(store_pack(county->store), place.name)->name, step->kind) != 0)
			continue;
		photo = step_add_photo(step);
		photo->field = mem_strdup(drawn[i].field);
		photo->mime = mem_strdup("image/jpeg");
		photo->size = (int64_t)drawn[i].bytes.len;
		photo->has_taken = true;
		photo->taken_unix = drawn[i].drawing.taken_unix;
		status = store_put_blob(county->store, BLOB_PHOTO, drawn[i].bytes.data, drawn[i].bytes.len, &photo->id, err);
		if (!status)
			status = store_put_look(county->store, &photo->id, drawn[i].look, err);
	}
	return status;
}

static void
drop_reason(struct value *values, size_t index)
{
	struct value *reasons = value_get_mut(values, "_reasons");

	value_release(&reasons->list.items[index]);
	for (size_t i = index + 1; i < reasons->list.count; i++)
		reasons->list.items[i - 1] = reasons->list.items[i];
	reasons->list.count--;
}

struct fired {
	const char *rules[64];
	size_t count;
	const struct rule *error;
};

static void
note_fired(const struct eval_finding *finding, void *ctx)
{
	struct fired *fired = ctx;

	if (finding->rule->level == RULE_ERROR && finding->kind == FINDING_FIRES)
		fired->error = finding->rule;
	if (fired->count < ARRAY_LEN(fired->rules))
		fired->rules[fired->count++] = finding->rule->id;
}

/* Completes the values as the form screen would, and keeps the reasons of the warnings that do come up. An error among the findings is a
 * mistake of the demonstration and stops it. */
static enum status
complete(const struct signing *signing, const struct step *step, struct value *values, struct err *err)
{
	struct store *store = signing->county->store;
	const struct form *form = pack_form(store_pack(store), signing->form);
	struct eval *eval = store_eval(store);
	struct eval_photo *photos = dossier_photos(store, step, NULL);
	const struct value *reasons;
	struct fired fired = { 0 };

	eval_complete(eval, form, values, true, photos, step->photo_count);
	eval_rules(eval, form, false, note_fired, &fired);
	free(photos);
	if (fired.error)
		return err_set(err, STATUS_BUG, _("the demonstration breaks rule %s: %s"), fired.error->id, fired.error->message.zh);
	reasons = value_get_list(values, "_reasons");
	for (size_t i = reasons ? reasons->list.count : 0; i > 0; i--) {
		const char *rule = value_get_text(&reasons->list.items[i - 1], "rule");
		bool needed = false;

		for (size_t f = 0; f < fired.count; f++)
			needed |= strcmp(fired.rules[f], rule) == 0;
		if (!needed)
			drop_reason(values, i - 1);
	}
	if (reasons && reasons->list.count == 0)
		value_remove(values, "_reasons");
	return STATUS_OK;
}

static enum status
sign_form(const struct signing *signing, struct value values_take, const struct demo_drawn *drawn, size_t drawn_count, struct id *id,
	  struct err *err)
{
	struct demo_county *county = signing->county;
	const struct demo_village *village = &county->villages[signing->building->village];
	const struct form *form = pack_form(store_pack(county->store), signing->form);
	struct step step = { .data = value_object() };
	struct buf box = { 0 };
	struct id blob;
	enum status status;

	strcpy(step.kind, signing->form);
	step_set_area(&step, village->division->code);
	if (form != store_pack(county->store)->root) {
		step.has_building = true;
		step.building = signing->building->root;
	}
	if (signing->parent)
		step_add_parent(&step, signing->parent);
	status = add_photos(county, &step, drawn, drawn_count, err);
	if (!status)
		status = complete(signing, &step, &values_take, err);
	demo_set_upon(store_pack(county->store), signing->building, signing->form, &values_take);
	if (!status)
		status = private_split(store_pack(county->store), form, &values_take, &village->key, &step, &box, err);
	if (!status && step.has_private)
		status = store_put_blob(county->store, BLOB_BOX, box.data, box.len, &blob, err);
	if (!status)
		status = act_put(county->store, signing->signer, &step, id, err);
	buf_release(&box);
	step_release(&step);
	value_release(&values_take);
	return status;
}

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

static void
answer_building(struct demo_county *county, struct demo_building *building, struct demo_answers *out)
{
	out->listing = demo_listing(county, building);
	if (!is_surveyed(building))
		return;
	out->registration = demo_registration(county, building);
	out->photo_check = demo_photo_check(building);
	out->classification = demo_classification(county, building);
	if (building->conclusion != '3')
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
	struct signing signing = { county, building, &village->inspectors[0], "listing", NULL };
	struct id control;
	char today[11];
	enum status status;

	clock_date(clock_now_unix(), today);
	eval_clear(store_eval(county->store), today);
	status = sign_form(&signing, take_value(&answers->listing), NULL, 0, &building->root, err);
	if (status || !is_surveyed(building))
		return status;
	signing.form = "registration";
	status = sign_form(&signing, take_value(&answers->registration), photos->drawn, photos->count, &building->registration, err);
	signing.form = "photo_check";
	signing.signer = &village->inspectors[1];
	if (!status)
		status = sign_form(&signing, take_value(&answers->photo_check), NULL, 0, &building->photo_check, err);
	signing.form = "classification";
	signing.signer = &village->inspectors[0];
	if (!status)
		status = sign_form(&signing, take_value(&answers->classification), photos->drawn, photos->count, &building->classification,
				   err);
	signing.form = "control";
	if (!status && building->conclusion != '3')
		status = sign_form(&signing, take_value(&answers->control), photos->drawn, photos->count, &control, err);
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

static enum status
put_sign(struct demo_county *county, const struct demo_village *village, const struct signer *signer, const char *level,
	 struct value items_take, bool give_back, struct id *id, struct err *err)
{
	enum status status;
	struct step step;

	act_step_start(&step, STEP_SIGNOFF);
	step_set_area(&step, village->division->code);
	value_set_text(&step.data, "chain", store_pack(county->store)->chains[0].name);
	value_set_text(&step.data, "level", level);
	value_set_text(&step.data, "decision", give_back ? "return" : "approve");
	if (!give_back)
		value_set_take(&step.data, "summary", flow_signoff_summary(&items_take));
	value_set_take(&step.data, "items", items_take);
	if (give_back) {
		struct value errors = value_list(), item = value_object();

		value_set_text(&step.data, "reason", "演示：结构类型请到现场再看一次");
		value_set_text(&item, "field", "structure");
		value_set_integer(&item, "kind", 3);
		value_append_take(&errors, item);
		value_set_take(&step.data, "errors", errors);
	}
	status = act_put(county->store, signer, &step, id, err);
	step_release(&step);
	return status;
}

/* Signs one level of one village: houses with findings one by one, the rest in one step. */
static enum status
sign_level(struct demo_county *county, struct demo_village *village, int level, const struct signer *signer, struct err *err)
{
	const char *name = store_pack(county->store)->chains[0].levels[level].name;
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
		status = put_sign(county, village, signer, name, one, false, &building->approvals[level], err);
	}
	if (status || bulk.list.count == 0) {
		value_release(&bulk);
		return status;
	}
	status = put_sign(county, village, signer, name, bulk, false, &id, err);
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
	enum status status = STATUS_OK;

	for (size_t i = 0; i < village->building_count && !status; i++) {
		struct demo_building *building = &county->buildings[village->buildings[i]];
		struct value one;

		if (!building->at_home)
			continue;
		one = value_list();
		value_append_take(&one, demo_item(building, 0));
		status = put_sign(county, village, &village->inspectors[1], store_pack(county->store)->chains[0].levels[0].name, one, false,
				  &building->approvals[0], err);
	}
	return status;
}

static enum status
return_one(struct demo_county *county, struct demo_village *village, struct demo_building *building, struct err *err)
{
	struct value items = value_list();
	struct value item = demo_item(building, 1);
	struct id id;

	value_remove(&item, "prior");
	value_remove(&item, "shown");
	value_append_take(&items, item);
	return put_sign(county, village, &village->secretary, store_pack(county->store)->chains[0].levels[1].name, items, true, &id, err);
}

static enum status
correct_one(struct demo_county *county, struct demo_village *village, struct demo_building *building, struct err *err)
{
	struct signing signing = { county, building, &village->inspectors[0], "classification", &building->classification };
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
	status = sign_form(&signing, values, photos.drawn, photos.count, &building->classification, err);
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
