#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "demo/demo.h"
#include "base/machine/pool.h"
#include "base/mem.h"
#include "county.h"
#include "exchange/intake/intake.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/credential.h"

/* make bench: taking in a county beside verifying its signatures alone, on all cores both; the same file again; the memory it took; and what a
 * script of sixty lines and git take for the same documents.
 *
 * BENCH_BUILDINGS: how many buildings (default: the county's 79,158). With an argument it only writes that county there. */

static double
now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

/* What this process and the children that it waited for took of the processor. */
static double
busy(void)
{
	struct rusage own, children;

	getrusage(RUSAGE_SELF, &own);
	getrusage(RUSAGE_CHILDREN, &children);
	return (double)(own.ru_utime.tv_sec + own.ru_stime.tv_sec + children.ru_utime.tv_sec + children.ru_stime.tv_sec) +
	       (double)(own.ru_utime.tv_usec + own.ru_stime.tv_usec + children.ru_utime.tv_usec + children.ru_stime.tv_usec) / 1e6;
}

static void
must(enum status status, const struct err *err)
{
	if (!status)
		return;
	fprintf(stderr, "bench: %s\n", err->text);
	exit(1);
}

static void
say(const char *what, double seconds, const char *beside, double other, double most)
{
	printf("%-46s %9.3f s   %-46s %9.3f s   ratio %6.3f", what, seconds, beside, other, seconds / other);
	if (most > 0)
		printf("   (at most %.1f)", most);
	printf("\n");
	fflush(stdout);
}

static int __attribute__((format(printf, 1, 2))) run(const char *format, ...)
{
	char *command;
	va_list args;
	int how;

	va_start(args, format);
	if (vasprintf(&command, format, args) < 0)
		exit(1);
	va_end(args);
	how = system(command);
	free(command);
	return how;
}

/* ---- the signatures alone */

struct pile {
	struct store *store;
	struct signed_body {
		char *body;
		size_t len;
		struct signature sig;
		struct sign_key key;
	} * items;
	size_t count, cap;
	bool wrong;
};

/* With its author's key beside it, so that none has to be looked up. */
static bool
pile_up(const struct store_step *stored, void *ctx)
{
	struct pile *pile = ctx;
	struct signed_body *item;
	const struct credential *author;
	struct err err = { 0 };
	struct step step;

	MEM_GROW(pile->items, pile->count, pile->cap);
	item = &pile->items[pile->count++];
	*item = (struct signed_body){ .body = mem_strndup(stored->body, stored->len), .len = stored->len };
	item->sig = *stored->sig;
	must(step_parse(stored->body, stored->len, &step, &err), &err);
	author = store_author(pile->store, step.has_author ? &step.author : &stored->id);
	if (!author)
		exit(1);
	item->key = author->sign_key;
	step_release(&step);
	return true;
}

static void
verify_one(void *ctx, size_t i, size_t who)
{
	struct pile *pile = ctx;
	const struct signed_body *item = &pile->items[i];

	(void)who;
	if (!seal_verify(&item->key, &item->sig, item->body, item->len))
		pile->wrong = true;
}

struct cost {
	double seconds, busy; /* on the clock, of the processor */
};

static struct cost
signatures_alone(const char *workspace)
{
	struct pool *pool = pool_new();
	struct pile pile = { 0 };
	struct err err = { 0 };
	double started, began;
	struct cost took;

	must(store_open(workspace, STORE_READ_ONLY, &pile.store, &err), &err);
	must(store_each_step(pile.store, pile_up, &pile, &err), &err);
	store_close(pile.store);
	started = now();
	began = busy();
	pool_start(pool, pile.count, verify_one, &pile);
	pool_finish(pool);
	took = (struct cost){ now() - started, busy() - began };
	if (pile.wrong)
		exit(1);
	printf("signatures alone: %zu, %.0f a second on all cores\n", pile.count, (double)pile.count / took.seconds);
	for (size_t i = 0; i < pile.count; i++)
		free(pile.items[i].body);
	free(pile.items);
	pool_free(pool);
	return took;
}

/* ---- memory: what is a process's own, the pages of mapped files aside */

static int64_t
own_kib(pid_t pid)
{
	char *path = mem_printf("/proc/%d/status", (int)pid), line[256];
	FILE *file = fopen(path, "r");
	int64_t kib = 0;

	while (file && fgets(line, sizeof(line), file) && sscanf(line, "RssAnon: %" SCNd64, &kib) != 1)
		continue;
	if (file)
		fclose(file);
	free(path);
	return kib;
}

static pid_t
first_child(pid_t pid)
{
	char *path = mem_printf("/proc/%d/task/%d/children", (int)pid, (int)pid);
	FILE *file = fopen(path, "r");
	int child = 0;

	if (file && fscanf(file, "%d", &child) != 1)
		child = 0;
	if (file)
		fclose(file);
	free(path);
	return child;
}

struct peaks {
	int64_t own, reader; /* KiB */
};

static void
watch(pid_t pid, struct peaks *peaks)
{
	const struct timespec pause = { .tv_nsec = 20000000 }; /* looking takes time from whom it looks at */
	int how = 0;

	*peaks = (struct peaks){ 0 };
	while (waitpid(pid, &how, WNOHANG) == 0) {
		pid_t reader = first_child(pid);
		int64_t own = own_kib(pid), other = reader ? own_kib(reader) : 0;

		peaks->own = own > peaks->own ? own : peaks->own;
		peaks->reader = other > peaks->reader ? other : peaks->reader;
		nanosleep(&pause, NULL);
	}
	if (how != 0)
		exit(1);
}

/* ---- taking in, in a process of its own, whose memory can be asked for */

struct told {
	struct cost cost;
	int64_t fresh, known, idle;
};

static struct told
take_in(const char *workspace, const char *file, const char *what, bool is_workspace)
{
	struct told *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0), told;
	struct peaks peaks;
	pid_t child;

	sync(); /* what was written before is not written while this is timed */
	child = fork();

	if (child == 0) {
		struct intake_options options = { .workspace = is_workspace };
		struct store *store = NULL;
		struct intake intake;
		struct err err = { 0 };
		double started, began;
		int fd;

		must(store_open(workspace, STORE_WRITE, &store, &err), &err);
		fd = open(file, O_RDONLY);
		started = now();
		began = busy();
		must(intake_file(store, fd, file, &options, &intake, &err), &err);
		*shared = (struct told){ { now() - started, busy() - began }, intake.fresh, intake.known, intake.idle };
		intake_release(&intake);
		store_close(store);
		_exit(0);
	}
	if (child < 0)
		exit(1);
	watch(child, &peaks);
	told = *shared;
	munmap(shared, sizeof(*shared));
	printf("%s: %" PRId64 " steps new, %" PRId64 " known, %" PRId64 " do not count; peak beside mapped pages %" PRId64
	       " MiB, of its reader %" PRId64 " MiB   (at most 128)\n",
	       what, told.fresh, told.known, told.idle, peaks.own / 1024, peaks.reader / 1024);
	fflush(stdout);
	return told;
}

static double
bench_import(const char *workspace, const char *file, const char *what, bool is_county)
{
	struct err err = { 0 };
	struct told first, again;
	struct cost alone;

	printf("\n%s\n", what);
	must(store_create(workspace, &err), &err);
	first = take_in(workspace, file, "import into an empty file", !is_county);
	again = take_in(workspace, file, "the same file again", !is_county);
	if (first.known || again.fresh)
		exit(1);
	alone = signatures_alone(workspace);
	say("import into an empty file", first.cost.seconds, "its signatures alone, all cores", alone.seconds, is_county ? 2.1 : 0);
	say("the same of the processor", first.cost.busy, "its signatures", alone.busy, 0);
	say("the same file again", again.cost.seconds, "the first time", first.cost.seconds, is_county ? 0.1 : 0);
	return first.cost.seconds;
}

static void
bench_rebuild(const char *workspace)
{
	struct store *store = NULL;
	struct err err = { 0 };
	double started, began;

	must(store_open(workspace, STORE_WRITE, &store, &err), &err);
	started = now();
	began = busy();
	must(store_rebuild(store, &err), &err);
	printf("of which deriving the register (louce rebuild)  %8.3f s, of the processor %.3f s\n", now() - started, busy() - began);
	store_close(store);
}

/* ---- the same documents elsewhere */

static void
bench_script(const char *dir, const char *file, double ours)
{
	const char *source = getenv("LOUCE_SRC");
	double started;

	/* Another python3 than the system's may stand before it in the path. */
	if (run("for p in python3 /usr/bin/python3; do $p -c 'import nacl.signing' 2>/dev/null && ln -s $(command -v $p) '%s/python3' && exit 0; done;"
		" exit 1",
		dir) != 0) {
		printf("a script with PyNaCl: left out, since python3-nacl is not here\n");
		return;
	}
	started = now();
	if (run("'%s/python3' '%s/tests/bench/verify.py' '%s' '%s/script.db' >/dev/null", dir, source ? source : ".", file, dir) != 0)
		exit(1);
	say("import into an empty file", ours, "ids and signatures alone, Python and PyNaCl", now() - started, 0);
}

/* One commit with a file for each step. */
static void
write_stream(const char *file, const char *path)
{
	FILE *out = fopen(path, "w");
	sqlite3_stmt *stmt = NULL;
	sqlite3 *db = NULL;

	if (!out || sqlite3_open_v2(file, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, "SELECT body, lower(hex(id)) FROM step ORDER BY n", -1, &stmt, NULL) != SQLITE_OK)
		exit(1);
	fprintf(out, "commit refs/heads/county\ncommitter bench <> 0 +0000\ndata 0\n");
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *id = (const char *)sqlite3_column_text(stmt, 1);

		fprintf(out, "M 100644 inline %.2s/%.2s/%s\ndata %d\n%s\n", id, id + 2, id + 4, sqlite3_column_bytes(stmt, 0),
			(const char *)sqlite3_column_text(stmt, 0));
	}
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	if (fclose(out) != 0)
		exit(1);
}

static void
bench_git(const char *dir, const char *file, double ours)
{
	char *stream = mem_printf("%s/stream", dir);
	double started;

	if (run("git init -q --bare '%s/git' 2>/dev/null", dir) != 0) {
		printf("git fast-import: left out, since git is not here\n");
	} else {
		write_stream(file, stream);
		started = now();
		if (run("git -C '%s/git' fast-import --quiet <'%s'", dir, stream) != 0)
			exit(1);
		say("import into an empty file", ours, "git fast-import, nothing verified", now() - started, 0);
	}
	unlink(stream);
	free(stream);
}

static void
bench_photos(const char *dir)
{
	struct demo_ask demo = { .seed = "bench", .buildings = 1000, .fresh = true, .single = true };
	char *folder = mem_printf("%s/photos", dir), *path = mem_printf("%s/county.louce", folder),
	     *workspace = mem_printf("%s/photos.louce", dir);
	struct err err = { 0 };

	demo.dir = folder;
	must(demo_county_make(&demo, &err), &err);
	bench_import(workspace, path, "1,000 houses, with photos and sealed values", false);
	free(folder);
	free(path);
	free(workspace);
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR"), *wanted = getenv("BENCH_BUILDINGS");
	char *dir = mem_printf("%s/louce-bench-XXXXXX", tmp ? tmp : "/tmp"), *file, *workspace, *what;
	int64_t buildings = wanted ? atoll(wanted) : BENCH_COUNTY_BUILDINGS, steps = 0;
	struct err err = { 0 };
	double started = now(), ours;

	if (!mkdtemp(dir))
		return 1;
	file = argc > 1 ? mem_strdup(argv[1]) : mem_printf("%s/carried.louce", dir);
	workspace = mem_printf("%s/taker.louce", dir);
	must(bench_county(dir, file, buildings, &steps, &err), &err);
	printf("a county of %" PRId64 " houses, %" PRId64 " steps, written and signed in %.1f s\n", buildings, steps, now() - started);
	if (argc == 1) {
		what = mem_printf("%" PRId64 " houses, steps alone", buildings);
		ours = bench_import(workspace, file, what, true);
		bench_rebuild(workspace);
		bench_script(dir, file, ours);
		bench_git(dir, file, ours);
		bench_photos(dir);
		free(what);
	}
	if (run("rm -rf '%s'", dir) != 0)
		fprintf(stderr, "bench: %s stays\n", dir);
	free(file);
	free(workspace);
	free(dir);
	return 0;
}
