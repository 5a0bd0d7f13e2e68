#include "exchange/export/holds.h"

#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/mem.h"
#include "store/store.h"

/* ---- gathering */

struct gathering {
	const char *const *areas;
	size_t area_count;
	struct holds *out;
};

static bool
on_run(const struct store_run *run, void *ctx)
{
	struct gathering *gathering = ctx;
	struct holds *out = gathering->out;

	if (gathering->area_count == 0 || division_touched(gathering->areas, gathering->area_count, run->log.area)) {
		MEM_GROW(out->runs, out->count, out->cap);
		out->runs[out->count++] = (struct held_run){ *run, true };
	}
	return true;
}

static int
by_owner(const void *a, const void *b)
{
	const struct held_run *left = *(struct held_run *const *)a, *right = *(struct held_run *const *)b;
	int order = log_owner_cmp(&left->run.log, &right->run.log);

	return order ? order : (left->run.first_n > right->run.first_n) - (left->run.first_n < right->run.first_n);
}

static void
choose_named(struct holds *holds)
{
	struct held_run **runs;
	size_t same = 0;

	if (holds->count <= LOG_RUNS_MAX)
		return;
	runs = mem_array(holds->count, sizeof(struct held_run *));
	for (size_t i = 0; i < holds->count; i++)
		runs[i] = &holds->runs[i];
	qsort(runs, holds->count, sizeof(struct held_run *), by_owner);
	for (size_t i = 0; i < holds->count; i++) {
		same = i && log_owner_cmp(&runs[i]->run.log, &runs[i - 1]->run.log) == 0 ? same + 1 : 1;
		runs[i]->named = same <= LOG_RUNS_MAX;
	}
	free(runs);
}

enum status
holds_gather(struct store *store, const char *const *areas, size_t area_count, struct holds *out, struct err *err)
{
	struct gathering gathering = { areas, area_count, out };
	enum status status;

	*out = (struct holds){ 0 };
	status = store_each_run(store, on_run, &gathering, err);
	choose_named(out);
	return status;
}

void
holds_release(struct holds *holds)
{
	free(holds->runs);
	*holds = (struct holds){ 0 };
}

size_t
holds_log_end(const struct holds *holds, size_t first)
{
	size_t last = first + 1;

	while (last < holds->count && holds->runs[last].run.log_no == holds->runs[first].run.log_no)
		last++;
	return last;
}

/* ---- links of one log */

static bool
on_link(const struct store_link *link, void *ctx)
{
	struct log_links *links = ctx;

	idmap_put(&links->index, &link->id, links->count);
	MEM_GROW(links->items, links->count, links->cap);
	links->items[links->count++] = (struct log_link){ .id = link->id,
							  .prev = link->prev,
							  .seq = link->seq,
							  .at_unix = link->at_unix,
							  .has_prev = link->has_prev,
							  .receipt = link->receipt };
	return true;
}

enum status
log_links_load(struct store *store, const struct log_key *log, struct log_links *out, struct err *err)
{
	*out = (struct log_links){ 0 };
	return store_each_link(store, log, on_link, out, err);
}

void
log_links_release(struct log_links *links)
{
	idmap_release(&links->index);
	free(links->items);
	*links = (struct log_links){ 0 };
}

void
log_links_mark(struct log_links *links, const struct id *end, int64_t from, int64_t seq)
{
	size_t at = idmap_get(&links->index, end);

	while (at != IDMAP_NONE && links->items[at].seq == seq && seq >= from) {
		struct log_link *link = &links->items[at];

		link->marked = true;
		at = link->has_prev ? idmap_get(&links->index, &link->prev) : IDMAP_NONE;
		seq--;
	}
}

/* ---- what a trailer tells */

/* About as many bytes as a line of a trailer takes. */
#define RUN_BYTES 330
#define REST_BYTES 210

struct resting {
	struct store *store;
	const struct holds *holds;
	struct trailer *trailer;
	struct log_rest *rests; /* by author, area; their sums are made of `ids` at the end */
	struct rest_ids {
		struct id *ids;
		size_t count, cap;
	} * ids;
	size_t count, cap, ids_cap;
};

static struct rest_ids *
rest_of(struct resting *resting, const struct log_key *log)
{
	for (size_t i = 0; i < resting->count; i++)
		if (log_rest_is_of(&resting->rests[i], log))
			return &resting->ids[i];
	MEM_GROW(resting->rests, resting->count, resting->cap);
	if (resting->count == resting->ids_cap)
		resting->ids = mem_resize(resting->ids, resting->ids_cap = resting->cap, sizeof(*resting->ids));
	resting->rests[resting->count] = (struct log_rest){ .author = log->author };
	memcpy(resting->rests[resting->count].area, log->area, sizeof(log->area));
	resting->ids[resting->count] = (struct rest_ids){ 0 };
	return &resting->ids[resting->count++];
}

/* Adds the steps of the log's runs without a line. */
static enum status
add_rest(struct resting *resting, size_t first, size_t last, struct err *err)
{
	const struct held_run *runs = resting->holds->runs;
	struct rest_ids *ids = rest_of(resting, &runs[first].run.log);
	struct log_links links;
	enum status status = log_links_load(resting->store, &runs[first].run.log, &links, err);

	for (size_t i = first; i < last; i++)
		if (!runs[i].named)
			log_links_mark(&links, &runs[i].run.end, runs[i].run.from, runs[i].run.seq);
	for (size_t i = 0; i < links.count; i++)
		if (links.items[i].marked) {
			MEM_GROW(ids->ids, ids->count, ids->cap);
			ids->ids[ids->count++] = links.items[i].id;
		}
	log_links_release(&links);
	return status;
}

static enum status
tell_log(struct resting *resting, size_t first, size_t last, struct err *err)
{
	bool all = true;

	for (size_t i = first; i < last; i++) {
		const struct held_run *held = &resting->holds->runs[i];
		struct log_run run = { .log = held->run.log, .from = held->run.from, .seq = held->run.seq, .end = held->run.end };

		if (held->named)
			trailer_add_run(resting->trailer, &run);
		all &= held->named;
	}
	return all ? STATUS_OK : add_rest(resting, first, last, err);
}

/* What finds no room is not told, and will be sent again. */
static void
cut_to_fit(struct trailer *trailer)
{
	size_t room = TRAILER_BODY_MAX_BYTES - 4096 - trailer->lack_count * (ID_HEX_LEN + 3), most = room / RUN_BYTES;

	if (trailer->run_count > most)
		trailer->run_count = most;
	room -= trailer->run_count * RUN_BYTES;
	if (trailer->rest_count > room / REST_BYTES)
		trailer->rest_count = room / REST_BYTES;
}

enum status
holds_tell(struct store *store, const char *const *areas, size_t area_count, struct trailer *trailer, struct err *err)
{
	struct holds holds;
	struct resting resting = { .store = store, .holds = &holds, .trailer = trailer };
	enum status status = holds_gather(store, areas, area_count, &holds, err);

	for (size_t first = 0, last; first < holds.count && !status; first = last) {
		last = holds_log_end(&holds, first);
		status = tell_log(&resting, first, last, err);
	}
	for (size_t i = 0; i < resting.count; i++) {
		id_sum_of(resting.ids[i].ids, resting.ids[i].count, &resting.rests[i].steps);
		trailer_add_rest(trailer, &resting.rests[i]);
		free(resting.ids[i].ids);
	}
	cut_to_fit(trailer);
	free(resting.rests);
	free(resting.ids);
	holds_release(&holds);
	return status;
}
