#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/laptop.h"
#include "app/fill/sheet_keep.h"
#include "app/fill/sheet_photos.h"
#include "app/fill/sheet_problems.h"
#include "app/house/record.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "ui/house/building.h"

/* Private photos: sealed in the file and in the draft, opened by who reads the village's private values. */

static char made[512];
static struct id building;

/* A line that the maker of the county left. */
static void
read_line(const char *name, char out[80])
{
	char path[600];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", made, name);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(fgets(out, 80, file));
	out[strcspn(out, "\n")] = '\0';
	fclose(file);
}

static int
make_county(void **state)
{
	char command[1800], hex[80];

	(void)state;
	snprintf(made, sizeof(made), "%s/louce-sealed-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(made))
		return -1;
	snprintf(command, sizeof(command), "sh '%s/tests/support/blind_county.sh' '%s' >'%s/said'", getenv("LOUCE_SRC"), made, made);
	laptop_begin();
	if (system(command) != 0)
		return -1;
	snprintf(command, sizeof(command), "%s/d/home", made);
	setenv("LOUCE_HOME", command, 1);
	setenv("LOUCE_CLOCK", "1662000000", 1);
	read_line("building", hex);
	return id_from_hex(hex, &building) ? 0 : -1;
}

static int
remove_county(void **state)
{
	char command[600];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", made);
	return system(command);
}

/* Opens the county for the person that a file names, or for nobody. */
static void
open_for(struct laptop *laptop, const char *who)
{
	char path[600], person[80];
	struct err err = { 0 };

	snprintf(path, sizeof(path), "%s/d/county.louce", made);
	laptop_open(laptop, path, 1, NULL);
	if (!who)
		return;
	read_line(who, person);
	assert_int_equal(app_unlock_with(laptop->ui.app, person, "demo", &err), STATUS_OK);
}

/* Reads the licence's photo of the house as the house page does; NOT_FOUND: the page has none. */
static enum status
read_licence(struct app *app, struct id *id, struct buf *out, struct err *err)
{
	struct record *record = NULL;
	enum status status = STATUS_NOT_FOUND;

	assert_int_equal(record_open(app, &building, &record, err), STATUS_OK);
	for (size_t i = 0; i < record->photo_count; i++)
		if (record->photos[i].field->is_private) {
			*id = record->photos[i].id;
			status = record_photo_bytes(app, id, out, err);
		}
	record_free(record);
	return status;
}

static void
licence__is_opened__by_who_reads_the_village(void **state)
{
	static const char *const readers[] = { "author", "secretary" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct laptop laptop;
		struct buf bytes = { 0 };
		struct err err = { 0 };
		struct id id;

		open_for(&laptop, readers[i]);
		assert_int_equal(read_licence(laptop.ui.app, &id, &bytes, &err), STATUS_OK);
		assert_memory_equal(bytes.data, "\xff\xd8\xff", 3);
		buf_release(&bytes);
		laptop_close(&laptop);
	}
}

/* That there is a licence tells that there is a business, which the photo check still has to say. */
static void
licence__is_on_no_page__of_who_checks_the_photos(void **state)
{
	static const char *const blind[] = { "checker", NULL };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct laptop laptop;
		struct buf bytes = { 0 };
		struct err err = { 0 };
		struct id id;

		open_for(&laptop, blind[i]);
		assert_int_equal(read_licence(laptop.ui.app, &id, &bytes, &err), STATUS_NOT_FOUND);
		laptop_close(&laptop);
	}
}

static void
licence__is_sealed__while_nobody_is_unlocked(void **state)
{
	struct laptop laptop;
	struct buf bytes = { 0 };
	struct err err = { 0 };
	struct id id;

	(void)state;
	open_for(&laptop, "author");
	assert_int_equal(read_licence(laptop.ui.app, &id, &bytes, &err), STATUS_OK);
	buf_release(&bytes);
	laptop_close(&laptop);
	open_for(&laptop, NULL);
	assert_int_equal(record_photo_bytes(laptop.ui.app, &id, &bytes, &err), STATUS_DENIED);
	assert_non_null(strstr(err.text, "sealed for others"));
	assert_int_equal(bytes.len, 0);
	laptop_close(&laptop);
}

/* A correction of something else keeps it as it lies there: it is not sealed once more. */
static void
licence__is_kept__by_a_correction(void **state)
{
	struct laptop laptop;
	struct sheet *sheet = NULL;
	const struct field *licence;
	const struct sheet_photo *photo;
	struct err err = { 0 };

	(void)state;
	open_for(&laptop, "author");
	licence = pack_field(app_pack(laptop.ui.app), "photo_licence");
	assert_int_equal(sheet_open(laptop.ui.app, &building, "registration", NULL, &sheet, &err), STATUS_OK);
	photo = sheet_photo(sheet, licence, 0);
	assert_non_null(photo);
	assert_true(photo->kept);
	assert_memory_equal(photo->bytes.data, "\xff\xd8\xff", 3);
	sheet_free(sheet);
	laptop_close(&laptop);
}

/* The licence's photo in the registration as it stands. */
static struct id
licence_of(struct app *app)
{
	struct record *record = NULL;
	struct id found = { 0 };
	struct err err = { 0 };

	assert_int_equal(record_open(app, &building, &record, &err), STATUS_OK);
	for (size_t i = 0; i < record->photo_count; i++)
		if (record->photos[i].field->is_private)
			found = record->photos[i].id;
	record_free(record);
	return found;
}

/* Who cannot open it corrects the form all the same: it counts as what was signed, and is signed again so. */
static void
licence__counts_as_signed__where_it_cannot_be_opened(void **state)
{
	struct laptop laptop;
	struct sheet *sheet = NULL;
	const struct pack *pack;
	struct id before, after, step;
	struct buf findings = { 0 };
	struct err err = { 0 };
	char command[1400], hex[ID_HEX_LEN + 1];

	(void)state;
	open_for(&laptop, "author");
	before = licence_of(laptop.ui.app);
	laptop_close(&laptop);
	snprintf(
		command, sizeof(command),
		"sqlite3 '%s/d/county.louce' \"SELECT count(*) FROM photo WHERE id = x'%s'; DELETE FROM photo WHERE id = x'%s'\" | grep -qx 1",
		made, id_hex(&before, hex), hex);
	assert_int_equal(system(command), 0);

	open_for(&laptop, "author");
	pack = app_pack(laptop.ui.app);
	assert_int_equal(sheet_open(laptop.ui.app, &building, "registration", NULL, &sheet, &err), STATUS_OK);
	assert_int_equal(sheet_photo(sheet, pack_field(pack, "photo_licence"), 0)->bytes.len, 0);
	sheet_set_text(sheet, pack_field(pack, "residents"), 0, "5");
	for (size_t i = 0; i < sheet_problem_count(sheet); i++)
		assert_true(!sheet_problem_at(sheet, i)->rule || strcmp(sheet_problem_at(sheet, i)->rule->id, "QR-60") != 0);
	if (sheet_sign(sheet, &step, &findings, &err))
		fail_msg("%s %s", err.text, buf_text(&findings));
	buf_release(&findings);
	sheet_free(sheet);
	after = licence_of(laptop.ui.app);
	assert_true(id_equal(&before, &after));
	laptop_close(&laptop);
	snprintf(
		command, sizeof(command),
		"sqlite3 '%s/d/county.louce' \"SELECT count(*) FROM step, json_each(step.body, '$.photos') p WHERE p.value ->> 'id' = '%s' "
		"AND p.value ->> 'mime' = 'application/vnd.louce.private.v1' AND p.value ->> 'size' > 1000; "
		"SELECT count(*) FROM photo WHERE length(data) = 0\" | tr '\\n' ' ' | grep -qx '2 0 '",
		made, hex);
	assert_int_equal(system(command), 0);
}

/* Where the photo of a file lies: true when the bytes are somewhere in it. */
static bool
file_holds(const char *name, const struct buf *bytes)
{
	char path[600];
	struct buf file = { 0 };
	char room[65536];
	FILE *from;
	size_t got;
	bool holds;

	snprintf(path, sizeof(path), "%s/d/%s", made, name);
	from = fopen(path, "r");
	if (!from)
		return false;
	while ((got = fread(room, 1, sizeof(room), from)) > 0)
		buf_add(&file, room, got);
	fclose(from);
	holds = memmem(file.data, file.len, bytes->data + bytes->len / 2, 64) != NULL;
	buf_release(&file);
	return holds;
}

/* ---- a key that arrives while a page stands open */

static void __attribute__((format(printf, 1, 2))) run(const char *format, ...)
{
	char command[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	assert_int_equal(system(command), 0);
}

/* louce on the county, or on the secretary's laptop, which is another folder. */
#define LOUCE "LOUCE_HOME='%s/%s/home' LOUCE_WORKSPACE='%s/%s/county.louce' '%s/louce' "
#define AT(folder) made, folder, made, folder, getenv("LOUCE_BUILD")

static bool
page_has(struct laptop *laptop, const char *text)
{
	struct buf page = { 0 };
	bool has;

	laptop_walk(laptop, "\x1b[6~", &page); /* down, and up again */
	laptop_walk(laptop, "\x1b[5~", &page);
	has = strstr(buf_text(&page), text) != NULL;
	buf_release(&page);
	return has;
}

/* The secretary's laptop has all of the county but the steps that share keys: they were kept from it on the way. They are taken in by a command while the page of
 * a house is open. */
static void
key__opens_the_page_that_stands_open__when_it_arrives(void **state)
{
	static const char owner[] = "班小燕", sealed[] = "(sealed for others)";
	char secretary[80], officer[80], path[600], before[600];
	struct laptop laptop;
	struct err err = { 0 };

	(void)state;
	read_line("secretary", secretary);
	read_line("officer", officer);
	snprintf(before, sizeof(before), "%s", getenv("LOUCE_HOME"));
	run("mkdir -p '%s/far/home/keys' && cp '%s/d/home/keys/%s.key' '%s/far/home/keys/'", made, made, secretary, made);
	run(LOUCE "export '%s/all.louce' --as %s --passphrase-file '%s/pass' >/dev/null", AT("d"), made, officer, made);
	run("cp '%s/all.louce' '%s/cut.louce' && sqlite3 '%s/cut.louce' \"DELETE FROM step WHERE body ->> 'kind' = 'share'\"", made, made,
	    made);
	run(LOUCE "init device '%s/far/county.louce' --empty >/dev/null", AT("far"), made);
	run(LOUCE "import --salvage '%s/cut.louce' >/dev/null", AT("far"), made);
	snprintf(path, sizeof(path), "%s/far/home", made);
	setenv("LOUCE_HOME", path, 1);
	snprintf(path, sizeof(path), "%s/far/county.louce", made);
	laptop_open(&laptop, path, 1, NULL);
	assert_int_equal(app_unlock_with(laptop.ui.app, secretary, "demo", &err), STATUS_OK);
	stack_push(&laptop.stack, &laptop.ui, building_screen(&laptop.ui, &building));
	assert_true(page_has(&laptop, sealed) && !page_has(&laptop, owner));
	run(LOUCE "import '%s/all.louce' >/dev/null", AT("far"), made);
	assert_true(stack_notice(&laptop.stack, &laptop.ui)); /* as the loop does between keys */
	assert_string_equal(laptop_page(&laptop), "building");
	assert_true(page_has(&laptop, owner) && !page_has(&laptop, sealed));
	laptop_close(&laptop);
	setenv("LOUCE_HOME", before, 1);
}

static void
licence__lies_nowhere__in_clear(void **state)
{
	static const char *const files[] = { "county.louce", "county.louce-journal", "county.louce.drafts", "county.louce.drafts-wal",
					     "county.louce.local" };
	struct laptop laptop;
	struct buf bytes = { 0 };
	struct err err = { 0 };

	(void)state;
	open_for(&laptop, "author");
	assert_int_equal(read_licence(laptop.ui.app, &(struct id){ { 0 } }, &bytes, &err), STATUS_OK);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		assert_false(file_holds(files[i], &bytes));
	buf_release(&bytes);
	laptop_close(&laptop);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(licence__is_opened__by_who_reads_the_village),
		cmocka_unit_test(licence__is_on_no_page__of_who_checks_the_photos),
		cmocka_unit_test(licence__is_sealed__while_nobody_is_unlocked),
		cmocka_unit_test(licence__is_kept__by_a_correction),
		cmocka_unit_test(key__opens_the_page_that_stands_open__when_it_arrives),
		cmocka_unit_test(licence__lies_nowhere__in_clear),
		cmocka_unit_test(licence__counts_as_signed__where_it_cannot_be_opened), /* takes it out of the file */
	};

	return cmocka_run_group_tests(tests, make_county, remove_county);
}
