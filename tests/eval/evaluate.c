#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "step/json.h"
#include "eval/eval.h"

/* The expressions of the sample pack over one building. Values are written as JSON, with ' for ". */

static struct pack *pack;
static struct eval *eval;

static int
load(void **state)
{
	const char *source = getenv("LOUCE_SRC");
	char *dir = mem_printf("%s/tests/data/packs/expressions", source ? source : ".");
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

static int
clear(void **state)
{
	(void)state;
	eval_clear(eval, "2022-08-20");
	return 0;
}

static struct value
values_of(const char *json)
{
	char *text = mem_strdup(json);
	struct value values = { 0 };
	struct err err = { 0 };

	for (char *at = text; *at; at++)
		if (*at == '\'')
			*at = '"';
	if (json_parse(text, strlen(text), 8, &values, &err))
		fail_msg("%s: %s", json, err.text);
	free(text);
	return values;
}

static const struct eval_photo front = { .field = "front", .mime = "image/jpeg", .size_bytes = 9, .id_hex = "aa" };

static void
put(const char *form, const char *json, bool has_private)
{
	struct value values = values_of(json);

	eval_load(eval, pack_form(pack, form), &values, has_private, &front, strcmp(form, "survey") == 0);
	value_release(&values);
}

/* ---- a form as it stands */

static void
add_problem(const struct eval_problem *problem, void *ctx)
{
	static const char *const words[] = { "required", "constraint", "not relevant", "calculation" };

	buf_printf(ctx, "%s/%d %s: %s\n", problem->field->name, problem->row, words[problem->problem], problem->text);
}

static void
check_form(const char *form, const char *expected)
{
	struct buf found = { 0 };

	eval_check_form(eval, pack_form(pack, form), "en", add_problem, &found);
	assert_string_equal(buf_text(&found), expected);
	buf_release(&found);
}

#define GOOD_SURVEY                                                                                                                        \
	"{'surveyed_on':'2022-08-01','floors':3,'stairs':1,'double_floors':6,'kinds':['10'],'grade':'1',"                                  \
	"'defects':[{'kind':'10','width':6.5,'over':true,'nth_of_kind':1}]}"

static void
eval_check_form__finds_nothing__where_all_is_right(void **state)
{
	(void)state;
	put("survey", GOOD_SURVEY, true);
	check_form("survey", "");
}

static void
eval_check_form__reports__what_is_missing(void **state)
{
	struct value values = values_of("{'defects':[{'nth_of_kind':0}]}");

	(void)state;
	eval_load(eval, pack_form(pack, "survey"), &values, true, NULL, 0);
	/* Without storeys it is unknown whether there is an upstairs: then there is none. */
	check_form("survey", "floors/0 required: must be filled\n"
			     "front/0 required: must be filled\n"
			     "kind/1 required: must be filled\n"
			     "grade/0 calculation: is not what the program computes from the other fields\n");
	value_release(&values);
}

static void
eval_check_form__reports__what_does_not_apply_or_is_out_of_bounds(void **state)
{
	(void)state;
	put("survey",
	    "{'surveyed_on':'2022-08-21','floors':40,'stairs':1,'double_floors':80,'kinds':['10','2'],'grade':'2',"
	    "'defects':[{'kind':'2','width':1.5,'nth_of_kind':1},{'kind':'10','width':-1,'over':false,'nth_of_kind':1}]}",
	    true);
	check_form("survey", "surveyed_on/0 constraint: is not a value that may stand here\n"
			     "floors/0 constraint: Strange number of storeys\n"
			     "width/1 not relevant: does not apply here and must stay empty\n"
			     "width/2 constraint: is not a value that may stand here\n");
}

static void
eval_check_form__reports__a_value_in_a_group_that_does_not_apply(void **state)
{
	(void)state;
	put("survey", "{'floors':1,'stairs':2,'grade':'2'}", true);
	check_form("survey", "stairs/0 not relevant: does not apply here and must stay empty\n");
}

static void
eval_check_form__reports__a_calculation_that_was_changed(void **state)
{
	(void)state;
	put("survey",
	    "{'floors':3,'stairs':1,'double_floors':7,'kinds':['2','10'],'grade':'2',"
	    "'defects':[{'kind':'10','width':6.5,'over':false,'nth_of_kind':1},{'kind':'2','nth_of_kind':2}]}",
	    true);
	check_form("survey", "double_floors/0 calculation: is not what the program computes from the other fields\n"
			     "over/1 calculation: is not what the program computes from the other fields\n"
			     "nth_of_kind/2 calculation: is not what the program computes from the other fields\n"
			     "kinds/0 calculation: is not what the program computes from the other fields\n");
}

static void
eval_check_form__judges_private_fields__only_when_they_are_open(void **state)
{
	(void)state;
	put("listing", "{'village':'451224100201','owner_id':'450000000000000000'}", true);
	check_form("listing", "owner_id/0 constraint: Wrong number\n");
	put("listing", "{'village':'451224100201'}", false);
	check_form("listing", "");
}

/* ---- relevance */

static bool
is_called_for(const char *form)
{
	bool *called = mem_array(pack->form_count, sizeof(*called)), is;

	eval_forms_relevant(eval, called);
	is = called[pack_form(pack, form) - pack->forms];
	free(called);
	return is;
}

static void
eval_forms_relevant__is_false__for_null(void **state)
{
	(void)state;
	assert_true(is_called_for("listing"));
	assert_false(is_called_for("survey"));
	assert_false(is_called_for("recount"));
	put("listing", "{'village':'451224100201'}", false);
	put("survey", "{'floors':4}", false);
	assert_true(is_called_for("survey"));
	assert_true(is_called_for("recount"));
}

static void
eval_field_relevant__goes_by_the_row__in_a_repeat(void **state)
{
	const struct field *width = pack_field(pack, "width");

	(void)state;
	put("survey", "{'defects':[{'kind':'10'},{'kind':'2'},{}]}", false);
	assert_true(eval_field_relevant(eval, width, 1));
	assert_false(eval_field_relevant(eval, width, 2));
	assert_false(eval_field_relevant(eval, width, 3));
	assert_false(eval_field_relevant(eval, width, 4));
}

static void
eval_bulk__goes_by_its_expression__and_is_false_for_null(void **state)
{
	(void)state;
	assert_false(eval_bulk(eval, &pack->chains[0].levels[0]));
	put("survey", "{'grade':'1'}", false);
	assert_false(eval_bulk(eval, &pack->chains[0].levels[0]));
	put("survey", "{'grade':'2'}", false);
	assert_true(eval_bulk(eval, &pack->chains[0].levels[0]));
}

/* ---- facts */

static void
eval_fact__follows_what_is_loaded__through_other_facts(void **state)
{
	const struct fact *tall = &pack->facts[0], *tall_and_bad = &pack->facts[1], *word = &pack->facts[2];
	struct value value;

	(void)state;
	assert_int_equal(eval_fact(eval, tall).type, VALUE_NONE);
	put("survey", "{'floors':4,'grade':'1'}", false);
	assert_true(eval_fact(eval, tall).boolean);
	assert_true(eval_fact(eval, tall_and_bad).boolean);
	value = eval_fact(eval, word);
	assert_string_equal(value.text, "severe");
	value_release(&value);
	put("survey", "{'floors':2,'grade':'2'}", false);
	value = eval_fact(eval, tall_and_bad);
	assert_int_equal(value.type, VALUE_BOOLEAN);
	assert_false(value.boolean);
	assert_int_equal(eval_fact(eval, word).type, VALUE_NONE);
}

/* ---- a draft */

static void
check_complete(const char *form, const char *before, const char *after)
{
	struct value values = values_of(before), expected = values_of(after);

	eval_complete(eval, pack_form(pack, form), &values, true, &front, strcmp(form, "survey") == 0);
	if (!value_equal(&values, &expected)) {
		struct buf text = { 0 };

		json_write(&values, &text);
		fail_msg("%s", buf_text(&text));
	}
	value_release(&values);
	value_release(&expected);
}

/* A table of the pack: quoted cells, empty ones, and numbers that compare as such. */
static void
eval_fact__reads__a_table_of_the_pack(void **state)
{
	static const struct {
		const char *survey, *wanted;
	} table[] = {
		{ "{'floors':2}", "low, \"flat\"" }, { "{'floors':3}", "wide 2.5" }, { "{'floors':10}", "high" }, { "{'floors':11}", NULL }
	};
	const struct fact *height = &pack->facts[3];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		struct value value;

		put("survey", table[i].survey, true);
		value = eval_fact(eval, height);
		assert_int_equal(value.type, table[i].wanted ? VALUE_TEXT : VALUE_NONE);
		if (table[i].wanted)
			assert_string_equal(value.text, table[i].wanted);
		value_release(&value);
	}
}

/* The day of a form: what its expression gives, where that is a day that exists. */
static void
eval_day__is_the_day_of_the_expression__or_none(void **state)
{
	static const struct {
		const char *survey, *wanted; /* NULL: none */
	} table[] = { { "{'floors':2}", NULL },
		      { "{'surveyed_on':'2022-08-01'}", "2022-08-16" },
		      { "{'surveyed_on':'2022-08-20'}", "2022-08-31" } }; /* the deadline comes first */
	const struct form *recount = pack_form(pack, "recount");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		char day[EVAL_DAY_SIZE] = "";

		put("survey", table[i].survey, true);
		assert_int_equal(eval_day(eval, &recount->due, day), table[i].wanted != NULL);
		assert_string_equal(day, table[i].wanted ? table[i].wanted : "");
	}
	assert_false(eval_day(eval, &pack_form(pack, "survey")->due, (char[EVAL_DAY_SIZE]){ 0 }));
}

static void
eval_complete__computes__in_rows_and_in_list_order(void **state)
{
	(void)state;
	check_complete("survey", "{'floors':3,'stairs':1,'defects':[{'kind':'1'},{'kind':'10','width':6.5},{'kind':'1'},{'kind':'2'}]}",
		       "{'floors':3,'stairs':1,'double_floors':6,'kinds':['10','2','1'],'grade':'1','defects':["
		       "{'kind':'1','nth_of_kind':1},{'kind':'10','width':6.5,'over':true,'nth_of_kind':1},"
		       "{'kind':'1','nth_of_kind':2},{'kind':'2','nth_of_kind':1}]}");
}

static void
eval_complete__takes_out__what_does_not_apply(void **state)
{
	(void)state;
	check_complete(
		"survey",
		"{'floors':1,'stairs':4,'double_floors':8,'kinds':['1'],'grade':'1','defects':[{'kind':'2','width':6.5,'over':true}]}",
		"{'floors':1,'kinds':['2'],'grade':'2','defects':[{'kind':'2','nth_of_kind':1}]}");
}

static void
eval_complete__works__on_a_form_that_repeats(void **state)
{
	(void)state;
	check_complete("visit", "{'visited_on':'2022-08-01','seen':'fine'}", "{'visited_on':'2022-08-01','visit_year':2022,'seen':'fine'}");
	check_complete("visit", "{'visited_on':'2020-08-01','seen':'fine'}", "{'visited_on':'2020-08-01','visit_year':2020}");
	check_form("visit", "");
}

static void
check_hold(const char *form, const char *json, bool holds)
{
	static uint8_t number; /* each is another step */
	struct value values = values_of(json);
	struct id step = { { ++number } };

	assert_int_equal(eval_calculations_hold(eval, pack_form(pack, form), &step, &values, &front, 1), holds);
	value_release(&values);
}

static void
expect_last_seen(const char *wanted)
{
	struct value is = eval_fact(eval, &pack->facts[4]);

	assert_string_equal(pack->facts[4].name, "last_seen");
	assert_string_equal(is.type == VALUE_TEXT ? is.text : "", wanted);
	value_release(&is);
}

/* The slots are in the order of their day, of one day in that of their roots, whatever draft of the form is loaded beside them. */
static void
eval_load_slots__makes__a_table_by_the_forms_name(void **state)
{
	struct value early = values_of("{'visited_on':'2022-08-01','seen':'early'}"),
		     late = values_of("{'visited_on':'2022-08-09','seen':'late'}"), undated = values_of("{'seen':'undated'}");
	const struct form *visit = pack_form(pack, "visit");
	struct eval_slot slots[] = { { visit, { { 1 } }, { { 9 } }, &late, NULL, 0, false, NULL, 0 },
				     { visit, { { 3 } }, { { 3 } }, &undated, NULL, 0, false, NULL, 0 },
				     { visit, { { 2 } }, { { 2 } }, &early, NULL, 0, false, NULL, 0 } };

	(void)state;
	expect_last_seen("");
	eval_load_slots(eval, visit, slots, 3);
	expect_last_seen("late");
	assert_ptr_equal(slots[0].values, &undated);
	assert_ptr_equal(slots[2].values, &late);
	put("visit", "{'visited_on':'2022-08-20','seen':'a draft'}", true);
	expect_last_seen("late");
	eval_unload(eval, visit);
	expect_last_seen("late");
	slots[0] = (struct eval_slot){ visit, { { 4 } }, { { 4 } }, &late, NULL, 0, false, NULL, 0 };
	slots[1] = (struct eval_slot){ visit, { { 5 } }, { { 5 } }, &early, NULL, 0, false, NULL, 0 };
	eval_load_slots(eval, visit, slots, 2);
	expect_last_seen("late");
	assert_ptr_equal(slots[1].values, &late);
	eval_load_slots(eval, visit, slots, 1);
	expect_last_seen("early");
	eval_clear(eval, "2022-08-20");
	expect_last_seen("");
	value_release(&early);
	value_release(&late);
	value_release(&undated);
}

static void
eval_calculations_hold__tells__right_from_wrong(void **state)
{
	(void)state;
	check_hold("survey", GOOD_SURVEY, true);
	check_hold("survey", "{'floors':3,'stairs':1,'double_floors':5,'grade':'2'}", false);
	check_hold("survey", "{'floors':3,'stairs':1,'double_floors':6,'grade':'1'}", false);
	check_hold("visit", "{'visited_on':'2022-08-01','visit_year':2021}", false);
	check_hold("listing", "{'village':'451224100201'}", true);
}

/* ---- rules */

static void
add_finding(const struct eval_finding *finding, void *ctx)
{
	buf_printf(ctx, "%s%s ", finding->rule->id, finding->kind == FINDING_FIRES ? "" : "?");
}

struct of_form {
	const struct form *form;
	struct buf found;
};

static void
add_of_form(const struct eval_finding *finding, void *ctx)
{
	struct of_form *of = ctx;

	if (finding->rule->form == of->form)
		add_finding(finding, &of->found);
}

/* A form's rules are asked together, those of all forms one by one: both must say the same. */
static void
check_rules(const char *form, bool while_filling, size_t errors, const char *expected)
{
	struct of_form alone = { .form = form ? pack_form(pack, form) : NULL };
	struct buf found = { 0 };

	assert_int_equal(eval_rules(eval, alone.form, while_filling, add_finding, &found), errors);
	assert_string_equal(buf_text(&found), expected);
	if (alone.form && !while_filling) {
		eval_rules(eval, NULL, false, add_of_form, &alone);
		assert_string_equal(buf_text(&alone.found), expected);
	}
	buf_release(&alone.found);
	buf_release(&found);
}

static void
eval_rules__are_silent__for_null(void **state)
{
	(void)state;
	check_rules(NULL, false, 0, "");
}

static void
eval_rules__fire__by_form(void **state)
{
	(void)state;
	put("survey", "{'floors':10,'surveyed_on':'2022-07-01','defects':[{},{},{}]}", true);
	check_rules("survey", false, 1, "R-FLOORS R-WHEN R-MANY ");
	check_rules("listing", false, 0, "");
	eval_clear(eval, "2022-07-31");
	put("survey", "{'floors':9,'surveyed_on':'2022-07-01','defects':[{},{}]}", true);
	check_rules("survey", false, 0, "");
}

static void
eval_rules__see_photos__used_elsewhere(void **state)
{
	struct eval_photo photo = front;
	struct value values = values_of("{'floors':2}");

	(void)state;
	photo.elsewhere = 1;
	eval_load(eval, pack_form(pack, "survey"), &values, true, &photo, 1);
	check_rules("survey", false, 1, "R-TWICE ");
	value_release(&values);
}

static void
eval_rules__are_not_judged__over_closed_values(void **state)
{
	(void)state;
	put("listing", "{'village':'451224100201'}", false);
	check_rules("listing", false, 0, "R-OWNER? ");
	put("listing", "{'village':'451224100201','owner':'\xe6\x9c\xaa\xe7\x9f\xa5'}", true);
	check_rules("listing", false, 1, "R-OWNER ");
	put("listing", "{'village':'451224100201','owner':'A'}", true);
	check_rules("listing", false, 0, "");
	/* One side closed is enough; the columns beside it do not matter. */
	put("survey", "{'defects':[{'kind':'1'}]}", false);
	check_rules("survey", false, 0, "R-WITNESS? ");
	put("survey", "{'defects':[{'kind':'1','witness':'A'}]}", true);
	check_rules("survey", false, 0, "R-WITNESS ");
}

static void
eval_rules__are_not_judged__over_the_day_of_a_sealed_photo(void **state)
{
	struct eval_photo photo = front;
	struct value values = values_of("{'surveyed_on':'2022-08-01'}");

	(void)state;
	photo.is_sealed = true;
	eval_load(eval, pack_form(pack, "survey"), &values, true, &photo, 1);
	check_rules("survey", false, 0, "R-PHOTO-DAY? ");
	photo.is_sealed = false; /* the camera gave no day: there is none to judge */
	eval_load(eval, pack_form(pack, "survey"), &values, true, &photo, 1);
	check_rules("survey", false, 0, "");
	photo.has_taken = true;
	photo.taken_unix = 1657400000; /* 2022-07-10 */
	eval_load(eval, pack_form(pack, "survey"), &values, true, &photo, 1);
	check_rules("survey", false, 0, "R-PHOTO-DAY ");
	photo.field = "defects/1/picture"; /* of another question */
	photo.is_sealed = true;
	photo.has_taken = false;
	eval_load(eval, pack_form(pack, "survey"), &values, true, &photo, 1);
	check_rules("survey", false, 0, "");
	value_release(&values);
}

static void
eval_rules__wait__while_a_blind_form_is_filled(void **state)
{
	(void)state;
	put("survey", "{'floors':4}", true);
	put("recount", "{'floors_again':5}", true);
	check_rules("recount", true, 0, "");
	check_rules("recount", false, 1, "R-RECOUNT R-TALL ");
}

static void
eval_rules__are_not_judged__when_they_fail_or_run_away(void **state)
{
	(void)state;
	put("survey", "{'floors':2,'stairs':99}", true);
	check_rules("survey", false, 0, "R-FAILS? ");
	put("survey", "{'floors':2,'stairs':98}", true);
	check_rules("survey", false, 0, "R-ENDLESS? ");
}

static void
eval_rules__answer_the_same__however_often_asked(void **state)
{
	(void)state;
	put("survey", "{'floors':10}", true);
	/* Many times the operations after which a single asking would be stopped. */
	for (int i = 0; i < 300000; i++)
		assert_int_equal(eval_rules(eval, pack_form(pack, "survey"), false, NULL, NULL), 1);
}

static void
eval_load__never_tires__however_often_loaded(void **state)
{
	struct value values = values_of(GOOD_SURVEY);

	(void)state;
	for (int i = 0; i < 100000; i++)
		eval_load(eval, pack_form(pack, "survey"), &values, true, &front, 1);
	check_rules("survey", false, 0, "");
	value_release(&values);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(eval_check_form__finds_nothing__where_all_is_right, clear),
		cmocka_unit_test_setup(eval_check_form__reports__what_is_missing, clear),
		cmocka_unit_test_setup(eval_check_form__reports__what_does_not_apply_or_is_out_of_bounds, clear),
		cmocka_unit_test_setup(eval_check_form__reports__a_value_in_a_group_that_does_not_apply, clear),
		cmocka_unit_test_setup(eval_check_form__reports__a_calculation_that_was_changed, clear),
		cmocka_unit_test_setup(eval_check_form__judges_private_fields__only_when_they_are_open, clear),
		cmocka_unit_test_setup(eval_forms_relevant__is_false__for_null, clear),
		cmocka_unit_test_setup(eval_field_relevant__goes_by_the_row__in_a_repeat, clear),
		cmocka_unit_test_setup(eval_bulk__goes_by_its_expression__and_is_false_for_null, clear),
		cmocka_unit_test_setup(eval_fact__follows_what_is_loaded__through_other_facts, clear),
		cmocka_unit_test_setup(eval_fact__reads__a_table_of_the_pack, clear),
		cmocka_unit_test_setup(eval_day__is_the_day_of_the_expression__or_none, clear),
		cmocka_unit_test_setup(eval_complete__computes__in_rows_and_in_list_order, clear),
		cmocka_unit_test_setup(eval_complete__takes_out__what_does_not_apply, clear),
		cmocka_unit_test_setup(eval_complete__works__on_a_form_that_repeats, clear),
		cmocka_unit_test_setup(eval_load_slots__makes__a_table_by_the_forms_name, clear),
		cmocka_unit_test_setup(eval_calculations_hold__tells__right_from_wrong, clear),
		cmocka_unit_test_setup(eval_rules__are_silent__for_null, clear),
		cmocka_unit_test_setup(eval_rules__fire__by_form, clear),
		cmocka_unit_test_setup(eval_rules__see_photos__used_elsewhere, clear),
		cmocka_unit_test_setup(eval_rules__are_not_judged__over_the_day_of_a_sealed_photo, clear),
		cmocka_unit_test_setup(eval_rules__are_not_judged__over_closed_values, clear),
		cmocka_unit_test_setup(eval_rules__wait__while_a_blind_form_is_filled, clear),
		cmocka_unit_test_setup(eval_rules__are_not_judged__when_they_fail_or_run_away, clear),
		cmocka_unit_test_setup(eval_rules__answer_the_same__however_often_asked, clear),
		cmocka_unit_test_setup(eval_load__never_tires__however_often_loaded, clear),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
