#ifndef UI_SETTLE_VERSIONS_H
#define UI_SETTLE_VERSIONS_H

#include "ui/screen.h"

/* The versions of a form side by side, or of one slot of a form that repeats. */

/* NULL when there are none, or they cannot be read (said). `slot`: its first step; NULL or zeros: the form does not repeat, or its first slot
 * that has several. */
struct screen *versions_screen(struct ui *ui, const struct id *building, const char *form, const struct id *slot);

#endif
