#include "exchange/export/receipt.h"

#include <stdlib.h>

#include "base/mem.h"
#include "exchange/export/holds.h"
#include "step/step.h"
#include "store/store.h"
#include "trust/covers.h"

/* ---- what no county receipt covers */

/* One log, whose runs are asked one after the other. */
struct uncovering {
	struct store *store;
	int64_t before_unix;
	int64_t reached;	/* by the runs before */
	struct log_links links; /* when `linked` */
	bool linked;
};

/* Walks from the end of a run to the last step in it that a county receipt names. */
static enum status
walk_to_named(struct uncovering *log, struct uncovered_run *out, struct err *err)
{
	const struct store_run *run = out->run;
	size_t at;

	if (!log->linked) {
		enum status status = log_links_load(log->store, &run->log, &log->links, err);

		if (status)
			return status;
		log->linked = true;
	}
	at = idmap_get(&log->links.index, &run->end);
	while (at != IDMAP_NONE && log->links.items[at].seq >= run->from) {
		const struct log_link *link = &log->links.items[at];

		if (trust_names(store_trust(log->store), &run->log, link->seq, &link->id))
			break;
		if (!link->receipt && link->at_unix < log->before_unix) {
			out->oldest_unix = out->acts && out->oldest_unix < link->at_unix ? out->oldest_unix : link->at_unix;
			out->acts++;
		}
		at = link->has_prev ? idmap_get(&log->links.index, &link->prev) : IDMAP_NONE;
	}
	return STATUS_OK;
}

/* `alone`: no other run holds a place between the run's ends. Then what receipts name below its end is in it, or before it. */
static enum status
count_uncovered(struct uncovering *log, bool alone, struct uncovered_run *out, struct err *err)
{
	const struct store_run *run = out->run;
	int64_t covered = trust_covered(store_trust(log->store), &run->log, 0);

	if (!alone || covered >= run->seq)
		return walk_to_named(log, out, err);
	if (covered < run->from)
		covered = run->from - 1;
	return store_count_acts(log->store, run->log_no, covered, run->seq, log->before_unix, &out->acts, &out->oldest_unix, err);
}

enum status
county_each_uncovered(struct store *store, const struct holds *holds, int64_t before_unix,
		      void (*visit)(const struct uncovered_run *, void *), void *ctx, struct err *err)
{
	struct uncovering log = { .store = store, .before_unix = before_unix };
	enum status status = STATUS_OK;

	for (size_t i = 0, last = 0; i < holds->count && !status; i++) {
		struct uncovered_run out = { .run = &holds->runs[i].run };
		bool alone;

		if (i == last) {
			last = holds_log_end(holds, i);
			log_links_release(&log.links);
			log.linked = false;
			log.reached = 0;
		}
		alone = out.run->from > log.reached && (i + 1 == last || holds->runs[i + 1].run.from > out.run->seq);
		log.reached = out.run->seq > log.reached ? out.run->seq : log.reached;
		if (!holds->runs[i].named || trust_names(store_trust(store), &out.run->log, out.run->seq, &out.run->end))
			continue;
		status = count_uncovered(&log, alone, &out, err);
		if (!status)
			visit(&out, ctx);
	}
	log_links_release(&log.links);
	return status;
}

/* ---- the lines that are due */

static int
line_cmp(const void *a, const void *b)
{
	const struct log_run *left = a, *right = b;
	int order = log_cmp(&left->log, &right->log);

	if (!order)
		order = (left->seq > right->seq) - (left->seq < right->seq);
	return order ? order : id_cmp(&left->end, &right->end);
}

struct due {
	struct county_lines *lines;
	bool acts; /* more than receipts moved */
};

static void
add_line(const struct uncovered_run *uncovered, void *ctx)
{
	const struct store_run *run = uncovered->run;
	struct due *due = ctx;
	struct county_lines *lines = due->lines;

	due->acts |= uncovered->acts > 0;
	MEM_GROW(lines->lines, lines->count, lines->cap);
	lines->lines[lines->count++] = (struct log_run){ .log = run->log, .from = run->from, .seq = run->seq, .end = run->end };
}

enum status
county_lines_due(struct store *store, struct county_lines *out, struct err *err)
{
	struct due due = { .lines = out };
	struct holds holds;
	enum status status = holds_gather(store, NULL, 0, &holds, err);

	*out = (struct county_lines){ 0 };
	if (!status)
		status = county_each_uncovered(store, &holds, INT64_MAX, add_line, &due, err);
	holds_release(&holds);
	if (out->count)
		qsort(out->lines, out->count, sizeof(*out->lines), line_cmp);
	if (!due.acts)
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
