#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/house/label.h"
#include "app/house/list.h"
#include "app/house/status.h"
#include "app/house/work.h"
#include "app/people/people.h"
#include "app/people/publish.h"
#include "app/people/revoke.h"
#include "app/people/waiting.h"
#include "app/session/accounts.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/attr.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "demo/demo.h"

/* What houses wait for is counted once: the list, the first page and louce status say the same number by the same word. */

#define VILLAGE "451224204201" /* the one in mid-work */

static char *dir;
static struct app *app;

static void
must(enum status status, const struct err *err)
{
	if (status)
		fail_msg("%s", err->text);
}

static int
open_county(void **state)
{
	struct demo_ask demo = { .seed = "counts", .buildings = 120, .fresh = true, .single = true };
	struct err err = { 0 };
	char *path, *home;

	(void)state;
	dir = mem_printf("%s/counts-test", getenv("TMPDIR"));
	demo.dir = dir;
	must(demo_county_make(&demo, &err), &err);
	path = mem_printf("%s/county.louce", dir);
	home = mem_printf("%s/home", dir);
	setenv("LOUCE_HOME", home, 1);
	must(app_open(path, APP_WRITE, &app, &err), &err);
	free(path);
	free(home);
	return 0;
}

static int
drop_county(void **state)
{
	char *command = mem_printf("rm -rf '%s'", dir);

	(void)state;
	app_close(app);
	if (system(command) != 0)
		perror(dir);
	free(command);
	free(dir);
	return 0;
}

/* Unlocks the nth person of this role whose key is here. */
static void
unlock(const char *role, size_t nth)
{
	const struct pack *pack = app_pack(app);
	struct app_person_row *rows = NULL;
	struct err err = { 0 };
	size_t count = 0, at = 0;

	must(app_person_list(app, "", &rows, &count, &err), &err);
	while (at < count && (strcmp(pack->roles[rows[at].sort].name, role) != 0 || nth--))
		at++;
	assert_true(at < count);
	must(app_unlock_with(app, rows[at].person, "demo", &err), &err);
	free(rows);
}

static void
compare_area(const char *area, bool own)
{
	struct building_list *list = NULL;
	struct app_status status;
	struct err err = { 0 };
	int64_t sum = 0;

	must(app_status(app, area, false, &status, &err), &err);
	must(building_list_open(app, &list, &err), &err);
	building_list_narrow(list, own);
	for (size_t task = 0; task < TASK_COUNT; task++) {
		building_list_filter(list, "", (enum flow_task)task);
		assert_int_equal(building_list_count(list), status.by_task[task]);
		sum += status.by_task[task];
	}
	assert_int_equal(sum, status.buildings); /* each house once */
	building_list_filter(list, "", TASK_DONE);
	assert_int_equal(building_list_count(list), status.done);
	assert_true(status.by_task[TASK_FORM] > 0 && status.by_task[TASK_RETURNED] > 0);
	building_list_free(list);
	app_status_release(&status);
}

static void
counts__are__the_same_in_list_and_status__of_the_county(void **state)
{
	struct app_status status;
	struct err err = { 0 };

	(void)state;
	app_lock(app);
	compare_area("", false);
	must(app_status(app, "", false, &status, &err), &err);
	assert_true(status.done > status.by_task[TASK_NONE]); /* signed by all, some wait for something else */
	assert_int_equal(status.done, status.levels[status.level_count - 1].buildings);
	app_status_release(&status);
}

/* What the first page tells a person to do with houses whose next task is of this kind. */
static size_t
told(const struct work *work, enum flow_task task)
{
	size_t count = 0;

	for (size_t i = 0; i < work->row_count; i++)
		count += work->rows[i].task == task;
	return count;
}

static void
counts__are__the_same_on_the_first_page(void **state)
{
	struct app_status status;
	struct err err = { 0 };

	(void)state;
	must(app_status(app, VILLAGE, false, &status, &err), &err);
	for (size_t nth = 0; nth < 2; nth++) { /* one of the two filled what came back, better correct it himself; one has begun two */
		struct work *work = NULL;

		unlock("inspector", nth);
		compare_area(VILLAGE, true);
		must(work_open(app, &work, &err), &err);
		assert_int_equal(told(work, TASK_RETURNED), status.by_task[TASK_RETURNED]);
		assert_int_equal(told(work, TASK_FORM), status.by_task[TASK_FORM]);
		assert_int_equal(told(work, TASK_FINDINGS), status.by_task[TASK_FINDINGS]);
		work_free(work);
	}
	app_status_release(&status);
}

static void
words__are__different_for_each_kind(void **state)
{
	(void)state;
	for (size_t task = 0; task < TASK_KIND_COUNT; task++)
		for (size_t other = 0; other < task; other++)
			assert_string_not_equal(house_task_words((enum flow_task)task), house_task_words((enum flow_task)other));
}

/* ---- a question that a later pack adds */

/* A pack that asks more of every registration and, in the same words, of another form that is a copy of it. */
static char *
later_pack(void)
{
	char *forms = mem_printf("%s/forms", dir),
	     *command = mem_printf(
		     "mkdir '%s' && cp '%s'/forms/*.yaml '%s'/forms/*.csv '%s' && cd '%s' && "
		     "sed -i 's/^version: .*/version: 99/' pack.yaml && "
		     "printf '  - {name: gas_bottled, type: boolean, required: true, label: {zh: 瓶装燃气, en: Gas in bottles}}\\n' "
		     ">>registration.yaml",
		     forms, getenv("LOUCE_DATADIR"), getenv("LOUCE_DATADIR"), forms, forms);

	assert_int_equal(system(command), 0);
	free(command);
	return forms;
}

/* How many houses are offered to the unlocked person for the added question. */
static size_t
offered(void)
{
	struct work *work = NULL;
	struct err err = { 0 };
	size_t count;

	must(work_open(app, &work, &err), &err);
	count = work->count[WORK_ADDED];
	for (size_t i = 0; i < work->row_count; i++)
		assert_true(work->rows[i].kind != WORK_ADDED || strcmp(work->rows[i].field->name, "gas_bottled") == 0);
	work_free(work);
	return count;
}

static size_t
houses_with_added(void)
{
	struct app_status status;
	struct err err = { 0 };
	size_t count;

	must(app_status(app, VILLAGE, false, &status, &err), &err);
	count = (size_t)status.added;
	app_status_release(&status);
	return count;
}

/* Who registered is asked, for if the one who checked the photos answers, a team of two has nobody left to sign; who is gone is asked nothing. Who publishes is told
 * before of how many houses it is asked. */
static void
added_question__is_asked__of_who_filled_the_form__and_of_another_when_he_is_gone(void **state)
{
	struct app_revoke gone = { .receipt = -1, .reason = "retired" };
	char *forms = later_pack(), *asks = NULL;
	struct err err = { 0 };
	bool in_force = false;
	struct id step;
	int more;

	(void)state;
	unlock("county_officer", 0);
	must(app_forms_asks(app, forms, &asks, &err), &err);
	assert_non_null(strstr(asks, "\"Registration\": Gas in bottles ("));
	free(asks);
	must(app_forms_publish(app, forms, &step, &in_force, &err), &err);
	assert_false(in_force);
	unlock("county_officer", 1);
	must(app_endorse(app, &step, &err), &err);
	must(app_forms_asks(app, forms, &asks, &err), &err);
	assert_null(asks);
	unlock("inspector", 0);
	assert_int_equal(offered(), 0); /* checked the photos */
	unlock("inspector", 1);
	assert_int_equal(offered(), houses_with_added());
	assert_true(offered() > 0);
	gone.credential = app_credential(app)->id;
	unlock("county_officer", 0);
	must(app_revoke(app, &gone, &step, &more, &err), &err);
	unlock("inspector", 0);
	assert_int_equal(offered(), houses_with_added());
	free(forms);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts__are__the_same_in_list_and_status__of_the_county),
		cmocka_unit_test(counts__are__the_same_on_the_first_page),
		cmocka_unit_test(words__are__different_for_each_kind),
		cmocka_unit_test(added_question__is_asked__of_who_filled_the_form__and_of_another_when_he_is_gone),
	};

	return cmocka_run_group_tests(tests, open_county, drop_county);
}
