#include "states.h"

#include <stdarg.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/division.h"
#include "base/mem.h"
#include "flow/flow.h"
#include "step/json.h"
#include "trust/genesis.h"
#include "trust/holders.h"
#include "trust/packs.h"
#include "trust/same.h"
#include "trust/verdict.h"

#define FORMS_MAX 64

/* ---- packs */

static struct read_pack {
	char *files;
	struct pack *pack;
	bool taken; /* in this history, where another step with the same files is another pack */
} * read_packs;
static size_t read_count, read_cap;

const struct pack *
states_pack(const char *files)
{
	struct value parsed = { 0 };
	struct pack *pack = NULL;
	struct buf problems = { 0 };
	struct err err = { 0 };

	for (size_t i = 0; i < read_count; i++)
		if (!read_packs[i].taken && strcmp(read_packs[i].files, files) == 0) {
			read_packs[i].taken = true;
			return read_packs[i].pack;
		}
	if (json_parse(files, strlen(files), 8, &parsed, &err) || pack_parse(&parsed, &pack, &problems, &err))
		fail_msg("%s %s", err.text, buf_text(&problems));
	buf_release(&problems);
	value_release(&parsed);
	assert_true(pack->form_count < FORMS_MAX);
	MEM_GROW(read_packs, read_count, read_cap);
	read_packs[read_count++] = (struct read_pack){ mem_strdup(files), pack, true };
	return pack;
}

void
states_next(void)
{
	for (size_t i = 0; i < read_count; i++)
		read_packs[i].taken = false;
}

void
states_end(void)
{
	for (size_t i = 0; i < read_count; i++) {
		free(read_packs[i].files);
		pack_free(read_packs[i].pack);
	}
	free(read_packs);
	read_packs = NULL;
	read_count = read_cap = 0;
}

static const struct pack *
pack_of(const struct state_steps *set, const struct id *id)
{
	for (size_t i = 0; id && i < set->pack_count; i++)
		if (id_equal(&set->packs[i].id, id))
			return set->packs[i].pack;
	return NULL;
}

/* ---- a house */

struct house {
	struct id root, hash;
	char division[DIVISION_CODE_LEN + 1]; /* "": its listing does not say one */
	bool stands;
};

static bool
names_house(const struct state_steps *set, size_t at, const struct id *root)
{
	const struct step *step = &set->steps[at];
	const struct value *items = value_get_list(&step->data, "items");
	struct id id;

	switch (step_kind_of(step->kind)) {
	case STEP_FORM:
		return step->has_building ? id_equal(&step->building, root) : id_equal(&set->ids[at], root);
	case STEP_SIGNOFF:
		for (size_t i = 0; items && i < items->list.count; i++)
			if (step_data_id(&items->list.items[i], "building", &id) && id_equal(&id, root))
				return true;
		return false;
	case STEP_WITHDRAWAL:
		for (size_t i = 0; step_data_id(&step->data, "of", &id) && i < set->count; i++)
			if (set->stored[i] && id_equal(&set->ids[i], &id))
				return step_kind_of(set->steps[i].kind) == STEP_SIGNOFF && names_house(set, i, root);
		return false;
	default:
		return false;
	}
}

struct evaluation {
	const struct state_steps *set;
	const struct trust *trust;
	const struct pack *in_force;
	struct flow_step *flow;
	struct flow_signoff *signoffs;
};

static void
gather(const struct evaluation *of, struct house *house, struct flow_input *input)
{
	for (size_t i = 0; i < of->set->count; i++) {
		const struct step *step = &of->set->steps[i];
		struct flow_signoff *sign = &of->signoffs[input->step_count];

		if (!of->set->stored[i] || !names_house(of->set, i, &house->root))
			continue;
		flow_signoff_read(step, sign);
		of->flow[input->step_count++] = (struct flow_step){
			.id = of->set->ids[i],
			.step = step,
			.trust = trust_judge(of->trust, &of->set->ids[i], step, input->division),
			.author = trust_credential(of->trust, &step->author),
			.sign = step_kind_of(step->kind) == STEP_SIGNOFF ? sign : NULL,
			.pack = step->has_pack ? pack_of(of->set, &step->pack) : NULL,
		};
	}
}

static bool
root_counts(const struct flow_input *input, const struct flow_slots *slots)
{
	for (size_t i = 0; i < input->step_count; i++)
		if (id_equal(&input->steps[i].id, &input->root))
			return slots->step_reasons[i] == FLOW_COUNTS || slots->step_reasons[i] == FLOW_SUPERSEDED;
	return false;
}

static void
evaluate(const struct evaluation *of, struct house *house)
{
	static bool all[FORMS_MAX];
	struct flow_called *called = mem_array(1 + of->set->pack_count, sizeof(*called));
	struct flow_facts facts = { .called = called, .called_count = 1 };
	struct flow_input input = { .pack = of->in_force, .root = house->root, .steps = of->flow };
	struct flow_slots slots;
	struct flow_state state;
	struct id *aside = NULL;

	memset(all, true, sizeof(all));
	input.division = *house->division ? house->division : NULL;
	called[0] = (struct flow_called){ of->in_force, all };
	for (size_t i = 0; i < of->set->pack_count; i++)
		if (of->set->packs[i].pack != of->in_force)
			called[facts.called_count++] = (struct flow_called){ of->set->packs[i].pack, all };
	gather(of, house, &input);
	aside = input.division ? trust_asides(of->trust, &house->root, house->division, &input.aside_count) : NULL;
	input.aside = aside;
	flow_slots_eval(&input, &slots);
	house->stands = root_counts(&input, &slots);
	flow_state_eval(&input, &slots, &facts, &state);
	house->hash = state.hash;
	flow_state_release(&state);
	flow_slots_release(&slots);
	for (size_t i = 0; i < input.step_count; i++)
		flow_signoff_release(&of->signoffs[i]);
	free(called);
	free(aside);
}

/* ---- all of them */

static int
house_cmp(const void *a, const void *b)
{
	return id_cmp(&((const struct house *)a)->root, &((const struct house *)b)->root);
}

/* What can be the root of a house, with the division that it says by its own pack; ascending. */
static struct house *
find_houses(const struct state_steps *set, size_t *count)
{
	struct house *houses = NULL;
	size_t cap = 0;

	*count = 0;
	for (size_t i = 0; i < set->count; i++) {
		const struct step *step = &set->steps[i];
		const struct pack *pack = step->has_pack ? pack_of(set, &step->pack) : NULL;
		struct house house = { .root = set->ids[i] };
		const char *division;

		if (!set->stored[i] || step->has_building || !pack || step_kind_of(step->kind) != STEP_FORM)
			continue;
		division = value_get_text(&step->data, pack->root_division->name);
		if (division && division_is_code(division))
			division_code(division, house.division);
		MEM_GROW(houses, *count, cap);
		houses[(*count)++] = house;
	}
	if (*count)
		qsort(houses, *count, sizeof(*houses), house_cmp);
	return houses;
}

static char *
area_line(const struct trust *trust, const char *area, const struct house *houses, size_t count)
{
	struct id *roots = mem_array(count + 1, sizeof(*roots)), *hashes = mem_array(count + 1, sizeof(*hashes)), *chain = NULL, hash;
	struct flow_area cut = { .pack = trust_pack(trust), .roots = roots, .hashes = hashes };
	char hex[ID_HEX_LEN + 1];
	size_t cap = 0;

	for (size_t i = 0; trust_genesis_at(trust, i); i++) {
		MEM_GROW(chain, cut.genesis_count, cap);
		chain[cut.genesis_count++] = *trust_genesis_at(trust, i);
	}
	cut.geneses = chain;
	for (size_t i = 0; i < count; i++)
		if (houses[i].stands && strncmp(houses[i].division, area, strlen(area)) == 0) {
			roots[cut.count] = houses[i].root;
			hashes[cut.count++] = houses[i].hash;
		}
	flow_area_hash(&cut, &hash);
	free(roots);
	free(hashes);
	free(chain);
	return mem_printf("area %s %s", *area ? area : "-", id_hex(&hash, hex));
}

void
states_say(const struct state_steps *set, const struct trust *trust, void (*visit)(char *line, void *ctx), void *ctx)
{
	static const char *const areas[] = { "", "451224100", "451224101", "451224100201", "451224100202", "451224101201" };
	struct evaluation of = { set, trust, pack_of(set, trust_pack(trust)), NULL, NULL };
	char hex[ID_HEX_LEN + 1], other[ID_HEX_LEN + 1];
	size_t count;
	struct house *houses = find_houses(set, &count);

	of.flow = mem_array(set->count, sizeof(*of.flow));
	of.signoffs = mem_array(set->count + 1, sizeof(*of.signoffs));
	for (size_t i = 0; i < count; i++) {
		if (of.in_force) /* no form counts without a pack that does */
			evaluate(&of, &houses[i]);
		if (houses[i].stands)
			visit(mem_printf("house %s %s", id_hex(&houses[i].root, hex), id_hex(&houses[i].hash, other)), ctx);
	}
	for (size_t i = 0; i < ARRAY_LEN(areas); i++)
		visit(area_line(trust, areas[i], houses, count), ctx);
	free(of.flow);
	free(of.signoffs);
	free(houses);
}
