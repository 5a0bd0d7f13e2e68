#ifndef APP_STICK_TAKEOVER_H
#define APP_STICK_TAKEOVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/machine/progress.h"

struct app;

/* New workspaces from the truth of other files. A file from elsewhere is never opened in place: its steps, photos and boxes are verified as
 * an import does, into a new file of this machine's own. Of a workspace come along whom it follows, what waits with who brought it, and the trailers
 * that it took in; nothing else of any file. */

/* Makes a workspace at `to` with the truth of the file at `from`. The two may be one name: then the new file takes the place of the old one.
 * A file that is there already under another name is a CONFLICT. */
MUST_CHECK enum status app_take_over(const char *from, const char *to, const struct progress *progress, struct err *err);
/* The same of the file that a laptop's work begins with: INVALID, and nothing is made, where an export founds no county. */
MUST_CHECK enum status app_begin_from(const char *from, const char *to, const struct progress *progress, struct err *err);
/* The same asked of a workspace that took `from` in: INVALID where it follows no county yet. */
MUST_CHECK enum status app_check_begun(const struct app *app, const char *from, struct err *err);

/* Derives a workspace's register anew. One that was altered is replaced by a clean file of its truth, and kept beside it
 * under another name; what stands beside it stays. */
struct app_rebuilt {
	size_t buildings;
	char *kept; /* it was altered: the name of the file as it was; the caller's to free; else NULL */
};
MUST_CHECK enum status app_rebuild(const char *path, const struct progress *progress, struct app_rebuilt *out, struct err *err);

/* Makes this laptop a device of the workspace at `path`. One that is not there yet is made empty; one that came from elsewhere, which has no
 * notes of this laptop beside it, is taken over in its place. Another laptop's notes are kept under another name. */
MUST_CHECK enum status app_init_device(const char *path, const struct progress *progress, struct err *err);

/* Do notes of this laptop lie beside it? Its number is kept with the keys here, or there is none in them. */
bool app_notes_are_own(const char *path);

#endif
