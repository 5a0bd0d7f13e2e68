#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "paper/pages.h"

/* Photos, two beside each other, and the QR code. */

/* ---- photos */

#define PHOTO_GAP 10.0
#define PHOTO_WIDTH ((PAGE_WIDTH - PHOTO_GAP) / 2)

/* The file's own JPEG goes into the PDF as it is. */
static void
draw_jpeg(struct pages *pages, const struct printed_photo *photo, double x)
{
	double scale = PHOTO_WIDTH / photo->width, height = PAGE_PHOTO_HEIGHT / photo->height;
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, photo->width, photo->height);
	unsigned char *bytes = malloc(photo->jpeg.len);

	scale = scale < height ? scale : height;
	if (bytes)
		memcpy(bytes, photo->jpeg.data, photo->jpeg.len);
	if (bytes &&
	    cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_JPEG, bytes, photo->jpeg.len, free, bytes) == CAIRO_STATUS_SUCCESS) {
		cairo_save(pages->cairo);
		cairo_translate(pages->cairo, x + (PHOTO_WIDTH - photo->width * scale) / 2, pages->y);
		cairo_scale(pages->cairo, scale, scale);
		cairo_set_source_surface(pages->cairo, surface, 0, 0);
		cairo_paint(pages->cairo);
		cairo_restore(pages->cairo);
		cairo_set_source_rgb(pages->cairo, 0, 0, 0);
	}
	cairo_surface_destroy(surface);
}

static double
draw_photo(struct pages *pages, const struct printed_photo *photo, double x)
{
	if (photo->jpeg.len && pages->draws)
		draw_jpeg(pages, photo, x);
	else if (!photo->jpeg.len)
		pages_frame(pages, x, pages->y, PHOTO_WIDTH, PAGE_PHOTO_HEIGHT);
	return pages_show(pages, &page_small, photo->caption, x, pages->y + PAGE_PHOTO_HEIGHT + 2, PHOTO_WIDTH);
}

void
pages_photos(struct pages *pages, const struct printed_block *block)
{
	for (size_t i = 0; i < block->photo_count; i += 2) {
		double caption = 0;

		for (size_t k = i; k < i + 2 && k < block->photo_count; k++) {
			double own = pages_text_height(pages, &page_small, block->photos[k].caption, PHOTO_WIDTH);

			caption = own > caption ? own : caption;
		}
		pages_need(pages, PAGE_PHOTO_HEIGHT + caption + 4);
		draw_photo(pages, &block->photos[i], PAGE_MARGIN);
		if (i + 1 < block->photo_count)
			draw_photo(pages, &block->photos[i + 1], PAGE_MARGIN + PHOTO_WIDTH + PHOTO_GAP);
		pages->y += PAGE_PHOTO_HEIGHT + caption + 8;
	}
}

/* ---- the code */

#define QUIET 4 /* modules */

static void
draw_code(struct pages *pages, const QRcode *code)
{
	double module = PAGE_CODE_SIDE / (code->width + 2 * QUIET);

	for (int row = 0; row < code->width; row++)
		for (int column = 0; column < code->width; column++)
			if (code->data[row * code->width + column] & 1)
				cairo_rectangle(pages->cairo, PAGE_MARGIN + (column + QUIET) * module, pages->y + (row + QUIET) * module,
						module, module);
	cairo_fill(pages->cairo);
}

void
pages_code(struct pages *pages, const struct printed_block *block)
{
	QRcode *code = QRcode_encodeString8bit(block->text, 0, QR_ECLEVEL_M);
	double x = PAGE_MARGIN + PAGE_CODE_SIDE + PAGE_GAP, width = PAGE_WIDTH - PAGE_CODE_SIDE - PAGE_GAP, y;
	double height = pages_text_height(pages, &page_cell, block->caption, width) + PAGE_GAP +
			pages_text_height(pages, &page_small, block->text, width);

	height = height > PAGE_CODE_SIDE ? height : PAGE_CODE_SIDE;
	pages_need(pages, height);
	if (!code) {
		free(pages->fault);
		pages->fault = mem_strdup(_("the code of the paper is too long for a QR code"));
		return;
	}
	if (pages->draws)
		draw_code(pages, code);
	y = pages->y;
	y += pages_show(pages, &page_cell, block->caption, x, y, width) + PAGE_GAP;
	pages_show(pages, &page_small, block->text, x, y, width);
	pages->y += height;
	QRcode_free(code);
}
