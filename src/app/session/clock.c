#include "app/session/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/session_state.h"
#include "app/session/settings.h"
#include "app/session/unlock.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "step/step.h"
#include "store/journal.h"
#include "store/tip.h"
#include "trust/receipts.h"

#define SETTING "clock"
#define DAY_SECONDS INT64_C(86400)
#define CHINA_SECONDS (8 * 3600) /* a day begins so much earlier than in UTC */
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

void
clock_restore(struct app *app)
{
	bool borrowed = notes_borrow(app);
	struct answer answer = kept_answer(app);

	if (answer.given)
		clock_correct(answer.correction);
	notes_give_back(app, borrowed);
}

static int64_t
built_unix(void)
{
	return clock_days(LOUCE_DATE) * DAY_SECONDS - CHINA_SECONDS; /* the beginning of that day in China */
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

/* What is known of the time without this machine's clock: when louce was made, when the newest step of this laptop and the newest county receipt say
 * that they were signed. 0: none. */
struct known_times {
	int64_t built, own_n, own, received;
};

static enum status
read_known(struct app *app, struct known_times *out, struct err *err)
{
	const struct id *receipt = trust_anchor(store_trust(app->store));
	int64_t receipt_n;
	enum status status;

	*out = (struct known_times){ .built = built_unix() };
	status = newest_own(app, &out->own_n, &out->own, err);
	if (!status && receipt)
		status = store_arrival(app->store, receipt, &receipt_n, &out->received, err);
	return status;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

enum status
app_clock_judge(struct app *app, struct app_clock *out, struct err *err)
{
	bool borrowed = notes_borrow(app);
	struct answer answer = kept_answer(app);
	int64_t now = clock_now_unix(), newest;
	struct known_times known;
	enum status status;

	notes_give_back(app, borrowed);
	*out = (struct app_clock){ .doubt = APP_CLOCK_FINE };
	clock_date(now, out->today);
	clock_date(clock_is_given() ? now : now - clock_correction(), out->machine);
	if (clock_is_given())
		return STATUS_OK;
	status = read_known(app, &known, err);
	if (status)
		return status;
	newest = later(known.built, later(known.received, answer.at_unix));
	if (answer.given && now < answer.at_unix)
		doubt(out, APP_CLOCK_BEFORE_OWN, answer.at_unix);
	else if (known.own_n > answer.last && now < known.own)
		doubt(out, APP_CLOCK_BEFORE_OWN, known.own);
	else if (!answer.given && now < known.built)
		doubt(out, APP_CLOCK_BEFORE_LOUCE, known.built);
	else if (now > newest + AHEAD_SECONDS)
		doubt(out, APP_CLOCK_AHEAD, newest);
	return STATUS_OK;
}

/* The days since 1970 of a day that a person named. */
static enum status
day_named(const char *text, int64_t *days, struct err *err)
{
	char day[11];

	if (!clock_day_meant(text, NULL, day))
		return err_set(err, STATUS_INVALID, _("\"%s\" is no day; write it as 2026-09-01"), text);
	*days = clock_days(day);
	if (*days * DAY_SECONDS < STEP_AT_MIN || *days * DAY_SECONDS > STEP_AT_MAX - DAY_SECONDS)
		return err_set(err, STATUS_INVALID, _("\"%s\" is not from 2000 to 2099"), text);
	return STATUS_OK;
}

/* Refuses a day that lies before what is known to have been, or more than a year after all of it. A day that this machine's clock says as well is
 * vouched for twice, so such a day may lie ahead. A step of this laptop from over a year ahead was itself signed by a wrong clock. */
static enum status
check_named(const struct known_times *known, int64_t answered, int64_t days, struct err *err)
{
	int64_t begins = days * DAY_SECONDS - CHINA_SECONDS, ends = begins + DAY_SECONDS,
		newest = later(known->built, later(known->received, answered)), own = known->own <= newest + AHEAD_SECONDS ? known->own : 0,
		machine = clock_now_unix() - clock_correction();
	char day[11], beside[11];

	clock_date(begins, day);
	clock_date(known->built, beside);
	if (ends <= known->built)
		return err_set(err, STATUS_CONFLICT, _("%s is before this louce was made (%s)"), day, beside);
	clock_date(own, beside);
	if (ends <= own)
		return err_set(err, STATUS_CONFLICT, _("%s is before %s, when something was signed on this laptop"), day, beside);
	newest = later(newest, own);
	clock_date(newest, beside);
	if (begins > newest + AHEAD_SECONDS && (machine < begins || machine >= ends))
		return err_set(err, STATUS_CONFLICT, _("%s is over a year after all that is known here (%s)"), day, beside);
	return STATUS_OK;
}

enum status
clock_check_day(const char *today, struct err *err)
{
	const struct known_times known = { .built = built_unix() };
	int64_t days;
	enum status status = day_named(today, &days, err);

	return status || clock_is_given() ? status : check_named(&known, 0, days, err);
}

enum status
app_clock_check(struct app *app, const char *today, struct err *err)
{
	bool borrowed = notes_borrow(app);
	struct answer answer = kept_answer(app);
	struct known_times known;
	int64_t days;
	enum status status = day_named(today, &days, err);

	notes_give_back(app, borrowed);
	if (!status)
		status = read_known(app, &known, err);
	return status || clock_is_given() ? status : check_named(&known, answer.at_unix, days, err);
}

enum status
clock_set_day(const char *today, struct err *err)
{
	char now[11];
	int64_t days;
	enum status status = day_named(today, &days, err);

	if (status)
		return status;
	clock_date(clock_now_unix(), now);
	clock_correct(clock_correction() + (days - clock_days(now)) * DAY_SECONDS);
	return STATUS_OK;
}

enum status
clock_note(struct local *local, int64_t last, struct err *err)
{
	char text[80];

	snprintf(text, sizeof(text), "%" PRId64 " %" PRId64 " %" PRId64, clock_correction(), clock_now_unix(), last);
	return local_set_setting(local, SETTING, text, strlen(text), err);
}

enum status
app_clock_answer(struct app *app, const char *today, struct err *err)
{
	enum status status = clock_set_day(today, err);
	bool borrowed;

	if (status)
		return status;
	borrowed = notes_borrow(app);
	status = app->local ? clock_note(app->local, store_last_step(app->store), err) : STATUS_OK;
	notes_give_back(app, borrowed);
	if (!status)
		app_share(app);
	return status;
}

void
app_ask_day(struct app *app)
{
	app->asks_day = true;
}

bool
app_take_day_wanted(struct app *app)
{
	bool wanted = app->day_wanted;

	app->day_wanted = false;
	return wanted;
}

enum status
clock_before_signing(struct app *app, struct err *err)
{
	struct app_clock clock;
	enum status status = app->asks_day ? app_clock_judge(app, &clock, err) : STATUS_OK;

	if (status || !app->asks_day || clock.doubt == APP_CLOCK_FINE)
		return status;
	app->day_wanted = true;
	return err_set(err, STATUS_CONFLICT,
		       _("nothing was signed: this machine's clock says %s; first say what day it is, then sign again"), clock.today);
}
