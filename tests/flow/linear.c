#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>

#include "base/mem.h"
#include "scene.h"

/* A house with many steps and with twice as many: the work at most doubles, on a small stack, whatever the order. The linker counts the look-ups and
 * comparisons of ids, of which all work here is made. make floods asks for a hundred and for two hundred thousand. */

#define STACK_BYTES (256 * 1024)

static struct pack *pack;
static size_t work, many = 20000;

size_t __real_idmap_get(const struct idmap *map, const struct id *id);
bool __real_id_equal(const struct id *a, const struct id *b);
int __real_id_cmp(const struct id *a, const struct id *b);
size_t __wrap_idmap_get(const struct idmap *map, const struct id *id);
bool __wrap_id_equal(const struct id *a, const struct id *b);
int __wrap_id_cmp(const struct id *a, const struct id *b);

size_t
__wrap_idmap_get(const struct idmap *map, const struct id *id)
{
	size_t before = work, found = __real_idmap_get(map, id);

	work = before + 1; /* how many slots one id is looked for in is drawn anew each run, and one id is looked up for every step here */
	return found;
}

bool
__wrap_id_equal(const struct id *a, const struct id *b)
{
	work++;
	return __real_id_equal(a, b);
}

int
__wrap_id_cmp(const struct id *a, const struct id *b)
{
	work++;
	return __real_id_cmp(a, b);
}

static struct id
spread(size_t number)
{
	struct id id = { { 0 } };
	uint64_t mixed = (number + 1) * UINT64_C(0x9e3779b97f4a7c15);

	memcpy(id.b, &mixed, sizeof(mixed));
	memcpy(&id.b[8], &number, sizeof(number));
	return id;
}

enum shape {
	CORRECTIONS, /* each of the listing before */
	VERSIONS,    /* all of the first listing: as many heads */
	VISITS,	     /* a slot each, which a chain signs */
	CONFLICTS,   /* slots of which each has two versions side by side, owed by a day */
	SIGNED,	     /* one listing, and as many sign-offs */
	SHAPES
};

struct crowd {
	enum shape shape;
	bool backwards;
	size_t count;
	struct step *steps;
	struct flow_step *flow;
	struct flow_signoff *signs;
	struct flow_slots slots;
	struct flow_state state;
};

static void
make_signoff(struct step *step)
{
	struct value items = value_list(), item = value_object();
	struct id root = spread(0);

	strcpy(step->kind, "signoff");
	step->has_building = false;
	step_data_set_id(&item, "building", &root);
	scene_append_id(&item, "covers", &root);
	value_append_take(&items, item);
	value_set_text(&step->data, "chain", "survey");
	value_set_text(&step->data, "level", "team");
	value_set_text(&step->data, "decision", "approve");
	value_set_take(&step->data, "items", items);
}

static void
make_step(const struct crowd *crowd, size_t number, struct step *step)
{
	struct id before = spread(crowd->shape == CORRECTIONS ? number - 1 : 0);

	*step = (struct step){
		.data = value_object(), .has_building = number > 0, .building = spread(0), .has_author = true, .area = SCENE_VILLAGE
	};
	strcpy(step->kind, number && (crowd->shape == VISITS || crowd->shape == CONFLICTS) ? "look_in" : "listing");
	before = number && crowd->shape == CONFLICTS ? spread(1 + (number - 1) / 3 * 3) : before;
	step->has_root = number && crowd->shape == CONFLICTS && (number - 1) % 3 > 0;
	step->root = before;
	if (number && crowd->shape == SIGNED)
		make_signoff(step);
	else if (number && crowd->shape != VISITS && (crowd->shape != CONFLICTS || step->has_root))
		step_add_parent(step, &before);
}

static bool
same_day(void *ctx, const struct expr *due, const struct chain *chain, const struct id *root, char out[FLOW_DAY_SIZE])
{
	(void)ctx;
	(void)due;
	(void)chain;
	(void)root;
	memcpy(out, "2022-09-25", FLOW_DAY_SIZE);
	return true;
}

static void *
evaluate(void *ctx)
{
	struct crowd *crowd = ctx;
	struct flow_input input = {
		.pack = pack, .root = spread(0), .steps = crowd->flow, .step_count = crowd->count, .division = SCENE_VILLAGE
	};
	bool *forms = mem_array(pack->form_count, sizeof(*forms));
	struct flow_called called = { pack, forms };
	struct flow_facts facts = { .called = &called, .called_count = 1, .day = same_day };

	flow_slots_eval(&input, &crowd->slots);
	flow_state_eval(&input, &crowd->slots, &facts, &crowd->state);
	free(forms);
	return NULL;
}

/* How much work a crowd is, looked up and compared; *out is for crowd_release. */
static size_t
measure(enum shape shape, bool backwards, size_t count, struct crowd *out)
{
	static struct credential author = { .role = (char *)(uintptr_t) "inspector", .person = "00000000000000000000000000000001" };
	pthread_attr_t attr;
	pthread_t thread;

	*out = (struct crowd){ .shape = shape, .backwards = backwards, .count = count };
	out->steps = mem_array(count, sizeof(*out->steps));
	out->flow = mem_array(count, sizeof(*out->flow));
	out->signs = mem_array(count, sizeof(*out->signs));
	for (size_t i = 0; i < count; i++) {
		size_t at = backwards ? count - 1 - i : i;

		make_step(out, i, &out->steps[at]);
		out->flow[at] = (struct flow_step){
			.id = spread(i), .step = &out->steps[at], .trust = TRUST_COUNTS, .author = &author, .pack = pack
		};
		if (step_kind_of(out->steps[at].kind) != STEP_SIGNOFF)
			continue;
		flow_signoff_read(&out->steps[at], &out->signs[at]);
		out->flow[at].sign = &out->signs[at];
	}
	work = 0;
	assert_int_equal(pthread_attr_init(&attr), 0);
	assert_int_equal(pthread_attr_setstacksize(&attr, STACK_BYTES), 0);
	assert_int_equal(pthread_create(&thread, &attr, evaluate, out), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	pthread_attr_destroy(&attr);
	return work;
}

static void
crowd_release(struct crowd *crowd)
{
	flow_state_release(&crowd->state);
	flow_slots_release(&crowd->slots);
	for (size_t i = 0; i < crowd->count; i++) {
		flow_signoff_release(&crowd->signs[i]);
		step_release(&crowd->steps[i]);
	}
	free(crowd->steps);
	free(crowd->flow);
	free(crowd->signs);
}

static void
house__costs__no_more_than_its_steps(void **state)
{
	static const char *const names[SHAPES] = { "corrections", "versions", "visits", "conflicts", "sign-offs" };

	(void)state;
	for (int shape = 0; shape < SHAPES; shape++)
		for (int backwards = 0; backwards < 2; backwards++) {
			struct crowd crowd;
			size_t once = measure((enum shape)shape, backwards, many, &crowd), twice;
			struct id first;

			crowd_release(&crowd);
			twice = measure((enum shape)shape, backwards, 2 * many, &crowd);
			print_message("# %s, %s: %zu, then %zu, that is %.3f\n", names[shape], backwards ? "newest first" : "oldest first",
				      once, twice, (double)twice / (double)once);
			assert_true((double)twice <= 2.2 * (double)once);
			first = crowd.state.hash;
			crowd_release(&crowd);
			measure((enum shape)shape, !backwards, 2 * many, &crowd);
			assert_memory_equal(&first, &crowd.state.hash, sizeof(first));
			crowd_release(&crowd);
		}
}

static void
corrections__leave__one_head(void **state)
{
	struct crowd crowd;

	(void)state;
	measure(CORRECTIONS, true, 2 * many, &crowd);
	assert_int_equal(flow_slot(&crowd.slots, "listing")->head_count, 1);
	assert_true(id_equal(&crowd.flow[flow_slot(&crowd.slots, "listing")->heads[0]].id, &(struct id[1]){ spread(2 * many - 1) }[0]));
	crowd_release(&crowd);
}

int
main(int argc, char **argv)
{
	static const char *const forms[] = { "look_in",
					     "form: look_in\nlabel: {zh: 走访}\nby: [inspector]\nrepeat: true\nfields:\n"
					     "  - {name: visit_words, type: text, label: {zh: 情况}}\n",
					     NULL };
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(house__costs__no_more_than_its_steps),
		cmocka_unit_test(corrections__leave__one_head),
	};
	int failed;

	many = argc > 1 ? (size_t)atoi(argv[1]) : many;
	pack = scene_pack(
		"\n  - {chain: visits, label: {zh: 走访}, each: look_in, levels: [{level: seen, label: {zh: 阅}, by: [village_secretary], "
		"due: \"'2022-09-25'\"}]}",
		forms);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	pack_free(pack);
	return failed;
}
