#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/drive.h"

/* From a hazard to its strike-off, in Chinese, by keys alone: the township clerk fills, others sign, and the first page names each next act. */

#define CLERK "6"
#define HEAD "5"
#define OFFICER "7"
#define INSPECTOR "1"
#define HOUSE "YS000000011" /* severe, under control; nobody signed its survey */

struct answer {
	const char *label, *keys; /* PHOTO and a digit: that photo, shown and then taken */
};

#define PHOTO "@"

/* Answers one question after the other; each is where the last answer led. */
static void
answer(struct pty *pty, const struct answer *answers)
{
	for (; answers->label; answers++) {
		bool photo = strncmp(answers->keys, PHOTO, strlen(PHOTO)) == 0;
		const char *keys = answers->keys + (photo ? strlen(PHOTO) : 0);

		drive_at(pty, answers->label);
		pty_keys(pty, keys);
		if (photo && pty_has(pty, "再按一次")) /* it was not the one that is shown */
			pty_keys(pty, keys);
	}
}

static void
sign_form(struct pty *pty, const char *said)
{
	pty_keys(pty, "^S");
	pty_wait(pty, said);
}

/* Back on the first page, by Esc. */
static void
go_home(struct pty *pty)
{
	for (int i = 0; i < 6 && !pty_has(pty, "q 退出"); i++)
		pty_keys(pty, "Esc");
	pty_wait(pty, "q 退出");
}

/* Opens what a line of the first page says of our house: the arrows go through the houses of the line. */
static void
open_task(struct pty *pty, const char *line)
{
	go_home(pty);
	drive_choose(pty, line);
	for (int i = 0; i < 30 && !pty_has(pty, HOUSE); i++)
		pty_keys(pty, "Right");
	pty_wait(pty, HOUSE);
	pty_keys(pty, "Enter");
}

/* The page of our house, from any other. */
static void
open_house(struct pty *pty)
{
	go_home(pty);
	pty_keys(pty, "a");
	pty_wait(pty, "查找");
	pty_keys(pty, HOUSE);
	pty_keys(pty, "Enter");
	pty_wait(pty, "办下一步");
}

/* It says what comes next. */
static void
next_is(struct pty *pty, const char *next)
{
	open_house(pty);
	pty_wait(pty, next);
	go_home(pty);
}

/* Signs a level of our house: what must be seen of the slot, then the passphrase. */
static void
sit(struct pty *pty, const char *digit, const char *level, const char *const *seen)
{
	go_home(pty);
	drive_person(pty, digit);
	open_task(pty, level);
	pty_wait(pty, "1 同意");
	pty_wait(pty, HOUSE);
	for (; *seen; seen++) {
		for (int i = 0; i < 9 && !pty_has(pty, *seen); i++)
			pty_keys(pty, "PgDn");
		pty_wait(pty, *seen);
	}
	pty_keys(pty, "1");
	if (!pty_has(pty, "全部签字"))
		pty_keys(pty, "s");
	pty_wait(pty, "同意 1 栋");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "已签字并存好");
	go_home(pty);
}

/* Every level of the survey, without which nobody strikes the house off. */
static void
sign_survey(struct pty *pty)
{
	static const char *const nothing[] = { NULL };
	static const struct {
		const char *digit, *level;
	} levels[] = {
		{ INSPECTOR, "已逾期：排查小组" },
		{ "3", "已逾期：村党支部书记" },
		{ "4", "已逾期：挂村领导" },
		{ HEAD, "已逾期：乡镇主要领导" },
	};

	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++)
		sit(pty, levels[i].digit, levels[i].level, nothing);
}

static void
serve_notice(struct pty *pty)
{
	static const struct answer answers[] = {
		{ "通知事项", "1 2 Enter" },
		{ "通知书编号", "东建通2022-1 Enter" },
		{ "发出部门", "whdd" },
		{ "送达方式", "1" }, /* the days stand there already */
		{ "送达对象", "1 2 Enter" },
		{ "送达人", "7 2 Enter" },
		{ "是否签收", "1" },
		{ "送达回证照片", "1" },
		{ NULL, NULL },
	};

	answer(pty, answers);
	sign_form(pty, "已签字：通知书及送达回证");
}

/* What the clerk types from a paper report. */
static void
enter_report(struct pty *pty, const char *number, const char *day, bool dangerous, const char *const photos[2])
{
	const struct answer answers[] = {
		{ "鉴定机构", "河池市房屋安全鉴定有限公司 Enter" },
		{ "机构统一社会信用代码", "91350100M000100Y43 Enter" },
		{ "机构是否在县公布名录", "1" },
		{ "报告编号", number },
		{ "现场检测日期", day },
		{ "报告日期", day },
		{ "鉴定等级", dangerous ? "4" : "2" },
		{ dangerous ? "危险部位" : "处理建议", dangerous ? "1 Enter" : "" }, /* after finished work a good grade surprises nobody */
		{ "处理建议", "2" },
		{ "报告载明层数", "2 Enter" },
		{ "报告载明结构类型", "1" },
		{ "鉴定人员", "韦工 Enter" },
		{ "报告封面照片", photos[0] },
		{ "报告结论页照片", photos[1] },
		{ NULL, NULL },
	};

	answer(pty, answers);
	sign_form(pty, "已签字：房屋安全鉴定");
}

static void
make_plan(struct pty *pty)
{
	static const struct answer answers[] = {
		{ "整治责任人", "韦建国 Enter" },  { "责任人电话", "13907781234 Enter" },
		{ "整治措施", "3 Enter" },	   { "具体做法", "一层东墙钢筋网砂浆面层加固，二层楼板粘钢加固，由持证单位施工 Enter" },
		{ "完成时限", "1231 Enter" },	   { "产权人是否同意", "1" },
		{ "承诺书照片", PHOTO "4" },	   { "资金来源", "1 Enter" },
		{ "整治完成前是否继续管控", "1" }, { NULL, NULL },
	};

	answer(pty, answers);
	sign_form(pty, "已签字：一楼一策整治方案");
}

static void
see_work_done(struct pty *pty)
{
	static const struct answer answers[] = {
		{ "整治进度", "3" }, { "实施的措施", "3 Enter" }, { "施工单位或人员", "东兰建筑公司 Enter" }, { "现场照片", PHOTO "5" },
		{ NULL, NULL },
	};

	answer(pty, answers);
	sign_form(pty, "已签字：整治进展");
}

static void
lift_control(struct pty *pty)
{
	static const struct answer answers[] = {
		{ "管控措施", "1 3 Enter" },	       { "是否整栋管控", "1" },
		{ "管控前居住和经营人数", "3 Enter" }, { "现有人数", "0 Enter" },
		{ "其中老弱病残孕需帮扶", "0 Enter" }, { "人员安置去向", "1" },
		{ "撤离确认人", "1 Enter" },	       { "多久看一次", "1" },
		{ "管控现场照片", PHOTO "8" },	       { NULL, NULL },
	};

	answer(pty, answers);
	pty_keys(pty, "^N");
	drive_at(pty, "是否解除管控");
	pty_keys(pty, "1");
	sign_form(pty, "已签字：安全管控");
}

static void
ask_for_strike_off(struct pty *pty)
{
	static const struct answer answers[] = {
		{ "销号理由", "2" },
		{ "完工或拆除日期", "0923 Enter" },
		{ "是否已解除管控", "1" },
		{ "整治后正面照片", PHOTO "9" },
		{ "原隐患部位照片", "Right" },
		{ "原隐患部位照片", PHOTO "1" },
		{ NULL, NULL },
	};

	answer(pty, answers);
	sign_form(pty, "已签字：销号申请");
}

static void
severe_house__goes_from_its_notice_to_its_strike_off__by_keys_alone(void **state)
{
	static const char *const report[] = { "鉴定等级", "D级（整幢危房）", "报告封面照片", NULL };
	static const char *const plan[] = { "一楼一策整治方案", "具体做法", NULL };
	static const char *const report_again[] = { "房屋安全鉴定 2/2", "鉴定等级", "B级（个别构件危险）", "报告封面照片", NULL };
	static const char *const closure[] = { "销号理由", "整治后正面照片", NULL };
	char *dir = drive_county();
	struct pty *pty;

	(void)state;
	drive_clock = "LOUCE_CLOCK=1664000000"; /* three weeks after the team was there */
	pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, CLERK);
	open_task(pty, "栋待填：通知书及送达回证");
	serve_notice(pty);
	pty_wait(pty, HOUSE); /* the next form of the same house opens by itself */
	enter_report(pty, "HC2022-001 Enter", "0910 Enter", true, (const char *const[]){ PHOTO "2", PHOTO "3" });
	pty_wait(pty, HOUSE);
	make_plan(pty);
	go_home(pty);
	pty_wait_gone(pty, "栋待填：整治进展"); /* the plan is not filed yet */
	next_is(pty, "[>] 鉴定结果确认");
	sit(pty, HEAD, "鉴定报告复核人", report);
	sit(pty, HEAD, "乡镇审核方案", plan);
	sit(pty, OFFICER, "县整治办备案", plan);

	drive_person(pty, CLERK);
	open_task(pty, "栋待填：整治进展");
	see_work_done(pty);
	go_home(pty);
	pty_wait_gone(pty, "栋待填：销号申请"); /* what was strengthened is appraised first */

	/* It is struck off as strengthened, by a new grade; control ends with that. */
	open_task(pty, "栋待填：房屋安全鉴定");
	enter_report(pty, "HC2022-002 Enter", "0923 Enter", false, (const char *const[]){ PHOTO "6", PHOTO "7" });
	sit(pty, HEAD, "鉴定报告复核人", report_again);
	go_home(pty);
	pty_wait_gone(pty, "栋待填：销号申请"); /* nor under control */
	drive_person(pty, INSPECTOR);
	open_task(pty, "栋待填：安全管控");
	lift_control(pty);
	go_home(pty);
	drive_person(pty, CLERK);
	pty_wait_gone(pty, "栋待填：销号申请"); /* nobody signed the survey */
	sign_survey(pty);
	drive_person(pty, CLERK);
	open_task(pty, "栋待填：销号申请");
	ask_for_strike_off(pty);
	sit(pty, HEAD, "乡镇现场核查", closure);
	sit(pty, OFFICER, "县整治办销号", closure);
	open_house(pty); /* no day of the case is left */
	pty_wait(pty, "[x] 销号申请 (1)");
	pty_wait(pty, "隐患整治：已销号");
	go_home(pty);
	drive_person(pty, CLERK);
	pty_wait_gone(pty, "栋待填：整治进展"); /* this was the only house that came so far */
	pty_wait_gone(pty, "栋待填：销号申请");
	pty_keys(pty, "q");
	assert_int_equal(pty_wait_exit(pty), 0);
	assert_int_equal(drive_louce(dir, "verify \"$LOUCE_WORKSPACE\""), 0);
	pty_free(pty);
	drive_release(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(severe_house__goes_from_its_notice_to_its_strike_off__by_keys_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
