#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/stick.h"
#include "exchange/reader/reader.h"
#include "flow/flow.h"
#include "store/carrier.h"
#include "store/houses/building.h"
#include "store/settle/ack.h"
#include "store/settle/follow.h"
#include "trust/verdict.h"

/* The intake while a call of it fails, each call of each kind in turn: the failure is told, nothing is stored, and the same file is taken in afterwards as if nothing
 * had been. */

#define CALLS(X)                                                                                                                           \
	X(reader_open, (int fd, const char *name, enum reader_of kind, struct file_reader **out, struct err *err),                         \
	  (fd, name, kind, out, err))                                                                                                      \
	X(reader_trailer, (struct file_reader * reader, struct arena * arena, struct read_step * out, struct err * err),                   \
	  (reader, arena, out, err))                                                                                                       \
	X(reader_pins, (struct file_reader * reader, struct read_pin * *out, size_t * count, struct err * err), (reader, out, count, err)) \
	X(reader_step, (struct file_reader * reader, struct arena * arena, struct read_step * out, bool *more, struct err *err),           \
	  (reader, arena, out, more, err))                                                                                                 \
	X(reader_ack, (struct file_reader * reader, struct arena * arena, struct read_step * out, bool *more, struct err *err),            \
	  (reader, arena, out, more, err))                                                                                                 \
	X(reader_blobs, (struct file_reader * reader, const struct reader_blobs *blobs, struct err *err), (reader, blobs, err))            \
	X(reader_check_head, (int fd, const char *name, struct err *err), (fd, name, err))                                                 \
	X(store_begin, (struct store * of, struct err * err), (of, err))                                                                   \
	X(store_commit, (struct store * of, struct err * err), (of, err))                                                                  \
	X(store_close_rooms, (struct store * of, int64_t * dropped, struct err * err), (of, dropped, err))                                 \
	X(store_has_step, (struct store * of, const struct id *id, const struct signature *sig, bool *has, bool *same, struct err *err),   \
	  (of, id, sig, has, same, err))                                                                                                   \
	X(store_put_checked, (struct store * of, const struct checked_step *checked, enum fate *fate, struct err *why, struct err *err),   \
	  (of, checked, fate, why, err))                                                                                                   \
	X(store_get_step, (struct store * of, const struct id *id, struct buf *body, struct signature *sig, struct err *err),              \
	  (of, id, body, sig, err))                                                                                                        \
	X(store_step_at, (struct store * of, int64_t n, struct id * id, struct buf * body, struct signature * sig, struct err * err),      \
	  (of, n, id, body, sig, err))                                                                                                     \
	X(store_waits, (struct store * of, const struct id *id, bool *waits, struct err *err), (of, id, waits, err))                       \
	X(store_buildings_since, (struct store * of, int64_t n, int64_t * count, struct err * err), (of, n, count, err))                   \
	X(store_has_blob, (struct store * of, enum blob_kind kind, const struct id *id, int64_t *len_bytes, struct err *err),              \
	  (of, kind, id, len_bytes, err))                                                                                                  \
	X(store_put_blob, (struct store * of, enum blob_kind kind, const void *bytes, size_t len, struct id *id, struct err *err),         \
	  (of, kind, bytes, len, id, err))                                                                                                 \
	X(store_put_ack,                                                                                                                   \
	  (struct store * of, const struct ack_by *by, const char *body, size_t len, const struct signature *sig, struct err *err),        \
	  (of, by, body, len, sig, err))                                                                                                   \
	X(store_take_pin, (struct store * of, const struct id *genesis, bool by_person, struct err *err), (of, genesis, by_person, err))   \
	X(store_has_pinned, (struct store * of, bool *has, struct err *err), (of, has, err))

#define NUMBERED(name, parameters, arguments) CALL_##name,
enum call { CALLS(NUMBERED) CALL_COUNT };

#define NAMED(name, parameters, arguments) [CALL_##name] = #name,
static const char *const names[] = { CALLS(NAMED) };
_Static_assert(ARRAY_LEN(names) == CALL_COUNT, "each call has its name");

static struct {
	enum call call;
	int nth; /* 0: none fails */
	enum status status;
} failing;
static int called[CALL_COUNT];

static struct {
	store_watch *watch;
	void *ctx;
} watching;

void __real_store_set_watch(struct store *of, store_watch *watch, void *ctx);
void __wrap_store_set_watch(struct store *of, store_watch *watch, void *ctx);
void
__wrap_store_set_watch(struct store *of, store_watch *watch, void *ctx)
{
	watching.watch = watch;
	watching.ctx = ctx;
	__real_store_set_watch(of, watch, ctx);
}

static enum status
fails(enum call call, struct err *err)
{
	called[call]++;
	if (!failing.nth || call != failing.call || called[call] != failing.nth)
		return STATUS_OK;
	if (call == CALL_store_commit) { /* it may fail when all is derived, and rolls back then */
		for (int64_t n = 1; n <= store_last_step(store); n++)
			watching.watch(n, FLOW_NO_ROOT, TRUST_COUNTS, watching.ctx);
		store_rollback(store);
	}
	return err_set(err, failing.status, "%s fails", names[call]);
}

/* A call of the reader that fails may have done half of what it does. */
#define WRAPPED(name, parameters, arguments)                                                                                               \
	enum status __real_##name parameters;                                                                                              \
	enum status __wrap_##name parameters;                                                                                              \
	enum status __wrap_##name parameters                                                                                               \
	{                                                                                                                                  \
		const bool does = CALL_##name <= CALL_reader_check_head;                                                                   \
		enum status met = does ? __real_##name arguments : STATUS_OK, status = fails(CALL_##name, err);                            \
                                                                                                                                           \
		return status ? status : does ? met : __real_##name arguments;                                                             \
	}
CALLS(WRAPPED)

/* Takes the file in while this call fails; `called` counts each. */
static enum status
take(const char *file, const struct intake_options *options, struct buf *said)
{
	char *path = path_of(file);
	int fd = open(path, O_RDONLY);
	struct intake intake;
	struct err err = { 0 };
	enum status status;

	memset(called, 0, sizeof(called));
	status = intake_file(store, fd, "stick", options, &intake, &err);
	close(fd);
	buf_clear(said);
	if (status)
		buf_text_add(said, err.text);
	else
		say_intake(&intake, said);
	if (status) {
		assert_int_equal(intake.houses + intake.fresh + intake.pending + intake.dropped, 0);
		assert_int_equal(intake.requests + intake.photos + intake.boxes + intake.idle, 0);
	}
	intake_release(&intake);
	free(path);
	return status;
}

static int64_t
rows(void)
{
	return ask(
		"SELECT count(*) + 1000 * (SELECT count(*) FROM pending) + 1000000 * (SELECT count(*) FROM request) + 10000000 * (SELECT count(*) FROM photo) + "
		"100000000 * (SELECT count(*) FROM ack) + 1000000000 * (SELECT count(*) FROM pin) FROM step");
}

/* Each call that the intake of this file makes fails once, with an error of this machine. */
static void
each_call_fails(const char *file, const struct intake_options *options, const char *wanted, const enum call *called_by, size_t count)
{
	struct intake_options look = *options;
	int calls[CALL_COUNT];
	struct buf said = { 0 };
	int64_t before = rows();

	look.look = true;
	failing.nth = 0;
	assert_int_equal(take(file, &look, &said), STATUS_OK);
	memcpy(calls, called, sizeof(calls));
	calls[CALL_store_commit] = 1;
	for (size_t i = 0; i < count; i++) {
		enum call call = called_by[i];

		if (!calls[call])
			fail_msg("%s is not called", names[call]);
		for (int nth = 1; nth <= calls[call]; nth++) {
			char *fails_so = mem_printf("%s fails", names[call]);

			failing.call = call;
			failing.nth = nth;
			failing.status = STATUS_IO;
			if (take(file, options, &said) != STATUS_IO)
				fail_msg("call %d of %s fails unheard", nth, names[call]);
			failing.nth = 0;
			assert_string_equal(buf_text(&said), fails_so);
			assert_int_equal(rows(), before);
			free(fails_so);
		}
	}
	assert_int_equal(take(file, options, &said), STATUS_OK);
	assert_string_equal(buf_text(&said), wanted);
	buf_release(&said);
}

/* A file with something of each kind: new steps, known ones, one that waits, a request, photos and boxes that are new, lost and missing. */
static void
write_all_kinds(struct little_signed *known)
{
	struct little_file wu = stranger;
	struct little_signed request = credential_of(&wu, NULL, "inspector"),
			     steps[] = { listing_of(&wu, &unknown), with_blobs("two", "opened"), unreadable_pack() };

	begin();
	put(known);
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		put(&steps[i]);
	put_in(&request, true);
	put_blob(BLOB_PHOTO, "one", "one");
	put_blob(BLOB_BOX, "sealed", "sealed");
	put_blob(BLOB_PHOTO, "two", "two");
	finish();
	release(steps, ARRAY_LEN(steps));
	buf_release(&request.body);
}

#define IDLE "; 1 idle: this louce cannot read the form pack"
#define ALL_KINDS(idle, blobs, why)                                                                                                        \
	"steps 5, fresh 2, houses 1, known 1, requests 1, pending 1" idle ", " blobs "; whole" why "; by county_officer to -"

static void
nothing__is_taken__while_a_call_fails(void **state)
{
	static const enum call calls[] = {
		CALL_reader_open,	CALL_reader_trailer,	CALL_reader_step,    CALL_reader_blobs,
		CALL_reader_check_head, CALL_store_begin,	CALL_store_commit,   CALL_store_waits,
		CALL_store_get_step,	CALL_store_close_rooms, CALL_store_has_step, CALL_store_put_checked,
		CALL_store_has_blob,	CALL_store_put_blob,	CALL_store_put_ack,  CALL_store_buildings_since,
	};
	static const struct {
		enum call call;
		enum status status, met;
		const char *said;
	} unread[] = {
		{ CALL_store_get_step, STATUS_BUG, STATUS_BUG, "store_get_step fails" },
		{ CALL_store_get_step, STATUS_NOT_FOUND, STATUS_OK, ALL_KINDS(", idle 1", "photos 1, missing 1", IDLE) },
		{ CALL_store_get_step, STATUS_TAMPERED, STATUS_OK, ALL_KINDS(", idle 1", "photos 1, missing 1", IDLE) },
		{ CALL_store_step_at, STATUS_TAMPERED, STATUS_OK, ALL_KINDS("", "photos 2, boxes 1, missing 1", "") },
	};
	struct little_signed known = with_blobs("one", "sealed");
	struct buf said = { 0 };

	(void)state;
	begin();
	put(&known);
	finish();
	takes("steps 1, fresh 1, houses 1, missing 2; whole; by county_officer to -");
	write_all_kinds(&known);
	keep_copy("whole.louce");
	open_copy("whole.louce");
	/* A step that was here and cannot be read names nothing; a new one without a house is not told of when it cannot be read after the commit. */
	for (size_t i = 0; i < ARRAY_LEN(unread); i++) {
		failing.call = unread[i].call;
		failing.status = unread[i].status;
		failing.nth = 1;
		assert_int_equal(take("stick.louce", &(struct intake_options){ .look = false }, &said), unread[i].met);
		assert_string_equal(buf_text(&said), unread[i].said);
		failing.nth = 0;
		open_copy("whole.louce");
	}
	each_call_fails("stick.louce", &(struct intake_options){ .own_county = true },
			ALL_KINDS(", idle 1", "photos 2, boxes 1, missing 1", IDLE), calls, ARRAY_LEN(calls));
	buf_release(&said);
	buf_release(&known.body);
}

static void
nothing__goes_into_a_new_file__while_a_call_fails(void **state)
{
	static const enum call calls[] = {
		CALL_reader_open,      CALL_reader_trailer,    CALL_reader_pins,	   CALL_reader_step,	   CALL_reader_ack,
		CALL_reader_blobs,     CALL_store_begin,       CALL_store_commit,	   CALL_store_waits,	   CALL_store_take_pin,
		CALL_store_has_pinned, CALL_store_close_rooms, CALL_store_has_step,	   CALL_store_put_checked, CALL_store_put_ack,
		CALL_store_has_blob,   CALL_store_put_blob,    CALL_store_buildings_since,
	};
	struct little_signed known = with_blobs("one", "sealed");

	(void)state;
	write_all_kinds(&known);
	takes("steps 5, fresh 3, houses 2, requests 1, pending 1, idle 1, photos 2, boxes 1, missing 1; whole" IDLE
	      "; by county_officer to -");
	keep_copy("other.louce");
	open_empty();
	each_call_fails("other.louce", &(struct intake_options){ .workspace = true },
			"steps 9, fresh 7, houses 2, requests 1, pending 1, idle 1, photos 2, boxes 1, missing 1; no end" IDLE, calls,
			ARRAY_LEN(calls));
	buf_release(&known.body);
}

/* A file with something that is refused, and a call that fails: the failure is what is told. */
static void
failure__is_told__of_a_file_that_is_refused(void **state)
{
	struct little_signed step = listing_of(&county, &inspector);
	struct buf said = { 0 };

	(void)state;
	step.sig.b[3] ^= 1;
	begin();
	put(&step);
	finish();
	failing.call = CALL_reader_blobs;
	failing.status = STATUS_IO;
	failing.nth = 1;
	assert_int_equal(take("stick.louce", &(struct intake_options){ .look = false }, &said), STATUS_IO);
	assert_string_equal(buf_text(&said), "reader_blobs fails");
	failing.nth = 0;
	buf_release(&said);
	buf_release(&step.body);
}

static bool hears_nothing; /* each read of a pipe fails */

ssize_t __real_read(int fd, void *bytes, size_t len);
ssize_t __wrap_read(int fd, void *bytes, size_t len);
ssize_t
__wrap_read(int fd, void *bytes, size_t len)
{
	struct stat info;

	if (!hears_nothing || fstat(fd, &info) != 0 || !S_ISFIFO(info.st_mode))
		return __real_read(fd, bytes, len);
	errno = EIO;
	return -1;
}

/* The reader's process is there all the same, and waits for a word that nobody says: it is ended, not waited for. */
static void
reader_that_cannot_be_heard__is_not_waited_for(void **state)
{
	struct little_signed step = listing_of(&county, &inspector);
	struct buf said = { 0 };

	(void)state;
	begin();
	put(&step);
	finish();
	alarm(60);
	hears_nothing = true;
	assert_int_equal(take("stick.louce", &(struct intake_options){ .look = false }, &said), STATUS_IO);
	hears_nothing = false;
	alarm(0);
	assert_non_null(strstr(buf_text(&said), "cannot be read"));
	assert_int_equal(take("stick.louce", &(struct intake_options){ .look = false }, &said), STATUS_OK);
	buf_release(&said);
	buf_release(&step.body);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, restart, close_case)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(nothing__is_taken__while_a_call_fails),
		CASE(nothing__goes_into_a_new_file__while_a_call_fails),
		CASE(failure__is_told__of_a_file_that_is_refused),
		CASE(reader_that_cannot_be_heard__is_not_waited_for),
	};

	setenv("LANGUAGE", "C", 1);
	return cmocka_run_group_tests(tests, make, drop);
}
