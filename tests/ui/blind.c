#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/laptop.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/attr.h"
#include "ui/form/form.h"
#include "ui/home/home.h"
#include "ui/home/reports.h"
#include "ui/house/building.h"
#include "ui/house/buildings.h"

/* What a form's author must not see before he has filled it stands on no page: each is walked with a planted value, by who may still have to
 * fill the form and by nobody. */

#define DOWN "\x1b[B"

static char made[512];

/* A line that the maker of the county left. */
static void
read_line(const char *name, char out[80])
{
	char path[600];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", made, name);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(fgets(out, 80, file));
	out[strcspn(out, "\n")] = '\0';
	fclose(file);
}

static int
make_county(void **state)
{
	char command[1200];

	(void)state;
	snprintf(made, sizeof(made), "%s/louce-blind-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(made))
		return -1;
	snprintf(command, sizeof(command), "sh '%s/tests/support/blind_county.sh' '%s' >'%s/said'", getenv("LOUCE_SRC"), made, made);
	laptop_begin();
	if (system(command) != 0)
		return -1;
	snprintf(command, sizeof(command), "%s/d/home", made);
	setenv("LOUCE_HOME", command, 1);
	setenv("LOUCE_CLOCK", "1662000000", 1);
	return 0;
}

static int
remove_county(void **state)
{
	char command[600];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", made);
	return system(command);
}

/* Opens the county for the person that a file names, or for nobody. */
static void
open_for(struct laptop *laptop, size_t window, const char *who)
{
	char path[600], person[80];
	struct err err = { 0 };

	snprintf(path, sizeof(path), "%s/d/county.louce", made);
	laptop_open(laptop, path, window, NULL);
	if (!who)
		return;
	read_line(who, person);
	assert_int_equal(app_unlock_with(laptop->ui.app, person, "demo", &err), STATUS_OK);
}

static void
walk_page(struct laptop *laptop, struct screen *page, struct buf *seen)
{
	if (!page)
		return;
	stack_push(&laptop->stack, &laptop->ui, page);
	laptop_walk(laptop, DOWN, seen);
	laptop_press(laptop, "\x1b");
}

static void
walk_reports(struct laptop *laptop, struct buf *seen)
{
	stack_push(&laptop->stack, &laptop->ui, reports_screen(&laptop->ui));
	for (size_t i = 0; i < app_pack(laptop->ui.app)->report_count; i++) {
		laptop_look(laptop, seen);
		laptop_press(laptop, "\r");
		laptop_walk(laptop, DOWN, seen);
		laptop_press(laptop, "\x1b" DOWN);
	}
	laptop_go_home(laptop);
}

static void
walk(struct laptop *laptop, struct buf *seen)
{
	char hex[80];
	struct id building;

	read_line("building", hex);
	assert_true(id_from_hex(hex, &building));
	laptop_look(laptop, seen);
	if (app_person_name(laptop->ui.app))
		walk_page(laptop, home_screen(&laptop->ui), seen);
	stack_push(&laptop->stack, &laptop->ui, building_screen(&laptop->ui, &building));
	laptop_walk(laptop, DOWN, seen);
	for (const char *key = "abcdefghijklmnopqrstuvwxyz"; *key; key++) { /* whatever the house page has behind a key */
		char press[2] = { *key, '\0' };

		laptop_press(laptop, press);
		laptop_look(laptop, seen);
		while (strcmp(laptop_page(laptop), "building") != 0 && laptop->stack.count > 1) {
			const char *page = laptop_page(laptop);

			laptop_walk(laptop, DOWN, seen);
			laptop_press(laptop, "\x1b");
			if (laptop_page(laptop) == page)
				laptop_press(laptop, "\x1b");
		}
		if (strcmp(laptop_page(laptop), "building") != 0)
			stack_push(&laptop->stack, &laptop->ui, building_screen(&laptop->ui, &building));
	}
	laptop_press(laptop, "\x1b");
	walk_page(laptop, form_screen(&laptop->ui, &building, "photo_check"), seen);
	walk_page(laptop, form_screen(&laptop->ui, &building, "registration"), seen);
	walk_page(laptop, form_screen(&laptop->ui, &building, "classification"), seen);
	walk_page(laptop, buildings_screen(&laptop->ui), seen);
	if (app_person_name(laptop->ui.app))
		walk_reports(laptop, seen);
}

static bool
shows_planted(const char *who, size_t window)
{
	static const char *const planted
		[] = { "PLANTED-NAME", "PLANTED-HALL",	 "QR-PLANTED",		 "PLANTED was found",
		       "查到 PLANTED", "招牌或经营场所", "Signboard or business" /* a photo that was asked for, since business was */ };
	struct laptop laptop;
	struct buf seen = { 0 };
	bool shown = false;

	open_for(&laptop, window, who);
	walk(&laptop, &seen);
	for (size_t i = 0; i < ARRAY_LEN(planted); i++)
		shown |= strstr(buf_text(&seen), planted[i]) != NULL;
	assert_true(seen.len > 10000);
	laptop_close(&laptop);
	buf_release(&seen);
	return shown;
}

static void
pages__hide__a_blind_value__from_the_checker(void **state)
{
	(void)state;
	for (size_t window = 0; window < LAPTOP_WINDOWS; window++)
		assert_false(shows_planted("checker", window));
}

/* Names cannot be searched while nobody is unlocked, and the page says so. */
static void
search__says__that_names_are_locked(void **state)
{
	(void)state;
	for (size_t window = 0; window < LAPTOP_WINDOWS; window++) {
		struct laptop laptop;
		struct buf seen = { 0 };

		open_for(&laptop, window, NULL);
		stack_push(&laptop.stack, &laptop.ui, buildings_screen(&laptop.ui));
		laptop_press(&laptop, "zzzz");
		laptop_look(&laptop, &seen);
		assert_seen(&seen, window % 2 ? "names are not searched" : "姓名未解锁");
		laptop_close(&laptop);
		buf_release(&seen);
	}
}

static void
pages__show__it__to_a_secretary(void **state)
{
	(void)state;
	assert_true(shows_planted("secretary", 1));
}

static void
pages__show__it__to_its_author(void **state)
{
	(void)state;
	assert_true(shows_planted("author", LAPTOP_WIDE));
}

/* ---- the check is answered from the photo */

static void
check__shows_the_photo__beside_the_questions(void **state)
{
	char hex[80];
	struct id building;

	(void)state;
	read_line("building", hex);
	assert_true(id_from_hex(hex, &building));
	for (size_t window = 0; window < LAPTOP_WINDOWS; window++) {
		struct laptop laptop;
		struct buf seen = { 0 };

		open_for(&laptop, window, "checker");
		stack_push(&laptop.stack, &laptop.ui, form_screen(&laptop.ui, &building, "photo_check"));
		laptop_look(&laptop, &seen);
		assert_seen(&seen, window % 2 ? "(^P: large, 3 photos)" : "（^P 全屏，共 3 张）");
		assert_non_null(strstr(buf_text(&seen), "▌")); /* of the picture */
		laptop_press(&laptop, "\x10");
		assert_string_equal(laptop_page(&laptop), "photos");
		assert_non_null(strstr(laptop_title(&laptop), "1/3"));
		laptop_press(&laptop, "\x1b[C\x1b[C");
		assert_non_null(strstr(laptop_title(&laptop), "3/3"));
		laptop_press(&laptop, "\x1b[D");
		assert_non_null(strstr(laptop_title(&laptop), "2/3"));
		laptop_press(&laptop, "\x10");
		assert_string_equal(laptop_page(&laptop), "form");
		laptop_close(&laptop);
		buf_release(&seen);
	}
}

/* Keys typed ahead reach the form before its photo was painted. */
static void
check__is_not_signed__before_the_photo_was_drawn(void **state)
{
	struct laptop laptop;
	struct buf seen = { 0 };
	char hex[80];
	struct id building;

	(void)state;
	read_line("building", hex);
	assert_true(id_from_hex(hex, &building));
	open_for(&laptop, 1, "checker");
	stack_push(&laptop.stack, &laptop.ui, form_screen(&laptop.ui, &building, "photo_check"));
	for (const char *key = "31121\x13"; *key; key++) {
		bool digit = *key >= '0' && *key <= '9';
		struct ui_key typed = { .kind = digit ? UI_KEY_CHAR : UI_KEY_CTRL, .c = digit ? (uint32_t)*key : 'S' };

		stack_key(&laptop.stack, &laptop.ui, &typed);
	}
	assert_string_equal(laptop_page(&laptop), "form");
	laptop_look(&laptop, &seen);
	assert_seen(&seen, "look at that first");
	laptop_press(&laptop, "\x13"); /* the page was painted by now */
	buf_clear(&seen);
	laptop_look(&laptop, &seen);
	assert_null(strstr(buf_text(&seen), "look at that first"));
	assert_string_not_equal(laptop_page(&laptop), "form");
	laptop_close(&laptop);
	buf_release(&seen);
}

/* Without its photo nobody can answer it. */
static void
check__is_not_signed__without_its_photo(void **state)
{
	struct laptop laptop;
	struct buf seen = { 0 };
	char hex[80], command[1800];
	struct id building;

	(void)state;
	read_line("building", hex);
	assert_true(id_from_hex(hex, &building));
	snprintf(command, sizeof(command), "cp '%s/d/county.louce' '%s/kept' && sqlite3 '%s/d/county.louce' 'DELETE FROM photo'", made,
		 made, made);
	assert_int_equal(system(command), 0);
	open_for(&laptop, 1, "checker");
	stack_push(&laptop.stack, &laptop.ui, form_screen(&laptop.ui, &building, "photo_check"));
	laptop_press(&laptop, "31121\x13");
	laptop_look(&laptop, &seen);
	assert_string_equal(laptop_page(&laptop), "form");
	assert_seen(&seen, "Bring the photo first");
	laptop_press(&laptop, "\x18\x18"); /* the draft goes */
	laptop_close(&laptop);
	buf_release(&seen);
	snprintf(command, sizeof(command), "mv '%s/kept' '%s/d/county.louce'", made, made);
	assert_int_equal(system(command), 0);
}

/* ---- what the check finds leads to the field that mends it */

static void
fill_as(const char *who, const char *form)
{
	char person[80], building[80], command[2400];

	read_line(who, person);
	read_line("building", building);
	snprintf(
		command, sizeof(command),
		"cd '%s' && '%s/louce' -w d/county.louce --as %s --passphrase-file pass fill %s %s --data %s.json $(cat photos 2>&-) >said 2>&1",
		made, getenv("LOUCE_BUILD"), person, building, form, form);
	if (system(command) != 0) {
		snprintf(command, sizeof(command), "cat '%s/said' >&2", made);
		assert_int_equal(system(command), 0);
		fail_msg("%s", form);
	}
}

/* Does a command about the house, asked by somebody (NULL: nobody), say a thing? */
static bool
says(const char *who, const char *words, const char *thing)
{
	char command[2400], person[80] = "", as[900] = "";

	if (who) {
		read_line(who, person);
		snprintf(as, sizeof(as), "--as %s --passphrase-file '%s/pass'", person, made);
	}
	snprintf(command, sizeof(command), "'%s/louce' -w '%s/d/county.louce' --lang en %s %s | grep -q '%s'", getenv("LOUCE_BUILD"), made,
		 as, words, thing);
	return system(command) == 0;
}

static void
command_says(const char *who, const char *words, const char *expected)
{
	if (!says(who, words, expected))
		fail_msg("%s does not say %s", words, expected);
}

static void
command_hides(const char *who, const char *words, const char *hidden)
{
	if (says(who, words, hidden))
		fail_msg("%s says %s", words, hidden);
}

static void
storeys__lead_to_the_field__that_mends_them(void **state)
{
	static const char *const title[] = { "房屋信息登记", "Registration" };
	char hex[80], team[80], command[1800], words[800];
	struct id building;

	(void)state;
	read_line("team", team);
	snprintf(command, sizeof(command),
		 "cd '%s' && echo '{\"photo_floors\":4,\"photo_structure\":\"1\",\"photo_business\":true,"
		 "\"photo_addition\":false,\"photo_good\":true}' >photo_check.json && echo '{\"part_ground\":\"1\",\"part_walls\":\"1\","
		 "\"part_frame\":\"1\",\"part_slabs\":\"1\",\"part_roof\":\"1\",\"owner_is_safety\":true,\"safety_supervisor\":\"覃志明\","
		 "\"determiners\":\"%s\","
		 "\"determ_date\":\"2022-09-01\"}' >classification.json",
		 made, team);
	assert_int_equal(system(command), 0);
	fill_as("checker", "photo_check");
	fill_as("author", "classification");
	read_line("building", hex);
	assert_true(id_from_hex(hex, &building));
	snprintf(words, sizeof(words), "history %s", hex);
	command_says(NULL, words, "with errors: Registration");
	command_says("author", words, "The storeys do not match the photo: Main storeys above ground 3 (");
	command_says("secretary", words, "Storeys on the photo 4 (");
	command_hides(NULL, words, "storeys above ground");
	command_hides("checker", words, "storeys above ground");
	command_says("checker", words, "Storeys on the photo: what .Photo check. says differs from");
	snprintf(words, sizeof(words), "fill %s registration --data '%s/registration.json' 2>&1", hex, made);
	command_says("checker", words, "is looked at again by"); /* it is not for him */
	snprintf(words, sizeof(words), "status --list | grep %.12s", hex);
	command_says(NULL, words, "with errors Registration");
	for (size_t window = 0; window < LAPTOP_WINDOWS; window++) {
		struct laptop laptop;
		struct buf seen = { 0 };
		size_t lang = window % 2;

		open_for(&laptop, window, "author");
		stack_push(&laptop.stack, &laptop.ui, building_screen(&laptop.ui, &building));
		laptop_look(&laptop, &seen);
		assert_seen(&seen, lang ? "correct \"Registration\"" : "请改正“房屋信息登记”");
		assert_seen(&seen, lang ? "storeys above ground 3 (" : "3（");
		assert_seen(&seen, lang ? "photo 4 (" : " 4（");
		laptop_press(&laptop, "\r");
		assert_string_equal(laptop_page(&laptop), "form");
		assert_non_null(strstr(laptop_title(&laptop), title[lang]));
		buf_clear(&seen);
		laptop_look(&laptop, &seen);
		assert_seen(&seen, lang ? "photo 4 (" : " 4（"); /* at the field, where the cursor is */
		laptop_press(&laptop, "4");			 /* ends it */
		buf_clear(&seen);
		laptop_look(&laptop, &seen);
		assert_null(strstr(buf_text(&seen), lang ? "photo 4 (" : " 4（"));
		laptop_press(&laptop, "\x18\x18"); /* the draft goes */
		laptop_close(&laptop);
		buf_release(&seen);
	}
}

/* Signs a form of the house as it stands, or with one answer before, by who is its turn, from the house's page. */
static void
sign_from_the_house(const char *who, const char *title, const char *hint, const char *keys)
{
	struct laptop laptop;
	struct buf seen = { 0 };
	char hex[80];
	struct id building;

	read_line("building", hex);
	assert_true(id_from_hex(hex, &building));
	open_for(&laptop, 1, who);
	stack_push(&laptop.stack, &laptop.ui, building_screen(&laptop.ui, &building));
	laptop_press(&laptop, "\r");
	assert_string_equal(laptop_page(&laptop), "form");
	assert_non_null(strstr(laptop_title(&laptop), title));
	laptop_look(&laptop, &seen); /* the photo is painted */
	if (hint)
		assert_seen(&seen, hint);
	laptop_press(&laptop, keys);
	assert_string_equal(laptop_page(&laptop), "building");
	laptop_close(&laptop);
	buf_release(&seen);
}

/* What the house's page says to somebody, to the end. */
static void
house_says(const char *who, const char *expected, const char *gone)
{
	struct laptop laptop;
	struct buf seen = { 0 };
	char hex[80];
	struct id building;

	read_line("building", hex);
	assert_true(id_from_hex(hex, &building));
	open_for(&laptop, LAPTOP_WIDE, who);
	stack_push(&laptop.stack, &laptop.ui, building_screen(&laptop.ui, &building));
	laptop_walk(&laptop, DOWN, &seen);
	if (expected)
		assert_seen(&seen, expected);
	if (gone)
		assert_null(strstr(buf_text(&seen), gone));
	laptop_close(&laptop);
	buf_release(&seen);
}

/* Until he has answered again, the checker is told on no page and by no command what either of them wrote, and another who might answer in his place neither; who
 * wrote the registration and who signs is. */
static void
is_blind_to_all_but_the_question(void)
{
	static const char *const commands[][2] = { { "history", "--json" },
						   { "versions", "registration" },
						   { "list --show floors_main | grep", "" },
						   { "report planted_b | grep", "" },
						   { "check --list | grep", "" } };
	static const char *const told = "floors_main\\|storeys above ground\\|PLANTED-NAME\\|Structure  \\| 3 \\|QR-24";
	char hex[80], words[160];

	read_line("building", hex);
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		snprintf(words, sizeof(words), "%s %.8s %s", commands[i][0], hex, commands[i][1]);
		command_hides("checker", words, told);
		command_hides("third", words,
			      i ? told : "floors_main\\|storeys above ground\\|photo_floors\\|QR-24"); /* nor the first check */
	}
	assert_false(shows_planted("checker", 0));
	assert_false(shows_planted("third", LAPTOP_WINDOWS - 1));
	house_says("checker", "Storeys on the photo: what", "above ground 3");
	house_says("third", "Storeys on the photo: what", "the photo 4");
	house_says("secretary", "Main storeys above ground 3 (", NULL);
}

/* Who registered the house looks again, and signs what he wrote: the photo check is asked anew of who may fill it, and says so to all; once that agrees
 * nothing is found any more. */
static void
confirmed_difference__leads_to_the_check__anew(void **state)
{
	char hex[80], words[120];

	(void)state;
	read_line("building", hex);
	sign_from_the_house("author", "Registration", "sign it so", "\x13\x13");
	house_says("author", "\"Photo check\" is filled anew by somebody else (", "correct \"Registration\"");
	house_says("author", "\"Registration\" was signed again since (", NULL);
	snprintf(words, sizeof(words), "history %s", hex);
	command_says(NULL, words, "with errors: Photo check");
	command_says("checker", words, "look again and fill \"Photo check\" anew (who may: ");
	snprintf(words, sizeof(words), "status --list | grep %.12s", hex);
	command_says(NULL, words, "with errors Photo check");
	snprintf(words, sizeof(words), "due | grep %.12s", hex);
	command_says(NULL, words, "what the checks found, in \"Photo check\"");
	is_blind_to_all_but_the_question();
	sign_from_the_house("checker", "Photo check", NULL, "\x33\x13"); /* the question in which they differ stands empty */
	snprintf(words, sizeof(words), "history %s --json", hex);
	command_says("checker", words, "\"floors_main\":3");
	house_says("checker", NULL, "anew");
	house_says("author", NULL, "The storeys do not match");
}

/* Both looked again, and each stays: nobody is asked for ever, and whoever signs sees both and decides. */
static void
difference_in_which_both_stay__is_decided__by_who_signs(void **state)
{
	char hex[80], words[120];
	struct laptop laptop;
	struct buf seen = { 0 };
	struct id building;

	(void)state;
	read_line("building", hex);
	fill_as("checker", "photo_check"); /* four storeys */
	house_says("author", "correct \"Registration\"", NULL);
	sign_from_the_house("author", "Registration", NULL, "\x13\x13");
	sign_from_the_house("checker", "Photo check", NULL, "4\x13"); /* four again */
	house_says("secretary", "both looked again and", "then it can be signed");
	house_says("checker", "Main storeys above ground 3 (", NULL); /* he has answered */
	house_says("checker", "by a third person (Third): two answers differ and both stay", NULL);
	snprintf(words, sizeof(words), "history %s", hex);
	command_says(NULL, words, "both looked again and stay");
	snprintf(words, sizeof(words), "status --list | grep %.12s", hex);
	command_says(NULL, words, "Survey team");
	snprintf(words, sizeof(words), "due | grep %.12s", hex);
	command_says(NULL, words, "signature of Survey team");
	snprintf(words, sizeof(words), "sign team %s 2>&1", hex);
	command_says("checker", words, "another person decides");
	command_says(NULL, "check --rule QR-24 2>&1", "Besides, two answers differ once, both stay");
	command_hides(NULL, "check --rule QR-24 --list --json", "false,\"undecided\":false");
	assert_true(id_from_hex(hex, &building)); /* and the form promises no third look */
	open_for(&laptop, 1, "author");
	stack_push(&laptop.stack, &laptop.ui, building_screen(&laptop.ui, &building));
	laptop_press(&laptop, "\t\t2");
	assert_non_null(strstr(laptop_title(&laptop), "Registration"));
	laptop_walk(&laptop, "\033[6~", &seen);
	assert_seen(&seen, "The storeys do not match");
	assert_null(strstr(buf_text(&seen), "is then asked"));
	buf_release(&seen);
	laptop_close(&laptop);
}

/* Each other answer from the photos leads to its field as well, with both values and who gave them. */
static void
differences__lead_to_their_fields__with_both_values(void **state)
{
	static const char *const found[] = {
		"The storeys do not match the photo: Main storeys above ground 3 (",
		"The structure does not match the photo: Structure Masonry (",
		"Structure on the photo Reinforced concrete (",
		"if none can, the note says why: Signboard or business licence yes (",
		"Business on the photo no (",
		"The photo shows an addition, and none is registered: Altered or extended no (",
		"Addition on the photo yes (",
		"The front photo must be taken anew: What is wrong Front not whole, No side or back (",
		"The photo of side or back must be taken anew: What is wrong",
	};
	struct laptop laptop;
	struct buf seen = { 0 };
	char hex[80], command[1800], words[120];
	struct id building;

	(void)state;
	snprintf(command, sizeof(command),
		 "cd '%s' && echo '{\"photo_floors\":4,\"photo_structure\":\"3\",\"photo_business\":false,\"photo_addition\":true,"
		 "\"photo_good\":false,\"photo_faults\":[\"1\",\"2\"]}' >photo_check.json",
		 made);
	assert_int_equal(system(command), 0);
	fill_as("checker", "photo_check");
	read_line("building", hex);
	assert_true(id_from_hex(hex, &building));
	snprintf(words, sizeof(words), "history %s", hex);
	for (size_t i = 0; i < ARRAY_LEN(found); i++)
		command_says("author", words, found[i]);
	open_for(&laptop, LAPTOP_WIDE, "author");
	stack_push(&laptop.stack, &laptop.ui, form_screen(&laptop.ui, &building, "registration"));
	laptop_walk(&laptop, DOWN, &seen); /* at each field what was found of it */
	assert_seen(&seen, "Reinforced concrete (");
	assert_seen(&seen, "A signboard or licence is registered");
	assert_seen(&seen, "Addition on the photo yes (");
	assert_seen(&seen, "The front photo must be taken anew");
	assert_seen(&seen, "another form differs: look again"); /* and nothing invites to sign it as it is */
	assert_null(strstr(buf_text(&seen), "complete: ^S signs"));
	assert_seen(&seen, "The photo of side or back must be taken anew");
	laptop_press(&laptop, "\x18\x18");
	laptop_close(&laptop);
	buf_release(&seen);
}

/* ---- what a form leaned on has changed */

static void
register_anew(void)
{
	char command[1800];

	snprintf(
		command, sizeof(command),
		"cd '%s' && sed 's/\"floors_main\":3/\"floors_main\":4/;s/\"height_m\":6.7/\"height_m\":12.4/' registration.json >anew && cp anew registration.json && set -- d/inbox/*_1.jpg "
		"&& printf '%%s' \"--photo photo_front=$3 --photo photo_side=${1%%1.jpg}2.jpg --photo photo_plate=${1%%1.jpg}3.jpg --photo "
		"photo_sign=${1%%1.jpg}4.jpg --photo photo_licence=$2\" >photos",
		made);
	assert_int_equal(system(command), 0);
}

/* The old answer to a photo that was taken anew is no answer: it is gone, and the page says why. */
static void
check__is_answered_anew__when_its_photo_changed(void **state)
{
	char hex[80];
	struct id building;

	(void)state;
	register_anew();
	fill_as("author", "registration");
	read_line("building", hex);
	assert_true(id_from_hex(hex, &building));
	for (size_t window = 0; window < LAPTOP_WINDOWS; window++) {
		struct laptop laptop;
		struct buf seen = { 0 };

		open_for(&laptop, window, "checker");
		stack_push(&laptop.stack, &laptop.ui, form_screen(&laptop.ui, &building, "photo_check"));
		laptop_press(&laptop, "\x13");
		assert_string_equal(laptop_page(&laptop), "form");
		laptop_look(&laptop, &seen);
		assert_seen(&seen, window % 2 ? "Changed since this was answered: Front" : "已改变：正面全景");
		assert_seen(&seen, window % 2 ? "5 points to settle" : "5 处要处理");
		laptop_close(&laptop);
		buf_release(&seen);
	}
}

/* Answers that lean on nothing hidden stand, and each is confirmed before the form is signed. */
static void
answers__are_confirmed_one_by_one__when_the_storeys_changed(void **state)
{
	struct laptop laptop;
	struct buf seen = { 0 };
	char hex[80];
	struct id building;

	(void)state;
	read_line("building", hex);
	assert_true(id_from_hex(hex, &building));
	open_for(&laptop, 1, "author");
	stack_push(&laptop.stack, &laptop.ui, form_screen(&laptop.ui, &building, "classification"));
	laptop_press(&laptop, "\x13");
	laptop_look(&laptop, &seen);
	assert_seen(&seen, "Changed since this was answered: Main storeys");
	assert_string_equal(laptop_page(&laptop), "form");
	laptop_press(&laptop, "\t"); /* one line is passed over */
	for (int i = 0; i < 30 && !strstr(buf_text(&seen), " 1 to settle"); i++) {
		laptop_press(&laptop, "\r");
		buf_clear(&seen);
		laptop_look(&laptop, &seen);
	}
	laptop_press(&laptop, "\x13");
	assert_string_equal(laptop_page(&laptop), "form");
	laptop_press(&laptop, "\r\x13");
	assert_string_not_equal(laptop_page(&laptop), "form");
	laptop_close(&laptop);
	buf_release(&seen);
}

/* That an appraisal is due where nothing was found says that there is business: the house's page tells it to who registered that and to who signs alone. */
static void
house__hides__what_is_asked_for__from_who_checks_anew(void **state)
{
	(void)state;
	house_says("author", "due in 24 days (09-25)", NULL);
	house_says("secretary", "due in 24 days (09-25)", NULL);
	house_says("checker", "Preliminary hazard classification", "09-25");
	house_says("third", "Preliminary hazard classification", "09-25");
	house_says(NULL, "Preliminary hazard classification", "09-25");
}

/* ---- keys of a form */

static void
keys__of_a_form__answer_what_was_meant(void **state)
{
	struct laptop laptop;
	struct buf seen = { 0 };
	char hex[80], command[1800];
	struct id building;

	(void)state;
	snprintf(
		command, sizeof(command),
		"sqlite3 '%s/d/county.louce' \"SELECT lower(hex(root)) FROM building WHERE division = '451224204201' AND task = 'form' AND "
		"task_name = 'registration' LIMIT 1\" >'%s/other'",
		made, made);
	assert_int_equal(system(command), 0);
	read_line("other", hex);
	assert_true(id_from_hex(hex, &building));
	open_for(&laptop, 1, "author");
	stack_push(&laptop.stack, &laptop.ui, form_screen(&laptop.ui, &building, "registration"));
	laptop_press(&laptop, "3");
	stack_top(&laptop.stack)->class->pause(stack_top(&laptop.stack), &laptop.ui);
	laptop_press(&laptop, "."); /* a slip, a second after the answer */
	laptop_look(&laptop, &seen);
	assert_null(strstr(buf_text(&seen), "none of the choices here"));
	assert_non_null(strstr(buf_text(&seen), "No choice begins with"));
	laptop_press(&laptop, "0"); /* stands at no choice */
	buf_clear(&seen);
	laptop_look(&laptop, &seen);
	assert_seen(&seen, "There is no choice 0");
	laptop_press(&laptop, "\x04"); /* to the day, which stands there; another begins with its first digit */
	laptop_press(&laptop, "0901");
	buf_clear(&seen);
	laptop_look(&laptop, &seen);
	assert_seen(&seen, "0901  = 2022-09-01");
	laptop_press(&laptop, "\x18\x18");
	read_line("building", hex); /* complete: an answer leads to the line of the signature */
	assert_true(id_from_hex(hex, &building));
	stack_push(&laptop.stack, &laptop.ui, form_screen(&laptop.ui, &building, "registration"));
	laptop_press(&laptop, "\x04t\r");
	assert_string_equal(laptop_page(&laptop), "form");
	buf_clear(&seen);
	laptop_look(&laptop, &seen);
	assert_seen(&seen, "that Enter signed nothing");
	laptop_press(&laptop, "\x18\x18");
	laptop_close(&laptop);
	buf_release(&seen);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages__hide__a_blind_value__from_the_checker),
		cmocka_unit_test(search__says__that_names_are_locked),
		cmocka_unit_test(pages__show__it__to_a_secretary),
		cmocka_unit_test(pages__show__it__to_its_author),
		cmocka_unit_test(check__shows_the_photo__beside_the_questions),
		cmocka_unit_test(check__is_not_signed__without_its_photo),
		cmocka_unit_test(check__is_not_signed__before_the_photo_was_drawn),
		cmocka_unit_test(storeys__lead_to_the_field__that_mends_them),
		cmocka_unit_test(confirmed_difference__leads_to_the_check__anew),
		cmocka_unit_test(difference_in_which_both_stay__is_decided__by_who_signs),
		cmocka_unit_test(differences__lead_to_their_fields__with_both_values),
		cmocka_unit_test(check__is_answered_anew__when_its_photo_changed),
		cmocka_unit_test(answers__are_confirmed_one_by_one__when_the_storeys_changed),
		cmocka_unit_test(house__hides__what_is_asked_for__from_who_checks_anew),
		cmocka_unit_test(keys__of_a_form__answer_what_was_meant),
	};

	return cmocka_run_group_tests(tests, make_county, remove_county);
}
