#include "../support/carry.h"
#include "../support/instructions.h"
#include "app/fill/fill.h"
#include "store/proof/verify.h"

#include <dirent.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

/* A county of three levels at work for long: a village fills a form a day, its file goes up to the township and the county, and the answers
 * come down again. What a handover costs and how large its stick is must not depend on how many were before.
 *
 * LOUCE_HANDOVERS: how many (200). The work of SQLite is counted in its own instructions, the same on every machine; time only when
 * LOUCE_HANDOVERS is set, since a check shares its machine. */

#define HOUSE_STEPS 20 /* of SQLite, for each house of the village that a new one is compared with */

enum leg { LEG_FILL, LEG_VILLAGE_UP, LEG_TOWNSHIP_UP, LEG_COUNTY_DOWN, LEG_TOWNSHIP_DOWN, LEG_COUNT };
enum measure { OF_SIZE, OF_GIVING, OF_TAKING, OF_GIVING_CPU, OF_TAKING_CPU, MEASURE_COUNT };

static const char *const leg_names[LEG_COUNT] = { "fill", "village up", "township up", "county down", "township down" };
static const char *const measure_names[MEASURE_COUNT] = { "bytes on the stick", "instructions to fill or export", "instructions to import",
							  "us to fill or export", "us to import" };

struct day {
	int64_t of[LEG_COUNT][MEASURE_COUNT];
};

static struct day *days;
static size_t day_count;
static bool by_clock;

/* ---- counting */

static int64_t
cpu_us(void)
{
	struct rusage own, children;

	getrusage(RUSAGE_SELF, &own);
	getrusage(RUSAGE_CHILDREN, &children);
	return (int64_t)(own.ru_utime.tv_sec + own.ru_stime.tv_sec + children.ru_utime.tv_sec + children.ru_stime.tv_sec) * 1000000 +
	       own.ru_utime.tv_usec + own.ru_stime.tv_usec + children.ru_utime.tv_usec + children.ru_stime.tv_usec;
}

struct counted {
	int64_t instructions, us;
};

static struct counted
counted_now(void)
{
	return (struct counted){ instructions, cpu_us() };
}

static void
note(struct day *day, enum leg leg, bool taking, struct counted from)
{
	day->of[leg][taking ? OF_TAKING : OF_GIVING] = instructions_since(from.instructions);
	day->of[leg][taking ? OF_TAKING_CPU : OF_GIVING_CPU] = cpu_us() - from.us;
}

/* ---- three desks */

struct desk {
	char *code, *file, *home;
	const char *role;
};

static struct desk county, township, village;

static struct app *
sit_down(const struct desk *desk)
{
	struct app *app = open_app(desk->file);
	char *home = world_path(desk->home);

	setenv("LOUCE_HOME", home, 1);
	unlock_here(app, desk->role);
	free(home);
	return app;
}

static int
make(void **state)
{
	const char *tmp = getenv("TMPDIR");
	struct demo_ask demo = { .seed = "levels", .buildings = 30, .fresh = true };
	struct dirent **entries = NULL;
	struct err err = { 0 };
	char *folder;
	int count;

	(void)state;
	instructions_watch(true);
	world_dir = mem_printf("%s/world-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(world_dir))
		return -1;
	demo.dir = world_dir;
	if (demo_county_make(&demo, &err)) {
		fprintf(stderr, "# %s\n", err.text);
		return -1;
	}
	folder = world_path("laptops");
	count = scandir(folder, &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		size_t len = strlen(entries[i]->d_name);
		struct desk *desk = len == 9 && !township.code ? &township
				    : len == 12 && township.code && !village.code && strncmp(entries[i]->d_name, township.code, 9) == 0
					    ? &village
					    : NULL;

		if (desk) {
			desk->code = mem_strdup(entries[i]->d_name);
			desk->file = mem_printf("laptops/%s/%s.louce", desk->code, desk->code);
			desk->home = mem_printf("laptops/%s/home", desk->code);
		}
		free(entries[i]);
	}
	free(entries);
	free(folder);
	county = (struct desk){ NULL, mem_strdup("county.louce"), mem_strdup("home"), "county_officer" };
	township.role = "township_clerk";
	village.role = "inspector";
	return township.code && village.code ? 0 : -1;
}

static int
drop(void **state)
{
	struct desk *const desks[] = { &county, &township, &village };

	for (size_t i = 0; i < ARRAY_LEN(desks); i++) {
		free(desks[i]->code);
		free(desks[i]->file);
		free(desks[i]->home);
	}
	free(days);
	return world_drop(state);
}

/* ---- a day */

static void
fill_one(struct day *day, int number)
{
	struct counted from = counted_now();
	struct app *app = sit_down(&village);
	struct value values = value_object();
	struct app_fill fill = { .form = "listing", .values = &values };
	struct buf findings = { 0 };
	struct err err = { 0 };
	char door[16];
	struct id id;

	snprintf(door, sizeof(door), "%d", 1000 + number);
	value_set_text(&values, "village", village.code);
	value_set_text(&values, "group_name", "那亮");
	value_set_text(&values, "road", "农村道路");
	value_set_text(&values, "door_no", door);
	value_set_text(&values, "owner_name", "韦建国");
	if (app_fill(app, &fill, &id, &findings, &err))
		fail_msg("%s %s", err.text, buf_text(&findings));
	value_release(&values);
	buf_release(&findings);
	app_close(app);
	note(day, LEG_FILL, false, from);
}

static void
hand_over(struct day *day, enum leg leg, const struct desk *giver, const struct desk *taker)
{
	char *name = mem_printf("stick-%d.louce", leg), *path = world_path(name);
	struct app_export give = { .path = path, .to = taker->role, .area = taker->code, .overwrite = true };
	struct app_import take = { .paths = (const char *const *)&path, .count = 1 };
	struct app_exported given = { 0 };
	struct app_imported taken = { 0 };
	struct counted from = counted_now();
	struct err err = { 0 };
	struct app *app;

	app = sit_down(giver);
	if (app_export(app, &give, &given, &err))
		fail_msg("%s", err.text);
	app_close(app);
	note(day, leg, false, from);
	day->of[leg][OF_SIZE] = given.files[0].bytes;
	from = counted_now();
	app = sit_down(taker);
	if (app_import(app, &take, &taken, &err))
		fail_msg("%s", err.text);
	app_close(app);
	note(day, leg, true, from);
	if (taken.refused_files || taken.unread_files)
		fail_msg("%s: %s", leg_names[leg], taken.files[0].why);
	app_exported_release(&given);
	app_imported_release(&taken);
	free(name);
	free(path);
}

static void
work(size_t d)
{
	struct day *day = &days[d];

	fill_one(day, (int)d);
	hand_over(day, LEG_VILLAGE_UP, &village, &township);
	hand_over(day, LEG_TOWNSHIP_UP, &township, &county);
	hand_over(day, LEG_COUNTY_DOWN, &county, &township);
	hand_over(day, LEG_TOWNSHIP_DOWN, &township, &village);
}

/* ---- what came of it */

static int
number_cmp(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

static int64_t
median(size_t first, size_t last, enum leg leg, enum measure measure)
{
	int64_t *numbers = mem_array(last - first, sizeof(*numbers)), middle;

	for (size_t d = first; d < last; d++)
		numbers[d - first] = days[d].of[leg][measure];
	qsort(numbers, last - first, sizeof(*numbers), number_cmp);
	middle = numbers[(last - first) / 2];
	free(numbers);
	return middle;
}

/* What a day adds, 2,000 times over, since a short run shows no fifth. Bytes come in pages, and time in noise. */
static bool
would_grow(enum leg leg, enum measure measure, int64_t early, int64_t late, size_t days_between)
{
	if (leg == LEG_FILL && measure == OF_GIVING) /* a house more each day: its place and its numbers are read, and no more */
		return late > early + early / 5 + (int64_t)days_between * HOUSE_STEPS;
	if (leg == LEG_FILL || (measure != OF_GIVING && measure != OF_TAKING))
		return late > early + early / 5;
	return late > early + early / 5 || (late - early) * 2000 / (int64_t)days_between > early / 5;
}

static void
say_problem(enum verify_weight weight, const char *text, void *ctx)
{
	if (weight != VERIFY_PROBLEM)
		return;
	printf("# %s\n", text);
	(*(size_t *)ctx)++;
}

/* What a desk's openings and acts wrote into its tables bit by bit is what the steps give at once. */
static size_t
problems_of(const struct desk *desk)
{
	struct verify_counts counts;
	char *path = world_path(desk->file);
	struct err err = { 0 };
	size_t problems = 0;

	if (store_verify(path, &counts, say_problem, &problems, &err))
		fail_msg("%s", err.text);
	free(path);
	return problems;
}

/* The days around the 50th handover against the last ones, as many. */
static void
handovers__cost_what_they_bring__however_many_were_before(void **state)
{
	const char *asked = getenv("LOUCE_HANDOVERS");
	size_t handovers = asked ? (size_t)strtoul(asked, NULL, 10) : 200, span = 12;
	size_t failed = 0;

	(void)state;
	by_clock = asked != NULL;
	day_count = handovers / 4;
	assert_true(day_count >= 3 * span);
	days = mem_array(day_count, sizeof(*days));
	for (size_t d = 0; d < day_count; d++) {
		work(d);
		if (by_clock && (d + 1) % 100 == 0)
			fprintf(stderr, "# %zu handovers\n", 4 * (d + 1));
	}
	for (int leg = 0; leg < LEG_COUNT; leg++)
		for (int m = 0; m < MEASURE_COUNT; m++) {
			int64_t early = median(span, 2 * span, (enum leg)leg, (enum measure)m);
			int64_t late = median(day_count - span, day_count, (enum leg)leg, (enum measure)m);
			bool clocked = m == OF_GIVING_CPU || m == OF_TAKING_CPU, grows;

			grows = would_grow((enum leg)leg, (enum measure)m, early, late, day_count - 5 * span / 2);

			if (!early && !late)
				continue;
			printf("# %-14s %-32s %9lld then, %9lld now%s\n", leg_names[leg], measure_names[m], (long long)early,
			       (long long)late, grows ? "  GROWS" : "");
			failed += grows && (by_clock || !clocked);
		}
	assert_int_equal(failed, 0);
	assert_int_equal(problems_of(&county) + problems_of(&township) + problems_of(&village), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(handovers__cost_what_they_bring__however_many_were_before),
	};

	return cmocka_run_group_tests(tests, make, drop);
}
