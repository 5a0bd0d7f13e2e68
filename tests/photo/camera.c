#include "camera.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

static void
draw_row(unsigned char *row, int width, int y, int parts)
{
	for (int x = 0; x < width; x++)
		for (int c = 0; c < parts; c++)
			row[x * parts + c] = (unsigned char)((x * (3 + c) + y * (5 - c) + (x / 16 * 40 ^ y / 16 * 24)) & 0xff);
}

static void
expose(const struct camera_shot *shot, struct buf *out)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr manager;
	unsigned char *bytes = NULL, *row;
	unsigned long len = 0;
	int parts = shot->kind == KIND_GREY ? 1 : shot->kind == KIND_CMYK ? 4 : 3;

	memset(&jpeg, 0, sizeof(jpeg));
	jpeg.err = jpeg_std_error(&manager);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &bytes, &len);
	jpeg.image_width = (JDIMENSION)shot->width;
	jpeg.image_height = (JDIMENSION)shot->height;
	jpeg.input_components = parts;
	jpeg.in_color_space = parts == 1 ? JCS_GRAYSCALE : parts == 4 ? JCS_CMYK : JCS_RGB;
	jpeg_set_defaults(&jpeg);
	if (shot->kind == KIND_PLAIN_RGB)
		jpeg_set_colorspace(&jpeg, JCS_RGB);
	jpeg_set_quality(&jpeg, 90, TRUE);
	if (shot->kind == KIND_PROGRESSIVE)
		jpeg_simple_progression(&jpeg);
	if (shot->kind == KIND_RESTARTS)
		jpeg.restart_interval = 3;
	if (shot->kind == KIND_FULL_COLOUR)
		jpeg.comp_info[0].h_samp_factor = jpeg.comp_info[0].v_samp_factor = 1;
	jpeg_start_compress(&jpeg, TRUE);
	row = malloc((size_t)shot->width * (size_t)parts);
	while (jpeg.next_scanline < jpeg.image_height) {
		JSAMPROW rows[1] = { row };

		draw_row(row, shot->width, (int)jpeg.next_scanline, parts);
		jpeg_write_scanlines(&jpeg, rows, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	buf_add(out, bytes, len);
	free(bytes);
	free(row);
}

/* ---- segments */

static void
add_segment(struct buf *out, int marker, const void *head, size_t head_len, const void *body, size_t len)
{
	size_t all = head_len + len + 2;
	char start[4] = { (char)0xff, (char)marker, (char)(all >> 8), (char)all };

	buf_add(out, start, 4);
	buf_add(out, head, head_len);
	buf_add(out, body, len);
}

static void
put16(struct buf *out, unsigned value)
{
	char bytes[2] = { (char)(value >> 8), (char)value };

	buf_add(out, bytes, 2);
}

static void
put32(struct buf *out, unsigned value)
{
	put16(out, value >> 16);
	put16(out, value & 0xffff);
}

static void
entry(struct buf *out, unsigned tag, unsigned type, unsigned count, unsigned value)
{
	put16(out, tag);
	put16(out, type);
	put32(out, count);
	put32(out, value);
}

/* TIFF, big endian: IFD0 at 8 (make, orientation, time, GPS), GPS at 62 with 24 deg 30' 36" N, `east` deg 22' 12" E, then the values. */
static void
add_exif(struct buf *out, int orientation, unsigned east)
{
	struct buf tiff = { 0 };

	buf_add(&tiff, "MM\0*", 4);
	put32(&tiff, 8);
	put16(&tiff, 4);
	entry(&tiff, 0x010f, 2, sizeof(CAMERA_SECRET), 164);
	entry(&tiff, 0x0112, 3, 1, (unsigned)orientation << 16);
	entry(&tiff, 0x8769, 4, 1, 182);
	entry(&tiff, 0x8825, 4, 1, 62);
	put32(&tiff, 0);
	put16(&tiff, 4);
	entry(&tiff, 1, 2, 2, (unsigned)'N' << 24);
	entry(&tiff, 2, 5, 3, 116);
	entry(&tiff, 3, 2, 2, (unsigned)'E' << 24);
	entry(&tiff, 4, 5, 3, 140);
	put32(&tiff, 0);
	for (int i = 0; i < 6; i++) {
		static const unsigned north[] = { 24, 30, 36 };

		put32(&tiff, i < 3 ? north[i] : i == 3 ? east : i == 4 ? 22 : 12);
		put32(&tiff, 1);
	}
	buf_add(&tiff, CAMERA_SECRET "\0\0", 18); /* at 164 */
	put16(&tiff, 1);			  /* the EXIF block, at 182 */
	entry(&tiff, 0x9003, 2, 20, 200);
	put32(&tiff, 0);
	buf_add(&tiff, "2022:08:20 09:14:33", 20); /* at 200 */
	buf_add(&tiff, "\xff\xd8\xff\xd9" CAMERA_SECRET, 19);
	add_segment(out, 0xe1, "Exif\0", 6, tiff.data, tiff.len);
	buf_release(&tiff);
}

static void
add_text(struct buf *out, int marker, const char *head, size_t head_len)
{
	add_segment(out, marker, head, head_len, "<x>" CAMERA_SECRET "</x>", 3 + sizeof(CAMERA_SECRET) - 1 + 4);
}

/* A JFIF thumbnail of its own, 2 x 3 pixels that spell. */
static void
add_thumbnail(struct buf *out)
{
	add_segment(out, 0xe0, "JFXX\0\x13\x02\x03", 8, CAMERA_SECRET "...", 18);
}

static void
add_segments(const struct camera_shot *shot, struct buf *out)
{
	unsigned extras = shot->extras;

	if (extras & EXTRA_JFXX)
		add_thumbnail(out);
	if (extras & EXTRA_XMP) /* before EXIF, as some programs write it */
		add_text(out, 0xe1, "http://ns.adobe.com/xap/1.0/", 29);
	if (extras & EXTRA_EXIF)
		add_exif(out, shot->orientation ? shot->orientation : 1, 107);
	if (extras & EXTRA_EXIF_TWO)
		add_exif(out, 3, 108);
	if (extras & EXTRA_BETWEEN)
		buf_add(out, CAMERA_SECRET, sizeof(CAMERA_SECRET) - 1);
	for (int i = 0; extras & EXTRA_XMP_LONG && i < 3; i++)
		add_text(out, 0xe1, "http://ns.adobe.com/xmp/extension/", 35);
	if (extras & EXTRA_IPTC)
		add_text(out, 0xed, "Photoshop 3.0\0008BIM\004\004", 20);
	if (extras & EXTRA_COMMENT)
		add_text(out, 0xfe, "", 0);
	if (extras & EXTRA_MPF)
		add_text(out, 0xe2, "MPF", 4);
	if (extras & EXTRA_COLOURS)
		add_text(out, 0xe2, "ICC_PROFILE\0\1\1", 14);
	for (int marker = 0xeb; extras & EXTRA_MAKER && marker <= 0xef; marker++)
		if (marker != 0xed && marker != 0xee)
			add_text(out, marker, "MAKER", 6);
	if (extras & EXTRA_FILL)
		buf_add(out, "\xff\xff\xff", 3);
}

/* The place of a marker's 0xff, from `from` on. */
static size_t
marker_at(const struct buf *photo, size_t from, int marker)
{
	for (size_t i = from; i + 1 < photo->len; i++)
		if ((unsigned char)photo->data[i] == 0xff && (unsigned char)photo->data[i + 1] == marker)
			return i;
	abort();
}

void
camera_shoot(const struct camera_shot *shot, struct buf *out)
{
	struct buf plain = { 0 };
	size_t scan, end, head_end = 2;

	expose(shot, &plain);
	if ((unsigned char)plain.data[3] == 0xe0) /* JFIF's head stays the first */
		head_end = 4 + (size_t)(unsigned char)plain.data[5];
	scan = marker_at(&plain, 0, 0xda);
	end = plain.len - 2;
	if (shot->extras & EXTRA_SCAN_ZERO)
		plain.data[scan + 4 + 1 + 2 * (size_t)plain.data[scan + 4] + 1] = 0;
	buf_add(out, plain.data, head_end);
	add_segments(shot, out);
	buf_add(out, plain.data + head_end, scan - head_end);
	if (shot->extras & EXTRA_TABLES)
		add_text(out, 0xfe, "", 0);
	buf_add(out, plain.data + scan, end - scan);
	if (shot->extras & EXTRA_PADDING)
		buf_add(out, "\0\0\0\0\0", 5);
	buf_add(out, plain.data + end, 2);
	if (shot->extras & EXTRA_BEHIND)
		buf_add(out, CAMERA_SECRET, sizeof(CAMERA_SECRET) - 1);
	if (shot->extras & EXTRA_SECOND) {
		buf_add(out, plain.data, 2);
		add_exif(out, 1, 109);
		buf_add(out, plain.data + 2, plain.len - 2);
	}
	if (shot->extras & EXTRA_FILM)
		buf_add(out,
			"\0\0\0\x18"
			"ftypmp42" CAMERA_SECRET,
			12 + sizeof(CAMERA_SECRET) - 1);
	buf_release(&plain);
}
