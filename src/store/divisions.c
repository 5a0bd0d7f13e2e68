#include "store/divisions.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/dossier.h"
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

struct division_codes {
	struct flow_division *items;
	size_t count, cap;
};

static int
code_cmp(const void *a, const void *b)
{
	return strcmp(((const struct flow_division *)a)->code, ((const struct flow_division *)b)->code);
}

static enum status
list_codes(struct store *store, const char *kind, const char *area, struct division_codes *codes, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT DISTINCT l.area FROM place p JOIN log l ON l.log = p.log "
					       "WHERE p.kind = :kind AND l.area >= :area AND l.area < :area || ':'");
	enum status status;
	bool row;

	bind_text(stmt, ":kind", kind);
	bind_text(stmt, ":area", area);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		const char *code = (const char *)sqlite3_column_text(stmt, 0);

		if (!code || !*code || strlen(code) > DIVISION_CODE_LEN)
			continue;
		MEM_GROW(codes->items, codes->count, codes->cap);
		strcpy(codes->items[codes->count++].code, code);
	}
	return status;
}

static void
sort_codes(struct division_codes *codes)
{
	size_t kept = 0;

	if (codes->count)
		qsort(codes->items, codes->count, sizeof(*codes->items), code_cmp);
	for (size_t i = 0; i < codes->count; i++)
		if (!kept || strcmp(codes->items[i].code, codes->items[kept - 1].code) != 0)
			codes->items[kept++] = codes->items[i];
	codes->count = kept;
}

/* ---- one division */

struct division_steps {
	struct arena arena;
	struct flow_step *flow;
	struct step **steps;
	size_t count, cap, step_cap;
};

static enum status
take_steps(struct store *store, const char *kind, const char *code, struct division_steps *out, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT s.id, s.body FROM place p JOIN log l ON l.log = p.log JOIN step s ON s.n = p.n "
					       "WHERE p.kind = :kind AND l.area = :code");
	enum status status;
	bool row;

	bind_text(stmt, ":kind", kind);
	bind_text(stmt, ":code", code);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		size_t len = (size_t)sqlite3_column_bytes(stmt, 1), before = out->count;
		char *body = memcpy(arena_take(&out->arena, len), sqlite3_column_text(stmt, 1), len);
		struct err ignored = { 0 };

		MEM_GROW(out->flow, out->count, out->cap);
		MEM_GROW(out->steps, before, out->step_cap);
		out->steps[out->count] = mem_alloc(sizeof(struct step));
		out->flow[out->count] = (struct flow_step){ .step = out->steps[out->count] };
		if (!column_id(stmt, 0, &out->flow[out->count++].id) ||
		    step_parse_into(&out->arena, body, len, out->steps[before], &ignored)) {
			sqlite3_reset(stmt);
			return dossier_altered(err);
		}
	}
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

/* False when the division has no head. */
static enum status
judge_division(struct store *store, const char *const *kinds, size_t kind_count, struct flow_division *division, bool *stands,
	       struct err *err)
{
	struct division_steps steps = { 0 };
	struct flow_input input = { .pack = store_pack(store), .division = division->code, .of_division = true };
	struct flow_slots slots;
	enum status status = STATUS_OK;

	*stands = false;
	for (size_t i = 0; i < kind_count && !status; i++)
		status = take_steps(store, kinds[i], division->code, &steps, err);
	if (!status) {
		judge_steps(store, division->code, &steps);
		input.steps = steps.flow;
		input.step_count = steps.count;
		flow_slots_eval(&input, &slots);
		*stands = flow_division_hash(&input, &slots, &division->hash);
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

enum status
store_divisions(struct store *store, const char *area, struct flow_division **out, size_t *count, struct err *err)
{
	enum status status = store_load_packs(store, err);
	struct division_codes codes = { 0 };
	size_t kind_count = 0, kept = 0;
	const char **kinds = status || !store_pack(store) ? NULL : list_kinds(store, &kind_count);

	for (size_t i = 0; i < kind_count && !status; i++)
		status = list_codes(store, kinds[i], area, &codes, err);
	sort_codes(&codes);
	for (size_t i = 0; i < codes.count && !status; i++) {
		bool stands = false;

		status = judge_division(store, kinds, kind_count, &codes.items[i], &stands, err);
		if (stands)
			codes.items[kept++] = codes.items[i];
	}
	free(kinds);
	if (status) {
		free(codes.items);
		return status;
	}
	*out = codes.items;
	*count = kept;
	return STATUS_OK;
}
