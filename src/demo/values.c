#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/fill/upon.h"
#include "demo/county.h"
#include "base/mem.h"

/* Answers of the demonstration's people to the campaign's forms. */

static void
set_codes(struct value *values, const char *name, const char *first, const char *second)
{
	struct value codes = value_list();

	value_append_take(&codes, value_text(first));
	if (second)
		value_append_take(&codes, value_text(second));
	value_set_take(values, name, codes);
}

static void
set_flag(struct value *values, const char *name, bool flag)
{
	value_set_take(values, name, value_boolean(flag));
}

/* Gives a warning's reason. */
static void
add_reason(struct value *values, const char *rule, const char *reason)
{
	struct value *reasons = value_get_mut(values, "_reasons");
	struct value item = value_object();

	if (!reasons) {
		value_set_take(values, "_reasons", value_list());
		reasons = value_get_mut(values, "_reasons");
	}
	value_set_text(&item, "rule", rule);
	value_set_text(&item, "reason", reason);
	value_append_take(reasons, item);
}

char *
demo_door(const struct demo_building *building)
{
	return mem_printf("%u", building->serial % 300 + 1);
}

struct value
demo_listing(struct demo_county *county, struct demo_building *building)
{
	struct value values = value_object();
	char text[32], *door = demo_door(building);

	demo_owner(&county->stream, &building->owner);
	value_set_text(&values, "village", county->villages[building->village].division->code);
	value_set_text(&values, "group_name", demo_hamlet(&county->stream));
	value_set_text(&values, "road", DEMO_ROAD);
	value_set_text(&values, "door_no", door);
	value_set_text(&values, "owner_name", building->owner.name);
	value_set_text(&values, "listed_phone", building->owner.phone);
	/* Of houses that nobody surveyed yet the old list does not say. */
	if (building->conclusion)
		value_set_text(&values, "listed_use", building->commercial ? "1" : "3");
	snprintf(text, sizeof(text), "YS%09u", building->serial);
	value_set_text(&values, "platform_no", text);
	free(door);
	return values;
}

struct trade {
	const char *code;
	int share; /* of 100 */
};

static const char *
trade_of(struct random_stream *stream)
{
	static const struct trade trades[] = { { "3", 45 }, { "1", 20 }, { "2", 10 }, { "10", 12 }, { "8", 6 },
					       { "4", 3 },  { "6", 2 },	 { "5", 1 },  { "9", 1 } };
	int at = (int)random_stream_below(stream, 100);

	for (size_t i = 0; i < ARRAY_LEN(trades); i++) {
		at -= trades[i].share;
		if (at < 0)
			return trades[i].code;
	}
	return "3";
}

static void
set_business(struct demo_county *county, const struct demo_building *building, struct value *values)
{
	const char *trade = trade_of(&county->stream);
	char name[96];

	if (!building->commercial) {
		set_flag(values, "has_sign", false);
		set_flag(values, "rents_out", false);
		set_flag(values, "has_customers", false);
		set_codes(values, "licences", "7", NULL);
		return;
	}
	set_flag(values, "has_sign", true);
	set_flag(values, "rents_out", strcmp(trade, "10") == 0);
	set_flag(values, "has_customers", true);
	set_flag(values, "owner_lives", false);
	set_codes(values, "biz_types", trade, NULL);
	/* A shop's name as 韦记小吃店 hangs over the street and is no private value; the owner's full name is. */
	snprintf(name, sizeof(name), "%.3s记%s", building->owner.name, demo_shop(&county->stream, trade));
	value_set_text(values, "biz_name", name);
	set_flag(values, "user_is_owner", true);
	set_codes(values, "licences", "7", "11");
}

struct value
demo_registration(struct demo_county *county, struct demo_building *building)
{
	struct value values = value_object();
	const struct demo_village *village = &county->villages[building->village];
	int year = 1985 + (int)random_stream_below(&county->stream, 35);
	uint32_t north;
	double area;
	char text[128];

	building->floors = 2 + (int)random_stream_below(&county->stream, 3);
	value_set_text(&values, "survey_state", "2");
	north = 3000 + random_stream_below(&county->stream, 5000);
	snprintf(text, sizeof(text), "24.%04u 107.%04u WGS-84", north, 1000 + random_stream_below(&county->stream, 6000));
	value_set_text(&values, "location", text);
	set_codes(&values, "area_kind", "7", NULL);
	value_set_text(&values, "owner_kind", "1");
	value_set_text(&values, "owner_id", building->owner.id_number);
	value_set_text(&values, "owner_phone", building->owner.phone);
	value_set_integer(&values, "residents", 2 + (int64_t)random_stream_below(&county->stream, 5));
	set_flag(&values, "over10_asked", false); /* cleared again where nobody comes but who lives there */
	set_business(county, building, &values);
	value_set_text(&values, "land_kind", "2");
	value_set_text(&values, "land_use", "21");
	value_set_integer(&values, "floors_main", building->floors);
	value_set_integer(&values, "floors_under", 0);
	area = building->floors * (80 + random_stream_below(&county->stream, 60)) + 3.5;
	value_set_take(&values, "area_m2", value_real(building->round_area ? 100.0 * building->floors : area));
	value_set_take(&values, "height_m", value_real((double)(building->floors * 32) / 10));
	value_set_integer(&values, "built_year", year);
	value_set_text(&values, "design_mode", "3");
	value_set_text(&values, "build_mode", "2");
	value_set_text(&values, "wall_material", "1");
	value_set_text(&values, "floor_slab", year < 2000 ? "2" : "3");
	value_set_text(&values, "roof", year < 2000 ? "2" : "3");
	value_set_text(&values, "structure", "1");
	set_flag(&values, "altered", false);
	set_flag(&values, "illegal", false);
	snprintf(text, sizeof(text), "%s、%s", village->names[0], village->names[1]);
	value_set_text(&values, "surveyors", text);
	demo_survey_day(building, text);
	value_set_text(&values, "survey_date", text);
	add_reason(&values, "QR-10", "2");
	add_reason(&values, "QR-22", "4");
	return values;
}

struct value
demo_photo_check(const struct demo_building *building)
{
	struct value values = value_object();

	value_set_integer(&values, "photo_floors", building->floors);
	value_set_text(&values, "photo_structure", "1");
	set_flag(&values, "photo_business", building->commercial);
	set_flag(&values, "photo_addition", false);
	set_flag(&values, "photo_good", true);
	return values;
}

/* A finding of the part. A crack's direction is NULL where none is asked for. */
static struct value
finding(const char *part, const char *defect, const char *place, const char *direction, double width_mm)
{
	struct value item = value_object();

	value_set_text(&item, "part", part);
	value_set_text(&item, "defect", defect);
	value_set_text(&item, "place", place);
	if (direction) {
		value_set_text(&item, "direction", direction);
		value_set_take(&item, "several", value_boolean(false));
	}
	value_set_take(&item, "width_mm", value_real(width_mm));
	value_set_take(&item, "length_m", value_real(1.2));
	return item;
}

struct value
demo_classification(struct demo_county *county, const struct demo_building *building)
{
	const struct demo_village *village = &county->villages[building->village];
	struct value values = value_object(), findings = value_list();
	char text[128];

	value_set_text(&values, "part_ground", "1");
	value_set_text(&values, "part_walls", building->conclusion == '2' ? "2" : "1");
	value_set_text(&values, "part_frame", "1");
	value_set_text(&values, "part_slabs", building->conclusion == '1' ? "2" : "1");
	value_set_text(&values, "part_roof", "1");
	if (building->conclusion == '1')
		value_append_take(&findings, finding("5", "406", "二层楼板中部", NULL, 1.6));
	if (building->conclusion == '2')
		value_append_take(&findings, finding("1", "301", "一层东墙与北墙交接处", "4", 0.8));
	if (findings.list.count)
		value_set_take(&values, "findings", findings);
	set_flag(&values, "owner_is_safety", true);
	value_set_text(&values, "safety_supervisor", village->names[0]);
	value_set_text(&values, "safety_supervisor_phone", "07786320000"); /* cleared again where nothing was found */
	snprintf(text, sizeof(text), "%s、%s", village->names[0], village->names[1]);
	value_set_text(&values, "determiners", text);
	demo_survey_day(building, text);
	value_set_text(&values, "determ_date", text);
	return values;
}

struct value
demo_control(struct demo_county *county, const struct demo_building *building)
{
	struct value values = value_object(), measures = value_list();
	char day[32];

	demo_survey_day(building, day);
	value_set_text(&values, "control_date", day);
	value_append_take(&measures, value_text(building->conclusion == '1' ? "1" : "2"));
	value_append_take(&measures, value_text("3"));
	value_set_take(&values, "control_measures", measures);
	set_flag(&values, "control_whole", true);
	value_set_integer(&values, "people_before", 4);
	value_set_integer(&values, "people_after", 0);
	value_set_integer(&values, "people_in_need", 1);
	value_set_text(&values, "resettled", "1");
	value_set_text(&values, "control_confirmer", county->villages[building->village].names[0]);
	value_set_text(&values, "control_check", "2");
	return values;
}

/* ---- which other forms of the house they came after */

struct basing {
	const struct demo_building *building;
	struct value *upon;
};

static void
add_head(const char *form, void *ctx)
{
	const struct basing *basing = ctx;
	const struct demo_building *building = basing->building;
	const struct {
		const char *form;
		const struct id *heads;
		size_t count;
	} stands[] = {
		{ "listing", &building->root, 1 },
		{ "registration", &building->registration, 1 },
		{ "photo_check", &building->photo_check, 1 },
		{ "classification", &building->classification, 1 },
		{ "reinspection", &building->reinspection, 1 },
		{ "appraisal", building->appraisals, building->appraisal_count },
	};
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; i < ARRAY_LEN(stands); i++)
		for (size_t k = 0; strcmp(stands[i].form, form) == 0 && k < stands[i].count; k++)
			value_append_take(basing->upon, value_text(id_hex(&stands[i].heads[k], hex)));
}

void
demo_set_upon(const struct pack *pack, const struct demo_building *building, const char *form, struct value *values)
{
	struct value upon = value_list();

	upon_each_form(pack, pack_form(pack, form), add_head, &(struct basing){ building, &upon });
	value_sort_texts(&upon);
	if (upon.list.count)
		value_set_take(values, "_upon", upon);
	else
		value_release(&upon);
}
