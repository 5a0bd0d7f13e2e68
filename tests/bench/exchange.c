#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "app/app.h"
#include "base/mem.h"
#include "base/pool.h"
#include "exchange/intake.h"
#include "store/store.h"

/* make bench: taking in a county beside verifying its signatures alone, on all cores both; the same file again; the memory it took.
 * BENCH_BUILDINGS: how many buildings (default 1000). */

static double
now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void
must(enum status status, const struct err *err)
{
	if (!status)
		return;
	fprintf(stderr, "bench: %s\n", err->text);
	exit(1);
}

/* ---- the signatures alone */

struct pile {
	struct signed_body {
		char *body;
		size_t len;
		uint8_t sig[SIG_BYTES];
	} *items;
	size_t count, cap;
	struct keys *keys;
	bool wrong;
};

/* Signed anew with one key, so that no key has to be looked up. */
static bool
pile_up(const struct store_step *step, void *ctx)
{
	struct pile *pile = ctx;
	struct err err = { 0 };

	MEM_GROW(pile->items, pile->count, pile->cap);
	pile->items[pile->count] = (struct signed_body){ mem_strndup(step->body, step->len), step->len, { 0 } };
	must(seal_sign(pile->keys, step->body, step->len, pile->items[pile->count].sig, &err), &err);
	pile->count++;
	return true;
}

static void
verify_one(void *ctx, size_t i, size_t who)
{
	struct pile *pile = ctx;
	const struct signed_body *item = &pile->items[i];

	(void)who;
	if (!seal_verify(keys_sign_public(pile->keys), item->sig, item->body, item->len))
		pile->wrong = true;
}

static double
signatures_alone(const char *path, size_t *count)
{
	struct pile pile = { .keys = keys_new() };
	struct pool *pool = pool_new();
	struct store *store = NULL;
	struct err err = { 0 };
	double started, took;

	must(store_open(path, STORE_READ_ONLY, &store, &err), &err);
	must(store_each_step(store, pile_up, &pile, &err), &err);
	store_close(store);
	started = now();
	pool_start(pool, pile.count, verify_one, &pile);
	pool_finish(pool);
	took = now() - started;
	if (pile.wrong)
		exit(1);
	*count = pile.count;
	for (size_t i = 0; i < pile.count; i++)
		free(pile.items[i].body);
	free(pile.items);
	keys_free(pile.keys);
	pool_free(pool);
	return took;
}

/* ---- taking in, in a process of its own, whose memory can be asked for */

struct told {
	double seconds;
	int64_t fresh, known;
};

static double
take_in(const char *workspace, const char *file, struct told *told, long *peak_kib)
{
	struct rusage usage = { 0 };
	int how = 0;
	pid_t child = fork();

	if (child == 0) {
		struct intake_options options = { .salvage = false };
		struct store *store = NULL;
		struct intake intake;
		struct err err = { 0 };
		double started;
		int fd;

		must(store_open(workspace, STORE_WRITE, &store, &err), &err);
		fd = open(file, O_RDONLY);
		started = now();
		must(intake_file(store, fd, file, &options, &intake, &err), &err);
		*told = (struct told){ now() - started, intake.fresh, intake.known };
		intake_release(&intake);
		store_close(store);
		_exit(0);
	}
	if (child < 0 || wait4(child, &how, 0, &usage) != child || how != 0)
		exit(1);
	*peak_kib = usage.ru_maxrss;
	return told->seconds;
}

static void
run_sql(const char *path, const char *sql)
{
	sqlite3 *db = NULL;

	if (sqlite3_open(path, &db) != SQLITE_OK || sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		exit(1);
	sqlite3_close(db);
}

static void
bench_import(const char *dir, const char *file, const char *what, double alone)
{
	struct told *told = mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char *workspace = mem_printf("%s/taker.louce", dir);
	struct err err = { 0 };
	double first, again;
	long peak, peak_again;

	unlink(workspace);
	must(store_create(workspace, &err), &err);
	first = take_in(workspace, file, told, &peak);
	printf("import, %s: %lld steps new, peak %ld MiB with the pages of the mapped file\n", what, (long long)told->fresh, peak / 1024);
	printf("%-46s %9.3f s   %-40s %9.3f s   ratio %.2f\n", "import into an empty file", first, "its signatures alone, all cores", alone,
	       first / alone);
	again = take_in(workspace, file, told, &peak_again);
	if (told->fresh)
		exit(1);
	printf("%-46s %9.3f s   %-40s %9.3f s   ratio %.3f   peak %ld MiB\n", "the same file again", again, "the first time", first, again / first,
	       peak_again / 1024);
	fflush(stdout);
	unlink(workspace);
	free(workspace);
	munmap(told, sizeof(*told));
}

static void
bench_rebuild(const char *path)
{
	struct store *store = NULL;
	struct err err = { 0 };
	double started;

	must(store_open(path, STORE_WRITE, &store, &err), &err);
	started = now();
	must(store_rebuild(store, &err), &err);
	printf("of which deriving the register (louce rebuild)  %8.3f s\n", now() - started);
	store_close(store);
}

int
main(void)
{
	const char *tmp = getenv("TMPDIR"), *wanted = getenv("BENCH_BUILDINGS");
	char *dir = mem_printf("%s/louce-bench-XXXXXX", tmp ? tmp : "/tmp"), *path, *bare, *command;
	struct app_demo demo = { .seed = "bench", .buildings = wanted ? atoll(wanted) : 1000, .fresh = true, .single = true };
	struct err err = { 0 };
	size_t count = 0;
	double alone;

	if (!mkdtemp(dir))
		return 1;
	demo.dir = dir;
	must(app_demo(&demo, &err), &err);
	path = mem_printf("%s/county.louce", dir);
	bare = mem_printf("%s/bare.louce", dir);
	command = mem_printf("cp '%s' '%s'", path, bare);
	if (system(command) != 0)
		return 1;
	free(command);
	run_sql(bare, "DELETE FROM photo; DELETE FROM box; VACUUM");
	alone = signatures_alone(path, &count);
	printf("verify: %.0f signatures a second on all cores\n", (double)count / alone);
	bench_import(dir, bare, "steps alone", alone);
	bench_rebuild(bare);
	bench_import(dir, path, "with photos and sealed values", alone);
	command = mem_printf("rm -rf '%s'", dir);
	if (system(command) != 0)
		fprintf(stderr, "bench: %s stays\n", dir);
	free(command);
	free(path);
	free(bare);
	free(dir);
	return 0;
}
