#include "screens.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/dump.h"
#include "app/session/workspace.h"
#include "base/mem.h"

/* Every golden page while the file of the county cannot be read: a damaged file, a stick that was pulled out. Whatever is pressed there nothing crashes, the
 * page says what is wrong, and it stands whole again when the file can be read. */

/* ---- the file fails */

static long good_steps = -1;  /* that are left of a file that goes bad; -1: it is good */
static long bad_steps;	      /* refused since the file went bad */
static sqlite3_stmt *refused; /* the last of them */

int __real_sqlite3_step(sqlite3_stmt *stmt);
int __wrap_sqlite3_step(sqlite3_stmt *stmt);
int __real_sqlite3_finalize(sqlite3_stmt *stmt);
int __wrap_sqlite3_finalize(sqlite3_stmt *stmt);

/* A look whether the file was written, a lock, and what a page goes without: the name of a house, a picture, and what
 * is found beside the house of its photos and its like. */
static bool
is_beside(const char *sql)
{
	static const char *const beside[] = { "PRAGMA data_version",
					      "SELECT 1 FROM sqlite_schema",
					      "SELECT building FROM building WHERE root",
					      "SELECT data FROM box ",
					      "FROM look ",
					      "JOIN look ",
					      "FROM photo_of ",
					      "FROM value_listing ",
					      "SELECT length(data) FROM photo " };

	for (size_t i = 0; i < ARRAY_LEN(beside); i++)
		if (strstr(sql, beside[i]))
			return true;
	return false;
}

int
__wrap_sqlite3_step(sqlite3_stmt *stmt)
{
	const char *file = sqlite3_db_filename(sqlite3_db_handle(stmt), "main");
	size_t len = file ? strlen(file) : 0;

	if (good_steps < 0 || len < 6 || strcmp(file + len - 6, ".louce") != 0)
		return __real_sqlite3_step(stmt);
	if (good_steps > 0) {
		good_steps--;
		return __real_sqlite3_step(stmt);
	}
	bad_steps += !is_beside(sqlite3_sql(stmt));
	refused = stmt;
	return SQLITE_CORRUPT;
}

/* SQLite says once more at the end of a statement that it failed. */
int
__wrap_sqlite3_finalize(sqlite3_stmt *stmt)
{
	bool failed = stmt && stmt == refused;
	int code = __real_sqlite3_finalize(stmt);

	if (stmt == refused)
		refused = NULL;
	return failed ? SQLITE_CORRUPT : code;
}

/* ---- a page under it */

/* A case is tried in a process of its own, which tells by its end how that went. */
struct trial {
	const struct golden *golden;
	const char *at; /* what is done */
	struct shown shown;
	size_t complaints;
};

static void
complain(struct trial *trial, const char *what)
{
	fprintf(stderr, "%s (%s), %s: %s\n", trial->golden->name, trial->shown.locale, trial->at, what);
	trial->complaints++;
}

static struct screen *
top_of(struct trial *trial)
{
	return stack_top(&trial->shown.stack);
}

/* The page as text; caller releases it. */
static struct buf
look(struct trial *trial)
{
	struct canvas canvas = { .fine_lines = true, .colours = 256 };
	struct buf out = { 0 };

	canvas_init(&canvas, trial->shown.ui.rows, trial->shown.ui.cols);
	screen_draw(top_of(trial), &trial->shown.ui, &canvas);
	canvas_dump(&canvas, false, &out);
	canvas_release(&canvas);
	return out;
}

static void
look_away(struct trial *trial)
{
	struct buf seen = look(trial);

	buf_release(&seen);
}

/* Types keys, each at the sight of the page. */
static void
type(struct trial *trial, const char *keys)
{
	struct shown *shown = &trial->shown;
	struct decoder decoder;
	struct ui_key key;

	decoder_init(&decoder);
	decoder_feed(&decoder, keys, strlen(keys));
	while (!shown->stack.quit && decoder_next(&decoder, true, &key)) {
		shown->ui.seen = ++shown->ui.painted;
		stack_key(&shown->stack, &shown->ui, &key);
		if (top_of(trial)->class->idle)
			top_of(trial)->class->idle(top_of(trial), &shown->ui);
		if (top_of(trial)->class->keep)
			top_of(trial)->class->keep(top_of(trial), &shown->ui);
		if (top_of(trial)->class->pause)
			top_of(trial)->class->pause(top_of(trial), &shown->ui);
		look_away(trial);
	}
	decoder_release(&decoder);
}

/* Another window wrote the file: what the page has of it is read anew. */
static void
read_anew(struct trial *trial)
{
	ui_hush(&trial->shown.ui);
	trial->shown.ui.generation--;
	stack_notice(&trial->shown.stack, &trial->shown.ui);
	look_away(trial);
}

static void
break_file(struct trial *trial, const char *at, long left)
{
	trial->at = at;
	good_steps = left;
	bad_steps = 0;
}

static void
mend_file(void)
{
	good_steps = -1;
}

static void
open_page(struct trial *trial, const struct golden *golden)
{
	static const struct window windows[] = { { 24, 80, 256 }, { 40, 120, 256 } };
	bool zh = strlen(golden->name) % 2;

	mend_file();
	shown_open(&trial->shown, golden, zh ? "zh_CN" : "en", windows[!zh]);
}

/* Above the keys, in place of the page or on it, wherever a line ends there. */
static bool
says(struct trial *trial, const char *words)
{
	struct buf seen = look(trial), joined = { 0 };
	bool found;

	for (const char *at = buf_text(&seen); *at; at++)
		if (*at != ' ' && *at != '\n')
			buf_add(&joined, at, 1);
	found = strstr(buf_text(&joined), words) != NULL;
	buf_release(&joined);
	buf_release(&seen);
	return found;
}

/* The page cannot be read anew, wholly or from some read on; then it can. */
static void
fail_and_mend(struct trial *trial)
{
	static const long lefts[] = { 0, 1, 3, 8, 21, 55 };
	struct screen *page;
	struct buf before, after;
	const char *words;

	open_page(trial, trial->golden);
	words = strcmp(trial->shown.ui.lang, "en") == 0 ? "isdamaged" : "已损坏";
	page = top_of(trial);
	read_anew(trial);
	ui_hush(&trial->shown.ui);
	before = look(trial);
	for (size_t i = 0; i < ARRAY_LEN(lefts) && top_of(trial) == page; i++) {
		break_file(trial, "read anew", lefts[i]);
		read_anew(trial);
		if (bad_steps && !says(trial, words))
			complain(trial, "does not say what is wrong");
		trial->at = "help and back";
		type(trial, page->class->helps ? "\x02" : "\x07");
		type(trial, "\x1b");
		if (top_of(trial) != page)
			break;
		trial->at = "another size";
		stack_resized(&trial->shown.stack, &trial->shown.ui);
		look_away(trial);
		mend_file();
		trial->at = "mended";
		read_anew(trial);
		ui_hush(&trial->shown.ui);
		stack_resized(&trial->shown.stack, &trial->shown.ui);
		after = look(trial);
		if (strcmp(buf_text(&before), buf_text(&after)) != 0) {
			complain(trial, "is another one than before");
			if (getenv("LOUCE_SCREENS"))
				fprintf(stderr, "%s\n%s\n", buf_text(&before), buf_text(&after));
		}
		buf_release(&after);
	}
	mend_file();
	buf_release(&before);
	shown_close(&trial->shown);
}

static void
go_home(struct trial *trial)
{
	trial->at = "the way home";
	for (int i = 0; i < 12 && !trial->shown.stack.quit; i++)
		type(trial, "\x1b");
}

/* Every key on the page that cannot be read. */
static void
press_all(struct trial *trial)
{
	static const char *const keys[] = { "\t",     "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[H",
					    "\x1b[F", "\x1b[Z", "\r",	  " ",	    "0",      "1",	 "2",	    "9",
					    "/",      "\x13",	"\x10",	  "\x1a",   "\x02",   "\x7f" };
	char at[40], letter[2] = "";

	for (int c = 0; c < (int)ARRAY_LEN(keys) + 26; c++) {
		struct screen *page = stack_top(&trial->shown.stack);
		size_t depth = trial->shown.stack.count;

		*letter = (char)('a' + c - (int)ARRAY_LEN(keys));
		snprintf(at, sizeof(at), "key %d %s", c, c < (int)ARRAY_LEN(keys) ? "" : letter);
		trial->at = at;
		type(trial, c < (int)ARRAY_LEN(keys) ? keys[c] : letter);
		for (int i = 0; i < 4 && trial->shown.stack.count > depth; i++)
			type(trial, "\x1b");
		if (trial->shown.stack.quit || top_of(trial) != page)
			break;
	}
}

static void
press_under_failure(struct trial *trial)
{
	open_page(trial, trial->golden);
	break_file(trial, "read anew", 0);
	read_anew(trial);
	press_all(trial);
	go_home(trial);
	shown_close(&trial->shown);
}

/* The file goes bad before the last keys that lead to the page, or before the first. */
static void
open_under_failure(struct trial *trial, size_t from)
{
	struct golden cut = *trial->golden;
	char keys[200];

	snprintf(keys, sizeof(keys), "%.*s", (int)from, trial->golden->keys);
	cut.keys = keys;
	open_page(trial, &cut);
	break_file(trial, "the keys that lead there", 0);
	type(trial, trial->golden->keys + from);
	go_home(trial);
	shown_close(&trial->shown);
}

/* The beginning of the last key. */
static size_t
last_key(const char *keys)
{
	size_t at = strlen(keys);

	if (at)
		at--;
	while (at && (keys[at] & 0x80))
		at--;
	for (size_t back = at; back && at - back < 5; back--)
		if (keys[back - 1] == '\x1b' && keys[back] == '[')
			return back - 1;
	return at;
}

static int
try_case(const struct golden *golden)
{
	struct trial trial = { .golden = golden, .at = "opened" };

	fail_and_mend(&trial);
	press_under_failure(&trial);
	if (*golden->keys)
		open_under_failure(&trial, last_key(golden->keys));
	if (last_key(golden->keys))
		open_under_failure(&trial, 0);
	return trial.complaints != 0;
}

void
pages__say_what_is_wrong__and_stand_whole_again__where_the_file_cannot_be_read(void **state)
{
	size_t failed = 0;

	(void)state;
	for (size_t i = 0; i < golden_case_count; i++) {
		int how;
		pid_t child;

		if (!is_golden_wanted(&golden_cases[i]) || golden_cases[i].no_file ||
		    (!getenv("LOUCE_SCREENS_KEYS") && is_golden_further_state(i)))
			continue;
		fflush(NULL);
		child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			signal(SIGSEGV, SIG_DFL); /* a crash is told by the end of the process, with the name of its page */
			signal(SIGABRT, SIG_DFL);
			_exit(try_case(&golden_cases[i]));
		}
		assert_int_equal(waitpid(child, &how, 0), child);
		if (!WIFEXITED(how))
			fprintf(stderr, "%s: ended by signal %d\n", golden_cases[i].name, WTERMSIG(how));
		failed += !WIFEXITED(how) || WEXITSTATUS(how) != 0;
	}
	assert_int_equal(failed, 0);
}

/* What is not on the page is not approved and not given back; it may be left for later. */
void
sitting__decides_nothing__about_a_house_that_could_not_be_read(void **state)
{
	static const char *const keys[] = { "1", "2" };
	struct trial trial = { .at = "a decision" };

	(void)state;
	for (size_t i = 0; i < golden_case_count && !trial.golden; i++)
		if (strcmp(golden_cases[i].name, "sitting") == 0)
			trial.golden = &golden_cases[i];
	assert_non_null(trial.golden);
	open_page(&trial, trial.golden);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		break_file(&trial, trial.at, 0);
		read_anew(&trial);
		type(&trial, keys[i]);
		mend_file();
		assert_string_equal(top_of(&trial)->class->name, "sitting");
		assert_true(says(&trial, "这一栋没有读出来"));
		assert_true(says(&trial, "同意0，退回0，"));
	}
	read_anew(&trial);
	type(&trial, "1");
	assert_true(says(&trial, "同意1，退回0，"));
	shown_close(&trial.shown);
}
