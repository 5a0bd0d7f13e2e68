#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "../support/drive.h"

/* Printing by keys alone: from the page of a house, and from that of a village. */

static void
papers__are_printed__from_a_house_and_a_village(void **state)
{
	char *dir = drive_county();
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	char stick[700];

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "1");
	pty_keys(pty, "b");
	pty_keys(pty, "/");
	pty_keys(pty, "严重");
	pty_keys(pty, "Enter d");
	pty_wait(pty, "选择要打印的");
	pty_wait(pty, "1 自建房排查结果签字确认表");
	pty_wait(pty, "自建房安全公示牌");
	pty_keys(pty, "1"); /* what will stand on it, where it goes and what is signed */
	pty_wait(pty, "写出并签认已打印");
	pty_wait(pty, "您以");
	pty_keys(pty, "Esc");
	pty_wait(pty, "选择要打印的");
	pty_keys(pty, "u"); /* onto the stick: none is in yet */
	pty_wait(pty, "请先插上U盘");
	snprintf(stick, sizeof(stick), "%s/stick-in", dir);
	assert_int_equal(mkdir(stick, 0700), 0);
	pty_keys(pty, "u");
	pty_wait(pty, "存到U盘：");
	pty_keys(pty, "1");
	pty_wait(pty, "stick-in/sheet-");
	pty_keys(pty, "Enter");
	pty_wait(pty, "已写出：");
	pty_wait(pty, ".pdf");
	pty_keys(pty, "Tab"); /* the history tells of it */
	pty_wait(pty, "签字确认表，编号2022");
	pty_keys(pty, "d 2"); /* a notice; before it was served it is printed again, as a copy */
	pty_wait(pty, "-- 自建房安全隐患处置通知书  2022");
	pty_keys(pty, "Enter");
	pty_wait(pty, "已写出：");
	pty_keys(pty, "d 2");
	pty_wait(pty, "-- 自建房安全隐患处置通知书（副本）  2022");
	pty_wait(pty, "打印，编号2022");
	pty_keys(pty, "Esc Esc");
	pty_keys(pty, "Esc Esc Esc v Enter d");
	pty_wait(pty, "自建房逐栋排查清单");
	pty_keys(pty, "Down Enter");
	pty_wait(pty, "写出并签认已打印");
	pty_keys(pty, "Enter");
	pty_wait(pty, "已写出：");
	pty_keys(pty, "Esc Esc q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	assert_int_equal(drive_louce(dir, "verify \"$LOUCE_WORKSPACE\""), 0);
	drive_release(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(papers__are_printed__from_a_house_and_a_village),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
