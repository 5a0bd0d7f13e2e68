#include "app/stick/silent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/division.h"
#include "app/session/person.h"
#include "base/buf.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "exchange/trailer.h"
#include "store/settle/ack.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/holders.h"

#define DAY_SECONDS 86400

struct hearing_all {
	struct app *app;
	const char **areas; /* of the unlocked person */
	size_t area_count;
	struct app_silent *out;
	size_t cap;
	enum status status;
	struct err *err;
};

/* Does all that the credential is for lie inside an area of the person, and is narrower than that? */
static bool
works_below(const struct hearing_all *hearing, const struct credential *credential)
{
	bool below = credential->area_count > 0;

	for (size_t i = 0; i < credential->area_count && below; i++) {
		below = false;
		for (size_t k = 0; k < hearing->area_count && !below; k++)
			below = division_covers(hearing->areas[k], credential->areas[i]) &&
				strlen(credential->areas[i]) > strlen(hearing->areas[k]);
	}
	return below;
}

static struct app_silent_sender *
sender_of(const struct hearing_all *hearing, const char *person)
{
	for (size_t i = 0; i < hearing->out->count; i++)
		if (strcmp(hearing->out->items[i].person, person) == 0)
			return &hearing->out->items[i];
	return NULL;
}

/* The last file of a person is the one that claims the latest day, from whichever laptop. */
static void
note_sender(struct hearing_all *hearing, const struct credential *credential, int64_t at_unix)
{
	struct app_silent_sender *sender = sender_of(hearing, credential->person);

	if (!sender) {
		MEM_GROW(hearing->out->items, hearing->out->count, hearing->cap);
		sender = &hearing->out->items[hearing->out->count++];
		*sender = (struct app_silent_sender){ .name = mem_strdup(credential->name),
						      .place = app_place_name(hearing->app, credential->areas[0]) };
		memcpy(sender->person, credential->person, sizeof(sender->person));
	}
	if (at_unix > sender->since_unix) {
		sender->since_unix = at_unix;
		clock_date(at_unix, sender->since);
	}
}

static bool
hear(const struct ack_by *by, void *ctx)
{
	struct hearing_all *hearing = ctx;
	const struct credential *credential = trust_credential(store_trust(app_store(hearing->app)), &by->author);
	struct trailer trailer = { 0 };
	struct signature sig;
	struct buf body = { 0 };
	struct err unread = { 0 };
	bool found = false;

	if (!credential || credential->reason != TRUST_COUNTS || credential->revoked || !works_below(hearing, credential))
		return true;
	hearing->status = store_get_ack(app_store(hearing->app), by, &body, &sig, &found, hearing->err);
	if (!hearing->status && found && !trailer_parse(buf_text(&body), body.len, &trailer, &unread))
		note_sender(hearing, credential, trailer.at_unix);
	trailer_release(&trailer);
	buf_release(&body);
	return !hearing->status;
}

static int
sender_cmp(const void *a, const void *b)
{
	const struct app_silent_sender *left = a, *right = b;

	return left->since_unix != right->since_unix ? (left->since_unix < right->since_unix ? -1 : 1)
						     : strcmp(left->person, right->person);
}

static void
sender_release(struct app_silent_sender *sender)
{
	free(sender->name);
	free(sender->place);
}

/* Leaves those whose last file is old. */
static void
keep_silent(struct app_silent *silent)
{
	int64_t before = clock_now_unix() - (int64_t)SILENT_DAYS * DAY_SECONDS;
	size_t kept = 0;

	for (size_t i = 0; i < silent->count; i++)
		if (silent->items[i].since_unix < before)
			silent->items[kept++] = silent->items[i];
		else
			sender_release(&silent->items[i]);
	silent->count = kept;
	if (kept)
		qsort(silent->items, kept, sizeof(*silent->items), sender_cmp);
}

enum status
app_silent(struct app *app, struct app_silent *silent, struct err *err)
{
	const char *person = app_person_number(app) ? app_person_number(app) : "";
	struct app_silent now = { .read = true };
	struct hearing_all hearing = { .app = app, .out = &now, .err = err };
	enum status status = store_last_ack(app_store(app), &now.last_ack, err);

	if (!status)
		status = store_last_trust(app_store(app), &now.last_trust, err);
	if (status)
		return status;
	clock_date(clock_now_unix(), now.day);
	snprintf(now.by, sizeof(now.by), "%s", person);
	if (silent->read && silent->last_ack == now.last_ack && silent->last_trust == now.last_trust && strcmp(silent->day, now.day) == 0 &&
	    strcmp(silent->by, now.by) == 0)
		return STATUS_OK;
	if (*person) {
		hearing.areas = app_areas(app, &hearing.area_count);
		status = store_each_ack(app_store(app), hear, &hearing, err);
		if (!status)
			status = hearing.status;
		free(hearing.areas);
	}
	keep_silent(&now);
	if (status)
		app_silent_release(&now);
	app_silent_release(silent);
	*silent = now;
	return status;
}

void
app_silent_release(struct app_silent *silent)
{
	for (size_t i = 0; i < silent->count; i++)
		sender_release(&silent->items[i]);
	free(silent->items);
	*silent = (struct app_silent){ 0 };
}

#define SILENT_NAMED 3 /* of those whose files do not come */

char *
app_silent_words(const struct app_silent *silent)
{
	struct buf text = { 0 };

	buf_printf(&text, n_("No file for %d day from", "No file for %d days from", SILENT_DAYS), SILENT_DAYS);
	for (size_t i = 0; i < silent->count && i < SILENT_NAMED; i++)
		/* Translators: of a list: what parts it from the one before, name, place, the day of the last file. */
		buf_printf(&text, _("%s%s (%s, last %s)"), i ? _(", ") : _(": "), silent->items[i].name, silent->items[i].place,
			   silent->items[i].since);
	if (silent->count > SILENT_NAMED)
		buf_printf(&text, _(", and %zu more"), silent->count - SILENT_NAMED);
	return buf_detach(&text);
}
