#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../support/drive.h"

/* A spot check on the screens: houses drawn in two signed steps, one of them looked at and scored. In Chinese, by keys alone. */

static void
spot_check__is_drawn_done_and_scored__by_keys(void **state)
{
	char *dir = drive_county();
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "1"); /* who may have to judge houses anew must not learn from a draw what was found */
	pty_keys(pty, "c");
	pty_wait(pty, "还不能看到原判定结论");
	drive_person(pty, "7"); /* the officer whose right is for this laptop writes the receipts */
	pty_keys(pty, "c");
	pty_wait(pty, "还没有抽取");
	pty_keys(pty, "Enter"); /* nothing is received yet */
	pty_wait(pty, "回执");
	pty_keys(pty, "w");
	pty_wait(pty, "已写出第1号县级回执");
	pty_keys(pty, "Enter");
	pty_wait(pty, "彩票名称和期号");
	pty_keys(pty, "^S");
	pty_wait(pty, "还没有填：彩票名称和期号");
	pty_keys(pty, "2022111 Enter");
	pty_keys(pty, "0901 Enter"); /* refused where it was typed, before anybody gives a passphrase */
	pty_wait(pty, "理解为2022-09-01");
	pty_keys(pty, "^U 2022-13-02 ^S");
	pty_wait(pty, "不是日期");
	pty_keys(pty, "^U 0902 Enter");
	pty_wait(pty, "2022-09-02"); /* as it is understood */
	pty_keys(pty, "^U Enter");
	pty_wait(pty, "抽几栋？不抽的填 0：");
	pty_keys(pty, "3 Enter ^U Enter"); /* an empty quota is not 0 */
	pty_wait(pty, "抽几栋？不抽的填 0：");
	pty_keys(pty, "999 ^S");
	pty_wait(pty, "抽不出999栋");
	pty_keys(pty, "^U 0 ^S");
	pty_wait(pty, "您签字公布");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "抽取范围已公布并收到");
	pty_keys(pty, "Enter");
	pty_wait(pty, "按 s 填开奖号码");
	pty_keys(pty, "p");
	pty_wait(pty, "还没有填开奖号码，没有可以核对的");
	pty_keys(pty, "s"); /* refused at the key, before anything is typed */
	pty_wait(pty, "2022-09-02开奖");
	pty_keys(pty, "Esc Esc");
	pty_keys(pty, "g"); /* a draw is no form that is filled there */
	pty_wait(pty, "强降雨、地震等事件");
	assert_false(pty_has(pty, "抽查房屋抽取"));
	pty_keys(pty, "Esc q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	drive_clock = "LOUCE_CLOCK=1662086400"; /* the day of the lottery */
	pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "7");
	pty_keys(pty, "c");
	pty_wait(pty, "抽取范围已公布并收到");
	pty_keys(pty, "Enter");
	pty_wait(pty, "按 s 填开奖号码");
	pty_keys(pty, "s");
	pty_wait(pty, "照公布的开奖号码");
	pty_keys(pty, "03-11-17 Esc");
	pty_wait(pty, "按 s 填开奖号码");
	pty_keys(pty, "s"); /* it stands there still */
	pty_wait(pty, "03-11-17");
	pty_keys(pty, "Enter");
	pty_wait(pty, "您签字确认开奖号码");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "已抽取，有效");
	pty_wait(pty, "已查0栋，应查2栋");
	pty_keys(pty, "p");
	pty_wait(pty, "房屋一致");

	pty_keys(pty, "Enter"); /* the first house drawn: a storey more than its form says */
	pty_wait(pty, "所属抽取编号");
	drive_at(pty, "现场：房屋用途类别");
	pty_keys(pty, "1");
	drive_at(pty, "现场：主体层数");
	pty_keys(pty, "9 Enter");
	drive_at(pty, "现场：结构类型");
	pty_keys(pty, "1");
	drive_at(pty, "现场：是否改扩建");
	pty_keys(pty, "2");
	drive_at(pty, "现场：初步判定结论");
	pty_keys(pty, "3");
	drive_at(pty, "登记的照片是否合格");
	pty_keys(pty, "1");
	drive_at(pty, "抽查现场照片");
	pty_keys(pty, "^S");
	pty_wait(pty, "必须填写");
	pty_keys(pty, "1");
	pty_keys(pty, "^S");
	pty_wait(pty, "已查1栋，应查2栋；有错1栋");
	pty_wait(pty, "有错：层数");
	pty_keys(pty, "Esc Esc");
	pty_wait(pty, "抽查：待查看1栋");
	pty_keys(pty, "q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	drive_clock = DRIVE_CLOCK;
	assert_int_equal(drive_louce(dir, "verify \"$LOUCE_WORKSPACE\""), 0);
	drive_release(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spot_check__is_drawn_done_and_scored__by_keys),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
