#include "app/session/init.h"

#include "app/session/state.h"
#include "base/file.h"
#include "base/i18n.h"

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
app_init_device(const char *path, struct err *err)
{
	struct app *app = NULL;
	bool made = !file_exists(path);
	enum status status = seal_init(err);

	/* A file that is not there yet is made empty: a stick fills it. */
	if (!status && made)
		status = store_create(path, err);
	if (!status)
		status = app_open(path, APP_WRITE, &app, err);
	if (status)
		return status;
	status = app_make_device(app, err);
	app_close(app);
	return status;
}
