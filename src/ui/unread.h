#ifndef UI_UNREAD_H
#define UI_UNREAD_H

#include "ui/screen.h"

/* What stands in place of a page whose recalc could not read what the page shows: the file is damaged, or its stick was pulled out. The page's own
 * functions would draw and choose among what is not there. */

extern const struct screen_class unread_class;

#endif
