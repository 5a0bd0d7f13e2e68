#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

/* A growing run of bytes. Always NUL-terminated behind `len`, so text can be read as a string.
 * Zero-initialise to start; the owner calls buf_release. */

struct buf {
	char *data; /* NULL until the first byte; use buf_text() for "" */
	size_t len;
	size_t cap;
	bool secret; /* set by the owner before the first byte: what it held is wiped wherever it is cleared, moved or released */
};

void buf_add(struct buf *buf, const void *bytes, size_t len);
void buf_text_add(struct buf *buf, const char *text);
void buf_char(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *fmt, ...) PRINTF_FMT(2, 3);
const char *buf_text(const struct buf *buf); /* never NULL, borrowed */
char *buf_detach(struct buf *buf);	     /* caller frees; the buffer is empty again */
void buf_clear(struct buf *buf);	     /* keeps the room */
void buf_cut(struct buf *buf, size_t len);   /* to that length or less; of a secret one what goes is wiped */
void buf_release(struct buf *buf);

#endif
