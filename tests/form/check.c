#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "../support/sanitizer.h"
#include "../support/survey.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "form/answer/meant.h"

/* Values against the campaign's forms, and values from what a person typed. */

static struct pack *pack;

static int
load(void **state)
{
	const char *source = getenv("LOUCE_SRC");
	char *dir = mem_printf("%s/forms", source ? source : ".");
	struct err err = { 0 };

	(void)state;
	if (pack_load(dir, &pack, NULL, &err))
		fail_msg("%s", err.text);
	free(dir);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	pack_free(pack);
	return 0;
}

static bool
begins_empty(const struct field *field, void *ctx)
{
	size_t *seen = ctx;

	if (field->type != FIELD_DATE && (field->initial.sql || field->carry || field->complete))
		fail_msg("%s stands in the second look before anybody looked", field->name);
	*seen += field->type == FIELD_DATE && field->initial.sql;
	return true;
}

/* Enter at a question that stood filled, or covered, would be an answer of the first look. */
static void
second_look__begins__with_its_day_alone(void **state)
{
	size_t days = 0;

	(void)state;
	form_each_field(pack_form(pack, "reinspection"), begins_empty, &days);
	assert_int_equal(days, 1);
}

struct typed {
	const char *field, *text, *wanted; /* wanted: as a person reads it; NULL: refused */
};

static void
field_value__comes__from_what_a_person_typed(void **state)
{
	static const struct typed table[] = {
		{ "floors_main", "3", "3" },
		{ "floors_main", "３", "3" },
		{ "floors_main", " 3 ", "3" },
		{ "floors_main", "三", NULL },
		{ "floors_main", "同上", NULL },
		{ "group_name", "同上屯", NULL },
		{ "group_name", "上同屯", NULL },
		{ "group_name", "同上3户", NULL },
		{ "group_name", "同乐屯", "同乐" },
		{ "road", "同上路", NULL },
		{ "road", "上同路", "上同" },
		{ "owner_name", "如上所述", NULL },
		{ "owner_name", "同户主", NULL },
		{ "owner_name", "上官同", "上官同" },
		{ "owner_name", "陆 明", "陆明" },
		{ "owner_name", "韦　建　国", "韦建国" },
		{ "owner_name", "韦建国 覃美兰", "韦建国 覃美兰" }, /* perhaps two people's */
		{ "owner_name", "陆 明生", "陆 明生" },
		{ "owner_name", "Wei Jianguo", "Wei Jianguo" },
		{ "user_name", "上面同", NULL },
		{ "user_name", "同", NULL },
		{ "user_name", "－〃－", NULL },
		{ "user_name", "韦同", "韦同" },
		{ "remark", "与上同", NULL },
		{ "survey_date", "2022-8-20 0:00:00", "2022-08-20" },
		{ "survey_date", "2022/8/20T09:30", "2022-08-20" },
		{ "survey_date", "2022-8-20 9", NULL },
		{ "floors_main", "16", NULL },
		{ "floors_main", "3.5", NULL },
		{ "area_m2", "186.5", "186.5" },
		{ "area_m2", "1e999", NULL },
		{ "area_m2", "0x10", NULL },
		{ "area_m2", "0x1p3", NULL },
		{ "area_m2", "1e2", NULL },
		{ "area_m2", "nan", NULL },
		{ "altered", "是", "yes" },
		{ "altered", "0", "no" },
		{ "altered", "maybe", NULL },
		{ "structure", "3", "钢筋混凝土" },
		{ "structure", "77", NULL },
		{ "licences", "11;7", NULL },
		{ "survey_date", "2022-09-01", "2022-09-01" },
		{ "survey_date", "2022-02-30", NULL },
		{ "survey_date", "2022/9/1", "2022-09-01" },
		{ "survey_date", "2022年8月20日", "2022-08-20" },
		{ "survey_date", "２０２２。８。２０", "2022-08-20" },
		{ "survey_date", "2022/02/30", NULL },
		{ "survey_date", "0901", NULL }, /* only a person who sees the year it becomes may leave it out */
		{ "village", "451224204201", "金谷村委会" },
		{ "village", "451224999999", NULL },
		{ "location", "24.51 107.37 WGS-84", "24.51 107.37 WGS-84" },
		{ "location", "24.51,107.37", "24.51 107.37 ?" },
		{ "location", "24.51，107.37 GCJ02", "24.51 107.37 GCJ02" },
		{ "location", "２４。５１、１０７。３７ WGS-84", "24.51 107.37 WGS-84" },
		{ "location", "24.51", NULL },
		{ "location", "107.37,24.51", NULL },
		{ "location", "24.51N 107.37E", NULL },
		{ "location", "北纬24.51 东经107.37", NULL },
		{ "location", "-24 -107.5 cgcs2000", "-24 -107.5 cgcs2000" },
		{ "location", "24.51 107.37 国家2000", "24.51 107.37 国家2000" },
		{ "location", "24.51 107.37 XX", NULL },
		{ "location", "24.51 107.37 北京", NULL },
		{ "location", "24.51 107.37 WGS-84 x", NULL },
		{ "location", "24.51 107.3 26", NULL },
		{ "location", "24°30′40″ 107°22′26″", NULL },
		{ "location", "107.37 24.51 WGS-84", NULL },
		{ "location", "24.51  107.37 WGS-84", "24.51 107.37 WGS-84" },
		{ "location", "0x10 107.37 WGS-84", NULL },
		{ "location", "2.4e1 107.37 WGS-84", NULL },
		{ "location", "24. 107.37 WGS-84", NULL },
		{ "location", "90.1 107.37 WGS-84", NULL },
		{ "location", "24.51 180.5 WGS-84", NULL },
		{ "survey_date", "0000-01-01", NULL },
		{ "owner_id", "45122419000101003x", "45122419000101003X" },
		{ "owner_id", "４５１２２４ １９０００１０１ ００３ｘ", "45122419000101003X" },
		{ "owner_phone", "139 0778 1234", "13907781234" },
		{ "owner_phone", "+86 139-0778-1234", "13907781234" },
		{ "owner_phone", "8613907781234", "13907781234" },
		{ "owner_phone", "（０７７８）６３２０１２３", "07786320123" },
		{ "owner_phone", "(0778)632-0123", "07786320123" },
		{ "owner_phone", "139O7781234", NULL },
		{ "owner_phone", "0778-6320123转8", NULL },
		{ "owner_phone", "00000000000", NULL },
		{ "area_m2", "480。5", "480.5" },
		{ "area_m2", "480．5", "480.5" },
		{ "area_m2", "480·5", "480.5" },
		{ "area_m2", "４８０", "480" },
		{ "area_m2", "480,5", NULL },
		{ "area_m2", "480，5", NULL },
		{ "area_m2", "1,200", NULL },
		{ "area_m2", "48O", NULL },
		{ "area_m2", "480平方米", NULL },
		{ "area_m2", "480 5", NULL },
		{ "floors_main", "1。5", NULL },
		{ "floors_main", "1.5", NULL },
		{ "survey_date", "2022.8.20", "2022-08-20" },
		{ "survey_date", "20220820", "2022-08-20" },
		{ "survey_date", "2022年8月32日", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct field *field = pack_field(pack, table[i].field);
		struct value value = { 0 };
		struct err err = { 0 };
		char *text;

		assert_non_null(field);
		if (strcmp(table[i].field, "licences") == 0) {
			assert_int_equal(field_value_from_text(pack, field, table[i].text, &value, &err), STATUS_OK);
			assert_int_equal(value.list.count, 2);
			assert_string_equal(value.list.items[0].text, "7"); /* in the list's order, not as typed */
			value_release(&value);
			continue;
		}
		if (!table[i].wanted) {
			if (!field_value_from_text(pack, field, table[i].text, &value, &err))
				fail_msg("%s: \"%s\" was taken", table[i].field, table[i].text);
			assert_true(strlen(err.text) > 5);
			assert_null(strstr(err.text, " ?\"")); /* quoted as it was written */
			continue;
		}
		if (field_value_from_text(pack, field, table[i].text, &value, &err))
			fail_msg("%s: %s", table[i].field, err.text);
		text = field_value_text(pack, field, &value, "zh");
		assert_string_equal(text, table[i].wanted);
		free(text);
		value_release(&value);
	}
}

static void
note(const struct value_problem *problem, void *ctx)
{
	buf_printf(ctx, "%s: %s\n", problem->name, problem->text);
}

static void
form_check__names__each_value_that_does_not_fit(void **state)
{
	const struct form *form = pack_form(pack, "classification");
	struct value values = value_object(), rows = value_list(), row = value_object();
	struct buf found = { 0 };

	(void)state;
	value_set_text(&row, "defect", "Z9");
	value_set_text(&row, "place", "东墙");
	value_set_text(&row, "nothing", "x");
	value_append_take(&rows, row);
	value_set_take(&values, "findings", rows);
	value_set_text(&values, "geo_hazard", "yes");
	value_set_text(&values, "safety_supervisor", "覃志明");
	assert_int_equal(form_check_values(pack, form, &values, VALUES_OF_STEP, note, &found), 4);
	assert_non_null(strstr(buf_text(&found), "findings/1/defect: "));
	assert_non_null(strstr(buf_text(&found), "findings/1/nothing: "));
	assert_non_null(strstr(buf_text(&found), "geo_hazard: must be yes or no"));
	assert_non_null(strstr(buf_text(&found), "safety_supervisor: is private"));
	buf_clear(&found);
	assert_int_equal(form_check_values(pack, form, &values, VALUES_TO_SIGN, note, &found), 3);
	buf_release(&found);
	value_release(&values);
}

/* An old licence's number has the fifteen digits of an old identity number, and is asked for where it is the number of a thing. */
static void
number_of_a_licence__is_taken__where_it_is_asked_for(void **state)
{
	const struct form *form = pack_form(pack, "registration");
	struct value values = value_object();
	struct buf found = { 0 };

	(void)state;
	value_set_text(&values, "biz_uscc", "451224600101234");
	assert_int_equal(form_check_values(pack, form, &values, VALUES_TO_SIGN, note, &found), 0);
	value_set_text(&values, "biz_name", "451224600101234");
	assert_int_equal(form_check_values(pack, form, &values, VALUES_TO_SIGN, note, &found), 1);
	assert_non_null(strstr(buf_text(&found), "biz_name: "));
	buf_release(&found);
	value_release(&values);
}

/* What a letter opens for an office is read by people of whom nobody here was told more than where the house stands. */
static void
number_of_a_person__is_refused__in_what_is_opened_for_an_office(void **state)
{
	static const struct {
		const char *form, *field, *text;
		size_t refused;
	} table[] = {
		{ "referral", "ref_place", "农村道路46，电话13977812345", 1 },
		{ "referral", "ref_place", "农村道路46，身份证452728195110246750", 1 },
		{ "referral", "ref_place", "农村道路 46 大榕树小卖部", 0 },
		{ "registration", "no_id_note", "电话13977812345", 0 }, /* private, and the village's own */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct value values = value_object();
		struct buf found = { 0 };

		value_set_text(&values, table[i].field, table[i].text);
		assert_int_equal(form_check_values(pack, pack_form(pack, table[i].form), &values, VALUES_TO_SIGN, note, &found),
				 table[i].refused);
		assert_true(!table[i].refused || strstr(buf_text(&found), "ref_place: tells a telephone or identity number"));
		buf_release(&found);
		value_release(&values);
	}
}

/* Range, length and choices that stand alone stop whoever fills the form; a step that is signed counts all the same (doc/file-format, B4). */
/* What an earlier pack asked is no answer of this form, in rows neither; what is told of the filling stays. */
static void
answers__to_questions_taken_away__are_dropped(void **state)
{
	struct value values = value_object(), rows = value_list(), row = value_object(), before;
	const struct value *found;

	(void)state;
	value_set_text(&row, "part", "5");
	value_set_text(&row, "gone", "1");
	value_set_text(&row, "conclusion", "1");
	value_append_take(&rows, value_copy(&row));
	value_append_take(&rows, row);
	value_set_text(&values, "conclusion", "1");
	value_set_text(&values, "gone", "3");
	value_set_integer(&values, "floors_main", 2); /* of another form */
	value_set_integer(&values, "_seconds", 9);
	value_set_take(&values, "findings", rows);
	before = value_copy(&values); /* whoever shares it keeps it whole */
	form_drop_unknown(pack_form(pack, "classification"), &values);
	assert_int_equal(values.object.count, 3);
	assert_string_equal(value_get_text(&values, "conclusion"), "1");
	assert_int_equal(value_get_integer(&values, "_seconds", 0), 9);
	found = value_get_list(&values, "findings");
	assert_int_equal(found->list.count, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(found->list.items[i].object.count, 1);
		assert_string_equal(value_get_text(&found->list.items[i], "part"), "5");
	}
	assert_int_equal(before.object.count, 5);
	assert_int_equal(value_get_list(&before, "findings")->list.items[0].object.count, 3);
	value_release(&before);
	value_release(&values);
}

static void
limits__are_asked__only_before_the_signature(void **state)
{
	const struct form *form = pack_form(pack, "registration");
	struct value values = value_object(), licences = value_list();
	struct buf found = { 0 };
	char longest[300];

	(void)state;
	memset(longest, 'x', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	value_append_take(&licences, value_text("11"));
	value_append_take(&licences, value_text("0"));
	value_set_integer(&values, "floors_main", 99);
	value_set_text(&values, "biz_name", longest);
	value_set_take(&values, "licences", licences);
	assert_int_equal(form_check_values(pack, form, &values, VALUES_OF_STEP, note, &found), 0);
	assert_int_equal(form_check_values(pack, form, &values, VALUES_TO_SIGN, note, &found), 3);
	assert_non_null(strstr(buf_text(&found), "floors_main: must lie between"));
	assert_non_null(strstr(buf_text(&found), "biz_name: is longer than"));
	assert_non_null(strstr(buf_text(&found), "licences: holds a choice that stands alone"));
	buf_release(&found);
	value_release(&values);
}

static void
set__refuses__an_exclusive_choice_with_others(void **state)
{
	const struct field *field = pack_field(pack, "licences");
	struct value value = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(field_value_from_text(pack, field, "0 11", &value, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "stands alone"));
}

static void
value__is_refused__with_what_is_wrong_however_long_it_is(void **state)
{
	char text[3 * 300 + 1] = "";
	struct value value = { 0 };
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(text) - 1; i += 3)
		memcpy(&text[i], "名", 3);
	assert_int_equal(field_value_from_text(pack, pack_field(pack, "biz_name"), text, &value, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "…\": is longer than"));
}

/* A stranger's pack: cut anywhere, or with a byte changed, it is refused or read, and nothing else happens. */
static void
pack_parse__survives__any_cut_or_changed_byte(void **state)
{
	static const char *const names[] = { "pack.yaml", "classification.yaml", "photo_check.yaml", "divisions.csv" };

	(void)state;
	for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++) {
		const char *whole = value_get_text(&pack->files, names[n]);
		size_t len = strlen(whole);

		for (size_t at = 0; at < len; at += len / (UNDER_SANITIZER ? 6 : 30) + 1) {
			struct value files = value_copy(&pack->files);
			struct pack *out = NULL;
			struct err err = { 0 };
			char *text = mem_strndup(whole, at);

			value_set_text(&files, names[n], text);
			if (!pack_parse(&files, &out, NULL, &err))
				pack_free(out);
			free(text);
			text = mem_strdup(whole);
			text[at] = text[at] == ':' ? ' ' : ':';
			value_set_text(&files, names[n], text);
			if (!pack_parse(&files, &out, NULL, &err))
				pack_free(out);
			free(text);
			value_release(&files);
		}
	}
}

/* The head of the list of structures, with one more column and its value. */
#define RURAL(column, value)                                                                                                               \
	"columns: {rural: text, frame: text" column "}\n  source: collection_form\n  choices:\n    - {" value                              \
	"name: \"1\", label: {zh: 砌体"

/* A number in a pack is digits, like one that a person types (doc/file-format, C22). */
static void
pack_parse__refuses__numbers_in_another_spelling(void **state)
{
	static const struct {
		const char *file, *from, *to;
		const char *why; /* NULL: it is read */
	} cases[] = {
		{ "registration.yaml", "range: [1, 15]", "range: [1.5, 15]", NULL },
		{ "registration.yaml", "range: [1, 15]", "range: [0x1, 15]", "two numbers are expected" },
		{ "registration.yaml", "range: [1, 15]", "range: [1, 1e2]", "two numbers are expected" },
		{ "lists.yaml", RURAL("", ""), RURAL(", wide: decimal", "wide: -5.25, "), NULL },
		{ "lists.yaml", RURAL("", ""), RURAL(", wide: decimal", "wide: 0x5, "), "wide: a number is expected here" },
		{ "lists.yaml", "precedence: 6,", "precedence: 1.5,", "precedence: a whole number is expected here" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct value files = value_copy(&pack->files);
		const char *text = value_get_text(&files, cases[i].file), *at = strstr(text, cases[i].from);
		struct pack *out = NULL;
		struct err err = { 0 };
		char *changed;

		assert_non_null(at);
		changed = mem_printf("%.*s%s%s", (int)(at - text), text, cases[i].to, at + strlen(cases[i].from));
		value_set_text(&files, cases[i].file, changed);
		if (pack_parse(&files, &out, NULL, &err) != (cases[i].why ? STATUS_INVALID : STATUS_OK))
			fail_msg("%s: %s", cases[i].to, err.text);
		assert_true(!cases[i].why || strstr(err.text, cases[i].why));
		pack_free(out);
		value_release(&files);
		free(changed);
	}
}

/* What is wrong with a table is said by file, line and column. */
static void
pack_parse__refuses__a_faulty_table__by_its_place(void **state)
{
	static const struct {
		const char *columns, *csv;
		const char *why; /* NULL: it is read */
	} cases[] = {
		{ "{a: text, n: integer, d: decimal}", "a,n,d\n\"x, \"\"y\"\"\",3,-1.5\n,,\n", NULL },
		{ "{a: text}", "a\nx", NULL },
		{ "{a: text, n: integer}", "a,n\nx,1.5\n", "t.csv:2: n: a whole number is expected here" },
		{ "{a: text, n: integer}", "a,n\nx,1\ny,0x1\n", "t.csv:3: n: a number is expected here" },
		{ "{a: text, d: decimal}", "a,d\nx,1e2\n", "t.csv:2: d: a number is expected here" },
		{ "{a: text, n: integer}", "a,n\nx\n", "t.csv:2: t: this line has 1 values, and the table 2 columns" },
		{ "{a: text, n: integer}", "a,n\nx,1,2\n", "t.csv:2: t: this line has 3 values" },
		{ "{a: text, n: integer}", "a,n\n\nx,1\n", "t.csv:2: t: this line has 1 values" },
		{ "{a: text, n: integer}", "n,a\nx,1\n", "t.csv:1: a: \"n\" stands here; the first line names the columns" },
		{ "{a: text, n: integer}", "a,n\n\"x,1\n", "t.csv:2: a: a quotation mark here is not closed" },
		{ "{a: text, n: integer}", "a,n\nx,1\"\n", "t.csv:2: n: a quotation mark here is not closed" },
		{ "{a: text, n: integer}", "a,n\n\"x\"y,1\n", "t.csv:2: a: a quotation mark here is not closed" },
		{ "{a: text, n: integer}", "", "t.csv:1: t: the first line, which names the columns, is missing" },
		{ "{a: text, n: integer}", NULL, "t.csv:1: t.csv: this file is missing from the pack" },
		{ "{a: number}", "a\n", "pack.yaml:1: a: this is none of the words" },
		{ "{A: text}", "A\n", "pack.yaml:1: A: this is no column name" },
		{ "{}", "\n", "pack.yaml:1: columns: a table has 1 to 30 columns" },
		{ "{a: text}, table: t2", "a\n", "stands twice" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct value files = value_copy(&pack->files);
		const char *top = value_get_text(&files, "pack.yaml"), *from = strstr(top, "\ntables:"), *behind = strstr(from + 1, "\n\n");
		char *changed = mem_printf("tables: [{table: t, file: t.csv, columns: %s}]\n%.*s%s", cases[i].columns, (int)(from - top),
					   top, behind);
		struct pack *out = NULL;
		struct err err = { 0 };

		value_set_text(&files, "pack.yaml", changed);
		value_set_text(&files, "rules.yaml", "[]");
		if (cases[i].csv)
			value_set_text(&files, "t.csv", cases[i].csv);
		if (pack_parse(&files, &out, NULL, &err) != (cases[i].why ? STATUS_INVALID : STATUS_OK))
			fail_msg("%s %s: %s", cases[i].columns, cases[i].csv, err.text);
		if (cases[i].why && !strstr(err.text, cases[i].why))
			fail_msg("%s %s: %s", cases[i].columns, cases[i].csv, err.text);
		pack_free(out);
		value_release(&files);
		free(changed);
	}
}

/* The tables' names and files: each once, and none that is another's. */
static void
pack_parse__refuses__a_table__by_name_and_file(void **state)
{
	static const struct {
		const char *tables;
		const char *why;
	} cases[] = {
		{ "[{table: t, file: t.csv, columns: {a: text}}, {table: t, file: u.csv, columns: {a: text}}]",
		  "there are two tables \"t\"" },
		{ "[{table: t, file: t.csv, columns: {a: text}}, {table: u, file: t.csv, columns: {a: text}}]",
		  "is another table's already" },
		{ "[{table: t, file: ../t.csv, columns: {a: text}}]", "\"../t.csv\" is no file name" },
		{ "[{table: t, file: divisions.csv, columns: {a: text}}]", "\"divisions.csv\" is no file name" },
		{ "[{table: t, file: .csv, columns: {a: text}}]", "\".csv\" is no file name" },
		{ "[{table: T, file: t.csv, columns: {a: text}}]", "table: \"T\" must begin with a small letter" },
		{ "[{table: t, columns: {a: text}}]", "file: this key is missing" },
		{ "[{table: t, file: t.csv}]", "columns: this key is missing" },
		{ "{table: t}", "tables: a list is expected here" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct value files = value_copy(&pack->files);
		const char *top = value_get_text(&files, "pack.yaml"), *from = strstr(top, "\ntables:"), *behind = strstr(from + 1, "\n\n");
		char *changed = mem_printf("tables: %s\n%.*s%s", cases[i].tables, (int)(from - top), top, behind);
		struct pack *out = NULL;
		struct err err = { 0 };

		value_set_text(&files, "pack.yaml", changed);
		value_set_text(&files, "rules.yaml", "[]");
		value_set_text(&files, "t.csv", "a\n");
		value_set_text(&files, "u.csv", "a\n");
		assert_int_equal(pack_parse(&files, &out, NULL, &err), STATUS_INVALID);
		if (!strstr(err.text, cases[i].why))
			fail_msg("%s: %s", cases[i].tables, err.text);
		value_release(&files);
		free(changed);
	}
}

/* ---- cases */

static const char case_forms[][2][200] = {
	{ "control.yaml",
	  "form: control\nlabel: {zh: 一}\nby: [inspector]\nrepeat: true\ndue: control\nfields:\n  - {name: control_words, type: text, label: {zh: 一}}\n" },
	{ "closure.yaml",
	  "form: closure\nlabel: {zh: 一}\nby: [inspector]\nrepeat: true\ndue: plan\nfields:\n  - {name: closure_words, type: text, label: {zh: 一}}\n" },
};
static const char case_chains[] =
	"  - {chain: off, label: {zh: 一}, each: closure, levels: [{level: a, label: {zh: 一}, by: [inspector], due: plan}]}\n"
	"cases: [{case: danger, label: {zh: 一}, opens: hazard, of: [classification], same: [conclusion], "
	"stages: [{form: control, when: in_business, done: control_words}], closes: closure}]\n";

/* `text` with the first `from` changed, where it has it. Takes the text. */
static char *
replaced_take(char *text, const char *from, const char *to)
{
	char *at = *from ? strstr(text, from) : NULL, *out;

	if (!at)
		return text;
	out = mem_printf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	free(text);
	return out;
}

/* A case that would leave a house without a next act, its owner or a day is refused. */
static void
pack_parse__refuses__a_case_that_leaves_something_open(void **state)
{
	static const struct {
		const char *from, *to;
		const char *why; /* NULL: it is read */
	} cases[] = {
		{ "", "", NULL },
		{ "opens: hazard", "opens: hazzard", "opens: there is no fact \"hazzard\"" },
		{ "opens: hazard, ", "", NULL },
		{ "signed: [registration, classification]", "signed: [control]",
		  "signed: no chain covers a form \"control\": nobody would sign it" },
		{ "signed: [registration, classification]", "signed: [klassification]",
		  "signed: no chain covers a form \"klassification\"" },
		{ "signed: [registration, classification]",
		  "signed: [registration, classification]\n    lapses: {day: last_day, to: \"4\"}",
		  "lapses: there is no fact \"last_day\" in pack.yaml" },
		{ "signed: [registration, classification]", "signed: [registration, classification]\n    lapses: {day: hazard, to: \"4\"}",
		  "lapses: a fact that lapses is a text, and the one that holds its day a date" },
		{ "signed: [registration, classification]", "signed: [registration, classification]\n    lapses: {day: hazard}",
		  "to: this key is missing" },
		{ "same: [conclusion]", "same: [konclusion]", "same: there is no field \"konclusion\"" },
		{ "same: [conclusion]", "same: [structure]", "same: \"structure\" is no field of a form that the case is about" },
		{ "same: [conclusion]", "same: [findings]", "same: \"findings\" is no single value" },
		{ "same: [conclusion]", "same: [safety_owner]", "same: the private field \"safety_owner\" cannot be compared" },
		{ "form: control, when", "form: kontrol, when", "stages: there is no repeat form \"kontrol\"" },
		{ "form: control, when", "form: registration, when", "stages: there is no repeat form \"registration\"" },
		{ "form: control, when", "form: control, wehn", "wehn: this key is not known here" },
		{ "{form: control, when: in_business, done: control_words}", "{when: in_business}", "form: this key is missing" },
		{ "closes: closure", "before_end: [{form: kontrol, when: in_business}], closes: closure",
		  "before_end: there is no repeat form \"kontrol\"" },
		{ "closes: closure", "before_end: [{form: control}], closes: closure", "when: this key is missing" },
		{ "closes: closure", "before_end: [{form: control, when: in_business}], closes: closure", NULL },
		{ "closes: closure", "needs: [surwey], closes: closure", "needs: \"surwey\" is no chain over a list of forms" },
		{ "closes: closure", "needs: [strikeoff], closes: closure", "needs: \"strikeoff\" is no chain over a list of forms" },
		{ "closes: closure", "needs: [survey], closes: closure", NULL },
		{ "closes: closure", "closes: classification", "closes: there is no repeat form \"classification\"" },
		{ "each: closure", "each: control", "closes: no chain is over each \"closure\"" },
		{ "by: [inspector], due: plan", "by: [inspector]",
		  "level: the level \"a\" signs a form of the case \"danger\" and has no day" },
		{ "repeat: true\ndue: control", "repeat: true", "case: the form \"control\" of the case has no day" },
		{ "repeat: true\ndue: plan", "repeat: true", "case: the form \"closure\" of the case has no day" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct value files = value_copy(&pack->files);
		char *top, *add = mem_printf("\n%sdeadlines:", case_chains);
		struct pack *out = NULL;
		struct err err = { 0 };

		survey_alone(&files);
		top = replaced_take(mem_strdup(value_get_text(&files, "pack.yaml")), cases[i].from, cases[i].to);
		add = replaced_take(add, cases[i].from, cases[i].to);
		top = replaced_take(top, "\ndeadlines:", add);
		top = replaced_take(top, "\nforms: [listing", "\nforms: [control, closure, listing");
		value_set_text(&files, "pack.yaml", top);
		for (size_t f = 0; f < ARRAY_LEN(case_forms); f++) {
			char *text = replaced_take(mem_strdup(case_forms[f][1]), cases[i].from, cases[i].to);

			value_set_text(&files, case_forms[f][0], text);
			free(text);
		}
		if (pack_parse(&files, &out, NULL, &err) != (cases[i].why ? STATUS_INVALID : STATUS_OK))
			fail_msg("%s: %s", cases[i].to, err.text);
		if (cases[i].why && !strstr(err.text, cases[i].why))
			fail_msg("%s: %s", cases[i].to, err.text);
		pack_free(out);
		value_release(&files);
		free(top);
		free(add);
	}
}

/* ---- what reading costs */

static uint64_t work;

void __sanitizer_cov_trace_pc(void);

void
__sanitizer_cov_trace_pc(void)
{
	work++;
}

enum heap {
	HEAP_KEYS,    /* that nobody knows, in one map */
	HEAP_FORMS,   /* whose files are missing */
	HEAP_COLUMNS, /* of a list, which are too many */
	HEAP_CHOICES, /* of a list */
	HEAP_FIELDS,  /* of a form */
	HEAP_COUNT
};

static void
add_to_file(struct value *files, const char *name, const char *before, const char *item, const char *item_end, size_t count)
{
	struct buf text = { 0 };
	const char *was = value_get_text(files, name), *behind = strstr(was, before);

	assert_non_null(behind);
	behind += strlen(before);
	buf_add(&text, was, (size_t)(behind - was));
	for (size_t i = 0; i < count; i++)
		buf_printf(&text, "%s%zu%s", item, i, item_end);
	buf_text_add(&text, behind);
	value_set_text(files, name, buf_text(&text));
	buf_release(&text);
}

static uint64_t
work_of_heap(enum heap heap, size_t count)
{
	static const char *const heaps[HEAP_COUNT][4] = {
		[HEAP_KEYS] = { "pack.yaml", "", "zz", ": 1\n" },
		[HEAP_FORMS] = { "pack.yaml", "\nforms: [", "zz", ", " },
		[HEAP_COLUMNS] = { "lists.yaml", "- list: zz\n  columns:\n", "    zz", ": text\n" },
		[HEAP_CHOICES] = { "lists.yaml", "  choices:\n", "    - {name: zz", ", label: {zh: 一}}\n" },
		[HEAP_FIELDS] = { "heap_0.yaml", "fields:\n", "  - {name: zz", ", type: integer, label: {zh: 一}}\n" },
	};
	struct value files = value_copy(&pack->files);
	struct pack *out = NULL;
	struct err err = { 0 };
	char *head = mem_printf("- list: zz\n  columns:\n    a: text\n  choices:\n    - {name: a, label: {zh: 一}}\n%s",
				value_get_text(&files, "lists.yaml"));
	uint64_t done;

	value_set_text(&files, "lists.yaml", head);
	add_to_file(&files, "pack.yaml", "\nforms: [", "heap_", ", ", 1);
	value_set_text(&files, "heap_0.yaml",
		       "form: heap_0\nlabel: {zh: 一}\nby: [inspector]\nfields:\n  - {name: yy, type: note, label: {zh: 一}}\n");
	add_to_file(&files, heaps[heap][0], heaps[heap][1], heaps[heap][2], heaps[heap][3], count);
	work = 0;
	if (pack_parse(&files, &out, NULL, &err) != (heap == HEAP_CHOICES || heap == HEAP_FIELDS ? STATUS_OK : STATUS_INVALID))
		fail_msg("%d: %s", heap, err.text);
	done = work;
	pack_free(out);
	value_release(&files);
	free(head);
	return done;
}

/* Anybody with a right may sign a pack as large as a step may be. */
static void
pack_parse__costs__in_proportion(void **state)
{
	(void)state;
	for (int heap = 0; heap < HEAP_COUNT; heap++) {
		uint64_t none = work_of_heap((enum heap)heap, 40), once = work_of_heap((enum heap)heap, 1040) - none,
			 twice = work_of_heap((enum heap)heap, 2040) - none;

		print_message("# %d: %llu, twice as many: %.3f times that\n", heap, (unsigned long long)once, (double)twice / (double)once);
		assert_true(once > 1000);
		assert_true((double)twice <= 2.2 * (double)once);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(field_value__comes__from_what_a_person_typed),
		cmocka_unit_test(second_look__begins__with_its_day_alone),
		cmocka_unit_test(form_check__names__each_value_that_does_not_fit),
		cmocka_unit_test(number_of_a_licence__is_taken__where_it_is_asked_for),
		cmocka_unit_test(number_of_a_person__is_refused__in_what_is_opened_for_an_office),
		cmocka_unit_test(answers__to_questions_taken_away__are_dropped),
		cmocka_unit_test(limits__are_asked__only_before_the_signature),
		cmocka_unit_test(set__refuses__an_exclusive_choice_with_others),
		cmocka_unit_test(value__is_refused__with_what_is_wrong_however_long_it_is),
		cmocka_unit_test(pack_parse__costs__in_proportion),
		cmocka_unit_test(pack_parse__survives__any_cut_or_changed_byte),
		cmocka_unit_test(pack_parse__refuses__numbers_in_another_spelling),
		cmocka_unit_test(pack_parse__refuses__a_faulty_table__by_its_place),
		cmocka_unit_test(pack_parse__refuses__a_table__by_name_and_file),
		cmocka_unit_test(pack_parse__refuses__a_case_that_leaves_something_open),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
