#ifndef DEMO_DRAW_H
#define DEMO_DRAW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

/* A drawing of a house for demonstrations: 640 x 480 (grainy: 1280 x 960), distinct for each serial, with storeys that can be counted. */
enum photo_view {
	VIEW_FRONT,
	VIEW_SIDE,
	VIEW_PLATE,
	VIEW_SIGN,
	VIEW_ADDED,
	VIEW_DETAIL,
	VIEW_MENDED,
	VIEW_CLEARED,
	VIEW_PAPER,
	VIEW_COUNT
};
struct photo_drawing {
	enum photo_view view;
	int floors;
	uint32_t serial;    /* drawn as digits, and the seed of colours */
	int64_t taken_unix; /* China time; of a grainy one written as EXIF DateTimeOriginal */
	bool grainy; /* as a telephone gives it: twice as large and with the grain of a sensor; else as it is stored, the picture alone */
};
MUST_CHECK enum status photo_draw(const struct photo_drawing *drawing, struct buf *out, struct err *err);

#endif
