#include "../../support/app_world.h"

#include <sys/syscall.h>

#include <sqlite3.h>

#include "app/fill/sheet_keep.h"
#include "app/fill/inbox.h"
#include "app/session/accounts.h"
#include "app/session/device.h"
#include "app/session/init.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/stick/takeover.h"
#include "base/file.h"
#include "base/machine/clock.h"
#include "store/beside/local.h"
#include "store/journal.h"

/* What lies beside a workspace is lost or damaged, or cannot be written after a commit: the work goes on, and the person is told. */

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

static struct app *app;
static char *workspace;

static void
must(enum status status, const struct err *err)
{
	if (status)
		fail_msg("%s", err->text);
}

static void
open_workspace(void)
{
	char *home = world_path("home");
	struct err err = { 0 };

	setenv("LOUCE_HOME", home, 1);
	workspace = world_path("county.louce");
	must(app_open(workspace, APP_WRITE, &app, &err), &err);
	free(home);
}

static void
close_workspace(void)
{
	app_close(app);
	app = NULL;
	free(workspace);
}

/* Once, so that the device number stands with the keys. */
static int
begin(void **state)
{
	(void)state;
	open_workspace();
	close_workspace();
	return 0;
}

static void
unlock(void)
{
	struct app_person_row *rows = NULL;
	struct err err = { 0 };
	size_t count = 0;

	must(app_person_list(app, "", &rows, &count, &err), &err);
	assert_true(count > 0);
	must(app_unlock_with(app, rows[0].person, "demo", &err), &err);
	free(rows);
}

static struct sheet *
type(const char *door)
{
	static const char *const answers[][2] = { { "group_name", "那烈" }, { "road", "农村道路" }, { "owner_name", "韦建国" } };
	struct sheet *sheet = NULL;
	struct err err = { 0 };

	must(sheet_open(app, NULL, "listing", NULL, &sheet, &err), &err);
	for (size_t i = 0; i < ARRAY_LEN(answers); i++)
		sheet_set_text(sheet, pack_field(app_pack(app), answers[i][0]), 0, answers[i][1]);
	sheet_set_text(sheet, pack_field(app_pack(app), "door_no"), 0, door);
	return sheet;
}

static void
sign(struct sheet *sheet_take)
{
	struct buf findings = { 0 };
	struct err err = { 0 };
	struct id step;

	if (sheet_sign(sheet_take, &step, &findings, &err))
		fail_msg("%s %s", err.text, buf_text(&findings));
	sheet_free(sheet_take);
	buf_release(&findings);
}

/* Everything said since the last time holds this. */
static void
said(const char *text)
{
	char *lines = app_take_said(app);

	if (!text && lines)
		fail_msg("it said: %s", lines);
	if (text && (!lines || !strstr(lines, text)))
		fail_msg("it said \"%s\", not \"%s\"", lines ? lines : "nothing", text);
	free(lines);
}

static void
device__is_found_with_the_keys__when_its_note_is_lost(void **state)
{
	char *local = mem_printf("%s/county.louce.local", world_dir);

	(void)state;
	assert_int_equal(unlink(local), 0);
	open_workspace();
	said("The number of this laptop was lost beside the file and is taken from where the keys are");
	assert_true(app_has_device(app));
	unlock();
	sign(type("31"));
	said(NULL);
	close_workspace();
	open_workspace();
	said(NULL); /* told once */
	close_workspace();
	free(local);
}

static void
notes__are_set_aside__when_damaged(void **state)
{
	char *local = mem_printf("%s/county.louce.local", world_dir), *aside = mem_printf("%s.damaged-1", local), *lines;
	struct err err = { 0 };

	(void)state;
	must(file_write(local, "no database, whatever its name", 30, 0600, &err), &err);
	open_workspace();
	assert_true(file_exists(aside));
	lines = app_take_said(app);
	assert_non_null(lines);
	assert_non_null(strstr(lines, "were damaged and are set aside as"));
	assert_non_null(strstr(lines, "The number of this laptop was lost beside the file"));
	free(lines);
	unlock();
	sign(type("32"));
	close_workspace();
	unlink(aside);
	free(aside);
	free(local);
}

static void
drafts__are_set_aside__when_damaged(void **state)
{
	char *drafts = mem_printf("%s/county.louce.drafts", world_dir), *aside = mem_printf("%s.damaged-1", drafts);
	struct err err = { 0 };

	(void)state;
	must(file_write(drafts, "no database, whatever its name", 30, 0600, &err), &err);
	open_workspace();
	unlock();
	said(NULL);
	sheet_free(type("33"));
	assert_true(file_exists(aside));
	said("No draft could be recovered: what was typed and not signed is lost. What was signed is safe.");
	close_workspace();
	unlink(aside);
	free(aside);
	free(drafts);
}

static void
device__is_not_found__for_another_file_of_that_name(void **state)
{
	char *path = world_path("other.louce"), *real = world_path("county.louce"), *kept = world_path("kept.louce"),
	     *local = world_path("county.louce.local"), *kept_local = world_path("kept.local");
	struct err err = { 0 };

	(void)state;
	must(store_create(path, &err), &err);
	assert_int_equal(rename(real, kept), 0);
	assert_int_equal(rename(local, kept_local), 0);
	assert_int_equal(rename(path, real), 0);
	open_workspace();
	assert_false(app_has_device(app));
	said(NULL);
	close_workspace();
	assert_int_equal(rename(kept, real), 0);
	assert_int_equal(rename(kept_local, local), 0);
	free(path);
	free(real);
	free(kept);
	free(local);
	free(kept_local);
}

/* ---- notes of another laptop */

static struct device_id
strange_notes(const char *path)
{
	struct device_id device = { { 7, 7, 7 } };
	struct local *local = NULL;
	struct err err = { 0 };

	must(local_open(path, &local, NULL, &err), &err);
	must(local_set_device(local, &device, &err), &err);
	must(local_set_setting(local, "clock", "864000 1 0", 10, &err), &err);
	must(local_set_setting(local, "inbox", "/media/theirs", 13, &err), &err);
	local_close(local);
	return device;
}

static struct device_id
own_number(void)
{
	struct device_id device;

	open_workspace();
	device = *app_device(app);
	close_workspace();
	return device;
}

/* The first of the numbers kept for the workspace is this one; there are so many. */
static void
kept_are(const struct device_id *first, size_t count)
{
	struct device_id kept[DEVICES_MOST];
	char *path = world_path("county.louce");

	assert_int_equal(device_recall(path, kept), count);
	assert_true(device_equal(&kept[0], first));
	free(path);
}

static void
notes_of_another_laptop__are_set_aside__and_change_nothing(void **state)
{
	char *local = world_path("county.louce.local"), *own = world_path("own.local"), *path = world_path("county.louce"),
	     *aside = mem_printf("%s.strange", local), *inbox;
	struct device_id device = own_number();
	int64_t correction = clock_correction();
	struct err err = { 0 };

	(void)state;
	assert_int_equal(rename(local, own), 0);
	(void)strange_notes(path);
	must(app_open(path, APP_READ, &app, &err), &err); /* who only reads leaves them where they are, and unread */
	inbox = app_inbox_dir(app);
	assert_null(strstr(inbox, "theirs"));
	free(inbox);
	app_close(app);
	assert_false(file_exists(aside));
	assert_int_equal(clock_correction(), correction);
	kept_are(&device, 1);

	open_workspace();
	said("are another laptop's, with its number, and are set aside as");
	assert_true(file_exists(aside));
	assert_true(app_has_device(app) && device_equal(app_device(app), &device));
	assert_int_equal(clock_correction(), correction);
	inbox = app_inbox_dir(app);
	assert_null(strstr(inbox, "theirs"));
	free(inbox);
	unlock();
	sign(type("36"));
	close_workspace();
	kept_are(&device, 1);
	open_workspace();
	said(NULL);
	close_workspace();
	assert_int_equal(rename(own, local), 0);
	unlink(aside);
	free(aside);
	free(local);
	free(path);
	free(own);
}

/* A whole workspace of another laptop, put in the place of this one's: it is not opened, and can be taken over. */
static void
workspace_of_another_laptop__is_not_opened__in_the_place_of_this_ones(void **state)
{
	char *path = world_path("county.louce"), *local = world_path("county.louce.local"), *kept = world_path("kept.louce"),
	     *kept_local = world_path("kept.louce.local"), *aside = mem_printf("%s.strange", local);
	struct device_id device = own_number(), strange;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(rename(path, kept), 0);
	assert_int_equal(rename(local, kept_local), 0);
	must(store_create(path, &err), &err);
	strange = strange_notes(path);
	for (int mode = APP_READ; mode <= APP_WRITE; mode++) {
		assert_int_equal(app_open(path, (enum app_mode)mode, &app, &err), STATUS_DENIED);
		assert_non_null(strstr(err.text, "came from elsewhere and is not opened where it lies"));
	}
	assert_true(file_exists(local) && !file_exists(aside));
	kept_are(&device, 1);
	must(app_init_device(path, NULL, &err), &err);
	assert_true(file_exists(aside));
	open_workspace();
	assert_true(app_has_device(app));
	assert_false(device_equal(app_device(app), &device) || device_equal(app_device(app), &strange));
	close_workspace();

	/* this laptop's own comes back to its place: it is what it was */
	assert_int_equal(rename(kept, path), 0);
	assert_int_equal(rename(kept_local, local), 0);
	open_workspace();
	said(NULL);
	assert_true(device_equal(app_device(app), &device));
	close_workspace();
	kept_are(&device, 2);
	assert_int_equal(unlink(local), 0);
	open_workspace(); /* of two numbers kept for this name it is the one that the file knows */
	said("The number of this laptop was lost beside the file and is taken from where the keys are");
	assert_true(device_equal(app_device(app), &device));
	close_workspace();
	unlink(aside);
	free(aside);
	free(local);
	free(path);
	free(kept);
	free(kept_local);
}

/* What has no place beside a new workspace, since something of that name is there, takes nothing away. */
static void
a_workspace_without_a_place__leaves__what_is_there(void **state)
{
	char *path = world_path("county.louce"), *made = world_path("county.louce.made"), *local = world_path("gone.louce.local"),
	     *gone = world_path("gone.louce"), *before = mem_printf("%s.before", local);
	struct device_id device = own_number(), other;
	struct device_id kept[DEVICES_MOST];
	struct app *new_app = NULL;
	struct err err = { 0 };
	size_t before_count;

	(void)state;
	before_count = device_recall(path, kept);
	must(app_make(path, made, &new_app, &err), &err);
	other = *app_device(new_app);
	app_close(new_app);
	assert_int_equal(app_put_in_place(made, path, &other, &err), STATUS_CONFLICT);
	kept_are(&device, before_count);
	(void)strange_notes(gone); /* of a workspace that is gone */
	err = (struct err){ 0 };
	must(app_put_in_place(made, gone, &other, &err), &err);
	assert_true(file_exists(before));
	must(app_open(gone, APP_WRITE, &new_app, &err), &err);
	assert_true(device_equal(app_device(new_app), &other));
	app_close(new_app);
	free(path);
	free(made);
	free(gone);
	free(local);
	free(before);
}

/* ---- what follows a commit */

/* What follows a commit cannot make it undone. */
static void
sign__stands__when_the_note_of_it_cannot_be_written(void **state)
{
	char *local = world_path("county.louce.local");
	sqlite3 *other = NULL;
	int64_t steps;

	(void)state;
	open_workspace();
	unlock();
	steps = store_step_count(app_store(app));
	assert_int_equal(sqlite3_open(local, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	sign(type("34"));
	assert_int_equal(store_step_count(app_store(app)), steps + 1);
	said("What was signed stands. Only the note of it beside the file could not be written:");
	sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(other);
	sign(type("35")); /* and the next note holds again */
	said(NULL);
	assert_false(app_is_older_copy(app));
	close_workspace();
	free(local);
}

/* A field is kept without waiting for the disk; a signature waits for its commit, its note, and the mark of the draft it ends. */
static void
keeping__waits_for_no_disk__and_signing_for_few(void **state)
{
	struct sheet *sheet;
	struct err err = { 0 };
	char door[16];

	(void)state;
	open_workspace();
	unlock();
	sheet = type("40");
	must(sheet_save(sheet, &err), &err);
	syncs = 0;
	for (int i = 0; i < 50; i++) {
		snprintf(door, sizeof(door), "%d", 41 + i);
		sheet_set_text(sheet, pack_field(app_pack(app), "door_no"), 0, door);
		must(sheet_save(sheet, &err), &err);
	}
	assert_int_equal(syncs, 0);
	sign(sheet);
	print_message("# signing a form waited for the disk %d times\n", syncs);
	assert_in_range(syncs, 3, 11); /* the commit 5, the mark 1, the note 5 */
	close_workspace();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(device__is_found_with_the_keys__when_its_note_is_lost, begin),
		cmocka_unit_test_setup(notes__are_set_aside__when_damaged, begin),
		cmocka_unit_test_setup(drafts__are_set_aside__when_damaged, begin),
		cmocka_unit_test_setup(device__is_not_found__for_another_file_of_that_name, begin),
		cmocka_unit_test_setup(notes_of_another_laptop__are_set_aside__and_change_nothing, begin),
		cmocka_unit_test_setup(workspace_of_another_laptop__is_not_opened__in_the_place_of_this_ones, begin),
		cmocka_unit_test_setup(a_workspace_without_a_place__leaves__what_is_there, begin),
		cmocka_unit_test_setup(sign__stands__when_the_note_of_it_cannot_be_written, begin),
		cmocka_unit_test_setup(keeping__waits_for_no_disk__and_signing_for_few, begin),
	};

	return cmocka_run_group_tests(tests, world_make, world_drop);
}
