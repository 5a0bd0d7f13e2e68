#ifndef APP_SESSION_DEVICE_H
#define APP_SESSION_DEVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/id.h"

/* The device number of a workspace, kept a second time with the keys of this machine (LOUCE_HOME/devices/NUMBER): a laptop whose
 * NAME.louce.local is lost is still the same device. A convenience: what fails here fails nothing else. */

/* Numbers kept of earlier workspaces of that name stay: that file may lie elsewhere now. */
void device_keep(const char *workspace, const struct device_id *device);
/* A workspace that is new: forgets the numbers of earlier ones of that name. */
void device_begin(const char *workspace, const struct device_id *device);
/* Keeps it for a laptop whose keys lie in that home. */
void device_keep_in(const char *home, const char *workspace, const struct device_id *device);
void device_forget(const struct device_id *device);

#define DEVICES_MOST 16 /* of one name */
/* The numbers kept for a workspace of this name, the one kept last first; how many. */
size_t device_recall(const char *workspace, struct device_id out[DEVICES_MOST]);
/* Is the number kept here, for whatever workspace? */
bool device_is_kept(const struct device_id *device);
/* Is this the number of another laptop? Kept for no workspace here, while another number is kept for this one. */
bool device_is_strange(const char *workspace, const struct device_id *device);

#endif
