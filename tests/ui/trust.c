#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "../support/drive.h"

/* Who may sign, older copies, split logs, two versions, houses listed twice: every page of them by keys alone, with wrong keys too. */

static void __attribute__((format(printf, 1, 2))) run(const char *format, ...)
{
	char command[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	assert_int_equal(system(command), 0);
}

/* louce on a county whose sticks are the folder `stick` in it. */
static struct pty *
start(const char *dir)
{
	char variable[700];
	const char *extra[] = { variable, NULL };

	run("mkdir -p '%s/stick'", dir);
	snprintf(variable, sizeof(variable), "LOUCE_STICKS=%s/stick", dir);
	return drive_start(dir, "zh_CN", 24, 80, extra);
}

static struct pty *
start_as(const char *dir, const char *digit)
{
	struct pty *pty = start(dir);

	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, digit);
	return pty;
}

static void
quit(struct pty *pty)
{
	for (int i = 0; i < 6 && !pty_has(pty, "退出"); i++) {
		pty_keys(pty, "Esc");
	}
	pty_keys(pty, "q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
}

/* ---- rights */

/* From home: a key of one's own for Ada; the halves of her code. */
static void
ask_for_a_right(struct pty *pty, const char *keys, char read[20], char heard[20])
{
	char secret[DRIVE_SECRET];

	pty_keys(pty, "k");
	pty_wait(pty, "人员和密钥");
	pty_keys(pty, "n");
	pty_wait(pty, "您的姓名");
	pty_keys(pty, "Enter");
	pty_wait(pty, "请先打入您的姓名");
	pty_keys(pty, "Ada Enter");
	pty_wait(pty, "您的身份");
	pty_keys(pty, keys);
	pty_wait(pty, "按回车就生成密钥"); /* asked first: nothing is made by choosing */
	assert_false(pty_has(pty, "请把口令抄在纸上"));
	pty_keys(pty, "Enter");
	pty_wait(pty, "请把口令抄在纸上");
	pty_keys(pty, "x Enter"); /* another word than the page has */
	pty_wait(pty, "与屏幕上的不同");
	assert_true(pty_has(pty, "请把口令抄在纸上"));
	pty_keys(pty, "^U");
	drive_secret(pty, secret);
	drive_write_back(pty, secret);
	drive_code(pty, "上级念给您听", read);
	drive_code(pty, "您念给上级听", heard);
	assert_false(pty_has(pty, secret));
	pty_keys(pty, "Enter");
	pty_wait(pty, "申请签字权 1 人");
}

static void
right__is_given_by_both_halves_of_the_code__and_taken_back(void **state)
{
	char *dir = drive_county(), read[20], heard[20], shown[20];
	struct pty *pty = start_as(dir, "7");

	(void)state;
	ask_for_a_right(pty, "1 Enter Enter", read, heard);
	pty_keys(pty, "Tab");
	pty_wait(pty, "显示：申请的");
	pty_keys(pty, "Enter");
	pty_wait(pty, "请打电话，核对号码");
	drive_code(pty, "您念给对方听", shown);
	assert_string_equal(shown, read);
	assert_false(pty_has(pty, heard)); /* it must be heard, not copied */
	pty_keys(pty, "Enter");
	pty_wait(pty, "请打入对方念给您听的那一半");
	pty_type(pty, shown);
	pty_keys(pty, "Enter");
	pty_wait(pty, "这不是这份申请的号码");
	pty_keys(pty, "^U");
	pty_type(pty, heard);
	pty_keys(pty, "Enter");
	pty_wait(pty, "Ada 从现在起可以签字");
	pty_keys(pty, "Tab");
	drive_choose(pty, "Ada");

	/* What would follow is said before anything is signed. */
	pty_keys(pty, "Enter");
	pty_wait(pty, "签字权由谁授予");
	pty_keys(pty, "r");
	pty_wait(pty, "为什么收回签字权");
	pty_keys(pty, "Enter");
	pty_wait(pty, "先说明原因");
	pty_keys(pty, "2");
	pty_wait(pty, "一张也没有");
	pty_wait(pty, "这里有他签的 0 条");
	pty_keys(pty, "1");
	pty_wait_gone(pty, "一张也没有");
	pty_keys(pty, "Enter");
	pty_wait(pty, "Ada 已离岗");
	pty_keys(pty, "wrong Enter");
	pty_wait(pty, "口令不对");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "Ada 的签字权已收回");
	pty_keys(pty, "Tab");
	pty_wait(pty, "显示：已收回或未生效");
	drive_choose(pty, "Ada");
	pty_keys(pty, "Enter");
	pty_wait(pty, "已收回");
	pty_wait(pty, "本人已离任"); /* why, and nothing more to take back */
	assert_false(pty_has(pty, "r 收回签字权"));
	quit(pty);
	drive_release(dir);
}

static void
revocation__of_who_signed__says_how_many_steps_it_costs(void **state)
{
	char *dir = drive_county();
	struct pty *pty = start_as(dir, "7");

	(void)state;
	pty_keys(pty, "k");
	pty_wait(pty, "人员和密钥");
	pty_keys(pty, "f zzzz");
	pty_wait(pty, "没有人。");
	pty_keys(pty, "Esc f yds Tab"); /* the list stays narrowed; whom to show does not change */
	drive_choose(pty, "金谷乡金谷村委会");
	pty_keys(pty, "Enter r 2");
	pty_wait(pty, "一张也没有：全部不算数");
	pty_wait(pty, "条不再计入"); /* no county receipt covers anything yet */
	pty_keys(pty, "1");
	pty_wait(pty, "这里的都仍计入"); /* this laptop writes the county's receipt first */
	pty_keys(pty, "Enter");
	pty_wait(pty, "杨德胜 已离岗");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "的签字权已收回");
	quit(pty);
	pty = start(dir);
	pty_wait(pty, "先选谁在用这台电脑");
	pty_keys(pty, "P 1");
	pty_wait(pty, "口令");
	pty_keys(pty, "demo Enter");
	assert_false(pty_has(pty, "您好，杨德胜"));
	quit(pty);
	drive_release(dir);
}

static void
agree_as(struct pty *pty, const char *person, const char *said)
{
	drive_person(pty, person);
	pty_wait(pty, "1 件事等您以县工作人员身份同意"); /* the first page says so */
	pty_keys(pty, "k");
	pty_wait(pty, "有 1 件事等县工作人员同意");
	pty_keys(pty, "o 1");
	pty_wait(pty, "[x]");
	pty_keys(pty, "s");
	pty_wait(pty, "您以县工作人员身份同意");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, said);
}

static void
officers__are_named_anew__when_enough_agreed(void **state)
{
	char *dir = drive_county(), read[20], heard[20], before[20], after[20];
	struct pty *pty = start_as(dir, "7");

	(void)state;
	ask_for_a_right(pty, "8 Enter Enter 2", read, heard);
	drive_code(pty, "念给新电脑核对", before);
	pty_keys(pty, "o");
	pty_wait(pty, "没有等县工作人员同意的事");
	pty_keys(pty, "s");
	pty_wait(pty, "先按 1 勾选");
	pty_keys(pty, "n");
	pty_wait(pty, "今后县工作人员是哪些人");
	drive_choose(pty, "Ada");
	pty_wait(pty, "申请任县工作人员");
	pty_keys(pty, "Space");
	pty_wait(pty, "共 4 人，其中 3 人同意才生效"); /* over half, and not all */
	pty_keys(pty, "+");
	pty_wait(pty, "其中 3 人");
	pty_keys(pty, "-");
	pty_wait(pty, "其中 3 人");
	drive_choose(pty, "李金花"); /* who signs must stay */
	pty_keys(pty, "Space s");
	pty_wait(pty, "签字的人以后也得是县工作人员");
	pty_keys(pty, "Space");
	drive_choose(pty, "谭秀英");
	pty_keys(pty, "Space s");
	pty_wait(pty, "不再担任的");
	pty_wait(pty, "- 谭秀英");
	pty_keys(pty, "Esc Space Up Up Space Down Space");
	pty_wait(pty, "共 2 人：县工作人员只能是 1 人");
	pty_keys(pty, "s");
	pty_wait(pty, "请再勾选或少选几人");
	pty_keys(pty, "Space Up Space s");
	pty_wait(pty, "- Ada");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "已签字。在这一页等");
	pty_wait(pty, "原人员需 2 人，已有 1 人");
	pty_keys(pty, "1");
	pty_wait(pty, "您已经同意了，还要别人同意");
	pty_keys(pty, "Esc Esc");
	pty_wait(pty, "去办");

	agree_as(pty, "8", "其中 0 件现在生效"); /* enough of those of before */
	pty_keys(pty, "Esc Esc");
	pty_wait(pty, "去办");
	agree_as(pty, "9", "其中 1 件现在生效");
	pty_wait(pty, "念给新电脑核对的数字也随着变了"); /* the office must know */
	assert_false(pty_has(pty, before));
	pty_keys(pty, "Esc");
	pty_wait(pty, "没有等县工作人员同意的事");
	pty_keys(pty, "Esc");
	drive_code(pty, "念给新电脑核对", after);
	assert_string_not_equal(after, before);
	drive_choose(pty, "Ada");
	pty_wait(pty, "可签字，县工作人员");
	quit(pty);
	drive_release(dir);
}

/* Requests that wait are work: the first page says so and leads there; one that nobody will answer is put away. */
static void
request__is_on_the_first_page__until_it_is_put_away(void **state)
{
	char *dir = drive_county(), read[20], heard[20];
	struct pty *pty = start_as(dir, "7");

	(void)state;
	drive_choose(pty, "收到的内容还没有写县级回执"); /* what the villages' files brought, at the office */
	pty_keys(pty, "Enter");
	pty_wait(pty, "还没有县级回执确认");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "已写县级回执第");
	pty_wait(pty, "栋待填：通知书"); /* the office may serve notices, too */
	ask_for_a_right(pty, "1 Enter Enter", read, heard);
	pty_keys(pty, "Esc");
	pty_wait(pty, "1 人申请签字权：核对号码后授予");
	drive_choose(pty, "1 人申请签字权");
	pty_keys(pty, "Enter");
	pty_wait(pty, "显示：申请的");
	pty_wait(pty, "> Ada");
	pty_wait(pty, "申请签字权 2022-09-01"); /* since when, as one may have asked twice */
	pty_keys(pty, "d");
	pty_wait(pty, "在这台电脑上搁置了");
	pty_wait(pty, "没有人。");
	pty_keys(pty, "d");
	pty_wait(pty, "只有申请才能搁置");
	pty_keys(pty, "Esc");
	pty_wait(pty, "栋待填：通知书");
	pty_keys(pty, "k");
	pty_wait(pty, "人员和密钥");
	pty_keys(pty, "f Ada Tab");
	pty_wait(pty, "申请已搁置");
	pty_keys(pty, "d");
	pty_wait(pty, "重新受理");
	pty_wait(pty, "申请签字权 1 人");
	quit(pty);
	drive_release(dir);
}

/* Esc leads one step back, and nothing typed is lost; who has a key here asks with it. */
static void
wizard__goes_back_by_steps__and_knows_the_keys_that_lie_here(void **state)
{
	char *dir = drive_county(), read[20], heard[20];
	struct pty *pty = start_as(dir, "7");

	(void)state;
	ask_for_a_right(pty, "1 Enter Enter", read, heard);
	pty_keys(pty, "n");
	pty_wait(pty, "您的姓名");
	pty_keys(pty, "ada Enter"); /* written otherwise, and the same to people */
	pty_wait(pty, "用这里已有的 Ada 的密钥申请");
	pty_keys(pty, "1");
	pty_wait(pty, "您的身份");
	pty_keys(pty, "2");
	pty_wait(pty, "地方（打拼音首字母");
	pty_keys(pty, "Enter Enter"); /* the first of them is taken for the digit's */
	pty_wait(pty, "输入您密钥的口令");
	pty_keys(pty, "Esc");
	pty_wait(pty, "地方（打拼音首字母");
	pty_keys(pty, "Esc");
	pty_wait(pty, "您的身份");
	pty_keys(pty, "Esc");
	pty_wait(pty, "是我：");
	pty_keys(pty, "Esc");
	pty_wait(pty, "您的姓名");
	pty_wait(pty, "ada");
	pty_keys(pty, "Enter 1 2 Enter Enter");
	pty_wait(pty, "输入您密钥的口令");
	pty_keys(pty, "Enter");
	pty_wait(pty, "用这里已有的密钥申请");
	pty_keys(pty, "wrong Enter");
	pty_wait(pty, "口令不对");
	pty_keys(pty, "Esc Esc Esc Esc Esc Esc");
	pty_wait(pty, "再按一次 Esc"); /* the name is kept nowhere */
	pty_keys(pty, "Esc");
	pty_wait(pty, "人员和密钥");
	quit(pty);
	drive_release(dir);
}

/* The half that the owner of a request reads, on the row of this right among several. */
static void
drive_code_beside(struct pty *pty, const char *right, char out[20])
{
	for (int row = 1; row < 22; row++) {
		const char *line = pty_row(pty, row);
		size_t from = strspn(line, " ");

		if (!strstr(line, right) || strlen(line) < from + 41)
			continue;
		memcpy(out, line + from + 22, 19);
		out[19] = '\0';
		return;
	}
	fail_msg("no row of \"%s\":\n%s", right, pty_screen(pty));
}

static bool
has_file(const char *folder, const char *pattern)
{
	char whole[700];
	glob_t found = { 0 };
	bool has;

	snprintf(whole, sizeof(whole), "%s/%s", folder, pattern);
	has = glob(whole, 0, NULL, &found) == 0;
	globfree(&found);
	return has;
}

/* A leader of several villages asks once; his key lies on his own stick and nowhere else, and a second stick gets a copy. */
static void
portable_key__is_made_on_the_page__for_several_villages(void **state)
{
	char *dir = drive_county(), secret[DRIVE_SECRET], heard[20];
	struct pty *pty = start_as(dir, "7");

	(void)state;
	pty_keys(pty, "k n");
	pty_wait(pty, "您的姓名");
	pty_keys(pty, "Berta Enter");
	pty_wait(pty, "您的身份");
	pty_keys(pty, "1");
	pty_wait(pty, "地方（打拼音首字母");
	pty_keys(pty, "Space Down Space");
	pty_wait(pty, "> [x]");
	pty_keys(pty, "Enter");
	pty_wait(pty, "您只在这台电脑上签字");
	pty_keys(pty, "p");
	pty_wait(pty, "密钥写到已插入的U盘，别处不留");
	pty_keys(pty, "p p a");
	pty_wait(pty, "您的身份");
	pty_keys(pty, "Esc"); /* the first right is there again */
	pty_wait(pty, "东兰镇城东社区居委会、东兰镇城西社区居委会");
	pty_keys(pty, "a 2");
	pty_wait(pty, "地方（打拼音首字母");
	pty_keys(pty, "Enter Enter");
	pty_wait(pty, "同一份申请里再要一种身份：a");
	pty_wait(pty, "村排查人员: 东兰镇城东社区居委会、东兰镇城西社区居委会");
	pty_keys(pty, "Enter");
	drive_secret(pty, secret);
	assert_false(has_file(dir, "stick/*.key")); /* there is no key before its passphrase is on paper */
	drive_write_back(pty, secret);
	pty_wait(pty, "您的密钥在您的U盘上");
	run("ls '%s/stick/'*.key >/dev/null && for at in '%s/stick/'*.key; do test ! -e \"%s/home/keys/$(basename \"$at\")\" || exit 1; done",
	    dir, dir, dir);
	pty_wait(pty, "您念"); /* two codes: one of them is enough */
	drive_code_beside(pty, "村党支部书记", heard);
	pty_keys(pty, "Enter");
	pty_wait(pty, "申请签字权 2 人");
	pty_keys(pty, "f Berta Enter");
	pty_wait(pty, "哪台电脑都可以，密钥在U盘上");
	pty_wait(pty, "东兰镇城东社区居委会、东兰镇城西社区居委会");
	pty_keys(pty, "Esc m");
	pty_wait(pty, "共 2 人申请，已勾选 0 项");
	pty_type(pty, heard); /* of whichever of the two */
	pty_wait(pty, "共 2 人申请，已勾选 2 项");
	pty_wait(pty, "同一把密钥");
	pty_keys(pty, "Enter");
	pty_wait(pty, "将授予 2 项签字权");
	pty_wait(pty, "村党支部书记");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "已授予 2 项签字权");
	quit(pty);
	drive_release(dir);
}

static void
passphrase__is_another_one__when_it_stands_on_paper(void **state)
{
	char *dir = drive_county(), secret[DRIVE_SECRET];
	struct pty *pty = start_as(dir, "1");

	(void)state;
	pty_keys(pty, "k c");
	pty_wait(pty, "先输入现在的口令");
	pty_keys(pty, "nemo Enter");
	pty_wait(pty, "口令不对");
	pty_keys(pty, "demo Enter");
	drive_secret(pty, secret);
	pty_keys(pty, "Esc"); /* what was shown does not hold */
	pty_wait(pty, "申请签字权");
	pty_keys(pty, "c");
	pty_wait(pty, "先输入现在的口令");
	pty_keys(pty, "demo Enter");
	drive_secret(pty, secret);
	drive_write_back(pty, secret);
	pty_wait(pty, "新口令从现在起生效");
	pty_keys(pty, "Esc Esc P 1");
	pty_wait(pty, "口令");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "口令不对");
	pty_type(pty, secret);
	pty_keys(pty, "Enter");
	pty_wait(pty, "您好");
	quit(pty);
	drive_release(dir);
}

/* Who was greeted on the first page. */
static void
greeted(struct pty *pty, char out[64])
{
	const char *at = strstr(pty_screen(pty), "您好，");

	assert_non_null(at);
	at += strlen("您好，");
	assert_non_null(strstr(at, "。"));
	snprintf(out, 64, "%.*s", (int)(strstr(at, "。") - at), at);
}

/* A stick that is lost takes no key with it: a second one has a copy, byte by byte, and the page says which stick is meant. */
static void
key__is_copied_to_a_second_stick__from_the_page(void **state)
{
	char *dir = drive_county(), sticks[700], name[64];
	const char *extra[] = { sticks, NULL };
	struct pty *pty;

	(void)state;
	snprintf(sticks, sizeof(sticks), "LOUCE_STICKS=%s/stick-*", dir);
	pty = drive_start(dir, "zh_CN", 24, 80, extra);
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "1");
	greeted(pty, name);
	pty_keys(pty, "k");
	pty_wait(pty, "人员和密钥");
	pty_type(pty, "f");
	pty_type(pty, name);
	pty_keys(pty, "Enter Enter");
	pty_wait(pty, "c 把密钥复制到U盘");
	run("rm -rf '%s'/stick-*", dir);
	pty_keys(pty, "c");
	pty_wait(pty, "请先插入U盘");
	run("mkdir '%s/stick-a'", dir);
	pty_keys(pty, "c");
	pty_wait(pty, "密钥已复制到");
	pty_keys(pty, "c"); /* the first one is still in */
	pty_wait(pty, "这个U盘上已有该密钥：请换另一个");
	run("mkdir '%s/stick-b'", dir);
	pty_keys(pty, "c");
	pty_wait(pty, "stick-b/");
	run("cd '%s' && for at in stick-a stick-b; do test \"$(ls $at | wc -l)\" = 1 && cmp $at/*.key home/keys/\"$(ls $at)\" || exit 1; done",
	    dir);
	quit(pty);
	drive_release(dir);
}

static void
founding__is_compared__by_the_digits_of_its_office(void **state)
{
	char *dir = drive_county(), digits[20];
	struct pty *pty = start_as(dir, "7");

	(void)state;
	/* On the way: what the keyboard was left at is told where a passphrase is typed. */
	pty_keys(pty, "P 6");
	pty_wait(pty, "口令");
	pty_keys(pty, "DEMO");
	pty_wait(pty, "是不是开了大写锁定");
	pty_keys(pty, "^U");
	pty_type(pty, "得");
	pty_wait(pty, "是不是开着中文输入法");
	pty_keys(pty, "Esc Esc");
	pty_keys(pty, "k");
	drive_code(pty, "念给新电脑核对", digits);
	pty_keys(pty, "g");
	pty_wait(pty, "签字：本文件现");
	pty_keys(pty, "Enter");
	pty_wait(pty, "请先打入县整治办念的数字");
	pty_type(pty, "0000 1111 2222 3333");
	pty_keys(pty, "Enter");
	pty_wait(pty, "数字“0000 1111 2222 3333”与这份文件不符");
	pty_keys(pty, "^U");
	pty_type(pty, "1234");
	pty_keys(pty, "Enter");
	pty_wait(pty, "至少前 16 位数字");
	pty_keys(pty, "^U");
	pty_type(pty, digits);
	pty_keys(pty, "Enter");
	pty_wait(pty, "数字相符");
	pty_wait(pty, "已与县整治办核对过");
	quit(pty);
	drive_release(dir);
}

/* ---- older copies */

/* As the inspector: the house that was given back first, signed again; `keys` change something in it. */
static void
correct_first_house(struct pty *pty, const char *keys)
{
	drive_choose(pty, "栋已退回");
	pty_keys(pty, "Enter");
	pty_wait(pty, "签字人标出");
	pty_keys(pty, keys);
	for (int i = 0; i < 3 && *keys && pty_has(pty, "为什么确实如此"); i++) /* another structure than walls, slabs and age have */
		pty_keys(pty, "1");
	pty_keys(pty, "^S");
	drive_answer(pty);
	if (!*keys) { /* nothing changed: asked about first */
		pty_wait(pty, "里面一处也没有改");
		pty_keys(pty, "^S");
	}
	pty_wait(pty, "已签字：房屋信息登记");
}

static void
write_stick(struct pty *pty)
{
	pty_keys(pty, "x");
	pty_wait(pty, "U盘交换");
	pty_keys(pty, "e 7");
	pty_wait(pty, "要送出：记录");
	pty_keys(pty, "Esc"); /* back to the choice: nothing is written yet */
	pty_wait(pty, "给谁？");
	pty_keys(pty, "7");
	pty_wait(pty, "要送出：记录");
	pty_keys(pty, "Enter");
	pty_wait(pty, "可以拔出U盘");
}

/* The way from the page of the older copy to the stick, and what is on it before it is taken. */
static void
take_stick(struct pty *pty)
{
	pty_wait(pty, "上面的楼策文件");
	pty_keys(pty, "Enter");
	pty_wait(pty, "每个签名都核对过了");
	pty_keys(pty, "Enter");
	pty_wait(pty, "已导入");
}

static void
older_copy__is_noticed__and_taken_back_from_a_stick(void **state)
{
	char *dir = drive_county();
	struct pty *pty;

	(void)state;
	run("cp '%s/county.louce' '%s/aside.louce'", dir, dir);
	pty = start_as(dir, "1");
	correct_first_house(pty, "");
	write_stick(pty);
	quit(pty);
	run("cp '%s/aside.louce' '%s/county.louce'", dir, dir);

	pty = start(dir);
	pty_wait(pty, "这个文件是旧的");
	pty_wait(pty, "这里什么也不能签");
	pty_keys(pty, "P");
	pty_wait(pty, "签过的 1 条，这个文件里没有");
	pty_keys(pty, "z Esc n"); /* a house cannot be begun either */
	pty_wait(pty, "怎么办？");
	pty_keys(pty, "1");
	take_stick(pty);
	pty_wait(pty, "缺的记录补回来了");
	pty_keys(pty, "Esc Esc");
	pty_wait(pty, "文件完整了");
	pty_keys(pty, "Enter");
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "1");
	pty_keys(pty, "n");
	pty_wait(pty, "屯（组）");
	quit(pty);
	assert_int_equal(drive_louce(dir, "verify \"$LOUCE_WORKSPACE\""), 0);
	drive_release(dir);
}

/* Lost for good: a new epoch. Then the lost steps turn up after all, and the house has two versions, which are merged. */
static void
older_copy__begins_anew__and_two_versions_become_one(void **state)
{
	char *dir = drive_county();
	struct pty *pty;

	(void)state;
	run("cp '%s/county.louce' '%s/aside.louce'", dir, dir);
	pty = start_as(dir, "1");
	correct_first_house(pty, "2");
	write_stick(pty);
	quit(pty);
	run("cp '%s/aside.louce' '%s/county.louce'", dir, dir);

	pty = start(dir);
	pty_wait(pty, "这个文件是旧的");
	pty_keys(pty, "Enter");
	pty_wait(pty, "怎么办？");
	pty_keys(pty, "2");
	pty_wait(pty, "新文件是怎么丢的？");
	pty_keys(pty, "Enter");
	pty_wait(pty, "请写明是怎么回事");
	pty_keys(pty, "硬盘坏了 Enter");
	pty_wait(pty, "在这台电脑上重新开始，原因");
	pty_keys(pty, "wrong Enter");
	pty_wait(pty, "口令不对");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "这台电脑重新开始了");
	pty_keys(pty, "Enter");
	pty_wait(pty, "去办");
	correct_first_house(pty, "3");

	pty_keys(pty, "x");
	take_stick(pty);
	pty_keys(pty, "Esc Esc");
	pty_wait(pty, "1 栋有两个版本");
	drive_choose(pty, "1 栋有两个版本");
	pty_keys(pty, "Enter");
	pty_wait(pty, "几个版本：用哪个？");
	pty_wait(pty, "结构类型");
	pty_wait(pty, "底部框架");
	pty_wait(pty, "钢筋混凝土");
	pty_keys(pty, "Enter");
	pty_wait(pty, "每一行都要选用哪个");
	pty_keys(pty, "p"); /* not a photo */
	pty_wait(pty, "这里没有照片");
	pty_keys(pty, "1 1 1 1 1 1 Enter");
	pty_wait(pty, "签字");
	pty_keys(pty, "^S");
	pty_wait(pty, "已签字：房屋信息登记");
	assert_false(pty_has(pty, "两个版本"));
	quit(pty);
	assert_int_equal(drive_louce(dir, "verify \"$LOUCE_WORKSPACE\""), 0);
	drive_release(dir);
}

/* ---- logs that split */

static void
fork__is_decided__by_who_may(void **state)
{
	char *dir = drive_county(), *clone = drive_county();
	struct pty *pty;

	(void)state;
	run("cp '%s/county.louce.local' '%s/county.louce.local'", dir, clone);
	drive_clock = "LOUCE_CLOCK=1662086400";
	pty = start_as(clone, "1"); /* one person at two laptops: nobody else writes in his log */
	correct_first_house(pty, "");
	pty_keys(pty, "Esc Esc Esc");
	pty_keys(pty, "x");
	pty_wait(pty, "U盘交换");
	pty_keys(pty, "e 7");
	pty_wait(pty, "要送出：记录");
	pty_keys(pty, "Enter");
	pty_wait(pty, "可以拔出U盘");
	quit(pty);
	drive_clock = DRIVE_CLOCK;
	pty = start_as(dir, "1");
	correct_first_house(pty, "");
	run("cp '%s/stick/'*.louce '%s/stick/'", clone, dir);
	pty_keys(pty, "x");
	take_stick(pty);
	pty_wait(pty, "处记录成了两份");
	pty_keys(pty, "Esc d");
	pty_wait(pty, "等裁定的有 1 件");
	pty_wait(pty, "有两份记录：算哪一份？");
	pty_keys(pty, "Enter");
	pty_wait(pty, "为什么算这一份");
	pty_wait(pty, "第一步：房屋信息登记");
	pty_keys(pty, "Enter");
	pty_wait(pty, "请写明为什么这样裁定");
	drive_choose(pty, "从 2022-09-01");
	pty_type(pty, "原来的电脑");
	pty_keys(pty, "Enter");
	pty_wait(pty, "另一份不计入");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "不能做这一步"); /* an inspector does not decide */
	pty_keys(pty, "Esc Esc Esc Esc");
	pty_wait(pty, "去办");

	drive_person(pty, "6");
	pty_keys(pty, "x d Enter");
	pty_wait(pty, "为什么算这一份");
	drive_choose(pty, "从 2022-09-01");
	pty_type(pty, "原来的电脑");
	pty_keys(pty, "Enter");
	pty_wait(pty, "裁定后不能改");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "已裁定并签字");
	pty_wait(pty, "计入：杨德胜");
	pty_wait(pty, "不计入（保留，可查看）");
	pty_keys(pty, "Esc");
	pty_wait(pty, "没有等待裁定的事");
	drive_choose(pty, "已裁定");
	pty_keys(pty, "Enter");
	pty_wait(pty, "不再改变");
	pty_keys(pty, "Esc Esc e 2"); /* the decision travels */
	pty_wait(pty, "要送出：记录");
	pty_keys(pty, "Esc 0");
	pty_wait(pty, "要送出：记录");
	pty_keys(pty, "Enter");
	pty_wait(pty, "可以拔出U盘");
	quit(pty);

	/* The other laptop is told, signs nothing, and begins anew. */
	run("cp '%s/stick/'*-给所有人-*.louce '%s/stick/'", dir, clone);
	pty = start_as(clone, "2");
	pty_keys(pty, "x");
	pty_wait(pty, "上面的楼策文件");
	drive_choose(pty, "-给所有人-");
	pty_keys(pty, "Enter");
	pty_wait(pty, "每个签名都核对过了");
	pty_keys(pty, "Enter");
	pty_wait(pty, "已导入");
	pty_keys(pty, "Esc Esc");
	pty_wait(pty, "这台电脑上不能签字");
	pty_keys(pty, "n");
	pty_wait(pty, "已裁定另一份算数");
	pty_keys(pty, "Enter");
	pty_wait(pty, "由谁签字？");
	pty_type(pty, "电脑被复制过");
	pty_keys(pty, "Enter");
	pty_wait(pty, "重新开始，原因");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "这台电脑重新开始了");
	quit(pty);
	drive_release(clone);
	drive_release(dir);
}

/* ---- houses listed twice */

static void
twin_houses__are_joined_and_parted__and_count_once(void **state)
{
	char *dir = drive_county(), words[900];
	struct pty *pty;

	(void)state;
	run("printf '%%s' '{\"village\":\"451224204201\",\"group_name\":\"那亮\",\"road\":\"农村道路\",\"door_no\":\"91\",\"owner_name\":\"韦建国\",\"_reasons\":[{\"rule\":\"_twin\",\"reason\":\"1\"}]}' >'%s/listing.json'",
	    dir);
	run("echo demo >'%s/pass'", dir);
	snprintf(words, sizeof(words), "fill --new listing --data '%s/listing.json' --as 杨德胜 --passphrase-file '%s/pass'", dir, dir);
	assert_int_equal(drive_louce(dir, words), 0);
	assert_int_equal(drive_louce(dir, words), 0);

	pty = start_as(dir, "6");
	pty_wait(pty, "0/29");
	pty_keys(pty, "x d");
	pty_wait(pty, "等裁定的有");
	drive_choose(pty, "同一栋房？地址相同");
	pty_keys(pty, "Enter");
	pty_wait(pty, "这两处登记是同一栋房吗？");
	pty_wait(pty, "韦建国"); /* on both sides, for who may read it */
	pty_keys(pty, "Enter");
	pty_wait(pty, "请写明为什么这样裁定");
	pty_type(pty, "一户两册");
	pty_keys(pty, "Enter");
	pty_wait(pty, "同一栋房，只算一栋");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "已裁定并签字：同一栋房");
	pty_keys(pty, "Esc Esc");
	pty_wait(pty, "0/28");

	pty_keys(pty, "x d");
	drive_choose(pty, "已认定同一栋房");
	pty_keys(pty, "Enter");
	pty_wait(pty, "为什么其实是两栋？");
	pty_type(pty, "看错了");
	pty_keys(pty, "Enter");
	pty_wait(pty, "各算一栋");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "已裁定并签字：仍是两栋房");
	pty_keys(pty, "Esc Esc");
	pty_wait(pty, "0/29");
	quit(pty);
	drive_release(dir);
}

/* ---- photos that are not here */

static void
photos__missing__are_named_by_house(void **state)
{
	char *dir = drive_county();
	struct pty *pty;

	(void)state;
	pty = start_as(dir, "1");
	pty_keys(pty, "x m");
	pty_wait(pty, "表里的照片都在");
	quit(pty);
	run("sqlite3 '%s/county.louce' 'DELETE FROM photo WHERE n < 3'", dir);
	pty = start_as(dir, "1");
	pty_keys(pty, "x m");
	pty_wait(pty, "表里写了、这里却没有的照片：2 张");
	pty_wait(pty, "会在写给对方的文件");
	quit(pty);
	drive_release(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right__is_given_by_both_halves_of_the_code__and_taken_back),
		cmocka_unit_test(revocation__of_who_signed__says_how_many_steps_it_costs),
		cmocka_unit_test(request__is_on_the_first_page__until_it_is_put_away),
		cmocka_unit_test(portable_key__is_made_on_the_page__for_several_villages),
		cmocka_unit_test(wizard__goes_back_by_steps__and_knows_the_keys_that_lie_here),
		cmocka_unit_test(passphrase__is_another_one__when_it_stands_on_paper),
		cmocka_unit_test(key__is_copied_to_a_second_stick__from_the_page),
		cmocka_unit_test(founding__is_compared__by_the_digits_of_its_office),
		cmocka_unit_test(officers__are_named_anew__when_enough_agreed),
		cmocka_unit_test(older_copy__is_noticed__and_taken_back_from_a_stick),
		cmocka_unit_test(older_copy__begins_anew__and_two_versions_become_one),
		cmocka_unit_test(fork__is_decided__by_who_may),
		cmocka_unit_test(twin_houses__are_joined_and_parted__and_count_once),
		cmocka_unit_test(photos__missing__are_named_by_house),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
