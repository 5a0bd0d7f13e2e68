#include "app/stick/import.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/session/division.h"
#include "app/session/look.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "app/stick/lacks.h"
#include "app/stick/parts.h"
#include "app/stick/receipt.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "exchange/intake/intake.h"
#include "store/journal.h"
#include "store/store.h"
#include "trust/forks.h"
#include "trust/genesis.h"
#include "trust/holders.h"

/* ---- one file */

/* Keeps standard input in a file without a name, since the reader maps its file. */
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
	return file_open(path, &fd, err) ? -1 : fd;
}

/* Takes over what the intake owns, but for its list of missing ids. */
static void
describe(struct app_imported_file *file, struct intake *intake)
{
	file->opened = true;
	file->steps = intake->steps;
	file->fresh = intake->fresh;
	file->known = intake->known;
	file->pending = intake->pending;
	file->dropped = intake->dropped;
	file->requests = intake->requests;
	file->refused = intake->refused;
	file->houses = intake->houses;
	file->idle = intake->idle;
	file->proposals = intake->proposals;
	file->withdrawals = intake->withdrawals;
	file->photos = intake->photos;
	file->boxes = intake->boxes;
	file->missing = (int64_t)intake->missing_count;
	file->complete = intake->complete;
	if (intake->trailer.at_unix)
		clock_minute(intake->trailer.at_unix, file->at);
	file->reasons = mem_array(intake->reason_count, sizeof(*file->reasons));
	for (size_t i = 0; i < intake->reason_count; i++, file->reason_count++) {
		file->reasons[i] = (struct app_import_reason){ intake->reasons[i].why, intake->reasons[i].count };
		intake->reasons[i].why = NULL;
	}
	file->refusals = intake->refusals;
	file->refusal_count = intake->refusal_count;
	intake->refusals = NULL;
	intake->refusal_count = 0;
}

static void
app_imported_file_release(struct app_imported_file *file)
{
	for (size_t i = 0; i < file->reason_count; i++)
		free(file->reasons[i].why);
	for (size_t i = 0; i < file->refusal_count; i++)
		free(file->refusals[i]);
	free(file->reasons);
	free(file->refusals);
	free(file->path);
	free(file->by);
	free(file->why);
	*file = (struct app_imported_file){ 0 };
}

/* Whose file it is, as an office tells twenty of them apart. */
static char *
whose_file(const struct app *app, const struct intake_trailer *trailer)
{
	char *place = trailer->by && *trailer->area ? app_place_name(app, trailer->area) : NULL;
	/* Translators: a place, and who sent something from there. */
	char *by = place ? mem_printf(_("%s, %s"), trailer->by, place) : mem_strdup(trailer->by);

	free(place);
	return by;
}

struct importing {
	struct app *app;
	const struct app_import *ask;
	struct app_imported *out;
};

/* What is lacking is asked for in every file that goes out; when that cannot be noted, nothing of what was taken in is lost. */
static void
note_missing(struct importing *importing, const struct intake *intake)
{
	struct err why = { 0 };

	if (!lacks_note(importing->app, intake->missing, intake->missing_count, &why))
		return;
	app_say(importing->app, _("What was taken in stands. Only the note of the photos that are lacking could not be written:"));
	app_say(importing->app, why.text);
}

static void
add_up(struct app_imported *out, const struct intake *intake)
{
	out->taken_files++;
	out->steps += intake->steps;
	out->fresh += intake->fresh;
	out->known += intake->known;
	out->pending += intake->pending;
	out->requests += intake->requests;
	out->idle += intake->idle;
	out->proposals += intake->proposals;
	out->withdrawals += intake->withdrawals;
	out->houses += intake->houses;
	out->photos += intake->photos;
	out->boxes += intake->boxes;
}

static void
import_one(struct importing *importing, const char *path)
{
	struct intake_options options = { .salvage = importing->ask->salvage, .own_county = true };
	struct app_imported *out = importing->out;
	struct app_imported_file *file = &out->files[out->file_count++];
	struct intake intake = { .complete = -1 };
	struct err why = { 0 };
	int fd = open_file(path, &why);
	enum status status = fd < 0 ? why.status : intake_file(app_store(importing->app), fd, path, &options, &intake, &why);
	bool machine = status == STATUS_IO || status == STATUS_BUG;

	if (fd >= 0)
		close(fd);
	*file = (struct app_imported_file){ .path = mem_strdup(path), .taken = !status, .complete = -1 };
	if (status)
		file->why = mem_strdup(why.text);
	if (!status) {
		note_missing(importing, &intake);
		add_up(out, &intake);
	}
	if (fd >= 0)
		describe(file, &intake);
	file->by = whose_file(importing->app, &intake.trailer);
	out->unread_files += machine;
	out->refused_files += (status && !machine) || (!status && intake.refused);
	intake_release(&intake);
}

/* ---- looking without taking */

enum status
app_peek(struct app *app, const char *path, struct app_peek *out, struct err *err)
{
	struct intake_options options = { .look = true, .own_county = true };
	struct intake intake = { 0 };
	int fd = open_file(path, err);
	enum status status = fd < 0 ? err->status : intake_file(app_store(app), fd, path, &options, &intake, err);

	*out = (struct app_peek){ .file = { .complete = -1 } };
	if (fd >= 0)
		close(fd);
	if (!status) {
		out->file.path = mem_strdup(path);
		describe(&out->file, &intake);
		out->by = mem_strdup(intake.trailer.by);
		out->to = mem_strdup(intake.trailer.to);
	}
	intake_release(&intake);
	return status;
}

void
app_peek_release(struct app_peek *peek)
{
	app_imported_file_release(&peek->file);
	free(peek->by);
	free(peek->to);
	*peek = (struct app_peek){ 0 };
}

/* ---- the whole */

static void
count_open(const struct trust_fork *fork, void *ctx)
{
	*(int64_t *)ctx += !fork->settled;
}

void
app_import_say_open(struct app *app, struct app_imported *out, const struct err *why)
{
	out->receipt_open = true;
	app_say(app, _("What was taken in stands. Only the county's receipt is still to be written."));
	app_say(app, why->text);
}

char *
app_receipt_waits_text(const char *by)
{
	return by ? mem_printf(
			    _("The county's receipt of this is still to be written: %s unlocks on this laptop, then the first page has it."),
			    by)
		  : mem_strdup(_("The county's receipt of this cannot be written: no officer has a right for just this laptop."));
}

static enum status
write_receipt(struct app *app, struct app_imported *out, bool was_older, struct err *err)
{
	enum status status = STATUS_OK;
	const char *by;
	char *said;

	if (app_has_device(app) && (was_older || out->fresh))
		status = app_compare_head(app, err);
	if (!status)
		status = app_receipt(app, &out->receipt, err);
	if (status || !out->fresh || !app_receipt_waits(app, &by))
		return status;
	said = app_receipt_waits_text(by);
	app_say(app, said);
	free(said);
	return status;
}

enum status
app_import(struct app *app, const struct app_import *ask, struct app_imported *out, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	struct importing importing = { .app = app, .ask = ask, .out = out };
	bool was_older, followed = trust_genesis(trust) != NULL;
	struct err why = { 0 };
	enum status status;

	*out = (struct app_imported){ .files = mem_array(ask->count, sizeof(*out->files)), .since = store_last_step(app_store(app)) };
	for (size_t i = 0; i < ask->count; i++) {
		progress_tell(ask->progress, ask->paths[i], (int64_t)i, (int64_t)ask->count);
		import_one(&importing, ask->paths[i]);
	}
	out->parts = parts_missing(ask->paths, ask->count);
	if (out->fresh)
		looks_after(app_store(app));
	was_older = app_is_older_copy(app);
	status = write_receipt(app, out, was_older, &why);
	if (status && out->fresh) {
		out->receipt = 0;
		if (app_is_unlocked(app)) {
			app_import_say_open(app, out, &why);
		} else {
			app_say(app, _("What was taken in stands. Only this laptop's own last step could not be looked for in it:"));
			app_say(app, why.text);
		}
		status = STATUS_OK;
	} else if (status) {
		err_set(err, status, "%s", why.text);
	}
	if (out->fresh && app_is_unlocked(app) && vault_open(app, &why)) {
		app_say(app, _("What was taken in stands. Only the keys of private values in it could not be opened; unlock once more:"));
		app_say(app, why.text);
	}
	trust = store_trust(app_store(app));
	trust_each_fork(trust, count_open, &out->forks);
	out->older_copy = app_is_older_copy(app);
	out->claimed = app_has_claimed_loss(app);
	out->restored = was_older && !app_is_older_copy(app);
	/* A new workspace follows the first county it is given; a person must compare which county that is. */
	if (!followed && trust_genesis(trust)) {
		out->follows = mem_strdup(trust_county_name(trust));
		out->founding = *trust_genesis(trust);
	}
	return status;
}

void
app_imported_release(struct app_imported *imported)
{
	for (size_t i = 0; i < imported->file_count; i++)
		app_imported_file_release(&imported->files[i]);
	free(imported->files);
	free(imported->follows);
	free(imported->parts);
	*imported = (struct app_imported){ 0 };
}
