#include "app/table/report_day.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/as_of.h"
#include "store/store.h"

#define DAY_SECONDS 86400
#define CHINA_SECONDS (8 * 3600) /* ahead of UTC */

/* The last second of a day in China. */
static int64_t
end_of(const char *date)
{
	return (clock_days(date) + 1) * DAY_SECONDS - CHINA_SECONDS - 1;
}

/* Finds the receipt and derives what it covers, beside the workspace and for this process alone. */
static enum status
stand_then(struct app *app, struct report_day *day, struct err *err)
{
	int64_t received;
	enum status status = store_receipt_until(app_store(app), end_of(day->date), &day->receipt, &received, err);

	if (!status && !day->receipt)
		return err_set(
			err, STATUS_NOT_FOUND,
			_("no county receipt of %s or before is here, so nobody can tell what stood then; leave out the day for what stands now"),
			day->date);
	if (status)
		return status;
	clock_date(received, day->received);
	status = register_then_open(app, day->receipt, &day->then, err);
	day->store = day->then.store;
	return status;
}

/* Forms are known by their names: the pack of then is another one. */
static void
find_blind(struct app *app, struct report_day *day)
{
	size_t count;
	const struct form **blind = blind_forms(app, &count);

	day->blind = mem_array(count, sizeof(const struct form *));
	for (size_t i = 0; i < count; i++) {
		const struct form *form = pack_form(store_pack(day->store), blind[i]->name);

		if (form)
			day->blind[day->blind_count++] = form;
	}
	free(blind);
}

enum status
report_day_open(struct app *app, const char *date, struct report_day *out, struct err *err)
{
	struct report_day day = { .store = app_store(app) };
	char today[11];
	enum status status = STATUS_OK;

	clock_date(clock_now_unix(), today);
	memcpy(day.date, date ? date : today, sizeof(day.date));
	if (strcmp(day.date, today) < 0)
		status = stand_then(app, &day, err);
	if (!status && !store_pack(day.store))
		status = err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!status)
		find_blind(app, &day);
	if (status)
		report_day_close(&day);
	else
		*out = day;
	return status;
}

void
report_day_close(struct report_day *day)
{
	register_then_close(&day->then);
	free(day->blind);
	*day = (struct report_day){ 0 };
}
