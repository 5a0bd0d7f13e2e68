#include <string.h>

#include "base/i18n.h"
#include "photo/pixels.h"

enum status
photo_probe(const void *bytes, size_t len, struct photo_info *out, struct err *err)
{
	struct photo_exif exif;

	*out = (struct photo_info){ 0 };
	if (len == 0)
		return err_set(err, STATUS_INVALID, _("the photo is empty; copy it from the camera again"));
	if (len < 4 || memcmp(bytes, "\xff\xd8\xff", 3) != 0)
		return err_set(err, STATUS_INVALID, _("this is no JPEG photo; save it as JPEG"));
	if (!pixels_size(bytes, len, &out->width, &out->height) || (int64_t)out->width * out->height > PHOTO_PIXELS_MAX)
		return err_set(err, STATUS_INVALID, _("the photo is damaged or far too large; copy it from the camera again"));
	photo_exif(bytes, len, &exif);
	out->has_taken = exif.has_taken;
	out->taken_unix = exif.taken_unix;
	return STATUS_OK;
}
