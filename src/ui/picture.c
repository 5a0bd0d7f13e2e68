#include "ui/picture.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"

#define FILE_MAX_BYTES (32u << 20)

void
picture_make(struct picture *picture, const struct ui *ui, const char *key, const void *bytes, size_t len, const char *path, int rows,
	     int cols)
{
	struct buf file = { 0 };
	struct err ignored = { 0 };
	enum photo_ink ink = !ui->fine_lines || ui->colours == 0 ? PHOTO_ASCII : ui->colours >= 256 ? PHOTO_256 : PHOTO_16;

	if (picture->rows == rows && picture->cols == cols && strcmp(picture->key, key) == 0)
		return;
	picture_release(picture);
	snprintf(picture->key, sizeof(picture->key), "%s", key);
	picture->rows = rows;
	picture->cols = cols;
	if (!bytes && path && !file_read(path, FILE_MAX_BYTES, &file, &ignored)) {
		bytes = buf_text(&file);
		len = file.len;
	}
	picture->bad = !bytes || photo_cells(bytes, len, rows, cols, ink, &picture->cells, &ignored);
	buf_release(&file);
}

void
picture_release(struct picture *picture)
{
	photo_cells_release(&picture->cells);
	*picture = (struct picture){ 0 };
}

void
picture_draw(const struct picture *picture, struct canvas *canvas, int row, int col)
{
	if (picture->bad)
		canvas_text(canvas, row, col, picture->cols, FAINT, _("(no preview)"));
	for (int r = 0; r < picture->cells.rows; r++)
		for (int c = 0; c < picture->cells.cols; c++) {
			const struct photo_cell *cell = &picture->cells.cell[r * picture->cells.cols + c];

			canvas_pixel(canvas, row + r, col + c, cell->character, cell->fg, cell->bg);
		}
}
