#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "app/xlsform/formula.h"
#include "app/xlsform/pattern.h"

/* Expressions of surveys: that their SQL says what they say, also of questions without an answer, and what is refused. */

/* ---- the questions that expressions read */

static const struct formula_field fields[] = {
	{ .name = "age", .type = FIELD_INTEGER },
	{ .name = "area", .type = FIELD_DECIMAL },
	{ .name = "name", .type = FIELD_TEXT },
	{ .name = "built", .type = FIELD_DATE },
	{ .name = "kind", .type = FIELD_SELECT_ONE, .list = "kind" },
	{ .name = "agree", .type = FIELD_BOOLEAN },
	{ .name = "child_age", .type = FIELD_INTEGER, .repeat = "child" },
	{ .name = "child", .type = FIELD_REPEAT },
	{ .name = "note", .type = FIELD_NOTE },
};

static bool
find(void *ctx, const char *name, struct formula_field *out)
{
	(void)ctx;
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (strcmp(fields[i].name, name) == 0) {
			*out = fields[i];
			return true;
		}
	return false;
}

static const struct formula_scope scope = { .find = find };

/* The SQL of an expression; NULL: refused, and `why` says so. Caller frees. */
static char *
in_sql(const char *xpath, struct formula_scope in, bool truth, struct buf *why)
{
	struct formula *formula = xpath_read(xpath, "age", false, why);
	struct buf sql = { 0 };
	bool done = formula && sql_write(formula, &in, truth, &sql, why);

	formula_free(formula);
	if (done)
		return buf_detach(&sql);
	buf_release(&sql);
	return NULL;
}

/* ---- what it answers */

static void
chars(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	if (sqlite3_value_type(values[0]) == SQLITE_NULL)
		sqlite3_result_null(context);
	else
		sqlite3_result_int(context, (int)strlen((const char *)sqlite3_value_text(values[0])));
}

static char *
answer(const char *sql, const char *values)
{
	struct buf text = { 0 };
	sqlite3_stmt *stmt = NULL;
	sqlite3 *db = NULL;
	char *out;

	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(sqlite3_create_function(db, "chars", 1, SQLITE_UTF8, NULL, chars, NULL, NULL), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(db, "CREATE TABLE child(row INTEGER, child_age INTEGER); INSERT INTO child VALUES (1, 3), (2, 9), (3, NULL)",
			     NULL, NULL, NULL),
		SQLITE_OK);
	buf_printf(&text, "WITH b(age, area, name, built, kind, agree) AS (VALUES (%s)) SELECT %s FROM b", values, sql);
	if (sqlite3_prepare_v2(db, buf_text(&text), -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s: %s", buf_text(&text), sqlite3_errmsg(db));
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	out = sqlite3_column_type(stmt, 0) == SQLITE_NULL ? strdup("") : strdup((const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	buf_release(&text);
	return out;
}

#define SOME "30, 80.5, 'Anna', '2020-01-31', 'shop', 1"
#define NONE "NULL, NULL, NULL, NULL, NULL, NULL"

/* What XPath answers, where every question is answered and where none is. */
static void
expressions__answer_as_in_a_survey(void **state)
{
	static const struct {
		const char *xpath;
		bool truth;
		const char *some, *none;
	} table[] = {
		{ "${age} = 30", true, "1", "0" },
		{ "${age} != 30", true, "0", "1" },
		{ "${name} = ''", true, "0", "1" },
		{ "${name} != ''", true, "1", "0" },
		{ "not(${age} > 18)", true, "0", "1" },
		{ "${kind} = 'shop' and ${age} > 18", true, "1", "0" },
		{ "${kind} != 'shop' or ${age} < 18", true, "0", "1" },
		{ "${age} > 18 or ${agree} = 'OK'", true, "1", "" }, /* a condition of NULL is none */
		{ "${age} + 1 = 31", true, "1", "0" },
		{ "${age} div 4", false, "7.5", "" },
		{ "${age} mod 4", false, "2", "" },
		{ "2 + 3 * 4 - 6 div 3", false, "12.0", "12.0" },
		{ "(2 + 3) * 4", false, "20", "20" },
		{ "-${age} + 40", false, "10", "" },
		{ "if(${age} > 18, 'old', 'young')", false, "old", "young" },
		{ "coalesce(${age}, 7)", false, "30", "7" },
		{ "concat(${name}, '-', ${age})", false, "Anna-30", "-" },
		{ "string-length(${name})", false, "4", "0" },
		{ "substr(${name}, 1, 3)", false, "nn", "" },
		{ "contains(${name}, 'nn')", true, "1", "0" },
		{ "starts-with(${name}, 'An')", true, "1", "0" },
		{ "starts-with(${name}, 'nn')", true, "0", "0" },
		{ "round(${area})", false, "81", "" },
		{ "floor(-${area})", false, "-81", "" },
		{ "ceiling(${area})", false, "81", "" },
		{ "int(${area})", false, "80", "" },
		{ "count(${child})", false, "3", "3" },
		{ "sum(${child_age})", false, "12", "12" },
		{ "max(${child_age}) - min(${child_age})", false, "6", "6" },
		{ "max(${age}, 5)", false, "30", "" },
		{ ". >= 0 and . <= 40", true, "1", "" },
		{ "../age > 20 and /data/house/age < 31", true, "1", "" },
		{ "${ age } >= 30", true, "1", "" },
		{ "regex(${name}, '^[A-Z][a-z]+$')", true, "1", "" },
		{ "regex(${name}, '[a-z]{4}')", true, "0", "" },
		{ "${built} >= '2020-01-01'", true, "1", "" },
		{ "true() and not(false())", true, "1", "1" },
		{ "\"it's\" = 'x'", true, "0", "0" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct buf why = { 0 };
		char *sql = in_sql(table[i].xpath, scope, table[i].truth, &why), *some, *none;

		if (!sql)
			fail_msg("%s: %s", table[i].xpath, buf_text(&why));
		some = answer(sql, SOME);
		none = answer(sql, NONE);
		if (strcmp(some, table[i].some) != 0 || strcmp(none, table[i].none) != 0)
			fail_msg("%s is %s: \"%s\" and \"%s\", wanted \"%s\" and \"%s\"", table[i].xpath, sql, some, none, table[i].some,
				 table[i].none);
		free(some);
		free(none);
		free(sql);
		buf_release(&why);
	}
}

static void
dates__are_counted_in_days(void **state)
{
	static const char *const table[][2] = {
		{ "today() - ${built}", "days_between(built, today())" },
		{ "int((today() - ${built}) div 365.25)", "CAST(((days_between(built, today())) * 1.0 / 365.25) AS INTEGER)" },
		{ "${built} + 28", "days_after(built, (28))" },
		{ "${built} - 7", "days_after(built, -(7))" },
		{ "date('2022-01-31')", "'2022-01-31'" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct buf why = { 0 };
		char *sql = in_sql(table[i][0], scope, false, &why), *plain = sql ? strdup(sql) : strdup("");
		size_t len = strlen(plain);

		if (len && plain[0] == '(' && plain[len - 1] == ')' && table[i][1][0] != '(') { /* whole in brackets */
			plain[len - 1] = '\0';
			memmove(plain, plain + 1, len - 1);
		}
		assert_string_equal(plain, table[i][1]);
		free(plain);
		free(sql);
		buf_release(&why);
	}
}

static void
expressions__are_refused__with_why(void **state)
{
	static const struct {
		const char *xpath, *why;
		bool lasting;
	} table[] = {
		{ "", "ends too early", false },
		{ "${age", "has no \"}\"", false },
		{ "${nobody} > 1", "\"nobody\"", false },
		{ "${age} >", "ends too early", false },
		{ "(${age} > 1", "bracket is not closed", false },
		{ "${age} > 1)", "more stands", false },
		{ "'open", "quotation mark is not closed", false },
		{ "1.2.3", "more than one point", false },
		{ "/data/house[1]/age", "condition in brackets", false },
		{ "${child_age} > 1", "only sum, count, min and max", false },
		{ "sum(${age})", "no repeat", false },
		{ "${note} = 'x'", "has no answer", false },
		{ "today() > ${built}", "from day to day", true },
		{ "${built} > 5", "compared with a number", false },
		{ "${built} * 2", "nothing else", false },
		{ "pulldata('a', 'b', 'c', ${name})", "pulldata()", false },
		{ "regex(${name}, '(a|b)+')", "patterns", false },
		{ "position(..)", "outside of a repeat", false },
		{ "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))",
		  "too many brackets", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct formula_scope in = scope;
		struct buf why = { 0 };
		char *sql;

		in.lasting = table[i].lasting;
		sql = in_sql(table[i].xpath, in, true, &why);
		if (sql || !strstr(buf_text(&why), table[i].why))
			fail_msg("%s: %s, %s; wanted %s", table[i].xpath, sql ? sql : "refused", buf_text(&why), table[i].why);
		buf_release(&why);
	}
}

static void
patterns__are_said__or_refused(void **state)
{
	static const struct {
		const char *pattern, *fits, *differs; /* fits NULL: it cannot be said */
	} table[] = {
		{ "^1[3-9][0-9]{9}$", "13800000000", "12800000000" },
		{ "\\d{4}", "0123", "012a" },
		{ "[A-Z]{2}-[0-9]{3,5}", "AB-1234", "AB-12" },
		{ "[0-9]+", "7", "7a" },
		{ "[^0-9]*", "abc", "a1" },
		{ "a.c", "abc", "ac" },
		{ "x?y", "y", "zy" },
		{ "(a|b)", NULL, NULL },
		{ "[a-z]+[0-9]+", NULL, NULL },
		{ "[a-z", NULL, NULL },
		{ "a{2,1}", NULL, NULL },
		{ "", NULL, NULL },
		{ "中+", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct buf sql = { 0 };
		bool said = pattern_write(table[i].pattern, "name", &sql);
		char values[200], *fits, *differs;

		if (said != (table[i].fits != NULL))
			fail_msg("%s is %s", table[i].pattern, said ? "said" : "refused");
		if (said) {
			snprintf(values, sizeof(values), "1, 1.0, '%s', NULL, NULL, NULL", table[i].fits);
			fits = answer(buf_text(&sql), values);
			snprintf(values, sizeof(values), "1, 1.0, '%s', NULL, NULL, NULL", table[i].differs);
			differs = answer(buf_text(&sql), values);
			if (strcmp(fits, "1") != 0 || strcmp(differs, "0") != 0)
				fail_msg("%s is %s: %s and %s", table[i].pattern, buf_text(&sql), fits, differs);
			free(fits);
			free(differs);
		}
		buf_release(&sql);
	}
}

/* ---- and back */

static void
sql__becomes_xpath(void **state)
{
	static const char *const table[][2] = {
		{ "age >= 18 AND area < 100", "${age} >= 18 and ${area} < 100" },
		{ "(age = 1 OR age = 2) AND agree", "(${age} = 1 or ${age} = 2) and ${agree} = 1" },
		{ "kind IN ('a', 'b')", "${kind} = 'a' or ${kind} = 'b'" },
		{ "kind NOT IN ('a')", "${kind} != '' and not(${kind} = 'a')" },
		{ "kind <> 'a'", "${kind} != '' and ${kind} != 'a'" },
		{ "name IS NULL", "${name} = ''" },
		{ "name IS NOT NULL", "${name} != ''" },
		{ "age BETWEEN 1 AND 5", "${age} >= 1 and ${age} <= 5" },
		{ "NOT selected(kind, 'a')", "not(selected(${kind}, 'a'))" },
		{ "selected_any(kind, 'a', 'b')", "selected(${kind}, 'a') or selected(${kind}, 'b')" },
		{ "iif(age > 1, 'x', 'y''z')", "if(${age} > 1, 'x', \"y'z\")" },
		{ "CASE WHEN age > 1 THEN 2 WHEN age > 0 THEN 1 ELSE 0 END", "if(${age} > 1, 2, if(${age} > 0, 1, 0))" },
		{ "age / 2", "int(${age} div 2)" },
		{ "area / 2", "${area} div 2" },
		{ "days_between(built, today()) > 30", "today() - ${built} > 30" },
		{ "name || 'x'", "concat(${name}, 'x')" },
		{ "instr(name, 'x') > 0", "contains(${name}, 'x')" },
		{ "name GLOB '[0-9]*'", "regex(${name}, '^[0-9].*$')" },
		{ "CAST(area AS INTEGER)", "int(${area})" },
		{ "-age + 1", "-${age} + 1" },
	};
	static const char *const refused[] = {
		"EXISTS (SELECT 1 FROM child)", "id_ok(name)",	    "nobody = 1",     "age >", "(age",
		"CASE age WHEN 1 THEN 2 END",	"instr(name, 'x')", "name LIKE 'a%'", "'open", "child_age = 1"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct buf xpath = { 0 }, why = { 0 };
		struct formula *formula = sql_read(table[i][0], NULL, &why);

		if (!formula || !xpath_write(formula, &scope, &xpath, &why))
			fail_msg("%s: %s", table[i][0], buf_text(&why));
		assert_string_equal(buf_text(&xpath), table[i][1]);
		formula_free(formula);
		buf_release(&xpath);
		buf_release(&why);
	}
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct buf xpath = { 0 }, why = { 0 };
		struct formula *formula = sql_read(refused[i], NULL, &why);

		if (formula && xpath_write(formula, &scope, &xpath, &why))
			fail_msg("%s became %s", refused[i], buf_text(&xpath));
		assert_true(why.len > 0);
		formula_free(formula);
		buf_release(&xpath);
		buf_release(&why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(expressions__answer_as_in_a_survey),
		cmocka_unit_test(dates__are_counted_in_days),
		cmocka_unit_test(expressions__are_refused__with_why),
		cmocka_unit_test(patterns__are_said__or_refused),
		cmocka_unit_test(sql__becomes_xpath),
	};

	return cmocka_run_group_tests_name("formula", tests, NULL, NULL);
}
