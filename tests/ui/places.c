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

/* The event is about the county and asks for townships: these are offered, each once, and no village. */
static void
division_in_a_form_about_one__is_offered_as_it_is_admitted__by_keys(void **state)
{
	char *dir = drive_county();
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "7");
	pty_keys(pty, "g");
	pty_wait(pty, "村和乡镇的表单");
	drive_choose(pty, "强降雨");
	pty_keys(pty, "Enter");
	drive_at(pty, "事件"); /* the day is that of today */
	pty_keys(pty, "1 Enter");
	drive_at(pty, "多少小时内巡查完");
	pty_keys(pty, "1 0 0 0 0 0"); /* after 10 no digit is in the range, and the rows take none: all of it stays */
	drive_at(pty, "多少小时内巡查完");
	pty_wait(pty, "100000");
	pty_wait(pty, "必须在 1 到 72 之间");
	pty_keys(pty, "Bs Bs Bs Bs Enter");
	drive_at(pty, "涉及乡镇");
	pty_keys(pty, "+");
	drive_at(pty, "乡镇");
	pty_wait(pty, "东兰镇");
	assert_false(pty_has(pty, "村"));
	assert_false(pty_has(pty, "社区"));
	pty_keys(pty, "1 Esc");
	pty_wait(pty, "1 行");
	pty_keys(pty, "+");
	pty_wait(pty, "隘洞镇");
	assert_false(pty_has(pty, "东兰镇")); /* it is named already */
	pty_keys(pty, "Esc");
	pty_wait(pty, "1 行");
	pty_keys(pty, "^S");
	pty_wait(pty, "已签字：");
	pty_keys(pty, "Esc q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	drive_release(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(form_about_a_village__is_filled_and_corrected__by_keys),
		cmocka_unit_test(division_in_a_form_about_one__is_offered_as_it_is_admitted__by_keys),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
