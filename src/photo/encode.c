#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "photo/codec.h"
#include "photo/pixels.h"

/* Writing a photo. Nothing but the picture is ever written: no marker of the file that it came from passes through here. */

#define QUALITY 85

/* ---- from pixels */

enum status
pixels_encode(const struct pixels *pixels, struct buf *out, struct err *err)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr manager;
	unsigned char *bytes = NULL;
	unsigned long len = 0;

	/* Writing into memory from memory: the library's errors here are our own mistakes, and it ends the program. */
	memset(&jpeg, 0, sizeof(jpeg));
	jpeg.err = jpeg_std_error(&manager);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &bytes, &len);
	jpeg.image_width = (JDIMENSION)pixels->width;
	jpeg.image_height = (JDIMENSION)pixels->height;
	jpeg.input_components = 3;
	jpeg.in_color_space = JCS_RGB;
	jpeg_set_defaults(&jpeg);
	jpeg_set_quality(&jpeg, QUALITY, TRUE);
	jpeg_start_compress(&jpeg, TRUE);
	while (jpeg.next_scanline < jpeg.image_height) {
		JSAMPROW row = pixels->rgb + 3 * (size_t)jpeg.next_scanline * (size_t)pixels->width;

		jpeg_write_scanlines(&jpeg, &row, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	buf_add(out, bytes, len);
	free(bytes);
	return len ? STATUS_OK : err_set(err, STATUS_BUG, _("the photo could not be written"));
}

/* ---- from the coefficients of another file */

#define PIECE_BYTES 16384

/* Where the library writes to: its own writer into memory loses its buffer when the writing breaks off. */
struct sink {
	struct jpeg_destination_mgr manager;
	struct buf *out;
	unsigned char piece[PIECE_BYTES];
};

struct rewriting {
	struct codec codec;
	struct jpeg_decompress_struct from;
	struct jpeg_compress_struct to;
	struct sink sink;
};

static void
sink_begin(j_compress_ptr to)
{
	struct sink *sink = (struct sink *)to->dest; /* its first member */

	sink->manager.next_output_byte = sink->piece;
	sink->manager.free_in_buffer = sizeof(sink->piece);
}

static boolean
sink_full(j_compress_ptr to)
{
	struct sink *sink = (struct sink *)to->dest;

	buf_add(sink->out, sink->piece, sizeof(sink->piece));
	sink_begin(to);
	return TRUE;
}

static void
sink_end(j_compress_ptr to)
{
	struct sink *sink = (struct sink *)to->dest;

	buf_add(sink->out, sink->piece, sizeof(sink->piece) - sink->manager.free_in_buffer);
}

static void
rewrite(struct rewriting *rewriting, const void *bytes, size_t len)
{
	struct jpeg_decompress_struct *from = &rewriting->from;
	struct jpeg_compress_struct *to = &rewriting->to;
	jvirt_barray_ptr *coefficients;

	if (setjmp(rewriting->codec.back))
		return;
	codec_open(from, &rewriting->codec, bytes, len);
	if (from->jpeg_color_space != JCS_GRAYSCALE && from->jpeg_color_space != JCS_YCbCr)
		return; /* its colours would need a marker of their own */
	coefficients = jpeg_read_coefficients(from);
	to->err = from->err;
	jpeg_create_compress(to);
	to->dest = &rewriting->sink.manager;
	jpeg_copy_critical_parameters(from, to);
	to->JFIF_major_version = 1;
	to->JFIF_minor_version = 1;
	to->density_unit = 0;
	to->X_density = 1;
	to->Y_density = 1;
	jpeg_write_coefficients(to, coefficients);
	jpeg_finish_compress(to);
	jpeg_finish_decompress(from);
}

bool
pixels_rewrite(const void *bytes, size_t len, struct buf *out)
{
	struct rewriting *rewriting = mem_alloc(sizeof(*rewriting)); /* on the heap, because it lives through a longjmp */
	bool right;

	rewriting->sink.manager = (struct jpeg_destination_mgr){ .init_destination = sink_begin,
								 .empty_output_buffer = sink_full,
								 .term_destination = sink_end };
	rewriting->sink.out = out;
	rewrite(rewriting, bytes, len);
	jpeg_destroy_compress(&rewriting->to);
	jpeg_destroy_decompress(&rewriting->from);
	right = rewriting->codec.flaw == FLAW_NONE && out->len > 0;
	if (!right)
		buf_clear(out);
	free(rewriting);
	return right;
}
