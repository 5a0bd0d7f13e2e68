#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "../support/drive.h"

/* Printing by keys alone: from the page of a house, and from that of a village; keying a list that came back; and a report compared with an earlier day. */

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
	pty_keys(pty, "Enter");
	pty_wait(pty, "存在严重安全隐患（"); /* who found it, and when */
	pty_wait(pty, "d 打印");
	pty_keys(pty, "d");
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
	pty_wait(pty, "stick-in/自建房排查结果签字确认表-");
	pty_keys(pty, "Enter");
	pty_wait(pty, "已写出：");
	pty_wait(pty, ".pdf");
	pty_wait(pty, "已打印：");
	pty_keys(pty, "Tab"); /* the history tells of it */
	pty_wait(pty, "签字确认表，编号2022");
	pty_keys(pty, "d 2"); /* a notice; before it was served it is printed again, as a copy */
	pty_wait(pty, "-- 自建房安全隐患处置通知书  2022");
	pty_wait(pty, "的自建房（农村道路，"); /* the house by its road and door, too */
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

/* Waits for a text, and says that a test goes on. */
static void
keys_then(struct pty *pty, const char *keys, const char *text)
{
	pty_keys(pty, keys);
	pty_wait(pty, text);
}

/* How many visits stand on the day. */
static int
visits(const char *dir, const char *day)
{
	char words[300];

	for (int count = 0; count < 9; count++) {
		snprintf(words, sizeof(words), "dump --format csv --table visit | grep -c ',%s' | grep -qx %d", day, count);
		if (drive_louce(dir, words) == 0)
			return count;
	}
	return -1;
}

static void
list__is_keyed__in_the_order_of_the_paper(void **state)
{
	char *dir = drive_county();
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "1");
	keys_then(pty, "v Enter k", "还没有打印过可以录入的清单");
	keys_then(pty, "Esc d Down Enter", "走访情况  1 家中无人");
	keys_then(pty, "Enter", "已写出：");
	keys_then(pty, "k", "自建房逐栋排查清单  房屋");
	keys_then(pty, "Enter", "走访日期：2022-09-01");
	pty_wait(pty, "方框“已排查”：空格打勾");

	/* Two visits that are whole, one that lacks why it was refused, one digit that the column does not have. */
	keys_then(pty, "1 2 2 3 1", "从外面看是否有明显险情  1 是  2 否");
	pty_keys(pty, "2 1 2 2");
	keys_then(pty, "9", "这一列没有这个数字");
	pty_keys(pty, "Space"); /* the box of the fourth: surveyed, whose record is still to be filled */
	keys_then(pty, "d", "走访日期");
	keys_then(pty, "2 0 3 0 - 1 - 1 Enter d 0 8 3 1 Enter",
		  "走访日期：2022-08-31"); /* what is typed replaces the day that stands there */

	/* What is keyed is kept, also over the end of the program. */
	pty_keys(pty, "Esc Esc Esc Esc q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	assert_int_equal(visits(dir, "2022-08-31"), 0);
	pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	drive_person(pty, "1");
	keys_then(pty, "v Enter k Enter", "走访日期：2022-08-31");
	pty_wait(pty, "已录入");

	/* First into the forms, then signed; what a form does not take is to do, with its reason. */
	keys_then(pty, "^S", "填写完整的表：2");
	pty_wait(pty, "待办的房屋：2");
	assert_int_equal(visits(dir, "2022-08-31"), 0);
	keys_then(pty, "^S", "已签字：2 张表");
	assert_int_equal(visits(dir, "2022-08-31"), 2);
	pty_wait(pty, "拒绝的理由"); /* the first to do */
	pty_wait(pty, "^S 填入各表");
	keys_then(pty, "o", "未填 1 项");
	drive_at(pty, "拒绝的理由"); /* its form, at the question that lacks */
	keys_then(pty, "Esc", "方框“已排查”");
	keys_then(pty, "o", "未填 1 项");
	keys_then(pty, "1 ^S", "方框“已排查”"); /* signed there: here it is to do no more */
	assert_int_equal(visits(dir, "2022-08-31"), 3);
	assert_false(pty_has(pty, "拒绝的理由"));
	pty_wait(pty, "已签字");
	keys_then(pty, "Down Down", "房屋信息登记：还有");
	assert_true(pty_has(pty, "所在区域"));

	/* The draft is the form's own: opened from its house, it goes on there. Keyed twice, nothing is signed twice. */
	keys_then(pty, "Home 1 2 2 ^S", "2022-08-31的已经签过");
	assert_int_equal(visits(dir, "2022-08-31"), 3);

	/* Who signs none of its forms hears so before anything is keyed, and who may. */
	pty_keys(pty, "Esc Esc Esc Esc");
	drive_person(pty, "3");
	keys_then(pty, "v Enter k Enter", "不能签");
	assert_false(pty_has(pty, "方框"));
	pty_keys(pty, "Esc Esc Esc q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	assert_int_equal(drive_louce(dir, "verify \"$LOUCE_WORKSPACE\""), 0);
	drive_release(dir);
}

/* A list that was printed under one pack, and a later one in which a digit of it means another choice. */
static void
list__is_refused__under_a_pack_whose_digits_mean_something_else(void **state)
{
	char *dir = drive_county(), script[2000];
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "1");
	keys_then(pty, "v Enter d Down Enter", "走访情况  1 家中无人");
	keys_then(pty, "Enter", "已写出：");
	pty_keys(pty, "Esc Esc Esc q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	snprintf(
		script, sizeof(script),
		"status; set -e; cd '%s'; echo demo >pass; cp -R \"$LOUCE_DATADIR/forms\" forms; chmod -R u+w forms; sed -i 's/^version: 1$/version: 2/' forms/pack.yaml;"
		"sed -i '/zh: 家中无人/{h;d};/zh: 外出务工/{G}' forms/lists.yaml;"
		"as() { '%s/louce' \"$@\" --passphrase-file pass; };"
		"officers=$(sqlite3 county.louce \"SELECT body ->> '$.data.person' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '$.data.role' = 'county_officer'\");"
		"set -- $officers; as forms publish forms --yes --as $1 >said; as endorse $(sed -n 's/.*louce endorse \\([0-9a-f]*\\).*/\\1/p' said) --as $2 --yes",
		dir, getenv("LOUCE_BUILD"));
	assert_int_equal(drive_louce(dir, script), 0);
	pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	drive_person(pty, "1");
	keys_then(pty, "v Enter k", "自建房逐栋排查清单  房屋");
	keys_then(pty, "Enter", "与现行表格不同");
	assert_false(pty_has(pty, "走访日期"));
	keys_then(pty, "Esc d Down Enter", "走访情况  1 ");
	pty_free(pty);
	drive_release(dir);
}

/* With a receipt of an earlier day, or without any. */
static void
reports__say__which_days_they_can_be_compared_with(void **state)
{
	char *dir = drive_county(), more[700], command[2000];
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "7");
	pty_keys(pty, "r d");
	pty_wait(pty, "还没有可对比的日期");
	pty_free(pty);
	snprintf(more, sizeof(more), "%s/more", dir);
	snprintf(command, sizeof(command),
		 "env -u LOUCE_CLOCK '%s/louce' demo '%s' --buildings 10 --seed ui --single --no-ui >/dev/null 2>&1", getenv("LOUCE_BUILD"),
		 more);
	assert_int_equal(system(command), 0);
	drive_clock = "LOUCE_CLOCK=1663120000"; /* 2022-09-14 */
	pty = drive_start(more, "zh_CN", 24, 80, NULL);
	drive_clock = DRIVE_CLOCK;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "7");
	pty_keys(pty, "r d");
	pty_wait(pty, "县级回执：2022-09-05");
	pty_keys(pty, "^U 0904 Enter");
	pty_wait(pty, "没有 2022-09-04 及以前的县级回执");
	pty_keys(pty, "Down Enter");
	pty_wait(pty, "与2022-09-05对比");
	pty_free(pty);
	drive_release(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(papers__are_printed__from_a_house_and_a_village),
		cmocka_unit_test(list__is_keyed__in_the_order_of_the_paper),
		cmocka_unit_test(list__is_refused__under_a_pack_whose_digits_mean_something_else),
		cmocka_unit_test(reports__say__which_days_they_can_be_compared_with),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
