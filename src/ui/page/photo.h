#ifndef UI_PAGE_PHOTO_H
#define UI_PAGE_PHOTO_H

#include <stddef.h>

#include "ui/screen.h"

/* One photo over the whole page. */

/* The bytes are copied. */
struct screen *photo_screen(const void *bytes, size_t len, const char *caption);

#endif
