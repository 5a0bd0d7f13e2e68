#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "flow/task.h"

static void
word__leads_back_to_its_task__for_each(void **state)
{
	(void)state;
	for (int i = 0; i < TASK_COUNT; i++) {
		enum flow_task task;

		assert_true(flow_task_from_word(flow_task_word((enum flow_task)i), &task));
		assert_int_equal(task, i);
	}
}

static void
word__is_of_no_task__when_unknown_or_missing(void **state)
{
	enum flow_task task = TASK_SIGN;

	(void)state;
	assert_false(flow_task_from_word("signs", &task));
	assert_int_equal(task, TASK_NONE);
	assert_false(flow_task_from_word(NULL, &task));
}

static void
task__is_of_a_level__when_somebody_signs_or_signed_there(void **state)
{
	(void)state;
	for (int i = 0; i < TASK_COUNT; i++)
		assert_int_equal(flow_task_is_of_level((enum flow_task)i), i == TASK_SIGN || i == TASK_RETURNED);
}

/* Every task, what is overdue, what is done, and each task by itself. */
static void
task__fits__what_is_asked_for(void **state)
{
	(void)state;
	for (int kind = 0; kind < TASK_KIND_COUNT; kind++)
		for (int task = 0; task < TASK_COUNT; task++)
			for (int bits = 0; bits < 4; bits++) {
				bool done = bits & 1, overdue = bits & 2;

				assert_int_equal(flow_task_fits((enum flow_task)kind, (enum flow_task)task, done, overdue),
						 kind == TASK_ANY || (kind == TASK_OVERDUE && overdue) || (kind == TASK_DONE && done) ||
							 kind == task);
			}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(word__leads_back_to_its_task__for_each),
		cmocka_unit_test(word__is_of_no_task__when_unknown_or_missing),
		cmocka_unit_test(task__is_of_a_level__when_somebody_signs_or_signed_there),
		cmocka_unit_test(task__fits__what_is_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
