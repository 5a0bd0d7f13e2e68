#include <stdlib.h>

#include <chafa.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "photo/pixels.h"

/* A photo in the cells of a terminal. */

static ChafaCanvas *
new_canvas(int rows, int cols, enum photo_ink ink)
{
	ChafaCanvasConfig *config = chafa_canvas_config_new();
	ChafaSymbolMap *symbols = chafa_symbol_map_new();
	ChafaCanvas *canvas;

	/* Only block characters that every terminal's font has; without colours, the shapes of ASCII characters. */
	chafa_symbol_map_add_by_tags(symbols, ink == PHOTO_ASCII ? CHAFA_SYMBOL_TAG_ASCII
								 : CHAFA_SYMBOL_TAG_SPACE | CHAFA_SYMBOL_TAG_HALF | CHAFA_SYMBOL_TAG_QUAD);
	chafa_canvas_config_set_geometry(config, cols, rows);
	chafa_canvas_config_set_symbol_map(config, symbols);
	chafa_canvas_config_set_pixel_mode(config, CHAFA_PIXEL_MODE_SYMBOLS);
	chafa_canvas_config_set_canvas_mode(config, ink == PHOTO_ASCII ? CHAFA_CANVAS_MODE_FGBG
						    : ink == PHOTO_16  ? CHAFA_CANVAS_MODE_INDEXED_16
								       : CHAFA_CANVAS_MODE_INDEXED_240);
	chafa_canvas_config_set_work_factor(config, 0.2F);
	chafa_canvas_config_set_preprocessing_enabled(config, ink != PHOTO_256);
	canvas = chafa_canvas_new(config);
	chafa_symbol_map_unref(symbols);
	chafa_canvas_config_unref(config);
	return canvas;
}

/* The largest size in cells that keeps the ratio of the sides. */
static void
fit(const struct pixels *pixels, int *rows, int *cols)
{
	int64_t by_width = (int64_t)*cols * pixels->height / (2 * (int64_t)pixels->width);

	if (by_width <= *rows)
		*rows = by_width > 0 ? (int)by_width : 1;
	else {
		int64_t by_height = 2 * (int64_t)*rows * pixels->width / pixels->height;

		*cols = by_height > 0 ? (int)by_height : 1;
	}
}

enum status
photo_cells(const void *bytes, size_t len, int rows, int cols, enum photo_ink ink, struct photo_cells *out, struct err *err)
{
	struct photo_head head;
	struct pixels pixels;
	ChafaCanvas *canvas;
	enum status status;

	*out = (struct photo_cells){ 0 };
	if (rows < 1 || cols < 1)
		return err_set(err, STATUS_INVALID, _("there is no room for the photo"));
	status = pixels_head(bytes, len, &head, err);
	if (!status)
		status = pixels_decode(bytes, len, cols * 4 > rows * 8 ? cols * 4 : rows * 8, head.exif.orientation, &pixels, err);
	if (status)
		return status;
	fit(&pixels, &rows, &cols);
	if (pixels.width > cols * 4)
		pixels_shrink(&pixels, cols * 4, rows * 8 < pixels.height ? rows * 8 : pixels.height);
	canvas = new_canvas(rows, cols, ink);
	chafa_canvas_draw_all_pixels(canvas, CHAFA_PIXEL_RGB8, pixels.rgb, pixels.width, pixels.height, 3 * pixels.width);
	out->rows = rows;
	out->cols = cols;
	out->cell = mem_array((size_t)rows * (size_t)cols, sizeof(*out->cell));
	for (int y = 0; y < rows; y++)
		for (int x = 0; x < cols; x++) {
			struct photo_cell *cell = &out->cell[y * cols + x];
			gint fg = -1, bg = -1;

			cell->character = chafa_canvas_get_char_at(canvas, x, y);
			if (cell->character < 0x20)
				cell->character = ' ';
			if (ink != PHOTO_ASCII)
				chafa_canvas_get_colors_at(canvas, x, y, &fg, &bg);
			cell->fg = fg;
			cell->bg = bg;
		}
	chafa_canvas_unref(canvas);
	free(pixels.rgb);
	return STATUS_OK;
}

void
photo_cells_release(struct photo_cells *cells)
{
	free(cells->cell);
	*cells = (struct photo_cells){ 0 };
}
