#ifndef STORE_LOCAL_H
#define STORE_LOCAL_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"

/* NAME.louce.local beside the workspace: drafts, settings and the head of what was signed here. Never exported. Drafts are sealed
 * by `app` before they come here: nothing private is ever on disk in clear. */

struct local;

MUST_CHECK enum status local_open(const char *workspace_path, struct local **out, struct err *err);
void local_close(struct local *local);

/* The device's identity, made once. */
MUST_CHECK enum status local_device(struct local *local, struct device_id *out, struct err *err); /* NOT_FOUND: not set up */
MUST_CHECK enum status local_set_device(struct local *local, const struct device_id *device, struct err *err);

MUST_CHECK enum status local_setting(struct local *local, const char *name, struct buf *out, struct err *err);
MUST_CHECK enum status local_set_setting(struct local *local, const char *name, const void *bytes, size_t len, struct err *err);

/* The last step signed here. seq 0: none yet. */
struct head {
	int64_t epoch, seq;
	struct id id;
};
MUST_CHECK enum status local_head(struct local *local, struct head *out, struct err *err);
MUST_CHECK enum status local_set_head(struct local *local, const struct head *head, struct err *err);

/* Drafts by building and form (a root of zeros: a new building), sealed bytes. */
MUST_CHECK enum status local_draft(struct local *local, const struct id *root, const char *form, struct buf *out,
				   struct err *err); /* NOT_FOUND: none */
MUST_CHECK enum status local_set_draft(struct local *local, const struct id *root, const char *form, const void *bytes, size_t len,
				       struct err *err);
MUST_CHECK enum status local_drop_draft(struct local *local, const struct id *root, const char *form, struct err *err);
MUST_CHECK enum status local_each_draft(struct local *local,
					bool (*visit)(const struct id *root, const char *form, int64_t at_unix, void *), void *ctx,
					struct err *err);

#endif
