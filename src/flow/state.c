#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "flow/flow.h"

/* Sign-offs, what is next, and the state hash. */

struct state_judging {
	const struct flow_input *input;
	const struct flow_slots *slots;
	const struct flow_facts *facts;
	struct id *covers;
	size_t cover_count;
	bool conflict, incomplete;
	struct flow_state *out;
};

static void
judging_init(struct state_judging *judging, const struct flow_input *input, const struct flow_slots *slots, const struct flow_facts *facts,
	     struct flow_state *out)
{
	*judging = (struct state_judging){ .input = input, .slots = slots, .facts = facts, .out = out };
	judging->covers = flow_covers(input, slots, &judging->cover_count);
	for (size_t i = 0; i < input->pack->chains[0].covers.count; i++) {
		const struct form *form = pack_form(input->pack, input->pack->chains[0].covers.items[i]);
		const struct flow_slot *slot = flow_slot(slots, form->name);

		judging->conflict |= slot->head_count > 1;
		judging->incomplete |= slot->head_count == 0 && facts->form_relevant[form - input->pack->forms];
	}
}

static bool
covers_current(const struct state_judging *judging, const struct value *item)
{
	const struct value *covers = value_get_list(item, "covers");

	if (!covers || covers->list.count != judging->cover_count || judging->cover_count == 0)
		return false;
	for (size_t i = 0; i < judging->cover_count; i++) {
		char hex[ID_HEX_LEN + 1];

		if (covers->list.items[i].type != VALUE_TEXT || strcmp(covers->list.items[i].text, id_hex(&judging->covers[i], hex)) != 0)
			return false;
	}
	return true;
}

static bool
shown_fits(const struct state_judging *judging, const struct value *item)
{
	const char *shown = value_get_text(item, "shown"), *is = judging->facts->shown;

	return strcmp(shown ? shown : "", is ? is : "") == 0;
}

static bool
is_withdrawn(const struct flow_input *input, size_t sign)
{
	const struct flow_step *signed_step = &input->steps[sign];

	for (size_t i = 0; i < input->step_count; i++) {
		const struct flow_step *flow = &input->steps[i];
		struct id of;

		if (step_kind_of(flow->step->kind) == STEP_WITHDRAWAL && flow->trust == TRUST_COUNTS && flow->author &&
		    signed_step->author && strcmp(flow->author->person, signed_step->author->person) == 0 &&
		    step_data_id(&flow->step->data, "of", &of) && id_equal(&of, &signed_step->id))
			return true;
	}
	return false;
}

/* Judges one sign-off by itself, before other sign-offs are asked. */
static enum flow_reason
judge_sign_alone(const struct state_judging *judging, const struct flow_sign *sign, const struct value *item)
{
	const struct flow_step *flow = &judging->input->steps[sign->step];
	const struct level *level;

	if (flow->trust != TRUST_COUNTS || !flow->author)
		return FLOW_TRUST;
	if (sign->level == SIZE_MAX)
		return FLOW_LEVEL_UNKNOWN;
	level = &judging->input->pack->chains[0].levels[sign->level];
	if (!names_has(&level->by, flow->author->role))
		return FLOW_WRONG_ROLE;
	if (is_withdrawn(judging->input, sign->step))
		return FLOW_WITHDRAWN;
	if (judging->conflict)
		return FLOW_CONFLICT;
	if (!covers_current(judging, item))
		return FLOW_STALE;
	if (judging->incomplete)
		return FLOW_INCOMPLETE;
	if (!shown_fits(judging, item) || !flow->sign->summary_fits)
		return FLOW_SHOWN;
	if (sign->approve && flow_wrote(judging->input, judging->slots, &level->distinct_from, flow->author->person))
		return FLOW_SAME_PERSON;
	return FLOW_COUNTS;
}

static int
sign_cmp(const void *a, const void *b, void *ctx)
{
	const struct flow_input *input = ctx;
	const struct flow_sign *left = a, *right = b;

	return id_cmp(&input->steps[left->step].id, &input->steps[right->step].id);
}

static void
collect_signs(struct state_judging *judging)
{
	const struct flow_input *input = judging->input;
	struct flow_state *out = judging->out;
	size_t cap = 0;

	for (size_t i = 0; i < input->step_count; i++) {
		const struct step *step = input->steps[i].step;
		const char *level = value_get_text(&step->data, "level"), *decision = value_get_text(&step->data, "decision");
		struct flow_sign sign = { .step = i, .level = SIZE_MAX };

		if (step_kind_of(step->kind) != STEP_SIGNOFF || !flow_signoff_item(&input->steps[i], &input->root))
			continue;
		if (level && chain_level(&input->pack->chains[0], level))
			sign.level = level_index(chain_level(&input->pack->chains[0], level));
		sign.approve = decision && strcmp(decision, "approve") == 0;
		if (!sign.approve && !(decision && strcmp(decision, "return") == 0))
			sign.level = SIZE_MAX;
		MEM_GROW(out->signs, out->sign_count, cap);
		out->signs[out->sign_count++] = sign;
	}
	if (out->sign_count)
		qsort_r(out->signs, out->sign_count, sizeof(*out->signs), sign_cmp, (void *)(uintptr_t)input);
	for (size_t i = 0; i < out->sign_count; i++)
		out->signs[i].reason = judge_sign_alone(judging, &out->signs[i],
							flow_signoff_item(&input->steps[out->signs[i].step], &input->root));
}

static const struct flow_sign *
effective_sign(const struct state_judging *judging, const struct id *id, size_t level)
{
	for (size_t i = 0; i < judging->out->sign_count; i++) {
		const struct flow_sign *sign = &judging->out->signs[i];

		if (sign->effective && sign->approve && sign->level == level && id_equal(&judging->input->steps[sign->step].id, id))
			return sign;
	}
	return NULL;
}

static const char *
person_of(const struct flow_input *input, const struct flow_sign *sign)
{
	return input->steps[sign->step].author->person;
}

/* The chain below an approval: each level's `prior` has effect, and another person signed it. */
static enum flow_reason
judge_prior(const struct state_judging *judging, const struct flow_sign *sign)
{
	const struct flow_sign *at = sign;

	for (size_t level = sign->level; level > 0; level--) {
		const struct value *item = flow_signoff_item(&judging->input->steps[at->step], &judging->input->root);
		struct id prior;

		if (!step_data_id(item, "prior", &prior))
			return FLOW_NO_PRIOR;
		at = effective_sign(judging, &prior, level - 1);
		if (!at)
			return FLOW_NO_PRIOR;
		if (strcmp(person_of(judging->input, at), person_of(judging->input, sign)) == 0)
			return FLOW_LOWER_LEVEL;
	}
	return value_get(flow_signoff_item(&judging->input->steps[at->step], &judging->input->root), "prior") ? FLOW_NO_PRIOR : FLOW_COUNTS;
}

static void
judge_chain(struct state_judging *judging)
{
	const struct flow_input *input = judging->input;
	struct flow_state *out = judging->out;
	bool returned = false;

	for (size_t i = 0; i < out->sign_count; i++) {
		struct flow_sign *sign = &out->signs[i];

		if (sign->reason == FLOW_COUNTS && !sign->approve)
			returned = sign->effective = true;
	}
	for (size_t level = 0; level < input->pack->chains[0].level_count; level++) {
		for (size_t i = 0; i < out->sign_count; i++) {
			struct flow_sign *sign = &out->signs[i];

			if (!sign->approve || sign->level != level || sign->reason != FLOW_COUNTS)
				continue;
			sign->reason = returned ? FLOW_RETURNED : judge_prior(judging, sign);
			sign->effective = sign->reason == FLOW_COUNTS;
			if (sign->effective && out->level_effective[level] == SIZE_MAX)
				out->level_effective[level] = i;
		}
	}
	while (out->levels_signed < input->pack->chains[0].level_count && out->level_effective[out->levels_signed] != SIZE_MAX)
		out->levels_signed++;
}

/* ---- what is next */

static void
add_todo(struct flow_state *out, size_t *cap, struct flow_todo todo)
{
	MEM_GROW(out->todos, out->todo_count, *cap);
	out->todos[out->todo_count++] = todo;
}

static bool
may_begin(const struct state_judging *judging, const struct form *form)
{
	for (size_t i = 0; i < form->after.count; i++) {
		const struct flow_slot *slot = flow_slot(judging->slots, form->after.items[i]);

		if (!slot || slot->head_count == 0)
			return false;
	}
	return true;
}

static void
add_forms(const struct state_judging *judging, bool of_chain, size_t *cap)
{
	const struct pack *pack = judging->input->pack;

	for (size_t i = 0; i < pack->form_count; i++) {
		const struct form *form = &pack->forms[i];
		const struct flow_slot *slot = flow_slot(judging->slots, form->name);

		if (form->repeat || !slot || slot->head_count || !judging->facts->form_relevant[i] ||
		    (names_has(&pack->chains[0].covers, form->name) || form == pack->root) != of_chain || !may_begin(judging, form))
			continue;
		add_todo(judging->out, cap, (struct flow_todo){ .task = TASK_FORM, .form = form });
	}
}

static void
find_todos(struct state_judging *judging)
{
	const struct pack *pack = judging->input->pack;
	struct flow_state *out = judging->out;
	size_t cap = 0, before;
	bool returned = false;

	for (size_t i = 0; i < judging->slots->slot_count; i++)
		if (judging->slots->slots[i].head_count > 1)
			add_todo(out, &cap, (struct flow_todo){ .task = TASK_CONFLICT, .form = judging->slots->slots[i].form });
	for (size_t i = 0; i < out->sign_count; i++) {
		if (!out->signs[i].effective || out->signs[i].approve)
			continue;
		returned = true;
		add_todo(out, &cap,
			 (struct flow_todo){ .task = TASK_RETURNED,
					     .level = &pack->chains[0].levels[out->signs[i].level],
					     .form = pack->chains[0].covers.count ? pack_form(pack, pack->chains[0].covers.items[0]) : NULL,
					     .sign = i });
	}
	before = out->todo_count;
	add_forms(judging, true, &cap);
	if (!returned && !judging->conflict && !judging->incomplete && judging->cover_count && out->todo_count == before &&
	    out->levels_signed < pack->chains[0].level_count) {
		if (judging->facts->error_findings)
			add_todo(out, &cap,
				 (struct flow_todo){ .task = TASK_FINDINGS, .form = pack_form(pack, pack->chains[0].covers.items[0]) });
		else
			add_todo(out, &cap, (struct flow_todo){ .task = TASK_SIGN, .level = &pack->chains[0].levels[out->levels_signed] });
	}
	add_forms(judging, false, &cap);
}

/* ---- hash */

static int
line_cmp(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Appends the lines of one group sorted bytewise, and frees them. */
static void
add_lines(struct buf *out, char **lines, size_t count)
{
	if (count)
		qsort(lines, count, sizeof(*lines), line_cmp);
	for (size_t i = 0; i < count; i++) {
		buf_printf(out, "%s\n", lines[i]);
		free(lines[i]);
	}
	free(lines);
}

static void
hash_state(const struct state_judging *judging)
{
	const struct flow_input *input = judging->input;
	struct flow_state *out = judging->out;
	char **lines = mem_array(judging->slots->slot_count, sizeof(*lines)), hex[ID_HEX_LEN + 1];
	struct buf text = { 0 };
	size_t count = 0;

	buf_printf(&text, "%s\n", id_hex(&input->root, hex));
	for (size_t i = 0; i < judging->slots->slot_count; i++) {
		const struct flow_slot *slot = &judging->slots->slots[i];
		struct buf line = { 0 };

		if (!slot->head_count)
			continue;
		buf_printf(&line, "slot %s", slot->form->name);
		for (size_t h = 0; h < slot->head_count; h++)
			buf_printf(&line, " %s", id_hex(&input->steps[slot->heads[h]].id, hex));
		lines[count++] = buf_detach(&line);
	}
	add_lines(&text, lines, count);
	for (int approve = 1; approve >= 0; approve--) {
		lines = mem_array(out->sign_count, sizeof(*lines));
		count = 0;
		for (size_t i = 0; i < out->sign_count; i++)
			if (out->signs[i].effective && out->signs[i].approve == approve)
				lines[count++] = mem_printf("%s %s %s", approve ? "sign" : "return",
							    input->pack->chains[0].levels[out->signs[i].level].name,
							    id_hex(&input->steps[out->signs[i].step].id, hex));
		add_lines(&text, lines, count);
	}
	for (size_t i = 0; i < input->same_count; i++) /* hex sorts as the bytes do */
		buf_printf(&text, "same %s\n", id_hex(&input->same[i], hex));
	hash_pae(TYPE_STATE, buf_text(&text), text.len, &out->hash);
	buf_release(&text);
}

void
flow_area_hash(const struct id *genesis, const struct id *pack, const struct id *roots, const struct id *hashes, size_t count,
	       struct id *out)
{
	struct buf text = { 0 };
	char left[ID_HEX_LEN + 1], right[ID_HEX_LEN + 1];

	buf_printf(&text, "%s\n%s\n", genesis ? id_hex(genesis, left) : "-", pack ? id_hex(pack, right) : "-");
	for (size_t i = 0; i < count; i++)
		buf_printf(&text, "%s %s\n", id_hex(&roots[i], left), id_hex(&hashes[i], right));
	hash_pae(TYPE_STATE, buf_text(&text), text.len, out);
	buf_release(&text);
}

/* ---- the whole */

void
flow_state_eval(const struct flow_input *input, struct flow_slots *slots, const struct flow_facts *facts, struct flow_state *out)
{
	struct state_judging judging;

	*out = (struct flow_state){ 0 };
	out->level_effective = mem_array(input->pack->chains[0].level_count, sizeof(*out->level_effective));
	for (size_t i = 0; i < input->pack->chains[0].level_count; i++)
		out->level_effective[i] = SIZE_MAX;
	judging_init(&judging, input, slots, facts, out);
	collect_signs(&judging);
	judge_chain(&judging);
	find_todos(&judging);
	hash_state(&judging);
	for (size_t i = 0; i < out->sign_count; i++)
		slots->step_reasons[out->signs[i].step] = out->signs[i].reason;
	for (size_t i = 0; i < input->step_count; i++)
		if (step_kind_of(input->steps[i].step->kind) == STEP_WITHDRAWAL && input->steps[i].trust != TRUST_COUNTS)
			slots->step_reasons[i] = FLOW_TRUST;
	free(judging.covers);
}

void
flow_state_release(struct flow_state *state)
{
	free(state->signs);
	free(state->level_effective);
	free(state->todos);
	*state = (struct flow_state){ 0 };
}

enum flow_reason
flow_may_sign(const struct flow_input *input, const struct flow_slots *slots, const struct flow_facts *facts,
	      const struct flow_state *state, const struct credential *signer, size_t level)
{
	enum flow_reason reason = FLOW_COUNTS;
	struct state_judging judging;
	bool returned = false;

	if (level >= input->pack->chains[0].level_count)
		return FLOW_LEVEL_UNKNOWN;
	if (!names_has(&input->pack->chains[0].levels[level].by, signer->role))
		return FLOW_WRONG_ROLE;
	if (!input->division || !credential_covers(signer, input->division))
		return input->division ? FLOW_AREA : FLOW_NO_ROOT;
	for (size_t i = 0; i < state->sign_count; i++)
		returned |= state->signs[i].effective && !state->signs[i].approve;
	judging_init(&judging, input, slots, facts, NULL);
	if (judging.conflict)
		reason = FLOW_CONFLICT;
	else if (judging.incomplete || judging.cover_count == 0)
		reason = FLOW_INCOMPLETE;
	else if (returned)
		reason = FLOW_RETURNED;
	else if (facts->error_findings)
		reason = FLOW_FINDINGS;
	else if (flow_wrote(input, slots, &input->pack->chains[0].levels[level].distinct_from, signer->person))
		reason = FLOW_SAME_PERSON;
	else if (state->levels_signed < level)
		reason = FLOW_NO_PRIOR;
	for (size_t below = 0; reason == FLOW_COUNTS && below < level; below++)
		if (strcmp(person_of(input, &state->signs[state->level_effective[below]]), signer->person) == 0)
			reason = FLOW_LOWER_LEVEL;
	free(judging.covers);
	return reason;
}
