#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/drive.h"

/* A spot check and a second look on the screens, in Chinese, by keys alone: houses drawn in two signed steps, one of them looked at and scored; and one that the
 * platform's table says is drawn, looked at by who knows neither side, decided by a third person and scored. */

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
	pty_wait(pty, "已写出第 1 号县级回执");
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
	pty_wait(pty, "抽不出 999 栋");
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
	pty_wait(pty, "1次抽查等填开奖号码，开奖日已到");
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
	pty_wait(pty, "已查 0 栋，应查 2 栋");
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
	pty_wait(pty, "已查 1 栋，应查 2 栋；有错 1 栋");
	pty_wait(pty, "有错：层数");
	pty_keys(pty, "Esc Esc");
	pty_wait(pty, "抽查：待查看 1 栋");
	pty_keys(pty, "q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	drive_clock = DRIVE_CLOCK;
	assert_int_equal(drive_louce(dir, "verify \"$LOUCE_WORKSPACE\""), 0);
	drive_release(dir);
}

/* ---- the second look */

#define HOUSE "YS000000016" /* a shop in which nothing was found, signed by the team */
#define SECOND "韦秋明"	    /* who comes from elsewhere: both inspectors of the village had to do with the house */

static void __attribute__((format(printf, 1, 2))) run(const char *format, ...)
{
	char command[3000];
	va_list args;

	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	if (system(command) != 0)
		fail_msg("%s", command);
}

/* Away from the screens of this test: an officer gives somebody from elsewhere the right to look. */
static void
invite_second(const char *dir)
{
	run("export LOUCE_CLOCK=1662000000 LOUCE_HOME='%s/home' LOUCE_WORKSPACE='%s/county.louce' louce=\"$LOUCE_BUILD/louce\" pass='%s/pass'; "
	    "echo demo >\"$pass\"; \"$louce\" key new " SECOND " --passphrase-file \"$pass\" >/dev/null && "
	    "code=$(\"$louce\" request " SECOND " --role inspector --area 451224204201 --passphrase-file \"$pass\" | "
	    "sed -n 's/^    \\([0-9a-f ]*\\)$/\\1/p') && officer=$(\"$louce\" key list | sed -n '/李金花/{s/ .*//p;q}') && "
	    "\"$louce\" issue \"$code\" --as \"$officer\" --passphrase-file \"$pass\" >/dev/null",
	    dir, dir, dir);
}

/* The platform's table: the house as its page names it, with a storey more, and drawn. */
static void
write_table(const char *dir, struct pty *pty)
{
	char group[64], road[64], door[16], owner[64], line[512];

	strcpy(line, pty_row(pty, 0));
	assert_int_equal(sscanf(line, " %*s %63s %63s %15s %63s", group, road, door, owner), 4);
	run("mkdir -p '%s/stick-in' && printf '%%s\\n' "
	    "'platform_no,village,group_name,road,door_no,owner_name,p_use_class,p_floors_main,p_structure,p_conclusion,p_drawn' "
	    "'" HOUSE ",451224204201,%s,%s,%s,%s,jyxzjf,9,1,2,是' >'%s/stick-in/平台.csv'",
	    dir, group, road, door, owner, dir);
}

static void
second_look__is_drawn_done_and_scored__by_keys(void **state)
{
	char *dir = drive_county();
	struct pty *pty;

	(void)state;
	invite_second(dir);
	pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "8");
	pty_keys(pty, "a");
	pty_wait(pty, "查找");
	pty_keys(pty, HOUSE " Enter");
	pty_wait(pty, "历史、表格");
	write_table(dir, pty);
	pty_keys(pty, "Esc Esc x");
	pty_wait(pty, "表格 1 个（按 r）");
	pty_keys(pty, "r");
	pty_wait(pty, "平台.csv");
	pty_keys(pty, "Enter");
	pty_wait(pty, "已在名册 1 栋");
	pty_wait(pty, "其中 1 栋带有别的系统的记录");
	pty_keys(pty, "Enter");
	pty_wait(pty, "其中 1 栋将存入别的系统的记录");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "其中 1 栋已存入别的系统的记录");
	pty_keys(pty, "Esc Esc Esc");
	drive_person(pty, "3"); /* who did not see what stands there */
	drive_choose(pty, "1 栋待填：信息排查回头看");
	pty_wait(pty, HOUSE);
	pty_keys(pty, "Enter");
	pty_wait_gone(pty, "位置和产权人"); /* nothing of it is asked */
	drive_at(pty, "排查情况");
	pty_keys(pty, "3 1 2 1 2");
	drive_at(pty, "经营业态");
	pty_keys(pty, "3 Enter");
	drive_at(pty, "主体层数");
	pty_keys(pty, "2 Enter");
	drive_at(pty, "墙体材料");
	pty_keys(pty, "1 1 1 1 2");
	drive_at(pty, "场地和地基");
	pty_keys(pty, "1 1 1 1 1");
	drive_at(pty, "回头看时的房屋照片");
	pty_keys(pty, "1 ^S");
	pty_wait(pty, "已签字：信息排查回头看");
	pty_wait(pty, "等着别人填“差异裁定”"); /* who looked decides nothing */
	drive_person(pty, "8");
	drive_choose(pty, "1 栋待填：差异裁定");
	pty_wait(pty, HOUSE);
	pty_keys(pty, "Enter");
	pty_wait(pty, "主体层数：平台9，排查4，回头看2。");
	drive_at(pty, "逐项裁定");
	pty_keys(pty, "+");
	drive_at(pty, "项目");
	pty_wait(pty, "1  主体层数"); /* without its name in the program */
	pty_keys(pty, "1");
	drive_at(pty, "哪一方正确");
	pty_keys(pty, "1");
	pty_wait(pty, "[回车] 这一行填好了");
	pty_keys(pty, "Enter");
	drive_at(pty, "逐项裁定");
	pty_keys(pty, "Enter");
	drive_at(pty, "裁定依据");
	pty_keys(pty, "9月1日到现场核对 Enter ^S");
	pty_wait(pty, "已签字：差异裁定");
	pty_keys(pty, "Esc r");
	drive_choose(pty, "平台信息更正清单");
	pty_keys(pty, "Enter");
	pty_wait(pty, "还有 0 项不一致尚未裁定");
	pty_wait(pty, "还有 1 栋与平台不一致的房屋未经各级全部签字确认"); /* nothing is keyed back before that */
	pty_keys(pty, "Esc");
	drive_choose(pty, "信息错误率统计表");
	pty_keys(pty, "Enter");
	pty_wait(pty, "平台         1       4  25.0%   0.6% - 80.6%");
	pty_wait(pty, "排查         0       8  0.0%    0.0% - 36.9%");
	pty_keys(pty, "Esc Esc q");
	assert_int_equal(pty_wait_exit(pty), 0);
	assert_int_equal(drive_louce(dir, "verify \"$LOUCE_WORKSPACE\""), 0);
	pty_free(pty);
	drive_release(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spot_check__is_drawn_done_and_scored__by_keys),
		cmocka_unit_test(second_look__is_drawn_done_and_scored__by_keys),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
