#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/drive.h"

/* Small things of a day at the houses: what the keyboard was left at, owners without an identity card, what is carried from house to house. */

struct scene {
	char *dir;
	struct pty *pty;
};

static void
open_county(struct scene *scene)
{
	scene->dir = drive_county();
	scene->pty = drive_start(scene->dir, "zh_CN", 24, 80, NULL);
	pty_wait(scene->pty, "先选谁在用这台电脑");
}

/* The registration of the house that the first page names for it, seen on site. */
static void
open_registration(struct scene *scene)
{
	pty_keys(scene->pty, "Down Down Enter");
	drive_at(scene->pty, "排查情况");
	pty_keys(scene->pty, "3");
	drive_at(scene->pty, "所在区域");
}

static void
close_county(struct scene *scene)
{
	pty_free(scene->pty);
	drive_release(scene->dir);
}

/* Moves to the question with this key, wherever the form stands. */
static void
go_to(struct pty *pty, const char *key, const char *label)
{
	char open[80], answered[80];

	snprintf(open, sizeof(open), ">*%s", label);
	snprintf(answered, sizeof(answered), "> %s", label);
	for (int i = 0; i < 50 && !pty_has(pty, open) && !pty_has(pty, answered); i++) {
		pty_keys(pty, key);
		pty_rest(pty);
	}
	drive_at(pty, label);
}

/* ---- the keyboard */

static void
passphrase__hints__at_caps_lock_and_the_input_method(void **state)
{
	struct scene scene;

	(void)state;
	open_county(&scene);
	pty_keys(scene.pty, "P");
	pty_wait(scene.pty, "谁在用这台电脑？");
	pty_keys(scene.pty, "1");
	pty_wait(scene.pty, "演示中人人的口令");
	pty_keys(scene.pty, "D");
	pty_wait(scene.pty, "演示中人人的口令"); /* one capital is none yet */
	pty_keys(scene.pty, "EMO");
	pty_wait(scene.pty, "打的全是大写字母：是不是开了大写锁定？^U 清空。");
	pty_keys(scene.pty, "^U 的");
	pty_wait(scene.pty, "打的不是字母：是不是开着中文输入法？^U 清空。");
	pty_keys(scene.pty, "^U demo");
	pty_wait_gone(scene.pty, "输入法");
	assert_false(pty_has(scene.pty, "大写锁定"));
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "您好");
	close_county(&scene);
}

/* ---- owners */

/* "No identity card" is a choice with its reason, and the number is not asked any more; another paper has its number; a joint owner has a row, which
 * Enter leads through and out of. */
static void
owner__without_a_card__has_a_reason_and_joint_owners_a_row(void **state)
{
	struct scene scene;

	(void)state;
	open_county(&scene);
	drive_person(scene.pty, "1");
	open_registration(&scene);
	go_to(scene.pty, "Down", "身份证号");
	pty_wait(scene.pty, "没有身份证的在");
	pty_keys(scene.pty, "^N");
	go_to(scene.pty, "Down", "无身份证或用其他证件");
	pty_wait(scene.pty, "护照");
	pty_keys(scene.pty, "w"); /* 无证件 */
	go_to(scene.pty, "Up", "无证件的原因");
	pty_wait(scene.pty, "遗失或过期，补办中");
	pty_keys(scene.pty, "2");
	pty_rest(scene.pty);
	assert_false(pty_has(scene.pty, "*身份证号"));
	go_to(scene.pty, "Down", "共有人");
	pty_keys(scene.pty, "+");
	drive_at(scene.pty, "共有人姓名");
	pty_keys(scene.pty, "覃共有 Enter Enter Enter Enter Enter");
	drive_at(scene.pty, "地下层数"); /* out of the row, and on among what was opened */
	pty_keys(scene.pty, "^S");
	pty_wait(scene.pty, "所在区域：必须填写");
	go_to(scene.pty, "Down", "共有人");
	pty_wait(scene.pty, "> 共有人                  1 ");
	assert_false(pty_has(scene.pty, "> 共有人                  无"));
	close_county(&scene);
}

/* ---- dates, coordinates, people */

/* A day as people write it stands as the day that was understood; what people write between two numbers parts coordinates, and a place outside the county
 * is asked about; who surveyed is picked by a digit, and no name can be typed. */
static void
answers__are_taken__as_people_write_them(void **state)
{
	struct scene scene;

	(void)state;
	open_county(&scene);
	drive_person(scene.pty, "1");
	open_registration(&scene);
	go_to(scene.pty, "Down", "排查人员");
	pty_keys(scene.pty, "韦");
	pty_wait_gone(scene.pty, "排查人员                韦");
	pty_keys(scene.pty, "1");
	pty_rest(scene.pty);
	go_to(scene.pty, "Down", "排查日期");
	pty_keys(scene.pty, "^U 2022年8月20日 Down Up");
	drive_at(scene.pty, "排查日期");
	pty_wait(scene.pty, "> 排查日期                2022-08-20");
	pty_keys(scene.pty, "^U 2022/8/19 Down Up");
	pty_wait(scene.pty, "> 排查日期                2022-08-19");
	pty_keys(scene.pty, "^N");
	go_to(scene.pty, "Down", "坐标");
	pty_paste(scene.pty, "24.5,107.3 WGS-84");
	pty_keys(scene.pty, "Down Up");
	pty_wait(scene.pty, "24.5 107.3 WGS-84");
	assert_false(pty_has(scene.pty, "! 坐标不在东兰县境内"));
	pty_keys(scene.pty, "^U");
	pty_paste(scene.pty, "0 0 WGS-84");
	pty_keys(scene.pty, "Down Up");
	pty_wait(scene.pty, "坐标不在东兰县境内，请核对");
	pty_keys(scene.pty, "^U");
	pty_paste(scene.pty, "22.8 108.3 GCJ02");
	pty_keys(scene.pty, "Down Up");
	pty_wait(scene.pty, "22.8 108.3 GCJ02");
	pty_wait(scene.pty, "坐标不在东兰县境内，请核对");
	close_county(&scene);
}

/* ---- sticks */

/* A machine whose one stick is locked against writing. */
static char *
machine_with_locked_stick(const char *dir)
{
	char command[2000];

	snprintf(command, sizeof(command),
		 "cd '%s' && mkdir -p root/proc/self root/sys/dev/block root/sys/devices/usb1/block/sdb/sdb1 root/mnt/stick && "
		 "echo 1 >root/sys/devices/usb1/block/sdb/removable && ln -s ../../devices/usb1/block/sdb/sdb1 root/sys/dev/block/8:17 && "
		 "echo '32 22 8:17 / /mnt/stick ro,nosuid - vfat /dev/sdb1 ro' >root/proc/self/mountinfo",
		 dir);
	assert_int_equal(system(command), 0);
	snprintf(command, sizeof(command), "LOUCE_ROOT=%s/root", dir);
	return strdup(command);
}

static void
stick__that_can_only_be_read__is_called_so(void **state)
{
	struct scene scene = { .dir = drive_county() };
	char *root = machine_with_locked_stick(scene.dir);
	const char *env[] = { "LOUCE_STICKS=", root, NULL };

	(void)state;
	scene.pty = drive_start(scene.dir, "zh_CN", 24, 80, env);
	pty_wait(scene.pty, "先选谁在用这台电脑");
	drive_person(scene.pty, "1");
	pty_keys(scene.pty, "x");
	pty_wait(scene.pty, "（只读：不能写入）");
	pty_keys(scene.pty, "e");
	pty_rest(scene.pty);
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "只读");
	close_county(&scene);
	free(root);
}

/* ---- what somebody else owes */

/* The name in the row of the list of people that begins with this digit. */
static void
name_of(struct pty *pty, const char *digit, char out[64])
{
	char begins[8];

	pty_keys(pty, "P");
	pty_wait(pty, "谁在用这台电脑？");
	snprintf(begins, sizeof(begins), " %s ", digit);
	for (int row = 1; row < 20; row++) {
		const char *at = strstr(pty_row(pty, row), begins);

		if (at && at < pty_row(pty, row) + 4) {
			at += strlen(begins);
			snprintf(out, 64, "%.*s", (int)strcspn(at, " "), at);
			pty_keys(pty, "Esc");
			return;
		}
	}
	fprintf(stderr, "%s", pty_screen(pty));
	fail_msg("nobody has the digit %s", digit);
}

/* A house that waits for a department's answer says so on its page and on its paper trail, with the day, instead of "to fill". */
static void
house__says__which_department_it_waits_for(void **state)
{
	struct scene scene;
	char clerk[64], words[1500];

	(void)state;
	open_county(&scene);
	name_of(scene.pty, "6", clerk);
	snprintf(
		words, sizeof(words),
		"--version >/dev/null; cd '%s' && echo demo >pass && echo '{\"ref_dept\":\"1\",\"ref_asks\":[\"3\"],\"ref_words\":\"无证经营\","
		"\"ref_no\":\"移1\",\"ref_date\":\"2022-08-20\",\"ref_until\":\"2022-09-05\"}' >letter.json && '%s/louce' fill YS000000019 referral "
		"--data letter.json --as '%s' --passphrase-file pass",
		scene.dir, getenv("LOUCE_BUILD"), clerk);
	assert_int_equal(drive_louce(scene.dir, words), 0);
	drive_person(scene.pty, "1");
	pty_keys(scene.pty, "aYS000000019");
	pty_rest(scene.pty);
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "按两次 Tab 看全部");
	pty_keys(scene.pty, "Tab Tab End");
	pty_wait(scene.pty, "[>] 部门回复处理情况   公安：还有 4 天（09-05）");
	close_county(&scene);
}

/* Who takes back a lower signature is told which fall with it, before he says yes: those, and none that was given while the page asked. */
static void
withdrawal__says__whose_signatures_fall_with_it(void **state)
{
	struct scene scene;
	char secretary[64], words[700];

	(void)state;
	open_county(&scene);
	name_of(scene.pty, "3", secretary);
	snprintf(words, sizeof(words),
		 "--version >/dev/null; echo demo >'%s/pass'; '%s/louce' sign village YS000000019 --as '%s' --passphrase-file '%s/pass'",
		 scene.dir, getenv("LOUCE_BUILD"), secretary, scene.dir);
	drive_person(scene.pty, "1");
	pty_keys(scene.pty, "aYS000000019");
	pty_rest(scene.pty);
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "按两次 Tab 看全部");
	pty_keys(scene.pty, "Tab Tab End Up Up Up");
	pty_wait(scene.pty, "[x] 排查小组");
	pty_keys(scene.pty, "w");
	pty_wait(scene.pty, "其上没有别的签字");
	assert_int_equal(drive_louce(scene.dir, words), 0); /* while the page asks */
	pty_keys(scene.pty, "demo Enter");
	pty_wait(scene.pty, "没有撤回");
	pty_keys(scene.pty, "Esc");
	pty_wait(scene.pty, "[x] 排查小组");
	pty_keys(scene.pty, "w");
	pty_wait(scene.pty, "其上各级的签字随之失效：村党支部书记");
	close_county(&scene);
}

/* The conclusion is found by its word where houses are searched. */
static void
search__finds__houses_by_what_was_found_there(void **state)
{
	struct scene scene;

	(void)state;
	open_county(&scene);
	drive_person(scene.pty, "1");
	pty_keys(scene.pty, "a");
	pty_wait(scene.pty, "查找");
	pty_keys(scene.pty, "严重");
	pty_wait(scene.pty, "1 / ");
	pty_wait(scene.pty, "严重");
	close_county(&scene);
}

/* ---- what is carried from house to house */

/* The house that the page names: its number. */
static void
house_here(struct pty *pty, char out[12])
{
	const char *at = strstr(pty_screen(pty), "YS");

	assert_non_null(at);
	snprintf(out, 12, "%.11s", at);
}

static void
register_in_full(struct pty *pty, const char *id)
{
	drive_at(pty, "排查情况");
	pty_keys(pty, "3 7 Enter 1");
	drive_at(pty, "身份证号");
	pty_keys(pty, id);
	drive_at(pty, "常住人口数");
	pty_keys(pty, "4 Enter 0 w 2 5");
	drive_at(pty, "主体层数");
	pty_keys(pty, "2 186 Enter 4 3 2");
	drive_at(pty, "墙体材料");
	pty_keys(pty, "1 1 1 1 0");
	drive_at(pty, "正面全景");
	pty_wait(pty, ".jpg");
	drive_burst(pty);
	drive_at(pty, "排查人员");
	pty_keys(pty, "1 2 ^S");
	pty_wait(pty, "已签字：房屋信息登记");
	pty_wait(pty, "场地和地基");
}

/* A house that is gone answers little, and on another day. */
static void
register_as_gone(struct pty *pty)
{
	drive_at(pty, "排查情况");
	pty_keys(pty, "5");
	drive_at(pty, "情况说明");
	pty_keys(pty, "邻居确认 Enter");
	drive_at(pty, "现状照片");
	pty_wait(pty, ".jpg");
	pty_keys(pty, "5");
	if (pty_has(pty, "再按一次"))
		pty_keys(pty, "5");
	drive_at(pty, "排查人员");
	pty_keys(pty, "1 2");
	go_to(pty, "Down", "排查日期");
	pty_keys(pty, "0831 ^S");
	pty_wait(pty, "已签字：房屋信息登记");
}

/* ^Y takes over what the last house said, and where that was gone what the one before it said; the day is of its own house. */
static void
carry__reaches__over_a_house_that_is_gone__and_takes_no_day(void **state)
{
	struct scene scene;
	char first[12], gone[12], next[12];

	(void)state;
	open_county(&scene);
	drive_person(scene.pty, "1");
	drive_choose(scene.pty, "栋待填：房屋信息登记");
	pty_keys(scene.pty, "Enter");
	drive_at(scene.pty, "排查情况");
	house_here(scene.pty, first);
	register_in_full(scene.pty, "452728196501011232");
	pty_keys(scene.pty, "Esc");
	drive_choose(scene.pty, "栋待填：房屋信息登记");
	pty_keys(scene.pty, "Enter");
	drive_at(scene.pty, "排查情况");
	house_here(scene.pty, gone);
	register_as_gone(scene.pty);
	drive_at(scene.pty, "排查情况"); /* of the next one */
	house_here(scene.pty, next);
	assert_string_not_equal(first, gone);
	assert_string_not_equal(gone, next);
	pty_keys(scene.pty, "3 ^Y");
	pty_wait(scene.pty, "已从上一栋带入 8 项");
	pty_wait(scene.pty, "所在区域                集镇");
	pty_wait(scene.pty, "产权类型                产权人");
	pty_wait(scene.pty, "土地用途                宅基地");
	go_to(scene.pty, "Down", "排查日期");
	pty_wait(scene.pty, "> 排查日期                2022-09-01");
	pty_wait(scene.pty, "排查人员                杨德胜、班秋菊");
	close_county(&scene);
}

/* ---- the photo check */

/* The questions of the check stand open, with nothing that anybody else answered in them. */
static void
check_is_empty(struct pty *pty)
{
	drive_at(pty, "照片可见层数");
	assert_true(pty_has(pty, ">*照片可见层数"));
	assert_true(pty_has(pty, " *照片可见结构"));
	assert_true(pty_has(pty, " *照片上有经营迹象"));
}

/* The photo that the check is answered from fills the window on a key, and another leads back to questions that nobody has touched; nothing is taken over
 * from the check of the house before. */
static void
check__shows_its_photo_on_the_whole_window__and_begins_empty(void **state)
{
	struct scene scene;
	char first[12];

	(void)state;
	open_county(&scene);
	drive_person(scene.pty, "1");
	for (int i = 0; i < 2; i++) {
		drive_choose(scene.pty, "栋待填：房屋信息登记");
		pty_keys(scene.pty, "Enter");
		register_in_full(scene.pty, i ? "452728197003052212" : "452728196501011232");
		pty_keys(scene.pty, "Esc");
	}
	drive_person(scene.pty, "2");
	drive_choose(scene.pty, "2 栋待填：照片核对");
	pty_keys(scene.pty, "Enter");
	check_is_empty(scene.pty);
	house_here(scene.pty, first);
	pty_wait(scene.pty, "（^P 全屏，共 3 张）");
	pty_keys(scene.pty, "^P");
	pty_wait_gone(scene.pty, "照片可见层数");
	pty_wait(scene.pty, "1/3");
	pty_keys(scene.pty, "Right");
	pty_wait(scene.pty, "2/3");
	pty_keys(scene.pty, "Esc");
	check_is_empty(scene.pty);
	pty_keys(scene.pty, "2 Enter 1 2 2 1 ^S");
	pty_wait(scene.pty, "场地和地基"); /* the house's next form */
	pty_keys(scene.pty, "Esc");
	drive_choose(scene.pty, "1 栋待填：照片核对");
	pty_keys(scene.pty, "Enter");
	pty_wait_gone(scene.pty, first);
	check_is_empty(scene.pty);
	pty_keys(scene.pty, "^Y");
	pty_wait(scene.pty, "这张表的答案都只属于本栋房屋，没有可以带入的");
	check_is_empty(scene.pty);
	close_county(&scene);
}

/* ---- a house that stands already */

/* Whoever lists a house that stands is asked at the signature, by its number and what both have in common; one key leads to it, and nothing is listed. */
static void
listing__asks_at_the_signature__and_opens_the_house_that_stands(void **state)
{
	struct scene scene;

	(void)state;
	open_county(&scene);
	drive_person(scene.pty, "1");
	pty_keys(scene.pty, "n");
	drive_at(scene.pty, "屯（组）");
	pty_keys(scene.pty, "下垌 Enter 农村道路 Enter 13 Enter 陈金花 ^S");
	pty_wait(scene.pty, "户主（产权人）：“金谷村委会 下垌 农村道路 13 陈金花 YS000000012”就在这个地址");
	drive_at(scene.pty, "  原因");
	pty_wait(scene.pty, "是同一栋：按 =");
	go_to(scene.pty, "Up", "门牌号");
	pty_keys(scene.pty, "^U ^S");
	pty_wait(scene.pty, "YS000000012”也在这里，户主相同：是不是同一栋？");
	drive_at(scene.pty, "  原因");
	pty_keys(scene.pty, "=");
	pty_wait(scene.pty, "再按一次 =：这里填的全部丢弃，不再登记");
	pty_keys(scene.pty, "=");
	pty_wait(scene.pty, "没有重新登记；这就是已有的那一栋。");
	assert_non_null(strstr(pty_row(scene.pty, 0), "YS000000012"));
	pty_wait(scene.pty, "[!] 房屋信息登记");
	pty_keys(scene.pty, "Esc");
	pty_wait(scene.pty, "0/27"); /* no house more */
	close_county(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passphrase__hints__at_caps_lock_and_the_input_method),
		cmocka_unit_test(owner__without_a_card__has_a_reason_and_joint_owners_a_row),
		cmocka_unit_test(answers__are_taken__as_people_write_them),
		cmocka_unit_test(stick__that_can_only_be_read__is_called_so),
		cmocka_unit_test(house__says__which_department_it_waits_for),
		cmocka_unit_test(withdrawal__says__whose_signatures_fall_with_it),
		cmocka_unit_test(search__finds__houses_by_what_was_found_there),
		cmocka_unit_test(carry__reaches__over_a_house_that_is_gone__and_takes_no_day),
		cmocka_unit_test(check__shows_its_photo_on_the_whole_window__and_begins_empty),
		cmocka_unit_test(listing__asks_at_the_signature__and_opens_the_house_that_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
