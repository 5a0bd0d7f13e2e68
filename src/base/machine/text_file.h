#ifndef BASE_TEXT_FILE_H
#define BASE_TEXT_FILE_H

#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

/* A text file of whatever encoding an office sends, read piece by piece as UTF-8: UTF-8 with and without BOM, UTF-16 of both orders, GB 18030. The
 * encoding is found in one pass over the file at opening; memory holds two pieces, however long the file is. */

struct text_file;

/* U+FFFD: stands for each byte that is no UTF-8 in a file that else is. Many of them are refused. */
#define TEXT_FILE_WRONG "\xef\xbf\xbd"

/* Takes the descriptor of an ordinary file, also when it fails. INVALID for bytes of no encoding, with the line they stand in. */
MUST_CHECK enum status text_file_open_take(int fd, struct text_file **out, struct err *err);
void text_file_close(struct text_file *file);

/* "UTF-8", "UTF-8 BOM", "UTF-16", "GB 18030". */
const char *text_file_encoding(const struct text_file *file);
/* From the beginning again. */
void text_file_rewind(struct text_file *file);
/* Replaces what `out` holds by the next piece of UTF-8, of whole characters; empty at the end of the file. */
MUST_CHECK enum status text_file_next(struct text_file *file, struct buf *out, struct err *err);

#endif
