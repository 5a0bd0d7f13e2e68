#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "calls.h"
#include "../support/drive.h"

/* The disk is full in the middle of an act on the screens: the page stands as it was, with everything typed, and the act can be done again
 * when there is room. */

struct scene {
	char *dir, *stick;
	struct pty *pty;
	struct fault_page *page;
};

static void
open_scene(struct scene *scene, const char *person)
{
	char preload[800], path[700], variable[800], sticks[700];
	const char *extra[] = { preload, variable, sticks, NULL };
	int fd;

	scene->dir = drive_county();
	scene->stick = malloc(700);
	snprintf(scene->stick, 700, "%s/usb", scene->dir);
	assert_int_equal(mkdir(scene->stick, 0700), 0);
	snprintf(path, sizeof(path), "%s/page", scene->dir);
	fd = open(path, O_RDWR | O_CREAT, 0600);
	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, sizeof(*scene->page)), 0);
	scene->page = mmap(NULL, sizeof(*scene->page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	assert_true(scene->page != MAP_FAILED);
	close(fd);
	scene->page->mode = FAULT_OFF;
	snprintf(preload, sizeof(preload), "LD_PRELOAD=%s/tests/fault/calls.so", getenv("LOUCE_BUILD"));
	snprintf(variable, sizeof(variable), "LOUCE_FAULT_PAGE=%s", path);
	snprintf(sticks, sizeof(sticks), "LOUCE_STICKS=%s", scene->stick);
	scene->pty = drive_start(scene->dir, "zh_CN", 24, 80, extra);
	pty_wait(scene->pty, "先选谁在用这台电脑");
	drive_person(scene->pty, person);
}

static void
close_scene(struct scene *scene)
{
	pty_keys(scene->pty, "Esc Esc Esc Esc q");
	assert_int_equal(pty_wait_exit(scene->pty), 0);
	assert_true(pty_is_restored(scene->pty));
	pty_free(scene->pty);
	munmap(scene->page, sizeof(*scene->page));
	assert_int_equal(drive_louce(scene->dir, "verify \"$LOUCE_WORKSPACE\""), 0);
	free(scene->stick);
	drive_release(scene->dir);
}

/* What was typed before is kept first: its failure would stand for that of the act. */
static void
fill_disk(struct scene *scene)
{
	pty_wait_kept(scene->pty);
	scene->page->at = 1;
	scene->page->mode = FAULT_FULL;
}

static void
free_disk(struct scene *scene)
{
	scene->page->mode = FAULT_OFF;
}

/* Does the newest step of this form hold the value? */
static bool
is_signed_with(const struct scene *scene, const char *form, const char *field, const char *value)
{
	char command[2048];

	snprintf(command, sizeof(command),
		 "test \"$(sqlite3 '%s/county.louce' \"SELECT body ->> '\\$.data.%s' FROM step WHERE body ->> 'kind' = '%s' "
		 "ORDER BY n DESC LIMIT 1\")\" = '%s'",
		 scene->dir, field, form, value);
	return system(command) == 0;
}

static void
form__stands_as_typed__when_the_disk_is_full_at_its_signature(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene, "1");
	drive_choose(scene.pty, "栋已退回");
	pty_keys(scene.pty, "Enter");
	drive_at(scene.pty, "结构类型");
	pty_keys(scene.pty, "2");
	for (int i = 0; i < 3 && pty_has(scene.pty, "为什么确实如此"); i++) /* another structure than its walls and age have */
		pty_keys(scene.pty, "1");
	pty_keys(scene.pty, "^S");
	pty_wait(scene.pty, "请写明处理情况"); /* the answer to who gave the house back */
	pty_keys(scene.pty, "已改");
	for (int tries = 0; tries < 2; tries++) {
		fill_disk(&scene);
		pty_keys(scene.pty, "^S");
		pty_wait(scene.pty, "磁盘已满");
		free_disk(&scene);
		pty_keys(scene.pty, "Up Down");
		pty_wait_gone(scene.pty, "磁盘已满"); /* of this try: the next one must say it anew */
		assert_true(pty_has(scene.pty, "已改"));
	}
	pty_keys(scene.pty, "^S");
	pty_wait(scene.pty, "已签字：房屋信息登记");
	assert_true(is_signed_with(&scene, "registration", "structure", "2"));
	close_scene(&scene);
}

static void
sitting__keeps_what_was_decided__when_the_disk_is_full_at_its_end(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene, "3");
	drive_choose(scene.pty, "栋待签字");
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "1 同意");
	pty_keys(scene.pty, "2");
	pty_wait(scene.pty, "哪里不对？");
	pty_keys(scene.pty, "36 Enter");
	pty_wait(scene.pty, "退回 1，");
	pty_keys(scene.pty, "1");
	pty_wait(scene.pty, "同意 1，退回 1，");
	pty_keys(scene.pty, "s");
	pty_wait(scene.pty, "全部签字");
	for (int tries = 0; tries < 2; tries++) {
		pty_keys(scene.pty, "demo");
		pty_wait_gone(scene.pty, "磁盘已满"); /* of the try before: waiting for that one would free the disk too early */
		fill_disk(&scene);
		pty_keys(scene.pty, "Enter");
		pty_wait(scene.pty, "磁盘已满");
		free_disk(&scene);
		pty_wait(scene.pty, "同意 1 栋");
	}
	pty_keys(scene.pty, "demo Enter");
	pty_wait(scene.pty, "已签字并存好：共 2 栋，同意 1 栋，退回 1 栋");
	pty_wait(scene.pty, "7 栋待签字"); /* the rest of the nine */
	close_scene(&scene);
}

/* "Esc back, kept" where nothing can be kept: the page stays once and says so, and nothing decided is lost when there is room again. */
static void
sitting__stays_at_the_first_esc__when_nothing_can_be_kept(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene, "3");
	drive_choose(scene.pty, "栋待签字");
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "1 同意");
	fill_disk(&scene);
	pty_keys(scene.pty, "1");
	pty_wait(scene.pty, "请腾出空间");
	pty_keys(scene.pty, "Esc");
	pty_wait(scene.pty, "没有存下");
	assert_true(pty_has(scene.pty, "同意 1，"));
	free_disk(&scene);
	pty_keys(scene.pty, "Esc");
	pty_wait(scene.pty, "栋待签字");
	drive_choose(scene.pty, "栋待签字");
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "同意 1，");
	close_scene(&scene);
}

static void
stick__is_written__when_the_disk_was_full_before(void **state)
{
	struct scene scene;

	(void)state;
	open_scene(&scene, "1");
	pty_keys(scene.pty, "x");
	pty_wait(scene.pty, "上面没有楼策文件");
	pty_keys(scene.pty, "e");
	pty_wait(scene.pty, "给谁？");
	pty_keys(scene.pty, "7");
	pty_wait(scene.pty, "要送出：记录");
	fill_disk(&scene);
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "磁盘已满");
	free_disk(&scene);
	pty_keys(scene.pty, "Enter");
	pty_wait(scene.pty, "可以拔出U盘");
	pty_keys(scene.pty, "Esc");
	pty_wait(scene.pty, "MiB");
	pty_keys(scene.pty, "i");
	pty_wait(scene.pty, "新记录 0 条");
	close_scene(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(form__stands_as_typed__when_the_disk_is_full_at_its_signature),
		cmocka_unit_test(sitting__keeps_what_was_decided__when_the_disk_is_full_at_its_end),
		cmocka_unit_test(sitting__stays_at_the_first_esc__when_nothing_can_be_kept),
		cmocka_unit_test(stick__is_written__when_the_disk_was_full_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
