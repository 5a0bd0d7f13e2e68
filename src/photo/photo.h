#ifndef PHOTO_PHOTO_H
#define PHOTO_PHOTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

/* Photos as bytes: what they say of themselves. JPEG only; a hostile file gives INVALID, never a crash. */

#define PHOTO_PIXELS_MAX (64 * 1000 * 1000)

struct photo_info {
	int width, height; /* pixels */
	bool has_taken;
	int64_t taken_unix; /* EXIF's local time read as China time */
};

/* INVALID: empty, no JPEG, cut off in its head, or larger than a photo may be. */
MUST_CHECK enum status photo_probe(const void *bytes, size_t len, struct photo_info *out, struct err *err);

/* A drawing of a house for demonstrations: 640 x 480, the storeys can be counted. Distinct for each serial. */
enum photo_view { VIEW_FRONT, VIEW_SIDE, VIEW_PLATE, VIEW_SIGN, VIEW_ADDED, VIEW_DETAIL, VIEW_COUNT };
struct photo_drawing {
	enum photo_view view;
	int floors;
	uint32_t serial;    /* drawn as digits, and the seed of colours */
	int64_t taken_unix; /* written as EXIF DateTimeOriginal, China time */
};
MUST_CHECK enum status photo_draw(const struct photo_drawing *drawing, struct buf *out, struct err *err);

#endif
