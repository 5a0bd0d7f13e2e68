#include "store/report/as_of.h"

#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "step/log.h"
#include "step/step.h"
#include "store/divisions/draws.h"
#include "store/inside.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/covers.h"
#include "trust/receipts.h"

static enum status
no_receipt(int64_t number, struct err *err)
{
	return err_set(err, STATUS_NOT_FOUND, _("no county receipt of the number %lld is here"), (long long)number);
}

enum status
store_receipt_until(struct store *store, int64_t at_unix, int64_t *number, int64_t *received_unix, struct err *err)
{
	struct buf body = { 0 };
	enum status status = STATUS_OK;

	for (*number = trust_anchor_no(store->trust); *number && !status; --*number) {
		const struct id *receipt = trust_main_receipt(store->trust, *number);
		struct step step = { 0 };
		bool is_older = false;

		buf_clear(&body);
		status = receipt ? store_get_step(store, receipt, &body, NULL, err) : no_receipt(*number, err);
		if (!status)
			status = step_parse(buf_text(&body), body.len, &step, err);
		if (!status) {
			is_older = step.at_unix <= at_unix;
			*received_unix = step.at_unix;
		}
		step_release(&step);
		if (is_older)
			break;
	}
	buf_release(&body);
	return status;
}

/* ---- a file of the steps of then */

struct copying_then {
	const struct trust *trust; /* of now */
	struct store *into;
	int64_t number;
	const char *area;
	enum status status;
	struct err *err;
};

/* A self-signed credential stands in no log: it is an officer's where a genesis of then names it, else it asks. */
static bool
stood_then(const struct copying_then *copying, const struct step *step, const struct id *id)
{
	struct log_key log;

	return !log_of_step(step, &log) || trust_covers(copying->trust, copying->number, &log, step->seq, id);
}

/* Is the step about places of which none lies in the area, nor the area in one? */
static bool
is_elsewhere(const struct copying_then *copying, const struct step *step)
{
	size_t wanted = strlen(copying->area), has = strlen(step->area);

	return strncmp(step->area, copying->area, wanted < has ? wanted : has) != 0;
}

/* A decision about a wider place may join a house of the area with one of another: then what the area says hangs on houses everywhere. */
static enum status
has_wider_decision(struct store *store, const char *area, bool *has, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT 1 FROM place p JOIN log l ON l.log = p.log WHERE p.kind = 'decision' AND "
					       "length(l.area) < length(:area) AND substr(:area, 1, length(l.area)) = l.area LIMIT 1");
	enum status status;

	bind_text(stmt, ":area", area);
	status = db_row(store->db, stmt, has, err);
	sqlite3_reset(stmt);
	return status;
}

static bool
copy_step(const struct store_step *stored, void *ctx)
{
	struct copying_then *copying = ctx;
	struct checked_step checked = {
		.id = stored->id, .body = stored->body, .len = stored->len, .sig = stored->sig, .signature = CHECK_RIGHT
	};
	struct step step = { 0 };
	struct err why = { 0 };
	enum fate fate;

	copying->status = step_parse(stored->body, stored->len, &step, copying->err);
	checked.step = &step;
	if (!copying->status && !is_elsewhere(copying, &step) && stood_then(copying, &step, &stored->id))
		copying->status = store_put_checked(copying->into, &checked, &fate, &why, copying->err);
	step_release(&step);
	return !copying->status;
}

static bool
follows(const struct store *store, const struct store_pin *pin)
{
	for (size_t i = 0; i < store->pin_count; i++)
		if (id_equal(&store->pins[i].genesis, &pin->genesis) && store->pins[i].by_person == pin->by_person)
			return true;
	return false;
}

/* Of rival geneses this file follows one; it followed that one then, too, where it was here. */
static enum status
copy_pins(const struct store *store, struct copying_then *copying)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < store->pin_count && !status; i++) {
		struct buf body = { 0 };
		struct err why = { 0 };

		if (follows(copying->into, &store->pins[i]))
			continue;
		status = store_get_step(copying->into, &store->pins[i].genesis, &body, NULL, &why);
		if (!status)
			status = store_add_pin(copying->into, &store->pins[i].genesis, store->pins[i].by_person, copying->err);
		else if (status == STATUS_NOT_FOUND)
			status = STATUS_OK;
		else
			status = err_set(copying->err, status, "%s", why.text);
		buf_release(&body);
	}
	return status;
}

/* What draws came out as holds for the same draws then. */
static enum status
copy_drawn_again(struct store *store, struct copying_then *copying)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT head, same FROM drawn_again");
	enum status status = STATUS_OK;
	bool row = true;

	while (!status && !(status = db_row(store->db, stmt, &row, copying->err)) && row) {
		struct id head;

		if (column_id(stmt, 0, &head))
			status = store_keep_drawn_again(copying->into, &head, sqlite3_column_int(stmt, 1) != 0, copying->err);
	}
	sqlite3_reset(stmt);
	return status;
}

static enum status
fill(struct store *store, struct copying_then *copying)
{
	struct err *err = copying->err;
	enum status status = store_begin(copying->into, err);

	if (status)
		return status;
	store_expect_many(copying->into, true);
	status = store_each_step(store, copy_step, copying, err);
	if (!status)
		status = copying->status;
	if (!status)
		status = copy_pins(store, copying);
	if (!status)
		status = copy_drawn_again(store, copying);
	if (!status)
		status = store_commit(copying->into, err);
	else
		store_rollback(copying->into);
	store_expect_many(copying->into, false);
	return status;
}

enum status
store_as_of(struct store *store, int64_t number, const char *area, const char *path, const struct progress *progress, struct store **out,
	    struct err *err)
{
	struct copying_then copying = { .trust = store->trust, .number = number, .area = area, .err = err };
	bool wider = false;
	enum status status;

	if (!trust_main_receipt(store->trust, number))
		return no_receipt(number, err);
	status = store_whole_trust(store, err); /* every step is asked about */
	if (!status)
		status = has_wider_decision(store, area, &wider, err);
	/* Steps are about the divisions of before: what became one of the area's lies elsewhere by its digits. */
	copying.area = wider || pack_has_moved(store_pack(store)) ? "" : area;
	if (!status)
		status = store_create(path, err);
	if (status)
		return status;
	status = store_open(path, STORE_WRITE, &copying.into, err);
	if (!status) {
		store_set_progress(copying.into, progress);
		status = fill(store, &copying);
		store_set_progress(copying.into, NULL);
	}
	if (status) {
		store_close(copying.into);
		unlink(path);
		return status;
	}
	*out = copying.into;
	return STATUS_OK;
}
