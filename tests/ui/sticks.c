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

/* A stick between two laptops, by keys: written for the township, taken in there, bad files refused with a sentence. */

static struct pty *
open_with_stick(const char *dir, const char *stick, const char *person)
{
	char variable[700];
	const char *extra[] = { variable, NULL };
	struct pty *pty;

	snprintf(variable, sizeof(variable), "LOUCE_STICKS=%s", stick);
	pty = drive_start(dir, "zh_CN", 24, 80, extra);
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, person);
	pty_keys(pty, "x");
	pty_wait(pty, "U盘交换");
	return pty;
}

static void
stick__is_written_and_taken_in__by_keys(void **state)
{
	char *dir = drive_county(), *stick = malloc(600), pattern[700];
	struct pty *pty;
	glob_t found, papers;
	FILE *bad;

	(void)state;
	snprintf(stick, 600, "%s/stick", dir);
	assert_int_equal(mkdir(stick, 0700), 0);
	pty = open_with_stick(dir, stick, "1");
	pty_wait(pty, "上面没有楼策文件");
	pty_keys(pty, "e");
	pty_wait(pty, "给谁？");
	pty_keys(pty, "7");	       /* the township's clerk */
	pty_wait(pty, "要送出：记录"); /* what would go out, before it does */
	pty_keys(pty, "Enter");
	pty_wait(pty, "可以拔出U盘");
	pty_keys(pty, "p"); /* the paper that goes with it */
	pty_wait(pty, "数据交接单");
	pty_keys(pty, "1");
	pty_wait(pty, "交出人（签字）");
	pty_wait(pty, "-给乡镇经办人员-");
	pty_keys(pty, "Enter");
	pty_wait(pty, "已写出：");
	snprintf(pattern, sizeof(pattern), "%s/数据交接单-*.pdf", dir);
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	globfree(&found);
	pty_keys(pty, "Esc");
	pty_wait(pty, "MiB");
	snprintf(pattern, sizeof(pattern), "%s/*-给乡镇经办人员-*.louce", stick);
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	assert_int_equal(found.gl_pathc, 1);

	/* The stick is pulled out while its paper is looked at: no paper says that a file was handed over which is not there. */
	pty_keys(pty, "s");
	pty_wait(pty, "双方签字的交接单");
	pty_keys(pty, "p");
	pty_wait(pty, "数据交接单");
	pty_keys(pty, "1");
	pty_wait(pty, "交出人（签字）");
	snprintf(pattern, sizeof(pattern), "%s/gone", dir);
	assert_int_equal(rename(found.gl_pathv[0], pattern), 0);
	pty_keys(pty, "Enter");
	pty_wait(pty, "什么都没有写出");
	assert_int_equal(rename(pattern, found.gl_pathv[0]), 0);
	snprintf(pattern, sizeof(pattern), "%s/数据交接单-*.pdf", dir);
	assert_int_equal(glob(pattern, 0, NULL, &papers), 0);
	assert_int_equal(papers.gl_pathc, 1);
	globfree(&papers);
	pty_keys(pty, "Esc Esc Esc");
	pty_wait(pty, "MiB");

	/* What is here already changes nothing; a file that is none is refused, and the other taken all the same. */
	snprintf(pattern, sizeof(pattern), "%s/a.louce", stick);
	bad = fopen(pattern, "wb");
	assert_non_null(bad);
	fputs("this is no file of louce, whatever its name says", bad);
	fclose(bad);
	pty_keys(pty, "Down i");
	pty_wait(pty, "已导入");
	pty_wait(pty, "新记录 0 条");
	pty_wait(pty, "拒绝：什么都没有收进");
	pty_wait(pty, "拒绝 1 个文件");
	pty_keys(pty, "Esc s");
	pty_wait(pty, "双方签字的交接单");
	pty_keys(pty, "p");
	pty_wait(pty, "数据交接单");
	pty_keys(pty, "Esc Esc Esc q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	globfree(&found);
	free(stick);
	drive_release(dir);
}

/* A table on the stick: read first, its faults named, then listed with the passphrase. */
static void
roster__is_listed_from_a_stick__by_keys(void **state)
{
	char *dir = drive_county(), stick[700], path[800];
	struct pty *pty;
	FILE *table;

	(void)state;
	snprintf(stick, sizeof(stick), "%s/stick", dir);
	assert_int_equal(mkdir(stick, 0700), 0);
	pty = open_with_stick(dir, stick, "1");
	pty_keys(pty, "r");
	pty_wait(pty, "照片收件夹里没有表格");
	pty_keys(pty, "Esc");
	snprintf(path, sizeof(path), "%s/new.csv", stick);
	table = fopen(path, "w");
	assert_non_null(table);
	fputs("village,group_name,road,door_no,owner_name\n451224204201,那亮,农村道路,81,韦建国\n451224204201,那亮,农村道路,82,韦建军\n",
	      table);
	fclose(table);
	snprintf(path, sizeof(path), "%s/wrong.csv", stick);
	table = fopen(path, "w");
	assert_non_null(table);
	fputs("village,group_name,road,door_no,owner_name\n451224204999,那亮,农村道路,83,韦建民\n", table);
	fclose(table);
	snprintf(path, sizeof(path), "%s/annex1-451224.csv", stick); /* a report that somebody saved there is no roster */
	table = fopen(path, "w");
	assert_non_null(table);
	fputs("乡镇,栋数\n", table);
	fclose(table);
	pty_wait(pty, "表格 2 个（按 r）");
	pty_wait(pty, "已保存的报表 1 个");
	pty_keys(pty, "r");
	pty_wait(pty, "new.csv");
	pty_wait(pty, "已保存的报表：");
	pty_keys(pty, "Down Enter");
	pty_wait(pty, "451224204999");
	pty_keys(pty, "Enter");
	pty_wait(pty, "还不能导入：须先处理的问题见上");
	pty_keys(pty, "Esc");
	pty_wait(pty, "new.csv");
	pty_keys(pty, "Home Enter");
	pty_wait(pty, "新房屋 2 栋，与名册不同 0 行，已在名册 0 栋");
	pty_keys(pty, "Enter");
	pty_wait(pty, "要么全部办成，要么一栋也不动");
	pty_keys(pty, "wrong Enter");
	pty_wait(pty, "口令不对");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "已签字。新登记 2 栋，更正 0 栋，原已在册 0 栋");
	pty_keys(pty, "Esc");
	pty_wait(pty, "new.csv");
	pty_keys(pty, "Enter");
	pty_wait(pty, "新房屋 0 栋，与名册不同 0 行，已在名册 2 栋");
	pty_keys(pty, "Enter");
	pty_wait(pty, "表格中没有新内容");

	/* On the page of its columns the next one that means nothing follows the one that was answered. */
	snprintf(path, sizeof(path), "%s/odd.csv", stick);
	table = fopen(path, "w");
	assert_non_null(table);
	fputs("village,group_name,road,door_no,owner_name,甲栏,乙栏,丙栏\n451224204201,那亮,农村道路,83,韦建民,一,二,三\n", table);
	fclose(table);
	pty_keys(pty, "Esc Esc");
	pty_wait(pty, "表格 3 个（按 r）");
	pty_keys(pty, "r Home Enter m");
	pty_wait(pty, "> “甲栏”尚未对应");
	pty_keys(pty, "Down Enter Enter");
	pty_wait(pty, "“乙栏”是：不读取");
	assert_true(pty_has(pty, "> “丙栏”尚未对应"));
	pty_keys(pty, "Enter Enter");
	pty_wait(pty, "> “甲栏”尚未对应");
	pty_free(pty);
	drive_release(dir);
}

static void
stick__is_asked_for__when_none_is_in(void **state)
{
	char *dir = drive_county();
	struct pty *pty = open_with_stick(dir, "/nonexistent", "1");

	(void)state;
	pty_wait(pty, "没有U盘");
	pty_keys(pty, "e");
	pty_wait(pty, "先插上U盘");
	pty_keys(pty, "d");
	pty_wait(pty, "规则定不了的事");
	pty_free(pty);
	drive_release(dir);
}

static int
shell(const char *dir, const char *words)
{
	char command[2048];
	int status;

	snprintf(command, sizeof(command), "cd '%s' && export LOUCE_HOME='%s/new'; louce='%s/louce'; (%s) >/dev/null 2>&1", dir, dir,
		 getenv("LOUCE_BUILD"), words);
	status = system(command);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* A stick that came round with somebody's request on it, and nothing else that is newer. */
static const char make_request[] =
	"export LOUCE_HOME=$PWD/who && mkdir who && echo passphrase >who/pass && $louce key new 韦明 --passphrase-file who/pass && "
	"cp county.louce who/w.louce && $louce init device who/w.louce && $louce request 韦明 --role inspector --area 451224204201 -w who/w.louce "
	"--passphrase-file who/pass && $louce export stick/ask.louce --as 韦明 -w who/w.louce --passphrase-file who/pass && "
	"touch -d @1661999999 stick/handed.louce && touch -d @1662000000 stick/ask.louce";

/* Rows in it were altered: the new file has what the steps say. A request, which stands first, is nothing to begin with. */
static void
handed_file__comes_into_a_new_file__at_the_first_start(void **state)
{
	char *dir = drive_county(), program[700], home[700], sticks[700], data[700];
	const char *argv[] = { program, NULL }, *env[] = { home, sticks, data, "LANGUAGE=zh_CN", "LOUCE_CLOCK=1662000000", NULL };
	struct pty *pty;

	(void)state;
	snprintf(program, sizeof(program), "%s/louce", getenv("LOUCE_BUILD"));
	snprintf(home, sizeof(home), "LOUCE_HOME=%s/new", dir);
	snprintf(sticks, sizeof(sticks), "LOUCE_STICKS=%s/stick", dir);
	snprintf(data, sizeof(data), "LOUCE_DATADIR=%s", getenv("LOUCE_DATADIR"));
	assert_int_equal(shell(dir, "mkdir stick && cp county.louce stick/handed.louce && sqlite3 stick/handed.louce "
				    "\"UPDATE value_classification SET conclusion = 'none'\" && cp stick/handed.louce was"),
			 0);
	assert_int_equal(shell(dir, make_request), 0);
	pty = pty_start(argv, env, 24, 80);
	pty_wait(pty, "或丢失电脑后的备份");
	pty_keys(pty, "1");
	pty_wait(pty, "handed.louce");
	pty_keys(pty, "Enter");
	pty_wait(pty, "里面没有本县的建档记录");
	assert_int_equal(shell(dir, "test ! -e new/ask.louce"), 0);
	pty_keys(pty, "Down Enter");
	pty_wait(pty, "先与县整治办核对数字，再生成您的密钥");
	pty_keys(pty, "q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	assert_int_equal(shell(dir, "$louce verify new/handed.louce && test $(stat -c %a new/handed.louce) = 600"), 0);
	assert_int_equal(shell(dir, "cmp stick/handed.louce was && test $(ls stick | wc -l) = 2"), 0);
	assert_int_equal(shell(dir, "$louce verify stick/handed.louce"), 3);
	drive_release(dir);
}

/* In the current folder another laptop's file and notes took the place of this one's: by keys it becomes a file of this laptop, and what lies there
 * stays as it is. The same of one that was named, in another folder. */
static void
file_of_another_laptop__comes_into_a_new_file__from_this_folder(void **state)
{
	char *dir = drive_county(), line[1500], home[700], data[700];
	const char *argv[] = { "/bin/sh", "-c", line, NULL }, *env[] = { home, data, "LANGUAGE=zh_CN", "LOUCE_CLOCK=1662000000", NULL };
	struct pty *pty;

	(void)state;
	snprintf(home, sizeof(home), "LOUCE_HOME=%s/new", dir);
	snprintf(data, sizeof(data), "LOUCE_DATADIR=%s", getenv("LOUCE_DATADIR"));
	assert_int_equal(shell(dir, "mkdir here && cp county.louce here/z.louce && LOUCE_HOME=new $louce init device here/z.louce && "
				    "cp county.louce here/z.louce && cp county.louce.local here/z.louce.local && cp here/z.louce was"),
			 0);
	snprintf(line, sizeof(line), "cd %s/here && exec %s/louce", dir, getenv("LOUCE_BUILD"));
	pty = pty_start(argv, env, 24, 80);
	pty_wait(pty, "或丢失电脑后的备份");
	pty_keys(pty, "1");
	pty_wait(pty, "z.louce");
	pty_keys(pty, "Enter");
	pty_wait(pty, "先与县整治办核对数字，再生成您的密钥");
	assert_false(pty_has(pty, "没有结尾")); /* it is no export, and need not be one */
	pty_keys(pty, "q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	assert_int_equal(shell(dir, "$louce verify new/z.louce && cmp here/z.louce was && test ! -e here/z.louce.local.strange"), 0);
	assert_int_equal(shell(dir, "rm new/z.louce new/z.louce.local new/workspace && echo $PWD/here/z.louce >new/workspace && "
				    "truncate -s -1 new/workspace"),
			 0);
	snprintf(line, sizeof(line), "cd / && exec %s/louce", getenv("LOUCE_BUILD"));
	pty = pty_start(argv, env, 24, 80);
	pty_wait(pty, "来自别处");
	pty_keys(pty, "1");
	pty_wait(pty, "/here/z.louce");
	pty_keys(pty, "Enter");
	pty_wait(pty, "先与县整治办核对数字，再生成您的密钥");
	pty_keys(pty, "q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	assert_int_equal(shell(dir, "cmp here/z.louce was"), 0);
	drive_release(dir);
}

/* A village's laptop, with a house that was signed on the day of the demonstration and brought to nobody: in the folder "far". */
static const char make_far[] =
	"export LOUCE_CLOCK=1662000000; $louce demo all --buildings 20 --seed ui --no-ui && cd all/laptops/451224100001 && "
	"export LOUCE_HOME=$PWD/home && echo demo >pass && echo '{\"village\":\"451224100001\",\"group_name\":\"那亮\","
	"\"road\":\"农村道路\",\"door_no\":\"77\",\"owner_name\":\"韦建国\",\"_reasons\":[{\"rule\":\"_twin\",\"reason\":\"1\"}]}' >f.json && "
	"for key in $($louce key list | cut -d ' ' -f 1); do $louce fill --new listing --data f.json -w 451224100001.louce --as $key "
	"--passphrase-file pass && break; done && cd ../../.. && mkdir -p far/stick-in && cp -r all/laptops/451224100001/home far && "
	"cp all/laptops/451224100001/*.louce far/county.louce && cp all/laptops/451224100001/*.local far/county.louce.local";

static void
home__tells_what_has_not_come_to_the_county__and_sends_all_again(void **state)
{
	char *dir = drive_county(), far[700], pattern[800];
	struct pty *pty;
	glob_t found;

	(void)state;
	assert_int_equal(shell(dir, make_far), 0);
	snprintf(far, sizeof(far), "%s/far", dir);
	pty = drive_start(far, "zh_CN", 24, 80, NULL);
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "1");
	pty_wait(pty, "登记"); /* what there is to do */
	assert_false(pty_has(pty, "尚未送达县里"));
	pty_keys(pty, "q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	drive_clock = "LOUCE_CLOCK=1663300000"; /* 15 days later */
	pty = drive_start(far, "zh_CN", 24, 80, NULL);
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "1");
	pty_wait(pty, "有 1 条记录（最早的签于 2022-09-01）");
	pty_wait(pty, "尚未送达县里");
	pty_keys(pty, "S");
	pty_wait(pty, "全部重新送出，对方已有的也送");
	pty_keys(pty, "a");
	pty_wait(pty, "已有的不再送");
	pty_keys(pty, "a 7");
	pty_wait(pty, "全部送出。");
	pty_keys(pty, "Enter");
	pty_wait(pty, "可以拔出U盘");
	snprintf(pattern, sizeof(pattern), "%s/stick-in/*-给乡镇经办人员-*.louce", far);
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	globfree(&found);
	pty_keys(pty, "Esc q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	drive_clock = DRIVE_CLOCK;
	drive_release(dir);
}

/* A drill: everything onto a stick, the laptop gone, another one goes on from the stick's file, and says what came back that was signed since. */
static void
backup__is_written__and_another_laptop_goes_on_from_it(void **state)
{
	static const char one_more[] =
		"cd far && export LOUCE_CLOCK=1662003600 LOUCE_HOME=$PWD/home && echo demo >pass && echo '{\"village\":\"451224100001\",\"group_name\":\"巴英\",\"road\":\"农村道路\",\"door_no\":\"91\",\"owner_name\":\"韦海燕\",\"_reasons\":[{\"rule\":\"_twin\",\"reason\":\"1\"}]}' >f.json && for key in $($louce key list | cut -d ' ' -f 1); do $louce fill --new listing --data f.json -w county.louce --as $key --passphrase-file pass && $louce export since.louce --as $key --passphrase-file pass -w county.louce && break; done";
	static const char hash[] =
		"LOUCE_HOME=$PWD/$home $louce status --json -w $file | sed 's/.*\"state_hash\":\"\\([0-9a-f]*\\)\".*/\\1/'";
	char *dir = drive_county(), far[700], program[700], home[700], sticks[700], data[700], command[1500];
	const char *argv[] = { program, NULL }, *env[] = { home, sticks, data, "LANGUAGE=zh_CN", "LOUCE_CLOCK=1662007200", NULL };
	struct pty *pty;

	(void)state;
	assert_int_equal(shell(dir, make_far), 0);
	snprintf(far, sizeof(far), "%s/far", dir);
	pty = drive_start(far, "zh_CN", 24, 80, NULL);
	drive_person(pty, "1");
	pty_keys(pty, "x");
	pty_wait(pty, "b 备份");
	pty_keys(pty, "b");
	pty_wait(pty, "这台电脑还没有写过备份");
	pty_keys(pty, "Enter");
	pty_wait(pty, "可以拔出U盘");
	pty_wait(pty, ".key");
	pty_keys(pty, "Esc b");
	pty_wait(pty, "2022-09-01 10:40");
	pty_keys(pty, "Enter");
	pty_wait(pty, "U盘上已有密钥");
	pty_keys(pty, "Esc Esc q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);

	/* One house more is signed, and goes to the township; then the file is damaged, and the laptop with its keys is gone. */
	snprintf(command, sizeof(command), "home=far/home file=far/county.louce; %s >before", hash);
	assert_int_equal(shell(dir, command), 0);
	assert_int_equal(shell(dir, one_more), 0);
	assert_int_equal(
		shell(dir,
		      "mkdir town && mv far/since.louce town && rm -rf far/home far/*.local far/*.drafts && : >far/county.louce && mkdir -p new && ! $louce verify far/county.louce"),
		0);

	snprintf(program, sizeof(program), "%s/louce", getenv("LOUCE_BUILD"));
	snprintf(home, sizeof(home), "LOUCE_HOME=%s/new", dir);
	snprintf(sticks, sizeof(sticks), "LOUCE_STICKS=%s/far/stick-in", dir);
	snprintf(data, sizeof(data), "LOUCE_DATADIR=%s", getenv("LOUCE_DATADIR"));
	pty = pty_start(argv, env, 24, 80);
	pty_wait(pty, "一楼一策");
	pty_keys(pty, "1");
	pty_wait(pty, ".louce");
	pty_keys(pty, "Enter");
	pty_wait(pty, "这是一份备份");
	pty_wait(pty, "2022-09-01 10:40");
	pty_keys(pty, "Enter");
	pty_wait(pty, "密钥已在这台电脑上");
	pty_wait(pty, "再申请签字权"); /* with the key that is back: none is made */
	assert_false(pty_has(pty, "生成您的密钥"));
	assert_int_equal(shell(dir, "test $(ls new/keys | wc -l) = 1 && test $(stat -c %a new/keys) = 700"), 0);
	snprintf(command, sizeof(command), "home=new file=$(ls new/*.louce); %s >after; test -s before && cmp before after", hash);
	assert_int_equal(shell(dir, command), 0);

	/* The township's stick brings what was signed since, and its houses are named. */
	assert_int_equal(shell(dir, "cp town/since.louce far/stick-in"), 0);
	pty_keys(pty, "x i");
	pty_wait(pty, "接着2022-09-01 10:40的备份");
	pty_wait(pty, "巴英  "); /* and its number; nobody is unlocked who reads the address */
	pty_keys(pty, "Esc Esc q");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	assert_int_equal(shell(dir, "$louce verify $(ls new/*.louce)"), 0);
	drive_release(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(backup__is_written__and_another_laptop_goes_on_from_it),
		cmocka_unit_test(stick__is_written_and_taken_in__by_keys),
		cmocka_unit_test(home__tells_what_has_not_come_to_the_county__and_sends_all_again),
		cmocka_unit_test(roster__is_listed_from_a_stick__by_keys),
		cmocka_unit_test(stick__is_asked_for__when_none_is_in),
		cmocka_unit_test(handed_file__comes_into_a_new_file__at_the_first_start),
		cmocka_unit_test(file_of_another_laptop__comes_into_a_new_file__from_this_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
