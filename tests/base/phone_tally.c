#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/number/phone_tally.h"

/* The digits that a township reads out: what is written is read, and what a mouth, an ear or a hand does to them is seen. */

static const struct phone_tally one = { .township = 204, .day = 271, .counts = { 5654, 4321, 1200, 37, 12, 150 }, .head = 73 };

static void
tally__is_read__as_it_was_written(void **state)
{
	static const struct phone_tally tallies[] = {
		{ .township = 204, .day = 271, .counts = { 5654, 4321, 1200, 37, 12, 150 }, .head = 73 },
		{ .township = 0, .day = 1 },
		{ .township = 999, .day = 366, .counts = { 19999, 19999, 10000, 9999, 0, 1 }, .head = 99 },
	};
	char code[PHONE_TALLY_LEN + 1];
	struct phone_tally_read read;

	(void)state;
	for (size_t i = 0; i < sizeof(tallies) / sizeof(*tallies); i++) {
		assert_true(phone_tally_fits(&tallies[i]));
		phone_tally_write(&tallies[i], code);
		assert_int_equal(strlen(code), PHONE_TALLY_LEN);
		phone_tally_read(code, NULL, NULL, &read);
		assert_int_equal(read.fault, PHONE_TALLY_RIGHT);
		assert_memory_equal(&read.tally, &tallies[i], sizeof(tallies[i]));
	}
}

/* The digits of doc/phone-tally. */
static void
tally__is_written__as_the_page_says(void **state)
{
	char code[PHONE_TALLY_LEN + 1];

	(void)state;
	phone_tally_write(&one, code);
	assert_memory_equal(code, "2042 7100 5654 4321 1200 0037 0012 0150 73", 42);
}

static void
tally__is_read__however_it_is_typed(void **state)
{
	char code[PHONE_TALLY_LEN + 1], bare[PHONE_TALLY_LEN + 1], wide[4 * PHONE_TALLY_LEN + 1];
	struct phone_tally_read read;
	size_t count = 0, len = 0;

	(void)state;
	phone_tally_write(&one, code);
	for (const char *at = code; *at; at++) {
		if (*at != ' ')
			bare[count++] = *at;
		len += (size_t)snprintf(wide + len, sizeof(wide) - len, *at == ' ' ? "　" : "\xef\xbc%c", (char)(0x90 + *at - '0'));
	}
	bare[count] = '\0';
	phone_tally_read(bare, NULL, NULL, &read);
	assert_int_equal(read.fault, PHONE_TALLY_RIGHT);
	phone_tally_read(wide, NULL, NULL, &read);
	assert_int_equal(read.fault, PHONE_TALLY_RIGHT);
	assert_int_equal(read.tally.counts[1], 4321);
}

static bool
is_lately(const struct phone_tally *tally, const void *ctx)
{
	(void)ctx;
	return tally->township < 220 && tally->day > 241 && tally->day <= 271;
}

/* Each digit as each other one, and each two side by side in each other's place: none passes, and the group is among those that are told. */
static void
tally__is_refused__with_one_slip(void **state)
{
	char code[PHONE_TALLY_LEN + 1], wrong[PHONE_TALLY_LEN + 1];
	struct phone_tally_read read;
	size_t told = 0, slips = 0;

	(void)state;
	phone_tally_write(&one, code);
	for (size_t i = 0; i < PHONE_TALLY_LEN; i++)
		for (char digit = '0'; digit <= '9' + 1; digit++) {
			size_t next = i + 1 < PHONE_TALLY_LEN && code[i + 1] == ' ' ? i + 2 : i + 1;

			strcpy(wrong, code);
			if (code[i] == ' ' || (digit > '9' && next >= PHONE_TALLY_LEN))
				continue;
			wrong[i] = digit > '9' ? code[next] : digit;
			wrong[next < PHONE_TALLY_LEN && digit > '9' ? next : i] = digit > '9' ? code[i] : digit;
			if (strcmp(wrong, code) == 0)
				continue;
			phone_tally_read(wrong, is_lately, NULL, &read);
			assert_int_equal(read.fault, PHONE_TALLY_WRONG);
			if (digit > '9' && next != i + 1)
				continue; /* two groups are wrong */
			assert_true(read.suspects & 1u << i / 5);
			slips++;
			for (unsigned s = read.suspects; s; s &= s - 1)
				told++;
		}
	assert_true(told < 4 * slips); /* of nine */
}

static void
tally__is_refused__with_another_number_of_digits(void **state)
{
	struct phone_tally_read read;

	(void)state;
	phone_tally_read("2042 7100 5654 432 1200 0037 0012 0150 7312", NULL, NULL, &read);
	assert_int_equal(read.fault, PHONE_TALLY_COUNT);
	assert_int_equal(read.digits, 35);
	assert_int_equal(read.group, 4);
	phone_tally_read("20427100565443211200003700120150731", NULL, NULL, &read);
	assert_int_equal(read.fault, PHONE_TALLY_COUNT);
	assert_int_equal(read.group, 0);
	phone_tally_read("", NULL, NULL, &read);
	assert_int_equal(read.fault, PHONE_TALLY_COUNT);
}

static void
tally__is_refused__with_what_is_no_digit(void **state)
{
	struct phone_tally_read read;

	(void)state;
	phone_tally_read("2042 71o0", NULL, NULL, &read);
	assert_int_equal(read.fault, PHONE_TALLY_SIGN);
	assert_int_equal(read.at, 7);
	phone_tally_read("2042\xef\xbc", NULL, NULL, &read);
	assert_int_equal(read.fault, PHONE_TALLY_SIGN);
}

static void
tally__fits__what_has_room(void **state)
{
	struct phone_tally tally = one;

	(void)state;
	tally.counts[0] = PHONE_TALLY_MOST + 1;
	assert_false(phone_tally_fits(&tally));
	tally = one;
	tally.counts[3] = tally.counts[0] + 1;
	assert_false(phone_tally_fits(&tally));
	tally = one;
	tally.day = 0;
	assert_false(phone_tally_fits(&tally));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tally__is_read__as_it_was_written),
		cmocka_unit_test(tally__is_written__as_the_page_says),
		cmocka_unit_test(tally__is_read__however_it_is_typed),
		cmocka_unit_test(tally__is_refused__with_one_slip),
		cmocka_unit_test(tally__is_refused__with_another_number_of_digits),
		cmocka_unit_test(tally__is_refused__with_what_is_no_digit),
		cmocka_unit_test(tally__fits__what_has_room),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
