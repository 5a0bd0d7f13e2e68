#ifndef UI_SETTLE_DECISIONS_H
#define UI_SETTLE_DECISIONS_H

#include "ui/screen.h"

/* The questions that no rule can settle: logs that fork, houses listed twice. */

struct screen *decisions_screen(void);

#endif
