#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/drive.h"

/* A team's day and the leaders' sittings, in Chinese, by keys alone. */

/* The number in the platform of the house that the screen names. */
static void
house_number(struct pty *pty, char out[12])
{
	const char *at = strstr(pty_screen(pty), "YS0");

	assert_non_null(at);
	memcpy(out, at, 11);
	out[11] = '\0';
}

/* From the first line of the registration of a house without business to its signature. */
static void
register_house(struct pty *pty, const char *conditions)
{
	drive_at(pty, "排查情况");
	pty_keys(pty, "3 7 Enter 1");
	drive_at(pty, "身份证号");
	pty_keys(pty, "452728196501011232"); /* full numbers go on by themselves, and an Enter behind one is taken for its end */
	drive_at(pty, "常住人口数");
	pty_keys(pty, "4 Enter 2 2 2");
	drive_at(pty, "许可、登记、备案");
	pty_keys(pty, "7 Enter 2 5");
	drive_at(pty, "主体层数");
	pty_keys(pty, "2 Enter 180.5 Enter");
	drive_at(pty, "大致建造年代");
	pty_keys(pty, "4 3 2");
	drive_at(pty, "墙体材料");
	pty_keys(pty, conditions);
	drive_at(pty, "是否改扩建");
	pty_keys(pty, "2 2");
	drive_at(pty, "正面全景");
	pty_wait(pty, ".jpg");
	drive_burst(pty);
	drive_at(pty, "排查人员");
	pty_keys(pty, "1 2 Enter"); /* picked, and the day stands there already */
	pty_wait(pty, "[回车] 签字提交这张表");
	pty_keys(pty, "Enter");
	pty_wait(pty, "已签字：房屋信息登记");
}

/* A finding: its part and defect, the place, then what is measured of it. */
static void
add_finding(struct pty *pty, const char *keys, const char *photo)
{
	pty_keys(pty, "+");
	drive_at(pty, "部位");
	pty_keys(pty, keys);
	drive_at(pty, "隐患部位近照");
	pty_keys(pty, photo);
	pty_wait(pty, "[回车] 这一行填好了");
	pty_keys(pty, "Enter");
	pty_wait(pty, "回车 打开");
}

static void
classify_with_two_findings(struct pty *pty)
{
	drive_at(pty, "场地和地基");
	pty_keys(pty, "1 2 1 1 2");
	drive_at(pty, "发现的问题");
	pty_keys(pty, "Space");
	pty_wait(pty, "还没有行");
	/* A diagonal crack of 12 mm, whose level follows; a roof of which a third leaks. */
	add_finding(pty, "1 1 二层东墙窗下 Enter 2 2 12 Enter 2 Enter", "1"); /* the last of the burst */
	add_finding(pty, "4 wm 一层西侧 Enter 33 Enter", "5");
	pty_keys(pty, "Enter"); /* behind the last row: back to the form */
	drive_at(pty, "发现的问题");
	pty_wait(pty, "2 行");
	pty_keys(pty, "Enter");
	drive_at(pty, "产权人即安全责任人");
	pty_keys(pty, "1");
	drive_at(pty, "安全监管责任人");
	pty_keys(pty, "韦建国 Enter 13807781234 Enter"); /* who classified, and when, is as in the registration */
	pty_wait(pty, "[回车] 签字提交这张表");
	pty_keys(pty, "Enter");
	pty_wait(pty, "已签字：技术初步判定");
}

/* Use stopped and sealed off, all people out. */
static void
control_house(struct pty *pty)
{
	pty_keys(pty, "1 3 Enter");
	drive_at(pty, "是否整栋管控");
	pty_keys(pty, "1");
	drive_at(pty, "管控前居住和经营人数");
	pty_keys(pty, "4 Enter 0 Enter 1 Enter");
	drive_at(pty, "人员安置去向");
	pty_keys(pty, "1");
	drive_at(pty, "撤离确认人");
	pty_keys(pty, "1 Enter");
	drive_at(pty, "多久看一次");
	pty_keys(pty, "2");
	drive_at(pty, "管控现场照片");
	pty_keys(pty, "9");
	pty_wait(pty, "[回车] 签字提交这张表");
	pty_keys(pty, "^S");
	pty_wait(pty, "已签字：安全管控");
}

/* Use and storeys of a house in the roster that is open: is neither shown? */
static bool
roster_hides(struct pty *pty, const char *number)
{
	for (int tries = 0; tries < 20; tries++) {
		for (int row = 1; row < 22; row++) {
			const char *line = pty_row(pty, row), *at = strstr(line, number);

			if (at)
				return !strstr(at, "自建房") && strcspn(at + strlen(number), "0123456789") == strlen(at) - strlen(number);
		}
		pty_keys(pty, "PgDn");
	}
	fprintf(stderr, "%s", pty_screen(pty));
	fail_msg("%s is not in the roster", number);
	return false;
}

enum verdict { APPROVE, GIVE_BACK };

/* Goes through the houses that wait: ours is decided, the others are left for later. */
static void
sit(struct pty *pty, const char *digit, const char *level, const char *number, enum verdict verdict, bool answered)
{
	bool decided = false;

	drive_person(pty, digit);
	drive_choose(pty, level);
	pty_keys(pty, "Enter");
	pty_wait(pty, "1 同意");
	for (int i = 0; i < 60 && !decided; i++) {
		assert_false(pty_has(pty, "全部签字")); /* the summary came up without ours */
		if (!pty_has(pty, number)) {
			pty_keys(pty, "3");
			continue;
		}
		decided = true;
		if (verdict == APPROVE) {
			assert_int_equal(pty_has(pty, "请再看墙体"), answered); /* what was said when it was given back */
			pty_wait(pty, answered ? "的答复：已改" : "同意");	/* and what was answered */
			pty_keys(pty, "1");
		} else {
			pty_keys(pty, "2");
			pty_wait(pty, "哪里不对？");
			pty_keys(pty, "3 请再看墙体 Enter"); /* what is no digit begins the words */
		}
	}
	if (!decided)
		fprintf(stderr, "%s: %s not found\n%s", level, number, pty_screen(pty));
	assert_true(decided);
	if (!pty_has(pty, "全部签字"))
		pty_keys(pty, "s");
	pty_wait(pty, "全部签字");
	pty_wait(pty, verdict == APPROVE ? "同意 1 栋" : "退回 1 栋");
	if (verdict == GIVE_BACK)
		pty_wait(pty, "结构类型判别错误；请再看墙体");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "已签字并存好");
	pty_wait(pty, verdict == GIVE_BACK ? "等排查小组改正" : strstr(level, "乡镇主要领导") ? "各级都签完了" : "同意的接着等");
}

/* The survey of the house that the first page names, by one of the team: two findings, so that control follows. */
static void
survey_with_two_findings(struct pty *pty, char number[12])
{
	drive_choose(pty, "栋待填：房屋信息登记");
	house_number(pty, number);
	pty_keys(pty, "Enter");
	register_house(pty, "1 3 3 1");
	assert_true(pty_has(pty, number)); /* the next form of the same house opens by itself */
	classify_with_two_findings(pty);
	drive_at(pty, "管控措施"); /* a hazard asks for control before anybody signed */
	assert_true(pty_has(pty, number));
	control_house(pty);
	drive_at(pty, "排查情况"); /* and then that of the next house, with the first */
	assert_false(pty_has(pty, number));
	pty_keys(pty, "Esc");
}

static void
house__goes_from_the_roster_to_the_township_head__by_keys_alone(void **state)
{
	char *dir = drive_county(), number[12];
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	pty_keys(pty, "Enter");
	pty_wait(pty, "谁在用这台电脑？");
	pty_keys(pty, "1");
	pty_wait(pty, "演示中人人的口令");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "您好");

	survey_with_two_findings(pty, number);

	/* The other inspector does not see what the first one counted. */
	drive_person(pty, "2");
	pty_keys(pty, "a");
	pty_wait(pty, "查找");
	pty_keys(pty, number);
	pty_wait(pty, "1 / ");
	pty_keys(pty, "Enter");
	pty_wait(pty, "房屋信息登记");
	for (int i = 0; i < 6; i++) {
		assert_false(pty_has(pty, "主体层数"));
		pty_keys(pty, "PgDn");
	}
	pty_keys(pty, "Tab Tab 2"); /* nor in the form, nor in the roster */
	pty_wait(pty, "“房屋信息登记”里有您核对以前不能看的答案");
	pty_keys(pty, "Esc Esc r Down Down Down Enter");
	pty_wait(pty, "自建房排查名册");
	assert_true(roster_hides(pty, number));
	pty_keys(pty, "Esc Esc");
	drive_choose(pty, "栋待填：照片核对");
	assert_true(pty_has(pty, number));
	pty_keys(pty, "Enter");
	drive_at(pty, "照片可见层数");
	pty_keys(pty, "2 Enter 8 2 2 1"); /* the render hides the structure */
	pty_wait(pty, "> [回车] 签字提交这张表");
	pty_keys(pty, "Enter"); /* which may have been meant for the last answer */
	pty_wait(pty, "这一次回车没有签字");
	pty_keys(pty, "Enter"); /* signs what was seen */
	pty_wait(pty, "已签字：照片核对");
	pty_keys(pty, "Esc");

	sit(pty, "2", "待签字（排查小组）", number, APPROVE, false);
	sit(pty, "3", "待签字（村党支部书记）", number, GIVE_BACK, false);

	/* What came back opens at the field that was marked. */
	drive_person(pty, "1");
	drive_choose(pty, "栋已退回");
	assert_true(pty_has(pty, number));
	pty_keys(pty, "Enter");
	drive_at(pty, "结构类型");
	pty_wait(pty, "请再看墙体");
	pty_keys(pty, "2 ^S");
	drive_answer(pty);
	pty_wait(pty, "已签字：房屋信息登记");
	drive_choose(pty, "栋须重新核对：技术初步判定"); /* judged on another structure: each answer is confirmed, or corrected */
	pty_keys(pty, "Enter");
	drive_at(pty, "场地和地基");
	pty_wait(pty, "已改变：结构类型");
	for (int i = 0; i < 20 && !pty_has(pty, "[回车] 签字提交这张表"); i++) {
		pty_keys(pty, "Enter"); /* one at a time: an answer that was not seen is not confirmed */
		pty_rest(pty);
	}
	pty_keys(pty, "^S");
	pty_wait(pty, "已签字：技术初步判定");

	sit(pty, "2", "待签字（排查小组）", number, APPROVE, true);
	drive_person(pty, "3"); /* who gave it back reads the answer on the first page, on the page of the house, and where it is signed */
	drive_choose(pty, "待签字（村党支部书记）");
	for (int i = 0; i < 40 && !pty_has(pty, number); i++)
		pty_keys(pty, "Right");
	pty_wait(pty, "的答复：已改");
	pty_keys(pty, "a");
	pty_wait(pty, "查找");
	pty_keys(pty, number);
	pty_keys(pty, "Enter");
	pty_wait(pty, "[x] 技术初步判定");
	pty_wait(pty, "的答复：已改");
	pty_keys(pty, "Tab PgDn"); /* and in its history */
	pty_wait(pty, "理由：结构类型判别错误；请再看墙体");
	pty_keys(pty, "PgDn");
	pty_wait(pty, "  答复：已改");
	pty_keys(pty, "Esc Esc");
	sit(pty, "3", "待签字（村党支部书记）", number, APPROVE, true);
	sit(pty, "4", "待签字（挂村领导）", number, APPROVE, true);
	sit(pty, "5", "待签字（乡镇主要领导）", number, APPROVE, true);
	pty_keys(pty, "a");
	pty_wait(pty, "查找");
	pty_keys(pty, number);
	pty_wait(pty, "通知书及送达回证（09-25前）"); /* the first act of the case of a hazard */
	pty_keys(pty, "Esc q");
	assert_int_equal(pty_wait_exit(pty), 0);
	assert_true(pty_is_restored(pty));
	pty_free(pty);
	assert_int_equal(drive_louce(dir, "verify \"$LOUCE_WORKSPACE\""), 0);
	drive_release(dir);
}

/* The second house of a day, nothing found and no business: what the team of two types for it, from the roster to their signature. */
static void
simple_house__takes_at_most_48_keys__after_the_roster(void **state)
{
	char *dir = drive_county(), number[12];
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	size_t start, keys;

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "1");
	drive_choose(pty, "栋待填：房屋信息登记");
	pty_keys(pty, "Enter");
	register_house(pty, "1 1 1 1");
	drive_at(pty, "场地和地基");
	pty_keys(pty, "1 1 1 1 1 1 韦建国 Enter");
	pty_wait(pty, "[回车] 签字提交这张表");
	pty_keys(pty, "Enter");
	pty_wait(pty, "已签字：技术初步判定");

	/* The next one is open: what is the same as at the last house comes with one key. */
	house_number(pty, number);
	start = pty_key_count(pty);
	drive_at(pty, "排查情况");
	pty_keys(pty, "3 ^Y");
	drive_at(pty, "身份证号");
	pty_keys(pty, "197003052212"); /* behind the region of the last house */
	drive_at(pty, "常住人口数");
	pty_keys(pty, "4 Enter 0"); /* no to the three that stand there */
	drive_at(pty, "许可、登记、备案");
	pty_keys(pty, "w"); /* 无 stands alone, and closes the question */
	drive_at(pty, "主体层数");
	pty_keys(pty, "2 180.5 Enter 4 1 1 1 1 0"); /* no digit behind the 2 is in the range */
	drive_at(pty, "正面全景");
	pty_wait(pty, ".jpg");
	drive_burst(pty);
	pty_keys(pty, "^S");
	pty_wait(pty, "已签字：房屋信息登记");
	drive_at(pty, "场地和地基");
	pty_keys(pty, "1 1 1 1 1 ^Y ^S");
	pty_wait(pty, "已签字：技术初步判定");
	keys = pty_key_count(pty) - start;

	/* The other inspector's part of it. */
	pty_keys(pty, "Esc");
	drive_person(pty, "2");
	drive_choose(pty, "栋待填：照片核对");
	pty_keys(pty, "Enter");
	for (int i = 0; i < 2; i++) {
		start = pty_key_count(pty);
		drive_at(pty, "照片可见层数");
		pty_keys(pty, "2 1 2 2 1 ^S");
		pty_wait(pty, "已签字：照片核对");
		keys += i ? 0 : pty_key_count(pty) - start;
	}
	printf("# a simple house: %zu keys\n", keys);
	assert_true(keys <= 48);
	pty_free(pty);
	drive_release(dir);
}

/* The registration of a house without business of which nothing is carried over yet, or of the next, with as few keys as it takes. */
static void
register_simple_house(struct pty *pty, int nth)
{
	static const char *const ids[] = { "196501011232", "197003052212", "198112071230", "19590909441x", "197706180026" };

	drive_at(pty, "排查情况");
	pty_keys(pty, nth ? "3 ^Y" : "3 7 Enter 1");
	drive_at(pty, "身份证号");
	pty_keys(pty, nth ? "" : "452728");
	pty_keys(pty, ids[nth]); /* the roster has the phone */
	drive_at(pty, "常住人口数");
	pty_keys(pty, "4 Enter 0 w"); /* 0: no to the three that stand there; 无 stands alone, and closes the question */
	pty_keys(pty, nth ? "" : "2 5");
	drive_at(pty, "主体层数");
	pty_keys(pty, nth ? "2 186 Enter 4" : "2 186 Enter 4 3 2"); /* no digit behind the 2 is in the range */
	drive_at(pty, "墙体材料");
	pty_keys(pty, "1 1 1 1 0");
	drive_at(pty, "正面全景");
	pty_wait(pty, ".jpg");
	drive_burst(pty);
	pty_keys(pty, nth ? "" : "1 2");
	pty_keys(pty, "^S");
	pty_wait(pty, "已签字：房屋信息登记");
}

/* The first house of a day: severe by one of two findings, emptied and sealed off, checked by the other inspector, its notice served by the clerk. Passphrases and
 * the way between the pages of three people apart. */
static void
severe_house__takes_at_most_160_keys__with_two_findings_control_and_notice(void **state)
{
	char *dir = drive_county(), number[12];
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	size_t start, keys;

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "1");
	drive_choose(pty, "栋待填：房屋信息登记");
	house_number(pty, number);
	start = pty_key_count(pty);
	pty_keys(pty, "Enter");
	register_simple_house(pty, 0);
	classify_with_two_findings(pty);
	drive_at(pty, "管控措施");
	control_house(pty);
	keys = pty_key_count(pty) - start;

	pty_keys(pty, "Esc");
	drive_person(pty, "2");
	drive_choose(pty, "栋待填：照片核对");
	assert_true(pty_has(pty, number));
	start = pty_key_count(pty);
	pty_keys(pty, "Enter");
	drive_at(pty, "照片可见层数");
	pty_keys(pty, "2 1 2 2 1 ^S");
	pty_wait(pty, "已签字：照片核对");
	keys += pty_key_count(pty) - start;

	pty_keys(pty, "Esc");
	drive_person(pty, "6");
	drive_choose(pty, "栋待填：通知书及送达回证");
	for (int i = 0; i < 40 && !pty_has(pty, number); i++)
		pty_keys(pty, "Right");
	assert_true(pty_has(pty, number));
	start = pty_key_count(pty);
	pty_keys(pty, "Enter");
	drive_at(pty, "通知事项");
	pty_keys(pty, "1 2 Enter 东建通2022-1 Enter whdd 1 1 2 Enter 7 2 Enter 1"); /* its days stand there already */
	drive_at(pty, "送达回证照片");
	pty_keys(pty, "1");
	if (pty_has(pty, "再按一次")) /* another picture was shown */
		pty_keys(pty, "1");
	pty_wait_gone(pty, "必须填写");
	pty_keys(pty, "^S");
	pty_wait(pty, "已签字：通知书及送达回证");
	keys += pty_key_count(pty) - start;
	printf("# a severe house: %zu keys\n", keys);
	assert_true(keys <= 160);
	pty_free(pty);
	drive_release(dir);
}

/* A house of which nothing is carried over yet, or the next, from its first form to the signatures of who registers and classifies it. */
static void
fill_simple_house(struct pty *pty, int nth)
{
	register_simple_house(pty, nth);
	drive_at(pty, "场地和地基");
	pty_keys(pty, nth ? "1 1 1 1 1 ^Y ^S" : "1 1 1 1 1 1 1 ^S");
	pty_wait(pty, "已签字：技术初步判定");
}

#define HOUSES 5

/* Five houses with a roster, nothing found and no business: one of the team registers and classifies them, the other checks and signs them. */
static void
five_houses__take_at_most_50_keys_each__passphrases_apart(void **state)
{
	char *dir = drive_county(), numbers[HOUSES][12];
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	size_t keys = 0, start;
	int signed_count = 0;

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "1");
	drive_choose(pty, "栋待填：房屋信息登记");
	start = pty_key_count(pty);
	pty_keys(pty, "Enter"); /* the next form opens by itself */
	for (int i = 0; i < HOUSES; i++) {
		house_number(pty, numbers[i]);
		fill_simple_house(pty, i);
	}
	pty_keys(pty, "Esc");
	keys += pty_key_count(pty) - start;
	drive_person(pty, "2");
	drive_choose(pty, "栋待填：照片核对");
	start = pty_key_count(pty);
	pty_keys(pty, "Enter");
	for (int i = 0; i < HOUSES; i++) {
		drive_at(pty, "照片可见层数");
		pty_keys(pty, "2 1 2 2 1 ^S");
		pty_wait(pty, "已签字：照片核对");
	}
	if (!pty_has(pty, "进度"))
		pty_keys(pty, "Esc");
	keys += pty_key_count(pty) - start;
	drive_choose(pty, "待签字（排查小组）");
	start = pty_key_count(pty);
	pty_keys(pty, "Enter");
	pty_wait(pty, "1 同意");
	for (int i = 0; i < 60 && signed_count < HOUSES; i++) {
		bool ours = false;

		for (int k = 0; k < HOUSES; k++)
			ours |= pty_has(pty, numbers[k]);
		start += !ours; /* a house of others is passed over */
		pty_keys(pty, ours ? "1" : "3");
		signed_count += ours;
	}
	pty_keys(pty, "s");
	pty_wait(pty, "全部签字");
	keys += pty_key_count(pty) - start;
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "已签字并存好");
	assert_int_equal(signed_count, HOUSES);
	printf("# five simple houses: %zu keys, %.1f a house\n", keys, (double)keys / HOUSES);
	assert_true(keys <= 50 * HOUSES);
	pty_free(pty);
	drive_release(dir);
}

/* The sitting begins with the house that home names, says what a key does not do, and counts what is undecided apart. */
static void
sitting__begins_with_the_house__that_home_names(void **state)
{
	char *dir = drive_county(), number[12], first[12];
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "3");
	drive_choose(pty, "待签字（村党支部书记）");
	house_number(pty, first);
	for (int i = 0; i < 3; i++) {
		house_number(pty, number);
		pty_keys(pty, "Enter");
		pty_wait(pty, "1 同意");
		assert_true(pty_has(pty, number));
		pty_keys(pty, "9");
		pty_wait(pty, "这个键在这里没有用");
		pty_keys(pty, "2");
		pty_wait(pty, "哪里不对");
		pty_keys(pty, "^S"); /* where words are typed, too: it signs elsewhere */
		pty_wait(pty, "这个键在这里没有用；按 ^G 看有哪些键");
		pty_keys(pty, "Tab");
		pty_wait_gone(pty, "这个键在这里没有用");
		pty_keys(pty, "^U"); /* edits the words, of which there are none */
		pty_rest(pty);
		assert_false(pty_has(pty, "这个键在这里没有用"));
		pty_keys(pty, "Esc Esc");
		pty_wait(pty, "进度");
		drive_choose(pty, "待签字（村党支部书记）");
		pty_keys(pty, "Right");
	}
	pty_keys(pty, "Enter");
	pty_wait(pty, "←→ 换一栋");
	pty_keys(pty, "1 s");
	pty_wait(pty, "同意 1 栋，退回 0 栋，留到以后 0 栋，未定 ");
	pty_keys(pty, "Esc Right Right s"); /* two houses that are looked at and left undecided */
	pty_wait(pty, "全部签字");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "已签字并存好");
	drive_choose(pty, "待签字（村党支部书记）");
	house_number(pty, number); /* the most urgent one, not the one that was seen last */
	assert_string_equal(number, first);
	pty_free(pty);
	drive_release(dir);
}

/* Tab and control keys that a page has no use for are answered as letters are. */
static void
columns__say__what_a_key_does_not(void **state)
{
	static const char *const keys[] = { "Tab", "^S" };
	char *dir = drive_county();
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "1");
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		pty_keys(pty, "a");
		pty_wait(pty, "^F 按内容筛选");
		pty_keys(pty, "^F");
		pty_wait_gone(pty, "^F 按内容筛选");
		pty_keys(pty, keys[i]);
		pty_wait(pty, "这个键在这里没有用；按 ^G 看有哪些键");
		pty_keys(pty, "Esc Esc");
		pty_wait(pty, "进度");
	}
	pty_free(pty);
	drive_release(dir);
}

/* Where nothing was found the rest goes together, but only after those drawn by lot were opened; the severe and the doubtful never. */
static void
sitting__approves_the_rest_together__after_the_lot(void **state)
{
	char *dir = drive_county(), words[700];
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "3");
	drive_choose(pty, "9 栋待签字");
	pty_keys(pty, "Enter");
	pty_wait(pty, "1 同意");
	pty_keys(pty, "b"); /* too early: nothing happens but a sentence */
	pty_wait(pty, "先要打开抽中的");
	for (int i = 0; i < 9 && !pty_has(pty, "按 b 同意其余"); i++) {
		pty_keys(pty, "1");
	}
	pty_wait(pty, "按 b 同意其余");
	assert_false(pty_has(pty, "同意 9，"));
	pty_keys(pty, "b");
	pty_wait(pty, "按 s 去签字");
	pty_keys(pty, "s");
	pty_wait(pty, "全部签字");
	pty_wait(pty, "同意 9 栋");
	assert_false(pty_has(pty, "其中一起同意 0 栋"));
	pty_keys(pty, "wrong Enter");
	pty_wait(pty, "口令不对"); /* nothing is signed */
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "已签字并存好：共 9 栋");
	pty_wait(pty, "本村（乡镇）还没有填的表单：1 张"); /* which waits for him, too */
	assert_false(pty_has(pty, "现在没有等您办的事"));
	pty_keys(pty, "P"); /* the next one begins with the gravest house, not behind the last that this one signed */
	drive_person(pty, "4");
	pty_wait(pty, "待签字（挂村领导）");
	drive_choose(pty, "待签字（挂村领导）");
	pty_wait(pty, "（一定）");
	pty_free(pty);
	snprintf(words, sizeof(words), "verify '%s/county.louce'", dir);
	assert_int_equal(drive_louce(dir, words), 0);
	drive_release(dir);
}

/* Where both of a team filled a form neither may sign: the page says so, and how it is mended. */
static void
house_of_two_authors__is_mended__by_signing_the_other_form_again(void **state)
{
	char *dir = drive_county();
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "1"); /* who checked the house corrects it, though told that it undoes the check */
	drive_choose(pty, "最好由填表的人改");
	pty_keys(pty, "Enter");
	pty_wait(pty, "就要由另一个人重新核对");
	drive_at(pty, "结构类型");
	pty_keys(pty, "Up Up Up 2 ^S"); /* the walls, on which no other form is based */
	drive_answer(pty);
	pty_wait(pty, "已签字：房屋信息登记");
	drive_person(pty, "2");
	drive_choose(pty, "1 栋须重新核对：照片核对");
	pty_keys(pty, "Enter");
	drive_at(pty, "照片可见层数");
	pty_keys(pty, "4 Enter 1 1 2 1 ^S"); /* another person sees nothing of what the first one answered */
	pty_wait(pty, "已签字：照片核对");
	drive_person(pty, "1");
	pty_keys(pty, "a");
	pty_wait(pty, "查找");
	pty_keys(pty, "YS000000012 Enter");
	pty_wait(pty, "两人都填过表，先由一人重签另一张");
	pty_keys(pty, "Tab Tab 4");
	pty_wait(pty, "场地和地基");
	pty_keys(pty, "^S");
	pty_wait(pty, "再按一次 ^S，就改由您签");
	pty_keys(pty, "^S");
	pty_wait(pty, "您填过其中的表，要由另一个人签");
	pty_keys(pty, "Esc Esc");
	drive_person(pty, "2");
	drive_choose(pty, "待签字（排查小组）");
	pty_free(pty);
	drive_release(dir);
}

/* From the page of a house the sitting begins with that house, not with the first that waits. */
static void
sitting__begins_with_the_house__it_was_opened_from(void **state)
{
	char *dir = drive_county();
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "3");
	pty_keys(pty, "a");
	pty_wait(pty, "查找");
	pty_keys(pty, "YS000000021 Enter");
	pty_wait(pty, "等“村党支部书记”签字");
	pty_keys(pty, "Enter");
	pty_wait(pty, "1 同意");
	assert_true(pty_has(pty, "YS000000021"));
	pty_keys(pty, "Esc Esc Esc");
	drive_person(pty, "2"); /* who is no secretary is told for whom it waits */
	pty_keys(pty, "a");
	pty_wait(pty, "查找");
	pty_keys(pty, "YS000000021 Enter");
	pty_wait(pty, "[>] 村党支部书记");
	pty_keys(pty, "Enter");
	assert_false(pty_has(pty, "1 同意"));
	assert_int_equal(strncmp(pty_row(pty, 22), " 等“村党支部书记”签字。", strlen(" 等“村党支部书记”签字。")), 0);
	pty_free(pty);
	drive_release(dir);
}

/* The row of the screen that holds a text. */
static char *
row_with(struct pty *pty, const char *text)
{
	for (int row = 0; row < 24; row++)
		if (strstr(pty_row(pty, row), text))
			return strdup(pty_row(pty, row));
	fprintf(stderr, "%s", pty_screen(pty));
	fail_msg("no row with %s", text);
	return NULL;
}

/* Taking a step back: on the page of a return tick by tick, in the sitting the decision with its ticks and words. */
static void
take_a_return_back(struct pty *pty)
{
	char *ticked, *now, *place;

	place = row_with(pty, "YS0");
	pty_keys(pty, "2");
	pty_wait(pty, "哪里不对？");
	pty_keys(pty, "3");
	pty_wait(pty, "[x]");
	ticked = row_with(pty, "[x]");
	pty_keys(pty, "Right");
	now = row_with(pty, "[x]");
	assert_string_not_equal(now, ticked);
	free(now);
	pty_keys(pty, "^Z"); /* a move is one act: the field is the one before, and ticked */
	now = row_with(pty, "[x]");
	assert_string_equal(now, ticked);
	free(now);
	pty_keys(pty, "^Z");
	assert_false(pty_has(pty, "[x]"));
	pty_keys(pty, "Tab 请再看墙体 Tab 5");
	pty_wait(pty, "[x]");
	pty_keys(pty, "^Z");
	assert_false(pty_has(pty, "[x]"));
	assert_true(pty_has(pty, "请再看墙体")); /* a tick taken back takes no words along */
	pty_keys(pty, "Enter");			 /* words alone: it is asked which question they are about */
	pty_wait(pty, "说的是哪一项？");
	pty_keys(pty, "3 Right Enter");
	pty_wait(pty, "退回 1，");
	assert_false(pty_has(pty, place));
	pty_keys(pty, "^Z");
	pty_wait(pty, "退回 0，");
	now = row_with(pty, "YS0");
	assert_string_equal(now, place);
	free(now);
	pty_keys(pty, "2");
	pty_wait(pty, "哪里不对？");
	assert_false(pty_has(pty, "[x]"));
	assert_false(pty_has(pty, "请再看墙体"));
	pty_keys(pty, "Esc");
	pty_wait(pty, "1 同意");
	free(ticked);
	free(place);
}

/* What was decided and not signed is there again, whatever happened to the laptop. */
static void
sitting__is_there_again__after_kill(void **state)
{
	char *dir = drive_county();
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "3");
	pty_keys(pty, "Enter");
	pty_wait(pty, "1 同意");
	take_a_return_back(pty);
	pty_keys(pty, "2");
	pty_wait(pty, "哪里不对？");
	pty_keys(pty, "36 Enter");
	pty_wait(pty, "退回 1，");
	pty_keys(pty, "1");
	pty_wait(pty, "同意 1，退回 1，");
	pty_signal(pty, 9);
	pty_wait_exit(pty);
	pty_free(pty);
	pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "3");
	pty_wait(pty, "9 栋待签字"); /* nothing was signed */
	pty_keys(pty, "Enter");
	pty_wait(pty, "同意 1，退回 1，");
	pty_free(pty);
	drive_release(dir);
}

/* Does the row of this finding bear what was marked? */
static bool
marked_row(struct pty *pty, const char *finding)
{
	for (int row = 1; row < 22; row++)
		if (strstr(pty_row(pty, row), finding))
			return strstr(pty_row(pty, row), "<技术") || strstr(pty_row(pty, row + 1), "<技术"); /* it may wrap */
	fail_msg("no row of \"%s\"", finding);
	return false;
}

/* Decides "later" on the houses of the sitting before this one. */
static void
come_to(struct pty *pty, const char *number)
{
	pty_wait(pty, "1 同意");
	for (int i = 0; i < 60 && !pty_has(pty, number); i++) {
		assert_false(pty_has(pty, "全部签字"));
		pty_keys(pty, "3");
	}
}

/* What the secretary marks in the second of two findings leads the team to that row, and to the question in it. */
static void
returned_house__leads_to_the_row__that_was_marked(void **state)
{
	static const char kind[] = "技术初步判定模块错误";
	char *dir = drive_county(), number[12];
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "1");
	survey_with_two_findings(pty, number);
	drive_person(pty, "2");
	drive_choose(pty, "栋待填：照片核对");
	assert_true(pty_has(pty, number));
	pty_keys(pty, "Enter");
	drive_at(pty, "照片可见层数");
	pty_keys(pty, "2 Enter 8 2 2 1 ^S");
	pty_wait(pty, "已签字：照片核对");
	pty_keys(pty, "Esc");
	sit(pty, "2", "待签字（排查小组）", number, APPROVE, false);

	drive_person(pty, "3");
	drive_choose(pty, "待签字（村党支部书记）");
	pty_keys(pty, "Enter");
	come_to(pty, number);
	pty_keys(pty, "2");
	pty_wait(pty, "哪里不对？");
	pty_keys(pty, "Down Down Down Down");
	for (int i = 0; i < 60 && !pty_has(pty, "（具体位置 2）"); i++)
		pty_keys(pty, "Right");
	pty_wait(pty, "> 5 [ ] 技术初步判定模块错误（具体位置 2）");
	pty_keys(pty, "5 Enter");
	pty_wait(pty, "退回 1，");
	if (!pty_has(pty, "全部签字"))
		pty_keys(pty, "s");
	pty_wait(pty, kind);
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "等排查小组改正");

	drive_person(pty, "1");
	drive_choose(pty, "栋已退回");
	assert_true(pty_has(pty, number));
	pty_wait(pty, kind);
	pty_keys(pty, "Enter");
	drive_at(pty, "发现的问题");
	pty_wait(pty, "签字人标出：技术初步判定模块错误");
	pty_keys(pty, "Space");
	pty_wait(pty, "一层西侧");
	assert_true(marked_row(pty, "一层西侧"));
	assert_false(marked_row(pty, "二层东墙窗下"));
	pty_wait(pty, ">  2  屋面"); /* where the cursor stands */
	pty_keys(pty, "Enter");
	drive_at(pty, "具体位置");
	pty_wait(pty, "签字人标出：技术初步判定模块错误");
	pty_free(pty);
	drive_release(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns__say__what_a_key_does_not),
		cmocka_unit_test(sitting__begins_with_the_house__that_home_names),
		cmocka_unit_test(five_houses__take_at_most_50_keys_each__passphrases_apart),
		cmocka_unit_test(simple_house__takes_at_most_48_keys__after_the_roster),
		cmocka_unit_test(severe_house__takes_at_most_160_keys__with_two_findings_control_and_notice),
		cmocka_unit_test(sitting__approves_the_rest_together__after_the_lot),
		cmocka_unit_test(house_of_two_authors__is_mended__by_signing_the_other_form_again),
		cmocka_unit_test(sitting__begins_with_the_house__it_was_opened_from),
		cmocka_unit_test(sitting__is_there_again__after_kill),
		cmocka_unit_test(returned_house__leads_to_the_row__that_was_marked),
		cmocka_unit_test(house__goes_from_the_roster_to_the_township_head__by_keys_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
