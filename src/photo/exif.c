#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libexif/exif-data.h>

#include "base/machine/clock.h"
#include "base/mem.h"
#include "photo/pixels.h"

/* Reads a time, "YYYY:MM:DD HH:MM:SS" without zone, as China time: the camera was in the county. */
static void
read_taken(ExifData *exif, struct photo_exif *out)
{
	ExifEntry *entry = exif_content_get_entry(exif->ifd[EXIF_IFD_EXIF], EXIF_TAG_DATE_TIME_ORIGINAL);
	char text[20] = "", date[11];
	int hour, minute, second;

	if (!entry || entry->size < 19 || !entry->data)
		return;
	memcpy(text, entry->data, 19);
	snprintf(date, sizeof(date), "%.4s-%.2s-%.2s", text, text + 5, text + 8);
	if (clock_days(date) == INT64_MIN || sscanf(text + 11, "%2d:%2d:%2d", &hour, &minute, &second) != 3)
		return;
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
		return;
	out->has_taken = true;
	out->taken_unix = clock_days(date) * 86400 + hour * 3600 + minute * 60 + second - 8 * 3600;
}

/* Reads an angle, three rationals: degrees, minutes, seconds. */
static bool
read_degrees(ExifContent *gps, ExifTag tag, ExifTag side_tag, char negative, ExifByteOrder order, double *out)
{
	ExifEntry *entry = exif_content_get_entry(gps, tag), *side = exif_content_get_entry(gps, side_tag);
	double parts[3];

	if (!entry || entry->format != EXIF_FORMAT_RATIONAL || entry->components != 3 || entry->size < 24 || !entry->data || !side ||
	    side->size < 1 || !side->data)
		return false;
	for (int i = 0; i < 3; i++) {
		ExifRational part = exif_get_rational(entry->data + 8 * i, order);

		if (part.denominator == 0)
			return false;
		parts[i] = (double)part.numerator / part.denominator;
	}
	*out = parts[0] + parts[1] / 60 + parts[2] / 3600;
	if (side->data[0] == (unsigned char)negative)
		*out = -*out;
	return true;
}

/* Allocation for the library, which ends the program when memory is out: else the photo would seem to bear no EXIF. The size is bounded by
 * the photo's length. */
static void *
exif_alloc(ExifLong size)
{
	return mem_alloc(size);
}

static void *
exif_realloc(void *old, ExifLong size)
{
	return mem_resize(old, size, 1);
}

static ExifData *
read_exif(const void *bytes, size_t len)
{
	ExifMem *memory = exif_mem_new(exif_alloc, exif_realloc, free);
	ExifData *exif = memory ? exif_data_new_mem(memory) : NULL;

	if (!exif)
		mem_exhausted();
	exif_mem_unref(memory);
	exif_data_load_data(exif, bytes, len > UINT32_MAX ? UINT32_MAX : (unsigned int)len);
	return exif;
}

void
photo_exif(const void *segment, size_t len, struct photo_exif *out)
{
	ExifData *exif = read_exif(segment, len);
	ExifByteOrder order;
	ExifEntry *entry;

	*out = (struct photo_exif){ .orientation = 1 };
	order = exif_data_get_byte_order(exif);
	entry = exif_content_get_entry(exif->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
	if (entry && entry->format == EXIF_FORMAT_SHORT && entry->size >= 2 && entry->data)
		out->orientation = exif_get_short(entry->data, order);
	if (out->orientation < 1 || out->orientation > 8)
		out->orientation = 1;
	read_taken(exif, out);
	out->has_position = read_degrees(exif->ifd[EXIF_IFD_GPS], (ExifTag)EXIF_TAG_GPS_LATITUDE, (ExifTag)EXIF_TAG_GPS_LATITUDE_REF, 'S',
					 order, &out->lat) &&
			    read_degrees(exif->ifd[EXIF_IFD_GPS], (ExifTag)EXIF_TAG_GPS_LONGITUDE, (ExifTag)EXIF_TAG_GPS_LONGITUDE_REF, 'W',
					 order, &out->lon) &&
			    out->lat >= -90 && out->lat <= 90 && out->lon >= -180 && out->lon <= 180;
	exif_data_unref(exif);
}
