#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "loop_steps.h"

/* From a hazard to its strike-off, in Chinese, by keys alone: the township clerk fills, others sign, and the first page names each next act. */

/* From the first page. */
static void
end_walk(struct walk *walk, char *dir)
{
	pty_keys(walk->pty, "q");
	assert_int_equal(pty_wait_exit(walk->pty), 0);
	assert_int_equal(drive_louce(dir, "verify \"$LOUCE_WORKSPACE\""), 0);
	pty_free(walk->pty);
	drive_release(dir);
	drive_clock = DRIVE_CLOCK;
}

static void
severe_house__goes_from_its_notice_to_its_strike_off__by_keys_alone(void **state)
{
	static const char *const report[] = { "鉴定等级", "D级（整幢危房）", "报告封面照片", NULL };
	static const char *const plan[] = { "一楼一策整治方案", "具体做法", NULL };
	static const char *const report_again[] = { "房屋安全鉴定 2/2", "鉴定等级", "B级（个别构件危险）", "报告封面照片", NULL };
	static const char *const closure[] = { "销号理由", "整治后正面照片", NULL };
	static const struct paper dangerous = { .number = "HC2022-001 Enter", .day = "0910 Enter", .grade = "4", .dangerous = true },
				  good = { .number = "HC2022-002 Enter", .day = "0924 Enter", .grade = "2", .again = true };
	char *dir = drive_county();
	struct walk walk = { .house = "YS000000011" }; /* severe, under control; nobody signed its survey */
	struct pty *pty;

	(void)state;
	drive_clock = "LOUCE_CLOCK=1664000000"; /* three weeks after the team was there */
	walk.pty = pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, WALK_CLERK);
	walk_task(&walk, "栋待填：通知书及送达回证");
	walk_serve_notice(&walk);
	pty_wait(pty, walk.house); /* the next form of the same house opens by itself */
	walk_enter_report(&walk, &dangerous);
	pty_wait(pty, walk.house);
	walk_make_plan(&walk);
	walk_home(&walk);
	pty_wait_gone(pty, "栋待填：整治进展"); /* the plan is not filed yet */
	walk_next_is(&walk, "[>] 鉴定结果确认");
	walk_sit(&walk, WALK_HEAD, "鉴定报告复核人", report);
	walk_sit(&walk, WALK_HEAD, "乡镇审核方案", plan);
	walk_sit(&walk, WALK_OFFICER, "县整治办备案", plan);

	drive_person(pty, WALK_CLERK);
	walk_task(&walk, "栋待填：整治进展");
	walk_see_work_done(&walk);
	walk_home(&walk);
	pty_wait_gone(pty, "栋待填：销号申请"); /* what was strengthened is appraised first */

	/* It is struck off as strengthened, by a new grade; control ends with that. */
	walk_task(&walk, "栋待填：房屋安全鉴定");
	walk_enter_report(&walk, &good);
	walk_sit(&walk, WALK_HEAD, "鉴定报告复核人", report_again);
	walk_home(&walk);
	pty_wait_gone(pty, "栋待填：销号申请"); /* nor under control */
	drive_person(pty, WALK_INSPECTOR);
	walk_task(&walk, "栋待填：安全管控");
	walk_lift_control(&walk);
	walk_home(&walk);
	drive_person(pty, WALK_CLERK);
	pty_wait_gone(pty, "栋待填：销号申请"); /* nobody signed the survey */
	walk_sit_survey(&walk, 0);
	drive_person(pty, WALK_CLERK);
	walk_task(&walk, "栋待填：销号申请");
	walk_strike_off(&walk, "2");
	walk_sit(&walk, WALK_HEAD, "乡镇现场核查", closure);
	walk_sit(&walk, WALK_OFFICER, "县整治办销号", closure);
	walk_house(&walk); /* no day of the case is left */
	pty_wait(pty, "[x] 销号申请 (1)");
	pty_wait(pty, "隐患整治：已销号");
	walk_home(&walk);
	drive_person(pty, WALK_CLERK);
	pty_wait_gone(pty, "栋待填：整治进展"); /* this was the only house that came so far */
	pty_wait_gone(pty, "栋待填：销号申请");
	end_walk(&walk, dir);
}

/* Weeks later the team finds a severe crack: the day of the report does not answer it. */
static void
find_more(struct walk *walk)
{
	struct pty *pty = walk->pty;

	walk_house(walk);
	pty_keys(pty, "Tab Tab 4");
	drive_at(pty, "场地和地基");
	pty_keys(pty, "Down Down Down Down Down");
	drive_at(pty, "发现的问题");
	walk_add_finding(walk, "1 1 二层东墙窗下 Enter 2 2 12 Enter 2 Enter");
	drive_at(pty, "发现的问题");
	pty_keys(pty, "^S");
	pty_wait(pty, "判定日期：照片拍摄日期与判定日期相差超过3天");
	pty_keys(pty, "5 ^S"); /* a reason does not make it older than the report */
	pty_wait(pty, "请改为看到新隐患的");
	drive_at(pty, "判定日期");
	pty_keys(pty, "t ^S");
	pty_wait(pty, "您一签字，下列签字随之失效，须重新签：排查小组");
	pty_wait(pty, "县整");
	pty_keys(pty, "^S");
	pty_wait(pty, "已签字：技术初步判定");
}

/* One that a report finds fit in the end is struck off without a plan; what the team finds later opens it again. */
static void
fit_house__goes_the_shorter_way__and_is_opened_again__by_keys_alone(void **state)
{
	static const struct paper fit = { .number = "HC2022-011 Enter", .day = "0831 Enter", .grade = "2" };
	char *dir = drive_county();
	struct walk walk = { .house = "YS000000015" }; /* some hazard, in business, under control; the team signed its survey */
	struct pty *pty;

	(void)state;
	drive_clock = DRIVE_CLOCK;
	walk.pty = pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, WALK_CLERK);
	walk_task(&walk, "栋待填：房屋安全鉴定");
	walk_enter_report(&walk, &fit);
	walk_sit(&walk, WALK_HEAD, "鉴定报告复核人", NULL);
	drive_person(pty, WALK_CLERK);
	drive_person(pty, WALK_INSPECTOR);
	walk_task(&walk, "栋待填：安全管控");
	walk_lift_control(&walk);
	walk_home(&walk);
	walk_house(&walk);
	walk_sit_survey(&walk, 1);
	drive_person(pty, WALK_CLERK);
	walk_task(&walk, "栋待填：销号申请");
	walk_strike_off(&walk, "5");
	walk_sit(&walk, WALK_HEAD, "乡镇现场核查", NULL);
	walk_sit(&walk, WALK_OFFICER, "县整治办销号", NULL);
	walk_house(&walk);
	pty_wait(pty, "隐患整治：已销号");
	walk_home(&walk);
	drive_person(pty, WALK_SECOND);
	find_more(&walk);
	walk_house(&walk);
	pty_wait(pty, "下一步：填“安全管控”");
	pty_wait(pty, "可否使用：不得使用");
	walk_home(&walk);
	drive_person(pty, WALK_CLERK); /* who may fill it as well */
	drive_choose(pty, "1 栋待填：安全管控");
	pty_wait(pty, walk.house);
	end_walk(&walk, dir);
}

static void
register_shop(struct walk *walk)
{
	static const struct answer answers[] = {
		{ "排查情况", "3 7 Enter 1" }, { "身份证号", "452728196501011232" },
		{ "常住人口数", "4 Enter" },   { "有招牌或营业执照", "y" },
		{ "有房间对外出租", "n" },     { "有雇员或顾客", "s" },
		{ "经常超过10人", "f" },       { "业主自家也住楼内", "1" },
		{ "经营业态", "3 Enter" },     { "经营单位", "韦记粮油店 Enter" },
		{ "使用人就是产权人", "1" },   { "许可、登记、备案", "11 Enter" },
		{ "土地性质", "2 5" },	       { "主体层数", "2 Enter 180.5 Enter" },
		{ "大致建造年代", "4 3 2" },   { "墙体材料", "1 1 1 1" },
		{ "是否改扩建", "2 2" },       { "正面全景", WALK_BURST },
		{ "排查人员", "1 2 Enter" },   { NULL, NULL },
	};

	walk_answer(walk, answers);
	walk_sign(walk, "已签字：房屋信息登记");
	walk->photos = 4; /* a burst */
}

static void
find_some(struct walk *walk)
{
	struct pty *pty = walk->pty;

	drive_at(pty, "场地和地基");
	pty_keys(pty, "1 2 1 1 1");
	drive_at(pty, "发现的问题");
	walk_add_finding(walk, "1 1 二层东墙窗下 Enter 2 2 3 Enter 1 Enter");
	drive_at(pty, "发现的问题");
	pty_keys(pty, "Enter");
	drive_at(pty, "产权人即安全责任人");
	pty_keys(pty, "1");
	drive_at(pty, "安全监管责任人");
	pty_keys(pty, "韦建国 Enter 13807781234 Enter");
	walk_sign(walk, "已签字：技术初步判定");
}

/* A shop from its roster row: some hazard is found, use is stopped, the house is strengthened, graded anew, and used again. */
static void
shop__is_stopped_and_used_again__by_keys_alone(void **state)
{
	static const struct paper dangerous = { .number = "HC2022-021 Enter", .day = "0910 Enter", .grade = "3", .dangerous = true },
				  good = { .number = "HC2022-022 Enter", .day = "0924 Enter", .grade = "2", .again = true };
	char *dir = drive_county();
	struct walk walk = { .house = "YS000000024" }; /* on the roster, and nobody was there yet */
	struct pty *pty;

	(void)state;
	drive_clock = "LOUCE_CLOCK=1662000000";
	walk.pty = pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, WALK_SECOND);
	walk_task(&walk, "栋待填：房屋信息登记");
	register_shop(&walk);
	pty_wait(pty, walk.house);
	find_some(&walk);
	walk_control(&walk);
	walk_home(&walk);
	drive_person(pty, WALK_INSPECTOR);
	walk_task(&walk, "栋待填：照片核对");
	drive_at(pty, "照片可见层数");
	pty_keys(pty, "2 Enter 1 1 2 1");
	walk_sign(&walk, "已签字：照片核对");
	walk_home(&walk);
	walk_house(&walk);
	pty_wait(pty, "可否使用：不得使用");
	walk_home(&walk);
	pty_keys(pty, "q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	drive_clock = "LOUCE_CLOCK=1664000000"; /* three weeks later */
	walk.pty = pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, WALK_CLERK);
	walk_task(&walk, "栋待填：通知书及送达回证");
	walk_serve_notice(&walk);
	walk_home(&walk);
	walk_task(&walk, "栋待填：房屋安全鉴定");
	walk_enter_report(&walk, &dangerous);
	walk_sit(&walk, WALK_HEAD, "鉴定报告复核人", NULL);
	drive_person(pty, WALK_CLERK);
	walk_task(&walk, "栋待填：一楼一策整治方案");
	walk_make_plan(&walk);
	walk_sit(&walk, WALK_HEAD, "乡镇审核方案", NULL);
	walk_sit(&walk, WALK_OFFICER, "县整治办备案", NULL);
	drive_person(pty, WALK_INSPECTOR); /* who sees it */
	walk_task(&walk, "栋待填：整治进展");
	walk_see_work_done(&walk);
	walk_home(&walk);
	drive_person(pty, WALK_CLERK);
	walk_task(&walk, "栋待填：房屋安全鉴定");
	walk_enter_report(&walk, &good);
	walk_sit(&walk, WALK_HEAD, "鉴定报告复核人", NULL);
	walk_house(&walk);
	pty_wait(pty, "可否使用：可以使用");
	walk_home(&walk);
	drive_person(pty, WALK_INSPECTOR);
	walk_task(&walk, "栋待填：安全管控");
	walk_lift_control(&walk);
	walk_sit_survey(&walk, 0);
	drive_person(pty, WALK_CLERK);
	walk_task(&walk, "栋待填：销号申请");
	walk_strike_off(&walk, "2");
	walk_sit(&walk, WALK_HEAD, "乡镇现场核查", NULL);
	walk_sit(&walk, WALK_OFFICER, "县整治办销号", NULL);
	walk_house(&walk);
	pty_wait(pty, "隐患整治：已销号");
	pty_wait(pty, "可否使用：可以使用");
	walk_home(&walk);
	end_walk(&walk, dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(severe_house__goes_from_its_notice_to_its_strike_off__by_keys_alone),
		cmocka_unit_test(fit_house__goes_the_shorter_way__and_is_opened_again__by_keys_alone),
		cmocka_unit_test(shop__is_stopped_and_used_again__by_keys_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
