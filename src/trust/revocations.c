#include "trust/revocations.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trust/state.h"

/* Rules C11 to C15. Whom a revocation may reach is a question of rank: officers reach all credentials but officers', issuers those that they
 * issued. So what bounds issuers is known from officers' words alone, before any issuer's word is judged. */

struct trust_revocation {
	size_t entry;
	const struct trust_holder *author, *of;
	bool stolen, lifted;
	bool counts, replaced; /* by one that counts */
};

void
trust_find_revocations(struct trust *trust)
{
	size_t cap = 0;

	for (size_t i = 0; i < trust->entry_count; i++) {
		struct trust_entry *entry = &trust->entries[i];
		struct trust_revocation revocation = { .entry = i };
		const char *reason = value_get_text(&entry->data, "reason");

		if (entry->kind != STEP_REVOCATION)
			continue;
		revocation.author = trust_holder(trust, &entry->author);
		revocation.of = trust_holder(trust, &entry->of);
		entry->reason = !trust->chain_count  ? TRUST_NO_GENESIS
				: !revocation.author ? TRUST_AUTHOR_UNKNOWN
				: *entry->area	     ? TRUST_HAS_AREA
				: !revocation.of     ? TRUST_UNKNOWN_OF
						     : TRUST_COUNTS;
		if (entry->reason != TRUST_COUNTS)
			continue;
		revocation.stolen = strcmp(reason, "stolen") == 0;
		revocation.lifted = strcmp(reason, "lifted") == 0;
		MEM_GROW(trust->revocations, trust->revocation_count, cap);
		trust->revocations[trust->revocation_count++] = revocation;
	}
}

bool
trust_act_counts(const struct trust *trust, const struct trust_holder *holder, size_t node)
{
	if (!holder->stands || (node != TRUST_NONE && trust->nodes[node].out))
		return false;
	for (size_t i = 0; i < holder->bound_count; i++)
		if (!trust_within(trust, holder->bounds[i], node))
			return false;
	return true;
}

/* ---- which count, and which these replace */

/* An issuer's word needs to be about what he issued; an officer's about any credential. */
static bool
is_above(const struct trust_holder *above, const struct trust_holder *holder)
{
	return above->officer || id_equal(&holder->credential.issuer, &above->credential.id);
}

static enum trust_reason
judge(const struct trust *trust, const struct trust_revocation *revocation)
{
	const struct trust_entry *entry = &trust->entries[revocation->entry];

	if (!revocation->author->stands)
		return TRUST_AUTHOR_NO_RIGHT;
	if (!is_above(revocation->author, revocation->of))
		return TRUST_NOT_ABOVE;
	if (!trust_act_counts(trust, revocation->author, entry->node))
		return TRUST_REVOKED;
	return revocation->of->credential.issue_count && !entry->agreed ? TRUST_NOT_ENDORSED : TRUST_COUNTS;
}

static bool
names_no_more(const struct trust_entry *entry, const struct trust_entry *old)
{
	struct idmap named = { 0 };
	bool more = false;

	for (size_t i = 0; i < old->upto_count; i++)
		idmap_put(&named, &old->upto[i], 0);
	for (size_t i = 0; i < entry->upto_count; i++)
		more |= idmap_get(&named, &entry->upto[i]) == IDMAP_NONE;
	idmap_release(&named);
	return !more;
}

/* What reached a key is not given back by one alone. */
static bool
may_replace(const struct trust *trust, const struct trust_revocation *by, const struct trust_revocation *old)
{
	const struct trust_entry *entry = &trust->entries[by->entry], *of_old = &trust->entries[old->entry];

	if (by->of != old->of)
		return false;
	if (old->stolen && !entry->agreed && (!by->stolen || of_old->agreed || !names_no_more(entry, of_old)))
		return false;
	return by->author == old->author || (by->author->officer && (!old->author->officer || entry->agreed));
}

void
trust_judge_revocations(struct trust *trust, bool of_officers)
{
	struct idmap index = { 0 };

	for (size_t i = 0; i < trust->revocation_count; i++) {
		struct trust_revocation *revocation = &trust->revocations[i];

		idmap_put(&index, &trust->entries[revocation->entry].id, i);
		if (revocation->author->officer != of_officers)
			continue;
		trust->entries[revocation->entry].reason = judge(trust, revocation);
		revocation->counts = trust->entries[revocation->entry].reason == TRUST_COUNTS;
	}
	for (size_t i = 0; i < trust->revocation_count; i++) {
		const struct trust_revocation *revocation = &trust->revocations[i];
		const struct trust_entry *entry = &trust->entries[revocation->entry];

		if (!revocation->counts)
			continue;
		for (size_t p = 0; p < entry->parent_count; p++) {
			size_t old = idmap_get(&index, &entry->parents[p]);

			if (old != IDMAP_NONE && may_replace(trust, revocation, &trust->revocations[old]))
				trust->revocations[old].replaced = true;
		}
	}
	for (size_t i = 0; i < trust->revocation_count; i++)
		if (trust->revocations[i].counts && trust->revocations[i].replaced)
			trust->entries[trust->revocations[i].entry].reason = TRUST_SUPERSEDED;
	idmap_release(&index);
}

/* ---- what bounds a credential */

/* Words about stolen keys reach every credential on the key, so they are bounded once: those of officers, and those of each issuer. */
struct trust_theft {
	struct id key_name;
	const struct trust_holder *issuer; /* NULL: officers */
	size_t first, last;		   /* of `thefts` */
	bool bound[2];			   /* made already: for persons, for issuers */
	const struct trust_bound *bounds[2];
};

static int
by_theft(const void *a, const void *b)
{
	const struct trust_revocation *left = *(struct trust_revocation *const *)a, *right = *(struct trust_revocation *const *)b;
	int order = id_cmp(&left->of->key_name, &right->of->key_name);

	if (!order)
		order = (left->author->officer < right->author->officer) - (left->author->officer > right->author->officer);
	if (!order)
		order = id_cmp(&left->author->credential.id, &right->author->credential.id);
	return order;
}

static int
by_of(const void *a, const void *b)
{
	const struct trust_revocation *left = *(struct trust_revocation *const *)a, *right = *(struct trust_revocation *const *)b;

	return id_cmp(&left->of->credential.id, &right->of->credential.id);
}

static bool
is_same_theft(const struct trust_theft *theft, const struct trust_revocation *revocation)
{
	return id_equal(&theft->key_name, &revocation->of->key_name) &&
	       theft->issuer == (revocation->author->officer ? NULL : revocation->author);
}

void
trust_sort_revocations(struct trust *trust)
{
	size_t thefts = 0, own = 0, cap = 0;

	trust->stolen = mem_array(trust->revocation_count, sizeof(*trust->stolen));
	trust->own = mem_array(trust->revocation_count, sizeof(*trust->own));
	for (size_t i = 0; i < trust->revocation_count; i++)
		if (trust->revocations[i].stolen)
			trust->stolen[thefts++] = &trust->revocations[i];
		else
			trust->own[own++] = &trust->revocations[i];
	qsort(trust->stolen, thefts, sizeof(struct trust_revocation *), by_theft);
	qsort(trust->own, own, sizeof(struct trust_revocation *), by_of);
	trust->own_count = own;
	for (size_t i = 0; i < thefts; i++) {
		const struct trust_revocation *revocation = trust->stolen[i];

		if (!trust->theft_count || !is_same_theft(&trust->thefts[trust->theft_count - 1], revocation)) {
			MEM_GROW(trust->thefts, trust->theft_count, cap);
			trust->thefts[trust->theft_count++] = (struct trust_theft){ .key_name = revocation->of->key_name,
										    .issuer = revocation->author->officer
												      ? NULL
												      : revocation->author,
										    .first = i };
		}
		trust->thefts[trust->theft_count - 1].last = i + 1;
	}
}

static int
theft_cmp(const struct trust_theft *theft, const struct id *key_name, const struct trust_holder *issuer)
{
	int order = id_cmp(&theft->key_name, key_name);

	if (order || theft->issuer == issuer)
		return order;
	if (!theft->issuer || !issuer)
		return theft->issuer ? 1 : -1;
	return id_cmp(&theft->issuer->credential.id, &issuer->credential.id);
}

static struct trust_theft *
find_theft(const struct trust *trust, const struct id *key_name, const struct trust_holder *issuer)
{
	size_t low = 0, high = trust->theft_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (theft_cmp(&trust->thefts[middle], key_name, issuer) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < trust->theft_count && theft_cmp(&trust->thefts[low], key_name, issuer) == 0 ? &trust->thefts[low] : NULL;
}

/* Revocations gathered for one bound. */
struct bound_gathering {
	const struct trust_entry **revocations;
	size_t count, cap;
};

/* `agreed`: only with the threshold. */
static void
gather(const struct trust *trust, struct bound_gathering *gathering, const struct trust_revocation *revocation, bool agreed)
{
	const struct trust_entry *entry = &trust->entries[revocation->entry];

	if (!revocation->counts || revocation->lifted || revocation->replaced || (agreed && !entry->agreed))
		return;
	MEM_GROW(gathering->revocations, gathering->count, gathering->cap);
	gathering->revocations[gathering->count++] = entry;
}

static void
add_bound(struct trust_holder *holder, const struct trust_bound *bound)
{
	if (bound)
		holder->bounds[holder->bound_count++] = bound;
}

static void
bind_by_theft(struct trust *trust, struct trust_holder *holder, const struct trust_holder *issuer)
{
	struct trust_theft *theft = find_theft(trust, &holder->key_name, issuer);
	bool issues = holder->credential.issue_count > 0;
	struct bound_gathering gathering = { 0 };

	if (!theft)
		return;
	if (!theft->bound[issues]) {
		for (size_t i = theft->first; i < theft->last; i++)
			gather(trust, &gathering, trust->stolen[i], issues);
		theft->bounds[issues] = trust_make_bound(trust, gathering.revocations, gathering.count);
		theft->bound[issues] = true;
		free(gathering.revocations);
	}
	add_bound(holder, theft->bounds[issues]);
}

static void
bind_by_own(struct trust *trust, struct trust_holder *holder)
{
	struct bound_gathering gathering = { 0 };
	size_t low = 0, high = trust->own_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (id_cmp(&trust->own[middle]->of->credential.id, &holder->credential.id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < trust->own_count && trust->own[low]->of == holder; low++)
		gather(trust, &gathering, trust->own[low], false);
	add_bound(holder, trust_make_bound(trust, gathering.revocations, gathering.count));
	free(gathering.revocations);
}

void
trust_bind(struct trust *trust, struct trust_holder *holder)
{
	holder->bound_count = 0;
	if (holder->officer)
		return; /* nobody's word reaches one that stands beside or above him */
	bind_by_own(trust, holder);
	bind_by_theft(trust, holder, NULL);
	if (holder->credential.has_issuer) /* of who issues others an issuer says nothing yet */
		bind_by_theft(trust, holder, trust_holder(trust, &holder->credential.issuer));
}

void
trust_forget_revocations(struct trust *trust)
{
	free(trust->revocations);
	free(trust->thefts);
	free(trust->stolen);
	free(trust->own);
	trust->revocations = NULL;
	trust->thefts = NULL;
	trust->stolen = trust->own = NULL;
	trust->revocation_count = trust->theft_count = trust->own_count = 0;
}

/* ---- answers */

bool
trust_may_revoke(const struct trust *trust, const struct id *author, const struct id *credential)
{
	const struct trust_holder *above = trust_holder(trust, author), *holder = trust_holder(trust, credential);

	return above && holder && above->credential.reason == TRUST_COUNTS && !above->credential.revoked && !holder->officer &&
	       is_above(above, holder);
}

static bool
is_threshold_one(const struct trust *trust)
{
	return trust->chain_count && trust->chain[trust->chain_count - 1].threshold <= 1;
}

static enum trust_word_fate
fate_of(const struct trust *trust, const struct trust_holder *by, const struct trust_holder *of, const struct trust_revocation *old)
{
	bool alone = by->officer && is_threshold_one(trust);

	if (old->of != of || (by != old->author && !by->officer))
		return TRUST_WORD_STANDS;
	if (alone)
		return TRUST_WORD_REPLACED;
	if (old->stolen)
		return by->officer ? TRUST_WORD_AGREED : TRUST_WORD_STANDS;
	return by == old->author || !old->author->officer ? TRUST_WORD_REPLACED : TRUST_WORD_AGREED;
}

static bool
bounds(const struct trust_revocation *old, const struct trust_holder *of)
{
	if (!old->counts || old->replaced || old->lifted)
		return false;
	return old->of == of || (old->stolen && id_equal(&old->of->key_name, &of->key_name) &&
				 (old->author->officer || id_equal(&of->credential.issuer, &old->author->credential.id)));
}

void
trust_each_word(const struct trust *trust, const struct id *by, const struct id *credential,
		void (*visit)(const struct trust_word *, void *), void *ctx)
{
	const struct trust_holder *author = trust_holder(trust, by), *of = trust_holder(trust, credential);

	for (size_t i = 0; author && of && i < trust->revocation_count; i++) {
		const struct trust_revocation *old = &trust->revocations[i];

		if (bounds(old, of))
			visit(&(struct trust_word){ trust->entries[old->entry].id, old->of->credential.id, &old->author->credential,
						    old->stolen, fate_of(trust, author, of, old) },
			      ctx);
	}
}

bool
trust_word_wants_agreement(const struct trust *trust, const struct trust_entry *entry)
{
	const struct trust_holder *author = trust_holder(trust, &entry->author), *of = trust_holder(trust, &entry->of);

	if (!entry->parent_count || entry->agreed || entry->reason != TRUST_COUNTS || !author || !author->officer)
		return false;
	for (size_t i = 0; of && i < trust->revocation_count; i++) {
		const struct trust_revocation *old = &trust->revocations[i];
		const struct id *id = &trust->entries[old->entry].id;

		for (size_t p = 0; old->of == of && old->counts && !old->replaced && p < entry->parent_count; p++)
			if (id_equal(&entry->parents[p], id))
				return true;
	}
	return false;
}
