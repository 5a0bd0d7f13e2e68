#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/drive.h"

/* The page about this machine: D on the first page, and on the page of the first start. */

static char *dir;

static int
begin(void **state)
{
	(void)state;
	dir = drive_county();
	return 0;
}

static int
end(void **state)
{
	(void)state;
	drive_release(dir);
	return 0;
}

static void
machine__is_told__on_the_first_page(void **state)
{
	struct pty *pty = drive_start(dir, "zh_CN", 40, 120, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	pty_keys(pty, "D");
	pty_wait(pty, "这台电脑");
	pty_wait(pty, "需要处理");
	pty_wait(pty, "早于这个 louce 的制作日期"); /* by the clock of the test */
	pty_wait(pty, "解决办法：在桌面的设置里改正");
	pty_wait(pty, "终端：xterm");
	pty_wait(pty, "county.louce”完整");
	pty_keys(pty, "Esc");
	pty_wait(pty, "先选谁在用这台电脑");
	pty_free(pty);
}

/* The chapter of who is at the laptop stands first; nobody gets the one for newcomers. */
static void
handbook__opens__at_the_chapter_of_who_reads_it(void **state)
{
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	char ruler[81] = "";

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	pty_keys(pty, "?");
	pty_wait(pty, "h 使用手册");
	pty_keys(pty, "h");
	pty_wait(pty, "5  新来的人员");
	pty_keys(pty, "Esc Esc");
	drive_person(pty, "1");
	pty_keys(pty, "a");
	pty_wait(pty, "回车 打开");
	pty_keys(pty, "^G h"); /* from any page */
	pty_wait(pty, "1  排查小组的一天");
	pty_keys(pty, "PgDn");
	pty_wait_gone(pty, "1  排查小组的一天");
	pty_keys(pty, "/ 签字领导的五分钟 Enter"); /* the others stand behind it */
	pty_wait(pty, "签字领导的五分钟");
	pty_keys(pty, "Esc Esc Esc");
	drive_person(pty, "3");
	pty_keys(pty, "? h");
	pty_wait(pty, "2  签字领导的五分钟");
	pty_keys(pty, "/ .... Enter"); /* the rulers of a page fill one row of the smallest window */
	memset(ruler, '.', 80);
	pty_wait(pty, ruler);
	assert_false(pty_has(pty, "\n..\n"));
	assert_false(pty_has(pty, "\n ..\n"));
	pty_free(pty);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(handbook__opens__at_the_chapter_of_who_reads_it),
		cmocka_unit_test(machine__is_told__on_the_first_page),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
