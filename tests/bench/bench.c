#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>
#include <sqlite3.h>

#include "app/fill/fill.h"
#include "app/session/accounts.h"
#include "app/session/keys.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/stick/verify.h"
#include "app/table/dump.h"
#include "app/roster/roster.h"
#include "demo/demo.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/journal.h"
#include "store/dossier/dossier.h"
#include "../support/county_rules.h"
#include "store/beside/local.h"

#include "many.h"

/* make bench: figures of one run beside each other, as ratios; seconds on a noisy machine mean little.
 * BENCH_BUILDINGS: how many buildings the county has (default 4028); the register is multiplied up to 79,158 for the rules. BENCH_COUNTY names a
 * demonstration that is there already. An argument names one part: verify, rebuild, rules, draft, step, dump, roster. */

static double
now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void
must(enum status status, const struct err *err)
{
	if (!status)
		return;
	fprintf(stderr, "bench: %s\n", err->text);
	exit(1);
}

static void
say(const char *what, double ours, const char *beside, double theirs)
{
	printf("%-46s %9.3f s   %-40s %9.3f s   ratio %.2f\n", what, ours, beside, theirs, ours / theirs);
	fflush(stdout);
}

/* ---- verify beside libsodium alone */

struct pile {
	unsigned char **pae;
	size_t *lens, count, cap, len_cap;
	unsigned char (*sigs)[64];
	size_t sig_cap;
	unsigned char key[32], secret[64];
};

static bool
pile_up(const struct store_step *step, void *ctx)
{
	struct pile *pile = ctx;
	struct buf pae = { 0 };
	size_t count = pile->count, sigs = pile->count;

	MEM_GROW(pile->pae, pile->count, pile->cap);
	MEM_GROW(pile->lens, count, pile->len_cap);
	MEM_GROW(pile->sigs, sigs, pile->sig_cap);
	pae_write(seal_step_type(), step->body, step->len, &pae);
	pile->lens[pile->count] = pae.len;
	pile->pae[pile->count] = (unsigned char *)buf_detach(&pae);
	crypto_sign_detached(pile->sigs[pile->count], NULL, pile->pae[pile->count], pile->lens[pile->count], pile->secret);
	pile->count++;
	return true;
}

static void
bench_verify(const char *path)
{
	struct store *store = NULL;
	struct pile pile = { 0 };
	struct app_verdict verdict;
	struct buf problems = { 0 };
	struct err err = { 0 };
	double started, ours, alone;
	size_t right = 0;

	crypto_sign_keypair(pile.key, pile.secret);
	must(store_open(path, STORE_READ_ONLY, &store, &err), &err);
	must(store_each_step(store, pile_up, &pile, &err), &err);
	store_close(store);
	started = now();
	for (size_t i = 0; i < pile.count; i++)
		right += crypto_sign_verify_detached(pile.sigs[i], pile.pae[i], pile.lens[i], pile.key) == 0;
	alone = now() - started;
	if (right != pile.count)
		exit(1);
	started = now();
	must(app_verify(path, &verdict, &problems, &err), &err);
	ours = now() - started;
	printf("verify: %.0f steps a second (with photos, sealed values, chains and register); libsodium alone, one core: %.0f\n",
	       (double)verdict.steps / ours, (double)pile.count / alone);
	say("louce verify, whole file", ours, "the same signatures alone, one core", alone);
	for (size_t i = 0; i < pile.count; i++)
		free(pile.pae[i]);
	free(pile.pae);
	free(pile.lens);
	free(pile.sigs);
	buf_release(&problems);
}

/* ---- rebuild beside copying the journal */

static void
bench_rebuild(const char *path, const char *dir)
{
	char *copy = mem_printf("%s/copy.db", dir), *sql;
	struct store *store = NULL;
	struct err err = { 0 };
	sqlite3 *db = NULL;
	double started, ours, theirs;

	must(store_open(path, STORE_WRITE, &store, &err), &err);
	started = now();
	must(store_rebuild(store, &err), &err);
	ours = now() - started;
	store_close(store);
	if (sqlite3_open(copy, &db) != SQLITE_OK)
		exit(1);
	sql = sqlite3_mprintf(
		"ATTACH %Q AS src; PRAGMA synchronous=EXTRA; CREATE TABLE step (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,"
		" body TEXT NOT NULL, sig BLOB NOT NULL) STRICT; INSERT INTO step SELECT * FROM src.step ORDER BY n;",
		path);
	started = now();
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		exit(1);
	theirs = now() - started;
	sqlite3_free(sql);
	sqlite3_close(db);
	say("louce rebuild", ours, "copying the journal table", theirs);
	unlink(copy);
	free(copy);
}

/* ---- rules over the county */

static void
count_finding(int64_t building, const struct rule *rule, void *ctx)
{
	(void)building;
	(void)rule;
	(*(int64_t *)ctx)++;
}

static void
bench_rules(const char *path, const char *dir)
{
	char *copy = mem_printf("%s/rules.db", dir), *sql;
	struct store *store = NULL;
	struct err err = { 0 };
	int64_t fired = 0, buildings = 0;
	sqlite3 *from = NULL, *db = NULL;
	sqlite3_backup *backup;
	sqlite3_stmt *stmt = NULL;
	double started, ours, scan;

	must(store_open(path, STORE_READ_ONLY, &store, &err), &err);
	/* Only the derived tables are wanted: the copy is made in memory, photos and journal emptied. */
	if (sqlite3_open_v2(path, &from, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK || sqlite3_open(":memory:", &db) != SQLITE_OK)
		exit(1);
	backup = sqlite3_backup_init(db, "main", from, "main");
	sqlite3_backup_step(backup, -1);
	sqlite3_backup_finish(backup);
	sqlite3_close(from);
	sqlite3_exec(db, "DELETE FROM photo; DELETE FROM box;", NULL, NULL, NULL);
	bench_multiply(db);
	sqlite3_prepare_v2(db, "SELECT count(*) FROM building WHERE division IS NOT NULL", -1, &stmt, NULL);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		buildings = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	started = now();
	must(county_rules_judge(store_eval(store), db, "2026-01-01", count_finding, &fired, &err), &err);
	ours = now() - started;
	sql = sqlite3_mprintf("SELECT count(*), sum(length(area_m2)), sum(floors_main), count(owner_kind) FROM value_registration");
	started = now();
	sqlite3_exec(db, sql, NULL, NULL, NULL);
	scan = now() - started;
	sqlite3_free(sql);
	printf("rules: %zu rules over %lld buildings, %lld findings\n", store_pack(store)->rule_count, (long long)buildings,
	       (long long)fired);
	say("all rules over the county", ours, "reading one table of it", scan);
	sqlite3_close(db);
	store_close(store);
	free(copy);
}

/* ---- rules on one draft */

/* The rules of a form as they are asked at each key, of a house that has the form; in ms. */
static double
time_rules(struct store *store, const struct form *form, int rounds)
{
	clock_t started = clock();

	for (int i = 0; i < rounds; i++)
		eval_rules(store_eval(store), form, form != NULL, NULL, NULL);
	return (double)(clock() - started) * 1000 / CLOCKS_PER_SEC / rounds;
}

/* Loads what stands at the house as who fills a form has it: nothing is sealed for others. */
static void
load_open(struct store *store, const struct dossier *dossier)
{
	for (size_t i = 0; i < store_pack(store)->form_count; i++) {
		const struct form *form = &store_pack(store)->forms[i];
		const struct value *values = form->repeat || form->of_division ? NULL : dossier_values(dossier, form->name);

		if (values)
			eval_load(store_eval(store), form, values, true, NULL, 0);
	}
}

static void
bench_draft(const char *path)
{
	struct store *store = NULL;
	struct dossier *dossier = NULL;
	struct err err = { 0 };
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	struct id root = { 0 };
	double started, ours, one;
	const int rounds = 300;

	must(store_open(path, STORE_READ_ONLY, &store, &err), &err);
	sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL);
	sqlite3_prepare_v2(db, "SELECT g.root FROM building g JOIN value_classification v ON v.building = g.building LIMIT 1", -1, &stmt,
			   NULL);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		memcpy(root.b, sqlite3_column_blob(stmt, 0), ID_BYTES);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	must(dossier_load(store, &root, NULL, &dossier, &err), &err);
	dossier_load_eval(store, dossier, NULL, "2026-01-01");
	load_open(store, dossier);
	(void)time_rules(store, NULL, 1); /* what is prepared when it is asked first */
	ours = time_rules(store, NULL, rounds);
	for (size_t i = 0; i < store_pack(store)->form_count; i++) {
		const struct form *form = &store_pack(store)->forms[i];
		size_t count = 0;

		for (size_t r = 0; r < store_pack(store)->rule_count; r++)
			count += store_pack(store)->rules[r].form == form && !store_pack(store)->rules[r].county;
		(void)time_rules(store, form, 1);
		if (count >= 5 && !form->of_division)
			printf("draft: %zu rules of %s, as at a key, in %.3f ms\n", count, form->name, time_rules(store, form, rounds));
	}
	started = now();
	for (int i = 0; i < rounds; i++)
		dossier_load_eval(store, dossier, NULL, "2026-01-01");
	one = (now() - started) * 1000 / rounds;
	printf("draft: %zu rules on one building in %.3f ms\n", store_pack(store)->rule_count, ours);
	say("rules on one draft", ours / 1000, "loading its values into the evaluator", one / 1000);
	dossier_free(dossier);
	store_close(store);
}

/* ---- one durable step beside a raw append */

static enum status
demo_passphrase(void *ctx, const char *name, char **out, struct err *err)
{
	(void)ctx;
	(void)name;
	(void)err;
	*out = mem_strdup("demo");
	return STATUS_OK;
}

static struct value
a_listing(int number)
{
	struct value values = value_object();
	char door[16];

	snprintf(door, sizeof(door), "%d", number);
	value_set_text(&values, "village", "451224204201");
	value_set_text(&values, "group_name", "那亮");
	value_set_text(&values, "road", "农村道路");
	value_set_text(&values, "door_no", door);
	value_set_text(&values, "owner_name", "韦建国");
	return values;
}

struct opened {
	const char *path;
	struct app *app;
};

/* The first of the demonstration's people who may list a building. */
static bool
open_as(const struct app_key *key, void *ctx)
{
	struct opened *opened = ctx;
	struct app_ask ask = { demo_passphrase, NULL };
	struct value values = a_listing(0);
	struct app_fill fill = { .form = "listing", .values = &values };
	struct buf findings = { 0 };
	struct err err = { 0 };
	struct id id;
	bool done;

	must(app_open(opened->path, APP_WRITE, &opened->app, &err), &err);
	done = !app_unlock(opened->app, key->person, &ask, &err) && !app_fill(opened->app, &fill, &id, &findings, &err);
	if (!done) {
		app_close(opened->app);
		opened->app = NULL;
	}
	buf_release(&findings);
	value_release(&values);
	return !done;
}

static void
bench_step(const char *path, const char *dir)
{
	char *raw = mem_printf("%s/raw", dir), *home = mem_printf("%s/home", dir), body[1200];
	struct opened opened = { .path = path };
	struct err err = { 0 };
	double started, ours, theirs;
	const int rounds = 40;
	int fd;

	setenv("LOUCE_HOME", home, 1);
	must(app_each_key(open_as, &opened, &err), &err);
	started = now();
	for (int i = 0; i < rounds && opened.app; i++) {
		struct value values = a_listing(i + 1);
		struct app_fill fill = { .form = "listing", .values = &values };
		struct buf findings = { 0 };
		struct id id;

		must(app_fill(opened.app, &fill, &id, &findings, &err), &err);
		buf_release(&findings);
		value_release(&values);
	}
	ours = (now() - started) / rounds;
	app_close(opened.app);
	memset(body, 'x', sizeof(body));
	fd = open(raw, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	started = now();
	for (int i = 0; i < rounds; i++)
		if (write(fd, body, sizeof(body)) != (ssize_t)sizeof(body) || fdatasync(fd) != 0)
			exit(1);
	theirs = (now() - started) / rounds;
	close(fd);
	unlink(raw);
	free(raw);
	free(home);
	printf("step: a listing completed, checked, sealed, signed, verified, derived and committed in %.2f ms\n", ours * 1000);
	say("one durable signed step", ours, "a raw append and fdatasync", theirs);
}

/* ---- a roster of a county */

#define ROSTER_ROWS 80000

static void
write_roster(const char *path)
{
	const char *const first = "451224204201";
	FILE *out = fopen(path, "we");

	if (!out)
		exit(1);
	fputs("village,group_name,road,door_no,owner_name,platform_no\n", out);
	for (int i = 0; i < ROSTER_ROWS; i++)
		fprintf(out, "%s,板坡,农村道路,%d,覃秀英,P%08d\n", first, i + 1, i);
	if (fclose(out) != 0)
		exit(1);
}

/* Seconds of one import; what it says must be `rows` added. */
static double
import_roster(struct app *app, const struct app_roster *roster, size_t rows)
{
	struct app_roster_result result = { 0 };
	struct buf problems = { 0 };
	struct err err = { 0 };
	double started = now();

	must(app_roster_import(app, roster, &result, &problems, &err), &err);
	if (result.added != rows)
		exit(1);
	buf_release(&problems);
	return now() - started;
}

static void
bench_roster(const char *path, const char *dir)
{
	char *table = mem_printf("%s/roster.csv", dir), *home = mem_printf("%s/home", dir);
	struct app_roster dry = { .path = table, .dry_run = true }, wet = { .path = table };
	struct opened opened = { .path = path };
	struct err err = { 0 };
	double first, seen, again;

	setenv("LOUCE_HOME", home, 1);
	write_roster(table);
	must(app_each_key(open_as, &opened, &err), &err);
	seen = import_roster(opened.app, &dry, ROSTER_ROWS);
	first = import_roster(opened.app, &wet, ROSTER_ROWS);
	again = import_roster(opened.app, &wet, 0);
	app_close(opened.app);
	printf("roster of %d rows: dry run %.1f s, signed in %.1f s, the same again %.1f s\n", ROSTER_ROWS, seen, first, again);
	say("the roster signed", first, "the same roster again", again);
	unlink(table);
	free(table);
	free(home);
}

/* ---- a dump of every house */

static bool
drop_bytes(void *ctx, const char *bytes, size_t len)
{
	(void)bytes;
	*(size_t *)ctx += len;
	return true;
}

static double
time_dump(struct app *app)
{
	size_t bytes = 0, written, left_out;
	const struct app_dump dump = {
		.area = "", .lang = "en", .format = APP_DUMP_CSV, .table = "houses", .write = drop_bytes, .ctx = &bytes
	};
	struct err err = { 0 };
	double started = now();

	must(app_dump(app, &dump, &written, &left_out, &err), &err);
	return now() - started;
}

/* What is hidden until forms stand must not be asked for column by column. */
static void
bench_dump(const char *path, const char *dir)
{
	char *home = mem_printf("%s/home", dir);
	struct app_person_row *people = NULL;
	struct app *app = NULL;
	struct err err = { 0 };
	double nobody, officer;
	size_t count = 0, at = 0;

	setenv("LOUCE_HOME", home, 1);
	must(app_open(path, APP_WRITE, &app, &err), &err);
	nobody = time_dump(app);
	must(app_person_list(app, "", &people, &count, &err), &err);
	while (at + 1 < count && strcmp(app_pack(app)->roles[people[at].sort].name, "county_officer") != 0)
		at++;
	must(app_unlock_with(app, people[at].person, "demo", &err), &err);
	officer = time_dump(app);
	say("a dump of all houses, as nobody", nobody, "as an officer of the county", officer);
	app_close(app);
	free(people);
	free(home);
}

/* An argument names the one part that is wanted. */
static bool
is_wanted(int argc, char **argv, const char *part)
{
	return argc < 2 || strcmp(argv[1], part) == 0;
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR"), *wanted = getenv("BENCH_BUILDINGS");
	char *dir = mem_printf("%s/louce-bench-XXXXXX", tmp ? tmp : "/tmp"), *path, *command;
	struct demo_ask demo = { .seed = "bench", .buildings = wanted ? atoll(wanted) : 0, .fresh = true };
	struct err err = { 0 };
	double started;

	if (!mkdtemp(dir))
		return 1;
	demo.dir = dir;
	started = now();
	if (!getenv("BENCH_COUNTY")) {
		must(demo_county_make(&demo, &err), &err);
		printf("demonstration county made in %.1f s\n", now() - started);
	}
	path = mem_printf("%s/county.louce", getenv("BENCH_COUNTY") ? getenv("BENCH_COUNTY") : dir);
	if (is_wanted(argc, argv, "verify"))
		bench_verify(path);
	if (is_wanted(argc, argv, "rebuild"))
		bench_rebuild(path, dir);
	if (is_wanted(argc, argv, "rules"))
		bench_rules(path, dir);
	if (is_wanted(argc, argv, "draft"))
		bench_draft(path);
	if (is_wanted(argc, argv, "step"))
		bench_step(path, dir);
	if (is_wanted(argc, argv, "dump"))
		bench_dump(path, dir);
	if (is_wanted(argc, argv, "roster"))
		bench_roster(path, dir);
	command = mem_printf("rm -rf '%s'", dir);
	if (system(command) != 0)
		fprintf(stderr, "bench: %s stays\n", dir);
	free(command);
	free(path);
	free(dir);
	return 0;
}
