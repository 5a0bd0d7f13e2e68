#ifndef PHOTO_PHOTO_H
#define PHOTO_PHOTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

/* Photos as bytes: size, time and place, preparing for the store, preview. JPEG only; a hostile file gives INVALID, never a crash. */

#define PHOTO_PIXELS_MAX (64 * 1000 * 1000)

struct photo_info {
	int width, height; /* pixels */
	bool has_taken;
	int64_t taken_unix; /* EXIF's local time read as China time */
};

/* Reads a photo's head. INVALID: empty, no JPEG (which kind it is is said), CMYK, cut short in its head, or larger than a photo may be. */
MUST_CHECK enum status photo_probe(const void *bytes, size_t len, struct photo_info *out, struct err *err);

/* A photo as stored, whatever way it came in: upright, its longer side at most PHOTO_SIDE_MAX pixels, and nothing but the picture: what a camera or
 * a program wrote beside it (position, comments, thumbnails, bytes behind the end) stays out; time and place come out here instead. A
 * picture that needs no scaling loses nothing, and preparing once more changes no byte. INVALID as for photo_probe, and cut short or damaged anywhere. */
#define PHOTO_SIDE_MAX 2048
struct photo_ready {
	struct buf bytes; /* JPEG; caller releases */
	int width, height;
	bool has_taken;
	int64_t taken_unix;
	bool has_position;
	double lat, lon; /* degrees, WGS-84 */
};
MUST_CHECK enum status photo_prepare(const void *bytes, size_t len, struct photo_ready *out, struct err *err);

/* How a picture looks: 64 bits, of which few differ between two copies of one picture (look.c has the formula). 0: the picture shows nothing that
 * tells it from others. A function of the picture alone, the same on every machine. INVALID as for photo_prepare. */
MUST_CHECK enum status photo_look(const void *bytes, size_t len, uint64_t *look, struct err *err);
/* In how many bits two looks differ. Here and not in look.c: a county has forty million pairs to ask it of. */
static inline int
photo_look_apart(uint64_t a, uint64_t b)
{
	uint64_t bits = a ^ b;

	bits -= bits >> 1 & UINT64_C(0x5555555555555555);
	bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
	bits = (bits + (bits >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
	return (int)(bits * UINT64_C(0x0101010101010101) >> 56);
}
/* Two pictures look alike that differ in so many bits at most. Of pictures saved again, scaled, with grain or other light all are found, of those cut by
 * a hundredth at each edge more than nine in ten (tests/photo/look.c); two pictures by chance in one of 70,000,000,000 pairs, were all bits
 * independent, and none of the 4,028 houses that the demonstration draws. */
#define PHOTO_ALIKE 6
/* Of photos of other villages, which are many more, only those are asked about that differ in so few bits: else of the houses of a large county
 * one in fifty would be asked about by chance. */
#define PHOTO_ALIKE_FAR 4

/* The same picture with its longer side at most `side` pixels: for a page. *out: the caller's, may be the buffer that holds the bytes. INVALID as for photo_prepare. */
MUST_CHECK enum status photo_shrunk(const void *bytes, size_t len, int side, struct buf *out, struct err *err);

/* A photo in the cells of a terminal, upright, its sides' ratio kept (a cell is twice as high as wide). Characters are one cell wide. */
enum photo_ink { PHOTO_ASCII, PHOTO_16, PHOTO_256 };
struct photo_cell {
	uint32_t character;
	int32_t fg, bg; /* 0xRRGGBB; -1: the terminal's own */
};
struct photo_cells {
	int rows, cols;		 /* at most those asked for */
	struct photo_cell *cell; /* rows * cols; caller frees with photo_cells_release */
};
MUST_CHECK enum status photo_cells(const void *bytes, size_t len, int rows, int cols, enum photo_ink ink, struct photo_cells *out,
				   struct err *err);
void photo_cells_release(struct photo_cells *cells);

#endif
