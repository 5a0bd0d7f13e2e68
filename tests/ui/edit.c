#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/drive.h"

/* One Chinese field in a real terminal, and what may happen to a terminal. */

#define FAKETIME_LIBRARY "/usr/$LIB/faketime/libfaketime.so.1" /* the dynamic linker fills in $LIB */

struct scene {
	char *dir;
	struct pty *pty;
};

/* The form of a new house, the cursor at the hamlet's name. */
static void
open_field(struct scene *scene, int rows, int cols, const char *const *extra)
{
	scene->dir = drive_county();
	scene->pty = drive_start(scene->dir, "zh_CN", rows, cols, extra);
	pty_wait(scene->pty, "先选谁在用这台电脑");
	drive_person(scene->pty, "1");
	pty_keys(scene->pty, "n");
	pty_wait(scene->pty, ">*屯（组）");
}

static void
close_field(struct scene *scene)
{
	pty_free(scene->pty);
	drive_release(scene->dir);
}

static void
cursor_after(struct pty *pty, const char *text)
{
	int row, col;
	const char *line;
	size_t cells = 0;

	pty_cursor(pty, &row, &col);
	line = pty_row(pty, row);
	for (const char *at = line; cells < (size_t)col && *at;) {
		unsigned char c = (unsigned char)*at;
		int bytes = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

		cells += c >= 0xe3 ? 2 : 1; /* Han and full-width, else narrow: what these tests type */
		at += bytes;
		if (cells == (size_t)col) {
			size_t len = strlen(text);

			if ((size_t)(at - line) >= len && memcmp(at - len, text, len) == 0)
				return;
		}
	}
	fprintf(stderr, "%s", pty_screen(pty));
	fail_msg("the cursor %d,%d does not stand behind \"%s\"", row, col, text);
}

static void
field__takes_text_in_the_middle__between_wide_characters(void **state)
{
	struct scene scene;

	(void)state;
	open_field(&scene, 24, 80, NULL);
	pty_keys(scene.pty, "那龙坡 Left Left");
	cursor_after(scene.pty, "那");
	pty_keys(scene.pty, "新x");
	pty_wait(scene.pty, "那新x龙坡");
	cursor_after(scene.pty, "那新x");
	pty_keys(scene.pty, "Bs Bs Del");
	pty_wait(scene.pty, "那坡");
	cursor_after(scene.pty, "那");
	pty_keys(scene.pty, "Home 大 End 下");
	pty_wait(scene.pty, "大那坡下");
	close_field(&scene);
}

static void
field__scrolls__with_wide_characters_at_both_edges(void **state)
{
	struct scene scene;

	(void)state;
	open_field(&scene, 24, 80, NULL);
	pty_keys(scene.pty, "^N"); /* the name of the building: 40 characters, wider than its field */
	pty_wait(scene.pty, "> 房屋名称");
	for (int i = 0; i < 13; i++)
		pty_keys(scene.pty, "东兰a");
	assert_true(pty_has(scene.pty, "<")); /* there is more to the left */
	for (int i = 0; i < 45; i++) {
		int row, col;

		pty_keys(scene.pty, "Left");
		pty_cursor(scene.pty, &row, &col);
		assert_true(col >= 25 && col < 80);
	}
	assert_true(pty_has(scene.pty, "东兰a东兰a"));
	close_field(&scene);
}

static void
paste__keeps_what_fits__of_500_characters(void **state)
{
	struct scene scene;
	char text[1600] = "";

	(void)state;
	for (int i = 0; i < 500; i++)
		strcat(text, i % 50 == 49 ? "\n" : "岭");
	open_field(&scene, 24, 80, NULL);
	pty_paste(scene.pty, text);
	pty_wait(scene.pty, "岭岭岭岭岭岭岭岭岭岭岭岭岭岭岭岭岭岭岭岭"); /* the hamlet's 20 */
	assert_false(pty_has(scene.pty, "岭岭岭岭岭岭岭岭岭岭岭岭岭岭岭岭岭岭岭岭岭"));
	assert_true(pty_has(scene.pty, "> 屯（组）")); /* the line breaks were no Enter keys */
	close_field(&scene);
}

static void
paste__is_refused_with_an_invisible_mark__and_taken_without_it_on_one_key(void **state)
{
	struct scene scene;

	(void)state;
	open_field(&scene, 24, 80, NULL);
	pty_keys(scene.pty, "板坡");
	pty_wait(scene.pty, "板坡");
	pty_paste(scene.pty, "\xe2\x80\xaa"
			     "大岭\xe2\x80\xac");
	pty_wait(scene.pty, "U+202A");
	pty_wait(scene.pty, "^R");
	assert_false(pty_has(scene.pty, "板坡大岭"));
	pty_keys(scene.pty, "^R");
	pty_wait(scene.pty, "板坡大岭");
	pty_paste(scene.pty, "\xe2\x80\x8b上");
	pty_wait(scene.pty, "U+200B");
	pty_keys(scene.pty, "下 ^R"); /* another key drops what was refused */
	assert_true(pty_has(scene.pty, "板坡大岭下"));
	assert_false(pty_has(scene.pty, "上下"));
	assert_false(pty_has(scene.pty, "下上"));
	close_field(&scene);
}

static void
field__leaves_out__what_is_no_text(void **state)
{
	struct scene scene;

	(void)state;
	open_field(&scene, 24, 80, NULL);
	pty_type(scene.pty, "\xff\xfe\x80\xc3(");
	pty_type(scene.pty, "\xe4\xb8");
	pty_rest(scene.pty);
	pty_type(scene.pty, "\x1b[99;5~\x1b[?1;2c\x1b[1;1;1;1;1z\x1bP1$r0m\x1b\\\x1b]11;rgb:ffff/ffff/ffff\x07\x1b[[A\x1bOP");
	pty_rest(scene.pty);
	pty_keys(scene.pty, "好");
	pty_wait(scene.pty, "(好");
	assert_false(pty_has(scene.pty, "rgb"));
	assert_false(pty_has(scene.pty, "99"));
	close_field(&scene);
}

static void
screen__follows__the_size_of_the_window(void **state)
{
	struct scene scene;

	(void)state;
	open_field(&scene, 24, 80, NULL);
	pty_keys(scene.pty, "板坡");
	pty_wait(scene.pty, "板坡");
	pty_resize(scene.pty, 20, 60);
	pty_wait(scene.pty, "窗口是 60 x 20");
	pty_keys(scene.pty, "abc"); /* nobody sees what one types */
	pty_rest(scene.pty);
	pty_resize(scene.pty, 40, 120);
	pty_wait(scene.pty, "板坡");
	pty_wait(scene.pty, "Esc 返回");
	assert_false(pty_has(scene.pty, "abc"));
	assert_true(strstr(pty_row(scene.pty, 39), "Esc") != NULL);
	close_field(&scene);
}

static void
suspend__gives_the_terminal_back__and_takes_it_again(void **state)
{
	struct scene scene;

	(void)state;
	open_field(&scene, 24, 80, NULL);
	pty_keys(scene.pty, "板坡 Esc");
	pty_wait(scene.pty, "进度");
	pty_keys(scene.pty, "^Z");
	pty_wait_stopped(scene.pty);
	assert_true(pty_is_restored(scene.pty));
	pty_signal(scene.pty, SIGCONT);
	pty_wait(scene.pty, "进度");
	pty_keys(scene.pty, "n");
	pty_wait(scene.pty, "板坡");
	pty_keys(scene.pty, "BackTab 下");
	pty_wait(scene.pty, "板坡下");
	close_field(&scene);
}

/* From outside, as by a shell's kill, the program stops on any page. */
static void
suspend__keeps_what_is_typed__when_it_comes_from_outside(void **state)
{
	struct scene scene;

	(void)state;
	open_field(&scene, 24, 80, NULL);
	pty_keys(scene.pty, "板坡");
	pty_rest(scene.pty);
	pty_signal(scene.pty, SIGTSTP);
	pty_wait_stopped(scene.pty);
	assert_true(pty_is_restored(scene.pty));
	pty_signal(scene.pty, SIGCONT);
	pty_wait(scene.pty, "板坡");
	pty_keys(scene.pty, "下");
	pty_wait(scene.pty, "板坡下");
	close_field(&scene);
}

/* A form asks for no passphrase: one that is typed into an answer is refused there, not signed. Endings that the form adds are taken off. */
static void
passphrase__is_refused__in_an_answer(void **state)
{
	struct scene scene;

	(void)state;
	open_field(&scene, 24, 80, NULL);
	pty_keys(scene.pty, "那烈屯 Tab 东风路 Tab 12号 Tab 韦建国badao-renxiang-fenggong-nin ^S");
	pty_wait(scene.pty, "这个答案里有口令");
	drive_at(scene.pty, "户主（产权人）");
	pty_keys(scene.pty, "^U");
	pty_keys(scene.pty, "韦建国 Up Up");
	drive_at(scene.pty, "路（街巷）");
	assert_true(pty_has(scene.pty, "东风"));
	assert_false(pty_has(scene.pty, "东风路"));
	assert_false(pty_has(scene.pty, "那烈屯"));
	pty_keys(scene.pty, "^S");
	pty_wait(scene.pty, "已签字");
	close_field(&scene);
}

/* ? tells about the question where it can be no part of the answer, and is typed elsewhere. */
static void
question_mark__tells_about_the_question(void **state)
{
	struct scene scene;

	(void)state;
	open_field(&scene, 24, 80, NULL);
	pty_keys(scene.pty, "?");
	pty_wait(scene.pty, " ?");
	pty_keys(scene.pty, "Bs Up ?");
	pty_wait(scene.pty, "只能从名单中选，不手工输入");
	pty_wait(scene.pty, "必填");
	pty_wait(scene.pty, "依据：国家统计局统计用区划代码");
	pty_keys(scene.pty, "Esc");
	drive_at(scene.pty, "村（社区）");
	close_field(&scene);
}

/* ^Z in a form takes changes back, one after the other, and the cursor goes to each. */
static void
undo__takes_back_change_by_change__and_says_which(void **state)
{
	struct scene scene;

	(void)state;
	open_field(&scene, 24, 80, NULL);
	pty_keys(scene.pty, "^Z");
	pty_wait(scene.pty, "打开这张表以来没有改动");
	pty_keys(scene.pty, "那烈 Tab 东风路 Tab");
	pty_wait(scene.pty, "> 门牌号");
	pty_keys(scene.pty, "12");
	pty_wait(scene.pty, " 12");
	pty_keys(scene.pty, "^Z"); /* all keys of one text at once */
	pty_wait(scene.pty, "已撤销：门牌号");
	pty_wait_gone(scene.pty, " 12");
	pty_keys(scene.pty, "^Z");
	pty_wait(scene.pty, "已撤销：路（街巷）");
	drive_at(scene.pty, "路（街巷）");
	assert_false(pty_has(scene.pty, "东风路"));
	pty_keys(scene.pty, "^Z");
	pty_wait(scene.pty, "已撤销：屯（组）");
	drive_at(scene.pty, "屯（组）");
	pty_keys(scene.pty, "^Z");
	pty_wait(scene.pty, "打开这张表以来没有改动");
	pty_signal(scene.pty, SIGKILL); /* what was taken back is not there again */
	pty_wait_exit(scene.pty);
	pty_free(scene.pty);
	scene.pty = drive_start(scene.dir, "zh_CN", 24, 80, NULL);
	pty_wait(scene.pty, "先选谁在用这台电脑");
	drive_person(scene.pty, "1");
	pty_keys(scene.pty, "n");
	pty_wait(scene.pty, "屯（组）");
	assert_false(pty_has(scene.pty, "东风路"));
	close_field(&scene);
}

/* Starts again on the same folder: the draft must be there. */
static void
expect_draft(struct scene *scene, const char *text)
{
	pty_free(scene->pty);
	scene->pty = drive_start(scene->dir, "zh_CN", 24, 80, NULL);
	pty_wait(scene->pty, "先选谁在用这台电脑");
	drive_person(scene->pty, "1");
	pty_keys(scene->pty, "n");
	pty_wait(scene->pty, "屯（组）");
	pty_wait(scene->pty, text);
}

static void
draft__is_there_again__after_kill(void **state)
{
	struct scene scene;

	(void)state;
	open_field(&scene, 24, 80, NULL);
	pty_keys(scene.pty, "那烈 Tab");
	pty_wait(scene.pty, ">*路（街巷）");
	pty_signal(scene.pty, SIGKILL);
	pty_wait_exit(scene.pty);
	expect_draft(&scene, "那烈");
	close_field(&scene);
}

static void
draft__is_there_again__killed_right_after_the_last_key(void **state)
{
	struct scene scene;

	(void)state;
	open_field(&scene, 24, 80, NULL);
	pty_keys(scene.pty, "那烈");
	pty_rest(scene.pty); /* painted, and no pause */
	pty_signal(scene.pty, SIGKILL);
	pty_wait_exit(scene.pty);
	expect_draft(&scene, "那烈");
	pty_keys(scene.pty, "^N Tab Tab");
	pty_wait(scene.pty, "> 名册登记电话");
	pty_keys(scene.pty, "1387"); /* half a number is no answer, and stays as it was typed */
	pty_wait(scene.pty, "1387");
	pty_signal(scene.pty, SIGKILL);
	pty_wait_exit(scene.pty);
	expect_draft(&scene, "******"); /* a telephone number */
	pty_keys(scene.pty, "^T");
	pty_wait(scene.pty, "1387");
	close_field(&scene);
}

static void
draft__is_there_again__killed_right_after_answers_were_taken_over(void **state)
{
	struct scene scene;

	(void)state;
	open_field(&scene, 24, 80, NULL);
	pty_keys(scene.pty, "那烈 Tab 东风 Tab 12 Tab 韦建国 Tab ^S");
	pty_wait(scene.pty, "已签字");
	pty_keys(scene.pty, "n");
	pty_wait(scene.pty, ">*屯（组）");
	pty_keys(scene.pty, "^Y");
	pty_wait(scene.pty, "那烈");
	pty_signal(scene.pty, SIGKILL);
	pty_wait_exit(scene.pty);
	expect_draft(&scene, "那烈");
	close_field(&scene);
}

static void
draft__is_there_again__after_hang_up_in_the_middle_of_a_field(void **state)
{
	struct scene scene;

	(void)state;
	open_field(&scene, 24, 80, NULL);
	pty_keys(scene.pty, "那烈");
	pty_wait(scene.pty, "那烈");
	pty_hang_up(scene.pty);
	pty_wait_exit(scene.pty);
	expect_draft(&scene, "那烈");
	close_field(&scene);
}

static void
draft__is_there_again__after_terminate(void **state)
{
	struct scene scene;

	(void)state;
	open_field(&scene, 24, 80, NULL);
	pty_keys(scene.pty, "那烈");
	pty_wait(scene.pty, "那烈");
	pty_signal(scene.pty, SIGTERM);
	assert_int_equal(WEXITSTATUS(pty_wait_exit(scene.pty)), 1);
	assert_true(pty_is_restored(scene.pty));
	expect_draft(&scene, "那烈");
	close_field(&scene);
}

/* Whether the file holds these bytes somewhere. */
static bool
file_holds(const char *dir, const char *name, const char *text)
{
	char path[700], *bytes;
	FILE *file;
	long size;
	bool found;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "rb");
	assert_non_null(file);
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	rewind(file);
	bytes = malloc((size_t)size);
	assert_int_equal(fread(bytes, 1, (size_t)size, file), size);
	fclose(file);
	found = memmem(bytes, (size_t)size, text, strlen(text)) != NULL;
	free(bytes);
	return found;
}

static void
draft__holds_nothing_in_clear__beside_the_workspace(void **state)
{
	struct scene scene;

	(void)state;
	open_field(&scene, 24, 80, NULL);
	pty_keys(scene.pty, "那烈屯名 Tab 东风小路 Tab");
	pty_wait(scene.pty, "> 门牌号");
	pty_signal(scene.pty, SIGKILL);
	pty_wait_exit(scene.pty);
	assert_true(file_holds(scene.dir, "county.louce.drafts-wal", "listing")); /* the draft is there */
	assert_false(file_holds(scene.dir, "county.louce.drafts-wal", "东风小路"));
	assert_false(file_holds(scene.dir, "county.louce.drafts-wal", "那烈屯名"));
	assert_false(file_holds(scene.dir, "county.louce.drafts", "东风小路"));
	assert_false(file_holds(scene.dir, "county.louce.drafts", "那烈屯名"));
	expect_draft(&scene, "那烈屯名");
	close_field(&scene);
}

/* A photo put down to the wrong house goes to the right one on one key, and is gone from the first. */
static void
photo__moves_to_another_house__on_one_key(void **state)
{
	char *dir = drive_county();
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	char first[12] = "";
	const char *at;

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "1");
	pty_keys(pty, "Down");
	pty_wait(pty, " > 2 栋待填，已填了一半");
	at = strstr(pty_screen(pty), "YS0");
	assert_non_null(at);
	memcpy(first, at, 11);
	pty_keys(pty, "Enter");
	pty_wait(pty, ">*正面全景");
	pty_wait(pty, ".jpg");
	pty_keys(pty, "1");
	pty_wait(pty, "_4.jp");
	pty_keys(pty, "Esc Down");
	pty_wait(pty, " > 12 栋待填");
	pty_keys(pty, "Enter");
	pty_wait(pty, ">*排查情况");
	pty_keys(pty, "41");
	pty_wait(pty, ">*情况说明");
	pty_keys(pty, "空地 Enter");
	pty_wait(pty, ">*现状照片");
	pty_keys(pty, "^P");
	pty_wait(pty, "用这张照片");
	pty_keys(pty, "Up Up Up Up"); /* it begins at photos of which none is in use */
	pty_wait(pty, "【已用】");
	pty_wait(pty, "m 从另一栋移来");
	pty_wait(pty, "这张照片已用于 金谷村委会");
	pty_keys(pty, "Enter");
	pty_wait(pty, "按 m 移到这里");
	pty_keys(pty, "m");
	pty_wait(pty, "> 现状照片");
	pty_keys(pty, "Esc");
	for (int i = 0; i < 5 && !pty_has(pty, " > 3 栋待填，已填了一半"); i++) {
		pty_keys(pty, i ? "Up" : "Down");
	}
	pty_wait(pty, " > 3 栋待填，已填了一半");
	for (int i = 0; i < 3 && !pty_has(pty, first); i++) { /* Right goes on to another house of the line */
		pty_keys(pty, "Right");
	}
	pty_wait(pty, first);
	pty_keys(pty, "Enter");
	pty_wait(pty, ">*正面全景"); /* empty again */
	pty_free(pty);
	drive_release(dir);
}

/* ---- the terminal is given back whenever the end comes, also while the program takes it */

static void
start__gives_the_terminal_back__killed_in_the_middle(void **state)
{
	static const size_t written[] = { 1, 12, 30, 60, 200 }; /* asking the terminal, then the first page */
	static const int numbers[] = { SIGTERM, SIGHUP, SIGINT };
	char *dir = drive_county();

	(void)state;
	for (size_t n = 0; n < sizeof(numbers) / sizeof(*numbers); n++)
		for (size_t i = 0; i < sizeof(written) / sizeof(*written); i++) {
			struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

			pty_wait_written(pty, written[i]);
			pty_signal(pty, numbers[n]);
			assert_int_equal(pty_wait_exit(pty), 1 << 8); /* by itself */
			assert_true(pty_is_restored(pty));
			pty_free(pty);
		}
	drive_release(dir);
}

/* ---- the first start */

/* louce on a laptop where nothing is, at the demonstration being made. */
static struct pty *
start_demonstration(const char *home)
{
	char program[600], home_is[700], data[600];
	const char *argv[] = { program, NULL };
	const char *env[] = { home_is, data, "LANGUAGE=zh_CN", "LOUCE_STICKS=/nonexistent", NULL };
	struct pty *pty;

	snprintf(program, sizeof(program), "%s/louce", getenv("LOUCE_BUILD"));
	snprintf(home_is, sizeof(home_is), "LOUCE_HOME=%s", home);
	snprintf(data, sizeof(data), "LOUCE_DATADIR=%s", getenv("LOUCE_DATADIR"));
	pty = pty_start(argv, env, 24, 80);
	pty_wait(pty, "看演示：虚构");
	pty_keys(pty, "3");
	pty_wait_busy(pty, "按 Esc 停止");
	return pty;
}

static void
demonstration__is_stopped__by_esc_and_by_signals(void **state)
{
	char home[600], demo[700];
	struct pty *pty;
	size_t written;

	(void)state;
	snprintf(home, sizeof(home), "%s/first-%d", getenv("TMPDIR"), (int)getpid());
	snprintf(demo, sizeof(demo), "%s/demo", home);
	pty = start_demonstration(home);
	pty_type(pty, "x"); /* another key stops nothing: the act goes on and says so */
	pty_raw(pty, &written);
	pty_wait_written(pty, written + 100);
	pty_wait_busy(pty, "按 Esc 停止");
	pty_type(pty, "\x1b");
	pty_wait(pty, "已停止");
	assert_true(pty_has(pty, "看演示：虚构")); /* the page as it was */
	assert_int_equal(access(demo, F_OK), -1);
	pty_keys(pty, "Esc");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	pty = start_demonstration(home);
	pty_signal(pty, SIGTERM);
	assert_int_equal(pty_wait_exit(pty), 1 << 8);
	assert_true(pty_is_restored(pty));
	assert_int_equal(access(demo, F_OK), -1);
	pty_free(pty);
	rmdir(home);
}

/* ---- a file that another program wrote into */

static void
altered_file__is_made_clean__on_the_page_that_says_so(void **state)
{
	char *dir = drive_county(), command[700];
	struct pty *pty;

	(void)state;
	snprintf(command, sizeof(command), "sqlite3 '%s/county.louce' 'CREATE TABLE tidy(a)'", dir);
	assert_int_equal(system(command), 0);
	pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	pty_wait(pty, "其中的“tidy”不是本程序写的");
	pty_keys(pty, "Esc"); /* as it is: the choices of a first start */
	pty_wait(pty, "看演示：虚构");
	pty_keys(pty, "Esc");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	pty_wait(pty, "文件被改动过");
	pty_keys(pty, "Enter");
	pty_wait(pty, "重建干净的文件：");
	pty_wait(pty, "先选谁在用这台电脑"); /* home */
	pty_keys(pty, "q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	snprintf(command, sizeof(command), "verify '%s/county.louce'", dir);
	assert_int_equal(drive_louce(dir, command), 0);
	drive_release(dir);
}

/* ---- terminals of other kinds */

static void
start__says_what_to_do__where_TERM_is_unknown(void **state)
{
	static const char *const terms[] = { "TERM=nonsense-9", "TERM=dumb" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		const char *const extra[] = { terms[i], NULL };
		char *dir = drive_county();
		struct pty *pty = drive_start(dir, "zh_CN", 24, 80, extra);

		assert_int_equal(WEXITSTATUS(pty_wait_exit(pty)), 2);
		assert_true(pty_has(pty, "TERM=xterm-256color louce"));
		pty_free(pty);
		drive_release(dir);
	}
}

static void
start__says_it_in_ascii__on_a_console_without_han(void **state)
{
	static const char *const extra[] = { "TERM=linux", NULL };
	char *dir = drive_county();
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, extra);
	const char *screen;

	(void)state;
	assert_int_equal(WEXITSTATUS(pty_wait_exit(pty)), 2);
	screen = pty_screen(pty);
	assert_non_null(strstr(screen, "fbterm louce"));
	for (; *screen; screen++)
		assert_true((unsigned char)*screen < 0x80);
	pty_free(pty);
	/* in English it runs there */
	pty = drive_start(dir, "en", 24, 80, extra);
	pty_wait(pty, "Say who is at the laptop");
	pty_keys(pty, "q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	drive_release(dir);
}

static void
start__speaks_chinese__in_the_C_locale(void **state)
{
	static const char *const extra[] = { "LANG=C", "LANGUAGE=", NULL };
	char *dir = drive_county();
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, extra);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	pty_free(pty);
	drive_release(dir);
}

static void
lines__are_ascii__where_they_would_be_two_cells_wide(void **state)
{
	char *dir = drive_county();
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_set_wide(pty);
	pty_wait(pty, "先选谁在用这台电脑");
	pty_wait(pty, "--------");
	assert_false(pty_has(pty, "─"));
	pty_free(pty);
	pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	pty_wait(pty, "────────");
	pty_free(pty);
	drive_release(dir);
}

static void
colours__are_not_sent__with_NO_COLOR(void **state)
{
	static const char *const extra[] = { "NO_COLOR=1", NULL };
	struct scene scene;
	const char *raw;
	size_t len;

	(void)state;
	open_field(&scene, 24, 80, extra);
	pty_keys(scene.pty, "Esc a");
	pty_wait(scene.pty, "查找");
	raw = pty_raw(scene.pty, &len);
	for (size_t i = 0; i + 4 < len; i++) /* ESC [ 3x m, ESC [ 4x m, and the extended ones */
		assert_false(raw[i] == '\x1b' && raw[i + 1] == '[' && (raw[i + 2] == '3' || raw[i + 2] == '4') && raw[i + 3] >= '0' &&
			     raw[i + 3] <= '8' && (raw[i + 4] == 'm' || raw[i + 4] == ';'));
	close_field(&scene);
}

static void
passphrase__does_not_get__what_was_typed_before_it_was_asked(void **state)
{
	char *dir = drive_county();
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	pty_type(pty, "P1demo\r"); /* all at once: the passphrase is typed blindly */
	pty_wait(pty, "演示中人人的口令");
	assert_true(pty_has(pty, "未解锁"));
	assert_false(pty_has(pty, "****"));
	pty_keys(pty, "wrong Enter");
	pty_wait(pty, "口令不对");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "您好");
	pty_free(pty);
	drive_release(dir);
}

/* A machine whose battery is empty: the day is asked once, before the first page, and a wrong one is refused. */
static void
clock__in_doubt__is_asked_about_once(void **state)
{
	static const char *const extra[] = { "LOUCE_CLOCK=", "LD_PRELOAD=" FAKETIME_LIBRARY, "FAKETIME=@2010-06-01 12:00:00",
					     "DONT_FAKE_MONOTONIC=1", NULL };
	struct scene scene;

	(void)state;
	if (system("test \"$(LD_PRELOAD='" FAKETIME_LIBRARY "' FAKETIME='@2010-06-01 12:00:00' date +%Y 2>/dev/null)\" = 2010") != 0)
		skip();
	scene.dir = drive_county();
	scene.pty = drive_start(scene.dir, "zh_CN", 24, 80, extra);
	pty_wait(scene.pty, "先选谁在用这台电脑");
	drive_person(scene.pty, "1");
	pty_wait(scene.pty, "2010-06-01");
	pty_wait(scene.pty, "今天是几号？");
	pty_keys(scene.pty, "Enter"); /* nothing stands in the line: a wrong clock is not confirmed by one key */
	pty_wait(scene.pty, "先输入今天的日期");
	pty_keys(scene.pty, "0901 Enter");
	pty_wait(scene.pty, "“0901”");
	pty_keys(scene.pty, "^U 20260230 Enter");
	pty_wait(scene.pty, "“20260230”");
	pty_keys(scene.pty, "^U 2026年11月28日 Enter");
	pty_wait(scene.pty, "a 全部房屋");
	drive_person(scene.pty, "1");
	pty_wait(scene.pty, "a 全部房屋");
	assert_false(pty_has(scene.pty, "今天是几号？"));
	close_field(&scene);
}

/* Where the question is put off nothing is signed before it is answered; an unlikely answer is asked about. */
static void
clock__in_doubt__is_asked_again__before_a_signature(void **state)
{
	static const char *const extra[] = { "LOUCE_CLOCK=", "LD_PRELOAD=" FAKETIME_LIBRARY, "FAKETIME=@2010-06-01 12:00:00",
					     "DONT_FAKE_MONOTONIC=1", NULL };
	struct scene scene;

	(void)state;
	if (system("test \"$(LD_PRELOAD='" FAKETIME_LIBRARY "' FAKETIME='@2010-06-01 12:00:00' date +%Y 2>/dev/null)\" = 2010") != 0)
		skip();
	scene.dir = drive_county();
	scene.pty = drive_start(scene.dir, "zh_CN", 24, 80, extra);
	pty_wait(scene.pty, "先选谁在用这台电脑");
	drive_person(scene.pty, "3");
	pty_wait(scene.pty, "今天是几号？");
	pty_keys(scene.pty, "Esc");
	pty_wait(scene.pty, "没有告诉它今天是几号以前，什么都不签"); /* home says so, and gives the next date with care */
	pty_wait(scene.pty, "照这个时钟");
	drive_choose(scene.pty, "待签字");
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "1 同意");
	pty_keys(scene.pty, "1 s");
	pty_wait(scene.pty, "全部签字");
	pty_keys(scene.pty, "demo Enter");
	pty_wait(scene.pty, "什么都没有签");
	pty_wait(scene.pty, "今天是几号？");
	pty_keys(scene.pty, "Esc"); /* still not */
	pty_wait(scene.pty, "全部签字");
	pty_keys(scene.pty, "demo Enter");
	pty_wait(scene.pty, "今天是几号？");
	pty_keys(scene.pty, "20021128 Enter");
	pty_wait(scene.pty, "早于这版楼策的日期");
	pty_keys(scene.pty, "^U 20261129 Enter");
	pty_wait(scene.pty, "日期记下了");
	pty_wait(scene.pty, "全部签字");
	pty_keys(scene.pty, "demo Enter");
	pty_wait(scene.pty, "已签字并存好");
	pty_wait(scene.pty, "今天按 2026-11-29 算；这台电脑的时钟是 2010-06-01");
	pty_keys(scene.pty, "d"); /* the day can be put right */
	pty_wait(scene.pty, "今天是几号？");
	pty_keys(scene.pty, "20361128 Enter");
	pty_wait(scene.pty, "晚一年以上");
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "今天按 2036-11-28 算");
	close_field(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(field__takes_text_in_the_middle__between_wide_characters),
		cmocka_unit_test(field__scrolls__with_wide_characters_at_both_edges),
		cmocka_unit_test(paste__keeps_what_fits__of_500_characters),
		cmocka_unit_test(paste__is_refused_with_an_invisible_mark__and_taken_without_it_on_one_key),
		cmocka_unit_test(field__leaves_out__what_is_no_text),
		cmocka_unit_test(screen__follows__the_size_of_the_window),
		cmocka_unit_test(suspend__gives_the_terminal_back__and_takes_it_again),
		cmocka_unit_test(suspend__keeps_what_is_typed__when_it_comes_from_outside),
		cmocka_unit_test(passphrase__is_refused__in_an_answer),
		cmocka_unit_test(question_mark__tells_about_the_question),
		cmocka_unit_test(undo__takes_back_change_by_change__and_says_which),
		cmocka_unit_test(draft__is_there_again__after_kill),
		cmocka_unit_test(draft__is_there_again__killed_right_after_the_last_key),
		cmocka_unit_test(draft__is_there_again__killed_right_after_answers_were_taken_over),
		cmocka_unit_test(draft__is_there_again__after_hang_up_in_the_middle_of_a_field),
		cmocka_unit_test(draft__is_there_again__after_terminate),
		cmocka_unit_test(draft__holds_nothing_in_clear__beside_the_workspace),
		cmocka_unit_test(photo__moves_to_another_house__on_one_key),
		cmocka_unit_test(start__gives_the_terminal_back__killed_in_the_middle),
		cmocka_unit_test(demonstration__is_stopped__by_esc_and_by_signals),
		cmocka_unit_test(altered_file__is_made_clean__on_the_page_that_says_so),
		cmocka_unit_test(start__says_what_to_do__where_TERM_is_unknown),
		cmocka_unit_test(start__says_it_in_ascii__on_a_console_without_han),
		cmocka_unit_test(start__speaks_chinese__in_the_C_locale),
		cmocka_unit_test(lines__are_ascii__where_they_would_be_two_cells_wide),
		cmocka_unit_test(colours__are_not_sent__with_NO_COLOR),
		cmocka_unit_test(clock__in_doubt__is_asked_about_once),
		cmocka_unit_test(clock__in_doubt__is_asked_again__before_a_signature),
		cmocka_unit_test(passphrase__does_not_get__what_was_typed_before_it_was_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
