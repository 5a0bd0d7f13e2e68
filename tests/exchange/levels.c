#include "../support/sanitizer.h"
#include "../support/carry.h"
#include "app/fill/fill.h"
#include "app/stick/late.h"
#include "app/stick/takeover.h"
#include "base/machine/clock.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "exchange/export/export.h"
#include "store/divisions/area.h"

/* Three levels, each with its own file: sticks lost, doubled, late, in any order, in parts. The demonstration made the files. */

static char *sticks[64];
static size_t stick_count;

static int
make(void **state)
{
	const char *tmp = getenv("TMPDIR");
	struct demo_ask demo = { .this_day = true, .seed = "levels", .buildings = 30, .fresh = true };
	struct err err = { 0 };
	struct dirent **entries = NULL;
	char *folder;
	int count;

	(void)state;
	world_dir = mem_printf("%s/world-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(world_dir))
		return -1;
	demo.dir = world_dir;
	if (demo_county_make(&demo, &err)) {
		fprintf(stderr, "# %s\n", err.text);
		return -1;
	}
	folder = world_path("stick");
	count = scandir(folder, &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		if (entries[i]->d_name[0] != '.' && stick_count < ARRAY_LEN(sticks))
			sticks[stick_count++] = mem_printf("stick/%s", entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	free(folder);
	return stick_count ? 0 : -1;
}

static int
drop(void **state)
{
	for (size_t i = 0; i < stick_count; i++)
		free(sticks[i]);
	return world_drop(state);
}

static struct id
state_of(const char *name, const char *area)
{
	char *path = world_path(name);
	struct store *store = NULL;
	struct area_status status;
	struct err err = { 0 };

	if (store_open(path, STORE_READ_ONLY, &store, &err) || store_area_status(store, area, &status, &err))
		fail_msg("%s", err.text);
	store_close(store);
	free(path);
	return status.hash;
}

static void
take_one(const char *workspace, const char *name, bool fresh_wanted)
{
	struct intake intake = { 0 };
	struct err why = { 0 };

	if (take_in(workspace, name, false, &intake, &why))
		fail_msg("%s", why.text);
	if (!fresh_wanted)
		assert_int_equal(intake.fresh, 0);
	intake_release(&intake);
}

struct laptops { /* codes and files of the demonstration's other laptops */
	char *codes[32], *files[32];
	size_t count;
};

static void
find_laptops(struct laptops *out)
{
	char *folder = world_path("laptops");
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, NULL, alphasort);

	out->count = 0;
	for (int i = 0; i < count; i++) {
		if (entries[i]->d_name[0] != '.') {
			out->codes[out->count] = mem_strdup(entries[i]->d_name);
			out->files[out->count++] = mem_printf("laptops/%s/%s.louce", entries[i]->d_name, entries[i]->d_name);
		}
		free(entries[i]);
	}
	free(entries);
	free(folder);
}

static void
free_laptops(struct laptops *laptops)
{
	for (size_t i = 0; i < laptops->count; i++) {
		free(laptops->codes[i]);
		free(laptops->files[i]);
	}
}

static void
laptops__agree__with_the_county(void **state)
{
	struct laptops laptops;
	size_t filled = 0;

	(void)state;
	find_laptops(&laptops);
	assert_int_equal(laptops.count, 8);
	for (size_t i = 0; i < laptops.count; i++) {
		struct id county = state_of("county.louce", laptops.codes[i]), own = state_of(laptops.files[i], laptops.codes[i]);
		struct id other = state_of("county.louce", "451224204201");

		assert_memory_equal(&county, &own, sizeof(own));
		assert_memory_not_equal(&county, &other, sizeof(own));
		filled += ask_number(laptops.files[i], "SELECT count(*) FROM building") > 0;
	}
	assert_true(filled >= 2);
	free_laptops(&laptops);
}

static void
sticks__change_nothing__the_second_time(void **state)
{
	struct id county = truth_of("county.louce"), after;
	struct laptops laptops;

	(void)state;
	for (size_t i = 0; i < stick_count; i++)
		take_one("county.louce", sticks[i], false);
	after = truth_of("county.louce");
	assert_memory_equal(&county, &after, sizeof(after));
	find_laptops(&laptops);
	for (size_t i = 0; i < laptops.count; i++) {
		static const char *const names[] = { "to", "again-to" };
		struct id before = truth_of(laptops.files[i]);

		for (size_t n = 0; n < ARRAY_LEN(names); n++) {
			char *name = mem_printf("stick/%s-%s.louce", names[n], laptops.codes[i]);

			take_one(laptops.files[i], name, false);
			free(name);
		}
		after = truth_of(laptops.files[i]);
		assert_memory_equal(&before, &after, sizeof(after));
	}
	free_laptops(&laptops);
}

/* Some sticks lost, some doubled, in another order each time: who has the same sticks has the same state. */
static void
sticks__give_the_same_state__in_any_order(void **state)
{
	struct random_stream stream;

	(void)state;
	random_stream_init(&stream, "sticks", 6);
	for (int round = 0; round < 2; round++) {
		size_t kept[64], count = 0;
		struct id states[2];

		for (size_t i = 0; i < stick_count; i++)
			if (random_stream_below(&stream, 3))
				kept[count++] = i;
		for (int side = 0; side < 2; side++) {
			empty_workspace("any.louce");
			for (size_t i = count; i > 1; i--) {
				size_t other = random_stream_below(&stream, (uint32_t)i), held = kept[i - 1];

				kept[i - 1] = kept[other];
				kept[other] = held;
			}
			for (size_t i = 0; i < count; i++) {
				take_one("any.louce", sticks[kept[i]], true);
				if (random_stream_below(&stream, 4) == 0)
					take_one("any.louce", sticks[kept[i]], false);
			}
			states[side] = state_of("any.louce", "");
		}
		assert_memory_equal(&states[0], &states[1], sizeof(states[0]));
	}
}

static void
export__is_cut__into_parts(void **state)
{
	char *path = world_path("parts.louce");
	struct app_export ask = { .path = path, .part_bytes = 2 << 20 };
	struct app *app = open_app("county.louce");
	struct id whole, parts;
	struct app_exported out = { 0 };
	struct err err = { 0 };
	int64_t buildings;

	(void)state;
	unlock_as(app, "county_officer");
	if (app_export(app, &ask, &out, &err))
		fail_msg("%s", err.text);
	app_close(app);
	assert_true(out.file_count >= 3);
	empty_workspace("joined.louce");
	for (size_t i = out.file_count; i > 0; i--) {
		const char *file = out.files[i - 1].path;

		assert_true(out.files[i - 1].bytes < 5 << 20);
		take_one("joined.louce", file + strlen(world_dir) + 1, true);
		if (i == 2) { /* a part is lost: what is there stands by itself */
			buildings = ask_number("joined.louce", "SELECT count(*) FROM building WHERE hash IS NOT NULL");
			assert_true(buildings > 0);
		}
	}
	whole = state_of("county.louce", "");
	parts = state_of("joined.louce", "");
	assert_memory_equal(&whole, &parts, sizeof(whole));
	assert_int_equal(ask_number("joined.louce", "SELECT count(*) FROM photo"),
			 ask_number("county.louce", "SELECT count(*) FROM photo"));
	app_exported_release(&out);
	free(path);
}

/* Of the parts of the case before; a file of somebody else has the name of the second. */
static void
export__writes_no_part__when_one_would_replace_what_is_not_ours(void **state)
{
	char *path = world_path("parts.louce"), *first = world_path("parts.1.louce"), *second = world_path("parts.2.louce");
	struct app_export ask = { .path = path, .part_bytes = 2 << 20 };
	struct app *app = open_app("county.louce");
	struct app_exported out = { 0 };
	struct err err = { 0 };

	(void)state;
	unlock_as(app, "county_officer");
	assert_int_equal(unlink(first), 0);
	assert_int_equal(file_write(second, "a letter", 8, 0600, &err), STATUS_OK);
	assert_int_equal(app_export(app, &ask, &out, &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "parts.2.louce"));
	assert_false(file_exists(first));
	app_close(app);
	app_exported_release(&out);
	free(path);
	free(first);
	free(second);
}

/* Unlocks as the first of a laptop's people who has the role. */
static void
enter(struct app *app, const char *code, const char *role)
{
	char *name = mem_printf("laptops/%s/home", code), *home = world_path(name);

	setenv("LOUCE_HOME", home, 1);
	unlock_here(app, role);
	free(name);
	free(home);
}

static const char *
township_with_photos(const struct laptops *laptops)
{
	for (size_t i = 0; i < laptops->count; i++)
		if (strlen(laptops->codes[i]) == 9 && ask_number(laptops->files[i], "SELECT count(*) FROM photo") > 0)
			return laptops->codes[i];
	return NULL;
}

/* A laptop that saved what it could of a stick without its photos says in its trailer what it lacks, and that is sent again. */
static void
photos__are_sent_again__when_a_trailer_lacks_them(void **state)
{
	char *path = world_path("new.louce"), *poor = world_path("poor.louce"), *stick;
	struct app_import ask = { .paths = (const char *const[]){ poor }, .count = 1, .salvage = true };
	struct intake intake = { 0 };
	struct app_imported out = { 0 };
	struct laptops laptops;
	struct err err = { 0 };
	const char *code;
	struct app *app;
	int64_t lost;

	(void)state;
	find_laptops(&laptops);
	code = township_with_photos(&laptops);
	assert_non_null(code);
	stick = mem_printf("stick/to-%s.louce", code);
	copy_file(stick, "poor.louce");
	lost = ask_number("poor.louce", "SELECT count(*) FROM photo") + 1;
	assert_true(forge("poor.louce", "DELETE FROM photo; DELETE FROM box WHERE n = 1"));

	/* Another laptop of the township's clerk, whose credential is for any. */
	assert_int_equal(app_init_device(path, NULL, &err), STATUS_OK);
	app = open_app("new.louce");
	assert_int_equal(app_import(app, &ask, &out, &err), STATUS_OK);
	assert_int_equal(out.files[0].missing, lost);
	assert_int_equal(out.files[0].complete, 0);
	app_imported_release(&out);
	enter(app, code, "township_clerk");
	export_to(app, "up.louce", "county_officer", NULL);
	app_close(app);

	take_one("county.louce", "up.louce", true);
	app = open_app("county.louce");
	unlock_as(app, "county_officer");
	export_to(app, "again.louce", "township_clerk", code);
	app_close(app);
	if (take_in("new.louce", "again.louce", false, &intake, &err))
		fail_msg("%s", err.text);
	assert_int_equal(intake.photos + intake.boxes, lost);
	assert_int_equal(intake.missing_count, 0);
	intake_release(&intake);
	free(stick);
	free(poor);
	free(path);
	free_laptops(&laptops);
}

/* A stick that fills up in the middle: what stood there before is still there, and nothing else. */
static enum status
export_into_a_full_stick(const char *path, struct err *err)
{
	char *workspace = world_path("county.louce");
	struct rlimit was, small;
	struct store *store = NULL;
	struct plan_addressee everybody = { 0 };
	struct plan_to to = { .addressees = &everybody, .addressee_count = 1 };
	struct signed_trailer none = { .overwrites = true };
	struct plan_part *parts;
	struct plan plan;
	enum status status;
	size_t count;

	assert_int_equal(store_open(workspace, STORE_READ_ONLY, &store, err), STATUS_OK);
	assert_int_equal(plan_make(store, &to, &plan, err), STATUS_OK);
	parts = plan_cut(&plan, INT64_MAX, &count);
	assert_int_equal(count, 1);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &was);
	small = (struct rlimit){ 600000, was.rlim_max };
	setrlimit(RLIMIT_FSIZE, &small);
	status = export_write(store, &plan, &parts[0], &none, path, err);
	setrlimit(RLIMIT_FSIZE, &was);
	free(parts);
	plan_release(&plan);
	store_close(store);
	free(workspace);
	return status;
}

static void
export__keeps__the_earlier_file_when_it_fails(void **state)
{
	char *folder = world_path("kept"), *path = world_path("kept/kept.louce");
	struct buf before = { 0 }, after = { 0 };
	struct dirent **entries = NULL;
	struct err err = { 0 };
	struct app *app;
	int count;

	(void)state;
	assert_int_equal(mkdir(folder, 0700), 0);
	app = open_app("county.louce");
	unlock_as(app, "county_officer");
	export_to(app, "kept/kept.louce", NULL, NULL);
	app_close(app);
	assert_int_equal(file_read(path, 1u << 30, &before, &err), STATUS_OK);
	assert_int_equal(export_into_a_full_stick(path, &err), STATUS_IO);
	assert_int_equal(file_read(path, 1u << 30, &after, &err), STATUS_OK);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.data, after.data, before.len);
	count = scandir(folder, &entries, NULL, alphasort);
	assert_int_equal(count, 3); /* ., .. and the file */
	for (int i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
	buf_release(&before);
	buf_release(&after);
	free(path);
	free(folder);
}

static void
export__refuses__without_room(void **state)
{
	char *path = world_path("large.louce");
	struct err err = { 0 };

	(void)state;
	assert_int_equal(export_room(path, INT64_MAX / 2, &err), STATUS_IO);
	assert_non_null(strstr(err.text, "there is no room"));
	assert_int_equal(export_room(path, 4096, &err), STATUS_OK);
	free(path);
}

/* What leaves this machine is what was signed. */
static void
export__refuses__an_altered_step(void **state)
{
	char *path = world_path("never.louce");
	struct app_export ask = { .path = path };
	struct app_exported out = { 0 };
	struct err err = { 0 };
	struct app *app;

	(void)state;
	copy_file("county.louce", "altered.louce");
	copy_file("county.louce.local", "altered.louce.local");
	assert_true(forge("altered.louce", "UPDATE step SET body = replace(body, 'listing', 'listinh') WHERE n = (SELECT min(n) FROM place "
					   "WHERE kind = 'listing')"));
	app = open_app("altered.louce");
	unlock_as(app, "county_officer");
	assert_int_equal(app_export(app, &ask, &out, &err), STATUS_TAMPERED);
	assert_non_null(strstr(err.text, "run louce verify"));
	assert_false(file_exists(path));
	app_exported_release(&out);
	app_close(app);
	free(path);
}

/* ---- three levels at work while their sticks go astray */

#define DESKS 4 /* the county, a township, two of its villages */
#define DAYS 2

struct desk {
	const char *code, *role; /* NULL: the county's office */
	char *file;
	size_t above;
};

struct astray { /* sticks under way */
	struct {
		char *path;
		size_t to;
	} sticks[512];
	size_t count, lost, doubled, late, parts;
	struct random_stream stream;
};

static struct app *
sit_down(const struct desk *desk)
{
	struct app *app = open_app(desk->file);

	if (desk->code)
		enter(app, desk->code, desk->role);
	else
		unlock_as(app, desk->role);
	return app;
}

static void
list_a_house(const struct desk *desk, int number)
{
	struct app *app = sit_down(desk);
	struct value values = value_object();
	struct app_fill fill = { .form = "listing", .values = &values };
	struct buf findings = { 0 };
	struct err err = { 0 };
	char door[16];
	struct id id;

	snprintf(door, sizeof(door), "%d", number);
	value_set_text(&values, "village", desk->code);
	value_set_text(&values, "group_name", "那亮");
	value_set_text(&values, "road", "农村道路");
	value_set_text(&values, "door_no", door);
	value_set_text(&values, "owner_name", "韦建国");
	if (app_fill(app, &fill, &id, &findings, &err))
		fail_msg("%s %s", err.text, buf_text(&findings));
	value_release(&values);
	buf_release(&findings);
	app_close(app);
}

/* Small parts, so that one may be lost and the next arrive. */
static void
send_to(const struct desk *desks, size_t from, size_t to, struct astray *astray)
{
	static int number;
	char *name = mem_printf("way-%d.louce", ++number), *path = world_path(name);
	struct app_export ask = { .path = path, .to = desks[to].role, .area = desks[to].code, .part_bytes = 300 << 10 };
	struct app *app = sit_down(&desks[from]);
	struct app_exported out = { 0 };
	struct err err = { 0 };

	if (app_export(app, &ask, &out, &err))
		fail_msg("%s", err.text);
	app_close(app);
	astray->parts += out.file_count > 1;
	for (size_t i = 0; i < out.file_count; i++) {
		assert_true(astray->count < ARRAY_LEN(astray->sticks));
		astray->sticks[astray->count].path = mem_strdup(out.files[i].path);
		astray->sticks[astray->count++].to = to;
	}
	app_exported_release(&out);
	free(path);
	free(name);
}

static void
arrive(const struct desk *desk, const char *path)
{
	struct app_import ask = { .paths = &path, .count = 1 };
	struct app *app = sit_down(desk);
	struct app_imported out = { 0 };
	struct err err = { 0 };

	if (app_import(app, &ask, &out, &err))
		fail_msg("%s", err.text);
	assert_int_equal(out.refused_files, 0);
	assert_int_equal(out.unread_files, 0);
	app_imported_release(&out);
	app_close(app);
}

/* Whatever is under way arrives in any order; but for `safe`, a part of it never, twice, or another day. */
static void
deliver(const struct desk *desks, struct astray *astray, bool safe)
{
	size_t left = 0, count = astray->count;

	for (size_t i = count; i > 0; i--) {
		size_t at = random_stream_below(&astray->stream, (uint32_t)i), to = astray->sticks[at].to;
		char *path = astray->sticks[at].path;
		uint32_t fate = safe ? 9 : random_stream_below(&astray->stream, 8);

		astray->sticks[at] = astray->sticks[i - 1];
		astray->sticks[i - 1].path = NULL;
		if (fate == 2) { /* kept for later, at the end of the array */
			astray->late++;
			astray->sticks[i - 1].path = path;
			astray->sticks[i - 1].to = to;
			left++;
			continue;
		}
		if (fate > 1)
			arrive(&desks[to], path);
		if (fate == 3)
			arrive(&desks[to], path);
		astray->lost += fate < 2;
		astray->doubled += fate == 3;
		free(path);
	}
	for (size_t i = 0, kept = 0; i < count && kept < left; i++)
		if (astray->sticks[i].path)
			astray->sticks[kept++] = astray->sticks[i];
	astray->count = left;
}

static void
all_send(const struct desk *desks, struct astray *astray, bool safe)
{
	for (size_t i = DESKS - 1; i > 0; i--) {
		send_to(desks, i, desks[i].above, astray);
		if (safe)
			deliver(desks, astray, true);
	}
	for (size_t i = 1; i < DESKS; i++) {
		send_to(desks, desks[i].above, i, astray);
		if (safe)
			deliver(desks, astray, true);
	}
}

static void
levels__agree__whatever_became_of_their_sticks(void **state)
{
	struct desk desks[DESKS] = { { NULL, "county_officer", mem_strdup("county.louce"), 0 } };
	int64_t houses = ask_number("county.louce", "SELECT count(*) FROM building WHERE division IS NOT NULL");
	struct astray astray = { .count = 0 };
	struct laptops laptops;
	size_t count = 1;

	(void)state;
	random_stream_init(&astray.stream, "astray", 6);
	find_laptops(&laptops); /* a township's code is the beginning of its villages' */
	for (size_t i = 0; i < laptops.count && count < DESKS; i++) {
		bool township = strlen(laptops.codes[i]) == 9;

		if (count > 1 && strncmp(laptops.codes[i], desks[1].code, 9) != 0)
			continue;
		desks[count++] = (struct desk){ laptops.codes[i], township ? "township_clerk" : "inspector", mem_strdup(laptops.files[i]),
						!township };
	}
	assert_int_equal(count, DESKS);
	for (int day = 0; day < DAYS; day++) {
		list_a_house(&desks[2], 100 + day);
		list_a_house(&desks[3], 200 + day);
		all_send(desks, &astray, false);
		deliver(desks, &astray, false);
	}
	if (!UNDER_SANITIZER && (astray.lost < 3 || !astray.doubled || !astray.late || !astray.parts))
		fail_msg("too little went astray: %zu lost, %zu doubled, %zu late, %zu in parts", astray.lost, astray.doubled, astray.late,
			 astray.parts);
	deliver(desks, &astray, true);
	/* Nothing is sent "all of it": what was lost goes again because no receipt says that it came. */
	all_send(desks, &astray, true);
	all_send(desks, &astray, true);
	for (size_t i = 1; i < DESKS; i++) {
		struct id county = state_of("county.louce", desks[i].code), own = state_of(desks[i].file, desks[i].code);
		struct id township = state_of(desks[1].file, desks[i].code);

		assert_memory_equal(&county, &own, sizeof(own));
		assert_memory_equal(&county, &township, sizeof(own));
	}
	assert_int_equal(ask_number("county.louce", "SELECT count(*) FROM building WHERE division IS NOT NULL"), houses + 2 * DAYS);
	for (size_t i = 0; i < DESKS; i++)
		free(desks[i].file);
	free_laptops(&laptops);
}

/* ---- what does not come to the county */

static struct app_late
late_at(const struct desk *desk, int days)
{
	struct app_late late = { 0 };
	struct err err = { 0 };
	char now[32];
	struct app *app;

	snprintf(now, sizeof(now), "%lld", (long long)time(NULL) + days * 86400LL);
	setenv("LOUCE_CLOCK", now, 1);
	app = sit_down(desk);
	if (app_late(app, &late, &err))
		fail_msg("%s", err.text);
	app_close(app);
	unsetenv("LOUCE_CLOCK");
	return late;
}

/* Whatever the township says it holds. */
static void
late__is_what_no_county_receipt_covers__after_14_days(void **state)
{
	struct desk desks[3] = { { NULL, "county_officer", mem_strdup("county.louce"), 0 } };
	struct astray astray = { .count = 0 };
	struct laptops laptops;
	char today[11];
	size_t count = 1;

	(void)state;
	find_laptops(&laptops);
	for (size_t i = 0; i < laptops.count && count < ARRAY_LEN(desks); i++)
		desks[count] = (struct desk){ laptops.codes[i], count == 1 ? "township_clerk" : "inspector", mem_strdup(laptops.files[i]),
					      count - 1 },
		count++;
	list_a_house(&desks[2], 300);
	clock_date(clock_now_unix(), today);
	assert_int_equal(late_at(&desks[2], 13).steps, 0);
	assert_int_equal(late_at(&desks[2], 15).steps, 1);
	assert_string_equal(late_at(&desks[2], 15).since, today);
	assert_int_equal(late_at(&desks[0], 15).steps, 0); /* the county receives here */
	send_to(desks, 2, 1, &astray);
	deliver(desks, &astray, true);
	send_to(desks, 1, 2, &astray); /* with the township's trailer */
	deliver(desks, &astray, true);
	assert_true(late_at(&desks[2], 15).steps > 0);
	assert_true(late_at(&desks[1], 15).steps > 0);
	send_to(desks, 1, 0, &astray);
	deliver(desks, &astray, true);
	send_to(desks, 0, 1, &astray);
	deliver(desks, &astray, true);
	send_to(desks, 1, 2, &astray);
	deliver(desks, &astray, true);
	assert_int_equal(late_at(&desks[1], 15).steps, 0);
	assert_int_equal(late_at(&desks[2], 15).steps, 0);
	for (size_t i = 0; i < ARRAY_LEN(desks); i++)
		free(desks[i].file);
	free_laptops(&laptops);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(laptops__agree__with_the_county),
		cmocka_unit_test(sticks__change_nothing__the_second_time),
		cmocka_unit_test(sticks__give_the_same_state__in_any_order),
		cmocka_unit_test(export__is_cut__into_parts),
		cmocka_unit_test(export__writes_no_part__when_one_would_replace_what_is_not_ours),
		cmocka_unit_test(photos__are_sent_again__when_a_trailer_lacks_them),
		cmocka_unit_test(export__keeps__the_earlier_file_when_it_fails),
		cmocka_unit_test(export__refuses__without_room),
		cmocka_unit_test(export__refuses__an_altered_step),
		cmocka_unit_test(levels__agree__whatever_became_of_their_sticks),
		cmocka_unit_test(late__is_what_no_county_receipt_covers__after_14_days),
	};

	return cmocka_run_group_tests(tests, make, drop);
}
