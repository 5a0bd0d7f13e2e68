#include "photo/pixels.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "photo/codec.h"

/* ---- decoding */

struct decoding {
	struct jpeg_decompress_struct jpeg;
	struct codec codec;
	struct pixels out;
};

static void
choose_scale(struct jpeg_decompress_struct *jpeg, int least_side)
{
	unsigned longer = jpeg->image_width > jpeg->image_height ? jpeg->image_width : jpeg->image_height;

	jpeg->scale_num = 8;
	jpeg->scale_denom = 8;
	for (unsigned eighths = 1; least_side > 0 && eighths < 8; eighths++)
		if (longer * eighths / 8 >= (unsigned)least_side) {
			jpeg->scale_num = eighths;
			break;
		}
}

/* Decodes; a flaw stands in the codec, and the part decoded by then is no photo to sign: the library fills what is missing with grey,
 * which is not what the camera saw. */
static void
decode(struct decoding *decoding, const void *bytes, size_t len, int least_side)
{
	struct jpeg_decompress_struct *jpeg = &decoding->jpeg;

	if (setjmp(decoding->codec.back))
		return;
	codec_open(jpeg, &decoding->codec, bytes, len);
	choose_scale(jpeg, least_side);
	jpeg->out_color_space = JCS_RGB;
	if (least_side > 0 && least_side < 512) { /* a preview may be rough */
		jpeg->dct_method = JDCT_IFAST;
		jpeg->do_fancy_upsampling = FALSE;
	}
	jpeg_start_decompress(jpeg);
	decoding->out.width = (int)jpeg->output_width;
	decoding->out.height = (int)jpeg->output_height;
	decoding->out.rgb = mem_array((size_t)jpeg->output_width * jpeg->output_height, 3);
	while (jpeg->output_scanline < jpeg->output_height) {
		JSAMPROW row = decoding->out.rgb + 3 * (size_t)jpeg->output_scanline * jpeg->output_width;

		jpeg_read_scanlines(jpeg, &row, 1);
	}
	jpeg_finish_decompress(jpeg);
}

/* EXIF orientations as three flags of the stored picture: swap the sides, mirror x, mirror y. */
static void
turn(struct pixels *pixels, int orientation)
{
	bool swap = orientation >= 5;
	bool mirror_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
	bool mirror_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
	int width = swap ? pixels->height : pixels->width, height = swap ? pixels->width : pixels->height;
	uint8_t *rgb;

	if (orientation <= 1)
		return;
	rgb = mem_array((size_t)width * (size_t)height, 3);
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++) {
			int from_x = swap ? y : x, from_y = swap ? x : y;

			if (mirror_x)
				from_x = pixels->width - 1 - from_x;
			if (mirror_y)
				from_y = pixels->height - 1 - from_y;
			memcpy(rgb + 3 * ((size_t)y * (size_t)width + (size_t)x),
			       pixels->rgb + 3 * ((size_t)from_y * (size_t)pixels->width + (size_t)from_x), 3);
		}
	free(pixels->rgb);
	*pixels = (struct pixels){ width, height, rgb };
}

enum status
pixels_decode(const void *bytes, size_t len, int least_side, int orientation, struct pixels *out, struct err *err)
{
	struct decoding *decoding = mem_alloc(sizeof(*decoding)); /* on the heap, because it lives through a longjmp */
	enum status status;

	decode(decoding, bytes, len, least_side);
	jpeg_destroy_decompress(&decoding->jpeg);
	*out = decoding->out;
	status = codec_say(&decoding->codec, err);
	free(decoding);
	if (status) {
		free(out->rgb);
		*out = (struct pixels){ 0 };
		return status;
	}
	turn(out, orientation);
	return STATUS_OK;
}

/* ---- shrinking */

void
pixels_shrink(struct pixels *pixels, int width, int height)
{
	uint8_t *rgb;

	if (width >= pixels->width && height >= pixels->height)
		return;
	rgb = mem_array((size_t)width * (size_t)height, 3);
	for (int y = 0; y < height; y++) {
		int from_y = (int)((int64_t)y * pixels->height / height), to_y = (int)((int64_t)(y + 1) * pixels->height / height);

		if (to_y <= from_y)
			to_y = from_y + 1;
		for (int x = 0; x < width; x++) {
			int from_x = (int)((int64_t)x * pixels->width / width), to_x = (int)((int64_t)(x + 1) * pixels->width / width);
			unsigned sum[3] = { 0 }, count;

			if (to_x <= from_x)
				to_x = from_x + 1;
			for (int sy = from_y; sy < to_y; sy++)
				for (int sx = from_x; sx < to_x; sx++)
					for (int c = 0; c < 3; c++)
						sum[c] += pixels->rgb[3 * ((size_t)sy * (size_t)pixels->width + (size_t)sx) + (size_t)c];
			count = (unsigned)((to_x - from_x) * (to_y - from_y));
			for (int c = 0; c < 3; c++)
				rgb[3 * ((size_t)y * (size_t)width + (size_t)x) + (size_t)c] = (uint8_t)((sum[c] + count / 2) / count);
		}
	}
	free(pixels->rgb);
	*pixels = (struct pixels){ width, height, rgb };
}
