#include "app/table/report_day.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/report/as_of.h"
#include "store/houses/joined.h"
#include "store/houses/building.h"
#include "store/store.h"

#define DAY_SECONDS 86400
#define CHINA_SECONDS (8 * 3600) /* ahead of UTC */

/* The last second of a day in China. */
static int64_t
end_of(const char *date)
{
	return (clock_days(date) + 1) * DAY_SECONDS - CHINA_SECONDS - 1;
}

enum status
report_receipt_days(struct app *app, struct report_receipt_day *out, size_t most, size_t *count, struct err *err)
{
	char today[11];
	int64_t until;

	clock_date(clock_now_unix(), today);
	until = end_of(today) - DAY_SECONDS;
	for (*count = 0; *count < most; ++*count) {
		int64_t number, received;
		enum status status = store_receipt_until(app_store(app), until, &number, &received, err);

		if (status)
			return status;
		if (!number)
			break;
		clock_date(received, out[*count].date);
		until = end_of(out[*count].date) - DAY_SECONDS;
	}
	return STATUS_OK;
}

enum status
report_stood_on(struct app *app, const char *date, bool *stood, struct err *err)
{
	int64_t number = 0, received;
	enum status status = store_receipt_until(app_store(app), end_of(date), &number, &received, err);

	*stood = number != 0;
	return status;
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
	status = register_then_open(app, day->receipt, "", &day->then, err);
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

static bool
is_of_name(char character)
{
	return character && strchr("abcdefghijklmnopqrstuvwxyz_0123456789", character);
}

/* Does it stand there as a word of its own? */
static bool
has_word(const char *sql, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = strstr(sql, word); at; at = strstr(at + len, word))
		if ((at == sql || !is_of_name(at[-1])) && !is_of_name(at[len]))
			return true;
	return false;
}

/* It names the day, or a fact that is told otherwise behind one. */
static bool
reads_day(const struct pack *pack, const struct expr *sql)
{
	bool reads = sql->sql && has_word(sql->sql, ":date");

	for (size_t i = 0; i < pack->fact_count && sql->sql && !reads; i++)
		reads = pack->facts[i].lapse_day && has_word(sql->sql, pack->facts[i].name);
	return reads;
}

bool
report_asks_day(const struct pack *pack, const struct report *report)
{
	bool asks = reads_day(pack, &report->sql);

	for (size_t l = 0; l < report->line_count && !asks; l++)
		asks = reads_day(pack, &report->lines[l].sql);
	return asks;
}

struct hidden_houses {
	const struct joined *uncounted; /* houses that no report counts */
	size_t uncounted_count;
	struct id *roots;
	size_t count, cap;
};

static bool
add_root(const struct building_row *row, void *ctx)
{
	struct hidden_houses *houses = ctx;

	if (joined_find(houses->uncounted, houses->uncounted_count, row->number))
		return true;
	MEM_GROW(houses->roots, houses->count, houses->cap);
	houses->roots[houses->count++] = row->root;
	return true;
}

enum status
report_day_hidden(const struct report_day *day, const char *area, size_t *out, struct err *err)
{
	struct hidden_houses houses = { 0 };
	struct joined *uncounted = NULL;
	enum status status = joined_load(day->store, &uncounted, &houses.uncounted_count, err);

	*out = 0;
	houses.uncounted = uncounted;
	for (size_t i = 0; i < day->blind_count && !status; i++)
		status = store_each_unfilled(day->store, area, day->blind[i], add_root, &houses, err);
	if (!status && houses.count)
		qsort(houses.roots, houses.count, sizeof(*houses.roots), id_order);
	for (size_t i = 0; i < houses.count && !status; i++) /* one house may wait for several forms */
		*out += i == 0 || id_order(&houses.roots[i - 1], &houses.roots[i]) != 0;
	free(houses.roots);
	free(uncounted);
	return status;
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
		return report_day_close(&day, status, err);
	*out = day;
	return STATUS_OK;
}

enum status
report_day_close(struct report_day *day, enum status status, struct err *err)
{
	struct err trouble = { 0 };

	if (!status && store_trouble(day->store, &trouble))
		status = err_set(err, trouble.status, "%s", trouble.text);
	register_then_close(&day->then);
	free(day->blind);
	*day = (struct report_day){ 0 };
	return status;
}
