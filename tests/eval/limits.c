#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "eval/eval.h"
#include "step/json.h"

/* The campaign's table of limits: each row is tried just below its limit, at it and just above it, and the level that a finding then has is
 * written down here, apart from the table. */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct pack *pack;
static struct eval *eval;

/* A row of the table as it stands there without its article, and a finding that only this row decides. */
struct limit_case {
	const char *row;
	const char *finding; /* %.4f: the measure */
	double bound, scale; /* scale 0: nothing is measured; else the measure for 1 */
	const char *levels;  /* below, at and above the limit */
};

static const struct limit_case cases[] = {
	{ "101,,,1,,,,,S", "{\"defect\":\"101\",\"moving\":true,\"distance_m\":30,\"slope_m\":5}", 0, 0, "S" },
	{ "101,,,,slope,<,1,,G", "{\"defect\":\"101\",\"moving\":false,\"distance_m\":%.4f,\"slope_m\":10}", 1, 10, "GNN" },
	{ "102,,,,,,,,S", "{\"defect\":\"102\",\"distance_m\":40}", 0, 0, "S" },
	{ "103,,,,,,,,S", "{\"defect\":\"103\"}", 0, 0, "S" },
	{ "104,,,,,,,,S", "{\"defect\":\"104\",\"distance_m\":40}", 0, 0, "S" },
	{ "105,,,,,,,,S", "{\"defect\":\"105\",\"distance_m\":40}", 0, 0, "S" },
	{ "106,,,,,,,,S", "{\"defect\":\"106\"}", 0, 0, "S" },
	{ "201,,0,,width,>,10,,S", "{\"defect\":\"201\",\"several\":false,\"width_mm\":%.4f,\"length_m\":1}", 10, 1, "GGS" },
	{ "201,,1,,width,>,5,,S", "{\"defect\":\"201\",\"several\":true,\"width_mm\":%.4f,\"length_m\":1}", 5, 1, "GGS" },
	{ "201,,,,width,>,0,,G", "{\"defect\":\"201\",\"several\":true,\"width_mm\":%.4f,\"length_m\":1}", 0, 1, "NNG" },
	{ "202,,,,width,>,30,,S", "{\"defect\":\"202\",\"width_mm\":%.4f,\"length_m\":1}", 30, 1, "GGS" },
	{ "202,,,,width,>,0,,G", "{\"defect\":\"202\",\"width_mm\":%.4f,\"length_m\":1}", 0, 1, "NNG" },
	{ "203,,,,tilt,>,60,,S", "{\"defect\":\"203\",\"tilt_permille\":%.4f}", 60, 1, "GGS" },
	{ "203,,,,tilt,>,30,,G", "{\"defect\":\"203\",\"tilt_permille\":%.4f}", 30, 1, "NNG" },
	{ "204,,,,tilt,>,40,,S", "{\"defect\":\"204\",\"tilt_permille\":%.4f}", 40, 1, "GGS" },
	{ "204,,,,tilt,>,20,,G", "{\"defect\":\"204\",\"tilt_permille\":%.4f}", 20, 1, "NNG" },
	{ "205,,,1,shift,>,10,,S", "{\"defect\":\"205\",\"moving\":true,\"shift_mm\":%.4f}", 10, 1, "GGS" },
	{ "205,,,,shift,>,50,,S", "{\"defect\":\"205\",\"moving\":false,\"shift_mm\":%.4f}", 50, 1, "GGS" },
	{ "205,,,,shift,>,0,,G", "{\"defect\":\"205\",\"moving\":false,\"shift_mm\":%.4f}", 0, 1, "NNG" },
	{ "206,,,,,,,,S", "{\"defect\":\"206\"}", 0, 0, "S" },
	{ "301,1,0,,width,>,1,0.5,S",
	  "{\"defect\":\"301\",\"direction\":\"1\",\"several\":false,\"width_mm\":%.4f,\"length_m\":2,\"storey_m\":3}", 1, 1, "GGS" },
	{ "301,1,1,,width,>,0,0.333,S",
	  "{\"defect\":\"301\",\"direction\":\"1\",\"several\":true,\"width_mm\":%.4f,\"length_m\":2,\"storey_m\":3}", 0, 1, "NNS" },
	{ "301,2,0,,width,>,10,,S", "{\"defect\":\"301\",\"direction\":\"2\",\"several\":false,\"width_mm\":%.4f,\"length_m\":1}", 10, 1,
	  "GGS" },
	{ "301,2,1,,width,>,5,,S", "{\"defect\":\"301\",\"direction\":\"2\",\"several\":true,\"width_mm\":%.4f,\"length_m\":1}", 5, 1,
	  "GGS" },
	{ "301,,0,,width,>,10,,S", "{\"defect\":\"301\",\"direction\":\"3\",\"several\":false,\"width_mm\":%.4f,\"length_m\":1}", 10, 1,
	  "GGS" },
	{ "301,,1,,width,>,5,,S", "{\"defect\":\"301\",\"direction\":\"4\",\"several\":true,\"width_mm\":%.4f,\"length_m\":1}", 5, 1,
	  "GGS" },
	{ "301,3,,,width,>,0,,G", "{\"defect\":\"301\",\"direction\":\"3\",\"several\":true,\"width_mm\":%.4f,\"length_m\":1}", 0, 1,
	  "NNG" },
	{ "301,4,,,width,>,0,,G", "{\"defect\":\"301\",\"direction\":\"4\",\"several\":false,\"width_mm\":%.4f,\"length_m\":1}", 0, 1,
	  "NNG" },
	{ "301,5,,,width,>,0,,G", "{\"defect\":\"301\",\"direction\":\"5\",\"several\":false,\"width_mm\":%.4f,\"length_m\":1}", 0, 1,
	  "NNG" },
	{ "301,1,,,width,>,0,,G",
	  "{\"defect\":\"301\",\"direction\":\"1\",\"several\":false,\"width_mm\":%.4f,\"length_m\":1,\"storey_m\":3}", 0, 1, "NNG" },
	{ "301,2,,,width,>,0,,G", "{\"defect\":\"301\",\"direction\":\"2\",\"several\":false,\"width_mm\":%.4f,\"length_m\":1}", 0, 1,
	  "NNG" },
	{ "302,,,1,tilt,>,7,,S", "{\"defect\":\"302\",\"diagonals\":true,\"tilt_permille\":%.4f}", 7, 1, "NNS" },
	{ "302,,,,tilt,>,20,,S", "{\"defect\":\"302\",\"diagonals\":false,\"tilt_permille\":%.4f}", 20, 1, "GGS" },
	{ "302,,,0,tilt,>,7,,G", "{\"defect\":\"302\",\"diagonals\":false,\"tilt_permille\":%.4f}", 7, 1, "NNG" },
	{ "303,,,,,,,,G", "{\"defect\":\"303\"}", 0, 0, "G" },
	{ "304,,,,,,,,S", "{\"defect\":\"304\"}", 0, 0, "S" },
	{ "305,,,,loss,>,30,,S", "{\"defect\":\"305\",\"loss_percent\":%.4f}", 30, 1, "GGS" },
	{ "305,,,,loss,>=,15,,G", "{\"defect\":\"305\",\"loss_percent\":%.4f}", 15, 1, "NGG" },
	{ "306,,,,width,>,20,,S", "{\"defect\":\"306\",\"width_mm\":%.4f,\"length_m\":1}", 20, 1, "GGS" },
	{ "306,,,,width,>,1,,G", "{\"defect\":\"306\",\"width_mm\":%.4f,\"length_m\":1}", 1, 1, "NNG" },
	{ "401,1,,1,,,,,S", "{\"defect\":\"401\",\"direction\":\"1\",\"spalled\":true,\"width_mm\":0.1,\"length_m\":1}", 0, 0, "S" },
	{ "401,3,,1,width,>,1,,S", "{\"defect\":\"401\",\"direction\":\"3\",\"spalled\":true,\"width_mm\":%.4f,\"length_m\":1}", 1, 1,
	  "GGS" },
	{ "401,,,,width,>,1,,S", "{\"defect\":\"401\",\"direction\":\"2\",\"spalled\":false,\"width_mm\":%.4f,\"length_m\":1}", 1, 1,
	  "GGS" },
	{ "401,,,,width,>,0.3,,G", "{\"defect\":\"401\",\"direction\":\"1\",\"spalled\":false,\"width_mm\":%.4f,\"length_m\":1}", 0.3, 1,
	  "NNG" },
	{ "402,2,,,width,>,0,,S", "{\"defect\":\"402\",\"direction\":\"2\",\"width_mm\":%.4f,\"length_m\":1}", 0, 1, "NNS" },
	{ "402,,,,width,>,1,,S", "{\"defect\":\"402\",\"direction\":\"1\",\"width_mm\":%.4f,\"length_m\":1}", 1, 1, "GGS" },
	{ "402,,,,width,>,0.3,,G", "{\"defect\":\"402\",\"direction\":\"3\",\"width_mm\":%.4f,\"length_m\":1}", 0.3, 1, "NNG" },
	{ "403,,,,tilt,>,10,,S", "{\"defect\":\"403\",\"tilt_permille\":%.4f}", 10, 1, "NNS" },
	{ "404,,,,,,,,S", "{\"defect\":\"404\"}", 0, 0, "S" },
	{ "405,,1,1,,,,,S", "{\"defect\":\"405\",\"several\":true,\"width_mm\":0,\"spalled\":true}", 0, 0, "S" },
	{ "405,,1,,width,>,1,,S", "{\"defect\":\"405\",\"several\":true,\"width_mm\":%.4f,\"spalled\":false}", 1, 1, "GGS" },
	{ "405,,,,width,>,5,,S", "{\"defect\":\"405\",\"several\":false,\"spalled\":false,\"width_mm\":%.4f}", 5, 1, "GGS" },
	{ "405,,,,,,,,G", "{\"defect\":\"405\",\"several\":false,\"width_mm\":3,\"spalled\":true}", 0, 0, "G" },
	{ "406,,,,width,>,1,,S", "{\"defect\":\"406\",\"width_mm\":%.4f,\"length_m\":1}", 1, 1, "GGS" },
	{ "406,,,,width,>,0.3,,G", "{\"defect\":\"406\",\"width_mm\":%.4f,\"length_m\":1}", 0.3, 1, "NNG" },
	{ "407,,,,width,>,0.5,,S", "{\"defect\":\"407\",\"width_mm\":%.4f,\"length_m\":1}", 0.5, 1, "GGS" },
	{ "407,,,,width,>,0,,G", "{\"defect\":\"407\",\"width_mm\":%.4f,\"length_m\":1}", 0, 1, "NNG" },
	{ "408,,,,sag,>,6.7,,S", "{\"defect\":\"408\",\"sag_mm\":%.4f,\"span_m\":4}", 6.7, 4, "GGS" },
	{ "408,,,,sag,>,4,,G", "{\"defect\":\"408\",\"sag_mm\":%.4f,\"span_m\":4}", 4, 4, "NNG" },
	{ "501,,,,,,,,S", "{\"defect\":\"501\"}", 0, 0, "S" },
	{ "502,,,,,,,,G", "{\"defect\":\"502\"}", 0, 0, "G" },
	{ "503,,,,,,,,G", "{\"defect\":\"503\"}", 0, 0, "G" },
	{ "504,,,,loss,>,10,,S", "{\"defect\":\"504\",\"loss_percent\":%.4f}", 10, 1, "GGS" },
	{ "504,,,,loss,>,0,,G", "{\"defect\":\"504\",\"loss_percent\":%.4f}", 0, 1, "NNG" },
	{ "601,,,,loss,>,20,,S", "{\"defect\":\"601\",\"loss_percent\":%.4f}", 20, 1, "GGS" },
	{ "601,,,,loss,>,0,,G", "{\"defect\":\"601\",\"loss_percent\":%.4f}", 0, 1, "NNG" },
	{ "602,,,,,,,,S", "{\"defect\":\"602\"}", 0, 0, "S" },
	{ "603,,,,depth,>,0.333,,S", "{\"defect\":\"603\",\"depth_ratio\":%.4f}", 0.333, 1, "GGS" },
	{ "603,,,,depth,>,0.25,,G", "{\"defect\":\"603\",\"depth_ratio\":%.4f}", 0.25, 1, "NNG" },
	{ "604,,,,,,,,S", "{\"defect\":\"604\"}", 0, 0, "S" },
	{ "605,,,,depth,>,0.333,,S", "{\"defect\":\"605\",\"depth_ratio\":%.4f}", 0.333, 1, "GGS" },
	{ "605,,,,depth,>,0,,G", "{\"defect\":\"605\",\"depth_ratio\":%.4f}", 0, 1, "NNG" },
	{ "606,,,,,,,,G", "{\"defect\":\"606\"}", 0, 0, "G" },
	{ "607,,,,,,,,G", "{\"defect\":\"607\"}", 0, 0, "G" },
	{ "701,,,,sag,>,5,,S", "{\"defect\":\"701\",\"sag_mm\":%.4f,\"span_m\":4}", 5, 4, "GGS" },
	{ "701,,,,sag,>,0,,G", "{\"defect\":\"701\",\"sag_mm\":%.4f,\"span_m\":4}", 0, 4, "NNG" },
	{ "702,,,,,,,,S", "{\"defect\":\"702\"}", 0, 0, "S" },
	{ "703,,,,,,,,G", "{\"defect\":\"703\"}", 0, 0, "G" },
	{ "704,,,,area,>,50,,S", "{\"defect\":\"704\",\"area_percent\":%.4f}", 50, 1, "GGS" },
	{ "704,,,,area,>,20,,G", "{\"defect\":\"704\",\"area_percent\":%.4f}", 20, 1, "NNG" },
	{ "801,,,,,,,,G", "{\"defect\":\"801\"}", 0, 0, "G" },
	{ "802,,,,,,,,S", "{\"defect\":\"802\"}", 0, 0, "S" },
	{ "803,,,,,,,,G", "{\"defect\":\"803\"}", 0, 0, "G" },
	{ "901,,,,,,,,G", "{\"defect\":\"901\"}", 0, 0, "G" },
};

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

/* The level that the only finding of a classification gets, and what the program says of it: 'S', 'G', 'N', or '-' while it has none. */
static char
level_of(const char *finding, char *basis, size_t basis_size)
{
	char *json = mem_printf("{\"part_walls\":\"2\",\"findings\":[%s]}", finding);
	struct value values = { 0 };
	struct err err = { 0 };
	const struct value *row;
	const char *level, *said;
	char found;

	if (json_parse(json, strlen(json), 6, &values, &err))
		fail_msg("%s: %s", json, err.text);
	eval_clear(eval, "2022-12-01");
	eval_complete(eval, pack_form(pack, "classification"), &values, true, NULL, 0);
	row = &value_get_list(&values, "findings")->list.items[0];
	level = value_get_text(row, "finding_level");
	said = value_get_text(row, "finding_basis");
	if (basis)
		snprintf(basis, basis_size, "%s", said ? said : "");
	free(json);
	found = level ? *level : '-';
	value_release(&values);
	return found;
}

static void
limits__decide__below_at_and_above(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		for (int at = 0; cases[i].levels[at]; at++) {
			double measure = (cases[i].bound + (at - 1) * 0.001) * cases[i].scale;
			char finding[300];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			snprintf(finding, sizeof(finding), cases[i].finding, measure);
#pragma GCC diagnostic pop
			if (level_of(finding, NULL, 0) != cases[i].levels[at])
				fail_msg("%s: %s gives %c", cases[i].row, finding, level_of(finding, NULL, 0));
		}
}

/* A vertical crack counts by its share of the storey, too. */
static void
length__decides__below_at_and_above(void **state)
{
	static const struct {
		const char *several;
		double length_m;
		char level;
	} table[] = { { "false", 1.499, 'G' }, { "false", 1.5, 'G' },  { "false", 1.501, 'S' },
		      { "true", 0.998, 'G' },  { "true", 0.999, 'G' }, { "true", 1.0, 'S' } };

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		char finding[200];

		snprintf(finding, sizeof(finding),
			 "{\"defect\":\"301\",\"direction\":\"1\",\"several\":%s,\"width_mm\":2,\"length_m\":%.3f,\"storey_m\":3}",
			 table[i].several, table[i].length_m);
		if (level_of(finding, NULL, 0) != table[i].level)
			fail_msg("%s gives %c", finding, level_of(finding, NULL, 0));
	}
}

/* What a helper of the team might choose milder: the widest crack that anybody would write down is severe, whatever its direction and number. */
static void
worst__is_severe__in_any_words(void **state)
{
	static const char *const worst[] = {
		"{\"defect\":\"202\",\"width_mm\":45,\"length_m\":3}",
		"{\"defect\":\"203\",\"tilt_permille\":100}",
		"{\"defect\":\"204\",\"tilt_permille\":100}",
		"{\"defect\":\"205\",\"moving\":false,\"shift_mm\":400}",
		"{\"defect\":\"301\",\"direction\":\"1\",\"several\":false,\"width_mm\":45,\"length_m\":1.4,\"storey_m\":3}",
		"{\"defect\":\"301\",\"direction\":\"3\",\"several\":true,\"width_mm\":45,\"length_m\":3}",
		"{\"defect\":\"301\",\"direction\":\"4\",\"several\":true,\"width_mm\":45,\"length_m\":3}",
		"{\"defect\":\"301\",\"direction\":\"5\",\"several\":false,\"width_mm\":45,\"length_m\":3}",
		"{\"defect\":\"302\",\"diagonals\":false,\"tilt_permille\":100}",
		"{\"defect\":\"305\",\"loss_percent\":90}",
		"{\"defect\":\"306\",\"width_mm\":40,\"length_m\":3}",
		"{\"defect\":\"401\",\"direction\":\"2\",\"spalled\":true,\"width_mm\":9,\"length_m\":1}",
		"{\"defect\":\"405\",\"several\":false,\"spalled\":true,\"width_mm\":20}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(worst); i++)
		if (level_of(worst[i], NULL, 0) != 'S')
			fail_msg("%s gives %c", worst[i], level_of(worst[i], NULL, 0));
}

/* The table and the cases are the same rows, in one order; so a row that is added has its case. */
static void
every_row__has_its_case(void **state)
{
	const char *source = getenv("LOUCE_SRC");
	char *path = mem_printf("%s/forms/criteria_limits.csv", source ? source : "."), line[300];
	FILE *file = fopen(path, "r");
	size_t count = 0;

	(void)state;
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	for (; fgets(line, sizeof(line), file); count++) {
		assert_true(count < COUNT(cases));
		if (strncmp(line, cases[count].row, strlen(cases[count].row)) != 0 || line[strlen(cases[count].row)] != ',')
			fail_msg("%s: the case is %s", line, cases[count].row);
	}
	assert_int_equal(count, COUNT(cases));
	fclose(file);
	free(path);
}

/* Cracks that are told one by one, or by their number of places, are several. */
static void
several__is_told__by_rows_and_places(void **state)
{
	static const char crack[] = "{\"defect\":\"301\",\"direction\":\"2\",\"several\":false,\"width_mm\":7,\"length_m\":1%s}";
	char finding[300], both[700];

	(void)state;
	snprintf(finding, sizeof(finding), crack, "");
	assert_int_equal(level_of(finding, NULL, 0), 'G');
	snprintf(both, sizeof(both), "%s,%s", finding, finding);
	assert_int_equal(level_of(both, NULL, 0), 'S');
	snprintf(both, sizeof(both), "%s,%s", finding, "{\"defect\":\"303\"}");
	assert_int_equal(level_of(both, NULL, 0), 'G');
	snprintf(finding, sizeof(finding), crack, ",\"place_count\":1");
	assert_int_equal(level_of(finding, NULL, 0), 'G');
	snprintf(finding, sizeof(finding), crack, ",\"place_count\":9");
	assert_int_equal(level_of(finding, NULL, 0), 'S');
}

/* Nothing is concluded from a finding that is measured by half. */
static void
level__is_open__until_all_is_measured(void **state)
{
	static const char *const open[] = {
		"{}",
		"{\"defect\":\"301\"}",
		"{\"defect\":\"301\",\"direction\":\"2\",\"several\":true}",
		"{\"defect\":\"301\",\"direction\":\"2\",\"width_mm\":3}",
		"{\"defect\":\"301\",\"several\":false,\"width_mm\":3}",
		"{\"defect\":\"301\",\"direction\":\"1\",\"several\":false,\"width_mm\":3,\"length_m\":2}",
		"{\"defect\":\"302\",\"tilt_permille\":9}",
		"{\"defect\":\"405\",\"several\":true,\"width_mm\":2}",
		"{\"defect\":\"408\",\"sag_mm\":2}",
		"{\"defect\":\"101\",\"distance_m\":2,\"moving\":false}",
		"{\"defect\":\"205\",\"shift_mm\":2}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(open); i++)
		if (level_of(open[i], NULL, 0) != '-')
			fail_msg("%s gives %c", open[i], level_of(open[i], NULL, 0));
}

/* Beside the level stands by what it was found; the severest row that fits gives both. */
static void
level__says__by_what_it_is(void **state)
{
	char basis[200];

	(void)state;
	assert_int_equal(level_of("{\"defect\":\"406\",\"width_mm\":1.2,\"length_m\":1}", basis, sizeof(basis)), 'S');
	assert_string_equal(basis, "技术要点第16条（3）：大于1毫米");
	assert_int_equal(level_of("{\"defect\":\"406\",\"width_mm\":0.5,\"length_m\":1}", basis, sizeof(basis)), 'G');
	assert_non_null(strstr(basis, "大于0.3毫米"));
	assert_int_equal(level_of("{\"defect\":\"406\",\"width_mm\":0.1,\"length_m\":1}", basis, sizeof(basis)), 'N');
	assert_string_equal(basis, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits__decide__below_at_and_above),
		cmocka_unit_test(length__decides__below_at_and_above),
		cmocka_unit_test(worst__is_severe__in_any_words),
		cmocka_unit_test(several__is_told__by_rows_and_places),
		cmocka_unit_test(every_row__has_its_case),
		cmocka_unit_test(level__is_open__until_all_is_measured),
		cmocka_unit_test(level__says__by_what_it_is),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
