#include "trust/genesis.h"

#include <stdlib.h>

#include "base/mem.h"
#include "trust/state.h"

/* Rules C1 and C3 to C5. */

/* ---- a genesis more in the chain */

/* Officers that the new genesis names or drops. */
static void
name_officers(struct trust *trust, const struct trust_founding *founding, size_t index)
{
	const struct trust_entry *entry = &trust->entries[founding->entry];

	for (size_t i = 0; i < entry->named_count; i++) {
		if (idmap_get(&trust->officer_index, &entry->named[i]) != IDMAP_NONE)
			continue;
		MEM_GROW(trust->officers, trust->officer_count, trust->officer_cap);
		idmap_put(&trust->officer_index, &entry->named[i], trust->officer_count);
		trust->officers[trust->officer_count++] = (struct trust_officer){ .id = entry->named[i], .dropped = TRUST_NONE };
	}
	for (size_t i = 0; i < trust->officer_count; i++)
		if (trust->officers[i].dropped == TRUST_NONE && idmap_get(&founding->index, &trust->officers[i].id) == IDMAP_NONE)
			trust->officers[i].dropped = index;
}

/* County receipts by the new genesis. */
static void
name_receipts(struct trust *trust, const struct trust_founding *founding)
{
	for (size_t i = 0; i < trust->receipt_count; i++) {
		const struct trust_entry *entry = &trust->entries[trust->receipts[i].entry];
		const struct credential *author;

		if (idmap_get(&founding->index, &entry->author) == IDMAP_NONE)
			continue;
		author = &trust_holder(trust, &entry->author)->credential;
		trust->receipts[i].named |= author->has_device && device_equal(&author->device, &entry->device) &&
					    device_equal(&founding->receiver, &entry->device);
	}
}

/* Marks what is within the upto of a genesis, by the geneses before it. Steps of others than officers stand for nothing (U1): they lie in no
 * log that is asked about. */
static void
mark_upto(struct trust *trust, const struct trust_entry *entry, struct trust_marks *marks)
{
	for (size_t i = 0; i < entry->upto_count; i++) {
		size_t of = trust_entry_of(trust, &entry->upto[i]), node = trust_node_of(trust, &entry->upto[i]);
		size_t receipt = of == TRUST_NONE ? TRUST_NONE : trust->entries[of].receipt;

		if (receipt != TRUST_NONE && trust->receipts[receipt].counts)
			trust_mark_past(trust, receipt, marks);
		else
			trust_mark(trust, marks, node);
	}
}

/* What those dropped now signed counts where it is marked, and so do the words of all officers before for the old threshold. */
static void
bound_by(struct trust *trust, size_t index, const struct trust_marks *marks)
{
	struct trust_founding *before = &trust->chain[index - 1];
	const struct device_id *receiver = &trust->chain[index].receiver;

	for (size_t i = 0; i < trust->node_count; i++) {
		struct trust_node *node = &trust->nodes[i];
		size_t officer = idmap_get(&trust->officer_index, &trust->logs[node->log].author);

		if (officer != IDMAP_NONE && trust->officers[officer].dropped == index)
			node->out = !trust_is_marked(trust, marks, i);
	}
	for (size_t i = 0; i < trust->receipt_count; i++) {
		struct trust_receipt *receipt = &trust->receipts[i];
		const struct trust_entry *entry = &trust->entries[receipt->entry];
		size_t officer = idmap_get(&trust->officer_index, &entry->author);
		bool moved = device_equal(&before->receiver, &entry->device) && !device_equal(receiver, &entry->device);

		if (!receipt->is_bounded && (moved || (officer != IDMAP_NONE && trust->officers[officer].dropped == index))) {
			receipt->is_bounded = true;
			receipt->bounded_in = trust_is_marked(trust, marks, entry->node);
		}
		if (receipt->is_bounded) /* by this genesis, or by one before it, whose bound stays */
			trust->nodes[entry->node].out = !receipt->bounded_in;
	}
	before->covered = mem_array(trust->entry_count, sizeof(*before->covered));
	for (size_t i = 0; i < trust->entry_count; i++)
		before->covered[i] = trust_is_marked(trust, marks, trust->entries[i].node);
}

static void
add_to_chain(struct trust *trust, struct trust_founding founding)
{
	const struct trust_entry *entry = &trust->entries[founding.entry];
	size_t index = trust->chain_count;
	struct trust_marks marks;

	trust_marks_init(trust, &marks);
	if (index) {
		trust_judge_receipts(trust);
		mark_upto(trust, entry, &marks);
	}
	MEM_GROW(trust->chain, trust->chain_count, trust->chain_cap);
	trust->chain[trust->chain_count++] = founding;
	trust->entries[founding.entry].in_chain = true;
	name_officers(trust, &founding, index);
	name_receipts(trust, &founding);
	if (index)
		bound_by(trust, index, &marks);
	trust_marks_release(&marks);
}

/* ---- which genesis follows */

/* The last pin that a person made of this genesis, from 1; 0: none. */
static size_t
pinned_by_person(const struct trust *trust, const struct id *genesis)
{
	for (size_t i = trust->pin_count; i-- > 0;)
		if (trust->pins[i].by_person && id_equal(&trust->pins[i].genesis, genesis))
			return i + 1;
	return 0;
}

/* The first pin of this genesis at all, from 1; 0: none. */
static size_t
followed(const struct trust *trust, const struct id *genesis)
{
	for (size_t i = 0; i < trust->pin_count; i++)
		if (id_equal(&trust->pins[i].genesis, genesis))
			return i + 1;
	return 0;
}

static bool
names_a_dropped_one(const struct trust *trust, const struct trust_entry *entry)
{
	for (size_t i = 0; i < entry->named_count; i++) {
		size_t officer = idmap_get(&trust->officer_index, &entry->named[i]);

		if (officer != IDMAP_NONE && trust->officers[officer].dropped != TRUST_NONE)
			return true;
	}
	return false;
}

/* Why the genesis may not follow the last of the chain; TRUST_COUNTS: it may. */
static enum trust_reason
judge_successor(const struct trust *trust, size_t at)
{
	const struct trust_founding *now = &trust->chain[trust->chain_count - 1];
	const struct trust_entry *entry = &trust->entries[at];
	struct trust_founding founding;
	enum trust_reason reason = TRUST_COUNTS;

	if (*entry->area)
		return TRUST_HAS_AREA;
	if (!trust_founding_init(trust, at, &founding))
		return TRUST_MALFORMED;
	if (names_a_dropped_one(trust, entry))
		reason = TRUST_NAMES_DROPPED;
	else if (!pinned_by_person(trust, &entry->id) && idmap_get(&now->index, &entry->author) == IDMAP_NONE)
		reason = TRUST_AUTHOR_NO_RIGHT;
	else if (!pinned_by_person(trust, &entry->id) && trust_endorsers(trust, now, at) < now->threshold)
		reason = TRUST_NOT_ENDORSED;
	else if (trust_endorsers(trust, &founding, at) < founding.threshold)
		reason = TRUST_NOT_ENDORSED;
	trust_founding_release(&founding);
	return reason;
}

static int
successor_cmp(const void *a, const void *b, void *ctx)
{
	const struct trust *trust = ctx;
	size_t left = *(const size_t *)a, right = *(const size_t *)b;
	int order = id_cmp(&trust->entries[left].parents[0], &trust->entries[right].parents[0]);

	return order ? order : (left > right) - (left < right);
}

static void
find_successors(struct trust *trust)
{
	size_t cap = 0;

	for (size_t i = 0; i < trust->entry_count; i++)
		if (trust->entries[i].kind == STEP_GENESIS && trust->entries[i].parent_count == 1) {
			MEM_GROW(trust->successors, trust->successor_count, cap);
			trust->successors[trust->successor_count++] = i;
		}
	if (trust->successor_count)
		qsort_r(trust->successors, trust->successor_count, sizeof(*trust->successors), successor_cmp, trust);
}

static size_t
first_successor(const struct trust *trust, const struct id *parent)
{
	size_t low = 0, high = trust->successor_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (id_cmp(&trust->entries[trust->successors[middle]].parents[0], parent) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Judges all successors of the last of the chain; returns those that may follow it, ascending, and the one that does without being asked
 * (`given`; TRUST_NONE: none). Of several each is a rival. The caller frees. */
static size_t *
find_contenders(struct trust *trust, size_t given, size_t *count)
{
	const struct id *now = &trust->entries[trust->chain[trust->chain_count - 1].entry].id;
	size_t *contenders = NULL, cap = 0;

	*count = 0;
	for (size_t i = first_successor(trust, now);
	     i < trust->successor_count && id_equal(&trust->entries[trust->successors[i]].parents[0], now); i++) {
		size_t at = trust->successors[i];

		if (trust->entries[at].in_chain)
			continue;
		trust->entries[at].reason = at == given ? TRUST_COUNTS : judge_successor(trust, at);
		if (trust->entries[at].reason != TRUST_COUNTS)
			continue;
		MEM_GROW(contenders, *count, cap);
		contenders[(*count)++] = at;
	}
	for (size_t i = 0; i < *count; i++) /* who follows has another reason in the end */
		trust->entries[contenders[i]].reason = TRUST_RIVAL;
	return contenders;
}

/* `settled`: a person said which of them it is. */
static void
note_rivals(struct trust *trust, const size_t *contenders, size_t count, bool settled)
{
	if (count < 2)
		return;
	for (size_t i = 0; i < count; i++) {
		MEM_GROW(trust->rivals, trust->rival_count, trust->rival_cap);
		trust->rivals[trust->rival_count++] = trust->entries[contenders[i]].id;
		settled |= pinned_by_person(trust, &trust->entries[contenders[i]].id) > 0;
	}
	trust->rivals_open |= !settled;
}

/* The rival that a person pinned last; else that which the file followed first; else that with the earlier place in time by the receipts up
 * to their parent's. TRUST_NONE: none, the chain ends. */
static size_t
choose(struct trust *trust, const size_t *rivals, size_t count)
{
	size_t chosen = count == 1 ? rivals[0] : TRUST_NONE, pin = 0, first = 0;
	int64_t earliest = TRUST_AFTER_ALL;

	for (size_t i = 0; i < count; i++) {
		size_t at = pinned_by_person(trust, &trust->entries[rivals[i]].id);

		if (at > pin) {
			pin = at;
			chosen = rivals[i];
		}
	}
	for (size_t i = 0; i < count && !pin; i++) {
		size_t at = followed(trust, &trust->entries[rivals[i]].id);

		if (at && (!first || at < first)) {
			first = at;
			chosen = rivals[i];
		}
	}
	if (chosen != TRUST_NONE)
		return chosen;
	trust_judge_receipts(trust);
	trust_judge_places(trust);
	for (size_t i = 0; i < count; i++) {
		int64_t place = trust_place(trust, trust->entries[rivals[i]].node);

		if (place < earliest) {
			earliest = place;
			chosen = rivals[i];
		} else if (place == earliest) {
			chosen = TRUST_NONE;
		}
	}
	return chosen;
}

/* Follows the chain by one; false at its end. */
static bool
follow(struct trust *trust)
{
	size_t count, *contenders = find_contenders(trust, TRUST_NONE, &count), chosen = TRUST_NONE;
	struct trust_founding founding;

	note_rivals(trust, contenders, count, false);
	if (count)
		chosen = choose(trust, contenders, count);
	free(contenders);
	if (chosen == TRUST_NONE || !trust_founding_init(trust, chosen, &founding))
		return false;
	add_to_chain(trust, founding);
	return true;
}

/* The pinned genesis: the last that a person pinned, else the first that the file followed. */
static const struct id *
start_of_chain(const struct trust *trust)
{
	for (size_t i = trust->pin_count; i-- > 0;)
		if (trust->pins[i].by_person)
			return &trust->pins[i].genesis;
	return trust->pin_count ? &trust->pins[0].genesis : NULL;
}

/* Where the chain begins on a line of geneses, youngest first: before the index returned, so behind the last that names whom the chain dropped
 * before it. */
static size_t
behind_returned(const struct trust *trust, const struct trust_founding *line, size_t count)
{
	struct idmap last = { 0 }; /* officer -> the last of the line that names him */
	size_t begins = count;

	for (size_t i = count; i-- > 0;) {
		const struct trust_entry *entry = &trust->entries[line[i].entry];
		bool returned = false;

		for (size_t n = 0; n < entry->named_count; n++) {
			size_t at = idmap_get(&last, &entry->named[n]);

			returned |= at < begins && at != i + 1; /* IDMAP_NONE is above all */
		}
		for (size_t n = 0; n < entry->named_count; n++)
			idmap_put(&last, &entry->named[n], i);
		if (returned)
			begins = i;
	}
	idmap_release(&last);
	return begins;
}

/* The pinned genesis and those before it, which pinning believes. */
static void
begin_chain(struct trust *trust)
{
	const struct id *at = start_of_chain(trust);
	struct trust_founding *back = NULL;
	size_t count = 0, cap = 0, begins;

	while (at) { /* a circle, which no hash can make, is no line */
		size_t entry = trust_entry_of(trust, at);

		MEM_GROW(back, count, cap);
		if (entry == TRUST_NONE || count > trust->entry_count || !trust_founding_init(trust, entry, &back[count]))
			break;
		count++;
		at = trust->entries[entry].parent_count == 1 ? &trust->entries[entry].parents[0] : NULL;
	}
	begins = behind_returned(trust, back, count);
	while (count > begins)
		trust_founding_release(&back[--count]);
	while (count) {
		if (trust->chain_count) {
			size_t contending, *contenders = find_contenders(trust, back[count - 1].entry, &contending);

			note_rivals(trust, contenders, contending, pinned_by_person(trust, start_of_chain(trust)) > 0);
			free(contenders);
		}
		add_to_chain(trust, back[--count]);
	}
	free(back);
}

void
trust_settle_genesis(struct trust *trust)
{
	for (size_t i = 0; i < trust->entry_count; i++) {
		trust->entries[i].reason = trust->entries[i].kind == STEP_GENESIS && start_of_chain(trust) ? TRUST_NOT_FOLLOWED
													   : TRUST_NO_GENESIS;
		trust->entries[i].in_chain = false;
	}
	find_successors(trust);
	begin_chain(trust);
	while (trust->chain_count && follow(trust))
		;
	for (size_t i = 0; i < trust->chain_count; i++)
		trust->entries[trust->chain[i].entry].reason = i + 1 < trust->chain_count ? TRUST_SUPERSEDED : TRUST_COUNTS;
	trust_judge_receipts(trust);
	trust_judge_places(trust);
}

void
trust_forget_genesis(struct trust *trust)
{
	for (size_t i = 0; i < trust->chain_count; i++)
		trust_founding_release(&trust->chain[i]);
	free(trust->successors);
	trust->successors = NULL;
	idmap_release(&trust->officer_index);
	trust->chain_count = trust->officer_count = trust->successor_count = trust->rival_count = 0;
	trust->rivals_open = false;
}

/* ---- answers */

const struct id *
trust_genesis(const struct trust *trust)
{
	return trust_genesis_at(trust, trust->chain_count - 1); /* of no chain there is none */
}

const struct id *
trust_genesis_at(const struct trust *trust, size_t index)
{
	return index < trust->chain_count ? &trust->entries[trust->chain[index].entry].id : NULL;
}

const struct id *
trust_rivals(const struct trust *trust, size_t *count)
{
	*count = trust->rival_count;
	return trust->rivals;
}

bool
trust_rivals_open(const struct trust *trust)
{
	return trust->rivals_open;
}

static const struct value *
data_in_force(const struct trust *trust)
{
	return trust->chain_count ? &trust->entries[trust->chain[trust->chain_count - 1].entry].data : NULL;
}

const char *
trust_county_code(const struct trust *trust)
{
	return value_get_text(data_in_force(trust), "county");
}

const char *
trust_county_name(const struct trust *trust)
{
	return value_get_text(data_in_force(trust), "name");
}

bool
trust_receiver(const struct trust *trust, struct device_id *out)
{
	if (!trust->chain_count)
		return false;
	*out = trust->chain[trust->chain_count - 1].receiver;
	return true;
}

int64_t
trust_threshold(const struct trust *trust)
{
	return trust->chain_count ? trust->chain[trust->chain_count - 1].threshold : 1;
}

bool
trust_is_receiver(const struct trust *trust, const struct device_id *device)
{
	struct device_id receiver;

	return trust_receiver(trust, &receiver) && device_equal(&receiver, device);
}
