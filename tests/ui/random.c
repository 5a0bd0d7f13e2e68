#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include <cmocka.h>

#include "drive.h"

/* Random keys, bytes and window sizes: no crash, no hang, no lost draft, the terminal given back. LOUCE_RANDOM_SECONDS (default 8) says how
 * long, LOUCE_RANDOM_SEED which keys; the seed is printed. */

static uint32_t stream;

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
		"Enter", "Enter", "Enter", "Down", "Down", "Up", "Left", "Right", "Tab", "BackTab", "PgUp", "PgDn", "Home", "End", "Del", "Bs", "Esc", "Space",
		"1", "1", "2", "3", "4", "5", "7", "9", "0", "a", "b", "c", "d", "k", "l", "m", "n", "p", "P", "r", "s", "t", "v", "x", "?", "+", "/", "demo",
		"^A", "^D", "^E", "^K", "^L", "^N", "^O", "^P", "^S", "^T", "^U", "^W", "^X", "^Y", "^G", "东", "兰县", "韦", "，", "１",
	};
	static const char *const bytes[] = { "\xff", "\xe4\xb8", "\x1b[", "\x1b[200~", "\x1b[201~", "\x1b]0;x", "\x1bO", "\x1b[1;5C", "\x01\x02\x03", "\xf0\x9f\x8f\xa0", "e\xcc\x81" };
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

static void
quit_or_kill(struct pty *pty)
{
	int status;
	size_t len;
	const char *raw;

	pty_signal(pty, SIGTERM);
	status = pty_wait_exit(pty);
	if (WIFEXITED(status) && pty_is_restored(pty))
		return;
	raw = pty_raw(pty, &len);
	fprintf(stderr, "# status %#x, other screen %d, cursor %d; the last it wrote:", status, pty_altscreen(pty), pty_cursor_visible(pty));
	for (size_t i = len > 300 ? len - 300 : 0; i < len; i++)
		fprintf(stderr, raw[i] >= 0x20 && raw[i] < 0x7f ? "%c" : "\\x%02x", (unsigned char)raw[i]);
	fprintf(stderr, "\n%s", pty_screen(pty));
	fail_msg("it did not end as it should, or left the terminal in another state");
}

static void
screens__survive__random_keys(void **state)
{
	const char *seconds = getenv("LOUCE_RANDOM_SECONDS"), *seed = getenv("LOUCE_RANDOM_SEED");
	time_t until = time(NULL) + (seconds ? atoi(seconds) : 8);
	char *dir = drive_county(), person[2] = "1";
	struct pty *pty;
	size_t keys = 0;

	(void)state;
	stream = seed ? (uint32_t)strtoul(seed, NULL, 10) : (uint32_t)time(NULL);
	printf("# seed %u\n", stream);
	while (time(NULL) < until) {
		bool chinese = below(2);

		pty = drive_start(dir, chinese ? "zh_CN" : "en", 24, 80, NULL);
		pty_wait(pty, chinese ? "先选谁在用这台电脑" : "Say who is at the laptop");
		pty_keys(pty, "P");
		pty_settle(pty, 100);
		person[0] = (char)('1' + below(6));
		pty_keys(pty, person);
		pty_settle(pty, 150);
		pty_keys(pty, "demo Enter");
		pty_settle(pty, 400);
		for (int i = 0; i < 600 && time(NULL) < until; i++, keys++) {
			some_keys(pty);
			if (i % 50 == 49) {
				pty_settle(pty, 20);
				if (pty_has_ended(pty))
					break; /* ended by itself: q at home; how is seen below */
			}
		}
		pty_resize(pty, 24, 80);
		quit_or_kill(pty);
		pty_free(pty);
	}
	printf("# %zu keys\n", keys);
	pty = NULL;
	{
		char words[700];

		snprintf(words, sizeof(words), "verify '%s/county.louce'", dir);
		assert_int_equal(drive_louce(dir, words), 0);
	}
	drive_release(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(screens__survive__random_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
