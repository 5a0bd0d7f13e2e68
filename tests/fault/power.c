#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>
#include <dlfcn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/fill/sheet.h"
#include "app/fill/sheet_keep.h"
#include "app/session/accounts.h"
#include "app/session/keys.h"
#include "app/session/draft.h"
#include "app/session/settings.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/stick/verify.h"
#include "base/file.h"
#include "base/mem.h"
#include "demo/demo.h"
#include "record.h"
#include "store/journal.h"
#include "store/store.h"

/* Power cuts. A day's work is recorded call by call (record.c); then the disk is put together as a cut at some moment may have left it: what
 * was synced is there, of the rest any part, sectors of a write apart, names that were changed or not yet. Every such image must open, prove
 * itself, hold all that was acknowledged, and take the next act. LOUCE_POWER_IMAGES says how many (make fault: thousands). */

#define SECTOR 512
#define DAYS_STEPS 6 /* listings signed in the recorded day */

static char *top, *day; /* the folder of this run, and the county in it */

static void
must(enum status status, const struct err *err)
{
	if (!status)
		return;
	fprintf(stderr, "# %s\n", err->text);
	abort();
}

/* ---- the recorded day */

static void
acknowledge(long number)
{
	void (*mark)(long) = (void (*)(long))dlsym(RTLD_DEFAULT, "record_mark");

	if (mark)
		mark(number);
}

/* An inspector of one village: the first who may list a house. */
static void
unlock_inspector(struct app *app, const char *passphrase)
{
	struct app_person_row *rows = NULL;
	struct err err = { 0 };
	size_t count = 0;

	must(app_person_list(app, "", &rows, &count, &err), &err);
	if (count == 0)
		abort();
	must(app_unlock_with(app, rows[0].person, passphrase, &err), &err);
	free(rows);
}

static void
set(struct sheet *sheet, struct app *app, const char *field, const char *text)
{
	const struct field *known = pack_field(app_pack(app), field);

	if (!known)
		abort();
	sheet_set_text(sheet, known, 0, text);
}

/* A new house, typed field by field, kept, and signed. */
static void
list_house(struct app *app, long number)
{
	struct sheet *sheet = NULL;
	struct buf findings = { 0 };
	struct err err = { 0 };
	char text[24];
	struct id step;

	must(sheet_open(app, NULL, "listing", NULL, &sheet, &err), &err);
	set(sheet, app, "group_name", "那烈");
	must(sheet_save(sheet, &err), &err);
	set(sheet, app, "road", "农村道路");
	must(sheet_save(sheet, &err), &err);
	snprintf(text, sizeof(text), "%ld", 100 + number);
	set(sheet, app, "door_no", text);
	set(sheet, app, "owner_name", "韦建国");
	must(sheet_save(sheet, &err), &err);
	if (sheet_sign(sheet, &step, &findings, &err)) {
		fprintf(stderr, "# %s\n# %s\n", err.text, buf_text(&findings));
		abort();
	}
	buf_release(&findings);
	sheet_free(sheet);
}

static char *
workspace_in(const char *folder)
{
	return mem_printf("%s/county.louce", folder);
}

static void
work_a_day(const char *folder)
{
	char *workspace = workspace_in(folder), *person, *changed;
	struct app *app = NULL;
	struct err err = { 0 };
	struct app_person_row *rows = NULL;
	size_t count = 0;

	must(app_open(workspace, APP_WRITE, &app, &err), &err);
	acknowledge(0);
	unlock_inspector(app, "demo");
	for (long i = 1; i <= DAYS_STEPS; i++) {
		list_house(app, i);
		acknowledge(i);
		app_remember(app, "power", i % 2 ? "odd" : "even");
		if (i == DAYS_STEPS / 2) {
			must(app_person_list(app, "", &rows, &count, &err), &err);
			person = mem_strdup(rows[0].person);
			free(rows);
			must(app_key_change(person, "demo", "demo", &changed, &err), &err);
			free(changed);
			free(person);
		}
	}
	app_close(app);
	free(workspace);
}

/* ---- the disk */

struct change { /* of one file, not synced yet */
	bool truncates;
	int64_t at;
	size_t len;
	uint8_t *bytes;
	struct change *next;
};

struct object {
	uint8_t *bytes; /* as synced */
	size_t len;
	struct change *first, *last;
	struct object *next;
};

struct disk_name {
	char *path;
	struct object *object;
};

struct name_list {
	struct disk_name *items;
	size_t count, cap;
};

struct rename_op {
	enum record_op op; /* RECORD_OPEN: made */
	char *path, *to;
	struct object *object;
};

struct disk {
	struct name_list now, synced;
	struct rename_op *pending;
	size_t pending_count, pending_cap;
	struct object *objects;
	struct {
		uint64_t handle;
		struct object *object;
	} * handles;
	size_t handle_count, handle_cap;
	long acknowledged;
	bool lies; /* says that it has synced, and has not */
};

static struct object *
new_object(struct disk *disk)
{
	struct object *object = mem_alloc(sizeof(*object));

	object->next = disk->objects;
	disk->objects = object;
	return object;
}

static struct disk_name *
find_name(struct name_list *names, const char *path)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->items[i].path, path) == 0)
			return &names->items[i];
	return NULL;
}

static void
drop_name(struct name_list *names, const char *path)
{
	struct disk_name *name = find_name(names, path);

	if (!name)
		return;
	free(name->path);
	*name = names->items[--names->count];
}

static void
set_name(struct name_list *names, const char *path, struct object *object)
{
	struct disk_name *name = find_name(names, path);

	if (!name) {
		MEM_GROW(names->items, names->count, names->cap);
		name = &names->items[names->count++];
		name->path = mem_strdup(path);
	}
	name->object = object;
}

static void
apply_name(struct name_list *names, const struct rename_op *op)
{
	struct disk_name *from = find_name(names, op->path), *to = op->to ? find_name(names, op->to) : NULL;
	struct object *object = from ? from->object : NULL;

	switch (op->op) {
	case RECORD_OPEN:
		set_name(names, op->path, op->object);
		break;
	case RECORD_UNLINK:
		drop_name(names, op->path);
		break;
	case RECORD_RENAME:
		if (!object)
			break;
		set_name(names, op->to, object);
		drop_name(names, op->path);
		break;
	case RECORD_EXCHANGE:
		if (!object || !to)
			break;
		from->object = to->object;
		to->object = object;
		break;
	default:
		break;
	}
}

static void
change_name(struct disk *disk, enum record_op kind, const char *path, const char *to, struct object *object)
{
	struct rename_op op = { kind, mem_strdup(path), to ? mem_strdup(to) : NULL, object };

	apply_name(&disk->now, &op);
	MEM_GROW(disk->pending, disk->pending_count, disk->pending_cap);
	disk->pending[disk->pending_count++] = op;
}

static bool
lies_in(const char *path, const char *folder)
{
	const char *slash = strrchr(path, '/');
	size_t len = strlen(folder);

	while (len > 1 && folder[len - 1] == '/')
		len--;
	return slash && (size_t)(slash - path) == len && strncmp(path, folder, len) == 0;
}

static void
sync_folder(struct disk *disk, const char *folder)
{
	size_t kept = 0;

	for (size_t i = 0; i < disk->pending_count; i++) {
		struct rename_op *op = &disk->pending[i];

		if (!lies_in(op->path, folder)) {
			disk->pending[kept++] = *op;
			continue;
		}
		apply_name(&disk->synced, op);
		free(op->path);
		free(op->to);
	}
	disk->pending_count = kept;
}

static void
grow(uint8_t **bytes, size_t *len, size_t to)
{
	if (to <= *len)
		return;
	*bytes = mem_resize(*bytes, to, 1);
	memset(*bytes + *len, 0, to - *len);
	*len = to;
}

static void
apply_change(uint8_t **bytes, size_t *len, const struct change *change, bool torn)
{
	if (change->truncates) {
		grow(bytes, len, (size_t)change->at);
		*len = (size_t)change->at;
		return;
	}
	for (size_t at = 0; at < change->len; at += SECTOR) {
		size_t part = change->len - at < SECTOR ? change->len - at : SECTOR;

		if (torn && rand() % 2)
			continue;
		grow(bytes, len, (size_t)change->at + at + part);
		memcpy(*bytes + change->at + at, change->bytes + at, part);
	}
}

static void
drop_changes(struct object *object)
{
	for (struct change *change = object->first, *next; change; change = next) {
		next = change->next;
		free(change->bytes);
		free(change);
	}
	object->first = object->last = NULL;
}

static void
add_change(struct object *object, bool truncates, int64_t at, const uint8_t *bytes, size_t len)
{
	struct change *change = mem_alloc(sizeof(*change));

	*change = (struct change){ .truncates = truncates, .at = at, .len = len };
	if (len) {
		change->bytes = mem_alloc(len);
		memcpy(change->bytes, bytes, len);
	}
	if (object->last)
		object->last->next = change;
	else
		object->first = change;
	object->last = change;
}

static struct object *
of_handle(struct disk *disk, uint64_t handle)
{
	for (size_t i = disk->handle_count; i-- > 0;)
		if (disk->handles[i].handle == handle)
			return disk->handles[i].object;
	fail_msg("a handle that was never opened");
	return NULL;
}

static void
open_file(struct disk *disk, const struct record_head *head, const char *path)
{
	struct disk_name *name = find_name(&disk->now, path);
	struct object *object = name && !head->created ? name->object : new_object(disk);

	if (head->created || !name)
		change_name(disk, RECORD_OPEN, path, NULL, object);
	MEM_GROW(disk->handles, disk->handle_count, disk->handle_cap);
	disk->handles[disk->handle_count].handle = head->handle;
	disk->handles[disk->handle_count++].object = object;
}

static void
play(struct disk *disk, const struct record_head *head, const char *path, const uint8_t *bytes)
{
	struct object *object;
	const char *to = path + strlen(path) + 1;

	switch (head->op) {
	case RECORD_OPEN:
		open_file(disk, head, path);
		break;
	case RECORD_WRITE:
		add_change(of_handle(disk, head->handle), false, head->at, bytes, head->data_len);
		break;
	case RECORD_TRUNCATE:
		add_change(of_handle(disk, head->handle), true, head->at, NULL, 0);
		break;
	case RECORD_SYNC:
		if (disk->lies)
			break;
		object = of_handle(disk, head->handle);
		for (const struct change *change = object->first; change; change = change->next)
			apply_change(&object->bytes, &object->len, change, false);
		drop_changes(object);
		break;
	case RECORD_SYNC_FOLDER:
		if (!disk->lies)
			sync_folder(disk, path);
		break;
	case RECORD_UNLINK:
		change_name(disk, RECORD_UNLINK, path, NULL, NULL);
		break;
	case RECORD_RENAME:
	case RECORD_EXCHANGE:
		change_name(disk, head->op, path, to, NULL);
		break;
	case RECORD_MARK:
		disk->acknowledged = (long)head->at;
		break;
	}
}

/* ---- the log and the images */

struct event {
	struct record_head head;
	const char *path;
	const uint8_t *bytes;
};

static struct event *events;
static size_t event_count;
static struct buf log_text;

static void
read_log(const char *path)
{
	struct err err = { 0 };
	size_t at = 0, cap = 0;

	must(file_read(path, (size_t)1 << 30, &log_text, &err), &err);
	while (at < log_text.len) {
		struct event event = { 0 };
		char *name;

		memcpy(&event.head, log_text.data + at, sizeof(event.head));
		at += sizeof(event.head);
		name = mem_alloc(event.head.path_len + 2);
		memcpy(name, log_text.data + at, event.head.path_len);
		event.path = name;
		at += event.head.path_len;
		event.bytes = (const uint8_t *)log_text.data + at;
		at += event.head.data_len;
		MEM_GROW(events, event_count, cap);
		events[event_count++] = event;
	}
}

/* What the disk holds before the day begins. */
static void
load_folder(struct disk *disk, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		char *path = file_join(folder, entry->d_name);
		struct stat info;

		if (entry->d_name[0] != '.' && stat(path, &info) == 0) {
			if (S_ISDIR(info.st_mode)) {
				load_folder(disk, path);
			} else {
				struct object *object = new_object(disk);
				struct buf bytes = { 0 };
				struct err err = { 0 };

				must(file_read(path, (size_t)1 << 30, &bytes, &err), &err);
				grow(&object->bytes, &object->len, bytes.len);
				if (bytes.len)
					memcpy(object->bytes, bytes.data, bytes.len);
				buf_release(&bytes);
				set_name(&disk->now, path, object);
				set_name(&disk->synced, path, object);
			}
		}
		free(path);
	}
	closedir(dir);
}

static void
free_disk(struct disk *disk)
{
	struct name_list *both[2] = { &disk->now, &disk->synced };

	for (int i = 0; i < 2; i++) {
		for (size_t k = 0; k < both[i]->count; k++)
			free(both[i]->items[k].path);
		free(both[i]->items);
	}
	for (struct object *object = disk->objects, *next; object; object = next) {
		next = object->next;
		drop_changes(object);
		free(object->bytes);
		free(object);
	}
	for (size_t i = 0; i < disk->pending_count; i++) {
		free(disk->pending[i].path);
		free(disk->pending[i].to);
	}
	free(disk->pending);
	free(disk->handles);
}

enum loss { LOSS_NOTHING, LOSS_ALL, LOSS_SOME };

static void
write_file(const char *image, const struct disk_name *name, enum loss loss)
{
	char *path = mem_printf("%s%s", image, name->path + strlen(day)), *slash = strrchr(path, '/');
	const struct object *object = name->object;
	uint8_t *bytes = NULL;
	size_t len = 0;
	struct err err = { 0 };
	FILE *file;

	*slash = '\0';
	must(file_make_dirs(path, 0700, &err), &err);
	*slash = '/';
	grow(&bytes, &len, object->len);
	if (len)
		memcpy(bytes, object->bytes, len);
	for (const struct change *change = object->first; change && loss != LOSS_ALL; change = change->next)
		if (loss == LOSS_NOTHING || rand() % 2)
			apply_change(&bytes, &len, change, loss == LOSS_SOME && rand() % 4 == 0);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	fclose(file);
	free(bytes);
	free(path);
}

static void
write_image(struct disk *disk, enum loss loss, const char *image)
{
	size_t names = loss == LOSS_ALL ? 0 : loss == LOSS_NOTHING ? disk->pending_count : (size_t)rand() % (disk->pending_count + 1);
	struct name_list shown = { 0 };

	for (size_t i = 0; i < disk->synced.count; i++)
		set_name(&shown, disk->synced.items[i].path, disk->synced.items[i].object);
	for (size_t i = 0; i < names; i++)
		apply_name(&shown, &disk->pending[i]);
	for (size_t i = 0; i < shown.count; i++) {
		write_file(image, &shown.items[i], loss);
		free(shown.items[i].path);
	}
	free(shown.items);
}

/* ---- what must be true of every image; in a process of its own */

static int64_t steps_before;

#define WANT(condition, ...)                                                                                                               \
	do {                                                                                                                               \
		if (!(condition)) {                                                                                                        \
			fprintf(stderr, "# " __VA_ARGS__);                                                                                 \
			fprintf(stderr, "\n");                                                                                             \
			_exit(1);                                                                                                          \
		}                                                                                                                          \
	} while (0)

static void
check_image(const char *image, long acknowledged)
{
	char *workspace = workspace_in(image), *home = file_join(image, "home"), *said;
	struct app *app = NULL;
	struct app_verdict verdict = { 0 };
	struct draft_row *drafts = NULL;
	struct buf problems = { 0 };
	struct err err = { 0 };
	size_t count = 0;
	int64_t steps;

	setenv("LOUCE_HOME", home, 1);
	WANT(!app_open(workspace, APP_WRITE, &app, &err), "it does not open: %s", err.text);
	said = app_take_said(app);
	WANT(!said, "at opening it said: %s", said);
	WANT(app_has_device(app), "the number of the laptop is gone");
	WANT(!app_is_older_copy(app), "it takes itself for an older copy");
	steps = store_step_count(app_store(app)) - steps_before;
	WANT(steps >= acknowledged && steps <= acknowledged + 1, "%ld listings were acknowledged, %ld are there", acknowledged,
	     (long)steps);
	unlock_inspector(app, "demo");
	WANT(!app_drafts(app, &drafts, &count, &err), "drafts cannot be read: %s", err.text);
	for (size_t i = 0; i < count; i++) {
		struct sheet *sheet = NULL;

		if (strcmp(drafts[i].form, "listing") != 0)
			continue;
		/* The draft of a listing that is signed is gone, whatever was cut: what is left is of the next one. */
		WANT(!sheet_open(app, NULL, "listing", NULL, &sheet, &err), "the draft does not open: %s", err.text);
		if (sheet_value(sheet, pack_field(app_pack(app), "door_no"), 0)) {
			char *door = sheet_text(sheet, pack_field(app_pack(app), "door_no"), 0, "en");

			WANT(atol(door) == 100 + steps + 1, "the draft of house %s stands beside its signature (%ld)", door, (long)steps);
			free(door);
		}
		sheet_free(sheet);
	}
	list_house(app, 90);
	said = app_take_said(app);
	WANT(!said, "after the next act it said: %s", said);
	app_close(app);
	WANT(!app_verify(workspace, &verdict, &problems, &err) && verdict.problems == 0, "it does not prove itself: %s %s", err.text,
	     buf_text(&problems));
	_exit(0);
}

static bool
image_is_right(const char *image, long acknowledged, bool quiet)
{
	int how;
	pid_t pid = fork();

	if (pid == 0) {
		if (quiet && !freopen("/dev/null", "w", stderr))
			_exit(1);
		check_image(image, acknowledged);
	}
	return waitpid(pid, &how, 0) == pid && WIFEXITED(how) && WEXITSTATUS(how) == 0;
}

static void run(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void
run(const char *format, ...)
{
	char command[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	if (system(command) != 0)
		fail_msg("%s", command);
}

static long
wanted(void)
{
	const char *text = getenv("LOUCE_POWER_IMAGES");

	return text ? atol(text) : 24;
}

static size_t
try_images(long images, bool lies)
{
	static const enum loss losses[] = { LOSS_NOTHING, LOSS_ALL, LOSS_ALL, LOSS_SOME, LOSS_SOME, LOSS_SOME };
	char *image = file_join(top, "image"), *kept = file_join(top, "kept");
	size_t wrong = 0;

	for (long i = 0; i < images; i++) {
		/* Spread evenly, so that few images see every part of the day. */
		size_t cut = event_count * (size_t)i / (size_t)images + (size_t)(rand() % (1 + (int)(event_count / (size_t)images)));
		enum loss loss = losses[i % (long)ARRAY_LEN(losses)];
		struct disk disk = { .lies = lies };

		load_folder(&disk, day);
		for (size_t k = 0; k < cut && k < event_count; k++)
			play(&disk, &events[k].head, events[k].path, events[k].bytes);
		run("rm -rf '%s'", image);
		write_image(&disk, loss, image);
		if (!image_is_right(image, disk.acknowledged, lies)) {
			if (!lies)
				fprintf(stderr, "# image %ld, cut before change %zu of %zu, loss %d\n", i, cut, event_count, loss);
			if (wrong++ == 0)
				run("rm -rf '%s' && cp -r '%s' '%s'", kept, image, kept);
		}
		free_disk(&disk);
	}
	free(image);
	free(kept);
	return wrong;
}

static void
every_image__opens_proves_itself_and_has_what_was_acknowledged(void **state)
{
	size_t syncs = 0, wrong;
	long images = wanted();

	(void)state;
	for (size_t i = 0; i < event_count; i++)
		syncs += events[i].head.op == RECORD_SYNC || events[i].head.op == RECORD_SYNC_FOLDER;
	print_message("# %zu changes were recorded, %zu of them syncs, for %d signatures\n", event_count, syncs, DAYS_STEPS);
	wrong = try_images(images, false);
	print_message("# %ld images, %zu of them wrong\n", images, wrong);
	assert_int_equal(wrong, 0);
}

/* A disk that lies about syncs loses what was acknowledged: the images can fail. */
static void
images_of_a_disk_that_lies__are_found_wrong(void **state)
{
	(void)state;
	assert_true(try_images(6, true) >= 2);
}

/* ---- */

static void
make_county(void)
{
	struct demo_ask demo = { .seed = "power", .buildings = 20, .fresh = true, .single = true };
	struct app *app = NULL;
	struct err err = { 0 };
	char *workspace, *home = file_join(day, "home");

	demo.dir = day;
	must(demo_county_make(&demo, &err), &err);
	setenv("LOUCE_HOME", home, 1);
	workspace = workspace_in(day);
	/* Once, so that what is made at the first opening is no part of the day. */
	must(app_open(workspace, APP_WRITE, &app, &err), &err);
	unlock_inspector(app, "demo");
	list_house(app, 0);
	steps_before = store_step_count(app_store(app));
	app_close(app);
	free(workspace);
	free(home);
}

static int
record_day(void **state)
{
	const char *tmp = getenv("TMPDIR"), *build = getenv("LOUCE_BUILD");
	char *log, *copy, self[1024];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);

	(void)state;
	if (len < 0)
		return -1;
	self[len] = '\0';
	top = mem_printf("%s/power-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(top))
		return -1;
	day = file_join(top, "day");
	log = file_join(top, "log");
	copy = file_join(top, "before");
	make_county();
	run("cp -a '%s' '%s'", day, copy);
	run("LD_PRELOAD='%s/tests/fault/record.so':\"$LD_PRELOAD\" LOUCE_RECORD='%s' LOUCE_RECORD_ROOT='%s' LOUCE_HOME='%s/home' '%s' --day '%s'",
	    build ? build : ".", log, day, day, self, day);
	run("rm -rf '%s' && mv '%s' '%s'", day, copy, day);
	read_log(log);
	free(log);
	free(copy);
	srand(7);
	return event_count > 100 ? 0 : -1;
}

static int
drop(void **state)
{
	(void)state;
	if (!getenv("LOUCE_POWER_KEEP"))
		run("rm -rf '%s'", top);
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_image__opens_proves_itself_and_has_what_was_acknowledged),
		cmocka_unit_test(images_of_a_disk_that_lies__are_found_wrong),
	};

	if (argc == 3 && strcmp(argv[1], "--day") == 0) {
		work_a_day(argv[2]);
		return 0;
	}
#ifdef __SANITIZE_ADDRESS__
	(void)tests;
	puts("1..0 # SKIP nothing can be preloaded under the address sanitizer");
	return 0;
#else
	return cmocka_run_group_tests(tests, record_day, drop);
#endif
}
