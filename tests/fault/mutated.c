/* A workspace and a stick in which bytes were changed: whatever opens, verifies or takes them in ends with a sentence, never with a signal or
 * with the text of a query. Speaks TAP. LOUCE_MUTANTS=N: so many files (default 12), from LOUCE_MUTANT_FIRST on. */
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE_BYTES 8192
#define SECONDS_MAX 300

static char top[512];

static int __attribute__((format(printf, 1, 2))) shell(const char *format, ...)
{
	char command[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	return system(command);
}

/* A number that follows from the seed alone (splitmix64). */
static uint64_t
draw(uint64_t *seed, uint64_t below)
{
	uint64_t z = *seed += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (z ^ z >> 31) % below;
}

static const char *
mutate(const char *path, uint64_t number)
{
	static const char *const kinds[] = { "a byte of a page's head", "a byte anywhere", "eight bytes anywhere",
					     "a page of zeros",		"a page twice",	   "cut off",
					     "a letter of the schema" };
	uint64_t seed = number * 7919 + 1, kind = number % 7;
	uint8_t page[PAGE_BYTES] = { 0 };
	struct stat info;
	uint64_t pages, at;
	int fd = open(path, O_RDWR);

	if (fd < 0 || fstat(fd, &info) != 0)
		abort();
	pages = (uint64_t)info.st_size / PAGE_BYTES;
	at = draw(&seed, pages) * PAGE_BYTES;
	if (kind == 0)
		at += draw(&seed, 64);
	else if (kind < 3)
		at += draw(&seed, PAGE_BYTES - 8);
	else if (kind == 6)
		at = 1000 + draw(&seed, PAGE_BYTES - 1000);
	if (kind == 5) {
		if (ftruncate(fd, (off_t)at + 100) != 0)
			abort();
	} else if (kind == 3 || kind == 4) {
		if ((kind == 4 && pread(fd, page, sizeof(page), (off_t)(draw(&seed, pages) * PAGE_BYTES)) < 0) ||
		    pwrite(fd, page, sizeof(page), (off_t)at) < 0)
			abort();
	} else {
		for (int i = 0; i < (kind == 2 ? 8 : 1); i++) {
			if (pread(fd, page, 1, (off_t)at + i) != 1)
				abort();
			page[0] ^= (uint8_t)(1 + draw(&seed, 255));
			if (pwrite(fd, page, 1, (off_t)at + i) != 1)
				abort();
		}
	}
	close(fd);
	return kinds[kind];
}

static const char *const wrong_words[] = { "SELECT", "INSERT", "sqlite", "SQL ", "bug:", "malformed", "no such table" };

/* NULL: it ended as it should. */
static const char *
run(const char *words, char *said, size_t size)
{
	char command[1400];
	FILE *err;
	int how;
	pid_t child;

	snprintf(command, sizeof(command), "exec '%s/louce' %s >/dev/null 2>'%s/said' </dev/null", getenv("LOUCE_BUILD"), words, top);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		struct rlimit none = { 0, 0 };

		setrlimit(RLIMIT_CORE, &none);
		alarm(SECONDS_MAX);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	waitpid(child, &how, 0);
	snprintf(command, sizeof(command), "%s/said", top);
	err = fopen(command, "r");
	memset(said, 0, size);
	if (err) {
		if (fread(said, 1, size - 1, err) == 0)
			*said = '\0';
		fclose(err);
	}
	if (WIFSIGNALED(how))
		return WTERMSIG(how) == SIGALRM ? "hangs" : "crashed";
	for (size_t i = 0; i < sizeof(wrong_words) / sizeof(*wrong_words); i++)
		if (strstr(said, wrong_words[i]))
			return "used a wrong word";
	if (WEXITSTATUS(how) >= 3 && !*said)
		return "said nothing";
	return WEXITSTATUS(how) == 2 || WEXITSTATUS(how) > 4 ? "ended with another code" : NULL;
}

struct way {
	const char *name, *file, *words;
};

static const struct way ways[] = {
	{ "verify", "w.louce", "verify w.louce" },
	{ "status", "w.louce", "status -w w.louce --list" },
	{ "slip", "w.louce", "receipt -w w.louce" },
	{ "export", "w.louce", "export x.louce -w w.louce --as \"$(cat who)\" --passphrase-file pass" },
	{ "report", "w.louce", "report annex1 -w w.louce" },
	{ "check", "w.louce", "check -w w.louce" },
	{ "import", "s.louce", "import s.louce -w new.louce" },
	{ "import_into", "w.louce", "import s.louce -w w.louce" },
	{ "verify_stick", "s.louce", "verify s.louce" },
	{ "rebuild", "w.louce", "rebuild -w w.louce" },
};

static long
number_of(const char *name, long otherwise)
{
	const char *text = getenv(name);

	return text ? atol(text) : otherwise;
}

int
main(void)
{
	long first = number_of("LOUCE_MUTANT_FIRST", 0), count = number_of("LOUCE_MUTANTS", 6);
	const size_t way_count = sizeof(ways) / sizeof(*ways);
	long wrong[sizeof(ways) / sizeof(*ways)] = { 0 };
	char said[2000];
	bool failed = false;

	snprintf(top, sizeof(top), "%s/mutated-%d", getenv("TMPDIR"), (int)getpid());
	setenv("LANGUAGE", "en", 1);
	setenv("LOUCE_HOME", "demo/home", 1);
	if (shell("mkdir -p '%s'", top) != 0 || chdir(top) != 0 ||
	    shell("'%s/louce' demo demo --buildings 12 --seed ui --no-ui --single >made 2>&1 && mv demo/county.louce w0.louce && mv demo/county.louce.local w0.louce.local && "
		  "echo demo >pass && '%s/louce' key list | tail -n 1 | cut -d ' ' -f 1 >who && "
		  "'%s/louce' export s0.louce -w w0.louce --as \"$(cat who)\" --passphrase-file pass >>made 2>&1 && '%s/louce' init device new0.louce --empty >>made 2>&1",
		  getenv("LOUCE_BUILD"), getenv("LOUCE_BUILD"), getenv("LOUCE_BUILD"), getenv("LOUCE_BUILD")) != 0) {
		printf("Bail out! the files cannot be made\n");
		return 1;
	}
	for (long n = first; n < first + count; n++) {
		for (size_t i = 0; i < way_count; i++) {
			const char *kind, *why;

			if (shell("rm -f w.louce* s.louce* new.louce* x.louce*; cp w0.louce w.louce; cp s0.louce s.louce; cp new0.louce new.louce;"
				  " cp w0.louce.local w.louce.local; cp new0.louce.local new.louce.local") != 0)
				return 1;
			kind = mutate(ways[i].file, (uint64_t)n);
			why = run(ways[i].words, said, sizeof(said));
			if (!why)
				continue;
			said[strcspn(said, "\n")] = '\0';
			if (wrong[i]++ < 3)
				printf("#   %s, file %ld (%s): %s: %s\n", ways[i].name, n, kind, why, said);
		}
	}
	for (size_t i = 0; i < way_count; i++) {
		printf("%sok %zu - %s__ends_with_a_sentence__of_%ld_changed_files\n", wrong[i] ? "not " : "", i + 1, ways[i].name, count);
		failed |= wrong[i] > 0;
	}
	printf("1..%zu\n", way_count);
	shell("rm -rf '%s'", top);
	return failed;
}
