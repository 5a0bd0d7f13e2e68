#include "app/session/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/session_state.h"
#include "app/session/settings.h"
#include "app/session/unlock.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "step/step.h"
#include "store/journal.h"
#include "store/tip.h"
#include "trust/receipts.h"

#define SETTING "clock"
#define DAY_SECONDS INT64_C(86400)
#define AHEAD_SECONDS (366 * DAY_SECONDS)

struct answer {
	bool given;
	int64_t correction, at_unix; /* what is added to the clock, and the corrected time of the answer */
	int64_t last;		     /* the newest step then, in the order of arrival: what was signed before may bear a wrong day */
};

static struct answer
kept_answer(struct app *app)
{
	struct answer answer = { 0 };
	char *text = app_remembered(app, SETTING);

	answer.given = text && sscanf(text, "%" SCNd64 " %" SCNd64 " %" SCNd64, &answer.correction, &answer.at_unix, &answer.last) == 3;
	free(text);
	return answer.given ? answer : (struct answer){ 0 };
}

/* Who only reads has not opened what lies beside the workspace. True: it is open now, to be given back. */
static bool
borrow_local(struct app *app)
{
	struct buf said = { 0 };
	struct err ignored = { 0 };
	bool opened = !app->local && app_has_notes(app->path) && !local_open(app->path, &app->local, &said, &ignored);

	if (said.len)
		app_say(app, buf_text(&said));
	buf_release(&said);
	return opened;
}

static void
give_back_local(struct app *app, bool borrowed)
{
	if (!borrowed)
		return;
	local_close(app->local);
	app->local = NULL;
}

void
clock_restore(struct app *app)
{
	bool borrowed = borrow_local(app);
	struct answer answer = kept_answer(app);

	if (answer.given)
		clock_correct(answer.correction);
	give_back_local(app, borrowed);
}

static int64_t
built_unix(void)
{
	return clock_days(LOUCE_DATE) * DAY_SECONDS - 8 * 3600; /* the beginning of that day in China */
}

/* The newest step signed on this laptop, by arrival; *n 0: none. */
static enum status
newest_own(struct app *app, int64_t *n, int64_t *at_unix, struct err *err)
{
	struct own_end newest;
	enum status status;
	bool found = false;

	*n = *at_unix = 0;
	if (!app->has_device)
		return STATUS_OK;
	status = store_newest_own(app->store, &app->device, &newest, &found, err);
	return status || !found ? status : store_arrival(app->store, &newest.id, n, at_unix, err);
}

static void
doubt(struct app_clock *out, enum app_clock_doubt kind, int64_t beside_unix)
{
	out->doubt = kind;
	clock_date(beside_unix, out->beside);
}

enum status
app_clock_judge(struct app *app, struct app_clock *out, struct err *err)
{
	const struct id *receipt = trust_anchor(store_trust(app->store));
	bool borrowed = borrow_local(app);
	struct answer answer = kept_answer(app);
	int64_t now = clock_now_unix(), n, own, receipt_n, received = 0, newest = built_unix();
	enum status status;

	give_back_local(app, borrowed);
	*out = (struct app_clock){ .doubt = APP_CLOCK_FINE };
	clock_date(now, out->today);
	if (clock_is_given())
		return STATUS_OK;
	status = newest_own(app, &n, &own, err);
	if (!status && receipt)
		status = store_arrival(app->store, receipt, &receipt_n, &received, err);
	if (status)
		return status;
	newest = received > newest ? received : newest;
	newest = answer.at_unix > newest ? answer.at_unix : newest;
	if (answer.given && now < answer.at_unix)
		doubt(out, APP_CLOCK_BEFORE_OWN, answer.at_unix);
	else if (n > answer.last && now < own)
		doubt(out, APP_CLOCK_BEFORE_OWN, own);
	else if (!answer.given && now < built_unix())
		doubt(out, APP_CLOCK_BEFORE_LOUCE, built_unix());
	else if (now > newest + AHEAD_SECONDS)
		doubt(out, APP_CLOCK_AHEAD, newest);
	return STATUS_OK;
}

enum status
clock_set_day(const char *today, struct err *err)
{
	char day[11], now[11];
	int64_t days;

	if (!clock_day_meant(today, NULL, day))
		return err_set(err, STATUS_INVALID, _("\"%s\" is no day; write it as 2026-09-01"), today);
	days = clock_days(day);
	if (days * DAY_SECONDS < STEP_AT_MIN || days * DAY_SECONDS > STEP_AT_MAX - DAY_SECONDS)
		return err_set(err, STATUS_INVALID, _("\"%s\" is not from 2000 to 2099"), today);
	clock_date(clock_now_unix(), now);
	clock_correct(clock_correction() + (days - clock_days(now)) * DAY_SECONDS);
	return STATUS_OK;
}

enum status
app_clock_answer(struct app *app, const char *today, struct err *err)
{
	char text[80];
	enum status status = clock_set_day(today, err);
	bool borrowed;

	if (status)
		return status;
	borrowed = borrow_local(app);
	snprintf(text, sizeof(text), "%" PRId64 " %" PRId64 " %" PRId64, clock_correction(), clock_now_unix(), store_last_step(app->store));
	status = app->local ? local_set_setting(app->local, SETTING, text, strlen(text), err) : STATUS_OK;
	give_back_local(app, borrowed);
	return status ? status : app_share(app, err);
}
