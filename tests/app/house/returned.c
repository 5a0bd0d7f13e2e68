#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "app/house/returned.h"

/* The fields that a return marks. */

static void
marks__are_the_same__out_of_a_step_and_back(void **state)
{
	struct return_marks marks = { 0 }, again;
	struct value errors;

	(void)state;
	return_marks_add(&marks, "floors_main", 2);
	return_marks_add(&marks, "photo_front", 5);
	errors = return_marks_value(&marks);
	return_marks_read(&errors, &again);
	assert_int_equal(again.count, 2);
	assert_string_equal(again.items[1].field, "photo_front");
	assert_int_equal(again.items[1].kind, 5);
	value_release(&errors);
	return_marks_release(&marks);
	return_marks_release(&again);
}

static void
mark__is_taken_away__when_it_is_ticked_twice(void **state)
{
	struct return_marks marks = { 0 };

	(void)state;
	return_marks_toggle(&marks, "floors_main", 2);
	return_marks_toggle(&marks, "floors_main", 3);
	return_marks_toggle(&marks, "floors_main", 2);
	assert_int_equal(marks.count, 1);
	assert_int_equal(marks.items[0].kind, 3);
	return_marks_release(&marks);
}

static void
marks__of_a_strange_step__are_left_out(void **state)
{
	struct value errors = value_list(), item = value_object();
	struct return_marks marks;

	(void)state;
	value_set_integer(&item, "kind", 1); /* names no field */
	value_append_take(&errors, item);
	value_append_take(&errors, value_text("floors_main"));
	return_marks_read(&errors, &marks);
	assert_int_equal(marks.count, 0);
	return_marks_read(NULL, &marks);
	assert_int_equal(marks.count, 0);
	value_release(&errors);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks__are_the_same__out_of_a_step_and_back),
		cmocka_unit_test(mark__is_taken_away__when_it_is_ticked_twice),
		cmocka_unit_test(marks__of_a_strange_step__are_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
