#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "base/mem.h"
#include "base/plural.h"

/* Catalogues of messages: read without any locale of the system, which language, forms of numbers, and files that are none. */

#define HEAD "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=3; plural=n==1 ? 0 : n<5 ? 1 : 2;\n"

/* ---- a catalogue's file */

static void
add_number(struct buf *out, uint32_t number, bool swapped)
{
	number = swapped ? __builtin_bswap32(number) : number;
	buf_add(out, &number, sizeof(number));
}

/* Four messages: the head, a plain one, one with three forms, and one of pieces. */
static void
write_mo(struct buf *out, bool swapped, const char *head)
{
	static const struct {
		const char *text;
		size_t len;
	} all[] = {
		{ "", 0 },	   { "one day\0%lu days", 16 }, { "yes", 3 },
		{ NULL, 0 },	   { "eins\0zwei\0drei", 14 },	{ "\xe6\x98\xaf", 3 },
		{ "PRId64\0", 7 }, /* its NUL counted */
		{ "in % h\0", 7 }, { "um % Uhr\0", 9 },
	};
	struct buf texts = { 0 };
	uint32_t at[ARRAY_LEN(all)], len[ARRAY_LEN(all)], base = 48 + 6 * 8 + 8 + 2 * 4 + 2 * 20;

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		at[i] = base + (uint32_t)texts.len;
		len[i] = all[i].text ? (uint32_t)all[i].len : (uint32_t)strlen(head);
		buf_add(&texts, all[i].text ? all[i].text : head, len[i]);
		buf_char(&texts, '\0');
	}
	for (size_t i = 0; i < 12; i++) {
		const uint32_t numbers[12] = { 0x950412de, 1, 3, 48, 48 + 24, 0, 0, 1, 48 + 48, 1, 48 + 48 + 8, 48 + 48 + 12 };

		add_number(out, numbers[i], swapped);
	}
	for (size_t i = 0; i < 7; i++) {
		add_number(out, len[i], swapped);
		add_number(out, at[i], swapped);
	}
	add_number(out, base - 40, swapped);
	add_number(out, base - 20, swapped);
	for (size_t i = 7; i < 9; i++) {
		const uint32_t first = 4;

		add_number(out, at[i], swapped); /* "in %", the conversion, the rest with its NUL */
		add_number(out, first, swapped);
		add_number(out, 0, swapped);
		add_number(out, len[i] - first, swapped);
		add_number(out, 0xffffffff, swapped);
	}
	buf_add(out, texts.data, texts.len);
	buf_release(&texts);
}

static char folder[] = "/tmp/louce-i18n-XXXXXX";

static void
put_catalogue(const char *language, const void *bytes, size_t len)
{
	char *dir = mem_printf("%s/%s/LC_MESSAGES", folder, language), *path = file_join(dir, PACKAGE_TARNAME ".mo");
	struct err err = { 0 };

	if (file_make_dirs(dir, 0700, &err) || file_write(path, bytes, len, 0600, &err))
		fail_msg("%s", err.text);
	free(path);
	free(dir);
}

static enum status
speak(const char *languages)
{
	struct err err = { 0 };
	enum status status = messages_open(folder, languages, &err);

	if (status)
		assert_non_null(strstr(err.text, "is damaged, messages stay in English; install louce again"));
	return status;
}

static int
make(void **state)
{
	struct buf mo = { 0 };

	(void)state;
	if (!mkdtemp(folder))
		return -1;
	write_mo(&mo, false, HEAD);
	put_catalogue("xx_YY", mo.data, mo.len);
	put_catalogue("zz", mo.data, mo.len);
	buf_clear(&mo);
	write_mo(&mo, true, HEAD);
	put_catalogue("swapped", mo.data, mo.len);
	buf_release(&mo);
	return 0;
}

static int
drop(void **state)
{
	char *command = mem_printf("rm -rf '%s'", folder);

	(void)state;
	if (system(command) != 0)
		return -1;
	free(command);
	return 0;
}

/* ---- reading */

static void
speaks_it(void)
{
	assert_string_equal(message_text("yes"), "\xe6\x98\xaf");
	assert_string_equal(message_text("no"), "no");
	assert_string_equal(message_text(""), "");
	assert_string_equal(message_number("one day", "%lu days", 1), "eins");
	assert_string_equal(message_number("one day", "%lu days", 4), "zwei");
	assert_string_equal(message_number("one day", "%lu days", 5), "drei");
	assert_string_equal(message_number("one hour", "%lu hours", 1), "one hour");
	assert_string_equal(message_number("one hour", "%lu hours", 0), "%lu hours");
	assert_string_equal(message_text("in %" PRId64 " h"), "um %" PRId64 " Uhr");
}

static void
catalogue__is_read__of_both_byte_orders(void **state)
{
	(void)state;
	assert_int_equal(speak("zz"), STATUS_OK);
	speaks_it();
	assert_int_equal(speak("swapped"), STATUS_OK);
	speaks_it();
}

static void
language__is_chosen__as_in_LANGUAGE(void **state)
{
	static const struct {
		const char *languages;
		bool speaks;
	} cases[] = {
		{ "xx_YY", true },
		{ "xx_YY.UTF-8", true },
		{ "xx_YY.UTF-8@euro", true },
		{ "zz_AA.UTF-8", true },
		{ "zz", true },
		{ "xx", false },
		{ "", false },
		{ "C", false },
		{ "C.UTF-8", false },
		{ "POSIX", false },
		{ "de:xx_YY", true },
		{ "en:xx_YY", false },
		{ "en_US.UTF-8:xx_YY", false },
		{ ":xx_YY", true },
		{ "de", false },
		{ "../x:xx_YY", true },
		{ "enx:xx_YY", true },
		{ "xx_YY:en", true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(speak(cases[i].languages), STATUS_OK);
		if ((strcmp(message_text("yes"), "yes") != 0) != cases[i].speaks)
			fail_msg("%s", cases[i].languages);
	}
}

static void
text__stays__when_another_language_is_spoken(void **state)
{
	const char *yes;

	(void)state;
	assert_int_equal(speak("zz"), STATUS_OK);
	yes = message_text("yes");
	assert_int_equal(speak("en"), STATUS_OK);
	assert_string_equal(yes, "\xe6\x98\xaf");
	assert_string_equal(message_text("yes"), "yes");
}

static void
chinese__is_spoken__of_the_catalogue_that_is_built(void **state)
{
	char *locale = path_of(PATH_LOCALE);
	struct err err = { 0 };

	(void)state;
	assert_int_equal(messages_open(locale, "zh_CN", &err), STATUS_OK);
	assert_string_equal(message_text("en"), "zh");
	assert_non_null(strstr(message_number("in %" PRId64 " day", "in %" PRId64 " days", 1), "%" PRId64));
	assert_ptr_equal(message_number("in %" PRId64 " day", "in %" PRId64 " days", 1),
			 message_number("in %" PRId64 " day", "in %" PRId64 " days", 2));
	assert_string_not_equal(message_number("in %" PRId64 " day", "in %" PRId64 " days", 1), "in %" PRId64 " day");
	free(locale);
}

/* ---- forms */

static void
plural__chooses__as_the_rule_says(void **state)
{
	static const struct {
		const char *rule;
		unsigned long n, form;
	} cases[] = {
		{ "0", 7, 0 },
		{ "n != 1", 1, 0 },
		{ " n > 1 ", 2, 1 },
		{ "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2", 21, 0 },
		{ "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2", 11, 2 },
		{ "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2", 23, 1 },
		{ "(n==0) + 2*!(n-3) + n/4", 3, 2 },
		{ "n-1-1", 3, 1 },
		{ "n/0", 3, 0 },
		{ "n%(n-n)", 3, 0 },
		{ "n<3 == (n<=2)", 2, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_true(plural_is_right(cases[i].rule));
		if (plural_form(cases[i].rule, cases[i].n) != cases[i].form)
			fail_msg("%s of %lu is %lu", cases[i].rule, cases[i].n, plural_form(cases[i].rule, cases[i].n));
	}
}

static void
plural__is_wrong__where_it_is_no_rule(void **state)
{
	static const char *const wrong[] = { "", "m", "n +", "(n", "n)", "n ? 1", "n ? 1 :", "n = 1", "n 1", "!" };
	char *deep = mem_alloc(100001);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		if (plural_is_right(wrong[i]))
			fail_msg("%s", wrong[i]);
	memset(deep, '(', 100000);
	assert_false(plural_is_right(deep));
	memset(deep, '!', 100000);
	assert_false(plural_is_right(deep));
	for (size_t i = 0; i < 100000; i++)
		deep[i] = "n?"[i % 2];
	assert_false(plural_is_right(deep));
	assert_int_equal(plural_form(deep, 3), 0);
	free(deep);
}

/* ---- what is no catalogue */

static void
catalogue__is_damaged__where_a_byte_or_its_end_is_missing(void **state)
{
	struct buf mo = { 0 };

	(void)state;
	write_mo(&mo, false, HEAD);
	for (size_t len = 0; len + 1 < mo.len; len++) { /* of the last text only a second NUL is not needed */
		char *name = mem_printf("cut%zu", len);

		put_catalogue(name, mo.data, len);
		assert_int_equal(speak(name), STATUS_TAMPERED);
		assert_string_equal(message_text("yes"), "yes");
		free(name);
	}
	for (size_t i = 0; i < mo.len; i++)
		for (int bit = 1; bit <= 128; bit *= 8) {
			char *name = mem_printf("bit%zu-%d", i, bit);

			mo.data[i] = (char)(mo.data[i] ^ bit);
			put_catalogue(name, mo.data, mo.len);
			if (speak(name) == STATUS_OK) { /* another text; never one that does not end */
				assert_true(strlen(message_text("yes")) <= mo.len);
				assert_true(strlen(message_number("one day", "%lu days", 7)) <= mo.len);
				assert_true(strlen(message_text("in %" PRId64 " h")) <= mo.len);
			}
			mo.data[i] = (char)(mo.data[i] ^ bit);
			free(name);
		}
	buf_release(&mo);
}

static void
catalogue__is_damaged__in_another_encoding_or_with_a_wrong_rule(void **state)
{
	static const char *const heads[] = { "Content-Type: text/plain; charset=GB18030\n", "Project: no encoding\n",
					     "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=system(n);\n" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		char *name = mem_printf("head%zu", i);
		struct buf mo = { 0 };

		write_mo(&mo, false, heads[i]);
		put_catalogue(name, mo.data, mo.len);
		assert_int_equal(speak(name), STATUS_TAMPERED);
		buf_release(&mo);
		free(name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(catalogue__is_read__of_both_byte_orders),
		cmocka_unit_test(language__is_chosen__as_in_LANGUAGE),
		cmocka_unit_test(text__stays__when_another_language_is_spoken),
		cmocka_unit_test(chinese__is_spoken__of_the_catalogue_that_is_built),
		cmocka_unit_test(plural__chooses__as_the_rule_says),
		cmocka_unit_test(plural__is_wrong__where_it_is_no_rule),
		cmocka_unit_test(catalogue__is_damaged__where_a_byte_or_its_end_is_missing),
		cmocka_unit_test(catalogue__is_damaged__in_another_encoding_or_with_a_wrong_rule),
	};

	return cmocka_run_group_tests(tests, make, drop);
}
