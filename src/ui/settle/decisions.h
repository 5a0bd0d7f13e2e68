#ifndef UI_SETTLE_DECISIONS_H
#define UI_SETTLE_DECISIONS_H

#include "ui/screen.h"

/* The questions that no rule can settle: logs that split, houses listed twice. */

struct screen *decide_screen(void);

#endif
