#ifndef FORM_SOURCES_H
#define FORM_SOURCES_H

#include "form/pack.h"

/* Sources: where something is said that the pack asks for, by the names that its parts give (`source:`). A pack that was published before it had such a
 * table is read all the same: only whoever checks or publishes one is held to it. */

/* Does every source that the pack names stand in its table? INVALID: one does not; each is appended to `problems` (may be NULL) with file and line. */
MUST_CHECK enum status pack_check_sources(const struct pack *pack, struct buf *problems, struct err *err);
/* The labels of the sources that are named, as a person reads them; "" when there is none. Caller frees. */
char *pack_sources_text(const struct pack *pack, const char *names, const char *lang);

#endif
