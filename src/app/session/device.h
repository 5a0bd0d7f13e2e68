#ifndef APP_SESSION_DEVICE_H
#define APP_SESSION_DEVICE_H

#include <stdbool.h>

#include "base/id.h"

/* The device number of a workspace, kept a second time with the keys of this machine (LOUCE_HOME/devices/NUMBER): a laptop whose
 * NAME.louce.local is lost is still the same device. A convenience: what fails here fails nothing else. */

/* Also forgets the number of an earlier workspace of that name. */
void device_keep(const char *workspace, const struct device_id *device);
bool device_recall(const char *workspace, struct device_id *out);

#endif
