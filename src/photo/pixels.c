#include "photo/pixels.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

#include "base/i18n.h"
#include "base/mem.h"

#define QUALITY 85

/* The library's error handler and the place to jump back to; the library's own handler ends the program. */
struct failure {
	struct jpeg_error_mgr manager;
	jmp_buf back;
};

static void
on_error(j_common_ptr info)
{
	struct failure *failure = (struct failure *)info->err;

	if (info->err->msg_code == JERR_OUT_OF_MEMORY) /* the size was checked before, so this is no fault of the photo */
		mem_exhausted();
	longjmp(failure->back, 1);
}

static void
say_nothing(j_common_ptr info)
{
	(void)info;
}

/* ---- decoding */

struct decoding {
	struct jpeg_decompress_struct jpeg;
	struct failure failure;
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

/* Decodes; false: the library gave up, and the part decoded by then is no photo to sign. */
static bool
decode(struct decoding *decoding, const void *bytes, size_t len, int least_side)
{
	struct jpeg_decompress_struct *jpeg = &decoding->jpeg;
	bool right = false;

	if (setjmp(decoding->failure.back))
		return false;
	jpeg_create_decompress(jpeg);
	jpeg_mem_src(jpeg, (unsigned char *)(uintptr_t)bytes, len);
	if (jpeg_read_header(jpeg, TRUE) != JPEG_HEADER_OK || (int64_t)jpeg->image_width * jpeg->image_height > PHOTO_PIXELS_MAX)
		return false;
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
	/* The library fills a file cut off in the middle with grey and only warns; the grey is not what the camera saw. */
	right = jpeg->err->num_warnings == 0;
	jpeg_finish_decompress(jpeg);
	return right;
}

static bool
read_size(struct decoding *decoding, const void *bytes, size_t len)
{
	if (setjmp(decoding->failure.back))
		return false;
	jpeg_create_decompress(&decoding->jpeg);
	jpeg_mem_src(&decoding->jpeg, (unsigned char *)(uintptr_t)bytes, len);
	return jpeg_read_header(&decoding->jpeg, TRUE) == JPEG_HEADER_OK;
}

static struct decoding *
new_decoding(void)
{
	struct decoding *decoding = mem_alloc(sizeof(*decoding)); /* on the heap, because it lives through a longjmp */

	decoding->jpeg.err = jpeg_std_error(&decoding->failure.manager);
	decoding->failure.manager.error_exit = on_error;
	decoding->failure.manager.output_message = say_nothing;
	return decoding;
}

bool
pixels_size(const void *bytes, size_t len, int *width, int *height)
{
	struct decoding *decoding = new_decoding();
	bool right = read_size(decoding, bytes, len);

	if (right) {
		*width = (int)decoding->jpeg.image_width;
		*height = (int)decoding->jpeg.image_height;
	}
	jpeg_destroy_decompress(&decoding->jpeg);
	free(decoding);
	return right;
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
	struct decoding *decoding = new_decoding();
	bool right;

	right = decode(decoding, bytes, len, least_side);
	jpeg_destroy_decompress(&decoding->jpeg);
	*out = decoding->out;
	free(decoding);
	if (!right) {
		free(out->rgb);
		*out = (struct pixels){ 0 };
		return err_set(err, STATUS_INVALID, _("the photo is damaged or far too large; copy it from the camera again"));
	}
	turn(out, orientation);
	return STATUS_OK;
}

/* ---- shrinking and encoding */

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

enum status
pixels_encode(const struct pixels *pixels, struct buf *out, struct err *err)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr manager;
	unsigned char *bytes = NULL;
	unsigned long len = 0;

	/* Writing into memory from memory: the library's errors here are our own mistakes, and it ends the program. */
	memset(&jpeg, 0, sizeof(jpeg));
	jpeg.err = jpeg_std_error(&manager);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &bytes, &len);
	jpeg.image_width = (JDIMENSION)pixels->width;
	jpeg.image_height = (JDIMENSION)pixels->height;
	jpeg.input_components = 3;
	jpeg.in_color_space = JCS_RGB;
	jpeg_set_defaults(&jpeg);
	jpeg_set_quality(&jpeg, QUALITY, TRUE);
	jpeg_start_compress(&jpeg, TRUE);
	while (jpeg.next_scanline < jpeg.image_height) {
		JSAMPROW row = pixels->rgb + 3 * (size_t)jpeg.next_scanline * (size_t)pixels->width;

		jpeg_write_scanlines(&jpeg, &row, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	buf_add(out, bytes, len);
	free(bytes);
	return len ? STATUS_OK : err_set(err, STATUS_BUG, _("the photo could not be written"));
}
