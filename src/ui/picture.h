#ifndef UI_PICTURE_H
#define UI_PICTURE_H

#include "base/id.h"
#include "photo/photo.h"
#include "ui/screen.h"

/* A photo in cells, made once for a place and size and then only drawn. Zero-initialise; picture_release frees. */
struct picture {
	char key[128]; /* name of the photo shown */
	int rows, cols;
	bool bad;
	struct photo_cells cells;
};

/* Makes the picture unless it is there: from bytes, or (bytes NULL) from a file. `key` names the photo. */
void picture_make(struct picture *picture, const struct ui *ui, const char *key, const void *bytes, size_t len, const char *path, int rows,
		  int cols);
void picture_release(struct picture *picture);
void picture_draw(const struct picture *picture, struct canvas *canvas, int row, int col);

#endif
