#include "app/stick/receipt.h"

#include <inttypes.h>
#include <stdlib.h>

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/stick/lacks.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/text/counted.h"
#include "exchange/export/receipt.h"
#include "store/divisions/area.h"
#include "store/journal.h"
#include "store/houses/photos.h"
#include "store/store.h"
#include "store/tip.h"
#include "trust/credential.h"
#include "trust/genesis.h"
#include "trust/holders.h"
#include "trust/officers.h"
#include "trust/receipts.h"

#define MISSING_HOUSES_TOLD 100

/* ---- what is missing */

struct looking_for_photos {
	struct app_missing *out;
	struct id last; /* the house looked at last */
	struct id *photos;
	size_t count, cap;
};

static bool
on_missing(const struct id *root, const struct id *photo, void *ctx)
{
	struct looking_for_photos *looking = ctx;
	struct app_missing *out = looking->out;

	if (!out->photos || !id_equal(root, &looking->last))
		out->all_houses++;
	looking->last = *root;
	out->photos++;
	if (out->all_houses <= MISSING_HOUSES_TOLD) {
		out->house_count = out->all_houses;
		out->houses[out->house_count - 1].building = *root;
		out->houses[out->house_count - 1].photos++;
	}
	MEM_GROW(looking->photos, looking->count, looking->cap);
	looking->photos[looking->count++] = *photo;
	return true;
}

enum status
app_missing(struct app *app, struct app_missing *out, struct err *err)
{
	struct looking_for_photos looking = { .out = out };
	struct id *lacks = NULL;
	size_t count = 0;
	enum status status;

	*out = (struct app_missing){ .houses = mem_array(MISSING_HOUSES_TOLD, sizeof(*out->houses)) };
	status = store_each_missing_photo(app_store(app), on_missing, &looking, err);
	if (!status)
		status = lacks_note(app, looking.photos, looking.count, err);
	if (!status)
		status = lacks_read(app, &lacks, &count, err);
	out->asked = (int64_t)count;
	free(lacks);
	free(looking.photos);
	if (status)
		app_missing_release(out);
	return status;
}

void
app_missing_release(struct app_missing *missing)
{
	free(missing->houses);
	*missing = (struct app_missing){ 0 };
}

/* ---- county receipts */

bool
app_receives(const struct app *app)
{
	return app_has_device(app) && trust_is_receiver(store_trust(app_store(app)), app_device(app));
}

/* The county's receipts are an officer's whose credential is for the receiver alone: a key that is carried about could write them anywhere. */
static bool
is_for_receipts(const struct credential *credential, const void *trust)
{
	return credential->has_device && trust_in_office(trust, &credential->id);
}

/* May who is unlocked write the county's receipts, on this machine? Then he acts by the right for that from here on. */
static bool
writes_receipts(struct app *app)
{
	return app_receives(app) && app_is_unlocked(app) && !app_is_older_copy(app) &&
	       act_as(app, is_for_receipts, store_trust(app_store(app)));
}

/* `prior`: the receipts behind which this one stands; the receipt itself from then on. */
static enum status
put_receipt(struct app *app, const struct county_lines *lines, size_t first, struct value *prior, struct id *written, struct err *err)
{
	size_t last = lines->count - first > RECEIPT_LINES_MAX ? first + RECEIPT_LINES_MAX : lines->count;
	char hex[ID_HEX_LEN + 1];
	struct step step;
	enum status status;

	act_step_start(&step, STEP_RECEIPT);
	value_set_take(&step.data, "prior", *prior);
	county_lines_set(lines, first, last, &step.data);
	status = act_put(app_store(app), app_signer(app), &step, written, err);
	step_release(&step);
	*prior = value_list();
	value_append_take(prior, value_text(id_hex(written, hex)));
	return status;
}

/* Several receipts, each prior to the next, where one would be too long. */
static enum status
put_receipts(struct app *app, const struct county_lines *lines, struct id *written, struct err *err)
{
	struct value prior = value_list();
	enum status status = STATUS_OK;
	char hex[ID_HEX_LEN + 1];
	size_t count;
	const struct id *newest = trust_newest_receipts(store_trust(app_store(app)), &count);

	for (size_t i = 0; i < count; i++)
		value_append_take(&prior, value_text(id_hex(&newest[i], hex)));
	for (size_t first = 0; first < lines->count && !status; first += RECEIPT_LINES_MAX)
		status = put_receipt(app, lines, first, &prior, written, err);
	value_release(&prior);
	return status;
}

/* Writes what is due; `alone`: as an act of its own. */
static enum status
write_due(struct app *app, bool alone, struct id *written, struct err *err)
{
	struct county_lines lines = { 0 };
	enum status status = STATUS_OK;

	*written = (struct id){ 0 };
	if (!writes_receipts(app))
		return STATUS_OK;
	status = county_lines_due(app_store(app), &lines, err);
	if (!status && lines.count && alone)
		status = act_begin(app, err);
	if (!status && lines.count) {
		status = put_receipts(app, &lines, written, err);
		if (alone)
			status = act_end(app, status, err);
	}
	county_lines_release(&lines);
	return status;
}

bool
app_receipt_is_due(struct app *app)
{
	struct county_lines lines = { 0 };
	struct err ignored = { 0 };
	bool due = writes_receipts(app) && !county_lines_due(app_store(app), &lines, &ignored) && lines.count;

	county_lines_release(&lines);
	return due;
}

enum status
app_receipt(struct app *app, int64_t *no, struct err *err)
{
	struct id written;
	enum status status = write_due(app, true, &written, err);

	*no = status || id_is_zero(&written) ? 0 : trust_receipt_no(store_trust(app_store(app)), &written);
	return status;
}

enum status
app_receipt_within(struct app *app, struct id *written, struct err *err)
{
	return write_due(app, false, written, err);
}

static const char *
receipt_writer(const struct app *app)
{
	const struct trust *trust = store_trust(app_store(app));

	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *at = trust_credential_at(trust, i);

		if (at->has_device && device_equal(&at->device, app_device(app)) && trust_in_office(trust, &at->id))
			return at->name;
	}
	return NULL;
}

/* Logs of other laptops among what a receipt is due of: its own come along, and alone they wait for nothing. */
static size_t
logs_that_came(const struct app *app, const struct county_lines *lines)
{
	size_t count = 0;

	for (size_t i = 0; i < lines->count; i++)
		count += !device_equal(&lines->lines[i].log.device, app_device(app));
	return count;
}

bool
app_receipt_waits(struct app *app, const char **by)
{
	struct county_lines lines = { 0 };
	struct err ignored = { 0 };
	bool waits = app_receives(app) && !writes_receipts(app) && !county_lines_due(app_store(app), &lines, &ignored) &&
		     logs_that_came(app, &lines) > 0;

	county_lines_release(&lines);
	*by = waits ? receipt_writer(app) : NULL;
	return waits;
}

enum status
app_receipt_owed(struct app *app, struct app_owed *owed, struct err *err)
{
	struct store *store = app_store(app);
	struct county_lines lines = { 0 };
	enum status status = STATUS_OK;

	if (!app_receives(app)) {
		*owed = (struct app_owed){ 0 };
		return STATUS_OK;
	}
	owed->mine = !app_is_older_copy(app) && act_could_as(app, is_for_receipts, store_trust(store));
	owed->by = receipt_writer(app);
	if (owed->read && owed->last_step == store_last_step(store))
		return STATUS_OK;
	status = county_lines_due(store, &lines, err);
	owed->logs = logs_that_came(app, &lines);
	owed->read = !status;
	owed->last_step = store_last_step(store);
	county_lines_release(&lines);
	return status;
}

/* ---- the slip */

/* Does a county receipt name the newest own step as the end of its log? */
struct covering {
	const struct id *tip;
	bool covered;
};

static void
look_for_tip(const struct trust_received *received, void *ctx)
{
	struct covering *covering = ctx;

	covering->covered |= id_equal(&received->tip, covering->tip);
}

/* The county's receipt as the side that handed in has it back. */
static void
add_county_receipt(struct app *app, const struct id *newest, struct buf *out)
{
	const struct trust *trust = store_trust(app_store(app));
	struct covering covering = { .tip = newest };

	if (!trust_anchor_no(trust))
		return;
	trust_each_received(trust, app_device(app), look_for_tip, &covering);
	buf_printf(out,
		   covering.covered ? _("county receipt no. %" PRId64 " is here; the county has all up to the own step\n")
				    : _("county receipt no. %" PRId64 " is here; it does not name the own step yet\n"),
		   trust_anchor_no(trust));
}

enum status
app_slip(struct app *app, struct buf *out, struct err *err)
{
	char device[DEVICE_HEX_LEN + 1], tip[ID_HEX_LEN + 1], today[11], buildings[COUNTED_SIZE], steps[COUNTED_SIZE];
	struct area_status area;
	struct own_end newest;
	bool found = false;
	enum status status = store_area_status(app_store(app), "", &area, err);

	if (!status && app_has_device(app))
		status = store_newest_own(app_store(app), app_device(app), &newest, &found, err);
	if (!status && !found)
		status = err_set(err, STATUS_NOT_FOUND, _("nothing was signed on this laptop yet: there is no slip to print"));
	if (status)
		return status;
	clock_date(clock_now_unix(), today);
	device_hex(app_device(app), device);
	id_hex(&newest.id, tip);
	buf_printf(out, _("%s  device %.8s  %s, %s\n"), today, device, counted(COUNTED_BUILDING, area.buildings, buildings),
		   counted(COUNTED_STEP, store_step_count(app_store(app)), steps));
	add_county_receipt(app, &newest.id, out);
	buf_printf(out, _("own step %" PRId64 "  head %.4s %.4s %.4s %.4s %.4s  given: ______  taken: ______\n"), newest.seq, tip, tip + 4,
		   tip + 8, tip + 12, tip + 16);
	return STATUS_OK;
}
