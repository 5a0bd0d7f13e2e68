#include <regex.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/drive.h"
#include "../../doc/handbook/chapter.h"
#include "base/file.h"
#include "base/mem.h"

/* Every step of the handbook, done by keys on a demonstration, in both languages: the words that a step promises stand on the page, and the page is the
 * one that the handbook prints. LOUCE_UPDATE_HANDBOOK=1 writes the pages anew; LOUCE_HANDBOOK=CHAPTER does that chapter alone. */

#define LAPTOPS_MOST 8
#define CHAPTERS_MOST 16
#define ROWS 24
#define COLS 80
#define CLOCK_UNIX 1662000000 /* 2022-09-01, 10:40 in China, unless the chapter says another day */

static const char *const languages[] = { "zh", "en" };
static char made[512]; /* the demonstration, from which laptops are copied */

struct run {
	const char *lang, *name; /* of the chapter */
	struct handbook_chapter chapter;
	const struct handbook_item *item; /* that is done */
	char dir[560];			  /* of the chapter's laptops, and of its stick */
	struct run_laptop {
		char name[32];
		struct pty *pty;
	} laptops[LAPTOPS_MOST];
	size_t laptop_count;
	struct pty *pty; /* the laptop before which somebody sits */
	char clock[40];	 /* as it stands in the environment */
	char secret[DRIVE_SECRET], code[20];
	struct buf differences;
};

static void __attribute__((format(printf, 1, 2))) shell(const char *format, ...)
{
	char command[4096];
	va_list args;

	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	if (system(command) != 0)
		fail_msg("%s", command);
}

static void
set_clock(struct run *run, time_t at)
{
	snprintf(run->clock, sizeof(run->clock), "LOUCE_CLOCK=%lld", (long long)at);
}

/* The same time of another day. */
static void
set_day(struct run *run, const char *day)
{
	struct tm tm = { 0 };
	const time_t first = CLOCK_UNIX;

	assert_non_null(strptime(day, "%Y-%m-%d", &tm));
	set_clock(run, timegm(&tm) + first % (24 * 60 * 60));
}

/* ---- laptops */

static void
start_louce(struct run *run, struct run_laptop *laptop, bool has_file)
{
	char program[600], data[600], language[32], deeds[700];
	const char *argv[] = { program, has_file ? "-w" : NULL, "county.louce", NULL };
	const char *env[] = { "LOUCE_HOME=home", "LOUCE_INBOX=inbox", "LOUCE_STICKS=../STICK", data, language, run->clock, NULL };

	snprintf(program, sizeof(program), "%s/louce", getenv("LOUCE_BUILD"));
	snprintf(data, sizeof(data), "LOUCE_DATADIR=%s", getenv("LOUCE_DATADIR"));
	snprintf(language, sizeof(language), "LANGUAGE=%s", strcmp(run->lang, "zh") == 0 ? "zh_CN" : "en");
	snprintf(deeds, sizeof(deeds), "%s/%s", run->dir, laptop->name);
	assert_int_equal(chdir(deeds), 0); /* paths that pages show are short, and the same everywhere */
	laptop->pty = pty_start(argv, env, ROWS, COLS);
	pty_rest(laptop->pty); /* it asks its terminal something, and waits for the answer a little while only */
	assert_int_equal(chdir(run->dir), 0);
}

/* What happens away from the screens. */
static void
run_script(struct run *run, const char *words)
{
	shell("cd '%s' && LOUCE='%s/louce' DEMO='%s' LOUCE_CLOCK=%d LANGUAGE=%s sh '%s/tests/support/handbook.sh' %s >'%s/said' 2>&1 || { cat '%s/said' >&2; false; }",
	      run->dir, getenv("LOUCE_BUILD"), made, CLOCK_UNIX, run->lang, getenv("LOUCE_SRC"), words, run->dir, run->dir);
}

/* "NAME": the laptop of that name; "NAME FOLDER": a new one, a copy of one of the demonstration; "NAME FOLDER WORD": with the keys of those people alone
 * whose right is there; "NAME new": one on which nothing is. */
static void
sit_down(struct run *run, const char *text)
{
	char name[32] = { 0 }, from[256] = { 0 }, people[64] = { 0 }, words[128];
	struct run_laptop *laptop;

	assert_true(sscanf(text, "%31s %255s %63s", name, from, people) >= 1);
	for (size_t i = 0; i < run->laptop_count; i++)
		if (strcmp(run->laptops[i].name, name) == 0) {
			run->pty = run->laptops[i].pty;
			return;
		}
	assert_true(*from && run->laptop_count < LAPTOPS_MOST);
	laptop = &run->laptops[run->laptop_count++];
	strcpy(laptop->name, name);
	shell("mkdir -p '%s/%s/home' '%s/%s/inbox' '%s/STICK'", run->dir, name, run->dir, name, run->dir);
	if (strcmp(from, "new") != 0)
		shell("cd '%s/%s' && cp -r home '%s/%s/' && for f in *.louce*; do cp \"$f\" '%s/%s/'county.louce\"${f##*.louce}\"; done && "
		      "cp '%s/inbox/'* '%s/%s/inbox/'",
		      made, strcmp(from, "county") == 0 ? "." : from, run->dir, name, run->dir, name, made, run->dir, name);
	if (*people) {
		snprintf(words, sizeof(words), "people %s %s", name, people);
		run_script(run, words);
	}
	start_louce(run, laptop, strcmp(from, "new") != 0);
	run->pty = laptop->pty;
}

/* ---- pages */

/* Puts an example, as wide, in the place of what is another at each run, or on each machine. */
static void
put_example(char **text, const char *known, const char *example)
{
	char *at;

	while (*known && (at = strstr(*text, known)) != NULL) {
		char *next = mem_printf("%.*s%s%s", (int)(at - *text), *text, example, at + strlen(known));

		free(*text);
		*text = next;
	}
}

/* The same of whatever looks so: numbers of laptops, logs and requests, codes to compare. */
static void
put_example_of(char *text, const char *pattern, const char *example)
{
	regex_t regex;
	regmatch_t found;

	assert_int_equal(regcomp(&regex, pattern, REG_EXTENDED), 0);
	while (regexec(&regex, text, 1, &found, 0) == 0) {
		assert_int_equal(found.rm_eo - found.rm_so, strlen(example));
		memcpy(text + found.rm_so, example, strlen(example));
		text += found.rm_eo;
	}
	regfree(&regex);
}

/* The page without what is another at each run, or on each machine. */
static char *
steady(const struct run *run, const char *screen)
{
	char *text = mem_strdup(screen);

	put_example(&text, run->secret, "maple-otter-lantern-river");
	put_example(&text, run->code, "1234 5678 2345 6789");
	put_example(&text, "../STICK", "/media/U");
	put_example_of(text, "([0-9a-f]{4} ){4}[0-9a-f]{4}", "1a2b 3c4d 5e6f 7a8b 9c0d");
	put_example_of(text, "([0-9a-f]{4} ){3}[0-9a-f]{4}", "1234 5678 2345 6789");
	put_example_of(text, "request-[0-9a-f]{8}", "request-1a2b3c4d");
	put_example_of(text, "申请-[0-9a-f]{8}", "申请-1a2b3c4d");
	put_example_of(text, " [0-9]\\.[0-9] MiB", " 1.2 MiB"); /* a pack that grew changes no page */
	put_example_of(text, " [0-9]{2}\\.[0-9] MiB", " 13.7 MiB");
	put_example_of(text, "20[0-9]{6}-[0-9a-f]{4}-[0-9a-f]{4}", "20221008-1a2b-3c4d"); /* of a paper */
	put_example_of(text, "编号 [0-9a-f]{8}", "编号 1a2b3c4d");
	put_example_of(text, "number [0-9a-f]{8}", "number 1a2b3c4d");
	put_example_of(text, "文件状态码 [0-9a-f]{8}", "文件状态码 1a2b3c4d");
	put_example_of(text, "  [0-9a-f]{8}\\.\n", "  1a2b3c4d.\n"); /* the same, in English */
	return text;
}

static void
compare_page(struct run *run, const char *name)
{
	char *path = mem_printf("%s/doc/handbook/pages/%s/%s-%s", getenv("LOUCE_SRC"), run->lang, run->name, name);
	char *screen = steady(run, pty_screen(run->pty));
	struct err err = { 0 };
	struct buf kept = { 0 };

	if (getenv("LOUCE_UPDATE_HANDBOOK")) {
		char *folder = mem_printf("%s/doc/handbook/pages/%s", getenv("LOUCE_SRC"), run->lang);

		if (file_make_dirs(folder, 0755, &err) || file_write(path, screen, strlen(screen), 0644, &err))
			fail_msg("%s", err.text);
		free(folder);
	} else if (file_read(path, 1 << 16, &kept, &err) || strcmp(buf_text(&kept), screen) != 0) {
		buf_printf(&run->differences, "page %s is now:\n%s", name, screen);
	}
	buf_release(&kept);
	free(screen);
	free(path);
}

/* ---- deeds */

/* {secret} and {code} stand for what was read from a page; {word}: the first word of the passphrase. */
static char *
meant(const struct run *run, const char *text)
{
	struct buf out = { 0 };

	while (*text) {
		if (strncmp(text, "{secret}", 8) == 0) {
			buf_text_add(&out, run->secret);
			text += 8;
		} else if (strncmp(text, "{word}", 6) == 0) {
			buf_add(&out, run->secret, strcspn(run->secret, "-"));
			text += 6;
		} else if (strncmp(text, "{code}", 6) == 0) {
			buf_text_add(&out, run->code);
			text += 6;
		} else {
			buf_char(&out, *text++);
		}
	}
	return buf_detach(&out);
}

/* One key after the other, as a person types who looks at what each of them does. */
static void
press(struct pty *pty, const char *keys)
{
	char *copy = mem_strdup(keys), *rest = NULL;

	for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		pty_keys(pty, word);
		pty_rest(pty);
	}
	free(copy);
}

static void
do_deed(struct run *run, const char *deed, const char *text)
{
	char *words = meant(run, text);

	if (strcmp(deed, "day") == 0)
		set_day(run, words);
	else if (strcmp(deed, "laptop") == 0)
		sit_down(run, words);
	else if (strcmp(deed, "run") == 0)
		run_script(run, words);
	else if (!run->pty)
		fail_msg("nobody sits at a laptop yet");
	else if (strcmp(deed, "keys") == 0)
		press(run->pty, words);
	else if (strcmp(deed, "type") == 0)
		pty_type(run->pty, words);
	else if (strcmp(deed, "shows") == 0)
		pty_wait(run->pty, words);
	else if (strcmp(deed, "gone") == 0)
		pty_wait_gone(run->pty, words);
	else if (strcmp(deed, "choose") == 0)
		drive_choose(run->pty, words);
	else if (strcmp(deed, "secret") == 0)
		drive_secret(run->pty, run->secret);
	else if (strcmp(deed, "code") == 0)
		drive_code(run->pty, words, run->code);
	free(words);
}

static void
chapter__is_what_louce_does__step_by_step(void **state)
{
	struct run *run = *state;
	struct err err = { 0 };
	char *path = mem_printf("%s/doc/handbook/%s/%s", getenv("LOUCE_SRC"), run->lang, run->name);

	if (handbook_chapter_read(path, run->name, &run->chapter, &err))
		fail_msg("%s", err.text);
	set_clock(run, CLOCK_UNIX);
	snprintf(run->dir, sizeof(run->dir), "%s-%s-%s", made, run->lang, run->name);
	shell("rm -rf '%s' && mkdir '%s'", run->dir, run->dir);
	for (size_t i = 0; i < run->chapter.count; i++) {
		run->item = &run->chapter.items[i];
		if (run->item->kind == HANDBOOK_DEED)
			do_deed(run, run->item->deed, run->item->text);
		else if (run->item->kind == HANDBOOK_PAGE)
			compare_page(run, run->item->text);
	}
	run->item = NULL;
	if (run->differences.len)
		fail_msg("the handbook shows other pages; `make update-handbook` writes them anew, read the difference:\n%s",
			 buf_text(&run->differences));
	free(path);
}

static int
end_run(void **state)
{
	struct run *run = *state;

	if (run->item)
		fprintf(stderr, "# at line %zu of doc/handbook/%s/%s: %s\n", run->item->line, run->lang, run->name, run->item->text);
	for (size_t i = 0; i < run->laptop_count; i++)
		pty_free(run->laptops[i].pty);
	handbook_chapter_release(&run->chapter);
	buf_release(&run->differences);
	if (chdir(getenv("TMPDIR")) == 0 && *run->dir && !getenv("LOUCE_KEEP"))
		shell("rm -rf '%s'", run->dir);
	free(run);
	return 0;
}

/* ---- which chapters */

static size_t
read_order(char names[CHAPTERS_MOST][64])
{
	char *path = mem_printf("%s/doc/handbook/order", getenv("LOUCE_SRC"));
	FILE *from = fopen(path, "r");
	const char *only = getenv("LOUCE_HANDBOOK");
	size_t count = 0;

	assert_non_null(from);
	while (count < CHAPTERS_MOST && fscanf(from, "%63s", names[count]) == 1)
		count += !only || strcmp(only, names[count]) == 0;
	fclose(from);
	free(path);
	return count;
}

static int
make_demonstration(void **state)
{
	(void)state;
	snprintf(made, sizeof(made), "%s/handbook-%d", getenv("TMPDIR"), (int)getpid());
	shell("LOUCE_CLOCK=%d '%s/louce' demo '%s' --buildings 60 --seed handbook --no-ui >/dev/null 2>&1", CLOCK_UNIX,
	      getenv("LOUCE_BUILD"), made);
	return 0;
}

static int
drop_demonstration(void **state)
{
	(void)state;
	shell("rm -rf '%s'", made);
	return 0;
}

int
main(void)
{
	static char names[CHAPTERS_MOST][64];
	size_t chapters = read_order(names), languages_count = sizeof(languages) / sizeof(*languages), count = 0;
	struct CMUnitTest tests[CHAPTERS_MOST * 2];

	for (size_t c = 0; c < chapters; c++)
		for (size_t l = 0; l < languages_count; l++) {
			struct run *run = mem_alloc(sizeof(*run));

			run->lang = languages[l];
			run->name = names[c];
			tests[count++] = (struct CMUnitTest){ .name = mem_printf("chapter__is_what_louce_does__%s_%s", names[c],
										 languages[l]),
							      .test_func = chapter__is_what_louce_does__step_by_step,
							      .teardown_func = end_run,
							      .initial_state = run };
		}
	return _cmocka_run_group_tests("handbook", tests, count, make_demonstration, drop_demonstration);
}
