#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/drive.h"

/* What the keys of a form do, at choices, photos and rows, in the registration of a house. */

struct scene {
	char *dir;
	struct pty *pty;
};

/* The registration of a house that was seen, the cursor at the kinds of area: twelve, several may be chosen. */
static void
open_registration(struct scene *scene)
{
	scene->dir = drive_county();
	scene->pty = drive_start(scene->dir, "zh_CN", 24, 80, NULL);
	pty_wait(scene->pty, "先选谁在用这台电脑");
	drive_person(scene->pty, "1");
	pty_keys(scene->pty, "Down Down Enter");
	drive_at(scene->pty, "排查情况");
	pty_keys(scene->pty, "3");
	drive_at(scene->pty, "所在区域");
}

static void
close_registration(struct scene *scene)
{
	pty_free(scene->pty);
	drive_release(scene->dir);
}

static void
arrows__turn_the_page__of_more_choices_than_nine(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	pty_keys(scene.pty, "Right");
	pty_wait(scene.pty, "第 2 页，共 2 页：数字选本页的"); /* each choice keeps its digit, of its page */
	pty_keys(scene.pty, "Left");
	pty_wait(scene.pty, "第 1 页，共 2 页");
	pty_keys(scene.pty, "Right");
	pty_wait(scene.pty, "第 2 页，共 2 页");
	pty_rest(scene.pty); /* with nothing to do in between, where the cursor once fell back */
	pty_keys(scene.pty, "Space");
	pty_wait(scene.pty, "> 所在区域                商贸（批发）市场周边");
	close_registration(&scene);
}

/* A letter from the middle of a choice takes nothing, and it is said; the first one takes it. */
static void
letters__take_a_choice__by_its_beginning_alone(void **state)
{
	static const struct {
		const char *lang, *nobody, *unlocked, *question, *inner, *refused, *first, *taken;
	} cases[] = {
		{ "zh_CN", "先选谁在用这台电脑", "您好", "排查情况", "x", "没有以“x”开头的选项", "b", "排查情况                不需排查" },
		{ "en", "Say who is at the laptop", "Good day", "State of the survey", "n", "No choice begins with \"n\"", "d",
		  "Demolished" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct scene scene = { .dir = drive_county() };

		scene.pty = drive_start(scene.dir, cases[i].lang, 24, 80, NULL);
		pty_wait(scene.pty, cases[i].nobody);
		pty_keys(scene.pty, "P");
		pty_rest(scene.pty);
		pty_keys(scene.pty, "1");
		pty_rest(scene.pty);
		pty_keys(scene.pty, "demo Enter");
		pty_wait(scene.pty, cases[i].unlocked);
		pty_keys(scene.pty, "Down Down Enter");
		drive_at(scene.pty, cases[i].question);
		pty_keys(scene.pty, cases[i].inner);
		pty_wait(scene.pty, cases[i].refused);
		drive_at(scene.pty, cases[i].question);
		pty_keys(scene.pty, cases[i].first);
		pty_wait(scene.pty, cases[i].taken);
		pty_rest(scene.pty);
		pty_keys(scene.pty, "Up");
		drive_at(scene.pty, cases[i].question);
		close_registration(&scene);
	}
}

static void
letters__leave__what_begins_with_them(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	pty_keys(scene.pty, "j"); /* in the list stand before it 城镇建成区 and others that only contain it */
	pty_wait(scene.pty, "6  建制镇");
	assert_false(pty_has(scene.pty, "城镇建成区"));
	pty_keys(scene.pty, "6"); /* takes it by the digit it always has, and stays: several may be chosen */
	pty_wait(scene.pty, "所在区域                建制镇");
	drive_at(scene.pty, "所在区域");
	pty_keys(scene.pty, "czj"); /* the last one left is taken without Enter */
	pty_wait(scene.pty, "所在区域                城镇建成区、建制镇");
	drive_at(scene.pty, "所在区域");
	pty_keys(scene.pty, "Enter");
	drive_at(scene.pty, "产权类型");
	close_registration(&scene);
}

static void
letters__are_taken_back__by_esc(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	pty_keys(scene.pty, "c");
	pty_wait_gone(scene.pty, "6  建制镇");
	pty_keys(scene.pty, "Esc");
	pty_wait(scene.pty, "1  城镇建成区");
	pty_keys(scene.pty, "Esc"); /* and now it leaves the form */
	pty_wait(scene.pty, "进度");
	close_registration(&scene);
}

static void
chosen_house__stays_in_sight__when_the_window_shrinks(void **state)
{
	struct scene scene = { .dir = drive_county() };

	(void)state;
	scene.pty = drive_start(scene.dir, "zh_CN", 60, 120, NULL);
	pty_wait(scene.pty, "先选谁在用这台电脑");
	pty_keys(scene.pty, "a");
	pty_wait(scene.pty, "\n> ");
	pty_keys(scene.pty, "PgDn PgDn");
	pty_rest(scene.pty);
	pty_resize(scene.pty, 24, 80);
	pty_wait(scene.pty, "\n> ");
	close_registration(&scene);
}

/* What was typed stands while it cannot be kept, and is kept once it can; leaving without it is said before. */
static void
esc__stays__when_the_draft_cannot_be_written(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	pty_keys(scene.pty, "j");
	pty_wait(scene.pty, "6  建制镇");
	pty_fill_disk(scene.pty, true);
	pty_keys(scene.pty, "6 Enter");
	drive_at(scene.pty, "产权类型");
	pty_keys(scene.pty, "Esc");
	pty_wait(scene.pty, "没有存下");
	pty_wait(scene.pty, "所在区域                建制镇");
	pty_fill_disk(scene.pty, false);
	pty_keys(scene.pty, "Esc");
	pty_wait(scene.pty, "进度");
	pty_keys(scene.pty, "Up Up Down Enter"); /* on with what was begun */
	pty_wait(scene.pty, "所在区域                建制镇");
	drive_at(scene.pty, "产权类型");
	pty_fill_disk(scene.pty, true);
	pty_keys(scene.pty, "1 Esc");
	pty_wait(scene.pty, "没有存下");
	pty_keys(scene.pty, "Esc");
	pty_wait(scene.pty, "进度");
	close_registration(&scene);
}

static void
key__is_answered__when_it_does_nothing(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	pty_keys(scene.pty, "Enter 3");
	pty_wait(scene.pty, "没有第 3 项。");
	pty_keys(scene.pty, "1");
	drive_at(scene.pty, "身份证号");
	pty_keys(scene.pty, "a");
	pty_wait(scene.pty, "身份证校验错误"); /* it stands as typed, with what is wrong */
	pty_keys(scene.pty, "Bs Down ^U 123 Enter");
	pty_wait(scene.pty, "有错，移到这一项看原因"); /* masked, and so is what is said about it */
	pty_keys(scene.pty, "Up");
	pty_wait(scene.pty, "电话号码不对");
	close_registration(&scene);
}

/* What cannot stand in a number is not dropped, which would leave another number. */
static void
number__is_taken_as_meant__or_refused_whole(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	for (int i = 0; i < 30 && !pty_has(scene.pty, "> 建筑面积") && !pty_has(scene.pty, ">*建筑面积"); i++)
		pty_keys(scene.pty, "Down");
	drive_at(scene.pty, "建筑面积");
	pty_keys(scene.pty, "480。5 Down Up");
	pty_wait(scene.pty, "480.5");
	pty_keys(scene.pty, "^U 480，5");
	pty_wait(scene.pty, "“480，5”里有逗号");
	pty_keys(scene.pty, "Down Up");
	pty_wait(scene.pty, "480，5");
	pty_keys(scene.pty, "^U 48O");
	pty_wait(scene.pty, "“48O”不是数字");
	close_registration(&scene);
}

static void
photos__are_found__from_any_line(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	pty_keys(scene.pty, "^P");
	drive_at(scene.pty, "正面全景");
	pty_wait(scene.pty, ".jpg");
	pty_keys(scene.pty, "Enter"); /* goes on, and attaches nothing */
	drive_at(scene.pty, "侧面或背面");
	pty_keys(scene.pty, "Up");
	pty_wait(scene.pty, ">*正面全景");
	pty_keys(scene.pty, "1");
	drive_at(scene.pty, "侧面或背面");
	pty_keys(scene.pty, "Up Up Up ^P"); /* the first one is there: on to the next */
	drive_at(scene.pty, "侧面或背面");
	close_registration(&scene);
}

/* What is taken keeps its digit and says whose it is; no other photo gets the digit. */
static void
photos__keep_their_digits__when_others_are_taken(void **state)
{
	struct scene scene;
	char second[40] = "", *at;

	(void)state;
	open_registration(&scene);
	pty_keys(scene.pty, "^P");
	drive_at(scene.pty, "正面全景");
	pty_wait(scene.pty, ".jpg");
	at = strstr(pty_screen(scene.pty), "2  08-");
	if (!at)
		at = strstr(pty_screen(scene.pty), "2 ");
	assert_non_null(at);
	memcpy(second, strstr(at, "IMG_"), 12);
	pty_keys(scene.pty, "1");
	drive_at(scene.pty, "侧面或背面");
	pty_wait(scene.pty, ".jpg [金谷"); /* where it is used */
	pty_keys(scene.pty, "1");
	pty_wait(scene.pty, "这张照片已用于"); /* and is not attached twice */
	drive_at(scene.pty, "侧面或背面");
	pty_keys(scene.pty, "2");
	pty_wait(scene.pty, "再按一次 2 选用"); /* it is another than the one shown as the next */
	pty_rest(scene.pty);
	pty_keys(scene.pty, "2");
	pty_rest(scene.pty);
	pty_keys(scene.pty, "Up Up");
	pty_wait(scene.pty, second); /* what bore the digit before */
	close_registration(&scene);
}

/* A digit of another photo than the one whose picture stands beside the questions shows it first. */
static void
photo__is_taken_by_its_digit__when_its_picture_was_seen(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	pty_keys(scene.pty, "^P");
	drive_at(scene.pty, "正面全景");
	pty_wait(scene.pty, ".jpg");
	pty_keys(scene.pty, "3");
	pty_wait(scene.pty, "已显示这张照片：再按一次 3 选用");
	drive_at(scene.pty, "正面全景");
	pty_rest(scene.pty);
	pty_keys(scene.pty, "3");
	drive_at(scene.pty, "侧面或背面");
	close_registration(&scene);
}

/* A private number that went on by itself stays in sight until the next key, so that its last digit is read. */
static void
full_number__stays_in_sight__until_the_next_key(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	for (int i = 0; i < 10 && !pty_has(scene.pty, ">*身份证号"); i++) {
		pty_keys(scene.pty, "Down");
		pty_rest(scene.pty);
	}
	drive_at(scene.pty, "身份证号");
	pty_keys(scene.pty, "452728196501011232");
	pty_wait(scene.pty, "  身份证号                452728196501011232");
	pty_keys(scene.pty, "Down");
	pty_wait(scene.pty, "  身份证号                ******");
	close_registration(&scene);
}

/* Of a number that is being typed nothing is said before it is whole or left: the second digit of eighteen is no error. */
static void
number__is_not_called_wrong__while_it_is_typed(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	for (int i = 0; i < 10 && !pty_has(scene.pty, ">*身份证号"); i++) {
		pty_keys(scene.pty, "Down");
		pty_rest(scene.pty);
	}
	pty_keys(scene.pty, "99");
	pty_wait(scene.pty, "> 身份证号                99");
	assert_false(pty_has(scene.pty, "  ! "));
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "身份证校验错误");
	close_registration(&scene);
}

/* Moves down to the question, wherever the form stands. */
static void
go_down_to(struct scene *scene, const char *label)
{
	char open[80], answered[80];

	snprintf(open, sizeof(open), ">*%s", label);
	snprintf(answered, sizeof(answered), "> %s", label);
	for (int i = 0; i < 40 && !pty_has(scene->pty, open) && !pty_has(scene->pty, answered); i++) {
		pty_keys(scene->pty, "Down");
		pty_rest(scene->pty);
	}
	drive_at(scene->pty, label);
}

/* State land has uses of its own, and they are not offered on collective land; "none" of several ends them and goes on. */
static void
choices__that_cannot_apply__are_not_offered(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	go_down_to(&scene, "许可、登记、备案");
	pty_keys(scene.pty, "Right"); /* the page of the last ones */
	pty_rest(scene.pty);
	pty_keys(scene.pty, "w"); /* 无, by its letter */
	drive_at(scene.pty, "土地性质");
	pty_keys(scene.pty, "2");
	drive_at(scene.pty, "土地用途");
	pty_wait(scene.pty, "宅基地");
	assert_false(pty_has(scene.pty, "国有林场"));
	pty_keys(scene.pty, "Up 1");
	drive_at(scene.pty, "土地用途");
	pty_wait(scene.pty, "国有林场");
	assert_false(pty_has(scene.pty, "宅基地"));
	close_registration(&scene);
}

static void
photos__of_one_burst__fill_what_is_asked_for(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	pty_keys(scene.pty, "^P");
	drive_at(scene.pty, "正面全景");
	pty_wait(scene.pty, ".jpg");
	pty_keys(scene.pty, "b");
	pty_wait(scene.pty, "核对一栋房屋的照片");
	pty_wait(scene.pty, "[ ] 正面全景  1");
	pty_wait(scene.pty, "1 正面全景"); /* the first one shot is the front; all their pictures stand side by side */
	pty_wait(scene.pty, "3 门牌或村组标识");
	pty_keys(scene.pty, "Esc"); /* nothing is taken unseen */
	drive_at(scene.pty, "正面全景");
	pty_wait_gone(scene.pty, "正面全景                IMG");
	pty_keys(scene.pty, "b");
	pty_wait(scene.pty, "核对一栋房屋的照片");
	pty_keys(scene.pty, "Down 1"); /* the side is the first one: the two change places */
	pty_wait(scene.pty, "[ ] 正面全景  2");
	pty_wait(scene.pty, "[ ] 侧面或背面  1");
	pty_keys(scene.pty, "Up Bs"); /* the front gets none */
	pty_wait(scene.pty, "[ ] 正面全景  无照片");
	pty_wait(scene.pty, "没有用到：2 ");
	pty_rest(scene.pty);
	pty_type(scene.pty, "2\r"); /* typed in a heap: what was not seen is not taken */
	pty_wait_gone(scene.pty, "没有用到：2 ");
	pty_wait(scene.pty, "核对一栋房屋的照片");
	pty_rest(scene.pty);
	pty_keys(scene.pty, "Enter"); /* one key for all of them */
	pty_wait_gone(scene.pty, "核对一栋房屋的照片");
	pty_keys(scene.pty, "^P"); /* front, side, plate are there */
	pty_wait(scene.pty, "正面全景                IMG");
	pty_wait(scene.pty, "侧面或背面              IMG");
	assert_non_null(strstr(pty_screen(scene.pty), "_2.jpg"));
	assert_true(strstr(pty_screen(scene.pty), "_2.jpg") < strstr(pty_screen(scene.pty), "_1.jpg"));
	close_registration(&scene);
}

/* Photos that arrive while the list stands are on it without a key; what cannot be read says why. */
static void
photos__arrive__while_the_list_is_looked_at(void **state)
{
	struct scene scene;
	char command[600];

	(void)state;
	open_registration(&scene);
	pty_keys(scene.pty, "^P");
	drive_at(scene.pty, "正面全景");
	pty_keys(scene.pty, "^P");
	pty_wait(scene.pty, "放大");
	snprintf(
		command, sizeof(command),
		"cd '%s/inbox' && cp \"$(ls | head -n 1)\" new.jpg && printf '\\0\\0\\0\\030ftypheic\\0\\0\\0\\0' >phone.heic && : >none.jpg",
		scene.dir);
	assert_int_equal(system(command), 0);
	pty_wait(scene.pty, "new.jpg");
	pty_wait(scene.pty, "phone.heic");
	pty_keys(scene.pty, "/ phone Enter Enter");
	pty_wait(scene.pty, "这是 HEIC 照片");
	pty_keys(scene.pty, "f");
	pty_wait(scene.pty, "new.jpg");
	assert_false(pty_has(scene.pty, "phone.heic"));
	pty_keys(scene.pty, "f");
	pty_wait(scene.pty, "none.jpg");
	close_registration(&scene);
}

static void
row__is_dropped__when_nothing_was_entered(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	pty_keys(scene.pty, "1 Enter 1 452728196501011232 Enter 4 Enter 1 2 2 2 2");
	drive_at(scene.pty, "经营业态");
	pty_keys(scene.pty, "1 Enter Enter 1 ^N"); /* it is one of the questions that may stay empty */
	for (int i = 0; i < 10 && !pty_has(scene.pty, "> 楼内其他经营户"); i++)
		pty_keys(scene.pty, "Down");
	drive_at(scene.pty, "楼内其他经营户");
	pty_keys(scene.pty, "+");
	drive_at(scene.pty, "该户业态");
	pty_keys(scene.pty, "Esc");
	drive_at(scene.pty, "楼内其他经营户");
	pty_wait(scene.pty, "> 楼内其他经营户          无");
	pty_keys(scene.pty, "+");
	drive_at(scene.pty, "该户业态");
	pty_keys(scene.pty, "1 Esc"); /* begun and not complete: it is asked whether it stays */
	pty_wait(scene.pty, "再按一次 Esc 照样留着");
	pty_keys(scene.pty, "^X");
	drive_at(scene.pty, "楼内其他经营户");
	pty_wait(scene.pty, "> 楼内其他经营户          无");
	pty_keys(scene.pty, "1"); /* the line offers no numbers */
	drive_at(scene.pty, "楼内其他经营户");
	pty_wait(scene.pty, "+ 加一行，空格打开各行");
	pty_keys(scene.pty, "+");
	drive_at(scene.pty, "该户业态");
	pty_keys(scene.pty, "1 Esc Esc");
	drive_at(scene.pty, "楼内其他经营户");
	pty_wait(scene.pty, "1 行");
	pty_keys(scene.pty, "^S");
	for (int i = 0; i < 40 && !pty_has(scene.pty, "> 楼内其他经营户"); i++)
		pty_keys(scene.pty, "Down");
	pty_wait(scene.pty, "第 1 行，该户经营单位：必须填写");
	close_registration(&scene);
}

/* A number typed a line too low answers nothing: its first digits were choices, the point shows what it is. */
static void
number__is_not_spread__over_choices(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	pty_keys(scene.pty, "Down Down Down Down Down");
	drive_at(scene.pty, "有招牌或营业执照");
	pty_keys(scene.pty, "2"); /* what a digit answered is told */
	pty_wait(scene.pty, "有招牌或营业执照：否");
	drive_at(scene.pty, "有房间对外出租");
	pty_keys(scene.pty, "1");
	pty_wait(scene.pty, "有招牌或营业执照：否；有房间对外出租：是");
	drive_at(scene.pty, "有雇员或顾客");
	pty_keys(scene.pty, ".");
	pty_wait(scene.pty, "“21.”不是这里的一项");
	pty_wait(scene.pty, ">*有招牌或营业执照");
	assert_false(pty_has(scene.pty, "业主自家也住楼内")); /* asked only where there is a sign */
	pty_keys(scene.pty, "5 Space 1 0 7");
	pty_wait(scene.pty, "也没有收");
	pty_wait(scene.pty, ">*有招牌或营业执照");
	pty_keys(scene.pty, "Down Up 1"); /* and on as usual */
	pty_wait(scene.pty, ">*有房间对外出租");
	pty_keys(scene.pty, "9");
	pty_wait(scene.pty, ">*有招牌或营业执照");
	close_registration(&scene);
}

/* What continues a full number that went on by itself never answers the next question. */
static void
number__keeps_what_is_typed_behind_it(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	pty_keys(scene.pty, "1 Enter 1 452728196501011232");
	drive_at(scene.pty, "常住人口数");
	pty_keys(scene.pty, "Up ^U"); /* the roster's phone stands there */
	drive_at(scene.pty, "产权人电话");
	pty_type(scene.pty, "138123465789");
	drive_at(scene.pty, "产权人电话");
	pty_wait(scene.pty, "又回到那一项");
	pty_wait(scene.pty, "138123465789");
	pty_keys(scene.pty, "^U");
	pty_type(scene.pty, "13812346578、13987654321");
	drive_at(scene.pty, "产权人电话");
	pty_wait(scene.pty, "13812346578、13987654321");
	pty_keys(scene.pty, "^U 13812346578");
	drive_at(scene.pty, "常住人口数");
	pty_keys(scene.pty, "5"); /* at the sight of it: of this question */
	drive_at(scene.pty, "常住人口数");
	close_registration(&scene);
}

/* Digits behind what was typed belong to it; a suggestion is taken by Down and its digit. */
static void
digit__takes_a_suggestion__only_among_them(void **state)
{
	struct scene scene = { .dir = drive_county() };

	(void)state;
	scene.pty = drive_start(scene.dir, "zh_CN", 24, 80, NULL);
	pty_wait(scene.pty, "先选谁在用这台电脑");
	drive_person(scene.pty, "1");
	pty_keys(scene.pty, "n");
	pty_wait(scene.pty, ">*屯（组）");
	pty_keys(scene.pty, "那亮 Tab X456县道 Tab Tab 韦七 ^S");
	pty_wait(scene.pty, "已签字");
	pty_keys(scene.pty, "n");
	pty_wait(scene.pty, ">*屯（组）");
	pty_keys(scene.pty, "那亮 Tab X");
	pty_wait(scene.pty, "X456县道");
	pty_keys(scene.pty, "123县道");
	drive_at(scene.pty, "路（街巷）");
	pty_wait(scene.pty, "X123县道");
	pty_keys(scene.pty, "^U X Down 1");
	drive_at(scene.pty, "门牌号");
	close_registration(&scene);
}

/* An Enter that came before the line of the signature was seen signs nothing, nor does one behind text that is not taken there. */
static void
enter__signs__what_was_seen(void **state)
{
	struct scene scene = { .dir = drive_county() };

	(void)state;
	scene.pty = drive_start(scene.dir, "zh_CN", 24, 80, NULL);
	pty_wait(scene.pty, "先选谁在用这台电脑");
	drive_person(scene.pty, "1");
	pty_keys(scene.pty, "n");
	pty_wait(scene.pty, ">*屯（组）");
	pty_type(scene.pty, "那亮\r农村道路\r12\r韦七\r\r\r");
	pty_wait(scene.pty, "没有签字");
	pty_wait(scene.pty, "> [回车] 签字提交这张表");
	pty_wait(scene.pty,
		 "随签字加密：路（街巷）：农村道路；门牌号：12；户主（产权人）：韦七"); /* what is masked above is read once more */
	pty_keys(scene.pty, "12");
	pty_wait(scene.pty, "这一行不填内容");
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "没有签字");
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "已签字");
	close_registration(&scene);
}

/* Opened questions that may stay empty are gone through by Enter, and the Enter behind the last of them signs nothing. */
static void
enter__goes_through__what_was_opened(void **state)
{
	struct scene scene = { .dir = drive_county() };

	(void)state;
	scene.pty = drive_start(scene.dir, "zh_CN", 24, 80, NULL);
	pty_wait(scene.pty, "先选谁在用这台电脑");
	drive_person(scene.pty, "1");
	pty_keys(scene.pty, "n");
	pty_wait(scene.pty, ">*屯（组）");
	pty_keys(scene.pty, "那亮 Enter 无 Enter 12 Enter 韦七 Enter ^N");
	drive_at(scene.pty, "房屋名称");
	pty_keys(scene.pty, "Enter");
	drive_at(scene.pty, "名册登记身份证号");
	pty_keys(scene.pty, "Enter");
	drive_at(scene.pty, "名册登记电话");
	pty_keys(scene.pty, "Enter");
	drive_at(scene.pty, "名册登记用途");
	for (int i = 0; i < 20 && !pty_has(scene.pty, "> [回车] 签字提交这张表"); i++)
		pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "> [回车] 签字提交这张表");
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "最后一项可不填的");
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "已签字");
	close_registration(&scene);
}

/* A digit at the owner's line is no other house's owner; whose name is among them is gone to first. */
static void
digit__takes_no_owner__of_another_house(void **state)
{
	struct scene scene = { .dir = drive_county() };

	(void)state;
	scene.pty = drive_start(scene.dir, "zh_CN", 24, 80, NULL);
	pty_wait(scene.pty, "先选谁在用这台电脑");
	drive_person(scene.pty, "1");
	pty_keys(scene.pty, "n");
	pty_wait(scene.pty, ">*屯（组）");
	pty_keys(scene.pty, "那亮 Enter 无 Enter 12 Enter");
	drive_at(scene.pty, "户主（产权人）");
	pty_wait(scene.pty, "（按↓选用）");
	pty_keys(scene.pty, "13978451236");
	drive_at(scene.pty, "户主（产权人）");
	pty_wait(scene.pty, "13978451236");
	pty_keys(scene.pty, "^U Down 1");
	drive_at(scene.pty, "[回车] 签字提交这张表");
	close_registration(&scene);
}

/* Written characters narrow a list and Enter takes what is left; those of no choice are said, and neither the digits nor the Enter behind them go on. */
static void
written_text__answers_a_list__or_stays_at_it(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	pty_keys(scene.pty, "城中");
	pty_wait(scene.pty, "回车选定“城中村”");
	drive_at(scene.pty, "所在区域");
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "所在区域                城中村");
	pty_keys(scene.pty, "火星2");
	pty_wait(scene.pty, "也没有收");
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "光标留在这一项");
	drive_at(scene.pty, "所在区域");
	pty_wait(scene.pty, "所在区域                城中村");
	pty_keys(scene.pty, "Enter");
	drive_at(scene.pty, "产权类型");
	pty_paste(scene.pty, "村民2");
	pty_keys(scene.pty, "1");
	drive_at(scene.pty, "产权类型");
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "光标留在这一项");
	pty_keys(scene.pty, "1");
	drive_at(scene.pty, "身份证号");
	close_registration(&scene);
}

/* Text at the line of the signature, while an answer is missing: the Enter behind it leads nowhere, so that its digits answer nothing. */
static void
written_text__leads_nowhere__from_the_last_line(void **state)
{
	struct scene scene = { .dir = drive_county() };

	(void)state;
	scene.pty = drive_start(scene.dir, "zh_CN", 24, 80, NULL);
	pty_wait(scene.pty, "先选谁在用这台电脑");
	drive_person(scene.pty, "1");
	pty_keys(scene.pty, "n");
	pty_wait(scene.pty, ">*屯（组）");
	pty_keys(scene.pty, "那亮 Enter 农村道路 Enter 77 Enter Enter");
	drive_at(scene.pty, "还有 1 项未填");
	pty_keys(scene.pty, "韦特别 Enter");
	pty_wait(scene.pty, "光标留在这一项");
	pty_keys(scene.pty, "13978451236 Enter");
	drive_at(scene.pty, "还有 1 项未填");
	pty_keys(scene.pty, "Enter");
	drive_at(scene.pty, "户主（产权人）");
	close_registration(&scene);
}

/* Of several choices that fit the letters none is meant. */
static void
enter__takes_no_choice__of_several_that_fit(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	pty_keys(scene.pty, "c Enter");
	pty_wait(scene.pty, "项都合“c”");
	drive_at(scene.pty, "所在区域");
	pty_keys(scene.pty, "Right Enter"); /* the second, pointed at */
	pty_wait(scene.pty, "所在区域                城乡结合部");
	pty_keys(scene.pty, "张"); /* no letter, no digit */
	pty_wait(scene.pty, "这里选一项");
	close_registration(&scene);
}

static void
photos__are_asked_for_later__is_not_never(void **state)
{
	struct scene scene = { .dir = drive_county() };

	(void)state;
	scene.pty = drive_start(scene.dir, "zh_CN", 24, 80, NULL);
	pty_wait(scene.pty, "先选谁在用这台电脑");
	drive_person(scene.pty, "1");
	pty_keys(scene.pty, "Down Down Enter");
	drive_at(scene.pty, "排查情况");
	pty_keys(scene.pty, "^P");
	pty_wait(scene.pty, "照现有的回答还不问这一项");
	close_registration(&scene);
}

/* A rule over several fields is told where it can be mended. */
static void
rule__leads_to_the_field_that_breaks_it(void **state)
{
	struct scene scene = { .dir = drive_county() };

	(void)state;
	scene.pty = drive_start(scene.dir, "zh_CN", 24, 80, NULL);
	pty_wait(scene.pty, "先选谁在用这台电脑");
	drive_person(scene.pty, "1");
	pty_keys(scene.pty, "n");
	pty_wait(scene.pty, ">*屯（组）");
	pty_keys(scene.pty, "那亮 Tab 未知 Tab");
	pty_wait(scene.pty, "不得填");
	pty_keys(scene.pty, "12 Tab 韦建国 Enter ^S");
	drive_at(scene.pty, "路（街巷）");
	pty_wait(scene.pty, "路（街巷）：不得填");
	pty_keys(scene.pty, "Bs Bs 农村道路 Up Bs Bs 未知 Tab"); /* a right one beside it is not blamed */
	pty_keys(scene.pty, "^S");
	drive_at(scene.pty, "屯（组）");
	close_registration(&scene);
}

static void
text__without_room__is_counted_whole(void **state)
{
	struct scene scene = { .dir = drive_county() };

	(void)state;
	scene.pty = drive_start(scene.dir, "zh_CN", 24, 80, NULL);
	pty_wait(scene.pty, "先选谁在用这台电脑");
	drive_person(scene.pty, "1");
	pty_keys(scene.pty, "n");
	pty_wait(scene.pty, ">*屯（组）");
	pty_keys(scene.pty, "Tab Tab 1234567890123");
	pty_wait(scene.pty, "这里最多 10 个字，有 3 个没有放进去");
	close_registration(&scene);
}

/* Who goes on with another's draft is told whose it is. */
static void
draft__of_another__is_named(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	pty_keys(scene.pty, "1 Enter Esc");
	pty_wait(scene.pty, "进度");
	drive_person(scene.pty, "2");
	drive_choose(scene.pty, "填了一半：由其本人接着填"); /* not his to go on with: the line leads to the house */
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "历史、表格");
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "填了一半，没有签字");
	pty_keys(scene.pty, "Esc Esc");
	drive_person(scene.pty, "1");
	drive_choose(scene.pty, "栋待填，已填了一半");
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "所在区域");
	assert_false(pty_has(scene.pty, "没有签字"));
	close_registration(&scene);
}

/* What came back is not signed unchanged by a slip. */
static void
returned_form__unchanged__is_asked_about(void **state)
{
	struct scene scene = { .dir = drive_county() };

	(void)state;
	scene.pty = drive_start(scene.dir, "zh_CN", 24, 80, NULL);
	pty_wait(scene.pty, "先选谁在用这台电脑");
	drive_person(scene.pty, "1");
	drive_choose(scene.pty, "栋已退回");
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "签字人标出");
	pty_keys(scene.pty, "^S");
	pty_wait(scene.pty, "  处理情况");
	pty_wait(scene.pty, "写给退回的人");
	pty_keys(scene.pty, "已看过 ^S");
	pty_wait(scene.pty, "里面一处也没有改");
	pty_keys(scene.pty, "^S");
	pty_wait(scene.pty, "已签字");
	close_registration(&scene);
}

/* A run of digits that answered a choice goes on into no words. */
static void
digits__never_go_on__into_words(void **state)
{
	struct scene scene = { .dir = drive_county() };

	(void)state;
	scene.pty = drive_start(scene.dir, "zh_CN", 24, 80, NULL);
	pty_wait(scene.pty, "先选谁在用这台电脑");
	drive_person(scene.pty, "1");
	pty_keys(scene.pty, "Down Down Enter");
	drive_at(scene.pty, "排查情况");
	pty_type(scene.pty, "4121"); /* a house of no interest: the third digit would be of the words */
	pty_wait(scene.pty, "也没有收");
	drive_at(scene.pty, "排查情况");
	pty_keys(scene.pty, "Enter Up 4 1");
	drive_at(scene.pty, "情况说明");
	pty_keys(scene.pty, "2");
	pty_wait(scene.pty, "这里写文字");
	drive_at(scene.pty, "情况说明");
	pty_keys(scene.pty, "Left 2号地");
	pty_wait(scene.pty, "2号地");
	close_registration(&scene);
}

/* A digit pressed twice without looking unmakes nothing: neither the choice it switched on nor the answer it gave. */
static void
digit__pressed_twice__unmakes_nothing(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	pty_type(scene.pty, "77");
	pty_wait(scene.pty, "第二个“7”没有收");
	pty_wait(scene.pty, "所在区域                集镇");
	pty_keys(scene.pty, "7"); /* once more, and seen */
	pty_wait_gone(scene.pty, "所在区域                集镇");
	pty_keys(scene.pty, "Up");
	drive_at(scene.pty, "排查情况");
	pty_type(scene.pty, "55");
	pty_wait(scene.pty, "第二个“5”没有收");
	drive_at(scene.pty, "情况说明");
	pty_wait(scene.pty, "排查情况                已拆除");
	pty_paste(scene.pty, "八月拆除\n有照片");
	pty_wait(scene.pty, "这里改成了空格");
	pty_wait(scene.pty, "八月拆除 有照片");
	close_registration(&scene);
}

/* A warning that stands is given one of the pack's reasons, with words where the reason wants them; a digit of a run is none. */
static void
warning__takes_a_reason__of_the_list(void **state)
{
	struct scene scene;

	(void)state;
	open_registration(&scene);
	pty_keys(scene.pty, "Down Down Down");
	drive_at(scene.pty, "产权人电话");
	pty_keys(scene.pty, "^U 13812345608");
	pty_wait(scene.pty, "电话号码像是编造的");
	pty_keys(scene.pty, "Enter");
	drive_at(scene.pty, "  原因");
	pty_wait(scene.pty, "6  其他原因（写明）");
	pty_keys(scene.pty, "6");
	drive_at(scene.pty, "  说明");
	pty_keys(scene.pty, "店里的座机 Enter");
	drive_at(scene.pty, "常住人口数");
	pty_wait(scene.pty, "  说明                  店里的座机");
	pty_keys(scene.pty, "Up Up 3"); /* another one asks for no words */
	drive_at(scene.pty, "常住人口数");
	pty_wait(scene.pty, "  原因                  看过证件原件");
	assert_false(pty_has(scene.pty, "店里的座机"));
	pty_keys(scene.pty, "Up Bs Down ^S"); /* none any more: it stands in the way */
	for (int i = 0; i < 60 && !pty_has(scene.pty, ">*墙体材料"); i++)
		pty_keys(scene.pty, "Down");
	pty_type(scene.pty, "1132"); /* the last was meant for what is asked behind the warning */
	pty_wait(scene.pty, "不是这里的一项");
	drive_at(scene.pty, "墙体材料");
	pty_keys(scene.pty, "Up Down 1 1 3");
	pty_wait(scene.pty, "2  重新量过、数过");
	drive_at(scene.pty, "  原因");
	pty_keys(scene.pty, "2");
	pty_wait(scene.pty, "  原因                  重新量过、数过");
	close_registration(&scene);
}

/* A slip of ^S must not put another name under what stands. */
static void
form__is_not_signed_again__unchanged(void **state)
{
	struct scene scene;

	(void)state;
	scene.dir = drive_county();
	scene.pty = drive_start(scene.dir, "zh_CN", 24, 80, NULL);
	pty_wait(scene.pty, "先选谁在用这台电脑");
	for (int who = 0; who < 2; who++) {
		drive_person(scene.pty, who ? "2" : "1");
		pty_keys(scene.pty, "a");
		pty_wait(scene.pty, "查找");
		pty_keys(scene.pty, "YS000000019 Enter");
		pty_wait(scene.pty, "[x] 安全管控 (1)");
		pty_keys(scene.pty, "Tab Tab 2");
		drive_at(scene.pty, "排查情况");
		pty_keys(scene.pty, "^S");
		pty_wait(scene.pty, who ? "没有改动，不用再签" : "再按一次 ^S，就改由您签"); /* the second signed it */
		pty_keys(scene.pty, "Esc Esc Esc");
		pty_wait(scene.pty, "进度");
	}
	close_registration(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arrows__turn_the_page__of_more_choices_than_nine),
		cmocka_unit_test(letters__take_a_choice__by_its_beginning_alone),
		cmocka_unit_test(letters__leave__what_begins_with_them),
		cmocka_unit_test(letters__are_taken_back__by_esc),
		cmocka_unit_test(key__is_answered__when_it_does_nothing),
		cmocka_unit_test(number__is_taken_as_meant__or_refused_whole),
		cmocka_unit_test(photos__are_found__from_any_line),
		cmocka_unit_test(photos__keep_their_digits__when_others_are_taken),
		cmocka_unit_test(photo__is_taken_by_its_digit__when_its_picture_was_seen),
		cmocka_unit_test(full_number__stays_in_sight__until_the_next_key),
		cmocka_unit_test(number__is_not_called_wrong__while_it_is_typed),
		cmocka_unit_test(choices__that_cannot_apply__are_not_offered),
		cmocka_unit_test(photos__of_one_burst__fill_what_is_asked_for),
		cmocka_unit_test(photos__arrive__while_the_list_is_looked_at),
		cmocka_unit_test(row__is_dropped__when_nothing_was_entered),
		cmocka_unit_test(number__is_not_spread__over_choices),
		cmocka_unit_test(number__keeps_what_is_typed_behind_it),
		cmocka_unit_test(digit__takes_a_suggestion__only_among_them),
		cmocka_unit_test(digit__takes_no_owner__of_another_house),
		cmocka_unit_test(enter__goes_through__what_was_opened),
		cmocka_unit_test(written_text__answers_a_list__or_stays_at_it),
		cmocka_unit_test(written_text__leads_nowhere__from_the_last_line),
		cmocka_unit_test(enter__signs__what_was_seen),
		cmocka_unit_test(digits__never_go_on__into_words),
		cmocka_unit_test(warning__takes_a_reason__of_the_list),
		cmocka_unit_test(digit__pressed_twice__unmakes_nothing),
		cmocka_unit_test(enter__takes_no_choice__of_several_that_fit),
		cmocka_unit_test(photos__are_asked_for_later__is_not_never),
		cmocka_unit_test(rule__leads_to_the_field_that_breaks_it),
		cmocka_unit_test(text__without_room__is_counted_whole),
		cmocka_unit_test(draft__of_another__is_named),
		cmocka_unit_test(returned_form__unchanged__is_asked_about),
		cmocka_unit_test(form__is_not_signed_again__unchanged),
		cmocka_unit_test(chosen_house__stays_in_sight__when_the_window_shrinks),
		cmocka_unit_test(esc__stays__when_the_draft_cannot_be_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
