#ifndef APP_STICK_ONE_HOUSE_H
#define APP_STICK_ONE_HOUSE_H

#include <stdint.h>

#include "app/session/workspace.h"
#include "base/id.h"

/* A file of one house, that proves itself where nobody knows the county: an export of the whole logs of its village and of all above it, with this house's photos and sealed values and no other's. */

struct app_house_file {
	int64_t steps, photos, boxes, bytes;
	int64_t houses; /* whose open records stand in these logs, the house itself among them */
};
/* Signs and writes it at `path`, and proves it by reading it back. Where county receipts are written, one that is due is written first. DENIED: nobody is
 * unlocked. Nothing that stood under the path is lost when this fails. */
MUST_CHECK enum status app_house_file(struct app *app, const struct id *house, const char *path, struct app_house_file *out,
				      struct err *err);

#endif
