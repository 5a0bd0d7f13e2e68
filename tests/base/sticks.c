#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/machine/sticks.h"
#include "base/mem.h"

/* Sticks of a machine whose files lie below a folder of the test. */

static char root[600];

static void
make_folder(const char *path)
{
	char *whole = mem_printf("mkdir -p '%s/%s'", root, path);

	assert_int_equal(system(whole), 0);
	free(whole);
}

static void
write_text(const char *path, const char *text)
{
	char *whole = mem_printf("%s/%s", root, path);
	FILE *file = fopen(whole, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	free(whole);
}

static void
link_device(const char *number, const char *to)
{
	char *link = mem_printf("%s/sys/dev/block/%s", root, number), *target = mem_printf("../../devices/%s", to);

	assert_int_equal(symlink(target, link), 0);
	free(link);
	free(target);
}

static int
make_machine(void **state)
{
	(void)state;
	snprintf(root, sizeof(root), "%s/sticks-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(root))
		return -1;
	make_folder("proc/self");
	make_folder("sys/dev/block");
	make_folder("sys/devices/pci/block/sda/sda1");
	make_folder("sys/devices/pci/block/sdb/sdb1");
	make_folder("sys/devices/pci/usb1/block/sdc/sdc1");
	write_text("sys/devices/pci/block/sda/removable", "0\n");
	write_text("sys/devices/pci/block/sdb/removable", "1\n");
	write_text("sys/devices/pci/usb1/block/sdc/removable", "0\n");
	link_device("8:1", "pci/block/sda/sda1");
	link_device("8:17", "pci/block/sdb/sdb1");
	link_device("8:33", "pci/usb1/block/sdc/sdc1");
	write_text("proc/self/mountinfo", "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
					  "30 22 8:1 / /mnt/disk rw - ext4 /dev/sda1 rw\n"
					  "31 22 0:50 / /mnt/net rw - nfs server:/x rw\n"
					  "32 22 8:17 / /mnt/stick ro,nosuid - vfat /dev/sdb1 ro\n"
					  "33 22 8:33 / /media/u/A\\040[B] rw,nosuid - vfat /dev/sdc1 rw\n"
					  "34 22 8:17 / /home/u/stick rw - vfat /dev/sdb1 rw\n"
					  "broken\n");
	make_folder("mnt/folder");
	make_folder("media/u/A [B]");
	return 0;
}

static int
remove_machine(void **state)
{
	char *command = mem_printf("rm -rf '%s'", root);
	int failed = system(command);

	(void)state;
	free(command);
	return failed;
}

static void
remove_text(const char *name)
{
	char *path = mem_printf("%s/%s", root, name);

	assert_int_equal(unlink(path), 0);
	free(path);
}

static void
sticks__are_what_the_system_calls_removable(void **state)
{
	struct sticks sticks;
	char *first, *second;

	(void)state;
	unsetenv("LOUCE_STICKS");
	setenv("LOUCE_ROOT", root, 1);
	sticks_find(&sticks);
	unsetenv("LOUCE_ROOT");
	first = mem_printf("%s/media/u/A [B]", root);
	second = mem_printf("%s/mnt/stick", root);
	assert_int_equal(sticks.count, 2); /* no folder below /mnt, no other disk */
	assert_string_equal(sticks.items[0].folder, first);
	assert_false(sticks.items[0].read_only);
	assert_string_equal(sticks.items[1].folder, second);
	assert_true(sticks.items[1].read_only);
	sticks_release(&sticks);
	free(first);
	free(second);
}

/* What can only be read is passed over, and told when nothing else is in. */
static void
sticks__first__is_one_that_can_be_written(void **state)
{
	char *wanted = mem_printf("%s/mnt/stick", root), *first;
	bool read_only = true;

	(void)state;
	unsetenv("LOUCE_STICKS");
	setenv("LOUCE_ROOT", root, 1);
	write_text("proc/self/mountinfo", "32 22 8:17 / /mnt/stick rw,nosuid - vfat /dev/sdb1 rw\n"
					  "33 22 8:33 / /media/u/A\\040[B] ro,nosuid - vfat /dev/sdc1 ro\n");
	first = sticks_first(&read_only);
	assert_non_null(first);
	assert_string_equal(first, wanted);
	assert_false(read_only);
	free(first);
	write_text("proc/self/mountinfo", "33 22 8:33 / /media/u/A\\040[B] ro,nosuid - vfat /dev/sdc1 ro\n");
	assert_null(sticks_first(&read_only));
	assert_true(read_only);
	write_text("proc/self/mountinfo", "");
	assert_null(sticks_first(&read_only));
	assert_false(read_only);
	unsetenv("LOUCE_ROOT");
	free(wanted);
}

/* A stick whose switch was moved is another one to write on. */
static void
sticks__are_others__when_one_may_be_written_now(void **state)
{
	char a[] = "/media/u/A", b[] = "/media/u/B", other[] = "/media/u/C";
	struct stick before[] = { { a, false }, { b, true } }, after[] = { { a, false }, { b, true } };
	struct sticks was = { .items = before, .count = 2 }, is = { .items = after, .count = 2 };

	(void)state;
	assert_true(sticks_equal(&was, &is));
	after[1].read_only = false;
	assert_false(sticks_equal(&was, &is));
	after[1] = (struct stick){ other, true };
	assert_false(sticks_equal(&was, &is));
	is.count = 1;
	assert_false(sticks_equal(&was, &is));
}

static void
files__are_found__whatever_the_stick_is_called(void **state)
{
	static const char *const endings[] = { ".louce", ".csv" };
	struct stick_files files = { 0 }, none = { 0 }, again = { 0 };
	char *folder = mem_printf("%s/media/u/A [B]", root);

	(void)state;
	write_text("media/u/A [B]/b.LOUCE", "");
	write_text("media/u/A [B]/a[1].csv", "");
	write_text("media/u/A [B]/.louce", "");
	write_text("media/u/A [B]/c.louce.part", "");
	stick_files_add(&files, folder, endings, ARRAY_LEN(endings));
	assert_int_equal(files.count, 2);
	assert_non_null(strstr(files.items[0], "/A [B]/a[1].csv"));
	assert_non_null(strstr(files.items[1], "/A [B]/b.LOUCE"));
	assert_false(stick_files_equal(&files, &none));
	stick_files_add(&again, folder, endings, ARRAY_LEN(endings));
	assert_true(stick_files_equal(&files, &again));
	/* As many files, and one of them another. */
	stick_files_release(&again);
	write_text("media/u/A [B]/c.louce", "");
	remove_text("media/u/A [B]/b.LOUCE");
	stick_files_add(&again, folder, endings, ARRAY_LEN(endings));
	assert_int_equal(again.count, files.count);
	assert_false(stick_files_equal(&files, &again));
	stick_files_release(&again);
	stick_files_release(&files);
	free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sticks__are_what_the_system_calls_removable),
		cmocka_unit_test(sticks__are_others__when_one_may_be_written_now),
		cmocka_unit_test(sticks__first__is_one_that_can_be_written),
		cmocka_unit_test(files__are_found__whatever_the_stick_is_called),
	};

	return cmocka_run_group_tests(tests, make_machine, remove_machine);
}
