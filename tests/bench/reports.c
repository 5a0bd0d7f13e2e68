#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/mem.h"

#include "many.h"

/* make bench: every report of the form pack in every format over the county's 79,158 houses, each a command of its own: seconds of the processor, and the
 * most memory. The register of a demonstration of BENCH_BUILDINGS houses (1000) is multiplied; what is private opens of its own houses alone. BENCH_COUNTY
 * names a demonstration that is there already and is measured as it is. A second argument names one report. */

static const char *const formats[] = { "text", "csv", "xlsx", "pdf", "html" };

struct figure {
	double cpu, clock; /* seconds */
	long kib;
	int code;
};

static double
seconds(const struct timeval *at)
{
	return (double)at->tv_sec + (double)at->tv_usec / 1e6;
}

/* Runs a command whose output goes to a file (NULL: nowhere), and measures it. */
static struct figure
run(const char *const *words, const char *out)
{
	struct figure figure = { 0 };
	struct timespec from, to;
	struct rusage used;
	char *const *plain; /* as execv takes them: it changes none */
	int status = 0;
	pid_t child;

	memcpy(&plain, &words, sizeof(plain));
	fflush(stdout);
	clock_gettime(CLOCK_MONOTONIC, &from);
	child = fork();
	if (child == 0) {
		int fd = open(out ? out : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0600);

		if (fd >= 0)
			dup2(fd, STDOUT_FILENO);
		if (fd >= 0)
			dup2(fd, STDERR_FILENO);
		execv(words[0], plain);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &used) < 0) {
		perror("bench");
		exit(1);
	}
	clock_gettime(CLOCK_MONOTONIC, &to);
	figure.cpu = seconds(&used.ru_utime) + seconds(&used.ru_stime);
	figure.clock = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
	figure.kib = used.ru_maxrss;
	figure.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
	return figure;
}

static void
measure(const char *louce, const char *report, const char *person, const char *secret, const char *folder)
{
	printf("%-18s", report);
	for (size_t f = 0; f < ARRAY_LEN(formats); f++) {
		char *path = mem_printf("%s/%s.%s", folder, report, formats[f]);
		const char *const words[] = { louce, "report", report, "--format",	    formats[f], "--out",
					      path,  "--as",   person, "--passphrase-file", secret,	NULL };
		char *said = mem_printf("%s/said", folder);
		struct figure figure = run(words, said);

		if (figure.code)
			printf("  %-4s refused (%d)       ", formats[f], figure.code);
		else
			printf("  %-4s %6.2f s %5.0f MiB", formats[f], figure.cpu, (double)figure.kib / 1024);
		unlink(path);
		free(path);
		free(said);
	}
	putchar('\n');
	fflush(stdout);
}

static void
make_county(const char *louce, const char *folder)
{
	const char *const words[] = {
		louce, "demo", folder, "--no-ui", "--single", "--buildings", getenv("BENCH_BUILDINGS") ? getenv("BENCH_BUILDINGS") : "4028",
		NULL
	};
	struct figure figure = run(words, NULL);
	char *path = mem_printf("%s/county.louce", folder);
	sqlite3 *db = NULL;

	if (figure.code || sqlite3_open(path, &db) != SQLITE_OK) {
		fprintf(stderr, "bench: no demonstration is made in \"%s\"\n", folder);
		exit(1);
	}
	bench_multiply(db);
	sqlite3_close(db);
	free(path);
}

/* The number of somebody who may read personal data of the whole county: the program says who. */
static char *
officer_of(const char *louce, const char *said)
{
	const char *const words[] = { louce, "people", NULL };
	char line[512], *person = NULL;
	FILE *file;

	(void)run(words, said);
	file = fopen(said, "r");
	while (file && !person && fgets(line, sizeof(line), file))
		if (line[0] == ' ' && strstr(line, "County office"))
			person = mem_strndup(line + strspn(line, " "), 8);
	if (file)
		fclose(file);
	if (!person) {
		fprintf(stderr, "bench: the demonstration has no county office\n");
		exit(1);
	}
	return person;
}

static void
set_path(const char *name, const char *folder, const char *file)
{
	char *path = mem_printf("%s/%s", folder, file);

	setenv(name, path, 1);
	free(path);
}

int
main(int argc, char **argv)
{
	char scratch[] = "/tmp/louce-bench-XXXXXX";
	const char *made = getenv("BENCH_COUNTY"), *louce = argc > 1 ? argv[1] : "./louce";
	const char *const list[] = { louce, "report", NULL }, *const clear[] = { "/bin/rm", "-rf", scratch, NULL };
	char *folder, *listed, *secret, *person, *line = NULL;
	size_t cap = 0;
	FILE *file;

	if (!mkdtemp(scratch))
		return 1;
	folder = made ? mem_strdup(made) : mem_printf("%s/demo", scratch);
	listed = mem_printf("%s/listed", scratch);
	secret = mem_printf("%s/pass", scratch);
	setenv("LANGUAGE", "en", 1);
	setenv("LOUCE_CLOCK", "1664300000", 0);
	set_path("LOUCE_HOME", folder, "home");
	if (!made)
		make_county(louce, folder);
	set_path("LOUCE_WORKSPACE", folder, "county.louce");
	file = fopen(secret, "w");
	if (!file || fputs("demo\n", file) < 0 || fclose(file) != 0)
		return 1;
	person = officer_of(louce, listed);
	(void)run(list, listed);
	file = fopen(listed, "r");
	while (file && getline(&line, &cap, file) > 0) {
		line[strcspn(line, " \n")] = '\0';
		if (argc < 3 || strcmp(line, argv[2]) == 0)
			measure(louce, line, person, secret, scratch);
	}
	if (file)
		fclose(file);
	(void)run(clear, NULL);
	free(line);
	free(person);
	free(secret);
	free(listed);
	free(folder);
	return 0;
}
