#ifndef UI_SETTLE_OTHER_H
#define UI_SETTLE_OTHER_H

#include "base/id.h"

struct screen;
struct ui;

/* The list in which somebody finds the house that this one may be; Enter shows both side by side. */
struct screen *other_screen(struct ui *ui, const struct id *building);

#endif
