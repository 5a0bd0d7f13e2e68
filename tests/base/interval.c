#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>

#include <cmocka.h>

#include "base/number/interval.h"

/* The interval of a rate, against the sums of the binomial distribution that define its ends, and against published values. */

struct known {
	int64_t hits, count;
	double low, high; /* rounded to 4 places, as tables print them */
};

static void
interval__is__what_tables_print(void **state)
{
	static const struct known table[] = {
		{ 0, 1, 0, 0.9750 },	     { 1, 1, 0.0250, 1 },   { 0, 10, 0, 0.3085 },      { 1, 10, 0.0025, 0.4450 },
		{ 5, 10, 0.1871, 0.8129 },   { 10, 10, 0.6915, 1 }, { 2, 20, 0.0123, 0.3170 }, { 10, 100, 0.0490, 0.1762 },
		{ 50, 100, 0.3983, 0.6017 }, { 0, 0, 0, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		if (fabs(interval_low(table[i].hits, table[i].count) - table[i].low) > 0.00005)
			fail_msg("%d of %d: %f", (int)table[i].hits, (int)table[i].count, interval_low(table[i].hits, table[i].count));
		if (fabs(interval_high(table[i].hits, table[i].count) - table[i].high) > 0.00005)
			fail_msg("%d of %d: %f", (int)table[i].hits, (int)table[i].count, interval_high(table[i].hits, table[i].count));
	}
}

/* The share of drawings with `from` to `to` hits, where each is one with this chance. */
static double
drawn(int64_t from, int64_t to, int64_t count, double chance)
{
	double sum = 0;

	for (int64_t k = from; k <= to; k++)
		sum += exp(lgamma((double)count + 1) - lgamma((double)k + 1) - lgamma((double)(count - k) + 1) + (double)k * log(chance) +
			   (double)(count - k) * log1p(-chance));
	return sum;
}

static void
interval__leaves_out__a_fortieth_on_each_side(void **state)
{
	static const int64_t counts[] = { 1, 2, 7, 30, 500, 4028 };

	(void)state;
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++)
		for (int64_t hits = 0; hits <= counts[i]; hits += 1 + counts[i] / 11) {
			if (hits > 0)
				assert_true(fabs(drawn(hits, counts[i], counts[i], interval_low(hits, counts[i])) - 0.025) < 1e-9);
			if (hits < counts[i])
				assert_true(fabs(drawn(0, hits, counts[i], interval_high(hits, counts[i])) - 0.025) < 1e-9);
		}
}

static void
interval__holds__the_rate_at_any_size(void **state)
{
	(void)state;
	assert_true(interval_low(7, 10) < 0.7 && interval_high(7, 10) > 0.7);
	assert_true(interval_low(553000, 790000) < 0.7 && interval_high(553000, 790000) > 0.7);
	assert_true(interval_high(553000, 790000) - interval_low(553000, 790000) < 0.0021);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(interval__is__what_tables_print),
		cmocka_unit_test(interval__leaves_out__a_fortieth_on_each_side),
		cmocka_unit_test(interval__holds__the_rate_at_any_size),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
