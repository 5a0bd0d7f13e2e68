#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trust/state.h"

/* County receipts, what they cover, and feeds that fork. */

static int
feed_cmp(const struct device_id *a, int64_t epoch_a, const struct device_id *b, int64_t epoch_b)
{
	int order = device_cmp(a, b);

	return order ? order : (epoch_a > epoch_b) - (epoch_a < epoch_b);
}

static int
cover_cmp(const void *a, const void *b)
{
	const struct cover *left = a, *right = b;
	int order = feed_cmp(&left->device, left->epoch, &right->device, right->epoch);

	if (order)
		return order;
	order = (left->no > right->no) - (left->no < right->no);
	return order ? order : id_cmp(&left->tip, &right->tip);
}

static void
add_covers(struct trust *trust, const struct entry *entry, int64_t no)
{
	const struct value *feeds = value_get_list(&entry->data, "feeds");

	for (size_t i = 0; feeds && i < feeds->list.count; i++) {
		const struct value *feed = &feeds->list.items[i];
		const char *device = value_get_text(feed, "device");
		struct cover cover = { .no = no };

		cover.epoch = value_get_integer(feed, "epoch", 0);
		cover.seq = value_get_integer(feed, "seq", 0);
		if (!device || !device_from_hex(device, &cover.device) || cover.epoch < 1 || cover.seq < 1 ||
		    !step_data_id(feed, "tip", &cover.tip))
			continue;
		MEM_GROW(trust->covers, trust->cover_count, trust->cover_cap);
		trust->covers[trust->cover_count++] = cover;
	}
}

bool
trust_is_receiver(const struct trust *trust, const struct device_id *device)
{
	for (size_t g = 0; g < trust->genesis_count; g++) {
		const char *receiver = value_get_text(&trust->entries[trust->genesis[g]].data, "receiver");
		struct device_id of;

		if (receiver && device_from_hex(receiver, &of) && device_equal(&of, device))
			return true;
	}
	return false;
}

/* A county receipt is signed on the device that the genesis names as receiver, by someone who stands by the chain of issuers.
 * Revocations are not asked: they are judged by receipts. */
void
trust_settle_receipts(struct trust *trust)
{
	for (size_t i = 0; i < trust->entry_count && trust->genesis_count; i++) {
		struct entry *entry = &trust->entries[i];
		int64_t no = value_get_integer(&entry->data, "no", 0);
		struct person *person;

		if (entry->kind != STEP_RECEIPT)
			continue;
		person = entry->has_author ? trust_person(trust, &entry->author) : NULL;
		entry->reason = !person					     ? TRUST_AUTHOR_UNKNOWN
				: trust_chain(trust, person) != TRUST_COUNTS ? TRUST_AUTHOR_NO_RIGHT
				: no < 1				     ? TRUST_MALFORMED
									     : TRUST_COUNTS;
		if (entry->reason != TRUST_COUNTS || !trust_is_receiver(trust, &entry->device))
			continue;
		add_covers(trust, entry, no);
		if (no > trust->anchor_no) { /* of equals the first: the smaller id */
			trust->anchor_no = no;
			trust->anchor = entry->id;
			trust->has_anchor = true;
		}
	}
	if (trust->cover_count)
		qsort(trust->covers, trust->cover_count, sizeof(*trust->covers), cover_cmp);
}

int64_t
trust_covered(const struct trust *trust, const struct device_id *device, int64_t epoch, int64_t receipt_no)
{
	size_t low = 0, high = trust->cover_count;
	int64_t seq = 0;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct cover *cover = &trust->covers[middle];

		if (feed_cmp(&cover->device, cover->epoch, device, epoch) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < trust->cover_count; low++) {
		const struct cover *cover = &trust->covers[low];

		if (feed_cmp(&cover->device, cover->epoch, device, epoch) != 0)
			break;
		if ((receipt_no == 0 || cover->no <= receipt_no) && cover->seq > seq)
			seq = cover->seq;
	}
	return seq;
}

bool
trust_place_counts(const struct trust *trust, const struct device_id *device, int64_t epoch, int64_t seq, int64_t cut)
{
	if (cut == NO_CUT)
		return true;
	return cut > 0 && trust_covered(trust, device, epoch, cut) >= seq;
}

/* ---- forks */

void
trust_add_branch(struct trust *trust, const struct id *id, const struct step *step)
{
	if (idmap_get(&trust->branch_index, id) != IDMAP_NONE)
		return;
	MEM_GROW(trust->branches, trust->branch_count, trust->branch_cap);
	idmap_put(&trust->branch_index, id, trust->branch_count);
	trust->branches[trust->branch_count++] = (struct branch){
		.id = *id,
		.has_author = step->has_author,
		.author = step->author,
		.has_prev = step->has_prev,
		.prev = step->prev,
		.device = step->device,
		.epoch = step->epoch,
		.seq = step->seq,
	};
}

static int
branch_cmp(const void *a, const void *b)
{
	const struct branch *left = a, *right = b;
	int order = feed_cmp(&left->device, left->epoch, &right->device, right->epoch);

	if (!order)
		order = (left->seq > right->seq) - (left->seq < right->seq);
	return order ? order : id_cmp(&left->id, &right->id);
}

int64_t
trust_forked_from(const struct trust *trust, const struct device_id *device, int64_t epoch)
{
	size_t low = 0, high = trust->branch_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct branch *branch = &trust->branches[middle];

		if (feed_cmp(&branch->device, branch->epoch, device, epoch) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == trust->branch_count || feed_cmp(&trust->branches[low].device, trust->branches[low].epoch, device, epoch) != 0)
		return INT64_MAX;
	return trust->branches[low].seq;
}

static bool
stands(const struct trust *trust, const struct branch *branch)
{
	const struct person *person = branch->has_author ? trust_person(trust, &branch->author) : NULL;

	return person && person->credential.reason == TRUST_COUNTS;
}

static bool
descends(const struct trust *trust, const struct id *tip, const struct branch *from)
{
	struct id at = *tip;

	for (size_t depth = 0; depth <= trust->branch_count; depth++) {
		size_t index = idmap_get(&trust->branch_index, &at);

		if (id_equal(&at, &from->id))
			return true;
		if (index == IDMAP_NONE || !trust->branches[index].has_prev)
			return false;
		at = trust->branches[index].prev;
	}
	return false;
}

bool
trust_may_decide(const struct trust *trust, const struct entry *decision)
{
	const struct person *person = decision->has_author ? trust_person(trust, &decision->author) : NULL;

	for (size_t i = 0; person && i < trust->decision_role_count; i++)
		if (strcmp(trust->decision_roles[i], person->credential.role) == 0)
			return decision->reason == TRUST_COUNTS;
	return false;
}

static bool
starts_feed(const struct trust *trust, size_t at)
{
	return at == 0 || feed_cmp(&trust->branches[at - 1].device, trust->branches[at - 1].epoch, &trust->branches[at].device,
				   trust->branches[at].epoch) != 0;
}

/* Behind a fork a step can be traced to the branch that keeps its effect; the rest follows what was dropped already. */
static bool
is_grounded(const struct trust *trust, size_t first, size_t at)
{
	const struct branch *branch = &trust->branches[at];
	size_t before = branch->has_prev ? idmap_get(&trust->branch_index, &branch->prev) : IDMAP_NONE;

	return starts_feed(trust, first) || (before != IDMAP_NONE && trust->branches[before].keeps);
}

/* Which of the rivals at one place keeps its effect: the one whose branch the lowest county receipt covers, else the one a
 * decision {about, verdict: "keep"} names (of several decisions the smallest id); otherwise none. */
static size_t
winner(const struct trust *trust, size_t first, size_t last)
{
	const struct branch *place = &trust->branches[first];

	for (size_t c = 0; c < trust->cover_count; c++) { /* ascending by receipt number within the feed */
		const struct cover *cover = &trust->covers[c];

		if (feed_cmp(&cover->device, cover->epoch, &place->device, place->epoch) != 0 || cover->seq < place->seq)
			continue;
		for (size_t i = first; i < last; i++)
			if (is_grounded(trust, first, i) && descends(trust, &cover->tip, &trust->branches[i]))
				return i;
	}
	for (size_t e = 0; e < trust->entry_count; e++) {
		const struct entry *entry = &trust->entries[e];
		const char *verdict = value_get_text(&entry->data, "verdict");
		struct id about;

		if (entry->kind != STEP_DECISION || !verdict || strcmp(verdict, "keep") != 0 || !trust_may_decide(trust, entry) ||
		    !step_data_id(&entry->data, "about", &about))
			continue;
		for (size_t i = first; i < last; i++)
			if (is_grounded(trust, first, i) && descends(trust, &about, &trust->branches[i]))
				return i;
	}
	return SIZE_MAX;
}

static bool
same_place(const struct branch *a, const struct branch *b)
{
	return a->seq == b->seq && feed_cmp(&a->device, a->epoch, &b->device, b->epoch) == 0;
}

void
trust_settle_forks(struct trust *trust)
{
	if (!trust->branch_count)
		return;
	qsort(trust->branches, trust->branch_count, sizeof(*trust->branches), branch_cmp);
	for (size_t i = 0; i < trust->branch_count; i++)
		idmap_put(&trust->branch_index, &trust->branches[i].id, i);
	for (size_t first = 0, last; first < trust->branch_count; first = last) {
		size_t standing = 0, kept = SIZE_MAX;

		/* What follows a branch that was dropped is no rival of what follows the other. */
		for (last = first; last < trust->branch_count && same_place(&trust->branches[first], &trust->branches[last]); last++)
			standing += is_grounded(trust, first, last) && stands(trust, &trust->branches[last]);
		if (standing > 1)
			kept = winner(trust, first, last);
		for (size_t i = first; i < last; i++)
			trust->branches[i].keeps = is_grounded(trust, first, i) && (standing > 1 ? i == kept : true);
	}
}

bool
trust_dropped(const struct trust *trust, const struct id *id)
{
	size_t at = idmap_get(&trust->branch_index, id);

	return at != IDMAP_NONE && !trust->branches[at].keeps;
}

bool
trust_kept(const struct trust *trust, const struct id *id)
{
	size_t at = idmap_get(&trust->branch_index, id);

	return at != IDMAP_NONE && trust->branches[at].keeps;
}

void
trust_each_fork(const struct trust *trust, void (*visit)(const struct trust_fork *, void *), void *ctx)
{
	for (size_t first = 0, last; first < trust->branch_count; first = last) {
		const struct branch *place = &trust->branches[first];
		struct trust_fork fork = { .device = place->device, .epoch = place->epoch, .seq = place->seq };
		struct id *rivals = NULL;
		size_t cap = 0;

		for (last = first; last < trust->branch_count && same_place(place, &trust->branches[last]); last++) {
			size_t before = trust->branches[last].has_prev ? idmap_get(&trust->branch_index, &trust->branches[last].prev)
								       : IDMAP_NONE;

			fork.settled |= trust->branches[last].keeps;
			/* What follows a rival is no fork of its own. */
			if (!stands(trust, &trust->branches[last]) || (before != IDMAP_NONE && !trust->branches[before].keeps))
				continue;
			MEM_GROW(rivals, fork.rival_count, cap);
			rivals[fork.rival_count++] = trust->branches[last].id;
		}
		fork.rivals = rivals;
		if (fork.rival_count > 1)
			visit(&fork, ctx);
		free(rivals);
	}
}

size_t
trust_branch_length(const struct trust *trust, const struct id *rival)
{
	bool *on = mem_array(trust->branch_count, sizeof(*on));
	size_t length = 0;

	/* Ascending by place: what a step follows was seen before it. */
	for (size_t i = 0; i < trust->branch_count; i++) {
		const struct branch *branch = &trust->branches[i];
		size_t before = branch->has_prev ? idmap_get(&trust->branch_index, &branch->prev) : IDMAP_NONE;

		on[i] = id_equal(&branch->id, rival) || (before != IDMAP_NONE && on[before]);
		length += on[i];
	}
	free(on);
	return length;
}
