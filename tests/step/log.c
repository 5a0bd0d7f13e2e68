#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "step/log.h"
#include "step/step.h"

static const struct log_key middle = { .author = { { 5 } }, .device = { { 5 } }, .area = "451224", .epoch = 5 };

/* Logs that differ from the one above in one thing, below it and above it. */
static struct log_key
other(int what, int by)
{
	struct log_key log = middle;

	if (what == 0)
		log.author.b[0] = (uint8_t)(5 + by);
	else if (what == 1)
		log.device.b[0] = (uint8_t)(5 + by);
	else if (what == 2)
		strcpy(log.area, by < 0 ? "4512" : "451224204");
	else
		log.epoch += by;
	return log;
}

static void
logs__are_told_apart__by_each_of_their_four_parts(void **state)
{
	struct id name, another;

	(void)state;
	log_name(&middle, &name);
	assert_true(log_equal(&middle, &middle) && log_beside(&middle, &middle));
	assert_int_equal(log_cmp(&middle, &middle), 0);
	for (int what = 0; what < 4; what++) {
		struct log_key below = other(what, -1), above = other(what, 1);

		assert_true(log_cmp(&below, &middle) < 0 && log_cmp(&middle, &above) < 0);
		assert_true(log_cmp(&above, &middle) > 0 && log_cmp(&middle, &below) > 0);
		assert_false(log_equal(&below, &middle) || log_equal(&middle, &above));
		assert_int_equal(log_beside(&above, &middle), what == 3);
		log_name(&above, &another);
		assert_false(id_equal(&name, &another));
		assert_int_equal(log_owner_cmp(&below, &middle) < 0, what == 0 || what == 2);
		assert_int_equal(log_owner_cmp(&above, &middle) > 0, what == 0 || what == 2);
		/* What comes first in the order decides. */
		for (int next = what + 1; next < 4; next++) {
			struct log_key mixed = other(next, 1);

			if (what == 0)
				mixed.author = below.author;
			else if (what == 1)
				mixed.device = below.device;
			else
				strcpy(mixed.area, below.area);
			assert_true(log_cmp(&mixed, &middle) < 0);
			assert_true(what || log_owner_cmp(&mixed, &middle) < 0);
		}
	}
}

static void
log_read__reads_what_was_written__and_nothing_that_is_wrong(void **state)
{
	static const struct {
		const char *name, *text; /* NULL: without the member */
		int64_t number;		 /* where text is NULL: 0: without the member */
	} cases[] = {
		{ "author", NULL, 0 },
		{ "author", "05", 0 },
		{ "author", NULL, 5 },
		{ "device", NULL, 0 },
		{ "device", "05", 0 },
		{ "device", NULL, 5 },
		{ "area", NULL, 0 },
		{ "area", "451", 0 },
		{ "area", NULL, 45 },
		{ "epoch", NULL, 0 },
		{ "epoch", NULL, -1 },
		{ "epoch", "5", 0 },
		{ "epoch", NULL, (int64_t)STEP_NUMBER_MAX + 1 },
		{ "author", "0500", 0 },
	};
	struct value object = value_object();
	struct log_key log;

	(void)state;
	log_write(&middle, &object);
	assert_true(log_read(&object, &log));
	assert_true(log_equal(&log, &middle));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct value wrong = value_copy(&object);

		value_remove(&wrong, cases[i].name);
		if (cases[i].text)
			value_set_text(&wrong, cases[i].name, cases[i].text);
		else if (cases[i].number)
			value_set_integer(&wrong, cases[i].name, cases[i].number);
		if (log_read(&wrong, &log))
			fail_msg("case %zu", i);
		value_release(&wrong);
	}
	value_set_integer(&object, "epoch", 1);
	assert_true(log_read(&object, &log));
	value_set_integer(&object, "epoch", STEP_NUMBER_MAX);
	assert_true(log_read(&object, &log));
	value_set_text(&object, "area", "");
	assert_true(log_read(&object, &log));
	assert_string_equal(log.area, "");
	value_release(&object);
}

static void
log_of_step__says_none__of_a_self_signed_credential(void **state)
{
	struct step step = { .author = middle.author, .has_author = true, .device = middle.device, .area = "451224", .epoch = 5, .seq = 9 };
	struct log_key log;

	(void)state;
	assert_true(log_of_step(&step, &log));
	assert_true(log_equal(&log, &middle));
	step.has_author = false;
	assert_false(log_of_step(&step, &log));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(logs__are_told_apart__by_each_of_their_four_parts),
		cmocka_unit_test(log_read__reads_what_was_written__and_nothing_that_is_wrong),
		cmocka_unit_test(log_of_step__says_none__of_a_self_signed_credential),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
