#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "photo/codec.h"
#include "photo/photo.h"

/* How a picture looks, as 64 bits that change little when it is saved again, scaled, made brighter or cut a little at its edges: the perceptual
 * hash of a discrete cosine transform (C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, after the
 * hash of pHash), in whole numbers, so that every machine finds the same.
 *
 *   1. The luma of the picture, decoded at an eighth of its size (or the next scale at which neither side has less than SIDE dots).
 *   2. SIDE x SIDE means: dot (x, y) lies in cell (x * SIDE / width, y * SIDE / height); a mean is 16 * sum / count.
 *   3. The lowest coefficients of its DCT, those of u + v from 1 on in the order of u + v and then of v: 64 of them, without the mean.
 *   4. Bit i (from the lowest) is set where coefficient i is more than the 32nd smallest of the 64. */

#define SIDE 32
#define LOOK_BITS 64
#define LOW 11 /* the 64th coefficient has u, v below it */

/* The least sum of the 64 coefficients' sizes at which a picture shows something: below it lies a wall, a night, a thumb before the lens, whose bits
 * are the grain of the sensor. It is what six levels of grey between one half of the picture and the other give. */
#define PLAIN (2000 * 256)

struct looking {
	struct jpeg_decompress_struct jpeg;
	struct codec codec;
	uint8_t *row;
	uint32_t sum[SIDE][SIDE], count[SIDE][SIDE];
};

static void
choose_small(struct jpeg_decompress_struct *jpeg)
{
	unsigned shorter = jpeg->image_width < jpeg->image_height ? jpeg->image_width : jpeg->image_height;

	jpeg->scale_num = 1;
	jpeg->scale_denom = 8;
	while (jpeg->scale_num < 8 && shorter * jpeg->scale_num / 8 < SIDE)
		jpeg->scale_num *= 2;
}

/* Adds up the luma of the picture by cells; a flaw stands in the codec. */
static void
add_up(struct looking *looking, const void *bytes, size_t len)
{
	struct jpeg_decompress_struct *jpeg = &looking->jpeg;

	if (setjmp(looking->codec.back))
		return;
	codec_open(jpeg, &looking->codec, bytes, len);
	choose_small(jpeg);
	jpeg->out_color_space = JCS_GRAYSCALE;
	jpeg->dct_method = JDCT_ISLOW; /* the same on every machine */
	jpeg_start_decompress(jpeg);
	looking->row = mem_array(jpeg->output_width, 1);
	while (jpeg->output_scanline < jpeg->output_height) {
		unsigned y = (unsigned)((uint64_t)jpeg->output_scanline * SIDE / jpeg->output_height);

		jpeg_read_scanlines(jpeg, &looking->row, 1);
		for (unsigned x = 0; x < jpeg->output_width; x++) {
			unsigned cell = (unsigned)((uint64_t)x * SIDE / jpeg->output_width);

			looking->sum[y][cell] += looking->row[x];
			looking->count[y][cell]++;
		}
	}
	jpeg_finish_decompress(jpeg);
}

/* cos((2 x + 1) u pi / 64) * 16384, of u below LOW: from the first quarter of the wave. */
static int32_t
cosine(int x, int u)
{
	static const int16_t quarter[SIDE + 1] = { 16384, 16364, 16305, 16207, 16069, 15893, 15679, 15426, 15137, 14811, 14449,
						   14053, 13623, 13160, 12665, 12140, 11585, 11003, 10394, 9760,  9102,	 8423,
						   7723,  7005,	 6270,	5520,  4756,  3981,  3196,  2404,  1606,  804,	 0 };
	int at = (2 * x + 1) * u % 128; /* of a wave of 128 parts */

	at = at > 64 ? 128 - at : at;
	return at > 32 ? -quarter[64 - at] : quarter[at];
}

static int
look_cmp(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

/* The 64 lowest coefficients but the mean, divided by 2^24. */
static void
transform(const struct looking *looking, int64_t low[LOOK_BITS])
{
	int32_t mean[SIDE][SIDE];
	int64_t rows[SIDE][LOW] = { 0 };
	size_t next = 0;

	for (int y = 0; y < SIDE; y++)
		for (int x = 0; x < SIDE; x++)
			mean[y][x] = looking->count[y][x] ? (int32_t)(16 * looking->sum[y][x] / looking->count[y][x])
				     : x		  ? mean[y][x - 1] /* of a picture of fewer dots than cells */
				     : y		  ? mean[y - 1][x]
							  : 0;
	for (int y = 0; y < SIDE; y++)
		for (int u = 0; u < LOW; u++)
			for (int x = 0; x < SIDE; x++)
				rows[y][u] += (int64_t)mean[y][x] * cosine(x, u);
	for (int sum = 1; next < LOOK_BITS; sum++)
		for (int v = 0; v <= sum && next < LOOK_BITS; v++) {
			low[next] = 0;
			for (int y = 0; y < SIDE; y++)
				low[next] += rows[y][sum - v] * cosine(y, v);
			low[next++] /= 1 << 24;
		}
}

enum status
photo_look(const void *bytes, size_t len, uint64_t *look, struct err *err)
{
	struct looking *looking = mem_alloc(sizeof(*looking)); /* on the heap, because it lives through a longjmp */
	int64_t low[LOOK_BITS], sorted[LOOK_BITS], all = 0;
	enum status status;

	*look = 0;
	add_up(looking, bytes, len);
	jpeg_destroy_decompress(&looking->jpeg);
	status = codec_say(&looking->codec, err);
	if (!status) {
		transform(looking, low);
		memcpy(sorted, low, sizeof(sorted));
		qsort(sorted, LOOK_BITS, sizeof(*sorted), look_cmp);
		for (size_t i = 0; i < LOOK_BITS; i++)
			all += low[i] < 0 ? -low[i] : low[i];
		for (size_t i = 0; i < LOOK_BITS && all >= PLAIN; i++)
			*look |= (uint64_t)(low[i] > sorted[LOOK_BITS / 2 - 1]) << i;
	}
	free(looking->row);
	free(looking);
	return status;
}
