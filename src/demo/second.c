#include "demo/second.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "demo/course.h"
#include "demo/put.h"

static bool
is_of_second(const struct demo_county *county, const struct demo_building *building)
{
	return building->conclusion && county->villages[building->village].township == county->second_township;
}

static size_t
houses_of_second(const struct demo_county *county)
{
	size_t count = 0;

	for (size_t i = 0; i < county->building_count; i++)
		count += is_of_second(county, &county->buildings[i]);
	return count;
}

void
demo_second_plan(struct demo_county *county)
{
	int64_t part = county->ask->buildings;
	size_t count = houses_of_second(county), number = 0;

	if (part > 0 && part < DEMO_PART_LEAST)
		return;
	for (; count < DEMO_SECOND_STEP; count++)
		demo_plan_add_again(county, '3');
	county->has_second = true;
	for (size_t i = 0; i < county->building_count && number < count / DEMO_SECOND_STEP * DEMO_SECOND_STEP; i++)
		if (is_of_second(county, &county->buildings[i]))
			county->buildings[i].second = ++number;
}

/* ---- the platform's record */

static bool
is_survey_wrong(const struct demo_building *building)
{
	return (building->second - 1) % 20 == 8;
}

/* A trade that is not the one of the survey. */
static struct value
other_trade(const struct demo_building *building)
{
	const struct value *trades = value_get_list(&building->registered, "biz_types");
	bool retail = trades && trades->list.count == 1 && strcmp(trades->list.items[0].text, "3") == 0;
	struct value list = value_list();

	value_append_take(&list, value_text(retail ? "1" : "3"));
	return list;
}

static void
take_over(struct value *record, const char *name, const struct value *from)
{
	char *prefixed = mem_printf("p_%s", name);
	const struct value *value = value_get(from, name);

	if (value)
		value_set_take(record, prefixed, value_copy(value));
	free(prefixed);
}

/* Puts the planted error of the house into its record. */
static void
spoil(const struct demo_building *building, struct value *record)
{
	switch ((building->second - 1) % 10) {
	case 0: /* 房屋用途判别错误 */
		value_set_text(record, "p_use_class", "3");
		value_remove(record, "p_biz_types");
		break;
	case 1: /* 层数与照片不符 */
		value_set_integer(record, "p_floors_main", building->floors + 1);
		break;
	case 2: /* 结构类型判别错误 */
		value_set_text(record, "p_structure", "3");
		break;
	case 3: /* 改扩建情况填写错误 */
		value_set_take(record, "p_altered", value_boolean(true));
		break;
	case 4: /* 技术初步判定模块错误 */
		value_set_text(record, "p_conclusion", building->conclusion == '3' ? "2" : "3");
		break;
	case 5:
		value_set_integer(record, "p_floors_main", building->floors - 1);
		break;
	case 6:
		value_set_take(record, "p_biz_types", other_trade(building));
		break;
	default: /* as it is */
		break;
	}
}

static struct value
platform_values(const struct demo_building *building)
{
	static const char *const copied[] = { "survey_state", "use_class", "biz_types", "floors_main", "structure", "altered", "area_m2" };
	struct value record = value_object();

	for (size_t i = 0; i < ARRAY_LEN(copied); i++)
		take_over(&record, copied[i], &building->registered);
	take_over(&record, "conclusion", &building->classified);
	if (is_survey_wrong(building)) /* here the platform is right */
		value_set_take(&record, "p_biz_types", other_trade(building));
	value_set_text(&record, "p_exported", "2022-09-08");
	spoil(building, &record);
	return record;
}

/* ---- the second look */

/* Copies the values of a form under the names that another form has for them. */
static void
copy_again(const struct pack *pack, const struct form *form, const struct value *from, struct value *into)
{
	for (size_t i = 0; i < from->object.count; i++) {
		const struct value *value = &from->object.members[i].value;
		char *name = mem_printf("r_%s", from->object.members[i].name);
		struct value rows = value_list();

		if (!pack_field(pack, name) || pack_form_of_field(pack, name) != form) {
			free(name);
			continue;
		}
		if (value->type != VALUE_LIST || !value->list.count || value->list.items[0].type != VALUE_OBJECT) {
			value_set_take(into, name, value_copy(value));
		} else {
			for (size_t row = 0; row < value->list.count; row++) {
				struct value copy = value_object();

				copy_again(pack, form, &value->list.items[row], &copy);
				value_append_take(&rows, copy);
			}
			value_set_take(into, name, rows);
		}
		free(name);
	}
}

static struct value
second_values(const struct demo_county *county, const struct demo_building *building)
{
	const struct pack *pack = store_pack(county->store);
	const struct form *form = pack_form(pack, "reinspection");
	struct value values = value_object();
	char day[11];

	copy_again(pack, form, &building->registered, &values);
	copy_again(pack, form, &building->classified, &values);
	if (is_survey_wrong(building))
		value_set_take(&values, "r_biz_types", other_trade(building));
	demo_day(building, "2022-09-14", day);
	value_set_text(&values, "r_survey_date", day);
	return values;
}

static enum status
look_again(struct demo_county *county, struct demo_building *building, struct err *err)
{
	struct demo_put put = { county, building, &county->second_look, "reinspection", NULL, NULL };
	struct demo_photos photos = { 0 };
	enum status status;
	char day[11];

	demo_day(building, "2022-09-14", day);
	photos.drawn[photos.count++] = (struct demo_drawn){
		.drawing = { VIEW_FRONT, building->floors, building->serial, demo_noon(building, day), false }, .field = "r_photo"
	};
	if (value_get_list(&building->classified, "findings"))
		photos.drawn[photos.count++] = (struct demo_drawn){ .drawing = { VIEW_DETAIL, building->floors, building->serial,
										 demo_noon(building, day) + 60, false },
								    .field = "r_findings/1/r_finding_photo" };
	demo_photos_draw(&photos);
	status = demo_put_form(&put, second_values(county, building), photos.drawn, photos.count, &building->reinspection, err);
	demo_photos_release(&photos);
	return status;
}

/* ---- what is decided */

static struct value
ruling_values(struct demo_county *county, const char *differing, bool survey_wrong)
{
	const struct pack *pack = store_pack(county->store);
	struct value values = value_object(), rulings = value_list();
	const struct list *fields = pack_list(pack, "ruled_field");

	value_set_take(&values, "ruled_sides", eval_default(store_eval(county->store), pack_field(pack, "ruled_sides")));
	for (size_t i = 0; i < fields->choice_count; i++) {
		struct value row = value_object();

		if (!strstr(differing, fields->choices[i].name)) {
			value_release(&row);
			continue;
		}
		value_set_text(&row, "ruled", fields->choices[i].name);
		value_set_text(&row, "right_side", survey_wrong ? "2" : "1");
		value_append_take(&rulings, row);
	}
	value_set_take(&values, "rulings", rulings);
	value_set_text(&values, "ruled_how", "到现场逐项核对，并看了宅基地资料");
	return values;
}

static struct value
differing_fields(struct demo_county *county)
{
	const struct pack *pack = store_pack(county->store);

	for (size_t i = 0; i < pack->fact_count; i++)
		if (strcmp(pack->facts[i].name, "all_differ") == 0)
			return eval_fact(store_eval(county->store), &pack->facts[i]);
	return (struct value){ 0 };
}

static enum status
decide(struct demo_county *county, struct demo_building *building, struct err *err)
{
	const struct demo_village *village = &county->villages[building->village];
	struct demo_put put = { county, building, &county->townships[village->township].clerk, "ruling", NULL, NULL };
	struct value differing = differing_fields(county);
	enum status status = STATUS_OK;
	struct id id;

	if (differing.type == VALUE_TEXT)
		status = demo_put_form(&put, ruling_values(county, differing.text, is_survey_wrong(building)), NULL, 0, &id, err);
	value_release(&differing);
	return status;
}

static enum status
second_building(struct demo_county *county, struct demo_building *building, const char *today, struct err *err)
{
	struct store *store = county->store;
	struct demo_put put = { county, building, &county->officers[0], "platform", NULL, NULL };
	struct id id;
	enum status status;

	eval_clear(store_eval(store), today);
	eval_load(store_eval(store), pack_form(store_pack(store), "registration"), &building->registered, true, NULL, 0);
	eval_load(store_eval(store), pack_form(store_pack(store), "classification"), &building->classified, true, NULL, 0);
	status = demo_put_form(&put, platform_values(building), NULL, 0, &id, err);
	if (!status)
		status = look_again(county, building, err);
	return status ? status : decide(county, building, err);
}

enum status
demo_village_second(struct demo_county *county, size_t index, struct err *err)
{
	const struct demo_village *village = &county->villages[index];
	enum status status = STATUS_OK;
	char today[11];

	clock_date(clock_now_unix(), today);
	for (size_t i = 0; i < village->building_count && !status; i++) {
		struct demo_building *building = &county->buildings[village->buildings[i]];

		if (building->second)
			status = second_building(county, building, today, err);
	}
	return status;
}
