#ifndef APP_SETTLE_VERSIONS_H
#define APP_SETTLE_VERSIONS_H

#include <stddef.h>

#include "app/session/workspace.h"
#include "base/id.h"
#include "base/value.h"

/* The versions of a form that stand side by side, or its one version. */

struct app_version {
	struct id step;
	char *by;	     /* NULL: not known; owned */
	char at[17];	     /* when it was signed, to the minute */
	struct value values; /* private ones too, when private_open */
	char *answers;	     /* the same in words, a line each; owned */
	char *unasked;	     /* what it answers and the form in force asks no more, in words; NULL: nothing; owned */
	bool has_private, private_open;
	struct app_version_photo {
		char *field; /* NAME or REPEAT/ROW/NAME; owned */
		struct id id;
	} * photos;
	size_t photo_count;
};
/* The photo of a field; NULL: this version has none. */
const struct id *app_version_photo(const struct app_version *version, const char *field);

struct app_versions {
	struct app_version *items; /* in the order that sheet_choose_version counts them */
	size_t count;
	struct id slot; /* of a form that repeats: its first step; zeros: the form does not repeat */
};
/* Reads the versions of a form; of a form that repeats those of one slot, by its first step (NULL or zeros: of the first slot that has
 * several). A form filled anew (app_fill) names them all and ends the conflict. */
MUST_CHECK enum status app_versions(struct app *app, const struct id *building, const char *form, const struct id *slot_root,
				    struct app_versions *out, struct err *err);
/* Reads what stands of a form in each of its slots. */
MUST_CHECK enum status app_versions_each(struct app *app, const struct id *building, const char *form, struct app_versions *out,
					 struct err *err);
void app_versions_release(struct app_versions *versions);

#endif
