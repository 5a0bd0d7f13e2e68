#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "seal/keys.h"

static int
start(void **state)
{
	struct err err = { 0 };

	(void)state;
	return seal_init(&err);
}

/* ---- hashes */

static void
hash_bytes__is_blake2b_256__of_known_answers(void **state)
{
	static const struct {
		const char *text, *hex;
	} cases[] = {
		{ "", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8" },
		{ "abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319" },
	};
	char hex[ID_HEX_LEN + 1];
	struct id id;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		hash_bytes(cases[i].text, strlen(cases[i].text), &id);
		assert_string_equal(id_hex(&id, hex), cases[i].hex);
	}
}

static void
pae__has_lengths_and_type_in_front__so_that_no_two_inputs_meet(void **state)
{
	struct buf pae = { 0 };
	struct id streamed, whole;

	(void)state;
	pae_write("http://example.com/HelloWorld", "hello world", 11, &pae); /* DSSE's own example */
	assert_string_equal(buf_text(&pae), "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
	hash_pae("http://example.com/HelloWorld", "hello world", 11, &streamed);
	hash_bytes(pae.data, pae.len, &whole);
	assert_memory_equal(&streamed, &whole, sizeof(whole));
	buf_clear(&pae);
	pae_write("t", "", 0, &pae);
	assert_string_equal(buf_text(&pae), "DSSEv1 1 t 0 ");
	buf_release(&pae);
}

/* ---- random */

static void
random_stream__is_the_same_for_the_same_seed__in_any_portions(void **state)
{
	struct random_stream a, b, other;
	uint8_t whole[300], parts[300], different[300];

	(void)state;
	random_stream_init(&a, "county 1", 8);
	random_stream_init(&b, "county 1", 8);
	random_stream_init(&other, "county 2", 8);
	random_stream_bytes(&a, whole, sizeof(whole));
	for (size_t at = 0, step = 1; at < sizeof(parts); at += step, step = step * 2 % 67 + 1) {
		if (step > sizeof(parts) - at)
			step = sizeof(parts) - at;
		random_stream_bytes(&b, parts + at, step);
	}
	assert_memory_equal(whole, parts, sizeof(whole));
	random_stream_bytes(&other, different, sizeof(different));
	assert_memory_not_equal(whole, different, 32);
	assert_memory_not_equal(whole, whole + 64, 64); /* blocks differ */
}

/* Recorded once: samples and demonstrations drawn from a seed must come out the same in later versions. */
static void
random_stream__keeps_its_numbers__over_versions(void **state)
{
	struct random_stream stream;

	(void)state;
	random_stream_init(&stream, "louce", 5);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(random_stream_below(&stream, 1000000), ((const int[]){ 295709, 816964, 638585, 287137 })[i]);
}

static void
random_stream_below__stays_below_and_is_even__over_many_draws(void **state)
{
	struct random_stream stream;
	int counts[7] = { 0 };

	(void)state;
	random_stream_init(&stream, "x", 1);
	for (int i = 0; i < 70000; i++)
		counts[random_stream_below(&stream, 7)]++;
	for (int i = 0; i < 7; i++)
		assert_in_range(counts[i], 9600, 10400);
	assert_int_equal(random_stream_below(&stream, 1), 0);
	for (int i = 0; i < 100; i++)
		assert_true(random_stream_below(&stream, 0x80000001u) <= 0x80000000u);
}

static void
random_bytes__differ__from_call_to_call(void **state)
{
	uint8_t a[32], b[32];

	(void)state;
	random_bytes(a, sizeof(a));
	random_bytes(b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
	secret_zero(a, sizeof(a));
	for (size_t i = 0; i < sizeof(a); i++)
		assert_int_equal(a[i], 0);
}

/* ---- passphrases */

static int
by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void
passphrase_word__gives_2048_words__no_two_alike(void **state)
{
	static char words[WORD_COUNT][WORD_MAX];

	(void)state;
	for (unsigned i = 0; i < WORD_COUNT; i++) {
		size_t len = passphrase_word(i, words[i]);

		assert_int_equal(len, strlen(words[i]));
		assert_in_range(strlen(words[i]), 4, 10);
		assert_int_equal(strspn(words[i], "abcdefghijklmnopqrstuvwxyz"), strlen(words[i]));
	}
	qsort(words, WORD_COUNT, WORD_MAX, by_text);
	for (unsigned i = 1; i < WORD_COUNT; i++)
		assert_string_not_equal(words[i - 1], words[i]);
}

static void
passphrase_new__is_four_words__another_each_time(void **state)
{
	char *a = passphrase_new(), *b = passphrase_new();
	int hyphens = 0;

	(void)state;
	for (const char *at = a; *at; at++)
		hyphens += *at == '-';
	assert_int_equal(hyphens, 3);
	assert_int_equal(strspn(a, "abcdefghijklmnopqrstuvwxyz-"), strlen(a));
	assert_string_not_equal(a, b);
	secret_free(a);
	secret_free(b);
	secret_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hash_bytes__is_blake2b_256__of_known_answers),
		cmocka_unit_test(pae__has_lengths_and_type_in_front__so_that_no_two_inputs_meet),
		cmocka_unit_test(random_stream__is_the_same_for_the_same_seed__in_any_portions),
		cmocka_unit_test(random_stream__keeps_its_numbers__over_versions),
		cmocka_unit_test(random_stream_below__stays_below_and_is_even__over_many_draws),
		cmocka_unit_test(random_bytes__differ__from_call_to_call),
		cmocka_unit_test(passphrase_word__gives_2048_words__no_two_alike),
		cmocka_unit_test(passphrase_new__is_four_words__another_each_time),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
