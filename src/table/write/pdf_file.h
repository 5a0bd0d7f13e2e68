#ifndef TABLE_PDF_FILE_H
#define TABLE_PDF_FILE_H

#include <cairo.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

/* A PDF while it is drawn, in memory: what tables and papers as PDF share but for what is on their pages. */

struct pdf_pen;

struct pdf_file {
	cairo_t *cairo;
	struct pdf_pen *pen;
	cairo_surface_t *surface;
	struct buf bytes;
};

/* Begins one, whose pages are so large, in points; it stays where it is until it is released. `title`: NULL: none. */
void pdf_file_begin(struct pdf_file *file, double width, double height, const char *title, int64_t at_unix);
/* Ends the file and appends it to `out`. INVALID: no font of the machine has a character of `unshown` (NULL: all were shown). */
MUST_CHECK enum status pdf_file_end(struct pdf_file *file, const char *unshown, struct buf *out, struct err *err);
void pdf_file_release(struct pdf_file *file);

#endif
