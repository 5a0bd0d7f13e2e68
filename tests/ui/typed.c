#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/drive.h"

/* Pages where something is typed or chosen before it is signed: neither Esc nor a kill right behind the last key loses it, or it is asked. */

struct page {
	const char *person;   /* the digit of who opens it */
	const char *list;     /* the keys to the page that it is opened from */
	const char *row;      /* chosen there; NULL: none */
	const char *open;     /* the keys from there */
	const char *seen;     /* what stands on it */
	const char *typed;    /* keys */
	const char *expected; /* what stands there then, and stands there again; not on the page before */
};

static const struct page pages[] = {
	{ "6", "x d", "同一栋房？地址相同", "Enter", "这两处登记是同一栋房吗？", "一户两册原因甲", "一户两册原因甲" },
	{ "7", "c w", NULL, "Enter", "彩票名称和期号", "2022111 Enter 2022-09-0", "2022-09-0" },
	{ "3", "", NULL, "v", "没有写明原因", "Down 2", "登记    户主外出" },
	{ "1", "a Enter", NULL, "o", "查无此房：移出", "查无此房原因乙", "查无此房原因乙" },
	{ "3", "Enter", NULL, "2", "哪里不对？", "Tab 墙体原因丙", "墙体原因丙" },
	{ "7", "", NULL, "b", "36 位", "2042", "2042" },
};

static void
make_twins(const char *dir)
{
	char command[1400], words[900];

	snprintf(
		command, sizeof(command),
		"printf '%%s' '{\"village\":\"451224204201\",\"group_name\":\"那亮\",\"road\":\"农村道路\",\"door_no\":\"91\",\"owner_name\":\"韦建国\","
		"\"_reasons\":[{\"rule\":\"_twin\",\"reason\":\"1\"}]}' >'%s/listing.json' && echo demo >'%s/pass'",
		dir, dir);
	assert_int_equal(system(command), 0);
	snprintf(words, sizeof(words), "fill --new listing --data '%s/listing.json' --as 杨德胜 --passphrase-file '%s/pass'", dir, dir);
	assert_int_equal(drive_louce(dir, words), 0);
	assert_int_equal(drive_louce(dir, words), 0);
}

static void
open_page(struct pty *pty, const struct page *page)
{
	if (*page->list)
		pty_keys(pty, page->list);
	if (page->row) {
		pty_rest(pty);
		drive_choose(pty, page->row);
	}
	pty_keys(pty, page->open);
	pty_wait(pty, page->seen);
}

static struct pty *
start(const char *dir, const char *person)
{
	struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);

	pty_wait(pty, "先选谁在用这台电脑");
	drive_person(pty, person);
	return pty;
}

static void
typed__stands_there_again__after_esc_and_after_a_kill(void **state)
{
	char *dir = drive_county();

	(void)state;
	make_twins(dir);
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
		const struct page *page = &pages[i];
		struct pty *pty = start(dir, page->person);

		open_page(pty, page);
		pty_keys(pty, page->typed);
		pty_wait(pty, page->expected);
		pty_keys(pty, "Esc");
		pty_wait_gone(pty, page->seen);
		pty_keys(pty, page->open);
		pty_wait(pty, page->expected);
		pty_keys(pty, page->typed);
		pty_rest(pty); /* no pause */
		pty_signal(pty, SIGKILL);
		pty_wait_exit(pty);
		pty_free(pty);
		pty = start(dir, page->person);
		open_page(pty, page);
		pty_wait(pty, page->expected);
		pty_free(pty);
	}
	drive_release(dir);
}

/* What is signed, or emptied, is not there again. */
static void
typed__is_kept_no_longer__once_it_is_signed(void **state)
{
	const struct page *twins = &pages[0];
	char *dir = drive_county();
	struct pty *pty;

	(void)state;
	make_twins(dir);
	pty = start(dir, twins->person);
	open_page(pty, twins);
	pty_keys(pty, "看过 Esc");
	pty_keys(pty, "Enter");
	pty_wait(pty, "没有签字的内容仍在这里");
	pty_keys(pty, "^U Esc");
	pty_keys(pty, "Enter");
	pty_wait(pty, "同一栋房吗？");
	assert_false(pty_has(pty, "没有签字的内容仍在这里"));
	pty_keys(pty, "看过 Enter");
	pty_wait(pty, "同一栋房，只算一栋");
	pty_keys(pty, "Esc"); /* the passphrase is not given: the reason stands */
	pty_wait(pty, "看过");
	pty_keys(pty, "Enter");
	pty_wait(pty, "同一栋房，只算一栋");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "已裁定并签字：同一栋房");
	drive_choose(pty, "已认定同一栋房");
	pty_keys(pty, "Enter");
	pty_wait(pty, "为什么其实是两栋？");
	assert_false(pty_has(pty, "看过"));
	pty_keys(pty, "看错了 Enter");
	pty_wait(pty, "各算一栋");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "仍是两栋房");
	pty_free(pty);

	/* A new listing of a house that stands: "the same house" opens that one, after a second key, and lists nothing. */
	pty = start(dir, "1");
	pty_keys(pty, "n 那亮 Enter 农村道路 Enter 91 Enter 韦建国 Enter");
	pty_wait(pty, "是同一栋：按 =");
	pty_keys(pty, "=");
	pty_wait(pty, "再按一次 =");
	pty_keys(pty, "=");
	pty_wait(pty, "没有重新登记");
	pty_wait(pty, "历史、表格");
	pty_keys(pty, "Esc n");
	pty_wait(pty, ">*屯（组）"); /* the listing is not kept */
	pty_free(pty);
	drive_release(dir);
}

/* Where nothing can be kept, as nobody is unlocked yet, Esc asks once. */
static void
typed__is_asked_about__where_nothing_keeps_it(void **state)
{
	char *dir = drive_county(), command[800];
	struct pty *pty;

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'/*", dir);
	assert_int_equal(system(command), 0);
	pty = drive_start(dir, "zh_CN", 24, 80, NULL);
	pty_keys(pty, "4");
	pty_wait(pty, "县的 6 位代码");
	pty_keys(pty, "4512 Esc");
	pty_wait(pty, "再按一次 Esc");
	pty_wait(pty, "4512");
	pty_keys(pty, "2"); /* any other key stays, and the next Esc asks again */
	pty_keys(pty, "Esc");
	pty_wait(pty, "45122");
	pty_keys(pty, "Esc");
	pty_wait_gone(pty, "县的 6 位代码");
	pty_free(pty);
	drive_release(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(typed__stands_there_again__after_esc_and_after_a_kill),
		cmocka_unit_test(typed__is_kept_no_longer__once_it_is_signed),
		cmocka_unit_test(typed__is_asked_about__where_nothing_keeps_it),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
