#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/laptop.h"
#include "../support/sanitizer.h"
#include "app/house/label.h"
#include "app/fill/fill.h"
#include "app/session/accounts.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/file.h"
#include "base/mem.h"
#include "store/blob.h"
#include "store/dossier/dossier.h"
#include "ui/house/building.h"
#include "ui/page/text.h"
#include "ui/stack.h"

/* Pages that hold any number: the demonstration with a pack of 27 forms, six levels and a form with 30 roots, without a terminal. Every page
 * shows and reaches every one of them, at both sizes and in both languages, in a house that is surveyed and in a finished one. */

#define CLOCK "1662000000"
#define SURVEY_FORMS 4
#define OWN_FORMS                                                                                                                          \
	11 /* of the campaign: those of the survey, and the record, the second look, the spot check and the told counts, which no house here calls for */
#define LAST_EXTRA 20
#define FORMS (OWN_FORMS + 1 + LAST_EXTRA - 5)
#define ROOTS 30
#define DOWN "\x1b[B"
#define RIGHT "\x1b[C"
#define HOME "\x1b[H"
#define PAGE "\x1b[6~"

static char made[512];	  /* the folder of the county */
static char finished[65]; /* a house signed by all six levels, with 30 visits */
static char visited[65];  /* one still to be surveyed, with 30 visits */
static char plain[65];	  /* one that is registered, without any */

/* ---- the county */

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

static void PRINTF_FMT(1, 2) louce(const char *format, ...)
{
	char words[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(words, sizeof(words), format, args);
	va_end(args);
	run("LOUCE_HOME='%s/home' LOUCE_WORKSPACE='%s/county.louce' '%s/louce' %s --passphrase-file '%s/pass' >/dev/null", made, made,
	    getenv("LOUCE_BUILD"), words, made);
}

static void
write_file(const char *name, const char *text)
{
	char *path = mem_printf("%s/pack/%s", made, name);
	struct err err = { 0 };

	if (file_write(path, text, strlen(text), 0644, &err))
		fail_msg("%s", err.text);
	free(path);
}

/* The campaign's pack with sixteen more forms, one of them of many slots, two more levels, and a second chain over each of those slots. */
static void
make_pack(void)
{
	struct buf forms = { 0 };

	run("mkdir '%s/pack' && cp '%s/forms/'*.yaml '%s/forms/'*.csv '%s/pack/'", made, getenv("LOUCE_SRC"), getenv("LOUCE_SRC"), made);
	buf_text_add(&forms, "look_in");
	for (int i = 6; i <= LAST_EXTRA; i++) {
		char name[32], text[600];

		buf_printf(&forms, ", extra%02d", i);
		snprintf(name, sizeof(name), "extra%02d.yaml", i);
		snprintf(text, sizeof(text),
			 "form: extra%02d\nlabel: {zh: 第%02d号表, en: Form number %02d}\nby: [inspector]\nafter: [listing]\n"
			 "fields:\n  - name: x%02d\n    type: text\n    label: {zh: 说明, en: Remark}\n    required: true\n",
			 i, i, i, i);
		write_file(name, text);
	}
	run("sh -c '. %s/tests/support/survey.sh && survey_alone %s/pack'", getenv("LOUCE_SRC"), made);
	write_file("look_in.yaml",
		   "form: look_in\nlabel: {zh: 入户走访, en: Visit}\nby: [inspector]\nafter: [listing]\nrepeat: true\n"
		   "fields:\n  - name: visit_words\n    type: text\n    label: {zh: 走访情况, en: What was seen}\n    required: true\n"
		   "    constraint: \"substr(visit_words, 1, 9) NOT IN (SELECT substr(v.visit_words, 1, 9) FROM look_in v)\"\n");
	run("sed -i -e 's/^version: .*/version: 2/' -e 's/^forms: \\[\\(.*\\)\\]/forms: [\\1, %s]/' "
	    "-e 's/^    errors:/      - level: clerk\\n        label: {zh: 乡镇经办复核, en: Checked by the clerk}\\n        by: [township_clerk]\\n"
	    "      - level: county\\n        label: {zh: 县级审定, en: Approved by the county}\\n        by: [county_officer]\\n    errors:/' "
	    "-e 's/^deadlines:/  - chain: visits\\n    label: {zh: 走访, en: Visits}\\n    each: look_in\\n    levels:\\n"
	    "      - {level: village, label: {zh: 书记, en: Secretary}, by: [village_secretary]}\\n"
	    "      - {level: township, label: {zh: 乡镇, en: Township}, by: [township_head]}\\ndeadlines:/' "
	    "'%s/pack/pack.yaml'",
	    buf_text(&forms), made);
	buf_release(&forms);
}

/* The root of one house, by a question to the register. */
static void
find_house(const char *where, char out[65])
{
	char command[1024];
	FILE *from;

	snprintf(command, sizeof(command),
		 "sqlite3 '%s/county.louce' \"SELECT lower(hex(root)) FROM building WHERE division = '451224204201' AND %s LIMIT 1\"", made,
		 where);
	from = popen(command, "r");
	assert_non_null(from);
	assert_int_equal(fread(out, 1, 64, from), 64);
	out[64] = '\0';
	pclose(from);
}

static const char *const signers[] = { "team:1", "survey:village:3", "liaison:4", "survey:township:5", "clerk:6", "county:7" };

/* Each a minute after the one before, so that they have an order. */
static void
make_visits(const char *house, const char *inspector)
{
	struct app *app = NULL;
	struct err err = { 0 };
	static int minutes; /* since the county was made: this laptop signs nothing before what it signed */
	char file[600], clock[32];
	struct id building;

	assert_true(id_from_hex(house, &building));
	snprintf(file, sizeof(file), "%s/county.louce", made);
	if (app_open(file, APP_WRITE, &app, &err) || app_unlock_with(app, inspector, "demo", &err))
		fail_msg("%s", err.text);
	for (int i = 1; i <= ROOTS; i++) {
		struct value values = value_object();
		const struct app_fill fill = { .building = &building, .form = "look_in", .values = &values };
		struct buf findings = { 0 };
		struct id id;
		char words[32];

		snprintf(words, sizeof(words), "visit <%d>", i);
		value_set_text(&values, "visit_words", words);
		snprintf(clock, sizeof(clock), "%d", atoi(CLOCK) + 60 * ++minutes);
		setenv("LOUCE_CLOCK", clock, 1);
		if (app_fill(app, &fill, &id, &findings, &err))
			fail_msg("%s %s", err.text, buf_text(&findings));
		buf_release(&findings);
		value_release(&values);
	}
	app_close(app);
	setenv("LOUCE_CLOCK", CLOCK, 1);
}

static int
make_county(void **state)
{
	struct app_person_row *people = NULL;
	struct app *app = NULL;
	struct err err = { 0 };
	char file[600];
	size_t count = 0;

	(void)state;
	snprintf(made, sizeof(made), "%s/many-%d", getenv("TMPDIR"), (int)getpid());
	setenv("LOUCE_CLOCK", CLOCK, 1);
	run("'%s/tests/support/demo' '%s' --buildings 20 --seed ui --single", getenv("LOUCE_SRC"), made);
	run("echo demo >'%s/pass'", made);
	snprintf(file, sizeof(file), "%s/home", made);
	setenv("LOUCE_HOME", file, 1);
	snprintf(file, sizeof(file), "%s/county.louce", made);
	if (app_open(file, APP_WRITE, &app, &err) || app_person_list(app, "", &people, &count, &err))
		fail_msg("%s", err.text);
	app_close(app);
	assert_true(count >= 8);
	make_pack();
	louce("forms publish '%s/pack' --yes --as %s", made, people[6].person);
	louce("endorse $(sqlite3 '%s/county.louce' \"SELECT lower(hex(id)) FROM step ORDER BY n DESC LIMIT 1\") --as %s --yes", made,
	      people[7].person);
	find_house("task_name = 'team'", finished); /* a chain begun before is ended under the pack of then, with its four levels */
	for (size_t i = 0; i < ARRAY_LEN(signers); i++)
		louce("sign %.*s %s --as %s", (int)(strrchr(signers[i], ':') - signers[i]), signers[i], finished,
		      people[signers[i][strlen(signers[i]) - 1] - '1'].person);
	find_house("task_name = 'registration'", visited);
	find_house("level = 1", plain);
	make_visits(finished, people[0].person);
	make_visits(visited, people[0].person);
	free(people);
	return 0;
}

static int
drop_county(void **state)
{
	(void)state;
	run("rm -rf '%s'", made);
	return 0;
}

/* ---- a laptop without a terminal */

static void
open_laptop(struct laptop *laptop, size_t window, const char *person)
{
	char file[600];

	snprintf(file, sizeof(file), "%s/county.louce", made);
	laptop_open(laptop, file, window, person);
}

static void
open_house(struct laptop *laptop, const char *house)
{
	struct id id;

	assert_true(id_from_hex(house, &id));
	stack_push(&laptop->stack, &laptop->ui, building_screen(&laptop->ui, &id));
	assert_string_equal(laptop_page(laptop), "building");
}

static const char *
form_label(const struct laptop *laptop, size_t form)
{
	return label_text(&app_pack(laptop->ui.app)->forms[form].label, laptop->ui.lang);
}

/* ---- a house */

static void
house__shows__every_form_level_and_root(void **state)
{
	const char *const houses[] = { finished, visited };

	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++)
		for (size_t h = 0; h < ARRAY_LEN(houses); h++) {
			struct laptop laptop;
			struct buf seen = { 0 };
			const struct pack *pack;

			open_laptop(&laptop, w, "1");
			open_house(&laptop, houses[h]);
			pack = app_pack(laptop.ui.app);
			assert_int_equal(pack->form_count, FORMS);
			assert_int_equal(pack->chains[0].level_count, 6);
			assert_int_equal(pack->chain_count, 2);
			for (int tab = 0; tab < 3; tab++) {
				laptop_walk(&laptop, DOWN, &seen);
				laptop_press(&laptop, "\t");
			}
			for (size_t i = 0; i < pack->form_count; i++)
				if (i < SURVEY_FORMS || i >= OWN_FORMS)
					assert_seen(&seen, form_label(&laptop, i));
			for (size_t i = 0; i < pack->chains[0].level_count; i++)
				assert_seen(&seen, label_text(&pack->chains[0].levels[i].label, laptop.ui.lang));
			for (size_t i = 0; i < pack->chains[1].level_count; i++)
				for (int slot = 1; slot <= ROOTS; slot++) {
					char *words = house_level_words(pack, &pack->chains[1].levels[i]);
					char *shown = mem_printf("%s %d/%d", words, slot, ROOTS);

					assert_seen(&seen, shown);
					free(shown);
					free(words);
				}
			for (int i = 1; i <= ROOTS; i++) {
				char text[32];

				snprintf(text, sizeof(text), "visit <%d>", i);
				assert_seen(&seen, text);
			}
			buf_release(&seen);
			laptop_close(&laptop);
		}
}

/* With few forms too many for the page the levels are what must not vanish: they are on the first page, without a key. */
static void
house__shows_all_levels__before_any_key(void **state)
{
	const char *const houses[] = { finished, visited };

	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++)
		for (size_t h = 0; h < ARRAY_LEN(houses); h++) {
			struct laptop laptop;
			struct buf seen = { 0 };
			const struct pack *pack;

			open_laptop(&laptop, w, "1");
			open_house(&laptop, houses[h]);
			pack = app_pack(laptop.ui.app);
			laptop_look(&laptop, &seen);
			for (size_t i = 0; i < pack->chains[0].level_count; i++) {
				char *shown = mem_printf("] %.*s", 12, label_text(&pack->chains[0].levels[i].label, laptop.ui.lang));

				assert_seen(&seen, shown);
				free(shown);
			}
			buf_release(&seen);
			laptop_close(&laptop);
		}
}

/* Tab Tab: the forms. Each is chosen with Down and opened with Enter: its form, or the sentence why not. */
static void
house__reaches__every_form_and_root(void **state)
{
	const char *const houses[] = { finished, visited };

	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w += 2) /* in Chinese, the small one and the large one */
		for (size_t h = 0; h < ARRAY_LEN(houses); h++) {
			struct laptop laptop;
			bool opened[FORMS] = { false }, root[ROOTS + 1] = { false };

			open_laptop(&laptop, w, "1");
			open_house(&laptop, houses[h]);
			laptop_press(&laptop, "\t\t" HOME);
			for (int at = 0; at < FORMS + 3 * ROOTS + 6; at++) {
				laptop.ui.toast_kind = TOAST_NONE;
				laptop_press(&laptop, "\r");
				if (strcmp(laptop_page(&laptop), "form") == 0) {
					struct buf seen = { 0 };
					const char *visit;

					for (size_t i = 0; i < FORMS; i++)
						opened[i] |= strstr(laptop_title(&laptop), form_label(&laptop, i)) != NULL;
					laptop_look(&laptop, &seen);
					visit = strstr(buf_text(&seen), "visit <");
					if (visit)
						root[atoi(visit + strlen("visit <"))] = true;
					buf_release(&seen);
					laptop_press(&laptop, "\x1b");
				} else {
					assert_int_not_equal(laptop.ui.toast_kind, TOAST_NONE);
				}
				assert_string_equal(laptop_page(&laptop), "building");
				laptop_press(&laptop, DOWN);
			}
			for (size_t i = OWN_FORMS; i < FORMS; i++) /* those before are not this inspector's to fill everywhere */
				if (!opened[i])
					fail_msg("form %zu (%s) is not reached", i + 1, form_label(&laptop, i));
			for (int i = 1; i <= ROOTS; i++)
				if (!root[i])
					fail_msg("visit %d is not reached", i);
			laptop_close(&laptop);
		}
}

static void
forms_of_house__are_found__by_their_words(void **state)
{
	struct laptop laptop;

	(void)state;
	open_laptop(&laptop, 0, "1");
	open_house(&laptop, visited);
	laptop_press(&laptop, "\t\t/第17\r\r");
	assert_string_equal(laptop_page(&laptop), "form");
	assert_non_null(strstr(laptop_title(&laptop), "第17号表"));
	laptop_close(&laptop);
}

/* A slot that was signed is opened, corrected and signed: it stays the same slot, and is none beside itself for what no two slots may say. */
static void
slot__is_corrected__in_its_place(void **state)
{
	struct laptop laptop;
	struct buf seen = { 0 };

	(void)state;
	open_laptop(&laptop, 1, "1");
	open_house(&laptop, visited);
	laptop_press(&laptop, "\t\t/Visit 3/30\r\r");
	assert_string_equal(laptop_page(&laptop), "form");
	laptop_look(&laptop, &seen);
	assert_seen(&seen, "visit <3>");
	laptop_press(&laptop, " again\x13\x13");
	assert_string_equal(laptop_page(&laptop), "building");
	laptop_press(&laptop, "\t"); /* the record */
	buf_clear(&seen);
	laptop_walk(&laptop, DOWN, &seen);
	assert_seen(&seen, "visit <3> again");
	assert_seen(&seen, "Visit 30/30");
	assert_seen(&seen, "Visit (30)");
	buf_release(&seen);
	laptop_close(&laptop);
}

/* ---- home, lists, reports, help */

static void
home__shows_and_reaches__every_line(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct buf seen = { 0 };

		open_laptop(&laptop, w, "1");
		laptop_walk(&laptop, DOWN, &seen);
		/* The house that is registered waits for the others of its forms. */
		assert_seen(&seen, form_label(&laptop, 1));
		buf_release(&seen);
		laptop_close(&laptop);
	}
}

static void
finished_house__stays_finished__when_a_form_outside_the_chain_is_open(void **state)
{
	struct laptop laptop;
	struct buf seen = { 0 };

	(void)state;
	open_laptop(&laptop, 0, "1");
	laptop_press(&laptop, "a\t\t\t\t\t\t\t\t\t\t"); /* signed by all */
	laptop_look(&laptop, &seen);
	assert_seen(&seen, "[各级签完]");
	assert_null(strstr(buf_text(&seen), "  0 / "));
	laptop_press(&laptop, "\r");
	assert_string_equal(laptop_page(&laptop), "building");
	buf_release(&seen);
	laptop_close(&laptop);
}

static const char *
last_of(const char *text, const char *words)
{
	const char *last = NULL;

	for (const char *at = strstr(text, words); at; at = strstr(at + 1, words))
		last = at;
	return last;
}

static void
report__ends_no_line__without_a_mark(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct buf seen = { 0 };
		const char *at;
		long sum = 0;

		open_laptop(&laptop, w, "7");
		laptop_press(&laptop, "r\r");
		assert_string_equal(laptop_page(&laptop), "text");
		laptop_walk(&laptop, DOWN, &seen);
		at = last_of(buf_text(&seen), strcmp(laptop.ui.lang, "zh") == 0 ? "总数核对" : "Reconciliation");
		assert_non_null(at);
		/* The whole and all its parts: without the last of them it does not add up. */
		for (int i = 0; i < 6; i++) {
			long number;

			at += strcspn(at, "0123456789");
			number = strtol(at, (char **)(uintptr_t)&at, 10);
			sum += i ? number : -number;
		}
		assert_int_equal(sum, 0);
		buf_release(&seen);
		laptop_close(&laptop);
	}
}

static void
text__wraps_sentences__and_scrolls_tables(void **state)
{
	struct laptop laptop;
	struct buf seen = { 0 }, text = { 0 };
	struct screen *screen;

	(void)state;
	open_laptop(&laptop, 0, NULL);
	for (int i = 0; i < 60; i++)
		buf_printf(&text, "word%d ", i);
	buf_text_add(&text, "\nfirst");
	for (int i = 0; i < 20; i++)
		buf_printf(&text, "  column%02d", i);
	for (int i = 0; i < 60; i++)
		buf_printf(&text, "\nline %d", i);
	screen = text_screen(mem_strdup("x"), mem_strdup(buf_text(&text)));
	stack_push(&laptop.stack, &laptop.ui, screen);
	laptop_look(&laptop, &seen);
	assert_seen(&seen, "word59");
	assert_seen(&seen, "column06  co>");
	assert_seen(&seen, "1-21/");
	laptop_walk(&laptop, RIGHT, &seen);
	assert_seen(&seen, "column19");
	laptop_walk(&laptop, PAGE, &seen);
	assert_seen(&seen, "line 59");
	laptop_press(&laptop, HOME "/line 33\r");
	buf_clear(&seen);
	laptop_look(&laptop, &seen);
	assert_string_equal(laptop_page(&laptop), "text");
	assert_seen(&seen, "line 33");
	buf_release(&seen);
	buf_release(&text);
	laptop_close(&laptop);
}

/* ---- what a key costs */

static size_t loads, blobs;

enum status __real_dossier_load(struct store *store, const struct id *root, const struct private_reader *reader, struct dossier **out,
				struct err *err);
enum status __wrap_dossier_load(struct store *store, const struct id *root, const struct private_reader *reader, struct dossier **out,
				struct err *err);
enum status
__wrap_dossier_load(struct store *store, const struct id *root, const struct private_reader *reader, struct dossier **out, struct err *err)
{
	loads++;
	return __real_dossier_load(store, root, reader, out, err);
}

enum status __real_dossier_load_form(struct store *store, const struct id *root, const char *form, const struct private_reader *reader,
				     struct dossier **out, struct err *err);
enum status __wrap_dossier_load_form(struct store *store, const struct id *root, const char *form, const struct private_reader *reader,
				     struct dossier **out, struct err *err);
enum status
__wrap_dossier_load_form(struct store *store, const struct id *root, const char *form, const struct private_reader *reader,
			 struct dossier **out, struct err *err)
{
	loads++;
	return __real_dossier_load_form(store, root, form, reader, out, err);
}

enum status __real_store_get_blob(struct store *store, enum blob_kind kind, const struct id *id, struct buf *out, struct err *err);
enum status __wrap_store_get_blob(struct store *store, enum blob_kind kind, const struct id *id, struct buf *out, struct err *err);
enum status
__wrap_store_get_blob(struct store *store, enum blob_kind kind, const struct id *id, struct buf *out, struct err *err)
{
	blobs += kind == BLOB_PHOTO;
	return __real_store_get_blob(store, kind, id, out, err);
}

/* No page evaluates a house again because of an arrow key. */
static void
arrow_keys__load_no_house(void **state)
{
	static const struct {
		const char *person, *keys;
	} pages[] = {
		{ "1", "" },	    /* home */
		{ "1", "a" },	    /* all houses */
		{ "1", "a\r" },	    /* a house */
		{ "1", "a\r\t" },   /* its history */
		{ "1", "a\r\t\t" }, /* its forms */
		{ "1", "n" },	    /* a form */
		{ "3", "\r" },	    /* a sitting */
		{ "7", "r" },	    /* reports */
		{ "7", "k" },	    /* people */
		{ "7", "x" },	    /* sticks */
		{ "7", "xd" },	    /* decisions */
	};

	static const char moves[] = DOWN DOWN DOWN "\x1b[A" PAGE HOME;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
		struct laptop laptop;

		open_laptop(&laptop, 0, pages[i].person);
		laptop_press(&laptop, pages[i].keys);
		laptop_press(&laptop, moves); /* what is seen for the first time is read once */
		loads = blobs = 0;
		laptop_press(&laptop, moves);
		if (loads || blobs)
			fail_msg("%s after \"%s\": %zu houses and %zu photos read for six keys", laptop_page(&laptop), pages[i].keys, loads,
				 blobs);
		laptop_close(&laptop);
	}
}

/* Is it here? is asked without reading it. */
static void
house__reads_one_photo__to_show_one(void **state)
{
	struct laptop laptop;

	(void)state;
	open_laptop(&laptop, 0, "1");
	loads = blobs = 0;
	open_house(&laptop, finished);
	assert_int_equal(loads, 1);
	assert_int_equal(blobs, 1);
	laptop_close(&laptop);
}

/* A team that stands before a house listed twice names the other one; who may decide has it on the first page, with why. */
static void
house__is_proposed_to_be_another__by_who_may_not_decide(void **state)
{
	struct laptop laptop;
	struct buf seen = { 0 };

	(void)state;
	open_laptop(&laptop, 0, "1");
	open_house(&laptop, plain);
	laptop_press(&laptop, "j");
	assert_string_equal(laptop_page(&laptop), "other");
	laptop_press(&laptop, "\r");
	if (strcmp(laptop_page(&laptop), "other") == 0) /* the house itself stands first */
		laptop_press(&laptop, DOWN "\r");
	assert_string_equal(laptop_page(&laptop), "question-propose");
	laptop_press(&laptop, "\r"); /* without a word why */
	assert_string_equal(laptop_page(&laptop), "question-propose");
	laptop_press(&laptop, "一道门\rdemo\r");
	assert_string_equal(laptop_page(&laptop), "building");
	laptop_close(&laptop);

	open_laptop(&laptop, 0, "6");
	laptop_look(&laptop, &seen);
	assert_seen(&seen, "有人提出 1 对房屋是同一栋");
	laptop_press(&laptop, "xd");
	laptop_look(&laptop, &seen);
	assert_seen(&seen, " > 同一栋房？有人提出");
	laptop_press(&laptop, "\r");
	assert_string_equal(laptop_page(&laptop), "question-twins");
	laptop_look(&laptop, &seen);
	assert_seen(&seen, "提出：一道门");
	laptop_close(&laptop);

	/* Its author takes it back, on the page of the two, and nobody is asked any more. */
	open_laptop(&laptop, 0, "1");
	open_house(&laptop, plain);
	laptop_press(&laptop, "j\r");
	if (strcmp(laptop_page(&laptop), "other") == 0)
		laptop_press(&laptop, DOWN "\r");
	assert_string_equal(laptop_page(&laptop), "question-proposed");
	laptop_press(&laptop, "\r"); /* without a word why */
	assert_string_equal(laptop_page(&laptop), "question-proposed");
	laptop_press(&laptop, "看错了\rdemo\r");
	assert_string_equal(laptop_page(&laptop), "building");
	laptop_close(&laptop);
	open_laptop(&laptop, 0, "6");
	buf_clear(&seen);
	laptop_look(&laptop, &seen);
	assert_null(strstr(buf_text(&seen), "有人提出"));
	buf_release(&seen);
	laptop_close(&laptop);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(house__shows__every_form_level_and_root),
		cmocka_unit_test(house__shows_all_levels__before_any_key),
		cmocka_unit_test(house__reaches__every_form_and_root),
		cmocka_unit_test(forms_of_house__are_found__by_their_words),
		cmocka_unit_test(slot__is_corrected__in_its_place),
		cmocka_unit_test(home__shows_and_reaches__every_line),
		cmocka_unit_test(finished_house__stays_finished__when_a_form_outside_the_chain_is_open),
		cmocka_unit_test(report__ends_no_line__without_a_mark),
		cmocka_unit_test(text__wraps_sentences__and_scrolls_tables),
		cmocka_unit_test(arrow_keys__load_no_house),
		cmocka_unit_test(house__reads_one_photo__to_show_one),
		cmocka_unit_test(house__is_proposed_to_be_another__by_who_may_not_decide),
	};

	laptop_begin();
	return cmocka_run_group_tests(tests, make_county, drop_county);
}
