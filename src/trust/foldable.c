#include "trust/fold.h"

#include <stdlib.h>

#include "base/mem.h"
#include "trust/state.h"

static const struct trust_entry *
main_entry(const struct trust *trust, size_t index)
{
	return &trust->entries[trust->receipts[trust->main[index]].entry];
}

/* The number of the last receipt of the main line that a genesis names. */
static int64_t
named_by_geneses(const struct trust *trust)
{
	int64_t last = 0;

	for (size_t i = 0; i < trust->entry_count; i++) {
		const struct trust_entry *entry = &trust->entries[i];

		for (size_t u = 0; entry->kind == STEP_GENESIS && u < entry->upto_count; u++) {
			int64_t number = trust_receipt_no(trust, &entry->upto[u]);

			last = number > last ? number : last;
		}
	}
	return last;
}

/* Per log: is each of its steps behind another the next in one chain? */
static bool *
find_chains(const struct trust *trust)
{
	bool *single = mem_array(trust->log_count, sizeof(*single));

	for (size_t i = 0; i < trust->log_count; i++)
		single[i] = true;
	for (size_t i = 1; i < trust->node_count; i++) {
		const struct trust_node *node = &trust->nodes[trust->by_log[i]];

		if (node->log == trust->nodes[trust->by_log[i - 1]].log && node->before != trust->by_log[i - 1])
			single[node->log] = false;
	}
	return single;
}

/* Does the receipt at this index of the main line name the one before it, and nothing else? */
static bool
is_linear(const struct trust *trust, size_t index)
{
	const struct trust_entry *entry = main_entry(trust, index);
	const struct id *before = NULL;

	if (trust->fold && trust_main_number(trust, index) == trust->fold->last + 1)
		before = &trust->fold->base;
	else if (index)
		before = &main_entry(trust, index - 1)->id;
	return before ? entry->named_count == 1 && id_equal(&entry->named[0], before) : entry->named_count == 0;
}

bool
trust_foldable(const struct trust *trust, int64_t *first, int64_t *last)
{
	int64_t floor = trust->fold ? trust->fold->last : named_by_geneses(trust), number = trust_anchor_no(trust);
	size_t index = trust->main_count;
	bool *single;

	*first = 1;
	*last = 0;
	if (!trust->chain_count || trust->rival_count || trust->newest_count != 1)
		return false;
	if (number <= floor)
		return trust->fold != NULL;
	single = find_chains(trust);
	*last = number;
	for (; number > floor; number--, index--)
		if (!is_linear(trust, index - 1) || !single[trust->nodes[main_entry(trust, index - 1)->node].log])
			break;
	free(single);
	*first = number + 1;
	return trust->fold ? number == floor : *first <= *last;
}

void
trust_each_fold_line(const struct trust *trust, int64_t number, void (*visit)(const struct trust_received *, void *), void *ctx)
{
	const struct trust_entry *entry = main_entry(trust, trust_main_index(trust, number));

	for (size_t i = 0; i < entry->line_count; i++) {
		const struct trust_line *line = &entry->lines[i];

		if (trust_line_counts(trust, line))
			visit(&(struct trust_received){ .log = trust->logs[line->log], .seq = line->seq, .tip = line->tip }, ctx);
	}
}
