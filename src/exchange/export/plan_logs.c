#include "exchange/export/plan_logs.h"

#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/mem.h"
#include "step/step.h"
#include "store/journal.h"

/* One log while it is planned: the runs held here, and those that the addressee's trailer claims. */
struct log_plan {
	struct planning *planning;
	const struct held_run *runs;
	size_t run_count;
	const struct log_run *claims;
	size_t claim_count;
	struct claimed_span { /* of a log that does not fork: what the addressee holds, by seq */
		int64_t from, to;
	} * spans;
	size_t span_count;
	const struct log_links *links; /* of one that forks, with what he holds marked; else NULL */
	struct unheld *unheld;	       /* takes what he lacks; NULL: that goes */
	bool any;
};

/* Steps of one author in one area outside the runs that the addressee's trailer names: if they are just those it sums up, none of them goes. */
struct unheld {
	const struct log_rest *rest;
	struct store_item *items;
	size_t count, cap;
};

/* ---- what the addressee says of a log */

static void
find_claims(const struct trailer *held, struct log_plan *log)
{
	size_t low = 0, high = held ? held->run_count : 0, last;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (log_cmp(&held->runs[middle].log, &log->runs->run.log) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (last = low; held && last < held->run_count && log_equal(&held->runs[last].log, &log->runs->run.log);)
		last++;
	log->claims = held ? &held->runs[low] : NULL;
	log->claim_count = last - low;
}

static struct unheld *
find_unheld(struct unheld *unheld, size_t count, const struct log_key *log)
{
	for (size_t i = 0; i < count; i++)
		if (log_rest_is_of(unheld[i].rest, log))
			return &unheld[i];
	return NULL;
}

static bool
is_claimed(const struct log_plan *log, const struct store_run *run)
{
	for (size_t i = 0; i < log->claim_count; i++)
		if (id_equal(&log->claims[i].end, &run->end) && log->claims[i].from <= run->from)
			return true;
	return false;
}

static bool
all_claimed(const struct log_plan *log)
{
	for (size_t i = 0; i < log->run_count; i++)
		if (!is_claimed(log, &log->runs[i].run))
			return false;
	return true;
}

/* Do two of the log's runs stand at one place? */
static bool
forks(const struct log_plan *log)
{
	for (size_t i = 1; i < log->run_count; i++)
		if (log->runs[i].run.from <= log->runs[i - 1].run.seq)
			return true;
	return false;
}

static int
span_cmp(const void *a, const void *b)
{
	const struct claimed_span *left = a, *right = b;

	return (left->from > right->from) - (left->from < right->from);
}

/* A claim whose end is not here says nothing that can be trusted: what it holds cannot be told. */
static enum status
read_spans(struct log_plan *log, struct err *err)
{
	enum status status = STATUS_OK;

	log->spans = mem_array(log->claim_count, sizeof(*log->spans));
	for (size_t i = 0; i < log->claim_count && !status; i++) {
		const struct log_run *claim = &log->claims[i];
		int64_t log_no = 0, seq = 0;
		bool found;

		status = store_place_of(log->planning->store, &claim->end, &log_no, &seq, &found, err);
		if (status || !found || log_no != log->runs->run.log_no || seq != claim->seq)
			continue;
		for (size_t r = 0; r < log->run_count; r++)
			if (log->runs[r].run.from <= seq && seq <= log->runs[r].run.seq)
				log->spans[log->span_count++] = (struct claimed_span){
					claim->from > log->runs[r].run.from ? claim->from : log->runs[r].run.from, seq
				};
	}
	if (log->span_count)
		qsort(log->spans, log->span_count, sizeof(*log->spans), span_cmp);
	return status;
}

/* ---- taking */

static bool
take(const struct store_item *item, void *ctx)
{
	struct log_plan *log = ctx;

	if (log->links) {
		size_t at = idmap_get(&log->links->index, &item->id);

		if (at != IDMAP_NONE && log->links->items[at].marked)
			return true;
	}
	if (log->unheld) {
		MEM_GROW(log->unheld->items, log->unheld->count, log->unheld->cap);
		log->unheld->items[log->unheld->count++] = *item;
		return true;
	}
	plan_add(log->planning, item, *log->runs->run.log.area == '\0');
	log->any = true;
	return true;
}

static enum status
take_between_spans(struct log_plan *log, struct err *err)
{
	int64_t after = 0;
	enum status status = STATUS_OK;

	for (size_t i = 0; i <= log->span_count && !status; i++) {
		bool last = i == log->span_count;

		if (last || log->spans[i].from > after + 1)
			status = store_each_in_log(log->planning->store, log->runs->run.log_no, after,
						   last ? STEP_NUMBER_MAX : log->spans[i].from - 1, take, log, err);
		if (!last && log->spans[i].to > after)
			after = log->spans[i].to;
	}
	return status;
}

static enum status
take_unmarked(struct log_plan *log, struct err *err)
{
	struct log_links links;
	enum status status = log_links_load(log->planning->store, &log->runs->run.log, &links, err);

	for (size_t i = 0; i < log->claim_count; i++)
		log_links_mark(&links, &log->claims[i].end, log->claims[i].from, log->claims[i].seq);
	log->links = &links;
	if (!status)
		status = store_each_in_log(log->planning->store, log->runs->run.log_no, 0, STEP_NUMBER_MAX, take, log, err);
	log->links = NULL;
	log_links_release(&links);
	return status;
}

static void
note_author(struct planning *planning, const struct id *author)
{
	if (planning->author_count && id_equal(&planning->authors[planning->author_count - 1], author))
		return;
	MEM_GROW(planning->authors, planning->author_count, planning->author_cap);
	planning->authors[planning->author_count++] = *author;
}

static enum status
plan_log(struct log_plan *log, struct err *err)
{
	enum status status;

	if (log->claim_count && all_claimed(log))
		return STATUS_OK;
	if (forks(log))
		status = take_unmarked(log, err);
	else
		status = read_spans(log, err);
	if (!status && !forks(log))
		status = take_between_spans(log, err);
	free(log->spans);
	if (log->any)
		note_author(log->planning, &log->runs->run.log.author);
	return status;
}

static void
settle_unheld(struct planning *planning, struct unheld *unheld)
{
	struct id *ids = mem_array(unheld->count, sizeof(*ids));
	struct id_sum sum;

	for (size_t i = 0; i < unheld->count; i++)
		ids[i] = unheld->items[i].id;
	id_sum_of(ids, unheld->count, &sum);
	free(ids);
	if (id_sum_equal(&sum, &unheld->rest->steps) || !unheld->count)
		return;
	for (size_t i = 0; i < unheld->count; i++)
		plan_add(planning, &unheld->items[i], *unheld->rest->area == '\0');
	note_author(planning, &unheld->rest->author);
}

static bool
touches(const struct plan_addressee *to, const struct log_key *log)
{
	return to->area_count == 0 || division_touched(to->areas, to->area_count, log->area);
}

static enum status
plan_for(struct planning *planning, const struct plan_addressee *to, struct err *err)
{
	const struct trailer *held = to->held;
	const struct holds *holds = &planning->holds;
	size_t rest_count = held ? held->rest_count : 0;
	struct unheld *unheld = mem_array(rest_count, sizeof(*unheld));
	enum status status = STATUS_OK;

	for (size_t i = 0; i < rest_count; i++)
		unheld[i].rest = &held->rests[i];
	for (size_t first = 0, last; first < holds->count && !status; first = last) {
		struct log_plan log = { .planning = planning, .runs = &holds->runs[first] };

		last = holds_log_end(holds, first);
		if (!touches(to, &log.runs->run.log))
			continue;
		log.run_count = last - first;
		find_claims(held, &log);
		log.unheld = find_unheld(unheld, rest_count, &log.runs->run.log);
		status = plan_log(&log, err);
	}
	for (size_t i = 0; i < rest_count; i++) {
		if (!status)
			settle_unheld(planning, &unheld[i]);
		free(unheld[i].items);
	}
	free(unheld);
	return status;
}

/* ---- asked or not */

static bool
is_on_a_device(const struct planning *planning, const struct log_key *log)
{
	for (size_t i = 0; i < planning->to->addressee_count; i++)
		for (size_t d = 0; d < planning->to->addressees[i].device_count; d++)
			if (device_equal(&planning->to->addressees[i].devices[d], &log->device))
				return true;
	return false;
}

static bool
is_anybodys(const struct planning *planning, const struct log_key *log)
{
	for (size_t i = 0; i < planning->to->addressee_count; i++)
		if (touches(&planning->to->addressees[i], log))
			return true;
	return false;
}

/* The end of each run on the addressees' devices, so that a laptop put back from a backup learns what it had signed. */
static enum status
add_ends(struct planning *planning, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < planning->holds.count && !status; i++) {
		const struct store_run *run = &planning->holds.runs[i].run;
		struct store_item item = { 0 };
		bool found = false;

		if (!is_on_a_device(planning, &run->log))
			continue;
		status = store_find_item(planning->store, &run->end, &item, &found, err);
		if (status || !found)
			continue;
		plan_add(planning, &item, *run->log.area == '\0');
		note_author(planning, &run->log.author);
		planning->out->elsewhere -= !is_anybodys(planning, &run->log);
	}
	return status;
}

/* ---- photos and boxes that an addressee says he lacks */

struct sending_again {
	struct planning *planning;
	struct lacked {
		struct id id; /* here */
		const struct plan_addressee *by;
	} * lacks; /* by id */
	size_t count, cap;
	const struct log_key *log; /* looked through now */
	enum status status;
	struct err *err;
};

static int
lacked_cmp(const void *a, const void *b)
{
	return id_cmp(&((const struct lacked *)a)->id, &((const struct lacked *)b)->id);
}

static enum status
list_lacks(struct sending_again *again, const struct plan_addressee *by, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; by->held && i < by->held->lack_count && !status; i++) {
		const struct id *id = &by->held->lacks[i];
		int64_t photo = -1, box = -1;

		status = store_has_blob(again->planning->store, BLOB_PHOTO, id, &photo, err);
		if (!status)
			status = store_has_blob(again->planning->store, BLOB_BOX, id, &box, err);
		if (status || (photo < 0 && box < 0))
			continue;
		MEM_GROW(again->lacks, again->count, again->cap);
		again->lacks[again->count++] = (struct lacked){ *id, by };
	}
	return status;
}

/* Does somebody lack it who may have what stands in this log? Nobody gets a blob of a log that is not in his areas, whatever he says he lacks. */
static bool
is_lacked(const struct sending_again *again, const struct id *id)
{
	size_t low = id_first(again->lacks, again->count, sizeof(*again->lacks), offsetof(struct lacked, id), id);

	for (; low < again->count && id_equal(&again->lacks[low].id, id); low++)
		if (touches(again->lacks[low].by, again->log))
			return true;
	return false;
}

static bool
take_if_lacked(const struct store_item *item, void *ctx)
{
	struct sending_again *again = ctx;
	struct buf body = { 0 };
	struct step step = { 0 };
	bool wanted = false;

	again->status = store_get_step(again->planning->store, &item->id, &body, NULL, again->err);
	if (!again->status && !step_parse(buf_text(&body), body.len, &step, again->err)) {
		for (size_t p = 0; p < step.photo_count && !wanted; p++)
			wanted = is_lacked(again, &step.photos[p].id);
		wanted |= step.has_private && is_lacked(again, &step.box);
	}
	if (wanted)
		plan_add(again->planning, item, *again->log->area == '\0');
	step_release(&step);
	buf_release(&body);
	return !again->status;
}

static bool
is_awaited(const struct sending_again *again, const struct log_key *log)
{
	for (size_t i = 0; i < again->planning->to->addressee_count; i++) {
		const struct plan_addressee *to = &again->planning->to->addressees[i];

		if (to->held && to->held->lack_count && touches(to, log))
			return true;
	}
	return false;
}

/* Plans once more each step that an addressee holds without its photo or box, so that the file says why the blob is in it. Each log is looked
 * through once, for all of them. */
static enum status
send_again(struct planning *planning, struct err *err)
{
	const struct holds *holds = &planning->holds;
	struct sending_again again = { .planning = planning, .err = err };
	enum status status = STATUS_OK;

	for (size_t i = 0; i < planning->to->addressee_count && !status; i++)
		status = list_lacks(&again, &planning->to->addressees[i], err);
	if (again.count)
		qsort(again.lacks, again.count, sizeof(*again.lacks), lacked_cmp);
	for (size_t first = 0; again.count && first < holds->count && !status; first = holds_log_end(holds, first)) {
		const struct store_run *run = &holds->runs[first].run;

		again.log = &run->log;
		if (!is_awaited(&again, &run->log))
			continue;
		status = store_each_in_log(planning->store, run->log_no, 0, STEP_NUMBER_MAX, take_if_lacked, &again, err);
		if (!status)
			status = again.status;
	}
	free(again.lacks);
	return status;
}

static int64_t
count_elsewhere(const struct planning *planning)
{
	const struct holds *holds = &planning->holds;
	int64_t count = 0;

	for (size_t i = 0; i < holds->count; i++)
		if (!is_anybodys(planning, &holds->runs[i].run.log))
			count += holds->runs[i].run.seq - holds->runs[i].run.from + 1;
	return count;
}

enum status
plan_logs(struct planning *planning, struct err *err)
{
	enum status status = STATUS_OK;

	planning->out->elsewhere = count_elsewhere(planning);
	for (size_t i = 0; i < planning->to->addressee_count && !status; i++)
		status = plan_for(planning, &planning->to->addressees[i], err);
	if (!status)
		status = add_ends(planning, err);
	return status ? status : send_again(planning, err);
}
