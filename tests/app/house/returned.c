#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "app/house/returned.h"
#include "base/mem.h"

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

/* A mark of a row is at that row and at its repeat, and nowhere else; one without a row is at every row. */
static void
mark__of_a_row__is_found_there_and_at_its_repeat(void **state)
{
	struct return_marks marks = { 0 };
	struct err err = { 0 };
	char *forms = mem_printf("%s/forms", getenv("LOUCE_DATADIR"));
	struct pack *pack = NULL;
	const struct field *defect, *repeat;

	(void)state;
	if (pack_load(forms, &pack, NULL, &err))
		fail_msg("%s", err.text);
	defect = pack_field(pack, "criterion");
	assert_non_null(defect);
	repeat = defect->parent;
	assert_int_equal(repeat->type, FIELD_REPEAT);
	return_marks_add(&marks, "findings/2/criterion", 5);
	assert_non_null(return_marks_label(&marks, pack, defect, 2));
	assert_null(return_marks_label(&marks, pack, defect, 1));
	assert_non_null(return_marks_label(&marks, pack, repeat, 0));
	assert_ptr_equal(return_mark_form(pack, &marks.items[0]), pack_form_of_field(pack, "criterion"));
	return_marks_release(&marks);
	marks = (struct return_marks){ 0 };
	return_marks_add(&marks, "criterion", 5);
	assert_non_null(return_marks_label(&marks, pack, defect, 1));
	assert_non_null(return_marks_label(&marks, pack, defect, 2));
	return_marks_release(&marks);
	pack_free(pack);
	free(forms);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks__are_the_same__out_of_a_step_and_back),
		cmocka_unit_test(mark__is_taken_away__when_it_is_ticked_twice),
		cmocka_unit_test(marks__of_a_strange_step__are_left_out),
		cmocka_unit_test(mark__of_a_row__is_found_there_and_at_its_repeat),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
