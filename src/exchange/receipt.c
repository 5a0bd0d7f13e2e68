#include "exchange/receipt.h"

#include <stdlib.h>

#include "base/mem.h"
#include "exchange/holds.h"
#include "step/step.h"
#include "store/store.h"
#include "trust/covers.h"

/* Does the run hold, behind the last step in it that a county receipt names, one that is no receipt? */
static enum status
walk_to_act(struct store *store, const struct store_run *run, bool *act, struct err *err)
{
	const struct trust *trust = store_trust(store);
	struct log_links links;
	enum status status = log_links_load(store, &run->log, &links, err);
	size_t at = idmap_get(&links.index, &run->end);

	*act = false;
	while (at != IDMAP_NONE && links.items[at].seq >= run->from && !*act) {
		const struct log_link *link = &links.items[at];

		if (trust_names(trust, &run->log, link->seq, &link->id))
			break;
		*act = !link->receipt;
		at = link->has_prev ? idmap_get(&links.index, &link->prev) : IDMAP_NONE;
	}
	log_links_release(&links);
	return status;
}

/* Is the run's end named by no county receipt? *act: what moved is more than receipts. `alone`: the log is this run. */
static enum status
has_moved(struct store *store, const struct store_run *run, bool alone, bool *moved, bool *act, struct err *err)
{
	int64_t covered = trust_covered(store_trust(store), &run->log, 0);

	*moved = !trust_names(store_trust(store), &run->log, run->seq, &run->end);
	*act = *moved && !run->receipt;
	if (!*moved || *act)
		return STATUS_OK;
	if (alone && covered < run->seq)
		return store_has_acts_behind(store, run->log_no, covered, act, err);
	return walk_to_act(store, run, act, err);
}

static int
line_cmp(const void *a, const void *b)
{
	const struct log_run *left = a, *right = b;
	int order = log_cmp(&left->log, &right->log);

	if (!order)
		order = (left->seq > right->seq) - (left->seq < right->seq);
	return order ? order : id_cmp(&left->end, &right->end);
}

enum status
county_lines_due(struct store *store, struct county_lines *out, struct err *err)
{
	struct holds holds;
	bool due = false;
	enum status status = holds_gather(store, NULL, 0, &holds, err);

	*out = (struct county_lines){ 0 };
	for (size_t i = 0, first = 0, last = 0; i < holds.count && !status; i++) {
		const struct store_run *run = &holds.runs[i].run;
		bool moved, act;

		if (i == last) {
			first = i;
			last = holds_log_end(&holds, i);
		}
		if (!holds.runs[i].named)
			continue;
		status = has_moved(store, run, last - first == 1, &moved, &act, err);
		if (status || !moved)
			continue;
		due |= act;
		MEM_GROW(out->lines, out->count, out->cap);
		out->lines[out->count++] = (struct log_run){ .log = run->log, .from = run->from, .seq = run->seq, .end = run->end };
	}
	holds_release(&holds);
	if (out->count)
		qsort(out->lines, out->count, sizeof(*out->lines), line_cmp);
	if (!due)
		county_lines_release(out);
	return status;
}

void
county_lines_release(struct county_lines *lines)
{
	free(lines->lines);
	*lines = (struct county_lines){ 0 };
}

void
county_lines_set(const struct county_lines *lines, size_t first, size_t last, struct value *data)
{
	struct value logs = value_list();

	for (size_t i = first; i < last; i++) {
		struct value item = value_object();

		log_write(&lines->lines[i].log, &item);
		value_set_integer(&item, "seq", lines->lines[i].seq);
		step_data_set_id(&item, "tip", &lines->lines[i].end);
		value_append_take(&logs, item);
	}
	value_set_take(data, "logs", logs);
}
