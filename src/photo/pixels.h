#ifndef PHOTO_PIXELS_H
#define PHOTO_PIXELS_H

#include "photo/photo.h"

/* A decoded photo. Internal to the floor. */
struct pixels {
	int width, height;
	uint8_t *rgb; /* 3 bytes a pixel, rows without gaps; caller frees */
};

/* Decodes at the smallest of the library's scales whose sides are not below `least_side` (0: full size), turned upright by `orientation`
 * (EXIF 1 to 8). INVALID when the photo is damaged. */
MUST_CHECK enum status pixels_decode(const void *bytes, size_t len, int least_side, int orientation, struct pixels *out, struct err *err);
/* Shrinks to this size by averaging; neither side grows. */
void pixels_shrink(struct pixels *pixels, int width, int height);
/* Writes the photo as a JPEG. */
MUST_CHECK enum status pixels_encode(const struct pixels *pixels, struct buf *out, struct err *err);
/* Writes the picture of another file anew without loss, and nothing else of that file; the same picture gives the same bytes. False: it cannot be written so, and
 * `out`, empty before, is empty. */
bool pixels_rewrite(const void *bytes, size_t len, struct buf *out);

struct photo_exif {
	int orientation; /* 1 when the block has none */
	bool has_taken;
	int64_t taken_unix;
	bool has_position;
	double lat, lon;
};
/* Reads the segment of a JPEG that begins with "Exif". */
void photo_exif(const void *segment, size_t len, struct photo_exif *out);

/* The head of a photo: its size as it lies in the file, and what the camera wrote. INVALID: no JPEG, or damaged in its head, or of a kind that is not taken. */
struct photo_head {
	int width, height;
	struct photo_exif exif;
};
MUST_CHECK enum status pixels_head(const void *bytes, size_t len, struct photo_head *out, struct err *err);

#endif
