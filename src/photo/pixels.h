#ifndef PHOTO_PIXELS_H
#define PHOTO_PIXELS_H

#include "photo/photo.h"

/* A decoded photo. Internal to the floor. */
struct pixels {
	int width, height;
	uint8_t *rgb; /* 3 bytes a pixel, rows without gaps; caller frees */
};

/* Reads the size from a photo's head; false when the head is damaged. */
bool pixels_size(const void *bytes, size_t len, int *width, int *height);

/* Decodes at the smallest of the library's scales whose sides are not below `least_side` (0: full size), turned upright by `orientation`
 * (EXIF 1 to 8). INVALID when the photo is damaged. */
MUST_CHECK enum status pixels_decode(const void *bytes, size_t len, int least_side, int orientation, struct pixels *out, struct err *err);
/* Shrinks to this size by averaging; neither side grows. */
void pixels_shrink(struct pixels *pixels, int width, int height);
MUST_CHECK enum status pixels_encode(const struct pixels *pixels, struct buf *out, struct err *err);

struct photo_exif {
	bool has_any;	 /* there is an EXIF block */
	int orientation; /* 1 when the block has none */
	bool has_taken;
	int64_t taken_unix;
	bool has_position;
	double lat, lon;
};
void photo_exif(const void *bytes, size_t len, struct photo_exif *out);

#endif
