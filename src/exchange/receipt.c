#include "exchange/receipt.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/bundle.h"
#include "trust/forks.h"
#include "trust/verdict.h"

/* ---- reading receipts */

struct held_receipt { /* the newest of one device */
	struct device_id device;
	int64_t no, held;
	struct id id;
	struct value data;
};

struct gathering {
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
keep_newest(struct gathering *gathering, const struct id *id, const struct step *step)
{
	int64_t no = value_get_integer(&step->data, "no", 0);
	struct held_receipt *at = NULL;

	for (size_t i = 0; i < gathering->count; i++)
		if (device_equal(&gathering->receipts[i].device, &step->device))
			at = &gathering->receipts[i];
	if (at && (at->no > no || (at->no == no && id_cmp(&at->id, id) < 0)))
		return;
	if (!at) {
		MEM_GROW(gathering->receipts, gathering->count, gathering->cap);
		at = &gathering->receipts[gathering->count++];
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
	struct gathering *gathering = ctx;
	struct err ignored = { 0 };
	struct step step = { 0 };

	if (trust_step(gathering->trust, &stored->id) == TRUST_COUNTS && !step_parse(stored->body, stored->len, &step, &ignored) &&
	    step.has_author && is_by(gathering->by, &step))
		keep_newest(gathering, &stored->id, &step);
	step_release(&step);
	return true;
}

static int
feed_cmp(const void *a, const void *b)
{
	const struct covered_feed *left = a, *right = b;
	int order = device_cmp(&left->device, &right->device);

	return order ? order : (left->epoch > right->epoch) - (left->epoch < right->epoch);
}

static bool
read_feed(const struct value *item, struct covered_feed *out)
{
	const char *device = value_get_text(item, "device");

	*out = (struct covered_feed){ .epoch = value_get_integer(item, "epoch", 0), .seq = value_get_integer(item, "seq", 0) };
	return device && device_from_hex(device, &out->device) && out->epoch > 0 && out->seq > 0 && step_data_id(item, "tip", &out->tip);
}

static void
add_receipt(struct coverage *out, const struct value *data)
{
	const struct value *feeds = value_get_list(data, "feeds"), *missing = value_get_list(data, "missing");

	for (size_t i = 0; feeds && i < feeds->list.count; i++) {
		MEM_GROW(out->feeds, out->feed_count, out->feed_cap);
		out->feed_count += read_feed(&feeds->list.items[i], &out->feeds[out->feed_count]);
	}
	for (size_t i = 0; missing && i < missing->list.count; i++) {
		const struct value *item = &missing->list.items[i];

		MEM_GROW(out->missing, out->missing_count, out->missing_cap);
		out->missing_count += item->type == VALUE_TEXT && id_from_hex(item->text, &out->missing[out->missing_count]);
	}
}

/* A feed stands once for each device that named it; only what all of them hold is held. */
static void
keep_common(struct coverage *out)
{
	size_t kept = 0;

	if (out->feed_count)
		qsort(out->feeds, out->feed_count, sizeof(*out->feeds), feed_cmp);
	for (size_t first = 0, last; first < out->feed_count; first = last) {
		struct covered_feed least = out->feeds[first];

		for (last = first + 1; last < out->feed_count && feed_cmp(&out->feeds[first], &out->feeds[last]) == 0; last++)
			if (out->feeds[last].seq < least.seq)
				least = out->feeds[last];
		if (last - first >= out->devices)
			out->feeds[kept++] = least;
	}
	out->feed_count = kept;
	out->missing_count = id_sort_unique(out->missing, out->missing_count);
}

enum status
coverage_load(struct store *store, const struct receipt_by *by, struct coverage *out, struct err *err)
{
	struct gathering gathering = { .by = by, .trust = store_trust(store) };
	enum status status = store_each_step_of(store, "receipt", on_receipt, &gathering, err);

	*out = (struct coverage){ .devices = gathering.count };
	for (size_t i = 0; i < gathering.count; i++) {
		struct held_receipt *receipt = &gathering.receipts[i];

		add_receipt(out, &receipt->data);
		if (receipt->no > out->no) {
			out->no = receipt->no;
			out->held = receipt->held;
		}
		value_release(&receipt->data);
	}
	free(gathering.receipts);
	keep_common(out);
	return status;
}

void
coverage_release(struct coverage *coverage)
{
	free(coverage->feeds);
	free(coverage->missing);
	*coverage = (struct coverage){ 0 };
}

const struct covered_feed *
coverage_of(const struct coverage *coverage, const struct device_id *device, int64_t epoch)
{
	struct covered_feed wanted = { .device = *device, .epoch = epoch };

	if (!coverage->feed_count)
		return NULL;
	return bsearch(&wanted, coverage->feeds, coverage->feed_count, sizeof(*coverage->feeds), feed_cmp);
}

/* ---- writing one */

struct walking {
	const struct trust *trust;
	int64_t seq; /* reached */
	struct id tip;
	/* the candidates at the place after it */
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
	struct value feeds;
	bool news;
	struct feed_list {
		struct device_id device;
		int64_t epoch;
	} * list;
	size_t count, cap;
};

static bool
on_feed(const struct device_id *device, int64_t epoch, int64_t last_seq, void *ctx)
{
	struct composing *composing = ctx;

	(void)last_seq;
	MEM_GROW(composing->list, composing->count, composing->cap);
	composing->list[composing->count++] = (struct feed_list){ *device, epoch };
	return true;
}

static enum status
add_feed(struct composing *composing, const struct feed_list *feed, struct err *err)
{
	const struct covered_feed *had = coverage_of(composing->last, &feed->device, feed->epoch);
	struct walking walking = { .trust = store_trust(composing->store) };
	char hex[ID_HEX_LEN + 1];
	struct value item;
	enum status status;

	if (had && !trust_dropped(walking.trust, &had->tip)) {
		walking.seq = walking.at = had->seq;
		walking.tip = had->tip;
	}
	status = store_each_link(composing->store, &feed->device, feed->epoch, walking.seq, on_link, &walking, err);
	if (status)
		return status;
	if (walking.at > walking.seq)
		(void)step_on(&walking);
	if (walking.seq == 0)
		return STATUS_OK;
	if (!device_equal(&feed->device, composing->own) && (!had || had->seq != walking.seq))
		composing->news = true;
	item = value_object();
	value_set_text(&item, "device", device_hex(&feed->device, hex));
	value_set_integer(&item, "epoch", feed->epoch);
	value_set_integer(&item, "seq", walking.seq);
	step_data_set_id(&item, "tip", &walking.tip);
	value_append_take(&composing->feeds, item);
	return STATUS_OK;
}

/* What lacked and still lacks, and what lacks besides. */
static size_t
still_missing(struct store *store, const struct coverage *last, const struct id *missing, size_t count, struct id **out)
{
	struct id *ids = mem_array(last->missing_count + count, sizeof(*ids));
	struct err ignored = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < last->missing_count + count; i++) {
		const struct id *id = i < count ? &missing[i] : &last->missing[i - count];
		int64_t photo = -1, box = -1;

		if (!store_has_blob(store, BLOB_PHOTO, id, &photo, &ignored) && !store_has_blob(store, BLOB_BOX, id, &box, &ignored) &&
		    photo < 0 && box < 0)
			ids[kept++] = *id;
	}
	*out = ids;
	return id_sort_unique(ids, kept);
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
	struct composing composing = { .store = store, .own = device, .last = &last, .feeds = value_list() };
	struct id *lacks = NULL;
	size_t count, shown;
	enum status status = coverage_load(store, &by, &last, err);

	if (!status)
		status = store_each_feed(store, on_feed, &composing, err);
	for (size_t i = 0; i < composing.count && !status; i++)
		status = add_feed(&composing, &composing.list[i], err);
	free(composing.list);
	if (status) {
		value_release(&composing.feeds);
		coverage_release(&last);
		return status;
	}
	count = still_missing(store, &last, missing, missing_count, &lacks);
	shown = count < RECEIPT_MISSING_MAX ? count : RECEIPT_MISSING_MAX;
	*news = composing.news || last.devices == 0 || shown != last.missing_count ||
		(shown && memcmp(lacks, last.missing, shown * sizeof(*lacks)) != 0);
	*data = value_object();
	value_set_integer(data, "no", last.no + 1);
	value_set_take(data, "feeds", composing.feeds);
	value_set_integer(data, "held", store_step_count(store));
	value_set_take(data, "missing", id_texts(lacks, shown));
	if (count > shown)
		value_set_integer(data, "missing_count", (int64_t)count);
	free(lacks);
	coverage_release(&last);
	return STATUS_OK;
}
