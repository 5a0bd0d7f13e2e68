#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "step/json.h"
#include "eval/eval.h"
#include "form/answer/check.h"
#include "form/answer/meant.h"
#include "honest.h"

/* The campaign's rules: a good building is silent, and each rule fires on what it is for. */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct pack *pack;
static struct eval *eval;

struct filled {
	const char *form, *json;
};

static const struct filled good[] = {
	{ "listing",
	  "{\"village\":\"451224204201\",\"group_name\":\"那亮\",\"road\":\"农村道路\",\"door_no\":\"12\",\"owner_name\":\"韦建国\"}" },
	{ "registration",
	  "{\"survey_state\":\"2\",\"area_kind\":[\"7\"],\"owner_kind\":\"1\",\"owner_id\":\"11010519491231002X\",\"owner_phone\":\"07786325417\","
	  "\"residents\":4,\"over10\":false,\"has_sign\":true,\"rents_out\":false,\"has_customers\":true,\"owner_lives\":false,"
	  "\"use_class\":\"1\",\"biz_types\":[\"3\"],\"biz_name\":\"便民商店\",\"user_is_owner\":true,\"lead_dept_default\":\"4\","
	  "\"lead_dept\":\"4\",\"depts\":[\"4\"],\"licences\":[\"11\"],\"land_kind\":\"2\",\"land_use\":\"21\",\"floors_main\":3,"
	  "\"floors_under\":0,\"area_m2\":286.5,\"height_m\":9.6,\"built_year\":2005,\"built_band\":\"4\",\"design_mode\":\"3\","
	  "\"build_mode\":\"2\",\"wall_material\":\"1\",\"floor_slab\":\"3\",\"roof\":\"3\",\"structure\":\"1\",\"altered\":false,"
	  "\"illegal\":false,\"surveyors\":\"安娜、伯特\",\"survey_date\":\"2022-08-10\"}" },
	{ "photo_check",
	  "{\"photo_floors\":3,\"photo_structure\":\"1\",\"photo_business\":true,\"photo_addition\":false,\"photo_good\":true}" },
	{ "classification",
	  "{\"part_ground\":\"1\",\"part_walls\":\"1\",\"part_frame\":\"1\",\"part_slabs\":\"1\",\"part_roof\":\"1\",\"stack_load\":false,\"suggested\":\"3\",\"conclusion\":\"3\",\"owner_is_safety\":true,"
	  "\"safety_supervisor\":\"覃志明\",\"determiners\":\"安娜、伯特\",\"determ_date\":\"2022-08-10\"}" },
	{ "reinspection", "{}" },
	{ "ruling", "{}" },
};

/* 2022-08-10 12:00 in China. */
#define NOON 1660104000

static const struct eval_photo good_photos[] = {
	{ .field = "photo_front", .mime = "image/jpeg", .size_bytes = 183423, .has_taken = true, .taken_unix = NOON, .id_hex = "a" },
	{ .field = "photo_side", .mime = "image/jpeg", .size_bytes = 183423, .has_taken = true, .taken_unix = NOON, .id_hex = "b" },
	{ .field = "photo_plate", .mime = "image/jpeg", .size_bytes = 183423, .has_taken = true, .taken_unix = NOON, .id_hex = "c" },
	{ .field = "photo_sign", .mime = "image/jpeg", .size_bytes = 183423, .has_taken = true, .taken_unix = NOON, .id_hex = "d" },
};

struct bad {
	const char *rule, *form, *json; /* members set over the good ones; "" takes one out */
	const char *other_form, *other_json;
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
static const struct bad cases[] = {
	{ "QR-01", "listing", "{\"village\":\"451224204000\"}" },
	{ "QR-02", "listing", "{\"owner_name\":\"不详\"}" },
	{ "QR-02A", "listing", "{\"road\":\"/\"}" },
	{ "QR-02B", "registration", "{\"biz_name\":\"未知\"}" },
	{ "QR-02V", "classification", "{\"safety_supervisor\":\"不详\"}" },
	{ "QR-02", "listing", "{\"owner_name\":\"暂无\"}" },
	{ "QR-02", "listing", "{\"owner_name\":\"123\"}" },
	{ "QR-02B", "registration", "{\"biz_name\":\"待补\"}" },
	{ "QR-02V", "classification", "{\"safety_supervisor\":\"暂无\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"老韦\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"韦某某\"}" },
	{ "QR-02W", "listing", "{\"owner_name\":\"韦先生\"}" },
	{ "QR-02W", "listing", "{\"owner_name\":\"韦家\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"null\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"-韦建国\"}" },
	{ "QR-02G", "listing", "{\"group_name\":\"NULL\"}" },
	{ "QR-02E", "listing", "{\"owner_name\":\"东兰县\"}" },
	{ "QR-02D", "listing", "{\"owner_name\":\"92号\"}" },
	{ "QR-02D", "listing", "{\"owner_name\":\"韦建国９２\"}" },
	{ "QR-04", "registration", "{\"owner_id\":\"451224190001010014\"}" },
	{ "QR-04", "registration", "{\"owner_id\":\"451224190002300012\"}" },
	{ "QR-04L", "listing", "{\"listed_id\":\"451224190001010014\"}" },
	{ "QR-04Q", "listing", "{\"listed_id\":\"99010519491231002X\"}" },
	{ "QR-04C", "listing", "{\"listed_id\":\"451224000101010017\"}" },
	{ "QR-04P", "registration", "{\"owner_id\":\"99010519491231002X\"}" },
	{ "QR-06E", "registration", "{\"owner_id\":\"\",\"owner_doc\":\"1\",\"owner_doc_no\":\"A1234567\"}" },
	{ "QR-06E", "registration", "{\"owner_id\":\"\",\"owner_doc\":\"2\",\"owner_doc_no\":\"T1234567\"}" },
	{ "QR-06", "registration", "{\"owner_id\":\"\",\"owner_doc\":\"3\",\"owner_doc_no\":\"E12\"}" },
	{ "QR-06", "registration", "{\"owner_id\":\"\",\"owner_doc\":\"4\",\"owner_doc_no\":\"91450000000000000X\"}" },
	{ "QR-06C", "registration", "{\"co_owners\":[{\"co_name\":\"韦甲\",\"co_id\":\"11010519491231002X\"}]}" },
	{ "QR-06C", "registration", "{\"co_owners\":[{\"co_name\":\"韦甲\",\"co_id\":\"451224190001010014\"}]}" },
	{ "QR-06D", "registration", "{\"co_owners\":[{\"co_name\":\"韦甲\"}]}" },
	{ "QR-06D", "registration", "{\"co_owners\":[{\"co_name\":\"韦甲\",\"co_doc\":\"3\"}]}" },
	{ "QR-06D", "registration", "{\"co_owners\":[{\"co_name\":\"韦甲\",\"co_doc_no\":\"E1234567\"}]}" },
	{ "QR-06T", "registration",
	  "{\"co_owners\":[{\"co_name\":\"韦甲\",\"co_id\":\"451224190001010013\"},{\"co_name\":\"韦乙\",\"co_id\":\"451224190001010013\"}]}" },
	{ "QR-06N", "registration", "{\"owner_id\":\"\",\"owner_doc\":\"0\",\"no_id_reason\":\"3\"}" },
	{ "QR-04B", "registration", "{\"owner_id\":\"451224000101010017\"}" },
	{ "QR-07", "registration", "{\"owner_phone\":\"13800000000\"}" },
	{ "QR-07", "registration", "{\"owner_phone\":\"00000000000\"}" },
	{ "QR-07L", "listing", "{\"listed_phone\":\"13987654321\"}" },
	{ "QR-07C", "classification", "{\"safety_supervisor_phone\":\"13800000000\"}" },
	{ "QR-07S", "registration", "{\"owner_phone\":\"13812345690\"}" },
	{ "QR-07S", "registration", "{\"owner_phone\":\"13800000012\"}" },
	{ "QR-08", "registration", "{\"location\":\"22.817 108.3665 GCJ02\"}" },
	{ "QR-08", "registration", "{\"location\":\"24.6929 108.0854 GCJ02\"}" },
	{ "QR-08", "registration", "{\"location\":\"0 0 WGS-84\"}" },
	{ "QR-08", "registration", "{\"location\":\"39.9 116.4 GCJ02\"}" },
	{ "QR-05", "registration", "{\"owner_id\":\"451224201001010014\"}" },
	{ "QR-05Y", "registration", "{\"built_year\":1940,\"built_band\":\"1\"}" },
	{ "QR-09", "registration", "{\"biz_uscc\":\"91350100M000100Y44\"}" },
	{ "QR-09", "registration", "{\"shops\":[{\"shop_type\":\"3\",\"shop_name\":\"小店\",\"shop_uscc\":\"91350100M000100Y44\"}]}" },
	{ "QR-10", "registration", "{\"area_m2\":300}" },
	{ "QR-11", "registration", "{\"area_m2\":40.5}" },
	{ "QR-11", "registration", "{\"area_m2\":1300.5}" },
	{ "QR-12", "listing", "{\"group_name\":\"那亮屯\"}" },
	{ "QR-12", "listing", "{\"road\":\"解放路\"}" },
	{ "QR-12", "listing", "{\"door_no\":\"12号\"}" },
	{ "QR-14E", "registration", "{\"height_m\":20}" },
	{ "QR-14", "registration", "{\"height_m\":13}" },
	{ "QR-14", "registration", "{\"height_m\":7}" },
	{ "QR-09E", "registration", "{\"biz_uscc\":\"91350100M000100Y4\"}" },
	{ "QR-11E", "registration", "{\"area_m2\":20.5}" },
	{ "QR-11E", "registration", "{\"area_m2\":18000}" },
	{ "QR-11E", "registration", "{\"area_m2\":26}" },
	{ "QR-11E", "registration", "{\"area_m2\":4.5,\"floors_main\":1}" },
	{ "QR-11E", "registration", "{\"area_m2\":2500,\"use_class\":\"3\",\"residents\":4}" },
	{ "QR-14E", "registration", "{\"floors_main\":2,\"height_m\":13}" },
	{ "QR-14E", "registration", "{\"floors_main\":3,\"height_m\":15.5,\"use_class\":\"3\"}" },
	{ "QR-14", "registration", "{\"floors_main\":3,\"height_m\":15.5,\"use_class\":\"1\"}" },
	{ "QR-14E", "registration", "{\"floors_main\":6,\"height_m\":9.0}" },
	{ "QR-14F", "registration", "{\"floors_main\":4,\"height_m\":8.5}" },
	{ "QR-14F", "registration", "{\"floors_main\":2,\"height_m\":4,\"structure\":\"3\",\"roof\":\"2\"}" },
	{ "QR-14", "registration", "{\"floors_main\":4,\"height_m\":9.2}" },
	{ "QR-14", "registration", "{\"floors_main\":4,\"height_m\":8.5,\"roof\":\"1\"}" },
	{ "QR-14", "registration", "{\"floors_main\":2,\"height_m\":4.2,\"structure\":\"5\"}" },
	{ "QR-17", "registration", "{\"survey_state\":\"3\",\"no_survey_text\":\"长期空置\"}" },
	{ "QR-03U", "registration", "{\"user_is_owner\":false,\"user_name\":\"韦 建国\"}" },
	{ "QR-03S", "classification", "{\"owner_is_safety\":false,\"safety_owner\":\"韦建国\"}" },
	{ "QR-03C", "registration", "{\"co_owners\":[{\"co_name\":\"韦建国\",\"co_doc\":\"0\"}]}" },
	{ "QR-03V", "classification", "{\"safety_supervisor_phone\":\"13977612345\"}", "registration",
	  "{\"owner_phone\":\"13977612345\"}" },
	{ "QR-21R", "registration", "{\"owner_lives\":true,\"residents\":0}" },
	{ "QR-21L", "registration", "{\"biz_types\":[\"3\",\"10\"]}" },
	{ "QR-21W", "registration", "{\"has_sign\":false,\"rents_out\":true,\"has_customers\":false}" },
	{ "QR-02BN", "registration", "{\"biz_name\":\"韦建国\"}" },
	{ "QR-02BN", "registration", "{\"user_is_owner\":false,\"user_name\":\"覃秀英\",\"biz_name\":\"覃 秀英\"}" },
	{ "QR-11F", "registration", "{\"shops\":[{\"shop_type\":\"3\",\"shop_name\":\"小店\",\"shop_floor\":5}]}" },
	{ "QR-11F", "registration", "{\"shops\":[{\"shop_type\":\"3\",\"shop_name\":\"小店\",\"shop_floor\":0}]}" },
	{ "QR-11F", "registration", "{\"shops\":[{\"shop_type\":\"3\",\"shop_name\":\"小店\",\"shop_floor\":-1}]}" },
	{ "QR-22N", "registration", "{\"residents\":60}" },
	{ "QR-43L", "registration", "{\"altered\":true,\"floors_built\":5,\"alt_kinds\":[\"4\"]}" },
	{ "QR-46", "classification",
	  "{\"findings\":[{\"part\":\"1\",\"defect\":\"301\",\"place\":\"一层东墙\",\"measured\":1.5,\"length_m\":1},{\"part\":\"1\",\"defect\":\"301\",\"place\":\"一层 东墙\",\"measured\":1.5,\"length_m\":1}]}" },
	{ "QR-16", "registration", "{\"survey_state\":\"3\",\"no_survey_text\":\"无\"}" },
	{ "QR-16S", "registration", "{\"structure\":\"7\",\"structure_note\":\"没有。\"}" },
	{ "QR-16I", "registration", "{\"owner_id\":\"\",\"owner_doc\":\"0\",\"no_id_reason\":\"99\",\"no_id_note\":\"12\"}" },
	{ "QR-16O", "classification", "{\"own_reason\":\"同意\"}" },
	{ "QR-16O", "classification", "{\"own_reason\":\"N/A\"}" },
	{ "QR-16O", "classification", "{\"own_reason\":\"严\"}" },
	{ "QR-16F", "classification", "{\"findings\":[{\"place\":\"墙\"}]}" },
	{ "QR-16F", "classification", "{\"findings\":[{\"place\":\"11\"}]}" },
	{ "QR-16F", "classification", "{\"findings\":[{\"place\":\"不清楚\"}]}" },
	{ "QR-16F", "classification", "{\"findings\":[{\"place\":\"暂无\"}]}" },
	{ "QR-16F", "classification", "{\"findings\":[{\"place\":\"一层东墙\",\"defect_note\":\"无\"}]}" },
	{ "QR-16F", "classification", "{\"findings\":[{\"place\":\"一层东墙\",\"defect_note\":\"裂\"}]}" },
	{ "QR-16F", "classification", "{\"findings\":[{\"place\":\"一层东墙\",\"defect_note\":\"不详\"}]}" },
	{ "QR-16F", "classification", "{\"findings\":[{\"place\":\"一层东墙\",\"defect_note\":\"待查\"}]}" },
	{ "QR-17", "registration", "{\"survey_state\":\"3\",\"no_survey_text\":\"8月10日村委会核实，户主外出务工，房屋长期闲置\"}" },
	{ "QR-17", "registration", "{\"survey_state\":\"3\",\"no_survey_text\":\"无人居住\"}" },
	{ "QR-17", "registration", "{\"survey_state\":\"3\",\"no_survey_text\":\"全家在广东，没人住。\"}" },
	{ "QR-17", "registration", "{\"survey_state\":\"3\",\"no_survey_text\":\"一直无人住\"}" },
	{ "QR-11", "registration", "{\"area_m2\":47}" },
	{ "QR-11P", "registration", "{\"floors_part\":6}" },
	{ "QR-11Q", "registration", "{\"floors_part\":8}" },
	{ "QR-23D", "registration", "{\"biz_types\":[\"99\"],\"lead_dept_default\":\"0\",\"lead_dept\":\"0\"}" },
	{ "QR-26", "registration", "{\"use_class\":\"3\"}", "listing", "{\"listed_use\":\"1\"}" },
	{ "QR-26", "registration", "{\"survey_state\":\"3\",\"no_survey_text\":\"空置\"}", "listing", "{\"listed_use\":\"2\"}" },
	{ "QR-21", "registration", "{\"use_class\":\"3\"}" },
	{ "QR-22", "registration", "{\"use_class\":\"3\",\"over10\":true}" },
	{ "QR-22E", "registration", "{\"use_class\":\"3\",\"residents\":21}" },
	{ "QR-22", "registration", "{\"use_class\":\"3\",\"over10\":true,\"residents\":22,\"floors_main\":6}" },
	{ "QR-23", "registration", "{\"lead_dept_other\":\"1\"}" },
	{ "QR-24", "photo_check", "{\"photo_floors\":4}" },
	{ "QR-24S", "photo_check", "{\"photo_structure\":\"3\"}" },
	{ "QR-24S", "photo_check", "{\"photo_structure\":\"3\"}", "registration", "{\"structure\":\"7\"}" },
	{ "QR-24B", "registration", "{\"has_sign\":false,\"has_customers\":false,\"use_class\":\"3\"}" },
	{ "QR-24N", "photo_check", "{\"photo_business\":false}" },
	{ "QR-24A", "photo_check", "{\"photo_addition\":true}" },
	{ "QR-24P", "photo_check", "{\"photo_good\":false,\"photo_faults\":[\"1\"]}" },
	{ "QR-24P", "photo_check", "{\"photo_good\":false,\"photo_faults\":[\"4\"]}" },
	{ "QR-24P", "photo_check", "{\"photo_good\":false,\"photo_faults\":[\"3\",\"6\"]}" },
	{ "QR-24Q", "photo_check", "{\"photo_good\":false,\"photo_faults\":[\"2\"]}" },
	{ "QR-24Q", "photo_check", "{\"photo_good\":false,\"photo_faults\":[\"5\"]}" },
	{ "QR-24R", "photo_check", "{\"photo_good\":false,\"photo_faults\":[\"3\"]}" },
	{ "QR-30", "registration", "{\"structure\":\"6\"}" },
	{ "QR-30E", "registration", "{\"structure\":\"5\",\"floors_main\":4}" },
	{ "QR-31", "registration", "{\"floors_main\":7}" },
	{ "QR-32", "registration", "{\"structure\":\"2\",\"floors_main\":1}" },
	{ "QR-33E", "registration", "{\"structure\":\"3\",\"floor_slab\":\"1\"}" },
	{ "QR-33", "registration", "{\"structure\":\"3\",\"floor_slab\":\"2\"}" },
	{ "QR-33", "registration", "{\"structure\":\"3\",\"roof\":\"1\"}" },
	{ "QR-33", "registration", "{\"structure\":\"3\",\"build_mode\":\"1\"}" },
	{ "QR-33", "registration", "{\"structure\":\"2\",\"build_mode\":\"1\"}" },
	{ "QR-33E", "registration", "{\"structure\":\"2\",\"floor_slab\":\"1\"}" },
	{ "QR-33", "registration", "{\"structure\":\"3\",\"floor_slab\":\"2\",\"build_mode\":\"1\"}" },
	{ "QR-33", "registration", "{\"structure\":\"4\",\"floor_slab\":\"3\",\"build_mode\":\"1\"}" },
	{ "QR-33", "registration", "{\"structure\":\"4\"}" },
	{ "QR-33E", "registration", "{\"structure\":\"4\",\"build_mode\":\"1\"}" },
	{ "QR-33E", "registration", "{\"structure\":\"4\",\"build_mode\":\"1\",\"wall_material\":\"2\"}" },
	{ "QR-33", "registration", "{\"structure\":\"5\",\"floor_slab\":\"1\",\"roof\":\"1\"}" },
	{ "QR-33E", "registration", "{\"structure\":\"6\"}" },
	{ "QR-33E", "registration", "{\"structure\":\"5\",\"wall_material\":\"99\",\"floor_slab\":\"3\",\"roof\":\"1\"}" },
	{ "QR-36E", "registration", "{\"built_year\":1949,\"built_band\":\"1\"}" },
	{ "QR-33E", "registration", "{\"structure\":\"4\",\"floor_slab\":\"2\"}" },
	{ "QR-33E", "registration", "{\"structure\":\"3\",\"wall_material\":\"4\"}" },
	{ "QR-34", "registration", "{\"structure\":\"7\"}" },
	{ "QR-35", "registration", "{\"structure\":\"3\",\"built_band\":\"1\",\"build_mode\":\"3\"}" },
	{ "QR-35", "registration", "{\"structure\":\"3\",\"built_band\":\"3\",\"build_mode\":\"2\"}" },
	{ "QR-35", "registration", "{\"structure\":\"2\",\"built_band\":\"2\",\"build_mode\":\"2\"}" },
	{ "QR-36", "registration", "{\"built_year\":1995}" },
	{ "QR-36Y", "registration", "{\"built_year\":1900,\"built_band\":\"1\"}" },
	{ "QR-36Y", "registration", "{\"built_year\":1950,\"built_band\":\"1\"}" },
	{ "QR-41", "registration", "{\"alt_year\":1999}" },
	{ "QR-41", "registration", "{\"alt_year\":2023}" },
	{ "QR-41", "registration", "{\"built_year\":\"\",\"built_band\":\"5\",\"alt_year\":1990}" },
	{ "QR-42", "registration", "{\"alt_kinds\":[\"1\"]}" },
	{ "QR-43", "registration", "{\"alt_kinds\":[\"1\"],\"floors_main\":1}" },
	{ "QR-43", "registration", "{\"alt_kinds\":[\"1\"],\"floors_built\":3}" },
	{ "QR-43M", "registration", "{\"altered\":true,\"alt_kinds\":[\"2\"],\"floors_built\":2}" },
	{ "QR-42C", "classification", "{\"findings\":[{\"defect\":\"802\"}]}" },
	{ "QR-44", "classification", "{}", "registration", "{\"altered\":true,\"alt_designed\":true,\"alt_main_struct\":true}" },
	{ "QR-44E", "classification", "{}", "registration", "{\"altered\":true,\"alt_designed\":false,\"alt_kinds\":[\"1\"]}" },
	{ "QR-47", "classification",
	  "{\"findings\":[{\"defect\":\"301\",\"direction\":\"2\",\"several\":false,\"width_mm\":9.5,\"measured\":9.5,\"finding_level\":\"G\"}]}" },
	{ "QR-47", "classification",
	  "{\"findings\":[{\"defect\":\"301\",\"direction\":\"1\",\"several\":false,\"width_mm\":2,\"measured\":2,\"length_m\":1.5,\"storey_m\":3,\"finding_level\":\"G\"}]}" },
	{ "QR-48", "classification", "{\"findings\":[{\"defect\":\"204\",\"tilt_permille\":2.5}]}" },
	{ "QR-48", "classification", "{\"findings\":[{\"defect\":\"301\",\"width_mm\":80}]}" },
	{ "QR-48", "classification", "{\"findings\":[{\"defect\":\"301\",\"width_mm\":0.1}]}" },
	{ "QR-48", "classification", "{\"findings\":[{\"defect\":\"204\",\"tilt_permille\":80}]}" },
	{ "QR-48", "classification", "{\"findings\":[{\"defect\":\"704\",\"area_percent\":3,\"measured\":3}]}" },
	{ "QR-48", "classification", "{\"findings\":[{\"defect\":\"406\",\"width_mm\":11,\"measured\":11}]}" },
	{ "QR-48E", "classification", "{\"findings\":[{\"defect\":\"204\",\"tilt_permille\":0.02}]}" },
	{ "QR-48E", "classification", "{\"findings\":[{\"defect\":\"204\",\"tilt_permille\":210}]}" },
	{ "QR-48E", "classification", "{\"findings\":[{\"defect\":\"704\",\"area_percent\":0.3}]}" },
	{ "QR-48E", "classification", "{\"findings\":[{\"defect\":\"301\",\"width_mm\":0.04}]}" },
	{ "QR-48", "classification", "{\"findings\":[{\"defect\":\"601\",\"loss_percent\":0.7}]}" },
	{ "QR-48", "classification", "{\"findings\":[{\"defect\":\"405\",\"width_mm\":0,\"spalled\":false}]}" },
	{ "QR-53", "classification", "{\"part_walls\":\"2\",\"part_roof\":\"2\",\"findings\":[{\"part\":\"1\"}]}" },
	{ "QR-54", "classification", "{\"part_roof\":\"3\"}" },
	{ "QR-54", "classification", "{\"part_frame\":\"3\",\"conclusion\":\"2\"}" },
	{ "QR-54E", "classification", "{\"part_frame\":\"3\"}" },
	{ "QR-54S", "classification", "{\"part_walls\":\"3\",\"part_ground\":\"3\"}", "registration",
	  "{\"use_class\":\"3\",\"licences\":[\"7\"]}" },
	{ "QR-54E", "classification",
	  "{\"part_ground\":\"3\",\"part_walls\":\"3\",\"part_frame\":\"3\",\"part_slabs\":\"3\",\"part_roof\":\"3\"}" },
	{ "QR-54N", "classification", "{\"part_frame\":\"3\"}", "registration", "{\"use_class\":\"3\"}" },
	{ "A4", "classification", "{\"conclusion\":\"2\",\"findings\":[{\"defect\":\"303\",\"finding_level\":\"G\",\"place_count\":3}]}" },
	{ "QR-48O", "classification", "{\"conclusion\":\"2\",\"findings\":[{\"defect\":\"901\"}]}" },
	{ "QR-49", "classification", "{\"geo_hazard\":true}" },
	{ "QR-90", "ruling", "{\"rulings\":[]}", "reinspection", "{\"r_survey_state\":\"2\",\"r_floors_main\":5}" },
	{ "QR-90", "ruling", "{\"rulings\":[{\"ruled\":\"floors_main\",\"right_side\":\"1\"}]}", "reinspection",
	  "{\"r_survey_state\":\"2\",\"r_floors_main\":5,\"r_structure\":\"3\"}" },
	{ "QR-02G", "listing", "{\"group_name\":\"不详\"}" },
	{ "QR-02R", "registration", "{\"surveyors\":\"/\"}" },
	{ "QR-02U", "registration", "{\"user_name\":\"不详\"}" },
	{ "QR-02U", "registration", "{\"user_name\":\"待补\"}" },
	{ "QR-02C", "classification", "{\"determiners\":\"/\"}" },
	{ "QR-02S", "classification", "{\"safety_owner\":\"不详\"}" },
	{ "QR-02S", "classification", "{\"safety_owner\":\"待补\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"业主\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"户主\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"户主韦建国\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"负责人：张三\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"产权人张三\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"姓名:张三\"}" },
	{ "QR-02W", "listing", "{\"owner_name\":\"阿明\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"韦\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"房主韦建国\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"覃美兰、韦\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"A\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"房主、韦建国\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"韦村长\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"老陆、韦建国\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"韦老板\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"韦老板娘\"}" },
	{ "QR-02W", "listing", "{\"owner_name\":\"韦大哥\"}" },
	{ "QR-02W", "listing", "{\"owner_name\":\"韦大姐\"}" },
	{ "QR-02W", "listing", "{\"owner_name\":\"韦大叔\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"韦师傅\"}" },
	{ "QR-02W", "listing", "{\"owner_name\":\"小韦\"}" },
	{ "QR-08", "registration", "{\"location\":\"22.8 107.4 GCJ02\"}" },
	{ "QR-09E", "registration", "{\"shops\":[{\"shop_type\":\"3\",\"shop_name\":\"小店\",\"shop_uscc\":\"9135\"}]}" },
	{ "QR-12", "listing", "{\"group_name\":\"那亮组\"}" },
	{ "QR-14", "registration", "{\"floors_main\":1,\"height_m\":5.5}" },
	{ "QR-35", "registration", "{\"structure\":\"6\",\"built_band\":\"6\"}" },
	{ "QR-36Y", "registration",
	  "{\"built_year\":1930,\"built_band\":\"1\",\"structure\":\"6\",\"wall_material\":\"4\",\"floor_slab\":\"1\",\"roof\":\"1\"}" },
	{ "QR-42", "registration", "{\"illegal\":true,\"illegal_kinds\":[\"3\"]}" },
	{ "QR-41", "registration", "{\"alt_year\":2003}" },
	{ "QR-44", "classification", "{}", "registration",
	  "{\"altered\":true,\"alt_designed\":true,\"alt_kinds\":[\"8\"],\"alt_main_struct\":false}" },
	{ "QR-07R", "listing", "{\"listed_phone\":\"13800000000\"}" },
	{ "QR-07R", "listing", "{\"listed_phone\":\"07786666666\"}" },
	{ "QR-07", "registration", "{\"owner_phone\":\"13800000000\"}" },
	{ "QR-07", "registration", "{\"owner_phone\":\"07786666666\"}" },
	{ "QR-07", "registration", "{\"owner_phone\":\"13812345678\"}" },
	{ "QR-07", "registration", "{\"owner_phone\":\"13987654321\"}" },
	{ "QR-07", "registration", "{\"owner_phone\":\"12345678000\"}" },
	{ "QR-07S", "registration", "{\"owner_phone\":\"13812345690\"}" },
	{ "QR-07S", "registration", "{\"owner_phone\":\"13131313131\"}" },
	{ "QR-07S", "registration", "{\"owner_phone\":\"13800138000\"}" },
	{ "QR-07S", "registration", "{\"owner_phone\":\"13771137716\"}" },
	{ "QR-07S", "registration", "{\"owner_phone\":\"13912341234\"}" },
	{ "QR-07S", "registration", "{\"owner_phone\":\"13912344321\"}" },
	{ "QR-07S", "registration", "{\"owner_phone\":\"13977813977\"}" },
	{ "QR-07S", "registration", "{\"owner_phone\":\"13811223344\"}" },
	{ "QR-07S", "registration", "{\"owner_phone\":\"07786326326\"}" },
	{ "QR-07S", "registration", "{\"owner_phone\":\"07781234567\"}" },
	{ "QR-07S", "registration", "{\"owner_phone\":\"07786543219\"}" },
	{ "QR-07S", "registration", "{\"owner_phone\":\"07786666661\"}" },
	{ "QR-07S", "registration", "{\"owner_phone\":\"07786321236\"}" },
	{ "QR-07S", "registration", "{\"owner_phone\":\"07786633221\"}" },
	{ "QR-07U", "registration", "{\"user_phone\":\"13800000000\"}" },
	{ "QR-07U", "registration", "{\"user_phone\":\"07786666666\"}" },
	{ "QR-07U", "registration", "{\"user_phone\":\"13812345678\"}" },
	{ "QR-07U", "registration", "{\"user_phone\":\"13987654321\"}" },
	{ "QR-07U", "registration", "{\"user_phone\":\"12345678000\"}" },
	{ "QR-07W", "registration", "{\"user_phone\":\"13812345690\"}" },
	{ "QR-07W", "registration", "{\"user_phone\":\"13131313131\"}" },
	{ "QR-07W", "registration", "{\"user_phone\":\"13912341234\"}" },
	{ "QR-07W", "registration", "{\"user_phone\":\"13912344321\"}" },
	{ "QR-07W", "registration", "{\"user_phone\":\"13977813977\"}" },
	{ "QR-07W", "registration", "{\"user_phone\":\"13811223344\"}" },
	{ "QR-07W", "registration", "{\"user_phone\":\"07786326326\"}" },
	{ "QR-07W", "registration", "{\"user_phone\":\"07781234567\"}" },
	{ "QR-07W", "registration", "{\"user_phone\":\"07786543219\"}" },
	{ "QR-07W", "registration", "{\"user_phone\":\"07786666661\"}" },
	{ "QR-07W", "registration", "{\"user_phone\":\"07786321236\"}" },
	{ "QR-07W", "registration", "{\"user_phone\":\"07786633221\"}" },
	{ "QR-07C", "classification", "{\"safety_supervisor_phone\":\"13800000000\"}" },
	{ "QR-07C", "classification", "{\"safety_supervisor_phone\":\"07786666666\"}" },
	{ "QR-07C", "classification", "{\"safety_supervisor_phone\":\"13812345678\"}" },
	{ "QR-07C", "classification", "{\"safety_supervisor_phone\":\"13987654321\"}" },
	{ "QR-07C", "classification", "{\"safety_supervisor_phone\":\"12345678000\"}" },
	{ "QR-07D", "classification", "{\"safety_supervisor_phone\":\"13812345690\"}" },
	{ "QR-07D", "classification", "{\"safety_supervisor_phone\":\"13131313131\"}" },
	{ "QR-07D", "classification", "{\"safety_supervisor_phone\":\"13912341234\"}" },
	{ "QR-07D", "classification", "{\"safety_supervisor_phone\":\"13912344321\"}" },
	{ "QR-07D", "classification", "{\"safety_supervisor_phone\":\"13977813977\"}" },
	{ "QR-07D", "classification", "{\"safety_supervisor_phone\":\"13811223344\"}" },
	{ "QR-07D", "classification", "{\"safety_supervisor_phone\":\"07786326326\"}" },
	{ "QR-07D", "classification", "{\"safety_supervisor_phone\":\"07781234567\"}" },
	{ "QR-07D", "classification", "{\"safety_supervisor_phone\":\"07786543219\"}" },
	{ "QR-07D", "classification", "{\"safety_supervisor_phone\":\"07786666661\"}" },
	{ "QR-07D", "classification", "{\"safety_supervisor_phone\":\"07786321236\"}" },
	{ "QR-07D", "classification", "{\"safety_supervisor_phone\":\"07786633221\"}" },
	{ "QR-07O", "classification", "{\"safety_owner_phone\":\"13800000000\"}" },
	{ "QR-07O", "classification", "{\"safety_owner_phone\":\"07786666666\"}" },
	{ "QR-07O", "classification", "{\"safety_owner_phone\":\"13812345678\"}" },
	{ "QR-07O", "classification", "{\"safety_owner_phone\":\"13987654321\"}" },
	{ "QR-07O", "classification", "{\"safety_owner_phone\":\"12345678000\"}" },
	{ "QR-07Q", "classification", "{\"safety_owner_phone\":\"13812345690\"}" },
	{ "QR-07Q", "classification", "{\"safety_owner_phone\":\"13131313131\"}" },
	{ "QR-07Q", "classification", "{\"safety_owner_phone\":\"13912341234\"}" },
	{ "QR-07Q", "classification", "{\"safety_owner_phone\":\"13912344321\"}" },
	{ "QR-07Q", "classification", "{\"safety_owner_phone\":\"13977813977\"}" },
	{ "QR-07Q", "classification", "{\"safety_owner_phone\":\"13811223344\"}" },
	{ "QR-07Q", "classification", "{\"safety_owner_phone\":\"07786326326\"}" },
	{ "QR-07Q", "classification", "{\"safety_owner_phone\":\"07781234567\"}" },
	{ "QR-07Q", "classification", "{\"safety_owner_phone\":\"07786543219\"}" },
	{ "QR-07Q", "classification", "{\"safety_owner_phone\":\"07786666661\"}" },
	{ "QR-07Q", "classification", "{\"safety_owner_phone\":\"07786321236\"}" },
	{ "QR-07Q", "classification", "{\"safety_owner_phone\":\"07786633221\"}" },
	{ "QR-07L", "listing", "{\"listed_phone\":\"13812345690\"}" },
	{ "QR-07L", "listing", "{\"listed_phone\":\"13131313131\"}" },
	{ "QR-07L", "listing", "{\"listed_phone\":\"13912341234\"}" },
	{ "QR-07L", "listing", "{\"listed_phone\":\"13912344321\"}" },
	{ "QR-07L", "listing", "{\"listed_phone\":\"13977813977\"}" },
	{ "QR-07L", "listing", "{\"listed_phone\":\"13811223344\"}" },
	{ "QR-07L", "listing", "{\"listed_phone\":\"07786326326\"}" },
	{ "QR-07L", "listing", "{\"listed_phone\":\"07781234567\"}" },
	{ "QR-07L", "listing", "{\"listed_phone\":\"07786543219\"}" },
	{ "QR-07L", "listing", "{\"listed_phone\":\"07786666661\"}" },
	{ "QR-07L", "listing", "{\"listed_phone\":\"07786321236\"}" },
	{ "QR-07L", "listing", "{\"listed_phone\":\"07786633221\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"韦\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"李书记\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"某某\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"黄 主任\"}" },
	{ "QR-02N", "listing", "{\"owner_name\":\"韦女士\"}" },
	{ "QR-02X", "registration", "{\"user_name\":\"韦\"}" },
	{ "QR-02X", "registration", "{\"user_name\":\"李书记\"}" },
	{ "QR-02X", "registration", "{\"user_name\":\"某某\"}" },
	{ "QR-02X", "registration", "{\"user_name\":\"黄 主任\"}" },
	{ "QR-02X", "registration", "{\"user_name\":\"韦女士\"}" },
	{ "QR-02Q", "registration", "{\"surveyors\":\"韦\"}" },
	{ "QR-02Q", "registration", "{\"surveyors\":\"李书记\"}" },
	{ "QR-02Q", "registration", "{\"surveyors\":\"某某\"}" },
	{ "QR-02Q", "registration", "{\"surveyors\":\"黄 主任\"}" },
	{ "QR-02Q", "registration", "{\"surveyors\":\"韦女士\"}" },
	{ "QR-02I", "classification", "{\"safety_owner\":\"韦\"}" },
	{ "QR-02I", "classification", "{\"safety_owner\":\"李书记\"}" },
	{ "QR-02I", "classification", "{\"safety_owner\":\"某某\"}" },
	{ "QR-02I", "classification", "{\"safety_owner\":\"黄 主任\"}" },
	{ "QR-02I", "classification", "{\"safety_owner\":\"韦女士\"}" },
	{ "QR-02J", "classification", "{\"safety_supervisor\":\"韦\"}" },
	{ "QR-02J", "classification", "{\"safety_supervisor\":\"李书记\"}" },
	{ "QR-02J", "classification", "{\"safety_supervisor\":\"某某\"}" },
	{ "QR-02J", "classification", "{\"safety_supervisor\":\"黄 主任\"}" },
	{ "QR-02J", "classification", "{\"safety_supervisor\":\"韦女士\"}" },
	{ "QR-02K", "classification", "{\"determiners\":\"韦\"}" },
	{ "QR-02K", "classification", "{\"determiners\":\"李书记\"}" },
	{ "QR-02K", "classification", "{\"determiners\":\"某某\"}" },
	{ "QR-02K", "classification", "{\"determiners\":\"黄 主任\"}" },
	{ "QR-02K", "classification", "{\"determiners\":\"韦女士\"}" },
	{ "QR-02Q", "registration", "{\"surveyors\":\"韦建国、李书记\"}" },
	{ "QR-02Y", "registration", "{\"user_name\":\"小韦\"}" },
	{ "QR-02L", "classification", "{\"safety_owner\":\"小韦\"}" },
	{ "QR-02M", "classification", "{\"safety_supervisor\":\"小韦\"}" },
	{ "QR-02O", "registration", "{\"co_owners\":[{\"co_name\":\"/\",\"co_doc\":\"0\"}]}" },
	{ "QR-02O", "registration", "{\"co_owners\":[{\"co_name\":\"韦\",\"co_doc\":\"0\"}]}" },
	{ "QR-02O", "registration", "{\"co_owners\":[{\"co_name\":\"李书记\",\"co_doc\":\"0\"}]}" },
	{ "QR-02O", "registration", "{\"co_owners\":[{\"co_name\":\"无\",\"co_doc\":\"0\"}]}" },
	{ "QR-02T", "registration", "{\"biz_name\":\"店\"}" },
	{ "QR-02T", "registration", "{\"biz_name\":\"某店\"}" },
	{ "QR-02T", "registration", "{\"biz_name\":\"某某\"}" },
	{ "QR-02T", "registration", "{\"biz_name\":\"韦某\"}" },
	{ "QR-02T", "registration", "{\"biz_name\":\"韦某某饭店\"}" },
	{ "QR-02T", "registration", "{\"biz_name\":\"某某超市\"}" },
	{ "QR-02H", "registration", "{\"shops\":[{\"shop_type\":\"3\",\"shop_name\":\"/\"}]}" },
	{ "QR-02H", "registration", "{\"shops\":[{\"shop_type\":\"3\",\"shop_name\":\"店\"}]}" },
	{ "QR-02H", "registration", "{\"shops\":[{\"shop_type\":\"3\",\"shop_name\":\"某店\"}]}" },
	{ "QR-02H", "registration", "{\"shops\":[{\"shop_type\":\"3\",\"shop_name\":\"韦某超市\"}]}" },
	{ "QR-02H", "registration", "{\"shops\":[{\"shop_type\":\"3\",\"shop_name\":\"暂无\"}]}" },
	{ "QR-27E", "registration", "{\"biz_name\":\"小太阳幼儿园\"}" },
	{ "QR-27E", "registration", "{\"biz_name\":\"平安养老院\",\"biz_types\":[\"1\",\"3\"]}" },
	{ "QR-27", "registration", "{\"biz_name\":\"小太阳幼儿园\",\"biz_types\":[\"99\"]}" },
	{ "QR-27SE", "registration", "{\"shops\":[{\"shop_type\":\"3\",\"shop_name\":\"飞天网吧\"}]}" },
	{ "QR-27S", "registration", "{\"shops\":[{\"shop_type\":\"99\",\"shop_name\":\"飞天网吧\"}]}" },
	{ "QR-27", "registration", "{\"biz_name\":\"韦家诊所\"}" },
	{ "QR-27", "registration", "{\"biz_name\":\"平安旅馆\"}" },
	{ "QR-27S", "registration", "{\"shops\":[{\"shop_type\":\"3\",\"shop_name\":\"韦家诊所\"}]}" },
	{ "QR-45", "registration", "{\"built_year\":2020,\"alt_year\":2021,\"alt_times\":4}" },
	{ "QR-45", "registration", "{\"built_year\":\"\",\"built_band\":\"6\",\"alt_year\":2021,\"alt_times\":9}" },
	{ "QR-45E", "registration", "{\"built_year\":2020,\"alt_year\":2021,\"alt_times\":5}" },
	{ "QR-45E", "registration", "{\"built_year\":\"\",\"built_band\":\"6\",\"alt_year\":2016,\"alt_times\":9}" },
	{ "QR-08F", "registration", "{\"location\":\"24.5 107.3\"}" },
	{ "QR-08F", "registration", "{\"location\":\"24.5 107.3739 GCJ02\"}" },
	{ "QR-08F", "registration", "{\"location\":\"24.5112 107.3 GCJ02\"}" },
	{ "QR-08D", "registration", "{\"location\":\"24.51 107.37\"}" },
	{ "QR-08D", "registration", "{\"location\":\"24.5112 107.37 GCJ02\"}" },
	{ "QR-08D", "registration", "{\"location\":\"24.51 107.3739 GCJ02\"}" },
	{ "QR-08D", "registration", "{\"location\":\"24.5000 107.3000 GCJ02\"}" },
	{ "QR-28", "registration", "{\"land_kind\":\"1\",\"licences\":[\"7\"]}" },
	{ "QR-28E", "registration", "{\"land_kind\":\"2\",\"licences\":[\"2\",\"11\"]}" },
	{ "QR-29", "registration", "{\"remark\":\"电话询问，未到现场\"}" },
	{ "QR-29E", "registration", "{\"remark\":\"电话询问，未到现场\"}" },
	{ "QR-29E", "registration", "{\"remark\":\"户主在外，没进屋\"}" },
	{ "QR-29E", "registration", "{\"remark\":\"照名册填。\"}" },
	{ "QR-29E", "registration", "{\"remark\":\"户主不在；未入户;\"}" },
	{ "QR-29E", "registration", "{\"remark\":\"下雨 没到现场\"}" },
	{ "QR-29E", "registration", "{\"remark\":\"微信视频查看、无裂缝\"}" },
	{ "QR-29E", "registration", "{\"remark\":\"电话排查,无裂缝\"}" },
	{ "QR-29ES", "registration", "{\"structure_note\":\"照名册填\"}" },
	{ "QR-29EH", "classification", "{\"other_hazard\":\"未能进入\"}" },
	{ "QR-29", "registration", "{\"remark\":\"听邻居说是2005年建的\"}" },
	{ "QR-29", "registration", "{\"remark\":\"据邻居反映无裂缝，未经现场核实\"}" },
	{ "QR-29", "registration", "{\"remark\":\"听说无裂缝，改日再到现场\"}" },
	{ "QR-29", "registration", "{\"remark\":\"没有到现场\"}" },
	{ "QR-29S", "registration", "{\"structure_note\":\"电话询问，未到现场\"}" },
	{ "QR-29P", "photo_check", "{\"photo_check_note\":\"电话询问，未到现场\"}", "registration", "{\"survey_state\":\"2\"}" },
	{ "QR-29H", "classification", "{\"other_hazard\":\"电话询问，未到现场\"}", "registration", "{\"survey_state\":\"2\"}" },
	{ "QR-29O", "classification", "{\"own_reason\":\"电话询问，未到现场\"}", "registration", "{\"survey_state\":\"2\"}" },
	{ "QR-67", "registration", "{\"remark\":\"户主韦 建国外出\"}" },
	{ "QR-67A", "registration", "{\"no_survey_text\":\"户主韦 建国外出\"}" },
	{ "QR-67B", "registration", "{\"structure_note\":\"户主韦 建国外出\"}" },
	{ "QR-67C", "photo_check", "{\"photo_check_note\":\"户主韦 建国外出\"}" },
	{ "QR-67D", "classification", "{\"other_hazard\":\"户主韦 建国外出\"}" },
	{ "QR-67E", "classification", "{\"own_reason\":\"户主韦 建国外出\"}" },
	{ "QR-67", "registration", "{\"remark\":\"租户覃美兰开店\",\"user_name\":\"覃美兰\"}" },
	{ "QR-67", "registration", "{\"remark\":\"与韦建民共有\",\"co_owners\":[{\"co_name\":\"韦建民\",\"co_doc\":\"0\"}]}" },
	{ "QR-67", "registration", "{\"remark\":\"租户覃美兰开店\",\"owner_doc\":\"4\",\"user_name\":\"覃美兰\"}" },
	{ "QR-67", "registration", "{\"remark\":\"韦大学家\",\"user_name\":\"韦大学\"}" },
	{ "QR-67F", "classification", "{\"findings\":[{\"place\":\"覃美兰卧室\"}]}", "registration",
	  "{\"owner_doc\":\"4\",\"user_name\":\"覃美兰\"}" },
	{ "QR-67F", "classification", "{\"findings\":[{\"place\":\"韦建国卧室\"}]}" },
	{ "QR-67F", "classification", "{\"findings\":[{\"defect_note\":\"覃美兰说漏水\"}]}", "registration", "{\"user_name\":\"覃美兰\"}" },
	{ "QR-91", "ruling",
	  "{\"rulings\":[{\"ruled\":\"structure\",\"right_side\":\"1\"},{\"ruled\":\"structure\",\"right_side\":\"2\"}]}" },
};
#pragma GCC diagnostic pop

static int
load(void **state)
{
	const char *source = getenv("LOUCE_SRC");
	char *dir = mem_printf("%s/forms", source ? source : ".");
	struct err err = { 0 };

	(void)state;
	if (pack_load(dir, &pack, NULL, &err) || eval_new(pack, &eval, NULL, &err))
		fail_msg("%s", err.text);
	free(dir);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	eval_free(eval);
	pack_free(pack);
	return 0;
}

static struct value
parse(const char *json)
{
	struct value value = { 0 };
	struct err err = { 0 };

	if (json_parse(json, strlen(json), 6, &value, &err))
		fail_msg("%s: %s", json, err.text);
	return value;
}

static void
fill(const struct bad *bad, const struct eval_photo *photos, size_t photo_count)
{
	eval_clear(eval, "2022-12-01");
	for (size_t i = 0; i < COUNT(good); i++) {
		struct value values = parse(good[i].json), set = { 0 };
		bool registration = strcmp(good[i].form, "registration") == 0;

		if (registration)
			value_set_text(&values, "owner_id", "11010519491231002X");
		if (bad && strcmp(bad->form, good[i].form) == 0)
			set = parse(bad->json);
		else if (bad && bad->other_form && strcmp(bad->other_form, good[i].form) == 0)
			set = parse(bad->other_json);
		if (set.type == VALUE_OBJECT) {
			for (size_t m = 0; m < set.object.count; m++) {
				const struct member *member = &set.object.members[m];

				if (member->value.type == VALUE_TEXT && !*member->value.text)
					value_remove(&values, member->name);
				else
					value_set_take(&values, member->name, value_copy(&member->value));
			}
		}
		eval_load(eval, pack_form(pack, good[i].form), &values, true, registration ? photos : NULL, registration ? photo_count : 0);
		value_release(&set);
		value_release(&values);
	}
}

struct fired {
	const char *wanted;
	bool found;
	char all[512];
};

static void
note(const struct eval_finding *finding, void *ctx)
{
	struct fired *fired = ctx;

	fired->found |= fired->wanted && strcmp(finding->rule->id, fired->wanted) == 0 && finding->kind == FINDING_FIRES;
	strncat(fired->all, finding->rule->id, sizeof(fired->all) - strlen(fired->all) - 2);
	strcat(fired->all, " ");
}

static void
rules__are_silent__over_a_good_building(void **state)
{
	struct fired fired = { 0 };

	(void)state;
	fill(NULL, good_photos, COUNT(good_photos));
	eval_rules(eval, NULL, false, note, &fired);
	assert_string_equal(fired.all, "");
}

static void
rules__fire__each_on_its_case(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fired fired = { .wanted = cases[i].rule };

		fill(&cases[i], good_photos, COUNT(good_photos));
		eval_rules(eval, NULL, false, note, &fired);
		if (!fired.found)
			fail_msg("%s did not fire over %s; there were: %s", cases[i].rule, cases[i].json, fired.all);
	}
}

/* What a rule must let pass: the neighbour of its case. */
static void
rules__are_silent__beside_their_case(void **state)
{
	static const struct bad right[] = {
		{ .rule = "QR-02", .form = "listing", .json = "{\"owner_name\":\"𠀀𠮷\"}" }, /* rare characters alone */
		{ .rule = "QR-02", .form = "listing", .json = "{\"owner_name\":\"Əziz\"}" },
		{ .rule = "QR-02", .form = "listing", .json = "{\"owner_name\":\"〇\"}" },
		{ .rule = "QR-02", .form = "listing", .json = "{\"owner_name\":\"สมชาย\"}" },
		{ .rule = "QR-02", .form = "listing", .json = "{\"owner_name\":\"Đỗ\"}" },
		{ .rule = "QR-02", .form = "listing", .json = "{\"owner_name\":\"ئەزىز\"}" },
		{ .rule = "QR-22", .form = "registration", .json = "{\"over10\":true}" },
		{ .rule = "QR-23D", .form = "registration", .json = "{\"use_class\":\"3\",\"lead_dept\":\"0\"}" },
		{ .rule = "QR-24P", .form = "photo_check", .json = "{\"photo_faults\":[\"1\"]}" },
		{ .rule = "QR-24Q", .form = "photo_check", .json = "{\"photo_faults\":[\"2\"]}" },
		{ .rule = "QR-24R", .form = "photo_check", .json = "{\"photo_faults\":[\"3\"]}" },
		{ .rule = "QR-42", .form = "registration", .json = "{\"altered\":true,\"alt_kinds\":[\"1\"],\"floors_built\":2}" },
		{ .rule = "QR-42C",
		  .form = "classification",
		  .json = "{\"findings\":[{\"defect\":\"802\"}]}",
		  .other_form = "registration",
		  .other_json = "{\"altered\":true}" },
		{ .rule = "QR-44",
		  .form = "classification",
		  .json = "{\"conclusion\":\"2\"}",
		  .other_form = "registration",
		  .other_json = "{\"altered\":true,\"alt_designed\":true,\"alt_main_struct\":true}" },
		{ .rule = "QR-54E", .form = "classification", .json = "{\"part_frame\":\"3\",\"conclusion\":\"2\"}" },
		{ .rule = "QR-54", .form = "classification", .json = "{\"part_frame\":\"3\"}" },
		{ .rule = "QR-54N", .form = "classification", .json = "{\"part_slabs\":\"3\"}" },
		{ .rule = "QR-60", .form = "registration", .json = "{\"survey_state\":\"3\"}" },
		{ .rule = "QR-24S", .form = "photo_check", .json = "{\"photo_structure\":\"8\"}" },
		{ .rule = "QR-24S",
		  .form = "photo_check",
		  .json = "{\"photo_structure\":\"3\",\"photo_check_note\":\"前面框架，后面土墙\"}",
		  .other_form = "registration",
		  .other_json = "{\"structure\":\"7\"}" },
		{ .rule = "QR-24B",
		  .form = "photo_check",
		  .json = "{\"photo_business\":false}",
		  .other_form = "registration",
		  .other_json = "{\"use_class\":\"3\"}" },
		{ .rule = "QR-24N", .form = "photo_check", .json = "{\"photo_business\":false,\"photo_check_note\":\"招牌在侧门\"}" },
		{ .rule = "QR-24N",
		  .form = "photo_check",
		  .json = "{\"photo_business\":false}",
		  .other_form = "registration",
		  .other_json = "{\"has_sign\":false,\"rents_out\":true}" },
		{ .rule = "QR-24A",
		  .form = "photo_check",
		  .json = "{\"photo_addition\":true}",
		  .other_form = "registration",
		  .other_json = "{\"altered\":true}" },
		{ .rule = "QR-90",
		  .form = "ruling",
		  .json = "{\"rulings\":[{\"ruled\":\"floors_main\",\"right_side\":\"1\"}]}",
		  .other_form = "reinspection",
		  .other_json = "{\"r_survey_state\":\"2\",\"r_floors_main\":5}" },
		{ .rule = "QR-91",
		  .form = "ruling",
		  .json = "{\"rulings\":[{\"ruled\":\"structure\",\"right_side\":\"1\"},{\"ruled\":\"use_class\",\"right_side\":\"1\"}]}" },
		{ .rule = "QR-24P", .form = "photo_check", .json = "{\"photo_good\":false,\"photo_faults\":[\"2\"]}" },
		{ .rule = "QR-24R", .form = "photo_check", .json = "{\"photo_good\":false,\"photo_faults\":[\"1\"]}" },
		{ .rule = "QR-02", .form = "listing", .json = "{\"owner_name\":\"Anna Müller\"}" },
		{ .rule = "QR-02N", .form = "listing", .json = "{\"owner_name\":\"老有福\"}" },
		{ .rule = "QR-02N", .form = "listing", .json = "{\"owner_name\":\"东兰镇供销社\"}" },
		{ .rule = "QR-02W", .form = "listing", .json = "{\"owner_name\":\"韦家旺\"}" },
		{ .rule = "QR-07S", .form = "registration", .json = "{\"owner_phone\":\"13812346578\"}" },
		{ .rule = "QR-07L", .form = "listing", .json = "{\"listed_phone\":\"13977612345\"}" },
		{ .rule = "QR-08", .form = "registration", .json = "{\"location\":\"24.5112 107.3739 GCJ02\"}" },
		{ .rule = "QR-11P", .form = "registration", .json = "{\"floors_part\":5}" },
		{ .rule = "QR-23",
		  .form = "registration",
		  .json = "{\"biz_types\":[\"99\"],\"lead_dept_default\":\"0\",\"lead_dept_other\":\"4\"}" },
		{ .rule = "QR-26",
		  .form = "registration",
		  .json = "{\"use_class\":\"2\"}",
		  .other_form = "listing",
		  .other_json = "{\"listed_use\":\"1\"}" },
		{ .rule = "QR-26",
		  .form = "registration",
		  .json = "{\"use_class\":\"3\"}",
		  .other_form = "listing",
		  .other_json = "{\"listed_use\":\"3\"}" },
		{ .rule = "QR-36Y",
		  .form = "registration",
		  .json = "{\"built_year\":1955,\"built_band\":\"1\",\"structure\":\"6\",\"floor_slab\":\"1\",\"roof\":\"1\"}" },
		{ .rule = "QR-43", .form = "registration", .json = "{\"alt_kinds\":[\"1\"],\"floors_built\":2}" },
		{ .rule = "QR-43M", .form = "registration", .json = "{\"alt_kinds\":[\"1\"],\"floors_built\":2}" },
		{ .rule = "QR-43M", .form = "registration", .json = "{\"alt_kinds\":[\"2\"],\"floors_built\":3}" },
		{ .rule = "QR-06",
		  .form = "registration",
		  .json = "{\"owner_id\":\"\",\"owner_doc\":\"3\",\"owner_doc_no\":\"E12345678\"}" },
		{ .rule = "QR-06", .form = "registration", .json = "{\"owner_id\":\"\",\"owner_doc\":\"0\",\"no_id_reason\":\"4\"}" },
		{ .rule = "QR-06C",
		  .form = "registration",
		  .json = "{\"co_owners\":[{\"co_name\":\"韦甲\",\"co_id\":\"451224190001010013\"},{\"co_name\":\"韦乙\",\"co_doc\":\"0\"}]}" },
		{ .rule = "QR-06D",
		  .form = "registration",
		  .json = "{\"co_owners\":[{\"co_name\":\"韦甲\",\"co_doc\":\"0\"},{\"co_name\":\"韦乙\",\"co_doc\":\"3\",\"co_doc_no\":\"E1234567\"}]}" },
		{ .rule = "QR-06T",
		  .form = "registration",
		  .json = "{\"co_owners\":[{\"co_name\":\"韦甲\",\"co_doc\":\"0\"},{\"co_name\":\"韦乙\",\"co_doc\":\"0\"}]}" },
		{ .rule = "QR-06N", .form = "registration", .json = "{\"owner_id\":\"\",\"owner_doc\":\"0\",\"no_id_reason\":\"1\"}" },
		{ .rule = "QR-09", .form = "registration", .json = "{\"biz_uscc\":\"91350100M000100Y43\"}" },
		{ .rule = "QR-33", .form = "registration", .json = "{\"structure\":\"3\"}" },
		{ .rule = "QR-33E",
		  .form = "registration",
		  .json = "{\"structure\":\"5\",\"wall_material\":\"1\",\"floor_slab\":\"1\",\"roof\":\"1\"}" },
		{ .rule = "QR-33E",
		  .form = "registration",
		  .json = "{\"structure\":\"7\",\"wall_material\":\"1\",\"floor_slab\":\"3\",\"roof\":\"1\"}" },
		{ .rule = "QR-36E",
		  .form = "registration",
		  .json = "{\"built_year\":1930,\"built_band\":\"1\",\"structure\":\"6\",\"floor_slab\":\"1\",\"roof\":\"1\"}" },
		{ .rule = "QR-36E", .form = "registration", .json = "{\"built_year\":1930,\"built_band\":\"1\",\"altered\":true}" },
		{ .rule = "QR-14", .form = "registration", .json = "{\"floors_main\":1,\"height_m\":4.8}" },
		{ .rule = "QR-48E",
		  .form = "classification",
		  .json = "{\"findings\":[{\"defect\":\"204\",\"tilt_permille\":1},{\"defect\":\"405\",\"width_mm\":0,\"spalled\":true}]}" },
		{ .rule = "QR-33",
		  .form = "registration",
		  .json = "{\"structure\":\"6\",\"wall_material\":\"4\",\"floor_slab\":\"1\",\"roof\":\"1\"}" },
		{ .rule = "QR-33E", .form = "registration", .json = "{\"structure\":\"4\"}" },
		{ .rule = "QR-35",
		  .form = "registration",
		  .json = "{\"structure\":\"3\",\"built_band\":\"1\"}",
		  .other_form = "listing",
		  .other_json = "{\"village\":\"451224100001\"}" },
		{ .rule = "QR-35", .form = "registration", .json = "{\"structure\":\"3\",\"built_band\":\"3\",\"build_mode\":\"3\"}" },
		{ .rule = "QR-35", .form = "registration", .json = "{\"structure\":\"3\",\"built_band\":\"4\",\"build_mode\":\"2\"}" },
		{ .rule = "QR-35", .form = "registration", .json = "{\"structure\":\"2\",\"built_band\":\"3\",\"build_mode\":\"2\"}" },
		{ .rule = "QR-44E",
		  .form = "classification",
		  .json = "{\"findings\":[{\"defect\":\"803\"}]}",
		  .other_form = "registration",
		  .other_json = "{\"altered\":true,\"alt_designed\":false,\"alt_kinds\":[\"1\"]}" },
		{ .rule = "QR-44E",
		  .form = "classification",
		  .json = "{}",
		  .other_form = "registration",
		  .other_json = "{\"altered\":true,\"alt_designed\":true,\"alt_kinds\":[\"1\"]}" },
		{ .rule = "QR-47",
		  .form = "classification",
		  .json = "{\"findings\":[{\"defect\":\"301\",\"direction\":\"2\",\"several\":false,\"width_mm\":8.9,\"measured\":8.9,\"finding_level\":\"G\"}]}" },
		{ .rule = "QR-47",
		  .form = "classification",
		  .json = "{\"findings\":[{\"defect\":\"301\",\"direction\":\"2\",\"several\":false,\"width_mm\":11.1,\"measured\":11.1,\"finding_level\":\"S\"}]}" },
		{ .rule = "QR-48",
		  .form = "classification",
		  .json = "{\"findings\":[{\"defect\":\"204\",\"tilt_permille\":25},{\"defect\":\"405\",\"width_mm\":0,\"spalled\":true}]}" },
		{ .rule = "QR-48",
		  .form = "classification",
		  .json = "{\"findings\":[{\"defect\":\"704\",\"area_percent\":5,\"measured\":5},{\"defect\":\"406\",\"width_mm\":9,\"measured\":9},"
			  "{\"defect\":\"204\",\"tilt_permille\":55,\"measured\":55},{\"defect\":\"202\",\"width_mm\":0.6,\"measured\":0.6},"
			  "{\"defect\":\"301\",\"direction\":\"3\",\"several\":false,\"width_mm\":20,\"measured\":20}]}" },
		{ .rule = "QR-53", .form = "classification", .json = "{\"part_walls\":\"2\",\"findings\":[{\"part\":\"1\"}]}" },
		{ .rule = "QR-11Q", .form = "registration", .json = "{\"floors_part\":7}" },
		{ .rule = "QR-11E", .form = "registration", .json = "{\"area_m2\":28}" },
		{ .rule = "QR-11E", .form = "registration", .json = "{\"area_m2\":21,\"floors_main\":2}" },
		{ .rule = "QR-11E", .form = "registration", .json = "{\"area_m2\":7.5,\"floors_main\":1}" },
		{ .rule = "QR-11E", .form = "registration", .json = "{\"area_m2\":10.5,\"floors_main\":1}" },
		{ .rule = "QR-11E", .form = "registration", .json = "{\"area_m2\":2500,\"use_class\":\"1\",\"residents\":4}" },
		{ .rule = "QR-11E", .form = "registration", .json = "{\"area_m2\":2500,\"use_class\":\"3\",\"residents\":0}" },
		{ .rule = "QR-14E", .form = "registration", .json = "{\"floors_main\":2,\"height_m\":11}" },
		{ .rule = "QR-22", .form = "registration", .json = "{\"use_class\":\"3\",\"over10\":true,\"residents\":21}" },
		{ .rule = "QR-22E", .form = "registration", .json = "{\"use_class\":\"3\",\"residents\":20}" },
		{ .rule = "QR-22E", .form = "registration", .json = "{\"use_class\":\"3\",\"residents\":22,\"floors_main\":6}" },
		{ .rule = "QR-14E", .form = "registration", .json = "{\"floors_main\":3,\"height_m\":15.6,\"use_class\":\"1\"}" },
		{ .rule = "QR-33E", .form = "registration", .json = "{\"structure\":\"3\",\"floor_slab\":\"2\",\"build_mode\":\"1\"}" },
		{ .rule = "QR-22E", .form = "registration", .json = "{\"use_class\":\"1\",\"residents\":30}" },
		{ .rule = "QR-07C", .form = "classification", .json = "{\"safety_supervisor_phone\":\"07787654321\"}" },
		{ .rule = "QR-07", .form = "registration", .json = "{\"owner_phone\":\"13812345690\"}" },
		{ .rule = "QR-54S",
		  .form = "classification",
		  .json = "{\"part_walls\":\"3\"}",
		  .other_form = "registration",
		  .other_json = "{\"use_class\":\"3\",\"licences\":[\"7\"]}" },
		{ .rule = "QR-54S",
		  .form = "classification",
		  .json = "{\"part_ground\":\"3\"}",
		  .other_form = "registration",
		  .other_json = "{\"use_class\":\"3\",\"licences\":[\"7\"]}" },
		{ .rule = "QR-54S",
		  .form = "classification",
		  .json = "{\"part_walls\":\"3\",\"part_ground\":\"3\",\"conclusion\":\"2\"}",
		  .other_form = "registration",
		  .other_json = "{\"use_class\":\"3\",\"licences\":[\"7\"]}" },
		{ .rule = "QR-07", .form = "registration", .json = "{\"owner_phone\":\"13977612345\"}" },
		{ .rule = "QR-07", .form = "registration", .json = "{\"owner_phone\":\"07786322018\"}" },
		{ .rule = "QR-07", .form = "registration", .json = "{\"owner_phone\":\"13812346578\"}" },
		{ .rule = "QR-07", .form = "registration", .json = "{\"owner_phone\":\"13978781234\"}" },
		{ .rule = "QR-07", .form = "registration", .json = "{\"owner_phone\":\"15012213443\"}" },
		{ .rule = "QR-07S", .form = "registration", .json = "{\"owner_phone\":\"13977612345\"}" },
		{ .rule = "QR-07S", .form = "registration", .json = "{\"owner_phone\":\"07786322018\"}" },
		{ .rule = "QR-07S", .form = "registration", .json = "{\"owner_phone\":\"13812346578\"}" },
		{ .rule = "QR-07S", .form = "registration", .json = "{\"owner_phone\":\"13978781234\"}" },
		{ .rule = "QR-07S", .form = "registration", .json = "{\"owner_phone\":\"15012213443\"}" },
		{ .rule = "QR-07U", .form = "registration", .json = "{\"user_phone\":\"13977612345\"}" },
		{ .rule = "QR-07U", .form = "registration", .json = "{\"user_phone\":\"07786322018\"}" },
		{ .rule = "QR-07U", .form = "registration", .json = "{\"user_phone\":\"13812346578\"}" },
		{ .rule = "QR-07U", .form = "registration", .json = "{\"user_phone\":\"13978781234\"}" },
		{ .rule = "QR-07U", .form = "registration", .json = "{\"user_phone\":\"15012213443\"}" },
		{ .rule = "QR-07W", .form = "registration", .json = "{\"user_phone\":\"13977612345\"}" },
		{ .rule = "QR-07W", .form = "registration", .json = "{\"user_phone\":\"07786322018\"}" },
		{ .rule = "QR-07W", .form = "registration", .json = "{\"user_phone\":\"13812346578\"}" },
		{ .rule = "QR-07W", .form = "registration", .json = "{\"user_phone\":\"13978781234\"}" },
		{ .rule = "QR-07W", .form = "registration", .json = "{\"user_phone\":\"15012213443\"}" },
		{ .rule = "QR-07C", .form = "classification", .json = "{\"safety_supervisor_phone\":\"13977612345\"}" },
		{ .rule = "QR-07C", .form = "classification", .json = "{\"safety_supervisor_phone\":\"07786322018\"}" },
		{ .rule = "QR-07C", .form = "classification", .json = "{\"safety_supervisor_phone\":\"13812346578\"}" },
		{ .rule = "QR-07C", .form = "classification", .json = "{\"safety_supervisor_phone\":\"13978781234\"}" },
		{ .rule = "QR-07C", .form = "classification", .json = "{\"safety_supervisor_phone\":\"15012213443\"}" },
		{ .rule = "QR-07D", .form = "classification", .json = "{\"safety_supervisor_phone\":\"13977612345\"}" },
		{ .rule = "QR-07D", .form = "classification", .json = "{\"safety_supervisor_phone\":\"07786322018\"}" },
		{ .rule = "QR-07D", .form = "classification", .json = "{\"safety_supervisor_phone\":\"13812346578\"}" },
		{ .rule = "QR-07D", .form = "classification", .json = "{\"safety_supervisor_phone\":\"13978781234\"}" },
		{ .rule = "QR-07D", .form = "classification", .json = "{\"safety_supervisor_phone\":\"15012213443\"}" },
		{ .rule = "QR-07O", .form = "classification", .json = "{\"safety_owner_phone\":\"13977612345\"}" },
		{ .rule = "QR-07O", .form = "classification", .json = "{\"safety_owner_phone\":\"07786322018\"}" },
		{ .rule = "QR-07O", .form = "classification", .json = "{\"safety_owner_phone\":\"13812346578\"}" },
		{ .rule = "QR-07O", .form = "classification", .json = "{\"safety_owner_phone\":\"13978781234\"}" },
		{ .rule = "QR-07O", .form = "classification", .json = "{\"safety_owner_phone\":\"15012213443\"}" },
		{ .rule = "QR-07Q", .form = "classification", .json = "{\"safety_owner_phone\":\"13977612345\"}" },
		{ .rule = "QR-07Q", .form = "classification", .json = "{\"safety_owner_phone\":\"07786322018\"}" },
		{ .rule = "QR-07Q", .form = "classification", .json = "{\"safety_owner_phone\":\"13812346578\"}" },
		{ .rule = "QR-07Q", .form = "classification", .json = "{\"safety_owner_phone\":\"13978781234\"}" },
		{ .rule = "QR-07Q", .form = "classification", .json = "{\"safety_owner_phone\":\"15012213443\"}" },
		{ .rule = "QR-07L", .form = "listing", .json = "{\"listed_phone\":\"13977612345\"}" },
		{ .rule = "QR-07L", .form = "listing", .json = "{\"listed_phone\":\"07786322018\"}" },
		{ .rule = "QR-07L", .form = "listing", .json = "{\"listed_phone\":\"13812346578\"}" },
		{ .rule = "QR-07L", .form = "listing", .json = "{\"listed_phone\":\"13978781234\"}" },
		{ .rule = "QR-07L", .form = "listing", .json = "{\"listed_phone\":\"15012213443\"}" },
		{ .rule = "QR-07R", .form = "listing", .json = "{\"listed_phone\":\"13977612345\"}" },
		{ .rule = "QR-07R", .form = "listing", .json = "{\"listed_phone\":\"07786322018\"}" },
		{ .rule = "QR-07R", .form = "listing", .json = "{\"listed_phone\":\"13812346578\"}" },
		{ .rule = "QR-07R", .form = "listing", .json = "{\"listed_phone\":\"13978781234\"}" },
		{ .rule = "QR-07R", .form = "listing", .json = "{\"listed_phone\":\"15012213443\"}" },
		{ .rule = "QR-07S", .form = "registration", .json = "{\"owner_phone\":\"13800000000\"}" },
		{ .rule = "QR-07W", .form = "registration", .json = "{\"user_phone\":\"13800000000\"}" },
		{ .rule = "QR-07D", .form = "classification", .json = "{\"safety_supervisor_phone\":\"13800000000\"}" },
		{ .rule = "QR-07Q", .form = "classification", .json = "{\"safety_owner_phone\":\"13800000000\"}" },
		{ .rule = "QR-07L", .form = "listing", .json = "{\"listed_phone\":\"13800000000\"}" },
		{ .rule = "QR-02N", .form = "listing", .json = "{\"owner_name\":\"覃师光\"}" },
		{ .rule = "QR-02N", .form = "listing", .json = "{\"owner_name\":\"老有福\"}" },
		{ .rule = "QR-02N", .form = "listing", .json = "{\"owner_name\":\"黄文长\"}" },
		{ .rule = "QR-02N", .form = "listing", .json = "{\"owner_name\":\"欧阳书记成\"}" },
		{ .rule = "QR-02N", .form = "listing", .json = "{\"owner_name\":\"东兰镇供销社\"}" },
		{ .rule = "QR-02N", .form = "listing", .json = "{\"owner_name\":\"Anna Müller\"}" },
		{ .rule = "QR-02O", .form = "registration", .json = "{\"co_owners\":[{\"co_name\":\"韦建民\",\"co_doc\":\"0\"}]}" },
		{ .rule = "QR-02T", .form = "registration", .json = "{\"biz_name\":\"网吧\"}" },
		{ .rule = "QR-02H", .form = "registration", .json = "{\"shops\":[{\"shop_type\":\"3\",\"shop_name\":\"小店\"}]}" },
		{ .rule = "QR-27", .form = "registration", .json = "{\"biz_name\":\"幼儿园超市\",\"biz_types\":[\"3\"]}" },
		{ .rule = "QR-27", .form = "registration", .json = "{\"biz_name\":\"韦记大药房\",\"biz_types\":[\"6\"]}" },
		{ .rule = "QR-27", .form = "registration", .json = "{\"biz_name\":\"韦记大药房\",\"biz_types\":[\"3\"]}" },
		{ .rule = "QR-27", .form = "registration", .json = "{\"biz_name\":\"红水河酒店\",\"biz_types\":[\"2\"]}" },
		{ .rule = "QR-27", .form = "registration", .json = "{\"biz_name\":\"红水河酒店\",\"biz_types\":[\"1\"]}" },
		{ .rule = "QR-27", .form = "registration", .json = "{\"biz_name\":\"便民诊所\",\"biz_types\":[\"6\"]}" },
		{ .rule = "QR-27", .form = "registration", .json = "{\"biz_name\":\"万达批发\",\"biz_types\":[\"3\"]}" },
		{ .rule = "QR-27", .form = "registration", .json = "{\"biz_name\":\"小太阳幼儿园\",\"biz_types\":[\"3\",\"5\"]}" },
		{ .rule = "QR-27S",
		  .form = "registration",
		  .json = "{\"shops\":[{\"shop_type\":\"6\",\"shop_name\":\"韦家诊所\"},{\"shop_type\":\"3\",\"shop_name\":\"幼儿园超市\"}]}" },
		{ .rule = "QR-45", .form = "registration", .json = "{\"built_year\":2020,\"alt_year\":2021,\"alt_times\":2}" },
		{ .rule = "QR-45", .form = "registration", .json = "{\"built_year\":2020,\"alt_year\":2021,\"alt_times\":5}" },
		{ .rule = "QR-45E", .form = "registration", .json = "{\"built_year\":2020,\"alt_year\":2021,\"alt_times\":4}" },
		{ .rule = "QR-08D", .form = "registration", .json = "{\"location\":\"24.5 107.3739 GCJ02\"}" },
		{ .rule = "QR-08F", .form = "registration", .json = "{\"location\":\"24.50 107.37 GCJ02\"}" },
		{ .rule = "QR-45", .form = "registration", .json = "{\"built_year\":1990,\"alt_year\":2021,\"alt_times\":9}" },
		{ .rule = "QR-08D", .form = "registration", .json = "{\"location\":\"24.5112 107.3739\"}" },
		{ .rule = "QR-08D", .form = "registration", .json = "{\"location\":\"24.511 107.374 WGS-84\"}" },
		{ .rule = "QR-08D", .form = "registration", .json = "{\"location\":\"24.5100 107.3739 GCJ02\"}" },
		{ .rule = "QR-28", .form = "registration", .json = "{\"land_kind\":\"1\",\"licences\":[\"2\",\"11\"]}" },
		{ .rule = "QR-28E", .form = "registration", .json = "{\"land_kind\":\"1\",\"licences\":[\"2\",\"11\"]}" },
		{ .rule = "QR-14F", .form = "registration", .json = "{\"floors_main\":2,\"height_m\":4.2,\"structure\":\"5\"}" },
		{ .rule = "QR-14F", .form = "registration", .json = "{\"floors_main\":2,\"height_m\":4.2,\"roof\":\"1\"}" },
		{ .rule = "QR-14F", .form = "registration", .json = "{\"floors_main\":1,\"height_m\":2.1}" },
		{ .rule = "QR-14F", .form = "registration", .json = "{\"floors_main\":2,\"height_m\":4.4}" },
		{ .rule = "QR-14", .form = "registration", .json = "{\"floors_main\":4,\"height_m\":8.5}" },
		{ .rule = "QR-03U", .form = "registration", .json = "{\"user_is_owner\":true,\"user_name\":\"韦建国\"}" },
		{ .rule = "QR-03S", .form = "classification", .json = "{\"owner_is_safety\":true,\"safety_owner\":\"韦建国\"}" },
		{ .rule = "QR-03C",
		  .form = "registration",
		  .json = "{\"co_owners\":[{\"co_name\":\"韦建国\",\"co_id\":\"451224190001010013\"}]}" },
		{ .rule = "QR-21L", .form = "registration", .json = "{\"biz_types\":[\"10\"],\"rents_out\":true}" },
		{ .rule = "QR-21W", .form = "registration", .json = "{\"has_sign\":true,\"has_customers\":false}" },
		{ .rule = "QR-22N", .form = "registration", .json = "{\"use_class\":\"3\",\"residents\":60}" },
		{ .rule = "QR-43L", .form = "registration", .json = "{\"altered\":false,\"floors_built\":5}" },
		{ .rule = "QR-43L", .form = "registration", .json = "{\"altered\":true,\"floors_built\":3,\"alt_kinds\":[\"4\"]}" },
		{ .rule = "QR-17", .form = "registration", .json = "{\"survey_state\":\"4\",\"no_survey_text\":\"无人居住\"}" },
		{ .rule = "QR-17", .form = "registration", .json = "{\"survey_state\":\"3\",\"no_survey_text\":\"在建，无人居住\"}" },
		{ .rule = "QR-17", .form = "registration", .json = "{\"survey_state\":\"3\",\"no_survey_text\":\"村委会8月10日核实\"}" },
		{ .rule = "QR-27", .form = "registration", .json = "{\"biz_name\":\"小太阳幼儿园\"}" },
		{ .rule = "QR-27S", .form = "registration", .json = "{\"shops\":[{\"shop_type\":\"3\",\"shop_name\":\"飞天网吧\"}]}" },
		{ .rule = "QR-27E", .form = "registration", .json = "{\"biz_name\":\"小太阳幼儿园\",\"biz_types\":[\"99\"]}" },
		{ .rule = "QR-27E", .form = "registration", .json = "{\"biz_name\":\"幼儿园超市\",\"biz_types\":[\"3\"]}" },
		{ .rule = "QR-27E", .form = "registration", .json = "{\"biz_name\":\"平安宾馆\",\"biz_types\":[\"1\"]}" },
		{ .rule = "QR-27SE", .form = "registration", .json = "{\"shops\":[{\"shop_type\":\"99\",\"shop_name\":\"飞天网吧\"}]}" },
		{ .rule = "QR-29E", .form = "registration", .json = "{\"remark\":\"微信视频查看，已入户\"}" },
		{ .rule = "QR-29E", .form = "registration", .json = "{\"survey_state\":\"3\",\"remark\":\"未到现场\"}" },
		{ .rule = "QR-28", .form = "registration", .json = "{\"land_kind\":\"2\",\"licences\":[\"3\",\"7\",\"8\",\"11\"]}" },
		{ .rule = "QR-29", .form = "registration", .json = "{\"remark\":\"户主不在，由儿子陪同查看\"}" },
		{ .rule = "QR-29", .form = "registration", .json = "{\"survey_state\":\"3\",\"remark\":\"未到现场\"}" },
		{ .rule = "QR-29H",
		  .form = "classification",
		  .json = "{\"other_hazard\":\"未到现场\"}",
		  .other_form = "registration",
		  .other_json = "{\"survey_state\":\"3\"}" },
		{ .rule = "QR-29S", .form = "registration", .json = "{\"survey_state\":\"3\",\"structure_note\":\"未到现场\"}" },
		{ .rule = "QR-67", .form = "registration", .json = "{\"remark\":\"户主的儿子韦建军在家\"}" },
		{ .rule = "QR-67", .form = "registration", .json = "{\"owner_doc\":\"4\",\"remark\":\"韦建国门市\"}" },
		{ .rule = "QR-67A", .form = "registration", .json = "{\"no_survey_text\":\"户主的儿子韦建军在家\"}" },
		{ .rule = "QR-67A", .form = "registration", .json = "{\"owner_doc\":\"4\",\"no_survey_text\":\"韦建国门市\"}" },
		{ .rule = "QR-67B", .form = "registration", .json = "{\"structure_note\":\"户主的儿子韦建军在家\"}" },
		{ .rule = "QR-67B", .form = "registration", .json = "{\"owner_doc\":\"4\",\"structure_note\":\"韦建国门市\"}" },
		{ .rule = "QR-67C", .form = "photo_check", .json = "{\"photo_check_note\":\"户主的儿子韦建军在家\"}" },
		{ .rule = "QR-67C",
		  .form = "photo_check",
		  .json = "{\"photo_check_note\":\"韦建国门市\"}",
		  .other_form = "registration",
		  .other_json = "{\"owner_doc\":\"4\"}" },
		{ .rule = "QR-67D", .form = "classification", .json = "{\"other_hazard\":\"户主的儿子韦建军在家\"}" },
		{ .rule = "QR-67D",
		  .form = "classification",
		  .json = "{\"other_hazard\":\"韦建国门市\"}",
		  .other_form = "registration",
		  .other_json = "{\"owner_doc\":\"4\"}" },
		{ .rule = "QR-67E", .form = "classification", .json = "{\"own_reason\":\"户主的儿子韦建军在家\"}" },
		{ .rule = "QR-67E",
		  .form = "classification",
		  .json = "{\"own_reason\":\"韦建国门市\"}",
		  .other_form = "registration",
		  .other_json = "{\"owner_doc\":\"4\"}" },
		{ .rule = "QR-67F", .form = "classification", .json = "{\"findings\":[{\"place\":\"东墙\"}]}" },
		{ .rule = "QR-67W", .form = "registration", .json = "{\"remark\":\"户主韦建国外出\"}" },
		{ .rule = "QR-67",
		  .form = "registration",
		  .json = "{\"remark\":\"与韦建民共有\",\"co_owners\":[{\"co_name\":\"韦建民\",\"co_doc\":\"4\"}]}" },
		{ .rule = "QR-67WF", .form = "classification", .json = "{\"findings\":[{\"place\":\"韦建国卧室\"}]}" },
		{ .rule = "QR-02TW", .form = "registration", .json = "{\"biz_name\":\"某店\"}" },
		{ .rule = "QR-02HW", .form = "registration", .json = "{\"shops\":[{\"shop_type\":\"3\",\"shop_name\":\"韦某超市\"}]}" },
		{ .rule = "QR-67F",
		  .form = "classification",
		  .json = "{\"findings\":[{\"place\":\"韦建国门市东墙\"}]}",
		  .other_form = "registration",
		  .other_json = "{\"owner_doc\":\"4\"}" },
		{ .rule = "QR-33", .form = "registration", .json = "{\"structure\":\"3\",\"floors_main\":9,\"build_mode\":\"2\"}" },
		{ .rule = "A4",
		  .form = "classification",
		  .json = "{\"conclusion\":\"2\",\"findings\":[{\"defect\":\"303\",\"finding_level\":\"G\",\"place_count\":2},{\"defect\":\"406\",\"finding_level\":\"N\"}]}" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(right); i++) {
		struct fired fired = { .wanted = right[i].rule };

		fill(&right[i], good_photos, COUNT(good_photos));
		eval_rules(eval, NULL, false, note, &fired);
		if (fired.found)
			fail_msg("%s fired over %s", right[i].rule, right[i].json);
	}
}

/* ---- honest answers */

/* JSON with ' for ", set over `values`; what is set stands alone in *set, too. */
static void
set_over(struct value *values, const char *json, struct value *set)
{
	char *text = mem_strdup(json);

	for (char *at = text; *at; at++)
		if (*at == '\'')
			*at = '"';
	*set = parse(text);
	free(text);
	for (size_t m = 0; m < set->object.count; m++) {
		const struct member *member = &set->object.members[m];

		if (member->value.type == VALUE_TEXT && !*member->value.text)
			value_remove(values, member->name);
		else
			value_set_take(values, member->name, value_copy(&member->value));
	}
}

struct answering {
	const struct honest_answer *honest;
	const struct form *form;
	struct value set; /* what the answer says */
	struct buf asked; /* rules, one space between */
	struct buf *stopped;
};

static void
stop(struct answering *answering, const char *by)
{
	buf_printf(answering->stopped, "%s %s: %s\n", answering->honest->json, answering->honest->house ? answering->honest->house : "",
		   by);
}

static void
note_refused(const struct value_problem *problem, void *ctx)
{
	struct answering *answering = ctx;

	if (problem->field && (value_get(&answering->set, problem->field->name) || problem->field->parent))
		stop(answering, problem->text);
}

static void
note_constraint(const struct eval_problem *problem, void *ctx)
{
	struct answering *answering = ctx;

	if (problem->problem == PROBLEM_CONSTRAINT && (value_get(&answering->set, problem->field->name) || problem->field->parent))
		stop(answering, problem->text);
}

static void
note_rule(const struct eval_finding *finding, void *ctx)
{
	struct answering *answering = ctx;

	if (finding->kind != FINDING_FIRES || finding->rule->level == RULE_INFO)
		return;
	if (finding->rule->level == RULE_ERROR)
		stop(answering, finding->rule->id);
	else
		buf_printf(&answering->asked, "%s%s", answering->asked.len ? " " : "", finding->rule->id);
}

static void
load_as_typed(struct answering *answering, const struct form *form, struct value *values)
{
	bool registration = strcmp(form->name, "registration") == 0;
	const struct eval_photo *photos = registration ? good_photos : NULL;

	if (form == answering->form) {
		form_values_meant(pack, form, values, note_refused, answering);
		form_check_values(pack, form, values, VALUES_TO_SIGN, note_refused, answering);
	}
	eval_load(eval, form, values, true, photos, registration ? COUNT(good_photos) : 0);
}

/* The answer in its house, as somebody types it: what stops it, and which rules ask. */
static void
answer(struct answering *answering)
{
	const struct honest_answer *honest = answering->honest;
	bool is_good = false;

	answering->form = pack_form(pack, honest->form);
	eval_clear(eval, "2022-12-01");
	eval_set_division(eval, "451224204000");
	for (size_t i = 0; i < COUNT(good); i++) {
		struct value values = parse(good[i].json), house = { 0 };

		if (strcmp(good[i].form, honest->form) == 0)
			set_over(&values, honest->json, &answering->set);
		else if (honest->house && strcmp(good[i].form, honest->house_form) == 0)
			set_over(&values, honest->house, &house);
		is_good |= strcmp(good[i].form, honest->form) == 0;
		load_as_typed(answering, pack_form(pack, good[i].form), &values);
		value_release(&house);
		value_release(&values);
	}
	if (!is_good) {
		struct value values = parse("{}");

		set_over(&values, honest->json, &answering->set);
		load_as_typed(answering, answering->form, &values);
		value_release(&values);
	}
	eval_check_form(eval, answering->form, "en", note_constraint, answering);
	eval_rules(eval, answering->form, false, note_rule, answering);
}

static void
answers__are_taken(const struct honest_answer *honest, size_t count)
{
	struct buf wrong = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct answering answering = { .honest = &honest[i], .stopped = &wrong };

		answer(&answering);
		if (strcmp(buf_text(&answering.asked), honest[i].asks ? honest[i].asks : "") != 0)
			buf_printf(&wrong, "%s %s: asked by %s\n", honest[i].json, honest[i].house ? honest[i].house : "",
				   answering.asked.len ? buf_text(&answering.asked) : "none");
		value_release(&answering.set);
		buf_release(&answering.asked);
	}
	if (wrong.len)
		fprintf(stderr, "%s", buf_text(&wrong)); /* more than a message of cmocka holds */
	assert_int_equal(wrong.len, 0);
	buf_release(&wrong);
}

static void
honest_answers__pass__without_a_word(void **state)
{
	(void)state;
	answers__are_taken(honest_passed, honest_passed_count);
}

/* What a dishonest answer looks like, too, is asked about, and nothing is refused. */
static void
honest_answers__that_look_otherwise__are_asked_about(void **state)
{
	(void)state;
	answers__are_taken(honest_asked, honest_asked_count);
}

static void
note_department(const struct eval_problem *problem, void *ctx)
{
	if (problem->problem == PROBLEM_CONSTRAINT && strcmp(problem->field->name, "lead_dept_other") == 0)
		*(bool *)ctx = true;
}

/* Who leads instead of the usual department is one that may answer for a trade of the house. */
static void
departments__are_offered__by_the_trades_of_the_house(void **state)
{
	static const struct {
		const char *json;
		bool refused;
	} asked[] = {
		{ "{\"biz_types\":[\"3\"],\"lead_dept_other\":\"10\"}", true },
		{ "{\"biz_types\":[\"3\"],\"lead_dept_other\":\"11\"}", false },
		{ "{\"biz_types\":[\"10\"],\"lead_dept_other\":\"6\"}", true },
		{ "{\"biz_types\":[\"1\",\"10\"],\"lead_dept_other\":\"6\"}", false },
		{ "{\"biz_types\":[\"99\"],\"lead_dept_other\":\"10\"}", false },
		{ "{\"biz_types\":[\"99\"],\"lead_dept_other\":\"0\"}", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(asked); i++) {
		struct value values = parse(good[1].json), set = { 0 };
		const struct form *form = pack_form(pack, "registration");
		bool refused = false;

		set_over(&values, asked[i].json, &set);
		eval_clear(eval, "2022-12-01");
		eval_load(eval, form, &values, true, good_photos, COUNT(good_photos));
		eval_check_form(eval, form, "en", note_department, &refused);
		if (refused != asked[i].refused)
			fail_msg("%s: %s", asked[i].json, refused ? "not offered" : "offered");
		value_release(&values);
		value_release(&set);
	}
}

/* A house with two trades stays under both departments when another one leads instead of the default. */
static void
departments__keep_those_of_the_other_trades__when_another_leads(void **state)
{
	struct value values = parse("{\"survey_state\":\"2\",\"has_sign\":true,\"rents_out\":false,\"has_customers\":true,"
				    "\"owner_lives\":false,\"biz_types\":[\"2\",\"3\"],\"lead_dept_other\":\"6\"}");
	const struct value *depts;

	(void)state;
	fill(NULL, good_photos, COUNT(good_photos));
	eval_complete(eval, pack_form(pack, "registration"), &values, true, NULL, 0);
	assert_string_equal(value_get_text(&values, "lead_dept"), "6");
	depts = value_get(&values, "depts");
	assert_non_null(depts);
	assert_int_equal(depts->list.count, 2);
	assert_string_equal(depts->list.items[0].text, "4");
	assert_string_equal(depts->list.items[1].text, "6");
	value_release(&values);
}

static void
rules_of_photos__fire__each_on_its_case(void **state)
{
	static const struct {
		const char *rule;
		struct eval_photo first;
		size_t count;
	} photos[] = {
		{ "QR-60", { .field = "photo_front", .mime = "image/jpeg", .size_bytes = 1 }, 1 },
		{ "QR-60", { .field = "photo_front", .mime = "text/plain", .size_bytes = 99999 }, 4 },
		{ "QR-61", { .field = "photo_front", .mime = "image/jpeg", .size_bytes = 99999, .elsewhere = 1 }, 4 },
		{ "QR-62",
		  { .field = "photo_front", .mime = "image/jpeg", .size_bytes = 99999, .has_taken = true, .taken_unix = NOON - 5 * 86400 },
		  4 },
		{ "QR-62E",
		  { .field = "photo_front", .mime = "image/jpeg", .size_bytes = 99999, .has_taken = true, .taken_unix = NOON - 15 * 86400 },
		  4 },
		{ "QR-64", { .field = "photo_front", .mime = "image/jpeg", .size_bytes = 8000 }, 4 },
		{ "QR-42", { .field = "photo_added", .mime = "image/jpeg", .size_bytes = 99999 }, 4 },
		{ "QR-61T",
		  { .field = "photo_front", .mime = "image/jpeg", .size_bytes = 99999, .id_hex = "b" },
		  4 }, /* that of the side */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(photos); i++) {
		struct fired fired = { .wanted = photos[i].rule };
		struct eval_photo held[COUNT(good_photos)];

		memcpy(held, good_photos, sizeof(held));
		held[0] = photos[i].first;
		if (!*held[0].id_hex)
			strcpy(held[0].id_hex, "e");
		fill(NULL, held, photos[i].count);
		eval_rules(eval, NULL, false, note, &fired);
		if (!fired.found)
			fail_msg("%s did not fire; there were: %s", photos[i].rule, fired.all);
	}
}

struct photo_walk {
	const struct form *form;
	struct buf missed;
};

/* Whatever the form: a thumbnail is asked about, and a photo of long before its day. */
static bool
ask_of_photo(const struct field *field, void *ctx)
{
	struct photo_walk *walk = ctx;
	bool in_rows = field->parent && field->parent->type == FIELD_REPEAT;
	char *place = in_rows ? mem_printf("%s/1/%s", field->parent->name, field->name) : mem_strdup(field->name);
	struct eval_photo photo = {
		.field = place, .mime = "image/jpeg", .size_bytes = 8000, .has_taken = true, .taken_unix = NOON, .id_hex = "e"
	};
	struct value values = parse(
		"{\"findings\":[{}],\"r_findings\":[{}],\"survey_date\":\"2022-08-20\",\"determ_date\":\"2022-08-20\",\"r_survey_date\":\"2022-08-20\",\"done_date\":\"2022-08-20\",\"proof_date\":\"2022-08-20\"}");
	struct fired fired = { 0 };

	photo.elsewhere = 1;
	if (field->type == FIELD_PHOTO) {
		bool twice = strcmp(walk->form->name, "safety_proof") == 0; /* one paper at two houses */

		eval_clear(eval, "2022-12-01");
		if (walk->form->order)
			value_set_text(&values, walk->form->order->name, "2022-08-20");
		eval_load(eval, walk->form, &values, true, &photo, 1);
		eval_rules(eval, walk->form, false, note, &fired);
		if (!strstr(fired.all, "QR-64") || !strstr(fired.all, "QR-62") || (twice && !strstr(fired.all, "QR-61Z")))
			buf_printf(&walk->missed, "%s: %s\n", field->name, fired.all);
	}
	value_release(&values);
	free(place);
	return true;
}

static void
every_photo__is_asked_about__in_every_form(void **state)
{
	struct photo_walk walk = { 0 };

	(void)state;
	for (size_t i = 0; i < pack->form_count; i++) {
		walk.form = &pack->forms[i];
		if (!walk.form->of_division && !walk.form->copy.record)
			form_each_field(walk.form, ask_of_photo, &walk);
	}
	if (walk.missed.len)
		fail_msg("%s", buf_text(&walk.missed));
	buf_release(&walk.missed);
}

/* A camera of a wrong clock dates all photos wrongly: that is asked about, and no refusal. */
static void
photos_of_a_wrong_clock__are_taken(void **state)
{
	struct fired fired = { .wanted = "QR-62E" };
	struct eval_photo held[COUNT(good_photos)];

	(void)state;
	memcpy(held, good_photos, sizeof(held));
	for (size_t i = 0; i < COUNT(held); i++)
		held[i].taken_unix -= (int64_t)900 * 86400;
	fill(NULL, held, COUNT(held));
	eval_rules(eval, NULL, false, note, &fired);
	assert_false(fired.found);
}

static void
photo_that_is_wanted__is_missed__each(void **state)
{
	(void)state;
	for (size_t missed = 0; missed < COUNT(good_photos); missed++) {
		static const struct bad left = { "QR-60", "registration", "{\"survey_state\":\"3\"}", NULL, NULL };
		struct fired fired = { .wanted = "QR-60" }, silent = { .wanted = "QR-60" };
		struct eval_photo held[COUNT(good_photos)];
		size_t count = 0;

		for (size_t i = 0; i < COUNT(good_photos); i++)
			if (i != missed)
				held[count++] = good_photos[i];
		fill(NULL, held, count);
		eval_rules(eval, NULL, false, note, &fired);
		if (!fired.found)
			fail_msg("%s was not missed", good_photos[missed].field);
		fill(&left, held, count); /* of a house that is not surveyed none is wanted */
		eval_rules(eval, NULL, false, note, &silent);
		assert_false(silent.found);
	}
}

static void
rules_of_close_ups__fire__each_on_its_case(void **state)
{
	static const struct {
		const char *rule;
		struct eval_photo photo;
	} table[] = {
		{ "QR-61C", { .mime = "image/jpeg", .size_bytes = 99999, .elsewhere = 1 } },
		{ "QR-62C", { .mime = "image/jpeg", .size_bytes = 99999, .has_taken = true, .taken_unix = NOON - 5 * 86400 } },
		{ "QR-64C", { .mime = "image/jpeg", .size_bytes = 8000 } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct fired fired = { .wanted = table[i].rule };
		struct eval_photo held = table[i].photo;
		struct value values = parse("{\"determ_date\":\"2022-08-10\",\"findings\":[{}]}");

		held.field = "findings/1/finding_photo";
		strcpy(held.id_hex, "e");
		fill(NULL, good_photos, COUNT(good_photos));
		eval_load(eval, pack_form(pack, "classification"), &values, true, &held, 1);
		eval_rules(eval, NULL, false, note, &fired);
		if (!fired.found)
			fail_msg("%s did not fire; there were: %s", table[i].rule, fired.all);
		value_release(&values);
	}
}

/* The close-up of a crack is none of the house's other photos, nor that of another crack. */
static void
close_up__is_a_photo_of_its_own(void **state)
{
	static const struct {
		const char *first, *second;
		bool fires;
	} table[] = { { "e", "f", false }, { "a", "f", true }, { "e", "e", true } };

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct fired fired = { .wanted = "QR-61D" };
		struct eval_photo held[2] = {
			{ .field = "findings/1/finding_photo", .mime = "image/jpeg", .size_bytes = 99999 },
			{ .field = "findings/2/finding_photo", .mime = "image/jpeg", .size_bytes = 99999 },
		};
		struct value values = parse("{\"findings\":[{},{}]}");

		strcpy(held[0].id_hex, table[i].first);
		strcpy(held[1].id_hex, table[i].second);
		fill(NULL, good_photos, COUNT(good_photos));
		eval_load(eval, pack_form(pack, "classification"), &values, true, held, 2);
		eval_rules(eval, NULL, false, note, &fired);
		assert_int_equal(fired.found, table[i].fires);
		value_release(&values);
	}
}

static void
every_rule__has_a_case(void **state)
{
	static const char *const of_photos[] = { "QR-60",  "QR-61", "QR-61T", "QR-61D", "QR-61C", "QR-62",  "QR-62C",
						 "QR-62E", "QR-64", "QR-64C", "QR-62R", "QR-62Q", "QR-64R", "QR-64Q" };

	(void)state;
	for (size_t r = 0; r < pack->rule_count; r++) {
		bool known = pack->rules[r].form->of_division || /* of these, loop.c */
			     pack->rules[r].form->repeat || strcmp(pack->rules[r].form->name, "ruling") == 0 ||
			     strcmp(pack->rules[r].id, "QR-92") == 0 || strcmp(pack->rules[r].id, "QR-93") == 0 ||
			     strcmp(pack->rules[r].id, "QR-62G") == 0 || /* of these, and over these: loop.c */
			     pack->rules[r].county;			 /* tests/cli/measure.sh */

		for (size_t i = 0; i < COUNT(cases); i++)
			known |= strcmp(cases[i].rule, pack->rules[r].id) == 0;
		for (size_t i = 0; i < COUNT(of_photos); i++)
			known |= strcmp(of_photos[i], pack->rules[r].id) == 0;
		for (size_t i = 0; i < honest_asked_count; i++)
			known |= strcmp(honest_asked[i].asks, pack->rules[r].id) == 0;
		if (!known)
			fail_msg("%s has no case", pack->rules[r].id);
	}
}

/* The conclusion follows from the findings, and is never milder. */
static void
conclusion__is_computed__from_the_findings(void **state)
{
	static const struct {
		const char *json, *wanted;
	} table[] = {
		{ "{}", "" }, /* nobody said yet that anything was looked at */
		{ "{\"part_ground\":\"1\",\"part_walls\":\"1\",\"part_frame\":\"1\",\"part_slabs\":\"1\"}", "" }, /* a part is open */
		{ "{\"part_ground\":\"1\",\"part_walls\":\"1\",\"part_frame\":\"1\",\"part_slabs\":\"1\",\"part_roof\":\"1\"}", "3" },
		{ "{\"part_ground\":\"1\",\"part_walls\":\"1\",\"part_frame\":\"1\",\"part_roof\":\"1\"}",
		  "3" }, /* one storey has no floors above the ground */
		{ "{\"part_ground\":\"1\",\"part_walls\":\"2\",\"part_frame\":\"1\",\"part_slabs\":\"1\",\"part_roof\":\"1\"}",
		  "" }, /* what is faulty is not measured yet */
		{ "{\"part_ground\":\"1\",\"part_walls\":\"2\",\"part_frame\":\"1\",\"part_slabs\":\"1\",\"part_roof\":\"1\",\"findings\":[{\"part\":\"1\",\"defect\":\"301\"}]}",
		  "" }, /* nor this */
		{ "{\"part_ground\":\"1\",\"part_walls\":\"2\",\"part_frame\":\"1\",\"part_slabs\":\"1\",\"part_roof\":\"1\",\"findings\":[{\"part\":\"1\",\"defect\":\"303\"}]}",
		  "2" },
		{ "{\"part_ground\":\"1\",\"part_walls\":\"2\",\"part_frame\":\"1\",\"part_slabs\":\"2\",\"part_roof\":\"1\",\"findings\":[{\"part\":\"1\",\"defect\":\"303\"},{\"part\":\"5\",\"defect\":\"406\",\"width_mm\":1.5,\"length_m\":1}]}",
		  "1" },
		{ "{\"part_ground\":\"1\",\"part_walls\":\"1\",\"part_frame\":\"1\",\"part_slabs\":\"2\",\"part_roof\":\"1\",\"findings\":[{\"part\":\"5\",\"defect\":\"406\",\"width_mm\":0.2,\"length_m\":1}]}",
		  "3" }, /* below the limits */
		{ "{\"part_ground\":\"1\",\"part_walls\":\"3\",\"part_frame\":\"2\",\"part_slabs\":\"1\",\"part_roof\":\"1\",\"findings\":[{\"part\":\"99\",\"defect\":\"803\"}]}",
		  "2" },
		{ "{\"part_ground\":\"1\",\"part_walls\":\"2\",\"part_frame\":\"1\",\"part_slabs\":\"1\",\"part_roof\":\"1\",\"findings\":[{\"part\":\"99\",\"defect\":\"803\"},{\"part\":\"1\",\"defect\":\"303\"}]}",
		  "1" }, /* an alteration without professionals beside a crack */
		{ "{\"part_ground\":\"1\",\"part_walls\":\"1\",\"part_frame\":\"1\",\"part_slabs\":\"2\",\"part_roof\":\"1\",\"findings\":[{\"part\":\"99\",\"defect\":\"803\"},{\"part\":\"5\",\"defect\":\"406\",\"width_mm\":0.2,\"length_m\":1}]}",
		  "1" }, /* however fine the crack is */
		{ "{\"part_ground\":\"1\",\"part_walls\":\"1\",\"part_frame\":\"1\",\"part_slabs\":\"1\",\"part_roof\":\"1\",\"own_conclusion\":\"1\"}",
		  "1" }, /* a team may be stricter, up to severe */
		{ "{\"part_ground\":\"1\",\"part_walls\":\"2\",\"part_frame\":\"1\",\"part_slabs\":\"1\",\"part_roof\":\"1\",\"own_conclusion\":\"3\",\"findings\":[{\"part\":\"1\",\"defect\":\"303\"}]}",
		  "2" }, /* and never milder */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct value values = parse(table[i].json);
		const char *conclusion;

		fill(NULL, good_photos, COUNT(good_photos));
		eval_complete(eval, pack_form(pack, "classification"), &values, true, NULL, 0);
		conclusion = value_get_text(&values, "conclusion");
		if (strcmp(conclusion ? conclusion : "", table[i].wanted) != 0)
			fail_msg("%s gives %s", table[i].json, conclusion);
		value_release(&values);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules__are_silent__over_a_good_building),
		cmocka_unit_test(rules__fire__each_on_its_case),
		cmocka_unit_test(rules__are_silent__beside_their_case),
		cmocka_unit_test(honest_answers__pass__without_a_word),
		cmocka_unit_test(honest_answers__that_look_otherwise__are_asked_about),
		cmocka_unit_test(departments__are_offered__by_the_trades_of_the_house),
		cmocka_unit_test(departments__keep_those_of_the_other_trades__when_another_leads),
		cmocka_unit_test(rules_of_photos__fire__each_on_its_case),
		cmocka_unit_test(photo_that_is_wanted__is_missed__each),
		cmocka_unit_test(rules_of_close_ups__fire__each_on_its_case),
		cmocka_unit_test(every_photo__is_asked_about__in_every_form),
		cmocka_unit_test(photos_of_a_wrong_clock__are_taken),
		cmocka_unit_test(close_up__is_a_photo_of_its_own),
		cmocka_unit_test(every_rule__has_a_case),
		cmocka_unit_test(conclusion__is_computed__from_the_findings),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
