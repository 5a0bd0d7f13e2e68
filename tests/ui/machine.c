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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(machine__is_told__on_the_first_page),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
