#ifndef STORE_LOCAL_H
#define STORE_LOCAL_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"

/* NAME.louce.local beside the workspace: the device number, settings and where the logs of this machine end. Never exported. What is
 * written is on the disk when the call returns. Drafts have a file of their own (drafts.h). */

struct local;
struct own_end;

/* A damaged file is set aside, and what can be read of it carried over: `said` gets the sentences about it (NULL: nobody asks). */
MUST_CHECK enum status local_open(const char *workspace_path, struct local **out, struct buf *said, struct err *err);
void local_close(struct local *local);

/* The device's identity, made once. */
MUST_CHECK enum status local_device(struct local *local, struct device_id *out, struct err *err); /* NOT_FOUND: not set up */
MUST_CHECK enum status local_set_device(struct local *local, const struct device_id *device, struct err *err);

MUST_CHECK enum status local_setting(struct local *local, const char *name, struct buf *out, struct err *err);
MUST_CHECK enum status local_set_setting(struct local *local, const char *name, const void *bytes, size_t len, struct err *err);

/* What can be worked out again at more cost, sealed by whoever keeps it; it is not looked through when the file is opened, and is lost with the file. */
MUST_CHECK enum status local_kept(struct local *local, const char *name, struct buf *out, struct err *err); /* NOT_FOUND: none */
MUST_CHECK enum status local_keep(struct local *local, const char *name, const void *bytes, size_t len, struct err *err);

/* Where this machine's logs end (store/tip.h), one end for each author, device and area. at_unix is not kept. */
MUST_CHECK enum status local_each_end(struct local *local, void (*visit)(const struct own_end *, void *), void *ctx, struct err *err);
/* All or none of them, in one transaction. */
MUST_CHECK enum status local_set_ends(struct local *local, const struct own_end *ends, size_t count, struct err *err);

#endif
