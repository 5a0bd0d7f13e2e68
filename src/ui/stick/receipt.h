#ifndef UI_STICK_RECEIPT_H
#define UI_STICK_RECEIPT_H

#include <stddef.h>

#include "ui/screen.h"

/* The county's receipt of what came, where the county receives. */

/* `logs`: of other laptops, that moved. */
struct screen *receipt_screen(size_t logs);

#endif
