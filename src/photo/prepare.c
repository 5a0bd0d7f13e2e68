#include <stdlib.h>
#include <string.h>

#include "photo/pixels.h"

/* Preparing a camera's file for the store. What is stored is always written anew, from the picture alone: whatever else a file carries, and
 * wherever it stands, has no way into it. */

static void
shrink_to_fit(struct pixels *pixels, int most)
{
	int side = pixels->width > pixels->height ? pixels->width : pixels->height, width, height;

	if (side <= most)
		return;
	width = (int)((int64_t)pixels->width * most / side);
	height = (int)((int64_t)pixels->height * most / side);
	pixels_shrink(pixels, width ? width : 1, height ? height : 1);
}

/* Writes the picture anew without loss, and reads it back: a crafted file may hold what the writer gets wrong. */
static bool
rewrite_proven(const void *bytes, size_t len, const struct pixels *pixels, struct buf *out)
{
	struct pixels back = { 0 };
	struct err ignored = { 0 };
	bool same = pixels_rewrite(bytes, len, out) && !pixels_decode(buf_text(out), out->len, PHOTO_SIDE_MAX, 1, &back, &ignored) &&
		    back.width == pixels->width && back.height == pixels->height &&
		    memcmp(back.rgb, pixels->rgb, 3 * (size_t)back.width * (size_t)back.height) == 0;

	free(back.rgb);
	if (!same)
		buf_clear(out);
	return same;
}

enum status
photo_prepare(const void *bytes, size_t len, struct photo_ready *out, struct err *err)
{
	struct photo_head head;
	struct pixels pixels;
	bool stands;
	enum status status = pixels_head(bytes, len, &head, err);

	*out = (struct photo_ready){ 0 };
	if (status)
		return status;
	/* A photo that is not scaled is decoded all the same: damage in the middle must show now, not at the township. */
	status = pixels_decode(bytes, len, PHOTO_SIDE_MAX, head.exif.orientation, &pixels, err);
	if (status)
		return status;
	stands = head.width <= PHOTO_SIDE_MAX && head.height <= PHOTO_SIDE_MAX && head.exif.orientation == 1;
	shrink_to_fit(&pixels, PHOTO_SIDE_MAX);
	if (!stands || !rewrite_proven(bytes, len, &pixels, &out->bytes))
		status = pixels_encode(&pixels, &out->bytes, err);
	out->width = pixels.width;
	out->height = pixels.height;
	out->has_taken = head.exif.has_taken;
	out->taken_unix = head.exif.taken_unix;
	out->has_position = head.exif.has_position;
	out->lat = head.exif.lat;
	out->lon = head.exif.lon;
	free(pixels.rgb);
	return status;
}

enum status
photo_shrunk(const void *bytes, size_t len, int side, struct buf *out, struct err *err)
{
	struct photo_head head;
	struct pixels pixels;
	struct buf made = { 0 };
	enum status status = pixels_head(bytes, len, &head, err);

	if (!status)
		status = pixels_decode(bytes, len, side, head.exif.orientation, &pixels, err);
	if (status)
		return status;
	shrink_to_fit(&pixels, side);
	status = pixels_encode(&pixels, &made, err);
	free(pixels.rgb);
	if (status) {
		buf_release(&made);
		return status;
	}
	buf_release(out);
	*out = made;
	return STATUS_OK;
}
