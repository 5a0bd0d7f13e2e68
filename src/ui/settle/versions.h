#ifndef UI_SETTLE_VERSIONS_H
#define UI_SETTLE_VERSIONS_H

#include "ui/screen.h"

/* Two versions of a form side by side. */

/* NULL when there are none, or they cannot be read (said). */
struct screen *versions_screen(struct ui *ui, const struct id *building, const char *form);

#endif
