#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include "base/i18n.h"
#include "photo/pixels.h"

/* The library ends the program on an error unless it is led elsewhere. */
struct failure {
	struct jpeg_error_mgr manager;
	jmp_buf back;
};

static void
on_error(j_common_ptr info)
{
	struct failure *failure = (struct failure *)info->err;

	longjmp(failure->back, 1);
}

static void
say_nothing(j_common_ptr info)
{
	(void)info;
}

static bool
read_size(const void *bytes, size_t len, struct photo_info *out)
{
	struct jpeg_decompress_struct jpeg;
	struct failure failure;
	volatile bool right = false; /* read again after a longjmp */

	memset(&jpeg, 0, sizeof(jpeg));
	jpeg.err = jpeg_std_error(&failure.manager);
	failure.manager.error_exit = on_error;
	failure.manager.output_message = say_nothing;
	if (setjmp(failure.back)) {
		jpeg_destroy_decompress(&jpeg);
		return false;
	}
	jpeg_create_decompress(&jpeg);
	jpeg_mem_src(&jpeg, (unsigned char *)(uintptr_t)bytes, len);
	if (jpeg_read_header(&jpeg, TRUE) == JPEG_HEADER_OK) {
		out->width = (int)jpeg.image_width;
		out->height = (int)jpeg.image_height;
		right = (int64_t)jpeg.image_width * jpeg.image_height <= PHOTO_PIXELS_MAX;
	}
	jpeg_destroy_decompress(&jpeg);
	return right;
}

enum status
photo_probe(const void *bytes, size_t len, struct photo_info *out, struct err *err)
{
	struct photo_exif exif;

	*out = (struct photo_info){ 0 };
	if (len == 0)
		return err_set(err, STATUS_INVALID, _("the photo is empty; copy it from the camera again"));
	if (len < 4 || memcmp(bytes, "\xff\xd8\xff", 3) != 0)
		return err_set(err, STATUS_INVALID, _("this is no JPEG photo; save it as JPEG"));
	if (!read_size(bytes, len, out))
		return err_set(err, STATUS_INVALID, _("the photo is damaged or far too large; copy it from the camera again"));
	photo_exif(bytes, len, &exif);
	out->has_taken = exif.has_taken;
	out->taken_unix = exif.taken_unix;
	return STATUS_OK;
}
