#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/instructions.h"
#include "../support/little_file.h"
#include "store/settle/runs.h"
#include "store/proof/verify.h"

/* Which runs a log has when its author writes what no program writes, and what is said of it. */

#define AREA "451224204201"

static struct little_file little;
static struct id author, pack;

static int
make(void **state)
{
	struct pack *forms = little_pack();
	struct id officer;

	(void)state;
	little_open(&little, "runs");
	officer = little_person(&little, NULL, "000000000000000000000000000000aa", "county_officer", "451224", "inspector");
	little_found(&little, &officer, forms, &pack);
	author = little_person(&little, &officer, "000000000000000000000000000000bb", "inspector", AREA, NULL);
	pack_free(forms);
	return 0;
}

static int
drop(void **state)
{
	(void)state;
	little_close(&little);
	return 0;
}

/* One step of the author's log, signed; `prev` NULL: another one that is not here. */
static struct little_signed
sign_kind(const char *kind, int64_t seq, const struct id *prev)
{
	struct step step = little_step(kind, AREA);
	struct little_signed out = { 0 };
	struct err err = { 0 };

	if (step_kind_of(kind) == STEP_EPOCH)
		value_set_text(&step.data, "reason", "x");
	step.has_pack = step_kind_has_pack(step_kind_of(kind));
	step.pack = pack;
	step.device = little.device;
	step.at_unix = 1700000000;
	step.epoch = 9;
	step.seq = seq;
	step.has_author = true;
	step.author = author;
	step.has_prev = seq > 1;
	if (prev)
		step.prev = *prev;
	else if (step.has_prev)
		random_bytes(step.prev.b, ID_BYTES);
	if (step_write(&step, &out.body, &err) || seal_sign(little.keys, out.body.data, out.body.len, &out.sig, &err))
		fail_msg("%s", err.text);
	step_id(out.body.data, out.body.len, &out.id);
	step_release(&step);
	return out;
}

static struct little_signed
sign(int64_t seq, const struct id *prev)
{
	return sign_kind("epoch", seq, prev);
}

static void
put(struct little_signed *is)
{
	little_take(&little, is, FATE_STORED);
}

struct finding {
	struct id end;
	int64_t from;
};

static bool
on_run(const struct store_run *run, void *ctx)
{
	struct finding *finding = ctx;

	if (id_equal(&run->end, &finding->end))
		finding->from = run->from;
	return true;
}

/* Where the run begins that ends with this step. */
static int64_t
run_of(const struct id *end)
{
	struct finding finding = { .end = *end };
	struct err err = { 0 };

	if (store_commit(little.store, &err) || store_each_run(little.store, on_run, &finding, &err) || store_begin(little.store, &err))
		fail_msg("%s", err.text);
	return finding.from;
}

/* Two steps name one that is to come as the step before: one at a wrong place, which comes first, and one at the right place. */
static void
expect_grown_beside(int others)
{
	struct little_signed awaited = sign(4, NULL), wrong = sign(9, &awaited.id), right = sign(5, &awaited.id);

	put(&wrong);
	put(&right);
	for (int i = 0; i < others; i++) {
		struct little_signed other = sign(100 + 2 * i, NULL);

		put(&other);
	}
	put(&awaited);
	assert_int_equal(run_of(&right.id), 4);
	assert_int_equal(run_of(&wrong.id), 9);
}

static void
run__grows_over_what_waited__in_a_log_of_few_runs(void **state)
{
	(void)state;
	expect_grown_beside(0);
}

static void
run__grows_over_what_waited__in_a_log_of_many_runs(void **state)
{
	(void)state;
	expect_grown_beside(40);
}

/* ---- what verify says */

struct said {
	size_t problems, findings;
	struct buf lines;
};

static void
hear(enum verify_weight weight, const char *text, void *ctx)
{
	struct said *said = ctx;

	++*(weight == VERIFY_PROBLEM ? &said->problems : &said->findings);
	buf_printf(&said->lines, "%s\n", text);
}

/* `findings`: as many are told, and no problem; `sentence` is among them. */
static void
expect_found(size_t findings, const char *sentence)
{
	struct verify_counts counts = { 0 };
	struct said said = { 0 };
	struct err err = { 0 };

	if (store_commit(little.store, &err) || store_verify(little.path, &counts, hear, &said, &err) || store_begin(little.store, &err))
		fail_msg("%s", err.text);
	if (said.problems || said.findings != findings || !strstr(buf_text(&said.lines), sentence))
		fail_msg("%zu problems, %zu findings: %s", said.problems, said.findings, buf_text(&said.lines));
	buf_release(&said.lines);
}

/* Rightly signed oddities are true of the steps: no copy of the file is better, and nobody spoils it by a stick. */
static void
verify__finds__a_step_that_names_another_before_it(void **state)
{
	struct little_signed before = sign(4, NULL), other = sign(30, NULL), misled = sign(5, &other.id);

	(void)state;
	put(&before);
	put(&other);
	put(&misled);
	expect_found(2, "it does not follow the step before it in its log");
}

static void
verify__finds__steps_without_those_before(void **state)
{
	struct little_signed one = sign(4, NULL), other = sign(30, NULL);

	(void)state;
	expect_found(0, "");
	put(&one);
	put(&other);
	expect_found(1, "in 2 places a log goes on here without the steps before");
}

/* JSON may write a member's name with escapes. */
static void
verify__finds_nothing__in_a_prev_that_is_written_with_escapes(void **state)
{
	struct little_signed before = sign(4, NULL), behind = sign(5, &before.id);
	char *body = mem_strndup(behind.body.data, behind.body.len), *prev = strstr(body, "\"prev\"");
	struct err err = { 0 };

	(void)state;
	assert_non_null(prev);
	buf_clear(&behind.body);
	buf_printf(&behind.body, "%.*s\"\\u0070rev\"%s", (int)(prev - body), body, prev + 6);
	assert_int_equal(seal_sign(little.keys, behind.body.data, behind.body.len, &behind.sig, &err), STATUS_OK);
	put(&before);
	put(&behind);
	expect_found(1, "in 1 place"); /* the gap before the first */
	free(body);
}

/* ---- what opening costs */

/* The instructions of opening the file once the log has so many steps that are no matter of trust. */
static int64_t
cost_of_opening(int from, int to, struct id *tip)
{
	struct err err = { 0 };
	int64_t counted;

	for (int seq = from; seq <= to; seq++) {
		struct little_signed step = sign_kind("horoscope", seq, seq > 1 ? tip : NULL);

		*tip = step.id;
		put(&step);
	}
	if (store_commit(little.store, &err))
		fail_msg("%s", err.text);
	store_close(little.store);
	counted = instructions;
	if (store_open(little.path, STORE_WRITE, &little.store, &err))
		fail_msg("%s", err.text);
	counted = instructions_since(counted);
	assert_int_equal(store_begin(little.store, &err), STATUS_OK);
	return counted;
}

static void
open__costs_no_more__with_more_steps_in_a_log(void **state)
{
	int64_t few, many;
	struct id tip;

	(void)state;
	instructions_watch(true);
	few = cost_of_opening(1, 100, &tip);
	many = cost_of_opening(101, 2000, &tip);
	instructions_watch(false);
	if (many > few + few / 10)
		fail_msg("%lld instructions with 100 steps, %lld with 2,000", (long long)few, (long long)many);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(run__grows_over_what_waited__in_a_log_of_few_runs, make, drop),
		cmocka_unit_test_setup_teardown(run__grows_over_what_waited__in_a_log_of_many_runs, make, drop),
		cmocka_unit_test_setup_teardown(verify__finds__a_step_that_names_another_before_it, make, drop),
		cmocka_unit_test_setup_teardown(verify__finds__steps_without_those_before, make, drop),
		cmocka_unit_test_setup_teardown(verify__finds_nothing__in_a_prev_that_is_written_with_escapes, make, drop),
		cmocka_unit_test_setup_teardown(open__costs_no_more__with_more_steps_in_a_log, make, drop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
