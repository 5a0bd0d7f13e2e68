#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/laptop.h"
#include "../support/twin_reason.h"
#include "app/fill/fill.h"
#include "app/session/division.h"
#include "app/people/people.h"
#include "app/people/request.h"
#include "app/people/revoke.h"
#include "app/people/waiting.h"
#include "app/session/accounts.h"
#include "app/session/keys.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/settle/questions.h"
#include "base/file.h"
#include "base/mem.h"
#include "store/store.h"
#include "ui/house/building.h"
#include "ui/stack.h"

/* Pages of people, questions and sticks that hold any number, without a terminal: 600 people, 30 requests, 12 that wait for the officers, 30
 * receipts, 12 versions of a form and of a slot, 30 houses that may be one, 30 files on a stick, 27 roles, all with long names. Each page
 * shows and reaches every one of them, at both sizes and in both languages, and cuts nothing without a mark. */

#define CLOCK "1662000000"
#define NEXT_DAY "1662086400"
#define VILLAGE "451224204201"
#define ASKING 30   /* requests of village inspectors, each for another village */
#define OFFICERS 9  /* requests to become a county officer */
#define WAITING 12  /* rights given by one officer, for which others must agree too */
#define VERSIONS 12 /* of one form and of one slot, each from another laptop */
#define TWINS 61    /* houses of one address: 60 pairs */
#define FILES 30
#define ROLES 20 /* more than the campaign has */

#define UP "\x1b[A"
#define DOWN "\x1b[B"
#define RIGHT "\x1b[C"
#define HOME "\x1b[H"
#define END "\x1b[F"
#define PAGE "\x1b[6~"

#define LONG_NAME "欧阳锦绣河山万里江东父老乡亲长命百岁司马南宫皇甫上官"
#define LONG_ROLE_ZH "协助乡镇开展自建房安全排查整治的志愿人员以及联络员以及司机以及翻译人员和伙食人员"
#define LONG_ROLE_EN "volunteer who helps the township with the survey of the houses that people built themselves and its cooks"
#define LONG_WORDS "屋顶东侧漏水三处墙体裂缝两条从二楼窗台一直到地面住户说下雨天就能看见水从缝里渗出来已经三年没有修过"

static char made[512]; /* the folder of the county */
static char house[65]; /* with versions */
static bool crowded;   /* thirty people at the laptop, where the pages ask for them */

/* ---- the county */

static void PRINTF_FMT(1, 2) run(const char *format, ...)
{
	char command[4096];
	va_list args;

	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	if (system(command) != 0)
		fail_msg("%s", command);
}

/* Runs a command on a laptop: a folder with its home and its workspace. */
static void PRINTF_FMT(2, 3) louce(const char *laptop, const char *format, ...)
{
	char words[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(words, sizeof(words), format, args);
	va_end(args);
	run("LOUCE_HOME='%s/home' LOUCE_WORKSPACE='%s/county.louce' '%s/louce' %s --passphrase-file '%s/pass' >/dev/null", laptop, laptop,
	    getenv("LOUCE_BUILD"), words, made);
}

static void PRINTF_FMT(2, 3) write_form(const char *name, const char *format, ...)
{
	struct err err = { 0 };
	char *path = mem_printf("%s/pack/%s.yaml", made, name), *text;
	va_list args;

	va_start(args, format);
	text = mem_vprintf(format, args);
	va_end(args);
	if (file_write(path, text, strlen(text), 0644, &err))
		fail_msg("%s", err.text);
	free(text);
	free(path);
}

/* The campaign's pack with a form and a repeat form that officers fill, and many more roles with long names. */
static void
make_pack(void)
{
	struct buf roles = { 0 };

	run("mkdir '%s/pack' && cp '%s/forms/'*.yaml '%s/forms/'*.csv '%s/pack/'", made, getenv("LOUCE_SRC"), getenv("LOUCE_SRC"), made);
	run("sh -c '. %s/tests/support/survey.sh && survey_alone %s/pack'", getenv("LOUCE_SRC"), made);
	write_form("note", "form: note\nlabel: {zh: 走访记录, en: Note}\nby: [inspector, county_officer]\nafter: [listing]\nfields:\n"
			   "  - name: note_words\n    type: text\n    label: {zh: 记录的情况, en: What was seen}\n    required: true\n"
			   "  - name: note_people\n    type: repeat\n    label: {zh: 在场的人, en: Who was there}\n    fields:\n"
			   "      - name: note_person\n        type: text\n        label: {zh: 姓名, en: Name}\n");
	write_form(
		"look_in",
		"form: look_in\nlabel: {zh: 入户走访, en: Visit}\nby: [inspector, county_officer]\nafter: [listing]\nrepeat: true\nfields:\n"
		"  - name: visit_words\n    type: text\n    label: {zh: 走访情况, en: What was met with}\n    required: true\n");
	for (int i = 1; i <= ROLES; i++)
		buf_printf(&roles, "  - role: helper%02d\n    label: {zh: 第%02d组%s, en: Number %02d %s}\n    scope: village\n", i, i,
			   LONG_ROLE_ZH, i, LONG_ROLE_EN);
	write_form("roles", "%s", buf_text(&roles));
	buf_release(&roles);
	run("cd '%s/pack' && sed -i -e 's/^version: .*/version: 2/' "
	    "-e 's/^forms: \\[\\(.*\\)\\]/forms: [\\1, note, look_in]/' "
	    "-e '/^acts:/e cat roles.yaml' pack.yaml && rm roles.yaml && sed -i -z 's/\\n\\n  - role: helper/\\n  - role: helper/' pack.yaml && "
	    "sed -i 's/^acts:/\\n&/' pack.yaml",
	    made);
}

static enum status
hand_passphrase(void *ctx, const char *name, char **out, struct err *err)
{
	(void)ctx, (void)name, (void)err;
	*out = mem_strdup("demo");
	return STATUS_OK;
}

static struct app *
open_county(const char *laptop, const char *person)
{
	struct app *app = NULL;
	struct err err = { 0 };
	char *file = mem_printf("%s/county.louce", laptop), *home = mem_printf("%s/home", laptop);

	setenv("LOUCE_HOME", home, 1);
	if (app_open(file, APP_WRITE, &app, &err) || (person && app_unlock_with(app, person, "demo", &err)))
		fail_msg("%s", err.text);
	free(home);
	free(file);
	return app;
}

/* Puts a request into the workspace; one with `issues` that is not of an officer is granted, and waits for the other officers. */
static void
ask(struct app *app, const char *person, const char *role, const char *area, const char *const *issues, size_t issue_count, bool grant)
{
	const struct app_ask passphrase = { hand_passphrase, NULL };
	const struct app_request request = { .person = person,
					     .role = role,
					     .areas = &area,
					     .area_count = 1,
					     .issues = issues,
					     .issue_count = issue_count,
					     .portable = true };
	char code[REQUEST_CODE_LEN + 1];
	struct err err = { 0 };
	struct id id, credential;

	if (app_request(app, &request, &passphrase, code, &err) ||
	    (grant && (app_request_find(app, code, &id, &err) || app_issue(app, &id, &credential, &err))))
		fail_msg("%s", err.text);
}

/* The village with this place among those of the county where nobody asked yet. */
static const struct division *
village_at(const struct pack *pack, size_t index)
{
	for (size_t i = 0; i < pack->division_count; i++)
		if (pack->divisions[i].level == DIVISION_VILLAGE && strcmp(pack->divisions[i].code, VILLAGE) != 0 && index-- == 0)
			return &pack->divisions[i];
	fail_msg("too few villages");
	return NULL;
}

static const struct division *
last_village(const struct pack *pack)
{
	size_t i = pack->division_count;

	while (i > 0 && pack->divisions[i - 1].level != DIVISION_VILLAGE)
		i--;
	assert_true(i > 0 && strcmp(pack->divisions[i - 1].code, VILLAGE) > 0);
	return &pack->divisions[i - 1];
}

static struct app_person_row *people;
static size_t people_count;

static void
make_requests(void)
{
	struct app *app = open_county(made, people[6].person);
	const struct pack *pack = app_pack(app);
	const char **issues = mem_array(pack->role_count, sizeof(*issues));
	const char *inspector[] = { "inspector" };
	struct err err = { 0 };
	char person[33];

	for (size_t i = 0; i < pack->role_count; i++)
		issues[i] = pack->roles[i].name;
	for (size_t i = 0; i < ASKING; i++)
		ask(app, people[0].person, "inspector", village_at(pack, i)->code, NULL, 0, false);
	for (size_t i = 0; i < WAITING; i++)
		ask(app, people[1].person, "village_secretary", village_at(pack, ASKING + i)->code, inspector, 1, true);
	ask(app, people[2].person, "village_secretary", village_at(pack, ASKING + WAITING)->code, inspector, 1, false);
	for (size_t i = 0; i < 6; i++)
		ask(app, people[i].person, "county_officer", "451224", issues, pack->role_count, false);
	/* A second right of somebody who signs here already, of a village behind the first in a list. */
	ask(app, people[0].person, "inspector", last_village(pack)->code, NULL, 0, true);
	if (app_key_new(LONG_NAME, true, "demo", NULL, person, &err))
		fail_msg("%s", err.text);
	ask(app, person, "county_officer", "451224", issues, pack->role_count, false);
	ask(app, person, "helper17", village_at(pack, 0)->code, NULL, 0, false);
	free(issues);
	app_close(app);
}

/* Fills a form, after the clock went on: this laptop signs nothing before what it signed. */
static struct id
fill(struct app *app, const struct id *building, const char *form, const struct id *slot, struct value *values)
{
	const struct app_fill wish = { .building = building, .form = form, .slot = slot, .values = values };
	struct buf findings = { 0 };
	struct err err = { 0 };
	struct id step;

	if (app_fill(app, &wish, &step, &findings, &err))
		fail_msg("%s %s", err.text, buf_text(&findings));
	buf_release(&findings);
	value_release(values);
	return step;
}

static void
make_twins(void)
{
	struct app *app = open_county(made, people[0].person);

	for (int i = 0; i < TWINS; i++) {
		struct value values = value_object();

		value_set_text(&values, "village", VILLAGE);
		value_set_text(&values, "group_name", "那亮");
		value_set_text(&values, "road", "农村道路");
		value_set_text(&values, "door_no", "91");
		value_set_text(&values, "owner_name", "韦建国");
		value_set_take(&values, "_reasons", twin_reason());
		fill(app, NULL, "listing", NULL, &values);
	}
	app_close(app);
}

/* Twelve laptops, each with the key of one officer, who writes on each of them another version of a form and of a slot. */
static void
make_versions(void)
{
	char *officer = mem_strdup(people[7].person);
	struct app *app = open_county(made, officer);
	struct value values = value_object();
	struct id building, slot;

	assert_true(id_from_hex(house, &building));
	value_set_text(&values, "visit_words", "the first of all");
	slot = fill(app, &building, "look_in", NULL, &values);
	app_close(app);
	run("mkdir '%s/out'", made);
	louce(made, "export '%s/out/start.louce' --as %s", made, officer);
	for (int i = 1; i <= VERSIONS; i++) {
		char *laptop = mem_printf("%s/laptop%d", made, i), *words = mem_printf("version <%d> " LONG_WORDS, i), clock[32];
		struct value rows = value_list();
		struct value row = value_object();

		run("mkdir -p '%s/home/keys' && cp '%s/home/keys/%s.key' '%s/home/keys/'", laptop, made, officer, laptop);
		louce(laptop, "init device '%s/county.louce' --empty", laptop);
		louce(laptop, "import '%s/out/start.louce'", made);
		snprintf(clock, sizeof(clock), "%d", atoi(CLOCK) + 60 * i);
		setenv("LOUCE_CLOCK", clock, 1);
		app = open_county(laptop, officer);
		values = value_object();
		value_set_text(&values, "note_words", words);
		value_set_text(&row, "note_person", i % 2 ? "罗文" : "韦明");
		value_append_take(&rows, row);
		value_set_take(&values, "note_people", rows);
		fill(app, &building, "note", NULL, &values);
		values = value_object();
		value_set_text(&values, "visit_words", words);
		fill(app, &building, "look_in", &slot, &values);
		app_close(app);
		louce(laptop, "export '%s/out.louce' --as %s", laptop, officer);
		louce(made, "import '%s/out.louce' --as %s", laptop, officer);
		free(words);
		free(laptop);
	}
	setenv("LOUCE_CLOCK", CLOCK, 1);
	free(officer);
}

static void
find_house(void)
{
	char command[1024];
	FILE *from;

	snprintf(command, sizeof(command),
		 "sqlite3 '%s/county.louce' \"SELECT lower(hex(root)) FROM building WHERE division = '" VILLAGE
		 "' AND task_name = 'registration' LIMIT 1\"",
		 made);
	from = popen(command, "r");
	assert_non_null(from);
	assert_int_equal(fread(house, 1, 64, from), 64);
	house[64] = '\0';
	pclose(from);
}

static int
make_county(void **state)
{
	struct app *app;
	struct err err = { 0 };

	(void)state;
	snprintf(made, sizeof(made), "%s/crowds-%d", getenv("TMPDIR"), (int)getpid());
	setenv("LOUCE_CLOCK", CLOCK, 1);
	run("'%s/tests/support/demo' '%s' --buildings 20 --seed ui --single", getenv("LOUCE_SRC"), made);
	run("echo demo >'%s/pass'", made);
	app = open_county(made, NULL);
	if (app_person_list(app, "", &people, &people_count, &err))
		fail_msg("%s", err.text);
	app_close(app);
	assert_true(people_count >= 9);
	make_pack();
	louce(made, "forms publish '%s/pack' --yes --as %s", made, people[6].person);
	louce(made, "endorse $(sqlite3 '%s/county.louce' \"SELECT lower(hex(id)) FROM step ORDER BY n DESC LIMIT 1\") --as %s --yes", made,
	      people[7].person);
	find_house();
	run("mkdir '%s/older' && cp -r '%s/home' '%s/county.louce' '%s/older/'", made, made, made, made);
	louce(made, "export '%s/first.louce' --as %s", made, people[7].person);
	make_requests();
	make_twins();
	make_versions();
	run("cp '%s/county.louce.local' '%s/older/county.louce.local'", made, made);
	run("mkdir '%s/stick' && for i in $(seq -w 1 %d); do cp '%s/out/start.louce' \"%s/stick/" LONG_NAME " $i.louce\"; done", made,
	    FILES, made, made);
	return 0;
}

static int
drop_county(void **state)
{
	(void)state;
	free(people);
	run("rm -rf '%s'", made);
	return 0;
}

/* ---- what is seen */

enum status __real_app_person_list(struct app *app, const char *near, struct app_person_row **rows, size_t *count, struct err *err);
enum status __wrap_app_person_list(struct app *app, const char *near, struct app_person_row **rows, size_t *count, struct err *err);
enum status
__wrap_app_person_list(struct app *app, const char *near, struct app_person_row **rows, size_t *count, struct err *err)
{
	enum status status = __real_app_person_list(app, near, rows, count, err);

	if (status || !crowded)
		return status;
	*rows = mem_resize(*rows, 30, sizeof(**rows));
	for (*count = 0; *count < 30; ++*count) {
		struct app_person_row *row = &(*rows)[*count];

		*row = (*rows)[0];
		snprintf(row->name, sizeof(row->name), "%02zu " LONG_NAME, *count + 1);
	}
	return STATUS_OK;
}

enum status __real_app_county_receipts(struct app *app, struct app_county_receipts *out, struct err *err);
enum status __wrap_app_county_receipts(struct app *app, struct app_county_receipts *out, struct err *err);
enum status
__wrap_app_county_receipts(struct app *app, struct app_county_receipts *out, struct err *err)
{
	enum status status = __real_app_county_receipts(app, out, err);

	if (status || !crowded)
		return status;
	out->items = mem_resize(out->items, 30, sizeof(*out->items));
	for (out->count = 0; out->count < 30; out->count++)
		out->items[out->count] = (struct app_county_receipt){ .no = 30 - (int64_t)out->count, .at = "2022-09-01 10:40" };
	return STATUS_OK;
}

static int waiting_read, reach_counted;

enum status __real_app_waiting(const struct app *app, struct app_waiting_list *out, struct err *err);
enum status __wrap_app_waiting(const struct app *app, struct app_waiting_list *out, struct err *err);
enum status
__wrap_app_waiting(const struct app *app, struct app_waiting_list *out, struct err *err)
{
	waiting_read++;
	return __real_app_waiting(app, out, err);
}

enum status __real_app_revoke_reach(struct app *app, const struct app_revoke *ask, struct app_reach *out, struct err *err);
enum status __wrap_app_revoke_reach(struct app *app, const struct app_revoke *ask, struct app_reach *out, struct err *err);
enum status
__wrap_app_revoke_reach(struct app *app, const struct app_revoke *ask, struct app_reach *out, struct err *err)
{
	reach_counted++;
	return __real_app_revoke_reach(app, ask, out, err);
}

static size_t most_twins; /* that a page may list; 0: as many as it asks for */

enum status __real_app_questions(struct app *app, const struct questions_ask *ask, struct app_questions *out, struct err *err);
enum status __wrap_app_questions(struct app *app, const struct questions_ask *ask, struct app_questions *out, struct err *err);
enum status
__wrap_app_questions(struct app *app, const struct questions_ask *ask, struct app_questions *out, struct err *err)
{
	struct questions_ask asked = *ask;

	asked.most_twins = most_twins && most_twins < ask->most_twins ? most_twins : ask->most_twins;
	return __real_app_questions(app, &asked, out, err);
}

static void
open_laptop(struct laptop *laptop, size_t window, const char *person, const char *keys)
{
	char file[600];

	snprintf(file, sizeof(file), "%s/home", made);
	setenv("LOUCE_HOME", file, 1);
	snprintf(file, sizeof(file), "%s/stick", made);
	setenv("LOUCE_STICKS", file, 1);
	snprintf(file, sizeof(file), "%s/county.louce", made);
	laptop_open(laptop, file, window, person);
	laptop_press(laptop, keys);
}

/* The line behind a place in the pages. */
static const char *
next_line(const char *at)
{
	at = strchr(at, '\n');
	return at ? at + 1 : "";
}

static size_t
line_len(const char *line)
{
	return strcspn(line, "\n");
}

/* Fails when the text is cut without a mark anywhere it stands: it is whole, or ends in "..", or goes on in the next line. */
static void
assert_marked(const struct buf *seen, const char *text)
{
	char begin[13] = "";

	memcpy(begin, text, 12); /* four Han characters */
	for (const char *at = strstr(buf_text(seen), begin); at; at = strstr(at + 1, begin)) {
		const char *rest = text, *line = at, *below = next_line(at);

		while (*rest && *rest == *line)
			rest++, line++;
		while (line > at && ((unsigned char)*line & 0xc0) == 0x80) /* not within a character */
			rest--, line--;
		if (!*rest || strncmp(line, "..", 2) == 0)
			continue;
		if ((*line == '\n' || *line == ' ' || *line == '>') && memmem(below, line_len(below), rest, 6))
			continue;
		fail_msg("cut without a mark: %.*s\n%.*s", (int)line_len(at), at, (int)line_len(below), below);
	}
}

static void
assert_page(const struct laptop *laptop, const char *name)
{
	if (strcmp(laptop_page(laptop), name) != 0) {
		struct buf page = { 0 };

		laptop_look(laptop, &page);
		fail_msg("not %s but %s\n%s", name, laptop_page(laptop), buf_text(&page));
	}
}

/* Where one is in a list: on a page that shows it whole nothing is said. */
static void
assert_place(const struct laptop *laptop, const struct buf *seen, const char *place)
{
	if (laptop->ui.rows < 40)
		assert_seen(seen, place);
}

/* Fails when the beginning of a text is nowhere, not even over the end of a line. */
static void
assert_begun(const struct buf *seen, const char *text)
{
	struct buf packed = { 0 }, begin = { 0 };

	for (const char *at = buf_text(seen); *at; at++)
		if (*at != ' ' && *at != '\n')
			buf_char(&packed, *at);
	for (const char *at = text; *at && begin.len < 8; at++)
		if (*at != ' ')
			buf_char(&begin, *at);
	if (!strstr(buf_text(&packed), buf_text(&begin)))
		fail_msg("\"%s\" is nowhere", text);
	buf_release(&packed);
	buf_release(&begin);
}

/* Sees the page, after keys. */
static void
see(struct laptop *laptop, const char *keys, struct buf *page)
{
	laptop_press(laptop, keys);
	buf_clear(page);
	laptop_look(laptop, page);
}

/* ---- the first page */

/* A laptop that slept: the page asks the day anew, before any key. */
static void
home__counts_from_the_new_day__without_a_key(void **state)
{
	struct laptop laptop;
	struct buf page = { 0 };

	(void)state;
	open_laptop(&laptop, 1, "7", "");
	see(&laptop, "", &page);
	assert_seen(&page, "2022-09-16");
	assert_seen(&page, "in 15 days");
	assert_false(stack_notice(&laptop.stack, &laptop.ui));
	setenv("LOUCE_CLOCK", NEXT_DAY, 1);
	assert_true(stack_notice(&laptop.stack, &laptop.ui));
	see(&laptop, "", &page);
	assert_seen(&page, "in 14 days");
	setenv("LOUCE_CLOCK", CLOCK, 1);
	buf_release(&page);
	laptop_close(&laptop);
}

/* ---- people */

static void
people__are_all_seen__and_found(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct buf seen = { 0 };
		const struct pack *pack;

		open_laptop(&laptop, w, "7", "k");
		assert_page(&laptop, "keys");
		pack = app_pack(laptop.ui.app);
		see(&laptop, "", &seen);
		assert_seen(&seen, " 1/6"); /* where one is, of more than 600 */
		laptop_walk(&laptop, PAGE, &seen);
		for (size_t i = 0; i < ASKING; i++)
			assert_seen(&seen, village_at(pack, i)->name);
		assert_marked(&seen, LONG_NAME);
		see(&laptop, HOME, &seen);
		assert_seen(&seen, " 1/6");
		assert_seen(&seen, village_at(pack, 5)->name); /* which the search below takes away */
		/* Search and the next hit: requests of the long name. */
		see(&laptop, "/欧阳", &seen);
		assert_seen(&seen, "> 欧阳锦绣");
		see(&laptop, "\r", &seen);
		assert_page(&laptop, "keys");
		see(&laptop, "n", &seen);
		assert_seen(&seen, "> 欧阳锦绣");
		/* By name: only those are left. */
		see(&laptop, HOME "f欧阳", &seen);
		assert_null(strstr(buf_text(&seen), village_at(pack, 5)->name));
		assert_seen(&seen, "> 欧阳锦绣");
		buf_release(&seen);
		laptop_close(&laptop);
	}
}

static void
request__shows__every_role_it_wants(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct buf seen = { 0 };
		const struct pack *pack;

		open_laptop(&laptop, w, "7", "kf欧阳\r");
		assert_page(&laptop, "request");
		pack = app_pack(laptop.ui.app);
		laptop_walk(&laptop, DOWN, &seen);
		/* The longest may wrap: its beginning is looked for. */
		for (size_t i = 0; i < pack->role_count; i++) {
			assert_begun(&seen, label_text(&pack->roles[i].label, laptop.ui.lang));
		}
		/* The comparison of the code is on the page all the time. */
		buf_clear(&seen);
		see(&laptop, "", &seen);
		assert_seen(&seen, strcmp(laptop.ui.lang, "en") == 0 ? "You read to the other side" : "您念给对方听");
		buf_release(&seen);
		laptop_close(&laptop);
	}
}

static void
own_key__chooses__among_all_roles_and_villages(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct buf seen = { 0 };
		const struct pack *pack;
		char place[60], digit[24];

		open_laptop(&laptop, w, "7", "kn" LONG_NAME "二\r"); /* of whom no key lies here */
		pack = app_pack(laptop.ui.app);
		laptop_walk(&laptop, DOWN, &seen);
		for (size_t i = 0; i < pack->role_count; i++) {
			assert_begun(&seen, label_text(&pack->roles[i].label, laptop.ui.lang));
		}
		assert_marked(&seen, LONG_ROLE_ZH);
		/* The last one by its digit, which it has whatever the list's length; then all villages. */
		see(&laptop, END, &seen);
		snprintf(place, sizeof(place), "%zu/%zu", pack->role_count, pack->role_count);
		assert_place(&laptop, &seen, place);
		snprintf(digit, sizeof(digit), "%zu", (pack->role_count - 1) % 9 + 1);
		see(&laptop, digit, &seen);
		laptop_walk(&laptop, PAGE, &seen);
		for (size_t i = 0; i < pack->division_count; i++)
			if (pack->divisions[i].level == DIVISION_VILLAGE)
				assert_seen(&seen, pack->divisions[i].name);
		buf_release(&seen);
		laptop_close(&laptop);
	}
}

static void
waiting__is_all_seen__and_read_whole(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct buf seen = { 0 };
		const struct pack *pack;

		open_laptop(&laptop, w, "8", "ko");
		assert_page(&laptop, "officers");
		pack = app_pack(laptop.ui.app);
		see(&laptop, "", &seen);
		assert_place(&laptop, &seen, " 1/12");
		laptop_walk(&laptop, DOWN, &seen);
		for (size_t i = 0; i < WAITING; i++)
			assert_seen(&seen, village_at(pack, ASKING + i)->name);
		see(&laptop, END, &seen);
		assert_place(&laptop, &seen, " 12/12");
		laptop_press(&laptop, "\r");
		assert_page(&laptop, "text");
		buf_release(&seen);
		laptop_close(&laptop);
	}
}

static void
officers__are_named__among_many(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct buf seen = { 0 };

		open_laptop(&laptop, w, "7", "kon");
		assert_page(&laptop, "new-officers");
		see(&laptop, "", &seen);
		laptop_walk(&laptop, DOWN, &seen);
		for (size_t i = 0; i < 6; i++)
			assert_seen(&seen, people[i].name);
		assert_seen(&seen, "欧阳锦绣");
		assert_marked(&seen, LONG_NAME);
		/* The long name in full before it is signed. */
		see(&laptop, "/欧阳\r s", &seen);
		assert_page(&laptop, "confirm");
		assert_seen(&seen, LONG_NAME);
		buf_release(&seen);
		laptop_close(&laptop);
	}
}

static void
receipts__are_all_reached__when_a_right_is_taken_back(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct buf seen = { 0 };

		open_laptop(&laptop, w, "7", "");
		crowded = true;
		laptop_press(&laptop, "k\t\tfyds\rr2");
		crowded = false;
		assert_page(&laptop, "revoke");
		see(&laptop, "", &seen);
		laptop_walk(&laptop, DOWN, &seen);
		for (int i = 1; i <= 30; i++) {
			char *receipt = mem_printf(strcmp(laptop.ui.lang, "en") == 0 ? "No. %d " : "第 %d 号", i);

			assert_seen(&seen, receipt);
			free(receipt);
		}
		/* What follows is on the page with any of them. */
		see(&laptop, END, &seen);
		assert_seen(&seen, strcmp(laptop.ui.lang, "en") == 0 ? "Signed so far" : "这里有他签的");
		see(&laptop, HOME, &seen);
		assert_seen(&seen, strcmp(laptop.ui.lang, "en") == 0 ? "Signed so far" : "这里有他签的");
		buf_release(&seen);
		laptop_close(&laptop);
	}
}

static void
arrows__read_nothing_anew__on_pages_of_rights(void **state)
{
	struct laptop laptop;

	(void)state;
	open_laptop(&laptop, 1, "7", "");
	crowded = true;
	laptop_press(&laptop, "k\t\tfyds\rr2");
	crowded = false;
	assert_page(&laptop, "revoke");
	reach_counted = 0;
	laptop_press(&laptop, DOWN DOWN DOWN DOWN DOWN DOWN DOWN DOWN); /* all at once: what was passed over is not counted */
	assert_int_equal(reach_counted, 1);
	laptop_press(&laptop, "\x1b");
	laptop_close(&laptop);
	open_laptop(&laptop, 1, "8", "");
	laptop_press(&laptop, "ko");
	assert_page(&laptop, "officers");
	waiting_read = 0;
	for (int i = 0; i < 8; i++)
		laptop_press(&laptop, DOWN);
	assert_int_equal(waiting_read, 0);
	laptop_close(&laptop);
}

/* While words are searched no letter is a command of the page, and Esc ends the typing alone. */
static void
search__takes_every_letter__on_each_page(void **state)
{
	static const struct {
		const char *person, *keys, *page;
	} pages[] = {
		{ "7", "k", "keys" },
		{ "7", "k\t\t\r", "holder" },
		{ "7", "k\t\tfyds\rr", "revoke" },
		{ "7", "k\t\tfyds\rr2", "revoke" },
		{ "8", "ko", "officers" },
		{ "7", "kon", "new-officers" },
		{ "7", "knWei\r", "enrol" },
		{ "6", "x", "exchange" },
		{ "6", "x\r", "file" },
		{ "6", "xe", "export" },
		{ "6", "xe7", "export" },
		{ "6", "xd", "decide" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
		struct laptop laptop;
		struct buf before = { 0 }, after = { 0 };

		open_laptop(&laptop, 1, pages[i].person, pages[i].keys);
		assert_page(&laptop, pages[i].page);
		see(&laptop, "", &before);
		see(&laptop, "/abcdefghijklmnopqrstuvwxyz0123456789 ", &after);
		assert_page(&laptop, pages[i].page);
		assert_seen(&after, "not found");
		see(&laptop, "\x1b", &after);
		assert_string_equal(buf_text(&after), buf_text(&before));
		buf_release(&before);
		buf_release(&after);
		laptop_close(&laptop);
	}
}

/* A further right in the same request is another one: other places, or another role. */
static void
enrol__asks_for__no_right_twice(void **state)
{
	struct laptop laptop;
	struct buf seen = { 0 };
	const struct pack *pack;
	size_t role = 0;
	char digit[2] = "";

	(void)state;
	open_laptop(&laptop, 1, "7", "knWei\r");
	assert_page(&laptop, "enrol");
	pack = app_pack(laptop.ui.app);
	while (role < 9 && strcmp(pack->roles[role].name, "inspector") != 0)
		role++;
	assert_true(role < 9);
	digit[0] = (char)('1' + role);
	laptop_press(&laptop, digit);
	laptop_press(&laptop, "\r\ra"); /* the first Enter is taken for the digit's */
	laptop_press(&laptop, digit);
	see(&laptop, "\r\r", &seen);
	assert_seen(&seen, "This right stands in the request already");
	see(&laptop, DOWN "\r", &seen);
	assert_seen(&seen, village_at(pack, 0)->name);
	assert_seen(&seen, village_at(pack, 1)->name);
	assert_seen(&seen, "Enter");
	assert_null(strstr(buf_text(&seen), "This right stands in the request already"));
	buf_release(&seen);
	laptop_close(&laptop);
}

/* ---- questions */

static void
decisions__are_all_reached__in_full(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct buf seen = { 0 };
		int pairs = TWINS - 1;
		char *place = mem_printf(" 1/%d", pairs), *last = mem_printf(" %d/%d", pairs, pairs);

		open_laptop(&laptop, w, "6", "xd");
		assert_page(&laptop, "decide");
		see(&laptop, "", &seen);
		assert_place(&laptop, &seen, place);
		for (int i = 1; i < pairs; i++)
			laptop_press(&laptop, DOWN);
		see(&laptop, "", &seen);
		assert_place(&laptop, &seen, last);
		/* Both houses with all that was registered of them, to the end. */
		laptop_press(&laptop, "\r");
		assert_page(&laptop, "question-twins");
		laptop_walk(&laptop, DOWN, &seen);
		for (size_t i = 0; i < app_pack(laptop.ui.app)->root->field_count; i++) {
			assert_begun(&seen, label_text(&app_pack(laptop.ui.app)->root->fields[i].label, laptop.ui.lang));
		}
		free(place);
		free(last);
		buf_release(&seen);
		laptop_close(&laptop);
	}
}

/* Pairs beyond those that the page lists are counted above them: no list of likely doubles ends without a word. */
static void
decisions__count__what_the_page_has_no_room_for(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct buf seen = { 0 };
		bool english;

		most_twins = 50;
		open_laptop(&laptop, w, "6", "xd");
		english = strcmp(laptop.ui.lang, "en") == 0;
		see(&laptop, "", &seen);
		assert_place(&laptop, &seen, " 1/50");
		assert_seen(&seen, english ? "50 wait for a decision, and 10 more pairs of houses after them:"
					   : "有 50 件等人裁定，之后还有 10 对房屋：");
		see(&laptop, "c", &seen); /* who asks for the comparison is told of all */
		assert_seen(&seen, english ? "60 pairs of houses may be one." : "60 对房屋可能是同一栋。");
		laptop_close(&laptop);
		most_twins = 0;
		open_laptop(&laptop, w, "6", "xd");
		see(&laptop, "", &seen);
		assert_place(&laptop, &seen, " 1/60");
		assert_seen(&seen, english ? "60 wait for a decision:" : "等裁定的有 60 件：");
		buf_release(&seen);
		laptop_close(&laptop);
	}
}

static void
open_house(struct laptop *laptop)
{
	struct id id;

	assert_true(id_from_hex(house, &id));
	stack_push(&laptop->stack, &laptop->ui, building_screen(&laptop->ui, &id));
	assert_page(laptop, "building");
}

/* Sees all versions beside each other, and takes from the twelfth what a digit cannot. */
static void
take_the_last(struct laptop *laptop)
{
	struct buf seen = { 0 };
	char last[40];

	assert_page(laptop, "versions");
	see(laptop, "", &seen);
	if (laptop->ui.cols < 120)
		assert_seen(&seen, strcmp(laptop->ui.lang, "en") == 0 ? "versions 1 to 2 of 12" : "第 1 至 2 个版本，共 12 个");
	laptop_walk(laptop, RIGHT, &seen);
	for (int i = 1; i <= VERSIONS; i++) {
		char words[40];

		snprintf(words, sizeof(words), "version <%d>", i);
		assert_seen(&seen, words);
	}
	assert_seen(&seen, "罗文");
	assert_seen(&seen, "韦明");
	assert_marked(&seen, LONG_WORDS);
	/* A line that is taller than the page is read over a page of its own. */
	laptop_press(laptop, HOME "v");
	assert_page(laptop, "text");
	buf_clear(&seen);
	laptop_walk(laptop, "\x1b[6~", &seen);
	for (int i = 1; i <= VERSIONS; i++) {
		char words[40];

		snprintf(words, sizeof(words), "version <%d>", i);
		assert_seen(&seen, words);
	}
	laptop_press(laptop, "\x1b");
	assert_page(laptop, "versions");
	/* Not a line may stay open. */
	see(laptop, "\r", &seen);
	assert_page(laptop, "versions");
	see(laptop, HOME, &seen);
	snprintf(last, sizeof(last), "%d ", VERSIONS);
	assert_seen(&seen, last);
	for (int i = 0; i < 3; i++)
		laptop_press(laptop, " ");
	see(laptop, "", &seen);
	assert_seen(&seen, "* ");
	buf_release(&seen);
}

static void
versions__are_all_compared__and_the_last_one_taken(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct buf seen = { 0 };

		open_laptop(&laptop, w, "7", "");
		open_house(&laptop);
		laptop_press(&laptop, "\r"); /* what comes next: the first conflict */
		take_the_last(&laptop);
		see(&laptop, "\r", &seen);
		assert_page(&laptop, "form");
		assert_seen(&seen, "没有修过");
		/* Thrown away: the next window finds it as this one did. */
		laptop_press(&laptop, "\x18\x18");
		buf_release(&seen);
		laptop_close(&laptop);
	}
}

static void
versions_of_a_slot__are_compared__and_become_one(void **state)
{
	struct laptop laptop;
	struct buf seen = { 0 };

	(void)state;
	open_laptop(&laptop, 1, "7", "");
	open_house(&laptop);
	laptop_press(&laptop, "\t\t/Visit 1/1\r\r");
	assert_page(&laptop, "versions");
	see(&laptop, "", &seen);
	laptop_walk(&laptop, RIGHT, &seen);
	for (int i = 1; i <= VERSIONS; i++) {
		char words[40];

		snprintf(words, sizeof(words), "version <%d>", i);
		assert_seen(&seen, words);
	}
	see(&laptop, " \r", &seen);
	assert_page(&laptop, "form");
	assert_seen(&seen, "没有修过");
	laptop_press(&laptop, "\x13\x13");
	assert_page(&laptop, "building");
	/* One again: it opens as a form. */
	laptop_press(&laptop, "\r");
	assert_page(&laptop, "form");
	buf_release(&seen);
	laptop_close(&laptop);
}

/* ---- sticks */

static void
files__are_all_reached__with_their_sizes(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct buf seen = { 0 };

		open_laptop(&laptop, w, "6", "x");
		assert_page(&laptop, "exchange");
		see(&laptop, "", &seen);
		assert_place(&laptop, &seen, " 1/30");
		assert_seen(&seen, " MiB");
		laptop_walk(&laptop, DOWN, &seen);
		assert_marked(&seen, LONG_NAME);
		if (laptop.ui.cols >= 120)
			for (int i = 1; i <= FILES; i++) {
				char *name = mem_printf(LONG_NAME " %02d.louce", i);

				assert_seen(&seen, name);
				free(name);
			}
		see(&laptop, HOME "/30.lo\r", &seen);
		assert_seen(&seen, "> " LONG_NAME " 30");
		laptop_press(&laptop, "\r");
		assert_page(&laptop, "file");
		see(&laptop, "", &seen);
		assert_seen(&seen, " 30.louce");
		buf_release(&seen);
		laptop_close(&laptop);
	}
}

static void
receivers__are_all_reached__of_27_roles(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct buf seen = { 0 };
		const struct pack *pack;

		open_laptop(&laptop, w, "6", "xe");
		assert_page(&laptop, "export");
		pack = app_pack(laptop.ui.app);
		laptop_walk(&laptop, DOWN, &seen);
		for (size_t i = 0; i < pack->role_count; i++) {
			assert_begun(&seen, label_text(&pack->roles[i].label, laptop.ui.lang));
		}
		assert_marked(&seen, LONG_ROLE_ZH);
		see(&laptop, HOME "7", &seen); /* the county office: three people at one machine, whose last file was hers */
		assert_seen(&seen, people[7].name);
		buf_release(&seen);
		laptop_close(&laptop);
	}
}

static void
older_copy__is_signed_for__by_one_of_thirty(void **state)
{
	(void)state;
	for (size_t w = 0; w < LAPTOP_WINDOWS; w++) {
		struct laptop laptop;
		struct buf seen = { 0 };
		char file[600];

		snprintf(file, sizeof(file), "%s/home", made);
		setenv("LOUCE_HOME", file, 1);
		snprintf(file, sizeof(file), "%s/older/county.louce", made);
		laptop_open(&laptop, file, w, NULL);
		crowded = true;
		laptop_press(&laptop, "\r2");
		crowded = false;
		assert_page(&laptop, "epoch");
		see(&laptop, "", &seen);
		assert_place(&laptop, &seen, " 1/30");
		laptop_walk(&laptop, DOWN, &seen);
		for (int i = 1; i <= 30; i++) {
			char *name = mem_printf("%02d 欧阳", i);

			assert_seen(&seen, name);
			free(name);
		}
		assert_marked(&seen, LONG_NAME);
		/* ^F searches where letters are typed; what is typed afterwards is the reason. */
		see(&laptop,
		    HOME "\x06"
			 "29\rnein",
		    &seen);
		assert_page(&laptop, "epoch");
		assert_seen(&seen, "> 29 欧阳");
		assert_seen(&seen, " nein");
		buf_release(&seen);
		laptop_close(&laptop);
	}
}

/* The halves that the other sides read, in the order of the page; the caller frees. */
static char *
halves_heard(struct app *app, size_t *count)
{
	struct app_people asking = { 0 };
	struct buf halves = { 0 };
	struct err err = { 0 };

	*count = 0;
	if (app_requests(app, &asking, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < asking.count; i++) {
		if (app_holder_kind(&asking.items[i]) != HOLDER_ASKS || !asking.items[i].mine || asking.items[i].may_be_officer)
			continue;
		++*count;
		for (const char *at = asking.items[i].code + REQUEST_CODE_LEN / 2; *at; at++)
			if (*at != ' ')
				buf_char(&halves, *at);
	}
	app_people_release(&asking);
	return buf_detach(&halves);
}

/* A further right of somebody who has one is told with the stick that brings it, as that of somebody new is. */
static void
taken_in__names__who_got_a_further_right(void **state)
{
	char *officer = mem_strdup(people[7].person), *fresh = mem_printf("%s/fresh", made), *line;
	struct laptop laptop;
	struct buf seen = { 0 };
	char file[600];

	(void)state;
	run("mkdir -p '%s/home/keys' && cp '%s/home/keys/%s.key' '%s/home/keys/'", fresh, made, officer, fresh);
	louce(fresh, "init device '%s/county.louce' --empty", fresh);
	louce(fresh, "import '%s/first.louce'", made);
	snprintf(file, sizeof(file), "%s/home", fresh);
	setenv("LOUCE_HOME", file, 1);
	snprintf(file, sizeof(file), "%s/stick", made);
	setenv("LOUCE_STICKS", file, 1);
	snprintf(file, sizeof(file), "%s/county.louce", fresh);
	laptop_open(&laptop, file, 1, "1");
	laptop_press(&laptop, "x\r");
	assert_page(&laptop, "file");
	laptop_press(&laptop, "\r");
	assert_page(&laptop, "text");
	see(&laptop, "", &seen);
	line = mem_printf("The rights of %s came.", people[0].name);
	assert_seen(&seen, line);
	buf_release(&seen);
	laptop_close(&laptop);
	free(line);
	free(fresh);
	free(officer);
}

/* The page before the passphrase says of each right all that it gives: every area, any laptop, whom it lets sign. */
static void
assert_rights_said(struct app *app, const struct buf *seen, bool en)
{
	struct app_people asking = { 0 };
	struct err err = { 0 };
	size_t portable = 0, issuing = 0;

	if (app_requests(app, &asking, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < asking.count; i++) {
		const struct app_holder *holder = &asking.items[i];

		if (app_holder_kind(holder) != HOLDER_ASKS || !holder->mine || holder->may_be_officer)
			continue;
		portable += holder->portable;
		issuing += holder->issues.count > 0;
		for (size_t k = 0; k < holder->areas.count; k++) {
			char *area = app_place_name(app, holder->areas.items[k]);

			assert_seen(seen, area);
			free(area);
		}
	}
	app_people_release(&asking);
	assert_true(portable && issuing);
	assert_seen(seen, en ? "on any laptop" : "哪台电脑");
	assert_seen(seen, en ? "Wants" : "要授"); /* the line may be folded behind it */
}

/* Each half that was heard ticks its request; one passphrase gives them all. */
static void
grants__give_many__with_one_passphrase(void **state)
{
	(void)state;
	for (size_t w = LAPTOP_WINDOWS; w-- > 0;) { /* the first window gives them, and is the last */
		struct laptop laptop;
		struct buf seen = { 0 };
		size_t count = 0;
		char *halves, line[100];
		bool en;

		open_laptop(&laptop, w, "7", "km");
		assert_page(&laptop, "grants");
		en = strcmp(laptop.ui.lang, "en") == 0;
		halves = halves_heard(laptop.ui.app, &count);
		assert_true(count > ASKING);
		laptop_walk(&laptop, PAGE, &seen);
		for (size_t i = 0; i < ASKING; i++)
			assert_seen(&seen, village_at(app_pack(laptop.ui.app), i)->name);
		see(&laptop, HOME "0000000000000000", &seen);
		assert_seen(&seen, en ? "That is not the code of this request" : "这不是这份申请的号码");
		see(&laptop, "\r", &seen);
		assert_page(&laptop, "grants"); /* nothing is ticked */
		see(&laptop, halves, &seen);
		see(&laptop, HOME, &seen);
		for (size_t i = 0; i < count; i++) /* of a name that stands here already: ticked when somebody asked */
			laptop_press(&laptop, "y");
		see(&laptop, HOME, &seen);
		snprintf(line, sizeof(line), en ? "%zu ask, %zu are ticked" : "共 %zu 人申请，已勾选 %zu 项", count, count);
		assert_seen(&seen, line);
		see(&laptop, "\r", &seen);
		assert_page(&laptop, "confirm");
		laptop_walk(&laptop, PAGE, &seen);
		assert_rights_said(laptop.ui.app, &seen, en);
		if (w == 0) {
			see(&laptop, "demo\r", &seen);
			snprintf(line, sizeof(line), en ? "%zu rights are given" : "已授予 %zu 项签字权", count);
			assert_seen(&seen, line);
			free(halves);
			halves = halves_heard(laptop.ui.app, &count);
			assert_int_equal(count, 0);
		}
		free(halves);
		buf_release(&seen);
		laptop_close(&laptop);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(home__counts_from_the_new_day__without_a_key),
		cmocka_unit_test(people__are_all_seen__and_found),
		cmocka_unit_test(request__shows__every_role_it_wants),
		cmocka_unit_test(own_key__chooses__among_all_roles_and_villages),
		cmocka_unit_test(waiting__is_all_seen__and_read_whole),
		cmocka_unit_test(officers__are_named__among_many),
		cmocka_unit_test(receipts__are_all_reached__when_a_right_is_taken_back),
		cmocka_unit_test(search__takes_every_letter__on_each_page),
		cmocka_unit_test(decisions__are_all_reached__in_full),
		cmocka_unit_test(decisions__count__what_the_page_has_no_room_for),
		cmocka_unit_test(arrows__read_nothing_anew__on_pages_of_rights),
		cmocka_unit_test(versions__are_all_compared__and_the_last_one_taken),
		cmocka_unit_test(versions_of_a_slot__are_compared__and_become_one),
		cmocka_unit_test(files__are_all_reached__with_their_sizes),
		cmocka_unit_test(receivers__are_all_reached__of_27_roles),
		cmocka_unit_test(older_copy__is_signed_for__by_one_of_thirty),
		cmocka_unit_test(enrol__asks_for__no_right_twice),
		cmocka_unit_test(taken_in__names__who_got_a_further_right),
		cmocka_unit_test(grants__give_many__with_one_passphrase),
	};

	laptop_begin();
	return cmocka_run_group_tests(tests, make_county, drop_county);
}
