#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "eval/compile.h"
#include "eval/eval.h"
#include "store/report/report.h"

/* What an expression of a pack may not do, each refusal with its place and sentence. One expression of the sample pack is replaced
 * at a time. */

static struct pack *sample;

static int
load(void **state)
{
	const char *source = getenv("LOUCE_SRC");
	char *dir = mem_printf("%s/tests/data/packs/expressions", source ? source : ".");
	struct err err = { 0 };

	(void)state;
	if (pack_load(dir, &sample, NULL, &err))
		fail_msg("%s", err.text);
	free(dir);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	pack_free(sample);
	return 0;
}

struct change {
	const char *file, *from, *to;
};

/* The sample pack with one text changed. */
static struct pack *
changed(struct change change)
{
	struct value files = value_copy(&sample->files);
	const char *text = value_get_text(&files, change.file), *at = strstr(text, change.from);
	struct pack *pack = NULL;
	struct err err = { 0 };
	char *after;

	assert_non_null(at);
	after = mem_printf("%.*s%s%s", (int)(at - text), text, change.to, at + strlen(change.from));
	value_set_text(&files, change.file, after);
	free(after);
	if (pack_parse(&files, &pack, NULL, &err))
		fail_msg("%s: %s", change.to, err.text);
	value_release(&files);
	return pack;
}

/* What the evaluator says of it; "" when it accepts it. Caller frees. */
static char *
problems_of(struct change change)
{
	struct pack *pack = changed(change);
	struct buf problems = { 0 };
	struct eval *eval = NULL;
	struct err err = { 0 };
	enum status status = eval_new(pack, &eval, &problems, &err);

	assert_int_equal(status, problems.len ? STATUS_INVALID : STATUS_OK);
	if (status) /* the first of them is the error's sentence */
		assert_memory_equal(err.text, buf_text(&problems), strlen(err.text));
	eval_free(eval);
	pack_free(pack);
	return problems.len ? buf_detach(&problems) : mem_strdup("");
}

static void
check(struct change change, const char *expected)
{
	char *problems = problems_of(change);
	char *line = *expected ? mem_printf("%s\n", expected) : mem_strdup("");

	if (strcmp(problems, line) != 0)
		fail_msg("for: %s\nexpected: %s\nfound: %s", change.to, line, problems);
	free(line);
	free(problems);
}

/* ---- the expression itself, as a rule: the freest there is */

#define FIRST_RULE "floors > 9"
#define IS "rules.yaml:1: expr: "
#define BRACKET IS "a bracket closes that was not opened"
#define HIDDEN IS "it names a table that is not for expressions: fields, facts, repeats, lists, divisions and photos are"
#define ONE IS "it must be one expression: ; ? : @ $ and # may not stand in it"
#define WORDS IS "WITH, NATURAL and USING may not stand in an expression; write the tables and what joins them in full"

struct rule_case {
	const char *expr, *problem;
};

static const struct rule_case rule_cases[] = {
	/* out of the brackets */
	{ "1) FROM (SELECT 1", BRACKET },
	{ "1) UNION SELECT (2", BRACKET },
	{ "1) FROM b --", BRACKET },
	{ "(floors > 1", IS "a bracket in it is not closed" },
	{ "floors /* > 1", IS "a comment in it is not closed" },
	{ "floors > 'a", IS "a quotation mark in it is not closed" },
	{ "floors > [a", IS "a quotation mark in it is not closed" },
	{ "floors, 1", IS "it must be one expression: a comma stands outside of brackets" },
	{ "floors; DROP TABLE list_kind", ONE },
	{ "floors > ?1", ONE },
	{ "floors > :area", ONE },
	{ "floors > @a", ONE },
	{ "floors > $a", ONE },
	{ " -- nothing", IS "it is empty" },
	{ "floors >", IS "it ends too early, or a value is missing before a bracket" },
	{ "floors > > 1", IS "it cannot be understood near \">\"" },
	{ "floors FROM list_kind", IS "it cannot be understood near \"FROM\"" },
	/* names */
	{ "flors > 1", IS "it names \"flors\", which is no field, no fact and no column" },
	{ "\\\"flors\\\" > 1", IS "it names \"flors\", which is no field, no fact and no column" },
	{ "state IS NULL", IS "it names \"state\", which is no field, no fact and no column" },
	{ "root IS NULL", IS "it names \"root\", which is no field, no fact and no column" },
	{ "level IS NULL", IS "it names \"level\", which is no field, no fact and no column" },
	{ "kind = '1'", IS "it names \"kind\", which is no field, no fact and no column" },
	{ "EXISTS (SELECT 1 FROM list_kind k, list_grade g WHERE name = '1')",
	  IS "\"name\" stands in more than one table; put the table's name and a point before it" },
	{ "count(*) > 0", IS "count() over many rows must stand in a SELECT over a repeat or a list" },
	{ "sum(floors) > 0", IS "sum() over many rows must stand in a SELECT over a repeat or a list" },
	/* tables */
	{ "EXISTS (SELECT 1 FROM stuff)",
	  IS "it reads the table \"stuff\", which is no repeat, no form that repeats, no list or table of the pack, divisions or photos" },
	{ "EXISTS (SELECT 1 FROM list_secret)", IS
	  "it reads the table \"list_secret\", which is no repeat, no form that repeats, no list or table of the pack, divisions or photos" },
	{ "EXISTS (SELECT 1 FROM table_secret)", IS
	  "it reads the table \"table_secret\", which is no repeat, no form that repeats, no list or table of the pack, divisions or photos" },
	{ "EXISTS (SELECT 1 FROM table_heights t WHERE t.low > 1)", IS "it names \"t.low\", which is no field, no fact and no column" },
	{ "EXISTS (SELECT 1 FROM sqlite_schema)", IS
	  "it reads the table \"sqlite_schema\", which is no repeat, no form that repeats, no list or table of the pack, divisions or photos" },
	{ "EXISTS (SELECT sql FROM sqlite_master)", IS
	  "it reads the table \"sqlite_master\", which is no repeat, no form that repeats, no list or table of the pack, divisions or photos" },
	{ "EXISTS (SELECT 1 FROM value_survey)", HIDDEN },
	{ "EXISTS (SELECT 1 FROM \\\"VALUE_survey\\\")", HIDDEN },
	{ "EXISTS (SELECT 1 FROM [fact])", HIDDEN },
	{ "EXISTS (SELECT 1 FROM photo_of)", HIDDEN },
	{ "EXISTS (SELECT 1 FROM building)", HIDDEN },
	{ "(SELECT count(*) FROM b) > 0", HIDDEN },
	{ "(SELECT count(*) FROM `b`) > 0", HIDDEN },
	{ "(WITH findings AS (SELECT 1) SELECT 1)", WORDS },
	{ "(with recursive c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c)", WORDS },
	{ "EXISTS (SELECT 1 FROM defects NATURAL JOIN list_kind)", WORDS },
	{ "EXISTS (SELECT 1 FROM defects JOIN list_kind USING (kind))", WORDS },
	{ "EXISTS (SELECT 1 FROM json_each('[1]'))", IS "an expression only computes a value" },
	{ "EXISTS (SELECT 1 FROM pragma_table_info('b'))", IS "an expression only computes a value" },
	/* functions */
	{ "foo(floors)", IS "it calls foo(), which expressions may not call" },
	{ "random() > 0", IS "it calls random(), which expressions may not call" },
	{ "load_extension('x')", IS "it calls load_extension(), which expressions may not call" },
	{ "CURRENT_DATE > '2022'", IS "it calls current_date(), which expressions may not call" },
	{ "date('now') > '2022'", IS "it calls date(), which expressions may not call" },
	{ "length(randomblob(9))", IS "it calls randomblob(), which expressions may not call" },
	{ "selected(kinds)", IS "selected() has too many or too few values in its brackets" },
	/* and what is fine */
	{ "floors > 9 -- as in the plan", "" },
	{ "(floors > 9) /* a comment ) */ AND kinds <> 'value_survey; ?'", "" },
	{ "b.floors > 9 OR \\\"floors\\\" > 9", "" },
	{ "EXISTS (SELECT 1 FROM divisions d WHERE d.code = village AND d.level = 'village')", "" },
	{ "tall_and_bad", "" },
	{ "EXISTS (SELECT 1 FROM table_heights t WHERE t.up_to < floors)", "" },
	{ "today() > surveyed_on", "" },
	{ "selected_any(kinds, '1', '2') OR count_selected(kinds) > 1", "" },
};

static void
rule__is_refused_with_its_sentence__by_expression(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rule_cases); i++)
		check((struct change){ "rules.yaml", FIRST_RULE, rule_cases[i].expr }, rule_cases[i].problem);
}

static void
rule__is_refused__deeper_than_sqlite_should_go(void **state)
{
	struct buf expr = { 0 };
	char *problems;

	(void)state;
	for (int i = 0; i < 400; i++)
		buf_text_add(&expr, "1+(");
	buf_text_add(&expr, "1");
	for (int i = 0; i < 400; i++)
		buf_char(&expr, ')');
	problems = problems_of((struct change){ "rules.yaml", FIRST_RULE, buf_text(&expr) });
	assert_non_null(strstr(problems, "rules.yaml:1: expr: it cannot be read (SQLite: "));
	free(problems);
	buf_release(&expr);
}

/* ---- what may be read from where */

#define CASE(stage) "cases: [{case: c, label: {zh: 一}, of: [survey], stages: [{form: visit, " stage "}], closes: visit}]\ndeadlines:"
#define CASE_IS "pack.yaml:28: "
#define DUE "min(days_after(surveyed_on, 15), deadline('end'))"
#define DUE_IS "recount.yaml:9: due: "
#define NO_DAY "its answer is no day such as '2022-09-25'"
#define TOLD "it tells what the author of \"recount\" must not see; everybody sees this day"
#define PRIVATE "it reads a private field, which others cannot read when they verify"
#define OWN "a calculation reads only fields of its own form"
#define ELSEWHERE "it reads photos.elsewhere, which is not the same in every file"

struct place_case {
	struct change change;
	const char *problem;
};

static const struct place_case place_cases[] = {
	/* private */
	{ { "survey.yaml", "floors > 1", "owner IS NOT NULL" }, "survey.yaml:12: relevant: " PRIVATE },
	{ { "survey.yaml", "village IS NOT NULL", "owner IS NOT NULL" }, "survey.yaml:5: relevant: " PRIVATE },
	{ { "survey.yaml", "floors * 2", "phone_on_file" }, "survey.yaml:15: calculation: " PRIVATE },
	{ { "pack.yaml", "grade = '2'", "owner = ''" }, "pack.yaml:17: when: " PRIVATE },
	{ { "pack.yaml", "floors > 3", "owner = ''" }, "pack.yaml:21: calculation: " PRIVATE },
	{ { "survey.yaml", "floors > 1", "EXISTS (SELECT 1 FROM defects d WHERE d.witness = 'a')" }, "survey.yaml:12: relevant: " PRIVATE },
	{ { "survey.yaml", "floors > 1", "EXISTS (SELECT * FROM defects)" }, "survey.yaml:12: relevant: " PRIVATE },
	{ { "survey.yaml", "floors > 1", "b.owner IS NULL" }, "survey.yaml:12: relevant: " PRIVATE },
	{ { "survey.yaml", "floors > 1", "EXISTS (SELECT 1 FROM (SELECT d.witness AS w FROM defects d) WHERE w = 'a')" },
	  "survey.yaml:12: relevant: " PRIVATE },
	/* its neighbours are not */
	{ { "survey.yaml", "floors > 1", "EXISTS (SELECT 1 FROM defects d WHERE d.kind = '1')" }, "" },
	{ { "survey.yaml", "floors > 1", "EXISTS (SELECT 1 FROM defects)" }, "" },
	/* a constraint may */
	{ { "survey.yaml", "floors BETWEEN 1 AND 30", "owner IS NULL OR floors < 9" }, "" },
	/* the day */
	{ { "survey.yaml", "floors > 1", "today() > '2022'" },
	  "survey.yaml:12: relevant: it calls today(), whose answer changes from day to day" },
	{ { "survey.yaml", "floors * 2", "year_of(today())" },
	  "survey.yaml:15: calculation: it calls today(), whose answer changes from day to day" },
	{ { "pack.yaml", "floors > 3", "id_ok('45')" },
	  "pack.yaml:21: calculation: it calls id_ok(), whose answer changes from day to day" },
	{ { "pack.yaml", "grade = '2'", "surveyed_on < today()" },
	  "pack.yaml:17: when: it calls today(), whose answer changes from day to day" },
	/* its own form */
	{ { "survey.yaml", "floors * 2", "village = ''" }, "survey.yaml:15: calculation: " OWN },
	{ { "survey.yaml", "floors * 2", "floors_again" }, "survey.yaml:15: calculation: " OWN },
	{ { "survey.yaml", "floors * 2", "tall" }, "survey.yaml:15: calculation: " OWN },
	{ { "survey.yaml", "floors * 2", "(SELECT count(*) FROM photos)" }, "survey.yaml:15: calculation: " OWN },
	{ { "recount.yaml", "required: true", "calculation: EXISTS (SELECT 1 FROM defects)" },
	  "recount.yaml:8: calculation: " OWN "\n"
	  "recount.yaml:8: calculation: it reads \"defects\", to which this form's author is blind" },
	{ { "survey.yaml", "floors * 2", "front" }, "" },
	{ { "pack.yaml", "floors > 3", "(SELECT sum(p.elsewhere) FROM photos p) > 0" }, "pack.yaml:21: calculation: " ELSEWHERE },
	/* the day by which something must stand */
	{ { "recount.yaml", DUE, "owner" }, DUE_IS PRIVATE },
	{ { "recount.yaml", DUE, "days_after(today(), 3)" }, DUE_IS "it calls today(), whose answer changes from day to day" },
	{ { "recount.yaml", DUE, "deadline('start')" }, DUE_IS "there is no deadline \"start\" in pack.yaml" },
	{ { "recount.yaml", DUE, "coalesce(NULL, DEADLINE ( 'start' ))" }, DUE_IS "there is no deadline \"start\" in pack.yaml" },
	{ { "recount.yaml", DUE, "[deadline] ('start')" }, DUE_IS "there is no deadline \"start\" in pack.yaml" },
	{ { "recount.yaml", DUE, "`Deadline`('start')" }, DUE_IS "there is no deadline \"start\" in pack.yaml" },
	{ { "recount.yaml", DUE, "deadline(surveyed_on)" }, DUE_IS "deadline() takes the name of a deadline in single quotation marks" },
	{ { "recount.yaml", DUE, "deadline('end' || '')" }, DUE_IS "deadline() takes the name of a deadline in single quotation marks" },
	{ { "recount.yaml", DUE, "deadline()" },
	  DUE_IS "deadline() takes the name of a deadline in single quotation marks\n" DUE_IS
		 "deadline() has too many or too few values in its brackets" },
	{ { "recount.yaml", DUE, "CASE WHEN visit_year > 2000 THEN deadline('end') END" },
	  DUE_IS "it reads \"visit_year\" of a form that repeats; only that form's own expressions can: others read the table \"visit\"" },
	{ { "recount.yaml", DUE, "surveyed_on" }, "" },
	{ { "recount.yaml", DUE, "days_after(surveyed_on, floors)" }, DUE_IS TOLD },
	{ { "recount.yaml", DUE, "CASE WHEN tall THEN deadline('end') END" }, DUE_IS TOLD },
	{ { "survey.yaml", "village IS NOT NULL", "village IS NOT NULL\"\ndue: \"days_after(surveyed_on, floors)" },
	  "survey.yaml:6: due: " TOLD },
	{ { "recount.yaml", DUE, "2022-09-16" }, DUE_IS NO_DAY },
	{ { "recount.yaml", DUE, "'2022-02-30'" }, DUE_IS NO_DAY },
	{ { "recount.yaml", DUE, "'2022-02-28'" }, "" },
	{ { "recount.yaml", DUE, "coalesce(nullif(deadline('end'), 'deadline(x)'), 'x') /* deadline(x) */" }, "" },
	{ { "pack.yaml", "percent: 5, least: 5}", "percent: 5, least: 5}, due: \"days_after(today(), 1)\"" },
	  "pack.yaml:17: due: it calls today(), whose answer changes from day to day" },
	/* cases: when a stage is called for reads the building, whether it is over its own slot, too */
	{ { "pack.yaml", "deadlines:", CASE("when: visit_year > 2000") },
	  CASE_IS
	  "when: it reads \"visit_year\" of a form that repeats; only that form's own expressions can: others read the table \"visit\"" },
	{ { "pack.yaml", "deadlines:", CASE("when: owner IS NULL") }, CASE_IS "when: " PRIVATE },
	{ { "pack.yaml", "deadlines:", CASE("done: visited_on < today()") },
	  CASE_IS "done: it calls today(), whose answer changes from day to day" },
	{ { "pack.yaml", "deadlines:", CASE("when: tall, done: visit_year > 2000") }, "" },
	/* facts */
	{ { "pack.yaml", "floors > 3", "tall_and_bad" },
	  "pack.yaml:21: calculation: it reads the fact \"tall_and_bad\", which must stand above it" },
	{ { "pack.yaml", "floors > 3", "tall" }, "pack.yaml:21: calculation: it reads the fact \"tall\", which must stand above it" },
	/* blind */
	{ { "recount.yaml", "required: true", "constraint: floors_again = floors" },
	  "recount.yaml:8: constraint: it reads \"floors\", to which this form's author is blind" },
	{ { "recount.yaml", "required: true", "relevant: tall" },
	  "recount.yaml:8: relevant: it reads \"floors\", to which this form's author is blind" },
	{ { "recount.yaml", "required: true", "relevant: \"EXISTS (SELECT 1 FROM defects d WHERE d.kind = '1')\"" },
	  "recount.yaml:8: relevant: it reads \"defects\", to which this form's author is blind\n"
	  "recount.yaml:8: relevant: it reads \"kind\", to which this form's author is blind" },
	/* forms that repeat */
	{ { "rules.yaml", FIRST_RULE, "seen = 'a'" },
	  IS "it reads \"seen\" of a form that repeats; only that form's own expressions can: others read the table \"visit\"" },
	{ { "survey.yaml", "village IS NOT NULL", "visit_year > 2000" },
	  "survey.yaml:5: relevant: it reads \"visit_year\" of a form that repeats; only that form's own expressions can: others read the table \"visit\"" },
	{ { "rules.yaml", FIRST_RULE, "EXISTS (SELECT 1 FROM visit v WHERE v.seen = 'a' AND v.nth = 1 AND v.root = v.head)" }, "" },
	{ { "survey.yaml", "village IS NOT NULL", "(SELECT count(*) FROM visit) > 1" }, "" },
	{ { "rules.yaml", FIRST_RULE, "EXISTS (SELECT 1 FROM visit v WHERE v.row = 1)" },
	  IS "it names \"v.row\", which is no field, no fact and no column" },
	{ { "rules.yaml", FIRST_RULE, "EXISTS (SELECT 1 FROM slots_visit)" }, HIDDEN },
	{ { "rules.yaml", FIRST_RULE, "EXISTS (SELECT 1 FROM visit v WHERE v.whom IS NULL)" },
	  IS "it names \"v.whom\", which is no field, no fact and no column" },
	{ { "visit.yaml", "year_of(visited_on)", "(SELECT count(*) FROM visit)" },
	  "visit.yaml:10: calculation: a calculation reads only fields of its own form" },
};

static void
expression__is_refused_with_its_sentence__by_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(place_cases); i++)
		check(place_cases[i].change, place_cases[i].problem);
}

static void
repeat__is_refused__named_as_a_form(void **state)
{
	(void)state;
	check((struct change){ "recount.yaml", "  - {name: floors_again, type: integer",
			       "  - name: visit\n    type: repeat\n    label: {zh: 行, en: Rows}\n    fields:\n"
			       "      - {name: visit_no, type: integer, label: {zh: 号, en: No}}\n"
			       "  - {name: floors_again, type: integer" },
	      "recount.yaml:8: name: a repeat cannot have the name of a form");
}

/* The names that a query finds taken when it is asked are taken when it is checked. */
static void
report__is_refused__when_it_takes_the_name_of_all_houses(void **state)
{
	static const char *const taken[] = { "WITH b AS (SELECT 1 AS x) SELECT x FROM b", "WITH fact AS (SELECT 1 AS x) SELECT x FROM fact",
					     "WITH\n    B AS (SELECT 1 AS x)\n    SELECT x FROM B" };
	static const char *const free_names[] = { "SELECT x FROM (WITH b AS (SELECT 1 AS x) SELECT x FROM b)",
						  "WITH\n    k AS (SELECT count(*) AS x FROM b)\n    SELECT x FROM k" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(taken) + ARRAY_LEN(free_names); i++) {
		bool refused = i < ARRAY_LEN(taken);
		char *text = mem_printf("- report: all\n  title: {zh: 全, en: All}\n  columns:\n    - {column: x, label: {zh: 数, en: N}}\n"
					"  sql: |-\n    %s\n",
					refused ? taken[i] : free_names[i - ARRAY_LEN(taken)]);
		struct pack *pack = changed((struct change){ "reports.yaml", "[]", text });
		struct buf problems = { 0 };
		struct err err = { 0 };

		assert_int_equal(report_check_all(pack, &problems, &err), refused ? STATUS_INVALID : STATUS_OK);
		if (refused && !strstr(buf_text(&problems), "duplicate WITH table name"))
			fail_msg("%s", buf_text(&problems));
		buf_release(&problems);
		pack_free(pack);
		free(text);
	}
}

static void
report__is_refused__when_it_may_never_end(void **state)
{
	struct pack *pack = changed((struct change){
		"reports.yaml", "[]",
		"- report: all\n  title: {zh: 全, en: All}\n  columns:\n    - {column: x, label: {zh: 数, en: N}}\n"
		"  sql: \"SELECT x FROM (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c)\"\n" });
	struct buf problems = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(report_check_all(pack, &problems, &err), STATUS_INVALID);
	assert_string_equal(buf_text(&problems), "reports.yaml:5: sql: it selects from itself, which need not come to an end\n");
	buf_release(&problems);
	pack_free(pack);
}

static void
eval_rule_reads_private__is_known__by_columns(void **state)
{
	struct eval *eval = NULL;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(eval_new(sample, &eval, NULL, &err), STATUS_OK);
	assert_true(eval_rule_reads_private(eval, pack_rule(sample, "R-OWNER")));
	assert_true(eval_rule_reads_private(eval, pack_rule(sample, "R-WITNESS")));
	assert_false(eval_rule_reads_private(eval, pack_rule(sample, "R-MANY")));
	assert_false(eval_rule_reads_private(eval, pack_rule(sample, "R-FLOORS")));
	eval_free(eval);
}

/* ---- a pack that is known to prepare */

static void
reads_are_equal(const struct eval *eval, const struct eval *trusted, const struct expr *expr, size_t *reads)
{
	const struct compiled *all = eval_compiled_of(eval, expr), *one = eval_compiled_of(trusted, expr);

	assert_int_equal(!all, !one);
	if (!all)
		return;
	assert_int_equal(one->read_count, all->read_count);
	for (size_t i = 0; i < all->read_count; i++)
		assert_ptr_equal(one->reads[i], all->reads[i]);
	assert_int_equal(one->reads_fact, all->reads_fact);
	assert_int_equal(one->fact_layer, all->fact_layer);
	assert_int_equal(one->reads_private, all->reads_private);
	*reads += all->read_count;
}

static void
trusted__knows_the_same__as_where_all_was_prepared(void **state)
{
	struct eval *eval = NULL, *trusted = NULL;
	struct err err = { 0 };
	size_t reads = 0;

	(void)state;
	assert_int_equal(eval_new(sample, &eval, NULL, &err), STATUS_OK);
	assert_int_equal(eval_new_trusted(sample, &trusted, &err), STATUS_OK);
	for (size_t i = sample->rule_count; i-- > 0;) { /* in another order than they stand */
		reads_are_equal(eval, trusted, &sample->rules[i].expr, &reads);
		reads_are_equal(eval, trusted, &sample->rules[i].when, &reads);
	}
	for (size_t i = sample->form_count; i-- > 0;)
		reads_are_equal(eval, trusted, &sample->forms[i].relevant, &reads);
	assert_true(reads > 0);
	eval_free(trusted);
	eval_free(eval);
}

static void
trusted__fails__what_does_not_prepare_after_all(void **state)
{
	struct pack *pack = changed((struct change){ "rules.yaml", FIRST_RULE, "floors > nothing" });
	const struct rule *wrong = &pack->rules[0];
	struct eval *eval = NULL;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(eval_new(pack, &eval, NULL, &err), STATUS_INVALID);
	assert_int_equal(eval_new_trusted(pack, &eval, &err), STATUS_OK);
	assert_int_equal(eval_ask(eval, &wrong->expr, 0), ANSWER_FAILED);
	assert_int_equal(eval_ask(eval, &wrong->expr, 0), ANSWER_FAILED); /* asked again, the same */
	eval_free(eval);
	pack_free(pack);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rule__is_refused_with_its_sentence__by_expression),
		cmocka_unit_test(rule__is_refused__deeper_than_sqlite_should_go),
		cmocka_unit_test(expression__is_refused_with_its_sentence__by_place),
		cmocka_unit_test(repeat__is_refused__named_as_a_form),
		cmocka_unit_test(report__is_refused__when_it_may_never_end),
		cmocka_unit_test(report__is_refused__when_it_takes_the_name_of_all_houses),
		cmocka_unit_test(eval_rule_reads_private__is_known__by_columns),
		cmocka_unit_test(trusted__knows_the_same__as_where_all_was_prepared),
		cmocka_unit_test(trusted__fails__what_does_not_prepare_after_all),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
