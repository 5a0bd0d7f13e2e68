#include "trust/covers.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trust/state.h"

static int
cover_cmp(const void *a, const void *b)
{
	const struct trust_cover *left = a, *right = b;
	int order = log_cmp(&left->log, &right->log);

	if (order)
		return order;
	order = (left->no > right->no) - (left->no < right->no);
	return order ? order : id_cmp(&left->tip, &right->tip);
}

void
trust_add_covers(struct trust *trust, const struct trust_entry *entry, int64_t no)
{
	const struct value *logs = value_get_list(&entry->data, "logs");

	for (size_t i = 0; logs && i < logs->list.count; i++) {
		const struct value *line = &logs->list.items[i];
		struct trust_cover cover = { .no = no, .seq = value_get_integer(line, "seq", 0) };

		if (!log_read(line, &cover.log) || cover.seq < 1 || !step_data_id(line, "tip", &cover.tip))
			continue;
		MEM_GROW(trust->covers, trust->cover_count, trust->cover_cap);
		trust->covers[trust->cover_count++] = cover;
	}
}

int64_t
trust_covered(const struct trust *trust, const struct log_key *log, int64_t receipt_no)
{
	size_t low = 0, high = trust->cover_count;
	int64_t seq = 0;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct trust_cover *cover = &trust->covers[middle];

		if (log_cmp(&cover->log, log) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < trust->cover_count; low++) {
		const struct trust_cover *cover = &trust->covers[low];

		if (!log_equal(&cover->log, log))
			break;
		if ((receipt_no == 0 || cover->no <= receipt_no) && cover->seq > seq)
			seq = cover->seq;
	}
	return seq;
}

bool
trust_place_counts(const struct trust *trust, const struct log_key *log, int64_t seq, int64_t cut)
{
	if (cut == NO_CUT)
		return true;
	return cut > 0 && trust_covered(trust, log, cut) >= seq;
}

void
trust_sort_covers(struct trust *trust)
{
	if (trust->cover_count)
		qsort(trust->covers, trust->cover_count, sizeof(*trust->covers), cover_cmp);
}
