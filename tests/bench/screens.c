#include <poll.h>
#include <pty.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <jpeglib.h>
#include <sqlite3.h>

#include "app/house/list.h"
#include "app/session/workspace.h"
#include "demo/demo.h"
#include "base/mem.h"
#include "many.h"
#include "photo/photo.h"
#include "ui/stack.h"

/* make bench, the screens: what a person waits for. A key in a form is measured in a terminal, beside vim and nano in the same run; lists and
 * search over the houses of the whole county; the preview of a large photo. */

static double
now_ms(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec * 1000 + (double)at.tv_nsec / 1e6;
}

static void
must(enum status status, const struct err *err)
{
	if (!status)
		return;
	fprintf(stderr, "bench: %s\n", err->text);
	exit(1);
}

static int
cmp(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return left < right ? -1 : left > right;
}

static void
say(const char *what, double *ms, size_t count, const char *target)
{
	qsort(ms, count, sizeof(*ms), cmp);
	printf("%-52s median %8.3f ms   p99 %8.3f ms   (%s)\n", what, ms[count / 2], ms[count * 99 / 100], target);
	fflush(stdout);
}

/* ---- a key in a terminal */

#define KEYS 400

struct terminal {
	int master;
	pid_t pid;
};

/* Reads until nothing came for a while. */
static void
drain(const struct terminal *terminal, int quiet_ms)
{
	struct pollfd fd = { .fd = terminal->master, .events = POLLIN };
	char bytes[8192];
	ssize_t got;

	while (poll(&fd, 1, quiet_ms) > 0 && (got = read(terminal->master, bytes, sizeof(bytes))) > 0)
		for (ssize_t i = 0; i + 3 < got; i++) /* where is the cursor? one answer serves */
			if (memcmp(bytes + i, "\x1b[6n", 4) == 0 && write(terminal->master, "\x1b[1;3R", 6) != 6)
				return;
}

static bool
launch(struct terminal *terminal, char *const argv[], const char *home, const char *inbox)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };

	terminal->pid = forkpty(&terminal->master, NULL, NULL, &size);
	if (terminal->pid < 0)
		return false;
	if (terminal->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		setenv("LANGUAGE", "zh_CN", 1);
		setenv("LOUCE_HOME", home, 1);
		setenv("LOUCE_INBOX", inbox, 1);
		execvp(argv[0], argv);
		_exit(127);
	}
	return true;
}

static bool
start(struct terminal *terminal, char *const argv[], const char *home, const char *inbox)
{
	if (!launch(terminal, argv, home, inbox))
		return false;
	drain(terminal, 600);
	return waitpid(terminal->pid, NULL, WNOHANG) == 0;
}

static void
type(const struct terminal *terminal, const char *keys, int quiet_ms)
{
	if (write(terminal->master, keys, strlen(keys)) < 0)
		exit(1);
	drain(terminal, quiet_ms);
}

/* From the key to the first byte of the answer. */
static void
measure(const struct terminal *terminal, const char *what, const char *target)
{
	static double ms[KEYS];
	struct pollfd fd = { .fd = terminal->master, .events = POLLIN };

	for (int i = 0; i < KEYS; i++) {
		const char *key = i % 12 < 6 ? "a" : "\x7f";
		double started = now_ms();

		if (write(terminal->master, key, 1) != 1 || poll(&fd, 1, 1000) <= 0) {
			fprintf(stderr, "bench: a key gave no answer\n");
			exit(1);
		}
		ms[i] = now_ms() - started;
		drain(terminal, 3);
	}
	say(what, ms, KEYS, target);
}

static void
stop(const struct terminal *terminal)
{
	kill(terminal->pid, SIGKILL);
	waitpid(terminal->pid, NULL, 0);
	close(terminal->master);
}

/* From before until the text stands somewhere in what comes, the terminal answering meanwhile. */
static double
until(const struct terminal *terminal, double started, const char *text)
{
	struct pollfd fd = { .fd = terminal->master, .events = POLLIN };
	static char said[1 << 20];
	size_t len = 0;

	while (len + 1 < sizeof(said) && poll(&fd, 1, 20000) > 0) {
		ssize_t got = read(terminal->master, said + len, sizeof(said) - len - 1);

		if (got <= 0)
			break;
		if (memmem(said + len, (size_t)got, "\x1b[6n", 4) && write(terminal->master, "\x1b[1;3R", 6) != 6)
			break;
		len += (size_t)got;
		if (memmem(said, len, text, strlen(text)))
			return now_ms() - started;
	}
	fprintf(stderr, "bench: never saw %s\n", text);
	exit(1);
}

/* The program itself, on the file of the whole county: from its start to the first page, and from the passphrase to what there is to do. */
static void
bench_start(const char *program, const char *file, const char *home)
{
	char *const louce[] = { mem_strdup(program), mem_strdup("-w"), mem_strdup(file), NULL };
	double starts[9], homes[9];

	for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
		double started = now_ms();
		struct terminal terminal;

		if (!launch(&terminal, louce, home, "/nonexistent"))
			exit(1);
		starts[i] = until(&terminal, started, "先选谁在用这台电脑");
		type(&terminal, "P", 150);
		type(&terminal, "7", 150);
		type(&terminal, "demo", 150);
		started = now_ms();
		if (write(terminal.master, "\r", 1) != 1)
			exit(1);
		homes[i] = until(&terminal, started, "您好");
		stop(&terminal);
	}
	say("louce started, to its first page", starts, ARRAY_LEN(starts), "target: 150 ms");
	say("a county officer's passphrase, to the page of work", homes, ARRAY_LEN(homes), "with the demonstration's short Argon2id");
	for (size_t i = 0; louce[i]; i++)
		free(louce[i]);
}

static void
bench_keys(const char *dir, const char *program)
{
	char *file = mem_printf("%s/county.louce", dir), *home = mem_printf("%s/home", dir), *inbox = mem_printf("%s/inbox", dir);
	char *const louce[] = { mem_strdup(program), mem_strdup("-w"), file, NULL };
	char *text = mem_printf("%s/text", dir);
	char *const vim[] = { mem_strdup("vim"), mem_strdup("-u"), mem_strdup("NONE"), text, NULL };
	char *const nano[] = { mem_strdup("nano"), text, NULL };
	struct terminal terminal;

	if (!start(&terminal, louce, home, inbox))
		exit(1);
	type(&terminal, "P", 200);
	type(&terminal, "1", 200);
	type(&terminal, "demo\r", 1500);
	/* The registration of a house that is filled: every rule and question is judged at each key. */
	type(&terminal, "\x1b[B\x1b[B\r", 800);
	type(&terminal, "\x1b[6~\x1b[6~\x1b[A\x1b[A\x1b[A", 300); /* from the last line back to the remark, a text */
	measure(&terminal, "key to screen in a form", "target: median 1 ms, p99 16 ms");
	stop(&terminal);
	if (start(&terminal, vim, home, inbox)) {
		type(&terminal, "i", 200);
		measure(&terminal, "  beside it: vim, inserting", "same run");
		stop(&terminal);
	} else {
		printf("  vim is not here\n");
	}
	if (start(&terminal, nano, home, inbox)) {
		measure(&terminal, "  beside it: nano", "same run");
		stop(&terminal);
	} else {
		printf("  nano is not here\n");
	}
	free(file);
	free(home);
	free(inbox);
	free(text);
}

/* ---- lists and search over the county */

static void
bench_list(const char *dir, const char *program)
{
	char *path = mem_printf("%s/many.louce", dir), *home = mem_printf("%s/home", dir),
	     *command = mem_printf("cp '%s/county.louce' '%s/many.louce' && cp '%s/county.louce.local' '%s/many.louce.local'", dir, dir,
				   dir, dir);
	static const char *const searches[] = { "l", "lp", "lpn", "\xe5\x9d\xa1", "5 lp", "ys00", "jg", "jgx" };
	double ms[64], started;
	struct building_list *list = NULL;
	struct app *app = NULL;
	struct err err = { 0 };
	struct listed row;
	sqlite3 *db = NULL;
	size_t count = 0;

	if (system(command) != 0 || sqlite3_open(path, &db) != SQLITE_OK)
		exit(1);
	sqlite3_exec(db, "DELETE FROM photo; DELETE FROM box;", NULL, NULL, NULL);
	bench_multiply(db);
	sqlite3_close(db);
	must(app_open(path, APP_READ, &app, &err), &err);
	for (int i = 0; i < 5; i++) {
		started = now_ms();
		must(building_list_open(app, &list, &err), &err);
		for (size_t k = 0; k < 20; k++)
			building_list_at(list, k, &row);
		ms[i] = now_ms() - started;
		if (i < 4)
			building_list_free(list);
	}
	say("open to the first rows, 79,158 houses", ms, 5, "target: 150 ms");
	started = now_ms();
	while (building_list_learn(list))
		continue;
	printf("made ready for the search while nobody types: %.0f ms, in slices\n", now_ms() - started);
	for (size_t i = 0; i < ARRAY_LEN(searches); i++) {
		char typed[32] = "";

		building_list_filter(list, "", TASK_ANY);
		for (const char *at = searches[i]; *at && count < ARRAY_LEN(ms);) {
			size_t bytes = (unsigned char)*at < 0x80 ? 1 : 3;

			strncat(typed, at, bytes);
			at += bytes;
			started = now_ms();
			building_list_filter(list, typed, TASK_ANY);
			ms[count++] = now_ms() - started;
		}
	}
	say("search, each key", ms, count, "target: 16 ms");
	building_list_filter(list, "", TASK_ANY);
	for (int i = 0; i < 50; i++) {
		started = now_ms();
		for (size_t k = 0; k < 36; k++)
			building_list_at(list, (size_t)i * 1500 + k, &row);
		ms[i] = now_ms() - started;
	}
	say("a page of the list", ms, 50, "target: 1 ms");
	building_list_free(list);
	app_close(app);
	bench_start(program, path, home);
	free(path);
	free(home);
	free(command);
}

/* ---- the preview of a photo */

static void
large_photo(struct buf *out)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr manager;
	unsigned char *bytes = NULL, *row = malloc(3 * 4000);
	unsigned long len = 0;
	uint32_t grain = 1;

	memset(&jpeg, 0, sizeof(jpeg));
	jpeg.err = jpeg_std_error(&manager);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &bytes, &len);
	jpeg.image_width = 4000;
	jpeg.image_height = 3000;
	jpeg.input_components = 3;
	jpeg.in_color_space = JCS_RGB;
	jpeg_set_defaults(&jpeg);
	jpeg_set_quality(&jpeg, 85, TRUE);
	jpeg_start_compress(&jpeg, TRUE);
	while (jpeg.next_scanline < 3000) {
		for (unsigned x = 0; x < 3 * 4000; x++) { /* edges and grain, as a wall has them */
			grain = grain * 1664525u + 1013904223u;
			row[x] = (unsigned char)((x / 300 + jpeg.next_scanline / 100) % 2 * 120 + 60 + (grain >> 28));
		}
		jpeg_write_scanlines(&jpeg, &row, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	buf_add(out, bytes, len);
	free(bytes);
	free(row);
}

static void
bench_preview(void)
{
	struct photo_cells cells;
	struct buf photo = { 0 };
	struct err err = { 0 };
	double ms[15];

	large_photo(&photo);
	for (size_t i = 0; i < ARRAY_LEN(ms); i++) {
		double started = now_ms();

		must(photo_cells(photo.data, photo.len, 18, 36, PHOTO_256, &cells, &err), &err);
		ms[i] = now_ms() - started;
		photo_cells_release(&cells);
	}
	printf("a photo of 12 megapixels, %zu KiB\n", photo.len / 1024);
	say("its preview in 36 x 18 cells", ms, ARRAY_LEN(ms), "target: 60 ms");
	buf_release(&photo);
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR");
	char *dir = mem_printf("%s/louce-bench-XXXXXX", tmp ? tmp : "/tmp"), *command;
	struct demo_ask demo = { .seed = "bench", .buildings = 400, .fresh = true, .single = true };
	struct err err = { 0 };

	if (argc != 2 || !mkdtemp(dir))
		return 1;
	demo.dir = dir;
	must(demo_county_make(&demo, &err), &err);
	bench_keys(dir, argv[1]);
	bench_list(dir, argv[1]);
	bench_preview();
	command = mem_printf("rm -rf '%s'", dir);
	if (system(command) != 0)
		fprintf(stderr, "bench: %s stays\n", dir);
	free(command);
	free(dir);
	return 0;
}
