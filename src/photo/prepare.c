#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "photo/pixels.h"

/* Preparing a camera's file for the store. */

enum status
photo_prepare(const void *bytes, size_t len, struct photo_ready *out, struct err *err)
{
	struct photo_info info;
	struct photo_exif exif;
	struct pixels pixels;
	int longer;
	enum status status = photo_probe(bytes, len, &info, err);

	*out = (struct photo_ready){ 0 };
	if (status)
		return status;
	photo_exif(bytes, len, &exif);
	out->has_taken = exif.has_taken;
	out->taken_unix = exif.taken_unix;
	out->has_position = exif.has_position;
	out->lat = exif.lat;
	out->lon = exif.lon;
	/* A photo that keeps its bytes is decoded all the same: damage in the middle must show now, not at the township. */
	status = pixels_decode(bytes, len, PHOTO_SIDE_MAX, exif.orientation, &pixels, err);
	if (status)
		return status;
	longer = info.width > info.height ? info.width : info.height;
	if (longer <= PHOTO_SIDE_MAX && !exif.has_any && exif.orientation == 1) {
		buf_add(&out->bytes, bytes, len);
	} else {
		int side = pixels.width > pixels.height ? pixels.width : pixels.height;

		if (side > PHOTO_SIDE_MAX) {
			int width = (int)((int64_t)pixels.width * PHOTO_SIDE_MAX / side),
			    height = (int)((int64_t)pixels.height * PHOTO_SIDE_MAX / side);

			pixels_shrink(&pixels, width ? width : 1, height ? height : 1);
		}
		status = pixels_encode(&pixels, &out->bytes, err);
	}
	out->width = pixels.width;
	out->height = pixels.height;
	free(pixels.rgb);
	return status;
}
