#include "loop_steps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define PAGE_PHOTOS 9 /* that have a digit at a time */

/* The pictures of the folder are of the first day: each that is taken weeks later wants a reason. */
static bool
asks_day(struct walk *walk)
{
	return pty_has(walk->pty, "相差超过3天") || pty_has(walk->pty, "照片拍摄时间早于");
}

/* The next photo, shown and then taken. */
static void
take_photo(struct walk *walk)
{
	char digit[2] = { (char)('1' + walk->photos % PAGE_PHOTOS), '\0' };

	for (int page = walk->photos / PAGE_PHOTOS; page > 0; page--)
		pty_keys(walk->pty, "Right");
	walk->photos++;
	pty_keys(walk->pty, digit);
	if (pty_has(walk->pty, "再按一次")) /* it was not the one that is shown */
		pty_keys(walk->pty, digit);
	if (asks_day(walk) && pty_has(walk->pty, "为什么确实如此"))
		pty_keys(walk->pty, "5");
}

void
walk_answer(struct walk *walk, const struct answer *answers)
{
	for (; answers->label; answers++) {
		drive_at(walk->pty, answers->label);
		if (strcmp(answers->keys, WALK_PHOTO) == 0)
			take_photo(walk);
		else if (strcmp(answers->keys, WALK_BURST) == 0)
			drive_burst(walk->pty);
		else
			pty_keys(walk->pty, answers->keys);
	}
}

void
walk_sign(struct walk *walk, const char *said)
{
	pty_keys(walk->pty, "^S");
	for (int i = 0; i < 4 && asks_day(walk); i++)
		pty_keys(walk->pty, "5 ^S");
	pty_wait(walk->pty, said);
}

void
walk_home(struct walk *walk)
{
	for (int i = 0; i < 6 && !pty_has(walk->pty, "q 退出"); i++)
		pty_keys(walk->pty, "Esc");
	pty_wait(walk->pty, "q 退出");
}

void
walk_task(struct walk *walk, const char *line)
{
	walk_home(walk);
	drive_choose(walk->pty, line);
	for (int i = 0; i < 30 && !pty_has(walk->pty, walk->house); i++)
		pty_keys(walk->pty, "Right");
	pty_wait(walk->pty, walk->house);
	pty_keys(walk->pty, "Enter");
}

void
walk_house(struct walk *walk)
{
	walk_home(walk);
	pty_keys(walk->pty, "a");
	pty_wait(walk->pty, "查找");
	pty_keys(walk->pty, walk->house);
	pty_keys(walk->pty, "Enter");
	pty_wait(walk->pty, "历史、表格");
}

void
walk_next_is(struct walk *walk, const char *next)
{
	walk_house(walk);
	pty_wait(walk->pty, next);
	walk_home(walk);
}

void
walk_sit(struct walk *walk, const char *digit, const char *level, const char *const *seen)
{
	walk_home(walk);
	drive_person(walk->pty, digit);
	walk_task(walk, level);
	pty_wait(walk->pty, "1 同意");
	pty_wait(walk->pty, walk->house);
	for (; seen && *seen; seen++) {
		for (int i = 0; i < 9 && !pty_has(walk->pty, *seen); i++)
			pty_keys(walk->pty, "PgDn");
		pty_wait(walk->pty, *seen);
	}
	pty_keys(walk->pty, "1");
	if (!pty_has(walk->pty, "全部签字"))
		pty_keys(walk->pty, "s");
	pty_wait(walk->pty, "同意 1 栋");
	pty_keys(walk->pty, "demo Enter");
	pty_wait(walk->pty, "已签字并存好");
	walk_home(walk);
}

void
walk_sit_survey(struct walk *walk, size_t from)
{
	static const struct {
		const char *digit, *level;
	} levels[] = {
		{ WALK_INSPECTOR, "排查小组" },
		{ "3", "村党支部书记" },
		{ "4", "挂村领导" },
		{ WALK_HEAD, "乡镇主要领导" },
	};

	for (size_t i = from; i < sizeof(levels) / sizeof(*levels); i++)
		walk_sit(walk, levels[i].digit, levels[i].level, NULL);
}

void
walk_add_finding(struct walk *walk, const char *keys)
{
	pty_keys(walk->pty, "+");
	drive_at(walk->pty, "部位");
	pty_keys(walk->pty, keys);
	drive_at(walk->pty, "隐患部位近照");
	take_photo(walk);
	pty_wait(walk->pty, "[回车] 这一行填好了");
	pty_keys(walk->pty, "Enter");
}

void
walk_serve_notice(struct walk *walk)
{
	static const struct answer answers[] = {
		{ "通知事项", "1 2 Enter" },
		{ "通知书编号", "东建通2022-1 Enter" },
		{ "发出部门", "whdd" },
		{ "送达方式", "1" }, /* the days stand there already */
		{ "送达对象", "1 2 Enter" },
		{ "送达人", "7 2 Enter" },
		{ "是否签收", "1" },
		{ "送达回证照片", WALK_PHOTO },
		{ NULL, NULL },
	};

	walk_answer(walk, answers);
	walk_sign(walk, "已签字：通知书及送达回证");
}

void
walk_enter_report(struct walk *walk, const struct paper *paper)
{
	static const struct answer of_body[] = {
		{ "鉴定机构", "河池市房屋安全鉴定有限公司 Enter" },
		{ "机构统一社会信用代码", "91350100M000100Y43 Enter" },
		{ "机构是否在县公布名录", "1" },
		{ NULL, NULL },
	};
	const struct answer answers[] = {
		{ "报告编号", paper->number },
		{ "现场检测日期", paper->day },
		{ "报告日期", paper->day },
		{ "鉴定等级", paper->grade },
		{ paper->dangerous ? "危险部位" : "处理建议", paper->dangerous ? "1 Enter" : "" },
		{ "处理建议", "2" },
		{ "报告载明层数", "2 Enter" },
		{ "报告载明结构类型", "1" },
		{ "鉴定人员", "韦国强 Enter" },
		{ "报告封面照片", WALK_PHOTO },
		{ "报告结论页照片", WALK_PHOTO },
		{ NULL, NULL },
	};

	if (!paper->again) /* of the last report of a house they stand there */
		walk_answer(walk, of_body);
	walk_answer(walk, answers);
	walk_sign(walk, "已签字：房屋安全鉴定");
}

void
walk_make_plan(struct walk *walk)
{
	static const struct answer answers[] = {
		{ "整治措施", "3 Enter" },	   { "具体做法", "一层东墙钢筋网砂浆面层加固，二层楼板粘钢加固，由持证单位施工 Enter" },
		{ "完成时限", "1231 Enter" },	   { "产权人是否同意", "1" },
		{ "承诺书照片", WALK_PHOTO },	   { "资金来源", "1 Enter" },
		{ "整治完成前是否继续管控", "1" }, { NULL, NULL },
	};

	walk_answer(walk, answers);
	walk_sign(walk, "已签字：一楼一策整治方案");
}

void
walk_see_work_done(struct walk *walk)
{
	static const struct answer answers[] = {
		{ "整治进度", "3" },
		{ "施工单位或人员", "东兰建筑公司 Enter" },
		{ "现场照片", WALK_PHOTO },
		{ NULL, NULL },
	};

	walk_answer(walk, answers);
	walk_sign(walk, "已签字：整治进展");
}

void
walk_control(struct walk *walk)
{
	static const struct answer answers[] = {
		{ "管控措施", "1 3 Enter" },	       { "是否整栋管控", "1" },
		{ "管控前居住和经营人数", "3 Enter" }, { "现有人数", "0 Enter" },
		{ "其中老弱病残孕需帮扶", "0 Enter" }, { "人员安置去向", "1" },
		{ "撤离确认人", "1 Enter" },	       { "多久看一次", "1" },
		{ "管控现场照片", WALK_PHOTO },	       { NULL, NULL },
	};

	walk_answer(walk, answers);
	walk_sign(walk, "已签字：安全管控");
}

void
walk_lift_control(struct walk *walk)
{
	static const struct answer answers[] = {
		{ "现有人数", "0 Enter" },
		{ "管控现场照片", WALK_PHOTO },
		{ NULL, NULL },
	};

	pty_wait(walk->pty, "填本表解除管控");
	walk_answer(walk, answers);
	walk_sign(walk, "已签字：安全管控");
}

void
walk_strike_off(struct walk *walk, const char *ground)
{
	const struct answer answers[] = {
		{ "销号理由", ground }, /* the day of the work, and that control is lifted, stand there already */
		{ "整治后正面照片", WALK_PHOTO },
		{ "原隐患部位照片", WALK_PHOTO },
		{ NULL, NULL },
	};

	walk_answer(walk, answers);
	walk_sign(walk, "已签字：销号申请");
}
