#include "trust/forks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trust/state.h"

/* Rules C18 to C20. */

struct trust_fork_place {
	size_t log;
	int64_t seq;
	size_t first, count; /* of fork_rivals */
	bool settled;
};

/* A step at the place of a fork. */
struct rival {
	size_t node;
	size_t behind; /* the rival at a lower place that it descends from; TRUST_NONE: of none, it stands over a gap or is among the first */
	int64_t place;
	bool keeps;
};

/* Do the credential and its bounds bear the step out? */
static bool
is_borne_out(const struct trust *trust, size_t node)
{
	const struct trust_holder *author = trust_holder(trust, &trust->logs[trust->nodes[node].log].author);

	return author && trust_act_counts(trust, author, node);
}

static bool
outcome_differs(const struct trust_entry *a, const struct trust_entry *b)
{
	bool both = strcmp(value_get_text(&a->data, "verdict"), "both") == 0;

	if (both != (strcmp(value_get_text(&b->data, "verdict"), "both") == 0))
		return true;
	return !both && !id_equal(&a->of, &b->of);
}

static size_t
first_decided(const struct trust *trust, const struct id *about)
{
	size_t low = 0, high = trust->decided_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (id_cmp(&trust->entries[trust->decided[middle]].of, about) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Decisions about this fork: of the log's area, and by another person than the log's. */
static size_t *
find_decisions(const struct trust *trust, const struct rival *rivals, size_t rival_count, size_t *count)
{
	const struct log_key *log = &trust->logs[trust->nodes[rivals[0].node].log];
	const struct trust_holder *owner = trust_holder(trust, &log->author);
	size_t *found = NULL, cap = 0;

	*count = 0;
	for (size_t r = 0; r < rival_count; r++)
		for (size_t i = first_decided(trust, &trust->nodes[rivals[r].node].id);
		     i < trust->decided_count && id_equal(&trust->entries[trust->decided[i]].of, &trust->nodes[rivals[r].node].id); i++) {
			const struct trust_entry *entry = &trust->entries[trust->decided[i]];
			const struct trust_holder *author = trust_holder(trust, &entry->author);

			if (strcmp(entry->area, log->area) != 0 || credential_same_human(&author->credential, &owner->credential))
				continue;
			MEM_GROW(found, *count, cap);
			found[(*count)++] = trust->decided[i];
		}
	return found;
}

/* Those behind different branches of an earlier fork are no rivals: that fork was theirs. One that is behind none is everybody's. */
static bool
compete(const struct rival *a, const struct rival *b)
{
	return a->behind == b->behind || a->behind == TRUST_NONE || b->behind == TRUST_NONE;
}

/* Rules C20 and C21; false: no decision holds. */
static bool
decide(const struct trust *trust, struct rival *rivals, size_t rival_count)
{
	size_t count;
	size_t *decisions = find_decisions(trust, rivals, rival_count, &count);
	bool *holds = mem_array(count, sizeof(*holds));
	bool agree = trust_widest(trust, decisions, count, holds, outcome_differs);
	size_t first = 0, kept = 0;

	while (agree && !holds[first])
		first++;
	if (agree) {
		const struct trust_entry *entry = &trust->entries[decisions[first]];
		bool both = strcmp(value_get_text(&entry->data, "verdict"), "both") == 0;

		while (!id_equal(&trust->nodes[rivals[kept].node].id, &entry->of))
			kept++;
		for (size_t r = 0; r < rival_count; r++)
			if (both || r == kept)
				rivals[r].keeps = true;
			else if (compete(&rivals[r], &rivals[kept]))
				rivals[r].keeps = false;
	}
	free(holds);
	free(decisions);
	return agree;
}

/* The earliest places among rivals [first, last), and how many have it. */
struct earliest {
	int64_t place;
	size_t count;
};

static struct earliest
find_earliest(const struct rival *rivals, size_t first, size_t last)
{
	struct earliest earliest = { .place = TRUST_AFTER_ALL };

	for (size_t i = first; i < last; i++) {
		if (rivals[i].place < earliest.place)
			earliest = (struct earliest){ rivals[i].place, 0 };
		earliest.count += rivals[i].place == earliest.place;
	}
	return earliest;
}

/* Rule C19: a step keeps its effect when its place in time is earlier than that of each it competes with. `rivals` lie by what they are
 * behind, those behind nothing last. After all is earlier than nothing, and of two rivals or more no lone one has that place. */
static void
keep_earliest(struct rival *rivals, size_t count)
{
	struct earliest all = find_earliest(rivals, 0, count), loose;
	size_t keyed = 0;

	while (keyed < count && rivals[keyed].behind != TRUST_NONE)
		keyed++;
	loose = find_earliest(rivals, keyed, count);
	for (size_t i = keyed; i < count; i++)
		rivals[i].keeps = rivals[i].place == all.place && all.count == 1;
	for (size_t first = 0, last; first < keyed; first = last) {
		struct earliest own;

		for (last = first; last < keyed && rivals[last].behind == rivals[first].behind; last++)
			;
		own = find_earliest(rivals, first, last);
		for (size_t i = first; i < last; i++)
			rivals[i].keeps = rivals[i].place == own.place && own.count == 1 && own.place < loose.place;
	}
}

static void
judge_fork(struct trust *trust, struct rival *rivals, size_t count)
{
	const struct trust_node *place = &trust->nodes[rivals[0].node];
	struct trust_fork_place fork = { .log = place->log, .seq = place->seq, .first = trust->fork_rival_count, .count = count };

	keep_earliest(rivals, count);
	fork.settled = decide(trust, rivals, count);
	for (size_t r = 0; r < count; r++) {
		fork.settled |= rivals[r].keeps;
		trust->nodes[rivals[r].node].rival = rivals[r].node;
		trust->nodes[rivals[r].node].lost = !rivals[r].keeps;
		MEM_GROW(trust->fork_rivals, trust->fork_rival_count, trust->fork_rival_cap);
		trust->fork_rivals[trust->fork_rival_count++] = rivals[r].node;
	}
	MEM_GROW(trust->forks, trust->fork_count, trust->fork_cap);
	trust->forks[trust->fork_count++] = fork;
}

/* By the ids of what they are behind, those behind nothing last, then by their own. */
static int
rival_cmp(const void *a, const void *b, void *ctx)
{
	const struct trust *trust = ctx;
	const struct rival *left = a, *right = b;

	if (left->behind == right->behind)
		return id_cmp(&trust->nodes[left->node].id, &trust->nodes[right->node].id);
	if (left->behind == TRUST_NONE || right->behind == TRUST_NONE)
		return left->behind == TRUST_NONE ? 1 : -1;
	return id_cmp(&trust->nodes[left->behind].id, &trust->nodes[right->behind].id);
}

/* Steps at one place that are borne out and on no branch without effect: those that compete, directly or over others, are one fork. */
static void
judge_place(struct trust *trust, struct rival *rivals, size_t count)
{
	if (count)
		qsort_r(rivals, count, sizeof(*rivals), rival_cmp, trust);
	for (size_t first = 0, last; first < count; first = last) {
		for (last = first; last < count && (rivals[last].behind == rivals[first].behind || rivals[count - 1].behind == TRUST_NONE);
		     last++)
			;
		if (last - first > 1)
			judge_fork(trust, rivals + first, last - first);
	}
}

void
trust_settle_forks(struct trust *trust)
{
	struct rival *rivals = NULL;
	size_t cap = 0;

	trust->forked_from = mem_array(trust->log_count, sizeof(*trust->forked_from));
	trust->forked_count = trust->log_count;
	for (size_t i = 0; i < trust->log_count; i++)
		trust->forked_from[i] = INT64_MAX;
	/* By log and seq, so a step comes after the one before it. */
	for (size_t first = 0, last; first < trust->node_count; first = last) {
		const struct trust_node *place = &trust->nodes[trust->by_log[first]];
		size_t count = 0;

		for (last = first; last < trust->node_count; last++) {
			size_t at = trust->by_log[last];
			struct trust_node *node = &trust->nodes[at];

			if (node->log != place->log || node->seq != place->seq)
				break;
			if (node->before != TRUST_NONE) {
				node->rival = trust->nodes[node->before].rival;
				node->lost = trust->nodes[node->before].lost;
			}
			if (node->lost || !is_borne_out(trust, at))
				continue;
			MEM_GROW(rivals, count, cap);
			rivals[count++] = (struct rival){ .node = at, .behind = node->rival, .place = trust_place(trust, at) };
		}
		if (last - first > 1 && trust->forked_from[place->log] == INT64_MAX)
			trust->forked_from[place->log] = place->seq;
		judge_place(trust, rivals, count);
	}
	free(rivals);
}

void
trust_forget_forks(struct trust *trust)
{
	free(trust->decided);
	trust->decided = NULL;
	free(trust->forked_from);
	trust->forked_from = NULL;
	trust->forked_count = 0;
	for (size_t i = 0; i < trust->node_count; i++) {
		trust->nodes[i].rival = TRUST_NONE;
		trust->nodes[i].lost = false;
	}
	trust->fork_count = trust->fork_rival_count = trust->decided_count = 0;
}

/* ---- answers */

int64_t
trust_forked_from(const struct trust *trust, const struct log_key *log)
{
	size_t at = trust_log_of(trust, log);

	return at < trust->forked_count ? trust->forked_from[at] : INT64_MAX;
}

bool
trust_dropped(const struct trust *trust, const struct id *id)
{
	size_t at = trust_node_of(trust, id);

	return at != TRUST_NONE && trust->nodes[at].lost;
}

void
trust_each_fork(const struct trust *trust, void (*visit)(const struct trust_fork *, void *), void *ctx)
{
	for (size_t i = 0; i < trust->fork_count; i++) {
		const struct trust_fork_place *place = &trust->forks[i];
		struct id *rivals = mem_array(place->count, sizeof(*rivals));
		bool *keeps = mem_array(place->count, sizeof(*keeps));
		struct trust_fork fork = { .log = trust->logs[place->log],
					   .seq = place->seq,
					   .rivals = rivals,
					   .keeps = keeps,
					   .rival_count = place->count,
					   .settled = place->settled };

		for (size_t r = 0; r < place->count; r++) {
			const struct trust_node *node = &trust->nodes[trust->fork_rivals[place->first + r]];

			rivals[r] = node->id;
			keeps[r] = !node->lost;
		}
		visit(&fork, ctx);
		free(rivals);
		free(keeps);
	}
}

size_t
trust_branch_length(const struct trust *trust, const struct id *rival)
{
	size_t at = trust_node_of(trust, rival);

	return at == TRUST_NONE ? 0 : trust->nodes[at].length;
}
