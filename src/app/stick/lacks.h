#ifndef APP_STICK_LACKS_H
#define APP_STICK_LACKS_H

#include <stddef.h>

#include "app/session/workspace.h"
#include "base/id.h"
#include "exchange/trailer.h"

/* Photos and boxes that stored steps name and that are not here: noted beside the workspace when an import finds them, and asked for in the
 * trailers until they come. Anybody whose steps are stored may name what nobody has, as much as he likes; so that he pushes no other's photos
 * out, a trailer asks for some that are drawn anew each time, and a full note keeps some that are drawn. Internal to stick/. */

#define LACKS_NOTED_MAX 50000 /* beside the workspace */

/* Adds ids to the note. */
MUST_CHECK enum status lacks_note(struct app *app, const struct id *ids, size_t count, struct err *err);
/* Of the noted ones those that are still not here, at most TRAILER_LACKS_MAX, ascending; the caller frees *out. */
MUST_CHECK enum status lacks_read(struct app *app, struct id **out, size_t *count, struct err *err);

#endif
