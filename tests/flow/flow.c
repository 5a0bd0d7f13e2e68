#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "flow/flow.h"

/* One building, by the campaign's pack: heads, conflicts, signatures and what takes their effect. */

#define STEPS 24

struct scene {
	struct step steps[STEPS];
	struct flow_step flow[STEPS];
	struct flow_signoff signoffs[STEPS];
	struct credential people[STEPS];
	size_t count;
	struct flow_input input;
	struct flow_slots slots;
	struct flow_state state;
	bool *relevant; /* of each form of the pack */
	struct flow_facts facts;
};

static struct pack *pack;

static int
load(void **state)
{
	const char *source = getenv("LOUCE_SRC");
	char *dir = mem_printf("%s/forms", source ? source : ".");
	struct err err = { 0 };

	(void)state;
	if (pack_load(dir, &pack, NULL, &err))
		fail_msg("%s", err.text);
	free(dir);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	pack_free(pack);
	return 0;
}

static struct id
numbered(size_t number)
{
	struct id id = { { 0 } };

	id.b[0] = (uint8_t)(number * 91 + 5);
	id.b[1] = (uint8_t)number;
	return id;
}

/* A step of `kind` by person number `who` in `role`, replacing step `parent` (SIZE_MAX: none). Its index. */
static size_t
add(struct scene *scene, const char *kind, int who, const char *role, size_t parent)
{
	size_t at = scene->count++;
	struct step *step = &scene->steps[at];
	struct credential *author = &scene->people[at];

	*step = (struct step){ .data = value_object(), .has_building = at > 0, .building = numbered(0), .has_author = true };
	strcpy(step->kind, kind);
	if (parent != SIZE_MAX)
		step_add_parent(step, &scene->flow[parent].id);
	*author = (struct credential){ .role = mem_strdup(role), .areas = mem_array(1, sizeof(char *)), .area_count = 1 };
	author->areas[0] = mem_strdup("451224204201");
	memset(author->person, '0', 32);
	author->person[31] = (char)('0' + who);
	scene->flow[at] = (struct flow_step){ .id = numbered(at), .step = step, .trust = TRUST_COUNTS, .author = author, .pack = pack };
	return at;
}

static void
evaluate(struct scene *scene)
{
	flow_state_release(&scene->state);
	flow_slots_release(&scene->slots);
	for (size_t i = 0; i < scene->count; i++) {
		flow_signoff_release(&scene->signoffs[i]);
		flow_signoff_read(scene->flow[i].step, &scene->signoffs[i]);
		scene->flow[i].sign = step_kind_of(scene->flow[i].step->kind) == STEP_SIGNOFF ? &scene->signoffs[i] : NULL;
	}
	scene->input = (struct flow_input){
		.pack = pack, .root = numbered(0), .steps = scene->flow, .step_count = scene->count, .division = "451224204201"
	};
	if (!scene->relevant)
		scene->relevant = mem_array(pack->form_count, sizeof(*scene->relevant));
	for (size_t i = 0; i < pack->form_count; i++)
		scene->relevant[i] = true;
	scene->facts.form_relevant = scene->relevant;
	scene->facts.shown = "3";
	flow_slots_eval(&scene->input, &scene->slots);
	flow_state_eval(&scene->input, &scene->slots, &scene->facts, &scene->state);
}

static void
release(struct scene *scene)
{
	free(scene->relevant);
	flow_state_release(&scene->state);
	flow_slots_release(&scene->slots);
	for (size_t i = 0; i < scene->count; i++) {
		flow_signoff_release(&scene->signoffs[i]);
		step_release(&scene->steps[i]);
		credential_release(&scene->people[i]);
	}
}

/* A sign-off over what stands now. */
static size_t
sign(struct scene *scene, int who, const char *role, const char *level, const char *decision, size_t prior)
{
	struct value items = value_list(), item = value_object(), covers = value_list(), summary = value_object(), by = value_object();
	char hex[ID_HEX_LEN + 1];
	struct id *ids, root = numbered(0);
	size_t count, at;

	evaluate(scene);
	ids = flow_covers(&scene->input, &scene->slots, &count);
	at = add(scene, "signoff", who, role, SIZE_MAX);
	step_data_set_id(&item, "building", &root);
	for (size_t i = 0; i < count; i++)
		value_append_take(&covers, value_text(id_hex(&ids[i], hex)));
	value_set_take(&item, "covers", covers);
	if (prior != SIZE_MAX)
		step_data_set_id(&item, "prior", &scene->flow[prior].id);
	value_set_text(&item, "shown", "3");
	value_append_take(&items, item);
	value_set_integer(&summary, "n", 1);
	value_set_integer(&by, "3", 1);
	value_set_take(&summary, "by", by);
	value_set_text(&scene->steps[at].data, "level", level);
	value_set_text(&scene->steps[at].data, "decision", decision);
	value_set_take(&scene->steps[at].data, "items", items);
	value_set_take(&scene->steps[at].data, "summary", summary);
	free(ids);
	evaluate(scene);
	return at;
}

/* Listed, registered and classified by person 1, checked by person 2. */
static void
filled(struct scene *scene)
{
	memset(scene, 0, sizeof(*scene));
	add(scene, "listing", 1, "inspector", SIZE_MAX);
	add(scene, "registration", 1, "inspector", SIZE_MAX);
	add(scene, "photo_check", 2, "inspector", SIZE_MAX);
	add(scene, "classification", 1, "inspector", SIZE_MAX);
	evaluate(scene);
}

static enum flow_reason
reason(const struct scene *scene, size_t step)
{
	return scene->slots.step_reasons[step];
}

static void
slots__hold__the_heads(void **state)
{
	struct scene scene;
	size_t newer, other;

	(void)state;
	filled(&scene);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(reason(&scene, i), FLOW_COUNTS);
	assert_int_equal(scene.state.todos[0].task, TASK_SIGN);
	newer = add(&scene, "registration", 1, "inspector", 1);
	evaluate(&scene);
	assert_int_equal(reason(&scene, 1), FLOW_SUPERSEDED);
	assert_int_equal(flow_slot(&scene.slots, "registration")->heads[0], newer);
	other = add(&scene, "registration", 2, "inspector", 1);
	evaluate(&scene);
	assert_int_equal(flow_slot(&scene.slots, "registration")->head_count, 2);
	assert_int_equal(scene.state.todos[0].task, TASK_CONFLICT);
	step_add_parent(&scene.steps[add(&scene, "registration", 1, "inspector", newer)], &scene.flow[other].id);
	evaluate(&scene);
	assert_int_equal(flow_slot(&scene.slots, "registration")->head_count, 1);
	release(&scene);
}

static void
step__does_not_count__and_says_why(void **state)
{
	struct scene scene;
	size_t role, values, form, own, wrong;

	(void)state;
	filled(&scene);
	role = add(&scene, "registration", 3, "village_secretary", 1);
	values = add(&scene, "registration", 1, "inspector", 1);
	scene.flow[values].value_problem = true;
	form = add(&scene, "nothing", 1, "inspector", SIZE_MAX);
	own = add(&scene, "photo_check", 1, "inspector", 2);
	wrong = add(&scene, "classification", 1, "inspector", 1);
	evaluate(&scene);
	assert_int_equal(reason(&scene, role), FLOW_WRONG_ROLE);
	assert_int_equal(reason(&scene, values), FLOW_VALUES);
	assert_int_equal(reason(&scene, form), FLOW_UNKNOWN_FORM);
	assert_int_equal(reason(&scene, own), FLOW_SAME_PERSON);
	assert_int_equal(reason(&scene, wrong), FLOW_WRONG_PARENT);
	assert_int_equal(reason(&scene, 1), FLOW_COUNTS); /* what they meant to replace still stands */
	scene.flow[0].trust = TRUST_WRONG_AREA;
	evaluate(&scene);
	assert_int_equal(reason(&scene, 0), FLOW_TRUST);
	assert_int_equal(reason(&scene, 1), FLOW_NO_ROOT);
	release(&scene);
}

static void
chain__takes_effect__level_by_level(void **state)
{
	struct scene scene;
	size_t team, village, skipped, twice;

	(void)state;
	filled(&scene);
	skipped = sign(&scene, 4, "village_secretary", "village", "approve", SIZE_MAX);
	assert_int_equal(reason(&scene, skipped), FLOW_NO_PRIOR);
	team = sign(&scene, 2, "inspector", "team", "approve", SIZE_MAX);
	assert_int_equal(reason(&scene, team), FLOW_COUNTS);
	village = sign(&scene, 4, "village_secretary", "village", "approve", team);
	assert_int_equal(reason(&scene, village), FLOW_COUNTS);
	assert_int_equal(scene.state.levels_signed, 2);
	twice = sign(&scene, 4, "liaison_leader", "liaison", "approve", village);
	assert_int_equal(reason(&scene, twice), FLOW_LOWER_LEVEL);
	assert_int_equal(reason(&scene, sign(&scene, 5, "inspector", "liaison", "approve", village)), FLOW_WRONG_ROLE);
	assert_int_equal(reason(&scene, sign(&scene, 5, "liaison_leader", "moon", "approve", village)), FLOW_LEVEL_UNKNOWN);
	assert_int_equal(reason(&scene, sign(&scene, 1, "inspector", "team", "approve", SIZE_MAX)), FLOW_SAME_PERSON);
	release(&scene);
}

static void
signature__goes_stale__when_a_head_changes(void **state)
{
	struct scene scene;
	struct id before;
	size_t team;

	(void)state;
	filled(&scene);
	team = sign(&scene, 2, "inspector", "team", "approve", SIZE_MAX);
	before = scene.state.hash;
	add(&scene, "registration", 1, "inspector", 1);
	evaluate(&scene);
	assert_int_equal(reason(&scene, team), FLOW_STALE);
	assert_int_equal(scene.state.levels_signed, 0);
	assert_false(id_equal(&before, &scene.state.hash));
	release(&scene);
}

static void
return__beats__approvals_until_withdrawn(void **state)
{
	struct scene scene;
	size_t team, back, withdrawal;

	(void)state;
	filled(&scene);
	team = sign(&scene, 2, "inspector", "team", "approve", SIZE_MAX);
	back = sign(&scene, 4, "village_secretary", "village", "return", SIZE_MAX);
	assert_int_equal(reason(&scene, back), FLOW_COUNTS);
	assert_int_equal(reason(&scene, team), FLOW_RETURNED);
	assert_int_equal(scene.state.todos[0].task, TASK_RETURNED);
	withdrawal = add(&scene, "withdrawal", 5, "village_secretary", SIZE_MAX);
	step_data_set_id(&scene.steps[withdrawal].data, "of", &scene.flow[back].id);
	evaluate(&scene);
	assert_int_equal(reason(&scene, team), FLOW_RETURNED); /* another person cannot withdraw it */
	withdrawal = add(&scene, "withdrawal", 4, "village_secretary", SIZE_MAX);
	step_data_set_id(&scene.steps[withdrawal].data, "of", &scene.flow[back].id);
	evaluate(&scene);
	assert_int_equal(reason(&scene, back), FLOW_WITHDRAWN);
	assert_int_equal(reason(&scene, team), FLOW_COUNTS);
	release(&scene);
}

static void
signature__needs__what_was_shown_to_be_true(void **state)
{
	struct scene scene;
	size_t team;

	(void)state;
	filled(&scene);
	team = sign(&scene, 2, "inspector", "team", "approve", SIZE_MAX);
	value_set_integer(value_get_mut(&scene.steps[team].data, "summary"), "n", 2);
	evaluate(&scene);
	assert_int_equal(reason(&scene, team), FLOW_SHOWN);
	value_set_integer(value_get_mut(&scene.steps[team].data, "summary"), "n", 1);
	evaluate(&scene);
	assert_int_equal(reason(&scene, team), FLOW_COUNTS);
	scene.facts.shown = "1";
	flow_state_release(&scene.state);
	flow_state_eval(&scene.input, &scene.slots, &scene.facts, &scene.state);
	assert_int_equal(reason(&scene, team), FLOW_SHOWN);
	release(&scene);
}

static void
may_sign__says__why_not(void **state)
{
	struct credential signer = { .role = mem_strdup("inspector"), .areas = mem_array(1, sizeof(char *)), .area_count = 1 };
	struct scene scene;

	(void)state;
	signer.areas[0] = mem_strdup("451224204201");
	memset(signer.person, '0', 32);
	signer.person[31] = '9';
	filled(&scene);
#define MAY(level) flow_may_sign(&scene.input, &scene.slots, &scene.facts, &scene.state, &signer, (level))
	assert_int_equal(MAY(0), FLOW_COUNTS);
	assert_int_equal(MAY(1), FLOW_WRONG_ROLE);
	assert_int_equal(MAY(9), FLOW_LEVEL_UNKNOWN);
	scene.facts.error_findings = 1;
	assert_int_equal(MAY(0), FLOW_FINDINGS);
	scene.facts.error_findings = 0;
	strcpy(signer.areas[0], "451225");
	assert_int_equal(MAY(0), FLOW_AREA);
	strcpy(signer.areas[0], "451224");
	signer.person[31] = '1';
	assert_int_equal(MAY(0), FLOW_SAME_PERSON);
#undef MAY
	credential_release(&signer);
	release(&scene);
}

/* The same steps in another order: the same hash. */
static void
hash__does_not_depend__on_the_order(void **state)
{
	struct scene scene;
	struct id before;

	(void)state;
	filled(&scene);
	add(&scene, "registration", 1, "inspector", 1);
	sign(&scene, 2, "inspector", "team", "approve", SIZE_MAX);
	before = scene.state.hash;
	for (size_t i = 0; i + 1 < scene.count; i++) {
		struct flow_step held = scene.flow[i];

		scene.flow[i] = scene.flow[scene.count - 1];
		scene.flow[scene.count - 1] = held;
		evaluate(&scene);
		assert_memory_equal(&before, &scene.state.hash, sizeof(before));
	}
	release(&scene);
}

static void
reasons__have__a_sentence_each(void **state)
{
	(void)state;
	for (int i = 0; i < FLOW_REASON_COUNT; i++)
		assert_true(strlen(flow_reason_text((enum flow_reason)i)) > 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slots__hold__the_heads),
		cmocka_unit_test(step__does_not_count__and_says_why),
		cmocka_unit_test(chain__takes_effect__level_by_level),
		cmocka_unit_test(signature__goes_stale__when_a_head_changes),
		cmocka_unit_test(return__beats__approvals_until_withdrawn),
		cmocka_unit_test(signature__needs__what_was_shown_to_be_true),
		cmocka_unit_test(may_sign__says__why_not),
		cmocka_unit_test(hash__does_not_depend__on_the_order),
		cmocka_unit_test(reasons__have__a_sentence_each),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
