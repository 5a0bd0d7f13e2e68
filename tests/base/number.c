#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/attr.h"
#include "base/number/number.h"

static void
number__is_read__only_in_digits(void **state)
{
	static const struct {
		const char *text, *again; /* NULL: no number */
	} cases[] = {
		{ "0", "0" },
		{ "16", "16" },
		{ "-3.50", "-3.5" },
		{ "007", "7" },
		{ "0.00001", "0.00001" },
		{ "-0.000012", "-0.000012" },
		{ "123456789012", "123456789012" },
		{ "10000000000", "10000000000" },
		{ "1234567.891234", "1234567.891234" },
		{ "107.4191871", "107.4191871" },
		{ "-0.0", "-0" },
		{ "", NULL },
		{ "-", NULL },
		{ ".5", NULL },
		{ "5.", NULL },
		{ "+5", NULL },
		{ " 5", NULL },
		{ "5 ", NULL },
		{ "--5", NULL },
		{ "1,5", NULL },
		{ "0x10", NULL },
		{ "0x1p3", NULL },
		{ "1e3", NULL },
		{ "inf", NULL },
		{ "-nan", NULL },
	};
	char huge[400], text[NUMBER_TEXT_MAX];
	double number;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		number = 77;
		if (number_read(cases[i].text, &number) != (cases[i].again != NULL))
			fail_msg("\"%s\"", cases[i].text);
		if (!cases[i].again) {
			assert_true(number == 77);
			continue;
		}
		number_write(number, text);
		assert_string_equal(text, cases[i].again);
		assert_true(number_read(text, &number));
	}
	memset(huge, '9', sizeof(huge));
	huge[309] = '\0';
	assert_false(number_read(huge, &number));
	huge[308] = '\0';
	assert_true(number_read(huge, &number));
	for (int sign = -1; sign <= 1; sign += 2) {
		number_write(sign * 1.7e308, text);
		assert_true(number_read(text, &number));
		number_write(sign * 4e-320, text);
		assert_string_equal(text, "0");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(number__is_read__only_in_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
