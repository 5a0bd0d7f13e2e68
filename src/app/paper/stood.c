#include "app/paper/stood.h"

#include <stdlib.h>
#include <string.h>

#include "app/paper/code.h"
#include "base/mem.h"
#include "form/parts/papers.h"
#include "step/step.h"
#include "store/dossier/dossier.h"

/* Whoever signs one level may sign it any number of times: of so many nobody tells which ones a paper was printed with. */
#define HASHES_MOST 2000

/* ---- values */

/* Does the step say what the paper says of this field? Of a private one nobody
 * can say: true. */
static bool
says(const struct paper_claim *claim, size_t field, const struct step *step)
{
	const char *name = paper_code(claim->paper)->code.items[field];
	struct buf said = { 0 };
	bool same;

	if (pack_field(claim->pack, name)->is_private)
		return true;
	if (step)
		paper_code_value(value_get(&step->data, name), &said);
	same = strcmp(buf_text(&said), claim->values[field]) == 0;
	buf_release(&said);
	return same;
}

static const char *
form_of(const struct paper_claim *claim, size_t field)
{
	return pack_form_of_field(claim->pack, paper_code(claim->paper)->code.items[field])->name;
}

/* Does it say so of this field of its form, or with SIZE_MAX of all of them? */
static bool
says_of(const struct paper_claim *claim, const char *form, size_t field, const struct step *step)
{
	for (size_t i = 0; i < paper_code(claim->paper)->code.count; i++)
		if ((field == SIZE_MAX || i == field) && strcmp(form_of(claim, i), form) == 0 && !says(claim, i, step))
			return false;
	return true;
}

/* Did a step that counts, or counted until it was corrected, say so; or does
 * the paper say nothing, as before the form is filled? */
static bool
was_said(const struct paper_claim *claim, const char *form, size_t field)
{
	bool was = says_of(claim, form, field, NULL);

	for (size_t i = 0; i < claim->dossier->step_count && !was; i++)
		was = claim->dossier->slots.slot_of[i] != SIZE_MAX && strcmp(claim->dossier->steps[i].step->kind, form) == 0 &&
		      says_of(claim, form, field, claim->dossier->steps[i].step);
	return was;
}

/* *field: the first value that never was, or of a form of which no step said
 * all values at once. */
static bool
values_stood(const struct paper_claim *claim, size_t *field)
{
	const size_t count = paper_code(claim->paper)->code.count;

	for (*field = 0; *field < count; ++*field)
		if (!was_said(claim, form_of(claim, *field), *field))
			return false;
	for (*field = 0; *field < count; ++*field)
		if (!was_said(claim, form_of(claim, *field), SIZE_MAX))
			return false;
	return true;
}

/* ---- what an approval was over */

struct covered {
	const struct paper_claim *claim;
	const size_t *sign_of;	 /* per step: its approval of the house; SIZE_MAX: none */
	const struct pack *pack; /* under which it was signed */
	const struct chain *chain;
	const struct value *ids;
	size_t *heads; /* indexes into the steps */
	size_t count;
};

static const struct flow_step *
step_of(const struct covered *covered, size_t head)
{
	return &covered->claim->dossier->steps[covered->heads[head]];
}

static const struct value *
covers_of(const struct dossier *dossier, const struct flow_sign *sign)
{
	return value_get_list(flow_signoff_item(&dossier->steps[sign->step], sign->item), "covers");
}

/* One version of each form, all of the chain's. */
static bool
add_covered(struct covered *covered, const char *hex)
{
	const struct dossier *dossier = covered->claim->dossier;
	struct id id;
	size_t at = hex && id_from_hex(hex, &id) ? idmap_get(&dossier->slots.steps, &id) : IDMAP_NONE;

	if (at == IDMAP_NONE || dossier->slots.slot_of[at] == SIZE_MAX ||
	    !names_has(&covered->chain->covers, dossier->steps[at].step->kind))
		return false;
	for (size_t i = 0; i < covered->count; i++)
		if (dossier->slots.slot_of[covered->heads[i]] == dossier->slots.slot_of[at])
			return false;
	covered->heads[covered->count++] = at;
	return true;
}

/* Caller frees heads. False: it is over nothing that ever stood. */
static bool
read_covered(const struct paper_claim *claim, const size_t *sign_of, const struct flow_sign *sign, struct covered *out)
{
	const struct value *ids = covers_of(claim->dossier, sign);
	bool fine = ids && ids->list.count > 0;

	*out = (struct covered){
		.claim = claim, .sign_of = sign_of, .pack = claim->dossier->steps[sign->step].pack, .chain = sign->level->chain, .ids = ids
	};
	out->heads = mem_array(fine ? ids->list.count : 1, sizeof(*out->heads));
	for (size_t i = 0; fine && i < ids->list.count; i++)
		fine = add_covered(out, ids->list.items[i].type == VALUE_TEXT ? ids->list.items[i].text : NULL);
	return fine;
}

static const struct step *
covered_step(const struct covered *covered, const char *form)
{
	for (size_t i = 0; i < covered->count; i++)
		if (strcmp(step_of(covered, i)->step->kind, form) == 0)
			return step_of(covered, i)->step;
	return NULL;
}

/* Of each form that the chain covers the paper says what was signed over. */
static bool
says_what_it_covers(const struct covered *covered)
{
	const struct paper_claim *claim = covered->claim;

	for (size_t i = 0; i < paper_code(claim->paper)->code.count; i++)
		if (names_has(&covered->chain->covers, form_of(claim, i)) && !says(claim, i, covered_step(covered, form_of(claim, i))))
			return false;
	return true;
}

static bool
wrote(const struct covered *covered, const struct names *forms, const struct credential *person)
{
	for (size_t i = 0; i < covered->count; i++)
		if (names_has(forms, step_of(covered, i)->step->kind) && flow_same_person(step_of(covered, i)->author, person))
			return true;
	return false;
}

/* No form was filled by who must not have filled it beside another. */
static bool
is_by_others(const struct covered *covered)
{
	for (size_t i = 0; i < covered->count; i++) {
		const struct form *form = pack_form(covered->pack, step_of(covered, i)->step->kind);

		if (!form || wrote(covered, &form->distinct_from, step_of(covered, i)->author))
			return false;
	}
	return true;
}

/* ---- approvals that had effect once, whatever became of them */

/* An approval of the chain, of a level in its own pack, by who may sign that:
 * what flow finds of it whatever it is over. */
static bool
is_approval(const struct paper_claim *claim, const struct flow_sign *sign)
{
	if (!sign->approve || !sign->level || sign->level->chain->each ||
	    strcmp(sign->level->chain->name, paper_code(claim->paper)->chain->name) != 0)
		return false;
	switch (sign->reason) {
	case FLOW_TRUST:
	case FLOW_NO_PACK:
	case FLOW_LEVEL_UNKNOWN:
	case FLOW_WRONG_ROLE:
	case FLOW_NO_ROOT:
	case FLOW_AREA:
	case FLOW_NO_SLOT:
		return false;
	default:
		return true;
	}
}

/* Another approval over the same, under the same pack. */
static bool
is_beside(const struct covered *covered, const struct flow_sign *sign)
{
	const struct dossier *dossier = covered->claim->dossier;
	const struct value *ids;

	if (!is_approval(covered->claim, sign) || dossier->steps[sign->step].pack != covered->pack)
		return false;
	ids = covers_of(dossier, sign);
	return ids && value_equal(ids, covered->ids);
}

/* The approval of the next lower level that an approval names; NULL: it names
 * none of such a kind. */
static const struct flow_sign *
prior_of(const struct covered *covered, const struct flow_sign *sign)
{
	const struct dossier *dossier = covered->claim->dossier;
	const struct flow_sign *prior;
	struct id id;
	size_t at;

	if (!step_data_id(flow_signoff_item(&dossier->steps[sign->step], sign->item), "prior", &id))
		return NULL;
	at = idmap_get(&dossier->slots.steps, &id);
	prior = at == IDMAP_NONE || covered->sign_of[at] == SIZE_MAX ? NULL : &dossier->state.signs[covered->sign_of[at]];
	return prior && is_beside(covered, prior) && prior->level + 1 == sign->level ? prior : NULL;
}

/* Down to the lowest level, each by another person, and by none who wrote what
 * the level must not have written. */
static bool
had_effect(const struct covered *covered, const struct flow_sign *sign)
{
	const struct dossier *dossier = covered->claim->dossier;
	const struct credential *persons[CHAIN_LEVELS_MAX];
	size_t count = 0;

	for (;; sign = prior_of(covered, sign)) {
		const struct credential *author = sign ? dossier->steps[sign->step].author : NULL;

		if (!author || count == CHAIN_LEVELS_MAX || wrote(covered, &sign->level->distinct_from, author))
			return false;
		for (size_t i = 0; i < count; i++)
			if (flow_same_person(persons[i], author))
				return false;
		persons[count++] = author;
		if (level_index(sign->level) == 0)
			return !value_get(flow_signoff_item(&dossier->steps[sign->step], sign->item), "prior");
	}
}

/* ---- the hash */

/* What the paper shows follows from what was signed over: then its hash does.
 */
static bool
shows_what_it_covers(const struct covered *covered)
{
	const struct pack_paper *shown = covered->claim->shown;

	for (size_t b = 0; b < shown->block_count; b++) {
		const struct names *both[] = { &shown->blocks[b].record, &shown->blocks[b].photos };

		for (size_t k = 0; k < ARRAY_LEN(both); k++)
			for (size_t i = 0; i < both[k]->count; i++)
				if (!names_has(&covered->chain->covers, both[k]->items[i]))
					return false;
	}
	return true;
}

struct trying {
	const struct covered *covered;
	size_t levels;
	const struct flow_sign **had[CHAIN_LEVELS_MAX]; /* by level: those that had effect */
	size_t had_count[CHAIN_LEVELS_MAX];
	const struct flow_sign *signs[CHAIN_LEVELS_MAX]; /* those that are tried */
	size_t *left;					 /* hashes, over all that is tried */
};

static bool
hash_is(struct trying *trying)
{
	const struct covered *covered = trying->covered;
	const struct paper_claim *claim = covered->claim;
	struct paper_lines lines = { 0 };
	char hex[ID_HEX_LEN + 1];
	struct buf signs = { 0 };
	struct id hash;

	for (size_t i = 0; i < covered->count; i++)
		if (paper_shows_form(claim->shown, step_of(covered, i)->step->kind))
			paper_lines_add(&lines,
					mem_printf("slot %s %s", step_of(covered, i)->step->kind, id_hex(&step_of(covered, i)->id, hex)));
	for (size_t i = 0; i < trying->levels; i++)
		buf_printf(&signs, "sign %s %s %s\n", covered->chain->name, trying->signs[i]->level->name,
			   id_hex(&claim->dossier->steps[trying->signs[i]->step].id, hex));
	paper_code_hash(&claim->dossier->root, &lines, &signs, &hash);
	buf_release(&signs);
	return strncmp(id_hex(&hash, hex), claim->hash, SHEET_HASH_DIGITS) == 0 && claim->hash[SHEET_HASH_DIGITS] == '\0';
}

/* Of each level one approval has effect, of several that had it any: tries
 * them. */
static bool
hash_fits(struct trying *trying, size_t level)
{
	if (level == trying->levels)
		return *trying->left && ((*trying->left)--, hash_is(trying));
	for (size_t i = 0; i < trying->had_count[level] && *trying->left; i++) {
		trying->signs[level] = trying->had[level][i];
		if (hash_fits(trying, level + 1))
			return true;
	}
	return false;
}

/* Finds the approvals over the same that had effect; false: the highest level has none. */
static bool
find_had(struct trying *trying)
{
	const struct covered *covered = trying->covered;
	const struct dossier *dossier = covered->claim->dossier;

	for (size_t i = 0; i < trying->levels; i++)
		trying->had[i] = mem_array(dossier->state.sign_count, sizeof(*trying->had[i]));
	for (size_t i = 0; i < dossier->state.sign_count; i++) {
		const struct flow_sign *sign = &dossier->state.signs[i];
		size_t level;

		if (!is_beside(covered, sign) || (level = level_index(sign->level)) >= trying->levels || !had_effect(covered, sign))
			continue;
		trying->had[level][trying->had_count[level]++] = sign;
	}
	return trying->had_count[trying->levels - 1] > 0;
}

static void
forget_had(struct trying *trying)
{
	for (size_t i = 0; i < trying->levels; i++)
		free(trying->had[i]);
}

/* ---- the whole */

struct bearing {
	const struct paper_claim *claim;
	size_t *sign_of;
	const struct flow_sign **tried; /* one of each that are over the same */
	size_t tried_count, left;
};

/* Was an approval tried that is over the same, under the same pack? */
static bool
was_tried(const struct bearing *bearing, const struct flow_sign *sign)
{
	const struct dossier *dossier = bearing->claim->dossier;
	const struct value *ids = covers_of(dossier, sign);

	for (size_t i = 0; i < bearing->tried_count; i++) {
		const struct value *other = covers_of(dossier, bearing->tried[i]);

		if (dossier->steps[bearing->tried[i]->step].pack == dossier->steps[sign->step].pack && ids && other &&
		    value_equal(ids, other))
			return true;
	}
	return false;
}

/* Is it an approval of the highest level that the paper names, over what the
 * paper says? */
static bool
bears_out(struct bearing *bearing, const struct flow_sign *sign, size_t levels)
{
	const struct paper_claim *claim = bearing->claim;
	struct covered covered = { 0 };
	struct trying trying = { .covered = &covered, .levels = levels, .left = &bearing->left };
	bool right;

	if (!is_approval(claim, sign) || level_index(sign->level) + 1 != levels || was_tried(bearing, sign))
		return false;
	bearing->tried[bearing->tried_count++] = sign;
	right = read_covered(claim, bearing->sign_of, sign, &covered) && is_by_others(&covered) && says_what_it_covers(&covered);
	if (right) {
		right = find_had(&trying) && (!shows_what_it_covers(&covered) || hash_fits(&trying, 0));
		forget_had(&trying);
	}
	free(covered.heads);
	return right;
}

static void
index_signs(struct bearing *bearing)
{
	const struct dossier *dossier = bearing->claim->dossier;

	bearing->sign_of = mem_array(dossier->step_count, sizeof(*bearing->sign_of));
	bearing->tried = mem_array(dossier->state.sign_count, sizeof(*bearing->tried));
	for (size_t i = 0; i < dossier->step_count; i++)
		bearing->sign_of[i] = SIZE_MAX;
	for (size_t i = 0; i < dossier->state.sign_count; i++)
		if (is_approval(bearing->claim, &dossier->state.signs[i]))
			bearing->sign_of[dossier->state.signs[i].step] = i;
}

/* As a code writes it; more than any chain has: it is none. */
static size_t
count_of(const char *text)
{
	size_t count = strspn(text, "0123456789") == strlen(text) && *text && strlen(text) < 4 ? (size_t)strtoul(text, NULL, 10) : SIZE_MAX;

	return count > CHAIN_LEVELS_MAX || (*text == '0' && text[1]) ? SIZE_MAX : count;
}

enum paper_stood
paper_stood(const struct paper_claim *claim, size_t *field)
{
	struct bearing bearing = { .claim = claim, .left = HASHES_MOST };
	size_t levels = count_of(claim->levels);
	bool right = levels == 0;

	if (!values_stood(claim, field))
		return PAPER_VALUE_NEVER;
	index_signs(&bearing);
	for (size_t i = 0; levels != SIZE_MAX && i < claim->dossier->state.sign_count && !right; i++)
		right = bears_out(&bearing, &claim->dossier->state.signs[i], levels);
	free(bearing.sign_of);
	free(bearing.tried);
	return right ? PAPER_STOOD : bearing.left ? PAPER_LEVELS_NEVER : PAPER_SIGNED_TOO_OFTEN;
}
