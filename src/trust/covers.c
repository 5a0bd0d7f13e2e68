#include "trust/covers.h"

#include <stdlib.h>

#include "base/mem.h"
#include "trust/state.h"

static int
cover_cmp(const void *a, const void *b)
{
	const struct trust_cover *left = a, *right = b;

	if (left->log != right->log)
		return left->log < right->log ? -1 : 1;
	return (left->when > right->when) - (left->when < right->when);
}

static int
tip_cmp(const void *a, const void *b)
{
	return id_cmp(&((const struct trust_line *)a)->tip, &((const struct trust_line *)b)->tip);
}

bool
trust_line_counts(const struct trust *trust, const struct trust_line *line)
{
	return trust_node_of(trust, &line->tip) == TRUST_NONE || trust_line_tip(trust, line) != TRUST_NONE;
}

void
trust_add_covers(struct trust *trust, const struct trust_entry *receipt, int64_t when)
{
	for (size_t i = 0; i < receipt->line_count; i++) {
		const struct trust_line *line = &receipt->lines[i];

		if (!trust_line_counts(trust, line))
			continue;
		MEM_GROW(trust->covers, trust->cover_count, trust->cover_cap);
		trust->covers[trust->cover_count++] = (struct trust_cover){ line->log, when, line->seq };
		MEM_GROW(trust->tips, trust->tip_count, trust->tip_cap);
		trust->tips[trust->tip_count++] = *line;
	}
}

void
trust_sort_covers(struct trust *trust)
{
	if (trust->tip_count)
		qsort(trust->tips, trust->tip_count, sizeof(*trust->tips), tip_cmp);
	if (trust->cover_count)
		qsort(trust->covers, trust->cover_count, sizeof(*trust->covers), cover_cmp);
	for (size_t i = 1; i < trust->cover_count; i++)
		if (trust->covers[i].log == trust->covers[i - 1].log && trust->covers[i].seq < trust->covers[i - 1].seq)
			trust->covers[i].seq = trust->covers[i - 1].seq;
}

int64_t
trust_covered(const struct trust *trust, const struct log_key *log, int64_t receipt_no)
{
	size_t at = trust_log_of(trust, log), low = 0, high = trust->cover_count;
	int64_t when = receipt_no ? receipt_no : TRUST_AFTER_ALL, folded = 0, added;

	/* The last that is not behind (log, when). */
	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct trust_cover *cover = &trust->covers[middle];

		if (cover->log < at || (cover->log == at && cover->when <= when))
			low = middle + 1;
		else
			high = middle;
	}
	added = low && trust->covers[low - 1].log == at ? trust->covers[low - 1].seq : 0;
	if (trust->fold && when >= trust->fold->first)
		folded = trust->fold->source.covered(trust->fold->source.ctx, log, when);
	return added > folded ? added : folded;
}

bool
trust_covers(const struct trust *trust, int64_t receipt_no, const struct log_key *log, int64_t seq, const struct id *step)
{
	size_t node = trust_node_of(trust, step);

	return node != TRUST_NONE ? trust_place(trust, node) <= receipt_no : trust_covered(trust, log, receipt_no) >= seq;
}

bool
trust_names(const struct trust *trust, const struct log_key *log, int64_t seq, const struct id *step)
{
	size_t at = trust_log_of(trust, log);
	size_t low = id_first(trust->tips, trust->tip_count, sizeof(*trust->tips), offsetof(struct trust_line, tip), step);

	for (; low < trust->tip_count && id_equal(&trust->tips[low].tip, step); low++)
		if (trust->tips[low].log == at && trust->tips[low].seq == seq)
			return true;
	return trust->fold && trust->fold->source.names(trust->fold->source.ctx, log, seq, step);
}

int64_t
trust_first_cover(const struct trust *trust, const struct log_key *log, int64_t seq, const struct id *step)
{
	int64_t low = 1, high = trust_anchor_no(trust);

	if (!high || !trust_covers(trust, high, log, seq, step))
		return 0;
	while (low < high) {
		int64_t middle = low + (high - low) / 2;

		if (trust_covers(trust, middle, log, seq, step))
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}
