#include "app/stick/receipt.h"

#include <inttypes.h>
#include <stdlib.h>

#include "app/session/act.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/receipt.h"
#include "store/tip.h"
#include "store/area.h"
#include "store/photos.h"
#include "store/store.h"

#define MISSING_HOUSES_TOLD 100

/* ---- what is missing */

static bool
on_missing(const struct id *root, int64_t photos, void *ctx)
{
	struct app_missing *out = ctx;

	out->photos += photos;
	if (out->house_count < MISSING_HOUSES_TOLD)
		out->houses[out->house_count++] = (struct app_missing_house){ *root, photos };
	return true;
}

enum status
app_missing(struct app *app, struct app_missing *out, struct err *err)
{
	struct receipt_by by = { .device = app_device(app) };
	struct coverage last = { 0 };
	enum status status;

	*out = (struct app_missing){ .houses = mem_array(MISSING_HOUSES_TOLD, sizeof(*out->houses)) };
	status = store_each_missing_photo(app_store(app), on_missing, out, err);
	if (!status)
		status = coverage_load(app_store(app), &by, &last, err);
	out->receipt = last.no;
	out->asked = (int64_t)last.missing_count;
	coverage_release(&last);
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

/* ---- receipts */

enum status
app_receipt_lacking(struct app *app, const struct id *missing, size_t missing_count, int64_t *no, struct err *err)
{
	struct step step;
	bool news = false;
	enum status status;

	*no = 0;
	act_step_start(&step, STEP_RECEIPT);
	value_release(&step.data);
	status = receipt_compose(app_store(app), app_device(app), missing, missing_count, &step.data, &news, err);
	if (!status && news) {
		struct id id;

		*no = value_get_integer(&step.data, "no", 0);
		status = act_begin(app, err);
		if (!status)
			status = act_end(app, act_put(app_store(app), app_signer(app), &step, &id, err), err);
	}
	step_release(&step);
	return status;
}

enum status
app_receipt(struct app *app, int64_t *no, struct err *err)
{
	enum status status = act_needs_person(app, err);

	return status ? status : app_receipt_lacking(app, NULL, 0, no, err);
}

enum status
app_slip(struct app *app, struct buf *out, struct err *err)
{
	struct receipt_by by = { .device = app_device(app) };
	struct coverage last = { 0 };
	struct area_status area;
	char device[DEVICE_HEX_LEN + 1], tip[ID_HEX_LEN + 1], today[11];
	struct own_end newest;
	bool found;
	enum status status = coverage_load(app_store(app), &by, &last, err);

	if (!status && (!app_has_device(app) || !last.devices))
		status = err_set(err, STATUS_NOT_FOUND, _("this laptop has written no receipt yet: import a stick with --as NAME"));
	if (!status)
		status = store_area_status(app_store(app), "", &area, err);
	if (!status)
		status = store_newest_of(app_store(app), app_device(app), &newest, &found, err);
	if (status) {
		coverage_release(&last);
		return status;
	}
	clock_date(clock_now_unix(), today);
	device_hex(app_device(app), device);
	id_hex(&newest.id, tip);
	buf_printf(out, _("%s  receipt no. %" PRId64 "  device %.8s  %" PRId64 " buildings, %" PRId64 " steps\n"), today, last.no, device,
		   area.buildings, last.held);
	buf_printf(out, _("own step %" PRId64 "  head %.4s %.4s %.4s %.4s %.4s  given: ______  taken: ______\n"), newest.seq, tip, tip + 4,
		   tip + 8, tip + 12, tip + 16);
	coverage_release(&last);
	return STATUS_OK;
}
