#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "camera.h"
#include "photo/photo.h"
#include "photo/pixels.h"

/* How a picture looks: copies of one picture are alike, whatever was done to the file, and other pictures are not. */

#define WIDTH 960
#define HEIGHT 720
#define SCENES 60

static uint32_t
drawn(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* A scene: sky, ground, and between them things of any size and brightness. */
static struct pixels
scene(uint32_t seed)
{
	struct pixels out = { WIDTH, HEIGHT, mem_array((size_t)WIDTH * HEIGHT, 3) };

	for (int y = 0; y < HEIGHT; y++)
		memset(out.rgb + 3 * (size_t)y * WIDTH, y < HEIGHT * 5 / 6 ? 190 : 110, 3 * WIDTH);
	for (int i = 0; i < 24; i++) {
		int width = 60 + (int)(drawn(&seed) % 300), height = 60 + (int)(drawn(&seed) % 300),
		    left = (int)(drawn(&seed) % WIDTH) - 60, top = (int)(drawn(&seed) % HEIGHT) - 60, grey = 30 + (int)(drawn(&seed) % 190);

		for (int y = top < 0 ? 0 : top; y < top + height && y < HEIGHT; y++)
			for (int x = left < 0 ? 0 : left; x < left + width && x < WIDTH; x++)
				memset(out.rgb + 3 * ((size_t)y * WIDTH + (size_t)x), grey, 3);
	}
	return out;
}

static uint64_t
look_of(const struct pixels *pixels)
{
	struct buf bytes = { 0 };
	struct err err = { 0 };
	uint64_t look;

	assert_int_equal(pixels_encode(pixels, &bytes, &err), STATUS_OK);
	assert_int_equal(photo_look(bytes.data, bytes.len, &look, &err), STATUS_OK);
	buf_release(&bytes);
	return look;
}

static void
brighten(struct pixels *pixels, int percent, int more)
{
	for (size_t i = 0; i < 3 * (size_t)pixels->width * (size_t)pixels->height; i++) {
		int value = pixels->rgb[i] * percent / 100 + more;

		pixels->rgb[i] = (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
	}
}

static void
cut(struct pixels *pixels, int dots)
{
	int width = pixels->width - 2 * dots, height = pixels->height - 2 * dots;

	for (int y = 0; y < height; y++)
		memmove(pixels->rgb + 3 * (size_t)y * (size_t)width,
			pixels->rgb + 3 * ((size_t)(y + dots) * (size_t)pixels->width + (size_t)dots), 3 * (size_t)width);
	pixels->width = width;
	pixels->height = height;
}

static void
add_grain(struct pixels *pixels)
{
	uint32_t seed = 7;

	for (size_t i = 0; i < 3 * (size_t)pixels->width * (size_t)pixels->height; i++) {
		int value = pixels->rgb[i] + (int)(drawn(&seed) % 33) - 16;

		pixels->rgb[i] = (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
	}
}

/* Saves the picture once more, as a program of a phone does. */
static void
save_again(struct pixels *pixels)
{
	struct buf bytes = { 0 };
	struct err err = { 0 };

	assert_int_equal(pixels_encode(pixels, &bytes, &err), STATUS_OK);
	free(pixels->rgb);
	assert_int_equal(pixels_decode(bytes.data, bytes.len, 0, 1, pixels, &err), STATUS_OK);
	buf_release(&bytes);
}

enum change { SAVED, HALVED, TO_A_THIRD, BRIGHTER, DARKER, PALER, CUT, GRAIN, CHANGES };

static void
change(struct pixels *pixels, enum change what)
{
	switch (what) {
	case SAVED:
		save_again(pixels);
		break;
	case HALVED:
		pixels_shrink(pixels, WIDTH / 2, HEIGHT / 2);
		break;
	case TO_A_THIRD:
		pixels_shrink(pixels, WIDTH / 3, HEIGHT / 3);
		break;
	case BRIGHTER:
		brighten(pixels, 100, 25);
		break;
	case DARKER:
		brighten(pixels, 100, -25);
		break;
	case PALER:
		brighten(pixels, 70, 40);
		break;
	case CUT: /* one in a hundred at each edge */
		cut(pixels, WIDTH / 100);
		break;
	default:
		add_grain(pixels);
	}
}

static void
copies__of_one_picture__look_alike(void **state)
{
	int found[CHANGES] = { 0 }, found_far[CHANGES] = { 0 }, apart;

	(void)state;
	for (uint32_t i = 0; i < SCENES; i++) {
		struct pixels as_taken = scene(i + 1);
		uint64_t look = look_of(&as_taken);

		free(as_taken.rgb);
		assert_true(look != 0);
		for (int what = 0; what < CHANGES; what++) {
			struct pixels changed = scene(i + 1);

			change(&changed, (enum change)what);
			apart = photo_look_apart(look, look_of(&changed));
			found[what] += apart <= PHOTO_ALIKE;
			found_far[what] += apart <= PHOTO_ALIKE_FAR;
			free(changed.rgb);
		}
	}
	for (int what = 0; what < CHANGES; what++) {
		printf("# change %d: of %d %d found, %d in other villages\n", what, SCENES, found[what], found_far[what]);
		assert_true(found[what] >= (what == CUT ? SCENES * 9 / 10 : SCENES));
		assert_true(found_far[what] >= (what == CUT ? SCENES * 6 / 10 : SCENES * 9 / 10));
	}
}

static void
other_pictures__do_not(void **state)
{
	uint64_t looks[10 * SCENES];
	int nearest = 64;

	(void)state;
	for (uint32_t i = 0; i < 10 * SCENES; i++) {
		struct pixels pixels = scene(i + 1);

		looks[i] = look_of(&pixels);
		free(pixels.rgb);
		for (uint32_t k = 0; k < i; k++)
			nearest = photo_look_apart(looks[i], looks[k]) < nearest ? photo_look_apart(looks[i], looks[k]) : nearest;
	}
	printf("# the nearest two of %d scenes are %d bits apart\n", 10 * SCENES, nearest);
	assert_true(nearest > PHOTO_ALIKE);
}

/* A wall, a night, a thumb before the lens: each looks like each other one, and so like none. */
static void
picture__of_nothing__looks_like_none(void **state)
{
	struct pixels pixels = { WIDTH, HEIGHT, mem_array((size_t)WIDTH * HEIGHT, 3) };

	(void)state;
	assert_true(look_of(&pixels) == 0);
	memset(pixels.rgb, 128, 3 * (size_t)WIDTH * HEIGHT);
	assert_true(look_of(&pixels) == 0);
	add_grain(&pixels);
	assert_true(look_of(&pixels) == 0);
	free(pixels.rgb);
}

/* The same bits on every machine and with every version: files keep them. */
static void
look__is_what_it_was(void **state)
{
	struct pixels pixels = scene(1);
	uint64_t look = look_of(&pixels);

	(void)state;
	free(pixels.rgb);
	printf("# scene 1 looks like %016llx\n", (unsigned long long)look);
	assert_true(photo_look_apart(look, 0x7c45b8c9b02ccfb2) <= 2); /* another library may write the file otherwise */
}

/* Kinds of pictures that cameras write, and sides of any size. */
static void
kinds__of_one_picture__look_alike(void **state)
{
	static const enum camera_kind kinds[] = { KIND_RGB, KIND_GREY, KIND_PROGRESSIVE, KIND_RESTARTS, KIND_FULL_COLOUR, KIND_PLAIN_RGB };
	uint64_t first = 0, look;
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		struct camera_shot shot = { .kind = kinds[i], .width = 640, .height = 480 };
		struct buf bytes = { 0 };

		camera_shoot(&shot, &bytes);
		assert_int_equal(photo_look(bytes.data, bytes.len, &look, &err), STATUS_OK);
		first = i ? first : look;
		if (kinds[i] != KIND_GREY) /* which is another picture: the camera's test chart is made of colours */
			assert_true(photo_look_apart(first, look) <= PHOTO_ALIKE);
		buf_release(&bytes);
	}
	for (int side = 1; side < 70; side += 3) {
		struct camera_shot shot = { .kind = KIND_RGB, .width = side, .height = 70 - side };
		struct buf bytes = { 0 };

		camera_shoot(&shot, &bytes);
		assert_int_equal(photo_look(bytes.data, bytes.len, &look, &err), STATUS_OK);
		buf_release(&bytes);
	}
}

static void
look__is_refused__of_what_is_no_photo(void **state)
{
	struct camera_shot shot = { .kind = KIND_RGB, .width = 640, .height = 480 };
	struct buf bytes = { 0 };
	struct err err = { 0 };
	uint64_t look = 1;

	(void)state;
	camera_shoot(&shot, &bytes);
	assert_int_equal(photo_look("", 0, &look, &err), STATUS_INVALID);
	assert_int_equal(photo_look("no photo at all", 15, &look, &err), STATUS_INVALID);
	assert_true(look == 0);
	for (size_t len = 2; len < bytes.len - 2; len += 97)
		assert_int_equal(photo_look(bytes.data, len, &look, &err), STATUS_INVALID);
	buf_release(&bytes);
	shot.kind = KIND_CMYK;
	camera_shoot(&shot, &bytes);
	assert_int_equal(photo_look(bytes.data, bytes.len, &look, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "CMYK"));
	buf_release(&bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies__of_one_picture__look_alike),	cmocka_unit_test(other_pictures__do_not),
		cmocka_unit_test(picture__of_nothing__looks_like_none), cmocka_unit_test(look__is_what_it_was),
		cmocka_unit_test(kinds__of_one_picture__look_alike),	cmocka_unit_test(look__is_refused__of_what_is_no_photo),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
