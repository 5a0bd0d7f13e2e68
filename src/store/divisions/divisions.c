#include "store/divisions/divisions.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/dossier/dossier.h"
#include "store/inside.h"
#include "trust/holders.h"
#include "trust/verdict.h"

/* ---- which kinds, which divisions */

/* The kinds of steps about divisions, of every pack here; borrowed from the packs, the array is the caller's. */
static const char **
list_kinds(const struct store *store, size_t *count)
{
	const char **kinds = NULL;
	size_t cap = 0;

	*count = 0;
	MEM_GROW(kinds, *count, cap);
	kinds[(*count)++] = step_kind_name(STEP_MANIFEST);
	for (size_t p = 0; p < store->pack_count; p++)
		for (size_t f = 0; store->packs[p].pack && f < store->packs[p].pack->form_count; f++) {
			const struct form *form = &store->packs[p].pack->forms[f];
			bool known = !form->of_division;

			for (size_t i = 0; i < *count && !known; i++)
				known = strcmp(kinds[i], form->name) == 0;
			if (known)
				continue;
			MEM_GROW(kinds, *count, cap);
			kinds[(*count)++] = form->name;
		}
	return kinds;
}

typedef bool division_visit(const struct flow_input *input, const struct flow_slots *slots, void *ctx);

/* Steps about divisions, by division. */
struct division_places {
	struct division_place {
		char code[DIVISION_CODE_LEN + 1];
		int64_t n;
	} * items;
	size_t count, cap;
};

static int
place_cmp(const void *a, const void *b)
{
	const struct division_place *left = a, *right = b;
	int order = strcmp(left->code, right->code);

	return order ? order : (left->n > right->n) - (left->n < right->n);
}

/* Whether the division, by its digits, lies in the area as both are now. */
static bool
lies_in(const struct pack *pack, const char *division, const char *area_now)
{
	char now[DIVISION_CODE_LEN + 1];

	pack_area_now(pack, division, now);
	return division_covers(area_now, now);
}

/* Where divisions became others all steps of the kind are looked at: no digits name those of an area. */
static enum status
list_places(struct store *store, const char *kind, const char *area, struct division_places *places, struct err *err)
{
	bool moved = pack_has_moved(store_pack(store));
	sqlite3_stmt *stmt = db_use(store->db, "SELECT l.area, p.n FROM place p JOIN log l ON l.log = p.log "
					       "WHERE p.kind = :kind AND l.area >= :area AND l.area < :area || ':'");
	char now[DIVISION_CODE_LEN + 1];
	enum status status;
	bool row;

	pack_area_now(store_pack(store), area, now);
	bind_text(stmt, ":kind", kind);
	bind_text(stmt, ":area", moved ? "" : now);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		const char *code = (const char *)sqlite3_column_text(stmt, 0);

		if (!code || !*code || strlen(code) > DIVISION_CODE_LEN || (moved && !lies_in(store_pack(store), code, now)))
			continue;
		MEM_GROW(places->items, places->count, places->cap);
		strcpy(places->items[places->count].code, code);
		places->items[places->count++].n = sqlite3_column_int64(stmt, 1);
	}
	return status;
}

/* ---- one division */

struct division_steps {
	struct arena arena;
	struct flow_step *flow;
	struct step **steps;
	size_t count, cap, step_cap;
};

static enum status
take_step(struct store *store, int64_t n, struct division_steps *out, struct err *err)
{
	struct err unread = { 0 };
	struct buf body = { 0 };
	struct signature sig;
	struct flow_step *flow;
	size_t before = out->count;
	char *kept;
	enum status status;

	MEM_GROW(out->flow, out->count, out->cap);
	MEM_GROW(out->steps, before, out->step_cap);
	out->steps[before] = mem_alloc(sizeof(struct step));
	flow = &out->flow[out->count++];
	*flow = (struct flow_step){ .step = out->steps[before] };
	status = store_step_at(store, n, &flow->id, &body, &sig, err);
	if (!status) {
		kept = memcpy(arena_take(&out->arena, body.len), buf_text(&body), body.len);
		if (step_parse_into(&out->arena, kept, body.len, out->steps[before], &unread))
			status = dossier_altered(err);
	}
	buf_release(&body);
	return status;
}

static void
judge_steps(struct store *store, const char *code, struct division_steps *steps)
{
	struct dossier_desk desk = { .store = store, .evaluators = &store->evaluators };

	for (size_t i = 0; i < steps->count; i++) {
		struct flow_step *flow = &steps->flow[i];

		if (flow->step->has_author)
			flow->author = trust_credential(store->trust, &flow->step->author);
		flow->trust = trust_judge(store->trust, &flow->id, flow->step, code);
		if (flow->step->has_pack)
			flow->pack = store_found_pack(store, &flow->step->pack);
		if (step_kind_of(flow->step->kind) == STEP_FORM && flow->pack && flow->trust == TRUST_COUNTS)
			flow->value_problem = dossier_value_problem(&desk, flow);
	}
}

/* Judges the steps of one division and shows its slots; *goes_on: what `visit` answers. */
static enum status
judge_division(struct store *store, const struct division_place *places, size_t count, division_visit *visit, void *ctx, bool *goes_on,
	       struct err *err)
{
	struct division_steps steps = { 0 };
	struct flow_input input = { .pack = store_pack(store), .division = places[0].code, .of_division = true };
	struct flow_slots slots;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && !status; i++)
		status = take_step(store, places[i].n, &steps, err);
	if (!status) {
		judge_steps(store, places[0].code, &steps);
		input.steps = steps.flow;
		input.step_count = steps.count;
		flow_slots_eval(&input, &slots);
		*goes_on = visit(&input, &slots, ctx);
		flow_slots_release(&slots);
	}
	for (size_t i = 0; i < steps.count; i++) {
		step_release(steps.steps[i]);
		free(steps.steps[i]);
	}
	free(steps.steps);
	free(steps.flow);
	arena_release(&steps.arena);
	return status;
}

/* Each division of an area that steps of this kind (NULL: of any) are about, ascending by code. */
static enum status
each_division(struct store *store, const char *area, const char *kind, division_visit *visit, void *ctx, struct err *err)
{
	enum status status = STATUS_OK;
	struct division_places places = { 0 };
	size_t kind_count = 0;
	const char **kinds = !store_pack(store) || kind ? NULL : list_kinds(store, &kind_count);
	bool goes_on = true;

	if (kind && store_pack(store))
		status = list_places(store, kind, area, &places, err);
	for (size_t i = 0; i < kind_count && !status; i++)
		status = list_places(store, kinds[i], area, &places, err);
	if (places.count)
		qsort(places.items, places.count, sizeof(*places.items), place_cmp);
	for (size_t first = 0, last; first < places.count && goes_on && !status; first = last) {
		for (last = first + 1; last < places.count && strcmp(places.items[last].code, places.items[first].code) == 0;)
			last++;
		status = judge_division(store, &places.items[first], last - first, visit, ctx, &goes_on, err);
	}
	free(kinds);
	free(places.items);
	return status;
}

static int
number_cmp(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

/* The steps of one kind that are about just this division. */
static enum status
list_numbers(struct store *store, const char *kind, const char *division, int64_t **out, size_t *count, size_t *cap, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db,
				    "SELECT p.n FROM place p JOIN log l ON l.log = p.log WHERE p.kind = :kind AND l.area = :area "
				    "AND p.building IS NULL");
	enum status status;
	bool row;

	bind_text(stmt, ":kind", kind);
	bind_text(stmt, ":area", division);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		MEM_GROW(*out, *count, *cap);
		(*out)[(*count)++] = sqlite3_column_int64(stmt, 0);
	}
	return status;
}

static enum status
gather_step(struct store *store, int64_t n, struct dossier *dossier, struct err *err)
{
	struct gathered *gathered = &dossier->gathered[dossier->step_count];
	struct flow_step *flow = &dossier->steps[dossier->step_count];
	struct signature sig;
	struct buf body = { 0 };
	enum status status = store_step_at(store, n, &flow->id, &body, &sig, err);

	if (!status) {
		gathered->len = body.len;
		gathered->body = memcpy(arena_take(dossier->arena, body.len), buf_text(&body), body.len);
		dossier->step_count++;
	}
	buf_release(&body);
	return status;
}

enum status
dossier_gather_division(struct store *store, const char *division, struct dossier **out, struct err *err)
{
	struct dossier *dossier = mem_alloc(sizeof(*dossier));
	size_t kind_count, count = 0, cap = 0;
	const char **kinds = list_kinds(store, &kind_count);
	int64_t *numbers = NULL;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < kind_count && !status; i++)
		status = list_numbers(store, kinds[i], division, &numbers, &count, &cap, err);
	if (count)
		qsort(numbers, count, sizeof(*numbers), number_cmp);
	division_root(division, &dossier->root);
	strcpy(dossier->division, division);
	dossier->of_division = true;
	dossier->arena = &dossier->own;
	dossier->gathered = mem_array(count, sizeof(*dossier->gathered));
	dossier->steps = mem_array(count, sizeof(*dossier->steps));
	for (size_t i = 0; i < count && !status; i++)
		status = gather_step(store, numbers[i], dossier, err);
	free(numbers);
	free(kinds);
	if (status)
		dossier_free(dossier);
	else
		*out = dossier;
	return status;
}

/* ---- what is asked of them */

struct hashed_divisions {
	struct flow_division *items;
	size_t count, cap;
};

static bool
hash_division(const struct flow_input *input, const struct flow_slots *slots, void *ctx)
{
	struct hashed_divisions *out = ctx;
	struct flow_division division = { 0 };

	strcpy(division.code, input->division);
	if (!flow_division_hash(input, slots, &division.hash))
		return true;
	MEM_GROW(out->items, out->count, out->cap);
	out->items[out->count++] = division;
	return true;
}

enum status
store_divisions(struct store *store, const char *area, struct flow_division **out, size_t *count, struct err *err)
{
	struct hashed_divisions hashed = { 0 };
	enum status status = each_division(store, area, NULL, hash_division, &hashed, err);

	if (status) {
		free(hashed.items);
		return status;
	}
	*out = hashed.items;
	*count = hashed.count;
	return STATUS_OK;
}

struct head_search {
	const char *kind;
	bool (*visit)(const struct division_head *, void *);
	void *ctx;
};

static bool
show_heads(const struct flow_input *input, const struct flow_slots *slots, void *ctx)
{
	const struct head_search *search = ctx;
	bool goes_on = true;

	for (size_t i = 0; i < slots->slot_count && goes_on; i++) {
		const struct flow_slot *slot = &slots->slots[i];

		if (search->kind && strcmp(slot->form->name, search->kind) != 0)
			continue;
		for (size_t h = 0; h < slot->head_count && goes_on; h++) {
			const struct flow_step *head = &input->steps[slot->heads[h]];
			const struct division_head item = { .code = input->division,
							    .kind = slot->form->name,
							    .slot = slot->repeat_root,
							    .id = head->id,
							    .step = head->step,
							    .author = head->author };

			goes_on = search->visit(&item, search->ctx);
		}
	}
	return goes_on;
}

enum status
store_each_division_head(struct store *store, const char *area, const char *kind, bool (*visit)(const struct division_head *, void *),
			 void *ctx, struct err *err)
{
	struct head_search search = { kind, visit, ctx };

	return each_division(store, area, kind, show_heads, &search, err);
}
