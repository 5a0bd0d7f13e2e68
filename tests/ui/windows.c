#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/drive.h"

/* Two windows of louce on one file: they know of each other, and nothing that is typed in either is overwritten without a word. */

static char *dir;

static struct pty *
window(void)
{
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "1");
	return pty;
}

static int
begin(void **state)
{
	(void)state;
	dir = drive_county();
	return 0;
}

static int
end(void **state)
{
	(void)state;
	drive_release(dir);
	return 0;
}

static void
form__asks_the_second_window__and_tells_the_first(void **state)
{
	struct pty *first = window(), *second;

	(void)state;
	pty_keys(first, "n");
	pty_wait(first, ">*屯（组）");
	pty_keys(first, "那烈 Tab");
	pty_wait(first, ">*路（街巷）");
	second = window();
	pty_keys(second, "n");
	pty_wait(second, "另一个窗口");
	pty_wait(second, "2022-09-01");
	pty_keys(second, "Esc"); /* left alone */
	pty_wait(second, "回车 去办");
	pty_keys(second, "n");
	pty_wait(second, "另一个窗口");
	pty_keys(second, "1");
	pty_wait(second, "屯（组）");
	pty_wait(second, "那烈"); /* with all that was kept */
	pty_keys(first, "东风 Tab");
	pty_wait(first, "另一个窗口已接手这张表");
	pty_keys(first, "^S"); /* not as if all were well */
	pty_wait(first, "另一个窗口已接手这张表");
	pty_keys(first, "甲");
	pty_wait(first, "另一个窗口已接手这张表");
	pty_keys(second, "新街 Tab");
	pty_wait(second, "> 门牌号");
	pty_keys(first, "Esc");
	pty_wait(first, "回车 去办");
	pty_keys(first, "n");
	pty_wait(first, "另一个窗口");
	pty_signal(second, SIGKILL);
	pty_wait_exit(second);
	pty_keys(first, "Esc");
	pty_wait(first, "回车 去办");
	pty_keys(first, "n"); /* a killed window holds nothing */
	pty_wait(first, "屯（组）");
	pty_keys(first, "^T"); /* the road is a private answer */
	pty_wait(first, "新街");
	assert_false(pty_has(first, "东风"));
	pty_free(second);
	pty_free(first);
}

static void
form__is_not_overwritten__when_the_second_window_has_left_it(void **state)
{
	struct pty *first = window(), *second;

	(void)state;
	pty_keys(first, "n");
	pty_wait(first, ">*屯（组）");
	pty_keys(first, "那烈 Tab");
	pty_wait(first, ">*路（街巷）");
	second = window();
	pty_keys(second, "n");
	pty_wait(second, "另一个窗口");
	pty_keys(second, "1");
	pty_wait(second, ">*路（街巷）");
	pty_keys(second, "新街 Tab");
	pty_wait(second, "> 门牌号");
	pty_keys(second, "Esc");
	pty_wait(second, "回车 去办");
	pty_keys(first, "东风 Tab");
	pty_wait(first, "另一个窗口已接手这张表");
	pty_keys(first, "Esc");
	pty_wait(first, "回车 去办");
	pty_keys(second, "n");
	pty_wait(second, "屯（组）");
	pty_keys(second, "^T");
	pty_wait(second, "新街");
	assert_false(pty_has(second, "东风"));
	pty_free(second);
	pty_free(first);
}

static void
sitting__asks_the_second_window(void **state)
{
	struct pty *first, *second;

	(void)state;
	first = window();
	pty_wait(first, " > 1 栋待签字");
	pty_keys(first, "Enter");
	pty_wait(first, "1 同意");
	second = window();
	pty_keys(second, "Enter");
	pty_wait(second, "另一个窗口");
	pty_keys(second, "1");
	pty_wait(second, "1 同意");
	pty_keys(first, "3");
	pty_wait(first, "另一个窗口已接手");
	pty_free(second);
	pty_free(first);
}

static void
draft__is_kept__a_second_after_the_last_key(void **state)
{
	struct pty *pty = window();

	(void)state;
	pty_keys(pty, "n");
	pty_wait(pty, ">*屯（组）");
	pty_keys(pty, "那烈");
	pty_wait_kept(pty);
	pty_signal(pty, SIGKILL);
	pty_wait_exit(pty);
	pty_free(pty);
	pty = window();
	pty_keys(pty, "n");
	pty_wait(pty, "那烈");
	pty_free(pty);
}

/* ---- a file that another window, or a command, writes while a page shows it */

static void
write_passphrase(void)
{
	char path[800];
	FILE *file;

	snprintf(path, sizeof(path), "%s/home/passphrase", dir);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs("demo\n", file);
	assert_int_equal(fclose(file), 0);
}

static void
page__shows_what_a_command_wrote__and_keeps_the_cursor_at_its_person(void **state)
{
	struct pty *pty = window();
	char *marked = NULL;

	(void)state;
	pty_keys(pty, "k");
	pty_wait(pty, "申请签字权 0 人");
	drive_choose(pty, "村排查人员         生满村委会");
	write_passphrase();
	assert_int_equal(drive_louce(dir, "key new Ada --passphrase-file \"$LOUCE_HOME/passphrase\""), 0);
	assert_int_equal(drive_louce(dir, "request Ada --role inspector --area 451224204201 --passphrase-file \"$LOUCE_HOME/passphrase\""),
			 0);
	pty_keys(pty, "^T"); /* no key of this page */
	pty_wait(pty, "申请签字权 1 人");
	pty_wait(pty, "另一个窗口或命令写了这个文件");
	for (int row = 1; row < 22 && !marked; row++)
		marked = strncmp(pty_row(pty, row), "> ", 2) == 0 ? strdup(pty_row(pty, row)) : NULL;
	assert_non_null(marked);
	assert_non_null(strstr(marked, "村排查人员         生满村委会")); /* though a row was put before it */
	free(marked);
	pty_keys(pty, "Home Enter");
	pty_wait(pty, "这份申请是在这台电脑上生成的"); /* an inspector gives no rights */
	pty_free(pty);
}

/* Which receipts there are decides what a right taken back leaves. */
static void
page__counts_anew__what_a_revocation_leaves(void **state)
{
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	(void)state;
	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, "7");
	pty_keys(pty, "k");
	pty_wait(pty, "人员和密钥");
	pty_keys(pty, "f yds Tab");
	drive_choose(pty, "金谷乡金谷村委会");
	pty_keys(pty, "Enter r 2");
	pty_wait(pty, "一张也没有：全部不算数");
	pty_wait(pty, "条不再计入");
	write_passphrase();
	assert_int_equal(
		drive_louce(dir,
			    "receipt --passphrase-file \"$LOUCE_HOME/passphrase\" --as $(sqlite3 \"$LOUCE_WORKSPACE\" \"SELECT body ->> "
			    "'\\$.data.person' FROM step WHERE body ->> '\\$.data.role' = 'county_officer' AND body ->> '\\$.data.device' "
			    "IS NOT NULL LIMIT 1\")"),
		0);
	pty_keys(pty, "Enter"); /* with what the page said before: nothing is signed on that */
	pty_wait(pty, "口令");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "请再看一次会失去什么");
	pty_keys(pty, "Esc");
	pty_wait(pty, "第 1 号");
	pty_wait(pty, "一张也没有：全部不算数"); /* which is still chosen */
	pty_free(pty);
}

static void
page__shows_what_another_window_wrote__by_itself(void **state)
{
	struct pty *first = window(), *second;
	char secret[DRIVE_SECRET];

	(void)state;
	pty_keys(first, "k");
	pty_wait(first, "申请签字权 0 人");
	second = window();
	pty_keys(second, "k n");
	pty_wait(second, "您的姓名");
	pty_type(second, "Ada\r1\r\r\r"); /* in one write: the last one comes before the last question is seen */
	pty_wait(second, "按回车就生成密钥");
	pty_rest(second);
	assert_false(pty_has(second, "请把口令抄在纸上"));
	pty_keys(second, "Enter");
	pty_wait(second, "请把口令抄在纸上");
	drive_secret(second, secret);
	assert_true(pty_has(first, "申请签字权 0 人")); /* nothing is made yet */
	drive_write_back(second, secret);
	pty_wait(second, "您念给上级听");
	pty_wait(first, "申请签字权 1 人"); /* no key was pressed */
	pty_free(second);
	pty_free(first);
}

/* ---- a question, and what is written while it waits */

/* Who lists houses, and may move them. */
static struct pty *
window_of(const char *person)
{
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, person);
	write_passphrase();
	return pty;
}

static void
louce_as(const char *person, const char *words)
{
	char line[1200];

	snprintf(line, sizeof(line), "%s --as %s --passphrase-file \"$LOUCE_HOME/passphrase\"", words, person);
	assert_int_equal(drive_louce(dir, line), 0);
}

static void
write_file(const char *name, const char *text)
{
	char path[800];
	FILE *file;

	snprintf(path, sizeof(path), "%s/home/%s", dir, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void
write_listing(const char *door)
{
	char text[400];

	snprintf(
		text, sizeof(text),
		"{\"village\":\"451224204201\",\"group_name\":\"那亮\",\"road\":\"农村道路\",\"door_no\":\"%s\",\"owner_name\":\"韦建军\"}",
		door);
	write_file("listing.json", text);
}

/* A house that moves is signed about while the page asks: what was signed is told, and asked about again. */
static void
move__asks_again__when_the_house_was_signed_meanwhile(void **state)
{
	struct pty *pty = window_of("6");

	(void)state;
	pty_keys(pty, "aYS000000019 Enter m");
	pty_wait(pty, "改登到别的村");
	pty_keys(pty, "451224204202 Tab 在河对岸 Enter");
	pty_wait(pty, "口令");
	write_listing("77");
	louce_as("杨德胜", "fill YS000000019 listing --data \"$LOUCE_HOME/listing.json\" --yes");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "什么也没有签");
	pty_wait(pty, "签字人：杨德胜");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "已签：房屋已改登");
	pty_free(pty);
}

/* Two houses are compared; one is signed about before the decision is: that is told, and decided on what stands then. */
static void
decision__asks_again__when_a_house_was_signed_meanwhile(void **state)
{
	struct pty *pty;

	(void)state;
	write_passphrase();
	write_file(
		"twin.json",
		"{\"village\":\"451224204201\",\"group_name\":\"那亮\",\"road\":\"农村道路\",\"door_no\":\"91\",\"owner_name\":\"韦建军\","
		"\"platform_no\":\"YS000000019\",\"_reasons\":[{\"rule\":\"_twin\",\"reason\":\"1\"}]}");
	louce_as("杨德胜", "fill --new listing --data \"$LOUCE_HOME/twin.json\"");
	pty = window_of("6");
	pty_keys(pty, "xd");
	pty_rest(pty);
	pty_keys(pty, "Enter");
	pty_wait(pty, "为什么是同一栋");
	pty_keys(pty, "看过现场 Enter");
	pty_wait(pty, "口令");
	write_listing("92");
	louce_as("杨德胜", "fill $(sqlite3 \"$LOUCE_WORKSPACE\" 'SELECT lower(hex(root)) FROM building ORDER BY building DESC LIMIT 1') "
			   "listing --data \"$LOUCE_HOME/listing.json\" --yes");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "什么也没有签");
	pty_wait(pty, "签字人：杨德胜");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "只算一栋");
	pty_free(pty);
}

/* A form of a house that moved, which nobody carried, begins with what stands at the old one: nothing is typed twice. */
static void
moved_house__begins_its_forms__with_what_stood(void **state)
{
	struct pty *pty;

	(void)state;
	write_passphrase();
	louce_as("黄丽萍", "move YS000000019 451224204202 --reason 在河对岸 --yes");
	assert_int_equal(drive_louce(dir,
				     "request 杨德胜 --role inspector --area 451224204202 --passphrase-file \"$LOUCE_HOME/passphrase\""),
			 0);
	louce_as(
		"$(sqlite3 \"$LOUCE_WORKSPACE\" \"SELECT body ->> '\\$.data.person' FROM step WHERE body ->> '\\$.data.role' = 'county_officer' LIMIT 1\")",
		"issue \"$($LOUCE_BUILD/louce key requests | grep -oE '^([0-9a-f]{4} ){7}[0-9a-f]{4}' | head -n 1)\" --sure");
	pty = window_of("1");
	pty_keys(pty, "a接浪 Enter");
	pty_rest(pty);
	pty_keys(pty, "Enter");
	pty_wait(pty, "结构类型                砌体结构");
	pty_wait(pty, ">*正面全景"); /* what cannot be taken over unseen */
	pty_free(pty);
}

/* A row of an import is corrected while the page asks whether the import is taken back: the house stays, and that is asked about again. */
static void
undo__asks_again__when_a_row_was_surveyed_meanwhile(void **state)
{
	struct pty *pty;
	char house[400];

	(void)state;
	write_passphrase();
	write_file(
		"roster.csv",
		"村（社区）,屯（组）,路（街巷）,门牌号,户主（产权人）\n451224204201,那亮,农村道路,81,韦建国\n451224204201,那亮,农村道路,82,韦建军\n");
	louce_as("杨德胜", "roster import \"$LOUCE_HOME/roster.csv\"");
	pty = window_of("1");
	pty_keys(pty, "t");
	pty_wait(pty, "2022-09-01");
	drive_choose(pty, "2022-09-01");
	pty_keys(pty, "Enter");
	pty_wait(pty, "2 栋");
	pty_keys(pty, "导错了 Enter");
	pty_wait(pty, "口令");
	write_listing("83");
	snprintf(house, sizeof(house), "%s",
		 "fill $(sqlite3 \"$LOUCE_WORKSPACE\" 'SELECT lower(hex(b.root)) FROM building b JOIN value_listing v USING (building) "
		 "WHERE v.batch IS NOT NULL LIMIT 1') listing --data \"$LOUCE_HOME/listing.json\" --yes");
	louce_as("杨德胜", house);
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "什么也没有签");
	pty_wait(pty, "83 韦建军 保留");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "已签字：移出 1 栋");
	pty_free(pty);
}

/* A yes is to the table that was shown: of a table that was changed since it is asked again. */
static void
roster__asks_again__when_the_table_was_changed_meanwhile(void **state)
{
	char program[600], file[700], table[700], home[700], data[600], pass[700];
	const char *argv[] = { program, "-w", file, "roster", "import", table, "--as", "杨德胜", "--passphrase-file", pass, NULL };
	const char *env[] = { home, data, drive_clock, "LANGUAGE=en", NULL };
	struct pty *pty;

	(void)state;
	snprintf(program, sizeof(program), "%s/louce", getenv("LOUCE_BUILD"));
	snprintf(file, sizeof(file), "%s/county.louce", dir);
	snprintf(table, sizeof(table), "%s/home/roster.csv", dir);
	snprintf(pass, sizeof(pass), "%s/home/passphrase", dir);
	snprintf(home, sizeof(home), "LOUCE_HOME=%s/home", dir);
	snprintf(data, sizeof(data), "LOUCE_DATADIR=%s", getenv("LOUCE_DATADIR"));
	write_passphrase();
	write_file("roster.csv",
		   "村（社区）,屯（组）,路（街巷）,门牌号,户主（产权人）,邮编\n451224204201,那亮,农村道路,81,韦建国,547400\n");
	pty = pty_start(argv, env, 24, 100);
	pty_wait_busy(pty, "[y/N]");
	write_file(
		"roster.csv",
		"村（社区）,屯（组）,路（街巷）,门牌号,户主（产权人）,邮编,承包人\n451224204201,那亮,农村道路,81,韦建国,547400,韦建军\n");
	pty_type(pty, "y\r");
	pty_wait_busy(pty, "承包人");
	pty_type(pty, "n\r");
	assert_int_not_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
	pty = pty_start(argv, env, 24, 100);
	pty_wait_busy(pty, "[y/N]");
	pty_type(pty, "y\r");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
}

/* What a paper says is another by the time of the answer: the house was signed, and the paper is shown again. */
static void
print__asks_again__when_the_house_was_signed_meanwhile(void **state)
{
	char program[600], file[700], out[700], home[700], data[600], pass[700];
	const char *argv[] = { program, "-w", file, "print", "sheet", "YS000000019", "--out", out, "--as", "杨德胜", "--passphrase-file",
			       pass,	NULL };
	const char *env[] = { home, data, drive_clock, "LANGUAGE=en", NULL };
	struct pty *pty;

	(void)state;
	snprintf(program, sizeof(program), "%s/louce", getenv("LOUCE_BUILD"));
	snprintf(file, sizeof(file), "%s/county.louce", dir);
	snprintf(out, sizeof(out), "%s/home/sheet.pdf", dir);
	snprintf(pass, sizeof(pass), "%s/home/passphrase", dir);
	snprintf(home, sizeof(home), "LOUCE_HOME=%s/home", dir);
	snprintf(data, sizeof(data), "LOUCE_DATADIR=%s", getenv("LOUCE_DATADIR"));
	write_passphrase();
	pty = pty_start(argv, env, 60, 100);
	pty_wait_busy(pty, "[y/N]");
	write_listing("77");
	louce_as("杨德胜", "fill YS000000019 listing --data \"$LOUCE_HOME/listing.json\" --yes");
	pty_type(pty, "y\r");
	pty_wait_busy(pty, "is another by now");
	pty_type(pty, "y\r");
	assert_int_equal(pty_wait_exit(pty), 0);
	pty_free(pty);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(form__asks_the_second_window__and_tells_the_first, begin, end),
		cmocka_unit_test_setup_teardown(form__is_not_overwritten__when_the_second_window_has_left_it, begin, end),
		cmocka_unit_test_setup_teardown(sitting__asks_the_second_window, begin, end),
		cmocka_unit_test_setup_teardown(page__shows_what_a_command_wrote__and_keeps_the_cursor_at_its_person, begin, end),
		cmocka_unit_test_setup_teardown(page__counts_anew__what_a_revocation_leaves, begin, end),
		cmocka_unit_test_setup_teardown(page__shows_what_another_window_wrote__by_itself, begin, end),
		cmocka_unit_test_setup_teardown(move__asks_again__when_the_house_was_signed_meanwhile, begin, end),
		cmocka_unit_test_setup_teardown(decision__asks_again__when_a_house_was_signed_meanwhile, begin, end),
		cmocka_unit_test_setup_teardown(moved_house__begins_its_forms__with_what_stood, begin, end),
		cmocka_unit_test_setup_teardown(undo__asks_again__when_a_row_was_surveyed_meanwhile, begin, end),
		cmocka_unit_test_setup_teardown(roster__asks_again__when_the_table_was_changed_meanwhile, begin, end),
		cmocka_unit_test_setup_teardown(print__asks_again__when_the_house_was_signed_meanwhile, begin, end),
		cmocka_unit_test_setup_teardown(draft__is_kept__a_second_after_the_last_key, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
