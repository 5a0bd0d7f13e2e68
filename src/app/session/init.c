#include "app/session/init.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/session/device.h"
#include "app/session/session_state.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/temporary.h"
#include "store/store.h"

enum status
app_make_device(struct app *app, struct err *err)
{
	struct device_id device;
	enum status status;

	if (app->has_device)
		return err_set(err, STATUS_CONFLICT, _("this laptop is a device of \"%s\" already"), app->path);
	random_bytes(device.b, DEVICE_BYTES);
	status = local_set_device(app->local, &device, err);
	if (!status) {
		app->device = device;
		app->has_device = true;
	}
	return status;
}

enum status
app_make_notes(const char *path, struct err *err)
{
	struct local *local = NULL;
	enum status status = local_open(path, &local, NULL, err);

	local_close(local);
	return status;
}

/* The file `ending` beside one workspace becomes that beside the other; one of a workspace that is gone stays under another name. */
static bool
move_beside(const char *made, const char *path, const char *ending, struct err *err)
{
	char *from = mem_printf("%s.%s", made, ending), *to = mem_printf("%s.%s", path, ending), *kept = NULL;
	struct stat info;
	bool moved = lstat(to, &info) != 0 || !S_ISREG(info.st_mode) ||
		     (!file_free_name(to, ".before", &kept, err) && rename(to, kept) == 0);

	moved = moved && (rename(from, to) == 0 || errno == ENOENT);
	if (!moved && !err->status)
		err_errno(err, errno, _("\"%s\" cannot be written"), to);
	free(kept);
	free(from);
	free(to);
	return moved;
}

enum status
app_make(const char *path, const char *made, struct app **out, struct err *err)
{
	enum status status;

	temporary_clear(path);
	status = store_create(made, err);
	if (!status)
		status = app_make_notes(made, err);
	if (!status)
		status = app_open(made, APP_WRITE, out, err);
	if (!status)
		status = app_make_device(*out, err);
	return status;
}

enum status
app_put_in_place(const char *made, const char *path, const struct device_id *device, struct err *err)
{
	struct err ignored = { 0 };
	enum status status;

	device_keep(path, device);
	status = file_put_in_place(made, path, err);
	if (status) {
		device_forget(device); /* what lies there is another's, or this laptop's under another number */
		return status;
	}
	if (!move_beside(made, path, "drafts", err) || !move_beside(made, path, "local", err)) {
		/* All have their places, or none. Where not even that can be had the workspace stands, and opens: its device number is with
		 * the keys. */
		if (rename(path, made) == 0) {
			move_beside(path, made, "drafts", &ignored);
			return err->status;
		}
		*err = (struct err){ 0 };
	}
	device_begin(path, device);
	file_sync_folder(path);
	return STATUS_OK;
}

void
app_remove_made(const char *made)
{
	static const char *const endings[] = { "", ".local", ".drafts" };

	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		char *path = mem_printf("%s%s", made, endings[i]);

		unlink(path);
		free(path);
	}
}
