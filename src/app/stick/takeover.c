#include "app/stick/takeover.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/session/device.h"
#include "app/session/init.h"
#include "app/session/look.h"
#include "app/session/settings.h"
#include "app/session/workspace.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/temporary.h"
#include "exchange/intake/intake.h"
#include "seal/seal.h"
#include "store/beside/local.h"
#include "store/store.h"
#include "trust/genesis.h"

/* ---- the new file */

struct replacing {
	const char *from, *to;
	char **kept;		 /* where the name goes under which the replaced file is kept; NULL: it is not */
	int fd;			 /* of `from`, read. To close it would end the hold: the system knows no locks but of a process on a file */
	struct store_hold *hold; /* of `from` where it is replaced: what others sign meanwhile would be in no file that anybody opens */
	bool begins;		 /* a laptop's work: whom it follows must be in the file */
};

static enum status
refuse_unfounded(const char *name, struct err *err)
{
	return err_set(
		err, STATUS_INVALID,
		_("\"%s\" is no file to begin with: no county's founding is in it. It is a request, or was written for somebody who has the rest; take the file that the county office wrote for everybody, or a backup"),
		name);
}

static enum status
fill(struct store *store, const struct replacing *is, struct err *err)
{
	struct intake_options options = { .workspace = true };
	struct intake intake = { 0 };
	enum status status = intake_file(store, is->fd, is->from, &options, &intake, err);
	bool handed = intake.complete >= 0; /* what has an end was written to be taken in; a workspace may wait for its county */

	if (!status && is->begins && handed && !trust_genesis(store_trust(store)))
		status = refuse_unfounded(is->from, err);
	intake_release(&intake);
	return status;
}

/* The truth of `from`, verified step by step, in a new file at `made`; nothing remains there after a failure. */
static enum status
make_clean(const struct replacing *is, const char *made, const struct progress *progress, size_t *buildings, struct err *err)
{
	struct store *store = NULL;
	enum status status = store_create(made, err);

	if (status)
		return status;
	status = store_open(made, STORE_WRITE, &store, err);
	if (!status) {
		store_set_progress(store, progress);
		status = fill(store, is, err);
		*buildings = store_last_derived(store);
	}
	store_close(store);
	if (status)
		unlink(made);
	return status;
}

/* ---- in the place of another */

/* Another name for the file at `path`; where the file system knows only one for a file, it gets that, and *moved is true. */
static enum status
keep_old(const char *path, char **kept, bool *moved, struct err *err)
{
	enum status status = file_free_name(path, ".altered", kept, err);

	*moved = false;
	if (status || link(path, *kept) == 0)
		return status;
	*moved = errno != EEXIST && rename(path, *kept) == 0;
	if (*moved)
		return STATUS_OK;
	status = err_errno(err, errno, _("\"%s\" cannot be kept under another name, so nothing takes its place"), path);
	free(*kept);
	*kept = NULL;
	return status;
}

/* Puts `made` in the place of the file at `path`, which is kept under the name *kept. After a failure it stands where it did. */
static enum status
replace_keeping(const char *made, const char *path, char **kept, struct err *err)
{
	bool moved = false;
	enum status status = keep_old(path, kept, &moved, err);

	if (status || rename(made, path) == 0)
		return status;
	status = err_errno(err, errno, _("\"%s\" cannot be replaced"), path);
	if (moved ? rename(*kept, path) == 0 : unlink(*kept) == 0) {
		free(*kept);
		*kept = NULL;
	}
	return status;
}

/* A journal of a writing that was cut off belongs to the file it lies beside, and would be rolled back into the new one. */
static enum status
check_no_journal(const char *path, struct err *err)
{
	char *journal = mem_printf("%s-journal", path);
	bool there;
	enum status status = file_look(journal, &there, err);

	if (!status && there)
		status = err_set(err, STATUS_CONFLICT,
				 _("\"%s\" was being written when the machine stopped, and was altered; use another copy of it"), path);
	free(journal);
	return status;
}

static enum status
hold(struct replacing *is, struct err *err)
{
	enum status status;

	is->fd = open(is->from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (is->fd < 0)
		return err_errno(err, errno, _("\"%s\" cannot be opened"), is->from);
	if (strcmp(is->from, is->to) != 0)
		return STATUS_OK;
	status = store_hold(is->from, &is->hold, err);
	return status ? status : check_no_journal(is->from, err);
}

static enum status
put_in_place(const struct replacing *is, const char *made, const struct progress *progress, size_t *buildings, struct err *err)
{
	const char *from = is->from, *to = is->to;
	enum status status;

	temporary_clear(to);
	status = temporary_possible(to, err);
	if (!status)
		status = make_clean(is, made, progress, buildings, err);
	if (!status && strcmp(from, to) != 0) {
		status = file_put_in_place(made, to, err);
		if (status)
			unlink(made);
	} else if (!status && is->kept) {
		status = replace_keeping(made, to, is->kept, err);
		if (status)
			unlink(made);
		else
			file_sync_folder(to);
	} else if (!status && rename(made, to) != 0) {
		status = err_errno(err, errno, _("\"%s\" cannot be replaced"), to);
		unlink(made);
	} else if (!status) {
		file_sync_folder(to);
	}
	return status;
}

static enum status
replace(struct replacing *is, const struct progress *progress, size_t *buildings, struct err *err)
{
	char *made = temporary_name(is->to);
	enum status status = hold(is, err);

	if (!status)
		status = put_in_place(is, made, progress, buildings, err);
	store_let_go(is->hold);
	if (is->fd >= 0)
		close(is->fd);
	free(made);
	return status;
}

static enum status
take_over(struct replacing *is, const struct progress *progress, struct err *err)
{
	enum status status = seal_init(err);
	size_t buildings;

	if (!status && strcmp(is->from, is->to) != 0)
		status = file_is_new(is->to, err);
	if (!status)
		status = replace(is, progress, &buildings, err);
	if (status)
		return status;
	status = app_make_notes(is->to, err);
	if (status && strcmp(is->from, is->to) != 0)
		unlink(is->to); /* a file without notes passes for one from elsewhere */
	return status;
}

enum status
app_take_over(const char *from, const char *to, const struct progress *progress, struct err *err)
{
	return take_over(&(struct replacing){ .from = from, .to = to }, progress, err);
}

enum status
app_begin_from(const char *from, const char *to, const struct progress *progress, struct err *err)
{
	return take_over(&(struct replacing){ .from = from, .to = to, .begins = true }, progress, err);
}

enum status
app_check_begun(const struct app *app, const char *from, struct err *err)
{
	return trust_genesis(store_trust(app_store(app))) ? STATUS_OK : refuse_unfounded(from, err);
}

/* ---- rebuilding */

enum status
app_rebuild(const char *path, const struct progress *progress, struct app_rebuilt *out, struct err *err)
{
	struct store *store = NULL;
	struct err why = { 0 };
	enum status status = seal_init(err);

	*out = (struct app_rebuilt){ 0 };
	if (!status)
		status = app_check_own(path, err);
	if (status)
		return status;
	status = store_open_telling(path, STORE_WRITE, progress, &store, &why);
	if (!status) {
		store_set_progress(store, progress);
		status = store_rebuild(store, &why);
		out->buildings = store_last_derived(store);
	}
	if (!status)
		looks_after(store);
	store_close(store);
	if (status != STATUS_TAMPERED)
		return status ? err_set(err, status, "%s", why.text) : STATUS_OK;
	return replace(&(struct replacing){ .from = path, .to = path, .kept = &out->kept }, progress, &out->buildings, err);
}

/* ---- a device of one's own */

/* *own: the notes beside the file have a number, and it is this laptop's; *strange: it is another's. One that is kept for no workspace here is no number of
 * this laptop's keys: who makes it a device has copied the notes with the file, and two laptops of one number would fork each log. */
static enum status
whose_notes(const char *path, bool *own, bool *strange, struct err *err)
{
	struct local *local = NULL;
	struct device_id device;
	struct err ignored = { 0 };
	enum status status = STATUS_OK;

	*own = *strange = false;
	if (app_has_notes(path)) {
		status = local_open(path, &local, NULL, err);
		if (!status && !local_device(local, &device, &ignored)) {
			*own = device_is_kept(&device);
			*strange = !*own;
		}
	}
	local_close(local);
	return status;
}

bool
app_notes_are_own(const char *path)
{
	struct err ignored = { 0 };
	bool own, strange;

	return app_has_notes(path) && (whose_notes(path, &own, &strange, &ignored) || !strange);
}

/* A new workspace, under another name until it is whole: either nothing stands, or this laptop is its device. */
static enum status
make_new(const char *path, struct err *err)
{
	char *made = temporary_name(path);
	struct device_id device;
	struct app *app = NULL;
	enum status status = temporary_possible(path, err);

	if (!status)
		status = app_make(path, made, &app, err);
	if (!status)
		device = *app_device(app);
	app_close(app);
	if (!status)
		status = app_put_in_place(made, path, &device, err);
	if (status)
		app_remove_made(made);
	free(made);
	return status;
}

/* What the notes of this laptop say of a workspace that is gone must come back into it: it is made empty. */
static enum status
make_again(const char *path, struct err *err)
{
	struct app *app = NULL;
	enum status status = store_create(path, err);

	if (status)
		return status;
	status = app_open(path, APP_WRITE, &app, err);
	if (!status && !app_has_device(app))
		status = app_make_device(app, err);
	if (!status)
		device_keep(path, app_device(app));
	app_close(app);
	if (status)
		unlink(path);
	return status;
}

enum status
app_init_device(const char *path, const struct progress *progress, struct err *err)
{
	struct app *app = NULL;
	bool own = false, strange = false;
	char *aside = NULL;
	enum status status = seal_init(err);

	if (!status && !file_exists(path))
		return app_notes_are_own(path) ? make_again(path, err) : make_new(path, err);
	if (!status)
		status = whose_notes(path, &own, &strange, err);
	if (!status && !own)
		status = app_begin_from(path, path, progress, err);
	if (!status && strange)
		status = notes_set_aside(path, &aside, err);
	if (!status && strange)
		status = app_make_notes(path, err);
	free(aside);
	if (!status)
		status = app_open(path, APP_WRITE, &app, err);
	/* A number that was lost beside the file may have been found with the keys. */
	if (!status && (own || !app_has_device(app)))
		status = app_make_device(app, err);
	if (!status)
		device_keep(path, app_device(app));
	app_close(app);
	return status;
}
