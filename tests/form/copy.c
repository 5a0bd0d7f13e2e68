#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "form/pack.h"

/* Fields of other forms once more, under names with a prefix. */

static const char pack_yaml[] =
	"pack: houses\nversion: 1\nlabel: {zh: 册}\nroot: listing\nforms: [listing, survey, second, table]\n"
	"roles: [{role: clerk, label: {zh: 员}, scope: county}]\nacts: {epoch: [clerk], decision: [clerk], manifest: [clerk]}\n"
	"readers: [clerk]\n"
	"chains:\n  - chain: first\n    label: {zh: 签}\n    covers: [survey]\n    levels: [{level: team, label: {zh: 组}, by: [clerk]}]\n";
static const char lists_yaml[] =
	"- list: land\n  columns: {storeys: integer, theirs: text}\n  choices:\n"
	"    - {name: \"1\", label: {zh: 国有}, storeys: 3, theirs: \"7\"}\n    - {name: \"2\", label: {zh: 集体}, storeys: 9, theirs: \"8\"}\n";
static const char listing_yaml[] =
	"form: listing\nlabel: {zh: 名册}\nby: [clerk]\nfields:\n  - {name: village, type: division, label: {zh: 村}}\n";
static const char survey_yaml[] =
	"form: survey\nlabel: {zh: 排查}\nby: [clerk]\nfields:\n"
	"  - {name: page, type: group, label: {zh: 页}, relevant: \"village IS NOT NULL\", fields: [\n"
	"      {name: storeys, type: integer, label: {zh: 层数}, hint: {zh: 数}, required: true, range: [1, 9], kind: 2,\n"
	"       constraint: \"storeys > 0 AND storeys <> 'storeys' AND \\\"storeys\\\" < 99\", constraint_message: {zh: 不对}},\n"
	"      {name: land, type: select_one land, label: {zh: 地}, choices: \"storeys >= 3 AND name <> land\",\n"
	"       constraint: \"EXISTS (SELECT 1 FROM list_land AS l WHERE l.storeys = storeys AND l . name = land)\"},\n"
	"      {name: cracks, type: repeat, label: {zh: 缝}, fields: [{name: width, type: decimal, label: {zh: 宽}, relevant: \"cracks.width > storeys\"}]}]}\n"
	"  - {name: worst, type: decimal, label: {zh: 最宽}, calculation: \"(SELECT max(c.width) FROM cracks c) /* width */\"}\n"
	"  - {name: width_note, type: note, label: {zh: 注}}\n"
	"  - {name: max, type: text, label: {zh: 最}}\n"
	"  - {name: phone, type: phone, label: {zh: 话}, private: true, required: true}\n";
static const char second_yaml[] =
	"form: second\nlabel: {zh: 回头看}\nby: [clerk]\nafter: [survey]\nblind: [survey, village]\n"
	"copy_of: {forms: [survey], prefix: r_, except: [phone]}\nfields:\n  - {name: why, type: text, label: {zh: 由}}\n";
static const char table_yaml[] = "form: table\nlabel: {zh: 平台}\nby: [clerk]\nrelevant: \"0\"\n"
				 "copy_of: {forms: [survey], prefix: p_, record: true, codes: theirs}\n";

static struct value
files(const char *name, const char *text)
{
	struct value all = value_object();

	value_set_text(&all, "pack.yaml", pack_yaml);
	value_set_text(&all, "lists.yaml", lists_yaml);
	value_set_text(&all, "rules.yaml", "[]\n");
	value_set_text(&all, "reports.yaml", "[]\n");
	value_set_text(&all, "divisions.csv",
		       "code,name,level,parent\n450000000000,区,province,\n451200000000,市,prefecture,450000000000\n"
		       "451224000000,县,county,451200000000\n451224204000,镇,township,451224000000\n"
		       "451224204201,村,village,451224204000\n");
	value_set_text(&all, "listing.yaml", listing_yaml);
	value_set_text(&all, "survey.yaml", survey_yaml);
	value_set_text(&all, "second.yaml", second_yaml);
	value_set_text(&all, "table.yaml", table_yaml);
	if (name)
		value_set_text(&all, name, text);
	return all;
}

static struct pack *
parsed(void)
{
	struct value all = files(NULL, NULL);
	struct buf problems = { 0 };
	struct pack *pack = NULL;

	if (pack_parse(&all, &pack, &problems, NULL))
		fail_msg("%s", buf_text(&problems));
	buf_release(&problems);
	value_release(&all);
	return pack;
}

static void
copies__stand__under_their_prefix(void **state)
{
	struct pack *pack = parsed();
	const struct field *storeys = pack_field(pack, "r_storeys"), *width = pack_field(pack, "r_width");

	(void)state;
	assert_non_null(storeys);
	assert_string_equal(storeys->label.zh, "层数");
	assert_string_equal(storeys->hint.zh, "数");
	assert_int_equal(storeys->kind, 2);
	assert_true(storeys->required);
	assert_true(storeys->has_range);
	assert_string_equal(storeys->parent->name, "r_page");
	assert_ptr_equal(storeys->parent->parent, NULL);
	assert_string_equal(width->parent->name, "r_cracks");
	assert_string_equal(width->parent->parent->name, "r_page");
	assert_null(pack_field(pack, "r_phone"));
	assert_non_null(pack_field(pack, "phone"));
	assert_ptr_equal(pack_field(pack, "r_land")->list, pack_list(pack, "land"));
	assert_string_equal(pack_form_of_field(pack, "r_width")->name, "second");
	/* what the form asks itself stands behind them */
	assert_string_equal(pack_form(pack, "second")->fields[pack_form(pack, "second")->field_count - 1].name, "why");
	pack_free(pack);
}

static void
expressions__name__the_copies(void **state)
{
	struct pack *pack = parsed();

	(void)state;
	assert_string_equal(pack_field(pack, "r_page")->relevant.sql, "village IS NOT NULL");
	assert_string_equal(pack_field(pack, "r_storeys")->constraint.sql,
			    "r_storeys > 0 AND r_storeys <> 'storeys' AND \"r_storeys\" < 99");
	/* columns of a list stay: behind its name, and where its choices are weighed */
	assert_string_equal(pack_field(pack, "r_land")->constraint.sql,
			    "EXISTS (SELECT 1 FROM list_land AS l WHERE l.storeys = r_storeys AND l . name = r_land)");
	assert_string_equal(pack_field(pack, "r_land")->choices.sql, "storeys >= 3 AND name <> r_land");
	assert_string_equal(pack_field(pack, "r_width")->relevant.sql, "r_cracks.r_width > r_storeys");
	/* a function is no field, a comment no expression */
	assert_string_equal(pack_field(pack, "r_worst")->calculation.sql, "(SELECT max(c.r_width) FROM r_cracks c) /* width */");
	assert_string_equal(pack_field(pack, "r_worst")->calculation.place.file, "survey.yaml");
	pack_free(pack);
}

static void
record__asks__nothing(void **state)
{
	struct pack *pack = parsed();
	const struct field *storeys = pack_field(pack, "p_storeys");

	(void)state;
	assert_false(storeys->required || storeys->has_range);
	assert_null(storeys->constraint.sql);
	assert_null(pack_field(pack, "p_page")->relevant.sql);
	assert_null(pack_field(pack, "p_land")->choices.sql);
	assert_null(pack_field(pack, "p_worst")->calculation.sql);
	assert_null(pack_field(pack, "p_width_note"));
	assert_true(pack_field(pack, "p_phone")->is_private);
	assert_false(pack_field(pack, "p_phone")->required);
	assert_ptr_equal(pack->record, pack_form(pack, "table"));
	assert_string_equal(pack->record->copy.codes, "theirs");
	pack_free(pack);
}

static void
blind__takes__all_fields_of_a_form(void **state)
{
	struct pack *pack = parsed();
	const struct form *second = pack_form(pack, "second");

	(void)state;
	assert_true(pack_is_blind(second, "storeys"));
	assert_true(pack_is_blind(second, "width"));
	assert_true(pack_is_blind(second, "cracks"));
	assert_true(pack_is_blind(second, "village"));
	assert_false(pack_is_blind(second, "r_storeys"));
	pack_free(pack);
}

static void
assert_refused(const char *name, const char *text, const char *wanted)
{
	struct value all = files(name, text);
	struct buf problems = { 0 };
	struct pack *pack = NULL;

	assert_int_equal(pack_parse(&all, &pack, &problems, NULL), STATUS_INVALID);
	if (strcmp(buf_text(&problems), wanted) != 0)
		fail_msg("%s\nis not\n%s", buf_text(&problems), wanted);
	buf_release(&problems);
	value_release(&all);
}

#define HEAD "form: second\nlabel: {zh: 回头看}\nby: [clerk]\n"

static void
copy__is_refused__with_its_place(void **state)
{
	(void)state;
	assert_refused("second.yaml", HEAD "copy_of: {forms: [surveys], prefix: r_}\n",
		       "second.yaml:4: copy_of: there is no form \"surveys\"\n");
	assert_refused("second.yaml", HEAD "copy_of: {forms: [table], prefix: r_}\n",
		       "second.yaml:4: copy_of: the form \"table\" copies others itself\n");
	assert_refused("second.yaml", HEAD "copy_of:\n  forms: [survey]\n  prefix: r_\n  except: [village]\n",
		       "second.yaml:7: except: there is no field \"village\" in the forms that are copied\n");
	assert_refused("second.yaml", HEAD "copy_of: {forms: [survey], prefix: R_}\n",
		       "second.yaml:4: prefix: \"R_\" must begin with a small letter and hold small letters, digits and _ only\n");
	assert_refused("second.yaml", HEAD "copy_of: {forms: [survey]}\n", "second.yaml:4: prefix: this key is missing\n");
	assert_refused("second.yaml", HEAD "copy_of: {forms: [survey], prefix: a_very_long_prefix_of_more_than_forty_letters}\n",
		       "second.yaml:4: prefix: \"a_very_long_prefix_of_more_than_forty_letterspage\" is too long for a name\n"
		       "second.yaml:4: prefix: \"a_very_long_prefix_of_more_than_forty_lettersstoreys\" is too long for a name\n"
		       "second.yaml:4: prefix: \"a_very_long_prefix_of_more_than_forty_lettersland\" is too long for a name\n"
		       "second.yaml:4: prefix: \"a_very_long_prefix_of_more_than_forty_letterscracks\" is too long for a name\n"
		       "second.yaml:4: prefix: \"a_very_long_prefix_of_more_than_forty_letterswidth\" is too long for a name\n"
		       "second.yaml:4: prefix: \"a_very_long_prefix_of_more_than_forty_lettersworst\" is too long for a name\n"
		       "second.yaml:4: prefix: \"a_very_long_prefix_of_more_than_forty_letterswidth_note\" is too long for a name\n"
		       "second.yaml:4: prefix: \"a_very_long_prefix_of_more_than_forty_lettersphone\" is too long for a name\n");
	assert_refused("second.yaml", HEAD "copy_of: {forms: [survey], prefix: p_, except: [page, worst, width_note, max]}\n",
		       "table.yaml:5: copy_of: the name \"p_phone\" stands already at second.yaml:4; names are one space over all forms\n");
	assert_refused("second.yaml", HEAD "copy_of: {forms: [survey], prefix: r_, record: true}\n",
		       "table.yaml:5: copy_of: the form \"second\" is a record already: there is one\n");
	assert_refused("table.yaml", "form: table\nlabel: {zh: 平台}\nby: [clerk]\ncopy_of: {forms: [survey], prefix: p_, codes: theirs}\n",
		       "table.yaml:4: codes: only a record holds codes of somebody else\n");
	assert_refused("second.yaml", HEAD, "second.yaml:1: fields: this key is missing\n");
	assert_refused("second.yaml", HEAD "blind: [nothing]\nfields: []\n", "second.yaml:4: blind: there is no field \"nothing\"\n");
	assert_refused("survey.yaml",
		       "form: survey\nlabel: {zh: 排查}\nby: [clerk]\nfields:\n"
		       "  - {name: phone, type: phone, label: {zh: 话}, private: true, kind: 1}\n",
		       "survey.yaml:5: kind: the kind of an error is a number from 1 to 6, at a single value that is not private\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies__stand__under_their_prefix),
		cmocka_unit_test(expressions__name__the_copies),
		cmocka_unit_test(record__asks__nothing),
		cmocka_unit_test(blind__takes__all_fields_of_a_form),
		cmocka_unit_test(copy__is_refused__with_its_place),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
