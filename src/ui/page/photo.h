#ifndef UI_PAGE_PHOTO_H
#define UI_PAGE_PHOTO_H

#include <stddef.h>

#include "base/id.h"
#include "ui/screen.h"

/* One photo over the whole page, and several. */

/* The bytes are copied. */
struct screen *photo_screen(const void *bytes, size_t len, const char *caption);

/* Several photos of the file, one after the other. */
struct reel_photo {
	struct id id;
	char caption[160];
};
struct screen *photos_screen(struct reel_photo *photos_take, size_t count, size_t at);

#endif
