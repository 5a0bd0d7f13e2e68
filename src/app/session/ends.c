#include "app/session/ends.h"

#include <stdlib.h>

#include "app/session/session_state.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "trust/forks.h"
#include "trust/receipts.h"

/* ---- the notes beside the file */

struct noted_row {
	struct own_end end;
	char *lost;
	int64_t n; /* arrival of its step here; 0: not here */
};

struct noted_rows {
	const struct app *app;
	struct noted_row *items;
	size_t count, cap;
};

static void
add_row(const struct own_end *end, void *ctx)
{
	struct noted_rows *rows = ctx;
	struct noted_row row = { .end = *end };

	if (!device_equal(&end->log.device, &rows->app->device))
		return;
	row.end.lost = row.lost = mem_strdup(end->lost);
	MEM_GROW(rows->items, rows->count, rows->cap);
	rows->items[rows->count++] = row;
}

static int
by_arrival(const void *a, const void *b)
{
	const struct noted_row *left = a, *right = b;

	return (left->n > right->n) - (left->n < right->n);
}

static void
release_rows(struct noted_rows *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		free(rows->items[i].lost);
	free(rows->items);
}

/* This device's notes, as their steps arrived here. */
static enum status
read_rows(struct app *app, struct noted_rows *out, struct err *err)
{
	enum status status;

	*out = (struct noted_rows){ .app = app };
	if (!app->has_device)
		return STATUS_OK;
	status = local_each_end(app->local, add_row, out, err);
	for (size_t i = 0; i < out->count && !status; i++)
		status = store_arrival(app->store, &out->items[i].end.id, &out->items[i].n, &out->items[i].end.at_unix, err);
	if (!status && out->count)
		qsort(out->items, out->count, sizeof(*out->items), by_arrival);
	if (status)
		release_rows(out);
	return status;
}

enum status
ends_note(struct app *app, struct err *err)
{
	struct noted_rows rows;
	enum status status = read_rows(app, &rows, err);

	if (status)
		return status;
	store_forget_own_ends(app->store);
	for (size_t i = 0; i < rows.count; i++)
		store_know_own_end(app->store, &rows.items[i].end);
	release_rows(&rows);
	return STATUS_OK;
}

/* ---- what is lost */

static void
add_lost(struct app_lost_ends *lost, const struct own_end *end, enum app_loss_kind kind)
{
	MEM_GROW(lost->items, lost->count, lost->cap);
	lost->items[lost->count] = (struct app_lost_end){ *end, kind };
	lost->items[lost->count++].end.lost = NULL;
}

struct settling {
	const struct log_key *log;
	bool settled;
};

static void
note_settled(const struct trust_fork *fork, void *ctx)
{
	struct settling *settling = ctx;

	settling->settled |= fork->settled && log_equal(&fork->log, settling->log);
}

static bool
is_dropped(const struct app *app, const struct own_end *end)
{
	struct settling settling = { .log = &end->log };

	if (trust_dropped(store_trust(app->store), &end->id))
		trust_each_fork(store_trust(app->store), note_settled, &settling);
	return settling.settled;
}

struct claims {
	struct own_end *items;
	size_t count, cap;
};

static void
add_claim(const struct trust_received *received, void *ctx)
{
	struct claims *claims = ctx;

	MEM_GROW(claims->items, claims->count, claims->cap);
	claims->items[claims->count++] = (struct own_end){ .log = received->log, .seq = received->seq, .id = received->tip };
}

/* Does a receipt claim more of the log in which the author signs here than the file holds? A log begun since answers for the ones before. */
static enum status
judge_claim(struct app *app, const struct noted_rows *rows, const struct own_end *claim, bool *more, struct err *err)
{
	const struct own_end *noted = NULL;
	int64_t seq = 0, n, at_unix;
	struct id tip;
	enum status status;

	*more = false;
	for (size_t i = 0; i < rows->count; i++)
		if (log_beside(&rows->items[i].end.log, &claim->log))
			noted = &rows->items[i].end;
	if (noted && (noted->lost || noted->log.epoch != claim->log.epoch || noted->seq >= claim->seq))
		return STATUS_OK;
	status = store_log_end(app->store, &claim->log, &seq, &tip, err);
	if (!status && !noted && seq == 0)
		return STATUS_OK; /* no step of it is here, and none will stand beside its steps: the author begins another log */
	if (!status && claim->seq > seq)
		status = store_arrival(app->store, &claim->id, &n, &at_unix, err);
	else
		return status;
	*more = !status && n == 0;
	return status;
}

static enum status
add_claimed(struct app *app, const struct noted_rows *rows, struct app_lost_ends *out, struct err *err)
{
	struct claims claims = { 0 };
	enum status status = STATUS_OK;

	trust_each_received(store_trust(app->store), &app->device, add_claim, &claims);
	for (size_t i = 0; i < claims.count && !status; i++) {
		bool more, listed = false;

		status = judge_claim(app, rows, &claims.items[i], &more, err);
		for (size_t k = 0; k < out->count; k++) {
			struct own_end *held = &out->items[k].end;

			if (!more || !log_beside(&held->log, &claims.items[i].log))
				continue;
			listed = true;
			if (held->seq < claims.items[i].seq)
				*held = claims.items[i];
		}
		if (!status && more && !listed)
			add_lost(out, &claims.items[i], APP_LOSS_CLAIMED);
	}
	free(claims.items);
	return status;
}

enum status
ends_lost(struct app *app, struct app_lost_ends *out, struct err *err)
{
	struct noted_rows rows;
	enum status status = read_rows(app, &rows, err);

	*out = (struct app_lost_ends){ 0 };
	if (status)
		return status;
	for (size_t i = 0; i < rows.count; i++) {
		const struct own_end *end = &rows.items[i].end;

		if (end->lost)
			continue;
		if (rows.items[i].n == 0)
			add_lost(out, end, APP_LOSS_GONE);
		else if (is_dropped(app, end))
			add_lost(out, end, APP_LOSS_DROPPED);
		else if (trust_forked_from(store_trust(app->store), &end->log) != INT64_MAX)
			add_lost(out, end, APP_LOSS_FORKED);
	}
	if (app->has_device)
		status = add_claimed(app, &rows, out, err);
	release_rows(&rows);
	if (status)
		ends_lost_release(out);
	return status;
}

void
ends_lost_release(struct app_lost_ends *lost)
{
	free(lost->items);
	*lost = (struct app_lost_ends){ 0 };
}

enum status
ends_give_up(struct app *app, const struct app_lost_ends *lost, const struct id *but, const char *reason, struct err *err)
{
	struct own_end *ends = mem_array(lost->count, sizeof(*ends));
	size_t count = 0;
	enum status status;

	for (size_t i = 0; i < lost->count; i++) {
		if (but && id_equal(&lost->items[i].end.log.author, but))
			continue;
		ends[count] = lost->items[i].end;
		ends[count++].lost = reason;
	}
	status = local_set_ends(app->local, ends, count, err);
	free(ends);
	return status ? status : ends_note(app, err);
}

void
ends_suppose_lost(struct app *app, const struct app_lost_ends *lost, const char *reason)
{
	for (size_t i = 0; i < lost->count; i++) {
		struct own_end end = lost->items[i].end;

		end.lost = reason;
		store_know_own_end(app->store, &end);
	}
}

/* ---- what receipts claim alone */

static enum status
list_claimed(struct app *app, struct app_lost_ends *out, struct err *err)
{
	enum status status = ends_lost(app, out, err);
	size_t count = 0;

	for (size_t i = 0; i < out->count; i++)
		if (out->items[i].kind == APP_LOSS_CLAIMED)
			out->items[count++] = out->items[i];
	out->count = count;
	return status;
}

/* Stands in the `epoch` of the log that is begun instead. */
static const char *
claimed_reason(void)
{
	return _("a county receipt names steps of the log before that are not in this file");
}

enum status
ends_suppose_claimed(struct app *app, struct err *err)
{
	struct app_lost_ends claimed;
	enum status status = list_claimed(app, &claimed, err);

	ends_suppose_lost(app, &claimed, claimed_reason());
	ends_lost_release(&claimed);
	return status;
}

enum status
ends_give_up_claimed(struct app *app, struct err *err)
{
	struct app_lost_ends claimed;
	enum status status = list_claimed(app, &claimed, err);

	if (!status)
		status = ends_give_up(app, &claimed, NULL, claimed_reason(), err);
	ends_lost_release(&claimed);
	return status;
}
