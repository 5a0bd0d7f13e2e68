#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "photo/codec.h"
#include "photo/pixels.h"

/* What a file is, from its first bytes, and what a JPEG says of itself. */

static bool
has_at(const void *bytes, size_t len, size_t at, const char *what, size_t what_len)
{
	return len >= at + what_len && memcmp((const char *)bytes + at, what, what_len) == 0;
}

/* The name of a picture's kind, when it is a known one that is no JPEG; else NULL. */
static const char *
other_kind(const void *bytes, size_t len)
{
	static const struct {
		size_t at;
		const char *bytes;
		size_t len;
		const char *name;
	} kinds[] = {
		{ 0, "\x89PNG", 4, "PNG" },	 { 0, "GIF8", 4, "GIF" },	  { 8, "WEBP", 4, "WebP" },	{ 0, "BM", 2, "BMP" },
		{ 0, "II*\0", 4, "TIFF / RAW" }, { 0, "MM\0*", 4, "TIFF / RAW" }, { 4, "ftypavif", 8, "AVIF" }, { 0, "%PDF", 4, "PDF" },
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (has_at(bytes, len, kinds[i].at, kinds[i].bytes, kinds[i].len))
			return kinds[i].name;
	return NULL;
}

static bool
is_heic(const void *bytes, size_t len)
{
	static const char *const brands[] = { "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1" };

	for (size_t i = 0; i < ARRAY_LEN(brands); i++)
		if (has_at(bytes, len, 4, "ftyp", 4) && has_at(bytes, len, 8, brands[i], 4))
			return true;
	return false;
}

/* INVALID: it does not begin as a JPEG does. */
static enum status
check_beginning(const void *bytes, size_t len, struct err *err)
{
	const char *other = other_kind(bytes, len);

	if (len == 0)
		return err_set(err, STATUS_INVALID, _("the photo is empty; copy it from the camera again"));
	if (is_heic(bytes, len))
		return err_set(err, STATUS_INVALID,
			       _("this is a HEIC photo and no JPEG; set the camera to JPEG (\"most compatible\"), or save it as JPEG"));
	if (other)
		return err_set(err, STATUS_INVALID, _("this is a picture of kind %s and no JPEG; save it as JPEG"), other);
	if (has_at(bytes, len, 4, "ftyp", 4))
		return err_set(err, STATUS_INVALID, _("this is a film and no JPEG photo; take a photo"));
	if (len < 4 || memcmp(bytes, "\xff\xd8\xff", 3) != 0)
		return err_set(err, STATUS_INVALID, _("this is no JPEG photo; save it as JPEG"));
	return STATUS_OK;
}

struct reading {
	struct jpeg_decompress_struct jpeg;
	struct codec codec;
};

static void
read_head(struct reading *reading, const void *bytes, size_t len, struct photo_head *out)
{
	const struct jpeg_marker_struct *marker;

	if (setjmp(reading->codec.back))
		return;
	codec_open(&reading->jpeg, &reading->codec, bytes, len);
	out->width = (int)reading->jpeg.image_width;
	out->height = (int)reading->jpeg.image_height;
	/* XMP stands in segments of the same number, before or behind; of several EXIF blocks the first is the camera's. */
	for (marker = reading->jpeg.marker_list; marker; marker = marker->next)
		if (has_at(marker->data, marker->data_length, 0, "Exif\0", 6)) {
			photo_exif(marker->data, marker->data_length, &out->exif);
			break;
		}
}

enum status
pixels_head(const void *bytes, size_t len, struct photo_head *out, struct err *err)
{
	struct reading *reading;
	enum status status = check_beginning(bytes, len, err);

	*out = (struct photo_head){ .exif = { .orientation = 1 } };
	if (status)
		return status;
	reading = mem_alloc(sizeof(*reading)); /* on the heap, because it lives through a longjmp */
	read_head(reading, bytes, len, out);
	jpeg_destroy_decompress(&reading->jpeg);
	status = codec_say(&reading->codec, err);
	free(reading);
	return status;
}

enum status
photo_probe(const void *bytes, size_t len, struct photo_info *out, struct err *err)
{
	struct photo_head head;
	enum status status = pixels_head(bytes, len, &head, err);

	*out = (struct photo_info){
		.width = head.width, .height = head.height, .has_taken = head.exif.has_taken, .taken_unix = head.exif.taken_unix
	};
	return status;
}
