#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/file.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "store/beside/drafts.h"
#include "store/beside/local.h"
#include "store/tip.h"

/* The two files beside a workspace: what is kept, for how long, and what happens when they are damaged. */

static char *dir, *workspace;
static const struct id one = { { 1 } }, two = { { 2 } }, step = { { 3 } };

/* SQLite's calls come here first: how often the disk is waited for. */
static int syncs;

int
fsync(int fd)
{
	syncs++;
	return (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	syncs++;
	return (int)syscall(SYS_fdatasync, fd);
}

/* The n-th read of the files beside a workspace fails; 0: none. `for_good`: and all later ones. */
static int failing_read, reads;
static bool for_good;

static bool
read_fails(void)
{
	if (!failing_read || (reads != failing_read && (!for_good || reads < failing_read)))
		return false;
	errno = EIO;
	return true;
}

ssize_t
pread64(int fd, void *to, size_t len, off64_t at)
{
	reads++;
	return read_fails() ? -1 : syscall(SYS_pread64, fd, to, len, at);
}

ssize_t
read(int fd, void *to, size_t len)
{
	return for_good && read_fails() ? -1 : syscall(SYS_read, fd, to, len);
}

static int
make_dir(void **state)
{
	const char *base = getenv("TMPDIR");
	struct err err = { 0 };

	(void)state;
	dir = mem_printf("%s/louce-local-XXXXXX", base ? base : "/tmp");
	workspace = NULL;
	if (!mkdtemp(dir) || seal_init(&err))
		return -1;
	workspace = file_join(dir, "w.louce");
	return 0;
}

static int
remove_dir(void **state)
{
	char *command = mem_printf("rm -rf '%s'", dir);
	int result = system(command);

	(void)state;
	free(command);
	free(dir);
	free(workspace);
	return result;
}

static char *
beside(const char *ending)
{
	return mem_printf("%s.%s", workspace, ending);
}

static struct local *
open_local(struct buf *said)
{
	struct local *local = NULL;
	struct err err = { 0 };

	if (local_open(workspace, &local, said, &err))
		fail_msg("%s", err.text);
	return local;
}

static struct drafts *
open_drafts(struct buf *said)
{
	struct drafts *drafts = NULL;
	struct err err = { 0 };

	if (drafts_open(workspace, &drafts, said, &err))
		fail_msg("%s", err.text);
	return drafts;
}

static void
keep(struct drafts *drafts, const struct id *root, const char *form, const char *text)
{
	struct drafts_holder holder;
	struct err err = { 0 };

	if (drafts_hold(drafts, root, form, false, &holder, &err) || drafts_set(drafts, root, form, text, strlen(text), &err))
		fail_msg("%s", err.text);
}

static void
draft_is(struct drafts *drafts, const struct id *root, const char *form, const char *expected)
{
	struct buf out = { 0 };
	struct err err = { 0 };
	enum status status = drafts_get(drafts, root, form, &out, &err);

	if (expected) {
		assert_int_equal(status, STATUS_OK);
		assert_string_equal(buf_text(&out), expected);
	} else {
		assert_int_equal(status, STATUS_NOT_FOUND);
	}
	buf_release(&out);
}

static void
is_private(const char *ending)
{
	char *path = beside(ending);
	struct stat info;

	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	free(path);
}

/* ---- what is kept */

static struct own_end
end_of(const char *area, int64_t epoch, int64_t seq)
{
	struct own_end end = { .log = { .author = one, .device = { { 7 } }, .epoch = epoch }, .seq = seq, .id = one };

	strcpy(end.log.area, area);
	return end;
}

struct ends_read {
	size_t count;
	int64_t seq; /* of all of them */
	bool lost;   /* one of them */
};

static void
read_end(const struct own_end *end, void *ctx)
{
	struct ends_read *read = ctx;

	assert_memory_equal(&end->id, &one, sizeof(one));
	assert_memory_equal(&end->log.author, &one, sizeof(one));
	assert_int_equal(end->log.device.b[0], 7);
	assert_int_equal(end->log.epoch, *end->log.area ? 5 : 7);
	read->count++;
	read->seq += end->seq;
	read->lost |= end->lost && strcmp(end->lost, "stolen") == 0;
}

static void
local__keeps__device_settings_and_ends(void **state)
{
	struct device_id device = { { 7 } }, read;
	struct own_end end = end_of("451224204201", 5, 9), other = end_of("", 7, 1);
	struct ends_read back = { 0 };
	struct buf value = { 0 }, said = { 0 };
	struct err err = { 0 };
	struct local *local = open_local(&said);

	(void)state;
	assert_int_equal(local_device(local, &read, &err), STATUS_NOT_FOUND);
	assert_int_equal(local_set_device(local, &device, &err), STATUS_OK);
	other.lost = "stolen";
	assert_int_equal(local_set_ends(local, &end, 1, &err), STATUS_OK);
	assert_int_equal(local_set_ends(local, &other, 1, &err), STATUS_OK);
	end.seq++; /* in place of the one before */
	assert_int_equal(local_set_ends(local, &end, 1, &err), STATUS_OK);
	assert_int_equal(local_set_setting(local, "colour", "red", 3, &err), STATUS_OK);
	local_close(local);
	is_private("local");
	local = open_local(&said);
	assert_int_equal(local_device(local, &read, &err), STATUS_OK);
	assert_memory_equal(&read, &device, sizeof(device));
	assert_int_equal(local_each_end(local, read_end, &back, &err), STATUS_OK);
	assert_int_equal(back.count, 2);
	assert_int_equal(back.seq, 11);
	assert_true(back.lost);
	assert_int_equal(local_setting(local, "colour", &value, &err), STATUS_OK);
	assert_string_equal(buf_text(&value), "red");
	assert_int_equal(said.len, 0);
	local_close(local);
	buf_release(&value);
	buf_release(&said);
}

static void
drafts__waits_for_no_disk__but_for_the_note_of_an_end(void **state)
{
	struct drafts *drafts = open_drafts(NULL);
	struct err err = { 0 };

	(void)state;
	keep(drafts, &one, "listing", "a");
	is_private("drafts");
	is_private("drafts-wal");
	syncs = 0;
	for (int i = 0; i < 200; i++)
		keep(drafts, &one, "listing", "what is typed");
	assert_int_equal(drafts_set_bytes(drafts, &one, "listing", "photo_front", "jpeg", 4, &err), STATUS_OK);
	assert_int_equal(syncs, 0);
	assert_int_equal(drafts_note_end(drafts, &one, "listing", &step, &err), STATUS_OK);
	assert_int_equal(syncs, 1);
	keep(drafts, &two, "listing", "b");
	assert_int_equal(drafts_drop(drafts, &one, "listing", &err), STATUS_OK);
	assert_int_equal(syncs, 1);
	drafts_close(drafts);
}

static void
local__is_on_the_disk__when_the_call_returns(void **state)
{
	struct own_end end = end_of("", 1, 1);
	struct err err = { 0 };
	struct local *local = open_local(NULL);

	(void)state;
	assert_int_equal(local_set_ends(local, &end, 1, &err), STATUS_OK);
	end.seq = 2;
	syncs = 0;
	assert_int_equal(local_set_ends(local, &end, 1, &err), STATUS_OK);
	assert_in_range(syncs, 3, 5); /* journal twice, its folder, the file, the folder again */
	local_close(local);
}

static void
local__writes_the_disk_once__for_any_number_of_ends(void **state)
{
	enum { MANY = 50 };
	struct own_end ends[MANY];
	struct ends_read back = { 0 };
	struct err err = { 0 };
	struct local *local = open_local(NULL);
	char area[13];

	(void)state;
	for (int i = 0; i < MANY; i++) {
		snprintf(area, sizeof(area), "4512242%05d", i);
		ends[i] = end_of(area, 5, 1);
	}
	assert_int_equal(local_set_ends(local, ends, 1, &err), STATUS_OK);
	syncs = 0;
	assert_int_equal(local_set_ends(local, ends, MANY, &err), STATUS_OK);
	assert_in_range(syncs, 3, 5);
	assert_int_equal(local_each_end(local, read_end, &back, &err), STATUS_OK);
	assert_int_equal(back.count, MANY);
	syncs = 0;
	assert_int_equal(local_set_ends(local, ends, 0, &err), STATUS_OK);
	assert_int_equal(syncs, 0);
	local_close(local);
}

static void
draft__takes_its_photos_along__when_it_goes(void **state)
{
	struct drafts *drafts = open_drafts(NULL);
	struct buf out = { 0 };
	struct err err = { 0 };

	(void)state;
	keep(drafts, &one, "listing", "a");
	keep(drafts, &one, "visit", "b");
	assert_int_equal(drafts_set_bytes(drafts, &one, "listing", "photo_front", "jpeg", 4, &err), STATUS_OK);
	assert_int_equal(drafts_set_bytes(drafts, &one, "visit", "photo_front", "other", 5, &err), STATUS_OK);
	assert_int_equal(drafts_drop(drafts, &one, "listing", &err), STATUS_OK);
	draft_is(drafts, &one, "listing", NULL);
	assert_int_equal(drafts_get_bytes(drafts, &one, "listing", "photo_front", &out, &err), STATUS_NOT_FOUND);
	assert_int_equal(drafts_get_bytes(drafts, &one, "visit", "photo_front", &out, &err), STATUS_OK);
	assert_string_equal(buf_text(&out), "other");
	draft_is(drafts, &one, "visit", "b");
	drafts_close(drafts);
	buf_release(&out);
}

/* ---- the step that ends a draft */

static enum status
only_step(const struct id *id, bool *here, void *ctx, struct err *err)
{
	(void)ctx;
	(void)err;
	*here = id_equal(id, &step);
	return STATUS_OK;
}

static void
draft__is_dropped__when_the_step_that_ends_it_is_here(void **state)
{
	struct drafts *drafts = open_drafts(NULL);
	struct err err = { 0 };

	(void)state;
	keep(drafts, &one, "listing", "signed");
	keep(drafts, &one, "visit", "its commit failed");
	keep(drafts, &two, "listing", "not signed");
	assert_int_equal(drafts_note_end(drafts, &one, "listing", &step, &err), STATUS_OK);
	assert_int_equal(drafts_note_end(drafts, &one, "visit", &two, &err), STATUS_OK);
	drafts_close(drafts);
	drafts = open_drafts(NULL);
	assert_int_equal(drafts_settle_ends(drafts, only_step, NULL, &err), STATUS_OK);
	draft_is(drafts, &one, "listing", NULL);
	draft_is(drafts, &one, "visit", "its commit failed");
	draft_is(drafts, &two, "listing", "not signed");
	drafts_close(drafts);
}

static void
draft__stays__when_somebody_went_on_typing_after_the_note(void **state)
{
	struct drafts *drafts = open_drafts(NULL);
	struct err err = { 0 };

	(void)state;
	keep(drafts, &one, "listing", "a");
	assert_int_equal(drafts_note_end(drafts, &one, "listing", &step, &err), STATUS_OK);
	keep(drafts, &one, "listing", "a correction");
	assert_int_equal(drafts_settle_ends(drafts, only_step, NULL, &err), STATUS_OK);
	draft_is(drafts, &one, "listing", "a correction");
	drafts_close(drafts);
}

/* ---- two windows */

static void
hold__tells_the_second_window__and_the_first_when_it_was_taken(void **state)
{
	struct drafts *first = open_drafts(NULL), *second = open_drafts(NULL);
	struct drafts_holder holder;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(drafts_hold(first, &one, "listing", false, &holder, &err), STATUS_OK);
	assert_false(holder.other);
	assert_int_equal(drafts_hold(first, &one, "listing", false, &holder, &err), STATUS_OK);
	assert_false(holder.other); /* its own */
	keep(first, &one, "listing", "of the first");
	assert_int_equal(drafts_hold(second, &one, "listing", false, &holder, &err), STATUS_OK);
	assert_true(holder.other);
	assert_int_equal(drafts_set(second, &one, "listing", "x", 1, &err), STATUS_CONFLICT);
	assert_int_equal(drafts_hold(second, &two, "listing", false, &holder, &err), STATUS_OK);
	assert_false(holder.other); /* another house */
	assert_int_equal(drafts_hold(second, &one, "listing", true, &holder, &err), STATUS_OK);
	draft_is(second, &one, "listing", "of the first");
	assert_int_equal(drafts_set(first, &one, "listing", "late", 4, &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "another window has taken this form over"));
	assert_int_equal(drafts_set_bytes(first, &one, "listing", "p", "late", 4, &err), STATUS_CONFLICT);
	assert_int_equal(drafts_drop(first, &one, "listing", &err), STATUS_CONFLICT);
	assert_int_equal(drafts_note_end(first, &one, "listing", &step, &err), STATUS_CONFLICT);
	keep(second, &one, "listing", "of the second");
	drafts_close(second); /* lets go, and what it kept stands */
	assert_int_equal(drafts_set(first, &one, "listing", "late", 4, &err), STATUS_CONFLICT);
	assert_int_equal(drafts_set_bytes(first, &one, "listing", "p", "late", 4, &err), STATUS_CONFLICT);
	assert_int_equal(drafts_drop(first, &one, "listing", &err), STATUS_CONFLICT);
	assert_int_equal(drafts_note_end(first, &one, "listing", &step, &err), STATUS_CONFLICT);
	assert_int_equal(drafts_settle_ends(first, only_step, NULL, &err), STATUS_OK);
	assert_int_equal(drafts_hold(first, &one, "listing", false, &holder, &err), STATUS_OK);
	assert_false(holder.other);
	draft_is(first, &one, "listing", "of the second");
	assert_int_equal(drafts_let_go(first, &one, "listing", &err), STATUS_OK);
	drafts_close(first);
}

static void
hold__is_void__when_its_window_was_killed(void **state)
{
	struct drafts *drafts;
	struct drafts_holder holder;
	struct err err = { 0 };
	int said[2];
	char done;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(said), 0);
	pid = fork();
	if (pid == 0) {
		drafts = open_drafts(NULL);
		if (!drafts_hold(drafts, &one, "listing", false, &holder, &err) && write(said[1], "x", 1) == 1)
			pause();
		_exit(0);
	}
	assert_int_equal(read(said[0], &done, 1), 1);
	drafts = open_drafts(NULL);
	assert_int_equal(drafts_hold(drafts, &one, "listing", false, &holder, &err), STATUS_OK);
	assert_true(holder.other);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_int_equal(drafts_hold(drafts, &one, "listing", false, &holder, &err), STATUS_OK);
	assert_false(holder.other);
	drafts_close(drafts);
	close(said[0]);
	close(said[1]);
}

/* ---- damage */

static void
damage(const char *ending, long at, const char *bytes, size_t len)
{
	char *path = beside(ending);
	FILE *file = fopen(path, "r+b");

	assert_non_null(file);
	fseek(file, at, at < 0 ? SEEK_END : SEEK_SET);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	fclose(file);
	free(path);
}

static void
local__that_is_no_database__is_set_aside_and_said_lost(void **state)
{
	struct device_id device;
	struct buf said = { 0 };
	struct err err = { 0 };
	char *aside = beside("local.damaged-1");
	struct local *local = open_local(NULL);

	(void)state;
	assert_int_equal(local_set_setting(local, "colour", "red", 3, &err), STATUS_OK);
	local_close(local);
	damage("local", 0, "................................", 32);
	local = open_local(&said);
	assert_non_null(strstr(buf_text(&said), "were damaged and are set aside as"));
	assert_non_null(strstr(buf_text(&said), "w.louce.local.damaged-1"));
	assert_non_null(
		strstr(buf_text(&said), "Settings are as at the beginning; which step was signed last is taken from the file itself."));
	assert_true(file_exists(aside));
	assert_int_equal(local_device(local, &device, &err), STATUS_NOT_FOUND);
	local_close(local);
	buf_clear(&said);
	local_close(open_local(&said));
	assert_int_equal(said.len, 0); /* once */
	free(aside);
	buf_release(&said);
}

static void
drafts__recovers_what_is_readable__and_says_how_much(void **state)
{
	struct drafts *drafts = open_drafts(NULL);
	struct buf said = { 0 };
	struct err err = { 0 };
	char big[6000], *path = beside("drafts");
	struct stat info;
	sqlite3 *db = NULL;
	int left = 0;

	(void)state;
	memset(big, 'x', sizeof(big));
	for (int i = 0; i < 40; i++) {
		struct id root = { { (uint8_t)(i + 1) } };

		assert_int_equal(drafts_put(drafts, &root, "listing", big, sizeof(big), &err), STATUS_OK);
	}
	drafts_close(drafts);
	assert_int_equal(stat(path, &info), 0);
	for (int i = 0; i < 8192; i += 16) /* a page in the middle */
		damage("drafts", info.st_size / 8192 / 2 * 8192 + i, "................", 16);
	drafts = open_drafts(&said);
	assert_non_null(strstr(buf_text(&said), "The drafts beside"));
	assert_non_null(strstr(buf_text(&said), "Drafts recovered: "));
	for (int i = 0; i < 40; i++) {
		struct id root = { { (uint8_t)(i + 1) } };
		struct buf out = { 0 };

		left += drafts_get(drafts, &root, "listing", &out, &err) == STATUS_OK;
		buf_release(&out);
	}
	assert_in_range(left, 30, 39);
	drafts_close(drafts);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA quick_check", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	free(path);
	buf_release(&said);
}

static void
drafts__with_a_trigger__is_set_aside(void **state)
{
	struct drafts *drafts = open_drafts(NULL);
	struct buf said = { 0 };
	char *path = beside("drafts");
	sqlite3 *db = NULL;

	(void)state;
	keep(drafts, &one, "listing", "a");
	drafts_close(drafts);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "CREATE TRIGGER t AFTER INSERT ON draft BEGIN DELETE FROM draft; END", NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(db);
	drafts = open_drafts(&said);
	assert_non_null(strstr(buf_text(&said), "Drafts recovered: 1"));
	keep(drafts, &two, "listing", "b");
	draft_is(drafts, &one, "listing", "a");
	draft_is(drafts, &two, "listing", "b");
	drafts_close(drafts);
	free(path);
	buf_release(&said);
}

static void
copy(const char *from, const char *to)
{
	char *command = mem_printf("cp '%s' '%s'", from, to);

	assert_int_equal(system(command), 0);
	free(command);
}

/* Opens both files while the n-th read fails. */
static enum status
open_both(struct buf *said, struct err *err)
{
	struct local *local = NULL;
	struct drafts *drafts = NULL;
	enum status status = local_open(workspace, &local, said, err);

	if (!status)
		status = drafts_open(workspace, &drafts, said, err);
	drafts_close(drafts);
	local_close(local);
	return status;
}

static void
files__stay_where_they_are__when_a_read_fails(void **state)
{
	struct drafts *drafts = open_drafts(NULL);
	struct local *local = open_local(NULL);
	struct buf out = { 0 };
	struct err err = { 0 };
	int all;

	(void)state;
	assert_int_equal(local_set_setting(local, "colour", "red", 3, &err), STATUS_OK);
	keep(drafts, &one, "listing", "a");
	local_close(local);
	drafts_close(drafts);
	reads = 0;
	assert_int_equal(open_both(NULL, &err), STATUS_OK);
	all = reads;
	assert_true(all > 4);
	for (int i = 0; i < 2 * all; i++) {
		struct buf said = { 0 };

		reads = 0;
		failing_read = i / 2 + 1;
		for_good = i % 2;
		err = (struct err){ 0 };
		/* What failed once, and reads from end to end afterwards, may be called damaged, but nothing is set aside. */
		if (open_both(&said, &err) && for_good && !strstr(err.text, "see whether the stick or disk is still in place"))
			fail_msg("read %d: %s", failing_read, err.text);
		failing_read = 0;
		if (said.len)
			fail_msg("read %d: %s", i / 2 + 1, buf_text(&said));
	}
	local = open_local(&out);
	drafts = open_drafts(&out);
	assert_int_equal(out.len, 0);
	assert_int_equal(local_setting(local, "colour", &out, &err), STATUS_OK);
	assert_string_equal(buf_text(&out), "red");
	draft_is(drafts, &one, "listing", "a");
	local_close(local);
	drafts_close(drafts);
	buf_release(&out);
}

/* What is readable of a damaged file is carried over, but not while reading fails: the rows that follow would be lost. */
static void
damaged_file__stays__when_a_read_of_it_fails(void **state)
{
	struct drafts *drafts = open_drafts(NULL);
	struct err err = { 0 };
	char big[6000], *path = beside("drafts"), *good = beside("drafts.good");
	sqlite3 *db = NULL;
	struct buf said = { 0 };
	int all;

	(void)state;
	memset(big, 'x', sizeof(big));
	for (int i = 0; i < 20; i++) {
		struct id root = { { (uint8_t)(i + 1) } };

		assert_int_equal(drafts_put(drafts, &root, "listing", big, sizeof(big), &err), STATUS_OK);
	}
	drafts_close(drafts);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "CREATE TRIGGER t AFTER INSERT ON draft BEGIN DELETE FROM draft; END", NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(db);
	copy(path, good);
	reads = 0;
	drafts_close(open_drafts(&said));
	assert_non_null(strstr(buf_text(&said), "Drafts recovered: 20"));
	all = reads;
	for (failing_read = 1; failing_read <= all; failing_read++) {
		copy(good, path);
		buf_clear(&said);
		drafts = NULL;
		reads = 0;
		if (drafts_open(workspace, &drafts, &said, &err) == STATUS_OK && !strstr(buf_text(&said), "Drafts recovered: 20"))
			fail_msg("read %d of %d: %s", failing_read, all, buf_text(&said));
		drafts_close(drafts);
	}
	failing_read = 0;
	free(path);
	free(good);
	buf_release(&said);
}

/* Whatever a disk did to them, both files open: as they were, or set aside with a word. */
static void
files__open__whatever_was_done_to_them(void **state)
{
	static const char *const endings[] = { "local", "drafts" };
	struct err err = { 0 };
	struct local *local = open_local(NULL);
	struct drafts *drafts = open_drafts(NULL);
	size_t aside = 0, tried = 0;
	uint32_t dice = 1;

	(void)state;
	assert_int_equal(local_set_setting(local, "colour", "red", 3, &err), STATUS_OK);
	keep(drafts, &one, "listing", "a");
	local_close(local);
	drafts_close(drafts);
	for (size_t f = 0; f < ARRAY_LEN(endings); f++) {
		char *path = beside(endings[f]), *good = mem_printf("%s.good", path);
		struct stat info;

		copy(path, good);
		assert_int_equal(stat(path, &info), 0);
		for (int i = 0; i < 100; i++, tried++) {
			struct buf said = { 0 };
			char *command, byte;

			copy(good, path);
			dice = dice * 1664525u + 1013904223u;
			if (i % 10 == 0) {
				assert_int_equal(truncate(path, (off_t)(dice % (uint32_t)info.st_size)), 0);
			} else {
				byte = (char)(dice >> 24);
				/* every other one in the header, where most is decided */
				damage(endings[f], i % 2 ? (long)(dice % 200) : (long)(dice % (uint32_t)info.st_size), &byte, 1);
			}
			if (f == 0) {
				local = open_local(&said);
				assert_int_equal(local_set_setting(local, "colour", "blue", 4, &err), STATUS_OK);
				local_close(local);
			} else {
				drafts = open_drafts(&said);
				keep(drafts, &two, "listing", "b");
				drafts_close(drafts);
			}
			aside += said.len > 0;
			buf_release(&said);
			command = mem_printf("rm -f '%s'.damaged-*", path);
			assert_int_equal(system(command), 0);
			free(command);
		}
		unlink(good);
		free(good);
		free(path);
	}
	print_message("# %zu of %zu were set aside\n", aside, tried);
	assert_true(aside > 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(local__keeps__device_settings_and_ends, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(drafts__waits_for_no_disk__but_for_the_note_of_an_end, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(local__is_on_the_disk__when_the_call_returns, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(local__writes_the_disk_once__for_any_number_of_ends, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(draft__takes_its_photos_along__when_it_goes, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(draft__is_dropped__when_the_step_that_ends_it_is_here, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(draft__stays__when_somebody_went_on_typing_after_the_note, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(hold__tells_the_second_window__and_the_first_when_it_was_taken, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(hold__is_void__when_its_window_was_killed, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(local__that_is_no_database__is_set_aside_and_said_lost, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(drafts__recovers_what_is_readable__and_says_how_much, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(drafts__with_a_trigger__is_set_aside, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(files__stay_where_they_are__when_a_read_fails, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(damaged_file__stays__when_a_read_of_it_fails, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(files__open__whatever_was_done_to_them, make_dir, remove_dir),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
