#ifndef TESTS_PHOTO_CAMERA_H
#define TESTS_PHOTO_CAMERA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* A camera of any make: photos with all that cameras and programs write around a picture, and files that are none. Whatever is no part of
 * the picture bears CAMERA_SECRET. */

#define CAMERA_SECRET "WHERE-SHE-LIVES"

/* What stands in a file beside the picture; of those that are segments any set may be asked for. */
enum camera_extra {
	EXTRA_EXIF = 1 << 0,	 /* orientation, time, position, a name, a thumbnail */
	EXTRA_EXIF_TWO = 1 << 1, /* a second block, with another position */
	EXTRA_XMP = 1 << 2,
	EXTRA_XMP_LONG = 1 << 3, /* extended: several segments */
	EXTRA_IPTC = 1 << 4,
	EXTRA_COMMENT = 1 << 5,
	EXTRA_MPF = 1 << 6,	   /* the list of further pictures */
	EXTRA_COLOURS = 1 << 7,	   /* an ICC profile */
	EXTRA_JFXX = 1 << 8,	   /* a thumbnail beside JFIF's head */
	EXTRA_MAKER = 1 << 9,	   /* APP11 to APP15 */
	EXTRA_BETWEEN = 1 << 10,   /* bytes between markers of the head */
	EXTRA_FILL = 1 << 11,	   /* 0xff before markers, which is allowed */
	EXTRA_BEHIND = 1 << 12,	   /* bytes behind the end */
	EXTRA_SECOND = 1 << 13,	   /* a whole second picture behind the end, as phones with two lenses write it */
	EXTRA_FILM = 1 << 14,	   /* a film behind the end */
	EXTRA_TABLES = 1 << 15,	   /* a comment between the scan header's tables */
	EXTRA_SCAN_ZERO = 1 << 16, /* Se=0 in the scan header of a sequential picture */
	EXTRA_PADDING = 1 << 17,   /* zeros between the picture's data and its end */
	EXTRA_COUNT = 18
};

enum camera_kind { KIND_RGB, KIND_GREY, KIND_PROGRESSIVE, KIND_CMYK, KIND_RESTARTS, KIND_FULL_COLOUR, KIND_PLAIN_RGB };

struct camera_shot {
	enum camera_kind kind;
	int width, height;
	unsigned extras;
	int orientation; /* with EXTRA_EXIF; 0 as 1 */
};
void camera_shoot(const struct camera_shot *shot, struct buf *out);

#endif
