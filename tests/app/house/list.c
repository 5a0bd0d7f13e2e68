#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/fill/complete.h"
#include "app/fill/sheet.h"
#include "app/fill/sheet_keep.h"
#include "app/fill/sheet_photos.h"
#include "app/fill/sheet_problems.h"
#include "app/house/history.h"
#include "app/house/due.h"
#include "app/house/list.h"
#include "app/house/mine.h"
#include "app/house/place.h"
#include "app/house/record.h"
#include "app/house/rights.h"
#include "app/house/twins.h"
#include "app/house/work.h"
#include "app/house/work_about.h"
#include "app/people/revoke.h"
#include "app/session/accounts.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/table/sift.h"
#include "demo/demo.h"
#include "base/attr.h"
#include "base/file.h"
#include "base/mem.h"
#include "trust/credential.h"
#include "photo/photo.h"

/* Finding houses in a small demonstration county, and what there is to do for its people. */

static char *dir;
static struct app *app;

static void
must(enum status status, const struct err *err)
{
	if (status)
		fail_msg("%s", err->text);
}

static int
open_county(void **state)
{
	struct demo_ask demo = { .seed = "list", .buildings = 40, .fresh = true, .single = true };
	struct err err = { 0 };
	char *path, *home;

	(void)state;
	dir = mem_printf("%s/list-test", getenv("TMPDIR"));
	demo.dir = dir;
	must(demo_county_make(&demo, &err), &err);
	path = mem_printf("%s/county.louce", dir);
	home = mem_printf("%s/home", dir);
	setenv("LOUCE_HOME", home, 1);
	must(app_open(path, APP_WRITE, &app, &err), &err);
	free(path);
	free(home);
	return 0;
}

static int
drop_county(void **state)
{
	char *command = mem_printf("rm -rf '%s'", dir);

	(void)state;
	app_close(app);
	if (system(command) != 0)
		perror(dir);
	free(command);
	free(dir);
	return 0;
}

/* Unlocks the first person of the list with this role's place among the pack's roles. */
/* The nth of the people whose role stands at this place in the pack. */
static void
unlock_nth(int sort, size_t nth)
{
	struct app_person_row *rows = NULL;
	struct err err = { 0 };
	size_t count = 0, at = 0;

	must(app_person_list(app, "", &rows, &count, &err), &err);
	while (at < count && rows[at].sort != sort)
		at++;
	at += nth;
	assert_true(at < count && rows[at].sort == sort);
	must(app_unlock_with(app, rows[at].person, "demo", &err), &err);
	free(rows);
}

static void
unlock(int sort)
{
	unlock_nth(sort, 0);
}

/* By the role's name: a pack may have one more in between. */
static void
unlock_role(const char *role)
{
	const struct pack *pack = app_pack(app);

	for (size_t i = 0; i < pack->role_count; i++)
		if (strcmp(pack->roles[i].name, role) == 0)
			unlock((int)i);
}

static size_t
found(struct building_list *list, const char *words, enum flow_task task)
{
	building_list_filter(list, words, task);
	return building_list_count(list);
}

/* A choice of the field that sums up what was found. */
static const char *
summary_label(size_t choice)
{
	return label_text(&app_pack(app)->chains[0].summary->list->choices[choice].label, "en");
}

static void
list__finds__by_letters_text_and_task(void **state)
{
	struct building_list *list = NULL;
	struct err err = { 0 };
	struct listed row;
	size_t all;

	(void)state;
	app_lock(app);
	must(building_list_open(app, &list, &err), &err);
	all = building_list_total(list);
	assert_true(all >= 40);
	assert_int_equal(found(list, "", TASK_ANY), all);
	assert_int_equal(found(list, "ys000000001", TASK_ANY), 1);
	building_list_at(list, 0, &row);
	assert_non_null(strstr(row.words, "YS000000001"));
	assert_true(found(list, "jgc", TASK_ANY) >= 27); /* 金谷村 by its first letters */
	assert_int_equal(found(list, "jgc ys000000001", TASK_ANY), 0);
	assert_int_equal(found(list, "金谷", TASK_ANY), found(list, "jg", TASK_ANY));
	assert_int_equal(found(list, "jgc", TASK_RETURNED), 3);
	assert_int_equal(found(list, "qqqq", TASK_ANY), 0);
	/* the ninth word is looked for like the first */
	assert_true(found(list, "j g c y s 0 0 1", TASK_ANY) > 0);
	assert_int_equal(found(list, "j g c y s 0 0 1", TASK_ANY), found(list, "j g c y s 0 0 1 1", TASK_ANY));
	assert_int_equal(found(list, "j g c y s 0 0 1 qqqq", TASK_ANY), 0);
	/* what was found there, in words and by first letters */
	assert_int_equal(found(list, summary_label(0), TASK_ANY), 1);
	assert_true(found(list, summary_label(2), TASK_ANY) > 1);
	/* going on narrows, going back widens again */
	assert_true(found(list, "j", TASK_ANY) >= found(list, "jg", TASK_ANY));
	assert_int_equal(found(list, "", TASK_ANY), all);
	{ /* one that is left out is found by nothing */
		struct listed first;

		building_list_filter(list, "", TASK_ANY);
		all = building_list_count(list);
		building_list_at(list, 0, &first);
		building_list_leave_out(list, &first.root);
		building_list_filter(list, "", TASK_ANY);
		assert_int_equal(building_list_count(list), all - 1);
		for (size_t k = 0; k + 1 < all; k++) {
			struct listed other;

			building_list_at(list, k, &other);
			assert_false(id_equal(&other.root, &first.root));
		}
	}
	building_list_free(list);
}

static void
list__knows_owners__only_of_who_may_read_them(void **state)
{
	struct building_list *list = NULL;
	struct err err = { 0 };
	struct listed row;
	size_t read;
	char owner[64];

	(void)state;
	app_lock(app);
	must(building_list_open(app, &list, &err), &err);
	while (building_list_learn(list))
		continue;
	assert_true(building_list_count(list) > 0);
	for (size_t i = 0; i < building_list_count(list); i++) {
		building_list_at(list, i, &row);
		assert_string_equal(row.owner, "");
	}
	building_list_free(list);

	unlock(0); /* an inspector of the village */
	must(building_list_open(app, &list, &err), &err);
	assert_true(building_list_is_learning(list, &read));
	assert_int_equal(read, 0);
	while (building_list_learn(list))
		assert_true(building_list_is_learning(list, &read));
	assert_false(building_list_is_learning(list, &read));
	assert_int_equal(read, building_list_total(list));
	building_list_at(list, 0, &row); /* one's own village comes first */
	assert_true(*row.owner);
	snprintf(owner, sizeof(owner), "%s", strrchr(row.owner, ' ') + 1);
	assert_true(found(list, owner, TASK_ANY) >= 1);
	building_list_filter(list, "", TASK_ANY);
	building_list_at(list, building_list_count(list) - 1, &row); /* another village's stays closed */
	assert_string_equal(row.owner, "");
	building_list_free(list);

	must(building_list_open(app, &list, &err), &err); /* what was read is known until the person locks */
	building_list_at(list, 0, &row);
	assert_string_equal(strrchr(row.owner, ' ') + 1, owner);
	building_list_free(list);
	app_lock(app);
	must(building_list_open(app, &list, &err), &err);
	assert_int_equal(found(list, owner, TASK_ANY), 0);
	building_list_free(list);
	unlock(0);
	must(building_list_open(app, &list, &err), &err);
	assert_int_equal(found(list, owner, TASK_ANY), 0);
	app_lock(app); /* a lock while it is read takes what is known, and the same person goes on */
	unlock(0);
	assert_true(building_list_is_current(list));
	while (building_list_learn(list))
		continue;
	building_list_filter(list, "", TASK_ANY);
	assert_true(found(list, owner, TASK_ANY) >= 1);
	building_list_free(list);
}

static bool
may_begin(const char *village)
{
	bool *may = house_may_begin(app, app_pack(app)->root), found = false;

	for (size_t i = 0; i < app_pack(app)->division_count; i++)
		found |= may[i] && strcmp(app_pack(app)->divisions[i].code, village) == 0;
	free(may);
	return found;
}

/* A village is offered only where the person has a right to begin a house. */
static void
right__to_begin_a_house__is_where_the_role_covers_it(void **state)
{
	(void)state;
	app_lock(app);
	assert_false(may_begin("451224204201"));
	unlock(0); /* an inspector of 金谷村 */
	assert_true(may_begin("451224204201"));
	assert_false(may_begin("451224204202"));
}

/* The question whether a new house stands already; NULL: it is not asked. */
static const struct sheet_problem *
twin_asked(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet_problem_count(sheet); i++) {
		const struct sheet_problem *problem = sheet_problem_at(sheet, i);

		if (problem->rule && strcmp(problem->rule->id, CHECK_TWIN) == 0)
			return problem;
	}
	return NULL;
}

static void
type(struct sheet *sheet, const char *field, const char *text)
{
	sheet_set_text(sheet, pack_field(app_pack(app), field), 0, text);
}

/* A house that stands is asked about at the owner of a new one, and at the signature; another door is another house. */
static void
new_house__is_asked_about__where_one_stands_already(void **state)
{
	static const char *const copied[] = { "village", "group_name", "road", "door_no", "owner_name" };
	struct building_list *list = NULL;
	struct app_history history = { 0 };
	const struct value *stands = NULL;
	struct sheet *sheet = NULL;
	struct listed row;
	struct err err = { 0 };
	enum twin_clue clue;
	char *words;
	bool found = false;

	(void)state;
	unlock(0);
	must(building_list_open(app, &list, &err), &err);
	for (size_t i = 0; i < building_list_count(list); i++) { /* a house of one's own village that has a door */
		building_list_at(list, i, &row);
		must(app_history(app, &row.root, &history, &err), &err);
		stands = value_get(&history.values, "listing");
		found = value_get_text(stands, "door_no") != NULL;
		if (found)
			break;
		app_history_release(&history);
	}
	assert_true(found);
	assert_non_null(value_get_text(stands, "owner_name"));
	must(sheet_open(app, NULL, "listing", NULL, &sheet, &err), &err);
	for (size_t i = 0; i < 5; i++) {
		assert_null(twin_asked(sheet));
		type(sheet, copied[i], value_get_text(stands, copied[i]));
	}
	assert_non_null(twin_asked(sheet));
	assert_string_equal(twin_asked(sheet)->field->name, "owner_name");
	assert_non_null(strstr(twin_asked(sheet)->text, value_get_text(stands, "platform_no")));
	assert_non_null(strstr(twin_asked(sheet)->text, "stands at this address"));
	assert_true(sheet_problem_blocks(sheet, twin_asked(sheet)));
	type(sheet, "owner_name", "韦乙");
	assert_non_null(twin_asked(sheet)); /* whoever owns it */
	type(sheet, "door_no", "9999");
	assert_null(twin_asked(sheet));
	type(sheet, "owner_name", value_get_text(stands, "owner_name"));
	assert_null(twin_asked(sheet)); /* an owner may have two houses, */
	type(sheet, "door_no", "");
	assert_non_null(twin_asked(sheet)); /* but one without a door may be either */
	assert_non_null(strstr(twin_asked(sheet)->text, "has this owner"));
	sheet_set_reason(sheet, CHECK_TWIN, "1");
	assert_false(sheet_problem_blocks(sheet, twin_asked(sheet)));
	must(sheet_discard(sheet, &err), &err);
	sheet_free(sheet);

	words = twins_words(app, &(struct twins_ask){ .village = row.division, .listing = stands, .except = &row.root }, &clue);
	assert_null(words); /* of one that is signed: not itself */
	words = twins_words(app, &(struct twins_ask){ .village = row.division, .listing = stands }, &clue);
	assert_non_null(words);
	assert_int_equal(clue, value_get_text(stands, "platform_no") ? TWIN_NUMBER : TWIN_ADDRESS);
	free(words);
	app_history_release(&history);
	building_list_free(list);
}

/* The identity number of an owner, by the house that has it: the first that is registered with one. */
static struct id
house_with_id(const struct building_list *list, char number[32])
{
	struct app_history history = { 0 };
	struct listed row;
	struct err err = { 0 };
	const char *id;

	for (size_t i = 0; i < building_list_count(list); i++) {
		building_list_at(list, i, &row);
		must(app_history(app, &row.root, &history, &err), &err);
		id = value_get(&history.values, "registration") ? value_get_text(value_get(&history.values, "registration"), "owner_id")
								: NULL;
		snprintf(number, 32, "%s", id ? id : "");
		app_history_release(&history);
		if (*number)
			return row.root;
	}
	fail_msg("no house has an owner with an identity number");
	return row.root;
}

/* One person may own two houses, each with its door; where one has none, it may be the same. */
static void
identity_number__is_asked_about__where_a_door_does_not_tell(void **state)
{
	const struct form *form = pack_form(app_pack(app), "registration");
	struct value listing = value_object(), values = value_object();
	struct building_list *list = NULL;
	struct twins_ask ask = { .listing = &listing, .form = form, .values = &values };
	struct listed row;
	struct err err = { 0 };
	enum twin_clue clue;
	char number[32], village[16], *words;
	struct id house;

	(void)state;
	unlock(0);
	must(building_list_open(app, &list, &err), &err);
	house = house_with_id(list, number);
	for (size_t i = 0; i < building_list_count(list); i++) {
		building_list_at(list, i, &row);
		if (id_equal(&row.root, &house))
			snprintf(village, sizeof(village), "%s", row.division);
	}
	ask.village = village;
	value_set_text(&listing, "village", village);
	value_set_text(&values, "owner_id", number);
	words = twins_words(app, &ask, &clue);
	assert_non_null(words);
	assert_int_equal(clue, TWIN_ID);
	assert_non_null(strstr(words, "has an owner of this identity number: is it the same house?"));
	free(words);
	ask.except = &house; /* not itself */
	assert_null(twins_words(app, &ask, &clue));
	ask.except = NULL;
	value_set_text(&values, "owner_id", "11010519491231002X");
	assert_null(twins_words(app, &ask, &clue));
	value_release(&listing);
	value_release(&values);
	building_list_free(list);
}

static void
completion__offers__what_was_entered_in_the_village(void **state)
{
	const struct field *hamlet = pack_field(app_pack(app), "group_name");
	struct value values = value_object();
	char **texts = NULL;
	size_t count = 0;

	(void)state;
	unlock(0);
	while (app_complete_learn(app))
		continue;
	app_complete(app, hamlet, "", 5, &texts, &count);
	assert_int_equal(count, 5);
	for (size_t i = 0; i < count; i++) {
		assert_true(*texts[i]);
		free(texts[i]);
	}
	free(texts);
	app_complete(app, hamlet, "zzz", 5, &texts, &count);
	assert_int_equal(count, 0);
	free(texts);
	value_set_text(&values, "group_name", "zzz 1"); /* just signed: offered at once, and nothing is read again */
	app_complete_add(app, pack_form_of_field(app_pack(app), "group_name"), &values);
	assert_false(app_complete_learn(app));
	app_complete(app, hamlet, "zzz", 5, &texts, &count);
	assert_int_equal(count, 1);
	assert_string_equal(texts[0], "zzz 1");
	free(texts[0]);
	free(texts);
	value_release(&values);
}

/* In the order of work a house that is past its day, or where worse was found, stands before others; in the roster's again after it. */
static void
list__stands__in_the_order_of_work_or_of_the_roster(void **state)
{
	struct building_list *list = NULL;
	struct listed first, row, before;
	struct err err = { 0 };
	int kinds = 0;

	(void)state;
	app_lock(app);				/* who is unlocked has his own areas before the others */
	setenv("LOUCE_CLOCK", "1640995200", 1); /* 2022-01-01: nothing is past its day */
	must(building_list_open(app, &list, &err), &err);
	building_list_at(list, 0, &first);
	building_list_order(list, true);
	building_list_filter(list, "", TASK_ANY);
	assert_int_equal(building_list_count(list), building_list_total(list));
	building_list_at(list, 0, &before);
	assert_int_equal(before.rank, 0);
	for (size_t i = 1; i < building_list_count(list); i++) {
		building_list_at(list, i, &row);
		assert_true(before.rank <= row.rank);
		if (before.rank == row.rank && *row.day)
			assert_true(*before.day && strcmp(before.day, row.day) <= 0);
		kinds += before.rank != row.rank;
		before = row;
	}
	assert_true(kinds >= 2);
	building_list_order(list, false);
	building_list_filter(list, "", TASK_ANY);
	building_list_at(list, 0, &row);
	assert_memory_equal(&row.root, &first.root, sizeof(row.root));
	unsetenv("LOUCE_CLOCK");
	building_list_free(list);
}

/* One's own before what is better done by others, and of both what the order of work puts first; what is equal in it by kind. */
static void
check_order(const struct work *work)
{
	for (size_t i = 1; i < work->row_count; i++) {
		const struct work_row *before = &work->rows[i - 1], *row = &work->rows[i];
		bool others = row->kind >= WORK_FOR_OTHER;
		int order = work_order_cmp(&before->order, &row->order);

		assert_true((before->kind >= WORK_FOR_OTHER) <= others);
		assert_true((before->kind >= WORK_FOR_OTHER) < others || order < 0 || (order == 0 && before->kind <= row->kind));
	}
}

/* What came back is corrected by who filled it; to the one who gave it back, and to others, its page says since when it is with whom, and offers nothing. */
static void
check_returned_is_told(bool corrects)
{
	struct building_list *list = NULL;
	struct err err = { 0 };
	size_t seen = 0;

	must(building_list_open(app, &list, &err), &err);
	for (size_t i = 0; i < building_list_count(list); i++) {
		struct record *record = NULL;
		struct listed row;

		building_list_at(list, i, &row);
		if (row.task != TASK_RETURNED)
			continue;
		must(record_open(app, &row.root, &record, &err), &err);
		assert_int_equal(record->next.mine, corrects);
		assert_non_null(strstr(record->next.text, "Given back by \""));
		assert_int_equal(strstr(record->next.text, "it is with ") != NULL, !corrects);
		record_free(record);
		seen++;
	}
	assert_true(seen > 0);
	building_list_free(list);
}

static void
work__is_what_the_person_may_do__most_urgent_first(void **state)
{
	struct building_list *list = NULL;
	struct work *work = NULL;
	char *words;
	struct err err = { 0 };

	(void)state;
	unlock(0); /* the inspector who filled what came back */
	must(work_open(app, &work, &err), &err);
	assert_int_equal(work->count[WORK_RETURNED], 3);
	assert_int_equal(work->count[WORK_FOR_OTHER], 0);
	assert_int_equal(work->rows[0].kind, WORK_RETURNED);
	work_free(work);
	check_returned_is_told(true);
	unlock_nth(0, 1); /* the one who checked it: last, for correcting it would undo the check */
	must(work_open(app, &work, &err), &err);
	assert_int_equal(work->count[WORK_RETURNED], 0);
	assert_int_equal(work->count[WORK_DRAFT], 2);
	assert_int_equal(work->count[WORK_FORM], 12);
	assert_int_equal(work->count[WORK_FOR_OTHER], 3);
	check_order(work);
	work_free(work);
	unlock(1); /* the secretary */
	check_returned_is_told(false);
	must(work_open(app, &work, &err), &err);
	assert_int_equal(work->count[WORK_SIGN], 9);
	assert_int_equal(work->row_count, 9);
	work_free(work);
	unlock(1);
	setenv("LOUCE_CLOCK", "1663400000", 1); /* 2022-09-17, a day after the deadline: whatever waits is overdue, whoever owes it */
	must(work_open(app, &work, &err), &err);
	must(building_list_open(app, &list, &err), &err);
	assert_true(work->overdue > work->row_count);
	assert_true(work->overdue < found(list, "", TASK_OVERDUE)); /* of all the file */
	building_list_narrow(list, true);
	assert_int_equal(work->overdue, found(list, "", TASK_OVERDUE)); /* what is counted is what is listed */
	assert_int_equal(found(list, "", TASK_ANY), building_list_in_reach(list));
	assert_true(building_list_in_reach(list) < building_list_total(list));
	building_list_narrow(list, false);
	assert_int_equal(found(list, "", TASK_ANY), building_list_total(list));
	assert_string_equal(work->overdue_day, "2022-09-16");
	assert_true(work->rows[0].order.overdue);
	check_order(work);
	work_free(work);
	words = due_words(-DUE_LONG);
	assert_string_equal(words, "overdue by 60 days");
	free(words);
	words = due_words(-DUE_LONG - 1); /* of the campaign, for every house: no alarm */
	assert_string_equal(words, "overdue");
	assert_false(due_is_urgent(-DUE_LONG - 1));
	assert_true(due_is_urgent(-1) && !due_is_urgent(0));
	free(words);
	setenv("LOUCE_CLOCK", "1663300000", 1); /* the day itself */
	assert_int_equal(found(list, "j", TASK_OVERDUE), 0);
	assert_true(found(list, "j", TASK_ANY) > 0);
	unsetenv("LOUCE_CLOCK");
	building_list_free(list);
	app_lock(app);
	must(work_open(app, &work, &err), &err);
	assert_int_equal(work->row_count, 0); /* nobody is at the laptop */
	assert_true(work->bar_count > 1);
	work_free(work);
}

/* Houses of which something is late, whoever owes it. */
static size_t
late_by_due(void)
{
	struct due_row *rows = NULL;
	struct err err = { 0 };
	size_t count = 0, late = 0;

	must(due_list(app, &(struct due_ask){ .area = "" }, &rows, &count, &err), &err);
	for (size_t i = 0; i < count; i++) {
		bool known = false;

		for (size_t before = 0; before < i; before++)
			known |= rows[before].days < 0 && id_equal(&rows[before].building, &rows[i].building);
		late += rows[i].days < 0 && !known;
	}
	free(rows);
	return late;
}

/* One house with two forms to look at again and a level to sign is one house, where it is furthest; another waits for a level alone. */
static void
check_counts_houses_below(void)
{
	const struct chain *chain = &app_pack(app)->chains[0];
	struct work_building rows[4] = { { .number = 7, .task = TASK_SIGN },
					 { .number = 8, .task = TASK_SIGN },
					 { .number = 7, .task = TASK_RETURNED },
					 { .number = 7, .task = TASK_FINDINGS } };
	struct work work = { 0 };

	for (size_t i = 0; i < 4; i++) {
		snprintf(rows[i].chain, sizeof(rows[i].chain), "%s", chain->name);
		snprintf(rows[i].name, sizeof(rows[i].name), "%s", i < 2 ? chain->levels[0].name : chain->covers.items[i - 2]);
	}
	work_look_below(app, &work, rows, 4);
	assert_int_equal(work.below.count, 2);
	assert_string_equal(work.below.where, "given back and being corrected 1; Survey team 1");
	free(work.below.where);
}

/* Who signs a higher level knows of the gravest houses that have not come up to him; who signs the lowest does not wait for any. */
static void
check_told_to_who_signs_above(void)
{
	struct work *work;
	struct err err = { 0 };
	size_t own = 0;

	unlock_role("inspector");
	must(work_open(app, &work, &err), &err);
	assert_int_equal(work->below.count, 0);
	assert_null(work->below.where);
	for (size_t i = 0; i < work->row_count; i++)
		own += work->rows[i].kind == WORK_SIGN && work->rows[i].order.rank == 0;
	work_free(work);
	unlock_role("township_head");
	must(work_open(app, &work, &err), &err);
	assert_true(work->below.count > 0 && work->below.count >= own);
	assert_non_null(strstr(work->below.where, own ? "Survey team" : ""));
	for (size_t i = 0; i < work->row_count; i++) /* what he signs himself is not below him */
		assert_true(work->rows[i].kind != WORK_SIGN || strstr(work->below.where, "Head of the township") == NULL);
	work_free(work);
	check_counts_houses_below();
}

/* Each row among the overdue says so: of its own task or of another one; how many of another. */
static size_t
rows_say_what_is_overdue(struct building_list *list)
{
	size_t others = 0;

	for (size_t i = 0; i < building_list_count(list); i++) {
		struct listed row;

		building_list_at(list, i, &row);
		assert_true(row.other_overdue || due_days(row.day) < 0);
		others += row.other_overdue;
		if (row.other_overdue) /* the act that is late is named, with its day */
			assert_true(*row.other.name && due_days(row.other.day) < 0 && strcmp(row.other.name, row.task_name) != 0);
	}
	return others;
}

/* A house whose control is late waits for a signature in time first: the first page counts it, the list has it, and it is owed. */
static void
late_house__is_late__by_any_of_its_tasks(void **state)
{
	struct app *other = app;
	char *lived = mem_printf("%s/lived", dir), *path = mem_printf("%s/county.louce", lived), *home = mem_printf("%s/home", lived),
	     *was = mem_strdup(getenv("LOUCE_HOME"));
	struct demo_ask demo = { .dir = lived, .seed = "1", .buildings = 60, .fresh = true, .single = true };
	struct building_list *list;
	struct work *work;
	struct err err = { 0 };

	(void)state;
	setenv("LOUCE_HOME", home, 1);
	must(demo_county_make(&demo, &err), &err);
	must(app_open(path, APP_WRITE, &app, &err), &err);
	unlock_role("county_officer");
	must(building_list_open(app, &list, &err), &err);
	must(work_open(app, &work, &err), &err);
	assert_true(late_by_due() > 0);
	assert_int_equal(found(list, "", TASK_OVERDUE), late_by_due());
	assert_true(rows_say_what_is_overdue(list) > 0);
	assert_int_equal(work->overdue, late_by_due());
	assert_null(work->below.where); /* the office signs no level of the survey */
	work_free(work);
	building_list_free(list);
	check_told_to_who_signs_above();
	app_close(app);
	setenv("LOUCE_HOME", was, 1);
	app = other;
	free(lived);
	free(path);
	free(home);
	free(was);
}

/* What there is to do is the same whether all houses are read before it shows or some at a time, and when the answers of before are still known. */
static void
work__read_bit_by_bit__is_the_same(void **state)
{
	static const struct {
		int role, nth;
	} people[] = { { 0, 0 }, { 0, 1 }, { 1, 0 } };

	(void)state;
	for (size_t p = 0; p < ARRAY_LEN(people); p++) {
		struct work *all = NULL, *again = NULL, *bits = NULL;
		struct err err = { 0 };
		bool changed = false;
		size_t unread;

		unlock_nth(people[p].role, people[p].nth);
		must(work_begin(app, 0, &bits, &err), &err);
		unread = bits->unread;
		assert_true(unread > 0);
		while (work_go_on(bits, &changed))
			assert_true(bits->unread > 0);
		assert_true(changed);
		assert_int_equal(bits->unread, 0);
		must(work_begin(app, 0, &again, &err), &err);
		assert_int_equal(again->unread, 0); /* nothing has changed since */
		app_lock(app);
		unlock_nth(people[p].role, people[p].nth);
		must(work_open(app, &all, &err), &err);
		assert_int_equal(all->unread, 0);
		assert_int_equal(all->row_count, bits->row_count);
		assert_int_equal(all->row_count, again->row_count);
		assert_memory_equal(all->count, bits->count, sizeof(all->count));
		assert_memory_equal(all->count, again->count, sizeof(all->count));
		for (size_t i = 0; i < all->row_count; i++) {
			assert_int_equal(all->rows[i].kind, bits->rows[i].kind);
			assert_int_equal(all->rows[i].kind, again->rows[i].kind);
			assert_true(id_equal(&all->rows[i].building, &bits->rows[i].building));
			assert_true(id_equal(&all->rows[i].building, &again->rows[i].building));
			assert_ptr_equal(all->rows[i].form, bits->rows[i].form);
		}
		work_free(again);
		work_free(bits);

		app_lock(app);
		unlock_nth(people[p].role, people[p].nth);
		must(work_begin(app, 0, &bits, &err), &err);
		app_lock(app); /* a lock in the middle takes the answers of before, and the same person goes on */
		unlock_nth(people[p].role, people[p].nth);
		assert_true(work_is_current(app, bits));
		while (work_go_on(bits, &changed))
			continue;
		assert_int_equal(all->row_count, bits->row_count);
		assert_memory_equal(all->count, bits->count, sizeof(all->count));
		work_free(all);
		work_free(bits);
	}
}

/* A house that asks for nothing, or for a signature, while one of its forms is corrected here: the correction is on home. */
static void
work__names_a_correction__that_was_begun(void **state)
{
	struct work *work = NULL;
	struct sheet *sheet = NULL;
	struct err err = { 0 };
	struct id house = { 0 };
	size_t found = 0;

	(void)state;
	unlock_nth(0, 1);
	must(work_open(app, &work, &err), &err);
	assert_int_equal(work->rows[0].kind, WORK_SIGN);
	house = work->rows[0].building;
	assert_int_equal(work->count[WORK_DRAFT], 2);
	work_free(work);
	must(sheet_open(app, &house, "listing", NULL, &sheet, &err), &err);
	sheet_set_text(sheet, pack_field(app_pack(app), "road"), 0, "新路");
	must(sheet_save(sheet, &err), &err);
	sheet_free(sheet);
	must(work_open(app, &work, &err), &err);
	assert_int_equal(work->count[WORK_DRAFT], 3);
	for (size_t i = 0; i < work->row_count; i++)
		if (work->rows[i].kind == WORK_DRAFT && id_equal(&work->rows[i].building, &house)) {
			assert_string_equal(work->rows[i].form->name, "listing");
			found++;
		}
	assert_int_equal(found, 1);
	work_free(work);
	must(sheet_open(app, &house, "listing", NULL, &sheet, &err), &err);
	must(sheet_discard(sheet, &err), &err);
	sheet_free(sheet);
	must(work_open(app, &work, &err), &err);
	assert_int_equal(work->count[WORK_DRAFT], 2);
	work_free(work);
}

/* The photo of one field, made smaller, goes to another one, and the form is signed. */
static void
sign_with_photo(const struct id *house, const char *from, const char *to)
{
	const struct sheet_photo *photo;
	struct sheet *sheet = NULL;
	struct buf said = { 0 }, smaller = { 0 };
	struct err err = { 0 };
	char *path = mem_printf("%s/taken.jpg", dir);
	struct id step;

	must(sheet_open(app, house, "registration", NULL, &sheet, &err), &err);
	photo = sheet_photo(sheet, pack_field(app_pack(app), from), 0);
	assert_non_null(photo);
	must(photo_shrunk(photo->bytes.data, photo->bytes.len, 600, &smaller, &err), &err);
	must(file_write(path, smaller.data, smaller.len, 0600, &err), &err);
	must(sheet_set_photo(sheet, pack_field(app_pack(app), to), 0, path, &err), &err);
	for (size_t i = 0; i < sheet_problem_count(sheet); i++)
		if (sheet_problem_at(sheet, i)->kind == FORM_WARNING)
			sheet_set_reason(sheet, sheet_problem_at(sheet, i)->rule->id, "1");
	if (sheet_sign(sheet, &step, &said, &err))
		fail_msg("%s\n%s", buf_text(&said), err.text);
	buf_release(&said);
	sheet_free(sheet);
	buf_release(&smaller);
	free(path);
}

/* A photo taken anew is a change to who signed the one before, and whoever counted on it counts again. */
static void
photo_taken_anew__is_told__and_judged_again(void **state)
{
	struct record *record = NULL;
	struct work *work = NULL;
	struct err err = { 0 };
	struct id house = { 0 };
	size_t told = 0, asked = 0;

	(void)state;
	unlock(1); /* what waits for the secretary has the team's signature */
	must(work_open(app, &work, &err), &err);
	assert_int_equal(work->rows[0].kind, WORK_SIGN);
	house = work->rows[0].building;
	work_free(work);
	unlock_nth(0, 1);
	must(record_open(app, &house, &record, &err), &err);
	assert_true(record->signed_before);
	assert_int_equal(record->changed, 0);
	record_free(record);
	unlock_nth(0, 0);
	sign_with_photo(&house, "photo_side", "photo_front");
	unlock_nth(0, 1);
	must(record_open(app, &house, &record, &err), &err);
	assert_true(record->signed_before);
	assert_int_equal(record->changed, 1);
	for (size_t i = 0; i < record->line_count; i++)
		if (record->lines[i].other_photo) {
			assert_string_equal(record->lines[i].field->name, "photo_front");
			assert_string_equal(record->lines[i].text, "another photo");
			told++;
		}
	assert_int_equal(told, 1);
	record_free(record);
	must(work_open(app, &work, &err), &err);
	for (size_t i = 0; i < work->row_count; i++)
		asked += id_equal(&work->rows[i].building, &house) && work->rows[i].form &&
			 strcmp(work->rows[i].form->name, "photo_check") == 0;
	assert_int_equal(asked, 1);
	work_free(work);
}

/* A form of which no rule of the pack asks about photos, with a photo of another house: its page asks, and names that house. */
static void
photo_of_another_house__is_asked_about__on_the_page(void **state)
{
	const struct field *front = pack_field(app_pack(app), "photo_front"), *seen = pack_field(app_pack(app), "patrol_photo");
	char *path = mem_printf("%s/front.jpg", dir), *place;
	const struct sheet_photo *photo;
	struct work *work = NULL;
	struct sheet *sheet = NULL;
	struct err err = { 0 };
	struct id first, second;
	size_t at = 1, asked = 0;

	(void)state;
	unlock(1);
	must(work_open(app, &work, &err), &err);
	first = work->rows[0].building;
	while (at < work->row_count && id_equal(&work->rows[at].building, &first))
		at++;
	assert_true(at < work->row_count);
	second = work->rows[at].building;
	work_free(work);
	unlock_nth(0, 0);
	must(sheet_open(app, &first, "registration", NULL, &sheet, &err), &err);
	photo = sheet_photo(sheet, front, 0);
	assert_non_null(photo);
	must(file_write(path, photo->bytes.data, photo->bytes.len, 0600, &err), &err);
	must(sheet_discard(sheet, &err), &err);
	sheet_free(sheet);
	must(sheet_open(app, &second, "patrol", NULL, &sheet, &err), &err);
	sheet_set_take(sheet, pack_field(app_pack(app), "patrol_found"), 0, value_boolean(true));
	must(sheet_set_photo(sheet, seen, 0, path, &err), &err);
	place = app_building_place(app, &first);
	for (size_t i = 0; i < sheet_problem_count(sheet); i++) {
		const struct sheet_problem *problem = sheet_problem_at(sheet, i);

		if (!problem->rule || strcmp(problem->rule->id, "_picture") != 0)
			continue;
		assert_int_equal(problem->kind, FORM_WARNING);
		assert_ptr_equal(problem->field, seen);
		assert_non_null(strstr(problem->text, "is the same photo as one of"));
		assert_non_null(strstr(problem->text, place));
		asked++;
	}
	assert_int_equal(asked, 1);
	must(sheet_discard(sheet, &err), &err);
	sheet_free(sheet);
	free(place);
	free(path);
}

/* Of the people at the last house those alone are taken over who can still be picked. */
static void
people__who_left__are_not_taken_over(void **state)
{
	const struct field *surveyors = pack_field(app_pack(app), "surveyors");
	struct app_revoke ask = { .receipt = -1, .reason = "retired" };
	struct work *work = NULL;
	struct sheet *sheet = NULL;
	struct err err = { 0 };
	struct id house = { 0 }, step;
	char left[64], stays[64];
	int more;

	(void)state;
	unlock_nth(0, 1);
	snprintf(left, sizeof(left), "%s", app_person_name(app));
	ask.credential = app_credential(app)->id;
	unlock_role("county_officer");
	must(app_revoke(app, &ask, &step, &more, &err), &err);
	unlock_nth(0, 0);
	snprintf(stays, sizeof(stays), "%s", app_person_name(app));
	must(work_open(app, &work, &err), &err);
	for (size_t i = 0; i < work->row_count; i++)
		if (work->rows[i].form && strcmp(work->rows[i].form->name, "registration") == 0 && work->rows[i].kind == WORK_FORM)
			house = work->rows[i].building;
	work_free(work);
	must(sheet_open(app, &house, "registration", NULL, &sheet, &err), &err);
	type(sheet, "survey_state", "2");
	assert_null(sheet_value(sheet, surveyors, 0));
	assert_true(sheet_carry(sheet) > 0);
	assert_string_equal(sheet_value(sheet, surveyors, 0)->text, stays);
	assert_string_not_equal(stays, left);
	must(sheet_discard(sheet, &err), &err);
	sheet_free(sheet);
}

/* What the list shows, as its page hands it over. */
static void
see(struct building_list *list, struct sift *sift)
{
	size_t count = building_list_count(list);

	sift->seen = mem_array(count + 1, sizeof(*sift->seen));
	for (; sift->seen_count < count; sift->seen_count++) {
		struct listed row;

		building_list_at(list, sift->seen_count, &row);
		sift->seen[sift->seen_count] = (struct sift_seen){ .root = row.root,
								   .waits = mem_printf("it's %zu", sift->seen_count + 1) };
		memcpy(sift->seen[sift->seen_count].day, row.day, sizeof(row.day));
	}
	sift_add_seen_columns(app, sift, false);
}

static void
list__is_saved__as_it_is_seen(void **state)
{
	const struct app_report ask = { .area = "", .lang = "zh", .format = APP_FORMAT_CSV };
	struct building_list *list = NULL;
	struct sift sift = { 0 };
	struct err err = { 0 };
	struct buf out = { 0 };
	const char *at;

	(void)state;
	must(building_list_open(app, &list, &err), &err);
	building_list_order(list, true);
	building_list_filter(list, "", TASK_SIGN);
	assert_true(building_list_count(list) > 3 && building_list_count(list) < building_list_total(list));
	see(list, &sift);
	sift.order_words = mem_strdup("most urgent");
	must(app_sift(app, &sift, &ask, &out, &err), &err);
	at = buf_text(&out);
	assert_non_null(strstr(at, "初步判定结论,Waits for,To be done by\n"));
	assert_non_null(strstr(at, "most urgent"));
	for (size_t i = 0; i < sift.seen_count; i++) { /* each once, in the order of the list */
		char *waits = mem_printf(",it's %zu,%s\n", i + 1, sift.seen[i].day);
		const char *next = strstr(at, waits);

		assert_non_null(next);
		at = next;
		free(waits);
	}
	sift.order = mem_strdup("_waits_day"); /* another order, when it is asked for: equal ones stay as they were */
	sift.descending = true;
	buf_clear(&out);
	must(app_sift(app, &sift, &ask, &out, &err), &err);
	assert_null(strstr(buf_text(&out), "most urgent"));
	free(sift.order);
	sift.order = NULL;
	sift_add_column(&sift, "owner_name"); /* a count opens no column, and needs none that is private */
	sift.counted[0] = mem_strdup("conclusion");
	must(app_sift(app, &sift, &ask, &out, &err), &err);
	buf_release(&out);
	building_list_free(list);
	sift_release(&sift);
	sift_add_column(&sift, "_waits"); /* of no list */
	assert_int_equal(app_sift(app, &sift, &ask, &out, &err), STATUS_NOT_FOUND);
	sift_release(&sift);
}

struct offered {
	size_t count;
	int64_t houses;
	char first[40];
};

static void
take_offered(const char *value, const char *words, int64_t houses, void *ctx)
{
	struct offered *offered = ctx;

	(void)value;
	if (!offered->count++)
		snprintf(offered->first, sizeof(offered->first), "%s", words);
	offered->houses += houses;
}

static void
choice__is_offered__though_no_house_has_it(void **state)
{
	const struct app_report ask = { .area = "", .lang = "zh" };
	struct building_list *list = NULL;
	struct sift sift = { 0 };
	struct err err = { 0 };
	struct offered offered = { 0 };

	(void)state;
	must(building_list_open(app, &list, &err), &err);
	building_list_filter(list, "", TASK_RETURNED);
	see(list, &sift);
	must(sift_each_value(app, &sift, "conclusion", &ask, take_offered, &offered, &err), &err);
	assert_string_equal(offered.first, "存在严重安全隐患");
	assert_true(offered.count >= 3);
	assert_int_equal(offered.houses, sift.seen_count);
	offered = (struct offered){ 0 };
	must(sift_each_value(app, &sift, "biz_types", &ask, take_offered, &offered, &err), &err);
	assert_true(offered.count > 5); /* of which several may stand, too */
	building_list_free(list);
	sift_release(&sift);
}

/* What houses are called is read from one form alone, or of the whole house where that is open: the same is said. */
static void
names__are_the_same__however_they_are_read(void **state)
{
	struct building_list *list = NULL;
	struct err err = { 0 };
	struct listed row;

	(void)state;
	for (int unlocked = 0; unlocked < 2; unlocked++) {
		if (unlocked)
			unlock_role("inspector");
		else
			app_lock(app);
		must(building_list_open(app, &list, &err), &err);
		assert_true(building_list_total(list) > 30);
		for (size_t i = 0; i < building_list_count(list); i++) {
			struct record *record = NULL;
			char *place;

			building_list_at(list, i, &row);
			place = app_building_place(app, &row.root);
			must(record_open(app, &row.root, &record, &err), &err);
			assert_string_equal(place, record->place);
			assert_true(strchr(place, ' ') != NULL); /* more than the village */
			record_free(record);
			free(place);
		}
		building_list_free(list);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(list__finds__by_letters_text_and_task),
		cmocka_unit_test(list__is_saved__as_it_is_seen),
		cmocka_unit_test(choice__is_offered__though_no_house_has_it),
		cmocka_unit_test(names__are_the_same__however_they_are_read),
		cmocka_unit_test(list__knows_owners__only_of_who_may_read_them),
		cmocka_unit_test(right__to_begin_a_house__is_where_the_role_covers_it),
		cmocka_unit_test(new_house__is_asked_about__where_one_stands_already),
		cmocka_unit_test(identity_number__is_asked_about__where_a_door_does_not_tell),
		cmocka_unit_test(completion__offers__what_was_entered_in_the_village),
		cmocka_unit_test(list__stands__in_the_order_of_work_or_of_the_roster),
		cmocka_unit_test(work__is_what_the_person_may_do__most_urgent_first),
		cmocka_unit_test(late_house__is_late__by_any_of_its_tasks),
		cmocka_unit_test(work__read_bit_by_bit__is_the_same),
		cmocka_unit_test(work__names_a_correction__that_was_begun),
		cmocka_unit_test(photo_taken_anew__is_told__and_judged_again),
		cmocka_unit_test(photo_of_another_house__is_asked_about__on_the_page),
		cmocka_unit_test(people__who_left__are_not_taken_over),
	};

	return cmocka_run_group_tests(tests, open_county, drop_county);
}
