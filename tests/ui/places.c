#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../support/drive.h"

/* Forms about villages: home names what is not filled, the page leads to the form, and who signed it stands there. In Chinese, by keys alone. */

static void
form_about_a_village__is_filled_and_corrected__by_keys(void **state)
{
	char *dir = drive_county();
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "1"); /* an inspector may fill none */
	pty_keys(pty, "g");
	pty_wait(pty, "没有您可以填的");
	pty_keys(pty, "Esc");

	drive_person(pty, "3"); /* the secretary of one village */
	pty_wait(pty, "还没有填的表单：1 张；按 g 查看");
	pty_keys(pty, "g");
	pty_wait(pty, "还没有填");
	pty_keys(pty, "Enter");
	pty_wait(pty, "+：加一行");
	pty_keys(pty, "^S");
	pty_wait(pty, "必须填写"); /* a grid of nobody */
	pty_keys(pty, "+");
	pty_wait(pty, "责任人 1");
	pty_keys(pty, "老街 Enter");
	drive_at(pty, "责任人姓名");
	pty_keys(pty, "韦建国 Enter 3");
	drive_at(pty, "工作电话");
	pty_keys(pty, "13800000001");
	drive_at(pty, "从哪天起");
	pty_keys(pty, "20220801 Esc");
	pty_wait(pty, "1 行");
	pty_keys(pty, "^S");
	pty_wait(pty, "已签字：网格责任");
	pty_wait(pty, "2022-09-01");
	pty_wait(pty, "老街");
	pty_keys(pty, "Enter"); /* as it stands, to be corrected */
	pty_wait(pty, "1 行");
	pty_keys(pty, "Esc");
	pty_wait(pty, "村和乡镇的表单");
	pty_keys(pty, "Esc");
	pty_wait(pty, "进度");
	assert_false(pty_has(pty, "按 g 查看"));
	pty_keys(pty, "q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	assert_int_equal(drive_louce(dir, "verify \"$LOUCE_WORKSPACE\""), 0);
	drive_release(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(form_about_a_village__is_filled_and_corrected__by_keys),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
