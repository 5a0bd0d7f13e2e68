#include "../../support/carry.h"
#include "../../support/twin_reason.h"

#include "app/fill/fill.h"
#include "app/house/place.h"
#include "app/paper/code.h"
#include "app/paper/verify.h"
#include "app/people/request.h"
#include "app/session/act.h"
#include "app/session/person.h"
#include "app/stick/lacks.h"
#include "app/stick/receipt.h"
#include "app/stick/silent.h"
#include "app/stick/verify.h"
#include "base/machine/clock.h"
#include "form/parts/papers.h"
#include "store/dossier/dossier.h"
#include "store/journal.h"
#include "trust/holders.h"

/* Sticks as the screens and commands get them: what would go out, what is on a
 * file, what came in. */

#define HOME "county.louce"

static char clerk[96]; /* a township's, by name */

static void
plan__tells__what_the_export_then_holds(void **state)
{
	char *path = world_path("to-township.louce");
	struct app_export ask = { .path = path, .to = "township_clerk", .area = "451224100" };
	struct app_export_plan plan = { 0 };
	struct app_exported out = { 0 };
	struct app *app = open_app(HOME);
	struct err err = { 0 };

	(void)state;
	unlock_as(app, "county_officer");
	if (app_export_plan(app, &ask, &plan, &err))
		fail_msg("%s", err.text);
	assert_true(plan.steps > 0 && plan.photos > 0 && plan.boxes > 0 && plan.bytes > 0);
	assert_int_equal(plan.people_count, 1);
	snprintf(clerk, sizeof(clerk), "%s", plan.people[0]);
	assert_int_equal(plan.part_count, 1);
	assert_false(file_exists(path));
	if (app_export(app, &ask, &out, &err))
		fail_msg("%s", err.text);
	assert_int_equal(out.file_count, 1);
	assert_string_equal(out.files[0].path, path);
	assert_int_equal(out.steps, plan.steps);
	assert_int_equal(out.files[0].steps, out.steps);
	assert_int_equal(out.files[0].photos, plan.photos);
	assert_int_equal(out.files[0].boxes, plan.boxes);
	assert_true(out.files[0].bytes > 0);
	app_export_plan_release(&plan);
	app_exported_release(&out);
	app_close(app);
	free(path);
}

static void
export__refuses__a_stranger(void **state)
{
	char *path = world_path("never.louce");
	struct app_export ask = { .path = path, .to = "nobody" };
	struct app_exported out = { 0 };
	struct app *app = open_app(HOME);
	struct err err = { 0 };

	(void)state;
	assert_int_equal(app_export(app, &ask, &out, &err), STATUS_DENIED); /* nobody is unlocked */
	app_exported_release(&out);
	unlock_as(app, "county_officer");
	assert_int_equal(app_export(app, &ask, &out, &err), STATUS_NOT_FOUND);
	assert_non_null(strstr(err.text, "nobody with a standing credential"));
	assert_int_equal(out.file_count, 0);
	app_exported_release(&out);
	app_close(app);
	free(path);
}

static void
peek__tells__who_wrote_for_whom__and_takes_nothing(void **state)
{
	char *path = world_path("to-township.louce"), *none = world_path("none.louce");
	struct app_import ask = { .paths = (const char *const[]){ path, none }, .count = 2 };
	struct app_imported imported = { 0 };
	struct app_peek peek = { 0 };
	struct err err = { 0 };
	struct app *app;

	(void)state;
	empty_workspace("fresh.louce");
	app = open_app("fresh.louce");
	if (app_peek(app, path, &peek, &err))
		fail_msg("%s", err.text);
	assert_non_null(peek.by);
	assert_string_equal(peek.to, clerk);
	assert_int_equal(strlen(peek.file.at), 16);
	assert_true(peek.file.opened);
	assert_int_equal(peek.file.complete, 1);
	assert_true(peek.file.fresh > 0 && peek.file.fresh == peek.file.steps);
	assert_int_equal(ask_number("fresh.louce", "SELECT count(*) FROM step"), 0);

	assert_int_equal(app_import(app, &ask, &imported, &err), STATUS_OK);
	assert_int_equal(imported.fresh, peek.file.fresh);
	assert_int_equal(imported.files[0].houses, peek.file.houses);
	assert_true(imported.files[0].taken && imported.files[0].opened);
	assert_null(imported.files[0].why);
	assert_false(imported.files[1].taken || imported.files[1].opened);
	assert_non_null(strstr(imported.files[1].why, "there is no file"));
	assert_int_equal(imported.refused_files, 1);
	assert_non_null(imported.follows); /* the first county that this file was given */
	assert_int_equal(imported.receipt, 0);
	app_imported_release(&imported);
	app_peek_release(&peek);

	assert_int_equal(app_peek(app, none, &peek, &err), STATUS_NOT_FOUND);
	app_peek_release(&peek);
	app_close(app);
	free(path);
	free(none);
}

struct told {
	char paths[4][256];
	int64_t done[4], all;
	size_t count;
};

static void
on_progress(void *ctx, const char *path, int64_t done, int64_t all)
{
	struct told *told = ctx;

	assert_true(told->count < ARRAY_LEN(told->paths));
	snprintf(told->paths[told->count], sizeof(told->paths[0]), "%s", path);
	told->done[told->count++] = done;
	told->all = all;
}

static void
import__tells__each_file_before_it_is_read(void **state)
{
	char *first = world_path("to-township.louce"), *second = world_path("none.louce");
	struct told told = { .count = 0 };
	const struct progress progress = { on_progress, &told };
	struct app_import ask = { .paths = (const char *const[]){ first, second }, .count = 2, .progress = &progress };
	struct app_imported imported = { 0 };
	struct err err = { 0 };
	struct app *app;

	(void)state;
	empty_workspace("told.louce");
	app = open_app("told.louce");
	assert_int_equal(app_import(app, &ask, &imported, &err), STATUS_OK);
	assert_int_equal(told.count, 2);
	assert_int_equal(told.all, 2);
	assert_int_equal(told.done[0], 0);
	assert_string_equal(told.paths[0], first);
	assert_int_equal(told.done[1], 1);
	assert_string_equal(told.paths[1], second);
	app_imported_release(&imported);
	app_close(app);
	free(first);
	free(second);
}

static void
missing__tells__the_houses_whose_photos_are_lost(void **state)
{
	struct app_missing missing = { 0 };
	struct err err = { 0 };
	struct app *app;
	int64_t lost = ask_number(HOME, "SELECT count(*) FROM photo WHERE n % 3 = 0"), sum = 0;

	(void)state;
	copy_file(HOME, "lossy.louce");
	copy_file(HOME ".local", "lossy.louce.local");
	app = open_app(HOME);
	if (app_missing(app, &missing, &err))
		fail_msg("%s", err.text);
	assert_int_equal(missing.photos, 0);
	assert_int_equal(missing.house_count, 0);
	app_missing_release(&missing);
	app_close(app);

	assert_true(lost > 0);
	assert_true(forge("lossy.louce", "DELETE FROM photo WHERE n % 3 = 0"));
	app = open_app("lossy.louce");
	if (app_missing(app, &missing, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < missing.house_count; i++)
		sum += missing.houses[i].photos;
	assert_int_equal(missing.photos, lost);
	assert_int_equal(sum, lost);
	app_missing_release(&missing);
	app_close(app);
}

static void
slip__names__the_last_step_signed_here(void **state)
{
	struct app *app = open_app(HOME);
	struct buf slip = { 0 };
	struct err err = { 0 };

	(void)state;
	if (app_slip(app, &slip, &err))
		fail_msg("%s", err.text);
	assert_non_null(strstr(buf_text(&slip), "own step"));
	buf_release(&slip);
	app_close(app);

	empty_workspace("fresh.louce");
	app = open_app("fresh.louce");
	assert_int_equal(app_slip(app, &slip, &err), STATUS_NOT_FOUND);
	assert_non_null(strstr(err.text, "no slip to print"));
	buf_release(&slip);
	app_close(app);
}

static void
list_a_house(struct app *app)
{
	struct value values = value_object();
	struct app_fill fill = { .form = "listing", .values = &values };
	struct buf findings = { 0 };
	struct err err = { 0 };
	struct id id;

	value_set_text(&values, "village", "451224204201");
	value_set_text(&values, "group_name", "那亮");
	value_set_text(&values, "road", "农村道路");
	value_set_text(&values, "door_no", "77");
	value_set_text(&values, "owner_name", "韦建国");
	value_set_take(&values, "_reasons", twin_reason());
	if (app_fill(app, &fill, &id, &findings, &err))
		fail_msg("%s %s", err.text, buf_text(&findings));
	value_release(&values);
	buf_release(&findings);
}

/* ---- what others' words may not do */

/* Those of this home's people who have the role, by number. */
struct of_role {
	struct app *app;
	const char *role;
	char people[8][33];
	size_t count;
};

static bool
note_of_role(const struct app_key *key, void *ctx)
{
	struct of_role *of = ctx;
	struct app_people people = { 0 };
	struct err err = { 0 };

	if (app_people(of->app, &people, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < people.count && of->count < 8; i++)
		if (people.items[i].counts && strcmp(people.items[i].person, key->person) == 0 &&
		    strcmp(people.items[i].role, of->role) == 0) {
			memcpy(of->people[of->count++], key->person, 33);
			break;
		}
	app_people_release(&people);
	return true;
}

static struct of_role
people_of(struct app *app, const char *role)
{
	struct of_role of = { .app = app, .role = role };
	char *home = world_path("home");
	struct err err = { 0 };

	setenv("LOUCE_HOME", home, 1);
	assert_int_equal(app_each_key(note_of_role, &of, &err), STATUS_OK);
	free(home);
	assert_true(of.count >= 2);
	return of;
}

/* An export by the person is taken in again here: something was heard of him.
 */
static void
hear_of(struct app *app, const char *person)
{
	char *path = world_path("heard.louce");
	const char *paths[] = { path };
	struct app_export ask = { .path = path };
	struct app_import import = { .paths = paths, .count = 1 };
	struct app_exported out = { 0 };
	struct app_imported in = { 0 };
	struct err err = { 0 };

	if (app_unlock_with(app, person, "demo", &err) || app_export(app, &ask, &out, &err) || app_import(app, &import, &in, &err))
		fail_msg("%s", err.text);
	assert_int_equal(in.taken_files, 1);
	app_exported_release(&out);
	app_imported_release(&in);
	unlink(path);
	free(path);
}

static struct app_export_plan
plan_for(struct app *app, const char *role)
{
	struct app_export ask = { .path = "never.louce", .to = role };
	struct app_export_plan plan = { 0 };
	struct err err = { 0 };

	unlock_as(app, "county_officer");
	if (app_export_plan(app, &ask, &plan, &err))
		fail_msg("%s", err.text);
	return plan;
}

/* A portable right of the same role and area as that person's, for a key made
 * here; `number` gets the number of its holder. */
static void
give_portable(struct app *app, const char *person, const char *role, char number[33])
{
	struct app_ask ask = { demo_passphrase, NULL };
	char area[16], code[REQUEST_CODE_LEN + 1];
	const char *areas[] = { area };
	struct app_request request = { .person = number, .role = role, .areas = areas, .area_count = 1, .portable = true };
	struct err err = { 0 };
	struct id asked, given;

	if (app_unlock_with(app, person, "demo", &err))
		fail_msg("%s", err.text);
	snprintf(area, sizeof(area), "%s", app_person_area(app));
	if (app_key_new("新来的", true, "demo", NULL, number, &err) || app_request(app, &request, &ask, code, &err))
		fail_msg("%s", err.text);
	unlock_as(app, "county_officer");
	if (app_request_find(app, code, &asked, &err) || app_issue(app, &asked, &given, &err))
		fail_msg("%s", err.text);
}

/* With a role the person heard last stands for those of his machine; but a
 * trailer bears the device that its author wrote, with a portable key any, so
 * what he says to have says nothing about who is bound to that machine. */
static void
plan__believes_no_portable_key__about_another_machine(void **state)
{
	struct app *app = open_app(HOME);
	struct of_role officers = people_of(app, "county_officer"), inspectors = people_of(app, "inspector");
	struct app_export_plan plan;
	char stranger[33];

	(void)state;
	hear_of(app, officers.people[0]);
	hear_of(app, officers.people[1]);
	plan = plan_for(app, "county_officer");
	assert_int_equal(plan.people_count, 1);
	app_export_plan_release(&plan);
	give_portable(app, inspectors.people[0], "inspector", stranger);
	hear_of(app, inspectors.people[0]);
	hear_of(app, stranger);
	plan = plan_for(app, "inspector");
	assert_int_equal(plan.people_count, 2);
	app_export_plan_release(&plan);
	app_close(app);
}

/* Who sent a file once is missed after two weeks, by those above him alone. */
static void
silent__are_those__whose_last_file_is_old(void **state)
{
	struct app *app = open_app(HOME);
	struct of_role inspectors = people_of(app, "inspector");
	char *clock = getenv("LOUCE_CLOCK") ? mem_strdup(getenv("LOUCE_CLOCK")) : NULL, later[32];
	struct app_silent silent = { 0 };
	struct err err = { 0 };
	int64_t steps;
	size_t missed;
	char *words, *wanted;

	(void)state;
	hear_of(app, inspectors.people[0]);
	unlock_as(app, "county_officer");
	assert_int_equal(app_silent(app, &silent, &err), STATUS_OK);
	assert_int_equal(silent.count, 0);
	snprintf(later, sizeof(later), "%lld", (long long)clock_now_unix() + 21LL * 86400);
	setenv("LOUCE_CLOCK", later, 1);
	assert_int_equal(app_silent(app, &silent, &err), STATUS_OK);
	assert_true(silent.count > 0);
	for (size_t i = 0; i < silent.count; i++) {
		assert_true(*silent.items[i].name && *silent.items[i].place);
		assert_int_equal(strlen(silent.items[i].since), 10);
		assert_true(!i || silent.items[i - 1].since_unix <= silent.items[i].since_unix);
	}
	words = app_silent_words(&silent);
	wanted = mem_printf("No file for %d days from: %s (%s, last %s)", SILENT_DAYS, silent.items[0].name, silent.items[0].place,
			    silent.items[0].since);
	assert_true(strncmp(words, wanted, strlen(wanted)) == 0);
	assert_int_equal(silent.count > 1, strncmp(words + strlen(wanted), ", ", 2) == 0);
	free(wanted);
	free(words);
	/* A file that brings no step is a word from him all the same. */
	missed = silent.count;
	steps = store_step_count(app_store(app));
	hear_of(app, inspectors.people[0]);
	unlock_as(app, "county_officer");
	assert_int_equal(store_step_count(app_store(app)), steps);
	assert_int_equal(app_silent(app, &silent, &err), STATUS_OK);
	assert_int_equal(silent.count, missed - 1);
	assert_int_equal(app_unlock_with(app, inspectors.people[0], "demo", &err), STATUS_OK);
	assert_int_equal(app_silent(app, &silent, &err), STATUS_OK);
	assert_int_equal(silent.count, 0); /* nobody works below a village */
	if (clock)
		setenv("LOUCE_CLOCK", clock, 1);
	else
		unsetenv("LOUCE_CLOCK");
	free(clock);
	app_silent_release(&silent);
	app_close(app);
}

static void
lacks__are_asked_for_in_turn__when_they_are_many(void **state)
{
	struct app *app = open_app(HOME);
	struct id many[TRAILER_LACKS_MAX + 100], honest = { { 0xff, 1 } }, *asked;
	struct err err = { 0 };
	size_t count = 0, seen = 0;

	(void)state;
	for (size_t i = 0; i < TRAILER_LACKS_MAX + 100; i++)
		many[i] = (struct id){ { 0, (uint8_t)(i >> 8), (uint8_t)i } };
	assert_int_equal(lacks_note(app, many, TRAILER_LACKS_MAX + 100, &err), STATUS_OK);
	assert_int_equal(lacks_note(app, &honest, 1, &err), STATUS_OK);
	for (int turn = 0; turn < 40; turn++) {
		assert_int_equal(lacks_read(app, &asked, &count, &err), STATUS_OK);
		assert_int_equal(count, TRAILER_LACKS_MAX);
		for (size_t i = 0; i < count; i++) {
			assert_true(!i || id_cmp(&asked[i - 1], &asked[i]) < 0);
			seen += id_equal(&asked[i], &honest);
		}
		free(asked);
	}
	assert_true(seen > 0);
	app_close(app);
}

/* A step by a portable key that bears this laptop's number, and was never
 * signed here, moves neither slip nor clock. */
static void
slip__passes_over__what_was_not_signed_here(void **state)
{
	struct app *app = open_app(HOME);
	struct of_role officers = people_of(app, "county_officer");
	struct app_ask ask = { demo_passphrase, NULL };
	struct buf before = { 0 }, after = { 0 }, body = { 0 };
	struct keys *keys = NULL;
	struct keyfile_head head;
	struct signature sig;
	struct step step;
	struct id id;
	enum fate fate;
	struct err err = { 0 }, why = { 0 };

	(void)state;
	assert_int_equal(app_unlock_with(app, officers.people[0], "demo", &err), STATUS_OK);
	assert_int_equal(app_slip(app, &before, &err), STATUS_OK);
	act_step_start(&step, STEP_WITHDRAWAL);
	step.device = *app_device(app);
	step.has_author = step.has_pack = true;
	step.author = app_signer(app)->credential;
	step.pack = *store_pack_id(app_store(app));
	step_set_area(&step, app_person_area(app));
	step.epoch = 77;
	step.seq = 1;
	step.at_unix = 4000000000;
	step_data_set_id(&step.data, "of", &step.author);
	assert_int_equal(key_open(officers.people[0], &ask, &head, &keys, &err), STATUS_OK);
	assert_int_equal(step_write(&step, &body, &err), STATUS_OK);
	assert_int_equal(seal_sign(keys, body.data, body.len, &sig, &err), STATUS_OK);
	assert_int_equal(store_begin(app_store(app), &err), STATUS_OK);
	assert_int_equal(store_put_step(app_store(app), body.data, body.len, &sig, &fate, &id, &why, &err), STATUS_OK);
	assert_int_equal(fate, FATE_STORED);
	assert_int_equal(store_commit(app_store(app), &err), STATUS_OK);
	assert_int_equal(app_slip(app, &after, &err), STATUS_OK);
	assert_string_equal(strstr(buf_text(&before), "own step"), strstr(buf_text(&after), "own step"));
	buf_release(&before);
	buf_release(&after);
	buf_release(&body);
	step_release(&step);
	keys_free(keys);
	app_close(app);
}

/* Only where the county receives, only by an officer, and only when something
 * moved. */
static void
receipt__is_written__when_one_is_due(void **state)
{
	struct app *app = open_app(HOME);
	struct err err = { 0 };
	int64_t no = -1, again = -1;
	const char *by;

	(void)state;
	unlock_as(app, "county_officer");
	list_a_house(app);
	app_lock(app);
	assert_true(app_receipt_waits(app, &by));
	assert_non_null(by);
	assert_int_equal(app_receipt(app, &no, &err), STATUS_OK); /* nobody is unlocked */
	assert_int_equal(no, 0);
	unlock_as(app, "county_officer");
	if (app_receipt(app, &no, &err) || app_receipt(app, &again, &err))
		fail_msg("%s", err.text);
	assert_true(no > 0);
	assert_int_equal(again, 0);
	app_close(app);
	app = open_app(HOME);
	assert_false(app_receipt_waits(app, &by));
	app_close(app);
}

/* A receipt that an export writes first is among what the plan tells. */
static void
plan__counts__the_receipt_that_goes_along(void **state)
{
	char *path = world_path("with-receipt.louce");
	struct app_export ask = { .path = path, .to = "township_clerk" };
	struct app_export_plan plan = { 0 };
	struct app_exported out = { 0 };
	struct app *app = open_app(HOME);
	struct err err = { 0 };

	(void)state;
	unlock_as(app, "county_officer");
	list_a_house(app);
	assert_true(app_receipt_is_due(app));
	if (app_export_plan(app, &ask, &plan, &err) || app_export(app, &ask, &out, &err))
		fail_msg("%s", err.text);
	assert_int_equal(out.steps, plan.steps);
	app_export_plan_release(&plan);
	app_exported_release(&out);
	app_close(app);
	free(path);
}

static enum status
export_says(struct app *app, const struct app_export *ask, struct err *err)
{
	struct app_exported out = { 0 };
	enum status status = app_export(app, ask, &out, err);

	app_exported_release(&out);
	return status;
}

static enum status
export_ends(struct app *app, const struct app_export *ask)
{
	struct err err = { 0 };

	return export_says(app, ask, &err);
}

/* An export takes the place of the same person's for the same one, and of
 * nobody else's unless it is asked to. */
static void
export__replaces__only_its_own(void **state)
{
	char *path = world_path("one-name.louce");
	struct app_export to_township = { .path = path, .to = "township_clerk" }, to_village = { .path = path, .to = "inspector" },
			  one_area = { .path = path, .area = "451224100" }, all = { .path = path };
	struct app *app = open_app(HOME);
	struct err err = { 0 };

	(void)state;
	unlock_as(app, "county_officer");
	assert_int_equal(export_ends(app, &to_township), STATUS_OK);
	assert_int_equal(export_ends(app, &to_township), STATUS_OK);
	unlock_as(app, "inspector");
	assert_int_equal(export_says(app, &to_township, &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "one-name.louce\" is an export of somebody else"));
	assert_non_null(strstr(err.text, "--overwrite"));
	to_village.overwrite = true;
	assert_int_equal(export_ends(app, &to_village), STATUS_OK);
	assert_int_equal(unlink(path), 0);
	unlock_as(app, "county_officer");
	assert_int_equal(export_ends(app, &one_area), STATUS_OK);
	assert_int_equal(export_ends(app, &all), STATUS_OK); /* it holds the other one */
	assert_int_equal(export_ends(app, &one_area), STATUS_CONFLICT);
	app_close(app);
	unlink(path);
	free(path);
}

/* ---- what a paper says of itself */

static void
must(enum status status, const struct err *err)
{
	if (status)
		fail_msg("%s", err->text);
}

/* Signs that a paper of this text was printed, whoever says so and whatever it
 * says. */
static void
put_print(struct app *app, const struct id *root, const char *serial, const char *of)
{
	const struct paper_prints *prints = &app_pack(app)->prints;
	struct step step = { .data = value_object(), .has_building = true, .building = *root };
	struct err err = { 0 };
	struct dossier *dossier = NULL;
	struct id id;

	must(dossier_load(app_store(app), root, NULL, &dossier, &err), &err);
	act_in_role(app, &prints->form->by, dossier->division);
	strcpy(step.kind, prints->form->name);
	step_set_area(&step, dossier->division);
	value_set_text(&step.data, prints->what->name, "sheet");
	value_set_text(&step.data, prints->serial->name, serial);
	value_set_text(&step.data, prints->of->name, of);
	must(act_begin(app, &err), &err);
	must(act_end(app, act_put(app_store(app), app_signer(app), &step, &id, &err), &err), &err);
	step_release(&step);
	dossier_free(dossier);
}

/* The text with another part in the place of one that begins so, and digits
 * that fit. */
static char *
altered_text(const char *text, const char *name, const char *part)
{
	const char *from = strstr(text, name), *to = strchr(from + 1, '/'), *end = strrchr(text, '/');
	char *body = mem_printf("%.*s/%s%.*s", (int)(from - text), text, part, (int)(end - to), to), check[SHEET_CHECK_DIGITS + 1], *out;

	paper_code_check(body, strlen(body), check);
	out = mem_printf("%s/%s", body, check);
	free(body);
	return out;
}

static struct buf sheet_said; /* of the text verified last */

static enum status
verify_sheet(struct app *app, const char *text, struct err *err)
{
	enum sheet_verdict verdict;

	buf_clear(&sheet_said);
	return app_sheet_verify(app, text, &verdict, &sheet_said, err);
}

static void
sheet__that_somebody_made_up__is_forged__and_takes_no_serial(void **state)
{
	static const char serial[] = "20220914-0000-0001";
	struct app *app = open_app(HOME);
	struct dossier *dossier = NULL;
	struct err err = { 0 };
	struct id root;
	char *genuine, *storeys, *levels;

	(void)state;
	unlock_as(app, "county_officer");
	must(app_building_find(app, "YS000000002", &root, &err), &err);
	must(dossier_load(app_store(app), &root, NULL, &dossier, &err), &err);
	genuine = paper_code_text(app_pack(app), pack_paper(app_pack(app), "sheet"), dossier, serial);
	storeys = altered_text(genuine, "/floors_main=", "floors_main=77");
	levels = altered_text(genuine, "/survey=", "survey=9");
	put_print(app, &root, serial, storeys); /* somebody else's words stand first */
	put_print(app, &root, serial, levels);
	put_print(app, &root, serial, genuine);
	must(verify_sheet(app, genuine, &err), &err);
	assert_int_equal(verify_sheet(app, storeys, &err), STATUS_TAMPERED);
	assert_non_null(strstr(err.text, "ever said \"floors_main=77\""));
	assert_int_equal(verify_sheet(app, levels, &err), STATUS_TAMPERED);
	assert_non_null(strstr(err.text, "\"survey=9\" never signed what it says"));
	free(genuine);
	free(storeys);
	free(levels);
	dossier_free(dossier);
	app_close(app);
}

static void
sign_step(struct app *app, struct step *step, const struct dossier *dossier, struct id *id)
{
	struct err err = { 0 };

	step_set_area(step, dossier->division);
	must(act_begin(app, &err), &err);
	must(act_end(app, act_put(app_store(app), app_signer(app), step, id, &err), &err), &err);
	step_release(step);
}

/* The first house that some level signed and that lies where the unlocked
 * person works. */
static struct dossier *
signed_house(struct app *app)
{
	const struct credential *me = trust_credential(store_trust(app_store(app)), &app_signer(app)->credential);

	for (int i = 1; i <= 30; i++) {
		const struct flow_progress *progress;
		struct dossier *dossier = NULL;
		struct err err = { 0 };
		char number[16];
		struct id root;

		snprintf(number, sizeof(number), "YS%09d", i);
		if (app_building_find(app, number, &root, &err))
			continue;
		must(dossier_load(app_store(app), &root, NULL, &dossier, &err), &err);
		progress = flow_progress_of(&dossier->state, "survey", NULL);
		if (progress && progress->levels_signed && credential_covers(me, dossier->division))
			return dossier;
		dossier_free(dossier);
	}
	fail_msg("no house is signed");
	return NULL;
}

/* One more storey than stands. */
static void
correct_storeys(struct app *app, const struct dossier *dossier)
{
	const struct flow_step *head = dossier_head(dossier, "registration");
	struct step step = { .data = value_copy(&head->step->data), .has_building = true, .building = dossier->root };
	struct id id;

	strcpy(step.kind, "registration");
	step_add_parent(&step, &head->id);
	value_set_integer(&step.data, "floors_main", value_get_integer(&head->step->data, "floors_main", 0) + 1);
	sign_step(app, &step, dossier, &id);
}

/* The unlocked person approves what stands at every level, whatever his right.
 */
static void
approve_everywhere(struct app *app, const struct dossier *dossier)
{
	const struct flow_progress *progress = flow_progress_of(&dossier->state, "survey", NULL);
	char hex[ID_HEX_LEN + 1];
	struct id below = { 0 };
	size_t count;

	for (size_t level = 0; level < progress->chain->level_count; level++) {
		struct value item = value_object(), items = value_list(), covers = value_list();
		struct id *heads = flow_cover_heads(&dossier->state, progress->cover, &count);
		struct step step;

		for (size_t i = 0; i < count; i++)
			value_append_take(&covers, value_text(id_hex(&heads[i], hex)));
		step_data_set_id(&item, "building", &dossier->root);
		value_set_take(&item, "covers", covers);
		if (level)
			step_data_set_id(&item, "prior", &below);
		value_append_take(&items, item);
		act_step_start(&step, STEP_SIGNOFF);
		value_set_text(&step.data, "chain", "survey");
		value_set_text(&step.data, "level", progress->chain->levels[level].name);
		value_set_text(&step.data, "decision", "approve");
		value_set_take(&step.data, "summary", flow_signoff_summary(&items));
		value_set_take(&step.data, "items", items);
		sign_step(app, &step, dossier, &below);
		free(heads);
	}
}

/* Who signed the lowest level approves the same over and over, in one act. */
static void
approve_often(struct app *app, const struct dossier *dossier, size_t times)
{
	const struct flow_progress *progress = flow_progress_of(&dossier->state, "survey", NULL);
	const struct flow_step *signed_by = &dossier->steps[dossier->state.signs[progress->effective[0]].step];
	struct step step;
	struct err err = { 0 };
	struct id id;

	must(app_unlock_with(app, signed_by->author->person, "demo", &err), &err);
	must(act_begin(app, &err), &err);
	for (size_t i = 0; i < times; i++) {
		act_step_start(&step, STEP_SIGNOFF);
		step.data = value_copy(&signed_by->step->data);
		step_set_area(&step, dossier->division);
		must(act_put(app_store(app), app_signer(app), &step, &id, &err), &err);
		step_release(&step);
	}
	must(act_end(app, STATUS_OK, &err), &err);
}

static struct dossier *
load_again(struct app *app, struct dossier *dossier)
{
	struct err err = { 0 };
	struct id root = dossier->root;
	struct dossier *again = NULL;

	dossier_free(dossier);
	must(dossier_load(app_store(app), &root, NULL, &again, &err), &err);
	return again;
}

static void
sheet__is_held__against_what_each_level_signed(void **state)
{
	static const char serial[] = "20220914-0000-0002";
	struct app *app = open_app(HOME);
	struct err err = { 0 };
	struct dossier *dossier;
	struct id root;
	char *then, *now, *storeys, *mixed, *levels, *hash, *zeros, *conclusion;

	(void)state;
	unlock_as(app, "inspector");
	dossier = signed_house(app);
	root = dossier->root;
	then = paper_code_text(app_pack(app), pack_paper(app_pack(app), "sheet"), dossier, serial);
	correct_storeys(app, dossier);
	dossier = load_again(app, dossier);
	now = paper_code_text(app_pack(app), pack_paper(app_pack(app), "sheet"), dossier, serial);
	storeys = mem_printf("floors_main=%lld", (long long)value_get_integer(dossier_values(dossier, "registration"), "floors_main", 0));
	mixed = altered_text(then, "/floors_main=", storeys);
	levels = altered_text(now, "/survey=", "survey=4");
	zeros = mem_printf("%.*s%032d%s", (int)(strstr(then, "/conclusion=") - then) - 32, then, 0, strstr(then, "/conclusion="));
	conclusion = mem_printf("conclusion=%.*s", (int)strcspn(strstr(then, "/conclusion=") + 12, "/"), strstr(then, "/conclusion=") + 12);
	hash = altered_text(zeros, "/conclusion=", conclusion); /* with digits at its end that fit */
	approve_everywhere(app, dossier);
	put_print(app, &root, serial, "x");
	unlock_as(app, "county_officer");
	must(verify_sheet(app, now, &err), &err); /* it stands, whatever else bears its serial */
	assert_non_null(strstr(buf_text(&sheet_said), "this one stands all the same"));
	assert_int_equal(verify_sheet(app, then, &err), STATUS_TAMPERED);
	assert_non_null(strstr(err.text, "nothing here says this"));
	put_print(app, &root, serial, then);
	put_print(app, &root, serial, mixed);
	put_print(app, &root, serial, levels);
	put_print(app, &root, serial, hash);
	must(verify_sheet(app, then, &err), &err); /* an honest one, corrected since */
	assert_non_null(strstr(buf_text(&sheet_said), "Signed, changed since"));
	assert_non_null(strstr(buf_text(&sheet_said), "now the record says: "));
	assert_int_equal(verify_sheet(app, mixed, &err), STATUS_TAMPERED);  /* the new value under the old signatures */
	assert_int_equal(verify_sheet(app, levels, &err), STATUS_TAMPERED); /* one person at every level */
	assert_non_null(strstr(err.text, "never signed what it says"));
	assert_int_equal(verify_sheet(app, hash, &err), STATUS_TAMPERED); /* of what nobody signed */
	free(then);
	free(now);
	free(storeys);
	free(mixed);
	free(levels);
	free(hash);
	free(zeros);
	free(conclusion);
	buf_release(&sheet_said);
	dossier_free(dossier);
	app_close(app);
}

/* However often somebody signed, a hash of what nobody signed proves nothing. */
static void
sheet__is_not_taken_for_one_of_very_many(void **state)
{
	static const char serial[] = "20220914-0000-0003";
	struct app *app = open_app(HOME);
	struct err err = { 0 };
	struct dossier *dossier;
	char *now, *zeros, *hash;

	(void)state;
	unlock_as(app, "inspector");
	dossier = signed_house(app);
	approve_often(app, dossier, 2001);
	dossier = load_again(app, dossier);
	now = paper_code_text(app_pack(app), pack_paper(app_pack(app), "sheet"), dossier, serial);
	zeros = mem_printf("%.*s%032d%s", (int)(strstr(now, "/conclusion=") - now) - 32, now, 0, strstr(now, "/conclusion="));
	hash = altered_text(zeros, "/survey=", "survey=1");
	put_print(app, &dossier->root, serial, hash);
	assert_int_equal(verify_sheet(app, hash, &err), STATUS_TAMPERED);
	assert_non_null(strstr(err.text, "so often"));
	must(verify_sheet(app, now, &err), &err);
	free(now);
	free(zeros);
	free(hash);
	buf_release(&sheet_said);
	dossier_free(dossier);
	app_close(app);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(receipt__is_written__when_one_is_due), /* an export writes one as well
                                                  */
		cmocka_unit_test(plan__tells__what_the_export_then_holds),
		cmocka_unit_test(export__refuses__a_stranger),
		cmocka_unit_test(export__replaces__only_its_own),
		cmocka_unit_test(peek__tells__who_wrote_for_whom__and_takes_nothing),
		cmocka_unit_test(import__tells__each_file_before_it_is_read),
		cmocka_unit_test(missing__tells__the_houses_whose_photos_are_lost),
		cmocka_unit_test(slip__names__the_last_step_signed_here),
		cmocka_unit_test(plan__believes_no_portable_key__about_another_machine),
		cmocka_unit_test(silent__are_those__whose_last_file_is_old),
		cmocka_unit_test(lacks__are_asked_for_in_turn__when_they_are_many),
		cmocka_unit_test(slip__passes_over__what_was_not_signed_here),
		cmocka_unit_test(plan__counts__the_receipt_that_goes_along),
		cmocka_unit_test(sheet__that_somebody_made_up__is_forged__and_takes_no_serial),
		cmocka_unit_test(sheet__is_held__against_what_each_level_signed),
		cmocka_unit_test(sheet__is_not_taken_for_one_of_very_many),
	};

	return cmocka_run_group_tests(tests, world_make, world_drop);
}
