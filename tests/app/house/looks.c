#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "../../photo/camera.h"

#include "base/file.h"
#include "base/mem.h"
#include "photo/photo.h"
#include "photo/pixels.h"
#include "store/houses/looks.h"
#include "store/store.h"

/* Photos that look alike are asked about when a form is filled, and are a reason to ask whether two houses are one. */

static char made[512];

static int run(const char *format, ...) __attribute__((format(printf, 1, 2)));

static int
run(const char *format, ...)
{
	char command[3000];
	va_list args;

	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	return system(command);
}

static int
make_county(void **state)
{
	char home[600];

	(void)state;
	snprintf(made, sizeof(made), "%s/louce-looks-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(made) || run("sh '%s/tests/support/blind_county.sh' '%s' >'%s/said'", getenv("LOUCE_SRC"), made, made) != 0)
		return -1;
	snprintf(home, sizeof(home), "%s/d/home", made);
	setenv("LOUCE_HOME", home, 1);
	setenv("LOUCE_CLOCK", "1662000000", 1);
	snprintf(home, sizeof(home), "%s/tests/support/quick_keys.so", getenv("LOUCE_BUILD"));
	setenv("LD_PRELOAD", home, 1); /* for the programs begun here */
	run("sqlite3 '%s/d/county.louce' \"SELECT lower(hex(root)) FROM building WHERE division = '451224204201' AND task = 'form' AND "
	    "task_name = 'registration' LIMIT 1\" >'%s/other'",
	    made, made);
	run("cd '%s' && set -- d/inbox/*_1.jpg && for i in 1 2 3 4; do cp \"${1%%1.jpg}$i.jpg\" first-$i.jpg; cp \"${3%%1.jpg}$i.jpg\" second-$i.jpg; "
	    "done && cp \"$4\" paper-of-other.jpg && case $(sort building other | head -n 1) in $(cat building)) cp \"$2\" licence.jpg ;; *) cp \"$4\" licence.jpg ;; esac",
	    made);
	/* the day of the survey is that of its photos */
	run("cd '%s' && day=$(grep -aoE '20[0-9][0-9]:[01][0-9]:[0-3][0-9]' second-1.jpg | head -n 1 | tr : -) && sed "
	    "\"s/\\\"survey_date\\\":\\\"[^\\\"]*\\\"/\\\"survey_date\\\":\\\"$day\\\"/; s/\\\"owner_id\\\":\\\"[0-9]*\\\"/\\\"owner_id\\\":\\\"452728196501011232\\\"/\" "
	    "registration.json >other.json",
	    made);
	return run("test -s '%s/other' -a -s '%s/other.json'", made, made) ? -1 : 0;
}

static int
remove_county(void **state)
{
	(void)state;
	return run("rm -rf '%s'", made);
}

/* A copy of a photo of half the size and in other light, as somebody sends it on. */
static void
send_on(const char *from, const char *to)
{
	struct buf in = { 0 }, out = { 0 };
	struct pixels pixels;
	struct err err = { 0 };
	char path[600];

	snprintf(path, sizeof(path), "%s/%s", made, from);
	assert_int_equal(file_read(path, 1 << 20, &in, &err), STATUS_OK);
	assert_int_equal(pixels_decode(in.data, in.len, 0, 1, &pixels, &err), STATUS_OK);
	pixels_shrink(&pixels, pixels.width / 2, pixels.height / 2);
	for (size_t i = 0; i < 3 * (size_t)pixels.width * (size_t)pixels.height; i++)
		pixels.rgb[i] = (uint8_t)(pixels.rgb[i] * 9 / 10);
	assert_int_equal(pixels_encode(&pixels, &out, &err), STATUS_OK);
	snprintf(path, sizeof(path), "%s/%s", made, to);
	assert_int_equal(file_write(path, out.data, out.len, 0644, &err), STATUS_OK);
	free(pixels.rgb);
	buf_release(&in);
	buf_release(&out);
}

/* Registers the other house with these photos of front and side, and a reason or none for a picture that looks like another. */
static int
register_other(const char *front, const char *side, const char *reason)
{
	return run(
		"cd '%s' && sed 's/\"_reasons\":\\[/&%s{\"rule\":\"_twin\",\"reason\":\"1\"},{\"rule\":\"_elsewhere\",\"reason\":\"1\"},{\"rule\":\"QR-62\",\"reason\":\"1\"},/' other.json >now.json && '%s/louce' "
		"-w d/county.louce --lang en --as $(cat author) --passphrase-file pass fill $(cat other) registration --data now.json --photo "
		"photo_front=%s.jpg --photo photo_side=%s.jpg --photo photo_plate=second-3.jpg --photo photo_sign=second-4.jpg --photo "
		"photo_licence=paper-of-other.jpg >said 2>&1",
		made, reason, getenv("LOUCE_BUILD"), front, side);
}

static void
it_says(const char *words, bool wanted)
{
	bool says = run("grep -qF '%s' '%s/said'", words, made) == 0;

	if (says != wanted) {
		run("cat '%s/said' >&2", made);
		fail_msg("%s: %s", wanted ? "it does not say" : "it says", words);
	}
}

static void
copy_of_another_house__is_asked_about__when_a_form_is_filled(void **state)
{
	(void)state;
	send_on("first-1.jpg", "copy.jpg");
	assert_int_not_equal(register_other("copy", "second-2", ""), 0);
	it_says("_picture", true);
	it_says("\"Front\" looks like a photo of \"", true);
	it_says("QR-61", false); /* its bytes are others */
}

static void
copy_within_a_form__is_asked_about(void **state)
{
	(void)state;
	send_on("second-1.jpg", "copy.jpg");
	assert_int_not_equal(register_other("second-1", "copy", ""), 0);
	it_says("\"Side or back\" looks like \"Front\" of this house", true);
}

static void
one_file__under_two_questions__is_refused(void **state)
{
	(void)state;
	assert_int_not_equal(register_other("second-1", "second-1", ""), 0);
	it_says("QR-61T", true);
	it_says("_picture", false);
}

static void
photos_of_the_house__are_not_asked_about(void **state)
{
	(void)state;
	assert_int_not_equal(register_other("second-1", "second-2", "{\"rule\":\"QR-64\",\"reason\":\"none of the list\"},"), 0);
	it_says("_picture", false);
	it_says("looks like", false);
}

static void
houses_with_a_copy__are_a_pair_that_may_be_one(void **state)
{
	(void)state;
	assert_int_equal(run("cd '%s' && '%s/louce' -w d/county.louce --lang en check >said 2>&1; test $? -le 1", made,
			     getenv("LOUCE_BUILD")),
			 0);
	it_says("No two houses seem to be one.", true);
	send_on("first-1.jpg", "copy.jpg");
	if (register_other("copy", "second-2", "{\"rule\":\"_picture\",\"reason\":\"1\"},"))
		it_says("", false);
	assert_int_equal(run("cd '%s' && '%s/louce' -w d/county.louce --lang en check >said 2>&1; test $? -le 1", made,
			     getenv("LOUCE_BUILD")),
			 0);
	it_says("1 pair may be one house", true);
	assert_int_equal(run("cd '%s' && '%s/louce' -w d/county.louce --lang en decide --json >said 2>&1", made, getenv("LOUCE_BUILD")), 0);
	it_says("\"picture\"", true);
	/* rebuilding, and proving, change nothing of it */
	assert_int_equal(run("cd '%s' && '%s/louce' -w d/county.louce rebuild >said 2>&1", made, getenv("LOUCE_BUILD")), 0);
	assert_int_equal(run("cd '%s' && '%s/louce' --lang en verify d/county.louce >said 2>&1", made, getenv("LOUCE_BUILD")), 0);
	assert_int_equal(run("cd '%s' && '%s/louce' -w d/county.louce --lang en check >said 2>&1; test $? -le 1", made,
			     getenv("LOUCE_BUILD")),
			 0);
	it_says("1 pair may be one house", true);
}

/* After the test before this one, in which the other house got the copy. */
static void
what_is_decided__is_not_asked_about_again(void **state)
{
	static const char *const decided[] = { "apart", "same" };

	(void)state;
	assert_int_not_equal(register_other("copy", "second-2", ""), 0);
	it_says("_picture", true);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(
			run("cd '%s' && '%s/louce' -w d/county.louce --lang en --as $(cat officer) --passphrase-file pass decide %s "
			    "$(cat building) $(cat other) --reason looked >said 2>&1",
			    made, getenv("LOUCE_BUILD"), decided[i]),
			0);
		if (register_other("copy", "second-2", ""))
			it_says("", false);
		it_says("_picture", false);
	}
}

/* ---- what is stored */

static void
shoot(const char *name, struct camera_shot shot)
{
	struct buf photo = { 0 };
	struct err err = { 0 };
	char path[600];

	snprintf(path, sizeof(path), "%s/%s.jpg", made, name);
	camera_shoot(&shot, &photo);
	assert_non_null(memmem(photo.data, photo.len, CAMERA_SECRET, strlen(CAMERA_SECRET)));
	assert_int_equal(file_write(path, photo.data, photo.len, 0644, &err), STATUS_OK);
	buf_release(&photo);
}

/* Position, comment, XMP, IPTC, a second EXIF, what stands behind the end: of photos that a command takes nothing of it is in the file, of a sealed one neither,
 * and the picture is. What is none leaves nothing behind, and says why. */
static void
photos__by_a_command__are_stored_as_the_picture_alone(void **state)
{
	static const unsigned all = (1u << EXTRA_COUNT) - 1;

	(void)state;
	shoot("front", (struct camera_shot){ .width = 900, .height = 700, .extras = all });
	shoot("side", (struct camera_shot){ .width = 2600, .height = 1900, .extras = all, .orientation = 6 });
	shoot("plate", (struct camera_shot){ KIND_PROGRESSIVE, 880, 660, all & ~(unsigned)EXTRA_SCAN_ZERO, 3 });
	shoot("sign", (struct camera_shot){ KIND_GREY, 860, 640, all, 1 });
	shoot("paper", (struct camera_shot){ .width = 840, .height = 620, .extras = all });
	shoot("press", (struct camera_shot){ KIND_CMYK, 820, 600, EXTRA_EXIF, 1 });
	run("cd '%s' && sed 's/\"survey_date\":\"[^\"]*\"/\"survey_date\":\"2022-08-20\"/; s/\"owner_id\":\"[0-9]*\"/\"owner_id\":\"452728197003030013\"/' "
	    "registration.json >later.json && sqlite3 d/county.louce \"SELECT lower(hex(root)) FROM building WHERE division = '451224204201' AND task = 'form' AND "
	    "task_name = 'registration' LIMIT 1\" >fresh && head -c 3000 front.jpg >cut.jpg",
	    made);
#define FILL                                                                                                                                                                \
	"cd '%s' && sed 's/\"_reasons\":\\[/&{\"rule\":\"_twin\",\"reason\":\"1\"},{\"rule\":\"_elsewhere\",\"reason\":\"1\"},{\"rule\":\"_picture\",\"reason\":\"1\"},/' " \
	"later.json >now.json && '%s/louce' -w d/county.louce --lang en --as $(cat author) --passphrase-file pass fill $(cat fresh) registration "                          \
	"--data now.json --photo photo_front=%s.jpg --photo photo_side=side.jpg --photo photo_plate=plate.jpg --photo photo_sign=sign.jpg --photo "                         \
	"photo_licence=%s.jpg >said 2>&1"
	assert_int_not_equal(run(FILL, made, getenv("LOUCE_BUILD"), "press", "paper"), 0);
	it_says("colours of a printing press (CMYK)", true);
	assert_int_not_equal(run(FILL, made, getenv("LOUCE_BUILD"), "cut", "paper"), 0);
	it_says("cut short; copy it from the camera again", true);
	/* the licence of another house (of two that are one by now, of that which is counted), which is sealed there, is seen by who opens it */
	assert_int_not_equal(run(FILL, made, getenv("LOUCE_BUILD"), "front", "licence"), 0);
	it_says("QR-61: A photo stands in another house too", true);
	if (run(FILL, made, getenv("LOUCE_BUILD"), "front", "paper"))
		it_says("", false);
#undef FILL
	assert_int_equal(
		run("cd '%s' && test $(sqlite3 d/county.louce \"SELECT count(*) FROM photo p WHERE substr(hex(p.data), 1, 6) = 'FFD8FF' AND lower(hex(p.id)) IN "
		    "(SELECT f.value ->> 'id' FROM step s, json_each(s.body, '$.photos') f WHERE s.n = (SELECT max(n) FROM step))\") = 4",
		    made),
		0);
	assert_int_not_equal(run("cd '%s' && LC_ALL=C grep -qa '" CAMERA_SECRET "' d/county.louce*", made), 0);
	assert_int_not_equal(
		run("cd '%s' && sqlite3 d/county.louce \"SELECT hex(data) FROM photo WHERE substr(hex(data), 1, 6) = 'FFD8FF'\" | grep -q 457869660000",
		    made),
		0);
}

/* ---- the search */

static bool
count_one(const struct alike_photo *alike, void *ctx)
{
	(void)alike;
	++*(size_t *)ctx;
	return true;
}

#define COUNTY 79158
#define ASKED 200
#define STEPS_MAX                                                                                                                          \
	2000 /* of SQLite's machine for one photo: 68 values are looked for, of 65,536 that there may be; a county read through takes many times that */

static uint64_t vm_steps;

int __real_sqlite3_reset(sqlite3_stmt *stmt);
int __wrap_sqlite3_reset(sqlite3_stmt *stmt);

int
__wrap_sqlite3_reset(sqlite3_stmt *stmt)
{
	vm_steps += (uint64_t)sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 1);
	return __real_sqlite3_reset(stmt);
}

static void
search__reads_no_county__to_find_one_photo(void **state)
{
	struct store *store = NULL;
	struct err err = { 0 };
	char path[600];
	size_t found = 0;

	(void)state;
	assert_int_equal(
		run("cd '%s' && cp d/county.louce many.louce && sqlite3 many.louce \"PRAGMA synchronous = OFF; PRAGMA cache_size = -100000; WITH RECURSIVE "
		    "c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < %d) INSERT INTO look SELECT 1000000 + i, random() FROM c\"",
		    made, COUNTY),
		0);
	snprintf(path, sizeof(path), "%s/many.louce", made);
	assert_int_equal(store_open(path, STORE_WRITE, &store, &err), STATUS_OK);
	vm_steps = 0;
	for (uint64_t i = 1; i <= ASKED; i++)
		assert_int_equal(store_each_alike(store, i * UINT64_C(0x9e3779b97f4a7c15), PHOTO_ALIKE, count_one, &found, &err),
				 STATUS_OK);
	printf("# one of %d photos: %" PRIu64 " steps\n", COUNTY, vm_steps / ASKED);
	assert_in_range(vm_steps / ASKED, 68, STEPS_MAX);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copy_of_another_house__is_asked_about__when_a_form_is_filled),
		cmocka_unit_test(copy_within_a_form__is_asked_about),
		cmocka_unit_test(one_file__under_two_questions__is_refused),
		cmocka_unit_test(photos_of_the_house__are_not_asked_about),
		cmocka_unit_test(houses_with_a_copy__are_a_pair_that_may_be_one),
		cmocka_unit_test(what_is_decided__is_not_asked_about_again),
		cmocka_unit_test(photos__by_a_command__are_stored_as_the_picture_alone),
		cmocka_unit_test(search__reads_no_county__to_find_one_photo),
	};

	return cmocka_run_group_tests(tests, make_county, remove_county);
}
