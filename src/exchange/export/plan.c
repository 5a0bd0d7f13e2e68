#include "exchange/export/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/export/plan_house.h"
#include "exchange/export/plan_logs.h"
#include "step/step.h"
#include "store/journal.h"
#include "store/request.h"
#include "trust/credential.h"
#include "trust/standing.h"

/* ---- items */

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

void
plan_add(struct planning *planning, const struct store_item *item, bool trust)
{
	struct plan *out = planning->out;

	if (idmap_get(&planning->planned, &item->id) != IDMAP_NONE)
		return;
	idmap_put(&planning->planned, &item->id, out->count);
	MEM_GROW(out->items, out->count, out->cap);
	out->items[out->count++] = (struct plan_item){ .n = item->n, .id = item->id, .trust = trust, .len = item->len };
}

/* A stored step by its id, into every part. */
static enum status
add_by_id(struct planning *planning, const struct id *id, struct err *err)
{
	struct store_item item = { 0 };
	bool found = false;
	enum status status;

	if (idmap_get(&planning->planned, id) != IDMAP_NONE)
		return STATUS_OK;
	status = store_find_item(planning->store, id, &item, &found, err);
	if (!status && found)
		plan_add(planning, &item, true);
	return status;
}

/* ---- what goes along, asked or not */

/* The credential, and those it leads by. Each is there once: who comes by a planned one stops. */
static enum status
add_chain(struct planning *planning, const struct id *credential, struct err *err)
{
	const struct credential *at = store_author(planning->store, credential);
	enum status status = STATUS_OK;

	while (at && !status) {
		if (idmap_get(&planning->led, &at->id) != IDMAP_NONE)
			return STATUS_OK;
		idmap_put(&planning->led, &at->id, 1);
		status = add_by_id(planning, &at->id, err);
		at = at->has_issuer ? store_author(planning->store, &at->issuer) : NULL;
	}
	return status;
}

/* Of a step that goes: its author's chain; of a genesis all that it names. */
static enum status
add_along(struct planning *planning, const struct plan_item *item, struct err *err)
{
	const struct value *officers;
	struct step step = { 0 };
	struct id id;
	enum status status = read_item(planning, item, &step, err);

	if (!status && step.has_author)
		status = add_chain(planning, &step.author, err);
	officers = !status && step_kind_of(step.kind) == STEP_GENESIS ? value_get_list(&step.data, "officers") : NULL;
	for (size_t i = 0; officers && i < officers->list.count && !status; i++)
		if (officers->list.items[i].type == VALUE_TEXT && id_from_hex(officers->list.items[i].text, &id))
			status = add_chain(planning, &id, err);
	step_release(&step);
	return status;
}

static enum status
add_credentials(struct planning *planning, struct err *err)
{
	enum status status = planning->to->author ? add_chain(planning, planning->to->author, err) : STATUS_OK;

	/* The list grows while it is walked: what goes along may itself have an author. */
	for (size_t i = 0; i < planning->out->count && !status; i++) {
		struct plan_item item = planning->out->items[i];

		if (item.trust)
			status = add_along(planning, &item, err);
	}
	for (size_t i = 0; i < planning->author_count && !status; i++)
		status = add_chain(planning, &planning->authors[i], err);
	return status;
}

/* ---- requests */

static bool
on_request(const struct credential *asked, void *ctx)
{
	struct planning *planning = ctx;
	struct plan *out = planning->out;
	bool goes = false;

	for (size_t i = 0; i < planning->to->issuer_count && !goes; i++)
		goes = trust_may_issue(store_trust(planning->store), &planning->to->issuers[i], asked);
	if (goes) {
		MEM_GROW(out->requests, out->request_count, out->request_cap);
		out->requests[out->request_count++] = asked->id;
	}
	return true;
}

static bool
on_own_request(const struct id *id, void *ctx)
{
	struct plan *out = ctx;

	MEM_GROW(out->requests, out->request_count, out->request_cap);
	out->requests[out->request_count++] = *id;
	return true;
}

/* Requests may be many, and most people give nobody a right. */
static bool
issues_any(const struct planning *planning)
{
	for (size_t i = 0; i < planning->to->issuer_count; i++) {
		const struct credential *credential = store_author(planning->store, &planning->to->issuers[i]);

		if (credential && credential->issue_count)
			return true;
	}
	return false;
}

static enum status
add_requests(struct planning *planning, struct err *err)
{
	enum status status = STATUS_OK;

	if (issues_any(planning))
		status = store_each_request(planning->store, on_request, planning, err);
	if (!status && planning->to->own_requests)
		status = store_each_own_request(planning->store, on_own_request, planning->out, err);
	planning->out->request_count = id_sort_unique(planning->out->requests, planning->out->request_count);
	planning->out->request_bytes = (int64_t)planning->out->request_count * 2048;
	return status;
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
	if (status)
		return status;
	idmap_put(&planning->blobs, id, 1);
	out->missing += len < 0;
	if (len < 0)
		return STATUS_OK;
	MEM_GROW(out->blobs, out->blob_count, out->blob_cap);
	out->blobs[out->blob_count++] = (struct plan_blob){ kind, *id, len };
	item->blob_count++;
	item->blob_bytes += len;
	return STATUS_OK;
}

static enum status
add_blobs(struct planning *planning, struct plan_item *item, struct err *err)
{
	struct step step = { 0 };
	enum status status = read_item(planning, item, &step, err);

	item->blob = planning->out->blob_count;
	if (!status && planning->to->house && !plan_house_is_about(planning->to->house, &item->id, &step)) {
		step_release(&step);
		return STATUS_OK;
	}
	for (size_t p = 0; p < step.photo_count && !status; p++)
		status = add_blob(planning, item, BLOB_PHOTO, &step.photos[p].id, err);
	if (!status && step.has_private)
		status = add_blob(planning, item, BLOB_BOX, &step.box, err);
	step_release(&step);
	return status;
}

/* ---- the whole */

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
	enum status status = holds_gather(store, NULL, 0, &planning.holds, err);

	*out = (struct plan){ 0 };
	if (!status)
		status = plan_logs(&planning, err);
	if (!status)
		status = add_credentials(&planning, err);
	if (!status)
		status = add_requests(&planning, err);
	if (!status && out->count)
		qsort(out->items, out->count, sizeof(*out->items), item_cmp);
	while (out->trust_count < out->count && out->items[out->trust_count].trust)
		out->trust_count++;
	for (size_t i = out->trust_count; i < out->count && !status; i++)
		status = add_blobs(&planning, &out->items[i], err);
	free(planning.authors);
	holds_release(&planning.holds);
	idmap_release(&planning.planned);
	idmap_release(&planning.led);
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
	free(plan->requests);
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
	int64_t trust = 262144 + plan->request_bytes;
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

void
plan_sum(const struct plan *plan, const struct plan_part *part, struct trailer *trailer)
{
	struct id *ids = mem_array(plan->count + plan->request_count, sizeof(*ids)), *blobs = mem_array(plan->blob_count, sizeof(*blobs));
	const struct plan_item *item;
	size_t count = 0, blob_count = 0;

	for (; (item = plan_item_at(plan, part, count)); count++) {
		ids[count] = item->id;
		for (size_t b = 0; b < item->blob_count; b++)
			blobs[blob_count++] = plan->blobs[item->blob + b].id;
	}
	for (size_t i = 0; i < plan->request_count; i++)
		ids[count++] = plan->requests[i];
	id_sum_of(ids, count, &trailer->steps);
	id_sum_of(blobs, blob_count, &trailer->blobs);
	free(ids);
	free(blobs);
}
