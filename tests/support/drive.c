#include "drive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char made[512]; /* the county that is copied */

static const char *
need_env(const char *name)
{
	const char *value = getenv(name);

	assert_non_null(value);
	return value;
}

static void __attribute__((format(printf, 1, 2))) run(const char *format, ...)
{
	char command[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	assert_int_equal(system(command), 0);
}

static void
forget(void)
{
	char command[600];

	snprintf(command, sizeof(command), "rm -rf '%s'", made);
	if (*made && system(command) != 0)
		perror(made);
}

char *
drive_county(void)
{
	static int number;
	char *dir = malloc(600);

	if (!*made) {
		snprintf(made, sizeof(made), "%s/county-%d", need_env("TMPDIR"), (int)getpid());
		run("LOUCE_CLOCK=1662000000 '%s/tests/support/demo' '%s' --buildings 20 --seed ui --single", need_env("LOUCE_SRC"), made);
		atexit(forget);
	}
	snprintf(dir, 600, "%s-%d", made, ++number);
	run("cp -r '%s' '%s'", made, dir);
	return dir;
}

void
drive_release(char *dir)
{
	run("rm -rf '%s'", dir);
	free(dir);
}

const char *drive_clock = DRIVE_CLOCK;

struct pty *
drive_start(const char *dir, const char *lang, int rows, int cols, const char *const *extra)
{
	char program[600], file[700], home[700], inbox[700], sticks[700], data[600], language[64];
	const char *argv[] = { program, "-w", file, NULL };
	const char *env[32] = { home, inbox, sticks, data, language, drive_clock, NULL };
	size_t count = 6;

	snprintf(program, sizeof(program), "%s/louce", need_env("LOUCE_BUILD"));
	snprintf(file, sizeof(file), "%s/county.louce", dir);
	snprintf(home, sizeof(home), "LOUCE_HOME=%s/home", dir);
	snprintf(inbox, sizeof(inbox), "LOUCE_INBOX=%s/inbox", dir);
	snprintf(sticks, sizeof(sticks), "LOUCE_STICKS=%s/stick-in", dir); /* never one that is really in this machine */
	snprintf(data, sizeof(data), "LOUCE_DATADIR=%s", need_env("LOUCE_DATADIR"));
	snprintf(language, sizeof(language), "LANGUAGE=%s", lang);
	for (; extra && *extra && count + 1 < sizeof(env) / sizeof(*env); extra++)
		env[count++] = *extra;
	env[count] = NULL;
	return pty_start(argv, env, rows, cols);
}

void
drive_person(struct pty *pty, const char *digit)
{
	pty_keys(pty, "P");
	pty_wait(pty, "谁在用这台电脑？");
	pty_keys(pty, digit);
	pty_wait(pty, "演示中人人的口令");
	pty_keys(pty, "demo Enter");
	pty_wait(pty, "您好");
}

void
drive_answer(struct pty *pty)
{
	pty_wait(pty, "请写明处理情况");
	pty_keys(pty, "已改 ^S");
}

void
drive_burst(struct pty *pty)
{
	static const char title[] = "核对一栋房屋的照片";

	pty_keys(pty, "b");
	pty_wait(pty, title);
	for (int i = 0; i < 9 && pty_has(pty, title); i++)
		pty_keys(pty, "Enter");
	pty_wait_gone(pty, title);
}

void
drive_choose(struct pty *pty, const char *text)
{
	pty_keys(pty, "Home");
	for (int tries = 0; tries < 40; tries++) {
		for (int row = 1; row < 22; row++) {
			const char *line = pty_row(pty, row);

			line += strspn(line, " ");
			if (*line == '>' && strstr(line, text))
				return;
		}
		pty_keys(pty, "Down");
	}
	fprintf(stderr, "%s", pty_screen(pty));
	fail_msg("no row \"%s\" to choose", text);
}

void
drive_at(struct pty *pty, const char *label)
{
	for (int row = 1; row < 24; row++) {
		const char *text = pty_row(pty, row);

		/* ">*LABEL" when it must still be filled, "> LABEL" otherwise */
		if (text[0] == '>' && strncmp(text + 2, label, strlen(label)) == 0)
			return;
	}
	fprintf(stderr, "%s", pty_screen(pty));
	fail_msg("the cursor is not at \"%s\"", label);
}

void
drive_code(struct pty *pty, const char *text, char out[20])
{
	pty_wait(pty, text);
	for (int row = 1; row < 22; row++) {
		const char *line = pty_row(pty, row);

		if (strstr(line, text) && strlen(line) >= 19) {
			memcpy(out, line + strlen(line) - 19, 20);
			if (out[4] != ' ')
				fail_msg("no code in \"%s\"", line);
			return;
		}
	}
	fail_msg("no code beside \"%s\"", text);
}

void
drive_secret(struct pty *pty, char out[DRIVE_SECRET])
{
	for (int row = 1; row < 22; row++) {
		const char *line = pty_row(pty, row);
		size_t len, hyphens = 0;

		line += strspn(line, " ");
		len = strspn(line, "abcdefghijklmnopqrstuvwxyz-");
		for (size_t i = 0; i < len; i++)
			hyphens += line[i] == '-';
		if (hyphens != 3 || len >= DRIVE_SECRET)
			continue;
		memcpy(out, line, len);
		out[len] = '\0';
		return;
	}
	fail_msg("no passphrase on the page:\n%s", pty_screen(pty));
}

void
drive_write_back(struct pty *pty, const char *secret)
{
	char word[DRIVE_SECRET];

	snprintf(word, sizeof(word), "%.*s", (int)strcspn(secret, "-"), secret);
	pty_rest(pty); /* what is typed before the page was shown and waits counts for nothing */
	pty_type(pty, word);
	pty_keys(pty, "Enter");
}

int
drive_louce(const char *dir, const char *words)
{
	char command[2048];
	int status;

	snprintf(command, sizeof(command),
		 "export LOUCE_CLOCK=1662000000 LOUCE_HOME='%s/home' LOUCE_WORKSPACE='%s/county.louce'; '%s/louce' %s >/dev/null 2>&1", dir,
		 dir, need_env("LOUCE_BUILD"), words);
	status = system(command);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
