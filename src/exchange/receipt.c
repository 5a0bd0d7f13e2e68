#include "exchange/receipt.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/journal.h"
#include "store/blob.h"
#include "store/bundle.h"
#include "trust/forks.h"
#include "trust/verdict.h"

/* ---- reading receipts */

struct held_receipt { /* the newest receipt of one device */
	struct device_id device;
	int64_t no, held;
	struct id id;
	struct value data;
};

struct receipts_found {
	const struct receipt_by *by;
	const struct trust *trust;
	struct held_receipt *receipts;
	size_t count, cap;
};

static bool
is_by(const struct receipt_by *by, const struct step *step)
{
	if (by->device && !device_equal(by->device, &step->device))
		return false;
	if (by->not_device && device_equal(by->not_device, &step->device))
		return false;
	for (size_t i = 0; by->authors && i < by->author_count; i++)
		if (id_equal(&by->authors[i], &step->author))
			return true;
	return !by->authors;
}

static void
keep_newest(struct receipts_found *found, const struct id *id, const struct step *step)
{
	int64_t no = value_get_integer(&step->data, "no", 0);
	struct held_receipt *at = NULL;

	for (size_t i = 0; i < found->count; i++)
		if (device_equal(&found->receipts[i].device, &step->device))
			at = &found->receipts[i];
	if (at && (at->no > no || (at->no == no && id_cmp(&at->id, id) < 0)))
		return;
	if (!at) {
		MEM_GROW(found->receipts, found->count, found->cap);
		at = &found->receipts[found->count++];
		*at = (struct held_receipt){ .device = step->device };
	}
	value_release(&at->data);
	at->no = no;
	at->id = *id;
	at->held = value_get_integer(&step->data, "held", 0);
	at->data = value_copy(&step->data);
}

static bool
on_receipt(const struct store_step *stored, void *ctx)
{
	struct receipts_found *found = ctx;
	struct err ignored = { 0 };
	struct step step = { 0 };

	if (trust_step(found->trust, &stored->id) == TRUST_COUNTS && !step_parse(stored->body, stored->len, &step, &ignored) &&
	    step.has_author && is_by(found->by, &step))
		keep_newest(found, &stored->id, &step);
	step_release(&step);
	return true;
}

static int
covered_cmp(const void *a, const void *b)
{
	return log_cmp(&((const struct covered_log *)a)->log, &((const struct covered_log *)b)->log);
}

static bool
read_line(const struct value *item, struct covered_log *out)
{
	*out = (struct covered_log){ .seq = value_get_integer(item, "seq", 0) };
	return log_read(item, &out->log) && out->seq > 0 && step_data_id(item, "tip", &out->tip);
}

static void
add_receipt(struct coverage *out, const struct value *data)
{
	const struct value *logs = value_get_list(data, "logs"), *missing = value_get_list(data, "missing");

	for (size_t i = 0; logs && i < logs->list.count; i++) {
		MEM_GROW(out->logs, out->log_count, out->log_cap);
		out->log_count += read_line(&logs->list.items[i], &out->logs[out->log_count]);
	}
	for (size_t i = 0; missing && i < missing->list.count; i++) {
		const struct value *item = &missing->list.items[i];

		MEM_GROW(out->missing, out->missing_count, out->missing_cap);
		out->missing_count += item->type == VALUE_TEXT && id_from_hex(item->text, &out->missing[out->missing_count]);
	}
}

/* A log stands once for each device whose receipt names it; here only what all of these devices hold stays. */
static void
keep_common(struct coverage *out)
{
	size_t kept = 0;

	if (out->log_count)
		qsort(out->logs, out->log_count, sizeof(*out->logs), covered_cmp);
	for (size_t first = 0, last; first < out->log_count; first = last) {
		struct covered_log least = out->logs[first];

		for (last = first + 1; last < out->log_count && log_equal(&out->logs[first].log, &out->logs[last].log); last++)
			if (out->logs[last].seq < least.seq)
				least = out->logs[last];
		if (last - first >= out->devices)
			out->logs[kept++] = least;
	}
	out->log_count = kept;
	out->missing_count = id_sort_unique(out->missing, out->missing_count);
}

enum status
coverage_load(struct store *store, const struct receipt_by *by, struct coverage *out, struct err *err)
{
	struct receipts_found found = { .by = by, .trust = store_trust(store) };
	enum status status = store_each_step_of(store, "receipt", on_receipt, &found, err);

	*out = (struct coverage){ .devices = found.count };
	for (size_t i = 0; i < found.count; i++) {
		struct held_receipt *receipt = &found.receipts[i];

		add_receipt(out, &receipt->data);
		if (receipt->no > out->no) {
			out->no = receipt->no;
			out->held = receipt->held;
		}
		value_release(&receipt->data);
	}
	free(found.receipts);
	keep_common(out);
	return status;
}

void
coverage_release(struct coverage *coverage)
{
	free(coverage->logs);
	free(coverage->missing);
	*coverage = (struct coverage){ 0 };
}

const struct covered_log *
coverage_of(const struct coverage *coverage, const struct log_key *log)
{
	struct covered_log wanted = { .log = *log };

	if (!coverage->log_count)
		return NULL;
	return bsearch(&wanted, coverage->logs, coverage->log_count, sizeof(*coverage->logs), covered_cmp);
}

/* ---- writing one */

struct walking {
	const struct trust *trust;
	int64_t seq; /* reached so far */
	struct id tip;
	/* steps that may stand at the next place */
	int64_t at;
	struct id next;
	size_t fits;
};

static bool
step_on(struct walking *walking)
{
	if (walking->fits != 1)
		return false; /* a gap, a break in the chain, or a fork that nothing has settled */
	walking->seq = walking->at;
	walking->tip = walking->next;
	walking->fits = 0;
	return true;
}

static bool
on_link(const struct store_link *link, void *ctx)
{
	struct walking *walking = ctx;

	if (link->seq != walking->at) {
		if (walking->at > walking->seq && !step_on(walking))
			return false;
		walking->at = link->seq;
	}
	if (link->seq != walking->seq + 1)
		return false;
	if ((walking->seq == 0 ? !link->has_prev : link->has_prev && id_equal(&link->prev, &walking->tip)) &&
	    !trust_dropped(walking->trust, &link->id)) {
		walking->next = link->id;
		walking->fits++;
	}
	return true;
}

struct composing {
	struct store *store;
	const struct device_id *own;
	const struct coverage *last;
	struct value logs;
	bool news;
	struct log_key *list;
	size_t count, cap;
};

static bool
on_log(const struct log_key *log, int64_t last_seq, void *ctx)
{
	struct composing *composing = ctx;

	(void)last_seq;
	MEM_GROW(composing->list, composing->count, composing->cap);
	composing->list[composing->count++] = *log;
	return true;
}

static enum status
add_log(struct composing *composing, const struct log_key *log, struct err *err)
{
	const struct covered_log *had = coverage_of(composing->last, log);
	struct walking walking = { .trust = store_trust(composing->store) };
	struct value item;
	enum status status;

	if (had && !trust_dropped(walking.trust, &had->tip)) {
		walking.seq = walking.at = had->seq;
		walking.tip = had->tip;
	}
	status = store_each_link(composing->store, log, walking.seq, on_link, &walking, err);
	if (status)
		return status;
	if (walking.at > walking.seq)
		(void)step_on(&walking);
	if (walking.seq == 0)
		return STATUS_OK;
	if (!device_equal(&log->device, composing->own) && (!had || had->seq != walking.seq))
		composing->news = true;
	item = value_object();
	log_write(log, &item);
	value_set_integer(&item, "seq", walking.seq);
	step_data_set_id(&item, "tip", &walking.tip);
	value_append_take(&composing->logs, item);
	return STATUS_OK;
}

/* The photos and boxes to ask for: of those that the last receipt asked for and of the new ones, what is not here. Caller frees *out. */
static enum status
still_missing(struct store *store, const struct coverage *last, const struct id *missing, size_t count, struct id **out, size_t *out_count,
	      struct err *err)
{
	struct id *ids = mem_array(last->missing_count + count, sizeof(*ids));
	enum status status = STATUS_OK;
	size_t kept = 0;

	for (size_t i = 0; i < last->missing_count + count && !status; i++) {
		const struct id *id = i < count ? &missing[i] : &last->missing[i - count];
		int64_t photo = -1, box = -1;

		status = store_has_blob(store, BLOB_PHOTO, id, &photo, err);
		if (!status)
			status = store_has_blob(store, BLOB_BOX, id, &box, err);
		if (photo < 0 && box < 0)
			ids[kept++] = *id;
	}
	*out = ids;
	*out_count = id_sort_unique(ids, kept);
	return status;
}

static struct value
id_texts(const struct id *ids, size_t count)
{
	struct value list = value_list();
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; i < count; i++)
		value_append_take(&list, value_text(id_hex(&ids[i], hex)));
	return list;
}

enum status
receipt_compose(struct store *store, const struct device_id *device, const struct id *missing, size_t missing_count, struct value *data,
		bool *news, struct err *err)
{
	struct receipt_by by = { .device = device };
	struct coverage last = { 0 };
	struct composing composing = { .store = store, .own = device, .last = &last, .logs = value_list() };
	struct id *lacks = NULL;
	size_t count = 0, shown;
	enum status status = coverage_load(store, &by, &last, err);

	if (!status)
		status = store_each_log(store, on_log, &composing, err);
	for (size_t i = 0; i < composing.count && !status; i++)
		status = add_log(&composing, &composing.list[i], err);
	free(composing.list);
	if (!status)
		status = still_missing(store, &last, missing, missing_count, &lacks, &count, err);
	if (status) {
		value_release(&composing.logs);
		goto out;
	}
	shown = count < RECEIPT_MISSING_MAX ? count : RECEIPT_MISSING_MAX;
	*news = composing.news || last.devices == 0 || shown != last.missing_count ||
		(shown && memcmp(lacks, last.missing, shown * sizeof(*lacks)) != 0);
	*data = value_object();
	value_set_integer(data, "no", last.no + 1);
	value_set_take(data, "logs", composing.logs);
	value_set_integer(data, "held", store_step_count(store));
	value_set_take(data, "missing", id_texts(lacks, shown));
	if (count > shown)
		value_set_integer(data, "missing_count", (int64_t)count);
out:
	free(lacks);
	coverage_release(&last);
	return status;
}
