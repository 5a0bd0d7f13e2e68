#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/fill/fill.h"
#include "app/fill/sheet_again.h"
#include "app/fill/sheet_keep.h"
#include "app/fill/sheet_photos.h"
#include "app/fill/sheet_problems.h"
#include "app/fill/sheet_undo.h"
#include "app/house/board.h"
#include "app/house/due.h"
#include "app/house/label.h"
#include "app/house/list.h"
#include "app/house/record.h"
#include "app/house/status.h"
#include "app/house/work.h"
#include "app/people/people.h"
#include "app/people/publish.h"
#include "app/people/revoke.h"
#include "app/people/waiting.h"
#include "app/session/accounts.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/settle/move.h"
#include "app/table/sift.h"
#include "base/attr.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "demo/demo.h"
#include "store/houses/building.h"
#include "store/store.h"

/* What houses wait for is counted once: the list, the first page and louce status say the same number by the same word. */

#define VILLAGE "451224204201" /* the one in mid-work */

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
	struct demo_ask demo = { .seed = "counts", .buildings = 120, .fresh = true, .single = true };
	struct err err = { 0 };
	char *path, *home;

	(void)state;
	dir = mem_printf("%s/counts-test", getenv("TMPDIR"));
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

/* Unlocks the nth person of this role whose key is here. */
static void
unlock(const char *role, size_t nth)
{
	const struct pack *pack = app_pack(app);
	struct app_person_row *rows = NULL;
	struct err err = { 0 };
	size_t count = 0, at = 0;

	must(app_person_list(app, "", &rows, &count, &err), &err);
	while (at < count && (strcmp(pack->roles[rows[at].sort].name, role) != 0 || nth--))
		at++;
	assert_true(at < count);
	must(app_unlock_with(app, rows[at].person, "demo", &err), &err);
	free(rows);
}

static void
compare_area(const char *area, bool own)
{
	struct building_list *list = NULL;
	struct app_status status;
	struct err err = { 0 };
	int64_t sum = 0;

	must(app_status(app, area, false, &status, &err), &err);
	must(building_list_open(app, &list, &err), &err);
	building_list_narrow(list, own);
	for (size_t task = 0; task < TASK_COUNT; task++) {
		building_list_filter(list, "", (enum flow_task)task);
		assert_int_equal(building_list_count(list), status.by_task[task]);
		sum += status.by_task[task];
	}
	assert_int_equal(sum, status.buildings); /* each house once */
	building_list_filter(list, "", TASK_DONE);
	assert_int_equal(building_list_count(list), status.done);
	assert_true(status.by_task[TASK_FORM] > 0 && status.by_task[TASK_RETURNED] > 0);
	building_list_free(list);
	app_status_release(&status);
}

/* The houses on the lines of levels: each on one, and those that are signed by all on none. */
static int64_t
signed_up_to(const struct app_status *status)
{
	int64_t sum = 0;

	for (size_t i = 0; i < status->level_count; i++)
		sum += status->levels[i].buildings;
	return sum;
}

static void
counts__are__the_same_in_list_and_status__of_the_county(void **state)
{
	struct app_status status;
	struct err err = { 0 };

	(void)state;
	app_lock(app);
	compare_area("", false);
	must(app_status(app, "", false, &status, &err), &err);
	assert_true(status.done > status.by_task[TASK_NONE]); /* signed by all, some wait for something else */
	assert_int_equal(signed_up_to(&status) + status.done, status.buildings);
	app_status_release(&status);
}

/* What the first page tells a person to do with houses whose next task is of this kind. */
static size_t
told(const struct work *work, enum flow_task task)
{
	size_t count = 0;

	for (size_t i = 0; i < work->row_count; i++)
		count += work->rows[i].task == task;
	return count;
}

static void
counts__are__the_same_on_the_first_page(void **state)
{
	struct app_status status;
	struct err err = { 0 };

	(void)state;
	must(app_status(app, VILLAGE, false, &status, &err), &err);
	for (size_t nth = 0; nth < 2; nth++) { /* one of the two filled what came back, better correct it himself; one has begun two */
		struct work *work = NULL;

		unlock("inspector", nth);
		compare_area(VILLAGE, true);
		must(work_open(app, &work, &err), &err);
		assert_int_equal(told(work, TASK_RETURNED), status.by_task[TASK_RETURNED]);
		assert_int_equal(told(work, TASK_FORM), status.by_task[TASK_FORM]);
		assert_int_equal(told(work, TASK_FINDINGS), status.by_task[TASK_FINDINGS]);
		work_free(work);
	}
	app_status_release(&status);
}

/* ---- the quality board */

static void
in_the_file(const char *sql)
{
	char *command = mem_printf("sqlite3 '%s/county.louce' \"%s\"", dir, sql);

	assert_int_equal(system(command), 0);
	free(command);
}

static void
is_the_same_table(const struct board_table *table, const struct board_table *other, bool of_rules)
{
	assert_int_equal(table->count, other->count);
	for (size_t i = 0; i < table->count; i++) {
		const struct board_row *row = &table->rows[i], *like = &other->rows[i];

		assert_string_equal(row->code, like->code);
		assert_string_equal(row->name, like->name);
		if (of_rules)
			assert_int_equal(row->level, like->level);
		assert_int_equal(row->houses, like->houses);
		assert_int_equal(row->villages, like->villages);
		assert_int_equal(row->unjudged, like->unjudged);
		assert_int_equal(row->undecided, like->undecided);
		for (size_t level = 0; level < ARRAY_LEN(row->by_level); level++)
			assert_int_equal(row->by_level[level], like->by_level[level]);
	}
}

/* Counts the board with what nobody judged told together, and, since a team is known by the house, one by one. */
static int64_t
count_both_ways(const char *area)
{
	const unsigned int by = 1U << BOARD_RULE | 1U << BOARD_KIND | 1U << BOARD_VILLAGE | 1U << BOARD_PERSON;
	struct board together, one_by_one;
	struct err err = { 0 };
	int64_t unjudged;

	must(app_board(app, &(struct board_ask){ area, NULL, by }, &together, &err), &err);
	must(app_board(app, &(struct board_ask){ area, NULL, by | 1U << BOARD_TEAM }, &one_by_one, &err), &err);
	assert_int_equal(together.unjudged, one_by_one.unjudged);
	assert_int_equal(together.found, one_by_one.found);
	for (int at = 0; at < BOARD_BY_COUNT; at++)
		if (by & 1U << at)
			is_the_same_table(&together.by[at], &one_by_one.by[at], at == BOARD_RULE);
	unjudged = together.unjudged;
	board_release(&together);
	board_release(&one_by_one);
	return unjudged;
}

static void
board__counts__what_nobody_judged__as_telling_each_does(void **state)
{
	int64_t all;

	(void)state;
	app_lock(app);
	all = count_both_ways("");
	assert_true(all > 1000);
	assert_in_range(count_both_ways(VILLAGE), 1, all - 1);
	/* Forms that are blind hide what rules tell of them, and a house that there is not has no findings. */
	in_the_file("INSERT INTO blind SELECT building, 'photo_check' FROM building WHERE building % 3 = 0;"
		    "INSERT INTO blind SELECT building, 'reinspection' FROM building WHERE building % 5 = 0");
	assert_in_range(count_both_ways(""), all / 4, all - 1);
	in_the_file("DELETE FROM blind; UPDATE value_listing SET no_such_house = 'none' WHERE building % 7 = 0");
	assert_in_range(count_both_ways(""), all / 4, all - 1);
	in_the_file("UPDATE value_listing SET no_such_house = NULL");
	assert_int_equal(count_both_ways(""), all);
}

static void
words__are__different_for_each_kind(void **state)
{
	(void)state;
	for (size_t task = 0; task < TASK_KIND_COUNT; task++)
		for (size_t other = 0; other < task; other++)
			assert_string_not_equal(house_task_words((enum flow_task)task), house_task_words((enum flow_task)other));
}

/* ---- later packs */

/* The installed pack as this version of it, changed by a command in its folder; the folder, which the caller frees. */
static char *
pack_after(int version, const char *change)
{
	char *forms = mem_printf("%s/forms-%d", dir, version),
	     *command = mem_printf("mkdir '%s' && cp '%s'/forms/*.yaml '%s'/forms/*.csv '%s' && cd '%s' && "
				   "sed -i 's/^version: .*/version: %d/' pack.yaml && %s",
				   forms, getenv("LOUCE_DATADIR"), getenv("LOUCE_DATADIR"), forms, forms, version, change);

	assert_int_equal(system(command), 0);
	free(command);
	return forms;
}

/* ---- a question that a later pack adds */

/* A pack that asks more of every registration and, in the same words, of another form that is a copy of it. */
static char *
later_pack(void)
{
	return pack_after(99,
			  "printf '  - {name: gas_bottled, type: boolean, required: true, label: {zh: 瓶装燃气, en: Gas in bottles}}\\n' "
			  ">>registration.yaml");
}

/* How many houses are offered to the unlocked person for the added question. */
static size_t
offered(void)
{
	struct work *work = NULL;
	struct err err = { 0 };
	size_t count;

	must(work_open(app, &work, &err), &err);
	count = work->count[WORK_ADDED];
	for (size_t i = 0; i < work->row_count; i++)
		assert_true(work->rows[i].kind != WORK_ADDED || strcmp(work->rows[i].field->name, "gas_bottled") == 0);
	work_free(work);
	return count;
}

static size_t
houses_with_added(void)
{
	struct app_status status;
	struct err err = { 0 };
	size_t count;

	must(app_status(app, VILLAGE, false, &status, &err), &err);
	count = (size_t)status.added;
	app_status_release(&status);
	return count;
}

/* Who registered is asked, for if the one who checked the photos answers, a team of two has nobody left to sign; who is gone is asked nothing. Who publishes is told
 * before of how many houses it is asked. */
static void
added_question__is_asked__of_who_filled_the_form__and_of_another_when_he_is_gone(void **state)
{
	struct app_revoke gone = { .receipt = -1, .reason = "retired" };
	char *forms = later_pack();
	struct app_forms_changes changes;
	struct err err = { 0 };
	bool in_force = false;
	struct id step;
	int more;

	(void)state;
	unlock("county_officer", 0);
	must(app_forms_changes(app, forms, &changes, &err), &err);
	assert_non_null(strstr(changes.asked, "\"Registration\": Gas in bottles ("));
	assert_null(changes.reworded);
	app_forms_changes_release(&changes);
	must(app_forms_publish(app, forms, &step, &in_force, &err), &err);
	assert_false(in_force);
	unlock("county_officer", 1);
	must(app_endorse(app, &step, &err), &err);
	assert_int_equal(app_forms_changes(app, forms, &changes, &err),
			 STATUS_CONFLICT); /* it is in force: nobody is asked about it again */
	assert_null(changes.asked);
	unlock("inspector", 0);
	assert_int_equal(offered(), 0); /* checked the photos */
	unlock("inspector", 1);
	assert_int_equal(offered(), houses_with_added());
	assert_true(offered() > 0);
	gone.credential = app_credential(app)->id;
	unlock("county_officer", 0);
	must(app_revoke(app, &gone, &step, &more, &err), &err);
	unlock("inspector", 0);
	assert_int_equal(offered(), houses_with_added());
	free(forms);
}

/* ---- what a later pack says otherwise */

/* What was signed is a code. A pack that gives its words to another code would turn severe houses into sound ones, and one that changes what is fixed would
 * never come into force: both are refused to who publishes. */
static void
pack__is_refused__that_gives_a_code_the_words_of_another__or_changes_what_is_fixed(void **state)
{
	static const struct {
		const char *change, *why;
	} cases[] = {
		{ "sed -i -e '/^- list: conclusion/,/^$/{s/name: \"1\"/name: \"9\"/;s/name: \"3\"/name: \"1\"/;s/name: \"9\"/name: \"3\"/}' lists.yaml",
		  "list \"conclusion\": the code 3 now says" },
		{ "sed -i -e '/^- list: roof/,/^$/{/name: \"2\"/d;s/name: \"3\"/name: \"2\"/}' lists.yaml",
		  "which in version 1 was the code 3" },
		{ "sed -i -e '/name: height_m/,/range/{s/type: decimal/type: integer/}' registration.yaml",
		  "the question \"height_m\" (Height (m)) has another type or list of choices than in version 1" },
		{ "sed -i -e 's/type: select_one wall$/type: select_one slab/' registration.yaml", "the question \"wall_material\"" },
		{ "sed -i -e '/^451224100001,/s/城东/城九/;/^451224100002,/s/城西/城东/;/^451224100001,/s/城九/城西/' divisions.csv",
		  "divisions.csv: 451224100001 is now called 城西" },
		{ "sed -i -e 's/short: {zh: 严重, en: Severe}/short: {zh: 未发现, en: None}/;t' -e 's/short: {zh: 未发现, en: None}/short: {zh: 严重, en: Severe}/' lists.yaml",
		  "list \"conclusion\": the code 1 now says \"" },
		{ "sed -i -e 's/^pack: .*/pack: other-houses/' pack.yaml", "a county's forms keep their name" },
	};

	(void)state;
	unlock("county_officer", 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *forms = pack_after(80 + (int)i, cases[i].change);
		struct err err = { 0 };
		bool in_force = false;
		struct id step;

		assert_int_equal(app_forms_publish(app, forms, &step, &in_force, &err), STATUS_CONFLICT);
		if (!strstr(err.text, cases[i].why))
			fail_msg("%s", err.text);
		free(forms);
	}
}

/* Words that are mended, what is sealed no more, and who reads it: who publishes and who agrees is told of each; a code that was taken away for a time is compared
 * with the pack that had it. */
static void
pack__tells__what_reads_otherwise__what_is_sealed_no_more__and_who_reads_it(void **state)
{
	static const char *const lines[] = {
		"- \"Conclusion\", choice 1: \"Severe hazard\" becomes \"Very severe hazard\"\n",
		"- the question \"Walls\" becomes \"Outer walls\"\n",
		"- \"Name of the building\" is sealed no more",
		"- Appraising body: reads from then on what is sealed\n",
		"- the form \"Notice and proof of service\" becomes \"Notice\"\n",
		"- who signed as \"Township clerk\" signed as \"Clerk\"\n",
		"- 451224100001: 城东社区居委会 is called 城东居委会\n",
	};
	char *forms = pack_after(90, "sed -i -e '/^- list: conclusion/,/^$/s/en: Severe hazard/en: Very severe hazard/' lists.yaml && "
				     "sed -i -e 's/en: Walls}/en: Outer walls}/' registration.yaml && "
				     "sed -i -e '/name: building_name/,/source/{/private: true/d}' listing.yaml && "
				     "sed -i -e 's/l\\.building_name/b.building_name/' papers.yaml && "
				     "sed -i -e 's/^readers: \\[/readers: [appraiser, /;s/en: Township clerk}/en: Clerk}/' pack.yaml && "
				     "sed -i -e 's/en: Notice and proof of service}/en: Notice}/' notice.yaml && "
				     "sed -i -e '/^451224100001,/s/社区居委会/居委会/' divisions.csv");
	struct app_forms_changes changes;
	struct buf words = { 0 };
	struct err err = { 0 };
	bool in_force = false;
	struct id step;

	(void)state;
	unlock("county_officer", 0);
	must(app_forms_changes(app, forms, &changes, &err), &err);
	assert_null(changes.asked);
	assert_non_null(changes.reworded);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (!strstr(changes.reworded, lines[i]))
			fail_msg("%s", changes.reworded);
	must(app_forms_publish(app, forms, &step, &in_force, &err), &err);
	must(app_forms_words(app, &step, "en", &words, &err), &err);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		assert_non_null(strstr(buf_text(&words), lines[i]));
	assert_non_null(strstr(buf_text(&words), "\n- Registration (83 fields): Village inspector\n")); /* those in groups and rows, too */
	buf_release(&words);
	app_forms_changes_release(&changes);
	free(forms);
}

/* What was said for a warning or of a house that was left out, what a return was for, and who signs what: words below which signatures stand, too. */
static void
pack__tells__what_was_signed_reads_otherwise__and_who_signs_and_answers_from_then_on(void **state)
{
	static const char *const lines[] = {
		"- what was said for a warning, 1: \"Seen again on site\" becomes \"Not seen again\"\n",
		"- why a house was left out, 3: \"Entry refused\" becomes \"Pulled down\"\n",
		"- \"Conclusion\", choice 1: \"Severe\" becomes \"Grave\"\n",
		"- what was signed as \"Leader in charge of the village\" is called \"Leader of the county\"\n",
		"- what was signed as \"Survey\" is called \"Survey and check\"\n",
		"- what was given back for \"Photos are faulty\" was given back for \"Photos are good\"\n",
		"- Village inspector: signs \"Head of the township\" from then on\n",
		"- Appraising body: signs \"Strike-off\" from then on\n",
		"- \"Second reader of the report\" is signed no more in \"Appraisal\"\n",
		"- Officer of a department: public security: answers for \"Education\" from then on, where it was \"Public security\"\n",
		"- the day of \"Second look at what was entered\" is 2022-10-01, where it was 2022-09-16\n",
	};
	char *forms = pack_after(
		110,
		"sed -i -e 's/en: Seen again on site}/en: Not seen again}/;/^- list: not_reached/,/^$/s/en: Entry refused}/en: Pulled down}/;s/en: Severe}/en: Grave}/' lists.yaml && "
		"sed -i -e '/- level: liaison/,/by:/s/en: Leader in charge of the village}/en: Leader of the county}/' "
		"-e '/- chain: survey/,/covers:/s/en: Survey}/en: Survey and check}/' -e 's/en: Photos are faulty}/en: Photos are good}/' "
		"-e '/- level: township$/,/due:/s/by: \\[township_head\\]/by: [township_head, inspector]/' "
		"-e '/- deadline: recheck/,/source/s/2022-09-16/2022-10-01/' -e 's/- level: second_reader/- level: third_reader/' -e '/- role: dept_ga/,/office:/s/dept 1$/dept 2/' pack.yaml && "
		"sed -i -e 's/^by: \\[/by: [appraiser, /' closure.yaml");
	struct app_forms_changes changes;
	struct err err = { 0 };

	(void)state;
	unlock("county_officer", 0);
	must(app_forms_changes(app, forms, &changes, &err), &err);
	assert_non_null(changes.reworded);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (!strstr(changes.reworded, lines[i]))
			fail_msg("%s", changes.reworded);
	app_forms_changes_release(&changes);
	free(forms);
}

/* No answer is another by any of these, and the figures are: reports, facts, tables, codes of other systems, what a signer sees summed up. */
static void
pack__tells__what_counts_otherwise(void **state)
{
	static const char *const lines[] = {
		"- the report \"Preliminary classification of self-built houses used for business, by township\" counts otherwise: its figures are not those of before\n",
		"- the report \"Preliminary classification by department in charge\": the column \"Department\" is called \"Bureau\"\n",
		"- the report \"Preliminary classification by department in charge\": the column \"No.\" is made otherwise\n",
		"- the report \"Preliminary classification by department in charge\": the lines below its table are others\n",
		"\" is made no more\n",
		"\" is new\n",
		"- the fact \"Commercial house\" is worked out otherwise: what is called for and counted by it may be other houses\n",
		"- the fact \"Business goes on here\" is called \"Business is done here\"\n",
		"- the table \"criteria_limits\": the row \"101,-,-,-,slope,<,1,-,G,",
		"\" becomes \"101,-,-,-,slope,<,2,-,G,",
		"- the table \"criteria_limits\": the row \"102,-,-,-,-,-,-,-,S,",
		"- the list \"biz\", column dept: of \"Restaurant\" it is 1, where it was 4\n",
		"- the list \"use_class\": the column platform is gone\n",
		"- ! the list \"conclusion\", column platform: the code 2 was that of \"No hazard found\" and is that of \"Some hazard\": ",
		"- ! the list \"conclusion\", column platform: the code 3 was that of \"Some hazard\" and is that of \"No hazard found\": ",
		"- who signs \"Survey\" sees \"Class of use\" summed up, where it was \"Conclusion\"\n",
	};
	char *forms = pack_after(
		120,
		"sed -i -e '0,/AS surveyed/s/AS surveyed/+ 0 AS surveyed/' -e 's/^- report: safety_proofs/- report: safety_papers/' "
		"-e '/^- report: annex2/,/^- report: overdue/{s/en: Department}/en: Bureau}/;s/column: no, type: integer/column: no, type: text/;s/Distinct houses/Houses/}' reports.yaml && "
		"sed -i -e '/- fact: commercial/,/calculation/s/use_class = \\(.1.\\)\"/use_class IN (\\1)\"/;s/en: Business goes on here}/en: Business is done here}/' "
		"-e '/- chain: survey/,/levels/s/summary: conclusion/summary: use_class/' pack.yaml && "
		"sed -i -e 's/^101,,,,slope,<,1,/101,,,,slope,<,2,/;/^102,/d' criteria_limits.csv && "
		"sed -i -e '/en: Restaurant}/s/dept: \"4\"/dept: \"1\"/;/^- list: use_class/,/^$/{/columns:/d;s/, platform: [a-z]*}/}/}' "
		"-e '/^- list: conclusion/,/^$/{s/platform: \"3\"/platform: \"x\"/;s/platform: \"2\"/platform: \"3\"/;s/platform: \"x\"/platform: \"2\"/}' lists.yaml");
	struct app_forms_changes changes;
	struct err err = { 0 };

	(void)state;
	unlock("county_officer", 0);
	must(app_forms_changes(app, forms, &changes, &err), &err);
	assert_non_null(changes.reworded);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (!strstr(changes.reworded, lines[i]))
			fail_msg("%s is not in\n%s", lines[i], changes.reworded);
	assert_null(strstr(changes.reworded, "Wholesale"));
	app_forms_changes_release(&changes);
	free(forms);
}

/* What a signature means: apart from whom, many at once or one by one, over which forms and how often; which rights there are; what a rule stops; when a
 * question is asked. A pack that has not changed tells nothing. */
static void
pack__tells__what_is_ruled_otherwise(void **state)
{
	static const char *const lines[] = {
		"- ! who filled \"Registration\" may sign \"Head of the township\" of the same house himself from then on\n",
		"- who filled \"Photo check\" may not sign \"Survey team\" of the same house from then on\n",
		"- ! \"Head of the township\" may sign other houses many at once: where conclusion IS NOT NULL; it was where conclusion = '3'\n",
		"- \"Survey team\" opens 1 of a hundred houses that it signs at once, where it was 5\n",
		"- \"County too\" is signed from then on in \"Survey\" as well\n",
		"- ! who signs \"Survey\" signs \"Photo check\" no more: it changes without a signature falling\n",
		"- Village Party secretary: signs \"Village Party secretary\" no more\n",
		"- Village inspector: may from then on decide that houses are one, or that there is none\n",
		"- Village inspector: may no more begin a new log where the file is an older copy\n",
		"- Village inspector: reads no more what is sealed from then on\n",
		"- ! the rule QR-22E is of level warning, where it was error, and keeps nobody from signing: ",
		"- ! the rule QR-23 is gone: ",
		"- the question \"Resident ID number\" is asked in other cases than before, or in none\n",
		"- ! the question \"Walls\" need not be answered any more\n",
		"- the question \"Height (m)\" has other bounds than before\n",
		"- ! the case \"Hazard\" asks for \"Notice and proof of service\" no more\n",
	};
	char *forms = pack_after(
		130,
		"sed -i -e '/- level: township$/,/bulk:/{s/distinct_from: \\[registration, /distinct_from: [/;s/when: \"conclusion = .3.\"/when: \"conclusion IS NOT NULL\"/}' "
		"-e '/- level: team/,/bulk:/{s/distinct_from: \\[registration, /&photo_check, /;s/percent: 5/percent: 1/}' "
		"-e '/- level: village$/,/due:/s/by: \\[village_secretary, /by: [/' "
		"-e '0,/^    errors:/s/^    errors:/      - {level: county_too, label: {zh: 县里再签, en: County too}, by: [county_officer], due: recheck}\\n    errors:/' "
		"-e 's/^  decision: \\[/&inspector, /;s/^  epoch: \\[inspector, /  epoch: [/;s/^readers: \\[inspector, /readers: [/' "
		"-e 's/covers: \\[listing, registration, photo_check, /covers: [listing, registration, /' "
		"-e '/- {form: notice, when: unsafe/d' pack.yaml && "
		"sed -i -e '/^- rule: QR-22E/,/expr:/s/level: error/level: warning/' -e '/^- rule: QR-23$/,/source:/d' rules.yaml && "
		"sed -i -e '/relevant: \"owner_doc IS NULL\"/s/IS NULL/= 8/' -e '/name: height_m/,/range/s/range: .*/range: [2, 80]/' "
		"-e '/name: wall_material/,/name:/s/required: true/required: false/' registration.yaml");
	struct app_forms_changes changes;
	struct err err = { 0 };
	char *same = pack_after(131, "true");

	(void)state;
	unlock("county_officer", 0);
	must(app_forms_changes(app, forms, &changes, &err), &err);
	assert_non_null(changes.reworded);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (!strstr(changes.reworded, lines[i]))
			fail_msg("%s is not in\n%s", lines[i], changes.reworded);
	app_forms_changes_release(&changes);
	must(app_forms_changes(app, same, &changes, &err), &err);
	assert_null(changes.reworded);
	app_forms_changes_release(&changes);
	free(forms);
	free(same);
}

/* By which day what is owed, what is hidden from whom and what rests on what: the words and days of both packs, and a key of which nobody thought by its name. */
static void
pack__tells__what_is_set_otherwise(void **state)
{
	static const char *const lines[] = {
		"- level \"Survey > Head of the township\", the day by which it must be signed: deadline('plan'); before: Second look at what was entered (2022-09-16)\n",
		"- form \"Registration\", the day by which it must stand: nothing; before: ",
		"- form \"Photo check\", what is hidden from who fills it: added: nothing; taken away: Main storeys above ground, ",
		"- form \"Preliminary hazard classification\", answers that make it outdated when they change, and with it what was signed: added: nothing; taken away: Roof\n",
		"- form \"Photo check\", forms that must stand first: added: Roster row; taken away: nothing\n",
		"- question \"Photos good\", the hint below it: ",
		"- choice \"Roof > Timber\", stands alone, beside no other choice: yes; before: nothing\n",
		"- new: choice \"Roof > Straw\"\n",
		"- in another order: choice, of \"Roof\"\n",
		"- division \"451224100001 城东社区居委会\", what it became, where its houses count: 451224100002; before: nothing\n",
		"- the rule QR-23 says \"请主管部门与业态不符\", where it said \"主管部门与业态不符\"\n",
	};
	char *forms = pack_after(
		140,
		"sed -i -e \"/- level: township$/,/bulk:/s/due: .*/due: deadline('plan')/\" pack.yaml && "
		"sed -i -e '/^due:/d' registration.yaml && sed -i -e '/^depends:/s/, roof\\]/]/' classification.yaml && "
		"sed -i -e '/^blind:/d;s/^after: .*/after: [listing, registration]/;/name: photo_good/,/required/s/hint: .*/hint: {zh: 看清楚, en: Look closely}/' photo_check.yaml && "
		"sed -i -e '/^- list: roof/,/^$/{/name: \"1\"/{h;s/initials/exclusive: true, initials/;H;x;s/.*\\n//;x;d};/name: \"2\"/G;/name: \"4\"/a\\    - {name: \"9\", label: {zh: 草屋盖, en: Straw}, initials: cwg}' -e '}' lists.yaml && "
		"sed -i -e '/^451224100001,/s/$/,451224100002/;1s/$/,became/' divisions.csv && "
		"sed -i -e '/^- rule: QR-23$/,/source:/s/zh: .主/zh: \"请主/' rules.yaml");
	struct app_forms_changes changes;
	struct err err = { 0 };

	(void)state;
	unlock("county_officer", 0);
	must(app_forms_changes(app, forms, &changes, &err), &err);
	assert_non_null(changes.reworded);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (!strstr(changes.reworded, lines[i]))
			fail_msg("%s is not in\n%s", lines[i], changes.reworded);
	app_forms_changes_release(&changes);
	free(forms);
}

/* A question under another name, which queries, papers and copies read: told in lines that a person reads, without a query in them. */
static void
pack__tells__of_a_renamed_question_without_queries(void **state)
{
	static const char *const lines[] = {
		"- ! the new question \"Name of the business\" (trade_name) may be the one that was biz_name: it is asked anew at every house; ",
		"what stands on it: its query changed\n",
	};
	char *forms = pack_after(141, "sed -i -e 's/\\bbiz_name\\b/trade_name/g' *.yaml");
	struct app_forms_changes changes;
	struct err err = { 0 };

	(void)state;
	unlock("county_officer", 0);
	must(app_forms_changes(app, forms, &changes, &err), &err);
	assert_non_null(changes.reworded);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (!strstr(changes.reworded, lines[i]))
			fail_msg("%s is not in\n%s", lines[i], changes.reworded);
	for (const char *at = changes.reworded; *at; at += strcspn(at, "\n") + 1)
		if (strcspn(at, "\n") > 500 || memmem(at, strcspn(at, "\n"), "SELECT ", 7))
			fail_msg("nobody reads this line: %.*s", (int)strcspn(at, "\n"), at);
	app_forms_changes_release(&changes);
	free(forms);
}

/* ---- what a later pack no longer takes */

/* A pack that does not offer what the houses answered, and has narrower bounds. */
static void
publish_narrower(void)
{
	char *forms = pack_after(100, "sed -i -e '/name: \"3\", label: {zh: 现浇板,.*built_of/d' "
				      "-e '/^- list: permit/,/^$/{/name: \"7\"/d}' lists.yaml && "
				      "sed -i -e '/name: floors_main/,/range/s/range: .*/range: [1, 2]/' "
				      "-e '/name: height_m/,/range/s/range: .*/range: [2, 8]/' registration.yaml");
	struct err err = { 0 };
	bool in_force = false;
	struct id step;

	unlock("county_officer", 0);
	must(app_forms_publish(app, forms, &step, &in_force, &err), &err);
	unlock("county_officer", 1);
	must(app_endorse(app, &step, &err), &err);
	free(forms);
}

static const struct field *
question(const char *name)
{
	return pack_field(app_pack(app), name);
}

static void
shows(const struct sheet *sheet, const char *name, const char *wanted)
{
	char *text = sheet_text(sheet, question(name), 0, "en");

	assert_string_equal(text, wanted);
	free(text);
}

/* What is wrong at a question, "" for nothing. */
static const char *
wrong(const struct sheet *sheet, const char *name)
{
	const struct sheet_problem *problem = sheet_problem_of(sheet, question(name), 0, true);

	return problem ? problem->text : "";
}

struct finding_house {
	struct id house;
	bool found;
};

/* A house of three storeys, signed, whose roof is not offered any more. */
static bool
find_house(const struct building_row *row, void *ctx)
{
	struct finding_house *finding = ctx;
	struct sheet *sheet = NULL;
	struct err err = { 0 };
	char *roof, *floors;

	if (sheet_open(app, &row->root, "registration", NULL, &sheet, &err))
		return true;
	roof = sheet_text(sheet, question("roof"), 0, "en");
	floors = sheet_text(sheet, question("floors_main"), 0, "en");
	finding->found = strcmp(roof, "Cast in place") == 0 && strcmp(floors, "3") == 0 && sheet_photo(sheet, question("photo_front"), 0);
	finding->house = row->root;
	free(roof);
	free(floors);
	sheet_free(sheet);
	return !finding->found;
}

static struct sheet *
opened(const struct id *house)
{
	struct sheet *sheet = NULL;
	struct err err = { 0 };

	must(sheet_open(app, house, "registration", NULL, &sheet, &err), &err);
	return sheet;
}

/* Signs, with a reason for each warning. */
static void
sign(struct sheet *sheet)
{
	struct buf said = { 0 };
	struct err err = { 0 };
	struct id step;

	for (size_t i = 0; i < sheet_problem_count(sheet); i++)
		if (sheet_problem_at(sheet, i)->kind == FORM_WARNING)
			sheet_set_reason(sheet, sheet_problem_at(sheet, i)->rule->id,
					 house_check_reasons(app_pack(app), sheet_problem_at(sheet, i)->rule->id) ? "1" : "看过证件原件");
	if (sheet_sign(sheet, &step, &said, &err))
		fail_msg("%s\n%s", buf_text(&said), err.text);
	buf_release(&said);
}

/* What fits no more stands at its question and is asked again; everything else stands as it was signed. */
static void
answers__that_a_later_pack_does_not_take__are_shown_and_asked_again(void **state)
{
	struct finding_house finding = { .found = false };
	const struct field *at;
	struct sheet *sheet;
	struct buf said = { 0 };
	struct err err = { 0 };
	struct id step;
	int row;

	(void)state;
	publish_narrower();
	unlock("inspector", 0);
	must(store_each_building(app_store(app), VILLAGE, find_house, &finding, &err), &err);
	assert_true(finding.found);
	sheet = opened(&finding.house);
	assert_true(sheet_is_relevant(sheet, question("roof"), 0));
	assert_null(sheet_value(sheet, question("roof"), 0));
	assert_string_equal(wrong(sheet, "roof"), "\"Cast in place\" was answered here and is no longer offered: choose anew.");
	assert_non_null(strstr(wrong(sheet, "licences"), "is no longer offered. Enter keeps the other choices."));
	assert_int_equal(sheet_value(sheet, question("licences"), 0)->list.count, 1);
	assert_non_null(strstr(wrong(sheet, "floors_main"), "\"3\": must lie between 1 and 2"));
	shows(sheet, "height_m", "9.6");
	assert_non_null(strstr(wrong(sheet, "height_m"), "must lie between 2 and 8"));
	assert_non_null(sheet_value(sheet, question("area_m2"), 0)); /* stands as it was */
	assert_non_null(sheet_value(sheet, question("wall_material"), 0));
	assert_string_equal(wrong(sheet, "wall_material"), "");
	assert_int_equal(sheet_sign(sheet, &step, &said, &err), STATUS_INVALID);

	sheet_set_text(sheet, question("floors_main"), 0, "2");
	assert_null(strstr(wrong(sheet, "floors_main"), "must lie"));
	must(sheet_save(sheet, &err), &err);
	sheet_free(sheet);
	sheet = opened(&finding.house); /* the draft keeps what was answered */
	shows(sheet, "roof", "Cast in place");
	assert_non_null(strstr(wrong(sheet, "licences"), "is no longer offered"));
	sheet_set_take(sheet, question("roof"), 0, value_text("2"));
	assert_string_equal(wrong(sheet, "roof"), "");
	assert_true(sheet_undo(sheet, &at, &row));
	shows(sheet, "roof", "Cast in place");
	sheet_set_take(sheet, question("roof"), 0, value_text("2"));
	sheet_set_take(sheet, question("floor_slab"), 0, value_text("2"));
	sheet_confirm(sheet, question("licences"), 0);
	assert_string_equal(wrong(sheet, "licences"), "");
	assert_int_equal(sheet_sign(sheet, &step, &said, &err), STATUS_INVALID);
	sheet_set_text(sheet, question("height_m"), 0, "6");
	sign(sheet);
	sheet_free(sheet);
	sheet = opened(&finding.house);
	shows(sheet, "roof", "Precast");
	shows(sheet, "height_m", "6");
	assert_string_equal(wrong(sheet, "licences"), "");
	sheet_free(sheet);
	buf_release(&said);
}

/* The command says it in the words of the page. */
static void
fill__says__what_is_no_longer_offered(void **state)
{
	struct finding_house finding = { .found = false };
	struct value values = value_object();
	struct app_fill fill = { .building = &finding.house, .form = "registration", .values = &values };
	struct buf said = { 0 };
	struct err err = { 0 };
	struct id step;

	(void)state;
	must(store_each_building(app_store(app), VILLAGE, find_house, &finding, &err), &err);
	assert_true(finding.found);
	value_set_text(&values, "survey_state", "2");
	value_set_text(&values, "roof", "3");
	assert_int_equal(app_fill(app, &fill, &step, &said, &err), STATUS_INVALID);
	assert_non_null(strstr(buf_text(&said), "(roof): \"Cast in place\" was answered here and is no longer offered: choose anew."));
	buf_release(&said);
	value_release(&values);
}

/* ---- what houses still have of it, in lists, counts, reports and on the page of a house */

struct told_choice {
	const char *value, *words;
	int64_t houses; /* -1: not told */
	size_t blank;	/* rows of neither words nor a code */
};

static void
note_choice(const char *value, const char *words, int64_t houses, void *ctx)
{
	struct told_choice *told = ctx;

	if (strcmp(value, told->value) == 0 && strcmp(words, told->words) == 0)
		told->houses = houses;
	told->blank += !*words && *value;
}

static void
is_told(const char *column, const char *value, const char *words)
{
	struct sift sift = { 0 };
	struct app_report ask = { .area = "", .format = APP_FORMAT_CSV, .lang = "en" };
	struct told_choice told = { .value = value, .words = words, .houses = -1 };
	const char *ways[] = { value, words, "" };
	struct err err = { 0 };
	char *plain = mem_strndup(words, (size_t)(strstr(words, " (no longer offered)") - words));

	must(sift_each_value(app, &sift, column, &ask, note_choice, &told, &err), &err);
	assert_true(told.houses > 0);
	assert_int_equal(told.blank, 0);
	ways[2] = plain;
	sift_add_column(&sift, "_number");
	sift_add_column(&sift, column);
	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		struct buf out = { 0 };
		int64_t rows = 0;
		char *filter;

		sift_add_filter(&sift, column, SIFT_IS, ways[i]);
		filter = sift_filter_words(app, &sift.filters[0], "en");
		assert_non_null(strstr(filter, words));
		free(filter);
		must(app_sift(app, &sift, &ask, &out, &err), &err);
		for (const char *at = buf_text(&out); (at = strstr(at, words)); at++)
			rows++;
		assert_true(rows >= told.houses);
		buf_release(&out);
		sift_drop_filters(&sift);
	}
	sift_release(&sift);
	free(plain);
}

static void
choices__that_a_later_pack_does_not_offer__are_told_counted_and_found(void **state)
{
	struct finding_house finding = { .found = false };
	struct record *record = NULL;
	struct err err = { 0 };
	size_t told = 0;

	(void)state;
	is_told("roof", "3", "Cast in place (no longer offered)");
	is_told("licences", "7", "Homestead approval (no longer offered)");
	must(store_each_building(app_store(app), VILLAGE, find_house, &finding, &err), &err);
	must(record_open(app, &finding.house, &record, &err), &err);
	for (size_t i = 0; i < record->line_count; i++)
		told += record->lines[i].text && strcmp(record->lines[i].text, "Cast in place (no longer offered)") == 0;
	assert_true(told > 0);
	record_free(record);
}

/* A photo whose bytes are elsewhere, and come by a later stick, stays the form's also through a draft. */
static void
draft__keeps__a_photo_that_is_not_in_this_file(void **state)
{
	struct finding_house finding = { .found = false };
	struct err err = { 0 };
	struct sheet *sheet;
	char hex[ID_HEX_LEN + 1], *command;

	(void)state;
	must(store_each_building(app_store(app), VILLAGE, find_house, &finding, &err), &err);
	assert_true(finding.found);
	sheet = opened(&finding.house);
	command = mem_printf("sqlite3 '%s/county.louce' \"DELETE FROM photo WHERE id = x'%s'\"", dir,
			     id_hex(&sheet_photo(sheet, question("photo_front"), 0)->id, hex));
	assert_int_equal(system(command), 0);
	free(command);
	sheet_set_text(sheet, question("area_m2"), 0, "99");
	must(sheet_save(sheet, &err), &err);
	sheet_free(sheet);
	sheet = opened(&finding.house);
	shows(sheet, "area_m2", "99");
	assert_non_null(sheet_photo(sheet, question("photo_front"), 0));
	sheet_free(sheet);
}

/* ---- a house that moves */

/* The row of a case that somebody of this role owes as a form, on his first page; NULL: none. */
static const struct work_row *
row_of_case(const struct work *work, const struct due_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < work->row_count && rows[i].of_case && rows[i].form; k++)
			if (id_equal(&work->rows[k].building, &rows[i].building) && work->rows[k].form == rows[i].form)
				return &work->rows[k];
	return NULL;
}

static size_t
rows_about(const struct work *work, const struct id *house, const struct form *form)
{
	size_t count = 0;

	for (size_t i = 0; i < work->row_count; i++)
		count += id_equal(&work->rows[i].building, house) && work->rows[i].form == form;
	return count;
}

static int64_t
houses_of_bars(const struct work *work)
{
	int64_t sum = 0;

	for (size_t i = 0; i < work->bar_count; i++)
		sum += work->bars[i].total;
	return sum;
}

static const char *
village_beside(const char *village)
{
	const struct pack *pack = app_pack(app);

	for (size_t i = 0; i < pack->division_count; i++)
		if (pack->divisions[i].level == DIVISION_VILLAGE && !*pack->divisions[i].became &&
		    strncmp(pack->divisions[i].code, village, 9) == 0 && strcmp(pack->divisions[i].code, village) != 0)
			return pack->divisions[i].code;
	fail_msg("%s stands alone", village);
	return NULL;
}

static void
move_house(const struct id *house, const char *village)
{
	const struct app_move ask = { .house = house, .village = village, .reason = "房屋在河对岸" };
	struct app_moved told;
	struct buf findings = { 0 };
	struct err err = { 0 };

	must(app_move(app, &ask, &told, &findings, &err), &err);
	assert_non_null(told.hidden);
	app_moved_release(&told);
	buf_release(&findings);
}

static void
case__stays_on_the_first_page__of_who_owes_it__when_its_house_moves(void **state)
{
	struct due_row *rows = NULL;
	struct work *before = NULL, *after = NULL;
	struct building_list *list = NULL;
	const struct work_row *row = NULL;
	struct err err = { 0 };
	struct listed listed;
	size_t count = 0, aside = 0;

	(void)state;
	must(due_list(app, &(struct due_ask){ .area = "", .role = "township_clerk" }, &rows, &count, &err), &err);
	for (size_t nth = 0; !row; nth++) { /* a clerk in whose township there is one */
		work_free(before);
		unlock("township_clerk", nth);
		must(work_open(app, &before, &err), &err);
		row = row_of_case(before, rows, count);
	}
	free(rows);
	assert_int_equal(rows_about(before, &row->building, row->form), 1);
	move_house(&row->building, village_beside(row->division));
	must(work_open(app, &after, &err), &err);
	assert_int_equal(rows_about(after, &row->building, row->form), 1);
	assert_int_equal(houses_of_bars(after), houses_of_bars(before));
	must(building_list_open(app, &list, &err), &err);
	for (size_t i = 0; i < building_list_count(list); i++) {
		building_list_at(list, i, &listed);
		aside += listed.case_goes_on && id_equal(&listed.root, &row->building) && listed.counted_as;
	}
	assert_int_equal(aside, 1);
	building_list_free(list);
	work_free(after);
	work_free(before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts__are__the_same_in_list_and_status__of_the_county),
		cmocka_unit_test(counts__are__the_same_on_the_first_page),
		cmocka_unit_test(board__counts__what_nobody_judged__as_telling_each_does),
		cmocka_unit_test(words__are__different_for_each_kind),
		cmocka_unit_test(pack__is_refused__that_gives_a_code_the_words_of_another__or_changes_what_is_fixed),
		cmocka_unit_test(pack__tells__what_reads_otherwise__what_is_sealed_no_more__and_who_reads_it),
		cmocka_unit_test(pack__tells__what_was_signed_reads_otherwise__and_who_signs_and_answers_from_then_on),
		cmocka_unit_test(pack__tells__what_counts_otherwise),
		cmocka_unit_test(pack__tells__what_is_ruled_otherwise),
		cmocka_unit_test(pack__tells__what_is_set_otherwise),
		cmocka_unit_test(pack__tells__of_a_renamed_question_without_queries),
		cmocka_unit_test(added_question__is_asked__of_who_filled_the_form__and_of_another_when_he_is_gone),
		cmocka_unit_test(answers__that_a_later_pack_does_not_take__are_shown_and_asked_again),
		cmocka_unit_test(fill__says__what_is_no_longer_offered),
		cmocka_unit_test(choices__that_a_later_pack_does_not_offer__are_told_counted_and_found),
		cmocka_unit_test(draft__keeps__a_photo_that_is_not_in_this_file),
		cmocka_unit_test(case__stays_on_the_first_page__of_who_owes_it__when_its_house_moves),
	};

	return cmocka_run_group_tests(tests, open_county, drop_county);
}
