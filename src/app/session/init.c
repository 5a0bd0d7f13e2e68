#include "app/session/init.h"

#include "app/session/session_state.h"
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
