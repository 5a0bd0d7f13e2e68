#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "demo/draw.h"

#define WIDTH 640 /* of what is drawn, in points */
#define HEIGHT 480
#define DOTS(points) ((points)*7 / 10) /* of the picture: small, since a county's photos are what its file consists of */
#define DOTS_WIDE DOTS(WIDTH)
#define DOTS_HIGH DOTS(HEIGHT)

struct drawing_page {
	uint8_t *rgb;
};

struct colour {
	uint8_t r, g, b;
};

/* A rectangle, in points. */
static void
fill(struct drawing_page *canvas, int x, int y, int width, int height, struct colour colour)
{
	int left = x < 0 ? 0 : DOTS(x), right = x + width < WIDTH ? DOTS(x + width) : DOTS_WIDE, top = y < 0 ? 0 : DOTS(y),
	    bottom = y + height < HEIGHT ? DOTS(y + height) : DOTS_HIGH;
	uint8_t *first = canvas->rgb + 3 * (top * DOTS_WIDE + left);

	if (left >= right || top >= bottom)
		return;
	for (uint8_t *at = first; at < first + 3 * (right - left); at += 3) {
		at[0] = colour.r;
		at[1] = colour.g;
		at[2] = colour.b;
	}
	for (int row = top + 1; row < bottom; row++)
		memcpy(canvas->rgb + 3 * (row * DOTS_WIDE + left), first, 3 * (size_t)(right - left));
}

/* Digits as 3 x 5 dots, a row three bits. */
static void
digit(struct drawing_page *canvas, int x, int y, int size, int value, struct colour colour)
{
	static const uint16_t dots[10] = { 075557, 026227, 071747, 071717, 055711, 074717, 074757, 071111, 075757, 075717 };

	for (int row = 0; row < 5; row++)
		for (int column = 0; column < 3; column++)
			if (dots[value] >> ((4 - row) * 3 + (2 - column)) & 1)
				fill(canvas, x + column * size, y + row * size, size, size, colour);
}

static void
number(struct drawing_page *canvas, int x, int y, int size, uint32_t value, struct colour colour)
{
	char text[12];

	snprintf(text, sizeof(text), "%06u", value);
	for (const char *at = text; *at; at++, x += 4 * size)
		digit(canvas, x, y, size, *at - '0', colour);
}

static struct colour
tint(uint32_t serial, uint32_t which)
{
	uint32_t mixed = (serial * 2654435761u) ^ (which * 40503u);

	return (struct colour){ (uint8_t)(120 + mixed % 110), (uint8_t)(110 + mixed / 128 % 110), (uint8_t)(100 + mixed / 16384 % 110) };
}

static uint32_t
mix(uint32_t seed)
{
	seed = (seed ^ seed >> 16) * 0x85ebca6bu;
	seed = (seed ^ seed >> 13) * 0xc2b2ae35u;
	return seed ^ seed >> 16;
}

/* What stands behind the house, or the stones of a wall: columns of a few sizes, as high and as bright as it happens. */
static void
background(struct drawing_page *canvas, const struct photo_drawing *drawing, int columns, int least, int most, int bottom)
{
	uint32_t seed = drawing->serial * 0x9e3779b9u + (uint32_t)drawing->view;

	for (int i = 0; i < columns; i++) {
		uint32_t mixed = mix(seed + (uint32_t)i * 0x27d4eb2fu);
		int height = least + (int)(mixed >> 8) % (most - least), grey = 30 + (int)(mixed >> 24) * 200 / 256;

		fill(canvas, i * WIDTH / columns, bottom - height, WIDTH / columns + 1, height,
		     (struct colour){ (uint8_t)grey, (uint8_t)grey, (uint8_t)(grey + mixed % 20) });
	}
}

static void
house(struct drawing_page *canvas, const struct photo_drawing *drawing, int columns)
{
	int floors = drawing->floors < 1 ? 1 : drawing->floors > 15 ? 15 : drawing->floors;
	int storey = 360 / (floors > 4 ? floors : 4), width = columns * 70 + 40,
	    left = (WIDTH - width) / 2 + (int)(drawing->serial * 0x85ebca6bu >> 24) / 2 - 64;
	struct colour wall = tint(drawing->serial, 1), glass = { 60, 80, 110 }, line = { 40, 40, 40 };

	fill(canvas, 0, 0, WIDTH, 420, (struct colour){ 190, 210, 230 });
	background(canvas, drawing, 13, 40, 330, 420);
	fill(canvas, 0, 420, WIDTH, 60, (struct colour){ 110, 120, 90 }); /* the ground line */
	for (int f = 0; f < floors; f++) {
		int top = 420 - (f + 1) * storey;

		fill(canvas, left, top, width, storey, wall);
		fill(canvas, left, top, width, 3, line); /* the edge of each slab */
		for (int c = 0; c < columns; c++)
			fill(canvas, left + 35 + c * 70, top + storey / 4, 35, storey / 2, glass);
	}
	fill(canvas, left - 8, 420 - floors * storey - 8, width + 16, 8, line);
}

/* A sheet with lines of writing, the house's number and a red seal. */
static void
paper_sheet(struct drawing_page *canvas, const struct photo_drawing *drawing)
{
	struct colour white = { 250, 250, 247 }, ink = { 40, 40, 45 }, seal = { 205, 40, 40 };
	uint32_t words = drawing->serial * 2654435761u ^ (uint32_t)drawing->taken_unix * 40503u;

	fill(canvas, 0, 0, WIDTH, HEIGHT, tint(drawing->serial, 5));
	fill(canvas, 150, 20, 340, 440, white);
	number(canvas, 230, 50, 8, drawing->serial, ink);
	for (int line = 0; line < 11; line++)
		for (int x = 180; x < 460; x += 14) {
			words = words * 1664525u + 1013904223u;
			if (words >> 30)
				fill(canvas, x, 110 + line * 24, 10, 10, ink);
		}
	fill(canvas, 370, 360, 70, 70, seal);
	fill(canvas, 378, 368, 54, 54, white);
	fill(canvas, 395, 385, 20, 20, seal);
}

static void
draw(struct drawing_page *canvas, const struct photo_drawing *drawing)
{
	struct colour ink = { 20, 20, 20 }, paper = { 245, 245, 240 };
	int left = 20 + (int)(drawing->serial * 2654435761u >> 24) * 290 / 256,
	    top = 20 + (int)(drawing->serial * 40503u >> 8 & 255) * 300 / 256;

	switch (drawing->view) {
	case VIEW_PLATE:
		fill(canvas, 0, 0, WIDTH, HEIGHT, tint(drawing->serial, 2));
		background(canvas, drawing, 11, 60, HEIGHT - 60, HEIGHT);
		fill(canvas, left, top, 310, 140, (struct colour){ 30, 70, 160 });
		number(canvas, left + 36, top + 44, 10, drawing->serial, paper);
		return;
	case VIEW_SIGN:
		house(canvas, drawing, 4);
		fill(canvas, 100, 330, 440, 80, (struct colour){ 200, 40, 30 });
		number(canvas, 200, 345, 10, drawing->serial, paper);
		return;
	case VIEW_DETAIL:
		fill(canvas, 0, 0, WIDTH, HEIGHT, tint(drawing->serial, 3));
		for (int y = 0; y < HEIGHT; y += 4) /* a crack from top to bottom */
			fill(canvas, 300 + (int)((drawing->serial + (uint32_t)y * 7919u) / 5 % 24), y, 5, 5, ink);
		break;
	case VIEW_MENDED: /* where the crack was: fresh mortar */
		fill(canvas, 0, 0, WIDTH, HEIGHT, tint(drawing->serial, 3));
		fill(canvas, 280, 0, 64, HEIGHT, (struct colour){ 205, 205, 200 });
		break;
	case VIEW_CLEARED:
		fill(canvas, 0, 0, WIDTH, 300, (struct colour){ 190, 210, 230 });
		fill(canvas, 0, 300, WIDTH, 180, tint(drawing->serial, 6));
		for (int x = 20; x < WIDTH; x += 90) /* posts around the site */
			fill(canvas, x, 260, 8, 60, ink);
		break;
	case VIEW_PAPER:
		paper_sheet(canvas, drawing);
		return;
	case VIEW_ADDED:
		house(canvas, drawing, 3);
		fill(canvas, 470, 300, 110, 120, tint(drawing->serial, 4));
		break;
	default:
		house(canvas, drawing, drawing->view == VIEW_SIDE ? 2 : 4);
	}
	number(canvas, 10, 455, 4, drawing->serial, ink);
}

#define LIGHT_BLOCK 16 /* dots: light that changes from block to block alone costs a JPEG next to nothing */
#define LIGHT_COLUMNS 13
#define LIGHT_ROWS 11
_Static_assert(DOTS_WIDE % LIGHT_BLOCK == 0 && DOTS_HIGH % LIGHT_BLOCK == 0, "blocks fill the picture");

/* Makes a block so many 128ths as bright, 192 at most: in 16 bits, of which a processor reckons many at once. */
static void
light_block(struct drawing_page *canvas, int left, int top, uint16_t factor)
{
	for (int y = top; y < top + LIGHT_BLOCK; y++) {
		uint8_t *dots = canvas->rgb + 3 * (y * DOTS_WIDE + left);

		for (int i = 0; i < 3 * LIGHT_BLOCK; i++) {
			uint16_t value = (uint16_t)(dots[i] * factor) >> 7;

			dots[i] = (uint8_t)(value > 255 ? 255 : value);
		}
	}
}

/* Light and shadow, other ones on each photo and at each time: else all houses of three storeys would be one picture to whoever compares
 * pictures. Between the points of a grid the light changes evenly, from a half to three halves. */
static void
light(struct drawing_page *canvas, const struct photo_drawing *drawing)
{
	uint32_t seed = (drawing->serial * 2654435761u + (uint32_t)drawing->view * 0x27d4eb2fu) ^ mix((uint32_t)drawing->taken_unix), mixed;
	int grid[LIGHT_ROWS][LIGHT_COLUMNS];

	for (int i = 0; i < LIGHT_ROWS * LIGHT_COLUMNS; i++) {
		mixed = mix(seed += 0x9e3779b9u);
		grid[i / LIGHT_COLUMNS][i % LIGHT_COLUMNS] = 128 + (int)(mixed >> 24); /* of 256 */
	}
	for (int y = 0; y < DOTS_HIGH; y += LIGHT_BLOCK)
		for (int x = 0; x < DOTS_WIDE; x += LIGHT_BLOCK) {
			int column = x * (LIGHT_COLUMNS - 1) / DOTS_WIDE, row = y * (LIGHT_ROWS - 1) / DOTS_HIGH;
			int right = x * (LIGHT_COLUMNS - 1) % DOTS_WIDE, down = y * (LIGHT_ROWS - 1) % DOTS_HIGH;
			int above = grid[row][column] * (DOTS_WIDE - right) + grid[row][column + 1] * right;
			int below = grid[row + 1][column] * (DOTS_WIDE - right) + grid[row + 1][column + 1] * right;

			light_block(canvas, x, y,
				    (uint16_t)(((int64_t)above * (DOTS_HIGH - down) + (int64_t)below * down) /
					       (2 * DOTS_WIDE * DOTS_HIGH)));
		}
}

/* An APP1 segment with DateTimeOriginal alone: TIFF head, IFD0 pointing to the EXIF IFD, its one entry. */
static void
write_exif(struct jpeg_compress_struct *jpeg, int64_t taken_unix)
{
	static const uint8_t head[] = { 'E', 'x', 'i',	'f',  0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, /* IFD0 at 8 */
					0,   1,	  0x87, 0x69, 0, 4, 0,	 0,   0, 1,  0, 0, 0, 26, 0, 0, 0, 0,
					0,   1,	  0x90, 0x03, 0, 2, 0,	 0,   0, 20, 0, 0, 0, 44, 0, 0, 0, 0 };
	uint8_t segment[sizeof(head) + 20];
	char minute[17], text[40];

	clock_minute(taken_unix, minute);
	snprintf(text, sizeof(text), "%.4s:%.2s:%.2s %.5s:%02d", minute, minute + 5, minute + 8, minute + 11,
		 (int)(((taken_unix % 60) + 60) % 60));
	memcpy(segment, head, sizeof(head));
	memcpy(segment + sizeof(head), text, 20);
	jpeg_write_marker(jpeg, JPEG_APP0 + 1, segment, sizeof(segment));
}

/* One row of the photo from the drawing: each dot twice, and a grain that differs from dot to dot. */
static void
grainy_row(const struct drawing_page *canvas, uint32_t *grain, unsigned row, uint8_t *out)
{
	for (int x = 0; x < 2 * DOTS_WIDE; x++) {
		const uint8_t *dot = canvas->rgb + 3 * ((size_t)(row / 2) * DOTS_WIDE + (size_t)(x / 2));
		int shift;

		*grain = *grain * 1664525u + 1013904223u;
		shift = (int)(*grain >> 28) - 8;
		for (int c = 0; c < 3; c++) {
			int value = dot[c] + shift;

			out[3 * x + c] = (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
		}
	}
}

/* A plain picture is kept finer, lest it has no more bytes than a thumbnail, which the forms ask about. */
static int
fineness(enum photo_view view)
{
	switch (view) {
	case VIEW_PAPER:
		return 50;
	case VIEW_FRONT:
	case VIEW_SIGN:
	case VIEW_ADDED:
		return 70;
	case VIEW_SIDE:
	case VIEW_PLATE:
		return 80;
	default:
		return 97;
	}
}

enum status
photo_draw(const struct photo_drawing *drawing, struct buf *out, struct err *err)
{
	struct drawing_page canvas = { mem_alloc(3 * DOTS_WIDE * DOTS_HIGH) };
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr manager;
	unsigned char *bytes = NULL;
	unsigned long len = 0;
	unsigned times = drawing->grainy ? 2 : 1;
	uint32_t grain = drawing->serial * 16 + (uint32_t)drawing->view;
	uint8_t *wide = mem_alloc(3 * DOTS_WIDE * 2);

	draw(&canvas, drawing);
	light(&canvas, drawing);
	memset(&jpeg, 0, sizeof(jpeg));
	jpeg.err = jpeg_std_error(&manager);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &bytes, &len);
	jpeg.image_width = DOTS_WIDE * times;
	jpeg.image_height = DOTS_HIGH * times;
	jpeg.input_components = 3;
	jpeg.in_color_space = JCS_RGB;
	jpeg_set_defaults(&jpeg);
	jpeg_set_quality(&jpeg, fineness(drawing->view), TRUE);
	jpeg_start_compress(&jpeg, TRUE);
	if (drawing->grainy)
		write_exif(&jpeg, drawing->taken_unix);
	while (jpeg.next_scanline < DOTS_HIGH * times) {
		JSAMPROW row = drawing->grainy ? wide : canvas.rgb + 3 * DOTS_WIDE * jpeg.next_scanline;

		if (drawing->grainy)
			grainy_row(&canvas, &grain, jpeg.next_scanline, wide);
		jpeg_write_scanlines(&jpeg, &row, 1);
	}
	jpeg_finish_compress(&jpeg);
	buf_add(out, bytes, len);
	jpeg_destroy_compress(&jpeg);
	free(bytes);
	free(canvas.rgb);
	free(wide);
	return out->len ? STATUS_OK : err_set(err, STATUS_BUG, _("the drawing is empty"));
}
