#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <time.h>

#include <cmocka.h>

#include "base/attr.h"
#include "base/machine/clock.h"
#include "base/number/check.h"
#include "base/number/told_number.h"

/* ---- the clock */

static void
clock_now_unix__is_pinned_by_louce_clock__when_it_is_a_number(void **state)
{
	(void)state;
	setenv("LOUCE_CLOCK", "1660000000", 1);
	assert_int_equal(clock_now_unix(), 1660000000);
	setenv("LOUCE_CLOCK", "soon", 1);
	assert_true(llabs((long long)clock_now_unix() - (long long)time(NULL)) <= 1);
	setenv("LOUCE_CLOCK", "", 1);
	assert_true(llabs((long long)clock_now_unix() - (long long)time(NULL)) <= 1);
	unsetenv("LOUCE_CLOCK");
}

static void
clock_date__is_the_day_in_china__whatever_the_zone(void **state)
{
	static const struct {
		int64_t at;
		const char *date, *minute;
	} cases[] = {
		{ 0, "1970-01-01", "1970-01-01 08:00" },	  { 57599, "1970-01-01", "1970-01-01 23:59" },
		{ 57600, "1970-01-02", "1970-01-02 00:00" },	  { -28801, "1969-12-31", "1969-12-31 23:59" },
		{ 1709136000, "2024-02-29", "2024-02-29 00:00" }, { 4102416000, "2100-01-01", "2100-01-01 00:00" },
	};
	char date[11], minute[17];

	(void)state;
	setenv("TZ", "America/New_York", 1);
	tzset();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		clock_date(cases[i].at, date);
		clock_minute(cases[i].at, minute);
		assert_string_equal(date, cases[i].date);
		assert_string_equal(minute, cases[i].minute);
	}
	clock_date(INT64_C(1) << 53, date); /* a claim may be anything: some ten characters */
	assert_int_equal(strlen(date), 10);
	clock_date(-(INT64_C(1) << 53), date);
	assert_int_equal(strlen(date), 10);
}

static void
clock_days__counts_from_1970__and_refuses_days_that_are_none(void **state)
{
	static const char *const none[] = { "",		  "2024-02-30", "2023-02-29", "1900-02-29",  "2024-13-01", "2024-00-10",
					    "2024-01-00", "2024-1-1",	"2024/01/01", "2024-01-01 ", "20240101",   "二〇二四" };

	(void)state;
	assert_int_equal(clock_days("1970-01-01"), 0);
	assert_int_equal(clock_days("1969-12-31"), -1);
	assert_int_equal(clock_days("2000-02-29"), 11016);
	assert_int_equal(clock_days("2024-03-01") - clock_days("2024-02-28"), 2);
	assert_int_equal(clock_days("9999-12-31"), 2932896);
	for (size_t i = 0; i < ARRAY_LEN(none); i++)
		assert_true(clock_days(none[i]) == INT64_MIN);
}

static void
clock_day_meant__reads_days__as_people_write_them(void **state)
{
	static const struct {
		const char *text, *day; /* NULL: no day */
	} cases[] = {
		{ "2022-09-01", "2022-09-01" },
		{ "20220901", "2022-09-01" },
		{ "2022-9-1", "2022-09-01" },
		{ "2022/8/20", "2022-08-20" },
		{ "2022.8.20", "2022-08-20" },
		{ "2022. 8. 20", "2022-08-20" },
		{ "2022年8月20日", "2022-08-20" },
		{ "2022年8月20号", "2022-08-20" },
		{ " 2022 年 8 月 20 日 ", "2022-08-20" },
		{ "２０２２－０８－２０", "2022-08-20" },
		{ "２０２２。８。２０", "2022-08-20" },
		{ "2022 8 20", "2022-08-20" },
		{ "1 2-3", NULL }, /* no 12-3 */
		{ "0901", "2026-09-01" },
		{ "901", "2026-09-01" },
		{ "9-1", "2026-09-01" },
		{ "9/1", "2026-09-01" },
		{ "9月1日", "2026-09-01" },
		{ "1231", "2026-12-31" },
		{ "", NULL },
		{ "2022", NULL },
		{ "2022-9", NULL },
		{ "22-9-1", NULL }, /* of which century? */
		{ "2022-9-1-3", NULL },
		{ "2022年8月", NULL },
		{ "2022年8月20日左右", NULL },
		{ "2022-02-30", NULL },
		{ "0230", NULL },
		{ "202209011", NULL },
		{ "2022--9-1", NULL },
		{ "9月1", "2026-09-01" },
		{ "一月一日", NULL },
		{ "2022月9年1", NULL },
		{ "9年1日", NULL },
		{ "9年1", NULL },
		{ "2022年9年1", NULL },
		{ "2022月9月1", NULL },
		{ "2022-9年1日", NULL },
		{ "2022月9-1", NULL },
		{ "2022-9月1日", "2022-09-01" },
		{ "12345678901234567890", NULL },
		{ "2022-000000000009-1", NULL },
	};
	char day[11];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		bool is_day = clock_day_meant(cases[i].text, "2026-11-28", day);

		if (is_day != (cases[i].day != NULL) || (is_day && strcmp(day, cases[i].day) != 0))
			fail_msg("\"%s\": %s", cases[i].text, is_day ? day : "no day");
	}
	/* Where the year itself is in doubt, a day without one is none. */
	assert_false(clock_day_meant("0901", NULL, day));
	assert_false(clock_day_meant("9月1日", NULL, day));
	assert_true(clock_day_meant("2026/9/1", NULL, day));
	assert_string_equal(day, "2026-09-01");
}

static void
clock_date__undoes_clock_days__for_every_day_of_four_centuries(void **state)
{
	char date[11];

	(void)state;
	for (int64_t day = clock_days("1800-01-01"); day <= clock_days("2200-12-31"); day++) {
		clock_date(day * 86400, date);
		if (clock_days(date) != day)
			fail_msg("%s", date);
	}
}

static void
clock_monotonic_ms__does_not_go_back__from_call_to_call(void **state)
{
	int64_t before = clock_monotonic_ms();

	(void)state;
	assert_true(clock_monotonic_ms() >= before);
}

/* ---- numbers with a check digit */

static void
check_resident_id__says_what_is_wrong__case_by_case(void **state)
{
	static const struct {
		const char *text;
		enum id_problem problem;
	} cases[] = {
		{ "11010519491231002X", ID_FINE }, /* the example of GB 11643-1999 */
		{ "11010519491231002x", ID_FINE },   { "440524188001010014", ID_FINE },	  { "110105194912310021", ID_CHECK },
		{ "110105194912310X21", ID_DIGITS }, { "11010519491231002Y", ID_DIGITS }, { "110105194902310025", ID_DATE },
		{ "110105203001010016", ID_FUTURE }, { "110105491231002", ID_OLD_15 },	  { "110105491331002", ID_DATE },
		{ "11010549123100X", ID_DIGITS },    { "1101051949123100", ID_LENGTH },	  { "", ID_LENGTH },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (check_resident_id(cases[i].text, "2022-08-01") != cases[i].problem)
			fail_msg("\"%s\" gives %d", cases[i].text, check_resident_id(cases[i].text, "2022-08-01"));
}

static void
check_resident_id__finds__any_single_wrong_digit(void **state)
{
	char text[] = "11010519491231002X";

	(void)state;
	for (size_t i = 0; i < 17; i++)
		for (char digit = '0'; digit <= '9'; digit++) {
			char held = text[i];

			if (digit == held)
				continue;
			text[i] = digit;
			assert_int_not_equal(check_resident_id(text, "2022-08-01"), ID_FINE);
			text[i] = held;
		}
}

static void
check_resident_birth__reads_both_lengths__or_none(void **state)
{
	char birth[11];

	(void)state;
	assert_true(check_resident_birth("11010519491231002X", birth));
	assert_string_equal(birth, "1949-12-31");
	assert_true(check_resident_birth("110105491231002", birth));
	assert_string_equal(birth, "1949-12-31");
	assert_false(check_resident_birth("110105194902310025", birth));
	assert_false(check_resident_birth("1101", birth));
}

static void
check_uscc__takes_right_codes_only__of_gb_32100(void **state)
{
	char text[] = "91350100M000100Y43"; /* the example of GB 32100-2015 */

	(void)state;
	assert_true(check_uscc(text));
	for (size_t i = 0; i < 18; i++) {
		char held = text[i];

		text[i] = held == '2' ? '3' : '2';
		assert_false(check_uscc(text));
		text[i] = held;
	}
	assert_false(check_uscc("91350100M000100Y4"));
	assert_false(check_uscc("91350100I000100Y43")); /* a letter that it does not use */
	assert_false(check_uscc(""));
}

static void
check_phone__takes_mobile_and_fixed_lines__as_written(void **state)
{
	static const struct {
		const char *text;
		bool fine;
	} cases[] = {
		{ "13807741234", true },	   { "138 0774 1234", true },
		{ "0774-8212345", true },	   { "021-12345678", true },
		{ "12807741234", false },	   { "1380774123", false },
		{ "138077412345", false },	   { "8212345", false },
		{ "1380774123a", false },	   { "", false },
		{ "01234567890123456789", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (check_phone(cases[i].text) != cases[i].fine)
			fail_msg("\"%s\"", cases[i].text);
}

static const char *const told[] = {
	"户主13800001111说不在家",
	"打138-0000-1111问",
	"打138 0000 1111问",
	"138.0000.1111",
	"13800001111",
	"+86 138 0000 1111",
	"+8613800001111",
	"0086-13800001111",
	"电话（１３８００００１１１１）",
	"１３８－００００－１１１１",
	"１３８　００００　１１１１",
	"1 3 8 0 0 0 0 1 1 1 1",
	"13-80-00-01-11-1",
	"1380000-1111",
	"一三八〇〇〇〇一一一一",
	"幺三八零零零零幺幺幺幺",
	"壹叁捌零零零零壹壹壹壹",
	"电话0776-2821234",
	"07762821234",
	"(0776)2821234",
	"（0776） 282 1234",
	"0776—2821234",
	"010-62345678",
	"+86 776 2821234",
	"0771 56781234",
	"+867762821234",
	"+86776 2821234",
	"+861062345678",
	"13800001111X",
	"微信13800001111xiao",
	"0776-2821234x8",
	"45122419800101001X13800001111",
	"面积 120 138 0000 1111",
	"身份证451224190001010013。",
	"451224 19000101 0013",
	"451224－19000101－0013",
	"452728540312123",
	"证号452728 540312 123",
	"451224190001010014", /* its check digit is another: mistyped */
	"身份证451224 19850101 0014",
	"电话6322123找他",
	"座机：632-2123",
	"联系电话号码是 6322 123",
	"手机改打（６３２２１２３４）",
	"Tel. 63221234",
	"三个电话，电话号码:21234567",
};

static const char *const not_told[] = {
	"2022-09-14 第12号",
	"编号138000011112",
	"451224202209140012", /* place, day and serial of a paper */
	"电话20220914通知",
	"电话通知632.2123",
	"面积6322123平方毫米",
	"电话号码：12",
	"打电话3次，6322123号文",
	"12345678901",
	"",
	"东自建房通〔2022〕第138号",
	"桂建函〔2022〕1380号",
	"2022年9月14日15时30分",
	"2022.9.14 13800 1111",
	"20220914 1530",
	"建筑面积 150.25 平方米，占地 136.7 平方米",
	"150.25 136.70 12",
	"24.512345 107.373456",
	"24.51234,107.37345",
	"桂M·12345",
	"451224204201",
	"450000123456789",
	"452728541312123", /* a thirteenth month */
	"9.60 3 286.5",
	"0.776 2821234",
	"00000000000",
	"2019 2020 2021 2022",
	"GB 50292-2015、JGJ 125-2016",
	"三层一三八",
	"人民币壹拾叁万捌仟零壹元",
	"3X600 6x138",
	"867762821234",
	"+86776282123",
};

static void
text_tells_number__sees_a_persons_number_among_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		if (!text_tells_number(told[i]))
			fail_msg("not seen: %s", told[i]);
	for (size_t i = 0; i < sizeof(not_told) / sizeof(not_told[0]); i++)
		if (text_tells_number(not_told[i]))
			fail_msg("seen where there is none: %s", not_told[i]);
	assert_true(text_tells_number("45122419000101203x"));
}

static void
check_filler__knows_words_for_nothing__and_leaves_names_alone(void **state)
{
	(void)state;
	assert_true(check_filler("未知"));
	assert_true(check_filler("不详"));
	assert_true(check_filler("/"));
	assert_true(check_filler("?"));
	assert_false(check_filler("韦不知"));
	assert_false(check_filler(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clock_now_unix__is_pinned_by_louce_clock__when_it_is_a_number),
		cmocka_unit_test(clock_date__is_the_day_in_china__whatever_the_zone),
		cmocka_unit_test(clock_days__counts_from_1970__and_refuses_days_that_are_none),
		cmocka_unit_test(clock_day_meant__reads_days__as_people_write_them),
		cmocka_unit_test(clock_date__undoes_clock_days__for_every_day_of_four_centuries),
		cmocka_unit_test(clock_monotonic_ms__does_not_go_back__from_call_to_call),
		cmocka_unit_test(check_resident_id__says_what_is_wrong__case_by_case),
		cmocka_unit_test(check_resident_id__finds__any_single_wrong_digit),
		cmocka_unit_test(check_resident_birth__reads_both_lengths__or_none),
		cmocka_unit_test(check_uscc__takes_right_codes_only__of_gb_32100),
		cmocka_unit_test(check_phone__takes_mobile_and_fixed_lines__as_written),
		cmocka_unit_test(text_tells_number__sees_a_persons_number_among_words),
		cmocka_unit_test(check_filler__knows_words_for_nothing__and_leaves_names_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
