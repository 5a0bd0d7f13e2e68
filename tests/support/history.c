#include "history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "step/log.h"
#include "trust/forks.h"
#include "trust/genesis.h"
#include "trust/holders.h"
#include "trust/packs.h"
#include "trust/same.h"
#include "trust/trust.h"
#include "trust/verdict.h"

#define VILLAGE "451224204201"

static const struct {
	const char *role, *area;
} posts[PERSONS] = {
	[OFFICER] = { "county_officer", "451224" }, [CLERK] = { "township_clerk", "451224204" }, [ANNA] = { "inspector", VILLAGE },
	[BERT] = { "inspector", VILLAGE },	    [CARL] = { "village_secretary", VILLAGE },	 [DORA] = { "liaison_leader", VILLAGE },
};

size_t
history_below(struct history *history, size_t limit)
{
	return random_stream_below(&history->stream, (uint32_t)limit);
}

void
history_shuffle(struct history *history, size_t *order, size_t count)
{
	for (size_t i = count; i > 1; i--) {
		size_t other = history_below(history, i), held = order[i - 1];

		order[i - 1] = order[other];
		order[other] = held;
	}
}

/* ---- what a set of steps says */

static const bool all_relevant[16] = { true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true };

/* Where each log forks; the store asks the same of its tables. */
static void
add_branches(const struct history *history, const size_t *order, size_t count, struct trust *trust)
{
	struct log_key logs[STEPS], log;
	int64_t first[STEPS];
	size_t log_count = 0, log_of[STEPS];

	for (size_t i = 0; i < count; i++) {
		log_of[i] = SIZE_MAX;
		if (!log_of_step(&history->steps[order[i]], &log))
			continue;
		for (log_of[i] = 0; log_of[i] < log_count && !log_equal(&logs[log_of[i]], &log);)
			log_of[i]++;
		if (log_of[i] < log_count)
			continue;
		first[log_count] = INT64_MAX;
		logs[log_count++] = log;
	}
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < i && log_of[i] != SIZE_MAX; k++)
			if (log_of[k] == log_of[i] && history->steps[order[k]].seq == history->steps[order[i]].seq &&
			    history->steps[order[i]].seq < first[log_of[i]])
				first[log_of[i]] = history->steps[order[i]].seq;
	for (size_t i = 0; i < count; i++)
		if (log_of[i] != SIZE_MAX && history->steps[order[i]].seq >= first[log_of[i]])
			trust_add_link(trust, &history->ids[order[i]], &history->steps[order[i]]);
}

static void
settle(const struct history *history, const size_t *order, size_t count, struct trust *trust)
{
	struct trust_facts facts_of_pack = { .readable = true };

	trust_facts_add_decider(&facts_of_pack, "township_clerk");
	trust_facts_add_decider(&facts_of_pack, "county_officer");
	trust_tell_pack_take(trust, &history->pack_step, facts_of_pack);
	trust_settle(trust);
	for (size_t i = 0; i < count; i++)
		if (history->steps[order[i]].has_author && trust_wants_logs(trust, &history->steps[order[i]].author))
			trust_add_link(trust, &history->ids[order[i]], &history->steps[order[i]]);
	trust_settle(trust);
}

static bool
names_building(const struct history *history, size_t at, const struct id *root)
{
	const struct step *step = &history->steps[at];
	const struct value *items = value_get_list(&step->data, "items");
	struct id id;

	if (id_equal(&history->ids[at], root) || (step->has_building && id_equal(&step->building, root)))
		return true;
	for (size_t i = 0; items && i < items->list.count; i++)
		if (step_data_id(&items->list.items[i], "building", &id) && id_equal(&id, root))
			return true;
	if (step_kind_of(step->kind) != STEP_WITHDRAWAL || !step_data_id(&step->data, "of", &id))
		return false;
	for (size_t i = 0; i < history->count; i++)
		if (id_equal(&history->ids[i], &id))
			return names_building(history, i, root);
	return false;
}

static void
view_building(const struct history *history, const size_t *order, size_t count, const struct id *root, struct trust *trust,
	      struct building_view *out)
{
	struct flow_called called = { history->pack, all_relevant };
	struct id *asides;

	out->there = false;
	out->input = (struct flow_input){ .pack = history->pack, .root = *root, .steps = out->flow };
	for (size_t i = 0; i < count; i++)
		out->there |= id_equal(&history->ids[order[i]], root);
	if (out->there)
		out->input.division = VILLAGE;
	for (size_t i = 0; i < count; i++) {
		size_t at = order[i];
		const struct step *step = &history->steps[at];
		enum step_kind kind = step_kind_of(step->kind);

		if ((kind != STEP_FORM && kind != STEP_SIGNOFF && kind != STEP_WITHDRAWAL) || !names_building(history, at, root))
			continue;
		out->from[out->input.step_count] = at;
		flow_signoff_read(step, &out->signoffs[out->input.step_count]);
		out->flow[out->input.step_count] = (struct flow_step){
			.id = history->ids[at],
			.step = step,
			.trust = trust_judge(trust, &history->ids[at], step, out->input.division),
			.author = trust_credential(trust, &step->author),
			.sign = kind == STEP_SIGNOFF ? &out->signoffs[out->input.step_count] : NULL,
			.pack = history->pack,
		};
		out->input.step_count++;
	}
	asides = out->input.division ? trust_asides(trust, root, out->input.division, &out->input.aside_count) : NULL;
	for (size_t i = 0; i < out->input.aside_count; i++)
		out->aside[i] = asides[i];
	free(asides);
	out->input.aside = out->aside;
	flow_slots_eval(&out->input, &out->slots);
	flow_state_eval(&out->input, &out->slots, &(struct flow_facts){ .called = &called, .called_count = 1 }, &out->state);
}

static void
settle_view(const struct history *history, const size_t *order, size_t count, size_t pieces, struct view *out)
{
	memset(out, 0, sizeof(*out));
	out->trust = trust_new();
	trust_pin(out->trust, &history->genesis, false);
	for (size_t i = 0; i < count; i++) {
		trust_add(out->trust, &history->ids[order[i]], &history->steps[order[i]]);
		if (pieces && i % pieces == pieces - 1)
			settle(history, order, i + 1, out->trust);
	}
	add_branches(history, order, count, out->trust);
	settle(history, order, count, out->trust);
}

void
view_make(const struct history *history, const size_t *order, size_t count, size_t pieces, struct view *out)
{
	struct id roots[BUILDINGS], hashes[BUILDINGS];
	size_t standing = 0;

	settle_view(history, order, count, pieces, out);
	for (size_t b = 0; b < history->root_count; b++) {
		struct building_view *building = &out->buildings[b];
		size_t at = standing;

		view_building(history, order, count, &history->roots[b], out->trust, building);
		if (!building->there)
			continue;
		for (standing++; at > 0 && id_cmp(&roots[at - 1], &history->roots[b]) > 0; at--) {
			roots[at] = roots[at - 1];
			hashes[at] = hashes[at - 1];
		}
		roots[at] = history->roots[b];
		hashes[at] = building->state.hash;
	}
	flow_area_hash(&(struct flow_area){ .geneses = trust_genesis(out->trust),
					    .genesis_count = trust_genesis(out->trust) ? 1 : 0,
					    .pack = trust_pack(out->trust),
					    .roots = roots,
					    .hashes = hashes,
					    .count = standing },
		       &out->hash);
}

void
view_release(struct view *view)
{
	for (size_t b = 0; b < BUILDINGS; b++) {
		flow_state_release(&view->buildings[b].state);
		flow_slots_release(&view->buildings[b].slots);
		for (size_t i = 0; i < view->buildings[b].input.step_count; i++)
			flow_signoff_release(&view->buildings[b].signoffs[i]);
	}
	trust_free(view->trust);
}

/* What the laptop shows of one building. */
static void
view_of_laptop(const struct history *history, const struct laptop *laptop, size_t building, struct view *out)
{
	size_t order[STEPS], count = 0;

	for (size_t i = 0; i < history->count; i++)
		if (laptop->knows[i])
			order[count++] = i;
	settle_view(history, order, count, 0, out);
	view_building(history, order, count, &history->roots[building], out->trust, &out->buildings[building]);
}

/* ---- making a history */

/* A new step of `kind` by a person on a laptop, at the next place of his log there; NULL author: a self-signed credential. */
static struct step *
new_step(struct history *history, struct laptop *laptop, const char *kind, int person)
{
	size_t at = history->count++;
	struct step *step = &history->steps[at];
	struct history_log *log;
	bool local;

	*step = (struct step){ .data = value_object(), .device = laptop->device, .epoch = 1, .seq = 1 };
	strcpy(step->kind, kind);
	random_stream_bytes(&history->stream, history->ids[at].b, ID_BYTES);
	laptop->knows[at] = true;
	if (person < 0)
		return step;
	step->has_author = true;
	step->author = history->credentials[person];
	local = !step_kind_is_trust(step_kind_of(kind)) || step_kind_of(kind) == STEP_DECISION || step_kind_of(kind) == STEP_EPOCH;
	step_set_area(step, local ? VILLAGE : "");
	log = &laptop->logs[person][local];
	step->epoch = log->epoch;
	step->seq = ++log->seq;
	step->has_prev = step->seq > 1;
	step->prev = log->tip;
	log->tip = history->ids[at];
	if (step_kind_has_pack(step_kind_of(kind))) {
		step->has_pack = true;
		step->pack = history->pack_step;
	}
	return step;
}

static void
new_person(struct history *history, int person)
{
	struct step *step = new_step(history, &history->laptops[0], "credential", person == OFFICER ? -1 : OFFICER);
	struct value areas = value_list(), issues = value_list();
	char number[33], hex[SEAL_HEX_MAX + 1];
	struct random_stream stream;
	struct keys *keys;
	struct err err = { 0 };

	if (seal_init(&err))
		abort();
	snprintf(number, sizeof(number), "%032x", person + 1);
	random_stream_init(&stream, number, strlen(number));
	keys = keys_from_stream(&stream);
	value_set_text(&step->data, "person", number);
	value_set_text(&step->data, "name", posts[person].role);
	value_set_text(&step->data, "role", posts[person].role);
	if (person == OFFICER) /* whose receipts are the county's */
		value_set_text(&step->data, "device", device_hex(&history->laptops[0].device, hex));
	value_append_take(&areas, value_text(posts[person].area));
	value_set_take(&step->data, "areas", areas);
	for (int i = 0; person == OFFICER && i < PERSONS; i++)
		value_append_take(&issues, value_text(posts[i].role));
	value_sort_texts(&issues);
	value_set_take(&step->data, "issues", issues);
	value_set_text(&step->data, "sign_key", sign_key_hex(keys_sign_public(keys), hex));
	value_set_text(&step->data, "box_key", box_key_hex(keys_box_public(keys), hex));
	keys_free(keys);
	history->credentials[person] = history->ids[history->count - 1];
}

static void
found(struct history *history)
{
	struct value officers = value_list();
	char hex[ID_HEX_LEN + 1];
	struct step *step;

	for (size_t i = 0; i < LAPTOPS; i++) {
		random_stream_bytes(&history->stream, history->laptops[i].device.b, DEVICE_BYTES);
		for (int person = 0; person < PERSONS; person++)
			history->laptops[i].logs[person][0].epoch = history->laptops[i].logs[person][1].epoch = 1;
	}
	new_person(history, OFFICER);
	step = new_step(history, &history->laptops[0], "genesis", OFFICER);
	value_append_take(&officers, value_text(id_hex(&history->credentials[OFFICER], hex)));
	value_set_text(&step->data, "county", "451224");
	value_set_text(&step->data, "name", "county");
	value_set_take(&step->data, "officers", officers);
	value_set_integer(&step->data, "threshold", 1);
	value_set_text(&step->data, "receiver", device_hex(&history->laptops[0].device, hex));
	history->genesis = history->ids[history->count - 1];
	step = new_step(history, &history->laptops[0], "pack", OFFICER);
	value_set_text(&step->data, "name", "history"); /* as in its pack.yaml */
	value_set_integer(&step->data, "version", 1);
	history->pack_step = history->ids[history->count - 1];
	for (int i = 1; i < PERSONS; i++)
		new_person(history, i);
	for (size_t l = 1; l < LAPTOPS; l++)
		memcpy(history->laptops[l].knows, history->laptops[0].knows, sizeof(history->laptops[0].knows));
}

static void
act_list(struct history *history, struct laptop *laptop)
{
	struct step *step;

	if (history->root_count == BUILDINGS)
		return;
	step = new_step(history, laptop, "listing", history_below(history, 2) ? ANNA : BERT);
	value_set_text(&step->data, "village", VILLAGE);
	history->roots[history->root_count++] = history->ids[history->count - 1];
}

/* The heads of the registration, which the forms over it depend on, as its author sees them. */
static void
set_upon(const struct building_view *view, struct step *step)
{
	const struct flow_slot *slot = flow_slot(&view->slots, "registration");
	struct value upon = value_list();
	char hex[ID_HEX_LEN + 1];

	for (size_t h = 0; slot && h < slot->head_count; h++) {
		id_hex(&view->flow[slot->heads[h]].id, hex);
		value_append_take(&upon, value_text(hex));
	}
	value_sort_texts(&upon);
	if (upon.list.count)
		value_set_take(&step->data, "_upon", upon);
	else
		value_release(&upon);
}

static void
act_fill(struct history *history, struct laptop *laptop, const struct building_view *view, size_t building)
{
	static const char *const forms[] = { "registration", "photo_check", "classification" };
	const char *form = forms[history_below(history, ARRAY_LEN(forms))];
	const struct flow_slot *slot;
	struct step *step;

	for (size_t i = ARRAY_LEN(forms); i > 0 && history_below(history, 4); i--) { /* mostly the first that is still empty */
		slot = flow_slot(&view->slots, forms[i - 1]);
		if (!slot || !slot->head_count)
			form = forms[i - 1];
	}
	slot = flow_slot(&view->slots, form);
	step = new_step(history, laptop, form, strcmp(form, "photo_check") == 0 ? BERT : ANNA);

	step->has_building = true;
	step->building = history->roots[building];
	if (strcmp(form, "classification") == 0)
		value_set_text(&step->data, "conclusion", "3");
	if (strcmp(form, "registration") != 0 && history_below(history, 16))
		set_upon(view, step);
	for (size_t h = 0; slot && h < slot->head_count; h++)
		step_add_parent(step, &view->flow[slot->heads[h]].id);
	for (size_t i = 0; i < view->state.sign_count; i++) {
		const struct flow_sign *sign = &view->state.signs[i];
		struct value answers = value_list(), answer = value_object();

		step_data_set_id(&answer, "of", &view->flow[sign->step].id);
		value_set_text(&answer, "words", "seen");
		value_append_take(&answers, answer);
		if (!sign->approve && sign->effective && history_below(history, 8))
			value_set_take(&step->data, "_answers", answers);
		else
			value_release(&answers);
	}
}

static void
act_sign(struct history *history, struct laptop *laptop, const struct building_view *view, size_t building)
{
	static const struct {
		const char *level;
		int person;
	} levels[] = { { "team", BERT }, { "village", CARL }, { "liaison", DORA } };
	const struct flow_progress *progress = &view->state.progresses[0];
	bool returned = view->state.covers[progress->cover].returned;
	size_t level = progress->levels_signed < 3 ? progress->levels_signed : history_below(history, 3), count;
	bool give_back = level > 0 && history_below(history, 8) == 0;
	struct id *ids = flow_cover_heads(&view->state, progress->cover, &count);
	struct value items = value_list(), item = value_object(), covers = value_list(), summary = value_object(), by = value_object();
	struct step *step;
	char hex[ID_HEX_LEN + 1];

	if (returned && history_below(history, 8)) { /* what was given back is mostly answered first */
		value_release(&items);
		value_release(&item);
		value_release(&covers);
		value_release(&summary);
		value_release(&by);
		free(ids);
		act_fill(history, laptop, view, building);
		return;
	}
	step = new_step(history, laptop, "signoff", levels[level].person);

	step_data_set_id(&item, "building", &history->roots[building]);
	for (size_t i = 0; i < count; i++)
		value_append_take(&covers, value_text(id_hex(&ids[i], hex)));
	value_set_take(&item, "covers", covers);
	if (!give_back && level > 0 && progress->effective[level - 1] != SIZE_MAX)
		step_data_set_id(&item, "prior", &view->flow[view->state.signs[progress->effective[level - 1]].step].id);
	if (!give_back)
		value_set_text(&item, "shown", "3");
	value_append_take(&items, item);
	value_set_text(&step->data, "chain", "survey");
	value_set_text(&step->data, "level", levels[level].level);
	value_set_text(&step->data, "decision", give_back ? "return" : "approve");
	value_set_take(&step->data, "items", items);
	if (give_back) {
		value_set_text(&step->data, "reason", "look again");
		value_set_take(&step->data, "errors", value_list());
		value_release(&summary);
		value_release(&by);
	} else {
		value_set_integer(&summary, "n", 1);
		value_set_integer(&by, "3", 1);
		value_set_take(&summary, "by", by);
		value_set_take(&step->data, "summary", summary);
	}
	free(ids);
}

static void
act_withdraw(struct history *history, struct laptop *laptop, const struct building_view *view)
{
	size_t which = view->state.sign_count ? history_below(history, view->state.sign_count) : 0;
	const struct flow_step *of;
	struct step *step;
	int person = 0;

	if (!view->state.sign_count)
		return;
	of = &view->flow[view->state.signs[which].step];
	while (person < PERSONS - 1 && !id_equal(&history->credentials[person], &of->step->author))
		person++;
	step = new_step(history, laptop, "withdrawal", person);
	step_data_set_id(&step->data, "of", &of->id);
}

/* The end of what the county's laptop knows of a log without a gap; false: nothing. */
static bool
known_end(const struct history *history, const struct log_key *log, int64_t *seq, struct id *tip)
{
	bool more = true;

	*seq = 0;
	while (more) {
		more = false;
		for (size_t i = 0; i < history->count && !more; i++) {
			const struct step *at = &history->steps[i];
			struct log_key of;

			if (!history->laptops[0].knows[i] || at->seq != *seq + 1 || !log_of_step(at, &of) || !log_equal(&of, log) ||
			    (*seq && !id_equal(&at->prev, tip)))
				continue;
			*tip = history->ids[i];
			++*seq;
			more = true;
		}
	}
	return *seq > 0;
}

/* A county receipt over what the county's laptop knows without a gap, log by log. */
static void
act_receipt(struct history *history)
{
	struct value logs = value_list();
	struct log_key seen[STEPS];
	size_t seen_count = 0;
	char hex[ID_HEX_LEN + 1];
	struct value prior;
	struct step *step;

	for (size_t i = 0; i < history->count; i++) {
		struct value line = value_object();
		struct log_key log;
		struct id tip = { { 0 } };
		bool known = !log_of_step(&history->steps[i], &log);
		int64_t seq;

		for (size_t k = 0; k < seen_count; k++)
			known |= log_equal(&seen[k], &log);
		if (known || !known_end(history, &log, &seq, &tip)) {
			value_release(&line);
			continue;
		}
		seen[seen_count++] = log;
		log_write(&log, &line);
		value_set_integer(&line, "seq", seq);
		step_data_set_id(&line, "tip", &tip);
		value_append_take(&logs, line);
	}
	step = new_step(history, &history->laptops[0], "receipt", OFFICER);
	prior = value_list();
	if (history->receipts++)
		value_append_take(&prior, value_text(id_hex(&history->last_receipt, hex)));
	value_set_take(&step->data, "prior", prior);
	value_set_take(&step->data, "logs", logs);
	history->last_receipt = history->ids[history->count - 1];
}

static void
act_revoke(struct history *history)
{
	struct step *step = new_step(history, &history->laptops[0], "revocation", OFFICER);
	struct value upto = value_list();
	char hex[ID_HEX_LEN + 1];

	step_data_set_id(&step->data, "of", &history->credentials[ANNA + (int)history_below(history, PERSONS - ANNA)]);
	value_set_text(&step->data, "reason", "stolen");
	for (size_t i = 0; i < history->count && !upto.list.count; i++) /* one of the county's receipts, or none */
		if (step_kind_of(history->steps[i].kind) == STEP_RECEIPT && history_below(history, 2))
			value_append_take(&upto, value_text(id_hex(&history->ids[i], hex)));
	value_set_take(&step->data, "upto", upto);
}

static void
act_decide(struct history *history, struct laptop *laptop)
{
	static const char *const verdicts[] = { "keep", "same", "apart" };
	const char *verdict = verdicts[history_below(history, 3)];
	struct step *step = new_step(history, laptop, "decision", history_below(history, 4) ? CLERK : ANNA);
	size_t about = history_below(history, history->count);

	value_set_text(&step->data, "verdict", history->root_count > 1 ? verdict : "keep");
	value_set_text(&step->data, "reason", "seen there");
	if (strcmp(verdict, "same") == 0 && history->root_count > 1) {
		step_data_set_id(&step->data, "about", &history->roots[0]);
		step_data_set_id(&step->data, "with", &history->roots[1 + history_below(history, history->root_count - 1)]);
		return;
	}
	if (strcmp(verdict, "apart") == 0 && history->root_count > 1) { /* and replaces some decision */
		step_data_set_id(&step->data, "about", &history->roots[0]);
		step_data_set_id(&step->data, "with", &history->roots[1 + history_below(history, history->root_count - 1)]);
		for (size_t i = 0; i + 1 < history->count; i++)
			if (step_kind_of(history->steps[i].kind) == STEP_DECISION && history_below(history, 2))
				step_add_parent(step, &history->ids[i]);
		return;
	}
	step_data_set_id(&step->data, "about", &history->ids[about]);
}

/* The laptop is put back to where a log stood before: what its author signs now stands beside what he signed. */
static void
act_fall_back(struct history *history, struct laptop *laptop)
{
	int person = (int)history_below(history, PERSONS);
	struct history_log *log;

	for (int tried = 0; tried < PERSONS && laptop->logs[person][1].seq < 2; tried++)
		person = (person + 1) % PERSONS;
	log = &laptop->logs[person][1];
	if (laptop == &history->laptops[0] || log->seq < 2)
		return;
	for (size_t i = 0; i < history->count; i++)
		if (id_equal(&history->ids[i], &log->tip)) {
			log->tip = history->steps[i].prev;
			log->seq--;
			laptop->knows[i] = false;
			return;
		}
}

static void
act_epoch(struct history *history, struct laptop *laptop)
{
	int person = (int)history_below(history, PERSONS);
	struct history_log *log = &laptop->logs[person][1];
	struct step *step;

	if (laptop == &history->laptops[0] || log->epoch > 2 || person == OFFICER) /* whose credential is for the county's laptop */
		return;
	log->epoch++;
	log->seq = 0;
	step = new_step(history, laptop, "epoch", person);
	value_set_text(&step->data, "reason", "lost");
}

static void
act_meet(struct history *history, struct laptop *laptop)
{
	struct laptop *other = &history->laptops[history_below(history, LAPTOPS)];
	size_t lost = history_below(history, 5);

	for (size_t i = 0; i < history->count; i++) /* a stick may lack a piece */
		if (other->knows[i] && !(lost == 0 && history_below(history, 3) == 0))
			laptop->knows[i] = true;
}

static void
act_at_a_building(struct history *history, struct laptop *laptop, size_t what)
{
	size_t building = history->root_count ? history_below(history, history->root_count) : 0;
	struct view view;

	if (!history->root_count)
		return;
	view_of_laptop(history, laptop, building, &view);
	if (view.buildings[building].there) {
		if (what < 3)
			act_fill(history, laptop, &view.buildings[building], building);
		else if (what < 8)
			act_sign(history, laptop, &view.buildings[building], building);
		else
			act_withdraw(history, laptop, &view.buildings[building]);
	}
	view_release(&view);
}

void
history_live(struct history *history, const struct pack *pack, size_t number)
{
	*history = (struct history){ .pack = pack };
	random_stream_init(&history->stream, &number, sizeof(number));
	found(history);
	while (history->count < STEPS - 2) {
		struct laptop *laptop = &history->laptops[history_below(history, LAPTOPS)];
		/* Where much is revoked and cloned, little counts in the end: every other history is calm. */
		size_t what = history_below(history, number % 2 ? 88 : 100);

		if (what < 8)
			act_list(history, laptop);
		else if (what < 68)
			act_at_a_building(history, laptop, history_below(history, 9));
		else if (what < 80)
			act_meet(history, laptop);
		else if (what < 86)
			act_receipt(history);
		else if (what < 92)
			act_decide(history, laptop);
		else if (what < 93)
			act_revoke(history);
		else if (what < 97)
			act_fall_back(history, laptop);
		else
			act_epoch(history, laptop);
	}
}

void
history_release(struct history *history)
{
	for (size_t i = 0; i < history->count; i++)
		step_release(&history->steps[i]);
}
