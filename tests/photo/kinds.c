#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/attr.h"
#include "camera.h"
#include "photo/pixels.h"

/* Photos of every kind that a team brings home: what is taken, what is refused and with which sentence, and that nothing is stored but the
 * picture. */

/* ---- what is stored, read by a reader of the test's own */

/* The segments of a stored photo are those of a plain picture, each as it must be, and its last two bytes are its end. */
static void
assert_picture_alone(const struct buf *photo)
{
	const unsigned char *bytes = (const unsigned char *)photo->data;
	size_t at = 2;
	int jfif = 0, frames = 0;

	assert_memory_equal(bytes, "\xff\xd8", 2);
	for (;;) {
		size_t len;
		int marker;

		assert_true(at + 4 < photo->len);
		assert_int_equal(bytes[at], 0xff);
		marker = bytes[at + 1];
		len = (size_t)bytes[at + 2] << 8 | bytes[at + 3];
		if (marker == 0xe0) {
			assert_int_equal(++jfif, 1);
			assert_int_equal(at, 2);
			assert_memory_equal(bytes + at, "\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", 18);
		} else if (marker == 0xc0) {
			assert_int_equal(++frames, 1);
		} else {
			assert_true(marker == 0xdb || marker == 0xc4 || marker == 0xda);
		}
		at += 2 + len;
		if (marker == 0xda)
			break;
	}
	assert_int_equal(jfif, 1);
	assert_int_equal(frames, 1);
	for (; at + 2 < photo->len; at++) /* the one scan's data hold no marker */
		assert_true(bytes[at] != 0xff || bytes[at + 1] == 0);
	assert_memory_equal(bytes + photo->len - 2, "\xff\xd9", 2);
	assert_null(memmem(photo->data, photo->len, CAMERA_SECRET, sizeof(CAMERA_SECRET) - 1));
	assert_null(memmem(photo->data, photo->len, "Exif", 4));
}

/* Takes a photo, and holds what follows whenever one is taken: the picture alone, the same pixels when it was not scaled, the same bytes when
 * it is prepared once more. */
static void
take(const struct camera_shot *shot, const struct buf *photo, struct photo_ready *ready)
{
	struct photo_ready again = { 0 };
	struct err err = { 0 };

	if (photo_prepare(photo->data, photo->len, ready, &err))
		fail_msg("extras %#x: %s", shot->extras, err.text);
	assert_picture_alone(&ready->bytes);
	if (shot->orientation <= 1 && shot->width <= PHOTO_SIDE_MAX && shot->height <= PHOTO_SIDE_MAX && shot->kind != KIND_PLAIN_RGB) {
		struct pixels was, is;

		assert_int_equal(pixels_decode(photo->data, photo->len, 0, 1, &was, &err), STATUS_OK);
		assert_int_equal(pixels_decode(ready->bytes.data, ready->bytes.len, 0, 1, &is, &err), STATUS_OK);
		assert_int_equal(was.width, is.width);
		assert_int_equal(was.height, is.height);
		assert_memory_equal(was.rgb, is.rgb, 3 * (size_t)was.width * (size_t)was.height);
		free(was.rgb);
		free(is.rgb);
	}
	assert_int_equal(photo_prepare(ready->bytes.data, ready->bytes.len, &again, &err), STATUS_OK);
	assert_int_equal(again.bytes.len, ready->bytes.len);
	assert_memory_equal(again.bytes.data, ready->bytes.data, ready->bytes.len);
	buf_release(&again.bytes);
}

/* ---- the kinds */

enum harm {
	HARM_NONE,
	HARM_HALF,	 /* the second half is missing */
	HARM_TAIL,	 /* all is there but the last hundred bytes */
	HARM_HEAD,	 /* it ends in its head */
	HARM_HOLE,	 /* zeros in the middle, as a card loses a block */
	HARM_OTHER_TAIL, /* the second half is another photo's */
	HARM_MANY,	 /* it says to have 20,000 x 20,000 pixels */
	HARM_PRECISION,	 /* twelve bits a colour */
	HARM_LOSSLESS,
	HARM_EMPTY,
	HARM_BYTES /* the file is these bytes */
};

struct shot_case {
	const char *name;
	struct camera_shot shot;
	const char *sentence; /* what the refusal says; NULL: it is taken */
	enum harm harm;
	const char *bytes;
	size_t len;
};

#define SMALL .width = 320, .height = 240
#define CUT "cut short; copy it from the camera again"
#define DAMAGED "damaged; copy it from the camera again"

static const struct shot_case cases[] = {
	/* taken */
	{ .name = "plain", .shot = { SMALL } },
	{ .name = "grey", .shot = { SMALL, .kind = KIND_GREY } },
	{ .name = "progressive", .shot = { SMALL, .kind = KIND_PROGRESSIVE } },
	{ .name = "with restarts", .shot = { SMALL, .kind = KIND_RESTARTS } },
	{ .name = "without subsampling", .shot = { SMALL, .kind = KIND_FULL_COLOUR } },
	{ .name = "stored as RGB", .shot = { SMALL, .kind = KIND_PLAIN_RGB } },
	{ .name = "one pixel", .shot = { .width = 1, .height = 1 } },
	{ .name = "a strip", .shot = { .width = 3000, .height = 7 } },
	{ .name = "a large one", .shot = { .width = 2600, .height = 1900, .extras = EXTRA_EXIF | EXTRA_BEHIND } },
	{ .name = "EXIF", .shot = { SMALL, .extras = EXTRA_EXIF } },
	{ .name = "EXIF, on its side", .shot = { SMALL, .extras = EXTRA_EXIF, .orientation = 6 } },
	{ .name = "EXIF behind XMP", .shot = { SMALL, .extras = EXTRA_EXIF | EXTRA_XMP, .orientation = 8 } },
	{ .name = "a second EXIF", .shot = { SMALL, .extras = EXTRA_EXIF | EXTRA_EXIF_TWO } },
	{ .name = "XMP", .shot = { SMALL, .extras = EXTRA_XMP } },
	{ .name = "extended XMP", .shot = { SMALL, .extras = EXTRA_XMP | EXTRA_XMP_LONG } },
	{ .name = "IPTC", .shot = { SMALL, .extras = EXTRA_IPTC } },
	{ .name = "a comment", .shot = { SMALL, .extras = EXTRA_COMMENT } },
	{ .name = "a comment between tables", .shot = { SMALL, .extras = EXTRA_TABLES } },
	{ .name = "a list of further pictures", .shot = { SMALL, .extras = EXTRA_MPF | EXTRA_SECOND } },
	{ .name = "a colour profile", .shot = { SMALL, .extras = EXTRA_COLOURS } },
	{ .name = "a thumbnail", .shot = { SMALL, .extras = EXTRA_JFXX } },
	{ .name = "the maker's segments", .shot = { SMALL, .extras = EXTRA_MAKER } },
	{ .name = "bytes between markers", .shot = { SMALL, .extras = EXTRA_BETWEEN } },
	{ .name = "0xff before markers", .shot = { SMALL, .extras = EXTRA_EXIF | EXTRA_FILL } },
	{ .name = "bytes behind the end", .shot = { SMALL, .extras = EXTRA_BEHIND } },
	{ .name = "a film behind the end", .shot = { SMALL, .extras = EXTRA_FILM } },
	{ .name = "Se=0 in the scan header", .shot = { SMALL, .extras = EXTRA_SCAN_ZERO } },
	{ .name = "zeros before the end", .shot = { SMALL, .extras = EXTRA_PADDING } },
	{ .name = "everything", .shot = { SMALL, .extras = (1u << EXTRA_COUNT) - 1 } },
	{ .name = "everything, progressive",
	  .shot = { SMALL, .kind = KIND_PROGRESSIVE, .extras = ((1u << EXTRA_COUNT) - 1) & ~(unsigned)EXTRA_SCAN_ZERO } },
	/* refused */
	{ .name = "CMYK", .shot = { SMALL, .kind = KIND_CMYK }, .sentence = "colours of a printing press (CMYK)" },
	{ .name = "half", .shot = { SMALL }, .sentence = CUT, .harm = HARM_HALF },
	{ .name = "half, progressive", .shot = { SMALL, .kind = KIND_PROGRESSIVE }, .sentence = CUT, .harm = HARM_HALF },
	{ .name = "half, with restarts", .shot = { SMALL, .kind = KIND_RESTARTS }, .sentence = CUT, .harm = HARM_HALF },
	{ .name = "half of a large one", .shot = { .width = 2600, .height = 1900 }, .sentence = CUT, .harm = HARM_HALF },
	{ .name = "without its tail", .shot = { SMALL }, .sentence = CUT, .harm = HARM_TAIL },
	{ .name = "in its head", .shot = { SMALL, .extras = EXTRA_EXIF }, .sentence = CUT, .harm = HARM_HEAD },
	{ .name = "a hole", .shot = { SMALL }, .sentence = DAMAGED, .harm = HARM_HOLE },
	{ .name = "a hole, progressive", .shot = { SMALL, .kind = KIND_PROGRESSIVE }, .sentence = DAMAGED, .harm = HARM_HOLE },
	{ .name = "another photo's tail", .shot = { SMALL }, .sentence = DAMAGED, .harm = HARM_OTHER_TAIL },
	{ .name = "many pixels", .shot = { SMALL }, .sentence = "more than 64 million pixels", .harm = HARM_MANY },
	{ .name = "twelve bits", .shot = { SMALL }, .sentence = "of a kind that cannot be read", .harm = HARM_PRECISION },
	{ .name = "lossless", .shot = { SMALL }, .sentence = "of a kind that cannot be read", .harm = HARM_LOSSLESS },
	{ .name = "empty", .shot = { SMALL }, .sentence = "the photo is empty", .harm = HARM_EMPTY },
#define FILE_OF(text) .harm = HARM_BYTES, .bytes = text, .len = sizeof(text) - 1
	{ .name = "PNG", .shot = { SMALL }, .sentence = "a picture of kind PNG and no JPEG", FILE_OF("\x89PNG\r\n\x1a\n\0\0\0\rIHDR") },
	{ .name = "HEIC",
	  .shot = { SMALL },
	  "a HEIC photo and no JPEG; set the camera to JPEG",
	  FILE_OF("\0\0\0\x24"
		  "ftypheic\0\0\0\0mif1") },
	{ .name = "HEIC of another brand",
	  .shot = { SMALL },
	  "a HEIC photo and no JPEG",
	  FILE_OF("\0\0\0\x18"
		  "ftypmif1\0\0\0\0heic") },
	{ .name = "AVIF",
	  .shot = { SMALL },
	  "a picture of kind AVIF",
	  FILE_OF("\0\0\0\x18"
		  "ftypavif\0\0\0\0") },
	{ .name = "WebP", .shot = { SMALL }, .sentence = "a picture of kind WebP", FILE_OF("RIFF\x24\0\0\0WEBPVP8 ") },
	{ .name = "GIF", .shot = { SMALL }, .sentence = "a picture of kind GIF", FILE_OF("GIF89a\1\0\1\0") },
	{ .name = "BMP", .shot = { SMALL }, .sentence = "a picture of kind BMP", FILE_OF("BM\x36\0\0\0") },
	{ .name = "raw", .shot = { SMALL }, .sentence = "a picture of kind TIFF / RAW", FILE_OF("II*\0\x10\0\0\0CR\2") },
	{ .name = "a film",
	  .shot = { SMALL },
	  "a film and no JPEG photo",
	  FILE_OF("\0\0\0\x18"
		  "ftypmp42\0\0\0\0") },
	{ .name = "PDF", .shot = { SMALL }, .sentence = "a picture of kind PDF", FILE_OF("%PDF-1.7\n") },
	{ .name = "a text", .shot = { SMALL }, .sentence = "this is no JPEG photo", FILE_OF("the photos of house 12") },
	{ .name = "zeros", .shot = { SMALL }, .sentence = "this is no JPEG photo", FILE_OF("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0") },
};

/* The place behind the head of the first scan. */
static size_t
data_of(const struct buf *photo)
{
	const char *scan = memmem(photo->data, photo->len, "\xff\xda", 2);

	return (size_t)(scan - photo->data) + 14;
}

static char *
frame_of(const struct buf *photo)
{
	return memmem(photo->data, photo->len, "\xff\xc0", 2);
}

static void
harm(const struct shot_case *of, struct buf *photo)
{
	size_t data = data_of(photo), half = data + (photo->len - data) / 2;
	struct camera_shot other = of->shot;
	struct buf tail = { 0 };

	switch (of->harm) {
	case HARM_NONE:
		break;
	case HARM_HALF:
		photo->len = half;
		break;
	case HARM_TAIL:
		photo->len -= 100;
		break;
	case HARM_HEAD:
		photo->len = data / 2;
		break;
	case HARM_HOLE:
		memset(photo->data + half, 0, 512);
		break;
	case HARM_OTHER_TAIL:
		other.width = 200;
		camera_shoot(&other, &tail);
		photo->len = half;
		buf_add(photo, tail.data + tail.len / 2, tail.len - tail.len / 2);
		buf_release(&tail);
		break;
	case HARM_MANY:
		memcpy(frame_of(photo) + 5, "\x4e\x20\x4e\x20", 4);
		break;
	case HARM_PRECISION:
		frame_of(photo)[4] = 12;
		break;
	case HARM_LOSSLESS:
		frame_of(photo)[1] = (char)0xc3;
		break;
	case HARM_EMPTY:
		photo->len = 0;
		break;
	case HARM_BYTES:
		buf_clear(photo);
		buf_add(photo, of->bytes, of->len);
		break;
	}
}

static void
photo__is_taken_or_refused__each_with_its_sentence(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf photo = { 0 };
		struct photo_ready ready = { 0 };
		struct err err = { 0 };

		camera_shoot(&cases[i].shot, &photo);
		harm(&cases[i], &photo);
		if (!cases[i].sentence)
			take(&cases[i].shot, &photo, &ready);
		else if (!photo_prepare(photo.data, photo.len, &ready, &err))
			fail_msg("%s: taken", cases[i].name);
		else if (!strstr(err.text, cases[i].sentence))
			fail_msg("%s: %s", cases[i].name, err.text);
		buf_release(&ready.bytes);
		buf_release(&photo);
	}
}

/* Any set of what a file may carry, with any orientation: nothing of it is stored, and time and place come out. */
static void
photo__is_stored__as_the_picture_alone(void **state)
{
	uint32_t stream = 20220820;

	(void)state;
	for (int i = 0; i < 300; i++) {
		struct camera_shot shot;
		struct photo_ready ready = { 0 };
		struct buf photo = { 0 };

		stream = stream * 1664525u + 1013904223u;
		shot = (struct camera_shot){ .kind = (enum camera_kind[]){ KIND_RGB, KIND_GREY, KIND_PROGRESSIVE, KIND_RESTARTS,
									   KIND_FULL_COLOUR }[(stream >> 24) % 5],
					     .width = 20 + (int)(stream >> 8 & 63),
					     .height = 20 + (int)(stream >> 14 & 63),
					     .extras = stream >> 10 & ((1u << EXTRA_COUNT) - 1) };
		if (shot.kind == KIND_PROGRESSIVE)
			shot.extras &= ~(unsigned)EXTRA_SCAN_ZERO;
		if (shot.extras & EXTRA_EXIF)
			shot.orientation = 1 + (int)(stream >> 28 & 7);
		else
			shot.extras &= ~(unsigned)EXTRA_EXIF_TWO;
		camera_shoot(&shot, &photo);
		take(&shot, &photo, &ready);
		assert_int_equal(ready.width, shot.orientation >= 5 ? shot.height : shot.width);
		assert_int_equal(ready.has_position, (shot.extras & EXTRA_EXIF) != 0);
		assert_int_equal(ready.has_taken, (shot.extras & EXTRA_EXIF) != 0);
		if (ready.has_position)
			assert_true(ready.lon > 107.3699 && ready.lon < 107.3701);
		if (ready.has_taken)
			assert_int_equal(ready.taken_unix, 1660958073);
		buf_release(&ready.bytes);
		buf_release(&photo);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(photo__is_taken_or_refused__each_with_its_sentence),
		cmocka_unit_test(photo__is_stored__as_the_picture_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
