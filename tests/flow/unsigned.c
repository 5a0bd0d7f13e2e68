#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "scene.h"

/* What stands without the signatures of its chain, and what stood there since these were given. */

#define NONE SIZE_MAX

static const char *const forms[] = {
	"report",
	"form: report\nlabel: {zh: 一}\nby: [inspector]\nrepeat: true\nfields:\n  - {name: report_words, type: "
	"text, label: {zh: 一}}\n",
	NULL
};
static const char chains[] = "\n  - chain: readings\n    label: {zh: 一}\n    each: report\n    levels:\n"
			     "      - {level: reader, label: {zh: 一}, by: [township_clerk]}\n";

static struct pack *pack;

static int
load(void **state)
{
	(void)state;
	pack = scene_pack(chains, forms);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	pack_free(pack);
	return 0;
}

/* The versions of the slots of one form, as "3 1" (numbers of steps), "-" for one that might not be there, and "; " between slots. */
struct seen {
	const char *form;
	char text[128];
};

static void
note(const struct flow_slot *slot, const struct flow_versions *versions, void *ctx)
{
	struct seen *seen = ctx;
	size_t len = strlen(seen->text);

	if (strcmp(slot->form->name, seen->form) != 0)
		return;
	if (len)
		len += (size_t)sprintf(seen->text + len, "; ");
	for (size_t i = 0; i < versions->count; i++)
		len += (size_t)sprintf(seen->text + len, "%s%zu", i ? " " : "", versions->steps[i]);
	if (versions->absent)
		sprintf(seen->text + len, " -");
}

static void
assert_versions(struct scene *scene, const char *form, const char *wanted)
{
	struct seen seen = { .form = form };

	scene_evaluate(scene);
	flow_each_unsigned(&scene->input, &scene->slots, &scene->state, note, &seen);
	assert_string_equal(seen.text, wanted);
}

static size_t
sign_all(struct scene *scene)
{
	size_t team = scene_approve(scene, 2, "inspector", "team", NONE);
	size_t village = scene_approve(scene, 3, "village_secretary", "village", team);
	size_t liaison = scene_approve(scene, 4, "liaison_leader", "liaison", village);

	return scene_approve(scene, 5, "township_head", "township", liaison);
}

static void
version__waits__until_every_level_signed_it(void **state)
{
	struct scene scene;
	size_t next;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	assert_versions(&scene, "classification", "3");
	next = scene_add(&scene, "classification", 1, "inspector", 3);
	assert_versions(&scene, "classification", "4 3");
	(void)scene_add(&scene, "classification", 1, "inspector", next);
	assert_versions(&scene, "classification", "5 4 3");
	(void)sign_all(&scene);
	assert_versions(&scene, "classification", "");
	scene_release(&scene);
}

static void
version__stays_known_as_signed__when_another_form_is_filled_again(void **state)
{
	struct scene scene;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	(void)scene_add(&scene, "classification", 1, "inspector", 3);
	(void)sign_all(&scene);
	(void)scene_add(&scene, "registration", 1, "inspector", 1);
	assert_versions(&scene, "classification", "4"); /* step 3 is over */
	assert_versions(&scene, "registration", "9 1");
	scene_release(&scene);
}

static void
version__waits_again__when_given_back_or_a_signature_is_taken_back(void **state)
{
	struct scene scene;
	size_t top, withdrawal;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	(void)scene_add(&scene, "classification", 1, "inspector", 3);
	top = sign_all(&scene);
	(void)scene_return_of(&scene, "survey", 5, "township_head", "township", NONE);
	assert_versions(&scene, "classification", "4 3");
	scene_release(&scene);

	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	(void)scene_add(&scene, "classification", 1, "inspector", 3);
	top = sign_all(&scene);
	withdrawal = scene_add(&scene, "withdrawal", 5, "township_head", NONE);
	scene.steps[withdrawal].has_building = false;
	step_data_set_id(&scene.steps[withdrawal].data, "of", &scene.flow[top].id);
	assert_versions(&scene, "classification", "4 3");
	scene_release(&scene);
}

static void
version__is_not_signed__by_the_highest_level_alone(void **state)
{
	struct scene scene;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	(void)scene_add(&scene, "classification", 1, "inspector", 3);
	(void)scene_approve(&scene, 5, "township_head", "township", NONE);
	assert_versions(&scene, "classification", "4 3");
	(void)scene_add(&scene, "registration", 1, "inspector", 1); /* its approval is stale now */
	assert_versions(&scene, "classification", "4 3");
	scene_release(&scene);
}

static void
versions_side_by_side__wait__both(void **state)
{
	struct scene scene;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	(void)sign_all(&scene);
	(void)scene_add(&scene, "classification", 1, "inspector", 3);
	(void)scene_add(&scene, "classification", 1, "inspector", 3);
	assert_versions(&scene, "classification", "9 8 3");
	scene_release(&scene);
}

static void
slot__might_not_be_there__until_it_is_signed(void **state)
{
	struct scene scene;
	size_t report;

	(void)state;
	scene_start(&scene, pack, NULL);
	scene_filled(&scene);
	report = scene_add(&scene, "report", 1, "inspector", NONE);
	assert_versions(&scene, "report", "4 -");
	(void)scene_approve_of(&scene, "readings", 7, "township_clerk", "reader", NONE, report);
	assert_versions(&scene, "report", "");
	(void)scene_add_to(&scene, report, 1, "inspector", report);
	assert_versions(&scene, "report", "6 4");
	scene_release(&scene);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(version__waits__until_every_level_signed_it),
		cmocka_unit_test(version__stays_known_as_signed__when_another_form_is_filled_again),
		cmocka_unit_test(version__waits_again__when_given_back_or_a_signature_is_taken_back),
		cmocka_unit_test(version__is_not_signed__by_the_highest_level_alone),
		cmocka_unit_test(versions_side_by_side__wait__both),
		cmocka_unit_test(slot__might_not_be_there__until_it_is_signed),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
