#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <cmocka.h>

#include "base/attr.h"
#include "photo/pixels.h"

/* What becomes of a camera's file before it is signed. */

/* A JPEG whose left half is red and right half blue; with an EXIF block when `orientation` is not 0. */
static void
make(int width, int height, int orientation, bool gps, J_COLOR_SPACE space, bool progressive, struct buf *out)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr manager;
	unsigned char *bytes = NULL, *row;
	unsigned long len = 0;
	int parts = space == JCS_GRAYSCALE ? 1 : space == JCS_CMYK ? 4 : 3;

	memset(&jpeg, 0, sizeof(jpeg));
	jpeg.err = jpeg_std_error(&manager);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &bytes, &len);
	jpeg.image_width = (JDIMENSION)width;
	jpeg.image_height = (JDIMENSION)height;
	jpeg.input_components = parts;
	jpeg.in_color_space = space;
	jpeg_set_defaults(&jpeg);
	jpeg_set_quality(&jpeg, 90, TRUE);
	if (progressive)
		jpeg_simple_progression(&jpeg);
	jpeg_start_compress(&jpeg, TRUE);
	if (orientation) {
		/* TIFF, big endian: IFD0 with orientation and a pointer to GPS; GPS with 24 deg 30' 36" N, 107 deg 22' 12" E. */
		static const uint8_t head[] = {
			'E',  'x',  'i', 'f', 0, 0,  'M', 'M', 0,   42, 0,   0,	 0, 8,	0, 2, 0x01, 0x12, 0, 3,	 0, 0,	0, 1,	0, 1,
			0,    0,							      /* orientation, set below */
			0x88, 0x25, 0,	 4,   0, 0,  0,	  1,   0,   0,	0,   38, 0, 0,	0, 0, /* GPS at 38 */
			0,    4,    0,	 1,   0, 2,  0,	  0,   0,   2,	'N', 0,	 0, 0,	0, 2, 0,    5,	  0, 0,	 0, 3,	0, 0,	0, 92,
			0,    3,    0,	 2,   0, 0,  0,	  2,   'E', 0,	0,   0,	 0, 4,	0, 5, 0,    0,	  0, 3,	 0, 0,	0, 116, 0, 0,
			0,    0,    0,	 0,   0, 24, 0,	  0,   0,   1,	0,   0,	 0, 30, 0, 0, 0,    1,	  0, 0,	 0, 36, 0, 0,	0, 1,
			0,    0,    0,	 107, 0, 0,  0,	  1,   0,   0,	0,   22, 0, 0,	0, 1, 0,    0,	  0, 12, 0, 0,	0, 1,
		};
		uint8_t segment[sizeof(head)];

		memcpy(segment, head, sizeof(head));
		segment[25] = (uint8_t)orientation;
		if (!gps)
			segment[15] = 1; /* one entry alone */
		jpeg_write_marker(&jpeg, JPEG_APP0 + 1, segment, sizeof(segment));
	}
	row = malloc((size_t)width * (size_t)parts);
	for (int x = 0; x < width; x++) {
		bool left = x < width / 2;

		for (int c = 0; c < parts; c++)
			row[x * parts + c] = parts == 3 ? (c == (left ? 0 : 2) ? 220 : 30) : left ? 200 : 40;
	}
	while (jpeg.next_scanline < jpeg.image_height) {
		JSAMPROW rows[1] = { row };

		jpeg_write_scanlines(&jpeg, rows, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	buf_add(out, bytes, len);
	free(bytes);
	free(row);
}

static bool
is_red(const struct pixels *pixels, int x, int y)
{
	const uint8_t *at = pixels->rgb + 3 * (y * pixels->width + x);

	return at[0] > 150 && at[2] < 100;
}

static void
photo__stands_upright__whatever_its_orientation(void **state)
{
	/* where the red half lies after turning: 0 left, 1 top, 2 right, 3 bottom */
	static const int red_at[] = { 0, 0, 2, 2, 0, 1, 1, 3, 3 };

	(void)state;
	for (int orientation = 1; orientation <= 8; orientation++) {
		struct buf photo = { 0 };
		struct photo_ready ready = { 0 };
		struct pixels pixels;
		struct err err = { 0 };
		int w, h;

		make(400, 200, orientation, false, JCS_RGB, false, &photo);
		assert_int_equal(photo_prepare(photo.data, photo.len, &ready, &err), STATUS_OK);
		w = ready.width;
		h = ready.height;
		assert_int_equal(w, orientation >= 5 ? 200 : 400);
		assert_int_equal(h, orientation >= 5 ? 400 : 200);
		assert_int_equal(pixels_decode(ready.bytes.data, ready.bytes.len, 0, 1, &pixels, &err), STATUS_OK);
		if (orientation < 5) {
			assert_int_equal(is_red(&pixels, w / 8, h / 2), red_at[orientation] == 0);
			assert_int_equal(is_red(&pixels, w - w / 8, h / 2), red_at[orientation] == 2);
		} else {
			assert_int_equal(is_red(&pixels, w / 2, h / 8), red_at[orientation] == 1);
			assert_int_equal(is_red(&pixels, w / 2, h - h / 8), red_at[orientation] == 3);
		}
		free(pixels.rgb);
		buf_release(&ready.bytes);
		buf_release(&photo);
	}
}

static void
photo__loses_its_position__and_tells_it(void **state)
{
	struct buf photo = { 0 };
	struct photo_ready ready = { 0 };
	struct err err = { 0 };

	(void)state;
	make(300, 200, 1, true, JCS_RGB, false, &photo);
	assert_int_equal(photo_prepare(photo.data, photo.len, &ready, &err), STATUS_OK);
	assert_true(ready.has_position);
	assert_true(ready.lat > 24.5099 && ready.lat < 24.5101);
	assert_true(ready.lon > 107.3699 && ready.lon < 107.3701);
	assert_null(memmem(ready.bytes.data, ready.bytes.len, "Exif", 4));
	buf_release(&ready.bytes);
	buf_release(&photo);
}

static void
photo__is_scaled__to_2048(void **state)
{
	static const int sizes[][4] = {
		{ 4000, 3000, 2048, 1536 }, { 1500, 3000, 1024, 2048 }, { 2049, 10, 2048, 9 }, { 2048, 1000, 2048, 1000 }
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		struct buf photo = { 0 };
		struct photo_ready ready = { 0 };
		struct err err = { 0 };

		make(sizes[i][0], sizes[i][1], 1, false, JCS_RGB, false, &photo);
		assert_int_equal(photo_prepare(photo.data, photo.len, &ready, &err), STATUS_OK);
		assert_int_equal(ready.width, sizes[i][2]);
		assert_int_equal(ready.height, sizes[i][3]);
		buf_release(&ready.bytes);
		buf_release(&photo);
	}
}

static void
photo__keeps_its_bytes__when_nothing_is_to_be_done(void **state)
{
	struct buf photo = { 0 };
	struct photo_ready ready = { 0 };
	struct err err = { 0 };

	(void)state;
	make(300, 200, 0, false, JCS_RGB, false, &photo);
	assert_int_equal(photo_prepare(photo.data, photo.len, &ready, &err), STATUS_OK);
	assert_int_equal(ready.bytes.len, photo.len);
	assert_memory_equal(ready.bytes.data, photo.data, photo.len);
	buf_release(&ready.bytes);
	buf_release(&photo);
}

static void
photo__of_other_kinds__is_taken_or_refused_with_a_sentence(void **state)
{
	struct buf gray = { 0 }, progressive = { 0 }, cmyk = { 0 }, cut = { 0 };
	struct photo_ready ready = { 0 };
	struct err err = { 0 };

	(void)state;
	make(300, 200, 1, false, JCS_GRAYSCALE, false, &gray);
	assert_int_equal(photo_prepare(gray.data, gray.len, &ready, &err), STATUS_OK);
	buf_release(&ready.bytes);
	make(300, 200, 1, false, JCS_RGB, true, &progressive);
	assert_int_equal(photo_prepare(progressive.data, progressive.len, &ready, &err), STATUS_OK);
	buf_release(&ready.bytes);
	make(300, 200, 1, false, JCS_CMYK, false, &cmyk);
	assert_int_equal(photo_prepare(cmyk.data, cmyk.len, &ready, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "CMYK"));
	make(300, 200, 1, false, JCS_RGB, false, &cut);
	for (size_t len = 0; len < cut.len; len += 97) {
		assert_int_equal(photo_prepare(cut.data, len, &ready, &err), STATUS_INVALID);
		assert_true(*err.text);
	}
	assert_int_equal(photo_prepare("GIF89a", 6, &ready, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "no JPEG"));
	buf_release(&gray);
	buf_release(&progressive);
	buf_release(&cmyk);
	buf_release(&cut);
}

/* Whatever bytes are changed: taken or refused, never a crash (the sanitizers watch). */
static void
photo__survives__flipped_bytes(void **state)
{
	struct buf photo = { 0 };
	uint32_t stream = 7;

	(void)state;
	make(160, 120, 6, true, JCS_RGB, false, &photo);
	for (int i = 0; i < 2000; i++) {
		struct photo_ready ready = { 0 };
		struct photo_cells cells = { 0 };
		struct err err = { 0 };
		struct buf copy = { 0 };

		buf_add(&copy, photo.data, photo.len);
		for (int k = 0; k < 3; k++) {
			stream = stream * 1664525u + 1013904223u;
			copy.data[(stream >> 8) % copy.len] = (char)(stream >> 24);
		}
		if (photo_prepare(copy.data, copy.len, &ready, &err))
			assert_true(*err.text);
		if (i % 10 == 0 && photo_cells(copy.data, copy.len, 6, 20, PHOTO_256, &cells, &err))
			assert_true(*err.text);
		photo_cells_release(&cells);
		buf_release(&ready.bytes);
		buf_release(&copy);
	}
	buf_release(&photo);
}

static void
cells__keep_the_ratio__and_show_both_halves(void **state)
{
	struct buf photo = { 0 };
	struct photo_cells cells = { 0 };
	struct err err = { 0 };

	(void)state;
	make(800, 400, 1, false, JCS_RGB, false, &photo);
	assert_int_equal(photo_cells(photo.data, photo.len, 20, 40, PHOTO_256, &cells, &err), STATUS_OK);
	assert_int_equal(cells.cols, 40);
	assert_int_equal(cells.rows, 10); /* a cell is twice as high as wide */
	for (int half = 0; half < 2; half++) {
		const struct photo_cell *cell = &cells.cell[5 * 40 + (half ? 35 : 5)];
		int32_t colour = cell->bg >= 0 ? cell->bg : cell->fg;

		assert_int_equal((colour >> 16 & 0xff) > (colour & 0xff), half == 0);
	}
	photo_cells_release(&cells);
	assert_int_equal(photo_cells(photo.data, photo.len, 4, 40, PHOTO_ASCII, &cells, &err), STATUS_OK);
	assert_int_equal(cells.rows, 4);
	assert_int_equal(cells.cols, 16);
	for (int i = 0; i < cells.rows * cells.cols; i++) {
		assert_true(cells.cell[i].character >= 0x20 && cells.cell[i].character < 0x7f);
		assert_int_equal(cells.cell[i].fg, -1);
	}
	photo_cells_release(&cells);
	assert_int_equal(photo_cells(photo.data, photo.len, 0, 40, PHOTO_256, &cells, &err), STATUS_INVALID);
	buf_release(&photo);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(photo__stands_upright__whatever_its_orientation),
		cmocka_unit_test(photo__loses_its_position__and_tells_it),
		cmocka_unit_test(photo__is_scaled__to_2048),
		cmocka_unit_test(photo__keeps_its_bytes__when_nothing_is_to_be_done),
		cmocka_unit_test(photo__of_other_kinds__is_taken_or_refused_with_a_sentence),
		cmocka_unit_test(photo__survives__flipped_bytes),
		cmocka_unit_test(cells__keep_the_ratio__and_show_both_halves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
