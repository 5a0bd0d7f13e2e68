#include "exchange/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/journal.h"
#include "store/blob.h"
#include "store/bundle.h"
#include "trust/forks.h"

struct planning {
	struct store *store;
	const struct plan_to *to;
	struct plan *out;
	struct plan_item *skipped; /* held by the addressee already */
	size_t skipped_count, skipped_cap;
	struct log_seen {     /* what a log has to do with the addressee */
		bool within;  /* it has steps about his areas */
		int64_t fork; /* seq from which the log forks; 0: it does not */
	} * logs;
	size_t log_count, log_cap;
	struct idmap log_index; /* log_name -> its log */
	struct idmap blobs;	/* ids of photos and boxes that are counted already */
};

/* Steps about trust go to everyone, and shares with them: whoever is given a key to private values must learn of the share. */
static bool
goes_to_everyone(const char *name)
{
	enum step_kind kind = step_kind_of(name);

	return step_kind_is_trust(kind) || kind == STEP_SHARE;
}

/* Does a place (12 digits, or several joined by ',') lie in one of the areas? */
static bool
lies_within(const struct plan_to *to, const char *divisions)
{
	for (const char *at = divisions; at && *at;) {
		if (division_covered(to->areas, to->area_count, at))
			return true;
		at = strchr(at, ',');
		at = at ? at + 1 : NULL;
	}
	return false;
}

static struct log_seen *
log_of(struct planning *planning, const struct log_key *log)
{
	struct id name;
	size_t at;

	log_name(log, &name);
	at = idmap_get(&planning->log_index, &name);
	if (at != IDMAP_NONE)
		return &planning->logs[at];
	MEM_GROW(planning->logs, planning->log_count, planning->log_cap);
	idmap_put(&planning->log_index, &name, planning->log_count);
	planning->logs[planning->log_count] = (struct log_seen){ 0 };
	return &planning->logs[planning->log_count++];
}

static bool
note_log(const struct store_place *place, void *ctx)
{
	struct planning *planning = ctx;

	if (!goes_to_everyone(place->kind) && place->divisions && lies_within(planning->to, place->divisions))
		log_of(planning, &place->log)->within = true;
	return true;
}

static void
note_fork(const struct trust_fork *fork, void *ctx)
{
	struct log_seen *log = log_of(ctx, &fork->log);

	if (!log->fork || fork->seq < log->fork)
		log->fork = fork->seq;
}

static bool
concerns(struct planning *planning, const struct store_place *place, const struct log_seen *log)
{
	if (!planning->to->area_count)
		return true;
	if (place->divisions)
		return lies_within(planning->to, place->divisions) || (log->fork && log->within);
	/* A step about no building, or about one whose listing is not here or does not count, goes with its log. */
	return log->within;
}

static void
add_item(struct plan_item **items, size_t *count, size_t *cap, const struct store_place *place)
{
	MEM_GROW(*items, *count, *cap);
	(*items)[(*count)++] = (struct plan_item){ .n = place->n,
						   .id = place->id,
						   .log = place->log,
						   .seq = place->seq,
						   .trust = goes_to_everyone(place->kind),
						   .len = place->len };
}

static bool
choose(const struct store_place *place, void *ctx)
{
	struct planning *planning = ctx;
	const struct log_seen *log = log_of(planning, &place->log);
	const struct covered_log *covered = NULL;
	struct plan *out = planning->out;

	if (!goes_to_everyone(place->kind)) {
		if (planning->to->trust_only || !concerns(planning, place, log))
			return true;
		if (planning->to->held && place->seq > 0)
			covered = coverage_of(planning->to->held, &place->log);
		if (covered && covered->seq >= place->seq && !(log->fork && place->seq >= log->fork)) {
			add_item(&planning->skipped, &planning->skipped_count, &planning->skipped_cap, place);
			return true;
		}
	}
	add_item(&out->items, &out->count, &out->cap, place);
	return true;
}

/* ---- photos and boxes */

static enum status
add_blob(struct planning *planning, struct plan_item *item, enum blob_kind kind, const struct id *id, struct err *err)
{
	struct plan *out = planning->out;
	int64_t len = -1;
	enum status status;

	if (idmap_get(&planning->blobs, id) != IDMAP_NONE)
		return STATUS_OK;
	status = store_has_blob(planning->store, kind, id, &len, err);
	if (status || len < 0)
		return status;
	idmap_put(&planning->blobs, id, 1);
	MEM_GROW(out->blobs, out->blob_count, out->blob_cap);
	out->blobs[out->blob_count++] = (struct plan_blob){ kind, *id, len };
	item->blob_count++;
	item->blob_bytes += len;
	return STATUS_OK;
}

/* Reads a planned step from the journal and proves its id: what leaves this machine is what was signed. */
static enum status
read_item(struct planning *planning, const struct plan_item *item, struct step *step, struct err *err)
{
	struct buf body = { 0 };
	struct signature sig;
	char shortened[9];
	struct id id, is;
	enum status status = store_step_at(planning->store, item->n, &id, &body, &sig, err);

	if (!status) {
		step_id(buf_text(&body), body.len, &is);
		if (!id_equal(&is, &item->id) || step_parse(buf_text(&body), body.len, step, err))
			status = err_set(err, STATUS_TAMPERED, _("step %s was altered in this file: nothing is exported; run louce verify"),
					 id_short(&item->id, shortened));
	}
	buf_release(&body);
	return status;
}

static enum status
add_blobs(struct planning *planning, struct plan_item *item, struct err *err)
{
	struct step step = { 0 };
	enum status status = read_item(planning, item, &step, err);

	item->blob = planning->out->blob_count;
	for (size_t p = 0; p < step.photo_count && !status; p++)
		status = add_blob(planning, item, BLOB_PHOTO, &step.photos[p].id, err);
	if (!status && step.has_private)
		status = add_blob(planning, item, BLOB_BOX, &step.box, err);
	step_release(&step);
	return status;
}

static bool
lacks(const struct coverage *held, const struct id *id)
{
	return held->missing_count && bsearch(id, held->missing, held->missing_count, sizeof(*id), id_order) != NULL;
}

/* Plans once more each step that the addressee holds without its photo or box, so that the file says why the blob is in it. */
static enum status
send_again(struct planning *planning, struct err *err)
{
	const struct coverage *held = planning->to->held;
	struct plan *out = planning->out;
	enum status status = STATUS_OK;

	for (size_t i = 0; held && held->missing_count && i < planning->skipped_count && !status; i++) {
		struct step step = { 0 };
		bool wanted = false;

		status = read_item(planning, &planning->skipped[i], &step, err);
		for (size_t p = 0; p < step.photo_count && !status; p++)
			wanted |= lacks(held, &step.photos[p].id);
		wanted |= !status && step.has_private && lacks(held, &step.box);
		step_release(&step);
		if (!wanted)
			continue;
		MEM_GROW(out->items, out->count, out->cap);
		out->items[out->count++] = planning->skipped[i];
	}
	return status;
}

static int
item_cmp(const void *a, const void *b)
{
	const struct plan_item *left = a, *right = b;

	if (left->trust != right->trust)
		return left->trust ? -1 : 1;
	return (left->n > right->n) - (left->n < right->n);
}

enum status
plan_make(struct store *store, const struct plan_to *to, struct plan *out, struct err *err)
{
	struct planning planning = { .store = store, .to = to, .out = out };
	enum status status = STATUS_OK;

	*out = (struct plan){ 0 };
	if (to->area_count)
		status = store_each_place(store, note_log, &planning, err);
	trust_each_fork(store_trust(store), note_fork, &planning);
	if (!status)
		status = store_each_place(store, choose, &planning, err);
	if (!status)
		status = send_again(&planning, err);
	if (!status && out->count)
		qsort(out->items, out->count, sizeof(*out->items), item_cmp);
	while (out->trust_count < out->count && out->items[out->trust_count].trust)
		out->trust_count++;
	for (size_t i = out->trust_count; i < out->count && !status; i++)
		status = add_blobs(&planning, &out->items[i], err);
	free(planning.skipped);
	free(planning.logs);
	idmap_release(&planning.log_index);
	idmap_release(&planning.blobs);
	if (status)
		plan_release(out);
	return status;
}

void
plan_release(struct plan *plan)
{
	free(plan->items);
	free(plan->blobs);
	*plan = (struct plan){ 0 };
}

/* ---- parts */

/* The bytes that an item takes in the file: its own, and its share of rows, indexes and half-filled pages. */
static int64_t
weight(const struct plan_item *item)
{
	return (int64_t)item->len + (int64_t)item->len / 4 + 256 + item->blob_bytes + item->blob_bytes / 100 +
	       8192 * (int64_t)item->blob_count / 2;
}

struct plan_part *
plan_cut(const struct plan *plan, int64_t most_bytes, size_t *count)
{
	struct plan_part *parts = NULL;
	int64_t trust = 262144;
	size_t cap = 0, at = plan->trust_count;

	*count = 0;
	for (size_t i = 0; i < plan->trust_count; i++)
		trust += weight(&plan->items[i]);
	do {
		struct plan_part part = { .first = at, .bytes = trust };

		while (at < plan->count && (at == part.first || part.bytes + weight(&plan->items[at]) <= most_bytes))
			part.bytes += weight(&plan->items[at++]);
		part.last = at;
		MEM_GROW(parts, *count, cap);
		parts[(*count)++] = part;
	} while (at < plan->count);
	return parts;
}

const struct plan_item *
plan_item_at(const struct plan *plan, const struct plan_part *part, size_t index)
{
	if (index < plan->trust_count)
		return &plan->items[index];
	index = index - plan->trust_count + part->first;
	return index < part->last ? &plan->items[index] : NULL;
}

static int
place_cmp(const void *a, const void *b)
{
	const struct plan_item *left = *(const struct plan_item *const *)a, *right = *(const struct plan_item *const *)b;
	int order = log_cmp(&left->log, &right->log);

	if (!order)
		order = (left->seq > right->seq) - (left->seq < right->seq);
	return order ? order : id_cmp(&left->id, &right->id);
}

static struct value
count_and_hash(struct id *ids, size_t count)
{
	struct value object = value_object();
	char hex[ID_HEX_LEN + 1];
	struct id hash;

	count = id_sort_unique(ids, count);
	hash_bytes(count ? ids->b : (const uint8_t *)"", count * sizeof(*ids), &hash);
	value_set_integer(&object, "count", (int64_t)count);
	value_set_text(&object, "hash", id_hex(&hash, hex));
	return object;
}

static struct value
log_lines(const struct plan_item **items, size_t count)
{
	struct value logs = value_list();

	for (size_t first = 0, last; first < count; first = last) {
		const struct plan_item *from = items[first], *to = from;
		struct value line = value_object();

		for (last = first; last < count && log_equal(&items[last]->log, &from->log);)
			to = items[last++];
		log_write(&from->log, &line);
		value_set_integer(&line, "from", from->seq);
		value_set_integer(&line, "to", to->seq);
		step_data_set_id(&line, "tip", &to->id);
		value_append_take(&logs, line);
	}
	return logs;
}

void
plan_promise(const struct plan *plan, const struct plan_part *part, struct value *data)
{
	const struct plan_item **placed = mem_array(plan->count, sizeof(*placed)), *item;
	struct id *ids = mem_array(plan->count, sizeof(*ids)), *blobs = mem_array(plan->blob_count, sizeof(*blobs));
	size_t count = 0, placed_count = 0, blob_count = 0;

	for (; (item = plan_item_at(plan, part, count)); count++) {
		ids[count] = item->id;
		if (item->seq > 0)
			placed[placed_count++] = item;
		for (size_t b = 0; b < item->blob_count; b++)
			blobs[blob_count++] = plan->blobs[item->blob + b].id;
	}
	if (placed_count)
		qsort(placed, placed_count, sizeof(*placed), place_cmp);
	value_set_take(data, "logs", log_lines(placed, placed_count));
	value_set_take(data, "steps", count_and_hash(ids, count));
	value_set_take(data, "blobs", count_and_hash(blobs, blob_count));
	free(placed);
	free(ids);
	free(blobs);
}
