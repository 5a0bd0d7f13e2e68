#include "trust/forks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trust/state.h"

void
trust_add_branch(struct trust *trust, const struct id *id, const struct step *step)
{
	if (idmap_get(&trust->branch_index, id) != IDMAP_NONE)
		return;
	MEM_GROW(trust->branches, trust->branch_count, trust->branch_cap);
	idmap_put(&trust->branch_index, id, trust->branch_count);
	trust->branches[trust->branch_count] = (struct trust_branch){
		.id = *id,
		.has_author = step->has_author,
		.author = step->author,
		.has_prev = step->has_prev,
		.prev = step->prev,
		.seq = step->seq,
	};
	log_of_step(step, &trust->branches[trust->branch_count++].log);
}

static int
branch_cmp(const void *a, const void *b)
{
	const struct trust_branch *left = a, *right = b;
	int order = log_cmp(&left->log, &right->log);

	if (!order)
		order = (left->seq > right->seq) - (left->seq < right->seq);
	return order ? order : id_cmp(&left->id, &right->id);
}

int64_t
trust_forked_from(const struct trust *trust, const struct log_key *log)
{
	size_t low = 0, high = trust->branch_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct trust_branch *branch = &trust->branches[middle];

		if (log_cmp(&branch->log, log) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == trust->branch_count || !log_equal(&trust->branches[low].log, log))
		return INT64_MAX;
	return trust->branches[low].seq;
}

static bool
stands(const struct trust *trust, const struct trust_branch *branch)
{
	const struct trust_holder *holder = branch->has_author ? trust_holder(trust, &branch->author) : NULL;

	return holder && holder->credential.reason == TRUST_COUNTS;
}

static bool
descends(const struct trust *trust, const struct id *tip, const struct trust_branch *from)
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

static bool
starts_log(const struct trust *trust, size_t at)
{
	return at == 0 || !log_equal(&trust->branches[at - 1].log, &trust->branches[at].log);
}

/* Does the step begin the log or follow a step that keeps its effect? Others follow a branch that was dropped already. */
static bool
is_grounded(const struct trust *trust, size_t first, size_t at)
{
	const struct trust_branch *branch = &trust->branches[at];
	size_t before = branch->has_prev ? idmap_get(&trust->branch_index, &branch->prev) : IDMAP_NONE;

	return starts_log(trust, first) || (before != IDMAP_NONE && trust->branches[before].keeps);
}

/* The rival at one place that keeps its effect: whose branch the lowest county receipt covers, else which a decision
 * {about, verdict: "keep"} names (of several decisions the smallest id); SIZE_MAX: none. */
static size_t
winner(const struct trust *trust, size_t first, size_t last)
{
	const struct trust_branch *place = &trust->branches[first];

	for (size_t c = 0; c < trust->cover_count; c++) { /* ascending by receipt number within a log */
		const struct trust_cover *cover = &trust->covers[c];

		if (!log_equal(&cover->log, &place->log) || cover->seq < place->seq)
			continue;
		for (size_t i = first; i < last; i++)
			if (is_grounded(trust, first, i) && descends(trust, &cover->tip, &trust->branches[i]))
				return i;
	}
	for (size_t e = 0; e < trust->entry_count; e++) {
		const struct trust_entry *entry = &trust->entries[e];
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
same_place(const struct trust_branch *a, const struct trust_branch *b)
{
	return a->seq == b->seq && log_equal(&a->log, &b->log);
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

		/* Steps behind a dropped branch are no rivals of those behind the kept branch. */
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
		const struct trust_branch *place = &trust->branches[first];
		struct trust_fork fork = { .log = place->log, .seq = place->seq };
		struct id *rivals = NULL;
		size_t cap = 0;

		for (last = first; last < trust->branch_count && same_place(place, &trust->branches[last]); last++) {
			size_t before = trust->branches[last].has_prev ? idmap_get(&trust->branch_index, &trust->branches[last].prev)
								       : IDMAP_NONE;

			fork.settled |= trust->branches[last].keeps;
			/* Steps behind a rival make no fork of their own. */
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

	/* Branches are ascending by place: the step before this one was seen already. */
	for (size_t i = 0; i < trust->branch_count; i++) {
		const struct trust_branch *branch = &trust->branches[i];
		size_t before = branch->has_prev ? idmap_get(&trust->branch_index, &branch->prev) : IDMAP_NONE;

		on[i] = id_equal(&branch->id, rival) || (before != IDMAP_NONE && on[before]);
		length += on[i];
	}
	free(on);
	return length;
}
