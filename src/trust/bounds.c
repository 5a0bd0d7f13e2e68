#include <stdlib.h>

#include "base/mem.h"
#include "seal/seal.h"
#include "trust/state.h"

/* Rules U1 to U4, for many uptos at once: a flood of revocations costs what the revocations name, and a step is judged by all of them at the
 * price of one. Each upto is a time (what the receipts of the main line in it stand for) and a part of the forest (all else in it). A step is
 * within all when it is in the parts of those whose time ends before it. */

struct trust_bound {
	struct id name;
	int64_t *ends; /* the time of each upto, ascending */
	size_t count;
	struct bound_span {
		size_t path;
		int64_t end;  /* of the upto that marks the path */
		size_t reach; /* how far; once settled the least of those that end here or before */
	} * spans;	      /* by path, end */
	size_t span_count, span_cap;
};

const struct id *
trust_bound_name(const struct trust_bound *bound)
{
	return &bound->name;
}

static void
name_bound(struct trust_bound *bound, const struct trust_entry *const *revocations, size_t count)
{
	struct id *ids = mem_array(count, sizeof(*ids));

	for (size_t i = 0; i < count; i++)
		ids[i] = revocations[i]->id;
	hash_bytes(ids, count * sizeof(*ids), &bound->name);
	free(ids);
}

static int
end_cmp(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

static int
span_cmp(const void *a, const void *b)
{
	const struct bound_span *left = a, *right = b;

	if (left->path != right->path)
		return left->path < right->path ? -1 : 1;
	return (left->end > right->end) - (left->end < right->end);
}

/* Marks what the upto stands for beside the main line; returns how far that goes. */
static int64_t
mark_upto(struct trust *trust, const struct trust_entry *revocation, struct trust_marks *marks)
{
	int64_t end = 0;

	for (size_t i = 0; i < revocation->upto_count; i++) {
		size_t entry = trust_entry_of(trust, &revocation->upto[i]), node = trust_node_of(trust, &revocation->upto[i]);
		size_t receipt = entry == TRUST_NONE ? TRUST_NONE : trust->entries[entry].receipt;

		if (receipt != TRUST_NONE && trust->receipts[receipt].counts) {
			int64_t main = trust_mark_beside(trust, receipt, marks);

			end = main > end ? main : end;
		} else if (node != TRUST_NONE) {
			trust_mark(trust, marks, node);
		} else {
			int64_t folded = trust_fold_number(trust, &revocation->upto[i]);

			end = folded > end ? folded : end;
		}
	}
	return end;
}

const struct trust_bound *
trust_make_bound(struct trust *trust, const struct trust_entry *const *revocations, size_t count)
{
	struct trust_marks *marks = &trust->bound_marks;
	struct trust_bound *bound;

	if (!count)
		return NULL;
	bound = mem_alloc(sizeof(*bound));
	name_bound(bound, revocations, count);
	bound->count = count;
	bound->ends = mem_array(count, sizeof(*bound->ends));
	if (!marks->reach)
		trust_marks_init(trust, marks);
	for (size_t i = 0; i < count; i++) {
		bound->ends[i] = mark_upto(trust, revocations[i], marks);
		for (size_t t = 0; t < marks->touched_count; t++) {
			MEM_GROW(bound->spans, bound->span_count, bound->span_cap);
			bound->spans[bound->span_count++] = (struct bound_span){ marks->touched[t], bound->ends[i],
										 marks->reach[marks->touched[t]] };
		}
		trust_marks_clear(marks);
	}
	qsort(bound->ends, count, sizeof(*bound->ends), end_cmp);
	if (bound->span_count)
		qsort(bound->spans, bound->span_count, sizeof(*bound->spans), span_cmp);
	for (size_t i = 1; i < bound->span_count; i++)
		if (bound->spans[i].path == bound->spans[i - 1].path && bound->spans[i].reach > bound->spans[i - 1].reach)
			bound->spans[i].reach = bound->spans[i - 1].reach;
	MEM_GROW(trust->bounds, trust->bound_count, trust->bound_cap);
	trust->bounds[trust->bound_count++] = bound;
	return bound;
}

/* How many uptos end before this time. */
static size_t
ends_before(const struct trust_bound *bound, int64_t when)
{
	size_t low = 0, high = bound->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (bound->ends[middle] < when)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The first span at or behind (path, end). */
static size_t
span_from(const struct trust_bound *bound, size_t path, int64_t end)
{
	const struct bound_span wanted = { .path = path, .end = end };
	size_t low = 0, high = bound->span_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (span_cmp(&bound->spans[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool
trust_within(const struct trust *trust, const struct trust_bound *bound, size_t node)
{
	int64_t when = trust_time(trust, &trust->stood, node);
	size_t need = ends_before(bound, when), first, behind;

	if (!need)
		return true;
	if (node == TRUST_NONE || !trust->nodes[node].at)
		return false;
	first = span_from(bound, trust->nodes[node].path, INT64_MIN);
	behind = span_from(bound, trust->nodes[node].path, when);
	return behind - first == need && bound->spans[behind - 1].reach >= trust->nodes[node].at;
}

void
trust_forget_bounds(struct trust *trust)
{
	for (size_t i = 0; i < trust->bound_count; i++) {
		free(trust->bounds[i]->ends);
		free(trust->bounds[i]->spans);
		free(trust->bounds[i]);
	}
	trust->bound_count = 0;
	trust_marks_release(&trust->bound_marks);
}
