#include "app/place/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/rights.h"
#include "app/session/act.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/tries.h"
#include "app/session/unlock.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "paper/qr.h"
#include "store/divisions/divisions.h"
#include "store/journal.h"
#include "store/report/report.h"
#include "store/store.h"
#include "trust/credential.h"
#include "trust/genesis.h"

#define COUNTY_LEN 6
#define TOWNSHIP_LEN 9
#define OLDEST_DAYS 180 /* a day of the year that would be further ahead is one of last year */

_Static_assert(PHONE_TALLY_COUNTS == ARRAY_LEN(((struct tally_words *)NULL)->counts), "as many counts in the digits as in the pack");

static const struct tally_words *
words_of(const struct app *app)
{
	return app_pack(app) && app_pack(app)->tally.form ? &app_pack(app)->tally : NULL;
}

/* ---- rights */

/* The step goes into the log of the township, whoever signs: his role fills the form, and his area covers it. */
static enum status
may_sign(struct app *app, const char *area, struct err *err)
{
	const struct tally_words *words = words_of(app);
	enum status status = act_needs_person(app, err);

	if (status)
		return status;
	return house_area_right(app, words->form, area, err);
}

static bool
takes(const struct credential *credential, const void *ctx)
{
	const struct app *app = ctx;

	return names_has(&words_of(app)->form->by, credential->role) &&
	       credential_covers(credential, trust_county_code(store_trust(app_store(app))));
}

static bool
tells(const struct credential *credential, const void *ctx)
{
	const struct app *app = ctx;

	return names_has(&words_of(app)->form->by, credential->role) && credential->area_count == 1 &&
	       strlen(credential->areas[0]) == TOWNSHIP_LEN;
}

bool
app_tally_can(struct app *app, bool take)
{
	return words_of(app) && trust_county_code(store_trust(app_store(app))) && act_could_as(app, take ? takes : tells, app);
}

static enum status
needs_words(const struct app *app, struct err *err)
{
	return words_of(app) ? STATUS_OK : err_set(err, STATUS_NOT_FOUND, _("the form pack in force tells nothing by telephone"));
}

/* ---- the step */

static enum status
sign(struct app *app, const struct app_tally *tally, const char *told, const struct id *slot, const struct id *head, struct id *id,
     struct err *err)
{
	const struct tally_words *words = words_of(app);
	unsigned generation = store_generation(app_store(app));
	struct step step = { .data = value_object() };
	char area[DIVISION_CODE_LEN + 1];
	enum status status;

	strcpy(step.kind, words->form->name);
	division_area(tally->township, DIVISION_TOWNSHIP, area);
	step_set_area(&step, area);
	if (slot) {
		step.has_root = true;
		step.root = *slot;
		step_add_parent(&step, head);
	}
	value_set_text(&step.data, words->day->name, tally->day);
	for (size_t i = 0; i < PHONE_TALLY_COUNTS; i++)
		value_set_integer(&step.data, words->counts[i]->name, tally->counts[i]);
	if (told)
		value_set_text(&step.data, words->told->name, told);
	status = act_begin(app, err);
	if (!status) {
		status = act_still_judged(app, generation, err);
		if (!status)
			status = act_put(app_store(app), app_signer(app), &step, id, err);
		status = act_end(app, status, err);
	}
	step_release(&step);
	return status;
}

static void
set_labels(const struct app *app, struct app_tally *tally)
{
	for (size_t i = 0; i < PHONE_TALLY_COUNTS; i++)
		tally->labels[i] = label_text(&words_of(app)->counts[i]->label, _("en"));
}

static int
day_of_year(const char *day)
{
	char first[11];

	snprintf(first, sizeof(first), "%.4s-01-01", day);
	return (int)(clock_days(day) - clock_days(first)) + 1;
}

/* ---- telling */

struct counting {
	const struct tally_words *words;
	struct app_tally *tally;
	size_t rows, found;
};

static void
take_counts(const struct report_row *row, void *ctx)
{
	struct counting *counting = ctx;

	counting->rows++;
	for (size_t i = 0; i < PHONE_TALLY_COUNTS; i++)
		for (int c = 0; c < row->count; c++)
			if (strcmp(row->names[c], counting->words->counts[i]->name) == 0 && row->texts[c]) {
				counting->tally->counts[i] = (int)strtol(row->texts[c], NULL, 10);
				counting->found++;
			}
}

static enum status
count_now(struct app *app, struct app_tally *tally, struct err *err)
{
	char area[DIVISION_CODE_LEN + 1];
	struct counting counting = { .words = words_of(app), .tally = tally };
	struct report_ask ask = { .area = area, .date = tally->day };
	enum status status;

	division_area(tally->township, DIVISION_TOWNSHIP, area);
	status = report_run(app_store(app), &counting.words->report->sql, &ask, take_counts, &counting, err);

	if (!status && (counting.rows != 1 || counting.found != PHONE_TALLY_COUNTS))
		return err_set(err, STATUS_INVALID, _("the report \"%s\" gives no line of six counts for this township"),
			       counting.words->report->name);
	return status;
}

/* Two digits of a step: the first two of its number, a to f as 0 to 5. */
static int
head_digits(const struct id *id)
{
	return id->b[0] / 16 % 10 * 10 + id->b[0] % 16 % 10;
}

static enum status
find_township(struct app *app, const char *township, struct app_tally *out, struct err *err)
{
	const struct credential *own = app_credential(app);
	char *named = township && !app_has_area(app, township) ? app_area_named(app, township) : NULL;
	const char *area = named ? named : township;
	enum status status = area ? app_check_area(app, area, err) : STATUS_OK;

	if (!area && own && own->area_count == 1)
		area = own->areas[0];
	if (!status && (!area || strlen(area) != TOWNSHIP_LEN))
		status = err_set(err, STATUS_INVALID, _("one township is told: name it, or be somebody of one township"));
	if (!status)
		division_code(area, out->township);
	free(named);
	return status;
}

static enum status
try_tell(struct app *app, const char *township, struct app_tally *out, struct err *err)
{
	struct phone_tally phone;
	char area[DIVISION_CODE_LEN + 1];
	struct id id;
	enum status status = needs_words(app, err);

	*out = (struct app_tally){ 0 };
	if (!status)
		status = act_needs_person(app, err);
	if (!status && !township)
		act_as(app, tells, app);
	if (!status)
		status = find_township(app, township, out, err);
	if (status)
		return status;
	division_area(out->township, DIVISION_TOWNSHIP, area);
	status = may_sign(app, area, err);
	if (status)
		return status;
	clock_date(clock_now_unix(), out->day);
	set_labels(app, out);
	status = count_now(app, out, err);
	if (status)
		return status;
	phone = (struct phone_tally){ .township = (int)strtol(area + COUNTY_LEN, NULL, 10), .day = day_of_year(out->day) };
	memcpy(phone.counts, out->counts, sizeof(phone.counts));
	if (!phone_tally_fits(&phone))
		return err_set(err, STATUS_INVALID,
			       _("these counts cannot be told: none may be more than %d, nor more than the first, of which they are parts"),
			       PHONE_TALLY_MOST);
	status = sign(app, out, NULL, NULL, NULL, &id, err);
	if (status)
		return status;
	phone.head = head_digits(&id);
	phone_tally_write(&phone, out->code);
	return STATUS_OK;
}

/* What is told is counted anew for each try. */
enum status
app_tally_tell(struct app *app, const char *township, struct app_tally *out, struct err *err)
{
	struct act_tries tries = { 0 };
	enum status status;

	do
		status = try_tell(app, township, out, err);
	while (act_try_again(app, &tries, &status, err));
	return status;
}

/* ---- taking in */

/* The day that is meant by a number of the year: not further ahead than half a year. False: there is none. */
static bool
meant_day(int day, char out[11])
{
	char today[11], first[11];
	int64_t days;

	clock_date(clock_now_unix(), today);
	snprintf(first, sizeof(first), "%.4s-01-01", today);
	days = clock_days(first) + day - 1;
	if (days > clock_days(today) + OLDEST_DAYS) {
		snprintf(first, sizeof(first), "%04u-01-01", ((unsigned)strtol(today, NULL, 10) - 1) % 10000);
		days = clock_days(first) + day - 1;
	}
	clock_date(days * 86400 + 14400, out);
	return day_of_year(out) == day;
}

static bool
is_township(const struct app *app, int township, char code[DIVISION_CODE_LEN + 1])
{
	char area[TOWNSHIP_LEN + 1];

	snprintf(area, sizeof(area), "%.6s%03d", trust_county_code(store_trust(app_store(app))), township);
	division_code(area, code);
	return app_has_area(app, area);
}

/* Could this have been told lately? */
static bool
is_likely(const struct phone_tally *tally, const void *ctx)
{
	char day[11], today[11], code[DIVISION_CODE_LEN + 1];

	clock_date(clock_now_unix(), today);
	return is_township(ctx, tally->township, code) && meant_day(tally->day, day) && clock_days(day) <= clock_days(today) &&
	       clock_days(day) > clock_days(today) - 31;
}

static enum status
wrong_code(const struct phone_tally_read *read, const char *code, struct err *err)
{
	struct buf groups = { 0 };
	enum status status;

	if (read->fault == PHONE_TALLY_SIGN)
		return err_set(err, STATUS_INVALID, _("\"%.12s\" is no digit; a tally is %d digits, in fours"), code + read->at,
			       PHONE_TALLY_DIGITS);
	if (read->fault == PHONE_TALLY_COUNT && read->group)
		return err_set(err, STATUS_INVALID, _("these are %zu digits, and a tally has %d: group %d has not four; ask for it again"),
			       read->digits, PHONE_TALLY_DIGITS, read->group);
	if (read->fault == PHONE_TALLY_COUNT)
		return err_set(err, STATUS_INVALID, _("these are %zu digits, and a tally has %d"), read->digits, PHONE_TALLY_DIGITS);
	for (int g = 0; g < PHONE_TALLY_GROUPS; g++)
		if (read->suspects & 1u << g)
			buf_printf(&groups, "%s%d", groups.len ? _(", ") : "", g + 1);
	status = groups.len ? err_set(err, STATUS_INVALID,
				      _("the digits do not fit each other: group %s was read or typed wrongly; ask for it again"),
				      buf_text(&groups))
			    : err_set(err, STATUS_INVALID,
				      _("the digits do not fit each other, and more than one is wrong: ask for all of them again"));
	buf_release(&groups);
	return status;
}

/* What townships told before. */
struct told_before {
	struct app *app;
	const struct app_tally *tally;
	const char *area, *told;
	struct id slot, head; /* of the same day */
	bool same_day, same;
	char newest[11];
	enum status status;
	struct err *err;
};

static bool
look_at_told(const struct division_head *head, void *ctx)
{
	struct told_before *before = ctx;
	const struct tally_words *words = words_of(before->app);
	struct buf body = { 0 };
	struct step step = { 0 };
	const char *day, *told;

	if (strcmp(head->code, before->area) != 0)
		return true; /* a township that became this one told for itself */
	before->status = store_get_step(app_store(before->app), &head->id, &body, NULL, before->err);
	if (!before->status)
		before->status = step_parse(buf_text(&body), body.len, &step, before->err);
	day = before->status ? NULL : value_get_text(&step.data, words->day->name);
	told = before->status ? NULL : value_get_text(&step.data, words->told->name);
	if (day && told && strcmp(day, before->newest) > 0)
		snprintf(before->newest, sizeof(before->newest), "%s", day);
	if (day && told && strcmp(day, before->tally->day) == 0) {
		before->same_day = true;
		before->same = strcmp(told, before->told) == 0;
		before->slot = id_is_zero(&head->slot) ? head->id : head->slot;
		before->head = head->id;
		for (size_t i = 0; i < PHONE_TALLY_COUNTS; i++) {
			const struct value *count = value_get(&step.data, words->counts[i]->name);

			before->same &= count && count->type == VALUE_INTEGER && count->integer == before->tally->counts[i];
		}
	}
	step_release(&step);
	buf_release(&body);
	return !before->status;
}

static enum status
check_news(struct told_before *before, struct err *err)
{
	enum status status = store_each_division_head(app_store(before->app), before->area, words_of(before->app)->form->name, look_at_told,
						      before, err);
	char *name;

	if (!status)
		status = before->status;
	if (status)
		return status;
	name = app_place_name(before->app, before->tally->township);
	if (before->same)
		status = err_set(err, STATUS_CONFLICT, _("this was taken in already: %s, %s"), name, before->tally->day);
	else if (strcmp(before->newest, before->tally->day) > 0)
		status = err_set(err, STATUS_CONFLICT, _("this is of %s, and %s has told a later day already: %s"), before->tally->day,
				 name, before->newest);
	free(name);
	return status;
}

static enum status
try_take(struct app *app, const char *code, struct app_tally *out, struct err *err)
{
	struct told_before before = { .app = app, .tally = out, .err = err };
	char area[DIVISION_CODE_LEN + 1], today[11], told[3];
	struct phone_tally_read read;
	struct id id;
	enum status status = needs_words(app, err);

	*out = (struct app_tally){ 0 };
	if (!status)
		status = act_needs_person(app, err);
	if (!status && !app_tally_can(app, true))
		status = err_set(err, STATUS_DENIED, _("what townships tell is taken in by somebody of the whole county"));
	if (status)
		return status;
	phone_tally_read(code, is_likely, app, &read);
	if (read.fault != PHONE_TALLY_RIGHT)
		return wrong_code(&read, code, err);
	if (!is_township(app, read.tally.township, out->township))
		return err_set(err, STATUS_INVALID, _("this county has no township %03d: the digits are of another county"),
			       read.tally.township);
	clock_date(clock_now_unix(), today);
	if (!meant_day(read.tally.day, out->day))
		return err_set(err, STATUS_INVALID, _("day %d is none of the year"), read.tally.day);
	if (clock_days(out->day) > clock_days(today))
		return err_set(err, STATUS_INVALID, _("these counts are of %s, which is still to come: the clock there, or here, is wrong"),
			       out->day);
	memcpy(out->counts, read.tally.counts, sizeof(out->counts));
	set_labels(app, out);
	phone_tally_write(&read.tally, out->code);
	snprintf(told, sizeof(told), "%02d", read.tally.head);
	before.told = told;
	division_area(out->township, DIVISION_TOWNSHIP, area);
	before.area = area;
	status = check_news(&before, err);
	if (!status)
		status = may_sign(app, area, err);
	if (!status)
		status = sign(app, out, told, before.same_day ? &before.slot : NULL, &before.head, &id, err);
	return status;
}

enum status
app_tally_take(struct app *app, const char *code, struct app_tally *out, struct err *err)
{
	struct act_tries tries = { 0 };
	enum status status;

	do
		status = try_take(app, code, out, err);
	while (act_try_again(app, &tries, &status, err));
	return status;
}

enum status
app_tally_qr(const struct app_tally *tally, struct buf *out, struct err *err)
{
	char digits[PHONE_TALLY_DIGITS + 1];
	size_t count = 0;

	for (const char *at = tally->code; *at; at++)
		if (*at != ' ')
			digits[count++] = *at;
	digits[count] = '\0';
	return qr_text(digits, out, err);
}
