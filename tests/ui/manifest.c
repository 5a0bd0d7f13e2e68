#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../support/drive.h"

/* That no house was left out: the village's page, its signature, and who sees whether it stands. In Chinese, by keys alone. */

static void
manifest__is_signed__with_a_reason_for_each_missing_house(void **state)
{
	char *dir = drive_county();
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "7"); /* the county's office sees how many lack one */
	pty_wait(pty, "未签不漏一栋确认书的村（社区）");
	pty_keys(pty, "v");
	pty_wait(pty, "有效0");
	pty_keys(pty, "Esc");

	drive_person(pty, "1"); /* an inspector may read it, and may not sign */
	pty_keys(pty, "v Enter");
	pty_wait(pty, "还没有签不漏一栋确认书");
	pty_keys(pty, "^S");
	pty_wait(pty, "不能签不漏一栋确认书；能签的是：村党支部书记");
	pty_keys(pty, "Esc Esc");

	drive_person(pty, "3"); /* the secretary of one village is at its page at once */
	pty_keys(pty, "v");
	pty_wait(pty, "没有写明原因");
	pty_keys(pty, "^S");
	pty_wait(pty, "请先用数字写明每栋未查到房屋的原因");
	pty_keys(pty, "1");
	pty_wait(pty, "原因要写在房屋上"); /* a part of the village takes none */
	pty_keys(pty, "Enter 9");
	pty_wait(pty, "没有这个数字的原因");
	pty_keys(pty, "2 Up Bs"); /* the row above is the first house again: its reason is taken away */
	for (int i = 0; i < 60 && !pty_has(pty, "都已写明原因"); i++) {
		pty_keys(pty, "Enter 1");
		pty_rest(pty);
	}
	pty_wait(pty, "未查到的房屋都已写明原因：回车签字");
	pty_keys(pty, "Enter");
	pty_wait(pty, "您签字确认");
	pty_wait(pty, "没有漏掉一栋房屋");
	pty_keys(pty, "wrong Enter");
	pty_wait(pty, "口令不对");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "已签字：");
	pty_wait(pty, "确认书：覃海波");
	pty_keys(pty, "Esc");

	drive_person(pty, "7"); /* and the office sees that it stands */
	pty_keys(pty, "v");
	pty_wait(pty, "有效1");
	pty_keys(pty, "/");
	pty_keys(pty, "金谷村");
	pty_keys(pty, "Enter");
	pty_wait(pty, "有效：2022-09-01");
	pty_keys(pty, "Esc Tab");
	pty_wait(pty, "未签");
	assert_false(pty_has(pty, "有效：2022"));
	pty_keys(pty, "Esc q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	assert_int_equal(drive_louce(dir, "verify \"$LOUCE_WORKSPACE\""), 0);
	drive_release(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(manifest__is_signed__with_a_reason_for_each_missing_house),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
