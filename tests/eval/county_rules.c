#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/mem.h"
#include "../support/county_rules.h"
#include "eval/register.h"

/* The rules over a whole register against the rules over each of its buildings. */

#define BUILDINGS 400
#define TODAY "2022-08-20"

static struct pack *pack;
static struct eval *eval;
static sqlite3 *db;
static struct registrar *registrar;

static int
load(void **state)
{
	const char *source = getenv("LOUCE_SRC");
	char *dir = mem_printf("%s/tests/data/packs/expressions", source ? source : ".");
	struct err err = { 0 };

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	/* of which the houses' view reads how far each is signed; the store makes it */
	assert_int_equal(sqlite3_exec(db, "CREATE TABLE signed (building, chain, root, n, level, step)", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, register_building_sql, NULL, NULL, NULL), SQLITE_OK);
	if (pack_load(dir, &pack, NULL, &err) || eval_new(pack, &eval, NULL, &err) || register_make(db, pack, &err) ||
	    register_open(db, pack, NULL, &registrar, &err))
		fail_msg("%s", err.text);
	free(dir);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	register_close(registrar);
	sqlite3_close(db);
	eval_free(eval);
	pack_free(pack);
	return 0;
}

/* The same numbers on every run. */
static unsigned
next(unsigned bound)
{
	static uint32_t seed = 1;

	seed = seed * 1664525 + 1013904223;
	return (seed >> 16) % bound;
}

static struct value
random_survey(void)
{
	static const char *const kinds[] = { "10", "2", "1" };
	struct value values = value_object(), defects = value_list();

	if (next(5))
		value_set_integer(&values, "floors", 1 + next(12));
	if (next(3))
		value_set_text(&values, "surveyed_on", next(2) ? "2022-07-01" : "2022-08-10");
	for (unsigned i = next(5); i > 0; i--) {
		struct value defect = value_object();

		value_set_text(&defect, "kind", kinds[next(3)]);
		value_append_take(&defects, defect);
	}
	if (defects.list.count)
		value_set_take(&values, "defects", defects);
	return values;
}

static void
put(int64_t building, const char *name, const struct value *values, const struct eval_photo *photos, size_t count)
{
	struct err err = { 0 };

	if (register_put_form(registrar, pack_form(pack, name), building, values, photos, count, &err))
		fail_msg("%s", err.text);
	eval_load(eval, pack_form(pack, name), values, false, photos, count);
}

struct found {
	int64_t building;
	struct buf *lines;
	int skipped;
};

static void
add_by_eval(const struct eval_finding *finding, void *ctx)
{
	struct found *found = ctx;

	if (eval_rule_reads_private(eval, finding->rule))
		found->skipped++;
	else
		buf_printf(found->lines, "%s %d\n", finding->rule->id, (int)found->building);
}

/* Fills the register and says what the evaluator finds, building by building and form by form. */
static void
fill(struct buf *lines, int *skipped)
{
	/* Every third building has the photo that another one has too. */
	struct eval_photo photo = { .field = "front", .mime = "image/jpeg", .size_bytes = 9 };
	struct err err = { 0 };

	for (int64_t building = 1; building <= BUILDINGS; building++) {
		struct value listing = value_object(), survey = random_survey(), recount = value_object(), facts = value_object();
		struct found found = { building, lines, 0 };
		char *row = mem_printf("INSERT INTO building (building, root, division) VALUES (%d, randomblob(32), '451224100201')",
				       (int)building);
		char *photo_id = mem_printf("photo%d", building % 3 == 0 ? 0 : (int)building);

		assert_int_equal(sqlite3_exec(db, row, NULL, NULL, NULL), SQLITE_OK);
		eval_clear(eval, TODAY);
		value_set_text(&listing, "village", "451224100201");
		put(building, "listing", &listing, NULL, 0);
		eval_rules(eval, pack_form(pack, "listing"), false, add_by_eval, &found);
		strcpy(photo.id_hex, photo_id);
		photo.elsewhere = building % 3 == 0 ? BUILDINGS / 3 - 1 : 0;
		if (building % 7)
			put(building, "survey", &survey, &photo, 1);
		value_set_integer(&recount, "floors_again", 1 + next(12));
		if (building % 5)
			put(building, "recount", &recount, NULL, 0);
		for (size_t i = 0; i < pack->fact_count; i++)
			value_set_take(&facts, pack->facts[i].name, eval_fact(eval, &pack->facts[i]));
		assert_int_equal(register_put_facts(registrar, building, &facts, &err), STATUS_OK);
		if (building % 7)
			eval_rules(eval, pack_form(pack, "survey"), false, add_by_eval, &found);
		if (building % 5)
			eval_rules(eval, pack_form(pack, "recount"), false, add_by_eval, &found);
		*skipped += found.skipped;
		value_release(&listing);
		value_release(&survey);
		value_release(&recount);
		value_release(&facts);
		free(row);
		free(photo_id);
	}
}

static void
add_by_register(int64_t building, const struct rule *rule, void *ctx)
{
	struct found *found = ctx;

	buf_printf(found->lines, "%s %d\n", rule->id, (int)building);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The lines in order; they point into the buffer. */
static char **
sorted(struct buf *lines, size_t *count)
{
	char **out = NULL;
	size_t cap = 0;

	*count = 0;
	for (char *line = strtok(lines->data, "\n"); line; line = strtok(NULL, "\n")) {
		MEM_GROW(out, *count, cap);
		out[(*count)++] = line;
	}
	qsort(out, *count, sizeof(*out), by_text);
	return out;
}

static void
judge_register__finds__what_the_evaluator_finds(void **state)
{
	static const char *const rules[] = { "R-FLOORS ", "R-MANY ", "R-RECOUNT ", "R-TALL ", "R-TWICE ", "R-WHEN " };
	struct buf one_by_one = { 0 }, together = { 0 };
	struct found found = { .lines = &together };
	char **left, **right;
	size_t left_count = 0, right_count = 0;
	struct err err = { 0 };
	int skipped = 0;

	(void)state;
	fill(&one_by_one, &skipped);
	assert_true(skipped > 0); /* the rules over private values were there to be left out */
	for (size_t i = 0; i < ARRAY_LEN(rules); i++)
		assert_non_null(strstr(buf_text(&one_by_one), rules[i]));
	if (county_rules_judge(eval, db, TODAY, add_by_register, &found, &err))
		fail_msg("%s", err.text);
	left = sorted(&one_by_one, &left_count);
	right = sorted(&together, &right_count);
	for (size_t i = 0; i < left_count && i < right_count; i++)
		assert_string_equal(left[i], right[i]);
	assert_int_equal(left_count, right_count);
	free(left);
	free(right);
	buf_release(&one_by_one);
	buf_release(&together);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(judge_register__finds__what_the_evaluator_finds),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
