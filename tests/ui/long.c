#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/laptop.h"
#include "app/fill/sheet.h"
#include "app/fill/sheet_keep.h"
#include "app/session/accounts.h"
#include "app/session/workspace.h"
#include "app/sign/sitting.h"
#include "base/mem.h"
#include "ui/form/form.h"
#include "ui/form/inbox.h"
#include "ui/form/repeat.h"
#include "ui/sitting/sitting.h"
#include "ui/stack.h"

/* Long lists: 30 people at a laptop, 40 photos in the inbox, 30 rows of a repeat, a sitting of more than 120 houses with long names.
 * Each is shown to its end and reached, at both sizes and in both languages. */

#define CLOCK "1662000000"
#define PEOPLE 30
#define PHOTOS 40
#define ROWS 30
#define HOUSES 120
#define DOWN "\x1b[B"
#define RIGHT "\x1b[C"
#define HOME "\x1b[H"
#define END "\x1b[F"
#define PAGE "\x1b[6~"
#define PAGE_BACK "\x1b[5~"

static char made[512];	  /* the folder of the county */
static char surveyed[65]; /* a house whose classification stands */

static void PRINTF_FMT(1, 2) run(const char *format, ...)
{
	char command[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	if (system(command) != 0)
		fail_msg("%s", command);
}

static void
make_people(void)
{
	for (int i = 1; i <= PEOPLE; i++)
		run("cd '%s' && LOUCE_HOME='%s/home' '%s/louce' key new 'Person <%d> of the village' --passphrase-file pass >/dev/null",
		    made, made, getenv("LOUCE_BUILD"), i);
}

/* The campaign's pack with long names of villages, and a first level that the county's officers sign too. */
static void
make_pack(void)
{
	struct app_person_row *people = NULL;
	struct app *app = NULL;
	struct err err = { 0 };
	char path[600];
	size_t count = 0;

	snprintf(path, sizeof(path), "%s/county.louce", made);
	if (app_open(path, APP_WRITE, &app, &err) || app_person_list(app, "", &people, &count, &err))
		fail_msg("%s", err.text);
	app_close(app);
	assert_true(count >= 8); /* the last ones are officers of the county */
	run("mkdir '%s/pack' && cp '%s/forms/'*.yaml '%s/forms/'*.csv '%s/pack/'", made, getenv("LOUCE_SRC"), getenv("LOUCE_SRC"), made);
	run("sed -i 's/村委会,village/村民委员会（由原来的三个自然村合并成立，村民小组共二十一个）,village/' '%s/pack/divisions.csv'",
	    made);
	run("sed -i -e 's/^version: .*/version: 2/' -e '/level: team/,/by:/ s/by: .inspector./by: [inspector, county_officer]/' '%s/pack/pack.yaml'",
	    made);
	run("cd '%s' && export LOUCE_HOME='%s/home' LOUCE_WORKSPACE='%s/county.louce' && "
	    "'%s/louce' forms publish pack --yes --as %s --passphrase-file pass >/dev/null && "
	    "'%s/louce' endorse $(sqlite3 county.louce 'SELECT lower(hex(id)) FROM step ORDER BY n DESC LIMIT 1') --as %s --yes --passphrase-file pass >/dev/null",
	    made, made, made, getenv("LOUCE_BUILD"), people[6].person, getenv("LOUCE_BUILD"), people[7].person);
	free(people);
}

static int
make_county(void **state)
{
	char path[1200];
	FILE *from;

	(void)state;
	snprintf(made, sizeof(made), "%s/long-%d", getenv("TMPDIR"), (int)getpid());
	setenv("LOUCE_CLOCK", CLOCK, 1);
	run("'%s/louce' demo '%s' --buildings 520 --seed ui --single --no-ui >/dev/null 2>&1", getenv("LOUCE_BUILD"), made);
	run("echo demo >'%s/pass'", made);
	snprintf(path, sizeof(path), "%s/home", made);
	setenv("LOUCE_HOME", path, 1);
	make_pack();
	snprintf(
		path, sizeof(path),
		"sqlite3 '%s/county.louce' \"SELECT lower(hex(root)) FROM building WHERE division = '451224204201' AND task_name = 'village' LIMIT 1\"",
		made);
	from = popen(path, "r");
	assert_non_null(from);
	assert_int_equal(fread(surveyed, 1, 64, from), 64);
	pclose(from);
	run("cd '%s' && mkdir photos && first=$(ls inbox | head -1) && for i in $(seq 1 %d); do cp \"inbox/$first\" \"photos/photo <$i> of a house.jpg\"; done",
	    made, PHOTOS);
	snprintf(path, sizeof(path), "%s/photos", made);
	setenv("LOUCE_INBOX", path, 1);
	return 0;
}

static int
drop_county(void **state)
{
	(void)state;
	run("rm -rf '%s'", made);
	return 0;
}

static void
open_laptop(struct laptop *laptop, size_t window, const char *person)
{
	char file[600];

	snprintf(file, sizeof(file), "%s/county.louce", made);
	laptop_open(laptop, file, window, person);
}

static void
assert_all_seen(const struct buf *seen, int count)
{
	for (int i = 1; i <= count; i++) {
		char text[64];

		snprintf(text, sizeof(text), "<%d>", i);
		assert_seen(seen, text);
	}
}

static void
assert_on_page(const struct laptop *laptop, const char *text)
{
	struct buf page = { 0 };

	laptop_look(laptop, &page);
	assert_seen(&page, text);
	buf_release(&page);
}

/* ---- people */

static void
unlock__shows_and_reaches__thirty_people(void **state)
{
	(void)state;
	make_people();
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct buf seen = { 0 };

		open_laptop(&laptop, w, NULL);
		laptop_press(&laptop, "P" HOME);
		laptop_walk(&laptop, DOWN, &seen);
		assert_all_seen(&seen, PEOPLE);
		assert_on_page(&laptop, "40/40");
		laptop_press(&laptop, HOME PAGE);
		assert_on_page(&laptop, "> 1 "); /* the tenth has the first digit of the second nine */
		laptop_press(&laptop, "2");
		assert_string_equal(laptop_page(&laptop), "passphrase");
		laptop_press(&laptop, "\x1b/<17\r\r");
		assert_string_equal(laptop_page(&laptop), "passphrase");
		assert_on_page(&laptop, "<17>");
		laptop_press(&laptop, "\x1b" HOME "/<1\rn");
		laptop_press(&laptop, "\r");
		assert_on_page(&laptop, "<11>"); /* the second hit, by name */
		laptop_press(&laptop, "\x1b" END "\r");
		assert_string_equal(laptop_page(&laptop), "passphrase");
		buf_release(&seen);
		laptop_close(&laptop);
	}
	run("cd '%s/home/keys' && grep -l 'Person <' *.key | xargs -d '\\n' rm", made);
}

/* ---- photos and rows */

static struct sheet *
open_sheet(struct laptop *laptop)
{
	const struct id none = { { 0 } };
	struct sheet *sheet = NULL;
	struct err err = { 0 };
	struct id house;

	assert_true(id_from_hex(surveyed, &house));
	if (sheet_open(laptop->ui.app, &house, "classification", &none, &sheet, &err))
		fail_msg("%s", err.text);
	return sheet;
}

static void
inbox__shows_and_reaches__forty_photos(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct sheet *sheet;
		struct buf seen = { 0 };

		open_laptop(&laptop, w, "1");
		sheet = open_sheet(&laptop);
		stack_push(&laptop.stack, &laptop.ui,
			   inbox_screen(&laptop.ui, sheet, pack_field(app_pack(laptop.ui.app), "finding_photo"), 1));
		laptop_walk(&laptop, DOWN, &seen);
		assert_all_seen(&seen, PHOTOS);
		assert_on_page(&laptop, "40/40");
		laptop_press(&laptop, HOME "/<33\r");
		assert_on_page(&laptop, "> ");
		laptop_press(&laptop, "v");
		assert_string_equal(laptop_page(&laptop), "photo");
		assert_non_null(strstr(laptop_title(&laptop), "<33>"));
		buf_release(&seen);
		stack_key(&laptop.stack, &laptop.ui, &(struct ui_key){ .kind = UI_KEY_ESC });
		stack_key(&laptop.stack, &laptop.ui, &(struct ui_key){ .kind = UI_KEY_ESC });
		sheet_free(sheet);
		laptop_close(&laptop);
	}
}

static void
repeat__shows_and_reaches__thirty_rows(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		const struct pack *pack;
		struct sheet *sheet;
		struct buf seen = { 0 };

		open_laptop(&laptop, w, "1");
		pack = app_pack(laptop.ui.app);
		sheet = open_sheet(&laptop);
		sheet_set_text(sheet, pack_field(pack, "part_walls"), 0, "2"); /* rows are asked for */
		while (sheet_row_count(sheet, pack_field(pack, "findings")) < ROWS)
			sheet_add_row(sheet, pack_field(pack, "findings"));
		for (int i = 1; i <= ROWS; i++) {
			char *text = mem_printf(
				"the wall between the kitchen and the stair, where the beam of the new roof rests on it, place <%d>", i);

			sheet_set_text(sheet, pack_field(pack, "place"), i, text);
			free(text);
		}
		stack_push(&laptop.stack, &laptop.ui, rows_screen(&laptop.ui, sheet, pack_field(pack, "findings")));
		laptop_walk(&laptop, DOWN, &seen);
		assert_all_seen(&seen, ROWS);
		if (laptop.ui.rows == 24)
			assert_on_page(&laptop, "31/31"); /* the line behind all leads back to the form */
		laptop_press(&laptop, HOME "/<21\r\r");
		assert_string_equal(laptop_page(&laptop), "row");
		assert_non_null(strstr(laptop_title(&laptop), " 21 "));
		buf_release(&seen);
		laptop_go_home(&laptop);
		sheet_free(sheet);
		laptop_close(&laptop);
	}
}

/* ---- a sitting */

/* The number of a house in its place: what stands at the very end of it. */
static const char *
number_of(const char *place)
{
	return strstr(place, "YS");
}

static size_t
open_sitting(struct laptop *laptop, size_t window, char *numbers[], size_t most)
{
	struct sitting *sitting = NULL;
	struct err err = { 0 };
	size_t count;

	open_laptop(laptop, window, "7");
	if (sitting_open(laptop->ui.app, NULL, "team", &sitting, &err))
		fail_msg("%s", err.text);
	count = sitting_count(sitting);
	assert_in_range(count, HOUSES, most);
	for (size_t i = 0; i < count; i++) {
		assert_non_null(number_of(sitting_at(sitting, i)->place));
		numbers[i] = mem_strdup(number_of(sitting_at(sitting, i)->place));
	}
	sitting_free(sitting);
	stack_push(&laptop->stack, &laptop->ui, sitting_screen(&laptop->ui, pack_level(app_pack(laptop->ui.app), NULL, "team"), NULL));
	assert_string_equal(laptop_page(laptop), "sitting");
	return count;
}

static void
close_sitting(struct laptop *laptop, char *numbers[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(numbers[i]);
	laptop_go_home(laptop);
	laptop_close(laptop);
}

static void
sitting__shows__every_house_with_its_whole_name(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct buf seen = { 0 };
		char *numbers[400], last[32];
		size_t count = open_sitting(&laptop, w, numbers, 400);

		laptop_walk(&laptop, RIGHT, &seen);
		for (size_t i = 0; i < count; i++)
			assert_seen(&seen, numbers[i]);
		snprintf(last, sizeof(last), "%zu/%zu", count, count);
		assert_non_null(strstr(laptop_title(&laptop), last));
		buf_clear(&seen);
		laptop_press(&laptop, END);
		laptop_look(&laptop, &seen);
		assert_null(strstr(buf_text(&seen), "PgDn")); /* no more below */
		laptop_press(&laptop, HOME);
		assert_on_page(&laptop, " 1-");
		buf_release(&seen);
		close_sitting(&laptop, numbers, count);
	}
}

/* All houses are approved; the summary has each, and the passphrase stays in sight under a sentence of several lines. */
static void
summary__lists_every_house__and_keeps_the_passphrase_in_sight(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct buf seen = { 0 };
		char *numbers[400];
		size_t count = open_sitting(&laptop, w, numbers, 400);
		const char *passphrase = strcmp(laptop.ui.lang, "zh") == 0 ? "口令" : "Passphrase";

		for (size_t i = 0; i <= count && strcmp(laptop_page(&laptop), "sitting") == 0; i++)
			laptop_press(&laptop, "1");
		if (strcmp(laptop_page(&laptop), "sign") != 0) /* decided already in the window before */
			laptop_press(&laptop, "s");
		assert_string_equal(laptop_page(&laptop), "sign");
		laptop_walk(&laptop, PAGE, &seen);
		for (size_t i = 0; i < count; i++)
			assert_seen(&seen, numbers[i]);
		laptop_press(&laptop, HOME "\x06"); /* ^F searches where letters are typed */
		laptop_press(&laptop, numbers[count - 1]);
		assert_on_page(&laptop, numbers[count - 1]);
		laptop_press(&laptop, "\r");
		assert_string_equal(laptop_page(&laptop), "sign");
		ui_say(&laptop.ui, TOAST_BAD, "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\neleven\ntwelve");
		stack_resized(&laptop.stack, &laptop.ui);
		assert_on_page(&laptop, passphrase);
		assert_on_page(&laptop, "five");
		buf_release(&seen);
		close_sitting(&laptop, numbers, count);
	}
}

/* Nothing is printed of a list that nobody would carry. */
static void
papers__are_refused__for_more_than_500_houses(void **state)
{
	struct laptop laptop;

	(void)state;
	open_laptop(&laptop, 0, "7");
	laptop_press(&laptop, "a\x0f\x10"); /* all houses, and a paper for each */
	assert_string_equal(laptop_page(&laptop), "papers");
	laptop_press(&laptop, "1");
	assert_on_page(&laptop, strcmp(laptop.ui.lang, "zh") == 0 ? "一次最多打印 500 栋" : "at most 500 are printed");
	laptop_go_home(&laptop);
	laptop_close(&laptop);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unlock__shows_and_reaches__thirty_people),
		cmocka_unit_test(inbox__shows_and_reaches__forty_photos),
		cmocka_unit_test(repeat__shows_and_reaches__thirty_rows),
		cmocka_unit_test(sitting__shows__every_house_with_its_whole_name),
		cmocka_unit_test(summary__lists_every_house__and_keeps_the_passphrase_in_sight),
		cmocka_unit_test(papers__are_refused__for_more_than_500_houses),
	};

	laptop_begin();
	return cmocka_run_group_tests(tests, make_county, drop_county);
}
