#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/stick/exchange.h"
#include "app/session/session.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/intake.h"
#include "exchange/receipt.h"

/* louce import and louce receipt. */

#define MISSING_HOUSES_TOLD 100

/* ---- one file */

/* Standard input is kept in a file without a name: the reader maps what it reads. */
static int
spool_stdin(struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	char *name = mem_printf("%s/louce-import-XXXXXX", tmp ? tmp : "/tmp");
	int fd = mkostemp(name, O_CLOEXEC);
	char chunk[65536];
	ssize_t got = 0;

	if (fd >= 0)
		unlink(name);
	while (fd >= 0 && (got = read(STDIN_FILENO, chunk, sizeof(chunk))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || write(fd, chunk, (size_t)got) != got) {
			close(fd);
			fd = -1;
		}
	}
	if (fd < 0)
		err_errno(err, errno, _("standard input cannot be kept while it is read"));
	free(name);
	return fd;
}

static int
open_file(const char *path, struct err *err)
{
	int fd;

	if (strcmp(path, "-") == 0)
		return spool_stdin(err);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe put in the way of a file is no reason to wait */
	if (fd < 0 && errno == ENOENT)
		err_set(err, STATUS_NOT_FOUND, _("there is no file \"%s\"; check the name"), path);
	else if (fd < 0)
		err_errno(err, errno, _("\"%s\" cannot be opened"), path);
	return fd;
}

struct importing {
	struct app *app;
	const struct app_import *ask;
	struct value files;
	int64_t fresh, refused, unread;
	struct id *missing;
	size_t missing_count;
};

static void
describe(struct value *line, struct intake *intake)
{
	value_set_integer(line, "steps", intake->steps);
	value_set_integer(line, "new", intake->fresh);
	value_set_integer(line, "houses", intake->houses);
	value_set_integer(line, "known", intake->known);
	value_set_integer(line, "pending", intake->pending);
	value_set_integer(line, "refused", intake->refused);
	value_set_integer(line, "not_counting", intake->idle);
	value_set_integer(line, "photos", intake->photos);
	value_set_integer(line, "boxes", intake->boxes);
	value_set_integer(line, "missing", intake->missing_count);
	if (intake->complete >= 0)
		value_set_take(line, "complete", value_boolean(intake->complete == 1));
	value_set_take(line, "reasons", value_copy(&intake->reasons));
	value_set_take(line, "refusals", value_copy(&intake->refusals));
}

static void
note_missing(struct importing *importing, const struct intake *intake)
{
	size_t count = (size_t)intake->missing_count;

	if (!count)
		return;
	importing->missing = mem_resize(importing->missing, importing->missing_count + count, sizeof(*importing->missing));
	memcpy(importing->missing + importing->missing_count, intake->missing, count * sizeof(*intake->missing));
	importing->missing_count += count;
}

static void
import_one(struct importing *importing, const char *path)
{
	struct intake_options options = { .salvage = importing->ask->salvage };
	struct intake intake = { 0 };
	struct value line = value_object();
	struct err why = { 0 };
	int fd = open_file(path, &why);
	enum status status = fd < 0 ? why.status : intake_file(importing->app->store, fd, path, &options, &intake, &why);

	if (fd >= 0)
		close(fd);
	value_set_text(&line, "path", path);
	value_set_take(&line, "taken", value_boolean(!status));
	if (status)
		value_set_text(&line, "why", why.text);
	if (fd >= 0)
		describe(&line, &intake);
	if (!status)
		note_missing(importing, &intake);
	importing->fresh += intake.fresh;
	importing->unread += status == STATUS_IO || status == STATUS_BUG;
	importing->refused += (status && status != STATUS_IO && status != STATUS_BUG) || (!status && intake.refused);
	value_append_take(&importing->files, line);
	intake_release(&intake);
}

/* ---- looking without taking */

/* An addressee is a role, a name, or the first digits of a person's number, which nobody reads. */
static const char *
addressee(const struct app *app, const char *to)
{
	const struct trust *trust = store_trust(app->store);
	size_t len = to ? strlen(to) : 0;

	for (size_t i = 0; len >= 4 && i < trust_credential_count(trust); i++)
		if (strncmp(trust_credential_at(trust, i)->person, to, len) == 0)
			return trust_credential_at(trust, i)->name;
	return to;
}

enum status
app_peek(struct app *app, const char *path, struct value *out, struct err *err)
{
	struct intake_options options = { .look = true };
	struct intake intake = { 0 };
	int64_t at;
	char date[17];
	int fd = open_file(path, err);
	enum status status = fd < 0 ? err->status : intake_file(app->store, fd, path, &options, &intake, err);

	if (fd >= 0)
		close(fd);
	if (!status) {
		*out = value_object();
		describe(out, &intake);
		at = value_get_integer(&intake.promise, "at_unix", 0);
		if (at) {
			clock_minute(at, date);
			value_set_text(out, "at", date);
		}
		value_set_text(out, "by", value_get_text(&intake.promise, "by"));
		value_set_text(out, "to", addressee(app, value_get_text(&intake.promise, "to")));
		value_set_integer(out, "no", value_get_integer(&intake.promise, "no", 0));
	}
	intake_release(&intake);
	return status;
}

/* ---- what is missing */

struct lacking {
	struct app *app;
	struct value houses;
	int64_t photos;
};

static bool
on_missing(const struct id *root, int64_t photos, void *ctx)
{
	struct lacking *lacking = ctx;
	struct value line;
	char hex[ID_HEX_LEN + 1];

	lacking->photos += photos;
	if (lacking->houses.list.count < MISSING_HOUSES_TOLD) {
		line = value_object();
		value_set_text(&line, "building", id_hex(root, hex));
		value_set_integer(&line, "photos", photos);
		value_append_take(&lacking->houses, line);
	}
	return true;
}

enum status
app_missing(struct app *app, struct value *out, struct err *err)
{
	struct receipt_by by = { .device = &app->device };
	struct lacking lacking = { .app = app, .houses = value_list() };
	struct coverage last = { 0 };
	enum status status = store_each_missing_photo(app->store, on_missing, &lacking, err);

	if (!status)
		status = coverage_load(app->store, &by, &last, err);
	if (!status) {
		*out = value_object();
		value_set_integer(out, "photos", lacking.photos);
		value_set_take(out, "houses", lacking.houses);
		value_set_integer(out, "receipt", last.no);
		value_set_integer(out, "asked", (int64_t)last.missing_count);
	} else {
		value_release(&lacking.houses);
	}
	coverage_release(&last);
	return status;
}

/* ---- receipts */

static enum status
put_receipt(struct app *app, const struct id *missing, size_t missing_count, int64_t *no, struct err *err)
{
	struct step step;
	bool news = false;
	enum status status;

	*no = 0;
	step_start(&step, STEP_RECEIPT);
	value_release(&step.data);
	status = receipt_compose(app->store, &app->device, missing, missing_count, &step.data, &news, err);
	if (!status && news) {
		struct id id;

		*no = value_get_integer(&step.data, "no", 0);
		status = act_begin(app, err);
		if (!status)
			status = act_end(app, act_put(app->store, &app->signer, &step, &id, err), err);
	}
	step_release(&step);
	return status;
}

enum status
app_receipt(struct app *app, int64_t *no, struct err *err)
{
	enum status status = act_needs_person(app, err);

	return status ? status : put_receipt(app, NULL, 0, no, err);
}

enum status
app_slip(struct app *app, struct buf *out, struct err *err)
{
	struct receipt_by by = { .device = &app->device };
	struct coverage last = { 0 };
	struct area_status area;
	char device[DEVICE_HEX_LEN + 1], tip[ID_HEX_LEN + 1], today[11];
	int64_t epoch = 1, seq = 0;
	struct id id = { { 0 } };
	enum status status = coverage_load(app->store, &by, &last, err);

	if (!status && (!app->has_device || !last.devices))
		status = err_set(err, STATUS_NOT_FOUND, _("this laptop has written no receipt yet: import a stick with --as NAME"));
	if (!status)
		status = store_area_status(app->store, "", &area, err);
	if (!status)
		status = store_tip(app->store, &app->device, &epoch, &seq, &id, err);
	if (status) {
		coverage_release(&last);
		return status;
	}
	clock_date(clock_now_unix(), today);
	device_hex(&app->device, device);
	id_hex(&id, tip);
	buf_printf(out, _("%s  receipt no. %" PRId64 "  device %.8s  %" PRId64 " buildings, %" PRId64 " steps\n"), today, last.no, device,
		   area.buildings, last.held);
	buf_printf(out, _("own feed %" PRId64 "/%" PRId64 "  head %.4s %.4s %.4s %.4s %.4s  given: ______  taken: ______\n"), epoch, seq,
		   tip, tip + 4, tip + 8, tip + 12, tip + 16);
	coverage_release(&last);
	return STATUS_OK;
}

/* ---- the whole */

static void
count_open(const struct trust_fork *fork, void *ctx)
{
	*(int64_t *)ctx += !fork->settled;
}

enum status
app_import(struct app *app, const struct app_import *ask, struct value *out, struct err *err)
{
	struct importing importing = { .app = app, .ask = ask, .files = value_list() };
	enum status status = STATUS_OK;
	int64_t forks = 0, no = 0;
	char hex[ID_HEX_LEN + 1];
	bool was_older = false, followed = trust_genesis(store_trust(app->store)) != NULL;

	*out = value_object();
	for (size_t i = 0; i < ask->count; i++) {
		import_one(&importing, ask->paths[i]);
		if (ask->progress)
			ask->progress(ask->ctx, ask->paths[i], i + 1, ask->count);
	}
	was_older = app->older_copy;
	if (app->has_device && (was_older || importing.fresh))
		status = act_compare_head(app, err);
	if (!status && importing.fresh && app->unlocked && !app->older_copy)
		status = put_receipt(app, importing.missing, importing.missing_count, &no, err);
	trust_each_fork(store_trust(app->store), count_open, &forks);
	value_set_take(out, "files", importing.files);
	value_set_integer(out, "new", importing.fresh);
	value_set_integer(out, "refused_files", importing.refused);
	value_set_integer(out, "unread_files", importing.unread);
	value_set_integer(out, "forks", forks);
	value_set_take(out, "older_copy", value_boolean(app->older_copy));
	value_set_take(out, "restored", value_boolean(was_older && !app->older_copy));
	if (no)
		value_set_integer(out, "receipt", no);
	/* A new workspace follows the first county it is given; which one that is, somebody must compare. */
	if (!followed && trust_genesis(store_trust(app->store))) {
		value_set_text(out, "follows", value_get_text(trust_genesis_data(store_trust(app->store)), "name"));
		value_set_text(out, "genesis", id_hex(trust_genesis(store_trust(app->store)), hex));
	}
	free(importing.missing);
	return status;
}
