#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include <cmocka.h>

#include "../support/drive.h"

/* Random keys, bytes and window sizes: no crash, no hang, no lost draft, the terminal given back with nothing left on it.
 * The same keys each time, and as many on any machine; with LOUCE_RANDOM_SECONDS other ones, for so long. LOUCE_RANDOM_SEED says which; the
 * seed is printed. */

#define KEYS 6000 /* in a check: some 20 s where nothing else runs */
#define ENDS 6

static uint32_t stream;

static time_t until; /* 0: a number of keys decides */

static void
begin(int part)
{
	const char *seconds = getenv("LOUCE_RANDOM_SECONDS"), *seed = getenv("LOUCE_RANDOM_SEED");

	stream = seed ? (uint32_t)strtoul(seed, NULL, 10) : seconds ? (uint32_t)time(NULL) : 20220901;
	until = seconds ? time(NULL) + atoi(seconds) / part : 0;
	printf("# seed %u\n", stream);
}

static bool
goes_on(size_t done, size_t most)
{
	return until ? time(NULL) < until : done < most;
}

static uint32_t
below(uint32_t limit)
{
	stream = stream * 1664525u + 1013904223u;
	return (stream >> 8) % limit;
}

static void
some_keys(struct pty *pty)
{
	static const char *const keys[] = {
		"Enter", "Enter", "Enter", "Down", "Down", "Up", "Left", "Right", "Tab", "BackTab", "PgUp", "PgDn", "Home", "End", "Del",
		"Bs",	 "Esc",	  "Space", "1",	   "1",	   "2",	 "3",	 "4",	  "5",	 "7",	    "9",    "0",    "a",    "b",   "c",
		"d",	 "k",	  "l",	   "m",	   "n",	   "p",	 "P",	 "r",	  "s",	 "t",	    "v",    "x",    "?",    "+",   "/",
		"demo",	 "^A",	  "^D",	   "^E",   "^K",   "^L", "^N",	 "^O",	  "^P",	 "^S",	    "^T",   "^U",   "^W",   "^X",  "^Y",
		"^G",	 "^F",	  "^V",	   "^B",   "j",	   "o",	 "w",	 "g",	  "8",	 "6",	    "东",   "兰县", "韦",   "，",  "１",
	};
	static const char *const bytes[] = { "\xff",  "\xe4\xb8",  "\x1b[",	   "\x1b[200~",	       "\x1b[201~", "\x1b]0;x",
					     "\x1bO", "\x1b[1;5C", "\x01\x02\x03", "\xf0\x9f\x8f\xa0", "e\xcc\x81" };
	static const int sizes[][2] = { { 24, 80 }, { 24, 80 }, { 40, 120 }, { 24, 200 }, { 10, 30 }, { 60, 81 }, { 25, 100 } };

	if (below(200) == 0) {
		uint32_t size = below(sizeof(sizes) / sizeof(*sizes));

		pty_resize(pty, sizes[size][0], sizes[size][1]);
	} else if (below(60) == 0) {
		pty_type(pty, bytes[below(sizeof(bytes) / sizeof(*bytes))]);
	} else {
		pty_keys(pty, keys[below(sizeof(keys) / sizeof(*keys))]);
	}
}

static bool
is_blank(const char *screen)
{
	return screen[strspn(screen, " \n")] == '\0';
}

static void
quit_or_kill(struct pty *pty)
{
	bool by_itself = pty_has_ended(pty);
	int status;
	size_t len;
	const char *raw;

	pty_signal(pty, SIGTERM);
	status = pty_wait_exit(pty);
	/* After an end by itself the keys that were still to come are echoed. */
	if (WIFEXITED(status) && pty_is_restored(pty) && (by_itself || WEXITSTATUS(status) == 0 || is_blank(pty_screen(pty))))
		return;
	raw = pty_raw(pty, &len);
	fprintf(stderr, "# status %#x, other screen %d, cursor %d; the last it wrote:", status, pty_altscreen(pty),
		pty_cursor_visible(pty));
	for (size_t i = len > 300 ? len - 300 : 0; i < len; i++)
		fprintf(stderr, raw[i] >= 0x20 && raw[i] < 0x7f ? "%c" : "\\x%02x", (unsigned char)raw[i]);
	fprintf(stderr, "\n%s", pty_screen(pty));
	fail_msg("it did not end as it should, or left the terminal in another state");
}

static void
verifies(const char *dir)
{
	char words[700];

	snprintf(words, sizeof(words), "verify '%s/county.louce'", dir);
	assert_int_equal(drive_louce(dir, words), 0);
}

/* In a folder that louce takes for a stick. */
static void
make_stick(const char *dir)
{
	char path[700];

	snprintf(path, sizeof(path), "%s/stick-in", dir);
	assert_int_equal(mkdir(path, 0700), 0);
}

static void
screens__survive__random_keys(void **state)
{
	char *dir = drive_county(), person[2] = "1";
	size_t keys = 0;

	(void)state;
	begin(1);
	make_stick(dir);
	while (goes_on(keys, KEYS)) {
		bool chinese = below(2);
		struct pty *pty = drive_start(dir, chinese ? "zh_CN" : "en", 24, 80, NULL);

		pty_wait(pty, chinese ? "先选谁在用这台电脑" : "Say who is at the laptop");
		pty_keys(pty, "P");
		pty_rest(pty);
		person[0] = (char)('1' + below(6));
		pty_keys(pty, person);
		pty_rest(pty);
		pty_keys(pty, "demo Enter");
		pty_rest(pty);
		for (int i = 0; i < 600 && goes_on(keys, KEYS); i++, keys++) {
			some_keys(pty);
			if (i % 50 == 49) {
				pty_rest(pty);
				if (pty_has_ended(pty))
					break; /* q at home; how is seen below */
			}
		}
		pty_resize(pty, 24, 80);
		quit_or_kill(pty);
		pty_free(pty);
	}
	printf("# %zu keys\n", keys);
	verifies(dir);
	drive_release(dir);
}

/* Keys that change nothing but where one is in a form, and what is no key at all. */
static void
wander(struct pty *pty, uint32_t count)
{
	static const char *const moves[] = {
		"Tab", "Tab", "Down", "Down", "BackTab", "Up", "PgDn", "PgUp", "Left", "Right", "^L", "^G Esc"
	};
	static const char *const noise[] = { "\xff", "\x1b[99;5~", "\x1b[?1;2c", "\xe4\xb8", "\x1b[1;5C" };

	for (uint32_t i = 0; i < count; i++) {
		if (below(8) == 0)
			pty_type(pty, noise[below(sizeof(noise) / sizeof(*noise))]);
		else if (below(12) == 0)
			pty_resize(pty, below(2) ? 24 : 40, below(2) ? 80 : 120);
		else
			pty_keys(pty, moves[below(sizeof(moves) / sizeof(*moves))]);
	}
}

static void
draft__is_there_again__whatever_came_before_the_end(void **state)
{
	static const char *const names[] = { "那烈", "板坡", "东风里", "巴英", "下垌", "弄谷" };
	size_t rounds = 0;

	(void)state;
	begin(2);
	do {
		char *dir = drive_county(), typed[64];
		struct pty *pty = drive_start(dir, "zh_CN", 24, 80, NULL);
		uint32_t how = below(3);

		pty_wait(pty, "先选谁在用这台电脑");
		drive_person(pty, "1");
		pty_keys(pty, "n");
		pty_wait(pty, ">*屯（组）");
		snprintf(typed, sizeof(typed), "%s%s%u", names[below(6)], names[below(6)], below(90) + 10);
		pty_keys(pty, typed);
		pty_wait(pty, typed);
		if (how == 0) { /* a power cut: what the cursor left is kept */
			pty_keys(pty, "Tab");
			pty_wait(pty, ">*路（街巷）");
		}
		wander(pty, below(40));
		pty_rest(pty);
		if (how == 1)
			pty_hang_up(pty);
		else
			pty_signal(pty, how ? SIGTERM : SIGKILL);
		pty_wait_exit(pty);
		pty_free(pty);
		pty = drive_start(dir, "zh_CN", 24, 80, NULL);
		pty_wait(pty, "先选谁在用这台电脑");
		drive_person(pty, "1");
		pty_keys(pty, "n");
		pty_wait(pty, "屯（组）");
		pty_wait(pty, typed);
		pty_free(pty);
		drive_release(dir);
		rounds++;
	} while (goes_on(rounds, ENDS));
	printf("# %zu ends\n", rounds);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(screens__survive__random_keys),
		cmocka_unit_test(draft__is_there_again__whatever_came_before_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
