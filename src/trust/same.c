#include "trust/same.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trust/state.h"

/* Rule B6, as far as it goes without a house. */

/* A decision about two houses, as seen from one of them. */
struct trust_joining {
	struct id house, other;
	size_t entry;
};

/* Decisions about one pair, as seen from the house that some of them let step aside: indexes into joinings. One house may be decided to be a thousand
 * others, and steps aside for few. */
struct trust_stepping {
	struct id house;
	size_t first;
};

static int
joining_cmp(const void *a, const void *b)
{
	const struct trust_joining *left = a, *right = b;
	int order = id_cmp(&left->house, &right->house);

	return order ? order : id_cmp(&left->other, &right->other);
}

static bool
is_same(const struct trust_entry *entry)
{
	return strcmp(value_get_text(&entry->data, "verdict"), "same") == 0;
}

/* A decision about two houses whose author may not decide, and has no other fault. */
static bool
is_without_role(const struct trust *trust, const struct trust_entry *entry)
{
	const struct trust_holder *author;

	if (entry->kind != STEP_DECISION || !entry->has_with || id_equal(&entry->of, &entry->with) || entry->reason != TRUST_WRONG_ROLE)
		return false;
	author = trust_holder(trust, &entry->author);
	return author && credential_covers(&author->credential, entry->area);
}

static bool
is_of_one_pair(const struct trust_entry *a, const struct trust_entry *b)
{
	return (id_equal(&a->of, &b->of) && id_equal(&a->with, &b->with)) || (id_equal(&a->of, &b->with) && id_equal(&a->with, &b->of));
}

/* The proposals that the entry takes back: of its author, about the same two houses. */
static void
note_taken_back(struct trust *trust, const struct trust_entry *entry)
{
	if (!entry->parent_count || !is_without_role(trust, entry) || is_same(entry))
		return;
	for (size_t p = 0; p < entry->parent_count; p++) {
		size_t at = trust_entry_of(trust, &entry->parents[p]);
		const struct trust_entry *old = at == TRUST_NONE ? NULL : &trust->entries[at];

		if (old && is_without_role(trust, old) && is_same(old) && is_of_one_pair(old, entry) &&
		    credential_same_human(&trust_holder(trust, &old->author)->credential, &trust_holder(trust, &entry->author)->credential))
			idmap_put(&trust->taken_back, &old->id, 1);
	}
}

/* Behind the last decision about the pair of the joining `first`. */
static size_t
end_of_pair(const struct trust *trust, size_t first)
{
	size_t last = first + 1;

	while (last < trust->joining_count && id_equal(&trust->joinings[last].house, &trust->joinings[first].house) &&
	       id_equal(&trust->joinings[last].other, &trust->joinings[first].other))
		last++;
	return last;
}

static void
list_stepping(struct trust *trust)
{
	size_t cap = 0;

	for (size_t first = 0, last; first < trust->joining_count; first = last) {
		bool steps = false;

		last = end_of_pair(trust, first);
		for (size_t i = first; i < last; i++) {
			const struct trust_entry *entry = &trust->entries[trust->joinings[i].entry];

			steps |= is_same(entry) && id_equal(&entry->with, &trust->joinings[i].house);
		}
		if (!steps)
			continue;
		MEM_GROW(trust->stepping, trust->stepping_count, cap);
		trust->stepping[trust->stepping_count++] = (struct trust_stepping){ trust->joinings[first].house, first };
	}
}

void
trust_settle_same(struct trust *trust)
{
	size_t cap = 0;

	for (size_t i = 0; i < trust->entry_count; i++) {
		const struct trust_entry *entry = &trust->entries[i];

		note_taken_back(trust, entry);
		if (!entry->has_with || id_equal(&entry->of, &entry->with) || entry->reason != TRUST_COUNTS)
			continue;
		for (int side = 0; side < 2; side++) {
			MEM_GROW(trust->joinings, trust->joining_count, cap);
			trust->joinings[trust->joining_count++] = (struct trust_joining){ side ? entry->with : entry->of,
											  side ? entry->of : entry->with, i };
		}
	}
	if (trust->joining_count)
		qsort(trust->joinings, trust->joining_count, sizeof(*trust->joinings), joining_cmp);
	list_stepping(trust);
}

void
trust_forget_same(struct trust *trust)
{
	free(trust->joinings);
	trust->joinings = NULL;
	trust->joining_count = 0;
	free(trust->stepping);
	trust->stepping = NULL;
	trust->stepping_count = 0;
	idmap_release(&trust->taken_back);
}

/* ---- answers */

static size_t
first_joining(const struct trust *trust, const struct id *house)
{
	return id_first(trust->joinings, trust->joining_count, sizeof(*trust->joinings), offsetof(struct trust_joining, house), house);
}

static bool
verdicts_differ(const struct trust_entry *a, const struct trust_entry *b)
{
	return is_same(a) != is_same(b) || !id_equal(&a->of, &b->of);
}

/* Of the decisions [first, last) about one pair the widest at the house in this division, as entries; the caller frees. Unless they `agree`
 * none of them holds. */
static size_t *
find_holding(const struct trust *trust, size_t first, size_t last, const char *division, size_t *count, bool *agree)
{
	size_t *decisions = mem_array(last - first, sizeof(*decisions)), kept = 0;
	bool *holds;

	*count = 0;
	for (size_t i = first; i < last; i++)
		if (division_covers(trust->entries[trust->joinings[i].entry].area, division))
			decisions[(*count)++] = trust->joinings[i].entry;
	holds = mem_array(*count, sizeof(*holds));
	*agree = trust_widest(trust, decisions, *count, holds, verdicts_differ);
	for (size_t i = 0; i < *count; i++)
		if (holds[i])
			decisions[kept++] = decisions[i];
	*count = kept;
	free(holds);
	return decisions;
}

/* Do the decisions about the pair of the joining `first` that hold here call both the same? `aside`: with this one stepping aside. */
static bool
is_joined(const struct trust *trust, size_t first, const char *division, bool aside)
{
	size_t last = end_of_pair(trust, first), count, *holding;
	const struct trust_entry *entry = &trust->entries[trust->joinings[first].entry];
	bool agree = division_covers(entry->area, division);

	if (last - first > 1) {
		holding = find_holding(trust, first, last, division, &count, &agree);
		entry = count ? &trust->entries[holding[0]] : entry;
		free(holding);
	}
	return agree && is_same(entry) && (!aside || id_equal(&entry->with, &trust->joinings[first].house));
}

struct id *
trust_asides(const struct trust *trust, const struct id *root, const char *division, size_t *count)
{
	struct id *asides = NULL;
	size_t cap = 0;

	*count = 0;
	for (size_t i = id_first(trust->stepping, trust->stepping_count, sizeof(*trust->stepping), offsetof(struct trust_stepping, house),
				 root);
	     i < trust->stepping_count && id_equal(&trust->stepping[i].house, root); i++) {
		if (!is_joined(trust, trust->stepping[i].first, division, true))
			continue;
		MEM_GROW(asides, *count, cap);
		asides[(*count)++] = trust->joinings[trust->stepping[i].first].other;
	}
	return asides;
}

struct id *
trust_joined_with(const struct trust *trust, const struct id *root, const char *division, size_t *count)
{
	struct id *joined = NULL;
	size_t cap = 0;

	*count = 0;
	for (size_t first = first_joining(trust, root); first < trust->joining_count && id_equal(&trust->joinings[first].house, root);
	     first = end_of_pair(trust, first)) {
		if (!is_joined(trust, first, division, false))
			continue;
		MEM_GROW(joined, *count, cap);
		joined[(*count)++] = trust->joinings[first].other;
	}
	return joined;
}

/* The first decision about two houses, as seen from the one. */
static size_t
first_about(const struct trust *trust, const struct id *root, const struct id *other)
{
	struct trust_joining wanted = { .house = *root, .other = *other };
	size_t low = 0, high = trust->joining_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (joining_cmp(&trust->joinings[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_about(const struct trust *trust, size_t joining, const struct id *root, const struct id *other)
{
	return joining < trust->joining_count && id_equal(&trust->joinings[joining].house, root) &&
	       id_equal(&trust->joinings[joining].other, other);
}

/* The decisions about two houses that hold at one of them, as entries; the caller frees. */
static size_t *
holding_about(const struct trust *trust, const struct id *root, const char *division, const struct id *other, size_t *count, bool *agree)
{
	size_t first = first_about(trust, root, other), last = is_about(trust, first, root, other) ? end_of_pair(trust, first) : first;

	return find_holding(trust, first, last, division, count, agree);
}

struct id *
trust_decisions_about(const struct trust *trust, const struct id *root, const char *division, const struct id *other, size_t *count)
{
	bool agree;
	size_t *holding = holding_about(trust, root, division, other, count, &agree);
	struct id *ids = mem_array(*count, sizeof(*ids));

	for (size_t i = 0; i < *count; i++)
		ids[i] = trust->entries[holding[i]].id;
	free(holding);
	return ids;
}

bool
trust_are_joined(const struct trust *trust, const struct id *root, const char *division, const struct id *other)
{
	size_t first = first_about(trust, root, other);

	return is_about(trust, first, root, other) && is_joined(trust, first, division, false);
}

bool
trust_are_apart(const struct trust *trust, const struct id *root, const char *division, const struct id *other)
{
	size_t count, *holding;
	bool agree, apart;

	holding = holding_about(trust, root, division, other, &count, &agree);
	apart = agree && count && !is_same(&trust->entries[holding[0]]);
	free(holding);
	return apart;
}

struct id *
trust_joined_houses(const struct trust *trust, size_t *count)
{
	struct id *houses = NULL;
	size_t cap = 0;

	*count = 0;
	for (size_t i = 0; i < trust->joining_count; i++) {
		const struct trust_joining *joining = &trust->joinings[i];

		if (!is_same(&trust->entries[joining->entry]) || (*count && id_equal(&houses[*count - 1], &joining->house)))
			continue;
		MEM_GROW(houses, *count, cap);
		houses[(*count)++] = joining->house;
	}
	return houses;
}

/* ---- what was said */

static enum trust_saying
saying_of(const struct trust *trust, const struct trust_entry *entry)
{
	if (entry->reason == TRUST_COUNTS || entry->reason == TRUST_SUPERSEDED)
		return TRUST_SAYS_DECIDED;
	if (!is_without_role(trust, entry))
		return TRUST_SAYS_NOTHING;
	if (!is_same(entry))
		return entry->parent_count ? TRUST_SAYS_WITHDRAWS : TRUST_SAYS_NOTHING;
	return idmap_get(&trust->taken_back, &entry->id) != IDMAP_NONE ? TRUST_SAYS_WITHDRAWN : TRUST_SAYS_PROPOSED;
}

static bool
is_of_two(const struct trust_entry *entry)
{
	return entry->kind == STEP_DECISION && entry->has_with && !id_equal(&entry->of, &entry->with);
}

void
trust_each_said(const struct trust *trust, const struct id *root, void (*visit)(const struct trust_said *, void *), void *ctx)
{
	for (size_t i = 0; i < trust->entry_count; i++) {
		const struct trust_entry *entry = &trust->entries[i];
		const struct trust_holder *author;

		if (!is_of_two(entry) || (root && !id_equal(&entry->of, root) && !id_equal(&entry->with, root)))
			continue;
		author = trust_holder(trust, &entry->author);
		visit(&(struct trust_said){ entry->id, entry->of, entry->with, author ? &author->credential : NULL, saying_of(trust, entry),
					    entry->reason, is_same(entry) },
		      ctx);
	}
}

struct visiting_proposals {
	void (*visit)(const struct trust_said *, void *);
	void *ctx;
};

static void
visit_proposed(const struct trust_said *said, void *ctx)
{
	const struct visiting_proposals *visiting = ctx;

	if (said->saying == TRUST_SAYS_PROPOSED)
		visiting->visit(said, visiting->ctx);
}

void
trust_each_proposal(const struct trust *trust, void (*visit)(const struct trust_said *, void *), void *ctx)
{
	trust_each_said(trust, NULL, visit_proposed, &(struct visiting_proposals){ visit, ctx });
}

enum trust_saying
trust_saying_of(const struct trust *trust, const struct id *step)
{
	size_t at = trust_entry_of(trust, step);

	return at == TRUST_NONE || !is_of_two(&trust->entries[at]) ? TRUST_SAYS_NOTHING : saying_of(trust, &trust->entries[at]);
}
